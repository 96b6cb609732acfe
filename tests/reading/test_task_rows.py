"""Rows of task tables: units with their heads in one cell, times to begin, goals of quarters, cells cut into lines, cells with nothing between."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoji.reading import read
from kaoji.reading.phrases.measures import measures
from kaoji.reading.tasks import Task, read_tasks
from kaoji.reading.tasks.targets import reported_of, targets_of
from tests.reading.test_task_columns import grid, lines


def values(text: str) -> list[tuple[str, str, str]]:
    return [(one.metric, one.value, one.unit) for one in measures(text)]


def written(tmp_path: Path, text: str) -> list[Task]:
    path = tmp_path / "tasks.txt"
    path.write_text(text, encoding="utf-8")
    return read_tasks(read(path)[0])[0]


@pytest.mark.parametrize("cell", ["县民政局 易远", "县民政局\n易远", "县民政局易远", "县民政局（易远）"])
def test_a_unit_and_its_head_share_a_cell(cell: str) -> None:
    head = ("序号", "工作任务", "分管县领导", "牵头单位及主要负责人", "落实进展情况")
    task = read_tasks(grid(head, ("1", "新建养老食堂4个", "何敏", cell, "已建成3个")))[0][0]
    assert (task.lead_units, task.responsible, task.leader) == (("县民政局",), ("易远",), ("何敏",))


def test_the_time_to_begin_is_no_deadline() -> None:
    head = ("序号", "工作任务", "牵头单位", "开始时间", "完成时间")
    task = read_tasks(grid(head, ("1", "新建灌渠12公里", "镇水利站", "3月", "10月底")))[0][0]
    assert (task.deadline, task.notes) == ("10月底", ("开始时间：3月",))


def test_goals_of_quarters_stand_beside_the_task() -> None:
    head = ("序号", "重点工作", "一季度目标", "二季度目标", "三季度目标", "四季度目标", "牵头领导", "牵头科室")
    row = ("1", "新建健身步道8公里", "完成选线", "建成2公里", "建成5公里", "全部建成", "罗岚", "城建办")
    task = read_tasks(grid(head, row))[0][0]
    assert (task.text, [(one.metric, one.value) for one in task.targets]) == (
        "新建健身步道8公里",
        [("新建健身步道", "8")],
    )
    assert "一季度目标：完成选线" in task.notes


def test_lines_of_one_length_between_blank_lines_are_one_cell(tmp_path: Path) -> None:
    head = "序号\n\n工作任务\n\n责任分工\n\n完成时限\n\n县级领导\n\n牵头单位\n\n"
    rows = (
        "1\n\n修订防汛应急预案并组织全员实\n战演练2场\n\n罗岚\n\n县应急局\n\n5月底\n\n"
        "2\n\n更换老城区供水管网16公里，新\n装智能水表4200只\n\n何敏\n\n县水务公司\n\n11月底\n\n"
        "3\n\n培育家庭农场30家\n\n何敏\n\n县农业农村局\n\n全年\n"
    )
    tasks = written(tmp_path, "青浦县重点任务\n\n" + head + rows)
    assert [(task.text, task.leader, task.lead_units, task.deadline) for task in tasks] == [
        ("修订防汛应急预案并组织全员实战演练2场", ("罗岚",), ("县应急局",), "5月底"),
        ("更换老城区供水管网16公里，新装智能水表4200只", ("何敏",), ("县水务公司",), "11月底"),
        ("培育家庭农场30家", ("何敏",), ("县农业农村局",), "全年"),
    ]


def test_progress_may_stand_before_the_units_in_rows_without_gaps(tmp_path: Path) -> None:
    text = (
        "实事项目进度表\n序号项目内容当前进度牵头单位备注\n"
        "1新建村道36公里。92%（两段滞后）县交通局县实事\n2改造灌渠20公里。75%县水利局市实事\n3新增托位160个。100%县卫健局县实事\n"
    )
    tasks = written(tmp_path, text)
    assert [(task.text, task.status, task.lead_units, task.notes) for task in tasks] == [
        ("新建村道36公里。", "92%（两段滞后）", ("县交通局",), ("备注：县实事",)),
        ("改造灌渠20公里。", "75%", ("县水利局",), ("备注：市实事",)),
        ("新增托位160个。", "100%", ("县卫健局",), ("备注：县实事",)),
    ]


def test_units_of_societies_stand_in_rows_without_gaps(tmp_path: Path) -> None:
    text = (
        "实事台账\n序号实事名称分管领导责任单位配合单位完成时限截至9月底进展\n"
        "1开展家政技能培训600人次。何敏县人社局县妇联10月底已培训420人次。\n"
        "2新建助餐点8个。罗岚县民政局团县委、县残联11月底已建成5个。\n3筛查妇女3000人。罗岚县卫健局县妇联9月底已筛查2900人。\n"
    )
    assert [(task.related_units, task.deadline) for task in written(tmp_path, text)] == [
        (("县妇联",), "10月底"),
        (("团县委", "县残联"), "11月底"),
        (("县妇联",), "9月底"),
    ]


def test_a_line_may_hold_a_unit_and_its_head(tmp_path: Path) -> None:
    head = ("大类", "序号", "工作任务", "分管县领导", "牵头单位及主要负责人", "落实进展情况")
    rows = (
        ("一、兜牢民生底线", "1", "新建养老食堂4个。", "何敏", "县民政局 易远", "已建成3个。"),
        ("2", "改造敬老院2所。", "何敏", "县民政局 易远", "已完工1所。"),
        ("二、扩大托育供给", "3", "新增托位160个。", "罗岚", "县卫健局 万松", "已新增120个。"),
        ("4", "培训保育员80人。", "罗岚", "县卫健局 万松", "已培训80人。"),
    )
    tasks = lines(tmp_path, "青浦县十件实事", *head, *(cell for row in rows for cell in row))
    assert [(task.lead_units, task.responsible, task.status) for task in tasks] == [
        (("县民政局",), ("易远",), "已建成3个。"),
        (("县民政局",), ("易远",), "已完工1所。"),
        (("县卫健局",), ("万松",), "已新增120个。"),
        (("县卫健局",), ("万松",), "已培训80人。"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("一是新建助餐点8个；二是改造敬老院2所。", [("新建助餐点", "8", "个"), ("改造敬老院", "2", "所")]),
        ("完成高标准农田建设2.4万亩", [("高标准农田建设", "2.4", "万亩")]),
        (
            "地区生产总值增长7%以上，力争突破180亿元",
            [("地区生产总值增长", "7", "%"), ("地区生产总值", "180", "亿元")],
        ),
        ("将护理补贴标准从每人每月90元提高到每人每月110元", [("护理补贴标准", "110", "元")]),
        (
            "将城镇、农村低保补差水平从每人每月500元、240元分别提高到每人每月530元、265元",
            [("城镇低保补差水平", "530", "元"), ("农村低保补差水平", "265", "元")],
        ),
        ("对符合条件的学徒按800元/人的标准发放补贴", []),
        ("充分就业社区数量达到城市社区的65%", [("充分就业社区数量", "65", "%")]),
        ("新建标准厂房5栋、4.2万平方米", [("新建标准厂房", "5", "栋"), ("新建标准厂房", "4.2", "万平方米")]),
    ],
)
def test_quantities_in_the_words_of_tasks(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert values(text) == wanted


PROJECTS = (
    ("序号", "项目名称", "建设性质", "建设年限", "总投资（亿元）", "2034年计划投资（亿元）", "1-6月完成投资（亿元）", "投资完成率（%）", "工程进展", "责任单位"),
    ("1", "云岭抽水站更新", "续建", "2033-2034", "3.6", "1.5", "0.9", "60", "泵房封顶", "县水利局"),
    ("2", "老城雨水管网", "新建", "2034-2035", "2.2", "0.8", "0.2", "25", "管沟开挖2公里", "县住建局"),
    ("3", "职教中心实训楼", "新建", "2034-2036", "1.4", "0.5", "0.4", "80", "桩基完成", "县教育局"),
)  # fmt: skip


@pytest.mark.parametrize("gap", ["\t", " | ", "｜", "    "])
def test_lines_with_as_many_cells_each_are_the_table(tmp_path: Path, gap: str) -> None:
    text = "青浦县重点项目进度表\n" + "\n".join(map(gap.join, PROJECTS)) + "\n"
    tasks = written(tmp_path, text)
    assert [(task.text, task.status, task.lead_units) for task in tasks][1:] == [
        ("老城雨水管网", "管沟开挖2公里", ("县住建局",)),
        ("职教中心实训楼", "桩基完成", ("县教育局",)),
    ]
    assert [(one.value, one.unit) for one in tasks[0].targets] == [("1.5", "亿元")]
    assert [(one.value, one.unit) for one in tasks[0].reported] == [("0.9", "亿元"), ("60", "%")]


UPPER = ("序号", "实事项目", "目标任务", "", "责任单位", "", "完成情况")
LOWER = ("", "", "建设内容", "时间要求", "牵头", "配合", "")
DEEDS = (
    ("1", "供水提质", "新建水厂2座。", "12月底", "县水利局", "县卫健局", "主体完工1座。"),
    ("2", "校园食堂", "改造食堂18个。", "8月底", "县教育局", "县市场监管局", "已改造18个。"),
    ("3", "充电设施", "新建充电桩260个。", "11月底", "县发改局", "县住建局、供电公司", "建成充电桩182个。"),
)


@pytest.mark.parametrize("gap", ["\t", " | ", "    ", "\n"])
def test_heads_on_two_rows_are_put_together(tmp_path: Path, gap: str) -> None:
    rows = [UPPER, LOWER] if gap.strip(" ") in ("\t", "|") else [tuple(filter(None, one)) for one in (UPPER, LOWER)]
    tasks = written(tmp_path, "青浦县实事完成情况\n" + "\n".join(map(gap.join, [*rows, *DEEDS])) + "\n")
    assert [(task.deadline, task.lead_units, task.related_units, task.status) for task in tasks] == [
        ("12月底", ("县水利局",), ("县卫健局",), "主体完工1座。"),
        ("8月底", ("县教育局",), ("县市场监管局",), "已改造18个。"),
        ("11月底", ("县发改局",), ("县住建局", "供电公司"), "建成充电桩182个。"),
    ]


@pytest.mark.parametrize("gap", ["    ", "\n"])
def test_quarters_stand_below_the_plan_and_not_below_the_goal(tmp_path: Path, gap: str) -> None:
    rows = (
        ("序号", "任务名称", "年度目标", "推进计划", "牵头单位", "责任单位"),
        ("一季度", "二季度", "三季度", "四季度"),
        ("1", "耕地保护", "耕地保有量不低于46万亩。", "部署", "排查", "整改", "验收", "县自然资源局", "各乡镇"),
        (
            "2",
            "道路提质",
            "提质改造村道70公里。",
            "招标",
            "完成20公里",
            "完成50公里",
            "完成70公里",
            "县交通运输局",
            "各乡镇",
        ),
        (
            "3",
            "村庄创建",
            "创建和美村庄12个。",
            "规划",
            "开工5个",
            "开工7个",
            "全部建成",
            "县农业农村局",
            "县住建局、各乡镇",
        ),
    )
    tasks = written(tmp_path, "青浦县推进计划表\n" + "\n".join(map(gap.join, rows)) + "\n")
    assert [[(one.metric, one.value) for one in task.targets] for task in tasks] == [
        [("耕地保有量", "46")],
        [("提质改造村道", "70")],
        [("创建和美村庄", "12")],
    ]
    assert tasks[1].lead_units == ("县交通运输局",)


def test_the_day_a_matter_was_assigned_is_no_deadline(tmp_path: Path) -> None:
    text = (
        "督查台账\n编号议定事项交办日期承办单位办结时限办理情况是否办结\n"
        "1修订投资管理办法。2034年1月15日县发改局2034年3月底前已经审议通过。是\n"
        "2启动备用水源前期工作。2034年1月15日县水利局、县城投集团2034年6月底前正在办理用地预审。否\n"
        "3开展餐饮油烟整治。2034年3月5日县城管局2034年9月底前检查餐饮单位268家。否\n"
    )
    tasks = written(tmp_path, text)
    assert [(task.deadline, task.status) for task in tasks] == [
        ("2034年3月底前", "已经审议通过。"),
        ("2034年6月底前", "正在办理用地预审。"),
        ("2034年9月底前", "检查餐饮单位268家。"),
    ]
    assert "是否办结：否" in tasks[1].notes


def test_a_person_may_lead_in_a_bracket(tmp_path: Path) -> None:
    text = "1、改造灌渠20公里。（何敏牵头，农业农村办负责，各村配合，10月底前完成）\n2、新建文化广场4个。（罗岚牵头，社会事务办负责）\n"
    assert [(task.leader, task.lead_units, task.related_units, task.deadline) for task in written(tmp_path, text)] == [
        (("何敏",), ("农业农村办",), ("各村",), "10月底前"),
        (("罗岚",), ("社会事务办",), (), ""),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("热线办结率、满意率均达到97%以上", [("热线办结率", "97", "%"), ("满意率", "97", "%")]),
        ("万元产值用水量较2030年下降14%", [("万元产值用水量下降", "14", "%")]),
        ("打造15分钟便民生活圈4个", [("15分钟便民生活圈", "4", "个")]),
        ("零售总额增速达到7%、总量突破60亿元", [("零售总额增长", "7", "%"), ("零售总额", "60", "亿元")]),
        ("整治背街小巷120条，年均不少于40条", [("整治背街小巷", "120", "条")]),
        ("安排900万元专项资金用于渠道修复", [("专项资金", "900", "万元")]),
        (
            "服务业产值增长6%，占生产总值比重提高到41%",
            [("服务业产值增长", "6", "%"), ("服务业产值占生产总值比重", "41", "%")],
        ),
        ("基础养老金每人每月提高12元", [("基础养老金提高", "12", "元")]),
        ("设施蔬菜面积扩大到1.4万亩", [("设施蔬菜面积", "1.4", "万亩")]),
        ("举办招聘会8场", [("招聘会", "8", "场")]),
        (
            "财政总收入15亿元、地方收入9亿元，分别增长8%、6%",
            [
                ("财政总收入", "15", "亿元"),
                ("地方收入", "9", "亿元"),
                ("财政总收入增长", "8", "%"),
                ("地方收入增长", "6", "%"),
            ],
        ),
        ("启动并完成3个片区改造", [("片区改造", "3", "个")]),
        ("引导240名大学生返乡创业", [("大学生返乡创业", "240", "名")]),
        ("建设9个班幼儿园1所", [("建设9个班幼儿园", "1", "所")]),
    ],
)
def test_further_quantities_in_the_words_of_tasks(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert values(text) == wanted


@pytest.mark.parametrize(
    ("task", "status", "wanted"),
    [
        ("固定资产投资增长9%", "1-5月固定资产投资下降1.8%。", [("固定资产投资下降", "1.8")]),
        ("出栏生猪40万头", "三季度末生猪出栏31.2万头，存栏22万头。", [("生猪出栏", "31.2")]),
        ("接待旅游人数突破300万人次", "预计上半年接待游客160万人次。", [("接待游客", "160")]),
        ("新增托位180个", "3所托育园主体封顶，届时可新增托位180个。", []),
        (
            "农村危房改造150户",
            "农村危房改造开工150户，竣工128户。",
            [("竣工", "128")],
        ),
        (
            "解决820个自然村通路",
            "新解决75个自然村通路，累计解决了806个自然村通路。",
            [("自然村通路", "806")],
        ),
        ("除险加固水库43座", "43座水库除险加固已完工41座。", [("水库除险加固完工", "41")]),
        ("新建养老点30个", "30个点全部选址到位，已建成17个。", [("建成", "17")]),
        ("清理整治河湖问题62个", "已整改销号58个。", [("整改销号", "58")]),
        ("引进亿元项目8个", "新引进项目13个，其中亿元以上项目6个。", [("亿元以上项目", "6")]),
        ("整治农村户厕1500座", "完成整改1126座。", [("整改", "1126")]),
        ("压减审批时限30%", "审批时限平均压减42%。", [("审批时限压减", "42")]),
    ],
)  # fmt: skip
def test_what_answers_a_target(task: str, status: str, wanted: list[tuple[str, str]]) -> None:
    assert [(one.metric, one.value) for one in reported_of(status, targets_of(task))] == wanted


def test_deadlines_may_be_occasions_and_stand_beside_units(tmp_path: Path) -> None:
    head = ("序号", "问题清单", "整改措施", "牵头单位", "责任单位", "责任领导", "整改时限", "整改情况", "销号情况")
    rows = (
        (
            "1",
            "补贴发放不及时",
            "建立台账，限时兑付",
            "县财政局",
            "各乡镇",
            "何敏",
            "4月底",
            "已兑付补贴326万元",
            "已销号",
        ),
        (
            "2",
            "招标不规范",
            "修订办法，开展培训",
            "县农业农村局",
            "县发改局",
            "罗岚",
            "春节前",
            "举办培训3期",
            "未销号",
        ),
        ("3", "项目资金闲置", "盘活闲置资金", "县财政局", "县审计局", "何敏", "立行立改", "盘活资金1800万元", "已销号"),
    )
    tasks = lines(tmp_path, "青浦县整改台账", *head, *(cell for row in rows for cell in row))
    assert [(task.deadline, task.leader, task.lead_units, task.related_units, task.status) for task in tasks] == [
        (row[6], (row[5],), (row[3],), (row[4],), row[7]) for row in rows
    ]


def test_a_page_repeats_title_and_head(tmp_path: Path) -> None:
    title, head = "青浦县2034年重点工作清单及责任分工", ("序号", "工作任务", "牵头领导", "责任单位", "完成时限")
    rows = [(str(at), f"新建灌渠{at}公里", "何敏", "县水利局", f"2034年{at}月") for at in range(3, 9)]
    first, second = ([cell for row in part for cell in row] for part in (rows[:3], rows[3:]))
    tasks = lines(tmp_path, title, *head, *first, "— 1 —", title, *head, *second)
    assert [task.deadline for task in tasks] == [row[4] for row in rows]


def test_who_leads_several_rows_without_gaps_is_told_from_the_task(tmp_path: Path) -> None:
    text = (
        "包联项目一览表\n序号包联领导项目名称责任单位责任人完成时间目前进展\n"
        "1葛峰智慧仓储园县商务局尤明10月底主体完工，正在装修。\n2葛峰南环路改造县住建局祁伟6月底完成改造4公里。\n"
        "3鲍静职教中心迁建县教育局戚刚8月底已竣工验收。\n4鲍静体育公园县文体局柏松9月底正在施工。\n"
    )
    tasks = written(tmp_path, text)
    assert [(task.leader, task.text, task.responsible, task.status) for task in tasks] == [
        (("葛峰",), "智慧仓储园", ("尤明",), "主体完工，正在装修。"),
        (("葛峰",), "南环路改造", ("祁伟",), "完成改造4公里。"),
        (("鲍静",), "职教中心迁建", ("戚刚",), "已竣工验收。"),
        (("鲍静",), "体育公园", ("柏松",), "正在施工。"),
    ]


def test_heads_in_brackets_and_targets_behind_the_task_run_together(tmp_path: Path) -> None:
    text = (
        "青浦县重点任务\n序号工作任务量化指标牵头县领导责任单位（牵头）责任单位（配合）完成时限\n"
        "1稳住工业增加值增长7%丁一鸣县工信局县统计局2034年12月\n2更新城区改造小区32个沈洁县住建局县城管局2034年11月\n"
        "3提升教育新增学位900个沈洁县教育局县人社局2034年8月\n"
    )
    tasks = written(tmp_path, text)
    assert [(task.leader, task.lead_units, task.related_units, task.deadline) for task in tasks] == [
        (("丁一鸣",), ("县工信局",), ("县统计局",), "2034年12月"),
        (("沈洁",), ("县住建局",), ("县城管局",), "2034年11月"),
        (("沈洁",), ("县教育局",), ("县人社局",), "2034年8月"),
    ]


def test_a_sentence_lists_tasks_by_ordinals(tmp_path: Path) -> None:
    text = (
        "青浦县2034年政府工作要点\n今年，继续办好民生实事：一是新建幼儿园5所，新增学位900个；二是改造小区20个；"
        "三是新建村道88公里（县交通局牵头，各乡镇配合，11月底前完成）。\n"
    )
    tasks = written(tmp_path, text)
    assert [(task.number, task.text, task.lead_units, task.deadline) for task in tasks] == [
        (1, "新建幼儿园5所，新增学位900个", (), ""),
        (2, "改造小区20个", (), ""),
        (3, "新建村道88公里。", ("县交通局",), "11月底前"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "会议强调：一是提高认识；二是压实责任；三是抓好落实。\n",
        "民生实事：一是新建幼儿园5所；二是改造小区20个。\n",
        "（一）实施养老工程。一是新建中心2个；二是改造1200户；三是培训300人。\n牵头单位：县民政局\n",
    ],
)
def test_ordinals_elsewhere_are_no_list_of_tasks(tmp_path: Path, text: str) -> None:
    assert len(written(tmp_path, text)) == text.count("牵头单位")


def test_heads_that_set_each_thing_are_read(tmp_path: Path) -> None:
    head = ("项目", "序号", "定任务", "定措施", "定领导", "定人员", "定时限")
    rows = (
        ("产业", "1", "发展油茶", "新造油茶林900亩", "罗岚", "向阳", "11月底"),
        ("2", "壮大集体", "村均收入达到25万元", "罗岚", "粟林", "12月底"),
        ("治理", "3", "排查隐患", "排查企业56家", "何敏", "向阳", "6月底"),
        ("4", "化解纠纷", "化解积案12件", "何敏", "米丽", "6月底"),
    )
    tasks = lines(tmp_path, "青浦镇“五定”清单", *head, *(cell for row in rows for cell in row))
    assert [(task.text, task.leader, task.responsible, task.deadline) for task in tasks][::3] == [
        ("发展油茶：新造油茶林900亩", ("罗岚",), ("向阳",), "11月底"),
        ("化解纠纷：化解积案12件", ("何敏",), ("米丽",), "6月底"),
    ]


def test_a_bracket_of_units_alone_ends_an_item(tmp_path: Path) -> None:
    text = (
        "1.改造灌渠20公里。（县水利局牵头，各乡镇配合）\n2.培育农民合作社10家。（县农业农村局、县供销社）\n"
        "3.全面深化各项改革（含县属企业）。\n主责单位:县国资局\n协办单位:无\n"
    )
    assert [(task.text, task.lead_units, task.related_units) for task in written(tmp_path, text)] == [
        ("改造灌渠20公里。", ("县水利局",), ("各乡镇",)),
        ("培育农民合作社10家。", ("县农业农村局", "县供销社"), ()),
        ("全面深化各项改革（含县属企业）。", ("县国资局",), ()),
    ]


def test_one_cut_cell_is_told_by_the_longest_line(tmp_path: Path) -> None:
    head = "序号\n\n工作任务\n\n县级领导\n\n牵头单位\n\n完成时限\n\n"
    rows = (
        "1\n\n修订防汛应急预案并组织全员实\n战演练2场\n\n罗岚\n\n县应急局\n\n5月底\n\n"
        "2\n\n培育家庭农场30家\n\n何敏\n\n县农业农村局\n\n全年\n\n3\n\n新建泵站2座\n\n何敏\n\n县水利局\n\n8月底\n"
    )
    tasks = written(tmp_path, "青浦县2034年重点任务分解一览表\n\n" + head + rows)
    assert [(task.text, task.leader, task.lead_units) for task in tasks] == [
        ("修订防汛应急预案并组织全员实战演练2场", ("罗岚",), ("县应急局",)),
        ("培育家庭农场30家", ("何敏",), ("县农业农村局",)),
        ("新建泵站2座", ("何敏",), ("县水利局",)),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("对辖区内128处地下空间逐一登记造册", [("地下空间", "128", "处")]),
        ("将15处地下空间改造为便民场所", [("地下空间", "15", "处")]),
        ("为2.5万名65岁以上老人免费体检", [("65岁以上老人免费体检", "2.5", "万名")]),
    ],
)
def test_quantities_of_what_is_worked_on(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert values(text) == wanted


def test_what_is_carried_out_belongs_to_the_task() -> None:
    head = ("编号", "实事项目", "实施内容", "责任部门", "本月进展", "累计进展")
    task = read_tasks(
        grid(head, ("1", "停车惠民", "新增停车泊位900个", "县城管局", "新增80个", "累计新增停车泊位610个"))
    )[0][0]
    assert (task.text, [one.value for one in task.targets], [one.value for one in task.reported]) == (
        "停车惠民：新增停车泊位900个",
        ["900"],
        ["610"],
    )


def test_short_notes_stand_behind_reports_in_rows_without_gaps(tmp_path: Path) -> None:
    text = (
        "重点任务落实情况\n序号工作任务责任领导协管领导牵头单位责任人参与单位落实情况备注\n"
        "1▲工业投资增长12%梁志远覃勇县工信局骆冰县统计局增长13.1%。\n"
        "2改造线路80公里梁志远覃勇县供电公司骆冰各镇改造52公里。省定\n3推进滨河公园建设郁红梅简波县园林局戴阳县财政局完成土方工程。市定\n"
        "4创建卫生县城郁红梅简波县卫健局储敏各成员单位通过暗访。\n"
    )
    tasks = written(tmp_path, text)
    assert [(task.responsible, task.related_units, task.status) for task in tasks] == [
        (("骆冰",), ("县统计局",), "增长13.1%。"),
        (("骆冰",), ("各镇",), "改造52公里。"),
        (("戴阳",), ("县财政局",), "完成土方工程。"),
        (("储敏",), ("各成员单位",), "通过暗访。"),
    ]
    assert "备注：省定" in tasks[1].notes


@pytest.mark.parametrize(
    "rows",
    [
        [
            "事项类别 | 事项名称 | 年度目标 | 责任单位 | 分管领导 | 进展情况 |",
            "一、交通 | 1.改造农村公路 | 改造农村公路26公里。 | 县交通局 | 罗岚 | 已改造农村公路11公里。 |",
            "2.新建公交站台 | 新建公交站台18座。 | 县公交公司 | 何敏 | 已建成公交站台7座。 | |",
            "3.更新校车 | 更新校车12辆。 | 县教育局 | 何敏 | 已更新校车9辆。 |",
        ],
        [
            "事项名称 | 工作任务 | 完成时间 | 牵头单位 |",
            "1.道路提升 | 改造农村公路26公里; | 11月 | 县交通局 |",
            "新建公交站台18座; | 10月 | 县公交公司 | |",
            "更新校车12辆; | 9月 | 县教育局 | |",
            "2.供水提升 | 更换供水管网16公里; | 12月 | 县水务公司 |",
        ],
    ],
)
def test_cells_left_out_below_one_that_reaches_over_rows_are_put_back(tmp_path: Path, rows: list[str]) -> None:
    tasks = written(tmp_path, "\n".join(["青浦县2031年民生实事进展情况表", *rows]) + "\n")
    assert [task.lead_units for task in tasks][:3] == [("县交通局",), ("县公交公司",), ("县教育局",)]
    assert ["新建公交站台18座" in tasks[1].text, "更新校车12辆" in tasks[2].text] == [True, True]
