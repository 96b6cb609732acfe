"""What an amount is for: each of something, places, levels, or once on a condition."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses import levels
from kaoji.reading.clauses.counting import Direction, Each, each
from kaoji.reading.clauses.draft import BALLOT, Draft, draft, threshold
from kaoji.reading.clauses.folding import number
from kaoji.reading.clauses.items import NUMBERED, point_around
from kaoji.reading.clauses.labels import begin, label
from kaoji.reading.clauses.marks import Mark
from kaoji.reading.clauses.model import Amount, Confidence, Sign
from kaoji.reading.clauses.places import Places, places
from kaoji.reading.clauses.signs import both_ways, is_fault, sign_around
from kaoji.reading.clauses.words import NUMBER, UNIT

_OF_OTHERS: Final = late_pattern(
    r"的?(?P<thing>村|社区|企业|学校|项目|单位|个人|班组|医院)(?:每个)?(?:为|给)(?:其|该|责任|所在)"
)
_NAMING: Final = late_pattern(r"其中|百分制|总分|满分|权重|共计|合计|占比")
# 其中:渠道2分、管护2分,每完成1项取得该项分数: the parts are given.
_EACH_ITS_OWN: Final = late_pattern(
    r"每[^,;。\d]{0,6}[1一]?[项条个]的?,?(?:即|可)?(?:取得|得到?|计|记)(?:该|此|其|相应)[项条]?(?:的)?分"
)
_SHORTEST: Final = 2
_NEAR: Final = 10
_HEADED: Final = late_pattern(r"[。:](?!\(?(?:[2-9]|1\d)[、.)](?!\d)).")  # what is said of it, not the next item
_HEADING: Final = late_pattern(r"[^,;。:]{0,2}\(?\d{0,2}[、.)]?[^,;。:的]{2,14}")
_PART: Final = late_pattern(
    r"[¶,;。]?(?:(?:评分|计分|考核)(?:标准|办法|细则|方法):)?(?:\(?[\d一二三四五六七八九十]{0,2}[、.)])?[^,;。:的未无有率]{2,12}(?:工作|管理|建设|程序|排查|情况|制度|质量|宣传|档案|队伍|经费|活动|培训|监督|考核|测评|增长|余额|总量|增量)(?:分值|,)?"
)
_SCORED_OTHERWISE: Final = late_pattern(
    "[;。](?:由|采取|采用)|[,:](?:按(?!名次|位次|时|期|此类推)|由|以(?!后|下|此类推)|采取|采用|取|根据|依据)"
)
_ENOUGH: Final = 3
_IN_PROPORTION: Final = late_pattern("[,;]按[^,;。的]{0,10}比例[计得]分")
_ON_CONDITION: Final = late_pattern(r"[的者,]$|完成|达到?|\d")
_AMOUNTS: Final = late_pattern(r"\d分")
_GIVEN: Final = late_pattern(r"[计得记](\d+(?:\.\d+)?)分")
_STATEMENT: Final = late_pattern(r"[。;¶]|(?<=分)(?=\(?\d{1,2}[、.)])")
_NUMBERED: Final = late_pattern(r"\(?\d{1,2}[、.)](?!\d)")
_GARBLED: Final = late_pattern(r"[A-Za-z.]$|(?:[扣减]|(?<![参增追])加)[^,;。]{0,2}$")
_NUMBERED_PARTS: Final = late_pattern(r"共(?:有|计)?\d+[项条],?每[项条]$")
# 台账管理(计5分)。未建立的扣2分: given, or what the part is worth.
_OF_A_PART: Final = late_pattern(r"\([计记]\d[\d.]*分\)[,。;]?.")
_ASIDE: Final = late_pattern(r"\([^()]*\)(?:的|者)?,?$")
_IN_ASIDE: Final = late_pattern(r"[^,;。:(]{2}\((?!.*(?:排[名位序]|名次|位次))[^()]*$")
_BEHIND_ASIDE: Final = late_pattern(r"^[^()]*\)[^,;。:的]{2,}")
_LEVELS_FOLLOW: Final = late_pattern(r"[、,;。](?:国家|中央|省|市|县)级?(?:每[^,;。\d]{1,3}|[1一][^,;。\d])\d")
_LARGE: Final = late_pattern(r"(?<=[\d十百千][万亿])(?:美?元|人次?|吨|亩|户|千瓦时?|平方米)")
_PERIOD_PART: Final = late_pattern("每个?(?:季度?|月|半年|学期)$")  # 计60分,每个季度15分
_SO_MANY_PARTS: Final = late_pattern("[二三四五六七八九十\\d][项条个],每[项条个]$")  # 德、能、勤、绩、廉五项,每项计6分
_FROM_PLACE: Final = late_pattern("[名位](?:及|或|和)?(?:其)?(?:以后|以下|之后|往后)?的?,?$")
_STEPWISE: Final = late_pattern("递减|递增")
_IN_ORDER: Final = late_pattern(
    "[从由按][高大多]到[低小少]|[从由按][低小少]到[高大多]|由[高大多]到[低小少]|(?:排序|排名)(?:结果|先后)?,$|按(?:排名|名次|位次)(?:先后|顺序|高低)?$"
)
# 每起扣2分,整改到位的每起减扣1分: so much less is taken.
_MENDED: Final = late_pattern(
    r"(?<![未没不])(?:整改|整治|处理|解决|落实|纠正|化解|补报)(?:到位|完毕|完成|好)?的,?(?:每[^,;。\d]{1,3})?$"
)
# 每增加1个泊位或扩建50米加10分: two counts.
_OR_COUNT: Final = late_pattern(
    rf"每[^,;。每\d]{{0,8}}?(?P<number>{NUMBER})(?P<unit>{UNIT})[^,;。每\d或]{{0,8}}或者?(?P<words>[^,;。每\d]{{1,8}}?)"
    rf"(?P<second>{NUMBER})(?P<other>{UNIT})(?:(?<!次)[^,;。每\d的]{{1,6}})?的?,?$"
)
_REPEATED: Final = late_pattern("连续|每[^,;。]{0,4}[次个]|每名")  # 每获得一次第一名加2分
_SPELT_OUT: Final = late_pattern(
    rf"每[1一]?个?(?:{UNIT})[^,;。\d每]{{0,8}}?(?:加分|计分|奖分|得分|减分|扣分)\((?P<level>[^()、,;\d]{{1,6}})$"
)
_OTHER: Final[dict[Sign, Sign]] = {"+": "-", "-": "+"}


def amount(mark: Mark, head: str, text: str, sign_before: Sign | None) -> list[Draft]:
    """Read an amount with the words before it.

    Args:
        mark: the amount.
        head: the words before it in its sentence.
        text: the whole text.
        sign_before: whether the amount before this one gave or took.
    """
    if (spelt := _SPELT_OUT.search(head)) is not None and levels.bare_level(spelt["level"]) is not None:
        head = spelt["level"]  # 受到表彰的每项另加分(省4分、市3分)
    mark = _place_by_place(mark, head)
    if mark.loose and text[mark.end : mark.end + 1] == "的":
        return []  # 应扣5分以上的: words of a condition
    if _names_a_part(mark, head, text):
        return []
    if mark.kind == "bare" and head.endswith("±"):
        mark, head = replace(mark, kind="amount", sign="+", both=True, loose=True, start=mark.start - 1), head[:-1]
    if not mark.extra and mark.sign == "+" and _OF_A_PART.match(text[mark.start - 1 :]):
        mark = replace(mark, loose=True)
    if "否则" in head[-4:] and "每" in _STATEMENT.split(text[: mark.start])[-1]:
        mark = replace(mark, loose=True)  # 每起…按标准扣分,否则加扣5分: once, or for each
    if mark.text.startswith("减扣") and _MENDED.search(head):
        mark = replace(mark, sign="+" if sign_before == "-" else "-", loose=True)
    signed = mark.kind == "bare" and len(label(head)) >= _SHORTEST and head.endswith("+")
    if mark.kind == "bare" and not signed and (_NUMBERED_PARTS.search(head) or not _counts(mark, head)):
        is_named = _NAMING.search(text) is not None and _EACH_ITS_OWN.search(text) is None
        read = None if is_named else _bare(mark, head, text, sign_before)
        return [] if read is None else [read]
    signed = signed or (mark.kind == "bare" and min(mark.amounts, default=0) < 0)
    sign = mark.sign or ("+" if signed else sign_around(head, text[: mark.start], sign_before, text[mark.end :]))
    if mark.sign is None and (mark.unit or _ONE_OF.search(head.rstrip(",:的"))) and is_fault(head, text):
        sign, mark = "-", replace(mark, loose=True)
    counted = each(head, minus=sign == "-", extra=mark.extra and mark.kind != "bare", severally=mark.severally)
    if counted is not None:
        counted = _of_the_same(counted, text[: mark.start])
    if mark.unit:
        # 少一天扣0.1分/人: counted before and behind; 每人扣1分/次
        each_one = counted is not None and "每" in head and (counted.unit, mark.unit) == ("人", "次")
        unit = "人次" if each_one else mark.unit
        counted = Each(Decimal(1), unit, len(head), len(head), sure=_is_sure_count(counted, head, mark.unit))
    mark, counted = _stepwise(mark, head, counted)
    signs: tuple[Sign, ...] = (sign, _OTHER[sign]) if mark.both else (sign,)
    if both_ways(mark.text, head):
        mark, signs = replace(mark, loose=True), ("+", "-")
    counts = _either(counted, head)
    return [one for sign in signs for each_of in counts for one in _effects(mark, head, sign, each_of, text)]


def _stepwise(mark: Mark, head: str, counted: Each | None) -> tuple[Mark, Each | None]:
    """Count the places where so much less is given from one to the next: 第一名得10分，依次递减1分."""
    in_order = mark.text.startswith("依次") and len(mark.amounts) == 1 and _FROM_PLACE.search(head) is not None
    falls = _STEPWISE.search(mark.text) is not None and (counted is None or _IN_ORDER.search(head) is not None)
    if not (falls or (in_order and counted is None)):
        return mark, counted
    unit = "名次" if "名次" in head[-6:] else "名"
    mark = replace(mark, severally=False, loose=True) if in_order else mark
    return mark, Each(Decimal(1), unit, len(head), len(head), sure=False)


def _is_sure_count(counted: Each | None, head: str, unit: str) -> bool:
    """Tell whether a unit behind an amount is all that it is for; 死亡1人扣5分/次 may be for each person too."""
    return _ONE_OF.search(head.rstrip(",:的")) is None if counted is None else counted.unit == unit


def _either(counted: Each | None, head: str) -> tuple[Each | None, ...]:
    """Give both counts where an amount is for each of either."""
    found = _OR_COUNT.search(head) if counted is not None and "或" in head else None
    if found is None or counted is None:
        return (counted,)
    if found["unit"] == found["other"] and found["number"] == found["second"]:
        return (counted,)
    return tuple(
        replace(counted, step=number(found[step]), unit=found[unit].removeprefix("个") or "个", sure=False)
        for step, unit in (("number", "unit"), ("second", "other"))
    )


def _of_the_same(counted: Each, before: str) -> Each:
    """Give a bare 万 or 亿 the noun that the amounts before it have: 达到3万元的计3分,每超1万加1分."""
    if counted.unit not in ("万", "亿"):
        return counted
    nouns = dict.fromkeys(_LARGE.findall(before))
    units = {counted.unit + noun for noun in nouns if noun}
    return replace(counted, unit=units.pop(), sure=False) if len(units) == 1 else replace(counted, sure=False)


def _place_by_place(mark: Mark, head: str) -> Mark:
    """Give each place its points, where so many are named as steps lie between two amounts: 前5名分别加5至1分."""
    found = places(head) if mark.low is not None and mark.high is not None and mark.low > mark.high else None
    named = _level_by_level(mark, head) if found is None and mark.low is not None else ()
    if named:
        return replace(mark, amounts=named, low=None, high=None, loose=True)
    if found is None or mark.low is None or mark.high is None or found.last - found.first != mark.low - mark.high:
        if mark.low is None or mark.high is None or mark.low <= mark.high:
            several = found is None and mark.severally and mark.low is not None
            return replace(mark, loose=True) if several else mark  # 后5名分别扣1至5分; 两项制度分别扣1-2分
        return replace(mark, low=mark.high, high=mark.low, loose=True)  # 优得10-8分
    points = tuple(mark.low - place for place in range(found.last - found.first + 1))
    return replace(mark, amounts=points, low=None, high=None)


def _level_by_level(mark: Mark, head: str) -> tuple[Decimal, ...]:
    """Give each level its points, where as many are named as steps lie between two amounts: 县级、市级、省级的分别加1-3分."""
    if mark.low is None or mark.high is None or mark.low % 1 or mark.high % 1 or "酌" in head[-4:] + mark.text:
        return ()
    count = int(abs(mark.high - mark.low)) + 1
    if count < _ENOUGH or not (mark.severally or mark.low > mark.high):
        return ()
    step = 1 if mark.high > mark.low else -1
    alike = levels.graded(head, count)
    return tuple(mark.low + place * step for place in range(count)) if alike else ()


def _names_a_part(mark: Mark, head: str, text: str) -> bool:
    """Tell whether an amount is what a part is worth, not what is given for something.

    Behind it stand the amounts that it is made of (②档案管理计2分。齐全计1分，规范计1分), or it has no verb.
    """
    after = text[mark.end :]
    named = mark.text.startswith("打分") and _ON_CONDITION.search(head) is None  # 市级部门打分70分
    if named or (
        mark.kind == "bare" and (_SCORED_OTHERWISE.match(after) or (_PERIOD_PART.search(head) and _sums_up(mark, text)))
    ):
        return True  # 学生评教20分,按满意率折算
    if not mark.extra and mark.sign == "+" and _IN_PROPORTION.match(after) and not _ON_CONDITION.search(head):
        return True  # 服务证办理计75分,按完成比例计分
    counted = "每" in head or mark.unit or levels.last_level(head) is not None
    levels_follow = not counted and _LEVELS_FOLLOW.match(after)  # 发表文章10分:国家级每篇2分,省级每篇1分
    scaled = after[:1] == "。" and mark.amounts and _scale(after) == mark.amounts
    if mark.kind == "bare" and (levels_follow or scaled):
        return True  # 组织专项抽查5分。落实好得5分,较好得4分,一般得2分
    if mark.text.startswith("得") or not _is_heading(mark, head) or after[:1] not in ("。", ":", ","):
        return False
    if mark.kind == "bare":
        one_of_a_list = after[:1] == head[:1] == "," and text[: mark.start - len(head)].endswith("分")
        return not one_of_a_list and _AMOUNTS.search(after) is not None  # 制定方案2分,开展宣传3分,有总结1分
    made_of = [number(value) for value in _GIVEN.findall(NUMBERED.split(after, maxsplit=1)[0])]
    return len(made_of) > 1 and sum(made_of) == mark.amounts[0]


def _sums_up(mark: Mark, text: str) -> bool:
    """Tell whether an amount named before is so many times this one: 计75分,…每个季度25分."""
    return any(
        number(value) == mark.amounts[0] * times
        for value in _GIVEN.findall(text[: mark.start])
        for times in (2, 3, 4, 12)
    )


def _scale(after: str) -> tuple[Decimal, ...]:
    """Give the most that the grades of the next sentence give, where it is a falling scale."""
    given = [number(value) for value in _GIVEN.findall(_STATEMENT.split(after[1:], maxsplit=1)[0])]
    return (given[0],) if len(given) > 1 and given == sorted(given, reverse=True) else ()


def _is_heading(mark: Mark, head: str) -> bool:
    return _PART.fullmatch(head) is not None and mark.sign != "-" and not mark.unit and len(mark.amounts) == 1


def _bare(mark: Mark, head: str, text: str, sign_before: Sign | None) -> Draft | None:
    """Read an amount that stands behind what is asked for, without a verb: 开展培训2分，建立台账1分.

    Behind a heading (1.报表报送10分。未按时上报的) it says what the part is worth and gives nothing by itself.
    """
    before = text[: mark.start]
    if not _in_chain(head, before) and _HEADING.fullmatch(head) and _HEADED.match(text[mark.end :]):
        return None
    closed = text[mark.end : mark.end + 1] in ("", *",;。、¶()") or _NUMBERED.match(text[mark.end :]) is not None
    closed = closed and not _GARBLED.search(before)
    if len(label(head)) < _SHORTEST and not _AMOUNTS.search(said := _STATEMENT.split(before.rstrip("。;¶"))[-1]):
        head = said  # 制定年度计划;1分
    inside = before.count("(") > before.count(")") and not (mark.amounts and mark.amounts[0] < 0)  # 被通报(-5分)
    if not closed or inside or len(label(head)) < _SHORTEST:
        return draft(mark, head, "unknown", "not_understood", label=text[mark.start : mark.end])
    sign = sign_around(head, before, sign_before, text[mark.end :])
    if mark.low is not None and mark.high is not None:
        return draft(mark, head, "range", "check", sign=sign, low=mark.low, high=mark.high)
    if len(mark.amounts) > 1:
        return draft(mark, head, "unknown", "not_understood", label=text[mark.start : mark.end])
    if mark.severally and (things := levels.named_things(head)):
        given = tuple((thing, mark.amounts[0]) for thing in things)
        return draft(mark, head, "levels", "check", sign=sign, levels=given)  # 组织领导、宣传发动各2分
    sign = "-" if mark.amounts[0] < 0 else sign  # 未签责任书-2分
    return draft(mark, head, "once", "check", sign=sign, points=abs(mark.amounts[0]))


def _in_chain(head: str, before: str) -> bool:
    """Tell whether an amount goes on with those before it: 合唱、舞蹈2分; 专科为10分;本科为20分。."""
    goes_on = before.removesuffix(head)[-3:].endswith(("分;", "分,", "分。"))
    return head.startswith("、") or (goes_on and head.endswith("为"))


def _effects(mark: Mark, head: str, sign: Sign, counted: Each | None, text: str) -> list[Draft]:
    sure: Confidence = "probable" if mark.kind == "bare" or mark.loose else "certain"
    if mark.low is not None and mark.high is not None:
        unit = counted.unit if counted else ""
        return [
            draft(
                mark,
                head,
                "range",
                sure if mark.low < mark.high else "check",
                sign=sign,
                low=mark.low,
                high=mark.high,
                unit=unit,
                beyond=mark.extra,
            )
        ]
    found = places(head)
    aside = _ASIDE.search(head) if found is not None else None
    if (
        found is not None
        and aside
        and aside.start() < found.start
        and levels.bare_level(head[begin(head) : aside.start()])
    ):
        found, sure = None, "probable"  # 国家级(排名前三)加10分: on which condition
    if found is not None and _IN_ASIDE.search(head[: found.start]) and _BEHIND_ASIDE.search(head[found.end :]):
        found, sure = None, "probable"  # 作为主研(课题前五名)参与的加2分
    if found is not None and counted is not None and counted.end > found.start and counted.sure:
        found, sure = None, "probable"  # 排名后两位的每次扣1分
    if len(mark.amounts) > 1:
        return _listed(mark, head, sign, counted, found, text)
    points = mark.amounts[0]
    if points < 0:
        points, sign = -points, _OTHER[sign]
    if found is not None:
        return [_placed(mark, head, sign, points, found, sure)]
    severally = mark.severally or (counted is not None and head[: counted.start].endswith(("各", "分别")))
    if severally and (things := _severally(head, counted)):
        unit = counted.unit if counted is not None else ""
        given = tuple((thing, points) for thing in things)
        return [draft(mark, head, "levels", "probable", sign=sign, levels=given, unit=unit, beyond=mark.extra)]
    if counted is not None:
        return [_each(mark, head, sign, points, counted, sure)]
    return [_once(mark, head, sign, points, "probable" if mark.severally else sure)]


def _severally(head: str, counted: Each | None) -> tuple[str, ...]:
    if counted is None:
        return levels.named_things(head)
    if not head.startswith("每", counted.start):
        return levels.things_with_one(head[: counted.start])
    before, several, _ = head[: counted.start].rpartition("各" if head[counted.start - 1] == "各" else "分别")
    return levels.named_things(before.rstrip("的,")) if several else ()  # 未制定方案、未总结的各每次扣1分


def _placed(mark: Mark, head: str, sign: Sign, points: Decimal, found: Places, sure: Confidence) -> Draft:
    if (other := _OF_OTHERS.match(head[found.end :])) is not None:
        # 前10名的村为其所在乡镇加分: the places are not those of the assessed unit.
        given = ((head[found.start : found.end] + other["thing"], points),)
        return draft(mark, head, "levels", "probable", sign=sign, levels=given, unit=other["thing"], beyond=mark.extra)
    count = found.last - found.first + 1
    further = head[found.end :]
    if "且" in re.split("[,;]", head[: found.start])[-1] + further:
        return _once(mark, head, sign, points, "probable")  # 居末位且提升5位以上的, 高于平均水平且居前三名的
    sure = "probable" if len(further) > _NEAR or _REPEATED.search(head) else sure
    result = draft(
        mark, head, "rank", sure if found.sure else "probable", sign=sign, from_end=found.from_end,
        first_place=found.first, places=(points,) * count, label=label(head[: found.start]), beyond=mark.extra,
    )  # fmt: skip
    result.places = found
    return result


def _each(mark: Mark, head: str, sign: Sign, points: Decimal, counted: Each, sure: Confidence) -> Draft:
    words = head[: counted.start] + head[counted.end :]
    if not mark.extra and sign == "+" and _SO_MANY_PARTS.search(head):
        sure = "probable"
    result = draft(
        mark, head, "per", sure if counted.sure and not mark.severally else "probable", sign=sign, points=points, step=counted.step,
        unit=counted.unit, label=label(head[: counted.start] + counted.words + head[counted.end :]), beyond=mark.extra, towards=_towards(head, sign, counted),
        then=counted.then,
    )  # fmt: skip
    return result.with_levels(words)


def _towards(head: str, sign: Sign, counted: Each) -> Direction:
    """Tell where a count runs to; 每超(低)1个百分点加(减)1分 gives above the target and takes below it."""
    if counted.direction == "each" or _BOTH_WAYS.search(head) is None:
        return counted.direction
    return "above" if sign == "+" else "below"


def _once(mark: Mark, head: str, sign: Sign, points: Decimal, sure: Confidence) -> Draft:
    if _is_heading(mark, head) or mark.text.startswith("基"):
        sure = "probable"
    result = draft(mark, head, "once", sure, sign=sign, points=points, beyond=mark.extra)
    compared = threshold(head)
    if compared is not None:
        result.rule = replace(result.rule, label=compared[0] or result.rule.label, condition=compared[1])
    return result.with_levels(head)


def _listed(mark: Mark, head: str, sign: Sign, counted: Each | None, found: Places | None, text: str) -> list[Draft]:
    areas = levels.areas(head) if found is not None and found.first == found.last == 1 else ()
    if len(areas) == len(mark.amounts):
        found = None  # 在全国、全省排名第一的,分别加5分、3分: where, not at which place
    if found is not None and counted is None:
        count = found.last - found.first + 1
        if count == len(mark.amounts) or (found.first == 1 and found.last == 1):
            certain: Confidence = "certain" if count == len(mark.amounts) else "check"
            result = draft(
                mark, head, "rank", certain, sign=sign, from_end=found.from_end,
                first_place=found.first, places=mark.amounts,
                label=label(head[: found.start]), beyond=mark.extra,
            )  # fmt: skip
            result.places = found
            return [result]
    if found is None and counted is None and _IN_ORDER.search(head):
        return [
            draft(mark, head, "rank", "probable", sign=sign, from_end="top", places=mark.amounts, beyond=mark.extra)
        ]
    words = head[: counted.start] if counted is not None else head
    names = levels.names(words, len(mark.amounts)) or levels.names(head, len(mark.amounts))
    known: Confidence = "certain" if names and (counted is None or counted.sure) else "check"
    known = "probable" if names and mark.loose else known
    names = names or tuple(f"({place})" for place in range(1, len(mark.amounts) + 1))
    given: tuple[tuple[str, Amount], ...] = tuple(zip(names, mark.amounts, strict=True))
    unit = counted.unit if counted and not all(re.search("第[一二三四五六1-6]", name) for name in names) else ""
    if unit in ("", "票", "张") and all(map(levels.is_option, names)) and BALLOT.search(point_around(text, mark.start)):
        return [draft(mark, head, "options", known, sign=sign, levels=given)]
    plus = tuple((name, points) for name, points in given if isinstance(points, str) or points >= 0)
    minus = tuple((name, -points) for name, points in given if isinstance(points, Decimal) and points < 0)
    return [
        draft(mark, head, "levels", known, sign=one, levels=some, unit=unit, beyond=mark.extra)
        for one, some in ((sign, plus), (_OTHER[sign], minus))
        if some
    ]


_BOTH_WAYS: Final = late_pattern(
    r"每[^,;。()]{0,6}(?:[超高增多升][^,;。()]{0,3}\((?:或)?[低少降减]|[低少降减][^,;。()]{0,3}\((?:或)?[超高增多升])"
    r"|每[^,;。()]{0,6}(?:增减|升降|高低|[超高增多升][^,;。()]{0,3}或(?:者)?[低少降减])"
)
_ONE_OF: Final = late_pattern(
    r"每[^,;。:]{1,12}$|(?:^|[,;:])[^,;。:每]{0,20}[1一](?:次|例|起|项|个|件|篇|处|人)(?:的)?:?$"
)
_WHEN: Final = late_pattern(
    r"(?:[≥≤><]|以上|以下|达到?|不足)[^,;。]{0,8}$|(?:(?<!项目)的|者),?$|\d%:?$|(?:完成|达到?|实现)[^,;。]{2,24}为$"
)


def _counts(mark: Mark, head: str) -> bool:
    """Tell whether an amount without a verb gives points: a unit, level, threshold or place stands before it."""
    return bool(
        mark.unit
        or _ONE_OF.search(head.rstrip(",:的"))
        or levels.bare_level(head[head.rfind(",", 0, -1) + 1 :]) is not None
        or places(head) is not None
        or (levels.is_option(head) and BALLOT.search(head))
        or _WHEN.search(head)
    )
