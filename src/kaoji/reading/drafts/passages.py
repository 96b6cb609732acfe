"""A text of the notice beside all that was made of it, and how much of a draft was read how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kaoji.reading.document import Source

State = Literal["certain", "check", "not_understood", "unbound", "text"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text and how surely it was read."""

    start: int
    end: int
    state: State


@dataclass(frozen=True, slots=True)
class DraftedRule:
    """A rule of the draft beside the words that it came from; ``slot`` names what it looks at."""

    slot: str
    score: str
    text: str
    state: State
    check: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the notice with all that was made of it; a ``text`` passage stands for itself."""

    path: tuple[str, ...]
    source: Source
    text: str
    state: State
    points: str = ""
    providers: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    rules: tuple[DraftedRule, ...] = ()
    limits: str = ""
    check: str = ""
    unread: int = 0
    detail: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was read how surely: rules that are certain, rules and texts to check, places not understood."""

    certain: int
    to_check: int
    not_understood: int


def counted(passages: Sequence[Passage]) -> Counts:
    """Count rules; an indicator of which only the start or the weight is open counts once, words not understood each.

    A sentence of running text that speaks of points and became nothing was not understood.
    """
    rules = [rule for passage in passages for rule in passage.rules]
    loose = {id(passage): sum(mark.state == "unbound" for mark in passage.marks) for passage in passages}
    return Counts(
        certain=sum(rule.state == "certain" for rule in rules),
        to_check=sum(
            max(
                sum(rule.state == "check" for rule in passage.rules),
                passage.state == "check" and not loose[id(passage)],
            )
            for passage in passages
        ),
        not_understood=sum(passage.unread + loose[id(passage)] for passage in passages),
    )
