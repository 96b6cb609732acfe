"""What a scoring rule means: its syntax tree.

The tree says nothing about slots, indicators or engines. It is read from controlled Chinese or English by
``kaoji.scheme.rule_reading`` and written by ``kaoji.scheme.rule_printing``; what was written reads as the same tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Effect = Literal["fill", "extra", "minus"]
"""fill: towards the indicator's own points; extra: beyond them; minus: taken away."""
Comparison = Literal[">=", ">", "<=", "<"]
Towards = Literal["each", "above", "below"]


@dataclass(frozen=True, slots=True)
class Condition:
    """When a fixed amount is due: a comparison with the measured value, or a label (a level, a yes or a no)."""

    label: str | None = None
    comparison: Comparison | None = None
    value: Decimal | None = None
    measured_in: str | None = None


@dataclass(frozen=True, slots=True)
class Once:
    """A fixed amount, once; ``points`` None means all points of the indicator."""

    effect: Effect
    points: Decimal | None
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Per:
    """An amount for every so many units, in whole steps unless in proportion.

    ``towards`` says from where it counts: each (from zero, or occurrences), above or below the target or threshold.
    With ``then`` it goes on where the amount before it ends (达到500万元加2分，再每增加100万元加0.1分). ``label`` restricts it to
    events of one level. With ``of_target`` the step is a percentage of the target itself.
    """

    effect: Effect
    points: Decimal
    step: Decimal
    measured_in: str
    towards: Towards = "each"
    then: bool = False
    label: str | None = None
    whole: bool = True
    of_target: bool = False


@dataclass(frozen=True, slots=True)
class Rank:
    """Points by place, counted from the top or the bottom; a place is (first, last, points), last None: onwards."""

    effect: Effect
    from_end: Literal["top", "bottom"]
    places: tuple[tuple[int, int | None, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A discretionary amount between two bounds."""

    effect: Effect
    low: Decimal
    high: Decimal
    measured_in: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Proportional:
    """The indicator's points in proportion to a target, to the best unit, or by shares and completion of items."""

    to: Literal["target", "best", "shares"]


@dataclass(frozen=True, slots=True)
class Entered:
    """A score that somebody provides, within 0 and the indicator's points."""

    by: str | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """A score by position among all units.

    ``first`` and ``second`` are the constants of the method: of efficacy (功效系数法) the base and the span, 60 and 40; of
    growth the shares of a unit's own growth and of that against the mean; min-max has none.
    """

    method: Literal["efficacy", "min_max", "growth"]
    first: Decimal | None = None
    second: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many points, of bonuses ("plus"), of deductions ("minus"), or of whichever the part has (None)."""

    points: Decimal
    side: Literal["plus", "minus"] | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """Not below so many points."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class Open:
    """A bound that would hold unsaid does not: the floor of 0, or the cap at the indicator's own points."""

    bound: Literal["floor", "cap"]


@dataclass(frozen=True, slots=True)
class CountOnce:
    """The same matter counts once, at its largest."""


@dataclass(frozen=True, slots=True)
class Ties:
    """What tied places get: the mean of the places they take, their place's points divided, or all the higher."""

    policy: Literal["share", "divide", "higher"]
    decimals: int | None = None


Scoring = Once | Per | Rank | Range | Proportional | Entered | Index
Limit = Cap | Floor | Open | CountOnce | Ties
Item = Scoring | Limit


def effect_of(item: Scoring) -> Effect:
    """Give the direction of an item; scores that are entered or computed fill the points."""
    return "fill" if isinstance(item, Entered | Proportional | Index) else item.effect


def bounded_by(cap: Cap, items: Iterable[Scoring]) -> Literal["plus", "extra", "minus", "value"]:
    """Say what a cap bounds beside such items: what is given, only what is added, what is taken, or the value.

    A cap on bonuses leaves what is given towards the points alone where something is added to it: of 计10分，每超1个加0.5分，最高加3分
    it bounds the added points.
    """
    effects = {effect_of(item) for item in items}
    if cap.side == "plus":
        return "extra" if {"fill", "extra"} <= effects else "plus"
    if cap.side == "minus" or effects == {"minus"}:
        return "minus"
    return "value" if "minus" in effects else "plus"


@dataclass(frozen=True, slots=True)
class Part:
    """Items that share their limits."""

    items: tuple[Item, ...]
    scoring: tuple[Scoring, ...] = field(init=False, compare=False, repr=False)
    """The items that give or take points."""
    limits: tuple[Limit, ...] = field(init=False, compare=False, repr=False)
    """The items that limit."""

    def __post_init__(self) -> None:
        """Part the items once: every check of a scheme asks for them."""
        object.__setattr__(self, "scoring", tuple(item for item in self.items if isinstance(item, Scoring)))
        object.__setattr__(self, "limits", tuple(item for item in self.items if isinstance(item, Limit)))


@dataclass(frozen=True, slots=True)
class Score:
    """What a rule text means: its parts in order."""

    parts: tuple[Part, ...]
    scoring: tuple[Scoring, ...] = field(init=False, compare=False, repr=False)
    """All items that give or take points."""

    def __post_init__(self) -> None:
        """Gather the items once."""
        object.__setattr__(self, "scoring", tuple(item for part in self.parts for item in part.scoring))

    @property
    def limits(self) -> tuple[Limit, ...]:
        """The limits of the whole rule: those of parts made of limits alone, or of its only part."""
        if len(self.parts) == 1:
            return self.parts[0].limits
        return tuple(item for part in self.parts if not part.scoring for item in part.limits)
