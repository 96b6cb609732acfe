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


def test_what_is_asked_and_what_is_taken_may_be_headed_alike_without_points() -> None:
    rows = (
        ("灌溉渠系（60分）", "干渠", "渠面见底，无淤积、无杂物", "每处扣0.2分"),
        ("支渠", "每周巡护、清淤，闸门无破损", "每个扣0.5分"),
        ("泵站运行（40分）", "检修", "汛前完成检修", "每迟1天扣1分"),
    )
    lines = [cell for row in (("类别", "项目", "考核标准", "扣分标准"), *rows) for cell in row]
    assert [(parent, name, text) for parent, name, _, text in found("渠系管护质量\n" + "\n".join(lines))] == [
        ("灌溉渠系", "干渠", "每处扣0.2分"),
        ("灌溉渠系", "支渠", "每个扣0.5分"),
        ("泵站运行", "检修", "每迟1天扣1分"),
    ]


def test_a_line_cut_within_a_number_goes_on_and_percent_alone_is_a_unit() -> None:
    head = ("指标名称", "计量单位", "目标值", "权重", "计分方法", "数据来源")
    rows = (
        ("灌溉水有效利用率", "%", "7.5", "8", "完成目标值得基本分，每低1个", "百分点扣1分", "镇水利站"),
        ("水费实收率提高幅度", "%", "8.2", "7", "完成目标值得满分，每低1个百", "分点扣1分", "镇财政所"),
        ("新增节水面积", "亩", "350", "6", "完成得满分，未完成按比例扣分", "镇水利站"),
        ("渠道衬砌长度", "公里", "12", "4", "每少1公里扣0.5分", "镇水利站"),
    )
    lines = [cell for row in (head, *rows) for cell in row]
    assert [(name, points) for _, name, points, _ in found("灌区考核表\n" + "\n".join(lines))] == [
        ("灌溉水有效利用率", "8"),
        ("水费实收率提高幅度", "7"),
        ("新增节水面积", "6"),
        ("渠道衬砌长度", "4"),
    ]
    asked = ("灌溉水有效利用率达到9", "7%以上", "管护责任落实到人", "渠道清淤及时到位", "用水台账登记齐全")
    numbered = ["序号", "考核内容", "基础分", "评分标准"]
    for number, cell in enumerate((f"{asked[0]}\n{asked[1]}", *asked[2:]), 1):
        numbered += [str(number), *cell.split("\n"), "20", "未达到的，每处扣1分，扣完为止"]
    assert next(name for _, name, *_ in found("灌区考核表\n" + "\n".join(numbered))) == asked[0] + asked[1]
