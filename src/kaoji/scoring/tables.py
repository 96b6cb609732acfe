"""Fact tables in files: CSV, XLSX or Parquet to facts, and facts to CSV.

``columns.py`` defines the layout. A folder may hold all three kinds, and several files of one table; a workbook holds
a table a sheet. The only module of this layer that knows spreadsheet files.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Literal

import openpyxl
import python_calamine

from kaoji.diagnostics import Diagnostic, Several, Source
from kaoji.numbers import plain
from kaoji.scheme.structure import Structure
from kaoji.scoring import cells, grade_rows, panel_rows, slot_rows
from kaoji.scoring.belonging import belonging
from kaoji.scoring.cells import Broken, Raw
from kaoji.scoring.checking import Checker
from kaoji.scoring.columns import TABLES, Table, find_table, is_aside
from kaoji.scoring.facts import Facts
from kaoji.scoring.parquet import read_parquet_rows
from kaoji.scoring.rows import Grid, Sheet
from kaoji.scoring.tidying import Tidying

WORKBOOKS = {".xlsx", ".xlsm"}
_TEXTS = {".csv", ".tsv"}
_OLD = {".xls", ".et"}
_LARGEST_FILE = 2**30
_MOST_CELLS = 30_000_000
_DEFAULT_SHEET = re.compile(r"(sheet|工作表)\s*\d*", re.IGNORECASE)
_FORMAT_NUMBER = re.compile(rb'numFmtId="(\d+)"')
_READERS = {**slot_rows.READERS, **panel_rows.READERS, **grade_rows.READERS}


def read_facts(
    path: Path, structure: Structure, lacking: Mapping[str, Iterable[int]] | None = None
) -> tuple[Facts, list[Diagnostic]]:
    """Read the facts of a scheme from a file or a folder; rows with faults are left out and said.

    Units that the scheme lists take part whether or not there is a table of units. ``lacking`` holds, by unit, the
    indicators that are known not to apply to it, beside those that the rows say so of.

    Diagnostics, by file, sheet and cell: facts.E200 to E203 and W201, W202 files, sheets, columns; E204 to E208 units
    and blanks; E210 to E216 indicators and slots; E220 to E233 cells; E225, E226, E243 bounds; E240 to E242 rows that
    do not go together; W210, W211 the file was made for another assessment; E250 to E255 panels and levels; E260 to E271 conditions, grades, years; W203 to W209, W212, W213, W216 to W218 and W220 to W223 doubts.
    """
    grids, findings = read_grids(path)
    facts, more = understand(grids, structure, lacking)
    return facts, belonging(grids, facts, more, structure) + findings + more


def understand(
    grids: Iterable[Grid], structure: Structure, lacking: Mapping[str, Iterable[int]] | None = None
) -> tuple[Facts, list[Diagnostic]]:
    """Read the facts of a scheme from cells that are at hand: see ``read_facts``.

    A grid is known by its sheet's name, or by its file's where it has none; its first filled rows hold the headers.
    """
    check = Checker(structure, lacking)
    sheets: dict[str, list[Sheet]] = {}
    for grid in grids:
        table = _table_of(grid)
        if table is None:
            if not is_aside(grid.sheet or Path(grid.file).stem) and any(True for _ in _filled(grid)):
                check.reading.diagnostics.append(_left_out(grid))
            continue
        sheet = check.reading.sheet(grid, table)
        if grid.is_hidden and any(True for _ in _filled(grid)):
            check.reading.diagnostics.append(_hidden(grid))
        elif sheet is not None:
            check.reading.diagnostics.extend(_hidden_rows(sheet))
        if sheet is not None:
            sheets.setdefault(table.name, []).append(sheet)
    check.take(sheets, _READERS)
    return check.facts, check.reading.diagnostics


def _table_of(grid: Grid) -> Table | None:
    """Tell the table by the sheet's name, or by the file's where the sheet has none of its own."""
    if grid.sheet is None or _DEFAULT_SHEET.fullmatch(grid.sheet):
        return find_table(Path(grid.file).stem)
    return find_table(grid.sheet)


def _filled(grid: Grid) -> Iterator[object]:
    return (raw for row in grid.rows for raw in row if not cells.is_blank(raw))


def _hidden(grid: Grid) -> Diagnostic:
    return Diagnostic(
        "facts.W216",
        "The sheet “{name}” is hidden; what stands in it counts.",
        (Source(grid.file, sheet=grid.sheet),),
        "Show it and look it through; delete it if it is an old copy.",
        {"name": grid.sheet},
    )


def _hidden_rows(sheet: Sheet) -> Iterator[Diagnostic]:
    """Name the hidden rows below the head that hold something."""
    grid = sheet.grid
    filled = [
        row
        for row in sorted(grid.hidden_rows)
        if sheet.head < row < len(grid.rows) and not all(map(cells.is_blank, grid.rows[row]))
    ]
    if filled:
        yield Diagnostic(
            "facts.W216",
            "Rows of the sheet “{name}” are hidden or filtered away ({rows}); what stands in them counts.",
            (grid.source(filled[0], 0),),
            "Show them and look them through; delete those that do not count.",
            {"name": grid.sheet, "rows": Several(str(row + 1) for row in filled)},
        )


def _left_out(grid: Grid) -> Diagnostic:
    name = grid.sheet if grid.sheet is not None else Path(grid.file).stem
    return Diagnostic(
        "facts.W201",
        "“{name}” is not the name of a table and was left out.",
        (Source(grid.file, sheet=grid.sheet),),
        "Name it as the table it holds, as the template does: {names} (in Chinese: {known}).",
        {
            "name": name,
            "known": Several(table.zh for table in TABLES),
            "names": Several(table.name for table in TABLES),
        },
    )


def read_grids(path: Path) -> tuple[list[Grid], list[Diagnostic]]:
    """Read the cells of a file, or of all CSV, XLSX and Parquet files of a folder, as they stand.

    Diagnostics: facts.E200 a file cannot be read; facts.E201 there is none.
    """
    files = [path] if path.is_file() else sorted(_files(path)) if path.is_dir() else []
    grids: list[Grid] = []
    findings: list[Diagnostic] = []
    for file in files:
        try:
            grids.extend(_grids_of(file))
        except _UnreadableError as problem:
            findings.append(_unreadable(file, problem.sentence, line=problem.line))
        except (OSError, ValueError, zipfile.BadZipFile, python_calamine.CalamineError) as problem:
            findings.append(_unreadable(file, "“{file}” cannot be read: {problem}.", str(problem)))
    if not files:
        findings.append(
            Diagnostic(
                "facts.E201",
                "There are no tables of facts at “{path}”.",
                (Source(str(path)),),
                "Name a folder of CSV, XLSX or Parquet files, or one such file.",
                {"path": path.name},
            )
        )
    return grids, findings


def _files(folder: Path) -> Iterator[Path]:
    kinds = WORKBOOKS | _TEXTS | _OLD | {".parquet"}
    for file in folder.iterdir():
        if file.is_file() and file.suffix.lower() in kinds and not file.name.startswith((".", "~$")):
            yield file


_NO_RESULT = re.compile(rb"</f>\s*(<v\s*/>|<v></v>)?\s*</c>|<f[^>]*/>\s*(<v\s*/>|<v></v>)?\s*</c>")
"""A formula without the result that it had when the workbook was saved."""


class _UnreadableError(Exception):
    """A file that cannot be read, and why."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.line = sentence, line


def _unreadable(file: Path, sentence: str, problem: str = "", line: int | None = None) -> Diagnostic:
    hint = "Open it in a spreadsheet program and save it as .xlsx or as CSV in UTF-8."
    data = {"file": file.name, "problem": problem.rstrip("."), "line": line}
    return Diagnostic("facts.E200", sentence, (Source(file.name, line),), hint, data)


def _grids_of(file: Path) -> Iterator[Grid]:
    suffix = file.suffix.lower()
    if file.stat().st_size > _LARGEST_FILE:
        raise _UnreadableError("“{file}” is larger than 1 GiB.")
    if suffix in WORKBOOKS:
        yield from _workbook(file)
    elif suffix == ".parquet":
        yield Grid(file.name, None, read_parquet_rows(file))
    elif suffix in _OLD:
        raise _UnreadableError("“{file}” has an old format that hides how percentages were written.")
    else:
        yield Grid(file.name, None, _separated(file.read_bytes()), is_text=True)


def _separated(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    head = text[: text.find("\n")] if "\n" in text else text
    mark = max(",\t;", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[list[str]] = []
    begun = 0
    try:
        for row in reader:
            rows.append(row)
            begun = reader.line_num
    except csv.Error as problem:
        if '"' in text:
            raise _UnreadableError(
                "A quotation mark on line {line} of “{file}” or below it has no partner, or stands inside a cell.",
                line=begun + 1,
            ) from problem
        raise ValueError(str(problem)) from problem
    return rows


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as problem:
        raise _UnreadableError("The text of “{file}” is neither UTF-8 nor GB18030.") from problem


def _workbook(file: Path) -> Iterator[Grid]:
    odd, hidden_rows = _oddities(file), _hidden_rows_of(file)
    with python_calamine.CalamineWorkbook.from_path(file) as book:
        hidden = {
            each.name for each in book.sheets_metadata if each.visible != python_calamine.SheetVisibleEnum.Visible
        }
        for name in book.sheet_names:
            try:
                sheet = book.get_sheet_by_name(name)
            except python_calamine.WorksheetNotFound:
                continue  # a chart sheet
            if sheet.total_height * sheet.total_width > _MOST_CELLS:
                raise _UnreadableError(
                    "A sheet of “{file}” is too large: something stands far below or beside its table."
                )
            rows: list[list[Raw | Broken]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
            for (row, column), value in odd.get(name, {}).items():
                if row < len(rows) and column < len(rows[row]):
                    rows[row][column] = value
            yield Grid(
                file.name,
                name,
                rows,
                is_hidden=name in hidden,
                hidden_rows=hidden_rows.get(name, frozenset()),
                merged=tuple(sheet.merged_cell_ranges or ()),
            )


_HIDDEN_ROW = re.compile(rb"""<row [^>]*\bhidden=["'](?:1|true)["'][^>]*>""")
_ROW_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")


def _hidden_rows_of(file: Path) -> dict[str, frozenset[int]]:
    """Find the rows that are hidden, by sheet; most workbooks have none."""
    with zipfile.ZipFile(file) as archive:
        found = {
            f"/{part.filename}": frozenset(
                int(number[1]) - 1
                for row in _HIDDEN_ROW.findall(archive.read(part))
                if (number := _ROW_NUMBER.search(row)) is not None
            )
            for part in archive.infolist()
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
        }
    if not any(found.values()):
        return {}
    book = openpyxl.load_workbook(file, read_only=True)
    paths = {sheet.title: "/" + str(vars(sheet)["_worksheet_path"]).lstrip("/") for sheet in book.worksheets}
    book.close()
    return {title: found.get(path, frozenset()) for title, path in paths.items()}


def _oddities(file: Path) -> dict[str, dict[tuple[int, int], Raw | Broken]]:
    """Find the cells whose value alone misleads: those shown as percentages, those with an error or without a result.

    The fast reader tells neither. Most workbooks have none, and are not read a second time.
    """
    with zipfile.ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST_FILE:
            raise _UnreadableError("“{file}” is larger than 1 GiB.")
        names = set(archive.namelist())
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
        parts = (name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml"))
        sheets = [archive.read(part) for part in parts]
        is_bare = any(_NO_RESULT.search(sheet) for sheet in sheets)
        if not is_bare and not _has_percent(styles) and not any(b' t="e"' in sheet for sheet in sheets):
            return {}
    odd: dict[str, dict[tuple[int, int], Raw | Broken]] = {}
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    for sheet in book.worksheets:
        found = odd.setdefault(sheet.title, {})
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            at = (int(cell.row or 1) - 1, int(cell.column or 1) - 1)
            if cell.data_type == "e":
                found[at] = Broken(str(cell.value))
            elif (
                cell.data_type == "n"
                and isinstance(cell.value, int | float)
                and (sign := _percent_in(cell.number_format))
            ):
                times = 100 if sign == "times 100" else 1
                found[at] = f"{plain(Decimal(cells.exact(float(cell.value))) * times)}%"
    book.close()
    if is_bare:
        _add_unsaved(file, odd)
    return odd


def _add_unsaved(file: Path, odd: dict[str, dict[tuple[int, int], Raw | Broken]]) -> None:
    """Find the formulas whose result was not saved: a program wrote them, and no spreadsheet has computed them."""
    values = openpyxl.load_workbook(file, read_only=True, data_only=True)
    formulas = openpyxl.load_workbook(file, read_only=True)
    for sheet in formulas.worksheets:
        found = odd.setdefault(sheet.title, {})
        for written, computed in zip(sheet.iter_rows(), values[sheet.title].iter_rows(), strict=True):
            for cell, result in zip(written, computed, strict=True):
                if cell.data_type == "f" and result.value is None and result.data_type != "s":
                    found[int(cell.row or 1) - 1, int(cell.column or 1) - 1] = Broken(f"{cell.value}")
    values.close()
    formulas.close()


_SHOWN_AS_IT_IS = re.compile(r'"[^"]*"|\\.|!.')
"""What a number format only shows: words in quotation marks, a sign behind a backslash or an exclamation mark."""


def _percent_in(number_format: str) -> Literal["times 100", "as it is", ""]:
    """Tell whether a format shows a number as a percentage: a hundred times the number, or the number with the sign put behind it.

    >>> _percent_in("0.00%"), _percent_in('0.0"%"'), _percent_in("0.00")
    ('times 100', 'as it is', '')
    """
    if "%" not in number_format:
        return ""
    return "times 100" if "%" in _SHOWN_AS_IT_IS.sub("", number_format) else "as it is"


def _has_percent(styles: bytes) -> bool:
    used = styles[styles.find(b"<cellXfs") : styles.find(b"</cellXfs>")]
    own = [part for part in re.findall(rb"<numFmt [^>]*>", styles) if b"%" in part]
    formats = {b"9", b"10"} | {number for part in own for number in _FORMAT_NUMBER.findall(part)}
    return any(number in formats for number in _FORMAT_NUMBER.findall(used))


def write_facts(facts: Facts, structure: Structure, folder: Path, language: str = "zh") -> list[Path]:
    """Write the facts as tidy CSV files, one a table; reading them gives the same facts.

    Tables without rows are not written, but one that is there from before is emptied.

    Returns:
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tidying = Tidying(structure)
    written: list[Path] = []
    for table in TABLES:
        path = folder / f"{table.title(language)}.csv"
        head, rows = tidying.table(table, facts, language)
        if not rows and not path.exists():
            continue
        # The mark at the start is what spreadsheet programs tell UTF-8 by.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        written.append(path)
    return written
