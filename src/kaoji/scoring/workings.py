"""Workings: the arithmetic behind an effect, written out with the numbers of the fact and of the units compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from kaoji.numbers import format_points, percent, plain
from kaoji.scheme.rules import Index, Once, Per, Proportional, Rank, Scoring, Ties
from kaoji.scheme.structure import ResolvedRule
from kaoji.scoring.facts import Event, Measure, Place, WorkItem
from kaoji.scoring.results import Effect


@dataclass(frozen=True)
class Comparison:
    """The values of the units that one is compared with, its own included."""

    own: Decimal
    is_lower_better: bool
    values: tuple[Decimal, ...] = field(repr=False)

    @property
    def best(self) -> Decimal:
        """The value of the best unit."""
        return min(self.values) if self.is_lower_better else max(self.values)

    @property
    def worst(self) -> Decimal:
        """The value of the last unit."""
        return max(self.values) if self.is_lower_better else min(self.values)

    @property
    def tied(self) -> int:
        """How many units have the same value."""
        return self.values.count(self.own)

    def place(self, *, from_bottom: bool = False) -> int:
        """Give the place from the top or from the bottom; equal values share the best one."""
        if from_bottom != self.is_lower_better:
            return 1 + sum(value < self.own for value in self.values)
        return 1 + sum(value > self.own for value in self.values)


def working(effect: Effect, points: int | None, compared: Comparison | None) -> str:  # noqa: PLR0911 - one case a kind of fact
    """Write how the amount of an effect comes about; empty where it is simply named.

    Args:
        effect: the effect.
        points: the indicator's points for this unit.
        compared: the values compared, where the rule compares units.
    """
    fact, item = effect.fact, effect.item
    own = "" if points is None else format_points(points)
    if isinstance(fact, Event):
        return _on_event(effect, fact, own)
    if isinstance(fact, WorkItem):
        return f"{own} × {percent(fact.share)} × {percent(fact.completion)}"
    if isinstance(fact, Place) and isinstance(item, Rank):
        return _on_place(effect.rule, item, fact.place, fact.tied)
    if not isinstance(fact, Measure):
        return ""
    if isinstance(item, Per):
        return _steps(item, fact.value, bound(effect.rule, item, fact))
    if isinstance(item, Rank) and compared is not None:
        return _on_place(effect.rule, item, compared.place(from_bottom=item.from_end == "bottom"), compared.tied)
    if isinstance(item, Proportional):
        return _proportional(effect, fact, own, compared)
    if isinstance(item, Index) and compared is not None:
        return _index(item, fact, own, compared)
    return ""


def bound(rule: ResolvedRule, item: Scoring, fact: object) -> Decimal | None:
    """Give the value from which a rule item counts: the threshold before it, the rule's target or the fact's."""
    if isinstance(item, Per) and item.then:
        threshold = Decimal(0)
        for other in next(part for part in rule.score.parts if any(item is each for each in part.items)).scoring:
            if other is item:
                break
            if isinstance(other, Once) and other.when is not None and other.when.value is not None:
                threshold = other.when.value
        return threshold
    if rule.rule.target is not None:
        return rule.rule.target
    return fact.target if isinstance(fact, Measure) else None


def _on_event(effect: Effect, fact: Event, own: str) -> str:
    item = effect.item
    share = "" if fact.share == 1 else f" × {percent(fact.share)}"
    if isinstance(item, Per):
        steps = _steps(item, fact.quantity, bound(effect.rule, item, fact))
        return plain(item.points) + share if share and not steps else steps + share
    if not share:
        return ""
    if isinstance(item, Once):
        return (own if item.points is None else plain(item.points)) + share
    return plain(fact.quantity) + share


def left_over(item: Scoring, value: Decimal, start: Decimal | None) -> Decimal | None:
    """Give the step of a rule that leaves a part of a value out because it is no whole one; None where none is left."""
    if not isinstance(item, Per) or not item.whole:
        return None
    reach, _shown = _reach(item, value, start)
    return item.step if reach > 0 and Fraction(reach) % Fraction(item.step) else None


def _reach(item: Per, value: Decimal, start: Decimal | None) -> tuple[Fraction | Decimal, str]:
    """Give what is counted in steps, and how it comes about."""
    reach: Fraction | Decimal
    reach, shown = value, plain(value)
    if (item.towards == "above" or (item.then and item.towards == "each")) and start is not None:
        reach, shown = value - start, f"({plain(value)} − {_signed(start)})"
    elif item.towards == "below" and start is not None:
        reach, shown = start - value, f"({plain(start)} − {_signed(value)})"
    if item.of_target and start is not None:
        reach = Fraction(reach) * 100 / Fraction(start) if start > 0 else Fraction(0)
        shown = f"{shown} ÷ {_signed(start)} × 100"
    return reach, shown


def _steps(item: Per, value: Decimal, start: Decimal | None) -> str:
    reach, shown = _reach(item, value, start)
    if reach <= 0:
        return f"0 × {plain(item.points)}"
    if not item.whole:
        over = "" if item.step == 1 else f" ÷ {plain(item.step)}"
        return f"{shown}{over} × {plain(item.points)}"
    steps = Fraction(reach) // Fraction(item.step)
    return "" if steps == 1 else f"{steps} × {plain(item.points)}"


def _signed(value: Decimal) -> str:
    return f"({plain(value)})" if value < 0 else plain(value)


def _on_place(rule: ResolvedRule, item: Rank, place: int, tied: int) -> str:
    part = next(part for part in rule.score.parts if any(item is each for each in part.items))
    ties = next((limit for limit in (*part.limits, *rule.score.limits) if isinstance(limit, Ties)), None)
    if tied == 1 or ties is None or ties.policy == "higher":
        return ""
    if ties.policy == "divide":
        return f"{plain(_points_at(item, place))} ÷ {tied}"
    amounts = " + ".join(plain(_points_at(item, taken)) for taken in range(place, place + tied))
    return f"({amounts}) ÷ {tied}"


def _points_at(item: Rank, place: int) -> Decimal:
    spans = (points for first, last, points in item.places if first <= place and (last is None or place <= last))
    return sum(spans, Decimal(0))


def _proportional(effect: Effect, fact: Measure, own: str, compared: Comparison | None) -> str:
    if compared is None:
        target = bound(effect.rule, effect.item, fact)
        if target is None or fact.value <= 0 or target <= 0 or fact.value >= target:
            return ""
        return f"{own} × {plain(fact.value)} ÷ {plain(target)}"
    if fact.value <= 0 or compared.best <= 0:
        return ""
    if compared.is_lower_better:
        return f"{own} × {plain(compared.best)} ÷ {plain(fact.value)}"
    return f"{own} × {plain(fact.value)} ÷ {plain(compared.best)}"


def _index(item: Index, fact: Measure, own: str, compared: Comparison) -> str:
    worst = _signed(compared.worst)
    first, second = plain(item.first or 0), plain(item.second or 0)
    is_flat = compared.best == compared.worst
    span = f"({plain(fact.value)} − {worst}) ÷ ({plain(compared.best)} − {worst})"
    if item.method == "min_max":
        return "" if is_flat else f"{own} × {span}"
    if item.method == "efficacy":
        if is_flat:
            return f"{own} × ({first} + {second}) ÷ 100"
        return f"{own} × ({first} + {second} × {span}) ÷ 100"
    return _growth(item, fact, own, compared)


def _growth(item: Index, fact: Measure, own: str, compared: Comparison) -> str:
    value = _signed(fact.value)
    first, second = f"{plain(item.first or 0)}%", f"{plain(item.second or 0)}%"
    total, count = sum(compared.values, Decimal(0)), len(compared.values)
    terms = []
    if compared.is_lower_better:
        if fact.value <= 0:
            return ""
        if fact.previous is not None:
            terms.append(f"{own} × {first} × {_signed(fact.previous)} ÷ {value}")
        terms.append(f"{own} × {second} × {_signed(total)} ÷ ({count} × {value})")
    else:
        if fact.previous is not None and fact.previous > 0:
            terms.append(f"{own} × {first} × {value} ÷ {plain(fact.previous)}")
        if total > 0:
            terms.append(f"{own} × {second} × {value} × {count} ÷ {plain(total)}")
    return " + ".join(terms)
