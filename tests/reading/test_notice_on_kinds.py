"""Notices on several kinds of units or persons: classes by name, parts of each kind, what each grade brings, lists and their limits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kaoji.reading.clauses import controlled, read_clause
from kaoji.reading.document import Grid
from kaoji.scheme.model import Scheme
from tests.reading.invented import found, grades, messages, of_blocks, table, unread

DEPARTMENTS = (
    "柳溪市2041年度市直部门目标管理考核细则",
    "一、考核范围",
    "市直各部门，共68个单位。按工作性质分为党群综合、经济管理、执法监督三类。",
    "二、考核内容",
    "（一）重点工作（70分）。未完成的每项扣5分。",
    "（二）共性工作（30分）。未落实的每次扣2分。",
    "三、等次评定",
    "考核结果分为一等、二等、三等、末等。各类别按得分排序，前30%为一等，31%—70%为二等，其余为三等；总分低于75分的为末等。",
    "凡有下列情形之一的，取消一等评定资格：",
    "1.督办事项未按期办结的；",
    "2.积案化解率低于80%的。",
    "四、奖惩",
    "一等单位按人均3000元、二等单位按人均2000元、三等单位按人均1000元标准发放奖金，末等单位不发。",
)
TEACHERS = (
    "青石中学2041学年度教职工绩效考核办法",
    "第一条 本办法适用于在编在岗的全体教职工，分为专任教师、行政教辅人员两个类别。",
    "第二条 专任教师考核满分100分，其中教学60分、教研40分。",
    "（一）教学（60分）",
    "1.备课（20分）：缺1次扣1分。",
    "2.上课（40分）：无故旷课1节扣3分。",
    "（二）教研（40分）",
    "1.公开课：校级、县级每节分别计4分、8分。",
    "2.论文：县级、市级每篇分别计4分、8分。",
    "本项累计不超过40分。",
    "第三条 行政教辅人员考核满分100分：岗位职责60分（分管领导评价占50%，处室负责人评价占30%，教师代表评价占20%），出勤20分，师德20分。",
    "第四条 考核等次分为优秀、合格、不合格。优秀等次名额按15%确定。",
    "第五条 结果使用。考核为优秀的，奖励1000元；合格的发放全额绩效工资；不合格的不发，并低聘一级岗位。",
)
SHEET = table(
    ("项目", "考核内容", "分值", "评分细则", "考核科室"),
    ("党的建设", "组织建设", "40", "少一次扣1分", "党建办"),
    ("社会治理", "平安创建", "60", "发生案件的，每起扣5分", "综治办"),
)
COMMUNITIES = (
    "桃花街道2041年度社区工作考核方案",
    "一、考核对象",
    "辖区4个社区：东门社区、西苑社区、南湖社区、北塔社区。",
    "二、考核指标",
    SHEET,
    "三、考核方式",
    "考核总分=日常考核×40%+年终考核×60%+加减分。",
    "四、等次确定",
    "按考核总分由高到低排序，第1名为优秀，第2—3名为良好，第4名为合格。总分低于70分或有一票否决情形的为不合格。",
    "五、奖惩",
    "优秀社区奖励工作经费5万元，良好社区奖励3万元；不合格社区由街道主要领导约谈社区书记。",
)


def scheme(*blocks: str | Grid) -> Scheme:
    return of_blocks(*blocks)[1]


def test_classes_are_groups_whatever_their_names_where_they_are_as_many_as_is_said() -> None:
    assert list(scheme(*DEPARTMENTS).groups) == ["党群综合", "经济管理", "执法监督"]
    assert list(scheme(*TEACHERS).groups) == ["专任教师", "行政教辅人员"]


def test_the_grade_of_the_rest_begins_at_the_line_of_the_last_one() -> None:
    assert grades(scheme(*DEPARTMENTS)) == {
        "一等": {"share": Fraction(3, 10)},
        "二等": {"share": Fraction(2, 5)},
        "三等": {"at_least": Decimal(75)},
        "末等": {},
    }


def test_the_right_to_a_grade_can_be_taken() -> None:
    assert [(limit.when, limit.not_grade) for limit in scheme(*DEPARTMENTS).limits] == [
        ("督办事项未按期办结", "一等"),
        ("积案化解率低于80%", "一等"),
    ]


def test_each_grade_has_what_it_brings_be_it_nothing() -> None:
    assert [(one.grade, one.then) for one in scheme(*DEPARTMENTS).afterwards] == [
        (("一等",), "按人均3000元"),
        (("二等",), "按人均2000元"),
        (("三等",), "按人均1000元标准发放奖金"),
        (("末等",), "不发"),
    ]
    assert [one.then for one in scheme(*TEACHERS).afterwards if one.grade == ("不合格",)] == ["不发", "低聘一级岗位"]


def test_parts_that_are_called_after_groups_are_for_these() -> None:
    made = scheme(*TEACHERS)
    assert {root.name: root.applies_to for root in made.indicators} == {
        "专任教师考核满分": ("专任教师",),
        "行政教辅人员考核满分": ("行政教辅人员",),
    }
    assert not made.total


def test_who_rates_a_part_stands_in_brackets_behind_its_points() -> None:
    made = scheme(*TEACHERS)
    assert [(item.name, str(item.points)) for item in found(made, "行政教辅人员考核满分").items] == [
        ("岗位职责", "60"),
        ("出勤", "20"),
        ("师德", "20"),
    ]
    assert made.panels["岗位职责"].classes == {
        "分管领导": Fraction(1, 2),
        "处室负责人": Fraction(3, 10),
        "教师代表": Fraction(1, 5),
    }


def test_what_bounds_a_part_as_its_points_do_is_said_of_the_part() -> None:
    made = scheme(*TEACHERS)
    assert "不超过40分" not in (found(made, "论文").text or "")
    assert "不超过40分" in (found(made, "教研").text or "") or found(made, "教研").limits


def test_ways_of_assessing_with_bonuses_beside_them_are_no_indicators() -> None:
    made, scheme = of_blocks(*COMMUNITIES)
    assert [root.name for root in scheme.indicators] == ["党的建设", "社会治理"]
    assert any("日常考核×40%" in choice.decision for choice in scheme.choices)
    assert list(scheme.groups) == ["社区"]
    assert "考核总分=" not in unread(made)


def test_those_below_a_line_or_vetoed_have_the_last_grade_and_what_it_brings() -> None:
    made = scheme(*COMMUNITIES)
    assert grades(made) == {
        "优秀": {"places": {"社区": 1}},
        "良好": {"places": {"社区": 2}},
        "合格": {"places": {"社区": 1}, "at_least": Decimal(70)},
        "不合格": {"rest": True},
    }
    assert [one.then for one in made.afterwards if one.grade == ("不合格",)] == ["由街道主要领导约谈社区书记"]


def test_what_a_grade_brings_that_the_notice_does_not_have_is_of_no_other() -> None:
    made = scheme(*COMMUNITIES[:-3], "第1名为优秀，第2—3名为良好，第4名为合格。", *COMMUNITIES[-2:])
    assert not [one for one in made.afterwards if one.grade and "约谈" in one.then]


def test_letters_with_their_count_are_levels() -> None:
    (rule,) = read_clause("教案质量评为A、B、C三等的，分别计8分、6分、4分", "8").rules
    assert [name for name, _ in rule.levels] == ["A", "B", "C"]


COMPANIES = (
    "城南集团2041年度子公司考核办法",
    "第一条 考核对象为集团所属4家子公司：甲建公司、乙水公司、丙业公司、丁文公司。",
    "第二条 根据功能定位，子公司分为竞争类（甲建公司、丙业公司）和公益类（乙水公司、丁文公司）。",
    "第三条 竞争类公司考核指标及权重：利润总额60%，重点项目40%。",
    "第四条 公益类公司考核指标及权重：成本控制70%，重点项目30%。",
    "第五条 计分办法",
    "（一）利润总额：完成目标值得基本分；每超过目标值1%，加基本分的1%，最多加6分；每低于目标值1%，扣基本分的2%，扣完为止。",
    "（二）成本控制：实际成本不高于预算的得基本分，每超预算1%扣2分。",
    "（三）重点项目：由工程部考核，未按节点完成的每项扣2分。",
    "第六条 考核结果分为A、B、C三级：100分及以上为A级，80—100分（不含100分）为B级，80分以下为C级。",
    "第七条 绩效年薪与考核等级挂钩：A级，绩效年薪系数1.2—1.5；B级，1.0—1.2；C级，0.7。",
)


def test_kinds_with_their_units_in_brackets_take_the_place_of_the_list_of_all() -> None:
    assert {name: group.units for name, group in scheme(*COMPANIES).groups.items()} == {
        "竞争类": ("甲建公司", "丙业公司"),
        "公益类": ("乙水公司", "丁文公司"),
    }


def test_how_a_listed_indicator_is_scored_is_said_in_a_line_of_its_own() -> None:
    made, made_scheme = of_blocks(*COMPANIES)
    first, second = made_scheme.indicators
    assert (first.applies_to, second.applies_to) == (("竞争类",), ("公益类",))
    profit, projects = first.items
    assert (str(profit.points), profit.start) == ("60", "full")
    assert [rule.score for rule in profit.rules] == [
        "计满分",
        "每超过目标的1%加0.6分，最高6分",
        "每低于目标的1%扣1.2分",
    ]
    assert (str(projects.points), projects.provider, [rule.score for rule in projects.rules]) == (
        "40",
        ("工程部",),
        ["每项扣2分"],
    )
    assert [(item.name, item.start) for item in second.items] == [("成本控制", "full"), ("重点项目", None)]
    assert unread(made) == ""


def test_each_grade_has_its_factor_behind_a_comma() -> None:
    assert [(one.grade, one.then) for one in scheme(*COMPANIES).afterwards] == [
        (("A",), "绩效年薪系数1.2—1.5"),
        (("B",), "绩效年薪与考核等级挂钩1.0—1.2"),
        (("C",), "绩效年薪与考核等级挂钩0.7"),
    ]


def test_so_much_and_each_further_step_are_of_one_figure() -> None:
    (rule,) = [
        one for one in controlled(read_clause("新发展茶园50亩计60分，每增加10亩加5分", "100")) if one.key == "measure"
    ]
    assert (rule.label, rule.score, rule.doubtful) == ("新发展茶园", "达到50亩计60分，再每超过10亩加5分", True)


def test_the_last_or_those_below_a_line_have_what_follows_each_for_itself() -> None:
    made = scheme(*COMPANIES[:10], "第七条 考核得分低于60分或排名末位的公司，由集团约谈主要负责人。")
    assert [(one.last_place, one.total_below and str(one.total_below), one.then) for one in made.afterwards] == [
        (True, None, "由集团约谈主要负责人"),
        (False, "60", "由集团约谈主要负责人"),
    ]


def test_raters_may_share_their_weight_behind_what_they_do() -> None:
    _, made = of_blocks(
        "青溪局2041年度平时考核方案",
        "二、考核内容",
        "1.实绩（60分）。由分管领导和科室（分局）负责人评分，各占50%。",
        "2.出勤（40分）。迟到每次扣1分。",
    )
    assert made.panels["实绩"].classes == {"分管领导": Fraction(1, 2), "科室（分局）负责人": Fraction(1, 2)}


def test_a_group_of_all_others_has_no_units_by_name() -> None:
    _, made = of_blocks(
        "青溪镇2041年度村级考核办法",
        "一、考核对象",
        "全镇5个村。其中：",
        "一类村（2个）：大坪村、石塘村；",
        "二类村（3个）：其余各村。",
        "二、考核内容",
        "1.党建（60分）。少开展一次扣5分。",
        "2.产业（40分）。每少1亩扣1分。",
    )
    assert [(name, group.units, group.stated) for name, group in made.groups.items()] == [
        ("一类村", ("大坪村", "石塘村"), 2),
        ("二类村", (), 3),
    ]


def test_the_last_places_may_be_those_of_one_kind() -> None:
    _, made = of_blocks(
        "白溪县2041年度招商考核办法",
        "第一条 考核对象：各乡镇（街道）、县直各单位。",
        "第二条 考核内容",
        "（一）到位资金（60分）。按完成任务比例计分。",
        "（二）外出招商（40分）。少1次扣1分。",
        "第三条 惩处",
        "综合得分排名后三位的县直单位，由县委主要领导约谈。",
    )
    assert [(one.applies_to, one.last_places) for one in made.afterwards] == [(("县直单位",), (1, 3))]


def test_each_of_several_demands_is_an_indicator_whatever_is_asked_for() -> None:
    sheet = table(
        ("序号", "考核项目", "标准分", "评分办法"),
        ("1", "组织", "15", "落实专人得5分；召开会议2次以上得5分，少一次扣2.5分；签订责任书得5分"),
        ("2", "宣传", "15", "设置宣传牌3块以上得6分，少1块扣2分；发放资料每户1份得4分；出动宣传车得5分"),
        ("3", "物资", "10", "灭火机每台0.5分，最多计5分；二号工具100把以上计5分"),
    )
    made, scheme = of_blocks("松岭区2041年度防火考核通知", "总分40分，评分标准如下：", sheet)
    assert [(item.name, str(item.points)) for item in found(scheme, "组织").items] == [
        ("落实专人", "5"),
        ("召开会议2次以上", "5"),
        ("签订责任书", "5"),
    ]
    assert [str(item.points) for item in found(scheme, "宣传").items] == ["6", "4", "5"]
    assert not messages(made, "scheme.W221")


def test_a_formula_for_persons_is_none_for_the_units_beside_them() -> None:
    _, scheme = of_blocks(
        "青溪政务中心2041年度考核办法",
        "一、考核范围",
        "进驻中心的各窗口单位（32个）及窗口工作人员（168名）。",
        "二、窗口考核",
        "窗口考核实行百分制，由日常管理60分、办件质效40分构成。",
        "（一）日常管理（60分）。迟到一次扣0.5分。",
        "（二）办件质效（40分）。差错每件扣1分。",
        "三、个人考核总分=窗口考核得分×30%+个人日常考核得分×50%+民主测评得分×20%。",
        "四、考核得分90分以上为优秀档，80—89分为良好档，80分以下为合格档。",
        "五、结果运用。年度考核为优秀档的窗口，奖励5000元；合格档的，退回原单位。",
    )
    assert {name: group.stated for name, group in scheme.groups.items()} == {"窗口单位": 32, "窗口工作人员": 168}
    assert not scheme.total
    assert any("个人考核总分" in choice.decision for choice in scheme.choices)
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("优秀",), "奖励5000元"),
        (("合格",), "退回原单位"),
    ]


def test_each_kind_has_its_own_places_though_a_line_stands_beside_them() -> None:
    lines = (
        "江东区2041年度河长制考核方案",
        "一、考核对象",
        "（一）各镇（街道）：郭家镇、鱼嘴镇、石马街道。",
        "（二）责任单位：区水利局、区城管局。",
        "二、考核内容",
        "1.日常考核（40分）。由河长办暗访，发现问题每处扣0.5分。每月得分取平均值折算。",
        "2.年终考核（60分）。资料缺项的每项扣1分。",
        "三、结果评定",
        "考核结果分为优秀、良好、不合格三个档次。",
        "镇（街道）前2名且得分在90分以上的为优秀，责任单位第1名且得分在90分以上的为优秀；80分以上为良好。",
        "实行“一票否决”：发生重大污染的；被撤销命名的。",
    )
    made, scheme = of_blocks(*lines)
    assert list(scheme.groups) == ["镇（街道）", "责任单位"]
    assert grades(scheme)["优秀"] == {"places": {"镇（街道）": 2, "责任单位": 1}, "at_least": Decimal(90)}
    assert [rule.score for rule in found(scheme, "日常考核").rules] == ["每处扣0.5分"]
    assert [(limit.when, limit.grade) for limit in scheme.limits] == [
        ("发生重大污染", "不合格"),
        ("被撤销命名", "不合格"),
    ]
    assert unread(made) == ""


def test_a_kind_goes_by_its_name_without_the_place() -> None:
    _, made = of_blocks(
        "旺水县2041年度安全生产考核办法",
        "第一条 本办法适用于对各乡镇（街道）、县安委会成员单位和重点企业的安全生产目标管理考核。",
        "第二条 考核内容",
        "（一）责任落实（60分）。少一次扣2分。",
        "（二）持证上岗（40分）。安管人员持证率低于100%的，每低1%扣0.5分，扣完5分为止。",
        "第三条 考核等次：90分以上为优秀，60—90分为合格，60分以下为不合格。",
        "乡镇（街道）优秀不超过5个，安委会成员单位优秀不超过8个，重点企业优秀不超过3个。",
    )
    assert list(made.groups) == ["乡镇（街道）", "县安委会成员单位", "重点企业"]
    assert made.grades[0].places == {"乡镇（街道）": 5, "县安委会成员单位": 8, "重点企业": 3}
    (rule,) = found(made, "持证上岗").rules
    assert (rule.measure, str(rule.target), rule.score) == ("安管人员持证率", "100", "每低于1%扣0.5分，最高5分")


def test_items_with_the_most_that_each_can_get_are_indicators() -> None:
    _, made = of_blocks(
        "江东学院2041年度目标考核办法",
        "考核由人才培养（25分）、科研（20分）两部分构成。",
        "（一）人才培养（25分）",
        "1.辅导员配备达到1:200的，得5分，否则不得分；",
        "2.技能竞赛获国家级一、二、三等奖分别得5分、4分、3分，省级一、二、三等奖分别得3分、2分、1分，最高得10分；",
        "3.评教平均分≥90分得10分，85—90分得8分，85分以下得5分。",
        "（二）科研（20分）",
        "（1）课题：国家级每项10分，省部级每项5分，最高10分；",
        "（2）经费：每5万元得1分，最高5分；",
        "（3）培训：完成年度任务得5分，每低10%扣1分。",
    )
    first, contest, rating = found(made, "人才培养").items
    assert first.rules[0].when == "辅导员配备达到1:200"
    assert [rule.score for rule in contest.rules] == [
        "一等奖计5分，二等奖计4分，三等奖计3分",
        "一等奖计3分，二等奖计2分，三等奖计1分",
    ]
    assert [(rule.measure, rule.score) for rule in rating.rules] == [
        ("评教平均分", "达到90分计10分，达到85分计8分，低于85分计5分")
    ]
    assert [str(item.points) for item in found(made, "科研").items] == ["10", "5", "5"]


def test_parts_that_a_sentence_gives_each_kind_are_for_this_kind() -> None:
    made, scheme = of_blocks(
        "江东区2041年度河长制考核方案",
        "一、考核对象",
        "（一）各镇（街道）：郭家镇、鱼嘴镇、石马街道。",
        "（二）区级责任单位：区水利局、区城管局。",
        "二、考核内容",
        "对镇（街道）的考核包括日常考核（40分）、年终考核（60分）两部分；对区级责任单位的考核包括履职情况（70分）和年终考核（30分）两部分。",
        "三、评分方法",
        "（一）日常考核（40分）。发现问题每处扣0.5分。",
        "（二）年终考核（60分）。资料缺项的每项扣1分。",
        "（三）履职情况（70分）。由区河长办逐项评分。",
    )
    assert [(root.name, str(root.points), root.applies_to) for root in scheme.indicators] == [
        ("日常考核", "40", ("镇（街道）",)),
        ("年终考核", "60", ("镇（街道）",)),
        ("履职情况", "70", ("区级责任单位",)),
        ("年终考核（区级责任单位）", "30", ("区级责任单位",)),
    ]
    assert unread(made) == ""


def test_a_sheet_that_a_sentence_introduces_is_the_part_that_it_names() -> None:
    _, made = of_blocks(
        "青溪街道2041年度机关干部考核办法",
        "第一条 考核对象为街道全体在编干部。",
        "第二条 月考核实行百分制，包括：",
        "（一）履职情况60分。由分管领导评分，优秀55—60分，良好45—54分，较差44分以下。",
        "（二）考勤纪律40分。迟到每次扣1分。",
        "第三条 年度总分=月考核平均分×70%+年终考核得分×30%。",
        "第四条 年度总分排名前15%的，可推荐为优秀等次；低于60分的，确定为不称职等次；其余为称职等次。",
    )
    part = made.indicators[0]
    assert (part.name, [item.name for item in part.items]) == ("月考核平均分", ["履职情况", "考勤纪律"])
    duty = part.items[0]
    assert (duty.score or [rule.score for rule in duty.rules]) in ("直接计分", ["直接计分"])
    assert made.grades[0].share == Fraction(3, 20)


def test_a_grade_with_its_reward_is_no_prize_and_a_share_of_pay_no_share_of_units() -> None:
    _, made = of_blocks(
        "天河镇2041年度报账员考核办法",
        "第一条 考核对象为全镇18个村。",
        "第二条 考核内容",
        "（一）账务（60分）。未按时报账一次扣2分。",
        "（二）公开（40分）。缺一次扣5分。",
        "第三章 奖惩",
        "第三条 年度得分95分（含）以上为一等，85分（含）—95分为二等，85分以下为不合格。",
        "第四条 一等奖励2000元，二等奖励1500元，不合格的扣减当年误工补贴的20%。",
        "第五条 有坐收坐支、公款私存等行为之一的，当年考核为不合格，并移送有关部门处理。",
    )
    assert grades(made) == {
        "一等": {"at_least": Decimal(95)},
        "二等": {"at_least": Decimal(85)},
        "不合格": {"rest": True},
    }
    assert not made.awards
    assert [(one.grade, one.then) for one in made.afterwards] == [
        (("一等",), "奖励2000元"),
        (("二等",), "奖励1500元"),
        (("不合格",), "扣减当年误工补贴的20%"),
    ]
    assert [(limit.when, limit.grade) for limit in made.limits] == [("坐收坐支、公款私存", "不合格")]


def test_steps_between_two_bounds_are_of_the_figure_that_stands_between_them() -> None:
    text = "满意度≥95%得10分；90%≤满意度<95%得8分；满意度<90%不得分"
    (rule,) = controlled(read_clause(text, "10"))
    assert (rule.label, rule.score) == ("满意度", "达到95%计10分，达到90%计8分，低于90%计0分")


def test_what_one_of_the_times_is_made_of_is_no_total_and_a_line_is_of_the_grade_behind_it() -> None:
    _, made = of_blocks(
        "溪口县文旅局2041年度股室考核方案",
        "一、考核对象",
        "局机关：办公室、公共服务股、文物股；",
        "下属单位：县图书馆、县文化馆、县博物馆。",
        "二、考核内容",
        "（一）党建（40分）。缺1次扣1分。",
        "（二）业务（60分）。每少10%扣1分。",
        "三、考核方式",
        "（一）年终考核：由局班子成员评分（占30%）、股室互评（占10%）、考核小组评分（占60%）构成，占60%；",
        "四、考核等次",
        "局机关和下属单位分别排序，各评优秀1个、良好1个，其余为合格；总分低于60分或发生重大事故的为不合格。",
    )
    assert not made.total
    assert [root.name for root in made.indicators] == ["党建", "业务"]
    assert grades(made)["良好"] == {"places": {"局机关": 1, "下属单位": 1}}
    assert grades(made)["合格"] == {"at_least": Decimal(60)}


def test_stars_are_grades_that_cases_lower_and_kinds_of_branches_are_groups() -> None:
    made, scheme = of_blocks(
        "滨河区教育工委关于开展党支部星级评定工作的通知",
        "一、评定对象",
        "全区教育系统46个党支部，分为机关支部、学校支部、民办学校支部三类。",
        "二、评定内容",
        "（一）活动正常（60分）。主题党日少1次扣2分。",
        "（二）保障到位（40分）。党建经费人均达到200元以上得40分，150—200元得20分，150元以下得10分。",
        "三、星级标准",
        "90分以上的评为五星级，80—89分的评为四星级，80分以下的为不达标。",
        "四、有下列情况之一的，实行降星：",
        "1.党员受到处分的，降一星；",
        "2.违反程序的，降两星；",
        "3.发生责任事故的，直接降为不达标。",
    )
    assert scheme.title == "滨河区教育工委关于开展党支部星级评定工作的通知"
    assert list(scheme.groups) == ["机关支部", "学校支部", "民办学校支部"]
    assert [rule.measure for rule in found(scheme, "保障到位").rules] == ["党建经费人均"]
    assert [(limit.when, limit.lower_by, limit.grade) for limit in scheme.limits] == [
        ("党员受到处分", 1, None),
        ("违反程序", 2, None),
        ("发生责任事故", None, "不达标"),
    ]
    assert unread(made) == ""


def test_companies_of_a_province_and_of_a_city_are_two_levels() -> None:
    (rule,) = read_clause("获得技术能手称号的，省公司级加5分，市公司级加3分", "10").rules
    assert [name for name, _ in rule.levels] == ["省公司级", "市公司级"]
