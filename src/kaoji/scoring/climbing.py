"""From the leaves up, in process: what a few nodes of a few units are worth after a change.

The same as the models gathered and node_scores, which take all units at once; for a handful of nodes planning a query takes
longer than the sums. Tests hold the two equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kaoji.numbers import half_up


class Gathered(NamedTuple):
    """What falls on a node: towards its points, beyond them, taken away; in points (10^-9)."""

    fill: int = 0
    extra: int = 0
    minus: int = 0


class VariantNode(NamedTuple):
    """A row of variant_nodes: a node as the units of one variant have it."""

    variant_id: int
    node_id: int
    points: int | None
    fill_room: int
    start: int
    handed_up: int
    value: int
    weight_numerator: int | None
    weight_denominator: int | None
    rescale_numerator: int | None
    rescale_denominator: int | None
    rounding_step: int | None
    is_absent: bool
    parent_id: int | None
    height: int
    kind: str
    plus_cap: int
    extra_cap: int
    minus_cap: int
    value_cap: int
    floor: int


class NodeOutcome(NamedTuple):
    """What a touched node is worth, as a row of node_scores has it; ``up`` is what it hands up."""

    start: int
    gathered: Gathered
    plus: int
    minus: int
    value: int
    up: Gathered


def settle(node: VariantNode, gathered: Gathered) -> NodeOutcome:
    """Apply the limits of a node to what falls on it."""
    is_section = node.kind == "section"
    base = (0 if is_section else node.start) + min(gathered.fill, node.plus_cap, node.fill_room)
    added = gathered.extra + (node.start if is_section else 0)
    extra = min(added, node.extra_cap, max(0, node.plus_cap - gathered.fill))
    capped = min(gathered.minus, node.minus_cap)
    net = min(max(base + extra - capped, node.floor), node.value_cap)
    minus = min(capped, max(0, base + extra - net))
    plus = net + minus
    value = net
    if node.rescale_numerator is not None:
        value = half_up(net * node.rescale_numerator, node.rescale_denominator) if node.rescale_denominator else 0
    if node.rounding_step is not None:
        value = half_up(half_up(value, 100), node.rounding_step) * node.rounding_step * 100
    start = 0 if is_section else node.start
    if node.kind == "part":
        kept = min(extra, max(0, plus - base))
        return NodeOutcome(start, gathered, plus, minus, value, Gathered(plus - kept, kept, minus))
    up = Gathered(0, plus - node.handed_up, minus)
    if node.weight_numerator is not None and node.weight_denominator is not None:
        whole = half_up(value * node.weight_numerator, node.weight_denominator)
        up = Gathered(0, max(whole, 0) - node.handed_up, max(-whole, 0))
    elif node.rescale_numerator is not None or node.rounding_step is not None:
        up = Gathered(0, max(value, 0) - node.handed_up, max(-value, 0))
    return NodeOutcome(start, gathered, plus, minus, value, up)


@dataclass
class UnitTree:
    """The nodes of one unit: what falls on its leaves, and what every touched node is worth."""

    nodes: Mapping[int, VariantNode]
    children: Mapping[int, Iterable[int]]
    leaves: dict[int, Gathered] = field(default_factory=dict)
    outcomes: dict[int, NodeOutcome] = field(default_factory=dict)

    def settle_all(self) -> None:
        """Work out every node from the leaves."""
        self.climb(node_id for node_id in self.leaves if node_id in self.nodes)

    def climb(self, node_ids: Iterable[int]) -> set[int]:
        """Work out the nodes whose leaves changed, and all above them; give those that were looked at."""
        waiting: dict[int, set[int]] = defaultdict(set)
        for node_id in node_ids:
            if node_id in self.nodes:
                waiting[self.nodes[node_id].height].add(node_id)
        seen: set[int] = set()
        while waiting:
            for node_id in waiting.pop(min(waiting)):
                seen.add(node_id)
                node = self.nodes[node_id]
                self.settle_one(node)
                if node.parent_id is not None and node.parent_id in self.nodes:
                    waiting[self.nodes[node.parent_id].height].add(node.parent_id)
        return seen

    def settle_one(self, node: VariantNode) -> None:
        """Work out one node; where nothing falls on it, it is worth what it is worth without any fact."""
        below = [self.outcomes[child].up for child in self.children.get(node.node_id, ()) if child in self.outcomes]
        own = self.leaves.get(node.node_id)
        parts = below if own is None else [own, *below]
        if node.is_absent or not parts:
            self.outcomes.pop(node.node_id, None)
            return
        fill, extra, minus = (sum(amounts) for amounts in zip(*parts, strict=True))
        self.outcomes[node.node_id] = settle(node, Gathered(fill, extra, minus))
