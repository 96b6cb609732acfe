"""Rows of flattened tables that are not like the others are named; tables that hold together are left alone."""

from __future__ import annotations

import pytest

from kaoji.diagnostics import Diagnostic
from kaoji.reading import read
from kaoji.reading.sheets import outline

HEAD = ("考核项目", "考核内容", "分值", "评分标准", "责任单位")
ROWS = (
    ("道路养护（30分）", "巡查每周不少于两次，记录完整。", "10", "每少一次扣1分，扣完为止。", "县交通局"),
    ("", "路面病害在七日内修补。", "20", "逾期未修补的，每处扣2分。", "县交通局"),
    ("河道管护（40分）", "河面无漂浮物，岸坡无垃圾。", "25", "发现一处扣1分，扣完为止。", "县水利局"),
    ("", "排污口登记造册。", "15", "漏登一处扣3分。", "县水利局"),
    ("乡村建设（30分）", "公厕专人保洁，标识清楚。", "30", "抽查不合格的，每座扣2分。", "县农业局"),
)


def doubts(*rows: tuple[str, ...]) -> list[Diagnostic]:
    text = "\n".join(["茶山县乡镇考核评分表", *("\t".join(row) for row in (HEAD, *rows))])
    found = outline(read(text.encode(), name="sheet.txt")[0])[1]
    return [finding for finding in found if finding.code == "reading.W213"]


def test_a_table_that_holds_together_is_left_alone() -> None:
    assert doubts(*ROWS) == []


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (0, "12分"),
        (1, "记录完整的得2分，缺一次的扣2分，扣完为止。"),
        (3, ""),
        (4, "由考核组在年底统一打分后汇总报送，并按结果排序。"),
    ],
    ids=["points for a name", "a standard for what is asked for", "no standard", "a sentence for an office"],
)
def test_a_cell_unlike_its_column_is_named_with_its_line(column: int, text: str) -> None:
    row = tuple(text if at == column else cell for at, cell in enumerate(ROWS[3]))
    found = doubts(*ROWS[:3], row, ROWS[4])
    assert [source.line for finding in found for source in finding.sources] == [6]


def test_where_half_of_the_rows_are_odd_all_are_named() -> None:
    odd = [("12分", *row[1:]) if at in (1, 3) else row for at, row in enumerate(ROWS)]
    odd[2] = (*ROWS[2][:4], "由考核组在年底统一打分后汇总报送，并按结果排序。")
    assert [finding.data["count"] for finding in doubts(*odd)] == [len(ROWS)]


def test_real_cells_are_not_doubted() -> None:
    cells = "".join(f"<td>{text}</td>" for text in HEAD)
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in ROWS[:4])
    odd = "<tr><td>12分</td><td></td><td></td><td>县水利局</td><td></td></tr>"
    page = f"<meta charset=utf-8><h1>茶山县乡镇考核评分表</h1><table><tr>{cells}</tr>{rows}{odd}</table>"
    found = outline(read(page.encode(), name="sheet.html")[0])[1]
    assert [finding for finding in found if finding.code == "reading.W213"] == []


def in_lines(text: str) -> list[str]:
    """Give the first words of the rows that are doubted in a sheet of one cell a line; a slash ends a line."""
    found = outline(read(text.replace("/", "\n").encode(), name="sheet.txt")[0])[1]
    return [source.text or "" for finding in found if finding.code == "reading.W213" for source in finding.sources]


def test_a_name_longer_than_the_others_may_be_a_remark_on_the_row_before() -> None:
    text = (
        "协议考核细则/项目/序号/考核内容/评分细则/分值/备注/基础管理/1/设置管理部门/未设置的扣3分/5/2/公示收费标准/缺1项扣1分/5/以公示栏为准/"
        "就医管理/3/核验参保身份/冒名就医的每例扣5分/15/情节严重的解除服务协议/4/合理检查用药/不合理的每份扣2分/20/5/住院指征把握/低标准入院每例扣3分/15/"
        "费用管理/6/次均费用控制/每超1%扣1分/20/7/自费比例控制/每超1个百分点扣2分/20"
    )
    assert in_lines(text)[0] == "情节严重的解除服务协议"


def test_groups_of_bonuses_are_named_by_what_they_are() -> None:
    text = "加减分表/项目/具体情形/计分标准/认定单位/加分项/获县级表彰的/每项加2分/镇党政办/承办现场会的/每次加1分/镇党政办/减分项/被通报批评的/每次扣2分/镇纪委/迟报信息的/每次扣1分/镇党政办"
    assert in_lines(text) == []
