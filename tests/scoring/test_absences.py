"""Indicators that do not apply to units with an attribute."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kaoji.numbers import POINT
from kaoji.scheme import load, load_scheme, resolve
from kaoji.scoring import score
from kaoji.scoring.explaining import explain, render
from kaoji.scoring.facts import Absence, EnteredScore, Facts, Unit, WorkItem
from kaoji.scoring.missing import missing
from kaoji.scoring.sampling import plausible
from kaoji.scoring.tables import read_facts
from tests.scoring.small_scheme import of

SCHEME = """
kaoji: 1
title: 青石县2025年度部门考核
year: 2025
groups:
  部门: {units: [甲局, 乙局, 丙局]}
indicators:
  - {name: 招商引资, points: 20, provider: 县商务局, score: 由县商务局计分, absent_for: {有招商任务: 否}, when_absent: 主要职能}
  - {name: 主要职能, points: 30, provider: 县考核办, rules: [{completion: 职能工作, score: 按占比和完成率计分}]}
  - name: 引进项目
    bonus: true
    provider: 县商务局
    absent_for: {有招商任务: [是, 免]}
    when_absent: 计零分
    rules: [{events: 引进项目, score: 每个加2分}]
"""
STRUCTURE = of(SCHEME)


def assessment(**attributes: str) -> Facts:
    """Facts of three units; those named have a task or none."""
    facts = Facts(
        units=[
            Unit(name, "部门", {"有招商任务": attributes[name]} if name in attributes else {})
            for name in ("甲局", "乙局", "丙局")
        ]
    )
    facts.items = [WorkItem(unit.unit, 1, "工作", Fraction(1), Fraction(1, 2)) for unit in facts.units]
    return facts


def test_points_go_over_for_units_with_the_attribute() -> None:
    scores = score(STRUCTURE, assessment(甲局="否", 乙局="是"))
    assert {unit: total // POINT for unit, total in scores.totals.items()} == {"甲局": 25, "乙局": 15, "丙局": 15}
    assert scores.nodes["甲局", 0].is_absent
    assert not scores.nodes["丙局", 0].is_absent
    assert scores.nodes["乙局", 2].is_absent


def test_an_absence_that_is_also_stated_counts_once() -> None:
    facts = assessment(甲局="否")
    before = score(STRUCTURE, facts).totals
    facts.absences.append(Absence("甲局", 0, "没有任务"))
    assert score(STRUCTURE, facts).totals == before


def test_nothing_is_missing_where_the_attribute_takes_the_indicator_away() -> None:
    rows = missing(STRUCTURE, assessment(甲局="否", 乙局="是"))
    named = {row.unit for row in rows if row.label == "招商引资"}
    assert named == {"乙局", "丙局"}


def test_the_explanation_names_the_attribute() -> None:
    told = explain(score(STRUCTURE, assessment(甲局="否")), "甲局", 0)
    assert "有招商任务：否" in "\n".join(render(told))


def test_a_fact_on_an_indicator_that_the_attribute_takes_away_is_refused(tmp_path: Path) -> None:
    (tmp_path / "单位.csv").write_text("单位,有招商任务\n甲局,否\n乙局,是\n", encoding="utf-8")
    (tmp_path / "得分.csv").write_text("单位,指标,得分\n甲局,招商引资,10\n乙局,招商引资,12\n", encoding="utf-8")
    facts, findings = read_facts(tmp_path, STRUCTURE)
    assert [finding.code for finding in findings if finding.level == "error"] == ["facts.E215"]
    assert facts.scores[0].unit == "乙局"


def test_made_up_facts_have_units_of_both_kinds() -> None:
    facts = [unit.attributes["有招商任务"] for seed in range(6) for unit in plausible(STRUCTURE, seed).units]
    assert {"是", "否"} <= set(facts)


@pytest.mark.parametrize(("policy", "codes"), [("", ["scheme.E123"]), (", when_absent: 按比例折算", [])])
def test_what_becomes_of_the_points_must_be_said(policy: str, codes: list[str]) -> None:
    text = SCHEME.replace(", when_absent: 主要职能", policy)
    file, problems = load(text)
    assert file is not None
    assert problems == []
    assert [problem.code for problem in resolve(file)[1]] == codes


def test_points_may_grow_by_what_an_attribute_takes_away() -> None:
    facts = assessment(甲局="是", 乙局="是", 丙局="是")
    facts.scores = [EnteredScore(unit.unit, 0, Decimal(20)) for unit in facts.units]
    assert {total // POINT for total in score(STRUCTURE, facts).totals.values()} == {35}


def test_the_group_and_the_name_of_a_unit_are_known_without_being_said() -> None:
    structure = of("""
kaoji: 1
title: 青石县2025年度综合考核
year: 2025
groups:
  乡镇组: {units: [甲镇, 乙镇]}
  部门组: {units: [丙局, 丁局]}
indicators:
  - {name: 招商引资, points: 20, score: 由县商务局计分, absent_for: {组别: 部门组}, when_absent: 党的建设}
  - {name: 粮食生产, points: 10, score: 由县农业局计分, absent_for: {单位: [乙镇, 丙局]}, when_absent: 计满分}
  - {name: 党的建设, points: 70, score: 由县委组织部计分}
""")
    assert structure.attributes == {}
    facts = Facts(units=[Unit(unit, group) for group, held in structure.scheme.groups.items() for unit in held.units])
    facts.scores = [EnteredScore(unit.unit, slot, Decimal(5)) for unit in facts.units for slot in range(3)]
    scores = score(structure, facts)
    assert {unit: total // POINT for unit, total in scores.totals.items()} == {
        "甲镇": 15,
        "乙镇": 20,
        "丙局": 15,
        "丁局": 10,
    }


def test_a_group_that_there_is_not_is_an_error() -> None:
    text = SCHEME.replace("absent_for: {有招商任务: 否}", "absent_for: {组别: 乡镇}")
    structure, problems = load_scheme(text)
    assert structure is None
    assert [problem.code for problem in problems] == ["scheme.E113"]


def test_an_entered_score_may_reach_what_absent_sections_and_indicators_hand_on(tmp_path: Path) -> None:
    text = """
kaoji: 1
title: 青石县2025年度部门考核
year: 2025
groups: {部门: {units: [甲局]}}
indicators:
  - {name: 主要职能, points: 60, provider: 县考核办, score: 由县考核办计分}
  - name: 招商
    when_absent: 外贸
    items: [{name: 引资, points: 20, provider: 县商务局, score: 由县商务局计分}]
  - {name: 外贸, points: 20, provider: 县商务局, score: 由县商务局计分, when_absent: 主要职能}
"""
    structure = of(text)
    (tmp_path / "不适用.csv").write_text("单位,指标,原因\n甲局,招商,无任务\n甲局,外贸,无任务\n", encoding="utf-8")
    (tmp_path / "得分.csv").write_text("单位,指标,得分\n甲局,主要职能,95\n", encoding="utf-8")
    facts, findings = read_facts(tmp_path, structure)
    assert findings == []
    assert score(structure, facts).totals["甲局"] == 95 * POINT
    (tmp_path / "得分.csv").write_text("单位,指标,得分\n甲局,主要职能,101\n", encoding="utf-8")
    assert [finding.code for finding in read_facts(tmp_path, structure)[1]] == ["facts.E225"]


def test_what_is_rescaled_counts_by_the_weights_in_its_section() -> None:
    structure = of("""
kaoji: 1
title: 青石县2025年度部门考核
year: 2025
groups: {部门: {units: [甲局, 乙局]}}
indicators:
  - name: 职能
    items:
      - {name: 日常, points: 100, weight: 40%, provider: 县考核办, score: 由县考核办计分}
      - {name: 招商, points: 100, weight: 60%, provider: 县商务局, score: 由县商务局计分, when_absent: 按比例折算}
""")
    facts = Facts(units=[Unit("甲局", "部门"), Unit("乙局", "部门")], absences=[Absence("乙局", 2)])
    facts.scores = [
        EnteredScore("甲局", 0, Decimal(90)), EnteredScore("甲局", 1, Decimal(80)), EnteredScore("乙局", 0, Decimal(90)),
    ]  # fmt: skip
    scores = score(structure, facts)
    # 90 × 40% + 80 × 60%, and 90 × 40% × 100 ÷ 40
    assert {unit: total / POINT for unit, total in scores.totals.items()} == {"甲局": 84, "乙局": 90}
