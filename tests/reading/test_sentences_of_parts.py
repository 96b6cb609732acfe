"""Rows whose sentences are parts of their own, bonuses set beside the parts, and grades by bands with asides."""

from __future__ import annotations

from fractions import Fraction

from kaoji.reading import Paragraph
from kaoji.reading.prose.titles import title_in
from tests.reading.invented import drafted, found, messages, of_blocks, said, table


def test_sentences_that_begin_with_a_part_and_its_points_are_indicators() -> None:
    _, scheme = of_blocks(
        "盐塘镇2041年度村级目标责任书",
        "一、考核内容",
        "1、渔业工作30分。其中码头5分。码头修缮按时完成的得满分，每推迟一天扣0.5分。渔险10分。参保率每低1个百分点扣0.2分。"
        "认真做好合作组织建设15分，其中，互助社10分，完成股金任务的得满分；专业社5分。每少一个扣1分。由渔业办负责考核。",
        "2、治安工作40分。每起扣4分。",
        "3、文体工作30分。每少一场扣3分。",
    )
    fishing = found(scheme, "渔业工作")
    assert [(item.name, str(item.points), item.provider) for item in fishing.items[:2]] == [
        ("码头", "5", ("渔业办",)),
        ("渔险", "10", ("渔业办",)),
    ]
    assert [rule for _, rule, _ in said(fishing.items[0].rules)] == ["计满分", "每天扣0.5分"]
    assert [(item.name, str(item.points)) for item in fishing.items[2].items] == [("互助社", "10"), ("专业社", "5")]
    assert found(scheme, "治安工作").items == ()


def test_bonuses_that_a_sentence_sets_beside_the_parts_are_a_section() -> None:
    made, scheme = of_blocks(
        "盐塘镇2041年度村级考核办法",
        "一、考核内容",
        "村级考核实行100分制，其中党建40分，产业40分，治理20分。另设特色加分项目（6分，本项加分累计不超过6分）。",
    )
    assert [(node.name, str(node.points)) for node in scheme.indicators[:3]] == [
        ("党建", "40"),
        ("产业", "40"),
        ("治理", "20"),
    ]
    assert scheme.indicators[3].limits == "加分不超过6分"
    assert [item.name for item in scheme.indicators[3].items] == ["特色加分项目"]
    assert messages(made, "reading.W307") == []


def test_asides_in_bands_and_grades_that_sound_like_votes() -> None:
    _, scheme = drafted(
        "四、考核分为优秀、合格、不合格三个等次。85—100分为优秀，65—85（不含85）分为合格，65（不含65）分以下为不合格。"
    )
    assert [(grade.name, grade.at_least) for grade in scheme.grades] == [
        ("优秀", Fraction(85)),
        ("合格", Fraction(65)),
        ("不合格", None),
    ]
    _, scheme = drafted(
        "四、考核等次分为“很满意”、“满意”、“不满意”三个等次；92分以上（含92分）为“很满意”，78分以上（含78分）至92分以下为“满意”，"
        "78分以下为“不满意”。"
    )
    assert [(grade.name, grade.at_least) for grade in scheme.grades] == [
        ("很满意", Fraction(92)),
        ("满意", Fraction(78)),
        ("不满意", None),
    ]


def test_a_floor_for_all_rows_is_said_and_titles_end_before_who_is_addressed() -> None:
    made, _ = drafted("四、考核采取逐项扣分办法，直至该项标准分扣完。")
    assert any("扣完" in message for message in messages(made, "reading.W307"))
    made, scheme = drafted("四、考核办负责日常工作，提出考核等次评定和奖惩建议。")
    assert scheme.grades == ()
    line = "盐塘镇2041年度村级目标管理考核办法各村党支部、村委会：为树立目标意识，制定本办法。"
    assert title_in([Paragraph(line)]) == "盐塘镇2041年度村级目标管理考核办法"


def test_items_with_points_that_became_nothing_are_said() -> None:
    made, scheme = of_blocks(
        "2041年度渔港管理办法",
        "一、职责",
        "（一）渔政站负责巡港，不得缺岗（10分）。",
        "（二）港务站负责修缮。",
        "二、考核表",
        table(("指标", "分值", "评分标准"), ("码头", "50", "缺一次扣1分"), ("渔船", "40", "漏一艘扣1分")),
    )
    assert "巡港" not in "".join(node.name for node in scheme.indicators)
    assert any("渔政站负责巡港" in message for message in messages(made, "reading.W307"))


def test_parts_of_several_kinds_of_units_stand_apart() -> None:
    _, scheme = of_blocks(
        "2041年度港务大厅考评方案",
        "一、考评对象",
        "考评对象为所有窗口和工作人员。",
        "二、考评内容",
        "1、工作人员的考评内容主要分为出勤30分、纪律30分、业务40分等三个方面（见附件1）。",
        "2、窗口的考评内容主要分为办件50分、收费30分、群众评议20分等三个方面（见附件2）。",
    )
    assert [
        (node.name, node.applies_to, [(one.name, str(one.points)) for one in node.items]) for node in scheme.indicators
    ] == [
        ("工作人员考核内容", ("工作人员",), [("出勤", "30"), ("纪律", "30"), ("业务", "40")]),
        ("窗口考核内容", ("窗口",), [("办件", "50"), ("收费", "30"), ("群众评议", "20")]),
    ]
