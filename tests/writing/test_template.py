import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from kaoji.diagnostics import Source
from kaoji.scoring.columns import TABLES, table
from kaoji.scoring.facts import Facts
from kaoji.scoring.missing import missing
from kaoji.scoring.sampling import plausible
from kaoji.scoring.tables import read_facts
from kaoji.scoring.tidying import Tidying
from kaoji.writing.template import providers, write_template
from tests.scoring.small_scheme import of, small

STRUCTURE = small()
PREFILLED = ("units", "scores", "answers", "measures", "places", "panel_scores")


def made(tmp_path: Path, provider: str | None = None, language: str = "zh") -> Path:
    path = tmp_path / "template.xlsx"
    write_template(STRUCTURE, path, provider, language)
    return path


def rows_of(sheet: Worksheet) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows if any(value is not None for value in row)]


def fill(path: Path, facts: Facts) -> None:
    """Type the facts into a template: beside what is given, and into the open rows."""
    book = openpyxl.load_workbook(path)
    tidying = Tidying(STRUCTURE)
    for known in TABLES:
        head, rows = tidying.table(known, facts, "zh")
        if known.zh not in book.sheetnames or not rows:
            continue
        sheet = book[known.zh]
        columns = {str(cell.value): cell.column for cell in sheet[1]}
        given = [name for name in ("单位", "指标", "数据项", "测评") if name in columns]
        places: dict[tuple[Any, ...], int] = {}
        if known.name in PREFILLED:
            for row in range(2, sheet.max_row + 1):
                places[tuple(sheet.cell(row, columns[name] or 0).value for name in given)] = row
        for number, values in enumerate(rows, 2):
            said = dict(zip(head, values, strict=True))
            row = places[tuple(said[name] for name in given)] if places else number
            for name, value in said.items():
                if (value and name not in given) or (value and not places):
                    sheet.cell(row, columns[name] or 0, value)
    book.save(path)


def test_an_unfilled_template_gives_no_facts_and_no_faults(tmp_path: Path) -> None:
    for language in ("zh", "en"):
        facts, findings = read_facts(made(tmp_path, language=language), STRUCTURE)
        assert findings == []
        assert facts == replace(Facts(), units=facts.units)
        assert len(missing(STRUCTURE, facts)) > 50


def test_a_filled_template_gives_the_facts(tmp_path: Path) -> None:
    facts = plausible(STRUCTURE, 4, raters=2, voters=10)
    open_group = {unit.unit for unit in facts.units if unit.group == "平台"}
    for known in TABLES:
        kept = [row for row in getattr(facts, known.name) if row.unit not in open_group]
        setattr(facts, known.name, kept if known.name != "history" else [])
    path = made(tmp_path)
    fill(path, facts)
    read, findings = read_facts(path, STRUCTURE)
    assert findings == []
    for known in TABLES:
        rows = [replace(row, source=Source()) for row in getattr(read, known.name)]
        wanted = getattr(facts, known.name)
        assert sorted(rows, key=repr) == sorted(wanted, key=repr), known.name
    assert missing(STRUCTURE, read) == []


def test_each_provider_gets_its_own_slots(tmp_path: Path) -> None:
    names = providers(STRUCTURE)
    assert names[:3] == ["县统计局", "县考核办", "县卫健局"]
    book = openpyxl.load_workbook(made(tmp_path, "县统计局"))
    assert book.sheetnames == ["填表说明", "得分", "是否", "数值", "不适用", "可选值"]
    assert {row["指标"] for row in rows_of(book["得分"])} == {"经济发展＞固定投资"}
    assert {row["数据项"] for row in rows_of(book["数值"])} == {"增加值（万元）"}
    labels = [row["数据项"] for name in names for row in rows_of_all(tmp_path, name)]
    assert {slot.label for slot in STRUCTURE.slots} - {"责任事故", "通报批评", "其他问题", "争取资金"} <= set(labels)


def rows_of_all(tmp_path: Path, provider: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(made(tmp_path, provider))
    return [row for sheet in book.worksheets[1:-1] for row in rows_of(sheet) if row.get("数据项")]


def test_rows_are_prefilled_with_the_units_that_have_the_indicator(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path))
    scores = rows_of(book["得分"])
    assert [row["单位"] for row in scores if row["指标"] == "服务企业＞固定投资"] == ["云台园区", "月台园区"]
    assert {row["满分"] for row in scores if row["单位"] == "东桥街道"} == {20}
    assert len(rows_of(book["工作项"])) == 7 * 6


def test_what_is_typed_is_checked_and_explained(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(made(tmp_path))["得分"]
    checks = {str(check.sqref): check for check in sheet.data_validations.dataValidation}
    score = next(check for check in checks.values() if check.formula2 == "20")
    assert (score.type, score.operator, score.formula1) == ("decimal", "between", "0")
    assert "20" in (score.error or "")
    assert "由县统计局计分" in (score.prompt or "")
    notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment is not None]
    assert "由县统计局计分" in notes


def test_drop_down_lists_hold_units_levels_options_and_answers(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path))
    lists = {tuple(cell.value for cell in column if cell.value is not None) for column in book["可选值"].iter_cols()}
    assert ("省级", "市级", "县级") in lists
    assert ("满意", "一般", "不满意", "不了解") in lists
    assert ("代表", "居民") in lists
    assert book["可选值"].sheet_state == "hidden"
    answers = book["是否"].data_validations.dataValidation
    assert {check.formula1 for check in answers} == {'"是,否"'}
    used = {
        check.formula1
        for sheet in book.worksheets
        for check in sheet.data_validations.dataValidation
        if check.type == "list"
    }
    assert any(str(formula).startswith("'可选值'!$") for formula in used)


def test_sheets_print_on_a4_across_with_their_heads_on_every_page(tmp_path: Path) -> None:
    for sheet in openpyxl.load_workbook(made(tmp_path)).worksheets[1:-1]:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert all((dimension.width or 0) > 5 for dimension in sheet.column_dimensions.values())


def test_the_guide_names_every_slot_with_its_rule(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(made(tmp_path))
    text = "\n".join(
        str(value) for row in book["填表说明"].iter_rows(values_only=True) for value in row if value is not None
    )
    assert "青石县2025年度街道考核" in text
    for slot in STRUCTURE.slots:
        assert slot.label in text
        assert slot.rules[0] in text
    for name in STRUCTURE.scheme.panels:
        assert name in text


def test_a_template_can_be_written_into_memory() -> None:
    target = io.BytesIO()
    write_template(STRUCTURE, target, language="en")
    assert openpyxl.load_workbook(target).sheetnames[:2] == ["guide", "units"]


@pytest.mark.parametrize(
    "history", ["afterwards: [{grade: 差, years_running: 2, then: 谈话}]", "awards: [{name: 进步奖, rise: 2}]"]
)
def test_last_years_results_are_asked_for_where_something_follows_from_them(history: str, tmp_path: Path) -> None:
    structure = of(
        "kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {甲组: {units: [甲]}}\nindicators: [{name: 工作, points: 5, score: 直接计分}]\n"
        "grades: [{name: 好, share: 50%}, {name: 差, rest: true}]\n" + history
    )
    path = tmp_path / "试.xlsx"
    write_template(structure, path)
    sheet = openpyxl.load_workbook(path)[table("history").zh]
    assert rows_of(sheet)[0] | {"等次": None} == {
        "单位": "甲", "组": "甲组", "年度": 2024, "等次": None, "名次": None, "是否末位": None, "总分": None, "当年组别": None,
    }  # fmt: skip
    sheet["D2"], sheet["G2"] = "好", Decimal("91.5")
    assert sheet.parent is not None
    sheet.parent.save(path)
    facts, findings = read_facts(path, structure)
    assert findings == []
    assert (facts.history[0].grade, facts.history[0].total) == ("好", Decimal("91.5"))


DECIDED = "kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {甲组: {units: [甲, 乙, 丙]}}\nindicators: [{name: 工作, points: 5, score: 直接计分}]\n"


def test_what_people_decide_has_a_sheet_with_lists_and_bounds(tmp_path: Path) -> None:
    structure = of(DECIDED + "grades: [{name: 好, share: 50%}, {name: 差, rest: true}]")
    path = tmp_path / "试.xlsx"
    write_template(structure, path)
    book = openpyxl.load_workbook(path)
    sheet = book["议定"]
    assert [cell.value for cell in sheet[1]] == ["单位", "组", "顺序", "等次", "议定机构", "签署日期", "说明"]
    checks = {str(check.sqref)[0]: check for check in sheet.data_validations.dataValidation}
    assert {letter: check.type for letter, check in checks.items()} == {
        "A": "list", "B": "list", "C": "whole", "D": "list", "F": "date",
    }  # fmt: skip
    assert (checks["C"].formula1, checks["C"].formula2) == ("1", "3")
    assert "待议定" in str(checks["C"].prompt)
    for row, values in enumerate((("甲", 1, None), ("乙", 2, None), ("丙", None, "好")), 2):
        sheet.cell(row, 1, values[0]), sheet.cell(row, 3, values[1]), sheet.cell(row, 4, values[2])
        sheet.cell(row, 5, "县考核办"), sheet.cell(row, 6, date(2026, 1, 5))
    book.save(path)
    facts, findings = read_facts(path, structure)
    assert findings == []
    assert [(row.unit, row.order, row.grade, row.by, row.signed_on) for row in facts.decisions] == [
        ("甲", 1, None, "县考核办", date(2026, 1, 5)), ("乙", 2, None, "县考核办", date(2026, 1, 5)),
        ("丙", None, "好", "县考核办", date(2026, 1, 5)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("further", "is_asked"),
    [("", False), ("awards: [{name: 奖, places: [1, 2]}]", False), ("awards: [{name: 奖, at_most: 1}]", True),
     ("quota: {ties: order}\nawards: [{name: 奖, at_most: 1}]", False)],
)  # fmt: skip
def test_decisions_are_asked_for_only_where_one_can_be_needed(further: str, *, is_asked: bool, tmp_path: Path) -> None:
    path = tmp_path / "试.xlsx"
    write_template(of(DECIDED + further), path)
    assert ("议定" in openpyxl.load_workbook(path).sheetnames) is is_asked


def test_units_show_the_points_that_others_hand_on_and_may_get_them(tmp_path: Path) -> None:
    structure = of(
        "kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {镇: {units: [甲镇, 乙镇]}}\nindicators:\n"
        "  - {name: 工业, points: 20, when_absent: 农业, score: 直接计分}\n"
        "  - {name: 农业, points: 30, score: 直接计分}\n"
    )
    path = tmp_path / "试.xlsx"
    write_template(structure, path, lacking={"乙镇": {0}})
    book = openpyxl.load_workbook(path)
    rows = rows_of(book["得分"])
    assert [(row["单位"], row["指标"], row["满分"]) for row in rows] == [
        ("甲镇", "工业", 20), ("甲镇", "农业", 30), ("乙镇", "农业", 50),
    ]  # fmt: skip
    highest = {check.formula2 for check in book["得分"].data_validations.dataValidation if check.type == "decimal"}
    assert highest == {"20", "50"}
    guide = "\n".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    assert "30；乙镇50" in guide
    sheet = book["得分"]
    columns = {str(cell.value): cell.column or 0 for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, columns["得分"], 45 if sheet.cell(row, columns["满分"]).value == 50 else 15)
    book.save(path)
    facts, findings = read_facts(path, structure, {"乙镇": {0}})
    assert [fact.score for fact in facts.scores if fact.unit == "乙镇"] == [Decimal(45)]
    assert findings == []
    # Where nobody knows of the absence, 45 points are more than the 30 that the indicator has.
    assert [finding.code for finding in read_facts(path, structure)[1]] == ["facts.E225"]


def test_a_template_in_english_says_yes_and_no_as_its_lists_do(tmp_path: Path) -> None:
    known = plausible(STRUCTURE)
    assert known.answers
    path = tmp_path / "template.xlsx"
    write_template(STRUCTURE, path, None, "en", known=known)
    sheet = openpyxl.load_workbook(path)["answers"]
    said = {row["answer"] for row in rows_of(sheet) if row["answer"]}
    assert said <= {"yes", "no"}
    assert said
    facts, findings = read_facts(path, STRUCTURE)
    assert not [each for each in findings if each.code == "facts.E227"]
    assert {each.answer for each in facts.answers} == {each.answer for each in known.answers}
