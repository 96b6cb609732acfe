"""Grades: places filled from the top (and the bottom) of each field, limits and decisions kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kaoji.grading.consequences import earns, follows, grade_suffices, is_placed
from kaoji.grading.indicator_places import IndicatorPlaces, Place
from kaoji.grading.limits import Bounds, bounds
from kaoji.grading.order import Standing, standings
from kaoji.grading.quotas import places
from kaoji.numbers import to_points
from kaoji.scheme.model import Elsewhere, Grade
from kaoji.scheme.structure import with_own
from kaoji.scoring.facts import Decision
from kaoji.scoring.results import Scores


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit got its grade: an English sentence with named places, also the key of its translation."""

    code: str
    message: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Result:
    """The result of one unit; total and rank are None for units whose result comes from elsewhere or who took no part."""

    unit: str
    group: str
    total: int | None = None
    rank: int | None = None
    is_last: bool = False
    grade: str | None = None
    reasons: list[Reason] = field(default_factory=list)
    awards: list[str] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """Something that the scheme leaves to the leading group: who among equals gets the last places of a grade."""

    group: str
    grade: str
    units: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class PlacesField:
    """A field in which places are counted: a group, or units alike in the scheme's attributes."""

    name: str
    group: str
    units: tuple[str, ...]
    places: Mapping[str, int | None]


@dataclass
class Ranking:
    """All results, the places of every field, and what is still to be decided."""

    scores: Scores
    results: dict[str, Result] = field(default_factory=dict)
    fields: list[PlacesField] = field(default_factory=list)
    open_decisions: list[OpenDecision] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        """Tell whether nothing is left to decide."""
        return not self.open_decisions


def grade(scores: Scores) -> Ranking:
    """Grade every unit: ranks, places, ceilings, direct grades, prizes, consequences.

    Decisions, conditions and earlier results come from the facts. A tie on the line of a grade without a decision is
    reported as open, and the units on it are marked pending.
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
    places = IndicatorPlaces(scores)
    limits = bounds(scheme, facts, places)
    decisions = {row.unit: row for row in facts.decisions}
    if scheme.grades:
        for field_ in _fields(scores):
            ranking.fields.append(field_)
            _Filling(ranking, field_, limits, decisions).run()
    for regime in scheme.elsewhere:
        _from_elsewhere(ranking, regime)
    for unit in facts.units:
        if not unit.participates:
            result = ranking.results[unit.unit]
            result.reasons.append(Reason("no_part", "Did not take part: no grade is given"))
    _decided_grades(ranking, decisions)
    _award(ranking)
    _follow(ranking, places)
    return ranking


def _mark_last(ranking: Ranking) -> None:
    merits = {unit: ranking.scores.merit(unit) for unit in ranking.results if unit in ranking.scores.totals}
    lowest: dict[str, tuple[int, ...]] = {}
    for unit, merit in merits.items():
        group = ranking.results[unit].group
        lowest[group] = min(lowest.get(group, merit), merit)
    for unit, merit in merits.items():
        ranking.results[unit].is_last = merit == lowest[ranking.results[unit].group]


def _explain_ranks(ranking: Ranking) -> None:
    """Say which part told units of equal totals apart, where the scheme ranks them by it."""
    for result in ranking.results.values():
        if (parted := ranking.scores.parted_from(result.unit)) is not None:
            data = {"part": parted[0]}
            result.reasons.append(Reason("rank_order", "Equal totals; ranked by {part}", data))


def _fields(scores: Scores) -> list[PlacesField]:
    """Split the ranked units into the fields in which the scheme counts places."""
    scheme = scores.structure.scheme
    fields: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for unit in scores.units.values():
        if unit.unit in scores.totals:
            within = tuple(unit.attributes.get(name, "") for name in scheme.quota.within)
            fields[within or (unit.group,)].append(unit.unit)
    found = []
    for name, units in fields.items():
        first = scores.units[units[0]]
        category = with_own(first.attributes, first.unit, first.group).get(scheme.quota.share_by or "", "")
        quota = places(scheme.grades, scheme.quota, len(units), first.group, category)
        found.append(PlacesField("·".join(name), first.group, tuple(units), quota))
    return found


class _Filling:
    """Fill the grades of one field."""

    def __init__(
        self, ranking: Ranking, field_: PlacesField, limits: Mapping[str, Bounds], decisions: dict[str, Decision]
    ) -> None:
        self.ranking, self.field, self.decisions = ranking, field_, decisions
        self.scheme = ranking.scores.structure.scheme
        self.grades = self.scheme.grades
        self.order = standings(ranking.scores, field_.units, decisions)
        self.bounds = {unit: limits.get(unit, Bounds()) for unit in field_.units}
        self.left: dict[str, int | None] = dict(field_.places)
        self.unfilled_above: Grade | None = None

    def run(self) -> None:
        for unit in self.field.units:
            forced = self.bounds[unit].forced
            if forced is not None:
                reason = Reason("forced", "{condition}: {grade}", {"condition": forced[1].when, "grade": forced[0]})
                self.give(unit, forced[0], reason)
        self.give_direct()
        for grade_ in self.grades:
            if grade_.from_bottom:
                self.fill_from_bottom(grade_)
        carried = 0
        lowest = max(position for position, grade_ in enumerate(self.grades) if not grade_.from_bottom)
        for position, grade_ in enumerate(self.grades):
            if not grade_.from_bottom and (position != lowest or grade_.at_least is not None):
                carried = self.fill(position, grade_, carried)
        self.give_rest()
        self.explain_limits()

    # ------------------------------------------------------------------ steps

    def give(self, unit: str, grade_: str, *reasons: Reason) -> None:
        result = self.ranking.results[unit]
        result.grade = grade_
        result.reasons.extend(reasons)

    def ungraded(self) -> list[Standing]:
        return [standing for standing in self.order if self.ranking.results[standing.unit].grade is None]

    def allowed(self, unit: str, position: int, grade_: Grade) -> bool:
        found = self.bounds[unit]
        return position >= found.best and grade_.name not in found.excluded

    def give_direct(self) -> None:
        """Give direct grades, best units first; a ceiling beats them."""
        positions = {grade_.name: position for position, grade_ in enumerate(self.grades)}
        for standing in self.ungraded():
            for name, limit, _ in self.bounds[standing.unit].direct:
                position = positions[name]
                if not self.allowed(standing.unit, position, self.grades[position]):
                    continue
                left = self.left[name]
                has_place = left is None or left > 0
                if limit.uses_place and not has_place and not limit.beyond_places:
                    continue
                data = {
                    "grade": name,
                    "number": limit.number or "",
                    "condition": limit.when,
                    "uses_place": limit.uses_place,
                }
                code = "direct" if has_place or not limit.uses_place else "direct_beyond"
                message = (
                    "Given {grade} directly: {condition}"
                    if code == "direct"
                    else "Given {grade} directly beyond the places: {condition}"
                )
                self.give(standing.unit, name, Reason(code, message, data))
                if limit.uses_place and left is not None:
                    self.left[name] = max(0, left - 1)
                break

    def fill_from_bottom(self, grade_: Grade) -> None:
        number = self.left[grade_.name] or 0
        standing_below = list(reversed(self.ungraded()))
        taken = self.settle(standing_below, number, grade_)
        for standing in taken:
            data = {"number": number, "grade": grade_.name}
            self.give(standing.unit, grade_.name, Reason("bottom", "Among the last {number} of the group", data))

    def fill(self, position: int, grade_: Grade, carried: int) -> int:
        """Fill one grade from the top; give the places left over to the next."""
        own = self.left[grade_.name]
        least = None if grade_.at_least is None else to_points(grade_.at_least)
        eligible = [
            standing
            for standing in self.ungraded()
            if self.allowed(standing.unit, position, grade_) and (least is None or standing.merit[0] >= least)
        ]
        if own is None:
            for standing in eligible:
                if least is not None:
                    data = {"points": grade_.at_least, "grade": grade_.name}
                    self.give(standing.unit, grade_.name, Reason("threshold", "Not below {points} points", data))
            return carried
        number = own + carried
        taken = self.settle(eligible, number, grade_)
        for standing in taken:
            self.give(standing.unit, grade_.name, *self.reasons_for(grade_, carried))
        left = number - len(taken)
        if left and self.scheme.quota.unfilled == "next":
            self.unfilled_above = grade_ if grade_.at_least is not None or left else self.unfilled_above
            return left
        return 0

    def reasons_for(self, grade_: Grade, carried: int) -> list[Reason]:
        if carried and self.unfilled_above is not None and self.unfilled_above.at_least is not None:
            data = {"points": self.unfilled_above.at_least, "above": self.unfilled_above.name, "grade": grade_.name}
            return [Reason("below_threshold", "Below {points} points; the places of {above} were not used up", data)]
        reasons = [
            Reason(
                "within",
                "Within the {places} places of {grade}",
                {"places": self.field.places[grade_.name], "grade": grade_.name},
            )
        ]
        if grade_.at_least is not None:
            reasons.append(
                Reason("threshold", "Not below {points} points", {"points": grade_.at_least, "grade": grade_.name})
            )
        return reasons

    def settle(self, candidates: Sequence[Standing], number: int, grade_: Grade) -> list[Standing]:
        """Take so many from the front, minding a tie on the line."""
        if number <= 0 or number >= len(candidates):
            return list(candidates[: max(0, number)])
        last, following = candidates[number - 1], candidates[number]
        if last.merit == following.merit:
            tied = [standing for standing in candidates if standing.merit == last.merit]
            above = sum(standing.merit != last.merit for standing in candidates[:number])
            self.mind_tie(tied, number - above, grade_, is_parted=last.decided != following.decided)
        return list(candidates[:number])

    def mind_tie(self, tied: Sequence[Standing], number: int, grade_: Grade, *, is_parted: bool) -> None:
        """Take the decision on a tie as a reason; one that puts two on the same place at the line leaves it open."""
        if self.scheme.quota.ties == "order":
            return
        if is_parted and all(standing.decided is not None for standing in tied):
            for standing in tied:
                data = {"order": standing.decided, "by": self.decisions[standing.unit].by}
                reason = Reason("decided", "Equal totals; the leading group put it in place {order}", data)
                if reason not in (said := self.ranking.results[standing.unit].reasons):  # it may lie on two lines
                    said.append(reason)
            return
        units = tuple(standing.unit for standing in tied)
        self.ranking.open_decisions.append(OpenDecision(self.field.name, grade_.name, units, number))
        for unit in units:
            self.ranking.results[unit].is_pending = True

    def give_rest(self) -> None:
        """Who got nothing above gets the lowest grade that is not filled from the bottom, or its ceiling if lower."""
        open_grades = [position for position, grade_ in enumerate(self.grades) if not grade_.from_bottom]
        lowest = open_grades[-1]
        for standing in self.ungraded():
            position = max(lowest, self.bounds[standing.unit].best)
            reasons = []
            with_places = [
                g for g in self.grades[:position] if self.field.places[g.name] is not None and not g.from_bottom
            ]
            if with_places and not self.bounds[standing.unit].best:
                reasons.append(
                    Reason("no_place", "The places of {grade} and above are taken", {"grade": with_places[-1].name})
                )
            self.give(standing.unit, self.grades[position].name, *reasons)

    def explain_limits(self) -> None:
        """Say which ceiling or exclusion kept a unit from a better grade."""
        for unit in self.field.units:
            found, result = self.bounds[unit], self.ranking.results[unit]
            if found.forced is not None:
                continue
            position = next(number for number, grade_ in enumerate(self.grades) if grade_.name == result.grade)
            for limit, row in found.best_by if position <= found.best else ():
                data = {
                    "grade": self.grades[max(0, found.best - 1)].name, "number": limit.number or "", "condition": limit.when,
                    "note": row.note or "", "place": "" if row.value is None else str(row.value),
                    "last": limit.last_places or 0, "at_most": limit.grade_at_most,
                }  # fmt: skip
                result.reasons = [r for r in result.reasons if r.code != "no_place"]
                result.reasons.append(Reason("ceiling", "May not be graded {grade} or better: {condition}", data))
            for name, (limit, _) in found.excluded.items():
                data = {"grade": name, "condition": limit.when, "number": limit.number or ""}
                result.reasons.append(Reason("excluded", "May not be graded {grade}: {condition}", data))


def _from_elsewhere(ranking: Ranking, regime: Elsewhere) -> None:
    """Grade the units of a regime by the place that a higher level gave them."""
    given = {
        row.unit: row for row in ranking.scores.facts.conditions if row.condition == regime.by and row.value is not None
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


def _within(place: int, text: str) -> bool:
    """Tell whether a place lies in a range such as 1-2, 3 or 5-."""
    first, dash, last = text.replace("—", "-").partition("-")
    return int(first) <= place <= (int(last) if last.strip() else 10**9 if dash else int(first))


def _decided_grades(ranking: Ranking, decisions: Mapping[str, Decision]) -> None:
    for unit, row in decisions.items():
        if row.grade is not None and unit in ranking.results:
            result = ranking.results[unit]
            data = {"before": result.grade or "", "grade": row.grade, "by": row.by}
            result.reasons.append(Reason("set", "{by} decided: {grade}", data))
            result.grade, result.is_pending = row.grade, False


def _award(ranking: Ranking) -> None:
    scheme, facts = ranking.scores.structure.scheme, ranking.scores.facts
    positions = {grade_.name: position for position, grade_ in enumerate(scheme.grades)}
    history = {(row.unit, row.year): row for row in facts.history}
    conditions = {(row.unit, row.condition): row for row in facts.conditions}
    in_order = sorted(ranking.results.values(), key=lambda r: (r.rank is None, r.rank or 0))
    for award in scheme.awards:
        given = 0
        for result in in_order:
            if result.rank is None and result.grade is None:
                continue
            if not earns(award, result, conditions, history.get((result.unit, scheme.year - 1))):
                continue
            if not grade_suffices(award, result, positions):
                data = {"award": award.name, "grade": result.grade}
                result.reasons.append(Reason("award_refused", "{award} does not hold: {grade}", data))
                continue
            if award.at_most is not None and given >= award.at_most:
                if award.when is not None:
                    full: dict[str, object] = {"award": award.name, "number": award.at_most}
                    message = "{award} goes to {number} at most; others come first"
                    result.reasons.append(Reason("award_full", message, full))
                continue
            given += 1
            result.awards.append(award.name)


def _follow(ranking: Ranking, places: IndicatorPlaces) -> None:
    scheme = ranking.scores.structure.scheme
    history = {(row.unit, row.year): row for row in ranking.scores.facts.history}
    for consequence in scheme.afterwards:
        meant: dict[str, Place] | None = None
        if consequence.places is not None or consequence.last_places is not None:
            meant = places.of_total() if consequence.indicator is None else places.of(consequence.indicator)
        for result in ranking.results.values():
            if meant is not None and not is_placed(consequence, meant.get(result.unit)):
                continue
            if follows(consequence, result, scheme.year, history) and consequence.then not in result.consequences:
                result.consequences.append(consequence.then)
