"""Checks on names: units and groups, providers, duplicates, brackets and unreadable characters."""

from __future__ import annotations

from collections.abc import Iterator

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.scheme.linting.forms import bracket_findings, form_findings, says_fractions
from kaoji.scheme.structure import ResolvedNode, Structure
from kaoji.scheme.subjects import at, having, leaves, listed

_FIGURE = late_pattern("(?:率|比重|占比|增速|收入|[总产]值|[总金余]额|投资|浓度|强度|指数)$")
_BETWEEN = "，,；;"
"""What stands between names in a list, and in no name: 、 is in the names of offices that work as one."""


def units_apart(structure: Structure) -> Iterator[Diagnostic]:
    """W274: a list of units written with Chinese commas is one name."""
    for name, group in structure.scheme.groups.items():
        for index, unit in enumerate(group.units):
            if any(sign in unit for sign in _BETWEEN):
                yield Diagnostic(
                    "scheme.W274",
                    "“{unit}” in {group} counts as one unit.",
                    (structure.file.source("groups", name, "units", index),),
                    "Between units of a list in [ ] stands a plain comma and a space.",
                    {"unit": unit, "group": name},
                )


def units_once(structure: Structure) -> Iterator[Diagnostic]:
    """E202, E203, W273: a unit in two groups, twice in one, or named like a group."""
    seen: dict[str, tuple[str, Source]] = {}
    for name, group in structure.scheme.groups.items():
        for index, unit in enumerate(group.units):
            source = structure.file.source("groups", name, "units", index)
            if unit not in seen:
                seen[unit] = (name, source)
            elif seen[unit][0] == name:
                yield Diagnostic(
                    "scheme.E203",
                    "{unit} stands twice in {group}.",
                    (source, seen[unit][1]),
                    "Take one out.",
                    {"unit": unit, "group": name},
                )
            else:
                yield Diagnostic(
                    "scheme.E202",
                    "{unit} stands in {group} and in {other}.",
                    (source, seen[unit][1]),
                    "A unit is ranked in one group; take it out of the other.",
                    {"unit": unit, "group": name, "other": seen[unit][0]},
                )
            if unit in structure.scheme.groups:
                yield Diagnostic(
                    "scheme.W273",
                    "“{name}” is the name of a unit and of a group; “for” cannot tell them apart.",
                    (source, structure.file.source("groups", unit)),
                    "Rename the group.",
                    {"name": unit},
                )


def counts_stated(structure: Structure) -> Iterator[Diagnostic]:
    """W272: the notice states another number of units than it lists."""
    for name, group in structure.scheme.groups.items():
        if group.stated is not None and group.units and group.stated != len(group.units):
            yield Diagnostic(
                "scheme.W272",
                "{group} is stated to have {stated} units, but lists {count}.",
                (structure.file.source("groups", name, "stated"), structure.file.source("groups", name, "units")),
                "Compare with the notice; correct the list or the number.",
                {"group": name, "stated": group.stated, "count": len(group.units)},
            )


def providers_named(structure: Structure) -> Iterator[Diagnostic]:
    """W270: data are needed, and nobody is said to provide them."""
    without: dict[str, ResolvedNode] = {}
    for slot in structure.slots:
        if not slot.providers:
            node = structure.nodes[slot.node]
            without.setdefault(node.code, node)
    if without:
        yield Diagnostic(
            "scheme.W270",
            "No provider is named for {names} ({count}).",
            tuple(node.source for node in without.values()),
            "Write “provider” at the indicator or at a section above it.",
            {"count": len(without), "names": listed(node.name for node in without.values())},
        )


def names_distinct(structure: Structure) -> Iterator[Diagnostic]:
    """W271: two indicators of one section have the same name and the same units."""
    seen: dict[tuple[int | None, str], list[ResolvedNode]] = {}
    for node in structure.nodes:
        others = seen.setdefault((node.parent, node.name), [])
        twin = next((other for other in others if having(structure, other) & having(structure, node)), None)
        if twin is not None:
            yield Diagnostic(
                "scheme.W271",
                "“{name}” stands twice in “{section}”.",
                (node.source, twin.source),
                "Join the two, or tell them apart by their names.",
                {"name": node.name, "section": node.path[-2] if node.path[:-1] else structure.scheme.title},
            )
        others.append(node)
    yield from _leaves_alike(structure)


def _leaves_alike(structure: Structure) -> Iterator[Diagnostic]:
    """W271: one figure as two indicators below different sections, for the same units; a duty may stand below several."""
    seen: dict[str, list[ResolvedNode]] = {}
    for node in leaves(structure):
        others = seen.setdefault(node.name, [])
        twin = next((other for other in others if having(structure, other) & having(structure, node)), None)
        if twin is not None and twin.parent != node.parent and _FIGURE.search(node.name):
            yield Diagnostic(
                "scheme.W271",
                "“{name}” stands twice in “{section}”.",
                (node.source, twin.source),
                "Join the two, or tell them apart by their names.",
                {"name": node.name, "section": structure.scheme.title},
            )
        others.append(node)


def names_written_well(structure: Structure) -> Iterator[Diagnostic]:
    """W235, W236: brackets and lost characters in names and labels."""
    for source, name in _names(structure):
        yield from bracket_findings(name, source)


def _names(structure: Structure) -> Iterator[tuple[Source, str]]:
    file, scheme = structure.file, structure.scheme
    yield file.source("title"), scheme.title
    for name, group in scheme.groups.items():
        yield file.source("groups", name), name
        for index, unit in enumerate(group.units):
            yield file.source("groups", name, "units", index), unit
    for node in structure.nodes:
        yield node.source, node.name
        for provider in node.node.provider:
            yield at(structure, node, "provider"), provider
    for slot in structure.slots:
        if slot.label != structure.nodes[slot.node].name:
            yield structure.nodes[slot.node].source, slot.label
    for index, limit in enumerate(scheme.limits):
        yield file.source("limits", index, "when"), limit.when


def texts_written_well(structure: Structure) -> Iterator[Diagnostic]:
    """W231, W233 to W237: the notice's words as they stand beside the rules."""
    file, scheme = structure.file, structure.scheme
    texts: list[tuple[int | None, Source, str | None]] = []
    for number, node in enumerate(structure.nodes):
        texts.append((number, at(structure, node, "text"), node.node.text))
        texts += [(number, rule.source, rule.rule.text) for rule in node.rules]
    texts += [(None, file.source("panels", name, "text"), panel.text) for name, panel in scheme.panels.items()]
    texts += [(None, file.source("total", index, "text"), total.text) for index, total in enumerate(scheme.total)]
    texts += [(None, file.source("limits", index, "text"), limit.text) for index, limit in enumerate(scheme.limits)]
    weighed = any(node.node.weight is not None for node in structure.nodes)
    formulas = [total.formula for total in scheme.total]
    whole = not weighed and not says_fractions([*(text for _, _, text in texts if text), *formulas])
    gaps: set[tuple[str, str]] = set()
    told: set[tuple[int | None, str]] = set()
    for owner, source, text in texts:
        for finding in form_findings(text, source, whole=whole) if text else ():
            gap = (str(finding.data.get("high")), str(finding.data.get("next")))
            # What the text of an indicator has wrong stands in that of its rule once more.
            said = (owner, f"{finding.code}{sorted(finding.data.items())}")
            if (finding.code != "scheme.W237" or gap not in gaps) and said not in told:
                yield finding
            told |= {said} if owner is not None else set()
            gaps |= {gap} if finding.code == "scheme.W237" else set()


def leaves_scored(structure: Structure) -> Iterator[Diagnostic]:
    """W232: an indicator has points and neither rules nor a panel."""
    for node in leaves(structure):
        written = node.rules or node.node.rules or node.node.score or node.node.panel
        if not written:
            yield Diagnostic(
                "scheme.W232",
                "Nothing says how “{name}” is scored.",
                (node.source,),
                "Write “score”, “rules” or “panel”, or 由…计分 if somebody decides.",
                {"name": node.name},
            )
