"""What holds for every scheme and all facts, whatever the numbers."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kaoji.scheme import Structure, dump, load, parse_score, print_score
from kaoji.scheme.rules import Cap, Limit, Open, Score
from kaoji.scoring.absences import absences
from kaoji.scoring.facts import Event, Facts
from tests.oracle import NodeScore, OracleScores, score
from tests.properties import rule_trees
from tests.properties.strategies import Assessment, assessments, scheme_texts, structure_of
from tests.thorough import examples

pytestmark = pytest.mark.slow
bounded = settings(max_examples=examples(16), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def applying(assessment: Assessment, scores: OracleScores) -> list[tuple[int, NodeScore]]:
    """Give the scores of indicators and sections that apply and are neither rescaled nor rounded."""
    absent = {(absence.unit, absence.node) for absence in absences(assessment.structure, assessment.facts)}
    return [(key[1], node) for key, node in scores.nodes.items() if key not in absent and not node.goes_up_whole]


@bounded
@given(assessments())
def test_values_stay_within_their_caps_and_floors(assessment: Assessment) -> None:
    for index, node in applying(assessment, score(assessment.structure, assessment.facts)):
        resolved = assessment.structure.nodes[index]
        for cap in (limit for limit in resolved.limits if isinstance(limit, Cap)):
            if cap.side is None:
                assert node.value <= Fraction(cap.points)
            elif cap.side == "minus":
                assert node.minus <= Fraction(cap.points)
        limits = [
            *resolved.limits,
            *(limit for rule in resolved.rules for part in rule.score.parts for limit in part.limits),
        ]
        if resolved.rules and resolved.node.points is not None and Open("floor") not in limits:
            assert node.value >= 0


@bounded
@given(assessments())
def test_plus_less_minus_is_the_value_and_children_add_up(assessment: Assessment) -> None:
    scores = score(assessment.structure, assessment.facts)
    for node in scores.nodes.values():
        assert node.value == node.plus - node.minus
    absent = {(absence.unit, absence.node) for absence in absences(assessment.structure, assessment.facts)}
    for (unit, index), node in scores.nodes.items():
        resolved = assessment.structure.nodes[index]
        if resolved.children and not resolved.limits and not node.goes_up_whole and (unit, index) not in absent:
            children = [scores.nodes[unit, child] for child in resolved.children if (unit, child) in scores.nodes]
            assert node.value == sum(child.extra_above - child.minus_above for child in children)


@bounded
@given(assessments())
def test_weighted_parts_add_up_to_the_total(assessment: Assessment) -> None:
    scores = score(assessment.structure, assessment.facts)
    for unit in assessment.facts.units:
        formula = assessment.structure.total_of(unit.unit, unit.group)
        constant = formula.composition.constant if formula is not None else Fraction(0)
        parts = sum((points for (name, _), points in scores.weighted.items() if name == unit.unit), Fraction(0))
        assert abs(scores.exact_totals[unit.unit] - parts - constant) < Fraction(1, 10**9)


@bounded
@given(assessments())
def test_equal_totals_share_a_place_and_the_next_place_is_left_out(assessment: Assessment) -> None:
    assume(assessment.structure.scheme.rank_ties == "share")
    scores = score(assessment.structure, assessment.facts)
    for group in {unit.group for unit in assessment.facts.units}:
        ranked = [unit.unit for unit in assessment.facts.units if unit.group == group and unit.participates]
        place = 1
        for total, count in sorted(Counter(scores.totals[unit] for unit in ranked).items(), reverse=True):
            assert {scores.ranks[unit] for unit in ranked if scores.totals[unit] == total} == {place}
            place += count


@bounded
@given(assessments(), st.randoms(use_true_random=False))
def test_the_order_of_units_and_facts_does_not_matter(assessment: Assessment, chance: random.Random) -> None:
    shuffled = Facts()
    for table in fields(Facts):
        rows = list(getattr(assessment.facts, table.name))
        chance.shuffle(rows)
        setattr(shuffled, table.name, rows)
    one, other = (score(assessment.structure, facts) for facts in (assessment.facts, shuffled))
    assert (one.nodes, one.panels, one.totals, one.ranks) == (other.nodes, other.panels, other.totals, other.ranks)


def with_deduction(assessment: Assessment) -> Structure:
    """Give the scheme with one more rule in its last indicator: every occurrence takes 1.3 points."""
    resolved = assessment.structure.nodes[assessment.structure.slots[-1].node]
    data = yaml.safe_load(assessment.text)
    node: Any = data
    for key in assessment.structure.places[resolved.index]:
        node = node[key]
    if "points" in node:
        node["start"] = "full" if resolved.starts_full else "zero"
    node["rules"].append({"events": "新事", "score": "每起扣1.3分"})
    return structure_of(yaml.safe_dump(data, allow_unicode=True))


def caps_minus_over_value(structure: Structure) -> bool:
    """Tell whether 减分不超过 can stand above a cap on a value.

    What such a cap leaves goes up as plus and minus, and the outer limit then forgives a part of the minus: there one more
    deduction may leave more.
    """
    limits: list[Limit] = [limit for node in structure.nodes for limit in node.limits]
    limits += [limit for node in structure.nodes for rule in node.rules for p in rule.score.parts for limit in p.limits]
    sides = {limit.side for limit in limits if isinstance(limit, Cap)}
    return {None, "minus"} <= sides


@bounded
@given(assessments(), st.sampled_from((Decimal(1), Decimal(3), Decimal(20))))
def test_one_more_deduction_never_raises_a_score(assessment: Assessment, times: Decimal) -> None:
    assume(assessment.structure.slots)
    assume(not caps_minus_over_value(assessment.structure))
    structure = with_deduction(assessment)
    before = score(structure, assessment.facts)
    happened = [Event(unit.unit, len(structure.slots) - 1, "1", times) for unit in assessment.facts.units]
    facts = Facts(**{table.name: getattr(assessment.facts, table.name) for table in fields(Facts)})
    facts.events = [*facts.events, *happened]
    after = score(structure, facts)
    for key, node in before.nodes.items():
        assert after.nodes[key].value <= node.value
    for unit, total in before.totals.items():
        assert after.totals[unit] <= total


@bounded
@given(scheme_texts())
def test_a_dumped_scheme_loads_as_the_same(text: str) -> None:
    file, problems = load(text)
    assert file is not None
    again, more = load(dump(file.scheme))
    assert again is not None
    assert (problems, more) == ([], [])
    assert again.scheme == file.scheme


@settings(max_examples=examples(150))
@given(rule_trees.score_trees())
def test_printed_rules_read_as_the_same(tree: Score) -> None:
    for language in ("zh", "en"):
        assert parse_score(print_score(tree, language)) == (tree, [])
