"""Scoring texts into rules: what a notice says in loose prose, as the forms of the scheme language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal
from kaoji.reading.clauses.branches import Controlled
from kaoji.reading.clauses.folding import LOST_DASH, MISREAD, MISTYPED, NO_POINT, folded
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.reading.clauses.normal import controlled
from kaoji.reading.clauses.reader import read

__all__ = ["ClauseReading", "ClauseRule", "Controlled", "controlled", "read_clause", "rules_jsonl"]

_LONGEST: Final = 6_000
"""A longer text is no scoring text, but a page that became one cell, and a longer run without any mark no sentence; it
is left to a person, for reading it could take forever."""
_ENDLESS: Final = late_pattern(r"[^，,。；;：:\n]{1000}|[\d.．一二三四五六七八九十百千万零两]{80}")
_GIST: Final = 20


def read_clause(text: str, points: Decimal | str | int | None = None) -> ClauseReading:
    """Read a scoring text.

    Args:
        text: the text as it stands in the notice.
        points: the row's own points, if it has any; as text it may be empty or no number at all.

    >>> [rule.form for rule in read_clause("出现乱收费的，每次扣3分，扣完为止", 10).rules]
    ['per', 'floor']
    """
    own = None if points is None else decimal(points)
    if len(text) > _LONGEST or _ENDLESS.search(text):
        whole = ClauseRule("unknown", 0, len(text), "not_understood", text[:_GIST])
        return ClauseReading(text, own, (whole,))
    source = folded(text)
    rules = []
    for rule in read(source, own):
        start, end = source.source(rule.start, rule.end)
        lost = rule.form == "range" and LOST_DASH.search(text[start:end])
        misread = MISREAD.search(text, start, end) or MISTYPED.search(text, start, end)
        misread = misread or NO_POINT.search(text, start, end)
        sure = "check" if lost or misread else rule.confidence
        is_same = (start, end, sure) == (rule.start, rule.end, rule.confidence)
        rules.append(rule if is_same else replace(rule, start=start, end=end, confidence=sure))
    return ClauseReading(text, own, tuple(rules))


def rules_jsonl(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Read scoring texts, one a line as {"id", "text", "points"}, and give {"id", "rules"} for each."""
    for line in lines:
        if not line.strip():
            continue
        row = json.loads(line)
        reading = read_clause(row["text"], row.get("points", ""))
        result: dict[str, Any] = {"id": row["id"], "rules": [rule.to_json() for rule in reading.understood]}
        if reading.not_understood:
            result["not_understood"] = [[rule.start, rule.end, rule.label] for rule in reading.not_understood]
        yield result
