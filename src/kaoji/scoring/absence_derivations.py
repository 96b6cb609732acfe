"""Indicators a unit does not have: where their points went, and what that did to others."""

from __future__ import annotations

from fractions import Fraction

from kaoji.numbers import percent, plain
from kaoji.scheme.structure import ResolvedNode
from kaoji.scoring.derivations import Derivation, Phrase
from kaoji.scoring.fact_index import FactIndex
from kaoji.scoring.results import Scores
from kaoji.scoring.unit_points import UnitPoints


class Absences:
    """What the absences of one unit do."""

    def __init__(self, scores: Scores, index: FactIndex, unit: str) -> None:
        self.scores, self.unit = scores, unit
        self.facts = index.absences.get(unit, {})
        self.points = UnitPoints(scores.structure, unit, scores.units[unit].group, self.facts)

    def derive(self, node: ResolvedNode) -> Derivation:
        """Derive an indicator that does not apply to the unit."""
        fact = self.facts[node.index]
        score = self.scores.nodes[self.unit, node.index]
        points = plain(self.points.points(node.index))
        taker = self.points.taker(node)
        phrases = {
            "rescale": Phrase("the rest of its section counts for it"),
            "full": Phrase("its points count in full"),
            "zero": Phrase("counts 0"),
        }
        text = [Phrase("does not apply to this unit")]
        if fact.reason:
            text.append(Phrase("{note}", {"note": fact.reason}))
        if taker is not None and self.points.policy(node) == "weight":
            weight = percent(self.weight(node))
            text.append(Phrase("its weight of {weight} goes to {name}", {"weight": weight, "name": taker.name}))
        elif taker is not None:
            text.append(Phrase("its {points} points go to {name}", {"points": points, "name": taker.name}))
        elif (policy := self.points.policy(node)) in phrases:
            text.append(phrases[policy])
        place = fact.source if fact.source.file else node.source
        source = node.node.source or ""
        return Derivation("absent", node.name, score.value, (), "", tuple(text), source, place, code=node.code)

    def weight(self, node: ResolvedNode) -> Fraction:
        """Give the weight that an indicator has by itself, in its section or in the formula of the unit's total."""
        own = node.node.weight
        total = self.points.structure.total_of(self.unit, self.scores.units[self.unit].group)
        if node.parent is not None or total is None:
            return own or Fraction(0)
        return total.composition.weights.get(node.name, Fraction(0)) * (1 if own is None else own)

    def grown(self, node: ResolvedNode) -> list[Phrase]:
        """Say whose points or weight an indicator took over."""
        heavier = [(giver.name, self.weight(giver)) for giver in self.points.weight_givers(node)]
        if heavier:
            weights = "、".join(f"{name} {percent(weight)}" for name, weight in heavier)
            data = {"own": percent(self.weight(node)), "names": weights}
            return [
                Phrase("its weight of {own} grew by those of what does not apply: {names}", data),
                *self.taken(node),
            ]
        return self.taken(node)

    def taken(self, node: ResolvedNode) -> list[Phrase]:
        """Say whose points an indicator took over."""
        given = [(giver.name, self.points.points(giver.index)) for giver in self.points.givers(node)]
        names = "、".join(f"{name} {plain(points)}" for name, points in given if points)
        if not names:
            return []
        data = {"own": plain(node.node.points or 0), "names": names}
        return [Phrase("its {own} points grew by those of what does not apply: {names}", data)]
