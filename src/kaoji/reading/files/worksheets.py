"""A sheet of a spreadsheet as it is read, and the grid it becomes.

Hidden rows, columns and sheets are read, marked and reported: they may hold last year's rows or the key to this year's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Cell, Grid, Source, column_letters, tidy_lines
from kaoji.reading.files.displayed import displayed
from kaoji.reading.limits import Budget, Findings

_RANGES_SHOWN: Final = 12
# An empty rectangle between far-apart cells costs nothing in the file, but its rows and columns are walked later.
_AREA: Final = 10


@dataclass(slots=True)
class Sheet:
    """A sheet as it is read: texts and merges by row and column, counted from 0."""

    name: str
    is_hidden: bool = False
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shortened: list[tuple[int, int]] = field(default_factory=list)
    faulty: list[tuple[int, int]] = field(default_factory=list)
    unvalued: list[tuple[int, int]] = field(default_factory=list)

    def show(self, at: tuple[int, int], number: str, number_format: str, *, starts_1904: bool) -> str:
        """Give a number as shown, and remember where it shows fewer digits than it has."""
        text, is_whole = displayed(number, number_format, starts_1904=starts_1904)
        if not is_whole:
            self.shortened.append(at)
        return text


def grid_of(sheet: Sheet, findings: Findings, budget: Budget) -> Grid | None:
    """Turn a sheet into a grid that begins at its first row and column with text; an empty sheet gives none."""
    if not sheet.texts:
        return None
    top, left = min(row for row, _ in sheet.texts), min(column for _, column in sheet.texts)
    bottom, right = max(row for row, _ in sheet.texts) + 1, max(column for _, column in sheet.texts) + 1
    if (bottom - top) * (right - left) > budget.limits.cells * _AREA:
        findings.add(budget.finding(), Source(sheet=sheet.name, row=top + 1, column=left + 1))
        return None
    spans, covered = _spans(sheet, (top, bottom), (left, right), budget)
    rows: list[list[Cell]] = [[] for _ in range(bottom - top)]
    for row, column in sorted((sheet.texts.keys() - covered) | spans.keys()):
        row_span, column_span = spans.get((row, column), (1, 1))
        rows[row - top].append(
            Cell(
                tidy_lines(sheet.texts.get((row, column), "").splitlines()),
                row - top,
                column - left,
                row_span,
                column_span,
                Source(findings.file, sheet=sheet.name, row=row + 1, column=column + 1),
                is_hidden=sheet.is_hidden or row in sheet.hidden_rows or column in sheet.hidden_columns,
            )
        )
    _report(sheet, findings, (top, bottom), (left, right))
    corner = Source(findings.file, sheet=sheet.name, row=top + 1, column=left + 1)
    return Grid(tuple(tuple(row) for row in rows), corner)


def _spans(
    sheet: Sheet, rows: tuple[int, int], columns: tuple[int, int], budget: Budget
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Give the merged cells within the grid by their first corner, and every position that they cover."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for first, start, end, stop in sheet.merges:
        top, left = max(first, rows[0]), max(start, columns[0])
        height, width = min(end, rows[1]) - top, min(stop, columns[1]) - left
        if height < 1 or width < 1 or not budget.take(cells=height * width):
            continue
        area = {(row, column) for row in range(top, top + height) for column in range(left, left + width)}
        if covered.isdisjoint(area):
            covered |= area
            spans[top, left] = (height, width)
    return spans, covered


def _report(sheet: Sheet, findings: Findings, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    """Say what the sheet hides, and where what it shows is not what it holds."""
    place = Source(sheet=sheet.name)
    hidden_rows = [row + 1 for row in sorted(sheet.hidden_rows) if rows[0] <= row < rows[1]]
    hidden_columns = [column + 1 for column in sorted(sheet.hidden_columns) if columns[0] <= column < columns[1]]
    if sheet.is_hidden:
        findings.add(_finding_hidden_sheet(sheet.name), place)
    if hidden_rows or hidden_columns:
        findings.add(
            Diagnostic(
                "reading.W123",
                'Sheet "{sheet}" has {row_count} hidden rows ({rows}) and {column_count} hidden columns ({columns}); '
                "they are read too.",
                hint="Delete them in the file if they do not belong to the notice.",
                data={
                    "sheet": sheet.name,
                    "row_count": len(hidden_rows),
                    "rows": _ranges(hidden_rows, str) or "-",
                    "column_count": len(hidden_columns),
                    "columns": _ranges(hidden_columns, column_letters) or "-",
                },
            ),
            place,
        )
    for finding, cells in _cell_findings(sheet):
        first = Source(sheet=sheet.name, row=cells[0][0] + 1, column=cells[0][1] + 1)
        findings.add(finding, first)


def _finding_hidden_sheet(name: str) -> Diagnostic:
    return Diagnostic(
        "reading.W124",
        'Sheet "{sheet}" is hidden; it is read too.',
        hint="Delete it in the file if it does not belong to the notice.",
        data={"sheet": name},
    )


def _cell_findings(sheet: Sheet) -> Iterator[tuple[Diagnostic, list[tuple[int, int]]]]:
    if cells := sheet.unvalued:
        yield (
            Diagnostic(
                "reading.W128",
                "{count} cells hold a formula whose result is not in the file ({cells}); they are read as empty.",
                hint="Open the file in a spreadsheet program and save it, so that the results are stored.",
                data={"count": len(cells), "cells": _names(cells)},
            ),
            cells,
        )
    if cells := sheet.faulty:
        yield (
            Diagnostic(
                "reading.W129",
                "{count} cells show an error instead of a value ({cells}).",
                hint="Mend the formulas in the file.",
                data={"count": len(cells), "cells": _names(cells)},
            ),
            cells,
        )
    if cells := sheet.shortened:
        yield (
            Diagnostic(
                "reading.I147",
                "{count} cells show fewer digits than they hold ({cells}); they are read as shown.",
                hint="Give these cells a number format with more decimals if the hidden ones count.",
                data={"count": len(cells), "cells": _names(cells)},
            ),
            cells,
        )


def _names(cells: list[tuple[int, int]]) -> str:
    names = [f"{column_letters(column + 1)}{row + 1}" for row, column in cells[:_RANGES_SHOWN]]
    return ", ".join(names) + (" …" if len(cells) > _RANGES_SHOWN else "")


def _ranges(numbers: Iterable[int], name: Callable[[int], str]) -> str:
    """Write ordered numbers as ranges: 3, 5-8."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = [name(first) if first == last else f"{name(first)}-{name(last)}" for first, last in runs[:_RANGES_SHOWN]]
    return ", ".join(shown) + (" …" if len(runs) > _RANGES_SHOWN else "")
