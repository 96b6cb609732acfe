"""Checks on single rules: places, levels, thresholds, ranges, units of measure, targets, ties."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kaoji.diagnostics import Diagnostic, Source
from kaoji.numbers import plain
from kaoji.scheme.rules import Once, Part, Per, Proportional, Range, Rank, Ties
from kaoji.scheme.structure import ResolvedNode, ResolvedRule, Slot, Structure
from kaoji.scheme.subjects import having, listed
from kaoji.scheme.units_of_measure import base, family, named_unit


def _rules(structure: Structure) -> Iterator[tuple[ResolvedNode, ResolvedRule, Slot, Source]]:
    for node in structure.nodes:
        for rule in node.rules:
            yield node, rule, structure.slots[rule.slot], rule.written


def ranges_upright(structure: Structure) -> Iterator[Diagnostic]:
    """E201: a range of places or points runs from the larger to the smaller."""
    for node, rule, _, source in _rules(structure):
        for item in rule.score.scoring:
            wrong: list[tuple[object, object]] = []
            if isinstance(item, Range) and item.low > item.high:
                wrong = [(plain(item.low), plain(item.high))]
            if isinstance(item, Rank):
                wrong = [(first, last) for first, last, _ in item.places if last is not None and last < first]
            for low, high in wrong:
                yield Diagnostic(
                    "scheme.E201",
                    "The range {low} to {high} in “{name}” runs backwards.",
                    (source,),
                    "Write the smaller number first.",
                    {"low": low, "high": high, "name": node.name},
                )


def steps_have_thresholds(structure: Structure) -> Iterator[Diagnostic]:
    """E205: a step that goes on from a threshold (再每…) stands before any threshold."""
    for node, rule, _, source in _rules(structure):
        for part in rule.score.parts:
            seen = False
            for item in part.items:
                seen = seen or (isinstance(item, Once) and item.when is not None and item.when.comparison is not None)
                if isinstance(item, Per) and item.then and not seen:
                    yield Diagnostic(
                        "scheme.E205",
                        "In “{text}” of “{name}” a step goes on from a threshold, but none stands before it.",
                        (source,),
                        "Write the threshold first, such as 达到500万元加2分，再每增加100万元加0.1分.",
                        {"text": rule.rule.score, "name": node.name},
                    )


def bottoms_ranked_here(structure: Structure) -> Iterator[Diagnostic]:
    """E206: a place from the bottom is asked of a ranking that somebody else made."""
    for node, rule, _, source in _rules(structure):
        if rule.key == "rank" and any(
            isinstance(item, Rank) and item.from_end == "bottom" for item in rule.score.scoring
        ):
            yield Diagnostic(
                "scheme.E206",
                "“{name}” scores the last places of a ranking given from outside, which only counts from the top.",
                (source,),
                "Use “ranked” with the value that is compared, or name the places from the top.",
                {"name": node.name},
            )


def places_apart(structure: Structure) -> Iterator[Diagnostic]:
    """W240: one place is named twice."""
    for node in structure.nodes:
        named: dict[tuple[int, str, str], list[tuple[int, int | None, Source]]] = {}
        for rule in node.rules:
            source = rule.written
            for item in rule.score.scoring:
                if isinstance(item, Rank):
                    spans = named.setdefault((rule.slot, item.effect, item.from_end), [])
                    spans.extend((first, last, source) for first, last, _ in item.places)
        for spans in named.values():
            ordered = sorted(spans, key=lambda span: span[0])
            for (first, last, one), (second, _, other) in pairwise(ordered):
                if last is None or second <= last:
                    yield Diagnostic(
                        "scheme.W240",
                        "Place {place} in “{name}” is named more than once.",
                        (one, other) if one != other else (one,),
                        "Let each place stand in one range only.",
                        {"place": max(first, second), "name": node.name},
                    )


def levels_once(structure: Structure) -> Iterator[Diagnostic]:
    """W241: one level or answer is named twice with the same direction."""
    for node in structure.nodes:
        seen: dict[tuple[int, str, str], Source] = {}
        for rule in node.rules:
            source = rule.written
            for item in rule.score.scoring:
                if not isinstance(item, Once | Per | Range):
                    continue
                label = item.when.label if isinstance(item, Once) and item.when else getattr(item, "label", None)
                if label is None:
                    continue
                key = (rule.slot, item.effect, label)
                if key in seen:
                    yield Diagnostic(
                        "scheme.W241",
                        "“{label}” in “{name}” is named twice; both amounts are given.",
                        (source, seen[key]) if seen[key] != source else (source,),
                        "Keep one, or give them different names.",
                        {"label": label, "name": node.name},
                    )
                seen.setdefault(key, source)


def tiers_in_order(structure: Structure) -> Iterator[Diagnostic]:
    """W242, W243: a threshold that never decides, or one farther out that is worth less."""
    for node, rule, _, source in _rules(structure):
        upwards = {way for part in rule.score.parts for way in _tiers(part)}
        for part in rule.score.parts:
            for (effect, up), tiers in _tiers(part).items():
                # 98%以上计80分，低于98%计60分，低于90%计0分: the lower, the less, and nothing at last
                falls = not up and (effect, True) in upwards
                for (near, small), (far, large) in pairwise(tiers):
                    data = {"name": node.name, "near": plain(near), "far": plain(far)}
                    if near == far:
                        yield Diagnostic(
                            "scheme.W242",
                            "The threshold {near} in “{name}” stands twice; the second never decides.",
                            (source,),
                            "Change one of the thresholds, or take one out.",
                            data,
                        )
                    elif large < small and not falls and (up or large):
                        yield Diagnostic(
                            "scheme.W243",
                            "In “{name}” the threshold {far} is worth {large} points, less than {near} with {small}.",
                            (source,),
                            "Look whether the amounts are in the wrong order.",
                            {**data, "small": plain(small), "large": plain(large)},
                        )


def _tiers(part: Part) -> dict[tuple[str, bool], list[tuple[Decimal, Decimal]]]:
    """Give the thresholds of each effect and direction (upwards or not) from near to far, with their amounts."""
    found: dict[tuple[str, bool], list[tuple[Decimal, Decimal]]] = {}
    for item in part.scoring:
        if isinstance(item, Once) and item.when and item.when.comparison and item.when.value is not None:
            up = item.when.comparison in (">=", ">")
            if item.points is not None:
                found.setdefault((item.effect, up), []).append((item.when.value, item.points))
    return {way: sorted(tiers, key=lambda tier: tier[0], reverse=not way[1]) for way, tiers in found.items()}


def tiers_in_one_part(structure: Structure) -> Iterator[Diagnostic]:
    """W248: thresholds that look like tiers, each farther one worth more, stand in parts that add up."""
    for node in structure.nodes:
        parts: dict[int, list[tuple[Part, Source]]] = {}
        for rule in node.rules:
            parts.setdefault(rule.slot, []).extend((part, rule.written) for part in rule.score.parts)
        for together in parts.values():
            ways = {way for part, _ in together for way in _tiers(part)}
            for way in sorted(ways):
                found = [(some[way], written) for part, written in together if way in (some := _tiers(part))]
                tiers = sorted((tier for own, _ in found for tier in own), reverse=not way[1])
                rises = all(near[0] != far[0] and near[1] < far[1] for near, far in pairwise(tiers))
                amount = sum((worth for _, worth in tiers), Decimal(0))
                points = node.node.points
                fits = way[0] == "fill" and points is not None and amount <= points
                if len(found) > 1 and rises and not fits:
                    yield Diagnostic(
                        "scheme.W248",
                        "Thresholds in “{name}” stand in parts of their own, so they add up, to {amount} points.",
                        tuple(dict.fromkeys(written for _, written in found)),
                        "If only the best that is reached counts, join them with “，” in one part.",
                        {"name": node.name, "amount": plain(amount)},
                    )


def places_exist(structure: Structure) -> Iterator[Diagnostic]:
    """W244: a group is too small for the places that a rule names."""
    for node, rule, _, source in _rules(structure):
        if rule.key != "ranked":
            continue
        counts: dict[str, int] = {}
        for unit, group in having(structure, node):
            key = group if rule.rule.among == "group" else ""
            counts[key] = counts.get(key, 0) + bool(unit)
        ends = {"top": 0, "bottom": 0}
        for item in rule.score.scoring:
            if isinstance(item, Rank):
                ends[item.from_end] = max([ends[item.from_end], *(last or first for first, last, _ in item.places)])
        needed = sum(ends.values())
        small = {group: count for group, count in counts.items() if 0 < count < needed}
        if small:
            group, count = min(small.items(), key=lambda pair: pair[1])
            yield Diagnostic(
                "scheme.W244",
                "“{name}” names {needed} places, but only {count} units are ranked in {group}.",
                (source,),
                "Look whether small groups should have fewer places; a unit can be both first and last.",
                {"name": node.name, "needed": needed, "count": count, "group": group or structure.scheme.title},
            )


def units_agree(structure: Structure) -> Iterator[Diagnostic]:
    """W234, W245: a rule counts in another unit of measure than its slot, or mixes % and percentage points."""
    for node in structure.nodes:
        used: dict[int, dict[str, Source]] = {}
        stepped: set[tuple[int, str]] = set()
        for rule in node.rules:
            slot = structure.slots[rule.slot]
            if slot.kind not in ("measure", "events"):
                continue
            units = used.setdefault(rule.slot, {})
            if (named := named_unit(slot.label)) is not None:
                units.setdefault(named, node.source)
            for item in rule.score.scoring:
                unit = item.measured_in if isinstance(item, Per) and not item.of_target else None
                if isinstance(item, Once) and item.when is not None:
                    unit = item.when.measured_in
                unit = (unit or "").removeprefix("个") or unit
                if unit is not None and family(unit) is not None:
                    units.setdefault(unit, rule.written)
                    if isinstance(item, Per):
                        stepped.add((rule.slot, unit))
        for slot_index, units in used.items():
            steps = [unit for unit in ("%", "百分点") if (slot_index, unit) in stepped]
            yield from _clashes(node, structure.slots[slot_index], units, steps)


def _clashes(node: ResolvedNode, slot: Slot, units: dict[str, Source], steps: list[str]) -> Iterator[Diagnostic]:
    """Compare the units of a slot; a line at 95% that 百分点 are counted from is as it should be."""
    scales = [unit for unit in units if family(unit) != "count"]
    first = next(iter(units), "")
    others = [unit for unit in scales if unit != first] if first in scales else scales
    if not others or (slot.kind == "events" and family(first) == "count" and base(others[0]) != first):
        return
    other, sources = others[0], tuple(dict.fromkeys(units.values()))
    data = {"name": node.name, "label": slot.label, "one": first, "other": other}
    if {family(first), family(other)} == {"rate"}:
        if len(steps) > 1 and named_unit(slot.label) != "%":
            yield Diagnostic(
                "scheme.W234",
                "“{name}” counts “{label}” by percent in one place and by 百分点 in another.",
                sources,
                "Use 百分点 for a difference between two rates, percent for a share of a quantity.",
                data,
            )
        return
    yield Diagnostic(
        "scheme.W245",
        "“{label}” of “{name}” is given in {one}, but a rule counts it in {other}.",
        sources,
        "Use one unit of measure for the slot and its rules.",
        data,
    )


def targets_used(structure: Structure) -> Iterator[Diagnostic]:
    """W246: a target is written, and the rule does not look at it."""
    for node, rule, _, source in _rules(structure):
        uses = any(
            (isinstance(item, Per) and item.towards != "each" and not item.then)
            or (isinstance(item, Proportional) and item.to == "target")
            for item in rule.score.scoring
        )
        if rule.rule.target is not None and not uses:
            yield Diagnostic(
                "scheme.W246",
                "The rule “{text}” of “{name}” has the target {target}, but does not use it.",
                (source,),
                "Say which way it counts, such as 每超过2个百分点加1分 or 按完成比例计分, or take out the target.",
                {"text": rule.rule.score, "name": node.name, "target": plain(rule.rule.target)},
            )


def ties_settled(structure: Structure) -> Iterator[Diagnostic]:
    """I247: points by place, and nothing says what units on the same place get."""
    nodes: list[ResolvedNode] = []
    sources: list[Source] = []
    for node, rule, _, source in _rules(structure):
        ranked = any(isinstance(item, Rank) for item in rule.score.scoring)
        if ranked and not any(isinstance(item, Ties) for part in rule.score.parts for item in part.items):
            nodes.append(node)
            sources.append(source)
    if nodes:
        yield Diagnostic(
            "scheme.I247",
            "Points go by place, and nothing says what ties get; each gets its place in full: {names} ({count}).",
            tuple(sources),
            "Write 并列时平分, 并列时按名次应得分除以并列个数 or 并列时均按高名次.",
            {"count": len(nodes), "names": listed(dict.fromkeys(node.name for node in nodes))},
        )
