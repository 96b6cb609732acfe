"""What the rules expect of a slot's facts, beyond what the slot says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaoji.numbers import fold
from kaoji.scheme.model import MOST_POINTS, Scheme
from kaoji.scheme.rules import Index, Item, Once, Per, Proportional, Range, Scoring, Ties
from kaoji.scheme.structure import ResolvedPanel, ResolvedRule, Structure
from kaoji.scoring import cells

_PERCENT = {"%", "百分点", "个百分点", "percentage points", "percentage point"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What a slot's facts must look like.

    ``ranges`` are the bounds of discretionary amounts by level (None: any level). ``needs_level`` holds where an event
    without a level would change nothing. ``in_percent`` says that the values are percentages written without the sign.
    ``counted`` are the levels (None: any) whose events are worth more the larger their quantity is. ``steps`` are the
    points by step and the step; with True the step is in percent of the target. ``growing`` are the points of growth.
    Up to ``safe`` a value makes few points whatever stands beside it. ``parts_ties`` where units on one place share.
    ``divided_by`` names the fields that points are in proportion to; ``whole_steps`` are by level (None: any) the steps of
    which each event makes so many by itself.
    """

    ranges: dict[str | None, tuple[Decimal, Decimal]]
    needs_level: bool
    in_percent: bool
    thresholds: tuple[Decimal, ...]
    counted: frozenset[str | None]
    steps: tuple[tuple[Decimal, Decimal, bool], ...] = ()
    growing: Decimal = Decimal(0)
    safe: Decimal = Decimal(0)
    parts_ties: bool = False
    divided_by: frozenset[str] = frozenset()
    whole_steps: tuple[tuple[str | None, Decimal], ...] = ()

    def worth(self, value: Decimal, target: Decimal | None = None, previous: Decimal | None = None) -> Decimal:
        """Give an upper bound of the points that one item makes of a value, before any limit."""
        if not (self.steps or self.growing or self.ranges):
            return Decimal(0)
        targets = [abs(each) for each in (*self.thresholds, *([] if target is None else [target]))]
        reach = abs(value) + max(targets, default=Decimal(0))
        shares = [reach * 100 / each for each in targets if each]
        amounts = [
            points * (max(shares, default=Decimal(0)) if of_target else reach) / step
            for points, step, of_target in self.steps
            if step
        ]
        grown = self.growing * abs(value) / abs(previous) if previous else Decimal(0)
        return max([*amounts, grown, abs(value) if self.ranges else grown])

    def is_counted(self, level: str | None) -> bool:
        """Tell whether the quantity of an event of a level changes what it is worth."""
        return not self.counted.isdisjoint((level, None))

    def bounds(self, level: str | None) -> tuple[Decimal, Decimal] | None:
        """Give the bounds of the amount fixed for an event of a level, or None where its quantity only counts."""
        given = [self.ranges[each] for each in dict.fromkeys((level, None)) if each in self.ranges]
        if not given:
            return None
        return min(low for low, _ in given), max(high for _, high in given)


def expected(structure: Structure, slot: int) -> Expected:
    """Gather what the rules on a slot expect."""
    items = list(_items(structure, slot))
    ranges: dict[str | None, tuple[Decimal, Decimal]] = {}
    for item in items:
        if isinstance(item, Range):
            low, high = ranges.get(item.label, (item.low, item.high))
            ranges[item.label] = (min(low, item.low), max(high, item.high))
    labels = [_label(item) for item in items]
    conditions = [item.when for item in items if isinstance(item, Once) and item.when is not None]
    thresholds = [when.value for when in conditions if when.value is not None]
    rules = [rule for rule in structure.nodes[structure.slots[slot].node].rules if rule.slot == slot]
    thresholds += [rule.rule.target for rule in rules if rule.rule.target is not None]
    every = [item for item in items if isinstance(item, Per)]
    steps = [item for item in every if not item.of_target]
    units = {when.measured_in for when in conditions} | {item.measured_in for item in steps}
    label = fold(structure.slots[slot].label)
    return Expected(
        ranges,
        bool(labels) and all(label is not None for label in labels),
        bool(units & _PERCENT) or re.search(r"\((%|百分点)\)", label) is not None,
        tuple(thresholds),
        frozenset(label for item, label in zip(items, labels, strict=True) if _is_counted(item)),
        tuple((item.points, item.step, item.of_target) for item in every),
        (structure.nodes[structure.slots[slot].node].node.points or Decimal(0)) * any(map(_is_growth, items)),
        min([Decimal(MOST_POINTS), *(MOST_POINTS * item.step / item.points for item in every if item.points)])
        if not thresholds and not any(item.of_target or item.towards != "each" for item in every)
        else Decimal(0),
        any(isinstance(item, Ties) and item.policy != "higher" for item in _all_items(structure, slot)),
        frozenset(_divisors(rules)),
        tuple(
            (item.label, item.step)
            for item in every
            if item.whole and not item.of_target and not item.then and item.towards == "each"
        ),
    )


def _divisors(rules: Iterable[ResolvedRule]) -> Iterator[str]:
    """Name the fields by which the items of rules divide."""
    for rule in rules:
        for item in rule.score.scoring:
            if _is_growth(item):
                yield "value" if rule.rule.better == "lower" else "previous"
            by_target = (isinstance(item, Proportional) and item.to == "target") or (
                isinstance(item, Per) and item.of_target
            )
            if by_target and rule.rule.target is None:
                yield "target"


def _items(structure: Structure, slot: int) -> Iterator[Scoring]:
    for rule in structure.nodes[structure.slots[slot].node].rules:
        if rule.slot == slot:
            yield from rule.score.scoring


def _all_items(structure: Structure, slot: int) -> Iterator[Item]:
    for rule in structure.nodes[structure.slots[slot].node].rules:
        if rule.slot == slot:
            yield from (item for part in rule.score.parts for item in part.items)


def _is_counted(item: Scoring) -> bool:
    return not isinstance(item, Once) or (item.when is not None and item.when.comparison is not None)


def _is_growth(item: Scoring) -> bool:
    return isinstance(item, Index) and item.method == "growth"


def _label(item: Scoring) -> str | None:
    if isinstance(item, Once):
        return item.when.label if item.when is not None else None
    return item.label if isinstance(item, Per | Range) else None


def period(scheme: Scheme) -> tuple[date, date]:
    """Give the first and last day of the assessment: its period, else its year."""
    if scheme.period is not None:
        first, last = (cells.day(text) for text in scheme.period)
        if isinstance(first, date) and isinstance(last, date):
            return first, last
    return date(scheme.year, 1, 1), date(scheme.year, 12, 31)


def questions(panel: ResolvedPanel) -> tuple[str, ...]:
    """Give a panel's questions; one without a name where it states none."""
    return panel.panel.questions or ("",)
