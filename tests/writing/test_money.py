"""What prizes and results bring in money: sums by unit, by head, and as the workbook shows them."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from kaoji.grading import Ranking, grade
from kaoji.grading.money import yuan_in
from kaoji.scheme import load_scheme
from kaoji.scoring import Facts
from kaoji.scoring.facts import EnteredScore, Unit
from kaoji.scoring.missing import missing
from kaoji.writing.run import results_of
from kaoji.writing.workbook import write_workbook
from tests.scored import score

SCHEME = """\
kaoji: 1
title: 南湖区街道考核
year: 2025
groups: {街道: {}}
indicators: [{name: 工作, points: 100, score: 直接计分}]
grades: [{name: 优秀, share: 50%}, {name: 良好, rest: true}]
awards: [{name: 一等奖, places: [1, 1], amount: 奖金5万元}]
afterwards:
  - {then: 发放绩效奖, grade: 优秀, amount: 人均2000元, heads: 在编人数}
  - {then: 发放绩效奖, grade: 良好, amount: 人均1500元, heads: 在编人数}
  - {then: 追加经费, grade: 优秀, amount: 不超过3万元}
"""


def ranking(*heads: str) -> Ranking:
    units = [Unit(name, "街道", {"在编人数": count}) for name, count in zip(("东街", "西街"), heads, strict=True)]
    structure, problems = load_scheme(SCHEME)
    assert structure is not None, [problem.line("en") for problem in problems]
    scores = [EnteredScore("东街", 0, Decimal(90)), EnteredScore("西街", 0, Decimal(80))]
    return grade(score(structure, Facts(units=units, scores=scores)))


def test_money_comes_to_sums_by_unit_and_by_head() -> None:
    found = ranking("30", "24")
    assert {unit: [each.yuan for each in result.rewards] for unit, result in found.results.items()} == {
        "东街": [50_000, 60_000, None],
        "西街": [36_000],
    }
    said = results_of(found)["units"]["西街"]
    assert said["rewards"] == [{"for": "发放绩效奖", "amount": "人均1500元", "heads": "24", "yuan": "36000"}]
    assert "发放绩效奖：人均1500元×24人=36000元" in said["reasons"]


def test_persons_that_nobody_counted_are_missing_and_give_no_sum() -> None:
    found = ranking("30", "")
    assert [each.yuan for each in found.results["西街"].rewards] == [None]
    lacking = missing(found.scores.structure, found.scores.facts)
    assert [(each.unit, each.label) for each in lacking] == [("西街", "在编人数")]


def test_the_workbook_has_a_sheet_of_money_and_a_column_in_the_ranking() -> None:
    target = BytesIO()
    write_workbook(ranking("30", "24"), [], target)
    book: Any = openpyxl.load_workbook(target)
    rows = [[cell.value for cell in row] for row in book["奖励金额"].iter_rows()]
    assert ["街道", "东街", "发放绩效奖", "人均2000元", 30, 60000] in rows
    assert ["街道", "东街", "追加经费", "不超过3万元", None, None] in rows
    assert rows[-1][0] == "合计"
    assert rows[-1][-1] == 146_000
    lines = [[cell.value for cell in row] for row in book["排名 街道"].iter_rows()]
    (head,) = [row for row in lines if "金额（元）" in row]
    assert [row[head.index("金额（元）")] for row in lines if row[1] in ("东街", "西街")] == [110_000, 36_000]


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("5万元", 50_000), ("奖励现金１．５万元", 15_000), ("二十万元", 200_000), ("5至8万元", None), ("绩效工资的1.2倍", None),
     ("奖金3万元，奖牌一块", 30_000), ("主要负责人1万元，其他人员5000元", None), ("3亿元", 300_000_000)],
)  # fmt: skip
def test_one_fixed_sum_is_read(text: str, yuan: int | None) -> None:
    assert yuan_in(text) == yuan
