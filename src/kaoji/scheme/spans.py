"""Ranges of places, as schemes write them."""

from __future__ import annotations

import re

from kaoji.numbers import fold

_SPAN = re.compile(r"\s*第?(\d{1,9})名?(\s*([-—–~至])\s*第?(\d{1,9})?)?名?(\s*及?以后)?\s*")
_LAST = 10**9


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
