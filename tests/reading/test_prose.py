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
    assert [(item.name, item.provider, len(item.rules), item.limits) for item in section.items] == [
        ("加分", ("县委办公室",), 1, "最高5分"),
        ("减分", ("县纪委监委",), 2, "最高5分"),
    ]
    assert made.counts.not_understood == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("streets.txt", ("取消评奖资格",)),
        ("articles.txt", ("加分总计最多3分",)),
    ],
)
def test_what_nothing_was_made_of_is_said(name: str, words: tuple[str, ...]) -> None:
    said = unread(drafted(name)[0])
    assert [word for word in words if word not in said] == []


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
