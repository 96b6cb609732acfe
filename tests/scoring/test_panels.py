"""Panels where kinds of voters, raters and weights are not as usual."""

from __future__ import annotations

from decimal import Decimal

from kaoji.numbers import POINT
from kaoji.scoring.explaining import explain, render
from kaoji.scoring.facts import Ballots, Facts, Mark, Unit
from kaoji.scoring.missing import missing
from tests.scored import score
from tests.scoring.small_scheme import of

HEAD = """
kaoji: 1
title: 南湖区科室测评
year: 2025
groups: {科室: {units: [甲科, 乙科]}}
total: [{formula: 测评}]
"""
UNITS = [Unit("甲科", "科室"), Unit("乙科", "科室")]


def test_raters_of_two_kinds_are_two_raters_though_both_are_number_one() -> None:
    structure = of(HEAD + "panels: {测评: {points: 10, dimensions: {质量: 10}, provider: 人事科}}")
    facts = Facts(units=UNITS, marks=[Mark("甲科", "测评", "1", "质量", Decimal(8), kind) for kind in ("领导", "职工")])
    facts.marks.append(Mark("甲科", "测评", "2", "质量", Decimal(5), "职工"))
    scores = score(structure, facts)
    assert scores.totals["甲科"] == 7 * POINT
    assert "(8 + 8 + 5) ÷ 3" in "\n".join(render(explain(scores, "甲科"), "en"))


def test_kinds_that_the_facts_name_weigh_the_same_where_the_panel_says_so() -> None:
    structure = of(
        HEAD + "panels: {测评: {points: 10, options: {好: 10, 差: 0}, score: 各类评价人同权, provider: 人事科}}"
    )
    facts = Facts(
        units=UNITS,
        ballots=[Ballots("甲科", "测评", "差", 5, "", "领导"), Ballots("甲科", "测评", "好", 1, "", "职工")],
    )
    scores = score(structure, facts)
    assert scores.totals["甲科"] == 5 * POINT
    assert "1 × 10) ÷ 1" in "\n".join(render(explain(scores, "甲科"), "en"))


def test_a_kind_that_weighs_nothing_makes_no_score() -> None:
    structure = of(
        HEAD
        + "panels: {测评: {points: 10, options: {好: 10, 差: 0}, classes: {领导: 100%, 职工: 0%}, provider: 人事科}}"
    )
    facts = Facts(
        units=UNITS,
        ballots=[Ballots("甲科", "测评", "好", 5, "", "职工"), Ballots("乙科", "测评", "好", 1, "", "领导")],
    )
    scores = score(structure, facts)
    assert ("甲科", "测评") not in scores.panels
    assert scores.panels["乙科", "测评"].score == 10 * POINT
    assert [each.unit for each in missing(structure, facts)] == ["甲科"]
