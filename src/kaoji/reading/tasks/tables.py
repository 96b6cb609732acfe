"""Task tables and plans → target tasks: who leads, who takes part, by when, with which targets, how far they are.

``read_tasks(document)`` reads tables of any order of columns, the flattened lines of such tables in a text file, and plans
in running text with the units under each item.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Document, Grid, Paragraph
from kaoji.reading.flat import rebuilt
from kaoji.reading.phrases.wording import one_line, squeeze
from kaoji.reading.sheets import outline
from kaoji.reading.sheets.printed_lines import reflowed
from kaoji.reading.tables.heads import Head, find_head, side_by_side
from kaoji.reading.tables.stacked import unstacked
from kaoji.reading.tables.telling import head_of
from kaoji.reading.tasks.about import about_tasks, columns_read, score_sheet
from kaoji.reading.tasks.columns import without_interim
from kaoji.reading.tasks.departments import tasks_of_departments
from kaoji.reading.tasks.doubts import mixed_up
from kaoji.reading.tasks.due import due_date, year_of
from kaoji.reading.tasks.listed import read_listed
from kaoji.reading.tasks.plans import read_plan
from kaoji.reading.tasks.rows import DUE_HEAD, LEGEND, MARK, TableReader
from kaoji.reading.tasks.targets import progress, reported_of, targets_of
from kaoji.reading.tasks.task import Task, to_json
from kaoji.sharing import shared

__all__ = ["DUE_HEAD", "Task", "legend", "read_tasks", "to_json"]

_MANY: Final = 200
_FEW: Final = 10  # what a table beside the sheets of departments may look like tasks
_LINES_ABOVE: Final = 3


def read_tasks(document: Document) -> tuple[list[Task], list[Diagnostic]]:
    """Find the target tasks of a document."""
    blocks, findings = rebuilt(unstacked(document), "task")
    rows: list[Task] = []
    heads: list[Head] = []
    prose: list[Paragraph] = []
    width = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            prose.append(block)
            continue
        head = head_of(block, "task")
        if head is None and find_head(block, "task") is not None:
            findings.append(score_sheet(block))
            continue
        if head is None and heads and block.width == width:
            head = replace(heads[-1], first=0, end=0)
        if head is None:
            prose.extend(_lines_of(block))
            continue
        if all(head.labels != other.labels for other in heads):
            findings.append(columns_read(block, head))
        findings.extend(mixed_up(block, without_interim(head)))
        heads.append(head)
        width = block.width
        for first, end in side_by_side(head):
            part = block if end - first == width else block.part(first, end)
            kinds, labels = head.kinds[first:end], head.labels[first:end]
            above = [paragraph.text for paragraph in prose[-_LINES_ABOVE:]]
            reader = TableReader(part, replace(head, kinds=kinds, labels=labels), above)
            rows.extend(reader.tasks())
            findings.extend(reader.figures.about_periods())
    told = reflowed(prose)
    listed, others = read_listed(told) if not rows else ([], told)
    if listed and not outline(document)[0].sheets:
        rows.extend([*listed, *read_plan(others)])
    else:
        rows.extend(read_plan(told))
    sheets = outline(document)[0].units if len(rows) < _FEW else ()
    if not {sheet.unit for sheet in sheets} & {unit for task in rows for unit in task.lead_units}:
        rows.extend(tasks_of_departments(sheets))
    year = year_of(document)

    def finished(row: tuple[int, Task]) -> Task:
        sequence, task = row
        return _finished(task, sequence, document.name, year)

    tasks = shared(finished, list(enumerate(rows, 1)), least=_MANY)
    findings.extend(about_tasks(tasks, year))
    if not tasks and outline(document)[0].sheets:
        findings.append(
            Diagnostic(
                "reading.W232",
                "The document holds score sheets and no target tasks.",
                hint="Read it as a notice: leave out --tasks.",
            )
        )
    elif not tasks:
        findings.append(
            Diagnostic(
                "reading.W230",
                "No target tasks were found.",
                hint="A task table needs a head with 目标任务 or 工作任务 and at least one of 牵头单位, 责任单位, 完成时限, 完成情况.",
            )
        )
    return tasks, findings


def legend(document: Document) -> dict[str, str]:
    """Give what the marks before tasks mean, from the document's remarks.

    The remark “▲项为全国性重点工作;●项为省考核内容” gives a meaning for each of its two marks.
    """
    texts = [
        block.text if isinstance(block, Paragraph) else "\n".join(cell.text for row in block.rows for cell in row)
        for block in document.blocks
    ]
    return {match[1]: one_line(match[2]).strip(" ,，") for text in texts for match in LEGEND.finditer(text)}


def _lines_of(grid: Grid) -> list[Paragraph]:
    """Give the rows of a table that is none of tasks as lines of text; a sheet of running text has one column."""
    return [
        Paragraph("  ".join(one_line(cell.text) for cell in row if squeeze(cell.text)), source=row[0].source)
        for row in grid.rows
        if row
    ]


def _finished(task: Task, sequence: int, document: str, year: int | None) -> Task:
    """Take the marks off the text and read targets and reported values."""
    marks: list[str] = []
    text = task.text.strip()
    while match := MARK.search(text):
        marks.extend(match[1] or match[2])
        text = (text[: match.start()] + text[match.end() :]).strip()
    targets = task.targets or targets_of(text)
    reported = task.reported or (reported_of(task.status, targets) if task.status else ())
    return replace(
        task,
        sequence=sequence,
        document=document,
        text=text,
        marks=tuple(dict.fromkeys(marks)),
        due=task.due or (due_date(task.deadline, year) if task.deadline else ""),
        targets=targets,
        reported=reported,
        progress=progress(targets, reported),
    )
