"""Indicators that do not apply to units with an attribute."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kaoji.numbers import POINT
from kaoji.scheme import Structure, load, load_scheme, resolve
from kaoji.scoring.explaining import explain, render
from kaoji.scoring.facts import Absence, EnteredScore, Facts, Unit, WorkItem
from kaoji.scoring.missing import missing
from kaoji.scoring.sampling import plausible
from kaoji.scoring.tables import read_facts
from kaoji.writing.score_rows import score_rows, scored_of
from tests.scored import score
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


WEIGHED = """
kaoji: 1
title: 青石县2025年度部门考核
year: 2025
groups:
  部门: {units: [甲局, 乙局, 丙局]}
indicators:
  - name: 职能工作
    points: 100
    items:
      - {name: 主要职能, points: 100, weight: 50%, provider: 县考核办, score: 由县考核办计分}
      - {name: 招商引资, points: 100, weight: 30%, provider: 县商务局, score: 由县商务局计分, absent_for: {有招商任务: 否}, when_absent: 此权重加到“主要职能”}
      - {name: 向上争资, points: 100, weight: 20%, provider: 县财政局, score: 由县财政局计分, absent_for: {有争资任务: 否}, when_absent: 权重并入招商引资}
  - {name: 党建工作, points: 100, provider: 县委组织部, score: 由县委组织部计分}
  - {name: 信访工作, points: 100, provider: 县信访局, score: 由县信访局计分, absent_for: {有招商任务: 否}, when_absent: 权重并入党建工作}
total:
  - formula: 职能工作×60%+党建工作×30%+信访工作×10%
"""


def weighed(**attributes: dict[str, str]) -> tuple[Structure, Facts]:
    """A scheme of weights with a score of 80, 60, 40, 90 and 50 for each of its indicators, where a unit has them."""
    structure = of(WEIGHED)
    facts = Facts(units=[Unit(name, "部门", attributes.get(name, {})) for name in ("甲局", "乙局", "丙局")])
    lacking = {("有招商任务", "否"): (2, 5), ("有争资任务", "否"): (3,)}
    for unit in facts.units:
        gone = {node for said, nodes in lacking.items() if unit.attributes.get(said[0]) == said[1] for node in nodes}
        entered = zip((1, 2, 3, 4, 5), (80, 60, 40, 90, 50), strict=True)
        slots = {slot.node: index for index, slot in enumerate(structure.slots)}
        facts.scores += [
            EnteredScore(unit.unit, slots[node], Decimal(points)) for node, points in entered if node not in gone
        ]
    return structure, facts


def test_a_weight_goes_to_the_indicator_beside_it() -> None:
    structure, facts = weighed(乙局={"有招商任务": "否"}, 丙局={"有招商任务": "否", "有争资任务": "否"})
    totals = {unit: Fraction(total, POINT) for unit, total in score(structure, facts).totals.items()}
    assert totals == {
        "甲局": Fraction("71.6"),  # (80×50%+60×30%+40×20%)×60% + 90×30% + 50×10%
        "乙局": Fraction("79.2"),  # (80×80%+40×20%)×60% + 90×40%
        "丙局": Fraction("84"),  # 80×100%×60% + 90×40%: the weight goes on through one that is absent itself
    }


def test_an_explanation_says_which_weights_went_where() -> None:
    structure, facts = weighed(丙局={"有招商任务": "否", "有争资任务": "否"})
    scores = score(structure, facts)
    told = "\n".join(render(explain(scores, "丙局"), "zh"))
    assert "权重30%并入主要职能" in told
    assert "权重20%并入招商引资" in told
    assert "权重50%，并入不适用指标的权重：招商引资 30%、向上争资 20%" in told
    assert "权重30%，并入不适用指标的权重：信访工作 10%" in told
    derived = explain(scores, "丙局")
    assert sum(term.amount for term in derived.terms) == scores.totals["丙局"]


def test_a_score_sheet_counts_lost_points_with_the_weight_that_was_taken_over() -> None:
    structure, facts = weighed(丙局={"有招商任务": "否", "有争资任务": "否"})
    scored, derivations = scored_of(score(structure, facts), "丙局")
    rows = {row.name: row for row in score_rows(structure, "丙局", "部门", scored, derivations)}
    assert rows["主要职能"].weight == Fraction(60, 100)
    assert rows["党建工作"].weight == Fraction(40, 100)


def test_a_weight_is_handed_on_only_beside() -> None:
    text = WEIGHED.replace("when_absent: 权重并入党建工作", "when_absent: 权重并入主要职能")
    assert [item.code for item in load_scheme(text)[1]] == ["scheme.E126"]
    text = WEIGHED.replace("weight: 30%, ", "")
    assert {item.code for item in load_scheme(text)[1]} == {"scheme.E126"}
    # A formula of one group that weighs the one and not the other has nothing to add the weight to.
    text = WEIGHED + "  - {for: [丙局], formula: 职能工作×90%+信访工作×10%}\n"
    assert [item.code for item in load_scheme(text)[1]] == ["scheme.E126"]
