"""Who comes first among units: totals, then the scheme's order of parts, then signed decisions, then the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
