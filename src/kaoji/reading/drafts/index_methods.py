"""Index methods that a text names: the efficacy coefficient, min–max, growth on oneself and against the mean."""

from __future__ import annotations

from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold

_EFFICACY: Final = late_pattern(r"功效系数")
_CONSTANTS: Final = late_pattern(r"(?P<low>\d{1,2})\s*\+\s*(?P<high>\d{1,2})|基[础本]分(?P<base>\d{1,2})分")
_MIN_MAX: Final = late_pattern(
    r"最大最小值法|极差法|(?:最大|最高)值[^,;。]{0,12}(?:最小|最低)值[^,;。]{0,12}(?:标准化|无量纲)"
)
_GROWTH: Final = late_pattern(
    r"(?:自己与自己|自身|与自身|纵向)[^。;]{0,40}?(?:平均|横向)[^。;]{0,40}?(?P<own>\d{1,2}(?:\.\d+)?)%[^。;\d]{0,10}?(?P<mean>\d{1,2}(?:\.\d+)?)%"
)

_CONSTANTS_OPEN: Final = (
    "请核对：通知没有写明功效系数法的常数、满意值和不允许值，暂按60+40、以各单位最好值和最差值计算。"
)
_BOTH: Final = "原文还写按自身{own}%、平均{mean}%合成指数；这里只按功效系数法计分，请核对指数怎样使用。"
_BASES: Final = "请核对：比较的基期和平均数的算法通知没有写明。"
_RANGE: Final = "请核对：最大值和最小值按各单位当年数值。"


def index_in(text: str) -> tuple[str, str, str]:
    """Give the rule for the index method that a text names, what has to be checked, and its words; empty without one.

    >>> index_in("综合分数采用功效系数法计算。")[0], index_in("自己与自己比、与全县平均水平比分别占60%和40%。")[0]
    ('按功效系数法计分（60+40）', '按发展指数计分（自身60%，平均40%）')
    """
    folded = fold(text)
    growth = _GROWTH.search(folded)
    if (match := _EFFICACY.search(folded)) is not None:
        stated = _CONSTANTS.search(folded[match.start() : match.start() + 60])
        low, high = (stated["low"], stated["high"]) if stated and stated["low"] else ("60", "40")
        check = "" if stated and stated["low"] else _CONSTANTS_OPEN
        check += _BOTH.format(own=growth["own"], mean=growth["mean"]) if growth else ""
        return f"按功效系数法计分（{low}+{high}）", check, _sentence(text, match.start())
    if growth is not None:
        rule = f"按发展指数计分（自身{growth['own']}%，平均{growth['mean']}%）"
        return rule, _BASES, _sentence(text, growth.start())
    if (match := _MIN_MAX.search(folded)) is not None:
        return "按最大最小值法计分", _RANGE, _sentence(text, match.start())
    return "", "", ""


def _sentence(text: str, place: int) -> str:
    start = max(text.rfind(mark, 0, place) for mark in "。；;\n") + 1
    end = min((found for mark in "。；;\n" if (found := text.find(mark, place)) >= 0), default=len(text))
    return text[start:end].strip()
