"""Lines as a page cut them → paragraphs of whole sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph, is_blank
from kaoji.reading.phrases.actors import is_unit
from kaoji.reading.phrases.wording import one_line, squeeze

_LEAST_WEIGHTED = 3
_LEAST_LENGTH, _LEAST_COMMON_WIDTH, _COMMON = 10, 24, 4
_CLINGING: Final = late_pattern(r"[，。；、：！？）》”%％]")  # no paragraph begins with these
_WRAPPED_SHARE = 3
_NEAR = 4
_SELDOM = 4  # one in so many
LONGEST_NAME: Final = 12
"""Letters of the name of a unit as lists have them."""
_NEIGHBOURS, _LEAST_WIDTH, _RAGGED, _AROUND = 5, 40, 10, 40
_STOP: Final = late_pattern(r"[。；;！？：:]$|\d分[）)]$")


def reflowed(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Join the lines of a printed page to paragraphs; texts whose lines are paragraphs already stay as they are."""
    filled = [paragraph for paragraph in paragraphs if not is_blank(paragraph.text)]
    if not filled or filled[0].source.line is None:
        return filled
    cut = _cut_lines(filled)
    joined: list[Paragraph] = []
    open_line = False
    for index, paragraph in enumerate(filled):
        is_near = index > 0 and (paragraph.source.line or 0) - (filled[index - 1].source.line or 0) <= _NEAR
        if open_line and is_near and re.fullmatch(r"\d{1,3}", squeeze(paragraph.text)):
            joined.insert(len(joined) - 1, paragraph)
            continue
        is_rest = index > 0 and (
            _CLINGING.match(paragraph.text.strip()) is not None or _parts_unit(filled[index - 1].text, paragraph.text)
        )
        goes_on = (open_line or is_rest) and is_near and not _starts(paragraph.text)
        open_line = cut[index]
        if goes_on:
            before = joined[-1]
            joined[-1] = Paragraph(
                before.text + "\n" + paragraph.text.strip(), before.level, before.label, before.source
            )
        else:
            joined.append(paragraph)
    return [
        Paragraph(one_line(paragraph.text), paragraph.level, paragraph.label, paragraph.source) for paragraph in joined
    ]


def _parts_unit(before: str, text: str) -> bool:
    """Tell whether the last unit of a list goes on in the next line: …、县审计局、县农业 / 农村局."""
    *names, last = re.split("[、，,]", squeeze(before))
    rest = re.split("[、，,。；;]", squeeze(text))[0]
    are_short = len(last) <= LONGEST_NAME and len(rest) <= LONGEST_NAME
    return are_short and bool(names) and is_unit(names[-1]) and not is_unit(last) and is_unit(last + rest)


def _cut_lines(lines: Sequence[Paragraph]) -> list[bool]:
    """Tell of each line whether the page ended it: as wide as its neighbours, no full stop, and several of them so."""
    widths = [_width(line.text) for line in lines]
    reaches = []
    for index, line in enumerate(lines):
        full = max(widths[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1])
        is_wide = _LEAST_WIDTH <= full <= widths[index] + _RAGGED
        reaches.append(is_wide and not _STOP.search(squeeze(line.text)))
    cut = [
        reach
        and sum(near := reaches[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS + 1]) * _WRAPPED_SHARE >= len(near)
        for index, reach in enumerate(reaches)
    ]
    lengths = [len(line.text.rstrip()) for line in lines]
    stops = [_STOP.search(squeeze(line.text)) is not None for line in lines]
    length, width = _common(lengths, 0, _LEAST_LENGTH), _common(widths, _NEAR, _LEAST_COMMON_WIDTH)
    width = min(width, _widest_cut(widths, stops))
    return [
        cut[index]
        or _is_open(lines[index].text)
        or (reach and _is_as_wide(index, widths, cut))
        or ((lengths[index] >= length or widths[index] >= width) and not _STOP.search(squeeze(lines[index].text)))
        for index, reach in enumerate(reaches)
    ]


def _common(sizes: Sequence[int], spread: int, least: int) -> float:
    """Give the size from which on lines were cut by a page or a program: none is larger, and many are nearly as large."""
    most = max(sizes)
    count = sum(size >= most - spread for size in sizes)
    is_common = most >= least and count >= _LEAST_WEIGHTED and count * _COMMON >= len(sizes)
    return most - spread if is_common else math.inf


def _widest_cut(widths: Sequence[int], stops: Sequence[bool]) -> float:
    """Give the width from which on lines were cut where hardly any of the widest, all as wide, ends a sentence."""
    most = max(widths)
    ends = [stop for size, stop in zip(widths, stops, strict=True) if size >= most - _NEAR]
    is_cut = most >= _LEAST_WIDTH and len(ends) >= _LEAST_WEIGHTED and sum(ends) * _SELDOM <= len(ends)
    return most - _NEAR if is_cut else math.inf


def _is_as_wide(index: int, widths: Sequence[int], cut: Sequence[bool]) -> bool:
    """Tell whether a line among short ones is as wide as several lines around that the page ended."""
    around = range(max(0, index - _AROUND), min(len(widths), index + _AROUND + 1))
    return sum(cut[other] and abs(widths[other] - widths[index]) <= _NEAR for other in around) >= _LEAST_WEIGHTED


def _is_open(text: str) -> bool:
    """Tell whether a line of a page ends inside a list or a bracket that it opened: its last words go on below."""
    last = max(text.rfind("（"), text.rfind("("))
    in_bracket = last >= 0 and max(text.rfind("）"), text.rfind(")")) < last and len(text) - last > 1
    return text.rstrip().endswith("、") or (in_bracket and _width(text) >= _LEAST_WIDTH)


# 主责单位：, 完成时限：
_FIELD: Final = late_pattern(
    r"(?:(?:主责|牵头|责任|协办|配合|承办|协助|参与|主办|督办|负责|分管)(?:单位|部门|科室|领导|人)|(?:完成|办结)(?:时限|时间|期限)|(?:时限|期限|进度)要求)[：:]"
)


def _starts(text: str) -> bool:
    """Tell whether a line begins a paragraph of its own: a number and not too far in the text, or who does a task by when."""
    return bool(
        re.match(
            r"^\s*(?:第[一二三四五六七八九十]+(?:组|章|条|节|类)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|附件|[①-⑳]|\d{1,2}、|\d{1,2}[.．](?!\d)|\d{1,2}[)）])",
            text,
        )
        or _FIELD.match(text.strip())
    )


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text.strip())
