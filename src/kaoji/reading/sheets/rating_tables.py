"""Rating sheets: what raters mark stands in columns with the most that each can get, who is marked in empty rows.

    打分内容 大局观念 业务工作 重点工作 小计
    分值      4        6        10       20
    办公室

Such a sheet is no list of indicators with rules; its columns are the dimensions of a panel.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from math import comb
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.document import Block, Cell, Grid, Paragraph, is_blank
from kaoji.reading.phrases.wording import points_in_name, short_name, squeeze

Dimensions = tuple[tuple[str, str], ...]
"""What is marked, each with the most that it can get."""

_MOST_ROW: Final = late_pattern(r"(?:分值|满分|满分值|标准分|最高分|分数)(?:[（(]分[）)])?")
_TOTAL: Final = late_pattern("小计|合计|总计|总分|合计得分|综合得分|得分")
_FIRST: Final = late_pattern(
    "(?:打分|评分|测评|评价|考核|考评|评议)(?:内容|项目|指标|要素)|项目|内容|指标|要素|(?:被)?(?:考核|评价|测评|评议)?(?:单位|科室|部门|对象)"
)
_LINE: Final = late_pattern(r"\s*(?:分值|满分|标准分|最高分)((?:\s+\d{1,3}(?:\.\d{1,2})?分?){3,12})\s*")
_FEWEST, _MOST_LINES, _LONGEST, _MOST_WAYS = 2, 24, 24, 5_000


def dimensions_of(grid: Grid) -> tuple[int, Dimensions] | None:
    """Give in which row a rating sheet names what is marked, and this; None for another table. Rows of marks must be empty."""
    for at in range(min(2, grid.height)):
        labels = _texts(grid, at)
        below = _texts(grid, at + 1) if at + 1 < grid.height else []
        if below and _MOST_ROW.fullmatch(below[0]):
            found, first = _paired(labels, below), at + 2
        else:
            named = [points_in_name(short_name(label)) for label in labels]
            found = _paired([name for name, _ in named], ["", *(points.value for _, points in named[1:])])
            first = at + 1
            if first >= grid.height:
                return None
        if found is not None:
            return (at, found) if _are_empty(grid, first) else None
    return None


def _texts(grid: Grid, row: int) -> list[str]:
    cells = (grid.cell_at(row, column) for column in range(grid.width))
    return [squeeze(fold(cell.text)) if cell is not None else "" for cell in cells]


def _paired(labels: Sequence[str], values: Sequence[str]) -> Dimensions | None:
    """Pair names with points; a total at the end must be that of the others."""
    pairs = [(label, value.rstrip("分")) for label, value in zip(labels[1:], values[1:], strict=True) if label]
    total = pairs.pop()[1] if pairs and _TOTAL.fullmatch(pairs[-1][0]) else ""
    amounts = [decimal(value) for _, value in pairs]
    points = [amount for amount in amounts if amount is not None]
    if len(points) < max(_FEWEST, len(amounts)) or not all(points) or len({name for name, _ in pairs}) < len(pairs):
        return None
    stated = decimal(total) if total else None
    return None if stated is not None and stated != sum(points) else tuple(pairs)


def _are_empty(grid: Grid, first: int) -> bool:
    """Tell whether nothing stands in the rows but whom they are for."""
    rows = [_texts(grid, row) for row in range(first, grid.height)]
    return all(not text for row in rows for text in row[1:])


def total_of(dimensions: Dimensions) -> str:
    """Give the points of a whole rating sheet."""
    return plain(sum((Decimal(points) for _, points in dimensions), Decimal(0)))


# -------------------------------------------------------------------- in lines


def with_rating_tables(blocks: Sequence[Block]) -> list[Block]:
    """Give blocks with rating sheets that stand there as lines made tables again: their heads and most points."""
    made: list[Block] = []
    for block in blocks:
        points = _LINE.fullmatch(fold(block.text)) if isinstance(block, Paragraph) else None
        grid = _rebuilt(made, block, points[1].split()) if points is not None and isinstance(block, Paragraph) else None
        if grid is None:
            made.append(block)
        else:
            made[-grid[0] :] = [grid[1]]
    return made


def _rebuilt(before: Sequence[Block], line: Paragraph, values: list[str]) -> tuple[int, Grid] | None:
    """Give how many of the lines before are the head, and the table."""
    numbers = [Decimal(value.rstrip("分")) for value in values]
    has_total = sum(numbers[:-1]) == numbers[-1]
    lines: list[list[str]] = []
    for count, block in enumerate(reversed(before[-_MOST_LINES:]), 1):
        if not isinstance(block, Paragraph) or len(squeeze(block.text)) > 2 * _LONGEST:
            return None
        if is_blank(block.text):
            continue
        words = block.text.split()
        lines.insert(0, words)
        if _FIRST.fullmatch(squeeze(words[0])):
            labels = _labels(lines, len(values) + 1)
            if labels is None or (has_total and not _TOTAL.fullmatch(labels[-1])):
                return None
            rows = [labels, ["分值", *values]]
            cells = tuple(
                tuple(Cell(text, row, column, source=line.source) for column, text in enumerate(texts))
                for row, texts in enumerate(rows)
            )
            return count, Grid(cells, line.source)
    return None


def _labels(lines: Sequence[list[str]], count: int) -> list[str] | None:
    """Join the words of a head to so many labels: one that stands alone in its line may go on with the one before."""
    words = [(squeeze(word), len(line) == 1) for line in lines for word in line]
    joints = [at for at in range(1, len(words)) if words[at][1] and words[at - 1][1]]
    spare = len(words) - count
    if not 0 <= spare <= len(joints) or comb(len(joints), spare) > _MOST_WAYS:
        return None
    ways = (_joined([word for word, _ in words], set(chosen)) for chosen in combinations(joints, spare))
    return min(ways, key=lambda labels: sum(len(label) ** 2 for label in labels), default=None)


def _joined(words: Sequence[str], joints: set[int]) -> list[str]:
    labels: list[str] = []
    for at, word in enumerate(words):
        if at in joints:
            labels[-1] += word
        else:
            labels.append(word)
    return labels
