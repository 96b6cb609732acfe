"""From the full marks to the total: the lines that a reader adds up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from kaoji.grading import grade
from kaoji.numbers import POINT
from kaoji.scoring.facts import Absence, EnteredScore, Event, Facts, Measure, Unit
from kaoji.scoring.sampling import plausible
from kaoji.writing.balance import Balance, balance_of
from kaoji.writing.score_report import lost_lines, report_of, texts_of
from kaoji.writing.score_rows import score_rows, scored_of
from tests.properties.strategies import Assessment, assessments
from tests.scored import score
from tests.scoring.small_scheme import of, small
from tests.thorough import examples

CAPPED = """
kaoji: 1
title: 清溪县2031年度考核
year: 2031
groups: {乡镇: {units: [甲, 乙]}}
indicators:
  - {name: 发展, points: 100, score: 直接计分}
  - name: 减分项
    limits: 减分不超过3分
    items:
      - {name: 信访, rules: [{events: 越级上访, score: 每次扣0.5分}]}
      - {name: 安全, rules: [{events: 安全事故, score: 每起扣2分}]}
  - name: 加分项
    bonus: true
    limits: 加分不超过5分
    items:
      - {name: 表彰, rules: [{events: 省级表彰, score: 每次加4分}]}
      - {name: 试点, rules: [{events: 省级试点, score: 每个加3分}]}
total: [{formula: "发展×90%+减分项+加分项+1，保留一位小数"}]
"""


def balance(text: str, facts: Facts, unit: str = "甲", language: str = "zh") -> Balance:
    """Give the balance of a unit."""
    found = report_of(grade(score(of(text), facts)), unit, language=language).balance
    assert found is not None
    return found


def test_what_the_cap_of_a_section_left_uncounted_has_a_line_of_its_own() -> None:
    facts = Facts(units=[Unit(unit, "乡镇") for unit in "甲乙"], scores=[EnteredScore("甲", 0, Decimal("95.33"))])
    facts.events += [Event("甲", 1, str(number)) for number in range(3)]
    facts.events += [Event("甲", 2, "1"), Event("甲", 3, "1"), Event("甲", 4, "1")]
    found = balance(CAPPED, facts)
    assert found.lines == [
        ("适用各项满分", "90"),
        ("公式中的常数", "+1"),
        ("失分（3处）", "−7.703"),
        ("加分（2处）", "+7"),
        ("减分项：扣分不超过3分（少扣0.5分）", "+0.5"),
        ("加分项：加分不超过5分（少计2分）", "−2"),
        ("四舍五入", "+0.003"),
        ("总分", "88.8"),
    ]
    assert found.equation == (
        "适用各项满分 90 + 公式中的常数 1 − 失分（3处） 7.703 + 加分（2处） 7 + 减分项：扣分不超过3分（少扣0.5分） 0.5 "
        "− 加分项：加分不超过5分（少计2分） 2 + 四舍五入 0.003 = 88.8"
    )
    assert [entry.amount for entry in found.bounds] == [POINT // 2, -2 * POINT]


def test_what_has_no_score_yet_is_no_loss_but_said() -> None:
    structure = small()
    facts = plausible(structure, 4)
    facts.ballots = []
    unit = next(unit.unit for unit in facts.units if unit.group == "街道")
    found = report_of(grade(score(structure, facts)), unit).balance
    assert found is not None
    assert ("尚无得分：群众评价", "−10") in found.lines


def test_what_does_not_apply_and_counts_nothing_is_said() -> None:
    text = """
kaoji: 1
title: 清溪县2031年度考核
year: 2031
groups: {乡镇: {units: [甲, 乙]}}
indicators:
  - {name: 招商, points: 70, score: 直接计分, when_absent: 计零分}
  - {name: 增长, points: 30, score: 直接计分}
"""
    facts = Facts(
        units=[Unit(unit, "乡镇") for unit in "甲乙"],
        absences=[Absence("甲", 0)],
        scores=[EnteredScore("甲", 1, Decimal(28))],
    )
    assert balance(text, facts, language="en").lines == [
        ("full marks of what counts", "100"),
        ("does not apply, counts nothing: 招商", "−70"),
        ("lost in 1 places", "−2"),
        ("Total", "28"),
    ]


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(assessments())
def test_the_lines_add_up_and_nothing_but_rounding_is_left_over(assessment: Assessment) -> None:
    structure = assessment.structure
    scores = score(structure, assessment.facts)
    for unit, total in scores.totals.items():
        group = scores.units[unit].group
        resolved = structure.total_of(unit, group)
        scored, derivations = scored_of(scores, unit)
        rows = score_rows(structure, unit, group, scored, derivations)
        found = balance_of(rows, total, 0 if resolved is None else resolved.composition.constant_points)
        assert sum(entry.amount for entry in found.entries) == total
        rest = sum(entry.amount for entry in found.entries if entry.kind == "rounding")
        sections = {row.code: row.weight for row in rows if row.kind == "section"}
        steps = [sections[node.code] / 10**node.node.decimals for node in structure.nodes
                 if node.code in sections and node.node.decimals is not None]  # fmt: skip
        if resolved is not None and resolved.composition.decimals is not None:
            steps.append(Fraction(1, 10**resolved.composition.decimals))
        # Each line is rounded to the decimals that people read.
        assert abs(rest) <= POINT * sum(map(abs, steps)) / 2 + POINT * (len(rows) * 4 + 1) / 10_000, found.lines


def test_numbers_that_nobody_reads_are_rounded_and_still_add_up() -> None:
    text = """
kaoji: 1
title: 清溪县2031年度考核
year: 2031
groups: {乡镇: {units: [甲, 乙]}}
indicators:
  - {name: 招商, points: 10, rules: [{measure: 到位资金（万元）, target: 3, score: 按完成比例计分}]}
  - {name: 投资, points: 10, rules: [{measure: 投资（万元）, target: 3, score: 按完成比例计分}]}
total: [{formula: "(招商+投资)×85%+15，保留两位小数"}]
"""
    facts = Facts(units=[Unit(unit, "乡镇") for unit in "甲乙"])
    facts.measures = [Measure("甲", slot, Decimal(1)) for slot in (0, 1)]
    report = report_of(grade(score(of(text), facts)), "甲")
    assert report.balance is not None
    assert report.balance.lines == [
        ("适用各项满分", "17"), ("公式中的常数", "+15"), ("失分（2处）", "−11.3334"), ("四舍五入", "+0.0034"), ("总分", "20.67"),
    ]  # fmt: skip
    assert lost_lines(report) == [
        f"{at}. {name}：分值10分，失6.6667分，折合总分5.6667分" for at, name in ((1, "招商"), (2, "投资"))
    ]
    assert [texts_of(row, report.score_decimals, "zh")[1] for row in report.rows] == ["3.3333", "3.3333"]
