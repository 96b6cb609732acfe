"""Spreadsheets (.xlsx, .xlsm, .xls): a grid for each sheet, texts as shown, merged cells as spans.

Only this module knows the two formats; the old one comes through xlrd, which alone tells its number formats and hidden
rows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import xlrd
from lxml import etree

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Grid, Source, is_blank
from kaoji.reading.files.archive import Archive, attribute, child, children, local_name
from kaoji.reading.files.displayed import BUILT_IN
from kaoji.reading.files.worksheets import Sheet, grid_of
from kaoji.reading.limits import Budget, Findings, Limits, Unreadable, damaged

_REFERENCE: Final = late_pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_GENERAL: Final = "General"
_ESCAPED: Final = late_pattern(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(content: bytes, findings: Findings, limits: Limits) -> tuple[Grid, ...]:
    """Read an .xlsx or .xlsm file."""
    archive = Archive(content, limits)
    main = archive.related_part("", "officeDocument") or "xl/workbook.xml"
    workbook = archive.tree(main)
    related = archive.related(main)
    starts_1904 = attribute(child(workbook, "workbookPr"), "date1904") in {"1", "true"}
    budget = Budget(limits)
    book = _Book(archive, _shared(archive, main, budget), _formats(archive, main), budget, starts_1904=starts_1904)
    grids: list[Grid] = []
    for element in children(child(workbook, "sheets")):
        kind, path = related.get(_relation(element), ("", ""))
        if kind != "worksheet":
            continue
        sheet = Sheet(attribute(element, "name") or "", attribute(element, "state") in {"hidden", "veryHidden"})
        try:
            book.fill(sheet, path)
        except Unreadable as stop:
            # The other sheets may be whole, and what came before the fault is still worth reading.
            findings.add(stop.finding, Source(sheet=sheet.name))
        if (grid := grid_of(sheet, findings, budget)) is not None:
            grids.append(grid)
        if not budget.has_room:
            findings.add(budget.finding(), Source(sheet=sheet.name))
            break
    return tuple(grids)


def _relation(element: etree._Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


def _shared(archive: Archive, main: str, budget: Budget) -> list[str]:
    part = archive.related_part(main, "sharedStrings")
    texts: list[str] = []
    for item in archive.elements(part, "si") if part else ():
        text = _string(item)
        if not budget.take(text):
            break
        texts.append(text)
    return texts


def _string(element: etree._Element) -> str:
    """Join the runs of a text, without its reading aids."""
    pieces: list[str] = []
    for item in element:
        name = local_name(item)
        if name == "t":
            pieces.append(item.text or "")
        elif name == "r":
            pieces.append(_string(item))
    return _ESCAPED.sub(_unescaped, "".join(pieces))


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\n" if code in {0x0A, 0x0D} else "" if code < ord(" ") else chr(code)


def _formats(archive: Archive, main: str) -> list[str]:
    """Give the number format of each cell style, in their order."""
    part = archive.related_part(main, "styles")
    if part is None:
        return []
    root = archive.tree(part)
    own = {
        attribute(item, "numFmtId") or "": attribute(item, "formatCode") or _GENERAL
        for item in children(child(root, "numFmts"))
    }
    keys = [attribute(item, "numFmtId") or "0" for item in children(child(root, "cellXfs"))]
    return [own.get(key) or BUILT_IN.get(int(key) if key.isdecimal() else 0, _GENERAL) for key in keys]


@dataclass(slots=True)
class _Book:
    """What the sheets of a file share."""

    archive: Archive
    shared: list[str]
    formats: list[str]
    budget: Budget
    starts_1904: bool

    def fill(self, sheet: Sheet, part: str) -> None:
        """Read a sheet's part into it, row by row."""
        row = -1
        for element in self.archive.elements(part, "row", "col", "mergeCell"):
            name = local_name(element)
            if name == "mergeCell":
                sheet.merges.extend(_area(attribute(element, "ref") or ""))
            elif name == "col":
                self._hide_columns(sheet, element)
            else:
                number = attribute(element, "r") or ""
                row = int(number) - 1 if number.isdecimal() and number != "0" else row + 1
                if row >= self.budget.limits.rows or not self.budget.take(rows=1):
                    self.budget.exhaust()
                    return
                if attribute(element, "hidden") in {"1", "true"}:
                    sheet.hidden_rows.add(row)
                self._fill_row(sheet, row, element)

    def _hide_columns(self, sheet: Sheet, element: etree._Element) -> None:
        first, last = attribute(element, "min") or "", attribute(element, "max") or ""
        if attribute(element, "hidden") in {"1", "true"} and first.isdecimal() and last.isdecimal():
            sheet.hidden_columns.update(range(int(first) - 1, min(int(last), self.budget.limits.columns)))

    def _fill_row(self, sheet: Sheet, row: int, element: etree._Element) -> None:
        column = -1
        for item in element:
            if local_name(item) != "c":
                continue
            match = _REFERENCE.fullmatch(item.get("r") or "")
            column = _column(match[1]) if match else column + 1
            text = self._text(sheet, (row, column), item)
            if is_blank(text):
                continue
            if column >= self.budget.limits.columns:
                self.budget.exhaust()
            if not self.budget.take(text, cells=1):
                return
            sheet.texts[row, column] = text

    def _text(self, sheet: Sheet, at: tuple[int, int], item: etree._Element) -> str:
        kind = item.get("t") or "n"
        value = child(item, "v")
        text = (value.text or "") if value is not None else ""
        if kind == "inlineStr":
            inline = child(item, "is")
            return _string(inline) if inline is not None else ""
        if not text:
            if child(item, "f") is not None and kind != "str":
                sheet.unvalued.append(at)
            return ""
        match kind:
            case "s":
                index = int(text) if text.isdecimal() else -1
                text = self.shared[index] if 0 <= index < len(self.shared) else ""
            case "n":
                text = sheet.show(at, text, self._format(item), starts_1904=self.starts_1904)
            case "e":
                sheet.faulty.append(at)
            case "b":
                text = "TRUE" if text == "1" else "FALSE"
            case _:
                text = _ESCAPED.sub(_unescaped, text)
        return text

    def _format(self, item: etree._Element) -> str:
        style = item.get("s") or "0"
        index = int(style) if style.isdecimal() else 0
        return self.formats[index] if index < len(self.formats) else _GENERAL


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _area(reference: str) -> Iterator[tuple[int, int, int, int]]:
    """Give first row, first column, and the ends after the last ones, of a reference such as A1:C2."""
    first, _, last = reference.partition(":")
    begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if begin and end:
        yield int(begin[2]) - 1, _column(begin[1]), int(end[2]), _column(end[1]) + 1


def read_xls(content: bytes, findings: Findings, limits: Limits) -> tuple[Grid, ...]:
    """Read an .xls file of Excel 97 to 2003."""
    try:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
    except MemoryError:
        raise
    except Exception as error:  # xlrd meets broken files with whatever its arithmetic on them raises
        raise Unreadable(damaged(f"xls: {type(error).__name__}")) from error
    budget = Budget(limits)
    grids: list[Grid] = []
    for index, name in enumerate(book.sheet_names()):
        sheet = Sheet(name)
        try:
            _fill_old(sheet, book, index, budget)
        except Exception as error:  # noqa: BLE001 - as above, and the other sheets may be whole
            findings.add(damaged(f"xls: {type(error).__name__}"), Source(sheet=name))
        if (grid := grid_of(sheet, findings, budget)) is not None:
            grids.append(grid)
        if not budget.has_room:
            findings.add(budget.finding(), Source(sheet=name))
            break
    return tuple(grids)


def _fill_old(sheet: Sheet, book: xlrd.book.Book, index: int, budget: Budget) -> None:
    table = book.sheet_by_index(index)
    sheet.is_hidden = bool(table.visibility)
    sheet.hidden_rows = {row for row, info in table.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in table.colinfo_map.items() if info.hidden}
    sheet.merges = [(first, left, end, right) for first, end, left, right in table.merged_cells]
    for row in range(table.nrows):
        if not budget.take(rows=1):
            return
        for column, cell in enumerate(table.row(row)):
            text = _old_text(sheet, (row, column), cell, book)
            if is_blank(text):
                continue
            if not budget.take(text, cells=1):
                return
            sheet.texts[row, column] = text


def _old_text(sheet: Sheet, at: tuple[int, int], cell: xlrd.sheet.Cell, book: xlrd.book.Book) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return str(cell.value)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
            shape = book.format_map.get(style.format_key) if style is not None else None
            code = BUILT_IN.get(style.format_key, "") if style is not None else ""
            code = shape.format_str if shape is not None and shape.format_str else code or _GENERAL
            # The file holds a binary fraction; its shortest decimal is what was typed.
            return sheet.show(at, repr(cell.value), code, starts_1904=bool(book.datemode))
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            sheet.faulty.append(at)
            return str(xlrd.error_text_from_code.get(int(cell.value), "#ERR"))
    return ""
