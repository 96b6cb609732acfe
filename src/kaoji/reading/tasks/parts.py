"""Which values of a report are parts of others, and which are all so far."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.measure_words import DEEDS, LEVEL
from kaoji.reading.phrases.measures import Measure

_PART: Final = late_pattern(r"(?:其中|包括)[^,，;；。]{0,16}$")
_PART_SO_FAR: Final = late_pattern(r"(?:其中|其余|其它|其他|余下|剩余)[^,，;；。]*$")
_SO_FAR: Final = late_pattern("(?:累计|合计|总计|共计|全年)[^，,。；;\\d]{0,12}$|(?<!公)共$")
# 预计全年到位31亿元: where it will end, not how far it has come
_FORECAST: Final = late_pattern(
    "(?:预计|预期|有望|力争|确保)(?:到)?(?:全年|年底|年末|[下上]半年|1?\\d月底?)[^，,。；;\\d]{0,12}$|(?:全年|年底|年末)(?:预计|预期|有望|力争|确保)[^，,。；;\\d]{0,12}$"
)
_ADDED: Final = late_pattern("(?:新增|净增|增加|提高|新)(?=.{2})|(?:新增|净增|增加|提高)$")
# what is harvested in a season is part of what is in the year
_SEASON: Final = late_pattern("(?P<season>夏粮|秋粮|早稻|晚稻|春茶|夏茶|秋茶)(?![^。；;]*(?:粮食|全年|共))[^。；;]*$")
_REACHED: Final = late_pattern("[，,](?:累计|总量|总数|共)?(?:达到?|增至|增加到|提高到)$")


def so_far(found: list[Measure], status: str, targets: tuple[Measure, ...] = ()) -> list[Measure]:
    """Give values without those that are in another that is all so far: 9月新增资助640人，累计资助5704人.

    What is of a target's level stays beside the sum of all levels: 新增省级示范社7家，示范社累计达90家.
    """
    found = [_reached(one, before, status) for one, before in zip(found, [None, *found], strict=False)]
    totals = [
        (at, one)
        for at, one in enumerate(found)
        if is_total(one, status) and (not is_forecast(one, status) or _is_sum(found[:at], one))
    ]

    def is_within(at: int, one: Measure) -> bool:
        return any(
            at != place
            and (one.unit, one.way) == (total.unit, total.way)
            and Decimal(one.value) <= Decimal(total.value)
            and (
                total.metric in one.metric
                if total.metric and not (DEEDS.fullmatch(total.metric) and _is_sum(found[:place], total))
                else _leads_to(found[at:place], total)
            )
            and not _is_asked(one, total, targets)
            for place, total in totals
        )

    return [one for at, one in enumerate(found) if not is_within(at, one)]


def _is_asked(one: Measure, total: Measure, targets: tuple[Measure, ...]) -> bool:
    """Tell whether a value is of the level that a target names, and the total that holds it is of all levels."""
    level = LEVEL.search(one.metric)
    return level is not None and level[0] not in total.metric and any(level[0] in each.metric for each in targets)


def is_of_season(measure: Measure, status: str, targets: tuple[Measure, ...]) -> bool:
    """Tell whether a report says a value of one harvest where the targets are of the year: 夏粮播种面积9万亩，总产3万吨."""
    at = fold(status).find(measure.value + measure.unit)
    found = _SEASON.search(fold(status)[: max(0, at)])
    return found is not None and not any(found["season"] in target.metric for target in targets)


def _is_sum(before: list[Measure], total: Measure) -> bool:
    """Tell whether the values before a total add up to it."""
    values = [Decimal(one.value) for one in before if one.unit == total.unit and not one.way]
    return len(values) > 1 and sum(values) == Decimal(total.value)


def _leads_to(run: list[Measure], total: Measure) -> bool:
    """Tell whether values right before a total are all of its kind: 夏粮8万吨，秋粮16万吨，全年24万吨."""
    return bool(run) and all(one.unit == total.unit for one in run)


def _reached(one: Measure, before: Measure | None, status: str) -> Measure:
    """Name what was reached after what was added: 新增建成公路17公里，达到43公里."""
    text = fold(status)
    at = text.find(one.value + one.unit)
    if before is None or one.metric or before.unit != one.unit or at < 0 or not _REACHED.search(text[:at]):
        return one
    return replace(one, metric=_ADDED.sub("", before.metric), is_all=True) if _ADDED.search(before.metric) else one


def is_forecast(measure: Measure, status: str) -> bool:
    """Tell whether a report says of a value where it will end: 预计全年到位31亿元."""
    at = fold(status).find(measure.value + measure.unit)
    return at > 0 and _FORECAST.search(fold(status)[:at]) is not None


def is_total(measure: Measure, status: str) -> bool:
    """Tell whether a report says of a value that it is all so far: 累计解决2585个."""
    at = fold(status).find(measure.value + measure.unit)
    return measure.is_all or (at > 0 and _SO_FAR.search(fold(status)[:at]) is not None)


def is_part(measure: Measure, status: str) -> bool:
    """Tell whether a report says of a value that it is part of another: 其中脱贫劳动力684人次."""
    at = fold(status).find(measure.value + measure.unit)
    return at > 0 and _PART.search(fold(status)[:at]) is not None


def is_of_part(status: str, ratio: re.Match[str]) -> bool:
    """Tell whether a ratio is that of a part only: 共1721套，其中一号地块已完成总工程量的90%."""
    return _PART_SO_FAR.search(re.sub(r"\([^()]*\)", "", status[: ratio.start()])) is not None
