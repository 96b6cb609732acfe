"""What follows from a result, also over several years."""

from __future__ import annotations

from collections.abc import Mapping

from kaoji.grading.indicator_places import IndicatorPlaces, Place
from kaoji.grading.money import reward
from kaoji.grading.prizes import told
from kaoji.grading.results import Ranking, Reason, Result
from kaoji.numbers import to_points
from kaoji.scheme.model import Consequence
from kaoji.scoring.facts import PastResult

History = Mapping[tuple[str, int], PastResult]


def follow(ranking: Ranking, places: IndicatorPlaces) -> None:
    """Draw the consequences of this year's results and those of the years before; say which year is missing for one."""
    scheme = ranking.scores.structure.scheme
    history = {(row.unit, row.year): row for row in ranking.scores.facts.history}
    for consequence in scheme.afterwards:
        meant: dict[str, Place] | None = None
        if consequence.places is not None or consequence.last_places is not None:
            meant = places.of_total() if consequence.indicator is None else places.of(consequence.indicator)
        for result in ranking.results.values():
            if meant is not None and not _is_placed(consequence, meant.get(result.unit)):
                continue
            if consequence.then in result.consequences or not _follows(consequence, result):
                continue
            unknown = _unknown_year(consequence, result.unit, scheme.year, history)
            if unknown is None:
                result.consequences.append(consequence.then)
                if consequence.amount is not None:
                    unit = ranking.scores.units[result.unit]
                    result.rewards.append(reward(consequence.then, consequence.amount, consequence.heads, unit))
                    result.reasons.append(told(result.rewards[-1]))
            elif unknown:
                data = {"then": consequence.then, "year": unknown, "years": consequence.years_running}
                message = "{then} asks for {years} years running, and what was in {year} is not known"
                result.reasons.append(Reason("year_unknown", message, data))


def _follows(consequence: Consequence, result: Result) -> bool:
    """Tell whether a consequence follows from a result, as far as this year goes."""
    names = consequence.applies_to
    is_meant = not names or result.group in names or result.unit in names
    has_award = consequence.award is None or consequence.award in result.awards
    return is_meant and has_award and _fits(consequence, result)


def _unknown_year(consequence: Consequence, unit: str, year: int, history: History) -> int | None:
    """Give None where the years before fit too, 0 where one does not, else the last year that may and is not known."""
    unknown: int | None = None
    for before in range(year - 1, year - consequence.years_running, -1):
        past = history.get((unit, before))
        is_known = past is not None and (
            (not consequence.grade or past.grade is not None)
            and (not consequence.last_place or past.is_last is not None)
            and (consequence.total_below is None or past.total is not None)
        )
        misses = past is not None and (
            bool(consequence.grade and past.grade is not None and past.grade not in consequence.grade)
            or (consequence.last_place and past.is_last is False)
            or (
                consequence.total_below is not None and past.total is not None and past.total >= consequence.total_below
            )
        )
        if misses:
            return 0
        if not is_known and unknown is None:
            unknown = before
    return unknown


def _is_placed(consequence: Consequence, place: Place | None) -> bool:
    """Tell whether a place lies within those that a consequence is for."""
    if place is None or (consequence.last_places is not None and place.is_level):
        return False
    wanted = ((consequence.places, place.from_top), (consequence.last_places, place.from_bottom))
    return all(span is None or span[0] <= number <= span[1] for span, number in wanted)


def _fits(consequence: Consequence, result: Result) -> bool:
    """Tell whether this year's grade, total and last place are those that the consequence is for."""
    has_grade = not consequence.grade or result.grade in consequence.grade
    is_low = consequence.total_below is None or (
        result.total is not None and result.total < to_points(consequence.total_below)
    )
    return has_grade and is_low and (not consequence.last_place or result.is_last)
