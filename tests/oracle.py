"""The oracle: docs/explanation/scoring.md read word for word, in exact fractions and plain loops.

It shares no code with the engine, so that an agreement of the two says something. It is made to be read beside the page:
every function names the paragraph it follows. It is slow and meant for small cases.

    scores = score(structure, facts)
    scores.nodes["甲单位", 3].value

Points are fractions that are whole multiples of 10⁻⁹; ``points_of`` turns them into the engine's integers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import NamedTuple

from kaoji.numbers import fold
from kaoji.scheme.rules import Cap, CountOnce, Limit, Open, Scoring
from kaoji.scheme.structure import ABSENT_POLICIES, ResolvedNode, ResolvedRule, Structure
from kaoji.scoring.facts import Event, Facts, Unit
from tests.oracle_caps import Balance, cap_sides, limited, own_limits, stated_floor, within_value
from tests.oracle_items import ZERO, Fact, Written, amount, named, rounded, side_of
from tests.oracle_panels import panel_scores


def points_of(value: Fraction) -> int:
    """Give points as the engine's integers of 10⁻⁹."""
    scaled = value * 10**9
    assert scaled.denominator == 1, value
    return scaled.numerator


# ------------------------------------------------------------------------------------------------------------ results
@dataclass
class Effect:
    """One rule item on one fact; ``kept`` is false where an effect of the same matter counts instead."""

    unit: str
    node: int
    rule: int
    part: int
    item: int
    side: str
    amount: Fraction
    fact: Fact
    kept: bool = True

    @property
    def matter(self) -> str | None:
        words = self.fact.matter or "" if isinstance(self.fact, Event) else ""
        return "".join(fold(words).split()).casefold() or None

    @property
    def event(self) -> tuple[int, str, int]:
        """The event, in the order that settles equals: indicator position, event number, slot."""
        assert isinstance(self.fact, Event)
        return self.node, self.fact.number, self.fact.slot


class NodeScore(NamedTuple):
    """What an indicator or section has, and what it hands up ("Caps and floors", 5).

    ``value`` is plus − minus, all after rescaling and rounding.
    """

    value: Fraction
    plus: Fraction
    minus: Fraction
    extra_above: Fraction
    minus_above: Fraction
    goes_up_whole: bool


@dataclass
class OracleScores:
    """All results: nodes by unit and node index, panels and weighted parts by unit and name."""

    nodes: dict[tuple[str, int], NodeScore] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    panels: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    weighted: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    exact_totals: dict[str, Fraction] = field(default_factory=dict)
    totals: dict[str, Fraction] = field(default_factory=dict)
    ranks: dict[str, int] = field(default_factory=dict)


def score(structure: Structure, facts: Facts) -> OracleScores:
    """Score every unit of the facts."""
    return _Oracle(structure, facts).run()


def handed_up(
    node: ResolvedNode, balance: Balance, weight: Fraction | None, rescaled: Fraction | None = None
) -> NodeScore:
    """Rescale and round a value, which then goes up whole, and weigh it ("Caps and floors", 5)."""
    plus, minus = balance.plus, balance.minus
    whole = rescaled is not None or node.node.decimals is not None
    if whole:
        value = named(balance.value if rescaled is None else rescaled, node.node.decimals)
        plus, minus = max(value, ZERO), max(-value, ZERO)
    if weight is None:
        return NodeScore(plus - minus, plus, minus, plus, minus, whole)
    weighted = rounded((plus - minus) * weight)
    return NodeScore(plus - minus, plus, minus, max(weighted, ZERO), max(-weighted, ZERO), whole)


def _own(node: ResolvedNode) -> Fraction:
    """Give the weight of a part by itself, 1 where it has none."""
    return Fraction(1) if node.node.weight is None else node.node.weight


def once(limits: Iterable[Limit]) -> bool:
    """Tell whether 同一事项取最大值 stands among limits ("The same matter")."""
    return any(isinstance(limit, CountOnce) for limit in limits)


def items_of(node: ResolvedNode, rule: ResolvedRule) -> Iterator[Written]:
    """Give the items of a rule that give or take points."""
    for part_index, part in enumerate(rule.score.parts):
        for item_index, item in enumerate(part.items):
            if isinstance(item, Scoring):
                yield Written(node, rule, part_index, item_index)


# ------------------------------------------------------------------------------------------------------ one assessment
class _Oracle:
    """One assessment."""

    def __init__(self, structure: Structure, facts: Facts) -> None:
        self.structure, self.facts = structure, facts
        self.nodes = structure.nodes
        self.has = {
            unit.unit: {node.index for node in structure.nodes_of(unit.unit, unit.group)} for unit in facts.units
        }
        stated = {(absence.unit, absence.node) for absence in facts.absences}
        for unit in facts.units:
            known = {**unit.attributes, "组别": unit.group, "单位": unit.unit}
            for node in structure.nodes:
                tied = node.node.absent_for.items()
                if any(known.get(attribute) in values for attribute, values in tied):
                    stated.add((unit.unit, node.index))
        self.absent = {
            (unit, node)
            for unit, node in stated
            if node in self.has.get(unit, ()) and not self.above(node, unit, stated)
        }
        self.scores = OracleScores()
        self.by_part: dict[tuple[str, int, int, int], list[Effect]] = defaultdict(list)

    def above(self, node: int, unit: str, stated: set[tuple[str, int]]) -> bool:
        return any((unit, index) in stated for index in self.ancestors(node))

    def ancestors(self, node: int) -> Iterator[int]:
        parent = self.nodes[node].parent
        while parent is not None:
            yield parent
            parent = self.nodes[parent].parent

    def applies(self, unit: str, node: int) -> bool:
        """Tell whether a unit has an indicator and no absence takes it away ("Indicators a unit does not have")."""
        return node in self.has[unit] and not any(
            (unit, index) in self.absent for index in (node, *self.ancestors(node))
        )

    def run(self) -> OracleScores:
        self.scores.panels = panel_scores(self.structure, self.facts)
        for unit in self.facts.units:
            effects = [
                effect
                for node in self.nodes
                if self.applies(unit.unit, node.index)
                for effect in self.effects(unit, node)
            ]
            self.count_once(effects)
            self.scores.effects.extend(effects)
            for effect in effects:
                self.by_part[unit.unit, effect.node, effect.rule, effect.part].append(effect)
            for root in self.structure.roots:
                if root.index in self.has[unit.unit]:
                    self.node(unit.unit, root)
            self.total(unit)
        self.rank()
        return self.scores

    # ---------------------------------------------------------------------------------- Indicators a unit does not have
    def transfer(self, unit: str, node: ResolvedNode) -> int | None:
        """Give the indicator that takes an absent one's points; -1 where the unit does not have it."""
        policy = node.node.when_absent
        if policy is None or policy in ABSENT_POLICIES or policy.startswith("权重并入"):
            return None
        return next((other.index for other in self.nodes if other.name == policy and other.index in self.has[unit]), -1)

    def weight_to(self, unit: str, node: ResolvedNode) -> int | None:
        """Give the sibling that takes an absent one's weight; -1 where the unit does not have it."""
        policy = node.node.when_absent
        if policy is None or not policy.startswith("权重并入"):
            return None
        beside = (other for other in self.nodes if other.parent == node.parent and other.index in self.has[unit])
        return next((other.index for other in beside if other.name == policy[4:]), -1)

    def lent(self, unit: str, node: ResolvedNode, seen: frozenset[int] = frozenset()) -> list[ResolvedNode]:
        """Give the absent ones whose weight one takes, each with those that it took itself."""
        seen |= {node.index}
        givers = [
            other
            for other in self.nodes
            if (unit, other.index) in self.absent
            and other.index not in seen
            and self.weight_to(unit, other) == node.index
        ]
        return [each for giver in givers for each in (giver, *self.lent(unit, giver, seen))]

    def weight(self, unit: str, node: ResolvedNode) -> Fraction | None:
        """Give the weight in the section, with what absent ones lend."""
        if node.node.weight is None:
            return None
        return node.node.weight + sum((other.node.weight or ZERO for other in self.lent(unit, node)), ZERO)

    def gone(self, unit: str, node: ResolvedNode) -> bool:
        """Tell whether an indicator's points went to another one."""
        went = self.transfer(unit, node) is not None or self.weight_to(unit, node) is not None
        return (unit, node.index) in self.absent and went

    def points(self, unit: str, node: ResolvedNode, seen: frozenset[int] = frozenset()) -> Fraction:
        """Give P: the points, those of the children where a section has none, and what absent ones leave to it."""
        if node.node.points is not None:
            own = Fraction(node.node.points)
        else:
            children = (self.nodes[child] for child in node.children if child in self.has[unit])
            own = sum((self.counting(unit, child, seen) for child in children if not self.gone(unit, child)), ZERO)
        seen |= {node.index}
        for other in self.nodes:
            if (unit, other.index) in self.absent and other.index not in seen:
                own += self.points(unit, other, seen) if self.transfer(unit, other) == node.index else ZERO
        return own

    def counting(self, unit: str, node: ResolvedNode, seen: frozenset[int] = frozenset()) -> Fraction:
        """Give the points that count above: P times the weight."""
        points, weight = self.points(unit, node, seen), self.weight(unit, node)
        return points if weight is None else rounded(points * weight)

    def rescaled(self, unit: str, node: ResolvedNode, value: Fraction) -> Fraction | None:
        """Give value × Q ÷ (Q − q), None where no child with points is absent with 按比例折算."""
        children = [self.nodes[child] for child in node.children if child in self.has[unit]]
        lost = [c for c in children if (unit, c.index) in self.absent and c.node.when_absent == "按比例折算"]
        if not lost:
            return None
        whole = sum((self.counting(unit, child) for child in children if not self.gone(unit, child)), ZERO)
        left = whole - sum((self.counting(unit, child) for child in lost), ZERO)
        if left == whole > 0:
            return None
        return rounded(value * whole / left) if left > 0 else ZERO

    # --------------------------------------------------------------------------------------------------------- Effects
    def effects(self, unit: Unit, node: ResolvedNode) -> Iterator[Effect]:
        """Give what each rule item makes of each fact ("Effects: one rule item on one fact")."""
        points = self.points(unit.unit, node)
        for rule in node.rules:
            values = self.values_beside(unit, node, rule)
            for written in items_of(node, rule):
                for fact in self.facts_of(unit.unit, rule):
                    given = amount(written, fact, points, values)
                    yield Effect(unit.unit, node.index, rule.number, written.part, written.item,
                                 side_of(written.scoring), given, fact)  # fmt: skip

    def facts_of(self, unit: str, rule: ResolvedRule) -> list[Fact]:
        """Give the facts of a unit in a rule's slot ("Slots and facts")."""
        facts = self.facts
        tables: dict[str, Sequence[Fact]] = {
            "score": facts.scores, "answer": facts.answers, "measure": facts.measures,
            "events": facts.events, "place": facts.places, "items": facts.items,
        }  # fmt: skip
        table = tables[self.structure.slots[rule.slot].kind]
        return [fact for fact in table if (fact.unit, fact.slot) == (unit, rule.slot)]

    def values_beside(self, unit: Unit, node: ResolvedNode, rule: ResolvedRule) -> list[Fraction]:
        """Give the values of all units that a unit is compared with, its own among them ("Effects", 前k名)."""
        among = {
            other.unit
            for other in self.facts.units
            if (rule.rule.among == "all" or other.group == unit.group) and self.applies(other.unit, node.index)
        }
        return [Fraction(fact.value) for fact in self.facts.measures if fact.slot == rule.slot and fact.unit in among]

    # -------------------------------------------------------------------------------------------------- The same matter
    def count_once(self, effects: list[Effect]) -> None:
        """Let the largest event of a matter count, at the outermost place that says so ("The same matter")."""
        places: dict[tuple[object, ...], list[Effect]] = defaultdict(list)
        for effect in effects:
            place = self.outermost(effect)
            if effect.matter is not None and place is not None:
                places[place, effect.matter, effect.side == "minus"].append(effect)
        for together in places.values():
            sums: dict[tuple[int, str, int], Fraction] = defaultdict(Fraction)
            for effect in together:
                sums[effect.event] += effect.amount
            largest = min(sums, key=lambda event: (-sums[event], event))
            for effect in together:
                effect.kept = effect.event == largest

    def outermost(self, effect: Effect) -> tuple[int, ...] | None:
        """Give the place where 同一事项取最大值 stands: a section or indicator, a rule, a part."""
        for index in reversed([effect.node, *self.ancestors(effect.node)]):
            if once(self.nodes[index].limits):
                return (index,)
        rule = next(rule for rule in self.nodes[effect.node].rules if rule.number == effect.rule)
        if once(own_limits(rule.score)):
            return (effect.node, effect.rule)
        if once(rule.score.parts[effect.part].limits):
            return (effect.node, effect.rule, effect.part)
        return None

    # ------------------------------------------------------------------------------------------------- Caps and floors
    def gathered(self, unit: str, node: ResolvedNode, rule: int, part: int) -> Balance:
        """Add up the effects of a part that count."""
        amounts = {"fill": ZERO, "extra": ZERO, "minus": ZERO}
        for effect in self.by_part[unit, node.index, rule, part]:
            amounts[effect.side] += effect.amount if effect.kept else ZERO
        return Balance(ZERO, amounts["fill"], amounts["extra"], amounts["minus"])

    def of_rule(self, unit: str, node: ResolvedNode, rule: ResolvedRule) -> Balance:
        """Gather a rule: its parts with their caps, then its own caps ("Caps and floors", 1, 2 and 5)."""
        balance = Balance()
        for index, part in enumerate(rule.score.parts):
            if part.scoring:
                balance += limited(self.gathered(unit, node, rule.number, index), part.items, part.limits)
        return limited(balance, rule.score.scoring, own_limits(rule.score))

    def node(self, unit: str, node: ResolvedNode) -> NodeScore:
        """Score an indicator or section and all below it ("Caps and floors", 3 to 6)."""
        result = self.not_applying(unit, node) if (unit, node.index) in self.absent else self.applying(unit, node)
        self.scores.nodes[unit, node.index] = result
        return result

    def not_applying(self, unit: str, node: ResolvedNode) -> NodeScore:
        """Score an absent indicator: P for 计满分, else 0 ("Indicators a unit does not have")."""
        start = self.points(unit, node) if node.node.when_absent == "计满分" else ZERO
        return handed_up(node, Balance(start=start), self.weight(unit, node))

    def applying(self, unit: str, node: ResolvedNode) -> NodeScore:
        balance = self.of_section(unit, node) if node.children else self.of_indicator(unit, node)
        return handed_up(node, balance, self.weight(unit, node), self.rescaled(unit, node, balance.value))

    def of_section(self, unit: str, node: ResolvedNode) -> Balance:
        """Gather the children and hold the section's own limits ("Caps and floors", 6)."""
        balance = Balance()
        for index in node.children:
            if index in self.has[unit]:
                child = self.node(unit, self.nodes[index])
                balance += Balance(extra=child.extra_above, minus=child.minus_above)
        return within_value(cap_sides(balance, node.limits), stated_floor(node.limits), node.limits)

    def of_indicator(self, unit: str, node: ResolvedNode) -> Balance:
        """Gather the rules, or the panel's score, and hold the indicator's limits ("Caps and floors", 3)."""
        points = None if node.node.points is None else self.points(unit, node)
        parts = [part for rule in node.rules for part in rule.score.parts]
        inner = [limit for part in parts for limit in part.limits if not isinstance(limit, Cap)]
        limits = [*node.limits, *inner]
        opened = {limit.bound for limit in limits if isinstance(limit, Open)}
        if node.node.panel is not None:
            scored = self.scores.panels.get((unit, node.node.panel), ZERO)
            balance = Balance(fill=max(scored, ZERO), minus=max(-scored, ZERO))
            opened.add("cap")
        else:
            balance = Balance(start=points if node.starts_full and points is not None else ZERO)
            for rule in node.rules:
                balance += self.of_rule(unit, node, rule)
        balance = cap_sides(balance, node.limits, [item for rule in node.rules for item in rule.score.scoring])
        if points is not None and "cap" not in opened:
            balance = replace(balance, fill=min(balance.fill, points - balance.start))
        floor = stated_floor(limits)
        if floor is None and points is not None and "floor" not in opened:
            floor = ZERO
        return within_value(balance, floor, node.limits)

    # ----------------------------------------------------------------------------------------------------- Total, rank
    def total(self, unit: Unit) -> None:
        """Weigh the parts and round as the formula says ("Total, rank")."""
        formula = self.structure.total_of(unit.unit, unit.group)
        roots = self.roots_of(unit.unit)
        if formula is None:
            weights, constant, decimals = dict.fromkeys(roots, Fraction(1)), ZERO, None
        else:
            weights, constant = dict(formula.composition.weights), formula.composition.constant
            decimals = formula.composition.decimals
        exact = rounded(constant)
        for name, weight in weights.items():
            counts, part, root = weight, self.part(unit.unit, name, roots.get(name)), roots.get(name)
            lent = (
                self.lent(unit.unit, root) if root is not None and (unit.unit, root.index) in self.scores.nodes else []
            )
            if root is not None and lent:
                each = (weights.get(other.name, ZERO) * _own(other) for other in lent)
                counts, part = weight * _own(root) + sum(each, ZERO), self.scores.nodes[unit.unit, root.index].value
            self.scores.weighted[unit.unit, name] = rounded(counts * part)
            exact += self.scores.weighted[unit.unit, name]
        self.scores.exact_totals[unit.unit] = exact
        self.scores.totals[unit.unit] = named(exact, 7 if decimals is None else decimals)

    def roots_of(self, unit: str) -> dict[str, ResolvedNode]:
        """Give the roots by name, of one name the one that the unit has ("Total, rank", a name)."""
        roots = self.structure.roots
        return {root.name: root for root in sorted(roots, key=lambda root: root.index in self.has[unit])}

    def part(self, unit: str, name: str, root: ResolvedNode | None) -> Fraction:
        """Give a root's value times its own weight, or a panel's score; 0 where the unit has none ("Total, rank")."""
        if root is None:
            return self.scores.panels.get((unit, name), ZERO)
        scored = self.scores.nodes.get((unit, root.index))
        return ZERO if scored is None else scored.value * _own(root)

    def rank(self) -> None:
        """Rank the units of each group that take part; equal totals share the best place ("Total, rank")."""
        scheme = self.structure.scheme

        def value(unit: str, name: str) -> Fraction:
            root = self.roots_of(unit).get(name)
            if root is None:
                return self.scores.panels.get((unit, name), ZERO)
            scored = self.scores.nodes.get((unit, root.index))
            return ZERO if scored is None else scored.value

        compared = scheme.order if scheme.rank_ties == "order" else ()
        totals = {
            unit: (total, *(value(unit, name) for name in compared)) for unit, total in self.scores.totals.items()
        }
        taking_part = [unit for unit in self.facts.units if unit.participates]
        for unit in taking_part:
            better = [o for o in taking_part if o.group == unit.group and totals[o.unit] > totals[unit.unit]]
            self.scores.ranks[unit.unit] = 1 + len(better)
