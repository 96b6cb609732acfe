"""Score sheets, task lists per department and weighted headings → trees that a scheme can be written from.

``outline(document)`` finds every score sheet wherever it stands, in tables or in the flattened lines of a text file, and
gives one tree per sheet; each node keeps its place. What belongs to no tree stays in ``prose``: no line is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Document, Grid, Paragraph, Source, is_blank, joined_label
from kaoji.reading.flat import rebuilt
from kaoji.reading.furniture import is_furniture
from kaoji.reading.phrases.unit_headings import unit_heading
from kaoji.reading.phrases.wording import one_line, points_in_name, rank_of, short_name, squeeze, without_label
from kaoji.reading.sheets.branches import Branch, mark_adjustments, mark_bonus, merged
from kaoji.reading.sheets.column_totals import left_empty, totals_in
from kaoji.reading.sheets.departments import unit_sections
from kaoji.reading.sheets.doubts import mixed_up
from kaoji.reading.sheets.group_columns import group_columns, rows_of_group
from kaoji.reading.sheets.group_tables import as_lines, groups_in_table
from kaoji.reading.sheets.headings import read_headings
from kaoji.reading.sheets.kinds_in_sentence import kinds_in_sentence
from kaoji.reading.sheets.listed_parts import with_listed_parts
from kaoji.reading.sheets.lost_cells import lost_cells, unread
from kaoji.reading.sheets.nesting import nested, with_only_items
from kaoji.reading.sheets.printed_lines import reflowed
from kaoji.reading.sheets.rating_tables import Dimensions, dimensions_of, total_of, with_rating_tables
from kaoji.reading.sheets.rules_elsewhere import with_rules_said
from kaoji.reading.sheets.score_rows import SheetRows, read_rows
from kaoji.reading.sheets.sums import Summand, of_head, unfitting
from kaoji.reading.sheets.table_rows import section_above
from kaoji.reading.sheets.trees import Node, Outline, Section, UnitGroup, UnitSheet, leaves, to_json, units_to_json
from kaoji.reading.sheets.unit_groups import read_groups
from kaoji.reading.sheets.weights_across import weights_across
from kaoji.reading.tables.heads import USUAL_HEADS, Head, find_head, side_by_side
from kaoji.reading.tables.stacked import unstacked
from kaoji.reading.tables.telling import head_of
from kaoji.reading.tables.upright import upright

__all__ = [
    "Node",
    "Outline",
    "Section",
    "UnitGroup",
    "UnitSheet",
    "leaves",
    "outline",
    "to_json",
    "units_to_json",
]

ANNEX: Final = late_pattern(r"^附[件表录]\s*[一二三四五六七八九十\d]*\s*(?:[-—－]\s*\d+)?\s*[:：]?$")
_ASIDE: Final = late_pattern(
    r"^[（(]?(?:(?:单位|计量单位|填报|日期|时间|表号|年\s*月|满分)[^。]{0,30}|(?:姓名|村名|(?:被?考核|受检)?(?:单位|对象)(?:名称)?|部门|科室|考核(?:日期|时间)|填表人)[:：][^。]{0,30})[)）]?$"
)
# …定性考核评分表 / （班子成员评分表）
_IN_BRACKETS: Final = late_pattern(r"[（(][^（）()一二三四五六七八九十\d][^（）()]{2,24}[)）]")
_NOTE: Final = late_pattern(r"(?:填表)?(?:说明|备注|注)[:：]")
_SHORTEST_TITLE, _LONGEST_TITLE = 4, 70
_TITLE_LINES = 4


def outline(document: Document) -> tuple[Outline, list[Diagnostic]]:
    """Find the score sheets, department sheets, groups of units and weighted headings of a document."""
    return _Outliner(unstacked(document)).run()


@dataclass(slots=True)
class _Sheet:
    """A sheet under construction: its head, for tables that go on, and its indicators so far."""

    title: str
    head: Head
    width: int
    branches: list[Branch]
    source: Source
    sums: list[Summand] = field(default_factory=list)
    tables: list[tuple[Grid, Head, int]] = field(default_factory=list)
    """The tables that it was read from, each with its head and its first row of indicators."""
    findings: list[Diagnostic] = field(default_factory=list)
    heading: Source | None = None
    """Where the numbered line right before it stands."""


class _Outliner:
    """Walks through the blocks with the paragraphs since the last table, which may name the next one."""

    def __init__(self, document: Document) -> None:
        blocks, self.findings = rebuilt(document, "score")
        self.blocks = with_rating_tables([piece for block in blocks for piece in upright(block)])
        self.ratings: list[Node] = []
        self.is_noted = False
        """Whether what stands here may be a note on the rating sheet before it."""
        self.sheets: list[_Sheet] = []
        self.units: list[UnitSheet] = []
        self.prose: list[Paragraph] = []
        self.pending: list[Paragraph] = []
        self.last: _Sheet | UnitSheet | None = None
        self.heads: set[tuple[str, ...]] = set()
        self.groups: list[UnitGroup] = []

    def run(self) -> tuple[Outline, list[Diagnostic]]:
        """Go through all blocks and give what was found."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                if not is_blank(block.text):
                    self._note(block)
                    self.pending.append(block)
            elif not self._laid_across(block) and not self._grouping(block):
                self._table(block)
        self.prose.extend(self.pending)
        tabled = {group.name for group in self.groups}
        groups = [*(group for group in read_groups(self.prose) if group.name not in tabled), *self.groups]
        self.sheets = [one for sheet in self.sheets for one in self._by_group(sheet, [each.name for each in groups])]
        self.findings.extend(finding for sheet in self.sheets for finding in unfitting(sheet.sums))
        self.findings.extend(totals_in(self.blocks, list(self.findings)))
        self.findings.extend(
            finding for sheet in self.sheets for table in sheet.tables for finding in left_empty(*table)
        )
        headings, findings = read_headings(self.prose)
        headings, left = _grafted(headings, [(sheet.heading, self._finished(sheet)) for sheet in self.sheets])
        sheets = tuple(map(nested, left))
        headings = [
            with_rules_said(with_listed_parts(with_only_items(nested(heading))), self.prose) for heading in headings
        ]
        headings = headings or ([] if sheets or self.units else kinds_in_sentence(self.prose))
        self.findings.extend(findings)
        tables = [table for sheet in self.sheets for table in sheet.tables]
        lost, findings = lost_cells(tables, [*sheets, *headings], self.prose)
        self.prose.extend(lost)
        self.findings.extend(findings if sheets or headings or self.units else unread(self.prose))
        self.findings = list({(finding.code, finding.sources): finding for finding in self.findings}.values())
        prose = sorted(self.prose, key=lambda line: line.source.line or 0)
        result = Outline(
            (*sheets, *headings), tuple(self.units), tuple(groups), tuple(reflowed(prose)), tuple(self.ratings)
        )
        return result, self.findings

    def _note(self, line: Paragraph) -> None:
        """Keep what a line below a rating sheet says of it, as its detail: who marks, and how the marks are put together."""
        if not self.is_noted:
            return
        text, known = squeeze(joined_label(line.label, line.text)), self.ratings[-1].detail
        goes_on = bool(known) and not known.endswith("。")
        if goes_on or (not known and _NOTE.match(text)):
            self.ratings[-1] = replace(self.ratings[-1], detail=known + text)
        elif known or ANNEX.match(text):
            self.is_noted = False

    def _table(self, grid: Grid) -> None:
        self.is_noted = False
        if (rating := dimensions_of(grid)) is not None:
            self._rating(grid, *rating)
            return
        head = head_of(grid, "score")
        if head is None and find_head(grid, "score") is not None:
            self._tasks(grid)
            return
        if head is None:
            self._headless(grid)
            return
        stretches = side_by_side(head)
        if len(stretches) > 1:
            for first, end in stretches:
                self._table(grid.part(first, end))
            return
        titles, fields = _above(grid, head.first - (section_above(grid, head) is not None))
        self.pending.extend(titles)
        self.prose.extend(fields)
        self._name_columns(head, grid)
        unit = self._unit_heading()
        if unit is not None and not head.has("provider") and head.has("text"):
            self._department(grid, head, unit)
            return
        if isinstance(self.last, _Sheet) and self._goes_on(grid, head):
            self._append(self.last, grid, head, head.end)
            return
        heading = self.pending[-1] if self.pending and _is_numbered(self.pending[-1]) else None
        title, source = self._title(grid)
        if heading is not None and all(line is not heading for line in self.prose):
            self.prose.append(heading)  # 三、日常考核（100分） is one of the chapters, too
        sheet = _Sheet(title, head, grid.width, [], source, heading=heading.source if heading else None)
        self.sheets.append(sheet)
        self.last = sheet
        self._append(sheet, grid, head, head.end)

    def _laid_across(self, grid: Grid) -> bool:
        """Take a table that lays the parts of a total side by side as the sentences that say the same."""
        title = " ".join(paragraph.text for paragraph in self.pending[-_TITLE_LINES:])
        said = weights_across(grid, title)
        if said is None:
            return False
        self.prose.extend((*self.pending, *said))
        self.pending, self.last = [], None
        return True

    def _grouping(self, grid: Grid) -> bool:
        """Take a table that says which units are in which group."""
        groups = groups_in_table(grid)
        if not groups:
            return False
        self.groups += groups
        self.prose.extend((*self.pending, *as_lines(groups)))
        self.pending, self.last = [], None
        return True

    def _rating(self, grid: Grid, first: int, dimensions: Dimensions) -> None:
        """Take a rating sheet: its columns are what raters mark, its rows are not read."""
        titles, fields = _above(grid, first)
        self.pending.extend(titles)
        self.prose.extend(fields)
        title, source = self._title(grid)
        marked = tuple(Node(name, points, source=grid.source) for name, points in dimensions)
        self.ratings.append(Node(title, total_of(dimensions), children=marked, source=source))
        self.is_noted = True
        self.last = None

    def _name_columns(self, head: Head, grid: Grid) -> None:
        """Say once how the columns of a head were understood."""
        if head.labels in self.heads:
            return
        self.heads.add(head.labels)
        pairs = dict.fromkeys(
            f"{label} = {USUAL_HEADS[kind] if kind else '?'}"
            for label, kind in zip(head.labels, head.kinds, strict=True)
            if label
        )
        self.findings.append(
            Diagnostic(
                "reading.I204",
                "The columns of the table were read as: {columns}.",
                (grid.source.cite(),),
                data={"columns": ", ".join(pairs)},
            )
        )

    def _headless(self, grid: Grid) -> None:
        """Take a table without a head: the rest of the sheet before it, or no sheet at all."""
        sheet = self.last
        if isinstance(sheet, _Sheet) and grid.width == sheet.width and not self._has_title():
            self.prose.extend(self.pending)
            self.pending = []
            self._append(sheet, grid, Head("score", 0, 0, sheet.head.kinds, sheet.head.labels), 0)
            self.findings.append(
                Diagnostic(
                    "reading.I201",
                    "A table without a head was read as the rest of the sheet “{sheet}”.",
                    (grid.source.cite(),),
                    data={"sheet": sheet.title},
                )
            )
            return
        self._keep_as_text(grid)
        if grid.height > 1:
            self.findings.append(
                Diagnostic(
                    "reading.I202",
                    "A table of {rows} rows is no score sheet; it was kept as text.",
                    (grid.source.cite(),),
                    data={"rows": grid.height},
                )
            )

    def _tasks(self, grid: Grid) -> None:
        """Leave a task table to the reader of tasks."""
        self._keep_as_text(grid)
        self.findings.append(
            Diagnostic(
                "reading.I205",
                "A table of {rows} rows holds tasks with deadlines or progress, and no points; it was kept as text.",
                (grid.source.cite(),),
                "Its tasks are read with --tasks.",
                {"rows": grid.height},
            )
        )

    def _keep_as_text(self, grid: Grid) -> None:
        """Keep the rows of a table that is no score sheet as lines of text."""
        self.pending.extend(
            Paragraph("\t".join(one_line(cell.text) for cell in row), source=row[0].source)
            for row in grid.rows
            if any(squeeze(cell.text) for cell in row)
        )
        self.prose.extend(self.pending)
        self.pending = []
        self.last = None

    def _append(self, sheet: _Sheet, grid: Grid, head: Head, first: int) -> None:
        rows: SheetRows = read_rows(grid, head, first=first)
        sheet.branches = merged(sheet.branches, rows.branches)
        sheet.tables.append((grid, head, first))
        columns = [label for label, kind in zip(head.labels, head.kinds, strict=True) if kind == "points"]
        sheet.sums += [*(of_head(columns, grid.source) if not sheet.sums else ()), *rows.sums]
        self.findings.extend(rows.findings)
        self.findings.extend(mixed_up(grid, head, first))
        self.prose.extend(Paragraph(text, source=source) for text, source in rows.remarks)

    def _by_group(self, sheet: _Sheet, groups: Sequence[str]) -> list[_Sheet]:
        """Give a sheet for each group where each has a column of points of its own (分值：城镇组, 农业组)."""
        columns = group_columns(sheet.head, groups)
        parts: list[_Sheet] = []
        for column, name in columns.items():
            part = replace(sheet, title=f"{sheet.title}（{name}）", branches=[], sums=[], tables=[])
            for grid, head, first in sheet.tables:
                rows = rows_of_group(grid, head, column, first=first)
                part.branches = merged(part.branches, rows.branches)
                part.sums += rows.sums
            parts.append(part)
        if not parts:
            return [sheet]
        self.findings = [one for one in self.findings if one.code != "reading.W208" or not _is_of(one, sheet)]
        return parts

    def _goes_on(self, grid: Grid, head: Head) -> bool:
        """Tell whether a table with a head goes on with the sheet before it: the same columns, no title between."""
        sheet = self.last
        return (
            isinstance(sheet, _Sheet)
            and sheet.head.kinds == head.kinds
            and grid.source.sheet == sheet.source.sheet
            and not self._has_title()
        )

    def _has_title(self) -> bool:
        """Tell whether the paragraphs since the last table could name a new one."""
        if self.pending and _is_numbered(self.pending[-1]) and points_in_name(self._said(self.pending[-1]))[1].value:
            return True  # （二）共性工作（250分）。
        return any(self._is_title(paragraph) or ANNEX.match(squeeze(paragraph.text)) for paragraph in self.pending)

    def _is_title(self, paragraph: Paragraph) -> bool:
        text = squeeze(paragraph.text)
        return (
            _SHORTEST_TITLE <= len(text) <= _LONGEST_TITLE
            and not re.search(r"[。；;，]$|^\d+$|^[-—－\d]+$|^第\d+页|^续表", text)
            and not _ASIDE.match(text)
            and not is_furniture(paragraph.text)
        )

    @staticmethod
    def _said(paragraph: Paragraph) -> str:
        """Give the first sentence of a line with its number."""
        return short_name(joined_label(paragraph.label, paragraph.text)).partition("。")[0]

    def _title(self, grid: Grid) -> tuple[str, Source]:
        """Take the title of a table from the paragraphs before it; the others are prose."""
        lines: list[Paragraph] = []
        rest = list(self.pending)
        while rest and len(lines) < _TITLE_LINES:
            text = squeeze(rest[-1].text)
            if ANNEX.match(text):
                break
            if _ASIDE.match(text) and not lines:
                self.prose.append(rest.pop())
                continue
            if not self._is_title(rest[-1]) or (lines and not _belong_together(rest[-1], lines[0])):
                break
            lines.insert(0, rest.pop())
        self.prose.extend(rest)
        self.pending = []
        if not lines:
            self.findings.append(
                Diagnostic(
                    "reading.W203",
                    "A score sheet has no title.",
                    (grid.source.cite(),),
                    "Give the sheet its name in the draft.",
                )
            )
            return grid.source.sheet or "", grid.source
        name = "".join(short_name(joined_label(line.label, line.text)) for line in lines)
        return without_label(name) if len(lines) == 1 else name, lines[0].source

    def _unit_heading(self) -> re.Match[str] | None:
        """Give the paragraph right before a table, if it names one department."""
        if not self.pending:
            return None
        last = self.pending[-1]
        return unit_heading(joined_label(last.label, last.text))

    def _department(self, grid: Grid, head: Head, heading: re.Match[str]) -> None:
        source = self.pending.pop().source
        self.prose.extend(self.pending)
        self.pending = []
        sections, findings = unit_sections(grid, head)
        self.findings.extend(findings)
        sheet = UnitSheet(len(self.units) + 1, heading["unit"], tuple(sections), short_name(heading["rest"]), source)
        self.units.append(sheet)
        self.last = sheet

    def _finished(self, sheet: _Sheet) -> Node:
        root = Branch(source=sheet.source, children=sheet.branches)
        mark_adjustments(sheet.branches)
        for branch in sheet.branches:
            mark_bonus(branch)
        name, points = points_in_name(sheet.title)
        return Node(
            name if points.value else sheet.title,
            points.value,
            children=tuple(_node(branch) for branch in root.children),
            source=sheet.source,
        )


def _above(grid: Grid, end: int) -> tuple[list[Paragraph], list[Paragraph]]:
    """Give what stands in a table above its head: titles, each alone in its row, and fields to be filled in."""
    titles: list[Paragraph] = []
    fields: list[Paragraph] = []
    for row in grid.rows[:end]:
        said = [Paragraph(one_line(cell.text), source=cell.source) for cell in row if not is_blank(cell.text)]
        (titles if len(said) == 1 else fields).extend(said)
    return titles, fields


def _is_of(finding: Diagnostic, sheet: _Sheet) -> bool:
    """Tell whether a finding is about one of the tables of a sheet."""
    places = {(source.sheet, source.line, source.cell) for source in finding.sources}
    return any(
        (cited.sheet, cited.line, cited.cell) in places for grid, *_ in sheet.tables for cited in (grid.source.cite(),)
    )


def _is_numbered(paragraph: Paragraph) -> bool:
    """Tell whether a line is a numbered heading, alone or with a sentence behind it, as （一）职能工作（60分）。逐项考核."""
    return rank_of(joined_label(paragraph.label, paragraph.text).strip()) is not None


def _grafted(headings: Sequence[Node], sheets: Sequence[tuple[Source | None, Node]]) -> tuple[list[Node], list[Node]]:
    """Put the rows of each sheet below the heading with points that it stands under; give the sheets that stand under none."""
    wanted = {source: sheet for source, sheet in sheets if source is not None}
    used: set[int] = set()

    def put(node: Node) -> Node:
        children = tuple(put(child) for child in node.children)
        sheet = wanted.get(node.source)
        if sheet is None or children or not node.points:
            return replace(node, children=children) if children else node
        used.add(id(sheet))
        return replace(node, children=sheet.children, providers=())

    trees = [put(node) for node in headings]
    return trees, [sheet for _, sheet in sheets if id(sheet) not in used]


def _belong_together(line: Paragraph, following: Paragraph) -> bool:
    """Tell whether two paragraphs are one title: adjacent lines of a text, none of them numbered, or what one adds in brackets."""
    if rank_of(line.text) is not None:
        return False
    if _IN_BRACKETS.fullmatch(squeeze(following.text)):
        return True
    if line.source.line is None or following.source.line is None:
        return False
    return following.source.line - line.source.line <= 2  # noqa: PLR2004


def _node(branch: Branch) -> Node:
    return Node(
        branch.name,
        "" if branch.points.is_bonus else branch.points.value,
        branch.points.is_bonus,
        tuple(branch.providers),
        branch.text,
        tuple(_node(child) for child in branch.children),
        branch.label,
        branch.points.is_percent,
        branch.detail,
        branch.source,
        signed=branch.signed,
        weight=branch.weight,
        most=branch.most,
        target=branch.target,
        measured_in=branch.measured_in,
        not_for=branch.not_for,
        is_inferred=branch.is_inferred,
    )
