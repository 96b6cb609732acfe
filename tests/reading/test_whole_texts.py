"""What whole notices say in running text: parts and their points, groups, grades, prizes, consequences."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.reading.invented import drafted, found, grades, of_blocks, unread


def test_an_article_on_the_whole_is_no_indicator_and_those_who_rate_make_a_panel() -> None:
    _, scheme = of_blocks(
        "桐山市档案局2041年度干部考核办法",
        "第三条 年度考核总分为100分，由日常表现、民主测评、领导评价三部分组成，分别占50分、30分、20分。",
        "第四条 日常表现（50分）。由人事科按季度组织，包括工作任务（30分）、考勤（20分）。",
        "（一）工作任务（30分）。逾期一项扣2分。",
        "（二）考勤（20分）。迟到一次扣0.5分。",
        "第五条 民主测评（30分）。全体干部投票，分为优秀、称职、不称职三个档次，每票分别计30分、22分、0分。",
        "第六条 领导评价（20分）。其中，局长评价占30%，分管局领导评价占70%。",
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [
        ("日常表现", "50"),
        ("民主测评", "30"),
        ("领导评价", "20"),
    ]
    assert scheme.indicators[0].provider == ("人事科",)
    assert scheme.panels["领导评价"].classes == {"局长": Fraction(3, 10), "分管局领导": Fraction(7, 10)}
    assert scheme.panels["领导评价"].dimensions == {"领导评价": 20}


def test_letters_take_their_bands_and_bring_their_pay() -> None:
    _, scheme = drafted(
        "四、结果",
        "考核得分在92分以上的为A级，82分以上不满92分的为B级，70分以上不满82分的为C级，不满70分的为D级。",
        "企业发生较大事故的，考核等级下调一级。",
        "负责人绩效年薪与等级挂钩：A级按基薪的1.6倍、B级按1.3倍、C级按0.7倍计发，D级不发绩效年薪。",
    )
    assert grades(scheme) == {
        "A": {"at_least": Decimal(92)},
        "B": {"at_least": Decimal(82)},
        "C": {"at_least": Decimal(70)},
        "D": {"rest": True},
    }
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("A",), "按基薪的1.6倍"),
        (("B",), "按1.3倍"),
        (("C",), "按0.7倍计发"),
        (("D",), "不发绩效年薪"),
    ]
    assert [(one.when, one.lower_by) for one in scheme.limits] == [("企业发生较大事故", 1)]


def test_a_grade_under_a_line_stands_behind_the_others() -> None:
    _, scheme = drafted("四、等次", "各组前25%评为优秀，得分不足75分的评为较差，其余为合格。")
    assert grades(scheme) == {
        "优秀": {"share": Fraction(1, 4)},
        "合格": {"at_least": Decimal(75)},
        "较差": {},
    }
    _, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、称职、基本称职、不称职四个等次。总分在62分以上不足72分的，确定为基本称职；不足62分的，确定为不称职。",
    )
    assert grades(scheme)["称职"] == {"at_least": Decimal(72)}


def test_groups_are_listed_behind_what_they_include() -> None:
    _, scheme = of_blocks(
        "2041年度考核办法",
        "第二条 考核对象分为两类：建设类企业包括北港建投公司、北港路桥公司；服务类企业包括北港物业公司、北港水务公司。",
    )
    assert {name: len(group.units) for name, group in scheme.groups.items()} == {
        "建设类企业": 2,
        "服务类企业": 2,
    }


def test_votes_on_a_part_name_no_grades_of_the_whole() -> None:
    _, scheme = drafted(
        "四、领导评价。由县领导评价，分优秀、良好、一般三个等次，分别计100分、80分、60分。",
        "五、等次",
        "党群部门评选优秀单位1个，经济部门评选优秀单位2个；得分70分以下的为落后单位；其余为达标单位。",
        "优秀单位，奖励经费5万元；落后单位，主要负责人在大会上作表态发言。",
    )
    assert [grade.name for grade in scheme.grades] == ["优秀", "达标", "落后"]
    assert [limit.when for limit in scheme.limits] == []
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("优秀",), "奖励经费5万元"),
        (("落后",), "主要负责人在大会上作表态发言"),
    ]


def test_bonuses_and_deductions_of_one_list_are_the_two_parts_of_the_formula() -> None:
    made, scheme = drafted(
        "四、加分扣分",
        "（一）争先加分。获国家级、省级表彰的，每项分别加4分、2分，累计加分不超过8分；",
        "（二）问题扣分。被省级通报的每次扣3分，被市级通报的每次扣1分，累计扣分不超过6分。",
        "五、综合得分＝重点工作×50%＋党的建设×30%＋平安建设×20%＋加分－扣分。",
    )
    assert [
        (found(scheme, name).bonus, [item.name for item in found(scheme, name).items]) for name in ("加分", "扣分")
    ] == [
        (True, ["争先加分"]),
        (True, ["问题扣分"]),
    ]
    assert found(scheme, "问题扣分").limits == "减分不超过6分"
    assert not [finding for finding in made.findings if finding.code in ("reading.W301", "scheme.W224")]


def test_times_at_which_one_sheet_is_used_are_no_parts() -> None:
    made, scheme = drafted("四、考核采取平时检查（占30%）和年终考核（占70%）相结合的方式进行。")
    assert [node.name for node in scheme.indicators] == ["重点工作", "党的建设", "平安建设"]
    assert scheme.total == ()
    assert any("平时检查×30%+年终考核×70%" in choice.decision for choice in scheme.choices)
    assert "平时检查" not in unread(made)


def test_a_sentence_charges_departments_with_parts() -> None:
    made, scheme = drafted(
        "四、重点工作由县发改局、平安建设由县司法局分别负责，于每季度末组织，四个季度平均得分为年度得分。"
    )
    assert found(scheme, "重点工作").provider == ("县考核办",)  # said beside the part itself
    made, scheme = of_blocks(
        "2041年度考核办法",
        "二、考核内容",
        "（一）基层党建（60分）。缺一次扣1分。",
        "（二）社区治理（40分）。发生一起扣2分。",
        "（三）文化（10分）。少一场扣1分。",
        "三、基层党建由党建办、社区治理由综治办分别负责，四个季度平均得分为年度得分。",
    )
    assert [(node.name, node.provider) for node in scheme.indicators] == [
        ("基层党建", ("党建办",)),
        ("社区治理", ("综治办",)),
        ("文化", ()),
    ]
    assert "四个季度平均得分为年度得分" in unread(made)


def test_bands_may_be_written_with_signs_and_shares_as_thirds() -> None:
    _, scheme = drafted(
        "四、总得分≥92分为优秀，82分≤总得分＜92分为良好，70分≤总得分＜82分为合格，总得分＜70分为不合格。",
        "优秀单位不超过总数的1/3。",
    )
    assert grades(scheme) == {
        "优秀": {"share": Fraction(1, 3), "at_least": Decimal(92)},
        "良好": {"at_least": Decimal(82)},
        "合格": {"at_least": Decimal(70)},
        "不合格": {"rest": True},
    }


def test_money_by_grade_is_no_share_of_the_places() -> None:
    _, scheme = drafted(
        "四、90分以上为优秀，75分至90分为良好，60分至75分为合格，60分以下为不合格。",
        "五、考核结果作为拨付经费的依据：优秀的全额拨付，良好的拨付95%，合格的拨付85%。",
    )
    assert [grade.share for grade in scheme.grades] == [None] * 4
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("优秀",), "全额拨付"),
        (("良好",), "拨付95%"),
        (("合格",), "拨付85%"),
    ]


def test_units_may_be_listed_in_the_sentence_with_their_count() -> None:
    for line, stated in (
        ("第二条 考核对象为县教育局、县卫健局、县民政局等3个单位。", 3),
        ("一、考核对象：城区水厂、东郊水厂、西郊水厂（共4个）。", 4),
    ):
        _, scheme = of_blocks("2041年度考核办法", line)
        assert [(len(group.units), group.stated) for group in scheme.groups.values()] == [(3, stated)]


def test_classes_by_score_and_what_they_bring() -> None:
    _, scheme = drafted(
        "四、按得分高低分为一类、二类、三类，其中一类不超过2个，得分低于60分的直接列为三类。",
        "五、对列为一类的单位，给予80万元专项资金奖励；对列为三类的单位，由分管领导约谈；连续两年列为三类的，核减下一年度专项资金20%。",
    )
    assert [(grade.name, grade.share, grade.at_least) for grade in scheme.grades] == [
        ("一类", None, None),
        ("二类", None, Decimal(60)),
        ("三类", None, None),
    ]
    assert [(one.grade, one.then, one.years_running) for one in scheme.afterwards] == [
        (("一类",), "给予80万元专项资金奖励", 1),
        (("三类",), "由分管领导约谈", 1),
        (("三类",), "核减下一年度专项资金20%", 2),
    ]


def test_places_by_their_numbers_have_consequences_and_units_are_counted_in_many_words() -> None:
    _, scheme = of_blocks(
        "青石镇2041年度环境整治考评办法",
        "一、考评对象：全镇17个行政村。",
        "二、考评内容",
        "（一）保洁（60分）。积存一处扣1分。",
        "（二）分类（30分）。准确率每低1个百分点扣1分。",
        "（三）机制（10分）。未到岗的每次扣1分。",
        "三、年度得分=月度平均得分×70%+年终检查得分×30%。",
        "四、年度考评第一名的村奖励5万元，第二、三名各奖励3万元。考核优秀的村，其干部优先推荐评先。",
    )
    assert [(name, group.stated) for name, group in scheme.groups.items()] == [("行政村", 17)]
    assert [(one.places, one.then) for one in scheme.afterwards] == [((1, 1), "奖励5万元"), ((2, 3), "各奖励3万元")]
    assert any("月度平均得分×70%" in choice.decision for choice in scheme.choices)
    assert [node.name for node in scheme.indicators] == ["保洁", "分类", "机制"]


def test_units_in_brackets_behind_their_group() -> None:
    _, scheme = of_blocks(
        "2041年度评价方案",
        "一、评价对象",
        "纳入评价的机构包括：中心卫生院（城北卫生院、河西卫生院）、一般卫生院（东坡卫生院、南岭卫生院、北峰卫生院）。",
    )
    assert {name: len(group.units) for name, group in scheme.groups.items()} == {
        "中心卫生院": 2,
        "一般卫生院": 3,
    }


def test_a_limit_beside_bonuses_outside_the_lists_is_theirs() -> None:
    _, scheme = drafted("四、第八条 获省级以上表彰的加3分，获市级表彰的加2分。加分累计不超过4分。")
    assert [node.limits for node in scheme.indicators if node.bonus] == ["加分不超过4分"]


def test_the_review_says_what_lists_of_units_became_and_what_else_a_bar_brings() -> None:
    made, _ = of_blocks(
        "北岭县2041年度招商考核办法",
        "一、考核对象：城关街道、双河镇、赤水镇。",
        "二、考核指标",
        "（一）内资（60分）。少一成扣5分。",
        "（二）外资（30分）。少一成扣3分。",
        "（三）服务（10分）。投诉一起扣2分。",
        "三、按得分排名，设一等奖1名、二等奖1名，分别奖励20万元、10万元。",
        "四、得分低于65分的单位，取消其评奖资格，并由县长约谈；年度排名末位的，主要负责人作书面检查。",
        "附件：2041年度招商任务分解表",
        "2041年度招商任务分解表",
    )
    groups = [passage for passage in made.passages for rule in passage.rules if rule.slot == "分组"]
    assert [(passage.state, passage.rules[0].score) for passage in groups] == [("certain", "被考核单位（3个）")]
    assert unread(made) == "并由县长约谈"


def test_what_a_formula_says_already_is_not_left_over() -> None:
    made, scheme = drafted(
        "四、考核由重点工作、党的建设、平安建设三部分组成，权重分别为50%、30%、20%。",
        "（一）重点工作。按附件1所列指标计分，满分100分。",
        "五、综合得分=重点工作×50%+党的建设×30%+平安建设×20%，保留两位小数。",
    )
    assert [total.formula for total in scheme.total] == ["重点工作×50%+党的建设×30%+平安建设×20%,保留两位小数"]
    assert unread(made) == ""


def test_shares_that_exceed_the_whole_are_left_out_and_said() -> None:
    _, scheme = drafted(
        "四、90分以上为优秀，75分至90分为良好，75分以下为一般。", "优秀比例不超过40%，良好比例不超过70%。"
    )
    assert [(grade.name, grade.share, grade.at_least, bool(grade.check)) for grade in scheme.grades] == [
        ("优秀", None, Decimal(90), True),
        ("良好", None, Decimal(75), True),
        ("一般", None, None, False),
    ]


def test_bands_from_to_are_read_whole() -> None:
    made, scheme = drafted("四、90分以上为优秀，80—90分为良好，60—80分为合格，60分以下为不合格。")
    assert [str(grade.at_least) for grade in scheme.grades] == ["90", "80", "60", "None"]
    assert unread(made) == ""
