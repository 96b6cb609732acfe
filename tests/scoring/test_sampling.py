from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from kaoji.diagnostics import Source, has_errors
from kaoji.scheme import Structure
from kaoji.scoring.columns import TABLES
from kaoji.scoring.facts import Facts
from kaoji.scoring.missing import missing
from kaoji.scoring.sampling import plausible
from kaoji.scoring.tables import read_facts, write_facts
from tests.scoring.small_scheme import of, small

ODD = """
kaoji: 1
title: 春溪县2025年度考核
year: 2025
period: ["2024-12-01", "2025-11-30"]
groups: {乡镇: {units: [甲镇, 乙镇]}, 独家: {units: [丙局]}, 待定: {}}
indicators:
  - name: 工作
    items:
      - {name: 投资, points: 20, score: 直接计分, when_absent: 计满分}
      - name: 投资
        for: 乡镇
        points: 10
        rules:
          - {measure: 投资额（万元）, score: "达到500万元加2分，再每增加100万元加0.1分，最高加5分"}
          - {measure: 酌定, score: 加1-3分}
          - {measure: 增幅, score: "每超过2个百分点加0.1分；加1-3分"}
      - name: 报送
        start: full
        points: 10
        rules:
          - {events: 报送不及时, score: "每迟报一次减0.1分，漏报一次减0.2分"}
          - {events: 处罚, score: 扣0.25-0.3分, required: true}
          - {when: 未按期报送年度总结, score: 扣2分}
          - {ranked: 得票数, score: "前三名分别加3分、2分、1分"}
      - {name: 测评, panel: 综合}
  - {name: 无分, bonus: true, rules: [{events: 表彰, score: "国家级、省级分别加5分、3分"}]}
panels:
  综合: {points: 10, options: {好: 2, 差: 0}, questions: [服务, 效率], score: 按满分折算}
  打分: {points: 5, dimensions: {总评: 5}, classes: {领导: 50%, 同事: 50%}}
grades: [{name: 好, share: 30%}, {name: 差, rest: true}]
quota: {within: [职务层次]}
limits:
  - {when: 排名, number: "7", last_places: 1, grade_at_most: 差}
  - {when: 排名, for: 独家, grade: 差}
"""


def bare(facts: Facts) -> dict[str, list[object]]:
    return {table.name: [replace(row, source=Source()) for row in getattr(facts, table.name)] for table in TABLES}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("structure", [small(), of(ODD)], ids=["small", "odd"])
def test_plausible_facts_are_complete_and_pass_as_files_when_written(
    structure: Structure, seed: int, tmp_path: Path
) -> None:
    facts = plausible(structure, seed, raters=3, voters=20)
    write_facts(facts, structure, tmp_path)
    read, findings = read_facts(tmp_path, structure)
    assert not has_errors(findings), [finding.line("en") for finding in findings]
    assert bare(read) == bare(facts)
    assert missing(structure, facts) == []


def test_the_same_seed_gives_the_same_facts_and_another_others() -> None:
    structure = small()
    assert plausible(structure, 5) == plausible(structure, 5)
    assert plausible(structure, 5) != plausible(structure, 6)


def test_a_year_brings_what_a_year_brings() -> None:
    structure = small()
    years = [plausible(structure, seed) for seed in range(40)]
    scores = [score.score / (structure.slots[score.slot].high or 1) for year in years for score in year.scores]
    assert sum(score >= Fraction(4, 5) for score in scores) > len(scores) * 3 // 4
    assert min(scores) < Fraction(4, 5)
    assert sum(answer.answer for year in years for answer in year.answers) * 2 > sum(
        len(year.answers) for year in years
    )
    events = [event for year in years for event in year.events]
    assert any(event.share != 1 for event in events)
    assert any(not event.counts for event in events)
    assert any(event.matter is not None for event in events)
    assert any(year.absences for year in years)
    assert any(condition.kind for year in years for condition in year.conditions)
    assert all(sum(item.share for item in year.items if item.unit == "东桥街道") == 1 for year in years)
    assert all(past.year == 2024 for year in years for past in year.history)
    assert not any(year.decisions for year in years)
    assert {unit.attributes["编制类别"] for year in years for unit in year.units} == {"行政", "事业"}


def test_raters_and_voters_are_as_many_as_asked() -> None:
    facts = plausible(small(), 1, raters=4, voters=30)
    marks = [mark for mark in facts.marks if mark.unit == "东桥街道"]
    assert {mark.rater for mark in marks} == {"评价人01", "评价人02", "评价人03", "评价人04"}
    assert sum(row.count for row in facts.ballots if row.unit == "东桥街道") in range(30, 33)
