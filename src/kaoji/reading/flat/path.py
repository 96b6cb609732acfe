"""Which column each piece of a flattened table belongs to: the most likely path through the columns.

The pieces of a table come in the order of its columns, row after row; cells that are merged with one above leave nothing
behind. Each piece is weighed against what a column holds, and steps that skip columns, split a list or break a row cost.
What the columns held on a first path – how wide, how long, how often filled, which words – helps on the second.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from operator import itemgetter
from typing import Final, Literal, TypeAlias

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.flat.learned import Learned, learned_from
from kaoji.reading.flat.looks import (
    FULL_STOP,
    IMPOSSIBLE,
    NAMES,
    REMARK,
    SCORED,
    TEXTS,
    TOTAL,
    UNITS,
    heading_weight,
    looks,
)
from kaoji.reading.flat.pieces import (
    Piece,
    Row,
    counts_up,
    pairs_inside,
    peaks_of,
    widest_cut,
    width_of,
)
from kaoji.reading.flat.rests import Rests
from kaoji.reading.flat.series import code_of, series_of
from kaoji.reading.phrases.wording import label_of, points_cell, points_in_name, squeeze
from kaoji.reading.tables.head_words import Family, Kind
from kaoji.sharing import shared

_STOP: Final = late_pattern(r"[。；;！？!?]$")
_FIGURE: Final = late_pattern(r"^[-+]?\d+(?:[.,]\d+)*[%‰]?$")
_AWARDS: Final = late_pattern(r"不(?:予)?[得计]分|全扣|酌情|扣完|满分|否决")
_SIGNED_POINTS: Final = late_pattern(r"[（(]?\d+(?:\.\d+)?分[）)]?")
_NEVER: Final = -1e9
_UNLIKELY: Final = -5.0
_IRREGULAR: Final = -6.0
_SURE: Final = 2.0
_NEEDED: Final = ("points", "text", "task")
_MAY_BE_EMPTY: Final = ("blank", "note", "number", None)
_SECTION: Final = late_pattern(r"^[一二三四五六七八九十]{1,3}、")
_POINTS_IN_BRACKETS: Final = late_pattern(
    r"^[（(︵](?:共?\d{1,3}[个项条类][^（()）]{0,4}[，,、])?(?:满分)?\d+(?:\.\d+)?分[）)︶]$"
)
_FIRST: Final = late_pattern(r"[0-9.]+[%％]?|[A-Za-z]+|.")
# Cells of these kinds are a number or a word; those of the others may have further lines at such a weight.
_LISTS: Final = ("target", "ratio", "measure", "status", "points")
_SINGLE: Final = ("number", "points", "measure", "ratio")
_STAYS: Final[dict[Kind | None, float]] = {"leader": -0.8, "coordinator": -0.8, "person": -0.8}
_NUMBER_GAP = 3
_YEARS = 1000
_BEAM = 2
_PASSES = 2
_NARROWER = 2
_CUT = 1.5  # against leaving a text behind a line that was cut
_PARTED = -1.5  # against beginning a cell between two characters that stand side by side elsewhere
_WIDE, _FEWEST_SIGNS = 16, 3
_FEWEST_PLAIN = 2
_SERIES = 2.0
_MANY = 4_000


# The end of a path: its weight, the last number of a row on it, and its last step. Plain tuples, for there are millions.
_State: TypeAlias = tuple[float, tuple[int, ...], int]
# Ends that go on by a step of this weight; whether it begins a row.
_Ends: TypeAlias = tuple[float, bool, list[_State]]


class Fitter:
    """Finds the most likely column of every piece."""

    def __init__(
        self, pieces: Sequence[Piece], kinds: Sequence[Kind | None], family: Family, *, is_regular: bool = False
    ) -> None:
        """Take pieces in their order; ``is_regular``: every cell is one piece, and only merged ones are left out."""
        self.pieces, self.kinds, self.family = pieces, tuple(kinds), family
        self.is_regular = is_regular
        self.bare = [squeeze(piece.text) for piece in pieces]
        self.width = [width_of(piece.text) for piece in pieces]
        self.end = len(self.kinds)
        self.heading, self.total = self.end, self.end + 1
        self.number = self.kinds.index("number") if "number" in self.kinds else -1
        self.names = [column for column, kind in enumerate(kinds) if kind in NAMES]
        self.last_name = last_of_names(kinds)
        self.has_figures = "target" in self.kinds
        self.has_lists = bool(
            set(_LISTS) & set(self.kinds)
        )  # else bare numbers are those of rows, though some be left out
        self.numbered = self.number >= 0 and counts_up(self.bare)
        heads = [_SECTION.match(bare) is not None for bare in self.bare]
        self.peaks = peaks_of(
            [
                width
                for index, (piece, width) in enumerate(zip(pieces, self.width, strict=True))
                if not _STOP.search(piece.text.rstrip()) and not all(heads[index : index + 2])
            ]
        )
        stops = [_STOP.search(piece.text.rstrip()) is not None for piece in pieces]
        widest = widest_cut(self.width, stops)
        if not self.peaks and widest >= _WIDE:
            self.peaks = frozenset((widest, widest - 1))
        self.full_stop = [FULL_STOP.search(piece.text) is not None for piece in pieces]
        # Digits are narrow, so that a line of some is cut a little before the width of the others.
        least = min(self.peaks, default=0) - _NARROWER
        self.cut = [
            bool(self.peaks) and width >= least and not stops
            for width, stops in zip(self.width, self.full_stop, strict=True)
        ]
        # Where lines were cut, characters that stand side by side elsewhere tell that one goes on.
        self.pairs = pairs_inside(self.bare) if self.peaks or widest else frozenset[str]()
        self.cut_remarks = _cut_remarks(self.bare) if {"note", "detail"} & set(kinds) else frozenset[int]()
        self.remarks = "note" if "note" in kinds else "detail"
        self.in_brackets = [_POINTS_IN_BRACKETS.match(bare) is not None for bare in self.bare]
        self.names_have_points = self._names_have_points()
        self.rests = Rests(self.bare, [piece.starts for piece in pieces], self.pairs, self.in_brackets)
        self.rests.has_helpers = {"lead", "related"} <= set(self.kinds)
        self.rests.names, self.rests.names_have_points = len(self.names), self.names_have_points
        self.are_points_in_names = "points" not in kinds and family == "score"
        # Where points are printed with their sign (6分), bare numbers are those of rows.
        signs = sum(_SIGNED_POINTS.fullmatch(bare) is not None for bare in self.bare)
        self.have_signs = self.number >= 0 and signs >= _FEWEST_SIGNS
        self.codes = [code_of(bare) for bare in self.bare]
        self.series = series_of(self.bare)
        self.series_columns: dict[int, int] = {}
        self.known: dict[tuple[str, Kind | Literal["heading"] | None], float] = {}
        self.stays: dict[tuple[Kind | None, int], float | None] = {}
        # Cells that are there and empty hold the points and texts of a row least of all.
        needed = {max(at for at, other in enumerate(kinds) if other == kind) for kind in _NEEDED if kind in kinds}
        self.empty = [-1.5 if column in needed else 0.0 for column in range(self.end)]
        self.learned = Learned()
        self.bases = shared(self._bases, range(len(pieces)), least=_MANY)
        self.possible = [self._possible(index) for index in range(len(pieces))]
        self.weight = _NEVER

    def _names_have_points(self) -> bool:
        """Tell whether points in brackets are part of names, for those of rows stand bare."""
        if "points" not in self.kinds or not self.names:
            return False
        plain = [bare for bare in self.bare if points_cell(bare) is not None and bare[:1].isdigit()]
        if self.number < 0:
            return len(plain) >= _FEWEST_PLAIN
        in_brackets = {bare for bare, is_in in zip(self.bare, self.in_brackets, strict=True) if is_in}
        return len(set(plain)) > len(in_brackets)

    def _column_of(self, series: Collection[int], path: Sequence[tuple[int, bool]]) -> int | None:
        """Give the column of names where the first of the texts stands that number rows; none if it is elsewhere."""
        column = path[min(series)][0]
        return column if column in self.names else None

    def rows(self) -> list[Row]:
        """Give the rows of the most likely path, after learning from a first one."""
        if not self.pieces:
            return []
        texts = [piece.text for piece in self.pieces]
        path = self._path()
        for _ in range(_PASSES if self.peaks else 1):
            self.learned = learned_from(path, texts, self.bare, self.width, self.end)
            self.series_columns = {
                index: place
                for series in self.series
                if (place := self._column_of(series, path)) is not None
                for index in series
            }
            before, path = path, self._path()
            if path == before:  # nothing new is to be learned from it
                break
        return self._gathered(path)

    # The path

    def _path(self) -> list[tuple[int, bool]]:
        """Give for each piece its column and whether it begins a row."""
        self._weigh_skips()
        steps: list[tuple[int, int, bool]] = []
        states: list[list[_State]] = [[] for _ in range(self.end + 2)]
        for index, piece in enumerate(self.pieces):
            states = self._advanced(index, piece, states, steps)
        self.weight, at = max(
            (weight + self.tails[column], step) for column, ends in enumerate(states) for weight, _, step in ends
        )
        path: list[tuple[int, bool]] = []
        while at >= 0:
            before, column, is_new = steps[at]
            path.append((column, is_new))
            at = before
        return path[::-1]

    def _weigh_skips(self) -> None:
        """Weigh the columns that a step leaves out: between two, before the first of a row, behind the last."""
        inner = [self._skip(column, leading=False) for column in range(self.end)]
        leading = [self._skip(column, leading=True) for column in range(self.end)]
        self.between = [0.0]
        self.before = [0.0]
        for cost, lead in zip(inner, leading, strict=True):
            self.between.append(self.between[-1] + cost)
            self.before.append(self.before[-1] + lead)
        self.tails = [self.between[self.end] - self.between[column + 1] for column in range(self.end)] + [0.0, 0.0]
        # The first row has nothing above it that empty cells could go on with.
        self.first = [
            cost - 1.5 * sum(other < column for other in self.names[:1]) for column, cost in enumerate(self.before)
        ]

    def _skip(self, column: int, *, leading: bool) -> float:
        """Weigh a column left empty: some are seldom so; before the first piece of a row it is merged with the one above."""
        kind = self.kinds[column]
        may_be_merged = column < self.last_name and (leading or kind in NAMES)
        may_be_merged = may_be_merged or (kind == "points" and column < self._last(kind))
        if self.is_regular and not may_be_merged and kind not in _MAY_BE_EMPTY:
            return _IRREGULAR
        if kind in ("text", "task"):
            cost = 3.0 if column == self._last(kind) else 0.8
        elif kind == "points":
            cost = 2.0 if column == self._last(kind) else 0.6
        elif kind in NAMES:
            is_last = column == self.names[-1]
            is_merged = leading or column == self.names[0]
            is_all = kind == "content" and column == self.last_name == self.names[0]
            cost = 1.2 if is_all else 0.6 if is_last else 0.15 if is_merged else 0.5
        elif kind == "number":
            cost = (4.0 if self.numbered else 0.3) if self.family == "task" else 0.1
        elif kind in ("blank", "note", None):
            cost = 0.0
        elif kind == "detail":
            cost = 0.5
        else:
            cost = 1.2
        if column in self.learned.filled and kind not in ("number", "text", "task"):
            empty = 1.0 - self.learned.filled[column]
            cost = cost / 2 + min(2.0, -math.log(empty + 0.05)) / 2
        return -cost

    def _last(self, kind: Kind) -> int:
        return max(column for column, other in enumerate(self.kinds) if other == kind)

    def _advanced(
        self, index: int, piece: Piece, states: list[list[_State]], steps: list[tuple[int, int, bool]]
    ) -> list[list[_State]]:
        """Go one piece further on every path worth keeping."""
        goes_on = index > 0 and piece.starts != "row"
        leave = -4.0 if goes_on and self.rests.clings[index] else 0.0
        leave += _PARTED if goes_on and self.rests.parted[index] else 0.0
        below, under = self._begun(index, piece, states, leave)
        possible, between = self.possible[index], self.between
        cut = _CUT if index and self.cut[index - 1] else 0.0
        running: list[_State] = []
        found: list[list[_State]] = []
        for column in range(self.end):
            sources: list[_Ends] = []
            if column in possible:
                if goes_on:
                    sources.append((between[column] + leave, False, running))
                    if 0 <= self.number < column:
                        sources.append((self._from_number(column) + leave, False, states[self.number]))
                    if states[column]:
                        sources.append((self._stay(column, index), False, states[column]))
                sources += [(self.before[column], True, below), (self.first[column], True, under)]
            found.append(self._kept(column, index, sources, steps))
            if column != self.number and states[column]:
                skipped = between[column + 1] + (cut if self.kinds[column] in TEXTS else 0.0)
                running = _best(running, [(weight - skipped, number, step) for weight, number, step in states[column]])
        for column in (self.heading, self.total):
            sources = self._special(column, index, [*below, *under], states) if column in possible else []
            found.append(self._kept(column, index, sources, steps))
        return found

    def _begun(
        self, index: int, piece: Piece, states: list[list[_State]], leave: float
    ) -> tuple[list[_State], list[_State]]:
        """Give the best ends of rows at which this piece may begin another: of those below rows, and of those below none."""
        if not index:
            return [], [(0.0, (), -1)]
        if piece.starts in ("cell", "word"):
            return [], []
        ends = [
            (weight + tail + leave, number, step)
            for tail, own in zip(self.tails, states[: self.end], strict=False)
            for weight, number, step in own
        ]
        return _best(ends), _best([*states[self.heading], *states[self.total]])

    def _from_number(self, column: int) -> float:
        """Weigh going on from the number of a row: a name mostly follows it."""
        cost = self.between[column] - self.between[self.number + 1]
        if self.family == "score" and self.names and self.number < self.names[0] and column > self.names[-1]:
            cost -= 2.0
        return cost

    def _special(self, column: int, index: int, begun: list[_State], states: list[list[_State]]) -> list[_Ends]:
        """Weigh a row that is a heading over the whole width, or one of totals."""
        bare = self.bare[index]
        if column == self.heading or TOTAL.match(bare):
            return [(0.0, True, begun)]
        if self.pieces[index].starts != "row" and points_cell(bare):
            return [(0.0, False, states[self.total])]
        return []

    def _kept(
        self, column: int, index: int, sources: Sequence[_Ends], steps: list[tuple[int, int, bool]]
    ) -> list[_State]:
        """Keep the best paths to a column, with different last numbers."""
        best: dict[tuple[int, ...], tuple[float, int, bool]] = {}
        for step_weight, is_new, ends in sources:
            for before, last, step in ends:
                weight, number = before + step_weight, last
                if column == self.number:
                    gain, number = self._counted(index, column, last)
                    weight += gain
                held = best.get(number)
                if held is None or weight > held[0]:
                    best[number] = (weight, step, is_new)
        if not best:
            return []
        flat = 0.0 if column == self.number else self._weight(index, column)
        found: list[_State] = []
        for number in sorted(best, key=lambda number: -best[number][0])[:_BEAM] if len(best) > _BEAM else best:
            weight, step, is_new = best[number]
            steps.append((step, column, is_new))
            found.append((weight + flat, number, len(steps) - 1))
        return found

    # Weights

    def _counted(self, index: int, column: int, last: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        """Weigh a piece as the number of a row that comes after this last one."""
        code = self.codes[index]
        if not self.bare[index]:
            return 0.0, last
        if not code:
            return self.bases[index][column] - 0.5, last
        if code == (*last, 1) or any(code == (*last[:at], last[at] + 1) for at in range(len(last))):
            return 4.0, code
        if code[0] < _YEARS and (code == (1,) or len(code) > 1 or not last):
            return 1.5, code
        if last and last[0] < code[0] <= (last[0] + _NUMBER_GAP if self.has_lists else _YEARS):
            return 0.5, code
        return -4.0, last

    def _weight(self, index: int, column: int) -> float:
        """Weigh a piece in a column."""
        bare = self.bare[index]
        if not bare:
            return self.empty[column] if column < self.end else -3.0
        if column == self.total:
            return self.bases[index][column]
        weight = self.bases[index][column] + self.learned.recalled(column, bare)
        if self.series_columns and (place := self.series_columns.get(index)) is not None:
            weight += _SERIES if column == place else -_SERIES
        if self.peaks and column < self.end and self.width[index] in self.peaks and self.kinds[column] is not None:
            weight += 1.2 if self.kinds[column] in (*TEXTS, "content") else -0.8
        return weight

    def _bases(self, index: int) -> list[float]:
        return [self._base(index, column) for column in range(self.end + 2)]

    def _base(self, index: int, column: int) -> float:
        """Weigh a piece in a column by itself, whatever the column held before."""
        text, bare = self.pieces[index].text, self.bare[index]
        if column == self.total:
            return 3.0 if TOTAL.match(bare) else 1.0
        kind = "heading" if column == self.heading else self.kinds[column]
        if column == self.heading and self.number >= 0 and self.family == "task" and _SECTION.match(bare):
            return heading_weight(text) + 2.0
        if index in self.cut_remarks and (kind in ("note", "detail") or kind in NAMES):
            return 1.5 if kind == self.remarks else -1.5
        if kind == "points" and (
            (self.names_have_points and self.in_brackets[index]) or (self.have_signs and bare.isdigit())
        ):
            return -2.0 if self.in_brackets[index] else -1.0
        if kind in NAMES and self.are_points_in_names and points_in_name(bare)[1]:
            return looks(text, self.kinds[column]) + 1.0
        return self._known(text, bare, column, kind)

    def _known(self, text: str, bare: str, column: int, kind: Kind | Literal["heading"] | None) -> float:
        """Weigh a text by its words, each once."""
        if (text, kind) not in self.known:
            known = heading_weight(text) if column == self.heading else self._looks(text, bare, self.kinds[column])
            self.known[text, kind] = known
        return self.known[text, kind]

    def _possible(self, index: int) -> frozenset[int]:
        """Give the columns that a piece may stand in: those that it is not impossible for, all if there is none."""
        every = range(self.end + 2)
        if self.pieces[index].column >= 0:
            return frozenset({self.pieces[index].column})
        if not self.bare[index]:
            return frozenset(every)
        found = [
            column
            for column in every
            if (column == self.number and self.codes[index]) or self.bases[index][column] > IMPOSSIBLE
        ]
        return frozenset(found if any(column < self.end for column in found) else every)

    def _looks(self, text: str, bare: str, kind: Kind | None) -> float:
        if TOTAL.match(bare):
            return -2.0
        if kind == "detail" != self.remarks and REMARK.match(bare):
            return -1.5
        if kind == "status" and self.has_figures and _FIGURE.match(fold(bare)):
            return 1.5
        return looks(text, kind)

    def _stay(self, column: int, index: int) -> float:
        """Weigh a further line in the same cell."""
        kind, starts = self.kinds[column], self.pieces[index].starts
        if kind in NAMES and len(self.names) == 1 and starts in ("cell", "either") and "detail" not in self.kinds:
            # One head may stand over the names of several levels.
            return 0.2
        if starts in ("cell", "either") or kind in _SINGLE:
            # More cells than columns: two of them belong to one.
            return _UNLIKELY
        if self.is_regular:
            by_words = self.rests.weight(kind, index, is_learned=False)
            return by_words if by_words is not None and by_words >= _SURE else _IRREGULAR
        stay = self._stay_in_text(column, index)
        # What a column of requirements has against a text, it has against its first line.
        return stay + 0.4 if kind == "detail" else stay

    def _stay_in_text(self, column: int, index: int) -> float:
        """Weigh a further line in a cell that may have several."""
        kind = self.kinds[column]
        if (kind, index) not in self.stays:
            self.stays[kind, index] = self.rests.weight(kind, index, is_learned=bool(self.learned.widths))
        by_words = self.stays[kind, index]
        if by_words is not None:
            return by_words
        if full := self.learned.widths.get(column, 0):
            is_stop = self.full_stop[index - 1]
            if self.width[index - 1] + self._first_width(index) > full:
                return 0.4 if is_stop else 1.5
            return (-0.2 if kind in TEXTS and is_stop else -1.2) + (0.4 if label_of(self.bare[index]) else 0.0)
        return self._stay_at_first(kind, index)

    def _asks_anew(self, index: int) -> bool:
        """Tell whether a sentence behind a standard asks for something: where both have columns, another row begins."""
        has_asked = "content" in self.kinds or "detail" in self.kinds
        return has_asked and not self.pairs and _scores(self.bare[index - 1]) and not _scores(self.bare[index])

    def _first_width(self, index: int) -> int:
        """Give the width of what cannot be parted at the beginning of a line."""
        match = _FIRST.match(self.pieces[index].text.strip())
        return width_of(match[0]) if match else 1

    def _stay_at_first(self, kind: Kind | None, index: int) -> float:
        """Weigh a further line before it is known how wide the columns are."""
        if kind in TEXTS or kind == "content":
            is_stop = self.full_stop[index - 1]
            is_cut = self.width[index - 1] in self.peaks and not is_stop
            if kind == "text" and is_stop and self._asks_anew(index):
                return -1.5
            return 1.5 if is_cut else 0.0 if not is_stop or kind == "text" else -0.3
        if kind in NAMES:
            is_pooled = len(self.names) < 2 and "detail" not in self.kinds  # noqa: PLR2004
            return 0.2 if is_pooled else -0.3 if self.peaks else -1.0
        if kind in UNITS:
            return self.rests.further_units(kind)
        return _STAYS.get(kind, -1.5)

    def _gathered(self, path: Sequence[tuple[int, bool]]) -> list[Row]:
        rows: list[Row] = []
        for piece, (column, is_new) in zip(self.pieces, path, strict=True):
            if not squeeze(piece.text):
                if is_new or not rows:
                    rows.append(Row())
                rows[-1].empty.add(column)
                continue
            if is_new or not rows:
                rows.append(Row(is_heading=column == self.heading, is_total=column == self.total))
            rows[-1].cells.setdefault(column if column < self.end else 0, []).append(piece)
        return [row for row in rows if row.cells]


def last_of_names(kinds: Sequence[Kind | None]) -> int:
    """Give the column of names that every row fills; those before it are merged over rows. Behind the last where all are."""
    names = [column for column, kind in enumerate(kinds) if kind in NAMES]
    if not names:
        return 0
    are_groups = "detail" in kinds or (len(names) == 1 and kinds[names[0]] == "name")
    are_groups = are_groups or "number" in kinds[names[-1] :]
    return names[-1] + are_groups


def _scores(bare: str) -> bool:
    return SCORED.search(bare) is not None or _AWARDS.search(bare) is not None


def _cut_remarks(texts: Sequence[str]) -> frozenset[int]:
    """Give the lines that are a remark only together with the next or the one before (以年度通, 报为准)."""
    return frozenset(
        at
        for index, text in enumerate(texts[:-1])
        if not REMARK.match(text) and REMARK.match(text + texts[index + 1]) and not REMARK.match(texts[index + 1])
        for at in (index, index + 1)
    )


def _best(*ends: list[_State]) -> list[_State]:
    """Give the best states with different numbers."""
    best: dict[tuple[int, ...], _State] = {}
    for states in ends:
        for state in states:
            held = best.get(state[1])
            if held is None or state[0] > held[0]:
                best[state[1]] = state
    found = list(best.values())
    if len(found) > 1:
        found.sort(key=itemgetter(0), reverse=True)
    return found[:_BEAM]
