"""Parts of tables that were copied without their head: what the columns hold is told by what recurs."""

from __future__ import annotations

import pytest

from kaoji.reading.sheets import leaves, outline
from kaoji.reading.tasks import read_tasks
from tests.reading.test_flattened import document

TASKS = (
    "17/新签约亿元以上项目15个，到位资金38亿元/苏晓甲/邱少乙/县商务局/谭丙/县财政局，县住建局，/各乡镇、街道办事处/已签约5个项目，到位资金9.8亿元。/18/改造背街小巷23条/何秀丁/谭丙/县住建局/易红戊/"
    "县城管局/已完成招标，正在施工。/19/▲启动第二水厂扩建/何秀丁/谭丙/县水利局/罗建己/县发改局、县自然资源局/正在办理用地手续。/20/社会消费品零售总额增长9.5%/苏晓甲/邱少乙/县商务局/谭丙/各乡镇/"
    "完成12.6亿元，同比增长8%。/21/建成游客中心/苏晓甲/邱少乙/县文旅局/彭志庚/县住建局/主体工程完成60%，预计10月底竣工。"
)


def test_tasks_without_a_head_are_told_by_what_recurs_behind_their_numbers() -> None:
    found, said = read_tasks(document(TASKS))
    assert [(t.number, t.leader, t.coordinator, t.lead_units, t.responsible) for t in found] == [
        (17, ("苏晓甲",), ("邱少乙",), ("县商务局",), ("谭丙",)),
        (18, ("何秀丁",), ("谭丙",), ("县住建局",), ("易红戊",)),
        (19, ("何秀丁",), ("谭丙",), ("县水利局",), ("罗建己",)),
        (20, ("苏晓甲",), ("邱少乙",), ("县商务局",), ("谭丙",)),
        (21, ("苏晓甲",), ("邱少乙",), ("县文旅局",), ("彭志庚",)),
    ]
    assert found[0].related_units == ("县财政局", "县住建局", "各乡镇、街道办事处")
    assert found[3].status == "完成12.6亿元，同比增长8%。"
    assert "reading.W210" in [finding.code for finding in said]


ROWS = (
    "2034年考核要求如下。/党的建设/组织建设/支部达标/8分/每有1个支部不达标扣0.5分。/县委组织部/党员教育/20分/学时不足的每人扣0.1分。/县委组织部/县委党校/作风廉政/宣传思想/4分/学习每少一次扣0.3分。/"
    "县委宣传部/城乡管理/城市管理/环卫保洁/6分/按考核细则计分，发现一处扣0.1分。/县城管局/农村公路/2分/列养率每少1个百分点扣0.1分。/县交通局"
)


@pytest.mark.parametrize("gap", ["", "\n"])
def test_score_sheets_without_a_head_are_told_by_the_points_of_their_rows(gap: str) -> None:
    found, said = outline(document(ROWS, gap))
    assert [(path[-1].name, leaf.name, leaf.points, leaf.providers) for path, leaf in leaves(found.sheets)] == [
        ("组织建设", "支部达标", "8", ("县委组织部",)),
        ("组织建设", "党员教育", "20", ("县委组织部", "县委党校")),
        ("作风廉政", "宣传思想", "4", ("县委宣传部",)),
        ("城市管理", "环卫保洁", "6", ("县城管局",)),
        ("城市管理", "农村公路", "2", ("县交通局",)),
    ]
    assert "reading.W210" in [finding.code for finding in said]


def test_rows_led_by_tabs_without_a_head_keep_their_levels() -> None:
    cells = (
        "3;社会建设（60分）;城乡环境（40分）;环卫保洁;由县城管局考核，每处扣0.1分。;20分;县城管局",
        ";;;农村公路;列养率每少1个百分点扣0.1分。;20分;县交通局",
        ";;民生保障（20分）;就业创业;每少10人扣0.1分。;10分;县人社局",
        ";;;低保救助;错保、漏保的每户扣0.5分。;10分;县民政局",
    )
    text = "/".join("/".join("\t" + cell for cell in row.split(";")) + "/" for row in cells)
    found, _ = outline(document(text, ""))
    assert [(path[-1].name, leaf.name, leaf.points, leaf.providers) for path, leaf in leaves(found.sheets)] == [
        ("城乡环境", "环卫保洁", "20", ("县城管局",)),
        ("城乡环境", "农村公路", "20", ("县交通局",)),
        ("民生保障", "就业创业", "10", ("县人社局",)),
        ("民生保障", "低保救助", "10", ("县民政局",)),
    ]


def test_rows_led_by_tabs_may_lack_cells() -> None:
    parts = (("堤防巡查", 5), ("渠道清淤", 6), ("泵站维护", 3), ("水费收缴", 4))
    rows = ["记录完整，不得遗漏。;2分;每缺一项扣1分。;县水利局"]
    rows += [f"水利工作;{name};按月开展，记录完整。;{points}分;每少一次扣1分。;县水利局" for name, points in parts]
    text = "/".join("/".join("\t" + cell for cell in row.split(";")) + "/" for row in rows)
    found, _ = outline(document(text, ""))
    assert [(leaf.name, leaf.points) for _, leaf in leaves(found.sheets)][1:] == [
        (name, str(points)) for name, points in parts
    ]


def test_headings_and_articles_are_no_rows() -> None:
    prose = (
        "一、考核内容/（一）经济发展（20分）/1.税收收入（12分）/完成任务的计12分，每低1个百分点扣0.5分。/2.民营经济（8分）/净增户数达标的计8分，每少一户扣1分。/（二）社会治理（20分）/"
        "1.平安建设（12分）/发生命案的每起扣2分。/2.信访工作（8分）/越级上访的每批扣1分。/二、考核办法/由县考核办组织实施。"
    )
    found, said = outline(document(prose))
    assert "reading.W210" not in [finding.code for finding in said]
    assert [leaf.name for _, leaf in leaves(found.sheets)] == ["税收收入", "民营经济", "平安建设", "信访工作"]


def test_points_with_a_sign_end_no_row_too_early_where_cells_are_led_by_tabs() -> None:
    cells = (
        "序号;加减分项目;加减分标准;分值;认定单位",
        "1;人居环境;月评比排名第一的加1分。;+5;县爱卫办",
        "2;耕地保护;违法占用的每亩扣0.1分。;-10;县林业局",
        "3;发展党员;程序不合的每例扣1分。;-3;县委组织部",
    )
    text = "加减分表/" + "/".join("/".join("\t" + cell for cell in row.split(";")) + "/" for row in cells)
    found, _ = outline(document(text, ""))
    assert [(leaf.name, leaf.signed) for _, leaf in leaves(found.sheets)] == [
        ("人居环境", "+5"),
        ("耕地保护", "-10"),
        ("发展党员", "-3"),
    ]
