"""Points that stand in brackets at the end of what rows ask for (制度上墙。（2分）), where a sheet has no column of points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.wording import Points
from kaoji.reading.sheets.branches import Branch

_AT_END: Final = late_pattern(r"[（(]\s*(?P<value>\d{1,3}(?:\.\d{1,2})?)\s*分?\s*[）)][。；;]?\s*$")
_FEWEST, _MOSTLY = 3, 0.8


def settle_own_points(branches: Sequence[Branch]) -> None:
    """Give leaves the points at the end of what they ask for, or of their texts, where nearly all have some so."""
    leaves = [leaf for branch in branches for leaf in branch.leaves()]
    found = [(leaf, points) for leaf in leaves if not leaf.points and (points := _points_of(leaf))]
    open_ones = [leaf for leaf in leaves if not leaf.points]
    if len(found) < _FEWEST or len(found) < len(open_ones) * _MOSTLY:
        return
    for leaf, points in found:
        leaf.points = points


def _points_of(leaf: Branch) -> Points:
    """Give the points at the end of the first line of what a leaf asks for."""
    asked = (leaf.detail or leaf.text).split("\n")[0]
    found = _AT_END.search(fold(asked))
    return Points(found["value"]) if found is not None else Points()
