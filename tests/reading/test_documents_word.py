"""Word files: numbering, merged and nested tables, text boxes, changes, fields."""

import pytest

from kaoji.reading import Grid, read
from tests.reading.made import docx, p, tbl, tc

HEADING = '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 2"/></w:style>'


def lvl(level: int, kind: str, pattern: str, more: str = "") -> str:
    return f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/>{more}<w:numFmt w:val="{kind}"/><w:lvlText w:val="{pattern}"/></w:lvl>'


NUMBERING = (
    '<w:abstractNum w:abstractNumId="7">'
    + lvl(0, "chineseCountingThousand", "%1、")
    + lvl(1, "chineseCounting", "（%2）")
    + lvl(2, "decimal", "%3.")
    + lvl(3, "decimal", "%1.%3.%4", "<w:isLgl/>")
    + lvl(4, "decimalEnclosedCircleChinese", "%5")
    + "</w:abstractNum>"
    '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def item(text: str, level: int, list_id: int = 3) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def grid(body: str, numbering: str = "") -> Grid:
    document, findings = read(docx(body, numbering=numbering))
    assert findings == []
    return document.grids[0]


def labels(*items: str) -> list[str]:
    document, _ = read(docx("".join(items), numbering=NUMBERING))
    return [paragraph.label for paragraph in document.paragraphs]


def test_numbers_are_counted_as_word_shows_them() -> None:
    found = labels(item("a", 0), item("b", 1), item("c", 1), item("d", 2), item("e", 3), item("f", 0), item("g", 1))
    assert found == ["一、", "（一）", "（二）", "1.", "1.1.1", "二、", "（一）"]


def test_numbers_begin_again_when_a_list_overrides_its_start() -> None:
    assert labels(item("a", 0), item("b", 0), item("c", 0, 4), item("d", 0, 4)) == ["一、", "二、", "一、", "二、"]


def test_numbers_reach_beyond_ten_when_a_list_is_long() -> None:
    assert labels(*(item("x", 0) for _ in range(21)))[9:12] == ["十、", "十一、", "十二、"]
    assert labels(*(item("x", 4) for _ in range(3))) == ["①", "②", "③"]


def test_number_comes_from_the_style_when_the_paragraph_has_none() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="t"><w:basedOn w:val="s"/></w:style>'
    )
    body = p("总则", '<w:pStyle w:val="t"/>') + p("附则", '<w:pStyle w:val="t"/>')
    document, _ = read(docx(body, styles=styles, numbering=NUMBERING))
    assert [(block.label, block.text) for block in document.paragraphs] == [("一、", "总则"), ("二、", "附则")]


def test_numbered_empty_cells_show_their_numbers() -> None:
    numbered = grid(tbl([[tc(item("", 2)), "税收收入"], [tc(item("", 2)), "招商引资"]]), numbering=NUMBERING)
    assert numbered.dense() == [["1.", "税收收入"], ["2.", "招商引资"]]


def test_level_comes_from_style_name_and_outline() -> None:
    body = p("一、总则", '<w:pStyle w:val="a1"/>') + p("附件", '<w:outlineLvl w:val="0"/>') + p("正文")
    document, _ = read(docx(body, styles=HEADING))
    assert [paragraph.level for paragraph in document.paragraphs] == [2, 1, None]


def test_merged_cells_become_spans() -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    merged = grid(
        tbl(
            [
                [tc("指标", '<w:gridSpan w:val="2"/>'), "分值"],
                [tc("经济", start), "税收", tc("20分", start)],
                [tc("", on), "投资", tc("", on)],
                [tc("社会", start), "环保", "10分"],
            ]
        )
    )
    assert merged.dense() == [
        ["指标", "指标", "分值"],
        ["经济", "税收", "20分"],
        ["经济", "投资", "20分"],
        ["社会", "环保", "10分"],
    ]
    cell = merged.cell_at(2, 0)
    assert cell is not None
    assert (cell.row, cell.row_span, cell.source.table, cell.source.row) == (1, 2, 1, 2)


def test_row_that_begins_late_keeps_its_columns() -> None:
    late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("投资") + "</w:tr>"
    body = tbl([["经济", "税收"]]).replace("</w:tbl>", late + "</w:tbl>")
    assert grid(body).dense() == [["经济", "税收"], ["", "投资"]]


def test_nested_table_stands_in_the_text_and_as_a_grid() -> None:
    outer = grid(tbl([["指标", "标准"], ["税收", tc(p("按下表：") + tbl([["90%", "10分"], ["80%", "5分"]]) + p(""))]]))
    cell = outer.cell_at(1, 1)
    assert cell is not None
    assert cell.text == "按下表：\n90%\t10分\n80%\t5分"
    assert cell.nested[0].dense() == [["90%", "10分"], ["80%", "5分"]]


def test_table_in_a_frame_of_one_cell_is_taken_out() -> None:
    assert grid(tbl([[tc(tbl([["甲", "乙"]]) + p(""))]])).dense() == [["甲", "乙"]]


def test_text_box_is_read_once() -> None:
    box = "<w:txbxContent>" + p("附件2") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>正文</w:t></w:r></w:p>"
    )
    document, _ = read(docx(body))
    assert [paragraph.text for paragraph in document.paragraphs] == ["正文", "附件2"]


def test_deleted_text_is_left_out_and_inserted_text_taken() -> None:
    body = (
        "<w:p><w:r><w:t>每起扣</w:t></w:r>"
        '<w:del w:id="1"><w:r><w:delText>3</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>5</w:t></w:r></w:ins>'
        "<w:r><w:t>分</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>" + p("后")
    )
    document, findings = read(docx(body))
    assert [paragraph.text for paragraph in document.paragraphs] == ["每起扣5分", "前后"]
    assert [(finding.code, finding.data["count"]) for finding in findings] == [("reading.I145", 1)]
    assert document.notes == tuple(findings)


def test_hidden_text_is_left_out_and_reported() -> None:
    body = "<w:p><w:r><w:t>明</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r></w:p>"
    document, findings = read(docx(body))
    assert document.paragraphs[0].text == "明"
    assert [finding.code for finding in findings] == ["reading.I146"]


def test_field_shows_its_result_and_not_its_instruction() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    body = (
        f"<w:p>{mark('begin')}<w:r><w:instrText>= 1+1</w:instrText><w:t>x</w:t></w:r>{mark('separate')}"
        f"<w:r><w:t>共20分</w:t></w:r>{mark('end')}</w:p><w:p>{mark('begin')}</w:p>" + p("后文")
    )
    document, _ = read(docx(body))
    assert [paragraph.text for paragraph in document.paragraphs] == ["共20分", "后文"]


def test_breaks_tabs_and_symbols_become_letters() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0AB"/><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t>'
        '<w:br w:type="page"/></w:r></w:p>'
    )
    document, _ = read(docx(body))
    assert document.paragraphs[0].text == "★甲\n乙\t丙"


def test_header_is_left_out_and_footnote_taken() -> None:
    notes = f'<w:footnote w:type="separator">{p("-")}</w:footnote><w:footnote w:id="2">{p("指常住人口。")}</w:footnote>'
    document, _ = read(docx(p("正文"), header=p("机密"), footnotes=notes))
    assert [paragraph.text for paragraph in document.paragraphs] == ["正文", "指常住人口。"]


def test_content_controls_are_looked_into() -> None:
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}{tbl([['乙', '丙']])}</w:sdtContent></w:sdt>"
    document, _ = read(docx(wrapped))
    assert document.paragraphs[0].text == "甲"
    assert document.grids[0].dense() == [["乙", "丙"]]


@pytest.mark.parametrize("depth", [30, 120])
def test_tables_nested_too_deep_are_refused(depth: int) -> None:
    body = p("甲")
    for _ in range(depth):
        body = tbl([[tc(body), "乙"]])
    _, findings = read(docx(body))
    assert [finding.level for finding in findings] == ["error"]
    assert findings[0].code in {"reading.E114", "reading.E105"}
