"""Word documents: type, fields and lines as Chinese offices set them, without anybody's name in the file.

Lengths are in points or millimetres as the name says. East Asian and Latin letters have fonts of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any, Literal

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

Align = Literal["left", "center", "right", "justify"]
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
FANGSONG, HEITI, KAITI, SONGTI = "仿宋", "黑体", "楷体", "宋体"
XIAOBIAOSONG = "方正小标宋简体"
LATIN = "Times New Roman"
_BROKEN = re.compile(r"[\t\r\n]")
"""What python-docx writes as elements of their own."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def new_document(title: str) -> Document:
    """Begin a document on A4 that names no author."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title = clean(title)
    properties.created = properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    properties.language = "zh-CN"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    normal = document.styles["Normal"]
    set_font(normal, FANGSONG, 12)
    _east_asian_typography(document)
    return document


def _east_asian_typography(document: Document) -> None:
    """Let Chinese break lines as it does: no stop at the start of a line, words and numbers whole."""
    defaults: Any = document.styles.element
    language = defaults.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")


def clean(text: str) -> str:
    """Take out what XML cannot hold.

    >>> clean("东街" + chr(0) + "街道")
    '东街街道'
    """
    return _CONTROL.sub("", text)


def set_font(
    of: Any,  # noqa: ANN401 - a run or a style
    east_asian: str,
    points: float,
    *,
    latin: str = LATIN,
    color: str = "",
    bold: bool = False,
) -> None:
    """Set the type of a run or style."""
    font = of.font
    font.name, font.size, font.bold = latin, Pt(points), bold
    if color:
        font.color.rgb = RGBColor.from_string(color)
    properties = of.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), east_asian)
    fonts.set(qn("w:cs"), latin)


_FONTS: dict[tuple[object, ...], Any] = {}
_PARAGRAPHS: dict[tuple[object, ...], Any] = {}
"""Settings as they were made once: a table has the same ones in hundreds of cells, and a copy costs next to nothing."""


def write(
    paragraph: Paragraph,
    text: str,
    east_asian: str = FANGSONG,
    points: float = 12,
    *,
    color: str = "",
    bold: bool = False,
) -> Run:
    """Add text to a paragraph in a type."""
    run = paragraph.add_run(clean(text))
    element: Any = run.element
    key = (east_asian, points, color, bold)
    if key in _FONTS:
        element.insert(0, deepcopy(_FONTS[key]))
    else:
        set_font(run, east_asian, points, color=color, bold=bold)
        _FONTS[key] = deepcopy(element.rPr)
    return run


def blank_rows(table: Any, count: int) -> Iterator[Any]:  # noqa: ANN401 - a table and its rows
    """Add empty rows, each a copy of the first: making every cell anew takes several times as long."""
    pattern = None
    for _ in range(count):
        if pattern is None:
            row = table.add_row()
            pattern = deepcopy(row._tr)  # noqa: SLF001 - there is no public way to it
        else:
            element = deepcopy(pattern)
            table._tbl.append(element)  # noqa: SLF001
            row = _Row(element, table)
        yield row


def repeat_row(table: Any, texts: Sequence[str]) -> bool:  # noqa: ANN401 - a table
    """Add a row that looks like the last one and says something else; False where a text is not one plain run."""
    last = table._tbl.tr_lst[-1]  # noqa: SLF001 - there is no public way to it
    if len(list(last.iter(qn("w:t")))) != len(texts) or not all(texts) or any(_BROKEN.search(text) for text in texts):
        return False
    row = deepcopy(last)
    for place, text in zip(row.iter(qn("w:t")), texts, strict=True):
        place.text = clean(text)
        place.set(qn("xml:space"), "preserve")
    last.addnext(row)
    return True


def set_paragraph(
    paragraph: Paragraph,
    align: Align = "justify",
    *,
    line: float | None = None,
    before: float = 0,
    after: float = 0,
    first: float = 0,
    left: float = 0,
    right: float = 0,
) -> Paragraph:
    """Set a paragraph: alignment, exact line pitch, space around it and indents, all in points."""
    element: Any = paragraph._p  # noqa: SLF001 - there is no public way to it
    key = (align, line, before, after, first, left, right)
    is_fresh = element.pPr is None
    if is_fresh and key in _PARAGRAPHS:
        element.insert(0, deepcopy(_PARAGRAPHS[key]))
        return paragraph
    shape = paragraph.paragraph_format
    paragraph.alignment = _ALIGN[align]
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if line is not None:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    shape.first_line_indent = Pt(first)
    shape.left_indent, shape.right_indent = Pt(left), Pt(right)
    shape.widow_control = False
    if is_fresh:
        _PARAGRAPHS[key] = deepcopy(element.pPr)
    return paragraph


def add_field(paragraph: Paragraph, code: str, east_asian: str = SONGTI, points: float = 14) -> None:
    """Add a field that the program fills in, such as PAGE."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        element: Any = run.element
        set_font(run, east_asian, points)
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            element.append(mark)
        else:
            words = OxmlElement("w:instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = f" {text} "
            element.append(words)


def set_margins(section: Section, top: float, right: float, bottom: float, left: float) -> None:
    """Set the margins in millimetres."""
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)


def border(paragraph: Paragraph, side: Literal["top", "bottom"], eighths: int, color: str, space: int) -> None:
    """Draw a rule above or below a paragraph: its width in eighths of a point, its distance in points."""
    properties = paragraph.paragraph_format.element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
            "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
            "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc",
            "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle",
            "w:rPr", "w:sectPr", "w:pPrChange",
        )  # fmt: skip
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", str(space)), ("color", color)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)


def repeat_head(row: Any) -> None:  # noqa: ANN401 - a row of a table
    """Let a row stand at the top of every page that its table goes on to."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no word for it


def keep_whole(rows: Iterable[Any]) -> None:
    """Keep each row of a table on one page."""
    for row in rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no word for it


def shade(cell: Any, color: str) -> None:  # noqa: ANN401 - a cell of a table
    """Fill a cell."""
    filling = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        filling.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(filling)  # noqa: SLF001 - python-docx has no word for it
