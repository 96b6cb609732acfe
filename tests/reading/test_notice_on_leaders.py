"""What a notice on the assessment of leaders says besides its indicators: classes, who votes, a formula for persons, lines."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kaoji.scheme.model import Scheme
from tests.reading.invented import found, grades, of_blocks, said

NOTICE = (
    "雁南县2041年度乡镇领导班子和领导干部考核意见",
    "一、考核对象",
    "（一）全县9个乡镇领导班子。分为三类：第一类为城关镇、东溪镇、沙河镇3个强镇；第二类为桥头镇、黄泥镇、长岭镇3个一般乡镇；第三类为云雾乡、高岩乡、瓦屋乡3个山区乡镇。",
    "二、考核内容",
    "领导班子考核总分100分，由工作实绩、党的建设、民主测评、县领导评价四部分组成，权重分别为50%、20%、20%、10%。",
    "（一）工作实绩（50%）。包括以下指标：",
    "1.生态环保（30分）。由县环保局考核。",
    "2.经济发展（20分）。由县发改局牵头，会同统计局、财政局考核。其中固定资产投资10分、财政收入6分、居民收入4分。完成目标任务得满分，每低1个百分点扣该项分值的5%。",
    "（二）党的建设（20%）。由县委组织部、县委宣传部、县委统战部考核，分值分别为10分、6分、4分。",
    "（三）民主测评（20%）。按照“优秀、良好、一般、较差”四个等次进行测评，分别按100、85、70、50的系数计算。参加测评人员为乡镇全体干部、村（社区）党组织书记、群众代表，权重分别为40%、40%、20%。",
    "（四）县领导评价（10%）。由县委书记、县长和县委、县政府其他班子成员评价，权重分别为30%、30%、40%。",
    "三、领导干部考核",
    "领导干部考核得分=所在班子得分×60%+个人民主测评得分×25%+分管县领导评价得分×15%。",
    "四、等次评定",
    "领导班子等次分为优秀、良好、一般、较差。每类乡镇中优秀等次不超过30%，综合得分低于70分的评为一般，低于60分的评为较差。",
)


def scheme() -> Scheme:
    return of_blocks(*NOTICE)[1]


def test_a_class_that_lists_its_units_and_counts_them_last_is_a_group() -> None:
    groups = scheme().groups
    assert list(groups) == ["第一类（强镇）", "第二类（一般乡镇）", "第三类（山区乡镇）"]
    assert [list(group.units) for group in groups.values()][2] == ["云雾乡", "高岩乡", "瓦屋乡"]


def test_parts_listed_with_their_points_share_what_is_taken_of_the_points_of_each() -> None:
    made = scheme()
    assert [(item.name, str(item.points)) for item in found(made, "经济发展").items] == [
        ("固定资产投资", "10"),
        ("财政收入", "6"),
        ("居民收入", "4"),
    ]
    assert said(found(made, "财政收入").rules) == [("财政收入", "每低于1个百分点扣0.3分", "")]
    assert found(made, "财政收入").provider == ("县发改局",)


def test_offices_with_points_each_are_indicators_of_a_part_that_weighs_as_much() -> None:
    part = found(scheme(), "党的建设")
    assert [(item.name, str(item.points), item.provider) for item in part.items] == [
        ("县委组织部考核", "10", ("县委组织部",)),
        ("县委宣传部考核", "6", ("县委宣传部",)),
        ("县委统战部考核", "4", ("县委统战部",)),
    ]
    assert scheme().total[0].formula == "工作实绩+党的建设+民主测评×20%+县领导评价×10%"


def test_those_who_vote_weigh_as_the_sentence_on_them_says() -> None:
    panels = scheme().panels
    assert panels["民主测评"].classes == {
        "乡镇全体干部": Fraction(2, 5),
        "村（社区）党组织书记": Fraction(2, 5),
        "群众代表": Fraction(1, 5),
    }
    assert panels["县领导评价"].classes == {
        "县委书记": Fraction(3, 10),
        "县长": Fraction(3, 10),
        "县委、县政府其他班子成员": Fraction(2, 5),
    }


def test_a_formula_that_is_not_used_brings_no_parts_with_it() -> None:
    made = scheme()
    assert {root.name for root in made.indicators} == {"工作实绩", "党的建设", "民主测评", "县领导评价"}
    assert set(made.panels) == {"民主测评", "县领导评价"}
    assert any("领导干部考核得分=" in choice.decision for choice in made.choices)


def test_a_grade_begins_where_the_one_below_it_ends() -> None:
    assert grades(scheme()) == {
        "优秀": {"share": Fraction(3, 10)},
        "良好": {"at_least": Decimal(70)},
        "一般": {"at_least": Decimal(60)},
        "较差": {"rest": True},
    }
