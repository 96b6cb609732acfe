"""What was read in a notice, passage by passage, and which part of the scheme each became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kaoji.web.assessments.editing import Found

_WORST: Final = {"text": 0, "certain": 1, "unbound": 2, "check": 3, "not_understood": 4}


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the notice as it was read; ``pieces`` are its stretches, each with how surely it was read."""

    number: int
    place: str
    text: str
    state: str
    path: tuple[str, ...] = ()
    label: str = ""
    detail: str = ""
    points: str = ""
    providers: tuple[str, ...] = ()
    unread: int = 0
    pieces: tuple[tuple[str, str], ...] = field(default=())


def passages_of(reading: dict[str, Any]) -> list[Passage]:
    """Give the passages of a notice's reading; headings that say nothing of their own are left out."""
    return [
        Passage(
            number, row.get("place", ""), row.get("text", ""), row.get("state", "text"), tuple(row.get("path", ())),
            row.get("label", ""), row.get("detail", ""), row.get("points", ""), tuple(row.get("providers", ())),
            row.get("unread", 0), pieces(row.get("text", ""), row.get("marks", ())),
        )
        for number, row in enumerate(reading.get("passages", ()))
        if row.get("text") or row.get("state", "text") != "text"
    ]  # fmt: skip


def pieces(text: str, marks: Iterable[Sequence[Any]]) -> tuple[tuple[str, str], ...]:
    """Cut a text where its marks begin and end; where marks overlap the less sure one holds.

    >>> pieces("甲乙丙", [(1, 2, "check")])
    (('text', '甲'), ('check', '乙'), ('text', '丙'))
    """
    states = ["text"] * len(text)
    for start, end, state in marks:
        for index in range(max(start, 0), min(end, len(text))):
            states[index] = max(states[index], state, key=lambda name: _WORST.get(name, 0))
    found: list[tuple[str, str]] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or states[index] != states[start]:
            found.append((states[start], text[start:index]))
            start = index
    return tuple(found)


def linked(passages: Iterable[Passage], nodes: Iterable[Found]) -> dict[int, Found]:
    """Tell which indicator each passage became, by the passage's number.

    An indicator keeps its source and the notice's words whatever else is changed of it; among several from one place
    the one with the same name is meant, then the first that is free.
    """
    at: dict[str, list[Found]] = defaultdict(list)
    for found in nodes:
        if found.node.source:
            at[found.node.source].append(found)
    links: dict[int, Found] = {}
    for passage in passages:
        if not passage.path:
            continue
        free = [found for found in at.get(passage.place, ()) if _holds(found, passage)]
        best = max(free, key=lambda found: _likeness(found, passage), default=None)
        if best is not None:
            links[passage.number] = best
            at[passage.place].remove(best)
    return links


def _holds(found: Found, passage: Passage) -> bool:
    return passage.text in (found.node.text or "") or found.node.name == passage.path[-1]


def _likeness(found: Found, passage: Passage) -> tuple[bool, bool, int]:
    same = 0
    for one, other in zip(reversed(found.path), reversed(passage.path), strict=False):
        if one != other:
            break
        same += 1
    return bool(passage.text) and passage.text in (found.node.text or ""), found.node.name == passage.path[-1], same
