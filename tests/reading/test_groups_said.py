"""Who is assessed: groups with their units, in lines, sentences, stacks of lines and tables."""

from __future__ import annotations

import pytest

from kaoji.reading.document import Cell, Grid
from tests.reading.invented import of_blocks

_TOWNS, _OFFICES = ("甲镇", "乙镇", "丙乡"), ("县财政局", "县教育局")


def _groups(*blocks: str | Grid) -> dict[str, tuple[tuple[str, ...], int | None]]:
    lines = ("二、考核内容", "（一）党建（60分）。未开会的每次扣1分。", "（二）业务（40分）。未完成的每项扣1分。")
    _, scheme = of_blocks("云岭县2044年度综合考核办法", *blocks, *lines)
    return {name: (group.units, group.stated) for name, group in scheme.groups.items()}


def _grid(*rows: tuple[str, ...]) -> Grid:
    return Grid(
        tuple(tuple(Cell(text, row, column) for column, text in enumerate(cells)) for row, cells in enumerate(rows))
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("一、考核对象", "（一）乡镇（甲镇、乙镇、丙乡）；", "（二）部门（县财政局、县教育局）。"),
        ("一、考核对象", "一是乡镇，包括甲镇、乙镇、丙乡；二是部门，包括县财政局、县教育局。"),
        ("一、考核对象", "考核对象分为乡镇、部门两类。其中，乡镇有甲镇、乙镇、丙乡；部门有县财政局、县教育局。"),
        ("一、考核对象", "乡镇为：甲镇、乙镇、丙乡；部门为：县财政局、县教育局。"),
    ],
)
def test_a_group_and_its_units_are_told_apart_whatever_stands_between(lines: tuple[str, ...]) -> None:
    assert _groups(*lines) == {"乡镇": (_TOWNS, None), "部门": (_OFFICES, None)}


def test_counts_may_stand_before_brackets_behind_a_name_and_behind_some_of_the_units() -> None:
    said = "全县5个单位，其中：乡镇3个（甲镇、乙镇、丙乡），部门2个（县财政局、县教育局）。"
    assert _groups("一、考核对象", said) == {"乡镇": (_TOWNS, 3), "部门": (_OFFICES, 2)}
    said = "甲镇、乙镇、丙乡等12个乡镇，县财政局、县教育局等32个县直部门。"
    assert _groups("一、考核对象", said) == {"乡镇": (_TOWNS, 12), "县直部门": (_OFFICES, 32)}


def test_units_may_stand_one_a_line_below_the_name_and_count_of_their_group() -> None:
    lines = ("一、考核对象", "乡镇组（3个）", *_TOWNS, "部门组（2个）", *_OFFICES)
    assert _groups(*lines) == {"乡镇组": (_TOWNS, 3), "部门组": (_OFFICES, 2)}


def test_a_space_may_part_a_group_from_its_units() -> None:
    lines = ("一、考核分组", "一组 甲镇、乙镇、丙乡", "二组 县财政局、县教育局")
    assert _groups(*lines) == {"一组": (_TOWNS, None), "二组": (_OFFICES, None)}


def test_tables_say_groups_by_rows_and_by_columns() -> None:
    rows = (("组别", "单位名称", "个数"), ("乡镇组", "甲镇、乙镇、丙乡", "3"), ("部门组", "县财政局、县教育局", "2"))
    assert _groups("一、考核对象", _grid(*rows)) == {"乡镇组": (_TOWNS, 3), "部门组": (_OFFICES, 2)}
    columns = (("乡镇组", "部门组"), ("甲镇", "县财政局"), ("乙镇", "县教育局"), ("丙乡", ""))
    assert _groups("一、考核对象", _grid(*columns)) == {"乡镇组": (_TOWNS, None), "部门组": (_OFFICES, None)}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("按照职能，将被考核的22个单位分为镇（街道），党委部门和政协机关，政府部门3个类别，分类考核。",
         ("镇（街道）", "党委部门和政协机关", "政府部门")),
        ("考核对象为全体在编人员，分为中层干部和一般干部两类。", ("中层干部", "一般干部")),
        ("考核分类：镇街为一类，部门为一类。", ("镇街", "部门")),
    ],
)  # fmt: skip
def test_kinds_of_units_are_groups_where_as_many_are_named_as_are_counted(line: str, names: tuple[str, ...]) -> None:
    assert tuple(_groups("一、分类考核", line)) == names


def test_all_units_of_a_kind_are_no_unit() -> None:
    assert all(not units for units, _ in _groups("一、考核范围：各科室、各直属单位、各派出机构。").values())


def test_counts_of_several_kinds_are_all_kept() -> None:
    said = "考核对象为全县12个镇、3个街道和45个县直部门。"
    assert _groups("一、考核对象", said) == {"镇": ((), 12), "街道": ((), 3), "县直部门": ((), 45)}
