"""Notices in running text, as places write them: parts under weights, parts of parts, raters, prizes, limits."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.reading.invented import found, of_blocks, table

_WEIGHTED = (
    "望海县2041年度单位综合考核办法",
    "一、考核内容",
    "（一）党建工作（权重40%）。包括组织建设50分、宣传思想30分、统一战线20分。由县委组织部牵头。",
    (
        "（二）满意度（权重60%）。由县领导、同级单位进行评价，其中县领导评价占70%，同级单位占30%。"
        "评价设“满意”“一般”“不满意”三个选项，分别按100分、60分、0分计算。"
    ),
    "二、综合得分",
    "综合得分=党建工作得分×40%+满意度得分×60%+加分-扣分。",
    "三、加分和扣分",
    "（一）加分事项",
    "1.获得省级表彰的，每项加2分。",
    "2.承办现场会的，每次加1分。",
    "加分最高不超过5分。",
    "（二）扣分事项",
    "1.被县政府通报的，每次扣1分。",
    "扣分最多不超过4分。",
)


def test_a_heading_with_a_weight_holds_the_parts_that_it_lists() -> None:
    _, scheme = of_blocks(*_WEIGHTED)
    part = found(scheme, "党建工作得分")
    assert [(item.name, item.points) for item in part.items] == [
        ("组织建设", Decimal(50)),
        ("宣传思想", Decimal(30)),
        ("统一战线", Decimal(20)),
    ]
    panel = scheme.panels["满意度得分"]
    assert panel.options == {"满意": 100, "一般": 60, "不满意": 0}
    assert panel.classes == {"县领导": Fraction(7, 10), "同级单位": Fraction(3, 10)}


def test_ballots_are_no_adjustment_and_each_side_is_its_own_part() -> None:
    _, scheme = of_blocks(*_WEIGHTED)
    assert scheme.total[0].formula == "党建工作得分×40%+满意度得分×60%+加分+扣分"
    assert [item.name for item in found(scheme, "扣分").items] == ["被县政府通报"]
    assert found(scheme, "扣分").limits == "减分不超过4分"
    assert len(found(scheme, "加分").items) == 2


def test_adjustments_under_a_name_of_their_own_are_the_part_of_the_formula() -> None:
    _, scheme = of_blocks(
        "考核方案",
        "一、计分",
        "考核得分=业务得分×100%+专项加分-督查扣分。",
        "二、有关规定",
        "（一）专项加分。获得省级激励的，每项加2分；获得市级激励的，每项加1分。专项加分最高5分。",
        "（二）督查扣分。发现问题的，每个扣0.5分，累计扣分不超过3分。",
    )
    assert [item.name for item in found(scheme, "专项加分").items] == ["获得省级激励", "获得市级激励"]
    assert scheme.total[0].formula == "业务得分×100%+专项加分+督查扣分"
    assert not [choice for choice in scheme.choices if "没有用到" in choice.decision]


def test_a_heading_of_contents_is_the_part_of_the_formula() -> None:
    _, scheme = of_blocks(
        "河口镇2041年度村级考核细则",
        "一、计分",
        "年度总分=平时考核得分×40%+年终考核得分×50%+群众满意度×10%。",
        "群众满意度由镇党建办组织测评，村民代表占60%，党员代表占40%。",
        "二、年终考核内容（100分）",
        "（一）党的建设（60分）。受到通报的，每次扣2分。",
        "（二）人居环境（40分）。未达标的，每处扣1分。",
    )
    assert [item.name for item in found(scheme, "年终考核得分").items] == ["党的建设", "人居环境"]
    assert scheme.panels["群众满意度"].classes == {"村民代表": Fraction(3, 5), "党员代表": Fraction(2, 5)}


def test_an_index_method_weighs_the_kinds_that_its_text_names() -> None:
    _, scheme = of_blocks(
        "州2041年度县市评估方案",
        "一、指标考核。采用功效系数法计算各类得分，再加权合成。经济转型权重45%，民生改善权重35%，生态建设权重20%。",
        "二、公众评议。设“满意、基本满意、不满意”三个选项，分别按100分、60分、0分计分。参加评议的人员分为企业代表、"
        "居民两类，两类人员评议结果的权重分别为30%、70%。",
        "三、评估得分=指标考核得分×70%+公众评议得分×30%。",
    )
    kinds = found(scheme, "指标考核得分").items
    assert [(kind.name, kind.weight) for kind in kinds] == [
        ("经济转型", Fraction(45, 100)),
        ("民生改善", Fraction(35, 100)),
        ("生态建设", Fraction(20, 100)),
    ]
    assert {rule.score for kind in kinds for rule in kind.rules} == {"按功效系数法计分（60+40）"}
    assert scheme.panels["公众评议得分"].classes == {"企业代表": Fraction(3, 10), "居民": Fraction(7, 10)}


def test_items_without_numbers_that_have_their_own_points_stand_below_the_row() -> None:
    _, scheme = of_blocks(
        "局2041年度科室考核办法",
        "第一条 年度考核满分100分，由共性工作（60分）、综合评价（40分）两部分构成。",
        "第二条 共性工作60分：",
        "（一）党建工作（20分）。落实学习制度得8分，缺1次扣0.5分；开展活动得12分，每少开展1次扣1分。由机关党委考核。",
        "（二）效能建设（40分）。迟到早退的，每人次扣1分。",
        "第三条 综合评价40分，其中局领导评价30分，科室（单位）互评10分。局领导按照履职能力10分、工作实绩20分进行打分，"
        "取平均值；互评按优秀10分、良好8分、一般6分计分，取平均值。",
    )
    party = found(scheme, "党建工作")
    assert [(item.name, item.points) for item in party.items] == [
        ("落实学习制度", Decimal(8)),
        ("开展活动", Decimal(12)),
    ]
    assert {item.provider for item in party.items} == {("机关党委",)}
    assert [root.name for root in scheme.indicators] == ["共性工作", "综合评价"]
    assert scheme.panels["局领导评价"].dimensions == {"履职能力": 10, "工作实绩": 20}
    assert scheme.panels["科室（单位）互评"].options == {"优秀": 10, "良好": 8, "一般": 6}


def test_marks_of_different_weight_make_a_rating_sheet() -> None:
    _, scheme = of_blocks(
        "馆2041年度人员考核方案",
        "考核得分=民主测评得分×40%+领导测评得分×60%。",
        "1.民主测评。按优秀100分、合格80分、不合格40分计票。",
        "2.领导测评。由馆领导按德20分、能30分、绩50分打分，去掉一个最高分和一个最低分后取平均分。馆长评分占40%，副馆长评分占60%。",
    )
    panel = scheme.panels["领导测评得分"]
    assert panel.dimensions == {"德": 20, "能": 30, "绩": 50}
    assert panel.classes == {"馆长": Fraction(2, 5), "副馆长": Fraction(3, 5)}
    assert "去掉1个最高分和1个最低分" in panel.score


def test_a_line_of_points_introduces_no_list() -> None:
    _, scheme = of_blocks(
        "馆2041年度人员考核方案",
        "四、考核等次",
        "考核结果分为优秀、合格、基本合格、不合格四个等次。70分及以上为合格，60分至70分为基本合格，60分以下为不合格。",
        "有下列情形之一者，不得确定为优秀等次：",
        "（1）请假超过60天的；",
        "（2）受到通报批评的。",
        "有下列情形之一者，确定为不合格等次：",
        "（1）连续旷工超过5天的；",
        "（2）受到记过处分的。",
    )
    assert [(limit.when, limit.not_grade, limit.grade) for limit in scheme.limits] == [
        ("请假超过60天", "优秀", None),
        ("受到通报批评", "优秀", None),
        ("连续旷工超过5天", None, "不合格"),
        ("受到记过处分", None, "不合格"),
    ]


def test_grades_by_number_have_their_places_and_lines() -> None:
    _, scheme = of_blocks(
        "局2041年度科室考核办法",
        "甲组2个：办公室、财务科",
        "乙组2个：规划科、水保科",
        "一、各组分别确定一等、二等、三等。一等：甲组1个、乙组1个；二等：甲组0个、乙组1个；其余为三等。"
        "考核得分低于70分的，定为不达标。",
        "二、一等科室颁发奖牌；不达标的科室，负责人作书面检查。",
    )
    assert [(grade.name, grade.places, grade.at_least) for grade in scheme.grades] == [
        ("一等", {"甲组": 1, "乙组": 1}, None),
        ("二等", {"甲组": 0, "乙组": 1}, None),
        ("三等", {}, Decimal(70)),
        ("不达标", {}, None),
    ]
    assert [(one.then, one.grade) for one in scheme.afterwards] == [
        ("颁发奖牌", ("一等",)),
        ("负责人作书面检查", ("不达标",)),
    ]
    _, bands = of_blocks(
        "细则", "等次分为一类、二类、三类。得分90分以上为一类，75分以上不足90分为二类，不足75分为三类。"
    )
    assert [grade.at_least for grade in bands.grades] == [90, 75, None]


def test_prizes_are_read_as_they_are_told() -> None:
    _, scheme = of_blocks(
        "州2041年度县市评估方案",
        "一、奖励",
        "（一）评估得分达到75分以上的方可参加评奖。",
        "（二）设综合奖3名，其中一等奖1名，奖励30万元；二等奖2名，各奖励20万元。设进步奖2名，对未获综合奖且位次较上年前移3位以上的，奖励8万元。",
        "（三）另设单项奖：招商引资奖、平安建设奖，每类评选不超过3个单位。",
        "（四）设“创新突破奖”1至2名，由党组研究确定。",
        "（五）各片得分第一名的村（社区）评为先进村（社区），奖励2万元。",
    )
    made = {award.name: award for award in scheme.awards}
    assert (made["二等奖"].places, made["二等奖"].amount, made["二等奖"].total_at_least) == (
        (2, 3),
        "20万元",
        Decimal(75),
    )
    progress = made["进步奖"]
    assert (progress.rise, progress.beyond_rank, progress.at_most, progress.amount) == (3, 3, 2, "8万元")
    assert (made["招商引资奖"].at_most, made["平安建设奖"].at_most, made["创新突破奖"].at_most) == (3, 3, 2)
    assert (made["先进村（社区）"].places, made["先进村（社区）"].amount) == ((1, 1), "2万元")
    assert not [one for one in scheme.afterwards if one.places]


def test_money_without_numbers_of_prizes_is_kept() -> None:
    _, scheme = of_blocks("办法", "综合奖分三个等次给予奖励，一等奖10万元，二等奖8万元，三等奖5万元。")
    assert [(one.name, one.amount, one.places) for one in scheme.awards] == [
        ("一等奖", "10万元", None),
        ("二等奖", "8万元", None),
        ("三等奖", "5万元", None),
    ]
    assert all("没有写明" in (one.check or "") for one in scheme.awards)


def test_a_case_of_some_units_is_theirs() -> None:
    _, scheme = of_blocks(
        "望海县2041年度考核办法",
        "（一）重点乡镇（2个）：东镇、西镇",
        "（二）一般乡镇（2个）：南乡、北乡",
        "（三）部门（2个）：县财政局、县教育局",
        "考核结果分为优秀、良好、合格三个等次。优秀不超过30%。",
        "有下列情形之一的，不得评为优秀等次：",
        "1.完成投资任务低于80%的乡镇；",
        "2.被上级通报的。",
    )
    assert [(limit.when, limit.applies_to) for limit in scheme.limits] == [
        ("完成投资任务低于80%", ("重点乡镇", "一般乡镇")),
        ("被上级通报", ()),
    ]


def test_a_weight_that_goes_to_another_part_is_handed_on_as_a_weight() -> None:
    _, scheme = of_blocks(
        "望海县2041年度部门考核办法",
        "一、综合得分=职能工作得分×60%+招商引资得分×20%+党建工作得分×20%。",
        "二、没有招商引资任务的单位，其权重加到职能工作中。",
    )
    assert found(scheme, "招商引资得分").when_absent == "权重并入职能工作得分"
    _, points = of_blocks(
        "望海县2041年度部门考核办法",
        "一、招商引资（20分）。没有外出招商任务的单位此权重加到职能工作中。",
        "二、职能工作（60分）。按完成比例计分。",
        "三、党建工作（20分）。受到通报的，每次扣1分。",
    )
    assert found(points, "招商引资").when_absent == "职能工作"


def test_parts_whose_items_make_as_many_points_as_their_weight_are_not_weighed_again() -> None:
    _, scheme = of_blocks(
        "东湖街道2041年社区考核办法",
        "一、考核内容",
        "（一）党建工作（权重30%）",
        "1.组织生活（10分）。每缺一次扣1分。",
        "2.党员教育（20分）。每少一次扣1分。",
        "（二）民生服务（权重70%）",
        "1.社会救助（30分）。错保漏保每例扣2分。",
        "2.就业服务（40分）。未完成的，每少1人扣0.2分。",
    )
    assert scheme.total[0].formula == "党建工作+民生服务"
    assert [item.name for item in found(scheme, "民生服务").items] == ["社会救助", "就业服务"]
    _, weighed = of_blocks(
        "东湖街道2041年社区考核办法",
        "一、考核内容",
        "（一）党建工作（权重30%）",
        "1.组织生活（40分）。每缺一次扣1分。",
        "2.党员教育（60分）。每少一次扣1分。",
        "（二）民生服务（权重70%）",
        "1.社会救助（100分）。错保漏保每例扣2分。",
    )
    assert weighed.total[0].formula == "党建工作×30%+民生服务×70%"


def test_a_table_of_adjustments_comes_on_top_of_the_formula() -> None:
    _, scheme = of_blocks(
        "金沙镇2041年村级考核方案",
        "年度考核由重点工作（占80%）和村民评议（占20%）组成。",
        "（一）重点工作。满分100分，具体指标见下表。",
        table(("指标", "分值", "评分标准"), ("集体经济", "60", "未达标的扣10分"), ("网格管理", "40", "每件扣0.5分")),
        "（二）村民评议。按满意100分、基本满意80分、不满意0分计算平均分。",
        "三、加减分",
        "加减分项目及标准如下，加分最高10分：",
        table(("序号", "项目", "加减分标准"), ("1", "表彰", "获县级表彰的加3分"), ("2", "通报", "每次扣2分")),
    )
    assert scheme.total[0].formula == "重点工作×80%+村民评议×20%+加减分项目"
    adjustments = found(scheme, "加减分项目")
    assert (adjustments.bonus, adjustments.limits) == (True, "加分不超过10分")
    assert all(item.bonus for item in adjustments.items)
    assert [item.name for item in found(scheme, "考核指标").items] == ["集体经济", "网格管理"]
    assert scheme.panels["村民评议"].options == {"满意": 100, "基本满意": 80, "不满意": 0}


def test_questions_raters_and_options_of_a_vote_are_read_from_its_sentence() -> None:
    _, scheme = of_blocks(
        "滨江区2041年街道评估办法",
        "（一）居民评议",
        "就环境卫生、办事效率两个问题进行调查，回答“很好”计10分、“一般”计5分、“较差”计0分，“说不清”的不计入样本。",
        "（二）领导评鉴由区领导按照“好、较好、差”三个档次进行评价，依次计100分、80分、60分，书记、区长的评价各占25%，其他区领导的评价占50%。",
        "（三）创新加分",
        "经验被推广的加3分，同一项工作就高计分，创新加分最高5分。",
        "（四）督查扣分",
        "推进不力的，每次扣0.5分。督查扣分最高不超过6分。",
        "评估总分＝居民评议得分×60%＋领导评鉴得分×40%＋创新加分－督查扣分（结果四舍五入保留两位小数）。",
    )
    panel = scheme.panels["居民评议得分"]
    assert panel.options == {"很好": 10, "一般": 5, "较差": 0}
    assert (panel.abstentions, panel.questions) == (("说不清",), ("环境卫生", "办事效率"))
    assert scheme.panels["领导评鉴得分"].classes == {
        "书记": Fraction(1, 4),
        "区长": Fraction(1, 4),
        "其他区领导": Fraction(1, 2),
    }
    assert scheme.total[0].formula == "居民评议得分×60%+领导评鉴得分×40%+创新加分+督查扣分(保留两位小数)"


def test_limits_of_a_list_may_stand_in_an_article_of_their_own() -> None:
    _, scheme = of_blocks(
        "云岭市2041年考评办法",
        "第三章 加分与减分",
        "第七条 加分：",
        "1.获得市级表彰的加1分。",
        "2.承担试点任务的每项加2分。",
        "第八条 减分：",
        "1.督办事项未完成的，每项减1分。",
        "第九条 加分总和不超过8分，减分不设下限。同一事项获多次表彰的，取最高分值。",
    )
    names = [node.name for root in scheme.indicators for node in (root, *root.items)]
    assert not [name for name in names if "总和" in name or "同一事项" in name]
    limits = " ".join(filter(None, (node.limits for root in scheme.indicators for node in (root, *root.items))))
    assert "加分不超过8分" in limits
    assert "同一事项取最大值" in limits


def test_a_limit_may_be_on_the_score_of_a_part() -> None:
    _, scheme = of_blocks(
        "云岭市2041年考评办法",
        "考核分优秀、称职、基本称职、不称职四个等次。",
        "有下列情形之一的，不得评为优秀：",
        "（一）社会评议得分低于80分的；",
        "（二）发生失泄密案件的。",
        "二、结果运用",
        "各组最后一名，由组织部谈话提醒；连续两年排名最后的，主要负责人引咎辞职。",
        "评出示范社区10个，每个奖励1万元。",
    )
    assert [(limit.when, limit.not_grade) for limit in scheme.limits] == [
        ("社会评议得分低于80分", "优秀"),
        ("发生失泄密案件", "优秀"),
    ]
    assert [(one.then, one.last_place, one.years_running) for one in scheme.afterwards] == [
        ("由组织部谈话提醒", True, 1),
        ("主要负责人引咎辞职", True, 2),
    ]
    assert [(one.name, one.at_most, one.amount) for one in scheme.awards] == [("示范社区", 10, "1万元")]


def test_places_behind_a_colon_name_the_grades() -> None:
    _, scheme = of_blocks(
        "金沙镇2041年村级考核方案",
        "一、考核对象",
        "A类村：龙泉村、石桥村",
        "B类村：高山村、沙坝村、青杠村",
        "二、结果评定",
        "（一）按类别评定等次。优秀：A类村1个，B类村1个；良好：A类村1个，B类村1个；其余为一般。",
    )
    assert [(grade.name, grade.places) for grade in scheme.grades] == [
        ("优秀", {"A类村": 1, "B类村": 1}),
        ("良好", {"A类村": 1, "B类村": 1}),
        ("一般", {}),
    ]


def test_a_notice_in_one_line_has_its_chapters_parts_and_items() -> None:
    _, scheme = of_blocks(
        "东湖街道2041年社区考核办法",
        (
            "一、考核对象：湖滨社区、柳园社区共2个社区。二、考核内容：（一）党建工作（60分）1.组织生活（20分）每缺一次扣1分；2.阵地建设（40分）"
            "不达标的扣5分。（二）平安建设（40分）1.矛盾化解（15分）越级上访每次扣3分；2.消防安全（25分）发生火灾每起扣5分。三、考核程序：每季度考核一次。"
        ),
    )
    assert [(node.name, [item.name for item in node.items]) for node in scheme.indicators] == [
        ("党建工作", ["组织生活", "阵地建设"]),
        ("平安建设", ["矛盾化解", "消防安全"]),
    ]


def test_groups_say_their_numbers_in_words_of_their_own_and_raters_in_clauses() -> None:
    _, scheme = of_blocks(
        "平湖县2041年度实绩考核意见",
        "一、考核对象",
        "甲组（平原乡镇2个）：东镇、西镇；",
        "乙组（山区乡镇2个）：南乡、北乡。",
        "二、综合评价",
        "县领导对被考核单位进行评价，占综合评价的60%；被考核单位相互评价，占综合评价的40%。评价按好、一般、差三个档次，分别计100分、60分、40分。",
        "三、总得分=指标考核得分×85%+综合评价得分×15%。",
        "四、等次",
        "按得分高低，每组评出一等奖1名，二等奖1名，其余为三等奖（得分70分以下不得奖）。",
        "凡出现下列情况之一的，取消评奖资格，定为落后单位：",
        "1.发生责任事故的；",
        "2.发生群体性事件的。",
    )
    assert [(name, group.stated) for name, group in scheme.groups.items()] == [("甲组", 2), ("乙组", 2)]
    assert scheme.panels["综合评价得分"].classes == {"县领导": Fraction(3, 5), "被考核单位": Fraction(2, 5)}
    assert [(grade.name, grade.at_least) for grade in scheme.grades] == [
        ("一等奖", None),
        ("二等奖", None),
        ("三等奖", Decimal(70)),
        ("落后", None),
    ]
    assert [(limit.when, limit.grade) for limit in scheme.limits] == [
        ("发生责任事故", "落后"),
        ("发生群体性事件", "落后"),
    ]


def test_indices_that_are_listed_first_are_weighed_severally() -> None:
    _, scheme = of_blocks(
        "园区2041年评估方案",
        "1.指标评估。选取企业落户数、服务及时率、问题办结率三项指标，采用最大最小值法处理，再按50%、30%、20%的权重加权计算。",
        "2.企业评议。评议分为满意、一般、不满意三档，分别得10分、5分、0分，选“不清楚”的按平均分计。",
        "3.督查评估。督查发现问题的每个扣1分，最多扣10分；受到通报表扬的每次加2分，最多加6分，直接计入总分。",
        "4.评估总分=指标评估得分×50%+企业评议得分×50%+督查加分-督查扣分。",
        "5.设一等奖1个、二等奖2个，奖金分别为5万元、3万元。比上年位次提高3位以上的设进步奖，奖金1万元（与前两等奖不重复）。",
        "6.设单项奖2个：招商引资奖、项目建设奖，各奖励2000元。",
    )
    assert [(item.name, item.weight) for item in found(scheme, "指标评估得分").items] == [
        ("企业落户数", Fraction(1, 2)),
        ("服务及时率", Fraction(3, 10)),
        ("问题办结率", Fraction(1, 5)),
    ]
    assert scheme.panels["企业评议得分"].abstentions == ("不清楚",)
    assert [rule.score for rule in found(scheme, "督查加分").rules] == ["每次加2分，最高6分"]
    assert [rule.score for rule in found(scheme, "督查扣分").rules] == ["每个扣1分，最高10分"]
    made = {award.name: award for award in scheme.awards}
    assert (made["一等奖"].amount, made["二等奖"].amount) == ("5万元", "3万元")
    assert made["进步奖"].beyond_rank == 3
    assert made["招商引资奖"].amount == "2000元"


def test_grades_are_named_where_units_are_told_apart_by_them() -> None:
    _, scheme = of_blocks(
        "局2041年度股室考评方案",
        "一、考评对象及分组",
        "综合股室：办公室、人事股、计财股（3个）",
        "业务股室：建管股、房产股（2个）",
        "二、考评等次",
        "分优胜、达标、不达标三个等次。优胜股室（单位）按参评总数30%的比例确定，综合股室1名、业务股室1名；总分60分以下的为不达标；其余为达标。",
        "三、结果运用",
        "1.优胜股室（单位）奖励3000元；不达标的，负责人写出检讨。",
    )
    assert [(name, group.stated, len(group.units)) for name, group in scheme.groups.items()] == [
        ("综合股室", 3, 3),
        ("业务股室", 2, 2),
    ]
    assert [(grade.name, grade.places, grade.at_least) for grade in scheme.grades] == [
        ("优胜", {"综合股室": 1, "业务股室": 1}, None),
        ("达标", {}, Decimal(60)),
        ("不达标", {}, None),
    ]
    assert [(one.then, one.grade) for one in scheme.afterwards] == [
        ("奖励3000元", ("优胜",)),
        ("负责人写出检讨", ("不达标",)),
    ]


def test_what_can_be_added_at_most_does_not_bound_the_points_of_an_indicator() -> None:
    _, scheme = of_blocks(
        "双溪镇2041年村级考核办法",
        "一、考核内容",
        "1.经济运行（60分）。完成任务的得60分，每超1个百分点加2分，加分不超过20分。",
        "2.党建（20分）。获得省级表彰的加5分，经验被推广的加3分，加分不超过6分；缺一次扣1分。",
        "3.环境（20分）。不达标的每处扣1分。",
    )
    assert found(scheme, "经济运行").limits == "加分不超过20分"
    assert found(scheme, "党建").limits == "加分不超过6分"


def test_each_grade_may_have_a_paragraph_of_its_own() -> None:
    _, scheme = of_blocks(
        "局2041年度科室考核办法",
        "一、考核对象",
        "第一组（2个）：办公室、财务科",
        "第二组（3个）：外贸科、外资科、会展中心",
        "二、考核等次",
        "（一）优秀等次：按各组20%左右的比例确定，其中第一组1个、第二组1个，颁发一等奖。",
        "（二）合格等次：考核得分60分以上且未被“一票否决”的。",
        "（三）不合格等次：考核得分60分以下，或被“一票否决”的。",
        "三、结果运用",
        "（一）连续两年排名末位的，作书面检查；连续三年的，予以免职。",
    )
    assert [(grade.name, grade.share, grade.at_least) for grade in scheme.grades] == [
        ("优秀", Fraction(1, 5), None),
        ("合格", None, Decimal(60)),
        ("不合格", None, None),
    ]
    assert scheme.grades[0].places == {"第一组": 1, "第二组": 1}
    assert [(limit.when, limit.grade) for limit in scheme.limits] == [("被“一票否决”", "不合格")]
    assert [(award.name, award.grade) for award in scheme.awards] == [("一等奖", "优秀")]
    assert [(one.then, one.years_running) for one in scheme.afterwards if one.last_place] == [
        ("作书面检查", 2),
        ("予以免职", 3),
    ]


def test_the_parts_of_an_index_may_be_named_far_ahead_of_their_weights() -> None:
    _, scheme = of_blocks(
        "青山区2041年街道评估办法",
        "（一）指标评估。围绕经济提质、城市更新、民生保障三个方面设置指标（详见附表），由区统计局采集数据。得分采用功效系数法计算，各方面权重分别为50%、30%、20%。",
        "（二）公众评议。其中党代表、人大代表占40%，企业负责人占60%。问卷分“满意”“基本满意”“不满意”三种答案，分别计10分、6分、0分。",
        "（三）专项督查。优秀的每次加0.5分，较差的每次减0.5分。",
        "（四）暗访核查。每发现一个问题扣0.2分，扣分直接从总分中扣除，累计不超过3分。",
        "三、总分=指标评估得分×65%+公众评议得分×35%+专项督查加减分-暗访核查扣分。",
        "四、设进步奖1名，奖励5万元，授予排名比上年提升3位以上的街道，前4名不重复得奖。每个街道至少评选2个先进社区，每个先进社区奖励5000元。",
    )
    parts = found(scheme, "指标评估得分").items
    assert [(item.name, item.weight) for item in parts] == [
        ("经济提质", Fraction(1, 2)),
        ("城市更新", Fraction(3, 10)),
        ("民生保障", Fraction(1, 5)),
    ]
    assert scheme.panels["公众评议得分"].classes == {"党代表、人大代表": Fraction(2, 5), "企业负责人": Fraction(3, 5)}
    assert scheme.total[0].formula == "指标评估得分×65%+公众评议得分×35%+专项督查加减分+暗访核查扣分"
    assert [rule.score for rule in found(scheme, "暗访核查扣分").rules] == ["每个扣0.2分"]
    assert found(scheme, "暗访核查扣分").limits == "减分不超过3分"
    made = {award.name: award for award in scheme.awards}
    assert (made["进步奖"].amount, made["进步奖"].beyond_rank) == ("5万元", 4)
    assert (made["先进社区"].amount, "每个街道至少评选2个" in (made["先进社区"].check or "")) == ("5000元", True)


def test_a_circular_and_an_annex_with_its_title_in_one_line_are_seen_through() -> None:
    _, scheme = of_blocks(
        "双溪县委关于印发双溪县2041年度领导班子工作实绩考核方案的通知",
        "一、考核内容",
        "1.职能工作（60分）。未完成的每项扣2分。",
        "2.党的建设（40分）。每缺一次扣1分。",
        "二、结果运用",
        "1.被通报的单位，约谈主要负责人。",
        "附件2：加减分项目",
        "1、完成省级项目的加2分，未完成的减1分。由县发改局考核。",
        "2、争取资金每1000万元加0.5分，最高加5分。由县财政局考核。",
    )
    assert scheme.title == "双溪县2041年度领导班子工作实绩考核方案"
    assert [root.name for root in scheme.indicators if not root.bonus] == ["职能工作", "党的建设"]
    items = [item for root in scheme.indicators if root.bonus for item in root.items]
    assert [item.provider for item in items] == [("县发改局",), ("县财政局",)]


def test_full_marks_in_the_formula_are_those_of_its_parts() -> None:
    _, scheme = of_blocks(
        "局2041年度工作人员考核办法",
        "年度考核采取百分制，总分＝工作实绩分（50分）＋民主测评分（30分）＋领导评价分（20分）＋奖惩分。",
        "（一）工作实绩分。由负责人打分。",
        "（二）民主测评分。“优秀”票得30分，“称职”票得25分，“不称职”票得0分。",
        "（三）领导评价分。局长评价占60%，分管领导评价占40%，从德、能、勤、绩、廉五方面评价，每方面4分。",
        "（四）奖惩分",
        "1.获得表彰的，每次加1分；",
        "2.旷工的，每天扣2分。",
        "三、等次确定",
        "（一）优秀：按不超过参加考核人数的18%确定，得分不低于90分。",
        "（二）称职：得分在70分以上。",
        "（三）不称职：得分不满70分。",
        "四、有下列情形之一的，年度考核不得确定为优秀：",
        "1.当年受过诫勉的；2.民主测评分低于21分的。",
    )
    assert found(scheme, "工作实绩分").points == 50
    assert scheme.panels["民主测评分"].options == {"优秀": 30, "称职": 25, "不称职": 0}
    rating = scheme.panels["领导评价分"]
    assert (rating.points, set(rating.dimensions.values())) == (Decimal(20), {Decimal(4)})
    assert rating.classes == {"局长": Fraction(3, 5), "分管领导": Fraction(2, 5)}
    assert [(grade.name, grade.share, grade.at_least) for grade in scheme.grades] == [
        ("优秀", Fraction(18, 100), Decimal(90)),
        ("称职", None, Decimal(70)),
        ("不称职", None, None),
    ]
    assert [(limit.when, limit.not_grade) for limit in scheme.limits] == [
        ("受过诫勉", "优秀"),
        ("民主测评分低于21分", "优秀"),
    ]


def test_parts_of_a_sentence_are_assessed_by_those_whom_each_of_them_names() -> None:
    _, scheme = of_blocks(
        "长宁区2041年部门考核办法",
        "一、考核对象",
        "区教育局、区民政局、区财政局。",
        "二、考核内容",
        "（一）重点任务（70分）。由区委督查室考核。",
        "（二）机关建设（30分）。其中队伍建设15分，由区委组织部、区直机关工委考核；法治建设10分，由区司法局考核；节约用能5分。",
        "由区财政局另行制定细则考评。",
    )
    assert [(item.name, item.provider) for item in found(scheme, "机关建设").items] == [
        ("队伍建设", ("区委组织部", "区直机关工委")),
        ("法治建设", ("区司法局",)),
        ("节约用能", ("区财政局",)),
    ]


def test_parts_behind_a_colon_and_departments_that_assess_one_each() -> None:
    _, scheme = of_blocks(
        "长宁区2041年镇街考核细则",
        "第一条 考核对象",
        "全区4个镇街，分城区组、农村组。",
        "城区组：中山街道、文化街道",
        "农村组：大杨镇、小河镇",
        "第二条 考核得分=发展绩效得分×60%+党的建设得分×20%+满意度测评得分×20%。",
        "第三条 发展绩效",
        "（一）经济发展60分：生产总值30分、工业增加值30分。",
        "（二）绿色生态20分。",
        "（三）民生福祉20分。",
        "第四条 党的建设",
        "由区委组织部、区纪委监委分别对组织建设（60分）、党风廉政（40分）进行考核。",
        "第五条 满意度测评",
        "区领导测评占60%，群众测评占40%。测评等次为优秀、良好、较差，对应分值100分、85分、50分。",
        "第六条 各组按得分排序，第1名评为A等，第2名评为B等，其余评为C等。",
    )
    assert list(scheme.groups) == ["城区组", "农村组"]
    assert [item.name for item in found(scheme, "经济发展").items] == ["生产总值", "工业增加值"]
    assert [(item.name, item.points, item.provider) for item in found(scheme, "党的建设得分").items] == [
        ("组织建设", Decimal(60), ("区委组织部",)),
        ("党风廉政", Decimal(40), ("区纪委监委",)),
    ]
    panel = scheme.panels["满意度测评得分"]
    assert panel.options == {"优秀": 100, "良好": 85, "较差": 50}
    assert panel.classes == {"区领导": Fraction(3, 5), "群众": Fraction(2, 5)}
    assert [(grade.name, sum(grade.places.values())) for grade in scheme.grades] == [("A", 2), ("B", 2), ("C", 0)]
