"""A scheme and its facts as relations: the parameter tables and fact tables that the SQL models read.

Everything that depends on the scheme is settled here, once: which indicators a unit has and at how many points
(``variant_nodes``), where effects fall, which caps hold. The models then know nothing of any scheme, so many schemes
go through them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from kaoji.numbers import POINT, QUANTITY, fold, half_up, scaled, to_points
from kaoji.scheme.model import Panel
from kaoji.scheme.rules import (
    Cap,
    CountOnce,
    Entered,
    Floor,
    Index,
    Limit,
    Once,
    Open,
    Part,
    Per,
    Proportional,
    Range,
    Rank,
    Scoring,
    Ties,
)
from kaoji.scheme.structure import (
    ABSENT_POLICIES,
    ResolvedNode,
    ResolvedPanel,
    ResolvedRule,
    Structure,
    is_negative,
)
from kaoji.scoring.absences import absences as all_absences
from kaoji.scoring.facts import Facts

COLUMNS: dict[str, str] = {
    "units": "unit_id BIGINT, scheme_id BIGINT, group_id BIGINT, variant_id BIGINT, is_ranked BOOLEAN",
    "variants": "variant_id BIGINT, total_id BIGINT",
    "nodes": "node_id BIGINT, scheme_id BIGINT, parent_id BIGINT, height BIGINT, kind VARCHAR, "
    "plus_cap BIGINT, minus_cap BIGINT, value_cap BIGINT, floor BIGINT",
    "variant_nodes": "variant_id BIGINT, node_id BIGINT, points BIGINT, fill_room BIGINT, start BIGINT, handed_up BIGINT, value BIGINT, "
    "weight_numerator BIGINT, weight_denominator BIGINT, rescale_numerator BIGINT, rescale_denominator BIGINT, "
    "rounding_step BIGINT, is_absent BOOLEAN, "
    "parent_id BIGINT, height BIGINT, kind VARCHAR, plus_cap BIGINT, minus_cap BIGINT, value_cap BIGINT, floor BIGINT",
    "slots": "slot_id BIGINT, indicator_id BIGINT, is_compared BOOLEAN, is_among_all BOOLEAN",
    "rules": "rule_id BIGINT, slot_id BIGINT, node_id BIGINT, indicator_id BIGINT, kind VARCHAR, side BIGINT, points BIGINT, "
    "step BIGINT, towards BIGINT, threshold BIGINT, low BIGINT, high BIGINT, level_id BIGINT, scope_id BIGINT, "
    "is_compared BOOLEAN, is_lower_better BOOLEAN, is_given_place BOOLEAN, tie_policy VARCHAR, tie_step BIGINT, "
    "first_share BIGINT, second_share BIGINT, needs_target BOOLEAN",
    "place_points": "rule_id BIGINT, first_place BIGINT, last_place BIGINT, points BIGINT",
    "facts": "fact_id BIGINT, unit_id BIGINT, slot_id BIGINT, value BIGINT, target BIGINT, previous BIGINT, level_id BIGINT, matter_id BIGINT, "
    "share_numerator BIGINT, share_denominator BIGINT, tied BIGINT, counts BOOLEAN",
    "panels": "panel_id BIGINT, scale VARCHAR, points BIGINT, full_mean BIGINT, trim BIGINT, rounding_step BIGINT",
    "panel_nodes": "panel_id BIGINT, node_id BIGINT",
    "kinds": "panel_id BIGINT, kind_id BIGINT, weight BIGINT",
    "options": "panel_id BIGINT, option_id BIGINT, points BIGINT, is_abstention BOOLEAN",
    "ballots": "unit_id BIGINT, panel_id BIGINT, kind_id BIGINT, question_id BIGINT, option_id BIGINT, ballots BIGINT",
    "marks": "unit_id BIGINT, panel_id BIGINT, kind_id BIGINT, rater_id BIGINT, mark BIGINT",
    "given_panel_scores": "unit_id BIGINT, panel_id BIGINT, points BIGINT",
}
"""Every input relation of the models with its columns; ids are unique over all schemes of a run."""

_SIDES = {"fill": 0, "extra": 1, "minus": 2}
_TOWARDS = {"each": 0, "above": 1, "below": -1}
_TO_TARGET = 2
"""The reach of a fact towards its target is the target itself; of the others it is how far the value lies from it."""
_FOREVER = 2**31
UNREACHABLE = 2**61
"""A cap that does not hold, in points; its negative is a floor that does not hold."""
SCHEME_IDS = 10**6
"""Room for the nodes, rules and slots of one scheme."""

Row = tuple[int | bool | str | None, ...]


@dataclass
class Relations:
    """Rows of every input relation, and what their ids stand for."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    units: list[tuple[int, str]] = field(default_factory=list)
    groups: list[tuple[int, str]] = field(default_factory=list)
    height: int = 1
    sources: dict[int, object] = field(default_factory=dict)

    def unit_name(self, unit_id: int) -> str:
        """Give the unit that an id stands for."""
        return self.units[unit_id][1]


@dataclass
class CompiledScheme:
    """The ids that one scheme's parts got: nodes by index, rule items by (node index, rule number, item number)."""

    number: int
    structure: Structure
    facts: Facts
    unit_ids: dict[str, int] = field(default_factory=dict)
    group_ids: dict[str, int] = field(default_factory=dict)
    node_ids: dict[int, int] = field(default_factory=dict)
    panel_ids: dict[str, int] = field(default_factory=dict)
    rule_items: dict[int, tuple[ResolvedNode, ResolvedRule, Scoring]] = field(default_factory=dict)
    variants: dict[object, int] = field(default_factory=dict)
    total_id: int = 0

    @property
    def base(self) -> int:
        """The first id of this scheme's nodes, rules and slots."""
        return self.number * SCHEME_IDS


def compile_facts(assessments: Iterable[tuple[Structure, Facts]]) -> tuple[Relations, list[CompiledScheme]]:
    """Compile schemes and facts into relations.

    Grain and units: see ``COLUMNS`` and the models. Ids of schemes count from 0 in the order given.
    """
    relations = Relations()
    compiled = []
    for number, (structure, facts) in enumerate(assessments):
        compiled.append(SchemeCompiler(relations, CompiledScheme(number, structure, facts)).run())
    return relations, compiled


def quantity(value: Decimal | Fraction) -> int:
    """Give a quantity as an integer; what has more than six decimals was refused on reading and is rounded here."""
    exact = scaled(value, QUANTITY)
    if exact is not None:
        return exact
    fraction = Fraction(value) * QUANTITY
    return half_up(fraction.numerator, fraction.denominator)


def rounding_step(decimals: int | None) -> int | None:
    """Give the step of a named rounding in units of 10^-7 point."""
    return None if decimals is None else 10 ** (7 - decimals)


@dataclass
class _Limits:
    """The limits of one node in numbers."""

    plus_cap: int | None = None
    minus_cap: int | None = None
    value_cap: int | None = None
    floor: int | None = None
    fill_cap_holds: bool = False

    def row(self) -> tuple[int, int, int, int]:
        caps = (self.plus_cap, self.minus_cap, self.value_cap)
        plus, minus, value = (UNREACHABLE if cap is None else cap for cap in caps)
        return plus, minus, value, -UNREACHABLE if self.floor is None else self.floor


@dataclass
class _CompiledNode:
    """A node of the models' tree: an indicator, a section, a part of a rule, a panel or the total."""

    node_id: int
    parent_id: int | None
    kind: str
    limits: _Limits
    resolved: ResolvedNode | None = None
    children: list[_CompiledNode] = field(default_factory=list)
    height: int = 1
    panel: ResolvedPanel | None = None


class SchemeCompiler:
    """Compile one scheme with its facts into the shared relations."""

    def __init__(self, relations: Relations, compiled: CompiledScheme) -> None:
        self.relations, self.compiled = relations, compiled
        self.structure, self.facts = compiled.structure, compiled.facts
        self.nodes: list[_CompiledNode] = []
        self.by_index: dict[int, _CompiledNode] = {}
        self.panel_parts: dict[str, _CompiledNode] = {}
        self.level_ids: dict[tuple[int, str], int] = {}
        self.matters: dict[str, int] = {}
        self.questions: dict[tuple[str, str], int] = {}
        self.raters: dict[str, int] = {}
        self.voters: dict[str, dict[str, int]] = {}
        self.next_rule = compiled.base

    def run(self) -> CompiledScheme:
        total = self.new_node(None, "section", _Limits())
        self.compiled.total_id = total.node_id
        first_rule = len(self.relations.rows["rules"])
        self.compile_tree(total)
        self.spread_over_levels(first_rule)
        self.compile_panels(total)
        self.set_heights(total)
        for node in self.nodes:
            self.add(
                "nodes", node.node_id, self.compiled.number, node.parent_id, node.height, node.kind, *node.limits.row()
            )
        self.compile_units(total)
        self.compile_facts()
        self.compile_ballots()
        self.relations.height = max(self.relations.height, total.height)
        return self.compiled

    def compile_more(self, facts: Facts) -> dict[str, list[Row]]:
        """Compile further facts of the units that were compiled; give the new rows, with ids of their own."""
        before = {name: len(rows) for name, rows in self.relations.rows.items()}
        self.facts = facts
        self.compile_facts()
        self.compile_ballots()
        return {name: rows[before[name] :] for name, rows in self.relations.rows.items()}

    def add(self, name: str, *values: int | bool | str | None) -> None:
        self.relations.rows[name].append(values)

    def new_node(self, parent: _CompiledNode | None, kind: str, limits: _Limits) -> _CompiledNode:
        node = _CompiledNode(self.compiled.base + len(self.nodes), parent.node_id if parent else None, kind, limits)
        self.nodes.append(node)
        if parent is not None:
            parent.children.append(node)
        return node

    # ------------------------------------------------------------------ the tree

    def compile_tree(self, total: _CompiledNode) -> None:
        scopes: dict[int, int | None] = {}
        for resolved in self.structure.nodes:
            parent = total if resolved.parent is None else self.by_index[resolved.parent]
            is_section = bool(resolved.children)
            node = self.new_node(parent, "section" if is_section else "indicator", _Limits())
            node.resolved = resolved
            self.by_index[resolved.index] = node
            self.compiled.node_ids[resolved.index] = node.node_id
            node.limits = self.node_limits(resolved, is_section=is_section)
            outer = scopes.get(resolved.parent) if resolved.parent is not None else None
            own = node.node_id if _holds(resolved.limits, CountOnce) else None
            scopes[resolved.index] = outer if outer is not None else own
            for rule in resolved.rules:
                self.compile_rule(node, resolved, rule, scopes[resolved.index])
        for index, slot in enumerate(self.structure.slots):
            rules = [rule for node in self.structure.nodes for rule in node.rules if rule.slot == index]
            compared = slot.kind == "measure" and any(_compares(item) for rule in rules for item in rule.score.scoring)
            among_all = any(rule.rule.among == "all" for rule in rules)
            self.add("slots", self.compiled.base + index, self.compiled.node_ids[slot.node], compared, among_all)

    def node_limits(self, resolved: ResolvedNode, *, is_section: bool) -> _Limits:
        limits = _Limits()
        inner = [limit for rule in resolved.rules for part in rule.score.parts for limit in part.limits]
        has_points = resolved.node.points is not None and not is_section
        open_bounds = {limit.bound for limit in (*resolved.limits, *inner) if isinstance(limit, Open)}
        if has_points and "floor" not in open_bounds:
            limits.floor = 0
        limits.fill_cap_holds = has_points and "cap" not in open_bounds and resolved.node.panel is None
        for limit in (*resolved.limits, *(item for item in inner if isinstance(item, Floor))):
            if isinstance(limit, Floor):
                limits.floor = max(limits.floor or 0, to_points(limit.points))
            elif isinstance(limit, Cap):
                _set_cap(limits, limit)
        return limits

    def compile_rule(self, node: _CompiledNode, resolved: ResolvedNode, rule: ResolvedRule, scope: int | None) -> None:
        whole = [limit for part in rule.score.parts if not part.scoring for limit in part.limits]
        scoring_parts = [part for part in rule.score.parts if part.scoring]
        holder = node
        if any(isinstance(limit, Cap) for limit in whole):
            holder = self.new_node(node, "part", _part_limits(whole, [i for p in scoring_parts for i in p.scoring]))
        if scope is None and _holds(whole, CountOnce):
            scope = self.scope_of(rule)
        for part in scoring_parts:
            inner = holder
            if any(isinstance(limit, Cap) for limit in part.limits):
                inner = self.new_node(holder, "part", _part_limits(part.limits, list(part.scoring)))
            part_scope = scope
            if part_scope is None and _holds(part.limits, CountOnce):
                part_scope = self.scope_of(rule) + 1 + rule.score.parts.index(part)
            ties = next((limit for limit in (*part.limits, *whole) if isinstance(limit, Ties)), None)
            for row in self.item_rows(resolved, rule, part, ties):
                self.add_rule(row, inner.node_id, node.node_id, part_scope)

    def scope_of(self, rule: ResolvedRule) -> int:
        """Give a rule a scope id of its own, apart from the ids of nodes."""
        return self.compiled.base + SCHEME_IDS // 2 + 1000 * rule.slot + 100 * rule.number

    def add_rule(self, row: _RuleRow, node_id: int, indicator_id: int, scope: int | None) -> None:
        rule_id = self.next_rule
        self.next_rule += 1
        self.compiled.rule_items[rule_id] = (row.resolved, row.rule, row.item)
        self.add(
            "rules", rule_id, self.compiled.base + row.rule.slot, node_id, indicator_id, row.kind, row.side, row.points,
            row.step, row.towards, row.threshold, row.low, row.high, row.level_id, scope, row.is_compared,
            row.rule.rule.better == "lower", row.rule.key == "rank", row.tie_policy, row.tie_step,
            row.first_share, row.second_share, row.towards != 0 and row.threshold is None and not row.is_compared,
        )  # fmt: skip
        for first, last, points in row.places:
            self.add("place_points", rule_id, first, last, points)

    def item_rows(
        self, resolved: ResolvedNode, rule: ResolvedRule, part: Part, ties: Ties | None
    ) -> Iterable[_RuleRow]:
        last_threshold: Decimal | None = None
        for item in part.scoring:
            row = _RuleRow(resolved, rule, item)
            if isinstance(item, Once):
                self.once(row, item, part)
                if item.when is not None and item.when.value is not None:
                    last_threshold = item.when.value
            elif isinstance(item, Per):
                self.per(row, item, last_threshold)
            elif isinstance(item, Range):
                row.kind, row.side = "range", _SIDES[item.effect]
                row.level_id = self.level(rule, item.label)
            elif isinstance(item, Entered):
                row.kind = "entered"
            elif isinstance(item, Proportional) and item.to == "shares":
                row.kind = "once"
            elif isinstance(item, Proportional):
                row.kind, row.is_compared = item.to, item.to == "best"
                row.threshold = quantity(rule.rule.target) if rule.rule.target is not None else None
                row.towards = _TO_TARGET
            elif isinstance(item, Rank):
                _rank(row, item, ties)
            elif isinstance(item, Index):
                row.kind, row.is_compared = item.method, True
                row.first_share = int((item.first or 0) * 10**4)
                row.second_share = int((item.second or 0) * 10**4)
            yield row

    def once(self, row: _RuleRow, item: Once, part: Part) -> None:
        row.kind, row.side = "once", _SIDES[item.effect]
        row.points = None if item.points is None else to_points(item.points)
        if row.rule.key == "when":
            is_no = item.when is not None and item.when.label is not None and is_negative(item.when.label)
            row.low, row.high = (-UNREACHABLE, 1) if is_no else (1, UNREACHABLE)
        elif item.when is not None and item.when.comparison is not None:
            row.low, row.high = _bounds(item, part)
        elif item.when is not None:
            row.level_id = self.level(row.rule, item.when.label)

    def per(self, row: _RuleRow, item: Per, last_threshold: Decimal | None) -> None:
        row.kind, row.side = "per" if item.whole else "per_share", _SIDES[item.effect]
        row.points, row.step = to_points(item.points), quantity(item.step)
        row.towards = _TOWARDS[item.towards]
        row.level_id = self.level(row.rule, item.label)
        if item.then:
            row.towards = row.towards or 1
            row.threshold = quantity(last_threshold or Decimal(0))
        elif row.towards and row.rule.rule.target is not None:
            row.threshold = quantity(row.rule.rule.target)

    def level(self, rule: ResolvedRule, label: str | None) -> int:
        """Number the level that an item is for; 0 where it is for all."""
        if label is None or rule.key != "events":
            return 0
        return self.level_ids.setdefault((rule.slot, fold(label)), self.compiled.base + len(self.level_ids) + 1)

    def spread_over_levels(self, first: int) -> None:
        """Repeat the items that hold at any level for each level of their slot: a fact finds its items by slot and level."""
        names = [column.split()[0] for column in COLUMNS["rules"].split(", ")]
        slot, level = names.index("slot_id"), names.index("level_id")
        levels: dict[int, list[int]] = {}
        for (number, _), level_id in self.level_ids.items():
            levels.setdefault(self.compiled.base + number, []).append(level_id)
        rows = self.relations.rows["rules"]
        own = [row for row in rows[first:] if not row[level]]
        rows += [
            (*row[:level], level_id, *row[level + 1 :])
            for row in own
            for level_id in levels.get(int(row[slot] or 0), ())
        ]

    # ------------------------------------------------------------------ panels

    def compile_panels(self, total: _CompiledNode) -> None:
        named = {name for total_ in self.structure.totals for name in total_.composition.weights}
        named -= {node.name for node in self.structure.roots}
        for number, resolved in enumerate(self.structure.panels):
            panel, score = resolved.panel, resolved.score
            panel_id = self.compiled.base + number
            self.compiled.panel_ids[resolved.name] = panel_id
            scale = "as_is" if panel.entered else score.scale
            self.add("panels", panel_id, scale, to_points(panel.points), to_points(_full_mean(panel)), score.trim,
                     rounding_step(score.decimals))  # fmt: skip
            for option_id, option in enumerate(_options(panel)):
                points = to_points(panel.options.get(option, Decimal(0)))
                self.add("options", panel_id, option_id, points, option in panel.abstentions)
            for index, node in self.by_index.items():
                if self.structure.nodes[index].node.panel == resolved.name:
                    self.add("panel_nodes", panel_id, node.node_id)
            if resolved.name in named:
                part = self.new_node(total, "indicator", _Limits())
                part.panel = resolved
                self.panel_parts[resolved.name] = part
                self.add("panel_nodes", panel_id, part.node_id)

    def set_heights(self, node: _CompiledNode) -> int:
        node.height = 1 + max((self.set_heights(child) for child in node.children), default=0)
        return node.height

    # ------------------------------------------------------------------ units and variants

    def compile_units(self, total: _CompiledNode) -> None:
        absences: dict[str, set[int]] = {}
        for absence in all_absences(self.structure, self.facts):
            absences.setdefault(absence.unit, set()).add(absence.node)
        elsewhere = {regime.group for regime in self.structure.scheme.elsewhere}
        named = {name for node in self.structure.nodes for names in node.applies_to for name in names}
        named |= {name for item in self.structure.totals for name in item.total.applies_to}
        named |= {name for panel in self.structure.panels for name in panel.panel.applies_to}
        for unit in self.facts.units:
            unit_id = len(self.relations.units)
            self.relations.units.append((self.compiled.number, unit.unit))
            self.compiled.unit_ids[unit.unit] = unit_id
            if unit.group not in self.compiled.group_ids:
                self.compiled.group_ids[unit.group] = len(self.relations.groups)
                self.relations.groups.append((self.compiled.number, unit.group))
            absent = frozenset(absences.get(unit.unit, ()))
            key = (unit.unit if unit.unit in named else "", unit.group if unit.group in named else "", absent)
            if key not in self.compiled.variants:
                variant_id = self.compiled.base + len(self.compiled.variants)
                self.compiled.variants[key] = variant_id
                self.add("variants", variant_id, total.node_id)
                _Variant(self, variant_id, unit.unit, unit.group, absent).write(total)
            is_ranked = unit.participates and unit.group not in elsewhere
            self.add("units", unit_id, self.compiled.number, self.compiled.group_ids[unit.group],
                     self.compiled.variants[key], is_ranked)  # fmt: skip

    # ------------------------------------------------------------------ facts

    def compile_facts(self) -> None:
        ids, base = self.compiled.unit_ids, self.compiled.base
        matters = self.matters
        rows = self.relations.rows["facts"]
        sources = self.relations.sources

        def add(fact: object, unit: str, slot: int, value: int, **more: Any) -> None:  # noqa: ANN401 - columns by name
            share: Fraction = more.get("share", Fraction(1))
            fact_id = len(rows)
            sources[fact_id] = fact
            rows.append((
                fact_id, ids[unit], base + slot, value, more.get("target"), more.get("previous"), more.get("level", 0), more.get("matter"),
                share.numerator, share.denominator, more.get("tied", 1), more.get("counts", True),
            ))  # fmt: skip

        for score in self.facts.scores:
            add(score, score.unit, score.slot, to_points(score.score))
        for answer in self.facts.answers:
            add(answer, answer.unit, answer.slot, int(answer.answer))
        for measure in self.facts.measures:
            target, previous = (None if v is None else quantity(v) for v in (measure.target, measure.previous))
            add(measure, measure.unit, measure.slot, quantity(measure.value), target=target, previous=previous)
        for event in sorted(
            self.facts.events, key=lambda row: (self.structure.slots[row.slot].node, row.number, row.slot)
        ):
            level = 0 if event.level is None else self.level_ids.get((event.slot, fold(event.level)), 0)
            matter = None if not event.matter else matters.setdefault(event.matter, base + len(matters))
            add(
                event,
                event.unit,
                event.slot,
                quantity(event.quantity),
                level=level,
                matter=matter,
                share=event.share,
                counts=event.counts,
            )
        for place in self.facts.places:
            add(place, place.unit, place.slot, place.place * QUANTITY, tied=place.tied, counts=place.counts)
        for item in self.facts.items:
            add(item, item.unit, item.slot, 1, share=item.share * item.completion)

    def compile_ballots(self) -> None:
        ids, groups = self.compiled.unit_ids, {unit.unit: unit.group for unit in self.facts.units}
        panels = {panel.name: panel for panel in self.structure.panels}
        kinds = self.voters = self.voters or {name: self.kinds(panel) for name, panel in panels.items()}
        options = {name: _options(panel.panel) for name, panel in panels.items()}
        questions, raters = self.questions, self.raters

        def kind_of(unit: str, panel: str, kind: str) -> int | None:
            """Number the kind of voter, or None where the panel has nothing to do with the unit or kind."""
            names = panels[panel].panel.applies_to
            if panels[panel].panel.entered or (names and unit not in names and groups[unit] not in names):
                return None
            return kinds[panel].get(kind) if kinds[panel] else 0

        for row in self.facts.ballots:
            kind = kind_of(row.unit, row.panel, row.kind)
            if kind is not None:
                question = questions.setdefault((row.panel, row.question), len(questions))
                self.add("ballots", ids[row.unit], self.compiled.panel_ids[row.panel], kind, question,
                         options[row.panel].index(row.option), row.count)  # fmt: skip
        for mark in self.facts.marks:
            kind = kind_of(mark.unit, mark.panel, mark.kind)
            if kind is not None:
                rater = raters.setdefault(mark.rater, len(raters))
                self.add(
                    "marks", ids[mark.unit], self.compiled.panel_ids[mark.panel], kind, rater, to_points(mark.mark)
                )
        for given in self.facts.panel_scores:
            panel = panels[given.panel].panel
            names = panel.applies_to
            if panel.entered and (not names or given.unit in names or groups[given.unit] in names):
                self.add(
                    "given_panel_scores", ids[given.unit], self.compiled.panel_ids[given.panel], to_points(given.score)
                )

    def kinds(self, resolved: ResolvedPanel) -> dict[str, int]:
        """Number the kinds of voters of a panel and write their weights as integers."""
        panel_id = self.compiled.panel_ids[resolved.name]
        weights = dict(resolved.panel.classes)
        if resolved.score.classes_equal:
            seen = dict.fromkeys(weights)
            seen.update(dict.fromkeys(row.kind for row in self.facts.ballots if row.panel == resolved.name))
            seen.update(dict.fromkeys(row.kind for row in self.facts.marks if row.panel == resolved.name))
            weights = dict.fromkeys(seen, Fraction(1))
        if not weights:
            self.add("kinds", panel_id, 0, 1)
            return {}
        common = 1
        for weight in weights.values():
            common *= weight.denominator // _gcd(common, weight.denominator)
        for number, weight in enumerate(weights.values()):
            self.add("kinds", panel_id, number, int(weight * common))
        return {name: number for number, name in enumerate(weights)}


def _gcd(one: int, other: int) -> int:
    while other:
        one, other = other, one % other
    return one


@dataclass
class _RuleRow:
    """The parameters of one rule item."""

    resolved: ResolvedNode
    rule: ResolvedRule
    item: Scoring
    kind: str = ""
    side: int = 0
    points: int | None = None
    step: int | None = None
    towards: int = 0
    threshold: int | None = None
    low: int = -UNREACHABLE
    high: int = UNREACHABLE
    level_id: int = 0
    is_compared: bool = False
    tie_policy: str | None = None
    tie_step: int | None = None
    first_share: int | None = None
    second_share: int | None = None
    places: tuple[tuple[int, int, int], ...] = ()


def _rank(row: _RuleRow, item: Rank, ties: Ties | None) -> None:
    row.kind, row.side, row.is_compared = "place", _SIDES[item.effect], True
    row.towards = -1 if item.from_end == "bottom" else 1
    row.tie_policy = ties.policy if ties is not None else "higher"
    row.tie_step = 1 if ties is None or ties.decimals is None else 10 ** (9 - ties.decimals)
    row.places = tuple((first, last or _FOREVER, to_points(points)) for first, last, points in item.places)


def _compares(item: Scoring) -> bool:
    return isinstance(item, Rank | Index) or (isinstance(item, Proportional) and item.to == "best")


def _holds(limits: Iterable[Limit], kind: type[Limit]) -> bool:
    return any(isinstance(limit, kind) for limit in limits)


def _set_cap(limits: _Limits, cap: Cap) -> None:
    points = to_points(cap.points)
    name = {"plus": "plus_cap", "minus": "minus_cap", None: "value_cap"}[cap.side]
    known = getattr(limits, name)
    setattr(limits, name, points if known is None else min(points, known))


def _part_limits(limits: Iterable[Limit], items: Sequence[Scoring]) -> _Limits:
    """Give a part's caps; a cap that does not say which side it bounds takes the side that all items are on."""
    result = _Limits()
    takes = [getattr(item, "effect", "fill") == "minus" for item in items]
    only: Literal["plus", "minus"] | None = "minus" if all(takes) else None if any(takes) else "plus"
    for limit in limits:
        if isinstance(limit, Cap):
            _set_cap(result, Cap(limit.points, limit.side or only))
    return result


def _bounds(item: Once, part: Part) -> tuple[int, int]:
    """Give the half-open bounds in quantities within which a comparison holds, tiers of its part excluded."""
    if item.when is None or item.when.value is None:
        return -UNREACHABLE, UNREACHABLE
    comparison, value = item.when.comparison, quantity(item.when.value)
    others = [
        quantity(other.when.value) + (1 if other.when.comparison in (">", "<=") else 0)
        for other in part.scoring
        if isinstance(other, Once)
        and other.when is not None
        and other.when.value is not None
        and other.effect == item.effect
        and (other.when.comparison in (">=", ">")) == (comparison in (">=", ">"))
    ]
    edge = value + (1 if comparison in (">", "<=") else 0)
    if comparison in (">=", ">"):
        return edge, min((other for other in others if other > edge), default=UNREACHABLE)
    return max((other for other in others if other < edge), default=-UNREACHABLE), edge


def _options(panel: Panel) -> list[str]:
    """Give the options of a panel in order, abstentions that have no points of their own last."""
    return [*panel.options, *(name for name in panel.abstentions if name not in panel.options)]


def _full_mean(panel: Panel) -> Decimal:
    """Give the mean that the best possible ballots or sheets would have."""
    if panel.dimensions:
        return sum(panel.dimensions.values(), Decimal(0))
    counting = [points for option, points in panel.options.items() if option not in panel.abstentions]
    return max(counting, default=Decimal(0)) * max(1, len(panel.questions))


class _Variant:
    """The indicators that some units have in common, with their points and what they are worth without any fact."""

    def __init__(
        self, compiler: SchemeCompiler, variant_id: int, unit: str, group: str, absent: frozenset[int]
    ) -> None:
        self.compiler, self.variant_id = compiler, variant_id
        structure = self.structure = compiler.structure
        self.unit, self.group = unit, group
        self.present = {node.index for node in structure.nodes_of(unit, group)}
        # What lies below an absent section is not looked at.
        self.absent = {index for index in absent if not absent & structure.above(index)}
        self.points = {index: structure.nodes[index].node.points for index in self.present}
        self.rescaled: dict[int, Fraction | None] = {}
        gone = [structure.nodes[index] for index in sorted(self.absent & self.present)]
        for node in gone:
            self.transfer(structure, node)
        for node in gone:
            if _policy(node) == "rescale" and node.parent is not None:
                self.rescaled[node.parent] = self.rescale(structure, structure.nodes[node.parent])
        resolved = structure.total_of(unit, group)
        self.composition = resolved.composition if resolved else None

    def transfer(self, structure: Structure, node: ResolvedNode) -> None:
        """Hand the points of an absent indicator to the one that its policy names, past others that are absent."""
        seen, target = {node.index}, node
        while _policy(target) == "transfer" and target.index in self.absent:
            named = (i for i in sorted(self.present) if structure.nodes[i].name == target.node.when_absent)
            index = next(named, None)
            if index is None or index in seen:
                return
            seen.add(index)
            target = structure.nodes[index]
        if target is not node:
            self.points[target.index] = (self.points[target.index] or Decimal(0)) + self.points_of(
                structure, node.index
            )

    def rescale(self, structure: Structure, parent: ResolvedNode) -> Fraction | None:
        """Give the factor that makes up for the absent children of a section; None where none is left."""
        whole = gone = Decimal(0)
        for index in parent.children:
            if index not in self.present or (index in self.absent and _policy(structure.nodes[index]) == "transfer"):
                continue
            points = self.points_of(structure, index)
            whole += points
            if index in self.absent and _policy(structure.nodes[index]) == "rescale":
                gone += points
        return Fraction(whole) / Fraction(whole - gone) if whole != gone else None

    def points_of(self, structure: Structure, index: int) -> Decimal:
        """Give the points of an indicator, or of a section: stated, or those of its children."""
        points, node = self.points[index], structure.nodes[index]
        if points is not None or not node.children:
            return points or Decimal(0)
        kept = [
            child
            for child in node.children
            if child in self.present and not (child in self.absent and _policy(structure.nodes[child]) == "transfer")
        ]
        return sum((self.points_of(structure, child) for child in kept), Decimal(0))

    def write(self, node: _CompiledNode, owner_points: int | None = None) -> int:
        """Write the rows of a node and all below it; give what it hands up without any fact."""
        resolved = node.resolved
        points = self.points[resolved.index] if resolved is not None else None
        own = to_points(points) if points is not None else None
        is_absent = resolved is not None and resolved.index in self.absent
        if is_absent:
            is_full = resolved is not None and _policy(resolved) == "full"
            value = to_points(self.points_of(self.structure, resolved.index)) if is_full and resolved is not None else 0
            start = value
        else:
            below = sum(self.write(child, own) for child in node.children if self.has(child))
            if node.kind == "part":
                self.row(node, owner_points, (0, 0, 0), None, None)
                return 0
            start = (
                below if node.kind == "section" else own or 0 if resolved is not None and resolved.starts_full else 0
            )
            if node.parent_id is None and self.composition is not None:
                constant = self.composition.constant
                start += half_up(constant.numerator * POINT, constant.denominator)
            value = self.untouched(node, start)
            factor = self.rescaled.get(resolved.index, Fraction(1)) if resolved is not None else Fraction(1)
            value = 0 if factor is None else half_up(value * factor.numerator, factor.denominator)
        step, weight = rounding_step(self.decimals(node)), self.weight(node)
        if step is not None:
            value = half_up(half_up(value, 100), step) * step * 100
        handed = value if weight is None else half_up(value * weight.numerator, weight.denominator)
        self.row(node, own, (start, handed, value), weight, step, is_absent=is_absent)
        return handed

    def has(self, node: _CompiledNode) -> bool:
        if node.resolved is not None:
            return node.resolved.index in self.present
        if node.panel is not None:
            names = node.panel.panel.applies_to
            return not names or self.unit in names or self.group in names
        return True

    @staticmethod
    def untouched(node: _CompiledNode, start: int) -> int:
        limits, value = node.limits, start
        if node.kind == "section" and limits.plus_cap is not None:
            value = min(value, limits.plus_cap)  # what children start with counts as given
        if limits.floor is not None:
            value = max(value, limits.floor)
        return value if limits.value_cap is None else min(value, limits.value_cap)

    def decimals(self, node: _CompiledNode) -> int | None:
        """Give the decimals that a node, or the total of these units, is rounded to."""
        if node.parent_id is None:
            return self.composition.decimals if self.composition else None
        return node.resolved.node.decimals if node.resolved is not None else None

    def weight(self, node: _CompiledNode) -> Fraction | None:
        """Give the weight with which a node counts above; None where it hands up its plus and minus as they are."""
        weight = node.resolved.node.weight if node.resolved is not None else None
        if node.parent_id != self.compiler.compiled.total_id:
            return weight
        if self.composition is None:
            return weight if node.panel is None else Fraction(0)
        name = node.resolved.name if node.resolved is not None else node.panel.name if node.panel is not None else ""
        factor = self.composition.weights.get(name, Fraction(0))
        return factor if weight is None else weight * factor

    def row(
        self,
        node: _CompiledNode,
        points: int | None,
        untouched: tuple[int, int, int],
        weight: Fraction | None,
        step: int | None,
        *,
        is_absent: bool = False,
    ) -> None:
        factor = self.rescaled.get(node.resolved.index, Fraction(1)) if node.resolved is not None else Fraction(1)
        rescale = (None, None) if factor == 1 else (0, 0) if factor is None else (factor.numerator, factor.denominator)
        has_room = node.limits.fill_cap_holds and points is not None
        room = points - untouched[0] if has_room and points is not None else UNREACHABLE
        self.compiler.add(
            "variant_nodes", self.variant_id, node.node_id, points, room, *untouched,
            weight.numerator if weight is not None else None, weight.denominator if weight is not None else None,
            *rescale, step, is_absent, node.parent_id, node.height, node.kind, *node.limits.row(),
        )  # fmt: skip


def _policy(node: ResolvedNode) -> str | None:
    """Say what becomes of an absent indicator's points: transfer, rescale, full or zero."""
    policy = node.node.when_absent
    return None if policy is None else ABSENT_POLICIES.get(policy, "transfer")
