"""Task tables a cell a line whose rows are all whole: their numbers count up, and between two of them stand as many cells as heads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.flat.pieces import Piece, Row
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Kind

_MARKS: Final = late_pattern("[▲△●○■□★☆◆◇※◎▼▽]+")
_NUMBER: Final = late_pattern(r"\d{1,3}")
_ITEM: Final = late_pattern(r"(?P<number>\d{1,2})[.、](?!\d)")
_LEADS: Final = late_pattern(r"(?:牵头|主责|主办|责任)[^:\s]{0,4}:.")
_ASSISTS: Final = late_pattern(r"(?:配合|协办|协同|参与|责任|协助)[^:\s]{0,4}:.")
_FEWEST = 3


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
    """Give rows of whole cells if the lines fill such columns to the last; none where they do not."""
    cells = _cells(pieces)
    width = len(kinds)
    if kinds.count("number") != 1 or len(cells) % width or len(cells) < _FEWEST * width:
        return []
    numbers = [fold(squeeze(cell[0].text)) for cell in cells[kinds.index("number") :: width]]
    if not all(_NUMBER.fullmatch(number) for number in numbers):
        return []
    first = int(numbers[0])
    if [int(number) for number in numbers] != list(range(first, first + len(numbers))):
        return []
    return [Row(dict(enumerate(cells[begin : begin + width]))) for begin in range(0, len(cells), width)]


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
