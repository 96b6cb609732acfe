"""Columns of figures in a task table: targets, values reached, shares of completion, growth."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.measures import Measure, is_unit_of_measure
from kaoji.reading.phrases.wording import one_line, squeeze
from kaoji.reading.tables.figure_heads import AMOUNT, GROUP, is_single, is_so_far
from kaoji.reading.tables.head_words import bare_label
from kaoji.reading.tables.heads import Kind
from kaoji.reading.tasks.cells import A_NUMBER, Cells, joined
from kaoji.reading.tasks.columns import is_money, own_label, pairs_below
from kaoji.reading.tasks.goals import goals_of, reached_of
from kaoji.reading.tasks.likeness import same_kind
from kaoji.reading.tasks.ratios import RATE_NAME
from kaoji.reading.tasks.targets import reported_of, targets_of

_GENERAL: Final = late_pattern(
    r"绝对[值额量]|\d{4}年度?|年度|全年|[今本当]年|年初|预算|预期|考核|计划|目标|任务|指标|数值|数量|总量|完成|[值数量]|^(?:工程|项目|工作|年)$"
)
_AMOUNT: Final = late_pattern("投资|资金|经费|产值|收入|税|额|贷款|面积|里程|长度|规模|产量|人数|户数|数量")
_UNIT_IN_HEAD: Final = late_pattern(r"\((?P<unit>[^()\d]{1,5})\)$")
_GROWTH: Final = late_pattern(r"[+增长]*(?P<value>-?\d+(?:\.\d+)?)%?(?:以上|左右)?")
_UNIT_BEHIND: Final = late_pattern(r"(?<=..)\((?P<unit>[^()\d]{1,6})\)$")
_OF_WHICH: Final = late_pattern("^(?:其中|#)[:：]?\\s*(?=..)")
_DONE: Final = late_pattern("^(?:确保|力争)?(?:完成|实现|达到)(?=[\u4e00-\u9fff]{2})")  # 完成造林 is 造林
_RATE_OF: Final = late_pattern("(?P<of>.{2,})(?:增速|增幅|增长率)")
_GROWN: Final = "增长"
_LONGEST_NAME: Final = 40


class Figures:
    """Reads the columns of figures of a table; ``unit`` is what the lines above it state for money."""

    def __init__(self, cells: Cells, unit: str) -> None:
        self.cells, self.unit = cells, unit
        told = [column for column in cells.head.columns("status") if not cells.grows(column)]
        self.periods = [column for column in told if is_single(cells.label(column))]
        if len(self.periods) < 2 or any(is_so_far(cells.label(column)) for column in told):  # noqa: PLR2004 - several
            self.periods = []
        self.are_added = any(map(self._falls, range(cells.head.end, cells.grid.height)))

    def _of_periods(self, row: int) -> list[Decimal]:
        """Give the figures of single quarters or months."""
        texts = (fold(one_line(self.cells.text(row, column))).strip() for column in self.periods)
        return [Decimal(text.replace(",", "")) for text in texts if A_NUMBER.fullmatch(text) and "%" not in text]

    def _falls(self, row: int) -> bool:
        """Tell whether one period has less than the one before it: then each stands for itself."""
        return any(later < earlier for earlier, later in pairwise(self._of_periods(row)))

    def about_periods(self) -> list[Diagnostic]:
        """Say how figures of single quarters or months were understood."""
        if not any(len(self._of_periods(row)) > 1 for row in range(self.cells.head.end, self.cells.grid.height)):
            return []
        sentence = (
            "The columns {columns} hold figures of single periods; they were added up to what is all so far."
            if self.are_added
            else "The columns {columns} hold figures that only grow; the last was taken for all so far."
        )
        columns = "、".join(self.cells.label(column) for column in self.periods)
        hint = "Compare with the original whether each stands for itself or for all since the beginning of the year."
        return [Diagnostic("reading.W235", sentence, (self.cells.grid.source.cite(),), hint, {"columns": columns})]

    def _growth(self, row: int, kind: Kind, metric: str) -> list[Measure]:
        texts = [fold(one_line(text)).strip() for text in self.cells.texts(row, kind, grows=True)]
        values = [match["value"] for text in texts if (match := _GROWTH.fullmatch(text)) is not None]
        return [Measure(f"{metric}{_GROWN}", value, "%", way=_GROWN) for value in values]

    def both(self, row: int, texts: list[str]) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
        """Read columns of figures: targets, values reached, completion ratios, with the unit of measurement beside them."""
        columns = [column for column in self.cells.head.columns("target") if not self.cells.grows(column)]
        if not columns:
            return (), ()
        subject, measured = _measured(_subject(texts))
        if (pairs := self._pairs(row, subject)) is not None:
            return pairs
        core = self._core(row, columns[0])
        metric = core or _DONE.sub("", subject)
        label = self.cells.label(columns[0])
        said = _UNIT_IN_HEAD.search(fold(squeeze(label)))
        beside = next((squeeze(text) for text in self.cells.texts(row, "measure")), said["unit"] if said else "")
        unit = beside or measured or (self.unit if is_money(metric) else "")
        goals = (*self._goals(row, metric, unit, has_label=bool(core)), *self._growth(row, "target", metric)[:1])
        goals = tuple(map(_of_growth, goals))
        if not goals:
            return (), ()
        words = self.cells.status(row)
        is_worded = bool(words) and not all(A_NUMBER.fullmatch(fold(word)) for word in words.split("；"))
        # 新建仓房4座 beside 年度计划投资
        own = (own_targets(texts) or _beside(subject, goals[0])) if core and is_worded else ()
        reached = self._reached(row, goals, beside)
        growth = self._growth(row, "status", metric)[-1:]
        ratios = self.ratio(row)
        if reached or growth:
            told = reported_of(words, own) if own else ()
            return (*goals, *own), (*reached, *growth, *told, *ratios)
        values = reported_of(words, goals) if words else ()
        ratios = [ratio for ratio in ratios if all(one.metric != RATE_NAME for one in values)]
        return (*goals, *own), (*values, *ratios)

    def name(self, row: int) -> str:
        """Give what the first column of targets is of, where the rows name none: 招商引资 of 招商引资目标（亿元）."""
        columns = self.cells.head.columns("target")
        return self._core(row, columns[0]) if columns else ""

    def _core(self, row: int, column: int) -> str:
        """Give what the head of a column of targets says that its figures are of: 投资 of 年度计划投资（万元）."""
        label = own_label(self.cells.label(column))
        core = _GENERAL.sub("", label)
        group = GROUP.match(bare_label(self.cells.label(column)))
        if not core and group is not None and AMOUNT.fullmatch(group["group"]):
            return group["group"]  # 投资情况 over 年度计划
        is_amount = _AMOUNT.search(core) is not None
        if len(core) < 2 or core == "量化" or (self.cells.head.has("measure") and not is_amount):  # noqa: PLR2004
            return ""
        is_named = self.cells.head.has("task") and any(map(squeeze, self.cells.texts(row, "task")))
        is_own = is_named or _names_metric(self.cells.texts(row, "target"))
        return core if is_amount or not is_own else ""

    def _reached(self, row: int, goals: tuple[Measure, ...], unit: str) -> list[Measure]:
        """Give the last value of the columns of progress, as one of the first target; a figure alone is in its unit.

        Those of single quarters or months are added up; rates are not.
        """
        periods = self._of_periods(row) if self.are_added and "%" not in (unit, goals[0].unit) else []
        if len(periods) > 1 and not goals[0].way:
            value = Measure(goals[0].metric, format(sum(periods), "f"), unit or goals[0].unit)
            return [one for one in [reached_of(value, goals)] if one is not None]
        found = (
            _figure(text, goals[0].metric, unit or goals[0].unit, is_bare=True)
            for text in self.cells.texts(row, "status", grows=False)
            if not goals[0].way
        )
        values = (reached_of(figure, goals) for figure in found if figure is not None)
        return [value for value in values if value is not None][-1:]

    def _pairs(self, row: int, metric: str) -> tuple[tuple[Measure, ...], tuple[Measure, ...]] | None:
        """Read several figures of one task below 任务数 and 完成数 (个数, 金额); None where there are no such columns."""
        pairs = pairs_below(self.cells.head)
        if not pairs or any(self.cells.grows(column) for *_, column, _ in pairs):
            return None
        goals: list[Measure] = []
        reached: list[Measure] = []
        for name, unit, column, told in pairs:
            for at, values in ((column, goals), (told, reached)):
                figure = fold(one_line(self.cells.text(row, at))).replace(",", "").strip() if at >= 0 else ""
                if A_NUMBER.fullmatch(figure):
                    values.append(Measure(metric + name, figure, unit))
        ratios = (_figure(text, RATE_NAME, "%") for text in self.cells.texts(row, "ratio")[:1])
        return tuple(goals), (*reached, *filter(None, ratios))

    def ratio(self, row: int) -> list[Measure]:
        """Give the last completion ratio of a row, if columns of their own tell any."""
        texts = self.cells.texts(row, "ratio")
        ratios = (_figure(text, RATE_NAME, "%") for text in texts)
        return [ratio for ratio in ratios if ratio is not None and ratio.metric == RATE_NAME and ratio.unit == "%"][-1:]

    def _goals(self, row: int, metric: str, unit: str, *, has_label: bool) -> tuple[Measure, ...]:
        """Read columns of targets: of what the head names, or else of what the task names."""
        texts = self.cells.texts(row, "target", grows=False)
        if has_label:
            found = [goal for text in texts if (goal := _figure(text, metric, unit)) is not None]
            return tuple(found[:1])
        if not texts:
            return ()
        stated = targets_of(metric)
        return goals_of("；".join(map(one_line, texts)), stated, _bare_name(metric, stated), unit)

    def goal(self, row: int) -> str:
        """Give what the columns of targets say, in their words; a number alone with the unit beside it."""
        texts = [one_line(text) for text in self.cells.texts(row, "target")]
        unit = next((squeeze(text) for text in self.cells.texts(row, "measure")), "")
        return joined(text + unit if A_NUMBER.fullmatch(fold(text)) else text for text in texts)


def own_targets(texts: list[str]) -> tuple[Measure, ...]:
    """Give the targets of the last of several cells where each has its metric there, and not in the name before it."""
    filled = [one_line(text) for text in texts if squeeze(text)]
    found = targets_of(filled[-1]) if len(filled) > 1 else ()
    is_whole = bool(found) and all(measure.metric and (measure.has_own_metric or measure.way) for measure in found)
    return found if is_whole and not any(targets_of(text) for text in filled[:-1]) else ()


def _of_growth(goal: Measure) -> Measure:
    """Give a target of a rate of growth as the growth of what it is of: 收入增速 7% is 收入增长 7%."""
    named = _RATE_OF.fullmatch(goal.metric)
    if goal.unit != "%" or goal.way or named is None:
        return goal
    return replace(goal, metric=named["of"] + _GROWN, way=_GROWN, has_own_metric=True)


def _beside(subject: str, goal: Measure) -> tuple[Measure, ...]:
    """Give what a task states behind its name of another kind than the column of targets: 物流园一期，建设冷库4座."""
    name, _, rest = fold(subject).partition(",")
    stated = targets_of(rest) if not targets_of(name) else ()
    are_others = all(one.metric and one.has_own_metric and not same_kind(one.unit, goal.unit) for one in stated)
    return stated if are_others else ()


def _names_metric(texts: list[str]) -> bool:
    """Tell whether cells of targets say themselves what they measure: 新增停车泊位320个."""
    return any(measure.has_own_metric and measure.metric for text in texts for measure in targets_of(one_line(text)))


def _subject(texts: list[str]) -> str:
    """Give what a task is of: the last of its texts where that is a name or states a target, and else the first."""
    filled = [one_line(text) for text in texts if squeeze(text)]
    if not filled:
        return ""
    last = filled[-1]
    is_name = len(last) <= _LONGEST_NAME and not re.search("[。；;]", last)
    return last if is_name or targets_of(last) else filled[0]


def _measured(subject: str) -> tuple[str, str]:
    """Part the name of a task from the unit in brackets behind it: 其中：工业投资（亿元）."""
    found = _UNIT_BEHIND.search(fold(subject))
    unit = found["unit"] if found is not None and is_unit_of_measure(found["unit"]) else ""
    return _OF_WHICH.sub("", subject[: found.start()] if found is not None and unit else subject), unit


def _bare_name(text: str, stated: tuple[Measure, ...]) -> str:
    """Give what a task is called without the figures that it states: 完成造林1.2万亩 is 造林."""
    return stated[0].metric if stated else text


def _figure(text: str, metric: str, unit: str, *, is_bare: bool = False) -> Measure | None:
    """Read a cell that holds a figure; with ``is_bare`` nothing but a figure counts."""
    match = re.fullmatch(r"([-+]?\d+(?:\.\d+)?)\s*([^\d\s]{0,9})", fold(one_line(text)).replace(",", ""))
    if match and (not match[2] or is_unit_of_measure(match[2])):
        return Measure(metric, match[1].removeprefix("+"), match[2] or unit)
    found = () if is_bare else targets_of(metric + one_line(text))
    return found[0] if found else None
