"""Rows parted by tabs or bars without a head – a part of a table was copied: what each column holds heads it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaoji.reading.document import Paragraph
from kaoji.reading.flat.lines.delimited import cells_of
from kaoji.reading.flat.looks import FULL_STOP, SCORED, looks
from kaoji.reading.phrases.wording import points_cell, squeeze
from kaoji.reading.tables.contents import Content, content_of
from kaoji.reading.tables.head_words import USUAL_HEADS, Family, Kind

_FEWEST_ROWS, _NARROWEST = 4, 3
_MOSTLY, _NEARLY_ALL, _UNIT = 0.7, 0.9, 0.6
_LEVELS: Final = ("一级指标", "二级指标", "三级指标", "四级指标")
_DELIMITERS: Final = ("\t", "|")
_OF_TASKS: Final[dict[Content, tuple[Kind, ...]]] = {
    "unit": ("lead", "related"),
    "person": ("person", "leader"),
    "date": ("deadline",),
    "report": ("status",),
    "share": ("ratio",),
}


def with_head(lines: Sequence[Paragraph], family: Family) -> tuple[list[Paragraph], int] | None:
    """Give lines with a head above the first row, and where that is; None where there are no such rows."""
    for delimiter in _DELIMITERS:
        rows = [at for at, line in enumerate(lines) if delimiter in line.text.strip()]
        cells = [[squeeze(cell) for cell in cells_of(lines[at].text, delimiter)] for at in rows]
        width, times = Counter(map(len, cells)).most_common(1)[0] if cells else (0, 0)
        if width < _NARROWEST or times < max(_FEWEST_ROWS, len(rows) * _NEARLY_ALL):
            continue
        columns = [list(column) for column in zip(*(row for row in cells if len(row) == width), strict=True)]
        labels = _score_labels(columns) if family == "score" else _task_labels(columns)
        if labels:
            head = replace(lines[rows[0]], text=delimiter.join(labels))
            return [*lines[: rows[0]], head, *lines[rows[0] :]], rows[0]
    return None


def _score_labels(columns: Sequence[list[str]]) -> list[str]:
    """Give a label for each column of a score sheet: names on the left, then what is scored, its points, and who assesses."""
    kinds = [_kind_of(list(filter(None, column))) for column in columns]
    texts = [at for at, kind in enumerate(kinds) if kind == "text"]
    if kinds.count("points") != 1 or not texts or kinds[0] not in ("number", "name"):
        return []
    scored = max(texts, key=lambda at: sum(SCORED.search(cell) is not None for cell in columns[at]))
    labels: list[str] = []
    levels = iter(_LEVELS)
    for at, kind in enumerate(kinds):
        if kind == "name" and at < min(*texts, kinds.index("points")):
            labels.append(next(levels, "指标名称"))
        else:
            labels.append(
                USUAL_HEADS["content" if kind == "text" and at != scored else "note" if kind == "name" else kind]
            )
    return labels if _LEVELS[0] in labels and len(set(labels)) == len(labels) else []


def _kind_of(cells: Sequence[str]) -> Kind:
    """Give what most cells of a column of a score sheet are."""
    most = len(cells) * _MOSTLY
    if not cells:
        return "blank"
    if _counts_up(cells):
        return "number"
    if sum(bool(points_cell(cell)) for cell in cells) > most:
        return "points"
    if sum(looks(cell, "provider") >= _UNIT for cell in cells) > most:
        return "provider"
    said = sum(SCORED.search(cell) is not None or FULL_STOP.search(cell) is not None for cell in cells)
    return "text" if said * 2 > len(cells) else "name"


def _counts_up(cells: Sequence[str]) -> bool:
    """Tell whether cells are the numbers of rows, from whatever one on."""
    if len(cells) < _FEWEST_ROWS or not all(re.fullmatch(r"\d{1,3}", cell) for cell in cells):
        return False
    return [int(cell) for cell in cells] == list(range(int(cells[0]), int(cells[0]) + len(cells)))


def _task_labels(columns: Sequence[list[str]]) -> list[str]:
    """Give a label for each column of numbered tasks: the first text is the task, one behind the units tells of its progress."""
    if not _counts_up(columns[0]):
        return []
    kinds: list[Kind] = ["number"]
    for column in columns[1:]:
        content = content_of(list(filter(None, column)))
        if "task" not in kinds:
            kinds.append("task" if content in ("text", "report", "word") else "note")
            continue
        usual = ("status",) if content == "text" and "lead" in kinds else _OF_TASKS.get(content, ("note",))
        kinds.append(next((kind for kind in usual if kind not in kinds), "note"))
    labels = [USUAL_HEADS[kind] for kind in kinds]
    is_told = {"task", "lead"} <= set(kinds) and labels.count(USUAL_HEADS["note"]) <= 1
    return labels if is_told else []
