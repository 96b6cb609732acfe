"""What the checks look at: who has which indicator, where a part stands in the file, how to name many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from kaoji.diagnostics import Source
from kaoji.numbers import plain
from kaoji.scheme.structure import ResolvedNode, Structure

Pair = tuple[str, str]
"""A unit and its group; the unit is "" in a group whose units are not listed yet."""

_NAMED = 5
"""So many names are written out in one message; the sources lead to all of them."""


def population(structure: Structure) -> tuple[Pair, ...]:
    """Give every unit with its group, and each empty group once."""
    return tuple((unit, name) for name, group in structure.scheme.groups.items() for unit in (group.units or ("",)))


def having(structure: Structure, node: ResolvedNode) -> frozenset[Pair]:
    """Give the units that have an indicator."""
    return frozenset(pair for pair in population(structure) if node.has(*pair))


def who(structure: Structure, pairs: Iterable[Pair]) -> str:
    """Name units by their groups where these are complete: ``街道组、市直组、东湖街道``."""
    wanted = set(pairs)
    names: list[str] = []
    for name, group in structure.scheme.groups.items():
        members = {(unit, name) for unit in (group.units or ("",))}
        if members <= wanted:
            names.append(name)
        else:
            names.extend(unit for unit in group.units if (unit, name) in wanted)
    return listed(names)


def listed(names: Iterable[str]) -> str:
    """Join names for a message; of many, the first few and an ellipsis."""
    every = list(names)
    return "、".join(every[:_NAMED]) + ("…" if len(every) > _NAMED else "")


def sizes(structure: Structure) -> dict[str, int]:
    """Give the number of units of each group: those listed, else the stated number; a group graded elsewhere has no places."""
    elsewhere = {other.group for other in structure.scheme.elsewhere}
    groups = structure.scheme.groups.items()
    return {name: len(group.units) or group.stated or 0 for name, group in groups if name not in elsewhere}


def leaves(structure: Structure) -> Iterator[ResolvedNode]:
    """Give the indicators with nothing below them."""
    return (node for node in structure.nodes if not node.children)


def ancestors(structure: Structure, node: ResolvedNode) -> Iterator[ResolvedNode]:
    """Give the sections above an indicator, nearest first."""
    while node.parent is not None:
        node = structure.nodes[node.parent]
        yield node


def place(structure: Structure, node: ResolvedNode) -> tuple[str | int, ...]:
    """Give the path of keys to an indicator in the file."""
    return structure.places[node.index]


def at(structure: Structure, node: ResolvedNode, *keys: str | int) -> Source:
    """Give the place of an indicator's key."""
    return structure.file.source(*place(structure, node), *keys)


def number(value: Decimal | Fraction) -> str:
    """Write points or a share of points: a decimal, or a fraction where that is not exact."""
    if isinstance(value, Decimal):
        return plain(value)
    whole = value.denominator
    for prime in (2, 5):
        while whole % prime == 0:
            whole //= prime
    return plain(value) if whole == 1 else f"{value.numerator}/{value.denominator}"
