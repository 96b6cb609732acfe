"""What of score sheets was not read, and what is said of it: cells that went into no indicator, and sheets without rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Cell, Grid, Paragraph, Source
from kaoji.reading.flat.heads.labels import SHEET_LABELS
from kaoji.reading.phrases.wording import one_line, squeeze
from kaoji.reading.sheets.trees import Node
from kaoji.reading.tables.heads import Head

_HELD: Final = ("name", "unit", "content", "detail", "text", "task")
_NO_LETTERS: Final = late_pattern(r"[\W\d_]+")
_HEAD: Final = late_pattern(rf"(?:(?:{SHEET_LABELS})(?:[（(][\d分值]{{1,4}}[）)])?){{2,10}}")
_LABEL: Final = late_pattern(rf"(?:{SHEET_LABELS})")  # 计分办法 is one, though it is made of two
_SCORE_LABEL: Final = late_pattern("分值|得分|权重|标准分|[评计]分(?:标准|细则|办法)")
_SCORES: Final = late_pattern(r"[扣加得计]\s*\d+(?:\.\d+)?\s*分|[（(]\d{1,3}\s*分[）)]")
_FORMULA: Final = late_pattern("[=＝×÷]")  # 得分＝完成率×指标权重分: no head
_PIECE, _FEWEST, _SHOWN, _FEWEST_SCORES, _LONG_HEAD = 4, 8, 30, 3, 18

Read = tuple[Grid, Head, int]
"""A table with its head and its first row of indicators."""


def lost_cells(
    tables: Iterable[Read], sheets: Iterable[Node], prose: Iterable[Paragraph]
) -> tuple[list[Paragraph], list[Diagnostic]]:
    """Give what cells say that stands neither in the trees nor in the text beside them, and what to tell the reader."""
    kept = {
        piece
        for text in [*_texts(sheets), *(line.text for line in prose)]
        for piece in _pieces(_NO_LETTERS.sub("", squeeze(text)))
    }
    cells = [cell for table in tables for cell in _held(*table) if _is_lost(cell.text, kept)]
    lost = [Paragraph(one_line(cell.text), source=cell.source) for cell in cells]
    if not lost:
        return [], []
    return lost, [
        Diagnostic(
            "reading.W211",
            "{count} cells of score sheets found no place among the indicators, the first: “{said}”.",
            tuple(line.source.cite(squeeze(line.text)[:_SHOWN]) for line in lost[:3]),
            "Compare the sheet with the original and add in the draft what is missing.",
            {"count": len(lost), "said": squeeze(lost[0].text)[:_SHOWN]},
        )
    ]


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        yield from (node.name, node.detail, node.text)
        waiting.extend(node.children)


def _held(grid: Grid, head: Head, first: int) -> Iterator[Cell]:
    """Give the cells of a table that belong into a tree."""
    columns = {column for column, kind in enumerate(head.kinds) if kind in _HELD}
    for row in grid.rows[first:]:
        yield from (cell for cell in row if cell.column in columns)


def _is_lost(text: str, kept: set[str]) -> bool:
    letters = _NO_LETTERS.sub("", squeeze(text))
    if len(letters) < _FEWEST:
        return False
    found = sum(piece in kept for piece in _pieces(letters))
    return found * 2 < len(letters) - _PIECE + 1


def _pieces(text: str) -> Sequence[str]:
    return [text[at : at + _PIECE] for at in range(len(text) - _PIECE + 1)]


def unread(lines: Sequence[Paragraph]) -> list[Diagnostic]:
    """Say that no sheet was found in a text that has a head of one and scores: its lines stand in another order, mostly."""
    plain = (squeeze(line.text) for line in lines if _FORMULA.search(line.text) is None)
    text = "".join(line + "\n" * (len(line) > _SHOWN) for line in plain)
    heads = (one for one in _HEAD.findall(text) if _SCORE_LABEL.search(one) and not _LABEL.fullmatch(one))
    head = max(heads, key=len, default="")
    if not head or (len(head) < _LONG_HEAD and len(_SCORES.findall(text)) < _FEWEST_SCORES):
        return []
    source = next((line.source for line in lines if squeeze(line.text) and squeeze(line.text) in head), Source())
    return [
        Diagnostic(
            "reading.W212",
            "The text has the head of a score sheet (“{head}”), but no rows were recognised below it.",
            (source.cite(),),
            "Read the sheet from the original in Word, Excel or PDF, or put each row into a line with tabs between its cells.",
            {"head": head[:_SHOWN]},
        )
    ]
