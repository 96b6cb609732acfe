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
    r"^[^。;]{0,16}?(?:分别|依次|对应|相应)[^。;\d]{0,12}?(?P<points>\d+(?:\.\d+)?分?(?:[、,和](?:分别)?\d+(?:\.\d+)?分?)+)"
)
_EACH: Final = late_pattern(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[按以]))(?P<name>{_OPTION})(?:等次|等级|档次|档)?(?:的)?(?:票)?(?:每票|每张|每人)?(?:按|计|得|折|算|为|记|赋)*(?:(?P<points>\d+(?:\.\d+)?)分|(?P<none>不(?:得|计)分))"
)
_TERM: Final = late_pattern(
    rf"(?P<name>{_OPTION})(?:的)?(?:票数?|人数|率|数)?[×xX*](?P<points>\d+(?:\.\d+)?)(?P<percent>%)?"
)
# 优秀票按100%、良好票按80%、较差票按0计算
_SHARE: Final = late_pattern(
    rf"(?<![\u4e00-\u9fff])(?P<name>{_OPTION})(?:等次)?(?:票)?(?:按|折|计|得)+(?:(?P<points>\d+(?:\.\d+)?)(?P<percent>%)|(?P<none>0)(?!\d))"
)
_CLASS: Final = late_pattern(
    r"(?:^|[,、;:。])(?:其中:?)?(?P<who>[^,;:。占\d()%]{2,24}?)(?:的?(?:评价|测评|评议|打分|评分|投票))?(?:各?占|权重为?)(?P<share>\d+(?:\.\d+)?)%"
)
# 由镇干部、村干部、村民代表投票,三类人员权重分别为30%、30%、40%
_SHARED: Final = late_pattern(
    r"(?:组织|由|邀请|分为|包括|[,;。:](?!由|邀请|分为|包括))(?P<who>(?:[^,;:。、\d]{2,14}、)+[^,;:。、\d]{2,14}?)(?:等)?(?:[二三四五2-5]类(?:人员|评价人|主体)?)?(?:对[^,;。]{1,16}?)?(?:分别)?(?:进行|参加|参与)?(?:投票|测评|评价|评议|互评|打分|评分|参加|参与)"
    r"[^。;]{0,20}?(?:权重|比重|分值|占比|比例|占)[^。;\d]{0,10}(?P<shares>\d+(?:\.\d+)?%(?:[、,和]\d+(?:\.\d+)?%)+)"
)
# 县级领导、乡镇和部门负责人两类人员的测评权重分别为60%、40%
_KINDS: Final = late_pattern(
    r"(?:^|[,;。:])(?:组织|由|邀请|分为|包括)?(?P<who>(?:[^,;:。、\d]{2,16}、)*[^,;:。、\d]{2,16}?)(?:等)?[二两三四五2-5]类(?:人员|评价人|主体|群体|对象)?的?(?:投票|测评|评价|评议|互评|打分|评分)?(?:得分|结果)?的?(?:权重|比重|占比|比例)"
    r"(?:分别|依次)[^。;\d]{0,6}(?P<shares>\d+(?:\.\d+)?%(?:[、,和]\d+(?:\.\d+)?%)+)"
)
# 评议人员分为企业、居民两类,两类人员评议结果的权重分别为30%、70%
_APART: Final = late_pattern(
    r"(?:分为|包括|有|由)(?P<who>(?:[^,;:。、\d]{2,16}、)*[^,;:。、\d]{2,16}?)(?:等)?[二两三四五2-5](?:类|个?层面|个?群体)(?:人员|评价人|主体|对象|代表)?(?:组成)?[,。]"
    r"(?:[二两三四五各2-5](?:类|个?层面|个?群体)(?:人员|评价人|主体|对象|代表)?的?)?(?:投票|测评|评价|评议|互评|打分|评分)?(?:得分|结果)?的?(?:所占)?(?:权重|比重|占比|比例)"
    r"(?:分别|依次)[^。;\d]{0,6}(?P<shares>\d+(?:\.\d+)?%(?:[、,和]\d+(?:\.\d+)?%)+)"
)
# 书记、镇长评价各占30%,其他领导评价的平均分占40%
_EACH_OF: Final = late_pattern(
    r"(?P<head>^|[,;:。])(?P<who>(?:[^,;:、。占\d%]{2,10}、)+[^,;:、。占\d%]{2,10}?)(?P<act>的?(?:评价|测评|评议|打分|评分))?各占(?P<share>\d+(?:\.\d+)?)%"
)
_MEAN: Final = late_pattern(r"(?<=评价|测评|评议|打分|评分)的?平均(?:得分|分数|分|成绩)(?=占|权重)")
_NO_VOTE: Final = late_pattern(
    r"(?P<name>弃权|不了解|不清楚|说不清|未表态)[”\"]?[^,;。]{0,8}?(?:不计|不作|不予|不纳入|不列入|除外|无效|不算)"
)
_NO_OPINION: Final = frozenset({"不了解", "说不清", "不清楚", "弃权"})
# 由班子成员测评（40%）和职工互评（60%）组成
_BRACKETED: Final = late_pattern(
    r"(?:^|[,、;:。由和及与])(?P<who>[^,;:。、()和及与由\d]{2,12}?)(?:评价|测评|评议|互评|打分|评分|投票)?\((?:各?占|权重|比重)?[:为]?(?P<share>\d+(?:\.\d+)?)%\)"
)
# 县领导对被考核单位进行评价,占综合评价的60%;单位相互评价,占40%
_RATING: Final = late_pattern(
    r"(?:^|[,;。:])(?P<who>[^,;:。、()\d对]{2,14}?)(?:对[^,;。]{1,14}?)?(?:进行|相互|互相|分别)?(?:评价|测评|评议|打分|评分),(?:权重|所?占)[^,;。%\d]{0,10}?(?P<share>\d+(?:\.\d+)?)%"
)
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
    quoted = re.sub("”[、和及]?“", "、", squeeze(fold(text).replace('""', '"、"')))
    plain = re.sub("[“”\"']", "", re.sub(r"(?<=[\u4e00-\u9fff])“", ",", quoted))
    listed: tuple[str, ...] = ()
    for match in _LIST.finditer(plain):
        names = tuple(re.split("[、和及或]", match["names"]))
        listed = listed or names
        counted = [name for name in names if name not in _NO_OPINION]
        found = _POINTS.match(plain[match.end() :])
        values = re.findall(r"\d+(?:\.\d+)?", found["points"]) if found else []
        if len(values) in (len(names), len(counted)):
            pairs = zip(names if len(values) == len(names) else counted, values, strict=True)
            return _made(plain, [(name, decimal(value) or Decimal(0)) for name, value in pairs], names)
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
    """
    text = _MEAN.sub("", _EACH_OF.sub(_each, re.sub('[“”"]', "", text)))
    classes = {match["who"]: Fraction(match["share"]) / 100 for match in _CLASS.finditer(text)}
    if len(classes) >= _LEAST and sum(classes.values()) == 1:
        return classes
    inside = {match["who"]: Fraction(match["share"]) / 100 for match in _BRACKETED.finditer(text)}
    if len(inside) >= _LEAST and sum(inside.values()) == 1:
        return inside
    raters = {match["who"]: Fraction(match["share"]) / 100 for match in _RATING.finditer(text)}
    if len(raters) >= _LEAST and sum(raters.values()) == 1:
        return raters
    for match in (*_APART.finditer(text), *_KINDS.finditer(text), *_SHARED.finditer(text)):
        shares = [Fraction(value) / 100 for value in re.findall(r"(\d+(?:\.\d+)?)%", match["shares"])]
        # 乡镇和部门负责人 is one kind where there are as many shares.
        for marks in ("、", "[、和及]"):
            names = re.split(marks, match["who"])
            if len(names) == len(shares) == len(set(names)) and sum(shares) == 1:
                return dict(zip(names, shares, strict=True))
    return {}


def _each(match: re.Match[str]) -> str:
    """Say for each of several voters what all of them count: 甲、乙评价各占30% is 甲评价占30%,乙评价占30%."""
    names = match["who"].split("、")
    return match["head"] + ",".join(
        f"{name}{(match['act'] or '').removeprefix('的')}占{match['share']}%" for name in names
    )
