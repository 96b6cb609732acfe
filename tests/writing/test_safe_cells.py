"""Exported tables open with their Chinese intact, every digit, and nothing that runs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from kaoji.writing.safe_cells import Cell, bare, csv_cell, csv_table, is_formula, xlsx_table

HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
]
LONG = ["110105199001011234", "6222020200001234567", "0731", "000"]
PLAIN: list[Cell] = ["东街街道", "-3.5", "12", Decimal("85.50"), 7, None, "A−B", "第1名"]


def sheet_of(content: bytes) -> Any:  # noqa: ANN401 - openpyxl types a cell as all that it may hold
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    assert is_formula(text)
    assert not csv_cell(text).startswith(("=", "+", "-", "@", "\t", "\r", " "))
    assert bare(csv_cell(text)) == text
    content = xlsx_table("表", ["甲"], [[text]])
    cell = sheet_of(content)["A2"]
    assert cell.data_type == "s"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", LONG)
def test_long_digits_stay_text(text: str) -> None:
    assert csv_cell(text) == f"\t{text}"
    assert bare(csv_cell(text)) == text
    cell = sheet_of(xlsx_table("表", ["证件号码"], [[text]]))["A2"]
    assert (cell.data_type, cell.value, cell.number_format) == ("s", text, "@")


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_text() -> None:
    value = Decimal("12345678901234567.25")
    cell = sheet_of(xlsx_table("表", ["金额"], [[value]]))["A2"]
    assert (cell.data_type, cell.value) == ("s", "12345678901234567.25")
    assert csv_cell(value) == "\t12345678901234567.25"


def test_plain_values_are_written_as_they_are() -> None:
    assert [csv_cell(value) for value in PLAIN] == ["东街街道", "-3.5", "12", "85.5", "7", "", "A−B", "第1名"]
    assert csv_cell(date(2025, 3, 1)) == "2025-03-01"


def test_csv_opens_as_utf_8_in_a_spreadsheet() -> None:
    content = csv_table(["单位", "总分"], [["东街街道", Decimal("85.5")], ["=西街", 1]])
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [["单位", "总分"], ["东街街道", "85.5"], ["'=西街", "1"]]


def test_a_workbook_holds_exact_numbers_and_nobody_s_name() -> None:
    content = xlsx_table("排名", ["单位", "总分"], [["东街街道", Decimal("85.123456789")]])
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert b"<v>85.123456789</v>" in archive.read("xl/worksheets/sheet1.xml")
    assert b"openpyxl" not in archive.read("docProps/core.xml")
    sheet = sheet_of(content)
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("排名", "A2", "A1:B2")


def test_days_and_marks_and_empty_cells_stand_in_a_workbook_as_they_are() -> None:
    row: list[Cell] = [date(2024, 2, 29), None, "甲<乙>&\r\n 丙 ", Decimal(-3)]
    sheet = sheet_of(xlsx_table("表", ["日", "空", "文", "数"], [row, row]))
    assert [cell.value for cell in sheet[3]] == [datetime(2024, 2, 29), None, "甲<乙>&\r\n 丙 ", -3]  # noqa: DTZ001
    assert (sheet["A2"].number_format, sheet["C2"].number_format) == ("yyyy-mm-dd", "@")
    assert (sheet.dimensions, sheet["A1"].font.b, sheet["A2"].font.b) == ("A1:D3", True, False)


def test_a_table_without_rows_a_wide_one_and_what_no_workbook_holds() -> None:
    empty = sheet_of(xlsx_table("表", ["单位"], []))
    assert (empty.dimensions, empty.auto_filter.ref) == ("A1:A1", "A1:A1")
    sheet = sheet_of(xlsx_table("表", ["单位", "说明"], [["东街\x07街道", "长" * 40_000], ["西街", "短"]]))
    assert (sheet["A2"].value, len(sheet["B2"].value), sheet["B2"].value[-1]) == ("东街街道", 32_000, "…")
    assert sheet.column_dimensions["B"].width > 2 * sheet.column_dimensions["A"].width
    with pytest.raises(ValueError, match="shorter"):
        xlsx_table("表", ["单位", "说明"], [["东街街道", "甲"], ["西街"]])
