"""Prizes, and consequences over several years, against an oracle written from docs/explanation/grading.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoji.grading import Ranking, grade
from kaoji.numbers import POINT
from kaoji.scoring import Scores
from kaoji.scoring.facts import Condition, Decision, Facts, PastResult, Unit
from kaoji.scoring.results import NodeScore
from tests.scoring.small_scheme import of
from tests.thorough import examples

pytestmark = pytest.mark.slow
bounded = settings(max_examples=examples(60), deadline=None)
GROUPS = {"乡镇": ("甲乡", "乙乡", "丙镇", "丁镇"), "部门": ("戊局", "己局", "庚局")}
GRADES = ("优秀", "良好", "较差")
YEAR = 2025


@dataclass
class Case:
    """A random scheme of prizes and consequences, with points, earlier results, conditions and decisions."""

    scheme: dict[str, Any]
    points: dict[str, tuple[int, int]]
    attributes: dict[str, str]
    history: list[PastResult] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def groups(self) -> dict[str, str]:
        return {unit: group for group, units in GROUPS.items() for unit in units}


def either(draw: st.DrawFn, key: str, *values: object) -> dict[str, Any]:
    """Draw a key with one of its values, or nothing."""
    return {key: draw(st.sampled_from(values))} if draw(st.booleans()) else {}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    awards = [
        {"name": f"奖{number}"}
        | draw(st.sampled_from([{}, {"places": [1, 1]}, {"places": [1, 3]}, {"places": [2, 3]}]))
        | draw(st.sampled_from([{}, {"grade": "优秀"}, {"grade_at_least": "良好"}, {"when": "县委通过"}]))
        | either(draw, "rise", 1, 2)
        | either(draw, "beyond_rank", 1, 2)
        | either(draw, "total_at_least", 60, 80)
        | either(draw, "at_most", 0, 1, 2, 3)
        | either(draw, "within", "组别", "片区", ["组别", "片区"])
        | (either(draw, "for", "乡镇", ["甲乡", "部门"]) if draw(st.integers(1, 3)) == 1 else {})
        for number in range(draw(st.integers(1, 3)))
    ]
    running = draw(st.integers(1, 3))
    afterwards: list[dict[str, Any]] = [
        {"then": "约谈", "last_place": True, "years_running": running},
        {"then": "记功", "grade": draw(st.sampled_from(["优秀", ["优秀", "良好"]])), "years_running": running},
        {"then": "免职", "grade": "较差", "last_place": True, "years_running": running, "for": draw(st.sampled_from(["乡镇", "己局"]))},
        {"then": "表彰", "award": "奖0"} | either(draw, "places", [1, 2]),
        {"then": "提醒", "last_place": True, "total_below": draw(st.sampled_from([51, 60, 80])), "years_running": running},
        {"then": "通报", "last_places": draw(st.sampled_from([[1, 1], [2, 2], [1, 2]]))},
    ]  # fmt: skip
    scheme: dict[str, Any] = {
        "kaoji": 1, "title": "清溪县考核", "year": YEAR,
        "groups": {group: {"units": list(units)} for group, units in GROUPS.items()},
        "indicators": [{"name": name, "points": 100, "score": "直接计分"} for name in ("实绩", "党建")],
        "total": [{"formula": "实绩+党建"}],
        "grades": [{"name": "优秀", "at_least": 90}, {"name": "良好", "at_least": 60}, {"name": "较差"}],
        "awards": awards, "afterwards": afterwards,
        "limits": [
            {"when": "被通报", "no_award": draw(st.sampled_from(["全部", "all", "奖0"]))},
            {"when": "被约谈", "no_award": ["奖0"], "total_below": 80},
        ],
        "quota": {"ties": draw(st.sampled_from(["decision", "order"]))},
        **draw(st.sampled_from([{}, {"order": ["实绩"]}, {"order": ["实绩"], "rank_ties": "order"}])),
    }  # fmt: skip
    units = [unit for names in GROUPS.values() for unit in names]
    points = {
        unit: draw(st.sampled_from([(50, 0), (30, 30), (60, 0), (60, 20), (40, 40), (90, 0), (80, 15)]))
        for unit in units
    }
    case = Case(scheme, points, {unit: draw(st.sampled_from(["东", "西"])) for unit in units})
    for unit in units:
        for year in (YEAR - 1, YEAR - 2, YEAR - 3):
            if draw(st.integers(1, 5)) > 1:
                rank = draw(st.sampled_from([None, 1, 2, 3, 3, 4, 7]))
                result = PastResult(
                    unit,
                    year,
                    draw(st.sampled_from([None, *GRADES])),
                    rank,
                    draw(st.sampled_from([None, True, False])),
                    draw(st.sampled_from([None, Decimal(50), Decimal(60), Decimal("79.5")])),
                )
                case.history.append(result)
        if draw(st.booleans()):
            met, approved = draw(st.integers(1, 4)) > 1, draw(st.sampled_from([None, True, False]))
            case.conditions.append(Condition(unit, "县委通过", met, approved))
        if draw(st.integers(1, 4)) == 1:
            case.conditions.append(Condition(unit, draw(st.sampled_from(["被通报", "被约谈"])), draw(st.booleans())))
    if draw(st.booleans()):
        for unit in units:
            if draw(st.integers(1, 6)) > 1:
                case.decisions.append(Decision(unit, case.groups[unit], draw(st.integers(1, 7)), by="县委"))
    return case


def graded(case: Case, order: Sequence[str] | None = None) -> Ranking:
    names = list(order or case.points)
    text = yaml.safe_dump(case.scheme, allow_unicode=True, sort_keys=False)
    listed = {unit: Unit(unit, case.groups[unit], {"片区": case.attributes[unit]}) for unit in names}
    facts = Facts(
        units=list(listed.values()), history=case.history, conditions=case.conditions, decisions=case.decisions
    )
    scores = Scores(of(text), facts, listed)
    scores.nodes = {
        (unit, at): NodeScore(value * POINT) for unit in names for at, value in enumerate(case.points[unit])
    }
    scores.totals = {unit: sum(case.points[unit]) * POINT for unit in names}
    for units in scores.groups.values():
        scores.ranks |= {one: 1 + sum(scores.totals[each] > scores.totals[one] for each in units) for one in units}
    scores.settle_ranks()
    return grade(scores)


class Oracle:
    """Who gets which prize and what follows, step by step ("Prizes and consequences")."""

    def __init__(self, case: Case) -> None:
        self.case, self.scheme = case, case.scheme
        self.units, self.groups = list(case.points), case.groups
        self.decided = {row.unit: row.order for row in case.decisions}
        self.past = {(row.unit, row.year): row for row in case.history}
        self.open: set[tuple[str, frozenset[str], int]] = set()
        self.lacking: set[tuple[str, str, int]] = set()
        self.prizes: dict[str, list[str]] = {unit: [] for unit in self.units}
        for prize in self.scheme["awards"]:
            self.award(prize)

    def total(self, unit: str) -> int:
        return sum(self.case.points[unit])

    def standing(self, unit: str, *, by_order: bool) -> tuple[int, ...]:
        return (self.total(unit), self.case.points[unit][0]) if by_order else (self.total(unit),)

    def counted(self, unit: str, *, from_bottom: bool = False) -> int:
        by_order = self.scheme.get("rank_ties") == "order"
        own, sign = self.standing(unit, by_order=by_order), -1 if from_bottom else 1
        others = [
            self.standing(each, by_order=by_order) for each in self.units if self.groups[each] == self.groups[unit]
        ]
        return 1 + sum(other > own if sign == 1 else other < own for other in others)

    def grade(self, unit: str) -> str:
        return "优秀" if self.total(unit) >= 90 else "良好" if self.total(unit) >= 60 else "较差"

    def earns(self, prize: dict[str, Any], unit: str) -> bool:
        rank, last_year = self.counted(unit), self.past.get((unit, YEAR - 1))
        rows = [row for row in self.case.conditions if row.condition == "县委通过"]
        holds = {row.unit for row in rows if row.met and row.approved is not False}
        first, last = prize.get("places", (1, 99))
        names = prize.get("for", [])
        if names and not {unit, self.groups[unit]} & set([names] if isinstance(names, str) else names):
            return False
        if self.is_barred(prize["name"], unit):
            return False
        return (
            prize.get("grade", self.grade(unit)) == self.grade(unit)
            and not ("grade_at_least" in prize and self.grade(unit) == "较差")
            and first <= rank <= last
            and not ("when" in prize and unit not in holds)
            and rank > prize.get("beyond_rank", 0)
            and self.total(unit) >= prize.get("total_at_least", 0)
            and not ("rise" in prize and (last_year is None or last_year.rank is None or last_year.rank < rank + prize["rise"]))
        )  # fmt: skip

    def is_barred(self, award: str, unit: str) -> bool:
        said = {row.condition for row in self.case.conditions if row.unit == unit and row.met}
        by_report = self.scheme["limits"][0]["no_award"] in ("全部", "all", award)
        return ("被通报" in said and by_report) or ("被约谈" in said and award == "奖0" and self.total(unit) < 80)

    def award(self, prize: dict[str, Any]) -> None:
        within = prize.get("within", [])
        fields: dict[tuple[str, ...], list[str]] = {}
        for unit in filter(lambda unit: self.earns(prize, unit), self.units):
            own = {"组别": self.groups[unit], "片区": self.case.attributes[unit]}
            names = [within] if isinstance(within, str) else within
            fields.setdefault(tuple(own[name] for name in names), []).append(unit)
        for earners in fields.values():
            for unit in self.chosen(prize, earners, prize.get("at_most", 99)):
                self.prizes[unit].append(prize["name"])

    def step(self, prize: dict[str, Any], unit: str) -> tuple[int, int]:
        rank = self.counted(unit)
        last_year = self.past.get((unit, YEAR - 1))
        rose = last_year.rank - rank if "rise" in prize and last_year and last_year.rank else 0
        return -rose, rank

    def chosen(self, prize: dict[str, Any], earners: list[str], left: int) -> list[str]:
        """Give places rise by rise and rank by rank; at the rank where they end, part by part within a group; then look who decides."""
        found: list[str] = []
        for step in sorted({self.step(prize, unit) for unit in earners}):
            alike = [unit for unit in earners if self.step(prize, unit) == step]
            one_group = len({self.groups[unit] for unit in alike}) == 1
            parts = [self.case.points[unit][0] if one_group and "order" in self.scheme else 0 for unit in alike]
            for part in sorted(set(parts), reverse=True):
                equal = [unit for unit, own in zip(alike, parts, strict=True) if own == part]
                room = left - len(found)
                if room <= 0:
                    return found
                if len(equal) > room:
                    return found + self.parted(prize["name"], equal, room, is_listed=one_group)
                found += equal
        return found

    def parted(self, name: str, equal: list[str], room: int, *, is_listed: bool) -> list[str]:
        in_order = sorted(equal, key=lambda unit: self.decided.get(unit) or 99)  # sorted keeps the list's order
        if is_listed and self.scheme["quota"]["ties"] == "order":
            return in_order[:room]
        if self.decided.keys() >= set(equal) and self.decided[in_order[room - 1]] != self.decided[in_order[room]]:
            return in_order[:room]
        self.open.add((name, frozenset(equal), room))
        return []

    def follows(self, rule: dict[str, Any], unit: str) -> bool:
        top, bottom = self.counted(unit), self.counted(unit, from_bottom=True)
        (first, last), (lowest, highest) = rule.get("places", (1, 99)), rule.get("last_places", (1, 99))
        if rule.get("for", unit) not in (unit, self.groups[unit]) or not first <= top <= last:
            return False
        if "last_places" in rule and top == bottom == 1:
            return False
        if not lowest <= bottom <= highest or rule.get("award") not in (None, *self.prizes[unit]):
            return False
        verdicts = {YEAR - back: self.fits(rule, unit, YEAR - back) for back in range(rule.get("years_running", 1))}
        unknown = [year for year, fits in verdicts.items() if fits is None]
        if unknown and False not in verdicts.values():
            self.lacking.add((unit, rule["then"], max(unknown)))
        return all(verdicts.values())

    def fits(self, rule: dict[str, Any], unit: str, year: int) -> bool | None:
        """Tell whether a year is as a rule asks; None where it may be, and nobody knows."""
        row = self.past.get((unit, year), PastResult(unit, year))
        is_last = row.is_last
        if year == YEAR:
            is_last = self.counted(unit, from_bottom=True) == 1 < self.counted(unit)
        grade = self.grade(unit) if year == YEAR else row.grade
        wanted = rule.get("grade", list(GRADES))
        asked: list[bool | None] = []
        if "grade" in rule:
            asked.append(None if grade is None else grade in ([wanted] if isinstance(wanted, str) else wanted))
        if "last_place" in rule:
            asked.append(is_last)
        if "total_below" in rule:
            total = self.total(unit) if year == YEAR else row.total
            asked.append(None if total is None else total < rule["total_below"])
        return False if False in asked else None if None in asked else True


@bounded
@given(cases())
def test_prizes_and_what_follows_are_those_of_the_oracle(case: Case) -> None:
    ranking, oracle = graded(case), Oracle(case)
    found = ranking.results
    assert {unit: result.rank for unit, result in found.items()} == {unit: oracle.counted(unit) for unit in found}
    assert {unit: result.grade for unit, result in found.items()} == {unit: oracle.grade(unit) for unit in found}
    assert {(each.award, frozenset(each.units), each.places) for each in ranking.open_decisions} == oracle.open
    assert {unit: result.awards for unit, result in found.items()} == oracle.prizes
    rules = case.scheme["afterwards"]
    assert {unit: result.consequences for unit, result in found.items()} == {
        unit: [rule["then"] for rule in rules if oracle.follows(rule, unit)] for unit in found
    }
    assert {
        (unit, reason.data["then"], reason.data["year"])
        for unit, result in found.items()
        for reason in result.reasons
        if reason.code == "year_unknown"
    } == oracle.lacking


@bounded
@given(cases(), st.permutations([unit for units in GROUPS.values() for unit in units]))
def test_the_order_of_the_list_gives_nobody_a_prize(case: Case, order: list[str]) -> None:
    case.scheme["quota"]["ties"] = "decision"
    one, other = graded(case), graded(case, order)
    assert {unit: result.awards for unit, result in one.results.items()} == {
        unit: result.awards for unit, result in other.results.items()
    }
    assert one.is_decided == other.is_decided
