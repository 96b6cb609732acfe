"""From total formulas to parts: what a formula names becomes a part of the scheme, an indicator or an entered panel."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, plain
from kaoji.reading.citations import place_words
from kaoji.reading.drafts.adjusting import BONUS, Adjusting, adjustment_roots, as_bonus, only_takes, without_reference
from kaoji.reading.drafts.part_names import core_of
from kaoji.reading.drafts.ratings import Rating
from kaoji.reading.drafts.whole_parts import RATED, by_parts, of_whole, with_kinds
from kaoji.reading.prose.adjustment_headings import names_adjustments
from kaoji.reading.prose.adjustment_limits import limits_of
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.prose.stated_parts import StatedPart
from kaoji.reading.prose.totals import StatedTotal, full_marks_in
from kaoji.scheme import parse_formula
from kaoji.scheme.model import Choice, Node, Panel, Total

_KEEP: Final = late_pattern(r"[(,，（]保留")
_ENTERED_PANEL: Final = "总分公式的这一部分在通知中没有计票办法，暂按直接提供得分处理，请核对。"
_ENTERED_PART: Final = "总分公式的这一部分在通知中没有对应的指标，暂由考核部门直接计分，请核对。"
_HOISTED: Final = "通知列在“{section}”之下；总分公式直接用到，因此单列。"
_FULL: Final = "通知没有写明满分，暂按100分。"
_CONTENTS: Final = late_pattern("(?:的)?(?:内容|指标|项目|细则|标准|办法|体系)(?:[及和与](?:分值|标准|权重|办法))?$")
_ON_A_SCALE: Final = late_pattern("(?:实行|采取|采用|按)?(?:百|千|100|1000)分制.*$")
_GATHERED: Final = "总分公式的这一部分取为其余各项指标之和，请核对。"
_OF_TOTAL: Final = late_pattern(
    r"(?:的)?(?:(?:年度|综合|考核|目标|绩效|最终|最后|年终|总)*(?:得分|总分|成绩|评分|分值|考核|考评)(?:\([^()]*\))?)+$"
)
_OTHER_TOTAL: Final = "总分公式“{text}”没有找到适用的组，已有另一公式，因此没有写入方案，请核对。"
_SURE: Final = "请核对公式及其适用范围。"
_ADDED: Final = "通知没有写明加减分怎样计入总分，暂在总分上直接加减，请核对。"
_TURNED: Final = "{name}各项本身为负值，因此减号改为加号。"
_POINTS_ALREADY: Final = "“{name}”各项分值合计{points}分，与权重相同，因此不再乘权重。"
_STANDARDS: Final = late_pattern("(?:及|和)?(?:其)?(?:标准|办法|分值)?(?:见|如)下(?:表)?$")
_INCLUDED: Final = "通知写明“{part}”含加减分，因此与它相加后再乘权重。"
_REPEATED: Final = "“{section}”下的“{name}”由总分公式计入，不再另计分：{text}"


@dataclass(frozen=True, slots=True)
class Composed:
    """The parts of the scheme as the formulas name them; without a formula the parts are as they were.

    ``unused`` names the parts that no formula weighs.
    """

    roots: tuple[Node, ...]
    panels: dict[str, Panel]
    totals: tuple[Total, ...]
    unused: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


def compose(
    stated: Sequence[StatedTotal],
    roots: tuple[Node, ...],
    groups: GroupNames,
    adjusting: Adjusting | None = None,
    stated_parts: Sequence[StatedPart] = (),
    ratings: Sequence[Rating] = (),
) -> Composed:
    """Give every part of the formulas something that it stands for."""
    understood = [total for total in stated if total.composition is not None]
    read = _used(understood, groups)
    free = list(ratings)
    roots, panels = with_kinds(roots, [part for part in stated_parts if not part.name], free, groups)
    if adjusting is not None:
        roots = tuple(rest for root in roots if (rest := without_reference(root)) is not None)
    if not read:
        wholes = [part for part in stated_parts if not part.name]
        roots = by_parts(roots, [part for part in stated_parts if part.name], panels, free)
        roots = of_whole(roots, wholes[0], panels, free) if len(wholes) == 1 else roots
        return Composed((*roots, *adjustment_roots(adjusting, ())), panels, ())
    named = [name for total in read if total.composition for name in total.composition.weights]
    bonus = adjustment_roots(adjusting, tuple(dict.fromkeys(named)), roots)
    formulas = [_formula(total, bonus) for total in read]
    parts = list(dict.fromkeys(name for formula, _ in formulas for name in _weights(formula)))
    work = _Composing((*roots, *bonus), panels, {name: Decimal(value) for name, value in full_marks_in(read).items()})
    for part in parts:
        work.find(part)
    taking = [root for root in work.roots if root.bonus and only_takes(root)]
    formulas = [_turned(*formula, taking) for formula in formulas]
    work.drop_repeated()
    formulas = work.adjusted(formulas)
    parts = list(dict.fromkeys(name for formula, _ in formulas for name in _weights(formula)))
    work.gather([part for part in parts if part not in work.named])
    formulas = [_unweighed(*formula, work.roots) for formula in formulas]
    totals = _totals(read, formulas, groups)
    kept = {total.text for total in totals}
    made = [list(_weights(total.formula)) for total in totals]
    work.choices += [
        Choice(
            name="总分公式", decision=_OTHER_TOTAL.format(text=one.text), source=place_words(one.words.source) or None
        )
        for one in understood
        if one.text not in kept and not any(_repeats(list(_weights(one.formula)), names) for names in made)
    ]
    unused = tuple(root.name for root in work.roots if root.name not in parts)
    return Composed(tuple(_scoped(work.roots, totals, groups)), work.panels, tuple(totals), unused, tuple(work.choices))


def _repeats(names: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether a formula has the parts of another, perhaps behind a word that leads to it: 计算公式甲、乙."""
    return len(names) <= len(others) and all(mine.endswith(one) for mine, one in zip(names, others, strict=False))


def _weights(formula: str) -> Iterable[str]:
    composition, _ = parse_formula(formula)
    return composition.weights if composition is not None else ()


def _formula(total: StatedTotal, bonus: Sequence[Node]) -> tuple[str, str]:
    """Give a formula with the adjustments in it, and what has to be checked."""
    formula, checks = total.formula, [_SURE, total.check]
    names = [root.name for root in bonus]
    weights = list(_weights(formula))
    formula, turned = _turned(formula, "", [root for root in bonus if root.items])
    checks.append(turned)
    if names and not any(name in weights for name in names):
        added = "+".join(names)
        pattern = rf"(?<![^(+\-×*÷/=,]){re.escape(total.adjusted_part)}(?![^)+\-×*÷/,，(])"
        if total.adjusted == "inside" and re.search(pattern, formula):
            formula = re.sub(pattern, f"({total.adjusted_part}+{added})", formula, count=1)
            checks.append(_INCLUDED.format(part=total.adjusted_part))
        else:
            formula = _with_added(formula, added)
            checks.append("" if total.adjusted == "outside" else _ADDED)
    return formula, "".join(checks)


def _with_added(formula: str, added: str) -> str:
    keep = _KEEP.search(formula)
    edge = keep.start() if keep else len(formula)
    return f"{formula[:edge]}+{added}{formula[edge:]}"


def _has_points(node: Node) -> bool:
    return node.points is not None or node.weight is not None or any(map(_has_points, node.items))


def _unweighed(formula: str, check: str, roots: Sequence[Node]) -> tuple[str, str]:
    """Take off the weights of parts whose items make as many points: 党建工作（权重30%） with items of 30 points in all."""
    for name, weight in (dict(composition.weights) if (composition := parse_formula(formula)[0]) else {}).items():
        mine = [root for root in roots if root.name == name and root.items and root.points in (None, weight * 100)]
        sums = {sum((item.points or Decimal(0) for item in root.items if not item.bonus), Decimal(0)) for root in mine}
        if weight != 1 and sums == {weight * 100} and all(item.weight is None for root in mine for item in root.items):
            formula = re.sub(rf"(?<![^+\-(]){re.escape(name)}[×*]\d+(?:\.\d+)?%", name, formula)
            check += _POINTS_ALREADY.format(
                name=name, points=plain(Decimal(weight.numerator * 100) / weight.denominator)
            )
    return formula, check


def _turned(formula: str, check: str, roots: Iterable[Node]) -> tuple[str, str]:
    """Add the parts whose own items are negative where a formula takes them off, and say so."""
    for root in roots:
        minus = rf"-(?={re.escape(root.name)}(?![^+\-×*÷/(),，]))"
        if re.search(minus, formula):
            formula = re.sub(minus, "+", formula)
            check += _TURNED.format(name=root.name)
    return formula, check


@dataclass
class _Composing:
    """The parts under way: those found among the indicators take the formula's name."""

    given: Sequence[Node]
    panels: dict[str, Panel] = field(default_factory=dict)
    full: dict[str, Decimal] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    choices: list[Choice] = field(default_factory=list)
    roots: list[Node] = field(default_factory=list)
    sections: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.roots = list(self.given)

    def find(self, part: str) -> None:
        """Look for a part among the roots, then below them; a vote that is nowhere becomes a panel."""
        wanted = core_of(part)
        for index, root in enumerate(self.roots):
            if root.name not in self.named and core_of(root.name) == wanted:
                self.roots[index] = _part(root, part)
                self.named.add(part)
                return
        if self.hoist(part, wanted) or self.heading(part, wanted):
            self.named.add(part)
        elif RATED.search(part):
            self.panels[part] = Panel(points=self.full.get(part, Decimal(100)), entered=True, check=_ENTERED_PANEL)
            self.named.add(part)
        elif BONUS.search(part):
            self.roots.append(Node(name=part, bonus=True, score="直接计分", check=_ENTERED_PART))
            self.named.add(part)

    def heading(self, part: str, wanted: str) -> bool:
        """Take the one root whose heading says no more than that the part is set out below it: 年终考核内容 for 年终考核得分."""
        near = [
            index
            for index, root in enumerate(self.roots)
            if root.name not in self.named
            and root.items
            and {wanted, wanted.removesuffix("平均")} & _bare_names(root.name)
        ]
        if len(near) != 1 or len(wanted) <= 1:
            return False
        self.roots[near[0]] = _part(self.roots[near[0]], part)
        return True

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
            self.sections.update(_holders(root, wanted))
            hoisted = _part(taken, part, _HOISTED.format(section=root.name))
            parts.append(hoisted.model_copy(update={"applies_to": root.applies_to}) if is_scoped else hoisted)
            kept += [rest] if rest is not None else []
        self.roots = [*kept, *parts]
        return bool(parts)

    def drop_repeated(self) -> None:
        """Leave out what other sheets say of the sections whose parts were taken out: 评议评价，同乡镇."""
        self.roots = [rest for root in self.roots if (rest := self._without_repeated(root, root.name)) is not None]

    def _without_repeated(self, node: Node, section: str) -> Node | None:
        is_open = not node.items and node.points is None and not node.bonus and node.panel is None
        if is_open and node.name in self.sections and node.name not in self.named:
            text = _REPEATED.format(section=section, name=node.name, text=node.text or "")
            self.choices.append(Choice(name=node.name, decision=text, source=node.source))
            return None
        if not node.items:
            return node
        items = tuple(rest for item in node.items if (rest := self._without_repeated(item, node.name)) is not None)
        return node.model_copy(update={"items": items}) if items else None

    def adjusted(self, formulas: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Let tables of bonuses and deductions that no formula names come on top of it: they are no part of another."""
        for index, root in enumerate(self.roots):
            is_table = bool(root.items) and names_adjustments(root.name) and not _has_points(root)
            if root.name in self.named or not is_table:
                continue
            name, _, said = root.name.rstrip("：:").partition("，")
            limits = "，".join(filter(None, [root.limits, *limits_of(fold(said))])) or None
            update = {"name": _STANDARDS.sub("", name), "limits": limits}
            self.roots[index] = as_bonus(root).model_copy(update=update)
            self.named.add(self.roots[index].name)
            formulas = [(_with_added(formula, self.roots[index].name), check + _ADDED) for formula, check in formulas]
        return formulas

    def gather(self, open_parts: list[str]) -> None:
        """Let the one part that is left stand for all indicators that no formula names."""
        others = [root for root in self.roots if root.name not in self.named]
        if len(open_parts) == 1 and others:
            section = Node(name=open_parts[0], items=tuple(others), check=_GATHERED)
            self.roots = [section, *(root for root in self.roots if root.name in self.named)]
            return
        for part in open_parts:
            points = self.full.get(part, Decimal(100))
            self.roots.append(Node(name=part, points=points, score="直接计分", check=_ENTERED_PART))


def _bare_names(heading: str) -> set[str]:
    """Give what a heading names that only leads to its items: 年终考核内容; 月考核实行百分制，包括."""
    core = core_of(heading)
    return {_CONTENTS.sub("", core), _ON_A_SCALE.sub("", core)}


def _part(node: Node, part: str, check: str = "") -> Node:
    """Give an indicator the formula's name, and the formula its weight; one without points of its own is taken to have a hundred."""
    if BONUS.match(part) and only_takes(node):
        node = as_bonus(node)  # 减分, as a sheet lists it
    is_open = node.points is None and not node.bonus and not node.items
    check += (_FULL if is_open else "") + (node.check or "")
    points = Decimal(100) if is_open else node.points
    return node.model_copy(update={"name": part, "points": points, "weight": None, "check": check or None})


def _without(node: Node, wanted: str) -> tuple[Node | None, Node | None]:
    """Give the node without the first indicator below it that has the name, and that indicator; a section left empty goes."""
    for index, item in enumerate(node.items):
        rest, taken = (None, item) if core_of(item.name) == wanted else _without(item, wanted)
        if taken is None:
            continue
        items = (*node.items[:index], *((rest,) if rest is not None else ()), *node.items[index + 1 :])
        return (node.model_copy(update={"items": items}) if items else None), taken
    return None, None


def _holders(node: Node, wanted: str) -> Iterable[str]:
    """Give the names of the sections right above an indicator of the name."""
    for item in node.items:
        if core_of(item.name) == wanted:
            yield node.name
        yield from _holders(item, wanted)


def _used(stated: Sequence[StatedTotal], groups: GroupNames) -> list[StatedTotal]:
    """Give the formulas that hold for some unit: those for named groups, and the first that is for all."""
    general = next((total for total in stated if not _applies_to(total, groups)), None)
    return [total for total in stated if total is general or _applies_to(total, groups)]


def _applies_to(stated: StatedTotal, groups: GroupNames) -> tuple[str, ...]:
    """Give the groups that a formula is for; none where it is for all."""
    return (
        tuple(name for name in groups.names if name and name in stated.subject)
        or (groups.in_title(stated.subject) if "组" in stated.subject else ())
        or groups.meant(_OF_TOTAL.sub("", stated.subject))
    )


def _totals(read: Sequence[StatedTotal], formulas: Sequence[tuple[str, str]], groups: GroupNames) -> list[Total]:
    """Give the formulas, those for named groups first: the first that fits a unit holds for it."""
    totals = [
        Total(
            applies_to=_applies_to(stated, groups),
            formula=formula,
            text=stated.text,
            source=place_words(stated.words.source) or None,
            check=check,
        )
        for stated, (formula, check) in zip(read, formulas, strict=True)
    ]
    general = [total for total in totals if not total.applies_to][:1]
    return [*(total for total in totals if total.applies_to), *general]


def _scoped(roots: Sequence[Node], totals: Sequence[Total], groups: GroupNames) -> Iterable[Node]:
    """Say of a part that only some groups' formulas weigh that it is for these groups."""
    for root in roots:
        using: list[str] = []
        for group in groups.names:
            total = next((total for total in totals if not total.applies_to or group in total.applies_to), None)
            if total is not None and root.name in _weights(total.formula):
                using.append(group)
        is_partial = 0 < len(using) < len(groups.names)
        yield root.model_copy(update={"applies_to": tuple(using)}) if is_partial and not root.applies_to else root
