"""What is still blank, and what does not apply to a unit and so need not be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaoji.scheme import Structure
from kaoji.scoring.facts import Unit
from kaoji.scoring.naming import Names
from kaoji.web.assessments.models import Participant
from kaoji.web.facts.filings import NEEDS_NO_ROW, slot_of
from kaoji.web.facts.models import Fact, Filing


def blank_units(
    filing: Filing, structure: Structure, units: Sequence[Participant], facts: Iterable[Fact]
) -> list[Participant]:
    """Give the units of which a filing still lacks a row; events that did not happen are no gap."""
    if not filing.is_required or filing.table in NEEDS_NO_ROW:
        return []
    given = {fact.participant_id for fact in facts if not fact.is_withdrawn}
    absent = absences_of(filing, structure)
    return [unit for unit in units if unit.takes_part and unit.pk not in given and unit.pk not in absent]


def absences_of(filing: Filing, structure: Structure) -> dict[int, Fact]:
    """Give, by unit, the absence that frees it from a filing: of its indicator or of a section above it."""
    slot = slot_of(filing, structure)
    if slot is None:
        return {}
    wanted = {slot.node, *structure.above(slot.node)}
    found = Fact.objects.filter(
        filing__assessment=filing.assessment_id, filing__table="absences", is_withdrawn=False
    ).select_related("participant")
    names = None
    absent = {}
    for fact in found:
        names = names or Names(structure)
        unit = Unit(fact.participant.unit, fact.participant.group)
        own = names.nodes_of(unit)
        if any(node in wanted and node in own for node in names.nodes(str(fact.row.get("indicator", "")))):
            absent[fact.participant_id] = fact
    return absent
