"""Numbered rows a cell a line of which many lack cells: a number that was not reported, a remark that is not needed.

What the rows that are whole have in their columns tells where the cells of the others belong: a share below shares, a unit
below units, a figure below those of its size. A line that fits no further column begins a further row of the same number.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.contents import content_of
from kaoji.reading.tables.head_words import Kind

_FEWEST_ROWS, _FEWEST_FIGURES, _MOST_LINES, _MOST_IN_GROUP, _LONGEST = 3, 2, 300, 6, 60
_SAME, _SEEN, _ALIKE, _SAYS, _OTHER = 1.0, 0.6, 0.5, -0.4, -1.6
_SKIPPED, _WRAPPED, _JUMPED = 0.7, 0.8, 0.4
_FAR, _FARTHEST, _NARROW, _FEWEST_CELLS = 0.12, 4.0, 0.15, 3
_LEAST, _LEFTMOST, _UNKNOWN = 0.62, 0.02, 0.6
_FIGURES: Final = ("figure", "share", "number")
_ALIKES: Final = ({"figure", "number"}, {"text", "counted"}, {"text", "unit"}, {"text", "person"})
_WORDS: Final = ("text", "word", "report", "")
_BOUND: Final = late_pattern("^(?:不[少低高超]于?过?|大于|小于|控制在)+|(?:以[上下内]|左右)$")
_EXPECTED: Final[dict[str, tuple[str, ...]]] = {
    "task": ("text", "text", "counted"),
    "target": ("figure", "number", "share"),
    "status": ("figure", "number", "share", "counted"),
    "ratio": ("share", "share", "number"),
    "measure": ("measure",),
    "lead": ("unit",),
    "related": ("unit",),
    "leader": ("person",),
    "coordinator": ("person",),
    "person": ("person",),
    "deadline": ("date",),
    "note": ("text", "counted"),
}
_LEAST_HEADED: Final = 0.3
Cells = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: its number if it is one, its sort, how large its figure is, and how large beside the first of its row (log10)."""

    number: int
    sort: str
    size: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class _Column:
    """What one column holds in the rows that are known so far.

    Figures lie around a size of their own (growth rates), or around that of the first figure of their row (what was reached).
    """

    sorts: Counter[str]
    filled: float
    size: tuple[float, float] | None
    share: tuple[float, float] | None

    def is_of(self, *sorts: str) -> bool:
        """Tell whether most cells are of one of these sorts."""
        return self.sorts.most_common(1)[0][0] in sorts if self.sorts else False

    def weight(self, line: _Line) -> float:
        """Weigh a cell by its sort, and a figure by its size too."""
        most = self.sorts.most_common(1)
        if not most:
            return 0.0
        if line.sort == most[0][0]:
            own = _SAME
        elif line.sort in self.sorts:
            own = _SEEN
        elif any({line.sort, other} in _ALIKES for other in self.sorts):
            own = _ALIKE
        else:
            own = _SAYS if line.sort == "counted" and most[0][0] in _FIGURES else _OTHER
        return own - _FAR * min(_FARTHEST, self._distance(line))

    def _distance(self, line: _Line) -> float:
        """Give how far a figure is from those of the column, in spreads of these."""
        told = [(line.size, self.size), (line.share, self.share)]
        known = [(spread, abs(one - middle)) for one, of in told if one is not None and of for middle, spread in (of,)]
        spread, distance = min(known, default=(1.0, 0.0))
        return distance / (spread + _NARROW)


def sparse_rows(
    texts: Sequence[str], width: int, starts: Collection[int] | None = None, kinds: Sequence[Kind | None] = ()
) -> list[tuple[Cells, bool]] | None:
    """Give the rows of numbered cells: for each column the cell in it, or None, and whether the row goes on with its number.

    None where the lines are no such rows: their first cells count up, some are whole, at least two columns hold figures.
    With ``starts`` rows begin at these cells only. ``kinds`` are what the heads say, for tables of which no row is whole.
    """
    is_numbered = bool(texts) and squeeze(texts[0]) == "1"
    if not _FEWEST_ROWS * 2 < len(texts) <= _MOST_LINES or not (is_numbered or (kinds and kinds[0] == "task")):
        return None
    lines = _lines(texts)
    if not is_numbered:
        return _unnumbered(lines, kinds, starts or ())
    known: list[Cells] = _whole(lines, width, width, starts)
    if not known and (not kinds or kinds[-1] == "note"):
        known = _whole(lines, width, width - 1, starts)
    found: list[tuple[Cells, bool]] | None = None
    for is_further in (False, True):
        columns = _learned(known, lines, width, is_further=is_further) if known else _headed(kinds)
        if columns is None:
            return None
        found = _likeliest(lines, columns, starts, _LEAST if known else _LEAST_HEADED)
        if found is None:
            return None
        known = [cells for cells, _ in found]
    return found


def _unnumbered(
    lines: Sequence[_Line], kinds: Sequence[Kind | None], starts: Collection[int]
) -> list[tuple[Cells, bool]] | None:
    """Give rows that begin with what they are called."""
    columns: list[_Column] | None = _headed(kinds)
    rows: list[tuple[Cells, bool]] = []
    for least in (_LEAST_HEADED, _LEAST):
        if columns is None:
            return None
        weight, rows = _placed(0, len(lines), lines, columns, starts, is_numbered=False)
        if len(rows) < _FEWEST_ROWS or weight < least * len(lines):
            return None
        columns = _learned([cells for cells, _ in rows], lines, len(kinds), is_further=True)
    return [(cells, False) for cells, _ in rows]


def _whole(lines: Sequence[_Line], width: int, length: int, starts: Collection[int] | None) -> list[Cells]:
    """Give the rows of so many cells from one number to the next; a remark in the last column may be missing."""
    return [
        (*range(at, at + length), *([None] * (width - length)))
        for at, line in enumerate(lines)
        if line.number > 0 and at + length <= len(lines) and (starts is None or at in starts)
        if at + length == len(lines) or lines[at + length].number == line.number + 1
    ]


def _lines(texts: Sequence[str]) -> list[_Line]:
    lines: list[_Line] = []
    first: float | None = None
    for text in texts:
        bare = squeeze(fold(text))
        sort, size = _sort(fold(text)), _size(text)
        first = first if sort in _FIGURES or sort == "measure" else None
        share = size - first if size is not None and first is not None else None
        first = size if first is None and sort in _FIGURES else first
        lines.append(_Line(int(bare) if re.fullmatch(r"\d{1,2}", bare) else -1, sort, size, share))
    return lines


def _learned(rows: Sequence[Cells], lines: Sequence[_Line], width: int, *, is_further: bool) -> list[_Column] | None:
    """Tell columns by rows; how often they are filled, whole rows do not tell."""
    if not rows:
        return None
    columns: list[_Column] = []
    for column in range(width):
        own = [lines[cell] for row in rows if (cell := row[column]) is not None]
        filled = len(own) / len(rows) if is_further else _UNKNOWN
        columns.append(
            _Column(
                Counter(line.sort for line in own),
                filled,
                _middle([line.size for line in own if line.size is not None]),
                _middle([line.share for line in own if line.share is not None]),
            )
        )
    figures = sum(column.is_of(*_FIGURES) for column in columns[1:])
    return columns if figures >= _FEWEST_FIGURES else None


def _headed(kinds: Sequence[Kind | None]) -> list[_Column] | None:
    """Tell columns by what their heads say; those further ones of tasks may hold figures."""
    if not kinds or kinds[0] not in ("number", "task"):
        return None
    tasks = [at for at, kind in enumerate(kinds) if kind == "task"]
    return [
        _Column(Counter(() if at in tasks[1:] else _EXPECTED.get(kind or "number", ())), _UNKNOWN, None, None)
        if at or kind == "task"
        else _Column(Counter({"number": 1}), 1.0, None, None)
        for at, kind in enumerate(kinds)
    ]


def _middle(sizes: Sequence[float]) -> tuple[float, float] | None:
    """Give the middle of sizes, and how far from it they lie."""
    if not sizes:
        return None
    middle = sorted(sizes)[len(sizes) // 2]
    return middle, (sum(abs(size - middle) for size in sizes) + 1.0) / len(sizes)  # a single one tells little


def _likeliest(
    lines: Sequence[_Line], columns: Sequence[_Column], starts: Collection[int] | None, least: float
) -> list[tuple[Cells, bool]] | None:
    """Give the likeliest rows from number to number."""
    best: dict[int, tuple[float, list[tuple[Cells, bool]]]] = {0: (0.0, [])}
    for at, line in enumerate(lines):
        if at not in best or line.number <= 0:
            continue
        for end in range(at + _FEWEST_CELLS, min(len(lines), at + len(columns) * _MOST_IN_GROUP) + 1):
            step = lines[end].number - line.number if end < len(lines) else 1
            if step not in (1, 2) or (end < len(lines) and starts is not None and end not in starts):
                continue
            weight, rows = _placed(at, end, lines, columns, starts or ())
            weight += best[at][0] - _JUMPED * (step - 1)
            if end not in best or weight > best[end][0]:
                best[end] = weight, [*best[at][1], *rows]
    weight, rows = best.get(len(lines), (0.0, []))
    begun = sum(not goes_on for _, goes_on in rows)
    return rows if begun >= _FEWEST_ROWS and weight >= least * len(lines) else None


def _placed(
    at: int,
    end: int,
    lines: Sequence[_Line],
    columns: Sequence[_Column],
    starts: Collection[int],
    *,
    is_numbered: bool = True,
) -> tuple[float, list[tuple[Cells, bool]]]:
    """Put the cells of one number into columns from left to right; a cell further left begins a further row."""
    width = len(columns)
    # what a further row of one number is called: the last words before its figures
    first = next(
        (column for column in range(1, width) if columns[column].is_of("figure", "share", "number", "measure")), width
    )
    named = max((column for column in range(1, first) if columns[column].is_of("text", "counted")), default=1)
    # weight so far, and the column of each cell, by the column of the last one
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (_SAME, (0,))}
    for cell in range(at + 1, end):
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for last, (weight, taken) in ways.items():
            for column in range(1 if is_numbered else 0, width):
                if not is_numbered and 0 < column <= last:
                    continue  # a row begins with its first column
                own = weight + columns[column].weight(lines[cell])
                if (column > last) == (cell in starts) and starts:
                    continue  # lines are rows, and each goes from left to right
                if column > last:
                    own -= sum(_SKIPPED * one.filled for one in columns[last + 1 : column])
                else:
                    own -= (
                        _WRAPPED * is_numbered
                        + sum(_SKIPPED * one.filled for one in columns[last + 1 :])
                        + (column > named)
                    )
                own -= _LEFTMOST * column
                if column not in following or own > following[column][0]:
                    following[column] = own, (*taken, column)
        ways = following
    if not ways:
        return -math.inf, []
    weight, taken = max(
        (weight - sum(_SKIPPED * one.filled for one in columns[last + 1 :]), taken)
        for last, (weight, taken) in ways.items()
    )
    rows: list[tuple[Cells, bool]] = []
    filled: dict[int, int] = {}
    for cell, column in zip(range(at, end), taken, strict=True):
        if filled and column <= max(filled):
            rows.append((tuple(map(filled.get, range(width))), bool(rows)))
            filled = {}
        filled[column] = cell
    return weight, [*rows, (tuple(map(filled.get, range(width))), bool(rows))]


@lru_cache(maxsize=2**13)
def _sort(text: str) -> str:
    """Give the sort of a cell: figures with a unit apart from bare ones, words with figures apart from others."""
    sort = content_of([_BOUND.sub("", squeeze(text))]) if len(text) <= _LONGEST else "text"
    if sort in _WORDS:
        return "counted" if re.search(r"\d", text) and len(text) <= _LONGEST else "text"
    return "number" if sort == "figure" and squeeze(text)[-1:].isdigit() else sort


def _size(text: str) -> float | None:
    bare = _BOUND.sub("", squeeze(fold(text)).replace(",", ""))
    match = re.fullmatch(r"[≥≤＞＜><=约]?[-+]?(\d+(?:\.\d+)?)\D{0,6}", bare)
    return math.log10(float(match[1])) if match is not None and float(match[1]) else None
