"""Tables handed back with their faulty cells marked: what was written stays, what is wrong is said beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.workbook import Workbook as Book
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from kaoji.diagnostics import Diagnostic, Source, is_chinese, translator
from kaoji.numbers import for_eyes
from kaoji.scoring import cells
from kaoji.scoring.columns import FINDINGS
from kaoji.scoring.tables import WORKBOOKS, read_grids
from kaoji.writing.table_sheet import comment, set_up_page

_MARKS = {"error": "FFC7CE", "warning": "FFEB9C", "info": "DDEBF7"}
_HEADS = ("Level", "File", "Sheet", "Cell", "What is wrong and how to mend it", "Code")
_CELL_COLUMN = 4
_LEVELS = {"error": "error", "warning": "warning", "info": "info"}
_WIDTHS = (8, 24, 14, 8, 90, 12)
_SHEET_NAME_LENGTH = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))

Places = dict[tuple[str, str | None], Worksheet]


def annotate(path: Path, diagnostics: Sequence[Diagnostic], out: Path, language: str = "zh") -> None:
    """Write the tables with every faulty cell marked, and a first sheet that lists all findings.

    A workbook keeps its looks, formulas and lists. A folder, or a file of another kind, becomes one workbook with a
    sheet for each table.

    Args:
        path: what was read: a file or a folder.
        diagnostics: what reading it gave.
        out: the .xlsx file to write.
        language: of the remarks: "zh" or "en".
    """
    if path.suffix.lower() in WORKBOOKS and path.is_file():
        book = load_workbook(path)
        places: Places = {(path.name, sheet.title): sheet for sheet in book.worksheets}
    else:
        book, places = _copied(path)
    for sheet, cell, remarks in _by_cell(diagnostics, places):
        _mark(sheet, cell, remarks, language)
    _list(book, diagnostics, places, language)
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)


def _copied(path: Path) -> tuple[Book, Places]:
    """Copy the tables of a folder into one workbook, cell for cell."""
    book = Workbook()
    book.remove(book.worksheets[0])
    places: Places = {}
    for grid in read_grids(path)[0]:
        stem = Path(grid.file).stem
        name = stem if grid.sheet is None else f"{grid.sheet}-{stem}"
        sheet = book.create_sheet(_free(name, book.sheetnames))
        places[grid.file, grid.sheet] = sheet
        for row, values in enumerate(grid.rows, 1):
            for column, value in enumerate(values, 1):
                if not cells.is_blank(value):
                    _copy(sheet, row, column, value)
    return book, places


def _copy(sheet: Worksheet, row: int, column: int, value: cells.Raw | cells.Broken) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str | cells.Broken) or (isinstance(value, float) and not math.isfinite(value)):
        # Set as text, so that nothing that begins with "=" turns into a formula, and "nan" breaks no workbook.
        text = value if isinstance(value, str) else cells.text(value)
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
        cell.number_format = "@"
    else:
        cell.value = value


def _free(name: str, taken: Iterable[str]) -> str:
    used = {each.casefold() for each in taken}
    name = name.translate(_FORBIDDEN)[:_SHEET_NAME_LENGTH]
    number, free = 1, name
    while free.casefold() in used:
        number += 1
        free = f"{name[: _SHEET_NAME_LENGTH - 4]}~{number}"
    return free


def _by_cell(diagnostics: Iterable[Diagnostic], places: Places) -> Iterable[tuple[Worksheet, str, list[Diagnostic]]]:
    """Gather the findings of each cell."""
    found: dict[tuple[Worksheet, str], list[Diagnostic]] = {}
    for finding in diagnostics:
        for source in finding.sources[:1]:
            sheet = places.get((source.file, source.sheet))
            if sheet is not None and source.cell is not None:
                found.setdefault((sheet, source.cell), []).append(finding)
    for (sheet, cell), findings in found.items():
        yield sheet, cell, findings


def _mark(sheet: Worksheet, place: str, findings: Sequence[Diagnostic], language: str) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if place in area)
        cell = sheet.cell(area.min_row, area.min_col)
    level = "error" if any(finding.level == "error" for finding in findings) else findings[0].level
    cell.fill = PatternFill("solid", fgColor=_MARKS[level])
    remarks = [for_eyes(finding.sentence(language)) for finding in findings]
    if cell.comment is not None and cell.comment.text:
        remarks.append(cell.comment.text)
    cell.comment = comment("\n".join(remarks))


def _list(book: Book, diagnostics: Sequence[Diagnostic], places: Places, language: str) -> None:
    """List all findings on a first sheet, each with a way to its cell."""
    say = translator(language)
    title = FINDINGS[0] if is_chinese(language) else FINDINGS[1]
    if title in book.sheetnames:
        book.remove(book[title])
    sheet = book.create_sheet(title, 0)
    sheet.append([say(head) for head in _HEADS])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for finding in diagnostics:
        source = finding.sources[0] if finding.sources else Source()
        sheet.append([say(_LEVELS[finding.level]), source.file, source.sheet, source.cell,
                      ILLEGAL_CHARACTERS_RE.sub("", for_eyes(finding.sentence(language))), finding.code])  # fmt: skip
        for cell in sheet[sheet.max_row]:
            cell.number_format = "@"
            if cell.data_type == "f":
                cell.data_type = "s"
        marked = places.get((source.file, source.sheet))
        if marked is not None and source.cell is not None:
            quoted = marked.title.replace("'", "''")
            cell = sheet.cell(sheet.max_row, _CELL_COLUMN)
            cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{quoted}'!{source.cell}")
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    set_up_page(sheet, title)
    book.active = 0
