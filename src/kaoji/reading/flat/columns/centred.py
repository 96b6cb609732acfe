"""Printed tables whose lines were copied across all columns: the short cells of a row stand in the middle of its texts.

A line holds what stands at one height: the second line of one text beside the first of another, a name between two lines
of its standard. The line with the points (or the number) is the middle of its row, so there are as many lines of the row
above it as below it. The name of a group stands in the middle of its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, pairwise
from math import comb

from kaoji.reading.document import Paragraph
from kaoji.reading.flat.columns.rows import Layout
from kaoji.reading.flat.lines.delimited import words_of
from kaoji.reading.flat.looks import FULL_STOP, NAMES, TEXTS, TOTAL, heading_weight, looks
from kaoji.reading.flat.pieces import Piece
from kaoji.reading.phrases.wording import points_cell, points_in_name, squeeze
from kaoji.reading.tables.head_words import Kind

_FEWEST_ROWS, _MOST_ABOVE, _BEAM = 3, 7, 24
# Cells that are weighed for a table: the more lines and columns it has, the fewer ways are followed side by side.
_MOST_TRIES = 700_000
_UNEVEN, _LONE_NAME, _LONE, _OPEN_END = 1.0, 0.2, 3.0, 0.6
_FEWEST_BROKEN, _BROKEN = 2, 0.15
_LONGEST_NAME, _NARROWER, _NEAR = 14, 3, 2
_OFF_MIDDLE, _NAMELESS, _ASIDE = 1.5, 0.8, 0.4
_Part = tuple[str, int]
_Cells = dict[int, list[_Part]]


@dataclass(slots=True)
class _Row:
    """The first, the middle and the last line of a row, and its cells: what stands in each column, and on which line."""

    first: int
    middle: int
    last: int
    cells: _Cells = field(default_factory=dict)


def centred_pieces(lines: Sequence[Paragraph], layout: Layout) -> tuple[float, list[Piece]] | None:
    """Give the cells of such a table, each with its column, and how likely they are; None where lines are no such table."""
    kinds = layout.kinds
    told_by: Kind | None = next((kind for kind in ("points", "number") if kind in kinds), None)
    words = [words_of(line.text) for line in lines]
    middles = [index for index, own in enumerate(words) if told_by is not None and _is_middle(own, told_by, kinds)]
    if len(middles) < _FEWEST_ROWS:
        return None
    rows = _rows(words, middles)
    width = len(kinds)
    counts = (len(words[index]) for row in rows for index in range(row.first, row.last + 1))
    tries = width * sum(comb(width, min(count, width)) for count in counts)
    if tries > _MOST_TRIES:
        return None
    beam = min(_BEAM, _MOST_TRIES // tries)
    weight = 0.0
    for row in rows:
        own, row.cells = _filled(row, words, kinds, beam)
        weight += own
    lone = sorted(set(range(len(lines))) - {index for row in rows for index in range(row.first, row.last + 1)})
    names = [column for column, kind in enumerate(kinds) if kind in NAMES]
    points = kinds.index("points") if "points" in kinds else -1
    if len(names) > 1 or (names and "detail" in kinds):
        lone = _regroup(rows, lone, words, names[0], points)
        if "number" in kinds:
            _number_groups(rows, kinds.index("number"), names[0])
    return weight, list(_pieces(rows, lone, words, lines))


def are_centred(lines: Sequence[Paragraph], layout: Layout) -> bool:
    """Tell whether texts go on behind the lines with the points and the names of their rows."""
    words = [words_of(line.text) for line in lines]
    middles = [index for index, own in enumerate(words) if _is_middle(own, "points", layout.kinds)]
    around = [index for index in middles if 0 < index < len(words) - 1 and len(words[index]) > 1]
    broken = sum(_goes_on(words[index - 1], words[index], words[index + 1]) for index in around)
    return "points" in layout.kinds and broken >= _FEWEST_BROKEN and broken >= len(middles) * _BROKEN


def _goes_on(above: Sequence[str], middle: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether a text breaks off above a line that has none, or less than it, and ends below it."""
    last = max(above, key=len)
    return (
        len(last) > _LONGEST_NAME
        and FULL_STOP.search(last) is None
        and len(max(middle, key=len)) < len(last) - _NARROWER
        and any(FULL_STOP.search(word) for word in below)
    )


def _is_middle(words: Sequence[str], told_by: Kind, kinds: Sequence[Kind | None]) -> bool:
    bare = [squeeze(word) for word in words]
    if not bare or any(TOTAL.match(word) for word in bare):
        return False
    if told_by == "number":
        return bare[0].isdigit()
    may_be_number = "number" in kinds and bare[0].isdigit() and len(bare) > 1
    return any(points_cell(word) and word[0] not in "（(" for word in (bare[1:] if may_be_number else bare))


def _rows(words: Sequence[Sequence[str]], middles: Sequence[int]) -> list[_Row]:
    """Give the rows: as many lines above the middle of each as below it, whole sentences rather than parts."""
    # For each number of lines above a middle: the least cost so far, and the rows that led there.
    states: dict[int, tuple[float, list[_Row]]] = {
        above: (_lone(words, range(middles[0] - above)), []) for above in range(min(middles[0], _MOST_ABOVE) + 1)
    }
    for middle, end in zip(middles, [*middles[1:], len(words)], strict=True):
        gap = end - middle - 1
        following: dict[int, tuple[float, list[_Row]]] = {}
        for above, (cost, chosen) in states.items():
            for below in range(min(gap, max(0, above - 1)), min(gap, above + 1) + 1):
                row = _Row(middle - above, middle, middle + below)
                own = cost + abs(below - above) * _UNEVEN + _opens(words, row.last)
                most = 0 if end == len(words) else min(gap - below, _MOST_ABOVE)
                for further in range(most + 1):
                    total = own + _lone(words, range(row.last + 1, end - further))
                    if further not in following or total < following[further][0]:
                        following[further] = (total, [*chosen, row])
        states = following
    return min(states.values(), key=lambda state: state[0])[1]


def _opens(words: Sequence[Sequence[str]], index: int) -> float:
    """Weigh a row that ends within a sentence."""
    longest = max(words[index], key=len, default="")
    return _OPEN_END if len(longest) > _LONGEST_NAME and not FULL_STOP.search(longest) else 0.0


def _lone(words: Sequence[Sequence[str]], indexes: Iterable[int]) -> float:
    """Weigh lines between rows: the names of groups and headings stand there, nothing else."""
    return sum(_LONE_NAME if _is_lone(words[index]) else _LONE for index in indexes)


def _is_lone(words: Sequence[str]) -> bool:
    bare = squeeze("".join(words))
    is_name = len(words) == 1 and len(bare) <= _LONGEST_NAME and (looks(bare, "name") > 0 or bool(_points_of(bare)))
    return is_name or heading_weight(bare) > 0 or TOTAL.match(bare) is not None


def _points_of(bare: str) -> str:
    return points_in_name(bare if points_in_name(bare)[0] else f"甲{bare}")[1].value


def _filled(row: _Row, words: Sequence[Sequence[str]], kinds: Sequence[Kind | None], beam: int) -> tuple[float, _Cells]:
    """Put the words of a row into columns: those of a line from left to right, so that all cells look as they should.

    ``beam`` ways are followed side by side.
    """
    ways: list[tuple[float, _Cells]] = [(0.0, {})]
    for index in range(row.first, row.last + 1):
        own = list(words[index])
        own[len(kinds) - 1 :] = ["".join(own[len(kinds) - 1 :])] if len(own) >= len(kinds) else []
        grown: list[tuple[float, _Cells]] = []
        for _, cells in ways:
            for chosen in combinations(range(len(kinds)), len(own)):
                new = dict(cells)
                for column, word in zip(chosen, own, strict=True):
                    new[column] = [*new.get(column, []), (word, index)]
                grown.append((_quality(new, row, kinds), new))
        ways = sorted(grown, key=lambda state: -state[0])[:beam]
    return ways[0]


def _quality(cells: _Cells, row: _Row, kinds: Sequence[Kind | None]) -> float:
    """Weigh the cells of a row by what they look like as a whole; only the last line of a text is shorter than the others."""
    last = max((column for column, kind in enumerate(kinds) if kind in NAMES), default=-1)
    total = -_NAMELESS * (last >= 0 and last not in cells)
    for column, parts in cells.items():
        kind = kinds[column]
        text = "".join(word for word, _ in parts)
        total += _look(text, kind)
        if kind in TEXTS or kind == "content":
            total -= _OPEN_END * (len(text) > _LONGEST_NAME and FULL_STOP.search(text) is None)
            widest = max(len(word) for word, _ in parts)
            total -= sum(len(word) < widest - _NARROWER for word, _ in parts[:-1])
        elif kind in ("points", "number"):
            total -= _OFF_MIDDLE * any(index != row.middle for _, index in parts)
        elif kind in NAMES:
            total -= _OFF_MIDDLE * (len(text) < _NEAR or any(FULL_STOP.search(word) for word, _ in parts))
        if kind not in TEXTS:
            total -= _ASIDE * sum(max(0, other[1] - one[1] - _NEAR) for one, other in pairwise(parts))
        if column == last:
            total -= _ASIDE * abs(parts[0][1] + parts[-1][1] - 2 * row.middle)
    return total


@lru_cache(maxsize=2**14)
def _look(text: str, kind: Kind | None) -> float:
    return looks(text, kind)


def _regroup(
    rows: Sequence[_Row], lone: Sequence[int], words: Sequence[Sequence[str]], column: int, points: int
) -> list[int]:
    """Give the names of groups, which stand in the middle of their rows, to the first of these; what else is lone is given back."""
    parts = [part for row in rows for part in row.cells.pop(column, [])]
    taken = [index for index in lone if len(words[index]) == 1 and heading_weight(words[index][0]) <= 0]
    parts += [(words[index][0], index) for index in taken if not TOTAL.match(squeeze(words[index][0]))]
    groups: list[list[_Part]] = []
    for part in sorted(parts, key=lambda part: part[1]):
        bare = squeeze(part[0])
        goes_on = groups and part[1] - groups[-1][-1][1] < _NEAR and (not _points_of(groups[-1][-1][0]))
        if goes_on and (len(groups[-1]) == 1 or bare[:1] in "（(" or len(bare) <= _NEAR):
            groups[-1].append(part)
        else:
            groups.append([part])
    start = 0
    for at, group in enumerate(groups):
        if start >= len(rows):
            rows[-1].cells.setdefault(column, []).extend(group)
            continue
        rows[start].cells[column] = group
        start = _end_of(rows, start, group, points) if at + 1 < len(groups) else len(rows)
    return [index for index in lone if (words[index][0] if words[index] else "", index) not in parts]


def _number_groups(rows: Sequence[_Row], number: int, names: int) -> None:
    """Put the numbers of groups, which stand in the middle too, beside their names."""
    found = [row.cells[number] for row in rows if number in row.cells]
    groups = [row for row in rows if names in row.cells]
    if len(found) == len(groups) < len(rows):
        for row in rows:
            row.cells.pop(number, None)
        for row, own in zip(groups, found, strict=True):
            row.cells[number] = own


def _end_of(rows: Sequence[_Row], start: int, group: Sequence[_Part], points: int) -> int:
    """Give the row behind those of a group: its points are those of its rows, or its name stands in their middle."""
    stated = _points_of(squeeze("".join(word for word, _ in group)))
    centre = (group[0][1] + group[-1][1]) / 2
    filled = Decimal(0)
    for end in range(start, len(rows)) if stated else ():
        own = points_cell("".join(word for word, _ in rows[end].cells.get(points, [])))
        filled += Decimal(own.value or "0") if own else 0
        if filled == Decimal(stated) and rows[end].last >= centre:
            return end + 1
    middles = [abs((rows[start].first + row.last) / 2 - centre) for row in rows[start:]]
    return start + middles.index(min(middles)) + 1


def _pieces(
    rows: Sequence[_Row], lone: Sequence[int], words: Sequence[Sequence[str]], lines: Sequence[Paragraph]
) -> Iterable[Piece]:
    waiting = list(lone)
    for row in rows:
        while waiting and waiting[0] < row.first:
            yield from _apart(waiting.pop(0), words, lines)
        for at, column in enumerate(sorted(row.cells)):
            parts = row.cells[column]
            text = "\n".join(word for word, _ in parts)
            yield Piece(text, lines[parts[0][1]], "cell" if at else "row", column)
    for index in waiting:
        yield from _apart(index, words, lines)


def _apart(index: int, words: Sequence[Sequence[str]], lines: Sequence[Paragraph]) -> Iterable[Piece]:
    """Give a line that is a heading, or the totals."""
    return [Piece(word, lines[index], "cell" if at else "row") for at, word in enumerate(words[index])]
