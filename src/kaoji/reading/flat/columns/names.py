"""The names of flattened rows → levels: which lines are one name, which name groups others.

Nothing marks the levels in flattened lines. What tells them: brackets with points stand at groups, a printed number
begins a top group, a row without names goes on with the name before it, and the head may say how many levels there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Source
from kaoji.reading.flat.grid import FlatCell
from kaoji.reading.flat.pieces import width_of
from kaoji.reading.phrases.actors import is_unit
from kaoji.reading.phrases.wording import label_of, points_cell, points_in_name, squeeze

_JOINS: Final = late_pattern(r"(?:[与和及、的（(]|以及)$")
_BEGINS_JOINED: Final = late_pattern(r"^(?:[与和及、）)]|以及)")
_OPEN: Final = late_pattern(r"[（(︵][^（()）︵︶]*$")
_CLOSES: Final = late_pattern(r"[^（()）︵︶]{0,12}[）)︶]")
_WHOLE: Final = late_pattern(r".{3,}(?:指标|项目|类)$")
_LONGEST_JOINED = 12
_LEAST_CUT = 7
_VERTICAL = 2
_OPEN_LEVELS = 2
_BARE_END: Final = late_pattern(r"[（(][^（()）]*[）)]$")


@dataclass(frozen=True, slots=True)
class Atom:
    """One name as printed, with the points in its bracket (empty: none)."""

    cell: FlatCell
    points: str
    is_wrapped: bool = False


def atoms_of(
    lines: Sequence[tuple[str, Source]],
    *,
    are_units: bool = False,
    are_asked: bool = False,
    full: int = 0,
    pairs: Collection[str] = (),
) -> list[Atom]:
    """Join the lines of names: a bracket ends one, a connecting word goes on with one, single letters are one word.

    ``are_asked``: they say in sentences what is asked for.
    ``full`` is the width from which on a line was cut and goes on in the next (0: none was); ``pairs`` are characters
    that stand side by side elsewhere, so that a line was cut between them.
    """
    atoms: list[Atom] = []
    texts: list[str] = []
    source = Source()

    def close(points: str) -> None:
        if texts:
            atoms.append(Atom(FlatCell("".join(texts), source), points))
            texts.clear()

    for index, (text, place) in enumerate(lines):
        bare, joined = squeeze(text), "".join(texts)
        closes = _OPEN.search(joined) is not None and _CLOSES.match(bare) is not None
        rest, points = points_in_name(joined + bare if closes else bare)
        is_points_only = (points_cell(bare) is not None and bool(re.search(r"\d", bare))) or (bool(points) and not rest)
        is_rest = closes or (are_units and bool(texts) and not is_unit(joined) and is_unit(joined + bare))
        if texts and not label_of(bare):
            is_rest = is_rest or 0 < full <= width_of(lines[index - 1][0]) or texts[-1][-1:] + bare[:1] in pairs
            is_rest = is_rest or (texts[-1][-1:].isdigit() and bare[:1].isdigit())  # 达到9, 7%以上
            is_rest = is_rest or (are_asked and texts[-1][-1] in "。；" and bare[-1:] in "。；" and bool(bare))
            is_rest = is_rest or (
                are_asked and bool(pairs) and len(texts[-1]) >= _LEAST_CUT and texts[-1][-1] not in "。；"
            )
        if texts and not is_points_only and not is_rest and not _goes_on(texts, bare, lines[index + 1 :]):
            close("")
        if not texts:
            source = place
        texts.append(bare if closes or not is_points_only or re.match(r"^[（(︵]", bare) else f"（{bare}）")
        if points.value or is_points_only:
            found = points_in_name("".join(texts))[1]
            close(found.value or (points_cell(bare).value if points_cell(bare) else ""))  # type: ignore[union-attr]
    close("")
    return atoms


def _goes_on(texts: Sequence[str], line: str, following: Sequence[tuple[str, Source]]) -> bool:
    before = texts[-1]
    if len(texts) == 1 and label_of(before) == before:
        return True  # a printed number on a line of its own
    if _JOINS.search(before) or _BEGINS_JOINED.match(line):
        return True
    is_vertical = len(before) <= _VERTICAL and len(line) <= _VERTICAL
    if is_vertical:
        return True
    joined = "".join(texts) + line
    ends_in_points = bool(following) and points_cell(squeeze(following[0][0])) is not None
    return ends_in_points and len(joined) <= _LONGEST_JOINED and len(before) <= len(line) + 2


Row = tuple[bool, list[Atom], str]
Levelled = tuple[int, list[FlatCell]]


def levelled(rows: Sequence[Row], stated: int) -> list[Levelled]:
    """Give for each row how many levels of names go on, and its new names.

    A row is: whether it has a printed number, its names, the points of its points cell.
    """
    deepest = max((sum(bool(atom.points) for atom in row[1]) for row in rows), default=0)
    numbered = sum(row[0] for row in rows)
    tops_are_numbered = 0 < numbered < len(rows)
    most = max((len(row[1]) for row in rows), default=0)
    result: list[Levelled] = []
    depth = 0
    groups = 0
    above: list[str] = []
    filling = _Filling()
    for has_number, atoms, points in rows:
        if not atoms:
            result.append((depth, []))
            filling.add(points)
            continue
        names = _merged(atoms, stated, deepest, has_number=has_number and tops_are_numbered)
        bracketed = sum(bool(atom.points) for atom in names)
        held = depth
        if stated > 1:
            carried = max(0, stated - len(names)) if len(names) < stated else 0
        elif has_number and (tops_are_numbered or (numbered == len(rows) and len(names) >= most)):
            carried = 0
        elif has_number and not bracketed and numbered == len(rows):
            carried = most - len(names)
        elif bracketed:
            carried = max(0, deepest - bracketed)
        else:
            carried = min(groups, deepest) if deepest else (1 if tops_are_numbered else 0)
            held, carried = carried, _like_above(names[0], above, carried)
            if deepest > 1 and points and filling.is_full:
                carried = max(0, carried - 1)
        carried = min(carried, depth)
        groups = min(carried, held) + sum(bool(atom.points) for atom in names)
        depth = carried + len(names)
        above = [*above[:carried], *(points_in_name(atom.cell.text)[0] for atom in names)]
        result.append((carried, [atom.cell for atom in names]))
        if bracketed and any(atom.points for atom in names):
            filling = _Filling(next(atom.points for atom in reversed(names) if atom.points))
        filling.add(points)
    return result


def _like_above(name: Atom, above: Sequence[str], least: int) -> int:
    """Give the level of a name below several open ones: that of the name whose end is most like its own, or the lowest."""
    if len(above) - least < _OPEN_LEVELS:
        return least
    own = _BARE_END.sub("", points_in_name(name.cell.text)[0])
    return max(range(least, len(above)), key=lambda at: (len(_common_end(own, _BARE_END.sub("", above[at]))), at))


def _common_end(one: str, other: str) -> str:
    length = next(
        (at for at, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return one[len(one) - length :]


@dataclass(slots=True)
class _Filling:
    """How far the points of a group's rows have filled the points printed at its name."""

    stated: str = ""
    sum: Decimal = Decimal(0)

    def add(self, points: str) -> None:
        """Add the points of a row."""
        self.sum += Decimal(points or "0")

    @property
    def is_full(self) -> bool:
        """Whether the rows so far have all the points of the group."""
        return bool(self.stated) and self.sum >= Decimal(self.stated)


def _merged(atoms: Sequence[Atom], stated: int, deepest: int, *, has_number: bool) -> list[Atom]:
    """Join names that are lines of one: more of them than levels, or two plain ones at the end."""
    names = list(atoms)
    room = stated - deepest if deepest and not names[0].points and deepest < stated else stated
    while stated > 1 and len(names) > room:
        shortest = min(
            range(len(names) - 1),
            key=lambda at: (bool(names[at].points), len(names[at].cell.text) + len(names[at + 1].cell.text)),
        )
        names[shortest : shortest + 2] = [_joined(names[shortest], names[shortest + 1])]
    if stated > 1:
        return names
    while len(names) > 1 and not names[-1].points and not names[-2].points and (deepest or len(names) > 2):  # noqa: PLR2004
        if has_number and not deepest and len(names) == 2:  # noqa: PLR2004
            break
        if _WHOLE.search(names[-2].cell.text):
            break
        if len(names[-2].cell.text + names[-1].cell.text) > _LONGEST_JOINED + 4:
            break
        names[-2:] = [_joined(names[-2], names[-1])]
    return names


def _joined(one: Atom, other: Atom) -> Atom:
    return Atom(FlatCell(one.cell.text + other.cell.text, one.cell.source), one.points or other.points, is_wrapped=True)
