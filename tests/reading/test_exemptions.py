"""Whom indicators are not for, and where their points go, in the many ways in which sentences say it."""

from __future__ import annotations

import pytest

from kaoji.reading.document import Paragraph
from kaoji.reading.prose.articles import articles
from kaoji.reading.prose.exemptions import exempted, read_exemptions
from kaoji.reading.prose.group_names import GroupNames
from kaoji.scheme.model import Node

_GROUPS = GroupNames(["乡镇组", "街道组", "部门组"])
_NAMES = ("招商引资", "项目建设", "乡村振兴工作", "城市管理", "信访维稳")


def _read(text: str) -> dict[str, tuple[tuple[str, ...], str | None]]:
    roots = tuple(Node(name=name, points=20) for name in _NAMES)
    made, _ = exempted(roots, read_exemptions(articles([Paragraph(text)])), _GROUPS, ["县财政局"])
    return {
        node.name: (
            node.applies_to or tuple(who for each in node.absent_for.values() for who in each),
            node.when_absent,
        )
        for node in made
        if node.applies_to or node.absent_for or node.when_absent
    }


@pytest.mark.parametrize(
    "text",
    [
        "街道组不考核乡村振兴，其分值调整到城市管理。",
        "涉农指标“乡村振兴”街道不考核，所占20分计入“城市管理”。",
        "街道组免考乡村振兴，分值转移至城市管理。",
        "街道组没有乡村振兴任务，20分分值加到城市管理，城市管理为40分。",
        "乡村振兴不列入街道组考核内容，分值由城市管理承接。",
        "除街道组外，其他组均考核乡村振兴；街道组该项分值加到城市管理。",
        "街道组不设乡村振兴指标，20分并入城市管理，即城市管理为40分。",
    ],
)
def test_an_indicator_that_a_group_does_not_have_gives_its_points_to_another(text: str) -> None:
    assert _read(text) == {"乡村振兴工作": (("街道组",), "城市管理")}


def test_one_for_some_groups_alone_may_have_its_points_elsewhere_in_the_others() -> None:
    said = "乡村振兴指标只考核乡镇组，其他组相应分值计入城市管理。"
    assert _read(said) == {"乡村振兴工作": (("街道组", "部门组"), "城市管理")}
    assert _read("信访维稳只对乡镇组、街道组进行考核。") == {"信访维稳": (("乡镇组", "街道组"), None)}


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("没有乡村振兴任务的单位，该项分值按比例分摊到其他指标。", "按比例折算"),
        ("不涉及乡村振兴的单位，乡村振兴不计分，按其余指标得分折算为百分制。", "按比例折算"),
        ("对不承担乡村振兴任务的部门，乡村振兴分值并入项目建设考核。", "项目建设"),
        ("因职能原因不承担乡村振兴的，该项以满分计。", "计满分"),
    ],
)
def test_units_without_the_task_are_named_by_the_facts(text: str, policy: str) -> None:
    assert _read(text) == {"乡村振兴工作": ((), policy)}


@pytest.mark.parametrize(
    "text",
    [
        "城市管理只对街道组进行考核，乡镇组、部门组的20分分别计入乡村振兴、信访维稳。",  # two ways
        "未承担项目建设任务的单位，项目建设按全组平均分计分。",  # no such policy
        "园区不考核乡村振兴，分值计入城市管理。",  # no such group
        "街道组不考核河长制，分值计入城市管理。",  # no such indicator
        "街道组不考核乡村振兴，分值计入城市管理，遇特殊情况另行研究。",  # says more
        "无乡村振兴任务的单位，该项按满分的80%计分。",
        "部门组只考核招商引资、项目建设。",  # what the others are is not said
    ],
)
def test_what_leaves_something_open_is_for_a_person(text: str) -> None:
    assert _read(text) == {}
