"""How many points rules can give and take at most: the bounds that caps, floors and points are compared with.

Everything here is an upper bound over all facts; ``UNBOUNDED`` where occurrences or values have no end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from kaoji.scheme.rules import (
    Cap,
    Effect,
    Floor,
    Index,
    Limit,
    Once,
    Open,
    Part,
    Per,
    Range,
    Rank,
    Scoring,
    bounded_by,
    effect_of,
)
from kaoji.scheme.structure import ResolvedNode, ResolvedRule, Slot, Structure, means_no

Bound = Literal["plus", "extra", "minus", "value"]
UNBOUNDED = Decimal("Infinity")
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reach:
    """The most that can come together: towards the points, beyond them, both, and taken away."""

    fill: Decimal = NONE
    extra: Decimal = NONE
    plus: Decimal = NONE
    minus: Decimal = NONE

    def __add__(self, other: Reach) -> Reach:
        return Reach(self.fill + other.fill, self.extra + other.extra, self.plus + other.plus, self.minus + other.minus)

    def capped(self, caps: Iterable[tuple[Bound, Cap]]) -> Reach:
        """Apply caps to what each bounds."""
        result = self
        for bound, cap in caps:
            if bound == "minus":
                result = Reach(result.fill, result.extra, result.plus, min(result.minus, cap.points))
            elif bound == "extra":
                extra = min(result.extra, cap.points)
                result = Reach(result.fill, extra, min(result.plus, result.fill + extra), result.minus)
            else:
                fill, extra, plus = (min(value, cap.points) for value in (result.fill, result.extra, result.plus))
                result = Reach(fill, extra, plus, result.minus)
        return result


def single(item: Scoring, points: Decimal | None) -> Decimal:
    """Give the largest amount of one item at one time."""
    full = UNBOUNDED if points is None else points
    match item:
        case Once(_, amount) if amount is not None:
            full = amount
        case Per(_, amount):
            full = amount
        case Rank(_, _, places):
            full = max(amount for _, _, amount in places)
        case Range(_, _, high):
            full = high
        case Index("efficacy", base, span):
            full = full * ((base or NONE) + (span or NONE)) / 100
        case Index("growth"):
            full = UNBOUNDED
    return full


def most(item: Scoring, slot: Slot, points: Decimal | None) -> Decimal:
    """Give the largest amount of one item over the whole period."""
    repeated = isinstance(item, Per) or (slot.kind == "events" and isinstance(item, Once | Range))
    return UNBOUNDED if repeated and single(item, points) else single(item, points)


def settled(limits: Iterable[Limit], items: Sequence[Scoring]) -> list[tuple[Bound, Cap]]:
    """Give the caps among limits, each with what it bounds; one on the value bounds what is given."""
    caps = [limit for limit in limits if isinstance(limit, Cap)]
    bounds = [bounded_by(cap, items) for cap in caps]
    return [("plus" if bound == "value" else bound, cap) for bound, cap in zip(bounds, caps, strict=True)]


def settled_at(node: ResolvedNode) -> list[tuple[Bound, Cap]]:
    """Give the caps that an indicator or section states for all below it, each with what it bounds."""
    caps = [limit for limit in node.limits if isinstance(limit, Cap)]
    items = [item for rule in node.rules for item in rule.score.scoring]
    return [(bounded_by(cap, items) if cap.side else "plus", cap) for cap in caps]


def part_reach(part: Part, slot: Slot, points: Decimal | None) -> Reach:
    """Give the reach of a part, before its own caps."""
    items: dict[Effect, list[Scoring]] = {}
    for item in part.scoring:
        items.setdefault(effect_of(item), []).append(item)
    amounts = {effect: _together(own, slot, points) for effect, own in items.items()}
    fill, extra, minus = amounts.get("fill", NONE), amounts.get("extra", NONE), amounts.get("minus", NONE)
    return Reach(fill, extra, fill + extra, minus)


def _together(items: Iterable[Scoring], slot: Slot, points: Decimal | None) -> Decimal:
    """Add up what can hold at once: of tiers, answers and places only the best."""
    alternatives: dict[str, Decimal] = {}
    total = NONE
    for item in items:
        amount = most(item, slot, points)
        if isinstance(item, Rank):
            alternatives["rank"] = max(alternatives.get("rank", NONE), amount)
        elif isinstance(item, Once) and item.when is not None and item.when.comparison is not None:
            alternatives["tier"] = max(alternatives.get("tier", NONE), amount)
        elif isinstance(item, Once) and slot.kind == "answer":
            key = "no" if item.when and item.when.label and means_no(item.when.label, slot.label) else "yes"
            alternatives[key] = alternatives.get(key, NONE) + amount
        else:
            total += amount
    answers = max(alternatives.pop("yes", NONE), alternatives.pop("no", NONE))
    return total + answers + sum(alternatives.values(), NONE)


def rule_reach(rule: ResolvedRule, structure: Structure, points: Decimal | None) -> Reach:
    """Give the reach of a rule, its caps applied; ``points`` are those of its indicator."""
    slot = structure.slots[rule.slot]
    key = ("rule reach", slot.node, rule.number)
    found: Reach | None = structure.known.get(key)
    if found is None:
        parts = (part_reach(part, slot, points).capped(settled(part.limits, part.scoring)) for part in rule.score.parts)
        found = sum(parts, Reach()).capped(settled(rule.score.limits, rule.score.scoring))
        structure.known[key] = found
    return found


def limits_below(node: ResolvedNode) -> list[Limit]:
    """Give every limit written in an indicator's rules."""
    return [limit for rule in node.rules for part in rule.score.parts for limit in part.limits]


def is_open(node: ResolvedNode, bound: str) -> bool:
    """Tell whether 不封顶 or 可扣至负分 is said in an indicator."""
    return any(isinstance(limit, Open) and limit.bound == bound for limit in (*node.limits, *limits_below(node)))


def says_floor(node: ResolvedNode) -> bool:
    """Tell whether an indicator says how far deductions go."""
    return any(
        isinstance(limit, Floor) or (isinstance(limit, Open) and limit.bound == "floor")
        for limit in (*node.limits, *limits_below(node))
    )


def uncapped(node: ResolvedNode, structure: Structure) -> Reach:
    """Give the reach of an indicator or section before its own limits."""
    key = ("reach", node.index, 0)
    found: Reach | None = structure.known.get(key)
    if found is None:
        found = structure.known[key] = _uncapped(node, structure)
    return found


def _uncapped(node: ResolvedNode, structure: Structure) -> Reach:
    if node.children:
        total = Reach()
        for child in node.children:
            total += handed_up(structure.nodes[child], structure)
        return total
    points = node.node.points
    if node.node.panel is not None:
        panel = structure.scheme.panels.get(node.node.panel)
        full = points or (panel.points if panel else NONE)
        return Reach(fill=full, plus=full)
    total = Reach()
    for rule in node.rules:
        total += rule_reach(rule, structure, points)
    if points is not None and not is_open(node, "cap"):
        if node.starts_full:
            return Reach(points, total.extra, points + total.extra, total.minus)
        fill = min(total.fill, points)
        return Reach(fill, total.extra, min(total.plus, fill + total.extra), total.minus)
    return total


def node_reach(node: ResolvedNode, structure: Structure) -> Reach:
    """Give the reach of an indicator or section, its limits applied."""
    return uncapped(node, structure).capped(settled_at(node))


def handed_up(node: ResolvedNode, structure: Structure) -> Reach:
    """Give what an indicator can bring to its section: everything as extra, deductions down to its floor."""
    reach = node_reach(node, structure)
    minus = reach.minus
    if node.node.points is not None and not is_open(node, "floor") and not node.children:
        minus = min(minus, reach.plus)
    weight = node.node.weight
    if weight is not None and not weight:
        return Reach()
    share = Decimal(1) if weight is None else Decimal(weight.numerator) / Decimal(weight.denominator)
    return Reach(NONE, reach.plus * share, reach.plus * share, minus * share)
