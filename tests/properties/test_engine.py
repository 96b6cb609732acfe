"""The engine gives what the oracle gives, to the last digit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings

from kaoji.scheme import Structure
from kaoji.scoring import Facts, score
from kaoji.scoring.compiling import compile_facts
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.facts import Absence, Answer, Event, Measure, Unit
from kaoji.scoring.steps import Kept, run
from tests import oracle
from tests.oracle import points_of
from tests.properties.strategies import Assessment, assessments, structure_of
from tests.thorough import examples


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


@cache
def _engine(*, as_if_large: bool = False) -> DuckDBEngine:
    """One engine for all examples: its relations are made anew for each."""
    engine = DuckDBEngine(threads=1)
    if as_if_large:
        engine.small = 0
    return engine


def engine_values(structure: Structure, facts: Facts) -> Values:
    """Score with the engine."""
    scores = score(structure, facts, _engine())
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


def assert_equal(structure: Structure, facts: Facts) -> None:
    found, expected = engine_values(structure, facts), oracle_values(structure, facts)
    assert found.panels == expected.panels
    assert found.effects == expected.effects
    assert found.nodes == expected.nodes
    assert {key: found.sides[key] for key in expected.sides} == expected.sides
    assert found.totals == expected.totals
    assert found.ranks == expected.ranks
    assert totals_alone(structure, facts, "totals") == totals_alone(structure, facts, "scores") == expected.totals


def totals_alone(structure: Structure, facts: Facts, keep: Kept) -> dict[str, int]:
    """Give the totals as very many units get them: plans are optimised, and every model is run."""
    relations, _ = compile_facts([(structure, facts)])
    engine = _engine(as_if_large=True)
    engine.load(relations)
    run(engine, relations.heights, keep)
    return {relations.unit_name(unit_id): total for unit_id, total in engine.rows("SELECT unit_id, total FROM totals")}


@pytest.mark.slow
@settings(max_examples=examples(24), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(assessments())
def test_engine_equals_the_oracle_to_the_last_digit(assessment: Assessment) -> None:
    assert_equal(assessment.structure, assessment.facts)


HEAD = """
kaoji: 1
title: 试评
year: 2024
groups:
  一组: {units: [甲, 乙]}
indicators:
"""
THIRD = Fraction(1, 3)

RARE: dict[str, tuple[str, Facts]] = {
    # 0.333333333 × 3 + 0.5 = 1.499999999: settled at seven decimals it is 1.5, which is 2.
    "thirds_settle_before_they_are_rounded": (
        "- {name: 指标, points: 10, decimals: 0, rules: [{events: 事, score: 省级加1分，加0.5分}]}",
        Facts(
            events=[Event("甲", 0, number, level="省级", share=THIRD) for number in "123"]
            + [Event("乙", 0, "1", level="县级")]
        ),
    ),
    # The part's value 6 + 5 − 2 = 9 is capped at 4: X 5 → 0, F 6 → 6; then F is at most 3 of 3 points.
    "a_capped_part_loses_extra_before_fill": (
        "- {name: 指标, points: 3, start: zero, rules: [{events: 事, score: 省级计6分，县级加5分，乡级扣2分，最高4分}]}",
        Facts(
            events=[Event("甲", 0, str(number), level=level) for number, level in enumerate(("省级", "县级", "乡级"))]
        ),
    ),
    # What the part's cap leaves goes up as plus and minus, and the indicator forgives a part of the minus.
    "a_cap_on_minus_above_a_cap_on_the_value": (
        "- {name: 指标, bonus: true, limits: 减分不超过1分, rules: [{events: 事, score: 省级加9分，县级扣3分，最高5分}]}",
        Facts(events=[Event("甲", 0, "1", level="省级"), Event("甲", 0, "2", level="县级")]),
    ),
    # 甲: of 5 + 3, 5 + 3 and 6 the section keeps the first; 乙: of 8 and 8 the first indicator's.
    "the_outermost_same_matter_decides": (
        """
  - name: 类
    limits: 同一事项取最大值
    items:
      - {name: 一, bonus: true, rules: [{events: 事, score: 省级加5分，同一事项取最大值；加3分}]}
      - {name: 二, bonus: true, rules: [{events: 事, score: 每次加2分}]}
""",
        Facts(
            events=[
                Event("甲", 0, "1", level="省级", matter="奖"),
                Event("甲", 0, "2", level="省级", matter="奖"),
                Event("甲", 1, "1", Decimal(3), matter="奖"),
                Event("乙", 0, "1", level="省级", matter="奖"),
                Event("乙", 1, "1", Decimal(4), matter="奖"),
            ]
        ),
    ),
    "growth_beside_a_target_uses_last_years_value": (
        """
  - name: 指标
    points: 10
    limits: 不封顶
    rules: [{measure: 数, score: 按发展指数计分（自身60%，平均40%）}, {measure: 数, score: 按完成比例计分}]
""",
        Facts(
            measures=[
                Measure("甲", 0, Decimal(4), Decimal(5), Decimal(0)),
                Measure("乙", 0, Decimal(3), Decimal(6), Decimal(9)),
            ]
        ),
    ),
    # 甲: 10 + 4 added, at most 3 added: 13; of the indicator 乙's 2 + 9, at most 8 added: 10.
    "a_cap_on_what_is_added_leaves_what_fills_alone": (
        "- {name: 指标, points: 10, limits: 加分不超过8分, rules: [{events: 事, score: 省级计10分，县级加4分，最高加3分；乡级加9分，村级计2分}]}",
        Facts(
            events=[
                Event("甲", 0, "1", level="省级"),
                Event("甲", 0, "2", level="县级"),
                Event("乙", 0, "1", level="乡级"),
                Event("乙", 0, "2", level="村级"),
            ]
        ),
    ),
    "a_floor_above_a_cap_gives_way": (
        "- {name: 指标, limits: 最高1分，最低2.5分, rules: [{events: 事, score: 每次加1分}]}",
        Facts(events=[Event("甲", 0, "1")]),
    ),
    "an_absence_below_an_absent_section_is_ignored": (
        """
  - {name: 一, points: 10, rules: [{when: 事, score: 计满分}]}
  - {name: 类, when_absent: 计零分, items: [{name: 二, points: 5, when_absent: 一, score: 直接计分}]}
""",
        Facts(answers=[Answer("甲", 0, answer=True)], absences=[Absence("甲", 1), Absence("甲", 2)]),
    ),
    "a_place_held_alone_is_not_rounded": (
        "- {name: 指标, points: 10, rules: [{ranked: 数, score: 第1至2名计6.32分，并列时按名次应得分除以并列个数（保留0位小数）}]}",
        Facts(measures=[Measure("甲", 0, Decimal(4)), Measure("乙", 0, Decimal(3))]),
    ),
}


@pytest.mark.parametrize("case", RARE)
def test_engine_equals_the_oracle_in_rare_cases(case: str) -> None:
    indicators, facts = RARE[case]
    facts.units = [Unit("甲", "一组"), Unit("乙", "一组")]
    assert_equal(structure_of(HEAD + indicators), facts)
