"""What is not yet known: the slots and panels that a result still waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kaoji.scheme.structure import ResolvedPanel, Structure
from kaoji.scoring.absences import absences
from kaoji.scoring.expectations import questions
from kaoji.scoring.facts import Answer, EnteredScore, Event, Facts, Measure, Place, Unit, WorkItem
from kaoji.scoring.naming import Names


@dataclass(frozen=True, slots=True)
class Missing:
    """Something required that nobody has said of a unit yet, and who is to say it.

    ``code`` is the indicator's; a panel, or a rank from elsewhere, has none.
    """

    unit: str
    group: str
    label: str
    code: str
    providers: tuple[str, ...]


def missing(structure: Structure, facts: Facts) -> list[Missing]:
    """Give what a final result lacks, by unit in the scheme's order.

    Counted are units that take part, and of them the slots that are required, stand below a part of their total (or of
    the order among equals), and are not stated to be absent; the panels of their total; and the place of units whose
    grade is decided elsewhere.
    """
    return _Search(structure, facts).run()


class _Search:
    def __init__(self, structure: Structure, facts: Facts) -> None:
        self.structure, self.facts = structure, facts
        self.names = Names(structure)
        slot_facts: list[EnteredScore | Answer | Measure | Event | Place | WorkItem] = [
            *facts.scores,
            *facts.answers,
            *facts.measures,
            *facts.events,
            *facts.places,
            *facts.items,
        ]
        self.given = {(fact.unit, fact.slot) for fact in slot_facts}
        self.absent = {(absence.unit, absence.node) for absence in absences(structure, facts)}
        self.rated = _rated(structure, facts)
        self.conditions = {(condition.unit, condition.condition) for condition in facts.conditions}
        self.slots: dict[int, list[int]] = {}
        for index, slot in enumerate(structure.slots):
            if slot.required:
                self.slots.setdefault(slot.node, []).append(index)

    def run(self) -> list[Missing]:
        found: list[Missing] = []
        for unit in self.facts.units:
            if unit.participates:
                parts = self.parts(unit)
                found.extend(self.of_slots(unit, parts))
                found.extend(self.of_panels(unit, parts))
                found.extend(self.from_elsewhere(unit))
        return found

    def parts(self, unit: Unit) -> set[str] | None:
        """Give the parts that the unit's total and order look at; None where the scheme has no totals."""
        if not self.structure.totals:
            return None
        total = self.structure.total_of(unit.unit, unit.group)
        return set(total.composition.weights) | set(self.structure.scheme.order) if total is not None else set()

    def of_slots(self, unit: Unit, parts: set[str] | None) -> Iterable[Missing]:
        owned = self.names.nodes_of(unit)
        left_out: set[int] = set()
        for node in self.structure.nodes:
            unused = node.parent is None and parts is not None and node.name not in parts
            if unused or node.parent in left_out or (unit.unit, node.index) in self.absent or node.index not in owned:
                left_out.add(node.index)
                continue
            for index in self.slots.get(node.index, ()):
                if (unit.unit, index) not in self.given:
                    slot = self.structure.slots[index]
                    yield Missing(unit.unit, unit.group, slot.label, node.code, slot.providers)

    def of_panels(self, unit: Unit, parts: set[str] | None) -> Iterable[Missing]:
        owned = self.names.nodes_of(unit)
        below = {node.node.panel for node in self.structure.nodes if node.index in owned}
        for panel in self.structure.panels:
            names = panel.panel.applies_to
            applies = not names or unit.unit in names or unit.group in names
            if applies and (parts is None or panel.name in parts or panel.name in below):
                for question in questions(panel):
                    if (unit.unit, panel.name, question) not in self.rated:
                        label = f"{panel.name}：{question}" if question else panel.name
                        yield Missing(unit.unit, unit.group, label, "", panel.panel.provider)

    def from_elsewhere(self, unit: Unit) -> Iterable[Missing]:
        for rule in self.structure.scheme.elsewhere:
            if rule.group == unit.group and (unit.unit, rule.by) not in self.conditions:
                yield Missing(unit.unit, unit.group, rule.by, "", ())


def _rated(structure: Structure, facts: Facts) -> set[tuple[str, str, str]]:
    """Give the unit, panel and question of all that was voted, marked or scored; abstentions are no votes."""
    panels: dict[str, ResolvedPanel] = {panel.name: panel for panel in structure.panels}
    voted = {
        (ballots.unit, ballots.panel, ballots.question)
        for ballots in facts.ballots
        if ballots.count and ballots.option not in panels[ballots.panel].panel.abstentions
    }
    scored = {(mark.unit, mark.panel) for mark in facts.marks}
    scored |= {(score.unit, score.panel) for score in facts.panel_scores}
    return voted | {(unit, panel, question) for unit, panel in scored for question in questions(panels[panel])}
