"""Filings: what a scheme asks for, one per slot, panel and table of the grade rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kaoji.scheme import Structure
from kaoji.scheme.structure import ResolvedNode, ResolvedPanel, Slot, with_own
from kaoji.scoring.columns import table
from kaoji.web.assessments.attributes import units_of as units_of_scheme
from kaoji.web.assessments.attributes import values_of
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.assessments.naming import organisations_named
from kaoji.web.facts.models import Filing

TABLE_OF_KIND = {
    "score": "scores",
    "answer": "answers",
    "measure": "measures",
    "events": "events",
    "place": "places",
    "items": "items",
}
"""The table that holds the facts of each kind of slot."""
GRADE_TABLES = ("conditions", "history", "absences", "decisions")
"""Tables that the office keeps for the whole assessment."""
PANEL_TABLES = frozenset({"ballots", "marks", "panel_scores"})
"""Tables that hold what panels said."""
SEVERAL = frozenset({"events", "items", "ballots", "marks", "conditions", "history", "absences"})
"""Tables with several rows a unit."""

NEEDS_NO_ROW = frozenset({"events", "conditions", "history", "absences", "decisions"})
"""Tables in which a unit without a row lacks nothing."""


def open_filings(assessment: Assessment, structure: Structure) -> None:
    """Make the filings of an assessment and tie them to the providers that bear the names the scheme has."""
    filings = filings_of(assessment, structure)
    for filing in filings:
        filing.due_on = assessment.facts_due_on
    tie_providers(assessment, Filing.objects.bulk_create(filings))


def filings_of(assessment: Assessment, structure: Structure) -> list[Filing]:
    """Give what a scheme asks for, in its order; nothing is kept."""
    filings = [
        *_of_slots(assessment, structure),
        *_of_panels(assessment, structure),
        *_of_tables(assessment, structure),
    ]
    for position, filing in enumerate(filings):
        filing.position = position
    return filings


def tie_providers(assessment: Assessment, filings: Iterable[Filing]) -> None:
    """Tie filings to the organisations that the names of their providers stand for."""
    named = organisations_named(assessment)
    link = Filing.providers.through
    link.objects.bulk_create(
        link(filing_id=filing.pk, organisation_id=pk)
        for filing in filings
        for pk in _providers(filing, named, assessment.office_id)
    )


def _providers(filing: Filing, named: dict[str, int], office: int) -> list[int]:
    """Give the providers' ids; what nobody of that name provides is the office's."""
    return list(dict.fromkeys(named.get(name, office) for name in filing.provider_names.split("、") if name)) or [
        office
    ]


def _of_slots(assessment: Assessment, structure: Structure) -> Iterator[Filing]:
    said = values_of(assessment) if structure.attributes else {}
    units = [(unit, group, said.get(unit, {})) for unit, group in units_of_scheme(structure)]
    for slot in structure.slots:
        node = structure.nodes[slot.node]
        yield Filing(
            assessment=assessment,
            table=TABLE_OF_KIND[slot.kind],
            key=slot.key,
            label=slot.label[:300],
            indicator=" ＞ ".join(node.path)[:500],
            rule="\n".join(slot.rules),
            measured_in=(slot.measured_in or "")[:60],
            points="" if node.node.points is None else f"{node.node.points.normalize():f}",
            provider_names="、".join(slot.providers)[:300],
            is_required=slot.required,
            expected=sum(has(node, structure, *unit) for unit in units),
        )


def has(node: ResolvedNode, structure: Structure, unit: str, group: str, attributes: Mapping[str, str]) -> bool:
    """Tell whether a unit has an indicator: by its group or name, and by its attributes."""
    if not structure.tied or not node.has(unit, group):
        return node.has(unit, group)
    attributes = with_own(attributes, unit, group)
    way = (node, *(structure.nodes[index] for index in structure.above(node.index)))
    return all(each.absent_by(attributes) is None for each in way)


def _of_panels(assessment: Assessment, structure: Structure) -> Iterator[Filing]:
    for panel in structure.panels:
        kind = "ballots" if panel.panel.options else "marks" if panel.panel.dimensions else "panel_scores"
        applies = panel.panel.applies_to
        yield Filing(
            assessment=assessment,
            table=kind,
            key=panel.name,
            label=panel.name[:300],
            rule=panel.panel.score,
            points=f"{panel.panel.points.normalize():f}",
            provider_names="、".join(panel.panel.provider)[:300],
            expected=sum(
                not applies or unit in applies or group in applies for unit, group in units_of_scheme(structure)
            ),
        )


def _of_tables(assessment: Assessment, structure: Structure) -> Iterator[Filing]:
    scheme = structure.scheme
    for name in GRADE_TABLES:
        if name == "conditions" and not (scheme.limits or scheme.awards or scheme.elsewhere):
            continue
        yield Filing(assessment=assessment, table=name, key="", label=table(name).title("zh"), is_required=False)


def slot_of(filing: Filing, structure: Structure) -> Slot | None:
    """Give the slot that a filing asks for, if it asks for one."""
    if filing.table not in TABLE_OF_KIND.values():
        return None
    return next((slot for slot in structure.slots if slot.key == filing.key), None)


def panel_of(filing: Filing, structure: Structure) -> ResolvedPanel | None:
    """Give the panel that a filing asks for, if it asks for one."""
    if filing.table not in PANEL_TABLES:
        return None
    return next((panel for panel in structure.panels if panel.name == filing.key), None)


def units_of(filing: Filing, structure: Structure) -> list[Participant]:
    """Give the units that have what a filing asks for; an attribute may free a unit from it."""
    units = list(Participant.objects.filter(assessment=filing.assessment_id))
    if (slot := slot_of(filing, structure)) is not None:
        node = structure.nodes[slot.node]
        return [unit for unit in units if has(node, structure, unit.unit, unit.group, unit.attributes)]
    panel = panel_of(filing, structure)
    if panel is not None and panel.panel.applies_to:
        return [unit for unit in units if {unit.unit, unit.group} & set(panel.panel.applies_to)]
    return units
