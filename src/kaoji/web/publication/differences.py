"""What differs between two runs: who moved, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kaoji.web.publication.sheets import TOTAL
from kaoji.web.results.models import Run, Standing


@dataclass(frozen=True, slots=True)
class Change:
    """One unit before and after: None where a run does not have it."""

    unit: str
    participant_id: int
    before: Standing | None
    after: Standing | None

    @property
    def has_moved(self) -> bool:
        """Tell whether its rank or grade is another."""
        return _place(self.before) != _place(self.after)


def _place(standing: Standing | None) -> tuple[int | None, str] | None:
    return None if standing is None else (standing.rank, standing.grade)


def differences(before: Run, after: Run) -> list[Change]:
    """Give the units whose total, rank or grade differs, in the order of the later run; two queries."""
    then, now = _standings(before), _standings(after)
    return [change for change in _pairs(then, now) if _shown(change.before) != _shown(change.after)]


def change_of(before: Run, after: Run, participant_id: int) -> Change | None:
    """Give one unit's change, whether or not anything differs."""
    found = {
        standing.run_id: standing
        for standing in Standing.objects.filter(run__in=[before, after], participant=participant_id).select_related(
            "participant"
        )
    }
    some = found.get(after.pk) or found.get(before.pk)
    if some is None:
        return None
    return Change(some.participant.unit, participant_id, found.get(before.pk), found.get(after.pk))


def value_at(standing: Standing | None, key: str) -> int | None:
    """Give the points that a unit has at a node, as appeals name it."""
    if standing is None:
        return None
    if key == TOTAL:
        return standing.total
    held: dict[str, int] = standing.parts if key.startswith("panel:") else standing.nodes
    return held.get(key.removeprefix("panel:"))


def _standings(run: Run) -> dict[int, Standing]:
    return {
        standing.participant_id: standing
        for standing in Standing.objects.filter(run=run)
        .select_related("participant")
        .order_by("participant__position")
        .defer("reasons", "consequences", "nodes")
    }


def _pairs(then: dict[int, Standing], now: dict[int, Standing]) -> Iterator[Change]:
    for key in {**now, **then}:
        before, after = then.get(key), now.get(key)
        some = after or before
        if some is not None:
            yield Change(some.participant.unit, key, before, after)


def _shown(standing: Standing | None) -> tuple[int | None, int | None, str] | None:
    return None if standing is None else (standing.total, standing.rank, standing.grade)
