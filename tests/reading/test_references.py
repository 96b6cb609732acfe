"""Chapters that point to annexes, points that differ, rounding and ties behind formulas, places and shares in results."""

from decimal import Decimal

from kaoji.reading import Grid
from kaoji.scheme.model import Node, Scheme
from tests.reading.invented import adjustments, drafted, found, of_blocks, said, table, unread

_HEAD = ("序号", "指标", "评分标准", "分值")


def _annexed(*lines: str) -> Scheme:
    blocks: tuple[str | Grid, ...] = (
        "平川县2026年度综合考核办法",
        "一、考核对象",
        "（一）乡镇：河东镇、河西镇、柳林乡、枣园乡。",
        "二、考核内容及计分办法",
        "年度考核由工作实绩考核、群众评议和加减分三部分组成。",
        "（一）工作实绩考核（100分）",
        "1.乡镇。考核产业发展（55分）、乡村治理（40分）两个方面，具体指标和评分标准见附件1。",
        "（二）群众评议（100分）",
        "由县考核办组织群众评议打分。",
        *lines,
        "附件1",
        "平川县2026年度乡镇工作实绩考核评分表",
        table(
            _HEAD,
            ("1", "产业发展", "由县农业农村局计分。", "60"),
            ("2", "乡村治理", "由县委政法委计分。", "40"),
        ),
    )
    return of_blocks(*blocks)[1]


def _names(node: Node) -> list[str]:
    return [node.name, *(name for item in node.items for name in _names(item))]


_TOTAL = (
    "三、综合得分",
    "综合得分=工作实绩得分×80%+群众评议得分×20%。综合得分保留两位小数。综合得分相同的，工作实绩得分高的排名在前。",
    "四、等次",
    "考核结果分为优秀、良好、一般三个等次，优秀等次不超过30%，得分60分以下的为一般。",
)


def test_a_heading_that_points_to_an_annex_counts_no_second_time() -> None:
    scheme = _annexed(*_TOTAL)
    leaves = [(leaf.name, leaf.points) for leaf in (found(scheme, "产业发展"), found(scheme, "乡村治理"))]
    names = [name for root in scheme.indicators for name in _names(root)]
    assert leaves == [("产业发展", Decimal(60)), ("乡村治理", Decimal(40))]
    assert len(names) == len(set(names))
    assert not {"乡镇", "工作实绩考核", "考核内容及计分办法"} & set(names)


def test_points_that_differ_between_text_and_sheet_are_said() -> None:
    told = [choice.decision for choice in _annexed(*_TOTAL).choices if choice.name == "分值"]
    assert told == ["正文写“产业发展（55分）”，评分表中该项合60分，暂按评分表，请核对。"]


def test_rounding_behind_a_formula_belongs_to_it() -> None:
    formula = "综合得分=重点工作×50%+党的建设×30%+平安建设×20%"
    for words in ("综合得分保留两位小数，按组排名", "计算结果四舍五入保留两位小数", "得分精确到小数点后两位"):
        _, scheme = drafted("四、综合得分", f"{formula}。{words}。")
        assert scheme.total[0].formula.endswith("，保留2位小数"), words
    _, scheme = drafted("四、综合得分", f"{formula}。", "五、其他", "指标完成率保留两位小数。")
    assert "保留" not in scheme.total[0].formula


def test_rounding_keeps_the_sign_of_deductions() -> None:
    lines = ("综合得分=重点工作×70%+党的建设×30%+加分-减分。综合得分保留两位小数。",)
    extra = ("五、加减分", "（一）加分", "1.获县级表彰的，每次加1分。", "（二）减分", "1.被县级通报的，每次扣1分。")
    _, scheme = drafted("四、综合得分", *lines, *extra)
    assert scheme.total[0].formula == "重点工作×70%+党的建设×30%+加分+减分，保留2位小数"


def test_what_decides_between_equals_may_stand_ahead_of_the_grades() -> None:
    assert _annexed(*_TOTAL).order == ("工作实绩得分",)


_GRADES = ("四、等次", "考核结果分为优秀、良好、一般三个等次，优秀等次不超过30%，得分60分以下的为一般。")


def test_shares_that_a_result_raises_are_no_quota() -> None:
    for words in (
        "评为优秀等次的单位，其公务员年度考核优秀等次比例提高到20%。",
        "评为优秀等次的单位，公务员年度考核优秀比例由15%上浮至20%。",
        "评为优秀等次的单位，事业人员优秀比例核增到22%。",
    ):
        _, scheme = drafted(*_GRADES, "五、结果运用", words)
        assert [(grade.name, grade.shares) for grade in scheme.grades] == [("优秀", {}), ("良好", {}), ("一般", {})]
        assert scheme.quota.share_by is None
        assert len(scheme.afterwards) == 1


def test_shares_of_persons_stay_a_quota() -> None:
    _, scheme = drafted(
        "四、等次",
        "考核结果分为优秀、称职、不称职三个等次，优秀等次公务员不超过20%、事业人员不超过15%。",
    )
    assert len(scheme.grades[0].shares) == 2
    assert scheme.quota.share_by


def test_each_of_several_places_has_its_reward() -> None:
    _, scheme = drafted(*_GRADES, "五、结果运用", "乡镇组综合得分第1名、第2名的，分别奖励经费8万元、5万元。")
    made = [(one.then, one.applies_to, one.places) for one in scheme.afterwards]
    assert made == [("奖励经费8万元", ("乡镇组",), (1, 1)), ("奖励经费5万元", ("乡镇组",), (2, 2))]


def test_the_last_place_in_a_part_is_settled_by_its_scores() -> None:
    listed = (
        "五、限制",
        "有下列情形之一的，不得评为优秀等次：",
        "1.重点工作得分位于本组最后一名的；",
        "2.发生事故的。",
    )
    formula = "综合得分=重点工作得分×50%+党的建设得分×30%+平安建设得分×20%。"
    _, scheme = drafted(*_GRADES, *listed, "六、总分", formula)
    assert [(one.indicator, one.last_places) for one in scheme.limits] == [("重点工作得分", 1), (None, None)]
    others = (
        "五、限制",
        "有下列情形之一的，不得评为优秀等次：",
        "1.重点工作得分在全市排名最后一名的；",
        "2.发生事故的。",
    )
    _, scheme = drafted(*_GRADES, *others, "六、总分", formula)
    assert scheme.limits[0].indicator is None


def test_kinds_of_voters_weigh_and_ballots_without_an_opinion_do_not_count() -> None:
    vote = (
        "由群众评议投票，分为优秀、良好、一般三个等次，分别按100分、80分、60分计算。"
        "镇领导、村和社区负责人、“群众代表”三类人员的测评权重分别为50%、30%、20%。“不了解”票不计入有效票。"
    )
    formula = "综合得分=重点工作×60%+党的建设×20%+群众评议×20%。"
    _, scheme = drafted("（四）群众评议（100分）", vote, "四、综合得分", formula)
    (panel,) = scheme.panels.values()
    assert {name: float(share) for name, share in panel.classes.items()} == {
        "镇领导": 0.5,
        "村和社区负责人": 0.3,
        "群众代表": 0.2,
    }
    assert panel.abstentions == ("不了解",)


def test_raters_that_share_a_weight_make_a_panel() -> None:
    rated = "由书记、镇长和其他领导按百分制评价。书记、镇长评价各占30%，其他领导评价的平均分占40%。"
    formula = "综合得分=重点工作×60%+党的建设×20%+领导评价×20%。"
    _, scheme = drafted("（四）领导评价（100分）", rated, "四、综合得分", formula)
    (panel,) = scheme.panels.values()
    assert {name: float(share) for name, share in panel.classes.items()} == {"书记": 0.3, "镇长": 0.3, "其他领导": 0.4}


def _row(text: str, points: str) -> Node:
    _, scheme = of_blocks(
        "平川县2026年度综合考核办法",
        "评分表",
        table(_HEAD, ("1", "预算支出", text, points), ("2", "其他", "由县考核办计分。", "10")),
    )
    return found(scheme, "预算支出")


def test_full_marks_at_a_line_are_no_award_beside_what_is_taken_below_it() -> None:
    for text in (
        "支出进度达到90%的计5分，每低1个百分点扣0.5分，扣完为止。",
        "支出进度达到90%的得满分，每低1个百分点扣0.5分。",
    ):
        node = _row(text, "5")
        assert said(node.rules) == [("支出进度", "每低于1个百分点扣0.5分", "90")]
        assert node.start is None
    partly = _row("支出进度达到90%的计3分，每低1个百分点扣0.5分。", "5")
    assert "达到90%计3分" in [rule.score for rule in partly.rules]


def test_further_places_belong_to_the_rule_by_place() -> None:
    node = _row("在全市排名第1-2名的计10分，第3-5名的计8分，第6名及以后的计6分。", "10")
    assert [(rule.rank, rule.score) for rule in node.rules] == [
        ("在全市排名", "第1至2名计10分、第3至5名计8分、第6名及以后计6分")
    ]


def test_levels_named_by_areas_go_by_the_areas() -> None:
    lines = ("四、加分", "1.举办全国、全省、全市观摩会的，每次分别加3分、2分、1分。")
    _, scheme = drafted(*lines)
    assert list(adjustments(scheme).values()) == ["全国每次加3分，全省每次加2分，全市每次加1分"]


def test_passages_of_deductions_are_called_so() -> None:
    lines = ("四、加减分", "（一）加分", "1.获县级表彰的，每次加1分。", "（二）减分", "1.被县级通报的，每次扣1分。")
    made, _ = drafted(*lines)
    kinds = {passage.points for passage in made.passages if "通报" in passage.text or "表彰" in passage.text}
    assert kinds == {"加分项", "减分项"}


def test_a_list_of_tasks_is_scored_by_shares_and_completion() -> None:
    (rule,) = _row("按年度任务清单的占比和完成率计分。", "20").rules
    assert (rule.completion, rule.score) == ("年度任务清单", "按占比和完成率计分")


def test_marks_out_of_a_hundred_are_converted_to_the_points() -> None:
    assert said(_row("以四次检查平均得分（百分制）按5%折算计分。", "5").rules) == [
        ("四次检查平均得分", "按完成比例计分", "100")
    ]


def test_a_line_for_those_who_did_not_get_a_grade_is_no_line_of_it() -> None:
    lines = (
        "考核结果分为优秀、良好、一般三个等次。",
        "优秀等次不超过30%；得分75分以上的，未评为优秀的，评为良好；得分75分以下的，评为一般。",
    )
    _, scheme = drafted("四、等次", *lines)
    assert [grade.at_least for grade in scheme.grades] == [None, Decimal(75), None]


def test_a_sentence_that_only_names_parts_is_not_left_over() -> None:
    made, _ = drafted("四、说明", "年度考核由重点工作、党的建设和加减分三部分组成。")
    assert "三部分" not in unread(made)


def test_that_something_is_found_is_no_part_of_its_name() -> None:
    (rule,) = _row("帮扶不到位的，每发现1户扣0.5分。", "5").rules
    assert rule.events == "帮扶不到位"
