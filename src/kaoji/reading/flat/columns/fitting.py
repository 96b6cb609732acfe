"""Flattened tables fitted to their heads: of several layouts the likeliest is taken, and rows that are regular if they can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph
from kaoji.reading.flat.columns.counted_tasks import counted, with_marks
from kaoji.reading.flat.columns.paired_units import with_pairs
from kaoji.reading.flat.columns.path import Fitter
from kaoji.reading.flat.columns.rows import FlatTable, Layout, built
from kaoji.reading.flat.columns.weights import last_of_names
from kaoji.reading.flat.looks import FULL_STOP, NAMES, SCORED, UNITS, heading_weight, looks
from kaoji.reading.flat.pieces import Piece, Row, width_of
from kaoji.reading.phrases.actors import REMAINDER, unit_share
from kaoji.reading.phrases.wording import points_in_name, squeeze
from kaoji.reading.tables.head_words import Family, Kind, kind_of

_OFTEN_EMPTY: Final = ("blank", "note", "number")
# Pieces on which layouts are tried: fewer where there are many layouts.
_TRIED, _FEWEST_TRIED, _TRIED_IN_ALL = 150, 50, 6_000
_IRREGULAR, _REGULAR_ROWS, _SELDOM, _UNUSED, _ILL_FITTING = 0.05, 0.1, 0.1, 0.3, -2.4
_LESS_LIKELY = 0.4
_FEWEST_SCORED, _FEWEST_ROWS = 2, 3
_AWARDS: Final = late_pattern(r"[扣加得计减记]\s*\d|。$")
_WHOLLY, _FEWEST_WHOLLY = 1.0, 5  # where every cell is one piece in every row, what is odd otherwise weighs more
_RARER, _ODD, _FURTHER, _REGULAR, _LACKING = 3.0, 2.0, 0.25, 1.5, 0.5
_SENTENCES: Final = late_pattern(r"[，,。；;].*[。；;]$")
_SURE_UNIT = 1.2
# The rows of groups: their number, their name and their points.
_GROUPS: Final[tuple[set[Kind | None], ...]] = ({"number", "name", "points"}, {"number", "content", "points"})
_GROUP = 0.5
_POOLED = 0.2  # Names of several levels in one column weigh more by so much a line, whatever they are.


def fitted_table(
    head: Paragraph,
    pieces: Sequence[Piece],
    layouts: Sequence[Layout],
    family: Family,
    *,
    most: float | None = None,
    is_weighed: bool = False,
) -> FlatTable:
    """Rebuild a table from pieces without marks between columns; of several layouts the likeliest is taken.

    ``is_weighed``: how likely it is, is to be compared with another reading.

    None is given if rows lack more than ``most`` cells each on the average.
    """
    if not pieces:
        return FlatTable(None)
    if family == "task":
        pieces = with_marks(pieces)
        layouts = [each for each in layouts if counted(pieces, each.kinds)] or layouts
    if sum(_AWARDS.search(piece.text) is not None for piece in pieces[:_TRIED]) >= _FEWEST_SCORED:
        # Something is scored, or said in sentences: the column of standards is no empty one of a form.
        layouts = [
            each for each in layouts if not any(_is_unheaded(each, at) for at in range(len(each.kinds)))
        ] or layouts
    if "number" in layouts[0].kinds or not _are_groups_pointed(pieces[:_TRIED]):
        layouts = [each for each in layouts if not _is_grouped(each)] or layouts
    layout = layouts[0]
    fits = _Fits(pieces, family)
    size = _tried(pieces, layouts)
    if len(layouts) > 1:
        likely = [_likelihood(fits, each, size) - _oddness(each, layouts[0], size) for each in layouts]
        layout = layouts[likely.index(max(likely))]
    fitter, rows = fits.of(layout, len(pieces))
    if family == "task" and (whole := counted(pieces, layout.kinds)):
        rows = whole
    elif (regular := _regular(fits, layout, layouts)) is not None:
        rows, layout = regular
    if family == "task":
        rows = with_pairs(rows, layout.kinds)
    if most is not None and _irregularity(rows, layout.kinds, are_cut=True) > len(rows) * most:
        return FlatTable(None)
    finding = Diagnostic(
        "reading.I203",
        "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
        (head.source.cite(squeeze(head.text)[:40]),),
        "Compare a few rows with the original.",
        data={"lines": len({id(piece.paragraph) for piece in pieces})},
    )
    likelihood = _likelihood(fits, layout, size) / size if is_weighed else 0.0
    rows, rest = _without_closing(rows, layout.kinds) if family == "score" else (rows, [])
    return FlatTable(built(rows, layout, family, head.source, fitter.pairs), rest, [finding], likelihood)


def _without_closing(rows: Sequence[Row], kinds: Sequence[Kind | None]) -> tuple[list[Row], list[Paragraph]]:
    """Part what is said below a table from its rows: a last sentence behind a unit, or without the points of all others."""
    points = [column for column, kind in enumerate(kinds) if kind == "points"]
    *others, last = rows
    end = last.cells[max(last.cells)]
    if kinds[max(last.cells)] in UNITS and len(end) > 1 and _is_said(end[-1].text):
        return [*others, replace(last, cells=last.cells | {max(last.cells): end[:-1]})], [end[-1].paragraph]
    cells = list(last.cells.values())
    is_said = len(cells) == 1 and FULL_STOP.search(cells[0][-1].text) is not None
    if not is_said or last.is_heading or last.is_total or len(others) < _FEWEST_ROWS:
        return list(rows), []
    if any(map(_scores, cells[0])) or not all(
        row.is_heading or row.is_total or any(column in row.cells for column in points) for row in others
    ):
        return list(rows), []
    return others, [piece.paragraph for piece in cells[0]]


def _is_said(text: str) -> bool:
    """Tell whether a line behind a unit is a sentence, and no further unit."""
    return FULL_STOP.search(text) is not None and unit_share(text) < 1


def _scores(piece: Piece) -> bool:
    return SCORED.search(piece.text) is not None


class _Fits:
    """The most likely rows of pieces, each kind of columns fitted once only."""

    def __init__(self, pieces: Sequence[Piece], family: Family) -> None:
        self.pieces, self.family = pieces, family
        self.known: dict[tuple[tuple[Kind | None, ...], int, bool], tuple[Fitter, list[Row]]] = {}

    def of(self, layout: Layout, size: int, *, is_regular: bool = False) -> tuple[Fitter, list[Row]]:
        """Give the fitter of the first so many pieces, and their rows."""
        key = layout.kinds, size, is_regular
        if key not in self.known:
            fitter = Fitter(self.pieces[:size], layout.kinds, self.family, is_regular=is_regular)
            self.known[key] = fitter, fitter.rows()
        return self.known[key]


def _regular(fits: _Fits, layout: Layout, layouts: Sequence[Layout]) -> tuple[list[Row], Layout] | None:
    """Give rows of which every cell is one piece, where nearly all are so, the likeliest ones are not, and both are likely."""
    pieces = fits.pieces
    fitter, rows = fits.of(layout, len(pieces))
    odd = _irregularity(rows, layout.kinds)
    if odd < max(1.0, len(rows) * _IRREGULAR):
        return None
    most = max(min(_REGULAR_ROWS, odd / len(rows) / 2), min(2 * _REGULAR_ROWS, odd / len(rows) / 4))
    size = _tried(pieces, layouts)
    best: tuple[float, Layout] | None = None
    for each in dict.fromkeys(layouts):
        share, likely, _ = _tried_regular(fits, each, size)
        if share <= most and (best is None or likely > best[0]):
            best = likely, each
    if best is None:
        return None
    share, likely, found = _tried_regular(fits, best[1], len(pieces))
    less = len(pieces) * _LESS_LIKELY + (odd * _WHOLLY if not share and len(found) >= _FEWEST_WHOLLY else 0.0)
    return (found, best[1]) if share <= most and likely > fitter.weight - less else None


def _tried(pieces: Sequence[Piece], layouts: Sequence[Layout]) -> int:
    """Give on how many pieces layouts are compared."""
    return min(len(pieces), _TRIED, max(_FEWEST_TRIED, _TRIED_IN_ALL // len(layouts)))


def _tried_regular(fits: _Fits, layout: Layout, size: int) -> tuple[float, float, list[Row]]:
    """Give how much rows lack each if every cell is one piece, how likely they are, and the rows."""
    fitter, rows = fits.of(layout, size, is_regular=True)
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


def _likelihood(fits: _Fits, layout: Layout, size: int) -> float:
    """Weigh a layout by its most likely path; names right of the scoring texts and columns without anything are odd."""
    fitter, rows = fits.of(layout, size)
    odd = 0.0
    if fits.family == "score" and "text" in layout.kinds:
        odd += sum(kind in ("name", "content") for kind in layout.kinds[layout.kinds.index("text") :])
    empty = [kind for column, kind in enumerate(layout.kinds) if not fitter.learned.filled.get(column)]
    often = sum(kind in _OFTEN_EMPTY for kind in empty)
    texts = [column for column, kind in enumerate(layout.kinds) if kind == "text"]
    odd += _FURTHER * sum(_begins_anew(row.cells.get(column, ()), fitter.peaks) for row in rows for column in texts)
    odd += _LACKING * _irregularity(rows, layout.kinds, are_cut=True)
    odd += _named_twice(rows, layout.kinds)
    odd += sum(_is_unheaded(layout, column) for row in rows for column in row.cells)
    regular = _REGULAR * _asked_and_scored(rows, layout.kinds)
    return fitter.weight + regular - _ODD * (odd + len(empty) - often) - often


def _is_unheaded(layout: Layout, column: int) -> bool:
    """Tell whether a column that was taken as one of standards left empty holds something."""
    return layout.kinds[column] == "blank" and kind_of(layout.labels[column], "score") == "text"


def _is_grouped(layout: Layout) -> bool:
    """Tell whether a column headed as what is asked for was taken as one that names groups."""
    pairs = zip(layout.labels, layout.kinds, strict=True)
    return any(kind == "name" and kind_of(label, "score") == "content" for label, kind in pairs)


def _are_groups_pointed(pieces: Sequence[Piece]) -> bool:
    """Tell whether there are names with points of their own: 组织体系（20分）."""
    names = (squeeze(piece.text) for piece in pieces)
    pointed = sum(bool(points_in_name(name)[1]) and not name[0].isdigit() for name in names)
    return pointed >= _FEWEST_SCORED


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
