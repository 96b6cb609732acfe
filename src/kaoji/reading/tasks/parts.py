"""Which values of a report are parts of others, and which are all so far."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.measures import Measure

_PART: Final = late_pattern(r"(?:其中|包括)[^,，;；。]{0,16}$")
_PART_SO_FAR: Final = late_pattern(r"其中[^,，;；。]*$")
_SO_FAR: Final = late_pattern("累计[^，,。；;\\d]{0,12}$")


def so_far(found: list[Measure], status: str) -> list[Measure]:
    """Give values without those that are in another that is all so far: 9月新增资助640人，累计资助5704人."""
    totals = [(at, one) for at, one in enumerate(found) if is_total(one, status)]

    def is_within(at: int, one: Measure) -> bool:
        return any(
            at != place
            and (one.unit, one.way) == (total.unit, total.way)
            and Decimal(one.value) <= Decimal(total.value)
            and (total.metric in one.metric if total.metric else at == place - 1)
            for place, total in totals
        )

    return [one for at, one in enumerate(found) if not is_within(at, one)]


def is_total(measure: Measure, status: str) -> bool:
    """Tell whether a report says of a value that it is all so far: 累计解决2585个."""
    at = fold(status).find(measure.value + measure.unit)
    return at > 0 and _SO_FAR.search(fold(status)[:at]) is not None


def is_part(measure: Measure, status: str) -> bool:
    """Tell whether a report says of a value that it is part of another: 其中脱贫劳动力684人次."""
    at = fold(status).find(measure.value + measure.unit)
    return at > 0 and _PART.search(fold(status)[:at]) is not None


def is_of_part(status: str, ratio: re.Match[str]) -> bool:
    """Tell whether a ratio is that of a part only: 共1721套，其中一号地块已完成总工程量的90%."""
    return _PART_SO_FAR.search(re.sub(r"\([^()]*\)", "", status[: ratio.start()])) is not None
