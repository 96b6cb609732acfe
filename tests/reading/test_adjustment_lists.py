"""Lists of bonuses and deductions under headings of many kinds, with limits and departments for all that they hold."""

from __future__ import annotations

import pytest

from kaoji.scheme.model import Node, Scheme
from tests.reading.invented import drafted, unread


def lists(scheme: Scheme) -> dict[str, tuple[str | None, tuple[str, ...], list[str]]]:
    """Give each list below the adjustments: its limits, its departments, the names of its items."""
    (top,) = (node for node in scheme.indicators if node.bonus)
    found = [node for node in (top, *top.items) if node.items and not any(item.items for item in node.items)]
    return {node.name: (node.limits, node.provider, [item.name for item in node.items]) for node in found}


def item(scheme: Scheme, name: str) -> Node:
    """Give the item of this name."""
    (found,) = (node for node in _walk(scheme.indicators) if node.name == name)
    return found


def _walk(nodes: tuple[Node, ...]) -> list[Node]:
    return [one for node in nodes for one in (node, *_walk(node.items))]


def test_lists_have_their_limits_in_their_headings_and_their_department_below() -> None:
    made, scheme = drafted(
        "四、激励分和约束分",
        "（一）激励分（不超过6分）。",
        "1.获批国家级、省级试点的，分别计3分、2分。",
        "2.承办现场会的，计1分/次。",
        "（二）约束分（不超过5分）。",
        "1.督查整改不到位的，扣1分/件。",
        "2.数据迟报的，每次扣0.2分。",
        "激励分、约束分由区督查室会同区统计局核定。",
    )
    assert lists(scheme) == {
        "激励分（不超过6分）": ("加分不超过6分", ("区督查室",), ["获批国家级、省级试点", "承办现场会"]),
        "约束分（不超过5分）": ("减分不超过5分", ("区督查室",), ["督查整改不到位", "数据迟报"]),
    }
    assert not unread(made)


def test_lists_run_on_behind_their_names_with_notes_below() -> None:
    _, scheme = drafted(
        "三、加分与扣分",
        "加分项（封顶8分）：获省级表彰一次加3分，市级加1分；论文获省级一等奖加2分、二等奖加1分。",
        "扣分项：违规收费的，每起扣2分；材料迟报的，每次扣0.5分，扣完3分为止。",
        "说明：1.同一成果多次获奖的，取最高奖项计分。2.加扣分由区教育局审核认定。",
    )
    assert {name: (limits, who) for name, (limits, who, _) in lists(scheme).items()} == {
        "加分项（封顶8分）": ("加分不超过8分", ("区教育局",)),
        "扣分项": (None, ("区教育局",)),
    }
    (top,) = (node for node in scheme.indicators if node.bonus)
    assert top.limits == "同一事项取最大值"
    assert [rule.score for rule in item(scheme, "材料迟报").rules] == ["每次扣0.5分，最高3分"]


def test_what_is_about_a_list_is_no_item_and_limits_from_afar_hold() -> None:
    made, scheme = drafted(
        "第三章 加分事项",
        "第八条 承担省级试点的，每个加2分，由区改革办认定。",
        "第九条 引进项目的，每个加1分，最高加3分。",
        "第四章 附则",
        "第十条 同一事项符合多项加分条件的，按最高分值计，不重复加分。加分总分最高不超过6分。",
    )
    (top,) = (node for node in scheme.indicators if node.bonus)
    assert "加分不超过6分" in (top.limits or "")
    assert "同一事项取最大值" in (top.limits or "")
    assert item(scheme, "引进项目").limits is None
    assert not unread(made)

    made, scheme = drafted(
        "三、加减分",
        "（一）表彰加分。获省级表彰的加3分，获市级表彰的加1分，表彰加分最多为4分。",
        "（二）通报减分。被区级以上通报批评的，每次减2分。",
        "（三）有关说明。无表彰文件佐证的，不予加分。",
    )
    assert lists(scheme)["加减分"][2] == ["表彰加分", "通报减分"]
    assert "无表彰文件佐证的，不予加分" in unread(made)


def test_a_text_may_be_one_list_by_its_title() -> None:
    _, scheme = drafted(
        "某区绩效考核扣分项目及标准",
        "1.未落实上级决定的。不执行的每件扣5分，不按时完成的每件扣2分。由区督查室提供扣分依据。",
        "2.未按要求参加会议的。缺席1次扣1分；迟到1次扣0.5分。由区委办、区政府办提供扣分依据。",
    )
    assert item(scheme, "未落实上级决定的").provider == ("区督查室",)
    assert item(scheme, "未按要求参加会议的").provider == ("区委办", "区政府办")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("每个单位加分累计以5分为限，扣分不设上限。", "加分不超过5分"),
        ("各单位奖分合计最多5分。", "加分不超过5分"),
        ("加分、扣分总和均不得超过5分。", "加分不超过5分，减分不超过5分"),
    ],
)
def test_limits_of_all_are_said_in_any_order(line: str, expected: str) -> None:
    _, scheme = drafted("三、加减分", "1.获省级表彰的每项加2分。", "2.被通报批评的每次扣1分。", line)
    (top,) = (node for node in scheme.indicators if node.bonus)
    assert top.limits == expected


def test_kinds_of_items_in_a_list_keep_their_items_apart() -> None:
    _, scheme = drafted(
        "一、加分项目",
        "（一）表彰类",
        "1.受到省级表彰的，加3分；",
        "2.受到市级表彰的，加1分；",
        "（二）创新类",
        "1.做法被推广的，加2分；",
        "2.获得专利的，每项加1分，累计不超过2分。",
        "二、减分项目",
        "（一）被通报批评的，减2分；",
        "（二）受到处分的，每人次减1分。",
        "三、有关要求",
        "加分最高不超过5分，减分最高不超过5分。",
        "加减分由区委组织部会同区人社局审核认定。",
    )
    assert lists(scheme)["表彰类"][2] == ["受到省级表彰", "受到市级表彰"]
    assert (item(scheme, "获得专利").rules[0].score, item(scheme, "获得专利").limits) == ("每项加1分", "最高2分")
    (top,) = (node for node in scheme.indicators if node.bonus)
    assert top.limits == "加分不超过5分，减分不超过5分"
    assert item(scheme, "减分项目").provider == ("区委组织部",)


def test_ranks_of_prizes_are_told_apart_whatever_level_stands_before_them() -> None:
    _, scheme = drafted(
        "三、加分项目", "1.获省级教学成果奖特等、一、二等奖分别加5分、3分、1分。", "2.承办现场会的加1分。"
    )
    (rule,) = item(scheme, "获省级教学成果奖特等、一、二等奖").rules
    assert rule.score == "特等奖加5分，一等奖加3分，二等奖加1分"


def test_who_assesses_something_else_is_no_department_of_a_list() -> None:
    _, scheme = drafted(
        "三、加分项目",
        "1.获省级表彰的加3分。",
        "2.承办现场会的加1分。",
        "四、组织实施",
        "以上各项由区考核办负责考核。加分由区委办认定。",
    )
    (top,) = (node for node in scheme.indicators if node.bonus)
    assert top.provider == ("区委办",)
