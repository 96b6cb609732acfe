"""Places in a single indicator, on which limits and consequences may rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from kaoji.numbers import SETTLED, round_points
from kaoji.scheme.structure import TOTAL_NAMES, ResolvedNode
from kaoji.scoring.relations import quantity
from kaoji.scoring.results import Scores


class Place(NamedTuple):
    """A unit's place among those of its group that have the indicator, counted from the top and from the bottom."""

    from_top: int
    from_bottom: int

    @property
    def is_level(self) -> bool:
        """Whether nobody stands above or below: who is alone, or where all are equal, is not among the last."""
        return self.from_top == self.from_bottom == 1


class IndicatorPlaces:
    """The places of all units, by indicator; each indicator is gone through once."""

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.of = cache(self._of)

    def of_total(self) -> dict[str, Place]:
        """Give the places by total of the units that are ranked."""
        by_group: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
        for unit in self.scores.totals:
            by_group[self.scores.units[unit].group][unit] = self.scores.merit(unit)
        return _placed(by_group)

    def _of(self, name: str) -> dict[str, Place]:
        """Give the places in an indicator of this name.

        Where a rule ranks the units by a value, that value counts, else the score; equal ones share the place nearer to
        the end from which it is counted. Units without the indicator or the value, or who take no part, have no place.
        Where no indicator is called so, the name may stand for the total.
        """
        if name in TOTAL_NAMES and not any(node.name == name for node in self.scores.structure.nodes):
            return self.of_total()
        by_group: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
        for node in self.scores.structure.nodes:
            if node.name == name:
                for unit, value in self._values(node).items():
                    by_group[self.scores.units[unit].group][unit] = (value,)
        return _placed(by_group)

    def _values(self, node: ResolvedNode) -> dict[str, int]:
        """Give what the units are compared by, the larger the better."""
        nodes = self.scores.nodes
        applying = {
            unit: round_points(nodes[unit, node.index].value, SETTLED)
            for unit in self.scores.totals
            if (unit, node.index) in nodes and not nodes[unit, node.index].is_absent
        }
        ranked = next((rule for rule in node.rules if rule.key == "ranked"), None)
        if ranked is None:
            return applying
        sign = -1 if ranked.rule.better == "lower" else 1
        measures = (row for row in self.scores.facts.measures if row.slot == ranked.slot and row.unit in applying)
        return {row.unit: sign * quantity(row.value) for row in measures}


def _placed(by_group: Mapping[str, Mapping[str, tuple[int, ...]]]) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for values in by_group.values():
        for unit, value in values.items():
            above = sum(other > value for other in values.values())
            below = sum(other < value for other in values.values())
            found[unit] = Place(above + 1, below + 1)
    return found
