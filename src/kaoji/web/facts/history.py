"""What a fact was: every change with who made it, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaoji.numbers import for_eyes
from kaoji.web.facts.grids import Field
from kaoji.web.facts.models import Correction, Fact


@dataclass(frozen=True, slots=True)
class Step:
    """One change: each field that changed with its old and new value."""

    correction: Correction
    changes: tuple[tuple[str, str, str], ...]


def history_of(fact: Fact, fields: Iterable[Field]) -> list[Step]:
    """Give the changes of a fact, newest first."""
    titles = {each.name: each.title for each in fields}
    steps = []
    for correction in fact.corrections.select_related("by").order_by("-pk"):
        before, after = correction.before or {}, correction.after or {}
        names = dict.fromkeys([*before, *after])
        changes = tuple(
            (titles.get(name, name), for_eyes(str(before.get(name, ""))), for_eyes(str(after.get(name, ""))))
            for name in names
            if before.get(name) != after.get(name)
        )
        steps.append(Step(correction, changes))
    return steps


def row_at(fact: Fact, version: int) -> dict[str, str]:
    """Give what a row said at a version; nothing where it was not there yet or taken back."""
    return fact.corrections.filter(version=version).values_list("after", flat=True).first() or {}
