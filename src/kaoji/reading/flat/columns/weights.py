"""How likely each piece of a flattened table is in each column, and how much it costs to leave columns out or to go on.

What a piece says is weighed by `looks` and `rests`; here it meets the other pieces of its table: how wide lines are cut,
whether points are printed with their sign, whether rows are numbered, what the columns held on a path before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.flat.columns.cuts import cuts_of, remarks_cut
from kaoji.reading.flat.columns.learned import Learned, narrow_of
from kaoji.reading.flat.columns.rests import Rests
from kaoji.reading.flat.columns.series import below_numbers, code_of, codes_of, numbers_of_rows, series_of
from kaoji.reading.flat.columns.sums import GroupPoints, groups_add_up
from kaoji.reading.flat.looks import (
    EXTRAS,
    IMPOSSIBLE,
    NAMES,
    PERSONS,
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
    counts_up,
    width_of,
)
from kaoji.reading.phrases.wording import label_of, points_cell, points_in_name, rank_of, squeeze
from kaoji.reading.tables.head_words import Family, Kind
from kaoji.sharing import shared

_FIGURE: Final = late_pattern(r"^[-+]?\d+(?:[.,]\d+)*[%‰]?$")
_AWARDS: Final = late_pattern(r"不(?:予)?[得计]分|全扣|酌情|扣完|满分|否决")
_SIGNED_POINTS: Final = late_pattern(r"[（(]?\d+(?:\.\d+)?分[）)]?")
_UNLIKELY: Final = -5.0
_IRREGULAR: Final = -6.0
_SURE: Final = 2.0
_NEEDED: Final = ("points", "text", "task")
_MAY_BE_EMPTY: Final = ("blank", "note", "number", None)
_SECTION: Final = late_pattern(r"^[一二三四五六七八九十]{1,3}、")
_POINTS_IN_BRACKETS: Final = late_pattern(
    r"^[（(︵](?:共?\d{1,3}[个项条类][^（()）]{0,4}[，,、])?(?:满分)?(?:\d+(?:\.\d+)?分|[1-9]\d{1,2})[）)︶]$"
)
_ASKED: Final = late_pattern(r"^.{16}|[，,、].*[。；;]$")
_FIRST: Final = late_pattern(r"[0-9.]+[%％]?|[A-Za-z]+|.")
# Cells of these kinds are a number or a word; those of the others may have further lines at such a weight.
_LISTS: Final = ("target", "ratio", "measure", "status", "points")
_SINGLE: Final = ("number", "points", "measure", "ratio")
_STAYS: Final[dict[Kind | None, float]] = {"leader": -0.8, "coordinator": -0.8, "person": -0.8}
_OWN_CELL: Final = -3.0
_NUMBER_GAP = 3
_YEARS = 1000
_FEWEST_SIGNS = 3
_FEWEST_PLAIN = 2
_NUMBERED, _POINTED, _PROVED, _MOST_LINES, _NARROW_LINE = 3.0, 1.0, 8.0, 4, 16
_SERIES = 2.0
_NUMBERED_NAME: Final = late_pattern(r"\d{1,2}[.、．](?!\d)")
_GIVES: Final = late_pattern("[加减扣]分|奖|惩|否决")  # a group of extras need not have points
_NOTHING: Final = late_pattern(r"(?:暂?无|[-—－–/\\])+$")  # a cell that says so and nothing else
_AMOUNT: Final = late_pattern(r"[扣加得减]\s*\d+(?:\.\d+)?\s*分$")
_AFTER_AMOUNT = -1.2
_ASKED_FOR = 0.5
_SENTENCE: Final = late_pattern("[，,；;].*分$")  # 新增1家得2分，最高10分
_GROUP_NAME: Final = late_pattern(r"[^，,。；;（(]{2,20}[（(]\d{1,3}(?:\.\d)?分[）)]")
_SUMMED, _SURE_UNIT, _FURTHER_LINE, _GROUPED, _NARROW = 1.5, 1.2, -0.6, 0.3, 0.8
_MANY = 4_000


class Weights:
    """Weighs pieces in columns; `path` asks it."""

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
        # What is asked for names the rows, and no other column does.
        is_text_beside = "text" in kinds and "detail" not in kinds
        self.is_asked_alone = is_text_beside and [kinds[column] for column in self.names] == ["content"]
        self.has_figures = "target" in self.kinds
        self.has_lists = bool(
            set(_LISTS) & set(self.kinds)
        )  # else bare numbers are those of rows, though some be left out
        self.numbered = self.number >= 0 and counts_up(self.bare)
        cuts = cuts_of(pieces, self.bare, self.width)
        self.peaks, self.cut, self.full_stop, self.pairs = cuts.peaks, cuts.cut, cuts.full_stop, cuts.pairs
        # Points on a line of their own are no part of what is asked for or scored where no line before them was cut.
        self.points_alone = frozenset(
            index
            for index, bare in enumerate(self.bare)
            if index and "points" in kinds and not self.cut[index - 1] and bare[:1].isdigit() and points_cell(bare)
        )
        self.cut_remarks = remarks_cut(self.bare) if {"note", "detail"} & set(kinds) else frozenset[int]()
        self.remarks = "note" if "note" in kinds else "detail"
        self._read_points()
        # Where no sentence has a stop, what is taken or given ends a standard: 每低1个百分点扣0.5分
        stops = sum(bare.endswith(("。", "；", ";")) for bare in self.bare)
        self.are_amounts_last = stops * 4 < sum(_AMOUNT.search(bare) is not None for bare in self.bare)
        self.codes = codes_of(self.bare) if self.number >= 0 else [code_of(bare) for bare in self.bare]
        self.below_numbers = below_numbers(self.bare) if self.number >= 0 else frozenset[int]()
        self.series = series_of(self.bare)
        self.row_numbers = numbers_of_rows(self.bare) if self.number >= 0 else frozenset[int]()
        self.series_columns: dict[int, int] = {}
        self.groups = GroupPoints(pieces, self.bare, self.kinds)
        self.rests.sums = self.groups.in_names
        for index in self.cut_remarks:  # the second half of a remark goes on with the first
            self.rests.clings[index] |= index - 1 in self.cut_remarks
        self.known: dict[tuple[str, Kind | Literal["heading"] | None], float] = {}
        self.stays: dict[tuple[Kind | None, int], float | None] = {}
        # Cells that are there and empty hold the points and texts of a row least of all.
        needed = {max(at for at, other in enumerate(kinds) if other == kind) for kind in _NEEDED if kind in kinds}
        self.empty = [-1.5 if column in needed else 0.0 for column in range(self.end)]
        self.learned = Learned()
        self.narrow: dict[int, int] = {}
        self.bases = shared(self._bases, range(len(pieces)), least=_MANY)
        self.possible = [self.possible_columns(index) for index in range(len(pieces))]
        self.weight = 0.0

    def _read_points(self) -> None:
        """See how points are printed: with their sign, in brackets, as parts of names."""
        self.in_brackets = [_POINTS_IN_BRACKETS.match(bare) is not None for bare in self.bare]
        self.names_have_points = self._names_have_points()
        starts = [piece.starts for piece in self.pieces]
        self.rests = Rests(self.bare, starts, self.pairs, self.in_brackets, has_measures="measure" in self.kinds)
        self.rests.has_helpers = {"lead", "related"} <= set(self.kinds)
        self.rests.names, self.rests.names_have_points = len(self.names), self.names_have_points
        self.are_points_in_names = "points" not in self.kinds and self.family == "score"
        # Where points are printed with their sign (6分), bare numbers are those of rows.
        signs = sum(_SIGNED_POINTS.fullmatch(bare) is not None for bare in self.bare)
        # Names of groups have their points in brackets, on the same line or one below it.
        self.pointed = [self._is_pointed(index) for index in range(len(self.pieces))]
        # Numbered ones (一、) may be headings over all columns, too.
        groups = sum(own and rank_of(bare) is None for own, bare in zip(self.pointed, self.bare, strict=True))
        self.are_groups_pointed = len(self.names) > 1 and "points" in self.kinds and groups >= _FEWEST_SIGNS
        self.are_all_pointed = self.are_groups_pointed and groups_add_up(
            self.bare, numbers_of_rows(self.bare) if self.number >= 0 else (), len(self.names) - 1
        )
        self.have_signs = self.number >= 0 and signs >= _FEWEST_SIGNS

    def _is_pointed(self, index: int) -> bool:
        """Tell whether the short lines from one on end with points in brackets."""
        for at in range(index, min(len(self.bare), index + _MOST_LINES)):
            if points_in_name(self.bare[at])[1] and not self.bare[at][0].isdigit():
                return _SENTENCE.search(self.bare[at]) is None
            if self.width[at] > _NARROW_LINE or not self.bare[at] or points_cell(self.bare[at]):
                return False
        return False

    def _names_have_points(self) -> bool:
        """Tell whether points in brackets are part of names, for those of rows stand bare."""
        if "points" not in self.kinds or not self.names:
            return False
        plain = [bare for bare in self.bare if points_cell(bare) is not None and bare[:1].isdigit()]
        if self.number < 0:
            return len(plain) >= _FEWEST_PLAIN
        in_brackets = {bare for bare, is_in in zip(self.bare, self.in_brackets, strict=True) if is_in}
        if sum(bare.endswith("分") for bare in plain) > sum(self.in_brackets):
            return True
        return len(set(plain)) > len(in_brackets)

    def learn(self, learned: Learned) -> None:
        """Take over what the columns held on a path; names of groups are filled no more often than those below them."""
        own = sorted(learned.filled.get(column, 0.0) for column in self.names)
        learned.filled.update(zip(self.names, own, strict=True))
        self.learned, self.narrow = learned, narrow_of(learned.widths, self.kinds)
        self.stays.clear()  # what goes on is told otherwise from now on

    def skip(self, column: int, *, leading: bool) -> float:
        """Weigh a column left empty: some are seldom so; before the first piece of a row it is merged with the one above."""
        kind = self.kinds[column]
        may_be_merged = column < self.last_name and (leading or kind in NAMES)
        may_be_merged = may_be_merged or (kind == "points" and column < self.last_column(kind))
        if self.is_regular and not may_be_merged and kind not in _MAY_BE_EMPTY:
            return _IRREGULAR
        if kind in ("text", "task"):
            cost = 3.0 if column == self.last_column(kind) else 0.8
        elif kind == "points":
            cost = 2.0 if column == self.last_column(kind) else 0.6
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

    def last_column(self, kind: Kind) -> int:
        """Give the last column of a kind."""
        return max(column for column, other in enumerate(self.kinds) if other == kind)

    def counted(self, index: int, column: int, last: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        """Weigh a piece as the number of a row that comes after this last one."""
        code = self.codes[index]
        if not self.bare[index]:
            return 0.0, last
        if not code:
            return self.bases[index][column] - 0.5, last
        if index in self.below_numbers:
            code = (*last[:1], *code)
        if code == (*last, 1) or any(code == (*last[:at], last[at] + 1) for at in range(len(last))):
            return 4.0, code
        if code[0] < _YEARS and (code == (1,) or len(code) > 1 or not last):
            return 1.5, code
        if last and last[0] < code[0] <= (last[0] + _NUMBER_GAP if self.has_lists else _YEARS):
            return 0.5, code
        return -4.0, last

    def weigh(self, index: int, column: int) -> float:
        """Weigh a piece in a column."""
        bare = self.bare[index]
        if not bare:
            return self.empty[column] if column < self.end else -3.0
        if column == self.total:
            return self.bases[index][column]
        weight = self.bases[index][column]
        if column == self.end or not (self.rests.has_helpers and self.kinds[column] in UNITS):
            # who leads here helps there
            weight += self.learned.recalled(column, bare)
        if self.series_columns and (place := self.series_columns.get(index)) is not None:
            weight += _SERIES if column == place else -_SERIES
        if self.peaks and column < self.end and self.width[index] in self.peaks and self.kinds[column] is not None:
            weight += 1.2 if self.kinds[column] in (*TEXTS, "content") else -0.8
        elif column < self.end and not self.full_stop[index] and self.width[index] in self.narrow:
            weight += _NARROW if column == self.narrow[self.width[index]] else -_NARROW
        return weight

    def _bases(self, index: int) -> list[float]:
        return [self._base(index, column) for column in range(self.end + 2)]

    def _base(self, index: int, column: int) -> float:
        """Weigh a piece in a column by itself, whatever the column held before."""
        text, bare = self.pieces[index].text, self.bare[index]
        if column == self.total:
            return 3.0 if TOTAL.match(bare) else 1.0
        kind = "heading" if column == self.heading else self.kinds[column]
        told = self._told(index, column)
        if told is None:
            told = self._told_by_next(index, column, kind)
        if told is not None:
            return told
        if column == self.heading and self.number >= 0 and self.family == "task" and _SECTION.match(bare):
            return heading_weight(text) + 2.0
        if kind == "points" and (
            (self.names_have_points and self.in_brackets[index]) or (self.have_signs and bare.isdigit())
        ):
            return -2.0 if self.in_brackets[index] else -1.0
        weight = self._known(text, bare, column, kind)
        if kind in NAMES and self.are_points_in_names and points_in_name(bare)[1] and not points_cell(bare):
            weight = looks(text, self.kinds[column]) + 1.0
        if self.are_groups_pointed and kind in NAMES:
            # Names of groups have points; those of levels between need not.
            is_odd = column == (self.names[-1] if self.pointed[index] else self.names[0])
            is_group = self.pointed[index] or _GIVES.search(bare) is not None
            is_proved = self.are_all_pointed and column != self.names[-1] and not is_group
            weight -= _PROVED if is_proved else _POINTED * is_odd
        elif self.are_groups_pointed and kind == "text" and _GROUP_NAME.fullmatch(bare):
            weight -= _POINTED
        return weight

    def _told_by_next(self, index: int, column: int, kind: Kind | Literal["heading"] | None) -> float | None:
        """Weigh a piece by the one behind it, where that decides."""
        if column == self.heading and self._is_begun(index):
            return -_NUMBERED
        if EXTRAS.match(self.bare[index]) and (kind == "points" or kind in NAMES) and self._names_row(index + 1):
            # 加分项 / 1.获表彰 / 每次加2分: it heads rows, and is no row's points
            return _POINTED if kind in NAMES else -_NUMBERED
        return None

    def _is_begun(self, index: int) -> bool:
        """Tell whether a name without points goes on with the next line, which has them: it was cut."""
        if points_in_name(self.bare[index])[1] or index + 1 == len(self.bare):
            return False
        following = self.bare[index + 1]
        return bool(points_in_name(following)[1]) and not label_of(following) and not points_cell(following)

    def _told(self, index: int, column: int) -> float | None:
        """Weigh a piece by what it is among the others or where its column stands, where that decides."""
        kind = self.kinds[column] if column < self.end else None
        if index in self.groups.sums and (kind == "points" or kind in NAMES):
            # What the points of the rows below add up to stands in a column of its own, or at the name of their group.
            is_group = (kind in NAMES) == bool(self.groups.in_names) and column != self.last_column("points")
            return _SUMMED if is_group else -_SUMMED
        if self.groups.sums and len(self.names) > 1 and column == self.names[0] and not self.groups.comes[index]:
            return looks(self.pieces[index].text, kind) - _SUMMED  # a group has its points before those of its rows
        if kind == "note" and self.family == "task" and column < self.kinds.index("task"):
            return looks(self.pieces[index].text, "name") - _GROUPED  # 类别 before the task heads what groups them
        if index in self.row_numbers:
            return -_NUMBERED
        if index in self.cut_remarks and (kind in ("note", "detail") or kind in NAMES):
            return 1.5 if kind == self.remarks else -1.5
        return None

    def _names_row(self, index: int) -> bool:
        """Tell whether a piece is a number with a short name, and the next one scores."""
        if index + 1 >= len(self.bare) or len(self.bare[index]) > _NARROW_LINE:
            return False
        is_name = _NUMBERED_NAME.match(self.bare[index]) is not None and not _scores(self.bare[index])
        return is_name and _scores(self.bare[index + 1])

    def _known(self, text: str, bare: str, column: int, kind: Kind | Literal["heading"] | None) -> float:
        """Weigh a text by its words, each once."""
        if (text, kind) not in self.known:
            known = heading_weight(text) if column == self.heading else self._looks(text, bare, self.kinds[column])
            self.known[text, kind] = known
        return self.known[text, kind]

    def possible_columns(self, index: int) -> frozenset[int]:
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
        if kind == "content" and self.is_asked_alone and not _scores(bare) and _ASKED.search(bare):
            return looks(text, kind) + 0.8
        if kind == "detail" != self.remarks and REMARK.match(bare):
            return -1.5
        if kind == "status" and self.has_figures and _FIGURE.match(fold(bare)):
            return 1.5
        if kind == "text" and "detail" in self.kinds and not _scores(bare):
            return looks(text, kind) - _ASKED_FOR  # what scores nothing is asked for
        return looks(text, kind)

    def stay(self, column: int, index: int) -> float:
        """Weigh a further line in the same cell."""
        kind, starts = self.kinds[column], self.pieces[index].starts
        if kind in NAMES and len(self.names) == 1 and starts in ("cell", "either") and "detail" not in self.kinds:
            # One head may stand over the names of several levels.
            return 0.2
        if (
            starts in ("cell", "either")
            or kind in _SINGLE
            or (self.family == "task" and _NOTHING.match(self.bare[index]))
        ):
            # More cells than columns: two of them belong to one.
            return _UNLIKELY
        if self.is_regular:
            by_words = self.rests.weight(kind, index, is_learned=False)
            if by_words is None and kind in UNITS and self._are_units(index, kind):
                return self.rests.further_units(kind) + _FURTHER_LINE
            if by_words is None and kind in PERSONS and self._are_units(index, kind):
                return _STAYS[kind] + _FURTHER_LINE
            return by_words if by_words is not None and by_words >= _SURE else _IRREGULAR
        stay = self._stay_in_text(column, index)
        if kind in TEXTS and index in self.points_alone:
            stay = min(stay, _OWN_CELL)
        # What a column of requirements has against a text, it has against its first line.
        return stay + 0.4 if kind == "detail" else stay

    def _are_units(self, index: int, kind: Kind) -> bool:
        """Tell whether a line and the one before it are units each, or persons."""
        return all(looks(self.pieces[at].text, kind) >= _SURE_UNIT for at in (index - 1, index))

    def _stay_in_text(self, column: int, index: int) -> float:
        """Weigh a further line in a cell that may have several."""
        kind = self.kinds[column]
        if (kind, index) not in self.stays:
            self.stays[kind, index] = self.rests.weight(kind, index, is_learned=bool(self.learned.widths))
        by_words = self.stays[kind, index]
        if by_words is not None:
            return by_words
        if kind == "text" and self.are_amounts_last and _AMOUNT.search(self.bare[index - 1]):
            return _AFTER_AMOUNT
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

    def _scores_anew(self, index: int) -> bool:
        """Tell whether what scores begins behind a sentence that asks for something: it has a column of its own."""
        is_asked_beside = "detail" in self.kinds or self.is_asked_alone
        before, following = self.bare[index - 1], "".join(self.bare[index : index + 2])
        return is_asked_beside and not _scores(before) and _scores(following)

    def _first_width(self, index: int) -> int:
        """Give the width of what cannot be parted at the beginning of a line."""
        match = _FIRST.match(self.pieces[index].text.strip())
        return width_of(match[0]) if match else 1

    def _stay_at_first(self, kind: Kind | None, index: int) -> float:
        """Weigh a further line before it is known how wide the columns are."""
        if kind in TEXTS or kind == "content":
            is_stop = self.full_stop[index - 1]
            is_cut = self.width[index - 1] in self.peaks and not is_stop
            if kind == "text" and is_stop and (self._asks_anew(index) or self._scores_anew(index)):
                return -1.5
            return 1.5 if is_cut else 0.0 if not is_stop or kind == "text" else -0.3
        if kind in NAMES:
            is_pooled = len(self.names) < 2 and "detail" not in self.kinds  # noqa: PLR2004
            return 0.2 if is_pooled else -0.3 if self.peaks else -1.0
        if kind in UNITS:
            return self.rests.further_units(kind)
        if kind == self.remarks and REMARK.match(self.bare[index]):
            return -0.2
        return _STAYS.get(kind, -1.5)


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
