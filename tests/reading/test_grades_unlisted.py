"""Grades that no sentence lists: they are what gets a share, a line, a number of places or the rest, in whatever order it is said."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.reading.invented import drafted, grades


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "按得分排序，各类前25%的单位确定为一等，中间50%确定为二等，其余确定为三等。",
            {"一等": {"share": Fraction(1, 4)}, "二等": {"share": Fraction(1, 2)}, "三等": {"rest": True}},
        ),
        (
            "分别排名，乡镇取前1名、部门取前2名评为优秀单位，末位评为较差单位，其余评为达标单位。",
            {
                "优秀": {"places": {"乡镇组": 1, "部门组": 2}},
                "达标": {"rest": True},
                "较差": {"places": {"乡镇组": 1, "部门组": 1}, "from_bottom": True},
            },
        ),
        (
            "年度考核设A、B、C三档，A档名额乡镇1个、部门2个，C档各1个，其余为B档。",
            {
                "A": {"places": {"乡镇组": 1, "部门组": 2}},
                "B": {"rest": True},
                "C": {"places": {"乡镇组": 1, "部门组": 1}},
            },
        ),
        (
            "评出先进单位3个（乡镇1个、部门2个），其余为达标单位，得分低于65分的为后进单位。",
            {"先进": {"places": {"乡镇组": 1, "部门组": 2}}, "达标": {"at_least": Decimal(65)}, "后进": {}},
        ),
        (
            "第一档占比不高于20%，第二档占比不高于50%，剩余单位列入第三档。",
            {"第一档": {"share": Fraction(1, 5)}, "第二档": {"share": Fraction(1, 2)}, "第三档": {"rest": True}},
        ),
        (
            "总分88分以上的可以参评优秀；70分以上为称职；60—69分为基本称职；60分以下为不称职。优秀名额不得突破16%。",
            {
                "优秀": {"share": Fraction(4, 25), "at_least": Decimal(88)},
                "称职": {"at_least": Decimal(70)},
                "基本称职": {"at_least": Decimal(60)},
                "不称职": {"rest": True},
            },
        ),
        (
            "（1）优秀等次不超过考核单位的30%；（2）合格等次不低于60%；（3）不合格等次根据实际情况确定。",
            {"优秀": {"share": Fraction(3, 10)}, "合格": {}, "不合格": {"rest": True}},
        ),
        (
            "优秀等次名额按乡镇25%、部门20%核定。考核等次分优秀、良好、一般三档。",
            {
                "优秀": {"shares": {"乡镇组": Fraction(1, 4), "部门组": Fraction(1, 5)}},
                "良好": {},
                "一般": {"rest": True},
            },
        ),
        (
            "考核等次分为好、较好、一般、差4个等次，“好”占40%，“较好”占50%，“一般”和“差”等次占10%。",
            {"好": {"share": Fraction(2, 5)}, "较好": {"share": Fraction(1, 2)}, "一般": {}, "差": {"rest": True}},
        ),
        (
            "设一等奖、二等奖、三等奖三个等次，乡镇一等1名、二等1名、三等1名；部门一等1名，二等1名，三等2名。",
            {
                "一等奖": {"places": {"乡镇组": 1, "部门组": 1}},
                "二等奖": {"places": {"乡镇组": 1, "部门组": 1}},
                "三等奖": {"places": {"乡镇组": 1, "部门组": 2}},
            },
        ),
    ],
)
def test_grades_are_what_gets_a_quantity(text: str, expected: dict[str, Any]) -> None:
    assert grades(drafted("四、等次", text)[1]) == expected


def test_places_by_number_are_those_of_the_group_that_the_sentence_is_on() -> None:
    _, scheme = drafted(
        "四、等次", "乡镇组前2名为一类，第3名为二类，第4名为三类。", "部门组第1名为一类，第2名为二类，第3名为三类。"
    )
    assert {name: grade["places"] for name, grade in grades(scheme).items()} == {
        "一类": {"乡镇组": 2, "部门组": 1},
        "二类": {"乡镇组": 1, "部门组": 1},
        "三类": {"乡镇组": 1, "部门组": 1},
    }


def test_stars_are_given_by_their_lines() -> None:
    _, scheme = drafted(
        "四、等次", "根据得分，分别授予五星（95分以上）、四星（90—94分）、三星（80—89分）等级，80分以下不予评星。"
    )
    assert grades(scheme) == {
        "五星": {"at_least": Decimal(95)},
        "四星": {"at_least": Decimal(90)},
        "三星": {"at_least": Decimal(80)},
    }


def test_numerals_have_their_kind_behind_the_last() -> None:
    _, scheme = drafted("四、等次", "考核等级分为一、二、三等，一等占30%，二等占50%，三等占20%。")
    assert list(grades(scheme)) == ["一等", "二等", "三等"]


def test_classes_of_units_are_no_numbers_of_groups() -> None:
    _, scheme = drafted("四、等次", "乡镇组评出一类2个、二类1个、三类1个；部门组评出一类1个、二类1个、三类1个。")
    assert {name: grade["places"] for name, grade in grades(scheme).items()} == {
        "一类": {"乡镇组": 2, "部门组": 1},
        "二类": {"乡镇组": 1, "部门组": 1},
        "三类": {"乡镇组": 1, "部门组": 1},
    }


def test_a_grade_is_named_without_those_who_get_it() -> None:
    _, scheme = drafted("四、等次", "88分以上的为优秀科室，75分至88分的为良好科室，60分以下的为不合格科室。")
    assert list(grades(scheme)) == ["优秀", "良好", "不合格"]


def test_shares_between_two_places_are_what_lies_between() -> None:
    _, scheme = drafted("四、等次", "得分前20%的为“优秀”，20%—60%的为“良好”，60%—95%的为“一般”，后5%的为“较差”。")
    assert [grade["share"] for grade in grades(scheme).values()] == [
        Fraction(1, 5),
        Fraction(2, 5),
        Fraction(7, 20),
        Fraction(1, 20),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "优秀等次单位奖励10万元，良好等次单位奖励5万元。",
        "好等次5分，较好等次4分，一般等次2分。",
        "得分90分以上的有资格参加市先进单位评选。",
        "一般干部迟到1次扣1分，优秀党员2名。",
    ],
)
def test_what_grades_bring_makes_none(text: str) -> None:
    assert grades(drafted("四、等次", text)[1]) == {}
