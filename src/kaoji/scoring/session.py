"""A session: one assessment's results, kept up to date while its facts change one by one.

session = Session(structure, facts)
change = session.change(add=Event("东街街道", 7, "2025-31"))
change.totals, change.ranks, grade(session.scores)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kaoji.scheme.structure import Structure
from kaoji.scoring.compiling import SchemeCompiler
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.facts import (
    Absence,
    Answer,
    Ballots,
    Condition,
    Decision,
    EnteredScore,
    Event,
    Facts,
    Mark,
    Measure,
    PanelScore,
    PastResult,
    Place,
    Unit,
    WorkItem,
)
from kaoji.scoring.recounting import EffectRow, Recount, Touched
from kaoji.scoring.relations import CompiledScheme, Relations
from kaoji.scoring.results import SIDE_NAMES, Effect, NodeScore, PanelResult, collect
from kaoji.scoring.steps import run

SlotFact = EnteredScore | Answer | Measure | Event | Place | WorkItem
Vote = Ballots | Mark | PanelScore
Fact = SlotFact | Vote | Unit | Absence | Condition | PastResult | Decision

TABLES: dict[type[Any], str] = {
    Unit: "units",
    EnteredScore: "scores",
    Answer: "answers",
    Measure: "measures",
    Event: "events",
    Place: "places",
    WorkItem: "items",
    Ballots: "ballots",
    Mark: "marks",
    PanelScore: "panel_scores",
    Absence: "absences",
    Condition: "conditions",
    PastResult: "history",
    Decision: "decisions",
}
"""The table of each kind of fact."""
_RELATIONS: dict[type[Any], str] = {Ballots: "ballots", Mark: "marks", PanelScore: "given_panel_scores"}


@dataclass
class Change:
    """What a change of one fact changed: node values and panel scores of units, totals and ranks of their groups."""

    nodes: dict[tuple[str, int], NodeScore] = field(default_factory=dict)
    panels: dict[tuple[str, str], PanelResult | None] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)


class Session:
    """The scores of one assessment, loaded once.

    ``scores`` always equals what ``score`` gives for the facts as they are now. ``facts`` is a copy: change it through
    ``change`` alone. A change of a score, answer, measure, event, place, work item, ballot, mark or panel score touches
    only what depends on it; one of a unit or an absence changes which indicators there are, so all is scored anew.
    """

    def __init__(self, structure: Structure, facts: Facts) -> None:
        self.structure = structure
        self.facts = Facts(**{table: list(getattr(facts, table)) for table in TABLES.values()})
        self._load()

    def change(self, add: Fact | None = None, remove: Fact | None = None) -> Change:
        """Add one fact, remove one, or put one in the place of another.

        Raises:
            ValueError: the fact to remove is not there.
        """
        given = [fact for fact in (remove, add) if fact is not None]
        self._edit(add, remove)
        if any(isinstance(fact, Unit | Absence) or self._is_new_voter(fact) for fact in given):
            return self._anew()
        change = Change()
        for fact in given if self._spots(given) else given[-1:]:
            if isinstance(fact, SlotFact):
                self._take_in(self._recount_slot(fact), change)
            elif isinstance(fact, Vote):
                self._take_in(self._recount_panel(fact), change)
        return change

    # ------------------------------------------------------------------ loading

    def _load(self) -> None:
        self._relations = Relations()
        self._compiler = SchemeCompiler(self._relations, CompiledScheme(0, self.structure, self.facts))
        self._compiled = self._compiler.run()
        engine = DuckDBEngine()
        engine.load(self._relations)
        run(engine, self._relations.heights)
        self.scores = collect(engine, self._relations, self._compiled)
        self._effects: dict[str, list[tuple[int, int, Effect]]] = {}
        self._keep_effects(engine.rows("SELECT unit_id, rule_id, node_id, fact_id, side, amount, is_kept FROM effects"))
        self._indexes = {node_id: index for index, node_id in self._compiled.node_ids.items()}
        self._panels = {panel_id: name for name, panel_id in self._compiled.panel_ids.items()}
        self._recount = Recount(engine)
        self._recount.desk(0)

    def _anew(self) -> Change:
        self._load()
        scores = self.scores
        return Change(dict(scores.nodes), dict(scores.panels), dict(scores.totals), dict(scores.ranks))

    def _edit(self, add: Fact | None, remove: Fact | None) -> None:
        if remove is not None:
            rows = getattr(self.facts, TABLES[type(remove)])
            place = rows.index(remove)
            if type(add) is type(remove):
                rows[place] = add
                return
            del rows[place]
        if add is not None:
            getattr(self.facts, TABLES[type(add)]).append(add)

    def _is_new_voter(self, fact: Fact) -> bool:
        """Tell whether a vote brings a kind of voters whose number the mean depends on."""
        if not isinstance(fact, Ballots | Mark):
            return False
        panel = next(panel for panel in self.structure.panels if panel.name == fact.panel)
        return panel.score.classes_equal and fact.kind not in self._compiler.voters.get(fact.panel, {})

    def _spots(self, given: Sequence[Fact]) -> bool:
        """Tell whether the facts given are looked up in different places."""
        return len({self._spot(fact) for fact in given}) > 1

    def _spot(self, fact: Fact) -> tuple[object, ...]:
        if isinstance(fact, SlotFact):
            return fact.unit, min(self._slots(fact))
        return (fact.unit, fact.panel, type(fact)) if isinstance(fact, Vote) else ()

    # ------------------------------------------------------------------ recounting

    def _slots(self, fact: SlotFact) -> set[int]:
        return self._recount.component(0, self._compiled.base + fact.slot)

    def _of(self, unit: str, keep: Callable[[Any], bool], *tables: str) -> Facts:
        """Give the facts of a unit in some tables that are wanted, beside all units."""
        chosen = {name: [row for row in getattr(self.facts, name) if row.unit == unit and keep(row)] for name in tables}
        return Facts(units=self.facts.units, **chosen)

    def _recount_slot(self, fact: SlotFact) -> Touched:
        slots, base = self._slots(fact), self._compiled.base
        tables = ("scores", "answers", "measures", "events", "places", "items")
        facts = self._of(fact.unit, lambda row: base + row.slot in slots, *tables)
        rows = self._compiler.compile_more(facts)["facts"]
        return self._recount.change_facts(0, self._compiled.unit_ids[fact.unit], slots, rows)

    def _recount_panel(self, fact: Vote) -> Touched:
        relation, table = _RELATIONS[type(fact)], TABLES[type(fact)]
        more = self._compiler.compile_more(self._of(fact.unit, lambda row: row.panel == fact.panel, table))
        self._recount.add_choices(more["choices"])
        unit_id, panel_id = self._compiled.unit_ids[fact.unit], self._compiled.panel_ids[fact.panel]
        return self._recount.change_votes(0, unit_id, panel_id, relation, more[relation])

    # ------------------------------------------------------------------ taking results in

    def _take_in(self, touched: Touched, change: Change) -> None:
        scores, name = self.scores, self._relations.unit_name
        desk = self._recount.desk(0)
        for (unit_id, node_id), outcome in touched.nodes.items():
            index = self._indexes.get(node_id)
            if index is None:
                continue
            node = desk.trees[unit_id].nodes[node_id]
            if outcome is None:
                score = NodeScore(
                    node.value, node.points, node.start, plus=max(node.value, 0), minus=max(-node.value, 0),
                    is_absent=node.is_absent,
                )  # fmt: skip
            else:
                score = NodeScore(
                    outcome.value, node.points, outcome.start, *outcome.gathered, outcome.plus, outcome.minus
                )
            change.nodes[name(unit_id), index] = scores.nodes[name(unit_id), index] = score
        for (unit_id, panel_id), found in touched.panels.items():
            key = name(unit_id), self._panels[panel_id]
            result = change.panels[key] = None if found is None else PanelResult(*found)
            if result is None:
                scores.panels.pop(key, None)
            else:
                scores.panels[key] = result
        for totals in touched.totals.values():
            for unit_id, total in totals.items():
                change.totals[name(unit_id)] = scores.totals[name(unit_id)] = total
                rank = 1 + sum(other > total for other in totals.values())
                change.ranks[name(unit_id)] = scores.ranks[name(unit_id)] = rank
        change.ranks.update(scores.settle_ranks())
        if touched.slots:
            for unit_id in touched.units:
                kept = self._effects.get(name(unit_id), [])
                base = self._compiled.base
                self._effects[name(unit_id)] = [row for row in kept if base + row[2].rule.slot not in touched.slots]
            self._keep_effects(touched.effects, [name(unit_id) for unit_id in touched.units])

    def _keep_effects(self, rows: Sequence[EffectRow], units: Sequence[str] = ()) -> None:
        """Put effects in their order: by rule, then by fact."""
        changed = set(units)
        for unit_id, rule_id, _, fact_id, side, amount, is_kept in rows:
            unit = self._relations.unit_name(unit_id)
            node, rule, item = self._compiled.rule_items[rule_id]
            fact = self._relations.sources[fact_id]
            effect = Effect(unit, node.index, rule, item, fact, SIDE_NAMES[side], amount, is_kept)
            self._effects.setdefault(unit, []).append((rule_id, fact_id, effect))
            changed.add(unit)
        for unit in changed:
            effects = sorted(self._effects[unit], key=lambda row: row[:2])
            self._effects[unit] = effects
            if effects:
                self.scores.effects[unit] = [effect for _, _, effect in effects]
            else:
                self.scores.effects.pop(unit, None)
