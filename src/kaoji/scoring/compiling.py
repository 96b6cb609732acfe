"""A scheme and its facts as relations: the parameter tables and fact tables that the SQL models read.

Everything that depends on the scheme is settled here, once: which indicators a unit has and at how many points
(``variant_nodes``), where effects fall, which caps hold. The models then know nothing of any scheme, so many schemes
go through them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Any

from kaoji.numbers import QUANTITY, fold, key, to_points
from kaoji.scheme.model import Panel
from kaoji.scheme.rules import Cap, CountOnce, Ties
from kaoji.scheme.structure import ResolvedNode, ResolvedPanel, ResolvedRule, Structure
from kaoji.scoring.absences import absences as all_absences
from kaoji.scoring.facts import Facts
from kaoji.scoring.node_limits import CompiledNode, Limits, holds, node_limits, part_limits
from kaoji.scoring.relations import COLUMNS, SCHEME_IDS, CompiledScheme, Relations, Row, quantity, rounding_step
from kaoji.scoring.rule_rows import RuleRow, compares, item_rows
from kaoji.scoring.variants import Variant


def compile_facts(assessments: Iterable[tuple[Structure, Facts]]) -> tuple[Relations, list[CompiledScheme]]:
    """Compile schemes and facts into relations.

    Grain and units: see ``COLUMNS`` and the models. Ids of schemes count from 0 in the order given.
    """
    relations = Relations()
    compiled = []
    for number, (structure, facts) in enumerate(assessments):
        compiled.append(SchemeCompiler(relations, CompiledScheme(number, structure, facts)).run())
    return relations, compiled


class SchemeCompiler:
    """Compile one scheme with its facts into the shared relations."""

    def __init__(self, relations: Relations, compiled: CompiledScheme) -> None:
        self.relations, self.compiled = relations, compiled
        self.structure, self.facts = compiled.structure, compiled.facts
        self.nodes: list[CompiledNode] = []
        self.by_index: dict[int, CompiledNode] = {}
        self.panel_parts: dict[str, CompiledNode] = {}
        self.level_ids: dict[tuple[int, str], int] = {}
        self.matters: dict[str, int] = {}
        self.choices: dict[tuple[str, int, str, str], int] = {}
        self.questions: dict[tuple[str, str], int] = {}
        self.raters: dict[tuple[str, str], int] = {}
        self.voters: dict[str, dict[str, int]] = {}
        self.next_rule = compiled.base
        self.next_scope = compiled.base + SCHEME_IDS // 2

    def run(self) -> CompiledScheme:
        total = self.new_node(None, "section", Limits())
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
        self.relations.heights.add(total.height)
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

    def new_node(self, parent: CompiledNode | None, kind: str, limits: Limits) -> CompiledNode:
        node = CompiledNode(self.compiled.base + len(self.nodes), parent.node_id if parent else None, kind, limits)
        self.nodes.append(node)
        if parent is not None:
            parent.children.append(node)
        return node

    # ------------------------------------------------------------------ the tree

    def compile_tree(self, total: CompiledNode) -> None:
        scopes: dict[int, int | None] = {}
        for resolved in self.structure.nodes:
            parent = total if resolved.parent is None else self.by_index[resolved.parent]
            is_section = bool(resolved.children)
            node = self.new_node(parent, "section" if is_section else "indicator", Limits())
            node.resolved = resolved
            self.by_index[resolved.index] = node
            self.compiled.node_ids[resolved.index] = node.node_id
            node.limits = node_limits(resolved, is_section=is_section)
            outer = scopes.get(resolved.parent) if resolved.parent is not None else None
            own = node.node_id if holds(resolved.limits, CountOnce) else None
            scopes[resolved.index] = outer if outer is not None else own
            for rule in resolved.rules:
                self.compile_rule(node, resolved, rule, scopes[resolved.index])
        for index, slot in enumerate(self.structure.slots):
            rules = [rule for node in self.structure.nodes for rule in node.rules if rule.slot == index]
            compared = slot.kind == "measure" and any(compares(item) for rule in rules for item in rule.score.scoring)
            among_all = any(rule.rule.among == "all" for rule in rules)
            is_single = slot.kind in ("score", "answer", "measure")
            indicator_id = self.compiled.node_ids[slot.node]
            self.add("slots", self.compiled.base + index, indicator_id, compared, among_all, is_single)

    def compile_rule(self, node: CompiledNode, resolved: ResolvedNode, rule: ResolvedRule, scope: int | None) -> None:
        whole = [limit for part in rule.score.parts if not part.scoring for limit in part.limits]
        scoring_parts = [part for part in rule.score.parts if part.scoring]
        holder = node
        if any(isinstance(limit, Cap) for limit in whole):
            holder = self.new_node(node, "part", part_limits(whole, [i for p in scoring_parts for i in p.scoring]))
        if scope is None and holds(whole, CountOnce):
            scope = self.new_scope()
        for part in scoring_parts:
            inner = holder
            if any(isinstance(limit, Cap) for limit in part.limits):
                inner = self.new_node(holder, "part", part_limits(part.limits, list(part.scoring)))
            part_scope = scope
            if part_scope is None and holds(part.limits, CountOnce):
                part_scope = self.new_scope()
            ties = next((limit for limit in (*part.limits, *whole) if isinstance(limit, Ties)), None)
            for row in item_rows(resolved, rule, part, ties):
                self.add_rule(row, inner.node_id, node.node_id, part_scope)

    def new_scope(self) -> int:
        """Give an id to the scope of a matter within a rule or a part of one, apart from the ids of nodes."""
        self.next_scope += 1
        return self.next_scope

    def add_rule(self, row: RuleRow, node_id: int, indicator_id: int, scope: int | None) -> None:
        rule_id = self.next_rule
        self.next_rule += 1
        self.compiled.rule_items[rule_id] = (row.resolved, row.rule, row.item)
        self.add(
            "rules", rule_id, self.compiled.base + row.rule.slot, node_id, indicator_id, row.kind, row.side, row.points,
            row.step, row.towards, row.threshold, row.low, row.high, self.level(row.rule, row.level), scope, row.is_compared,
            row.rule.rule.better == "lower", row.rule.key == "rank", row.tie_policy, row.tie_step,
            row.first_share, row.second_share, row.towards != 0 and row.threshold is None and not row.is_compared,
        )  # fmt: skip
        for first, last, points in row.places:
            self.add("place_points", rule_id, first, last, points)

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

    def compile_panels(self, total: CompiledNode) -> None:
        named = {name for total_ in self.structure.totals for name in total_.composition.weights}
        named -= {node.name for node in self.structure.roots}
        for number, resolved in enumerate(self.structure.panels):
            panel, score = resolved.panel, resolved.score
            panel_id = self.compiled.base + number
            self.compiled.panel_ids[resolved.name] = panel_id
            scale = "as_is" if panel.entered else score.scale
            self.add("panels", panel_id, scale, to_points(panel.points), to_points(_full_mean(panel)), score.trim,
                     rounding_step(score.decimals))  # fmt: skip
            for index, node in self.by_index.items():
                if self.structure.nodes[index].node.panel == resolved.name:
                    self.add("panel_nodes", panel_id, node.node_id)
            if resolved.name in named:
                part = self.new_node(total, "indicator", Limits())
                part.panel = resolved
                self.panel_parts[resolved.name] = part
                self.add("panel_nodes", panel_id, part.node_id)

    def set_heights(self, node: CompiledNode) -> int:
        node.height = 1 + max((self.set_heights(child) for child in node.children), default=0)
        return node.height

    # ------------------------------------------------------------------ units and variants

    def compile_units(self, total: CompiledNode) -> None:
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
                Variant(self.relations, self.compiled, variant_id, unit.unit, unit.group, absent).write(total)
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
            words = key(event.matter) if event.matter else ""
            matter = matters.setdefault(words, base + len(matters)) if words else None
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
        if not self.voters:
            self.voters = {name: self.kinds(panel) for name, panel in panels.items()}
            self.compile_choices()
        kinds, raters = self.voters, self.raters

        def kind_of(unit: str, panel: str, kind: str) -> int | None:
            """Number the kind of voter, or None where the panel has nothing to do with the unit or kind."""
            names = panels[panel].panel.applies_to
            if panels[panel].panel.entered or (names and unit not in names and groups[unit] not in names):
                return None
            return kinds[panel].get(kind) if kinds[panel] else 0

        for row in self.facts.ballots:
            kind = kind_of(row.unit, row.panel, row.kind)
            if kind is not None:
                choice = self.choice(panels[row.panel], kind, row.question, row.option)
                self.add("ballots", ids[row.unit], choice, row.count)
        for mark in self.facts.marks:
            kind = kind_of(mark.unit, mark.panel, mark.kind)
            if kind is not None:
                # Rater 1 among the leaders and rater 1 among the staff are two, also where the panel tells no kinds apart.
                rater = raters.setdefault((mark.kind, mark.rater), len(raters))
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

    def compile_choices(self) -> None:
        """Number everything that a ballot can say."""
        for resolved in self.structure.panels:
            panel = resolved.panel
            options = [*panel.options, *(name for name in panel.abstentions if name not in panel.options)]
            for kind in self.voters[resolved.name].values() or (0,):
                for question in panel.questions or ("",):
                    for option in options:
                        self.choice(resolved, kind, question, option)

    def choice(self, resolved: ResolvedPanel, kind: int, question: str, option: str) -> int:
        """Number an option to a question for one kind of voter."""
        key, panel = (resolved.name, kind, question, option), resolved.panel
        if key not in self.choices:
            self.choices[key] = self.compiled.base + len(self.choices)
            question_id = self.questions.setdefault((resolved.name, question), len(self.questions))
            points = to_points(panel.options.get(option, Decimal(0)))
            self.add("choices", self.choices[key], self.compiled.panel_ids[resolved.name], kind, question_id, points,
                     option in panel.abstentions)  # fmt: skip
        return self.choices[key]

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
            common *= weight.denominator // gcd(common, weight.denominator)
        for number, weight in enumerate(weights.values()):
            self.add("kinds", panel_id, number, int(weight * common))
        return {name: number for number, name in enumerate(weights)}


def _full_mean(panel: Panel) -> Decimal:
    """Give the mean that the best possible ballots or sheets would have."""
    if panel.dimensions:
        return sum(panel.dimensions.values(), Decimal(0))
    counting = [points for option, points in panel.options.items() if option not in panel.abstentions]
    return max(counting, default=Decimal(0)) * max(1, len(panel.questions))
