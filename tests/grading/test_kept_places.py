"""Places that are kept for a kind of unit: who gets them, and where equals stand on a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoji.grading import Ranking, grade
from kaoji.grading.order import Standing, share_out
from kaoji.scheme import load_scheme
from kaoji.scoring import Facts
from kaoji.scoring.facts import Decision, EnteredScore, Unit
from tests.scored import score

Candidate = tuple[str, str, int]
"""Unit, kind, total."""


def swapped(units: Sequence[Candidate], number: int, kept: dict[str, int]) -> set[str]:
    """Give places as an office does: the first so many, then whoever a kind lacks for the last whom no kind needs."""
    taken = list(units[:number])
    for at, (kind, least) in enumerate(kept.items()):
        needed = list(kept)[: at + 1]
        while sum(each[1] == kind for each in taken) < least:
            waiting = [each for each in units if each not in taken and each[1] == kind]
            spare = [e for e in taken if e[1] not in needed or sum(o[1] == e[1] for o in taken) > kept[e[1]]]
            if not waiting or not spare:
                break
            taken.remove(spare[-1])
            taken.append(waiting[0])
            taken.sort(key=units.index)
    return {each[0] for each in taken}


def orders(units: list[Candidate]) -> list[list[Candidate]]:
    """Give all orders in which equals may stand."""
    ranked = sorted(units, key=lambda each: -each[2])
    equal = [list(permutations(some)) for _, some in groupby(ranked, key=lambda each: each[2])]
    return [[each for some in parts for each in some] for parts in product(*equal)]


def shared(units: list[Candidate], number: int, kept: dict[str, int]) -> tuple[set[str], set[str]]:
    """Give who gets a place and who stands equal on a line."""
    kinds = {name: kind for name, kind, _ in units}
    standing = [Standing(name, (total,), None, at) for at, (name, _, total) in enumerate(units)]
    taken, lines = share_out(standing, number, kept, lambda name: kinds[name])
    tied = {
        each.unit
        for rivals, count in lines
        if 0 < count < len(rivals) and rivals[count - 1].merit == rivals[count].merit
        for each in rivals
        if each.merit == rivals[count].merit
    }
    return {each.unit for each in taken}, tied


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("乡镇局"), st.sampled_from((70, 80, 90))), min_size=1, max_size=6),
    st.integers(0, 5),
    st.dictionaries(st.sampled_from("乡镇"), st.integers(0, 3), max_size=2),
)
def test_kept_places_are_swapped_in_and_equals_are_told(
    drawn: list[tuple[str, int]], number: int, kept: dict[str, int]
) -> None:
    units = [(f"{kind}{at}", kind, total) for at, (kind, total) in enumerate(drawn)]
    found = [(order, *shared(order, number, kept)) for order in orders(units)]
    for order, taken, _ in found:
        assert taken == swapped(order, number, kept)
    is_open = {name for name, *_ in units if len({name in taken for _, taken, _ in found}) > 1}
    assert all(tied == is_open for _, _, tied in found)


HEAD = """\
kaoji: 1
title: 南湖区综合考核
year: 2025
groups: {街道: {}, 部门: {}}
indicators: [{name: 工作, points: 100, score: 直接计分}]
"""
TOTALS = {"东街": 90, "西街": 84, "南街": 80, "教育局": 95, "民政局": 92, "水利局": 86}
UNITS = [Unit(name, "街道" if name.endswith("街") else "部门") for name in TOTALS]


def graded(scheme: str, totals: dict[str, int] = TOTALS, decisions: Sequence[Decision] = ()) -> Ranking:
    structure, problems = load_scheme(HEAD + scheme)
    assert structure is not None, [problem.line("en") for problem in problems]
    entered = [EnteredScore(name, 0, total) for name, total in totals.items()]  # type: ignore[arg-type]
    return grade(score(structure, Facts(units=UNITS, scores=entered, decisions=list(decisions))))


GRADES = (
    "grades: [{name: 优秀, places: {全部: 3}, reserved: {街道: 2}}, {name: 良好, rest: true}]\nquota: {within: 全部}\n"
)


def best(ranking: Ranking) -> set[str]:
    return {unit for unit, result in ranking.results.items() if result.grade == "优秀"}


def test_all_groups_share_the_places_and_the_reasons_say_whom_kept_ones_bring_ahead() -> None:
    ranking = graded(GRADES)
    assert best(ranking) == {"教育局", "东街", "西街"}
    codes = {unit: [reason.code for reason in result.reasons] for unit, result in ranking.results.items()}
    assert "kept" in codes["西街"]
    assert "passed" in codes["民政局"]
    assert "kept" not in codes["东街"]
    assert ranking.is_decided


def test_a_kind_that_cannot_fill_its_places_leaves_them_to_others() -> None:
    ranking = graded(GRADES.replace("reserved: {街道: 2}", "reserved: {街道: 2}, at_least: 85"))
    assert best(ranking) == {"教育局", "东街", "民政局"}


def test_equals_on_the_line_of_a_kind_wait_for_a_decision() -> None:
    totals = TOTALS | {"南街": 84}
    ranking = graded(GRADES, totals)
    assert {unit for unit, result in ranking.results.items() if result.is_pending} == {"西街", "南街"}
    signed = [Decision("西街", "街道", order=2, by="小组"), Decision("南街", "街道", order=1, by="小组")]
    assert best(graded(GRADES, totals, signed)) == {"教育局", "东街", "南街"}


@pytest.mark.parametrize(
    ("reserved", "expected"), [("", {"教育局", "东街"}), (", reserved: {部门: 2}", {"教育局", "民政局"})]
)
def test_prizes_are_kept_by_rank(reserved: str, expected: set[str]) -> None:
    scheme = f"grades: [{{name: 好}}]\nawards: [{{name: 先进, grade: 好, at_most: 2{reserved}}}]\n"
    ranking = graded(scheme)
    assert {unit for unit, result in ranking.results.items() if result.awards} == expected
