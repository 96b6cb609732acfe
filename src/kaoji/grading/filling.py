"""The places of one field filled with its units: direct grades first, then from the bottom, then from the top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kaoji.grading.limits import Bounds
from kaoji.grading.order import Standing, share_out, standings
from kaoji.grading.results import OpenDecision, PlacesField, Ranking, Reason
from kaoji.numbers import to_points
from kaoji.scheme.model import Grade
from kaoji.scheme.structure import GROUP_ATTRIBUTE, with_own
from kaoji.scoring.facts import Decision


def fill_field(
    ranking: Ranking, field: PlacesField, limits: Mapping[str, Bounds], decisions: Mapping[str, Decision]
) -> None:
    """Give every unit of a field its grade, with the reasons; ties on a line that nobody decided stay open.

    Source: docs/explanation/grading.md.
    """
    _Filling(ranking, field, limits, decisions).run()


class _Filling:
    """The grades of one field on their way: the places that are left, and what stays unfilled above."""

    def __init__(
        self, ranking: Ranking, field: PlacesField, limits: Mapping[str, Bounds], decisions: Mapping[str, Decision]
    ) -> None:
        self.ranking, self.field, self.decisions = ranking, field, decisions
        self.scheme = ranking.scores.structure.scheme
        self.grades = self.scheme.grades
        self.order = standings(ranking.scores, field.units, decisions)
        self.bounds = {unit: limits.get(unit, Bounds()) for unit in field.units}
        self.left: dict[str, int | None] = dict(field.places)
        self.unfilled_above: Grade | None = None

    def run(self) -> None:
        for unit in self.field.units:
            forced = self.bounds[unit].forced
            if forced is not None:
                reason = Reason("forced", "{condition}: {grade}", {"condition": forced[1].when, "grade": forced[0]})
                self.give(unit, self.strictest(unit, forced[0]), reason)
        self.give_direct()
        spare = 0
        for position, grade_ in reversed(list(enumerate(self.grades))):  # the very last get the worst grade
            if grade_.from_bottom:
                spare += self.fill_from_bottom(position, grade_)
        for grade_ in self.grades:
            if grade_.rest:  # it takes what the others leave, which is more where the last ones are spared
                self.left[grade_.name] = (self.left[grade_.name] or 0) + spare
                break
        carried = 0
        lowest = max(position for position, grade_ in enumerate(self.grades) if not grade_.from_bottom)
        for position, grade_ in enumerate(self.grades):
            if not grade_.from_bottom and (position != lowest or grade_.at_least is not None):
                carried = self.fill(position, grade_, carried)
        self.give_rest()
        self.explain_limits()
        self.lower()

    def give(self, unit: str, grade_: str, *reasons: Reason) -> None:
        result = self.ranking.results[unit]
        result.grade = grade_
        result.reasons.extend(reasons)

    def position(self, name: str | None) -> int:
        return next(number for number, grade_ in enumerate(self.grades) if grade_.name == name)

    def strictest(self, unit: str, name: str) -> str:
        """Give the worse of a grade that is set and the ceiling of a unit."""
        return self.grades[max(self.position(name), self.bounds[unit].best)].name

    def ungraded(self) -> list[Standing]:
        return [standing for standing in self.order if self.ranking.results[standing.unit].grade is None]

    def allowed(self, unit: str, position: int, grade_: Grade) -> bool:
        found = self.bounds[unit]
        return position >= found.best and grade_.name not in found.excluded

    def give_direct(self) -> None:
        """Give direct grades, best units first; a ceiling beats them. Equal ones on the last place are a tie on a line."""
        positions = {grade_.name: position for position, grade_ in enumerate(self.grades)}
        taken: dict[str, list[Standing]] = defaultdict(list)
        refused: dict[str, list[Standing]] = defaultdict(list)
        for standing in self.ungraded():
            for name, limit, _ in self.bounds[standing.unit].direct:
                position = positions[name]
                if not self.allowed(standing.unit, position, self.grades[position]):
                    continue
                left = self.left[name]
                has_place = left is None or left > 0
                if limit.uses_place and not has_place and not limit.beyond_places:
                    refused[name].append(standing)
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
                if limit.uses_place and left:
                    self.left[name] = left - 1
                    taken[name].append(standing)
                break
        for name, without in refused.items():
            self.mind_direct_tie(taken[name], without, self.grades[positions[name]])

    def mind_direct_tie(self, taken: Sequence[Standing], refused: Sequence[Standing], grade_: Grade) -> None:
        """Mind a tie between the last who took a place of a grade directly and the first who found none left."""
        if taken and taken[-1].merit == refused[0].merit:
            equal = [[each for each in some if each.merit == refused[0].merit] for some in (taken, refused)]
            is_parted = taken[-1].decided != refused[0].decided
            self.mind_tie([*equal[0], *equal[1]], len(equal[0]), grade_, is_parted=is_parted)

    def fill_from_bottom(self, position: int, grade_: Grade) -> int:
        """Fill one grade from the last place; give the places that stay empty."""
        number = self.left[grade_.name] or 0
        standing_below = [each for each in reversed(self.ungraded()) if self.allowed(each.unit, position, grade_)]
        if grade_.below is not None:
            line, last_ones = to_points(grade_.below), standing_below[:number]
            standing_below = [each for each in standing_below if each.merit[0] < line]
            for each in last_ones:
                if each not in standing_below:
                    spared: dict[str, object] = {"number": number, "points": grade_.below, "grade": grade_.name}
                    message = "Among the last {number}, but not below {points} points: not graded {grade}"
                    self.ranking.results[each.unit].reasons.append(Reason("spared", message, spared))
        taken = self.settle(standing_below, number, grade_)
        last = {standing.unit for standing in self.order[len(self.order) - number :]}
        for standing in taken:
            data = {"number": number, "grade": grade_.name}
            message = "Among the last {number} of the group"
            if standing.unit not in last:
                message = "Among the last {number} of those in the group whose grade is not settled otherwise"
            reasons = [Reason("bottom", message, data)]
            if grade_.below is not None:
                reasons.append(Reason("low", "Below {points} points", {"points": grade_.below, "grade": grade_.name}))
            self.give(standing.unit, grade_.name, *reasons)
        return max(0, number - len(taken))

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
                    full = [each for each in self.reasons_against(standing, position) if each.code == "no_place"]
                    self.give(standing.unit, grade_.name, Reason("threshold", "Not below {points} points", data), *full)
            return carried
        number = own + carried
        taken = self.settle(eligible, number, grade_)
        for standing in taken:
            self.give(standing.unit, grade_.name, *self.reasons_for(standing, grade_, carried))
        left = number - len(taken)
        if left and self.scheme.quota.unfilled == "next":
            self.unfilled_above = grade_
            return left
        return 0

    def reasons_for(self, standing: Standing, grade_: Grade, carried: int) -> list[Reason]:
        above = self.unfilled_above
        is_below = above is not None and above.at_least is not None and standing.merit[0] < to_points(above.at_least)
        if carried and above is not None and is_below:
            data = {"points": above.at_least, "above": above.name, "grade": grade_.name}
            return [Reason("below_threshold", "Below {points} points; the places of {above} were not used up", data)]
        reasons = [
            Reason(
                "within",
                "Within the {places} places of {grade}",
                {
                    "places": self.left[grade_.name] if grade_.rest else self.field.places[grade_.name],
                    "grade": grade_.name,
                },
            )
        ]
        if grade_.at_least is not None:
            reasons.append(
                Reason("threshold", "Not below {points} points", {"points": grade_.at_least, "grade": grade_.name})
            )
        return reasons

    def settle(self, candidates: Sequence[Standing], number: int, grade_: Grade) -> list[Standing]:
        """Take so many from the front, with those kept for a kind of units before others, minding ties on the lines."""
        taken, lines = share_out(candidates, number, grade_.reserved, self.kind)
        self.tell_kept(candidates[: max(0, number)], taken, grade_)
        for rivals, count in lines:
            self.mind_line(rivals, count, grade_)
        return taken

    def kind(self, unit: str) -> str:
        """Give the kind of a unit for which places may be kept."""
        found = self.ranking.scores.units[unit]
        return with_own(found.attributes, unit, found.group).get(self.scheme.quota.reserved_by or GROUP_ATTRIBUTE, "")

    def tell_kept(self, first: Sequence[Standing], taken: Sequence[Standing], grade_: Grade) -> None:
        """Say who comes before others since places are kept for its kind, and whom it passes."""
        ahead, passed = [each for each in taken if each not in first], [each for each in first if each not in taken]
        kinds = {each: self.kind(each.unit) for each in ahead}
        for each, kind in kinds.items():
            data: dict[str, object] = {"number": grade_.reserved[kind], "grade": grade_.name, "kind": kind}
            self.tell([each], Reason("kept", "At least {number} places of {grade} go to {kind}", data))
        for kind in dict.fromkeys(kinds.values()):
            data = {"grade": grade_.name, "kind": kind}
            self.tell(passed, Reason("passed", "Places of {grade} are kept for {kind}, which come first", data))

    def mind_line(self, candidates: Sequence[Standing], number: int, grade_: Grade) -> None:
        """Mind a tie between the last who gets a place and the first who does not."""
        if number <= 0 or number >= len(candidates):
            return
        last, following = candidates[number - 1], candidates[number]
        if last.merit == following.merit:
            tied = [standing for standing in candidates if standing.merit == last.merit]
            above = sum(standing.merit != last.merit for standing in candidates[:number])
            self.mind_tie(tied, number - above, grade_, is_parted=last.decided != following.decided)
        elif last.merit[0] == following.merit[0] and self.scheme.rank_ties != "order":
            at = next(at for at, pair in enumerate(zip(last.merit, following.merit, strict=True)) if pair[0] != pair[1])
            reason = Reason(
                "parted", "Equal totals; who comes first goes by {part}", {"part": self.scheme.order[at - 1]}
            )
            self.tell([standing for standing in candidates if standing.merit[0] == last.merit[0]], reason)

    def tell(self, standings_: Sequence[Standing], reason: Reason) -> None:
        """Say how equals were told apart, once to each: they may lie on two lines."""
        for standing in standings_:
            if reason not in (said := self.ranking.results[standing.unit].reasons):
                said.append(reason)

    def mind_tie(self, tied: Sequence[Standing], number: int, grade_: Grade, *, is_parted: bool) -> None:
        """Take the decision on a tie as a reason; one that puts two on the same place at the line leaves it open."""
        if self.scheme.quota.ties == "order":
            self.tell(tied, Reason("listed", "Equal totals; who comes first goes by the list, as the scheme says"))
            return
        if is_parted and all(standing.decided is not None for standing in tied):
            for standing in tied:
                data = {"order": standing.decided, "by": self.decisions[standing.unit].by}
                reason = Reason(
                    "decided", "Equal totals; among the equals the leading group put it in place {order}", data
                )
                self.tell([standing], reason)
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
            reasons = self.reasons_against(standing, position)
            least = self.grades[position].at_least
            if least is not None and standing.merit[0] < to_points(least) and not self.bounds[standing.unit].best:
                below: dict[str, object] = {"grade": self.grades[position].name, "points": least}
                reasons.append(
                    Reason(
                        "below_all", "Below {points} points, the least of {grade}; there is no grade below it", below
                    )
                )
            self.give(standing.unit, self.grades[position].name, *reasons)

    def reasons_against(self, standing: Standing, position: int) -> list[Reason]:
        """Say what kept a unit from the better grades that have places: its total is below their least, or they are taken.

        Those above its ceiling are left out: the limit says why it may not have them.
        """
        better = [
            grade_
            for grade_ in self.grades[self.bounds[standing.unit].best : position]
            if self.field.places[grade_.name] is not None
            and not grade_.from_bottom
            and grade_.name not in self.bounds[standing.unit].excluded
        ]
        below = [grade_ for grade_ in better if grade_.at_least and standing.merit[0] < to_points(grade_.at_least)]
        within = [grade_ for grade_ in better if grade_ not in below]
        if not within:
            return [
                Reason(
                    "below_least",
                    "Below {points} points, the least of {grade}",
                    {"points": grade_.at_least, "grade": grade_.name},
                )
                for grade_ in below[-1:]
            ]
        data = {"grade": within[-1].name, "field": self.field.name}
        if not any(self.field.places[grade_.name] for grade_ in within):
            return [Reason("no_places", "There are no places of {grade} and above here ({field})", data)]
        message = "The places of {grade} are taken" if below else "The places of {grade} and above are taken"
        return [Reason("no_place", message, data)]

    def explain_limits(self) -> None:
        """Say which ceiling or exclusion kept a unit from a better grade."""
        for unit in self.field.units:
            found, result = self.bounds[unit], self.ranking.results[unit]
            if found.forced is not None and result.grade == found.forced[0]:
                continue
            position = self.position(result.grade)
            for limit, row in found.best_by if position <= found.best else ():
                data = {
                    "grade": self.grades[max(0, found.best - 1)].name, "number": limit.number or "", "condition": limit.when,
                    "note": row.note or "", "place": "" if row.value is None else str(row.value),
                    "last": limit.last_places or 0, "at_most": limit.grade_at_most,
                }  # fmt: skip
                result.reasons = [r for r in result.reasons if r.code not in ("no_place", "no_places")]
                result.reasons.append(Reason("ceiling", "May not be graded {grade} or better: {condition}", data))
            for name, (limit, _) in found.excluded.items():
                data = {"grade": name, "condition": limit.when, "number": limit.number or ""}
                result.reasons.append(Reason("excluded", "May not be graded {grade}: {condition}", data))

    def lower(self) -> None:
        """Lower grades by steps of the scheme's list, past grades that a unit may not have; the place it held stays empty."""
        for unit in self.field.units:
            if (lowered := self.bounds[unit].lowered) is None:
                continue
            result, (steps, limit) = self.ranking.results[unit], lowered
            before, lowest = self.position(result.grade), len(self.grades) - 1
            after = min(lowest, before + steps)
            while after < lowest and not self.allowed(unit, after, self.grades[after]):
                after += 1
            data: dict[str, object] = {
                "condition": limit.when, "number": limit.number or "", "steps": steps,
                "before": result.grade, "grade": self.grades[after].name,
            }  # fmt: skip
            message = "Lowered by {steps} from {before} to {grade}: {condition}"
            if after == before:
                message = "To be lowered by {steps}, but there is no grade below {grade}: {condition}"
            self.give(unit, self.grades[after].name, Reason("lowered", message, data))
