"""Checks on who has what: indicators that nobody has, points handed to nobody, panels that count twice or at another size."""

from __future__ import annotations

from collections.abc import Iterator

from kaoji.diagnostics import Diagnostic
from kaoji.numbers import plain
from kaoji.scheme.structure import OWN_ATTRIBUTES, ResolvedNode, Structure, handed_to, with_own
from kaoji.scheme.subjects import Pair, at, having, population, who


def somebody_has(structure: Structure) -> Iterator[Diagnostic]:
    """W275: an indicator, or a part that a formula names, that no unit has."""
    for node in structure.nodes:
        above = structure.nodes[node.parent] if node.parent is not None else None
        if not having(structure, node) and (above is None or having(structure, above)) and structure.scheme.groups:
            yield Diagnostic(
                "scheme.W275",
                "No unit has “{name}”: “for” names others than the section above it.",
                (at(structure, node, "for"),),
                "Mend the names, or take one “for” out.",
                {"name": node.name},
            )
    for total in structure.totals:
        pairs = [pair for pair in population(structure) if structure.total_of(*pair) is total]
        for name in total.composition.weights:
            panel = structure.scheme.panels.get(name)
            roots = [node for node in structure.roots if node.name == name]
            applies = panel.applies_to if panel is not None else ()
            has_panel = panel is not None and (not applies or any(set(pair) & set(applies) for pair in pairs))
            if pairs and not has_panel and not any(node.has(*pair) for node in roots for pair in pairs):
                yield Diagnostic(
                    "scheme.W275",
                    "The formula names “{name}”, which none of its units has ({who}).",
                    (total.source,),
                    "Write formulas with “for”, or mend whom it is for.",
                    {"name": name, "who": who(structure, pairs)},
                )


def points_arrive(structure: Structure) -> Iterator[Diagnostic]:
    """W276: points or weights of an indicator go to one that the units do not have, or in a circle."""
    for node in structure.nodes:
        if handed_to(node.node.when_absent) is None:
            continue
        lost = [
            pair for pair in having(structure, node) if _may_lack(node, pair) and not _arrives(structure, node, pair)
        ]
        if lost:
            yield Diagnostic(
                "scheme.W276",
                "What “{name}” hands on reaches nobody at {who}: they do not have “{taker}”, or it hands it back.",
                (at(structure, node, "when_absent"),),
                "Name an indicator that these units have.",
                {"name": node.name, "who": who(structure, lost), "taker": handed_to(node.node.when_absent)},
            )


def _may_lack(node: ResolvedNode, pair: Pair) -> bool:
    """Tell whether an indicator may not apply to a unit; what is known of a unit by itself settles it."""
    unit, group = pair
    if all(name in OWN_ATTRIBUTES for name in node.node.absent_for) and node.node.absent_for:
        return node.absent_by(with_own({}, unit, group)) is not None
    return True


def _arrives(structure: Structure, node: ResolvedNode, pair: Pair) -> bool:
    """Follow what a unit's indicator hands on to the first that it has for certain."""
    unit, group = pair
    seen = {node.index}
    while (taker := handed_to(node.node.when_absent)) is not None:
        found = next((other for other in structure.nodes if other.name == taker and other.has(unit, group)), None)
        if found is None or found.index in seen:
            return False
        if found.absent_by(with_own({}, unit, group)) is None:
            return True
        seen.add(found.index)
        node = found
    return True


def panels_once(structure: Structure) -> Iterator[Diagnostic]:
    """W277, W278: a panel that counts in an indicator and in the formula, or in an indicator of other points."""
    named = {name for total in structure.totals for name in total.composition.weights}
    roots = {node.name for node in structure.roots}
    for node in structure.nodes:
        name = node.node.panel
        panel = structure.scheme.panels.get(name or "")
        if name is None or panel is None:
            continue
        if name in named and name not in roots:
            yield Diagnostic(
                "scheme.W277",
                "The panel “{panel}” counts twice: in “{name}”, and in the formula.",
                (at(structure, node, "panel"),),
                "Take it out of the one or the other.",
                {"panel": name, "name": node.name},
            )
        points = node.node.points
        if points is not None and points != panel.points and node.node.limits is None:
            yield Diagnostic(
                "scheme.W278",
                "“{name}” has {points} points, and its panel “{panel}” gives {given}, which count as they are.",
                (at(structure, node, "points"),),
                "Write the same points at both; 按满分折算 brings ballots and sheets to them.",
                {"name": node.name, "points": plain(points), "panel": name, "given": plain(panel.points)},
            )
