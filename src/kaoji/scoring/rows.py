"""Rows: the grids that files hold, read as rows of a table with every fault noted at its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from kaoji.diagnostics import Diagnostic, Source
from kaoji.numbers import fold, key, plain
from kaoji.scoring import cells
from kaoji.scoring.cells import Broken, Fault, Raw
from kaoji.scoring.columns import Column, Table, headers
from kaoji.scoring.naming import unknown

T = TypeVar("T")
_HEAD_ROWS = 10
_PER_CENT = "(%)"


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet or file, from its first row on.

    ``is_text`` where marks part them, such as commas; ``is_hidden`` for a sheet that who opens the workbook does not see;
    ``hidden_rows`` are rows of it that are hidden or filtered away, counted from 0; ``merged`` are cells that are one, by
    the row and column of their first and last.
    """

    file: str
    sheet: str | None
    rows: Sequence[Sequence[Raw | Broken]]
    is_text: bool = False
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()

    def source(self, row: int, column: int) -> Source:
        """Give the place of a cell; row and column count from 0."""
        return Source(self.file, sheet=self.sheet, cell=f"{letters(column)}{row + 1}")


def letters(column: int) -> str:
    """Give the letters of a column that counts from 0.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


@dataclass
class Sheet:
    """A grid understood as a table: where each column stands."""

    grid: Grid
    table: Table
    head: int
    positions: dict[str, int] = field(default_factory=dict)
    further: dict[int, str] = field(default_factory=dict)
    in_percent: set[str] = field(default_factory=set)

    def header(self, name: str) -> str:
        """Give a column's header as it was written, or its own name where the column is not there."""
        position = self.positions.get(name)
        if position is None:
            return self.table.column(name).zh
        return cells.text(self.grid.rows[self.head][position])


class Row:
    """One row: typed values by field, its place, and whether anything was wrong with it."""

    __slots__ = ("cells", "faulty", "number", "positions", "reading", "sheet", "source")

    def __init__(self, reading: Reading, sheet: Sheet, number: int, values: Sequence[Raw | Broken]) -> None:
        self.reading, self.sheet, self.number, self.cells = reading, sheet, number, values
        self.positions = sheet.positions
        self.faulty = False
        self.source = Source(sheet.grid.file, None, None, sheet.grid.sheet, f"A{number + 1}")

    def at(self, name: str) -> Source:
        """Give the place of a field's cell."""
        return self.sheet.grid.source(self.number, self.sheet.positions.get(name, 0))

    def raw(self, name: str) -> Raw | Broken:
        """Give a cell as it stands."""
        return self.cells[self.positions[name]] if name in self.positions else None

    def say(self, code: str, message: str, name: str, hint: str = "", **data: object) -> None:
        """Note what is wrong at a field."""
        self.note(Fault(code, message, hint, data), name)

    def note(self, fault: Fault, name: str, *others: Source) -> None:
        """Note a fault at a field; anything but a warning keeps the row from counting."""
        data = {"column": self.sheet.header(name), **fault.data}
        finding = Diagnostic(fault.code, fault.message, (self.at(name), *others), fault.hint, data)
        self.reading.diagnostics.append(finding)
        if finding.level == "error":
            self.faulty = True

    def kept(self, found: T | Fault, name: str) -> T | None:
        """Give what was found, or note the fault."""
        if isinstance(found, Fault):
            self.note(found, name)
            return None
        return found

    def value(self, name: str, parse: Callable[[Raw], T | Fault]) -> T | None:
        """Read a cell; None where it is blank or faulty."""
        raw = self.raw(name)
        if raw is None or raw == "":
            return None
        if type(raw) is not str:
            return self._fresh(name, raw, parse)
        known = self.reading.parsed.setdefault(parse, {})
        if raw not in known:
            known[raw] = parse(raw) if raw.strip() else None
        value = known[raw]
        return self.kept(value, name) if type(value) is Fault else value

    def _fresh(self, name: str, raw: Raw | Broken, parse: Callable[[Raw], T | Fault]) -> T | None:
        if isinstance(raw, Broken) and raw.text.startswith("="):
            self.say("facts.E232", "The formula {value} has no result in the file: no spreadsheet has computed it.", name,
                     "Open the file in a spreadsheet program and save it, or write the value itself.", value=raw.text)  # fmt: skip
            return None
        if isinstance(raw, Broken):
            self.say("facts.E232", "The spreadsheet could not compute this cell: {value}.", name,
                     "Mend the formula, or write the value itself.", value=raw.text)  # fmt: skip
            return None
        return self.kept(parse(raw), name)

    def text(self, name: str) -> str | None:
        """Read a text."""
        if name not in self.positions:
            return None
        raw = self.cells[self.positions[name]]
        if type(raw) is str:
            return raw.strip() or None
        return None if raw is None else self._fresh(name, raw, cells.text)

    def points(self, name: str) -> Decimal | None:
        """Read points."""
        return self.value(name, cells.points)

    def quantity(self, name: str) -> Decimal | None:
        """Read a quantity."""
        return self.value(name, cells.quantity)

    def share(self, name: str) -> Fraction | None:
        """Read a share."""
        if name not in self.sheet.in_percent:
            return self.value(name, cells.share)
        value = self.value(name, cells.share_in_percent)
        if (
            value is not None
            and 0 < value <= Fraction(1, 100)
            and "%" not in fold(written := cells.text(self.raw(name)))
        ):
            self.say("facts.W205", "{value} stands under a header in %, and counts as {value}%.", name,
                     "Write {percent} if you mean {percent}%.", value=written, percent=plain(value * 10000))  # fmt: skip
        return value

    def yes_no(self, name: str) -> bool | None:
        """Read a yes or no."""
        return self.value(name, cells.yes_no)

    def day(self, name: str) -> date | None:
        """Read a date."""
        return self.value(name, cells.day)

    def whole(self, name: str, least: int = 1) -> int | None:
        """Read a whole number that is not below the least."""
        value = self.value(name, cells.whole)
        if value is not None and value < least:
            self.say("facts.E230", "{value} is below {least}, the least that “{column}” can be.", name,
                     "Mend the number, or leave the row out.", value=value, least=least)  # fmt: skip
            return None
        return value


@dataclass
class Reading:
    """What one reading shares: the findings, and the cells already understood."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    parsed: dict[Callable[[Raw], Any], dict[str, Any]] = field(default_factory=dict)

    def sheet(self, grid: Grid, table: Table) -> Sheet | None:
        """Find the columns of a grid; None where it is empty or lacks a column that it must have."""
        head = _head(grid, table)
        if head is None:
            return None
        sheet = Sheet(grid, table, head)
        for position, raw in enumerate(grid.rows[head]):
            written = cells.text(raw)
            if written:
                self._place(sheet, position, written)
        self._part_merged(sheet)
        missing = [column for column in table.columns if column.required and column.field not in sheet.positions]
        for column in missing:
            self._lacks(sheet, column)
        return None if missing else sheet

    def _part_merged(self, sheet: Sheet) -> None:
        """Let what stands in merged cells of words hold for each of their rows; what is a number is said to hold for the first."""
        columns = {position: sheet.table.column(name) for name, position in sheet.positions.items()}
        rows = sheet.grid.rows
        filled: dict[int, list[Raw | Broken]] = {}
        for (first, left), (last, right) in sheet.grid.merged:
            if (
                first <= sheet.head
                or first >= len(rows)
                or left >= len(rows[first])
                or cells.is_blank(rows[first][left])
            ):
                continue
            column = columns.get(left)
            if right > left or column is None or column.kind != "text" or column.field in sheet.table.value:
                if any(columns[at].kind != "shown" for at in range(left, right + 1) if at in columns):
                    self._say_merged(sheet, first, left)
                continue
            for number in range(first + 1, min(last + 1, len(rows))):
                row = filled.setdefault(number, [*rows[number]])
                row[left] = rows[first][left]
        if filled:
            written = [filled.get(number, row) for number, row in enumerate(rows)]
            sheet.grid = replace(sheet.grid, rows=written)

    def _say_merged(self, sheet: Sheet, row: int, column: int) -> None:
        value = cells.text(sheet.grid.rows[row][column])
        message = "“{value}” stands in merged cells, and counts for the first of them only."
        hint = "Part them, and write in each what it holds."
        source = sheet.grid.source(row, column)
        self.diagnostics.append(Diagnostic("facts.W222", message, (source,), hint, {"value": value}))

    def _place(self, sheet: Sheet, position: int, written: str) -> None:
        name = key(written).replace("*", "").removesuffix("(必填)")
        known = headers(sheet.table.name)
        column = known.get(name) or known.get(name.removesuffix(_PER_CENT))
        source = sheet.grid.source(sheet.head, position)
        if column is None:
            if sheet.table.name == "units":
                sheet.further[position] = written
                return
            fault = unknown("facts.W202", "The column “{name}” is not known here and was left out.", written,
                            [each.zh for each in sheet.table.columns])  # fmt: skip
            self.diagnostics.append(Diagnostic(fault.code, fault.message, (source,), fault.hint, fault.data))
        elif column.field in sheet.positions:
            first = sheet.grid.source(sheet.head, sheet.positions[column.field])
            self.diagnostics.append(
                Diagnostic(
                    "facts.E203",
                    "The column “{column}” stands here for the second time.",
                    (source, first),
                    "Keep one of the two.",
                    {"column": written},
                )
            )
        else:
            sheet.positions[column.field] = position
            if column.kind == "share" and name.endswith(_PER_CENT):
                sheet.in_percent.add(column.field)

    def _lacks(self, sheet: Sheet, column: Column) -> None:
        self.diagnostics.append(
            Diagnostic(
                "facts.E202",
                "The table “{table}” lacks the column “{column}”; none of its rows were read.",
                (sheet.grid.source(sheet.head, 0),),
                "Name it in the row of headers, or start from the template.",
                {"table": sheet.table.zh, "column": column.zh},
            )
        )

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """Give the rows that hold a fact, blank ones left out; what a fact must have is checked."""
        known = [*sheet.positions.values()]
        width = max(known) + 1
        value = [place for name in sheet.table.value if (place := sheet.positions.get(name)) is not None] or known
        required = [(column.field, sheet.positions[column.field]) for column in sheet.table.columns if column.required]
        blank = cells.is_blank
        bare = _Bare(self, sheet)
        for number in range(sheet.head + 1, len(sheet.grid.rows)):
            values = sheet.grid.rows[number]
            if len(values) < width:
                values = [*values, *[None] * (width - len(values))]
            for place in value:
                if not blank(values[place]):
                    break
            else:
                continue
            row = Row(self, sheet, number, values)
            for name, place in required:
                if blank(values[place]):
                    row.say("facts.E204", "The column “{column}” is blank here.", name, "Fill it in, or clear the row.")
            if bare.inside or len(sheet.grid.rows[number]) > bare.end:
                bare.look(row)
            yield row


class _Bare:
    """Looks for cells under no header: a comma too many in a line of text moves all that follows, a sheet may have notes."""

    def __init__(self, reading: Reading, sheet: Sheet) -> None:
        self.reading, self.sheet = reading, sheet
        written = [not cells.is_blank(raw) for raw in sheet.grid.rows[sheet.head]]
        self.end = max(place for place, is_written in enumerate(written) if is_written) + 1
        self.inside = [place for place in range(self.end) if not written[place]]
        self.said: set[int] = set()

    def look(self, row: Row) -> None:
        """Note the first cell of a row beyond the headers of a text file, and the first of each bare column."""
        values = self.sheet.grid.rows[row.number]
        inside = (place for place in self.inside if place < len(values))
        for place in (*inside, *range(self.end, len(values))):
            if cells.is_blank(values[place]):
                continue
            if self.sheet.grid.is_text and place >= self.end:
                self.say(row, place, "facts.E233", "The row has more cells than there are headers: “{value}”.",
                         "Put quotation marks around a number or text that holds a comma, or leave the comma out.")  # fmt: skip
                row.faulty = True
                return
            if place not in self.said:
                self.said.add(place)
                self.say(row, place, "facts.W202", "“{value}” stands under no header and was left out.",
                         "Write a header above it if it belongs to the table.")  # fmt: skip

    def say(self, row: Row, place: int, code: str, message: str, hint: str) -> None:
        source = self.sheet.grid.source(row.number, place)
        value = cells.text(self.sheet.grid.rows[row.number][place])
        self.reading.diagnostics.append(Diagnostic(code, message, (source,), hint, {"value": value}))


def _head(grid: Grid, table: Table) -> int | None:
    """Find the row of headers: the first of the first rows that names two columns, else the first with anything."""
    known = headers(table.name)
    first = None
    for number, row in enumerate(grid.rows[:_HEAD_ROWS]):
        names = {key(cells.text(raw)).replace("*", "") for raw in row if not cells.is_blank(raw)}
        if names and first is None:
            first = number
        if sum(name in known for name in names) > 1:
            return number
    return first
