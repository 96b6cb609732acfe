"""From a scheme file to its structure: one walk that numbers the indicators, parses the rules and gathers the slots.

Findings that make a scheme unusable are errors here; what is merely doubtful is the lint's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kaoji.diagnostics import Diagnostic, Phrase, Several, Source
from kaoji.numbers import plain
from kaoji.scheme.formulas import parse_formula
from kaoji.scheme.model import Consequence, Node, Panel, Rule, Total
from kaoji.scheme.model import Limit as GradeLimit
from kaoji.scheme.open_slots import SLOT_KEYS, OpenSlot, slot_of
from kaoji.scheme.panels import parse_panel_score
from kaoji.scheme.relating import borne_twice, one_in_data, takes, weigh_side_by_side
from kaoji.scheme.rule_fitting import misfit
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Entered, Index, Limit, Proportional, Score
from kaoji.scheme.scheme_file import SchemeFile
from kaoji.scheme.structure import (
    ABSENT_POLICIES,
    GROUP_ATTRIBUTE,
    TOTAL_NAMES,
    UNIT_ATTRIBUTE,
    ResolvedNode,
    ResolvedPanel,
    ResolvedRule,
    ResolvedTotal,
    Slot,
    Structure,
    handed_to,
    hands_weight,
)


def resolve(file: SchemeFile) -> tuple[Structure, list[Diagnostic]]:
    """Number the indicators, parse every rule text and gather the slots.

    Diagnostics: scheme.E110 to E119, and those of rules and formulas.
    """
    work = _Resolver(file)
    return work.run(), work.diagnostics


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
        self.check_spellings()
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
        resolved = ResolvedNode(
            index=index,
            code=code,
            node=node,
            path=path,
            parent=parent,
            children=(),
            applies_to=applies,
            rules=(),
            limits=limits,
            starts_full=False,
            providers=providers,
            source=source,
        )
        self.nodes.append(resolved)  # those below it count from here
        rules = self.rules(node, index, code, providers, place)
        children = tuple(
            self.walk(child, f"{code}.{number}", path, index, applies, providers, (*place, "items", number - 1))
            for number, child in enumerate(node.items, 1)
        )
        self.check_shape(node, rules, source)
        starts_full = self.starts_full(node, rules, source)
        self.nodes[index] = replace(resolved, children=children, rules=rules, starts_full=starts_full)
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
        slots: list[OpenSlot] = []
        for number, (rule, at) in enumerate(written, 1):
            source = self.file.source(*at)
            key = self.slot_key(node, rule, source)
            at_score = self.file.source(*at, "score")
            score, problems = parse_score(rule.score, at_score)
            self.diagnostics.extend(problems)
            if score is None or key is None or not self.fits(node, rule, key, score, source):
                continue
            own = slot_of(slots, node, rule, key, score, providers)
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
        present = [key for key, _ in SLOT_KEYS if getattr(rule, key) is not None]
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
        if rule.better == "lower" and any(
            isinstance(item, Proportional) and item.to == "target" for item in score.scoring
        ):
            fitting = False
            self.say("scheme.E111", "The rule “{text}” of “{name}” cannot be scored: in proportion to a target more is better.",
                     source, "Write a step, such as 每超过1个扣1分, or take out “better: lower”.", text=rule.score, name=node.name)  # fmt: skip
        for part in score.parts:
            for item in part.scoring:
                if reason := misfit(item, key, node, score):
                    fitting = False
                    self.say("scheme.E111", "The rule “{text}” of “{name}” cannot be scored: " + reason + ".", source,
                             "See docs/reference/rules.md for what goes with which slot.",
                             text=rule.score, name=node.name, key=key)  # fmt: skip
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
        elif panel.options and panel.dimensions and not panel.entered:
            self.say("scheme.E119", "The panel “{name}” has options to choose from and dimensions to mark, and its score can come from one of them only.",
                     source, "Keep one; make a panel of its own of the other.", name=name)  # fmt: skip
        if score.scale == "deduct":
            self.check_deductions(name, panel)
        return ResolvedPanel(name, panel, score, source)

    def check_deductions(self, name: str, panel: Panel) -> None:
        """逐票扣分 takes the points of ballots away: they are not below 0, and there are ballots."""
        source = self.file.source("panels", name)
        given = [option for option, points in panel.options.items() if points < 0 and option not in panel.abstentions]
        if given:
            self.say("scheme.E132", "“{option}” of “{panel}” has {points} points, and 逐票扣分 takes the points of a ballot away: it would add.",
                     source, "Write what a ballot takes away without a sign.",
                     option=given[0], panel=name, points=plain(panel.options[given[0]]))  # fmt: skip
        if panel.dimensions:
            self.say("scheme.E132", "逐票扣分 of “{panel}” takes the points of ballots away, and it has none: raters give marks.",
                     source, "Write 取平均分 or 按满分折算.", panel=name)  # fmt: skip

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
                    self.unknown(name, total.source, Phrase("the total formula"), parts)
                elif total.composition.weights[name] < 0 and takes(structure, name):
                    self.say("scheme.E129", "The formula subtracts “{name}”, whose points are below 0 already where it takes: it would add them.",
                             total.source, "Write +{name}: what it takes is taken.", name=name)  # fmt: skip
        grades = [grade.name for grade in self.scheme.grades]
        for index, limit in enumerate(self.scheme.limits):
            self.check_applies(limit.applies_to, self.file.source("limits", index, "for"))
            for grade in (limit.grade_at_most, limit.not_grade, limit.grade, limit.direct):
                if grade is not None and grade not in grades:
                    self.unknown(grade, self.file.source("limits", index), "“limits”", grades)
        for index, prize in enumerate(self.scheme.awards):
            self.check_applies(prize.applies_to, self.file.source("awards", index, "for"))
        for index, consequence in enumerate(self.scheme.afterwards):
            self.check_applies(consequence.applies_to, self.file.source("afterwards", index, "for"))
            for name in consequence.grade:
                if name not in grades:
                    self.unknown(name, self.file.source("afterwards", index), "“afterwards”", grades)
        self.check_grades()
        self.check_places(structure)
        for name in self.scheme.order:
            if name not in parts:
                self.unknown(name, self.file.source("order"), "“order”", parts)
        self.check_absences(structure)

    def check_spellings(self) -> None:
        """No name is another one's for whoever reads data."""
        for name, other, place in one_in_data(self.scheme):
            self.say("scheme.E133", "“{name}” and “{other}” are one name in data: spaces, full-width signs and capitals make no difference.",
                     self.file.source(*place), "Take one out, or tell them apart by their names.", name=name, other=other)  # fmt: skip

    def check_grades(self) -> None:
        """Every grade has a name of its own, and one of them is for who is left."""
        first: dict[str, int] = {}
        for index, grade in enumerate(self.scheme.grades):
            if grade.name in first:
                self.say("scheme.E128", "The grade “{name}” stands twice.", self.file.source("grades", index),
                         "Take one out, or mend its name.", name=grade.name)  # fmt: skip
            first.setdefault(grade.name, index)
        if self.scheme.grades and all(grade.from_bottom for grade in self.scheme.grades):
            self.say("scheme.E128", "All grades are filled from the bottom, and none is for those above.", self.file.source("grades"),
                     "Take “from_bottom” out of the grades that the others get.")  # fmt: skip

    def check_places(self, structure: Structure) -> None:
        """A rule on places in an indicator names one that there is, says which places, and asks for this year's alone."""
        names = dict.fromkeys([*(node.name for node in structure.nodes), *sorted(TOTAL_NAMES, reverse=True)])
        rules: list[tuple[str, int, GradeLimit | Consequence]] = [
            *(("limits", index, limit) for index, limit in enumerate(self.scheme.limits)),
            *(("afterwards", index, each) for index, each in enumerate(self.scheme.afterwards)),
        ]
        for where, index, rule in rules:
            source = self.file.source(where, index)
            is_of_places = rule.last_places is not None or (isinstance(rule, Consequence) and rule.places is not None)
            if rule.indicator is not None and rule.indicator not in names:
                self.unknown(rule.indicator, source, f"“{where}”", names)
            elif rule.indicator is not None and (codes := borne_twice(structure, rule.indicator)):
                self.say("scheme.E127", "“{name}” is the name of several indicators of one unit ({codes}), and the places in one of them are meant.",
                         source, "Give the one that is meant a name of its own.", name=rule.indicator, codes=Several(codes))  # fmt: skip
            if rule.indicator is not None and not is_of_places:
                self.say("scheme.E124", "The rule names the indicator “{name}” and does not say which places.", source,
                         "Write “last_places”, or “places” under “afterwards”.", name=rule.indicator)  # fmt: skip
            elif isinstance(rule, Consequence) and rule.award is not None and rule.years_running > 1:
                self.say("scheme.E125", "“award” looks at this year only, not at {years} years running.", source,
                         "Write “last_place: true” or a grade, which the table of history has.",
                         years=rule.years_running)  # fmt: skip
            elif isinstance(rule, Consequence) and is_of_places and rule.years_running > 1:
                self.say("scheme.E125", "“places” and “last_places” look at this year only, not at {years} years running.",
                         source, "Write “last_place: true” or a grade, which the table of history has.",
                         years=rule.years_running)  # fmt: skip

    def check_absences(self, structure: Structure) -> None:
        """What becomes of the points of an indicator that does not apply must be said, and be possible."""
        names = dict.fromkeys(node.name for node in structure.nodes)
        for node in structure.nodes:
            policy = node.node.when_absent
            taker = handed_to(policy)
            if taker is not None and taker not in names:
                self.unknown(taker, node.source, "“when_absent”", [*ABSENT_POLICIES, *names])
            elif taker is not None and hands_weight(policy) and not weigh_side_by_side(structure, node, taker):
                self.say("scheme.E126", "“{name}” hands its weight on to “{taker}”, and the two do not count by weights side by side.",
                         node.source, "Name an indicator of the same section, and give both a “weight”, or weigh both in the formula of the total; "
                         "to hand on points, write the bare name.", name=node.name, taker=taker)  # fmt: skip
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
                         name=node.name, known=Several(ABSENT_POLICIES))  # fmt: skip

    def unknown(self, name: str, source: Source, where: str, known: Iterable[str]) -> None:
        self.say("scheme.E113", "“{name}” in {where} stands for nothing; known are {known}.", source,
                 "Mend the name, or define it.", name=name, where=where, known=Several(dict.fromkeys(known)))  # fmt: skip
