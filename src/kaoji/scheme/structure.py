"""The resolved scheme: numbered indicators, parsed rules, and the slots that facts must fill.

Everything after reading works on this: templates, forms, lint, compilation. Findings that make a scheme unusable are
errors here; what is merely doubtful is the lint's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from kaoji.diagnostics import Diagnostic, Source
from kaoji.scheme.formulas import Composition, parse_formula
from kaoji.scheme.loading import SchemeFile
from kaoji.scheme.model import Consequence, Node, Panel, Rule, Scheme, Total
from kaoji.scheme.model import Limit as GradeLimit
from kaoji.scheme.panels import PanelScore, parse_panel_score
from kaoji.scheme.rules import (
    Entered,
    Index,
    Limit,
    Once,
    Per,
    Proportional,
    Range,
    Rank,
    Score,
    Scoring,
    parse_score,
)

SlotKind = Literal["score", "answer", "measure", "events", "place", "items"]
_SLOT_KEYS: tuple[tuple[str, SlotKind], ...] = (
    ("when", "answer"),
    ("measure", "measure"),
    ("events", "events"),
    ("rank", "place"),
    ("ranked", "measure"),
    ("completion", "items"),
)
_KINDS = dict(_SLOT_KEYS)
_FITTING: dict[str, tuple[type, ...]] = {
    "when": (Once,),
    "measure": (Once, Per, Range, Proportional, Index, Entered),
    "events": (Once, Per, Range),
    "rank": (Rank,),
    "ranked": (Rank,),
    "completion": (Proportional,),
}
_ANY_PROVIDER = ("数据提供单位", "数据提供部门", "提供单位", "the data provider")
"""Words for whoever provides the data: they name nobody."""
_NEGATIVE = ("未", "不", "没", "无", "否", "no")


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that must be known of each unit that has the indicator.

    ``key`` is stable within a scheme: the indicator's code, and the slot's number after ``#`` where it has several.
    ``low`` and ``high`` bound what may be entered.
    """

    key: str
    kind: SlotKind
    label: str
    node: int
    providers: tuple[str, ...]
    required: bool
    levels: tuple[str, ...] = ()
    measured_in: str | None = None
    has_target: bool = False
    has_previous: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    rules: tuple[str, ...] = ()
    among: Literal["group", "all"] = "group"


@dataclass(frozen=True, slots=True)
class ResolvedRule:
    """A rule with its syntax tree and its slot; ``number`` counts within the indicator, ``written`` is where its text stands."""

    number: int
    rule: Rule
    score: Score
    slot: int
    key: str
    source: Source
    written: Source


@dataclass(frozen=True, slots=True)
class ResolvedNode:
    """An indicator or section in its place: ``parent`` and ``children`` are indexes."""

    index: int
    code: str
    node: Node
    path: tuple[str, ...]
    parent: int | None
    children: tuple[int, ...]
    applies_to: tuple[tuple[str, ...], ...]
    rules: tuple[ResolvedRule, ...]
    limits: tuple[Limit, ...]
    starts_full: bool
    providers: tuple[str, ...]
    source: Source

    @property
    def name(self) -> str:
        """The indicator's own name."""
        return self.node.name

    def has(self, unit: str, group: str) -> bool:
        """Tell whether a unit of a group has this indicator."""
        return all(unit in names or group in names for names in self.applies_to)

    def absent_by(self, attributes: Mapping[str, str]) -> str | None:
        """Name the attribute for which the indicator does not apply to a unit; None where it does apply.

        ``attributes`` are all of the unit's, those that it has by itself among them (``with_own``).
        """
        for name, values in self.node.absent_for.items():
            if attributes.get(name) in values:
                return name
        return None


@dataclass(frozen=True, slots=True)
class ResolvedPanel:
    """A panel with its parsed way of scoring."""

    name: str
    panel: Panel
    score: PanelScore
    source: Source


@dataclass(frozen=True, slots=True)
class ResolvedTotal:
    """A composition and the groups it holds for."""

    total: Total
    composition: Composition
    source: Source


@dataclass(frozen=True)
class Structure:
    """The whole resolved scheme."""

    file: SchemeFile
    nodes: tuple[ResolvedNode, ...]
    slots: tuple[Slot, ...]
    panels: tuple[ResolvedPanel, ...]
    totals: tuple[ResolvedTotal, ...]

    @property
    def scheme(self) -> Scheme:
        """The scheme it was made from."""
        return self.file.scheme

    @cached_property
    def known(self) -> dict[tuple[str, int, int], Any]:
        """What checks have worked out of indicators and rules, by its name and their numbers, for those that ask again."""
        return {}

    @cached_property
    def places(self) -> dict[int, tuple[str | int, ...]]:
        """The path of keys in the file to each indicator by its index."""
        found: dict[int, tuple[str | int, ...]] = {}
        found |= {root.index: ("indicators", at) for at, root in enumerate(self.roots)}
        for node in self.nodes:  # parents stand before their children
            found |= {child: (*found[node.index], "items", at) for at, child in enumerate(node.children)}
        return found

    @cached_property
    def attributes(self) -> dict[str, tuple[str, ...]]:
        """The attributes of units that the scheme asks for, with the values that it names."""
        grades, quota = self.scheme.grades, self.scheme.quota
        found: dict[str, tuple[str, ...]] = dict.fromkeys(quota.within, ())
        if quota.share_by is not None and quota.share_by not in OWN_ATTRIBUTES:
            found[quota.share_by] = tuple(dict.fromkeys(name for grade in grades for name in grade.shares))
        for node in self.nodes:
            for name, values in node.node.absent_for.items():
                if name in OWN_ATTRIBUTES:
                    continue
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *values)))
        return found

    @cached_property
    def tied(self) -> tuple[ResolvedNode, ...]:
        """The indicators that an attribute frees units from."""
        return tuple(node for node in self.nodes if node.node.absent_for)

    def attributes_of(self, unit: str, group: str) -> tuple[str, ...]:
        """The attributes that must be known of a unit: those of quotas, and those that free it from what it has."""
        quota = self.scheme.quota
        found = dict.fromkeys((*quota.within, *((quota.share_by,) if quota.share_by is not None else ())))
        for node in self.tied:
            if node.has(unit, group):
                found |= dict.fromkeys(node.node.absent_for)
        return tuple(name for name in self.attributes if name in found)

    @cached_property
    def roots(self) -> tuple[ResolvedNode, ...]:
        """The parts of the tree that formulas name."""
        return tuple(node for node in self.nodes if node.parent is None)

    def nodes_of(self, unit: str, group: str) -> Iterator[ResolvedNode]:
        """Give the indicators that a unit has, parents before children."""
        kept: set[int] = set()
        for node in self.nodes:
            if (node.parent is None or node.parent in kept) and node.has(unit, group):
                kept.add(node.index)
                yield node

    def above(self, index: int) -> set[int]:
        """Give the sections that an indicator stands in."""
        found, parent = set[int](), self.nodes[index].parent
        while parent is not None:
            found.add(parent)
            parent = self.nodes[parent].parent
        return found

    def total_of(self, unit: str, group: str) -> ResolvedTotal | None:
        """Give the composition that holds for a unit."""
        for total in self.totals:
            names = total.total.applies_to
            if not names or unit in names or group in names:
                return total
        return None

    def decimals_of(self, unit: str, group: str) -> int:
        """Give with how many decimals at least the total of a unit is written: those that its formula keeps."""
        total = self.total_of(unit, group)
        return 0 if total is None else total.composition.decimals or 0


def is_negative(label: str) -> bool:
    """Tell whether a label on a yes-or-no slot means no: 未完成的, 不达标."""
    return label.startswith(_NEGATIVE)


def resolve(file: SchemeFile) -> tuple[Structure, list[Diagnostic]]:
    """Number the indicators, parse every rule text and gather the slots.

    Diagnostics: scheme.E110 to E119, and those of rules and formulas.
    """
    work = _Resolver(file)
    return work.run(), work.diagnostics


@dataclass(frozen=True, slots=True)
class _Place:
    """An item where it stands: the slot's key, the indicator, the whole rule."""

    item: Scoring
    key: str
    node: Node
    score: Score

    def has_wrong_form(self) -> bool:
        is_shares = isinstance(self.item, Proportional) and self.item.to == "shares"
        is_other = isinstance(self.item, Proportional) and not is_shares
        wrong_proportion = (is_shares and self.key != "completion") or (is_other and self.key == "completion")
        return not isinstance(self.item, _FITTING[self.key]) or wrong_proportion

    def lacks_comparison(self) -> bool:
        item = self.item
        return isinstance(item, Once) and self.key == "measure" and (item.when is None or item.when.comparison is None)

    def compares_an_answer(self) -> bool:
        item = self.item
        return (
            isinstance(item, Once) and self.key == "when" and item.when is not None and item.when.comparison is not None
        )

    def lacks_points(self) -> bool:
        item = self.item
        takes_all = isinstance(item, Proportional | Index) or (isinstance(item, Once) and item.points is None)
        return takes_all and self.node.points is None

    def has_no_step(self) -> bool:
        # A step of a target is kept in millionths of it.
        return isinstance(self.item, Per) and (
            self.item.step < _LEAST_PERCENTAGE if self.item.of_target else self.item.step == 0
        )

    def has_no_target(self) -> bool:
        return (
            isinstance(self.item, Per) and self.key == "events" and self.item.towards != "each" and not self.item.then
        )

    def is_entered_beside_others(self) -> bool:
        return isinstance(self.item, Entered) and any(not isinstance(other, Entered) for other in self.score.scoring)


_MISFITS = (
    (_Place.has_wrong_form, "this form does not fit the slot “{key}”"),
    (_Place.lacks_comparison, "a measured value needs a comparison, such as 达到95计5分"),
    (_Place.compares_an_answer, "a comparison needs a measured value: use “measure”"),
    (_Place.lacks_points, "the indicator has no points to give in full or in proportion"),
    (_Place.has_no_step, "a step of 0 cannot be counted"),
    (_Place.has_no_target, "events have no target to lie above or below"),
    (_Place.is_entered_beside_others, "an entered score stands alone; put the other items in a rule of their own"),
)
"""What keeps an item from being scored, first come first said."""


class _Resolver:
    """One walk over a scheme."""

    def __init__(self, file: SchemeFile) -> None:
        self.file = file
        self.scheme = file.scheme
        self.diagnostics: list[Diagnostic] = []
        self.nodes: list[ResolvedNode] = []
        self.slots: list[Slot] = []
        self.known = set(self.scheme.groups) | set(self.scheme.units)

    def run(self) -> Structure:
        for number, node in enumerate(self.scheme.indicators, 1):
            self.walk(node, str(number), (), None, (), (), ("indicators", number - 1))
        self.check_codes()
        panels = tuple(self.panel(name, panel) for name, panel in self.scheme.panels.items())
        totals = tuple(
            resolved
            for index, total in enumerate(self.scheme.total)
            if (resolved := self.total(total, index)) is not None
        )
        structure = Structure(self.file, tuple(self.nodes), tuple(self.slots), panels, totals)
        self.check_names(structure)
        return structure

    def say(self, code: str, message: str, source: Source, hint: str = "", /, **data: object) -> None:
        self.diagnostics.append(Diagnostic(code, message, (source,), hint, data))

    def walk(
        self,
        node: Node,
        code: str,
        path: tuple[str, ...],
        parent: int | None,
        applies: tuple[tuple[str, ...], ...],
        providers: tuple[str, ...],
        place: tuple[str | int, ...],
    ) -> int:
        index, code = len(self.nodes), node.code or code
        source = self.file.source(*place)
        applies = (*applies, node.applies_to) if node.applies_to else applies
        self.check_applies(node.applies_to, source)
        providers = node.provider or providers
        path = (*path, node.name)
        limits = self.limits(node, self.file.source(*place, "limits"))
        self.nodes.append(
            ResolvedNode(
                index,
                code,
                node,
                path,
                parent,
                (),
                applies,
                (),
                limits,
                starts_full=False,
                providers=providers,
                source=source,
            )
        )
        rules = self.rules(node, index, code, providers, place)
        children = tuple(
            self.walk(child, f"{code}.{number}", path, index, applies, providers, (*place, "items", number - 1))
            for number, child in enumerate(node.items, 1)
        )
        self.check_shape(node, rules, source)
        starts_full = self.starts_full(node, rules, source)
        self.nodes[index] = ResolvedNode(
            index, code, node, path, parent, children, applies, rules, limits, starts_full, providers, source
        )
        return index

    def check_applies(self, names: Iterable[str], source: Source) -> None:
        for name in names:
            if name not in self.known and self.scheme.units:
                self.say(
                    "scheme.E113",
                    "“{name}” is neither a group nor a unit of this scheme.",
                    source,
                    "Write the name as it stands under “groups”.",
                    name=name,
                )

    def check_shape(self, node: Node, rules: tuple[ResolvedRule, ...], source: Source) -> None:
        kinds = [bool(node.items), bool(rules or node.rules or node.score), bool(node.panel)]
        if sum(kinds) > 1:
            self.say(
                "scheme.E114",
                "“{name}” has more than one of “items”, “rules” and “panel”.",
                source,
                "Give the rules an indicator of their own below it.",
                name=node.name,
            )
        if node.panel is not None and node.panel not in self.scheme.panels:
            self.say("scheme.E115", "“{name}” takes its score from the panel “{panel}”, which nothing defines.", source,
                     "Define it under “panels”, or mend the name.", name=node.name, panel=node.panel)  # fmt: skip

    def limits(self, node: Node, source: Source) -> tuple[Limit, ...]:
        if node.limits is None:
            return ()
        score, problems = parse_score(node.limits, source)
        self.diagnostics.extend(problems)
        if score is None:
            return ()
        if score.scoring:
            self.say(
                "scheme.E116",
                "The limits of “{name}” also give or take points: “{text}”.",
                source,
                "Write limits only, such as 加分不超过10分，同一事项取最大值.",
                name=node.name,
                text=node.limits,
            )
        return tuple(limit for part in score.parts for limit in part.limits)

    def rules(
        self, node: Node, index: int, code: str, providers: tuple[str, ...], place: tuple[str | int, ...]
    ) -> tuple[ResolvedRule, ...]:
        written = [(rule, (*place, "rules", number)) for number, rule in enumerate(node.rules)]
        if node.score is not None:
            written.insert(0, (Rule(measure=node.name, score=node.score), (*place, "score")))
        resolved: list[ResolvedRule] = []
        slots: list[_OpenSlot] = []
        for number, (rule, at) in enumerate(written, 1):
            source = self.file.source(*at)
            key = self.slot_key(node, rule, source)
            at_score = self.file.source(*at, "score")
            score, problems = parse_score(rule.score, at_score)
            self.diagnostics.extend(problems)
            if score is None or key is None or not self.fits(node, rule, key, score, source):
                continue
            own = _slot(slots, node, rule, key, score, providers)
            if slots[own].among != rule.among:
                self.say(
                    "scheme.E122",
                    "Two rules of “{name}” on “{label}” compare with different units.",
                    source,
                    "Write the same “among” in both, or give one of them another label.",
                    name=node.name,
                    label=slots[own].label,
                )
            resolved.append(ResolvedRule(number, rule, score, len(self.slots) + own, key, source, at_score))
        several = len(slots) > 1
        self.slots += [
            slot.closed(f"{code}#{number}" if several else code, index) for number, slot in enumerate(slots, 1)
        ]
        return tuple(resolved)

    def slot_key(self, node: Node, rule: Rule, source: Source) -> str | None:
        present = [key for key, _ in _SLOT_KEYS if getattr(rule, key) is not None]
        if len(present) == 1:
            return present[0]
        self.say(
            "scheme.E110",
            "A rule of “{name}” names {count} slots instead of one.",
            source,
            "Say with one of when, measure, events, rank, ranked, completion what the rule looks at.",
            name=node.name,
            count=len(present),
        )
        return None

    def fits(self, node: Node, rule: Rule, key: str, score: Score, source: Source) -> bool:
        fitting = True
        for part in score.parts:
            for item in part.scoring:
                place = _Place(item, key, node, score)
                for is_misfit, reason in _MISFITS:
                    if is_misfit(place):
                        fitting = False
                        self.say("scheme.E111", "The rule “{text}” of “{name}” cannot be scored: " + reason + ".", source,
                                 "See docs/reference/rules.md for what goes with which slot.",
                                 text=rule.score, name=node.name, key=key)  # fmt: skip
                        break
        if not score.scoring:
            fitting = False
            self.say("scheme.E117", "The rule “{text}” of “{name}” gives and takes nothing.", source,
                     "Put limits of the whole indicator under “limits”.", text=rule.score, name=node.name)  # fmt: skip
        return fitting

    def starts_full(self, node: Node, rules: tuple[ResolvedRule, ...], source: Source) -> bool:
        effects = {item.effect for rule in rules for item in rule.score.scoring if hasattr(item, "effect")}
        if any(isinstance(item, Entered | Proportional | Index) for rule in rules for item in rule.score.scoring):
            effects.add("fill")
        if node.bonus or node.points is None or not rules:
            return False
        if node.start is not None:
            return node.start == "full"
        if effects == {"minus"}:
            return True
        if "minus" in effects:
            self.say(
                "scheme.E112",
                "“{name}” both gives and takes points, and nothing says whether it starts full or from zero.",
                source,
                "Write “start: full” or “start: zero”.",
                name=node.name,
            )
        return False

    def check_codes(self) -> None:
        seen: dict[str, ResolvedNode] = {}
        for node in self.nodes:
            if node.code in seen:
                self.say("scheme.E118", "The code {code} stands for both “{first}” and “{second}”.", node.source,
                         "Give each indicator a code of its own, or none.",
                         code=node.code, first=seen[node.code].name, second=node.name)  # fmt: skip
            seen[node.code] = node

    def panel(self, name: str, panel: Panel) -> ResolvedPanel:
        source = self.file.source("panels", name)
        self.check_applies(panel.applies_to, source)
        score, problems = parse_panel_score(panel.score, self.file.source("panels", name, "score"))
        self.diagnostics.extend(problems)
        if not (panel.entered or panel.options or panel.dimensions):
            self.say("scheme.E119", "The panel “{name}” says neither options nor dimensions, nor that it is entered.",
                     source, "Write “options”, “dimensions” or “entered: true”.", name=name)  # fmt: skip
        return ResolvedPanel(name, panel, score, source)

    def total(self, total: Total, index: int) -> ResolvedTotal | None:
        source = self.file.source("total", index, "formula")
        self.check_applies(total.applies_to, source)
        composition, problems = parse_formula(total.formula, source)
        self.diagnostics.extend(problems)
        return ResolvedTotal(total, composition, source) if composition is not None else None

    def check_names(self, structure: Structure) -> None:
        """Every name that a formula, a grade rule or a transfer uses must stand for something."""
        parts = [*(node.name for node in structure.roots), *self.scheme.panels]
        for total in structure.totals:
            for name in total.composition.weights:
                if name not in parts:
                    self.unknown(name, total.source, "the total formula", parts)
        grades = [grade.name for grade in self.scheme.grades]
        for index, limit in enumerate(self.scheme.limits):
            self.check_applies(limit.applies_to, self.file.source("limits", index, "for"))
            for grade in (limit.grade_at_most, limit.not_grade, limit.grade, limit.direct):
                if grade is not None and grade not in grades:
                    self.unknown(grade, self.file.source("limits", index), "“limits”", grades)
        for index, consequence in enumerate(self.scheme.afterwards):
            self.check_applies(consequence.applies_to, self.file.source("afterwards", index, "for"))
            for name in consequence.grade:
                if name not in grades:
                    self.unknown(name, self.file.source("afterwards", index), "“afterwards”", grades)
        self.check_places(structure)
        for name in self.scheme.order:
            if name not in parts:
                self.unknown(name, self.file.source("order"), "“order”", parts)
        self.check_absences(structure)

    def check_places(self, structure: Structure) -> None:
        """A rule on places in an indicator names one that there is, says which places, and asks for this year's alone."""
        names = dict.fromkeys(node.name for node in structure.nodes)
        rules: list[tuple[str, int, GradeLimit | Consequence]] = [
            *(("limits", index, limit) for index, limit in enumerate(self.scheme.limits)),
            *(("afterwards", index, each) for index, each in enumerate(self.scheme.afterwards)),
        ]
        for where, index, rule in rules:
            source = self.file.source(where, index)
            is_of_places = rule.last_places is not None or (isinstance(rule, Consequence) and rule.places is not None)
            if rule.indicator is not None and rule.indicator not in names:
                self.unknown(rule.indicator, source, f"“{where}”", names)
            if rule.indicator is not None and not is_of_places:
                self.say("scheme.E124", "The rule names the indicator “{name}” and does not say which places.", source,
                         "Write “last_places”, or “places” under “afterwards”.", name=rule.indicator)  # fmt: skip
            elif isinstance(rule, Consequence) and is_of_places and rule.years_running > 1:
                self.say("scheme.E125", "“places” and “last_places” look at this year only, not at {years} years running.",
                         source, "Write “last_place: true” or a grade, which the table of history has.",
                         years=rule.years_running)  # fmt: skip

    def check_absences(self, structure: Structure) -> None:
        """What becomes of the points of an indicator that does not apply must be said, and be possible."""
        names = dict.fromkeys(node.name for node in structure.nodes)
        for node in structure.nodes:
            policy = node.node.when_absent
            if policy is not None and policy not in ABSENT_POLICIES and policy not in names:
                self.unknown(policy, node.source, "“when_absent”", [*ABSENT_POLICIES, *names])
            own = {
                GROUP_ATTRIBUTE: dict.fromkeys(structure.scheme.groups),
                UNIT_ATTRIBUTE: dict.fromkeys(structure.scheme.units),
            }
            for attribute, known in own.items():
                for value in node.node.absent_for.get(attribute, ()):
                    if known and value not in known:
                        self.unknown(value, node.source, "“absent_for”", known)
            if policy is None and node.node.absent_for:
                self.say("scheme.E123", "“{name}” does not apply to some units, and nothing says what becomes of its points.",
                         node.source, "Write “when_absent”: {known}, or the name of the indicator that takes them.",
                         name=node.name, known="、".join(ABSENT_POLICIES))  # fmt: skip

    def unknown(self, name: str, source: Source, where: str, known: Iterable[str]) -> None:
        self.say("scheme.E113", "“{name}” in {where} stands for nothing; known are {known}.", source,
                 "Mend the name, or define it.", name=name, where=where, known="、".join(dict.fromkeys(known)))  # fmt: skip


_LEAST_PERCENTAGE = Decimal("0.0001")
GROUP_ATTRIBUTE, UNIT_ATTRIBUTE = "组别", "单位"
OWN_ATTRIBUTES = (GROUP_ATTRIBUTE, UNIT_ATTRIBUTE)
"""What every unit has without anybody saying so: its group and its name."""
ABSENT_POLICIES = {"按比例折算": "rescale", "计满分": "full", "计零分": "zero"}


def with_own(attributes: Mapping[str, str], unit: str, group: str) -> dict[str, str]:
    """Give what was said of a unit together with what it has by itself, which nothing said can change."""
    return {**attributes, GROUP_ATTRIBUTE: group, UNIT_ATTRIBUTE: unit}


def _label_of(item: Scoring) -> str | None:
    """Give the level that an item is for."""
    if isinstance(item, Once):
        return item.when.label if item.when is not None else None
    return item.label if isinstance(item, Per | Range) else None


@dataclass(slots=True)
class _OpenSlot:
    """A slot to which the rules of its indicator may still add."""

    kind: SlotKind
    label: str
    providers: tuple[str, ...]
    required: bool
    among: Literal["group", "all"]
    low: Decimal | None
    high: Decimal | None
    levels: list[str] = field(default_factory=list)
    measured_in: str | None = None
    has_target: bool = False
    has_previous: bool = False
    rules: list[str] = field(default_factory=list)

    def take(self, rule: Rule, score: Score) -> None:
        """Add what a rule on the slot needs."""
        bounds: list[Range] = []
        for item in score.scoring:
            label = _label_of(item)
            if label is not None and self.kind == "events" and label not in self.levels:
                self.levels.append(label)
            if isinstance(item, Per):
                if not item.of_target:
                    self.measured_in = self.measured_in or item.measured_in
                self.has_target |= rule.target is None and item.towards != "each" and not item.then
            elif isinstance(item, Range):
                bounds.append(item)
            elif isinstance(item, Proportional):
                self.has_target |= rule.target is None and item.to == "target"
            elif isinstance(item, Index):
                self.has_previous |= item.method == "growth"
        if bounds:
            self.low, self.high = min(item.low for item in bounds), max(item.high for item in bounds)
        self.rules.append(rule.text or rule.score)

    def closed(self, key: str, node: int) -> Slot:
        """Give the slot as it stays."""
        return Slot(
            key,
            self.kind,
            self.label,
            node,
            self.providers,
            self.required,
            tuple(self.levels),
            self.measured_in,
            self.has_target,
            self.has_previous,
            self.low,
            self.high,
            tuple(self.rules),
            self.among,
        )


def _slot(slots: list[_OpenSlot], node: Node, rule: Rule, key: str, score: Score, providers: tuple[str, ...]) -> int:
    """Give the place of the slot that a rule looks at, a new one where no rule before it has looked there."""
    label = getattr(rule, key)
    entered = next((item for item in score.scoring if isinstance(item, Entered)), None)
    kind: SlotKind = _KINDS[key] if entered is None else "score"
    for place, slot in enumerate(slots):
        if (slot.kind, slot.label) == (kind, label):
            slot.take(rule, score)
            return place
    named = entered.by if entered is not None and entered.by not in _ANY_PROVIDER else None
    who = rule.provider or ((named,) if named else providers)
    required = rule.required if rule.required is not None else kind != "events"
    low, high = (Decimal(0), node.points) if kind == "score" else (None, None)
    slots.append(_OpenSlot(kind, label, who, required, rule.among, low, high))
    slots[-1].take(rule, score)
    return len(slots) - 1
