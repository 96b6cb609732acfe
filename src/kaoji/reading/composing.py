"""From total formulas to parts: what a formula names becomes a part of the scheme, an indicator or an entered panel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kaoji.reading.citations import place_words
from kaoji.reading.results import StatedTotal
from kaoji.reading.trees import UnitGroup
from kaoji.reading.wording import squeeze
from kaoji.scheme.model import Node, Panel, Total

_WORDS: Final = re.compile(r"得分|分值|分数|成绩|总分|分$|[（(][^（）()]*[）)]|\s")
_RATED: Final = re.compile(r"评价|测评|评议|满意|民意|打分|互评")
_BONUS: Final = re.compile(r"加减分|加分|扣分|减分")

_ENTERED_PANEL: Final = "总分公式的这一部分在通知中没有计票办法，暂按直接提供得分处理，请核对。"
_ENTERED_PART: Final = "总分公式的这一部分在通知中没有对应的指标，暂由考核部门直接计分，请核对。"
_HOISTED: Final = "通知列在“{section}”之下；总分公式直接用到，因此单列。"
_FULL: Final = "通知没有写明满分，暂按100分。"
_GATHERED: Final = "总分公式的这一部分取为其余各项指标之和，请核对。"
_SURE: Final = "请核对公式及其适用范围。"


@dataclass(frozen=True, slots=True)
class Composed:
    """The parts of the scheme as the formulas name them; without a formula the parts are as they were.

    ``unused`` names the parts that no formula weighs.
    """

    roots: tuple[Node, ...]
    panels: dict[str, Panel]
    totals: tuple[Total, ...]
    unused: tuple[str, ...] = ()


def compose(stated: Sequence[StatedTotal], roots: tuple[Node, ...], groups: Sequence[UnitGroup]) -> Composed:
    """Give every part of the formulas something that it stands for."""
    read = [total for total in stated if total.composition is not None]
    if not read:
        return Composed(roots, {}, ())
    parts = list(dict.fromkeys(name for total in read if total.composition for name in total.composition.weights))
    work = _Composing(roots)
    for part in parts:
        work.find(part)
    work.gather([part for part in parts if part not in work.named])
    unused = tuple(root.name for root in work.roots if root.name not in parts)
    return Composed(tuple(work.roots), work.panels, tuple(_totals(read, groups)), unused)


class _Composing:
    """The parts under way: those found among the indicators take the formula's name."""

    def __init__(self, roots: tuple[Node, ...]) -> None:
        self.roots = list(roots)
        self.panels: dict[str, Panel] = {}
        self.named: set[str] = set()

    def find(self, part: str) -> None:
        """Look for a part among the roots, then below them; a vote that is nowhere becomes a panel."""
        wanted = _core(part)
        for index, root in enumerate(self.roots):
            if root.name not in self.named and _core(root.name) == wanted:
                self.roots[index] = _part(root, part)
                self.named.add(part)
                return
        if self.hoist(part, wanted):
            self.named.add(part)
        elif _RATED.search(part):
            self.panels[part] = Panel(entered=True, check=_ENTERED_PANEL)
            self.named.add(part)
        elif _BONUS.search(part):
            self.roots.append(Node(name=part, bonus=True, score="直接计分", check=_ENTERED_PART))
            self.named.add(part)

    def hoist(self, part: str, wanted: str) -> bool:
        """Take an indicator out of its section if a formula weighs it by itself.

        Sheets of several groups may each have it: then each stays that of its groups. One that stands in a single sheet
        is for all, as the formula is.
        """
        found = [(root, *_without(root, wanted)) for root in self.roots]
        holders = [root for root, _, taken in found if taken is not None]
        is_scoped = len(holders) > 1 and all(root.applies_to for root in holders)
        kept: list[Node] = []
        parts: list[Node] = []
        for root, rest, taken in found:
            if taken is None or (parts and not is_scoped):
                kept.append(root)
                continue
            hoisted = _part(taken, part, _HOISTED.format(section=root.name))
            parts.append(hoisted.model_copy(update={"applies_to": root.applies_to}) if is_scoped else hoisted)
            kept += [rest] if rest is not None else []
        self.roots = [*kept, *parts]
        return bool(parts)

    def gather(self, open_parts: list[str]) -> None:
        """Let the one part that is left stand for all indicators that no formula names."""
        others = [root for root in self.roots if root.name not in self.named]
        if len(open_parts) == 1 and others:
            section = Node(name=open_parts[0], items=tuple(others), check=_GATHERED)
            self.roots = [section, *(root for root in self.roots if root.name in self.named)]
            return
        for part in open_parts:
            self.roots.append(Node(name=part, points=Decimal(100), score="直接计分", check=_ENTERED_PART))


def _part(node: Node, part: str, check: str = "") -> Node:
    """Give an indicator the formula's name; one without points of its own is taken to have a hundred."""
    is_open = node.points is None and not node.bonus and not node.items
    check += (_FULL if is_open else "") + (node.check or "")
    points = Decimal(100) if is_open else node.points
    return node.model_copy(update={"name": part, "points": points, "check": check or None})


def _core(name: str) -> str:
    return _WORDS.sub("", squeeze(name))


def _without(node: Node, wanted: str) -> tuple[Node | None, Node | None]:
    """Give the node without the first indicator below it that has the name, and that indicator; a section left empty goes."""
    for index, item in enumerate(node.items):
        rest, taken = (None, item) if _core(item.name) == wanted else _without(item, wanted)
        if taken is None:
            continue
        items = (*node.items[:index], *((rest,) if rest is not None else ()), *node.items[index + 1 :])
        return (node.model_copy(update={"items": items}) if items else None), taken
    return None, None


def _totals(read: Sequence[StatedTotal], groups: Sequence[UnitGroup]) -> list[Total]:
    """Give the formulas, those for named groups first: the first that fits a unit holds for it."""
    totals = [
        Total(
            applies_to=tuple(group.name for group in groups if group.name and group.name in stated.subject),
            formula=stated.formula,
            text=stated.text,
            source=place_words(stated.source) or None,
            check=_SURE,
        )
        for stated in read
    ]
    general = [total for total in totals if not total.applies_to][:1]
    return [*(total for total in totals if total.applies_to), *general]
