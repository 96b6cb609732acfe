"""Parts that a sentence names with their points, and lists under headings that run on."""

from __future__ import annotations

from tests.reading.invented import drafted, found, messages, of_blocks, said


def test_parts_of_parts_stand_in_brackets_in_one_sentence() -> None:
    findings, scheme = of_blocks(
        "石桥街道2041年度社区考核细则",
        "一、考核内容、分值",
        "1.考核内容、分值：支部工作30分（其中学习10分、发展党员12分、活动阵地8分）、产业工作40分（其中引资25分、"
        "税源15分）、环卫18分、双拥12分。",
    )
    assert messages(findings, "reading.W302") == []
    assert [
        (node.name, str(node.points), [(one.name, str(one.points)) for one in node.items]) for node in scheme.indicators
    ] == [
        ("支部工作", "30", [("学习", "10"), ("发展党员", "12"), ("活动阵地", "8")]),
        ("产业工作", "40", [("引资", "25"), ("税源", "15")]),
        ("环卫", "18", []),
        ("双拥", "12", []),
    ]


def test_parts_stand_behind_the_words_that_count_them() -> None:
    _, scheme = of_blocks(
        "渔政站2041年度职工考核办法",
        "一、考核内容",
        "考核实行量化计分，分值由两部分组成：出勤占40分，业务占60分。",
        "二、等次",
        "考核等次分为达标和不达标两项，80分以上的为达标，80分以下的为不达标。",
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [("出勤", "40"), ("业务", "60")]
    assert [grade.name for grade in scheme.grades] == ["达标", "不达标"]


def test_a_list_of_other_bonuses_and_deductions_is_one() -> None:
    _, scheme = of_blocks(
        "四、单项另加分和扣分",
        "（一）有错报数据的县（市）区和单位，每件扣3分。",
        "（二）负责评价的部门要制定规则，结果经审定后报送，对不作评价的扣2分。",
        "（三）县（市）区和有关单位，获得国家级表彰的，获得省级表彰的，获得省厅及市委表彰的，每项分别加3分、2分、1分。",
    )
    assert [node.name for node in found(scheme, "加减分").items][-1] == "县（市）区和有关单位"
    assert [rule for node in found(scheme, "加减分").items for _, rule, _ in said(node.rules)] == [
        "每件扣3分",
        "扣2分",
        "国家级表彰每项加3分，省级表彰每项加2分，省厅及市委表彰每项加1分",
    ]


def test_lists_of_levels_without_a_verb_are_items() -> None:
    _, scheme = of_blocks(
        "2041年度渔讯工作考核办法",
        "一、计分标准",
        "1.渔讯采用：部、省采用9分，市采用4分。",
        "2.专题文章：国家级刊物7分；省级刊物3分。",
        "3.领导批示：省领导8分、市领导5分、县领导2分。",
        "二、减分",
        "1.漏报的，每次减2分。",
        "2.全年无渔讯的后三名分别减5、4、3分。",
    )
    assert [(node.name, [rule.score for rule in node.rules]) for node in scheme.indicators[:2]] == [
        ("渔讯采用", ["计9分", "计4分"]),
        ("专题文章", ["计7分", "计3分"]),
    ]
    assert [item.name for item in scheme.indicators[3].items] == ["漏报", "全年无渔讯"]


def test_what_grades_get_severally_and_prizes_stand_once() -> None:
    _, scheme = drafted(
        "四、考核结果分优秀、良好、一般三个等次，优秀占30%，良好占50%，其余为一般。",
        "五、奖惩",
        "1.对获得第一名的奖励9万元，第二名奖励7万元，第三名奖励5万元。",
        "2.对考核为优秀、良好等次的单位，分别给予4万元、2万元奖励。",
    )
    assert [(award.places, award.amount) for award in scheme.awards] == [
        ((1, 1), "9万元"),
        ((2, 2), "7万元"),
        ((3, 3), "5万元"),
    ]
    assert [(made.grade, made.places, made.then) for made in scheme.afterwards] == [
        (("优秀",), None, "给予4万元奖励"),
        (("良好",), None, "给予2万元奖励"),
    ]
