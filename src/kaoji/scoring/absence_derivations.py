"""Indicators a unit does not have: where their points went, and what that did to others."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kaoji.numbers import format_points, plain
from kaoji.scheme.structure import ABSENT_POLICIES, ResolvedNode
from kaoji.scoring.derivations import Derivation, Phrase
from kaoji.scoring.fact_index import FactIndex
from kaoji.scoring.results import Scores


class Absences:
    """What the absences of one unit do."""

    def __init__(self, scores: Scores, index: FactIndex, unit: str) -> None:
        self.scores, self.unit = scores, unit
        self.structure = scores.structure
        group = scores.units[unit].group
        self.present = {node.index for node in self.structure.nodes_of(unit, group)}
        absent = index.absences.get(unit, {})
        # What lies below an absent section is not looked at.
        kept = (node for node in absent if node in self.present and not self.structure.above(node) & absent.keys())
        self.facts = {node: absent[node] for node in kept}

    def policy(self, node: ResolvedNode) -> str | None:
        """Say what becomes of the points of an absent indicator: transfer, rescale, full or zero."""
        named = node.node.when_absent
        return None if named is None else ABSENT_POLICIES.get(named, "transfer")

    def target(self, node: ResolvedNode) -> ResolvedNode | None:
        """Find the indicator that takes an absent one's points, past others that are absent."""
        seen, target = {node.index}, node
        while self.policy(target) == "transfer" and target.index in self.facts:
            named = (i for i in sorted(self.present) if self.structure.nodes[i].name == target.node.when_absent)
            index = next(named, None)
            if index is None or index in seen:
                return None
            seen.add(index)
            target = self.structure.nodes[index]
        return None if target is node else target

    def derive(self, node: ResolvedNode) -> Derivation:
        """Derive an indicator that does not apply to the unit."""
        fact = self.facts[node.index]
        score = self.scores.nodes[self.unit, node.index]
        points = format_points(score.points or 0)
        target = self.target(node)
        phrases = {
            "rescale": Phrase("the rest of its section counts for it"),
            "full": Phrase("its points count in full"),
            "zero": Phrase("counts 0"),
        }
        text = [Phrase("does not apply to this unit")]
        if fact.reason:
            text.append(Phrase("{note}", {"note": fact.reason}))
        if target is not None:
            text.append(Phrase("its {points} points go to {name}", {"points": points, "name": target.name}))
        elif (policy := self.policy(node)) in phrases:
            text.append(phrases[policy])
        place = fact.source if fact.source.file else node.source
        source = node.node.source or ""
        return Derivation("absent", node.name, score.value, (), "", tuple(text), source, place, code=node.code)

    def grown(self, node: ResolvedNode) -> list[Phrase]:
        """Say whose points an indicator took over."""
        givers = [self.structure.nodes[index] for index in sorted(self.facts)]
        givers = [giver for giver in givers if self.own_points(giver) and self.target(giver) is node]
        if not givers:
            return []
        names = "、".join(f"{giver.name} {plain(self.own_points(giver))}" for giver in givers)
        data = {"own": plain(node.node.points or 0), "names": names}
        return [Phrase("its {own} points grew by those of what does not apply: {names}", data)]

    def factor(self, node: ResolvedNode) -> tuple[Decimal, Decimal] | None:
        """Give the points of all children and of those that apply where a section is scaled up for the rest."""
        whole = gone = Decimal(0)
        for index in node.children:
            child = self.structure.nodes[index]
            is_absent, policy = index in self.facts, self.policy(child)
            if index not in self.present or (is_absent and policy == "transfer"):
                continue
            points = self.points_of(child)
            whole += points
            if is_absent and policy == "rescale":
                gone += points
        rescales = any(i in self.facts and self.policy(self.structure.nodes[i]) == "rescale" for i in node.children)
        return (whole, whole - gone) if rescales and (gone or not whole) else None

    def own_points(self, node: ResolvedNode) -> Decimal:
        """Give the points that an absent indicator or section hands on: stated, or those of its children."""
        if node.node.points is not None or not node.children:
            return node.node.points or Decimal(0)
        kept = (self.structure.nodes[index] for index in node.children if index in self.present)
        return sum((self.own_points(child) for child in kept), Decimal(0))

    def points_of(self, node: ResolvedNode) -> Decimal:
        """Give an indicator's points, or a section's: stated, or those of its children."""
        own = Fraction(node.node.points or 0)
        own += sum(
            Fraction(self.own_points(self.structure.nodes[index]))
            for index in self.facts
            if self.target(self.structure.nodes[index]) is node
        )
        is_grown = own != (node.node.points or 0)
        if node.node.points is not None or is_grown or not node.children:
            return Decimal(own.numerator) / Decimal(own.denominator)
        kept = (self.structure.nodes[index] for index in node.children if index in self.present)
        return sum(
            (self.points_of(c) for c in kept if not (c.index in self.facts and self.policy(c) == "transfer")),
            Decimal(0),
        )
