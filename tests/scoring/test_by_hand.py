"""Small schemes that mix several behaviours as notices do, with totals worked out by hand from the wording."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kaoji.grading import grade
from kaoji.numbers import POINT
from kaoji.scoring.explaining import explain
from kaoji.scoring.facts import (
    Absence,
    Answer,
    Ballots,
    EnteredScore,
    Event,
    Facts,
    Mark,
    Measure,
    Place,
    Unit,
)
from tests.scored import score
from tests.scoring.small_scheme import of

UNITS = "甲乙丙丁"
HEAD = "kaoji: 1\ntitle: 南湖区考核\nyear: 2024\ngroups: {街道: {units: [甲, 乙, 丙, 丁]}}\n"


def entered(slot: int, scores: str) -> list[EnteredScore]:
    rows = zip(UNITS, scores.split(), strict=True)
    return [EnteredScore(unit, slot, Decimal(text)) for unit, text in rows if text != "-"]


def measured(slot: int, values: str, targets: str = "- - - -", before: str = "- - - -") -> list[Measure]:
    columns = ([None if text == "-" else Decimal(text) for text in row.split()] for row in (values, targets, before))
    rows = zip(UNITS, *columns, strict=True)
    return [Measure(unit, slot, value, *more) for unit, value, *more in rows if value is not None]


def votes(unit: str, **counts: int) -> list[Ballots]:
    return [Ballots(unit, "测评", option, count) for option, count in counts.items()]


def one(rule: str, words: str) -> str:
    return f"indicators: [{{name: 指标, {words}, rules: [{rule}]}}]"


CASES: dict[str, tuple[str, Facts, str]] = {
    # 10 and 9 × 0.5 would be 14.5; nothing below the line
    "the_most_that_is_had_in_all": (
        one("{measure: 率, target: 90, score: 达到90计10分，每超过1个百分点加0.5分，最高得13分}", "points: 10"),
        Facts(measures=measured(0, "99 94.9 90 89")),
        "13 12 10 0",
    ),
    # asked in the negative: yes takes 5; the other way round 完成的 is a no
    "answers_to_what_is_denied": (
        one("{when: 未完成年度任务, score: 未完成的扣5分；完成的加1分}", "points: 10, start: full"),
        Facts(answers=[Answer(unit, 0, answer=unit in "甲丙") for unit in UNITS]),
        "5 11 5 11",
    ),
    "late_and_not_done": (
        one(
            "{when: 完成年度任务, score: 完成的计10分；逾期未完成的扣5分}",
            "points: 10, start: zero, limits: 可扣至负分",
        ),
        Facts(answers=[Answer(unit, 0, answer=unit in "甲丙") for unit in UNITS]),
        "10 -5 10 -5",
    ),
    # 98.9 is one step of 2 above 95, 91 two below, 80 seven
    "a_target_both_ways_with_a_floor": (
        one(
            "{measure: 率, target: 95, score: 每超过2个百分点加1分；每低于2个百分点扣1分，最低0分}",
            "points: 5, start: full",
        ),
        Facts(measures=measured(0, "98.9 94 91 80")),
        "6 5 3 0",
    ),
    # 2, below the threshold, 2 + 7 steps, 2 + 94 steps capped
    "a_threshold_then_steps_with_a_cap": (
        one("{measure: 资金, score: 达到500万元加2分，再每增加100万元加0.1分，最高加5分}", "bonus: true"),
        Facts(measures=measured(0, "500 499.9 1234 9999")),
        "2 0 2.7 5",
    ),
    # 7500: 2 + 2 steps; 6000 at half: (2 + 1 step) ÷ 2; 90000 capped
    "projects_beyond_a_threshold_shared_and_capped": (
        one("{events: 项目, score: 达到5000万元加2分，再每超过1000万元加0.5分，最高加10分}", "bonus: true"),
        Facts(
            events=[
                Event("甲", 0, "1", Decimal(7500)),
                Event("甲", 0, "2", Decimal(4999)),
                Event("乙", 0, "3", Decimal(6000), share=Fraction(1, 2)),
                Event("丙", 0, "4", Decimal(90000)),
            ]
        ),
        "3 1.25 10 0",
    ),
    # 甲 and 乙 share the first place (10 ÷ 2) and the third from the end (5 ÷ 2); 丙 has 5 − 8, 丁 −10
    "first_and_last_with_ties": (
        one(
            "{ranked: 数, score: 前三名分别加10分、8分、5分，后三名分别扣10分、8分、5分，并列时按名次应得分除以并列个数}",
            "bonus: true",
        ),
        Facts(measures=measured(0, "9 9 5 1")),
        "2.5 2.5 -3 -10",
    ),
    # 甲: 10 of X (7.5 gives way) + 5 of Y capped at 12, less 1.5 capped at 1; 乙: 5 of X once, less 0.5
    "one_matter_levels_shares_and_caps_on_both_sides": (
        """
indicators:
  - name: 加减分
    bonus: true
    limits: 同一事项取最大值，加分不超过12分，减分不超过1分
    rules:
      - {events: 表彰, score: 国家级、省级、市级分别加15分、10分、5分}
      - {events: 批评, score: 每次扣0.5分}
""",
        Facts(
            events=[
                Event("甲", 0, "1", level="国家级", matter="X", share=Fraction(1, 2)),
                Event("甲", 0, "2", level="省级", matter="X"),
                Event("甲", 0, "3", level="市级", matter="Y"),
                Event("甲", 1, "4", Decimal(3)),
                Event("乙", 0, "5", level="国家级", matter="X", share=Fraction(1, 3)),
                Event("乙", 0, "6", level="市级", matter="X"),
                Event("乙", 1, "7", matter="X"),
            ]
        ),
        "11 4.5 0 0",
    ),
    # 乙 lacks B: 30 of 40 count for all 100; 丙: 73.333 × 60% + 77.777 × 40% = 75.1106
    "shares_of_a_total_with_an_indicator_absent": (
        """
indicators:
  - name: 职能
    items:
      - {name: A, points: 40, score: 直接计分}
      - {name: B, points: 60, score: 直接计分, when_absent: 按比例折算}
  - {name: 共性, points: 100, score: 直接计分}
total: [{formula: 职能×60%+共性×40%，保留两位小数}]
""",
        Facts(
            scores=[
                *entered(0, "30 30 40 0"),
                *entered(1, "50 - 33.333 60"),
                *entered(2, "80 80 77.777 0"),
            ],
            absences=[Absence("乙", 2)],
        ),
        "80 77 75.11 36",
    ),
    # 甲: 20 + 30 × 5 ÷ 10; 乙: 50 × 5 ÷ 10; 丙 no, but all of B; 丁 yes, and nothing below 0
    "points_handed_on_count_in_proportion": (
        """
indicators:
  - {name: A, points: 20, rules: [{when: 完成, score: 计满分}], when_absent: B}
  - {name: B, points: 30, rules: [{measure: 数, target: 10, score: 按完成比例计分}]}
""",
        Facts(
            answers=[Answer("甲", 0, answer=True), Answer("丙", 0, answer=False), Answer("丁", 0, answer=True)],
            measures=measured(1, "5 5 20 -3"),
            absences=[Absence("乙", 0)],
        ),
        "35 25 30 20",
    ),
    # means 2.6 and 1.6: 100 and 61.54; below 0 and abstentions alone: nothing
    "ballots_pro_rata_to_the_best_without_abstentions": (
        """
panels:
  测评: {points: 100, options: {优: 3, 良: 1, 差: -1, 弃权: 0}, abstentions: 弃权, score: "按最高得分单位折算，保留2位小数"}
total: [{formula: 测评×10%，保留两位小数}]
""",
        Facts(
            ballots=[
                *votes("甲", 优=8, 良=2, 弃权=50),
                *votes("乙", 优=5, 良=3, 差=2),
                *votes("丙", 差=4),
                *votes("丁", 弃权=4),
            ]
        ),
        "10 6.15 0 0",
    ),
    # A: 50 × (60 + 40 × (v − 10) ÷ 10) ÷ 100; B: 60 × v ÷ last year's + 40 × v × 4 ÷ 55
    "two_indices_one_without_last_years_value": (
        """
indicators:
  - {name: A, points: 50, rules: [{measure: 数, score: 按功效系数法计分（60+40）}]}
  - {name: B, points: 100, limits: 不封顶, rules: [{measure: 数, score: 按发展指数计分（自身60%，平均40%）}]}
""",
        Facts(measures=[*measured(0, "10 20 15 10"), *measured(1, "10 20 15 10", before="8 20 0 10")]),
        "134.0909091 168.1818182 83.6363636 119.0909091",
    ),
    # 甲: 32 × 100 ÷ 35 × 80% + (80 + 70) ÷ 2 × 20%; of 乙's two sheets none is left out
    "a_rescaled_part_and_trimmed_sheets": (
        """
indicators:
  - {name: A, points: 35, score: 直接计分}
  - {name: 加分, bonus: true, rules: [{events: 表彰, score: 每次加1分，最高加3分}]}
panels: {领导: {points: 100, dimensions: {总评: 100}, score: 去掉1个最高分和1个最低分}}
total: [{formula: (A+加分)×100÷35×80%+领导×20%，保留一位小数}]
""",
        Facts(
            scores=entered(0, "30 35 0 0"),
            events=[Event("甲", 1, "1", Decimal(2))],
            marks=[
                Mark(unit, "领导", str(rater), "总评", Decimal(mark))
                for unit, marks in (("甲", (90, 80, 70, 10)), ("乙", (90, 80)))
                for rater, mark in enumerate(marks)
            ],
        ),
        "88.1 97 0 0",
    ),
    # 甲: 12 + 3 capped at 10; 乙: 6 × ½ + 5 × 0.1
    "discretion_and_levels_under_a_cap_of_their_section": (
        """
indicators:
  - {name: 基本, points: 100, score: 直接计分}
  - name: 减分
    limits: 减分不超过10分
    items:
      - {name: 通报, bonus: true, rules: [{events: 通报, score: 扣5-20分}]}
      - {name: 迟报, bonus: true, rules: [{events: 报送, score: 迟报每次扣0.1分，漏报每次扣3分}]}
""",
        Facts(
            scores=entered(0, "100 100 100 100"),
            events=[
                Event("甲", 1, "1", Decimal(12)),
                Event("甲", 2, "2", level="漏报"),
                Event("乙", 1, "3", Decimal(6), share=Fraction(1, 2)),
                Event("乙", 2, "4", Decimal(5), level="迟报"),
            ],
        ),
        "90 96.5 100 100",
    ),
    # the second place shared by two: (3 + 1) ÷ 2; from the fifth on less 3
    "places_given_from_outside_and_shared": (
        one("{rank: 市排名, score: 第1名加5分，第2名加3分，第3名加1分，第5名及以后扣3分，并列时平分}", "bonus: true"),
        Facts(places=[Place("甲", 0, 1), Place("乙", 0, 2, 2), Place("丙", 0, 5), Place("丁", 0, 11)]),
        "5 2 -3 -3",
    ),
    # 3.5% above: three steps; 33 steps capped at 5; 12.5% below: twelve; no target above 0: neither
    "percentages_of_the_target_both_ways": (
        one("{measure: 数, score: 每超过目标的1%加0.5分，最高加5分；每低于目标的1%扣1分}", "points: 20, start: full"),
        Facts(measures=measured(0, "207 400 70 5", "200 300 80 0")),
        "21.5 25 8 20",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_totals_are_those_worked_out_by_hand(case: str) -> None:
    text, facts, expected = CASES[case]
    facts.units = [Unit(unit, "街道") for unit in UNITS]
    scores = score(of(HEAD + text), facts)
    found = [Decimal(scores.totals[unit]) / POINT for unit in UNITS]
    assert found == [Decimal(each) for each in expected.split()]


WITHOUT_TASK = """
indicators:
  - name: 部门工作
    items:
      - {name: 职能工作, %s, provider: 考核办, score: 由考核办计分}
      - {name: 党的建设, %s, provider: 组织部, score: 由组织部计分}
      - {name: 招商引资, %s, provider: 商务局, score: 由商务局计分, when_absent: %s}
total: [{formula: 部门工作×80%%+20}]
"""


@pytest.mark.parametrize(
    ("points", "taker", "own", "spread"),
    [
        # what a unit without 招商引资 lacks goes to 职能工作: 50 + 20 points, all of which can be entered
        (("points: 50", "points: 30", "points: 20"), "职能工作", ("40 24 18", "63 24 -"), ("85.6", "89.6")),
        # …其余各项按比例折算: (40 + 24) × 100 ÷ 80
        (("points: 50", "points: 30", "points: 20"), "按比例折算", ("40 24 18", "40 24 -"), ("85.6", "84")),
        # the same with weights on scores out of 100
        (
            ("points: 100, weight: 50%", "points: 100, weight: 30%", "points: 100, weight: 20%"),
            "按比例折算", ("80 80 90", "80 80 -"), ("85.6", "84"),
        ),
    ],
    ids=["to-one", "to-all", "by-weights"],
)  # fmt: skip
def test_the_weight_of_a_task_that_a_unit_does_not_have(
    points: tuple[str, str, str], taker: str, own: tuple[str, str], spread: tuple[str, str]
) -> None:
    structure = of(HEAD + WITHOUT_TASK % (*points, taker))
    facts = Facts(units=[Unit(name, "街道") for name in "甲乙"], absences=[Absence("乙", 3)])
    facts.scores = [
        EnteredScore(unit, slot, Decimal(text))
        for unit, row in zip("甲乙", own, strict=True)
        for slot, text in enumerate(row.split())
        if text != "-"
    ]
    totals = score(structure, facts).totals
    assert [Fraction(totals[unit], POINT) for unit in "甲乙"] == [Fraction(text) for text in spread]


def test_equal_means_are_equal_totals_whatever_thirds_they_are_made_of() -> None:
    structure = of("""
kaoji: 1
title: 青石县2025年度考核
year: 2025
groups: {街道: {units: [甲, 乙, 丙, 丁]}}
indicators:
  - {name: A, points: 100, score: 直接计分}
  - {name: B, points: 100, score: 直接计分}
  - {name: C, points: 100, score: 直接计分}
total: [{formula: (A+B+C)÷3}]
order: [A]
grades: [{name: 好, at_least: 95}, {name: 一般}]
""")
    marks = {"甲": "95 95 95", "乙": "94 95 96", "丙": "94.5 94.75 95.75", "丁": "100 100 85"}
    facts = Facts(units=[Unit(unit, "街道") for unit in marks])
    facts.scores = [
        EnteredScore(unit, slot, Decimal(each)) for unit, row in marks.items() for slot, each in enumerate(row.split())
    ]
    scores = score(structure, facts)
    assert scores.totals == dict.fromkeys(marks, 95 * POINT)
    assert scores.ranks == dict.fromkeys(marks, 1)
    assert {result.grade for result in grade(scores).results.values()} == {"好"}
    for unit in marks:
        derived = explain(scores, unit)
        assert (derived.value, sum(term.amount for term in derived.terms)) == (95 * POINT, 95 * POINT)
