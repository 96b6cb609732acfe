"""What ordinary notices say around their score sheets: grades, places, groups, consequences, exemptions, votes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kaoji.reading import Cell, Document, Grid, Paragraph, Source
from kaoji.reading.drafts import drafts
from kaoji.scheme import load_scheme
from kaoji.scheme.model import Node, Panel, Scheme
from tests.reading.invented import adjustments, drafted, grades, numbered, of_blocks, unread


def test_grades_are_named_where_each_takes_its_share() -> None:
    made, scheme = drafted(
        "四、等次评定",
        "各组由高到低确定等次：优秀等次不超过各组单位数的25%，且总分不低于88分；良好等次不超过各组单位数的45%；其余为一般等次。",
    )
    assert grades(scheme) == {
        "优秀": {"share": Fraction(1, 4), "at_least": Decimal(88)},
        "良好": {"share": Fraction(9, 20)},
        "一般": {"rest": True},
    }
    assert not unread(made)


def test_a_sentence_on_some_of_the_grades_is_about_the_same_grades() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、良好、合格、不合格四个等次。每组前20%的单位为优秀等次，其后40%的单位为良好等次；得分低于60分的为不合格等次；其余为合格等次。",
    )
    assert grades(scheme) == {
        "优秀": {"share": Fraction(1, 5)},
        "良好": {"share": Fraction(2, 5)},
        "合格": {"at_least": Decimal(60)},
        "不合格": {},
    }


def test_grades_may_be_letters_with_bands() -> None:
    made, scheme = drafted(
        "四、等级评定",
        "考核等级分为A、B、C、D四级。A级：得分92分以上，且不超过本组单位数的20%；B级：得分80分以上不满92分；C级：得分60分以上不满80分；D级：得分60分以下。",
    )
    assert grades(scheme) == {
        "A": {"share": Fraction(1, 5), "at_least": Decimal(92)},
        "B": {"at_least": Decimal(80)},
        "C": {"at_least": Decimal(60)},
        "D": {"rest": True},
    }
    assert not unread(made)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "按得分高低排序，第1、2名为优秀，第3名为良好，其余为一般。",
            {
                "优秀": {"places": {"乡镇组": 2, "部门组": 2}},
                "良好": {"places": {"乡镇组": 1, "部门组": 1}},
                "一般": {"rest": True},
            },
        ),
        (
            "考核结果分为“好、较好、一般”三个等次。每组“好”等次不超过2个，“较好”等次不超过1个。",
            {
                "好": {"places": {"乡镇组": 2, "部门组": 2}},
                "较好": {"places": {"乡镇组": 1, "部门组": 1}},
                "一般": {"rest": True},
            },
        ),
        (
            "考核结果设一、二、三等奖。乡镇组设一等奖1名、二等奖2名，其余为三等奖；部门组设一等奖1名、二等奖1名，其余为三等奖。",
            {
                "一等奖": {"places": {"乡镇组": 1, "部门组": 1}},
                "二等奖": {"places": {"乡镇组": 2, "部门组": 1}},
                "三等奖": {"rest": True},
            },
        ),
        (
            "乡镇组评先进2个、部门组评先进1个；得分75分以上的为达标单位，75分以下的为未达标单位。",
            {
                "先进": {"places": {"乡镇组": 2, "部门组": 1}},
                "达标": {"at_least": Decimal(75)},
                "未达标": {"rest": True},
            },
        ),
    ],
)
def test_places_are_counted_behind_each_grade(text: str, expected: dict[str, Any]) -> None:
    assert grades(drafted("四、等次", text)[1]) == expected


def test_a_least_number_of_places_is_not_taken_for_a_most_and_is_listed() -> None:
    made, scheme = drafted(
        "四、等次", "考核结果分为“好、一般、差”三个等次。每组“好”等次不超过2个，“差”等次原则上不少于1个。"
    )
    assert "places" not in grades(scheme)["差"]
    assert "“差”等次原则上不少于1个" in unread(made)


def test_the_condition_of_a_limit_ends_before_another_effect() -> None:
    _, scheme = drafted(
        "四、等次评定",
        "优秀等次不超过30%，其余为合格等次。",
        "五、一票否决",
        "发生重大责任事故或者班子成员严重违纪的，取消评优资格，不得评为优秀等次。",
    )
    (limit,) = scheme.limits
    assert (limit.when, limit.not_grade) == ("发生重大责任事故或者班子成员严重违纪", "优秀")


def test_percentages_of_money_are_consequences_and_no_shares() -> None:
    made, scheme = drafted(
        "四、等次评定",
        "考核等次分为优秀、合格、不合格。得分90分以上的为优秀等次，60分以上的为合格等次，60分以下的为不合格等次。",
        "五、考核结果与绩效奖挂钩。优秀等次按基准奖的120%发放，合格等次按100%发放，不合格等次不予发放。",
    )
    assert [grade.share for grade in scheme.grades] == [None, None, None]
    assert [(made.grade, made.then) for made in scheme.afterwards] == [
        (("优秀",), "按基准奖的120%发放"),
        (("合格",), "按100%发放"),
        (("不合格",), "不予发放"),
    ]
    assert not unread(made)


def test_consequences_stand_outside_chapters_too_where_they_name_a_grade() -> None:
    _, scheme = drafted(
        "第四条 考核结果分为好、一般、差三个等次。95分以上的可评为好等次。",
        "第五条 对评为“好”等次的，予以通报表扬，奖励30万元；对评为“差”等次的，由县委约谈主要负责人。",
        "第六条 评为好等次，工作有突出贡献的个人，经县委研究给予奖励。",
    )
    assert [(made.grade, made.then) for made in scheme.afterwards] == [
        (("好",), "予以通报表扬"),
        (("好",), "奖励30万元"),
        (("差",), "由县委约谈主要负责人"),
    ]


def test_groups_are_named_by_letters_or_listed_behind_what_is_assessed() -> None:
    lines = (
        "高台区2026年度考核办法",
        "第一条 考核对象为镇街和部门。镇街：南坝街道、北坝街道、石滩镇；部门：区商务局、区科技局。",
        "第二条 镇街分为两组。A组（城区）：南坝街道、北坝街道；B组：石滩镇、沙河镇。",
    )
    (made,) = drafts(Document("办法.docx", "docx", tuple(map(Paragraph, lines))))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    assert {name: len(group.units) for name, group in structure.scheme.groups.items()} == {
        "镇街": 3,
        "部门": 2,
        "A组（城区）": 2,
        "B组": 2,
    }


def indicator(scheme: Scheme, name: str) -> Node:
    def below(nodes: tuple[Node, ...]) -> list[Node]:
        return [found for node in nodes for found in (node, *below(node.items))]

    return next(node for node in below(scheme.indicators) if node.name == name)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "注：部门组不考核重点工作，相应分值计入党的建设。",
            {"重点工作": ({"组别": ("部门组",)}, "党的建设")},
        ),
        (
            "说明：县水利局、县粮食局不考核“重点工作”“平安建设”，其分值分别计入“党的建设”“党的建设”。",
            {
                "重点工作": ({"单位": ("县水利局", "县粮食局")}, "党的建设"),
                "平安建设": ({"单位": ("县水利局", "县粮食局")}, "党的建设"),
            },
        ),
        (
            "备注：1.平安建设不适用于乡镇组，该项20分并入党的建设；2.其余按本办法执行。",
            {"平安建设": ({"组别": ("乡镇组",)}, "党的建设")},
        ),
        (
            "乡镇不考核平安建设，其分值分配到其他指标。",
            {"平安建设": ({"组别": ("乡镇组",)}, "按比例折算")},
        ),
    ],
)
def test_indicators_that_some_units_do_not_have_hand_their_points_on(
    line: str, expected: dict[str, tuple[dict[str, tuple[str, ...]], str]]
) -> None:
    made, scheme = drafted("四、有关说明", line)
    found = {name: (indicator(scheme, name).absent_for, indicator(scheme, name).when_absent) for name in expected}
    assert found == expected
    assert not unread(made)
    assert all("请核对" in (indicator(scheme, name).check or "") for name in expected)


def test_an_indicator_without_a_taker_is_that_of_the_others() -> None:
    _, scheme = drafted("四、说明", "部门组不考核平安建设。", "重点工作仅适用于部门组。")
    assert indicator(scheme, "平安建设").applies_to == ("乡镇组",)
    assert indicator(scheme, "重点工作").applies_to == ("部门组",)


@pytest.mark.parametrize(
    "line",
    [
        "注：园区不考核重点工作，相应分值计入党的建设。",  # no such group
        "注：部门组不考核招商引资，相应分值计入党的建设。",  # no such indicator
        "注：部门组不考核重点工作，相应分值计入党的建设，遇特殊情况另行研究。",  # it says more
        "考核期内新成立的单位不参加考核。",
        "每项扣分不超过该项分值。",
        "出现虚报瞒报的，年度考核降一级。",
        "测评得分=（满意票数×100+不满意票数×40）÷有效票数。",
        "平安建设按县委政法委认定的结果为准。",
        "无平安建设任务的单位，该项按满分的80%计分。",
        "对未列入考核的事项，分值由考核办另行调整。",
    ],
)
def test_what_is_said_on_scope_and_points_and_cannot_be_taken_is_listed(line: str) -> None:
    made, scheme = drafted("四、有关说明", line)
    assert line.removeprefix("注：").rstrip("。") in unread(made)
    assert all(not indicator(scheme, name).absent_for for name in ("重点工作", "党的建设", "平安建设"))


def test_all_that_stands_in_a_note_is_listed() -> None:
    made, _ = drafted("四、有关说明", "注：数据以上级通报为准；弄虚作假的从严处理。")
    assert "数据以上级通报为准" in unread(made)
    assert made.counts.not_understood == 1


def test_what_units_get_that_have_no_such_task_is_said_at_the_indicator() -> None:
    made, scheme = drafted("四、有关说明", "没有平安建设任务的部门，“平安建设”按满分计。")
    assert indicator(scheme, "平安建设").when_absent == "计满分"
    assert not indicator(scheme, "平安建设").absent_for
    assert not unread(made)


def test_units_are_rewarded_by_what_their_grade_is_called() -> None:
    _, scheme = drafted(
        "四、等次评定",
        "考核等次分为先进、达标、不达标。得分90分以上的为先进等次，70分以上的为达标等次，70分以下的为不达标等次。",
        "五、奖惩",
        "对先进单位各奖励6万元，达标单位各奖励2万元；不达标单位不予奖励，并约谈其主要负责人。",
    )
    assert [(made.grade, made.then) for made in scheme.afterwards] == [
        (("先进",), "各奖励6万元"),
        (("达标",), "各奖励2万元"),
        (("不达标",), "不予奖励"),
        (("不达标",), "约谈其主要负责人"),
    ]


def test_points_do_not_go_two_ways() -> None:
    made, scheme = drafted(
        "四、说明", "部门组不考核重点工作，相应分值计入党的建设。", "县水利局不考核重点工作，相应分值计入平安建设。"
    )
    assert indicator(scheme, "重点工作").absent_for == {"组别": ("部门组",)}
    assert "县水利局不考核重点工作" in unread(made)


def test_what_an_indicator_says_on_scope_is_to_be_checked_there() -> None:
    text = "未按时报送的，每次扣2分。县粮食局不考核本项。"
    _, scheme = drafted("（四）信息报送（5分）", text)
    assert "县粮食局不考核本项" in (indicator(scheme, "信息报送").check or "")


def panel(scheme: Scheme, name: str) -> Panel:
    return scheme.panels[name]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (
            "民主测评由县委组织部组织，按好、较好、一般三个等次投票，分别按100分、85分、60分折算，取平均分。",
            {"好": 100, "较好": 85, "一般": 60},
        ),
        (
            "民主测评由全体县级领导按“优秀、良好、较差”打分，对应分值分别为95分、80分、50分。",
            {"优秀": 95, "良好": 80, "较差": 50},
        ),
        (
            "民主测评发放测评表，“满意”票每票100分，“基本满意”票每票70分，“不满意”票不得分。",
            {"满意": 100, "基本满意": 70, "不满意": 0},
        ),
        (
            "民主测评得分=（满意票数×100+基本满意票数×70+不满意票数×30）÷有效票数。",
            {"满意": 100, "基本满意": 70, "不满意": 30},
        ),
    ],
)
def test_a_vote_that_a_formula_names_has_the_options_of_its_sentence(text: str, options: dict[str, int]) -> None:
    made, scheme = drafted("四、计分", "总分=工作得分×80%+民主测评得分×20%。" + text)
    found = panel(scheme, "民主测评得分")
    assert found.options == options
    assert found.check
    assert text.rstrip("。") not in unread(made)


def test_a_vote_has_its_voters_those_who_run_it_and_what_does_not_count() -> None:
    _, scheme = drafted(
        "四、计分",
        "总分=工作得分×80%+满意度评价×20%。",
        "（一）满意度评价。由县统计局组织测评，设“满意、一般、不满意”三档，分别计100分、70分、0分，其中县领导评价占40%，服务对象评价占60%。弃权票不计入有效票。",
    )
    found = panel(scheme, "满意度评价")
    assert found.options == {"满意": 100, "一般": 70, "不满意": 0}
    assert found.classes == {"县领导": Fraction(2, 5), "服务对象": Fraction(3, 5)}
    assert found.abstentions == ("弃权",)
    assert found.provider == ("县统计局",)


def test_a_vote_is_not_taken_for_that_of_another_part() -> None:
    _, scheme = drafted(
        "四、计分",
        "总分=工作得分×70%+群众满意度×20%+领导评价×10%。",
        "群众满意度由县统计局负责电话调查。领导评价按好、一般、差三个等次打分，分别计100分、80分、60分。",
    )
    assert panel(scheme, "群众满意度").entered
    assert panel(scheme, "领导评价").options == {"好": 100, "一般": 80, "差": 60}


def test_parts_that_are_combined_with_their_weights_are_a_formula() -> None:
    _, scheme = drafted("四、考核方式", "考核采取日常考核（40%）、民主评议（20%）、年终考核（40%）相结合的方式进行。")
    assert scheme.total[0].formula.startswith("日常考核×40%+民主评议×20%+年终考核×40%")


def test_bonuses_run_on_in_one_paragraph_behind_their_name() -> None:
    made, scheme = drafted(
        "第四条 加分项：承接国家级试点的加4分，承接省级试点的加2分；现场观摩第一名的加2分，第二名的加1分。所有加分之和最高不超过6分。",
        "第五条 扣分项：后评估发现问题的，一个问题扣0.5分；数据造假的一次性扣5分。",
    )
    assert len(adjustments(scheme)) == 4
    assert "扣5分" in adjustments(scheme)["数据造假"]
    assert "加分不超过6分" in str(scheme.indicators)
    assert not unread(made)


def test_an_amount_is_not_lost_though_somebody_decides_on_it() -> None:
    made, scheme = drafted(
        "四、其他事项", "完成急难任务成绩突出的，由领导小组研究加0.5—1分。", "未按时自查的，由领导小组扣1分。"
    )
    said = unread(made) + str(adjustments(scheme))
    assert "急难任务" in said
    assert "未按时自查" in said


def test_a_system_of_bonuses_is_a_list_of_them() -> None:
    made, scheme = drafted(
        "第五条 实行加扣分制度。加分最多4分，扣分最多8分。",
        "（一）受到省政府表彰的，加2分。",
        "（二）被通报批评的，每次扣2分。",
    )
    assert list(adjustments(scheme).values()) == ["加2分", "每次扣2分"]
    assert "加分不超过4分" in str(scheme.indicators)
    assert "减分不超过8分" in str(scheme.indicators)
    assert not unread(made)


def test_items_with_numbers_in_brackets_run_on_in_one_paragraph() -> None:
    made, scheme = drafted(
        "第四条 加减分事项。（一）承办省级会议的，每次加2分。（二）争取资金每增加100万元加0.1分，最高加1分。（三）出现下列情况的扣分：1.媒体曝光的，每次扣1分；2.督查发现问题的，每个扣0.5分。同一单位加分累计最高5分，扣分累计最高4分。"
    )
    assert [*adjustments(scheme).values()] == ["每次加2分", "每超过100万元加0.1分，最高1分", "每次扣1分", "每个扣0.5分"]
    assert "加分不超过5分" in str(scheme.indicators)
    assert "减分不超过4分" in str(scheme.indicators)
    assert "加分不超过1分" not in str(scheme.indicators)
    assert not unread(made)


def test_what_stands_beside_the_items_of_a_line_is_listed() -> None:
    made, _ = drafted(
        "第四条 加减分事项。情形特殊的，由考核办另行加分。1.承办省级会议的，每次加2分；2.媒体曝光的，每次扣1分。"
    )
    assert "情形特殊的，由考核办另行加分" in unread(made)


def test_a_limit_by_itself_is_that_of_the_bonuses_in_the_sheet() -> None:
    rows = (
        ("一级指标", "二级指标", "分值", "计分办法"),
        ("经济", "投资", "60", "由县发改局计分"),
        ("经济", "财政", "40", "由县财政局计分"),
        ("加分", "表彰", "", "获省级表彰的每项加2分"),
        ("加分", "试点", "", "承担省级试点的每项加1分"),
    )
    cells = (tuple(Cell(text, row, column) for column, text in enumerate(texts)) for row, texts in enumerate(rows))
    grid = Grid(tuple(cells), Source(file="办法.docx", table=1))
    lines = ("平川县2026年度考核办法", "考核总分100分，具体见附表。加分不超过4分。", "考核指标表")
    (made,) = drafts(Document("办法.docx", "docx", (*numbered(lines), grid)))
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    assert indicator(structure.scheme, "加分").limits == "加分不超过4分"
    assert not unread(made)


def test_kinds_of_one_letter_name_groups_as_others_do() -> None:
    _, scheme = of_blocks(
        "望川区2031年街道（镇）考核方案",
        "一、考核对象",
        "全区3个街道、2个镇。具体为：",
        "街道：沿江街道、新港街道、大桥街道",
        "镇：柳河镇、石门镇",
        "二、考核内容",
        "（一）经济发展（100分）。由区统计局考核。",
    )
    assert {name: len(group.units) for name, group in scheme.groups.items()} == {"街道": 3, "镇": 2}


def test_a_list_of_both_is_the_part_that_the_formula_names_in_more_words() -> None:
    _, scheme = of_blocks(
        "望川局2031年工作人员考核办法",
        "第一条 适用于局机关各科室：办公室、财务科、业务科。",
        "第二条 年度考核总分=平时考核×60%+民主测评×40%+奖惩加减分。",
        "第三条 民主测评按优秀100分、称职80分、不称职0分计票。",
        "第四条 奖惩加减分",
        "（一）获得市级表彰的，加2分；",
        "（二）旷工的，每天扣1分。",
        "加分最高不超过6分。",
    )
    (adjusted,) = (root for root in scheme.indicators if root.bonus)
    assert (adjusted.name, adjusted.limits, len(adjusted.items)) == ("奖惩加减分", "加分不超过6分", 2)
    assert scheme.total[0].formula.split("，")[0] == "平时考核×60%+民主测评×40%+奖惩加减分"


def test_a_sentence_on_one_vote_tells_nothing_of_the_vote_before_it() -> None:
    _, scheme = of_blocks(
        "望川局2031年工作人员考核办法",
        "第一条 适用于局机关各科室：办公室、财务科、业务科。",
        "第二条 年度考核总分=平时考核×50%+民主测评×30%+局领导评价×20%。",
        "第三条 民主测评按优秀100分、称职80分、不称职0分计票。局领导评价中，局长占60%，副局长平均分占40%。",
    )
    assert {name: panel.classes for name, panel in scheme.panels.items()} == {
        "民主测评": {},
        "局领导评价": {"局长": Fraction(3, 5), "副局长": Fraction(2, 5)},
    }


def test_the_grades_of_a_year_go_before_those_of_a_quarter_and_begin_where_the_band_below_ends() -> None:
    _, scheme = drafted(
        "四、等次",
        "平时考核结果分为好、较好、一般三个等次，“好”等次比例不超过本科室人数的40%。",
        "年度考核等次分为优秀、称职、基本称职、不称职。优秀等次人数不超过参加考核人数的20%。总分60分以下的为不称职，60分至70分的为基本称职。",
    )
    assert grades(scheme) == {
        "优秀": {"share": Fraction(1, 5)},
        "称职": {"at_least": Decimal(70)},
        "基本称职": {"at_least": Decimal(60)},
        "不称职": {"rest": True},
    }


def test_what_persons_get_by_the_grade_of_their_unit_is_no_share_of_it() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核等次分为一等、二等、三等，一等2个，二等3个。",
        "考核为一等的，奖励工作经费30万元，班子成员年度考核优秀比例为30%；二等的，奖励20万元，优秀比例为20%；三等的，奖励10万元，优秀比例为15%。",
    )
    assert [(grade.name, grade.share) for grade in scheme.grades] == [("一等", None), ("二等", None), ("三等", None)]
    assert [(one.grade, one.then) for one in scheme.afterwards] == [
        (("一等",), "奖励工作经费30万元"),
        (("一等",), "班子成员年度考核优秀比例为30%"),
        (("二等",), "奖励20万元"),
        (("二等",), "优秀比例为20%"),
        (("三等",), "奖励10万元"),
        (("三等",), "优秀比例为15%"),
    ]


@pytest.mark.parametrize("effect", ["取消一等资格，按次序递补：", "一律不得进入一等次："])
def test_cases_that_take_the_best_grade_away_are_listed_in_other_words(effect: str) -> None:
    _, scheme = drafted(
        "四、等次",
        "考核等次分为一等、二等、三等，一等不超过30%，二等不超过50%，其余为三等。",
        f"有下列情形之一的，{effect}",
        "（1）发生较大安全事故的；",
        "（2）主要负责人被立案查处的。",
    )
    assert [(one.when, one.not_grade) for one in scheme.limits] == [
        ("发生较大安全事故", "一等"),
        ("主要负责人被立案查处", "一等"),
    ]


def test_a_row_of_places_is_that_of_the_grades_listed_before_it() -> None:
    _, scheme = of_blocks(
        "望川区2031年街道、乡镇考核方案",
        "一、考核对象",
        "街道组：沿江街道、新港街道、大桥街道、文昌街道",
        "乡镇组：柳河镇、石门镇、三里乡",
        "二、考核内容",
        "（一）经济发展（100分）。由区统计局考核。",
        "三、等次",
        "街道考核等次分为一等、二等、三等，名额分别为1个、2个、1个；乡镇考核设一等1个、二等1个、三等1个。",
    )
    assert {grade.name: grade.places for grade in scheme.grades} == {
        "一等": {"街道组": 1, "乡镇组": 1},
        "二等": {"街道组": 2, "乡镇组": 1},
        "三等": {"街道组": 1, "乡镇组": 1},
    }


def test_prizes_of_groups_go_by_number_and_the_largest_rise_by_how_far_it_must_go() -> None:
    made, scheme = of_blocks(
        "望川区2031年乡镇考核方案",
        "一、考核对象",
        "城关片区：东门镇、西门镇、河东镇",
        "生态片区：云岭乡、龙潭乡、古寨乡",
        "二、考核内容",
        "（一）经济发展（100分）。由区统计局考核。",
        "三、奖励",
        "设综合奖3名，其中城关片区1名、生态片区2名，每名奖励工作经费20万元；设单项奖，每类指标得分第一名的各奖励5万元。",
        "每类总得分排名上升幅度最大且超过3个位次的，授予“绩效进步奖”。",
    )
    assert [(one.name, one.applies_to, one.at_most, one.amount, one.rise, one.within) for one in scheme.awards] == [
        ("综合奖（城关片区）", ("城关片区",), 1, "20万元", None, ()),
        ("综合奖（生态片区）", ("生态片区",), 2, "20万元", None, ()),
        ("绩效进步奖", (), 1, None, 4, ("组别",)),
    ]
    assert "每类指标得分第一名" in unread(made)


_NO_PRIZE, _NOT_FIRST = (None, ("全部",)), ("一等", ())


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        ("取消综合奖评选资格", _NO_PRIZE),
        ("不得参评综合奖", _NO_PRIZE),
        ("取消评奖资格", _NO_PRIZE),
        ("取消评优资格", _NOT_FIRST),
    ],
)
def test_cases_that_take_prizes_away_leave_the_grade(effect: str, expected: tuple[str | None, tuple[str, ...]]) -> None:
    _, scheme = drafted(
        "四、等次和奖励",
        "考核等次分为一等、二等、三等，一等不超过30%，二等不超过50%，其余为三等。",
        "设综合奖3名，每名奖励工作经费20万元。",
        f"有下列情形之一的，{effect}：",
        "（1）发生重大安全事故；",
        "（2）发生重大群体性事件。",
    )
    assert [(one.not_grade, one.no_award) for one in scheme.limits] == 2 * [expected]


def test_what_takes_points_and_the_right_to_be_best_is_one_case() -> None:
    _, scheme = drafted(
        "三、加减分",
        "（一）加分。受到县级表彰的加1分。",
        "（二）减分。弄虚作假的，发现一次扣5分，并取消评先资格。",
        "四、等次",
        "考核等次分为优秀、良好、一般，优秀不超过30%，良好不超过50%，其余为一般。",
    )
    assert [(one.when, one.not_grade) for one in scheme.limits] == [("弄虚作假", "优秀")]


def test_a_prize_of_several_amounts_has_one_for_each_place() -> None:
    _, scheme = drafted(
        "四、奖励",
        "按得分高低评出先进村（社区）3个，分别奖励2万元、1.5万元、1万元；评出进步村1个，奖励5000元。",
    )
    assert [(one.name, one.places, one.amount) for one in scheme.awards] == [
        ("先进村（社区）第1名", (1, 1), "2万元"),
        ("先进村（社区）第2名", (2, 2), "1.5万元"),
        ("先进村（社区）第3名", (3, 3), "1万元"),
        ("进步村", None, "5000元"),
    ]
