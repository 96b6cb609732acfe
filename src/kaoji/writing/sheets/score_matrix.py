"""The score sheet of a group: indicators under merged headings, the units side by side."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from kaoji.diagnostics import is_chinese
from kaoji.scheme.structure import ResolvedNode
from kaoji.writing.outline import heading_names, outline, write_headings
from kaoji.writing.page import Look, Page, Value, number_format, points
from kaoji.writing.report import Report

_UNIT_WIDTH = 7.5
_UNITS_A_PAGE = 14
_UNITS_A_TITLE = 9
"""Over so many units a title spreads where the columns go over several pages."""
_HEADING_WIDTHS = (13, 15, 18, 18)


def heading_widths(depth: int) -> list[float]:
    """Give the widths of the heading columns; the last one is the widest."""
    return [*(float(_HEADING_WIDTHS[min(level, 2)]) for level in range(depth - 1)), 22.0]


def write_score_matrix(report: Report, group: str, units: Sequence[str]) -> None:
    """Write one group's scores on a sheet of its own; groups without indicators have none."""
    structure, say = report.structure, report.say
    present = {node.index for unit in units for node in structure.nodes_of(unit, group)}
    found = outline(structure, present)
    panels = [panel for panel in structure.panels if any((u, panel.name) in report.scores.panels for u in units)]
    if not found.rows and not panels:
        return
    depth = found.depth
    about = say("The score of every indicator, {group} side by side.").format(group=group)
    widths = [*heading_widths(depth), 7.0, *(_UNIT_WIDTH for _ in units)]
    page = report.page(say("Scores {group}").format(group=group), about, widths)
    pages = -(-len(units) // _UNITS_A_PAGE)
    title = say("{title}: scores of {group}").format(title=structure.scheme.title, group=group)
    if pages == 1:
        page.title(title)
    else:  # what stands in the columns repeated on every page would be cut off there
        page.title(title, first=depth + 2, last=depth + 1 + _UNITS_A_TITLE)
    head = _heads(report, page, units, depth)
    first = page.row
    for row in found.rows:
        values = [_value(report, unit, row.node) for unit in units]
        stated = "" if row.node.node.points is None else row.node.node.points
        _line(page, depth, stated, values, is_sum=row.is_sum)
    write_headings(page, found, first, depth + 1, pages)
    for panel in panels:
        values = [_panel_value(report, unit, panel.name) for unit in units]
        page.merge((page.row, 1), (page.row, depth), panel.name, "name")
        _line(page, depth, panel.panel.points, values, is_sum=False)
    _results(report, page, units, depth)
    page.set_up(
        title if pages > 1 else report.header,
        landscape=True,
        head=(head, head),
        left=depth + 1,
        pages_wide=pages,
        remark=report.remark,
    )
    page.sheet.print_area = f"A1:{get_column_letter(len(widths))}{page.row - 1}"


def _heads(report: Report, page: Page, units: Sequence[str], depth: int) -> int:
    """Write the heads; the names of the units stand upright."""
    chinese = is_chinese(report.language)
    row = page.write([*heading_names(depth, report.language), report.say("Points"), *units], "head")
    for column in range(depth + 2, depth + 2 + len(units)):
        page.sheet.cell(row, column).alignment = Alignment(
            horizontal="center", vertical="center", textRotation=255 if chinese else 90, wrap_text=not chinese
        )
    page.sheet.row_dimensions[row].height = min(200, 14 * max(3, *(len(unit) for unit in units)) + 8)
    return row


def _line(page: Page, depth: int, stated: Value, values: Sequence[Value], *, is_sum: bool) -> None:
    """Write one row right of the headings."""
    row = page.row
    shown = number_format([value for value in values if isinstance(value, Decimal)], 0, 4)
    page.put(row, depth + 1, stated, "sum" if is_sum else "number")
    for column, value in enumerate(values, depth + 2):
        look: Look = "sum" if is_sum else "number" if isinstance(value, Decimal) else "name"
        if isinstance(value, str) and value not in ("", "—"):
            look = "mark"
        page.put(row, column, value, look, shown if isinstance(value, Decimal) else None)
    page.sheet.row_dimensions[row].height = 18
    page.row += 1


def _value(report: Report, unit: str, node: ResolvedNode) -> Value:
    score = report.scores.nodes.get((unit, node.index))
    if score is None or (score.is_absent and not score.value):
        return "—"
    if (unit, node.code) in report.gaps:
        return str(report.say("lacks"))
    return points(score.value)


def _panel_value(report: Report, unit: str, name: str) -> Value:
    result = report.scores.panels.get((unit, name))
    if result is None:
        return str(report.say("lacks")) if (unit, name) in report.gaps else "—"
    return points(result.score)


def _results(report: Report, page: Page, units: Sequence[str], depth: int) -> None:
    """Write total, rank and grade below the indicators."""
    results = [report.ranking.results[unit] for unit in units]
    totals: list[Value] = [points(result.total) if result.total is not None else "—" for result in results]
    rows: list[tuple[str, list[Value]]] = [
        (report.say("Total"), totals),
        (report.say("Rank"), [result.rank if result.rank is not None else "—" for result in results]),
        (report.say("Grade"), [result.grade or "" for result in results]),
    ]
    for name, values in rows:
        page.merge((page.row, 1), (page.row, depth + 1), name, "head")
        shown = number_format([value for value in values if isinstance(value, Decimal)], 0, 4)
        for column, value in enumerate(values, depth + 2):
            page.put(page.row, column, value, "sum" if isinstance(value, Decimal) else "name",
                     shown if isinstance(value, Decimal) else None)  # fmt: skip
        page.sheet.row_dimensions[page.row].height = 20
        page.row += 1
