"""Tables whose cells all run together in a line are parted by what they say."""

from __future__ import annotations

import pytest

from kaoji.reading import read
from kaoji.reading.sheets import leaves, outline
from kaoji.reading.tasks import Task, read_tasks

_ASKED_POINTS_STANDARD = (
    "青川县河道工作考核评分细则考核项目考核要求分值评分细则基础工作(50分)实施方案按时出台;机构、人员、经费三落实。5每缺一项扣0.5分。"
    "管护责任明确、完整,更新及时。15未逐月更新,发现一条扣0.5分。公示牌设立规范,干净整洁。30公示牌不规范,每个扣0.5分;联系不上的每处扣1分。"
    "巡河履职(50分)乡级河长每月巡河不少于2次。30每少1次扣1分。问题整改按期销号。20每低5个百分点扣1分;虚假整改不得分。"
)
_ASKED_STANDARD_POINTS = (
    "青川县信息工作考核表\n序号考核内容评分标准分值\n"
    "按月报送信息,内容真实准确。每少一条扣0.5分。10信息被上级采用。每采用一条得1分,最高得20分。20应急信息及时报送。\n"
    "迟报一次扣2分;漏报一次扣5分。15\n"
)


def said(text: str) -> list[tuple[str, str, str]]:
    found, _ = outline(read(text.encode(), name="a.txt")[0])
    return [(path[-1].name, leaf.points, leaf.text) for path, leaf in leaves(found.sheets)]


def test_every_row_of_a_table_in_one_line_is_read() -> None:
    assert said(_ASKED_POINTS_STANDARD) == [
        ("基础工作", "5", "每缺一项扣0.5分。"),
        ("基础工作", "15", "未逐月更新,发现一条扣0.5分。"),
        ("基础工作", "30", "公示牌不规范,每个扣0.5分;联系不上的每处扣1分。"),
        ("巡河履职", "30", "每少1次扣1分。"),
        ("巡河履职", "20", "每低5个百分点扣1分;虚假整改不得分。"),
    ]


def test_points_behind_the_standard_part_the_rows() -> None:
    assert said(_ASKED_STANDARD_POINTS) == [
        ("青川县信息工作考核表", "10", "每少一条扣0.5分。"),
        ("青川县信息工作考核表", "20", "每采用一条得1分,最高得20分。"),
        ("青川县信息工作考核表", "15", "迟报一次扣2分;漏报一次扣5分。"),
    ]


def test_prose_that_names_heads_of_columns_stays_prose() -> None:
    text = "评分表列有考核项目考核内容评分标准分值四栏。请于3月10日前报送。逾期不报的扣1分。\n"
    assert said(text) == []


def test_words_behind_the_last_row_are_kept() -> None:
    found, _ = outline(read(f"{_ASKED_POINTS_STANDARD}本细则由县河长办解释。".encode(), name="a.txt")[0])
    assert [line.text for line in found.prose if "解释" in line.text] == ["本细则由县河长办解释。"]


@pytest.mark.parametrize("rows", ["", "落实责任。", "落实责任。5每缺一项扣1分。", "指标" * 50])
def test_a_head_without_rows_below_is_no_table(rows: str) -> None:
    assert said(f"考核项目考核要求分值评分细则{rows}\n") == []


def test_rows_that_are_numbered_are_parted_by_their_numbers() -> None:
    text = (
        "河道工作年度考核标准和办法序号河 道 管 护 标 准分值评 分 标 准备 注实得分1 健全河长组织,明确专人负责。3未建立的不得分,未调整的扣2分。 "
        "以文件为依据。2落实“一河一策”,按期完成年度任务12未完成的不得分。3按月巡河并记录。3缺1次扣1分,扣完为止。 以台账为依据。"
        "4公示牌设立规范。5每缺1处扣1分。\n"
    )
    assert [(points, standard[:6]) for _, points, standard in said(text)] == [
        ("3", "未建立的不得"),
        ("12", "未完成的不得"),
        ("3", "缺1次扣1分"),
        ("5", "每缺1处扣1"),
    ]


def test_points_without_a_stop_before_them_part_the_rows_where_a_standard_follows() -> None:
    text = (
        "青川县信息工作考核表项目考核要求分值评分标准按月报送信息,内容真实5每少一条扣0.5分。应急信息2小时内报送10迟报不超过1次,未报一次扣5分。"
        "信息被上级采用不少于3篇15缺一篇扣2分。专人负责8无专人负责的不得分。\n"
    )
    assert [(points, standard) for _, points, standard in said(text)] == [
        ("5", "每少一条扣0.5分。"),
        ("10", "迟报不超过1次,未报一次扣5分。"),
        ("15", "缺一篇扣2分。"),
        ("8", "无专人负责的不得分。"),
    ]


def test_a_number_between_words_parts_cells_where_no_stops_do() -> None:
    text = (
        "青川县长效管护考核评分表类别考核内容分值扣分标准扣分理由得分组织体制(11)由镇长牵头的管护班子2村级没有队伍的扣1分,未定下1名专人的扣1分。"
        "管护责任落实情况4承诺书签约率95%以下的扣4分。分给保洁员的地段5没有定员的扣3分,界线不明的扣2分。"
        "经费保障(4)村级经费到位率4按100%起算,每低1个百分点扣0.4分,扣完为止。本表由县城管局解释。\n"
    )
    assert said(text) == [
        ("组织体制", "2", "村级没有队伍的扣1分,未定下1名专人的扣1分。"),
        ("组织体制", "4", "承诺书签约率95%以下的扣4分。"),
        ("组织体制", "5", "没有定员的扣3分,界线不明的扣2分。"),
        ("经费保障", "4", "按100%起算,每低1个百分点扣0.4分,扣完为止。"),
    ]


def test_a_numbered_table_whose_rows_have_no_points_in_the_line_is_no_fault() -> None:
    text = "青川县信息工作考核表序号考核内容分值评分标准按月报送信息,内容真实准确,领导满意,群众认可"
    assert said(text) == []


def test_points_stuck_to_the_first_of_numbered_items_are_read() -> None:
    text = (
        "防汛目标考核表序号考核项目考核内容及要求应得分评分细则扣分情况实得分1防汛责任制建立健全防汛责任制.41、未建立责任制的扣 4 分;"
        "2、责任人不到岗的,每人扣 0.5 分.2物资储备按标准储备物资。61、未储备的扣 4 分;2、物资过期的,每件扣 2 分.3应急演练每年组织演练.101、"
        "未组织演练的扣 5 分;2、无记录的扣 1 分."
    )
    assert [row[1:] for row in said(text)] == [
        ("4", "1、未建立责任制的扣4分;2、责任人不到岗的,每人扣0.5分."),
        ("6", "1、未储备的扣4分;2、物资过期的,每件扣2分."),
        ("10", "1、未组织演练的扣5分;2、无记录的扣1分."),
    ]


def tasks(text: str) -> tuple[list[Task], set[str]]:
    found, findings = read_tasks(read(text.encode(), name="a.txt")[0])
    return found, {finding.code for finding in findings}


def test_tasks_that_run_together_are_parted_by_numbers_units_and_dates() -> None:
    found, _ = tasks(
        "青川县2034年重点工作任务分解表序号工作任务责任领导牵头单位配合单位完成时限1建成城北湿地公园。周晓燕县住建局县水务局、城北街道2034年6月底前"
        "2打通断头路3条。周晓燕县交通局县住建局各街道2034年11月底前3新增养老床位500张。郭春县民政局各镇(街道)持续推进"
    )
    assert [
        (task.number, task.text, task.leader, task.lead_units, task.related_units, task.deadline) for task in found
    ] == [
        (1, "建成城北湿地公园。", ("周晓燕",), ("县住建局",), ("县水务局", "城北街道"), "2034年6月底前"),
        (2, "打通断头路3条。", ("周晓燕",), ("县交通局",), ("县住建局", "各街道"), "2034年11月底前"),
        (3, "新增养老床位500张。", ("郭春",), ("县民政局",), ("各镇(街道)",), "持续推进"),
    ]


def test_progress_and_a_further_row_without_a_number_are_read_where_tasks_run_together() -> None:
    found, _ = tasks(
        "重点项目推进情况表序号目标任务责任单位责任人完成情况8新建农村公路20公里。县交通局周明完成路基5公里,累计完成投资210万元。"
        "9完成县医院整体搬迁。县卫健局吴国强主体工程已封顶。"
    )
    assert [(task.number, task.lead_units, task.responsible, task.status) for task in found] == [
        (8, ("县交通局",), ("周明",), "完成路基5公里,累计完成投资210万元。"),
        (9, ("县卫健局",), ("吴国强",), "主体工程已封顶。"),
    ]
    found, _ = tasks(
        "民生实事任务表序号主要内容牵头单位配合单位1完成古镇水巷清淤工程。县水务局云岭公司推进老街立面整治。县住建局北门街道2新建幼儿园2所。县教育局各街道"
    )
    assert [(task.text, task.lead_units, task.related_units) for task in found] == [
        ("完成古镇水巷清淤工程。", ("县水务局",), ("云岭公司",)),
        ("推进老街立面整治。", ("县住建局",), ("北门街道",)),
        ("新建幼儿园2所。", ("县教育局",), ("各街道",)),
    ]


def test_tasks_that_run_together_in_more_than_one_way_are_not_guessed() -> None:
    found, codes = tasks(
        "重点工作任务表序号工作任务牵头单位责任单位1完善河湖管护机制长效开展县水务局各街道2提升林长制水平县林业局各街道"
    )
    assert not found
    assert "reading.W230" in codes


def test_heads_without_rows_are_given_up_soon() -> None:
    found, _ = tasks("序号工作任务牵头单位责任单位1完成。\n" * 400)
    assert not found


def test_points_stuck_to_the_number_of_the_next_row_are_read() -> None:
    text = (
        "村庄河湖管护评分表序号检查内容分值得分备注1有专人巡河(5分),有巡河记录(5分)。102河面无漂浮物(3分),岸边无垃圾(2分)。5"
        "3公示牌完好,电话有人接听。154沟渠通畅(10分)。10"
    )
    assert [row[1:] for row in said(text)] == [
        ("10", "有专人巡河(5分),有巡河记录(5分)。"),
        ("5", "河面无漂浮物(3分),岸边无垃圾(2分)。"),
        ("15", "公示牌完好,电话有人接听。"),
        ("10", "沟渠通畅(10分)。"),
    ]


@pytest.mark.parametrize("gap", [" ", "\t"])
def test_heads_between_spaces_do_not_run_together(gap: str) -> None:
    rows = [
        "1/河湖管护/建成湿地公园。/县住建局",
        "2/饮水安全/新增供水2千人。/县水务局",
        "3/林长制/造林3千亩。/县林业局",
    ]
    lines = ["重点任务表", "序号/督办事项/主要任务/牵头单位", *rows]
    found, _ = tasks("\n".join(line.replace("/", gap) for line in lines))
    assert [task.text for task in found] == [
        "河湖管护：建成湿地公园。",
        "饮水安全：新增供水2千人。",
        "林长制：造林3千亩。",
    ]


LIKELY = (
    "1新签约项目15个，到位资金38亿元苏晓甲邱少乙县商务局易红县财政局、县发改局、各乡镇正在制定实施方案。",
    "2社会消费品零售总额增长10%苏晓甲何秀丁县统计局邱少乙县商务局完成12.6亿元，同比增长8%。二、民生改善",
    "3建成县医院门诊综合楼易红何秀丁县卫健局罗建己县住建局、县发改局主体工程已封顶。",
    "4改造背街小巷23条苏晓甲何秀丁县住建局易红县城管局、各街道预计10月底竣工。",
)
HEAD = "清河县2034年目标任务表序号目标任务责任领导协管责任人牵头单位责任人相关单位完成情况一、产业发展"


@pytest.mark.parametrize("gap", ["", "\n"])
def test_tasks_without_full_stops_are_parted_by_what_fills_all_columns_best(gap: str) -> None:
    found, _ = tasks(HEAD + gap + gap.join(LIKELY) + "\n")
    assert [(t.text, t.leader, t.coordinator, t.lead_units, t.responsible) for t in found] == [
        ("新签约项目15个，到位资金38亿元", ("苏晓甲",), ("邱少乙",), ("县商务局",), ("易红",)),
        ("社会消费品零售总额增长10%", ("苏晓甲",), ("何秀丁",), ("县统计局",), ("邱少乙",)),
        ("建成县医院门诊综合楼", ("易红",), ("何秀丁",), ("县卫健局",), ("罗建己",)),
        ("改造背街小巷23条", ("苏晓甲",), ("何秀丁",), ("县住建局",), ("易红",)),
    ]
    assert found[0].related_units == ("县财政局", "县发改局", "各乡镇")
    assert [t.section for t in found] == ["一、产业发展", "一、产业发展", "二、民生改善", "二、民生改善"]


def test_rows_that_can_be_parted_in_any_number_of_ways_are_given_up_soon() -> None:
    misleading = "".join(f"{number}推进项目建设" + "县局区局市局" * 60 for number in range(1, 300))
    found, _ = tasks("序号目标任务牵头单位责任单位完成时限" + misleading)
    assert not found
