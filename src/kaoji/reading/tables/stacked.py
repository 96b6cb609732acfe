"""What stands one below the other in a worksheet → paragraphs and a grid for each table.

A worksheet is one grid, also where somebody typed a whole notice into it: lines of text in the first column, a table, the
title of the next one, the next one. Rows of one text are parted from the tables where they stand above the first head, above
a further head, or below a blank row behind the last table; between the rows of a table they stay headings of its parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.reading.document import Block, Cell, Document, Grid, Paragraph, is_blank
from kaoji.reading.phrases.unit_headings import unit_heading
from kaoji.reading.tables.head_words import kind_of

_FEWEST_LINES = 3
"""So many lines above a table are a text; fewer are its title."""
_LEAST_HEADS, _LONGEST_HEAD = 3, 16
_FORMATS: Final = ("xlsx", "xls")


def unstacked(document: Document) -> Document:
    """Give a spreadsheet with its texts as paragraphs and its tables as grids; other documents stay as they are."""
    if document.format not in _FORMATS:
        return document
    blocks = tuple(piece for block in document.blocks for piece in _pieces(block))
    return replace(document, blocks=blocks) if blocks != document.blocks else document


def _pieces(block: Block) -> Iterator[Block]:
    if isinstance(block, Paragraph):
        yield block
        return
    rows = [_filled(row) for row in block.rows]
    cuts = _cuts(block, rows)
    if not cuts:
        yield block
        return
    start = 0
    for first, end in cuts:
        if first > start:
            yield _part(block, start, first)
        yield from (Paragraph(cell.text, source=cell.source) for row in rows[first:end] for cell in row)
        start = end
    if start < block.height:
        yield _part(block, start, block.height)


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if not is_blank(cell.text)]


def _cuts(grid: Grid, rows: Sequence[Sequence[Cell]]) -> list[tuple[int, int]]:
    """Give the stretches of rows that are text between tables."""
    full = [index for index, row in enumerate(rows) if len(row) > 1]
    if not full:
        return [(0, len(rows))] if sum(map(bool, rows)) >= _FEWEST_LINES else []
    cuts: list[tuple[int, int]] = []
    ends = _ends(grid)
    first, last = full[0], ends[full[-1]]
    if sum(map(bool, rows[:first])) >= _FEWEST_LINES:
        cuts.append((0, first))
    for before, after in pairwise(full):
        start = ends[before]
        heads = after - start == 1 and len(rows[start]) == 1 and unit_heading(rows[start][0].text) is not None
        is_apart = after > start and (any(not row for row in rows[start:after]) or after - start > 1 or heads)
        if is_apart and _is_head(rows[after]):
            cuts.append((start, after))
    if last < len(rows) and not rows[last]:
        cuts.append((last, len(rows)))
    return cuts


def _ends(grid: Grid) -> list[int]:
    """Give for each row the one behind it and behind all that the cells above reach down to."""
    ends: list[int] = []
    for index, row in enumerate(grid.rows):
        reach = max((cell.row + cell.row_span for cell in row), default=0)
        ends.append(max(index + 1, reach, ends[-1] if ends else 0))
    return ends


def _is_head(row: Sequence[Cell]) -> bool:
    """Tell whether a row names columns: short words, most of them known as heads."""
    known = sum(any(kind_of(cell.text, family) for family in ("score", "task")) for cell in row)
    return len(row) >= _LEAST_HEADS and known * 2 > len(row) and all(len(cell.text) <= _LONGEST_HEAD for cell in row)


def _part(grid: Grid, first: int, end: int) -> Grid:
    rows = tuple(tuple(replace(cell, row=cell.row - first) for cell in row) for row in grid.rows[first:end])
    source = next((cell.source for row in rows for cell in row), grid.source)
    return Grid(rows, source)
