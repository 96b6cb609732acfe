"""Limits and consequences that rest on the place in a single indicator."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoji.grading import grade
from kaoji.scheme import load, resolve
from kaoji.scoring.facts import Absence, Condition, EnteredScore, Facts, Measure, Unit
from kaoji.scoring.sampling import plausible
from tests.scored import score
from tests.scoring.small_scheme import of

SCHEME = """
kaoji: 1
title: 青石县2025年度乡镇考核
year: 2025
groups:
  乡镇: {units: [甲乡, 乙乡, 丙乡, 丁乡]}
indicators:
  - {name: 经济, points: 80, provider: 县统计局, score: 由县统计局计分}
  - name: 综治工作
    points: 20
    start: full
    provider: 县政法委
    when_absent: 按比例折算
    rules: [{ranked: 群众投诉（件）, better: lower, score: 后2名扣5分}]
grades:
  - {name: 好, share: 50%}
  - {name: 一般, rest: true}
  - {name: 差}
quota: {ties: order}
limits:
  - {when: 综治工作末位, indicator: 综治工作, last_places: 1, grade: 差}
afterwards:
  - {then: 黄牌警告, indicator: 综治工作, last_places: [2, 2]}
  - {then: 通报表扬, indicator: 经济, places: [1, 2]}
  - {then: 表态发言, last_places: [1, 1]}
"""
STRUCTURE = of(SCHEME)


def facts(points: str, complaints: str) -> Facts:
    """Points in 经济 and complaints of the four units; fewer complaints are better."""
    made = Facts(units=[Unit(name, "乡镇") for name in ("甲乡", "乙乡", "丙乡", "丁乡")])
    made.scores = [
        EnteredScore(unit.unit, 0, Decimal(each)) for unit, each in zip(made.units, points.split(), strict=True)
    ]
    given = zip(made.units, complaints.split(), strict=True)
    made.measures = [Measure(unit.unit, 1, Decimal(each)) for unit, each in given if each != "-"]
    return made


def consequences(made: Facts) -> dict[str, list[str]]:
    """What follows for each unit that something follows for."""
    results = grade(score(STRUCTURE, made)).results.values()
    return {result.unit: result.consequences for result in results if result.consequences}


def test_the_last_place_in_an_indicator_sets_the_grade() -> None:
    results = grade(score(STRUCTURE, facts("80 70 60 50", "9 1 2 3"))).results
    assert {unit: result.grade for unit, result in results.items()} == {
        "甲乡": "差",
        "乙乡": "好",
        "丙乡": "好",
        "丁乡": "一般",
    }
    assert [reason.data["condition"] for reason in results["甲乡"].reasons] == ["综治工作末位"]


def test_consequences_follow_from_places_by_value_by_score_and_by_total() -> None:
    assert consequences(facts("80 70 60 50", "9 1 2 3")) == {
        "甲乡": ["通报表扬"],
        "乙乡": ["通报表扬"],
        "丁乡": ["黄牌警告", "表态发言"],
    }


def test_equal_units_share_the_place_nearer_to_the_end_counted_from() -> None:
    found = consequences(facts("80 70 70 50", "1 9 9 3"))
    assert found == {"甲乡": ["通报表扬"], "乙乡": ["通报表扬"], "丙乡": ["通报表扬"], "丁乡": ["表态发言"]}


def test_units_without_the_value_or_the_indicator_have_no_place() -> None:
    made = facts("80 70 60 50", "9 - 2 3")
    made.absences = [Absence("甲乡", 1)]
    assert consequences(made)["丙乡"] == ["黄牌警告"]
    assert grade(score(STRUCTURE, made)).results["丁乡"].grade == "差"


def test_nobody_has_to_report_what_places_settle() -> None:
    assert plausible(STRUCTURE, 1).conditions == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("indicator: 经济, places: [1, 2]", "indicator: 经济", "scheme.E124"),
        ("indicator: 经济, places", "indicator: 经挤, places", "scheme.E113"),
        ("last_places: [2, 2]", "last_places: [2, 2], years_running: 2", "scheme.E125"),
    ],
)
def test_a_rule_on_places_says_which(old: str, new: str, code: str) -> None:
    file, _ = load(SCHEME.replace(old, new))
    assert file is not None
    assert [problem.code for problem in resolve(file)[1]] == [code]


def test_who_takes_no_part_is_not_last_in_an_indicator() -> None:
    made = facts("80 70 60 0", "1 2 3 9")
    made.units[3] = Unit("丁乡", "乡镇", participates=False)
    results = grade(score(STRUCTURE, made)).results
    assert [results[unit].grade for unit in ("甲乡", "乙乡", "丙乡", "丁乡")] == ["好", "好", "差", None]
    assert consequences(made) == {"甲乡": ["通报表扬"], "乙乡": ["黄牌警告", "通报表扬"], "丙乡": ["表态发言"]}


def test_who_is_alone_is_last_neither_in_an_indicator_nor_by_a_place_from_elsewhere() -> None:
    text = SCHEME.replace("[甲乡, 乙乡, 丙乡, 丁乡]", "[甲乡]").replace(
        "afterwards:", "  - {when: 省考核名次, last_places: 1, grade: 差}\nafterwards:"
    )
    structure = of(text)
    made = Facts(units=[Unit("甲乡", "乡镇")], scores=[EnteredScore("甲乡", 0, Decimal(80))])
    made.measures = [Measure("甲乡", 1, Decimal(3))]
    made.conditions = [Condition("甲乡", "省考核名次", value=Decimal(1))]
    (result,) = grade(score(structure, made)).results.values()
    assert (result.grade, result.consequences) == ("好", ["通报表扬"])


def test_nobody_is_among_the_last_where_all_have_the_same() -> None:
    level = grade(score(STRUCTURE, facts("80 80 80 80", "0 0 0 0"))).results
    assert {result.grade for result in level.values()} == {"好", "一般"}
    assert not any(result.is_last for result in level.values())
    assert consequences(facts("80 80 80 80", "0 0 0 0")) == {
        unit: ["通报表扬"] for unit in ("甲乡", "乙乡", "丙乡", "丁乡")
    }
    text = SCHEME.replace("afterwards:", "  - {when: 省考核名次, last_places: 3, grade: 差}\nafterwards:")
    made = facts("80 70 60 50", "0 0 0 0")
    made.conditions = [
        Condition(unit.unit, "省考核名次", value=Decimal(place))
        for unit, place in zip(made.units, (7, 7, 7, 7), strict=True)
    ]
    results = grade(score(of(text), made)).results
    assert [results[unit].grade for unit in ("甲乡", "乙乡", "丙乡", "丁乡")] == ["好", "好", "一般", "一般"]
