"""Lines that hold a row of a table each, their cells stuck together: 班子建设15分1组织健全设有专人查阅材料6 → tables.

A line begins with the name of a group and its points, the number of the row, or neither, where it goes on with the row
before. What proves such a table are its sums: the points at the ends of lines add up to those of their groups.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Grid, Paragraph, is_blank
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of
from kaoji.reading.phrases.wording import squeeze

_GROUP: Final = late_pattern(
    r"(?P<name>[\u4e00-\u9fff、“”]{2,16})[（(]?(?P<points>\d{1,3})分[）)]?(?=\d{1,2}[\u4e00-\u9fff“《])"
)
_NUMBER: Final = late_pattern(r"(?P<number>\d{1,2})(?=[\u4e00-\u9fff“《])")
_POINTS: Final = late_pattern(r"(?<=[\u4e00-\u9fff。；;）)])(?P<points>\d{1,3})分?$")
_FEWEST_GROUPS, _FEWEST_ROWS, _MOST_LINES = 2, 4, 300


@dataclass(slots=True)
class _Row:
    """A row: the line that it begins on, its group if it is the first there, and its texts."""

    line: Paragraph
    group: str
    points: str
    texts: list[str] = field(default_factory=list)


def lined(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with lines that hold a row each made tables, and what to say about them."""
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    at = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        made = None
        if isinstance(block, Paragraph) and _GROUP.match(squeeze(block.text)) is not None:
            made = _table(document.blocks[at : at + _MOST_LINES])
        if made is None:
            blocks.append(block)
            at += 1
            continue
        grid, count = made
        blocks.append(grid)
        at += count
        findings.append(
            Diagnostic(
                "reading.I203",
                "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
                (grid.source.cite(),),
                "Compare a few rows with the original.",
                data={"lines": count},
            )
        )
    return (replace(document, blocks=tuple(blocks)) if findings else document), findings


def _table(lines: Sequence[Block]) -> tuple[Grid, int] | None:
    """Give the table that begins with the first line, and how many lines it takes; None where sums prove none."""
    rows: list[_Row] = []
    stated: list[str] = []
    sums: list[Decimal] = []
    number, count = 0, 0
    for line in lines:
        if not isinstance(line, Paragraph) or is_blank(line.text):
            break
        text = squeeze(line.text)
        group = _GROUP.match(text)
        rest = text[group.end() :] if group is not None else text
        found = _NUMBER.match(rest)
        count += 1
        if found is None or int(found["number"]) != number + 1:
            if group is not None or not rows:
                return None
            rows[-1].texts.append(text)
            continue
        number += 1
        rest = rest[found.end() :]
        points = _POINTS.search(rest)
        rows.append(
            _Row(
                line,
                f"{group['name']}（{group['points']}分）" if group is not None else "",
                points["points"] if points is not None else "",
                [rest[: points.start()] if points is not None else rest],
            )
        )
        if group is not None:
            stated.append(group["points"])
            sums.append(Decimal(0))
        sums[-1] += Decimal(rows[-1].points or 0)
    right = sum(Decimal(points) == total for points, total in zip(stated, sums, strict=True))
    is_proved = len(stated) >= _FEWEST_GROUPS and right >= max(_FEWEST_GROUPS - 1, len(stated) - 1)
    return (_grid(rows), count) if is_proved and len(rows) >= _FEWEST_ROWS else None


def _grid(rows: Sequence[_Row]) -> Grid:
    made = [
        FlatRow(
            [FlatCell(row.group, row.line.source)] if row.group else [],
            int(not row.group),
            {
                1: FlatCell("\n".join(row.texts), row.line.source),
                **({2: FlatCell(row.points, row.line.source)} if row.points else {}),
            },
            row.line.source,
        )
        for row in rows
    ]
    return grid_of(["考核项目", "考核内容", "分值"], [0], made, rows[0].line.source)
