"""Score sheets as offices lay them out: points in other cells than their own, totals between rows, notes behind."""

from __future__ import annotations

from kaoji.reading import Cell, Document, Grid, Paragraph, Source
from kaoji.reading.sheets import Outline, leaves, outline
from tests.reading.invented import messages, of_blocks

Row = tuple[str, ...]


def read_table(*rows: Row, title: str = "2041年度综合考核评分表") -> Outline:
    return outline(Document("a.docx", "docx", (Paragraph(title), merged(*rows))))[0]


def read_lines(text: str) -> Outline:
    lines = (Paragraph(line, source=Source("a.txt", line=number)) for number, line in enumerate(text.split("\n"), 1))
    return outline(Document("a.txt", "txt", tuple(lines)))[0]


def merged(*rows: Row) -> Grid:
    """Make a table in which ^ goes on with the cell above and < with the one to the left."""
    cells: list[tuple[Cell, ...]] = []
    for row, texts in enumerate(rows):
        made: list[Cell] = []
        for column, text in enumerate(texts):
            if text in ("^", "<"):
                continue
            tall = next((at for at in range(row + 1, len(rows)) if rows[at][column] != "^"), len(rows)) - row
            wide = next((at for at in range(column + 1, len(texts)) if texts[at] != "<"), len(texts)) - column
            made.append(Cell(text, row, column, tall, wide, Source("a.docx", table=1, row=row + 1)))
        cells.append(tuple(made))
    return Grid(tuple(cells))


def told(found: Outline) -> list[str]:
    """Give leaves as parent/name points providers: text; + for extra points."""
    said: list[str] = []
    for path, leaf in leaves(found.sheets):
        points = "+" if leaf.is_bonus else leaf.points
        parent = path[-1].name if len(path) > 1 else ""
        said.append(f"{parent}/{leaf.name} {points} {'、'.join(leaf.providers)}: {leaf.text}")
    return said


def test_items_with_points_in_one_cell_are_indicators_of_their_own() -> None:
    found = read_table(
        ("考核项目及权重", "评估要点及评分", "考核科室"),
        ("病房\n（20分）", "1.查房到位（12分），缺一次扣1分。\n2.交接班（8分），漏记一次扣2分。", "护理部"),
        ("药房\n（10分）", "1.效期管理（6分），过期一盒扣3分。\n2.处方点评（4分），少一份扣1分。", "药学部"),
    )
    assert told(found) == [
        "病房/查房到位 12 护理部: 1.查房到位（12分），缺一次扣1分。",
        "病房/交接班 8 护理部: 2.交接班（8分），漏记一次扣2分。",
        "药房/效期管理 6 药学部: 1.效期管理（6分），过期一盒扣3分。",
        "药房/处方点评 4 药学部: 2.处方点评（4分），少一份扣1分。",
    ]


def test_items_that_do_not_make_the_points_of_their_row_stay_its_text() -> None:
    found = read_table(
        ("考核项目及权重", "评估要点"),
        ("病房（20分）", "1.查房到位（12分），缺一次扣1分。2.交接班（9分），漏记一次扣2分。"),
        ("药房（10分）", "1.效期管理（6分），过期一盒扣3分。2.处方点评（4分），少一份扣1分。"),
    )
    assert [line.partition(":")[0] for line in told(found)] == ["/病房 20 ", "药房/效期管理 6 ", "药房/处方点评 4 "]


def test_a_column_to_be_filled_in_holds_no_points_where_they_stand_with_the_names() -> None:
    found = read_table(
        ("序号", "考核内容及分值", "评分细则", "责任站所", "考核分"),
        ("1", "村务公开（10分）", "少公开一次扣2分。", "纪检办", ""),
        ("2", "护林防火（15分）", "每起扣5分。", "林业站", ""),
        ("", "合计（25分）", "", "", ""),
        ("考核结果在公开栏公示五天后报镇党委审定。", "", "", "", ""),
    )
    assert told(found) == ["/村务公开 10 纪检办: 少公开一次扣2分。", "/护林防火 15 林业站: 每起扣5分。"]
    assert "考核结果在公开栏公示五天后报镇党委审定。" in [line.text for line in found.prose]


def test_totals_between_the_rows_of_groups_are_no_indicators() -> None:
    rows: tuple[Row, ...] = (
        ("项目", "考核内容", "标准分", "评分标准"),
        ("组\n织", "按期换届", "6", "未换届不得分"),
        ("^", "分工明确", "4", "不明确扣1分"),
        ("^", "小计", "10", ""),
        ("作\n用", "示范岗", "8", "未创建不得分"),
        ("^", "攻关项目", "12", "每项得4分"),
        ("^", "小计", "20", ""),
        ("合计", "<", "30", ""),
    )
    assert [line.split(" ")[0] for line in told(read_table(*rows))] == [
        "组织/按期换届",
        "组织/分工明确",
        "作用/示范岗",
        "作用/攻关项目",
    ]
    assert messages(of_blocks("支部考核表", merged(*rows))[0], "reading.W209") == []


def test_offices_before_a_colon_assess_where_no_column_names_them() -> None:
    found = read_table(
        ("指标", "分值", "评分标准"),
        ("依法办学", "10", "教育股：乱收费的每起扣5分。"),
        ("师德", "10", "人事股、教研室：查实的每人扣4分。"),
        ("体质", "5", "体卫股：每低1个百分点扣0.5分。"),
    )
    assert told(found) == [
        "/依法办学 10 教育股: 乱收费的每起扣5分。",
        "/师德 10 人事股、教研室: 查实的每人扣4分。",
        "/体质 5 体卫股: 每低1个百分点扣0.5分。",
    ]


def test_kinds_of_units_before_a_colon_assess_nothing() -> None:
    found = read_table(
        ("指标", "分值", "评分标准"),
        ("引资", "10", "乡镇：每少一家扣2分。"),
        ("防汛", "10", "各村：缺一次演练扣4分。"),
    )
    assert told(found) == ["/引资 10 : 乡镇：每少一家扣2分。", "/防汛 10 : 各村：缺一次演练扣4分。"]


def test_points_beside_the_rows_of_a_group_of_bonuses_are_what_they_give_at_most() -> None:
    rows: tuple[Row, ...] = (
        ("类别", "项目", "赋分", "考评标准"),
        ("服务", "开放时间", "60分", "每少1小时扣1分"),
        ("^", "送戏下乡", "40（含加分）", "每少1场扣1分"),
        ("加分项", "特色创建", "10", "省级表彰加3分"),
        ("扣分项", "安全事故", "-5", "每起扣2分"),
    )
    found = read_table(*rows)
    assert [line.partition(":")[0] for line in told(found)] == [
        "服务/开放时间 60 ",
        "服务/送戏下乡 40 ",
        "加分项/特色创建 + ",
        "扣分项/安全事故 + ",
    ]
    made, scheme = of_blocks("文化站考评表", merged(*rows))
    assert [item.limits for item in scheme.indicators[1].items] == ["加分不超过10分"]
    assert messages(made, "reading.W202")  # 40（含加分）


def test_points_for_each_kind_of_units_in_a_column_make_a_sheet_each() -> None:
    rows: tuple[Row, ...] = (
        ("类别", "指标名称", "分值", "<", "评分办法"),
        ("^", "^", "乡镇", "街道", "^"),
        ("发展", "投资", "12", "10", "每低1个百分点扣1分"),
        ("^", "粮食", "8", "—", "每低1个百分点扣0.4分"),
        ("治理", "消费", "0", "14", "每起扣2分"),
    )
    found = read_table(*rows)
    assert [(sheet.name[-4:], [leaf.name for _, leaf in leaves([sheet])]) for sheet in found.sheets] == [
        ("（乡镇）", ["投资", "粮食"]),
        ("（街道）", ["投资", "消费"]),
    ]
    _, scheme = of_blocks("2041年度乡镇（街道）考核评分表", merged(*rows))
    assert list(scheme.groups) == ["乡镇", "街道"]
    assert [root.applies_to for root in scheme.indicators] == [("乡镇",), ("街道",)]


def test_sentences_behind_rows_between_tabs_belong_to_no_cell() -> None:
    found = read_lines(
        "护林防火评分表\n\n序号\t考核指标\t分值\t评分标准\t评分单位\n1\t巡护\t30\t脱岗的每次扣3分\t林业站\n"
        "2\t宣传\t20\t未张贴标语的每村扣2分\t宣传办\n\n考核采取日常检查与年终考核相结合的方式进行。"
    )
    assert told(found) == ["/巡护 30 林业站: 脱岗的每次扣3分", "/宣传 20 宣传办: 未张贴标语的每村扣2分"]
    assert found.prose[-1].text == "考核采取日常检查与年终考核相结合的方式进行。"


def test_ticks_below_kinds_of_units_say_whom_a_row_is_for() -> None:
    rows: tuple[Row, ...] = (
        ("考核内容", "分值", "考核标准", "牵头单位", "适用单位", "<"),
        ("^", "^", "^", "^", "乡镇", "街道"),
        ("保密", "60", "失密的不得分", "保密办", "√", "√"),
        ("防汛", "40", "缺一次演练扣4分", "水利局", "√", ""),
    )
    found = read_table(*rows)
    assert told(found) == ["/保密 60 保密办: 失密的不得分", "/防汛 40 水利局: 缺一次演练扣4分"]
    assert [leaf.not_for for _, leaf in leaves(found.sheets)] == [(), ("街道",)]
    units = ("一、考核对象", "乡镇（2个）：芦港镇、盐塘镇", "街道（1个）：河湾街道", "二、考核内容")
    _, scheme = of_blocks("2041年度考核办法", *units, merged(*rows))
    assert [item.applies_to for root in scheme.indicators for item in root.items or (root,)] == [(), ("乡镇",)]
    _, scheme = of_blocks("2041年度考核办法", merged(*rows))
    assert "没有给街道打勾" in "".join(node.check or "" for root in scheme.indicators for node in (root, *root.items))


def test_a_row_that_only_ends_a_sentence_goes_on_with_the_row_above() -> None:
    found = read_table(
        ("序号", "考核指标", "权重", "计分办法", "数据来源"),
        ("1", "签约", "25", "完成目标的得满分，每少一个扣5分；引进百强", "投促局"),
        ("", "", "", "企业的，每个另加2分。", ""),
        ("2", "到位资金", "35", "每低1个百分点扣0.7分。", "统计局"),
        ("", "", "", "弄虚作假的不得分。", ""),
    )
    assert told(found)[0] == "/签约 25 投促局: 完成目标的得满分，每少一个扣5分；引进百强企业的，每个另加2分。"
    assert [line.partition(":")[2] for line in told(found)[1:]] == [" 每低1个百分点扣0.7分。", " 弄虚作假的不得分。"]


def test_what_a_column_of_deductions_says_goes_on_with_what_they_are_for() -> None:
    found = read_table(
        ("项目", "序号", "扣分情形", "扣分值", "检查人"),
        ("纪律", "1", "迟到、早退", "1分/人次", "值周教师"),
        ("^", "2", "打架", "10分/起", "政教处"),
        ("卫生", "3", "地面不洁", "2分/次", "卫生部"),
        ("^", "4", "包干区未扫", "3", "卫生部"),
    )
    assert told(found) == [
        "纪律/  值周教师: 迟到、早退，每人次扣1分",
        "纪律/  政教处: 打架，每起扣10分",
        "卫生/  卫生部: 地面不洁，每次扣2分",
        "卫生/  卫生部: 包干区未扫",
    ]
    assert [leaf.signed for _, leaf in leaves(found.sheets)] == ["", "", "", "-3"]


def test_merged_words_below_an_unknown_head_group_the_rows_beside_them() -> None:
    found = read_table(
        ("星级", "考核指标", "考核要点", "分数", "考核方法"),
        ("红旗星（20分）", "政治引领", "及时学习。", "10", "未落实的每次扣2分"),
        ("^", "制度执行", "落实制度。", "10", "缺一次扣1分"),
        ("富裕星（20分）", "集体收入", "收入达标。", "10", "每少1万元扣1分"),
        ("^", "带动增收", "建合作社。", "10", "没有的不得分"),
    )
    assert [line.partition(" ")[0] for line in told(found)] == [
        "红旗星/政治引领",
        "红旗星/制度执行",
        "富裕星/集体收入",
        "富裕星/带动增收",
    ]


def test_rows_below_a_heading_of_what_bars_from_a_grade_are_no_indicators() -> None:
    rows: tuple[Row, ...] = (
        ("序号", "考核项目", "分值", "评分标准"),
        ("一、基础工作（60分）", "<", "<", "<"),
        ("1", "责任体系", "60", "每缺一家扣1分"),
        ("二、加分项", "<", "<", "<"),
        ("2", "创新", "5", "推广的加5分"),
        ("三、一票否决", "<", "<", "<"),
        ("3", "重大事故", "—", "发生重大事故的，实行一票否决"),
    )
    found = read_table(*rows)
    assert [line.partition(":")[0] for line in told(found)] == ["基础工作/责任体系 60 ", "加分项/创新 + "]
    assert "重大事故：发生重大事故的，实行一票否决" in [line.text for line in found.prose]
    assert messages(of_blocks("安全考核表", merged(*rows))[0], "reading.W202") == []


def test_points_in_a_column_for_each_level_are_a_sentence_beside_their_most() -> None:
    found = read_table(
        ("评价项目", "评价内容", "评价等级及得分", "<", "<", "评价主体"),
        ("^", "^", "好", "一般", "差", "^"),
        ("综合管理", "制度健全", "5", "3", "0", "街道办"),
        ("^", "持证上岗", "10", "6", "0", "街道办"),
        ("环境", "楼道清扫", "6", "3", "0", "居委会"),
        ("^", "垃圾分类", "6", "3", "0", "居委会"),
    )
    assert told(found)[:2] == [
        "综合管理/制度健全 5 街道办: 好得5分，一般得3分，差得0分。",
        "综合管理/持证上岗 10 街道办: 好得10分，一般得6分，差得0分。",
    ]


def test_what_is_filled_in_by_hand_above_and_below_a_table_is_neither_title_nor_indicator() -> None:
    found = read_table(
        ("被检查单位", "", "检查日期", ""),
        ("检查项目", "检查内容", "分值", "扣分标准"),
        ("厕所", "洁净无异味", "20", "有异味扣3分"),
        ("防火", "每日巡查", "20", "脱岗每次扣5分"),
        ("检查人员签字：", "<", "被检查单位负责人签字：", "<"),
        title="景区服务质量评分表",
    )
    assert [sheet.name for sheet in found.sheets] == ["景区服务质量评分表"]
    assert [line.partition(" ")[0] for line in told(found)] == ["厕所/洁净无异味", "防火/每日巡查"]
    assert {"被检查单位", "检查日期", "检查人员签字："} <= {line.text for line in found.prose}


def test_an_office_in_brackets_behind_the_rule_assesses() -> None:
    found = read_table(
        ("项目", "考核内容及标准", "分值"),
        ("履职", "每少1次扣1分（区河长办）", "20"),
        ("保洁", "发现漂浮物的每处扣0.5分（区城管局）", "25"),
    )
    assert [leaf.providers for _, leaf in leaves(found.sheets)] == [("区河长办",), ("区城管局",)]


def test_rows_of_what_is_taken_are_no_points() -> None:
    found = read_table(
        ("类别", "事项", "分值", "认定单位"),
        ("加分", "经验获推广", "+3", "改革办"),
        ("^", "承办现场会", "+2", "县政府办"),
        ("减分", "被通报批评", "-5", "督查室"),
        ("^", "发生典型案件", "-3", "县纪委"),
    )
    assert [(leaf.name, leaf.is_bonus, leaf.signed) for _, leaf in leaves(found.sheets)] == [
        ("经验获推广", True, "+3"),
        ("承办现场会", True, "+2"),
        ("被通报批评", True, "-5"),
        ("发生典型案件", True, "-3"),
    ]


def test_lists_side_by_side_in_the_cells_of_a_row_are_a_row_for_each_line() -> None:
    rows: tuple[Row, ...] = (
        ("考核项目", "考核内容", "分值", "评分办法"),
        ("基础", "1.配备统计员。\n2.台账规范。", "6\n14", "1.未配备的不得分。\n2.缺一项\n扣1分。"),
        ("数据", "1.按时报送。\n2.差错率达标。", "20\n30", "1.迟报一次扣2分。\n2.每超0.1‰扣3分。"),
        ("法治", "1.无违法行为。", "30", "1.造假的不得分。"),
    )
    assert told(read_table(*rows)) == [
        "基础/ 6 : 1.未配备的不得分。",
        "基础/ 14 : 2.缺一项扣1分。",
        "数据/ 20 : 1.迟报一次扣2分。",
        "数据/ 30 : 2.每超0.1‰扣3分。",
        "/法治 30 : 1.造假的不得分。",
    ]
    assert [leaf.detail for _, leaf in leaves(read_table(*rows).sheets)][:2] == ["1.配备统计员。", "2.台账规范。"]


def test_points_on_several_lines_that_fit_no_list_are_added_up_and_said_to_be_checked() -> None:
    rows: tuple[Row, ...] = (
        ("考核项目", "分值", "评分办法"),
        ("基础", "16\n14", "台账缺一项扣1分。"),
        ("数据", "30", "迟报一次扣2分。"),
    )
    made, scheme = of_blocks("2041年度考核评分表", merged(*rows))
    assert [str(root.points) for root in scheme.indicators] == ["30", "30"]
    assert messages(made, "reading.W202")


def test_a_sheet_that_lies_on_its_side_is_stood_up() -> None:
    found = read_table(
        ("高新区2041年度经营业绩考核", "<", "<", "<"),
        ("考核指标", "营业收入", "融资成本", "安全生产"),
        ("权重（分）", "40", "30", "30"),
        ("计分办法", "每低1%扣0.5分", "每高0.1个百分点扣2分", "发生事故不得分"),
        ("考核部门", "财政局", "<", "应急局"),
    )
    assert told(found) == [
        "/营业收入 40 财政局: 每低1%扣0.5分",
        "/融资成本 30 财政局: 每高0.1个百分点扣2分",
        "/安全生产 30 应急局: 发生事故不得分",
    ]


def test_points_of_a_group_where_its_rows_have_their_texts_are_its_points() -> None:
    found = read_table(
        ("序号", "考核项目", "考核内容及评分标准", "应得分", "核定分"),
        ("一", "组织管理", "(25分)", "", ""),
        ("1", "机构", "成立小组得10分", "10", ""),
        ("2", "制度", "制定制度得15分", "15", ""),
        ("二", "能耗", "(45分)", "", ""),
        ("3", "水耗", "每少0.1个百分点扣1分", "45", ""),
    )
    assert [(node.name, node.points) for node in found.sheets[0].children] == [("组织管理", "25"), ("能耗", "45")]
    assert [line.partition(" ")[0] for line in told(found)] == ["组织管理/机构", "组织管理/制度", "能耗/水耗"]


def test_numbers_before_words_that_begin_like_units_are_numbers() -> None:
    found = read_table(
        ("验收指标", "分值", "评分标准"),
        ("2.政策保障（70分）", "", ""),
        ("2.1财政支持", "40", "设立资金得40分"),
        ("2.2人才政策", "30", "出台政策得30分"),
    )
    assert [line.partition(" ")[0] for line in told(found)] == ["政策保障/财政支持", "政策保障/人才政策"]


def test_the_only_item_below_points_says_how_they_are_scored() -> None:
    found = read_lines(
        "防汛考核方案\n二、考核内容及计分\nA.责任落实（55分）\nA1.未落实责任人的，每处扣2分；\nB.值班值守（45分）\nB1.脱岗的，每次扣3分。"
    )
    assert told(found) == ["/责任落实 55 : 未落实责任人的，每处扣2分", "/值班值守 45 : 脱岗的，每次扣3分"]


def test_a_sentence_that_names_indicators_for_each_kind_of_units_is_a_tree_for_each() -> None:
    lines = (
        "2041年度绩效考核办法",
        "第一条 考核对象为各村和镇直各站所。",
        "第二条 考核内容。各村考核党建引领60分、人居环境40分；镇直站所考核业务工作75分、作风建设25分。",
        "第三条 党建引领、作风建设由镇党建办负责考核，人居环境由镇城建办负责考核，业务工作由镇党政办负责考核。",
    )
    assert told(read_lines("\n".join(lines))) == [
        "/党建引领 60 镇党建办: ",
        "/人居环境 40 镇城建办: ",
        "/业务工作 75 镇党政办: ",
        "/作风建设 25 镇党建办: ",
    ]
    _, scheme = of_blocks(*lines)
    assert len(scheme.indicators) == 2
    assert [len(root.applies_to) for root in scheme.indicators] == [1, 1]


def test_a_heading_that_lists_its_parts_with_points_has_them_as_indicators() -> None:
    found = read_lines(
        "考核办法\n一、考核内容\n（一）社会效益（40分）。重点考核公众满意（30分）、办院方向（10分）。\n"
        "（二）综合管理（30分）。重点考核成本效率（20分）和财务状况（10分）。\n（三）发展（30分）。完成的得30分，未完成的得10分。"
    )
    assert [line.partition(":")[0] for line in told(found)] == [
        "社会效益/公众满意 30 ",
        "社会效益/办院方向 10 ",
        "综合管理/成本效率 20 ",
        "综合管理/财务状况 10 ",
        "/发展 30 ",
    ]


def test_points_of_groups_with_blank_cells_below_are_not_those_of_the_first_row() -> None:
    found = read_table(
        ("项目", "分值", "内容", "评分细则"),
        ("政治", "30", "学习", "少学一次扣2分"),
        ("", "", "谈心", "少一次扣1分"),
        ("组织", "70", "换届", "未换届扣10分"),
        ("", "", "党费", "每人扣0.5分"),
        ("", "", "发展党员", "每人扣3分"),
        ("说明：扣完该项分值为止。", "<", "<", "<"),
    )
    assert [(node.name, node.points, len(node.children)) for node in found.sheets[0].children] == [
        ("政治", "30", 2),
        ("组织", "70", 3),
    ]
    assert all(not leaf.points for _, leaf in leaves(found.sheets))


def test_the_sort_of_an_indicator_is_no_name_and_a_score_to_be_filled_in_no_indicator() -> None:
    found = read_table(
        ("序号", "指标名称", "指标类型", "分值", "考核方式"),
        ("1", "优良率", "定量", "60", "每低1个百分点扣2分"),
        ("2", "禁烧", "定性", "40", "一处火点扣2分"),
        ("月度得分", "<", "<", "<", ""),
    )
    assert told(found) == ["/优良率 60 : 每低1个百分点扣2分", "/禁烧 40 : 一处火点扣2分"]


def test_what_is_taken_or_given_stands_in_a_column_of_its_own_beside_what_is_asked_for() -> None:
    found = read_table(
        ("考核项目\n（分值）", "考核细则", "加扣分", "考核人"),
        ("巡查（30分）", "每日不少于2次", "少1次扣0.5分", "网格长"),
        ("^", "记录完整", "缺1次扣1分", "网格长"),
        ("采集（70分）", "准确率98%", "每低1%扣2分", "综治办"),
        ("^", "无漏采", "每条扣0.5分", "综治办"),
    )
    assert [leaf.text for _, leaf in leaves(found.sheets)][:2] == [
        "每日不少于2次\n少1次扣0.5分",
        "记录完整\n缺1次扣1分",
    ]


def test_a_row_of_deductions_among_points_is_no_part_of_them_and_raters_are_no_office() -> None:
    found = read_table(
        ("考核类别", "分值", "具体内容", "评分办法"),
        ("组织考核", "50", "重点任务", "由市教育局党组评分"),
        ("述职评议", "50", "现场述职", "由评委现场打分"),
        ("负面清单", "扣分项", "受到问责", "被问责的每次扣5分"),
    )
    assert [line.partition(":")[0] for line in told(found)] == [
        "/组织考核 50 市教育局党组",
        "/述职评议 50 ",
        "/负面清单 + ",
    ]


def test_fields_of_points_for_each_level_of_numbers_belong_to_their_rows() -> None:
    found = read_table(
        ("序号", "评定项目", "大项分值栏", "分项分值栏", "检查评定方法"),
        ("1", "旅游交通", "30", "", ""),
        ("1.1", "可进入性", "", "20", "无标识的每处扣2分"),
        ("1.2", "内部交通", "", "10", "路面破损的每处扣1分"),
        ("2", "旅游安全", "30", "", "发生事故的不得分"),
    )
    assert [line.partition(":")[0] for line in told(found)] == [
        "旅游交通/可进入性 20 ",
        "旅游交通/内部交通 10 ",
        "/旅游安全 30 ",
    ]


def test_what_columns_say_of_levels_keeps_their_names() -> None:
    found = read_table(
        ("评价要素", "权重", "评价标准", "<", "得分"),
        ("^", "^", "A（80—100分）", "B（80分以下）", "^"),
        ("能力", "40%", "能力突出", "能力一般", ""),
        ("业绩", "60%", "完成任务", "未完成", ""),
    )
    assert told(found)[0] == "/能力 40 : A（80—100分）：能力突出\nB（80分以下）：能力一般"
    assert len(told(found)) == 2


def test_numbered_parts_with_full_marks_that_make_the_points_of_their_heading_are_indicators() -> None:
    found = read_lines(
        "党员积分细则\n一、基础积分（60分）\n1.参加主题党日的，每次计5分，满分42分；\n2.遵守村规民约的，计18分。\n"
        "二、先锋积分（40分）\n1.参加志愿服务的，每次计2分，满分20分；\n2.认领微心愿的，每件计5分，满分20分。"
    )
    assert [line.partition(":")[0] for line in told(found)] == [
        "基础积分/参加主题党日 42 ",
        "基础积分/遵守村规民约 18 ",
        "先锋积分/参加志愿服务 20 ",
        "先锋积分/认领微心愿 20 ",
    ]


def test_tables_side_by_side_with_a_blank_column_between_them_are_two() -> None:
    found = read_table(
        ("站所", "<", "<", "", "村级", "<", "<"),
        ("指标", "分值", "评分标准", "", "指标", "分值", "评分标准"),
        ("作风", "40", "迟到一次扣1分", "", "卫生", "50", "脏乱每处扣1分"),
        ("业务", "60", "未完成每项扣5分", "", "信访", "50", "越级每人次扣3分"),
    )
    assert [line.partition(" ")[0] for line in told(found)] == ["/作风", "/业务", "/卫生", "/信访"]


def test_points_that_only_the_standards_award_are_those_of_their_rows_and_said_to_be_inferred() -> None:
    found = read_table(
        ("考核项目", "考核内容", "考核标准及分值"),
        ("基础", "队伍", "配备到位得5分，未配备不得分"),
        ("^", "档案", "一人一档得10分，缺一份扣1分"),
        ("监管", "核查", "每日核查得15分，漏查一次扣0.5分"),
        ("^", "请假", "审批规范得10分，违规一次扣2分"),
    )
    assert [(leaf.name, leaf.points, leaf.is_inferred) for _, leaf in leaves(found.sheets)] == [
        ("队伍", "5", True),
        ("档案", "10", True),
        ("核查", "15", True),
        ("请假", "10", True),
    ]


def test_remarks_say_whose_figures_hold_where_no_column_does() -> None:
    found = read_table(
        ("指标", "分值", "评分细则", "备注"),
        ("总量", "60", "每少1个百分点扣1分", "以区信访局统计数据为准"),
        ("包案", "40", "每件扣2分", "以区委办通报为准"),
    )
    assert [leaf.providers for _, leaf in leaves(found.sheets)] == [("区信访局",), ("区委办",)]


def test_rates_with_a_sign_say_what_each_time_gives_or_takes() -> None:
    found = read_table(
        ("积分内容", "积分标准", "分值"),
        ("加分事项", "参加志愿服务", "+2分/次"),
        ("^", "获得荣誉", "+10分/项"),
        ("扣分事项", "高空抛物", "-5分/次"),
        ("^", "乱堆乱放", "-2分/次"),
    )
    assert [(leaf.text, leaf.is_bonus) for _, leaf in leaves(found.sheets)] == [
        ("参加志愿服务，每次加2分", True),
        ("获得荣誉，每项加10分", True),
        ("高空抛物，每次扣5分", True),
        ("乱堆乱放，每次扣2分", True),
    ]


def test_values_to_be_reached_are_no_names() -> None:
    found = read_table(
        ("类别", "KPI", "满分", "达标值", "挑战值", "评分公式", "数据部门"),
        ("成本", "降本率", "40", "3%", "5%", "每低0.1%扣1分", "财务部"),
        ("质量", "合格率", "30", "98%", "99%", "每低0.1%扣2分", "质量部"),
        ("交付", "准时率", "30", "95%", "98%", "每低1%扣2分", "计划部"),
    )
    assert [line.partition(":")[0] for line in told(found)] == [
        "成本/降本率 40 财务部",
        "质量/合格率 30 质量部",
        "交付/准时率 30 计划部",
    ]


def test_bare_numbers_in_brackets_are_points_where_the_head_says_that_names_hold_them() -> None:
    found = read_table(
        ("一级指标（分值）", "二级指标（分值）", "评估方法"),
        ("实施（50）", "计划（20）", "缺项扣1分"),
        ("^", "成效（30）", "每少1例扣3分"),
        ("财务（50）", "资金（40）", "挪用不得分"),
        ("^", "票据（10）", "每张扣1分"),
    )
    assert [line.partition(" :")[0] for line in told(found)] == [
        "实施/计划 20",
        "实施/成效 30",
        "财务/资金 40",
        "财务/票据 10",
    ]
