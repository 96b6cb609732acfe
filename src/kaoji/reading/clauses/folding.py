"""Scoring texts in one way of writing, with the way back to each character as it stood."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal

# Circled numbers begin a point; folded they would run into the number after them.
_BULLETS: Final = frozenset(map(chr, (*range(0x2460, 0x2474), *range(0x2776, 0x2780), 0xFFFD, 0x25CF, 0x25A0, 0x25B2)))
BULLET: Final = "¶"
_SAME: Final = {
    "—": "-", "–": "-", "―": "-", "−": "-", "~": "-", "〜": "-", "﹣": "-",
    "“": '"', "”": '"', "〝": '"', "〞": '"', "﹪": "%", "〔": "(", "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")",
    "‚": ",", "﹐": ",", "∶": ":", "︰": ":", "﹔": ";", "✕": "×", "*": "×", "＊": "×", "╱": "/", "∕": "/", "!": "。",
}  # fmt: skip


# 扣0。5分, 扣0 5分, 扣0、5分: a decimal point that was lost.
_LOST_POINT: Final = late_pattern(
    r"((?<=[扣减加得计记低高少多为])\s*[0０]\s*?)[。．·\s](?=\s*\d\s*分)|((?<![\d０-９.．、，,])[0０])、(?=\d分)"
)
# 全国——2分: a dash that sets the points apart, no sign of theirs.
_LONG_DASH: Final = late_pattern(r"(?<=[\u4e00-\u9fff）)])——(?=\s*\d+(?:\.\d+)?\s*分(?!钟))")
# 扣1 3分: a dash that was lost, where the second number is the greater and nothing else is set apart.
LOST_DASH: Final = late_pattern(r"(?<=[扣减加计得记])(\s*[1-9１-９])[ \u3000](?=[1-9１-９]分)")
# 得l分: a one that was misread.
MISREAD: Final = late_pattern(r"(?<=[扣减加得计记])\s*[lI|]\s*(?=分)")
# 积10分, where points are collected: they are given.
_COLLECTED: Final = late_pattern(r"(?<![累乘体面计])积(?=\s*[\d０-９]+(?:\.\d+)?\s*分)")
# 计2个积点, 计2积分: points by another name.
_CREDITS: Final = late_pattern(r"(?<=[\d０-９])\s*个?积[点分](?![制卡])")
# 在不得分的基础上倒扣10分: two deductions.
_BESIDES: Final = late_pattern(r"在(?:本项|该项)?不得分的基础上")
# 没人扣1分, 没少一种扣1分: 每, mistyped.
MISTYPED: Final = late_pattern(
    r"没(?=(?:[少缺差低晚迟]\s*[\d０-９一]|(?:发现|出现|增加|减少)?[一1１]?[人次项处条件个例天户份篇起])\s*[^，。；,;没不未\s]{0,14}[，,]?\s*[扣加减]\s*[\d０-９])"
)
# 扣05分: a point that was lost without a trace.
NO_POINT: Final = late_pattern(r"(?<![\d.０-９．:：/-])[0０][\d０-９]{1,2}\s*(?:分(?!钟)|个?百分点)")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text and, for each of its characters, the place it came from."""

    text: str
    places: tuple[int, ...]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Give the span in the original text."""
        if start >= end:
            place = self.places[start] if start < len(self.places) else (self.places[-1] + 1 if self.places else 0)
            return place, place
        return self.places[start], self.places[end - 1] + 1


def folded(text: str) -> Folded:
    """Fold width and signs, and leave out white space except between Latin letters.

    >>> folded("记 １ 分，扣２—３分").text
    '记1分,扣2-3分'
    >>> folded("扣0。5分").text
    '扣0.5分'
    """
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(_mended(text)):
        if character.isspace() or character in "\u200b\ufeff\u00ad":
            continue
        one = character
        if character in _BULLETS:
            one = BULLET
        elif character > "\x7f" and not "\u4e00" <= character <= "\u9fff":
            normal = unicodedata.normalize("NFKC", character)
            one = normal if len(normal) == 1 else character
        one = _SAME.get(one, one)
        if one == "." and characters and characters[-1] > "":
            one = "。"
        characters.append(one)
        places.append(place)
    return Folded("".join(characters), tuple(places))


def _mended(text: str) -> str:
    """Give the text with the signs that were lost or mistyped, each in the place of another."""
    text = _COLLECTED.sub("计", text)
    text = _CREDITS.sub(lambda match: "分".ljust(len(match[0])), text) if "积" in text else text
    text = _BESIDES.sub(lambda match: "不得分,".ljust(len(match[0])), text)
    text = MISREAD.sub(lambda match: "1".ljust(len(match[0])), text)
    text = _LONG_DASH.sub("： ", text) if "——" in text else text
    return MISTYPED.sub(
        "每", LOST_DASH.sub(_with_dash, _LOST_POINT.sub(lambda match: f"{match[1] or match[2]}.", text))
    )


def _with_dash(match: re.Match[str]) -> str:
    is_range = int(match[1]) < int(match.string[match.end()])
    return f"{match[1]}-" if is_range else match[0]


def number(text: str) -> Decimal:
    """Read a number of a scoring text.

    >>> number("1,200"), number("三"), number("零点五"), number("半"), number("一点二"), number("05")
    (Decimal('1200'), Decimal('3'), Decimal('0.5'), Decimal('0.5'), Decimal('1.2'), Decimal('0.5'))
    """
    if text == "半":
        return Decimal("0.5")
    if "点" in text:
        whole, _, part = text.partition("点")
        digits = "".join(str(decimal(digit)) for digit in part)
        return Decimal(f"{decimal(whole or '零')}.{digits}")
    value = decimal(f"{text[0]}.{text[1:]}" if text.isdigit() and text[0] == "0" and text[1:] else text)
    if value is None:
        raise ValueError(text)
    return value
