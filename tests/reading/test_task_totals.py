"""What a report says of all so far, of parts and of where it will end; completion ratios go with the value that they are of."""

from __future__ import annotations

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source
from kaoji.reading.phrases.measures import Measure
from kaoji.reading.tasks import read_tasks
from kaoji.reading.tasks.targets import reported_of, targets_of


def answers(text: str, status: str) -> list[str]:
    return [f"{one.metric}={one.value}{one.unit}" for one in reported_of(status, targets_of(text))]


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("新增通村公路900公里", "4月，新增建成通村公路74.8公里，达到384.2公里，占目标任务的42.7%。", ["建成通村公路=384.2公里", "完成率=42.7%"]),
        ("招商引资到位资金30亿元", "截至8月底到位资金17.6亿元，欠序时进度2.4亿元，预计全年到位31亿元。", ["到位资金=17.6亿元"]),
        ("粮食总产量稳定在24万吨", "夏粮总产7.5万吨，秋粮预计17万吨，全年预计24.5万吨。", ["粮食总产量=24.5万吨"]),
        ("新建改建便民食堂20家", "新建便民食堂13家、改建9家，共22家投入运营。", ["新建改建便民食堂=22家"]),
        ("新建标准厂房18万平方米", "一期10万平方米已竣工，二期8万平方米主体封顶。", ["新建标准厂房=10万平方米"]),
        ("改造棚户区1200套", "已开工1100套，其中基本建成480套，正在施工620套。", ["基本建成=480套"]),
        ("送戏进村160场", "160场送戏进村已送144场（90%）", ["送戏进村=144场", "完成率=90%"]),
    ],
)  # fmt: skip
def test_what_is_all_so_far_answers_and_what_will_be_does_not(text: str, status: str, expected: list[str]) -> None:
    assert answers(text, status) == expected


def test_a_ratio_belongs_to_the_value_in_its_sentence() -> None:
    text = "新建、改扩建公办幼儿园40所"
    status = "省级资金下达1.2亿元，完成年度计划的100.6%。开工新建、改扩建公办幼儿园52所，完成年度计划的130%。"
    assert answers(text, status)[-1] == "完成率=130%"
    text = "开展护理员培训400人；开展电工培训900人"
    status = "护理员培训860人，完成率215%；电工培训1935人，完成率215%。"
    assert answers(text, status) == ["护理员培训=860人", "完成率=215%", "电工培训=1935人", "完成率=215%"]


def test_a_ratio_tells_which_value_is_the_progress_of_a_task_without_figures() -> None:
    status = "截至3月10日，各单位共争取上级资金2.6亿元（到账额），完成全年计划41%。"
    assert answers("加大争项争资力度", status) == ["争取上级资金=2.6亿元", "完成率=41%"]


def test_a_share_in_brackets_counts_where_it_is_the_share() -> None:
    assert answers("整治黑臭水体60条", "已完成57条（95%）") == ["整治黑臭水体=57条", "完成率=95%"]
    assert answers("整治黑臭水体60条", "已完成57条（国控断面达标率98%）") == ["整治黑臭水体=57条"]


def test_town_and_country_answer_each_for_itself() -> None:
    text = "城乡居民人均可支配收入分别增长6%、7%"
    status = "城镇和农村常住居民人均可支配收入完成28092元、16191元，分别增长3%、6.4%。"
    assert [one.split("=")[1] for one in answers(text, status)] == ["3%", "6.4%"]


def test_nothing_of_another_kind_answers() -> None:
    assert answers("新增学位5万个", "规划建设校舍面积86.6万平方米全部开工，完成年度计划的214.8%。") == []


def test_letters_before_a_number_may_name_what_is_counted() -> None:
    assert [(one.metric, one.value) for one in targets_of("公共场所新增AED45台")] == [("公共场所新增AED", "45")]
    assert targets_of("推进G60科创走廊建设") == ()


def test_verdicts_beside_progress_are_remarks() -> None:
    rows = [
        ("序号", "项目内容", "年度完成情况", "完成成效", "责任单位"),
        ("1", "提升绿道35公里", "提升绿道36公里。", "超额完成", "市住建局"),
        ("2", "新增托位900个", "新增托位910个。", "超额完成", "市卫健局"),
        ("3", "新建驿站5座", "新建驿站5座。", "完成任务", "市总工会"),
    ]
    cells = (
        tuple(Cell(text, at, column, source=Source("a.docx", line=at)) for column, text in enumerate(row))
        for at, row in enumerate(rows)
    )
    tasks = read_tasks(Document("a.docx", "docx", (Grid(tuple(cells)),)))[0]
    assert [task.status for task in tasks] == ["提升绿道36公里。", "新增托位910个。", "新建驿站5座。"]
    assert tasks[0].notes == ("完成成效：超额完成",)


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("新建幼儿园21所", "新建幼儿园21所、9所已完成，新增学位2280个。", ["新建幼儿园=9所"]),
        ("建设高标准农田4.5万亩", "高标准农田已完成土地平整3.1万亩。", []),
        ("化解不良贷款6亿元", "今年以来累计化解5.37亿元，完成率89.5%。", ["化解=5.37亿元", "完成率=89.5%"]),
        ("税收增长6%", "税收18.2亿元，剔除退税因素后增长7.4%。", ["税收增长=7.4%"]),
        ("新培育省级园区6家", "国家级园区已公示1家，省级园区认定7家。", ["省级园区认定=7家"]),
        ("开展安全大检查4轮次", "开展大检查3轮次。", ["大检查=3轮次"]),
    ],
)
def test_steps_repeated_targets_and_candidates_do_not_answer(text: str, status: str, expected: list[str]) -> None:
    assert answers(text, status) == expected


def test_what_was_before_may_be_told_for_each_head() -> None:
    text = "医保补助标准从年人均580元提高到610元"
    assert [(one.metric, one.value) for one in targets_of(text)] == [("医保补助标准", "610")]


def test_a_ratio_proves_which_value_answers() -> None:
    status = "6月末贷款余额386亿元，比年初新增41.3亿元，完成全年目标的82.6%。"
    assert [one.split("=")[1] for one in answers("新增贷款50亿元", status)] == ["41.3亿元", "82.6%"]
    assert answers("收购烟叶20万担", "收购烟叶18.6万担。") == ["收购烟叶=18.6万担"]


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        (
            "建成柳湖公园，新建口袋花园9个",
            "柳湖公园完成总工程量的55%；口袋花园建成4个。",
            ["口袋花园建成=4个"],
        ),
        (
            "改造供热管网80公里、排水管网30公里",
            "供热管网改造完成52公里（占65%），排水管网改造完成24公里（占80%）。",
            ["供热管网改造=52公里", "完成率=65%", "排水管网改造=24公里", "完成率=80%"],
        ),
        ("改造老旧楼院40个", "已开工36个楼院，完工21个。", ["完工=21个"]),
        (
            "政务事项“一窗通办”率达到95%以上",
            "政务事项网上可办率99.4%，“一窗通办”率92.8%。",
            ["“一窗通办”率=92.8%"],
        ),
        ("安全检查每月不少于2次", "开展安全检查17次。", []),
        ("新增涉农贷款25亿元", "8月末涉农贷款余额118亿元。", []),
        ("新建社区助餐点26处", "助餐点投入运营21处、正在装修4处。", ["助餐点投入运营=21处"]),
    ],
)
def test_what_is_told_of_something_else_or_only_begun_gives_way(text: str, status: str, expected: list[str]) -> None:
    assert answers(text, status) == expected


def test_an_estimate_behind_a_value_is_of_its_growth_too_and_not_of_what_is_named_next() -> None:
    targets = targets_of("单位能耗下降3%，颗粒物平均浓度控制在36微克/立方米以内，产值18亿元，增长6%")
    told = "单位能耗同比下降3.4%（预计数），颗粒物平均浓度38.2微克/立方米。产值9亿元（预计数），同比增长5%。"
    assert [one.is_estimate for one in reported_of(told, targets)] == [True, False, True, True]


@pytest.mark.parametrize(
    ("text", "metric"), [("为全县186间教室更换灯具", "教室更换灯具"), ("完成老城区12条小巷改造", "老城区小巷改造")]
)
def test_where_something_is_done_is_no_metric(text: str, metric: str) -> None:
    assert [one.metric for one in targets_of(text)] == [metric]


def sheet(*rows: str) -> Document:
    cells = (
        tuple(Cell(text, at, column, source=Source("a.xlsx", sheet="1")) for column, text in enumerate(row.split("|")))
        for at, row in enumerate(rows)
    )
    return Document("a.xlsx", "xlsx", (Grid(tuple(cells)),))


def quantities(found: tuple[Measure, ...]) -> list[str]:
    return [f"{one.metric}={one.value}{one.unit}" for one in found]


def read_of(document: Document) -> list[tuple[str, list[str], list[str]]]:
    tasks, _ = read_tasks(document)
    return [(task.text, quantities(task.targets), quantities(task.reported)) for task in tasks]


def test_money_beside_a_count_is_not_what_was_reached() -> None:
    found = read_of(
        sheet(
            "项目名称|计量单位|年度任务数|累计完成数|完成率(%)|资金到位(万元)|责任单位",
            "新建托育所|所|5|2|40|640|县卫健局",
            "改造旱厕|户|900|720|80|150|县农业农村局",
            "发放育儿补贴|万元|1200|960|80|960|县卫健局",
        )
    )
    assert [reached for *_, reached in found] == [
        ["新建托育所=2所", "完成率=40%"],
        ["改造旱厕=720户", "完成率=80%"],
        ["发放育儿补贴=960万元", "完成率=80%"],
    ]


def test_units_with_targets_and_no_tasks_have_what_the_head_names() -> None:
    found = read_of(
        sheet(
            "县区|招商引资目标(亿元)|实际到位资金(亿元)|占目标任务比例|主要负责人",
            "东川县|62|41.3|66.6%|李河",
            "南渡县|55|40.1|72.9%|王山",
            "西岭区|80|49.6|62%|赵江",
        )
    )
    assert found[0] == ("招商引资", ["招商引资=62亿元"], ["招商引资=41.3亿元", "完成率=66.6%"])
    assert len(found) == 3


def test_a_budget_is_the_target_of_what_its_row_names() -> None:
    found = read_of(
        sheet(
            "项目(单位：万元)|年初预算|1-6月执行数|为预算%|上年同期|增减%",
            "一般公共预算收入|86000|44720|52|43210|3.5",
            "一般公共预算支出|212000|101760|48|—|—",
            "政府性基金收入|48000|9600|20|15200|-36.8",
        )
    )
    assert found[0][1][0].startswith("一般公共预算收入=86000")
    assert found[0][2][1:] == ["一般公共预算收入增长=3.5%", "完成率=52%"]


def test_figures_below_a_period_stand_below_it_and_not_below_a_share() -> None:
    head = ["序号", "指标", "计量单位", "2031年目标", "1-5月", "占年度目标比重(%)", "责任单位"]
    rows = [
        "1|农业总产值|亿元|72|4.5|23.1|4.2|32.1|县农业农村局",
        "2|服务业收入|亿元|14.5|10|5.2|-3.6|35.9|县发改局",
        "3|进出口总额|万美元|9200|8|3617|11.5|39.3|县商务局",
        "4|贷款余额|亿元|385|9|371.2|8.8|96.4|县金融中心",
    ]
    lines = [*head, *["绝对值", "增长%"] * 2, *(cell for row in rows for cell in row.split("|"))]
    blocks = tuple(Paragraph(line, source=Source("a.txt", line=at)) for at, line in enumerate(lines, 1))
    found = read_of(Document("a.txt", "txt", blocks))
    assert found[1][1] == ["服务业收入=14.5亿元", "服务业收入增长=10%"]
    assert found[1][2] == ["服务业收入=5.2亿元", "服务业收入增长=-3.6%", "完成率=35.9%"]
