"""Every unit's rank and grade from its scores: limits, places, what is settled elsewhere or decided, prizes, consequences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from kaoji.grading.consequences import follow
from kaoji.grading.filling import fill_field
from kaoji.grading.indicator_places import IndicatorPlaces
from kaoji.grading.limits import Bounds, bounds
from kaoji.grading.prizes import award
from kaoji.grading.quotas import places
from kaoji.grading.results import PlacesField, Ranking, Reason, Result
from kaoji.numbers import key
from kaoji.scheme.model import Elsewhere
from kaoji.scheme.spans import places_in
from kaoji.scheme.structure import GROUP_ATTRIBUTE, with_own
from kaoji.scoring.facts import Decision
from kaoji.scoring.results import Scores


def grade(scores: Scores) -> Ranking:
    """Grade every unit: ranks, places, ceilings, direct grades, prizes, consequences.

    Decisions, conditions and earlier results come from the facts. A tie on the line of a grade without a decision is
    reported as open, and the units on it are marked pending; so is one on the last of a prize, which nobody then gets.
    Source: docs/explanation/grading.md.
    """
    ranking = Ranking(scores)
    scheme, facts = scores.structure.scheme, scores.facts
    for unit in facts.units:
        ranking.results[unit.unit] = Result(
            unit.unit, unit.group, scores.totals.get(unit.unit), scores.ranks.get(unit.unit)
        )
    _mark_last(ranking)
    _explain_ranks(ranking)
    in_indicators = IndicatorPlaces(scores)
    limits = bounds(scheme, facts, in_indicators, scores.totals)
    # The order among equals and the grade of a unit may be decided on two days, and stand in two rows.
    decisions = {row.unit: row for row in facts.decisions if row.order is not None}
    decided = {row.unit: row for row in facts.decisions if row.grade is not None}
    if scheme.grades:
        for field in _fields(scores):
            ranking.fields.append(field)
            fill_field(ranking, field, limits, decisions)
    for regime in scheme.elsewhere:
        _from_elsewhere(ranking, regime, limits)
    for unit in facts.units:
        if not unit.participates:
            result = ranking.results[unit.unit]
            result.reasons.append(Reason("no_part", "Did not take part: no grade is given"))
    _decided_grades(ranking, decided, limits)
    award(ranking, decisions, limits)
    follow(ranking, in_indicators)
    return ranking


def _mark_last(ranking: Ranking) -> None:
    """Mark the last of each group; who has nobody above, alone or since all are equal, is not last."""
    by_group: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for unit, result in ranking.results.items():
        if unit in ranking.scores.totals:
            by_group[result.group][unit] = ranking.scores.merit(unit)
    for merits in by_group.values():
        lowest, highest = min(merits.values()), max(merits.values())
        for unit, merit in merits.items():
            ranking.results[unit].is_last = merit == lowest < highest


def _explain_ranks(ranking: Ranking) -> None:
    """Say which part told units of equal totals apart, where the scheme ranks them by it."""
    for result in ranking.results.values():
        if (parted := ranking.scores.parted_from(result.unit)) is not None:
            data = {"part": parted[0]}
            result.reasons.append(Reason("rank_order", "Equal totals; ranked by {part}", data))


def _fields(scores: Scores) -> list[PlacesField]:
    """Split the ranked units into the fields in which the scheme counts places; shares by category part them, too."""
    scheme, by = scores.structure.scheme, scores.structure.scheme.quota.share_by
    within = scheme.quota.within or (GROUP_ATTRIBUTE,)
    if by is not None and by not in within and any(grade.shares for grade in scheme.grades):
        within = (*within, by)
    fields: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for unit in scores.units.values():
        if unit.unit in scores.totals:
            attributes = with_own(unit.attributes, unit.unit, unit.group)
            fields[tuple(attributes.get(name, "") for name in within)].append(unit.unit)
    found = []
    for name, units in fields.items():
        first = scores.units[units[0]]
        category = with_own(first.attributes, first.unit, first.group).get(by or "", "")
        quota = places(scheme.grades, scheme.quota, len(units), first.group, category, "·".join(name))
        found.append(PlacesField("·".join(name), first.group, tuple(units), quota))
    return found


def _from_elsewhere(ranking: Ranking, regime: Elsewhere, limits: Mapping[str, Bounds]) -> None:
    """Grade the units of a regime by the place that a higher level gave them, which holds against limits too."""
    given = {
        row.unit: row
        for row in ranking.scores.facts.conditions
        if key(row.condition) == key(regime.by) and row.value is not None and row.met
    }
    for result in ranking.results.values():
        if result.group != regime.group:
            continue
        row = given.get(result.unit)
        if row is None or row.value is None:
            result.is_pending = True
            continue
        place = int(row.value)
        for name, ranges in regime.grades.items():
            if any(_within(place, text) for text in ranges):
                result.grade = name
        result.reasons.append(Reason("elsewhere", "{by}: place {place}", {"by": regime.by, "place": place}))
        _tell_against(ranking, result, limits)


def _within(place: int, text: str) -> bool:
    """Tell whether a place lies in a range such as 1-2, 3 or 5-."""
    span = places_in(text)
    return span is not None and span[0] <= place <= span[1]


def _tell_against(ranking: Ranking, result: Result, limits: Mapping[str, Bounds], before: str | None = None) -> None:
    """Say which limits forbid a grade that was not given by the places; ``before`` is what those and the limits gave."""
    order = {grade_.name: position for position, grade_ in enumerate(ranking.scores.structure.scheme.grades)}
    if result.grade in order and result.unit in limits:
        found, lowered = limits[result.unit].against(result.grade, order), limits[result.unit].lowered
        if lowered is not None and (before not in order or order[result.grade] < order[before]):
            found.append(lowered[1])
        for limit in found:
            data = {"grade": result.grade, "condition": limit.when}
            result.reasons.append(Reason("set_against", "{grade} is against a limit: {condition}", data))


def _decided_grades(ranking: Ranking, decisions: Mapping[str, Decision], limits: Mapping[str, Bounds]) -> None:
    """Set the grades that were decided; one that a limit forbids is set too, and said to be against it."""
    for unit, row in decisions.items():
        if row.grade is not None and unit in ranking.results:
            result = ranking.results[unit]
            data = {"before": result.grade or "", "grade": row.grade, "by": row.by}
            result.reasons.append(Reason("set", "{by} decided: {grade}", data))
            before = result.grade
            result.grade, result.is_pending = row.grade, False
            _tell_against(ranking, result, limits, before)
    given = {unit for unit, row in decisions.items() if row.grade is not None}
    ranking.open_decisions = [each for each in ranking.open_decisions if not given.issuperset(each.units)]
