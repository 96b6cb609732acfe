"""One unit's score sheet as plain data, in the shape of the notice's own table: what pages and papers show.

    rows = score_rows(structure, "东街街道", "街道", Scored(nodes, panels, points), derivations)

A section stands as a line above its indicators; what bounds it is said there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal, NamedTuple

from kaoji.numbers import half_up, round_points, to_points
from kaoji.scheme.structure import ResolvedNode, ResolvedPanel, Structure
from kaoji.scoring import Scores
from kaoji.scoring.derivations import Derivation, line
from kaoji.scoring.explaining import Explainer
from kaoji.scoring.rule_derivations import NO_DATA
from kaoji.scoring.unit_points import UnitPoints
from kaoji.writing import sentences
from kaoji.writing.outline import Row, outline
from kaoji.writing.sentences import Why


@dataclass(frozen=True)
class Scored:
    """What a unit has: values by the codes of indicators and by panels; points where they are not the stated ones."""

    nodes: Mapping[str, int]
    panels: Mapping[str, int] = field(default_factory=dict)
    points: Mapping[str, int] = field(default_factory=dict)


_MOST_DECIMALS = 4


def readable(points: int) -> int:
    """Round points to what people read; the exact number stands where it is reckoned.

    >>> readable(26_666_666_667), readable(2_500_000_000)
    (26666700000, 2500000000)
    """
    return round_points(points, _MOST_DECIMALS)


class Bound(NamedTuple):
    """What a cap or a floor of a section changed: its words, and by how many points of the total."""

    text: str
    of_total: int


@dataclass(frozen=True)
class ScoreRow:
    """One line: a section, an indicator or a panel.

    Points are 10^-9; ``points`` is None where it has none of its own, ``score`` where nothing was scored yet. ``lost``
    and ``won`` are what it lies below its points and above them; a bonus counts from 0, and what does not apply to the unit loses nothing.
    """

    kind: Literal["section", "indicator", "panel"]
    code: str
    name: str
    depth: int
    points: int | None
    score: int | None
    rules: str = ""
    quote: str = ""
    source: str = ""
    providers: tuple[str, ...] = ()
    why: tuple[Why, ...] = ()
    is_bonus: bool = False
    is_absent: bool = False
    is_provisional: bool = False
    """Whether something that must be known of it is not there yet, so that its points may change."""
    weight: Fraction = Fraction(1)
    """How much a point of it is in the total."""
    bounds: tuple[Bound, ...] = ()
    """What caps and floors of a section changed; an indicator's own are in its score already."""
    is_zero: bool = False
    """Whether it does not apply to the unit, and counts nothing for that."""

    @property
    def lost_of_total(self) -> int:
        """Points that the total lost by it: what losses of different parts are compared by."""
        return self._of_total(self.lost)

    @property
    def won_of_total(self) -> int:
        """Points that the total won by it, beyond its own."""
        return self._of_total(self.won)

    @property
    def own_of_total(self) -> int:
        """Points of the total that it has by itself: from where it loses and wins."""
        own = (self.score if self.is_absent and not self.is_zero else self._own) or 0
        return half_up(own * self.weight.numerator, self.weight.denominator)

    @property
    def lost(self) -> int:
        """Points lost; 0 where none were."""
        return max(0, -self._beyond)

    @property
    def won(self) -> int:
        """Points won beyond its own; 0 where none were."""
        return max(0, self._beyond)

    @property
    def _own(self) -> int:
        """Give the points from which it counts: what a formula subtracts counts from 0, as what has no points does."""
        return 0 if self.points is None or self.weight < 0 else self.points

    @property
    def _beyond(self) -> int:
        is_open = self.points is None and self.kind == "section" and not self.is_bonus
        if self.score is None or is_open or self.is_absent:
            return 0
        return (self.score - self._own) * (-1 if self.weight < 0 else 1)

    def _of_total(self, points: int) -> int:
        return half_up(points * abs(self.weight.numerator), self.weight.denominator)


def score_rows(
    structure: Structure,
    unit: str,
    group: str,
    scored: Scored,
    derivations: Mapping[str, Derivation],
    language: str = "zh",
) -> list[ScoreRow]:
    """Lay out one unit's sheet, panels last.

    Args:
        structure: the resolved scheme.
        unit: the unit.
        group: its group.
        scored: what it has.
        derivations: of indicators and sections by their codes, of panels by their names.
        language: of the sentences, ``zh`` or ``en``.
    """
    return list(_Sheet(structure, unit, group, scored, derivations, language).rows())


def scored_of(scores: Scores, unit: str, explainer: Explainer | None = None) -> tuple[Scored, dict[str, Derivation]]:
    """Give what a unit has and how it came about, out of the core's results; one explainer serves many units."""
    explainer, structure = explainer or Explainer(scores), scores.structure
    own = [node for node in structure.nodes if (unit, node.index) in scores.nodes]
    panels = [panel.name for panel in structure.panels if (unit, panel.name) in scores.panels]
    scored = Scored(
        {node.code: scores.nodes[unit, node.index].value for node in own},
        {name: scores.panels[unit, name].score for name in panels},
        own_points(scores, unit),
    )
    derivations = {node.code: explainer.explain(unit, node.index) for node in own}
    return scored, derivations | {name: explainer.explain(unit, name) for name in panels}


def own_points(scores: Scores, unit: str) -> dict[str, int]:
    """Give the points of a unit's indicators where they are not those that the scheme states."""
    found = {}
    for node in scores.structure.nodes:
        score = scores.nodes.get((unit, node.index))
        if score is not None and score.points is not None and score.points != _stated(node):
            found[node.code] = score.points
    return found


def _stated(node: ResolvedNode) -> int | None:
    return None if node.node.points is None else to_points(node.node.points)


class _Sheet:
    def __init__(
        self,
        structure: Structure,
        unit: str,
        group: str,
        scored: Scored,
        derivations: Mapping[str, Derivation],
        language: str,
    ) -> None:
        self.structure, self.unit, self.group = structure, unit, group
        self.scored, self.derivations, self.language = scored, derivations, language

    def rows(self) -> Iterator[ScoreRow]:
        present = [node.index for node in self.structure.nodes_of(self.unit, self.group)]
        above: tuple[ResolvedNode, ...] = ()
        for row in outline(self.structure, present).rows:
            if row.is_sum:
                continue
            path = self.shown_above(row)
            for depth, node in enumerate(path):
                if depth >= len(above) or above[depth].index != node.index:
                    yield self.section(node, depth)
                    above = (*above[:depth], node)
            yield self.indicator(row.node, len(path))
        in_tree = {node.node.panel for node in self.structure.nodes if node.index in set(present)}
        for panel in self.structure.panels:
            applies = panel.panel.applies_to
            is_row = panel.name not in in_tree or self.weight_in_total(panel.name)
            if is_row and (not applies or {self.unit, self.group} & set(applies)):
                yield self.panel(panel)

    def shown_above(self, row: Row) -> list[ResolvedNode]:
        """Give the sections that have lines above an indicator: also what merely wraps another, where it does not apply."""
        above, node, shown = list[ResolvedNode](), row.node, {each.index for each in row.path}
        while node.parent is not None:
            node = self.structure.nodes[node.parent]
            if node.index in shown or self.is_stated_absent(node):
                above.insert(0, node)
        return above

    def points_of(self, node: ResolvedNode) -> int | None:
        return self.scored.points.get(node.code, _stated(node))

    def section(self, node: ResolvedNode, depth: int) -> ScoreRow:
        return ScoreRow(
            "section", node.code, node.name, depth, self.points_of(node), self.scored.nodes.get(node.code),
            rules=node.node.limits or "", quote=node.node.text or "", source=node.node.source or "",
            why=tuple(self.why(node, is_sum=True)), is_bonus=node.node.bonus, is_absent=self.is_absent(node),
            weight=self.weight_of(node), bounds=tuple(self.bounds(node)), is_zero=self.is_zero(node),
        )  # fmt: skip

    def bounds(self, section: ResolvedNode) -> Iterator[Bound]:
        """Give what the caps and floors of a section changed, in points of the total."""
        derivation, weight = self.derivations.get(section.code), self.weight_inside(section)
        for term in () if derivation is None or derivation.kind == "absent" else derivation.terms:
            if "bound" in term.phrase.data:
                change = half_up(term.amount * weight.numerator, weight.denominator)
                yield Bound(term.phrase.text(self.language), change)

    def indicator(self, node: ResolvedNode, depth: int) -> ScoreRow:
        quotes = [node.node.text, *(rule.rule.text for rule in node.rules)]
        sources = [node.node.source, *(rule.rule.source for rule in node.rules)]
        slots = [self.structure.slots[rule.slot].providers for rule in node.rules]
        return ScoreRow(
            "indicator", node.code, node.name, depth, self.points_of(node), self.scored.nodes.get(node.code),
            rules=sentences.rule_texts(node, self.language),
            quote="\n".join(dict.fromkeys(text for text in quotes if text)),
            source="；".join(dict.fromkeys(text for text in sources if text)),
            providers=tuple(dict.fromkeys(name for names in slots or [node.providers] for name in names)),
            why=tuple(self.why(node, is_sum=False)),
            is_bonus=node.node.bonus, is_absent=self.is_absent(node), is_provisional=self.lacks(node),
            weight=self.weight_of(node), is_zero=self.is_zero(node),
        )  # fmt: skip

    def lacks(self, node: ResolvedNode) -> bool:
        """Tell whether a rule of an indicator waits for data."""
        derivation = self.derivations.get(node.code)
        found = derivation.walk() if derivation is not None and derivation.kind != "absent" else ()
        return any(phrase.message == NO_DATA.message for each in found for phrase in each.text)

    def weight_of(self, node: ResolvedNode) -> Fraction:
        """Give how much a point of an indicator is in the total: the weights of all that stands above it, multiplied."""
        if node.parent is None:
            total = self.structure.total_of(self.unit, self.group)
            weights = {node.name: Fraction(1)} if total is None else total.composition.weights
            return self.points_after.weight_in(weights, node)
        own, above = self.points_after.weight(node), self.weight_inside(self.structure.nodes[node.parent])
        return above if own is None else above * own

    def weight_inside(self, section: ResolvedNode) -> Fraction:
        """Give how much a point gathered in a section is in the total.

        A section that is rescaled for what does not apply counts each point of the others for more.
        """
        weight, factor = self.weight_of(section), self.points_after.factor(section)
        if factor is None:
            return weight
        whole, rest = factor
        return weight * Fraction(whole) / Fraction(rest) if rest else Fraction(0)

    @cached_property
    def points_after(self) -> UnitPoints:
        """The unit's points and weights after what does not apply to it."""
        absent = [node.index for node in self.structure.nodes if self.is_absent(node)]
        return UnitPoints(self.structure, self.unit, self.group, absent)

    def weight_in_total(self, part: str) -> Fraction:
        """Give with which weight a panel stands in the formula of the unit's total.

        Without a formula none counts, and a name that is an indicator's too means the indicator.
        """
        total = self.structure.total_of(self.unit, self.group)
        is_root = any(root.name == part for root in self.structure.roots)
        return Fraction(0) if total is None or is_root else total.composition.weights.get(part, Fraction(0))

    def is_absent(self, node: ResolvedNode) -> bool:
        """Tell whether an indicator, or a section that it stands in, does not apply to the unit."""
        if self.is_stated_absent(node):
            return True
        return node.parent is not None and self.is_absent(self.structure.nodes[node.parent])

    def is_stated_absent(self, node: ResolvedNode) -> bool:
        """Tell whether it was said of this very indicator or section that it does not apply."""
        derivation = self.derivations.get(node.code)
        return derivation is not None and derivation.kind == "absent"

    def is_zero(self, node: ResolvedNode) -> bool:
        """Tell whether an indicator does not apply to the unit and counts nothing for that."""
        return self.is_stated_absent(node) and self.points_after.policy(node) == "zero"

    def why(self, node: ResolvedNode, *, is_sum: bool) -> Iterator[Why]:
        derivation = self.derivations.get(node.code)
        if derivation is not None and node.node.panel is not None and derivation.children:
            yield from self.of_panel(derivation.children[0])
        elif derivation is not None:
            yield from sentences.why(derivation, self.language, is_sum=is_sum, also_plain=True)

    def panel(self, panel: ResolvedPanel) -> ScoreRow:
        derivation = self.derivations.get(panel.name)
        return ScoreRow(
            "panel", "", panel.name, 0, to_points(panel.panel.points), self.scored.panels.get(panel.name),
            rules="" if panel.panel.entered else panel.panel.score, quote=panel.panel.text or "",
            source=panel.panel.source or "", providers=panel.panel.provider,
            why=() if derivation is None else tuple(self.of_panel(derivation)), weight=self.weight_in_total(panel.name),
        )  # fmt: skip

    def of_panel(self, derivation: Derivation) -> Iterator[Why]:
        """Say how a panel's score came about: never who rated what."""
        yield from (Why(phrase.text(self.language), derivation) for phrase in derivation.text)
        for child in derivation.children:
            if child.kind == "voters":
                yield Why(line(Derivation("voters", child.label, child.value, text=child.text), self.language))
