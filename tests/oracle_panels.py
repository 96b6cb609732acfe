"""The oracle's panels: ballots and marks to scores, after docs/explanation/scoring.md, "Panels"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from kaoji.scheme.structure import ResolvedPanel, Structure
from kaoji.scoring.facts import Ballots, Facts, Mark
from tests.oracle_items import ZERO, named, rounded


def mean_by_kind(panel: ResolvedPanel, means: dict[str, Fraction]) -> Fraction | None:
    """Average the kinds of voters that voted by their weights, or plainly ("Panels", kinds of voters)."""
    shares = panel.panel.classes
    weights = {kind: Fraction(1) if panel.score.classes_equal or not shares else shares[kind] for kind in means}
    whole = sum(weights.values(), ZERO)
    return rounded(sum((weights[kind] * mean for kind, mean in means.items()), ZERO) / whole) if whole else None


def kind_of(panel: ResolvedPanel, kind: str) -> str:
    """Give the kind of a voter; without classes all are one, but where they weigh the same ("Panels", without classes)."""
    return kind if panel.panel.classes or panel.score.classes_equal else ""


def ballot_mean(panel: ResolvedPanel, ballots: Sequence[Ballots]) -> Fraction | None:
    """Give the mean of the ballots on a unit, None where none counts ("Panels", Ballots)."""
    counted = [ballot for ballot in ballots if ballot.option not in panel.panel.abstentions and ballot.count > 0]
    means: dict[str, Fraction] = defaultdict(Fraction)
    for kind, question in sorted({(kind_of(panel, ballot.kind), ballot.question) for ballot in counted}):
        votes = [b for b in counted if (kind_of(panel, b.kind), b.question) == (kind, question)]
        points = sum((Fraction(panel.panel.options[ballot.option]) * ballot.count for ballot in votes), ZERO)
        means[kind] += rounded(points / sum(ballot.count for ballot in votes))
    return mean_by_kind(panel, means) if means else None


def sheet_mean(panel: ResolvedPanel, marks: Sequence[Mark]) -> Fraction | None:
    """Give the mean of the sheets on a unit, the extremes of each kind left out ("Panels", Sheets)."""
    sheets: dict[str, dict[tuple[str, str], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for mark in marks:
        sheets[kind_of(panel, mark.kind)][mark.kind, mark.rater] += Fraction(mark.mark)
    means = {}
    for kind, raters in sheets.items():
        kept, trim = sorted(raters.values()), panel.score.trim
        if len(kept) > 2 * trim:
            kept = kept[trim : len(kept) - trim]
        means[kind] = rounded(sum(kept, ZERO) / len(kept))
    return mean_by_kind(panel, means) if means else None


def deducted(panel: ResolvedPanel, ballots: Sequence[Ballots]) -> Fraction | None:
    """Give the points less what each ballot takes, at least 0, where ballots were counted at all ("Panels", 逐票扣分)."""
    taken = sum(
        (
            Fraction(panel.panel.options[ballot.option]) * ballot.count
            for ballot in ballots
            if ballot.option not in panel.panel.abstentions
        ),
        ZERO,
    )
    return max(ZERO, Fraction(panel.panel.points) - taken) if ballots else None


def full_mark(panel: ResolvedPanel) -> Fraction:
    """Give the largest mean there can be ("Panels", 按满分折算)."""
    if panel.panel.dimensions:
        return sum((Fraction(points) for points in panel.panel.dimensions.values()), ZERO)
    counted = [points for option, points in panel.panel.options.items() if option not in panel.panel.abstentions]
    return Fraction(max(counted)) * max(1, len(panel.panel.questions))


def scaled(panel: ResolvedPanel, mean: Fraction, best: Fraction) -> Fraction:
    """Stretch a mean to the panel's points ("Panels", Then)."""
    if panel.score.scale not in ("full", "best"):
        return mean
    whole = full_mark(panel) if panel.score.scale == "full" else best
    if whole <= 0 or (panel.score.scale == "best" and mean <= 0):
        return ZERO
    return mean * Fraction(panel.panel.points) / whole


def mean_of(panel: ResolvedPanel, facts: Facts, unit: str) -> Fraction | None:
    """Give what a unit's ballots, sheets or brought score come to, None where there is none ("Panels")."""
    if panel.panel.entered:
        brought = [fact.score for fact in facts.panel_scores if (fact.unit, fact.panel) == (unit, panel.name)]
        return Fraction(brought[0]) if brought else None
    ballots = [ballot for ballot in facts.ballots if (ballot.unit, ballot.panel) == (unit, panel.name)]
    if panel.score.scale == "deduct":
        return deducted(panel, ballots)
    if panel.panel.dimensions:
        return sheet_mean(panel, [mark for mark in facts.marks if (mark.unit, mark.panel) == (unit, panel.name)])
    return ballot_mean(panel, ballots)


def panel_scores(structure: Structure, facts: Facts) -> dict[tuple[str, str], Fraction]:
    """Score every unit that a panel is for, by unit and panel ("Panels")."""
    scores: dict[tuple[str, str], Fraction] = {}
    for panel in structure.panels:
        names = panel.panel.applies_to
        groups = {unit.unit: unit.group for unit in facts.units if not names or {unit.unit, unit.group} & set(names)}
        means = {unit: mean for unit in groups if (mean := mean_of(panel, facts, unit)) is not None}
        for unit, mean in means.items():
            best = max(other for name, other in means.items() if groups[name] == groups[unit])
            full = mean if panel.panel.entered else scaled(panel, mean, best)
            scores[unit, panel.name] = named(full, panel.score.decimals)
    return scores
