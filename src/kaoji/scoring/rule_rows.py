"""The parameters of rule items: what kind each is of, where its effect falls, and for which values it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kaoji.numbers import to_points
from kaoji.scheme.rules import Entered, Index, Once, Part, Per, Proportional, Range, Rank, Scoring, Ties
from kaoji.scheme.structure import ResolvedNode, ResolvedRule, means_no
from kaoji.scoring.relations import UNREACHABLE, quantity, rounding_step

_SIDES = {"fill": 0, "extra": 1, "minus": 2}
_TOWARDS = {"each": 0, "above": 1, "below": -1}
_TO_TARGET = 2
"""The reach of a fact towards its target is the target itself; of the others it is how far the value lies from it."""
_FOREVER = 2**31


@dataclass
class RuleRow:
    """The parameters of one rule item."""

    resolved: ResolvedNode
    rule: ResolvedRule
    item: Scoring
    kind: str = ""
    side: int = 0
    points: int | None = None
    step: int | None = None
    towards: int = 0
    threshold: int | None = None
    low: int = -UNREACHABLE
    high: int = UNREACHABLE
    level: str | None = None
    is_compared: bool = False
    tie_policy: str | None = None
    tie_step: int | None = None
    first_share: int | None = None
    second_share: int | None = None
    places: tuple[tuple[int, int, int], ...] = ()


def item_rows(resolved: ResolvedNode, rule: ResolvedRule, part: Part, ties: Ties | None) -> Iterator[RuleRow]:
    """Give the parameters of each item of a part."""
    last_threshold: Decimal | None = None
    for item in part.scoring:
        row = RuleRow(resolved, rule, item)
        if isinstance(item, Once):
            _once(row, item, part)
            if item.when is not None and item.when.value is not None:
                last_threshold = item.when.value
        elif isinstance(item, Per):
            _per(row, item, last_threshold)
        elif isinstance(item, Range):
            row.kind, row.side = "range", _SIDES[item.effect]
            row.level = item.label
        elif isinstance(item, Entered):
            row.kind = "entered"
        elif isinstance(item, Proportional) and item.to == "shares":
            row.kind = "once"
        elif isinstance(item, Proportional):
            row.kind, row.is_compared = item.to, item.to == "best"
            row.threshold = quantity(rule.rule.target) if rule.rule.target is not None else None
            row.towards = _TO_TARGET
        elif isinstance(item, Rank):
            _rank(row, item, ties)
        elif isinstance(item, Index):
            row.kind, row.is_compared = item.method, True
            row.first_share = int((item.first or 0) * 10**4)
            row.second_share = int((item.second or 0) * 10**4)
        yield row


def _once(row: RuleRow, item: Once, part: Part) -> None:
    row.kind, row.side = "once", _SIDES[item.effect]
    row.points = None if item.points is None else to_points(item.points)
    if row.rule.key == "when":
        is_no = (
            item.when is not None
            and item.when.label is not None
            and means_no(item.when.label, row.rule.rule.when or "")
        )
        row.low, row.high = (-UNREACHABLE, 1) if is_no else (1, UNREACHABLE)
    elif item.when is not None and item.when.comparison is not None:
        row.low, row.high = _bounds(item, part)
    elif item.when is not None:
        row.level = item.when.label


def _per(row: RuleRow, item: Per, last_threshold: Decimal | None) -> None:
    row.kind, row.side = "per" if item.whole else "per_share", _SIDES[item.effect]
    row.points, row.step = to_points(item.points), quantity(item.step)
    if item.of_target:
        row.kind, row.step = "per_target" if item.whole else "per_target_share", quantity(item.step / 100)
    row.towards = _TOWARDS[item.towards]
    row.level = item.label
    if item.then:
        row.towards = row.towards or 1
        row.threshold = quantity(last_threshold or Decimal(0))
    elif row.towards and row.rule.rule.target is not None:
        row.threshold = quantity(row.rule.rule.target)


def _rank(row: RuleRow, item: Rank, ties: Ties | None) -> None:
    row.kind, row.side, row.is_compared = "place", _SIDES[item.effect], True
    row.towards = -1 if item.from_end == "bottom" else 1
    row.tie_policy = ties.policy if ties is not None else "higher"
    row.tie_step = None if ties is None else rounding_step(ties.decimals)
    row.places = tuple((first, last or _FOREVER, to_points(points)) for first, last, points in item.places)


def compares(item: Scoring) -> bool:
    """Tell whether an item looks at the values of other units."""
    return isinstance(item, Rank | Index) or (isinstance(item, Proportional) and item.to == "best")


def _bounds(item: Once, part: Part) -> tuple[int, int]:
    """Give the half-open bounds in quantities within which a comparison holds, tiers of its part excluded."""
    if item.when is None or item.when.value is None:
        return -UNREACHABLE, UNREACHABLE
    comparison, value = item.when.comparison, quantity(item.when.value)
    others = [
        quantity(other.when.value) + (1 if other.when.comparison in (">", "<=") else 0)
        for other in part.scoring
        if isinstance(other, Once)
        and other.when is not None
        and other.when.value is not None
        and other.effect == item.effect
        and (other.when.comparison in (">=", ">")) == (comparison in (">=", ">"))
    ]
    edge = value + (1 if comparison in (">", "<=") else 0)
    if comparison in (">=", ">"):
        return edge, min((other for other in others if other > edge), default=UNREACHABLE)
    return max((other for other in others if other < edge), default=-UNREACHABLE), edge
