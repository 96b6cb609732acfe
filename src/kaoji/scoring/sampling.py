"""Plausible facts for any scheme: to try it out, to show it, and to test it before the real data come.

What is made depends on the scheme and the seed alone.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from kaoji.numbers import fold
from kaoji.scheme.model import Limit
from kaoji.scheme.structure import ResolvedPanel, Slot, Structure, handed_to, is_negative
from kaoji.scoring.absences import by_attributes
from kaoji.scoring.cells import Fault
from kaoji.scoring.expectations import Expected, expected, period, questions
from kaoji.scoring.facts import (
    Absence,
    Answer,
    Ballots,
    Condition,
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
from kaoji.scoring.naming import ConditionRule, Names, looks_at_place, rule_words

_TENTH = Decimal("0.1")
_ATTRIBUTE_VALUES = ("甲类", "乙类", "丙类")
_SHARED = Fraction(1, 2)


def plausible(
    structure: Structure,
    seed: int = 1,
    raters: int = 9,
    voters: int = 60,
    attributes: Mapping[str, Mapping[str, str]] | None = None,
) -> Facts:
    """Make facts as a year might bring them: scores near the top, few deductions, some votes against.

    Every required slot of every unit is filled, or stated not to apply where the scheme has a rule for that. There are
    no decisions: those depend on the result. Groups whose units the scheme does not list get three units.

    Args:
        structure: the resolved scheme.
        seed: another number gives other facts.
        raters: how many rate on each sheet.
        voters: how many vote in each panel.
        attributes: what is known of units already, by unit; the rest is chosen.
    """
    return _Sampling(structure, seed, raters, voters, attributes or {}).run()


class _Sampling:
    def __init__(
        self, structure: Structure, seed: int, raters: int, voters: int, known: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.structure = structure
        self.random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.raters, self.voters, self.known = raters, voters, known
        self.names = Names(structure)
        self.facts = Facts()
        self.first, self.last = period(structure.scheme)
        self.absent: set[tuple[str, int]] = set()
        self.numbered = 0

    def run(self) -> Facts:
        self.units()
        self.absences()
        for index, slot in enumerate(self.structure.slots):
            units = [unit for unit in self.facts.units if self.has(unit, slot.node)]
            self.fill(index, slot, units)
        for panel in self.structure.panels:
            for unit in self.facts.units:
                if not panel.panel.applies_to or {unit.unit, unit.group} & set(panel.panel.applies_to):
                    self.rate(panel, unit)
        self.conditions()
        self.history()
        return self.facts

    def happens(self, share: float) -> bool:
        """Throw a coin that shows heads with this share."""
        return self.random.random() < share

    def has(self, unit: Unit, node: int | None) -> bool:
        """Tell whether a unit has an indicator that applies to it."""
        if node not in self.names.nodes_of(unit):
            return False
        while node is not None:
            if (unit.unit, node) in self.absent:
                return False
            node = self.structure.nodes[node].parent
        return True

    # Units

    def units(self) -> None:
        attributes = self.attributes()
        for group, members in self.structure.scheme.groups.items():
            names = members.units or tuple(f"{group}{number}" for number in range(1, 4))
            for name in names:
                if name not in self.names.units:
                    chosen = {key: self.random.choice(values) for key, values in attributes.items()}
                    self.names.add(Unit(name, group, chosen | dict(self.known.get(name, {}))))
        self.facts.units = list(self.names.units.values())

    def attributes(self) -> dict[str, Sequence[str]]:
        """Give the attributes that the scheme asks for, and what they may be; values that it does not name among them."""
        tied = {name for node in self.structure.nodes for name in node.node.absent_for}
        return {
            name: (*values, *_ATTRIBUTE_VALUES) if name in tied else values or _ATTRIBUTE_VALUES
            for name, values in self.structure.attributes.items()
        }

    def absences(self) -> None:
        self.absent = {(row.unit, row.node) for row in by_attributes(self.structure, self.facts.units)}
        for node in self.structure.nodes:
            if node.node.when_absent is None or node.node.absent_for:
                continue
            units = [unit for unit in self.facts.units if self.has(unit, node.index)]
            # Somebody keeps the indicator, so that comparisons have something to compare.
            for unit in units[1:]:
                if self.happens(0.08) and self.leaves_something(unit, node.index):
                    self.absent.add((unit.unit, node.index))
                    self.facts.absences.append(Absence(unit.unit, node.index, "无此项任务"))

    def leaves_something(self, unit: Unit, node: int) -> bool:
        """Tell whether what takes the points over stays with the unit."""
        taker = handed_to(self.structure.nodes[node].node.when_absent)
        heirs = [each.index for each in self.structure.nodes if each.name == taker and self.has(unit, each.index)]
        parent = self.structure.nodes[node].parent
        siblings = () if parent is None else self.structure.nodes[parent].children
        return bool(heirs) or any(each != node and self.has(unit, each) for each in siblings)

    # Slots

    def fill(self, index: int, slot: Slot, units: list[Unit]) -> None:
        wanted = expected(self.structure, index)
        if slot.kind == "place":
            self.places(index, units)
        for unit in units:
            if slot.kind == "score":
                self.facts.scores.append(EnteredScore(unit.unit, index, self.score(slot)))
            elif slot.kind == "answer":
                is_good = not is_negative(slot.label) and not self.only_takes(index)
                self.facts.answers.append(Answer(unit.unit, index, self.happens(0.9) == is_good))
            elif slot.kind == "measure":
                self.facts.measures.append(self.measure(index, slot, unit, wanted))
            elif slot.kind == "items":
                self.items(index, unit)
        if slot.kind == "events":
            self.events(index, slot, units, wanted)

    def only_takes(self, index: int) -> bool:
        """Tell whether all that the rules on a slot do is take points."""
        node = self.structure.nodes[self.structure.slots[index].node]
        items = [item for rule in node.rules if rule.slot == index for item in rule.score.scoring]
        return bool(items) and all(getattr(item, "effect", "fill") == "minus" for item in items)

    def between(self, low: Decimal, high: Decimal, step: Decimal = _TENTH) -> Decimal:
        """Give a value between two bounds, in steps where these fit in."""
        first = int((low / step).to_integral_value(ROUND_CEILING))
        last = int((high / step).to_integral_value(ROUND_FLOOR))
        return self.random.randint(first, last) * step if first <= last else low

    def score(self, slot: Slot) -> Decimal:
        high = slot.high if slot.high is not None else Decimal(5)
        low = high * (Decimal("0.5") if self.happens(0.08) else Decimal("0.85"))
        return high if self.happens(0.3) else self.between(low, high)

    def measure(self, index: int, slot: Slot, unit: Unit, wanted: Expected) -> Measure:
        bounds = wanted.bounds(None)
        if bounds is not None:
            value = self.between(*bounds) if self.happens(0.3) else Decimal(0)
            target = Decimal(self.size(slot, wanted)) if slot.has_target else None
            return Measure(unit.unit, index, value, target, value if slot.has_previous else None)
        around = self.random.choice(wanted.thresholds) if wanted.thresholds else Decimal(self.size(slot, wanted))
        target = around if slot.has_target else None
        spread = Decimal(self.random.randint(85, 118)) / 100
        value = (around * spread).quantize(_TENTH)
        if self.counts_whole(slot):
            value = value.to_integral_value()
        previous = (value * Decimal(self.random.randint(85, 105)) / 100).quantize(_TENTH) if slot.has_previous else None
        return Measure(unit.unit, index, value, target, previous)

    def size(self, slot: Slot, wanted: Expected) -> int:
        """Give about how large a value is that nothing compares with."""
        if wanted.in_percent:
            return self.random.randint(80, 98)
        return self.random.randint(2, 12) if self.counts_whole(slot) else self.random.randint(100, 900)

    def counts_whole(self, slot: Slot) -> bool:
        """Tell whether a slot counts things that have no parts."""
        return slot.measured_in is not None and fold(slot.measured_in) in {*"次个件起家人项篇条例户处场期名天"}

    def items(self, index: int, unit: Unit) -> None:
        count = self.random.randint(3, 6)
        cuts = sorted(self.random.sample(range(1, 20), count - 1))
        for number, (low, high) in enumerate(zip((0, *cuts), (*cuts, 20), strict=True), 1):
            done = 100 if self.happens(0.6) else self.random.randint(70, 99)
            item = WorkItem(unit.unit, index, f"工作{number}", Fraction(high - low, 20), Fraction(done, 100))
            self.facts.items.append(item)

    def places(self, index: int, units: list[Unit]) -> None:
        groups: dict[str, list[Unit]] = {}
        for unit in units:
            groups.setdefault(unit.group, []).append(unit)
        for members in groups.values():
            order = self.random.sample(members, len(members))
            tied = self.random.randrange(len(order)) if len(order) > 2 and self.happens(0.3) else None  # noqa: PLR2004
            for place, unit in enumerate(order, 1):
                shares = tied is not None and place - 1 in (tied, tied + 1) and tied + 1 < len(order)
                at = tied + 1 if shares and tied is not None else place
                self.facts.places.append(Place(unit.unit, index, at, 2 if shares else 1))

    def events(self, index: int, slot: Slot, units: list[Unit], wanted: Expected) -> None:
        often = 0.12 if self.only_takes(index) else 0.35
        partner: Event | None = None
        for unit in units:
            count = 1 if slot.required else 0
            while self.happens(often) and count < 4:  # noqa: PLR2004 - as many as a year brings
                count += 1
            matter: str | None = None
            for _ in range(count):
                matter = matter if matter is not None and self.happens(0.3) else self.matter()
                event = self.event(index, slot, unit, wanted, matter)
                if partner is not None and partner.unit != unit.unit and self.happens(0.1):
                    event = self.shared(event, partner)
                self.facts.events.append(event)
                partner = event

    def matter(self) -> str | None:
        """Name the matter of an event, now and then."""
        return f"事项{self.numbered + 1}" if self.happens(0.3) else None

    def event(self, index: int, slot: Slot, unit: Unit, wanted: Expected, matter: str | None) -> Event:
        self.numbered += 1
        level = self.random.choice(slot.levels) if slot.levels and (wanted.needs_level or self.happens(0.8)) else None
        bounds = wanted.bounds(level)
        if bounds is not None:
            quantity = self.between(*bounds)
        elif slot.measured_in is None or self.counts_whole(slot):
            quantity = Decimal(1 if self.happens(0.8) else 2)
        else:
            quantity = Decimal(self.random.randint(1, 60) * 10)
        happened_on = self.first + timedelta(days=self.random.randint(0, (self.last - self.first).days))
        counts = not self.happens(0.06)
        number = f"{self.numbered:05d}"
        document = f"考评〔{happened_on.year}〕{self.numbered}号"
        note = None if counts else "依据不足，未计入"
        return Event(
            unit.unit, index, number, quantity, level, matter, Fraction(1), counts, happened_on, document, note
        )

    def shared(self, event: Event, partner: Event) -> Event:
        """Make an event the other half of what a partner did."""
        return replace(event, share=_SHARED, note=f"与{partner.unit}共同完成")

    # Panels

    def rate(self, panel: ResolvedPanel, unit: Unit) -> None:
        kinds = tuple(panel.panel.classes) or ("",)
        if panel.panel.entered:
            points = panel.panel.points
            score = self.between(points * Decimal("0.85"), points)
            self.facts.panel_scores.append(PanelScore(unit.unit, panel.name, score))
            return
        if panel.panel.options:
            for kind in kinds:
                for question in questions(panel):
                    self.vote(panel, unit, kind, question, max(1, self.voters // len(kinds)))
        if panel.panel.dimensions:
            for number in range(1, self.raters + 1):
                self.mark(panel, unit, kinds[number % len(kinds)], f"评价人{number:02d}")

    def vote(self, panel: ResolvedPanel, unit: Unit, kind: str, question: str, voters: int) -> None:
        """Spread votes over the options, most on the best."""
        options = sorted(panel.panel.options, key=lambda name: -panel.panel.options[name])
        options = [name for name in options if name not in panel.panel.abstentions] + [*panel.panel.abstentions]
        liking = self.random.uniform(0.55, 0.85)
        counts = dict.fromkeys(options, 0)
        for _ in range(voters):
            place = 0
            while place < len(options) - 1 and not self.happens(liking):
                place += 1
            counts[options[place]] += 1
        counts[options[0]] += not any(count for name, count in counts.items() if name not in panel.panel.abstentions)
        self.facts.ballots.extend(
            Ballots(unit.unit, panel.name, name, count, question, kind) for name, count in counts.items() if count
        )

    def mark(self, panel: ResolvedPanel, unit: Unit, kind: str, rater: str) -> None:
        for dimension, highest in panel.panel.dimensions.items():
            mark = highest if self.happens(0.25) else self.between(highest * Decimal("0.8"), highest)
            self.facts.marks.append(Mark(unit.unit, panel.name, rater, dimension, mark, kind))

    # Grades

    def conditions(self) -> None:
        scheme = self.structure.scheme
        awards = [award for award in scheme.awards if award.when]
        rules: list[ConditionRule] = [*scheme.reported_limits, *scheme.elsewhere, *awards]
        for words in dict.fromkeys(rule_words(rule) for rule in rules):
            ranked: dict[str, list[Unit]] = {}
            for unit in self.facts.units:
                found = self.names.condition(words, unit)
                if isinstance(found, Fault):
                    continue
                if any(looks_at_place(rule) for rule in found[1]):
                    ranked.setdefault(unit.group, []).append(unit)
                elif self.happens(0.03):
                    self.facts.conditions.append(self.condition(unit, words, found[1]))
            for units in ranked.values():
                for place, unit in enumerate(self.random.sample(units, len(units)), 1):
                    self.facts.conditions.append(Condition(unit.unit, words, value=Decimal(place)))

    def condition(self, unit: Unit, words: str, rules: list[ConditionRule]) -> Condition:
        limits = [rule for rule in rules if isinstance(rule, Limit)]
        least = {kind: value for limit in limits for kind, value in limit.at_least.items()}
        approved = True if any(limit.needs_approval for limit in limits) else None
        kind = self.random.choice(sorted(least)) if least else None
        value = least[kind] * self.random.choice((1, 2)) if kind is not None else None
        return Condition(unit.unit, words, approved=approved, value=value, kind=kind)

    def history(self) -> None:
        grades = [grade.name for grade in self.structure.scheme.grades]
        for group in self.structure.scheme.groups:
            members = [unit for unit in self.facts.units if unit.group == group]
            for rank, unit in enumerate(self.random.sample(members, len(members)), 1):
                at = min(len(grades) - 1, (rank - 1) * len(grades) // len(members) if self.happens(0.3) else rank // 3)
                grade = grades[at] if grades else None
                total = Decimal(9800 - 35 * rank - self.random.randint(0, 30)) / 100
                is_last = rank == len(members)
                past = PastResult(
                    unit.unit, self.structure.scheme.year - 1, grade, rank, is_last, max(total, Decimal(0))
                )
                self.facts.history.append(past)
