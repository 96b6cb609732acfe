"""What rows of tasks that run together have in common: the kinds of their cells, and where the next row may begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.tables.head_words import Kind

Row = dict[int, str]
"""The texts of a row by their columns."""

PERSONS: Final[tuple[Kind, ...]] = ("leader", "coordinator", "person")
UNITS: Final[tuple[Kind, ...]] = ("lead", "related")
SEPARATOR: Final = late_pattern("[、，,；;]")
_MARKED: Final = late_pattern(r"[\u4e00-\u9fff“《▲△●○■★☆]")
_COUNTED: Final = late_pattern(r"[年月日个次项人家件处万天级类名位篇条户亩元倍分%以座台套公米吨所]")


def row_starts(text: str, number: int) -> Iterator[int]:
    """Give where the row of a number may begin, behind the one with which the text begins: the number counts nothing.

    >>> list(row_starts("1新建学校2所。教育局2整修渠道。水利局", 2))
    [11]
    """
    for found in re.finditer(rf"(?<![\d.])(?<=[^第]){number}(?!\d)", text):
        after = text[found.end() : found.end() + 1]
        if found.start() and _MARKED.match(after) and not _COUNTED.match(after):
            yield found.start()
