"""What bounds a unit's grade: conditions that hold, direct grades that were approved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from kaoji.grading.indicator_places import IndicatorPlaces
from kaoji.scheme.model import Limit, Scheme
from kaoji.scoring.facts import Condition, Facts, Unit


@dataclass
class Bounds:
    """What the limits make of one unit: the best grade it may get, grades it may not, a grade set or given."""

    best: int = 0
    best_by: list[tuple[Limit, Condition]] = field(default_factory=list)
    excluded: dict[str, tuple[Limit, Condition]] = field(default_factory=dict)
    forced: tuple[str, Limit, Condition] | None = None
    direct: list[tuple[str, Limit, Condition]] = field(default_factory=list)
    refused: list[tuple[str, Limit, Condition]] = field(default_factory=list)


def bounds(scheme: Scheme, facts: Facts, places: IndicatorPlaces | None = None) -> dict[str, Bounds]:
    """Find for every unit which limits hold.

    A limit on the last places of a given rank counts the places of the units of one group that have one; one on an
    indicator those of ``places``. A ceiling beats a direct grade. The limits of a ceiling stand in the scheme's order.
    """
    order = {grade.name: position for position, grade in enumerate(scheme.grades)}
    units = {unit.unit: unit for unit in facts.units}
    ranked: dict[tuple[str, str], int] = defaultdict(int)
    for row in facts.conditions:
        if row.value is not None and row.unit in units:
            ranked[units[row.unit].group, row.condition] += 1
    found: dict[str, Bounds] = defaultdict(Bounds)
    for row in facts.conditions:
        unit = units.get(row.unit)
        if unit is None:
            continue
        for limit in scheme.reported_limits:
            if _holds(limit, row, unit, ranked):
                _apply(found[row.unit], limit, row, order)
    for limit in scheme.limits:
        if limit.indicator is not None and places is not None:
            for name, place in places.of(limit.indicator).items():
                if place.from_bottom <= (limit.last_places or 0) and _concerns(limit, units[name]):
                    _apply(found[name], limit, Condition(name, limit.when, value=Decimal(place.from_top)), order)
    listed = {id(limit): position for position, limit in enumerate(scheme.limits)}
    for one in found.values():
        one.best_by.sort(key=lambda pair: listed[id(pair[0])])
    return dict(found)


def _holds(limit: Limit, row: Condition, unit: Unit, ranked: dict[tuple[str, str], int]) -> bool:
    if row.condition not in (limit.when, limit.number) or not row.met or not _concerns(limit, unit):
        return False
    if limit.last_places is not None:
        return row.value is not None and row.value > ranked[unit.group, row.condition] - limit.last_places
    return True


def _concerns(limit: Limit, unit: Unit) -> bool:
    return not limit.applies_to or unit.group in limit.applies_to or unit.unit in limit.applies_to


def _apply(found: Bounds, limit: Limit, row: Condition, order: dict[str, int]) -> None:
    if limit.grade_at_most is not None:
        position = order[limit.grade_at_most]
        if position >= found.best:
            if position > found.best:
                found.best_by.clear()
            found.best = position
            found.best_by.append((limit, row))
    if limit.not_grade is not None:
        found.excluded[limit.not_grade] = (limit, row)
    if limit.grade is not None and (found.forced is None or order[limit.grade] > order[found.forced[0]]):
        found.forced = (limit.grade, limit, row)
    if limit.direct is not None:
        least = limit.at_least.get(row.kind or "", limit.at_least.get("", None))
        is_enough = not limit.at_least or (least is not None and row.value is not None and row.value >= least)
        is_approved = row.approved is True or (row.approved is None and not limit.needs_approval)
        (found.direct if is_enough and is_approved else found.refused).append((limit.direct, limit, row))
