"""What is still blank, what does not apply to a unit and so need not be filled in, and where its points go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from kaoji.scheme import Structure
from kaoji.scoring.absences import by_attributes
from kaoji.scoring.facts import Unit
from kaoji.scoring.naming import Names
from kaoji.scoring.unit_points import UnitPoints
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
    if own is None or own.node.points is None or not any(node.node.when_absent == own.name for node in structure.nodes):
        return {}
    lacking = lacking_of(filing.assessment_id, structure, units)
    found: dict[int, Decimal] = {}
    for unit in units:
        absent = lacking.get(unit.unit)
        points = UnitPoints(structure, unit.unit, unit.group, absent).stated(own) if absent else None
        if points is not None and points != own.node.points:
            found[unit.pk] = points
    return found


def lacking_of(assessment: int, structure: Structure, units: Sequence[Participant]) -> dict[str, set[int]]:
    """Give, by the unit's name, the indicators that do not apply to it: by its attributes, or because somebody said so."""
    if not any(node.node.when_absent for node in structure.nodes):
        return {}
    members = [Unit(unit.unit, unit.group, unit.attributes, unit.takes_part) for unit in units]
    lacking: dict[str, set[int]] = defaultdict(set)
    for each in by_attributes(structure, members):
        lacking[each.unit].add(each.node)
    names = Names(structure)
    rows = Fact.objects.filter(
        filing__assessment=assessment, filing__table="absences", is_withdrawn=False, participant__in=units
    )
    for name, row in rows.values_list("participant__unit", "row"):
        lacking[name] |= set(names.nodes(str(row.get("indicator", ""))))
    return lacking
