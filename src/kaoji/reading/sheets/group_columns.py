"""Columns of points that are each for some of the units (分值：乡镇, 街道): a sheet for each, with the rows that it has points for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Grid
from kaoji.reading.phrases.wording import is_kind_of_units, points_cell, squeeze
from kaoji.reading.sheets.score_rows import SheetRows, prepared, read_rows
from kaoji.reading.tables.heads import Head

_OF_POINTS: Final = late_pattern(r"考核|基本|标准|指标|分值|分数|满分|权重|[（()）：:%％分]")
_LEAST_GROUPS = 2


def group_columns(head: Head, groups: Sequence[str]) -> dict[int, str]:
    """Give the columns of points by the groups that their heads name, or kinds of units; none where a head names none.

    >>> group_columns(Head("score", 0, 1, ("name", "points", "points"), ("指标", "分值（乡镇）", "分值（街道）")), ())
    {1: '乡镇', 2: '街道'}
    """
    columns = head.columns("points")
    labels = [head.labels[column] for column in columns]
    known = [_group_in(label, groups) for label in labels]
    kinds = [_OF_POINTS.sub("", squeeze(label)) for label in labels]
    named = known if None not in known else kinds if all(map(is_kind_of_units, kinds)) else []
    if len(columns) < _LEAST_GROUPS or len(set(named)) < len(columns):
        return {}
    return {column: name for column, name in zip(columns, named, strict=True) if name}


def rows_of_group(grid: Grid, head: Head, column: int, *, first: int) -> SheetRows:
    """Read the rows that have points in the column of a group, or in none; the other columns of points are left aside."""
    grid = prepared(grid, head)
    others = [one for one in head.columns("points") if one != column]
    kinds = tuple("blank" if at in others else kind for at, kind in enumerate(head.kinds))
    left_out = {
        row
        for row in range(first, grid.height)
        if not _has_points(grid, row, column) and any(_has_points(grid, row, other) for other in others)
    }
    return read_rows(grid, replace(head, kinds=kinds), first=first, left_out=left_out)


def _has_points(grid: Grid, row: int, column: int) -> bool:
    cell = grid.cell_at(row, column)
    points = points_cell(cell.text) if cell is not None else None
    return points is not None and bool(points.value.strip("0.") or points.is_bonus)


def _group_in(label: str, groups: Sequence[str]) -> str | None:
    """Give the one group that a head names: 分值（城镇组）."""
    said = squeeze(label)
    found = [name for name in groups if (bare := re.sub(r"[（(].*", "", squeeze(name))) and bare in said]
    return found[0] if len(found) == 1 else None
