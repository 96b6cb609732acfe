"""Tables whose cells all run together in a line are parted by what they say."""

from __future__ import annotations

import pytest

from kaoji.reading import read
from kaoji.reading.sheets import leaves, outline

_ASKED_POINTS_STANDARD = (
    "青川县河道工作考核评分细则考核项目考核要求分值评分细则基础工作(50分)实施方案按时出台;机构、人员、经费三落实。5每缺一项扣0.5分。"
    "管护责任明确、完整,更新及时。15未逐月更新,发现一条扣0.5分。公示牌设立规范,干净整洁。30公示牌不规范,每个扣0.5分;联系不上的每处扣1分。"
    "巡河履职(50分)乡级河长每月巡河不少于2次。30每少1次扣1分。问题整改按期销号。20每低5个百分点扣1分;虚假整改不得分。"
)
_ASKED_STANDARD_POINTS = (
    "青川县信息工作考核表\n序号考核内容评分标准分值\n"
    "按月报送信息,内容真实准确。每少一条扣0.5分。10信息被上级采用。每采用一条得1分,最高得20分。20应急信息及时报送。\n"
    "迟报一次扣2分;漏报一次扣5分。15\n"
)


def said(text: str) -> list[tuple[str, str, str]]:
    found, _ = outline(read(text.encode(), name="a.txt")[0])
    return [(path[-1].name, leaf.points, leaf.text) for path, leaf in leaves(found.sheets)]


def test_every_row_of_a_table_in_one_line_is_read() -> None:
    assert said(_ASKED_POINTS_STANDARD) == [
        ("基础工作", "5", "每缺一项扣0.5分。"),
        ("基础工作", "15", "未逐月更新,发现一条扣0.5分。"),
        ("基础工作", "30", "公示牌不规范,每个扣0.5分;联系不上的每处扣1分。"),
        ("巡河履职", "30", "每少1次扣1分。"),
        ("巡河履职", "20", "每低5个百分点扣1分;虚假整改不得分。"),
    ]


def test_points_behind_the_standard_part_the_rows() -> None:
    assert said(_ASKED_STANDARD_POINTS) == [
        ("青川县信息工作考核表", "10", "每少一条扣0.5分。"),
        ("青川县信息工作考核表", "20", "每采用一条得1分,最高得20分。"),
        ("青川县信息工作考核表", "15", "迟报一次扣2分;漏报一次扣5分。"),
    ]


def test_prose_that_names_heads_of_columns_stays_prose() -> None:
    text = "评分表列有考核项目考核内容评分标准分值四栏。请于3月10日前报送。逾期不报的扣1分。\n"
    assert said(text) == []


def test_words_behind_the_last_row_are_kept() -> None:
    found, _ = outline(read(f"{_ASKED_POINTS_STANDARD}本细则由县河长办解释。".encode(), name="a.txt")[0])
    assert [line.text for line in found.prose if "解释" in line.text] == ["本细则由县河长办解释。"]


@pytest.mark.parametrize("rows", ["", "落实责任。", "落实责任。5每缺一项扣1分。", "指标" * 50])
def test_a_head_without_rows_below_is_no_table(rows: str) -> None:
    assert said(f"考核项目考核要求分值评分细则{rows}\n") == []
