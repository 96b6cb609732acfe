"""The one form between file formats and understanding: paragraphs and grids in reading order, each with its place.

Every reader turns its format into a ``Document``; nothing after it needs to know what kind of file it was. All values
are immutable and hold text only, exactly as the file shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from kaoji.diagnostics import Diagnostic
from kaoji.diagnostics import Source as Citation


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a file, as far as its format knows one; all numbers count from 1 as people do.

    ``table``, ``paragraph`` and ``line`` count through the whole file, ``row`` and ``column`` in the table or sheet.
    """

    file: str = ""
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None

    def cite(self, text: str | None = None) -> Citation:
        """Give the place in the form that diagnostics show, with a quotation if one is given."""
        if self.sheet is not None:
            name = f"{column_letters(self.column)}{self.row}" if self.row and self.column else None
            return Citation(self.file, sheet=self.sheet, cell=name, text=text)
        if self.line is not None:
            return Citation(self.file, line=self.line, text=text)
        marks = (("p", self.page), ("¶", self.paragraph), ("T", self.table), ("R", self.row), ("C", self.column))
        place = " ".join(f"{mark}{number}" for mark, number in marks if number is not None)
        return Citation(self.file, cell=place or None, text=text)


def column_letters(column: int) -> str:
    """Give a spreadsheet's name of a column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text, or a line of a plain text file.

    ``level`` is the heading level (1 is the highest), None for body text or where the format does not know. ``label``
    is a number that the file generates and does not hold as text ("一、" of Word's automatic numbering).
    In a plain text file each line is a paragraph, also a blank one, with its tabs and spaces; other formats give no
    blank paragraphs.
    """

    text: str
    level: int | None = None
    label: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid, at its upper left corner; ``row`` and ``column`` count from 0 within the grid.

    ``text`` keeps line breaks and holds everything in the cell, the text of nested grids too (a row a line, cells
    separated by tabs); ``nested`` gives those grids with their structure.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    source: Source = Source()
    nested: tuple[Grid, ...] = ()
    is_hidden: bool = False

    def covers(self, row: int, column: int) -> bool:
        """Tell whether the cell or one of its spans lies on the position."""
        return self.row <= row < self.row + self.row_span and self.column <= column < self.column + self.column_span


@dataclass(frozen=True)
class Grid:
    """A table: for each row the cells that begin in it, from left to right; positions without a cell are empty."""

    rows: tuple[tuple[Cell, ...], ...]
    source: Source = Source()

    @cached_property
    def width(self) -> int:
        """How many columns the grid has."""
        return max((cell.column + cell.column_span for row in self.rows for cell in row), default=0)

    @property
    def height(self) -> int:
        """How many rows the grid has."""
        return len(self.rows)

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Cell]:
        covering: dict[tuple[int, int], Cell] = {}
        for cells in self.rows:
            for cell in cells:
                for row in range(cell.row, cell.row + cell.row_span):
                    for column in range(cell.column, cell.column + cell.column_span):
                        covering.setdefault((row, column), cell)
        return covering

    def cell_at(self, row: int, column: int) -> Cell | None:
        """Give the cell that covers the position, through its spans too; None where there is none."""
        return self._covering.get((row, column))

    def dense(self) -> list[list[str]]:
        """Give the texts as full rows, the text of a merged cell at every position that it covers."""
        return [
            [cell.text if (cell := self.cell_at(row, column)) else "" for column in range(self.width)]
            for row in range(self.height)
        ]

    def part(self, first: int, end: int) -> Grid:
        """Give the columns from the first to before the end as a grid of their own; a cell that reaches over is cut."""
        return Grid(
            tuple(tuple(_cut(cell, first, end) for cell in row if _meets(cell, first, end)) for row in self.rows),
            self.source,
        )

    def lines(self) -> str:
        """Give the texts as plain lines: a row a line, cells separated by tabs, each text once."""
        return "\n".join("\t".join(cell.text.replace("\n", " ") for cell in row) for row in self.rows if row)


def _meets(cell: Cell, first: int, end: int) -> bool:
    return first <= cell.column < end or cell.column < first < cell.column + cell.column_span


def _cut(cell: Cell, first: int, end: int) -> Cell:
    left, right = max(cell.column, first), min(cell.column + cell.column_span, end)
    return replace(cell, column=left - first, column_span=right - left)


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says: blocks in reading order, and ``notes`` on what the reader decided on the way.

    ``format`` names what the file really is (docx, doc, xlsx, xls, html, pdf, txt), whatever its name says; it is empty
    where that could not be told. ``notes`` are the findings of level info and warning that stay true of the document:
    hidden rows, rows joined over a page break, heads dropped, what was left out of a web page.
    """

    name: str
    format: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[Diagnostic, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs alone, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids alone, in reading order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing: only white space, also full-width and no-break spaces."""
    return not text.strip(" \t\r\n\v\f\u00a0\u3000\ufeff\u200b")


def joined_label(label: str, text: str) -> str:
    """Give a generated number and its text as one line, without making one number of two.

    >>> joined_label("一、", "总体要求"), joined_label("1.", "2025年任务")
    ('一、总体要求', '1. 2025年任务')
    """
    if not label or not text:
        return label + text
    ends_open = label[-1] in ".-" or (label[-1].isascii() and label[-1].isalnum())
    return f"{label} {text}" if ends_open and text[0].isascii() and text[0].isalnum() else label + text


def tidy_lines(lines: Iterable[str]) -> str:
    """Give lines as one text: spaces at the ends and blank lines at both ends and doubled ones taken away."""
    kept: list[str] = []
    for line in lines:
        text = line.strip(" \t\r\n\v\f\u00a0\u3000\ufeff\u200b")
        if text or (kept and kept[-1]):
            kept.append(text)
    return "\n".join(kept).strip("\n")
