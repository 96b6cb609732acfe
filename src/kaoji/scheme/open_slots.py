"""Gathering the slots of an indicator: rules that look at the same thing share one."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kaoji.scheme.model import Node, Rule
from kaoji.scheme.rules import Entered, Index, Once, Per, Proportional, Range, Score, Scoring
from kaoji.scheme.structure import (
    Slot,
    SlotKind,
)
from kaoji.scheme.units_of_measure import named_unit

SLOT_KEYS: tuple[tuple[str, SlotKind], ...] = (
    ("when", "answer"),
    ("measure", "measure"),
    ("events", "events"),
    ("rank", "place"),
    ("ranked", "measure"),
    ("completion", "items"),
)
"""What a rule looks at, and the kind of slot that it needs."""
_KINDS = dict(SLOT_KEYS)
_ANY_PROVIDER = ("数据提供单位", "数据提供部门", "提供单位", "the data provider")
"""Words for whoever provides the data: they name nobody."""


def _label_of(item: Scoring) -> str | None:
    """Give the level that an item is for."""
    if isinstance(item, Once):
        return item.when.label if item.when is not None else None
    return item.label if isinstance(item, Per | Range) else None


@dataclass(slots=True)
class OpenSlot:
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
            named_unit(self.label) or self.measured_in,
            self.has_target,
            self.has_previous,
            self.low,
            self.high,
            tuple(self.rules),
            self.among,
        )


def slot_of(slots: list[OpenSlot], node: Node, rule: Rule, key: str, score: Score, providers: tuple[str, ...]) -> int:
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
    slots.append(OpenSlot(kind, label, who, required, rule.among, low, high))
    slots[-1].take(rule, score)
    return len(slots) - 1
