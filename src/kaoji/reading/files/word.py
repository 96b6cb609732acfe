"""Word files (.docx): paragraphs and tables in reading order, as a reader of the printed page would see them.

Taken: numbers that Word counts, results of fields, inserted text, text boxes once, notes at the foot. Left out, and
said so where it matters: headers and footers, deleted text, hidden text, the second copy that Word keeps of a text box.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Block, Cell, Grid, Paragraph, Source, is_blank, joined_label, tidy_lines
from kaoji.reading.files.archive import Archive, attribute, child, children, local_name
from kaoji.reading.files.numbering import Numbering, read_numbering
from kaoji.reading.limits import Budget, Findings, Limits, Unreadable, damaged

# What stands between a block and its text without being text itself.
_WRAPPERS: Final = {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "Choice", "subDoc"}
_SKIPPED: Final = {
    "del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr", "sdtPr", "sdtEndPr", "rt", "annotationRef",
    "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "fldData", "txbxContent",
}  # fmt: skip
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# The marks of tasks are often letters of the fonts Wingdings; their low bytes name the shapes.
_SYMBOLS: Final = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0xAB: "★", 0xFC: "√", 0xFE: "☑", 0xFB: "×", 0x70: "□", 0x71: "□",
    0x75: "◆", 0xD8: "➢", 0xB5: "☆", 0x52: "☑", 0xA3: "□",
}  # fmt: skip
_FIRST_SURROGATE: Final = 0xD800
_FONTS: Final = ("Wingdings", "Symbol", "Webdings")
_HEADING_LEVELS: Final = 9


def read_word(content: bytes, findings: Findings, limits: Limits) -> tuple[Block, ...]:
    """Read a .docx or .docm file."""
    archive = Archive(content, limits)
    main = archive.related_part("", "officeDocument") or "word/document.xml"
    root = archive.tree(main)
    body = child(root, "body")
    if body is None:
        raise Unreadable(damaged(f"{main}: body"))
    styles = _optional(archive, main, "styles")
    style_table = _styles(styles)
    links = {name: style.list_id for name, style in style_table.items() if style.list_id}
    numbering = read_numbering(_optional(archive, main, "numbering"), links)
    reader = _Reader(findings, limits, Budget(limits), style_table, numbering)
    blocks = [*reader.blocks(body, 0)]
    for kind in ("footnotes", "endnotes"):
        for note in children(_optional(archive, main, kind)):
            if attribute(note, "type") in {None, "normal"}:
                blocks.extend(reader.blocks(note, 0))
    reader.report()
    return tuple(blocks)


def _optional(archive: Archive, main: str, kind: str) -> etree._Element | None:
    name = archive.related_part(main, kind)
    return archive.tree(name) if name else None


@dataclass(frozen=True, slots=True)
class _Style:
    level: int | None
    list_id: str
    list_level: int | None
    is_hidden: bool


_PLAIN: Final = _Style(None, "", None, is_hidden=False)


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    """Give each paragraph style with what it inherits."""
    elements = {attribute(item, "styleId") or "": item for item in children(root)}
    table: dict[str, _Style] = {}

    def resolved(name: str, seen: frozenset[str]) -> _Style:
        if name in table:
            return table[name]
        element = elements.get(name)
        if element is None or name in seen:
            return _PLAIN
        base = resolved(attribute(child(element, "basedOn"), "val") or "", seen | {name})
        properties = child(element, "pPr")
        level = _outline(properties)
        title = (attribute(child(element, "name"), "val") or "").lower()
        if level is None and title.startswith(("heading ", "标题 ")) and title[-1].isdigit():
            level = int(title[-1])
        return _Style(
            level=base.level if level is None else level,
            list_id=attribute(child(properties, "numPr", "numId"), "val") or base.list_id,
            list_level=_small(attribute(child(properties, "numPr", "ilvl"), "val"), base.list_level),
            is_hidden=_is_on(child(element, "rPr", "vanish")) or base.is_hidden,
        )

    for each in filter(None, elements):
        table[each] = resolved(each, frozenset())
    default = (name for name, item in elements.items() if _is_default(item))
    table[""] = table.get(next(default, ""), _PLAIN)
    return table


def _is_default(style: etree._Element) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}


def _outline(properties: etree._Element | None) -> int | None:
    """Give the heading level that paragraph properties name: 0 for body text, None where they are silent."""
    value = _small(attribute(child(properties, "outlineLvl"), "val"), None)
    return None if value is None else (value + 1 if value < _HEADING_LEVELS else 0)


def _small(text: str | None, otherwise: int | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and int(text) <= _HEADING_LEVELS else otherwise


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and (attribute(element, "val") or "1") not in {"0", "false", "off"}


@dataclass(slots=True)
class _Text:
    """The text of a paragraph as it is put together, and the text boxes anchored in it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """A table as it is put together; ``open`` holds, by column, the cell that the row below may continue."""

    number: int
    rows: list[list[Cell]] = field(default_factory=list)
    open: dict[int, tuple[int, int]] = field(default_factory=dict)

    def note(self, column: int, span: int, place: tuple[int, int] | None) -> None:
        """Close what was open over these columns; open the cell at the place, if it begins a vertical merge."""
        for covered in range(column, column + span):
            self.open.pop(covered, None)
        if place is not None:
            self.open[column] = place

    def stretch(self, column: int, row: int) -> bool:
        """Let the open cell of the column reach down to the row; tell whether there is one."""
        if column not in self.open:
            return False
        at, index = self.open[column]
        self.rows[at][index] = replace(self.rows[at][index], row_span=row - at + 1)
        return True


@dataclass(slots=True)
class _Reader:
    """Walks one file; what it counts on the way is the place of each block, and Word's numbers."""

    findings: Findings
    limits: Limits
    budget: Budget
    styles: dict[str, _Style]
    numbering: Numbering
    paragraphs: int = 0
    tables: int = 0
    deletions: int = 0
    hidden: int = 0
    carried: str = ""
    fields: list[bool] = field(default_factory=list)

    def blocks(self, parent: etree._Element, depth: int) -> Iterator[Block]:
        """Give the blocks below an element, at this depth of nesting."""
        if depth > self.limits.depth:
            raise Unreadable(
                Diagnostic(
                    "reading.E114",
                    "Tables are nested more than {depth} deep; no notice is laid out like that.",
                    hint="Copy the text into a new file.",
                    data={"depth": self.limits.depth},
                )
            )
        for element in _within(parent):
            if not self.budget.has_room:
                return
            if local_name(element) == "p":
                yield from self._paragraph(element, depth)
            else:
                yield from self._table(element, depth)

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[Block]:
        self.paragraphs += 1
        source = Source(self.findings.file, paragraph=self.paragraphs)
        properties = child(element, "pPr")
        style = self.styles.get(attribute(child(properties, "pStyle"), "val") or "")
        found = _Text()
        self._collect(element, found, is_hidden=style is not None and style.is_hidden)
        # An instruction ends in its own paragraph; one that is never closed must not swallow the rest of the file.
        self.fields = [False] * len(self.fields)
        text = self.carried + "".join(found.pieces)
        self.carried = ""
        if child(properties, "rPr", "del") is not None:
            # The end of the paragraph is deleted: its text runs on into the next one.
            self.carried = text
            return
        label = self._label(properties, style)
        level = _outline(properties)
        if level is None and style is not None:
            level = style.level
        if not is_blank(text) or (label and depth):
            self.budget.take(text)
            yield Paragraph(tidy_lines(text.split("\n")), level or None, label, source)
        for box in found.boxes:
            yield from self.blocks(box, depth + 1)

    def _label(self, properties: etree._Element | None, style: _Style | None) -> str:
        own = child(properties, "numPr")
        list_id = attribute(child(own, "numId"), "val")
        level = _small(attribute(child(own, "ilvl"), "val"), None)
        if list_id is None and style is not None:
            list_id = style.list_id
            name = attribute(child(properties, "pStyle"), "val") or ""
            level = level if level is not None else style.list_level
            level = level if level is not None else self.numbering.level_of_style(list_id, name)
        return self.numbering.next_label(list_id, level or 0) if list_id and list_id != "0" else ""

    def _collect(self, element: etree._Element, found: _Text, *, is_hidden: bool) -> None:
        for item in element:
            name = local_name(item)
            if name in {"del", "moveFrom"}:
                self.deletions += 1
            elif name == "txbxContent":
                found.boxes.append(item)
            elif name == "AlternateContent":
                self._collect_alternative(item, found, is_hidden=is_hidden)
            elif name == "fldChar":
                self._field(attribute(item, "fldCharType") or "")
            elif name == "r":
                self._collect(item, found, is_hidden=is_hidden or _is_on(child(item, "rPr", "vanish")))
            elif name not in _SKIPPED:
                self._piece(item, name, found, is_hidden=is_hidden)

    def _piece(self, item: etree._Element, name: str, found: _Text, *, is_hidden: bool) -> None:
        if name == "t":
            text = item.text or ""
        elif name == "sym":
            text = _symbol(item)
        elif name in _SIGNS:
            text = "" if name == "br" and attribute(item, "type") in {"page", "column"} else _SIGNS[name]
        else:
            self._collect(item, found, is_hidden=is_hidden)
            return
        if any(self.fields):
            return
        if is_hidden:
            self.hidden += 0 if is_blank(text) else 1
        else:
            found.pieces.append(text)

    def _collect_alternative(self, item: etree._Element, found: _Text, *, is_hidden: bool) -> None:
        """Take the first alternative that says something; the others repeat it for older programs."""
        for alternative in item:
            before = len(found.pieces), len(found.boxes)
            self._collect(alternative, found, is_hidden=is_hidden)
            if (len(found.pieces), len(found.boxes)) != before:
                return

    def _field(self, kind: str) -> None:
        """Follow fields: between begin and separate stands an instruction, after it the text shown."""
        if kind == "begin":
            self.fields.append(True)
        elif kind == "separate" and self.fields:
            self.fields[-1] = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _table(self, element: etree._Element, depth: int) -> Iterator[Block]:
        self.tables += 1
        table = _Table(self.tables)
        for row in _within(element, "tr"):
            if child(row, "trPr", "del") is not None:
                self.deletions += 1
                continue
            if not self.budget.take(rows=1):
                break
            self._row(row, table, depth)
        rows = table.rows
        only = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else None
        if only is not None and only.nested and is_blank(_own_text(only)):
            yield from only.nested
        elif any(rows):
            yield Grid(tuple(tuple(row) for row in rows), Source(self.findings.file, table=table.number))

    def _row(self, element: etree._Element, table: _Table, depth: int) -> None:
        cells: list[Cell] = []
        table.rows.append(cells)
        row = len(table.rows) - 1
        column = _count(attribute(child(element, "trPr", "gridBefore"), "val"), 0)
        for item in _within(element, "tc"):
            properties = child(item, "tcPr")
            span = max(1, _count(attribute(child(properties, "gridSpan"), "val"), 1))
            if column + span > self.limits.columns or not self.budget.take(cells=span):
                self.budget.exhaust()
                return
            merge = child(properties, "vMerge")
            continues = merge is not None and attribute(merge, "val") != "restart"
            if not (continues and table.stretch(column, row)):
                horizontal = child(properties, "hMerge")
                if horizontal is not None and attribute(horizontal, "val") != "restart" and cells:
                    cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + span)
                else:
                    cells.append(self._cell(item, (row, column), span, table, depth))
                table.note(column, span, (row, len(cells) - 1) if merge is not None else None)
            column += span

    def _cell(self, element: etree._Element, at: tuple[int, int], span: int, table: _Table, depth: int) -> Cell:
        lines: list[str] = []
        nested: list[Grid] = []
        for block in self.blocks(element, depth + 1):
            if isinstance(block, Grid):
                nested.append(block)
                lines.extend(block.lines().split("\n"))
            else:
                lines.extend(joined_label(block.label, block.text).split("\n"))
        row, column = at
        source = Source(self.findings.file, table=table.number, row=row + 1, column=column + 1)
        return Cell(tidy_lines(lines), row, column, 1, span, source, tuple(nested))

    def report(self) -> None:
        """Say what was left out, and where reading stopped at a limit."""
        if not self.budget.has_room:
            self.findings.add(self.budget.finding(), Source(paragraph=self.paragraphs, table=self.tables or None))
        if self.deletions:
            self.findings.add(
                Diagnostic(
                    "reading.I145",
                    "The file has tracked changes: {count} deletions are left out, insertions are taken.",
                    hint="Accept or reject the changes if the notice is not yet final.",
                    data={"count": self.deletions},
                )
            )
        if self.hidden:
            self.findings.add(
                Diagnostic(
                    "reading.I146",
                    "{count} pieces of hidden text are left out.",
                    hint="Make the text visible in the file if it belongs to the notice.",
                    data={"count": self.hidden},
                )
            )


def _within(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Give the paragraphs and tables (or elements of the names) below an element, through wrappers."""
    wanted = names or ("p", "tbl")
    for element in parent:
        name = local_name(element)
        if name in wanted:
            yield element
        elif name in _WRAPPERS:
            yield from _within(element, *wanted)
        elif name == "AlternateContent" and len(element):
            yield from _within(element[0], *wanted)


def _own_text(cell: Cell) -> str:
    text = cell.text
    for grid in cell.nested:
        text = text.replace(tidy_lines(grid.lines().split("\n")), "")
    return text


def _count(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < _HEADING_LEVELS else otherwise


def _symbol(item: etree._Element) -> str:
    try:
        code = int(attribute(item, "char") or "", 16)
    except ValueError:
        return ""
    font = attribute(item, "font") or ""
    if font.startswith(_FONTS):
        return _SYMBOLS.get(code & 0xFF, "•")
    return chr(code) if 0 < code < _FIRST_SURROGATE else ""
