"""Columns of any table against themselves: the totals printed below them, and the cells left empty where all others are filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, plain
from kaoji.reading.document import Block, Cell, Grid, Source
from kaoji.reading.phrases.wording import one_line, squeeze
from kaoji.reading.tables.heads import Head

_TOTAL: Final = late_pattern("(?:合计|总计|共计|总数|总分)(?:[(](?:分|分值|%|个|人|万?元|家)[)])?[:]?")
_SUBTOTAL: Final = late_pattern("小计|合计|总计|其中|平均|均值")
_NUMBER: Final = late_pattern(r"(?P<value>\d{1,9}(?:\.\d+)?)(?:%|分|个|人|名|家|万元|元|项)?")
# What is no sum of what stands above it.
_NO_SUM: Final = late_pattern(
    "率|比例|占比|比重|增速|增幅|增长|均|名次|排名|位次|序号|编号|得分|指数|单价|标准|时间|年度$|日期|电话|系数|[±+-]"
)
_FEWEST, _SELDOM, _SHOWN = 3, 4, 20


def totals_in(blocks: Sequence[Block], known: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """W209: a total at the end of a table that its column does not make, where that is not ``known`` yet."""
    said = {(one.data.get("stated"), one.data.get("sum")) for one in known if one.code == "reading.W209"}
    for grid in blocks:
        if isinstance(grid, Grid):
            yield from (one for one in _totals_of(grid) if (one.data["stated"], one.data["sum"]) not in said)


def left_empty(grid: Grid, head: Head, first: int) -> Iterator[Diagnostic]:
    """W238: the few rows of a sheet without what nearly all have: a unit of measurement, the points."""
    for column in head.columns("measure", "points"):
        rows = [row for row in range(first, grid.height) if not _is_total(grid, row)]
        empty = [row for row in rows if not squeeze(_text(grid.cell_at(row, column))) and _is_scored(grid, head, row)]
        if len(rows) < _FEWEST + 1 or not empty or len(empty) * _SELDOM > len(rows):
            continue
        names = [_name(grid, head, row) for row in empty]
        if all(names) and not any(map(_TOTAL.fullmatch, names)):
            yield Diagnostic(
                "reading.W238",
                "“{what}” is empty for {names}; all others have it.",
                tuple(_place(grid, head, row).cite() for row in empty),
                "Compare with the original; the cell may have been lost.",
                {"what": head.labels[column], "names": "、".join(names)},
            )


def _is_scored(grid: Grid, head: Head, row: int) -> bool:
    """Tell whether a row has more than a name, as headings of sections have not."""
    kinds = head.columns("text", "points", "measure", "provider", "detail")
    return any(squeeze(_text(cell)) for at in kinds if (cell := grid.cell_at(row, at)) is not None and cell.row == row)


def _name(grid: Grid, head: Head, row: int) -> str:
    texts = (one_line(_text(grid.cell_at(row, column))) for column in reversed(head.columns("name", "content")))
    return next(filter(squeeze, texts), "")[:_SHOWN]


def _place(grid: Grid, head: Head, row: int) -> Source:
    cells = (grid.cell_at(row, column) for column in head.columns("name", "content"))
    return next((cell.source for cell in cells if cell is not None and cell.row == row), grid.source)


def _totals_of(grid: Grid) -> Iterator[Diagnostic]:
    last = next((row for row in range(grid.height - 1, max(0, grid.height - 3), -1) if _is_total(grid, row)), None)
    first = 1
    if last is None or last - first < _FEWEST:
        return
    for column in range(grid.width):
        label = fold(squeeze(_text(grid.cell_at(0, column))))
        below = grid.cell_at(1, column)
        if below is not None and not _NUMBER.fullmatch(squeeze(_text(below))):
            label += squeeze(_text(below))
        printed = _value(grid.cell_at(last, column))
        values = _column(grid, column, last)
        if printed is None or values is None or len(values) < _FEWEST or _NO_SUM.search(label) or not label:
            continue
        total = sum(values, Decimal(0))
        if total != printed:
            cell = grid.cell_at(last, column)
            yield Diagnostic(
                "reading.W209",
                "“{total}” says {stated}, but the column “{column}” makes {sum}.",
                ((cell.source if cell is not None else grid.source).cite(),),
                "Ask the office that wrote the notice which number is wrong.",
                {"total": "合计", "column": label, "stated": plain(printed), "sum": plain(total)},
            )


def _is_total(grid: Grid, row: int) -> bool:
    filled = [squeeze(_text(cell)) for column in range(grid.width) if (cell := grid.cell_at(row, column)) is not None]
    words = [text for text in filled if text]
    return any(_TOTAL.fullmatch(fold(word)) is not None for word in words[:2])


def _column(grid: Grid, column: int, end: int) -> list[Decimal] | None:
    """Give the numbers of a column above its total, merged cells once; None where it has a cell without number or a subtotal."""
    cells: list[Cell] = []
    for row in range(1, end):
        cell = grid.cell_at(row, column)
        if cell is None or not squeeze(cell.text):
            if grid.source.line is not None and cells:
                continue  # lines of text have no merged cells: the number above reaches down
            return None
        if cell.column_span > 1 or _SUBTOTAL.search(" ".join(_text(grid.cell_at(row, at)) for at in range(column))):
            return None
        if not any(cell is other for other in cells):
            cells.append(cell)
    if cells and _value(cells[0]) is None:
        cells = cells[1:]  # a second row of the head
    values = [_value(cell) for cell in cells]
    known = [value for value in values if value is not None]
    return known if len(known) == len(values) else None


def _value(cell: Cell | None) -> Decimal | None:
    match = _NUMBER.fullmatch(fold(squeeze(_text(cell)))) if cell is not None else None
    return Decimal(match["value"]) if match is not None else None


def _text(cell: Cell | None) -> str:
    return cell.text if cell is not None else ""
