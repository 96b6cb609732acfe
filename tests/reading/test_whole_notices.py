"""Whole notices of several kinds: what their tables and articles say together."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

import openpyxl

from kaoji.reading import Cell, Document, Grid, Paragraph, read
from kaoji.reading.drafts import drafts
from kaoji.reading.sheets import leaves, outline
from kaoji.reading.tasks import read_tasks
from tests.reading.invented import found, messages, of_blocks, said, table, unread


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


def test_rows_of_a_number_and_one_wide_cell_are_parts_and_what_is_asked_for_is_no_name() -> None:
    def wide(row: int, number: str, text: str) -> tuple[Cell, ...]:
        return (Cell(number, row, 0), Cell(text, row, 1, 1, 5))

    def plain(row: int, *texts: str) -> tuple[Cell, ...]:
        return tuple(Cell(text, row, at) for at, text in enumerate(texts))

    grid = Grid(
        (
            plain(0, "序号", "考核项目", "考核要点", "分值", "评分标准", "考核方式"),
            wide(1, "一", "防汛准备（30分）"),
            plain(2, "1", "预案修订", "汛前完成修订", "10", "未修订的不得分。", "查资料"),
            plain(3, "2", "物资储备", "品种数量达标", "20", "缺一种扣2分。", "现场看"),
            wide(4, "二", "值守应急（20分）"),
            plain(5, "3", "领导带班", "严格执行带班制度", "8", "脱岗一次扣2分。", "抽查"),
            plain(6, "4", "信息报送", "按时上报", "7", "迟报一次扣1分。", "系统"),
        )
    )
    made, scheme = of_blocks("2041年度防汛考核评分表", grid)
    assert [(node.name, str(node.points), [item.name for item in node.items]) for node in scheme.indicators] == [
        ("防汛准备", "30", ["预案修订", "物资储备"]),
        ("值守应急", "20", ["领导带班", "信息报送"]),
    ]
    assert [finding.data["sum"] for finding in made.findings if finding.code == "scheme.W210"] == ["15"]


def test_each_group_has_its_own_column_of_points() -> None:
    made, scheme = of_blocks(
        "泉州湾片区2041年度考核办法",
        "一、考核分组",
        "（一）山区组：高岭乡、石坪乡。",
        "（二）沿海组：南港镇、北港镇、东港镇。",
        "考核指标表",
        Grid(
            (
                (Cell("指标", 0, 0, 2), Cell("分值", 0, 1, 1, 2), Cell("评分标准", 0, 3, 2), Cell("考核单位", 0, 4, 2)),
                (Cell("山区组", 1, 1), Cell("沿海组", 1, 2)),
                tuple(Cell(text, 2, at) for at, text in enumerate(("造林", "60", "25", "少一亩扣1分", "林业局"))),
                tuple(Cell(text, 3, at) for at, text in enumerate(("养殖", "40", "75", "违规一处扣2分", "渔业局"))),
                tuple(Cell(text, 4, at) for at, text in enumerate(("合计", "100", "100", "", ""))),
            )
        ),
    )
    assert [(part.applies_to, [str(item.points) for item in part.items]) for part in scheme.indicators] == [
        (("山区组",), ["60", "40"]),
        (("沿海组",), ["25", "75"]),
    ]
    assert messages(made, "reading.W208") == messages(made, "reading.W209") == []


def test_texts_of_rows_begin_with_name_and_points() -> None:
    _, scheme = of_blocks(
        "2041年度村级考核表",
        Grid(
            (
                (Cell("类别", 0, 0), Cell("考核内容及评分标准", 0, 1), Cell("考核单位", 0, 2)),
                (Cell("组织建设（30分）", 1, 0, 2), Cell("1.党课（10分）。少一次扣2分。", 1, 1), Cell("党建办", 1, 2)),
                (Cell("2.台账（20分）。缺一册扣1分。", 2, 1), Cell("党建办", 2, 2)),
                (
                    Cell("集体收入（70分）", 3, 0),
                    Cell("3.收入（70分）。达到30万元得70分，达到20万元得50分。", 3, 1),
                    Cell("农经站", 3, 2),
                ),
            )
        ),
    )
    assert [(node.name, [(item.name, str(item.points)) for item in node.items]) for node in scheme.indicators] == [
        ("组织建设", [("党课", "10"), ("台账", "20")]),
        ("集体收入", [("收入", "70")]),
    ]


def test_parts_of_one_are_weights_on_each_level() -> None:
    _, scheme = of_blocks(
        "2041年度办学考核方案",
        "各项均按百分制评分，逐级加权汇总。",
        "指标体系",
        table(
            ("一级指标", "权重", "二级指标", "权重", "评分办法", "数据来源"),
            ("教学", "0.6", "课堂", "0.7", "听课不合格一节扣5分。", "教研室"),
            ("", "", "作业", "0.3", "超量一次扣3分。", "教研室"),
            ("管理", "0.4", "安全", "0.5", "隐患一处扣5分。", "安全科"),
            ("", "", "财务", "0.5", "违规一笔扣10分。", "财务科"),
        ),
    )
    assert [
        (node.name, node.weight, [(item.points, item.weight) for item in node.items]) for node in scheme.indicators
    ] == [
        ("教学", Fraction(3, 5), [(Decimal(100), Fraction(7, 10)), (Decimal(100), Fraction(3, 10))]),
        ("管理", Fraction(2, 5), [(Decimal(100), Fraction(1, 2)), (Decimal(100), Fraction(1, 2))]),
    ]


def test_a_table_of_units_and_amounts_is_no_score_sheet() -> None:
    outlined, findings = outline(
        Document(
            "办法.docx",
            "docx",
            (
                Paragraph("任务分解表"),
                table(
                    ("单位", "到位资金（亿元）", "新签项目（个）", "外出招商（次）"),
                    ("南港镇", "5.2", "6", "12"),
                    ("北港镇", "4.8", "5", "12"),
                    ("东港镇", "3.5", "4", "10"),
                ),
            ),
        )
    )
    assert outlined.sheets == ()
    assert "reading.I202" in [finding.code for finding in findings]


def test_persons_lose_their_titles_and_stand_beside_their_units() -> None:
    document = Document(
        "清单.docx",
        "docx",
        (
            table(
                ("序号", "重点任务", "工作目标", "牵头领导", "牵头单位及责任人", "完成时限"),
                ("1", "建设充电网络", "完成42个小区充电设施建设", "副县长 何敏", "县工信局 赵磊", "6月底"),
                ("2", "改造老旧管网", "改造管网18公里", "常务副县长郑海", "县住建局 钱芳", "9月底"),
            ),
        ),
    )
    tasks, _ = read_tasks(document)
    assert [(task.leader, task.lead_units, task.responsible) for task in tasks] == [
        (("何敏",), ("县工信局",), ("赵磊",)),
        (("郑海",), ("县住建局",), ("钱芳",)),
    ]
    assert [(target.metric, target.value) for task in tasks for target in task.targets] == [
        ("小区充电设施建设", "42"),
        ("改造管网", "18"),
    ]


def test_points_in_a_column_for_each_level_are_levels() -> None:
    _, scheme = of_blocks(
        "2041年度河长考核评分表",
        Grid(
            (
                (
                    Cell("考核内容", 0, 0, 2),
                    Cell("分值", 0, 1, 2),
                    Cell("评分标准", 0, 2, 1, 3),
                ),
                tuple(Cell(text, 1, at) for at, text in enumerate(("优秀", "良好", "差"), 2)),
                tuple(Cell(text, 2, at) for at, text in enumerate(("水面洁净", "10", "10", "7", "2"))),
                tuple(Cell(text, 3, at) for at, text in enumerate(("岸线完整", "20", "20", "14", "6"))),
            )
        ),
    )
    assert [(node.name, rule.events, rule.score) for node in scheme.indicators for rule in node.rules] == [
        ("水面洁净", "水面洁净", "优秀计10分，良好计7分，差计2分"),
        ("岸线完整", "岸线完整", "优秀计20分，良好计14分，差计6分"),
    ]


def test_weights_stand_beside_the_points_of_rows() -> None:
    made, scheme = of_blocks(
        "2041年度企业考核表",
        table(
            ("类型", "指标", "权重", "基本分", "计分方法"),
            ("效益", "利润", "40%", "100", "每超过目标值1%加1分，最多加15分；每低于目标值1%减2分。"),
            ("", "收入", "25%", "100", "完成目标值得基本分，每增减1%相应加减1分。"),
            ("风险", "负债率", "35%", "100", "每高1个百分点减3分。"),
        ),
    )
    leaves_ = [(item.name, item.points, item.weight) for node in scheme.indicators for item in node.items or (node,)]
    assert leaves_ == [
        ("利润", Decimal(100), Fraction(2, 5)),
        ("收入", Decimal(100), Fraction(1, 4)),
        ("负债率", Decimal(100), Fraction(7, 20)),
    ]
    assert said(found(scheme, "利润").rules) == [
        ("利润", "每超过目标的1%加1分，最高15分", ""),
        ("利润", "每低于目标的1%扣2分", ""),
    ]
    assert [rule.score for rule in found(scheme, "收入").rules][1:] == ["每超过1%加1分", "每低于1%扣1分"]
    assert not [finding for finding in made.findings if finding.code in ("reading.W208", "scheme.W213")]


def test_places_go_on_by_less_down_to_nothing() -> None:
    made, scheme = of_blocks(
        "2041年度考核表",
        table(
            ("指标", "分值", "评分标准"),
            ("物业", "9", "第1名得9分，第2名得7分，以后每名递减3分。"),
            ("绿化", "5", "缺株扣1分。"),
        ),
    )
    assert [rule.score for rule in found(scheme, "物业").rules] == [
        "第1名计9分、第2名计7分、第3名计4分、第4名计1分、第5名及以后计0分"
    ]
    assert messages(made, "scheme.W222") == []


def test_votes_may_be_worth_shares_and_grades_stand_in_quotation_marks() -> None:
    _, scheme = of_blocks(
        "2041年度目标考核办法",
        "第三条 考核得分由业务目标得分（占70分）、民主测评得分（占30分）两部分组成。",
        "第四条 民主测评由县委组织部组织，“优秀”票按100%、“良好”票按70%、“较差”票按0计算得分。",
        "第五条 考核等次分为“好”“一般”“差”。“好”等次比例为30%；总分在60分以下的确定为“差”等次，其余为“一般”等次。",
        "第六条 “好”等次按120%发放，“差”等次不发放。",
        "业务目标考核细则",
        table(("指标", "分值", "评分标准"), ("招商", "40", "少一个扣5分"), ("环保", "30", "发现一处扣2分")),
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [
        ("业务目标考核细则", "70"),
        ("民主测评得分", "30"),
    ]
    assert scheme.panels["民主测评得分"].options == {"优秀": 30, "良好": 21, "较差": 0}
    assert [(grade.name, grade.share, grade.at_least) for grade in scheme.grades] == [
        ("好", Fraction(3, 10), None),
        ("一般", None, Decimal(60)),
        ("差", None, None),
    ]
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("好",), "按120%发放"),
        (("差",), "不发放"),
    ]


def test_units_that_lead_are_marked_in_their_list_and_heads_say_units_of_measure() -> None:
    tasks, _ = read_tasks(
        Document(
            "通报.docx",
            "docx",
            (
                table(
                    (
                        "项目名称",
                        "建设内容",
                        "年度计划投资（万元）",
                        "1-6月完成投资（万元）",
                        "完成年度计划比例（%）",
                        "责任单位",
                    ),
                    ("城东水厂", "日供水4万吨", "9000", "5400", "60", "县水利局（牵头）、县住建局"),
                    ("南环路", "改造道路5公里", "8000", "6400", "80", "县交通局（牵头）、县财政局"),
                ),
            ),
        )
    )
    assert [(task.lead_units, task.related_units) for task in tasks] == [
        (("县水利局",), ("县住建局",)),
        (("县交通局",), ("县财政局",)),
    ]
    assert [(one.metric, one.value, one.unit) for one in (*tasks[0].targets, *tasks[0].reported)] == [
        ("投资", "9000", "万元"),
        ("投资", "5400", "万元"),
        ("完成率", "60", "%"),
    ]
    assert tasks[0].progress == "0.6000"


def test_rows_of_adjustments_and_vetoes_beside_indicators() -> None:
    made, scheme = of_blocks(
        "2041年度责任制考核方案",
        "评定为优秀（90分及以上）、合格（60分至90分）、不合格（60分以下）三个等次。",
        "考核评分表",
        table(
            ("考核项目", "分值", "评分细则", "责任单位"),
            ("专题研究", "40", "少1次扣5分。", "县委办"),
            ("舆情处置", "60", "超时的，每起扣4分。", "县网信办"),
            ("加分项", "6", "承办省级现场会的加4分；获省级表彰的加2分。", "县委办"),
            ("减分项", "-5", "被通报批评的，每次减2分；瞒报的减3分。", "县委办"),
            ("一票否决", "", "发生重大责任事件的，直接评定为“不合格”。", "县委办"),
            ("合计", "100", "", ""),
        ),
    )
    assert [(node.name, node.points, node.bonus, node.limits) for node in scheme.indicators] == [
        ("专题研究", Decimal(40), False, None),
        ("舆情处置", Decimal(60), False, None),
        ("加分项", None, True, "加分不超过6分"),
        ("减分项", None, True, "减分不超过5分"),
    ]
    assert [(limit.when, limit.grade) for limit in scheme.limits] == [("发生重大责任事件", "不合格")]
    assert [(grade.name, str(grade.at_least)) for grade in scheme.grades[:2]] == [("优秀", "90"), ("合格", "60")]
    assert not [f for f in made.findings if f.code in ("reading.W202", "reading.W209", "scheme.W223")]


def test_row_numbers_are_no_numbers_of_groups() -> None:
    made, scheme = of_blocks(
        "2041年度评价指标表",
        Grid(
            (
                tuple(
                    Cell(text, 0, at) for at, text in enumerate(("编号", "一级指标", "二级指标", "标准分", "考核标准"))
                ),
                (
                    Cell("1", 1, 0),
                    Cell("服务", 1, 1, 3),
                    *(Cell(t, 1, c) for c, t in enumerate(("门诊", "8", "降一成扣1分"), 2)),
                ),
                (Cell("2", 2, 0), *(Cell(t, 2, c) for c, t in enumerate(("处方", "8", "错一张扣1分"), 2))),
                (Cell("3", 3, 0), *(Cell(t, 3, c) for c, t in enumerate(("建档", "8", "缺一份扣1分"), 2))),
                (
                    Cell("4", 4, 0),
                    Cell("管理", 4, 1, 2),
                    *(Cell(t, 4, c) for c, t in enumerate(("财务", "8", "错一笔扣1分"), 2)),
                ),
                (Cell("5", 5, 0), *(Cell(t, 5, c) for c, t in enumerate(("设备", "8", "坏一台扣1分"), 2))),
                (
                    Cell("6", 6, 0),
                    Cell("评价", 6, 1),
                    *(Cell(t, 6, c) for c, t in enumerate(("患者", "8", "满意度×8分"), 2)),
                ),
            )
        ),
    )
    assert [node.name for node in scheme.indicators] == ["服务", "管理", "评价"]
    assert messages(made, "reading.W308") == []
    assert [(rule.score, str(rule.target)) for rule in found(scheme, "患者").rules] == [("按完成比例计分", "100")]


def test_headings_over_the_names_have_the_points_of_their_part_beside_them() -> None:
    made, scheme = of_blocks(
        "2041年度消防工作考核细则",
        "附件：1.消防考核评分表；2.微型站建设标准",
        "附件1",
        "消防考核评分表",
        Grid(
            (
                tuple(Cell(text, 0, at) for at, text in enumerate(("序号", "项目", "内容", "分值", "扣分标准"))),
                (Cell("一、组织领导", 1, 0, 1, 3), Cell("18", 1, 3)),
                tuple(Cell(text, 2, at) for at, text in enumerate(("1", "责任落实", "签责任书", "10", "缺一份扣1分"))),
                tuple(Cell(text, 3, at) for at, text in enumerate(("2", "经费保障", "列入预算", "8", "未列入不得分"))),
                (Cell("二、隐患整治", 4, 0, 1, 3), Cell("40", 4, 3)),
                tuple(Cell(text, 5, at) for at, text in enumerate(("3", "巡查", "网格巡查", "25", "漏一处扣1分"))),
                tuple(Cell(text, 6, at) for at, text in enumerate(("4", "整治", "九小场所", "20", "漏一家扣2分"))),
            )
        ),
    )
    assert [(node.name, str(node.points), [item.name for item in node.items]) for node in scheme.indicators] == [
        ("组织领导", "18", ["责任落实", "经费保障"]),
        ("隐患整治", "40", ["巡查", "整治"]),
    ]
    assert [(f.data["sum"], f.data["points"]) for f in made.findings if f.code == "scheme.W210"] == [("45", "40")]
    assert [finding.data["name"] for finding in made.findings if finding.code == "reading.W309"] == ["微型站建设标准"]


def test_groups_in_brackets_are_ranked_severally_and_a_grade_elsewhere_is_no_vote() -> None:
    _, scheme = of_blocks(
        "港湾区2041年度作风考核办法",
        "第二条 考核对象分为两组：部门组（区委办、区财政局、区民政局）、街道组（滨江街道、湖滨街道）。",
        "第三条 各类单位分别排名，前20%为一等，后10%为三等，其余为二等。",
        "考核评分表",
        table(
            ("指标", "分值", "评分标准"),
            ("组织建设", "12", "述职评议为“好”的得12分，“较好”的得9分，“一般”的得5分。"),
            ("纪律", "8", "缺席一次扣1分。"),
        ),
    )
    assert {name: len(group.units) for name, group in scheme.groups.items()} == {"部门组": 3, "街道组": 2}
    assert [(grade.name, grade.share) for grade in scheme.grades] == [
        ("一等", Fraction(1, 5)),
        ("二等", None),
        ("三等", Fraction(1, 10)),
    ]
    assert scheme.panels == {}
    assert [rule.score for rule in found(scheme, "组织建设").rules] == ["好计12分，较好计9分，一般计5分"]


def test_parts_that_a_sentence_states_stand_once_and_sheets_are_for_the_units_they_shorten() -> None:
    _, scheme = of_blocks(
        "云溪局2041年度科室考核办法",
        "一、考核对象",
        "第一组（4个）：产业科、军工产业与融合推进科、新型材料应用科、收费管理科",
        "二、考核方式",
        "（一）计分办法",
        "1、量化考核（70分，其中共性工作25分，业务工作45分）。",
        "由考核办对照评分细则计分。",
        "2、评议考核（30分，其中局领导评分占20分，互评占10分）。",
        "由考核办年终组织评分。",
        "共性工作评分细则",
        table(("指标", "分值", "评分标准"), ("党务", "15", "缺一次扣1分"), ("公文", "10", "退一件扣1分")),
        "业务工作评分细则",
        table(
            ("科室", "考核项目及计分标准", "得分"),
            ("产业科", "1、规划（30分）。迟报一次扣1分。2、统计（15分）。错一处扣1分。", ""),
            ("军工产业科", "1、对接（20分）。少一次扣1分。2、信息（25分）。少一条扣1分。", ""),
            ("新材料应用科", "1、推广（40分）。少一家扣1分。2、展会（5分）。少一次扣1分。", ""),
            ("收费科", "1、收费（40分）。错一笔扣1分。2、票据（5分）。错一张扣1分。", ""),
        ),
    )
    assert [(node.name, str(node.points), [(one.name, str(one.points)) for one in node.items]) for node in scheme.indicators] == [
        ("量化考核", "70", [("共性工作", "25"), ("业务工作", "45")]),
        ("评议考核", "30", [("局领导评分", "20"), ("互评", "10")]),
    ]  # fmt: skip
    assert [node.applies_to for node in found(scheme, "业务工作").items] == [
        ("产业科",), ("军工产业与融合推进科",), ("新型材料应用科",), ("收费管理科",),
    ]  # fmt: skip
