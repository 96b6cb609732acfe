"""Scores: every number of a run, by unit, indicator, panel and effect."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from kaoji.numbers import SETTLED, round_points
from kaoji.scheme.rules import Scoring
from kaoji.scheme.structure import ResolvedRule, Structure
from kaoji.scoring.compiling import compile_facts
from kaoji.scoring.engines import DuckDBEngine, Engine
from kaoji.scoring.facts import Event, Facts, Unit
from kaoji.scoring.relations import CompiledScheme, Relations
from kaoji.scoring.steps import run

SIDE_NAMES = ("fill", "extra", "minus")


@dataclass(frozen=True, slots=True)
class NodeScore:
    """What an indicator or section is worth for one unit, in points (10^-9).

    ``value`` = ``plus`` - ``minus`` before a rescaling or rounding of its own; ``fill``, ``extra`` and ``minus_before``
    are what was gathered before caps. ``points`` is None where it has no points of its own.
    """

    value: int
    points: int | None = None
    start: int = 0
    fill: int = 0
    extra: int = 0
    minus_before: int = 0
    plus: int = 0
    minus: int = 0
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What one rule item gave or took for one fact; one that is not kept gave way to a larger one on the same matter."""

    unit: str
    node: int
    rule: ResolvedRule
    item: Scoring
    fact: object
    side: str
    amount: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class PanelResult:
    """A panel's raw mean and its score for one unit, in points (10^-9)."""

    mean: int
    score: int


@dataclass
class Scores:
    """The results of one assessment.

    ``totals`` and ``ranks`` hold the units that are ranked; ``parts`` what each part handed to the total.
    """

    structure: Structure
    facts: Facts
    units: dict[str, Unit] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)
    nodes: dict[tuple[str, int], NodeScore] = field(default_factory=dict)
    panels: dict[tuple[str, str], PanelResult] = field(default_factory=dict)
    effects: dict[str, list[Effect]] = field(default_factory=dict)

    @cached_property
    def groups(self) -> dict[str, list[str]]:
        """Units by group, in the order of the facts."""
        groups: dict[str, list[str]] = defaultdict(list)
        for unit in self.units.values():
            groups[unit.group].append(unit.unit)
        return dict(groups)

    def part(self, unit: str, name: str) -> int:
        """Give the value of a part of the total: a root of the tree, or a panel; 0 where the unit has none."""
        for node in self.structure.roots:
            if node.name == name and (unit, node.index) in self.nodes:
                return self.nodes[unit, node.index].value
        if any(node.name == name for node in self.structure.roots):
            return 0
        result = self.panels.get((unit, name))
        return result.score if result is not None else 0

    def compared(self, unit: str, name: str) -> int:
        """Give what units are compared by in a part of the total: its value, settled as totals are."""
        return round_points(self.part(unit, name), SETTLED)

    def merit(self, unit: str) -> tuple[int, ...]:
        """Give what a unit is ranked by, the larger the better: its total, then parts where the scheme says so."""
        scheme = self.structure.scheme
        further = scheme.order if scheme.rank_ties == "order" else ()
        return self.totals[unit], *(self.compared(unit, part) for part in further)

    def settle_ranks(self) -> dict[str, int]:
        """Tell units of equal totals apart where the scheme says so, and give the ranks that this changed."""
        if self.structure.scheme.rank_ties != "order":
            return {}
        changed = {}
        for units in self.groups.values():
            merits = {unit: self.merit(unit) for unit in units if unit in self.totals}
            for unit, own in merits.items():
                rank = 1 + sum(other > own for other in merits.values())
                if self.ranks.get(unit) != rank:
                    changed[unit] = self.ranks[unit] = rank
        return changed

    def parted_from(self, unit: str) -> tuple[str, tuple[str, ...]] | None:
        """Give the part that tells a unit from others of its total, and these; None where nothing does."""
        if self.structure.scheme.rank_ties != "order" or unit not in self.totals:
            return None
        equal = [
            other
            for other in self.groups[self.units[unit].group]
            if other != unit and self.totals.get(other) == self.totals[unit] and self.ranks[other] != self.ranks[unit]
        ]
        for part in self.structure.scheme.order:
            if any(self.compared(other, part) != self.compared(unit, part) for other in equal):
                return part, tuple(equal)
        return None

    def node_named(self, unit: str, text: str) -> int | None:
        """Find an indicator of a unit by code, name or path (parts joined by ／ or /)."""
        for node in self.structure.nodes:
            if (unit, node.index) in self.nodes and text in (
                node.code,
                node.name,
                "／".join(node.path),
                "/".join(node.path),
            ):
                return node.index
        return None


def score(structure: Structure, facts: Facts, engine: Engine | None = None) -> Scores:
    """Score every unit of a scheme from its facts.

    Caps apply after effects, from the inside out; nothing is rounded before the place that the scheme names.
    Source: docs/explanation/scoring.md.
    """
    relations, (compiled,) = compile_facts([(structure, facts)])
    engine = engine or DuckDBEngine()
    engine.load(relations)
    run(engine, relations.heights, sources=relations.score_sources())
    return collect(engine, relations, compiled)


def collect(engine: Engine, relations: Relations, compiled: CompiledScheme) -> Scores:
    """Read one assessment's results out of an engine."""
    structure = compiled.structure
    scores = Scores(structure, compiled.facts, {unit.unit: unit for unit in compiled.facts.units})
    number, names = compiled.number, relations.unit_name
    node_index = {node_id: index for index, node_id in compiled.node_ids.items()}
    untouched = engine.rows(
        "SELECT u.unit_id, v.node_id, v.points, v.start, v.value, v.is_absent FROM units AS u "  # noqa: S608 - a number
        f"INNER JOIN variant_nodes AS v ON v.variant_id = u.variant_id WHERE u.scheme_id = {number:d} ORDER BY 1, 2"
    )
    for unit_id, node_id, points, start, value, is_absent in untouched:
        index = node_index.get(node_id)
        if index is not None:
            scores.nodes[names(unit_id), index] = NodeScore(
                value, points, start, plus=max(value, 0), minus=max(-value, 0), is_absent=is_absent
            )
    touched = engine.rows(
        "SELECT unit_id, node_id, start, fill, extra, minus, plus, minus_left, value FROM node_scores"
    )
    for unit_id, node_id, start, fill, extra, minus, plus, minus_left, value in touched:
        index = node_index.get(node_id)
        if index is not None:
            points = scores.nodes[names(unit_id), index].points
            scores.nodes[names(unit_id), index] = NodeScore(value, points, start, fill, extra, minus, plus, minus_left)
    for unit_id, _, total, place in engine.rows("SELECT unit_id, group_id, total, place FROM totals ORDER BY unit_id"):
        if relations.units[unit_id][0] == number:
            scores.totals[names(unit_id)] = total
            scores.ranks[names(unit_id)] = place
    panel_names = {panel_id: name for name, panel_id in compiled.panel_ids.items()}
    for unit_id, panel_id, mean, value in engine.rows("SELECT unit_id, panel_id, mean, score FROM panel_scores"):
        if panel_id in panel_names:
            scores.panels[names(unit_id), panel_names[panel_id]] = PanelResult(mean, value)
    scores.settle_ranks()
    _collect_effects(engine, relations, compiled, scores)
    return scores


def _collect_effects(engine: Engine, relations: Relations, compiled: CompiledScheme, scores: Scores) -> None:
    rows = engine.rows(
        "SELECT unit_id, rule_id, fact_id, side, amount, is_kept FROM effects ORDER BY unit_id, rule_id, fact_id"
    )
    for unit_id, rule_id, fact_id, side, amount, is_kept in rows:
        if rule_id in compiled.rule_items:
            node, rule, item = compiled.rule_items[rule_id]
            unit = relations.unit_name(unit_id)
            effect = Effect(unit, node.index, rule, item, relations.sources[fact_id], SIDE_NAMES[side], amount, is_kept)
            scores.effects.setdefault(unit, []).append(effect)


def uncounted(scores: Scores, unit: str) -> list[Event]:
    """Give the events of a unit that do not count: unsigned, or without the document they need."""
    return [event for event in scores.facts.events if event.unit == unit and not event.counts]
