"""How firmly a ranking stands: what becomes of it when the parts weigh a little more or less.

Each draw gives every part of the total – the sections below its parts, and the panels – a weight of its own, up to so
many percent above or below what the scheme says. The draws are the same each time, and counted in integers.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kaoji.grading import Ranking
from kaoji.numbers import half_up
from kaoji.scheme import Structure
from kaoji.scoring import Scores

DRAWS = 200
PERCENTS = (5, 10, 20)
_WHOLE = 1000
_SEED = 20_250_101
Parts = dict[str, int]
"""What each part gives to a unit's total, in points (10^-9), by the part's name."""


def survives(ranking: Ranking, percent: int, draws: int = DRAWS) -> dict[str, Any]:
    """Give, by group, how often order and best grade stay, and of each unit the places it takes.

    ``units`` holds of each unit its place, the best and the worst one it takes, and in how many draws it keeps it.
    """
    groups: dict[str, dict[str, Parts]] = defaultdict(dict)
    for result in ranking.results.values():
        if result.rank is not None:
            groups[result.group][result.unit] = parts_of(ranking.scores, result.unit, result.group)
    best = next((grade.name for grade in ranking.scores.structure.scheme.grades), None)
    found = {}
    for group, units in groups.items():
        first = sum(ranking.results[unit].grade == best for unit in units) if best is not None else 0
        places = {unit: ranking.results[unit].rank or 0 for unit in units}
        found[group] = _of_group(units, places, first, percent, draws)
    return {"percent": percent, "draws": draws, "best": best or "", "groups": found}


def _of_group(
    units: Mapping[str, Parts], places: Mapping[str, int], first: int, percent: int, draws: int
) -> dict[str, Any]:
    seen = {unit: [place, place, 0] for unit, place in places.items()}
    same_order = same_first = 0
    leaders = {unit for unit, place in places.items() if place <= first}
    for weights in _draws(sorted({name for parts in units.values() for name in parts}), percent, draws):
        totals = {unit: sum(value * weights[name] for name, value in parts.items()) for unit, parts in units.items()}
        drawn = _ranks(totals)
        for unit, place in drawn.items():
            held = seen[unit]
            held[0], held[1] = min(held[0], place), max(held[1], place)
            held[2] += place == places[unit]
        same_order += all(drawn[unit] == place for unit, place in places.items())
        same_first += {unit for unit, place in drawn.items() if place <= first} == leaders
    return {
        "count": len(units),
        "order_kept": same_order,
        "first": first,
        "first_kept": same_first,
        "units": {unit: [places[unit], *held] for unit, held in seen.items()},
    }


def _draws(names: Sequence[str], percent: int, draws: int) -> Iterator[dict[str, int]]:
    chance = random.Random(_SEED)  # noqa: S311 - the same draws each time are what is wanted
    reach = percent * _WHOLE // 100
    for _number in range(draws):
        yield {name: _WHOLE + chance.randint(-reach, reach) for name in names}


def _ranks(totals: Mapping[str, int]) -> dict[str, int]:
    ranks: dict[str, int] = {}
    before, place = None, 0
    for number, (unit, total) in enumerate(sorted(totals.items(), key=lambda each: -each[1]), 1):
        if total != before:
            before, place = total, number
        ranks[unit] = place
    return ranks


def parts_of(scores: Scores, unit: str, group: str) -> Parts:
    """Split a total into what its sections and panels give; what bounds or rounds a part goes to the part itself."""
    structure, found = scores.structure, Parts()
    total = structure.total_of(unit, group)
    if total is None:
        return {root.name: scores.nodes[unit, root.index].value for root in structure.roots
                if (unit, root.index) in scores.nodes}  # fmt: skip
    for name, weight in total.composition.weights.items():
        for part, value in _below(structure, scores, unit, name).items():
            found[part] = found.get(part, 0) + half_up(value * weight.numerator, weight.denominator)
    return found


def _below(structure: Structure, scores: Scores, unit: str, name: str) -> Parts:
    if (unit, name) in scores.panels:
        return {name: scores.panels[unit, name].score}
    root = next((node for node in structure.roots if node.name == name and (unit, node.index) in scores.nodes), None)
    if root is None:
        return {}
    rest = whole = scores.nodes[unit, root.index].value
    found = Parts()
    for child in root.children:
        score = scores.nodes.get((unit, child))
        if score is not None and structure.nodes[child].node.weight is None:
            found[f"{name} ＞ {structure.nodes[child].name}"] = score.value
            rest -= score.value
    if not found:
        return {name: whole}
    return found | ({name: rest} if rest else {})
