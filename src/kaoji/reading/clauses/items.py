"""The numbered points that a text is made of, and the sentences of a point."""

from __future__ import annotations

from typing import Final

from kaoji.late_patterns import late_pattern

# ¶ stands for a circled number; 1、 (2) 3. number a point where a sentence or a clause begins.
NUMBERED: Final = late_pattern(r"¶|(?:^|(?<=[。;,]))\(?\d{1,2}[、.)](?!\d)")


def point_around(text: str, place: int) -> str:
    """Give the point that a place belongs to.

    >>> point_around("1.测评好得5分。2.工程优得3分。", 12)
    '工程优得3分。'
    """
    start, end = 0, len(text)
    for found in NUMBERED.finditer(text):
        if found.end() <= place:
            start = found.end()
        elif found.start() >= place:
            end = found.start()
            break
    return text[start:end]


def said_before(text: str, place: int) -> str:
    """Give what the sentence of a place has said before it.

    >>> said_before("迟到扣1分。发表论文,国家级2分,省级1分。", 15)
    '发表论文,国家级2'
    """
    start = text.rfind("。", 0, place) + 1
    for found in NUMBERED.finditer(text, start, place):
        start = found.end()
    return text[start:place]
