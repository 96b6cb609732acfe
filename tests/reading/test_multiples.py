"""What doubles or halves amounts: a level of the same events, or a kind of events of its own, each to be checked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoji.numbers import POINT
from kaoji.reading.drafts import draft
from kaoji.scheme.model import Rule
from kaoji.scoring import score
from kaoji.scoring.facts import Event, Facts, Unit
from tests.reading.test_drafting import structure_of, table


def rules(text: str, points: str = "20") -> tuple[Rule, ...]:
    return structure_of(draft(table(["渔港管理", text, points, "县渔业局"]))).scheme.indicators[0].rules


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("泊位脏乱每处扣2分，重复发生的加倍扣分。", [("泊位脏乱", "每处扣2分，重复发生每处扣2分")]),
        ("泊位脏乱每处扣2分，瞒报的，按3倍扣分，最多扣10分。", [("泊位脏乱", "每处扣2分，瞒报每处扣4分，最高10分")]),
        (
            "泊位脏乱每处扣0.5分，缆绳散落每处扣0.3分，限期未整改的加倍扣分。",
            [("泊位脏乱", "每处扣0.5分，限期未整改每处扣0.5分"), ("缆绳散落", "每处扣0.3分，限期未整改每处扣0.3分")],
        ),
        ("创建文明渔港每个得4分，联合创建的减半计分。", [("创建文明渔港", "每个计4分"), ("联合创建", "每个计2分")]),
        ("如期完工得20分，逾期完工的减半计分。", [("如期完工", "计20分"), ("逾期完工", "计10分")]),
        ("未报告险情的扣5分，造成影响的加倍扣分。", [("未报告险情", "扣5分"), ("造成影响", "扣5分")]),
        (
            "如期完工得20分，漏检的每项扣4分，逾期补检的减半扣分。",
            [("如期完工", "计20分"), ("漏检", "每项扣4分"), ("逾期补检", "每项扣2分")],
        ),
    ],
)
def test_multiples_become_rules_to_check(text: str, expected: list[tuple[str, str]]) -> None:
    made = rules(text)
    assert [(rule.events or rule.when, rule.score) for rule in made] == expected
    assert made[-1].check
    assert "请核对" in made[-1].check


def test_an_event_of_the_level_takes_twice_as_much() -> None:
    structure = structure_of(draft(table(["渔港管理", "泊位脏乱每处扣2分，重复发生的加倍扣分。", "20", "县渔业局"])))
    (group,) = structure.scheme.groups
    events = [Event("东港镇", 0, "1"), Event("东港镇", 0, "2", level="重复发生")]
    scores = score(structure, Facts(units=[Unit("东港镇", group)], events=events))
    assert scores.totals["东港镇"] == (20 - 2 - 4) * POINT


@pytest.mark.parametrize(
    "text",
    [
        "水质达标率每低1个百分点扣1分，数据造假的加倍扣分。",
        "泊位脏乱每处扣2分。限期未整改的加倍扣分。",
        "泊位脏乱每处扣2分，屡次发生的按上级标准双倍扣分。",
        "未报告险情的扣4分，主动说明的减半扣分。",
    ],
)
def test_what_no_rule_can_say_stays_reported(text: str) -> None:
    made = draft(table(["渔港管理", text, "20", "县渔业局"]))
    assert any(finding.code == "reading.W301" for finding in made.findings)
    assert len(structure_of(made).scheme.indicators[0].rules) == 1


def test_points_may_be_doubled_exactly() -> None:
    (rule,) = rules("泊位脏乱每处扣0.25分，重复发生的双倍扣分。")
    assert rule.score == "每处扣0.25分，重复发生每处扣0.25分"
    assert Decimal("0.25") * 2 == Decimal("0.5")
