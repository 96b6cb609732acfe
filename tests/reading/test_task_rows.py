"""Rows of task tables: units with their heads in one cell, times to begin, goals of quarters, cells cut into lines, cells with nothing between."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoji.reading import read
from kaoji.reading.phrases.measures import measures
from kaoji.reading.tasks import Task, read_tasks
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
