"""Who comes first among units: totals, then the scheme's order of parts, then signed decisions, then the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kaoji.scoring.facts import Decision
from kaoji.scoring.results import Scores


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit in its field: ``merit`` decides, ``decided`` is its place in a signed decision, then the list."""

    unit: str
    merit: tuple[int, ...]
    decided: int | None
    listed: int

    def key(self) -> tuple[tuple[int, ...], int, int]:
        """Sort key: best first."""
        return tuple(-value for value in self.merit), self.decided if self.decided is not None else 10**9, self.listed


def standings(scores: Scores, units: Sequence[str], decisions: Mapping[str, Decision]) -> list[Standing]:
    """Put units in order, best first."""
    parts = scores.structure.scheme.order
    found = [
        Standing(
            unit,
            (scores.totals[unit], *(scores.compared(unit, part) for part in parts)),
            decisions[unit].order if unit in decisions else None,
            position,
        )
        for position, unit in enumerate(units)
    ]
    return sorted(found, key=Standing.key)


Line = tuple[list[Standing], int]
"""Units in order that compete for the same places, and how many of them get one."""


def share_out(
    in_order: Sequence[Standing], number: int, kept: Mapping[str, int], kind_of: Callable[[str], str]
) -> tuple[list[Standing], list[Line]]:
    """Give so many places to the first, with so many at least to the best of each kind that is named; those come first.

    Returns:
        Who gets a place, in order, and the lines on which equals may stand: one among those who compete for the places
        that are not kept, one for each kind of which nobody gets more than what is kept.
    """
    room, first = max(number, 0), dict[str, list[Standing]]()
    for kind, least in kept.items():
        first[kind] = [each for each in in_order if kind_of(each.unit) == kind][: min(least, room)]
        room -= len(first[kind])
    sure = {each.unit for some in first.values() for each in some}
    others = [each for each in in_order if each.unit not in sure]
    sure |= {each.unit for each in others[:room]}
    lines = []
    if 0 < room < len(others):
        line = others[room].merit
        # Equals of one kind: which of them has a kept place is as open as which of them gets one of the others.
        kinds = {kind_of(each.unit) for each in others if each.merit == line == others[room - 1].merit}
        rivals = [
            each for each in in_order if each in others or (each.merit == line and kind_of(each.unit) in kinds and kept)
        ]
        lines.append((rivals, sum(each.unit in sure for each in rivals)))
    for kind, some in first.items():
        rivals = [each for each in in_order if kind_of(each.unit) == kind]
        if sum(each.unit in sure for each in rivals) == len(some):
            lines.append((rivals, len(some)))
    return [each for each in in_order if each.unit in sure], lines
