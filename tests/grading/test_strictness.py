"""Several grades from the bottom, several limits on one unit, and places that are counted apart."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kaoji.grading import Ranking, grade
from kaoji.scheme import load_scheme
from kaoji.scoring import Facts
from kaoji.scoring.facts import Condition, Decision, EnteredScore, Unit
from tests.scored import score

HEAD = """\
kaoji: 1
title: 南湖区街道考核
year: 2025
groups: {东片: {}, 西片: {}}
indicators: [{name: 工作, points: 100, score: 直接计分}]
"""
UNITS = (Unit("甲", "东片"), Unit("乙", "东片"), Unit("丙", "西片"), Unit("丁", "西片"))
KINDS = [
    Unit(u.unit, "东片", {"编制": kind}) for u, kind in zip(UNITS, ("公务员", "事业", "事业", "公务员"), strict=True)
]


def graded(scheme: str, units: Any = UNITS, **tables: Any) -> Ranking:  # noqa: ANN401 - tables of facts
    """Grade four units with 90, 80, 70 and 60 points."""
    structure, problems = load_scheme(HEAD + scheme)
    assert structure is not None, [problem.line("en") for problem in problems]
    entered = [EnteredScore(unit.unit, 0, Decimal(90 - 10 * place)) for place, unit in enumerate(units)]
    return grade(score(structure, Facts(units=list(units), scores=entered, **tables)))


def grades_of(ranking: Ranking) -> str:
    return " ".join(result.grade or "-" for result in ranking.results.values())


ONE_GROUP = [Unit(unit.unit, "东片") for unit in UNITS]
LADDER = "grades: [{name: 好, share: 25%}, {name: 一般, rest: true}, {name: 较差, places: {东片: 1}, from_bottom: true}, {name: 差, places: {东片: 1}, from_bottom: true}]\n"


def test_of_two_grades_from_the_bottom_the_last_gets_the_worse() -> None:
    assert grades_of(graded(LADDER, ONE_GROUP)) == "好 一般 较差 差"


def test_a_ceiling_holds_for_places_from_the_bottom_too() -> None:
    scheme = LADDER.replace(" 差, places: {东片: 1}", " 差, places: {东片: 0}")
    ranking = graded(
        scheme + "limits: [{when: 瞒报, grade_at_most: 差}]\n", ONE_GROUP, conditions=[Condition("丁", "瞒报")]
    )
    assert grades_of(ranking) == "好 一般 较差 差"


def test_a_ceiling_below_a_grade_that_is_set_is_the_stricter() -> None:
    scheme = "grades: [{name: 好, share: 50%}, {name: 一般, rest: true}, {name: 差, places: {}, from_bottom: true}]\n"
    limits = "limits: [{when: 一票否决, grade: 一般}, {when: 瞒报, grade_at_most: 差}]\n"
    rows = [Condition("甲", "一票否决"), Condition("甲", "瞒报"), Condition("乙", "一票否决")]
    ranking = graded(scheme + limits, ONE_GROUP, conditions=rows)
    assert grades_of(ranking) == "差 一般 好 好"
    assert [reason.code for reason in ranking.results["甲"].reasons] == ["forced", "ceiling"]


def test_a_ceiling_asks_for_approval_and_for_the_value_that_it_names() -> None:
    scheme = "grades: [{name: 好, share: 100%}, {name: 一般, rest: true}]\n"
    limits = "limits: [{when: 通报, grade_at_most: 一般, needs_approval: true}, {when: 死亡人数, not_grade: 好, at_least: {生产: 3}}]\n"
    rows = [
        Condition("甲", "通报"),
        Condition("乙", "通报", approved=True),
        Condition("丙", "死亡人数", value=Decimal(2), kind="生产"),
        Condition("丁", "死亡人数", value=Decimal(3), kind="生产"),
    ]
    assert grades_of(graded(scheme + limits, ONE_GROUP, conditions=rows)) == "好 一般 好 一般"


def test_the_last_places_of_a_given_rank_are_those_among_the_units_of_the_group() -> None:
    scheme = "grades: [{name: 好, share: 100%}, {name: 一般, rest: true}]\nlimits: [{when: 全市名次, last_places: 1, grade_at_most: 一般}]\n"
    rows = [
        Condition(unit, "全市名次", value=Decimal(place))
        for unit, place in zip("甲乙丙丁", (5, 12, 30, 8), strict=True)
    ]
    assert grades_of(graded(scheme, ONE_GROUP, conditions=rows)) == "好 好 一般 好"
    rows = [
        Condition(unit, "全市名次", value=Decimal(place)) for unit, place in zip("甲乙丙丁", (1, 3, 3, 2), strict=True)
    ]
    assert grades_of(graded(scheme, ONE_GROUP, conditions=rows)) == "好 一般 一般 好"


def test_places_within_the_group_and_an_attribute_are_counted_in_each() -> None:
    scheme = "grades: [{name: 好, share: 50%}, {name: 一般, rest: true}]\nquota: {within: [组别, 层次]}\n"
    ranking = graded(scheme, [Unit(unit.unit, unit.group, {"层次": "科级"}) for unit in UNITS])
    assert [field.name for field in ranking.fields] == ["东片·科级", "西片·科级"]
    assert grades_of(ranking) == "好 一般 好 一般"
    assert list(ranking.scores.structure.attributes) == ["层次"]


def test_shares_by_category_are_of_the_units_of_the_category() -> None:
    scheme = (
        "grades: [{name: 好, shares: {公务员: 50%, 事业: 0%}}, {name: 一般, rest: true}]\nquota: {share_by: 编制}\n"
    )
    ranking = graded(scheme, KINDS)
    assert [(field.name, dict(field.places)) for field in ranking.fields] == [
        ("东片·公务员", {"好": 1, "一般": 1}),
        ("东片·事业", {"好": 0, "一般": 2}),
    ]
    assert grades_of(ranking) == "好 一般 一般 一般"


def test_grades_from_elsewhere_are_read_from_ranges_however_they_are_written() -> None:
    scheme = "grades: [{name: 好, share: 100%}, {name: 一般}]\nelsewhere: [{group: 西片, by: 市排名, grades: {好: 第1至2名, 一般: 3名及以后}}]\n"
    rows = [Condition("丙", "市排名", value=Decimal(2)), Condition("丁", "市排名", value=Decimal(7))]
    assert grades_of(graded(scheme, conditions=rows)) == "好 好 好 一般"
    structure, problems = load_scheme(HEAD + scheme.replace("第1至2名", "前两名"))
    assert structure is None
    assert [problem.code for problem in problems] == ["scheme.E103"]


def test_a_tie_is_settled_by_grades_decided_for_all_on_it() -> None:
    scheme = "grades: [{name: 好, places: {东片: 1}}, {name: 一般, rest: true}]\n"
    entered = [EnteredScore(unit.unit, 0, Decimal(80)) for unit in ONE_GROUP[:2]]
    structure, _ = load_scheme(HEAD + scheme)
    assert structure is not None
    rows = [Decision("乙", "东片", grade="好", by="领导小组"), Decision("甲", "东片", grade="一般", by="领导小组")]
    facts = Facts(units=ONE_GROUP[:2], scores=entered, decisions=rows[:1])
    assert not grade(score(structure, facts)).is_decided
    facts.decisions = rows
    ranking = grade(score(structure, facts))
    assert ranking.is_decided
    assert grades_of(ranking) == "一般 好"


def test_a_prize_several_years_running_is_refused_as_no_table_has_it() -> None:
    scheme = "grades: [{name: 好}]\nawards: [{name: 先进, grade: 好}]\nafterwards: [{then: 记功, award: 先进, years_running: 3}]\n"
    assert "scheme.E125" in [problem.code for problem in load_scheme(HEAD + scheme)[1]]


def test_equal_units_that_ask_for_the_last_place_directly_need_a_decision() -> None:
    scheme = "grades: [{name: 好, places: {东片: 1}}, {name: 一般, rest: true}]\nlimits: [{when: 表彰, direct: 好}]\n"
    structure, _ = load_scheme(HEAD + scheme)
    assert structure is not None
    entered = [EnteredScore(unit.unit, 0, Decimal(80)) for unit in ONE_GROUP[:3]]
    rows = [Condition("乙", "表彰"), Condition("丙", "表彰")]
    facts = Facts(units=ONE_GROUP[:3], scores=entered, conditions=rows)
    ranking = grade(score(structure, facts))
    assert [(each.grade, each.units, each.places) for each in ranking.open_decisions] == [("好", ("乙", "丙"), 1)]
    facts.decisions = [Decision("乙", "东片", order=2, by="领导小组"), Decision("丙", "东片", order=1, by="领导小组")]
    ranking = grade(score(structure, facts))
    assert ranking.is_decided
    assert grades_of(ranking) == "一般 一般 好"


LOWERED = "grades: [{name: 好, share: 25%}, {name: 较好, share: 25%}, {name: 一般, rest: true}, {name: 差, places: {东片: 0}, from_bottom: true}]\n"


def test_a_grade_is_lowered_by_steps_and_the_place_stays_empty() -> None:
    limits = "limits: [{when: 通报, lower_by: 1}, {when: 瞒报, lower_by: 2}]\n"
    rows = [Condition("甲", "通报"), Condition("乙", "瞒报"), Condition("乙", "通报")]
    ranking = graded(LOWERED + limits, ONE_GROUP, conditions=rows)
    assert grades_of(ranking) == "较好 差 一般 一般"
    assert [reason.data["steps"] for reason in ranking.results["乙"].reasons if reason.code == "lowered"] == [2]


def test_lowering_comes_after_what_sets_gives_or_forbids_a_grade_and_ends_at_the_last() -> None:
    limits = "limits: [{when: 通报, lower_by: 1}, {when: 一票否决, grade: 一般}, {when: 表彰, direct: 好}, {when: 欠账, not_grade: 一般}]\n"
    rows = [Condition(unit, "通报") for unit in "甲乙丙丁"]
    rows += [Condition("甲", "一票否决"), Condition("乙", "欠账"), Condition("丙", "表彰")]
    ranking = graded(LOWERED.replace("{东片: 0}", "{东片: 1}") + limits, ONE_GROUP, conditions=rows)
    assert grades_of(ranking) == "差 差 较好 差"
    assert "no grade below" in ranking.results["丁"].reasons[-1].message


def test_a_decision_above_a_lowered_grade_is_said_to_be_against_the_limit() -> None:
    limits = "limits: [{when: 通报, lower_by: 1}]\n"
    rows = [Condition("甲", "通报"), Condition("乙", "通报")]
    signed = [Decision(unit, "东片", grade=name, by="领导小组") for unit, name in (("甲", "好"), ("乙", "一般"))]
    ranking = graded(LOWERED + limits, ONE_GROUP, conditions=rows, decisions=signed)
    codes = {unit: [reason.code for reason in ranking.results[unit].reasons] for unit in "甲乙"}
    assert codes["甲"][-1] == "set_against"
    assert codes["乙"][-1] == "set"


def test_a_limit_on_the_last_places_by_total_needs_no_report() -> None:
    ranking = graded(LOWERED + "limits: [{when: 排名后两名, indicator: 总分, last_places: 2, grade: 差}]\n", ONE_GROUP)
    assert grades_of(ranking) == "好 较好 差 差"


def test_who_is_spared_from_the_bottom_gets_what_takes_the_rest() -> None:
    scheme = "grades: [{name: 优秀, share: 25%}, {name: 合格, rest: true}, {name: 基本合格, places: {东片: 1}, from_bottom: true, below: 60}, {name: 不合格}]\n"
    assert grades_of(graded(scheme, ONE_GROUP)) == "优秀 合格 合格 合格"
    assert grades_of(graded(scheme.replace("below: 60", "below: 61"), ONE_GROUP)) == "优秀 合格 合格 基本合格"


def test_who_may_have_a_grade_of_which_the_places_are_taken_is_told_so_below_a_ceiling_too() -> None:
    scheme = "grades: [{name: 好, share: 25%}, {name: 较好, share: 50%}, {name: 一般, rest: true}]\nlimits: [{when: 通报, grade_at_most: 较好}]\n"
    ranking = graded(scheme, ONE_GROUP, conditions=[Condition("丁", "通报")])
    assert grades_of(ranking) == "好 较好 较好 一般"
    assert [reason.code for reason in ranking.results["丁"].reasons] == ["no_place"]


def test_who_reaches_a_grade_without_places_is_told_that_those_of_the_better_one_are_taken() -> None:
    ranking = graded("grades: [{name: A, share: 25%, at_least: 75}, {name: B, at_least: 65}, {name: C}]\n", ONE_GROUP)
    assert grades_of(ranking) == "A B B C"
    codes = {unit: [reason.code for reason in result.reasons] for unit, result in ranking.results.items()}
    assert (codes["乙"], codes["丙"]) == (["threshold", "no_place"], ["threshold"])
