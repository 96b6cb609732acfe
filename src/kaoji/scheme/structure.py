"""The resolved scheme: numbered indicators, parsed rules, and the slots that facts must fill.

Everything after reading works on this: templates, forms, lint, compilation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from kaoji.diagnostics import Source
from kaoji.scheme.formulas import Composition
from kaoji.scheme.model import WEIGHT_TO, Node, Panel, Rule, Scheme, Total
from kaoji.scheme.panels import PanelScore
from kaoji.scheme.rules import Limit, Score
from kaoji.scheme.scheme_file import SchemeFile

SlotKind = Literal["score", "answer", "measure", "events", "place", "items"]
_NO_DENIAL = "不断|不动产|未来|未成年|无人机|无障碍|无偿|无线"
_NEGATIVE = re.compile(
    rf"(?P<lead>逾期|超期|到期|期满|尚|仍|还|均|都)?(?!{_NO_DENIAL})[未不没无否]|(no|not)\b", re.IGNORECASE
)
_DENYING = ("未", "不", "没有", "没", "无")


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that must be known of each unit that has the indicator.

    ``key`` is stable within a scheme: the indicator's code, and the slot's number after ``#`` where it has several.
    ``low`` and ``high`` bound what may be entered.
    """

    key: str
    kind: SlotKind
    label: str
    node: int
    providers: tuple[str, ...]
    required: bool
    levels: tuple[str, ...] = ()
    measured_in: str | None = None
    has_target: bool = False
    has_previous: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    rules: tuple[str, ...] = ()
    among: Literal["group", "all"] = "group"


@dataclass(frozen=True, slots=True)
class ResolvedRule:
    """A rule with its syntax tree and its slot; ``number`` counts within the indicator, ``written`` is where its text stands."""

    number: int
    rule: Rule
    score: Score
    slot: int
    key: str
    source: Source
    written: Source


@dataclass(frozen=True, slots=True)
class ResolvedNode:
    """An indicator or section in its place: ``parent`` and ``children`` are indexes."""

    index: int
    code: str
    node: Node
    path: tuple[str, ...]
    parent: int | None
    children: tuple[int, ...]
    applies_to: tuple[tuple[str, ...], ...]
    rules: tuple[ResolvedRule, ...]
    limits: tuple[Limit, ...]
    starts_full: bool
    providers: tuple[str, ...]
    source: Source

    @property
    def name(self) -> str:
        """The indicator's own name."""
        return self.node.name

    def has(self, unit: str, group: str) -> bool:
        """Tell whether a unit of a group has this indicator."""
        return all(unit in names or group in names for names in self.applies_to)

    def absent_by(self, attributes: Mapping[str, str]) -> str | None:
        """Name the attribute for which the indicator does not apply to a unit; None where it does apply.

        ``attributes`` are all of the unit's, those that it has by itself among them (``with_own``).
        """
        for name, values in self.node.absent_for.items():
            if attributes.get(name) in values:
                return name
        return None


@dataclass(frozen=True, slots=True)
class ResolvedPanel:
    """A panel with its parsed way of scoring."""

    name: str
    panel: Panel
    score: PanelScore
    source: Source


@dataclass(frozen=True, slots=True)
class ResolvedTotal:
    """A composition and the groups it holds for."""

    total: Total
    composition: Composition
    source: Source


@dataclass(frozen=True)
class Structure:
    """The whole resolved scheme."""

    file: SchemeFile
    nodes: tuple[ResolvedNode, ...]
    slots: tuple[Slot, ...]
    panels: tuple[ResolvedPanel, ...]
    totals: tuple[ResolvedTotal, ...]

    @property
    def scheme(self) -> Scheme:
        """The scheme it was made from."""
        return self.file.scheme

    @cached_property
    def known(self) -> dict[tuple[str, int, int], Any]:
        """What checks have worked out of indicators and rules, by its name and their numbers, for those that ask again."""
        return {}

    @cached_property
    def places(self) -> dict[int, tuple[str | int, ...]]:
        """The path of keys in the file to each indicator by its index."""
        found: dict[int, tuple[str | int, ...]] = {}
        found |= {root.index: ("indicators", at) for at, root in enumerate(self.roots)}
        for node in self.nodes:  # parents stand before their children
            found |= {child: (*found[node.index], "items", at) for at, child in enumerate(node.children)}
        return found

    @cached_property
    def attributes(self) -> dict[str, tuple[str, ...]]:
        """The attributes of units that the scheme asks for, with the values that it names."""
        grades, quota = self.scheme.grades, self.scheme.quota
        found: dict[str, tuple[str, ...]] = dict.fromkeys(
            (name for name in self._counted_within if name not in OWN_ATTRIBUTES), ()
        )
        if quota.share_by is not None and quota.share_by not in OWN_ATTRIBUTES:
            found[quota.share_by] = tuple(dict.fromkeys(name for grade in grades for name in grade.shares))
        awards = self.scheme.awards
        kinds = [(award.amount_by, tuple(award.amounts)) for award in awards if award.amount_by is not None]
        kinds += [(each.reserved_by, tuple(each.reserved)) for each in awards if each.reserved_by is not None]
        kinds += [(name, ()) for name in self.head_counts]
        if quota.reserved_by is not None:
            kinds.append((quota.reserved_by, tuple(name for grade in grades for name in grade.reserved)))
        tied = [pair for node in self.nodes for pair in node.node.absent_for.items()]
        for name, values in (*kinds, *tied):
            if name not in OWN_ATTRIBUTES:
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *values)))
        return found

    @property
    def head_counts(self) -> tuple[str, ...]:
        """The attributes with the numbers of persons who each get something."""
        found = [award.heads for award in self.scheme.awards] + [each.heads for each in self.scheme.afterwards]
        return tuple(name for name in found if name is not None)

    @property
    def _counted_within(self) -> tuple[str, ...]:
        """The attributes within which places of grades and prizes are counted."""
        awards = self.scheme.awards
        named = [name for award in awards for name in (*award.within, award.amount_by, award.reserved_by) if name]
        kept = self.scheme.quota.reserved_by
        return *self.scheme.quota.within, *named, *self.head_counts, *((kept,) if kept is not None else ())

    @cached_property
    def tied(self) -> tuple[ResolvedNode, ...]:
        """The indicators that an attribute frees units from."""
        return tuple(node for node in self.nodes if node.node.absent_for)

    def attributes_of(self, unit: str, group: str) -> tuple[str, ...]:
        """The attributes that must be known of a unit: those of quotas, and those that free it from what it has."""
        quota = self.scheme.quota
        found = dict.fromkeys((*self._counted_within, *((quota.share_by,) if quota.share_by is not None else ())))
        for node in self.tied:
            if node.has(unit, group):
                found |= dict.fromkeys(node.node.absent_for)
        return tuple(name for name in self.attributes if name in found)

    @cached_property
    def roots(self) -> tuple[ResolvedNode, ...]:
        """The parts of the tree that formulas name."""
        return tuple(node for node in self.nodes if node.parent is None)

    def nodes_of(self, unit: str, group: str) -> Iterator[ResolvedNode]:
        """Give the indicators that a unit has, parents before children."""
        kept: set[int] = set()
        for node in self.nodes:
            if (node.parent is None or node.parent in kept) and node.has(unit, group):
                kept.add(node.index)
                yield node

    def above(self, index: int) -> set[int]:
        """Give the sections that an indicator stands in."""
        found, parent = set[int](), self.nodes[index].parent
        while parent is not None:
            found.add(parent)
            parent = self.nodes[parent].parent
        return found

    def total_of(self, unit: str, group: str) -> ResolvedTotal | None:
        """Give the composition that holds for a unit."""
        for total in self.totals:
            names = total.total.applies_to
            if not names or unit in names or group in names:
                return total
        return None

    def decimals_of(self, unit: str, group: str) -> int:
        """Give with how many decimals at least the total of a unit is written: those that its formula keeps."""
        total = self.total_of(unit, group)
        return 0 if total is None else total.composition.decimals or 0


def is_negative(label: str) -> bool:
    """Tell whether words deny something: 未完成的, 不达标, 逾期未报."""
    return _NEGATIVE.match(label) is not None


def means_no(label: str, slot: str) -> bool:
    """Tell whether a label on a yes or no holds for a no: the denial of what the slot asks, or what the slot denies.

    >>> (
    ...     means_no("未完成的", "完成年度任务"),
    ...     means_no("未完成的", "未完成年度任务"),
    ...     means_no("完成的", "未完成年度任务"),
    ... )
    (True, False, True)
    """
    said, denial = label.removesuffix("的"), _NEGATIVE.match(label)
    if denial is not None:
        return said.removeprefix(denial["lead"] or "") not in slot
    return any(word + said in slot for word in _DENYING)


GROUP_ATTRIBUTE, UNIT_ATTRIBUTE = "组别", "单位"
ALL_UNITS = "全部"
OWN_ATTRIBUTES = (GROUP_ATTRIBUTE, UNIT_ATTRIBUTE, ALL_UNITS)
"""What every unit has without anybody saying so: its group, its name, and that it is one of all."""
ALL_AWARDS = frozenset({"全部", "all"})
"""What stands for every prize, where prizes are named."""
TOTAL_NAME = "总分"
TOTAL_NAMES = frozenset({TOTAL_NAME, "total"})
"""What stands for the total where places in an indicator are named, and no indicator has this name."""
ABSENT_POLICIES = {"按比例折算": "rescale", "计满分": "full", "计零分": "zero"}


def handed_to(when_absent: str | None) -> str | None:
    """Give the name of the indicator that takes the points or the weight of one that a unit does not have.

    >>> handed_to("党建工作"), handed_to("权重并入党建工作"), handed_to("计满分")
    ('党建工作', '党建工作', None)
    """
    if when_absent is None or when_absent in ABSENT_POLICIES:
        return None
    return when_absent.removeprefix(WEIGHT_TO)


def hands_weight(when_absent: str | None) -> bool:
    """Tell whether the weight is handed on, and not the points."""
    return when_absent is not None and when_absent.startswith(WEIGHT_TO)


def with_own(attributes: Mapping[str, str], unit: str, group: str) -> dict[str, str]:
    """Give what was said of a unit together with what it has by itself, which nothing said can change."""
    return {**attributes, GROUP_ATTRIBUTE: group, UNIT_ATTRIBUTE: unit, ALL_UNITS: ALL_UNITS}
