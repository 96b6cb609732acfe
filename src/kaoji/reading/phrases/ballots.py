"""Votes in a sentence: the options of a ballot with what each is worth, and the kinds of voters with their weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold
from kaoji.reading.phrases.shared_out import in_wholes, shared_out, whole
from kaoji.reading.phrases.wording import squeeze

_OPTIONS: Final = (
    "非常满意", "很满意", "比较满意", "较满意", "基本满意", "不太满意", "不满意", "满意", "很好", "优秀", "优", "良好", "良", "中等", "较差", "差", "较好", "好",
    "一般", "基本称职", "不称职", "称职", "基本合格", "不合格", "合格", "不了解", "说不清", "不清楚", "弃权",
)  # fmt: skip
_OPTION: Final = "|".join(sorted(_OPTIONS, key=len, reverse=True))
_LIST: Final = late_pattern(
    rf"(?P<names>(?:{_OPTION})(?:[、和及或](?:{_OPTION})){{1,6}})(?:[二三四五六2-6])?(?:个|种)?(?:等次|档次|档|等级|选项|级|类|票)?"
)
_POINTS: Final = late_pattern(
    r"^[^。;]{0,16}?(?:分别|依次|对应|相应)[^。;\d]{0,12}?(?P<points>\d+(?:\.\d+)?[分%]?(?:[、,和](?:分别)?\d+(?:\.\d+)?[分%]?)+)"
)
_PLACES: Final = late_pattern("比例|名额|占|控制")
_EACH: Final = late_pattern(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[按以])|(?<=评为))(?P<name>{_OPTION})(?:等次|等级|档次|档)?(?:的)?(?:票)?(?:每票|每张|每人)?(?:按|计|得|折|算|为|记|赋)*(?:(?P<points>\d+(?:\.\d+)?)分|(?P<none>不(?:得|计)分))"
)
_TERM: Final = late_pattern(
    rf"(?P<name>{_OPTION})(?:的|得)?(?:票数?|人数|率|数)?[×xX*](?P<points>\d+(?:\.\d+)?)(?P<percent>%)?"
)
# 优秀票按100%、良好票按80%、较差票按0计算
_SHARE: Final = late_pattern(
    rf"(?<![\u4e00-\u9fff])(?P<name>{_OPTION})(?:等次)?(?:票)?(?:按|折|计|得)+(?:(?P<points>\d+(?:\.\d+)?)(?P<percent>%)|(?P<none>0)(?!\d))"
)
# 县领导对被考核单位进行评价, 乡镇干部测评得分的平均值: what they do, behind who does it
_ACT: Final = late_pattern(
    r"(?:的|对(?!象)[^,;。]{1,14}?|分别|相互|互相|进行|参加|参与|填写|直接|的?(?:测评|(?<!^单位)(?<!^部门)(?<!^科室)互评|评价|评议|打分|评分|投票|调查)(?:打分)?|(?:得分|分数|结果|成绩|分)|的?(?:算术)?平均(?:值|分数?|得分|成绩)?|票)+$"
)
_JUDGED: Final = late_pattern("测评|互评|评价|评议|打分|评分|投票|票|层面|调查|参评")
_NO_VOTERS: Final = late_pattern(
    rf"^(?:{_OPTION}|.*(?:率|指标|任务|工作|考核|考评|目标|实绩|内容|项目|建设|管理|得分|达到|高于|低于|超过|人数|不足|以上|考勤|学习))$"
)
_NO_VOTE: Final = late_pattern(
    r"(?P<name>弃权|不了解|不清楚|说不清|未表态)[”\"]?[^,;。]{0,8}?(?:不计|不作|不予|不纳入|不列入|除外|无效|不算)"
)
_NO_OPINION: Final = frozenset({"不了解", "说不清", "不清楚", "弃权"})
_QUESTIONS: Final = late_pattern(
    r"(?:就|围绕|对|从)(?P<names>(?:[^,;:。、()\d]{2,10}[、和及]){1,9}[^,;:。、()\d]{2,10}?)(?:等)?(?:[二两三四五六七八九十\d]{1,2})个?(?:方面的?)?问题"
)
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Ballots:
    """Options and their points, those that do not count, and kinds of voters with their weights.

    ``of_full`` says that the points are shares of the full marks: 满意票×100%.
    """

    options: dict[str, Decimal]
    abstentions: tuple[str, ...] = ()
    classes: dict[str, Fraction] = field(default_factory=dict)
    of_full: bool = False
    questions: tuple[str, ...] = ()
    """What is asked, where a text names several questions: 就环境、治安两个问题."""


def ballots(text: str) -> Ballots | None:
    """Read a vote; None where a text gives no points for each of at least two options.

    >>> ballots("按优秀、良好、一般三个等次投票，分别按100分、80分、60分折算").options
    {'优秀': Decimal('100'), '良好': Decimal('80'), '一般': Decimal('60')}
    >>> ballots("（满意票数×100+基本满意票数×80+不满意票数×40）÷有效票数").options["基本满意"]
    Decimal('80')
    """
    text = re.sub(r"(?<![/÷×])[\[\]【】{}]", "", text)
    quoted = re.sub("”[、和及]?“", "、", squeeze(fold(text).replace('""', '"、"')))
    plain = re.sub("[“”\"']", "", re.sub(r"(?<=[\u4e00-\u9fff])“", ",", quoted))
    listed: tuple[str, ...] = ()
    for match in _LIST.finditer(plain):
        names = tuple(re.split("[、和及或]", match["names"]))
        listed = listed or names
        counted = [name for name in names if name not in _NO_OPINION]
        found = _POINTS.match(plain[match.end() :])
        if found is not None and "%" in found["points"] and _PLACES.search(found[0][: found.start("points")]):
            continue  # 四个等次,比例分别为20%、50%: how many get them
        values = re.findall(r"\d+(?:\.\d+)?", found["points"]) if found else []
        if len(values) in (len(names), len(counted)):
            pairs = zip(names if len(values) == len(names) else counted, values, strict=True)
            made = [(name, decimal(value) or Decimal(0)) for name, value in pairs]
            return _made(plain, made, names, of_full=found is not None and "%" in found["points"])
    for pattern in (_EACH, _TERM, _SHARE):
        terms = list(pattern.finditer(plain))
        named = [(term["name"], decimal(term["points"] or "0") or Decimal(0)) for term in terms]
        is_shares = pattern is not _EACH and all(term["percent"] or not term["points"] for term in terms)
        if len(dict(named)) >= _LEAST and len(named) == len(dict(named)):
            return _made(plain, named, listed, of_full=is_shares)
    return None


def _made(
    text: str, named: Sequence[tuple[str, Decimal]], listed: Sequence[str], *, of_full: bool = False
) -> Ballots | None:
    options = dict(named)
    left_out = [name for name in listed if name in _NO_OPINION and name not in options]
    left_out += [name for name in uncounted(text) if name not in (*options, *left_out)]
    asked = _QUESTIONS.search(text)
    questions = tuple(re.split("[、和及]", asked["names"])) if asked is not None else ()
    return Ballots(options, tuple(left_out), voters(text), of_full, questions)


def uncounted(text: str) -> tuple[str, ...]:
    """Give the ballots without an opinion of which a text says that they do not count.

    >>> uncounted("“不了解”票不计入有效票")
    ('不了解',)
    """
    return tuple(dict.fromkeys(match["name"] for match in _NO_VOTE.finditer(text)))


def voters(text: str) -> dict[str, Fraction]:
    """Give the kinds of voters with their weights, where these make a whole.

    >>> voters("由镇干部、村民代表投票,两类人员权重分别为40%、60%")
    {'镇干部': Fraction(2, 5), '村民代表': Fraction(3, 5)}
    >>> voters("书记、镇长评价各占30%,其他领导评价的平均分占40%")
    {'书记': Fraction(3, 10), '镇长': Fraction(3, 10), '其他领导': Fraction(2, 5)}
    >>> voters("设好、差两档,分别按100%、60%计分,其中书记评价占40%,其他领导占60%")
    {'书记': Fraction(2, 5), '其他领导': Fraction(3, 5)}
    """
    text = re.sub('[“”"]', "", fold(text))
    if not ("%" in text or ":" in text or "∶" in text) or _JUDGED.search(text) is None:
        return {}
    for sentence in dict.fromkeys((*text.split("。"), text, *re.split("[。;]|其中[:,]?", text))):
        for shares in in_wholes(shared_out(sentence)):
            named = {_ACT.sub("", one.name): one.amount for one in shares}
            if (
                whole(shares)
                and len(named) == len(shares)
                and not any(len(name) < _LEAST or _NO_VOTERS.fullmatch(name) for name in named)
            ):
                return named
    return {}
