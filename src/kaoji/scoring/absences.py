"""Indicators that do not apply: those that the facts say so of, and those that the scheme ties to an attribute of the units."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaoji.scheme.structure import Structure, with_own
from kaoji.scoring.facts import Absence, Facts, Unit


def absences(structure: Structure, facts: Facts) -> list[Absence]:
    """Give every absence of an assessment, one for each unit and indicator, stated ones first."""
    stated = {(row.unit, row.node): row for row in reversed(facts.absences)}
    return [
        *stated.values(),
        *(row for row in by_attributes(structure, facts.units) if (row.unit, row.node) not in stated),
    ]


def by_attributes(structure: Structure, units: Iterable[Unit]) -> Iterator[Absence]:
    """Give the absences that follow from ``absent_for``."""
    tied = [node for node in structure.nodes if node.node.absent_for]
    for unit in units if tied else ():
        attributes = with_own(unit.attributes, unit.unit, unit.group)
        for node in tied:
            attribute = node.absent_by(attributes)
            if attribute is not None and node.has(unit.unit, unit.group):
                yield Absence(unit.unit, node.index, f"{attribute}：{attributes[attribute]}", unit.source)
