"""Task tables whose lines are whole rows: between their cells stand tabs, bars or wide gaps, and each row has as many.

Such lines need no guess: they are the table. A head on two rows lost what is merged in it, and is put together again: what
stands below an empty cell belongs to the head left of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Cell, Document, Grid, Paragraph, is_blank
from kaoji.reading.flat.columns.regular_tasks import below_heads, sparse_grid
from kaoji.reading.flat.lines.bars import rows_between_bars
from kaoji.reading.flat.lines.letters import joined_names
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.telling import head_of

_RULE: Final = late_pattern(r"[\s|｜:：+=—-]+")
_GAPS: Final = late_pattern(r"[ \u3000\u00a0]{2,}")
_HEADING: Final = late_pattern(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；]{2,24}$"
)
_NUMBER: Final = late_pattern(r"\d{1,3}")
_NARROWEST, _FEWEST_ROWS, _AHEAD = 4, 3, 12
_DELIMITERS: Final = ("\t", "|", "｜", "")
_WITHOUT_BARS: Final = ("\t", "")


def whole_tables(document: Document) -> Document:
    """Give the document with lines that are the rows of task tables made tables."""
    if any(isinstance(block, Grid) for block in document.blocks):
        return document
    lines = document.paragraphs
    # Where cells were left out below those that reach over several rows, the rest are not in their columns.
    are_whole = [line.text for line in rows_between_bars(lines)] == [line.text for line in lines]
    for delimiter in _DELIMITERS if are_whole else _WITHOUT_BARS:
        tables = list(_tables(lines, delimiter)) or ([] if delimiter else list(_uneven(lines)))
        if tables:
            return replace(document, blocks=tuple(_blocks(lines, tables)))
    return document


def _blocks(lines: Sequence[Paragraph], tables: Sequence[tuple[int, int, Grid]]) -> Iterator[Block]:
    at = 0
    for first, end, grid in tables:
        yield from lines[at:first]
        yield grid
        at = end
    yield from lines[at:]


def _tables(lines: Sequence[Paragraph], delimiter: str) -> Iterator[tuple[int, int, Grid]]:
    """Give where runs of rows begin and end, with the task tables that they make."""
    parted = [line.text.strip() for line in lines if delimiter and delimiter in line.text]
    is_framed = bool(parted) and all(text.startswith(delimiter) for text in parted)
    is_closed = bool(parted) and all(text.endswith(delimiter) for text in parted)
    rows = [_cells(line.text, delimiter, is_framed=is_framed, is_closed=is_closed) for line in lines]
    if delimiter == "\t":
        rows = _with_ends(rows)
    at = 0
    while at < len(rows):
        width = len(rows[at])
        if width < _NARROWEST:
            at += 1
            continue
        end = _end(lines, rows, at)
        if delimiter and end < len(rows) and width > len(rows[end]) > width // 2:
            at = end + 1
            continue
        if not delimiter and end < len(rows) and _goes_on(rows, end, width):
            at = end + 1
            continue  # others may have lost cells, too, and got empty ones at their end
        kept = [one for one in range(at, end) if rows[one] and not _RULE.fullmatch(lines[one].text)]
        if sum(len(rows[one]) == width for one in kept) >= _FEWEST_ROWS:
            above = _rows_of_head(rows, at, width) if not delimiter else []
            kept = [*above, *kept]
            grid = (_put_together if above else _grid)([(lines[one], rows[one]) for one in kept], width)
            if grid is not None and head_of(grid, "task") is not None:
                yield kept[0], end, grid
        at = end


def _with_ends(rows: Sequence[list[str]]) -> list[list[str]]:
    """Give rows with the empty cells at their end, which were cut off with the tabs: they begin with a number, or with an empty cell."""
    filled: list[list[str]] = []
    width = 0
    for row in rows:
        if row and not row[0] and filled and 1 < len(filled[-1]) < len(row):
            filled[-1] = [*filled[-1], *[""] * (len(row) - len(filled[-1]))]  # the last head stands over several
        is_number = bool(row) and (_NUMBER.fullmatch(squeeze(row[0])) is not None or not row[0])
        if not row or not is_number or not 1 < len(row) < width:
            width = len(row) if len(row) > 1 and not is_number else width * bool(row)
            filled.append(row)
        else:
            filled.append([*row, *[""] * (width - len(row))])
    return filled


def _uneven(lines: Sequence[Paragraph]) -> Iterator[tuple[int, int, Grid]]:
    """Give the table of numbered lines of figures of which some lack cells, below the line that heads most columns."""
    rows = [_cells(line.text, "", is_framed=False, is_closed=False) for line in lines]
    begun = next((at for at, row in enumerate(rows) if len(row) > 2 and squeeze(row[0]) == "1"), 0)  # noqa: PLR2004
    head = next((at for at in range(begun - 1, -1, -1) if rows[at]), -1)
    if head < 0:
        return
    most = max(map(len, rows[begun:]))
    heads = _rows_of_head(rows, begun, most) or [head]
    width = most if len(heads) > 1 else len(rows[head])
    body = list(takewhile(lambda at: len(rows[at]) in range(2, width + 1) or not rows[at], range(begun, len(lines))))
    if width < _NARROWEST or not any(len(rows[at]) == width for at in body):
        return
    cells = [replace(lines[at], text=text) for at in body for text in rows[at]]
    starts = {sum(len(rows[at]) for at in body[:index]) for index, one in enumerate(body) if rows[one]}
    labels = [replace(lines[at], text=text) for at in heads for text in rows[at]]
    grid = sparse_grid(labels, cells, width, starts)
    if grid is not None and head_of(grid, "task") is not None:
        yield heads[0], body[-1] + 1, grid


def _cells(text: str, delimiter: str, *, is_framed: bool, is_closed: bool) -> list[str]:
    if is_blank(text):
        return []
    if not delimiter:
        return joined_names(_GAPS.split(text.strip()))
    if delimiter == "\t":
        return [cell.strip() for cell in text.rstrip("\r\n").split("\t")]
    bare = text.strip()
    bare = bare.removesuffix(delimiter) if is_closed else bare
    return [cell.strip() for cell in (bare.removeprefix(delimiter) if is_framed else bare).split(delimiter)]


def _end(lines: Sequence[Paragraph], rows: Sequence[Sequence[str]], first: int) -> int:
    """Give where the rows of one width end; headings, rules and empty lines may stand between them."""
    width, end = len(rows[first]), first + 1
    for at in range(first + 1, len(rows)):
        if len(rows[at]) == width:
            end = at + 1
        elif rows[at] and not _RULE.fullmatch(lines[at].text) and not _is_heading(rows[at]):
            break
    return end


def _goes_on(rows: Sequence[Sequence[str]], end: int, width: int) -> bool:
    """Tell whether a row of another length stands between numbered ones of one table: it lacks cells, or holds a gap."""
    following = [row for row in rows[end : end + _AHEAD] if row]
    return 1 < len(rows[end]) != width and any(len(row) == width and row[0].isdigit() for row in following)


def _rows_of_head(rows: Sequence[Sequence[str]], first: int, width: int) -> list[int]:
    """Give the two lines above rows that hold the heads of their columns, some below others, with no gap where none stands."""
    above = [at for at in range(max(0, first - 4), first) if rows[at]][-2:]
    if len(above) < 2:  # noqa: PLR2004 - a head on two rows
        return []
    upper, lower = (len(rows[at]) for at in above)
    is_head = max(upper, lower) < width < upper + lower and upper + lower - width <= lower // 2
    return above if is_head and min(upper, lower) > 1 else []


def _put_together(rows: Sequence[tuple[Paragraph, Sequence[str]]], width: int) -> Grid | None:
    """Make a table of rows with the heads of two lines above them, in the order that fits the cells best."""
    labels = [replace(line, text=text) for line, row in rows[:2] for text in row]
    body = [tuple(replace(line, text=text) for text in row) for line, row in rows[2:] if len(row) == width]
    return below_heads(labels, body)


def _is_heading(row: Sequence[str]) -> bool:
    return len(row) == 1 and _HEADING.match(squeeze(row[0])) is not None


def _grid(rows: Sequence[tuple[Paragraph, Sequence[str]]], width: int) -> Grid | None:
    source = rows[0][0].source
    tall = _head(rows)
    table: list[tuple[Cell, ...]] = []
    if tall > 1:
        table += _head_cells(rows[0], rows[1])
    for at, (line, row) in enumerate(rows[len(table) :], len(table)):
        if len(row) == 1:
            table.append((Cell(row[0], at, 0, 1, width, line.source),))
        else:
            table.append(tuple(Cell(text, at, column, source=line.source) for column, text in enumerate(row)))
    return Grid(tuple(table), source)


def _head(rows: Sequence[tuple[Paragraph, Sequence[str]]]) -> int:
    """Give the rows of the head: two where the second has heads only below those that the first leaves empty, or left of them."""
    upper, lower = rows[0][1], rows[1][1]
    if len(lower) != len(upper) or "" not in upper or lower[0] or not upper[0]:
        return 1
    below = {column for column, text in enumerate(lower) if text}
    empty = {column for column, text in enumerate(upper) if not text}
    begun = {column - 1 for column in empty if column - 1 not in empty}
    return 2 if empty <= below <= empty | begun else 1


def _head_cells(
    upper: tuple[Paragraph, Sequence[str]], lower: tuple[Paragraph, Sequence[str]]
) -> list[tuple[Cell, ...]]:
    """Give the cells of a head on two rows with what they span."""
    first: list[Cell] = []
    second: list[Cell] = []
    for column, (above, below) in enumerate(zip(upper[1], lower[1], strict=True)):
        if above:
            first.append(Cell(above, 0, column, 1 if below else 2, 1, upper[0].source))
        elif first:
            first[-1] = replace(first[-1], column_span=column - first[-1].column + 1)
        if below:
            second.append(Cell(below, 1, column, source=lower[0].source))
    return [tuple(first), tuple(second)]
