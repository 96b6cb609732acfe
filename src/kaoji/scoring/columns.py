"""The tidy layout of facts: every table and column, once, in Chinese and English.

Readers, writers, templates and the reference page all take their words from here. A table is a sheet of a workbook or
a file of a folder; a row is one fact. Either language is understood in names and headers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kaoji.numbers import fold, key

Kind = Literal["text", "points", "quantity", "whole", "share", "yes_no", "date", "shown"]
"""What a cell may hold. ``shown`` columns are for the reader's eye: they are read over."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field of the row it fills, its two names, and what it means."""

    field: str
    zh: str
    en: str
    kind: Kind
    meaning: str
    required: bool = False
    also: tuple[str, ...] = ()

    def name(self, language: str = "zh") -> str:
        """Give the header in a language."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Table:
    """One table: ``name`` is its field in ``Facts``; a row whose ``value`` fields are all blank is no fact yet."""

    name: str
    zh: str
    meaning: str
    columns: tuple[Column, ...]
    value: tuple[str, ...] = ()

    def title(self, language: str = "zh") -> str:
        """Give the name of the sheet or file in a language."""
        return self.zh if language.startswith("zh") else self.name

    def column(self, field: str) -> Column:
        """Give the column of a field."""
        return next(column for column in self.columns if column.field == field)


_UNIT = Column("unit", "单位", "unit", "text", "The assessed unit, as the scheme names it.", required=True,
               also=("被考核单位", "科室", "姓名", "人员"))  # fmt: skip
_GROUP_SHOWN = Column("group_shown", "组", "group", "shown", "The unit's group, to be looked at only.", also=("分组",))
_INDICATOR = Column(
    "indicator",
    "指标",
    "indicator",
    "text",
    "The indicator: its name, its code, or the names on the way to it with ＞ or ／ between them.",
    required=True,
    also=("指标名称", "指标编号", "考核指标"),
)
_SLOT = Column("slot", "数据项", "slot", "text", "What is to be known; blank where the indicator has one such thing.")
_SHOWN = (
    Column(
        "points_shown", "满分", "full_points", "shown", "The indicator's points, to be looked at only.", also=("分值",)
    ),
    Column("measured_shown", "计量单位", "measured_in", "shown", "What the number counts, to be looked at only."),
    Column("rule_shown", "计分办法", "rule", "shown", "The rule, to be looked at only.", also=("计分规则",)),
)
_SLOT_HEAD = (_UNIT, _GROUP_SHOWN, _INDICATOR, _SLOT, *_SHOWN)
_PANEL = Column("panel", "测评", "panel", "text", "The panel, as the scheme names it.", required=True,
                also=("测评名称", "评价"))  # fmt: skip
_KIND = Column("kind", "评价人类别", "voter_kind", "text", "The kind of voter or rater, where the panel has kinds.")
_COUNTS = Column(
    "counts", "计入", "counts", "yes_no", "No where it is recorded but does not count (unsigned, without document)."
)
_NOTE = Column("note", "说明", "note", "text", "Anything worth knowing.", also=("备注",))

TABLES: tuple[Table, ...] = (
    Table(
        "units",
        "单位",
        "The assessed units. Every further column is an attribute of the unit, such as 编制类别.",
        (
            _UNIT,
            Column(
                "group", "组", "group", "text", "The unit's group, where the scheme does not list it.", also=("分组",)
            ),
            Column("participates", "参加考核", "participates", "yes_no", "No for who is not ranked this year."),
        ),
    ),
    Table(
        "scores",
        "得分",
        "Scores in points that a provider gives.",
        (
            *_SLOT_HEAD,
            Column("score", "得分", "score", "points", "The points, from 0 to the indicator's points.", required=True),
        ),
        ("score",),
    ),
    Table(
        "answers",
        "是否",
        "Yes or no.",
        (
            *_SLOT_HEAD,
            Column(
                "answer",
                "是否",
                "answer",
                "yes_no",
                "Yes or no, also written 是 or 否.",
                required=True,
                also=("是否达到", "回答"),
            ),
        ),
        ("answer",),
    ),
    Table(
        "measures",
        "数值",
        "Measured values.",
        (
            *_SLOT_HEAD,
            Column(
                "value",
                "数值",
                "value",
                "quantity",
                "The value, in the unit of measure of the slot.",
                required=True,
                also=("完成值", "实际值"),
            ),
            Column("target", "目标值", "target", "quantity", "The target, where units have targets of their own."),
            Column("previous", "上年值", "previous", "quantity", "Last year's value, where growth is scored."),
        ),
        ("value",),
    ),
    Table(
        "events",
        "事项",
        "What happened, one event a row.",
        (
            *_SLOT_HEAD,
            Column(
                "number",
                "编号",
                "number",
                "text",
                "The number of the event; given by position where blank.",
                also=("事项编号",),
            ),
            Column(
                "quantity",
                "数量",
                "quantity",
                "quantity",
                "How much or how often, 1 where blank; the points fixed where the rule leaves a range.",
            ),
            Column("level", "级别", "level", "text", "The level or kind that the rule tells apart."),
            Column("matter", "同一事项", "matter", "text", "The same mark for events of one matter, which count once."),
            Column("share", "分摊占比", "share", "share", "The unit's part of a shared honour; the whole where blank."),
            _COUNTS,
            Column("happened_on", "日期", "happened_on", "date", "The day of the event."),
            Column("document", "依据", "document", "text", "The document it rests on.", also=("文号", "依据材料")),
            _NOTE,
        ),
    ),
    Table(
        "places",
        "名次",
        "Places given from outside.",
        (
            *_SLOT_HEAD,
            Column("place", "名次", "place", "whole", "The place, 1 is the first.", required=True),
            Column("tied", "并列个数", "tied", "whole", "How many share the place, 1 where blank."),
            _COUNTS,
            _NOTE,
        ),
        ("place",),
    ),
    Table(
        "items",
        "工作项",
        "Work items of a unit; their shares make 100%.",
        (
            *_SLOT_HEAD,
            Column("work", "工作项", "work", "text", "The work item.", required=True),
            Column("share", "占比", "share", "share", "Its share of the indicator.", required=True),
            Column("completion", "完成率", "completion", "share", "How far it was done.", required=True),
        ),
        ("work", "share", "completion"),
    ),
    Table(
        "ballots",
        "测评票",
        "Ballots: one a row, or how many chose an option.",
        (
            _UNIT,
            _GROUP_SHOWN,
            _PANEL,
            Column("question", "问题", "question", "text", "The question, where the panel has several."),
            _KIND,
            Column("option", "选项", "option", "text", "The option chosen.", required=True),
            Column("count", "票数", "count", "whole", "How many ballots, 1 where blank."),
        ),
        ("option",),
    ),
    Table(
        "marks",
        "评分",
        "Marks of raters, one dimension a row.",
        (
            _UNIT,
            _GROUP_SHOWN,
            _PANEL,
            _KIND,
            Column("rater", "评价人", "rater", "text", "Who rated; a number will do.", required=True),
            Column("dimension", "维度", "dimension", "text", "The dimension; blank where the sheet has one."),
            Column("mark", "分数", "mark", "points", "The mark; blank for an abstention.", required=True),
        ),
        ("mark",),
    ),
    Table(
        "panel_scores",
        "测评得分",
        "Scores of panels that were computed elsewhere.",
        (
            _UNIT,
            _GROUP_SHOWN,
            _PANEL,
            _SHOWN[0],
            Column("score", "得分", "score", "points", "The score.", required=True),
        ),
        ("score",),
    ),
    Table(
        "absences",
        "不适用",
        "Indicators that do not apply to a unit.",
        (_UNIT, _GROUP_SHOWN, _INDICATOR, Column("reason", "原因", "reason", "text", "Why.")),
        ("indicator",),
    ),
    Table(
        "conditions",
        "情形",
        "Conditions of the grade rules and awards that hold for a unit.",
        (
            _UNIT,
            _GROUP_SHOWN,
            Column(
                "condition",
                "情形",
                "condition",
                "text",
                "The condition or its number, as the scheme has it; the words where several bear the number.",
                required=True,
            ),
            Column("met", "是否成立", "met", "yes_no", "No where it was looked into and does not hold."),
            Column("approved", "已批准", "approved", "yes_no", "Whether it was approved, where that is needed."),
            Column("value", "数值", "value", "quantity", "The number or place that the condition looks at."),
            Column("kind", "类别", "kind", "text", "The kind, where the condition tells kinds apart."),
            _NOTE,
        ),
        ("condition",),
    ),
    Table(
        "history",
        "历年结果",
        "Results of earlier years.",
        (
            _UNIT,
            _GROUP_SHOWN,
            Column("year", "年度", "year", "whole", "The year.", required=True),
            Column("grade", "等次", "grade", "text", "The grade."),
            Column("rank", "名次", "rank", "whole", "The rank in the group."),
            Column("is_last", "是否末位", "is_last", "yes_no", "Whether it was the last of its group."),
            Column("total", "总分", "total", "points", "The total."),
            Column(
                "group_then",
                "当年组别",
                "group_then",
                "text",
                "The group it was ranked in that year, where it was another one.",
            ),
        ),
        ("grade", "rank", "is_last", "total"),
    ),
    Table(
        "decisions",
        "议定",
        "Signed decisions of the leading group.",
        (
            _UNIT,
            Column("group", "组", "group", "text", "The group it was decided in; the unit's own where blank."),
            Column("order", "顺序", "order", "whole", "The place among the equals, 1 is the first."),
            Column("grade", "等次", "grade", "text", "The grade given."),
            Column("by", "议定机构", "decided_by", "text", "Who decided."),
            Column("signed_on", "签署日期", "signed_on", "date", "When it was signed."),
            _NOTE,
        ),
        ("order", "grade"),
    ),
)

SLOT_TABLES = {
    "score": "scores",
    "answer": "answers",
    "measure": "measures",
    "events": "events",
    "place": "places",
    "items": "items",
}
"""The table that holds the facts of each kind of slot."""

GUIDE = ("填表说明", "guide")
CHOICES = ("可选值", "choices")
FINDINGS = ("问题清单", "findings")
_ASIDE = {name for pair in (GUIDE, CHOICES, FINDINGS) for name in pair}


@cache
def table(name: str) -> Table:
    """Give a table by its field in ``Facts``."""
    return next(table for table in TABLES if table.name == name)


def find_table(name: str) -> Table | None:
    """Find the table that a sheet or file is named for; more may follow after a dash, space or bracket.

    >>> find_table("得分-区统计局").name, find_table("events (2)").name, find_table("汇总")
    ('scores', 'events', None)
    """
    words = fold(name).strip().casefold()
    for known in TABLES:
        for title in (known.zh, known.name):
            if words == title or re.match(rf"{re.escape(title)}[\s(\[—·_-]", words):
                return known
    return None


def is_aside(name: str) -> bool:
    """Tell whether a sheet is one that templates and findings add for the reader."""
    return name.strip() in _ASIDE


@cache
def headers(table_name: str) -> dict[str, Column]:
    """Give the columns of a table by the keys of all their headers."""
    found: dict[str, Column] = {}
    for column in table(table_name).columns:
        for name in (column.zh, column.en, column.field, *column.also):
            found.setdefault(key(name), column)
    return found
