"""What the rows of a task table say against themselves.

Ratios that their figures do not make, ends before beginnings, tasks that stand twice, and cells that are empty where
nearly all other rows have theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, half_up
from kaoji.reading.phrases.measures import Measure
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tasks.due import due_date
from kaoji.reading.tasks.likeness import LEAST_LIKENESS, likeness, same_kind, scale_of
from kaoji.reading.tasks.ratios import RATE_NAME
from kaoji.reading.tasks.task import Task

# 占预算的30.7%, 占序时进度的98%: of another whole than the target
_OF_ANOTHER: Final = r"(?:预算|投资|计划|总量|总里程|工程量|工作量|序时|进度|合同|面积)[^，,。；;]{0,8}?"
_BEGINS: Final = late_pattern(
    r"^(?:计划)?(?:开始|启动|起始|开工)(?:时间|日期|时限|时点|节点)?：(?P<when>.*\d{1,2}月.*|\d{4}[-./]\d.*)$"
)
_SPAN: Final = late_pattern(r"[-—~～至到]+")
_MONTH: Final = late_pattern(r"\d{1,2}\s*月")
_OF_MONTH: Final = late_pattern(r"(?<!\d)(\d{1,2})\s*月")
_MONTHS: Final = 12
_SHORTEST: Final = 6
_FEWEST, _SELDOM = 4, 4
_SHOWN: Final = 40


def contradictions(tasks: Sequence[Task], year: int | None) -> Iterator[Diagnostic]:
    """Name what the rows of task tables say against themselves; ``year`` is that of the document."""
    yield from _ratios(tasks)
    yield from _backwards(tasks, year)
    yield from _too_early(tasks, year)
    yield from _no_days(tasks)
    yield from _twice(tasks)
    yield from _left_empty(tasks)


def named(task: Task) -> str:
    """Give the number that stands for a task in a sentence: the printed one, or its place."""
    return str(task.number or task.sequence)


def _ratios(tasks: Iterable[Task]) -> Iterator[Diagnostic]:
    """W236: a completion ratio beside a value and a target that make another."""
    for task in tasks:
        for value, rate in pairwise(task.reported):
            target = _answered(task, value)
            if rate.metric != RATE_NAME or value.metric == RATE_NAME or target is None:
                continue
            wanted, reached = _size(target), _size(value)
            share = 100 * reached / wanted
            slack = _half_step(rate) * 2 + 100 * (_half_step(value) + share / 100 * _half_step(target)) / wanted
            is_of_another = re.search(_OF_ANOTHER + re.escape(rate.value) + r"\s*%", fold(task.status)) is not None
            if abs(share - Fraction(rate.value)) > slack and not is_of_another:
                tenths = half_up(10 * share.numerator, share.denominator)
                yield Diagnostic(
                    "reading.W236",
                    "Task {task}: {rate}% is said to be done, but {value} of {target} is {share}%.",
                    (task.source.cite(task.text[:_SHOWN]),),
                    "Ask who reported it which of the numbers is wrong.",
                    {
                        "task": named(task),
                        "rate": rate.value,
                        "value": value.value + value.unit,
                        "target": target.value + target.unit,
                        "share": f"{tenths // 10}.{tenths % 10}",
                    },
                )


def _answered(task: Task, value: Measure) -> Measure | None:
    """Give the only plain target that a value answers; rates and what is to stay below a line have no share that is done."""
    if value.way or value.unit == "%":
        return None
    alike = [
        one
        for one in task.targets
        if same_kind(one.unit, value.unit) and likeness(one, value) >= LEAST_LIKENESS and not one.way
    ]
    (one,) = alike if len(alike) == 1 else (None,)
    return one if one is not None and not one.is_ceiling and not one.maximum and Fraction(one.value) else None


def _size(measure: Measure) -> Fraction:
    return Fraction(measure.value) * scale_of(measure.unit)


def _half_step(measure: Measure) -> Fraction:
    """Give by how much rounding may have changed a value: half a step of its last decimal; whole counts are exact."""
    decimals = len(measure.value.partition(".")[2])
    is_exact = not decimals and measure.unit != "%" and scale_of(measure.unit) == 1
    return Fraction(0) if is_exact else Fraction(1, 2 * 10**decimals) * scale_of(measure.unit)


def _backwards(tasks: Iterable[Task], year: int | None) -> Iterator[Diagnostic]:
    """W315: tasks that end before they begin."""
    for task in tasks:
        begun = next((match["when"] for note in task.notes if (match := _BEGINS.match(squeeze(note)))), "")
        ends = task.deadline
        if not begun and len(span := _SPAN.split(task.deadline, maxsplit=1)) == 2:  # noqa: PLR2004 - from and to
            begun, ends = span if all(map(_MONTH.search, span)) else ("", "")
        first, last = due_date(begun, year), due_date(ends, year)
        if first and last and first > last:
            yield Diagnostic(
                "reading.W315",
                "“{later}” is said to come after “{earlier}”.",
                (task.source.cite(task.text[:_SHOWN]),),
                "Compare with the original; one of the dates is wrong, or stands at the wrong step.",
                {"later": ends, "earlier": begun},
            )


def _no_days(tasks: Iterable[Task]) -> Iterator[Diagnostic]:
    """W315: deadlines in a month that no year has."""
    for task in tasks:
        months = [int(month) for month in _OF_MONTH.findall(fold(task.deadline))]
        if any(month == 0 or month > _MONTHS for month in months):
            yield Diagnostic(
                "reading.W315",
                "“{when}” is no date of the calendar.",
                (task.source.cite(task.text[:_SHOWN]),),
                "Compare with the original; one of the dates is wrong, or stands at the wrong step.",
                {"when": task.deadline},
            )


def _too_early(tasks: Sequence[Task], year: int | None) -> Iterator[Diagnostic]:
    """W315: deadlines before the year that nearly all others are in."""
    years = [int(task.due[:4]) for task in tasks if task.due]
    if year is None or sum(one >= year for one in years) * _SELDOM < len(years) * (_SELDOM - 1):
        return
    for task in tasks:
        if task.due and int(task.due[:4]) < year:
            yield Diagnostic(
                "reading.W315",
                "“{later}” is said to come after “{earlier}”.",
                (task.source.cite(task.text[:_SHOWN]),),
                "Compare with the original; one of the dates is wrong, or stands at the wrong step.",
                {"later": task.deadline, "earlier": f"{year}年"},
            )


def _twice(tasks: Iterable[Task]) -> Iterator[Diagnostic]:
    """W237: the same words as two tasks of one section."""
    first: dict[tuple[str, str], Task] = {}
    for task in tasks:
        key = (task.section, squeeze(task.text))
        if len(key[1]) < _SHORTEST:
            continue
        before = first.setdefault(key, task)
        if before is not task:
            yield Diagnostic(
                "reading.W237",
                "Tasks {first} and {second} are the same: {text}.",
                (before.source.cite(before.text[:_SHOWN]), task.source.cite(task.text[:_SHOWN])),
                "Take out one of them, or say how they differ.",
                {"first": named(before), "second": named(task), "text": task.text[:_SHOWN]},
            )


def _left_empty(tasks: Sequence[Task]) -> Iterator[Diagnostic]:
    """W238: the few tasks without what nearly all have: a unit in the lead, a deadline, a unit of measurement."""
    tables: dict[tuple[str | None, int | None], list[Task]] = {}
    for task in tasks:
        tables.setdefault((task.source.sheet, task.source.table), []).append(task)
    for rows in tables.values():
        figured = [task for task in rows if task.targets]
        yield from _without([(task, bool(task.lead_units)) for task in rows], "牵头单位")
        yield from _without([(task, bool(task.deadline)) for task in rows], "完成时限")
        yield from _without([(task, bool(task.responsible)) for task in rows], "责任人")
        yield from _without([(task, all(one.unit for one in task.targets)) for task in figured], "计量单位")


def _without(told: Sequence[tuple[Task, bool]], what: str) -> Iterator[Diagnostic]:
    lacking = [task for task, has_it in told if not has_it]
    if len(told) < _FEWEST or not lacking or len(lacking) * _SELDOM > len(told):
        return
    yield Diagnostic(
        "reading.W238",
        "“{what}” is empty for {names}; all others have it.",
        tuple(task.source.cite(task.text[:_SHOWN]) for task in lacking),
        "Compare with the original; the cell may have been lost.",
        {"what": what, "names": "、".join(f"第{named(task)}项" for task in lacking)},
    )
