"""Units of a run side by side: every indicator, who has most of it and who least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kaoji.numbers import to_points
from kaoji.scheme import Structure
from kaoji.web.results.models import Standing
from kaoji.web.results.rankings import rounded_decimals

MOST = 6
"""How many units stand beside each other at most: what a page can show."""


@dataclass(frozen=True, slots=True)
class Value:
    """One unit's value of an indicator, and how it lies to the first unit's and to all."""

    value: int | None
    difference: int | None = None
    is_most: bool = False
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """An indicator, section or panel with the values of all units, the first unit first."""

    code: str
    name: str
    level: int
    kind: str
    points: int | None
    values: tuple[Value, ...]
    decimals: int | None

    @property
    def spread(self) -> int:
        """Give how far the values lie apart."""
        known = [each.value for each in self.values if each.value is not None]
        return max(known) - min(known) if known else 0


def compare(structure: Structure, standings: Sequence[Standing]) -> list[ComparedRow]:
    """Give the rows of the comparison, in the order of the scheme; panels last."""
    return list(_rows(structure, standings))


def _rows(structure: Structure, standings: Sequence[Standing]) -> Iterator[ComparedRow]:
    for node in structure.nodes:
        if any(node.code in standing.nodes for standing in standings):
            stated = None if node.node.points is None else to_points(node.node.points)
            points = next((s.points[node.code] for s in standings if node.code in s.points), stated)
            kind = "section" if node.children else "indicator"
            found = [standing.nodes.get(node.code) for standing in standings]
            yield _row(node.code, node.name, min(len(node.path) - 1, 4), kind, points, found)
    for panel in structure.panels:
        if any(panel.name in standing.parts for standing in standings):
            found = [standing.parts.get(panel.name) for standing in standings]
            yield _row("", panel.name, 0, "panel", to_points(panel.panel.points), found)


def _row(code: str, name: str, level: int, kind: str, points: int | None, found: Sequence[int | None]) -> ComparedRow:
    known = [value for value in found if value is not None]
    differ = len(set(known)) > 1
    first = found[0]
    values = tuple(
        Value(
            value,
            None if number == 0 or value is None or first is None else value - first,
            differ and value == max(known),
            differ and value == min(known),
        )
        for number, value in enumerate(found)
    )
    return ComparedRow(code, name, level, kind, points, values, rounded_decimals(found))
