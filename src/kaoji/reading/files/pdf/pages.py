"""Tables that go on over page breaks: the parts put together, broken rows joined, repeated heads dropped.

A printer repeats the head, cuts a row in two wherever the page ends, and leaves the second half of a merged cell empty.
Each of these is undone only where the pages show it, and is noted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kaoji.reading.files.pdf.glyphs import POINT
from kaoji.reading.files.pdf.lines import Line, breaks_off, cell_text, is_numbered, is_unfinished, parts_of
from kaoji.reading.files.pdf.rulings import Box, Part

_NEAR: Final = 6 * POINT


@dataclass(slots=True)
class Table:
    """A table over one or more pages; ``joined`` and ``dropped`` name the pages where that happened.

    ``last_page`` is that of the last frame, ``last_lines`` the one of the last lines without a frame.
    """

    first: Part
    edges: list[int]
    height: int
    boxes: list[Box]
    last_page: int
    last_lines: int = 0
    joined: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)

    @classmethod
    def begun(cls, part: Part) -> Table:
        """Begin a table with its first part."""
        return cls(part, part.edges, part.height, part.boxes, part.page)

    def takes(self, part: Part) -> bool:
        """Go on with a part from the top of the next page; False when its columns are not those of the table."""
        if part.page != max(self.last_page, self.last_lines) + 1 or part.is_guessed != self.first.is_guessed:
            return False
        edges = self._common(part)
        if edges is None:
            return False
        _realign(self.boxes, self.edges, edges)
        _realign(part.boxes, part.edges, edges)
        self.edges = edges
        self.last_page = part.page
        self._append(part)
        return True

    def takes_line(self, line: Line, margin: int) -> bool:
        """Go on with a line from the top of the next page that stands under the last row's texts without a frame.

        Some printers draw no lines around the rest of a last row, which may fill pages.
        """
        follows = line.page in (self.last_page + 1, self.last_lines) or 0 < self.last_lines == line.page - 1
        if not follows or self.first.is_guessed:
            return False
        bottom = [box for box in self.boxes if box.row + box.row_span == self.height and not box.is_empty]
        goals = [(part, _under(part, bottom, self.edges, margin)) for part in parts_of(line)]
        if any(box is None for _, box in goals):
            return False
        for part, box in goals:
            if box is not None:
                box.lines = [*box.lines, part]
        self.last_lines = line.page
        if line.page not in self.joined:
            self.joined.append(line.page)
        return True

    def _common(self, part: Part) -> list[int] | None:
        """Give the column edges of both, if they are of one table: same sides, and most of the fewer edges shared."""
        ours, theirs = self.edges, part.edges
        if part.is_guessed:
            return ours if len(ours) == len(theirs) else None
        if abs(ours[0] - theirs[0]) > _NEAR or abs(ours[-1] - theirs[-1]) > _NEAR:
            return None
        new = [edge for edge in theirs if all(abs(edge - own) > _NEAR for own in ours)]
        missed = [own for own in ours if all(abs(edge - own) > _NEAR for edge in theirs)]
        shared = len(theirs) - len(new)
        if shared * 2 < min(len(ours), len(theirs)) + 2 or (new and missed):
            return None
        return sorted([*ours, *new])

    def _append(self, part: Part) -> None:
        heads = self._repeated(part)
        if heads:
            self.dropped.append(part.page)
        boxes = [box for box in part.boxes if box.row >= heads]
        for box in boxes:
            box.row -= heads
        height = part.height - heads
        if not height or not boxes:
            return
        top = {box.column: box for box in boxes if box.row == 0}
        bottom = {box.column: box for box in self.boxes if box.row + box.row_span == self.height}
        is_broken = _is_broken(bottom, top)
        absorbed = _pairs(bottom, top) if is_broken else _merged_on(bottom, top)
        offset = self.height - (1 if is_broken else 0)
        for above, below in absorbed:
            above.lines = [*above.lines, *below.lines]
            above.row_span += below.row_span - (1 if is_broken else 0)
        if any(not below.is_empty for _, below in absorbed) and is_broken:
            self.joined.append(part.page)
        gone = {id(below) for _, below in absorbed}
        for box in boxes:
            box.row += offset
        self.boxes.extend(box for box in boxes if id(box) not in gone)
        self.height = offset + height

    def _repeated(self, part: Part) -> int:
        """Count the rows at the top of a part that are those at the top of the table again."""
        count = 0
        while count < min(part.height, self.height) and _row(part.boxes, count) == _row(self.boxes, count):
            if not any(_row(part.boxes, count).values()):
                break
            count += 1
        # A head cell that spans rows belongs to all of them; without its end the rows are no head.
        while count and any(box.row < count < box.row + box.row_span for box in part.boxes):
            count -= 1
        return count


def _row(boxes: list[Box], row: int) -> dict[int, str]:
    return {box.column: cell_text(box.lines, box.width).replace("\n", "") for box in boxes if box.row == row}


def _realign(boxes: list[Box], edges: list[int], target: list[int]) -> None:
    """Give the columns and spans of boxes by other edges, of which theirs are some."""
    if len(edges) == len(target):
        return
    places = [min(range(len(target)), key=_distance_to(edge, target)) for edge in edges]
    for box in boxes:
        end = places[box.column + box.column_span]
        box.column = places[box.column]
        box.column_span = max(1, end - box.column)


def _distance_to(edge: int, target: list[int]) -> Callable[[int], int]:
    return lambda index: abs(target[index] - edge)


def _under(part: Line, bottom: list[Box], edges: list[int], margin: int) -> Box | None:
    """Give the cell whose text a frameless line goes on: the same left edge, inside the cell, off the page's margin."""
    for box in bottom:
        left, right = edges[box.column], edges[box.column + box.column_span]
        is_inside = left <= part.left and part.right <= right + POINT
        is_aligned = abs(min(line.left for line in box.lines) - part.left) <= 2 * POINT
        is_off = part.left - margin > 2 * part.size or is_unfinished(box.lines, [part], box.width)
        if is_inside and is_aligned and is_off:
            return box
    return None


def _pairs(bottom: dict[int, Box], top: dict[int, Box]) -> list[tuple[Box, Box]]:
    """Give the cells that meet at the page break in the same columns, from left to right."""
    pairs = [(bottom[column], below) for column, below in sorted(top.items()) if column in bottom]
    return [(above, below) for above, below in pairs if above.column_span == below.column_span]


def _is_broken(bottom: dict[int, Box], top: dict[int, Box]) -> bool:
    """Tell whether the first row of a page is the rest of the last row of the page before."""
    pairs = _pairs(bottom, top)
    if len(pairs) < len(top):
        return False
    if all(below.is_empty for _, below in pairs) or all(above.is_empty for above, _ in pairs):
        # The text of the row is all on one side of the break; the other side is only its frame.
        return True
    both = [(above, below) for above, below in pairs if not above.is_empty and not below.is_empty]
    cut = [above for above, below in both if is_unfinished(above.lines, below.lines, above.width)]
    others = [(above, below) for above, below in pairs if below.is_empty and not above.is_empty]
    own = [above for above, below in others if above.row_span == 1 and below.row_span == 1]
    filled = [below for _, below in pairs if not below.is_empty]
    behind = [above for above in own if above.column > filled[0].column]
    if cut and (len(cut) == len(both) or behind):
        return True
    if len(filled) > 1 or len(both) != 1:
        return False
    # Only one text goes on. It may end without any mark; or, the cells beside it are of one row and have no more.
    runs = breaks_off(both[0][0].lines) and not is_numbered(filled[0].lines[0].text)
    return runs or (bool(behind) and len(own) == len(others))


def _merged_on(bottom: dict[int, Box], top: dict[int, Box]) -> list[tuple[Box, Box]]:
    """Give the merged cells that go on: empty at the top of the page, left of the row's text or seen to be merged."""
    pairs = _pairs(bottom, top)
    first = min((column for column, below in top.items() if not below.is_empty), default=0)
    absorbed: list[tuple[Box, Box]] = []
    for above, below in pairs:
        is_merged = above.row_span > 1 or below.row_span > 1
        if below.is_empty and (above.column < first or is_merged):
            absorbed.append((above, below))
        elif above.is_empty and is_merged and above.column <= first:
            # The text of a merged cell stands in its middle, and the middle is on the later page.
            absorbed.append((above, below))
    return absorbed
