"""Steps that are a percentage of the target: 人数每少1%."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoji.numbers import POINT
from kaoji.reading.clauses import controlled, read_clause
from kaoji.scheme import load, resolve
from kaoji.scoring.explaining import explain, render
from kaoji.scoring.facts import Facts, Measure, Unit
from tests.scored import score
from tests.scoring.small_scheme import of

SCHEME = """
kaoji: 1
title: 青石县2025年度乡镇考核
year: 2025
groups:
  乡镇: {units: [东乡, 西乡, 南乡, 北乡]}
indicators:
  - name: 培训人数
    points: 10
    provider: 县农业农村局
    rules: [{measure: 培训人数（人）, score: 每低于目标的2%扣1.5分，扣完为止}]
  - name: 引资
    bonus: true
    limits: 加分不超过5分
    provider: 县商务局
    rules: [{measure: 到位资金（万元）, target: 3000, score: 每超过目标的10%加0.7分（按比例）}]
"""
STRUCTURE = of(SCHEME)


def test_steps_are_counted_in_percent_of_each_unit_s_target() -> None:
    facts = Facts(units=[Unit(name, "乡镇") for name in ("东乡", "西乡", "南乡", "北乡")])
    trained = {"东乡": ("193", "200"), "西乡": ("270", "300"), "南乡": ("400", "300"), "北乡": ("5", "0")}
    for unit, (value, target) in trained.items():
        facts.measures.append(Measure(unit, 0, Decimal(value), target=Decimal(target)))
    for unit, value in (("东乡", "3100"), ("西乡", "2999"), ("南乡", "9000"), ("北乡", "3000.01")):
        facts.measures.append(Measure(unit, 1, Decimal(value)))
    scores = score(STRUCTURE, facts)
    # 东乡: 7 of 200 are 3.5%, one step; 100 of 3000 are 3.333…%. 西乡: 30 of 300 are 10%, five steps.
    # 南乡 is beyond its target, its 200% are worth 14 of at most 5. 北乡 has no target to have a percentage of.
    assert {unit: Decimal(total) / POINT for unit, total in scores.totals.items()} == {
        "东乡": Decimal("8.7333333"), "西乡": Decimal("2.5"), "南乡": Decimal(15), "北乡": Decimal("10.0000233"),
    }  # fmt: skip
    said = "\n".join(render(explain(scores, "东乡"), "zh"))
    assert "(3100 − 3000) ÷ 3000 × 100 ÷ 10 × 0.7" in said, said


def test_a_percentage_too_small_to_be_kept_is_refused() -> None:
    file, _ = load(SCHEME.replace("每低于目标的2%", "每低于目标的0.00001%"))
    assert file is not None
    _, problems = resolve(file)
    assert [problem.code for problem in problems] == ["scheme.E111"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("培训人数每少1%扣1分", "每低于目标的1%扣1分"),
        ("固定资产投资每低1%扣0.5分", "每低于目标的1%扣0.5分"),
        ("参合率每低1%扣1分", "每低于1%扣1分"),
        ("景气指数每低1%扣1分", "每低于1%扣1分"),
    ],
)
def test_a_notice_s_percentage_is_of_the_target_where_things_are_counted(text: str, rule: str) -> None:
    assert [read.score for read in controlled(read_clause(text))] == [rule]
