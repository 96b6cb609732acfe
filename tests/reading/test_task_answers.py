"""What of a report answers a target: other units for the same, steps on the way, what came in but is not yet done."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoji.reading import read
from kaoji.reading.tasks import read_tasks
from kaoji.reading.tasks.targets import reported_of, targets_of


@pytest.mark.parametrize(
    ("target", "status", "wanted"),
    [
        ("为2400名老人免费体检", "已体检1260人，体检率52.5%。", ["1260人"]),
        ("新增规上企业32户", "新增规上企业19家。", ["19家"]),
        ("办理法律援助案件860件", "共受理法律援助案件702件，办结655件。", ["655件"]),
        ("新改扩建幼儿园6所", "2所已完成主体结构封顶，1所正在装修。", []),
        ("组织就业见习240人", "就业见习上岗206人。", ["206人"]),
        ("安装路灯700盏", "安装路灯702盏，完成率分别为100.3%和87%。", ["702盏", "100.3%"]),
    ],
)
def test_a_report_is_understood_by_what_it_says_of_the_figure(target: str, status: str, wanted: list[str]) -> None:
    assert [value.value + value.unit for value in reported_of(status, targets_of(target))] == wanted


def test_whose_share_an_amount_is_stays_out_of_its_name() -> None:
    targets = targets_of("城市低保每人每月710元,农村低保每人每年6100元")
    assert [(target.metric, target.value) for target in targets] == [("城市低保", "710"), ("农村低保", "6100")]


def test_names_and_contents_of_stuck_rows_part_where_the_deed_begins(tmp_path: Path) -> None:
    rows = (
        "1供水保障巩固提升3处水厂,普及率达95%县水利局方成正在施工。",
        "2户厕改造新改建户厕2100座县农业农村局唐雨新改建户厕1985座。",
        "3法律援助办理援助案件860件县司法局孔琳办结855件。",
        "4安心托幼新增托位540个各镇街唐雨新增托位556个。",
    )
    text = "\n".join(["某县2041年民生实事表", "序号项目名称目标任务责任单位责任人进展情况", *rows])
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    tasks, _ = read_tasks(read(path)[0])
    assert [task.text for task in tasks] == [
        "供水保障：巩固提升3处水厂,普及率达95%",
        "户厕改造：新改建户厕2100座",
        "法律援助：办理援助案件860件",
        "安心托幼：新增托位540个",
    ]
    assert tasks[3].lead_units == ("各镇街",)
    assert [value.value for task in tasks for value in task.reported] == ["1985", "855", "556"]
