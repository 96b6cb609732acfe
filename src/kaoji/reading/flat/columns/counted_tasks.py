"""Task tables a cell a line whose rows are all whole: their numbers count up, and between two of them stand as many cells as heads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.flat.looks import PERSONS, UNITS, looks
from kaoji.reading.flat.pieces import Piece, Row
from kaoji.reading.phrases.actors import unit_share
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.contents import Content, content_of
from kaoji.reading.tables.head_words import Kind

_MARKS: Final = late_pattern("[▲△●○■□★☆◆◇※◎▼▽]+")
_NO_TASKS: Final[tuple[Content, ...]] = ("unit", "person", "date", "figure", "measure")
_NUMBER: Final = late_pattern(r"\d{1,3}")
_ITEM: Final = late_pattern(r"(?P<number>\d{1,2})[.、](?!\d)")
_LEADS: Final = late_pattern(r"(?:牵头|主责|主办|责任)[^:\s]{0,4}:.")
_ASSISTS: Final = late_pattern(r"(?:配合|协办|协同|参与|责任|协助)[^:\s]{0,4}:.")
_FEWEST, _HALF, _MOSTLY, _NARROWEST = 3, 0.5, 0.6, 4
_IS_OTHER = -3.0  # as good as impossible: an office among persons
_OF_A_PART: Final = ("task", "target", "measure", "status", "ratio")


def with_marks(pieces: Sequence[Piece]) -> list[Piece]:
    """Put marks that stand alone around the number of a row before the words of that row: ★, 1, 旧改 are 1, ★旧改."""
    result: list[Piece] = []
    waiting = ""
    for at, piece in enumerate(pieces):
        bare = squeeze(piece.text)
        following = squeeze(pieces[at + 1].text) if at + 1 < len(pieces) else ""
        is_mark = _MARKS.fullmatch(bare) is not None
        behind = bool(result) and _NUMBER.fullmatch(squeeze(result[-1].text)) is not None
        if is_mark and (_NUMBER.fullmatch(following) or behind):
            waiting += bare
            continue
        if waiting and not _NUMBER.fullmatch(bare):
            piece = piece._replace(text=waiting + piece.text)  # noqa: PLW2901 - the same piece with its mark
            waiting = ""
        result.append(piece)
    return result


def counted(pieces: Sequence[Piece], kinds: Sequence[Kind | None]) -> list[Row]:
    """Give rows of whole cells if the lines fill such columns to the last; none where they do not.

    A remark in the last column may be missing where rows begin with their number.
    """
    cells = _cells(pieces)
    width = len(kinds)
    if kinds.count("number") != 1 or len(cells) < _FEWEST * (width - 1):
        return []
    ways = (_whole(cells, kinds), _in_parts(cells, kinds), _lacking(cells, kinds))
    return next((rows for rows in ways if rows and not any(_is_shifted(row, kinds) for row in rows)), [])


def _is_shifted(row: Row, kinds: Sequence[Kind | None]) -> bool:
    """Tell whether the units and persons of a row are none, or a unit is where a person is to be.

    A cell has two lines beside a remark that is missing, or a further unit passes for a person.
    """
    named = [(at, kind) for at, kind in enumerate(kinds) if kind in (*UNITS, *PERSONS) and row.cells.get(at)]
    weights = [looks("\n".join(piece.text for piece in row.cells[at]), kind) for at, kind in named]
    return len(weights) > 1 and (all(weight < 0 for weight in weights) or min(weights) < _IS_OTHER)


def _lacking(cells: Sequence[list[Piece]], kinds: Sequence[Kind | None]) -> list[Row]:
    """Give rows of which a few lack one cell, where the sorts of their cells tell which: a figure among units and persons."""
    width = len(kinds)
    if kinds[0] != "number" or width < _NARROWEST:
        return []
    numbers = [_number(cell) for cell in cells]
    begun: list[list[list[Piece]]] = []
    at = 0
    while at < len(cells) and numbers[at] >= 0:
        end = next((at + size for size in (width, width - 1) if _begins(numbers, at + size, numbers[at] + 1)), None)
        if end is None:
            return []
        begun.append(list(cells[at:end]))
        at = end
    whole = [row for row in begun if len(row) == width]
    if at != len(cells) or len(whole) < max(_FEWEST, len(begun) * _MOSTLY):
        return []
    sorts = [content_of([_text(row[column]) for row in whole]) for column in range(width)]
    return [_placed(row, sorts) for row in begun]


def _placed(row: Sequence[list[Piece]], sorts: Sequence[Content]) -> Row:
    """Give a row with its cells below those of their sorts; the first place that fits best stays empty."""
    if len(row) == len(sorts):
        return Row(dict(enumerate(row)))
    own = [content_of([_text(cell)]) for cell in row]

    def fitting(empty: int) -> int:
        places = (column for column in range(len(sorts)) if column != empty)
        return sum(one == sorts[column] for one, column in zip(own, places, strict=True))

    empty = max(range(1, len(sorts)), key=lambda column: (fitting(column), column))
    places = [column for column in range(len(sorts)) if column != empty]
    return Row(dict(zip(places, row, strict=True)), empty={empty})


def _text(cell: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in cell)


def _in_parts(cells: Sequence[list[Piece]], kinds: Sequence[Kind | None]) -> list[Row]:
    """Give rows of which some go on with further tasks: number, units and persons are merged cells beside all of these."""
    width = len(kinds)
    numbers = [_number(cell) for cell in cells]
    begun: list[int] = []
    for at, number in enumerate(numbers):
        if number == numbers[0] + len(begun) and at + width <= len(cells):
            begun.append(at)
    measured = [
        column
        for column, kind in enumerate(kinds)
        if kind == "lead" and content_of([_text(cells[at + column]) for at in begun]) == "measure"
    ]
    parts = [column for column, kind in enumerate(kinds) if kind in _OF_A_PART or column in measured]
    if kinds[0] != "number" or "task" not in kinds or not 1 < len(parts) < width:
        return []
    units = [column for column, kind in enumerate(kinds) if kind in ("lead", "related") and column not in measured]
    persons = [column for column, kind in enumerate(kinds) if kind in PERSONS]
    rows: list[Row] = []
    at, lengths = 0, set[int]()
    count = 0
    while at < len(cells):
        ends = range(at + width, len(cells) + 1, len(parts))
        end = next((end for end in ends if _begins(numbers, end, numbers[at] + 1)), None)
        if end is None or numbers[at] < 0 or numbers[at] + 1 in numbers[at + 1 : end]:
            return []
        if not all(_are_units(cells[at + column]) for column in units):
            return []
        if any(_are_units(cells[at + column]) for column in persons):
            return []  # two units in one cell
        rows.append(Row(dict(enumerate(cells[at : at + width]))))
        for further in range(at + width, end, len(parts)):
            if content_of([_text(cells[further + parts.index(kinds.index("task"))])]) in _NO_TASKS:
                return []
            merged = {column: cell for column, cell in enumerate(cells[at : at + width]) if column not in parts}
            rows.append(Row(merged | dict(zip(parts, cells[further : further + len(parts)], strict=True))))
        lengths.add(end - at)
        at, count = end, count + 1
    # Rows that are all longer than the head have more columns than it names.
    return rows if count >= _FEWEST and width in lengths else []


def _are_units(cell: Sequence[Piece]) -> bool:
    return unit_share(_text(cell)) > _HALF


def _whole(cells: Sequence[list[Piece]], kinds: Sequence[Kind | None]) -> list[Row]:
    """Give rows of which each has all its cells; a remark may be missing."""
    width = len(kinds)
    place = kinds.index("number")
    numbers = [_number(cell) for cell in cells]
    may_lack = place == 0 and kinds[-1] == "note"
    ends: list[int] = []
    at = 0
    while at + width - 1 <= len(cells) - (not may_lack):
        end = at + width
        following = numbers[at + place] + 1
        if may_lack and not _begins(numbers, end, following) and _begins(numbers, end - 1, following):
            end -= 1
        if (
            end > len(cells)
            or numbers[at + place] < 0
            or (end < len(cells) and numbers[end + place :][:1] != [following])
        ):
            return []
        ends.append(end)
        at = end
    if at != len(cells) or len(ends) < _FEWEST:
        return []
    rows = [cells[begin:end] for begin, end in pairwise([0, *ends])]
    return [Row(dict(enumerate(row)), empty=set(range(len(row), width))) for row in rows]


def _number(cell: Sequence[Piece]) -> int:
    bare = fold(squeeze(cell[0].text))
    return int(bare) if _NUMBER.fullmatch(bare) else -1


def _begins(numbers: Sequence[int], at: int, number: int) -> bool:
    """Tell whether a row with this number begins at a line, or the lines end there."""
    return at == len(numbers) or (at < len(numbers) and numbers[at] == number)


def _cells(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Give the lines by cells: 2.… goes on behind 1.…, and 配合：… behind 牵头：…."""
    cells: list[list[Piece]] = []
    for piece in pieces:
        if cells and _goes_on(fold(cells[-1][-1].text).strip(), fold(piece.text).strip()):
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return cells


def _goes_on(before: str, text: str) -> bool:
    one, two = _ITEM.match(before), _ITEM.match(text)
    if one is not None and two is not None:
        return int(two["number"]) == int(one["number"]) + 1
    return _LEADS.match(before) is not None and _ASSISTS.match(text) is not None
