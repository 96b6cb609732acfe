"""Writes one table in many layouts: Word with a page break, Excel, a web page, and nine ways to flatten it to lines."""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import docx
import openpyxl
from docx.enum.text import WD_BREAK

FORMATS: Final = ("docx", "xlsx", "html")
FLAT: Final = ("tabs", "blanks", "wrapped", "rows", "cells")
SCORE_FLAT: Final = (*FLAT, "browser", "titled", "stuck", "pages")
Merge = tuple[int, int, int]
"""A column, and the first and last of the rows that share its cell."""


@dataclass(frozen=True)
class Table:
    """A title, heads, and cells; what is merged; which rows are headings over the whole width."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    merges: tuple[Merge, ...] = ()
    headings: frozenset[int] = field(default_factory=frozenset)

    @property
    def hidden(self) -> set[tuple[int, int]]:
        """The cells that a merged one above stands for."""
        return {(row, column) for column, first, last in self.merges for row in range(first + 1, last + 1)}

    def filled(self, row: int) -> Iterator[str]:
        """Give the cells of a row that hold something of their own."""
        if row in self.headings:
            yield self.rows[row][0]
            return
        yield from (text for column, text in enumerate(self.rows[row]) if text and (row, column) not in self.hidden)


def sheet_of(sheet: Mapping[str, Any]) -> Table:
    """Lay out a score sheet of ``layouts.json``."""
    rows = [
        tuple(_sheet_cell(sheet, row, at, role) for _, role in sheet["columns"]) for at, row in enumerate(sheet["rows"])
    ]
    merges: list[Merge] = []
    leaf = len(sheet["rows"][0]["path"]) - 1
    for column, (_, role) in enumerate(sheet["columns"]):
        if role[:1] == "l" and role[1:].isdigit() and int(role[1:]) < leaf:
            paths = [row["path"][: int(role[1:]) + 1] for row in sheet["rows"]]
            starts = [0, *(at for at in range(1, len(paths)) if paths[at] != paths[at - 1]), len(paths)]
            merges += [(column, first, after - 1) for first, after in pairwise(starts) if after - first > 1]
    return Table(sheet["title"], tuple(head for head, _ in sheet["columns"]), tuple(rows), tuple(merges))


def _sheet_cell(sheet: Mapping[str, Any], row: Mapping[str, Any], at: int, role: str) -> str:
    if role == "no":
        return str(at + 1)
    if role == "points":
        return row["points"] or "加分项"
    if role == "prov":
        return "、".join(row["providers"])
    if role[1:].isdigit():
        name: str = row["path"][int(role[1:])]
        points = sheet["points_of"].get(name) if role == "l0" else row["points"] if sheet["points_in"] == role else ""
        return f"{name}（{points}分）" if points else name
    return str(row.get(role, ""))


def tree_of(sheet: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the tree that a score sheet says."""
    root = _node(sheet["title"], "")
    for row in sheet["rows"]:
        node = root
        for name in row["path"][:-1]:
            found = next((child for child in node["children"] if child["name"] == name), None)
            if found is None:
                found = _node(name, sheet["points_of"].get(name, ""))
                node["children"].append(found)
            node = found
        leaf = _node(row["path"][-1], row["points"])
        node["children"].append(leaf | {"bonus_only": row["bonus"], "providers": row["providers"], "text": row["text"]})
    return [root]


def _node(name: str, points: str) -> dict[str, Any]:
    return {"name": name, "points": points, "bonus_only": False, "providers": [], "children": []}


def tasks_of(tasks: Mapping[str, Any]) -> Table:
    """Lay out a task table of ``layouts.json``."""
    rows: list[tuple[str, ...]] = []
    headings: set[int] = set()
    for row in tasks["rows"]:
        if heading := tasks["sections"].get(str(row["no"])):
            headings.add(len(rows))
            rows.append((heading, *[""] * (len(tasks["columns"]) - 1)))
        cells = (row.get(role, "") for _, role in tasks["columns"])
        rows.append(tuple("、".join(cell) if isinstance(cell, list) else str(cell) for cell in cells))
    return Table(tasks["title"], tuple(head for head, _ in tasks["columns"]), tuple(rows), (), frozenset(headings))


def expected_tasks(tasks: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the tasks that a task table says; their marks stand apart."""
    return [{"marks": []} | row | {"text": row["text"].lstrip("▲●★")} for row in tasks["rows"]]


def written(table: Table, way: str) -> bytes:
    """Write a table in one of ``FORMATS`` or ``FLAT``."""
    match way:
        case "docx":
            return _word(table)
        case "xlsx":
            return _book(table)
        case "html":
            return _page(table).encode()
    lines = [table.title, *_lines(table, way), ""]
    if way == "titled":
        lines[:2] = [f"{table.title} {table.heads[0]}"]
    return "\n".join(lines).encode()


def _word(table: Table) -> bytes:
    """Write it as two tables with the same head, as a page break leaves it."""
    document = docx.Document()
    document.add_paragraph("附件1")
    document.add_paragraph(table.title)
    half = len(table.rows) // 2
    for first, after in ((0, half), (half, len(table.rows))):
        made = document.add_table(1, len(table.heads), style="Table Grid")
        for cell, head in zip(made.rows[0].cells, table.heads, strict=True):
            cell.text = head
        for at in range(first, after):
            cells = made.add_row().cells
            for cell, text in zip(cells, table.rows[at], strict=True):
                cell.text = text
            if at in table.headings:
                cells[0].merge(cells[-1]).text = table.rows[at][0]
        for column, start, last in table.merges:
            top, bottom = max(start, first), min(last, after - 1)
            if top < bottom:
                merged = made.cell(top - first + 1, column).merge(made.cell(bottom - first + 1, column))
                merged.text = table.rows[top][column]
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("注：本表自印发之日起施行。")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _book(table: Table) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    width = len(table.heads)
    sheet.append([table.title])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet.append(table.heads)
    for row in table.rows:
        sheet.append([float(text) if text.replace(".", "", 1).isdigit() else text for text in row])
    for column, first, last in table.merges:
        sheet.merge_cells(start_row=first + 3, end_row=last + 3, start_column=column + 1, end_column=column + 1)
    for at in table.headings:
        sheet.merge_cells(start_row=at + 3, end_row=at + 3, start_column=1, end_column=width)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _page(table: Table) -> str:
    spans = {(first, column): last - first + 1 for column, first, last in table.merges}
    rows = ["".join(f"<th>{head}</th>" for head in table.heads)]
    for at, row in enumerate(table.rows):
        if at in table.headings:
            rows.append(f"<td colspan={len(table.heads)}>{row[0]}</td>")
            continue
        rows.append(
            "".join(
                f"<td rowspan={spans.get((at, column), 1)}>{html.escape(text)}</td>"
                for column, text in enumerate(row)
                if (at, column) not in table.hidden
            )
        )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        "<html><meta charset=utf-8><body><div><a href='/'>首页</a> &gt; <a href='/zwgk'>政务公开</a></div>"
        f"<h1>{table.title}</h1><table>{body}</table><div>分享到：微信 微博</div></body></html>"
    )


def _lines(table: Table, way: str) -> Iterator[str]:
    """Give the lines of a flattened table: cells led by tabs, cells between blank lines, cells wrapped, rows, cells.

    Rows as a browser copies them: merged cells leave nothing, and several offices in a cell stand on lines of their own.
    Cells below a head whose labels run together, or with head and number of the page at the top of each.
    """
    if way == "browser":
        yield from _browser_lines(table)
        return
    if way == "stuck":
        yield "".join(table.heads)
    elif way == "rows":
        yield "\t".join(table.heads)
    elif way == "tabs":
        yield from (f"\t{head}" for head in table.heads)
        yield ""
    else:
        yield from (line for head in table.heads for line in ([head, ""] if way == "blanks" else [head]))
    for at, row in enumerate(table.rows):
        kept = ["" if (at, column) in table.hidden else text for column, text in enumerate(row)]
        if way == "rows":
            yield "\t".join(kept)
        elif way == "tabs":
            yield from (f"\t{text}" for text in (table.filled(at) if at in table.headings else kept))
            yield ""
        else:
            for text in table.filled(at):
                yield from _cut(text, way)
        if way == "pages" and at % 4 == 3 and at + 1 < len(table.rows):
            yield f"- {at // 4 + 1} -"
            yield from table.heads
        if way == "wrapped" and at == len(table.rows) // 2:
            yield "— 2 —"


def _browser_lines(table: Table) -> Iterator[str]:
    yield "\t".join(table.heads)
    for at, row in enumerate(table.rows):
        kept = (text for column, text in enumerate(row) if (at, column) not in table.hidden)
        yield from "\t".join(text.replace("、", "\n") if text.endswith("局") else text for text in kept).split("\n")


def _cut(text: str, way: str) -> Sequence[str]:
    if way in ("cells", "titled", "stuck", "pages"):
        return [text]
    width = 16 if way == "blanks" else 18
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    return [line for one in lines for line in ((one, "") if way == "blanks" else (one,))]
