"""What the reader of tasks has to say about what it read: columns, numbers, and where it read no figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Grid
from kaoji.reading.phrases.measures import measures
from kaoji.reading.tables.heads import USUAL_HEADS, Head
from kaoji.reading.tasks.contradictions import contradictions, named
from kaoji.reading.tasks.goals import differing
from kaoji.reading.tasks.targets import targets_of
from kaoji.reading.tasks.task import Task

_CITED: Final = 3


def score_sheet(grid: Grid) -> Diagnostic:
    """Say that a table among task tables is a score sheet."""
    return Diagnostic(
        "reading.I206",
        "A table of {rows} rows is a score sheet: it has points or standards, and neither deadlines nor progress.",
        (grid.source.cite(),),
        "It is read without --tasks.",
        {"rows": grid.height},
    )


def columns_read(grid: Grid, head: Head) -> Diagnostic:
    """Say how the columns of a task table were understood."""
    pairs = dict.fromkeys(
        f"{label} = {USUAL_HEADS[kind] if kind else '?'}"
        for label, kind in zip(head.labels, head.kinds, strict=True)
        if label
    )
    return Diagnostic(
        "reading.I204",
        "The columns of the table were read as: {columns}.",
        (grid.source.cite(),),
        data={"columns": ", ".join(pairs)},
    )


def about_tasks(tasks: list[Task], year: int | None) -> list[Diagnostic]:
    """Name what does not fit in what was read of tasks, and where nothing was read; ``year`` is that of the document."""
    return [*_numbers(tasks), *_differences(tasks), *contradictions(tasks, year), *_unread(tasks)]


def _numbers(tasks: list[Task]) -> list[Diagnostic]:
    """Name printed numbers that stand twice or out of order."""
    findings: list[Diagnostic] = []
    last = 0
    seen: set[int] = set()
    section = ""
    for task in tasks:
        begins = task.number == 1 and task.section != section  # each part may count anew
        section = task.section
        if (
            task.number
            and not begins
            and (task.number in seen or (last and task.number != last + 1 and task.number != 1))
        ):
            findings.append(
                Diagnostic(
                    "reading.W231",
                    "Task number {number} follows number {last}.",
                    (task.source.cite(task.text[:40]),),
                    "A row may be missing or numbered twice; compare it with the original.",
                    {"number": task.number, "last": last},
                )
            )
        seen = {task.number} if task.number == 1 else seen | {task.number}
        last = task.number or last
    return findings


def _differences(tasks: Iterable[Task]) -> list[Diagnostic]:
    """Name targets that the column of targets and the text of the task give different values."""
    return [
        Diagnostic(
            "reading.W233",
            "Task {task}: the column of targets says {column}, the task itself {text}.",
            (task.source.cite(task.text[:40]),),
            "The column was taken; compare it with the original.",
            {"task": named(task), "column": goal.value + goal.unit, "text": other.value + other.unit},
        )
        for task in tasks
        if task.goal
        for goal, other in differing(task.targets, targets_of(task.text))
    ]


def _unread(tasks: list[Task]) -> list[Diagnostic]:
    """Name the tasks of which targets, reports or deadlines hold what was not read."""
    in_words = [task for task in tasks if task.goal and not task.targets]
    silent = [task for task in tasks if task.targets and not task.reported and measures(task.status, elided=True)]
    undated = [task for task in tasks if task.deadline and not task.due]
    findings: list[Diagnostic] = []
    if silent:
        findings.append(
            _of_tasks(
                "reading.W234",
                "Tasks {tasks}: their progress holds figures, and none was read as an answer to the target.",
                silent,
                "Enter the values by hand, or name in the report what each figure counts.",
            )
        )
    if in_words:
        findings.append(
            _of_tasks("reading.I208", "Tasks {tasks}: their target is in words; no figure was read from it.", in_words)
        )
    if undated:
        findings.append(_of_tasks("reading.I209", "Tasks {tasks}: no date could be told from the deadline.", undated))
    return findings


def _of_tasks(code: str, sentence: str, tasks: list[Task], hint: str = "") -> Diagnostic:
    sources = tuple(task.source.cite(task.text[:40]) for task in tasks[:_CITED])
    return Diagnostic(code, sentence, sources, hint, {"tasks": ", ".join(map(named, tasks))})
