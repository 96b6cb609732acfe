"""One table of a score sheet → its indicators: merged cells carried down, the hierarchy rebuilt, points and providers read."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold
from kaoji.reading.document import Cell, Grid, Source
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.phrases.wording import (
    BONUS_WORDS,
    Points,
    code_of,
    label_of,
    one_line,
    points_cell,
    points_in_name,
    rank_of,
    short_name,
    squeeze,
    without_label,
)
from kaoji.reading.sheets.branches import Branch, same_group, share_points
from kaoji.reading.sheets.cut_rows import with_whole_texts
from kaoji.reading.sheets.leading_units import settle_leading_units, settle_named_units
from kaoji.reading.sheets.own_points import (
    settle_listed_items,
    settle_own_points,
    settle_titled_texts,
    with_bare_points,
)
from kaoji.reading.sheets.point_columns import PointColumns
from kaoji.reading.sheets.repeated_names import merged_group_points, merged_repeats
from kaoji.reading.sheets.row_cells import row_cells, says_total
from kaoji.reading.sheets.row_numbers import is_bracketed, rank_of_number
from kaoji.reading.sheets.side_lists import with_lists_parted
from kaoji.reading.sheets.sums import Summand
from kaoji.reading.sheets.table_rows import TableRows, section_above
from kaoji.reading.sheets.unit_items import items_of, part, worth_of
from kaoji.reading.tables.head_words import holds_points
from kaoji.reading.tables.heads import Head

_DASHES: Final = late_pattern(r"[-—–－/／]+")  # no name at this level
_KEPT_ASIDE: Final = (None, "blank", "note", "bonus")
_TITLED: Final = late_pattern(r"(?P<name>[^，,。；;：:\d]{2,12})[：:]")
# Headings with numbers such as 2.1 stand below those with numbers such as 一、.
_CODED = 10
_VETO_ROW: Final = late_pattern("“?一票否决”?(?:事?项目?|指标|情形)?|否决(?:事?项目?|指标|情形)")
_LONGEST_NUMBER = 8
_AMOUNT: Final = late_pattern(r"[\d０-９]\s*分")
# 检查人员签字：, 年  月  日: to be filled in by hand
_SIGNATURE: Final = late_pattern(
    r"[^，。；\d]{0,14}(?:签[字名章]|签字盖章|盖章)(?:[（(][^（）()]*[）)])?[:：]?|(?:检查|考核|填表|评分)?(?:日期|时间)[:：]?|年月日|[^，。；：:\d]{2,12}[：:]"
)
_REMARK: Final = late_pattern(r"^(?:备注|注|说明|附注|填表说明|注释)[:：\d一二三]|^[※*]")


# 得分相同的，按到位资金排序。: goes on with the remarks below the sum
_EACH_WORTH: Final = late_pattern(r"每[项条个](?:指标|内容)?(?:满分|标准分|各|计|为)*(?P<points>\d+(?:\.\d+)?)分")
_SENTENCE: Final = late_pattern(r"^.{8,}[。；;]$")


@dataclass(slots=True)
class SheetRows:
    """What a table gave: its indicators, the rows that are none (notes, totals), what is doubtful."""

    branches: list[Branch] = field(default_factory=list)
    remarks: list[tuple[str, Source]] = field(default_factory=list)
    sums: list[Summand] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def read_rows(grid: Grid, head: Head, *, first: int | None = None, left_out: Container[int] = ()) -> SheetRows:
    """Read the rows below the head; ``first`` names the first row of a table that goes on without a head."""
    grid = prepared(grid, head)
    reader = _RowReader(grid, head)
    reader.begin()
    for row in range(head.end if first is None else first, grid.height):
        if row not in left_out:
            reader.take(row)
    reader.finish()
    return reader.result


def prepared(grid: Grid, head: Head) -> Grid:
    """Give a table with each of its rows whole and for one indicator."""
    whole = with_lists_parted(with_whole_texts(grid, head), head)
    return merged_group_points(with_bare_points(whole, head), head)


class _RowReader:
    """Goes through a table row by row with the path of open groups."""

    def __init__(self, grid: Grid, head: Head) -> None:
        self.grid, self.head = merged_repeats(grid, head), head
        self.rows = TableRows(self.grid, head)
        self.points = PointColumns(self.grid, head, self.rows.names)
        self.result = SheetRows()
        self.sections: list[tuple[int, Branch]] = []
        self.open: list[tuple[int, Cell, Branch]] = []
        self.shared: dict[int, list[Branch]] = {}
        self.unit_texts: dict[int, list[str]] = {}
        self.is_below = False
        """Whether the row before is a printed total or a remark."""

    def begin(self) -> None:
        """Open the section whose heading stands above the head."""
        if self.head.end and (heading := section_above(self.grid, self.head)) is not None:
            self._open_section(heading, heading.row)

    def take(self, row: int) -> None:
        """Read one row."""
        cells = row_cells(self.grid, row)
        texts = [squeeze(cell.text) for cell in cells]
        if not any(texts) or self.rows.repeats_head(cells):
            return
        self.is_below = self._is_remark(cells, row)
        if self.is_below:
            self.result.remarks.extend(
                (one_line(cell.text), cell.source) for cell in cells if squeeze(cell.text) and cell.row == row
            )
            return
        if (heading := self._heading(cells, row)) is not None:
            self._open_section(heading, row)
            return
        self._leaf(row)

    def _heading(self, cells: list[Cell], row: int) -> Cell | None:
        return self.rows.heading(cells, row, [section.label for _, section in self.sections])

    def _is_remark(self, cells: list[Cell], row: int) -> bool:
        own = [cell for cell in cells if squeeze(cell.text)]
        first = squeeze(own[0].text)
        begun = [cell for cell in own if cell.row == row][:2]  # 小计 stands beside the name of its group
        if (total := next(filter(says_total, (own[0], *begun)), None)) is not None:
            inside = points_in_name(squeeze(total.text))[1].value  # 合计（100分）
            figures = [points.value for cell in own if (points := points_cell(cell.text)) and points.value]
            value = decimal(figures[-1]) if figures else decimal(inside) if inside else None
            self.result.sums.append(Summand(value, squeeze(total.text).rstrip("：:"), total.source))
            return True
        if all(_SIGNATURE.fullmatch(squeeze(cell.text)) for cell in own if cell.row == row):
            return True
        is_alone = len(own) == 1 and own[0].row == row
        if is_alone and self.is_below and _SENTENCE.search(first):
            return True
        return bool(_REMARK.match(first)) and own[0].row == row and self.rows.spans_table(own[0])

    def _open_section(self, cell: Cell, row: int) -> None:
        name, points = points_in_name(short_name(cell.text))
        number = self.rows.number(row)
        label, code = label_of(name), code_of(number)
        below = self.rows.number(row + 1) if row + 1 < self.grid.height else ""
        if len(code) == 1 and (self.rows.is_wide(cell, row) or is_bracketed(below)):
            code = ()  # the numbers of the rows below this one begin anew
        if not points and not any(cell.covers(row, column) for column in self.head.columns("points")):
            points = self.points.of_row(row)[0] or self.rows.points_alone(row)
        rank = _CODED + len(code) if code else rank_of(name) or rank_of_number(number)
        if rank is None and number.isdigit():
            rank = rank_of(f"{number}、")
        if rank is None:
            rank = min((other for other, _ in self.sections if other < _CODED), default=1)
        while self.sections and self.sections[-1][0] >= rank:
            self.sections.pop()
        section = Branch(without_label(name), label or ".".join(code) or number, points, source=cell.source)
        section.text = "\n".join(
            one_line(text.text)
            for text in self.rows.texts(row, "text")
            if text.row == row and text is not cell and points_cell(text.text) is None
        )
        self._top().append(section)
        self.sections.append((rank, section))
        self.open = []

    def _leave_sections(self, code: tuple[str, ...]) -> None:
        """Close the sections with numbers on several levels that a row's number does not go on with."""
        while code and self.sections and self.sections[-1][0] >= _CODED:
            depth = self.sections[-1][0] - _CODED
            if depth < len(code) and code_of(self.sections[-1][1].label) == code[:depth]:
                break
            self.sections.pop()

    def _leaf(self, row: int) -> None:
        self._leave_sections(code_of(self.rows.number(row)))
        parent = self._path(row)
        siblings = parent.children if parent is not None else self._top()
        text_cells = self.rows.texts(row, "text")
        points, points_at = self.points.of_row(row)
        if points_at is None or points_at.row == row:
            self.result.sums.append(Summand(self._counts(row, points)))
        leaf = self._made(row, text_cells, points)
        self._keep_the_rest(row, leaf)
        if not leaf.providers and siblings and siblings[-1].is_leaf and self.rows.is_filled_above(row):
            leaf.providers = list(siblings[-1].providers)
        if leaf.text and not leaf.points.value and self._is_veto(leaf, parent):
            # No indicator, but what bounds the grade: it is read with the rest of the text.
            self.result.remarks.append((f"{leaf.name}：{one_line(leaf.text)}", leaf.source))
            return
        if not (leaf.name or leaf.text):
            if siblings and siblings[-1].is_leaf and leaf.providers:
                siblings[-1].providers.extend(leaf.providers)
                return
            if not leaf.points:
                self._keep_words(row)
                return
        if text_cells and self.head.has("unit") and not self.head.has("name"):
            if not leaf.name and parent is not None:
                self._gather(parent, leaf, text_cells[0].text)
                return
            if (items := _items_with(leaf, text_cells[0].text, is_section=parent is not None)) is not None:
                siblings.extend(items)
                return
        if points_at is not None and points_at.row_span > 1:
            self.shared.setdefault(id(points_at), []).append(leaf)
        siblings.append(leaf)

    def _made(self, row: int, text_cells: list[Cell], points: Points) -> Branch:
        """Give what the cells of a row say as an indicator."""
        providers, source = self.rows.providers(row)
        leaf = Branch(
            text=self._text_of(row, text_cells),
            detail="\n".join(one_line(cell.text) for cell in self.rows.texts(row, "detail")),
            points=points or Points(self.rows.best_level(text_cells)),
            providers=providers,
            source=text_cells[0].source if text_cells else source,
            is_leaf=True,
        )
        leaf.target, leaf.measured_in = self.rows.target(row)
        leaf.weight = self.points.weight_of(row)
        leaf.not_for = self.rows.not_for(row)
        if not points.value:
            leaf.signed = self.points.signed(row)
        names = self._names_of(row)
        if names and self._ends_in(names[-1], row):
            name, in_name = points_in_name(short_name(names[-1].text))
            leaf.name, leaf.label = without_label(name), label_of(name)
            leaf.source = names[-1].source
            self._settle_points(leaf, in_name)
        elif (titled := _TITLED.match(leaf.detail)) is not None:
            leaf.name = without_label(titled["name"])
        return leaf

    def _is_veto(self, leaf: Branch, parent: Branch | None) -> bool:
        """Tell whether a row only says what bars from a grade: it, its group or its heading is so called."""
        above = parent or (self.sections[-1][1] if self.sections else leaf)
        is_called = any(_VETO_ROW.fullmatch(branch.name) for branch in (leaf, above))
        return is_called and _AMOUNT.search(leaf.text) is None

    def _text_of(self, row: int, text_cells: list[Cell]) -> str:
        """Give what a row is scored by; what its cell of points says for each of something goes on with the text."""
        text = self.rows.levels(text_cells) or "\n".join(
            self.rows.said_of_level(cell) for cell in text_cells if not _DASHES.fullmatch(squeeze(cell.text))
        )
        if (rule := self.points.rule_of(row)) and not _AMOUNT.search(text):
            return "，".join(filter(None, (text.rstrip("。；;，, "), rule)))
        return text

    def _gather(self, unit: Branch, leaf: Branch, text: str) -> None:
        """Take a row of a unit whose cell a page's end cut: what it is asked for is read from all its rows together."""
        texts = self.unit_texts.setdefault(id(unit), [])
        label = label_of(text)
        more = f"\n{text}" if texts and label else text
        before, items = items_of("".join([*texts, more]), unit.source)
        labels = [leaf.label for item in items for leaf in (item, *item.leaves())]
        if texts and labels and label not in labels and rank_of(label) == rank_of(labels[-1]):
            items = []  # a row of its own beside the others, which was cut before its points
        else:
            texts.append(more)
        if items:
            items[0].text = before + items[0].text
            unit.children = items
        else:
            unit.children.append(leaf)

    def _counts(self, row: int, points: Points) -> Decimal | None:
        """Give what a row counts towards a printed total: bonuses and deductions nothing, None where it is not known."""
        names = [squeeze(cell.text) for cell in self._names_of(row)]
        if points.is_bonus or any(BONUS_WORDS.fullmatch(name) or _VETO_ROW.fullmatch(name) for name in names):
            return Decimal(0)
        return decimal(points.value) if points.value else None

    def _keep_the_rest(self, row: int, leaf: Branch) -> None:
        """Keep what stands in columns of no indicator (remarks, scores): it is text of the sheet, not of the tree."""
        for column in range(self.grid.width):
            kind = self.head.kinds[column] if column < len(self.head.kinds) else None
            cell = self.grid.cell_at(row, column)
            if cell is None or cell.row != row or cell.column != column or not squeeze(cell.text):
                continue
            if kind == "number" and not leaf.label:
                leaf.label = squeeze(cell.text)
            elif kind in _KEPT_ASIDE:
                if kind == "note" and not leaf.providers and not self.head.has("provider"):
                    leaf.providers = list(providers_in(one_line(cell.text)))  # 以区统计局数据为准
                self.result.remarks.append((one_line(cell.text), cell.source))

    def _keep_words(self, row: int) -> None:
        """Keep what a row of no indicator says in its columns of numbers: a note that was not merged over the table."""
        cells = (self.grid.cell_at(row, column) for column in self.rows.numbers)
        self.result.remarks.extend(
            (one_line(cell.text), cell.source)
            for cell in cells
            if cell is not None and cell.row == row and len(squeeze(cell.text)) > _LONGEST_NUMBER
        )

    def _top(self) -> list[Branch]:
        """Give the branches of the innermost open section."""
        return self.sections[-1][1].children if self.sections else self.result.branches

    def _names_of(self, row: int) -> list[Cell]:
        """Give the cells of the name columns that hold for the row, from the outermost in; without empty ones at the end."""
        found: list[Cell] = []
        for column in self.rows.names:
            cell = self.grid.cell_at(row, column) or Cell("", row, column)
            if all(cell is not other for other in found):
                found.append(cell)
        while found and (
            _DASHES.fullmatch(squeeze(found[-1].text))
            or (not squeeze(found[-1].text) and not self._has_open_name(found, row))
        ):
            found.pop()
        return found

    def _has_open_name(self, cells: list[Cell], row: int) -> bool:
        """Tell whether the empty cell at the end goes on with a name above it."""
        depth = len(cells) - 1
        return (
            depth < len(self.open)
            and bool(squeeze(self.open[depth][1].text))
            and self._carries(row, self.open[depth][1])
        )

    def _ends_in(self, cell: Cell, row: int) -> bool:
        """Tell whether a name belongs to the row alone, so that it names the leaf."""
        return bool(squeeze(cell.text)) and cell.row == row and self._extent(cell) == 1

    def _extent(self, cell: Cell) -> int:
        """Give how many rows a name holds for: its span, and blank cells below it that nothing else claims."""
        end = cell.row + cell.row_span
        while end < self.grid.height and self._carries(end, cell):
            end += 1
        return sum(self._has_content(row) for row in range(cell.row, end))

    def _has_content(self, row: int) -> bool:
        own = [
            cell
            for column in self.head.columns("text", "points", "provider")
            if (cell := self.grid.cell_at(row, column)) is not None
        ]
        return any(squeeze(cell.text) and cell.row == row for cell in own) or any(
            cell.row == row and squeeze(cell.text) for cell in self._names_of(row)
        )

    def _carries(self, row: int, cell: Cell) -> bool:
        """Tell whether a name goes on in a row whose own cell there is blank."""
        below = self.grid.cell_at(row, cell.column)
        if (below is not None and squeeze(below.text)) or self._is_break(row):
            return False
        texts = [self.grid.cell_at(row, column) for column in self.head.columns("text")]
        if not any(found is not None and squeeze(found.text) and found.row == row for found in texts) and self.head.has(
            "text"
        ):
            return False
        numbers = [] if self.rows.are_rows_numbered else self.rows.numbers
        for column in [*numbers, *self.rows.names]:
            if column >= cell.column:
                break
            left = self.grid.cell_at(row, column)
            if left is not None and squeeze(left.text) and left.row > cell.row:
                return False
        return True

    def _is_break(self, row: int) -> bool:
        cells = row_cells(self.grid, row)
        texts = [cell for cell in cells if squeeze(cell.text)]
        return (
            not texts or self.rows.repeats_head(cells) or self._heading(cells, row) is not None or says_total(texts[0])
        )

    def _path(self, row: int) -> Branch | None:
        """Open and close groups for the row; give the innermost open one."""
        names = self._names_of(row)
        if names and self._ends_in(names[-1], row):
            names = names[:-1]
        opened: list[tuple[int, Cell, Branch]] = []
        for depth, cell in enumerate(names):
            kept = self.open[depth] if depth < len(self.open) else None
            if kept is not None and (kept[1] is cell or (not squeeze(cell.text) and self._carries(row, kept[1]))):
                opened.append(kept)
                continue
            if not squeeze(cell.text):
                opened.append((depth, cell, opened[-1][2]) if opened else (depth, cell, Branch()))
                continue
            self.open = opened
            opened.append((depth, cell, self._opened_group(cell, opened[-1][2] if opened else None, row)))
        self.open = list(opened)
        real = [branch for _, cell, branch in opened if branch.name or branch.points]
        return real[-1] if real else None

    def _opened_group(self, cell: Cell, parent: Branch | None, row: int) -> Branch:
        name, points = points_in_name(short_name(cell.text))
        name, label = without_label(name), label_of(name)
        real_parent = parent if parent is not None and (parent.name or parent.points) else None
        siblings = real_parent.children if real_parent is not None else self._top()
        points = points or self.points.of_group(row, cell)
        if real_parent is None and not label and not self.rows.are_rows_numbered:
            label = self.rows.number(row)
        if siblings and not siblings[-1].is_leaf and same_group(siblings[-1], name, points):
            return siblings[-1]
        group = Branch(name, label, points, source=cell.source)
        siblings.append(group)
        return group

    def _settle_points(self, leaf: Branch, in_name: Points) -> None:
        if not leaf.points:
            leaf.points = in_name
        elif in_name.value and leaf.points.value and in_name.value != leaf.points.value:
            self.result.findings.append(
                Diagnostic(
                    "reading.W201",
                    "“{name}” has {inside} points in its name and {beside} in the points column; the column is used.",
                    (leaf.source.cite(leaf.name),),
                    "Ask the office that wrote the notice which number holds.",
                    {"name": leaf.name, "inside": in_name.value, "beside": leaf.points.value},
                )
            )

    def _settle_each(self) -> None:
        """Give leaves the points that the head states for each of them: 评分办法（每项满分10分）."""
        stated = {match["points"] for label in self.head.labels if (match := _EACH_WORTH.search(fold(squeeze(label))))}
        leaves = [leaf for branch in self.result.branches for leaf in branch.leaves()]
        if any(leaf.points for leaf in leaves):
            return
        for leaf in leaves if len(stated) == 1 else ():
            leaf.points = Points(next(iter(stated)))
        # 考核标准及分值 over 一人一档得10分，缺一份扣1分
        are_said = any(holds_points(self.head.labels[column]) for column in self.head.columns("text"))
        worth = [worth_of(leaf.text) for leaf in leaves] if are_said else [""]
        for leaf, points in zip(leaves, worth, strict=True) if all(worth) else ():
            leaf.points, leaf.is_inferred = Points(points), True

    def finish(self) -> None:
        """Give points printed once for several rows to the group of these rows, where it has none of its own."""
        _leave_out_empty(self.result.branches)
        share_points(self.result.branches, self.shared.values())
        if not self.head.has("provider"):
            settle_leading_units(self.result.branches)
            settle_named_units(self.result.branches)
        if not self.head.has("points"):
            settle_listed_items(self.result.branches)
            settle_own_points(self.result.branches)
            settle_titled_texts(self.result.branches)
            self._settle_each()
        self.result.findings += [*self.points.findings, *self.points.conflicts()]


def _leave_out_empty(branches: list[Branch]) -> None:
    """Take away headings of what bars from a grade, all of whose rows are read with the rest of the text."""
    branches[:] = [
        branch
        for branch in branches
        if branch.is_leaf or branch.children or branch.points or branch.text or not _VETO_ROW.fullmatch(branch.name)
    ]


def _items_with(leaf: Branch, text: str, *, is_section: bool) -> list[Branch] | None:
    """Give a unit the items that it is asked for, an item of one its parts.

    Given are the items that stand beside each other where the leaf was only the first of them. A section without points of
    its own may have a single item.
    """
    before, items = items_of(text, leaf.source, least=1 if is_section and not leaf.points else 2)
    if items and items[0].name == leaf.name:
        return items
    if items:
        items[0].text = before + items[0].text
        leaf.children, leaf.is_leaf, leaf.text = items, False, ""
    elif leaf.name:
        part(leaf, leaf.text)
    return None
