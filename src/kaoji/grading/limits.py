"""What bounds a unit's grade: conditions that hold, direct grades that were approved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kaoji.grading.indicator_places import IndicatorPlaces
from kaoji.numbers import key, to_points
from kaoji.scheme.model import Limit, Scheme
from kaoji.scheme.structure import ALL_AWARDS
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
    lowered: tuple[int, Limit] | None = None
    """By how many steps the grade is lowered that the unit gets otherwise, and the limit that says so."""
    barred: dict[str, Limit] = field(default_factory=dict)
    """The prizes that it may not have, by name, or by ``ALL_AWARDS``."""

    def bars(self, award: str) -> Limit | None:
        """Give the limit that keeps a prize from the unit, None where none does."""
        return next((limit for name, limit in self.barred.items() if name == award or name in ALL_AWARDS), None)

    def against(self, grade: str, order: Mapping[str, int]) -> list[Limit]:
        """Give the limits that forbid a grade: a grade that is set and worse, ceilings below it, exclusions."""
        found = [limit for limit, _ in self.best_by] if order[grade] < self.best else []
        if self.forced is not None and order[grade] < order[self.forced[0]]:
            found.insert(0, self.forced[1])
        if grade in self.excluded:
            found.append(self.excluded[grade][0])
        return found


def bounds(
    scheme: Scheme, facts: Facts, places: IndicatorPlaces | None = None, totals: Mapping[str, int] | None = None
) -> dict[str, Bounds]:
    """Find for every unit which limits hold; one with ``total_below`` only for totals (10^-9 points) below it.

    A limit on the last places of a given rank counts from the bottom among the units of one group that have one, equal
    ones sharing the worse place; one on an indicator goes by ``places``. Who is alone there, or where all are equal, is not among the last. A ceiling beats a direct grade. The limits of a
    ceiling stand in the scheme's order.
    """
    order = {grade.name: position for position, grade in enumerate(scheme.grades)}
    units = {unit.unit: unit for unit in facts.units}
    ranked: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row in facts.conditions:
        if row.value is not None and row.met and row.unit in units:
            ranked[units[row.unit].group, row.condition].append(row.value)
    found: dict[str, Bounds] = defaultdict(Bounds)

    def is_low(limit: Limit, unit: str) -> bool:
        if limit.total_below is None:
            return True
        total = (totals or {}).get(unit)
        return total is not None and total < to_points(limit.total_below)

    for row in facts.conditions:
        unit = units.get(row.unit)
        if unit is None:
            continue
        for limit in scheme.reported_limits:
            if _holds(limit, row, unit, ranked) and is_low(limit, row.unit):
                _apply(found[row.unit], limit, row, order)
    for limit in scheme.limits:
        if limit.indicator is not None and places is not None:
            for name, place in places.of(limit.indicator).items():
                if (
                    not place.is_level
                    and place.from_bottom <= (limit.last_places or 0)
                    and _concerns(limit, units[name])
                    and is_low(limit, name)
                ):
                    _apply(found[name], limit, Condition(name, limit.when, value=Decimal(place.from_top)), order)
    listed = {id(limit): position for position, limit in enumerate(scheme.limits)}
    for one in found.values():
        one.best_by.sort(key=lambda pair: listed[id(pair[0])])
    return dict(found)


def _holds(limit: Limit, row: Condition, unit: Unit, ranked: dict[tuple[str, str], list[Decimal]]) -> bool:
    if key(row.condition) not in (key(limit.when), limit.number) or not row.met or not _concerns(limit, unit):
        return False
    if limit.last_places is not None:
        own, others = row.value, ranked[unit.group, row.condition]
        return (
            own is not None and min(others) < max(others) and sum(other > own for other in others) < limit.last_places
        )
    return True


def _is_enough(limit: Limit, row: Condition) -> bool:
    """Tell whether the value reported is as large as the limit asks for, by its kind."""
    least = limit.at_least.get(row.kind or "", limit.at_least.get("", None))
    return not limit.at_least or (least is not None and row.value is not None and row.value >= least)


def _concerns(limit: Limit, unit: Unit) -> bool:
    return not limit.applies_to or unit.group in limit.applies_to or unit.unit in limit.applies_to


def _apply(found: Bounds, limit: Limit, row: Condition, order: dict[str, int]) -> None:
    if limit.direct is not None:
        is_approved = row.approved is True or (row.approved is None and not limit.needs_approval)
        holds = is_approved and _is_enough(limit, row)
        (found.direct if holds else found.refused).append((limit.direct, limit, row))
    if not _is_enough(limit, row) or (limit.needs_approval and row.approved is not True):
        return
    if limit.grade_at_most is not None:
        position = order[limit.grade_at_most]
        if position >= found.best:
            if position > found.best:
                found.best_by.clear()
            found.best = position
            found.best_by.append((limit, row))
    for name in limit.no_award:
        found.barred.setdefault(name, limit)
    if limit.lower_by is not None and (found.lowered is None or limit.lower_by > found.lowered[0]):
        found.lowered = (limit.lower_by, limit)
    if limit.not_grade is not None:
        found.excluded[limit.not_grade] = (limit, row)
    if limit.grade is not None and (found.forced is None or order[limit.grade] > order[found.forced[0]]):
        found.forced = (limit.grade, limit, row)
