"""Events of one matter count once, however its name was typed."""

from __future__ import annotations

from decimal import Decimal

from kaoji.numbers import POINT
from kaoji.scoring.facts import Event, Facts, Unit
from tests.scored import score
from tests.scoring.small_scheme import of

STRUCTURE = of("""
kaoji: 1
title: 青石县2025年度乡镇考核
year: 2025
groups:
  乡镇: {units: [东乡, 西乡]}
indicators:
  - name: 通报表扬
    bonus: true
    provider: 县府办
    limits: 同一事项取最大值，加分不超过20分
    rules: [{events: 通报表扬, score: 省级加4分、市级加2分}]
""")


def test_one_matter_typed_in_several_ways_is_one() -> None:
    names = ("抗旱（2025）A", "抗旱(2025)a", " 抗旱 （２０２５）Ａ", "抗旱（2024）A")
    levels = ("市级", "省级", "市级", "市级")
    facts = Facts(units=[Unit("东乡", "乡镇"), Unit("西乡", "乡镇")])
    facts.events = [
        Event("东乡", 0, str(number), Decimal(1), level, matter)
        for number, (level, matter) in enumerate(zip(levels, names, strict=True))
    ]
    scores = score(STRUCTURE, facts)
    assert {unit: total / POINT for unit, total in scores.totals.items()} == {"东乡": 6, "西乡": 0}


def test_rules_that_count_a_matter_once_do_so_each_for_itself_however_many_there_are() -> None:
    rules = [f"      - {{events: 获{number}类表彰, score: 每次加1分，同一事项取最大值}}" for number in range(22)]
    head = ["kaoji: 1", "title: 表彰加分", "year: 2033", "groups: {乡镇: {units: [东乡]}}", "indicators:"]
    first = ["  - name: 综合表彰", "    bonus: true", "    rules:", *rules[:11]]
    second = ["  - name: 专项表彰", "    bonus: true", "    rules:", *rules[11:]]
    facts = Facts(units=[Unit("东乡", "乡镇")])
    facts.events = [Event("东乡", slot, f"S{slot}", Decimal(1), None, "同一表彰") for slot in range(len(rules))]
    scores = score(of("\n".join([*head, *first, *second])), facts)
    assert scores.totals["东乡"] == len(rules) * POINT
