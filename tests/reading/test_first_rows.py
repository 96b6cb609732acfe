"""Where a flattened head ends and its first row begins, and the rows of groups that have a number and a name alone."""

from __future__ import annotations

import pytest

from kaoji.reading import read
from kaoji.reading.sheets import leaves, outline


def found(text: str) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    """Give parent, name, points, providers and text of each leaf."""
    sheets = outline(read(text.encode(), name="a.txt")[0])[0].sheets
    return [
        (path[-1].name if path[1:] else "", leaf.name, leaf.points, leaf.providers, leaf.text.replace("\n", ""))
        for path, leaf in leaves(sheets)
    ]


NUMBERED = [
    ["序号", "考核指标", "计分办法", "分值", "考核部门"],
    ["1", "渔港建设（30分）"],
    ["(1)", "避风锚地", "完成疏浚的得满分，每少100米扣0.5分。", "20分", "县渔业局"],
    ["(2)", "灯塔维护", "失常未报的每次扣1分。", "10分", "县海事处"],
    ["2", "养殖尾水（20分）"],
    ["(1)", "达标排放", "抽检不合格的，每处扣2分。", "12分", "县渔业局、县生态环境局"],
    ["(2)", "台账管理", "缺一份扣0.5分。", "8分", "县渔业局"],
    ["3", "渔船安全（10分）"],
    ["(1)", "定位设备", "离线未处置的每艘扣1分。", "10分", "县海事处"],
]
NUMBERED_TREE = [
    ("渔港建设", "避风锚地", "20", ("县渔业局",), "完成疏浚的得满分，每少100米扣0.5分。"),
    ("渔港建设", "灯塔维护", "10", ("县海事处",), "失常未报的每次扣1分。"),
    ("养殖尾水", "达标排放", "12", ("县渔业局", "县生态环境局"), "抽检不合格的，每处扣2分。"),
    ("养殖尾水", "台账管理", "8", ("县渔业局",), "缺一份扣0.5分。"),
    ("渔船安全", "定位设备", "10", ("县海事处",), "离线未处置的每艘扣1分。"),
]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(cell for row in NUMBERED for cell in row),
        "\n\n".join(cell for row in NUMBERED for cell in row),
        "\n".join(" ".join(row) for row in NUMBERED),
        "\n".join("\t".join(row) for row in NUMBERED),
        "\n".join("\n".join("\t" + cell for cell in row) + "\n" for row in NUMBERED),
    ],
    ids=["lines", "blank lines", "spaces", "tabs", "led by tabs"],
)
def test_a_group_has_its_number_in_a_cell_of_its_own(text: str) -> None:
    assert found("渔业工作考核表\n" + text) == NUMBERED_TREE


def test_such_groups_stand_in_real_tables_too() -> None:
    rows = "".join(
        f"<tr><td>{row[0]}</td><td colspan=4>{row[1]}</td></tr>"
        if len(row) == 2
        else "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in NUMBERED
    )
    sheets = outline(read(f"<table>{rows}</table>".encode(), name="a.html")[0])[0].sheets
    assert [(path[-1].name, leaf.name, leaf.points) for path, leaf in leaves(sheets)] == [
        leaf[:3] for leaf in NUMBERED_TREE
    ]


def test_names_that_end_like_heads_are_those_of_the_first_row() -> None:
    rows = [
        ["一级指标", "二级指标", "评估标准", "分值", "得分"],
        ["村务公开", "固定公开内容", "公开栏更新不及时的，每次扣1分。", "8"],
        ["重大事项公开", "集体资产未公开的，每项扣2分。", "12"],
        ["民主议事", "议事规则", "未执行的，每次扣3分。", "9"],
        ["会议记录", "记录不全的，每次扣1分。", "6"],
    ]
    assert found("\n".join(["村级民主管理评估表", *(cell for row in rows for cell in row)])) == [
        ("村务公开", "固定公开内容", "8", (), "公开栏更新不及时的，每次扣1分。"),
        ("村务公开", "重大事项公开", "12", (), "集体资产未公开的，每项扣2分。"),
        ("民主议事", "议事规则", "9", (), "未执行的，每次扣3分。"),
        ("民主议事", "会议记录", "6", (), "记录不全的，每次扣1分。"),
    ]


@pytest.mark.parametrize("head", ["项目\n具体情形\n计分标准\n认定单位", "项目具体情形计分标准认定单位"])
def test_bonuses_may_be_the_first_group_below_the_head(head: str) -> None:
    rows = [
        ["加分项", "获县级以上表彰的", "每项加2分", "镇党政办"],
        ["承办县级现场会的", "每次加1分", "镇党政办"],
        ["减分项", "被通报批评的", "每次扣2分", "镇纪委"],
        ["迟报重要信息的", "每次扣1分", "镇党政办"],
    ]
    assert found("\n".join(["村级考核加减分表", head, *(cell for row in rows for cell in row)])) == [
        ("加分项", "获县级以上表彰的", "", ("镇党政办",), "每项加2分"),
        ("加分项", "承办县级现场会的", "", ("镇党政办",), "每次加1分"),
        ("减分项", "被通报批评的", "", ("镇纪委",), "每次扣2分"),
        ("减分项", "迟报重要信息的", "", ("镇党政办",), "每次扣1分"),
    ]


def test_what_is_headed_as_content_may_name_groups() -> None:
    rows = [
        ["考核内容", "分值", "考核标准", "考核方式"],
        ["巡查机制（15分）", "5", "未建立巡查台账的扣2分。", "查阅资料"],
        ["10", "巡查少于每周1次的，每少1次扣0.5分。", "现场抽查"],
        ["问题整改（25分）", "10", "逾期未整改的每处扣1分。", "查阅资料"],
        ["15", "反弹的每处扣2分。", "现场抽查"],
    ]
    assert found("\n".join(["古树保护考核表", *(cell for row in rows for cell in row)])) == [
        ("巡查机制", "", "5", (), "未建立巡查台账的扣2分。"),
        ("巡查机制", "", "10", (), "巡查少于每周1次的，每少1次扣0.5分。"),
        ("问题整改", "", "10", (), "逾期未整改的每处扣1分。"),
        ("问题整改", "", "15", (), "反弹的每处扣2分。"),
    ]


def test_a_page_repeats_its_head_behind_a_cell_that_was_cut() -> None:
    text = (
        "苗圃管理考核表\n指标 子指标 满分 考核方法 数据来源\n\n苗木培育\n\n出圃合格率\n\n10\n\n每低 1 个百分点扣 1 分\n\n"
        "县林业局、县自然资\n\n源局\n 指标 子指标 满分 考核方法 数据来源\n\n良种使用率\n\n8\n\n达到目标的得 8 分\n\n县林业局\n\n"
        "病虫防治\n\n检疫登记\n\n6\n\n漏登的每批扣 1 分\n\n县森防站\n"
    )
    assert [leaf[:4] for leaf in found(text)] == [
        ("苗木培育", "出圃合格率", "10", ("县林业局", "县自然资源局")),
        ("苗木培育", "良种使用率", "8", ("县林业局",)),
        ("病虫防治", "检疫登记", "6", ("县森防站",)),
    ]
