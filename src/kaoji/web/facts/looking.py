"""What somebody looks at who decides on a self-assessment: each value with the files that it rests on.

seen = looked_at(participant)      a value a fact, by the fact's number; travels with the form as ``meanwhile.sealed``
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaoji.web.assessments.models import Participant
from kaoji.web.facts.models import Evidence, Fact, Side
from kaoji.web.spoken import listed, noted, spoken_value

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Look:
    """A value that was looked at, and the files behind it by name and digest."""

    row: dict[str, str]
    files: tuple[tuple[str, str], ...]

    @property
    def exact(self) -> str:
        """Say both, each file with its whole digest."""
        files = "；".join(f"{name} sha256:{digest}" for name, digest in self.files)
        return "、".join(value for value in self.row.values() if value) + (f"（{files}）" if files else "")

    @property
    def words(self) -> str:
        """Say both: the value, and each file with the beginning of its digest, by which two of one name differ."""
        values = listed(map(spoken_value, filter(None, self.row.values())), short=True)
        if not self.files:
            return values
        files = listed(f"{name} {digest[:_SHOWN]}" for name, digest in self.files)
        return noted(values, files)


def looked_at(participant: Participant) -> dict[str, str]:
    """Give what a unit says of itself now, exactly, in two queries."""
    return looked_at_by([participant])[participant.pk]


def looked_at_by(participants: Sequence[Participant]) -> dict[int, dict[str, str]]:
    """Give what units say of themselves now, exactly, by unit, in two queries however many there are."""
    facts = Fact.objects.filter(participant__in=participants, side=Side.SELF, is_withdrawn=False).order_by("pk")
    files: dict[int, list[tuple[str, str]]] = defaultdict(list)
    found = Evidence.objects.filter(fact__participant__in=participants, fact__side=Side.SELF, is_withdrawn=False)
    for pk, name, digest in found.order_by("pk").values_list("fact_id", "file__name", "file__digest"):
        files[pk].append((name, digest))
    said: dict[int, dict[str, str]] = {each.pk: {} for each in participants}
    for fact in facts:
        row = ({"number": fact.number} if fact.number else {}) | fact.row
        said[fact.participant_id][str(fact.pk)] = _sealed(row, files.get(fact.pk, ()))
    return said


def _sealed(row: dict[str, object], files: Iterable[tuple[str, str]]) -> str:
    said = {name: str(value) for name, value in row.items()}
    return json.dumps([said, list(files)], ensure_ascii=False, sort_keys=True)


def look(text: str) -> Look:
    """Read one of them back; one that says nothing, or was tampered with, is empty."""
    try:
        row, files = json.loads(text)
        return Look(
            {str(name): str(value) for name, value in row.items()},
            tuple((str(name), str(digest)) for name, digest in files),
        )
    except (ValueError, TypeError, AttributeError):
        return Look({}, ())


def labels_of(participant: Participant, facts: Iterable[str]) -> dict[str, str]:
    """Name the facts by what was asked."""
    numbers = [int(each) for each in facts if each.isdecimal()]
    found = Fact.objects.filter(pk__in=numbers, participant=participant).select_related("filing")
    return {str(fact.pk): fact.filing.label for fact in found}
