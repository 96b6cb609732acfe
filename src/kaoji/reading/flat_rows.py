"""Rows whose cells are plain lines with nothing between them → columns, by what each line looks like.

The lines of a table come in the order of its columns. Which lines belong to which column is the most likely path through
the columns: each line is weighed against what a column holds (a person, units, a date, points, a long text), and steps
that skip columns or split a list cost. What a column held in clear rows helps in unclear ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.actors import REMAINDER, is_unit, person_likeness, unit_share
from kaoji.reading.document import Grid, Paragraph, Source, is_blank
from kaoji.reading.flat_grid import FlatCell, FlatRow, grid_of
from kaoji.reading.flat_names import Atom, atoms_of, levelled
from kaoji.reading.heads import Family, Kind
from kaoji.reading.wording import label_of, points_cell, points_in_name, squeeze

_NAMES: Final = ("name", "unit", "content")
_OPEN_END: Final = re.compile(r"[、，,；;（(和与及]$")
_FULL_STOP: Final = re.compile(r"[。！？!?]$")
_DATE: Final = re.compile(r"\d{1,4}\s*[年月日.．/-]|年底|月底|季度|全年|长期|持续|每月|按时|适时|立即|常态")
_LOCAL_UNIT: Final = re.compile(r"^[省市区县州盟旗乡镇各][\u4e00-\u9fff]{1,9}$")
_IMPOSSIBLE, _LIST_CUT = -1e9, -4.0
_LEARNED_FROM, _NUMBER_GAP = 2, 3
_LONG_TEXT, _SHORT_NAME, _LONGEST_DATE, _LEAST_WRAP = 16, 14, 24, 40


@dataclass(slots=True)
class FlatTable:
    """What lines gave: a table, lines that belong to none, and what is doubtful."""

    grid: Grid | None
    rest: list[Paragraph] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    paragraph: Paragraph
    is_number: bool


def fitted_table(
    head: Paragraph, body: Sequence[Paragraph], labels: Sequence[str], kinds: Sequence[Kind | None], family: Family
) -> FlatTable:
    """Rebuild a table from lines without marks between cells."""
    has_units = any(re.fullmatch(r"\d+(?:\.\d+)?分", squeeze(line.text)) for line in body)
    holders = {"number", "points"} - ({"points"} if has_units else set())
    pages = [line for line in body if _is_page_number(line.text, is_bare=not holders & set(kinds))]
    skipped = {id(line) for line in pages}
    lines = _lines([line for line in body if id(line) not in skipped], has_numbers="number" in kinds)
    if not lines:
        return FlatTable(None)
    fitter = _Fitter(lines, kinds, family)
    path = fitter.best_path()
    fitter.learn(path)
    path = fitter.best_path()
    rows = _rows(lines, path)
    findings = [
        Diagnostic(
            "reading.I203",
            "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
            (head.source.cite(squeeze(head.text)[:40]),),
            "Compare a few rows with the original.",
            {"lines": len(lines)},
        )
    ]
    name_columns = [column for column, kind in enumerate(kinds) if kind in _NAMES]
    if family == "task" or not name_columns:
        flat = [_plain_row(row) for row in rows]
        return FlatTable(grid_of(labels, name_columns if family == "score" else [], flat, head.source), pages, findings)
    flat = _named_rows(rows, kinds, name_columns)
    return FlatTable(grid_of(labels, name_columns, flat, head.source), pages, findings)


def _is_page_number(text: str, *, is_bare: bool) -> bool:
    """Tell whether a line is the number of a printed page; ``is_bare``: no column holds bare numbers."""
    return bool(
        re.fullmatch(r"[-—－]\d{1,3}[-—－]", squeeze(text)) or (is_bare and re.fullmatch(r"\d{1,3}", squeeze(text)))
    )


def _lines(body: Sequence[Paragraph], *, has_numbers: bool) -> list[_Line]:
    numbers = _row_numbers([squeeze(line.text) for line in body]) if has_numbers else set()
    return [
        _Line(line.text.strip(" \t\u00a0\u3000"), line, index in numbers)
        for index, line in enumerate(body)
        if not is_blank(line.text)
    ]


def _row_numbers(texts: Sequence[str]) -> set[int]:
    """Find the lines that number the rows: each one more than the last; a new count begins at 1 and goes on with 2."""
    digits = [(index, int(text)) for index, text in enumerate(texts) if re.fullmatch(r"\d{1,3}", text)]
    last_place = {value: place for place, (_, value) in enumerate(digits)}
    found: set[int] = set()
    last = 0
    for place, (index, value) in enumerate(digits):
        goes_on = last_place.get(last + 1, -1) >= place
        following = digits[place + 1][1] if place + 1 < len(digits) else 0
        restarts = value == 1 and last > 0 and (not goes_on or following == value + 1)
        if value == last + 1 or restarts or (not goes_on and last < value <= last + _NUMBER_GAP):
            found.add(index)
            last = value
    return found


class _Fitter:
    """Finds the most likely column of every line."""

    def __init__(self, lines: Sequence[_Line], kinds: Sequence[Kind | None], family: Family) -> None:
        self.lines, self.kinds, self.family = lines, list(kinds), family
        self.learned: dict[int, Counter[str]] = {}
        lengths = sorted(_width(line.text) for line in lines)
        self.full = lengths[-max(1, len(lengths) // 20)] if lengths else 0
        self.has_numbers = "number" in kinds and any(line.is_number for line in lines)
        self.name_columns = [column for column, kind in enumerate(kinds) if kind in _NAMES]
        places = range(-1, len(self.kinds) + 1)
        self.skipped = {before: [self._skip(before, column) for column in places[1:]] for before in places[:-1]}
        self.looks: dict[tuple[str, Kind | None], float] = {}

    def best_path(self) -> list[tuple[int, bool]]:
        """Give for each line its column and whether it begins a row."""
        columns = range(len(self.kinds))
        best = [self._weight(self.lines[0], column) + self.skipped[-1][column] for column in columns]
        back: list[list[tuple[int, bool]]] = []
        for index in range(1, len(self.lines)):
            options = [self._origin(best, column, index) for column in columns]
            best = [option[0] + self._weight(self.lines[index], column) for column, option in enumerate(options)]
            back.append([(origin, is_new) for _, origin, is_new in options])
        column = max(columns, key=lambda at: best[at] + self.skipped[at][len(self.kinds)])
        path: list[tuple[int, bool]] = []
        for origins in reversed(back):
            origin, is_new = origins[column]
            path.append((column, is_new))
            column = origin
        path.append((column, True))
        return path[::-1]

    def _origin(self, best: Sequence[float], column: int, index: int) -> tuple[float, int, bool]:
        """Give the best way to a column: its weight, the column before, and whether a new row begins."""
        line, end = self.lines[index], len(self.kinds)
        leave = _LIST_CUT if _OPEN_END.search(self.lines[index - 1].text) else 0.0
        options: list[tuple[float, int, bool]] = [(_IMPOSSIBLE, column, False)]
        if not line.is_number:
            options.append((best[column] + self._stay(column, index), column, False))
            options += [
                (best[before] + self.skipped[before][column] + leave, before, False) for before in range(column)
            ]
        if line.is_number or not (self.has_numbers and self.family == "task"):
            entry = self.skipped[-1][column] + leave
            options += [(best[before] + self.skipped[before][end] + entry, before, True) for before in range(end)]
        return max(options, key=lambda option: option[0])

    def learn(self, path: Sequence[tuple[int, bool]]) -> None:
        """Remember what each column held."""
        for line, (column, _) in zip(self.lines, path, strict=True):
            self.learned.setdefault(column, Counter())[squeeze(line.text)] += 1

    def _stay(self, column: int, index: int) -> float:
        """Weigh a further line in the same cell."""
        kind, before = self.kinds[column], self.lines[index - 1].text
        if _OPEN_END.search(before):
            return 1.5
        if kind in ("text", "task", "status"):
            is_cut = _width(before) >= max(self.full - 6, _LEAST_WRAP) and not _FULL_STOP.search(before)
            return 1.5 if is_cut else 0.0 if not _FULL_STOP.search(before) or kind == "text" else -0.3
        if kind in _NAMES:
            return 0.2
        if kind in ("lead", "related", "provider"):
            return 2.5 if REMAINDER.match(squeeze(self.lines[index].text)) else -0.4
        return -0.8 if kind in ("leader", "coordinator", "person") else -1.5

    def _skip(self, before: int, column: int) -> float:
        """Weigh the columns left empty between two: some are seldom empty."""
        cost = 0.0
        is_name_given = before in self.name_columns
        for skipped in range(before + 1, column):
            kind = self.kinds[skipped]
            if kind in ("text", "task"):
                cost -= 3.0
            elif kind == "points":
                cost -= 2.0
            elif kind in _NAMES and self.family == "score" and 0 <= before < skipped and self.kinds[before] == "number":
                cost -= 2.5
            elif kind in _NAMES:
                cost -= 0.0 if is_name_given else 0.6 / max(1, len(self.name_columns))
            elif kind in ("blank", "note", None):
                cost -= 0.0
            elif kind == "number":
                cost -= 0.1
            else:
                cost -= 1.2
        return cost

    def _weight(self, line: _Line, column: int) -> float:
        kind = self.kinds[column]
        if line.is_number:
            return 6.0 if kind == "number" else -6.0
        bare = squeeze(line.text)
        times = self.learned[column][bare] if column in self.learned else 0
        is_known = times >= _LEARNED_FROM and all(held[bare] <= times for held in self.learned.values())
        bonus = 0.6 if is_known else 0.0
        key = (line.text, kind)
        if key not in self.looks:
            self.looks[key] = _looks(line.text, kind)
        return bonus + self.looks[key]


def _width(text: str) -> int:
    """Give how wide a line is printed: a Chinese character is as wide as two letters."""
    return sum(1 if character.isascii() else 2 for character in text)


def _looks(text: str, kind: Kind | None) -> float:
    """Weigh how much a line looks like what a column of the kind holds."""
    bare = squeeze(text)
    match kind:
        case "leader" | "coordinator" | "person":
            weight = 3.0 * likely - 1.5 if (likely := person_likeness(text)) else -4.0
        case "lead" | "related" | "provider":
            weight = _looks_units(text)
        case "points":
            weight = 3.5 if points_cell(bare) else -5.0
        case "deadline":
            weight = 2.5 if _DATE.search(bare) and len(bare) < _LONGEST_DATE else -2.5
        case "unit":
            is_item = bool(label_of(bare)) or bool(points_in_name(bare)[1])
            weight = 1.5 if is_unit(bare) else -4.0 if is_item else _looks_name(bare) - 0.8
        case "name" | "content":
            weight = _looks_name(bare)
        case "text" | "task" | "status":
            weight = _looks_text(bare)
        case "number":
            is_number = re.fullmatch(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)、.．]?", bare)
            weight = 2.0 if is_number else -6.0
        case _:
            weight = -2.5
    return weight


def _looks_units(text: str) -> float:
    parts = unit_share(text)
    bare = squeeze(text).strip("、，,；;")
    if _FULL_STOP.search(bare):
        return -1.5
    if parts >= 0.5:  # noqa: PLR2004
        return 2.0 * parts
    if _LOCAL_UNIT.match(bare) and len(bare) < 11:  # noqa: PLR2004
        return 0.8
    return -2.5 if len(bare) > 12 or re.search(r"[。；]", bare) else -1.0  # noqa: PLR2004


def _looks_name(bare: str) -> float:
    points = points_in_name(bare)[1]
    is_points = bool(points_cell(bare))
    if re.search(r"[。；;！]|，.*，", bare) or (is_points and not points_in_name("甲" + bare)[1]):
        weight = -3.0
    elif points:
        weight = 1.8
    elif is_points:
        weight = -1.0
    elif is_unit(bare):
        weight = -0.4
    elif len(bare) > _SHORT_NAME:
        weight = max(-0.2 * (len(bare) - _SHORT_NAME), -2.0)
    else:
        weight = 0.2 if re.match(r"^\d{1,2}[、.．]", bare) else 0.9
    return weight


def _looks_text(bare: str) -> float:
    if points_cell(bare):
        return -2.5
    weight = 0.0
    if re.search(r"[。；;，,：:]", bare):
        weight += 1.2
    if len(bare) >= _LONG_TEXT:
        weight += 1.2
    elif len(bare) < 6:  # noqa: PLR2004
        weight -= 0.8
    if re.search(r"\d", bare) or re.match(r"^[①-⑳▲●■★]", bare):
        weight += 0.4
    if person_likeness(bare) >= 0.8:  # noqa: PLR2004
        weight -= 1.5
    if unit_share(bare) >= 0.8 and len(bare) < 40:  # noqa: PLR2004
        weight -= 1.5
    return weight


def _rows(lines: Sequence[_Line], path: Sequence[tuple[int, bool]]) -> list[dict[int, list[_Line]]]:
    rows: list[dict[int, list[_Line]]] = []
    for line, (column, is_new) in zip(lines, path, strict=True):
        if is_new or not rows:
            rows.append({})
        rows[-1].setdefault(column, []).append(line)
    return rows


def _cell(lines: Sequence[_Line]) -> FlatCell:
    return FlatCell("\n".join(line.text for line in lines), lines[0].paragraph.source)


def _plain_row(row: dict[int, list[_Line]]) -> FlatRow:
    values = {column: _cell(lines) for column, lines in row.items()}
    return FlatRow(values=values, source=next(iter(values.values())).source)


def _named_rows(
    rows: Sequence[dict[int, list[_Line]]], kinds: Sequence[Kind | None], names: Sequence[int]
) -> list[FlatRow]:
    """Give rows with their names on levels, as the words, brackets and numbers tell."""
    read: list[tuple[bool, list[Atom], str, dict[int, FlatCell]]] = []
    are_units = all(kinds[column] == "unit" for column in names)
    points_at = next((column for column, kind in enumerate(kinds) if kind == "points"), None)
    for row in rows:
        named = [line for column in names for line in row.get(column, [])]
        values = {column: _cell(lines) for column, lines in row.items() if column not in names}
        own = points_cell(values[points_at].text) if points_at in values else None
        has_number = any(kinds[column] == "number" for column in row)
        atoms = atoms_of([(line.text, line.paragraph.source) for line in named], are_units=are_units)
        read.append((has_number, atoms, own.value if own else "", values))
    levels = levelled([(has_number, atoms, points) for has_number, atoms, points, _ in read], len(names))
    return [
        FlatRow(
            list(cells),
            carried,
            values,
            next((cell.source for cell in [*cells, *values.values()]), Paragraph("").source),
        )
        for (carried, cells), (_, _, _, values) in zip(levels, read, strict=True)
    ]


def ragged_grid(
    labels: Sequence[str], kinds: Sequence[Kind | None], rows: Sequence[Sequence[FlatCell]], source: Source
) -> Grid:
    """Make a table of rows that lack the cells merged with those above: columns right of the names count from the right."""
    names = [column for column, kind in enumerate(kinds) if kind in _NAMES]
    before, after = names[0], len(kinds) - names[-1] - 1
    points_at = next((column for column, kind in enumerate(kinds) if kind == "points"), None)
    read: list[tuple[bool, list[Atom], str]] = []
    values: list[dict[int, FlatCell]] = []
    for row in rows:
        right = list(row[max(0, len(row) - after) :]) if after else []
        left = list(row[: len(row) - len(right)])
        held = {len(kinds) - len(right) + index: cell for index, cell in enumerate(right) if squeeze(cell.text)}
        for column in range(before):
            if left and (kinds[column] != "number" or _looks(left[0].text, "number") > 0):
                held[column] = left.pop(0)
        own = points_cell(held[points_at].text) if points_at in held else None
        atoms = [Atom(cell, points_in_name(squeeze(cell.text))[1].value) for cell in left if squeeze(cell.text)]
        read.append((any(kinds[column] == "number" for column in held), atoms, own.value if own else ""))
        values.append(held)
    levels = levelled(read, len(names))
    flat = [
        FlatRow(list(cells), carried, held, next((cell.source for cell in [*cells, *held.values()]), source))
        for (carried, cells), held in zip(levels, values, strict=True)
    ]
    return grid_of(labels, names, flat, source)
