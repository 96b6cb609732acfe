"""Rows of flattened tables whose cells may have been mixed up: what stands in them is not like the rest of its column.

A table that was rebuilt from lines has no cells of its own; a line in the wrong column goes unseen unless it is said. Each
row is held against the others: points that are none, offices that are sentences, names that are points or score, texts of
several sentences where the others have one, and rows without what nearly all have.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Cell, Grid
from kaoji.reading.flat.looks import SCORED, TOTAL, looks
from kaoji.reading.phrases.actors import unit_share
from kaoji.reading.phrases.wording import points_cell, points_in_name, signed_points, squeeze
from kaoji.reading.tables.heads import Head
from kaoji.reading.tables.odd_rows import to_compare

_TAKES: Final = late_pattern(r"[扣减]\s*\d+(?:\.\d+)?\s*分")
_ENDS: Final = late_pattern(r"[。；;！!]$")
_BROKEN: Final = late_pattern(
    r"[，。；、：”》）)]|[^“《（(]*[”》）)](?![^“《（(]*[“《（(])"
)  # begins in the middle of words
_NO_OFFICE: Final = -1.0
_SELDOM, _NEARLY_ALL, _MANY, _FEWEST = 0.25, 0.8, 0.5, 4
_LONGER, _LONG_NAME = 3, 24
_ODD = 1.5


def mixed_up(grid: Grid, head: Head, first: int) -> list[Diagnostic]:
    """Say which rows of a table from lines of text are to be compared with the original; nothing where none is doubtful.

    ``first`` is the first row of indicators.
    """
    if grid.source.line is None:
        return []
    rows = [row for row in range(first, grid.height) if not _is_apart(grid, row)]
    found = set(_doubtful(grid, head, rows)) if len(rows) >= _FEWEST else set[int]()
    if len(found) >= len(rows) * _MANY:
        found = set(rows)  # where so much is odd, the rest is hardly right
    cells = [next(cell for cell in grid.rows[row] if squeeze(cell.text)) for row in sorted(found & set(rows))]
    return to_compare([(cell.source, squeeze(cell.text)) for cell in cells])


def _is_apart(grid: Grid, row: int) -> bool:
    """Tell whether a row is empty, a heading or a total."""
    cells = [cell for cell in grid.rows[row] if squeeze(cell.text)]
    is_wide = any(cell.column_span > 1 and cell.column_span >= grid.width - 1 for cell in cells)
    return not cells or is_wide or any(TOTAL.match(squeeze(cell.text)) for cell in cells)


def _doubtful(grid: Grid, head: Head, rows: Sequence[int]) -> Iterator[int]:
    """Give the rows with a cell that is not like the others of its column, or without one."""
    yield from _nameless(grid, head, rows)
    yield from _remarked(grid, head, rows)
    for column, kind in enumerate(head.kinds):
        cells = [cell for row in rows for cell in grid.rows[row] if cell.column == column and squeeze(cell.text)]
        if kind == "points":
            yield from (cell.row for cell in cells if points_cell(cell.text) is None and not signed_points(cell.text))
        elif kind == "provider":
            yield from _no_offices(cells)
        elif kind in ("name", "unit", "content"):
            yield from _no_names(cells, has_texts="text" in head.kinds)
        elif kind in ("text", "detail"):
            yield from _no_texts(cells, is_asked=kind == "detail")
        if kind in ("points", "text"):
            yield from _lacking(grid, rows, column)


def _nameless(grid: Grid, head: Head, rows: Sequence[int]) -> Iterator[int]:
    """Give the rows that stand below no name: those before the first, those between others that all have one."""
    columns = head.columns("name", "unit", "content")
    named = [any(_is_filled(grid, row, column) for column in columns) for row in rows]
    are_named = sum(named) >= len(rows) * _NEARLY_ALL
    if not columns or sum(named) < len(rows) * _SELDOM:
        return
    before = named.index(True)
    yield from (row for at, row in enumerate(rows) if not named[at] and (at < before or are_named))


def _remarked(grid: Grid, head: Head, rows: Sequence[int]) -> Iterator[int]:
    """Give the rows below a name that may be a remark on the row before: that has none, and the name is longer than others."""
    columns = head.columns("name", "unit", "content")
    remarks = [column for column in head.columns("note") if columns and column > columns[-1]]
    if not remarks:
        return
    groups = [cell for row in rows for cell in grid.rows[row] if cell.column == columns[0] and squeeze(cell.text)]
    sizes = [len(squeeze(cell.text)) for cell in groups]
    for cell, size in zip(groups, sizes, strict=True):
        is_odd = looks(cell.text, "note") > 0 or (len(sizes) > 2 and size > median(sizes) * _ODD)  # noqa: PLR2004
        if is_odd and cell.row - 1 in rows and not any(_is_filled(grid, cell.row - 1, at) for at in remarks):
            yield from range(cell.row, cell.row + cell.row_span)


def _is_filled(grid: Grid, row: int, column: int) -> bool:
    cell = grid.cell_at(row, column)
    return cell is not None and bool(squeeze(cell.text))


def _no_offices(cells: Sequence[Cell]) -> Iterator[int]:
    """Give the rows whose office is none, unless it stands in other rows, too."""
    texts = [squeeze(cell.text) for cell in cells]
    for cell, text in zip(cells, texts, strict=True):
        if texts.count(text) == 1 and unit_share(cell.text) < 1 and looks(cell.text, "provider") <= _NO_OFFICE:
            yield cell.row


def _no_names(cells: Sequence[Cell], *, has_texts: bool) -> Iterator[int]:
    """Give the rows whose name is long, or scores, where the others do not, and all rows below points in place of one."""
    sizes = [len(squeeze(cell.text)) for cell in cells]
    usual = median(sizes) if sizes else 0
    scoring = [SCORED.search(points_in_name(squeeze(cell.text))[0]) is not None for cell in cells]
    are_words = sum(_ENDS.search(squeeze(cell.text)) is not None for cell in cells) < len(cells) * _SELDOM
    is_odd = has_texts and sum(scoring) < len(cells) * _SELDOM
    for cell, size, scores in zip(cells, sizes, scoring, strict=True):
        is_sentence = _ENDS.search(squeeze(cell.text)) is not None and are_words
        points = points_cell(cell.text)  # 加分项 names a group
        if (points is not None and not points.is_bonus) or is_sentence or _BROKEN.match(squeeze(cell.text)):
            yield from range(cell.row, cell.row + cell.row_span)
        elif size > max(_LONG_NAME, usual * _LONGER) or (is_odd and scores):
            yield cell.row


def _no_texts(cells: Sequence[Cell], *, is_asked: bool) -> Iterator[int]:
    """Give the rows whose text holds points on a line of their own, or several pieces where the others are one.

    ``is_asked``: it says what is asked for, and takes no points.
    """
    lines = [[line.strip() for line in cell.text.split("\n")] for cell in cells]
    parted = [any(_ENDS.search(line) for line in own[:-1]) for own in lines]
    takes = [_TAKES.search(cell.text) is not None for cell in cells]
    are_parted = sum(parted) >= len(cells) * _SELDOM
    are_taking = not is_asked or sum(takes) >= len(cells) * _SELDOM
    for at, cell in enumerate(cells):
        holds_points = len(lines[at]) > 1 and any(points_cell(line) is not None for line in lines[at])
        if holds_points or (parted[at] and not are_parted) or (takes[at] and not are_taking):
            yield cell.row


def _lacking(grid: Grid, rows: Sequence[int], column: int) -> Iterator[int]:
    """Give the rows without what nearly all rows have."""
    lacking = [row for row in rows if not _is_filled(grid, row, column)]
    if len(rows) - len(lacking) >= len(rows) * _NEARLY_ALL:
        yield from lacking
