"""The cells that hold for a row of a score sheet, merged ones once."""

from __future__ import annotations

from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Cell, Grid
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.heads import Head, Kind

_TOTAL: Final = late_pattern(
    r"^(?:(?:本月|月度|季度|年度|最终|综合|实际|考核)*(?:总得分|得分)(?=[:：]?$)|总?合计|总计|小计|总分|共计|总得分)(?:分值?|得分)?(?:[（(][^（）()]{0,6}\d分?[）)])?[:：]?(?:\d{1,4}(?:\.\d)?分)?$"
)


def row_cells(grid: Grid, row: int) -> list[Cell]:
    """Give the cells of a row from left to right, merged ones once."""
    found: list[Cell] = []
    for column in range(grid.width):
        cell = grid.cell_at(row, column)
        if cell is not None and all(cell is not other for other in found):
            found.append(cell)
    return found


def filled_cells(grid: Grid, head: Head, row: int, kind: Kind) -> list[Cell]:
    """Give the cells of a row with text in the columns of a kind."""
    found: list[Cell] = []
    for column in head.columns(kind):
        cell = grid.cell_at(row, column)
        if cell is not None and squeeze(cell.text) and all(cell is not other for other in found):
            found.append(cell)
    return found


def says_total(cell: Cell) -> bool:
    """Tell whether a cell leads a row that adds up others."""
    return bool(_TOTAL.match(squeeze(cell.text)))
