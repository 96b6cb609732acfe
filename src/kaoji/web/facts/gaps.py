"""What is still blank, what does not apply to a unit and so need not be filled in, and where its points go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from kaoji.scheme import Structure
from kaoji.scoring.absences import by_attributes
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


def points_with_handed_on(filing: Filing, structure: Structure, units: Sequence[Participant]) -> dict[int, Decimal]:
    """Give, by unit, what the indicator of a filing counts where indicators that a unit does not have add theirs to it."""
    slot = slot_of(filing, structure)
    own = structure.nodes[slot.node] if slot is not None else None
    if own is None or own.node.points is None:
        return {}
    giving = {node.index: node.node.points for node in structure.nodes
              if node.node.when_absent == own.name and node.node.points is not None}  # fmt: skip
    if not giving:
        return {}
    by_name = {unit.unit: unit for unit in units}
    members = [Unit(unit.unit, unit.group, unit.attributes, unit.takes_part) for unit in units]
    lacking = {(by_name[each.unit].pk, each.node) for each in by_attributes(structure, members)}
    names = Names(structure)
    rows = Fact.objects.filter(filing__assessment=filing.assessment_id, filing__table="absences", is_withdrawn=False)
    for pk, row in rows.values_list("participant", "row"):
        lacking |= {(pk, node) for node in names.nodes(str(row.get("indicator", "")))}
    handed: dict[int, Decimal] = {}
    for pk, node in lacking:
        if node in giving:
            handed[pk] = handed.get(pk, own.node.points) + giving[node]
    return handed
