"""The prizes of the year: who earns each, who gets it where there are fewer, and ties that somebody has to decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from kaoji.grading.limits import Bounds
from kaoji.grading.money import Reward, reward, sums
from kaoji.grading.order import Standing, share_out, standings
from kaoji.grading.results import OpenDecision, Ranking, Reason, Result
from kaoji.numbers import key, to_points
from kaoji.scheme.model import Award, Scheme
from kaoji.scheme.structure import GROUP_ATTRIBUTE, with_own
from kaoji.scoring.facts import Decision, PastResult, Unit

_UNRANKED = 10**9


def award(ranking: Ranking, decisions: Mapping[str, Decision], limits: Mapping[str, Bounds]) -> None:
    """Give the prizes of the year, best units first, those for a rise to the greatest first; say why a prize that a unit earned is not given.

    Equals on the last of ``at_most`` prizes get none of it until a decision says who does: that is reported as open.
    Source: docs/explanation/grading.md.
    """
    scheme, facts = ranking.scores.structure.scheme, ranking.scores.facts
    positions = {grade_.name: position for position, grade_ in enumerate(scheme.grades)}
    last_year = {row.unit: row for row in facts.history if row.year == scheme.year - 1}
    conditions = {(row.unit, key(row.condition)) for row in facts.conditions if row.met and row.approved is not False}
    for prize in scheme.awards:
        fields: dict[tuple[str, ...], list[Result]] = defaultdict(list)
        for unit in facts.units:
            result = ranking.results[unit.unit]
            if result.rank is None and result.grade is None:
                continue
            if prize.applies_to and not {unit.unit, unit.group} & set(prize.applies_to):
                continue
            if not _earns(prize, result, conditions):
                continue
            barring = limits.get(result.unit, Bounds()).bars(prize.name)
            past = last_year.get(result.unit)
            is_asked = barring is None and prize.rise is not None and result.rank is not None
            if is_asked and _rank_then(past, result) is None:
                unknown: dict[str, object] = {"award": prize.name, "year": scheme.year - 1}
                message = "{award} asks for a rise, and the rank of {year} is not known"
                if past is not None and past.rank is not None:
                    unknown["group"] = past.group_then
                    message = "{award} asks for a rise, and in {year} the unit was ranked in another group, {group}"
                result.reasons.append(Reason("award_unknown", message, unknown))
            if not _rises(prize, result, past):
                continue
            if not _grade_suffices(prize, result, positions):
                data = {"award": prize.name, "grade": result.grade}
                result.reasons.append(Reason("award_refused", "{award} does not hold: {grade}", data))
                continue
            if barring is not None:
                why: dict[str, object] = {
                    "award": prize.name,
                    "condition": barring.when,
                    "number": barring.number or "",
                }
                result.reasons.append(Reason("award_barred", "{award} may not be given: {condition}", why))
                continue
            attributes = with_own(unit.attributes, unit.unit, unit.group)
            fields[tuple(attributes.get(name, "") for name in prize.within)].append(result)
        for field, earners in fields.items():
            if prize.at_most is None:
                _give(prize, earners)
                _tell_shared(prize, earners)
            else:
                _Giving(ranking, prize, "·".join(field), decisions, last_year).run(earners, prize.at_most)
    _tell_amounts(ranking)


class _Giving:
    """One prize of which there are only so many, in the units among which they are counted."""

    def __init__(
        self,
        ranking: Ranking,
        prize: Award,
        field: str,
        decisions: Mapping[str, Decision],
        last_year: Mapping[str, PastResult],
    ) -> None:
        self.ranking, self.prize, self.field, self.decisions = ranking, prize, field, decisions
        self.last_year = last_year

    def run(self, earners: Sequence[Result], number: int) -> None:
        """Give the prize to the first; who comes first among equals on the last one takes a rule or a decision."""
        in_order = self.ordered(earners)
        taken, lines = share_out(in_order, number, self.prize.reserved, self.kind)
        waiting: list[Standing] = []
        for rivals, count in lines:
            if 0 < count < len(rivals) and rivals[count - 1].merit == rivals[count].merit:
                tied = [each for each in rivals if each.merit == rivals[count].merit]
                if not self.is_settled(tied, rivals[count - 1], rivals[count]):
                    self.leave_open(tied, count - rivals.index(tied[0]))
                    waiting += tied
        results = self.ranking.results
        _give(self.prize, [results[each.unit] for each in taken if each not in waiting])
        is_told = self.prize.when is not None or self.prize.rise is not None or self.prize.reserved
        refused = [each for each in in_order if each not in taken and each not in waiting]
        for each in refused if is_told else ():
            full: dict[str, object] = {"award": self.prize.name, "number": number}
            message = "{award} goes to {number} at most; others come first"
            results[each.unit].reasons.append(Reason("award_full", message, full))

    def kind(self, unit: str) -> str:
        """Give the kind of a unit for which prizes may be kept."""
        found = self.ranking.scores.units[unit]
        return with_own(found.attributes, unit, found.group).get(self.prize.reserved_by or GROUP_ATTRIBUTE, "")

    def ordered(self, earners: Sequence[Result]) -> list[Standing]:
        """Put units in order: by rise where the prize asks for one, by rank, within a group by the scheme's order of parts, then by decisions, then as listed.

        Totals and parts of two groups are not compared: units of several groups are equal on the same rank.
        """
        alike: dict[tuple[int, int], list[Result]] = defaultdict(list)
        for result in earners:
            alike[self.rise(result), _UNRANKED if result.rank is None else result.rank].append(result)
        listed = {unit: position for position, unit in enumerate(self.ranking.results)}
        found = []
        for (rise, rank), equals in alike.items():
            names = [result.unit for result in equals]
            merits: dict[str, tuple[int, ...]] = {}
            if rank != _UNRANKED and len({result.group for result in equals}) == 1:
                merits = {each.unit: each.merit for each in standings(self.ranking.scores, names, self.decisions)}
            for name in names:
                decided = self.decisions[name].order if name in self.decisions else None
                found.append(Standing(name, (rise, -rank, *merits.get(name, ())), decided, listed[name]))
        return sorted(found, key=Standing.key)

    def rise(self, result: Result) -> int:
        """Give by how many places a unit rose, for a prize that asks for a rise; else 0."""
        before = _rank_then(self.last_year.get(result.unit), result)
        return 0 if self.prize.rise is None or before is None or result.rank is None else before - result.rank

    def is_settled(self, tied: Sequence[Standing], last: Standing, following: Standing) -> bool:
        """Tell whether the list may settle a tie, or a decision does, which is then a reason."""
        groups = {self.ranking.results[each.unit].group for each in tied}
        if len(groups) == 1 and self.ranking.scores.structure.scheme.quota.ties == "order":
            return True
        if last.decided == following.decided or any(each.decided is None for each in tied):
            return False
        for each in tied:
            data = {"award": self.prize.name, "order": each.decided, "by": self.decisions[each.unit].by}
            message = "{award}: equal in rank; the leading group put it in place {order}"
            self.ranking.results[each.unit].reasons.append(Reason("award_decided", message, data))
        return True

    def leave_open(self, tied: Sequence[Standing], places: int) -> None:
        units = tuple(each.unit for each in tied)
        results = [self.ranking.results[unit] for unit in units]
        field = self.field or "、".join(dict.fromkeys(result.group for result in results))
        self.ranking.open_decisions.append(OpenDecision(field, "", units, places, self.prize.name))
        for result in results:
            data = {"award": self.prize.name, "count": len(units), "places": places}
            message = "{award} is to be decided: {count} are equal in rank, {places} of them get it"
            result.reasons.append(Reason("award_open", message, data))


def _tell_amounts(ranking: Ranking) -> None:
    """Note what a unit gets with its prizes; of one that not all get the same of, the reasons say it."""
    scheme = ranking.scores.structure.scheme
    differing = {prize.name for prize in scheme.awards if prize.amounts or prize.applies_to or prize.heads}
    for unit in ranking.scores.facts.units if any(each.amount or each.amounts for each in scheme.awards) else ():
        result = ranking.results[unit.unit]
        for name in result.awards:
            if (given := given_with(scheme, name, unit)) is not None:
                result.rewards.append(given)
                if name in differing:
                    result.reasons.append(told(given))


def given_with(scheme: Scheme, name: str, unit: Unit) -> Reward | None:
    """Give what a unit gets with a prize, None where nothing is said: by its kind, else what all get.

    Several prizes of one name are for units of different kinds; the first that says something for the unit holds.
    """
    attributes = with_own(unit.attributes, unit.unit, unit.group)
    for prize in scheme.awards:
        if prize.name == name and (not prize.applies_to or {unit.unit, unit.group} & set(prize.applies_to)):
            found = prize.amounts.get(attributes.get(prize.amount_by or GROUP_ATTRIBUTE, "")) or prize.amount
            if found:
                return reward(name, found, prize.heads, unit)
    return None


def told(given: Reward) -> Reason:
    """Say what a unit gets, with the sum where it is given for each of several persons."""
    data: dict[str, object] = {"award": given.name, "amount": given.amount, **sums(given)}
    if given.heads is not None and given.yuan is not None:
        return Reason("award_amount", "{award}: {amount} × {heads} persons = {yuan} yuan", data)
    return Reason("award_amount", "{award}: {amount}", data)


def _give(prize: Award, results: Sequence[Result]) -> None:
    for result in results:
        if prize.name not in result.awards:  # one for two reasons is one
            result.awards.append(prize.name)


def _tell_shared(prize: Award, earners: Sequence[Result]) -> None:
    """Say where equals share the last place of a prize, so that more get it than it has places."""
    if prize.places is None:
        return
    first, last = prize.places
    sharing = Counter((result.group, result.rank) for result in earners)
    for result in earners:
        count = sharing[result.group, result.rank]
        if count > 1 and result.rank is not None and result.rank + count - 1 > last:
            data = {"award": prize.name, "first": first, "last": last, "count": count, "rank": result.rank}
            message = "{award} is for places {first} to {last}; {count} share place {rank} and all get it"
            if first == last:
                message = "{award} is for place {first}; {count} share it and all get it"
            result.reasons.append(Reason("award_shared", message, data))


def _earns(
    award: Award,
    result: Result,
    conditions: AbstractSet[tuple[str, str]],
) -> bool:
    """Tell whether a result earns a prize, the least grade and a rise aside (see ``_grade_suffices``, ``_rises``)."""
    if award.applies_to and not {result.unit, result.group} & set(award.applies_to):
        return False
    if award.grade is not None and result.grade != award.grade:
        return False
    if award.places is not None and (result.rank is None or not award.places[0] <= result.rank <= award.places[1]):
        return False
    if award.when is not None and (result.unit, key(award.when)) not in conditions:
        return False
    if award.beyond_rank is not None and (result.rank is None or result.rank <= award.beyond_rank):
        return False
    return award.total_at_least is None or (
        result.total is not None and result.total >= to_points(award.total_at_least)
    )


def _rises(award: Award, result: Result, past: PastResult | None) -> bool:
    """Tell whether a result stands so many places before last year's, where a prize asks for it."""
    if award.rise is None:
        return True
    before = _rank_then(past, result)
    return before is not None and result.rank is not None and before - result.rank >= award.rise


def _rank_then(past: PastResult | None, result: Result) -> int | None:
    """Give last year's rank where it can be compared: one among the units of another group says nothing of a rise."""
    if past is None or (past.group_then is not None and key(past.group_then) != key(result.group)):
        return None
    return past.rank


def _grade_suffices(award: Award, result: Result, grades: Mapping[str, int]) -> bool:
    """Tell whether the grade is good enough for a prize."""
    if award.grade_at_least is None:
        return True
    return result.grade is not None and grades[result.grade] <= grades[award.grade_at_least]
