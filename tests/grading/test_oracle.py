"""Grades against an oracle written from docs/explanation/grading.md, and laws that hold whatever the scheme."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoji.grading import Ranking, grade
from kaoji.numbers import POINT
from kaoji.scheme import Structure
from kaoji.scoring import Scores
from kaoji.scoring.facts import Condition, Decision, Facts, Unit
from tests.scoring.small_scheme import of
from tests.thorough import examples

pytestmark = pytest.mark.slow
bounded = settings(max_examples=examples(60), deadline=None)
NAMES = tuple(f"{letter}局" for letter in "甲乙丙丁戊己庚辛")
GRADES = ("优秀", "良好", "合格", "较差")
THRESHOLDS = (None, None, "60", "80", "90")
TOTALS = (50, 60, 60, 70, 80, 85, 90, 95)
LIMITS: tuple[dict[str, Any], ...] = (
    {"when": "被问责", "grade_at_most": "良好"}, {"when": "被通报", "grade_at_most": "合格"},
    {"when": "有欠账", "not_grade": "优秀"}, {"when": "一票否决", "grade": "较差"},
    {"when": "受表彰", "direct": "优秀"}, {"when": "立功", "direct": "优秀", "beyond_places": True},
    {"when": "获奖", "direct": "良好", "uses_place": False, "needs_approval": True},
    {"when": "受处分", "grade_at_most": "较差", "needs_approval": True}, {"when": "被警示", "grade": "合格"},
    {"when": "欠账（万元）", "grade_at_most": "合格", "at_least": {"": 3}},
    {"when": "未完成任务", "grade": "合格", "total_below": 80},
    {"when": "瞒报", "lower_by": 1}, {"when": "拒不整改", "lower_by": 2, "needs_approval": True},
)  # fmt: skip


@dataclass
class Case:
    """A random scheme for grades, with the units' totals and facts."""

    scheme: dict[str, Any]
    totals: dict[str, int]
    conditions: list[Condition] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def text(self) -> str:
        return yaml.safe_dump(self.scheme, allow_unicode=True, sort_keys=False)


def from_bottom(draw: st.DrawFn, grades: list[dict[str, Any]]) -> None:
    """Let one or two grades be filled from the bottom, perhaps with one below that takes no part in it."""
    lowest = grades[2:]
    if len(grades) == len(GRADES):
        grades.append({"name": "淘汰"})
        lowest = grades[2 if draw(st.booleans()) else 3 : 4]
    for one in lowest:
        one |= {"share": draw(st.sampled_from(("5%", "15%", "25%"))), "from_bottom": True}
        one.pop("at_least", None)
        if draw(st.booleans()):
            one["below"] = draw(st.sampled_from((60, 61, 80)))
    if draw(st.booleans()):
        grades[1] = {"name": grades[1]["name"], "rest": True}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    grades: list[dict[str, Any]] = [{"name": name} for name in GRADES[: draw(st.integers(2, 4))]]
    for one in grades[:-1]:
        one["share"] = draw(st.sampled_from(("0%", "15%", "25%", "30%", "1/3", "50%")))
        least = draw(st.sampled_from(THRESHOLDS))
        if least is not None:
            one["at_least"] = least
        if draw(st.integers(1, 3)) == 1:
            one[draw(st.sampled_from(("places_at_least", "places_at_most")))] = draw(st.integers(0, 3))
    last = draw(st.sampled_from(("open", "rest", "bottom", "share")))
    if last == "bottom" and len(grades) > 2:
        from_bottom(draw, grades)
    elif last == "share":
        grades[-1]["share"] = "20%"
    elif last == "rest":
        grades[-1]["rest"] = True
    names = [one["name"] for one in grades]
    limits = [limit for limit in LIMITS if {each for each in limit.values() if each in GRADES} <= set(names)]
    units = NAMES[: draw(st.integers(2, 8))]
    scheme = {
        "kaoji": 1, "title": "南湖区部门考核", "year": 2025, "groups": {"部门": {"units": list(units)}},
        "indicators": [{"name": "工作", "points": 100, "score": "直接计分"}], "total": [{"formula": "工作"}], "grades": grades,
        "limits": limits,
        "quota": {
            "rounding": draw(st.sampled_from(("half_up", "floor"))), "unfilled": draw(st.sampled_from(("next", "empty"))),
            "ties": draw(st.sampled_from(("decision", "order"))),
        },
    }  # fmt: skip
    case = Case(scheme, {unit: draw(st.sampled_from(TOTALS)) for unit in units})
    for unit in units:
        for limit in limits:
            if draw(st.integers(1, 8)) == 1:
                approved = draw(st.sampled_from((None, True, False)))
                met, value = draw(st.integers(1, 5)) > 1, draw(st.sampled_from((None, 2, 3)))
                case.conditions.append(
                    Condition(unit, limit["when"], met, approved, None if value is None else Decimal(value))
                )
    if draw(st.booleans()):
        order = draw(st.permutations(units))
        case.decisions = [Decision(unit, "部门", order=place, by="领导小组") for place, unit in enumerate(order, 1)]
    return case


def graded(case: Case, units: list[str] | None = None) -> Ranking:
    """Grade the case with the units listed in this order."""
    structure: Structure = of(case.text)
    listed = [Unit(name, "部门") for name in units or case.totals]
    scores = Scores(
        structure,
        Facts(units=listed, conditions=case.conditions, decisions=case.decisions),
        {u.unit: u for u in listed},
    )
    scores.totals = {unit.unit: case.totals[unit.unit] * POINT for unit in listed}
    scores.ranks = {name: 1 + sum(other > own for other in case.totals.values()) for name, own in case.totals.items()}
    return grade(scores)


def fraction(text: str) -> Fraction:
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def places_of(case: Case) -> dict[str, int | None]:
    """Give the places of each grade ("Places")."""
    size, found = len(case.totals), dict[str, int | None]()
    for one in case.scheme["grades"]:
        exact = size * fraction(one["share"]) if "share" in one else None
        shift = Fraction(1, 2) if case.scheme["quota"]["rounding"] == "half_up" else 0
        number = None if exact is None else (exact + shift).__floor__()
        if number is not None:
            number = min(max(min(number, one.get("places_at_most", 99)), one.get("places_at_least", 0)), size)
        found[one["name"]] = number
    for one in case.scheme["grades"]:
        if one.get("rest"):
            found[one["name"]] = max(0, size - sum(number or 0 for number in found.values()))
    return found


def holding(case: Case, unit: str) -> list[tuple[dict[str, Any], Condition]]:
    """Give the limits that hold for a unit ("Limits")."""
    rows = [row for row in case.conditions if row.unit == unit and row.met]
    pairs = [(limit, row) for row in rows for limit in case.scheme["limits"] if limit["when"] == row.condition]
    total = case.totals[unit]
    return [(limit, row) for limit, row in pairs if is_so(limit, row) and total < limit.get("total_below", 1000)]


def is_so(limit: dict[str, Any], row: Condition) -> bool:
    """Tell whether a limit was approved where it has to be, and is met by a value as large as it asks for."""
    if limit.get("needs_approval") and row.approved is not True:
        return False
    return "at_least" not in limit or (row.value is not None and row.value >= limit["at_least"][""])


class Oracle:
    """The filling, step by step ("Filling")."""

    def __init__(self, case: Case) -> None:
        self.case, self.left = case, places_of(case)
        self.names = [one["name"] for one in case.scheme["grades"]]
        self.given: dict[str, str] = {}
        self.pending: set[str] = set()
        self.took: dict[str, list[str]] = {name: [] for name in self.names}
        decided = {row.unit: row.order or 0 for row in case.decisions}
        listed = list(case.totals)
        self.order = sorted(listed, key=lambda unit: (-case.totals[unit], decided.get(unit, 99), listed.index(unit)))
        self.decided = set(decided)

    def may(self, unit: str, name: str) -> bool:
        held = [limit for limit, _ in holding(self.case, unit)]
        too_good = any(
            self.names.index(name) < self.names.index(limit["grade_at_most"])
            for limit in held
            if "grade_at_most" in limit
        )
        return not too_good and all(limit.get("not_grade") != name for limit in held)

    def run(self) -> dict[str, str]:
        grades = self.case.scheme["grades"]
        for unit in self.order:
            held = [limit for limit, _ in holding(self.case, unit)]
            if any("grade" in limit for limit in held):
                worst = [
                    self.names.index(limit[key]) for limit in held for key in ("grade", "grade_at_most") if key in limit
                ]
                self.given[unit] = self.names[max(worst)]
        for unit in self.order:
            self.directly(unit)
        spare = 0
        for one in grades[::-1]:
            if one.get("from_bottom"):
                low = [unit for unit in self.open()[::-1] if self.case.totals[unit] < one.get("below", 1000)]
                candidates = [unit for unit in low if self.may(unit, one["name"])]
                number = self.left[one["name"]] or 0
                spare += number - self.take(one["name"], candidates, number)
        for one in grades:
            if one.get("rest"):
                self.left[one["name"]] = (self.left[one["name"]] or 0) + spare
        lowest = [one["name"] for one in grades if not one.get("from_bottom")][-1]
        carried = 0
        for one in grades:
            if not one.get("from_bottom") and (one["name"] != lowest or "at_least" in one):
                carried = self.fill(one, carried)
        for unit in self.open():
            ceilings = [
                self.names.index(limit["grade_at_most"])
                for limit, _ in holding(self.case, unit)
                if "grade_at_most" in limit
            ]
            self.given[unit] = self.names[max([self.names.index(lowest), *ceilings])]
        return {unit: self.lowered(unit, name) for unit, name in self.given.items()}

    def lowered(self, unit: str, name: str) -> str:
        steps = max((limit.get("lower_by", 0) for limit, _ in holding(self.case, unit)), default=0)
        return str(self.names[min(len(self.names) - 1, self.names.index(name) + steps)])

    def open(self) -> list[str]:
        return [unit for unit in self.order if unit not in self.given]

    def directly(self, unit: str) -> None:
        for limit, row in holding(self.case, unit):
            name = limit.get("direct")
            is_approved = row.approved is True or (row.approved is None and not limit.get("needs_approval"))
            if name is None or unit in self.given or not is_approved or not self.may(unit, name):
                continue
            left, uses_place = self.left[name], limit.get("uses_place", True)
            if uses_place and left == 0 and not limit.get("beyond_places"):
                equal = {other for other in self.took[name] if self.case.totals[other] == self.case.totals[unit]}
                if equal and self.case.scheme["quota"]["ties"] == "decision" and not {unit, *equal} <= self.decided:
                    self.pending |= {unit, *equal}
                continue
            self.given[unit] = name
            if uses_place and left:
                self.left[name] = left - 1
                self.took[name].append(unit)

    def fill(self, one: dict[str, Any], carried: int) -> int:
        least = Decimal(one.get("at_least", -1))
        candidates = [unit for unit in self.open() if self.may(unit, one["name"]) and self.case.totals[unit] >= least]
        own = self.left[one["name"]]
        if own is None:
            self.given |= dict.fromkeys(candidates, one["name"])
            return carried
        left = own + carried - self.take(one["name"], candidates, own + carried)
        return left if self.case.scheme["quota"]["unfilled"] == "next" else 0

    def take(self, name: str, candidates: list[str], number: int) -> int:
        taken = candidates[:number]
        if 0 < number < len(candidates) and self.case.scheme["quota"]["ties"] == "decision":
            line = self.case.totals[candidates[number]]
            tied = {unit for unit in candidates if self.case.totals[unit] == line}
            if self.case.totals[taken[-1]] == line and not tied <= self.decided:
                self.pending |= tied
        self.given |= dict.fromkeys(taken, name)
        return len(taken)


@bounded
@given(cases())
def test_grades_are_those_of_the_oracle(case: Case) -> None:
    oracle, ranking = Oracle(case), graded(case)
    assert {name: result.grade for name, result in ranking.results.items()} == oracle.run()
    assert {name for name, result in ranking.results.items() if result.is_pending} == oracle.pending
    assert ranking.is_decided is not bool(oracle.pending)


@bounded
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_a_list_decides_nothing_that_was_not_left_to_it(case: Case, chance: random.Random) -> None:
    case.scheme["quota"]["ties"] = "decision"
    ranking = graded(case)
    shuffled = list(case.totals)
    chance.shuffle(shuffled)
    again = graded(case, shuffled)
    assert again.is_decided == ranking.is_decided
    if ranking.is_decided:
        assert {name: each.grade for name, each in again.results.items()} == {
            name: each.grade for name, each in ranking.results.items()
        }


@bounded
@given(cases())
def test_nobody_without_conditions_is_graded_above_who_has_more(case: Case) -> None:
    case.conditions = []
    ranking = graded(case)
    placed = sorted(case.totals, key=lambda unit: -case.totals[unit])
    positions = {one["name"]: number for number, one in enumerate(case.scheme["grades"])}
    for better, worse in pairwise(placed):
        if case.totals[better] > case.totals[worse]:
            assert positions[ranking.results[better].grade or ""] <= positions[ranking.results[worse].grade or ""]
