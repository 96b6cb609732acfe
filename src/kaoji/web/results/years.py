"""A result beside that of an earlier year: units and indicators matched by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kaoji.numbers import POINT, half_up, to_points
from kaoji.scheme import Structure
from kaoji.web.assessments.models import Assessment
from kaoji.web.organisations.desk import Desk
from kaoji.web.results import access
from kaoji.web.results.models import Run, Standing

Place = tuple[int | None, int | None, str]
_MOST_YEARS = 12


@dataclass(frozen=True, slots=True)
class UnitYears:
    """One unit in both years; None where it was not there. Places stand in for participants of this year's run."""

    unit: str
    group: str
    participant: int | None
    then: Place | None
    now: Place | None

    @property
    def difference(self) -> int | None:
        """Give by how much the total lies above the earlier one."""
        if self.then is None or self.now is None or self.then[0] is None or self.now[0] is None:
            return None
        return self.now[0] - self.then[0]

    @property
    def climbed(self) -> int:
        """Give how many places it rose."""
        if self.then is None or self.now is None or self.then[1] is None or self.now[1] is None:
            return 0
        return self.then[1] - self.now[1]


@dataclass(frozen=True, slots=True)
class IndicatorYears:
    """One indicator in both years: its points and what was scored, by a unit or as the mean of a group."""

    name: str
    level: int
    kind: str
    points_then: int | None
    points_now: int | None
    then: int | None
    now: int | None
    is_new: bool = False
    is_gone: bool = False

    @property
    def percent_then(self) -> int | None:
        """Give the earlier score in hundredths of its points: points change from year to year, shares compare."""
        return percent_of(self.then, self.points_then)

    @property
    def percent_now(self) -> int | None:
        """Give the score in hundredths of its points."""
        return percent_of(self.now, self.points_now)

    @property
    def difference(self) -> int | None:
        """Give by how many hundredths of its points it lies above the earlier one."""
        if self.percent_then is None or self.percent_now is None:
            return None
        return self.percent_now - self.percent_then


def percent_of(value: int | None, points: int | None) -> int | None:
    """Give a score as a percentage of its points, in 10^-9 with one decimal, half up.

    >>> percent_of(45 * 10**9, 60 * 10**9), percent_of(3, None)
    (75000000000, None)
    """
    if value is None or not points:
        return None
    return half_up(value * 1000, points) * (POINT // 10)


def earlier_assessments(desk: Desk, assessment: Assessment) -> list[Assessment]:
    """Give the earlier assessments of the same office in which somebody has a part, the one before first."""
    found = desk.assessments.filter(office=assessment.office_id, year__lt=assessment.year).select_related("office")
    listed = list(found[:_MOST_YEARS])
    return sorted(listed, key=lambda each: (each.pk != assessment.previous_id, -each.year))


def result_of(desk: Desk, assessment: Assessment) -> Run | None:
    """Give the run that an earlier assessment ended with: the published one, else one put forward, else a complete one."""
    runs = access.runs_to_see(desk.part_in(assessment)).filter(finished_at__isnull=False, uses_self=False)
    runs = runs.select_related("scheme", "assessment").defer("missing", "problems", "open_decisions")
    published = runs.filter(assessment__publication__confirmed_at__isnull=False, is_preview=False)
    published = published.filter(pk__in=Assessment.objects.filter(pk=assessment.pk).values("publication__run"))
    return published.first() or runs.filter(is_preview=False).first() or runs.filter(is_final=True).first()


def units_of(now: Mapping[str, tuple[str, int, Place]], then: Mapping[str, tuple[str, int, Place]]) -> list[UnitYears]:
    """Match the units of two years by name: this year's by rank, then those that are gone."""
    found = [
        UnitYears(unit, group, participant, then[unit][2] if unit in then else None, place)
        for unit, (group, participant, place) in now.items()
    ]
    found.sort(key=lambda each: (each.now is None or each.now[1] is None, (each.now or (0, 0, ""))[1] or 0))
    return found + [
        UnitYears(unit, group, None, place, None) for unit, (group, _, place) in then.items() if unit not in now
    ]


def places(run: Run, group: str = "", units: list[int] | None = None) -> dict[str, tuple[str, int, Place]]:
    """Give total, rank and grade of the units of a run, by name."""
    found = Standing.objects.filter(run=run)
    if group:
        found = found.filter(group=group)
    if units is not None:
        found = found.filter(participant__in=units)
    rows = found.order_by("participant__position").values_list(
        "participant__unit", "group", "participant", "total", "rank", "grade"
    )
    return {unit: (name, key, (total, rank, grade)) for unit, name, key, total, rank, grade in rows}


def indicators_of(
    now: Structure, then: Structure, values_now: Mapping[str, int], values_then: Mapping[str, int]
) -> list[IndicatorYears]:
    """Match the indicators of two years by the names on the way to them, in this year's order; gone ones last."""
    new, old = _indicators(now, values_now), _indicators(then, values_then)
    found = []
    for path, (level, kind, points, value) in new.items():
        before = old.get(path)
        found.append(
            IndicatorYears(
                path[-1], level, kind, before[2] if before else None, points, before[3] if before else None, value,
                is_new=before is None,
            )
        )  # fmt: skip
    found += [
        IndicatorYears(path[-1], level, kind, points, None, value, None, is_gone=True)
        for path, (level, kind, points, value) in old.items()
        if path not in new
    ]
    return found


def _indicators(
    structure: Structure, values: Mapping[str, int]
) -> dict[tuple[str, ...], tuple[int, str, int | None, int | None]]:
    """Give the indicators that have a value, by path; all of them where nothing is known of any."""
    found: dict[tuple[str, ...], tuple[int, str, int | None, int | None]] = {}
    for node in structure.nodes:
        if node.code in values or not values:
            points = None if node.node.points is None else to_points(node.node.points)
            kind = "section" if node.children else "indicator"
            found.setdefault(node.path, (min(len(node.path) - 1, 4), kind, points, values.get(node.code)))
    for panel in structure.panels:
        if panel.name in values or not values:
            found[panel.name,] = (0, "panel", to_points(panel.panel.points), values.get(panel.name))
    return found
