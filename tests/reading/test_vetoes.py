"""Where the condition of a veto ends, and lists of vetoes that say at their end, or in their name, what they mean."""

from __future__ import annotations

from kaoji.scheme.model import Limit, Scheme
from tests.reading.invented import drafted, unread

GRADES = ("四、等次评定", "考核结果分为优秀、良好、一般三个等次。优秀不超过30%，良好不超过50%，其余为一般。")


def limits(*lines: str) -> tuple[Limit, ...]:
    return scheme(*lines).limits


def scheme(*lines: str) -> Scheme:
    return drafted(*GRADES, "五、其他规定", *lines)[1]


def test_a_condition_begins_behind_the_points_of_another_and_ends_before_those_of_the_next() -> None:
    (limit,) = limits("河长制工作被约谈的每次扣2分，水源地发生投毒案件的一票否决。")
    assert (limit.when, limit.grade) == ("水源地发生投毒案件", "一般")
    found = limits(
        "有下列情形之一的，当年考核结果确定为一般等次：",
        "1.班子主要成员被留置，班子其他成员被留置的每人次扣2分；",
        "2.堤防溃口造成淹没，该项不得分。",
    )
    assert [limit.when for limit in found] == ["班子主要成员被留置", "堤防溃口造成淹没"]


def test_who_knows_of_a_condition_is_no_part_of_it() -> None:
    found = limits("出现非法采砂窝案的，一票否决，由县水利局提供。", "骗取补助的，以县审计局认定为准，取消评优资格。")
    assert [limit.when for limit in found] == ["出现非法采砂窝案"[2:], "骗取补助"]


def test_no_points_for_an_indicator_are_no_veto() -> None:
    assert limits("巡河日志造假的，该项得零分。") == ()


def test_the_last_line_of_a_list_says_what_it_means() -> None:
    made, found = drafted(
        *GRADES, "五、否决情形", "1.发生溃坝事故的；", "2.主要领导被判刑的。", "有上述情形之一的，取消当年评优资格。"
    )
    assert [(limit.when, limit.not_grade) for limit in found.limits] == [
        ("发生溃坝事故", "优秀"),
        ("主要领导被判刑", "优秀"),
    ]
    assert not unread(made)


def test_the_name_of_a_list_says_what_it_means() -> None:
    _, found = drafted(*GRADES, "五、一票否决事项", "1.发生溃坝事故的；", "2.主要领导被判刑的。")
    assert [(limit.when, limit.grade) for limit in found.limits] == [
        ("发生溃坝事故", "一般"),
        ("主要领导被判刑", "一般"),
    ]


def test_what_goes_with_a_limit_is_no_consequence_of_the_grade_that_it_forbids() -> None:
    assert scheme("发生溃坝事故的，不得评为优秀等次，同时责令限期整改。").afterwards == ()


def test_years_in_a_row_may_follow_in_the_same_sentence() -> None:
    found = drafted(
        *GRADES,
        "五、结果运用",
        "评为一般等次的单位负责人诫勉谈话，连续两年一般的免去负责人职务。",
        "连续3年评为优秀的奖励2万元。",
    )[1].afterwards
    assert [(made.then, made.grade, made.years_running) for made in found] == [
        ("负责人诫勉谈话", ("一般",), 1),
        ("免去负责人职务", ("一般",), 2),
        ("奖励2万元", ("优秀",), 3),
    ]


def test_two_vetoes_in_one_sentence_are_two_limits() -> None:
    _, scheme = drafted(
        "考核结果分为优秀、良好、合格、不合格四个等次，优秀不超过20%。",
        "发生溃坝事故的，实行一票否决，发生重大疫情的，实行一票否决。",
    )
    assert [(limit.when, limit.grade) for limit in scheme.limits] == [
        ("发生溃坝事故", "不合格"),
        ("发生重大疫情", "不合格"),
    ]


def test_alternatives_behind_a_bar_are_one_condition() -> None:
    made, scheme = drafted(
        "考核结果分为优秀、良好、合格、不合格四个等次，优秀不超过20%。",
        "有下列情形之一的，不得评为优秀：发生溃坝事故、出现重大疫情、班子成员受处分的。",
    )
    assert [(limit.when, limit.not_grade) for limit in scheme.limits] == [
        ("发生溃坝事故、出现重大疫情、班子成员受处分", "优秀")
    ]
    assert unread(made) == ""


def test_of_a_veto_and_a_bar_the_severer_holds() -> None:
    (limit,) = limits("对发生溃坝事故的单位，实行“一票否决”，取消当年评优资格。")
    assert (limit.when, limit.grade) == ("发生溃坝事故", "一般")
    assert "取消评优资格" in (limit.check or "")
    (limit,) = limits("受上级一票否决的，取消其评优资格。")
    assert (limit.when, limit.not_grade) == ("受上级一票否决", "优秀")


def test_no_higher_than_a_grade_is_a_ceiling() -> None:
    (limit,) = limits("防汛工作不达标的，评定等次不得高于良好等次。")
    assert (limit.when, limit.grade_at_most) == ("防汛工作不达标", "良好")


def test_scores_of_parts_and_places_elsewhere_are_conditions() -> None:
    found = limits("重点工作得分低于30分，或平安建设得分低于12分的，不得评为优秀等次。")
    assert [limit.when for limit in found] == ["重点工作得分低于30分", "平安建设得分低于12分"]
    (limit,) = limits("获省级防汛考核第一名的单位，直接评定为优秀。")
    assert (limit.when, limit.direct) == ("获省级防汛考核第一名", "优秀")
    (limit,) = limits("测评“不满意”票超过三分之一的，确定为一般等次。")
    assert limit.grade == "一般"


def test_a_lower_grade_and_one_not_to_be_passed_are_ceilings() -> None:
    found = limits("单项工作被省通报批评的，等次不超过良好等次。", "有工作被市级“黄牌警告”的，降为良好等次。")
    assert [(limit.when, limit.grade_at_most) for limit in found] == [
        ("单项工作被省通报批评", "良好"),
        ("有工作被市级“黄牌警告”"[1:], "良好"),
    ]
    (limit,) = limits("平安建设得分低于12分的，考核等次不得高于良好。")
    assert (limit.when, limit.grade_at_most) == ("平安建设得分低于12分", "良好")


def test_what_leaders_are_denied_is_no_limit_of_the_unit() -> None:
    assert limits("被省级约谈的，主要负责人不得评为优秀等次。") == ()
    (limit,) = limits("被省级约谈的，确定为良好以下等次。")
    assert limit.grade_at_most == "良好"
