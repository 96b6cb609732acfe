"""A text of a notice as the checks of its wording compare it."""

from __future__ import annotations

import re
from functools import lru_cache

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold

NUMBER = r"\d+(?:\.\d+)?"
NOT_A_VERB = late_pattern(
    r"([累合共统估总小预审会设]计|[登标笔书]记|[取获使值]得|[增参追添附]加|[增削缩裁核]减|少计|不得)$"
)
_CHINESE_AMOUNT = late_pattern(r"(?<=[计记得加扣减])\s*([一二两三四五六七八九十]+)分")


@lru_cache(maxsize=2**13)
def plain_text(text: str) -> str:
    """Fold widths, keep Chinese commas apart from decimals, write 扣一分 with a digit, drop spaces inside numbers."""
    folded = fold(text)
    folded = _CHINESE_AMOUNT.sub(lambda match: f"{decimal(match[1])}分", folded)
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=\d)|(?<=\d)\s+(?=[\u4e00-\u9fff])", "", folded)
