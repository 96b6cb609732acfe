"""Facts by the unit and slot or panel that they are about, for whoever looks them up one by one."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kaoji.scheme.structure import Structure
from kaoji.scoring.absences import absences
from kaoji.scoring.facts import (
    Absence,
    Answer,
    Ballots,
    EnteredScore,
    Event,
    Facts,
    Mark,
    Measure,
    PanelScore,
    Place,
    WorkItem,
)

SlotFact = EnteredScore | Answer | Measure | Event | Place | WorkItem


class FactIndex:
    """The facts of an assessment, looked up; each table is gone through once."""

    def __init__(self, structure: Structure, facts: Facts) -> None:
        self.structure, self.facts = structure, facts

    @cached_property
    def by_slot(self) -> dict[tuple[str, int], list[SlotFact]]:
        """What is known of a unit in a slot; events by number."""
        found: dict[tuple[str, int], list[SlotFact]] = defaultdict(list)
        tables = (self.facts.scores, self.facts.answers, self.facts.measures, self.facts.places, self.facts.items)
        for table in tables:
            for fact in table:
                found[fact.unit, fact.slot].append(fact)
        for event in sorted(self.facts.events, key=lambda row: row.number):
            found[event.unit, event.slot].append(event)
        return dict(found)

    @cached_property
    def measures(self) -> dict[int, list[Measure]]:
        """The measured values of each slot."""
        found: dict[int, list[Measure]] = defaultdict(list)
        for measure in self.facts.measures:
            found[measure.slot].append(measure)
        return dict(found)

    @cached_property
    def ballots(self) -> dict[tuple[str, str], list[Ballots]]:
        """The ballots on a unit in a panel."""
        found: dict[tuple[str, str], list[Ballots]] = defaultdict(list)
        for ballots in self.facts.ballots:
            found[ballots.unit, ballots.panel].append(ballots)
        return dict(found)

    @cached_property
    def marks(self) -> dict[tuple[str, str], list[Mark]]:
        """The marks on a unit in a panel."""
        found: dict[tuple[str, str], list[Mark]] = defaultdict(list)
        for mark in self.facts.marks:
            found[mark.unit, mark.panel].append(mark)
        return dict(found)

    @cached_property
    def panel_scores(self) -> dict[tuple[str, str], PanelScore]:
        """The scores brought ready made."""
        return {(score.unit, score.panel): score for score in self.facts.panel_scores}

    @cached_property
    def absences(self) -> dict[str, dict[int, Absence]]:
        """The indicators that do not apply to a unit, by index."""
        found: dict[str, dict[int, Absence]] = defaultdict(dict)
        for absence in absences(self.structure, self.facts):
            found[absence.unit][absence.node] = absence
        return dict(found)
