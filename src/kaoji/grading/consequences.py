"""What follows from a result, also over several years."""

from __future__ import annotations

from collections.abc import Mapping

from kaoji.grading.indicator_places import IndicatorPlaces, Place
from kaoji.grading.results import Ranking, Result
from kaoji.scheme.model import Consequence
from kaoji.scoring.facts import PastResult

History = Mapping[tuple[str, int], PastResult]


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
