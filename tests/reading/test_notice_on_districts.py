"""What a city says of its districts and an office of its departments: classes behind their units, methods of kinds of indicators, parts by weight."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.reading.invented import found, grades, of_blocks, table, unread

DISTRICTS = (
    "青原市2041年度县（区）综合考核办法",
    "一、考核对象",
    "东明区、西城区、安和县、长岭县。其中东明区、西城区为一类，安和县、长岭县为二类。",
    "二、计分方法",
    "（一）定量指标采用功效系数法计分。",
    "（二）定性指标由责任单位按完成情况打分。",
    "附表：指标",
    table(
        ("一级指标", "二级指标", "分值", "指标性质", "责任单位"),
        ("经济发展", "地区生产总值", "60", "定量", "市统计局"),
        ("党的建设", "党建工作", "40", "定性", "市委组织部"),
    ),
)
DEPARTMENTS = (
    "宁溪区2041年度区直机关绩效考核方案",
    "一、考核对象",
    "党群类（3个）：区委办、区委组织部、区总工会",
    "政府类（20个）：名单略",
    "二、考核内容及权重",
    "（一）职能工作（权重50%）",
    "按季度监测，完成的得满分，未完成的按完成比例得分。",
    "（二）机关效能（权重30%）",
    "1.公文办理（60分）。公文逾期的，每件扣2分。",
    "2.会议纪律（40分）。无故缺席的，每次扣5分。",
    "（三）领导评价（权重20%）",
    "由区委书记、区长及其他区领导评价，区委书记、区长各占25%，其他区领导占50%，按A（95分以上）、B（85分以上不满95分）、C（85分以下）打分。",
    "三、结果等次",
    "考核结果分为优秀、良好、一般、较差四个等次。各类别得分排名前30%的为优秀，排名后10%且得分低于80分的为一般，得分低于60分的为较差，其他为良好。",
    "四、结果运用",
    "优秀单位的年度考核优秀比例按22%核定，良好单位按18%核定，一般单位按12%核定，较差单位按8%核定。",
)


def test_classes_stand_behind_their_units() -> None:
    _, scheme = of_blocks(*DISTRICTS)
    assert {name: group.units for name, group in scheme.groups.items()} == {
        "一类": ("东明区", "西城区"),
        "二类": ("安和县", "长岭县"),
    }


def test_rows_that_name_their_kind_are_scored_as_is_said_of_the_kind() -> None:
    made, scheme = of_blocks(*DISTRICTS)
    assert [rule.score for rule in found(scheme, "地区生产总值").rules] == ["按功效系数法计分（60+40）"]
    assert "按完成情况打分" in (found(scheme, "党建工作").text or "")
    assert unread(made) == ""


def test_a_list_that_is_left_out_names_no_unit() -> None:
    _, scheme = of_blocks(*DEPARTMENTS)
    assert (scheme.groups["政府类"].units, scheme.groups["政府类"].stated) == ((), 20)


def test_parts_by_weight_are_those_of_the_formula_with_what_stands_below_them() -> None:
    _, scheme = of_blocks(*DEPARTMENTS)
    assert [root.name for root in scheme.indicators] == ["机关效能", "职能工作", "领导评价"]
    assert [item.name for item in scheme.indicators[0].items] == ["公文办理", "会议纪律"]
    assert found(scheme, "职能工作").rules[0].score == "按完成比例计分"
    assert scheme.total[0].formula == "职能工作×50%+机关效能×30%+领导评价×20%"


def test_bands_of_marks_are_nothing_that_is_given() -> None:
    _, scheme = of_blocks(*DEPARTMENTS)
    assert scheme.panels["领导评价"].classes == {
        "区委书记": Fraction(1, 4),
        "区长": Fraction(1, 4),
        "其他区领导": Fraction(1, 2),
    }


def test_the_last_ones_below_a_line_and_shares_for_staff_are_told_from_shares_of_units() -> None:
    _, scheme = of_blocks(*DEPARTMENTS)
    assert grades(scheme) == {
        "优秀": {"share": Fraction(3, 10)},
        "良好": {"at_least": Decimal(60)},
        "一般": {"share": Fraction(1, 10), "from_bottom": True, "below": Decimal(80)},
        "较差": {},
    }
    assert [(one.grade, one.then) for one in scheme.afterwards][1] == (("良好",), "按18%核定")


SCHOOLS = (
    "青原市教育局2041年度直属学校考核方案",
    "一、评价对象",
    "第一组（高中）：市一中、市二中；",
    "第二组（初中）：育才中学、朝阳中学。",
    "二、评价内容",
    "综合考核由过程性评价（占40%）、终结性评价（占50%）、社会满意度（占10%）组成。",
    "（一）过程性评价由各科室按季度进行，取四个季度平均分。",
    "（二）终结性评价由局考核办组织打分。",
    "（三）社会满意度由第三方机构调查，满分100分，其中家长占50%、学生占30%、教师占20%。",
    "三、等级评定",
    "90分以上的为一等，80—89分的为二等，80分以下的为三等。",
    "四、结果使用",
    "校长绩效补贴标准为：一等12000元、二等10000元、三等8000元；副校长按校长的90%发放。",
    "有下列情形之一的，扣发当年全部绩效补贴：",
    "1.受到处分的；",
    "2.不服从组织安排的。",
)


def test_what_the_parts_of_the_total_count_is_not_who_votes() -> None:
    _, scheme = of_blocks(*SCHOOLS)
    assert not scheme.panels["终结性评价"].classes
    assert scheme.panels["社会满意度"].classes == {
        "家长": Fraction(1, 2),
        "学生": Fraction(3, 10),
        "教师": Fraction(1, 5),
    }


def test_what_follows_behind_the_amounts_of_each_grade_is_for_all_of_them() -> None:
    made, scheme = of_blocks(*SCHOOLS)
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("一等",), "校长绩效补贴标准为12000元"),
        (("二等",), "校长绩效补贴标准为10000元"),
        (("三等",), "校长绩效补贴标准为8000元"),
        (("一等", "二等", "三等"), "副校长按校长的90%发放"),
    ]
    assert "扣发当年全部绩效补贴" in unread(made)


def test_a_share_of_what_was_reached_is_one_of_the_line_before_it() -> None:
    _, scheme = of_blocks(
        "青原县2041年度医共体考核方案",
        "考核指标包括管理（60分）、服务（40分）。",
        "（一）管理（60分）",
        "1.基层诊疗占比（30分）。基层诊疗占比≥60%得30分，未达到的按实际占比÷60%×30计分。",
        "2.统一管理（30分）。每统一1项得5分。",
        "（二）服务（40分）。每缺1名扣2分。",
    )
    assert [(rule.score, rule.target and str(rule.target)) for rule in found(scheme, "基层诊疗占比").rules] == [
        ("达到60%计30分", None),
        ("按完成比例计分", "60"),
    ]


def test_a_line_for_the_last_ones_is_none_for_prizes_and_what_winners_get_is_no_grade() -> None:
    _, scheme = of_blocks(
        "青原县2041年度乡镇目标考核意见",
        "一、考核对象",
        "全县14个乡镇。",
        "二、考核内容",
        "（一）经济指标（60分）。未完成的每项扣2分。",
        "（二）党建工作（40分）",
        "由县委组织部（25分）、县纪委（15分）分别考核计分。",
        "三、奖励办法",
        "（一）设综合奖3个：一等奖1个，奖金30万元；二等奖2个，奖金20万元。",
        "（二）获得综合奖的乡镇，其党政正职当年考核定为优秀等次，班子成员优秀比例提高到20%。",
        "（三）综合得分列后2名且总分低于80分的乡镇，取消评先评优资格，党政正职不得提拔重用。",
    )
    assert [(item.name, str(item.points), item.provider) for item in found(scheme, "党建工作").items] == [
        ("县委组织部考核", "25", ("县委组织部",)),
        ("县纪委考核", "15", ("县纪委",)),
    ]
    assert all(award.total_at_least is None for award in scheme.awards)
    assert [
        (one.award, one.last_places, one.total_below and str(one.total_below), one.then) for one in scheme.afterwards
    ] == [
        ("综合奖", None, None, "其党政正职当年考核定为优秀等次"),
        ("综合奖", None, None, "班子成员优秀比例提高到20%"),
        (None, (1, 2), "80", "取消评先评优资格"),
        (None, (1, 2), "80", "党政正职不得提拔重用"),
    ]


def test_what_is_given_for_none_is_taken_for_each_and_a_bonus_row_bounds_itself_in_its_name() -> None:
    _, scheme = of_blocks(
        "云溪县2041年度和美乡村考核评分标准",
        table(
            ("序号", "考核内容", "分值", "计分方法"),
            ("1", "移风易俗", "60", "无大操大办等不良现象得60分，发现一起扣2分"),
            ("2", "村庄清洁", "40", "暗访发现垃圾乱倒每处扣0.5分"),
            ("3", "加分项（不超过10分）", "", "承办省级现场会加5分，市级加3分"),
        ),
    )
    assert found(scheme, "移风易俗").start == "full"
    assert found(scheme, "加分项（不超过10分）").limits == "加分不超过10分"
