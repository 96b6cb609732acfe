"""Several self-assessments at once: what somebody accepts or returns in one step, with every value before their eyes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaoji.scheme import Structure
from kaoji.web.assessments.models import Participant
from kaoji.web.audit.chain import content_digest
from kaoji.web.facts.filings import TABLE_OF_KIND, slot_of
from kaoji.web.facts.looking import look, looked_at_by
from kaoji.web.facts.models import FILING_STEPS, Fact, Filing, FilingState, SelfAssessment, Side
from kaoji.web.facts.self_rows import Compared, compared


@dataclass(frozen=True, slots=True)
class SelfChosen:
    """A self-assessment that is to be accepted or returned, as it is now, and the digest of all that it says.

    ``lines`` holds what was filled in, each with the names of its files; ``blank`` counts what the unit was asked and
    left open, lists aside.
    """

    unit: Participant
    state: SelfAssessment
    lines: tuple[tuple[Compared, tuple[str, ...]], ...]
    blank: int
    stamp: str

    @property
    def differing(self) -> list[Compared]:
        """What was provided otherwise."""
        return [line for line, _files in self.lines if line.provided and line.differs]

    @property
    def files(self) -> int:
        """How many files lie beside it."""
        return sum(len(files) for _line, files in self.lines)


def self_parted(
    units: Iterable[Participant], state: FilingState
) -> tuple[list[tuple[Participant, SelfAssessment]], list[Participant]]:
    """Part units by whether the step leads from where their self-assessment stands to a state."""
    can, cannot = list[tuple[Participant, SelfAssessment]](), list[Participant]()
    for unit in units:
        found: SelfAssessment | None = getattr(unit, "self_assessment", None)
        if found is not None and state in FILING_STEPS[FilingState(found.state)]:
            can.append((unit, found))
        else:
            cannot.append(unit)
    return can, cannot


def stamp_of_self(now: dict[str, str]) -> str:
    """Give a word for what a unit says of itself: whoever accepts it says by it what they looked at."""
    return content_digest(now)


def self_chosen_of(can: Sequence[tuple[Participant, SelfAssessment]], structure: Structure) -> list[SelfChosen]:
    """Give self-assessments with what they say, in four queries however many there are."""
    if not can:
        return []
    units = [unit for unit, _state in can]
    filings = list(Filing.objects.filter(assessment=units[0].assessment_id, table__in=TABLE_OF_KIND.values()))
    slots = [(filing, slot_of(filing, structure)) for filing in sorted(filings, key=lambda each: each.position)]
    nows = looked_at_by(units)
    facts: dict[tuple[int, int, str], list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(participant__in=units, filing__in=filings, is_withdrawn=False).order_by("pk"):
        facts[fact.participant_id, fact.filing_id, fact.side].append(fact)
    found = []
    for unit, state in can:
        asked = [
            filing
            for filing, slot in slots
            if slot is not None and structure.nodes[slot.node].has(unit.unit, unit.group)
        ]
        lines = [
            compared(filing, *(facts.get((unit.pk, filing.pk, side), ()) for side in (Side.SELF, Side.PROVIDED)))
            for filing in asked
        ]
        now = nows[unit.pk]
        given = tuple((line, _files(line, now)) for line in lines if line.own_facts)
        blank = sum(line.filing.counts_units and not line.own_facts for line in lines)
        found.append(SelfChosen(unit, state, given, blank, stamp_of_self(now)))
    return found


def _files(line: Compared, now: dict[str, str]) -> tuple[str, ...]:
    return tuple(name for fact in line.own_facts for name, _digest in look(now.get(str(fact.pk), "")).files)
