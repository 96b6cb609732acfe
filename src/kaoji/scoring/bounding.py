"""What caps take and floors give back, shown as addends between what was gathered and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kaoji.numbers import format_points, to_points
from kaoji.scheme.rules import Cap, Floor, Limit, Open, Scoring, bounded_by
from kaoji.scheme.structure import ResolvedNode
from kaoji.scoring.derivations import Phrase, Term


class Flow(NamedTuple):
    """What effects gather in one place: towards the points, beyond them, taken away; in points (10^-9)."""

    fill: int = 0
    extra: int = 0
    minus: int = 0

    @property
    def net(self) -> int:
        """What is left when the deductions are taken."""
        return self.fill + self.extra - self.minus

    def joined(self, other: Flow) -> Flow:
        """Add another flow."""
        return Flow(self.fill + other.fill, self.extra + other.extra, self.minus + other.minus)

    def terms(self) -> list[Term]:
        """Give the flow as addends, those of 0 left out."""
        fill, extra, minus = ({"points": format_points(size)} for size in self)
        terms = (
            Term(Phrase("given {points}", fill), self.fill),
            Term(Phrase("added {points}", extra), self.extra),
            Term(Phrase("taken {points}", minus), -self.minus),
        )
        return [term for term in terms if term.amount]


@dataclass
class Bounds:
    """The caps and the floor of one place; None where there is none. ``room`` bounds what fills the own points."""

    plus: int | None = None
    extra: int | None = None
    minus: int | None = None
    value: int | None = None
    floor: int | None = None
    room: int | None = None
    points: int | None = None

    def tighten(self, cap: Cap, name: str) -> None:
        """Take in a cap on what is given, only added, taken, or left; the tightest of several holds."""
        known = getattr(self, name)
        points = to_points(cap.points)
        setattr(self, name, points if known is None else min(points, known))

    def apply(self, flow: Flow, start: int = 0) -> tuple[Flow, list[Term]]:
        """Bound a flow: what is handed on, and an addend for every bound that held."""
        terms: list[Term] = []

        def held(phrase: Phrase, bound: int | None, amount: int) -> None:
            if bound is not None and amount:
                data = {"bound": format_points(bound), "points": format_points(abs(amount))}
                terms.append(Term(phrase._replace(data=data), amount))

        fill = flow.fill if self.plus is None else min(flow.fill, self.plus)
        added = flow.extra if self.extra is None else min(flow.extra, self.extra)
        held(Phrase("bonuses at most {bound}: {points} less"), self.extra, added - flow.extra)
        extra = added if self.plus is None else min(added, max(0, self.plus - flow.fill))
        minus = flow.minus if self.minus is None else min(flow.minus, self.minus)
        # What fills the points is no bonus: the words of the cap are about all that is given.
        given = Phrase("given at most {bound}: {points} less")
        held(given if flow.fill else Phrase("bonuses at most {bound}: {points} less"), self.plus,
             fill + extra - flow.fill - added)  # fmt: skip
        if self.room is not None and fill > self.room:
            held(Phrase("no more than its {bound} points: {points} less"), self.points, self.room - fill)
            fill = self.room
        held(Phrase("deductions at most {bound}: {points} less taken"), self.minus, flow.minus - minus)
        gross = start + fill + extra
        net = gross - minus
        if self.floor is not None and net < self.floor:
            held(Phrase("not below {bound}: {points} given back"), self.floor, self.floor - net)
            net = self.floor
        if self.value is not None and net > self.value:
            held(Phrase("at most {bound}: {points} less"), self.value, self.value - net)
            net = self.value
        minus = min(minus, max(0, gross - net))
        plus = net + minus - start
        kept = min(extra, max(0, plus - fill))
        return Flow(plus - kept, kept, minus), terms


def node_bounds(node: ResolvedNode, points: int | None, start: int) -> Bounds:
    """Give the bounds of an indicator or section for a unit: stated ones, and those that its points bring."""
    inner = [limit for rule in node.rules for part in rule.score.parts for limit in part.limits]
    is_open = {limit.bound for limit in (*node.limits, *inner) if isinstance(limit, Open)}
    has_points = node.node.points is not None and not node.children
    found = Bounds(points=points)
    if has_points and "floor" not in is_open:
        found.floor = 0
    if has_points and "cap" not in is_open and node.node.panel is None and points is not None:
        found.room = points - start
    for limit in (*node.limits, *(limit for limit in inner if isinstance(limit, Floor))):
        if isinstance(limit, Floor):
            found.floor = max(found.floor or 0, to_points(limit.points))
        elif isinstance(limit, Cap):
            items = [item for rule in node.rules for item in rule.score.scoring]
            found.tighten(limit, bounded_by(limit, items) if limit.side else "value")
    return found


def part_bounds(limits: Iterable[Limit], items: Sequence[Scoring]) -> Bounds:
    """Give the caps of a part of a rule, or of a whole rule."""
    found = Bounds()
    for limit in limits:
        if isinstance(limit, Cap):
            found.tighten(limit, bounded_by(limit, items))
    return found
