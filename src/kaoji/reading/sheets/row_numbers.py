"""What the number of a row in its own column tells: 2 stands above 2.1, 一 above 1."""

from __future__ import annotations

from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import code_of, rank_of

_BRACKETED: Final = late_pattern(r"[（(]\d{1,2}[）)]")
_CHARACTERS: Final = late_pattern(r"^(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+)[、.．]?$")


def is_above(number: str, following: str) -> bool:
    """Tell whether a row's number stands for a group of the row that follows.

    >>> (
    ...     is_above("2", "2.1"),
    ...     is_above("一、", "1"),
    ...     is_above("（一）", "3"),
    ...     is_above("1", "2"),
    ...     is_above("一", "二"),
    ... )
    (True, True, True, False, False)
    >>> is_above("2", "（1）"), is_above("2", "（2）")
    (True, False)
    """
    if number.isdigit() and is_bracketed(following):
        return following[1:-1] == "1"
    if code := code_of(number):
        return code_of(following)[:-1] == code
    rank = rank_of_number(number)
    return rank is not None and (len(code_of(following)) == 1 or (rank_of_number(following) or 0) > rank)


def is_bracketed(number: str) -> bool:
    """Tell whether a number stands in brackets: （1）."""
    return _BRACKETED.fullmatch(number) is not None


def rank_of_number(number: str) -> int | None:
    """Give the depth of a number in characters that stands in a cell of its own."""
    return rank_of(number if number[-1:] in "、.．）)" else f"{number}、") if _CHARACTERS.match(number) else None
