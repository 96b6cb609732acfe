"""Score sheets that run together and whose rows are told by their marks or numbers alone; invented in the manner of such."""

from __future__ import annotations

import pytest

from kaoji.reading import read
from kaoji.reading.sheets import leaves, outline


def said(text: str) -> list[tuple[str, str, str, str]]:
    """Give parent, name or what is asked for, points and text of each leaf."""
    found, _ = outline(read(text.encode(), name="a.txt")[0])
    return [
        (path[-1].name if path[1:] else "", leaf.name or leaf.detail or leaf.text, leaf.points, leaf.text)
        for path, leaf in leaves(found.sheets)
    ]


GROUPS = (
    "青川镇档案工作考核评分表考核类别考核内容分值备注一、制度建设(12分)(1)建立档案管理制度并上墙,明确责任。5(2)配备专职档案员。4(3)每年培训一次。3"
    "二、库房管理(10分)(1)库房温湿度符合要求。6(2)消防器材完好,通道畅通。4三、利用服务(8分)(1)三日内答复查档申请,登记齐全。5(2)编写年度大事记"
)
TREE = [
    ("制度建设", "建立档案管理制度并上墙,明确责任。", "5"),
    ("制度建设", "配备专职档案员。", "4"),
    ("制度建设", "每年培训一次。", "3"),
    ("库房管理", "库房温湿度符合要求。", "6"),
    ("库房管理", "消防器材完好,通道畅通。", "4"),
    ("利用服务", "三日内答复查档申请,登记齐全。", "5"),
    ("利用服务", "编写年度大事记", ""),
]


def test_points_before_the_next_mark_are_those_of_the_row() -> None:
    assert [row[:3] for row in said(GROUPS)] == TREE


def test_a_table_cut_into_lines_is_read_as_one_line_is() -> None:
    assert [row[:3] for row in said(GROUPS.replace("、库房管理(", "、库房管理\n("))] == TREE


def test_points_stuck_to_the_number_of_the_next_row_are_told_by_what_comes_next() -> None:
    text = (
        "考核项目考核内容分值得分一、队伍(9分)1.成立专班32.明确分管领导33.配备人员不少于10人3二、台账(5分)1.一户一档22.按月更新并报送3"
        "三、宣传(4分)1.入户宣传22.张贴公告2"
    )
    assert [row[1:3] for row in said(text)] == [
        ("成立专班", "3"),
        ("明确分管领导", "3"),
        ("配备人员不少于10人", "3"),
        ("一户一档", "2"),
        ("按月更新并报送", "3"),
        ("入户宣传", "2"),
        ("张贴公告", "2"),
    ]


def test_groups_in_groups_and_rows_beside_them_stand_in_their_places() -> None:
    text = (
        "(一)窗口线(30分) 1、办事指南公开(20分) ①纸质指南上架(8分) ②网上指南同步(12分) 2、首问负责(10分) ①登记首问台账(4分) ②回访(6分) "
        "(二)后台线(15分) 1、限时办结(10分) 2、归档(5分)"
    )
    assert [row[:3] for row in said(text)] == [
        ("办事指南公开", "纸质指南上架", "8"),
        ("办事指南公开", "网上指南同步", "12"),
        ("首问负责", "登记首问台账", "4"),
        ("首问负责", "回访", "6"),
        ("后台线", "限时办结", "10"),
        ("后台线", "归档", "5"),
    ]


def test_a_group_repeated_at_the_top_of_a_page_stands_once() -> None:
    text = (
        "考核项目考核内容分值评分标准1.组织保障(15分)1.1经费保障101.1.1经费列入预算。(6分)未列入不得分;1.1.2按时拨付。(4分)每迟一月扣1分。"
        "1.组织保障(15分)1.2人员保障51.2.1专人负责。(5分)无专人扣3分。2.日常管理(8分)2.1巡查82.1.1每周巡查。(8分)少一次扣2分。"
    )
    rows = said(text)
    assert [(row[2], row[3]) for row in rows] == [
        ("6", "未列入不得分;"),
        ("4", "每迟一月扣1分。"),
        ("5", "无专人扣3分。"),
        ("8", "少一次扣2分。"),
    ]
    assert all("组织保障" not in row[3] for row in rows)


def test_parts_that_a_page_was_cut_into_are_joined() -> None:
    text = GROUPS.replace("(12分)(1)建立档案", f"(12分)(1)建立{'各门类' * 40}档案")
    cut = text.index("上墙")
    rows = said(f"1、{text[:cut]}\n2、{text[cut:]}\n")
    assert [row[2] for row in rows] == [row[2] for row in TREE]
    assert "并上墙,明确责任" in rows[0][1]


@pytest.mark.parametrize(
    "text", ["1、第一条要求。\n2、第二条要求。\n", "1、" + "要求" * 90 + "。\n2、" + "责任" * 90 + "。\n"]
)
def test_numbered_sentences_are_no_parts_of_pages(text: str) -> None:
    found, _ = outline(read(text.encode(), name="a.txt")[0])
    assert sum(bool(line.text) for line in found.prose) == 2


def test_points_that_are_no_sums_prove_no_table() -> None:
    text = "工作安排:一、准备(10分)1.发通知32.定场地3二、实施(20分)1.签到12.讲课2三、总结(9分)1.写简报52.归档1"
    assert said(text) == []


NUMBERED = "村级环境卫生评分表序号检查内容标准分评分标准得分"


def test_rows_are_told_by_bare_numbers_and_the_items_of_their_standards() -> None:
    text = (
        f"{NUMBERED}1保洁制度有专人保洁,制度健全.41、无专人的扣 4 分;2、制度不全扣 2 分.2垃圾收集设施齐全,日产日清。61、少一个桶扣1分;2、"
        "未日清的每次扣2分.3公厕管理有人管护.51、无人管护的扣3分;2、有异味扣2分.4宣传教育制定年度宣传计划。"
    )
    rows = said(text)
    assert [(row[2], row[3]) for row in rows] == [
        ("4", "1、无专人的扣4分;2、制度不全扣2分."),
        ("6", "1、少一个桶扣1分;2、未日清的每次扣2分."),
        ("5", "1、无人管护的扣3分;2、有异味扣2分."),
        ("", ""),
    ]


def test_rows_without_a_number_below_a_numbered_one_are_rows() -> None:
    text = (
        "河道管护评分细则序号考核重点考核内容及分值分值得分备注1水面保洁每段河道随机查看。每有一处漂浮物扣2分,扣完为止。102岸线管理未设公示牌的扣5分。"
        "5岸坡有垃圾的,每处扣1分,扣完为止。15堤顶有堆物的,每处扣2分。5"
    )
    rows = said(text)
    assert [(row[0], row[2]) for row in rows[1:]] == [("岸线管理", "5"), ("岸线管理", "15"), ("岸线管理", "5")]
    assert rows[0][2] == "10"
    assert rows[2][3].startswith("岸坡有垃圾的")


def test_names_of_groups_that_run_into_the_rows_before_them_are_told() -> None:
    text = (
        "青川镇庭院评比公示栏项目序号标准分值计分办法检查记录得分清理杂物1房前屋后无杂物堆放。8每处不合格扣0.5分2无乱搭棚舍现象。7完善设施"
        "3垃圾桶有盖、无破损。74排水沟畅通,无淤积。35设有分类收集点,专人管理。5无收集点不得分6户厕改造达标,保持清洁。5未改造不得分"
    )
    assert [(row[0], row[2], row[3] if row[3] != row[1] else "") for row in said(text)] == [
        ("清理杂物", "8", "每处不合格扣0.5分"),
        ("清理杂物", "7", ""),
        ("完善设施", "7", ""),
        ("完善设施", "3", ""),
        ("完善设施", "5", "无收集点不得分"),
        ("完善设施", "5", "未改造不得分"),
    ]


def test_points_in_brackets_between_what_is_asked_for_and_its_standard_part_rows_without_marks() -> None:
    text = (
        "后勤目标考核细则考核项目考核要求考核标准得分情况食堂管理(20分)采购方面,定点采购,票证齐全。(10分)无票证的扣5分,未定点采购扣3分。"
        "卫生方面,每餐消毒,留样规范。(10分)未留样的不得分。(以留样记录为依据)“进班组、听意见、解难题”活动(15分)每月走访一次并填写记录卡。(10分)"
        "少一次扣2分。意见办理及时。(5分)逾期一件扣1分。"
    )
    assert [(row[0], row[2], row[3]) for row in said(text)] == [
        ("食堂管理", "10", "无票证的扣5分,未定点采购扣3分。"),
        ("食堂管理", "10", "未留样的不得分。(以留样记录为依据)"),
        ("“进班组、听意见、解难题”活动", "10", "少一次扣2分。"),
        ("“进班组、听意见、解难题”活动", "5", "逾期一件扣1分。"),
    ]


def test_what_an_item_is_worth_may_stand_behind_how_it_is_scored() -> None:
    text = (
        "行动考核评分细则\n一、工作措施(100分)\n(一)隐患治理(5分)\n1.排查多发路段,推动整改。年底,根据整改率得分,满分3分。\n"
        "2.部门开展联合检查。每季度,根据开展情况得分(0.5分),满分2分(无任务的得平均分)。\n(二)宣传教育(95分)\n3.开展主题宣传。年底,按场次得分,满分95分。\n"
    )
    assert [(row[0], row[2]) for row in said(text)] == [("隐患治理", "3"), ("隐患治理", "2"), ("宣传教育", "95")]


def test_numbers_inside_sentences_are_no_rows() -> None:
    text = f"{NUMBERED}1到场检查的人员不少于3人并填写记录,5个工作日内反馈2次以上,每年4月报送。"
    assert said(text) == []


def test_points_stuck_between_what_is_asked_for_and_its_standard_part_marked_rows() -> None:
    text = (
        "春季造林工作考核评分细则考核项目考核内容计分考核评分方法得分备注1、动员部署召开动员会,制定方案2召开动员会得1分,有方案得1分,否则不得分。"
        "二、实施情况(28分)1、整地质量1)整地率100%10现场抽查,每低2%扣1分,扣完为止。2)表土回填合格率8抽查20穴,每有一穴不合格扣0.5分。"
        "2、栽植质量1)苗木合格率100%6查检疫证,无证不得分。2)成活率4低于90%的不得分。"
    )
    assert [row[:3] for row in said(text)] == [
        ("", "动员部署召开动员会,制定方案", "2"),
        ("整地质量", "整地率100%", "10"),
        ("整地质量", "表土回填合格率", "8"),
        ("栽植质量", "苗木合格率100%", "6"),
        ("栽植质量", "成活率", "4"),
    ]


def test_points_stuck_to_the_items_of_a_standard_are_those_of_the_row_before_them() -> None:
    text = (
        "档案工作考评办法指标项目分值评分标准一、收集整理(一)各类文件按时归档,分类准确。61.未按时归档的,每件扣1分;分类有误的,每件扣0.5分。2.缺件的不得分。"
        "(二)目录与实物一致。41.每差一件扣1分。2.无目录的不得分。二、安全保管(一)库房八防措施齐全。81.缺一项扣2分。2.有隐患的不得分。"
    )
    assert [(row[2], row[3]) for row in said(text)] == [
        ("6", "1.未按时归档的,每件扣1分;分类有误的,每件扣0.5分。2.缺件的不得分。"),
        ("4", "1.每差一件扣1分。2.无目录的不得分。"),
        ("8", "1.缺一项扣2分。2.有隐患的不得分。"),
    ]


def test_points_that_lost_their_first_bracket_belong_to_the_name_before_them() -> None:
    text = (
        "档案工作考核细则\n\n考核项目及分值\n\n序号\n\n考核内容\n\n标准分值\n\n评分标准\n\n得分\n\n制度建设情况\n\n9分)\n\n1\n\n制定归档制度\n\n5\n\n未制定的,扣5分。\n\n \n\n2\n\n"
        "每年培训一次\n\n4\n\n少一次扣2分。\n\n \n\n库房管理情况\n\n6分)\n\n3\n\n温湿度达标\n\n6\n\n不达标的每次扣1分。\n"
    )
    assert [row[:3] for row in said(text)][:2] == [
        ("制度建设情况", "制定归档制度", "5"),
        ("制度建设情况", "每年培训一次", "4"),
    ]


def test_lines_that_hold_a_row_each_are_proved_by_the_sums_of_their_groups() -> None:
    text = (
        "文化示范村评选\n指标名称\n测评内容测评方法分值得分\n阵地建设好12分1活动场所建有文化广场实地察看8 \n建有阅览室实地察看\n2设施管理设施完好,专人管护审核材料4 \n"
        "活动开展好10分3群众活动每月开展活动,有记录审核材料6 \n4文艺队伍有一支文艺队访问调查4 \n队员不少于8人访问调查\n"
    )
    assert [(row[0], row[2]) for row in said(text)] == [
        ("阵地建设好", "8"),
        ("阵地建设好", "4"),
        ("活动开展好", "6"),
        ("活动开展好", "4"),
    ]
    assert "建有阅览室" in said(text)[0][3]
    assert said(text.replace("管护审核材料4", "管护审核材料3").replace("文艺队访问调查4", "文艺队访问调查2")) == []


def test_numbers_of_rows_that_no_head_names_are_no_points() -> None:
    text = (
        "老龄工作考核内容及打分办法\n考核内容\n分值\n具体打分办法\n一、组织机构\n(10分)\n1\n老龄委机构健全,有办公场地。\n6分\n机构健全4分,有办公场地2分。\n2\n"
        "村级老年协会健全。\n4分\n每少一个扣1分。\n二、基础工作\n(6分)\n3\n年初有计划,年终有总结。\n3分\n缺一项扣1分。\n4\n档案齐全、规范。\n3分\n不规范的扣1分。\n"
    )
    assert [(row[0], row[2], row[3]) for row in said(text)] == [
        ("组织机构", "6", "机构健全4分,有办公场地2分。"),
        ("组织机构", "4", "每少一个扣1分。"),
        ("基础工作", "3", "缺一项扣1分。"),
        ("基础工作", "3", "不规范的扣1分。"),
    ]


def test_points_below_merged_cells_stand_in_their_columns() -> None:
    text = (
        "| 一级指标 | 二级指标 | 三级指标 | 得分 |\n| 投入(20分) | 预算(12分) | 编制及时(6分) |\n|\n| 编制完整(6分) |\n| ||\n| 执行(8分) | 进度(8分) |\n| |\n"
        "| 产出(15分) | 数量(9分) | 完成率(9分) |\n|\n| 质量(6分) | 合格率(6分) |\n| |\n"
    )
    assert [row[:3] for row in said(text)] == [
        ("预算", "编制及时", "6"),
        ("预算", "编制完整", "6"),
        ("执行", "进度", "8"),
        ("数量", "完成率", "9"),
        ("质量", "合格率", "6"),
    ]


def test_groups_without_points_are_named_behind_how_the_row_before_is_looked_into() -> None:
    text = (
        "文明乡镇测评细则考评项目考评内容考评标准考评方法自检得分一组织领导有力11分班子建设1、制度健全,团结协作;3分听取汇报审核材料2、每年研究两次以上。2分审核材料"
        "创建工作1、有长远规划和年度计划;4分听取汇报审核材料2、经费落实。2分审核材料二环境整洁优美7分村容村貌1、道路硬化,沟渠畅通;3分实地考察2、垃圾日产日清。4分问卷调查"
    )
    assert [(row[0], row[2]) for row in said(text)] == [
        ("班子建设", "3"),
        ("班子建设", "2"),
        ("创建工作", "4"),
        ("创建工作", "2"),
        ("村容村貌", "3"),
        ("村容村貌", "4"),
    ]


def test_rows_stand_below_the_silent_item_before_them_that_has_their_sum_of_points() -> None:
    text = (
        "考核细则\n1、组织领导(10分)\n1、建立工作机构,制定计划。(6分)每缺一项扣2分。\n2、每月召开会议。(4分)少一次扣1分。\n"
        "2、日常管理(9分)\n1、台账齐全。(5分)缺一项扣1分。\n2、按时报送报表。(4分)迟报一次扣1分。\n"
    )
    tree = [("组织领导", "6"), ("组织领导", "4"), ("日常管理", "5"), ("日常管理", "4")]
    assert [(row[0], row[2]) for row in said(text)] == tree
    other = text.replace("(10分)", "(11分)")
    assert [row[0] for row in said(other)] != [parent for parent, _ in tree]


def test_rows_without_the_cell_that_reaches_over_them_stand_on_the_right_below_a_shorter_head() -> None:
    text = (
        "督查考核细则\n考核条目\n| 考核细则\n|\n重点工作\n| 1\n| 上报实施方案。\n| 未报扣10分\n|\n2\n| 上报半年报告。\n| 未报扣5分\n|\n"
        "3\n| 参加有关会议。\n| 每次扣5分\n|\n督办事项\n| 4\n| 按时反馈。\n| 每件扣10分\n|\n5\n| 内容属实。\n| 每件扣5分\n|\n"
    )
    assert [(row[0], row[1], row[3]) for row in said(text)] == [
        ("重点工作", "上报实施方案。", "未报扣10分"),
        ("重点工作", "上报半年报告。", "未报扣5分"),
        ("重点工作", "参加有关会议。", "每次扣5分"),
        ("督办事项", "按时反馈。", "每件扣10分"),
        ("督办事项", "内容属实。", "每件扣5分"),
    ]


def test_a_heading_between_bars_stays_in_the_first_column() -> None:
    text = (
        "| 序号 | 考核内容 | 标准分 | 考核办法 | 考核责任单位 |\n| 一、平安建设（8分） | | | | |\n| 1 | 矛盾化解 | 5分 | 每激化一起扣1分。 | 县司法局 |\n"
        "| 2 | 反诈宣传 | 3分 | 发案数上升的扣1分。 | 县公安局 |\n| 二、乡村振兴（6分） | | | | |\n| 3 | 厕所革命 | 6分 | 抽查不合格的每户扣0.2分。 | 县农业局 |\n"
    )
    assert [row[:3] for row in said(text)] == [
        ("平安建设", "矛盾化解", "5"),
        ("平安建设", "反诈宣传", "3"),
        ("乡村振兴", "厕所革命", "6"),
    ]


def test_what_stands_on_the_last_line_of_a_drawing_that_was_cut_off_is_kept() -> None:
    text = (
        "治超考核评分标准\n┌─┬──────────┬───┐\n│部│ 分项内容(30分) │得分 │\n│门│ │ │\n├─┼──────────┼───┤\n│县│1、确保6月底超限率低于4%,不反弹(10分) │ │\n"
        "│局├──────────┼───┤\n│ │2、机构健全、人员和经费落实(5分) │ │\n│ ├──────────┼───┤\n│ │3、路面巡查到位,台账齐全(10分) │ │\n│ ├──────────┼───┤\n│ │4、源头管"
    )
    rows = said(text)
    assert [row[2] for row in rows] == ["10", "5", "10", ""]
    assert "源头管" in rows[-1][1]


def test_the_last_row_may_be_cut_off() -> None:
    text = (
        "目标 | 考核项目 | 考核内容 | 评分说明 | 自查分 | 考核分 |\n好班子 ︻ 8分 ︼ | 班子健全 (5分) | 设书记、委员,及时补缺。 | 缺一人扣1分。 | ||\n"
        "班子团结 (3分) | 每季开会,分工明确。 | 少一次扣1分。 | |||\n"
        "好阵地 ︻ 4分 ︼ | 场所建设 (4分) | 有固定场所,按时开放。 | 无场所扣2分。 | ||\n好制度 ︻ 6分 ︼ | 学习制度 (6分) | 每月学习"
    )
    assert [row[:3] for row in said(text)] == [
        ("好班子", "班子健全", "5"),
        ("好班子", "班子团结", "3"),
        ("好阵地", "场所建设", "4"),
        ("好制度", "学习制度", "6"),
    ]
