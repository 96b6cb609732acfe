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
from kaoji.reading.document import Block, Document, Paragraph
from kaoji.reading.phrases.wording import label_of

_SHORTEST = 60
_LEAST_CHAPTERS, _LEAST_PARTS = 3, 2
_STOP: Final = late_pattern("[。；;]")
# What is parted by tabs or bars is a row of a table.
_ROW: Final = late_pattern(r"\t|\|")
_EDGE: Final = r"(?:^|(?<=[\s。；;：:！？”》）)…]))"
_CHAPTER: Final = late_pattern(r"(?<![一二三四五六七八九十百、第（(])(?P<number>[一二三四五六七八九十]{1,3})、(?=\S)")
_SET_APART: Final = late_pattern(r"(?<=[。；;：:\s])(?P<number>[一二三四五六七八九十]{1,3})、(?=\S)")
_CLAUSE: Final = late_pattern(rf"{_EDGE}第(?P<number>[一二三四五六七八九十]{{1,3}})条(?=[\s、:：]|[^，,。；;：:]{{3}})")
_TITLED: Final = late_pattern(rf"{_EDGE}第(?P<number>[一二三四五六七八九十]{{1,3}})章(?=\s*[^，,。；;：:\s]{{2,20}}\s)")
# 计分办法（一）数量: the first part may stand right behind the heading
_BEHIND_HEADING: Final = r"(?:(?<=[办方]法)|(?<=内容)|(?<=标准)|(?<=方式)|(?<=对象)|(?<=程序)|(?<=细则)|(?<=要求)|(?<=奖惩)|(?<=结果)|(?<=运用)|(?<=原则)|(?<=机构))(?=[（(]一[）)])"
_PART: Final = late_pattern(rf"(?:{_EDGE}|{_BEHIND_HEADING})[（(](?P<number>[一二三四五六七八九十]{{1,3}})[）)](?=\S)")
_NUMBERED: Final = late_pattern(r"(?<![\d.．第前、，,第（(~～—-])(?P<number>\d{1,2})[、.．](?![\d\s])")
_BRACKETED: Final = late_pattern(r"(?<![（(第附表见])[（(](?P<number>\d{1,2})[）)](?=[^\s\d，,。；;、）)])")
# 一、考核对象各村: usual headings that run on without a space
_USUAL: Final = late_pattern(
    r"^(?:指导思想|(?:考核|考评|评价|评分|计分|奖惩|评定)的?(?:对象|范围|内容|原则|方法|办法|方式|组织|程序|依据|标准|机构|时间|要求|结果)|组织领导|(?:考核|考评)?结果[运应使]用|基本原则|总体要求|奖惩|[^。；;，,：:、\s（(\d]{2,10}(?:计分|评分|扣分)(?:办法|标准|细则))(?P<gap>)(?=[^\s及和与的、，,。；;：:（(])"
)
# 一、考核范围 各村及其干部。: a heading and its text, with a space between them alone.
_HEADING: Final = late_pattern(r"^[^。；;，,：:、\s]{2,16}(?P<gap>[ \u3000\u00a0]+)(?=[^\s（(\d])")
# …考核办法 为深入贯彻…: a title that runs on
_TITLE: Final = late_pattern(
    r"^[^。；;，,：:]{4,60}?(?:办\s*法|方\s*案|细\s*则|制度|意见|规定|标准)(?:[（(][^（）()]{1,8}[）)])?(?P<gap>[ \u3000\u00a0]*)(?=为(?:进一步|了|全面|深入|切实|充分|强化|加强|规范|做好|推动|认真|更好|(?!准|主|依据)[^，,。]{4})|根据|按照|结合|依据)"
)


def chapters_apart(document: Document) -> Document:
    """Give a document whose chapters have paragraphs of their own; one that has them already stays as it is.

    >>> line = "为做好考核，制定本办法。一、对象 各科室。二、内容 （一）学习20分。（二）考勤30分。三、附则 本办法自印发之日起施行，由办公室负责解释。"
    >>> [block.text for block in chapters_apart(Document("", "txt", (Paragraph(line),))).blocks][1:5]
    ['一、对象', '各科室。', '二、内容', '（一）学习20分。']
    """
    blocks: list[Block] = []
    reached = 0
    for block in document.blocks:
        if not isinstance(block, Paragraph) or len(block.text) < _SHORTEST or _ROW.search(block.text.strip()):
            blocks.append(block)
            continue
        pieces, reached = _apart(block, reached)
        blocks += pieces
    return replace(document, blocks=tuple(blocks)) if len(blocks) != len(document.blocks) else document


def _apart(paragraph: Paragraph, reached: int) -> tuple[list[Paragraph], int]:
    """Give the chapters of a paragraph and the number of the last one; those before it may have reached a number already."""
    text = paragraph.text
    going_on = _counted(text, _CHAPTER, 0, len(text), 1, reached) if reached else []
    starts = going_on or _counted(text, _CHAPTER, 0, len(text), _LEAST_CHAPTERS)
    starts = starts or _counted(text, _SET_APART, 0, len(text), _LEAST_PARTS)
    reached = (reached if going_on else 0) + len(starts)
    chapters = [] if starts else _counted(text, _TITLED, 0, len(text), 1)
    starts = starts or _counted(text, _CLAUSE, 0, len(text), _LEAST_CHAPTERS)
    if not starts or len(_STOP.findall(text)) < len(starts):
        return [paragraph], 0  # without sentences it is a table that runs together, if anything
    edges = sorted({0, *starts, *chapters, len(text)})
    for start, end in list(pairwise(edges)):
        edges += _parts(text, start, end)
    pieces: list[Paragraph] = []
    for start, end in pairwise(sorted(set(edges))):
        for piece in _with_heading(text[start:end].strip()):
            # The pieces of a line are told apart by the number of the piece, which no message shows.
            label = paragraph.label if start == 0 else ""
            source = replace(paragraph.source, column=len(pieces) + 1)
            pieces.append(replace(paragraph, text=piece, label=label, source=source))
    return pieces, reached


def _parts(text: str, start: int, end: int) -> list[int]:
    """Give where the numbered parts of a chapter begin, and those of each of them."""
    parts = _counted(text, _PART, start, end, _LEAST_PARTS)
    found = list(parts)
    for first, last in pairwise([start, *parts, end]):
        items = _counted(text, _NUMBERED, first, last, _LEAST_PARTS)
        found += items
        for begin, behind in pairwise([first, *items, last]):
            found += _counted(text, _BRACKETED, begin, behind, _LEAST_PARTS)
    return found


def _counted(text: str, pattern: re.Pattern[str], start: int, end: int, least: int, before: int = 0) -> list[int]:
    """Give where numbers begin that count up without a gap, from one or on from ``before``, if there are so many."""
    found: list[int] = []
    for match in pattern.finditer(text, start, end):
        number = match["number"]
        if (int(fold(number)) if fold(number).isdigit() else chinese_numeral(number)) == before + len(found) + 1:
            found.append(match.start())
    return found if len(found) >= least else []


def _with_heading(piece: str) -> Iterator[str]:
    """Give a piece, or its heading and the text behind it, which only a space parts, as two."""
    body = piece[len(label_of(piece)) :].lstrip()
    match = (_HEADING.match(body) or _USUAL.match(body)) if label_of(piece) else _TITLE.match(body)
    if match is None:
        if piece:
            yield piece
        return
    edge = len(piece) - len(body) + match.start("gap")
    yield piece[:edge]
    yield piece[edge:].strip()
