"""The columns of points and weights of a score sheet: what they say of a row, and whether they agree."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.document import Cell, Grid
from kaoji.reading.phrases.wording import Points, fold_points, one_line, points_cell, signed_points, squeeze
from kaoji.reading.sheets.repeated_names import group_points
from kaoji.reading.sheets.row_cells import filled_cells, row_cells, says_total
from kaoji.reading.sheets.side_lists import points_listed
from kaoji.reading.tables.head_words import bare_label
from kaoji.reading.tables.heads import Head

_PERCENT_HEAD: Final = late_pattern(r"(?:权重|比重|占比)[^%％]{0,4}[%％]")
_WEIGHT_HEAD: Final = late_pattern("权重|权数|系数|比重")
_RULE: Final = late_pattern(
    r"(?:(?:每|按)[^,;。]{1,8}?(?:分别|各)?(?:加|减|扣|计|得|奖励)+|(?:分别|各)?[加减扣])(?:计|分)?\d+(?:\.\d+)?分(?:[,，;；、。].*)?$"
)
# 1分/人次, 2分每次: below a head that says what is done with them
_RATE: Final = late_pattern(r"(?P<sign>[-+−–]?)(?P<points>\d+(?:\.\d+)?)分?(?:/|每)(?P<unit>[\u4e00-\u9fff]{1,3})$")
_SIGNED_HEAD: Final = late_pattern(r"^(?:每次|每项)?(?P<sign>[扣减加])分(?:分值|数值|值|标准|分数|额度|幅度)?$")
_WEIGHT_AND_POINTS = 2
_TEN: Final = Decimal(10)


class PointColumns:
    """The points of a table's rows and groups; ``names`` are its columns of names.

    Diagnostics, gathered while rows are read: reading.W202 a cell of points that is no plain number.
    """

    def __init__(self, grid: Grid, head: Head, names: list[int]) -> None:
        self.grid, self.head = grid, head
        self.findings: list[Diagnostic] = []
        self._of_groups = group_points(grid, head, names)
        self._weights = self._weight_columns()
        labels = {column: bare_label(head.labels[column]) for column in head.columns("points")}
        self._signs = {
            column: match["sign"]
            for column, label in labels.items()
            if (match := _SIGNED_HEAD.match(label)) is not None
        }

    def of_row(self, row: int) -> tuple[Points, Cell | None]:
        """Give the points of a row and the cell in which they stand, which may be merged with others."""
        own = [cell for cell in self._filled_cells(row) if cell.column not in {*self._weights, *self._signs}]
        groups = [self.grid.cell_at(row, column) for column in self._of_groups.values()]
        for cell in sorted(own, key=lambda cell: any(cell is other for other in groups)):
            points = points_cell(cell.text)
            if several := _several(cell):
                self.findings.append(_odd_points(cell))
                points = Points(plain(sum(several, Decimal(0))))
            elif points is None:
                points = fold_points(cell.text)
                if not (signed_points(cell.text) or self._rule(cell)):
                    self.findings.append(_odd_points(cell))
            points = self._as_weight(points, cell)
            if points:
                in_percent = points.is_percent or self._is_of_percent(cell)
                return Points(points.value, is_percent=in_percent, is_bonus=points.is_bonus), cell
        return Points(), None

    def of_group(self, row: int, name: Cell) -> Points:
        """Give the points in the column that belongs to a column of names."""
        column = self._of_groups.get(name.column)
        beside = self.grid.cell_at(row, column) if column is not None else None
        points = points_cell(beside.text) if beside is not None else None
        return self._as_weight(points, beside) if beside is not None and points else Points()

    def weight_of(self, row: int) -> str:
        """Give the percentage of a row beside its points, empty where the table has none."""
        return next((self._weight(row, column) for column in self._weights), "")

    def signed(self, row: int) -> str:
        """Give points with a sign (±5), empty where the row has none."""
        return next(filter(None, map(self._signed, self._filled_cells(row))), "")

    def _signed(self, cell: Cell) -> str:
        """Give points with their sign, which the head may say: 2 below 扣分值."""
        if (sign := self._signs.get(cell.column)) is None or (points := points_cell(cell.text)) is None:
            return signed_points(cell.text)
        return f"{'+' if sign == '加' else '-'}{points.value}" if points.value else ""

    def rule_of(self, row: int) -> str:
        """Give what a cell of points says for each of something, where it holds a rule and no points: 每次加1分，最多加2分."""
        return next(filter(None, (self._rule(cell) for cell in self._filled_cells(row) if cell.row == row)), "")

    def _rule(self, cell: Cell) -> str:
        folded = squeeze(fold(cell.text))
        if _RULE.match(folded):
            return one_line(cell.text)
        rate, sign = _RATE.match(folded), self._signs.get(cell.column)
        if rate is not None and rate["sign"]:
            sign = "加" if rate["sign"] == "+" else "扣"
        return f"每{rate['unit']}{sign}{rate['points']}分" if rate is not None and sign else ""

    def conflicts(self) -> list[Diagnostic]:
        """Say where rows have points in several columns (reading.W208)."""
        aside = {*self._of_groups.values(), *self._weights}
        columns = [column for column in self.head.columns("points") if column not in aside]
        labels = list(dict.fromkeys(self.head.labels[column] for column in columns))
        if len(labels) < 2 or not self._differ(columns):  # noqa: PLR2004
            return []
        return [
            Diagnostic(
                "reading.W208",
                "Rows have points in several columns: {columns}. The first that is filled is used.",
                (self.grid.source.cite(labels[0]),),
                "Compare the points with the original; points of two assessments make two schemes.",
                {"columns": ", ".join(labels)},
            )
        ]

    def _differ(self, columns: list[int]) -> bool:
        """Tell whether a row has different points in these columns."""
        for row in range(self.head.end, self.grid.height):
            cells = [cell for column in columns if (cell := self.grid.cell_at(row, column)) is not None]
            if len({points for cell in cells if (points := points_cell(cell.text))}) > 1:
                return True
        return False

    def _filled_cells(self, row: int) -> list[Cell]:
        return filled_cells(self.grid, self.head, row, "points")

    def _as_weight(self, points: Points, cell: Cell) -> Points:
        """Give a weight that stands as a part of one as the percentage that it is: 0.25 under 权重."""
        if not points.value or cell.column not in self._parts_of_one:
            return points
        value = (decimal(points.value) or Decimal(0)) * 100
        return Points(plain(value), is_percent=True)

    @cached_property
    def _parts_of_one(self) -> frozenset[int]:
        """The columns of weights in which nothing is more than one."""
        found: set[int] = set()
        for column in self.head.columns("points"):
            if column >= len(self.head.labels) or not _WEIGHT_HEAD.search(bare_label(self.head.labels[column])):
                continue
            rows = range(self.head.end, self.grid.height)
            cells = [cell for row in rows if (cell := self.grid.cell_at(row, column)) is not None]
            values = [decimal(points.value) for cell in cells if (points := points_cell(cell.text)) and points.value]
            parts = [value for value in values if value is not None and value < 1]
            if len(parts) > 1 and all(value is not None and value <= 1 for value in values):
                found.add(column)
        return frozenset(found)

    def _weight_columns(self) -> frozenset[int]:
        """Give the columns of weights beside one of points for the same rows: 权重 30%, 基本分 100."""
        own = [column for column in self.head.columns("points") if column not in self._of_groups.values()]
        if len(own) != _WEIGHT_AND_POINTS or max(own) >= len(self.head.labels):
            return frozenset()
        weighing = [column for column in own if _WEIGHT_HEAD.search(bare_label(self.head.labels[column]))]
        if len(weighing) != 1 or not all(self._weight(row, weighing[0]) for row in self._filled(weighing[0])):
            return frozenset()
        return frozenset(weighing)

    def _filled(self, column: int) -> list[int]:
        """Give the rows in which a column has a cell of their own with text, totals left out."""
        rows = range(self.head.end, self.grid.height)
        cells = {row: self.grid.cell_at(row, column) for row in rows}
        return [
            row
            for row, cell in cells.items()
            if cell is not None
            and cell.row == row
            and squeeze(cell.text)
            and not any(map(says_total, row_cells(self.grid, row)[:2]))
        ]

    def _weight(self, row: int, column: int) -> str:
        """Give the percentage that a cell of weights says, empty where it says none."""
        cell = self.grid.cell_at(row, column)
        points = points_cell(cell.text) if cell is not None else None
        if cell is None or points is None or not points.value:
            return ""
        if points.is_percent or self._is_of_percent(cell):
            return points.value
        value = decimal(points.value) or Decimal(0)
        return plain(value * 100) if value <= 1 else ""

    def _is_of_percent(self, cell: Cell) -> bool:
        """Tell whether the head of a column says that it holds percentages: 权重（%）."""
        return cell.column < len(self.head.labels) and _PERCENT_HEAD.search(self.head.labels[cell.column]) is not None


def _several(cell: Cell) -> list[Decimal]:
    """Give the points of a cell that has some on several lines; none where these are digits of one number."""
    values = [decimal(points.value) for line in points_listed(cell.text) if (points := points_cell(line)) is not None]
    found = [value for value in values if value]
    are_digits = len(found) < len(values) or all(value < _TEN for value in found)
    return [] if are_digits else found


def _odd_points(cell: Cell) -> Diagnostic:
    return Diagnostic(
        "reading.W202",
        "The points cell says “{said}”, which is no plain number.",
        (cell.source.cite(one_line(cell.text)),),
        "Check the points of this row in the draft.",
        {"said": one_line(cell.text)},
    )
