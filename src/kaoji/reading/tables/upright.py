"""Tables that lie on their side: the heads stand below each other in the first column, and each indicator is a column."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kaoji.reading.document import Block, Cell, Grid, Paragraph
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Kind, kind_of
from kaoji.reading.tables.heads import find_head, is_head

_NARROWEST: Final = 3
_FEWEST_HEADS: Final = 3


def upright(block: Block) -> tuple[Block, ...]:
    """Give a score sheet that lies on its side with its heads in the first row, below the lines that stand above it.

    Other tables and lines stay as they are.
    """
    if isinstance(block, Paragraph):
        return (block,)
    first = next((at for at, row in enumerate(block.rows) if sum(bool(squeeze(cell.text)) for cell in row) > 1), 0)
    if not _lies(block, first):
        return (block,)
    rows: list[list[Cell]] = [[] for _ in range(block.width)]
    for cell in (cell for row in block.rows[first:] for cell in row):
        rows[cell.column].append(_turned(cell, first))
    above = [Paragraph(cell.text, source=cell.source) for row in block.rows[:first] for cell in row]
    return (*(line for line in above if squeeze(line.text)), Grid(tuple(map(tuple, rows)), block.source))


def _turned(cell: Cell, first: int) -> Cell:
    return replace(
        cell,
        row=cell.column,
        column=cell.row - first,
        row_span=cell.column_span,
        column_span=cell.row_span,
        nested=(),
    )


def _lies(grid: Grid, first: int) -> bool:
    """Tell whether the first column names what each row holds, with points and how they are given among it."""
    heads = [grid.cell_at(row, 0) for row in range(first, grid.height)]
    if grid.width < _NARROWEST or any(head is None or head.column_span > 1 or head.row_span > 1 for head in heads):
        return False
    kinds: list[Kind | None] = [kind_of(head.text, "score") if head is not None else None for head in heads]
    have = set(kinds) - {None}
    if len(have) < _FEWEST_HEADS or kinds.count(None) > 0 or not {"text", "points"} <= have:
        return False
    others = [cell for cell in grid.rows[first] if cell.column > 0 and squeeze(cell.text)]
    return is_head(kinds, "score") and len(others) > 1 and find_head(grid, "score") is None
