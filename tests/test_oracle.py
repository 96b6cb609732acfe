"""The oracle on cases counted by hand; the sums stand in the comments."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaoji.scheme import Structure
from kaoji.scoring.facts import (
    Absence,
    Answer,
    Ballots,
    EnteredScore,
    Event,
    Facts,
    Mark,
    Measure,
    PanelScore,
    Place,
    Unit,
    WorkItem,
)
from tests.oracle import OracleScores, points_of, score
from tests.oracle_items import rounded
from tests.properties.strategies import structure_of

HEAD = """
kaoji: 1
title: 试评
year: 2024
groups:
  一组: {units: [甲, 乙, 丙]}
  二组: {units: [丁]}
"""
UNITS = {"甲": "一组", "乙": "一组", "丙": "一组", "丁": "二组"}


def scheme(*indicators: str, more: str = "") -> Structure:
    lines = "\n".join(f"  - {indicator}" for indicator in indicators)
    return structure_of(f"{HEAD}indicators:\n{lines}\n{more}")


def scored(structure: Structure, **tables: list[Any]) -> OracleScores:
    return score(structure, Facts(units=[Unit(unit, group) for unit, group in UNITS.items()], **tables))


def measured(rule: str, values: dict[str, str | Measure], keys: str = "") -> dict[str, str]:
    """Score one indicator of ten points that measures something; give the values of the units named."""
    structure = scheme(
        f"{{name: 指标, points: 10, start: zero, limits: 可扣至负分, rules: [{{measure: 数, score: {rule}{keys}}}]}}"
    )
    facts = [
        value if isinstance(value, Measure) else Measure(unit, 0, Decimal(value)) for unit, value in values.items()
    ]
    return values_of(scored(structure, measures=facts), list(values))


def values_of(scores: OracleScores, units: list[str], node: int = 0) -> dict[str, str]:
    return {unit: text(scores.nodes[unit, node].value) for unit in units}


def text(value: Fraction) -> str:
    """Write points with all their digits."""
    return f"{Decimal(points_of(value)).scaleb(-9).normalize():f}"


def events(rule: str, *found: Event, points: str = "points: 10, start: zero, ", limits: str = "") -> str:
    keys = f"limits: {limits}, " if limits else ""
    structure = scheme(f"{{name: 指标, {points}{keys}rules: [{{events: 事, score: {rule}}}]}}")
    return text(scored(structure, events=list(found)).nodes["甲", 0].value)


def event(number: str, quantity: str = "1", **more: Any) -> Event:  # noqa: ANN401 - fields of an event
    return Event("甲", 0, number, Decimal(quantity), **more)


# ------------------------------------------------------------------------------------------------------------- Numbers
@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        ("0.5", 0, "1"),
        ("-0.5", 0, "-1"),
        ("0.4", 0, "0"),
        ("94.995", 2, "95"),
        ("-94.995", 2, "-95"),
        ("1/3", 9, "0.333333333"),
    ],
)
def test_rounding_is_half_away_from_zero(value: str, decimals: int, expected: str) -> None:
    assert text(rounded(Fraction(value), decimals)) == expected


# ------------------------------------------------------------------------------------------------------------- Effects
def test_tiers_count_only_the_furthest_that_holds() -> None:
    # 80 ≤ 85 < 90: 3; at 90 达到90 counts: 5; above 90 超过90 stands above 达到90: 8; below 80: 0.
    rule = "达到80计3分，达到90计5分，超过90计8分"
    found = measured(rule, {"甲": "85", "乙": "90", "丙": "90.000001", "丁": "79.999999"})
    assert found == {"甲": "3", "乙": "5", "丙": "8", "丁": "0"}


def test_tiers_downwards_count_only_the_lowest() -> None:
    # 不超过20: 1; 低于20: 2; 不超过10 at 10: 4; sides apart: 扣 holds beside 计.
    rule = "不超过20计1分，低于20计2分，不超过10计4分，低于5扣3分"
    assert measured(rule, {"甲": "20", "乙": "19", "丙": "10", "丁": "4"}) == {
        "甲": "1",
        "乙": "2",
        "丙": "4",
        "丁": "1",
    }


def test_steps_count_whole_or_in_proportion() -> None:
    # floor(7 ÷ 2) = 3, × 0.5 = 1.5; 7 ÷ 2 × 0.5 = 1.75; 0 and below: nothing.
    assert measured("每2项计0.5分", {"甲": "7", "乙": "0", "丙": "-4"}) == {"甲": "1.5", "乙": "0", "丙": "0"}
    assert measured("每2项计0.5分（按比例）", {"甲": "7"}) == {"甲": "1.75"}


def test_steps_beyond_the_target_or_the_threshold() -> None:
    # target 10: (13 − 10) ÷ 2 → 1 step of 2; (10 − 5) ÷ 2 → 2 steps off. Of 达到8: 1 + floor((13 − 8) ÷ 1) × 0.1 = 1.5.
    assert measured("每超过2项计2分，每低于2项扣1分", {"甲": "13", "乙": "5"}, ", target: 10") == {
        "甲": "2",
        "乙": "-2",
    }
    assert measured("达到8计1分，再每超过1项加0.1分", {"甲": "13", "乙": "7"}) == {"甲": "1.5", "乙": "0"}


def test_completion_counts_up_to_the_target() -> None:
    # 10 × 7 ÷ 9 = 7.777777778; above the target 10; without a target, and at 0, nothing.
    facts: dict[str, str | Measure] = {
        "甲": Measure("甲", 0, Decimal(7), Decimal(9)), "乙": Measure("乙", 0, Decimal(12), Decimal(9)),
        "丙": Measure("丙", 0, Decimal(7)), "丁": Measure("丁", 0, Decimal(0), Decimal(9)),
    }  # fmt: skip
    assert measured("按完成比例计分", facts) == {"甲": "7.777777778", "乙": "10", "丙": "0", "丁": "0"}


def test_best_unit_of_the_group_or_of_all_gets_all_points() -> None:
    values: dict[str, str | Measure] = {"甲": "30", "乙": "40", "丙": "-1", "丁": "80"}
    # group one: 10 × 30 ÷ 40 = 7.5; 丁 is alone. Over all: 10 × 30 ÷ 80 = 3.75, 10 × 40 ÷ 80 = 5.
    assert measured("按最高得分单位折算", values) == {"甲": "7.5", "乙": "10", "丙": "0", "丁": "10"}
    assert measured("按最高得分单位折算", values, ", among: all") == {"甲": "3.75", "乙": "5", "丙": "0", "丁": "10"}


def test_best_is_the_smallest_where_lower_is_better() -> None:
    # 10 × 3 ÷ 9 = 3.333333333; nothing or less is best of all.
    found = measured("按最高得分单位折算", {"甲": "9", "乙": "3"}, ", better: lower")
    assert found == {"甲": "3.333333333", "乙": "10"}
    assert measured("按最高得分单位折算", {"甲": "9", "乙": "0"}, ", better: lower") == {"甲": "0", "乙": "10"}


def test_min_max_and_efficacy_place_a_value_between_worst_and_best() -> None:
    # (5 − 2) ÷ (11 − 2) = 1/3: 10 × 1/3; 10 × (60 + 40/3) ÷ 100 = 7.333333333; all equal: all points.
    values: dict[str, str | Measure] = {"甲": "5", "乙": "2", "丙": "11"}
    assert measured("按最大最小值法计分", values) == {"甲": "3.333333333", "乙": "0", "丙": "10"}
    assert measured("按功效系数法计分（60+40）", values) == {"甲": "7.333333333", "乙": "6", "丙": "10"}
    assert measured("按最大最小值法计分", {"甲": "4", "乙": "4"}) == {"甲": "10", "乙": "10"}


def test_growth_adds_two_rounded_terms() -> None:
    # 甲: 10 × 60% × 4 ÷ 3 = 8; 10 × 40% × 4 × 2 ÷ 7 = 4.571428571; capped at 10 points. 乙: 10 × 60% × 3 ÷ 9 = 2, and
    # 10 × 40% × 3 × 2 ÷ 7 = 3.428571429.
    facts: dict[str, str | Measure] = {
        "甲": Measure("甲", 0, Decimal(4), previous=Decimal(3)),
        "乙": Measure("乙", 0, Decimal(3), previous=Decimal(9)),
    }
    assert measured("按发展指数计分（自身60%，平均40%）", facts) == {"甲": "10", "乙": "5.428571429"}


def test_event_amounts_are_shared_and_rounded_once() -> None:
    # 10 ÷ 3; floor(5 ÷ 2) × 0.1 ÷ 3 = 0.2 ÷ 3 = 0.066666667; the points fixed, 2 × 2/3 = 1.333333333.
    third = Fraction(1, 3)
    assert events("加10分", event("1", share=third)) == "3.333333333"
    assert events("每2次加0.1分", event("1", "5", share=third)) == "0.066666667"
    assert events("加1-3分", event("1", "2", share=Fraction(2, 3))) == "1.333333333"


def test_events_count_by_level_and_only_if_they_count() -> None:
    # 国家级 5; 省级 3; every event 0.5 × 3; the fourth does not count.
    found = [event("1", level="国家级"), event("2", level="省级"), event("3"), event("4", counts=False)]
    assert events("国家级加5分，省级加3分，加0.5分", *found) == "9.5"


def test_negative_labels_hold_for_no() -> None:
    structure = scheme(
        "{name: 指标, points: 10, start: zero, rules: [{when: 完成, score: 完成计满分，未完成扣2分}], limits: 可扣至负分}"
    )
    scores = scored(structure, answers=[Answer("甲", 0, True), Answer("乙", 0, False)])  # noqa: FBT003 - the answer
    assert values_of(scores, ["甲", "乙", "丙"]) == {"甲": "10", "乙": "-2", "丙": "0"}


def test_work_items_count_by_share_and_completion() -> None:
    # 10 × 1/3 × 1/2 = 1.666666667, 10 × 2/3 × 1 = 6.666666667.
    structure = scheme("{name: 指标, points: 10, rules: [{completion: 项目, score: 按占比和完成率计分}]}")
    items = [
        WorkItem("甲", 0, "一", Fraction(1, 3), Fraction(1, 2)),
        WorkItem("甲", 0, "二", Fraction(2, 3), Fraction(1)),
    ]
    assert text(scored(structure, items=items).nodes["甲", 0].value) == "8.333333334"


# --------------------------------------------------------------------------------------------------------------- Ties
@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("", {"甲": "5", "乙": "5", "丙": "1"}),
        ("，并列时均按高名次", {"甲": "5", "乙": "5", "丙": "1"}),
        ("，并列时平分", {"甲": "4", "乙": "4", "丙": "1"}),  # (5 + 3) ÷ 2
        ("，并列时按名次应得分除以并列个数（保留0位小数）", {"甲": "3", "乙": "3", "丙": "1"}),  # 5 ÷ 2 = 2.5 → 3
    ],
)
def test_ties_follow_their_policy(policy: str, expected: dict[str, str]) -> None:
    rule = f"第1名计5分、第2名计3分、第3名及以后计1分{policy}"
    structure = scheme(f"{{name: 指标, points: 10, rules: [{{ranked: 数, score: {rule}}}]}}")
    facts = [Measure("甲", 0, Decimal(9)), Measure("乙", 0, Decimal(9)), Measure("丙", 0, Decimal(2))]
    assert values_of(scored(structure, measures=facts), list(expected)) == expected


def test_places_from_the_bottom_are_counted_from_the_last() -> None:
    # 丙 is last: −4; 甲 and 乙 share the second place from the bottom: (2 + 0) ÷ 2 = 1.
    structure = scheme("{name: 指标, bonus: true, rules: [{ranked: 数, score: 后2名分别扣4分、2分，并列时平分}]}")
    facts = [Measure("甲", 0, Decimal(9)), Measure("乙", 0, Decimal(9)), Measure("丙", 0, Decimal(2))]
    assert values_of(scored(structure, measures=facts), ["甲", "乙", "丙"]) == {"甲": "-1", "乙": "-1", "丙": "-4"}


def test_given_places_know_how_many_share_them() -> None:
    # places 2, 3 and 4: (3 + 1 + 1) ÷ 3 = 1.666666667; a place alone is not divided.
    rule = "第1名计5分、第2名计3分、第3名及以后计1分，并列时平分"
    structure = scheme(f"{{name: 指标, points: 10, rules: [{{rank: 名次, score: {rule}}}]}}")
    places = [Place("甲", 0, 2, 3), Place("乙", 0, 1), Place("丙", 0, 1, counts=False)]
    assert values_of(scored(structure, places=places), ["甲", "乙", "丙"]) == {
        "甲": "1.666666667",
        "乙": "5",
        "丙": "0",
    }


# ---------------------------------------------------------------------------------------------------- The same matter
def test_same_matter_counts_once_in_each_direction() -> None:
    # 表彰: 5 beats 3; minus is apart: −1; events without a matter all count: 0.5 + 0.5.
    found = [
        event("1", level="省级", matter="表彰"), event("2", level="国家级", matter="表彰"),
        event("3", level="通报", matter="表彰"), event("4", level="其他"), event("5", level="其他"),
    ]  # fmt: skip
    assert events("国家级加5分，省级加3分，通报扣1分，其他加0.5分，同一事项取最大值", *found) == "5"


def test_effects_of_one_event_stand_or_fall_together() -> None:
    # event 1: 2 + 3 = 5; event 2: 4; so event 1 counts, though 4 is the largest single amount.
    found = [event("1", level="省级", matter="表彰"), event("2", level="县级", matter="表彰")]
    assert events("省级加2分，省级加3分，县级加4分，同一事项取最大值", *found) == "5"


def test_outermost_place_of_same_matter_decides() -> None:
    # 3 × 2 = 6 in the second indicator beats 5 × 1 = 5 in the first; the first's own limit does not matter then.
    structure = scheme(
        "{name: 类, limits: 同一事项取最大值, items: ["
        "{name: 一, bonus: true, limits: 同一事项取最大值, rules: [{events: 事, score: 每次加1分}]}, "
        "{name: 二, bonus: true, rules: [{events: 事, score: 每次加2分}]}]}"
    )
    found = [Event("甲", 0, "1", Decimal(5), matter="奖"), Event("甲", 1, "1", Decimal(3), matter="奖")]
    scores = scored(structure, events=found)
    assert [text(scores.nodes["甲", node].value) for node in range(3)] == ["6", "0", "6"]
    assert [effect.kept for effect in scores.effects] == [False, True]


# ---------------------------------------------------------------------------------------------------- Caps and floors
def test_caps_take_the_extra_before_the_fill() -> None:
    # F 6, X 5: 11 over 8 → X 2, F 6; at most 5 points of its own: F 5; value 7.
    rules = "{events: 事, score: 省级计6分，县级加5分，最高8分}"
    structure = scheme(f"{{name: 指标, points: 5, rules: [{rules}]}}")
    found = [event("1", level="省级"), event("2", level="县级")]
    assert text(scored(structure, events=found).nodes["甲", 0].value) == "7"


def test_a_cap_on_bonuses_bounds_only_what_is_added_beside_what_fills() -> None:
    # F 6, X 5: X at most 4; at most 5 points of its own: F 5; value 9.
    rules = "{events: 事, score: 省级计6分，县级加5分}"
    structure = scheme(f"{{name: 指标, points: 5, limits: 加分不超过4分, rules: [{rules}]}}")
    found = [event("1", level="省级"), event("2", level="县级")]
    assert text(scored(structure, events=found).nodes["甲", 0].value) == "9"


def test_a_cap_in_a_part_goes_by_its_items() -> None:
    # gives: at most 3; takes: at most 2; both: value at most 4: 6 − 1 = 5 → 4.
    assert events("每次加2分，最高3分", event("1", "5")) == "3"
    assert events("每次扣2分，最高2分", event("1", "5"), points="bonus: true, ") == "-2"
    assert events("省级加6分，县级扣1分，最高4分", event("1", level="省级"), event("2", level="县级")) == "4"


def test_a_rule_of_several_parts_has_caps_of_its_own() -> None:
    # 5 → 3 in the first part, 4 in the second, 7 → 6 over both.
    found = [event("1", level="省级"), event("2", level="县级")]
    assert events("省级加5分，最高3分；县级加4分；加分不超过6分", *found) == "6"


def test_an_indicator_that_starts_full_loses_down_to_its_floor() -> None:
    # 10 − 4 × 3 = −2 → 0; with 最低2分 2; 可扣至负分 −2.
    rule = "每次扣3分"
    assert events(rule, event("1", "4"), points="points: 10, ") == "0"
    assert events(rule, event("1", "4"), points="points: 10, ", limits="最低2分") == "2"
    assert events(rule, event("1", "4"), points="points: 10, ", limits="可扣至负分") == "-2"


def test_a_floor_gives_back_minus_then_adds_fill() -> None:
    # F 0, M 1, floor 3: M 0, F 3.
    structure = scheme(
        "{name: 指标, points: 10, start: zero, limits: 最低3分, rules: [{events: 事, score: 每次扣1分}]}"
    )
    found = scored(structure, events=[event("1")]).nodes["甲", 0]
    assert [text(points) for points in (found.value, found.plus, found.minus)] == ["3", "3", "0"]


def test_sections_weigh_and_round_what_they_hand_up() -> None:
    # 一 hands up 10 × 1/3 = 3.333333333, 二 2.45 → 2.5; together 5.833333333, at most 5.5.
    structure = scheme(
        "{name: 类, limits: 最高5.5分, items: ["
        "{name: 一, points: 10, weight: 1/3, score: 直接计分}, {name: 二, points: 10, decimals: 1, score: 直接计分}]}"
    )
    entered = [EnteredScore("甲", 0, Decimal(10)), EnteredScore("甲", 1, Decimal("2.45"))]
    scores = scored(structure, scores=entered)
    assert [text(scores.nodes["甲", node].value) for node in range(3)] == ["5.5", "10", "2.5"]
    assert text(scores.nodes["甲", 1].extra_above) == "3.333333333"


# ----------------------------------------------------------------------------------- Indicators a unit does not have
SECTION = (
    "{{name: 类, items: [{{name: 一, points: 10, score: 直接计分}}, {{name: 二, points: 5, when_absent: {0}, score: 直接计分}}, "
    "{{name: 三, points: 5, when_absent: {1}, score: 直接计分}}]}}"
)


@pytest.mark.parametrize(
    ("second", "third", "expected"),
    [
        ("计零分", "计零分", "6"),
        ("计满分", "计零分", "11"),  # 6 + 5
        ("按比例折算", "计零分", "8"),  # 6 × 20 ÷ (20 − 5)
        ("按比例折算", "按比例折算", "12"),  # 6 × 20 ÷ (20 − 10)
        ("按比例折算", "一", "8"),  # the third's 5 went to the first: 6 × 20 ÷ (20 − 5)
    ],
)
def test_absences_follow_their_policy(second: str, third: str, expected: str) -> None:
    structure = scheme(SECTION.format(second, third))
    scores = scored(
        structure, scores=[EnteredScore("甲", 0, Decimal(6))], absences=[Absence("甲", 2), Absence("甲", 3)]
    )
    assert text(scores.nodes["甲", 0].value) == expected


def test_points_of_an_absent_indicator_go_to_another_and_on() -> None:
    # 三 (5) → 二, absent too (5 + 5) → 一: 10 + 10, so its cap is 20.
    structure = scheme(
        "{name: 类, items: [{name: 一, points: 10, rules: [{when: 事, score: 计满分}]}, "
        "{name: 二, points: 5, when_absent: 一, score: 直接计分}, {name: 三, points: 5, when_absent: 二, score: 直接计分}]}"
    )
    absences = [Absence("甲", 2), Absence("甲", 3), Absence("乙", 3)]
    answers = [Answer("甲", 0, answer=True), Answer("乙", 0, answer=True)]
    scores = scored(structure, absences=absences, answers=answers)
    assert values_of(scores, ["甲", "乙"]) == {"甲": "20", "乙": "10"}


def test_indicators_for_others_leave_a_unit_alone() -> None:
    structure = scheme("{name: 指标, for: 二组, points: 10, score: 直接计分}")
    scores = scored(structure, scores=[EnteredScore("丁", 0, Decimal(4)), EnteredScore("甲", 0, Decimal(9))])
    assert {key: text(node.value) for key, node in scores.nodes.items()} == {("丁", 0): "4"}
    assert {unit: text(total) for unit, total in scores.totals.items()} == {"甲": "0", "乙": "0", "丙": "0", "丁": "4"}


# -------------------------------------------------------------------------------------------------------------- Panels
def panel_of(keys: str, **facts: list[Any]) -> dict[str, str]:
    structure = scheme("{name: 指标, points: 10, score: 直接计分}", more=f"panels: {{测评: {{{keys}}}}}")
    return {unit: text(points) for (unit, _), points in scored(structure, **facts).panels.items()}


def ballots(unit: str, kind: str = "", question: str = "", **counts: int) -> list[Ballots]:
    return [Ballots(unit, "测评", option, count, question, kind) for option, count in counts.items()]


def test_ballots_are_averaged_by_question_and_kind() -> None:
    # 领导: (100 + 0) ÷ 2 = 50 and 200 ÷ 2 = 100, together 150; 群众: 300 ÷ 4 = 75 and no second question.
    # 150 × 60% + 75 × 40% = 90 + 30 = 120. 乙 has abstentions alone: no score.
    keys = "options: {好: 100, 差: 0, 弃权: 7}, abstentions: 弃权, questions: [一, 二], classes: {领导: 60%, 群众: 40%}"
    found = panel_of(
        keys,
        ballots=[
            *ballots("甲", "领导", "一", 好=1, 差=1, 弃权=5), *ballots("甲", "领导", "二", 好=2),
            *ballots("甲", "群众", "一", 好=3, 差=1), *ballots("乙", "领导", "一", 弃权=3),
        ],
    )  # fmt: skip
    assert found == {"甲": "120"}


def test_kinds_that_did_not_vote_are_left_out() -> None:
    # only 群众: 200 ÷ 3 = 66.666666667, × 40% ÷ 40%.
    keys = "options: {好: 100, 差: 0}, classes: {领导: 60%, 群众: 40%}"
    assert panel_of(keys, ballots=ballots("甲", "群众", 好=2, 差=1)) == {"甲": "66.666666667"}


def test_panels_scale_to_full_or_to_the_best() -> None:
    # mean 60 of at most 80: × 10 ÷ 80 = 7.5; best of the group 80 for 乙: 60 × 10 ÷ 80; 丁 is alone in its group.
    voted = [*ballots("甲", 好=3, 差=1), *ballots("乙", 好=1), *ballots("丁", 好=1, 差=1)]
    keys = "points: 10, options: {好: 80, 差: 0}, score: "
    assert panel_of(f"{keys}按满分折算", ballots=voted) == {"甲": "7.5", "乙": "10", "丁": "5"}
    assert panel_of(f"{keys}按最高得分单位折算", ballots=voted) == {"甲": "7.5", "乙": "10", "丁": "10"}


def test_deductions_by_ballot_end_at_nothing() -> None:
    # 10 − 3 × 0.7 = 7.9; 10 − 20 × 0.7 < 0.
    voted = [*ballots("甲", 满意=9, 不满意=3), *ballots("乙", 不满意=20)]
    keys = "points: 10, options: {满意: 0, 不满意: 0.7}, score: 逐票扣分"
    assert panel_of(keys, ballots=voted) == {"甲": "7.9", "乙": "0"}


def test_sheets_are_trimmed_only_where_enough_were_handed_in() -> None:
    # 甲: 5, 7, 12 → 7; 乙: 5 and 7 are not more than 2: 6.
    marks = [
        Mark("甲", "测评", rater, "质量", Decimal(mark)) for rater, mark in (("一", "5"), ("二", "6"), ("三", "9"))
    ]
    marks += [Mark("甲", "测评", rater, "效率", Decimal(mark)) for rater, mark in (("二", "1"), ("三", "3"))]
    marks += [Mark("乙", "测评", rater, "质量", Decimal(mark)) for rater, mark in (("一", "5"), ("二", "7"))]
    keys = "dimensions: {质量: 10, 效率: 10}, score: 去掉1个最高分和1个最低分"
    assert panel_of(keys, marks=marks) == {"甲": "7", "乙": "6"}


def test_brought_scores_are_only_rounded() -> None:
    found = panel_of("entered: true, score: 保留1位小数", panel_scores=[PanelScore("甲", "测评", Decimal("88.25"))])
    assert found == {"甲": "88.3"}


def test_an_indicator_takes_its_score_from_a_panel_beyond_its_points() -> None:
    structure = scheme("{name: 指标, points: 10, panel: 测评}", more="panels: {测评: {entered: true}}")
    scores = scored(
        structure, panel_scores=[PanelScore("甲", "测评", Decimal(12)), PanelScore("乙", "测评", Decimal(-3))]
    )
    assert values_of(scores, ["甲", "乙", "丙"]) == {"甲": "12", "乙": "0", "丙": "0"}


# --------------------------------------------------------------------------------------------------------- Total, rank
def test_products_are_rounded_before_they_are_added_and_thirds_become_whole() -> None:
    # each third of 10: 3.333333333, three of them 9.999999999, settled at seven decimals: 10.
    names = ("一", "二", "三")
    indicators = [f"{{name: {name}, points: 10, score: 直接计分}}" for name in names]
    structure = scheme(*indicators, more="total: [{formula: 一÷3+二÷3+三÷3，保留2位小数}]")
    scores = scored(structure, scores=[EnteredScore("甲", slot, Decimal(10)) for slot in range(3)])
    assert text(scores.exact_totals["甲"]) == "9.999999999"
    assert text(scores.totals["甲"]) == "10"


def test_totals_weigh_parts_and_panels_and_equal_ones_share_a_place() -> None:
    # 甲: 6 × 80% + 50 × 100 ÷ 35 × 20% + 1 = 4.8 + 28.571428571 + 1; 乙 the same with 6; 丙 1.
    structure = scheme(
        "{name: 业务, points: 10, score: 直接计分}",
        more="panels: {测评: {entered: true}}\ntotal: [{formula: 业务×80%+测评×100÷35×20%+1}]",
    )
    entered = [EnteredScore(unit, 0, Decimal(6)) for unit in ("甲", "乙")]
    brought = [PanelScore(unit, "测评", Decimal(50)) for unit in ("甲", "乙")]
    scores = scored(structure, scores=entered, panel_scores=brought)
    assert {unit: text(total) for unit, total in scores.totals.items()} == {
        "甲": "34.3714286", "乙": "34.3714286", "丙": "1", "丁": "1",
    }  # fmt: skip
    assert scores.ranks == {"甲": 1, "乙": 1, "丙": 3, "丁": 1}


def test_the_weight_of_a_root_multiplies_its_weight_in_the_formula() -> None:
    # 9 × 1/3 × 1/2 = 1.5, rounded once; without a formula 9 × 1/3 = 3.
    root = "{name: 业务, points: 10, weight: 1/3, score: 直接计分}"
    entered = [EnteredScore("甲", 0, Decimal(9))]
    assert text(scored(scheme(root, more="total: [{formula: 业务×50%}]"), scores=entered).totals["甲"]) == "1.5"
    assert text(scored(scheme(root), scores=entered).totals["甲"]) == "3"


def test_units_that_do_not_take_part_have_no_place() -> None:
    structure = scheme("{name: 业务, points: 10, score: 直接计分}")
    units = [Unit("甲", "一组", participates=False), Unit("乙", "一组")]
    facts = Facts(units=units, scores=[EnteredScore("甲", 0, Decimal(9)), EnteredScore("乙", 0, Decimal(1))])
    assert score(structure, facts).ranks == {"乙": 1}
