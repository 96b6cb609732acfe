"""What single columns of a task table mean beyond their heads: marks alone, goals on the way, cells that label who does what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Cell, Grid
from kaoji.reading.phrases.measures import is_unit_of_measure
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.figure_heads import GROUP, are_figures, is_so_far
from kaoji.reading.tables.head_words import bare_label
from kaoji.reading.tables.heads import Head
from kaoji.reading.tasks.plans import parted, settled

_ON_THE_WAY: Final = late_pattern(
    r"(?:[上下]半年|第?[一二三四1-4]季度|阶段性?|半年|\d{1,2}月(?:底|末|份)?)(?:工作|进度)?(?:目标|任务|计划)"
)
_OF_A_MONTH: Final = late_pattern(r"(?:\d{1,2}|本|当)月(?:份|底|末)?(?:工作|进度|推进)?(?:目标|任务|计划|安排)")
_EXPECTED: Final = late_pattern(r"^(?:预计|预期|预估|下一?步)|\((?:预计|预估)(?:数|值)?\)$")
_EFFECTS: Final = late_pattern("(?<!完成)(?<!进展)(?:成效|效果|亮点)$")
_DONE: Final = late_pattern("(?:完成|进展|落实|推进|办理)(?:情况|进展)$|工作量$|进展$")
_WHOLE: Final = late_pattern(r"(?:年度|全年|年|总体?|最终)(?:工作|考核)?(?:目标|任务|计划)")
_MILESTONE: Final = late_pattern(
    r"(?:节点|安排|计划|目标|要求|时序)[^\d]{0,4}(?:\d{1,2}月(?:底|末|份)?|第?[一二三四1-4]季度末?|[上下]半年)前?$"
)
_BEGINS: Final = late_pattern(
    "(?:开始|启动|起始|开工|交办|下达|受理|批示|签发|印发|来文|收文|立项|转办|派发|签收)(?:时间|日期|时限|时点)?$"
)
_ENDS: Final = late_pattern(
    "(?:完成|结束|截止|终止|完工|竣工|办结|办理|反馈|回复|整改|销号|落实)(?:时间|日期|时限|时点|期限)?$|时限$|期限$"
)
_OF_A_WHILE: Final = late_pattern(
    r"[本当上][周旬月季期]|^(?:\d{4}年)?\d{1,2}月(?:份)?(?:工作|任务|推进|落实)*(?:完成|进展|实际|情况|$)"
)
_STRETCHED: Final = late_pattern("力争|奋斗|挑战|冲刺")
_TABLE_UNIT: Final = late_pattern(r"(?:^|[\s(])(?:计量|金额)?单位:\s*(?P<unit>[^\s,;。()]{1,5})")
_UNIT_BEHIND: Final = late_pattern(r"\((?P<unit>[^()\d]{1,5})\)$")
_COUNTS: Final = late_pattern(r"(?P<unit>[个户家件人项宗处座条台套亩笔名场次所辆批]|)数量?|数量|总[数量]|数")
_MONEY: Final = late_pattern("投资|资金|经费|产值|收入|支出|税|[金总]额|增加值|生产总值")
_UNITS: Final = ("chief_units", "lead_units", "related_units")


def without_interim(head: Head) -> Head:
    """Make notes of the goals on the way (上半年目标) beside those of the whole year: 全年目标."""
    labels = [bare_label(label) for label in head.labels]
    goals = head.columns("task", "target")
    steps = {column for column in head.columns("deadline") if _MILESTONE.search(labels[column])}
    if len(steps) > 1:  # 节点安排: 3月底, 6月底, 12月底
        head = replace(head, kinds=tuple("note" if at in steps else kind for at, kind in enumerate(head.kinds)))
    times = head.columns("deadline")
    begun = {column for column in times if _BEGINS.search(labels[column])}
    if begun and any(_ENDS.search(labels[column]) for column in times if column not in begun):
        head = replace(head, kinds=tuple("note" if at in begun else kind for at, kind in enumerate(head.kinds)))
    told = head.columns("status")
    of_a_while = {column for column in told if _OF_A_WHILE.search(labels[column])}
    if any(column not in of_a_while and is_so_far(head.labels[column]) for column in told) or any(
        labels[column].startswith("总体") for column in told
    ):
        head = replace(head, kinds=tuple("note" if at in of_a_while else kind for at, kind in enumerate(head.kinds)))
    stretched = {column for column in goals if _STRETCHED.search(labels[column])}
    if any(column not in stretched for column in head.columns("target")):  # 力争目标 beside 考核目标
        head = replace(head, kinds=tuple("note" if at in stretched else kind for at, kind in enumerate(head.kinds)))
    monthly = {column for column in goals if _OF_A_MONTH.fullmatch(labels[column])}
    if monthly and any(column not in monthly for column in head.columns("task")):  # 8月份目标 beside what is to be done
        head = replace(head, kinds=tuple("note" if at in monthly else kind for at, kind in enumerate(head.kinds)))
        goals = [column for column in goals if column not in monthly]
    told = [column for column in (*head.columns("status"), *head.columns("ratio")) if head.kinds[column] != "note"]
    aside = {column for column in told if _EXPECTED.search(fold(squeeze(head.labels[column])))}
    if any(_DONE.search(labels[column]) for column in told):  # 取得成效 beside 完成情况
        aside |= {column for column in told if _EFFECTS.search(labels[column])}
    if aside and len(aside) < len(told):
        head = replace(head, kinds=tuple("note" if at in aside else kind for at, kind in enumerate(head.kinds)))
    if head.has("measure"):  # 资金到位（万元） beside 累计完成, whose unit stands in a column of its own
        told = head.columns("status")
        others = {column for column in told if _has_own_unit(head.labels[column])}
        if others and len(others) < len(told):
            head = replace(head, kinds=tuple("note" if at in others else kind for at, kind in enumerate(head.kinds)))
    interim = {column for column in goals if _ON_THE_WAY.search(labels[column])}
    whole = [labels[column] for column in goals if column not in interim]
    if not any(map(_WHOLE.search, whole)) and not (len(interim) > 1 and whole):
        return head
    return replace(head, kinds=tuple("note" if at in interim else kind for at, kind in enumerate(head.kinds)))


def of_units(head: Head, grid: Grid) -> Head:
    """Make targets of figures that were taken for tasks beside the units that they are given to: 县区, 招商引资目标（亿元）."""
    columns = head.columns("task")
    cells = [[text for row in grid.rows[head.end :] for text in _texts_at(row, column)] for column in columns]
    if not head.has("lead") or head.has("target") or not columns or not all(map(are_figures, cells)):
        return head
    return replace(head, kinds=tuple("target" if at in columns else kind for at, kind in enumerate(head.kinds)))


def _texts_at(row: Sequence[Cell], column: int) -> list[str]:
    return [cell.text for cell in row if cell.column == column and cell.column_span == 1 and squeeze(cell.text)]


def _has_own_unit(label: str) -> bool:
    """Tell whether the head of a column names the unit of its figures, which is no share."""
    found = _UNIT_BEHIND.search(fold(squeeze(label)))
    return found is not None and found["unit"] != "%" and is_unit_of_measure(found["unit"])


def own_label(label: str) -> str:
    """Give the head of a column without the group that it stands below.

    >>> own_label("投资情况年度计划投资"), own_label("完成情况")
    ('年度计划投资', '完成情况')
    """
    return GROUP.sub("", bare_label(label))


def pairs_below(head: Head) -> list[tuple[str, str, int, int]]:
    """Give amounts that stand below one head of targets: name, unit, and the columns of target and of what was reached (or -1).

    What only counts (个数, 户数) has no name of its own; empty where the columns have no head in common.
    """
    columns = head.columns("target")
    labels = [fold(squeeze(head.labels[column])) for column in columns]
    above = _in_common(labels)
    if len(above) < 2 or len(set(labels)) < len(labels):  # noqa: PLR2004
        return []
    found: list[tuple[str, str, int, int]] = []
    for column, label in zip(columns, labels, strict=True):
        own = label[len(above) :]
        said = _UNIT_BEHIND.search(own)
        name = bare_label(own)
        counts = _COUNTS.fullmatch(name)
        if not name or re.search(r"[\d年月季周]|目标|任务|计划|完成", name):
            return []
        unit = said["unit"] if said is not None else (counts["unit"] or "" if counts is not None else "")
        reached = (at for at in head.columns("status") if fold(squeeze(head.labels[at])).endswith(own))
        own_name = "" if counts is not None else name
        found.append((own_name, unit if is_unit_of_measure(unit) else "", column, next(reached, -1)))
    return found


def _in_common(labels: list[str]) -> str:
    alike = takewhile(lambda signs: len(set(signs)) == 1, zip(*labels, strict=False)) if len(labels) > 1 else ()
    return "".join(signs[0] for signs in alike)


def unit_of_table(lines: Iterable[str]) -> str:
    """Give the unit of measurement that the lines above a table's head state for its figures: （单位：万元）.

    >>> unit_of_table(["某县重点项目推进情况表（单位：万元）"])
    '万元'
    """
    found = (match["unit"] for line in lines for match in _TABLE_UNIT.finditer(fold(line)))
    return next(filter(is_unit_of_measure, found), "")


def is_money(metric: str) -> bool:
    """Tell whether a metric is of money, so that the unit of the whole table is its unit."""
    return _MONEY.search(metric) is not None


def labelled_units(texts: list[str]) -> tuple[list[str], list[str]] | None:
    """Part cells that say who leads and who takes part; None where no cell does.

    >>> labelled_units(["牵头：甲局；配合：乙局、丙局"])
    (['甲局'], ['乙局、丙局'])
    """
    leads: list[str] = []
    others: list[str] = []
    labels = 0
    for text in texts:
        own, fields = parted(text.strip())
        if squeeze(own) or not fields or not set(fields) <= set(_UNITS):
            leads.append(text)
            continue
        labels += 1
        fields = settled(fields)
        leads.extend(filter(None, [fields.get("lead_units", "")]))
        others.extend(filter(None, [fields.get("related_units", "")]))
    return (leads, others) if labels else None


def marks_alone(texts: Iterable[str], marks: str) -> str:
    """Give the marks of the cells that hold nothing else: a column of ★."""
    return "".join(text for text in map(squeeze, texts) if text and re.fullmatch(f"[{marks}]+", text))
