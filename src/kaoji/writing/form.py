"""A workbook to be filled in, whatever it asks for: its sheets, drop-down lists, checks while typing, and guide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kaoji.diagnostics import is_chinese, translator
from kaoji.scheme.structure import Structure
from kaoji.scoring.columns import CHOICES, GUIDE, Column, Table
from kaoji.writing.page import width_of
from kaoji.writing.safe_cells import put_rows
from kaoji.writing.table_sheet import Check, TableSheet, Written, set_up_page

_OPEN_ROWS = 2000
_LINE = 15
_GUIDE_WIDTHS = (18, 36, 36, 8, 10, 58)
_WIDTHS = {
    "text": 16.0,
    "points": 10.0,
    "quantity": 12.0,
    "whole": 9.0,
    "share": 10.0,
    "yes_no": 9.0,
    "date": 12.0,
    "shown": 10.0,
}
_WIDE = {
    "indicator": 26.0,
    "slot": 32.0,
    "note": 26.0,
    "document": 20.0,
    "work": 36.0,
    "reason": 30.0,
    "condition": 34.0,
}
_FORMATS = {"text": "@", "share": "0.##%", "date": "yyyy-mm-dd"}

STEPS = (
    "Fill in the white cells of the sheets that follow; grey cells are given, leave them as they are.",
    "Leave a cell blank while its value is not known; write 0 only where it is 0.",
    "Write numbers without units of measure, and shares with the sign, such as 30%.",
    "Write one event or ballot in each row; add rows below where the prepared ones do not suffice.",
    "A red corner marks a note: point at it to read what a column means or how a value is scored.",
    "Rename no sheet and no header, and merge no cells; sorting, filtering and further sheets do no harm.",
    "Save the workbook as .xlsx and hand it in where you received it: upload it on the platform, or send it back.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A slot or panel in the guide: its sheet, and what one needs to know."""

    sheet: str
    indicator: str
    slot: str
    points: str
    measured_in: str
    rule: str


class Form:
    """A workbook being written in a language.

    Attributes:
        lines: what the guide lists.
    """

    def __init__(self, structure: Structure, language: str) -> None:
        self.structure, self.language = structure, language
        self.say = translator(language)
        self.book = Workbook()
        self.guide = self.book.worksheets[0]
        self.guide.title = GUIDE[0] if is_chinese(language) else GUIDE[1]
        self.choices = self.book.create_sheet(CHOICES[0] if is_chinese(language) else CHOICES[1])
        self.lists: dict[tuple[str, ...], str] = {}
        self.lines: list[Line] = []
        self.tables: list[Table] = []
        self.sheets: list[TableSheet] = []
        self.yes_no = '"是,否"' if is_chinese(language) else '"yes,no"'

    def sheet(
        self, of: Table, further: Sequence[str] = (), shown: Sequence[str] = ()
    ) -> tuple[TableSheet, list[Column]]:
        """Begin the sheet of a table: its columns without those to look at, save the named ones."""
        columns = [column for column in of.columns if column.kind != "shown" or column.field in shown]
        columns += [Column(name, name, name, "text", "An attribute of the unit that the places for grades depend on.")
                    for name in further]  # fmt: skip
        sheet = TableSheet(
            self.book.create_sheet(of.title(self.language)),
            [column.name(self.language) for column in columns],
            [_WIDE.get(column.field, _WIDTHS[column.kind]) for column in columns],
        )
        sheet.head(
            [self.meaning(column) for column in columns], f"{self.structure.scheme.title} {of.title(self.language)}"
        )
        self.tables.append(of)
        self.sheets.append(sheet)
        return sheet, columns

    def meaning(self, column: Column) -> str:
        """Explain a column."""
        text = str(self.say(column.meaning))
        return f"{text}\n{self.say('Must be filled in.')}" if column.required else text

    def add(
        self,
        sheet: TableSheet,
        columns: list[Column],
        values: dict[str, Written],
        closed: Sequence[str] = (),
        known: Mapping[str, Written] | None = None,
    ) -> int:
        """Write a row; what has a value, and what is closed, is given; what is known already may still be changed."""
        formats = [_FORMATS.get(column.kind, "General") for column in columns]
        given = [
            values.get(column.field) is not None or column.field in closed or column.kind == "shown"
            for column in columns
        ]
        written = {**(known or {}), **values}
        return sheet.add([written.get(column.field) for column in columns], formats, given)

    def choose(self, texts: Sequence[str], error: str = "", title: str = "", prompt: str = "") -> Check:
        """Make a drop-down list of texts, which stand on a hidden sheet."""
        texts = tuple(dict.fromkeys(texts))
        if texts not in self.lists:
            column = len(self.lists) + 1
            for row, text in enumerate(texts, 1):
                cell = self.choices.cell(row, column, text)
                cell.number_format = "@"
            letter = get_column_letter(column)
            self.lists[texts] = f"'{self.choices.title}'!${letter}$1:${letter}${len(texts)}"
        error = error or str(self.say("Choose one from the list."))
        return Check("list", self.lists[texts], None, title, error, prompt)

    def check(self, sheet: TableSheet, columns: list[Column], rows: tuple[int, int], checks: dict[str, Check]) -> None:
        """Check what is typed into a stretch of rows."""
        for number, column in enumerate(columns, 1):
            if column.field in checks and rows[0] <= rows[1]:
                sheet.check(number, *rows, checks[column.field])

    def ordinary(self, columns: list[Column]) -> dict[str, Check]:
        """Give the checks that follow from the kinds of the columns."""
        year = self.structure.scheme.year
        kinds = {
            "yes_no": Check("list", self.yes_no, error=self.say("Choose one from the list.")),
            "share": Check("decimal", "0", "1", error=self.say("Write a share between 0% and 100%.")),
            "whole": Check("whole", "0", error=self.say("Write a whole number.")),
            # Wider than the assessment: an event of another year is doubted when it is read, not forbidden here.
            "date": Check("date", f"DATE({year - 2},1,1)", f"DATE({year + 1},12,31)",
                          error=self.say("Write a date, such as 2025-03-01.")),
        }  # fmt: skip
        return {column.field: kinds[column.kind] for column in columns if column.kind in kinds}

    def open_rows(self, sheet: TableSheet, columns: list[Column], checks: dict[str, Check]) -> None:
        """Prepare rows that wait to be filled in."""
        sheet.open([_FORMATS.get(column.kind, "General") for column in columns])
        self.check(sheet, columns, (2, _OPEN_ROWS + 1), checks)
        sheet.finish()

    def finish(self, asked: str, target: Path | BinaryIO) -> None:
        """Write the guide, put the lists away and save.

        Args:
            asked: who is to fill in the workbook.
            target: a path or an open file.
        """
        self.guide_sheet(asked)
        self.book.move_sheet(self.choices, len(self.book.worksheets))
        self.choices.sheet_state = "hidden"
        frame = BytesIO()
        self.book.save(frame)
        rows = {sheet.sheet.path.lstrip("/"): sheet.rows for sheet in self.sheets}
        put_rows(frame, target, rows, keeps_head=True)

    def guide_sheet(self, asked: str) -> None:
        """Write the first sheet: what to do, what is asked for, what the columns mean."""
        say, guide = self.say, self.guide
        guide.append([self.structure.scheme.title])
        guide["A1"].font = Font(bold=True, size=16)
        guide.append([say("Data to be filled in by {provider}").format(provider=asked)])
        for number, sentence in enumerate(STEPS, 1):
            guide.append([f"{number}. {say(sentence)}"])
        guide.append([])
        heads = ("Sheet", "Indicator", "What is asked for", "Points", "Measured in", "Rule")
        self.guide_table([say(head) for head in heads],
                         [[line.sheet, line.indicator, line.slot, line.points, line.measured_in, line.rule]
                          for line in self.lines])  # fmt: skip
        guide.append([])
        sheets: dict[tuple[str, str], list[str]] = {}
        for of in self.tables:
            for column in of.columns:
                if column.kind != "shown":
                    known = sheets.setdefault((column.name(self.language), self.meaning(column)), [])
                    known.append(of.title(self.language))
        self.guide_table(
            [say("Sheet"), say("Column"), say("Meaning")],
            [
                [("、" if is_chinese(self.language) else ", ").join(names), name, meaning.replace("\n", " ")]
                for (name, meaning), names in sheets.items()
            ],
        )
        for letter, width in zip("ABCDEF", _GUIDE_WIDTHS, strict=True):
            guide.column_dimensions[letter].width = width
        set_up_page(guide, self.structure.scheme.title)

    def guide_table(self, head: list[str], rows: list[list[str]]) -> None:
        """Write a small table on the guide."""
        self.guide.append(head)
        for cell in self.guide[self.guide.max_row]:
            cell.font = Font(bold=True)
        for row in rows:
            self.guide.append(row)
            for cell in self.guide[self.guide.max_row]:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                cell.number_format = "@"
            # Not every program makes rows as high as their texts.
            widths = (*_GUIDE_WIDTHS[: len(row) - 1], sum(_GUIDE_WIDTHS[len(row) - 1 :]))
            lines = max(-(-width_of(text) // (width - 2)) for text, width in zip(row, widths, strict=True))
            self.guide.row_dimensions[self.guide.max_row].height = _LINE * max(1, lines)
            if len(row) < len(_GUIDE_WIDTHS):
                # The last column of a narrow table takes the room that is left.
                self.guide.merge_cells(None, self.guide.max_row, len(row), self.guide.max_row, len(_GUIDE_WIDTHS))
