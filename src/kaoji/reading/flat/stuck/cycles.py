"""Score sheets that run together, told by the cycle of their rows: what is asked for, its points, how it is scored, and again.

Every number that may be the points of a row is weighed against being an amount; between two of them the place is sought where
one row ends and the next begins. The likeliest chain through the whole text is taken, for every way in which points may be
written and stand, and of these ways the likeliest one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.stuck.cycle_text import CycleText, Points
from kaoji.reading.flat.stuck.cycle_weights import CLOSES, HEADED, ITEM_START, LONGEST_ROW, CycleWeights, Order

_WINDOW, _BEAM = 10, 3
_COUNTS: Final = late_pattern(r"\d{1,2}[、.．](?!\d)")
_FIRST_BARE: Final = late_pattern(r"1(?!\d)")
_NONE: Final = -1e9
_LEAST: Final = -3.0  # less likely points are none
_SKIPPED: Final = 0.7
_MOST_SKIPPED: Final = -6.0  # points before the first row
_NEXT_NUMBER, _ANY_NUMBER, _UNSURE_NUMBER, _FIRST_NUMBER, _NO_NUMBER = 3.0, 1.5, 1.2, 2.0, -1.5
_NAMED, _CUT_OFF, _CUT_OFF_NUMBER, _CUT_OFF_MARK, _CUT_OFF_ITEM = -0.2, -1.2, 0.5, 0.7, 1.5


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A row: from ``start``; what is asked for from ``asked``; its points; where what follows ends; the last number so far."""

    start: int
    asked: int
    points: Points | None
    end: int
    number: int = 0


class _Begun(NamedTuple):
    """Where a row begins, how likely: names of groups and a number may stand before what it asks for."""

    weight: float
    start: int
    asked: int
    number: int


@dataclass(slots=True)
class _State:
    weight: float
    points: Points
    number: int
    start: int
    asked: int
    before: _State | None


class Cycle:
    """Seeks the rows of a text in one order."""

    def __init__(self, text: CycleText, order: Order) -> None:
        self.text, self.order = text, order
        self.weights = CycleWeights(text, order)
        self.weight = _NONE

    def rows(self) -> list[CycleRow]:
        """Give the rows of the likeliest chain; ``weight`` is its weight then."""
        marks = [mark for mark in self.text.points(self.order.style) if mark.weight > _LEAST]
        skipped = [0.0]
        for mark in marks:
            skipped.append(skipped[-1] - _SKIPPED * max(0.0, mark.weight))
        chains: list[list[_State]] = []
        best: _State | None = None
        for at, mark in enumerate(marks):
            found = [
                *self._first(mark, skipped[at]),
                *(
                    following
                    for back in range(max(0, at - _WINDOW), at)
                    for following in self._following(chains[back], mark, marks[back + 1 : at])
                ),
            ]
            chains.append(_best(found))
            if len(self.text.text) - mark.end > LONGEST_ROW:
                continue
            rest = skipped[-1] - skipped[at + 1]
            for state in chains[-1]:
                weight = state.weight + rest + self._tail(state)[0]
                if weight > self.weight:
                    best, self.weight = state, weight
        return self._gathered(best) if best is not None else []

    def _gathered(self, last: _State) -> list[CycleRow]:
        end = self._tail(last)[1]
        rows = [CycleRow(end, end, None, len(self.text.text))] if end < len(self.text.text) else []
        state: _State | None = last
        while state is not None:
            rows.append(CycleRow(state.start, state.asked, state.points, end, state.number))
            end, state = state.start, state.before
        return rows[::-1]

    def _first(self, mark: Points, skipped: float) -> Iterator[_State]:
        """Give the rows that the text may begin with up to some points: what they ask for, and their number."""
        if skipped <= _MOST_SKIPPED or mark.start > LONGEST_ROW:
            return
        known = mark.weight + skipped
        lacking = -1.0 if self.order.numbers else 0.0
        yield _State(self.weights.asked(0, mark.start) + lacking + known, mark, 0, 0, 0, None)
        for place in self.text.numbers_between(self.order.numbers, 0, mark.start):
            if place.is_sure and self.weights.is_group(0, place.start):
                weight = self.weights.asked(place.end, mark.start) + _FIRST_NUMBER + known
                yield _State(weight, mark, place.number, 0, place.end, None)

    def _following(self, states: Sequence[_State], mark: Points, between: Sequence[Points]) -> Iterator[_State]:
        """Give the rows up to some points that may follow others, with points between that are amounts."""
        if not states or states[0].points.end > mark.start or mark.start - states[0].points.end > LONGEST_ROW:
            return
        end = states[0].points.end
        amounts = (other for other in between if other.start >= end and other.end <= mark.start)
        cost = _SKIPPED * sum(max(0.0, other.weight) for other in amounts)
        for state in states:
            begun = max(self._begun(state, mark), default=None)
            if begun is not None:
                weight = state.weight + begun.weight + mark.weight - cost
                yield _State(weight, mark, begun.number, begun.start, begun.asked, state)

    def _begun(self, state: _State, mark: Points) -> Iterator[_Begun]:
        """Give the places between two points at which the next row may begin."""
        start, end = state.points.end, mark.start
        row = (state.start, state.asked)
        text, weights = self.text, self.weights
        for place in text.numbers_between(self.order.numbers, start, end, state.number):
            is_behind_points = place.start > start and text.text[place.start - 1].isdigit()
            told = _NEXT_NUMBER if state.number else _ANY_NUMBER
            asked = weights.asked(place.end, end) + (told if place.is_sure else _UNSURE_NUMBER)
            for cut in {start, *text.between(max(start, place.start - LONGEST_ROW), place.start), place.start}:
                if weights.is_group(cut, place.start) and not (is_behind_points and cut == place.start):
                    named = _NAMED if cut < place.start else 0.0
                    weight = asked + named + text.cuts.get(cut, 0.0)
                    weight += weights.standard(start, cut, row, state.points, mark)
                    if cut == start or not self._is_split(state):
                        yield _Begun(weight, cut, place.end, place.number)
        if self._is_split(state):
            return
        lacking = _NO_NUMBER if self.order.numbers else 0.0
        for cut in (start, *text.between(start, end)):
            weight = text.cuts.get(cut, 0.0) + lacking + weights.asked(cut, end)
            yield _Begun(weight + weights.standard(start, cut, row, state.points, mark), cut, cut, state.number)

    def _is_split(self, state: _State) -> bool:
        """Tell whether the digits behind points must be the number of a row: they begin no item."""
        if not state.points.is_stuck or _COUNTS.match(self.text.plain, state.points.end) is not None:
            return False
        is_item = self.text.has_bare_items and _FIRST_BARE.match(self.text.plain, state.points.end) is not None
        return not (is_item and self.order.scored_after)

    def _tail(self, state: _State) -> tuple[float, int]:
        """Give the weight of what stands behind the last points, and where a row without points begins in it."""
        text, weights = self.text, self.weights
        start, end = state.points.end, len(text.text)
        row = (state.start, state.asked)
        numbers = text.numbers_between(self.order.numbers, start, end, state.number) if state.number else ()
        if self._is_split(state):
            return (0.0, start) if any(place.start == start for place in numbers) else (_NONE, end)
        best = (weights.standard(start, end, row, state.points), end)
        for place in numbers:
            for cut in {start, *text.between(start, place.start), place.start}:
                if weights.is_group(cut, place.start):
                    weight = weights.standard(start, cut, row, state.points) + text.cuts.get(cut, 0.0)
                    best = max(best, (weight + _CUT_OFF_NUMBER, cut))
        for cut in (start, *text.between(start, end)):
            weight = weights.standard(start, cut, row, state.points) + text.cuts.get(cut, 0.0) + self._cut_off(cut, row)
            best = max(best, (weight, cut))
        return best

    def _cut_off(self, at: int, row: tuple[int, int]) -> float:
        """Weigh a place at which a last row may begin that was cut off before its points."""
        text, plain = self.text, self.text.plain
        item = text.item_at(at)
        is_next = item == text.item_at(row[1]) + 1 if item else ITEM_START.match(plain, at) is not None
        weight = _CUT_OFF + (_CUT_OFF_MARK if is_next or HEADED.match(plain, at) else 0.0)
        weight -= 0.8 * text.scores(at, len(plain)) if self.order.scored_after else 0.0
        weight -= _CUT_OFF_ITEM if text.has_bare_items and plain[at : at + 1].isdigit() else 0.0
        return weight - (3.0 if CLOSES.match(plain, at) else 0.0)


def _best(found: Sequence[_State]) -> list[_State]:
    """Give the best states with different numbers."""
    kept: dict[int, _State] = {}
    for state in sorted(found, key=lambda each: -each.weight):
        kept.setdefault(state.number, state)
        if len(kept) == _BEAM:
            break
    return list(kept.values())
