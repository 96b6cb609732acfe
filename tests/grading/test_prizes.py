"""Prizes of which there are only so many: who gets the last one among equals, counted together or by group."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kaoji.grading import Ranking, grade
from kaoji.scoring import Facts
from kaoji.scoring.facts import Condition, Decision, EnteredScore, PastResult, Unit
from kaoji.scoring.missing import missing
from kaoji.writing.run import results_of
from kaoji.writing.sentences import is_final, reason
from tests.scored import score
from tests.scoring.small_scheme import of

HEAD = """
kaoji: 1
title: 清溪县2025年度乡镇和部门考核
year: 2025
groups: {乡镇: {units: [甲乡, 乙乡, 丙镇]}, 部门: {units: [丁局, 戊局, 己局]}}
indicators: [{name: 实绩, points: 100, score: 直接计分}, {name: 党建, points: 100, score: 直接计分}]
total: [{formula: 实绩+党建}]
"""
UNITS = {"甲乡": "乡镇", "乙乡": "乡镇", "丙镇": "乡镇", "丁局": "部门", "戊局": "部门", "己局": "部门"}
EARNED = [Condition(unit, "县委通过") for unit in UNITS]
PRIZE = "awards: [{name: 贡献奖, when: 县委通过, at_most: %d%s}]\n"


def ranked(scheme: str, totals: str, **tables: Any) -> Ranking:  # noqa: ANN401 - tables of facts
    """Grade units with these points in the first indicator and, after a slash, in the second."""
    pairs = [(*text.split("/"), "0")[:2] for text in totals.split()]
    given = [
        EnteredScore(unit, slot, Decimal(text))
        for unit, pair in zip(UNITS, pairs, strict=True)
        for slot, text in enumerate(pair)
    ]
    units = [Unit(unit, group, {"片区": "东" if group == "乡镇" else "西"}) for unit, group in UNITS.items()]
    return grade(score(of(HEAD + scheme), Facts(units=units, scores=given, **tables)))


def awarded(ranking: Ranking) -> dict[str, list[str]]:
    return {unit: result.awards for unit, result in ranking.results.items() if result.awards}


def codes(ranking: Ranking, unit: str) -> list[str]:
    return [reason.code for reason in ranking.results[unit].reasons]


def test_a_prize_for_a_group_is_for_no_other() -> None:
    ranking = ranked(
        "awards: [{name: 一等奖（乡镇）, for: 乡镇, places: [1, 1]}, {name: 一等奖（部门）, for: 部门, places: [1, 1]}]\n",
        "90 80 70 60 50 40",
    )
    assert awarded(ranking) == {"甲乡": ["一等奖（乡镇）"], "丁局": ["一等奖（部门）"]}


def test_equals_on_the_last_prize_are_told_and_none_of_them_gets_it() -> None:
    ranking = ranked(PRIZE % (2, ", within: 组别"), "90 80 80 90 80 70", conditions=EARNED)
    assert awarded(ranking) == {"甲乡": ["贡献奖"], "丁局": ["贡献奖"], "戊局": ["贡献奖"]}
    (left,) = ranking.open_decisions
    assert (left.group, left.award, left.grade, left.units, left.places) == ("乡镇", "贡献奖", "", ("乙乡", "丙镇"), 1)
    assert not is_final(ranking, [])
    assert [codes(ranking, unit) for unit in ("乙乡", "丙镇", "己局")] == [
        ["award_open"],
        ["award_open"],
        ["award_full"],
    ]
    assert not any(result.is_pending for result in ranking.results.values())  # their grades are not in question
    assert results_of(ranking)["open"] == [{"group": "乡镇", "award": "贡献奖", "units": ["乙乡", "丙镇"], "places": 1}]


def test_what_follows_from_a_prize_waits_for_the_decision() -> None:
    scheme = PRIZE % (2, ", within: 组别") + "afterwards: [{then: 通报表彰, award: 贡献奖}]\n"
    ranking = ranked(scheme, "90 80 80 90 80 70", conditions=EARNED)
    assert ranking.results["乙乡"].consequences == []
    decisions = [Decision("丙镇", "乡镇", 1, by="县委"), Decision("乙乡", "乡镇", 2, by="县委")]
    ranking = ranked(scheme, "90 80 80 90 80 70", conditions=EARNED, decisions=decisions)
    assert ranking.is_decided
    assert ranking.results["丙镇"].consequences == ["通报表彰"]
    assert [codes(ranking, unit) for unit in ("乙乡", "丙镇")] == [["award_decided", "award_full"], ["award_decided"]]


def test_a_decision_on_one_of_them_or_on_one_place_for_two_decides_nothing() -> None:
    for orders in ((1, None), (1, 1)):
        decisions = [Decision(unit, "乡镇", order) for unit, order in zip(("乙乡", "丙镇"), orders, strict=True)]
        ranking = ranked(PRIZE % (2, ", within: 组别"), "90 80 80 90 80 70", conditions=EARNED, decisions=decisions)
        assert [each.units for each in ranking.open_decisions if each.award] == [("乙乡", "丙镇")]


def test_parts_settle_it_where_the_scheme_compares_them() -> None:
    points = "90/0 30/50 50/30 90/0 80/0 70/0"
    for more in ("order: 实绩\n", "order: 实绩\nrank_ties: order\n"):
        ranking = ranked(PRIZE % (2, ", within: 组别") + more, points, conditions=EARNED)
        assert ranking.is_decided
        assert set(awarded(ranking)) == {"甲乡", "丙镇", "丁局", "戊局"}


def test_the_list_settles_it_only_within_a_group_and_where_the_scheme_says_so() -> None:
    by_list = "quota: {ties: order}\n"
    ranking = ranked(PRIZE % (2, ", within: 组别") + by_list, "90 80 80 90 80 70", conditions=EARNED)
    assert ranking.is_decided
    assert set(awarded(ranking)) == {"甲乡", "乙乡", "丁局", "戊局"}
    ranking = ranked(PRIZE % (1, "") + by_list, "90 80 80 95 80 70", conditions=EARNED)
    assert [each.units for each in ranking.open_decisions] == [("甲乡", "丁局")]


def test_units_of_two_groups_are_equal_on_the_same_rank_whatever_their_totals() -> None:
    ranking = ranked(PRIZE % (3, ""), "90 80 70 60 50 40", conditions=EARNED)
    assert set(awarded(ranking)) == {"甲乡", "丁局"}
    (left,) = ranking.open_decisions
    assert (left.group, left.units, left.places) == ("乡镇、部门", ("乙乡", "戊局"), 1)
    decisions = [Decision("戊局", "部门", 1), Decision("乙乡", "乡镇", 2)]
    assert set(awarded(ranked(PRIZE % (3, ""), "90 80 70 60 50 40", conditions=EARNED, decisions=decisions))) == {
        "甲乡", "丁局", "戊局",
    }  # fmt: skip


def test_prizes_are_counted_by_an_attribute_which_units_then_have() -> None:
    scheme = PRIZE % (1, ", within: 片区")
    assert of(HEAD + scheme).attributes == {"片区": ()}
    ranking = ranked(scheme, "90 80 70 60 50 40", conditions=EARNED)
    assert (set(awarded(ranking)), ranking.is_decided) == ({"甲乡", "丁局"}, True)


def test_a_prize_for_progress_is_tied_on_the_rank_too() -> None:
    history = [PastResult(unit, 2024, rank=3) for unit in ("甲乡", "丁局")]
    ranking = ranked("awards: [{name: 进步奖, rise: 2, at_most: 1}]\n", "90 80 70 90 80 70", history=history)
    assert [(each.award, each.units) for each in ranking.open_decisions] == [("进步奖", ("甲乡", "丁局"))]


def test_a_prize_for_progress_goes_to_the_greatest_rise() -> None:
    history = [PastResult("乙乡", 2024, rank=5), PastResult("丙镇", 2024, rank=10), PastResult("丁局", 2024, rank=3)]
    scheme = "awards: [{name: 进步奖, rise: 2, at_most: %d}]\n"
    points = "90 80 70 90 80 70"
    assert set(awarded(ranked(scheme % 1, points, history=history))) == {"丙镇"}  # from 10 to 3; 乙乡 rose by three
    assert set(awarded(ranked(scheme % 2, points, history=history))) == {"丙镇", "乙乡"}


def test_not_among_the_first_few_needs_no_rise() -> None:
    ranking = ranked("awards: [{name: 鼓励奖, beyond_rank: 1, places: [1, 2]}]\n", "90 80 70 90 80 70")
    assert set(awarded(ranking)) == {"乙乡", "戊局"}


def test_more_than_the_places_of_a_prize_is_told() -> None:
    ranking = ranked("awards: [{name: 前两名奖, places: [1, 2]}]\n", "90 80 80 90 80 70")
    assert set(awarded(ranking)) == {"甲乡", "乙乡", "丙镇", "丁局", "戊局"}
    assert ranking.is_decided
    assert {unit for unit in UNITS if "award_shared" in codes(ranking, unit)} == {"乙乡", "丙镇"}


def test_a_number_without_a_tie_needs_no_decision() -> None:
    for number, winners in ((0, 0), (4, 4), (6, 6), (9, 6)):
        ranking = ranked(PRIZE % (number, ""), "90 80 70 90 80 70", conditions=EARNED)
        assert (len(awarded(ranking)), ranking.is_decided) == (winners, True)


KINDS = """
kaoji: 1
title: 清溪县2031年度考核
year: 2031
groups: {乡镇: {units: [甲乡, 乙镇]}, 部门: {units: [丙局, 丁局]}}
indicators: [{name: 实绩, points: 100, score: 直接计分}]
limits:
  - {number: "3", when: 被通报批评, no_award: 全部}
awards:
  - {name: 先进, places: [1, 2], amounts: {大: 8万元, 小: 5万元}, amount: 3万元, amount_by: 规模}
  - {name: 第一名, for: 乡镇, places: [1, 1], amount: 10万元}
  - {name: 第一名, for: 部门, places: [1, 1], amount: 6万元}
"""


def test_what_a_prize_gives_by_kind_and_why_it_is_barred_is_said() -> None:
    kinds = {"甲乡": "大", "乙镇": "小", "丙局": "中", "丁局": ""}
    structure = of(KINDS)
    facts = Facts(units=[Unit(name, "乡镇" if number < 2 else "部门", {"规模": kind} if kind else {})
                         for number, (name, kind) in enumerate(kinds.items())])  # fmt: skip
    facts.scores = [EnteredScore(name, 0, Decimal(90 - number)) for number, name in enumerate(kinds)]
    facts.conditions = [Condition("乙镇", "被通报批评", met=True)]
    ranking = grade(score(structure, facts))
    said = {name: [reason(each, "zh") for each in result.reasons] for name, result in ranking.results.items()}
    assert {name: result.awards for name, result in ranking.results.items()} == {
        "甲乡": ["先进", "第一名"], "乙镇": [], "丙局": ["先进", "第一名"], "丁局": ["先进"],
    }  # fmt: skip
    assert said == {
        "甲乡": ["先进：8万元", "第一名：10万元"], "乙镇": ["取消“先进”评奖资格：被通报批评"],
        "丙局": ["先进：3万元", "第一名：6万元"], "丁局": ["先进：3万元"],
    }  # fmt: skip
    # The kind by which a prize gives differently is missing data.
    assert [(each.unit, each.label) for each in missing(structure, facts)] == [("丁局", "规模")]


def test_a_rank_in_another_group_is_no_rise() -> None:
    then = {"甲乡": (3, None), "乙乡": (3, "部门"), "丙镇": (3, "乡镇")}
    history = [PastResult(unit, 2024, rank=rank, group_then=group) for unit, (rank, group) in then.items()]
    ranking = ranked("awards: [{name: 进步奖, rise: 1, for: 乡镇}]\n", "90 80 95 90 80 70", history=history)
    assert awarded(ranking) == {"甲乡": ["进步奖"], "丙镇": ["进步奖"]}
    (told,) = [each for each in ranking.results["乙乡"].reasons if each.code == "award_unknown"]
    assert reason(told, "zh") == "进步奖要求名次提升，2024年本单位在部门排名，组别不同，未作比较"
