"""Web pages: the notice without the page around it; tables with their spans.

A table that only lays out the page (one cell, one column, or little more than other tables inside) is opened up, and
its content read as running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Cell, Grid, Paragraph, Source, is_blank, joined_label, tidy_lines
from kaoji.reading.files.clutter import Clutter
from kaoji.reading.files.numbering import rendered
from kaoji.reading.files.text import decode
from kaoji.reading.limits import Budget, Findings, Limits, Unreadable

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,30})", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    {
        "p", "div", "section", "article", "header", "main", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "center",
        "form", "fieldset", "address", "figure", "figcaption", "hr", "caption", "li", "h1", "h2", "h3", "h4", "h5",
        "h6", "body", "html", "tr", "td", "th", "tbody", "thead", "tfoot", "table", "nav", "footer", "aside", "details",
        "summary", "legend",
    }
)  # fmt: skip
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_LIST_KINDS: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_SPACES: Final = late_pattern(r"[ \t\r\n\f\v]+")
_WIDE_SPACES: Final = late_pattern(r"[ \u00a0]{2,}")
# A line of the page's source may end within a word of Chinese, where no space belongs.
_BROKEN: Final = late_pattern(
    r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])"
)
# The parser of the pages gives up at about this depth; below it there is nothing to be read.
_DEPTH: Final = 240
_WIDEST: Final = 1000
_TALLEST: Final = 65_534
_MOSTLY: Final = 60
_MEMBERS: Final = frozenset({"thead", "tbody", "tfoot"})


def read_html(content: bytes, findings: Findings, limits: Limits) -> tuple[Block, ...]:
    """Read a web page."""
    declared = _CHARSET.search(content[:8192])
    text = decode(content, findings, declared[1].decode("ascii") if declared else "")
    if len(text) > limits.characters:
        findings.add(Budget(limits).finding())
        text = text[: limits.characters]
    root = _parsed(text)
    if root is None:
        return ()
    body = next(root.iter("body"), root)
    clutter = Clutter(body)
    page = _Page(findings, Budget(limits), clutter)
    blocks = tuple(_Flow(page, 0).blocks(body))
    if not page.budget.has_room:
        findings.add(page.budget.finding(), Source(paragraph=page.paragraphs, table=page.tables or None))
    if clutter.count:
        findings.add(
            Diagnostic(
                "reading.I144",
                "{count} parts of the page that are not the notice were left out, {characters} characters: {parts}.",
                hint="If one of them belongs to the notice, save the text of the page as a Word file and read that.",
                data={
                    "count": clutter.count,
                    "characters": clutter.characters,
                    "parts": " / ".join(clutter.excerpts),
                },
            )
        )
    return blocks


def _parsed(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if any("depth" in (entry.message or "").lower() for entry in parser.error_log):
        raise Unreadable(
            Diagnostic(
                "reading.E114",
                "Tables are nested more than {depth} deep; no notice is laid out like that.",
                hint="Copy the text into a new file.",
                data={"depth": _DEPTH},
            )
        )
    return root


@dataclass(slots=True)
class _Page:
    """What the parts of one page share."""

    findings: Findings
    budget: Budget
    clutter: Clutter
    paragraphs: int = 0
    tables: int = 0


@dataclass(slots=True)
class _Flow:
    """Running text as it is put together, of the page or of one cell."""

    page: _Page
    depth: int
    pieces: list[str] = field(default_factory=list)
    label: str = ""
    level: int | None = None

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        """Give the blocks of an element's content."""
        yield from self._content(element, 0)
        yield from self._flush()

    def _content(self, element: etree._Element, depth: int) -> Iterator[Block]:
        self._add(element.text, is_pre=element.tag == "pre")
        numbers = _item_labels(element)
        for item in element:
            if isinstance(item.tag, str) and self.page.budget.has_room and depth < _DEPTH:
                yield from self._element(item, next(numbers) if item.tag == "li" else "", depth + 1)
            self._add(item.tail, is_pre=element.tag == "pre")

    def _element(self, item: etree._Element, label: str, depth: int) -> Iterator[Block]:
        if self.page.clutter.leaves_out(item):
            return
        tag = str(item.tag)
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "table":
            yield from self._flush()
            yield from self._table(item, depth)
        elif tag in _BLOCKS:
            yield from self._flush()
            if tag == "li":
                self.label = label
            self.level = _HEADINGS.get(tag, self.level)
            yield from self._content(item, depth)
            yield from self._flush()
            if tag == "li":
                self.label = ""
            if tag in _HEADINGS:
                self.level = None
        else:
            yield from self._content(item, depth)

    def _add(self, text: str | None, *, is_pre: bool) -> None:
        if text:
            self.pieces.append(text if is_pre else _SPACES.sub(" ", _BROKEN.sub("", text)))

    def _flush(self) -> Iterator[Block]:
        """Close the paragraph that is being put together; line breaks part paragraphs, except in headings."""
        text = tidy_lines(_WIDE_SPACES.sub(" ", line) for line in "".join(self.pieces).split("\n"))
        self.pieces.clear()
        if is_blank(text):
            return
        label, self.label = self.label, ""
        for line in [text] if self.level else text.split("\n"):
            if is_blank(line) or (not self.depth and self.page.clutter.leaves_out_line(line)):
                continue
            self.page.paragraphs += 1
            self.page.budget.take(line)
            source = Source(self.page.findings.file, paragraph=self.page.paragraphs)
            yield Paragraph(line, self.level, label, source)
            label = ""

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        rows = list(_rows(table))
        caption = next((item for item in table if item.tag == "caption"), None)
        if caption is not None:
            yield from self._content(caption, depth + 1)
            yield from self._flush()
        if self._is_layout(table, rows):
            for row in rows:
                for cell in row:
                    if not self.page.clutter.leaves_out(cell):
                        yield from self._content(cell, depth + 1)
                        yield from self._flush()
            return
        grid = self._grid(rows)
        if any(not is_blank(cell.text) for row in grid.rows for cell in row):
            yield grid

    def _is_layout(self, table: etree._Element, rows: list[etree._Element]) -> bool:
        if table.get("role") == "presentation" or self.depth > self.page.budget.limits.depth:
            return True
        if max((len(_cells(row)) for row in rows), default=0) <= 1:
            return True
        inner = [item for item in table.iter("table") if item is not table]
        outermost = [item for item in inner if next(item.iterancestors("table")) is table]
        size = self.page.clutter.size
        return bool(inner) and sum(map(size, outermost)) * 100 >= size(table) * _MOSTLY

    def _grid(self, elements: list[etree._Element]) -> Grid:
        page = self.page
        page.tables += 1
        number = page.tables
        elements = [element for element in elements if not page.clutter.leaves_out(element)]
        rows: list[tuple[Cell, ...]] = []
        taken: dict[int, int] = {}
        for row, element in enumerate(elements):
            cells: list[Cell] = []
            column = 0
            for item in _cells(element):
                while taken.get(column, 0) > row:
                    column += 1
                width = min(max(1, _span(item, "colspan", 1)), _WIDEST)
                height = min(_span(item, "rowspan", 1) or _TALLEST, len(elements) - row)
                if column + width > page.budget.limits.columns or not page.budget.take(cells=width * height):
                    page.budget.exhaust()
                    break
                source = Source(page.findings.file, table=number, row=row + 1, column=column + 1)
                cells.append(self._cell(item, Cell("", row, column, height, width, source)))
                taken.update(dict.fromkeys(range(column, column + width), row + height))
                column += width
            rows.append(tuple(cells))
            if not page.budget.take(rows=1):
                break
        return _clipped(Grid(tuple(rows), Source(page.findings.file, table=number)))

    def _cell(self, item: etree._Element, empty: Cell) -> Cell:
        lines: list[str] = []
        nested: list[Grid] = []
        for block in _Flow(self.page, self.depth + 1).blocks(item):
            if isinstance(block, Grid):
                nested.append(block)
                lines.extend(block.lines().split("\n"))
            else:
                lines.extend(joined_label(block.label, block.text).split("\n"))
        return replace(empty, text=tidy_lines(lines), nested=tuple(nested))


def _clipped(grid: Grid) -> Grid:
    """Keep spans within the rows that were read when a limit stopped the table."""

    def kept(cell: Cell) -> Cell:
        return replace(cell, row_span=min(cell.row_span, grid.height - cell.row))

    return Grid(tuple(tuple(map(kept, row)) for row in grid.rows), grid.source)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for item in table:
        if item.tag == "tr":
            yield item
        elif item.tag in _MEMBERS:
            yield from (row for row in item if row.tag == "tr")


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _span(item: etree._Element, name: str, otherwise: int) -> int:
    text = (item.get(name) or "").strip()
    return min(int(text), _TALLEST) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise  # noqa: PLR2004


def _item_labels(element: etree._Element) -> Iterator[str]:
    """Give the numbers of an ordered list's items, without end; other elements have none."""
    number = _span(element, "start", 1)
    kind = _LIST_KINDS.get(element.get("type") or "", "decimal")
    while True:
        yield f"{rendered(number, kind)}." if element.tag == "ol" else ""
        number += 1
