"""Which column each piece of a flattened table belongs to: the most likely path through the columns.

The pieces of a table come in the order of its columns, row after row; cells that are merged with one above leave nothing
behind. Each piece is weighed against what a column holds, and steps that skip columns, split a list or break a row cost.
What the columns held on a first path – how wide, how long, how often filled, which words – helps on the second.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import itemgetter
from typing import TypeAlias

from kaoji.reading.flat.columns.learned import learned_from
from kaoji.reading.flat.columns.weights import Weights
from kaoji.reading.flat.looks import (
    ROW_NUMBER,
    TEXTS,
    TOTAL,
)
from kaoji.reading.flat.pieces import (
    Piece,
    Row,
)
from kaoji.reading.phrases.wording import points_cell, points_in_name, squeeze

_BEAM = 2
_PASSES = 2
_CUT = 1.5  # against leaving a text behind a line that was cut
_BEHIND_NUMBER = 1.5  # for a heading whose number is a cell of its own
_PARTED = -1.5  # against beginning a cell between two characters that stand side by side elsewhere

# The end of a path: its weight, the last number of a row on it, and its last step. Plain tuples, for there are millions.
_State: TypeAlias = tuple[float, tuple[int, ...], int]
# Ends that go on by a step of this weight; whether it begins a row.
_Ends: TypeAlias = tuple[float, bool, list[_State]]


class Fitter(Weights):
    """Finds the most likely column of every piece."""

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
            self.learn(learned_from(path, texts, self.bare, self.width, self.end))
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
        inner = [self.skip(column, leading=False) for column in range(self.end)]
        leading = [self.skip(column, leading=True) for column in range(self.end)]
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

    def _advanced(
        self, index: int, piece: Piece, states: list[list[_State]], steps: list[tuple[int, int, bool]]
    ) -> list[list[_State]]:
        """Go one piece further on every path worth keeping."""
        goes_on = index > 0 and piece.starts != "row"
        leave = -4.0 if goes_on and self.rests.clings[index] else 0.0
        leave += _PARTED if goes_on and self.rests.parted[index] else 0.0
        cut = _CUT if index and self.cut[index - 1] else 0.0
        below, under = self._begun(index, piece, states, leave, cut)
        possible, between = self.possible[index], self.between
        running: list[_State] = []
        found: list[list[_State]] = []
        for column in range(self.end):
            here = states[column]
            kept: list[_State] = []
            if column in possible:
                sources: list[_Ends] = []
                if goes_on:
                    if running:
                        sources.append((between[column] + leave, False, running))
                    if 0 <= self.number < column and states[self.number]:
                        sources.append((self._from_number(column) + leave, False, states[self.number]))
                    if here:
                        sources.append((self.stay(column, index), False, here))
                if below:
                    sources.append((self.before[column], True, below))
                if under:
                    sources.append((self.first[column], True, under))
                kept = self._kept(column, index, sources, steps)
            found.append(kept)
            if here and column != self.number:
                skipped = between[column + 1] + (cut if self.kinds[column] in TEXTS else 0.0)
                running = _best(running, [(weight - skipped, number, step) for weight, number, step in here])
        for column in (self.heading, self.total):
            sources = self._special(column, index, [*below, *under], states) if column in possible else []
            found.append(self._kept(column, index, sources, steps) if sources else [])
        return found

    def _begun(
        self, index: int, piece: Piece, states: list[list[_State]], leave: float, cut: float
    ) -> tuple[list[_State], list[_State]]:
        """Give the best ends of rows at which this piece may begin another: of those below rows, and of those below none."""
        if not index:
            return [], [(0.0, (), -1)]
        if piece.starts in ("cell", "word"):
            return [], []
        ends = [
            (weight + tail + leave - (cut if kind in TEXTS else 0.0), number, step)
            for kind, tail, own in zip(self.kinds, self.tails, states[: self.end], strict=False)
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
        if column == self.heading and self.family == "score" and index and ROW_NUMBER.match(self.bare[index - 1]):
            # 1, 产业发展（40分）: the name of a group over all columns, behind its number
            named = states[self.number] if self.number >= 0 and points_in_name(bare)[1] else []
            return [(0.0, True, begun), (_BEHIND_NUMBER, False, named)]
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
                    gain, number = self.counted(index, column, last)
                    weight += gain
                held = best.get(number)
                if held is None or weight > held[0]:
                    best[number] = (weight, step, is_new)
        if not best:
            return []
        flat = 0.0 if column == self.number else self.weigh(index, column)
        found: list[_State] = []
        for number in sorted(best, key=lambda number: -best[number][0])[:_BEAM] if len(best) > _BEAM else best:
            weight, step, is_new = best[number]
            steps.append((step, column, is_new))
            found.append((weight + flat, number, len(steps) - 1))
        return found

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
            if column == self.heading and not is_new:
                rows[-1] = _numbered_heading(rows[-1], piece)
                continue
            rows[-1].cells.setdefault(column if column < self.end else 0, []).append(piece)
        return [row for row in rows if row.cells]


def _numbered_heading(row: Row, piece: Piece) -> Row:
    """Give a heading with its number, which was a cell of its own."""
    number = squeeze(row.cells[min(row.cells)][0].text)
    text = f"{number}{'' if number[-1] in '、.．)）' else '、'}{piece.text}"
    return Row({0: [piece._replace(text=text)]}, is_heading=True)


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
