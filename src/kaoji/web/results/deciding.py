"""What a run leaves to the leading group, with what was decided of it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kaoji.web.assessments.models import Participant
from kaoji.web.facts.models import Fact, Side
from kaoji.web.results.actions import Ruling
from kaoji.web.results.models import Run, Standing


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the equals: its result, and its decision as it stands now."""

    standing: Standing
    decided: Fact | None

    @property
    def order(self) -> str:
        """The place it was given, if one was."""
        return str(self.decided.row.get("order", "")) if self.decided is not None else ""

    @property
    def version(self) -> int:
        """The version of the decision that is shown, 0 where there is none."""
        return 0 if self.decided is None else self.decided.version


@dataclass(frozen=True, slots=True)
class OpenTie:
    """Equals on the line of a grade: who of them gets its last places."""

    number: int
    group: str
    grade: str
    places: int
    candidates: Sequence[Candidate]

    @property
    def is_decided_since(self) -> bool:
        """Tell whether all have a place by now, so that a new run will know it."""
        return all(candidate.order for candidate in self.candidates)


def decisions_now(run: Run) -> dict[int, Fact]:
    """Give the decisions of an assessment as they stand now, by unit."""
    found = Fact.objects.filter(
        filing__assessment=run.assessment_id, filing__table="decisions", side=Side.PROVIDED, is_withdrawn=False
    )
    return {fact.participant_id: fact for fact in found}


def open_ties(run: Run, standings: Sequence[Standing], decided: Mapping[int, Fact]) -> list[OpenTie]:
    """Give what a run leaves open."""
    by_unit = {standing.participant.unit: standing for standing in standings}
    return [
        OpenTie(
            number, item["group"], item["grade"], item["places"],
            [Candidate(by_unit[unit], decided.get(by_unit[unit].participant_id)) for unit in item["units"]
             if unit in by_unit],
        )
        for number, item in enumerate(run.open_decisions)
    ]  # fmt: skip


def rulings_of(form: Mapping[str, str], participants: Sequence[Participant]) -> list[Ruling]:
    """Read a form: ``order-<unit>`` and ``seen-<unit>`` for equals, ``grade-<unit>`` for a grade that was decided."""
    rulings = []
    for participant in participants:
        order, grade = _whole(form.get(f"order-{participant.pk}", "")), form.get(f"grade-{participant.pk}", "").strip()
        if order or grade:
            seen = _whole(form.get(f"seen-{participant.pk}", ""))
            rulings.append(Ruling(participant, order or None, grade, seen))
    return rulings


def day_of(text: str) -> date | None:
    """Read a day as forms send it, None where it is none.

    >>> day_of("2025-02-28"), day_of("2025-02-30")
    (datetime.date(2025, 2, 28), None)
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0  # noqa: PLR2004 - places and versions
