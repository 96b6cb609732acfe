"""Ranges of places and days, as schemes and tables write them."""

from __future__ import annotations

import re
from datetime import date

from kaoji.numbers import fold

_SPAN = re.compile(r"\s*第?(\d{1,9})名?(\s*([-—–~至])\s*第?(\d{1,9})?)?名?(\s*及?以后)?\s*")
_LAST = 10**9
_DATE = re.compile(
    r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?(\s+[0-9:.]+)?|([0-9]{4})([0-9]{2})([0-9]{2})"
)


def places_in(text: str) -> tuple[int, int] | None:
    """Give the first and the last place of a range, or None where the text is none.

    >>> (
    ...     places_in("1-2"),
    ...     places_in("第3名"),
    ...     places_in("第４至６名"),
    ...     places_in("7-"),
    ...     places_in("7及以后"),
    ...     places_in("前三"),
    ... )
    ((1, 2), (3, 3), (4, 6), (7, 1000000000), (7, 1000000000), None)
    """
    match = _SPAN.fullmatch(fold(text))
    if match is None:
        return None
    first = int(match[1])
    if match[4]:
        return first, int(match[4])
    return first, _LAST if match[2] or match[5] else first


def day_in(text: str) -> date | None:
    """Give the day that a text names, or None where it names none that there is.

    >>> day_in("2025年3月1日"), day_in("2025/3/1"), day_in("20250301"), day_in("2025年3月"), day_in("2025-02-30")
    (datetime.date(2025, 3, 1), datetime.date(2025, 3, 1), datetime.date(2025, 3, 1), None, None)
    """
    match = _DATE.fullmatch(fold(text).strip())
    if match is None:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[5], match[6], match[7])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
