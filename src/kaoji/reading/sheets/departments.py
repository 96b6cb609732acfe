"""The table of one department: parts with points, each with a list of tasks."""

from __future__ import annotations

import re
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Grid
from kaoji.reading.phrases.wording import one_line, points_cell, points_in_name, short_name, squeeze
from kaoji.reading.sheets.trees import Section
from kaoji.reading.tables.heads import Head

_NUMBERED: Final = late_pattern(r"^\s*[（(]?(\d{1,2})(?:[）).．、]|(?=[\u4e00-\u9fff“《]))")
_DECIMAL: Final = late_pattern(r"^\s*\d{1,2}[.．]\d")
_INLINE: Final = late_pattern(r"(?<=[；;。])\s*(?=\d{1,2}[.．、])")


def unit_sections(grid: Grid, head: Head) -> tuple[list[Section], list[Diagnostic]]:
    """Give the parts of a department's table, with their tasks."""
    sections: list[Section] = []
    findings: list[Diagnostic] = []
    for row in range(head.end, grid.height):
        name, text, points, source = "", "", "", grid.source
        for column, kind in enumerate(head.kinds):
            cell = grid.cell_at(row, column) if column < grid.width else None
            if cell is None or not squeeze(cell.text):
                continue
            source = cell.source if source is grid.source else source
            if kind == "name":
                name, in_name = points_in_name(short_name(cell.text))
                points = points or in_name.value
            elif kind in ("text", "content"):
                text = cell.text
            elif kind == "points":
                read = points_cell(cell.text)
                points = read.value if read is not None else points
        if not (name or text):
            continue
        if not name:
            findings.append(
                Diagnostic(
                    "reading.W204",
                    "A part of a department's task sheet has no name.",
                    (source.cite(one_line(text)),),
                    "Compare it with the original: a line may have been lost in copying.",
                )
            )
        sections.append(Section(name, points, tuple(tasks_of(text)), source))
    return sections, findings


def tasks_of(text: str) -> list[str]:
    r"""Split a cell into its numbered tasks; lines without a number go on with the task before.

    >>> tasks_of("1.新建道路\n3公里；\n2.社区联点。"), tasks_of("整治污染源1处。")
    (['1.新建道路3公里；', '2.社区联点。'], ['整治污染源1处。'])
    """
    pieces = [piece for line in re.split(r"[\r\n\v\f]+", text) for piece in _INLINE.split(line) if squeeze(piece)]
    tasks: list[list[str]] = []
    last = 0
    for piece in pieces:
        match = _NUMBERED.match(piece)
        number = int(match[1]) if match else 0
        is_loose = bool(_DECIMAL.match(piece)) or bool(match and match[0].strip()[-1].isdigit())
        is_next = match is not None and last < number <= last + (1 if is_loose else 2)
        if tasks and not is_next:
            tasks[-1].append(piece)
            continue
        last = number or last
        tasks.append([piece])
    return [one_line("\n".join(lines)) for lines in tasks]
