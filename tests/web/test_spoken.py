"""Kept sentences are said in the language of the page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

import kaoji.reading
from kaoji.diagnostics import Diagnostic, Source
from kaoji.reading.tables import USUAL_HEADS
from kaoji.web.assessments.findings import show
from kaoji.web.assessments.words import HEADS
from kaoji.web.remarks import REMARKS
from kaoji.web.spoken import NOTES, spoken, spoken_place, spoken_value

PLACE = re.compile(r"\{\w+\}")
ENDS = ("。", "：{words}", "：{text}")


def english(text: str) -> str:
    with translation.override("en"):
        return spoken(text)


def written_by_the_reader() -> set[str]:
    """Give the sentences in the code of the reader: Chinese, for people, and no pattern."""
    found = set()
    for path in Path(kaoji.reading.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value.endswith(ENDS)
                and len(node.value) > 8
                and not re.search(r"[\[\]()?|\\^]", node.value)
            ):
                found.add(node.value)
    return found


def test_every_remark_of_the_reader_is_said_in_english() -> None:
    remarks = written_by_the_reader()
    assert len(remarks) > 40
    left = {each for each in remarks if re.search("[一-鿿]", re.sub("“[^”]*”", "", english(PLACE.sub("7", each))))}
    assert left == set()


def test_remarks_that_stand_together_are_said_one_by_one() -> None:
    kept = "请核对：原文含糊，这一条只是推测。以下内容没有写成规则，请核对是否影响计分：“每年一次”“另行通知”"
    assert english(kept) == (
        "Please check: the words are vague, and this is only a guess. "
        "These words became no rule. Please check whether they touch the score: “每年一次”“另行通知”"
    )
    with translation.override("zh-hans"):
        assert spoken(kept) == kept


def test_what_somebody_typed_stays_between_remarks_and_alone() -> None:
    assert english("请县委办再看一次。") == "请县委办再看一次。"
    assert english("请县委办再看一次。请核对公式及其适用范围。") == (
        "请县委办再看一次。 Please check the formula and to whom it applies."
    )


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("采纳“方案.docx”中的5处变化", "5 changes taken from “方案.docx”"),
        ("沿用《青川县2026年度考核》方案第23版", "From the scheme of 青川县2026年度考核, version 23"),
        ("申诉3成立后", "after appeal 3"),
        ("After the meeting", "After the meeting"),
    ],
)
def test_notes_and_reasons_are_said_in_the_language_of_the_page(kept: str, said: str) -> None:
    assert english(kept) == said
    with translation.override("zh-hans"):
        assert spoken(said) == kept


def test_every_note_stands_in_a_catalogue() -> None:
    with translation.override("zh-hans"):
        assert [note for note in NOTES if translation.gettext(note) == note] == []
    assert REMARKS


def test_yes_and_no_are_said_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert [spoken_value(each) for each in ("是", "否", "9.1、否", "是否")] == ["yes", "no", "9.1, no", "是否"]
    with translation.override("zh-hans"):
        assert spoken_value("9.1、否") == "9.1、否"


def test_places_in_a_notice_are_said_in_the_language_of_the_page() -> None:
    places = ["表1第2行", "第3页第8段", "第41行", "工作表“指标”B3", "附件里"]
    with translation.override("en"):
        assert [spoken_place(each) for each in places] == [
            "table 1, row 2", "page 3, paragraph 8", "line 41", "sheet “指标” B3", "附件里"
        ]  # fmt: skip
    with translation.override("zh-hans"):
        assert [spoken_place(each) for each in places] == places


def test_findings_of_a_reading_have_no_marks_and_no_foreign_commas() -> None:
    heads = Diagnostic(
        "reading.I204", "The columns of the table were read as: {columns}.", (Source("通知.docx", cell="T1 R2"),),
        data={"columns": "一级指标 = 指标名称, 权重 = 分值"},
    )  # fmt: skip
    chinese, english_words = show(heads, "zh-hans"), show(heads, "en")
    assert chinese.place == "通知.docx 表1第2行"
    assert "一级指标＝指标名称，权重＝分值" in chinese.text
    assert english_words.place == "通知.docx table 1, row 2"
    assert "一级指标 = name of the indicator, 权重 = points" in english_words.text


def test_every_usual_head_of_a_score_sheet_has_english_words() -> None:
    assert set(USUAL_HEADS.values()) <= set(HEADS)
