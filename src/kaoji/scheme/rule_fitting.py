"""Whether an item of a rule can be scored where it stands: on that slot, of that indicator, beside its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaoji.scheme.model import MOST, MOST_POINTS, Node
from kaoji.scheme.rules import Cap, Entered, Floor, Index, Once, Per, Proportional, Range, Rank, Score, Scoring, Ties

_FITTING: dict[str, tuple[type, ...]] = {
    "when": (Once,),
    "measure": (Once, Per, Range, Proportional, Index, Entered),
    "events": (Once, Per, Range),
    "rank": (Rank,),
    "ranked": (Rank,),
    "completion": (Proportional,),
}
_LEAST_PERCENTAGE = Decimal("0.0001")
_MOST_DECIMALS = 6


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

    def has_long_numbers(self) -> bool:
        amounts, values = _numbers(self.item)
        limits = [limit.points for part in self.score.parts for limit in part.limits if isinstance(limit, Cap | Floor)]
        limits = limits if self.item is self.score.scoring[0] else []  # said once
        return any(_is_long(each, MOST_POINTS, 9) for each in (*amounts, *limits)) or any(
            _is_long(each, MOST, 6) for each in values
        )

    def has_fine_constants(self) -> bool:
        constants = (self.item.first, self.item.second) if isinstance(self.item, Index) else ()
        return any(each is not None and each != round(each, 4) for each in constants)

    def rounds_too_finely(self) -> bool:
        limits = (limit for part in self.score.parts for limit in part.limits if isinstance(limit, Ties))
        return isinstance(self.item, Rank) and any((limit.decimals or 0) > _MOST_DECIMALS for limit in limits)

    def has_no_target(self) -> bool:
        return (
            isinstance(self.item, Per) and self.key == "events" and self.item.towards != "each" and not self.item.then
        )

    def is_entered_beside_others(self) -> bool:
        return isinstance(self.item, Entered) and any(not isinstance(other, Entered) for other in self.score.scoring)


def _numbers(item: Scoring) -> tuple[list[Decimal], list[Decimal]]:
    """Give the amounts of points of an item, and what it compares with or counts by."""
    amounts: list[Decimal | None] = []
    values: list[Decimal | None] = []
    match item:
        case Once():
            amounts, values = [item.points], [item.when.value if item.when else None]
        case Per():
            amounts, values = [item.points], [item.step]
        case Range():
            amounts = [item.low, item.high]
        case Rank():
            amounts = [points for _, _, points in item.places]
            values = [Decimal(place) for first, last, _ in item.places for place in (first, last or first)]
        case Index():
            amounts = [item.first, item.second]
    return [each for each in amounts if each is not None], [each for each in values if each is not None]


def _is_long(number: Decimal, most: int, decimals: int) -> bool:
    return abs(number) > most or number != round(number, decimals)


_MISFITS = (
    (_Place.has_wrong_form, "this form does not fit the slot “{key}”"),
    (_Place.lacks_comparison, "a measured value needs a comparison, such as 达到95计5分"),
    (_Place.compares_an_answer, "a comparison needs a measured value: use “measure”"),
    (_Place.lacks_points, "the indicator has no points to give in full or in proportion"),
    (_Place.has_no_step, "a step of 0 cannot be counted"),
    (
        _Place.has_long_numbers,
        "points have up to 9 decimals and are at most 100 million, other numbers up to 6 and 10^12",
    ),
    (_Place.has_fine_constants, "the constants of an index have up to 4 decimals"),
    (_Place.rounds_too_finely, "what ties get is rounded to 6 decimals at most"),
    (_Place.has_no_target, "events have no target to lie above or below"),
    (_Place.is_entered_beside_others, "an entered score stands alone; put the other items in a rule of their own"),
)
"""What keeps an item from being scored, first come first said."""


def misfit(item: Scoring, key: str, node: Node, score: Score) -> str | None:
    """Say what keeps an item of a rule from being scored; nothing where it fits.

    Args:
        item: what gives or takes points.
        key: what the rule looks at, as "measure".
        node: the indicator that the rule is for.
        score: the whole rule.
    """
    place = _Place(item, key, node, score)
    return next((reason for is_misfit, reason in _MISFITS if is_misfit(place)), None)
