"""Checks on the figures of single rules: places and levels in order, targets beside lines, floors and constants."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from kaoji.diagnostics import Diagnostic, Source
from kaoji.numbers import fold, plain
from kaoji.scheme.linting.ordering import levels_out_of_order, said_out_of_order
from kaoji.scheme.rules import Floor, Index, Once, Per, Rank, Scoring
from kaoji.scheme.structure import ResolvedNode, ResolvedRule, Structure

_WHOLE = Decimal(100)
_PERCENT = ("%", "百分点", "个百分点")
_A_SHARE = Decimal("1.5")
"""Targets up to here are rather shares than percentages: 0.95, 1, 1.2."""


def _rules(structure: Structure) -> Iterator[tuple[ResolvedNode, ResolvedRule]]:
    for node in structure.nodes:
        for rule in node.rules:
            yield node, rule


def places_in_order(structure: Structure) -> Iterator[Diagnostic]:
    """W237, W261: places between two that are named get nothing, or a later place is worth more."""
    for _, rule in _rules(structure):
        spans: dict[str, list[tuple[int, int | None, Decimal]]] = {}
        for item in rule.score.scoring:
            if isinstance(item, Rank) and item.from_end == "top":
                spans.setdefault(item.effect, []).extend(item.places)
        for effect, named in spans.items():
            for (first, last, points), (second, _, following) in pairwise(sorted(named, key=lambda span: span[0])):
                if last is not None and last + 1 < second:
                    yield Diagnostic(
                        "scheme.W237",
                        "Nothing is said of values between {high}{unit} and {next}{unit}.",
                        (rule.written,),
                        "Say what they get.",
                        {"high": last, "next": second, "unit": "名"},
                    )
                if points > following if effect == "minus" else points < following:
                    better, worse = (f"第{first}名", plain(points)), (f"第{second}名", plain(following))
                    yield said_out_of_order(better, worse, rule.written)


def levels_in_order(structure: Structure) -> Iterator[Diagnostic]:
    """W261: a lower level is worth more than the one above it, by the rule itself where no words of the notice stand beside it."""
    for node, rule in _rules(structure):
        if not (rule.rule.text or node.node.text):
            yield from levels_out_of_order(rule.rule.score, rule.written)


def targets_as_lines(structure: Structure) -> Iterator[Diagnostic]:
    """W268, W269: a target that is another number than the line of the same part, or a share where percentages are counted."""
    for node, rule in _rules(structure):
        target = rule.rule.target
        if target is None:
            continue
        for part in rule.score.parts:
            lines = {
                item.when.value
                for item in part.scoring
                if isinstance(item, Once) and item.when is not None and item.when.comparison in (">=", ">")
            }
            if len(lines) == 1 and any(map(_from_target, part.scoring)) and (line := lines.pop()) not in (target, None):
                yield Diagnostic(
                    "scheme.W268",
                    "In “{name}” the line is {line}, and the steps are counted from the target {target}.",
                    (rule.source,),
                    "Look whether the two are meant to be the same; steps beyond the line begin with 再每.",
                    {"name": node.name, "line": plain(line or 0), "target": plain(target)},
                )
        if 0 < target <= _A_SHARE and _is_in_percent(structure, rule):
            yield Diagnostic(
                "scheme.W269",
                "The target {target} of “{name}” counts percentage points.",
                (rule.source,),
                "Write {percent} if you mean {percent}%.",
                {"target": plain(target), "name": node.name, "percent": plain(target * 100)},
            )


def _from_target(item: Scoring) -> bool:
    return isinstance(item, Per) and item.towards != "each" and not item.then and not item.of_target


def _is_in_percent(structure: Structure, rule: ResolvedRule) -> bool:
    label = fold(structure.slots[rule.slot].label)
    return label.endswith(("(%)", "(百分点)")) or any(
        isinstance(item, Per) and not item.of_target and item.measured_in in _PERCENT for item in rule.score.scoring
    )


def bounds_within_points(structure: Structure) -> Iterator[Diagnostic]:
    """W287: a floor at or above the points, so that nothing can be lost; W288: constants of an index that make no 100."""
    for node in structure.nodes:
        points = node.node.points
        floors = [(limit, rule.written) for rule in node.rules for part in rule.score.parts for limit in part.limits]
        if node.node.limits is not None:
            floors += [(limit, structure.file.source(*structure.places[node.index], "limits")) for limit in node.limits]
        for limit, source in floors:
            if isinstance(limit, Floor) and points and not node.children and limit.points >= points:
                yield _floor(node, limit, points, source)
        for rule in node.rules:
            for item in rule.score.scoring:
                if isinstance(item, Index) and item.first is not None and item.second is not None:
                    total = item.first + item.second
                    if total != _WHOLE:
                        yield Diagnostic(
                            "scheme.W288",
                            "The constants {first} and {second} of the index of “{name}” make {total}, not 100.",
                            (rule.written,),
                            "Mend one of them.",
                            {
                                "first": plain(item.first),
                                "second": plain(item.second),
                                "name": node.name,
                                "total": plain(total),
                            },
                        )


def _floor(node: ResolvedNode, limit: Floor, points: Decimal, source: Source) -> Diagnostic:
    return Diagnostic(
        "scheme.W287",
        "“{name}” has {points} points and cannot fall below {floor}: nobody can lose any.",
        (source,),
        "Write a lower floor, or the points that are meant.",
        {"name": node.name, "points": plain(points), "floor": plain(limit.points)},
    )
