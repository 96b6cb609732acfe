"""The short way to grades gives what the long way gives."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaoji.grading import grade
from kaoji.grading.bulk import plain_grades
from kaoji.numbers import POINT
from kaoji.scoring.facts import Facts, Unit
from kaoji.scoring.results import Scores
from tests.scoring.small_scheme import of

SHARES = ("10%", "15%", "30%", "50%", "1/3", "100%")


@st.composite
def grade_lines(draw: st.DrawFn) -> str:
    """The grades and quota of a scheme as YAML."""
    lines = ["grades:"]
    count = draw(st.integers(2, 4))
    for number in range(count):
        parts = [f"name: 等次{number}"]
        if number < count - 1 or draw(st.booleans()):
            form = draw(st.sampled_from(("share", "share", "places", "none")))
            parts += [f"share: {draw(st.sampled_from(SHARES))}"] if form == "share" else []
            if form == "share" and draw(st.integers(1, 3)) == 1:
                parts.append(f"places_at_{draw(st.sampled_from(('least', 'most')))}: {draw(st.integers(0, 3))}")
            parts += [f"places: {{甲: {draw(st.integers(0, 4))}}}"] if form == "places" else []
            parts += [f"at_least: {draw(st.sampled_from((3, 5, 8)))}"] if draw(st.booleans()) else []
        else:
            parts += ["rest: true"] if draw(st.booleans()) else []
        lines.append("  - {" + ", ".join(parts) + "}")
    lines += [
        f"  - {{name: {name}, share: {draw(st.sampled_from(SHARES[:3]))}, from_bottom: true"
        f"{draw(st.sampled_from(('', ', below: 3', ', below: 6')))}}}"
        for name in ("次末等", "末等")[draw(st.integers(0, 2)) :]
    ]
    rounding, unfilled = draw(st.sampled_from(("half_up", "floor"))), draw(st.sampled_from(("next", "empty")))
    return "\n".join(lines) + f"\nquota: {{rounding: {rounding}, unfilled: {unfilled}}}\n"


@given(grade_lines(), st.lists(st.integers(0, 10), max_size=12))
def test_plain_grades_equal_those_of_grade(lines: str, points: list[int]) -> None:
    totals = sorted((value * POINT for value in points), reverse=True)
    units = [f"单位{number}" for number in range(len(totals))]
    groups = f"groups: {{甲: {{units: [{', '.join(units)}]}}}}\n" if units else "groups: {甲: {}}\n"
    indicators = "indicators: [{name: 实绩, points: 10, provider: 考核办, score: 由考核办计分}]\n"
    structure = of(f"kaoji: 1\ntitle: 考核\nyear: 2025\n{groups}{indicators}{lines}")
    rows = [Unit(unit, "甲") for unit in units]
    ranks = {unit: 1 + sum(other > total for other in totals) for unit, total in zip(units, totals, strict=True)}
    scores = Scores(
        structure, Facts(units=rows), {row.unit: row for row in rows}, dict(zip(units, totals, strict=True)), ranks
    )
    ranking = grade(scores)
    found = plain_grades(structure.scheme, "甲", totals)
    if found is None:
        assert not ranking.is_decided
    else:
        assert found == [ranking.results[unit].grade for unit in units]
        assert ranking.is_decided


def test_a_threshold_leaves_places_to_the_next_grade() -> None:
    text = """
kaoji: 1
title: 考核
year: 2025
groups: {甲: {units: [一, 二, 三, 四]}}
indicators: [{name: 实绩, points: 100, provider: 考核办, score: 由考核办计分}]
grades: [{name: 好, share: 50%, at_least: 90}, {name: 较好, share: 25%}, {name: 一般, rest: true}]
"""
    totals = [95 * POINT, 89 * POINT, 88 * POINT, 70 * POINT]
    assert Fraction(1, 2) * len(totals) == 2
    assert plain_grades(of(text).scheme, "甲", totals) == ["好", "较好", "较好", "一般"]
