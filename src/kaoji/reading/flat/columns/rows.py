"""Rows of flattened tables → tables: the most likely columns chosen, names put on levels, merged cells given back."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Grid, Paragraph, Source
from kaoji.reading.flat.columns.counted_tasks import counted, with_marks
from kaoji.reading.flat.columns.names import Atom, atoms_of, levelled
from kaoji.reading.flat.columns.path import Fitter
from kaoji.reading.flat.columns.weights import last_of_names
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of
from kaoji.reading.flat.looks import FULL_STOP, NAMES, SCORED, UNITS, heading_weight, looks
from kaoji.reading.flat.pieces import Piece, Row, cut_width, width_of
from kaoji.reading.phrases.actors import REMAINDER
from kaoji.reading.phrases.wording import points_cell, points_in_name, squeeze
from kaoji.reading.tables.head_words import Family, Kind

# Columns whose cells are merged with those above where they are empty, as they are mostly filled.
_MERGED: Final[dict[Family, tuple[Kind, ...]]] = {
    "score": ("provider",),
    "task": ("leader", "coordinator", "deadline", "lead", "person"),
}
_OFTEN_EMPTY: Final = ("blank", "note", "number")
_MOSTLY = 0.6
_FEWEST_WHOLE, _FEWEST_GROUPS = 3, 2
# Pieces on which layouts are tried: fewer where there are many layouts.
_TRIED, _FEWEST_TRIED, _TRIED_IN_ALL = 150, 50, 6_000
_IRREGULAR, _REGULAR_ROWS, _SELDOM, _UNUSED, _ILL_FITTING = 0.05, 0.1, 0.1, 0.3, -2.4
_LESS_LIKELY = 0.4
_WHOLLY, _FEWEST_WHOLLY = 1.0, 5  # where every cell is one piece in every row, what is odd otherwise weighs more
_RARER, _ODD, _FURTHER, _REGULAR, _LACKING = 3.0, 2.0, 0.25, 1.5, 0.5
_SECTION: Final = late_pattern(r"[一二三四五六七八九十]{1,3}、.")
_SENTENCES: Final = late_pattern(r"[，,。；;].*[。；;]$")
_SURE_UNIT = 1.2
# The rows of groups: their number, their name and their points.
_GROUPS: Final[tuple[set[Kind | None], ...]] = ({"number", "name", "points"}, {"number", "content", "points"})
_GROUP = 0.5
_POOLED = 0.2  # Names of several levels in one column weigh more by so much a line, whatever they are.


@dataclass(slots=True)
class FlatTable:
    """What lines gave: a table, lines that belong to none, and what is doubtful."""

    grid: Grid | None
    rest: list[Paragraph] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table from left to right: their heads and what they hold."""

    labels: tuple[str, ...]
    kinds: tuple[Kind | None, ...]


def fitted_table(
    head: Paragraph,
    pieces: Sequence[Piece],
    layouts: Sequence[Layout],
    family: Family,
    *,
    most: float | None = None,
) -> FlatTable:
    """Rebuild a table from pieces without marks between columns; of several layouts the likeliest is taken.

    None is given if rows lack more than ``most`` cells each on the average.
    """
    if not pieces:
        return FlatTable(None)
    if family == "task":
        pieces = with_marks(pieces)
        layouts = [each for each in layouts if counted(pieces, each.kinds)] or layouts
    layout = layouts[0]
    if len(layouts) > 1:
        tried = _tried(pieces, layouts)
        likely = [_likelihood(tried, each, family) - _oddness(each, layouts[0], len(tried)) for each in layouts]
        layout = layouts[likely.index(max(likely))]
    fitter = Fitter(pieces, layout.kinds, family)
    rows = fitter.rows()
    if family == "task" and (whole := counted(pieces, layout.kinds)):
        rows = whole
    elif (regular := _regular(rows, layout, pieces, layouts, family, fitter.weight)) is not None:
        rows, layout = regular
    if most is not None and _irregularity(rows, layout.kinds, are_cut=True) > len(rows) * most:
        return FlatTable(None)
    finding = Diagnostic(
        "reading.I203",
        "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
        (head.source.cite(squeeze(head.text)[:40]),),
        "Compare a few rows with the original.",
        data={"lines": len({id(piece.paragraph) for piece in pieces})},
    )
    return FlatTable(_built(rows, layout, family, head.source, fitter.pairs), [], [finding])


def _regular(
    rows: Sequence[Row],
    layout: Layout,
    pieces: Sequence[Piece],
    layouts: Sequence[Layout],
    family: Family,
    weight: float,
) -> tuple[list[Row], Layout] | None:
    """Give rows of which every cell is one piece, where nearly all are so, the likeliest ones are not, and both are likely.

    ``weight`` is that of the likeliest rows.
    """
    odd = _irregularity(rows, layout.kinds)
    if odd < max(1.0, len(rows) * _IRREGULAR):
        return None
    most = min(_REGULAR_ROWS, odd / len(rows) / 2)
    tried = _tried(pieces, layouts)
    best: tuple[float, Layout] | None = None
    for each in dict.fromkeys(layouts):
        share, likely, _ = _tried_regular(tried, each, family)
        if share <= most and (best is None or likely > best[0]):
            best = likely, each
    if best is None:
        return None
    share, likely, found = _tried_regular(pieces, best[1], family)
    less = len(pieces) * _LESS_LIKELY + (odd * _WHOLLY if not share and len(found) >= _FEWEST_WHOLLY else 0.0)
    return (found, best[1]) if share <= most and likely > weight - less else None


def _tried(pieces: Sequence[Piece], layouts: Sequence[Layout]) -> Sequence[Piece]:
    """Give the pieces on which layouts are compared."""
    return pieces[: min(_TRIED, max(_FEWEST_TRIED, _TRIED_IN_ALL // len(layouts)))]


def _tried_regular(pieces: Sequence[Piece], layout: Layout, family: Family) -> tuple[float, float, list[Row]]:
    """Give how much rows lack each if every cell is one piece, how likely they are, and the rows."""
    fitter = Fitter(pieces, layout.kinds, family, is_regular=True)
    rows = fitter.rows()
    return _irregularity(rows, layout.kinds) / len(rows), fitter.weight, rows


def _irregularity(rows: Sequence[Row], kinds: Sequence[Kind | None], *, are_cut: bool = False) -> float:
    """Count what rows lack, hold twice, or hold where it hardly fits; cells may be merged with those above on the left.

    ``are_cut``: cells were cut into lines, so that it tells nothing that they have several.
    """
    last_name = last_of_names(kinds)
    count = 0.0
    for row in rows:
        if row.is_heading or row.is_total:
            count += _SELDOM if row.is_total or heading_weight(row.cells[0][0].text) > 0 else 1.0
            continue
        if are_cut and {kinds[column] for column in row.cells} in _GROUPS:
            count += _GROUP
            continue
        first = min(row.cells)
        for column, kind in enumerate(kinds):
            cell = row.cells.get(column, ())
            is_merged = not cell and column < last_name and (column < first or kind in NAMES)
            is_merged = is_merged or (kind == "points" and kind in kinds[column + 1 :])
            count += 0 if are_cut else sum(not _is_rest(one.text, other.text, kind) for one, other in pairwise(cell))
            count += not cell and column not in row.empty and not is_merged and kind not in (*_OFTEN_EMPTY, None)
            least = 0.0 if kind == "blank" else _ILL_FITTING
            count += any(looks(piece.text, kind) < least for piece in cell)
    filled = {column for row in rows if not (row.is_heading or row.is_total) for column in row.cells}
    unused = sum(kind == "number" and column not in filled for column, kind in enumerate(kinds))
    return count + unused * len(rows) * _UNUSED


def _is_rest(before: str, text: str, kind: Kind | None) -> bool:
    """Tell whether a line can only be the end of a cell: points in brackets behind a name, half an office, a further one."""
    bare = squeeze(text)
    if kind in NAMES:
        return bare[:1] in "（(︵" and points_in_name(bare)[1].value != ""
    if kind == "status" and FULL_STOP.search(before.strip()):
        return True  # a further paragraph of a report
    return kind in UNITS and (
        REMAINDER.match(bare) is not None or min(looks(before, kind), looks(text, kind)) >= _SURE_UNIT
    )


def _oddness(layout: Layout, first: Layout, size: int) -> float:
    """Weigh heads in two rows, for one row is the rule, and what is read with fewer columns of names."""
    names = sum(kind in NAMES for kind in layout.kinds)
    fewer = sum(kind in NAMES for kind in first.kinds) - names
    if names and "detail" in layout.kinds:
        fewer = 0  # names with columns of their own are not pooled
    is_rare = "".join(layout.labels) != "".join(first.labels)
    return is_rare * _RARER + max(0, fewer) * size * _POOLED


def _likelihood(pieces: Sequence[Piece], layout: Layout, family: Family) -> float:
    """Weigh a layout by its most likely path; names right of the scoring texts and columns without anything are odd."""
    fitter = Fitter(pieces, layout.kinds, family)
    rows = fitter.rows()
    odd = 0.0
    if family == "score" and "text" in layout.kinds:
        odd += sum(kind in ("name", "content") for kind in layout.kinds[layout.kinds.index("text") :])
    empty = [kind for column, kind in enumerate(layout.kinds) if not fitter.learned.filled.get(column)]
    often = sum(kind in _OFTEN_EMPTY for kind in empty)
    texts = [column for column, kind in enumerate(layout.kinds) if kind == "text"]
    odd += _FURTHER * sum(_begins_anew(row.cells.get(column, ()), fitter.peaks) for row in rows for column in texts)
    odd += _LACKING * _irregularity(rows, layout.kinds, are_cut=True)
    odd += _named_twice(rows, layout.kinds)
    regular = _REGULAR * _asked_and_scored(rows, layout.kinds)
    return fitter.weight + regular - _ODD * (odd + len(empty) - often) - often


def _named_twice(rows: Sequence[Row], kinds: Sequence[Kind | None]) -> int:
    """Count the names with points that stand below others in one cell, where a column beside it may be theirs."""
    if "points" in kinds or "detail" not in kinds:
        return 0
    cells = [cell for row in rows for column, cell in row.cells.items() if kinds[column] in NAMES]
    return sum(sum(bool(points_in_name(squeeze(piece.text))[1]) for piece in cell) > 1 for cell in cells)


def _asked_and_scored(rows: Sequence[Row], kinds: Sequence[Kind | None]) -> int:
    """Count the rows that say in sentences what is asked for, and beside it how it is scored, where most rows do."""
    if "detail" not in kinds or "text" not in kinds:
        return 0
    asked, scored = kinds.index("detail"), kinds.index("text")
    cells = [
        ["".join(piece.text for piece in row.cells.get(column, ())) for column in (asked, scored)]
        for row in rows
        if not (row.is_heading or row.is_total)
    ]
    found = sum(
        _SENTENCES.search(one) is not None and not SCORED.search(one) and SCORED.search(other) is not None
        for one, other in cells
    )
    return found if found * 10 >= len(cells) * 7 else 0


def _begins_anew(cell: Sequence[Piece], peaks: frozenset[int]) -> bool:
    """Tell whether a cell goes on behind a line that was not cut: it may be two."""
    return any(not peaks or (FULL_STOP.search(line.text) and width_of(line.text) not in peaks) for line in cell[:-1])


def _built(rows: Sequence[Row], layout: Layout, family: Family, source: Source, pairs: Collection[str]) -> Grid:
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
