"""Tables drawn with lines on a page: their cells, with spans, and the text in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kaoji.reading.files.pdf.glyphs import POINT, Glyph, Page, Stroke
from kaoji.reading.files.pdf.lines import Line, lines_of

# Lines nearer than this are one line: each cell often draws its own frame.
_NEAR: Final = 2 * POINT + POINT // 2
_GAP: Final = 4 * POINT
_MOST_LINES: Final = 400


@dataclass(slots=True)
class Box:
    """A cell on a page: its place in the table, its width, and its lines of text."""

    row: int
    column: int
    row_span: int
    column_span: int
    width: int
    lines: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is no text in it."""
        return not self.lines


@dataclass(slots=True)
class Part:
    """A table, or what of it is on one page: column edges from left to right, and cells."""

    page: int
    top: int
    bottom: int
    edges: list[int]
    height: int
    boxes: list[Box]
    is_guessed: bool = False


class _Sets:
    """Disjoint sets of the numbers below a size."""

    def __init__(self, size: int) -> None:
        self.parents = list(range(size))

    def find(self, item: int) -> int:
        while self.parents[item] != item:
            self.parents[item] = self.parents[self.parents[item]]
            item = self.parents[item]
        return item

    def join(self, one: int, other: int) -> None:
        self.parents[self.find(one)] = self.find(other)


def ruled_parts(page: Page) -> tuple[list[Part], list[Glyph]]:
    """Give the tables drawn with lines, and the glyphs that stand in none of them."""
    parts: list[Part] = []
    rest = page.glyphs
    groups = sorted(_groups(page.strokes), key=_area)
    for group in groups:
        mesh = _mesh(group)
        if mesh is None:
            continue
        part, others = _filled(mesh, rest, page.number)
        if part is not None:
            parts.append(part)
            rest = others
    return parts, rest


def _area(group: list[Stroke]) -> int:
    return (max(s.right for s in group) - min(s.left for s in group)) * (
        max(s.bottom for s in group) - min(s.top for s in group)
    )


def _groups(strokes: list[Stroke]) -> list[list[Stroke]]:
    """Gather the lines that touch each other; each group of both directions may be a table."""
    lines = [*_merged(s for s in strokes if s.is_horizontal), *_merged(s for s in strokes if not s.is_horizontal)]
    if len(lines) > _MOST_LINES:
        return []
    sets = _Sets(len(lines))
    for one, first in enumerate(lines):
        for other in range(one + 1, len(lines)):
            second = lines[other]
            if first.is_horizontal != second.is_horizontal and _touch(first, second):
                sets.join(one, other)
    groups: dict[int, list[Stroke]] = {}
    for index, line in enumerate(lines):
        groups.setdefault(sets.find(index), []).append(line)
    return [group for group in groups.values() if len({line.is_horizontal for line in group}) > 1]


def _touch(one: Stroke, other: Stroke) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.top <= other.bottom + _NEAR
        and other.top <= one.bottom + _NEAR
    )


def _merged(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Join lines of one direction that lie on each other or go on from each other."""
    merged: list[Stroke] = []
    pieces = [(s.top, s.left, s.right, True) if s.is_horizontal else (s.left, s.top, s.bottom, False) for s in strokes]
    level: list[tuple[int, int, int, bool]] = []
    for piece in [*sorted(pieces), None]:
        if level and (piece is None or piece[0] - level[-1][0] > _NEAR):
            merged.extend(_runs(level))
            level = []
        if piece is not None:
            level.append(piece)
    return merged


def _runs(level: list[tuple[int, int, int, bool]]) -> list[Stroke]:
    at = level[len(level) // 2][0]
    runs: list[tuple[int, int]] = []
    for _, start, end, _ in sorted(level, key=lambda piece: piece[1]):
        if runs and start - runs[-1][1] <= _GAP:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return [Stroke(start, at, end, at) if level[0][3] else Stroke(at, start, at, end) for start, end in runs]


@dataclass(slots=True)
class _Mesh:
    """The finest grid that the lines of a table make, and which cell each of its fields belongs to."""

    xs: list[int]
    ys: list[int]
    owners: dict[tuple[int, int], int]
    boxes: list[Box]


def _mesh(group: list[Stroke]) -> _Mesh | None:
    across = [line for line in group if line.is_horizontal]
    upright = [line for line in group if not line.is_horizontal]
    xs = _levels([*(s.left for s in upright), min(s.left for s in across), max(s.right for s in across)])
    ys = _levels([*(s.top for s in across), min(s.top for s in upright), max(s.bottom for s in upright)])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1:
        return None
    sets = _Sets(rows * columns)
    for row in range(rows):
        for column in range(columns):
            field_ = row * columns + column
            middle_y, middle_x = (ys[row] + ys[row + 1]) // 2, (xs[column] + xs[column + 1]) // 2
            if column + 1 < columns and not _is_wall(upright, xs[column + 1], middle_y):
                sets.join(field_, field_ + 1)
            if row + 1 < rows and not _is_floor(across, ys[row + 1], middle_x):
                sets.join(field_, field_ + columns)
    return _boxed(xs, ys, sets)


def _is_wall(lines: list[Stroke], x: int, y: int) -> bool:
    return any(abs(line.left - x) <= _NEAR and line.top <= y <= line.bottom for line in lines)


def _is_floor(lines: list[Stroke], y: int, x: int) -> bool:
    return any(abs(line.top - y) <= _NEAR and line.left <= x <= line.right for line in lines)


def _levels(values: list[int]) -> list[int]:
    levels: list[int] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _NEAR:
            levels.append(value)
    return levels


def _boxed(xs: list[int], ys: list[int], sets: _Sets) -> _Mesh:
    """Make a cell of each set of fields; a set that is no rectangle falls apart into its fields."""
    columns = len(xs) - 1
    fields: dict[int, list[tuple[int, int]]] = {}
    for index in range(len(sets.parents)):
        fields.setdefault(sets.find(index), []).append(divmod(index, columns))
    mesh = _Mesh(xs, ys, {}, [])
    for places in fields.values():
        top, left = min(row for row, _ in places), min(column for _, column in places)
        height = max(row for row, _ in places) - top + 1
        width = max(column for _, column in places) - left + 1
        if len(places) == height * width:
            _add(mesh, top, left, height, width)
        else:
            for row, column in places:
                _add(mesh, row, column, 1, 1)
    return mesh


def _add(mesh: _Mesh, row: int, column: int, height: int, width: int) -> None:
    for down in range(row, row + height):
        for along in range(column, column + width):
            mesh.owners[down, along] = len(mesh.boxes)
    mesh.boxes.append(Box(row, column, height, width, mesh.xs[column + width] - mesh.xs[column]))


def _filled(mesh: _Mesh, glyphs: list[Glyph], page: int) -> tuple[Part | None, list[Glyph]]:
    """Put the glyphs into their cells; a frame around a single text, or one column, is no table."""
    held: dict[int, list[Glyph]] = {}
    rest: list[Glyph] = []
    for glyph in glyphs:
        column = bisect_right(mesh.xs, (glyph.left + glyph.right) // 2) - 1
        row = bisect_right(mesh.ys, (glyph.top + glyph.bottom) // 2) - 1
        owner = mesh.owners.get((row, column))
        if owner is None:
            rest.append(glyph)
        else:
            held.setdefault(owner, []).append(glyph)
    filled = {owner: lines for owner, inside in held.items() if (lines := lines_of(inside, page))}
    if len({box.column for box in mesh.boxes}) < 2 or len(filled) < 2:  # noqa: PLR2004 - columns, cells with text
        return None, glyphs
    for owner, lines in filled.items():
        mesh.boxes[owner].lines = lines
    boxes = sorted(mesh.boxes, key=lambda box: (box.row, box.column))
    return Part(page, mesh.ys[0], mesh.ys[-1], mesh.xs, len(mesh.ys) - 1, boxes), rest
