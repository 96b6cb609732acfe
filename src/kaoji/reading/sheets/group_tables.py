"""Tables that say which units are in which group: a column of groups beside one of units, or a group a column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Grid, Paragraph, Source
from kaoji.reading.phrases.actors import is_unit, split_units
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.sheets.trees import UnitGroup

_GROUP_HEAD: Final = late_pattern(
    r"(?:考核|考评|单位|评估)?(?:组别|分组|类别|分类|类型|组名|序列|系列|组次)(?:名称)?|组|类"
)
_UNIT_HEAD: Final = late_pattern(
    r"(?:被|参评|参加|考核|考评|成员|组成|包[含括]|所属)*(?:的)?(?:单位|对象|部门|成员|乡镇|科室|名单)(?:名称|名单)?"
)
_COUNT_HEAD: Final = late_pattern(r"(?:单位)?(?:个数|数量|单位数|数|家数)(?:[（(][个家][）)])?")
_OTHER_HEAD: Final = late_pattern(r"序号|编号|备注|")
_IS_GROUP: Final = late_pattern(r"[^，,。；;：:、\d]{1,16}(?:组|类|序列|系列|片区?)(?:[（(][^（）()]{1,12}[）)])?")
_LEAST_GROUPS, _LEAST_UNITS = 2, 2


def groups_in_table(grid: Grid) -> list[UnitGroup]:
    """Give the groups of a table that holds nothing but groups with their units; none for any other table."""
    rows = [[squeeze(text) for text in row] for row in grid.dense()]
    if len(rows) < _LEAST_UNITS:
        return []
    found = _beside(rows, grid.source) or _in_columns(rows, grid.source)
    is_sure = len(found) >= _LEAST_GROUPS and all(group.units for group in found)
    return found if is_sure else []


def as_lines(groups: Sequence[UnitGroup]) -> list[Paragraph]:
    """Give groups as the lines that say the same."""
    return [Paragraph(f"{group.name}：{'、'.join(group.units)}", source=group.source) for group in groups]


def _beside(rows: list[list[str]], source: Source) -> list[UnitGroup]:
    """Read a column of groups beside a column of units, one in a row or a list."""
    head = rows[0]
    kinds = [
        next(
            (
                kind
                for kind, pattern in (
                    ("group", _GROUP_HEAD),
                    ("unit", _UNIT_HEAD),
                    ("count", _COUNT_HEAD),
                    ("", _OTHER_HEAD),
                )
                if pattern.fullmatch(text)
            ),
            None,
        )
        for text in head
    ]
    if None in kinds or kinds.count("group") != 1 or kinds.count("unit") != 1 or kinds.count("count") > 1:
        return []
    group, unit = kinds.index("group"), kinds.index("unit")
    made: dict[str, list[str]] = {}
    stated: dict[str, int] = {}
    first: dict[str, int] = {}
    name = ""
    for place, row in enumerate(rows[1:], 2):
        name = row[group] or name
        if not name or not row[unit]:
            continue
        made.setdefault(name, []).extend(split_units(row[unit]))
        first.setdefault(name, place)
        if "count" in kinds and (count := re.search(r"\d+", row[kinds.index("count")])):
            stated[name] = int(count[0])
    units = [one for some in made.values() for one in some]
    if sum(map(is_unit, units)) * 2 < len(units):
        return []
    return [UnitGroup(one, tuple(some), stated.get(one), replace(source, row=first[one])) for one, some in made.items()]


def _in_columns(rows: list[list[str]], source: Source) -> list[UnitGroup]:
    """Read a table whose heads are groups, with the units of each below its head."""
    columns = [index for index, text in enumerate(rows[0]) if not _OTHER_HEAD.fullmatch(text)]
    names = [rows[0][index] for index in columns]
    if len(set(names)) < max(len(names), _LEAST_GROUPS) or not all(map(_IS_GROUP.fullmatch, names)):
        return []
    made: list[UnitGroup] = []
    for name, column in zip(names, columns, strict=True):
        units = [unit for row in rows[1:] if row[column] for unit in split_units(row[column])]
        if sum(map(is_unit, units)) * 4 < len(units) * 3:
            return []
        made.append(UnitGroup(name, tuple(units), None, source))
    return made
