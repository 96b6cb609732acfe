"""Checks on sums: sections, full marks of each group, weights, and parts that no total counts.

Each check takes the resolved scheme and yields findings; what a check is for stands in ``docs/reference/codes.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from kaoji.diagnostics import Diagnostic, Source
from kaoji.numbers import percent, plain
from kaoji.scheme.structure import (
    ABSENT_POLICIES,
    ResolvedNode,
    ResolvedTotal,
    Structure,
    handed_to,
    hands_weight,
)
from kaoji.scheme.subjects import Pair, at, having, number, population, who

_ROUND = 100


def maximum(structure: Structure, node: ResolvedNode, pair: Pair) -> Fraction | None:
    """Give the points that a unit can reach in an indicator without bonuses; None where nothing says it."""
    if node.node.bonus:
        return Fraction(0)
    if node.node.points is not None:
        return Fraction(node.node.points)
    if node.node.panel is not None:
        panel = structure.scheme.panels.get(node.node.panel)
        return Fraction(panel.points) if panel else None
    if not node.children:
        return None
    return _sum_below(structure, node, pair)


def _sum_below(structure: Structure, node: ResolvedNode, pair: Pair) -> Fraction | None:
    total = Fraction(0)
    for index in node.children:
        child = structure.nodes[index]
        if child.has(*pair):
            value = maximum(structure, child, pair)
            if value is None:
                return None
            total += value * (1 if child.node.weight is None else child.node.weight)
    return total


def sections_add_up(structure: Structure) -> Iterator[Diagnostic]:
    """W210: the points below a section are not its own."""
    for node in structure.nodes:
        if not node.children or node.node.points is None:
            continue
        owners: dict[Fraction, list[Pair]] = {}
        for pair in population(structure):
            if node.has(*pair) and (total := _sum_below(structure, node, pair)) is not None:
                owners.setdefault(total, []).append(pair)
        for total, pairs in owners.items():
            if total in (node.node.points, 0):
                continue
            children = [structure.nodes[child] for child in node.children if not structure.nodes[child].node.bonus]
            message = "The indicators below “{name}” add up to {sum} points, but it says {points}."
            if len(owners) > 1:
                message = "For {who} the indicators below “{name}” add up to {sum} points, but it says {points}."
            yield Diagnostic(
                "scheme.W210",
                message,
                (at(structure, node, "points"), *(at(structure, child, "points") for child in children)),
                "Change one of them, or write {sum} for “{name}”.",
                {
                    "name": node.name,
                    "sum": number(total),
                    "points": plain(node.node.points),
                    "who": who(structure, pairs),
                },
            )


def _parts(structure: Structure, pair: Pair) -> dict[str, Fraction | None]:
    """Give the parts that a unit's total is made of, with their full marks."""
    parts: dict[str, Fraction | None] = {
        name: Fraction(panel.points)
        for name, panel in structure.scheme.panels.items()
        if not panel.applies_to or set(pair) & set(panel.applies_to)
    }
    for root in structure.roots:
        if root.has(*pair):
            full, own = maximum(structure, root, pair), root.node.weight
            parts[root.name] = full if full is None or own is None else full * own
    return parts


def _full_marks(structure: Structure, pair: Pair) -> tuple[Fraction | None, ResolvedTotal | None, str]:
    """Give the full marks of a unit's total, the formula, and the sum written out."""
    total, parts = structure.total_of(*pair), _parts(structure, pair)
    if total is None:
        weights: dict[str, Fraction] = {root.name: Fraction(1) for root in structure.roots if root.has(*pair)}
        constant = Fraction(0)
    else:
        weights, constant = dict(total.composition.weights), total.composition.constant
    full, terms = constant, []
    for name, weight in weights.items():
        value = parts.get(name, Fraction(0))
        if value is None:
            return None, total, ""
        full += value * weight
        if value:
            terms.append(f"{name} {number(value)}" + ("" if weight == 1 else f"×{percent(weight)}"))
    return full, total, " + ".join(terms)


def full_marks_agree(structure: Structure) -> Iterator[Diagnostic]:
    """W211, W212, I214: the parts of a group's total do not make 100, 1000 or what the other groups have."""
    found: dict[tuple[Fraction, str], list[Pair]] = {}
    formulas: dict[tuple[Fraction, str], ResolvedTotal | None] = {}
    for pair in population(structure):
        full, total, terms = _full_marks(structure, pair)
        if full:
            found.setdefault((full, terms), []).append(pair)
            formulas[full, terms] = total
    values = Counter(full for (full, _), pairs in found.items() for _ in pairs)
    if not values:
        return
    usual = next((full for full in values if full == _ROUND), values.most_common(1)[0][0])
    for (full, terms), pairs in found.items():
        sources = _part_sources(structure, formulas[full, terms], pairs[0])
        data = {"who": who(structure, pairs), "full": number(full), "usual": number(usual), "terms": terms}
        weights = _weights(structure, formulas[full, terms], pairs[0])
        if full % _ROUND and weights is not None and weights != 1:
            yield Diagnostic(
                "scheme.W212",
                "The weights in the formula of {who} add up to {weights}.",
                sources,
                "Mend a weight; the parts with points of their own are to share 100%.",
                {**data, "weights": percent(weights)},
            )
        elif full != usual:
            yield Diagnostic(
                "scheme.W211",
                "The full marks of {who} are {full} points, not {usual}: {terms}.",
                sources,
                "Change a part or its weight; nothing is to be done if the notice has it so.",
                data,
            )
        elif len(values) == 1 and full % _ROUND:
            yield Diagnostic(
                "scheme.I214",
                "The full marks are {full} points: {terms}.",
                sources,
                "Nothing is to be done if the notice has it so.",
                data,
            )


def _part_sources(structure: Structure, total: ResolvedTotal | None, pair: Pair) -> tuple[Source, ...]:
    roots = [at(structure, root, "points") for root in structure.roots if root.has(*pair) and not root.node.bonus]
    return ((total.source,) if total is not None else ()) + tuple(roots)


def _weights(structure: Structure, total: ResolvedTotal | None, pair: Pair) -> Fraction | None:
    """Give the sum of a formula's weights where each of its parts with points counts by a share."""
    if total is None:
        return None
    parts = _parts(structure, pair)
    weighed = [weight for name, weight in total.composition.weights.items() if parts.get(name)]
    return sum(weighed, Fraction(0)) if len(weighed) > 1 and all(0 < weight < 1 for weight in weighed) else None


def section_weights(structure: Structure) -> Iterator[Diagnostic]:
    """W213: the weights below a section do not make 100%; where those of no section do, all are looked at together."""
    if (whole := _weights_of_all(structure)) is not None:
        total, sections = whole
        yield Diagnostic(
            "scheme.W213",
            "The weights of all indicators add up to {weights}.",
            tuple(at(structure, section, "name") for section in sections),
            "Mend a weight so that they share 100%.",
            {"name": structure.scheme.title, "weights": percent(total), "who": ""},
        )
        return
    for node in structure.nodes:
        owners: dict[Fraction, list[Pair]] = {}
        for pair in having(structure, node):
            shares = [
                structure.nodes[child].node.weight
                for child in node.children
                if structure.nodes[child].has(*pair) and not structure.nodes[child].node.bonus
            ]
            present = [share for share in shares if share is not None]
            if present and len(present) == len(shares):
                owners.setdefault(sum(present, Fraction(0)), []).append(pair)
        for total, pairs in owners.items():
            if total != 1 and not all(_shares_whole(structure, pair) for pair in pairs):
                yield Diagnostic(
                    "scheme.W213",
                    "The weights below “{name}” add up to {weights} for {who}.",
                    tuple(at(structure, structure.nodes[child], "weight") for child in node.children),
                    "Mend a weight so that they share 100%.",
                    {"name": node.name, "weights": percent(total), "who": who(structure, pairs)},
                )


def _weights_of_all(structure: Structure) -> tuple[Fraction, list[ResolvedNode]] | None:
    """Give the sum of the weights below several sections, none of which shares 100%; None where they are shares of each."""
    sections = [node for node in structure.nodes if any(_weight(structure, child) for child in node.children)]
    sums = [sum((_weight(structure, child) for child in node.children), Fraction(0)) for node in sections]
    total = sum(sums, Fraction(0))
    is_one = len(sums) > 1 and all(value < 1 for value in sums) and abs(total - 1) <= Fraction(1, 4)
    return (total, sections) if is_one and total != 1 else None


def _weight(structure: Structure, child: int) -> Fraction:
    return structure.nodes[child].node.weight or Fraction(0)


def _shares_whole(structure: Structure, pair: Pair) -> bool:
    """Tell whether the weights of all indicators make the whole, and not those of each section."""
    weights = [
        node.node.weight
        for node in structure.nodes
        if node.node.weight is not None and node.has(*pair) and not node.node.bonus
    ]
    return sum(weights, Fraction(0)) == 1


def parts_counted(structure: Structure) -> Iterator[Diagnostic]:
    """W215: an indicator stands at the top, and neither a formula nor a choice speaks of it."""
    if not structure.totals:
        return
    chosen = " ".join(f"{choice.name} {choice.decision}" for choice in structure.scheme.choices)
    for root in structure.roots:
        if root.name in chosen:
            continue
        lost = [
            pair
            for pair in population(structure)
            if root.has(*pair)
            and (total := structure.total_of(*pair)) is not None
            and root.name not in total.composition.weights
        ]
        if lost:
            yield Diagnostic(
                "scheme.W215",
                "“{name}” counts in no total of {who}.",
                (root.source, *(total.source for total in structure.totals)),
                "Name it in the formula or put it below a part of it; if it is only for show, say so under “choices”.",
                {"name": root.name, "who": who(structure, lost)},
            )


def points_handed_on(structure: Structure) -> Iterator[Diagnostic]:
    """W216: “when_absent” is written for units that an indicator never is there for, so nothing becomes of its points."""
    for node in structure.nodes:
        if node.node.when_absent is None or node.node.absent_for or not node.node.applies_to:
            continue
        above = structure.nodes[node.parent] if node.parent is not None else None
        left_out = [
            pair for pair in population(structure) if not node.has(*pair) and (above is None or above.has(*pair))
        ]
        if left_out:
            yield Diagnostic(
                "scheme.W216",
                "“{name}” hands nothing on for {who}: “when_absent” does not look at units that “for” leaves out.",
                (at(structure, node, "when_absent"),),
                "Leave “for” empty, and name these units under “absent_for”, such as 组别：{who}.",
                {"name": node.name, "who": who(structure, left_out)},
            )


def handed_on_at_its_weight(structure: Structure) -> Iterator[Diagnostic]:
    """W217: points go to an indicator that counts at another weight, so that they are worth more or less there."""
    for node in structure.nodes:
        policy = node.node.when_absent
        if policy is None or policy in ABSENT_POLICIES:
            continue
        for pair in population(structure):
            named = (other for other in structure.nodes if other.name == policy and other.has(*pair))
            taker = next(named, None) if node.has(*pair) else None
            if taker is None:
                continue
            own, there = _counts_at(structure, node, pair), _counts_at(structure, taker, pair)
            if own != there:
                yield Diagnostic(
                    "scheme.W217",
                    "“{name}” counts at {own} and hands its points on to “{taker}”, where they count at {there}.",
                    (at(structure, node, "when_absent"),),
                    "Write 权重并入“{taker}” if the weight is meant, or put the two into one section with points instead of weights.",
                    {"name": node.name, "taker": taker.name, "own": percent(own), "there": percent(there)},
                )
                break


def rescaled_in_a_section(structure: Structure) -> Iterator[Diagnostic]:
    """W218: what stands in no section is to be made up for by the rest of its section, so that its points are lost."""
    for node in structure.roots:
        policy = node.node.when_absent
        if policy is not None and ABSENT_POLICIES.get(policy) == "rescale" and not node.node.bonus:
            yield Diagnostic(
                "scheme.W218",
                "“{name}” stands in no section: 按比例折算 rescales nothing, and units without it lose its points.",
                (at(structure, node, "when_absent"),),
                "Put it into one section with the indicators that are to count for it, or name the indicator that takes its points or its weight (权重并入).",
                {"name": node.name},
            )


def weight_handed_to_its_scale(structure: Structure) -> Iterator[Diagnostic]:
    """W219: a weight goes to an indicator with other full marks, so that the full marks of units without the first differ."""
    for node in structure.nodes:
        if not hands_weight(node.node.when_absent):
            continue
        for pair in having(structure, node):
            taker = next(
                (
                    other
                    for other in structure.nodes
                    if other.name == handed_to(node.node.when_absent)
                    and other.parent == node.parent
                    and other.has(*pair)
                ),
                None,
            )
            own = maximum(structure, node, pair)
            there = maximum(structure, taker, pair) if taker is not None else None
            if taker is not None and own is not None and there is not None and own != there:
                yield Diagnostic(
                    "scheme.W219",
                    "“{name}” has {own} points and hands its weight on to “{taker}”, which has {there}.",
                    (at(structure, node, "when_absent"), at(structure, taker, "points")),
                    "Give the two the same points, with weights that differ.",
                    {"name": node.name, "taker": taker.name, "own": number(own), "there": number(there)},
                )
                break


def _counts_at(structure: Structure, node: ResolvedNode, pair: Pair) -> Fraction:
    """Give the share with which a point of an indicator counts in the total of a unit."""
    share, root = Fraction(1), node
    for index in (node.index, *structure.above(node.index)):
        each = structure.nodes[index]
        share *= Fraction(1) if each.node.weight is None else each.node.weight
        root = each if each.parent is None else root
    total = structure.total_of(*pair)
    return share if total is None else share * total.composition.weights.get(root.name, Fraction(0))
