"""What results bring, in sentences whose chapter does not say so."""

from __future__ import annotations

from tests.reading.invented import drafted, unread

_GRADES = ("四、考核结果", "考核结果分为优秀、良好、合格、不合格四个等次。")


def after(*lines: str) -> list[tuple[tuple[str, ...], str, int]]:
    return [(one.grade, one.then, one.years_running) for one in drafted(*_GRADES, *lines)[1].afterwards]


def test_a_sentence_that_surely_tells_of_uses_tells_of_them_for_all_its_subjects() -> None:
    assert after("优秀单位增加奖金50万元，不合格单位核减20万元。") == [
        (("优秀",), "增加奖金50万元", 1),
        (("不合格",), "核减20万元", 1),
    ]
    assert after("当年不合格的，降低一个职务层次任职；连续两年不合格的，予以辞退。") == [
        (("不合格",), "降低一个职务层次任职", 1),
        (("不合格",), "予以辞退", 2),
    ]


def test_grades_joined_before_their_noun_are_one_subject() -> None:
    assert after("优秀单位给予嘉奖，奖励1500元；合格、不合格单位不享受奖金。") == [
        (("优秀",), "给予嘉奖", 1),
        (("优秀",), "奖励1500元", 1),
        (("合格", "不合格"), "不享受奖金", 1),
    ]


def test_a_grade_before_a_colon_is_a_subject() -> None:
    assert after("优秀等次：通报表彰，奖励20万元；良好等次：奖励10万元；不合格等次：扣减经费5%。") == [
        (("优秀",), "通报表彰", 1),
        (("优秀",), "奖励20万元", 1),
        (("良好",), "奖励10万元", 1),
        (("不合格",), "扣减经费5%", 1),
    ]


def test_factors_and_places_for_staff_follow_from_grades() -> None:
    assert after("优秀单位绩效奖系数为1.2，良好单位为1.0。") == [
        (("优秀",), "绩效奖系数为1.2", 1),
        (("良好",), "为1.0", 1),
    ]
    assert after("优秀、良好单位分别按15%、12%确定年度考核优秀指标，合格单位按10%确定，不合格单位不得评优。") == [
        (("优秀",), "按15%确定年度考核优秀指标", 1),
        (("良好",), "按12%确定年度考核优秀指标", 1),
        (("合格",), "按10%确定", 1),
        (("不合格",), "不得评优", 1),
    ]


def test_what_refers_to_cases_above_is_no_case() -> None:
    made, scheme = drafted(*_GRADES, "出现上述否决事项的，一律取消评先评优资格。")
    assert scheme.limits == ()
    assert "上述否决事项" in unread(made)


def test_factors_stand_behind_what_they_are_of() -> None:
    found = after("五、结果运用", "绩效工资发放系数：优秀1.2，良好1.0，合格0.8，不合格0.5。")
    assert found == [
        (("优秀",), "绩效工资发放系数1.2", 1),
        (("良好",), "绩效工资发放系数1.0", 1),
        (("合格",), "绩效工资发放系数0.8", 1),
        (("不合格",), "绩效工资发放系数0.5", 1),
    ]


def test_last_in_a_quarter_is_not_last_in_the_year() -> None:
    assert after("五、结果运用", "季度得分排名倒数第一的单位，由分管领导约谈。") == []


def test_cases_of_units_bound_the_grade_in_the_use_of_results_too() -> None:
    _, scheme = drafted(
        *_GRADES, "五、结果运用", "发生责任事故的单位，年度考核不得高于合格；发生瞒报并经查实的，年度考核为不合格。"
    )
    assert [(one.when, one.grade_at_most, one.grade) for one in scheme.limits] == [
        ("发生责任事故", "合格", None),
        ("发生瞒报并经查实", None, "不合格"),
    ]


def test_a_subject_that_stands_alone_is_that_of_the_next_sentence() -> None:
    found = after(
        "五、结果运用",
        "（一）优秀单位。授予“先锋单位”称号。",
        "（二）不合格单位。由组织部对主要负责人诫勉谈话，单位当年不得评先评优。",
    )
    assert found == [
        (("优秀",), "授予“先锋单位”称号", 1),
        (("不合格",), "由组织部对主要负责人诫勉谈话", 1),
        (("不合格",), "单位当年不得评先评优", 1),
    ]


def test_places_that_are_recommended_are_no_consequence() -> None:
    assert after("优秀等次推荐名额按实有人数的15%计算，不足1名的按1名推荐。") == []
    assert after("优秀单位给予奖励，不合格单位待岗培训3个月。") == [
        (("优秀",), "给予奖励", 1),
        (("不合格",), "待岗培训3个月", 1),
    ]
