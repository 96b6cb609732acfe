"""What task tables, columns and sentences say against themselves, and what only looks so."""

from __future__ import annotations

import pytest

from kaoji.reading import Document, Grid, Paragraph
from kaoji.reading.drafts import draft
from kaoji.reading.drafts.written import written
from kaoji.reading.tasks import read_tasks
from tests.reading.invented import numbered, table

HEAD = ("序号", "目标任务", "年度目标", "实际完成", "完成率", "牵头单位", "启动时间", "完成时限")
TASKS = (
    ("1", "新修机耕路30公里", "30公里", "24公里", "80%", "县交通局", "2031年3月", "2031年11月"),
    ("2", "改造危桥8座", "8座", "6座", "75%", "县公路局", "2031年2月", "2031年10月"),
    ("3", "新增床位400张", "400张", "412张", "103%", "县民政局", "2031年1月", "2031年9月"),
    ("4", "培育示范社6家", "6家", "6家", "100%", "县农业局", "2031年1月", "2031年12月"),
)


def document_of(*blocks: Paragraph | Grid) -> Document:
    return Document("通知.docx", "docx", blocks)


def told(*rows: tuple[str, ...]) -> list[tuple[str, str]]:
    title = numbered(("云岭县2031年重点任务完成情况表",))
    document = document_of(*title, table(HEAD, *rows))
    found = read_tasks(document)[1]
    return [(one.code.removeprefix("reading."), str(one.data.get("task", ""))) for one in found if ".W" in one.code]


def with_cell(row: int, column: str, text: str) -> tuple[tuple[str, ...], ...]:
    at = HEAD.index(column)
    return tuple(
        (*cells[:at], text, *cells[at + 1 :]) if place == row else cells for place, cells in enumerate(TASKS, 1)
    )


@pytest.mark.parametrize(
    ("row", "column", "text", "expected"),
    [
        (1, "完成率", "80%", []),
        (1, "完成率", "88%", [("W236", "1")]),
        (3, "实际完成", "412.4张", []),
        (1, "完成时限", "2031年2月", [("W315", "")]),
        (1, "完成时限", "2031年3月", []),
        (2, "牵头单位", "", [("W238", "")]),
        (2, "完成时限", "", [("W238", "")]),
        (4, "目标任务", "改造危桥8座", [("W237", "")]),
    ],
)
def test_rows_are_held_against_themselves(row: int, column: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert [one for one in told(*with_cell(row, column, text)) if one[0] not in ("W233", "W234")] == expected


def test_a_notice_of_tasks_alone_names_what_they_have_wrong() -> None:
    document = document_of(table(HEAD, *with_cell(1, "完成率", "88%")))
    assert {"reading.W312", "reading.W236"} <= {one.code for one in draft(document).findings}


def codes(*texts: str) -> list[str]:
    return [one.code.partition(".")[2] for one in written(numbered(texts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本办法自2031年3月1日起施行，有效期至2031年1月31日。", ["W315"]),
        ("本办法自2031年3月1日起施行，有效期至2033年2月28日。", []),
        ("3月10日前，各镇上报自评材料；2月底前，考核办完成审核。", ["W315"]),
        ("12月20日前，各镇上报自评材料；次年1月底前，考核办完成审核。", []),
        ("12月20日前，各镇上报自评材料；1月底前，考核办完成审核。", []),
        ("每月5日前上报；3月底前完成审核。", []),
        ("奖金共计300万元，其中先进奖180万元、进步奖90万元。", ["W313"]),
        ("奖金共计300万元，其中先进奖180万元、进步奖120万元。", []),
        ("设单项奖：增收奖、创新奖、治理奖共4个，每个奖励2万元。", ["W313"]),
        ("设先进奖3名，分别奖励10万元、8万元、6万元、4万元。", ["W239"]),
        ("设先进奖3名，分别奖励10万元、8万元、6万元。", []),
        ("建设口袋公园10个（其中城东3个、城西2个、城北3个）。", ["W313"]),
        ("中层正职（3人）：甲科科长、乙科科长、丙科科长、丁科科长。", ["W272"]),
        ("考核内容包括发展（35分）、改革（25分）、治理（30分）三个方面，满分100分。", ["W209"]),
    ],
)
def test_sentences_are_held_against_themselves(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(("total", "expected"), [("60", []), ("65", ["65"])])
def test_a_total_below_any_column_is_held_against_it(total: str, expected: list[str]) -> None:
    rows = (("乡镇", "奖金（万元）"), ("东镇", "30"), ("西镇", "20"), ("南镇", "10"), ("合计", total))
    found = draft(document_of(table(*rows))).findings
    assert [one.data["stated"] for one in found if one.code == "reading.W209"] == expected


def test_a_bracket_in_a_sentence_of_a_cell_is_missed() -> None:
    rows = ("1", "新认定企业8家（其中智造5家、医药3家。"), ("2", "新建公园2个（含1个体育公园）。")
    found = draft(document_of(table(("序号", "完成情况"), *rows))).findings
    assert len([one for one in found if one.code == "scheme.W235"]) == 1


def test_a_unit_of_measurement_that_one_row_lacks_is_named() -> None:
    rows = [
        ("就业", "10", "人"),
        ("投资", "20", "万元"),
        ("税收", "10", "万元"),
        ("绿化", "5", ""),
        ("学位", "5", "个"),
    ]
    sheet = table(("指标名称", "分值", "计量单位", "评分标准"), *((*row, "按完成比例计分。") for row in rows))
    found = draft(document_of(*numbered(("云岭县2031年考核指标",)), sheet)).findings
    assert [one.data["names"] for one in found if one.code == "reading.W238"] == ["绿化"]
