"""The oracle's amounts: what one rule item makes of one fact, after docs/explanation/scoring.md, "Effects" and "Ties"."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from kaoji.scheme.rules import Entered, Index, Item, Once, Part, Per, Proportional, Range, Rank, Scoring, Ties
from kaoji.scheme.structure import ResolvedNode, ResolvedRule, means_no
from kaoji.scoring.facts import Answer, EnteredScore, Event, Measure, Place, WorkItem

ZERO = Fraction(0)
Fact = Answer | EnteredScore | Event | Measure | Place | WorkItem


class Written(NamedTuple):
    """Where a rule item is written: indicator, rule, index of the part and of the item in it."""

    node: ResolvedNode
    rule: ResolvedRule
    part: int
    item: int

    @property
    def within(self) -> Part:
        return self.rule.score.parts[self.part]

    @property
    def scoring(self) -> Scoring:
        item = self.within.items[self.item]
        assert isinstance(item, Scoring)
        return item


# ------------------------------------------------------------------------------------------------------------ Numbers
def rounded(value: Fraction, decimals: int = 9) -> Fraction:
    """Round half up, away from zero ("Numbers", first sentence: every division, to 10⁻⁹)."""
    size = abs(value) * 10**decimals
    whole = (2 * size.numerator + size.denominator) // (2 * size.denominator)
    return Fraction(whole if value >= 0 else -whole, 10**decimals)


def named(value: Fraction, decimals: int | None) -> Fraction:
    """Round at the place that the scheme names, settled at 10⁻⁷ before ("Numbers", last sentence)."""
    return rounded(value) if decimals is None else rounded(rounded(rounded(value), 7), decimals)


# ------------------------------------------------------------------------------------------------------------- Effects
def side_of(item: Scoring) -> str:
    """Tell the side: 计 fill, 加 extra, 扣 minus; scores by proportion, index or entry fill ("Effects")."""
    return "fill" if isinstance(item, Proportional | Entered | Index) else item.effect


def ladder_holds(item: Once, part: Part, value: Fraction) -> bool:
    """Tell whether a comparison counts: of the tiers that hold, only the furthest ("Effects", 达到…)."""
    tiers = [
        other
        for other in part.scoring
        if isinstance(other, Once)
        and other.effect == item.effect
        and is_comparison(other)
        and compares(other)[0] == compares(item)[0]
    ]
    holding = [rung(other) for other in tiers if holds(other, value)]
    return holds(item, value) and rung(item) == max(holding)


def is_comparison(item: Once) -> bool:
    return item.when is not None and item.when.comparison is not None


def compares(item: Once) -> tuple[str, Fraction]:
    """Give the first sign of a comparison, and its threshold."""
    assert item.when is not None
    assert item.when.comparison is not None
    assert item.when.value is not None
    return item.when.comparison[0], Fraction(item.when.value)


def holds(item: Once, value: Fraction) -> bool:
    assert item.when is not None
    threshold = compares(item)[1]
    match item.when.comparison:
        case ">=":
            return value >= threshold
        case ">":
            return value > threshold
        case "<=":
            return value <= threshold
        case _:
            return value < threshold


def rung(item: Once) -> tuple[Fraction, bool]:
    """Say how far along its ladder a comparison stands; at one threshold the strict one is further."""
    assert item.when is not None
    sign, threshold = compares(item)
    return (threshold if sign == ">" else -threshold), item.when.comparison in (">", "<")


def stepped(item: Per, distance: Fraction) -> Fraction:
    """Give N × floor(v ÷ s), or N × v ÷ s in proportion; nothing for v ≤ 0 ("Effects", 每sU…N分)."""
    if distance <= 0:
        return ZERO
    steps = distance / Fraction(item.step)
    return Fraction(item.points) * (steps.numerator // steps.denominator if item.whole else steps)


def last_threshold(part: Part, item: Item) -> Fraction | None:
    """Give the value of the last comparison before an item in its part ("Effects", 再每超过…)."""
    found = None
    before = next(index for index, other in enumerate(part.items) if other is item)
    for other in part.items[:before]:
        if isinstance(other, Once) and other.when is not None and other.when.value is not None:
            found = Fraction(other.when.value)
    return found


def at_place(item: Rank, place: int) -> Fraction:
    """Give the amount of one place."""
    return sum(
        (Fraction(points) for first, last, points in item.places if first <= place and (last is None or place <= last)),
        ZERO,
    )


def for_place(item: Rank, part: Part, place: int, tied: int) -> Fraction:
    """Give what each of the tied units gets; a place held alone is not divided ("Ties on places")."""
    if tied == 1:
        return at_place(item, place)
    ties = next((limit for limit in part.limits if isinstance(limit, Ties)), Ties("higher"))
    if ties.policy == "share":
        return named(sum((at_place(item, place + other) for other in range(tied)), ZERO) / tied, ties.decimals)
    if ties.policy == "divide":
        return named(at_place(item, place) / tied, ties.decimals)
    return at_place(item, place)


def fixed(item: Once, points: Fraction) -> Fraction:
    """Give N, or P for 满分."""
    return points if item.points is None else Fraction(item.points)


def on_answer(item: Once, answer: Answer, asked: str, points: Fraction) -> Fraction:
    """Give the amount on a yes or no; a label that denies what is asked holds for no ("Effects", first two rows)."""
    label = item.when.label if item.when is not None else None
    return fixed(item, points) if answer.answer != (label is not None and means_no(label, asked)) else ZERO


def on_event(written: Written, event: Event, points: Fraction) -> Fraction:
    """Give the amount on an event that counts, of the item's level, times its share ("Effects", on events)."""
    item, part, quantity = written.scoring, written.within, Fraction(event.quantity)
    if isinstance(item, Once):
        label = item.when.label if item.when is not None else None
        holding = not is_comparison(item) or ladder_holds(item, part, quantity)
        amount = fixed(item, points) if holding else ZERO
    elif isinstance(item, Range):
        label, amount = item.label, quantity
    elif isinstance(item, Per):
        label, amount = item.label, stepped(item, distance(item, part, quantity, None))
    else:
        return ZERO
    return amount * event.share if event.counts and label in (None, event.level) else ZERO


def distance(item: Per, part: Part, value: Fraction, target: Fraction | None) -> Fraction:
    """Give what 每… counts: v, v − T, T − v, v − X or X − v, or its percentage of T; 0 without a target ("Effects", 每sU… to 再每…)."""
    if item.then:
        target = last_threshold(part, item)
    elif item.towards == "each":
        return value
    if target is None or (item.of_target and target <= 0):
        return ZERO
    away = target - value if item.towards == "below" else value - target
    return away * 100 / target if item.of_target else away


def against_best(value: Fraction, values: Sequence[Fraction], *, lower: bool) -> Fraction:
    """Give the part of P by the best value ("Effects", 按最高得分单位折算)."""
    if lower:
        return min(values) / value if value > 0 else Fraction(1)
    return value / max(values) if value > 0 and max(values) > 0 else ZERO


def between(value: Fraction, values: Sequence[Fraction], *, lower: bool) -> Fraction:
    """Give (v − worst) ÷ (best − worst), 1 if all are equal ("Effects", 按最大最小值法计分)."""
    best, worst = (min(values), max(values)) if lower else (max(values), min(values))
    return (value - worst) / (best - worst) if best != worst else Fraction(1)


def growth(item: Index, fact: Measure, points: Fraction, values: Sequence[Fraction], *, lower: bool) -> Fraction:
    """Add the two rounded terms of the growth index, each 0 without a divisor above 0 ("Effects", 按发展指数计分)."""
    value, total = Fraction(fact.value), sum(values, ZERO)
    previous = ZERO if fact.previous is None else Fraction(fact.previous)
    own, mean = points * Fraction(item.first or 0) / 100, points * Fraction(item.second or 0) / 100
    if lower:
        terms = [(own * previous, value), (mean * total, len(values) * value)]
    else:
        terms = [(own * value, previous), (mean * value * len(values), total)]
    return sum((rounded(over / under) for over, under in terms if under > 0), ZERO)


def beside(written: Written, fact: Measure, points: Fraction, values: Sequence[Fraction]) -> Fraction:
    """Give the amount of an item that sees the units' values side by side ("Effects", 前k名 to 按发展指数计分)."""
    value, lower = Fraction(fact.value), written.rule.rule.better == "lower"
    match written.scoring:
        case Rank() as item:
            upwards = lower != (item.from_end == "bottom")
            place = 1 + sum(1 for other in values if (other < value if upwards else other > value))
            return for_place(item, written.within, place, values.count(value))
        case Proportional():
            return points * against_best(value, values, lower=lower)
        case Index(method="min_max"):
            return points * between(value, values, lower=lower)
        case Index(method="efficacy", first=first, second=second):
            return points * (Fraction(first or 0) + Fraction(second or 0) * between(value, values, lower=lower)) / 100
        case Index() as item:
            return growth(item, fact, points, values, lower=lower)
    return ZERO


def target_of(rule: ResolvedRule, fact: Measure) -> Fraction | None:
    """Give T: the rule's target, else the fact's ("Effects", 每超过sU…)."""
    target = fact.target if rule.rule.target is None else rule.rule.target
    return None if target is None else Fraction(target)


def completed(value: Fraction, target: Fraction | None) -> Fraction:
    """Give min(v, T) ÷ T, 0 where v or T is not above 0 ("Effects", 按完成比例计分)."""
    return min(value, target) / target if target is not None and target > 0 and value > 0 else ZERO


def on_measure(written: Written, fact: Measure, points: Fraction, values: Sequence[Fraction]) -> Fraction:
    """Give the amount on a measured value ("Effects", on: measure, ranked)."""
    value, target = Fraction(fact.value), target_of(written.rule, fact)
    match written.scoring:
        case Once() as item:
            return fixed(item, points) if ladder_holds(item, written.within, value) else ZERO
        case Range():
            return value
        case Per() as item:
            return stepped(item, distance(item, written.within, value, target))
        case Proportional(to="target"):
            return points * completed(value, target)
    return beside(written, fact, points, values)


def amount(written: Written, fact: Fact, points: Fraction, values: Sequence[Fraction]) -> Fraction:
    """Give what a rule item makes of a fact, never negative, rounded ("Effects", the table; "Numbers").

    ``points`` is P; ``values`` are those of the units compared, the unit's own among them.
    """
    exact = ZERO
    match fact, written.scoring:
        case EnteredScore(), Entered():
            exact = Fraction(fact.score)
        case Answer(), Once() as item:
            exact = on_answer(item, fact, written.rule.rule.when or "", points)
        case Event(), _:
            exact = on_event(written, fact, points)
        case Place(counts=True), Rank(from_end="top") as item:
            exact = for_place(item, written.within, fact.place, fact.tied)
        case WorkItem(), Proportional():
            exact = points * fact.share * fact.completion
        case Measure(), _:
            exact = on_measure(written, fact, points, values)
    return rounded(max(ZERO, exact))
