"""The oracle's caps: what a node keeps of what it gathers, after docs/explanation/scoring.md, "Caps and floors"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kaoji.scheme.rules import Cap, Floor, Item, Limit, Scoring
from kaoji.scheme.rules import Score as RuleScore
from tests.oracle_items import ZERO, side_of


@dataclass(frozen=True)
class Balance:
    """What a node has gathered ("Caps and floors"): start S, fill F, extra X, minus M."""

    start: Fraction = ZERO
    fill: Fraction = ZERO
    extra: Fraction = ZERO
    minus: Fraction = ZERO

    @property
    def plus(self) -> Fraction:
        return self.start + self.fill + self.extra

    @property
    def value(self) -> Fraction:
        return self.plus - self.minus

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.start + other.start, self.fill + other.fill, self.extra + other.extra, self.minus + other.minus
        )


def cap_sides(
    balance: Balance, limits: Sequence[Limit], items: Iterable[Item] = (), *, gives: bool = False, takes: bool = False
) -> Balance:
    """Hold 加分不超过 and 减分不超过 ("Caps and floors", 1 and the first half of 2) beside the items they stand with."""
    sides = {side_of(item) for item in items if isinstance(item, Scoring)}
    for cap in (limit for limit in limits if isinstance(limit, Cap)):
        most = Fraction(cap.points)
        if cap.side == "plus" and "fill" in sides and "extra" in sides:
            balance = replace(balance, extra=min(balance.extra, most))
        elif cap.side == "plus" or (cap.side is None and gives):
            excess = max(ZERO, balance.fill + balance.extra - most)
            off_extra = min(excess, balance.extra)
            balance = replace(balance, extra=balance.extra - off_extra, fill=balance.fill - (excess - off_extra))
        elif cap.side == "minus" or takes:
            balance = replace(balance, minus=min(balance.minus, most))
    return balance


def cap_value(balance: Balance, most: Fraction) -> Balance:
    """Hold 最高N: what it takes comes off X, then F, then S ("Caps and floors", 4)."""
    excess = max(ZERO, balance.value - most)
    off_extra = min(excess, balance.extra)
    off_fill = min(excess - off_extra, balance.fill)
    off_start = excess - off_extra - off_fill
    return replace(
        balance, start=balance.start - off_start, fill=balance.fill - off_fill, extra=balance.extra - off_extra
    )


def raise_to(balance: Balance, least: Fraction) -> Balance:
    """Hold a floor: what it gives back comes off M, and what M does not hold is added to F ("Caps and floors", 4)."""
    lack = max(ZERO, least - balance.value)
    off_minus = min(lack, balance.minus)
    return replace(balance, minus=balance.minus - off_minus, fill=balance.fill + lack - off_minus)


def value_caps(limits: Iterable[Limit]) -> list[Fraction]:
    return [Fraction(limit.points) for limit in limits if isinstance(limit, Cap) and limit.side is None]


def limited(balance: Balance, items: Sequence[Item], limits: Sequence[Limit]) -> Balance:
    """Hold the caps of a part or rule; a floor in it belongs to the indicator ("Caps and floors", 1 and 2)."""
    sides = {side_of(item) for item in items if isinstance(item, Scoring)}
    gives, takes = "minus" not in sides, sides == {"minus"}
    balance = cap_sides(balance, limits, items, gives=gives, takes=takes)
    if not gives and not takes:
        for most in value_caps(limits):
            balance = cap_value(balance, most)
    return balance


def own_limits(score: RuleScore) -> list[Limit]:
    """Give the limits of a rule with several parts: the parts made of limits alone."""
    return [limit for part in score.parts if not part.scoring for limit in part.limits]


def stated_floor(limits: Iterable[Limit]) -> Fraction | None:
    """Give the highest stated floor ("Caps and floors", 3)."""
    return max((Fraction(limit.points) for limit in limits if isinstance(limit, Floor)), default=None)


def within_value(balance: Balance, floor: Fraction | None, limits: Iterable[Limit]) -> Balance:
    """Hold the floor, then 最高N, of an indicator or section ("Caps and floors", 3 and 4)."""
    if floor is not None:
        balance = raise_to(balance, floor)
    for most in value_caps(limits):
        balance = cap_value(balance, most)
    return balance
