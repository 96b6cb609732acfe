"""The pieces of a flattened table, and what their order and widths tell before any has a column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from operator import add
from typing import Final, Literal, NamedTuple

from kaoji.reading.document import Paragraph

Starts = Literal["row", "cell", "either", "word", "line"]
_NUMBER_GAP: Final = 3
_PEAK_WIDTH, _PEAK_SHARE = 16, 0.18
_FEWEST_WIDEST, _NARROWEST_TABLE = 3, 10
_WIDER, _WIDER_SHARE = 1.5, 0.1
_NARROWEST, _FEWEST_FULL = 8, 2
_LONGEST_BRACKET = 3
_QUOTED: Final = str.maketrans("“”《》", "（）（）")


class Piece(NamedTuple):
    """A cell, a line or a word of a flattened table; ``starts`` says what is known to begin with it.

    A row or a cell begins for certain, or either of the two; a line may begin a row, begin a cell or go on with one; a
    word begins a cell or goes on with one. ``column`` is the one in which it stands for certain (-1: any).
    """

    text: str
    paragraph: Paragraph
    starts: Starts = "line"
    column: int = -1


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


def inside_brackets(texts: Sequence[str]) -> list[bool]:
    """Tell of each line whether it begins inside a bracket that a line not far before opened and it or a later one closes."""
    inside = [False] * len(texts)
    opened: int | None = None
    for index, text in enumerate(map(_with_brackets, texts)):
        first = next((character for character in text if character in "（(）)"), "")
        if opened is not None and index - opened <= _LONGEST_BRACKET and first in "）)" and first:
            inside[opened + 1 : index + 1] = [True] * (index - opened)
        if first or (opened is not None and index - opened > _LONGEST_BRACKET):
            opened = None
        last = max(text.rfind("（"), text.rfind("("))
        if last > max(text.rfind("）"), text.rfind(")")):
            opened = index
    return inside


def _with_brackets(text: str) -> str:
    """Write quotation marks as the brackets that they are: what begins inside one goes on in the next line."""
    return text.translate(_QUOTED)


def widest_cut(widths: Sequence[int], stops: Sequence[bool]) -> int:
    """Give the width of the widest lines where several of them are as wide and do not end a sentence; else 0."""
    widest = max(widths, default=0)
    full = sum(width >= widest - 2 and not stop for width, stop in zip(widths, stops, strict=True))
    return widest if widest >= _NARROWEST_TABLE and full >= _FEWEST_WIDEST else 0


def are_whole(widths: Sequence[int], stops: Sequence[bool], peaks: Collection[int]) -> bool:
    """Tell whether no line was cut, though many are as wide: many others are wider by far, and those end nowhere alike."""
    least = max(peaks) * _WIDER
    wide = [(width, stop) for width, stop in zip(widths, stops, strict=True) if width > least]
    return len(wide) >= max(_FEWEST_WIDEST, len(widths) * _WIDER_SHARE) and not widest_cut(*zip(*wide, strict=True))


def pairs_inside(texts: Iterable[str]) -> frozenset[str]:
    """Give the pairs of Chinese characters that stand side by side inside lines: a line that was cut may part one."""
    pairs: set[str] = set()
    for text in set(texts):
        pairs.update(map(add, text, text[1:]))
    return frozenset(pair for pair in pairs if "\u4e00" <= pair[0] <= "\u9fff" and "\u4e00" <= pair[1] <= "\u9fff")


def cut_width(cells: Iterable[Sequence[str]]) -> int:
    """Give the width from which on a line of a narrow column was cut, 0 where none was.

    None is wider than the column, and what fills it mostly goes on below.
    """
    lines = [(width_of(line), at + 1 < len(cell)) for cell in cells for at, line in enumerate(cell)]
    widest = max((width for width, _ in lines), default=0)
    full = [goes_on for width, goes_on in lines if width >= widest - 1]
    is_cut = widest >= _NARROWEST and len(full) >= _FEWEST_FULL and sum(full) * 2 > len(full)
    return widest - 1 if is_cut else 0


def width_of(text: str) -> int:
    """Give how wide a line is printed: a Chinese character is as wide as two letters."""
    return sum(1 if character.isascii() else 2 for character in text.strip())
