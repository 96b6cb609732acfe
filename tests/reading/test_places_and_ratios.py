"""Places by group of units, parts in a ratio, and tables of adjustments under a numbered heading."""

from __future__ import annotations

from tests.reading.invented import drafted, found, grades, of_blocks, table, unread

NOTICE = (
    "盐泽区2041年度绩效考核办法",
    "一、考核范围",
    "（一）镇、街道6个：石梁镇、芦港镇、青浦乡、盐塘乡、河东街道、河西街道。",
    "（二）区直单位分两类：A类（经济类）3个：区渔业局、区盐务局、区港务局；B类（服务类）2个：区文体局、区民政局。",
    "二、考核计分",
    "考核总分100分，由日常考核、年终考核、群众测评三部分组成，按2:5:3的比例计算。",
    "三、等次名额",
    "优秀等次：镇、街道2个，A类1个，B类1个；良好等次：镇、街道3个，A类1个，B类1个；其余为合格等次。得分低于60分的为不合格等次。",
)


def test_parts_in_a_ratio_and_places_listed_by_group() -> None:
    made, scheme = of_blocks(*NOTICE)
    assert unread(made) == ""
    assert [line.formula for line in scheme.total] == ["日常考核×20%+年终考核×50%+群众测评×30%"]
    assert grades(scheme) == {
        "优秀": {"places": {"镇、街道": 2, "A类（经济类）": 1, "B类（服务类）": 1}},
        "良好": {"places": {"镇、街道": 3, "A类（经济类）": 1, "B类（服务类）": 1}},
        "合格": {"at_least": 60},
        "不合格": {},
    }
    assert [len(group.units) for group in scheme.groups.values()] == [6, 3, 2]


def test_a_table_of_adjustments_stands_under_its_numbered_heading_and_rules_in_its_points_column_are_read() -> None:
    made, scheme = of_blocks(
        "滨海县镇级考核细则",
        "一、基本指标（满分100分）",
        table(
            ("类别", "序号", "指标", "分值", "评分标准", "考核单位"),
            ("产业", "1", "渔业产值", "60", "每少1个百分点扣0.5分，扣完为止。", "县渔业局"),
            ("治理", "2", "治安防范", "40", "发生案件每起扣2分。", "县司法局"),
        ),
        "二、加减分项目",
        table(
            ("项目", "内容", "分值", "认定单位"),
            ("加分", "承办市级以上现场会", "每次加1分，最多加2分", "县府办"),
            ("减分", "被县政府通报批评", "每次减1分", "县督查室"),
        ),
        "三、结果评定：按得分高低排序，前3名为优秀，第4至8名为良好，其他为一般。",
    )
    assert grades(scheme) == {
        "优秀": {"places": {"被考核单位": 3}},
        "良好": {"places": {"被考核单位": 5}},
        "一般": {"rest": True},
    }
    assert found(scheme, "治安防范").points == 40
    assert unread(made) == ""
    assert [item.name for item in scheme.indicators] == ["基本指标", "加减分项目"]
    assert [(item.name, item.bonus, item.rules[0].score) for item in scheme.indicators[1].items] == [
        ("加分", True, "每次加1分，最高2分"),
        ("减分", False, "每次扣1分"),
    ]


def test_notes_below_a_table_of_adjustments_are_limits_and_a_formula_and_no_items() -> None:
    made, scheme = of_blocks(
        "滨海县2041年度镇级考核细则",
        "一、基本指标（满分100分）",
        table(
            ("序号", "指标", "分值", "评分标准", "考核单位"),
            ("1", "渔业产值", "60", "每少1个百分点扣0.5分，扣完为止。", "县渔业局"),
            ("2", "治安防范", "40", "发生案件每起扣2分。", "县司法局"),
        ),
        "二、加减分项目",
        table(
            ("项目", "内容", "分值", "认定单位"),
            ("加分", "承办市级以上现场会", "每次加1分，最多加2分", "县府办"),
            ("减分", "被县政府通报批评", "每次减1分", "县督查室"),
        ),
        "说明：1.加分最高不超过6分，减分最高不超过9分。2.没有渔港的镇，该项按满分计算。3.考核总分=基本指标得分+加分-减分。",
    )
    assert unread(made) == "没有渔港的镇，该项按满分计算"
    assert [line.formula for line in scheme.total] == ["基本指标得分+加分+减分"]
    assert [(item.name, item.bonus, item.limits) for item in scheme.indicators[1:]] == [
        ("加分", True, "加分不超过6分"),
        ("减分", True, "减分不超过9分"),
    ]


def test_shares_under_a_heading_on_weights_are_the_formula_and_shares_of_pay_are_said() -> None:
    made, scheme = of_blocks(
        "县医院2041年度科室考核方案",
        "一、考核内容及权重",
        "病历质量占45%，病房安全占30%，成本控制占25%。",
        "二、考核标准",
        "（一）病历质量（100分）",
        "1.归档（60分）：每迟一份扣2分。",
        "2.书写（40分）：不合格的每份扣4分。",
        "（二）病房安全（100分）",
        "发生差错每起扣20分。",
        "（三）成本控制（100分）",
        "每超预算1%扣3分。",
        "三、考核办法",
        "每月考核，得分=各项得分×权重之和，结果与当月绩效工资挂钩：90分以上的全额发放，80—89分的发放96%，80分以下的发放85%。",
    )
    assert [line.formula for line in scheme.total] == ["病历质量×45%+病房安全×30%+成本控制×25%"]
    assert unread(made) == "80—89分的发放96%；80分以下的发放85%"


def test_bonuses_and_deductions_of_a_chapter_are_the_two_parts_that_the_formula_names() -> None:
    made, scheme = of_blocks(
        "北垦农场2041年度管理区考评办法",
        "第一章 总则",
        "第一条 考评对象为第一、第二、第三、第四管理区。",
        "第二条 考评得分=生产得分×60%+管理得分×40%+加分－扣分。",
        "第二章 考评指标",
        "第三条 生产（100分）",
        "亩产每低5公斤扣1分。",
        "第四条 管理（100分）",
        "缺台账每项扣2分。",
        "第三章 加分扣分",
        "第五条 获得总场表彰的，每次加2分。",
        "第六条 有下列情形之一的，予以扣分：",
        "（一）受到总场通报的，每次扣2分；",
        "（二）瞒报产量的，每次扣4分。",
        "第七条 加分累计不超过5分，扣分累计不超过9分。",
        "第四章 结果运用",
        "第八条 考评结果按得分排序，第一名为优胜，第二、三名为先进，其余为达标；得分低于60分的为不达标。",
        "第九条 优胜管理区奖励班子2万元，先进管理区奖励1万元。",
    )
    assert unread(made) == ""
    assert [group.units for group in scheme.groups.values()] == [
        ("第一管理区", "第二管理区", "第三管理区", "第四管理区")
    ]
    assert [line.formula for line in scheme.total] == ["生产得分×60%+管理得分×40%+加分+扣分"]
    assert [(item.name, item.limits, len(item.items)) for item in scheme.indicators[2:]] == [
        ("加分", "加分不超过5分", 1),
        ("扣分", "减分不超过9分", 2),
    ]
    assert grades(scheme) == {
        "优胜": {"places": {"被考核单位": 1}},
        "先进": {"places": {"被考核单位": 2}},
        "达标": {"at_least": 60},
        "不达标": {},
    }
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("优胜",), "奖励班子2万元"),
        (("先进",), "奖励1万元"),
    ]


def test_grades_that_are_called_by_the_kind_of_unit_bring_amounts() -> None:
    _, scheme = drafted(
        "四、奖惩办法",
        "1、考核总分在95分以上的为一类社区，90分至94分的为二类社区，90分以下的为三类社区。",
        "2、一类社区奖励6000元，二类社区奖励4000元，三类社区不予奖励。",
    )
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("一类社区",), "奖励6000元"),
        (("二类社区",), "奖励4000元"),
        (("三类社区",), "不予奖励"),
    ]


def test_the_last_place_may_be_written_with_a_digit() -> None:
    _, scheme = drafted("四、结果运用", "排名最后1名的村，村书记作表态发言；连续两年最后1名的，调整岗位。")
    assert [(one.last_place, one.years_running, one.then) for one in scheme.afterwards] == [
        (True, 1, "村书记作表态发言"),
        (True, 2, "调整岗位"),
    ]


def test_who_is_under_a_line_has_a_grade_beside_shares_and_totals_of_bonuses_are_for_the_list() -> None:
    _, scheme = drafted(
        "四、加分",
        "1.获省级表彰的每项加2分；",
        "2.经验在全市推广的加1分。加分总计不超过3分。",
        "五、等次",
        "各组优秀等次不超过30%，良好等次不超过50%，其余为合格等次；综合得分低于70分的为不合格等次。",
        "六、结果运用",
        "优秀等次部门通报表扬；不合格等次部门主要负责人由县委约谈；连续两年不合格的，调整主要负责人。",
    )
    (bonus,) = (item for item in scheme.indicators if item.bonus)
    assert (bonus.limits, [item.limits for item in bonus.items]) == ("加分不超过3分", [None, None])
    assert list(grades(scheme)) == ["优秀", "良好", "合格", "不合格"]
    assert [(one.grade, one.years_running) for one in scheme.afterwards] == [
        (("优秀",), 1),
        (("不合格",), 1),
        (("不合格",), 2),
    ]


def test_items_below_a_heading_with_a_weight_and_text_behind_it_are_its_own() -> None:
    _, scheme = of_blocks(
        "盐泽区2041年度部门考评方案",
        "一、考评指标及权重",
        "（一）职能指标（权重60%）。由区考评办对照责任书考评。",
        "（二）共性指标（权重40%）。由各牵头部门考评。",
        "1.依法行政（60分）。败诉案件每件扣2分。",
        "2.档案管理（40分）。缺卷的每卷扣1分。",
    )
    assert [line.formula for line in scheme.total] == ["职能指标×60%+共性指标×40%"]
    assert [item.name for item in found(scheme, "共性指标").items] == ["依法行政", "档案管理"]
