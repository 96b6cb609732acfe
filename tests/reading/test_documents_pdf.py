"""PDF files: paragraphs, tables with and without lines, page breaks, scans."""

import os

import pytest

from kaoji import sharing
from kaoji.reading import Limits, read
from tests.reading.made import PdfPage, pdf

CLAUSE = "完成区下达任务的，计10分；每低1个百分点扣0.5分，扣完为止。"
BODY = "为全面贯彻落实各项工作部署，进一步完善考核评价机制，充分调动各乡镇干事创业的积极性，结合实际，制定本办法。"


def codes(content: bytes) -> list[str]:
    return [finding.code for finding in read(content)[1]]


def body(page: PdfPage, y: int, text: str = BODY) -> PdfPage:
    """Draw a paragraph as notices have it: the first line set in by two letters, 25 letters a line."""
    return page.text(70, y, text[:23]).wrapped(50, y + 14, text[23:], 25)


def test_lines_are_put_back_into_paragraphs() -> None:
    page = PdfPage().text(120, 60, "青禾县考核办法", 16)
    body(page, 100)
    page.text(70, 170, "一、考核对象")
    body(page, 184)
    document, findings = read(pdf(page), "办法.pdf")
    assert [paragraph.text for paragraph in document.paragraphs] == ["青禾县考核办法", BODY, "一、考核对象", BODY]
    assert document.paragraphs[1].source.cite().place() == "办法.pdf page 1, paragraph 2"
    assert findings == []


def test_paragraph_goes_on_over_a_page_break_without_page_numbers() -> None:
    first, second = PdfPage().text(70, 770, BODY[:23]).text(50, 784, BODY[23:48]), PdfPage().text(50, 80, BODY[48:])
    document, findings = read(pdf(first.text(280, 815, "- 1 -"), second.text(280, 815, "- 2 -")))
    assert [paragraph.text for paragraph in document.paragraphs] == [BODY]
    assert [(finding.code, finding.data["numbers"]) for finding in findings] == [("reading.I143", 2)]


def test_running_heads_are_left_out() -> None:
    pages = [body(PdfPage().text(200, 40, "青禾县人民政府文件"), 90) for _ in range(3)]
    document, findings = read(pdf(*pages))
    assert [paragraph.text for paragraph in document.paragraphs] == [BODY] * 3
    assert [finding.data["texts"] for finding in findings] == ["青禾县人民政府文件"]


def test_table_gets_its_spans_and_joins_wrapped_lines() -> None:
    page = PdfPage().grid([50, 100, 260, 320], [50, 80, 180]).line(100, 130, 320, 130)
    page.text(60, 70, "指标").text(105, 70, "计分方法").text(265, 70, "分值")
    page.text(55, 120, "税收").text(55, 134, "收入").wrapped(105, 95, CLAUSE, 15).text(265, 95, "10分")
    page.text(105, 145, "县税务局").text(105, 159, "县财政局").text(265, 145, "5分")
    document, findings = read(pdf(page))
    assert document.grids[0].dense() == [
        ["指标", "计分方法", "分值"],
        ["税收\n收入", CLAUSE, "10分"],
        ["税收\n收入", "县税务局\n县财政局", "5分"],
    ]
    assert findings == []


def test_table_is_read_when_each_cell_draws_its_own_frame() -> None:
    page = PdfPage()
    for top in (50, 80):
        for left in (50, 150):
            page.drawn.append(f"{left} {842 - top - 29} 99 29 re S")
            page.text(left + 5, top + 20, f"{left}")
    assert read(pdf(page))[0].grids[0].dense() == [["50", "150"], ["50", "150"]]


def table_page(*texts: tuple[str, str, str], tops: list[int]) -> PdfPage:
    page = PdfPage().grid([50, 90, 250, 310], tops)
    for top, (number, clause, points) in zip(tops, texts, strict=False):
        page.text(55, top + 15, number).wrapped(95, top + 15, clause, 15).text(255, top + 15, points)
    return page


HEAD = ("序号", "计分方法", "分值")


def test_row_parted_by_a_page_break_is_joined_and_the_repeated_head_dropped() -> None:
    first = table_page(HEAD, ("1", CLAUSE, "10分"), ("2", CLAUSE[:15], "5分"), tops=[660, 690, 740, 770])
    second = table_page(HEAD, ("", CLAUSE[15:], ""), ("3", "由县统计局提供。", "8分"), tops=[60, 90, 140, 180])
    document, findings = read(pdf(first, second))
    assert [grid.dense() for grid in document.grids] == [
        [list(HEAD), ["1", CLAUSE, "10分"], ["2", CLAUSE, "5分"], ["3", "由县统计局提供。", "8分"]]
    ]
    assert [finding.code for finding in findings] == ["reading.I142", "reading.I141"]
    last = document.grids[0].cell_at(3, 1)
    assert last is not None
    assert last.source.page == 2


def test_row_that_begins_on_a_page_is_not_joined() -> None:
    first = table_page(HEAD, ("1", CLAUSE, "10分"), tops=[680, 710, 770])
    second = table_page(("2", CLAUSE, "5分"), tops=[60, 120])
    document, findings = read(pdf(first, second))
    assert [grid.dense() for grid in document.grids] == [[list(HEAD), ["1", CLAUSE, "10分"], ["2", CLAUSE, "5分"]]]
    assert findings == []


def test_a_row_that_fills_a_page_without_a_frame_goes_on_behind_it() -> None:
    asked = "1、办文（10分）。收发登记完整，缺一件扣1分；按时归档，少一卷扣0.5分；会务周到，出错一次扣2分。"
    first = PdfPage().grid([50, 150, 320], [700, 730, 800])
    first.text(60, 720, "科室").text(160, 720, "计分标准").text(60, 750, "办公室").text(160, 750, asked[:16])
    second = PdfPage().text(160, 80, asked[16:32])
    third = PdfPage().grid([50, 150, 320], [60, 110, 150]).wrapped(160, 80, asked[32:], 16)
    third.text(60, 130, "人事科").text(160, 130, "1、培训（5分）。")
    document, _ = read(pdf(first, second, third))
    assert [grid.dense() for grid in document.grids] == [
        [["科室", "计分标准"], ["办公室", asked], ["人事科", "1、培训（5分）。"]]
    ]


def test_tables_of_different_columns_stay_apart() -> None:
    first = table_page(HEAD, ("1", CLAUSE, "10分"), tops=[680, 710, 770])
    second = (
        PdfPage().grid([50, 120, 170, 310], [60, 90]).text(55, 75, "组别").text(125, 75, "数").text(175, 75, "单位")
    )
    assert [grid.width for grid in read(pdf(first, second))[0].grids] == [3, 3]


def test_table_without_lines_is_told_by_alignment_and_reported() -> None:
    page = PdfPage().text(150, 50, "指标权重表", 14)
    for index, cells in enumerate(
        [HEAD, ("1", "税收收入", "10分"), ("2", "招商引资", "20分"), ("3", "生态环境", "5分")]
    ):
        for x, text in zip((60, 150, 320), cells, strict=True):
            page.text(x, 80 + 20 * index, text)
    document, findings = read(pdf(page))
    assert document.grids[0].dense() == [
        list(HEAD),
        ["1", "税收收入", "10分"],
        ["2", "招商引资", "20分"],
        ["3", "生态环境", "5分"],
    ]
    assert [finding.code for finding in findings] == ["reading.W127"]


def test_table_without_lines_joins_wrapped_cells() -> None:
    page = PdfPage()
    for index, number in enumerate("1234"):
        page.text(60, 80 + 50 * index, number).wrapped(100, 80 + 50 * index, CLAUSE, 16).text(
            320, 80 + 50 * index, "5分"
        )
    assert read(pdf(page))[0].grids[0].dense() == [[number, CLAUSE, "5分"] for number in "1234"]


def test_frame_around_text_is_no_table() -> None:
    page = body(PdfPage().grid([40, 340], [40, 200]), 80)
    document, _ = read(pdf(page))
    assert [paragraph.text for paragraph in document.paragraphs] == [BODY]


@pytest.mark.parametrize(
    ("rotation", "turn"), [(90, "0 1 -1 0 842 0"), (180, "-1 0 0 -1 595 842"), (270, "0 -1 1 0 0 595")]
)
def test_page_is_read_as_shown_when_it_is_turned(rotation: int, turn: str) -> None:
    # The font is not in the file, so only letters that every stand-in font has keep their height when they are turned.
    page = table_page(("A", "B", "C"), ("1", "22", "333"), tops=[60, 90, 120])
    turned = PdfPage(595, 842, rotation) if rotation == 180 else PdfPage(842, 595, rotation)
    turned.drawn = [f"q {turn} cm", *page.drawn, "Q"]
    assert read(pdf(turned))[0].grids[0].dense() == [["A", "B", "C"], ["1", "22", "333"]]


def test_scan_is_refused_and_a_scanned_page_reported() -> None:
    assert codes(pdf(PdfPage().image(), PdfPage().image())) == ["reading.E110"]
    document, findings = read(pdf(body(PdfPage(), 80), PdfPage().image()))
    assert document.paragraphs[0].text == BODY
    assert [(finding.code, finding.data["pages"]) for finding in findings] == [("reading.W126", "2")]


def test_reading_stops_at_the_limit_of_pages() -> None:
    document, findings = read(pdf(*(body(PdfPage(), 80) for _ in range(4))), limits=Limits(pages=2))
    assert len(document.paragraphs) == 2
    assert [finding.code for finding in findings] == ["reading.E116"]


@pytest.mark.parametrize("limits", [Limits(), Limits(pages=27), Limits(characters=500), Limits(characters=1_100)])
def test_long_file_is_read_alike_on_one_core_and_two(limits: Limits, monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf(*(body(PdfPage(), 80) for _ in range(30)))
    monkeypatch.setattr(sharing, "may_share", lambda: False)
    alone, said = read(content, limits=limits)
    monkeypatch.setattr(sharing, "may_share", lambda: hasattr(os, "fork"))
    together, said_together = read(content, limits=limits)
    assert (together.blocks, said_together) == (alone.blocks, said)
