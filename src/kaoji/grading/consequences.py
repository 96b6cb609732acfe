"""What follows from a result: prizes of the year, and consequences, also over several years."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from kaoji.grading.indicator_places import IndicatorPlaces, Place
from kaoji.grading.results import Ranking, Reason, Result
from kaoji.numbers import to_points
from kaoji.scheme.model import Award, Consequence
from kaoji.scoring.facts import PastResult

History = Mapping[tuple[str, int], PastResult]


def award(ranking: Ranking) -> None:
    """Give the prizes of the year, best units first; say why a prize that a unit earned is not given."""
    scheme, facts = ranking.scores.structure.scheme, ranking.scores.facts
    positions = {grade_.name: position for position, grade_ in enumerate(scheme.grades)}
    history = {(row.unit, row.year): row for row in facts.history}
    conditions = {(row.unit, row.condition) for row in facts.conditions if row.met and row.approved is not False}
    in_order = sorted(ranking.results.values(), key=lambda r: (r.rank is None, r.rank or 0))
    for prize in scheme.awards:
        given = 0
        for result in in_order:
            if result.rank is None and result.grade is None:
                continue
            if not _earns(prize, result, conditions, history.get((result.unit, scheme.year - 1))):
                continue
            if not _grade_suffices(prize, result, positions):
                data = {"award": prize.name, "grade": result.grade}
                result.reasons.append(Reason("award_refused", "{award} does not hold: {grade}", data))
                continue
            if prize.at_most is not None and given >= prize.at_most:
                if prize.when is not None:
                    full: dict[str, object] = {"award": prize.name, "number": prize.at_most}
                    message = "{award} goes to {number} at most; others come first"
                    result.reasons.append(Reason("award_full", message, full))
                continue
            given += 1
            result.awards.append(prize.name)


def follow(ranking: Ranking, places: IndicatorPlaces) -> None:
    """Draw the consequences of this year's results and those of the years before."""
    scheme = ranking.scores.structure.scheme
    history = {(row.unit, row.year): row for row in ranking.scores.facts.history}
    for consequence in scheme.afterwards:
        meant: dict[str, Place] | None = None
        if consequence.places is not None or consequence.last_places is not None:
            meant = places.of_total() if consequence.indicator is None else places.of(consequence.indicator)
        for result in ranking.results.values():
            if meant is not None and not _is_placed(consequence, meant.get(result.unit)):
                continue
            if _follows(consequence, result, scheme.year, history) and consequence.then not in result.consequences:
                result.consequences.append(consequence.then)


def _earns(
    award: Award,
    result: Result,
    conditions: AbstractSet[tuple[str, str]],
    past: PastResult | None,
) -> bool:
    """Tell whether a result earns a prize, its grade aside (see ``_grade_suffices``)."""
    if award.grade is not None and result.grade != award.grade:
        return False
    if award.places is not None and (result.rank is None or not award.places[0] <= result.rank <= award.places[1]):
        return False
    if award.when is not None and (result.unit, award.when) not in conditions:
        return False
    if award.rise is not None:
        if past is None or past.rank is None or result.rank is None or past.rank - result.rank < award.rise:
            return False
        if award.beyond_rank is not None and result.rank <= award.beyond_rank:
            return False
    return award.total_at_least is None or (
        result.total is not None and result.total >= to_points(award.total_at_least)
    )


def _grade_suffices(award: Award, result: Result, grades: Mapping[str, int]) -> bool:
    """Tell whether the grade is good enough for a prize."""
    if award.grade_at_least is None:
        return True
    return result.grade is not None and grades[result.grade] <= grades[award.grade_at_least]


def _follows(consequence: Consequence, result: Result, year: int, history: History) -> bool:
    """Tell whether a consequence follows from a result and those of the years before."""
    names = consequence.applies_to
    is_meant = not names or result.group in names or result.unit in names
    has_award = consequence.award is None or consequence.award in result.awards
    if not (is_meant and has_award and _fits(consequence, result)):
        return False
    years = (history.get((result.unit, year - back)) for back in range(1, consequence.years_running))
    return all(past is not None and _fits(consequence, past) for past in years)


def _is_placed(consequence: Consequence, place: Place | None) -> bool:
    """Tell whether a place lies within those that a consequence is for."""
    if place is None:
        return False
    wanted = ((consequence.places, place.from_top), (consequence.last_places, place.from_bottom))
    return all(span is None or span[0] <= number <= span[1] for span, number in wanted)


def _fits(consequence: Consequence, result: Result | PastResult) -> bool:
    """Tell whether grade and last place of one year are those that the consequence is for."""
    has_grade = not consequence.grade or result.grade in consequence.grade
    return has_grade and (not consequence.last_place or bool(result.is_last))
