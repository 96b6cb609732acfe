"""Rows rebuilt from lines → a table with spans, as a file with real tables would have given it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from kaoji.reading.document import Cell, Grid, Source

_FEWEST_GROUPS: Final = 2


@dataclass(slots=True)
class FlatCell:
    """Text with the place of its first line."""

    text: str
    source: Source


@dataclass(slots=True)
class FlatRow:
    """A row: ``names`` are new from depth ``carried`` on, above that the names of the row before go on.

    ``values`` are the other cells by column of the head. A wide row is one cell over the whole table; a row apart has
    values only, and no name goes on over either.
    """

    names: list[FlatCell] = field(default_factory=list)
    carried: int = 0
    values: dict[int, FlatCell] = field(default_factory=dict)
    source: Source = field(default_factory=Source)
    is_wide: bool = False
    is_apart: bool = False


@dataclass(slots=True)
class _Open:
    cell: FlatCell
    first: int
    last: int
    depth: int


def of_groups(rows: Sequence[Collection[int]], names: Sequence[int], points: Sequence[int]) -> list[int]:
    """Give the columns of points between names that belong to groups: just the first rows of these are filled there.

    ``rows`` are the columns that each row fills; ``names`` and ``points`` are those of their kinds.
    """
    found: list[int] = []
    for column in (at for at in points if names and names[0] < at < names[-1]):
        firsts = [any(name in row for name in names if name < column) for row in rows]
        own = [column in row for row in rows]
        if own == firsts and _FEWEST_GROUPS <= sum(own) < len(own) - 1:
            found.append(column)
    return found


def grid_of(labels: Sequence[str], name_columns: Sequence[int], rows: Sequence[FlatRow], source: Source) -> Grid:
    """Build the table: the name columns become as many as the deepest row needs."""
    depth = max([len(name_columns), *(row.carried + len(row.names) for row in rows)], default=1)
    first_name = name_columns[0] if name_columns else 0
    shift = {column: _place(column, name_columns, depth) for column in range(len(labels))}
    width = len(labels) + (depth - len(name_columns) if name_columns else 0)
    cells: dict[int, list[Cell]] = {row: [] for row in range(len(rows) + 1)}
    cells[0] = _head(labels, name_columns, depth, shift, source)
    is_whole = not name_columns or name_columns[-1] - name_columns[0] < len(name_columns) < depth + 1
    is_whole = is_whole or depth > len(name_columns)
    places = [first_name + at for at in range(depth)] if is_whole else list(name_columns)
    for entry in _spans(rows):
        is_leaf = _is_last(entry, rows[entry.first]) and entry.first == entry.last
        span = depth - entry.depth if is_leaf and is_whole else 1
        cells[entry.first + 1].append(
            Cell(
                entry.cell.text,
                entry.first + 1,
                places[entry.depth],
                entry.last - entry.first + 1,
                span,
                entry.cell.source,
            )
        )
    for index, row in enumerate(rows, 1):
        cells[index].extend(
            Cell(value.text, index, shift[column], 1, width if row.is_wide else 1, value.source)
            for column, value in row.values.items()
        )
    return Grid(
        tuple(tuple(sorted(cells[row], key=lambda cell: cell.column)) for row in range(len(rows) + 1)) if width else (),
        source,
    )


def _place(column: int, name_columns: Sequence[int], depth: int) -> int:
    if not name_columns or column <= name_columns[0]:
        return column
    extra = depth - len(name_columns)
    return column + extra if column > name_columns[-1] else column


def _head(
    labels: Sequence[str], name_columns: Sequence[int], depth: int, shift: dict[int, int], source: Source
) -> list[Cell]:
    head: list[Cell] = []
    for column, label in enumerate(labels):
        span = depth - len(name_columns) + 1 if name_columns and column == name_columns[-1] else 1
        head.append(Cell(label, 0, shift[column], 1, span, source))
    return head


def _is_last(entry: _Open, row: FlatRow) -> bool:
    return entry.depth == row.carried + len(row.names) - 1


def _spans(rows: Sequence[FlatRow]) -> list[_Open]:
    """Give each name with the rows that it holds for."""
    done: list[_Open] = []
    opened: list[_Open] = []
    for index, row in enumerate(rows):
        kept = 0 if row.is_wide or row.is_apart else row.carried
        done.extend(opened[kept:])
        opened = opened[:kept]
        for entry in opened:
            entry.last = index
        opened.extend(_Open(name, index, index, row.carried + offset) for offset, name in enumerate(row.names))
    return [*done, *opened]
