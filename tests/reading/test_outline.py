"""Score sheets, department sheets, weighted headings and groups of units, out of every format."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from kaoji.diagnostics import Diagnostic
from kaoji.reading import Cell, Document, Grid, Paragraph, Source, read
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.sheets import Node, Outline, leaves, outline, to_json, units_to_json

FILES = Path(__file__).parents[1] / "cases" / "documents"


def outlined(name: str) -> tuple[Outline, list[Diagnostic]]:
    document, _ = read(FILES / name)
    return outline(document)


def rows(nodes: tuple[Node, ...]) -> list[tuple[str, ...]]:
    """Give leaves as path, points (+ for extra), providers."""
    return [
        (*(node.name for node in path[1:]), leaf.name, "+" if leaf.is_bonus else leaf.points, "、".join(leaf.providers))
        for path, leaf in leaves(nodes)
    ]


def codes(findings: list[Diagnostic]) -> list[str]:
    """Give the codes without the one that tells how a head was read."""
    return [finding.code for finding in findings if finding.code != "reading.I204"]


def text_outline(text: str) -> Outline:
    lines = [Paragraph(line, source=Source("a.txt", line=number)) for number, line in enumerate(text.split("\n"), 1)]
    return outline(Document("a.txt", "txt", tuple(lines)))[0]


def table_outline(table: list[list[str]]) -> Outline:
    grid = Grid(
        tuple(tuple(Cell(text, row, column) for column, text in enumerate(cells)) for row, cells in enumerate(table))
    )
    return outline(Document("a.docx", "docx", (Paragraph("考核计分表"), grid)))[0]


def test_merged_cells_a_two_row_head_and_page_breaks_give_one_tree() -> None:
    found, _ = outlined("tables_county.docx")
    assert [sheet.name for sheet in found.sheets] == ["青禾县2031年度乡镇高质量发展考核细则"]
    assert rows(found.sheets) == [
        ("产业发展", "工业经济", "规上工业增加值", "15", "县工信局"),
        ("产业发展", "工业经济", "工业技改投资", "10", "县工信局、县发改局"),
        ("产业发展", "现代农业", "粮食播种面积", "15", "县农业农村局"),
        ("民生保障", "就业创业", "城镇新增就业", "10", "县人社局"),
        ("民生保障", "教育", "义务教育巩固率", "12", "县教育局"),
        ("民生保障", "教育", "校园安全", "13", "县教育局、县公安局"),
        ("加分项", "争先创优", "获得表彰", "+", "县考核办"),
    ]
    assert [node.points for node in found.sheets[0].children] == ["40", "35", ""]


def test_every_node_keeps_its_place() -> None:
    found, _ = outlined("tables_county.docx")
    leaf = next(leaf for _, leaf in leaves(found.sheets) if leaf.name == "校园安全")
    assert (leaf.source.file, leaf.source.table, leaf.source.row) == ("tables_county.docx", 2, 3)


def test_a_table_without_a_head_is_said_to_go_on_with_the_sheet_before() -> None:
    _, findings = outlined("tables_county.docx")
    assert codes(findings) == ["reading.I201"]


def test_department_tables_give_parts_and_tasks() -> None:
    found, _ = outlined("tables_county.docx")
    assert units_to_json(found) == [
        {
            "no": 1,
            "unit": "县发改局",
            "sections": [
                {"name": "重点工作任务", "points": "60", "tasks": ["1.争取上级资金3亿元；", "2.编制重大项目清单。"]},
                {"name": "专项工作", "points": "40", "tasks": ["1.驻村帮扶；", "2.社区联建。"]},
            ],
        },
        {
            "no": 2,
            "unit": "县水利局",
            "sections": [
                {"name": "重点工作任务", "points": "60", "tasks": ["完成水库除险加固2座。"]},
                {"name": "专项工作", "points": "40", "tasks": ["1.驻村帮扶；", "2.社区联建。"]},
            ],
        },
    ]
    assert found.units[0].note == "责任人：赵甲"


def test_blank_cells_below_a_name_carry_it_down_and_totals_are_no_leaves() -> None:
    found, _ = outlined("tables_blanks.xlsx")
    assert rows(found.sheets) == [
        ("基层治理", "平安建设", "", "20", "区委政法委"),
        ("基层治理", "平安建设", "", "20", "区信访局"),
        ("基层治理", "市容环境", "20", "区城管局"),
        ("党的建设", "基层党建", "40", "区委组织部"),
    ]
    assert found.sheets[0].name == "2032年度青禾县街道工作考核指标体系"
    assert "备注：同一事项不重复扣分。" in [line.text for line in found.prose]


def test_columns_may_stand_in_any_order() -> None:
    found, findings = outlined("tables_page.html")
    assert rows(found.sheets) == [
        ("工作创新", "试点示范", "+", "区委改革办"),
        ("工作创新", "经验推广", "+", "区委改革办"),
        ("依法行政", "行政复议", "30", "区司法局"),
        ("依法行政", "执法检查", "20", "区司法局"),
    ]
    assert codes(findings) == ["reading.W202"]


def test_lines_with_nothing_between_cells_become_a_tree() -> None:
    found, findings = outlined("tables_lines.txt")
    assert rows(found.sheets) == [
        ("经济发展", "项目建设", "重大项目投资", "25", "市发改委"),
        ("经济发展", "项目建设", "新开工项目", "15", "市发改委、市住建局"),
        ("经济发展", "税收收入", "20", "市税务局"),
        ("生态环境", "空气质量", "", "20", "市生态环境局"),
        ("生态环境", "空气质量", "", "10", "市生态环境局"),
        ("生态环境", "科技创新", "+", "市科技局"),
    ]
    assert codes(findings) == ["reading.I203"]


def test_wrapped_lines_of_a_printed_page_become_a_tree() -> None:
    found, _ = outlined("tables_wrapped.txt")
    assert rows(found.sheets) == [
        ("作风建设", "会风会纪", "8", ""),
        ("作风建设", "值班值守", "10", ""),
        ("信息公开", "政务公开", "12", ""),
    ]
    text = next(leaf.text for _, leaf in leaves(found.sheets))
    assert text.endswith("未按要求安排相应人员参加会议的，每次扣 1 分。")


def test_headings_with_points_become_a_tree_for_each_group() -> None:
    found, findings = outlined("tables_headings.txt")
    assert [sheet.name for sheet in found.sheets] == ["乡镇", "县直部门"]
    assert rows(found.sheets)[:5] == [
        ("产业振兴", "特色产业", "25", ""),
        ("产业振兴", "招商引资", "20", ""),
        ("基层治理", "35", "县委政法委"),
        ("党的建设", "20", ""),
        ("加减分项", "+", ""),
    ]
    governance = found.sheets[0].children[1]
    assert governance.text == "由县委政法委牵头考核，每发生一起重大事件扣5分。"
    assert codes(findings) == ["reading.W207"]


def test_groups_of_units_come_with_their_stated_counts() -> None:
    found, _ = outlined("tables_headings.txt")
    assert [(group.name, group.stated, group.units) for group in found.groups] == [
        ("乡镇", 4, ("云峰镇", "白河镇", "松林乡", "石桥乡")),
        ("县直部门第一组", 3, ("县发改局", "县财政局", "县教育局")),
    ]


TABBED = """清源区2039年度街道考核计分表
\t序号
\t指标名称
\t计分办法
\t分值
\t数据提供单位

\t1
\t城市管理
（50分）
\t市容秩序
\t每处占道经营扣1分。
\t30分
\t区城管局

区住建局

\t
\t
\t垃圾分类
\t达到90%的计20分。
\t20分
\t区城管局

\t2
\t平安建设
\t发生命案的，每起扣5分。
\t25分
\t区公安分局

\t
\t
\t未按时报送材料的，每次扣1分。
\t25分
\t区政法委


附件2
"""


def test_cells_led_by_tabs_keep_their_levels() -> None:
    found = text_outline(TABBED)
    assert rows(found.sheets) == [
        ("城市管理", "市容秩序", "30", "区城管局、区住建局"),
        ("城市管理", "垃圾分类", "20", "区城管局"),
        ("平安建设", "", "25", "区公安分局"),
        ("平安建设", "", "25", "区政法委"),
    ]
    assert "附件2" in [line.text for line in found.prose]


@pytest.mark.parametrize("mark", ["\t", " | "])
def test_rows_of_one_line_are_read_by_their_delimiter(mark: str) -> None:
    lines = [
        ["序号", "考核项目", "评分标准", "分值", "考核部门"],
        ["1", "安全生产", "每发生一起事故扣5分", "10", "县应急局"],
        ["2", "消防安全", "每发生一起火灾扣2分", "10", "县消防大队"],
    ]
    found = text_outline("安全工作考核表\n" + "\n".join(mark.join(cells) for cells in lines))
    assert rows(found.sheets) == [("安全生产", "10", "县应急局"), ("消防安全", "10", "县消防大队")]


def test_points_in_the_name_and_beside_it_that_differ_are_said() -> None:
    table = [
        ["指标名称", "评分标准", "分值"],
        ["招商引资（30分）", "每少一个扣1分", "20"],
        ["税收", "按比例计分", "10"],
    ]
    grid = Grid(tuple(tuple(Cell(text, row, at) for at, text in enumerate(cells)) for row, cells in enumerate(table)))
    found, findings = outline(Document("a.docx", "docx", (Paragraph("考核表甲"), grid)))
    assert rows(found.sheets)[0] == ("招商引资", "20", "")
    assert [finding.data["inside"] for finding in findings if finding.code == "reading.W201"] == ["30"]


def test_weights_in_percent_are_kept_as_such() -> None:
    found = table_outline([["一级指标", "评价标准", "权重"], ["创新", "评价", "60%"], ["协调", "评价", "40%"]])
    assert [(leaf.points, leaf.is_percent) for _, leaf in leaves(found.sheets)] == [("60", True), ("40", True)]


def test_points_merged_over_the_rows_of_a_group_belong_to_the_group() -> None:
    grid = Grid(
        (
            tuple(Cell(text, 0, at) for at, text in enumerate(["指标名称", "评分标准", "分值"])),
            (Cell("队伍建设", 1, 0, 2), Cell("缺勤一次扣1分", 1, 1), Cell("10分", 1, 2, 2)),
            (Cell("迟到一次扣0.5分", 2, 1),),
            (Cell("宣传", 3, 0), Cell("少一篇扣1分", 3, 1), Cell("5分", 3, 2)),
        )
    )
    found, _ = outline(Document("a.docx", "docx", (Paragraph("考核计分表"), grid)))
    group = found.sheets[0].children[0]
    assert (group.name, group.points, [leaf.points for leaf in group.children]) == ("队伍建设", "10", ["", ""])


def test_a_table_of_units_gives_the_items_of_each() -> None:
    items = "1、办文（3分）。差错一次扣1分。2、会务（4分）。差错一次扣1分。"
    found = table_outline(
        [
            ["科室", "考核项目及计分标准", "得分"],
            ["办公室", items, ""],
            ["人事科", "1、培训（5分）。2、考勤（2分）。", ""],
        ]
    )
    assert rows(found.sheets) == [
        ("办公室", "办文", "3", ""),
        ("办公室", "会务", "4", ""),
        ("人事科", "培训", "5", ""),
        ("人事科", "考勤", "2", ""),
    ]


def test_items_of_a_unit_may_have_parts_and_stand_below_sections() -> None:
    items = "一、队伍（9分）\n1、培训、会议（6分）、考勤（3分）（共9分）。少一次扣1分。\n二、宣传。（4分）少一篇扣1分。"
    found = table_outline([["科室", "考核项目及计分标准", "得分"], ["办公室", items, ""], ["人事科", items, ""]])
    office = found.sheets[0].children[0]
    staff, press = office.children
    assert [(item.name, item.points) for item in (staff, *staff.children, press)] == [
        ("队伍", "9"), ("培训、会议、考勤", "9"), ("宣传", "4"),
    ]  # fmt: skip
    assert (staff.text, press.text) == ("", "二、宣传。（4分）少一篇扣1分。")


def test_items_of_a_unit_stand_below_headings_without_points() -> None:
    items = "一、支部建设\n（一）组织生活（6分）\n1、每月一次党日。\n（二）党费收缴（4分）\n1、按月交纳。\n二、宣传\n（一）信息（5分）"
    for text in (items, items.replace("\n", "")):
        found = table_outline([["科室", "考核项目及计分标准", "得分"], ["党办", text, ""], ["人事科", text, ""]])
        branch, press = found.sheets[0].children[0].children
        assert [(item.name, item.points) for item in (branch, *branch.children, press, *press.children)] == [
            ("支部建设", ""), ("组织生活", "6"), ("党费收缴", "4"), ("宣传", ""), ("信息", "5"),
        ]  # fmt: skip
        assert branch.children[0].text == "（一）组织生活（6分）1、每月一次党日。"


def test_items_of_a_unit_have_the_parts_that_award_their_points() -> None:
    items = "一、调度（12分）\n（1）按月调度，记5分。少一次扣1分。\n（2）编发简报（记7分，少一期扣1分）\n二、接待（3分）\n做好接待，记3分。"
    others = "一、培训（8分）\n1、开展培训，记5分。\n2、每办一期记1分。\n二、考勤（2分）。①登记，记1分。②检查，记1分。"
    found = table_outline([["科室", "考核项目及计分标准", "得分"], ["运行科", items, ""], ["人事科", others, ""]])
    office, staff = found.sheets[0].children
    assert [(item.name, item.points, [(part.name, part.points) for part in item.children]) for item in office.children] == [
        ("调度", "12", [("按月调度", "5"), ("编发简报", "7")]), ("接待", "3", []),
    ]  # fmt: skip
    assert office.children[0].children[0].text == "（1）按月调度，记5分。少一次扣1分。"
    assert [(item.name, item.points, item.children) for item in staff.children] == [
        ("培训", "8", ()),
        ("考勤", "2", ()),
    ]


def test_items_of_a_unit_go_on_where_a_page_ended_within_its_cell() -> None:
    found = table_outline(
        [
            ["科室", "考核项目及计分标准", "得分"],
            ["办公室", "1、办文（3分）。差错一次扣1分。2、会务（4分）。①布置及时，", ""],
            ["", "不及时扣1分。3、档案（2分）。缺一件扣0.5分。", ""],
            ["人事科", "1、培训（5分）。少一期扣1分。2、考勤（4分）。", ""],
        ]
    )
    office, staff = found.sheets[0].children
    assert [(item.name, item.text) for item in office.children] == [
        ("办文", "1、办文（3分）。差错一次扣1分。"),
        ("会务", "2、会务（4分）。①布置及时，不及时扣1分。"),
        ("档案", "3、档案（2分）。缺一件扣0.5分。"),
    ]
    assert [item.name for item in staff.children] == ["培训", "考勤"]


def test_a_table_that_is_no_score_sheet_stays_as_text() -> None:
    found = table_outline([["姓名", "电话"], ["赵甲", "12345"], ["钱乙", "23456"]])
    assert found.sheets == ()
    assert any("赵甲\t12345" in line.text for line in found.prose)


def test_planted_advertising_is_taken_out_and_named() -> None:
    text = "关心赌球的软件下载群众，关心赌球的软件下载老人"
    lines = (Paragraph(text, source=Source("a.txt", line=1)), Paragraph("三、说明", source=Source("a.txt", line=2)))
    found, findings = outline(Document("a.txt", "txt", lines))
    assert codes(findings) == ["reading.W206"]
    assert "赌球" not in "".join(line.text for line in found.prose)


def test_planted_advertising_that_can_mean_nothing_else_is_taken_out_where_it_stands_once() -> None:
    for text, kept in (
        ("印发《赌篮球的网站深化放管服改革的方案》，逐项落实", "印发《深化放管服改革的方案》，逐项落实"),
        ("依法打击买足球的网站，取缔3家", "依法打击买足球的网站，取缔3家"),
        ("建成足球爱好者软件平台，方便群众", "建成足球爱好者软件平台，方便群众"),
    ):
        found, _ = outline(Document("a.txt", "txt", (Paragraph(text, source=Source("a.txt", line=1)),)))
        assert "".join(line.text for line in found.prose) == kept


def test_plain_data_has_the_form_of_a_tree() -> None:
    data: list[dict[str, Any]] = to_json(outlined("tables_page.html")[0])
    assert data[0]["children"][1]["children"][0] == {
        "name": "行政复议",
        "points": "30",
        "bonus_only": False,
        "providers": ["区司法局"],
        "text": "被撤销的每件扣2分，扣完为止。",
    }


def said(found: Outline, findings: list[Diagnostic]) -> str:
    """Give all text that an outline holds, without white space."""
    texts: list[str] = []
    for sheet in found.sheets:
        for node in sheet.walk():
            points = f"{node.points}分" if node.points else "加分项" if node.is_bonus else ""
            texts += [node.label, node.name, points, "".join(node.providers), node.text, node.detail]
    for unit in found.units:
        texts += [unit.unit, unit.note]
        texts += [part for section in unit.sections for part in (section.name, section.points + "分", *section.tasks)]
    texts += [line.text for line in found.prose]
    texts += [str(value) for finding in findings for value in finding.data.values()]
    return squeeze("".join(texts))


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.glob("tables_*") if "task" not in path.name))
def test_no_word_of_a_document_is_lost(name: str) -> None:
    document, _ = read(FILES / name)
    found, findings = outline(document)
    held = said(found, findings)
    for block in document.blocks:
        texts = [block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row]
        for piece in (piece for text in texts for piece in re.split(r"[\s、（）()\d.]+|分$", text)):
            assert squeeze(piece) in held, piece


def test_a_column_of_requirements_is_no_name() -> None:
    asked = "认真落实工作责任制，定期研究有关工作，及时报送材料，按期办结率达到百分之百"
    head = ["考核项目", "考核内容", "分值", "评分标准"]
    found = table_outline([head, ["平安建设", asked, "10", "少一次扣1分"], ["法治建设", asked, "5", "每件扣1分"]])
    assert [(leaf.name, leaf.detail, leaf.text) for _, leaf in leaves(found.sheets)] == [
        ("平安建设", asked, "少一次扣1分"),
        ("法治建设", asked, "每件扣1分"),
    ]


def test_each_level_may_have_its_own_points_column() -> None:
    head = ["一级指标", "权重", "二级指标", "权重", "评价标准"]
    found = table_outline([head, ["创新", "40", "投入", "25", "按比例计分"], ["", "", "专利", "15", "按比例计分"]])
    assert [(node.name, node.points) for node in found.sheets[0].walk()][1:] == [
        ("创新", "40"),
        ("投入", "25"),
        ("专利", "15"),
    ]


def test_how_a_head_was_read_is_said() -> None:
    _, findings = outlined("tables_page.html")
    said_of = next(finding.data["columns"] for finding in findings if finding.code == "reading.I204")
    assert (
        said_of == "分值 = 分值, 考核项目 = 指标名称, 指标名称 = 指标名称, 数据来源 = 数据提供单位, 计分办法 = 评分标准"
    )


def test_a_table_inside_a_layout_table_is_found() -> None:
    head = ["指标名称", "评分标准", "分值"]
    inner = Grid(
        tuple(
            tuple(Cell(text, row, at) for at, text in enumerate(cells))
            for row, cells in enumerate([head, ["招商", "少一个扣1分", "5"]])
        )
    )
    outer = Grid(((Cell("考核计分表\n" + inner.lines(), 0, 0, nested=(inner,)),),))
    found, _ = outline(Document("a.html", "html", (outer,)))
    assert (found.sheets[0].name, rows(found.sheets)) == ("考核计分表", [("招商", "5", "")])


def test_numbered_items_of_one_wide_cell_are_indicators_of_the_unit_beside_it() -> None:
    found = text_outline(
        """2031年度科室绩效考核业务工作评分细则
科室 考核项目及计分标准（20分） 得分
办公室

1、办文工作（6分）。按规定审核公文，出现重大

差错的每次扣 0.5 分。

2、会务工作（4分）。会务保障不到位的每次扣 1 分。3、督查工作（10分）。事项逾

期未办结的，每件扣 2 分，扣完为止。

信息化推

进科

一、平台建设（12分）

1、政务平台（8分）。未按期上线的扣 8 分。

2、数据共享（4分）。每少共享一类扣 1 分。

二、安全管理（8分）

发生网络安全事件的，每起扣 4 分。
"""
    )

    assert rows(found.sheets) == [
        ("办公室", "办文工作", "6", ""),
        ("办公室", "会务工作", "4", ""),
        ("办公室", "督查工作", "10", ""),
        ("信息化推进科", "平台建设", "政务平台", "8", ""),
        ("信息化推进科", "平台建设", "数据共享", "4", ""),
        ("信息化推进科", "安全管理", "8", ""),
    ]
    texts = [squeeze(leaf.text) for _, leaf in leaves(found.sheets)]
    assert texts[0] == "1、办文工作（6分）。按规定审核公文，出现重大差错的每次扣0.5分。"
    assert texts[-1] == "二、安全管理（8分）发生网络安全事件的，每起扣4分。"


def test_spaces_that_typesetting_left_beside_numbers_part_no_cells() -> None:
    found = text_outline(
        """共性工作考核评分细则
分类 考核项目 考核内容和标准（10分） 分值
队伍建设
教育培训
1、按要求组织业务学习，记 3 分。每少一次扣 0.5 分，
内容不合要求的每次扣 0.2 分；
2、未按要求参训的，每人次扣 0.2 分。
6 分
考勤管理
迟到早退的每人次扣 0.1 分。
4 分
"""
    )

    assert rows(found.sheets) == [("队伍建设", "教育培训", "6", ""), ("队伍建设", "考勤管理", "4", "")]


@pytest.mark.parametrize(("group", "part"), [("大项", "小项"), ("项目", "内容"), ("类别", "项目")])
def test_two_short_heads_of_names_are_two_columns_when_cells_are_lines(group: str, part: str) -> None:
    table = [
        ("医疗质量", "病历质量", "20", "丙级病历每份扣5分。", "医务科"),
        ("", "合理用药", "15", "不合格处方每张扣0.5分。", "药剂科"),
        ("", "院感管理", "15", "漏报一例扣1分。", "院感科"),
        ("医德医风", "患者满意度", "20", "每降低1个百分点扣1分。", "客服部"),
        ("", "投诉管理", "10", "有效投诉每例扣2分。", "纪检办"),
        ("运营管理", "床位使用率", "10", "低于85%的按比例扣分。", "财务科"),
        ("", "成本控制", "10", "成本率每超1%扣1分，扣完为止。", "财务科"),
    ]
    lines = [group, part, "分值", "评分标准", "责任科室", *(cell for row in table for cell in row if cell)]

    found = text_outline("\n".join(["2031年度医院考核评分表", *lines]))

    assert [row[0] for row in rows(found.sheets)] == ["医疗质量"] * 3 + ["医德医风"] * 2 + ["运营管理"] * 2
    assert [row[1:3] for row in rows(found.sheets)] == [row[1:3] for row in table]


def test_lists_of_units_below_the_heading_on_who_is_assessed_are_groups() -> None:
    found = text_outline(
        "一、考核对象\n（一）乡镇\n第一组：青溪镇、桥头镇、白水镇。\n第二组：城关街道、河东街道、石坝乡、\n沙洲乡、木鱼镇。\n"
        "（二）县级部门：县发改局、县财政局、县教育局。\n（三）党群部门\n县委办、县委组织部、县委宣传部。\n"
        "二、考核内容\n督查单位：县委督查室、县政府督查室、县考核办。\n"
    )
    assert [(group.name, len(group.units)) for group in found.groups] == [
        ("第一组", 3),
        ("第二组", 5),
        ("县级部门", 3),
        ("党群部门", 3),
    ]


def test_a_bare_list_below_the_heading_on_who_is_assessed_is_the_only_group() -> None:
    found = text_outline(
        "一、考核范围\n青溪镇、桥头镇、白水镇、城关街道。\n二、考核内容\n工业发展、农业发展、社会稳定。\n"
    )
    assert [(group.name, len(group.units)) for group in found.groups] == [("被考核单位", 4)]


def test_groups_are_named_on_the_line_above_their_units() -> None:
    found = text_outline(
        "一、考核分组\n按类别分为两个组：\n第一组（河谷组，3个镇）：\n青溪镇、桥头镇、白水镇。\n第二组（山区组，2个乡）：\n石坝乡、沙洲乡。\n"
    )
    assert [(group.name, group.stated, len(group.units)) for group in found.groups] == [
        ("第一组", 3, 3),
        ("第二组", 2, 2),
    ]


def test_rows_numbered_in_characters_stand_above_those_numbered_in_digits() -> None:
    found = table_outline(
        [
            ["序号", "考核项目", "各项分值", "考核指标", "负责考核部门"],
            ["", "总分", "20", "", ""],
            ["一、", "夯实基础", "9", "", ""],
            ["1", "健全机构", "5", "进一步健全组织体系、责任体系和考核体系，人员变动时及时调整并公布。", "县河长办"],
            ["2", "督查督办", "4", "严格执行督查制度，对督查发现的问题建立清单并销号，每少一次扣1分。", "县督查室"],
            ["二、", "专项整治", "11", "推进重点问题整治，严肃查处各类违法行为，按月通报进展情况。", "县河长办"],
            ["3", "污水治理", "6", "推进集镇污水处理设施建设，按完成比例得分，未开工建设的不得分。", "县住建局"],
            ["4", "采砂整治", "5", "建立采砂台账，每出现一例未处理的扣2分，扣完为止，台账缺失不得分。", "县水利局"],
        ]
    )
    (sheet,) = found.sheets
    assert [(section.name, section.points, len(section.children)) for section in sheet.children] == [
        ("夯实基础", "9", 2),
        ("专项整治", "11", 2),
    ]
    assert sheet.children[1].text.startswith("推进重点问题整治")
    assert [leaf.text[:6] for _, leaf in leaves(found.sheets)] == [
        "进一步健全组",
        "严格执行督查",
        "推进集镇污水",
        "建立采砂台账",
    ]


def test_a_head_over_names_and_the_numbers_of_rows_below_gives_names() -> None:
    found = table_outline(
        [
            ["考核项目", "考核项目", "考核内容", "评分标准", "分值"],
            ["党的建设（30分）", "1", "理论学习：中心组每季度学习不少于1次。", "每少1次扣2分。", "10"],
            ["党的建设（30分）", "2", "基层组织：支部标准化达标率100%。", "每低1个百分点扣0.5分。", "10"],
            ["党的建设（30分）", "3", "党风廉政：无违纪违法案件。", "每发生1起扣5分。", "10"],
        ]
    )
    assert [(path[1].name, leaf.name, leaf.points, leaf.text) for path, leaf in leaves(found.sheets)] == [
        ("党的建设", "理论学习", "10", "每少1次扣2分。"),
        ("党的建设", "基层组织", "10", "每低1个百分点扣0.5分。"),
        ("党的建设", "党风廉政", "10", "每发生1起扣5分。"),
    ]


def test_different_points_in_two_columns_of_one_level_are_said() -> None:
    head = ["序号", "考评指标", "目标任务权重", "发展成效权重", "数据来源"]
    rows_below = [["1", "财政收入", "12", "7", "县财政局"], ["2", "进出口总额", "8", "5", "县商务局"]]
    cells = [[Cell(text, row, at) for at, text in enumerate(line)] for row, line in enumerate([head, *rows_below])]
    found, findings = outline(Document("a.docx", "docx", (Paragraph("考核指标表"), Grid(tuple(map(tuple, cells))))))
    assert [(leaf.name, leaf.points) for _, leaf in leaves(found.sheets)] == [("财政收入", "12"), ("进出口总额", "8")]
    assert codes(findings) == ["reading.W208"]


def test_a_plain_standard_beside_the_way_of_scoring_is_what_is_asked_for() -> None:
    rows = [
        ["项目", "序号", "标准", "分值", "计分办法", "得分"],
        ["河面保洁", "1", "河面、岸边整洁,无陈年垃圾。", "8", "每处不合格扣0.5分", ""],
        ["设施管护", "2", "公示牌无破损、无遮挡。", "7", "每块不合格扣1分", ""],
        ["巡河评比", "3", "每月对河段开展评比。", "5", "未评比不得分", ""],
    ]
    grid = Grid(tuple(tuple(Cell(text, at, column) for column, text in enumerate(row)) for at, row in enumerate(rows)))
    found = outline(Document("a.docx", "docx", (Paragraph("评分表"), grid)))[0].sheets
    assert [(leaf.name, leaf.points, leaf.text) for _, leaf in leaves(found)] == [
        ("河面保洁", "8", "每处不合格扣0.5分"),
        ("设施管护", "7", "每块不合格扣1分"),
        ("巡河评比", "5", "未评比不得分"),
    ]
