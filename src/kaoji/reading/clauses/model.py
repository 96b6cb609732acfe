"""What a scoring text says: its rules in the order of the text, each with its place and how sure the reading is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from kaoji.numbers import plain
from kaoji.scheme.rules import Condition

Form = Literal[
    "once", "per", "rank", "levels", "options", "range", "proportional", "entered",
    "cap", "floor", "dedupe", "veto", "unknown",
]  # fmt: skip
Confidence = Literal["certain", "probable", "check", "not_understood"]
Sign = Literal["+", "-"]
Amount = Decimal | Literal["all"]
"""Points, or all that the row has."""

SIGNED: Final = frozenset({"once", "per", "rank", "levels", "options", "range", "proportional"})
LIMITS: Final = frozenset({"cap", "floor", "dedupe"})


def written(amount: Amount) -> str:
    """Write points as the exchange format has them."""
    return amount if isinstance(amount, str) else plain(amount)


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """One scoring effect or limit.

    Attributes:
        form: ``unknown`` is a place that speaks of scores and was not understood.
        start: first character in the text as given.
        end: the character after the last one.
        label: short words of the condition.
        sign: an award (+) or a deduction (-), where the form has one.
        points: of once, per, cap and floor.
        step: for how many units (per).
        unit: of per, and of levels that count each occurrence.
        from_end: where ranks count from.
        first_place: the place that the first of ``places`` is for.
        places: points of ranks, first place first.
        levels: points of levels and options.
        low: least points of a range.
        high: most points of a range; of a floor, the points that are used up where the row itself has none.
        beyond: an award on top of the row's own points (加), not towards them (计).
        towards: whether a count runs from a target, upwards or downwards.
        then: the count goes on from the threshold before it (再每增加).
        condition: the threshold of a fixed amount, where it is one.
    """

    form: Form
    start: int
    end: int
    confidence: Confidence
    label: str = ""
    sign: Sign | None = None
    points: Amount | None = None
    step: Decimal | None = None
    unit: str = ""
    from_end: Literal["top", "bottom"] | None = None
    first_place: int = 1
    places: tuple[Decimal, ...] = ()
    levels: tuple[tuple[str, Amount], ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    beyond: bool = False
    towards: Literal["each", "above", "below"] = "each"
    then: bool = False
    condition: Condition | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the rule in the exchange format, with place, label and confidence beside it."""
        result: dict[str, Any] = {"form": self.form}
        if self.form in SIGNED:
            result["effect"] = self.sign
        result |= self._fields()
        result |= {"span": [self.start, self.end], "label": self.label, "confidence": self.confidence}
        return result

    def _fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if self.form == "rank":
            fields = {"from": self.from_end, "points": [plain(points) for points in self.places]}
        elif self.form in ("levels", "options"):
            fields = {"levels": [[label, written(points)] for label, points in self.levels]}
            fields |= {"unit": self.unit} if self.unit else {}
        elif self.form == "range" and self.low is not None and self.high is not None:
            fields = {"min": plain(self.low), "max": plain(self.high)}
        elif self.points is not None:
            fields = {"points": written(self.points)}
            if self.form == "per" and self.step is not None:
                fields |= {"per": plain(self.step), "unit": self.unit}
        return fields


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """A scoring text and its rules, in order; what was not understood stands among them as ``unknown``."""

    text: str
    points: Decimal | None
    rules: tuple[ClauseRule, ...]

    @property
    def understood(self) -> tuple[ClauseRule, ...]:
        """The rules without the places that were not understood."""
        return tuple(rule for rule in self.rules if rule.form != "unknown")

    @property
    def not_understood(self) -> tuple[ClauseRule, ...]:
        """The places that speak of scores and were not understood."""
        return tuple(rule for rule in self.rules if rule.form == "unknown")

    @property
    def confidence(self) -> Confidence:
        """How sure the least sure rule is."""
        order: tuple[Confidence, ...] = ("certain", "probable", "check", "not_understood")
        return max((rule.confidence for rule in self.rules), key=order.index, default="certain")
