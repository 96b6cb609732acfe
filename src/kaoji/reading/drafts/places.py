"""Rules by place as the scheme writes them: places that give and places that take, and what holds for equal ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal
from kaoji.reading.clauses.model import ClauseRule
from kaoji.reading.phrases.wording import squeeze
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Part, Rank, Score

_TIES: Final = late_pattern(r"并列[^。；;]{0,24}?(?:(?P<divided>÷并列|除以并列)|平分|平均|均分)")

_SHARES: Final = late_pattern(r"并列[^。；;]{0,24}?(?:平分|平均|均分)|(?:÷|除以)并列")


def signed_places(rule: ClauseRule) -> str:
    """Write places of which some give and some take points: 第1名加5分，第4名减2分."""
    parts: list[Part] = []
    for sign in ("extra", "minus"):
        places = tuple(
            (place, place, abs(value))
            for place, value in enumerate(rule.places, rule.first_place)
            if (value < 0) == (sign == "minus")
        )
        if places:
            parts.append(Part((Rank(sign, "top", places),)))
    return print_score(Score(tuple(parts)))


def only_settles_ties(words: str, scores: Iterable[str]) -> bool:
    """Tell whether words say nothing but what holds for equal places, and a rule took that over."""
    return _SHARES.search(squeeze(words)) is not None and any("并列时" in score for score in scores)


def with_ties(score: str, text: str) -> str:
    """Add what a text says on equal places to a rule by place."""
    squeezed = squeeze(text)
    match = _TIES.search(squeezed)
    if match is None:
        return score
    decimals = re.search(r"保留([一二两三四1-4])位小数", squeezed[match.start() : match.end() + 12])
    places = f"（保留{decimal(decimals[1])}位小数）" if decimals else ""
    said = f"并列时按名次应得分除以并列个数{places}" if match["divided"] else "并列时平分"
    first, *rest = score.split("；")
    changed = "；".join([f"{first}，{said}", *rest])
    return changed if parse_score(changed)[0] is not None else score
