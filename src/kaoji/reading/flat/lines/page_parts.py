"""Texts that a site for sharing documents shows in numbered parts (1、…, 2、…) cut wherever a page ended → one line.

The numbers are no part of the text, and words stand half in one part, half in the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph, is_blank

_NUMBER: Final = late_pattern(r"\s*(\d{1,3})、")
# An item with its points begins with its name, and no page ends right before every one.
_ITEM: Final = late_pattern(r"\s*\d{1,3}、[^。；;]{2,40}[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]")
_ENDED: Final = late_pattern(r"[。；;！!？?：:.]\s*$")
_FEWEST_PARTS, _SHORTEST_PART = 2, 120
_MOSTLY: Final = 0.5


def without_parts(document: Document) -> Document:
    """Give the document with parts that count up from 1 joined where most of them end inside a sentence."""
    blocks = list(document.blocks)
    joined: list[Block] = []
    at = 0
    while at < len(blocks):
        run, end = _run(blocks, at)
        if len(run) < _FEWEST_PARTS or not _are_parts([part.text for part in run]):
            joined.append(blocks[at])
            at += 1
            continue
        text = "".join(_NUMBER.sub("", part.text, count=1).strip() for part in run)
        joined.append(replace(run[0], text=text))
        at = end
    return replace(document, blocks=tuple(joined)) if len(joined) < len(blocks) else document


def _run(blocks: Sequence[Block], start: int) -> tuple[list[Paragraph], int]:
    """Give the lines from one on that are numbered 1、, 2、 and so on with nothing between, and where they end."""
    run: list[Paragraph] = []
    end = at = start
    while at < len(blocks):
        block = blocks[at]
        at += 1
        if not isinstance(block, Paragraph):
            break
        if is_blank(block.text) and run:
            continue
        number = _NUMBER.match(block.text)
        if number is None or int(number[1]) != len(run) + 1:
            break
        run.append(block)
        end = at
    return run, end


def _are_parts(texts: Sequence[str]) -> bool:
    """Tell whether lines were cut where a page ended: all but the last are long, and most stop inside a sentence."""
    if all(_ITEM.match(text) for text in texts):
        return False
    *whole, _ = texts
    cut = sum(_ENDED.search(text) is None for text in whole)
    return min(map(len, whole)) >= _SHORTEST_PART and cut >= len(whole) * _MOSTLY
