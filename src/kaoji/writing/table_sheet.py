"""One sheet to fill in: headers that explain themselves, given and open cells, checks while typing, A4 landscape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.fonts import DEFAULT_FONT
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kaoji.writing.safe_cells import row_text

Written: TypeAlias = str | int | Decimal | None

HEAD = PatternFill("solid", fgColor="1F4E78")
GIVEN = PatternFill("solid", fgColor="EDEDED")
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(vertical="center", wrap_text=True)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_NOTE_WIDTH, _NOTE_LINE = 320, 18
_TITLE_LENGTH, _MESSAGE_LENGTH = 32, 220
"""What spreadsheet programs show of a title and of a message at most."""


@dataclass(frozen=True, slots=True)
class Check:
    """What may be typed: a list (a range or ``"yes,no"``), or a number or date between two bounds."""

    kind: Literal["list", "decimal", "whole", "date"]
    low: str
    high: str | None = None
    title: str = ""
    error: str = ""
    prompt: str = ""


@dataclass
class TableSheet:
    """A sheet being written; rows count from 1, the headers stand in the first.

    The workbook library writes the headers, notes and checks; ``rows`` are put in as text when the workbook is saved,
    as they would take the library most of the time.
    """

    sheet: Worksheet
    headers: Sequence[str]
    widths: Sequence[float]
    row: int = 1
    rows: list[str] = field(default_factory=list)
    _checks: dict[tuple[int, Check], DataValidation] = field(default_factory=dict)
    _looks: dict[tuple[str, bool], int] = field(default_factory=dict)

    @cached_property
    def _letters(self) -> list[str]:
        return [get_column_letter(column) for column in range(1, len(self.headers) + 1)]

    def head(self, notes: Sequence[str], title: str) -> None:
        """Write the headers with their notes and set up the page."""
        for column, (name, note, width) in enumerate(zip(self.headers, notes, self.widths, strict=True), 1):
            cell = self.sheet.cell(1, column, name)
            cell.fill, cell.border, cell.alignment = HEAD, _BORDER, _CENTRED
            cell.font = Font(bold=True, color="FFFFFF")
            if note:
                cell.comment = comment(note)
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self.sheet.row_dimensions[1].height = 28
        self.sheet.freeze_panes = "A2"
        self.sheet.print_title_rows = "1:1"
        set_up_page(self.sheet, title)

    def add(self, values: Sequence[Written], formats: Sequence[str], given: Sequence[bool]) -> int:
        """Write a row and give its number; given cells are grey."""
        self.row += 1
        looks = [self._looks.get(look) or self._look(look) for look in zip(formats, given, strict=True)]
        self.rows.append(row_text(self.row, zip(self._letters, values, looks, strict=True)))
        return self.row

    def _look(self, look: tuple[str, bool]) -> int:
        """Give the number of a look."""
        number_format, is_given = look
        name = f"kaoji {'given' if is_given else 'open'} {number_format}"
        book: Any = self.sheet.parent
        if name not in book.named_styles:
            fill = GIVEN if is_given else PatternFill()
            book.add_named_style(NamedStyle(name, DEFAULT_FONT, fill, _BORDER, _WRAPPED, number_format))
        sample: Any = Cell(self.sheet, 1, 1)
        sample.style = name
        return self._looks.setdefault(look, int(sample.style_id))

    def open(self, formats: Sequence[str]) -> None:
        """Prepare the columns for rows that are not there yet."""
        for column, number_format in enumerate(formats, 1):
            looks = self.sheet.column_dimensions[get_column_letter(column)]
            looks.border, looks.alignment, looks.number_format = _BORDER, _WRAPPED, number_format

    def note(self, row: int, column: int, text: str) -> None:
        """Put a note on a cell."""
        self.sheet.cell(row, column).comment = comment(text)

    def check(self, column: int, first: int, last: int, check: Check) -> None:
        """Check what is typed into a stretch of a column."""
        known = self._checks.get((column, check))
        if known is None:
            known = _validation(check)
            self._checks[column, check] = known
            self.sheet.add_data_validation(known)
        letter = get_column_letter(column)
        known.add(f"{letter}{first}:{letter}{last}")

    def finish(self) -> None:
        """Let the columns be filtered."""
        self.sheet.cell(self.row, len(self.headers))  # so that the library knows how large the sheet is
        last = self._letters[-1]
        self.sheet.auto_filter.ref = f"A1:{last}{max(self.row, 2)}"


def _validation(check: Check) -> DataValidation:
    operator: Literal["between", "greaterThanOrEqual"] | None = None
    if check.kind != "list":
        operator = "between" if check.high is not None else "greaterThanOrEqual"
    validation = DataValidation(check.kind, check.low, check.high, operator=operator, allow_blank=True)
    validation.showErrorMessage = bool(check.error)
    validation.errorTitle, validation.error = check.title[:_TITLE_LENGTH], cut(check.error)
    validation.showInputMessage = bool(check.prompt)
    validation.promptTitle, validation.prompt = check.title[:_TITLE_LENGTH], cut(check.prompt)
    return validation


def cut(text: str) -> str:
    """Give as much of a text as a message of a cell shows."""
    return text if len(text) <= _MESSAGE_LENGTH else text[: _MESSAGE_LENGTH - 1] + "…"


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def comment(text: str) -> Comment:
    """Make a note that is large enough for its text; signs that a workbook cannot hold are left out."""
    text = _NOT_IN_XML.sub("", text)
    lines = sum(1 + len(line) // 22 for line in text.splitlines())
    return Comment(text, "Kaoji", height=_NOTE_LINE * (lines + 1), width=_NOTE_WIDTH)


def set_up_page(sheet: Worksheet, title: str) -> None:
    """Set a sheet up for A4 landscape, as wide as the page, with title and page numbers."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.8, 0.7
    sheet.page_margins.header, sheet.page_margins.footer = 0.4, 0.35
    for part, text in ((sheet.oddHeader, title.replace("&", "&&")), (sheet.oddFooter, "&P / &N")):
        if part is not None and part.center is not None:
            part.center.text = text
