"""Task tables whose heads are in words nobody knows, told by what their cells hold, as tables and as lines."""

from __future__ import annotations

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source
from kaoji.reading.tables.contents import by_contents
from kaoji.reading.tasks import Task, read_tasks

HEAD = ["事儿", "啥时候", "谁来抓", "谁来干", "咋样了", "工作任务"]
ROWS = [
    ["甲", "3月底前", "何川", "县水利局", "已完成3公里。", "疏浚河道8公里"],
    ["乙", "2031年9月", "陶敏", "县住建局", "正在施工。", "改造危房40户"],
    ["丙", "12月底", "何川", "县教育局", "累计完成2所。", "新建学校3所"],
]


def grid(rows: list[list[str]]) -> Document:
    cells = tuple(tuple(Cell(text, at, column) for column, text in enumerate(row)) for at, row in enumerate(rows))
    return Document("a.docx", "docx", (Grid(cells),))


def lines(text: str) -> Document:
    texts = enumerate(text.split("/"), 1)
    return Document("a.txt", "txt", tuple(Paragraph(one, source=Source("a.txt", line=at)) for at, one in texts))


def told(tasks: list[Task]) -> list[tuple[object, ...]]:
    return [(task.text, task.leader, task.lead_units, task.deadline, task.status) for task in tasks]


def test_columns_under_unknown_heads_are_told_by_their_cells() -> None:
    found, findings = read_tasks(grid([HEAD, *ROWS]))
    assert told(found)[0] == ("疏浚河道8公里", ("何川",), ("县水利局",), "3月底前", "已完成3公里。")
    assert "事儿：甲" in found[0].notes
    assert any("事儿 = ?" in str(finding.data) for finding in findings if finding.code == "reading.I204")


def test_unknown_heads_are_told_in_lines_too() -> None:
    head = ["工作任务", *HEAD[:-1]]
    rows = [[row[-1], *row[:-1]] for row in ROWS]
    flat = lines("/".join(["云岭县2031年任务表", *head, *(cell for row in rows for cell in row)]))
    assert told(read_tasks(flat)[0]) == told(read_tasks(grid([HEAD, *ROWS]))[0])


def test_a_head_on_two_rows_is_put_together_by_its_cells() -> None:
    flat = lines(
        "云岭县2031年重点工程表/序号/工程名称/投资（万元）/形象进度/责任单位/年度计划/累计完成/"
        "1/东河大桥/900/450/主体完工/县交通局/2/西湖水库/800/300/正在清淤/县水利局/3/南山小学/600/600/已经投用/县教育局"
    )
    found = read_tasks(flat)[0]
    assert [(task.number, task.text, task.lead_units) for task in found] == [
        (1, "东河大桥", ("县交通局",)),
        (2, "西湖水库", ("县水利局",)),
        (3, "南山小学", ("县教育局",)),
    ]


@pytest.mark.parametrize(
    ("label", "cells", "kind"),
    [
        ("全年应完成", ["12", "30"], "target"),
        ("眼下干了", ["12", "30"], None),
        ("实有到位", ["12", "30"], "status"),
        ("完成占比", ["86%", "91%"], "ratio"),
        ("开工日期", ["3月1日", "4月2日"], None),
        ("协同力量", ["县水利局", "各乡镇"], "related"),
        ("存在短板问题", ["已发现管网老化", "正在整改中"], None),
    ],
)
def test_one_column_is_told_beside_a_task_and_its_unit(label: str, cells: list[str], kind: str | None) -> None:
    assert (
        by_contents(["task", "lead", None], ["任务", "单位", label], [["修路", "植树"], ["县局", "县委"], cells])[2]
        == kind
    )


def test_numbers_and_amounts_below_one_head_are_targets_of_their_own() -> None:
    text = (
        "云岭县2031年贷款投放表/产品/年初下达/实际投放/进度/经办单位/户数/金额（万元）/户数/金额（万元）/"
        "富农贷/420/8600/365/7420/86.3%/县农商行/商户贷/150/3000/171/3260/108.7%/县邮储银行/园区贷/60/12000/44/9100/75.8%/县农业银行"
    )
    found = read_tasks(lines(text))[0]
    assert [(one.metric, one.value, one.unit) for one in found[0].targets] == [
        ("富农贷", "420", "户"),
        ("富农贷金额", "8600", "万元"),
    ]
    assert [(one.metric, one.value, one.unit) for one in found[0].reported] == [
        ("富农贷", "365", "户"),
        ("富农贷金额", "7420", "万元"),
        ("完成率", "86.3", "%"),
    ]


def test_figures_are_told_by_the_share_that_one_is_of_the_other() -> None:
    columns = [["修路", "植树", "建校"], ["40", "50", "8"], ["20", "45", "8"], ["50", "90", "100"]]
    labels = ["任务", "底线值", "眼下", "成色"]
    assert by_contents(["task", None, None, None], labels, columns) == ["task", "target", "status", "ratio"]


def test_a_report_is_told_by_what_it_repeats_of_the_task() -> None:
    columns = [["安装充电桩180台", "建成食堂6家"], ["安装充电桩120台", "建成食堂4家"], ["甲局", "乙局"]]
    assert by_contents([None, None, "lead"], ["所求", "成色", "单位"], columns) == ["task", "status", "lead"]
