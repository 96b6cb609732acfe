"""Columns of task tables that need more than their heads: labelled units, marks, goals on the way, groups of figures, whole rows of lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source, read
from kaoji.reading.tables.head_words import kind_of
from kaoji.reading.tasks import Task, read_tasks
from kaoji.reading.tasks.targets import reported_of, targets_of


def grid(*rows: Sequence[str], title: str = "青浦镇2034年任务表") -> Document:
    cells = (
        tuple(Cell(text, at, column, source=Source("a.docx", line=at)) for column, text in enumerate(row))
        for at, row in enumerate(rows)
    )
    return Document("a.docx", "docx", (Paragraph(title, source=Source("a.docx")), Grid(tuple(cells))))


def lines(tmp_path: Path, *texts: str) -> list[Task]:
    path = tmp_path / "tasks.txt"
    path.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    return read_tasks(read(path)[0])[0]


def figures(task: Task) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    targets = [(one.metric, one.value, one.unit) for one in task.targets]
    return targets, [(one.metric, one.value, one.unit) for one in task.reported]


@pytest.mark.parametrize(
    ("cell", "leads", "others"),
    [
        ("牵头：镇农业站\n配合：镇水利站、各村", ("镇农业站",), ("镇水利站", "各村")),
        ("牵头单位：镇农业站；配合单位：镇水利站", ("镇农业站",), ("镇水利站",)),
        ("镇农业站、镇水利站", ("镇农业站", "镇水利站"), ()),
    ],
)
def test_units_are_parted_by_the_labels_in_their_cell(
    cell: str, leads: tuple[str, ...], others: tuple[str, ...]
) -> None:
    document = grid(("序号", "工作任务", "责任单位", "完成时限"), ("1", "新建灌渠12公里", cell, "10月底"))
    task = read_tasks(document)[0][0]
    assert (task.lead_units, task.related_units) == (leads, others)


def test_a_column_of_marks_marks_its_tasks() -> None:
    tasks = read_tasks(
        grid(
            ("标识", "序号", "工作任务", "责任单位", "完成时限"),
            ("★", "1", "新建灌渠12公里", "镇水利站", "10月底"),
            ("", "2", "植树3万株", "镇农业站", "11月底"),
        )
    )[0]
    assert [(task.marks, task.text, task.notes) for task in tasks] == [
        (("★",), "新建灌渠12公里", ()),
        ((), "植树3万株", ()),
    ]


def test_goals_on_the_way_are_noted_beside_those_of_the_year() -> None:
    head = ("序号", "实事项目", "全年目标", "上半年目标", "完成情况", "责任单位")
    row = ("1", "危桥改造", "改造危桥9座", "开工4座", "已改造危桥5座", "镇交通站")
    task = read_tasks(grid(head, row))[0][0]
    assert task.text == "危桥改造：改造危桥9座"
    assert task.notes == ("上半年目标：开工4座",)
    assert figures(task) == ([("改造危桥", "9", "座")], [("改造危桥", "5", "座")])


def test_figures_below_a_group_have_the_unit_of_the_table_and_stand_beside_those_of_the_text() -> None:
    head = ("序号", "项目名称", "建设规模", "投资情况年度计划投资", "投资情况累计完成投资", "形象进度", "责任单位")
    row = ("1", "粮库扩建", "新建仓房4座", "900", "640", "建成仓房3座，其余已封顶", "镇粮站")
    task = read_tasks(grid(head, row, title="项目推进表（单位：万元）"))[0][0]
    assert figures(task) == (
        [("投资", "900", "万元"), ("新建仓房", "4", "座")],
        [("投资", "640", "万元"), ("建成仓房", "3", "座")],
    )
    assert task.status == "建成仓房3座，其余已封顶"


@pytest.mark.parametrize("status", ["72%", "72%（一处征地滞后）", "72%。"])
def test_a_percentage_alone_tells_how_far_the_whole_is(status: str) -> None:
    told = reported_of(status, targets_of("新建停车场3处，新增车位600个"))
    assert [(one.metric, one.value, one.unit) for one in told] == [("完成率", "72", "%")]


def test_two_metrics_before_two_values_have_one_each() -> None:
    found = targets_of("火灾起数、受灾户数控制在5起、9户以内")
    assert [(one.metric, one.value, one.unit) for one in found] == [("火灾起数", "5", "起"), ("受灾户数", "9", "户")]
    rates = targets_of("普及率和覆盖率达到95%和90%")
    assert [(one.metric, one.value) for one in rates] == [("普及率", "95"), ("覆盖率", "90")]


def test_lines_that_make_whole_rows_are_parted_by_their_number(tmp_path: Path) -> None:
    tasks = lines(
        tmp_path,
        *("镇级民生实事进度表", "序号", "项目内容", "当前进度", "牵头单位", "备注"),
        *("1", "新增车位200个。", "60%（选址滞后）", "镇城建站", "县级民生实事"),
        *("2", "修缮祠堂广场2处。", "90%", "镇文化站", "镇级民生实事"),
        *("3", "改造公厕6座。", "50%", "镇城建站", "镇级民生实事"),
    )
    assert [(task.lead_units, task.notes) for task in tasks] == [
        (("镇城建站",), ("备注：县级民生实事",)),
        (("镇文化站",), ("备注：镇级民生实事",)),
        (("镇城建站",), ("备注：镇级民生实事",)),
    ]


def test_lines_of_marks_and_labelled_units_belong_to_the_row_around_them(tmp_path: Path) -> None:
    tasks = lines(
        tmp_path,
        *("镇级重点任务表", "序号", "重点任务", "具体目标", "责任单位", "完成时限"),
        *("★", "1", "兴修水利", "1.清淤河道8公里；", "2.加固塘坝5座。", "牵头：镇水利站", "配合：各村", "9月底"),
        *("2", "发展茶业", "新建茶园300亩。", "牵头：镇农业站", "配合：镇林业站", "11月底"),
        *("★", "3", "绿化村庄", "植树2万株。", "牵头：镇林业站", "配合：各村", "12月底"),
    )
    assert [(task.marks, task.lead_units, task.related_units, task.deadline) for task in tasks] == [
        (("★",), ("镇水利站",), ("各村",), "9月底"),
        ((), ("镇农业站",), ("镇林业站",), "11月底"),
        (("★",), ("镇林业站",), ("各村",), "12月底"),
    ]
    assert tasks[0].text == "兴修水利：1.清淤河道8公里；2.加固塘坝5座。"


def test_last_years_figures_and_places_are_noted_beside_the_goals_of_this_year() -> None:
    head = (
        "序号",
        "指标名称",
        "单位",
        "上年完成数",
        "今年目标数",
        "1—8月完成数",
        "完成目标（%）",
        "全县排名",
        "责任部门",
    )
    first = ("1", "茶叶产值", "万元", "4100", "4600", "3220", "70", "5", "镇农业站")
    second = ("2", "外出务工", "人", "2600", "2700", "2590", "95.9", "2", "镇社保所")
    task = read_tasks(grid(head, first, second))[0][0]
    assert figures(task) == ([("茶叶产值", "4600", "万元")], [("茶叶产值", "3220", "万元"), ("完成率", "70", "%")])
    assert (task.status, task.notes, task.lead_units) == ("3220", ("上年完成数：4100", "全县排名：5"), ("镇农业站",))


def test_the_steps_of_a_plan_below_one_head_are_no_deadline() -> None:
    heads = ("序号", "改革任务", "节点安排", "", "推进情况", "牵头单位")
    steps = ("", "", "3月底", "11月底", "", "")
    row = ("1", "盘活闲置校舍12处", "摸清底数", "盘活12处", "累计盘活7处。", "镇资产办")
    spans = {0: 2, 1: 2, 4: 2, 5: 2}
    source = Source("a.docx")
    top = tuple(
        Cell(text, 0, at, row_span=spans.get(at, 1), column_span=2 if at == 2 else 1, source=source)
        for at, text in enumerate(heads)
        if text
    )
    lower = tuple(Cell(text, 1, at, source=source) for at, text in enumerate(steps) if text)
    body = tuple(Cell(text, 2, at, source=source) for at, text in enumerate(row))
    tasks = read_tasks(Document("a.docx", "docx", (Grid((top, lower, body)),)))[0]
    assert [(task.text, task.deadline, task.status) for task in tasks] == [("盘活闲置校舍12处", "", "累计盘活7处。")]


def test_persons_stand_without_their_posts_and_telephones(tmp_path: Path) -> None:
    tasks = lines(
        tmp_path,
        *("镇长办公会议议定事项办理情况", "序号", "议定事项", "主办单位", "责任人及联系电话", "会办单位", "办理情况"),
        *("1", "修复水毁道路4处", "镇交通站", "副站长 钱庆 13900000001", "各村", "已修复3处。"),
        *("2", "出台奖补办法", "镇财政所", "所长 孙昊 5550002", "镇农业站", "已印发。"),
        *("3", "清理占道摊点", "镇城管队", "中队长 李慎 5550003", "镇派出所", "已清理。"),
    )
    assert [(task.responsible, task.lead_units, task.related_units) for task in tasks] == [
        (("钱庆",), ("镇交通站",), ("各村",)),
        (("孙昊",), ("镇财政所",), ("镇农业站",)),
        (("李慎",), ("镇城管队",), ("镇派出所",)),
    ]


def test_where_something_is_done_is_not_what_is_counted() -> None:
    found = targets_of("完成全镇16处山塘除险加固")
    assert [(one.metric, one.value, one.unit) for one in found] == [("山塘除险加固", "16", "处")]
    told = reported_of("①新增床位80张；②发放补贴1.4万份", targets_of("①新增床位120张；②发放补贴2万份"))
    assert [(one.metric, one.value, one.unit) for one in told] == [
        ("新增床位", "80", "张"),
        ("发放补贴", "1.4", "万份"),
    ]


def test_an_expected_goal_beside_an_indicator_is_a_target() -> None:
    head = ("序号", "指标内容", "预期目标", "1—11月进展", "预计全年", "牵头单位", "备注")
    first = ("1", "茶叶产值", "增长6%左右", "增长5.2%", "5.8%", "镇农业站", "")
    second = ("2", "新增就业", "260人", "248人", "270人", "镇社保所", "快报数")
    tasks = read_tasks(grid(head, first, second))[0]
    assert [(task.text, figures(task)) for task in tasks] == [
        ("茶叶产值", ([("茶叶产值增长", "6", "%")], [("茶叶产值增长", "5.2", "%")])),
        ("新增就业", ([("新增就业", "260", "人")], [("新增就业", "248", "人")])),
    ]


def test_what_was_done_this_week_is_noted_beside_what_was_done_so_far() -> None:
    head = ("项目名称", "建设地点", "主要建设内容", "工期", "本周进展", "累计进展", "业主单位", "施工单位")
    row = ("道路硬化", "上河村", "硬化道路7公里", "3月—9月", "路基1公里", "累计硬化道路4公里", "上河村委会", "宏路公司")
    task = read_tasks(grid(head, row))[0][0]
    assert (task.text, task.deadline, task.lead_units) == ("道路硬化：硬化道路7公里", "3月—9月", ("上河村委会",))
    assert (task.status, figures(task)[1]) == ("累计硬化道路4公里", [("硬化道路", "4", "公里")])
    assert task.notes == ("建设地点：上河村", "本周进展：路基1公里", "施工单位：宏路公司")


def test_ratios_of_a_column_stand_beside_what_the_report_says_without_a_column_of_targets() -> None:
    head = ("序号", "攻坚行动", "重点任务", "牵头单位", "责任村组", "工作进展", "完成比例", "是否达序时")
    row = ("1", "蓝天保卫", "帮助30家企业完成改造", "镇环保办", "各村", "已帮助21家企业完成改造。", "70%", "是")
    task = read_tasks(grid(head, row))[0][0]
    assert (task.text, task.notes[-1]) == ("蓝天保卫：帮助30家企业完成改造", "是否达序时：是")
    assert [(one.value, one.unit) for one in task.reported] == [("21", "家"), ("70", "%")]


def test_a_row_of_lines_may_lack_its_remark(tmp_path: Path) -> None:
    tasks = lines(
        tmp_path,
        *("镇级重点任务表", "序号", "工作任务", "完成情况", "牵头单位", "备注"),
        *("1", "新建灌渠12公里", "建成9公里", "镇水利站", "省级项目"),
        *("2", "植树3万株", "植树2.6万株", "镇农业站"),
        *("3", "改造公厕6座", "改造公厕4座", "镇城建站"),
    )
    assert [(task.lead_units, task.status, task.notes) for task in tasks] == [
        (("镇水利站",), "建成9公里", ("备注：省级项目",)),
        (("镇农业站",), "植树2.6万株", ()),
        (("镇城建站",), "改造公厕4座", ()),
    ]


def test_what_was_found_and_its_mending_are_read_as_a_task() -> None:
    head = ("序号", "反馈问题", "整改目标", "整改措施", "整改时限", "主责部门", "整改进展", "是否销号")
    row = ("1", "危房改造缓慢", "完成危房改造40户", "每周调度", "9月底", "镇城建站", "已完成危房改造31户。", "否")
    task = read_tasks(grid(head, row))[0][0]
    assert (task.text, task.status) == ("危房改造缓慢：完成危房改造40户：每周调度", "已完成危房改造31户。")
    assert figures(task) == ([("危房改造", "40", "户")], [("危房改造", "31", "户")])


def test_a_second_figure_of_one_goal_has_its_metric() -> None:
    head = ("实事类别", "实事内容", "计划目标", "实际完成", "完成率", "承办部门")
    row = ("住有所居", "改造老旧住宅", "改造小区6个、480户", "改造小区5个、402户", "84%", "镇城建站")
    task = read_tasks(grid(head, row))[0][0]
    assert figures(task) == (
        [("改造小区", "6", "个"), ("改造小区", "480", "户")],
        [("改造小区", "5", "个"), ("改造小区", "402", "户"), ("完成率", "84", "%")],
    )
    assert (task.status, task.notes) == ("改造小区5个、402户", ("实事类别：住有所居",))


def test_units_headed_so_stand_beside_targets_and_figures_with_units_are_no_words() -> None:
    tasks = read_tasks(
        grid(
            ("单位", "序号", "目标任务", "目标值", "完成值", "完成情况说明"),
            ("县林业局", "1", "完成造林任务", "7万亩", "6.1万亩", "春季造林4万亩，秋季造林2.1万亩。"),
            ("县林业局", "2", "森林覆盖率", "51%", "51.6%", "经监测为51.6%。"),
            ("县教育局", "3", "新增学位", "1500个", "1620个", "新校区投用。"),
        )
    )[0]
    assert [task.lead_units for task in tasks] == [("县林业局",), ("县林业局",), ("县教育局",)]
    assert tasks[0].status == "春季造林4万亩，秋季造林2.1万亩。"
    assert [figures(task) for task in tasks] == [
        ([("造林任务", "7", "万亩")], [("造林任务", "6.1", "万亩")]),
        ([("森林覆盖率", "51", "%")], [("森林覆盖率", "51.6", "%")]),
        ([("新增学位", "1500", "个")], [("新增学位", "1620", "个")]),
    ]


def test_comrades_of_the_city_lead_and_those_of_units_answer() -> None:
    tasks = read_tasks(
        grid(
            ("序号", "任务内容", "市级负责同志", "责任单位", "责任单位负责同志", "完成时限"),
            ("1", "新建绿道12公里", "贺川", "市园林局", "田园", "6月底"),
            ("2", "增设座椅400处", "贺川", "市城管局\n市园林局", "路平\n田园", "7月底"),
        )
    )[0]
    assert [(task.leader, task.lead_units, task.responsible) for task in tasks] == [
        (("贺川",), ("市园林局",), ("田园",)),
        (("贺川",), ("市城管局", "市园林局"), ("路平", "田园")),
    ]


INVESTED = (
    ("序号", "项目名称及建设内容", "建设单位", "投资情况", "", "工程进度", "存在困难"),
    ("", "", "", "年度计划", "累计完成", "", ""),
    ("1", "县粮食储备库，新建仓房4座", "县粮食局", "6200", "3900", "4座仓房已建成3座。", "无"),
    ("2", "城南停车场项目", "县城投公司", "1800", "1750", "正在铺装。", ""),
    ("3", "中心敬老院，新增床位160张", "县民政局", "2400", "900", "基础施工。", ""),
)


@pytest.mark.parametrize("way", ["rows", "tabs"])
def test_what_is_planned_below_investment_is_money_and_no_figure_of_the_text(tmp_path: Path, way: str) -> None:
    rows = ["\t".join(row).rstrip("\t") for row in INVESTED]
    cells = ["\n".join("\t" + cell for cell in row if cell or row[0] != "序号") + "\n" for row in INVESTED]
    (tmp_path / "a.txt").write_text(
        "重点项目推进台账\n单位：万元\n" + "\n".join(rows if way == "rows" else ["", *cells])
    )
    tasks = read_tasks(read(tmp_path / "a.txt")[0])[0]
    assert [figures(task) for task in tasks] == [
        ([("投资", "6200", "万元"), ("新建仓房", "4", "座")], [("投资", "3900", "万元"), ("仓房建成", "3", "座")]),
        ([("投资", "1800", "万元")], [("投资", "1750", "万元")]),
        ([("投资", "2400", "万元"), ("新增床位", "160", "张")], [("投资", "900", "万元")]),
    ]


def test_what_a_higher_level_sets_is_a_target_and_rates_of_growth_are_growth() -> None:
    tasks = read_tasks(
        grid(
            ("编号", "考核指标", "省定目标", "牵头责任单位", "1—5月完成情况"),
            ("1", "居民收入增速", "7%左右", "市发改委", "一季度居民收入8126元，增长6.4%。"),
            ("2", "耕地保有量", "不低于90万亩", "市自然资源局", "耕地保有量稳定在91万亩。"),
        )
    )[0]
    assert [task.text for task in tasks] == ["居民收入增速", "耕地保有量"]
    assert [figures(task) for task in tasks] == [
        ([("居民收入增长", "7", "%")], [("居民收入增长", "6.4", "%")]),
        ([("耕地保有量", "90", "万亩")], [("耕地保有量", "91", "万亩")]),
    ]


def test_the_one_unknown_head_of_numbered_rows_is_the_task(tmp_path: Path) -> None:
    head = ("包联领导", "序号", "攻关清单", "牵头单位", "目标时限", "本月进展", "累计完成率（%）")
    rows = [
        ("岳明", "1", "绿化造林3万亩", "市林业局", "4月底", "春季造林2.1万亩。", "70"),
        ("钱枫", "2", "节能改造50万平方米", "市住建局", "10月底", "竣工18万平方米。", "36"),
        ("钱枫", "3", "新建泊位900个", "市城管局", "9月底", "建成泊位405个。", "45"),
    ]
    tasks = lines(tmp_path, "2039年重点工作进展（5月）", *head, *(text for row in rows for text in row))
    assert [(task.text, task.status) for task in tasks] == [(row[2], row[5]) for row in rows]


def test_what_stands_left_of_the_numbers_groups_rows(tmp_path: Path) -> None:
    rows = [
        "工作板块\t序号\t重点工作\t责任单位\t完成时限",
        "养殖转型\t1\t建造网箱6座\t区渔业局\t6月底",
        "\t2\t创建示范场2家\t区渔业局\t11月底",
        "捕捞减量\t3\t减船120艘\t区渔业局\t9月底",
        "\t4\t放流苗种4.5亿尾\t区渔业局\t8月底",
        "加工提升\t5\t新增冷库2座\t区工信局\t全年",
    ]
    (tmp_path / "a.txt").write_text("重点工作安排\n" + "\n".join(rows), encoding="utf-8")
    tasks = read_tasks(read(tmp_path / "a.txt")[0])[0]
    assert [task.text for task in tasks] == [row.split("\t")[2] for row in rows[1:]]
    assert figures(tasks[3])[0] == [("放流苗种", "4.5", "亿尾")]


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        ("任务号 事项编号 顺序号 排序", "number"),
        ("工作项目 重大项目 工作部署 责任内容 项目及建设内容 项目名称及建设内容 包联事项", "task"),
        ("市级负责同志 县级责任人", "leader"),
        ("执行单位 项目业主 建设单位 村名", "lead"),
        ("共同责任单位 协作单位", "related"),
        ("主办人 办理人 包村干部", "person"),
        ("进度要求 时序要求 目标时限", "deadline"),
        ("阶段进展 任务进展 工作开展情况 推进实况 具体进展", "status"),
        ("任务完成率 目标完成率", "ratio"),
        ("省定目标 市定任务", "target"),
        ("困难问题 问题及建议 需协调解决的问题 亮灯情况 督查意见 预计完成数", "note"),
    ],
)
def test_heads_are_known_by_what_they_mean(labels: str, kind: str) -> None:
    assert {label: kind_of(label, "task") for label in labels.split()} == dict.fromkeys(labels.split(), kind)


def test_of_two_persons_the_one_before_the_unit_leads() -> None:
    head = ("项目名称", "项目负责人", "责任科室", "具体责任人", "完成时限")
    (task,) = read_tasks(grid(head, ("新建驿站6个", "鹿鸣", "党建办", "卫青", "9月底")))[0]
    assert (task.leader, task.lead_units, task.responsible) == (("鹿鸣",), ("党建办",), ("卫青",))
