"""Rows of task tables rebuilt from lines whose cells may stand in the wrong column: they are to be compared with the original."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.numbers import fold
from kaoji.reading.document import Cell, Grid
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.contents import Content, content_of
from kaoji.reading.tables.figure_heads import are_figures
from kaoji.reading.tables.heads import Head, Kind
from kaoji.reading.tables.odd_rows import to_compare

_FEWEST, _MOST_OF = 3, 0.7
_FIGURED: Final[tuple[Kind, ...]] = ("target", "status", "ratio")
_SORTS: Final[dict[Kind, tuple[Content, ...]]] = {
    "lead": ("unit",),
    "leader": ("person",),
    "coordinator": ("person",),
    "person": ("person",),
    "measure": ("measure",),
    "deadline": ("date",),
}


def mixed_up(grid: Grid, head: Head) -> list[Diagnostic]:
    """Say which rows of a table from lines of text are to be compared with the original; nothing where none is doubtful."""
    if grid.source.line is None or (grid.source.sheet, grid.source.table) != (None, None):
        return []
    rows = range(head.end, grid.height)
    found = sorted({*_odd(grid, head), *_short_of_figures(grid, head)} & set(rows))
    cells = [cell for row in found if (cell := _first(grid, row)) is not None]
    if len(rows) < _FEWEST:
        return []
    return to_compare([(cell.source, squeeze(cell.text)) for cell in cells])


def _first(grid: Grid, row: int) -> Cell | None:
    """Give the first words of a row, or its first cell where it has none."""
    cells = [cell for cell in grid.rows[row] if squeeze(cell.text)]
    return next((cell for cell in cells if not re.fullmatch(r"[\d.,%]+", squeeze(cell.text))), next(iter(cells), None))


def _cells(grid: Grid, head: Head, column: int) -> list[Cell]:
    return [
        cell
        for row in grid.rows[head.end :]
        for cell in row
        if cell.column == column and cell.column_span == 1 and squeeze(cell.text)
    ]


def _odd(grid: Grid, head: Head) -> Iterator[int]:
    """Give the rows with a cell of another sort than its column, and those whose task is a figure."""
    for column, kind in enumerate(head.kinds):
        cells = _cells(grid, head, column)
        wanted = _SORTS.get(kind, ()) if kind is not None else ()
        if wanted and content_of([cell.text for cell in cells]) in wanted:
            yield from (cell.row for cell in cells if content_of([cell.text]) in ("figure", "share", "text", "report"))
        elif kind == "task":
            yield from (cell.row for cell in cells if are_figures([cell.text]))


def _short_of_figures(grid: Grid, head: Head) -> Iterator[int]:
    """Give the rows that have some of the figures of a table, and not all: which is which may be mistaken."""
    columns = [
        column for column in head.columns(*_FIGURED) if are_figures([cell.text for cell in _cells(grid, head, column)])
    ]
    shares = {
        column: sum("%" in fold(cell.text) for cell in _cells(grid, head, column)) * 2 > len(_cells(grid, head, column))
        for column in columns
    }
    for is_share in (False, True):
        alike = [column for column in columns if shares[column] == is_share]
        for row in range(head.end, grid.height):
            filled = [column for column in alike if (cell := grid.cell_at(row, column)) and squeeze(cell.text)]
            if filled and len(filled) < len(alike):
                yield row
