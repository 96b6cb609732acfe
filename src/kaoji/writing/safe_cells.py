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
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kaoji.numbers import plain
from kaoji.writing.page import sheet_name, width_of

Cell = str | int | Decimal | date | None

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, full-width signs included."""
_BEFORE = " \u3000\ufeff"
_SUSPECT = frozenset((*_STARTS, *_BEFORE))
_NUMBER = re.compile(r"[+-]?\d{1,11}(\.\d+)?")
_FRAGILE = re.compile(r"\d{12,}|0\d+")
_UNLIKE_XML = re.compile(r"[&<>\x00-\x08\x0b-\x1f]")
_DIGITS_KEPT = 15
_LONGEST = 32_000
_WIDEST, _NARROWEST, _UPRIGHT = 48, 6, 95
_MOST_DECIMALS = 4
_DAY_0 = date(1899, 12, 30).toordinal()
"""The day that spreadsheet programs count from."""
_SHEET = "xl/worksheets/sheet1.xml"
_HEAD = PatternFill("solid", fgColor="E7ECF3")


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet might run a text; a plain number is none.

    >>> is_formula("=1+1"), is_formula("-3.5"), is_formula("-3+cmd"), is_formula("东街")
    (True, False, True, False)
    """
    return text.lstrip(_BEFORE).startswith(_STARTS) and not _NUMBER.fullmatch(text)


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
    first = value[:1]
    # Most cells begin with a letter: nothing of them need be looked at closely.
    if first in _SUSPECT and is_formula(value):
        return f"'{value}"
    return f"\t{value}" if first.isdigit() and _FRAGILE.fullmatch(value) else value


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
    """Write a table as a workbook of one sheet: head in view, columns filtered, numbers exact.

    Numbers of a column have as many decimals, four at most: cells keep them all. It prints on A4, as wide as the page,
    with its head on each. The workbook library writes the frame and the looks; the rows are put in as text, in a tenth
    of its time.
    """
    rows = list(rows)
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has no sheet")
    sheet.title = sheet_name(title, ())
    book.properties.creator, book.properties.title = "", title
    looks = _Looks(sheet)
    letters = [get_column_letter(column) for column in range(1, len(head) + 1)]
    columns: list[tuple[Cell, ...]] = list(zip(*rows, strict=True)) or [()] * len(head)
    widths = [max(map(width_of, {name, *map(_shown, column)})) for name, column in zip(head, columns, strict=True)]
    numbers = [looks.decimals(_decimals(column)) for column in columns]
    styles = [[looks.of(value, number) for value in column] for column, number in zip(columns, numbers, strict=True)]
    written = [row_text(1, zip(letters, head, [looks.head] * len(head), strict=True))]
    count = 1 + len(rows)
    for number, (row, style) in enumerate(zip(rows, zip(*styles, strict=True), strict=True), 2):
        written.append(row_text(number, zip(letters, row, style, strict=True)))
    for letter, width in zip(letters, widths, strict=True):
        sheet.column_dimensions[letter].width = min(max(width, _NARROWEST), _WIDEST) + 2
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{letters[-1]}{count}"
    _set_up(sheet, title, sum(min(max(width, _NARROWEST), _WIDEST) + 2 for width in widths))
    sheet.cell(count, len(head))  # so that the frame knows how large the sheet is
    frame, target = BytesIO(), BytesIO()
    book.save(frame)
    put_rows(frame, target, {_SHEET: written})
    return target.getvalue()


def put_rows(
    frame: BytesIO, target: Path | BinaryIO, rows: Mapping[str, Sequence[str]], *, keeps_head: bool = False
) -> None:
    """Write a workbook with the rows of some of its parts put in as text; ``keeps_head`` leaves their first row alone."""
    with ZipFile(frame) as before, ZipFile(target, "w", ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename in rows:
                start, end = content.index(b"<sheetData"), content.index(b"</sheetData>")
                head = content[start:end].partition(b"</row>")[0].partition(b">")[2] + b"</row>" if keeps_head else b""
                content = (
                    content[:start] + b"<sheetData>" + head + "".join(rows[part.filename]).encode() + content[end:]
                )
            after.writestr(part, content, ZIP_DEFLATED)


def _set_up(sheet: Worksheet, title: str, width: int) -> None:
    """Let a sheet print on A4: upright or across, its columns on one page, its head and the number on each."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if width > _UPRIGHT else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    above: Any = sheet.oddHeader
    below: Any = sheet.oddFooter
    above.center.text, below.center.text = title.replace("&", "&&"), "&P / &N"


def _decimals(values: Iterable[Cell]) -> int:
    """Give with how many decimals a column is shown."""
    needed = [
        -exponent
        for value in values
        if isinstance(value, Decimal) and isinstance(exponent := value.normalize().as_tuple().exponent, int)
    ]
    return min(_MOST_DECIMALS, max([0, *needed]))


class _Looks:
    """The looks of cells, by the numbers that the workbook knows them by."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.head = self._number(
            sheet, font=Font(bold=True), fill=_HEAD,
            alignment=Alignment(horizontal="center", vertical="center", wrap_text=True),
        )  # fmt: skip
        flat, wrapped = Alignment(vertical="center"), Alignment(vertical="center", wrap_text=True)
        self.number = self._number(sheet, alignment=flat)
        self.date = self._number(sheet, alignment=flat, number_format="yyyy-mm-dd")
        self.digits = self._number(sheet, alignment=flat, number_format="@")
        self.text = self._number(sheet, alignment=wrapped, number_format="@")
        self.formula = self._number(sheet, alignment=wrapped, number_format="@", quotePrefix=True)

    @staticmethod
    def _number(sheet: Worksheet, **parts: object) -> int:
        cell = sheet.cell(1, 1)
        cell.style = "Normal"
        for name, part in parts.items():
            setattr(cell, name, part)
        return int(cell.style_id)

    def decimals(self, count: int) -> int:
        """Give the look of numbers with so many decimals."""
        if not count:
            return self.number
        return self._number(self.sheet, alignment=Alignment(vertical="center"), number_format="0." + "0" * count)

    def of(self, value: Cell, number: int) -> int:
        """Give the look of a value; ``number`` is that of the column's numbers."""
        if isinstance(value, str):
            return self.formula if is_formula(value) else self.text
        if isinstance(value, date):
            return self.date
        return self.digits if value is not None and _digits(plain(value)) > _DIGITS_KEPT else number


def row_text(number: int, cells: Iterable[tuple[str, Cell, int]]) -> str:
    """Give a row as a sheet holds it: each cell by its letter, its value, and the number of its look."""
    written = []
    for letter, value, look in cells:
        begin = f'<c r="{letter}{number}" s="{look}"'
        if isinstance(value, str):
            written.append(f'{begin} t="inlineStr"><is><t xml:space="preserve">{_as_xml(value)}</t></is></c>')
        elif isinstance(value, date):
            written.append(f"{begin}><v>{value.toordinal() - _DAY_0}</v></c>")
        elif value is None:
            written.append(f"{begin}/>")
        elif _digits(plain(value)) > _DIGITS_KEPT:
            written.append(f'{begin} t="inlineStr"><is><t>{plain(value)}</t></is></c>')
        else:
            # As it is, every digit is kept; the library would pass it through a float.
            written.append(f"{begin}><v>{plain(value)}</v></c>")
    return f'<row r="{number}">{"".join(written)}</row>'


def _as_xml(text: str) -> str:
    """Give a text as a sheet holds it; most have nothing in them that must be written otherwise."""
    if _UNLIKE_XML.search(text):
        text = ILLEGAL_CHARACTERS_RE.sub("", text)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1] + "…"
    return escape(text, {"\r": "&#13;"}) if _UNLIKE_XML.search(text) else text


def _shown(value: Cell) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal | int):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else ""


def _digits(text: str) -> int:
    """Count the digits that a spreadsheet would have to keep."""
    return sum(character.isdigit() for character in text.lstrip("-0."))
