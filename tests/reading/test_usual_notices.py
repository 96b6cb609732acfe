"""What ordinary notices say in ordinary words: scales of votes beside grades, parts that sheets stand for, falling places."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kaoji.reading.clauses import controlled, read_clause
from tests.reading.invented import drafted, found, grades, of_blocks, table, unread

SHEET = table(
    ("一级指标", "二级指标", "分值", "评分标准", "责任单位"),
    ("经济发展（600分）", "工业", "300", "未完成任务的扣20分。", "县工信局"),
    ("", "农业", "300", "每少完成1项扣5分。", "县农业局"),
    ("社会治理（400分）", "安全", "400", "每起事故扣30分。", "县应急局"),
)
NOTICE = (
    "雁回县2041年度乡镇综合考核办法",
    "一、考核对象",
    "（一）平川类（3个）：石桥镇、柳湾镇、北坪镇。",
    "（二）山地类（2个）：云岭乡、松坡乡。",
    "二、考核方式",
    "（一）指标考核。由县直责任单位依据年度数据计分，占总成绩的70%。",
    "（二）县领导评价。由县级以上领导对乡镇评价，设“好、较好、一般、差”四个档次，分别按100%、80%、60%、40%计分，其中县委书记、县长评价权重各占30%，其他县领导占40%。占总成绩的30%。",
    "三、结果评定",
    "（一）综合得分=指标考核得分×70%+县领导评价得分×30%，保留两位小数。",
    "（二）考核结果分优秀、良好、合格、不合格四个等次。平川类前2名、山地类前1名为优秀；综合得分850分以上且未评为优秀的为良好；700分（含）以上850分以下为合格；700分以下为不合格。",
    "四、结果运用",
    "对评为优秀的乡镇，由县政府通报表彰，第一名奖励20万元，第二名奖励15万元；公务员优秀比例提高到25%。",
    "附表：雁回县2041年度乡镇综合考核指标",
    SHEET,
)


def test_a_scale_of_votes_is_no_list_of_grades_though_it_names_officials_above_a_rank() -> None:
    made, scheme = of_blocks(*NOTICE)
    assert grades(scheme) == {
        "优秀": {"places": {"平川类": 2, "山地类": 1}},
        "良好": {"at_least": Decimal(850)},
        "合格": {"at_least": Decimal(700)},
        "不合格": {"rest": True},
    }
    assert unread(made) == ""


def test_sheets_stand_for_the_part_of_a_formula_of_which_the_text_only_says_who_scores_it() -> None:
    _, scheme = of_blocks(*NOTICE)
    part = found(scheme, "指标考核得分")
    assert [item.name for item in part.items] == ["经济发展", "社会治理"]
    assert not part.score


def test_who_rates_counts_as_said_behind_what_the_options_are_worth() -> None:
    _, scheme = of_blocks(*NOTICE)
    panel = scheme.panels["县领导评价得分"]
    assert panel.options == {"好": 100, "较好": 80, "一般": 60, "差": 40}
    assert panel.classes == {"县委书记": Fraction(3, 10), "县长": Fraction(3, 10), "其他县领导": Fraction(2, 5)}


def test_what_stands_behind_the_prizes_of_a_grade_is_for_all_of_it() -> None:
    _, scheme = of_blocks(*NOTICE)
    assert [(one.grade, one.places, one.then) for one in scheme.afterwards] == [
        (("优秀",), None, "由县政府通报表彰"),
        (("优秀",), None, "公务员优秀比例提高到25%"),
    ]
    assert [(one.places, one.amount) for one in scheme.awards] == [((1, 1), "20万元"), ((2, 2), "15万元")]


def test_who_may_not_have_two_prizes_is_said_where_it_was_not_read() -> None:
    made, _ = drafted("四、奖励", "设招商奖2名，每个奖励5万元。前三名的单位不再参评。")
    assert "不再参评" in unread(made)


@pytest.mark.parametrize(
    ("text", "label", "score"),
    [
        (
            "以统一检测为准，三率综合排名，第一名20分，每降一名减4分，最低不少于8分。",
            "以统一检测为准,三率综合排名",
            "第1名计20分、第2名计16分、第3名计12分、第4名及以后计8分",
        ),
        (
            "增速位居同类第一得10分，每后移一位减4分。",
            "增速位居同类",
            "第1名计10分、第2名计6分、第3名计2分、第4名及以后计0分",
        ),
        ("排名第一的得满分，每降一名扣10分。", "排名", "第1名计20分、第2名计10分、第3名及以后计0分"),
        ("全市排名前三的计9分，每后退一名扣3分。", "全市", "第1至3名计9分、第4名计6分、第5名计3分、第6名及以后计0分"),
    ],
)
def test_places_further_back_lose_so_many_points_each(text: str, label: str, score: str) -> None:
    (rule,) = controlled(read_clause(text, "20"))
    assert (rule.key, rule.label, rule.score) == ("rank", label, score)


def test_places_that_were_worked_out_are_no_numbers_beside_the_text() -> None:
    made, _ = of_blocks(
        "松江县2041年度考核办法",
        table(("考核项目", "评分标准", "分值"), ("产值", "增速位居同类第一得60分，每后移一位减4分。", "60")),
    )
    assert "scheme.W222" not in {each.code for each in made.findings}


def test_levels_without_a_verb_give_as_the_one_before_them_does() -> None:
    rules = controlled(read_clause("完成任务得5分，少报一条扣0.5分；区级采用一条加0.2分，市级0.5分，省级1分。", "7"))
    assert rules[-1].score == "区级每条加0.2分，市级每条加0.5分，省级每条加1分"


def test_reaching_the_goal_is_full_where_each_failure_takes_from_it() -> None:
    _, scheme = of_blocks(
        "松江县2041年度考核办法",
        table(("考核项目", "评分标准", "分值"), ("水质", "断面水质达标得40分，每出现一次不达标扣5分。", "40")),
    )
    assert found(scheme, "水质").start == "full"


SCHOOLS = (
    "清河区2041年度中小学校考核方案",
    "一、考核范围",
    "全区公办中小学29所，其中高中3所、初中10所、小学16所，分学段考核。高中：清河一中、清河二中、清河职中。",
    "二、考核项目",
    "总分100分，由常规管理60分、教学质量40分构成。高中教学质量50分、常规管理50分。",
    "（一）常规管理（60分）",
    "1.校园安全（60分）。台账不完善扣2分。（安稳办、计财股）",
    "（二）教学质量（40分）",
    "2.学业水平（30分）。竞赛获国家级一等奖每人次3分、二等奖2分，省级一等奖2分、二等奖1.5分。",
    "3.特色发展（10分）。由评审组打分，去掉一个最高分和一个最低分后取平均分。",
    "三、等级评定",
    "得分按高低分为A、B、C、D四等，A等占30%，B等占50%，C等占20%；得分低于60分的直接定为D等。",
    "有下列情形之一的，不得评为A等：（1）发生安全事故；（2）校级干部受处分。有两种以上情形的，下调一个等级。",
    "四、结果使用",
    "A等学校按人均2000元奖励，B等学校按人均1500元奖励，C等人均1000元，D等不予奖励。",
)


def test_kinds_of_units_that_make_up_all_are_groups() -> None:
    _, scheme = of_blocks(*SCHOOLS)
    assert [(name, len(group.units), group.stated) for name, group in scheme.groups.items()] == [
        ("高中", 3, 3),
        ("初中", 0, 10),
        ("小学", 0, 16),
    ]


def test_other_points_for_some_units_and_a_step_down_are_said() -> None:
    made, scheme = of_blocks(*SCHOOLS)
    assert "下调一个等级" in unread(made)
    assert [one.when for one in scheme.limits] == ["发生安全事故", "校级干部受处分"]
    assert "高中教学质量50分" in made.scheme_text.split("check: 本级文字给一部分单位")[1]


def test_marks_without_the_highest_and_the_lowest_are_a_panel() -> None:
    _, scheme = of_blocks(*SCHOOLS)
    assert scheme.panels["特色发展"].score == "取平均分，去掉1个最高分和1个最低分"


def test_sections_of_a_bureau_provide_and_a_higher_level_is_counted_as_the_one_before() -> None:
    _, scheme = of_blocks(*SCHOOLS)
    assert found(scheme, "校园安全").provider == ("安稳办", "计财股")
    scores = [rule.score for rule in found(scheme, "学业水平").rules]
    assert scores[-1] == "省级一等奖每人次加2分，二等奖每人次加1.5分"


def test_a_line_below_shares_bounds_the_grade_above_it_and_each_grade_has_its_pay() -> None:
    _, scheme = of_blocks(*SCHOOLS)
    assert grades(scheme)["C"] == {"share": Fraction(1, 5), "at_least": Decimal(60)}
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("A",), "按人均2000元奖励"),
        (("B",), "按人均1500元奖励"),
        (("C",), "人均1000元"),
        (("D",), "不予奖励"),
    ]


DEPARTMENTS = (
    "平岗县2041年度县直部门绩效考核方案",
    "一、考核对象",
    "第一组：党群机关（3个）。县委办公室、县委组织部、县妇联。",
    "第二组：经济部门（3个）。县发改局、县财政局、县统计局。",
    "二、考核内容",
    "考核内容包括职能目标（80分）、综合评议（20分）。",
    "（一）职能目标（80分）",
    "目标完成的得满分；部分完成的，按完成比例得分；未完成的不得分。",
    "（二）综合评议（20分）",
    "1.县领导评议（10分）。由县领导进行评议，其中县委书记、县长占50%，分管（联系）领导占30%，其他县领导占20%。",
    "2.服务对象评议（6分）。按照满意、基本满意、不满意三个等次，得分分别为6分、4.5分、0分，取平均值。",
    "3.部门互评（4分）。各部门之间相互测评打分。",
    "三、计分方法",
    "绩效得分=职能目标得分+综合评议得分。",
    "四、等次评定",
    "按组排名确定等次，分优秀、良好、合格、不合格四个等次。优秀等次按各组部门数的30%确定（四舍五入），良好等次按40%确定，其余为合格等次；得分低于70分的，确定为不合格等次。",
    "下列部门不得评为优秀等次：（1）发生重大事故的；（2）在考核中弄虚作假的。有第（2）项情形的，直接确定为不合格等次。",
    "五、结果运用",
    "优秀等次部门优秀比例上浮至20%；良好等次部门优秀比例为15%；不合格等次部门优秀比例为10%，主要负责人年度考核不得评为优秀。",
    "对进位幅度最大的部门（每组1个），授予“进步奖”。",
)


def test_numbered_groups_have_their_names_and_units() -> None:
    _, scheme = of_blocks(*DEPARTMENTS)
    assert [(name, len(group.units), group.stated) for name, group in scheme.groups.items()] == [
        ("第一组（党群机关）", 3, 3),
        ("第二组（经济部门）", 3, 3),
    ]


def test_who_evaluates_with_what_weight_is_a_panel_beside_those_that_make_up_as_much() -> None:
    _, scheme = of_blocks(*DEPARTMENTS)
    assert [(one.name, str(one.points)) for one in found(scheme, "综合评议得分").items] == [
        ("县领导评议", "10"),
        ("服务对象评议", "6"),
        ("部门互评", "4"),
    ]
    assert list(scheme.panels["县领导评议"].classes.values()) == [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]


def test_a_share_of_what_was_done_gives_no_more_than_that() -> None:
    _, scheme = of_blocks(*DEPARTMENTS)
    assert [rule.score for rule in found(scheme, "职能目标得分").rules] == ["计满分", "按完成比例计分", "扣满分"]


def test_a_case_that_refers_to_an_item_is_that_item() -> None:
    made, scheme = of_blocks(*DEPARTMENTS)
    assert [(one.when, one.not_grade, one.grade) for one in scheme.limits] == [
        ("发生重大事故", "优秀", None),
        ("在考核中弄虚作假", "优秀", None),
        ("在考核中弄虚作假", None, "不合格"),
    ]
    assert scheme.quota.rounding == "half_up"
    assert "名额怎样取整" not in made.scheme_text
    assert unread(made) == ""


def test_what_each_grade_brings_is_its_own() -> None:
    _, scheme = of_blocks(*DEPARTMENTS)
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("优秀",), "优秀比例上浮至20%"),
        (("良好",), "优秀比例为15%"),
        (("不合格",), "优秀比例为10%"),
        (("不合格",), "主要负责人年度考核不得评为优秀"),
    ]
    assert [(one.name, one.rise, one.at_most, one.within) for one in scheme.awards] == [("进步奖", 1, 1, ("组别",))]


VILLAGES = (
    "柳溪镇2041年度村级考核办法",
    "第一条 考核对象：全镇5个行政村。其中山区村2个：石门村、上岭村；平原村3个：东港村、西港村、南浦村。",
    "第二条 考核采取百分制，各项分值如下：",
    table(
        ("考核项目", "基本分", "考核标准", "考核部门"),
        (
            "村级集体经济",
            "15",
            "经营性收入达到20万元得10分，每少1万元扣0.5分，每多1万元加0.2分（最多加2分）；账目规范得5分，发现违规一起扣2分。",
            "农经站",
        ),
        ("粮食生产", "10", "完成粮食播种面积任务得6分，未完成按比例得分；耕地抛荒每亩扣0.1分，扣完4分为止。", "农技站"),
        ("平安建设", "70", "发生命案此项不得分；纠纷调处不及时的，每批次扣1分。", "综治办"),
        ("民主测评", "5", "由村党员和村民代表测评，满意率90%以上得5分，80%—89%得3分，低于80%不得分。", "组织办"),
    ),
    "第三条 加分项：（一）获得先进称号的，国家级加5分，省级加3分；（二）引进项目的，每个加1分。加分最高不超过6分。",
    "第四条 得分相同时，以集体经济得分高的排前。",
    "第五条 奖励：设一等奖1名、二等奖2名，分别奖励30000元、20000元。",
    "第六条 出现下列情况之一的，取消评奖资格：（一）发生群体性事件；（二）村主要干部被追究刑事责任。",
)


def test_parts_of_a_row_give_more_and_lose_what_they_are_worth() -> None:
    _, scheme = of_blocks(*VILLAGES)
    assert [(one.name, str(one.points), one.limits) for one in found(scheme, "村级集体经济").items] == [
        ("经营性收入达到20万元", "10", "加分不超过2分"),
        ("账目规范", "5", None),
    ]
    assert [(one.name, str(one.points)) for one in found(scheme, "粮食生产").items] == [
        ("完成粮食播种面积任务", "6"),
        ("耕地抛荒", "4"),
    ]


def test_who_votes_scores_nothing_beside_what_the_share_of_votes_brings() -> None:
    _, scheme = of_blocks(*VILLAGES)
    assert [rule.measure for rule in found(scheme, "民主测评").rules] == ["满意率"]
    assert found(scheme, "平安建设").rules[0].when == "发生命案"


def test_a_limit_behind_the_last_item_is_on_the_list() -> None:
    _, scheme = of_blocks(*VILLAGES)
    (bonus,) = (node for node in scheme.indicators if node.bonus)
    assert (bonus.limits, [item.limits for item in bonus.items]) == ("加分不超过6分", [None, None])
    assert bonus.items[0].rules[0].events == "获得先进称号"


def test_a_part_that_decides_goes_by_a_part_of_its_name_and_prizes_can_be_lost() -> None:
    _, scheme = of_blocks(*VILLAGES)
    assert scheme.order == ("村级集体经济",)
    assert list(scheme.groups) == ["山区村", "平原村"]
    assert [(one.when, one.no_award) for one in scheme.limits] == [
        ("发生群体性事件", ("全部",)),
        ("村主要干部被追究刑事责任", ("全部",)),
    ]


COMPANIES = (
    "桐花开发区企业2041年度综合评价办法",
    "一、评价对象：工业企业，分规上企业和规下企业两类分别评价。",
    "二、评价指标及权重",
    table(
        ("评价指标", "权重", "计分方法"),
        ("亩均税收", "60%", "达到基准值得100分，每增减基准值1%相应增减1分，最高150分，最低0分。"),
        ("研发投入占比", "40%", "3%以上得100分，1%—3%得60分，1%以下得0分。"),
    ),
    "三、加减分",
    "1.查办大案（罚没款20万元以上）的，主办人每件加2分，协办人每件加1分。",
    "四、综合得分=Σ（指标得分×权重）+加分-减分。",
    "五、评价结果：前20%（含）的企业评为A类，20%—70%（含）的评为B类，70%—95%（含）的评为C类，其余评为D类。",
    "亩均税收超过30万元的，可直接列入A类；当年发生较大事故的，直接列为D类。",
    "六、结果应用",
    "（一）差别化用地：A类企业优先安排用地指标；D类企业不再新增用地。",
)


def test_shares_up_to_a_place_are_those_between_the_places() -> None:
    made, scheme = of_blocks(*COMPANIES)
    assert grades(scheme) == {
        "A类": {"share": Fraction(1, 5)},
        "B类": {"share": Fraction(1, 2)},
        "C类": {"share": Fraction(1, 4)},
        "D类": {"rest": True},
    }
    assert [(one.when, one.direct, one.grade) for one in scheme.limits] == [
        ("亩均税收超过30万元", "A类", None),
        ("发生较大事故", None, "D类"),
    ]
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("A类",), "优先安排用地指标"),
        (("D类",), "不再新增用地"),
    ]
    assert unread(made) == ""


def test_a_sum_of_weighed_scores_is_what_the_sheet_has() -> None:
    made, scheme = of_blocks(*COMPANIES)
    assert [node.weight for node in scheme.indicators if not node.bonus] == [Fraction(3, 5), Fraction(2, 5)]
    assert "未能读懂" not in made.scheme_text
    assert found(scheme, "亩均税收").rules[1].measure == "亩均税收"


def test_an_amount_of_money_in_brackets_is_of_the_case() -> None:
    _, scheme = of_blocks(*COMPANIES)
    (bonus,) = (node for node in scheme.indicators if node.bonus)
    assert bonus.items[0].rules[0].events == "查办大案"


def test_a_share_of_all_with_one_of_its_places_within_is_the_share_of_the_grade() -> None:
    made, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、称职、基本称职、不称职四个等次。优秀等次人数不超过参加考核人数的20%，按类别分别确定，其中领导不超过优秀名额的30%。",
    )
    assert grades(scheme)["优秀"] == {"share": Fraction(1, 5)}
    assert "优秀名额的30%" in unread(made)


SHEET_OF_WARDS = table(
    ("一级指标", "二级指标", "分值", "考核标准", "数据来源"),
    ("服务能力（25分）", "签约率", "10", "≥75%得10分，每降低1个百分点扣0.5分", "公卫科"),
    (
        "",
        "工业经济",
        "15",
        "工业增加值增速（8分）：按功效系数法计分；新增规上企业（7分）：完成任务得7分，每少一家扣2分。",
        "信息科",
    ),
    ("医疗质量（27分）", "病历质量", "15", "甲级病历率≥95%，每低1%扣1分；出现丙级病历每份扣2分", "医务科"),
    (
        "",
        "项目建设",
        "12",
        "（1）开工率（4分），每低5个百分点扣0.5分；（2）投资率（8分），每低5个百分点扣0.5分。",
        "财务科",
    ),
    ("收入（10分）", "一般预算收入", "10", "完成率100%得10分，低于100%的按比例计分，低于80%不得分。", "财务科"),
)


def test_lines_with_signs_are_of_the_figure_before_them() -> None:
    _, scheme = of_blocks("松溪镇2041年度科室考核指标", SHEET_OF_WARDS)
    assert [(rule.measure, rule.target) for rule in found(scheme, "签约率").rules] == [("签约率", Decimal(75))]
    assert next((rule.measure, rule.target) for rule in found(scheme, "病历质量").rules) == ("甲级病历率", Decimal(95))


def test_parts_with_points_before_a_colon_or_in_brackets_are_named_without_them() -> None:
    _, scheme = of_blocks("松溪镇2041年度科室考核指标", SHEET_OF_WARDS)
    assert [(one.name, str(one.points)) for one in found(scheme, "工业经济").items] == [
        ("工业增加值增速", "8"),
        ("新增规上企业", "7"),
    ]
    assert found(scheme, "新增规上企业").start == "full"
    assert [one.name for one in found(scheme, "项目建设").items] == ["开工率", "投资率"]


def test_what_is_below_all_counts_by_its_share() -> None:
    _, scheme = of_blocks("松溪镇2041年度科室考核指标", SHEET_OF_WARDS)
    assert [(rule.measure, rule.score, rule.target) for rule in found(scheme, "一般预算收入").rules] == [
        ("一般预算收入完成比例（%）", "按完成比例计分", Decimal(100)),
        ("一般预算收入完成比例（%）", "低于80%扣满分", None),
    ]


COMMUNITIES = (
    "长宁街道2041年度社区考评意见",
    "一、考评对象",
    "辖区5个社区。其中，老城片区3个：东门、西门、鼓楼；新城片区2个：锦绣、阳光。",
    "二、考评内容",
    "考评由日常工作（60分）、重点工作（40分）两部分组成。",
    "（一）日常工作（60分）。由各科室按月打分，年终取平均值。具体包括：基层党建30分、城市管理30分。",
    "（二）重点工作（40分）。每有一项未按时完成的扣3分。",
    "三、等次评定",
    "老城片区取前1名、新城片区取前1名为一类社区；老城片区最后1名、新城片区最后1名为三类社区；其余为二类社区。",
    "得分低于75分的，不论名次，一律评为三类社区。",
)


def test_as_many_names_as_are_said_are_units_and_the_last_of_each_group_have_a_grade() -> None:
    made, scheme = of_blocks(*COMMUNITIES)
    assert {name: group.units for name, group in scheme.groups.items()} == {
        "老城片区": ("东门", "西门", "鼓楼"),
        "新城片区": ("锦绣", "阳光"),
    }
    assert grades(scheme) == {
        "一类社区": {"places": {"老城片区": 1, "新城片区": 1}},
        "二类社区": {"at_least": 75},
        "三类社区": {"places": {"老城片区": 1, "新城片区": 1}, "from_bottom": True},
    }
    assert unread(made) == ""
    assert [one.name for one in found(scheme, "日常工作").items] == ["基层党建", "城市管理"]


def test_classes_of_which_some_say_only_how_many_they_are() -> None:
    _, scheme = of_blocks(
        "江洲区2041年度招商考核办法",
        "第一条 考核范围：共42个单位，分为三类：一类为工业园、高新园、物流园；二类为12个镇（街道）；三类为27个区直部门。",
        "第二条 基础工作（10分）。包括信息报送4分、外出招商6分。信息迟报一次扣0.5分；主要领导外出招商每少一次扣1分。",
        "第三条 到位资金（90分）。到位资金完成率不足60%的，该项不得分。",
        "第四条 考核等次设优秀、良好、合格三个等次。一类优秀1个，二类优秀3个，三类优秀5个；良好比例不超过40%。",
    )
    assert {name: (len(group.units), group.stated) for name, group in scheme.groups.items()} == {
        "一类": (3, None),
        "二类（镇）": (0, 12),
        "三类（区直部门）": (0, 27),
    }
    assert grades(scheme)["优秀"] == {"places": {"一类": 1, "二类（镇）": 3, "三类（区直部门）": 5}}
    assert [rule.score for rule in found(scheme, "外出招商").rules] == ["每次扣1分"]
    assert found(scheme, "到位资金").rules[0].measure == "到位资金完成率"


def test_a_case_behind_other_effects_and_one_on_a_task_are_limits_in_a_notice_on_rewards_too() -> None:
    made, scheme = of_blocks(
        "江洲区2041年度考核奖惩办法",
        "第一条 考核等次设优秀、合格、不合格三个等次，优秀不超过30%，60分以下为不合格。",
        "第二条 弄虚作假的，取消奖励资格，追回奖金，考核定为不合格。",
        "第三条 未完成签约任务50%的，不得评为优秀等次。",
    )
    assert [(one.when, one.grade, one.not_grade) for one in scheme.limits] == [
        ("弄虚作假", "不合格", None),
        ("未完成签约任务50%", None, "优秀"),
    ]
    assert unread(made) == ""


COUNTIES = (
    "宁江市2041年度县区综合绩效考核办法",
    "考核指标由高质量发展指标（200分）、党的建设指标（50分）、社会评价指标（50分）构成，满分300分。",
    table(
        ("指标类别", "考核指标", "分值", "计分方法", "责任单位"),
        (
            "经济发展（100分）",
            "招商引资",
            "60",
            "考核到位资金（40分）、签约项目（20分）两项，分别按完成目标的比例计分。",
            "市商务局",
        ),
        ("", "工业投资", "40", "增速排名第1位的得40分，第2—3位得35分，第4位及以后得20分。", "市发改委"),
        ("民生改善（100分）", "空气质量", "50", "PM2.5浓度达到目标得50分，每超标1微克扣5分。", "市生态环境局"),
        ("", "安全生产", "50", "较大事故每起扣20分。", "市应急局"),
    ),
)


def test_the_part_that_has_the_points_of_the_table_holds_it() -> None:
    _, scheme = of_blocks(*COUNTIES)
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [
        ("高质量发展指标", "200"),
        ("党的建设指标", "50"),
        ("社会评价指标", "50"),
    ]
    assert [node.name for node in scheme.indicators[0].items] == ["经济发展", "民生改善"]


def test_what_is_said_of_several_parts_severally_is_said_of_each() -> None:
    _, scheme = of_blocks(*COUNTIES)
    assert [
        (one.name, str(one.points), [rule.score for rule in one.rules]) for one in found(scheme, "招商引资").items
    ] == [
        ("到位资金", "40", ["按完成比例计分"]),
        ("签约项目", "20", ["按完成比例计分"]),
    ]


def test_all_further_places_go_by_their_number_and_what_exceeds_a_goal_takes_from_all() -> None:
    _, scheme = of_blocks(*COUNTIES)
    assert [rule.score for rule in found(scheme, "工业投资").rules] == [
        "第1名计40分、第2至3名计35分、第4名及以后计20分"
    ]
    assert found(scheme, "空气质量").start == "full"


def test_kinds_of_persons_assessed_apart_are_groups_with_shares_of_their_own() -> None:
    made, scheme = of_blocks(
        "明溪县供水公司2041年度员工绩效考核办法",
        "一、适用范围",
        "本办法适用于公司全体在岗员工，中层管理人员（部门正副职）和普通员工分别考核。",
        "二、考核内容",
        "1.工作任务（100分）：未完成一项扣5分。",
        "三、考核等级",
        "年度考核分A（优秀）、B（良好）、C（合格）、D（不合格）四级。中层管理人员A级不超过20%，B级不超过50%；普通员工A级不超过15%，B级不超过40%；"
        "得分低于60分的为D级。",
    )
    assert list(scheme.groups) == ["中层管理人员", "普通员工"]
    assert grades(scheme) == {
        "A": {"shares": {"中层管理人员": Fraction(1, 5), "普通员工": Fraction(3, 20)}},
        "B": {"shares": {"中层管理人员": Fraction(1, 2), "普通员工": Fraction(2, 5)}},
        "C": {"at_least": Decimal(60)},
        "D": {"rest": True},
    }
    assert scheme.quota.share_by == "组别"
    assert unread(made) == ""


def test_points_behind_the_full_stop_of_a_heading_are_its_own() -> None:
    _, scheme = of_blocks(
        "松岭县2041年度工作人员考核细则",
        "二、考核内容",
        "（一）岗位职责。50分",
        "1.完成任务（30分）。未完成任务的每次扣2分。",
        "2.工作质量（20分）。出现差错的每次扣3分。",
        "（二）工作作风。50分",
        "1.服务态度（25分）。被投诉的每次扣3分。",
        "2.办事效率（25分）。超时办结的每件扣1分。",
    )
    assert [(one.name, str(one.points), len(one.items)) for one in scheme.indicators] == [
        ("岗位职责", "50", 2),
        ("工作作风", "50", 2),
    ]
