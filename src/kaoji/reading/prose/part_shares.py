"""Parts of a total with their shares, from the many wordings that name both."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import points_in_name
from kaoji.reading.prose.stated_parts import LEAST_PARTS

_PART: Final = late_pattern(
    r"(?P<name>[^,、:()+和与由为占%\d]{2,16})\(?(?:各?占(?:比|总分(?:的)?)?|权重为?|按|比重为?)?:?(?P<share>\d+(?:\.\d+)?)%\)?"
)
_SEVERALLY: Final = late_pattern(
    r"(?:由|包括|采取|采用|实行)(?P<names>(?:[^,;。、:由]{2,16}[、和及与]){1,6}[^,;。、:]{2,16}?)(?:[二三四五六\d]个?(?:部分|方面|项|块)?)?(?:组成|构成|相结合的?(?:方式|办法|方法)?(?:进行)?)?,?(?:权重)?(?:分别|各)占?(?:总分的?)?(?:比重)?(?:为)?"
    r"(?P<shares>\d+(?:\.\d+)?%(?:[、,和及]\d+(?:\.\d+)?%)+)"
)
# 由日常考核、年终考核、测评三部分组成,按3:5:2的比例计算
RATIO: Final = late_pattern(
    r"(?:由|包括|分为)(?P<names>(?:[^,;。、:由]{2,16}[、和及与]){1,6}[^,;。、:]{2,16}?)(?:[二两三四五六\d]个?(?:部分|方面|项|块))?(?:组成|构成)?,?(?:分别)?按(?:照)?(?P<ratio>\d{1,2}(?::\d{1,2})+)(?:的)?(?:比例|权重)"
)
# Shares in a row behind the names: 问卷得分和工作得分按70%和30%的比例计入总分.
BY_SHARES: Final = late_pattern(
    r"(?:^|[,;。:])(?P<names>(?:[^,;。、:和]{2,16}[、和与]){1,5}[^,;。、:]{2,16}?)(?:分别)?按(?:照)?(?P<shares>\d+(?:\.\d+)?%(?:[、,和及]\d+(?:\.\d+)?%)+)(?:的)?(?:比例|权重)?(?:计入|记入|折算|计算|合成|加权)[^,;。]{0,8}(?:总分|总得分|得分|成绩)"
)
# 由领导、同事、群众分别测评,按30%、30%、40%计算考核结果
RATED_BY: Final = late_pattern(
    r"由(?P<names>(?:[^,;。、:由]{2,10}[、和及与]){1,4}[^,;。、:]{2,10}?)(?:分别|各自)(?:进行)?(?P<act>测评|评价|评议|打分|评分|考核)(?:打分|评分)?,?(?:得分|结果)?(?:分别)?按(?:照)?"
    r"(?P<shares>\d+(?:\.\d+)?%(?:[、,和及]\d+(?:\.\d+)?%)+)(?:的)?(?:比例|权重)?(?:计算|计入|折算|汇总|合成|加权)[^,;。]{0,8}(?:结果|得分|总分|成绩)"
)
# 以四个季度的平均分按60%折算计入年终得分,再加上路段得分折算40%; 民主测评得分按20%计入总分
_CONVERTED: Final = late_pattern(
    r"(?:^|[,;。:])(?:[^,;。:以将]{0,12}(?:以|将)|再?加上?|其中)?(?P<name>[^,;。:%()\d]{2,20}?)(?:,)?(?:分别)?(?:再)?(?:按照?|以)?(?:占|比例)?"
    r"(?:(?P<share>\d+(?:\.\d+)?)%(?:的?(?:比例|权重))?(?:折算|计入|纳入|折合|记入|计算)|(?:折算|折合)成?(?P<other>\d+(?:\.\d+)?)%)"
)
# 网上考核占80%,现场考核占20%: nothing else is said, and all of them are ways of assessing
_BARE_SHARES: Final = late_pattern(
    r"(?:^|[,;、。:和及])(?:其中[:,]?)?(?P<name>[^,;、。:%()\d]{1,12}(?:考核|考评|测评|评价|评议|互评|自评|检查|得分|成绩|打分|评分|考试|满意度|绩效|述职|实绩))(?:各?占(?:比|总分的?|考核总分的?)?|权重为?|比重为?)(?P<share>\d+(?:\.\d+)?)%(?=[,;、。和及]|$)"
)
# 考核内容分值比例安排,一般经济占20%,治理占30%,党建占50%
_OF_WEIGHTS: Final = late_pattern(r"(?:考核|考评)[^;。%]{0,16}(?:权重|比重|分值|比例)")
_WEIGHED: Final = late_pattern(
    r"(?:^|[,;、。:])(?:一般|其中|原则上|分别)*[:,]?(?P<name>[^,;、。:%()\d]{2,12}?)(?:各?占(?:比|总分的?)?|权重为?|比重为?)(?P<share>\d+(?:\.\d+)?)%(?=[,;、。]|$)"
)


def converted_parts(plain: str, *, weights: bool = False) -> list[tuple[str, Fraction]]:
    """Give parts whose scores are converted by their shares, or that are all a sentence names, with shares that make a whole.

    >>> converted_parts("以四个季度得分的平均分按60%折算计入年终得分,再加上路段得分折算40%,即为年度得分")
    [('四个季度得分的平均分', Fraction(3, 5)), ('路段得分', Fraction(2, 5))]
    >>> converted_parts("网上测评占80%,现场检查占20%")
    [('网上测评', Fraction(4, 5)), ('现场检查', Fraction(1, 5))]
    """
    for pattern in (_CONVERTED, _BARE_SHARES, *([_WEIGHED] if weights or _OF_WEIGHTS.search(plain) else ())):
        found = [match.groupdict() for match in pattern.finditer(plain)]
        parts = [(match["name"], Fraction(match["share"] or match.get("other") or 0) / 100) for match in found]
        is_all = len(re.findall(r"\d%", plain)) == len(parts) >= LEAST_PARTS
        is_all = is_all and (pattern is not _BARE_SHARES or _BARE_SHARES.match(plain) is not None)
        if is_all and sum(weight for _, weight in parts) == 1 and len({name for name, _ in parts}) == len(parts):
            return parts
    return []


def parts_with_shares(plain: str) -> list[tuple[str, Fraction]]:
    """Give parts with their shares: 甲（占70%）、乙（占30%）, or 甲、乙分别占70%、30%."""
    if (rated := RATED_BY.search(plain)) is not None:
        names = [f"{name}{rated['act']}" for name in re.split("[、和及与]", rated["names"])]
        shares = re.findall(r"(\d+(?:\.\d+)?)%", rated["shares"])
        if len(names) == len(shares):
            return [(name, Fraction(value) / 100) for name, value in zip(names, shares, strict=True)]
    if (ratio := RATIO.search(plain)) is not None:
        names = [_bare_name(name) for name in re.split("[、和及与]", ratio["names"])]
        values = [int(value) for value in ratio["ratio"].split(":")]
        if len(names) == len(values):
            return [(name, Fraction(value, sum(values))) for name, value in zip(names, values, strict=True)]
    match = _SEVERALLY.search(plain) or BY_SHARES.search(plain)
    if match:
        names = [_bare_name(name) for name in re.split("[、和及与]", match["names"])]
        shares = re.findall(r"(\d+(?:\.\d+)?)%", match["shares"])
        if len(names) == len(shares):
            return [(name, Fraction(value) / 100) for name, value in zip(names, shares, strict=True)]
    return [(_bare_name(part["name"]), Fraction(part["share"]) / 100) for part in _PART.finditer(plain)]


def _bare_name(name: str) -> str:
    return (
        re.sub(
            r"^(?:.*(?:采取|采用|实行)|其中|包括|组成)|(?:得分)?(?:[二三四五六\d]部分)?$", "", points_in_name(name)[0]
        )
        or name
    )
