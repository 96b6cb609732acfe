"""Notices whose chapters run on in one paragraph → a paragraph for each chapter, and for each numbered part of one.

Web pages and programs that take the text out of a file often lose all line breaks: “…制定本办法。一、考核对象 各村。二、考核内容
（一）党建…”. Numbers that count up from one tell where the parts begin; what stands between them stays word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.document import Document, Paragraph
from kaoji.reading.phrases.wording import label_of

_SHORTEST = 60
_LEAST_CHAPTERS, _LEAST_PARTS = 3, 2
_EDGE: Final = r"(?:^|(?<=[\s。；;：:！？”》）)…]))"
_CHAPTER: Final = late_pattern(rf"{_EDGE}(?P<number>[一二三四五六七八九十]{{1,3}})、(?=\S)")
_CLAUSE: Final = late_pattern(rf"{_EDGE}第(?P<number>[一二三四五六七八九十]{{1,3}})条(?=[\s、:：]|[^，,。；;：:]{{3}})")
_PART: Final = late_pattern(rf"{_EDGE}[（(](?P<number>[一二三四五六七八九十]{{1,3}})[）)](?=\S)")
_NUMBERED: Final = late_pattern(r"(?:^|(?<=[\s。；;：:！？”》]))(?P<number>\d{1,2})[、.．](?![\d\s])")
# 一、考核范围 各村及其干部。: a heading and its text, with a space between them alone.
_HEADING: Final = late_pattern(r"^[^。；;，,：:、\s]{2,16}(?P<gap>[ \u3000\u00a0]+)(?=[^\s（(\d])")


def chapters_apart(document: Document) -> Document:
    """Give a document whose chapters have paragraphs of their own; one that has them already stays as it is.

    >>> line = "为做好考核，制定本办法。一、对象 各科室。二、内容 （一）学习20分。（二）考勤30分。三、附则 本办法自印发之日起施行，由办公室负责解释。"
    >>> [block.text for block in chapters_apart(Document("", "txt", (Paragraph(line),))).blocks][1:5]
    ['一、对象', '各科室。', '二、内容', '（一）学习20分。']
    """
    blocks = tuple(
        piece
        for block in document.blocks
        for piece in (_apart(block) if isinstance(block, Paragraph) and len(block.text) >= _SHORTEST else (block,))
    )
    return replace(document, blocks=blocks) if len(blocks) != len(document.blocks) else document


def _apart(paragraph: Paragraph) -> Iterator[Paragraph]:
    text = paragraph.text
    starts = _counted(text, _CHAPTER, 0, len(text), _LEAST_CHAPTERS) or _counted(
        text, _CLAUSE, 0, len(text), _LEAST_CHAPTERS
    )
    if not starts:
        yield paragraph
        return
    edges = sorted({0, *starts, len(text)})
    for start, end in list(pairwise(edges)):
        edges += _parts(text, start, end)
    place = 0
    for start, end in pairwise(sorted(set(edges))):
        for piece in _with_heading(text[start:end].strip()):
            # The pieces of a line are told apart by the number of the piece, which no message shows.
            place += 1
            label = paragraph.label if start == 0 else ""
            yield replace(paragraph, text=piece, label=label, source=replace(paragraph.source, column=place))


def _parts(text: str, start: int, end: int) -> list[int]:
    """Give where the numbered parts of a chapter begin, and those of each of them."""
    parts = _counted(text, _PART, start, end, _LEAST_PARTS)
    found = list(parts)
    for first, last in pairwise([start, *parts, end]):
        found += _counted(text, _NUMBERED, first, last, _LEAST_PARTS)
    return found


def _counted(text: str, pattern: re.Pattern[str], start: int, end: int, least: int) -> list[int]:
    """Give where numbers begin that count up from one without a gap, if there are so many."""
    found: list[int] = []
    for match in pattern.finditer(text, start, end):
        number = match["number"]
        if (int(fold(number)) if fold(number).isdigit() else chinese_numeral(number)) == len(found) + 1:
            found.append(match.start())
    return found if len(found) >= least else []


def _with_heading(piece: str) -> Iterator[str]:
    """Give a piece, or its heading and the text behind it, which only a space parts, as two."""
    body = piece[len(label_of(piece)) :].lstrip()
    match = _HEADING.match(body) if label_of(piece) else None
    if match is None:
        if piece:
            yield piece
        return
    edge = len(piece) - len(body) + match.start("gap")
    yield piece[:edge]
    yield piece[edge:].strip()
