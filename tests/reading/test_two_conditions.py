"""What notices ask for together, and rights that they take away: 末位且低于75分, 取消评奖资格."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kaoji.reading import read
from kaoji.reading.drafts import draft
from kaoji.scheme import load
from kaoji.scheme.model import Scheme

NOTICE = """清溪县2031年度部门综合考核办法
一、考核对象
部门：甲局、乙局、丙局、丁局、戊局、己局。
二、考核内容
（一）关键业绩（60分）。由县考核办计分。
（二）日常管理（40分）。由县政府办计分。
三、等次
考核结果分为优秀、合格、基本合格三个等次。综合得分排名前2名的部门评为优秀；{grade}；其余评为合格。
年度内被通报批评的，{right}。
四、结果运用
对优秀等次的通报表彰；{follows}，由县委约谈主要负责人。
{prize}
"""
"""A notice of which some words vary."""


def scheme_of(folder: Path, **words: str) -> Scheme:
    """Read the notice with these words."""
    usual = {"grade": "排名末位且低于70分的评为基本合格", "right": "不得评为优秀", "follows": "末位的", "prize": ""}
    path = folder / "notice.txt"
    path.write_text(NOTICE.format(**{**usual, **words}), encoding="utf-8")
    file, _ = load(draft(read(path)[0]).scheme_text)
    assert file is not None
    return file.scheme


@pytest.mark.parametrize(
    ("words", "below"),
    [("末位评为基本合格", None), ("排名末位且低于70分的评为基本合格", 70),
     ("末位且综合得分不足70分的，确定为基本合格", 70), ("最后一名并且考核得分低于69.5分的部门，评为基本合格", Decimal("69.5"))],
)  # fmt: skip
def test_a_grade_for_the_last_may_ask_for_a_low_total_besides(words: str, below: int | None, tmp_path: Path) -> None:
    made = scheme_of(tmp_path, grade=words)
    assert [limit.when for limit in made.limits] == ["被通报批评"]
    best, middle, last = made.grades
    assert (best.places, middle.rest, middle.at_least) == ({"部门": 2}, True, None)
    assert (last.places, last.from_bottom, last.below) == ({"部门": 1}, True, below)


def test_a_consequence_for_the_last_may_ask_for_a_low_total_besides(tmp_path: Path) -> None:
    def asked(words: str) -> tuple[bool, Decimal | None, bool]:
        made = scheme_of(tmp_path, follows=words).afterwards[-1]
        assert made.then == "由县委约谈主要负责人"
        return made.last_place, made.total_below, bool(made.check)

    assert asked("末位的") == (True, None, False)
    assert asked("末位且低于75分的") == (True, Decimal(75), False)
    assert asked("列末位且年度考核得分75分以下的") == (True, Decimal(75), True)
    # What stands beside 或 is another case.
    assert asked("末位或低于75分的") == (True, None, False)


def test_the_right_to_prizes_is_taken_away_where_there_are_some(tmp_path: Path) -> None:
    prize = "设进步奖1名，奖励排名较上年上升最多的部门。"
    (limit,) = scheme_of(tmp_path, right="取消评奖资格", prize=prize).limits
    assert (limit.no_award, limit.not_grade) == (("全部",), None)
    assert limit.check is not None
    (limit,) = scheme_of(tmp_path, right="取消评奖资格").limits
    assert (limit.no_award, limit.not_grade) == ((), "优秀")
    (limit,) = scheme_of(tmp_path, right="取消评优资格", prize=prize).limits
    assert (limit.no_award, limit.not_grade) == ((), "优秀")


def test_that_people_decide_between_equal_totals_is_understood(tmp_path: Path) -> None:
    def unread(words: str) -> list[str]:
        path = tmp_path / "notice.txt"
        text = NOTICE.format(grade="末位评为基本合格", right="不得评为优秀", follows="末位的", prize="")
        path.write_text(text.replace("\n四、", f"\n{words}\n四、"), encoding="utf-8")
        made = draft(read(path)[0])
        return [str(finding.data) for finding in made.findings if finding.code == "reading.W307"]

    assert unread("综合得分相同的，由县考核工作领导小组研究确定。") == []
    assert unread("得分相同的，提交县委常委会会议讨论决定名次。") == []
    # What is compared first is not dropped for the decision that comes last.
    assert "优先" in "".join(unread("得分相同的，获得表彰的优先，仍相同的由县考核工作领导小组研究确定。"))
