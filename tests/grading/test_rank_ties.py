"""Ranks of equal totals: shared, or told apart by a part where the scheme says so, on every way to a result."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoji.grading import Ranking, grade
from kaoji.scoring import Facts
from kaoji.scoring.explaining import explain, render
from kaoji.scoring.facts import EnteredScore, Unit
from kaoji.scoring.session import Session
from tests.oracle import score as score_by_oracle
from tests.scored import score
from tests.scoring.small_scheme import of

TEXT = """
kaoji: 1
title: 清溪县2025年度乡镇考核
year: 2025
groups: {乡镇: {units: [甲乡, 乙乡, 丙镇, 丁镇]}}
indicators:
  - {name: 工作实绩得分, points: 100, score: 直接计分}
  - {name: 民主测评得分, points: 100, score: 直接计分}
total: [{formula: "工作实绩得分×50%+民主测评得分×50%，保留一位小数"}]
grades: [{name: 优秀, share: 25%}, {name: 良好, rest: true}]
quota: {ties: order}
order: [工作实绩得分]
awards: [{name: 前两名奖, places: [1, 2]}]
afterwards:
  - {then: 奖励20万元, places: [1, 1]}
  - {then: 书面说明, last_place: true}
  - {then: 约谈, last_places: [1, 1]}
"""
UNITS = ("甲乡", "乙乡", "丙镇", "丁镇")
WORK = ("80", "90", "85", "80")
VOTES = ("90", "80", "85", "90")
"""All four totals are 85; in the work the second is first, and the first and last are equal."""


def facts(work: tuple[str, ...] = WORK) -> Facts:
    given = [
        EnteredScore(unit, slot, Decimal(value))
        for slot, row in ((0, work), (1, VOTES))
        for unit, value in zip(UNITS, row, strict=True)
    ]
    return Facts(units=[Unit(unit, "乡镇") for unit in UNITS], scores=given)


def ranking(text: str) -> Ranking:
    return grade(score(of(text), facts()))


def test_ranks_are_shared_where_the_scheme_does_not_say_that_parts_tell_them_apart() -> None:
    for text in (TEXT, TEXT + "rank_ties: share\n"):
        found = ranking(text)
        assert [found.results[unit].rank for unit in UNITS] == [1, 1, 1, 1]
        assert [found.results[unit].grade for unit in UNITS] == ["良好", "优秀", "良好", "良好"]
        assert all(result.awards == ["前两名奖"] for result in found.results.values())
        # All stand first, so that none is last.
        assert all(result.consequences == ["奖励20万元"] for result in found.results.values())


def test_ranks_prizes_and_consequences_follow_the_parts_where_the_scheme_says_so() -> None:
    found = ranking(TEXT + "rank_ties: order\n")
    assert [found.results[unit].rank for unit in UNITS] == [3, 1, 2, 3]
    assert [found.results[unit].grade for unit in UNITS] == ["良好", "优秀", "良好", "良好"]
    assert [found.results[unit].awards for unit in UNITS] == [[], ["前两名奖"], ["前两名奖"], []]
    assert [found.results[unit].consequences for unit in UNITS] == [
        ["书面说明", "约谈"], ["奖励20万元"], [], ["书面说明", "约谈"],
    ]  # fmt: skip
    said = [reason.data["part"] for reason in found.results["丙镇"].reasons if reason.code == "rank_order"]
    assert said == ["工作实绩得分"]


def test_the_explanation_says_what_decided() -> None:
    lines = render(explain(score(of(TEXT + "rank_ties: order\n"), facts()), "乙乡"), "zh")
    assert "与甲乡、丙镇、丁镇总分相同，按工作实绩得分高低排定名次" in lines[0]
    assert "总分相同" not in render(explain(score(of(TEXT), facts()), "乙乡"), "zh")[0]


@pytest.mark.parametrize("text", [TEXT, TEXT + "rank_ties: order\n"])
def test_the_oracle_agrees(text: str) -> None:
    structure = of(text)
    assert score_by_oracle(structure, facts()).ranks == score(structure, facts()).ranks


def test_a_change_that_leaves_the_total_as_it_was_still_changes_the_rank() -> None:
    structure = of(TEXT + "rank_ties: order\n")
    session = Session(structure, facts())
    before, after = EnteredScore("丁镇", 0, Decimal(80)), EnteredScore("丁镇", 0, Decimal("80.01"))
    change = session.change(add=after, remove=before)
    assert session.scores.totals["丁镇"] == session.scores.totals["甲乡"]
    assert session.scores.ranks == {"甲乡": 4, "乙乡": 1, "丙镇": 2, "丁镇": 3}
    assert session.scores.ranks == score(structure, facts((*WORK[:3], "80.01"))).ranks
    assert change.ranks["甲乡"] == 4
