"""Rows of a table that only go on with the text of the row above: a page's end cut the sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Cell, Grid
from kaoji.reading.phrases.wording import label_of, squeeze
from kaoji.reading.tables.heads import Head

_ENDED: Final = late_pattern(r"[。；;！!：:）)]$|\d\s*分$")
_GOES_ON: Final = late_pattern(r"^[，,、。；;）)”分]")


def with_whole_texts(grid: Grid, head: Head) -> Grid:
    """Give a table with sentences made whole that a row without anything else goes on with."""
    columns = head.columns("text")
    if len(columns) != 1:
        return grid
    rows = [list(row) for row in grid.rows]
    for at in range(grid.height - 1, head.end, -1):
        above = grid.cell_at(at - 1, columns[0])
        if not _is_rest(grid, at, columns[0]) or above is None or above.row != at - 1 or above.row_span > 1:
            continue
        more = next(cell for cell in rows[at] if cell.column == columns[0])
        if label_of(more.text) or (_ENDED.search(squeeze(above.text)) and not _GOES_ON.search(squeeze(more.text))):
            continue
        rows[at - 1] = [_joined(cell, more) if cell.column == columns[0] else cell for cell in rows[at - 1]]
        rows[at] = []
    return Grid(tuple(map(tuple, rows)), grid.source)


def _is_rest(grid: Grid, row: int, column: int) -> bool:
    """Tell whether a row has a text of its own and nothing beside it, while nothing reaches into it from above."""
    cells = [cell for at in range(grid.width) if (cell := grid.cell_at(row, at)) is not None]
    said = [cell for cell in cells if squeeze(cell.text)]
    return len(said) == 1 and said[0].row == row and said[0].row_span == 1 and said[0].column == column


def _joined(cell: Cell, more: Cell) -> Cell:
    return replace(cell, text=cell.text + more.text)
