"""Prizes by name: places, numbers, money and conditions go with the name that they are told of, in whatever order."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading.invented import drafted


def prizes(text: str) -> dict[str, dict[str, Any]]:
    return {
        award.name: {
            key: value for key, value in award if value and key not in ("name", "text", "source", "check", "when")
        }
        for award in drafted("四、奖励", text)[1].awards
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "按得分排名，乡镇组一等奖1名，奖励9万元，二等奖1名，奖励6万元；部门组一等奖1名，奖励5万元，二等奖2名，各奖励3万元。",
            {
                "一等奖（乡镇组）": {"applies_to": ("乡镇组",), "places": (1, 1), "amount": "9万元"},
                "二等奖（乡镇组）": {"applies_to": ("乡镇组",), "places": (2, 2), "amount": "6万元"},
                "一等奖（部门组）": {"applies_to": ("部门组",), "places": (1, 1), "amount": "5万元"},
                "二等奖（部门组）": {"applies_to": ("部门组",), "places": (2, 3), "amount": "3万元"},
            },
        ),
        (
            "设综合考核一等奖1名，奖金各4万元；二等奖2名，奖金各2万元。",
            {
                "一等奖": {"places": (1, 1), "amount": "4万元"},
                "二等奖": {"places": (2, 3), "amount": "2万元"},
            },
        ),
        (
            "对一等奖获得单位，奖励人均3000元；二等奖获得单位，奖励人均2000元。一等奖取前2名，二等奖取第3至5名。",
            {
                "一等奖": {"places": (1, 2), "amount": "3000元"},
                "二等奖": {"places": (3, 5), "amount": "2000元"},
            },
        ),
        (
            "每组第1名授予“考核红旗单位”称号，颁发奖牌，奖励工作经费20万元。",
            {"考核红旗单位": {"places": (1, 1), "amount": "20万元"}},
        ),
        (
            "得分前3名为“十佳单位”，由县委授牌并各奖励1万元。",
            {"十佳单位": {"places": (1, 3), "amount": "1万元"}},
        ),
        (
            "另设单项奖若干：招商引资奖、项目建设奖、和谐村镇奖，各奖1名，每名奖励2万元。",
            {
                "招商引资奖": {"at_most": 1, "amount": "2万元"},
                "项目建设奖": {"at_most": 1, "amount": "2万元"},
                "和谐村镇奖": {"at_most": 1, "amount": "2万元"},
            },
        ),
        (
            "设立“突出贡献奖”，由县政府对作出重大贡献的单位进行评定，每年不超过3个，每个奖励10万元。",
            {"突出贡献奖": {"at_most": 3, "amount": "10万元"}},
        ),
        (
            "排名较上年提升幅度最大的前2名（原排名前3名的除外）授予“进步奖”，每个奖励3万元。",
            {"进步奖": {"rise": 1, "beyond_rank": 3, "at_most": 2, "amount": "3万元"}},
        ),
        (
            "考核前三名分获金、银、铜奖。",
            {"金奖": {"places": (1, 1)}, "银奖": {"places": (2, 2)}, "铜奖": {"places": (3, 3)}},
        ),
        (
            "设优胜单位奖3名，其中乡镇组2名、部门组1名，各奖励5000元。",
            {
                "优胜单位奖（乡镇组）": {"applies_to": ("乡镇组",), "at_most": 2, "amount": "5000元"},
                "优胜单位奖（部门组）": {"applies_to": ("部门组",), "at_most": 1, "amount": "5000元"},
            },
        ),
    ],
)
def test_what_is_told_of_a_prize_goes_with_its_name(text: str, expected: dict[str, Any]) -> None:
    assert prizes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "获国家级科技进步奖的加3分，获省级一等奖的加2分。",
        "绩效考核奖按每人3000元发放。",
        "获得创新奖的单位，奖励2万元。",
    ],
)
def test_no_prize_is_made_of_what_only_mentions_one(text: str) -> None:
    assert prizes(text) == {}


def test_what_is_paid_to_places_is_told_once() -> None:
    _, scheme = drafted("四、奖励", "考核得分前两名的乡镇，分别奖励15万元、10万元。")
    assert [(award.places, award.amount) for award in scheme.awards] == [((1, 1), "15万元"), ((2, 2), "10万元")]
    assert scheme.afterwards == ()


def test_numbers_that_a_prize_cannot_hold_are_told() -> None:
    _, scheme = drafted("四、奖励", "评选先进科室5个（内科2个、外科3个），每个奖励5000元。")
    (prize,) = scheme.awards
    assert (prize.name, prize.at_most, prize.amount) == ("先进科室", 5, "5000元")
    assert "内科2个、外科3个" in (prize.check or "")


def test_money_for_places_of_groups_is_theirs() -> None:
    _, scheme = drafted("四、奖励", "乡镇组考核第一名，奖励8万元；部门组考核第一名，奖励3万元。")
    assert [(one.name, one.applies_to, one.amount) for one in scheme.awards] == [
        ("第一名（乡镇组）", ("乡镇组",), "8万元"),
        ("第一名（部门组）", ("部门组",), "3万元"),
    ]


def test_prizes_listed_by_what_they_are_for_are_alike() -> None:
    assert prizes("设固定资产投资、招商引资、税收征管三个单项奖，每个单项奖评1名，奖励5万元。") == {
        name: {"at_most": 1, "amount": "5万元"} for name in ("固定资产投资奖", "招商引资奖", "税收征管奖")
    }


def test_each_prize_has_its_own_line_and_each_group_its_money() -> None:
    found = prizes(
        "80分以上的方可参加一等奖评选，70分以上的方可参加二等奖评选。一等奖1个，各奖励2万元；二等奖2个，各奖励1万元。"
    )
    assert {name: (one["places"], one["total_at_least"]) for name, one in found.items()} == {
        "一等奖": ((1, 1), 80),
        "二等奖": ((2, 3), 70),
    }
    found = prizes("设考核先进奖，名额为乡镇组2个、部门组3个，奖金分别为每个5万元、3万元。")
    assert [(one["applies_to"], one["at_most"], one["amount"]) for one in found.values()] == [
        (("乡镇组",), 2, "5万元"),
        (("部门组",), 3, "3万元"),
    ]
