"""Grades whose lines stand behind their names: on lines of their own, in one sentence, in letters, with their places."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.reading.invented import drafted, grades

LISTED = "考核结果分为优秀、良好、一般、较差四个等次："
STEPS = {"优秀": {"at_least": 90}, "良好": {"at_least": 80}, "一般": {"at_least": 60}, "较差": {"rest": True}}


@pytest.mark.parametrize(
    "lines",
    [
        (LISTED, "（一）优秀：90分及以上；", "（二）良好：80分及以上、不满90分；", "（三）一般：60分及以上、不满80分；", "（四）较差：不满60分。"),
        (LISTED, "优秀：90分以上；", "良好：80分以上不满90分；", "一般：60分以上不满80分；", "较差：不满60分。"),
        (LISTED + "优秀：90分以上；良好：80分以上不满90分；一般：60分以上不满80分；较差：不满60分。",),
        ("1.优秀：得分90分以上；", "2.良好：得分80分以上不满90分；", "3.一般：得分60分以上不满80分；", "4.较差：得分不满60分。"),
        ("优秀：不低于90分；良好：不低于80分；一般：不低于60分；较差：低于60分。",),
        ("（一）优秀等次：90分（含）以上；", "（二）良好等次：80分（含）至90分；", "（三）一般等次：60分（含）至80分；", "（四）较差等次：60分以下。"),
    ],
)  # fmt: skip
def test_lines_behind_the_names_of_grades_are_read(lines: tuple[str, ...]) -> None:
    _, scheme = drafted("四、等次评定", *lines)
    assert grades(scheme) == STEPS


def test_letters_are_grades_too_and_a_share_may_stand_beside_the_line() -> None:
    _, scheme = drafted("四、等次", "A级：得分95分以上；", "B级：得分85分以上95分以下；", "C级：得分85分以下。")
    assert [(grade.name, grade.at_least, grade.rest) for grade in scheme.grades] == [
        ("A", 95, False),
        ("B", 85, False),
        ("C", None, True),
    ]
    _, scheme = drafted(
        "四、等次", "优秀：得分列前30%且不低于90分；良好：不低于80分；合格：不低于60分；较差：低于60分。"
    )
    assert (scheme.grades[0].at_least, scheme.grades[0].share) == (Decimal(90), Fraction(3, 10))


def test_what_steps_award_is_no_grade() -> None:
    _, scheme = drafted("四、评分", "优秀：90分以上得10分；良好：80分以上得8分；一般：60分以上得5分。")
    assert scheme.grades == ()


def test_a_sentence_on_parts_that_do_not_make_the_whole_is_no_indicator() -> None:
    made, scheme = drafted("第二条 考核总分为100分，其中业务50分、质量30分、考勤30分。")
    assert not any("总分" in node.name for node in scheme.indicators)
    assert "reading.W209" in {finding.code for finding in made.findings}
