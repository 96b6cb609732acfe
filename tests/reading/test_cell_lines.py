"""Score sheets that a web page gave a cell a line: every cell is one line, and merged ones are left out."""

from __future__ import annotations

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.sheets import leaves, outline


def found(text: str) -> list[tuple[str, str, str, str]]:
    """Give parent, name, points and text of each leaf."""
    made = Document(
        "a.txt",
        "txt",
        tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(text.split("\n"), 1)),
    )
    return [
        (path[-1].name if path else "", leaf.name, leaf.points, leaf.text.replace("\n", ""))
        for path, leaf in leaves(outline(made)[0].sheets[0].children)
    ]


def test_every_cell_is_a_line_where_all_rows_are_regular_so() -> None:
    names = ["机构概况", "政策解读", "规划计划", "统计数据", "预算决算", "政府采购", "应急管理"]
    cells = ["一级指标", "二级指标", "三级指标", "权重", "评估要点", "信息公开", "主动公开"]
    for name in names:
        cells += [name, "1", f"网站发布{name}等各类信息的情况,栏目完整;"]
    assert found(" |\n".join(cells) + " |") == [
        ("主动公开", name, "1", f"网站发布{name}等各类信息的情况,栏目完整;") for name in names
    ]


def test_rows_are_numbered_below_a_head_that_lost_its_column_of_numbers() -> None:
    rows = [
        ("排班有序可查。", "根据排班制度评分。", "未达标准适当扣分。", "10"),
        ("隐患当班整改。", "根据整改记录评分。", "未达标准适当扣分。", "20"),
        ("应修必修,修必修好。", "根据检修情况评分。", "未达标准适当扣分。", "10"),
        ("多练兵多演练。", "根据演练情况评分。", "未达标准不得分。", "10"),
    ]
    lines = ["评估内容", "评估标准", "评分办法", "标准分", "得分", "一、理念先进", "50"]
    for number, row in enumerate(rows, 1):
        lines += [str(number), *row, "9"]
    assert found("\n".join(lines)) == [("理念先进", name, points, text) for name, _, text, points in rows]


def test_cells_led_by_tabs_need_no_blank_lines_between_their_rows() -> None:
    rows = (
        ("1", "防汛值守", "脱岗一次扣2分，扣完为止。", "12", "镇水利站"),
        ("2", "渠道清淤", "完成清淤的得9分，未完成的不得分。", "9", "镇水利站"),
        ("3", "水费收缴", "每少收1个百分点扣0.5分，扣完为止。", "9", "镇财政所"),
    )
    head = ("序号", "考核项目", "评分标准", "分值", "考核部门")
    assert found("2035年度灌区考核表\n" + "\n".join("\t" + cell for row in (head, *rows) for cell in row)) == [
        ("", name, points, text) for _, name, text, points, _ in rows
    ]
