"""Variants: the indicators that some units have in common, and what these are worth where no fact touches them."""

from __future__ import annotations

from fractions import Fraction

from kaoji.numbers import SETTLED, half_up, to_points
from kaoji.scoring.node_limits import CompiledNode
from kaoji.scoring.relations import UNREACHABLE, CompiledScheme, Relations, rounding_step
from kaoji.scoring.unit_points import UnitPoints


class Variant:
    """The indicators that some units have in common, with their points and what they are worth without any fact.

    Args:
        relations: where its rows go.
        compiled: the scheme; its total, and the numbers of what is compiled.
        variant_id: its number.
        unit, group: one unit that it stands for.
        absent: positions of the indicators that do not apply to it.
    """

    def __init__(
        self,
        relations: Relations,
        compiled: CompiledScheme,
        variant_id: int,
        unit: str,
        group: str,
        absent: frozenset[int],
    ) -> None:
        self.relations, self.compiled, self.variant_id = relations, compiled, variant_id
        self.unit, self.group = unit, group
        self.points = UnitPoints(compiled.structure, unit, group, absent)
        resolved = compiled.structure.total_of(unit, group)
        self.composition = resolved.composition if resolved else None

    def factor(self, node: CompiledNode) -> tuple[int, int] | None:
        """Give what a section's value is multiplied and divided by, for children that do not apply; by 0 gives 0."""
        factor = self.points.factor(node.resolved) if node.resolved is not None else None
        if factor is None:
            return None
        whole, rest = map(Fraction, factor)
        return ((whole / rest).numerator, (whole / rest).denominator) if rest else (0, 0)

    def write(self, node: CompiledNode, owner_points: int | None = None) -> int:
        """Write the rows of a node and all below it; give what it hands up without any fact."""
        resolved = node.resolved
        points = self.points.stated(resolved) if resolved is not None else None
        own = to_points(points) if points is not None else None
        is_absent = resolved is not None and resolved.index in self.points.absent
        factor = None if is_absent else self.factor(node)
        if resolved is not None and is_absent:
            is_full = self.points.policy(resolved) == "full"
            start = value = to_points(self.points.points(resolved.index)) if is_full else 0
        else:
            below = sum(self.write(child, own) for child in node.children if self.has(child))
            if node.kind == "part":
                self.row(node, owner_points, (0, 0, 0), None, None, None)
                return 0
            is_full = resolved is not None and resolved.starts_full and resolved.node.points is not None
            start = below if node.kind == "section" else own or 0 if is_full else 0
            if node.parent_id is None and self.composition is not None:
                start += self.composition.constant_points
            value = self.untouched(node, start)
            if factor is not None:
                value = half_up(value * factor[0], factor[1]) if factor[1] else 0
        step, weight = rounding_step(self.decimals(node)), self.weight(node)
        if step is not None:
            value = half_up(half_up(value, 100), step) * step * 100
        handed = value if weight is None else half_up(value * weight.numerator, weight.denominator)
        self.row(node, own, (start, handed, value), weight, factor, step, is_absent=is_absent)
        return handed

    def has(self, node: CompiledNode) -> bool:
        """Tell whether the units have a node."""
        if node.resolved is not None:
            return node.resolved.index in self.points.present
        if node.panel is not None:
            names = node.panel.panel.applies_to
            return not names or self.unit in names or self.group in names
        return True

    @staticmethod
    def untouched(node: CompiledNode, start: int) -> int:
        """Give what a node keeps of what it starts with, after its own limits."""
        limits, value = node.limits, start
        if node.kind == "section" and limits.plus_cap is not None:
            value = min(value, limits.plus_cap)  # what children start with counts as given
        if limits.floor is not None:
            value = max(value, limits.floor)
        return value if limits.value_cap is None else min(value, limits.value_cap)

    def decimals(self, node: CompiledNode) -> int | None:
        """Give the decimals that a node, or the total of these units, is rounded to."""
        if node.parent_id is None:
            named = self.composition.decimals if self.composition else None
            return SETTLED if named is None else named
        return node.resolved.node.decimals if node.resolved is not None else None

    def weight(self, node: CompiledNode) -> Fraction | None:
        """Give the weight with which a node counts above; None where it hands up its plus and minus as they are."""
        weight = self.points.weight(node.resolved) if node.resolved is not None else None
        if node.parent_id != self.compiled.total_id:
            return weight
        if self.composition is None:
            return weight if node.panel is None else Fraction(0)
        if node.resolved is not None:
            return self.points.weight_in(self.composition.weights, node.resolved)
        return self.composition.weights.get(node.panel.name if node.panel is not None else "", Fraction(0))

    def row(
        self,
        node: CompiledNode,
        points: int | None,
        untouched: tuple[int, int, int],
        weight: Fraction | None,
        factor: tuple[int, int] | None,
        step: int | None,
        *,
        is_absent: bool = False,
    ) -> None:
        """Write one row; what is untouched are its start, what it hands up and its value."""
        has_room = node.limits.fill_cap_holds and points is not None
        room = points - untouched[0] if has_room and points is not None else UNREACHABLE
        self.relations.rows["variant_nodes"].append((
            self.variant_id, node.node_id, points, room, *untouched,
            weight.numerator if weight is not None else None, weight.denominator if weight is not None else None,
            *(factor or (None, None)), step, is_absent, node.parent_id, node.height, node.kind, *node.limits.row(),
        ))  # fmt: skip
