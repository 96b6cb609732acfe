"""Spreadsheets: numbers as shown, merged cells, hidden rows, several sheets."""

import pytest

from kaoji.reading import Limits, read
from tests.reading.made import row, xlsx
from tests.reading.make_score_sheet import FOLDER

FORMATS = [
    "0%",
    "0.0%",
    "yyyy-mm-dd",
    "0&quot;分&quot;",
    "0.00",
    "yyyy&quot;年&quot;m&quot;月&quot;",
    "000",
    "[h]:mm",
    "0‰",
]


def sheet(*rows: str, after: str = "", before: str = "") -> str:
    return f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"


def shown(value: str, style: int = 0) -> str:
    content = xlsx({"表": sheet(f'<row r="1"><c r="A1" s="{style}"><v>{value}</v></c></row>')}, formats=FORMATS)
    return read(content)[0].grids[0].dense()[0][0]


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        ("0.30000000000000004", 0, "0.3"),
        ("1.1000000000000001", 0, "1.1"),
        ("1E-3", 0, "0.001"),
        ("266", 0, "266"),
        ("123456789012", 0, "123456789012"),
        ("0.12", 1, "12%"),
        ("0.28999999999999998", 1, "29%"),
        ("0.095", 2, "9.5%"),
        ("47848", 3, "2030-12-31"),
        ("20", 4, "20分"),
        ("-3", 4, "-3分"),
        ("5", 5, "5.00"),
        ("47848", 6, "2030-12"),
        ("7", 7, "007"),
        ("1.5", 8, "36:00"),
        ("0.012", 9, "12‰"),
    ],
)
def test_number_is_read_as_shown(value: str, style: int, text: str) -> None:
    assert shown(value, style) == text


def test_number_is_reported_when_it_shows_fewer_digits_than_it_has() -> None:
    content = xlsx({"表": sheet('<row r="1"><c r="A1" s="1"><v>0.125</v></c></row>')}, formats=FORMATS)
    document, findings = read(content, "表.xlsx")
    assert document.grids[0].dense() == [["13%"]]
    assert findings[0].code == "reading.I147"
    assert findings[0].line("en").startswith("reading.I147  表.xlsx [表] A1  1 cells show fewer digits")


def test_cells_of_every_kind_are_read() -> None:
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><f>A1</f><v>乙</v></c><c r="C1" t="b"><v>1</v></c>'
        '<c r="D1" t="e"><v>#REF!</v></c><c r="E1"><f>1+1</f></c><c t="inlineStr"><is><t>己</t></is></c>'
    )
    strings = ['<r><t>甲</t></r><r><t>_x000D_\n丁</t></r><rPh sb="0" eb="1"><t>jia</t></rPh>']
    document, findings = read(xlsx({"表": sheet(f'<row r="1">{cells}</row>')}, strings=strings))
    assert document.grids[0].dense() == [["甲\n\n丁", "乙", "TRUE", "#REF!", "", "己"]]
    assert [finding.code for finding in findings] == ["reading.W128", "reading.W129"]


def test_merged_cells_and_heads_of_several_rows_become_spans() -> None:
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells>'
    content = xlsx({"表": sheet(row(1, ["指标", "分值"]), row(2, ["", "基本分", "加分"]), after=merges)})
    document, _ = read(content)
    assert document.grids[0].dense() == [["指标", "分值", "分值"], ["指标", "基本分", "加分"]]


def test_grid_begins_at_the_first_text_and_knows_its_place() -> None:
    document, _ = read(xlsx({"任务": sheet(row(3, ["", "甲", "乙"]), row(5, ["", "丙"]))}), "任务.xlsx")
    grid = document.grids[0]
    assert grid.dense() == [["甲", "乙"], ["", ""], ["丙", ""]]
    cell = grid.cell_at(2, 0)
    assert cell is not None
    assert cell.source.cite().place() == "任务.xlsx [任务] B5"


def test_hidden_rows_columns_and_sheets_are_read_and_reported() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    first = sheet(row(1, ["甲", "乙"]), row(2, ["丙"], 'hidden="1"'), row(3, ["丁"]), before=columns)
    content = xlsx({"表": first, "底稿": sheet(row(1, ["戊"]))}, states={"底稿": "veryHidden"})
    document, findings = read(content)
    assert [grid.source.sheet for grid in document.grids] == ["表", "底稿"]
    assert [(finding.code, finding.data.get("rows"), finding.data.get("columns")) for finding in findings] == [
        ("reading.W123", "2", "B"),
        ("reading.W124", None, None),
    ]
    hidden = [cell.text for grid in document.grids for cells in grid.rows for cell in cells if cell.is_hidden]
    assert hidden == ["乙", "丙", "戊"]


def test_old_file_shows_percentages_dates_and_hidden_rows() -> None:
    document, findings = read(FOLDER / "score_sheet.xls")
    assert document.grids[1].dense() == [["完成率", "12.5%"], ["完成时限", "2030-12-31"], ["完成额（亿元）", "0.3"]]
    assert [(finding.code, finding.data["rows"]) for finding in findings] == [("reading.W123", "3")]


def test_sheet_is_cut_and_reported_when_it_has_too_many_rows() -> None:
    content = xlsx({"表": sheet(*(row(number, ["甲"]) for number in range(1, 40)))})
    document, findings = read(content, limits=Limits(rows=30))
    assert document.grids[0].height == 30
    assert [finding.code for finding in findings] == ["reading.E107"]


@pytest.mark.parametrize("place", ["A1048576", "XFD1", "XFD20000"])
def test_cell_far_away_does_not_blow_the_grid_up(place: str) -> None:
    digits = place.lstrip("ADFX")
    far = f'<row r="{digits}"><c r="{place}" t="str"><v>远</v></c></row>'
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    document, findings = read(xlsx({"表": sheet(row(1, ["甲"]) if digits != "1" else "", far, after=merges)}))
    assert [finding.code for finding in findings] == ["reading.E107"]
    assert sum(grid.height * grid.width for grid in document.grids) < 5_000_000


def test_other_sheets_are_read_when_one_is_broken() -> None:
    document, findings = read(xlsx({"坏": "<sheetData><row>", "好": sheet(row(1, ["甲"]))}))
    assert [grid.dense() for grid in document.grids] == [[["甲"]]]
    assert [(finding.code, finding.sources[0].sheet) for finding in findings] == [("reading.E105", "坏")]
