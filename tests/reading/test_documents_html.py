"""Web pages: the notice without the page around it, tables with spans, encodings."""

import pytest

from kaoji.reading import Grid, read

NOTICE = "<h2>考核办法</h2><p>为完善考核机制，结合实际，制定本办法，请遵照执行。</p>"


def texts(page: str) -> list[str]:
    document, _ = read(f"<html><body>{page}</body></html>".encode())
    return [paragraph.text for paragraph in document.paragraphs]


def grid(page: str) -> Grid:
    document, _ = read(f"<html><body>{page}</body></html>".encode())
    return document.grids[0]


@pytest.mark.parametrize(
    "clutter",
    [
        "<nav><a>首页</a></nav>",
        '<div class="top-nav">首页</div>',
        '<div id="breadcrumb">首页 > 公开</div>',
        '<div class="bdsharebuttonbox">微信</div>',
        '<div style="display: none">贷款</div>',
        '<div style="position:absolute; left:-9999px">贷款</div>',
        '<ul><li><a href="1">新闻一</a></li><li><a href="2">新闻二</a></li><li><a href="3">新闻三</a></li></ul>',
        "<p>【字体：大 中 小】 打印本页</p>",
        "<p>上一篇：关于春节放假的通知</p>",
        "<footer>版权所有</footer>",
        "<script>var a = '贷款';</script><style>p {}</style><noscript>开启</noscript>",
        "<!-- 注释 --><select><option>2031</option></select>",
    ],
)
def test_clutter_is_left_out(clutter: str) -> None:
    assert texts(clutter + NOTICE + clutter) == ["考核办法", "为完善考核机制，结合实际，制定本办法，请遵照执行。"]


def test_what_was_left_out_is_reported() -> None:
    _, findings = read(f'<html><body><div class="nav">首页</div>{NOTICE}<p>打印</p></body></html>'.encode())
    assert [(finding.code, finding.data["count"], finding.data["parts"]) for finding in findings] == [
        ("reading.I144", 2, "首页 / 打印")
    ]


@pytest.mark.parametrize("name", ["share", "print", "sidebar"])
def test_text_is_kept_when_its_container_is_named_like_a_widget(name: str) -> None:
    assert texts(f'<div class="{name}">{NOTICE}</div>')[0] == "考核办法"


def test_links_to_annexes_are_kept() -> None:
    links = "".join(f'<p><a href="{number}">附件{number}：计分表</a></p>' for number in (1, 2, 3))
    assert texts(f"{NOTICE}<div>{links}</div>")[2:] == ["附件1：计分表", "附件2：计分表", "附件3：计分表"]


def test_headings_lists_and_breaks_make_paragraphs() -> None:
    page = "<h1>考核<br>办法</h1>各乡镇：<br>\u3000\u3000现印发。<ol start='3'><li>甲</li><li><p>乙</p></li></ol>"
    document, _ = read(f"<html><body>{page}</body></html>".encode())
    found = [(paragraph.text, paragraph.level, paragraph.label) for paragraph in document.paragraphs]
    assert found == [
        ("考核\n办法", 1, ""),
        ("各乡镇：", None, ""),
        ("现印发。", None, ""),
        ("甲", None, "3."),
        ("乙", None, "4."),
    ]


def test_line_ends_in_the_source_make_no_spaces_between_chinese_letters() -> None:
    assert texts("<p>结合\n   实际，GDP\n增长 5%</p>") == ["结合实际，GDP 增长 5%"]


def test_spans_are_laid_out_as_a_browser_does() -> None:
    spanned = grid(
        "<table><thead><tr><th rowspan=2>指标<th colspan=2>分值</tr><tr><th>基本分<th>加分</tr></thead>"
        "<tr><td rowspan=0>税收<td>10<td>2</tr><tr><td>20<td>3</tr></table>"
    )
    assert spanned.dense() == [
        ["指标", "分值", "分值"],
        ["指标", "基本分", "加分"],
        ["税收", "10", "2"],
        ["税收", "20", "3"],
    ]


def test_cell_keeps_its_lines_and_nested_tables() -> None:
    nested = grid(
        "<table><tr><td>税收</td><td><p>一、按时</p><p>二、足额</p><table><tr><td>甲</td><td>乙</td></tr></table></td>"
        "<td>每完成一项计五分，最高不超过二十分，扣完为止。</td></tr></table>"
    )
    cell = nested.cell_at(0, 1)
    assert cell is not None
    assert cell.text == "一、按时\n二、足额\n甲\t乙"
    assert cell.nested[0].dense() == [["甲", "乙"]]


def test_layout_tables_are_opened_up() -> None:
    page = f"<table width=100%><tr><td>{NOTICE}<table><tr><td>税收</td><td>10分</td></tr></table></td></tr></table>"
    document, _ = read(f"<html><body>{page}</body></html>".encode())
    assert document.paragraphs[0].text == "考核办法"
    assert [table.dense() for table in document.grids] == [[["税收", "10分"]]]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("", "gb18030"), ("gb2312", "utf-8-sig"), ("utf-8", "gb18030")],
)
def test_encoding_is_found_also_when_the_page_says_another(declared: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    document, _ = read(f"<html><head>{meta}</head><body><p>镕基、䶮县考核</p></body></html>".encode(encoding))
    assert document.paragraphs[0].text == "镕基、䶮县考核"


def test_hostile_spans_and_nesting_stay_within_limits() -> None:
    wide = "<tr><td rowspan=60000 colspan=1000>甲</td><td rowspan=60000>乙</td></tr>" * 2000
    document, findings = read(f"<html><body><table>{wide}</table></body></html>".encode())
    assert [finding.code for finding in findings] == ["reading.E107"]
    assert all(
        cell.row + cell.row_span <= table.height for table in document.grids for row in table.rows for cell in row
    )
    assert read(("<html><body>" + "<table><tr><td>" * 5000 + "甲").encode())[1][0].code == "reading.E114"
