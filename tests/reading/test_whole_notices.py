"""Whole notices of several kinds: what their tables and articles say together."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

import openpyxl

from kaoji.reading import Cell, Document, Grid, Paragraph, read
from kaoji.reading.drafts import Draft, drafts
from kaoji.reading.sheets import leaves, outline
from kaoji.reading.tasks import read_tasks
from kaoji.scheme import load_scheme
from kaoji.scheme.model import Node, Rule, Scheme
from tests.reading.test_ordinary_notices import drafted, grades, numbered, unread


def table(*rows: tuple[str, ...]) -> Grid:
    return Grid(tuple(tuple(Cell(text, row, at) for at, text in enumerate(cells)) for row, cells in enumerate(rows)))


def of_blocks(*blocks: str | Grid) -> tuple[Draft, Scheme]:
    parts = tuple(Paragraph(block) if isinstance(block, str) else block for block in blocks)
    (made,) = drafts(Document("办法.docx", "docx", parts))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    return made, structure.scheme


def found(scheme: Scheme, name: str) -> Node:
    def walk(nodes: tuple[Node, ...]) -> list[Node]:
        return [one for node in nodes for one in (node, *walk(node.items))]

    return next(node for node in walk(scheme.indicators) if node.name == name)


def said(rules: tuple[Rule, ...]) -> list[tuple[str, str, str]]:
    return [(rule.measure or "", rule.score, str(rule.target or "")) for rule in rules]


def messages(made: Draft, code: str) -> list[str]:
    return [finding.message.format(**finding.data) for finding in made.findings if finding.code == code]


def test_a_column_of_targets_gives_the_rules_beside_it_their_target() -> None:
    _, scheme = of_blocks(
        "2041年度港区企业考核表",
        table(
            ("指标", "计量单位", "目标值", "分值", "计分规则", "考核部门"),
            ("货物周转量", "万吨", "460", "30", "完成目标值得满分；每低于目标值1%扣1.5分。", "港务局"),
            ("泊位利用率", "%", "72", "20", "达到目标值得满分，每低1个百分点扣0.8分。", "港务局"),
            ("新增航线", "条", "6", "20", "每少1条扣3分；每多1条加1分，最多加2分。", "商务局"),
            ("负债率", "%", "58", "15", "不高于目标值得15分；每高1个百分点扣2分。", "财政局"),
            ("客户排名", "—", "前三", "15", "进入前三得15分，否则不得分。", "商务局"),
        ),
    )
    assert said(found(scheme, "货物周转量").rules) == [("货物周转量", "每低于目标的1%扣1.5分", "460")]
    assert said(found(scheme, "泊位利用率").rules) == [("泊位利用率", "每低于1个百分点扣0.8分", "72")]
    assert said(found(scheme, "新增航线").rules) == [
        ("新增航线", "每低于1条扣3分", "6"),
        ("新增航线", "每超过1条加1分，最高2分", "6"),
    ]
    assert said(found(scheme, "负债率").rules) == [
        ("负债率", "不超过58%计15分", ""),
        ("负债率", "每超过1个百分点扣2分", "58"),
    ]
    assert {rule.target for rule in found(scheme, "客户排名").rules} == {None}


def test_totals_that_rows_do_not_make_are_said() -> None:
    rows = (("指标", "分值", "评分标准"), ("甲项", "20", "缺一次扣1分"), ("乙项", "15", "少一篇扣1分"))
    more = (("丙项", "30", "漏一件扣2分"), ("丁项", "35", "误一天扣1分"))
    fits, _ = of_blocks("考核表", table(*rows, ("小计", "35", ""), *more, ("小计", "65", ""), ("合计", "100", "")))
    assert messages(fits, "reading.W209") == []
    wrong, _ = of_blocks("考核表", table(*rows, ("小计", "40", ""), *more, ("合计", "100", "")))
    assert messages(wrong, "reading.W209") == ["“小计” says 40 points, but the rows make 35."]
    headed = (("指标", "分值（100分）", "评分标准"), *rows[1:], *more[:1])
    assert messages(of_blocks("考核表", table(*headed))[0], "reading.W209") == [
        "“分值（100分）” says 100 points, but the rows make 65."
    ]


def test_who_assists_does_not_provide() -> None:
    outlined, _ = outline(
        Document(
            "表.docx",
            "docx",
            (
                Paragraph("考核评分表"),
                table(
                    ("指标", "分值", "评分标准", "牵头单位", "配合单位"),
                    ("办件时限", "10", "超期一件扣1分", "县审批局", "各有关部门"),
                    ("窗口值守", "10", "缺岗一次扣1分", "县审批局", "县纪委监委"),
                ),
            ),
        )
    )
    assert [leaf.providers for _, leaf in leaves(outlined.sheets)] == [("县审批局",), ("县审批局",)]


def test_a_sentence_states_the_points_of_sheets_and_of_a_vote_without_a_sheet() -> None:
    made, scheme = of_blocks(
        "沙洲县2041年度部门考核办法",
        "第四条 考核内容包括共性工作、专项工作和社会评议三部分，总分100分。其中，共性工作35分（附件1），专项工作50分，社会评议15分。",
        "第五条 社会评议由县考核办组织，人大代表评议占40%，服务对象评议占60%，评议等次“满意”计100分、“基本满意”计70分、“不满意”计30分。",
        "共性工作考核细则",
        table(("指标", "分值", "评分标准"), ("党务", "20", "缺一次扣1分"), ("公文", "15", "退一件扣1分")),
        "专项工作考核细则",
        table(
            ("项目", "分值", "评分标准", "考核部门"),
            ("招商", "30", "少一个扣3分", "商务局"),
            ("创新", "25", "由改革办打分", "改革办"),
        ),
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [
        ("共性工作考核细则", "35"),
        ("专项工作考核细则", "50"),
        ("社会评议", "15"),
    ]
    panel = scheme.panels["社会评议"]
    assert panel.options == {"满意": 100, "基本满意": 70, "不满意": 30}
    assert panel.classes == {"人大代表": Fraction(2, 5), "服务对象": Fraction(3, 5)}
    assert panel.points == Decimal(15)
    assert panel.provider == ("县考核办",)
    assert [(f.data["sum"], f.data["points"]) for f in made.findings if f.code == "scheme.W210"] == [("55", "50")]


def test_an_article_on_the_whole_is_no_indicator_and_those_who_rate_make_a_panel() -> None:
    _, scheme = of_blocks(
        "桐山市档案局2041年度干部考核办法",
        "第三条 年度考核总分为100分，由日常表现、民主测评、领导评价三部分组成，分别占50分、30分、20分。",
        "第四条 日常表现（50分）。由人事科按季度组织，包括工作任务（30分）、考勤（20分）。",
        "（一）工作任务（30分）。逾期一项扣2分。",
        "（二）考勤（20分）。迟到一次扣0.5分。",
        "第五条 民主测评（30分）。全体干部投票，分为优秀、称职、不称职三个档次，每票分别计30分、22分、0分。",
        "第六条 领导评价（20分）。其中，局长评价占30%，分管局领导评价占70%。",
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [
        ("日常表现", "50"),
        ("民主测评", "30"),
        ("领导评价", "20"),
    ]
    assert scheme.indicators[0].provider == ("人事科",)
    assert scheme.panels["领导评价"].classes == {"局长": Fraction(3, 10), "分管局领导": Fraction(7, 10)}
    assert scheme.panels["领导评价"].dimensions == {"领导评价": 20}


def test_letters_take_their_bands_and_bring_their_pay() -> None:
    made, scheme = drafted(
        "四、结果",
        "考核得分在92分以上的为A级，82分以上不满92分的为B级，70分以上不满82分的为C级，不满70分的为D级。",
        "企业发生较大事故的，考核等级下调一级。",
        "负责人绩效年薪与等级挂钩：A级按基薪的1.6倍、B级按1.3倍、C级按0.7倍计发，D级不发绩效年薪。",
    )
    assert grades(scheme) == {
        "A": {"at_least": Decimal(92)},
        "B": {"at_least": Decimal(82)},
        "C": {"at_least": Decimal(70)},
        "D": {"rest": True},
    }
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("A",), "按基薪的1.6倍"),
        (("B",), "按1.3倍"),
        (("C",), "按0.7倍计发"),
        (("D",), "不发绩效年薪"),
    ]
    assert "下调一级" in unread(made)


def test_a_grade_under_a_line_stands_behind_the_others() -> None:
    _, scheme = drafted("四、等次", "各组前25%评为优秀，得分不足75分的评为较差，其余为合格。")
    assert grades(scheme) == {
        "优秀": {"share": Fraction(1, 4)},
        "合格": {"at_least": Decimal(75)},
        "较差": {},
    }
    _, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、称职、基本称职、不称职四个等次。总分在62分以上不足72分的，确定为基本称职；不足62分的，确定为不称职。",
    )
    assert grades(scheme)["称职"] == {"at_least": Decimal(72)}


def test_groups_are_listed_behind_what_they_include() -> None:
    (made,) = drafts(
        Document(
            "办法.docx",
            "docx",
            numbered(
                (
                    "2041年度考核办法",
                    "第二条 考核对象分为两类：建设类企业包括北港建投公司、北港路桥公司；服务类企业包括北港物业公司、北港水务公司。",
                )
            ),
        )
    )
    structure, _ = load_scheme(made.scheme_text)
    assert structure is not None
    assert {name: len(group.units) for name, group in structure.scheme.groups.items()} == {
        "建设类企业": 2,
        "服务类企业": 2,
    }


def test_a_worksheet_may_hold_a_whole_notice() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    lines = (
        ("云台县2041年度水务考核方案",),
        ("一、考核对象",),
        ("河东镇、河西镇、泉口乡。",),
        ("二、等次",),
        ("优秀等次不超过30%，且得分不低于85分；其余为合格等次。",),
        ("附表1 日常考核表",),
        ("指标", "分值", "评分标准", "考核单位"),
        ("巡河", 60, "少巡一次扣2分", "县水利局"),
        ("保洁", 40, "发现一处扣1分", "县水利局"),
        (),
        ("附表2 专项考核表",),
        ("指标", "分值", "评分标准", "考核单位"),
        ("清淤", 70, "未完成的扣10分", "县水利局"),
        ("绿化", 30, "缺株一处扣1分", "县林业局"),
        (),
        ("两张表的得分各占50%。",),
    )
    for line in lines:
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    document, problems = read(stream.getvalue())
    assert not problems
    outlined, _ = outline(document)
    assert [(node.name, [leaf.name for _, leaf in leaves((node,))]) for node in outlined.sheets] == [
        ("附表1 日常考核表", ["巡河", "保洁"]),
        ("附表2 专项考核表", ["清淤", "绿化"]),
    ]
    assert [group.units for group in outlined.groups] == [("河东镇", "河西镇", "泉口乡")]
    (made,) = drafts(document)
    assert "share: 30%" in made.scheme_text
    assert "两张表的得分各占50%" in unread(made)


def test_a_worksheet_of_tasks_keeps_its_sections_as_rows() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        ("2041年重点任务清单",),
        ("序号", "任务", "牵头单位", "完成时限"),
        ("一、工业",),
        (1, "新建厂房3万平方米", "工信局", "6月底"),
        (),
        ("二、农业",),
        (2, "改造低产田5千亩", "农业农村局", "9月底"),
    ):
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    tasks, _ = read_tasks(read(stream.getvalue())[0])
    assert [(task.number, task.lead_units, task.section) for task in tasks] == [
        (1, ("工信局",), "一、工业"),
        (2, ("农业农村局",), "二、农业"),
    ]
