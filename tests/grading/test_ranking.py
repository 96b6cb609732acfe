"""Grades: places, thresholds, ceilings, direct grades, ties, prizes, consequences, each on a small invented scheme."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kaoji.grading import Ranking, grade
from kaoji.numbers import to_points
from kaoji.scheme import load_scheme
from kaoji.scoring import Scores
from kaoji.scoring.facts import Condition, Decision, Facts, PastResult, Unit

HEAD = """\
kaoji: 1
title: 南湖区部门考核
year: 2025
groups: {部门: {units: [甲局, 乙局, 丙局, 丁局, 戊局, 己局, 庚局]}}
indicators: [{name: 工作, points: 100, score: 直接计分}]
total: [{formula: 工作，保留两位小数}]
"""
GRADES = """\
grades:
  - {name: 好, share: 30%, at_least: 95}
  - {name: 较好, share: 50%, rest: true}
  - {name: 一般, share: 15%}
  - {name: 较差, share: 5%, from_bottom: true}
"""
NAMES = ("甲局", "乙局", "丙局", "丁局", "戊局", "己局", "庚局")


def ranked(scheme: str, totals: str, **tables: Any) -> Ranking:  # noqa: ANN401 - tables of facts
    """Grade units with these totals, best written first or not."""
    structure, problems = load_scheme(HEAD + scheme)
    assert structure is not None, [problem.line("en") for problem in problems]
    units = [Unit(name, "部门") for name in NAMES]
    facts = Facts(units=units, **tables)
    scores = Scores(structure, facts, {unit.unit: unit for unit in units})
    values = [to_points(Decimal(text)) for text in totals.split()]
    scores.totals = dict(zip(NAMES, values, strict=True))
    scores.ranks = {name: 1 + sum(other > value for other in values) for name, value in scores.totals.items()}
    return grade(scores)


def grades_of(ranking: Ranking) -> str:
    return " ".join(ranking.results[name].grade or "-" for name in NAMES)


def test_shares_become_places_half_up_and_one_grade_takes_the_rest() -> None:
    # 7 units: 30% of 7 is 2.1, so 2; 15% is 1.05, so 1; 5% is 0.35, so 0; the rest is 4
    ranking = ranked(GRADES, "99 98 97 90 89 88 87")
    assert ranking.fields[0].places == {"好": 2, "较好": 4, "一般": 1, "较差": 0}
    assert grades_of(ranking) == "好 好 较好 较好 较好 较好 一般"


def test_shares_by_group_ask_nothing_of_units() -> None:
    scheme = "grades:\n  - {name: 好, shares: {部门: 40%, 乡镇: 10%}}\n  - {name: 一般, rest: true}\nquota: {share_by: 组别}\n"
    ranking = ranked(scheme, "99 98 97 90 89 88 87")
    assert ranking.fields[0].places == {"好": 3, "一般": 4}
    assert ranking.scores.structure.attributes == {}


def test_places_left_for_want_of_the_threshold_go_to_the_next_grade() -> None:
    ranking = ranked(GRADES, "99 94 93 92 91 90 89")
    assert grades_of(ranking) == "好 较好 较好 较好 较好 较好 一般"
    assert [reason.code for reason in ranking.results["乙局"].reasons] == ["below_threshold"]


def test_empty_places_stay_empty_when_the_scheme_says_so() -> None:
    ranking = ranked(GRADES + "quota: {unfilled: empty}\n", "99 94 93 92 91 90 89")
    assert grades_of(ranking) == "好 较好 较好 较好 较好 一般 一般"


def test_grade_from_the_bottom_takes_the_last() -> None:
    ranking = ranked(GRADES.replace("share: 5%", "share: 15%"), "99 98 90 89 88 87 86")
    assert grades_of(ranking) == "好 好 较好 较好 较好 一般 较差"


def test_ceiling_passes_the_place_on_and_beats_a_direct_grade() -> None:
    limits = (
        "limits:\n  - {when: 重大事故, grade_at_most: 一般}\n  - {when: 突出贡献, direct: 好, needs_approval: true}\n"
    )
    conditions = [Condition("甲局", "重大事故"), Condition("甲局", "突出贡献", approved=True)]
    ranking = ranked(GRADES + limits, "99 98 97 90 89 88 87", conditions=conditions)
    assert grades_of(ranking) == "一般 好 好 较好 较好 较好 较好"
    assert [reason.code for reason in ranking.results["甲局"].reasons] == ["ceiling"]


def test_direct_grade_needs_approval_and_takes_a_place() -> None:
    limits = "limits:\n  - {when: 突出贡献, direct: 好, needs_approval: true}\n"
    approved = [Condition("庚局", "突出贡献", approved=True)]
    assert (
        grades_of(ranked(GRADES + limits, "99 98 97 90 89 88 87", conditions=approved))
        == "好 较好 较好 较好 较好 一般 好"
    )
    refused = [Condition("庚局", "突出贡献")]
    assert (
        grades_of(ranked(GRADES + limits, "99 98 97 90 89 88 87", conditions=refused))
        == "好 好 较好 较好 较好 较好 一般"
    )


def test_direct_grade_may_ask_for_a_value_by_kind() -> None:
    limits = "limits:\n  - {when: 引进项目, direct: 好, at_least: {工业: 5000, 农业: 2500}}\n"
    rows = [
        Condition("庚局", "引进项目", value=Decimal(2500), kind="农业"),
        Condition("己局", "引进项目", value=Decimal(4999), kind="工业"),
    ]
    ranking = ranked(GRADES + limits, "99 98 97 90 89 88 87", conditions=rows)
    assert (ranking.results["庚局"].grade, ranking.results["己局"].grade) == ("好", "一般")


def test_last_places_of_a_given_rank_bound_the_grade() -> None:
    limits = "limits:\n  - {when: 专项排名, last_places: 2, grade_at_most: 一般}\n"
    rows = [Condition(name, "专项排名", value=Decimal(place)) for place, name in enumerate(reversed(NAMES), 1)]
    assert (
        grades_of(ranked(GRADES + limits, "99 98 97 90 89 88 87", conditions=rows))
        == "一般 一般 好 较好 较好 较好 较好"
    )


def test_veto_sets_the_grade_and_uses_no_place() -> None:
    limits = "limits:\n  - {when: 一票否决, grade: 较差}\n"
    ranking = ranked(GRADES + limits, "99 98 97 90 89 88 87", conditions=[Condition("甲局", "一票否决")])
    assert grades_of(ranking) == "较差 好 好 较好 较好 较好 较好"


def test_tie_on_the_line_is_open_until_it_is_decided() -> None:
    totals = "99 97 97 90 89 88 87"
    ranking = ranked(GRADES, totals)
    assert not ranking.is_decided
    (decision,) = ranking.open_decisions
    assert (decision.grade, decision.units, decision.places) == ("好", ("乙局", "丙局"), 1)
    assert ranking.results["乙局"].is_pending
    decisions = [Decision("丙局", "部门", 1), Decision("乙局", "部门", 2)]
    decided = ranked(GRADES, totals, decisions=decisions)
    assert decided.is_decided
    assert grades_of(decided) == "好 较好 好 较好 较好 较好 一般"


def test_a_decision_that_puts_two_on_one_place_at_the_line_decides_nothing() -> None:
    decisions = [Decision("丙局", "部门", 1), Decision("乙局", "部门", 1)]
    ranking = ranked(GRADES, "99 97 97 90 89 88 87", decisions=decisions)
    assert [decision.units for decision in ranking.open_decisions] == [("乙局", "丙局")]
    assert ranking.results["乙局"].is_pending


def test_tie_is_settled_by_order_when_the_scheme_says_so() -> None:
    ranking = ranked(GRADES + "quota: {ties: order}\n", "99 97 97 90 89 88 87")
    assert ranking.is_decided
    assert grades_of(ranking) == "好 好 较好 较好 较好 较好 一般"


def test_equals_on_the_lines_of_two_grades_are_said_to_be_settled_once() -> None:
    decisions = [Decision(name, "部门", place) for place, name in enumerate(NAMES, 1)]
    ranking = ranked(GRADES, "97 97 97 97 97 97 97", decisions=decisions)
    assert grades_of(ranking) == "好 好 较好 较好 较好 较好 一般"
    for result in ranking.results.values():
        assert [reason.code for reason in result.reasons].count("decided") == 1


def test_ceilings_are_said_in_the_order_of_the_scheme() -> None:
    limits = "limits:\n" + "".join(f"  - {{number: '{n}', when: 情形{n}, grade_at_most: 一般}}\n" for n in (1, 2, 3))
    rows = [Condition("甲局", f"情形{number}") for number in (3, 1)]
    ranking = ranked(GRADES + limits, "99 98 97 90 89 88 87", conditions=rows)
    said = [reason.data["number"] for reason in ranking.results["甲局"].reasons if reason.code == "ceiling"]
    assert said == ["1", "3"]


def test_tie_inside_a_grade_needs_no_decision() -> None:
    assert ranked(GRADES, "99 99 97 90 90 88 87").is_decided


def test_places_counted_by_the_notice_and_thresholds_alone() -> None:
    grades = "grades:\n  - {name: 优秀, places: {部门: 1}}\n  - {name: 合格, at_least: 60}\n  - {name: 不合格}\n"
    assert grades_of(ranked(grades, "99 98 97 90 60 59.99 0")) == "优秀 合格 合格 合格 合格 不合格 不合格"


def test_prizes_ask_for_rank_rise_and_total() -> None:
    awards = """\
awards:
  - {name: 第一名, places: [1, 1], total_at_least: 70}
  - {name: 进步奖, rise: 2, beyond_rank: 3}
  - {name: 贡献奖, when: 党委通过, grade_at_least: 较好, at_most: 1}
"""
    history = [PastResult("丁局", 2024, rank=6), PastResult("丙局", 2024, rank=7), PastResult("戊局", 2024, rank=6)]
    conditions = [Condition(name, "党委通过") for name in ("乙局", "丙局", "庚局")]
    ranking = ranked(GRADES + awards, "99 98 97 90 89 88 87", history=history, conditions=conditions)
    awarded = {name: result.awards for name, result in ranking.results.items() if result.awards}
    assert awarded == {"甲局": ["第一名"], "丁局": ["进步奖"], "乙局": ["贡献奖"]}
    assert [reason.code for reason in ranking.results["庚局"].reasons][-1] == "award_refused"
    assert [reason.code for reason in ranking.results["丙局"].reasons][-1] == "award_full"


def test_consequences_look_back_over_the_years() -> None:
    afterwards = """\
afterwards:
  - {grade: 好, then: 表彰}
  - {grade: 好, years_running: 3, then: 记功}
  - {last_place: true, years_running: 2, then: 约谈}
"""
    history = [
        PastResult("甲局", 2024, "好"), PastResult("甲局", 2023, "好"),
        PastResult("乙局", 2024, "好"), PastResult("乙局", 2023, "一般"),
        PastResult("庚局", 2024, "一般", is_last=True),
    ]  # fmt: skip
    ranking = ranked(GRADES + afterwards, "99 98 97 90 89 88 87", history=history)
    assert ranking.results["甲局"].consequences == ["表彰", "记功"]
    assert ranking.results["乙局"].consequences == ["表彰"]
    assert ranking.results["庚局"].consequences == ["约谈"]


def test_an_earlier_year_that_nobody_entered_is_said_where_it_matters() -> None:
    afterwards = (
        "awards: [{name: 进步奖, rise: 1, beyond_rank: 5}]\n"
        "afterwards:\n  - {grade: 好, years_running: 3, then: 记功}\n  - {last_place: true, years_running: 2, then: 约谈}\n"
    )
    history = [
        PastResult("甲局", 2024, "好"), PastResult("乙局", 2023, "一般"), PastResult("丙局", 2023, "好"),
        PastResult("己局", 2024, rank=7), PastResult("庚局", 2024, "一般"),
    ]  # fmt: skip
    ranking = ranked(GRADES + afterwards, "99 98 90 89 88 87 86", history=history)
    said = {
        name: [(reason.code, reason.data["year"]) for reason in result.reasons if reason.code.endswith("_unknown")]
        for name, result in ranking.results.items()
    }
    # 甲局 lacks 2023; 乙局 was not good in 2023, whatever 2024 was; 庚局 has a row that says neither its rank nor whether it was last
    assert {name: found for name, found in said.items() if found} == {
        "甲局": [("year_unknown", 2023)], "庚局": [("award_unknown", 2024), ("year_unknown", 2024)],
    }  # fmt: skip
    assert not any(result.consequences for result in ranking.results.values())
    assert ranking.results["己局"].awards == ["进步奖"]


def test_units_graded_elsewhere_follow_the_given_place() -> None:
    elsewhere = "elsewhere:\n  - {group: 部门, by: 上级名次, grades: {好: 1-2, 较好: 3-4, 一般: 5-}}\n"
    rows = [Condition(name, "上级名次", value=Decimal(place)) for place, name in enumerate(NAMES, 1)]
    structure, _ = load_scheme(HEAD + GRADES + elsewhere)
    assert structure is not None
    units = [Unit(name, "部门") for name in NAMES]
    ranking = grade(Scores(structure, Facts(units=units, conditions=rows), {unit.unit: unit for unit in units}))
    assert grades_of(ranking) == "好 好 较好 较好 一般 一般 一般"


def test_places_are_counted_for_each_category_of_a_group_and_less_than_one_is_one() -> None:
    # 25% of 4, 2 and 1: 1, 0.5 and 0.25 places, and 不足1个按1个计
    scheme = (
        "grades:\n  - {name: 好, share: 25%, places_at_least: 1}\n  - {name: 一般, rest: true}\n"
        "quota: {within: [组别, 类别], rounding: floor}\n"
    )
    structure, problems = load_scheme(HEAD + scheme)
    assert structure is not None, [problem.line("en") for problem in problems]
    kinds = dict(zip(NAMES, "AAAABBC", strict=True))
    units = [Unit(name, "部门", {"类别": kind}) for name, kind in kinds.items()]
    scores = Scores(structure, Facts(units=units), {unit.unit: unit for unit in units})
    scores.totals = {name: to_points(Decimal(99 - place)) for place, name in enumerate(NAMES)}
    scores.ranks = {name: place for place, name in enumerate(NAMES, 1)}
    ranking = grade(scores)
    assert [field.places for field in ranking.fields] == [
        {"好": 1, "一般": 3}, {"好": 1, "一般": 1}, {"好": 1, "一般": 0},
    ]  # fmt: skip
    assert grades_of(ranking) == "好 一般 一般 一般 好 一般 好"
