"""Headings that are led by signs (★客户服务（30分） / ●电梯（15分）：…) as numbered ones: the sign seen first is the highest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph

_SIGNED: Final = late_pattern(
    r"^\s*(?P<sign>[★☆●○◆◇■□▲△➤►※◎✦])\s*(?P<rest>[^，,。；;：:（(]{2,24}[（(](?:满分)?\s*\d+(?:\.\d+)?\s*分\s*[）)].*)$"
)
_NUMERALS: Final = "一二三四五六七八九十"
_FORMS: Final = ("{}、", "（{}）")
_FEWEST: Final = 3


def with_signs_as_numbers(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Give lines with numbers for signs before names with points, where several are led by one or two signs."""
    found = {at: match for at, line in enumerate(lines) if (match := _SIGNED.match(line.text)) is not None}
    signs = list(dict.fromkeys(match["sign"] for match in found.values()))
    if len(found) < _FEWEST or not 0 < len(signs) <= len(_FORMS):
        return lines
    counts = [0, 0]
    numbered = list(lines)
    for at, match in found.items():
        depth = signs.index(match["sign"])
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (len(counts) - depth - 1)
        if counts[depth] > len(_NUMERALS):
            return lines
        label = _FORMS[depth].format(_NUMERALS[counts[depth] - 1])
        numbered[at] = replace(lines[at], text=match["rest"], label=label)
    return numbered
