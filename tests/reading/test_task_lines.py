"""Task tables copied as lines: cells that reach over rows are missing below their first, lists stand in one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kaoji.reading import read
from kaoji.reading.phrases.actors import split_units
from kaoji.reading.tasks import Task, read_tasks

HEAD = ("序号", "工作任务", "分管领导", "责任单位", "配合单位", "完成时限", "进展情况", "存在问题")
ROWS = (
    ("1", "改造灌溉泵站6座", "岳明", "市水利局", "市财政局 市发改局", "5月底", "完成改造4座，其余2座正在安装设备。", "无"),
    ("2", "疏浚河道24公里", "", "市水利局", "市城管局 各镇街", "6月底", "疏浚河道15公里，占年度任务的62.5%。", "雨季施工慢"),
    ("3", "建成气象监测站9个", "", "市气象局", "市农业局 各镇街", "7月底", "建成气象监测站9个，均已联网。", "无"),
    ("4", "新增绿化面积3万平方米", "钱枫", "市园林局", "市住建局 市城管局", "8月底", "新增绿化面积2.1万平方米。", "缺少苗木"),
)  # fmt: skip


def tasks_of(tmp_path: Path, text: str) -> list[Task]:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return read_tasks(read(path)[0])[0]


def in_lines(*rows: Sequence[str]) -> str:
    return "\n\n".join(["港口市2036年重点任务进展", *(text for row in rows for text in row if text)]) + "\n"


def in_tabs(*rows: Sequence[str]) -> str:
    return "港口市2036年重点任务进展\n\n" + "\n\n".join("\n".join("\t" + text for text in row) for row in rows) + "\n"


@pytest.mark.parametrize("laid", [in_lines, in_tabs])
def test_leaders_reach_down_and_lists_in_one_line_are_one_cell(tmp_path: Path, laid: object) -> None:
    assert callable(laid)
    tasks = tasks_of(tmp_path, laid(HEAD, *ROWS))
    assert [task.leader for task in tasks] == [("岳明",), ("岳明",), ("岳明",), ("钱枫",)]
    assert [task.lead_units for task in tasks] == [("市水利局",), ("市水利局",), ("市气象局",), ("市园林局",)]
    assert [task.related_units for task in tasks][1] == ("市城管局", "各镇街")
    assert [task.status for task in tasks] == [row[6] for row in ROWS]


def test_a_bracket_between_title_and_head_is_no_label(tmp_path: Path) -> None:
    rows = [(row[0], row[1], row[3].replace("、", "\n\n"), row[5], row[6]) for row in ROWS]
    text = in_lines(("（截至2036年6月30日）",), ("序号", "工作任务", "责任单位", "完成时限", "目前进度"), *rows)
    tasks = tasks_of(tmp_path, text)
    assert [(task.text, task.deadline) for task in tasks] == [(row[1], row[5]) for row in ROWS]


def test_numbers_may_stand_last_among_cells_led_by_tabs(tmp_path: Path) -> None:
    order = (3, 1, 5, 4, 6, 0)
    rows = [tuple(row[at] for at in order) for row in ROWS]
    tasks = tasks_of(tmp_path, in_tabs(tuple("三季度完成情况" if at == 6 else HEAD[at] for at in order), *rows))
    assert [(task.number, task.text, task.lead_units) for task in tasks] == [
        (int(row[0]), row[1], (row[3],)) for row in ROWS
    ]


def test_who_answers_reaches_down_with_the_unit_only(tmp_path: Path) -> None:
    head = ("责任单位", "责任人", "序号", "工作任务", "完成时限", "进展情况")
    rows = (
        ("市教育局", "乔安", "1", "新建学校3所", "8月底", "已建成2所。"),
        ("", "", "2", "改造操场12块", "9月底", "已改造操场7块。"),
        ("市民政局", "", "3", "建成养老院2所", "10月底", "建成养老院1所。"),
    )
    tasks = tasks_of(tmp_path, in_tabs(head, *rows))
    assert [(task.lead_units, task.responsible) for task in tasks] == [
        (("市教育局",), ("乔安",)),
        (("市教育局",), ("乔安",)),
        (("市民政局",), ()),
    ]


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("县农业局 县林业局", ["县农业局", "县林业局"]),
        ("县农业局、县林业局 各乡镇", ["县农业局", "县林业局", "各乡镇"]),
        ("县 农 业 局", ["县农业局"]),
        ("西关街道 办事处", ["西关街道办事处"]),
        ("综合执法队 司法所", ["综合执法队", "司法所"]),
    ],
)
def test_spaces_part_units_and_not_their_names(cell: str, units: list[str]) -> None:
    assert split_units(cell) == units


def test_who_leads_ends_where_persons_and_lists_say_so(tmp_path: Path) -> None:
    head = ("序号", "工作任务", "牵头单位", "配合单位", "责任人", "完成时限")
    rows = (
        ("1", "改造农贸市场4个", "区商务局\n\n区城管局", "区市监局\n\n各街道", "田雨\n\n丁辰", "6月底"),
        ("2", "新建停车场7处", "区住建局", "区城管局\n\n区交警大队", "马骏", "7月底"),
        ("3", "整修人行道12公里", "区城管局", "各街道", "丁辰", "8月底"),
        ("4", "招引企业9家", "区投促局", "区商务局\n\n区工信局", "傅明", "9月底"),
    )
    tasks = tasks_of(tmp_path, in_lines(head, *rows))
    assert [(task.lead_units, task.related_units, task.responsible) for task in tasks] == [
        (("区商务局", "区城管局"), ("区市监局", "各街道"), ("田雨", "丁辰")),
        (("区住建局",), ("区城管局", "区交警大队"), ("马骏",)),
        (("区城管局",), ("各街道",), ("丁辰",)),
        (("区投促局",), ("区商务局", "区工信局"), ("傅明",)),
    ]


def test_units_with_their_persons_lead_where_the_first_has_one(tmp_path: Path) -> None:
    head = ("序号", "工作内容", "责任单位及责任人", "协同单位", "完成期限", "工作进展")
    rows = (
        ("1", "改造供热管道60公里", "市城管局（余朗）\n\n市热力集团（石坚）", "各区政府，市财政局", "10月底", "改造41公里。"),
        ("2", "新建换热站8座", "市热力集团（石坚）", "各区政府，市规划局", "11月底", "建成5座。"),
        ("3", "更换阀门300个", "市热力集团（石坚）", "市应急局，市财政局", "12月底", "更换126个。"),
    )  # fmt: skip
    tasks = tasks_of(tmp_path, in_lines(head, *rows))
    assert (tasks[0].lead_units, tasks[0].responsible) == (("市城管局", "市热力集团"), ("余朗", "石坚"))
    assert tasks[0].related_units == ("各区政府", "市财政局")


def test_heads_of_units_do_not_stand_over_one_another(tmp_path: Path) -> None:
    head = ("时限", "序号", "工作事项", "主办科室", "协办科室", "主办人", "街道领导")
    rows = (
        ("6月底", "1", "更换井盖90个", "城建科", "各社区", "章程", "陆平"),
        ("8月底", "2", "新建宣传栏16处", "宣传科", "各社区", "成飞", "陆平"),
        ("全年", "3", "开展巡查48次", "执法队", "各社区\n\n派出所", "高歌", "陆平"),
    )
    tasks = tasks_of(tmp_path, in_lines(head, *rows))
    assert [(task.lead_units, task.responsible, task.leader) for task in tasks] == [
        (("城建科",), ("章程",), ("陆平",)),
        (("宣传科",), ("成飞",), ("陆平",)),
        (("执法队",), ("高歌",), ("陆平",)),
    ]


def test_rows_that_lack_ratio_or_remark_keep_their_numbers(tmp_path: Path) -> None:
    head = ("序号", "目标任务", "责任部门", "负责人", "完成情况", "年度完成率", "备注")
    rows = (
        ("1", "茶叶产值3亿元", "镇农业办", "项阳", "完成1.8亿元。", "60%", ""),
        ("2", "新修水渠9公里", "镇水利站", "艾青", "尚未开工。", "0", "受征地影响"),
        ("3", "财政收入7200万元", "镇财政所", "关山", "完成3960万元。", "55%", ""),
        ("4", "信访总量下降10%", "镇平安办", "车前", "信访总量下降12%。", "", ""),
        ("5", "植树5万株", "镇林业站", "卫东", "植树5万株。", "100%", ""),
    )
    tasks = tasks_of(tmp_path, in_lines(head, *rows))
    assert [(task.number, task.text, task.status) for task in tasks] == [(int(row[0]), row[1], row[4]) for row in rows]


def test_a_row_of_heads_ends_at_its_blank_line_whatever_its_last_head_is_called(tmp_path: Path) -> None:
    head = ("序号", "考核任务", "责任科室", "完成时限", "完成情况", "本科室自我研判")
    rows = [(row[0], row[1], row[3], row[5], row[6], "平稳推进") for row in ROWS]
    tasks = tasks_of(tmp_path, in_tabs(head, *rows))
    assert [(task.number, task.text, task.status) for task in tasks] == [(int(row[0]), row[1], row[6]) for row in ROWS]


def test_rows_may_have_lost_the_tabs_behind_their_last_cell(tmp_path: Path) -> None:
    rows = ["\t".join((*row[:-1], "")).rstrip("\t") if row[-1] == "无" else "\t".join(row) for row in ROWS]
    tasks = tasks_of(tmp_path, "重点任务进展\n" + "\n".join(["\t".join(HEAD), *rows]) + "\n")
    assert [(task.number, task.deadline, task.status) for task in tasks] == [
        (int(row[0]), row[5], row[6]) for row in ROWS
    ]


def test_a_person_beside_a_new_unit_is_its_own_though_the_leader_reaches_down(tmp_path: Path) -> None:
    head = ("科室", "科室负责人", "分管领导", "序号", "重点任务", "完成时限", "完成情况")
    rows = (
        ("救助科", "安平", "许诺", "1", "实施救助900人次", "全年", "实施救助760人次。"),
        ("", "", "", "2", "发放补贴300万元", "11月底", "发放补贴210万元。"),
        ("养老科", "梁山", "", "3", "新增床位120张", "10月底", "新增床位95张。"),
        ("社团科", "姚远", "罗兰", "4", "培育社团15家", "12月底", "培育社团11家。"),
    )
    tasks = tasks_of(tmp_path, in_lines(head, *rows))
    assert [(task.lead_units, task.responsible, task.leader) for task in tasks] == [
        (("救助科",), ("安平",), ("许诺",)),
        (("救助科",), ("安平",), ("许诺",)),
        (("养老科",), ("梁山",), ("许诺",)),
        (("社团科",), ("姚远",), ("罗兰",)),
    ]


def test_a_cell_over_two_lines_does_not_pass_for_a_remark_that_is_missing(tmp_path: Path) -> None:
    head = ("序号", "目标任务", "责任部门", "负责人", "完成情况", "完成率", "备注")
    rows = (
        ("1", "茶叶产值3亿元", "镇农业办", "项阳", "完成1.8亿元。", "60%", ""),
        ("2", "村级集体经济收入达到2.6\n\n万元", "镇经发办", "艾青", "预计达到1.3万元。", "50%", ""),
        ("3", "财政收入7200万元", "镇财政所", "关山", "完成3960万元。", "55%", "受减税影响"),
        ("4", "信访总量下降10%，化解率\n\n达到90%", "镇平安办", "车前", "化解率92%。", "100%", ""),
        ("5", "植树5万株", "镇林业站", "卫东", "植树5万株。", "100%", ""),
    )
    tasks = tasks_of(tmp_path, in_lines(head, *rows))
    assert [(task.text, task.lead_units, task.responsible) for task in tasks] == [
        (row[1].replace("\n\n", ""), (row[2],), (row[3],)) for row in rows
    ]


def test_a_number_of_a_cell_that_goes_over_two_lines_has_its_whole_name(tmp_path: Path) -> None:
    head = ("序号", "项目名称", "建设内容", "责任单位", "完成情况")
    rows = (
        ("1", "养老服务", "新建服务中心2个，新增护\n理型床位300张", "区民政局", "新增床位326张。"),
        ("2", "健身场地", "建成健身路径20条、笼式足\n球场3个", "区文体局", "建成路径18条。"),
    )
    text = "实事进展\n\n" + "\n\n".join("\n".join("\t" + cell for cell in row) for row in (head, *rows)) + "\n"
    first, second = tasks_of(tmp_path, text)
    assert [one.metric for one in first.targets] == ["新建服务中心", "新增护理型床位"]
    assert [one.metric for one in second.targets] == ["建成健身路径", "笼式足球场"]


def test_three_heads_may_sum_up_all_columns(tmp_path: Path) -> None:
    head = ("项目", "责任", "进度", "序号", "任务内容", "包抓县级领导", "责任单位", "责任人", "时限", "9月份进展")
    rows = (
        ("1", "建成厂房9万平方米", "庄严", "县工信局\n\n开发区管委会", "钟强\n\n沈静", "10月", "建成厂房7万平方米。"),
        ("2", "引进企业6家", "庄严", "县商务局", "陶冶", "12月", "引进企业5家。"),
        ("3", "盘活土地300亩", "邵阳", "县法院\n\n县自然资源局", "齐正\n\n管仲", "11月", "盘活土地210亩。"),
        ("4", "培训工人900人次", "邵阳", "县人社局", "沈毅", "12月", "培训工人780人次。"),
    )
    tasks = tasks_of(tmp_path, in_lines(head, *rows))
    assert [(task.text, task.deadline, task.status) for task in tasks] == [(row[1], row[5], row[6]) for row in rows]
    assert (tasks[2].lead_units, tasks[2].responsible) == (("县法院", "县自然资源局"), ("齐正", "管仲"))


MONTHS = ("任务编号", "任务名称", "分管领导", "责任科室", "完成时限", "推进情况", "6月底", "9月底")


@pytest.mark.parametrize("way", ["lines", "rows", "tabs"])
def test_months_below_one_head_are_columns_and_the_last_answers(tmp_path: Path, way: str) -> None:
    rows = (
        ("1", "整治隐患2000处", "江流", "公用科", "10月底", "整治隐患1270处。", "整治隐患2116处。"),
        ("2", "改造小区30个", "江流", "更新科", "11月底", "完工6个。", "完工19个。"),
        ("3", "新建泵站6座", "岳峦", "水务科", "9月底", "新建泵站2座。", "新建泵站6座。"),
    )
    upper, lower = MONTHS[:6], MONTHS[6:]
    text = {
        "lines": in_lines(upper, lower, *rows),
        "rows": "任务进展\n"
        + "\n".join(["\t".join(upper), "\t" * 5 + "\t".join(lower), *("\t".join(row) for row in rows)]),
        "tabs": in_tabs(upper, ("",) * 5 + lower, *rows),
    }[way]
    tasks = tasks_of(tmp_path, text)
    assert [(task.text, task.deadline, task.status) for task in tasks] == [
        (row[1], row[4], row[5] + row[6]) for row in rows
    ]
    assert [one.value for task in tasks for one in task.reported] == ["2116", "19", "6"]


def test_signs_are_no_units_of_the_next_row(tmp_path: Path) -> None:
    head = ("镇街", "序号", "攻坚任务", "主要负责人", "完成时限", "10月底进展", "是否滞后")
    rows = (
        ("东湖街道", "1", "拆迁扫尾27户", "祖冲", "10月底", "拆除21户。", "是"),
        ("", "2", "招引企业2家", "", "12月底", "招引企业1家。", "否"),
        ("西岭镇", "3", "整治危房36户", "司马光", "11月底", "整治36户。", "否"),
        ("", "4", "整治耕地1200亩", "", "9月底", "整治1263亩。", "是"),
    )
    tasks = tasks_of(tmp_path, in_lines(head, *rows))
    assert [task.lead_units for task in tasks] == [("东湖街道",)] * 2 + [("西岭镇",)] * 2
