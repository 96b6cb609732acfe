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
