"""The rows of a score sheet's table as its head tells them: numbers, names, texts, providers, targets, headings between rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Cell, Grid, Source
from kaoji.reading.phrases.actors import split_units
from kaoji.reading.phrases.wording import (
    Points,
    is_kind_of_units,
    label_of,
    one_line,
    points_cell,
    points_in_name,
    rank_of,
    short_name,
    squeeze,
)
from kaoji.reading.sheets.row_cells import filled_cells, row_cells
from kaoji.reading.sheets.row_numbers import is_above, rank_of_number
from kaoji.reading.tables.head_words import LEVEL_HEAD, bare_label
from kaoji.reading.tables.heads import Head, Kind

_NOBODY: Final = late_pattern(r"[-—–―－/／\\]+|无")
_LEAST_LEVELS = 2
_TICKED: Final = late_pattern(r"[√✓✔☑▲●★]")
_TARGET_HEAD: Final = late_pattern(r"(?:目标|任务|计划|指标)(?:值|数|数值|量)?$")


def section_above(grid: Grid, head: Head) -> Cell | None:
    """Give the heading right above the head of a table, where others head the rows below it: 一、组织管理（20分）."""
    rows = range(head.first - 1, grid.height)
    alone = [
        said[0]
        for row in rows
        if len(said := [cell for cell in row_cells(grid, row) if squeeze(cell.text)]) == 1 and said[0].row == row
    ]
    named = [cell for cell in alone if rank_of(cell.text) is not None and points_in_name(short_name(cell.text))[1]]
    is_first = head.first > 0 and len(named) > 1 and named[0].row == head.first - 1
    return named[0] if is_first and len({rank_of(cell.text) for cell in named}) == 1 else None


class TableRows:
    """What stands in the rows of a table below its head, each row by itself: the state of the reading is not here."""

    def __init__(self, grid: Grid, head: Head) -> None:
        self.grid, self.head = grid, head
        self.names = [column for column in head.columns("name", "unit", "content") if column < grid.width]
        """The columns of names, from the outermost in."""
        self.numbers = head.columns("number")
        """The columns of numbers."""
        self._has_spans = any(cell.row_span > 1 for cells in grid.rows for cell in cells)
        texts = {squeeze(text) for text in head.labels if text}
        self._head_texts = {points_in_name(text)[0] for text in texts} | texts

    def number(self, row: int) -> str:
        """Give the number of a row; nothing where it has none."""
        for column in self.numbers:
            cell = self.grid.cell_at(row, column)
            if cell is not None and squeeze(cell.text):
                return squeeze(cell.text)
        return ""

    def texts(self, row: int, kind: Kind) -> list[Cell]:
        """Give the cells with text in the columns of a kind."""
        return filled_cells(self.grid, self.head, row, kind)

    def providers(self, row: int) -> tuple[list[str], Source]:
        """Give who provides the data, and where it stands."""
        providers: list[str] = []
        source = self.grid.source
        for cell in self.texts(row, "provider"):
            if _NOBODY.fullmatch(squeeze(cell.text)):
                continue
            providers.extend(unit for unit in split_units(cell.text) if unit not in providers)
            source = cell.source
        return providers, source

    def target(self, row: int) -> tuple[str, str]:
        """Give what the column of targets says of the row, and the one of units."""
        details = self.texts(row, "detail")
        said = [
            cell
            for cell in details
            if cell.column < len(self.head.labels) and _TARGET_HEAD.search(bare_label(self.head.labels[cell.column]))
        ]
        units = self.texts(row, "measure")
        return one_line(said[0].text) if len(said) == 1 else "", one_line(units[0].text) if units else ""

    def not_for(self, row: int) -> tuple[str, ...]:
        """Give the kinds of units in whose columns a row has no tick, where it has one in another."""
        columns = self.head.columns("ticks")
        cells = {column: self.grid.cell_at(row, column) for column in columns}
        ticked = {column for column, cell in cells.items() if cell is not None and _TICKED.match(squeeze(cell.text))}
        heads = {column: self.grid.cell_at(self.head.end - 1, column) for column in columns if column not in ticked}
        kinds = [squeeze(head.text) for head in heads.values() if head is not None]
        return tuple(filter(is_kind_of_units, kinds)) if ticked else ()

    def points_alone(self, row: int) -> Points:
        """Give points that stand where a row has its text: （25分）."""
        found = (points_cell(cell.text) for cell in self.texts(row, "text") if cell.row == row)
        return next(filter(None, found), Points())

    def levels(self, cells: list[Cell]) -> str:
        """Give points in a column for each level as a sentence: 优秀得5分，良好得4分."""
        levels = self._levels(cells)
        return "，".join(f"{level}得{value}分" for level, value in levels) + "。" if levels else ""

    def said_of_level(self, cell: Cell) -> str:
        """Give a text with the level that its column is for before it: A（90—100分）：能力突出."""
        head = self.grid.cell_at(self.head.end - 1, cell.column) if self.head.end else None
        columns = self.head.columns("text")
        heads = [found for column in columns if (found := self.grid.cell_at(self.head.end - 1, column)) is not None]
        are_levels = len(heads) > 1 and all(LEVEL_HEAD.fullmatch(bare_label(one.text)) for one in heads)
        return (
            f"{one_line(head.text)}：{one_line(cell.text)}" if are_levels and head is not None else one_line(cell.text)
        )

    def best_level(self, cells: list[Cell]) -> str:
        """Give the most that a level gives, where points stand in a column for each; else nothing."""
        return max((value for _, value in self._levels(cells)), key=Decimal, default="")

    def _levels(self, cells: list[Cell]) -> list[tuple[str, str]]:
        labels = [self.head.labels[cell.column] if cell.column < len(self.head.labels) else "" for cell in cells]
        levels = [match[0] for label in labels if (match := LEVEL_HEAD.search(bare_label(label))) is not None]
        points = [points_cell(cell.text) for cell in cells]
        values = [one.value for one in points if one is not None and one.value]
        if len(cells) < _LEAST_LEVELS or not len(levels) == len(values) == len(cells):
            return []
        return list(zip(levels, values, strict=True))

    def repeats_head(self, cells: list[Cell]) -> bool:
        """Tell whether the row is the head printed again on a new page."""
        texts = [squeeze(cell.text) for cell in cells if squeeze(cell.text)]
        return len(texts) > 1 and all(
            text in self._head_texts or points_in_name(text)[0] in self._head_texts for text in texts
        )

    def heading(self, cells: list[Cell], row: int, open_labels: Sequence[str]) -> Cell | None:
        """Give the one cell of a row that is a heading between the rows (“一、经济发展（40分）”).

        ``open_labels`` are the numbers of the headings that the row stands below.
        """
        own = [cell for cell in cells if squeeze(cell.text)]
        if (numbered := self._numbered_heading(own, row, open_labels)) is not None:
            return numbered
        if own and self._is_scored_heading(own, row):
            return own[0]
        if len(own) == 2 and own[0].column in self.numbers and self.is_wide(own[1], row):  # noqa: PLR2004
            return own[1]
        if len(own) != 1 or own[0].row != row or own[0].row_span > 1:
            return None
        cell = own[0]
        wide = cell.column_span >= max(2, self.grid.width - 1) and self.grid.width > 2  # noqa: PLR2004
        is_named = bool(label_of(cell.text)) and not re.search(r"[。；;]", cell.text)
        if wide or (is_named and cell.column <= min(self.names or [0]) and len(squeeze(cell.text)) < 40):  # noqa: PLR2004
            return cell
        return None

    def is_wide(self, cell: Cell, row: int) -> bool:
        """Tell whether a cell of a row stands over all columns, but for the number of the row."""
        first = len(self.numbers) if self.numbers == list(range(len(self.numbers))) else 0
        is_own = cell.row == row and cell.row_span == 1 and cell.column <= first
        return is_own and cell.column_span > 1 and cell.column + cell.column_span >= self.grid.width

    def _is_scored_heading(self, cells: list[Cell], row: int) -> bool:
        """Tell whether a row is a numbered heading over the columns of names, with the points of its part beside it."""
        first, *others = cells
        columns = self.head.columns("points")
        is_wide = first.row == row and first.row_span == 1 and first.column_span > 1 and bool(label_of(first.text))
        covers = [column for column in self.names if first.covers(row, column)]
        return (
            is_wide
            and bool(covers)
            and bool(others)
            and all(cell.column in columns and points_cell(cell.text) is not None for cell in others)
        )

    def _numbered_heading(self, cells: list[Cell], row: int, open_labels: Sequence[str]) -> Cell | None:
        """Give the name of a row that only groups those below: its number is above theirs (2 and 2.1, 一 and 1)."""
        number = self.number(row)
        if row + 1 >= self.grid.height or not is_above(number, self.number(row + 1)):
            return None
        goes_on = any(label and rank_of_number(label) == rank_of_number(number) for label in open_labels)
        named = next((cell for cell in cells if cell.column in self.names and squeeze(cell.text)), None)
        said = [cell for cell in self.texts(row, "text") if cell.row == row and cell is not named]
        texts = [cell for cell in said if points_cell(cell.text) is None]
        return None if texts and not (goes_on and rank_of_number(number)) else named

    def spans_table(self, cell: Cell) -> bool:
        """Tell whether a cell is the only one of its row with text."""
        others = [other for other in row_cells(self.grid, cell.row) if other is not cell and squeeze(other.text)]
        return not others

    def is_filled_above(self, row: int) -> bool:
        """Tell whether an empty provider goes on with the one above: so do the names, and no cell of the table is merged."""
        carried = [cell for column in self.names if (cell := self.grid.cell_at(row, column)) is not None]
        return not self._has_spans and bool(carried) and not squeeze(carried[0].text)

    @cached_property
    def are_rows_numbered(self) -> bool:
        """Whether each row has a number of its own, so that a number begins no group."""
        rows = [row for row in range(self.head.end, self.grid.height) if self.texts(row, "text")]
        cells = [self.grid.cell_at(row, column) for row in rows for column in self.numbers]
        own = {id(cell) for cell in cells if cell is not None and squeeze(cell.text) and cell.row_span == 1}
        return bool(rows) and len(own) == len(rows)
