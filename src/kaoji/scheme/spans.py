"""Ranges of places and days, as schemes and tables write them."""

from __future__ import annotations

import re
from datetime import date

from kaoji.numbers import chinese_numeral, fold

_SPAN = re.compile(r"\s*第?(\d{1,9})名?(\s*([-—–~至])\s*第?(\d{1,9})?)?名?(\s*及?以后)?\s*")
_FIRST = re.compile(r"\s*(?:排名)?前\s*(\d{1,9})\s*[名位]?\s*")
_LAST_ONES = re.compile(r"\s*(?:排名)?(?:最?后|末|倒数)\s*(?!第)(\d{1,9})\s*[名位]?\s*")
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


def ranks_in(text: str) -> tuple[int, int] | None:
    """Give the first and the last rank that a notice's words name, from the top, or None where they name none.

    >>> ranks_in("前3名"), ranks_in("第一名"), ranks_in("第2至4名"), ranks_in("后3名")
    ((1, 3), (1, 1), (2, 4), None)
    """
    folded = _in_digits(text)
    first = _FIRST.fullmatch(folded)
    return (1, int(first[1])) if first is not None else places_in(folded)


def last_ranks_in(text: str) -> tuple[int, int] | None:
    """Give the ranks that a notice's words name, counted from the bottom, or None where they name none.

    >>> last_ranks_in("后三名"), last_ranks_in("末位"), last_ranks_in("倒数第2名"), last_ranks_in("前3名")
    ((1, 3), (1, 1), (2, 2), None)
    """
    folded = _in_digits(text)
    if folded.strip() in ("末位", "最后一名", "垫底"):
        return 1, 1
    last = _LAST_ONES.fullmatch(folded)
    return (1, int(last[1])) if last is not None else places_in(folded.strip().removeprefix("倒数"))


def _in_digits(text: str) -> str:
    """Write Chinese numerals as digits."""
    return re.sub("[一二三四五六七八九十]+", lambda match: str(chinese_numeral(match[0]) or match[0]), fold(text))


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
