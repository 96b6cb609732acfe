"""Indicators with other points for each group of units."""

from __future__ import annotations

from kaoji.scheme.model import Node
from tests.reading.invented import of_blocks, said, unread


def told(nodes: tuple[Node, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(node.name, str(node.points), node.applies_to) for node in nodes]


def test_points_in_the_name_for_each_group_make_an_indicator_each() -> None:
    made, scheme = of_blocks(
        "2041年度垦区考核办法",
        "一、考核对象",
        "乡镇（2个）：芦港镇、盐塘镇",
        "农场（2个）：北垦农场、滩涂农场",
        "二、考核内容",
        "（一）生产（60分）",
        "1.引资（乡镇25分、农场15分）。每少一家扣2分。",
        "2.粮食：乡镇15分，农场25分。",
        "亩产每低5公斤扣1分。",
        "3.水利（20分）。缺一项扣1分。",
        "（二）治理（乡镇40分、农场40分）",
        "1.禁渔（40分）。每起扣4分。",
    )
    assert unread(made) == ""
    production, *others = scheme.indicators
    assert told(production.items) == [
        ("引资（乡镇）", "25", ("乡镇",)),
        ("引资（农场）", "15", ("农场",)),
        ("粮食（乡镇）", "15", ("乡镇",)),
        ("粮食（农场）", "25", ("农场",)),
        ("水利", "20", ()),
    ]
    assert {rule for item in production.items[:2] for _, rule, _ in said(item.rules)} == {"每家扣2分"}
    assert told(tuple(others)) == [("治理（乡镇）", "40", ("乡镇",)), ("治理（农场）", "40", ("农场",))]
    assert [told(one.items) for one in others] == [[("禁渔", "40", ())]] * 2


def test_kinds_of_units_that_only_points_name_are_groups() -> None:
    _, scheme = of_blocks(
        "2041年度河道考核办法",
        "一、考核内容",
        "1.清障（镇40分、街道30分）。每处扣1分。",
        "2.水质（镇30分、街道50分）。每次扣2分。",
        "3.台账（镇30分、街道20分）。缺一项扣1分。",
    )
    assert list(scheme.groups) == ["镇", "街道"]
    assert [node.applies_to for node in scheme.indicators] == [("镇",), ("街道",)] * 3


def test_parts_in_brackets_are_no_points_of_groups() -> None:
    _, scheme = of_blocks(
        "2041年度考核办法",
        "一、考核内容",
        "1.队伍（学习20分、作风20分）。缺一次扣1分。",
        "2.台账（30分）。缺一项扣1分。",
        "3.宣传（30分）。缺一篇扣1分。",
    )
    assert all(not node.applies_to for node in scheme.indicators)


def test_indicators_that_are_not_for_a_kind_of_units_are_for_the_others() -> None:
    made, scheme = of_blocks(
        "2041年度垦区考核办法",
        "一、考核对象",
        "乡镇（2个）：芦港镇、盐塘镇",
        "农场（2个）：北垦农场、滩涂农场",
        "二、考核内容",
        "1.水费（乡镇40分，农场60）。每欠1户扣1分。",
        "2.村务（该项农场不考核）（20分）。缺一项扣1分。",
        "3.禁渔（40分）。每起扣4分。",
        "三、加分项",
        "1.村务。获评先进的加1分。",
    )
    assert unread(made) == ""
    assert told(scheme.indicators[:4]) == [
        ("水费（乡镇）", "40", ("乡镇",)),
        ("水费（农场）", "60", ("农场",)),
        ("村务", "20", ("乡镇",)),
        ("禁渔", "40", ()),
    ]
    assert [item.applies_to for item in scheme.indicators[4].items] == [()]
