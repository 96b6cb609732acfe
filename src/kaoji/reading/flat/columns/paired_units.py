"""Where lead units end and those that take part begin, in rows whose units are lines: told by the persons, and by how lists are written.

Nothing but their order parts the lines of two columns of units. As many persons as lead units answer; a unit with its person
in brackets is of the column that has such; a line that ends in no comma stands before a list in one line; and where all other
rows have one lead unit, a second one without a person of its own takes part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.pieces import Piece, Row
from kaoji.reading.phrases.actors import is_unit, person_likeness, split_persons
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Kind

_PARTED: Final = late_pattern(r"[、，,；;/]|(?<=\S)[ \u3000]+(?=\S)")
_WITH_PERSON: Final = late_pattern(r"[^（()）]+[（(](?P<person>[^（()）]{2,4})[）)]")
_MOSTLY, _FEWEST = 0.7, 3


def with_pairs(rows: list[Row], kinds: Sequence[Kind | None]) -> list[Row]:
    """Move units between the columns of those that lead and those that take part, where something tells."""
    _give_persons(rows, kinds)
    if kinds.count("lead") != 1 or kinds.count("related") != 1 or kinds.index("related") != kinds.index("lead") + 1:
        return rows
    lead, related = kinds.index("lead"), kinds.index("related")
    persons = kinds.index("person") if kinds.count("person") == 1 else -1
    plain = [row for row in rows if not (row.is_heading or row.is_total) and row.cells.get(lead)]
    are_single = sum(len(row.cells[lead]) == 1 for row in plain) >= max(_FEWEST, len(plain) * _MOSTLY)
    for row in plain:
        leads, others = row.cells[lead], row.cells.get(related, [])
        named = len(split_persons("\n".join(piece.text for piece in row.cells.get(persons, []))))
        move = _of_lead(leads, others, named)
        if move:
            row.cells[lead], row.cells[related] = [*leads, *others[:move]], others[move:]
        elif len(leads) > 1 >= named and others and are_single and all(map(_is_one, [*leads, *others])):
            row.cells[lead], row.cells[related] = leads[:1], [*leads[1:], *others]
    return rows


def _give_persons(rows: Sequence[Row], kinds: Sequence[Kind | None]) -> None:
    """Give the only person beside a unit to it, where a column of leaders stands behind: they reach down over several units."""
    wanted: tuple[Kind, ...] = ("lead", "person", "leader")
    if not all(kinds.count(kind) == 1 for kind in wanted) or "number" not in kinds:
        return
    lead, person, leader = map(kinds.index, wanted)
    if not lead < person < leader < kinds.index("number"):
        return
    for row in rows:
        if row.cells.get(lead) and row.cells.get(leader) and not row.cells.get(person):
            row.cells[person] = row.cells.pop(leader)


def _of_lead(leads: Sequence[Piece], others: Sequence[Piece], named: int) -> int:
    """Give how many of the lines that take part lead."""
    if not all(map(_is_one, leads)):
        return 0
    if _has_person(leads[-1]):
        return next((at for at, piece in enumerate(others) if not _has_person(piece)), len(others))
    lacking = named - len(leads)
    if 0 < lacking < len(others) and all(map(_is_one, others[:lacking])):
        return lacking
    lists = next((at for at, piece in enumerate(others) if not _is_one(piece)), 0)
    return lists if lists and not _ends_open(others[lists - 1]) else 0


def _is_one(piece: Piece) -> bool:
    """Tell whether a line is one unit, and no part of a list."""
    return _PARTED.search(piece.text.strip()) is None and (is_unit(piece.text) or _has_person(piece))


def _ends_open(piece: Piece) -> bool:
    return squeeze(piece.text)[-1:] in "、，,；;"


def _has_person(piece: Piece) -> bool:
    found = _WITH_PERSON.fullmatch(squeeze(piece.text))
    return found is not None and person_likeness(found["person"]) == 1
