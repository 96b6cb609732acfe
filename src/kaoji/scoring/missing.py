"""What is not yet known: the slots and panels that a result still waits for, and the kinds of voters it went without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kaoji.diagnostics import Diagnostic, Several, Source
from kaoji.numbers import key
from kaoji.scheme.panels import PanelScore
from kaoji.scheme.structure import ResolvedPanel, Structure, with_own
from kaoji.scoring.absences import absences
from kaoji.scoring.expectations import questions
from kaoji.scoring.facts import Answer, Ballots, EnteredScore, Event, Facts, Mark, Measure, Place, Unit, WorkItem
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
    the order among equals), and are not stated to be absent; the panels of their total; the place of units whose
    grade is decided elsewhere; and the attributes by which places are counted.
    """
    return _Search(structure, facts).run()


MISSING: Final = "facts.W215"


def missing_findings(structure: Structure, facts: Facts, *, are_whole: bool = True) -> list[Diagnostic]:
    """Say what a final result lacks, one finding for each thing to be known and who provides it, with the units.

    ``are_whole`` says that no row was left out for a fault; one that was counts as missing until it is mended.

    Diagnostics: facts.W215.
    """
    together: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for each in missing(structure, facts):
        together.setdefault((each.code, each.label, each.providers), []).append(each.unit)
    found = []
    for (code, label, providers), units in together.items():
        said = "“{label}” is missing for {units}; from {providers}."
        if not providers:
            said = "“{label}” is missing for {units}."
        hint = "" if are_whole else "A row with a fault counts as missing until it is mended."
        data = {"label": f"{code} {label}".strip(), "units": Several(units), "providers": Several(providers)}
        found.append(Diagnostic("facts.W215", said, (), hint, data))
    return found


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
        self.conditions = {
            (row.unit, key(row.condition)) for row in facts.conditions if row.met and row.value is not None
        }
        self.slots: dict[int, list[int]] = {}
        for index, slot in enumerate(structure.slots):
            if slot.required:
                self.slots.setdefault(slot.node, []).append(index)

    def run(self) -> list[Missing]:
        found: list[Missing] = []
        for unit in self.facts.units:
            if unit.participates:
                if any(rule.group == unit.group for rule in self.structure.scheme.elsewhere):
                    found.extend(self.from_elsewhere(unit))
                    continue
                parts = self.parts(unit)
                found.extend(self.of_slots(unit, parts))
                found.extend(self.of_panels(unit, parts))
                found.extend(self.of_attributes(unit))
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
            if rule.group == unit.group and (unit.unit, key(rule.by)) not in self.conditions:
                yield Missing(unit.unit, unit.group, rule.by, "", ())

    def of_attributes(self, unit: Unit) -> Iterable[Missing]:
        """Give the attributes by which places and prizes are counted and that the unit lacks: it would have places of its own."""
        scheme = self.structure.scheme
        wanted = [name for award in scheme.awards if award.at_most is not None for name in award.within]
        wanted += [award.amount_by for award in scheme.awards if award.amounts and award.amount_by is not None]
        wanted += [award.reserved_by for award in scheme.awards if award.reserved and award.reserved_by is not None]
        wanted += self.structure.head_counts
        if scheme.grades:
            wanted += scheme.quota.within
            if scheme.quota.reserved_by is not None and any(grade.reserved for grade in scheme.grades):
                wanted.append(scheme.quota.reserved_by)
            if scheme.quota.share_by is not None and any(grade.shares for grade in scheme.grades):
                wanted.append(scheme.quota.share_by)
        own = with_own(unit.attributes, unit.unit, unit.group)
        for name in dict.fromkeys(wanted):
            if not own.get(name):
                yield Missing(unit.unit, unit.group, name, "", ())


def _rated(structure: Structure, facts: Facts) -> set[tuple[str, str, str]]:
    """Give the unit, panel and question of all that was voted, marked or scored; abstentions are no votes."""
    panels: dict[str, ResolvedPanel] = {panel.name: panel for panel in structure.panels}
    voted = {
        (ballots.unit, ballots.panel, ballots.question)
        for ballots in facts.ballots
        if ballots.count
        and ballots.option not in panels[ballots.panel].panel.abstentions
        and _weighs(panels[ballots.panel], ballots.kind)
    }
    scored = {(mark.unit, mark.panel) for mark in facts.marks if _weighs(panels[mark.panel], mark.kind)}
    scored |= {(score.unit, score.panel) for score in facts.panel_scores}
    return voted | {(unit, panel, question) for unit, panel in scored for question in questions(panels[panel])}


def _weighs(panel: ResolvedPanel, kind: str) -> bool:
    """Tell whether a kind of voters has a part in the score at all."""
    return panel.score.classes_equal or panel.score.scale == "deduct" or panel.panel.classes.get(kind) != 0


@dataclass(frozen=True, slots=True)
class Unheard:
    """Kinds of voters of a panel from whom nothing counts for a unit that others voted on; the others make the score."""

    unit: str
    group: str
    panel: str
    kinds: tuple[str, ...]
    source: Source = Source()


def unheard(structure: Structure, facts: Facts) -> list[Unheard]:
    """Give the kinds of voters that a score went without, by panel and by unit in the scheme's order.

    A unit on which nobody voted is not among them: there the whole panel is missing.
    Source: docs/explanation/scoring.md, "Panels".
    """
    panels = {panel.name: panel.panel for panel in structure.panels if panel.panel.classes and not panel.panel.entered}
    left_out = {
        panel.name: () if panel.score.scale == "deduct" else panel.panel.abstentions for panel in structure.panels
    }
    heard: dict[tuple[str, str], dict[str, Source]] = {}
    votes: list[Ballots | Mark] = [
        *(row for row in facts.ballots if row.count and row.option not in left_out[row.panel]),
        *facts.marks,
    ]
    for vote in votes:
        heard.setdefault((vote.unit, vote.panel), {}).setdefault(vote.kind, vote.source)
    found = []
    for name, panel in panels.items():
        for unit in facts.units:
            of_unit = heard.get((unit.unit, name))
            applies = not panel.applies_to or unit.unit in panel.applies_to or unit.group in panel.applies_to
            if of_unit is None or not applies or not unit.participates:
                continue
            silent = tuple(kind for kind, weight in panel.classes.items() if weight and kind not in of_unit)
            if silent:
                found.append(Unheard(unit.unit, unit.group, name, silent, next(iter(of_unit.values()))))
    return found


def unheard_findings(structure: Structure, facts: Facts) -> list[Diagnostic]:
    """Say of which units a kind of voters is missing altogether: the weights of the others were scaled up.

    Diagnostics: facts.W214, one for each panel and the kinds missing, with the units.
    """
    scales = {panel.name: panel.score for panel in structure.panels}
    together: dict[tuple[str, tuple[str, ...]], list[Unheard]] = {}
    for each in unheard(structure, facts):
        together.setdefault((each.panel, each.kinds), []).append(each)
    return [_unheard_finding(scales[panel], panel, kinds, units) for (panel, kinds), units in together.items()]


def _unheard_finding(score: PanelScore, panel: str, kinds: tuple[str, ...], units: list[Unheard]) -> Diagnostic:
    said = "“{panel}”: nothing counts from {kinds} for {units}; the weights of the other kinds were scaled up to 100%."
    if score.scale == "deduct":
        said = "“{panel}”: nothing counts from {kinds} for {units}; they take nothing off there."
    elif score.classes_equal:
        said = "“{panel}”: nothing counts from {kinds} for {units}; the mean is that of the other kinds alone."
    return Diagnostic(
        "facts.W214",
        said,
        tuple(each.source for each in units),
        "Enter what is missing; where it was not held, have it confirmed that the others stand for it.",
        {"panel": panel, "kinds": Several(kinds), "units": Several(each.unit for each in units)},
    )
