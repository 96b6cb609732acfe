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


POINTED = [
    ["指标", "权重", "考核内容", "计分方法", "考核科室"],
    ["灯塔服务", "30", "开放时间执行情况", "未按时开放的，每次扣1分", "公共服务科"],
    ["读者投诉处理情况", "逾期未复的，每件扣2分", "办公室"],
    ["藏书建设", "25", "新书上架时限", "超过10天的，每批扣1分", "采编科"],
    ["破损图书修补", "未修补的，每册扣0.1分", "采编科"],
    ["活动推广", "45", "阅读活动场次", "每少1场扣1分", "活动科"],
    ["志愿者管理", "无名册的扣3分", "活动科"],
]


@pytest.mark.parametrize("way", ["lines", "tabs"])
def test_points_beside_the_name_of_a_group_are_its_own(way: str) -> None:
    if way == "lines":
        text = "\n".join(cell for row in POINTED for cell in row)
    else:
        rows = [row if len(row) == len(POINTED[0]) else ["", "", *row] for row in POINTED]
        text = "\n".join("\t".join(row) for row in rows)
    assert [leaf[:4] for leaf in found("图书馆考核表\n" + text)] == [
        (group, row[-3], "", (row[-1],))
        for group, row in zip(
            ("灯塔服务", "灯塔服务", "藏书建设", "藏书建设", "活动推广", "活动推广"), POINTED[1:], strict=True
        )
    ]


def test_a_short_name_is_no_end_of_the_label_above_it() -> None:
    rows = [
        ["一级指标", "二级指标", "三级指标", "指标说明", "分值", "评分标准"],
        ["投入", "目标设定", "目标明确性", "目标是否细化为可以衡量的指标", "6", "明确得6分，否则不得分"],
        ["资金安排", "到位率", "实际到位与计划投入的比率", "8", "每低1个百分点扣0.5分"],
        ["产出", "数量", "完工数量", "实际完工与计划完工的比率", "20", "按完工率计分"],
        ["质量", "合格率", "验收合格的比率", "16", "按合格率计分"],
    ]
    assert [leaf[:3] for leaf in found("\n".join(["项目评价指标表", *(cell for row in rows for cell in row)]))] == [
        ("目标设定", "目标明确性", "6"),
        ("资金安排", "到位率", "8"),
        ("数量", "完工数量", "20"),
        ("质量", "合格率", "16"),
    ]


def test_what_is_awarded_may_name_the_rows() -> None:
    rows = [
        ["序号", "加分项目", "加分标准", "最高分值", "认定单位"],
        ["1", "上级表彰", "获省级、市级表彰的，分别加2分、1分。", "4", "区委办公室"],
        ["2", "经验推广", "被市级推广的，每项加0.5分。", "2", "区委宣传部"],
        ["3", "争取资金", "每超100万元加0.5分。", "3", "区财政局"],
    ]
    assert found("\n".join(["加分项目评分表", *(cell for row in rows for cell in row)])) == [
        ("", name, points, (unit,), text) for _, name, text, points, unit in rows[1:]
    ]


def test_ways_of_looking_into_a_row_do_not_name_the_next_one() -> None:
    rows = [
        ["一级指标", "二级指标", "分值", "评分细则", "考核方式"],
        ["建档管理（20分）", "建档率", "12", "低于90%的，每低1个百分点扣0.5分。", "系统查询"],
        ["档案真实性", "8", "抽查15份，不真实的每份扣1分。", "电话核查"],
        ["随访服务（30分）", "随访率", "15", "低于80%的不得分。", "系统查询"],
        ["随访质量", "15", "记录不全的每份扣0.5分。", "现场核查"],
    ]
    assert [leaf[:3] for leaf in found("\n".join(["健康服务考核评分表", *(cell for row in rows for cell in row)]))] == [
        ("建档管理", "建档率", "12"),
        ("建档管理", "档案真实性", "8"),
        ("随访服务", "随访率", "15"),
        ("随访服务", "随访质量", "15"),
    ]


def test_a_heading_and_empty_cells_between_tabs_stand_over_all_columns() -> None:
    text = (
        "消防考核细则\n项目\t考核内容及标准\t分值\t得分\n一、组织领导（11分）\t\t\t\n1\t专题会议每少1次扣2分。\t6\t\n"
        "2\t未带队检查的每次扣1分。\t5\t\n二、火灾防控（9分）\t\t\t\n3\t隐患未挂牌的每处扣3分。\t9\t"
    )
    assert [leaf[:3] for leaf in found(text)] == [("组织领导", "", "6"), ("组织领导", "", "5"), ("火灾防控", "", "9")]
