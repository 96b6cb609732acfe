"""How the indicators of a scheme stand to each other: names that several bear, parts that take, weights side by side."""

from __future__ import annotations

from collections.abc import Iterator

from kaoji.numbers import key
from kaoji.scheme.model import Scheme
from kaoji.scheme.rules import effect_of
from kaoji.scheme.structure import ResolvedNode, Structure
from kaoji.scheme.subjects import population


def borne_twice(structure: Structure, name: str) -> list[str]:
    """Give the codes of the indicators of one name where a unit has more than one of them."""
    alike = [node for node in structure.nodes if node.name == name]
    if len(alike) > 1:
        for pair in population(structure):
            own = [node.code for node in alike if node.has(*pair)]
            if len(own) > 1:
                return own
    return []


def takes(structure: Structure, name: str) -> bool:
    """Tell whether rules below a part of this name take points away."""
    below: set[int] = set()
    for node in structure.nodes:  # parents stand before their children
        if (node.parent is None and node.name == name) or node.parent in below:
            below.add(node.index)
    rules = (rule for index in below for rule in structure.nodes[index].rules)
    return any(effect_of(item) == "minus" for rule in rules for item in rule.score.scoring)


def weigh_side_by_side(structure: Structure, node: ResolvedNode, taker: str) -> bool:
    """Tell whether an indicator and the one that takes its weight stand in one section, each with a weight, or in each formula together."""
    others = [other for other in structure.nodes if other.name == taker and other.parent == node.parent]
    if node.node.weight is not None:
        return any(other.node.weight is not None for other in others if other is not node)
    formulas = [total.composition.weights for total in structure.totals] if node.parent is None else []
    weighed = [weights for weights in formulas if node.name in weights]
    return bool(weighed) and all(taker in weights for weights in weighed) and node.name != taker


Place = tuple[str | int, ...]


def one_in_data(scheme: Scheme) -> Iterator[tuple[str, str, Place]]:
    """Give names that are one for whoever reads data, the later with the earlier and its place in the scheme.

    They are looked for among groups, units, panels, what a panel asks and whom, and grades.
    """
    kinds: list[list[tuple[str, Place]]] = [
        [(name, ("groups", name)) for name in scheme.groups],
        [
            (unit, ("groups", name, "units", i))
            for name, group in scheme.groups.items()
            for i, unit in enumerate(group.units)
        ],
        [(name, ("panels", name)) for name in scheme.panels],
        [(grade.name, ("grades", index)) for index, grade in enumerate(scheme.grades)],
    ]
    kinds += [
        [(each, ("panels", name, part, each)) for each in getattr(panel, part)]
        for name, panel in scheme.panels.items()
        for part in ("options", "dimensions", "classes")
    ]
    for named in kinds:
        first: dict[str, str] = {}
        for name, place in named:
            other = first.setdefault(key(name), name)
            if other != name:
                yield name, other, place
