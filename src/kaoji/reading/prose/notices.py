"""Several notices in one file: where another one begins, with a title of its own and numbers that start again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph, is_blank, joined_label
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.titles import is_title

_FIRST: Final = late_pattern(r"^(?:第[一1]章|第一条|一[、.．])")
_LATER: Final = late_pattern(r"^(?:第[二三四五六七八九]章|[二三四五六七八九][、.．])")
_ANNEX: Final = late_pattern(r"^附[件表录]")
_ANNEX_LINES, _OPENING_LINES = 3, 16


def notices(document: Document) -> tuple[Document, ...]:
    """Give the notices of a document, most often one; what stands before the second belongs to the first.

    >>> lines = ["甲县部门考核办法", "一、范围", "二、等次", "乙县个人考核办法", "本办法如下。", "一、对象", "二、等次"]
    >>> [len(part.blocks) for part in notices(Document("a.txt", "txt", tuple(map(Paragraph, lines))))]
    [3, 4]
    """
    lines = [(index, _text(block)) for index, block in enumerate(document.blocks) if _text(block)]
    starts: list[int] = []
    since = 0
    for place, (index, text) in enumerate(lines):
        if is_title(text) and _has_body(lines[since:place]) and not _is_annex(lines, place) and _opens(lines, place):
            starts.append(index)
            since = place
    edges = [0, *starts, len(document.blocks)]
    parts = [document.blocks[start:end] for start, end in pairwise(edges)]
    return tuple(
        replace(document, blocks=part, notes=document.notes if number == 0 else ()) for number, part in enumerate(parts)
    )


def _text(block: Block) -> str:
    if not isinstance(block, Paragraph) or is_blank(block.text):
        return ""
    return squeeze(joined_label(block.label, block.text))


def _has_body(lines: Sequence[tuple[int, str]]) -> bool:
    """Tell whether lines hold the chapters of a notice already."""
    return any(_FIRST.match(text) for _, text in lines) and any(_LATER.match(text) for _, text in lines)


def _is_annex(lines: Sequence[tuple[int, str]], place: int) -> bool:
    """Tell whether a title is that of an annex: 附件2 stands right before it, or in it."""
    near = [text for _, text in lines[max(0, place - _ANNEX_LINES) : place + 1]]
    return any(_ANNEX.match(text) for text in near)


def _opens(lines: Sequence[tuple[int, str]], place: int) -> bool:
    """Tell whether chapters begin anew behind a title, before any later one."""
    for _, text in lines[place + 1 : place + 1 + _OPENING_LINES]:
        if _FIRST.match(text):
            return True
        if _LATER.match(text) or _ANNEX.match(text):
            return False
    return False
