"""Rows between bars, one a line: out of cells that stand on lines of their own, and under cells that reach over rows.

Programs that flatten a table write a bar behind each cell, or before it, and break lines where they like. Cells under
one that reaches over several rows are left out, and as many empty ones stand at the end of the row: these go back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph, is_blank
from kaoji.reading.flat.lines.delimited import folded_bars
from kaoji.reading.flat.looks import TOTAL, looks
from kaoji.reading.phrases.actors import is_unit
from kaoji.reading.phrases.wording import label_of, one_line, points_cell, points_in_name, squeeze
from kaoji.reading.tables.head_words import Family, Kind, kind_of
from kaoji.reading.tables.heads import is_head, settled

_BARE: Final = late_pattern(r"[|\s]*\|[|\s]*")
_FAMILIES: Final[tuple[Family, ...]] = ("score", "task")
_FEWEST, _GAP, _MOST_BEFORE = 8, 12, 4
_NARROWEST, _WIDEST, _FEWEST_ROWS = 3, 16, 3
_LONG, _SURE, _HEAD_ABOVE = 20, 2, 2
_FEWEST_PARTED, _FEWEST_WHOLE = 3, 2
_LONGEST_LABEL, _MOSTLY = 14, 0.7


def rows_between_bars(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Give lines with one row of a table in each that stands between bars, every cell in its column."""
    folded = list(lines)
    for first, end in reversed(list(_streams(lines))):
        folded[first:end] = _refolded(lines[first:end])
    unrolled = [row for line in folded_bars(folded) for row in _unrolled(line)]
    return list(_placed(list(_aligned(_with_ends(unrolled)))))


def _with_ends(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Give rows the bars that stand alone on the line below them: the rest of their empty cells."""
    lines = _with_framed_ends(lines)
    ended: list[Paragraph] = []
    for line in lines:
        before = ended[-1].text.rstrip() if ended else ""
        if _BARE.fullmatch(line.text) and not before.startswith("|") and before.count("|") >= _FEWEST_PARTED:
            ended[-1] = replace(ended[-1], text=f"{before} {line.text.strip()}")
        else:
            ended.append(line)
    return ended


def _with_framed_ends(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Give rows between bars those alone below them where each row is as wide then as the head: a cell a bar."""
    ends = [
        at
        for at in range(1, len(lines))
        if _BARE.fullmatch(lines[at].text)
        and _is_framed(lines[at - 1].text)
        and not _BARE.fullmatch(lines[at - 1].text)
    ]
    if len(ends) < _FEWEST_ROWS or ends[0] < _HEAD_ABOVE or not _is_framed(lines[ends[0] - _HEAD_ABOVE].text):
        return lines
    width = _count(lines[ends[0] - _HEAD_ABOVE].text)
    if any(_count(lines[at - 1].text) + lines[at].text.count("|") != width for at in ends):
        return lines
    below = set(ends)
    return [
        replace(line, text=line.text.rstrip() + squeeze(lines[at + 1].text) if at + 1 in below else line.text)
        for at, line in enumerate(lines)
        if at not in below
    ]


def _is_framed(text: str) -> bool:
    text = text.strip()
    return len(text) > 1 and text.startswith("|") and text.endswith("|")


def _count(text: str) -> int:
    """Give how many cells stand between the bars of a row that begins and ends with one."""
    return text.strip().count("|") - 1


def _unrolled(line: Paragraph) -> list[Paragraph]:
    """Give the rows of a line that holds a whole table: numbers that count up tell how wide they are.

    Where there are none, each cell is given as a line.
    """
    cells = [cell.strip() for cell in line.text.strip().strip("|").split("|")]
    begins = not cells[0].isdigit() and any(kind_of(cell, family) for cell in cells[:2] for family in _FAMILIES)
    if not begins or len(cells) < _FEWEST or not any(points_cell(cell) for cell in cells):
        return [line]
    for width in range(_NARROWEST, _WIDEST + 1):
        for column in range(width):
            numbers = cells[width + column :: width]
            if len(numbers) >= _FEWEST_ROWS and numbers == [str(at) for at in range(1, len(numbers) + 1)]:
                return [_line(cells[at : at + width], line) for at in range(0, len(cells), width)]
    return [replace(line, text=cell) for cell in cells if cell]


def _streams(lines: Sequence[Paragraph]) -> Iterator[tuple[int, int]]:
    """Give the stretches of lines in which bars part cells and lines do not part rows."""
    barred = [index for index, line in enumerate(lines) if "|" in line.text]
    start = 0
    for at in range(1, len(barred) + 1):
        if at < len(barred) and barred[at] - barred[at - 1] <= _GAP:
            continue
        run = barred[start:at]
        start = at
        texts = [lines[index].text.strip() for index in run]
        ends = sum(text.endswith("|") and "|" not in text.strip("|") for text in texts)
        if len(run) >= _FEWEST and ends >= len(run) * 0.9:
            yield _first_cell(lines, run[0], texts[0]), run[-1] + 1


def _first_cell(lines: Sequence[Paragraph], at: int, text: str) -> int:
    """Give where the cell before a first bar begins: on that line, or on the one above a bar that stands alone."""
    return at - 1 if at and _BARE.fullmatch(text) and not is_blank(lines[at - 1].text) else at


def _refolded(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Give the rows of a stretch as lines; where nothing tells how wide they are, its cells as lines."""
    cells = _cells(lines)
    starts = range(min(_MOST_BEFORE, len(cells)) + 1)
    known = next(((count, before) for before in starts if (count := _known_labels(cells[before:]))), (0, 0))
    widths = [(width, before) for before in starts if (width := _head_width(cells[before:]))][:1]
    widths = widths or [
        (width, before)
        for before in starts
        if (width := _width(cells[before:])) and (not known[0] or width in (known[0], known[0] + 1))
    ]
    widths = [(width, before) for width, before in widths if _fits(cells[before:], width, known[0])]
    marked = _marked_rows(cells[known[1] :], known[0]) if known[0] else []
    if widths and not (marked and not _is_told(cells[known[1] :], known[0])):
        width, before = min(widths)
        rows = [cells[at : at + width] for at in range(before, len(cells), width)]
        used = max(at + 1 for row in rows for at, cell in enumerate(row) if cell.text)
        return [*cells[:before], *(_line([cell.text for cell in row[:used]], row[0]) for row in rows)]
    if marked:
        return [*cells[: known[1]], *marked]
    return [cell for cell in cells if cell.text]


def _marked_rows(cells: Sequence[Paragraph], width: int) -> list[Paragraph]:
    """Give the rows of cells of which an empty one more ends each row; those merged with cells above are left out in front.

    None are given where a row is longer than the head, or no row is as long.
    """
    rows: list[list[Paragraph]] = [[]]
    for cell in cells:
        is_total = bool(rows[-1]) and TOTAL.match(squeeze(rows[-1][0].text)) is not None
        if cell.text and rows[-1] and not rows[-1][-1].text and not (is_total and len(rows[-1]) < width):
            rows.append([])
        rows[-1].append(cell)
    sizes = [len(row) - 1 for row in rows[:-1]]
    if len(sizes) < _FEWEST_ROWS or max(sizes) != width or sizes[0] != width or min(sizes) < 1:
        return []
    whole = [row[:-1] if not row[-1].text else row for row in rows]
    return [
        _line([*[""] * (0 if len(row) == 1 else width - len(row)), *(cell.text for cell in row)], row[0])
        for row in whole
    ]


def _cells(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Give what stands between the bars, each cell with its first line's place."""
    cells: list[Paragraph] = []
    parts: list[str] = []
    source = lines[0].source
    for line in lines:
        pieces = line.text.split("|")
        for at, piece in enumerate(pieces):
            if at:
                cells.append(Paragraph(one_line("\n".join(parts)), source=source))
                parts = []
            if squeeze(piece):
                source = source if parts else line.source
                parts.append(piece)
    if parts:
        cells.append(Paragraph(one_line("\n".join(parts)), source=source))
    return cells[1:] if cells and not cells[0].text else cells


def _width(cells: Sequence[Paragraph]) -> int:
    """Give how many cells make a row: the least number for which every row has a first one; 0 if there is none."""
    if all(cell.text for cell in cells):
        return 0
    for width in range(_NARROWEST, _WIDEST + 1):
        firsts = cells[::width]
        if (
            len(firsts) >= _FEWEST_ROWS
            and all(cell.text for cell in firsts)
            and all(cell.text for cell in cells[:_NARROWEST])
        ):
            return width
    return 0


def _head_width(cells: Sequence[Paragraph]) -> int:
    """Give how many cells make a row by the head: its labels reach to the first number, or to cells left empty; else 0."""
    texts = [squeeze(cell.text) for cell in cells[: _WIDEST + 1]]
    end = _known_labels(cells)
    if not end or all(cell.text for cell in cells):
        return 0
    spare = next((at for at, text in enumerate(texts[end:]) if text), 0)
    shares = {width: _filled(cells[width::width]) for width in range(end, end + spare + 1)}
    width = max(shares, key=lambda width: (shares[width], -width))
    return width if shares[width] >= _MOSTLY else 0


def _known_labels(cells: Sequence[Paragraph]) -> int:
    """Give how many cells from the first on are labels of one head, at most one of them unknown; 0 where they make none."""
    texts = [squeeze(cell.text) for cell in cells[: _WIDEST + 1]]
    end = next((at for at, text in enumerate(texts) if not text or text.isdigit() or len(text) > _LONGEST_LABEL), 0)
    for family in _FAMILIES:
        kinds = [kind_of(text, family) for text in texts[:end]]
        # Nothing tells an unknown last label from the first cell below.
        count = next((at for at in range(end, 0, -1) if None not in kinds[at - 1 : at] and _are_known(kinds[:at])), 0)
        if count >= _NARROWEST and is_head(settled(kinds[:count], texts[:count], family), family):
            return count
    return 0


def _are_known(kinds: Sequence[Kind | None]) -> bool:
    return kinds.count(None) * 4 <= len(kinds) and None not in kinds[:2]


def _is_told(cells: Sequence[Paragraph], labels: int) -> bool:
    """Tell whether there are columns of numbers or points, which tell how wide rows are."""
    return any(kind_of(cell.text, "score") in ("number", "points") for cell in cells[:labels])


def _fits(cells: Sequence[Paragraph], width: int, labels: int) -> bool:
    """Tell whether what stands in rows of this width below numbers and points is such."""
    for at, label in enumerate(cells[:labels]):
        kind = kind_of(label.text, "score")
        column = [cell.text for cell in cells[width + at :: width] if cell.text]
        if kind in ("number", "points") and sum(looks(text, kind) > 0 for text in column) < len(column) * _MOSTLY:
            return False
    return True


def _filled(firsts: Sequence[Paragraph]) -> float:
    """Give the share of cells with text; what stands below the last row may be otherwise."""
    return sum(bool(cell.text) for cell in firsts) / len(firsts) if firsts else 0.0


def _line(cells: Sequence[str], first: Paragraph) -> Paragraph:
    return Paragraph("| " + " | ".join(cells) + " |", source=first.source)


def _aligned(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Give lines with short rows moved to the right, where cells below one that reaches over rows were left out.

    The head may be shorter, too: its first name reaches over several columns then.
    """
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _row(lines[end].text, fewest=_FEWEST_WHOLE) is not None:
            end += 1
        rows = [row for line in lines[at:end] if (row := _row(line.text, fewest=_FEWEST_WHOLE)) is not None]
        yield from map(_line, _right(rows), lines[at:end]) if _are_ragged(rows) else lines[at:end]
        if end < len(lines):
            yield lines[end]
        at = end + 1


def _are_ragged(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether rows below a head are of two lengths or more, all cells filled, the short ones like the ends of whole ones."""
    if len(rows) <= _FEWEST_ROWS or not all(kind_of(label, "score") for label in rows[0]):
        return False
    width = max(map(len, rows))
    whole = [row for row in rows[1:] if len(row) == width]
    short = [row for row in rows[1:] if len(row) < width]
    if len(whole) < _FEWEST_WHOLE or len(whole) + len(short) < _FEWEST_ROWS or not short or not all(map(all, rows)):
        return False
    seen = [{_sort(cell) for cell in column} for column in zip(*whole, strict=True)]
    fits = [_sort(cell) in seen[at + width - len(row)] for row in short for at, cell in enumerate(row)]
    return min(map(len, short)) > 1 and sum(fits) >= len(fits) * _MOSTLY


def _sort(cell: str) -> str:
    """Tell what a cell looks like, however long it is."""
    look = _look(cell)
    return "name" if look == "long" else look.removeprefix("False ")


def _right(rows: Sequence[list[str]]) -> Iterator[list[str]]:
    """Move short rows to the right below their head; a column of numbers that it reaches over gets a head of its own, and what is numbered."""
    width = max(map(len, rows))
    moved = [[""] * (width - len(row)) + row for row in rows[1:]]
    head = _spread([*rows[0], *[""] * (width - len(rows[0]))], width - len(rows[0]))
    counted = [[cell for cell in column if cell.isdigit()] for column in zip(*moved, strict=True)]
    numbers = [
        not label and len(cells) >= _FEWEST_ROWS and cells == [str(at) for at in range(1, len(cells) + 1)]
        for label, cells in zip(head, counted, strict=True)
    ]
    behind = [False, *numbers[:-1]]
    yield [
        "序号" if is_number else "考核内容" if is_behind and not label else label
        for label, is_number, is_behind in zip(head, numbers, behind, strict=True)
    ]
    yield from moved


def _placed(lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Give lines with the cells of framed rows moved to their columns."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _row(lines[end].text) is not None:
            end += 1
        if end - at > _FEWEST_ROWS and end < len(lines) and _is_cut(lines, end, len(_row(lines[end - 1].text) or [])):
            lines = [*lines[:end], _completed(lines[end], lines[end - 1]), *lines[end + 1 :]]
            end += 1
        rows = [row for line in lines[at:end] if (row := _row(line.text)) is not None]
        several = [row for row in rows if len(row) > 1 and not _is_rule(row)]
        are_placed = any(not row[0] and any(row) for row in several)  # empty cells kept their places
        if len(several) >= _FEWEST_ROWS and len(set(map(len, several))) == 1 < len(rows[0]) and not are_placed:
            placed = iter(_moved(several))
            moved = [next(placed) if len(row) > 1 and not _is_rule(row) else row for row in rows]
            yield from lines[at:end] if moved == rows else map(_line, moved, lines[at:end])
        else:
            yield from lines[at:end]
        if end < len(lines):
            yield lines[end]
        at = end + 1


def _is_rule(row: Sequence[str]) -> bool:
    """Tell whether a row is the rule below a head: | --- | :-: |."""
    return all(cell and not cell.strip(":-") for cell in row)


def _is_cut(lines: Sequence[Paragraph], at: int, width: int) -> bool:
    """Tell whether a line is the last of all, a row whose further cells are lacking."""
    text = lines[at].text.strip()
    count = len(text.strip("|").split("|"))
    is_last = all(is_blank(line.text) for line in lines[at + 1 :])
    return is_last and not text.endswith("|") and 1 < count <= width and not text.startswith("|")


def _completed(line: Paragraph, before: Paragraph) -> Paragraph:
    """Give a row as many cells as the one before it has."""
    missing = len(_row(before.text) or []) - len(line.text.split("|"))
    return _line([*(cell.strip() for cell in line.text.strip().split("|")), *[""] * missing], line)


def _row(text: str, *, fewest: int = _FEWEST_PARTED) -> list[str] | None:
    text = text.strip()
    if len(text) <= 1 or not text.endswith("|") or (not text.startswith("|") and text.count("|") < fewest):
        return None
    return [cell.strip() for cell in text.removeprefix("|")[:-1].split("|")]


def _moved(rows: Sequence[list[str]]) -> list[list[str]]:
    """Move the cells of each row behind those that reach down into it: to where cells of whole rows look alike."""
    trailing = [_trailing(row) for row in rows]
    least = min(trailing[1:])
    whole = [row for row, count in zip(rows[1:], trailing[1:], strict=True) if count == least]
    seen = [{_look(cell) for cell in column} for column in zip(*whole, strict=True)]

    def fit(row: list[str], by: int) -> int:
        looks = [(_look(cell), seen[at + by]) for at, cell in enumerate(row[: len(row) - by]) if cell]
        return sum((look in below) * (_SURE if look == "points" else 1) for look, below in looks)

    moved: list[list[str]] = [_spread(rows[0], trailing[0] - least)]
    for row, count in zip(rows[1:], trailing[1:], strict=True):
        spare = count - least
        by = max(range(spare + 1), key=lambda step: _preferred(row, fit(row, step), step)) if count < len(row) else 0
        moved.append([""] * by + row[: len(row) - by] if by else row)
    return moved


def _preferred(row: Sequence[str], fits: int, step: int) -> tuple[int, int]:
    """Weigh how far to move a row: names with points look alike on all levels, so that all that is lacking stands before."""
    return fits, step if fits and _look(row[0]).endswith("name with points") else -step


def _spread(head: list[str], spare: int) -> list[str]:
    """Put the empty cells at the end of a head behind the name that is as wide as several columns."""
    if spare <= 0:
        return head
    named = (
        at for at, label in enumerate(head) if kind_of(label, "score") == "name" or kind_of(label, "task") == "task"
    )
    at = next(named, 0) + 1
    return [*head[:at], *[""] * spare, *head[at : len(head) - spare]]


def _trailing(row: Sequence[str]) -> int:
    return next((count for count, cell in enumerate(reversed(row)) if cell), len(row))


def _look(cell: str) -> str:
    """Tell what a cell looks like."""
    bare = squeeze(cell)
    if points_cell(bare):
        return "points"
    if is_unit(bare):
        return "unit"
    if len(bare) > _LONG:
        return "long"
    kind = "name with points" if points_in_name(bare)[1] else "name"
    return f"{label_of(bare)[:1].isdigit()} {kind}" if label_of(bare) else kind
