"""Tables without lines: text that stands in columns, told by the gaps that run down through it.

This is a guess, and it is reported as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kaoji.reading.files.pdf.lines import Line, parts_of
from kaoji.reading.files.pdf.rulings import Box, Part

_FEWEST_ROWS: Final = 3
_FEWEST_PAIRS: Final = 4
# Rows of one table stand no farther apart than so many letters are high.
_FARTHEST: Final = 5


@dataclass(slots=True)
class _Row:
    base: int
    size: int
    parts: list[Line]


def aligned_parts(lines: list[Line]) -> tuple[list[Part], list[Line]]:
    """Give the tables that alignment shows among lines from top to bottom, and the lines in none of them."""
    rows = [_Row(line.base, line.size, parts_of(line)) for line in lines]
    parts: list[Part] = []
    rest: list[Line] = []
    start = 0
    while start < len(rows):
        end, columns = _run(rows, start)
        several = sum(len(row.parts) > 1 for row in rows[start:end])
        if len(columns) > 1 and several >= (_FEWEST_ROWS if len(columns) > 2 else _FEWEST_PAIRS):  # noqa: PLR2004
            parts.append(_part(rows[start:end], columns))
            start = end
        else:
            rest.append(lines[start])
            start += 1
    return parts, rest


def _run(rows: list[_Row], start: int) -> tuple[int, list[tuple[int, int]]]:
    """Give where the run of rows in common columns ends, and the columns as stretches from left to right."""
    if len(rows[start].parts) < 2:  # noqa: PLR2004 - a table begins with a row of several cells
        return start + 1, []
    columns = _stretches([], rows[start])
    end = start + 1
    last_several = end
    while end < len(rows) and rows[end].base - rows[end - 1].base <= _FARTHEST * rows[end].size:
        wider = _stretches(columns, rows[end])
        if len(wider) < len(columns):
            break
        columns = wider
        end += 1
        if len(rows[end - 1].parts) > 1:
            last_several = end
    # A line or two below the last full row are its wrapped text; more are the text after the table.
    while end > last_several and rows[end - 1].base - rows[end - 2].base > 2 * rows[end - 1].size:
        end -= 1
    return end, columns


def _stretches(columns: list[tuple[int, int]], row: _Row) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for left, right in sorted([*columns, *((part.left, part.right) for part in row.parts)]):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _part(rows: list[_Row], columns: list[tuple[int, int]]) -> Part:
    boxes: list[Box] = []
    begins = _beginnings(rows, columns)
    height = 0
    for row, is_first in zip(rows, begins, strict=True):
        if is_first:
            boxes.extend(Box(height, index, 1, 1, end - start) for index, (start, end) in enumerate(columns))
            height += 1
        for part in row.parts:
            index = next(i for i, (left, right) in enumerate(columns) if left <= part.left and part.right <= right)
            boxes[(height - 1) * len(columns) + index].lines.append(part)
    middles = [(right + left) // 2 for (_, right), (left, _) in pairwise(columns)]
    edges = [columns[0][0], *middles, columns[-1][1]]
    top, bottom = rows[0].parts[0].top, rows[-1].base
    return Part(rows[0].parts[0].page, top, bottom, edges, height, boxes, is_guessed=True)


def _beginnings(rows: list[_Row], columns: list[tuple[int, int]]) -> list[bool]:
    """Tell for each line whether it begins a row: by wider gaps between rows, else by the first column."""
    gaps = [after.base - before.base for before, after in pairwise(rows)]
    least, most = min(gaps), max(gaps)
    in_first = [row.parts[0].left < columns[0][1] for row in rows]
    if all(in_first):
        return [True] * len(rows)
    if most * 10 >= least * 13:
        return [True, *(gap * 2 > least + most for gap in gaps)]
    return [True, *in_first[1:]]
