"""An official document (公文) as Word, in the layout of GB/T 9704-2012.

    paper = OfficialDocument("青川县考核工作领导小组文件", "青考组〔2026〕3号", "关于2025年度综合考核结果的通报")
    paper.addressed_to("各乡镇（街道）、县直各部门")
    paper.paragraph("……")
    paper.signed("青川县考核工作领导小组", date(2026, 2, 3))
    paper.save("通报.docx")

Lengths are in points; 1 mm = 2.8346 pt. What is measured of this, and what cannot be, stands in
docs/reference/official-documents.md.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from os import PathLike
from typing import Any, BinaryIO, Literal

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kaoji.writing.word_page import (
    FANGSONG,
    HEITI,
    KAITI,
    SONGTI,
    XIAOBIAOSONG,
    Align,
    add_field,
    border,
    keep_whole,
    new_document,
    repeat_head,
    repeat_row,
    set_font,
    set_paragraph,
    write,
)

Target = str | PathLike[str] | BinaryIO
MM = 72 / 25.4
TOP, BOTTOM, INNER, OUTER = 2098, 1984, 1587, 1474
"""The margins in twips: 37, 35, 28 and 26 mm."""
WIDTH = (11906 - INNER - OUTER) / 20
"""Of the 版心: 156 mm."""
PITCH = 579 / 20
"""Of lines: 22 of them fit on a page, and a 23rd does not."""
CHARACTER = 16
"""3号."""
SPACING = -5
"""What is taken off between characters, in twentieths of a point, so that 28 fit into a line: 3号 in metal type is 15.75 pt.

Set on the text and not as a grid of characters, which programs understand in different ways.
"""
SMALL, TITLE = 14, 22
"""4号 and 2号."""
RED = "E60012"
_MARK_BELOW, _MARK_LARGEST, _MARK_SMALLEST = 35 * MM, 48, 22
_RULE_BELOW, _RULE = 4 * MM, 12
_THICK, _THIN = 8, 6
"""Rules of the imprint in eighths of a point: 0.35 and 0.25 mm."""
_NUMBER_BELOW, _NUMBER_LINE = 7 * MM, 16
_IMPRINT_LINE, _RULE_LINE = 22, 2
_KEPT = 8
"""Paragraphs that stay together at the signature: text, attachments, name, date and the lines left empty."""
_INK = 0.88
"""Part of a Chinese font's body that its letters reach up to."""
_TITLE_CHARACTERS = 20
_TITLE_LINE = TITLE + 14
"""A line of the standard: the height of a character and 7/8 of one in 3号."""
_BREAK_AFTER = "的于和与及、，：》”）"
NUMBER = re.compile(r"\S+〔(\d{4})〕([1-9]\d*)号")
"""A document number as it has to be: six-cornered brackets, no 第, no leading 0."""


def width_of(text: str, points: float = CHARACTER) -> float:
    """Give the width of a text: a Chinese character is as wide as high, others half of that."""
    return sum(points if unicodedata.east_asian_width(each) in "WFA" else points / 2 for each in text)


def written_date(day: date) -> str:
    """Write a date as documents do.

    >>> written_date(date(2026, 1, 5))
    '2026年1月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def title_lines(title: str, longest: int = _TITLE_CHARACTERS) -> list[str]:
    """Break a title into lines by sense: no word and no number is cut, lines grow or shrink instead of a rectangle.

    A title that was broken by hand stays as it is.

    >>> title_lines("关于青川县2025年度综合考核结果的通报")
    ['关于青川县2025年度综合考核结果的通报']
    >>> title_lines("中共青川县委办公室 青川县人民政府办公室关于2025年度综合考核结果的通报")
    ['中共青川县委办公室', '青川县人民政府办公室', '关于2025年度综合考核结果的通报']
    """
    given = [line.strip() for line in title.splitlines() if line.strip()]
    if len(given) > 1 or not given:
        return given
    words = given[0].split()
    lines: list[str] = []
    for word in words:
        lines.extend(_broken(word, longest))
    return lines


def _broken(text: str, longest: int) -> list[str]:
    """Break one piece: before 关于 first, then where the sense allows it nearest to equal halves, the longer one first."""
    if width_of(text, 1) <= longest:
        return [text]
    at = text.find("关于")
    if at > 0:
        return [*_broken(text[:at], longest), *_broken(text[at:], longest)]
    middle = len(text) / 2
    places = [i + 1 for i, each in enumerate(text[:-1]) if each in _BREAK_AFTER and text[i + 1] not in "、，：》”）"]
    places = places or [
        i for i in range(2, len(text) - 1) if not (text[i - 1].isdigit() and text[i] in "0123456789年%")
    ]
    cut = min(places, key=lambda place: (abs(place - middle), -place), default=longest)
    return [*_broken(text[:cut], longest), *_broken(text[cut:], longest)]


class OfficialDocument:
    """A document with its mark, number and title; the rest is added in order, the imprint last."""

    def __init__(self, mark: str, number: str, title: str, urgency: str = "") -> None:
        self.document = new_document(title.replace("\n", ""))
        self._page()
        self._numbers()
        self._head(mark, number, urgency)
        self.title(title)

    # ------------------------------------------------------------------ page

    def _page(self) -> None:
        section = self.document.sections[0]
        section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
        section.left_margin, section.right_margin = Twips(INNER), Twips(OUTER)
        section.page_width, section.page_height = Twips(11906), Twips(16838)
        section.header_distance = Mm(15)
        section.footer_distance = Pt(BOTTOM / 20 - _NUMBER_BELOW - _NUMBER_LINE)
        normal = self.document.styles["Normal"]
        set_font(normal, FANGSONG, CHARACTER)
        properties: Any = section._sectPr  # noqa: SLF001 - python-docx has no word for the grid
        for old in properties.findall(qn("w:docGrid")):
            properties.remove(old)
        grid = OxmlElement("w:docGrid")
        for name, value in (("type", "lines"), ("linePitch", round(PITCH * 20))):
            grid.set(qn(f"w:{name}"), str(value))
        properties.append(grid)
        settings: Any = self.document.settings.element
        # Printed on both sides and bound on the left of odd pages.
        settings.insert(0, OxmlElement("w:mirrorMargins"))
        section.different_first_page_header_footer = False
        self.document.settings.odd_and_even_pages_header_footer = True

    def _numbers(self) -> None:
        """Set the page numbers: outside, one character in, between dashes."""
        section = self.document.sections[0]
        for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
            side: Align = "right" if align == "right" else "left"
            indents = {"right": float(SMALL)} if side == "right" else {"left": float(SMALL)}
            paragraph = set_paragraph(footer.paragraphs[0], side, line=_NUMBER_LINE, **indents)
            _off_grid(paragraph)
            write(paragraph, "— ", SONGTI, SMALL)
            add_field(paragraph, "PAGE", SONGTI, SMALL)
            write(paragraph, " —", SONGTI, SMALL)
            for run in paragraph.runs:
                set_font(run, SONGTI, SMALL, latin=SONGTI)

    def _head(self, mark: str, number: str, urgency: str) -> None:
        size = max(_MARK_SMALLEST, min(_MARK_LARGEST, int((WIDTH - 2) / max(width_of(mark, 1), 1))))
        before = _MARK_BELOW - (1 - _INK) * size / 2
        if urgency:
            line = self._line("left")
            self._write(line, urgency, HEITI)
            before -= PITCH
        paragraph = set_paragraph(self.document.add_paragraph(), "center", line=size, before=before)
        _off_grid(paragraph)
        write(paragraph, mark, XIAOBIAOSONG, size, color=RED)
        self.blank(2)
        line = self._line("center")
        self._write(line, number)
        border(line, "bottom", _RULE, RED, round(_RULE_BELOW - (PITCH - CHARACTER) / 2))
        self.blank(2)

    # ------------------------------------------------------------------ text

    def _line(self, align: Align = "justify", *, first: float = 0, left: float = 0, right: float = 0) -> Paragraph:
        paragraph = self.document.add_paragraph()
        return set_paragraph(paragraph, align, line=PITCH, first=first, left=left, right=right)

    def _write(self, paragraph: Paragraph, text: str, face: str = FANGSONG) -> None:
        """Write 3号 text, 28 characters to a line."""
        _space(write(paragraph, text, face, CHARACTER))

    def blank(self, lines: int = 1) -> None:
        """Leave lines empty."""
        for _number in range(lines):
            self._line()

    def title(self, title: str) -> None:
        """Write a title in lines broken by sense."""
        for text in title_lines(title):
            paragraph = set_paragraph(self.document.add_paragraph(), "center", line=_TITLE_LINE)
            _off_grid(paragraph)
            write(paragraph, text, XIAOBIAOSONG, TITLE)
        self.blank()

    def addressed_to(self, names: str) -> None:
        """Name those to whom it goes."""
        self._write(self._line("left"), f"{names.rstrip('：: 。')}：")

    def heading(self, text: str, level: Literal[1, 2] = 1) -> None:
        """Write a heading of its own line: 一、 in 黑体, （一） in 楷体."""
        paragraph = self._line(first=2 * CHARACTER)
        paragraph.paragraph_format.keep_with_next = True
        self._write(paragraph, text, HEITI if level == 1 else KAITI)

    def paragraph(self, text: str, lead: str = "") -> None:
        """Write a paragraph, two characters in; ``lead`` begins it in 楷体."""
        paragraph = self._line(first=2 * CHARACTER)
        if lead:
            self._write(paragraph, lead, KAITI)
        self._write(paragraph, text)

    def attachments(self, titles: Sequence[str]) -> None:
        """Say what is attached: without full stops, further lines under the first one's words."""
        if not titles:
            return
        self.blank()
        for number, title in enumerate(titles, 1):
            sign = f"{number}. " if len(titles) > 1 else ""
            lead = f"附件：{sign}" if number == 1 else sign
            hanging = width_of("附件：") + width_of(sign)
            text_at = 2 * CHARACTER + hanging
            back = width_of(lead)
            paragraph = self._line("left", first=-back, left=text_at)
            self._write(paragraph, f"{lead}{title.rstrip('。')}")

    def signed(self, name: str, day: date, *, is_sealed: bool = True) -> None:
        """Sign it with name and date: with room for the seal over both, or without a seal."""
        written = written_date(day)
        name_width, date_width = _set_width(name), _set_width(written)
        if is_sealed:
            self.blank(2)
            right = 4.0 * CHARACTER
            name_right = max(0.0, right + (date_width - name_width) / 2)
        else:
            self.blank()
            # The date begins two characters right of the name; a longer date keeps its distance and the name moves.
            name_right = 2.0 * CHARACTER
            right = name_right + name_width - 2 * CHARACTER - date_width
            if right < 2 * CHARACTER:
                right = 2.0 * CHARACTER
                name_right = right + date_width + 2 * CHARACTER - name_width
            name_right = max(0.0, name_right)
        for text, indent in ((name, name_right), (written, right)):
            line = self._line("right", right=indent)
            line.paragraph_format.keep_together = True
            line.paragraph_format.keep_with_next = text is name
            self._write(line, text)
        self._keep_with_text()

    def _keep_with_text(self) -> None:
        """Let no signature stand alone on a page: the last lines of the text go with it."""
        for paragraph in self.document.paragraphs[-_KEPT:-1]:
            paragraph.paragraph_format.keep_with_next = True

    def note(self, text: str) -> None:
        """Write a note (附注) below the date."""
        self._write(self._line(first=2 * CHARACTER), f"（{text}）")

    # ------------------------------------------------------------------ annexes

    def annex(self, title: str) -> None:
        """Begin the only annex on a new page: its name on line 1, its title on line 3."""
        paragraph = self._line("left")
        paragraph.paragraph_format.page_break_before = True
        self._write(paragraph, "附件", HEITI)
        self.blank()
        self.title(title)

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], left: Sequence[int] = ()
    ) -> None:
        """Write a table in 4号, as wide as the text; its head stands on every page.

        Args:
            head: names of the columns.
            rows: texts of the cells.
            widths: parts of the whole width that the columns have.
            left: columns that are not centred.
        """
        table: Any = self.document.add_table(rows=0, cols=len(head), style="Table Grid")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        points = [WIDTH * width / sum(widths) for width in widths]
        for column, width in zip(table.columns, points, strict=True):
            column.width = Pt(width)
        for number, texts in enumerate([head, *rows]):
            if number > 1 and repeat_row(table, texts):
                continue
            cells = table.add_row().cells  # as wide as their columns
            for index, (cell, text) in enumerate(zip(cells, texts, strict=True)):
                align: Align = "left" if number and index in left else "center"
                paragraph = set_paragraph(cell.paragraphs[0], align, line=22)
                _off_grid(paragraph)
                write(paragraph, text, FANGSONG if number else HEITI, SMALL)
        repeat_head(table.rows[0])
        keep_whole(table.rows)

    # ------------------------------------------------------------------ imprint

    def imprint(self, copies: str, printed_by: str, printed_on: date | None) -> None:
        """Set the imprint (版记) at the foot of the last page."""
        lines: list[tuple[str, str]] = []
        if copies:
            lines.append((f"抄送：{copies.rstrip('。')}。", ""))
        if printed_by or printed_on is not None:
            lines.append((printed_by, "" if printed_on is None else f"{written_date(printed_on)}印发"))
        if not lines:
            return
        box: list[Paragraph] = []
        for number, (text, right) in enumerate(lines):
            box += [self._rule(_THIN if number else _THICK), self._imprint_line(text, right)]
        box.append(self._rule(_THICK))
        height = sum(_lines_in(text) for text, _right in lines) * _IMPRINT_LINE + _RULE_LINE * (len(lines) + 1)
        anchor = set_paragraph(self.document.add_paragraph(), "left", line=1)
        _off_grid(anchor)
        _at_foot(anchor, box, height)

    def _rule(self, eighths: int) -> Paragraph:
        """Draw a rule as wide as the text: a line of its own, for rules of indented lines are as narrow as these."""
        paragraph = set_paragraph(self.document.add_paragraph(), "left", line=_RULE_LINE)
        _off_grid(paragraph)
        border(paragraph, "top", eighths, "000000", 0)
        return paragraph

    def _imprint_line(self, text: str, right: str) -> Paragraph:
        paragraph = self.document.add_paragraph()
        hanging = width_of("抄送：", SMALL) if text.startswith("抄送：") else 0
        set_paragraph(paragraph, "left", line=_IMPRINT_LINE, left=SMALL + hanging, first=-hanging, right=SMALL)
        _off_grid(paragraph)
        write(paragraph, text, FANGSONG, SMALL)
        if right:
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Pt(WIDTH - SMALL), WD_TAB_ALIGNMENT.RIGHT)
            write(paragraph, f"\t{right}", FANGSONG, SMALL)
        return paragraph

    def save(self, target: Target) -> None:
        """Write the file."""
        self.document.save(target)  # type: ignore[arg-type]


def _set_width(text: str) -> float:
    """Give the width of 3号 text as it is set: its letters a little closer, a quarter gap between Chinese and figures."""
    gaps = sum(before.isascii() != after.isascii() for before, after in pairwise(text))
    return width_of(text) + len(text) * SPACING / 20 + gaps * CHARACTER / 4


def _space(run: Run) -> None:
    """Set the characters of a run a little closer."""
    element: Any = run.element
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(SPACING))
    properties = element.get_or_add_rPr()
    properties.insert_element_before(
        spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd",
        "w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath",
    )  # fmt: skip


def _off_grid(paragraph: Paragraph) -> None:
    """Let a paragraph keep its own pitch instead of the page's grid."""
    properties = paragraph.paragraph_format.element.get_or_add_pPr()
    mark = OxmlElement("w:snapToGrid")
    mark.set(qn("w:val"), "0")
    properties.insert_element_before(
        mark, "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
        "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr",
        "w:sectPr", "w:pPrChange",
    )  # fmt: skip


def _lines_in(text: str) -> int:
    """Estimate how many lines a text of the imprint takes."""
    room = WIDTH - 2 * SMALL - (width_of("抄送：", SMALL) if text.startswith("抄送：") else 0)
    return max(1, math.ceil(width_of(text.removeprefix("抄送："), SMALL) / room))


_BOX = """\
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="1" name="imprint"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"""


def _at_foot(anchor: Paragraph, paragraphs: Sequence[Paragraph], height: float) -> None:
    """Set paragraphs into a box at the lower edge of the text, whatever stands above it."""
    numbers = {"width": round(WIDTH * 12700), "height": round(height * 12700)}
    box: Any = parse_xml(_BOX.format(**numbers))
    content = next(each for each in box.iter() if each.tag == qn("w:txbxContent"))
    for paragraph in paragraphs:
        element: Any = paragraph.paragraph_format.element
        content.append(element)
    holder: Any = anchor.paragraph_format.element
    holder.append(box)
