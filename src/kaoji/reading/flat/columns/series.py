"""Printed numbers that count up through a table: those of rows, and those that begin items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.flat.pieces import counts_up

_FEWEST_NUMBERS: Final = 3
_CODE: Final = late_pattern(r"\d{1,4}(?:[.．-]\d{1,2}){0,3}")
_BRACKETED: Final = late_pattern(r"[（(](\d{1,2})[）)]")
_CHINESE: Final = late_pattern("[（(]?[一二三四五六七八九十]{1,3}[）)]?[、.．]?")
_ITEM: Final = late_pattern(r"^(\d{1,2}(?:[.．]\d{1,2}){1,2}(?=[、.．]?[\u4e00-\u9fff“《])|\d{1,2}(?=[、.．](?!\d)))")
_FEWEST_ITEMS = 3


def series_of(bare: Sequence[str]) -> list[frozenset[int]]:
    """Give the lines whose printed numbers count up through the whole table, each standing once: 1、, 2、, 3、 or 1.1, 1.2."""
    found: dict[int, list[tuple[tuple[int, ...], int]]] = {}
    for index, text in enumerate(bare):
        if (match := _ITEM.match(text)) is not None:
            number = tuple(map(int, re.findall(r"\d+", match[1])))
            found.setdefault(len(number), []).append((number, index))
    return [
        frozenset(index for _, index in items)
        for items in found.values()
        if len(items) >= _FEWEST_ITEMS and _counts_up([number for number, _ in items])
    ]


def _counts_up(numbers: Sequence[tuple[int, ...]]) -> bool:
    """Tell whether each number follows the one before: the next of the same group, or the first of a later one."""
    if len(numbers[0]) == 1:
        return [number[0] for number in numbers] == list(range(1, len(numbers) + 1))
    return all(
        (one[:-1] == other[:-1] and other[-1] == one[-1] + 1) or (one[:-1] < other[:-1] and other[-1] == 1)
        for one, other in pairwise(numbers)
    )


def code_of(bare: str) -> tuple[int, ...]:
    """Give the parts of a row's number: 2.1 is two; other words have none."""
    number = fold(bare).strip("、.．（）()")
    return tuple(map(int, re.findall(r"\d+", number))) if _CODE.fullmatch(number) else ()


def codes_of(bare: Sequence[str]) -> list[tuple[int, ...]]:
    """Give the parts of each row's number; Chinese numerals are such where they alone count the rows: 一, 二, 三."""
    codes = [code_of(text) for text in bare]
    chinese = [chinese_numeral(text.strip("、.．（）()")) if _CHINESE.fullmatch(text) else None for text in bare]
    counted = [number for number in chinese if number is not None]
    are_rows = len(counted) >= _FEWEST_NUMBERS and counted == list(range(1, len(counted) + 1))
    if not are_rows or counts_up(bare):
        return codes
    return [code if number is None else (number,) for code, number in zip(codes, chinese, strict=True)]


def below_numbers(bare: Sequence[str]) -> frozenset[int]:
    """Give the numbers in brackets that count the rows of a group, for those without are the groups': 1, (1), (2), 2, (1)."""
    found: set[int] = set()
    group, own = 0, 0
    for index, text in enumerate(bare):
        if text == str(group + 1):
            group, own = group + 1, 0
        elif group and (match := _BRACKETED.fullmatch(text)) is not None and int(match[1]) == own + 1:
            own += 1
            found.add(index)
    return frozenset(found) if group > 1 and len(found) >= _FEWEST_NUMBERS else frozenset()


def numbers_of_rows(bare: Sequence[str]) -> frozenset[int]:
    """Give the pieces that are the numbers of rows for certain: 1, 2, 3 in this order, each there once."""
    places: dict[str, list[int]] = {}
    for index, text in enumerate(bare):
        if text.isdigit():
            places.setdefault(text, []).append(index)
    found: list[int] = []
    while len(at := places.get(str(len(found) + 1), [])) == 1 and at[0] > (found[-1] if found else -1):
        found.append(at[0])
    is_whole = len(found) >= _FEWEST_NUMBERS and str(len(found) + 1) not in places
    return frozenset(found) if is_whole else frozenset()
