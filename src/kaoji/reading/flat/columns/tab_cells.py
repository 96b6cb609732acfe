"""Rows whose cells are lines led by a tab: a blank line ends a row, an empty cell carries down what stands above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph, Source, is_blank
from kaoji.reading.flat.columns.rows import FlatTable, inherit
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of
from kaoji.reading.flat.looks import ROW_NUMBER, heading_weight
from kaoji.reading.phrases.actors import is_unit
from kaoji.reading.phrases.wording import points_cell, points_in_name, rank_of, signed_points, squeeze
from kaoji.reading.tables.heads import Kind

_APART: Final = late_pattern(r"附[件表录]|(?:备注|注|说明)\d?[:：、]")  # what stands behind tables
_NUMBERED: Final = 2
_NAMES: Final = ("name", "unit", "content")


def tab_table(
    head: Paragraph, body: Sequence[Paragraph], labels: Sequence[str], kinds: Sequence[Kind | None]
) -> FlatTable:
    """Rebuild the table below a tabbed head; lines that belong to no row are given back."""
    reader = _Reader(labels, kinds)
    rest: list[Paragraph] = []
    for index, line in enumerate(body):
        if is_blank(line.text) and not line.text.startswith("\t"):
            reader.blank()
        elif line.text.startswith("\t"):
            if rest:
                reader.open_text(rest)
                rest = []
            reader.cell(line)
        elif not reader.more(line, body[index + 1 :]):
            rest.append(line)
    reader.close()
    for column in (at for at, kind in enumerate(kinds) if kind == "provider"):
        inherit(reader.rows, column, is_grouped=True)
    names = [column for column, kind in enumerate(kinds) if kind in _NAMES]
    grid = grid_of(labels, names, reader.rows, head.source) if reader.rows else None
    return FlatTable(grid, rest if grid is not None else [], reader.findings)


class _Reader:
    """Collects cells into rows."""

    def __init__(self, labels: Sequence[str], kinds: Sequence[Kind | None]) -> None:
        self.labels, self.kinds = labels, kinds
        names = [column for column, kind in enumerate(kinds) if kind in _NAMES]
        self.before = names[0] if names else 0
        self.after = len(kinds) - (names[-1] + 1 if names else 0)
        self.names = names
        self.rows: list[FlatRow] = []
        self.cells: list[FlatCell] = []
        self.blanks = 0
        self.findings: list[Diagnostic] = []

    def blank(self) -> None:
        """Count a blank line."""
        self.blanks += 1

    def cell(self, line: Paragraph) -> None:
        """Begin a cell; after a blank line it begins a new row, if the one before is whole."""
        if self.blanks and self._is_heading():
            self._close_heading()
        elif self.blanks and self._is_whole():
            self.close()
        self.blanks = 0
        parts = line.text[1:].split("\t")
        self.cells.extend(FlatCell(part.strip(" \u00a0"), line.source) for part in parts)

    def more(self, line: Paragraph, following: Sequence[Paragraph]) -> bool:
        """Go on with a cell, unless the line belongs to no row."""
        if not self.cells:
            return False
        is_over = self.blanks and self._is_whole() and not self._lacks(following)
        if is_over and not self._goes_on(line, following):
            return False
        text = line.text.strip(" \u00a0")
        self.cells[-1].text += ("\n" if self.cells[-1].text else "") + text
        if not self.cells[-1].text:
            self.cells[-1].source = line.source
        self.blanks = 0
        return True

    def open_text(self, lines: Sequence[Paragraph]) -> None:
        """Begin a row with lines that have lost their tab."""
        self.close()
        self.cells.append(FlatCell("\n".join(line.text.strip() for line in lines), lines[0].source))

    def _goes_on(self, line: Paragraph, following: Sequence[Paragraph]) -> bool:
        """Tell whether a line after a whole row and a blank line still belongs to its last cell: a further unit."""
        text = squeeze(line.text)
        after = next((other for other in following if not is_blank(other.text) or other.text.startswith("\t")), None)
        return (
            self.blanks <= 1
            and self.kinds[-1] in ("provider", "lead", "related")
            and is_unit(text)
            and rank_of(text) is None
            and (after is None or after.text.startswith("\t") or is_unit(after.text) or _is_apart(after.text))
        )

    def _lacks(self, following: Sequence[Paragraph]) -> bool:
        """Tell whether the cells that come next are just those that the row still lacks: its last cell has paragraphs."""
        led = [line.text.startswith("\t") for line in following]
        if True not in led:
            return False
        first = led.index(True)
        run = next((at for at in range(first, len(led)) if not led[at]), len(led)) - first
        return bool(squeeze(self.cells[-1].text)) and len(self.cells) + run == len(self.labels)

    def _is_whole(self) -> bool:
        """Tell whether the row has all cells right of the names, and its points where they are last."""
        if len(self.cells) < self.before + self.after:
            return False
        right = self.cells[len(self.cells) - self.after :] if self.after else []
        for offset, kind in enumerate(self.kinds[len(self.kinds) - self.after :] if self.after else ()):
            text = right[offset].text
            if kind == "points" and points_cell(text) is None and not signed_points(text):
                return False
        said = [
            cell
            for offset, cell in enumerate(right)
            if self.kinds[len(self.kinds) - self.after + offset] in ("text", "points", "task")
        ]
        return any(squeeze(cell.text) for cell in said or self.cells)

    def _is_heading(self) -> bool:
        """Tell whether the row is one cell that heads the rows below it, or one with points behind its number."""
        if len(self.cells) == _NUMBERED and self.kinds[0] == "number" and len(self.labels) > _NUMBERED:
            number, name = (squeeze(cell.text) for cell in self.cells)
            return ROW_NUMBER.match(number) is not None and bool(points_in_name(name)[1])
        return len(self.cells) == 1 and len(self.labels) > 2 and heading_weight(self.cells[0].text) > 0  # noqa: PLR2004

    def _close_heading(self) -> None:
        *numbers, cell = self.cells
        for number in numbers:
            mark = squeeze(number.text)
            cell = FlatCell(f"{mark}{'' if mark[-1] in '、.．)）' else '、'}{cell.text}", number.source)
        self.rows.append(FlatRow(values={0: cell}, source=cell.source, is_wide=True))
        self.cells = []
        self.blanks = 0

    def _has_number(self) -> bool:
        """Tell whether the cells before the names are as short as numbers are, where these are what stands there."""
        before = zip(self.cells, self.kinds[: self.before], strict=False)
        return all(len(squeeze(cell.text)) <= 8 for cell, kind in before if kind in ("number", None))  # noqa: PLR2004

    def close(self) -> None:
        """Turn the cells into a row."""
        if self._is_heading():
            self._close_heading()
            return
        if not any(squeeze(cell.text) for cell in self.cells):
            self.cells = []
            return
        source = next(cell.source for cell in self.cells if squeeze(cell.text))
        row = FlatRow(source=source)
        whole = self._is_whole() and self._has_number()
        left = self.cells[: len(self.cells) - self.after] if self.after else self.cells
        if not whole or len(left) < self.before:
            self._loose(row, source)
        else:
            right = self.cells[len(left) :]
            row.values = {column: left[column] for column in range(self.before) if squeeze(left[column].text)}
            offset = len(self.kinds) - self.after
            row.values |= {offset + index: cell for index, cell in enumerate(right) if squeeze(cell.text)}
            self._name(row, left[self.before :])
        self.rows.append(row)
        self.cells = []
        self.blanks = 0

    def _name(self, row: FlatRow, middle: list[FlatCell]) -> None:
        """Tell new names from those that go on: leading empty cells carry down."""
        new = next((index for index, cell in enumerate(middle) if squeeze(cell.text)), len(middle))
        opened = self.rows[-1].carried + len(self.rows[-1].names) if self.rows and not self.rows[-1].is_wide else 0
        names = [cell for cell in middle[new:] if squeeze(cell.text)]
        row.carried = min(new, opened)
        row.names = names

    def _loose(self, row: FlatRow, source: Source) -> None:
        """Place the cells of a broken row by what they look like; it is said that they are doubtful."""
        filled = [cell for cell in self.cells if squeeze(cell.text)]
        for cell in filled:
            column = next(column for column in _candidates(cell, self.kinds) if column is not None)
            if column in row.values:
                row.values[column] = FlatCell(row.values[column].text + "\n" + cell.text, row.values[column].source)
            elif column in self.names:
                row.names.append(cell)
            else:
                row.values[column] = cell
        self.findings.append(
            Diagnostic(
                "reading.W205",
                "A row of the table has {count} of its cells only; they were placed by what they look like.",
                (source.cite(filled[0].text[:40]),),
                "Compare this row with the original.",
                {"count": len(filled)},
            )
        )


def _is_apart(text: str) -> bool:
    return _APART.match(squeeze(text)) is not None


def _candidates(cell: FlatCell, kinds: Sequence[Kind | None]) -> list[int | None]:
    text = squeeze(cell.text)
    wanted: list[Kind] = []
    points = points_cell(text)
    if points:
        wanted.append("points" if "分" in text or points.is_bonus else "number")
    if is_unit(text):
        wanted += ["provider", "lead", "related"]
    is_text = len(text) > 20 or bool(re.search(r"[。；，]", text))  # noqa: PLR2004
    wanted += ["text", "task", "status"] if is_text else ["name", "text", "task"]
    places: list[int | None] = [kinds.index(kind) for kind in wanted if kind in kinds]
    return [*places, len(kinds) - 1]
