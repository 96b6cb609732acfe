"""Tables whose cells have become lines of text → tables again.

People paste notices as text, and every program flattens a table in its own way: a row a line with tabs or bars between
cells, a cell a line led by a tab, a cell a line with nothing to tell it by, or the wrapped lines of a printed page. Heads
are found by their words, as in real tables; what follows is read in the way that its lines show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Block, Cell, Document, Grid, Paragraph, is_blank
from kaoji.reading.flat_grid import FlatCell
from kaoji.reading.flat_rows import FlatTable, fitted_table, ragged_grid
from kaoji.reading.flooding import cleaned
from kaoji.reading.heads import Family, Kind, find_head, is_head, kind_of, settled
from kaoji.reading.tab_cells import tab_table
from kaoji.reading.wording import squeeze

ANNEX_LINE: Final = re.compile(r"^附[件表录]\s*[一二三四五六七八九十\d]*\s*(?:[-—－]\s*\d+)?\s*[:：]?$")
_CLOSING: Final = re.compile(
    r"^(?:备注|注|说明|附注|注释|填表说明)\s*[\d一二三]?\s*[:：、]|^(?:【|\[)?(?:打印|关闭|字体|责任编辑|编辑|来源|上一篇|下一篇|相关(?:新闻|链接)|附件下载|版权所有|主办单位|网站|扫一扫|分享)|ICP备|^抄送|^[—-]\s*\d+\s*[—-]$"
)
_UNIT_LINE: Final = re.compile(
    r"^(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十百]+、)\s*[^\s，。；：:]{2,20}(?:局|办|委|部|处|科|室|中心|公司|分局|院|会|社|队|站|所|街道|镇|乡)(?:[\s\u00a0\u3000].*)?$"
)
_IN_BRACKETS: Final = re.compile(r"[（(][^（）()\t|]*[）)]")
_DELIMITERS: Final = ("\t", "|", "｜", "  ", "\u3000")
_LONGEST_HEAD_LINES = 16
_TITLE_LINES = 4
_MIN_LABELS = 3


@dataclass(frozen=True, slots=True)
class _FlatHead:
    """A head in lines: from ``first`` to before ``end``, its labels and kinds, and what parts cells (empty: lines)."""

    first: int
    end: int
    labels: tuple[str, ...]
    kinds: tuple[Kind | None, ...]
    delimiter: str = ""
    is_tabbed: bool = False


def rebuilt(document: Document, family: Family) -> tuple[list[Block], list[Diagnostic]]:
    """Give the blocks of a document with the tables of a family that stand there as lines made tables again."""
    document, findings = cleaned(document)
    if any(isinstance(block, Grid) for block in document.blocks):
        return [piece for block in document.blocks for piece in _unwrapped(block, family)], findings
    lines = list(document.paragraphs)
    heads = _heads(lines, family)
    if not heads:
        return lines, findings  # type: ignore[return-value]
    blocks: list[Block] = []
    at = 0
    for index, head in enumerate(heads):
        blocks.extend(lines[at : head.first])
        limit = heads[index + 1].first if index + 1 < len(heads) else len(lines)
        end = _end_of_rows(lines, head, limit, is_last=index + 1 == len(heads))
        table = _table(lines, head, end, family)
        findings.extend(table.findings)
        if table.grid is None:
            blocks.extend(lines[head.first : end])
            at = end
            continue
        blocks.append(table.grid)
        blocks.extend(table.rest)
        at = end
    blocks.extend(lines[at:])
    return blocks, findings


def _unwrapped(block: Block, family: Family) -> list[Block]:
    """Give the tables inside a table that only lays out a page, with the text around them."""
    if isinstance(block, Paragraph) or not any(cell.nested for row in block.rows for cell in row):
        return [block]
    if find_head(block, family) is not None:
        return [block]
    pieces: list[Block] = []
    for cell in (cell for row in block.rows for cell in row):
        inside = {squeeze(line) for grid in cell.nested for line in grid.lines().split("\n")}
        around = [line for line in cell.text.split("\n") if not is_blank(line) and squeeze(line) not in inside]
        pieces.extend(Paragraph(line, source=cell.source) for line in around)
        pieces.extend(piece for grid in cell.nested for piece in _unwrapped(grid, family))
    return pieces


def _table(lines: Sequence[Paragraph], head: _FlatHead, end: int, family: Family) -> FlatTable:
    body = lines[head.end : end]
    if head.delimiter and _is_delimited(body, head):
        return FlatTable(_delimited(lines[head.first : head.end], body, head))
    if head.is_tabbed:
        return tab_table(lines[head.first], body, head.labels, head.kinds)
    return fitted_table(lines[head.first], body, head.labels, head.kinds, family)


def _heads(lines: Sequence[Paragraph], family: Family) -> list[_FlatHead]:
    """Find all heads, each once where it begins."""
    found: list[_FlatHead] = []
    at = 0
    while at < len(lines):
        head = None
        if not is_blank(lines[at].text):
            head = _delimited_head(lines, at, family) or _line_head(lines, at, family)
        if head is None:
            at += 1
            continue
        found.append(head)
        at = head.end
    return found


def _split(text: str, delimiter: str) -> list[str]:
    if delimiter == "  ":
        return re.split(r"\s{2,}", text.strip())
    if delimiter in "|｜":
        text = text.strip().strip(delimiter)
    return [part.strip(" \u00a0") for part in text.split(delimiter)]


def _delimited_head(lines: Sequence[Paragraph], at: int, family: Family) -> _FlatHead | None:
    """Read a head that stands in one line, its cells parted by tabs, bars or spaces."""
    text = _IN_BRACKETS.sub(lambda match: squeeze(match[0]), lines[at].text.rstrip())
    for delimiter in (*_DELIMITERS, " "):
        if delimiter not in text.strip():
            continue
        labels = [label for label in _split(text, delimiter) if delimiter in "\t|｜" or label]
        labels = _spread(labels, family)
        kinds = [kind_of(label, family) for label in labels]
        if sum(kind is not None for kind in kinds) < max(2, len([label for label in labels if label]) * 2 // 3):
            continue
        known = settled(kinds, labels, family)
        if len([label for label in labels if label]) >= _MIN_LABELS and is_head(known, family):
            return _FlatHead(at, at + 1, tuple(labels), known, delimiter)
    return None


def _spread(labels: list[str], family: Family) -> list[str]:
    """Give a name's label to the empty ones behind it: a merged head cell leaves them."""
    spread: list[str] = []
    for label in labels:
        is_merged = not label and spread and spread[-1] and kind_of(spread[-1], family) == "name"
        spread.append(spread[-1] if is_merged else label)
    return spread


def _line_head(lines: Sequence[Paragraph], at: int, family: Family) -> _FlatHead | None:
    """Read a head whose cells are lines, one below the other, a cell sometimes over two lines."""
    is_tabbed = lines[at].text.startswith("\t")
    labels: list[str] = []
    kinds: list[Kind | None] = []
    end = at
    waiting = ""
    misses = 0
    for index in range(at, min(len(lines), at + 2 * _LONGEST_HEAD_LINES)):
        text = lines[index].text
        label = squeeze(text)
        if not label:
            if _ends_row(lines, index, is_tabbed=is_tabbed, has_head=is_head(settled(kinds, labels, family), family)):
                break
            continue
        if text.startswith("\t") != is_tabbed or (labels and kind_of(label, family) == "number"):
            if is_tabbed and labels and not text.startswith("\t") and kind_of(labels[-1] + label, family):
                labels[-1] += label
                kinds[-1] = kind_of(labels[-1], family)
                end = index + 1
                continue
            break
        kind = kind_of(waiting + label, family) if waiting else None
        if kind is None:
            kind = kind_of(label, family)
        elif kind_of(label, family) in (None, kind) or len(waiting) <= 4:  # noqa: PLR2004
            label = waiting + label
            waiting = ""
        if kind is None or len(label) > 26 or (labels and label == labels[0]):  # noqa: PLR2004
            if len(label) > 12 or misses or re.search(r"\d", label) or (labels and label == labels[0]):  # noqa: PLR2004
                break
            misses, waiting = 1, label
            continue
        if waiting:
            labels.append(waiting)
            kinds.append(None)
            waiting = ""
        misses = 0
        if labels and kinds[-1] == kind and len(labels[-1]) <= 2 and len(label) <= 2:  # noqa: PLR2004
            labels[-1] += label
        else:
            labels.append(label)
            kinds.append(kind)
        end = index + 1
    known = settled(kinds, labels, family)
    distinct = {kind for kind in kinds if kind}
    if len(labels) < _MIN_LABELS or len(distinct) < _MIN_LABELS or kinds[0] is None or not is_head(known, family):
        return None
    return _FlatHead(at, end, tuple(labels), known, is_tabbed=is_tabbed)


def _ends_row(lines: Sequence[Paragraph], index: int, *, is_tabbed: bool, has_head: bool) -> bool:
    """Tell whether a blank line ends the head: in a tabbed table it does, once the head is whole."""
    return is_tabbed and has_head and index + 1 < len(lines)


def _end_of_rows(lines: Sequence[Paragraph], head: _FlatHead, limit: int, *, is_last: bool) -> int:
    """Give where the rows below a head end: before a remark, an annex, the title of the next table."""
    for index in range(head.end, limit):
        text = lines[index].text.strip()
        if ANNEX_LINE.match(squeeze(text)) or (_CLOSING.search(text) and not lines[index].text.startswith("\t")):
            return index
    end = limit
    if is_last:
        return end
    taken = 0
    for index in range(limit - 1, head.end, -1):
        text = lines[index].text
        if is_blank(text):
            continue
        bare = squeeze(text)
        if text.startswith("\t") or taken >= _TITLE_LINES or len(bare) > 60 or re.search(r"[。；;]$", bare):  # noqa: PLR2004
            break
        taken += 1
        if _UNIT_LINE.match(text.strip()):
            end = index
            continue
        if re.search(r"(?:表|标准|细则|办法|方案|清单|台账|汇总|指标|体系|情况)(?:[（(].*[）)])?$|^\d{4}年", bare):
            end = index
    return end


def _is_delimited(body: Sequence[Paragraph], head: _FlatHead) -> bool:
    """Tell whether the rows keep the delimiter of their head."""
    if head.delimiter == " ":
        return False
    filled = [line.text for line in body if not is_blank(line.text)]
    fits = sum(len(_split(text, head.delimiter)) >= len(head.labels) - 1 for text in filled)
    return bool(filled) and fits * 2 >= len(filled)


def _delimited(head_lines: Sequence[Paragraph], body: Sequence[Paragraph], head: _FlatHead) -> Grid:
    """Make a table of delimited lines; a line with fewer cells goes on with the last cell of the row before."""
    width = len(head.labels)
    rows: list[list[FlatCell]] = []
    for line in body:
        text = line.text.rstrip("\r\n")
        if is_blank(text) or re.fullmatch(r"[\s|｜:：+=-]+", text):
            continue
        cells = [FlatCell(part.strip('"'), line.source) for part in _split(text, head.delimiter)]
        goes_on = head.delimiter == "\t" and rows and len(rows[-1]) < width and len(rows[-1]) + len(cells) - 1 <= width
        if goes_on:
            rows[-1][-1].text += "\n" + cells[0].text
            rows[-1].extend(cells[1:])
            continue
        rows.append(cells)
    source = head_lines[0].source
    if sum(len(row) < width for row in rows) * 4 > len(rows) and any(kind == "name" for kind in head.kinds):
        return ragged_grid(head.labels, head.kinds, rows, source)
    table = [[FlatCell(label, source) for label in head.labels], *rows]
    return Grid(
        tuple(
            tuple(Cell(cell.text, row, column, source=cell.source) for column, cell in enumerate(cells))
            for row, cells in enumerate(table)
        ),
        source,
    )
