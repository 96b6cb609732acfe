"""Numbered items in one row's text that have points and deductions of their own; invented in the manner of real sheets."""

from __future__ import annotations

import pytest

from kaoji.scheme.model import Node
from tests.reading.invented import found, of_blocks, table

HEAD = ("考核项目", "评分标准", "分值")


def row(text: str, points: str = "9") -> Node:
    """Draft a sheet with this row and two others; give the row."""
    sheet = table(
        HEAD,
        ("苗圃管理", text, points),
        ("林道养护", "林道中断的每处扣1分。", "20"),
        ("护林巡查", "漏巡的每次扣2分。", "30"),
    )
    _, scheme = of_blocks("柳林林场2032年度考核办法", "林场考核评分表", sheet)
    return found(scheme, "苗圃管理")


def items(node: Node) -> list[tuple[str, str, list[str]]]:
    """Give name, points and rules of what stands below a row."""
    return [(item.name, str(item.points), [rule.score for rule in item.rules]) for item in node.items]


def test_items_with_headings_are_named_by_them() -> None:
    made = row(
        "（1）育苗准备。三月底前完成整地，记4分。整地每迟一天扣1分。（2）出圃检验。苗木检验合格率达到95%，记5分。混入病苗的每批扣2分。"
    )
    assert items(made) == [("育苗准备", "4", ["计4分", "每天扣1分"]), ("出圃检验", "5", ["达到95%计5分", "每批扣2分"])]
    assert made.points == 9
    assert made.text is None


@pytest.mark.parametrize(("first", "second"), [("1、", "2、"), ("①", "②"), ("（一）", "（二）"), ("1.", "2.")])
def test_items_without_headings_are_named_by_their_first_words(first: str, second: str) -> None:
    made = row(f"{first}按计划采种，计4分；缺一个树种扣1分。{second}按时补植，计5分。")
    assert [(name, points) for name, points, _ in items(made)] == [("按计划采种", "4"), ("按时补植", "5")]
    assert [item.text for item in made.items] == [
        f"{first}按计划采种，计4分；缺一个树种扣1分。",
        f"{second}按时补植，计5分。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "（1）按计划采种，计4分。（2）按时补植，计5分。",  # nothing is taken from one of them: rules of the row
        "（1）按计划采种，计4分，缺一个树种扣1分。（2）按时补植，计4分。",  # they do not make up its points
        "（1）采种缺一个树种扣4分。（2）未按时补植扣5分。",
        "（1）每采一批得4分，缺一批扣1分。（2）按时补植，计5分。",
        "（1）验收90分以上的计4分，不足的扣1分。（2）按时补植，计5分。",
        "（1）按计划采种，计4分，缺一个树种扣1分。（3）按时补植，计5分。",
    ],
)
def test_other_items_stay_rules_of_the_row(text: str) -> None:
    assert not row(text).items


def test_what_stands_before_the_items_stays_with_the_row() -> None:
    made = row("按《苗圃管理规程》考核：1、按计划采种，计4分，缺一个树种扣1分。2、按时补植，计5分。")
    assert made.text == "按《苗圃管理规程》考核："
    assert [item.points for item in made.items] == [4, 5]


def test_what_is_taken_twice_is_no_pair_of_parts() -> None:
    node = row("未编制预案扣5分，未开展演练扣4分。")
    assert not node.items
    assert [rule.score for rule in node.rules] == ["扣5分", "扣4分"]


def test_parts_may_stand_between_commas_and_semicolons() -> None:
    node = row("树苗抽查3分，苗床管理2分；档案资料4分；")
    assert items(node) == [("树苗抽查", "3", []), ("苗床管理", "2", []), ("档案资料", "4", [])]


def test_parts_with_a_figure_of_their_own_start_full_each() -> None:
    made = row("面积、产量各占10分。完成面积任务得10分，每少1%扣1分；完成产量任务得10分，每少2%扣1分。", "20")
    assert items(made) == [("完成面积任务", "10", ["每低于1%扣1分"]), ("完成产量任务", "10", ["每低于2%扣1分"])]
    assert not made.rules


def test_what_can_be_had_for_several_things_comes_to_the_most_that_is_named() -> None:
    made = row("新建苗圃1个得8分，改造苗圃1个得3分，最多计16分；苗木成活率达标得4分，每低1个百分点扣1分。", "20")
    assert items(made) == [
        ("新建苗圃", "16", ["新建苗圃每个计8分，改造苗圃每个计3分，最高16分"]),
        ("苗木成活率达标", "4", ["计4分", "每低于1个百分点扣1分"]),
    ]


def test_a_name_that_ends_like_a_counter_stays_whole() -> None:
    made = row("河道责任人得8分，缺岗一次扣1分；护林积极分子带头人得12分，缺岗一次扣2分。", "20")
    assert [item.name for item in made.items] == ["河道责任人", "护林积极分子带头人"]
