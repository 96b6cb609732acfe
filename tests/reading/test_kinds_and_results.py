"""Parts of several kinds of units in one sentence, raters with weights, and what follows from results."""

from __future__ import annotations

from fractions import Fraction

from tests.reading.invented import drafted, found, messages, of_blocks, unread


def test_parts_of_kinds_in_one_sentence_are_theirs_beside_a_list_that_names_one_of_them() -> None:
    made, scheme = of_blocks(
        "2041年度滨海县综合考核办法",
        "第一条 考核对象",
        "（一）镇（街道）类（2个）：芦港镇、盐塘街道。",
        "（二）经济部门类（2个）：县渔业局、县盐务局。",
        "（三）服务部门类（2个）：县文体局、县民政局。",
        "第二条 镇（街道）考核内容由产业（60分）、党建（25分）、社会评价（15分）三部分构成；县直部门考核内容由职能（50分）、党建（35分）、"
        "社会评价（15分）三部分构成。",
        "第三条 有下列情形之一的，不得评为优秀等次：",
        "（一）发生较大事故的；",
        "（二）社会评价排名本类别末位的。",
        "第四条 考核结果分为优秀、良好、一般三个等次，优秀占30%，良好占40%，其余为一般。",
    )
    assert unread(made) == ""
    assert [
        (node.name, node.applies_to, [(one.name, str(one.points)) for one in node.items]) for node in scheme.indicators
    ] == [
        ("镇(街道)考核内容", ("镇（街道）类",), [("产业", "60"), ("党建", "25"), ("社会评价", "15")]),
        (
            "县直部门考核内容",
            ("经济部门类", "服务部门类"),
            [("职能", "50"), ("党建", "35"), ("社会评价", "15")],
        ),
    ]


def test_a_heading_whose_items_run_on_stands_among_its_neighbours_and_raters_have_weights() -> None:
    _, scheme = of_blocks(
        "盐务局科室考核办法",
        "一、考核方法",
        "（一）业务（55分）。按责任书逐项考核，每项未完成的扣4分。",
        "（二）作风（25分）。1.考勤（9分）：迟到每人次扣0.3分，旷工每人天扣3分。2.会风（8分）：缺席会议每人次扣0.4分，接打电话每次扣0.1分。"
        "3.公文（8分）：超期办理每件扣0.6分，退回的每件扣0.2分。",
        "（三）民主测评（20分）。由局领导、科室负责人、一般干部分别测评，权重分别为40%、35%、25%。",
    )
    assert [(item.name, str(item.points)) for item in scheme.indicators] == [
        ("业务", "55"),
        ("作风", "25"),
        ("民主测评", "20"),
    ]
    assert [item.name for item in found(scheme, "作风").items] == ["考勤", "会风", "公文"]
    assert scheme.panels["民主测评"].classes == {
        "局领导": Fraction(2, 5),
        "科室负责人": Fraction(7, 20),
        "一般干部": Fraction(1, 4),
    }


def test_last_places_quotas_and_cases_that_cannot_be_said() -> None:
    made, scheme = drafted(
        "四、考核结果分为优秀、良好、一般、较差四个等次，优秀占30%，良好占40%，较差占5%，其余为一般。",
        "五、结果运用",
        "（一）评为优秀等次的通报表扬；评为良好等次的，优秀名额按16%确定。",
        "（二）排名后两位的，由县领导约谈。",
        "（三）连续两年评为较差等次或任期内三次考核为一般等次的，调整主要负责人。",
        "（四）较差等次的，绩效年薪倍数为0。",
        "（五）设一等奖1名、二等奖2名、三等奖3名，分别奖励工作经费4万元、3万元、2万元。",
    )
    assert [(one.grade, one.last_places, one.years_running, one.then) for one in scheme.afterwards][:3] == [
        (("优秀",), None, 1, "通报表扬"),
        (("良好",), None, 1, "优秀名额按16%确定"),
        ((), (1, 2), 1, "由县领导约谈"),
    ]
    adjusted = next(one for one in scheme.afterwards if "调整" in one.then)
    assert (adjusted.grade, adjusted.years_running) == (("较差",), 2)
    assert "任期内三次考核为一般等次" in (adjusted.check or "")
    assert [(award.name, award.amount) for award in scheme.awards] == [
        ("一等奖", "4万元"),
        ("二等奖", "3万元"),
        ("三等奖", "2万元"),
    ]
    assert scheme.limits == ()
    assert messages(made, "reading.W304") != []
