"""A sheet of paper: cells with their styles, exact numbers, text that is never a formula, and the set-up for A4."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kaoji.diagnostics import translator
from kaoji.numbers import POINT, plain

Value = str | int | Decimal | date | None
Look = Literal["title", "head", "text", "name", "number", "sum", "note", "mark"]

_GB2312 = 134
"""The character set of a font: where its name is unknown, a Chinese one is taken instead."""
_STYLE = "kaoji "
"""Spreadsheet programs have styles of their own called title and note."""
_LONGEST = 32_000
_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_WIDE = "WFA"
_LINE = 15.0
_A4 = 595.3, 841.9
_SIDES, _TOP, _BOTTOM = 0.5, 0.8, 0.7
_INCH = 72
_CHARACTER, _PADDING = 5.25, 3.75
"""How wide a narrow character of a column is, and what a column has beside them, in points."""
_SAFE = 0.97
"""So much of a page is filled: programs differ a little in how high they make it."""
_THIN = Side(style="thin", color="FF808080")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def _font(name: str, size: int, *, bold: bool = False, color: str = "FF000000") -> Font:
    return Font(name=name, size=size, bold=bold, color=color, charset=_GB2312)


def _fill(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color, end_color=color)


_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_NUMBER = Alignment(horizontal="center", vertical="center", shrink_to_fit=True)
"""A number that is too long for its column becomes smaller; it would be shown as ### otherwise."""


def _looks() -> Iterable[NamedStyle]:
    """Make the styles of all cells; a style that a workbook knows by its name is set at once, not part by part."""
    text, bold = _font("仿宋", 10), _font("仿宋", 10, bold=True)
    yield NamedStyle(_STYLE + "title", _font("宋体", 18, bold=True), alignment=_MIDDLE)
    yield NamedStyle(_STYLE + "note", text, alignment=_LEFT)
    yield NamedStyle(_STYLE + "head", _font("黑体", 10), _fill("FFE7ECF3"), _BORDER, _MIDDLE)
    yield NamedStyle(_STYLE + "text", text, border=_BORDER, alignment=_LEFT)
    yield NamedStyle(_STYLE + "name", text, border=_BORDER, alignment=_MIDDLE)
    yield NamedStyle(_STYLE + "number", text, border=_BORDER, alignment=_NUMBER)
    yield NamedStyle(_STYLE + "sum", bold, _fill("FFF5F5F5"), _BORDER, _NUMBER)
    yield NamedStyle(_STYLE + "mark", bold, _fill("FFFFF2CC"), _BORDER, _MIDDLE)


def points(value: int) -> Decimal:
    """Give points as the decimal that they are.

    >>> points(94_995_000_000), points(10_000_000_000)
    (Decimal('94.995'), Decimal('10'))
    """
    return Decimal(plain(Decimal(value) / POINT))


def number_format(values: Iterable[Decimal | int], least: int = 0, most: int = 6) -> str:
    """Give the format with as many decimals as the values need; 0 stays 0.

    >>> number_format([Decimal("1.25"), 3]), number_format([3])
    ('0.00;-0.00;0', '0')
    """
    needed = [-exponent for value in values if isinstance(exponent := Decimal(value).as_tuple().exponent, int)]
    decimals = min(most, max([least, *needed]))
    shown = "0." + "0" * decimals
    return f"{shown};-{shown};0" if decimals else "0"


def sheet_name(text: str, taken: Iterable[str]) -> str:
    """Make a name that a sheet may have and that is not taken: at most 31 characters, some of them forbidden."""
    clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "·", text).strip("' ") or "·"
    lowered, name, number = {other.lower() for other in taken}, clean[:31], 2
    while name.lower() in lowered:
        ending = f" {number}"
        name, number = clean[: 31 - len(ending)] + ending, number + 1
    return name


@lru_cache(4096)
def width_of(text: str) -> int:
    """Give the width of a text in narrow characters; Chinese ones are two wide."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in _WIDE else 1 for character in text)


class Page:
    """A sheet that is filled from the top: a title, then rows.

    Columns and rows count from 1; ``row`` is the next one to be written.
    """

    def __init__(self, sheet: Worksheet, language: str, widths: Sequence[float]) -> None:
        self.sheet, self.language = sheet, language
        self.say: Any = translator(language)
        self.widths = list(widths)
        self.row = 1
        self._styles: dict[Look, Any] = {}
        book: Any = sheet.parent
        for style in _looks():
            if style.name not in book.named_styles:
                book.add_named_style(style)
        for column, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width

    # ------------------------------------------------------------------ cells

    def put(self, row: int, column: int, value: Value, look: Look = "text", shown: str | None = None) -> None:
        """Write a cell: numbers exactly, text as text whatever it begins with; ``shown`` is a number format."""
        cell = self.styled(row, column, look)
        if isinstance(value, str):
            cell.value = _clean(value)
            if value.startswith(_SIGNS):
                cell.data_type = "s"
        elif isinstance(value, Decimal):
            # As text it keeps every digit; openpyxl would pass it through a float.
            cell.value = plain(value)
            cell.data_type = "n"
        elif value is not None:
            cell.value = value
        if isinstance(value, str) and value.startswith(_SIGNS):
            cell.quotePrefix = True
        if shown is not None:
            cell.number_format = shown
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"

    def styled(self, row: int, column: int, look: Look) -> Any:  # noqa: ANN401 - openpyxl's cells have no common type
        """Give a cell that looks so."""
        cell: Any = self.sheet.cell(row, column)
        if look not in self._styles:
            cell.style = _STYLE + look
            self._styles[look] = cell._style  # noqa: SLF001 - finding a style by its name takes longer than the cell
        cell._style = copy(self._styles[look])  # noqa: SLF001 - as above
        return cell

    def merge(self, first: tuple[int, int], last: tuple[int, int], value: Value, look: Look = "text") -> None:
        """Write one cell over a rectangle, corners included."""
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                self.styled(row, column, look)
        self.put(*first, value, look)
        if first != last:
            # Not by merge_cells, which works out the borders of cells that have theirs, and takes longer than all else.
            self.sheet.merged_cells.add(CellRange(None, first[1], first[0], last[1], last[0]))

    def write(
        self, values: Sequence[Value], looks: Sequence[Look] | Look = "text", shown: Sequence[str | None] = ()
    ) -> int:
        """Write a row and give its number; its height follows its longest text."""
        row = self.row
        for column, value in enumerate(values, 1):
            look = looks if isinstance(looks, str) else looks[column - 1]
            self.put(row, column, value, look, shown[column - 1] if shown else None)
        self.fit(row, values)
        self.row += 1
        return row

    def title(self, text: str, below: str = "", first: int = 1, last: int | None = None) -> None:
        """Write the title over all columns or some, and a line below it."""
        last = last or len(self.widths)
        self.merge((self.row, first), (self.row, last), text, "title")
        self.sheet.row_dimensions[self.row].height = 26 * self.lines(text, sum(self.widths[first - 1 : last]) / 1.9)
        self.row += 1
        if below:
            self.merge((self.row, first), (self.row, last), below, "note")
            self.sheet.row_dimensions[self.row].height = _LINE * self.lines(below, sum(self.widths)) + 3
            self.row += 1

    # ------------------------------------------------------------------ heights

    @staticmethod
    def lines(text: str, width: float) -> int:
        """Estimate how many lines a text takes in a column."""
        room = max(2, int(width) - 1)
        return sum(max(1, -(-width_of(line) // room)) for line in text.split("\n"))

    def fit(self, row: int, values: Sequence[Value], widths: Sequence[float] = ()) -> None:
        """Make a row high enough for its texts."""
        pairs = zip(values, widths or self.widths, strict=False)
        needed = max((self.lines(value, width) for value, width in pairs if isinstance(value, str)), default=1)
        self.sheet.row_dimensions[row].height = min(400.0, _LINE * needed + 3)

    def stretch(self, first: int, last: int, text: str, width: float) -> None:
        """Make rows together high enough for a text that is merged over them."""
        heights = [self.sheet.row_dimensions[row].height or _LINE + 3 for row in range(first, last + 1)]
        short = _LINE * self.lines(text, width) + 3 - sum(heights)
        if short > 0:
            self.sheet.row_dimensions[last].height = heights[-1] + short

    # ------------------------------------------------------------------ pages

    def starts(self, head: int, last: int, left: int = 0, pages_wide: int = 1) -> list[int]:
        """Give the rows up to ``last`` that begin a further page of A4 with its long side below.

        Args:
            head: the row repeated on every page.
            last: the last row to be laid out.
            left: so many columns are repeated on every page.
            pages_wide: over how many pages the columns spread.
        """
        high, wide = _A4[0] - _INCH * (_TOP + _BOTTOM), _A4[1] - _INCH * 2 * _SIDES
        columns = [*self.widths, *self.widths[:left] * (pages_wide - 1)]
        scale = min(1.0, pages_wide * wide / sum(_CHARACTER * width + _PADDING for width in columns))
        room, found = _SAFE * high / scale, list[int]()
        rest = room
        for row in range(1, last + 1):
            height = self.sheet.row_dimensions[row].height or _LINE
            if height > rest and row > head + 1:
                found.append(row)
                rest = room - (self.sheet.row_dimensions[head].height or _LINE)
            rest -= height
        return found

    def begin_pages(self, rows: Iterable[int]) -> None:
        """Let each of some rows begin a page."""
        for row in rows:
            self.sheet.row_breaks.append(Break(row - 1))

    # ------------------------------------------------------------------ print set-up

    def set_up(
        self,
        header: str,
        *,
        landscape: bool = False,
        head: tuple[int, int] | None = None,
        left: int = 0,
        pages_wide: int = 1,
        remark: str = "",
    ) -> None:
        """Set the sheet up for A4.

        Args:
            header: the title above every page.
            landscape: whether the long side lies below.
            head: the first and last row repeated on every page; rows above what follows them stay in view.
            left: so many columns are repeated on every page and stay in view.
            pages_wide: over how many pages the columns may spread.
            remark: stands at the right of every page's head.
        """
        sheet = self.sheet
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = _SIDES
        margins.top, margins.bottom, margins.header, margins.footer = _TOP, _BOTTOM, 0.4, 0.35
        above: Any = sheet.oddHeader
        below: Any = sheet.oddFooter
        above.center.text = header.replace("&", "&&")
        above.right.text = remark.replace("&", "&&")
        below.center.text = self.say("Page {page} of {pages}").format(page="&P", pages="&N")
        for part in (above.center, above.right, below.center):
            part.size, part.font = 9, "宋体,Regular"
        if head is not None:
            sheet.print_title_rows = f"{head[0]}:{head[1]}"
            sheet.freeze_panes = sheet.cell(head[1] + 1, left + 1).coordinate
        if left:
            sheet.print_title_cols = f"A:{get_column_letter(left)}"


def _clean(text: str) -> str:
    """Take out what a workbook cannot hold."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
