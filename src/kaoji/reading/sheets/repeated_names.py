"""Names that a table prints again in every row they hold for, merged; and which points belong to which names."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from kaoji.reading.document import Cell, Grid
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.heads import Head


def merged_repeats(grid: Grid, head: Head) -> Grid:
    """Merge the cells of a name that is printed again in every row or column it holds for, with its points beside it."""
    names = [column for column in head.columns("name") if column < grid.width]
    grid = _merged_across(grid, head, names)
    points = head.columns("points")
    spans: dict[tuple[int, int], int] = {}
    for depth, column in enumerate(names):
        runs = _runs(grid, head, names[: depth + 1])
        beside = [
            other
            for other in points[:-1]
            if runs and all(_repeats(grid, [other], row, at) for row, end in runs for at in range(row + 1, end))
        ]
        spans |= {(row, other): end - row for row, end in runs for other in (column, *beside)}
    if not spans:
        return grid
    taken = {(at, column) for (row, column), height in spans.items() for at in range(row + 1, row + height)}
    rows = tuple(
        tuple(
            replace(cell, row_span=spans[cell.row, cell.column]) if (cell.row, cell.column) in spans else cell
            for cell in row
            if (cell.row, cell.column) not in taken
        )
        for row in grid.rows
    )
    return Grid(rows, grid.source)


def merged_group_points(grid: Grid, head: Head) -> Grid:
    """Let points reach down over the blank cells below them where they stand right behind names that do so, before deeper ones."""
    points = head.columns("points")
    names = [column for column in head.columns("name", "content") if column < grid.width]
    if len(points) != 1 or points[0] - 1 not in names or not any(name > points[0] for name in names):
        return grid
    column, rows = points[0], range(head.end, grid.height)
    filled = [[row for row in rows if _is_filled(grid, row, at)] for at in (column - 1, column)]
    deeper = next(name for name in names if name > column)
    if (
        filled[0] != filled[1]
        or not filled[0]
        or len(filled[0]) * 2 > sum(_is_filled(grid, row, deeper) for row in rows)
    ):
        return grid
    stops = [row for row in rows if any(cell.column_span > 1 and squeeze(cell.text) for cell in grid.rows[row])]
    ends = {row: min([*(at for at in (*filled[1], *stops) if at > row), grid.height]) for row in filled[1]}
    return Grid(
        tuple(
            tuple(
                replace(cell, row_span=ends[cell.row] - cell.row)
                if cell.column == column and cell.row in ends
                else cell
                for cell in row
                if cell.column != column or cell.row < head.end or cell.row in ends
            )
            for row in grid.rows
        ),
        grid.source,
    )


def _is_filled(grid: Grid, row: int, column: int) -> bool:
    cell = grid.cell_at(row, column)
    return cell is not None and cell.row == row and cell.column_span == 1 and bool(squeeze(cell.text))


def _merged_across(grid: Grid, head: Head, names: list[int]) -> Grid:
    """Merge neighbouring cells of names that say the same."""
    if all(second - first > 1 for first, second in pairwise(names)) or len(names) < 2:  # noqa: PLR2004
        return grid
    rows: list[tuple[Cell, ...]] = []
    for row in grid.rows:
        cells: list[Cell] = []
        for cell in row:
            last = cells[-1] if cells else None
            is_same = (
                last is not None
                and cell.row >= head.end
                and {last.column, cell.column} <= set(names)
                and last.column + last.column_span == cell.column
                and last.row_span == cell.row_span
                and bool(squeeze(cell.text))
                and squeeze(last.text) == squeeze(cell.text)
            )
            if is_same and last is not None:
                cells[-1] = replace(last, column_span=last.column_span + cell.column_span)
            else:
                cells.append(cell)
        rows.append(tuple(cells))
    return Grid(tuple(rows), grid.source)


def _runs(grid: Grid, head: Head, columns: list[int]) -> list[tuple[int, int]]:
    """Give the stretches of rows that say the same in these columns, of two rows and more."""
    runs: list[tuple[int, int]] = []
    row = head.end
    while row < grid.height:
        end = row + 1
        while end < grid.height and _repeats(grid, columns, row, end):
            end += 1
        if end - row > 1:
            runs.append((row, end))
        row = end
    return runs


def _repeats(grid: Grid, columns: list[int], first: int, row: int) -> bool:
    """Tell whether plain cells of two rows say the same in these columns."""
    for column in columns:
        one, other = grid.cell_at(first, column), grid.cell_at(row, column)
        if one is None or other is None or one is other or not squeeze(one.text):
            return False
        is_plain = one.row_span == other.row_span == one.column_span == other.column_span == 1
        if not is_plain or one.row != first or other.row != row or squeeze(one.text) != squeeze(other.text):
            return False
    return True


def group_points(grid: Grid, head: Head, names: list[int]) -> dict[int, int]:
    """Give the points columns of groups by the column of their names.

    Other points stand right of deeper columns; or the cells span the very rows that the names span.
    """
    inner = sorted([*names, *head.columns("detail", "text")])
    points = head.columns("points")
    depths = {column: sum(other < column for other in inner) for column in points}
    lowest = max(depths.values(), default=0)
    owners = {column: max((name for name in names if name < column), default=-1) for column in points}
    found = {owners[column]: column for column in points if owners[column] > -1 and depths[column] < lowest}
    for column in points[:-1]:
        stretches = _stretches(grid, head, column)
        owner = next((name for name in names if stretches and stretches == _stretches(grid, head, name)), None)
        if owner is not None and owner not in found and _stretches(grid, head, points[-1]) != stretches:
            found[owner] = column
    return found


def _stretches(grid: Grid, head: Head, column: int) -> set[tuple[int, int]]:
    """Give the rows at which cells of a column begin, with how many rows they hold for, blank ones below included."""
    found: set[tuple[int, int]] = set()
    start = -1
    for row in range(head.end, grid.height):
        cell = grid.cell_at(row, column)
        is_own = cell is not None and cell.row == row and bool(squeeze(cell.text))
        if is_own and start >= 0:
            found.add((start, row - start))
        start = row if is_own else start
    if start >= 0:
        found.add((start, grid.height - start))
    return {stretch for stretch in found if stretch[1] > 1}
