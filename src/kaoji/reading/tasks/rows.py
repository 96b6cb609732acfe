"""The rows of a task table below its head → tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Grid
from kaoji.reading.phrases.actors import is_unit, person_likeness, split_persons, split_units
from kaoji.reading.phrases.measures import Measure
from kaoji.reading.phrases.unit_headings import unit_heading, who_answers
from kaoji.reading.phrases.wording import one_line, squeeze
from kaoji.reading.tables.head_words import bare_label
from kaoji.reading.tables.heads import Head, Kind
from kaoji.reading.tasks.cells import Cells, joined
from kaoji.reading.tasks.columns import labelled_units, marks_alone, of_units, unit_of_table, without_interim
from kaoji.reading.tasks.figures import Figures, own_targets
from kaoji.reading.tasks.ratios import RATE_NAME
from kaoji.reading.tasks.targets import reported_of, targets_of
from kaoji.reading.tasks.task import Task
from kaoji.reading.tasks.who import led, without_persons

MARKS: Final = "▲△●○■□★☆◆◇※◎▼▽"
MARK: Final = late_pattern(rf"^\s*([{MARKS}*＊#]+)\s*|\s*([{MARKS}]+)\s*$")
LEGEND: Final = late_pattern(
    rf"([{MARKS}*＊#])\s*(?:的)?(?:项|号|者|标注)?(?:的)?(?:为|是|表示|代表|指|：|:)\s*([^；;。{MARKS}]+)"
)
_UNIT_BESIDE: Final = late_pattern(
    r"(?P<unit>[^\s、，,；;（()）:：]{2,24})[ \u3000\u00a0:：]+(?P<person>[\u4e00-\u9fff]{2,3})(?=$|[、，,；;\s])"
)
_WITH_PERSONS: Final = late_pattern("(?:单位|部门|科室|主体).{0,4}(?:责任人|负责人|负责同志)$")
DUE_HEAD: Final = "读出（时限）"
_FEWEST: Final = 4
_WHO: Final[tuple[Kind, ...]] = ("lead", "related", "person")
_WHOLE_NUMBER: Final = late_pattern(r"^\d{1,4}$")


class TableReader:
    """Reads the rows of a task table below its head; ``above`` are the lines before the table."""

    def __init__(self, grid: Grid, head: Head, above: list[str]) -> None:
        self.grid, self.head = grid, of_units(without_interim(head), grid)
        self.cells = Cells(grid, self.head)
        self.section = above[-1].strip() if above and unit_heading(above[-1]) is not None else ""
        unit = unit_of_table([*above, *(cell.text for row in grid.rows[: head.first] for cell in row)])
        self.figures = Figures(self.cells, unit)
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
            if (merged[column] not in numbered and sum(span for _, span in merged[column]) * 2 >= max(1, len(rows)))
            or self._is_left_out(column)
        ]

    def _is_left_out(self, column: int) -> bool:
        """Tell whether a column names only the first row of each group, as tables do whose merged cells were parted."""
        rows = range(self.head.end, self.grid.height)
        last = self.head.columns("task")[-1]
        named = [bool(squeeze(self.cells.text(row, column))) for row in rows]
        filled = sum(bool(squeeze(self.cells.text(row, last))) for row in rows)
        is_left = column < min(self.head.columns("number"), default=0)  # what stands left of the numbers groups rows
        most = len(named) - 1 if is_left else filled // 2
        return filled >= _FEWEST and named[:1] == [True] and 0 < sum(named) <= most

    def tasks(self) -> Iterable[Task]:
        """Give the tasks of the table in order."""
        last: Task | None = None
        for row in range(self.head.end, self.grid.height):
            texts = {column: self.cells.text(row, column) for column in range(self.grid.width)}
            filled = [text for text in texts.values() if squeeze(text)]
            if not filled or self._repeats_head(texts):
                continue
            if len({squeeze(text) for text in filled}) == 1 and self._is_alone(row):
                if not LEGEND.search(filled[0]) and not re.match(r"^(?:备注|注|说明)[:：]", squeeze(filled[0])):
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

    def _due(self, row: int) -> str:
        """Give the date that a workbook of tasks has beside the deadline; the year was told from what it was read from."""
        told = (
            column for column, label in enumerate(self.head.labels) if label == DUE_HEAD and column < self.grid.width
        )
        return next((squeeze(self.cells.text(row, column)) for column in told), "")

    def _latest(self, row: int, goals: tuple[Measure, ...], text: str) -> tuple[Measure, ...]:
        """Give what the last of several columns of progress reports that answers the targets: the quarters add up."""
        told = self.cells.texts(row, "status")
        wanted = goals or targets_of(MARK.sub("", text)) if len(told) > 1 else ()
        answers = (reported_of(one_line(status), wanted) for status in reversed(told)) if wanted else iter(())
        return next(filter(None, answers), ())

    def _notes(self, row: int) -> tuple[str, ...]:
        """Give what stands in columns that are no part of a task, with the column's head."""
        notes: list[str] = []
        for column, kind in enumerate(self.head.kinds):
            text = one_line(self.cells.text(row, column))
            if kind in (None, "note", "blank") and column < self.grid.width and text.strip(MARKS):
                notes.append(f"{self.head.labels[column]}：{text}" if self.head.labels[column] else text)
        return tuple(dict.fromkeys(notes))

    def _task(self, row: int) -> Task:
        number = next((squeeze(text) for text in self.cells.texts(row, "number")), "")
        texts = [self.cells.text(row, column) for column in self.head.columns("task") if column not in self.sections]
        section = "".join(one_line(self.cells.text(row, column)) for column in self.sections) or self.section
        text = "：".join(dict.fromkeys(one_line(text) for text in texts if squeeze(text)))
        beside = (
            self.cells.text(row, at) for at, kind in enumerate(self.head.kinds) if kind in (None, "note", "blank")
        )
        if not self.head.has("task") and any(map(squeeze, self.cells.texts(row, "target"))):
            text = self.figures.name(row)
        text = marks_alone(beside, MARKS) + text
        source = (
            next((cell.source for cell in self.grid.rows[row]), self.grid.source)
            if row < len(self.grid.rows)
            else self.grid.source
        )
        notes = self._notes(row)
        status = self.cells.status(row)
        cells = {kind: self.cells.texts(row, kind) for kind in ("lead", "related")}
        if (labelled := labelled_units(cells["lead"])) is not None:
            cells = {"lead": labelled[0], "related": [*labelled[1], *cells["related"]]}
        if any(_WITH_PERSONS.search(bare_label(self.head.labels[at])) for at in self.head.columns("lead")):
            cells["lead"] = [_persons_bracketed(told) for told in cells["lead"]]
        units = {kind: _units(list(map(_bracketed, told))) for kind, told in cells.items()}
        persons = {kind: _persons(self.cells.texts(row, kind)) for kind in ("leader", "coordinator", "person")}
        units["lead"], named = without_persons(units["lead"])
        units["lead"], others = led(units["lead"])
        units["related"] = _both(units["related"], others)
        goals, reached = self.figures.both(row, texts)
        goals = goals or own_targets(texts)
        reached = reached or self._latest(row, goals, text)
        if not self.head.has("target") and (rate := self.figures.ratio(row)):
            reached = reached or reported_of(status, goals or targets_of(MARK.sub("", text)))
            reached = (*reached, *(() if any(one.metric == RATE_NAME for one in reached) else rate))
        if not any(self.head.has(kind) for kind in _WHO) and (heading := unit_heading(self.section)) is not None:
            units["lead"], named = (heading["unit"],), who_answers(heading["rest"])  # the table of one department
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
            deadline="".join(one_line(text) for text in self.cells.texts(row, "deadline")),
            status=status,
            goal=self.figures.goal(row),
            due=self._due(row),
            targets=goals,
            reported=reached,
            section=section,
            notes=notes,
            source=source,
        )


def _bracketed(text: str) -> str:
    """Put the person that stands behind a unit into brackets: 县工信局 李河."""
    return "\n".join(_UNIT_BESIDE.sub(_in_brackets, line) for line in text.split("\n"))


def _persons_bracketed(text: str) -> str:
    """Put each person of a column of units with their heads into brackets behind the unit.

    The person stands behind a space, on the next line, or right behind the unit: 县民政局张某.
    """
    pieces: list[str] = []
    for piece in filter(None, re.split(r"[\s、，,；;]+", text)):
        if pieces and person_likeness(piece) == 1 and is_unit(pieces[-1]):
            pieces[-1] += f"（{piece}）"
            continue
        parted = next(
            (
                f"{piece[:-length]}（{piece[-length:]}）"
                for length in (3, 2)
                if not is_unit(piece) and is_unit(piece[:-length]) and person_likeness(piece[-length:]) == 1
            ),
            piece,
        )
        pieces.append(parted)
    return "、".join(pieces)


def _in_brackets(match: re.Match[str]) -> str:
    is_both = is_unit(match["unit"]) and person_likeness(match["person"]) == 1
    return f"{match['unit']}（{match['person']}）" if is_both else match[0]


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
        deadline=joined(_both((task.deadline,), (more.deadline,))),
        status=task.status if more.status in task.status else task.status + more.status,
    )
