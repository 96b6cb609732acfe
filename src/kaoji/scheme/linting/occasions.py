"""Deductions against the number of times that a text itself names: four meetings at 2 points each are 8 points, not 5."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold

_NUMBER: Final = r"\d+(?:\.\d+)?"
_COUNT: Final = r"\d{1,4}|[一二两三四五六七八九十]{1,3}"
_UNITS: Final = r"次|期|场|篇|个|家|台|户|份|项|批|轮|处|所"
_EACH: Final = late_pattern(
    rf"(?:每(?:少|低|缺|差|减少|未完成|未)?|少|缺|一(?=[次期场]))[^,。;]{{0,8}}?(?P<step>{_COUNT})?(?P<unit>{_UNITS})[^,。;每]{{0,10}}?[,]?(?:扣减|扣|减)(?P<points>{_NUMBER})分"
)
_STATED: Final = late_pattern(rf"(?<![每少第\d.\-—~～至])(?P<count>{_COUNT})(?P<unit>{_UNITS})(?!百分点|月|工作日)")
_PERIOD: Final = late_pattern(r"每(?P<period>季度?|个?月|半年|年)")
_TIMES: Final = {"季": 4, "季度": 4, "月": 12, "个月": 12, "半年": 2, "年": 1}
_POINTS: Final = late_pattern(rf"(?:[计记](?P<given>{_NUMBER})分|\((?P<bracketed>{_NUMBER})分\))")
_HEADING: Final = late_pattern(rf"^[^。;]{{0,40}}?\({_NUMBER}分\)[。;]?")
_BOUND: Final = late_pattern(r"扣完|为止|最低|最[高多]|不超过|封顶|负分|不再扣")
_NOT_COUNTED: Final = late_pattern(r"\([^()]*\)")


@dataclass(frozen=True)
class Excess:
    """A part of a text: what its deductions make, how many times they come, and the points that it has."""

    taken: Decimal
    times: Decimal
    points: Decimal
    words: str


def excesses(text: str, points: Decimal | None) -> Iterator[Excess]:
    """Give the parts of a text whose deductions exceed their points if every occasion that it names is missed.

    >>> [(str(one.taken), str(one.points)) for one in excesses("全年组织活动3次，计5分。每少1次，扣2分", None)]
    [('6', '5')]
    """
    folded = (
        re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=\d)|(?<=\d)\s+(?=[\u4e00-\u9fff])", "", fold(text))
        .replace("，", ",")
        .replace("；", ";")
    )
    if _BOUND.search(folded):
        return
    heading = _HEADING.match(folded)
    body = folded[heading.end() :] if heading else folded
    found = list(_EACH.finditer(body))
    edge, times, open_sum, open_words = 0, Decimal(0), Decimal(0), ""
    for match in found:
        between = body[edge : match.start()]
        goes_on = edge > 0 and not re.search("[。;]", between)
        segment, edge = between.rpartition(";")[2], match.end()
        step = decimal(match["step"] or "1") or Decimal(1)
        stated = _times(segment, match["unit"])
        times = stated / step if stated or not goes_on else times
        taken = times * Decimal(match["points"])
        own = list(_POINTS.finditer(segment))
        words = (segment + match[0]).strip(",。; ")
        if own:
            has = Decimal(own[-1]["given"] or own[-1]["bracketed"])
            if taken > has:
                yield Excess(taken, times, has, words)
        elif times:
            open_sum, open_words = open_sum + taken, words
    if points is not None and open_sum > points:
        yield Excess(open_sum, Decimal(0), points, open_words)


def _times(segment: str, unit: str) -> Decimal:
    """Count the occasions that a segment names in a unit: two meetings and four talks, or one in each quarter."""
    plain = _NOT_COUNTED.sub("", segment)
    counts = [
        decimal(match["count"]) or Decimal(0)
        for match in _STATED.finditer(plain)
        if match["unit"] == unit and not re.search(r"每[^,。;]{0,6}$", plain[: match.start()])
    ]
    if counts:
        return sum(counts, Decimal(0))
    periods = [_TIMES[match["period"]] for match in _PERIOD.finditer(plain)]
    return Decimal(periods[-1]) if periods and unit in "次期场篇份" else Decimal(0)
