"""Rows whose cells hold lists side by side, one line of each for one indicator: 1.台账 2.报表 | 6 4 | 1.缺一项扣1分 2.迟报扣2分."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Cell, Grid
from kaoji.reading.phrases.wording import label_of, points_cell, squeeze
from kaoji.reading.tables.heads import Head

_BREAKS: Final = late_pattern(r"[\r\n\v\f]+")
_LISTED: Final = ("content", "detail", "text", "name", "provider")


def with_lists_parted(grid: Grid, head: Head) -> Grid:
    """Give a table with a row for each line of lists that stand side by side with as many points."""
    parted = {row: lists for row in range(head.end, grid.height) if (lists := _lists(grid, head, row))}
    if not parted:
        return grid
    starts, at = [], 0
    for row in range(grid.height):
        starts.append(at)
        at += max((len(lines) for lines in parted.get(row, {}).values()), default=1)
    starts.append(at)
    rows: list[list[Cell]] = [[] for _ in range(at)]
    for cell in (cell for row in grid.rows for cell in row):
        for piece in _placed(cell, parted.get(cell.row, {}), starts):
            rows[piece.row].append(piece)
    return Grid(tuple(tuple(sorted(row, key=lambda cell: cell.column)) for row in rows), grid.source)


def _placed(cell: Cell, lists: dict[int, list[str]], starts: list[int]) -> Iterator[Cell]:
    first, end = starts[cell.row], starts[cell.row + cell.row_span]
    if (lines := lists.get(cell.column)) is None:
        yield replace(cell, row=first, row_span=end - first)
        return
    for at, line in enumerate(lines):
        yield replace(cell, text=line, row=first + at, row_span=1)


def _lists(grid: Grid, head: Head, row: int) -> dict[int, list[str]]:
    """Give the lines of the cells of a row by their columns, where points and what they are for have as many of them."""
    cells = [cell for cell in grid.rows[row] if squeeze(cell.text)]
    points = [cell for cell in cells if _kind(head, cell) == "points" and len(points_listed(cell.text)) > 1]
    if len(points) != 1 or any(cell.row_span > 1 for cell in points):
        return {}
    figures = points_listed(points[0].text)
    found = {
        cell.column: lines
        for cell in cells
        if _kind(head, cell) in _LISTED and cell.row_span == 1 and len(lines := _lines(cell.text)) == len(figures)
    }
    said = [lines for column, lines in found.items() if head.kinds[column] != "provider"]
    # 1 above 5 is 15 in a narrow column; only numbered items tell that they are two.
    are_told = any(len(figure) > 1 for figure in figures) or any(label_of(lines[0].strip()) for lines in said)
    return {points[0].column: figures, **found} if said and are_told else {}


def points_listed(text: str) -> list[str]:
    r"""Give the points of a cell that has some on several lines; none where a line says something else.

    >>> points_listed("6分\n8分"), points_listed("10"), points_listed("6\n合计")
    (['6分', '8分'], [], [])
    """
    lines = [line for line in _BREAKS.split(text.strip()) if squeeze(line)]
    are_points = len(lines) > 1 and all((points := points_cell(line)) is not None and points.value for line in lines)
    return lines if are_points else []


def _kind(head: Head, cell: Cell) -> str | None:
    return head.kinds[cell.column] if cell.column < len(head.kinds) else None


def _lines(text: str) -> list[str]:
    """Give the items of a cell: its numbered ones with what goes on with them, else its lines."""
    lines = [line for line in _BREAKS.split(text.strip()) if squeeze(line)]
    starts = [at for at, line in enumerate(lines) if label_of(fold(line.strip()))]
    if not starts or starts[0] > 0:
        return lines
    return ["\n".join(lines[first:end]) for first, end in pairwise([*starts, len(lines)])]
