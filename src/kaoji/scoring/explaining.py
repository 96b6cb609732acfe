"""Explanations: a total or an indicator unfolded, step by step, down to the facts and the places they were read at.

    for line in render(explain(scores, "东街街道")):
        print(line)

Values come from the results of the engine and from the facts; the arithmetic here only shows how they belong together.
Source: docs/explanation/scoring.md.
"""

from __future__ import annotations

from fractions import Fraction

from kaoji.numbers import POINT, SETTLED, format_points, half_up, percent, round_points
from kaoji.scheme.formulas import Composition
from kaoji.scheme.structure import ResolvedNode
from kaoji.scoring.absence_derivations import Absences
from kaoji.scoring.bounding import Flow, node_bounds
from kaoji.scoring.derivations import Derivation, Kind, Phrase, Term, render
from kaoji.scoring.fact_index import FactIndex
from kaoji.scoring.panel_derivations import Panels
from kaoji.scoring.results import Scores
from kaoji.scoring.rule_derivations import Rules

__all__ = ["Derivation", "Explainer", "explain", "render"]


def explain(scores: Scores, unit: str, node: int | str | None = None) -> Derivation:
    """Unfold a unit's total, one of its indicators (by index) or one of its panels (by name).

    Raises:
        KeyError: there is no such unit, or it has no such indicator or panel.
    """
    return Explainer(scores).explain(unit, node)


class Explainer:
    """Explains many numbers of one assessment; the facts are gone through once."""

    def __init__(self, scores: Scores) -> None:
        self.scores, self.structure = scores, scores.structure
        self.index = FactIndex(scores.structure, scores.facts)
        self.rules = Rules(scores, self.index)
        self.panels = Panels(scores, self.index)
        self.absences: dict[str, Absences] = {}

    def explain(self, unit: str, node: int | str | None = None) -> Derivation:
        """Unfold a total, an indicator or a panel: see ``explain`` of this module."""
        self.scores.units[unit]
        if node is None:
            return self.total(unit)
        if isinstance(node, str):
            return self.panels.of(unit, node)
        self.scores.nodes[unit, node]
        return self.node(unit, self.structure.nodes[node])

    # ------------------------------------------------------------------ the total

    def total(self, unit: str) -> Derivation:
        """Unfold a unit's total into its parts."""
        group = self.scores.units[unit].group
        resolved = self.structure.total_of(unit, group)
        composition = resolved.composition if resolved is not None else None
        roots = [node for node in self.structure.roots if (unit, node.index) in self.scores.nodes]
        if composition is None:
            children, terms = [self.node(unit, root) for root in roots], [self.handed(unit, root)[1] for root in roots]
        else:
            children, terms = self.parts(unit, roots, composition)
        value = self.scores.totals.get(unit)
        if value is None:
            return Derivation("total", unit, text=(Phrase("is not ranked"),), children=tuple(children))
        named = composition.decimals if composition is not None else None
        terms += _rounding(sum(term.amount for term in terms), SETTLED if named is None else named)
        if resolved is None:
            return Derivation("total", unit, value, tuple(terms), children=tuple(children))
        total, text = resolved.total, [Phrase("formula: {formula}", {"formula": resolved.total.formula})]
        if (parted := self.scores.parted_from(unit)) is not None:
            said = {"names": "、".join(parted[1]), "part": parted[0]}
            text.append(Phrase("the same total as {names}; {part} decides the rank", said))
        return Derivation(
            "total",
            unit,
            value,
            tuple(terms),
            "",
            tuple(text),
            total.source or "",
            resolved.source,
            children=tuple(children),
        )

    def parts(
        self, unit: str, roots: list[ResolvedNode], composition: Composition
    ) -> tuple[list[Derivation], list[Term]]:
        """Unfold the parts that a formula weighs."""
        children, terms = [], []
        names = {root.name for root in self.structure.roots}
        for name, weight in composition.weights.items():
            for root in roots:
                if root.name == name:
                    counts = self.absences_of(unit).points.weight_in(composition.weights, root)
                    children.append(self.node(unit, root))
                    terms.append(_product(name, children[-1].value or 0, counts))
            if name not in names:
                panel = self.panels.panels[name]
                applies = panel.panel.applies_to
                if not applies or unit in applies or self.scores.units[unit].group in applies:
                    children.append(self.panels.of(unit, name))
                    terms.append(_product(name, children[-1].value or 0, weight))
        if composition.constant:
            points = composition.constant_points
            terms.append(Term(Phrase("constant {points}", {"points": format_points(abs(points))}), points))
        return children, terms

    # ------------------------------------------------------------------ indicators and sections

    def node(self, unit: str, node: ResolvedNode) -> Derivation:
        """Unfold an indicator or section."""
        absences = self.absences_of(unit)
        if self.scores.nodes[unit, node.index].is_absent:
            return absences.derive(node)
        return self.section(unit, node, absences) if node.children else self.indicator(unit, node, absences)

    def absences_of(self, unit: str) -> Absences:
        """Give what does not apply to a unit."""
        if unit not in self.absences:
            self.absences[unit] = Absences(self.scores, self.index, unit)
        return self.absences[unit]

    def indicator(self, unit: str, node: ResolvedNode, absences: Absences) -> Derivation:
        """Unfold an indicator into what it starts with, what its rules give and take, and what bounds it."""
        score = self.scores.nodes[unit, node.index]
        flow = Flow(score.fill, score.extra, score.minus_before)
        if node.node.panel is not None:
            children = [self.panels.of(unit, node.node.panel)]
        else:
            children = [derivation for derivation, _ in self.rules.of(unit, node)]
        terms = flow.terms()
        if score.start:
            terms.insert(0, Term(Phrase("start {points}", {"points": format_points(score.start)}), score.start))
        bounds = node_bounds(node, score.points, score.start)
        terms += bounds.apply(flow, score.start)[1]
        text = absences.grown(node)
        return self.finished("indicator", unit, node, terms, text, children)

    def section(self, unit: str, node: ResolvedNode, absences: Absences) -> Derivation:
        """Unfold a section into what is below it and what bounds it."""
        below = [self.structure.nodes[i] for i in node.children if (unit, i) in self.scores.nodes]
        flow, terms = Flow(), []
        for child in below:
            handed, term = self.handed(unit, child)
            flow = flow.joined(handed)
            terms.append(term)
        terms += node_bounds(node, None, 0).apply(flow)[1]
        factor = absences.points.factor(node)
        if factor is not None:
            net = sum(term.amount for term in terms)
            whole, rest = factor
            scaled = half_up(int(net * Fraction(whole) * POINT), int(Fraction(rest) * POINT)) if rest else 0
            data = {"whole": str(whole), "rest": str(rest), "points": format_points(abs(scaled - net))}
            made_up = Phrase("{points} for what does not apply (× {whole} ÷ {rest})", data)
            terms.append(Term(made_up, scaled - net))
        children = [self.node(unit, child) for child in below]
        return self.finished("section", unit, node, terms, absences.grown(node), children)

    def finished(
        self,
        kind: Kind,
        unit: str,
        node: ResolvedNode,
        terms: list[Term],
        text: list[Phrase],
        children: list[Derivation],
    ) -> Derivation:
        """Round where the scheme says so, and make the derivation."""
        terms = terms + _rounding(sum(term.amount for term in terms), node.node.decimals)
        return Derivation(
            kind,
            node.name,
            self.scores.nodes[unit, node.index].value,
            tuple(terms),
            text=tuple(text),
            source=node.node.source or "",
            place=node.source,
            quote=node.node.text or "",
            children=tuple(children),
            code=node.code,
        )

    def handed(self, unit: str, node: ResolvedNode) -> tuple[Flow, Term]:
        """Give what an indicator hands up to what stands above it, and that as an addend."""
        score, weight = self.scores.nodes[unit, node.index], self.absences_of(unit).points.weight(node)
        if weight is not None:
            term = _product(node.name, score.value, weight)
            return Flow(0, max(term.amount, 0), max(-term.amount, 0)), term
        is_whole = node.node.decimals is not None or self.absences_of(unit).points.factor(node) is not None
        flow = Flow(0, max(score.value, 0), max(-score.value, 0)) if is_whole else Flow(0, score.plus, score.minus)
        data = {"name": node.name, "points": format_points(abs(score.value))}
        return flow, Term(Phrase("{name} {points}", data), flow.net)


def _product(name: str, value: int, weight: Fraction) -> Term:
    """Weigh a part; the sign stands before the addend."""
    amount = half_up(value * weight.numerator, weight.denominator)
    data = {"name": name, "points": format_points(abs(value)), "weight": percent(abs(weight))}
    whole, weighed = Phrase("{name} {points}", data), Phrase("{name} {points} × {weight}", data)
    return Term(whole if abs(weight) == 1 else weighed, amount)


def _rounding(value: int, decimals: int | None) -> list[Term]:
    change = round_points(value, decimals) - value
    return [Term(Phrase("rounding {points}", {"points": format_points(abs(change))}), change)] if change else []
