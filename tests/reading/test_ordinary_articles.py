"""What the articles of ordinary notices say on groups, parts, limits and shares, each in many ways."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from kaoji.reading import Document
from kaoji.reading.drafts import drafts
from kaoji.scheme import load_scheme
from tests.reading.invented import (
    INDICATORS,
    adjustments,
    drafted,
    grades,
    numbered,
    unread,
)


def groups_of(*lines: str) -> dict[str, int]:
    (made,) = drafts(Document("办法.docx", "docx", numbered(("高台区2026年度考核办法", *lines))))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    return {name: len(group.units) for name, group in structure.scheme.groups.items()}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "全区单位分为两类：第一类为党群机关，包括区委办、区委组织部、区总工会；第二类为经济部门，包括区商务局、区科技局。",
            {"党群机关": 3, "经济部门": 2},
        ),
        ("第二条 考核对象：南坝街道、北坝街道、石滩镇。", {"被考核单位": 3}),
        ("（一）甲组：南坝街道、北坝街道；", {"甲组": 2}),
        (
            "本办法适用于下列单位：A类（综合）：区委办、区政府办、区财政局；B类：区商务局、区科技局。",
            {"A类（综合）": 3, "B类": 2},
        ),
    ],
)
def test_groups_are_said_in_many_ways(line: str, expected: dict[str, int]) -> None:
    assert groups_of(line) == expected


def test_conditions_run_on_behind_a_veto_before_further_lines() -> None:
    made, scheme = drafted(
        "四、等次评定",
        "考核结果分为优秀、良好、合格、不合格四个等次。优秀等次不超过30%，良好等次不超过40%，得分在60分以下的为不合格等次。",
        "五、一票否决",
        "有下列情形之一的单位，实行一票否决，直接定为不合格等次：（1）发生重大事故的；（2）主要负责人被撤职的。",
        "受到县级以上通报批评2次以上的单位，考核结果不得评为良好以上等次。",
        "有以下情况的一票否决：瞒报事故；重大舆情处置不力。",
    )
    assert [(limit.when, limit.grade or limit.grade_at_most) for limit in scheme.limits] == [
        ("受到县级以上通报批评2次以上", "合格"),
        ("发生重大事故", "不合格"),
        ("主要负责人被撤职", "不合格"),
        ("瞒报事故", "不合格"),
        ("重大舆情处置不力", "不合格"),
    ]
    assert not unread(made)


def test_a_list_that_a_formula_names_is_in_the_draft_once() -> None:
    _, scheme = drafted(
        "四、计分：最终得分=业务检查得分×40%+社会评价得分×60%-扣分项。",
        "五、扣分项：发生一般事故的，每起扣5分；被通报的，每次扣2分。",
    )
    assert [root.name for root in scheme.indicators].count("扣分项") == 1
    assert sum("每起扣5分" in score for score in adjustments(scheme).values()) == 1


def test_grades_are_listed_without_the_word_for_divided_into() -> None:
    _, scheme = drafted(
        "四、考核结果", "考核结果分优秀、良好、较差三个等次。各组优秀比例不超过20%，总分60分以下的为较差等次。"
    )
    assert [grade.name for grade in scheme.grades] == ["优秀", "良好", "较差"]
    assert scheme.grades[0].share == Fraction(1, 5)


def test_a_share_that_a_grade_raises_is_no_share_of_the_grade() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、合格、不合格三个等次。90分以上的为优秀等次，60分以下的为不合格等次。",
        "评为优秀等次的单位，其年度考核优秀比例提高到25%。",
    )
    assert [grade.share for grade in scheme.grades] == [None, None, None]


def test_units_that_are_only_counted_make_groups_by_kind() -> None:
    lines = ("渔港镇2031年度村级考核办法", "一、考核对象", "全镇12个村和3个社区。", *INDICATORS)
    (made,) = drafts(Document("办法.docx", "docx", numbered(lines)))
    structure, _ = load_scheme(made.scheme_text)
    assert structure is not None
    assert {name: group.stated for name, group in structure.scheme.groups.items()} == {"村": 12, "社区": 3}


def test_groups_may_be_listed_below_or_in_the_sentence_on_who_is_assessed() -> None:
    below = (
        "第一条 考核对象为全县5个乡镇，分两类：",
        "（一）沿海类：东港镇、西港镇；",
        "（二）山区类：石岭乡、松坡乡、云台乡。",
    )
    inline = ("一、考核范围", "全院各科室。临床科室：内科、外科、儿科；职能科室：医务科、财务科。")
    for lines, expected in (
        (below, {"沿海类": 2, "山区类": 3}),
        (inline, {"临床科室": 3, "职能科室": 2}),
    ):
        (made,) = drafts(Document("办法.docx", "docx", numbered(("渔港县2031年度考核办法", *lines, *INDICATORS))))
        structure, _ = load_scheme(made.scheme_text)
        assert structure is not None
        assert {name: len(group.units) for name, group in structure.scheme.groups.items()} == expected


def test_shares_of_a_grade_may_differ_by_group() -> None:
    made, scheme = drafted(
        "四、等次",
        "考核结果分优秀、良好、合格、不合格。优秀比例为：乡镇组不超过25%，部门组不超过30%；考核总分低于60分的为不合格。",
    )
    assert grades(scheme)["优秀"] == {"shares": {"乡镇组": Fraction(1, 4), "部门组": Fraction(3, 10)}}
    assert grades(scheme)["合格"] == {"at_least": Decimal(60)}
    assert scheme.quota.share_by == "组别"
    assert not unread(made)


def test_grades_between_the_first_share_and_the_rest_are_named_too() -> None:
    _, scheme = drafted(
        "四、等次",
        "各组按得分排序，取前30%为一等，其后50%为二等，其余为三等。总分低于80分的不得评为一等。",
        "五、结果运用",
        "评为三等的，年度考核优秀比例降至10%。",
    )
    assert grades(scheme) == {
        "一等": {"share": Fraction(3, 10), "at_least": Decimal(80)},
        "二等": {"share": Fraction(1, 2)},
        "三等": {"rest": True},
    }
    assert [(made.grade, made.then) for made in scheme.afterwards] == [(("三等",), "年度考核优秀比例降至10%")]


def test_kinds_of_voters_may_share_a_list_of_weights() -> None:
    _, scheme = drafted(
        "四、计分",
        "综合得分＝重点工作×80%＋民主测评×20%。",
        "民主测评由县委组织部组织，由县领导、乡镇干部、群众代表投票，三类人员权重分别为30%、30%、40%。测评票设好、一般、差三档，分别按100分、70分、40分计分。",
    )
    panel = scheme.panels["民主测评"]
    assert panel.classes == {"县领导": Fraction(3, 10), "乡镇干部": Fraction(3, 10), "群众代表": Fraction(2, 5)}
    assert panel.provider == ("县委组织部",)


def test_an_article_that_only_limits_holds_the_lists_below_it() -> None:
    _, scheme = drafted(
        "第五章 加减分",
        "第十条 加分最高不超过5分，减分最高不超过4分。",
        "（一）加分项。获省级表彰的加3分，由县政府办提供。",
        "（二）减分项。被通报批评的每次减1分，由县委督查室、县政府督查室认定。",
    )
    (section,) = (node for node in scheme.indicators if node.name == "加减分")
    assert section.limits == "加分不超过5分，减分不超过4分"
    assert [part.name for part in section.items] == ["加分项", "减分项"]
    assert [item.provider for part in section.items for item in part.items] == [
        ("县政府办",),
        ("县委督查室", "县政府督查室"),
    ]


def test_first_places_have_consequences() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核结果分为好、一般两个等次。好等次不超过30%。",
        "五、结果运用",
        "综合得分排名前三名的单位，奖励2万元；排名末位的，约谈主要负责人。",
    )
    assert [(made.places, made.last_place) for made in scheme.afterwards] == [((1, 3), False), (None, True)]


def test_what_bars_from_a_grade_is_read_also_where_results_are_used() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核结果分为好、一般两个等次。好等次不超过30%。",
        "五、结果运用",
        "对好等次的单位通报表彰。发生较大责任事故的，不得评为好等次。出现违纪的干部，年度考核不得评为好等次。",
    )
    assert [(one.when, one.not_grade) for one in scheme.limits] == [("发生较大责任事故", "好")]


def test_prizes_listed_by_place_are_no_consequence_of_the_first() -> None:
    _, scheme = drafted("五、结果运用", "设前三名奖，第一名奖励3万元、第二名奖励2万元、第三名奖励1万元。")
    assert [(prize.places, prize.amount) for prize in scheme.awards] == [
        ((1, 1), "3万元"), ((2, 2), "2万元"), ((3, 3), "1万元"),
    ]  # fmt: skip
    assert not scheme.afterwards


def test_parts_that_a_sentence_names_with_their_points_are_looked_for_among_the_articles() -> None:
    lines = (
        "渔港县2031年度考核办法",
        "第一条 为做好考核，制定本办法。",
        "第二条 年度考核由渔政执法（80分）和队伍作风（20分）两部分组成。",
        "第三条 渔政执法按以下标准计分：漏查渔船每艘扣2分。",
        "第四条 队伍作风（20分）。考勤不合格的每人次扣0.5分，以县渔政大队数据为准。",
        "第五条 本办法自印发之日起施行。",
    )
    (made,) = drafts(Document("办法.docx", "docx", numbered(lines)))
    structure, _ = load_scheme(made.scheme_text)
    assert structure is not None
    assert [(node.name, node.points) for node in structure.scheme.indicators] == [
        ("渔政执法", Decimal(80)),
        ("队伍作风", Decimal(20)),
    ]
    assert structure.scheme.indicators[1].provider == ("县渔政大队",)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("一、考核对象", "1.初中组：一中、二中、三中。", "2.小学组：一小、二小。"), {"初中组": 3, "小学组": 2}),
        (
            (
                "一、考核范围",
                "考核对象为各县，分为两个组：一组为沿江县：青江县、白江县；二组为山区县：松岭县、云岭县、石岭县。",
            ),
            {"沿江县": 2, "山区县": 3},
        ),
        (("第一条 本办法适用于管委会各内设机构：综合办公室、招商局、财政局。",), {"被考核单位": 3}),
    ],
)
def test_groups_are_listed_in_many_ways(lines: tuple[str, ...], expected: dict[str, int]) -> None:
    (made,) = drafts(Document("办法.docx", "docx", numbered(("渔港县2031年度考核办法", *lines, *INDICATORS))))
    structure, _ = load_scheme(made.scheme_text)
    assert structure is not None
    assert {name: len(group.units) for name, group in structure.scheme.groups.items()} == expected


def test_ways_that_are_combined_may_have_their_weights_behind_them() -> None:
    _, scheme = drafted("四、考核方式", "采取日常检查、年终检查和社会评价相结合的方式，权重分别为30%、60%、10%。")
    assert [total.formula for total in scheme.total] == ["日常检查×30%+年终检查×60%+社会评价×10%"]


def test_a_list_of_deductions_below_a_part_of_the_formula_is_its_own() -> None:
    _, scheme = drafted(
        "四、计分",
        "综合得分＝重点工作×70%＋日常管理得分×30%＋加分－扣分。",
        "（一）日常管理。基础分100分，按下列情形扣分：",
        "1.公文办理超期的，每件扣1分；",
        "2.会议缺席的，每人次扣2分。",
        "（二）加分事项。获省级表彰的每项加2分。",
    )
    (part,) = (node for node in scheme.indicators if node.name == "日常管理得分")
    assert [((rule.events or "").rpartition(":")[2], rule.score) for rule in part.rules] == [
        ("公文办理超期", "每件扣1分"),
        ("会议缺席", "每人次扣2分"),
    ]
    bonus = [node for node in scheme.indicators if node.bonus]
    assert "公文办理超期" not in str(bonus)


def test_a_figure_in_a_list_of_vetoes_is_a_condition() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、一般两个等次。优秀不超过30%。",
        "五、否决",
        "有下列情形之一的，不得评为优秀等次：（1）发生溃坝事故；（2）年度造林任务完成率低于60%。",
    )
    assert [limit.when for limit in scheme.limits] == ["发生溃坝事故", "年度造林任务完成率低于60%"]


def test_the_first_places_may_be_a_grade_and_further_ones_no_line() -> None:
    _, scheme = drafted(
        "四、等次", "每组综合得分排名前2名的单位评为优秀，95分以上的可增加1个名额；60分以下的评为不合格；其余评为合格。"
    )
    assert grades(scheme)["优秀"] == {"places": {"乡镇组": 2, "部门组": 2}}
    assert grades(scheme)["合格"]["at_least"] == Decimal(60)


def test_prizes_of_another_chapter_and_units_of_any_kind_have_consequences() -> None:
    made, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、合格、不合格三个等次。优秀不超过30%，60分以下为不合格。",
        "五、奖惩",
        "优秀等次的县（市、区），市财政奖励50万元；考核不合格的学校，校长当年不得评先评优。",
        "获一等奖的学校奖励3万元，二等奖奖励2万元。",
    )
    found = [(one.grade, one.then) for one in scheme.afterwards]
    assert (("优秀",), "市财政奖励50万元") in found
    assert (("不合格",), "校长当年不得评先评优") in found
    assert [then for _, then in found if "万元" in then] == ["市财政奖励50万元", "奖励3万元", "奖励2万元"]
    assert not unread(made)


def test_a_limit_in_the_name_of_a_list_holds_for_it() -> None:
    _, scheme = drafted("四、奖励分（不超过5分）：获国家级奖励的每项加3分，获省级奖励的每项加2分。")
    (section,) = (node for node in scheme.indicators if node.bonus)
    assert section.limits is not None
    assert "5分" in section.limits


def test_units_may_be_listed_behind_the_words_for_who_is_assessed() -> None:
    lines = ("渔港县2031年度考核办法", "一、考核对象：民一庭、民二庭、刑庭、立案庭。", "二、考核内容", *INDICATORS[1:])
    (made,) = drafts(Document("办法.docx", "docx", numbered(lines)))
    structure, _ = load_scheme(made.scheme_text)
    assert structure is not None
    assert structure.scheme.units == ("民一庭", "民二庭", "刑庭", "立案庭")


def test_a_title_for_the_first_place_is_a_prize() -> None:
    _, scheme = drafted(
        "四、等次", "分组排名，每组第一名评为“红旗单位”；得分90分以上的为优秀，60分以上的为合格，60分以下的为不合格。"
    )
    assert [(award.name, award.places) for award in scheme.awards] == [("红旗单位", (1, 1))]
    assert [grade.name for grade in scheme.grades] == ["优秀", "合格", "不合格"]


def test_companies_are_units_too() -> None:
    lines = (
        "渔港镇2031年度保洁考核细则",
        "一、考核对象：承担保洁服务的3家公司：蓝天保洁公司、洁美环境公司、绿源物业公司。",
        "二、考核内容",
        *INDICATORS[1:],
        "三、奖惩",
        "年度得分排名第一的公司，下年度优先续签；连续两年排名末位的，不再续签合同。",
    )
    (made,) = drafts(Document("办法.docx", "docx", numbered(lines)))
    structure, _ = load_scheme(made.scheme_text)
    assert structure is not None
    assert structure.scheme.units == ("蓝天保洁公司", "洁美环境公司", "绿源物业公司")
    assert [(one.places, one.last_place, one.years_running) for one in structure.scheme.afterwards] == [
        ((1, 1), False, 1),
        (None, True, 2),
    ]


CALLED_BY_BRACKETS = (
    "礁石县2032年度综合考核办法",
    "一、考核分组",
    "一类（海岛组）：东礁镇、西礁镇、南礁乡。",
    "二类（陆岸组）：柳岸镇、桐岸镇、槐岸乡、榆岸乡。",
    "二、指标体系",
    "（一）渔业生产（100分）。由县渔业局考核。",
    "（二）滩涂治理（100分）。由县水利局考核。",
    "（三）海岸保洁（100分）。由县城管局考核。",
)


def test_groups_may_be_called_by_what_stands_in_their_brackets() -> None:
    lines = (
        *CALLED_BY_BRACKETS,
        "三、计分办法",
        "（一）海岛组综合得分=渔业生产×70%+滩涂治理×20%+海岸保洁×10%。",
        "（二）陆岸组综合得分=渔业生产×45%+滩涂治理×35%+海岸保洁×20%。",
        "四、等次评定",
        "海岛组优秀1名，陆岸组优秀2名；综合得分低于60分的为较差；其余为良好。",
    )
    (made,) = drafts(Document("办法.docx", "docx", numbered(lines)))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    scheme = structure.scheme
    island, shore = scheme.groups
    assert [total.applies_to for total in scheme.total] == [(island,), (shore,)]
    assert "渔业生产×70%" in scheme.total[0].formula
    assert "滩涂治理×35%" in scheme.total[1].formula
    assert grades(scheme)["优秀"]["places"] == {island: 1, shore: 2}


def test_a_chapter_of_adjustments_may_state_its_limits_in_a_bracket() -> None:
    _, scheme = drafted(
        "四、加减分（加分不超过6分，减分不超过4分）",
        "（一）获国家部委表彰的加3分，获省委省政府表彰的加2分。",
        "（二）被省级以上督查发现问题的，每个减1分。",
    )
    said = str([node.limits for node in scheme.indicators])
    assert "加分不超过6分" in said
    assert "减分不超过4分" in said


def test_shares_may_differ_by_the_level_of_the_post() -> None:
    _, scheme = drafted(
        "四、等次",
        "（一）等次分为优秀、称职、基本称职、不称职。优秀等次人数：科级干部不超过18%，科员不超过12%。",
        "（二）得分低于55分的为不称职，55分以上不满65分的为基本称职。",
    )
    assert scheme.quota is not None
    assert scheme.quota.share_by == "职务层次"
    found = grades(scheme)
    assert found["优秀"]["shares"] == {"科级干部": Fraction(18, 100), "科员": Fraction(12, 100)}
    assert found["基本称职"]["at_least"] == Decimal(55)
    assert found["称职"]["at_least"] == Decimal(65)


def test_a_heading_that_lists_the_parts_has_no_points_of_its_own() -> None:
    lines = (
        "渔港局2032年度工作人员考核细则",
        "一、考核内容和分值：德（25分）、能（25分）、绩（50分）。",
        "（一）德（25分）。学习缺席1次扣1分。",
        "（二）能（25分）。由分管领导评分。",
        "（三）绩（50分）。任务未完成的每项扣3分。",
    )
    (made,) = drafts(Document("细则.docx", "docx", numbered(lines)))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    leaves = [node for top in structure.scheme.indicators for node in (top.items or (top,))]
    assert [(node.name, str(node.points)) for node in leaves] == [("德", "25"), ("能", "25"), ("绩", "50")]


def test_voters_may_take_part_and_a_group_may_be_commended() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、一般两个等次。优秀不超过30%。",
        "五、综合得分＝重点工作×90%＋民主测评×10%。",
        "六、民主测评",
        "由县委组织部组织，局领导、股室负责人、一般职工参加，测评权重分别为50%、30%、20%，"
        "测评票分好、一般、差，分别计100分、70分、40分。",
        "七、结果运用",
        "连续三年优秀的，记集体三等功。",
    )
    (panel,) = scheme.panels.values()
    assert panel.classes == {"局领导": Fraction(1, 2), "股室负责人": Fraction(3, 10), "一般职工": Fraction(1, 5)}
    assert [(one.years_running, one.then) for one in scheme.afterwards] == [(3, "记集体三等功")]


PARTS_IN_ARTICLES = (
    "桅灯区2032年度码头保洁考核办法",
    "第一条 考核对象为负责码头保洁的街道和公司，具体为：东桅街道、西桅街道、清波保洁公司、海灯环卫公司。",
    "第二条 考核采取日常巡查、季度抽查和渔民评议相结合的方式，总分1000分。其中日常巡查500分，季度抽查300分，渔民评议200分。",
    "第三条 日常巡查由区城管局组织实施，按下列标准扣分：",
    "（一）泊位保洁（250分）：泊位有漂浮物的每处扣2分；缆桩锈蚀的每个扣1分。",
    "（二）网具堆放（250分）：网具占道的每处扣3分，重复发生的加倍扣分。",
    "第四条 季度抽查由区港航中心实施，按百分制评分后折算为300分。",
    "第五条 渔民评议由区统计局委托第三方机构组织，按满意率计分。",
    "第六条 加分项：获得市级以上表彰的每次加10分，累计不超过30分。",
    "第七条 考核结果按得分分为优秀（900分以上）、良好（800—899分）、合格（700—799分）、不合格（700分以下）。",
    "第八条 优秀的奖励5%的保洁经费。连续两年不合格的公司，解除承包合同。",
)


def test_a_sentence_may_state_the_parts_that_articles_are_about() -> None:
    (made,) = drafts(Document("办法.docx", "docx", numbered(PARTS_IN_ARTICLES)))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    scheme = structure.scheme
    assert scheme.units == ("东桅街道", "西桅街道", "清波保洁公司", "海灯环卫公司")
    daily, spot, voice, bonus = scheme.indicators
    assert [(node.name, str(node.points)) for node in (daily, spot, voice)] == [
        ("日常巡查", "500"),
        ("季度抽查", "300"),
        ("渔民评议", "200"),
    ]
    assert [(item.name, str(item.points), item.provider) for item in daily.items] == [
        ("泊位保洁", "250", ("区城管局",)),
        ("网具堆放", "250", ("区城管局",)),
    ]
    assert (spot.provider, voice.provider) == (("区港航中心",), ("区统计局",))
    assert [(rule.score, str(rule.target)) for rule in voice.rules] == [("按完成比例计分", "100")]
    assert bonus.bonus
    assert "泊位保洁" not in str(bonus)


def test_grades_may_be_listed_with_their_bands_in_brackets() -> None:
    (made,) = drafts(Document("办法.docx", "docx", numbered(PARTS_IN_ARTICLES)))
    structure, _ = load_scheme(made.scheme_text)
    assert structure is not None
    scheme = structure.scheme
    assert [(grade.name, str(grade.at_least)) for grade in scheme.grades] == [
        ("优秀", "900"),
        ("良好", "800"),
        ("合格", "700"),
        ("不合格", "None"),
    ]
    assert ("解除承包合同", 2) in [(one.then, one.years_running) for one in scheme.afterwards]
