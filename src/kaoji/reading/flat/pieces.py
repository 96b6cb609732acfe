"""The pieces of a flattened table, and what their order and widths tell before any has a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from kaoji.reading.document import Paragraph

Starts = Literal["row", "cell", "either", "word", "line"]
_NUMBER_GAP: Final = 3
_PEAK_WIDTH, _PEAK_SHARE = 16, 0.18


class Piece(NamedTuple):
    """A cell, a line or a word of a flattened table; ``starts`` says what is known to begin with it.

    A row or a cell begins for certain, or either of the two; a line may begin a row, begin a cell or go on with one; a
    word begins a cell or goes on with one.
    """

    text: str
    paragraph: Paragraph
    starts: Starts = "line"


@dataclass(slots=True)
class Row:
    """A row as it was put together: its pieces by column, and the columns of cells that are there and empty.

    A heading or a row of totals has its pieces in column 0.
    """

    cells: dict[int, list[Piece]] = field(default_factory=dict)
    empty: set[int] = field(default_factory=set)
    is_heading: bool = False
    is_total: bool = False


def counts_up(texts: Sequence[str]) -> bool:
    """Tell whether there are numbers of rows: 1, 2, 3 in this order."""
    wanted = 1
    for text in texts:
        if text == str(wanted):
            wanted += 1
    return wanted > _NUMBER_GAP


def peaks_of(widths: Sequence[int]) -> frozenset[int]:
    """Give the widths at which lines were cut: many lines are just as wide."""
    wide = Counter(width for width in widths if width >= _PEAK_WIDTH)
    total = wide.total()
    peaks: set[int] = set()
    for width in wide:
        near = wide[width] + wide[width - 1]
        if near >= max(5, total * _PEAK_SHARE) and near > wide[width + 1] + wide[width + 2]:
            peaks |= {width, width - 1}
    return frozenset(peaks)


def width_of(text: str) -> int:
    """Give how wide a line is printed: a Chinese character is as wide as two letters."""
    return sum(1 if character.isascii() else 2 for character in text.strip())
