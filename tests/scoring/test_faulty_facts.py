"""Faulty facts: each is named at its cell with how to mend it, or doubted, and none is taken for another."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from kaoji.diagnostics import has_errors
from kaoji.scoring.missing import unheard, unheard_findings
from kaoji.scoring.tables import read_facts
from kaoji.writing.annotation import annotate
from kaoji.writing.template import write_template
from tests.scoring.facts_of_tests import EVENT, MEASURE, SCORE, STRUCTURE, codes, only, read, workbook
from tests.scoring.small_scheme import of, small, write


def test_everything_wrong_is_said_at_once_and_at_its_cell(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path,
        得分=SCORE
        + "东乔街道,固定投资,18\n东桥街道,固定投姿,18\n西桥街道,固定投资,20.5\n南桥街道,固定投资,-1\n北桥街道,固定投资,18分\n中桥街道,固定投资,19\n",
        数值=MEASURE + "东桥街道,税收,12%,500,\n",
    )
    assert [(finding.code, finding.sources[0].file, finding.sources[0].cell) for finding in findings] == [
        ("facts.E205", "得分.csv", "A2"),
        ("facts.E210", "得分.csv", "B3"),
        ("facts.E225", "得分.csv", "C4"),
        ("facts.E225", "得分.csv", "C5"),
        ("facts.E220", "得分.csv", "C6"),
        ("facts.E221", "数值.csv", "C2"),
    ]
    assert [score.unit for score in facts.scores] == ["中桥街道"]
    assert facts.measures == []
    assert findings[0].data["near"] == "东桥街道"
    assert "Did you mean “东桥街道”?" in findings[0].sentence("en")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("十八", "facts.E220"),
        ("18,5", "facts.E220"),
        ("1.8E+05", "facts.E220"),
        ("—", "facts.E220"),
        ("1.0000000001", "facts.E224"),
        ("9999999999999", "facts.E231"),
        ("90%", "facts.E221"),
    ],
)
def test_a_cell_that_is_no_plain_number_is_named(tmp_path: Path, value: str, code: str) -> None:
    _, findings = read(tmp_path, 得分=SCORE + f'东桥街道,固定投资,"{value}"\n')
    assert only(findings).code == code


@pytest.mark.parametrize(
    ("value", "said"),
    [("1e1", "Write 10 instead."), ("95%", "without the sign %"), ("1.8E+15", "has cut its digits")],
)
def test_a_hint_says_what_can_be_written(tmp_path: Path, value: str, said: str) -> None:
    assert said in only(read(tmp_path, 得分=SCORE + f"东桥街道,固定投资,{value}\n")[1]).sentence("en")


def test_a_share_below_nothing_is_doubted(tmp_path: Path) -> None:
    assert only(read(tmp_path, 数值=MEASURE + "东桥街道,参合率,-95,,\n")[1]).code == "facts.W209"


def test_quantities_have_fewer_decimals_than_points(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path, 得分=SCORE + "东桥街道,固定投资,1.0000001\n", 数值=MEASURE + "东桥街道,税收,1.0000001,1,\n"
    )
    assert only(findings).code == "facts.E224"
    assert len(facts.scores) == 1


def test_a_share_without_its_sign_is_ambiguous(tmp_path: Path) -> None:
    head = "单位,指标,工作项,占比,完成率\n"
    _, findings = read(tmp_path, 工作项=head + "东桥街道,主要职能,甲,12,1\n西桥街道,主要职能,甲,100%,120%\n")
    assert codes(findings) == ["facts.E222", "facts.E223"]


def test_a_share_a_little_over_one_may_have_been_more_than_the_whole(tmp_path: Path) -> None:
    head = "单位,指标,工作项,占比,完成率\n"
    _, findings = read(tmp_path, 工作项=head + "东桥街道,主要职能,甲,100%,1.2\n")
    assert "write 1.2% if that is meant; 120% is more than the whole" in only(findings).sentence("en")


def test_a_percentage_of_a_spreadsheet_is_told_by_its_format(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "县.xlsx",
        数值=[["单位", "指标", "数值", "目标值"], ["东桥街道", "税收", 0.95, 1], ["西桥街道", "参合率", 0.955, None]],
        工作项=[["单位", "指标", "工作项", "占比", "完成率"], ["东桥街道", "主要职能", "甲", 1, 0.875]],
    )
    book = openpyxl.load_workbook(path)
    for sheet, cells in (("数值", ("C2", "C3")), ("工作项", ("D2", "E2"))):
        for cell in cells:
            book[sheet][cell].number_format = "0.0%"
    book.save(path)
    facts, findings = read_facts(path, STRUCTURE)
    assert only(findings).code == "facts.E221"
    assert [(measure.unit, measure.value) for measure in facts.measures] == [("西桥街道", Decimal("95.5"))]
    assert facts.items[0].completion == Fraction(7, 8)


def test_a_sign_that_a_format_only_shows_multiplies_nothing(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "县.xlsx", 数值=[["单位", "指标", "数值"], ["东桥街道", "参合率", 98.5], ["西桥街道", "参合率", 97]]
    )
    book = openpyxl.load_workbook(path)
    for cell, shown in (("C2", '0.0"%"'), ("C3", r"0\%")):
        book["数值"][cell].number_format = shown
    book.save(path)
    facts, findings = read_facts(path, STRUCTURE)
    assert findings == []
    assert [measure.value for measure in facts.measures] == [Decimal("98.5"), Decimal(97)]


def test_a_short_number_of_parquet_counts_with_its_own_digits(tmp_path: Path) -> None:
    query = "SELECT '东桥街道' AS 单位, '固定投资' AS 指标, CAST(18.3 AS FLOAT) AS 得分"
    duckdb.sql(f"COPY ({query}) TO '{tmp_path / '得分.parquet'}'")
    facts, findings = read_facts(tmp_path, STRUCTURE)
    assert findings == []
    assert facts.scores[0].score == Decimal("18.3")


def test_a_moment_of_parquet_is_the_day_it_was_in_china_and_faults_name_their_row(tmp_path: Path) -> None:
    moment = "TIMESTAMPTZ '2025-02-28 16:30:00+00' AS 日期, encode('东桥街道') AS 单位, [1, 2] AS 说明"
    duckdb.sql(f"COPY (SELECT {moment}, '信访' AS 指标, 'x' AS 数量) TO '{tmp_path / '事项.parquet'}'")
    duckdb.sql(
        f"COPY (SELECT '东桥街道' AS 单位, '固定投资' AS 指标, 'nan'::DOUBLE AS 得分) TO '{tmp_path / '得分.parquet'}'"
    )
    _, findings = read_facts(tmp_path, STRUCTURE)
    places = sorted(finding.sources[0].place("zh") for finding in findings)
    assert places == ["事项.parquet D2", "事项.parquet E2", "得分.parquet C2"]
    annotate(tmp_path, findings, tmp_path / "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    row = [cell.value for cell in book["事项"][2]]
    assert [str(value) for value in row[:3]] == ["2025-03-01 00:30:00", "东桥街道", "[1, 2]"]
    assert book["得分"]["C2"].value == "nan"


def test_a_hidden_sheet_counts_and_is_named(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "县.xlsx", 得分=[["单位", "指标", "得分"], ["东桥街道", "固定投资", 18]], 可选值=[["是"]]
    )
    book = openpyxl.load_workbook(path)
    book.create_sheet("说明")
    book["得分"].sheet_state = book["可选值"].sheet_state = "hidden"
    book.active = book["说明"]
    book.save(path)
    facts, findings = read_facts(path, STRUCTURE)
    assert (only(findings).code, only(findings).sources[0].sheet) == ("facts.W216", "得分")
    assert facts.scores[0].score == Decimal(18)


def test_hidden_rows_count_and_are_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [["单位", "指标", "得分"], ["东桥街道", "固定投资", 18], ["西桥街道", "固定投资", 17]]
    path = workbook(tmp_path / "县.xlsx", 得分=rows)
    book = openpyxl.load_workbook(path)
    for row in (3, 4, 9):
        book["得分"].row_dimensions[row].hidden = True
    book.save(path)
    facts, findings = read_facts(path, STRUCTURE)
    found = only(findings)
    assert (found.code, found.sources[0].place()) == ("facts.W216", "县.xlsx [得分] A3")
    assert "（第3行）" in found.sentence("zh")
    assert len(facts.scores) == 2


def test_a_quotation_mark_without_a_partner_swallows_no_rows(tmp_path: Path) -> None:
    text = SCORE + '东桥街道,固定投资,18\n西桥街道,固定投资,"17\n南桥街道,固定投资,16\n'
    facts, findings = read(tmp_path, 得分=text)
    assert (only(findings).code, only(findings).sources[0].line) == ("facts.E200", 3)
    assert facts.scores == []


@pytest.mark.parametrize("value", ["95 96", "18²", "②", "1 2/3", "12 34"])
def test_two_numbers_or_a_footnote_in_a_cell_are_not_one_number(tmp_path: Path, value: str) -> None:
    assert only(read(tmp_path, 得分=SCORE + f"东桥街道,固定投资,{value}\n")[1]).code == "facts.E220"


@pytest.mark.parametrize(("value", "said"), [("1 200.5", "1200.5"), ("+ 5", "5"), ("1，200", "1200"), (" 7 ", "7")])
def test_spaces_that_set_off_thousands_change_nothing(tmp_path: Path, value: str, said: str) -> None:
    facts, findings = read(tmp_path, 数值=MEASURE + f"东桥街道,税收,{value},1,\n")
    assert findings == []
    assert facts.measures[0].value == Decimal(said)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("18分", "Write 18 alone; leave out “分”"),
        ("3万元", "otherwise convert it first"),
        ("12‰", "otherwise convert it first"),
        ("1/2", "Write digits"),
        ("1_0", "Write digits"),
    ],
)
def test_no_hint_makes_another_number_of_what_was_meant(tmp_path: Path, value: str, said: str) -> None:
    assert said in only(read(tmp_path, 数值=MEASURE + f"东桥街道,税收,{value},1,\n")[1]).sentence("en")


def test_a_share_that_a_spreadsheet_cannot_hold_says_how_to_write_it(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "县.xlsx",
        工作项=[
            ["单位", "指标", "工作项", "占比", "完成率"],
            ["东桥街道", "主要职能", "甲", 1 / 3, 1],
            ["西桥街道", "主要职能", "甲", date(2025, 1, 3), 1],
        ],
    )
    _, findings = read_facts(path, STRUCTURE)
    assert codes(findings) == ["facts.E224", "facts.E220"]
    assert all("1/3" in finding.hint for finding in findings)


def test_a_share_that_forgets_the_percent_of_its_header_is_doubted(tmp_path: Path) -> None:
    head = "单位,指标,工作项,占比（%）,完成率（%）\n"
    facts, findings = read(tmp_path, 工作项=head + "东桥街道,主要职能,甲,100,1\n西桥街道,主要职能,甲,100,0.8%\n")
    assert (only(findings).code, only(findings).sources[0].cell) == ("facts.W205", "E2")
    assert [item.completion for item in facts.items] == [Fraction(1, 100), Fraction(1, 125)]


def test_a_cell_that_the_spreadsheet_could_not_compute_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "县.xlsx", 得分=[["单位", "指标", "得分"], ["东桥街道", "固定投资", "#DIV/0!"]])
    finding = only(read_facts(path, STRUCTURE)[1])
    assert (finding.code, finding.data["value"]) == ("facts.E232", "#DIV/0!")


def test_a_code_that_lost_its_zero_in_a_spreadsheet_is_not_guessed(tmp_path: Path) -> None:
    items = "".join(f"\n      - {{name: 项{n}, points: 1, score: 直接计分}}" for n in range(1, 11))
    structure = of(
        f"kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {{甲组: {{units: [甲]}}}}\nindicators:\n  - name: 工作\n    items:{items}\n"
    )
    path = workbook(
        tmp_path / "得分.xlsx", 得分=[["单位", "指标", "得分"], ["甲", 1.1, 1], ["甲", 1.2, 1], ["甲", "1.10", 1]]
    )
    facts, findings = read_facts(path, structure)
    assert only(findings).code == "facts.E211"
    assert findings[0].sources[0].cell == "B2"
    assert [structure.slots[score.slot].label for score in facts.scores] == ["项2", "项10"]


def test_a_second_row_for_the_same_names_the_first(tmp_path: Path) -> None:
    facts, findings = read(tmp_path, 得分=SCORE + "东桥街道,固定投资,18\n西桥街道,固定投资,18\n东桥街道,1.1,17\n")
    finding = only(findings)
    assert [score.unit for score in facts.scores] == ["西桥街道"]  # which of the two is right is not chosen
    assert finding.code == "facts.E240"
    assert [source.cell for source in finding.sources] == ["A4", "A2"]


def test_a_quantity_that_changes_nothing_is_doubted(tmp_path: Path) -> None:
    rows = "东桥街道,责任事故,,0,,\n" + "".join(
        f"{unit},通报,通报批评,{quantity},市级,\n"
        for unit, quantity in (("东桥街道", 2), ("西桥街道", 0), ("南桥街道", 1), ("北桥街道", ""))
    )
    facts, findings = read(tmp_path, 事项=EVENT + rows)
    assert [(finding.code, finding.sources[0].cell) for finding in findings] == [
        ("facts.W212", "D3"),  # of 责任事故 each one counts, so none is none
        ("facts.W212", "D4"),
    ]
    assert len(facts.events) == 5


def test_events_without_numbers_that_are_alike_are_doubted(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path, 事项=EVENT + "东桥街道,责任事故,,1,,2025-03-01\n东桥街道,责任事故,,1,,2025-03-01\n"
    )
    assert codes(findings) == ["facts.W207"]
    assert len(facts.events) == 2


def test_an_event_of_another_year_is_doubted(tmp_path: Path) -> None:
    _, findings = read(tmp_path, 事项=EVENT + "东桥街道,责任事故,,1,,2024-12-31\n东桥街道,责任事故,,1,,2025-02-30\n")
    assert codes(findings) == ["facts.W203", "facts.E228"]


def test_levels_and_discretionary_amounts_are_checked(tmp_path: Path) -> None:
    rows = (
        "东桥街道,通报,通报批评,1,国家级,\n"
        "东桥街道,通报,通报批评,1,,\n"
        "东桥街道,通报,其他问题,5,,\n"
        "东桥街道,通报,其他问题,,,\n"
        "东桥街道,责任事故,,-1,,\n"
        "东桥街道,通报,其他问题,2.5,,\n"
    )
    facts, findings = read(tmp_path, 事项=EVENT + rows)
    assert codes(findings) == ["facts.E254", "facts.E255", "facts.E226", "facts.E226", "facts.E230"]
    assert [event.quantity for event in facts.events] == [Decimal("2.5")]


def test_slots_must_be_named_where_there_are_several(tmp_path: Path) -> None:
    head = "单位,指标,数据项,是否\n"
    _, findings = read(
        tmp_path,
        是否=head
        + "东桥街道,项目,,是\n东桥街道,项目,资料不齐,是\n东桥街道,项目,项目资料齐全,大概\n东桥街道,税收,,是\n",
    )
    assert codes(findings) == ["facts.E213", "facts.E213", "facts.E227", "facts.E212"]


def test_a_unit_without_the_indicator_is_named(tmp_path: Path) -> None:
    _, findings = read(tmp_path, 得分=SCORE + "东桥街道,服务企业>固定投资,8\n")
    assert only(findings).code == "facts.E214"
    assert findings[0].data["unit"] == "东桥街道"


def test_groups_are_checked(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path, 单位="单位,组\n东桥街道,园区\n西桥街道,乡镇\n东侨街道,街道\n新区平台,平台\n新区平台,平台\n西台平台,\n"
    )
    assert codes(findings) == ["facts.E206", "facts.E207", "facts.E205", "facts.E240", "facts.E208"]


def test_targets_and_last_years_values_stand_where_they_are_needed(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path, 数值=MEASURE + "东桥街道,税收,5,,\n东桥街道,增长,5,,\n东桥街道,参合率,95,90,\n西桥街道,增长,5,,4\n"
    )
    assert codes(findings) == ["facts.E242", "facts.E242", "facts.W204"]
    assert [measure.unit for measure in facts.measures] == ["东桥街道", "西桥街道"]


def test_a_percentage_written_as_a_fraction_is_doubted(tmp_path: Path) -> None:
    _, findings = read(tmp_path, 数值=MEASURE + "东桥街道,参合率,0.95,,\n")
    finding = only(findings)
    assert (finding.code, finding.data["percent"]) == ("facts.W205", "95")


def test_shares_of_work_items_must_make_a_whole(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path,
        工作项="单位,指标,工作项,占比,完成率\n东桥街道,主要职能,甲,60%,1\n东桥街道,主要职能,乙,30%,1\n西桥街道,主要职能,甲,100%,1\n",
    )
    finding = only(findings)
    assert (finding.code, finding.data["total"]) == ("facts.E241", "90%")
    assert [item.unit for item in facts.items] == ["西桥街道"]


def test_panels_are_checked(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path,
        测评票="单位,测评,评价人类别,选项,票数\n东桥街道,群众评议,代表,满意,1\n东桥街道,群众评价,干部,满意,1\n"
        "东桥街道,群众评价,,满意,1\n东桥街道,群众评价,代表,很好,1\n东桥街道,群众评价,代表,满意,-3\n东桥街道,领导评价,代表,满意,1\n",
        评分="单位,测评,评价人,维度,分数\n东桥街道,领导评价,甲,大局,10.5\n东桥街道,领导评价,甲,勤奋,9\n",
        测评得分="单位,测评,得分\n东桥街道,上级测评,101\n东桥街道,群众评价,90\n",
    )
    expected = ["E250", "E253", "E253", "E253", "E230", "E251", "E243", "E253", "E225", "E251"]
    assert codes(findings) == [f"facts.{code}" for code in expected]


def test_a_rating_sheet_with_gaps_is_doubted(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path, 评分="单位,测评,评价人,维度,分数\n东桥街道,领导评价,甲,大局,9\n东桥街道,领导评价,甲,廉洁,\n"
    )
    assert only(findings).code == "facts.W206"


def test_a_kind_of_voters_that_is_missing_for_a_unit_is_named(tmp_path: Path) -> None:
    """Of abstentions nothing counts; where nobody voted at all the panel is missing data, no kind of it."""
    facts, findings = read(
        tmp_path,
        测评票="单位,测评,评价人类别,选项,票数\n东桥街道,群众评价,代表,满意,3\n东桥街道,群众评价,居民,不了解,9\n"
        "西桥街道,群众评价,代表,满意,4\n西桥街道,群众评价,居民,一般,4\n南桥街道,群众评价,代表,一般,2\n"
        "北桥街道,群众评价,居民,一般,2\n",
    )
    assert findings == []
    assert [(each.unit, each.panel, each.kinds) for each in unheard(small(), facts)] == [
        ("东桥街道", "群众评价", ("居民",)),
        ("南桥街道", "群众评价", ("居民",)),
        ("北桥街道", "群众评价", ("代表",)),
    ]
    said = unheard_findings(small(), facts)
    assert [(each.code, str(each.data["kinds"]), str(each.data["units"])) for each in said] == [
        ("facts.W214", "居民", "东桥街道、南桥街道"),
        ("facts.W214", "代表", "北桥街道"),
    ]
    assert [source.cell for source in said[0].sources] == ["A2", "A6"]
    assert "scaled up to 100%" in said[0].sentence("en")


def test_places_are_whole_and_begin_with_one(tmp_path: Path) -> None:
    head = "单位,指标,名次,并列个数\n"
    facts, findings = read(tmp_path, 名次=head + "东桥街道,加分,1.5,\n西桥街道,加分,0,\n南桥街道,加分,1,2\n")
    assert codes(findings) == ["facts.E229", "facts.E230"]
    assert (facts.places[0].place, facts.places[0].tied) == (1, 2)


def test_absences_need_a_rule_and_exclude_facts(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path,
        不适用="单位,指标,原因\n东桥街道,经济发展>固定投资,无任务\n东桥街道,税收,无任务\n",
        得分=SCORE + "东桥街道,固定投资,18\n",
    )
    assert codes(findings) == ["facts.E216", "facts.E215"]
    assert len(facts.absences) == 1


def test_points_that_an_absent_indicator_hands_over_may_be_scored(tmp_path: Path) -> None:
    structure = of(
        "kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {甲组: {units: [甲, 乙]}}\nindicators:\n"
        "  - {name: 招商, points: 20, score: 直接计分, when_absent: 职能}\n  - {name: 职能, points: 30, score: 直接计分}\n"
    )
    write(tmp_path, 不适用="单位,指标\n甲,招商\n", 得分=SCORE + "甲,职能,50\n乙,职能,31\n")
    facts, findings = read_facts(tmp_path, structure)
    assert only(findings).sources[0].cell == "C3"
    assert [score.unit for score in facts.scores] == ["甲"]


def test_a_number_that_two_lists_of_conditions_bear_says_which_there_are(tmp_path: Path) -> None:
    structure = of(
        "kaoji: 1\ntitle: 试\nyear: 2025\ngroups: {甲组: {units: [甲, 乙]}}\n"
        "indicators: [{name: 实绩, points: 100, score: 直接计分}]\ngrades: [{name: 优秀, share: 50%}, {name: 良好, rest: true}]\n"
        "limits:\n  - {when: 发生重大事故, number: '1', grade: 良好}\n  - {when: 受到处分, number: '1', not_grade: 优秀}\n"
        "  - {when: 未完成约束性任务, number: '2', not_grade: 优秀}\n"
    )
    write(tmp_path, 情形="单位,情形\n甲,1\n乙,2\n")
    facts, findings = read_facts(tmp_path, structure)
    found = only(findings)
    assert (found.code, str(found.data["known"]), found.sources[0].cell) == (
        "facts.E264", "发生重大事故、受到处分", "B2",
    )  # fmt: skip
    assert [row.condition for row in facts.conditions] == ["未完成约束性任务"]


def test_conditions_are_found_by_words_or_number(tmp_path: Path) -> None:
    head = "单位,情形,已批准,数值,类别\n"
    facts, findings = read(
        tmp_path,
        情形=head + "东桥街道,1,,,\n西桥街道,引进大项目,是,6000,工业\n西桥街道,引进项目,,,\n东桥街道,引进大项目,,,\n"
        "东桥街道,引进大项目,,100,林业\n云台园区,信访排名,,3,\n东桥街道,信访排名,,1.5,\n南桥街道,信访排名,,2,\n北桥街道,信访排名,,0,\n",
    )
    assert codes(findings) == ["facts.E260", "facts.E261", "facts.E253", "facts.E263", "facts.E229", "facts.E230"]
    assert findings[-1].line("zh").endswith("0小于“数值”的最小值1。请填名次，第一名填1。")
    assert [row.condition for row in facts.conditions] == ["发生重大事故", "引进大项目", "信访排名"]
    assert facts.conditions[1].approved


def test_earlier_results_and_decisions_are_checked(tmp_path: Path) -> None:
    facts, findings = read(
        tmp_path,
        历年结果="单位,年度,等次,名次\n东桥街道,2024,优秀,1\n西桥街道,2025,优秀,1\n南桥街道,2024,甲等,\n",
        议定="单位,组,顺序,等次,议定机构,签署日期\n东桥街道,,1,,县考核办,2026-01-10\n西桥街道,园区,2,,县考核办,2026-01-10\n"
        "南桥街道,,,特优,县考核办,2026-01-10\n",
    )
    assert codes(findings) == ["facts.E270", "facts.W208", "facts.E206", "facts.E271"]
    assert [row.year for row in facts.history] == [2024, 2024]
    assert (facts.decisions[0].group, facts.decisions[0].order) == ("街道", 1)


def test_a_decision_is_doubted_that_nobody_signed(tmp_path: Path) -> None:
    rows = "东桥街道,1,县考核办,2026-01-10\n西桥街道,2,,\n南桥街道,3,县考核办,\n"
    facts, findings = read(tmp_path, 议定="单位,顺序,议定机构,签署日期\n" + rows)
    assert [(each.code, each.sources[0].cell, str(each.data["lacking"])) for each in findings] == [
        ("facts.W230", "A3", "议定机构、签署日期"), ("facts.W230", "A4", "签署日期"),
    ]  # fmt: skip
    assert [row.order for row in facts.decisions] == [1, 2, 3]


def test_columns_that_are_missing_unknown_or_doubled_are_named(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path,
        得分="单位,指标\n东桥街道,固定投资\n",
        数值="单位,指标,数值,目标直\n东桥街道,参合率,95,90\n",
        是否="单位,指标,数据项,是否,是否\n",
    )
    assert [(finding.code, finding.sources[0].cell) for finding in findings] == [
        ("facts.E202", "A1"),
        ("facts.W202", "D1"),
        ("facts.E203", "E1"),
    ]
    assert findings[1].data["near"] == "目标值"


def test_a_row_without_what_it_must_have_is_named(tmp_path: Path) -> None:
    _, findings = read(tmp_path, 得分=SCORE + ",固定投资,18\n东桥街道,,18\n")
    assert [(finding.code, finding.sources[0].cell) for finding in findings] == [
        ("facts.E204", "A2"),
        ("facts.E204", "B3"),
    ]


def test_sheets_and_files_of_other_names_are_left_out_with_a_word(tmp_path: Path) -> None:
    path = workbook(tmp_path / "县.xlsx", 汇总=[["合计", 1]], 填表说明=[["说明"]], 空=[])
    assert only(read_facts(path, STRUCTURE)[1]).code == "facts.W201"


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "得分.parquet").write_bytes(b"PAR1")
    (tmp_path / "是否.csv").write_bytes(b"\xff\xff\xff")
    _, findings = read_facts(tmp_path, STRUCTURE)
    assert codes(findings) == ["facts.E200"] * 4
    assert codes(read_facts(tmp_path / "没有", STRUCTURE)[1]) == ["facts.E201"]


def test_every_finding_has_its_sentence_complete(tmp_path: Path) -> None:
    _, findings = read(
        tmp_path,
        得分=SCORE + "东乔街道,固定投资,18分\n",
        工作项="单位,指标,工作项,占比,完成率\n东桥街道,主要职能,甲,9,1\n",
    )
    assert has_errors(findings)
    for finding in findings:
        assert "{" not in finding.sentence("en")


def test_a_value_that_makes_more_points_than_can_be_computed_is_named(tmp_path: Path) -> None:
    events = "单位,指标,数据项,数量\n东桥街道,加分,争取资金,999999999999\n西桥街道,加分,争取资金,1000000\n"
    measures = MEASURE + "东桥街道,增长,999999999999,,0.001\n西桥街道,增长,500,,450\n"
    facts, findings = read(tmp_path, 事项=events, 数值=measures)
    assert [(finding.code, finding.sources[0].cell) for finding in findings] == [
        ("facts.E231", "C2"),
        ("facts.E231", "D2"),
    ]
    assert [row.unit for row in facts.events] == [row.unit for row in facts.measures] == ["西桥街道"]


def test_more_on_a_place_than_are_said_to_share_it_is_doubted(tmp_path: Path) -> None:
    structure = of("""
kaoji: 1
title: 青石县2025年度乡镇考核
year: 2025
groups:
  乡镇: {units: [东乡, 西乡, 南乡]}
indicators:
  - name: 排名
    bonus: true
    provider: 县府办
    rules:
      - {rank: 市级排名, score: 第1名加5分，第2名加2分，并列时按名次应得分除以并列个数（保留2位小数）}
      - {rank: 省级排名, score: 第1名加5分}
""")
    rows = "".join(
        f"{unit},排名,{slot},1,{tied},{note}\n"
        for unit, slot, tied, note in (
            ("东乡", "市级排名", 2, ""), ("西乡", "市级排名", 2, ""), ("南乡", "市级排名", 2, ""),  # two share, three stand there
            ("东乡", "省级排名", "", ""), ("西乡", "省级排名", "", ""),  # each gets its place in full
        )
    )  # fmt: skip
    _, findings = read_facts(write(tmp_path, 名次="单位,指标,数据项,名次,并列个数,说明\n" + rows), structure)
    finding = only(findings)
    assert (finding.code, finding.sources[0].cell, finding.data["number"]) == ("facts.W213", "D4", 3)
    marked = rows.replace("南乡,排名,市级排名,1,2,", "南乡,排名,市级排名,1,,另一排名")
    _, findings = read_facts(write(tmp_path, 名次="单位,指标,数据项,名次,并列个数,说明\n" + marked), structure)
    assert findings == []
    forgotten = rows.replace("东乡,排名,市级排名,1,2,", "东乡,排名,市级排名,1,,").replace(
        "南乡,排名,市级排名,1,2", "南乡,排名,市级排名,2,"
    )
    _, findings = read_facts(write(tmp_path, 名次="单位,指标,数据项,名次,并列个数,说明\n" + forgotten), structure)
    assert (only(findings).sources[0].cell, findings[0].data["tied"]) == ("D3", 1)


def test_a_comma_within_a_number_is_no_smaller_number(tmp_path: Path) -> None:
    facts, findings = read(tmp_path, 得分=SCORE + "东桥街道,固定投资,1,8\n西桥街道,固定投资,5,\n")
    finding = only(findings)
    assert (finding.code, finding.sources[0].cell) == ("facts.E233", "D2")
    assert [row.unit for row in facts.scores] == ["西桥街道"]


def test_columns_without_a_header_are_said_once(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["单位", "指标", None, "得分"],
        ["东桥街道", "固定投资", "甲", 9],
        ["西桥街道", "固定投资", "乙", 8, "另附说明"],
    ]
    facts, findings = read_facts(workbook(tmp_path / "a.xlsx", 得分=rows), STRUCTURE)
    assert [(finding.code, finding.sources[0].cell) for finding in findings] == [
        ("facts.W202", "C2"),
        ("facts.W202", "E3"),
    ]
    assert len(facts.scores) == 2


def test_formulas_that_nothing_has_computed_are_named(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["单位", "指标", "得分"], ["东桥街道", "固定投资", "=4+5"], ["西桥街道", "固定投资", 8]]
    facts, findings = read_facts(workbook(tmp_path / "a.xlsx", 得分=rows), STRUCTURE)
    finding = only(findings)
    assert (finding.code, finding.sources[0].cell, finding.data["value"]) == ("facts.E232", "C2", "=4+5")
    assert [row.unit for row in facts.scores] == ["西桥街道"]


def test_signs_that_nobody_sees_change_nothing(tmp_path: Path) -> None:
    facts, findings = read(tmp_path, 得分=SCORE + "\u200b东桥街道,固定投资\ufeff,\u200e18\u200b\n")
    assert findings == []
    assert [(row.unit, row.score) for row in facts.scores] == [("东桥街道", Decimal(18))]


@pytest.mark.parametrize(
    ("shares", "is_named"), [("60% 60%", True), ("1/2 1/2", False), ("2/3 1/3", False), ("50% 100%", False)]
)
def test_shares_of_one_matter_that_make_more_than_the_whole_are_named(
    tmp_path: Path, shares: str, *, is_named: bool
) -> None:
    rows = [f"{unit},通报,通报批评,{level},Ａ 事,{part}" for unit, part in zip(("东桥街道", "西桥街道"), shares.split(), strict=True)
            for level in ("省级", "市级")]  # fmt: skip
    text = "单位,指标,数据项,级别,同一事项,分摊占比\n" + "\n".join(rows) + "\n"
    _facts, findings = read(tmp_path, 事项=text)
    assert [finding.code for finding in findings] == ["facts.W218"] * is_named
    if is_named:
        assert "120%" in findings[0].sentence("zh")


@pytest.mark.parametrize(("target", "is_named"), [("0", True), ("-5", True), ("500", False)])
def test_points_in_proportion_to_nothing_are_named(tmp_path: Path, target: str, *, is_named: bool) -> None:
    facts, findings = read(tmp_path, 数值=MEASURE + f"东桥街道,税收,400,{target},\n")
    assert [(each.code, each.sources[0].cell) for each in findings] == [("facts.W220", "D2")] * is_named
    assert len(facts.measures) == 1
    grown, findings = read(tmp_path, 数值=MEASURE + "东桥街道,增长,400,,0\n")
    assert [(each.code, each.sources[0].cell) for each in findings] == [("facts.W220", "E2")]
    assert len(grown.measures) == 1


@pytest.mark.parametrize(
    ("quantities", "made"), [("8 7", "0"), ("18 7", "1"), ("10 20", None), ("8", None), ("8 1", None), ("5 5 5", "0")]
)
def test_whole_steps_that_events_would_make_together_are_named(
    tmp_path: Path, quantities: str, made: str | None
) -> None:
    structure = of(
        "kaoji: 1\ntitle: 青石县2025年度考核\nyear: 2025\ngroups: {街道: {units: [东桥街道]}}\n"
        "indicators: [{name: 争资, bonus: true, rules: [{events: 到位资金（万元）, score: 每10万元加1分}]}]\n"
    )
    rows = "单位,指标,编号,数量\n" + "".join(
        f"东桥街道,争资,{at},{each}\n" for at, each in enumerate(quantities.split())
    )
    facts, findings = read_facts(write(tmp_path, 事项=rows), structure)
    assert [(each.code, str(each.data["made"])) for each in findings] == (
        [] if made is None else [("facts.W221", made)]
    )
    assert len(facts.events) == len(quantities.split())


def test_places_of_several_groups_are_asked_about_once(tmp_path: Path) -> None:
    structure = of("""
kaoji: 1
title: 青石县2025年度考核
year: 2025
groups:
  乡镇: {units: [东乡, 西乡]}
  部门: {units: [甲局, 乙局]}
indicators:
  - name: 排名
    bonus: true
    provider: 县府办
    rules: [{rank: 市级排名, score: 第1至2名加5分，并列时平分}]
""")
    head = "单位,指标,数据项,名次,并列个数\n"
    rows = [
        f"{unit},排名,市级排名,{place},{{}}\n" for unit, place in (("东乡", 1), ("西乡", 2), ("甲局", 1), ("乙局", 2))
    ]
    _, findings = read_facts(write(tmp_path, 名次=head + "".join(row.format("") for row in rows)), structure)
    finding = only(findings)
    assert (finding.code, finding.sources[0].cell, finding.data["place"]) == ("facts.W213", "D4", 1)
    _, findings = read_facts(write(tmp_path, 名次=head + "".join(row.format("2") for row in rows)), structure)
    assert findings == []


def test_a_kind_without_a_name_is_all_that_is_not_named(tmp_path: Path) -> None:
    structure = of("""
kaoji: 1
title: 青石县2025年度考核
year: 2025
groups: {乡镇: {units: [东乡, 西乡, 南乡, 北乡]}}
indicators: [{name: 实绩, points: 100, score: 直接计分}]
grades: [{name: 好, share: 50%}, {name: 一般, rest: true}]
limits:
  - {when: 新引进项目, direct: 好, at_least: {"": 5000, 农业项目: 2500}}
""")
    rows = "单位,情形,数值,类别\n东乡,新引进项目,6000,\n西乡,新引进项目,3000,农业项目\n南乡,新引进项目,3000,农业\n"
    facts, findings = read_facts(write(tmp_path, 情形=rows), structure)
    finding = only(findings)
    assert (finding.code, finding.sources[0].cell, str(finding.data["known"])) == ("facts.E253", "D4", "农业项目")
    assert [(row.unit, row.kind) for row in facts.conditions][:2] == [("东乡", None), ("西乡", "农业项目")]
    template = tmp_path / "填报表.xlsx"
    write_template(structure, template)
    lists = openpyxl.load_workbook(template)["可选值"]
    assert [cell.value for column in lists.iter_cols() for cell in column if cell.value == "农业项目"] == ["农业项目"]
    assert all(column[0].value for column in lists.iter_cols())
