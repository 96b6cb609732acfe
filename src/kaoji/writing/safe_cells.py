"""Tables that leave the system: as CSV or Excel, with Chinese intact, exact numbers, and no cell that runs.

    csv_table(["单位", "总分"], [["东街街道", Decimal("85.5")]])
    xlsx_table("排名", ["单位", "总分"], rows)

A text that a spreadsheet would take for a formula stays text; so does a number that it would shorten (an identity
number, an account) or strip of its zeros.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from kaoji.numbers import plain
from kaoji.writing.page import sheet_name, width_of

Cell = str | int | Decimal | date | None

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, full-width signs included."""
_NUMBER = re.compile(r"[+-]?\d{1,11}(\.\d+)?")
_FRAGILE = re.compile(r"\d{12,}|0\d+")
_DIGITS_KEPT = 15
_LONGEST = 32_000
_WIDEST, _NARROWEST = 48, 6
_HEAD = PatternFill("solid", fgColor="E7ECF3")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet might run a text; a plain number is none.

    >>> is_formula("=1+1"), is_formula("-3.5"), is_formula("-3+cmd"), is_formula("东街")
    (True, False, True, False)
    """
    return text.lstrip(" \u3000\ufeff").startswith(_STARTS) and not _NUMBER.fullmatch(text)


def csv_cell(value: Cell) -> str:
    r"""Give a value as a cell of CSV: formulas behind an apostrophe, long digits behind a tab.

    >>> csv_cell("=1+1"), csv_cell("110105199001011234"), csv_cell(Decimal("12.50"))
    ("'=1+1", '\t110105199001011234', '12.5')
    """
    if value is None:
        return ""
    if isinstance(value, Decimal | int):
        text = plain(value)
        return f"\t{text}" if _digits(text) > _DIGITS_KEPT else text
    if isinstance(value, date):
        return value.isoformat()
    if is_formula(value):
        return f"'{value}"
    return f"\t{value}" if _FRAGILE.fullmatch(value) else value


def bare(text: str) -> str:
    r"""Give what stood in a cell before ``csv_cell`` guarded it.

    >>> bare("'=1+1"), bare("\t110105199001011234"), bare("'引'")
    ('=1+1', '110105199001011234', "'引'")
    """
    if text.startswith("\t"):
        return text[1:]
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text


def csv_table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as CSV; the mark at its start is what spreadsheet programs tell UTF-8 by."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([csv_cell(name) for name in head])
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def xlsx_table(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as a workbook of one sheet: head in view, columns filtered, numbers exact."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has no sheet")
    sheet.title = sheet_name(title, ())
    widths = [width_of(name) for name in head]
    for column, name in enumerate(head, 1):
        cell = _put(sheet, 1, column, name)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    count = 1
    for count, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = _put(sheet, count, column, value)
            cell.alignment = Alignment(vertical="center", wrap_text=isinstance(value, str))
            widths[column - 1] = max(widths[column - 1], width_of(_shown(value)))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width, _NARROWEST), _WIDEST) + 2
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(head))}{count}"
    book.properties.creator, book.properties.title = "", title
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _put(sheet: Any, row: int, column: int, value: Cell) -> Any:  # noqa: ANN401 - openpyxl types a cell as all that it may hold
    cell = sheet.cell(row, column)
    if isinstance(value, Decimal | int) and _digits(plain(value)) <= _DIGITS_KEPT:
        # As text it keeps every digit; openpyxl would pass it through a float.
        cell.value, cell.data_type = plain(value), "n"
    elif isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif value is not None:
        text = ILLEGAL_CHARACTERS_RE.sub("", _shown(value))
        cell.value = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        cell.data_type, cell.number_format = "s", "@"
        cell.quotePrefix = is_formula(text)
    return cell


def _shown(value: Cell) -> str:
    if isinstance(value, Decimal | int):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value or ""


def _digits(text: str) -> int:
    """Count the digits that a spreadsheet would have to keep."""
    return sum(character.isdigit() for character in text.lstrip("-0."))
