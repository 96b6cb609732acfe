"""Plans in running text whose items and fields are laid out in other ways: names of items alone, labels in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.tasks import Task, read_tasks


def plan(*texts: str) -> Sequence[Task]:
    return read_tasks(Document("a.docx", "docx", tuple(Paragraph(text, source=Source("a.docx")) for text in texts)))[0]


def test_what_is_to_be_done_stands_below_the_name_of_an_item() -> None:
    tasks = plan(
        "二、重点工程",
        "（一）农村道路工程",
        "目标任务：新改建道路30公里。",
        "牵头单位：县交通局（何川）",
        "配合单位：县财政局、各乡镇",
        "完成时限：11月底",
        "（二）公交工程",
        "目标任务：新增线路2条。",
        "牵头单位：县运管所（牵头）、县公安局",
        "完成时限：9月底",
        "三、保障措施",
        "加强领导。",
    )
    assert [(task.text, task.lead_units, task.responsible, task.related_units, task.deadline) for task in tasks] == [
        ("农村道路工程：新改建道路30公里。", ("县交通局",), ("何川",), ("县财政局", "各乡镇"), "11月底"),
        ("公交工程：新增线路2条。", ("县运管所",), (), ("县公安局",), "9月底"),
    ]
    assert [(one.metric, one.value) for one in tasks[0].targets] == [("新改建道路", "30")]


def test_labels_in_brackets_are_fields() -> None:
    (task,) = plan(
        "一、优化供给",
        "1.新建幼儿园3所。",
        "【牵头领导】汪洋　【主责单位】区教育局、区住建局　【协办单位】区财政局　【完成时限】2036年8月",
    )
    assert (task.text, task.leader, task.deadline) == ("新建幼儿园3所。", ("汪洋",), "2036年8月")
    assert (task.lead_units, task.related_units) == (("区教育局", "区住建局"), ("区财政局",))


def test_circled_numbers_count_items_and_who_helps_may_follow_who_leads() -> None:
    tasks = plan(
        "四、任务分工",
        "①组建巡逻队9支、300人。",
        "牵头科室：平安办；配合科室：司法所、各社区；完成时限：3月底",
        "②改造燃气、供水、排水管网分别为12公里、16公里、18公里。责任单位：区住建局、区水务局，区城管局配合，年底前完成。",
    )
    assert [(task.number, task.text) for task in tasks] == [
        (1, "组建巡逻队9支、300人。"),
        (2, "改造燃气、供水、排水管网分别为12公里、16公里、18公里。"),
    ]
    assert (tasks[1].lead_units, tasks[1].related_units, tasks[1].deadline) == (
        ("区住建局", "区水务局"),
        ("区城管局",),
        "年底前",
    )
    assert [one.metric for one in tasks[1].targets] == ["改造燃气管网", "供水管网", "排水管网"]
