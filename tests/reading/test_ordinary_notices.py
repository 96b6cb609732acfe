"""What ordinary notices say around their score sheets: grades, places, groups, consequences, exemptions, votes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaoji.reading import Document, Paragraph, Source
from kaoji.reading.drafts import Draft, drafts
from kaoji.scheme import load_scheme
from kaoji.scheme.model import Node, Scheme

UNITS = (
    "（一）乡镇组：河东镇、河西镇、柳林乡、枣园乡。",
    "（二）部门组：县水利局、县林业局、县粮食局。",
)
INDICATORS = (
    "三、考核内容",
    "（一）重点工作（50分）。由县考核办计分。",
    "（二）党的建设（30分）。由县委组织部计分。",
    "（三）平安建设（20分）。由县委政法委计分。",
)


def drafted(*lines: str) -> tuple[Draft, Scheme]:
    """Draft a notice on two groups with the lines behind what is usual."""
    texts = ("平川县2026年度综合考核办法", "一、考核对象", *UNITS, *INDICATORS, *lines)
    paragraphs = tuple(
        Paragraph(text, source=Source(file="办法.docx", paragraph=number)) for number, text in enumerate(texts, 1)
    )
    (made,) = drafts(Document("办法.docx", "docx", paragraphs))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    return made, structure.scheme


def unread(made: Draft) -> str:
    return "；".join(str(finding.data["words"]) for finding in made.findings if finding.code == "reading.W307")


def grades(scheme: Scheme) -> dict[str, dict[str, Any]]:
    return {
        grade.name: {key: value for key, value in grade if value and key not in ("name", "text", "source", "check")}
        for grade in scheme.grades
    }


def test_grades_are_named_where_each_takes_its_share() -> None:
    made, scheme = drafted(
        "四、等次评定",
        "各组由高到低确定等次：优秀等次不超过各组单位数的25%，且总分不低于88分；良好等次不超过各组单位数的45%；其余为一般等次。",
    )
    assert grades(scheme) == {
        "优秀": {"share": Fraction(1, 4), "at_least": Decimal(88)},
        "良好": {"share": Fraction(9, 20)},
        "一般": {"rest": True},
    }
    assert not unread(made)


def test_a_sentence_on_some_of_the_grades_is_about_the_same_grades() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、良好、合格、不合格四个等次。每组前20%的单位为优秀等次，其后40%的单位为良好等次；得分低于60分的为不合格等次；其余为合格等次。",
    )
    assert grades(scheme) == {
        "优秀": {"share": Fraction(1, 5)},
        "良好": {"share": Fraction(2, 5)},
        "合格": {"at_least": Decimal(60)},
        "不合格": {},
    }


def test_grades_may_be_letters_with_bands() -> None:
    made, scheme = drafted(
        "四、等级评定",
        "考核等级分为A、B、C、D四级。A级：得分92分以上，且不超过本组单位数的20%；B级：得分80分以上不满92分；C级：得分60分以上不满80分；D级：得分60分以下。",
    )
    assert grades(scheme) == {
        "A": {"share": Fraction(1, 5), "at_least": Decimal(92)},
        "B": {"at_least": Decimal(80)},
        "C": {"at_least": Decimal(60)},
        "D": {"rest": True},
    }
    assert not unread(made)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "考核结果分为“好、较好、一般”三个等次。每组“好”等次不超过2个，“较好”等次不超过1个。",
            {
                "好": {"places": {"乡镇组": 2, "部门组": 2}},
                "较好": {"places": {"乡镇组": 1, "部门组": 1}},
                "一般": {"rest": True},
            },
        ),
        (
            "考核结果设一、二、三等奖。乡镇组设一等奖1名、二等奖2名，其余为三等奖；部门组设一等奖1名、二等奖1名，其余为三等奖。",
            {
                "一等奖": {"places": {"乡镇组": 1, "部门组": 1}},
                "二等奖": {"places": {"乡镇组": 2, "部门组": 1}},
                "三等奖": {"rest": True},
            },
        ),
        (
            "乡镇组评先进2个、部门组评先进1个；得分75分以上的为达标单位，75分以下的为未达标单位。",
            {
                "先进": {"places": {"乡镇组": 2, "部门组": 1}},
                "达标": {"at_least": Decimal(75)},
                "未达标": {"rest": True},
            },
        ),
    ],
)
def test_places_are_counted_behind_each_grade(text: str, expected: dict[str, Any]) -> None:
    assert grades(drafted("四、等次", text)[1]) == expected


def test_a_least_number_of_places_is_not_taken_for_a_most_and_is_listed() -> None:
    made, scheme = drafted(
        "四、等次", "考核结果分为“好、一般、差”三个等次。每组“好”等次不超过2个，“差”等次原则上不少于1个。"
    )
    assert "places" not in grades(scheme)["差"]
    assert "“差”等次原则上不少于1个" in unread(made)


def test_the_condition_of_a_limit_ends_before_another_effect() -> None:
    _, scheme = drafted(
        "四、等次评定",
        "优秀等次不超过30%，其余为合格等次。",
        "五、一票否决",
        "发生重大责任事故或者班子成员严重违纪的，取消评优资格，不得评为优秀等次。",
    )
    (limit,) = scheme.limits
    assert (limit.when, limit.not_grade) == ("发生重大责任事故或者班子成员严重违纪", "优秀")


def test_percentages_of_money_are_consequences_and_no_shares() -> None:
    made, scheme = drafted(
        "四、等次评定",
        "考核等次分为优秀、合格、不合格。得分90分以上的为优秀等次，60分以上的为合格等次，60分以下的为不合格等次。",
        "五、考核结果与绩效奖挂钩。优秀等次按基准奖的120%发放，合格等次按100%发放，不合格等次不予发放。",
    )
    assert [grade.share for grade in scheme.grades] == [None, None, None]
    assert [(made.grade, made.then) for made in scheme.afterwards] == [
        (("优秀",), "按基准奖的120%发放"),
        (("合格",), "按100%发放"),
        (("不合格",), "不予发放"),
    ]
    assert not unread(made)


def test_consequences_stand_outside_chapters_too_where_they_name_a_grade() -> None:
    _, scheme = drafted(
        "第四条 考核结果分为好、一般、差三个等次。95分以上的可评为好等次。",
        "第五条 对评为“好”等次的，予以通报表扬，奖励30万元；对评为“差”等次的，由县委约谈主要负责人。",
        "第六条 评为好等次，工作有突出贡献的个人，经县委研究给予奖励。",
    )
    assert [(made.grade, made.then) for made in scheme.afterwards] == [
        (("好",), "予以通报表扬"),
        (("好",), "奖励30万元"),
        (("差",), "由县委约谈主要负责人"),
    ]


def test_groups_are_named_by_letters_or_listed_behind_what_is_assessed() -> None:
    lines = (
        "高台区2026年度考核办法",
        "第一条 考核对象为镇街和部门。镇街：南坝街道、北坝街道、石滩镇；部门：区商务局、区科技局。",
        "第二条 镇街分为两组。A组（城区）：南坝街道、北坝街道；B组：石滩镇、沙河镇。",
    )
    (made,) = drafts(Document("办法.docx", "docx", tuple(map(Paragraph, lines))))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    assert {name: len(group.units) for name, group in structure.scheme.groups.items()} == {
        "镇街": 3,
        "部门": 2,
        "A组（城区）": 2,
        "B组": 2,
    }


def indicator(scheme: Scheme, name: str) -> Node:
    def below(nodes: tuple[Node, ...]) -> list[Node]:
        return [found for node in nodes for found in (node, *below(node.items))]

    return next(node for node in below(scheme.indicators) if node.name == name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "注：部门组不考核重点工作，相应分值计入党的建设。",
            {"重点工作": ({"组别": ("部门组",)}, "党的建设")},
        ),
        (
            "说明：县水利局、县粮食局不考核“重点工作”“平安建设”，其分值分别计入“党的建设”“党的建设”。",
            {
                "重点工作": ({"单位": ("县水利局", "县粮食局")}, "党的建设"),
                "平安建设": ({"单位": ("县水利局", "县粮食局")}, "党的建设"),
            },
        ),
        (
            "备注：1.平安建设不适用于乡镇组，该项20分并入党的建设；2.其余按本办法执行。",
            {"平安建设": ({"组别": ("乡镇组",)}, "党的建设")},
        ),
        (
            "乡镇不考核平安建设，其分值分配到其他指标。",
            {"平安建设": ({"组别": ("乡镇组",)}, "按比例折算")},
        ),
    ],
)
def test_indicators_that_some_units_do_not_have_hand_their_points_on(
    line: str, expected: dict[str, tuple[dict[str, tuple[str, ...]], str]]
) -> None:
    made, scheme = drafted("四、有关说明", line)
    found = {name: (indicator(scheme, name).absent_for, indicator(scheme, name).when_absent) for name in expected}
    assert found == expected
    assert not unread(made)
    assert all("请核对" in (indicator(scheme, name).check or "") for name in expected)


def test_an_indicator_without_a_taker_is_that_of_the_others() -> None:
    _, scheme = drafted("四、说明", "部门组不考核平安建设。", "重点工作仅适用于部门组。")
    assert indicator(scheme, "平安建设").applies_to == ("乡镇组",)
    assert indicator(scheme, "重点工作").applies_to == ("部门组",)


@pytest.mark.parametrize(
    "line",
    [
        "注：园区不考核重点工作，相应分值计入党的建设。",  # no such group
        "注：部门组不考核招商引资，相应分值计入党的建设。",  # no such indicator
        "注：部门组不考核重点工作，相应分值计入党的建设，遇特殊情况另行研究。",  # it says more
        "考核期内新成立的单位不参加考核。",
        "每项扣分不超过该项分值。",
        "无平安建设任务的单位，该项按满分的80%计分。",
        "对未列入考核的事项，分值由考核办另行调整。",
    ],
)
def test_what_is_said_on_scope_and_points_and_cannot_be_taken_is_listed(line: str) -> None:
    made, scheme = drafted("四、有关说明", line)
    assert line.removeprefix("注：").rstrip("。") in unread(made)
    assert all(not indicator(scheme, name).absent_for for name in ("重点工作", "党的建设", "平安建设"))


def test_points_do_not_go_two_ways() -> None:
    made, scheme = drafted(
        "四、说明", "部门组不考核重点工作，相应分值计入党的建设。", "县水利局不考核重点工作，相应分值计入平安建设。"
    )
    assert indicator(scheme, "重点工作").absent_for == {"组别": ("部门组",)}
    assert "县水利局不考核重点工作" in unread(made)


def test_what_an_indicator_says_on_scope_is_to_be_checked_there() -> None:
    text = "未按时报送的，每次扣2分。县粮食局不考核本项。"
    _, scheme = drafted("（四）信息报送（5分）", text)
    assert "县粮食局不考核本项" in (indicator(scheme, "信息报送").check or "")
