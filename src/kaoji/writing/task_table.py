"""Target tasks as a workbook: one row a task, in the columns that task tables have, with the figures read beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kaoji.reading.phrases.measures import Measure
from kaoji.reading.tasks import DUE_HEAD, Task
from kaoji.writing.safe_cells import Cell, xlsx_table

_HEAD: Final = (
    "序号", "类别", "目标任务", "责任领导", "协管责任人", "牵头单位", "责任人", "相关单位", "完成时限", "量化目标", "完成情况", DUE_HEAD, "读出（目标）", "读出（完成值）", "读出（进度）", "备注",
)  # fmt: skip


def task_table(tasks: Sequence[Task], title: str) -> bytes:
    """Write the tasks that a reader found; lists are parted as a notice parts them.

    Read again it gives the same tasks.
    """
    return xlsx_table(title, _HEAD, map(_row, tasks))


def _row(task: Task) -> list[Cell]:
    return [
        task.number or task.sequence,
        task.section,
        "".join(task.marks) + task.text,
        "、".join(task.leader),
        "、".join(task.coordinator),
        "、".join(task.lead_units),
        "、".join(task.responsible),
        "、".join(task.related_units),
        task.deadline,
        task.goal,
        task.status,
        task.due,
        _figures(task.targets),
        _figures(task.reported),
        task.progress,
        "；".join(task.notes),
    ]


def _figures(measures: Sequence[Measure]) -> str:
    return "；".join(f"{one.metric} {one.bound}{one.value}{_upto(one)}{one.unit}" for one in measures)


def _upto(measure: Measure) -> str:
    return f"—{measure.maximum}" if measure.maximum else ""
