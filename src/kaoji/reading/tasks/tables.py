"""Task tables and plans → target tasks: who leads, who takes part, by when, with which targets, how far they are.

``read_tasks(document)`` reads tables of any order of columns, the flattened lines of such tables in a text file, and plans
in running text with the units under each item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Document, Grid, Paragraph
from kaoji.reading.flat import rebuilt
from kaoji.reading.phrases.actors import is_unit, person_likeness, split_persons, split_units
from kaoji.reading.phrases.measures import Measure, is_unit_of_measure
from kaoji.reading.phrases.wording import one_line, squeeze
from kaoji.reading.sheets import outline
from kaoji.reading.sheets.hierarchy import reflowed
from kaoji.reading.tables.heads import Head, Kind, find_head, side_by_side
from kaoji.reading.tables.stacked import unstacked
from kaoji.reading.tables.telling import head_of
from kaoji.reading.tasks.about import about_tasks, columns_read, score_sheet
from kaoji.reading.tasks.columns import (
    is_money,
    labelled_units,
    marks_alone,
    own_label,
    pairs_below,
    unit_of_table,
    without_interim,
)
from kaoji.reading.tasks.due import due_date, year_of
from kaoji.reading.tasks.plans import read_plan
from kaoji.reading.tasks.targets import RATE_NAME, goals_of, progress, reached_of, reported_of, targets_of
from kaoji.reading.tasks.task import Task, to_json
from kaoji.sharing import shared

__all__ = ["DUE_HEAD", "Task", "legend", "read_tasks", "to_json"]

MARKS: Final = "▲△●○■□★☆◆◇※◎▼▽"
_MARK: Final = late_pattern(rf"^\s*([{MARKS}*＊#]+)\s*|\s*([{MARKS}]+)\s*$")
_LEGEND: Final = late_pattern(
    rf"([{MARKS}*＊#])\s*(?:的)?(?:项|号|者|标注)?(?:的)?(?:为|是|表示|代表|指|：|:)\s*([^；;。{MARKS}]+)"
)
_UNIT_AND_PERSON: Final = late_pattern(r"(?P<unit>[^（()）]+)[（(](?P<person>[^（()）]{2,12})[）)]")
_LEADS: Final = late_pattern(r"(?P<unit>[^（()）]+)[（(](?:牵头|主办|主责|负责|牵头负责)(?:单位|部门)?[）)]")
_GENERAL: Final = late_pattern(
    r"\d{4}年度?|年度|全年|[今本当]年|年初|预期|考核|计划|目标|任务|指标|数值|数量|总量|完成|[值数量]|^(?:工程|项目|工作|年)$"
)
_AMOUNT: Final = late_pattern("投资|资金|经费|产值|收入|税|额|贷款|面积|里程|长度|规模|产量|人数|户数|数量")
_UNIT_IN_HEAD: Final = late_pattern(r"\((?P<unit>[^()\d]{1,5})\)$")
_UNIT_BESIDE: Final = late_pattern(
    r"(?P<unit>[^\s、，,；;（()）:：]{2,24})[ \u3000\u00a0:：]+(?P<person>[\u4e00-\u9fff]{2,3})(?=$|[、，,；;\s])"
)
_GROWTH_HEAD: Final = late_pattern(r"(?:增速|增幅|同比|增长率?|增减)(?:[+±-])?(?:\([+±-]?%\)|%)?$")
_GROWTH: Final = late_pattern(r"[+增长]*(?P<value>-?\d+(?:\.\d+)?)%?")
_GROWN: Final = "增长"
_MANY: Final = 200
_LINES_ABOVE: Final = 3
DUE_HEAD: Final = "读出（时限）"
_A_NUMBER: Final = late_pattern(r"\d[\d,]*(?:\.\d+)?")
_WHOLE_NUMBER: Final = late_pattern(r"^\d{1,4}$")


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
        heads.append(head)
        width = block.width
        for first, end in side_by_side(head):
            part = block if end - first == width else block.part(first, end)
            kinds, labels = head.kinds[first:end], head.labels[first:end]
            above = [paragraph.text for paragraph in prose[-_LINES_ABOVE:]]
            rows.extend(_TableReader(part, replace(head, kinds=kinds, labels=labels), findings, above).tasks())
    rows.extend(read_plan(reflowed(prose)))
    year = year_of(document)

    def finished(row: tuple[int, Task]) -> Task:
        sequence, task = row
        return _finished(task, sequence, document.name, year)

    tasks = shared(finished, list(enumerate(rows, 1)), least=_MANY)
    findings.extend(about_tasks(tasks))
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
    return {match[1]: one_line(match[2]).strip(" ,，") for text in texts for match in _LEGEND.finditer(text)}


def _lines_of(grid: Grid) -> list[Paragraph]:
    """Give the rows of a table that is none of tasks as lines of text; a sheet of running text has one column."""
    return [
        Paragraph("  ".join(one_line(cell.text) for cell in row if squeeze(cell.text)), source=row[0].source)
        for row in grid.rows
        if row
    ]


class _TableReader:
    """Reads the rows of a task table below its head."""

    def __init__(self, grid: Grid, head: Head, findings: list[Diagnostic], above: list[str]) -> None:
        self.grid, self.head, self.findings = grid, without_interim(head), findings
        self.section = ""
        self.unit = unit_of_table([*above, *(cell.text for row in grid.rows[: head.first] for cell in row)])
        self.sections = self._category_columns()

    def _category_columns(self) -> list[int]:
        """Give the task columns that only group others: the first of several, merged over rows.

        What is merged together with the number of its row is the name of a task in several parts, and so is what is
        merged over few rows only.
        """
        rows = self.grid.rows[self.head.end :]
        numbers = self.head.columns("number")
        merged = {
            column: {
                (cell.row, cell.row_span) for row in rows for cell in row if cell.column == column and cell.row_span > 1
            }
            for column in [*numbers, *self.head.columns("task")[:-1]]
        }
        numbered = [merged[column] for column in numbers]
        return [
            column
            for column in self.head.columns("task")[:-1]
            if merged[column] not in numbered and sum(span for _, span in merged[column]) * 2 >= max(1, len(rows))
        ]

    def tasks(self) -> Iterable[Task]:
        """Give the tasks of the table in order."""
        last: Task | None = None
        for row in range(self.head.end, self.grid.height):
            texts = {column: self._text(row, column) for column in range(self.grid.width)}
            filled = [text for text in texts.values() if squeeze(text)]
            if not filled or self._repeats_head(texts):
                continue
            if len({squeeze(text) for text in filled}) == 1 and self._is_alone(row):
                if not _LEGEND.search(filled[0]) and not re.match(r"^(?:备注|注|说明)[:：]", squeeze(filled[0])):
                    self.section = one_line(filled[0])
                continue
            task = self._task(row)
            if last is not None and ((not task.text and not task.number) or self._reaches_down(row)):
                last = _continued(last, task)
                continue
            if last is not None:
                yield last
            last = task
        if last is not None:
            yield last

    def _text(self, row: int, column: int) -> str:
        cell = self.grid.cell_at(row, column)
        return cell.text if cell is not None else ""

    def _is_alone(self, row: int) -> bool:
        cells = [
            cell
            for column in range(self.grid.width)
            if (cell := self.grid.cell_at(row, column)) is not None and squeeze(cell.text)
        ]
        return (
            all(cell is cells[0] for cell in cells)
            and cells[0].row == row
            and not _WHOLE_NUMBER.match(squeeze(cells[0].text))
        )

    def _reaches_down(self, row: int) -> bool:
        """Tell whether the task of a row is a cell that begins above it: only its units or persons go on."""
        columns = [*self.head.columns("number"), *(at for at in self.head.columns("task") if at not in self.sections)]
        cells = [cell for column in columns if (cell := self.grid.cell_at(row, column)) is not None]
        return bool(cells) and row > self.head.end and all(cell.row < row for cell in cells)

    def _repeats_head(self, texts: dict[int, str]) -> bool:
        filled = {column: squeeze(text) for column, text in texts.items() if squeeze(text)}
        return all(
            self.head.labels[column] == text for column, text in filled.items() if column < len(self.head.labels)
        )

    def _column_texts(self, row: int, kind: Kind, *, grows: bool | None = None) -> list[str]:
        """Give the texts in columns of a kind; with ``grows`` only those of columns of growth rates, or of the others."""
        found: list[str] = []
        seen = None
        for column in self.head.columns(kind):
            if grows is not None and grows != self._grows(column):
                continue
            cell = self.grid.cell_at(row, column) if column < self.grid.width else None
            if cell is not None and cell is not seen and squeeze(cell.text):
                found.append(cell.text)
                seen = cell
            elif cell is None or not squeeze(cell.text):
                found.extend(self._from_above(column, row))
        return found

    def _from_above(self, column: int, row: int) -> list[str]:
        """Give what a column that groups the rows says above an empty cell: who leads, left of the numbers."""
        numbers = self.head.columns("number")
        if not numbers or column > numbers[0] or column not in self.head.columns("lead", "leader"):
            return []
        texts = (self._text(at, column) for at in range(row - 1, self.head.end - 1, -1))
        return [text] if (text := next(filter(squeeze, texts), "")) else []

    def _grows(self, column: int) -> bool:
        """Tell whether a column holds how much something grows: 增速（%） below 年度目标."""
        return (
            column < len(self.head.labels) and _GROWTH_HEAD.search(fold(squeeze(self.head.labels[column]))) is not None
        )

    def _growth(self, row: int, kind: Kind, metric: str) -> list[Measure]:
        texts = [fold(one_line(text)).strip() for text in self._column_texts(row, kind, grows=True)]
        values = [match["value"] for text in texts if (match := _GROWTH.fullmatch(text)) is not None]
        return [Measure(f"{metric}{_GROWN}", value, "%", way=_GROWN) for value in values]

    def _figures(self, row: int, texts: list[str]) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
        """Read columns of figures: targets, values reached, completion ratios, with the unit of measurement beside them."""
        columns = [column for column in self.head.columns("target") if not self._grows(column)]
        if not columns:
            return (), ()
        metric = _short(texts)
        if (pairs := self._pairs(row, metric)) is not None:
            return pairs
        label = own_label(self.head.labels[columns[0]]) if columns and columns[0] < len(self.head.labels) else ""
        core = _GENERAL.sub("", label)
        core = core if core != "量化" and (_AMOUNT.search(core) or not self.head.has("measure")) else ""
        metric = core if len(core) > 1 else metric  # 年度计划投资（万元）: of what it is
        if not _AMOUNT.search(core) and _names_metric(self._column_texts(row, "target")):
            core = ""
        metric = core if len(core) > 1 else _short(texts)
        said = _UNIT_IN_HEAD.search(fold(squeeze(self.head.labels[columns[0]]))) if label else None
        unit = next((squeeze(text) for text in self._column_texts(row, "measure")), said["unit"] if said else "")
        unit = unit or (self.unit if is_money(metric) else "")
        goals = (*self._goals(row, metric, unit, has_label=len(core) > 1), *self._growth(row, "target", metric)[:1])
        if not goals:
            return (), ()
        words = self._status(row)
        is_worded = not _A_NUMBER.fullmatch(fold(words).strip("；"))
        own = _own_targets(texts) if len(core) > 1 and is_worded else ()  # 新建仓房4座 beside 年度计划投资
        reached = [
            value
            for text in self._column_texts(row, "status", grows=False)
            if (figure := _figure(text, metric, unit, is_bare=True)) is not None
            and (value := reached_of(figure, goals)) is not None
        ]
        ratios = self._ratio(row)
        if not reached and words:
            values = reported_of(words, goals)
            ratios = [ratio for ratio in ratios if all(one.metric != RATE_NAME for one in values)]
            return (*goals, *own), (*values, *ratios[-1:])
        told = reported_of(words, own) if own else ()
        growth = self._growth(row, "status", metric)[-1:]
        return (*goals, *own), (*reached[-1:], *growth, *told, *ratios[-1:])

    def _pairs(self, row: int, metric: str) -> tuple[tuple[Measure, ...], tuple[Measure, ...]] | None:
        """Read several figures of one task below 任务数 and 完成数 (个数, 金额); None where there are no such columns."""
        pairs = pairs_below(self.head)
        if not pairs or any(self._grows(column) for *_, column, _ in pairs):
            return None
        goals: list[Measure] = []
        reached: list[Measure] = []
        for name, unit, column, told in pairs:
            for at, values in ((column, goals), (told, reached)):
                figure = fold(one_line(self._text(row, at))).replace(",", "").strip() if at >= 0 else ""
                if _A_NUMBER.fullmatch(figure):
                    values.append(Measure(metric + name, figure, unit))
        ratios = (_figure(text, RATE_NAME, "%") for text in self._column_texts(row, "ratio")[:1])
        return tuple(goals), (*reached, *filter(None, ratios))

    def _ratio(self, row: int) -> list[Measure]:
        """Give the last completion ratio of a row, if columns of their own tell any."""
        texts = self._column_texts(row, "ratio")
        return [ratio for text in texts if (ratio := _figure(text, RATE_NAME, "%")) is not None][-1:]

    def _goals(self, row: int, metric: str, unit: str, *, has_label: bool) -> tuple[Measure, ...]:
        """Read columns of targets: of what the head names, or else of what the task names."""
        texts = self._column_texts(row, "target", grows=False)
        if has_label:
            found = [goal for text in texts if (goal := _figure(text, metric, unit)) is not None]
            return tuple(found[:1])
        if not texts:
            return ()
        stated = targets_of(metric)
        return goals_of("；".join(map(one_line, texts)), stated, _bare_name(metric, stated), unit)

    def _goal(self, row: int) -> str:
        """Give what the columns of targets say, in their words; a number alone with the unit beside it."""
        texts = [one_line(text) for text in self._column_texts(row, "target")]
        unit = next((squeeze(text) for text in self._column_texts(row, "measure")), "")
        return _joined(text + unit if _A_NUMBER.fullmatch(fold(text)) else text for text in texts)

    def _due(self, row: int) -> str:
        """Give the date that a workbook of tasks has beside the deadline; the year was told from what it was read from."""
        told = (
            column for column, label in enumerate(self.head.labels) if label == DUE_HEAD and column < self.grid.width
        )
        return next((squeeze(self._text(row, column)) for column in told), "")

    def _status(self, row: int) -> str:
        """Give what the columns of progress say; figures of their own columns only where no words stand beside them."""
        told = [one_line(text) for text in self._column_texts(row, "status")]
        worded = [text for text in told if not _A_NUMBER.fullmatch(fold(text).strip())]
        return _joined(worded or told)

    def _latest(self, row: int, goals: tuple[Measure, ...], text: str) -> tuple[Measure, ...]:
        """Give what the last of several columns of progress reports that answers the targets: the quarters add up."""
        told = self._column_texts(row, "status")
        wanted = goals or targets_of(_MARK.sub("", text)) if len(told) > 1 else ()
        answers = (reported_of(one_line(status), wanted) for status in reversed(told)) if wanted else iter(())
        return next(filter(None, answers), ())

    def _notes(self, row: int) -> tuple[str, ...]:
        """Give what stands in columns that are no part of a task, with the column's head."""
        notes: list[str] = []
        for column, kind in enumerate(self.head.kinds):
            text = one_line(self._text(row, column))
            if kind in (None, "note", "blank") and column < self.grid.width and text.strip(MARKS):
                notes.append(f"{self.head.labels[column]}：{text}" if self.head.labels[column] else text)
        return tuple(dict.fromkeys(notes))

    def _task(self, row: int) -> Task:
        number = next((squeeze(text) for text in self._column_texts(row, "number")), "")
        texts = [self._text(row, column) for column in self.head.columns("task") if column not in self.sections]
        section = "".join(one_line(self._text(row, column)) for column in self.sections) or self.section
        text = "：".join(dict.fromkeys(one_line(text) for text in texts if squeeze(text)))
        beside = (self._text(row, at) for at, kind in enumerate(self.head.kinds) if kind in (None, "note", "blank"))
        text = marks_alone(beside, MARKS) + text
        source = (
            next((cell.source for cell in self.grid.rows[row]), self.grid.source)
            if row < len(self.grid.rows)
            else self.grid.source
        )
        notes = self._notes(row)
        status = self._status(row)
        cells = {kind: self._column_texts(row, kind) for kind in ("lead", "related")}
        if (labelled := labelled_units(cells["lead"])) is not None:
            cells = {"lead": labelled[0], "related": [*labelled[1], *cells["related"]]}
        units = {kind: _units(list(map(_bracketed, told))) for kind, told in cells.items()}
        persons = {kind: _persons(self._column_texts(row, kind)) for kind in ("leader", "coordinator", "person")}
        units["lead"], named = _without_persons(units["lead"])
        units["lead"], others = _led(units["lead"])
        units["related"] = _both(units["related"], others)
        goals, reached = self._figures(row, texts)
        goals = goals or _own_targets(texts)
        reached = reached or self._latest(row, goals, text)
        if not self.head.has("target") and (rate := self._ratio(row)):
            reached = reached or reported_of(status, goals or targets_of(_MARK.sub("", text)))
            reached = (*reached, *(() if any(one.metric == RATE_NAME for one in reached) else rate))
        printed = re.match(r"^\D{0,2}(\d{1,4})\D{0,2}$", fold(number))
        if not printed and not number and (match := re.match(r"^(\d{1,3})[、.．](?!\d)", fold(text))):
            printed, text = match, text[match.end() :].strip()
        return Task(
            int(printed[1]) if printed else 0,
            0,
            text,
            leader=persons["leader"],
            coordinator=persons["coordinator"],
            lead_units=units["lead"],
            responsible=persons["person"] or named,
            related_units=units["related"],
            deadline="".join(one_line(text) for text in self._column_texts(row, "deadline")),
            status=status,
            goal=self._goal(row),
            due=self._due(row),
            targets=goals,
            reported=reached,
            section=section,
            notes=notes,
            source=source,
        )


def _joined(texts: Iterable[str]) -> str:
    """Give the texts of several columns as one: what was reported quarter by quarter stays apart."""
    joined = ""
    for text in texts:
        joined += f"；{text}" if joined and text and joined[-1] not in "。；，、" else text
    return joined


def _led(units: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the units that a list marks as leading from the others: 县农业农村局（牵头）、县水利局."""
    marked = {unit: match["unit"] for unit in units if (match := _LEADS.fullmatch(unit)) is not None}
    if not marked:
        return units, ()
    return tuple(marked.values()), tuple(unit for unit in units if unit not in marked)


def _own_targets(texts: list[str]) -> tuple[Measure, ...]:
    """Give the targets of the last of several cells where each has its metric there, and not in the name before it."""
    filled = [text for text in texts if squeeze(text)]
    found = targets_of(filled[-1]) if len(filled) > 1 else ()
    is_whole = bool(found) and all(measure.metric and (measure.has_own_metric or measure.way) for measure in found)
    return found if is_whole and not any(targets_of(text) for text in filled[:-1]) else ()


def _bracketed(text: str) -> str:
    """Put the person that stands behind a unit into brackets: 县工信局 李河."""
    return "\n".join(_UNIT_BESIDE.sub(_in_brackets, line) for line in text.split("\n"))


def _in_brackets(match: re.Match[str]) -> str:
    is_both = is_unit(match["unit"]) and person_likeness(match["person"]) == 1
    return f"{match['unit']}（{match['person']}）" if is_both else match[0]


def _without_persons(units: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the persons in brackets from their units: 县工信局（李河）."""
    bare: list[str] = []
    named: list[str] = []
    for unit in units:
        found = _UNIT_AND_PERSON.fullmatch(unit)
        if found is not None and is_unit(found["unit"]) and person_likeness(found["person"]) == 1:
            bare.append(found["unit"])
            named.extend(split_persons(found["person"]))
        else:
            bare.append(unit)
    return tuple(bare), tuple(named)


def _names_metric(texts: list[str]) -> bool:
    """Tell whether cells of targets say themselves what they measure: 新增停车泊位320个."""
    return any(measure.has_own_metric and measure.metric for text in texts for measure in targets_of(one_line(text)))


def _short(texts: list[str]) -> str:
    return one_line(texts[0]) if texts else ""


def _bare_name(text: str, stated: tuple[Measure, ...]) -> str:
    """Give what a task is called without the figures that it states: 完成造林1.2万亩 is 造林."""
    return stated[0].metric if stated else text


def _figure(text: str, metric: str, unit: str, *, is_bare: bool = False) -> Measure | None:
    """Read a cell that holds a figure; with ``is_bare`` nothing but a figure counts."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([^\d\s]{0,9})", fold(one_line(text)).replace(",", ""))
    if match and (not match[2] or is_unit_of_measure(match[2])):
        return Measure(metric, match[1], match[2] or unit)
    found = () if is_bare else targets_of(metric + one_line(text))
    return found[0] if found else None


def _units(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for text in texts for unit in split_units(text)))


def _persons(texts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person for text in texts for person in split_persons(text)))


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one + other))


def _continued(task: Task, more: Task) -> Task:
    """Join a row without number and text to the task before it: a further unit with its person, more status."""
    return replace(
        task,
        leader=_both(task.leader, more.leader),
        coordinator=_both(task.coordinator, more.coordinator),
        lead_units=_both(task.lead_units, more.lead_units),
        responsible=_both(task.responsible, more.responsible),
        related_units=_both(task.related_units, more.related_units),
        deadline=_joined(_both((task.deadline,), (more.deadline,))),
        status=task.status if more.status in task.status else task.status + more.status,
    )


def _finished(task: Task, sequence: int, document: str, year: int | None) -> Task:
    """Take the marks off the text and read targets and reported values."""
    marks: list[str] = []
    text = task.text.strip()
    while match := _MARK.search(text):
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
