"""Lines that name groups of rows: those that a merged cell was repeated in, and those whose points stand without brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph, is_blank
from kaoji.reading.phrases.wording import squeeze

_NUMBERED: Final = late_pattern(r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]).{2,40}")
_BARE: Final = late_pattern(r"(?P<name>[\u4e00-\u9fff、“”]{3,24})(?<![扣加减得计记共])(?P<points>\d{1,3})分")
_BRACKETED: Final = late_pattern(r"[（(](?P<points>\d{1,3}(?:\.\d{1,2})?)分[）)][。；;]?$")
_UNOPENED: Final = late_pattern(r"(?P<points>\d{1,4}(?:\.\d{1,2})?)分[）)]")
_NAME: Final = late_pattern(r"[\u4e00-\u9fff、“”《》]{4,30}")
_FEWEST_GROUPS: Final = 2


def with_groups(document: Document) -> Document:
    """Give the document with each repeated heading once, and brackets around points that those of the rows add up to."""
    blocks: list[Block] = [
        block
        for at, block in enumerate(document.blocks)
        if not (at and isinstance(block, Paragraph) and _is_again(block, document.blocks[at - 1]))
    ]
    blocks = _with_points(blocks)
    texts = [squeeze(block.text) if isinstance(block, Paragraph) else "" for block in blocks]
    groups = {at: found for at, text in enumerate(texts) if (found := _BARE.fullmatch(text)) is not None}
    if _are_sums(texts, groups):
        for at, found in groups.items():
            line = blocks[at]
            if isinstance(line, Paragraph):
                blocks[at] = replace(line, text=f"{found['name']}（{found['points']}分）")
    return replace(document, blocks=tuple(blocks))


def _with_points(blocks: list[Block]) -> list[Block]:
    """Put points of which the first bracket is lost (15分)) behind the name on the line before."""
    joined: list[Block] = []
    name = -1
    for block in blocks:
        if isinstance(block, Paragraph) and not is_blank(block.text):
            found = _UNOPENED.fullmatch(squeeze(block.text))
            before = joined[name] if name >= 0 else None
            if found is not None and isinstance(before, Paragraph) and _NAME.fullmatch(squeeze(before.text)):
                joined[name] = replace(before, text=f"{before.text.rstrip()}（{found['points']}分）")
                continue
            name = len(joined)
        elif not isinstance(block, Paragraph):
            name = -1
        joined.append(block)
    return joined


def _is_again(line: Paragraph, before: object) -> bool:
    """Tell whether a line is the numbered heading that the line before is."""
    if not isinstance(before, Paragraph) or is_blank(line.text):
        return False
    text = squeeze(line.text)
    return text == squeeze(before.text) and _NUMBERED.fullmatch(text) is not None


def _are_sums(texts: Sequence[str], groups: Mapping[int, re.Match[str]]) -> bool:
    """Tell whether the points at the ends of the lines below add up to those of each group; the last may be cut."""
    if len(groups) < _FEWEST_GROUPS:
        return False
    ends = [*list(groups)[1:], len(texts)]
    right = 0
    for start, end in zip(groups, ends, strict=True):
        points = [Decimal(found["points"]) for text in texts[start:end] if (found := _BRACKETED.search(text))]
        is_sum = len(points) > 1 and sum(points) == Decimal(groups[start]["points"])
        right += is_sum
        if not is_sum and end < len(texts):
            return False
    return right > 0
