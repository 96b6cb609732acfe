"""The engine gives what the oracle gives, to the last digit."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from kaoji.scheme import Structure
from kaoji.scoring import Facts, score
from tests import oracle
from tests.oracle import points_of
from tests.properties.strategies import Assessment, assessments


class Values(NamedTuple):
    """All numbers of an assessment, in points of 10⁻⁹.

    ``sides`` are plus and minus; ``effects`` are unit, node, rule, side, amount and whether it counts.
    """

    panels: dict[tuple[str, str], int]
    effects: list[tuple[str, int, int, str, int, bool]]
    nodes: dict[tuple[str, int], int]
    sides: dict[tuple[str, int], tuple[int, int]]
    totals: dict[str, int]
    ranks: dict[str, int]


def engine_values(structure: Structure, facts: Facts) -> Values:
    """Score with the engine."""
    scores = score(structure, facts)
    effects = [
        (effect.unit, effect.node, effect.rule.number, effect.side, effect.amount, effect.is_kept)
        for effects in scores.effects.values()
        for effect in effects
        if effect.amount
    ]
    return Values(
        {key: panel.score for key, panel in scores.panels.items()},
        sorted(effects),
        {key: node.value for key, node in scores.nodes.items()},
        {key: (node.plus, node.minus) for key, node in scores.nodes.items()},
        scores.totals,
        scores.ranks,
    )


def oracle_values(structure: Structure, facts: Facts) -> Values:
    """Score with the oracle; a total only for the units that take part.

    What goes up whole after rescaling or rounding has no plus and minus of its own to compare.
    """
    scores = oracle.score(structure, facts)
    effects = [
        (effect.unit, effect.node, effect.rule, effect.side, points_of(effect.amount), effect.kept)
        for effect in scores.effects
        if effect.amount
    ]
    return Values(
        {key: points_of(panel) for key, panel in scores.panels.items()},
        sorted(effects),
        {key: points_of(node.value) for key, node in scores.nodes.items()},
        {
            key: (points_of(node.plus), points_of(node.minus))
            for key, node in scores.nodes.items()
            if not node.goes_up_whole
        },
        {unit: points_of(scores.totals[unit]) for unit in scores.ranks},
        scores.ranks,
    )


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(assessments())
def test_engine_equals_the_oracle_to_the_last_digit(assessment: Assessment) -> None:
    found = engine_values(assessment.structure, assessment.facts)
    expected = oracle_values(assessment.structure, assessment.facts)
    assert found.panels == expected.panels
    assert found.effects == expected.effects
    assert found.nodes == expected.nodes
    assert {key: found.sides[key] for key in expected.sides} == expected.sides
    assert found.totals == expected.totals
    assert found.ranks == expected.ranks
