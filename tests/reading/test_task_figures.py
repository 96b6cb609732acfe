"""Targets in a column of their own, reports that leave out what they count, and dates of deadlines."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source, read
from kaoji.reading.tasks import Task, read_tasks, to_json
from kaoji.reading.tasks.due import due_date, year_of
from kaoji.reading.tasks.targets import progress, reported_of, targets_of
from kaoji.writing.task_table import task_table

HEAD = ("序号", "工作任务", "责任单位", "配合单位", "完成时限", "量化目标", "进展情况")


def table(*rows: tuple[str, str, str]) -> Document:
    """Make a table of tasks: each a text, the target in its own column and the progress."""
    filled = [
        (str(number), text, "县发改局", "县财政局", "11月底", goal, status)
        for number, (text, goal, status) in enumerate(rows, 1)
    ]
    cells = (
        tuple(Cell(text, at, column, source=Source("a.docx", line=at)) for column, text in enumerate(row))
        for at, row in enumerate([HEAD, *filled])
    )
    title = Paragraph("云岭县2031年度重点任务表", source=Source("a.docx"))
    return Document("a.docx", "docx", (title, Grid(tuple(cells))))


def only(text: str, goal: str, status: str = "") -> Task:
    return read_tasks(table((text, goal, status)))[0][0]


def codes(document: Document) -> list[str]:
    return [finding.code for finding in read_tasks(document)[1]]


def quantities(task: Task, kind: str) -> list[tuple[str, str]]:
    return [(one["metric"], one["value"] + one["unit"]) for one in to_json(task)[kind]]


@pytest.mark.parametrize(
    ("text", "goal", "expected"),
    [
        ("新建冷链仓库3座，新增库容900吨", "3座、900吨", [("新建冷链仓库", "3座"), ("新增库容", "900吨")]),
        ("整治河道16公里", "16公里", [("整治河道", "16公里")]),
        ("新增就业2600人，培训3100人次", "2600人", [("新增就业", "2600人"), ("培训", "3100人次")]),
        ("发放助农贷款6000万元", "0.6亿元", [("发放助农贷款", "6000万元")]),
        ("粮食产量稳定增长", "总产量21万吨", [("总产量", "21万吨")]),
        ("旅客满意率", "92%", [("旅客满意率", "92%")]),
    ],
)
def test_a_column_of_targets_takes_its_metrics_from_the_task(
    text: str, goal: str, expected: list[tuple[str, str]]
) -> None:
    assert quantities(only(text, goal), "targets") == expected


@pytest.mark.parametrize(
    ("text", "goal", "bound"),
    [
        ("集中供水率达到93%", "≥93%", "≥"),
        ("集中供水率达到93%以上", "93%", "≥"),
        ("管网漏损率降至8%", "不高于8%", "≤"),
        ("臭氧浓度控制在150微克/立方米以下", "", "≤"),
        ("集中供水率达到93%", "93%", ""),
    ],
)
def test_floors_and_ceilings_are_kept(text: str, goal: str, bound: str) -> None:
    (target,) = only(text, goal).targets
    assert target.bound == bound


def test_a_target_in_words_is_kept_and_said() -> None:
    document = table(("县体育馆主体施工", "主体完工", "正在施工"))
    assert read_tasks(document)[0][0].goal == "主体完工"
    assert "reading.I208" in codes(document)


def test_a_column_that_differs_from_the_task_is_taken_and_said() -> None:
    document = table(("整治河道16公里", "18公里", ""))
    assert quantities(read_tasks(document)[0][0], "targets") == [("整治河道", "18公里")]
    assert "reading.W233" in codes(document)
    assert "reading.W233" not in codes(table(("整治河道16公里", "16公里", "")))


@pytest.mark.parametrize(
    ("text", "status", "expected", "share"),
    [
        ("粮食产量达到21万吨", "累计完成18.9万吨", [("粮食产量", "18.9万吨")], "0.9000"),
        ("规上服务业营收增长9%", "1-9月增长8.1%", [("规上服务业营收增长", "8.1%")], ""),
        ("规上服务业营收增长9%", "8.1%", [("规上服务业营收增长", "8.1%")], ""),
        ("引进产业项目8个", "已签约6个", [("签约", "6个")], "0.7500"),
        ("培育家庭农场20家", "新培育18家", [("新培育", "18家")], "0.9000"),
        ("新建卫生站4所", "4所已全部投入使用", [("新建卫生站", "4所")], "1.0000"),
        ("改造农房90户", "90户全部竣工", [("改造农房", "90户")], "1.0000"),
        ("新建卫生站4所", "已开工6所，其中3所建成投用", [("新建卫生站", "3所")], "0.7500"),
        ("整治河道16公里", "已完工12公里，完成75%", [("完工", "12公里"), ("完成率", "75%")], "0.7500"),
        ("臭氧浓度控制在150微克/立方米以下", "142微克/立方米", [("臭氧浓度", "142微克/立方米")], ""),
        ("居民医保参保率达到96%", "参保率97%", [("参保率", "97%")], "1.0104"),
        ("新增就业2600人", "正在推进，下步还需发动", [], ""),
        ("整治河道16公里", "完成年度任务的60%", [], ""),
    ],
)
def test_reports_that_leave_out_what_they_count_answer_the_target(
    text: str, status: str, expected: list[tuple[str, str]], share: str
) -> None:
    task = only(text, "", status)
    assert (quantities(task, "reported"), task.progress) == (expected, share)


def test_what_is_only_begun_is_no_progress_of_what_is_to_be_finished() -> None:
    targets = targets_of("新建卫生站4所")
    assert progress(targets, reported_of("4所卫生站均已开工。", targets)) == ""
    assert progress(targets, reported_of("剩余2所尚未完工。", targets)) == ""


def test_changes_without_names_answer_targets_in_order() -> None:
    targets = targets_of("城乡居民人均可支配收入分别增长5%、6.5%")
    assert [(one.metric, one.value) for one in reported_of("分别增长5.2%、6.1%", targets)] == [
        ("城镇居民人均可支配收入增长", "5.2"),
        ("农村居民人均可支配收入增长", "6.1"),
    ]


def test_figures_that_answer_nothing_are_said() -> None:
    assert "reading.W234" in codes(table(("整治河道16公里", "16公里", "召开推进会3次")))
    assert "reading.W234" not in codes(table(("整治河道16公里", "16公里", "正在施工")))


def test_columns_are_told_and_the_workbook_keeps_target_and_date(tmp_path: Path) -> None:
    tasks, findings = read_tasks(table(("集中供水率达到93%", "≥93%", "92.1%"), ("建成县体育馆", "主体完工", "")))
    (said,) = [finding.data["columns"] for finding in findings if finding.code == "reading.I204"]
    assert "配合单位 = 相关单位" in said
    assert [task.due for task in tasks] == ["2031-11-30", "2031-11-30"]

    (tmp_path / "tasks.xlsx").write_bytes(task_table(tasks, "任务"))
    again = read_tasks(read(tmp_path / "tasks.xlsx")[0])[0]

    assert [to_json(task) | {"doc": ""} for task in again] == [to_json(task) | {"doc": ""} for task in tasks]


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ("2031年12月31日", "2031-12-31"),
        ("2031-10-31", "2031-10-31"),
        ("2月底前", "2032-02-29"),
        ("6月中旬", "2032-06-20"),
        ("第三季度末", "2032-09-30"),
        ("2033年第四季度", "2033-12-31"),
        ("上半年", "2032-06-30"),
        ("年底前完成", "2032-12-31"),
        ("次年1月20日前", "2033-01-20"),
        ("2032年3月至2033年5月", "2033-05-31"),
        ("长期坚持", ""),
        ("4月31日", ""),
        ("6月底；12月底", ""),
        ("前", ""),
    ],
)
def test_deadlines_give_their_last_day(deadline: str, day: str) -> None:
    assert due_date(deadline, 2032) == day


def test_the_year_is_told_by_the_title_where_it_names_one_only() -> None:
    assert year_of(table(("修路", "", ""))) == 2031
    assert year_of(Document("a.txt", "txt", (Paragraph("2031年总结和2032年要点", source=Source("a.txt")),))) is None
    assert due_date("12月底", None) == ""


def growing() -> Document:
    """Make a table of indicators whose head has two rows: level and growth below target and progress."""
    rows = [
        ("1", "地区产值", "亿元", "210", "6.5", "150.4", "6.1", "71.6", "县发改局"),
        ("2", "新增就业", "人", "2400", "", "2310", "", "96.3", "县人社局"),
    ]
    cells = [
        tuple(Cell(text, at, column, source=Source("a.docx", line=at)) for column, text in enumerate(row))
        for at, row in enumerate(rows, 2)
    ]
    upper, lower = [], []
    for column, text in ((0, "序号"), (1, "指标名称"), (2, "计量单位"), (7, "完成年度目标比例（%）"), (8, "牵头单位")):
        upper.append(Cell(text, 0, column, row_span=2, source=Source("a.docx", line=0)))
    for column, text in ((3, "年度目标"), (5, "1—9月完成情况")):
        upper.append(Cell(text, 0, column, column_span=2, source=Source("a.docx", line=0)))
    for column, text in enumerate(("总量", "增速（%）", "总量", "增速（%）"), 3):
        lower.append(Cell(text, 1, column, source=Source("a.docx", line=1)))
    head = tuple(sorted(upper, key=lambda cell: cell.column))
    title = Paragraph("云岭县2031年主要指标", source=Source("a.docx"))
    return Document("a.docx", "docx", (title, Grid((head, tuple(lower), *cells))))


def test_columns_of_growth_stand_beside_those_of_amounts() -> None:
    first, second = read_tasks(growing())[0]
    assert quantities(first, "targets") == [("地区产值", "210亿元"), ("地区产值增长", "6.5%")]
    assert quantities(first, "reported") == [("地区产值", "150.4亿元"), ("地区产值增长", "6.1%"), ("完成率", "71.6%")]
    assert quantities(second, "targets") == [("新增就业", "2400人")]
    assert quantities(second, "reported") == [("新增就业", "2310人"), ("完成率", "96.3%")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("财政收入增长5%以上，达到46亿元", [("财政收入增长", "5%", "≥"), ("财政收入", "46亿元", "")]),
        ("五类侵财案件破案率达到92%", [("五类侵财案件破案率", "92%", "")]),
        ("亿元产值事故死亡率控制在0.05以内", [("亿元产值事故死亡率", "0.05", "≤")]),
        ("群众安全感指数不低于93", [("群众安全感指数", "93", "≥")]),
        ("优良天数比例不低于86%", [("优良天数比例", "86%", "≥")]),
        ("建成3.0版平台，10万元以下薄弱村全部消除", []),
        ("引进3000万元以上项目9个", [("引进3000万元以上项目", "9个", "")]),
        ("争取资金2000万元以上用于管网改造", [("争取资金", "2000万元", "≥")]),
        ("推进三个村庄规划编制", [("村庄规划编制", "3个", "")]),
    ],
)
def test_numbers_in_names_and_figures_without_a_unit(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(one.metric, one.value + one.unit, one.bound) for one in targets_of(text)] == expected


def test_lower_heads_of_two_columns_are_told_in_lines_too(tmp_path: Path) -> None:
    lines = [
        "云岭县2031年主要指标", "序号", "指标名称", "计量单位", "年度目标", "1—9月完成情况", "牵头单位", "责任领导",
        "总量", "增速（%）", "总量", "增速（%）",
        "1", "地区产值", "亿元", "210", "6.5", "150.4", "6.1", "县发改局", "李明远",
        "2", "商品零售额", "亿元", "58", "8", "44.2", "7.3", "县商务局", "李明远",
        "3", "固定投资", "亿元", "96", "9", "81.5", "10.2", "县发改局", "赵文",
    ]  # fmt: skip
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    first, *_, last = read_tasks(read(path)[0])[0]
    assert quantities(first, "targets") == [("地区产值", "210亿元"), ("地区产值增长", "6.5%")]
    assert quantities(last, "reported") == [("固定投资", "81.5亿元"), ("固定投资增长", "10.2%")]
    assert (last.lead_units, last.leader) == (("县发改局",), ("赵文",))


def quarters(first: str, second: str) -> Document:
    """Make a table whose progress stands in a column for each quarter; who leads groups the rows, once."""
    head = ("承办单位", "编号", "实事名称", "领办领导", "一季度进展", "二季度进展")
    rows = [
        head,
        ("区城管局", "1", "升级改造便民市场7个", "区政府副区长  栗敏", first, second),
        ("", "2", "新建公厕9座", "蒋毅", "开工4座。", "建成6座。"),
    ]
    cells = (
        tuple(Cell(text, at, column, source=Source("a.docx", line=at)) for column, text in enumerate(row))
        for at, row in enumerate(rows)
    )
    return Document("a.docx", "docx", (Grid(tuple(cells)),))


def test_the_latest_quarter_answers_and_who_leads_a_group_leads_each_row() -> None:
    first, second = read_tasks(quarters("完成改造1个。", "累计完成改造5个。"))[0]
    assert quantities(first, "reported") == [("改造", "5个")]
    assert first.leader == ("栗敏",)
    assert second.lead_units == ("区城管局",)
    assert quantities(second, "reported") == [("建成", "6座")]


@pytest.mark.parametrize(
    ("status", "value"),
    [
        ("治理率由38%提高到43.5%", ("治理率", "43.5%")),
        ("26处危桥已完成改造24处", ("危桥完成改造", "24处")),
        ("为300名老人提供助餐服务", ("老人", "300名")),
        ("用水总量0.86亿立方米", ("用水总量", "0.86亿立方米")),
    ],
)
def test_what_was_before_and_of_how_many_is_no_value(status: str, value: tuple[str, str]) -> None:
    assert [(one.metric, one.value + one.unit) for one in targets_of(status)] == [value]


def test_what_is_done_before_a_number_belongs_to_what_is_counted() -> None:
    for text, status, wanted in (
        ("提质改造12条背街小巷，节能改造900盏路灯", "完成5条背街小巷提质改造，节能改造路灯400盏", [("提质改造背街小巷", "12"), ("节能改造路灯", "900")]),
        ("新增300个停车泊位", "新增停车泊位180个", [("新增停车泊位", "300")]),
        ("推进6个社区食堂建设，打造4个样板村", "建成社区食堂3个", [("社区食堂建设", "6"), ("样板村", "4")]),
    ):  # fmt: skip
        targets = targets_of(text)
        assert [(target.metric, target.value) for target in targets] == wanted
        assert len(reported_of(status, targets)) == status.count("，") + 1


def test_what_is_prepared_is_not_done_and_lists_part_what_they_count() -> None:
    targets = targets_of("2.改造600盏路灯；新建4个公园和7个广场，创建12个示范村、巩固提升3个示范村")
    assert [(target.metric, target.value) for target in targets] == [
        ("改造路灯", "600"), ("新建公园", "4"), ("广场", "7"), ("示范村", "12"), ("示范村", "3"),
    ]  # fmt: skip
    assert reported_of("已完成200盏路灯改造的摸底和预算", targets[:1]) == ()
    assert [value.value for value in reported_of("已完成200盏路灯改造", targets[:1])] == ["200"]
    more = targets_of("3.2041年净增贷款8亿元；拆除房屋5万㎡，选择9家企业进行培育")
    assert [(target.metric, target.value, target.unit) for target in more] == [
        ("净增贷款", "8", "亿元"), ("拆除房屋", "5", "万㎡"), ("企业", "9", "家"),
    ]  # fmt: skip
