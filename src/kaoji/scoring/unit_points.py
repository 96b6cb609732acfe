"""At how many points one unit has each indicator, where some do not apply to it.

docs/explanation/scoring.md, "Indicators a unit does not have", says what becomes of the points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

from kaoji.numbers import POINT, half_up, to_points
from kaoji.scheme.structure import ABSENT_POLICIES, ResolvedNode, Structure, handed_to, hands_weight

_HANDED = ("transfer", "weight")


class UnitPoints:
    """The indicators of one unit, and their points after absences.

    Args:
        structure: the scheme.
        unit, group: whose indicators.
        absent: positions of indicators that do not apply; what lies below an absent section is not looked at.
    """

    def __init__(self, structure: Structure, unit: str, group: str, absent: Iterable[int]) -> None:
        self.structure = structure
        self.present = {node.index for node in structure.nodes_of(unit, group)}
        stated = frozenset(absent)
        self.absent = {index for index in stated & self.present if not stated & structure.above(index)}
        self._givers: dict[int, list[int]] = defaultdict(list)
        self._weight_givers: dict[int, list[int]] = defaultdict(list)
        for index in sorted(self.absent):
            taker = self.taker(structure.nodes[index])
            if taker is not None and taker.index != index:
                is_weight = hands_weight(structure.nodes[index].node.when_absent)
                (self._weight_givers if is_weight else self._givers)[taker.index].append(index)
        self.points = cache(self._points)

    @staticmethod
    def policy(node: ResolvedNode) -> str | None:
        """Say what becomes of an indicator's points where it is absent: transfer, weight, rescale, full or zero."""
        named = node.node.when_absent
        if hands_weight(named):
            return "weight"
        return None if named is None else ABSENT_POLICIES.get(named, "transfer")

    def taker(self, node: ResolvedNode) -> ResolvedNode | None:
        """Find the indicator that an absent one's points or weight go to; it may be absent too, and hand them on."""
        policy, wanted = self.policy(node), handed_to(node.node.when_absent)
        if policy not in _HANDED:
            return None
        named = (
            other
            for other in self.structure.nodes
            if other.name == wanted and (policy != "weight" or other.parent == node.parent)
        )
        return next((other for other in named if other.index in self.present), None)

    def givers(self, node: ResolvedNode) -> list[ResolvedNode]:
        """Give the absent indicators whose points one takes."""
        return [self.structure.nodes[index] for index in self._givers.get(node.index, ())]

    def weight_givers(self, node: ResolvedNode) -> list[ResolvedNode]:
        """Give the absent indicators whose weight one takes, also through others that are absent themselves."""
        found: dict[int, None] = {}
        open_ones = list(self._weight_givers.get(node.index, ()))
        while open_ones:
            giver = open_ones.pop(0)
            if giver not in found and giver != node.index:
                found[giver] = None
                open_ones += self._weight_givers.get(giver, ())
        return [self.structure.nodes[index] for index in found]

    def weight(self, node: ResolvedNode) -> Fraction | None:
        """Give the weight with which an indicator counts in its section, with those of absent ones that it takes."""
        own = node.node.weight
        if own is None:
            return None
        return own + sum((giver.node.weight or Fraction(0) for giver in self.weight_givers(node)), Fraction(0))

    def weight_in(self, weights: Mapping[str, Fraction], node: ResolvedNode) -> Fraction:
        """Give the weight with which a part counts in a total of these weights, with those of absent ones that it takes."""
        parts = (node, *self.weight_givers(node))
        return sum(
            (
                weights.get(part.name, Fraction(0)) * (1 if part.node.weight is None else part.node.weight)
                for part in parts
            ),
            Fraction(0),
        )

    def stated(self, node: ResolvedNode) -> Decimal | None:
        """Give the points of an indicator or section; None where neither the scheme nor an absence gives it any."""
        if node.node.points is None and node.index not in self._givers:
            return None
        return self.points(node.index)

    def factor(self, node: ResolvedNode) -> tuple[Decimal, Decimal] | None:
        """Give what a section's children count, and what those that apply do, where these count for the others too.

        None where no child with points is absent by 按比例折算. Where nothing that applies has points, the second is 0.
        """
        children = list(self._kept(node))
        lost = [child for child in children if child.index in self.absent and self.policy(child) == "rescale"]
        whole, gone = (sum(map(self._counting, some), Decimal(0)) for some in (children, lost))
        return (whole, whole - gone) if lost and (gone or not whole) else None

    def _kept(self, node: ResolvedNode) -> Iterator[ResolvedNode]:
        """Give the children that the unit has and whose points or weight did not go to another indicator."""
        for index in node.children:
            child = self.structure.nodes[index]
            if index in self.present and not (index in self.absent and self.policy(child) in _HANDED):
                yield child

    def _counting(self, node: ResolvedNode, seen: frozenset[int] = frozenset()) -> Decimal:
        """Give the points that an indicator can bring to the section above it: its own, times its weight."""
        points, weight = self.points(node.index, seen), self.weight(node)
        if weight is None:
            return points
        return Decimal(half_up(to_points(points) * weight.numerator, weight.denominator)) / POINT

    def _points(self, index: int, seen: frozenset[int] = frozenset()) -> Decimal:
        """Add up what is stated, or the children of a section without points, and what absent ones leave to it."""
        node, seen = self.structure.nodes[index], seen | {index}
        own = node.node.points
        if own is None:
            own = sum((self._counting(child, seen) for child in self._kept(node)), Decimal(0))
        # Points that go round in a circle stay where they are met again.
        return own + sum(
            (self.points(giver, seen) for giver in self._givers.get(index, ()) if giver not in seen), Decimal(0)
        )
