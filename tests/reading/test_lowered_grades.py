"""Cases that lower a grade by steps, and last places by total that bring a grade."""

from __future__ import annotations

import pytest

from tests.reading.invented import drafted, unread
from tests.reading.test_vetoes import GRADES, limits


def test_items_of_a_list_lower_the_grade() -> None:
    found = limits(
        "有下列情形之一的，考核结果降低一个等次：", "1.瞒报统计数据的；", "2.被市级以上媒体曝光、影响恶劣的。"
    )
    assert [(one.when, one.number, one.lower_by) for one in found] == [
        ("瞒报统计数据", "1", 1),
        ("被市级以上媒体曝光、影响恶劣", "2", 1),
    ]


@pytest.mark.parametrize(
    ("line", "when", "steps"),
    [
        ("对重大事项漏报的，年度考核等次下调一个等级。", "重大事项漏报", 1),
        ("受到市级通报批评的，在原评定等次基础上降一档。", "受到市级通报批评", 1),
        ("受到记过处分的，降低两个等次确定。", "受到记过处分", 2),
        ("发生责任事故的，扣5分，并在年度考核时降一个等次。", "发生责任事故", 1),
    ],
)
def test_a_sentence_lowers_the_grade(line: str, when: str, steps: int) -> None:
    (limit,) = limits(line)
    assert (limit.when, limit.lower_by) == (when, steps)


def test_what_else_the_sentence_does_stays() -> None:
    (limit,) = limits("发生群体性事件的，取消评优资格，并下调两个等次。")
    assert (limit.not_grade, limit.lower_by) == ("优秀", 2)


@pytest.mark.parametrize(
    "line",
    [
        "发生事故的，主要负责人降低一个职务层次。",
        "绩效奖金按等次发放，受处分的下调一个档次发放。",
        "受撤职处分的，工资降一级。",
    ],
)
def test_posts_and_pay_are_no_grades(line: str) -> None:
    assert [one.lower_by for one in limits(line) if one.lower_by] == []


def test_the_last_by_total_are_not_reported() -> None:
    (limit,) = limits("年度考核排名末位的评为一般。")
    assert (limit.when, limit.indicator, limit.last_places, limit.grade) == ("年度考核排名末位", "总分", 1, "一般")
    (limit,) = limits("信访工作在全市排名末位的，不得评为优秀。")
    assert limit.indicator is None


def test_last_places_of_several_years_are_reported_as_a_case() -> None:
    made, scheme = drafted(*GRADES, "五、其他规定", "连续两年末位的，考核等次再降一档。")
    (limit,) = scheme.limits
    assert (limit.when, limit.last_places, limit.lower_by, bool(limit.check)) == ("连续两年末位", None, 1, True)
    assert "连续两年末位" not in unread(made)
