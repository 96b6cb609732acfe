"""Parts of notices whose rules stand in lists below them, and items that run on or stand alone; invented in the genre."""

from __future__ import annotations

import pytest

from kaoji.scheme.model import Node
from tests.reading.invented import found, grades, of_blocks, unread


def tree(*nodes: Node) -> list[tuple[str, str, int]]:
    """Give name, points and number of rules of nodes and of what stands below them."""
    return [one for node in nodes for one in ((node.name, str(node.points or ""), len(node.rules)), *tree(*node.items))]


def test_a_list_of_deductions_in_a_part_with_points_is_how_the_part_is_scored() -> None:
    _, scheme = of_blocks(
        "青禾镇2033年度渡口管理考核办法",
        "一、值守（40分）",
        "渡工按班次在岗的得40分。出现下列情形之一的扣分：",
        "1.无故离岗的，每次扣5分；",
        "2.交接班未登记的，每次扣2分；",
        "3.夜间停航须报镇交通办备案。",
        "二、船况。（35分）",
        "保持船况良好，有下列情形的给予扣分：",
        "1.救生衣缺失的，每件扣1分；",
        "2.消防器材过期的，每件扣3分。",
        "三、票务（25分）",
        "1.多收费的，每次扣5分。",
        "2.未给票的，每次扣1分。",
        "四、减分项（10分）",
        "1.被市级通报的，每次扣5分。",
        "2.被县级通报的，每次扣2分。",
    )
    duty, ship, tickets, others = scheme.indicators
    assert tree(duty, ship, tickets) == [
        ("值守", "40", 0), ("无故离岗", "", 1), ("交接班未登记", "", 1),
        ("船况", "35", 0), ("救生衣缺失", "", 1), ("消防器材过期", "", 1),
        ("票务", "25", 0), ("多收费", "", 1), ("未给票", "", 1),
    ]  # fmt: skip
    assert duty.check is not None
    assert "得40分" in duty.check
    assert duty.text is not None
    assert "夜间停航须报镇交通办备案" in duty.text
    assert others.bonus


def test_a_line_that_only_says_standard_is_no_part() -> None:
    _, scheme = of_blocks(
        "青禾镇2033年度防汛考核办法",
        "（一）物资（60分）",
        "1.编织袋储备（40分）",
        "考核标准：",
        "（1）数量不足的，每千条扣2分。",
        "（2）存放受潮的，每处扣1分。",
        "2.值班（20分）",
        "评分标准：漏报雨情的每次扣5分。",
        "（二）演练（40分）",
        "评分办法：少一次扣10分。",
    )
    assert [node.name for node in scheme.indicators] == ["物资", "演练"]
    assert tree(found(scheme, "编织袋储备")) == [
        ("编织袋储备", "40", 0), ("数量不足", "", 1), ("存放受潮", "", 1),
    ]  # fmt: skip


def test_a_part_beside_trees_stays_though_what_stands_below_it_has_no_points() -> None:
    made, scheme = of_blocks(
        "青禾镇2033年度森林防火考核办法",
        "一、责任落实（30分）",
        "（一）签订责任书，明确到人，年初进行部署，逐级压实责任并建立巡护台账定期抽查（10分）；",
        "（二）组建扑火队（10分）；",
        "（三）按月检查（10分）。",
        "二、设施建设（20分）",
        "（一）东坡村修通防火道三公里，西坡村新建蓄水池两座，南坡村配齐风力灭火机十台，北坡村完成瞭望塔改造并投入使用，各村均设立检查站。",
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators] == [("责任落实", "30"), ("设施建设", "20")]
    assert "签订责任书" not in unread(made)


RUN_ON = (
    "青禾县便民窗口服务考核办法为加强窗口管理，制定本办法。一、考核办法。每月考核一次，基本分100分。1、到岗情况按时到岗，得30分。迟到每次扣2分。"
    "2、收件管理按规定收件，得40分。漏收每件扣5分。3、收费管理按标准收费，得30分。多收每次扣10分。"
)


def test_items_that_run_on_and_award_points_are_parts() -> None:
    _, scheme = of_blocks(RUN_ON)
    assert scheme.title == "青禾县便民窗口服务考核办法"
    assert [(str(node.points), [rule.score for rule in node.rules]) for node in scheme.indicators] == [
        ("30", ["计30分", "每次扣2分"]),
        ("40", ["计40分", "每件扣5分"]),
        ("30", ["计30分", "每次扣10分"]),
    ]


def test_two_items_below_no_heading_are_parts_where_both_give_and_take() -> None:
    _, scheme = of_blocks(
        "（1）按时开门营业的得10分。迟到的每次扣1分。", "（2）服务热情的得5分。争吵的每次扣3分。", "二、附则"
    )
    assert [(str(node.points), len(node.rules)) for node in scheme.indicators] == [("10", 2), ("5", 2)]


@pytest.mark.parametrize("title", ["苗圃职工考核方案1", "苗圃职工考核方案 篇3"])
def test_the_number_that_a_collection_gives_is_no_part_of_the_title(title: str) -> None:
    assert of_blocks(title, "一、考核对象", "全体职工。")[1].title == "苗圃职工考核方案"


def test_the_year_whose_experience_is_used_is_not_the_assessed_one() -> None:
    made, _ = of_blocks("青禾县渔政考核办法", "结合2031年渔政工作实际，制定本办法。")
    assert [finding.code for finding in made.findings if finding.code == "reading.W306"]


def test_lines_that_begin_with_their_band_name_the_grades() -> None:
    _, scheme = of_blocks(
        "苗圃职工考核方案",
        "一、分等",
        "考绩区分为四等：",
        "92分以上：特等；",
        "82至91分：甲等；",
        "72至81分：乙等；",
        "62至71分：丙等。",
        "二、限制",
        "1.有下列情形之一的，考绩不得列为甲等。",
        "（1）旷工累计3日以上；",
        "（2）受记过处分。",
    )
    assert {name: str(one["at_least"]) for name, one in grades(scheme).items()} == {
        "特等": "92", "甲等": "82", "乙等": "72", "丙等": "62",
    }  # fmt: skip
    assert [(limit.when, limit.not_grade) for limit in scheme.limits] == [
        ("旷工累计3日以上", "甲等"),
        ("受记过处分", "甲等"),
    ]


def test_bands_that_exclude_their_upper_end_name_the_grades() -> None:
    text = "窗口等级实行百分制，85分（含85分）以上的为合格单位：65-85分（不含85分）的为基本合格单位；65分（不含65分）以下的为不合格单位。"
    _, scheme = of_blocks("青禾县窗口考核办法", text)
    assert {name: str(one.get("at_least", "")) for name, one in grades(scheme).items()} == {
        "合格": "85", "基本合格": "65", "不合格": "",
    }  # fmt: skip


def test_what_a_total_adds_up_may_stand_alone_and_takes_from_whom_it_names() -> None:
    made, scheme = of_blocks(
        "青禾县渡口人员考评办法",
        "一、考评对象",
        "各窗口和渡口工作人员。",
        "二、考评办法",
        "（一）月考评",
        "1.考评分构成。渡工考评分=渡工基础分+渡工附加分。",
        "2.渡工基础分（100分）。按月考评。",
        "（1）值守",
        "①迟到的每次扣1分。",
        "②漏签的，扣当事人2分。",
        "③外出须报值班长同意。",
    )
    assert list(scheme.groups) == ["窗口", "渡口工作人员"]
    assert [total.formula for total in scheme.total] == ["渡工基础分+渡工附加分"]
    assert tree(found(scheme, "值守")) == [("值守", "", 0), ("迟到", "", 1), ("漏签", "", 1)]
    assert found(scheme, "漏签").rules[0].score == "扣2分"
    assert "外出须报值班长同意" in (found(scheme, "值守").text or "")
    assert unread(made) == ""


def test_the_few_headings_with_points_that_are_scored_below_are_parts() -> None:
    _, scheme = of_blocks(
        "青禾镇机关干部考核办法",
        "（一）日常工作",
        "日常工作考核分为考勤、业务、驻村三个部分，总分1000分。",
        "1、考勤：总分300分",
        "缺签一次扣20分，代签一次扣40分。",
        "2、业务工作：总分200分",
        "由分管领导评分。",
        "（二）附则",
    )
    assert tree(*scheme.indicators) == [("考勤", "300", 2), ("业务工作", "200", 1)]
