"""Notices in running text: groups, weights, formulas, grades, vetoes and adjustment lists; what is not read is said."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kaoji.reading import Document, Paragraph, Source, read
from kaoji.reading.drafts import Draft, drafts
from kaoji.scheme import load_scheme
from kaoji.scheme.model import Scheme

FOLDER = Path(__file__).parents[1] / "cases" / "prose"


def drafted(name: str) -> tuple[Draft, Scheme]:
    (made,) = drafts(read(FOLDER / name)[0])
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    return made, structure.scheme


def unread(made: Draft) -> str:
    return "；".join(str(finding.data["words"]) for finding in made.findings if finding.code == "reading.W307")


def test_groups_in_one_sentence_come_with_their_counts() -> None:
    groups = drafted("townships.txt")[1].groups
    assert {name: (group.stated, len(group.units), group.units[0]) for name, group in groups.items()} == {
        "第一组": (5, 5, "城关镇"),
        "第二组": (7, 7, "红岩乡"),
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("departments.txt", {"党群部门": 3, "政府部门": 5}),  # 党群部门3家：…
        ("streets.txt", {"街道": 4, "园区": 3}),  # 街道：…，共4个
    ],
)
def test_counts_stand_before_or_behind_the_list(name: str, expected: dict[str, int]) -> None:
    groups = drafted(name)[1].groups
    assert {group: len(held.units) for group, held in groups.items()} == expected
    assert {group: held.stated for group, held in groups.items()} == expected


def test_a_share_without_the_word_for_grades_is_read() -> None:
    grades = drafted("townships.txt")[1].grades
    assert [(grade.name, grade.share, grade.rest) for grade in grades] == [
        ("优秀", Fraction(1, 4), False),
        ("良好", None, True),
    ]


def test_grades_named_by_their_bands_come_with_their_lines_and_limits() -> None:
    scheme = drafted("departments.txt")[1]
    assert [(grade.name, grade.at_least, grade.rest) for grade in scheme.grades] == [
        ("优秀", Decimal(90), False),
        ("良好", Decimal(80), False),
        ("合格", Decimal(60), False),
        ("不合格", None, True),
    ]
    assert [limit.grade for limit in scheme.limits] == ["不合格"] * 3


def test_shares_listed_behind_all_grades_are_each_their_own() -> None:
    grades = drafted("articles.txt")[1].grades
    assert [(grade.name, grade.share) for grade in grades] == [
        ("优秀", Fraction(1, 5)),
        ("良好", Fraction(1, 2)),
        ("一般", Fraction(1, 5)),
        ("较差", Fraction(1, 10)),
    ]


def test_a_formula_that_repeats_a_composition_is_one_total() -> None:
    total = drafted("departments.txt")[1].total
    assert [part.formula.split(",")[0] for part in total] == [
        "业务指标得分×60%+公共指标得分×30%+满意度评价得分×10%+加分+扣分"
    ]


def test_an_office_whose_name_holds_a_verb_stays_whole() -> None:
    (party,) = (node for node in drafted("townships.txt")[1].indicators if node.name == "党的建设")
    assert party.provider == ("县委组织部",)
    assert [rule.score for rule in party.rules] == ["由县委组织部计分"]


def test_a_section_of_bonuses_and_deductions_is_in_the_draft_with_its_departments() -> None:
    made, scheme = drafted("townships.txt")
    (section,) = (node for node in scheme.indicators if node.name == "加减分")
    assert [(part.name, part.provider, part.limits) for part in section.items] == [
        ("加分", ("县委办公室",), "加分不超过5分"),
        ("减分", ("县纪委监委",), "减分不超过5分"),
    ]
    assert [(item.name, len(item.rules)) for part in section.items for item in part.items] == [
        ("获得国家级表彰", 1),
        ("被县级以上通报批评", 1),
        ("发生数据造假", 1),
    ]
    assert unread(made) == "考核总分为各项得分之和加上加减分"
    assert made.counts.not_understood == 1


def test_what_takes_the_right_to_prizes_bars_from_them_where_there_are_no_grades() -> None:
    made, scheme = drafted("streets.txt")
    assert [(one.when, one.no_award) for one in scheme.limits] == [
        ("发生较大以上安全事故", ("全部",)),
        ("发生群体性事件造成恶劣影响", ("全部",)),
    ]
    assert not scheme.grades
    assert "取消评奖资格" not in unread(made)


def test_a_line_behind_the_items_limits_the_list_of_a_system() -> None:
    made, scheme = drafted("articles.txt")
    assert any("加分不超过3分" in str(node) for node in scheme.indicators)
    assert "加分总计最多3分" not in unread(made)


def test_a_notice_that_issues_a_plan_has_the_title_of_the_plan() -> None:
    assert drafted("offices.txt")[1].title == "翠屏县2035年度部门绩效考评方案"


def test_a_sentence_behind_the_last_item_of_a_list_is_none_of_its_items() -> None:
    scheme = drafted("offices.txt")[1]
    assert [limit.when for limit in scheme.limits] == ["发生较大以上安全生产责任事故", "领导班子成员被立案查处"]
    assert [(made.grade, made.years_running) for made in scheme.afterwards] == [(("不合格",), 2)]


def test_grades_named_by_the_first_the_last_and_the_rest_are_all_there() -> None:
    grades = drafted("lakes.txt")[1].grades
    assert [(grade.name, grade.share, grade.at_least, grade.rest) for grade in grades] == [
        ("优秀", Fraction(3, 10), Decimal(95), False),
        ("良好", None, None, True),
        ("一般", Fraction(1, 10), None, False),
    ]


def test_limits_of_a_whole_list_below_its_last_item_are_taken_or_said() -> None:
    made, scheme = drafted("lakes.txt")
    (section,) = (node for node in scheme.indicators if node.bonus)
    assert section.limits == "加分不超过8分，减分不超过5分"
    assert "加分累计" not in unread(made)


def test_prizes_that_follow_each_other_by_rank_come_with_their_places() -> None:
    awards = drafted("streets.txt")[1].awards
    assert [(award.name, award.places) for award in awards] == [
        ("一等奖", (1, 2)),
        ("二等奖", (3, 5)),
        ("三等奖", (6, 999)),
    ]


def test_prizes_that_are_counted_come_with_places_money_and_least_totals() -> None:
    text = (
        "石门镇2035年度村级考核办法\n一、结果运用\n1.考核同奖金挂钩。按总分排队，设综合奖一等奖2名、二等奖3名。"
        "一等奖得分不低于90分；二等奖得分不低于80分。一等奖奖金8000元，二等奖奖金5000元。"
    )
    lines = tuple(
        Paragraph(line, source=Source("a.txt", line=number)) for number, line in enumerate(text.split("\n"), 1)
    )
    (made,) = drafts(Document("a.txt", "txt", lines))
    structure, _ = load_scheme(made.scheme_text)
    assert structure is not None
    assert [(award.name, award.places, award.total_at_least, award.amount) for award in structure.scheme.awards] == [
        ("一等奖", (1, 2), Decimal(90), "8000元"),
        ("二等奖", (3, 5), Decimal(80), "5000元"),
    ]
    assert "等奖" not in unread(made)


def test_adjustments_without_numbers_are_items_of_their_list() -> None:
    notice = """清溪县2027年度专项考核方案
一、考核对象
乡镇：白石镇、柳溪镇、云岭镇。
二、考核内容和计分办法
（一）产业发展（60分）。由县农业农村局计分。
（二）乡风文明（40分）。由县委组织部计分。
三、加减分
获得省级以上表彰的，每次加2分，最高加5分。
被市级以上通报批评的，每次扣1分。
加分累计不超过8分。
四、结果运用
按得分从高到低排序，前25%为优秀等次，其余为合格等次。"""
    (made,) = drafts(read(notice.encode(), "通知.txt")[0])
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    (section,) = (node for node in structure.scheme.indicators if node.name == "加减分")
    assert [(item.name, [rule.score for rule in item.rules]) for item in section.items] == [
        ("获得省级以上表彰", ["每次加2分，最高5分"]),
        ("被市级以上通报批评", ["每次扣1分"]),
    ]
    assert section.limits == "加分不超过8分"
    (passage,) = (each for each in made.passages if "省级以上表彰" in each.text)
    assert len(passage.rules) == 1


def of_results(*lines: str, chapter: str = "结果运用") -> tuple[Draft, Scheme]:
    """Draft a small notice with the lines as its chapter on results."""
    text = (
        "云溪县2036年度考核办法\n一、考核对象\n各乡镇（2个）：南浦镇、北溪乡。\n二、考核内容（100分）\n1.环境整治（60分）\n"
        "发现垃圾乱倒每处扣2分。\n2.防汛抗旱（40分）\n发生险情未报的每起扣5分。\n三、" + "\n".join((chapter, *lines))
    )
    (made,) = drafts(read(text.encode(), "通知.txt")[0])
    structure, problems = load_scheme(made.scheme_text)
    assert structure is not None, problems
    return made, structure.scheme


@pytest.mark.parametrize(
    ("sentence", "share", "least"),
    [
        ("优秀等次按不超过30%确定，且得分不低于85分。", 30, 85),
        ("优秀等次得分不低于85分，且不超过参评单位的30%。", 30, 85),
        ("得分不低于85分的，按30%的比例确定优秀等次。", 30, 85),
        ("得分排名前30%且达到85分的评为优秀等次。", 30, 85),
        ("优秀等次不超过30%，得分须在85分以上。", 30, 85),
    ],
)
def test_a_share_and_a_line_of_one_grade_are_both_read(sentence: str, share: int, least: int) -> None:
    made, scheme = of_results("考核结果分为优秀、合格、不合格三个等次。" + sentence)
    best = scheme.grades[0]
    assert best.share == Fraction(share, 100)
    assert best.at_least == least
    assert unread(made) == ""


def test_the_line_below_which_the_last_grade_stands_is_that_of_the_grade_above() -> None:
    _, scheme = of_results("考核结果分为优秀、合格、不合格三个等次。优秀等次不超过30%；60分以下为不合格。")
    assert [(grade.name, grade.at_least, grade.rest) for grade in scheme.grades] == [
        ("优秀", None, False),
        ("合格", 60, False),
        ("不合格", None, True),
    ]


def test_grades_named_by_bands_come_with_a_share_that_stands_among_them() -> None:
    made, scheme = of_results(
        "考核得分90分以上为优秀等次，优秀比例不得超过30%；80—90分为良好等次；60—80分为合格等次；60分以下为不合格等次。"
    )
    assert [(grade.name, grade.share, grade.at_least) for grade in scheme.grades] == [
        ("优秀", Fraction(3, 10), 90),
        ("良好", None, 80),
        ("合格", None, 60),
        ("不合格", None, None),
    ]
    assert unread(made) == ""


def test_the_half_of_a_sentence_on_grades_that_is_not_read_is_marked_and_said() -> None:
    made, scheme = of_results(
        "考核结果分为优秀、合格、不合格三个等次。",
        "优秀等次不超过30%，且当年无重大舆情，单项得分不少于该项分值的70%。",
    )
    assert scheme.grades[0].share == Fraction(3, 10)
    assert "且当年无重大舆情" in unread(made)
    assert "单项得分不少于该项分值的70%" in unread(made)
    (passage,) = (passage for passage in made.passages if "舆情" in passage.text)
    certain = "".join(passage.text[mark.start : mark.end] for mark in passage.marks if mark.state == "certain")
    assert "舆情" not in certain
    assert passage.state == "check"


def test_of_statements_side_by_side_the_one_that_is_not_read_is_said() -> None:
    made, _ = of_results("连续两年评为末位的，对主要负责人进行约谈；弄虚作假的，取消全部加分。")
    assert "取消全部加分" in unread(made)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("发生重大事故的，取消评优资格，并加倍扣分。", "并加倍扣分"),
        ("对考核中弄虚作假的，取消加分，扣除相应分值。", "对考核中弄虚作假的，取消加分，扣除相应分值"),
        ("逾期未报送材料的，不得加分。", "逾期未报送材料的，不得加分"),
        ("考核组可根据情况加减分。", "考核组可根据情况加减分"),
        ("对督查发现的问题，由县督查室扣减相应得分。", "对督查发现的问题，由县督查室扣减相应得分"),
        ("隐瞒险情的，参照前款减半计分。", "隐瞒险情的，参照前款减半计分"),
    ],
)
def test_a_clause_that_changes_points_and_became_nothing_is_said_and_counted(sentence: str, words: str) -> None:
    made, _ = of_results("考核结果分为优秀、合格、不合格三个等次。优秀等次不超过30%。", sentence, chapter="等次评定")
    assert words in unread(made)
    (passage,) = (passage for passage in made.passages if passage.text == sentence)
    marked = {sentence[mark.start : mark.end]: mark.state for mark in passage.marks}
    assert marked[words] == "unbound"
    assert all(words not in other for other in marked if other != words)
    assert made.counts.not_understood > 0


@pytest.mark.parametrize(
    "step",
    ["考核结果经县委常委会审定后公示5个工作日", "考核结果报县委、县政府审定", "考核结果在县政府网站公示7天"],
)
def test_approval_and_publicity_are_a_choice_and_no_consequence(step: str) -> None:
    made, scheme = of_results(f"{step}。考核结果在全县通报。")
    assert [consequence.then for consequence in scheme.afterwards] == ["考核结果在全县通报"]
    (choice,) = (choice for choice in scheme.choices if choice.name == "审定公示")
    assert step in choice.decision
    assert choice.source is not None
    assert made.counts.to_check > 0


def test_approval_in_another_chapter_is_a_choice_too() -> None:
    _, scheme = of_results("考核结果经县委常委会审议通过后予以公示，公示期不少于5个工作日。", chapter="组织实施")
    assert scheme.afterwards == ()
    assert [choice.name for choice in scheme.choices if "审议通过" in choice.decision] == ["审定公示"]


def test_a_text_of_an_indicator_is_no_adjustment_once_more() -> None:
    _, scheme = of_results("考核结果在全县通报。")
    assert [root.name for root in scheme.indicators if root.bonus] == []
