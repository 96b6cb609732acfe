"""A result notice keeps the measures of GB/T 9704-2012, as its file says them; bench/notice.py measures it rendered."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from kaoji.numbers import POINT
from kaoji.writing.official_document import NUMBER, OfficialDocument, title_lines, width_of, written_date
from kaoji.writing.result_notice import NoticeGroup, NoticeUnit, ResultNotice, faults, write_result_notice

TOWNS = NoticeGroup(
    "乡镇",
    (
        NoticeUnit("白石镇", 1, 95_500_000_000, "优秀", ("先进单位",)),
        NoticeUnit("柳溪镇", 2, 90 * POINT, "良好", (), ("约谈主要负责人",)),
    ),
)
STREETS = NoticeGroup("街道", (NoticeUnit("东街街道", 1, 88 * POINT, "优秀", ("先进单位",)),))
NOTICE = ResultNotice(
    mark="青川区考核工作领导小组文件",
    number="青考组〔2026〕3号",
    title="青川区考核工作领导小组关于2025年度综合考核结果的通报",
    addressee="各街道、乡镇",
    opening="现将结果通报如下。",
    closing="望再接再厉。",
    signer="青川区考核工作领导小组",
    signed_on=date(2026, 2, 3),
    groups=(TOWNS, STREETS),
    grades=("优秀", "良好"),
    copies="市考核办",
    printed_by="青川区考核办",
    printed_on=date(2026, 2, 3),
)


def written(notice: ResultNotice) -> Any:  # noqa: ANN401 - a Word document
    target = io.BytesIO()
    write_result_notice(notice, target)
    return docx.Document(target)


def paragraph(document: Any, beginning: str) -> Any:  # noqa: ANN401 - a paragraph
    return next(each for each in document.paragraphs if each.text.startswith(beginning))


def face(of: Any) -> tuple[str, float]:  # noqa: ANN401 - a paragraph
    run = of.runs[0]
    return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt  # noqa: SLF001


def test_gw01_gw02_paper_and_margins() -> None:
    section = written(NOTICE).sections[0]
    twips = [round(each.twips) for each in (section.page_width, section.page_height)]
    assert twips == [11906, 16838]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.twips) for each in margins] == [2098, 1984, 1587, 1474]


def test_gw04_to_gw06_twenty_two_lines_fit_and_a_twenty_third_does_not() -> None:
    document = written(NOTICE)
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))  # noqa: SLF001
    assert grid.get(qn("w:linePitch")) == "579"
    room = 16838 - 2098 - 1984
    assert 22 * 579 <= room < 23 * 579
    body = paragraph(document, "现将结果")
    assert body.paragraph_format.line_spacing.twips == 579
    spacing = body.runs[0]._element.rPr.find(qn("w:spacing"))  # noqa: SLF001
    pitch = 16 + int(spacing.get(qn("w:val"))) / 20
    assert 28 * pitch <= (11906 - 1587 - 1474) / 20 < 29 * pitch


def test_gw03_gw18_gw19_type_of_each_level() -> None:
    document = written(NOTICE)
    assert face(paragraph(document, "现将结果")) == ("仿宋", 16)
    assert face(paragraph(document, "一、考核等次")) == ("黑体", 16)
    assert face(paragraph(document, "（一）乡镇。")) == ("楷体", 16)
    assert face(next(p for p in document.paragraphs if p.text == "附件")) == ("黑体", 16)
    body = paragraph(document, "现将结果").paragraph_format
    assert body.first_line_indent.pt == 32


def test_gw12_gw15_gw16_mark_rule_and_title() -> None:
    document = written(NOTICE)
    mark = paragraph(document, "青川区考核工作领导小组文件")
    assert face(mark)[0] == "方正小标宋简体"
    assert str(mark.runs[0].font.color.rgb) == "E60012"
    assert width_of(mark.text, face(mark)[1]) < 442
    number = paragraph(document, "青考组")
    rule = number._element.pPr.find(f"{qn('w:pBdr')}/{qn('w:bottom')}")  # noqa: SLF001
    assert rule.get(qn("w:color")) == "E60012"
    title = [each for each in document.paragraphs if face_or_none(each) == ("方正小标宋简体", 22)]
    assert [each.text for each in title[:2]] == ["青川区考核工作领导小组", "关于2025年度综合考核结果的通报"]


def face_or_none(of: Any) -> tuple[str, float] | None:  # noqa: ANN401 - a paragraph
    return face(of) if of.runs and of.runs[0].text else None


def test_gw17_addressee_ends_with_a_colon_at_the_margin() -> None:
    line = paragraph(written(NOTICE), "各街道")
    assert line.text == "各街道、乡镇："
    assert line.paragraph_format.first_line_indent.pt == 0


def test_gw20_the_attachment_is_named_without_a_full_stop() -> None:
    assert paragraph(written(NOTICE), "附件：").text == "附件：考核结果排名表"


@pytest.mark.parametrize(("sealed", "right"), [(True, 64), (False, 64.5)])
def test_gw21_gw22_the_date_stands_where_the_seal_asks(sealed: bool, right: float) -> None:  # noqa: FBT001 - a case
    document = written(ResultNotice(**{**vars(NOTICE), "is_sealed": sealed}))
    date_line = next(each for each in document.paragraphs if each.text == "2026年2月3日")
    assert date_line.paragraph_format.right_indent.pt == pytest.approx(right, abs=12)
    assert written_date(date(2026, 1, 5)) == "2026年1月5日"


def test_gw25_the_signature_keeps_text_beside_it() -> None:
    document = written(NOTICE)
    texts = [each.text for each in document.paragraphs]
    place = texts.index("望再接再厉。")
    signed = texts.index("青川区考核工作领导小组", place)
    assert all(each.paragraph_format.keep_with_next for each in document.paragraphs[place : signed + 1])


def test_gw28_to_gw30_the_imprint_stands_at_the_foot() -> None:
    document = written(NOTICE)
    xml = document.element.xml
    assert "抄送：市考核办。" in xml
    box = xml[xml.index("wp:anchor") :]
    assert re.search(r'positionV relativeFrom="margin">\s*<wp:align>bottom', box)
    assert [int(size) for size in re.findall(r'<w:top w:val="single" w:sz="(\d+)"', box)] == [8, 6, 8]


def test_gw31_page_numbers_stand_outside_between_dashes() -> None:
    document = written(NOTICE)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (2, 0)
    assert (odd.paragraph_format.right_indent.pt, even.paragraph_format.left_indent.pt) == (14, 14)
    assert odd.runs[0].text == "— "
    assert face(odd) == ("宋体", 14)
    assert document.settings.element.find(qn("w:mirrorMargins")) is not None


def test_grades_prizes_and_tables_come_from_the_result() -> None:
    document = written(NOTICE)
    assert paragraph(document, "（一）乡镇。").text == "（一）乡镇。优秀等次（1个）：白石镇；良好等次（1个）：柳溪镇。"
    assert paragraph(document, "先进单位").text == "先进单位（2个）：白石镇、东街街道。"
    assert not [each for each in document.paragraphs if "约谈" in each.text]
    assert len(document.tables) == 2
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1", "白石镇", "95.5", "优秀"]
    hidden = written(ResultNotice(**{**vars(NOTICE), "shows_totals": False, "names_consequences": True}))
    assert [cell.text for cell in hidden.tables[0].rows[1].cells] == ["1", "白石镇", "优秀"]
    assert paragraph(hidden, "柳溪镇：约谈").text == "柳溪镇：约谈主要负责人。"


def test_a_preview_says_so_and_nobody_s_name_is_in_the_file() -> None:
    draft = written(ResultNotice(**{**vars(NOTICE), "is_draft": True}))
    assert paragraph(draft, "（本稿").text == "（本稿系预览数据生成，未经审定，不得印发）"
    assert draft.core_properties.author == ""


@pytest.mark.parametrize(
    ("number", "is_right"),
    [("青考〔2026〕3号", True), ("青考[2026]3号", False), ("青考〔2026〕03号", False), ("青考〔2026〕第3号", False)],
)
def test_gw13_document_numbers_are_checked(number: str, is_right: bool) -> None:  # noqa: FBT001 - a case
    assert bool(NUMBER.fullmatch(number)) is is_right
    assert ("number_form" in faults(ResultNotice(**{**vars(NOTICE), "number": number}))) is not is_right


def test_titles_are_broken_by_sense() -> None:
    long = "青川区人民政府关于表彰2025年度高质量发展综合考核先进单位和优秀个人的决定"
    lines = title_lines(long)
    assert lines[0] == "青川区人民政府"
    assert "".join(lines) == long
    assert all(width_of(line, 1) <= 20 for line in lines)
    assert not any(line[0].isdigit() and before[-1].isdigit() for before, line in pairwise(lines))
    assert title_lines("一行\n另一行") == ["一行", "另一行"]


def test_without_an_imprint_there_is_none() -> None:
    paper = OfficialDocument("文件", "青考〔2026〕1号", "通报")
    paper.paragraph("正文。")
    paper.imprint("", "", None)
    assert "wp:anchor" not in paper.document.element.xml


def test_the_annex_says_below_the_table_why_a_grade_is_not_what_the_rank_suggests() -> None:
    remarks = ("不能评为良好以上：发生重大生产安全责任事故",)
    group = NoticeGroup("乡镇", (NoticeUnit("白石镇", 1, 95 * POINT, "一般", remarks=remarks), NoticeUnit("柳溪镇", 2)))
    document = written(replace(NOTICE, groups=(group,)))
    assert paragraph(document, "注：").text == "注：白石镇：不能评为良好以上：发生重大生产安全责任事故。"


def test_one_section_alone_bears_no_number_and_its_groups_are_the_first_level() -> None:
    alone = written(ResultNotice(**{**vars(NOTICE), "names_awards": False}))
    assert not [each for each in alone.paragraphs if each.text.startswith("一、考核等次")]
    first = paragraph(alone, "一、乡镇")
    assert (first.text, face(first)) == ("一、乡镇", ("黑体", 16))
    assert paragraph(alone, "优秀等次（1个）：白石镇").text.endswith("良好等次（1个）：柳溪镇。")
    single = ResultNotice(**{**vars(NOTICE), "names_awards": False, "groups": NOTICE.groups[:1], "has_annex": False})
    assert not [each for each in written(single).paragraphs if each.text.startswith(("一、", "（一）"))]
