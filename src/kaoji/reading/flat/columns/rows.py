"""Rows of flattened tables → tables: the most likely columns chosen, names put on levels, merged cells given back."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Grid, Paragraph, Source
from kaoji.reading.flat.columns.names import Atom, atoms_of, levelled
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of, of_groups
from kaoji.reading.flat.looks import NAMES
from kaoji.reading.flat.pieces import Piece, Row, cut_width
from kaoji.reading.phrases.wording import points_cell, points_in_name, squeeze
from kaoji.reading.tables.head_words import Family, Kind

# Columns whose cells are merged with those above where they are empty, as they are mostly filled.
_MERGED: Final[dict[Family, tuple[Kind, ...]]] = {
    "score": ("provider",),
    "task": ("leader", "coordinator", "deadline", "lead", "person"),
}
_MOSTLY = 0.6
_FEWEST_WHOLE, _FEWEST_GROUPS = 3, 2
_SECTION: Final = late_pattern(r"[一二三四五六七八九十]{1,3}、.")


@dataclass(slots=True)
class FlatTable:
    """What lines gave: a table, lines that belong to none, and what is doubtful."""

    grid: Grid | None
    rest: list[Paragraph] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    likelihood: float = 0.0
    """How well its pieces fit, each by itself: it tells two readings of the same lines apart."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table from left to right: their heads and what they hold."""

    labels: tuple[str, ...]
    kinds: tuple[Kind | None, ...]


def built(rows: Sequence[Row], layout: Layout, family: Family, source: Source, pairs: Collection[str]) -> Grid:
    """Make the table of rows whose columns are known.

    ``pairs`` are characters that stand side by side, if lines were cut at the width of their columns.
    """
    kinds = layout.kinds
    grouping = NAMES if family == "score" else ("task",)
    names = [column for column, kind in enumerate(kinds) if kind in grouping]
    for row in rows if family == "score" else ():
        _name_extras(row, kinds, names)
    if family == "score" and sum(any(kinds[at] == "number" for at in row.cells) for row in rows) > 1:
        rows = [_as_heading(row, kinds, names) for row in rows]
    if family == "score":
        points = [column for column, kind in enumerate(kinds) if kind == "points"]
        names = sorted([*names, *of_groups([set(row.cells) for row in rows if not row.is_total], names, points)])
    if family == "task" and len(names) < 2:  # noqa: PLR2004
        names = []
    if len(names) == 1 and family == "score":
        flat = _levelled_rows(rows, kinds, names, pairs)
    else:
        flat = [_explicit_row(row, kinds, names) for row in rows]
    _settle_depths(flat)
    for kind in _MERGED[family]:
        for column in (at for at, other in enumerate(kinds) if other == kind):
            inherit(flat, column, is_grouped=family == "score")
    return grid_of(layout.labels, names, flat, source)


def _name_extras(row: Row, kinds: Sequence[Kind | None], names: Sequence[int]) -> None:
    """Give a row without a name the words that say it is extra: 6, 加分项, 每…加3分, or 加分项, 加分项."""
    at = next((column for column in row.cells if kinds[column] == "points"), None)
    is_numbered = any(kinds[column] == "number" for column in row.cells)
    if at is not None and names and not set(names) & set(row.cells):
        pieces = row.cells[at]
        are_extra = [points is not None and points.is_bonus for points in (points_cell(each.text) for each in pieces)]
        if is_numbered and are_extra[0]:
            row.cells[names[-1]] = pieces
        elif len(pieces) > 1 and all(are_extra):
            row.cells[names[0]], row.cells[at] = pieces[:1], pieces[1:]


def _as_heading(row: Row, kinds: Sequence[Kind | None], names: Sequence[int]) -> Row:
    """Give a row that has nothing but a marked name (一、) and points, where rows are numbered, as the heading that it is."""
    named = [piece for column in names for piece in row.cells.get(column, ())]
    others = {kinds[column] for column in row.cells if column not in names}
    if row.is_heading or row.is_total or not named or not others <= {"points", "blank"}:
        return row
    name = "".join(squeeze(piece.text) for piece in named)
    if _SECTION.match(name) is None:
        return row
    points = next(
        (points_cell(piece.text) for at, own in row.cells.items() if kinds[at] == "points" for piece in own), None
    )
    text = f"{name}（{points.value}分）" if points and points.value and not points_in_name(name)[1] else name
    return Row({0: [named[0]._replace(text=text)]}, is_heading=True)


def _cell(pieces: Sequence[Piece]) -> FlatCell:
    return FlatCell("\n".join(piece.text for piece in pieces), pieces[0].paragraph.source)


def _wide(row: Row, kinds: Sequence[Kind | None]) -> FlatRow:
    """Give a row that is one heading, or one of totals with its figures in the points column."""
    pieces = row.cells[0]
    if row.is_heading or len(pieces) == 1:
        return FlatRow(values={0: _cell(pieces)}, source=pieces[0].paragraph.source, is_wide=True)
    at = next((column for column, kind in enumerate(kinds) if kind == "points" and column), len(kinds) - 1)
    return FlatRow(
        values={0: _cell(pieces[:1]), at: _cell(pieces[1:])}, source=pieces[0].paragraph.source, is_apart=True
    )


def _explicit_row(row: Row, kinds: Sequence[Kind | None], names: Sequence[int]) -> FlatRow:
    """Give a row each of whose names has its own column."""
    if row.is_heading or row.is_total:
        return _wide(row, kinds)
    cells = {column: _cell(pieces) for column, pieces in row.cells.items()}
    filled = [depth for depth, column in enumerate(names) if column in cells]
    # An empty cell right of a name is part of it.
    while filled and filled[-1] + 1 < len(names) and names[filled[-1] + 1] in row.empty:
        cells[names[filled[-1] + 1]] = FlatCell("", cells[names[filled[-1]]].source)
        filled.append(filled[-1] + 1)
    source = next(iter(cells.values())).source
    values = {column: cell for column, cell in cells.items() if column not in names}
    if not filled:
        return FlatRow([], len(names), values, source)
    first, last = filled[0], filled[-1]
    own = [cells.get(names[depth], FlatCell("", source)) for depth in range(first, last + 1)]
    return FlatRow(own, first, values, source)


def _levelled_rows(
    rows: Sequence[Row], kinds: Sequence[Kind | None], names: Sequence[int], pairs: Collection[str]
) -> list[FlatRow]:
    """Give rows with their names on levels, as the words, brackets and numbers tell."""
    are_units = all(kinds[column] == "unit" for column in names)
    points_at = next((column for column, kind in enumerate(kinds) if kind == "points"), None)
    lines = [[piece.text for column in names for piece in row.cells.get(column, ())] for row in rows]
    full = cut_width(lines) if pairs else 0
    are_asked = all(kinds[column] == "content" for column in names)
    flat: list[FlatRow] = []
    waiting: list[tuple[bool, list[Atom], str]] = []
    held: list[tuple[dict[int, FlatCell], bool]] = []

    def close() -> None:
        levels = levelled(waiting, len(names))
        for (carried, cells), (values, is_top) in zip(levels, held, strict=True):
            source = next((cell.source for cell in [*cells, *values.values()]), Source())
            flat.append(FlatRow(list(cells), 0 if is_top else carried, values, source))
        waiting.clear()
        held.clear()

    for row in rows:
        if row.is_heading or row.is_total:
            close()
            flat.append(_wide(row, kinds))
            continue
        named = [piece for column in names for piece in row.cells.get(column, [])]
        values = {column: _cell(pieces) for column, pieces in row.cells.items() if column not in names}
        own = points_cell(values[points_at].text) if points_at in values else None
        has_number = any(kinds[column] == "number" for column in row.cells)
        if any(piece.starts == "cell" for piece in named):
            atoms = [_atom(piece) for piece in named]
        else:
            printed = [(piece.text, piece.paragraph.source) for piece in named]
            atoms = atoms_of(printed, are_units=are_units, are_asked=are_asked, full=full, pairs=pairs)
        waiting.append((has_number, atoms, own.value if own else ""))
        # An empty cell right of a name is part of it: the name stands over all levels.
        held.append((values, bool(named) and any(column > min(row.cells) for column in row.empty & set(names))))
    close()
    return flat


def _atom(piece: Piece) -> Atom:
    return Atom(FlatCell(piece.text, piece.paragraph.source), points_in_name(squeeze(piece.text))[1].value)


def _settle_depths(rows: Sequence[FlatRow]) -> None:
    """Let no row go on with more names than there are open."""
    depth = 0
    for row in rows:
        if row.is_wide or row.is_apart:
            depth = 0
            continue
        row.carried = min(row.carried, depth)
        depth = row.carried + len(row.names)


def inherit(rows: Sequence[FlatRow], column: int, *, is_grouped: bool) -> None:
    """Give an empty cell of a mostly filled column what stands above it: merged cells leave nothing behind.

    With ``is_grouped`` only within one group of names, unless the first row alone has a value for all.
    """
    own = [row for row in rows if not row.is_wide and not row.is_apart]
    filled = [index for index, row in enumerate(own) if column in row.values]
    is_whole = filled == [0] and len(own) >= _FEWEST_WHOLE
    if is_grouped and is_whole:
        is_grouped = False
    elif len(filled) < len(own) * _MOSTLY and not (is_grouped and _heads_groups(own, filled)):
        return
    above: FlatCell | None = None
    for row in rows:
        if row.is_wide or row.is_apart:
            above = None
        elif column in row.values:
            above = row.values[column]
        elif is_grouped and row.names and not row.carried:
            above = None
        elif above is not None and (is_whole or len(row.values) + len(row.names) > 1):
            row.values[column] = above


def _heads_groups(rows: Sequence[FlatRow], filled: Sequence[int]) -> bool:
    """Tell whether the first row of every group is filled, and no other."""
    firsts = [index for index, row in enumerate(rows) if row.names and not row.carried]
    return filled == firsts and len(firsts) >= _FEWEST_GROUPS


def is_page_number(text: str, *, is_bare: bool) -> bool:
    """Tell whether a line is the number of a printed page; ``is_bare``: no column holds bare numbers."""
    return bool(
        re.fullmatch(r"[-—－]\d{1,3}[-—－]|第\d{1,3}页(?:共\d{1,3}页)?", squeeze(text))
        or (is_bare and re.fullmatch(r"\d{1,3}", squeeze(text)))
    )
