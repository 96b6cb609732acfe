"""Rating sheets, on which raters mark dimensions: as tables, in lines, and as panels of a draft."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoji.reading import Document, Grid, Paragraph, Source
from kaoji.reading.sheets import Outline, outline
from tests.reading.invented import of_blocks, table, unread

_ROWS = (
    ("评分内容", "大局意识", "队伍建设工作", "服务质量", "小计"),
    ("分值", "5", "7", "8", "20"),
    ("办公室", "", "", "", ""),
    ("财务科", "", "", "", ""),
)


def _found(*blocks: str | Grid) -> Outline:
    parts = tuple(
        Paragraph(block, source=Source("a.txt", line=at)) if isinstance(block, str) else block
        for at, block in enumerate(blocks, 1)
    )
    return outline(Document("a.txt", "txt", parts))[0]


def _marked(found: Outline) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [(one.name, one.points, [(child.name, child.points) for child in one.children]) for one in found.ratings]


_WANTED = [("科室评分表（局领导用表）", "20", [("大局意识", "5"), ("队伍建设工作", "7"), ("服务质量", "8")])]


@pytest.mark.parametrize(
    "rows",
    [
        _ROWS,
        (("科室", "大局意识（5分）", "队伍建设工作（7分）", "服务质量（8分）", "得分"), *_ROWS[2:]),
        (("科室评分表（局领导用表）", "", "", "", ""), *_ROWS),
    ],
)
def test_columns_of_a_rating_sheet_are_what_raters_mark(rows: tuple[tuple[str, ...], ...]) -> None:
    title = () if rows[0][0].endswith("）") else ("科室评分表（局领导用表）",)
    found = _found(*title, table(*rows))
    assert found.sheets == ()
    assert _marked(found) == _WANTED


def test_a_rating_sheet_in_lines_is_told_by_its_points() -> None:
    found = _found(
        "科室评分表", "（局领导用表）", "评分内容 大局意识", "队伍建", "设工作", "服务质量 小计", "分值 5 7 8 20",
        "办公室", "财务科", "说明：请按考核办法为每个科室评分。",
    )  # fmt: skip
    assert _marked(found) == _WANTED


@pytest.mark.parametrize(
    "rows",
    [
        (*_ROWS[:2], ("办公室", "4", "6", "7", "17")),  # marked already: results
        (_ROWS[0], ("分值", "5", "7", "8", "30"), *_ROWS[2:]),  # no total of these
        (("指标", "分值", "评分标准"), ("党务", "20", ""), ("公文", "15", "")),
    ],
)
def test_other_tables_are_no_rating_sheets(rows: tuple[tuple[str, ...], ...]) -> None:
    assert _found("科室评分表", table(*rows)).ratings == ()


def test_a_part_is_marked_on_the_only_sheet_with_its_points() -> None:
    made, scheme = of_blocks(
        "云溪局2041年度科室考核办法",
        "一、考核方式",
        "1、量化考核（70分，其中共性工作25分，业务工作45分）。",
        "2、评议考核（30分，其中局领导评分占20分，科室互评占10分）。",
        "科室评分表（局领导用表）",
        table(*_ROWS),
        "窗口评分表",
        table(("窗口", "礼仪（3分）", "效率（4分）", "环境（5分）"), ("一号", "", "", "")),
    )
    assert list(scheme.panels) == ["局领导评分"]
    panel = scheme.panels["局领导评分"]
    assert (panel.points, panel.dimensions) == (
        Decimal(20), {"大局意识": Decimal(5), "队伍建设工作": Decimal(7), "服务质量": Decimal(8)},
    )  # fmt: skip
    parts = [(item.name, item.panel) for node in scheme.indicators for item in node.items]
    assert parts == [("共性工作", None), ("业务工作", None), ("局领导评分", "局领导评分"), ("科室互评", None)]
    assert [choice.decision for choice in made.choices if choice.name == "评分表"] == [
        "通知附有评分表“窗口评分表”（礼仪3分、效率4分、环境5分），没有找到它对应的部分，没有写入方案；需要时请设为评分。"
    ]
    shown = {passage.path: passage for passage in made.passages if "评分表" in passage.text}
    assert shown["评议考核", "局领导评分"].text == "科室评分表（局领导用表）\n大局意识5分、队伍建设工作7分、服务质量8分"
    assert [rule.score for rule in shown["评议考核", "局领导评分"].rules] == [
        "评分表：大局意识5分、队伍建设工作7分、服务质量8分；取平均分"
    ]
    assert "没有找到它对应的部分" in shown[()].check
    assert {passage.state for passage in shown.values()} == {"check"}


def test_what_a_line_in_brackets_adds_is_of_the_title() -> None:
    lines = [Paragraph(text, source=Source("a.docx", paragraph=at))
             for at, text in enumerate(("附件4", "科室评分表", "（局领导用表）"), 1)]  # fmt: skip
    (sheet,) = outline(Document("a.docx", "docx", (*lines, table(*_ROWS))))[0].ratings
    assert sheet.name == "科室评分表（局领导用表）"


@pytest.mark.parametrize(
    ("note", "score"),
    [
        ("说明：1、该表格为局领导评分表；2、小计总分不能超过20分；3、最后得分取平均值。", "取平均分"),
        ("注：去掉一个最高分和一个最低分后取平均分，保留两位小数。", "取平均分，去掉1个最高分和1个最低分，保留2位小数"),
    ],
)
def test_a_note_below_a_rating_sheet_says_how_its_marks_are_put_together(note: str, score: str) -> None:
    made, scheme = of_blocks(
        "云溪局2041年度科室考核办法",
        "一、考核方式",
        "1、量化考核（70分，其中共性工作25分，业务工作45分）。",
        "2、评议考核（30分，其中局领导评分占20分，科室互评占10分）。",
        "科室评分表（局领导用表）",
        table(*_ROWS),
        note,
    )
    assert scheme.panels["局领导评分"].score == score
    assert "表下的说明" in (scheme.panels["局领导评分"].check or "")
    assert unread(made) == ""
