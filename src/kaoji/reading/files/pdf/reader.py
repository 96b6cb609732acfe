"""PDF files with text: lines put back into paragraphs, tables with and without lines put back into grids.

A PDF holds letters at places and nothing else. Page numbers and running heads are taken away, paragraphs and tables
that a page break parts are joined, and a scan, which has no letters, is refused with a clear word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Cell, Grid, Paragraph, Source, tidy_lines
from kaoji.reading.files.pdf.columns import aligned_parts
from kaoji.reading.files.pdf.glyphs import POINT, UNFINISHED, Page, page_count, pages_of, unfinished
from kaoji.reading.files.pdf.lines import Line, cell_text, is_numbered, joined, lines_of, parts_of, read_off, runs_on
from kaoji.reading.files.pdf.pages import Table
from kaoji.reading.files.pdf.rulings import Part, ruled_parts
from kaoji.reading.limits import Budget, Findings, Limits, Unreadable
from kaoji.sharing import shared

_PAGE_NUMBER: Final = late_pattern(
    r"[-—–―·.\s]*(?:第\s*)?[0-9]{1,4}\s*(?:页)?(?:\s*[/／,，共]+\s*[0-9]{1,4}\s*页?)?[-—–―·.\s]*"
)
_DIGITS: Final = late_pattern(r"[0-9]+")
# The strips at the top and the bottom of a page where heads and numbers stand, in hundredths of its height.
_STRIP: Final = 12
_REPEATS: Final = 3
_UNMAPPED: Final = 20
_SHOWN: Final = 12
_EDGE_LINES: Final = 3
_MANY_PAGES: Final = 20


def read_pdf(content: bytes, findings: Findings, limits: Limits) -> tuple[Block, ...]:
    """Read a PDF file."""
    sheets = _sheets(content, findings, limits)
    _check(sheets, findings)
    _leave_out_margins(sheets, findings)
    budget = Budget(limits)
    blocks = tuple(_Assembly(findings, budget, sheets).blocks())
    if not budget.has_room:
        findings.add(budget.finding(), blocks[-1].source)
    return blocks


def _sheets(content: bytes, findings: Findings, limits: Limits) -> list[_Sheet]:
    """Take all pages apart; those of long files on two cores."""
    count = page_count(content)
    half = count * 11 // 20  # to hand its pages over, the second process needs time as well
    ranges = [range(half), range(half, count)] if count >= _MANY_PAGES else [range(count)]

    def read(pages: range) -> tuple[list[_Sheet], list[Diagnostic]]:
        own = Findings(findings.file)
        return [_sheet(page) for page in pages_of(content, own, limits, pages)], own.items

    sheets: list[_Sheet] = []
    budget = Budget(limits)
    for found, said in shared(read, ranges, least=2):
        for sheet in found:
            if not budget.has_room:  # each half is within the limit, not both
                findings.add(unfinished(sheet.page.number - 1, count))
                return sheets
            budget.characters += sheet.page.letters
            sheets.append(sheet)
        findings.items += said
        if any(finding.code == UNFINISHED for finding in said):
            break
    return sheets


@dataclass(slots=True)
class _Sheet:
    """A page taken apart: lines and tables from top to bottom."""

    page: Page
    lines: list[Line]
    parts: list[Part]
    items: list[Line | Part] = field(default_factory=list)


def _sheet(page: Page) -> _Sheet:
    parts, rest = ruled_parts(page)
    sheet = _Sheet(page, lines_of(rest, page.number), parts)
    # Glyphs are many, and the tables and lines hold all of them that still matter.
    page.glyphs = page.glyphs[:1]
    page.strokes = []
    # Half of the pages are taken apart by a second process, and their lines with them.
    read_off(line for part in parts for box in part.boxes for line in box.lines)
    return sheet


def _check(sheets: list[_Sheet], findings: Findings) -> None:
    """Say where there is no text: a scan, or letters whose meaning the file does not give."""
    empty = [sheet.page.number for sheet in sheets if not sheet.lines and not sheet.parts and sheet.page.is_pictured]
    has_text = any(sheet.lines or sheet.parts for sheet in sheets)
    if empty and not has_text:
        raise Unreadable(
            Diagnostic(
                "reading.E110",
                "The PDF holds pictures of pages and no text ({count} pages); it was scanned.",
                hint="Ask for the file that was printed, or run text recognition over it and check the result.",
                data={"count": len(empty)},
            )
        )
    if empty:
        findings.add(
            Diagnostic(
                "reading.W126",
                "{count} pages are pictures without text and are not read: {pages}.",
                hint="Ask for these pages as text, or type them.",
                data={"count": len(empty), "pages": _listed(empty)},
            ),
            Source(page=empty[0]),
        )
    unmapped = [sheet.page for sheet in sheets if sheet.page.unmapped > _UNMAPPED]
    if unmapped:
        findings.add(
            Diagnostic(
                "reading.W130",
                "{count} letters have no text in the file and are missing, on pages {pages}: their font does not say "
                "which letters it draws.",
                hint="Open the file in the program it was made with and save it again, or use the Word file.",
                data={
                    "count": sum(page.unmapped for page in unmapped),
                    "pages": _listed([page.number for page in unmapped]),
                },
            ),
            Source(page=unmapped[0].number),
        )


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:_SHOWN])) + (" …" if len(numbers) > _SHOWN else "")


def _leave_out_margins(sheets: list[_Sheet], findings: Findings) -> None:
    """Take page numbers and running heads away, and put what remains of each page in order."""
    seen = Counter(key for sheet in sheets for key in {_key(line) for line in _edge_lines(sheet)})
    texts: dict[str, int] = {}
    numbers = 0
    for sheet in sheets:
        gone: set[int] = set()
        for line in _edge_lines(sheet):
            if _PAGE_NUMBER.fullmatch(line.text) and _is_lonely(line, sheet):
                gone.add(id(line))
                numbers += 1
            elif seen[_key(line)] >= _REPEATS and _is_apart(line, sheet):
                gone.add(id(line))
                texts[line.text] = texts.get(line.text, 0) + 1
        aligned, lines = aligned_parts([line for line in sheet.lines if id(line) not in gone])
        sheet.parts = [*sheet.parts, *aligned]
        sheet.lines = lines
        sheet.items = sorted([*lines, *sheet.parts], key=lambda item: item.top)
    if numbers or texts:
        findings.add(
            Diagnostic(
                "reading.I143",
                "{numbers} page numbers and {heads} running heads and feet were left out: {texts}.",
                data={
                    "numbers": numbers,
                    "heads": sum(texts.values()),
                    "texts": " / ".join(list(texts)[:_SHOWN]) or "-",
                },
            )
        )


def _edge_lines(sheet: _Sheet) -> list[Line]:
    strip = sheet.page.height * _STRIP // 100
    lines = [*sheet.lines[:_EDGE_LINES], *sheet.lines[_EDGE_LINES:][-_EDGE_LINES:]]
    return [line for line in lines if line.base < strip or line.base > sheet.page.height - strip]


def _is_lonely(line: Line, sheet: _Sheet) -> bool:
    """Tell whether nothing stands beyond the line on its side of the page."""
    is_low = line.base * 2 > sheet.page.height
    others = [other.base for other in sheet.lines if other is not line]
    tables = [part.bottom if is_low else part.top for part in sheet.parts]
    return all((base <= line.base) if is_low else (base >= line.base) for base in [*others, *tables])


def _is_apart(line: Line, sheet: _Sheet) -> bool:
    """Tell whether a line has no more than two parts, and the text of the page does not follow at once."""
    is_low = line.base * 2 > sheet.page.height
    gaps = [abs(other.base - line.base) for other in sheet.lines if (other.base < line.base) == is_low]
    near = min((gap for gap in gaps if gap > POINT), default=sheet.page.height)
    return len(parts_of(line)) < _REPEATS and near * 10 > line.size * 17


def _key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), line.base // (3 * POINT)


@dataclass(slots=True)
class _Assembly:
    """Puts the pages together; what a page break parts stays open until the next page is seen."""

    findings: Findings
    budget: Budget
    sheets: list[_Sheet]
    paragraphs: int = 0
    tables: int = 0

    def blocks(self) -> Iterator[Block]:
        """Give the blocks of all pages in reading order."""
        open_lines: list[Line] = []
        open_table: Table | None = None
        margins = _margins(self.sheets)
        for sheet in self.sheets:
            left, right = margins.get(sheet.page.width, (0, sheet.page.width))
            for index, item in enumerate(sheet.items):
                if not self.budget.has_room:
                    return
                if isinstance(item, Line):
                    if open_table is not None and open_table.takes_line(item, left):
                        continue
                    yield from self._close(open_table)
                    open_table = None
                    if open_lines and not _goes_on(open_lines, item, left, right):
                        yield self._paragraph(open_lines)
                        open_lines = []
                    open_lines.append(item)
                    continue
                if open_lines:
                    yield self._paragraph(open_lines)
                    open_lines = []
                if open_table is not None and index == 0 and open_table.takes(item):
                    continue
                yield from self._close(open_table)
                open_table = Table.begun(item)
        if open_lines:
            yield self._paragraph(open_lines)
        yield from self._close(open_table)

    def _paragraph(self, lines: list[Line]) -> Paragraph:
        text = lines[0].text
        for line in lines[1:]:
            text = joined(text, line.text)
        self.paragraphs += 1
        self.budget.take(text)
        return Paragraph(text, source=Source(self.findings.file, page=lines[0].page, paragraph=self.paragraphs))

    def _close(self, table: Table | None) -> Iterator[Grid]:
        if table is None:
            return
        self.tables += 1
        file, number = self.findings.file, self.tables
        rows: list[list[Cell]] = [[] for _ in range(table.height)]
        for box in sorted(table.boxes, key=lambda box: (box.row, box.column)):
            page = box.lines[0].page if box.lines else None
            source = Source(file, page=page, table=number, row=box.row + 1, column=box.column + 1)
            text = tidy_lines(cell_text(box.lines, box.width).split("\n"))
            self.budget.take(text, cells=box.row_span * box.column_span)
            rows[box.row].append(Cell(text, box.row, box.column, box.row_span, box.column_span, source))
        self.budget.take(rows=table.height)
        place = Source(file, page=table.first.page, table=number)
        for finding in _table_findings(table):
            self.findings.add(finding, place)
        yield Grid(tuple(tuple(row) for row in rows), place)


def _margins(sheets: list[_Sheet]) -> dict[int, tuple[int, int]]:
    """Give the left and right edge of running text for each width of page."""
    margins: dict[int, tuple[int, int]] = {}
    for sheet in sheets:
        for line in sheet.items:
            if isinstance(line, Line):
                left, right = margins.get(sheet.page.width, (line.left, line.right))
                margins[sheet.page.width] = min(left, line.left), max(right, line.right)
    return margins


def _goes_on(lines: list[Line], line: Line, left: int, right: int) -> bool:
    """Tell whether a line goes on with the paragraph above: that one is full, and this one is not set in."""
    above = lines[-1]
    if is_numbered(line.text) or abs(line.size - above.size) * 5 > above.size:
        return False
    if line.page == above.page and line.base - above.base > 3 * max(line.size, above.size):
        return False
    inset = min(other.left for other in lines) if len(lines) > 1 else left
    is_set_in = line.left - min(left, inset) > line.size
    if is_set_in and (len(lines) < 2 or abs(line.left - above.left) * 2 > line.size):  # noqa: PLR2004
        # A first line; but a paragraph all of which stands further in goes on.
        return False
    return runs_on(above, line, right - above.left)


def _table_findings(table: Table) -> Iterator[Diagnostic]:
    if table.first.is_guessed:
        yield Diagnostic(
            "reading.W127",
            "The table has no lines; its rows and columns are told by how the text stands.",
            hint="Check each row against the file, or use the Word or Excel file of the notice.",
        )
    if table.joined:
        yield Diagnostic(
            "reading.I142",
            "{count} rows that a page break had cut in two were joined, at the top of pages {pages}.",
            data={"count": len(table.joined), "pages": _listed(table.joined)},
        )
    if table.dropped:
        yield Diagnostic(
            "reading.I141",
            "The head of the table, repeated on pages {pages}, was dropped there.",
            data={"pages": _listed(table.dropped)},
        )
