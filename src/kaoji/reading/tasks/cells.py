"""The cells of a task table by what their columns hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Grid
from kaoji.reading.phrases.measures import is_unit_of_measure
from kaoji.reading.phrases.wording import one_line, squeeze
from kaoji.reading.tables.heads import Head, Kind

_GROWTH_HEAD: Final = late_pattern(r"(?:增速|增幅|同比|增长率?|增减)(?:[+±-])?(?:\([+±-]?%\)|%)?$")
_NOTHING: Final = late_pattern(r"[-—－–/\\\s]+")
A_NUMBER: Final = late_pattern(r"[-+]?\d[\d,]*(?:\.\d+)?%?")


class Cells:
    """The cells of a table below its head, by the kinds of their columns."""

    def __init__(self, grid: Grid, head: Head) -> None:
        self.grid, self.head = grid, head

    def text(self, row: int, column: int) -> str:
        """Give the text of one cell, empty where there is none."""
        cell = self.grid.cell_at(row, column)
        return cell.text if cell is not None else ""

    def label(self, column: int) -> str:
        """Give the head of a column, empty where it has none."""
        return self.head.labels[column] if column < len(self.head.labels) else ""

    def texts(self, row: int, kind: Kind, *, grows: bool | None = None) -> list[str]:
        """Give the texts in columns of a kind; with ``grows`` only those of columns of growth rates, or of the others."""
        found: list[str] = []
        seen = None
        for column in self.head.columns(kind):
            if grows is not None and grows != self.grows(column):
                continue
            cell = self.grid.cell_at(row, column) if column < self.grid.width else None
            if cell is not None and cell is not seen and squeeze(cell.text):
                found.append(cell.text)
                seen = cell
            elif cell is None or not squeeze(cell.text):
                found.extend(self._from_above(column, row))
        return found

    def _from_above(self, column: int, row: int) -> list[str]:
        """Give what a column that groups the rows says above an empty cell: who leads, left of the numbers.

        A row without number whose units and persons are all empty is a further task of those above.
        """
        numbers = self.head.columns("number")
        who = self.head.columns("lead", "leader", "related", "coordinator", "person")
        if not numbers or column not in who:
            return []
        is_merged = self._is_left_out(row, column, who)
        if column > numbers[0] and not is_merged and not self._goes_on(row):
            return []
        if column < numbers[0] and not is_merged and column not in self.head.columns("lead", "leader"):
            return []
        texts = (self.text(at, column) for at in range(row - 1, self.head.end - 1, -1))
        return [text] if (text := next(filter(squeeze, texts), "")) else []

    def _is_left_out(self, row: int, column: int, who: Sequence[int]) -> bool:
        """Tell whether lines of text lack a cell that the one above it may reach down to: they have no empty cells.

        So may whoever leads a task, and all where nobody is named; who answers goes with the unit.
        """
        source = self.grid.source
        if (
            source.line is None
            or (source.sheet, source.table) != (None, None)
            or column in self.head.columns("related")
        ):
            return False
        empty = [one for one in who if self.grid.cell_at(row, one) is None]
        leads = self.head.columns("lead")
        is_person = bool(leads) and column in self.head.columns("person")
        with_unit = is_person and all(squeeze(self.text(row, one)) in ("", self.text(row - 1, one)) for one in leads)
        return column in self.head.columns("leader", "coordinator") or with_unit or len(empty) == len(who)

    def _goes_on(self, row: int) -> bool:
        """Tell whether a row is a further task of the numbered one above, whose units and persons it shares."""
        who = self.head.columns("number", "lead", "leader", "related", "coordinator", "person")
        tasks = self.head.columns("task")[-1:]
        is_filled = any(squeeze(self.text(row, column)) for column in tasks)
        return is_filled and not any(squeeze(self.text(row, column)) for column in who)

    def grows(self, column: int) -> bool:
        """Tell whether a column holds how much something grows: 增速（%） below 年度目标."""
        return _GROWTH_HEAD.search(fold(squeeze(self.label(column)))) is not None

    def status(self, row: int) -> str:
        """Give what the columns of progress say; figures of their own columns only where no words stand beside them."""
        told = [text for cell in self.texts(row, "status") if not _NOTHING.fullmatch(text := one_line(cell))]
        worded = [text for text in told if not _is_figure(fold(text).strip())]
        return joined(worded or told)


def _is_figure(text: str) -> bool:
    """Tell whether a cell is a number and nothing else but its unit: 5.7万亩."""
    number = A_NUMBER.match(text)
    rest = text[number.end() :].strip() if number is not None else ""
    return number is not None and (not rest or is_unit_of_measure(rest))


def joined(texts: Iterable[str]) -> str:
    """Give the texts of several columns as one: what was reported quarter by quarter stays apart."""
    joined = ""
    for text in texts:
        joined += f"；{text}" if joined and text and joined[-1] not in "。；，、" else text
    return joined
