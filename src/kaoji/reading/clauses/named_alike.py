"""Counts behind names of one kind, which are the levels of one head: 国办每条4分,省办每条2分; 博士每名得2分,硕士每名得1分."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.draft import Draft
from kaoji.reading.clauses.labels import label
from kaoji.reading.clauses.model import Amount
from kaoji.reading.clauses.words import UNIT, one_of

_COUNT: Final = rf"的?(?:每(?:新?增加?|新获)?[1一]?个?(?:{UNIT})|[1一]个?(?:{UNIT}))?的?"
_BODY: Final = late_pattern(rf"^(?P<body>.*?[^\d]){_COUNT}$")
# A name and no condition of its own: nothing fails, nothing is received.
_NAME: Final = late_pattern(
    rf"[,、][为是系属]?(?P<name>(?![1每]|一(?!般)|其中)(?:[^,;。:、\d每的未不没无漏迟误逾超缺少低差增减升降再另又被受]|\d+强|[失错]误){{2,10}}?){_COUNT}"
)
_LISTED: Final = late_pattern(
    ":[^,;。:、\\d每的未不没无漏迟误逾超缺少低差增减升降再另又被受]{3,10}" + _COUNT + "$"
)  # 论文发表:核心期刊每篇5分,…
_QUOTED: Final = late_pattern('[,、](?P<name>"[^",;。]{2,10}")(?:称号|及?以上)?的?')
_QUOTED_LAST: Final = late_pattern('[为获评得予]+(?P<name>"[^",;。]{2,10}")(?:称号|及?以上)?的?$')
_PLACE: Final = late_pattern("(?:国家|省部|[省市州县区])级?")
_AT_A_PLACE: Final = late_pattern("(?:国家|省部|[省市州县区])级(?P<noun>[一-龥]{2,4})")
# A thing at a level, and what is done to get it: 成功创建全国文明村镇, 获批省级试点.
_LEVEL_OF_THING: Final = late_pattern(
    "(?:(?:全国|国家|中央|省部|全?[省市县区州乡镇])级?|[正副]?[初中高]级|特别重大|特大|重大|较大|一般|轻微|严重)"
)
_PLACED_THING: Final = late_pattern(rf"{_LEVEL_OF_THING.pattern}(?P<noun>[一-龥]{{2,8}})")
_VERB_BEFORE: Final = late_pattern("[创建获评批成得选入列定为立现生在增进育]$")
_ONE_PLACED: Final = late_pattern(f"每[^,;。\\d]{{0,6}}[1一](?:{UNIT})(?:国家|省部|[省市县区州])级[一-龥]{{2,6}}的?$")
_EACH_ALONE: Final = late_pattern(f"的,(?:每[1一]?个?(?:{UNIT}))$")
_FEW: Final = 4
_KIND: Final = 2
_SCALES: Final = tuple(
    frozenset(words.split())
    for words in (
        "轻伤 重伤 死亡",
        "签约 注册 落地 开工 竣工 投产 达产 达效",
        "博士 硕士 研究生 本科 大专",
        "正高 副高 中级 初级",
        "提醒 约谈 诫勉",
        "通报批评 诫勉 诫勉谈话 警告 严重警告 记过 记大过 降级 撤职 开除 撤销党内职务 留党察看 开除党籍",
    )
)
_PLAIN: Final = late_pattern(r"\([^()]*\)|\"|[及或]?以上(?:处分)?$")
_SIGNAL: Final = late_pattern('(?P<colour>[红黄蓝绿橙黑白])(?P<kind>灯|牌|榜|旗|卡|码|旗帜)"?$')
_TOWARDS: Final = late_pattern("[赴进到去亮获]?")
_LEAD: Final = late_pattern(
    "^(?:新?(?:引进|增加?|认定|培育|获得?|获评)|发表|刊发|刊登|撰写|出版|评为|评定为|被|经|由|在|受到?)+(?=.{2})"
)
_CONDITION: Final = late_pattern("的(?:每|[1一]个?)")
_GRADE: Final = late_pattern(
    one_of(
        "国家 中央 全国 国务院 国办 省部 省 市 州 县 区 乡 镇 村 京 国 部 世界 中国 一般 A类 B类 C类 D类 Ⅰ类 Ⅱ类 Ⅲ类 一类 二类 三类 甲类 乙类 丙类 较轻 较重 较大 轻微 严重 重大 特大 特别 轻 重 死亡 红 黄 蓝 绿 橙"
    )
)
_PART: Final = late_pattern(
    "(?:牵头|主办|承办|协办|配合|参与|责任|主要|次要|主管|协助|参加|分管|具体)(?P<kind>单位|部门|科室|乡镇|街道|人员|领导)$"
)


def by_name(drafts: list[Draft]) -> list[Draft]:
    """Join the counts of one sentence that differ in a name of one kind, and the amounts of those who take different parts."""
    result: list[Draft] = []
    place = 0
    while place < len(drafts):
        end = place + 1
        while end < len(drafts) and _of_one_scale(drafts[end - 1], drafts[end]):
            end += 1
        run = drafts[place:end]
        names = _names(run) if len(run) > 1 else []
        while not names and len(run) > _KIND and run[0].rule.form == "once":
            run = run[:-1]  # 获批国家级试点加4分、省级试点加2分,经验被推广的再加1分
            names = _names(run)
        result.extend([_merged(run, names)] if names else run)
        place += len(run)
    return result


def _names(run: list[Draft]) -> list[str]:
    """Give the names of the levels; none where any of the counts names something else, or they are in no order."""
    found = [_NAME.fullmatch(one.head) for one in run[1:]]
    if quoted := _quoted(run):
        return quoted
    following = [match["name"] for match in found if match is not None]
    if not following or len(following) < len(found):
        return []
    body = _body(run[0].head)
    if any(_CONDITION.search(one.head) for one in run[1:]) and _LEAD.match(body) is None:
        return []  # 省级交办的每件加1分,市级交办的每件加0.5分: conditions of their own
    pairs = list(pairwise([body, *following]))
    listed = run[0].rule.form == "per" and run[0].rule.sign == "+" and _LISTED.search(run[0].head) is not None
    listed = listed and min(map(len, following)) > _KIND
    if not (all(_alike(one, two, run[0]) for one, two in pairs) or (listed and body)):
        return []
    differ = listed and len({one.rule.points for one in run}) == len(run)
    return [_tail(body, following[0]), *following] if differ or _is_scale(run) else []


def _quoted(run: list[Draft]) -> list[str]:
    """Give the names in quotation marks that are all that differs: 被评为"全国先进"的加5分,"全省先进"的加3分."""
    first = _QUOTED_LAST.search(run[0].head)
    found = [_QUOTED.fullmatch(one.head) for one in run[1:]]
    names = [match["name"] for match in (first, *found) if match is not None]
    return names if len(names) == len(run) and run[0].rule.form == "once" and _is_scale(run) else []


def _is_scale(run: list[Draft]) -> bool:
    points = [one.rule.points for one in run if isinstance(one.rule.points, Decimal)]
    rises = all(less < more for less, more in pairwise(points))
    return rises or all(more > less for more, less in pairwise(points))


def _of_one_scale(one: Draft, two: Draft) -> bool:
    rule, other = one.rule, two.rule
    same = (rule.form, rule.sign, rule.unit, rule.step) == (other.form, other.sign, other.unit, other.step)
    plain = isinstance(rule.points, Decimal) and isinstance(other.points, Decimal)
    return same and plain and one.sentence == two.sentence and rule.form in ("per", "once") and rule.step in (None, 1)


def _body(head: str) -> str:
    before, _, last = _EACH_ALONE.sub("", head.rstrip(",;的")).rpartition(",")
    found = _BODY.match(re.split("[;。:]", last or before)[-1])
    return found["body"] if found else ""


def _alike(one: str, two: str, draft: Draft) -> bool:
    """Tell whether two names are of one kind; fixed amounts are levels only of parts in one matter and of signals."""
    if draft.rule.form == "once":
        if _shares_verb(one, two):
            return True
        return any(_same_kind(kind, one, two) for kind in (_PART, _SIGNAL))  # 亮红灯扣1分,黄灯扣0.5分
    one, two = one.replace('"', ""), two.replace('"', "")
    if not one or one.endswith(two):
        return False
    if _place_within(one, two) or any(_ends_in(one, scale) and _PLAIN.sub("", two) in scale for scale in _SCALES):
        return True
    tail = one[-len(two) :]
    end, begin = _common(one[::-1], two[::-1]), _common(tail, two)
    short = len(tail) == len(two) <= _FEW
    kin = end >= _KIND or (short and max(end, begin) >= 1)
    graded = draft.rule.sign == "+" or (_is_graded(two) and _is_graded(_tail(one, two)))
    return kin and (graded or _PART.fullmatch(two) is not None)


def of_another_level(one: str, two: str) -> bool:
    """Tell whether what is counted once for each goes on at another level: 承担国家级试点的,每项加2分,省级试点加1分."""
    following = _NAME.fullmatch(two)
    goes_on = "的,每" in one or _NAME.fullmatch(one) is not None or _ONE_PLACED.search(one) is not None
    return goes_on and following is not None and bool(_place_within(_body(one), following["name"]))


def _shares_verb(one: str, two: str) -> bool:
    """Tell whether a thing at another level stands behind the verb of the first: 创建国家级文明村加3分,省级文明村加2分."""
    second = _PLACED_THING.fullmatch(two)
    if second is None:
        return False
    found = [level for level in _LEVEL_OF_THING.finditer(one) if one[level.end() :].endswith(second["noun"])]
    return any(level.start() == 0 or _VERB_BEFORE.search(one, 0, level.start()) is not None for level in found)


def _same_kind(kind: re.Pattern[str], one: str, two: str) -> bool:
    first, second = kind.search(one), kind.search(two)
    return first is not None and second is not None and second.start() <= 1 and first["kind"] == second["kind"]


def _place_within(one: str, two: str) -> str:
    """Give the level that words name of which the next name has another: 省级龙头企业, 市级; 国家级刊物发表论文, 省级刊物."""
    placed = _PLACE.search(one) if _PLACE.fullmatch(two) else None
    noun = _AT_A_PLACE.fullmatch(two)
    if noun is not None:
        placed = re.search(rf"(?:国家|省部|[省市州县区])级?{noun['noun']}", one)
    return placed[0] if placed else ""


def _ends_in(words: str, scale: frozenset[str]) -> bool:
    return _PLAIN.sub("", words).endswith(tuple(scale))


def _is_graded(name: str) -> bool:
    towards = _TOWARDS.match(name)
    return _GRADE.match(name, towards.end() if towards else 0) is not None


def _common(one: str, two: str) -> int:
    count = 0
    for a, b in zip(one, two, strict=False):
        if a != b:
            break
        count += 1
    return count


def _tail(one: str, two: str) -> str:
    """Give the name within the words before the first count that is of the kind of the next name."""
    if placed := _place_within(one, two):
        return placed
    towards = _TOWARDS.match(two)
    before = towards[0] if towards else ""
    graded = [match.start() for match in _GRADE.finditer(one)] if _GRADE.match(two, len(before)) else []
    if graded:
        place = min(graded, key=lambda start: abs(len(one) - start - len(two) + len(before)))
        return one[place - len(before) if one.endswith(before, 0, place) else place :]
    bare = _LEAD.sub("", one)  # 发表SCI论文每篇加5分,核心期刊论文每篇加2分
    return bare if len(bare) <= len(two) else _LEAD.sub("", one[-len(two) :])


def _merged(run: list[Draft], names: list[str]) -> Draft:
    first = run[0]
    given: tuple[tuple[str, Amount], ...] = tuple(
        (name, one.rule.points if one.rule.points is not None else Decimal(0))
        for name, one in zip(names, run, strict=True)
    )
    alike = min(_common(names[0][::-1], name[::-1]) for name in names[1:])
    noun = (
        names[0][-alike:].removeprefix("级") if alike >= _KIND and _PLACED_THING.fullmatch(names[0]) else ""
    )  # 创建省级文明村,市级文明村: 创建文明村
    shared = (first.head.rpartition(names[0])[0] + noun) or first.head
    rule = replace(
        first.rule, form="levels", end=run[-1].rule.end, points=None, step=None, levels=given, condition=None,
        confidence="probable", label=label(shared) or first.rule.label,
    )  # fmt: skip
    return Draft(rule, first.head, first.at, first.sentence)
