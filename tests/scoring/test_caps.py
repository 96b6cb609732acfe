"""What caps bound, in points and in the words that explain them."""

from __future__ import annotations

from decimal import Decimal

from kaoji.numbers import POINT
from kaoji.scoring.explaining import explain, render
from kaoji.scoring.facts import Facts, Measure, Unit
from tests.scored import score
from tests.scoring.small_scheme import of

STRUCTURE = of("""
kaoji: 1
title: 青石县2025年度乡镇考核
year: 2025
groups:
  乡镇: {units: [东乡, 西乡]}
indicators:
  - name: 参保率
    points: 10
    provider: 县医保局
    rules: [{measure: 参保率（%）, score: 达到90%计10分，每超1个百分点加0.5分，最高加3分, target: 90}]
""")


def test_a_cap_on_bonuses_leaves_what_fills_the_points_alone() -> None:
    facts = Facts(units=[Unit("东乡", "乡镇"), Unit("西乡", "乡镇")])
    facts.measures = [Measure("东乡", 0, Decimal(98)), Measure("西乡", 0, Decimal(92))]
    scores = score(STRUCTURE, facts)
    assert {unit: total / POINT for unit, total in scores.totals.items()} == {"东乡": 13, "西乡": 11}
    said = "\n".join(render(explain(scores, "东乡"), "zh"))
    assert "计分10分 + 加分4分 = 14分，加分不超过3分（少计1分），得13分" in said, said
