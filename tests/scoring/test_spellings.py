"""One thing written in two ways is one thing: raters, kinds of voters, events, attributes; what is said twice is named."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from kaoji.diagnostics import Diagnostic
from kaoji.scheme import Structure, load_scheme
from kaoji.scoring import Facts
from kaoji.scoring.attribute_columns import untold_findings
from kaoji.scoring.tables import read_facts
from tests.scored import score
from tests.scoring.facts_of_tests import STRUCTURE, workbook
from tests.scoring.small_scheme import write

TEXT = """
kaoji: 1
title: 青石县2025年度街道考核
year: 2025
groups:
  街道: {units: [东桥街道, 西桥街道]}
indicators:
  - {name: 主要职能, points: 80, provider: 县考核办, score: 直接计分}
  - name: 招商引资
    points: 20
    provider: 县商务局
    absent_for: {有招商任务: 否}
    when_absent: 主要职能
    rules:
      - {events: 引进项目, score: 每个计5分}
panels:
  互评: {points: 100, dimensions: {总体: 100}, provider: 县考核办}
  满意度: {points: 100, options: {好: 100, 差: 0}, score: 各类评价人同权, provider: 县统计局}
total:
  - formula: 主要职能+招商引资+互评+满意度
grades:
  - {name: 好, share: 50%}
  - {name: 一般, rest: true}
quota: {within: 类别, ties: decision}
limits:
  - {when: 省考核名次, last_places: 1, grade_at_most: 一般}
"""


def scheme() -> Structure:
    structure, problems = load_scheme(TEXT)
    assert structure is not None, problems
    return structure


def read(folder: Path, **tables: str) -> tuple[Facts, list[Diagnostic]]:
    return read_facts(write(folder, **tables), scheme())


def told(findings: list[Diagnostic]) -> list[tuple[str, str | None]]:
    return [(each.code, each.sources[0].cell) for each in findings]


@pytest.mark.parametrize("again", ["3", "３", " 3 "])
def test_a_rater_written_otherwise_is_the_same_rater(tmp_path: Path, again: str) -> None:
    rows = f"单位,测评,评价人,分数\n东桥街道,互评,3,80\n东桥街道,互评,{again},60\n"
    facts, findings = read(tmp_path, 评分=rows)
    assert told(findings) == [("facts.E240", "C3")]
    assert facts.marks == []


def test_kinds_of_voters_that_the_panel_does_not_list_are_alike_however_they_are_written(tmp_path: Path) -> None:
    rows = "单位,测评,评价人类别,选项,票数\n东桥街道,满意度,居民(A),好,3\n东桥街道,满意度,居民（Ａ）,差,1\n东桥街道,满意度,企业,差,1\n"
    facts, findings = read(tmp_path, 测评票=rows)
    assert findings == []
    assert {row.kind for row in facts.ballots} == {"居民(A)", "企业"}
    scores = score(scheme(), facts)
    assert scores.panels["东桥街道", "满意度"].score == 37_500_000_000  # (75 + 0) ÷ 2, not (100 + 0 + 0) ÷ 3


@pytest.mark.parametrize("again", ["1", "１", " 1"])
def test_an_event_number_written_otherwise_is_the_same_event(tmp_path: Path, again: str) -> None:
    rows = f"单位,指标,编号,日期\n东桥街道,招商引资,1,2025-03-01\n东桥街道,招商引资,{again},2025-03-01\n"
    facts, findings = read(tmp_path, 事项=rows)
    assert told(findings) == [("facts.E240", "C3")]
    assert facts.events == []


def test_the_order_of_a_unit_is_decided_once_whatever_else_a_row_decides(tmp_path: Path) -> None:
    given = ("东桥街道,1,", "东桥街道,2,好", "西桥街道,1,", "西桥街道,,好")
    rows = "单位,顺序,等次,议定机构,签署日期\n" + "".join(f"{row},县考核办,2026-01-10\n" for row in given)
    facts, findings = read(tmp_path, 议定=rows)
    assert told(findings) == [("facts.E240", "A3")]
    assert [(row.unit, row.order, row.grade) for row in facts.decisions] == [
        ("西桥街道", 1, None),
        ("西桥街道", None, "好"),
    ]


def test_a_place_from_elsewhere_is_reported_once_whatever_is_noted(tmp_path: Path) -> None:
    rows = "单位,情形,数值,说明\n东桥街道,省考核名次,3,初报\n东桥街道,省考核名次,1,复核\n西桥街道,省考核名次,2,\n"
    facts, findings = read(tmp_path, 情形=rows)
    assert told(findings) == [("facts.E240", "B3")]
    assert [row.unit for row in facts.conditions] == ["西桥街道"]


@pytest.mark.parametrize("head", ["有招商任务", "有招商 任务", " 有招商任务*"])
@pytest.mark.parametrize("value", ["否", "无", "×", "N"])
def test_an_attribute_frees_a_unit_however_column_and_answer_are_written(tmp_path: Path, head: str, value: str) -> None:
    rows = f"单位,{head},类别\n东桥街道,{value},甲 类\n西桥街道,有,甲类\n"
    facts, findings = read(tmp_path, 单位=rows)
    assert findings == []
    assert [dict(unit.attributes) for unit in facts.units] == [
        {"有招商任务": "否", "类别": "甲 类"},
        {"有招商任务": "有", "类别": "甲 类"},
    ]
    assert untold_findings(scheme(), facts) == []
    absent = next(node.index for node in scheme().nodes if node.name == "招商引资")
    nodes = score(scheme(), facts).nodes
    assert [nodes[unit, absent].is_absent for unit in ("东桥街道", "西桥街道")] == [True, False]


def test_two_columns_of_one_attribute_are_named(tmp_path: Path) -> None:
    rows = "单位,有招商任务,备注,备注,有招商任务\n东桥街道,否,a,b,是\n西桥街道,是,a,b,是\n"
    _facts, findings = read(tmp_path, 单位=rows)
    assert told(findings) == [("facts.E203", "E1")]


def test_units_of_which_an_attribute_is_not_told_are_named(tmp_path: Path) -> None:
    facts, _ = read(tmp_path, 单位="单位,有招商任务\n东桥街道,\n西桥街道,是\n")
    (finding,) = untold_findings(scheme(), facts)
    assert finding.code == "facts.W219"
    assert "东桥街道" in finding.sentence("zh")
    assert "西桥街道" not in finding.sentence("zh")
    stated, _ = read(
        tmp_path / "stated", 单位="单位,有招商任务\n西桥街道,是\n", 不适用="单位,指标\n东桥街道,招商引资\n"
    )
    assert untold_findings(scheme(), stated) == []


def merged(path: Path, *ranges: str) -> Path:
    book = openpyxl.load_workbook(path)
    for each in ranges:
        book.worksheets[0].merge_cells(each)
    book.save(path)
    return path


def test_words_in_merged_cells_hold_for_each_of_their_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["街道得分表", None, None],
        ["单位", "指标", "得分"],
        ["东桥街道", "固定投资", 18],
        [None, None, None],
        ["西桥街道", "固定投资", 19],
        ["南桥街道", None, 17],
    ]
    path = workbook(tmp_path / "a.xlsx", 得分=rows)
    facts, findings = read_facts(merged(path, "A1:C1", "A3:A4", "B5:B6"), STRUCTURE)
    assert findings == []
    assert [(row.unit, row.score) for row in facts.scores] == [
        ("东桥街道", Decimal(18)), ("西桥街道", Decimal(19)), ("南桥街道", Decimal(17)),
    ]  # fmt: skip


def test_events_of_one_merged_unit_are_all_its_own(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["单位", "指标", "数据项", "级别", "日期"],
        ["东桥街道", "通报", "通报批评", "省级", "2025-03-01"],
        [None, None, None, "市级", "2025-04-01"],
        [None, None, None, None, "2025-05-01"],
    ]
    path = workbook(tmp_path / "a.xlsx", 事项=rows)
    facts, findings = read_facts(merged(path, "A2:A4", "B2:B4", "C2:C4", "D3:D4"), STRUCTURE)
    assert findings == []
    assert [(row.unit, row.level) for row in facts.events] == [
        ("东桥街道", "省级"), ("东桥街道", "市级"), ("东桥街道", "市级"),
    ]  # fmt: skip


@pytest.mark.parametrize(("cells", "where"), [("C2:C3", "C2"), ("B2:C2", "B2"), ("B4:C4", None)])
def test_numbers_in_merged_cells_count_for_the_first_and_are_named(
    tmp_path: Path, cells: str, where: str | None
) -> None:
    rows: list[list[object]] = [["单位", "指标", "得分"], ["东桥街道", "固定投资", 18], ["西桥街道", "固定投资", None]]
    path = workbook(tmp_path / "a.xlsx", 得分=rows)
    facts, findings = read_facts(merged(path, cells), STRUCTURE)
    named = [each.sources[0].cell for each in findings if each.code == "facts.W222"]
    assert named == ([] if where is None else [where])
    assert [row.unit for row in facts.scores] == ["东桥街道"] * (cells != "B2:C2")


@pytest.mark.parametrize(("counts", "is_named"), [("40 1", True), ("1 40", True), ("1 1", False), ("40", False)])
def test_a_single_ballot_beside_counted_ones_is_named(tmp_path: Path, counts: str, *, is_named: bool) -> None:
    rows = "单位,测评,评价人类别,选项,票数\n" + "".join(f"东桥街道,满意度,居民,好,{each}\n" for each in counts.split())
    facts, findings = read(tmp_path, 测评票=rows + "东桥街道,满意度,居民,差,1\n西桥街道,满意度,居民,好,1\n")
    assert [each.code for each in findings] == ["facts.W223"] * is_named
    assert sum(row.count for row in facts.ballots) == sum(map(int, counts.split())) + 2
