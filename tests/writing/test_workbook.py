"""The results workbook holds the results exactly, as text and numbers, and is set up to be printed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kaoji.grading import Ranking, grade
from kaoji.numbers import POINT
from kaoji.scheme import load, resolve
from kaoji.scoring import Facts
from kaoji.scoring.facts import Absence, Decision, EnteredScore, Event, Mark, Unit
from kaoji.scoring.missing import Missing, missing
from kaoji.writing.workbook import write_score_sheet, write_workbook
from tests.scored import score

# openpyxl types a cell as all that it may ever hold; the tests know what it does hold.
Book = Any
Sheet = Any

TEXT = """
kaoji: 1
title: 清溪县2025年度A&B考核
year: 2025
issuer: 清溪县考核办
groups:
  乡镇/一组: {units: [甲乡, =乙乡, 丙镇, 丁镇]}
  "乡镇:一组": {units: [戊局]}
indicators:
  - name: 工作实绩
    items:
      - name: 经济发展
        provider: 县统计局
        items:
          - {name: 固定投资, points: 20, score: 直接计分, when_absent: 税收}
          - {name: 税收, points: 30, score: 直接计分}
      - name: 建设环境
        points: 10
        provider: 县纪委
        rules: [{events: 乱收费, score: 每次扣3分，扣完为止}]
      - name: 通报
        bonus: true
        provider: 县委办
        rules: [{events: 通报表扬, score: 省级加4分、市级加2分，同一事项取最大值}]
panels:
  领导评价: {points: 20, dimensions: {综合: 20}, provider: 县委办}
total: [{formula: "工作实绩×80%+领导评价×10%，保留两位小数"}]
grades: [{name: 优秀, share: 25%}, {name: 良好, rest: true}]
afterwards: [{then: 通报表彰, grade: 优秀}]
choices: [{name: 扣分下限, decision: 扣到0分为止。, source: 附件1}]
"""
UNITS = ("甲乡", "=乙乡", "丙镇", "丁镇", "戊局")
FIRST = "乡镇·一组"


def make_facts(*, is_complete: bool) -> tuple[Ranking, list[Missing]]:
    file, problems = load(TEXT)
    assert file is not None, problems
    structure, problems = resolve(file)
    assert not problems, problems
    slots = {slot.label: index for index, slot in enumerate(structure.slots)}
    facts = Facts(units=[Unit(unit, "乡镇/一组" if unit != "戊局" else "乡镇:一组") for unit in UNITS])
    scored = UNITS if is_complete else UNITS[1:]
    tax = {"=乙乡": Decimal("45.5"), "丙镇": Decimal(28), "丁镇": Decimal(28), "戊局": Decimal(25), "甲乡": Decimal(27)}
    facts.scores = [EnteredScore(unit, slots["税收"], tax[unit]) for unit in scored]
    facts.scores += [EnteredScore(unit, slots["固定投资"], Decimal("17.5")) for unit in UNITS if unit != "=乙乡"]
    facts.absences = [Absence("=乙乡", 2, "=没有任务")]
    facts.events = [
        Event("甲乡", slots["乱收费"], "-1", Decimal(2), happened_on=date(2025, 3, 2), document="=1+1", note="@甲"),
        Event("丙镇", slots["乱收费"], "S2", Decimal(1)),
        Event("丁镇", slots["乱收费"], "S3", Decimal(1)),
        Event("丁镇", slots["乱收费"], "S4", counts=False, note="+未签字"),
        Event("=乙乡", slots["通报表扬"], "S5", level="省级", matter="抗旱"),
        Event("=乙乡", slots["通报表扬"], "S6", level="市级", matter="抗旱"),
        Event("甲乡", slots["乱收费"], "S7", Decimal(9)),
    ]
    # (20 + 19 + 20) ÷ 3 has more digits than a float of 16 digits shows without noise
    facts.marks = [
        Mark(unit, "领导评价", f"评分人{rater}", "综合", Decimal(mark))
        for unit in UNITS
        for rater, mark in enumerate((20, 19, 20))
    ]
    if is_complete:
        facts.decisions = [Decision("丙镇", "乡镇/一组", 1, by="领导小组", signed_on=date(2026, 1, 5))]
    ranking = grade(score(structure, facts))
    return ranking, missing(structure, facts)


def book_of(ranking: Ranking, lacking: list[Missing], language: str = "en") -> Book:
    stream = BytesIO()
    write_workbook(ranking, lacking, stream, language, {"Scheme": "sha256:abc"})
    stream.seek(0)
    return openpyxl.load_workbook(stream)


@pytest.fixture(scope="module")
def complete() -> tuple[Ranking, list[Missing]]:
    return make_facts(is_complete=True)


@pytest.fixture(scope="module")
def book(complete: tuple[Ranking, list[Missing]]) -> Book:
    return book_of(*complete)


def rows(sheet: Sheet) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def row_of(sheet: Sheet, text: str, column: int = 1) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == text)


def cells(book: Book) -> Iterator[Any]:
    return (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None)


# --------------------------------------------------------------------------------------------------------- the workbook


def test_sheets_come_in_order_with_names_that_are_allowed_and_distinct(book: Book) -> None:
    assert book.sheetnames == [
        "Cover", f"Ranking {FIRST}", f"Ranking {FIRST} 2", "Places", f"Scores {FIRST}", f"Scores {FIRST} 2",
        "Adjustments", "Missing data", "Decisions",
    ]  # fmt: skip


def test_no_cell_is_a_formula_whatever_the_data_begin_with(book: Book) -> None:
    risky = [cell for cell in cells(book) if isinstance(cell.value, str) and cell.value[0] in "=+-@"]
    assert {cell.value for cell in risky} >= {"=乙乡", "=1+1", "@甲", "-1", "+未签字"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)
    assert not [cell for cell in cells(book) if cell.data_type == "f"]


def test_every_page_is_a4_with_heads_and_page_numbers(book: Book) -> None:
    for sheet in book.worksheets:
        assert (int(sheet.page_setup.paperSize), int(sheet.page_setup.fitToHeight)) == (9, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.center.text.endswith("A&&B考核")
        assert sheet.oddFooter.center.text == "Page &P of &N"
    for name in (f"Ranking {FIRST}", f"Scores {FIRST}", "Adjustments"):
        assert book[name].print_title_rows
        assert book[name].freeze_panes
        assert book[name].page_setup.orientation == "landscape"


def test_fonts_are_chinese_ones_with_their_character_set(book: Book) -> None:
    fonts = {(cell.font.name, cell.font.charset) for cell in cells(book)}
    assert fonts == {("宋体", 134), ("黑体", 134), ("仿宋", 134)}


# ---------------------------------------------------------------------------------------------------------------- cover


def test_final_result_bears_no_mark_of_a_preview(book: Book) -> None:
    assert not [sheet.title for sheet in book.worksheets if sheet.oddHeader.right.text]


def test_cover_says_state_groups_sheets_and_choices(book: Book) -> None:
    found = rows(book["Cover"])
    texts = [[cell for cell in row if cell is not None] for row in found]
    assert ["清溪县2025年度A&B考核"] in texts
    assert ["State", "Final: all data are there and nothing is left to decide."] in texts
    assert ["Scheme", "sha256:abc"] in texts
    assert ["乡镇/一组", "4", "甲乡, =乙乡, 丙镇, 丁镇", "4"] in texts
    assert ["扣分下限", "扣到0分为止。", "附件1"] in texts
    assert [row[0] for row in texts if len(row) == 2 and row[0] in book.sheetnames] == book.sheetnames


# -------------------------------------------------------------------------------------------------------------- ranking


def test_ranking_lists_units_by_rank_with_weighted_parts_and_reasons(book: Book) -> None:
    sheet = book[f"Ranking {FIRST}"]
    head = row_of(sheet, "Rank")
    found = rows(sheet)[head - 1 : head + 4]
    assert found[0][:6] == ["Rank", "单位", "工作实绩\n×80%", "领导评价\n×10%", "Total", "Grade"]
    # 45.5 + 10 + 4 = 59.5; 17.5 + 28 + 7 = 52.5; 17.5 + 27 + 0 = 44.5; sheets 59 ÷ 3
    assert [row[:3] for row in found[1:]] == [
        [1, "=乙乡", 59.5],
        [2, "丙镇", 52.5],
        [2, "丁镇", 52.5],
        [4, "甲乡", 44.5],
    ]
    assert found[1][4:9] == [49.57, "优秀", None, "Within the 1 places of 优秀", "通报表彰"]
    assert sheet.cell(head + 2, 1).number_format == '0" (tied)"'
    assert sheet.cell(head + 1, 1).number_format == "0"
    (bars,) = sheet.conditional_formatting
    assert str(bars.sqref) == f"E{head + 1}:E{head + 4}"


def test_numbers_keep_every_digit_in_the_file(complete: tuple[Ranking, list[Missing]], tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    write_workbook(*complete, path, "en")
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet2.xml").decode()
    assert "<v>19.666666667</v>" in xml
    assert not re.search(r"<v>\d+\.\d{10,}</v>", xml)


def test_places_show_how_many_were_given(book: Book) -> None:
    sheet = book["Places"]
    assert rows(sheet)[row_of(sheet, "乡镇/一组") - 1][:6] == ["乡镇/一组", 4, 1, 1, "the rest", 3]


# --------------------------------------------------------------------------------------------------------------- scores


def test_scores_stand_under_merged_headings_and_sums_are_those_of_their_rows(book: Book) -> None:
    sheet = book[f"Scores {FIRST}"]
    head = row_of(sheet, "Indicator, level 1")
    assert [cell.value for cell in sheet[head]] == [
        "Indicator, level 1", "Indicator, level 2", "Indicator, level 3", "Points", *UNITS[:4],
    ]  # fmt: skip
    merged = {str(area) for area in sheet.merged_cells.ranges}
    first = head + 1
    assert sheet.cell(first, 1).value == "工作实绩"
    assert f"A{first}:A{first + 5}" in merged  # two indicators and their sum, two more, the sum of all
    assert f"B{first}:B{first + 2}" in merged
    assert f"B{first + 3}:C{first + 3}" in merged  # an indicator without a third level
    assert f"B{first + 5}:C{first + 5}" in merged
    for column in range(5, 9):
        invest, tax, economy, fees, praise, whole = (sheet.cell(first + row, column).value for row in range(6))
        invest = 0 if invest == "—" else invest
        assert economy == invest + tax
        assert whole == economy + fees + praise
    assert [sheet.cell(first + row, 6).value for row in range(6)] == ["—", 45.5, 45.5, 10, 4, 59.5]
    total = row_of(sheet, "Total")
    assert [sheet.cell(total + row, 6).value for row in range(3)] == [49.57, 1, "优秀"]
    assert not sheet.row_breaks.brk


def test_scores_of_many_units_spread_over_several_pages_with_their_headings() -> None:
    units = ", ".join(f"单位{number}" for number in range(1, 31))
    file, _ = load(
        f"kaoji: 1\ntitle: 多\nyear: 2025\ngroups: {{组: {{units: [{units}]}}}}\n"
        "indicators: [{name: 甲, points: 5, score: 直接计分}]\n"
    )
    assert file is not None
    structure, _ = resolve(file)
    facts = Facts(units=[Unit(f"单位{number}", "组") for number in range(1, 31)])
    book = book_of(grade(score(structure, facts)), missing(structure, facts))
    sheet = book["Scores 组"]
    assert (int(sheet.page_setup.fitToWidth), sheet.print_title_cols) == (3, "$A:$B")
    assert sheet.cell(row_of(sheet, "甲"), 3).value == "lacks"


@pytest.mark.parametrize("units", [3, 40])
def test_a_heading_that_goes_on_over_a_page_is_said_again_there(units: int) -> None:
    names = [f"单位{number}" for number in range(1, units + 1)]
    items = ", ".join(f"{{name: 指标{number}, points: 1, score: 直接计分}}" for number in range(1, 71))
    file, _ = load(
        f"kaoji: 1\ntitle: 多\nyear: 2025\ngroups: {{组: {{units: [{', '.join(names)}]}}}}\n"
        f"indicators: [{{name: 工作实绩, items: [{items}]}}, {{name: 满意度, points: 5, score: 直接计分}}]\n"
    )
    assert file is not None
    structure, _ = resolve(file)
    facts = Facts(units=[Unit(name, "组") for name in names])
    sheet = book_of(grade(score(structure, facts)), missing(structure, facts))["Scores 组"]
    first, last = row_of(sheet, "工作实绩"), row_of(sheet, "满意度")
    starts = [each.id + 1 for each in sheet.row_breaks.brk]
    assert starts
    pages = list(zip([first, *starts], [*starts, last], strict=True))
    merged = {str(area) for area in sheet.merged_cells.ranges}
    for start, following in pages:
        assert sheet.cell(start, 1).value == "工作实绩"
        assert f"A{start}:A{following - 1}" in merged
    heights = [sum(sheet.row_dimensions[row].height for row in range(*page)) for page in pages]
    assert max(heights) == heights[1]
    assert heights[0] < heights[1] < 1000
    assert sheet.cell(last, 1).value == "满意度"


# ---------------------------------------------------------------------------------------------------------- adjustments


def test_adjustments_list_every_event_and_why_it_does_not_count(book: Book) -> None:
    sheet = book["Adjustments"]
    head = row_of(sheet, "单位")
    listed = rows(sheet)[head:]
    found = {row[3]: row for row in listed if row[3]}
    assert set(found) == {"-1", "S2", "S3", "S4", "S5", "S6", "S7"}
    assert found["-1"][:3] == ["甲乡", "建设环境", "乱收费"]
    assert found["-1"][4].date() == date(2025, 3, 2)
    assert found["-1"][5:] == [2, "次", None, None, None, -6, "Yes", "=1+1", "@甲"]
    assert found["S4"][10:12] == [0, "No: not approved, or without the document it needs"]
    assert found["S6"][10:12] == [0, "No: the same matter counts once, at its largest"]
    assert found["S5"][7:11] == ["省级", "抗旱", None, 4]
    # 2 and 9 times 3 points are more than the 10 that there are; the excess is given back in a line of its own.
    bounds = [(row[0], row[1], row[2], row[10]) for row in listed if row[11] == "Cap or floor"]
    assert bounds == [("甲乡", "建设环境", "not below 0: 23 given back", 23)]


# ------------------------------------------------------------------------------------- missing data, decisions, preview


def test_result_that_lacks_data_is_marked_as_a_preview_everywhere() -> None:
    ranking, lacking = make_facts(is_complete=False)
    book = book_of(ranking, lacking)
    assert [row[:5] for row in rows(book["Missing data"])[-1:]] == [["乡镇/一组", "甲乡", "1.1.2", "税收", "县统计局"]]
    assert all(sheet.oddHeader.right.text == "Preview" for sheet in book.worksheets)
    state = rows(book["Cover"])[row_of(book["Cover"], "State") - 1][1]
    assert state.startswith("Preview: 0 decisions open, 1 data missing")
    scores = book[f"Scores {FIRST}"]
    marked = scores.cell(row_of(scores, "税收", 3), 5)
    assert (marked.value, marked.fill.start_color.rgb) == ("lacks", "FFFFF2CC")


def test_kinds_of_voters_that_a_score_went_without_stand_below_the_missing_data() -> None:
    text = "kaoji: 1\ntitle: 清溪县2025年度考核\nyear: 2025\ngroups: {组: {units: [甲乡, 乙乡]}}\n"
    text += (
        "panels: {评价: {dimensions: {综合: 100}, classes: {书记: 60%, 县长: 40%}}}\ntotal: [{formula: 评价×100%}]\n"
    )
    file, _ = load(text)
    assert file is not None
    structure, problems = resolve(file)
    assert not problems
    kinds = (("甲乡", "书记"), ("甲乡", "县长"), ("乙乡", "县长"))
    marks = [Mark(unit, "评价", kind, "综合", Decimal(90), kind) for unit, kind in kinds]
    facts = Facts(units=[Unit("甲乡", "组"), Unit("乙乡", "组")], marks=marks)
    book = book_of(grade(score(structure, facts)), missing(structure, facts))
    below = rows(book["Missing data"])
    assert "Nothing is missing." in below[1]
    assert [value for value in below[-1] if value] == ["组", "乙乡", "书记", "评价"]


def test_decisions_open_and_taken_are_listed() -> None:
    ranking, _ = make_facts(is_complete=True)
    best = ranking.scores.units["=乙乡"]
    ranking.scores.facts.units[1] = Unit(best.unit, best.group, participates=False)
    again = grade(score(ranking.scores.structure, ranking.scores.facts))
    assert again.open_decisions
    book = book_of(again, [])
    found = rows(book["Decisions"])
    assert ["乡镇/一组", "丙镇, 丁镇", 1, "优秀", "Equal totals: which 1 of these 2 are graded 优秀?"] in [
        row[:5] for row in found
    ]
    assert [row[:5] for row in found if row[4] == "领导小组"] == [["乡镇/一组", "丙镇", 1, None, "领导小组"]]
    ranked = book[f"Ranking {FIRST}"]
    assert ranked.cell(row_of(ranked, "丙镇", 2), 6).value.endswith("(to be decided)")


# ------------------------------------------------------------------------------------------------- one unit's score sheet


def test_score_sheet_of_a_unit_shows_rules_scores_and_why(
    complete: tuple[Ranking, list[Missing]], tmp_path: Path
) -> None:
    path = tmp_path / "unit.xlsx"
    write_score_sheet(complete[0], ["甲乡", "=乙乡"], path, "en")
    book: Book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["甲乡", "=乙乡"]
    sheet = book["甲乡"]
    head = row_of(sheet, "Indicator, level 1")
    assert [cell.value for cell in sheet[head]][3:] == ["Points", "Rules", "Score", "Why", "Data from"]
    fees = [cell.value for cell in sheet[row_of(sheet, "建设环境", 2)]][3:]
    assert fees[:3] == [10, "乱收费：每次扣3分，扣完为止", 0]
    assert fees[3].split("\n") == [
        "start 10 − taken 33 = −23, not below 0: 23 given back, which leaves 0",
        "每次扣3分: 2 × 3 = 6 taken (no. -1, on 2025-03-02, 2 次, document =1+1, @甲)",
        "每次扣3分: 9 × 3 = 27 taken (no. S7, 9 次)",
    ]
    assert fees[4] == "县纪委"
    total = [cell.value for cell in sheet[row_of(sheet, "Total")]]
    expected = complete[0].results["甲乡"].total
    assert expected is not None
    assert total[5] * POINT == expected
    assert "工作实绩 44.5 × 80% + 领导评价 19.666666667 × 10%" in total[6]
    absent = [cell.value for cell in book["=乙乡"][row_of(book["=乙乡"], "固定投资", 3)]]
    assert absent[6] == "does not apply to this unit; =没有任务; its 20 points go to 税收"
    taker = [cell.value for cell in book["=乙乡"][row_of(book["=乙乡"], "税收", 3)]]
    assert taker[3] == 50
    assert not [cell for cell in cells(book) if cell.data_type == "f"]


def test_unknown_unit_is_refused(complete: tuple[Ranking, list[Missing]], tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_score_sheet(complete[0], "无此乡", tmp_path / "none.xlsx")


def test_a_score_sheet_shows_the_weights_by_which_indicators_make_their_sum() -> None:
    text = """
kaoji: 1
title: 清溪县2031年度考核
year: 2031
groups: {乡镇: {units: [甲乡]}}
indicators:
  - name: 平安
    items:
      - {name: 事故, points: 100, weight: 40%, score: 直接计分}
      - {name: 信访, points: 100, weight: 1/3, score: 直接计分}
  - {name: 民生, items: [{name: 就业, points: 100, weight: 50%, score: 直接计分}]}
total: [{formula: 平安×80%+民生}]
"""
    file, problems = load(text)
    assert file is not None, problems
    structure, problems = resolve(file)
    assert not problems
    scores = [EnteredScore("甲乡", slot, Decimal(90)) for slot in range(3)]
    ranking = grade(score(structure, Facts(units=[Unit("甲乡", "乡镇")], scores=scores)))
    target = BytesIO()
    write_workbook(ranking, [], target)
    sheet = next(each for each in openpyxl.load_workbook(target).worksheets if each.title.startswith("计分表"))
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows(min_row=3)]
    assert ["平安", "事故 ×40%", 100, 90] in rows
    assert ["信访 ×1/3", 100, 90] in rows
    assert ["小计", 66] in rows
    assert ["小计", 45] in rows


def test_the_cover_says_what_a_draft_left_to_be_looked_at() -> None:
    ranking, lacking = make_facts(is_complete=True)
    assert row_of(book_of(ranking, lacking)["Cover"], "State")
    text = TEXT.replace("        provider: 县纪委\n", "        provider: 县纪委\n        check: 请核对。\n")
    file, _ = load(text)
    assert file is not None
    ranking.scores.structure = resolve(file)[0]
    cover = book_of(ranking, lacking)["Cover"]
    assert "1 remarks under “check”" in rows(cover)[row_of(cover, "Scheme") - 1][1]
