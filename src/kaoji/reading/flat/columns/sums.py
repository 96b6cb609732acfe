"""Points that those of the rows below add up to: they stand at the names of groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Final

from kaoji.reading.flat.pieces import Piece
from kaoji.reading.phrases.wording import points_cell, points_in_name
from kaoji.reading.tables.head_words import Kind

_FEWEST_GROUPS: Final = 2
_OPENED, _CLOSED = frozenset("（(︵"), frozenset("）)︶")
_Parts = list[tuple[int, Decimal]]


def groups_add_up(bare: Sequence[str], numbers: Collection[int], levels: int) -> bool:
    """Tell whether points in brackets are those of all rows, once for each of so many levels: no group of names is without.

    ``numbers`` are the pieces that number rows; a name that a page says again counts once.
    """
    alone = [text for at, text in enumerate(bare) if at not in numbers and text[:1].isdigit() and points_cell(text)]
    signed = [text for text in alone if text.endswith("分")]
    rows = [Decimal(points.value) for text in signed or alone if (points := points_cell(text)) and points.value]
    groups = {
        (bare[at - 1] if text[0] in _OPENED and at else "", text)
        for at, text in enumerate(bare)
        if text[-1:] in _CLOSED
    }
    named = [Decimal(points.value) for _, text in groups if (points := points_in_name(text)[1]).value]
    return bool(rows) and sum(named) == levels * sum(rows)


class GroupPoints:
    """The points of groups among the pieces of a table: ``sums``; ``in_names``: those that have no column of their own."""

    def __init__(self, pieces: Sequence[Piece], bare: Sequence[str], kinds: Sequence[Kind | None]) -> None:
        self.pieces, self.bare = pieces, bare
        found = sums_of(bare, only_signed="number" in kinds or "detail" in kinds)
        self.sums = frozenset(index for index in found if not self._ends_row(index))
        self.in_names = self.sums if kinds.count("points") == 1 else frozenset[int]()
        self.comes = self._coming()
        """For each piece, whether the points that come next are those of a group."""

    def _ends_row(self, index: int) -> bool:
        """Tell whether a piece is the last of several on its line: a row of its own ends with it."""
        own = self.pieces[index].paragraph
        following = next((at for at in range(index + 1, len(self.pieces)) if self.bare[at]), None)
        is_last = following is None or self.pieces[following].paragraph is not own
        return is_last and index > 0 and self.pieces[index - 1].paragraph is own

    def _coming(self) -> list[bool]:
        found: list[bool] = []
        comes = False
        for index in reversed(range(len(self.bare) if self.sums else 0)):
            if index in self.sums or points_cell(self.bare[index]):
                comes = index in self.sums
            found.append(comes)
        return found[::-1]


def sums_of(bare: Sequence[str], *, only_signed: bool) -> frozenset[int]:
    """Give the pieces that are points of groups: of all points in their order, each is followed by others that add up to it.

    None are given unless all points are of groups or of their rows. ``only_signed``: bare numbers may be others.
    """
    signed = _points(bare, is_signed=True)
    for parts in (signed, [] if only_signed else _points(bare, is_signed=False)):
        for depth in (1, 2):
            groups: dict[int, int] = {}
            whole = bool(parts) and _end(parts, 0, depth, groups) == len(parts)
            # Two numbers may be the same by chance, those printed with their sign less so.
            fewest = 1 if parts is signed and len(groups) > 1 else _FEWEST_GROUPS
            if whole and sum(size > 1 for size in groups.values()) >= fewest:
                return frozenset(groups)
    return frozenset()


def _points(bare: Sequence[str], *, is_signed: bool) -> _Parts:
    found: _Parts = []
    for index, text in enumerate(bare):
        if text[:1].isdigit() and text.endswith("分") == is_signed and (points := points_cell(text)) and points.value:
            found.append((index, Decimal(points.value)))
    return found


def _end(parts: _Parts, start: int, depth: int, groups: dict[int, int]) -> int:
    """Give the end of the groups of this depth from a place on: all of them, one behind the other."""
    while start < len(parts):
        end = _group(parts, start, depth, groups)
        if end < 0:
            return -1
        start = end
    return start


def _group(parts: _Parts, start: int, depth: int, groups: dict[int, int]) -> int:
    """Give where a group ends whose points are the sum of those in it; -1 where there is none.

    ``groups`` gets how many stand in each.
    """
    stated, total = parts[start][1], Decimal(0)
    at, size = start + 1, 0
    while at < len(parts) and total < stated:
        total += parts[at][1]
        size += 1
        at = _group(parts, at, depth - 1, groups) if depth > 1 else at + 1
        if at < 0:
            return -1
    groups[parts[start][0]] = size
    return at if size and total == stated else -1
