"""Glyphs into lines, and lines into text: a line that is full runs on, one that is not ends where it ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.files.pdf.glyphs import POINT, Glyph

# Marks that may not begin a line, so they come along with the letter before them.
_CLINGING: Final = "。，、；：！？）》〉」』】〕”’%％‰℃,.;:!?)]}·…—"
_OPENING: Final = "（《〈「『【〔“‘([{"
_NUMBERED: Final = late_pattern(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、．.]|第[一二三四五六七八九十百]{1,4}[章节条款]|[（(][一二三四五六七八九十0-9]{1,3}[）)]"
    r"|[0-9]{1,2}(?:[、．]|\.(?![0-9]))|[①-⑳]|附件?[0-9一二三四五六七八九十]{0,2}[:：])"
)
# White space between a cell's frame and its text in the usual office programs.
_PADDING: Final = 540
_ENDS: Final = "。！？!?"
_STOPS: Final = "。！？!?；;，,、：:"
# Names of offices stand one on a line, and a short line of them is easily full.
_OFFICE: Final = late_pattern(
    r"[\u4e00-\u9fff]{1,20}(?:局|室|办|委|会|院|部|处|队|中心|公司|行|镇|乡|街道|社|站|所|司|厅|组|科|校|馆)"
)


@dataclass(frozen=True)
class Line:
    """Glyphs on one base line, from left to right; what is asked for again and again is worked out once."""

    glyphs: tuple[Glyph, ...]
    page: int

    @property
    def left(self) -> int:
        """Left edge."""
        return self.glyphs[0].left

    @property
    def right(self) -> int:
        """Right edge."""
        return self.glyphs[-1].right

    @property
    def base(self) -> int:
        """Height of the base line."""
        return self.glyphs[0].base

    @property
    def top(self) -> int:
        """Upper edge."""
        return min(glyph.top for glyph in self.glyphs)

    @cached_property
    def size(self) -> int:
        """Height of its letters, about the width of a Chinese one."""
        heights = sorted(glyph.bottom - glyph.top for glyph in self.glyphs)
        return max(heights[len(heights) // 2], POINT)

    @cached_property
    def text(self) -> str:
        """The letters with spaces where the gaps between them show some."""
        pieces = [self.glyphs[0].text]
        narrow, wide = self.size * 3, self.size * 8
        for before, glyph in pairwise(self.glyphs):
            gap = (glyph.left - before.right) * 10
            if gap > narrow and (gap > wide or (before.text.isascii() and glyph.text.isascii())):
                pieces.append(" ")
            pieces.append(glyph.text)
        return " ".join("".join(pieces).split())


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Gather glyphs into lines from top to bottom; spaces are seen as gaps, letters drawn twice count once."""
    lines: list[list[Glyph]] = []
    for glyph in sorted((glyph for glyph in glyphs if not glyph.text.isspace()), key=_by_base):
        height = max(glyph.bottom - glyph.top, POINT)
        if lines and abs(lines[-1][0].base - glyph.base) * 2 <= height:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [Line(_once(sorted(line, key=_by_left)), page) for line in lines]


def read_off(lines: Iterable[Line]) -> None:
    """Work out what will be asked of lines, where there is time for it: they keep it."""
    for line in lines:
        _ = line.text


def _by_base(glyph: Glyph) -> tuple[int, int]:
    return glyph.base, glyph.left


def _by_left(glyph: Glyph) -> tuple[int, int]:
    return glyph.left, glyph.base


def _once(glyphs: list[Glyph]) -> tuple[Glyph, ...]:
    """Drop the second copy of letters that are drawn twice, a little apart, to look bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        text, left, right, *_ = glyph
        edge = 3 * left - max(right - left, 1)
        for other in kept[-2:]:
            if 3 * other.left > edge and other.text == text:
                break
        else:
            kept.append(glyph)
    return tuple(kept)


def parts_of(line: Line) -> list[Line]:
    """Part a line where the gap is wider than one and a half letters."""
    parts: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, glyph in pairwise(line.glyphs):
        if (glyph.left - before.right) * 2 > line.size * 3:
            parts.append([])
        parts[-1].append(glyph)
    return [Line(tuple(part), line.page) for part in parts]


def runs_on(line: Line, following: Line, room: int) -> bool:
    """Tell whether the following line only begins because its first word did not fit on this line's room."""
    width = line.right - line.left + _first_word(following)
    if line.glyphs[-1].text.isascii() != following.glyphs[0].text.isascii():
        # Between Chinese and Latin letters printers set a quarter of a letter's width.
        width += line.size // 4
    return width + line.size // 8 > room


def _first_word(line: Line) -> int:
    """Give the width of what cannot be parted at the beginning of a line: a letter of Chinese, or a whole number."""
    end = 1
    glyphs = line.glyphs
    while end < len(glyphs):
        before, glyph = glyphs[end - 1].text, glyphs[end].text
        is_word = before.isascii() and glyph.isascii() and not (before.isspace() or glyph.isspace())
        if not is_word and glyph not in _CLINGING and before not in _OPENING:
            break
        end += 1
    return glyphs[end - 1].right - glyphs[0].left


def cell_text(lines: Sequence[Line], width: int) -> str:
    """Give the text of a cell of this width: wrapped lines joined, real line breaks kept."""
    if not lines:
        return ""
    room = max(*(line.right - line.left for line in lines), width - 2 * _PADDING)
    text = lines[0].text
    for line, following in pairwise(lines):
        if runs_on(line, following, room) and not is_numbered(following.text) and not _are_offices(line, following):
            text = joined(text, following.text)
        else:
            text += "\n" + following.text
    return text


def _are_offices(line: Line, following: Line) -> bool:
    return _OFFICE.fullmatch(line.text) is not None and _OFFICE.fullmatch(following.text) is not None


def breaks_off(lines: Sequence[Line]) -> bool:
    """Tell whether a text ends without any mark, as no sentence does."""
    return bool(lines) and not lines[-1].text.endswith(tuple(_STOPS))


def is_unfinished(lines: Sequence[Line], following: Sequence[Line], width: int) -> bool:
    """Tell whether the text of a cell breaks off at its last line and goes on in the following ones."""
    if not lines or not following or lines[-1].text.endswith(tuple(_ENDS)) or is_numbered(following[0].text):
        return False
    room = max(*(line.right - line.left for line in (*lines, *following)), width - 2 * _PADDING)
    return runs_on(lines[-1], following[0], room)


def is_numbered(text: str) -> bool:
    """Tell whether a text begins with a number of an outline, so that it begins a paragraph."""
    return _NUMBERED.match(text) is not None


def joined(text: str, following: str) -> str:
    """Join two lines of one paragraph; only Latin words need a space between them.

    >>> joined("每低1个百分", "点扣0.5分"), joined("Key", "Performance")
    ('每低1个百分点扣0.5分', 'Key Performance')
    """
    is_latin = text[-1:].isascii() and following[:1].isascii() and text[-1:].isalpha() and following[:1].isalpha()
    return f"{text} {following}" if is_latin else text + following
