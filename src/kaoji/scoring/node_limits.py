"""The nodes of the models' tree, and the limits that hold at each: caps, floors, the bound at an indicator's points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kaoji.numbers import to_points
from kaoji.scheme.rules import Cap, Floor, Limit, Open, Scoring, bounded_by
from kaoji.scheme.structure import ResolvedNode, ResolvedPanel
from kaoji.scoring.relations import UNREACHABLE


@dataclass
class Limits:
    """The limits of one node in numbers."""

    plus_cap: int | None = None
    extra_cap: int | None = None
    minus_cap: int | None = None
    value_cap: int | None = None
    floor: int | None = None
    fill_cap_holds: bool = False

    def row(self) -> tuple[int, int, int, int, int]:
        """Give the caps and the floor as numbers, also where none holds."""
        caps = (self.plus_cap, self.extra_cap, self.minus_cap, self.value_cap)
        plus, extra, minus, value = (UNREACHABLE if cap is None else cap for cap in caps)
        return plus, extra, minus, value, -UNREACHABLE if self.floor is None else self.floor


@dataclass
class CompiledNode:
    """A node of the models' tree: an indicator, a section, a part of a rule, a panel or the total."""

    node_id: int
    parent_id: int | None
    kind: str
    limits: Limits
    resolved: ResolvedNode | None = None
    children: list[CompiledNode] = field(default_factory=list)
    height: int = 1
    panel: ResolvedPanel | None = None


def node_limits(resolved: ResolvedNode, *, is_section: bool) -> Limits:
    """Give the limits of an indicator or section, those that its rules state for the whole among them."""
    limits = Limits()
    inner = [limit for rule in resolved.rules for part in rule.score.parts for limit in part.limits]
    items = [item for rule in resolved.rules for item in rule.score.scoring]
    has_points = resolved.node.points is not None and not is_section
    open_bounds = {limit.bound for limit in (*resolved.limits, *inner) if isinstance(limit, Open)}
    if has_points and "floor" not in open_bounds:
        limits.floor = 0
    limits.fill_cap_holds = has_points and "cap" not in open_bounds and resolved.node.panel is None
    for limit in (*resolved.limits, *(item for item in inner if isinstance(item, Floor))):
        if isinstance(limit, Floor):
            limits.floor = max(limits.floor or 0, to_points(limit.points))
        elif isinstance(limit, Cap):
            _set_cap(limits, limit, bounded_by(limit, items) if limit.side else "value")
    return limits


def part_limits(limits: Iterable[Limit], items: Sequence[Scoring]) -> Limits:
    """Give the caps of a part of a rule, or of a whole rule."""
    result = Limits()
    for limit in limits:
        if isinstance(limit, Cap):
            _set_cap(result, limit, bounded_by(limit, items))
    return result


def holds(limits: Iterable[Limit], kind: type[Limit]) -> bool:
    """Tell whether a limit of some kind is among limits."""
    return any(isinstance(limit, kind) for limit in limits)


def _set_cap(limits: Limits, cap: Cap, bound: str) -> None:
    points, name = to_points(cap.points), f"{bound}_cap"
    known = getattr(limits, name)
    setattr(limits, name, points if known is None else min(points, known))
