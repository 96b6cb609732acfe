"""Numbered headings with their points behind them, one below another: running text, and no rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Document, Paragraph, joined_label
from kaoji.reading.phrases.wording import points_in_name, rank_of, short_name

_BETWEEN_CELLS: Final = late_pattern(r"[\t|│]")
_LONGEST, _FEWEST = 46, 2


def are_headings(document: Document) -> bool:
    """Tell whether a text has headings whose points those of the headings below them make up, several times.

    一、环卫 25分 / 1、清扫 15分 / …扣0.2分。 / 2、收运 10分: a table has name and points in cells of their own.
    """
    if any(not isinstance(block, Paragraph) for block in document.blocks):
        return False
    found = list(_headings(document))
    groups = fitting = 0
    for at, (rank, points) in enumerate(found):
        end = next((other for other in range(at + 1, len(found)) if found[other][0] <= rank), len(found))
        below = found[at + 1 : end]
        inner = min((depth for depth, _ in below), default=rank)
        items = [value for depth, value in below if depth == inner]
        groups += len(items) >= _FEWEST
        fitting += len(items) >= _FEWEST and sum(items) == points
    return fitting >= _FEWEST and fitting * 2 > groups


def _headings(document: Document) -> Iterator[tuple[int, Decimal]]:
    """Give the depth and the points of each line that is a number, a name and points."""
    for block in document.paragraphs:
        text = joined_label(block.label, block.text).strip()
        rank = rank_of(text) if len(text) <= _LONGEST and not _BETWEEN_CELLS.search(text) else None
        if rank is None or not text.endswith(("分", "分）", "分)")):
            continue
        _, points = points_in_name(short_name(text))
        if points.value and not points.is_percent:
            yield rank, Decimal(points.value)
