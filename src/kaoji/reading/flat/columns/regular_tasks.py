"""Task tables a cell a line whose rows are alike, told by their cells: what stands in a column is of one sort in all rows.

The words of the head need not be known. How many columns there are is tried out; the right number is the one at which
dates stand below dates, units below units, figures below figures. A head on two rows is put together so that its words
fit the cells below them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Block, Cell, Document, Grid, Paragraph, is_blank
from kaoji.reading.flat.columns.rows import is_page_number
from kaoji.reading.flat.columns.sparse_rows import sparse_rows
from kaoji.reading.flat.columns.two_row_heads import placed_heads
from kaoji.reading.flat.looks import PERSONS
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.contents import Content, content_of, counts, fits
from kaoji.reading.tables.head_words import Kind, kind_of
from kaoji.reading.tables.heads import Head
from kaoji.reading.tables.telling import head_of

_LABEL: Final = late_pattern(r"^(?!\d+$|[^（(]{2,8}[:：].)[^。；;！？]{1,20}$")  # 单位：万元 is said of the table
_HEADING: Final = late_pattern(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^。；，]{2,24}$"
)
_MARK: Final = late_pattern("^[▲△●○■□★☆◆◇※◎▼▽]+$")
_TITLE: Final = late_pattern(r"20\d\d年.{4}|.{4}(?:表|台账|清单|一览|通报|情况|方案|分工|汇总|公示)(?:[（(].*[）)])?$")
_REMARK: Final = late_pattern("备注|说明")
_BRACKET: Final = late_pattern(r"^[（(][^（）()]{1,8}[）)]$")
_CLOSING: Final = late_pattern(
    r"^(?:备注|注|说明|附注|填表说明|联系人|填报人|(?:公示|公布|填报|填表|报送|统计|截止)(?:时间|日期|期限|期)|(?:联系|举报|监督|咨询)(?:电话|方式)|主题词|抄[送报]|审核人|制表)\s*[\d一二三]?\s*[:：、]|^附[件表]\s*\d*[:：]?"
)
_NARROWEST, _WIDEST, _MOST_GROUPS, _FEWEST_ROWS = 4, 16, 3, 3
_MOST_LINES, _SHORT, _STARTS, _LONGEST_LABEL = 600, 6, 6, 18
_LEAST, _HARD_SHARE = 0.86, 0.35
_MOST_MISFITS = 5  # fewer than a fifth of the columns
_WORDS: Final = ("text", "word", "report", "")
_GO_ON: Final = ("unit", "person", "date")


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to read lines: ``score`` tells how alike the cells of its columns are, from 0 to 1."""

    score: float
    heads: int
    width: int
    rows: tuple[tuple[Paragraph | None, ...], ...]


def regular_tasks(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with its regular task tables in lines made tables, and what to say about them."""
    blocks: list[Block] = list(document.blocks)
    if any(isinstance(block, Grid) for block in blocks):
        return document, []
    lines = [block for block in blocks if isinstance(block, Paragraph) and not is_blank(block.text)]
    if any("\t" in line.text for line in lines):
        return document, []
    starts = [at for at in range(min(len(lines), 12)) if _starts(lines, at)][:_STARTS]
    for start in starts:
        end = start + len(list(takewhile(lambda line: not _CLOSING.search(line.text.strip()), lines[start:])))
        if not _NARROWEST * 2 < end - start <= _MOST_LINES:
            continue
        found = _table(_with_brackets(_without_pages(lines[start:end], lines[:start])))
        if found is not None:
            finding = Diagnostic(
                "reading.I203",
                "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
                (lines[start].source.cite(squeeze(lines[start].text)[:40]),),
                "Compare a few rows with the original.",
                data={"lines": end - start},
            )
            return replace(document, blocks=(*lines[:start], found, *lines[end:])), [finding]
    return document, []


def _starts(lines: Sequence[Paragraph], at: int) -> bool:
    """Tell whether a head may begin here: short words, of which one at least is known."""
    texts = [squeeze(line.text) for line in lines[at : at + _NARROWEST]]
    if _TITLE.search(texts[0]) or (at and kind_of(squeeze(lines[at - 1].text), "task") == "number"):
        return False
    if len(texts) < _NARROWEST:
        return False
    if not all(_LABEL.match(text) and len(text) <= _LONGEST_LABEL for text in texts):
        return False
    known = [kind_of(text, "task") is not None for text in texts]
    return any(known[:2]) or (any(known) and len(texts[0]) <= _SHORT) or all(len(text) <= _SHORT for text in texts)


def _without_pages(lines: Sequence[Paragraph], above: Sequence[Paragraph]) -> list[Paragraph]:
    """Leave out what each page repeats: its number, the title, the head."""
    texts = [squeeze(line.text) for line in lines]
    titles = {squeeze(line.text) for line in above}
    kept: list[Paragraph] = []
    at = 0
    while at < len(lines):
        again = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(texts[at:], texts, strict=False)))) if at else 0
        if again >= _NARROWEST:
            while kept and (squeeze(kept[-1].text) in titles or is_page_number(kept[-1].text, is_bare=False)):
                kept.pop()
            at += again
            continue
        kept.append(lines[at])
        at += 1
    return kept


def _with_brackets(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Give lines with brackets that stand alone behind the words before them: 计划投资 / （万元）."""
    joined: list[Paragraph] = []
    for line in lines:
        if joined and _BRACKET.match(squeeze(line.text)) and _LABEL.match(squeeze(joined[-1].text)):
            joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip() + line.text.strip())
        else:
            joined.append(line)
    return joined


def _table(lines: Sequence[Paragraph]) -> Grid | None:
    labels = len(list(takewhile(lambda line: _LABEL.match(squeeze(line.text)) is not None, lines)))
    ways = sorted(_ways(lines, labels), key=lambda way: -way.score)
    for way in ways[:_FEWEST_ROWS]:
        if way.score < _LEAST:
            break
        grid = _grid(lines[: way.heads], way)
        if grid is None:
            continue
        head = head_of(grid, "task")
        if head is not None and not _are_mixed(head, grid) and _misfits(head, grid) * _MOST_MISFITS < way.width:
            return grid
    return None


def _misfits(head: Head, grid: Grid) -> int:
    """Count the columns whose cells are of another sort than their heads say; a number that counts nothing is two."""
    count = 0
    for column, label in enumerate(head.labels):
        texts = [cell.text for row in grid.rows[head.end :] for cell in row if cell.column == column]
        kind = kind_of(label, "task")
        count += not fits(kind, content_of(texts))
        counts_up = counts(texts)
        count += 2 * ((kind == "number" and not _rises(texts)) or (counts_up and kind not in (None, "number")))
    return count


def _are_mixed(head: Head, grid: Grid) -> bool:
    """Tell whether a unit stands among persons, or a person among tasks: some row has a line more than it has columns."""
    has_persons = bool(set(PERSONS) & set(head.kinds))
    for column, kind in enumerate(head.kinds):
        texts = [cell.text for row in grid.rows[head.end :] for cell in row if cell.column == column]
        usual, odd = content_of(texts), {content_of([text]) for text in texts}
        if (kind in PERSONS and usual == "person" and "unit" in odd) or (
            kind == "task" and has_persons and usual != "person" and "person" in odd
        ):
            return True
    return False


def _rises(texts: Sequence[str]) -> bool:
    """Tell whether numbers count up, though one of them may be left out."""
    bare = [squeeze(fold(text)) for text in texts if squeeze(text)]
    if not all(text.isdigit() for text in bare):
        return counts(texts)
    return all(0 < int(two) - int(one) <= 2 for one, two in pairwise(bare))  # noqa: PLR2004


def _ways(lines: Sequence[Paragraph], labels: int) -> Iterator[_Way]:
    for width in range(_NARROWEST, _WIDEST + 1):
        for groups in range(_MOST_GROUPS + 1):
            heads = width + groups
            if heads > labels:
                continue
            has_remarks = any(_REMARK.fullmatch(squeeze(line.text)) for line in lines[:heads])
            own = lines[heads:]
            for rows in filter(
                None,
                (
                    _counted(own, width, may_lack=has_remarks) or _even(own, width),
                    _sparse(own, width, kinds=[] if groups else [kind_of(line.text, "task") for line in lines[:heads]]),
                ),
            ):
                filled = [sum(_is_filled(row[at]) for row in rows) for at in range(width)]
                # one cell merged over all rows is rather a head that was cut off; a remark may stand on one row only
                if min(filled[:-1]) < 2 or filled[-1] < (1 if has_remarks and not _is_filled(rows[0][-1]) else 2):  # noqa: PLR2004
                    continue
                if _has_headings(rows):
                    continue
                columns = [[row[at].text for row in rows if _is_filled(row[at])] for at in range(width)]  # type: ignore[union-attr]
                score = _score(lines[:heads] if not groups else [], columns)
                yield _Way(score - groups * 0.005, heads, width, tuple(rows))


def _is_filled(cell: Paragraph | None) -> bool:
    return cell is not None and not is_blank(cell.text)


def _has_headings(rows: Sequence[Sequence[Paragraph | None]]) -> bool:
    """Tell whether a line between the rows (二、增进民生福祉) was taken for a cell."""
    for column in zip(*rows, strict=True):
        cells = [line for line in column if line is not None]
        headings = sum(_HEADING.match(squeeze(line.text)) is not None for line in cells)
        if headings and headings * 2 < len(cells):
            return True
    return False


def _even(lines: Sequence[Paragraph], width: int) -> list[tuple[Paragraph | None, ...]] | None:
    """Give rows where all have a cell in each column."""
    if len(lines) % width or len(lines) < width * _FEWEST_ROWS:
        return None
    return [tuple(lines[at : at + width]) for at in range(0, len(lines), width)]


def _counted(lines: Sequence[Paragraph], width: int, *, may_lack: bool) -> list[tuple[Paragraph | None, ...]] | None:
    """Give rows that numbers begin or that have them in the second or third column; cells before these may be merged.

    With ``may_lack`` the last cell of a row, a remark, may be missing.
    """
    texts = [squeeze(fold(line.text)) for line in lines[: width * 2]]
    for place in range(min(3, len(texts))):
        for lacks in (False, True) if may_lack else (False,):
            if texts[place] == "1" and (rows := _counted_at(lines, width, place, may_lack=lacks)) is not None:
                return rows
    return None


def _sparse(
    lines: Sequence[Paragraph],
    width: int,
    starts: Collection[int] | None = None,
    kinds: Sequence[Kind | None] = (),
) -> list[tuple[Paragraph | None, ...]] | None:
    """Give numbered rows of which some lack cells; what stands above a further row of one number is merged over it."""
    found = sparse_rows([line.text for line in lines], width, starts, kinds)
    if found is None:
        return None
    columns = [[lines[cell].text for cells, _ in found if (cell := cells[at]) is not None] for at in range(width)]
    go_on = {at for at, texts in enumerate(columns) if content_of(texts) in _GO_ON}
    rows: list[tuple[Paragraph | None, ...]] = []
    for cells, goes_on in found:
        own = [lines[cell] if cell is not None else None for cell in cells]
        source = next(filter(None, own))
        first = next(at for at, line in enumerate(own) if line is not None)
        # left of what a further row begins with are merged cells, and who answers for it answers for all of its number
        above = rows[-1] if goes_on else (None,) * width
        filled = [above[at] if line is None and at in go_on else line for at, line in enumerate(own)]
        rows.append(
            tuple(
                line if line is not None or (goes_on and at < first) else replace(source, text="")
                for at, line in enumerate(filled)
            )
        )
    return rows


def _counted_at(
    lines: Sequence[Paragraph], width: int, place: int, *, may_lack: bool
) -> list[tuple[Paragraph | None, ...]] | None:
    rows: list[tuple[Paragraph | None, ...]] = []
    at, number = 0, place
    while at < len(lines):
        wanted = str(len(rows) + 2)
        before = number - at
        whole = width - (place - before)
        lengths = [whole - 1, whole] if may_lack else [whole]
        following = next(
            (
                (end, end + ahead)
                for length in lengths
                for end in (at + length,)
                for ahead in range(place, -1, -1)
                if end + ahead < len(lines) and squeeze(fold(lines[end + ahead].text)) == wanted
                if not any(map(_says_more, lines[end : end + ahead]))
            ),
            None,
        )
        end, number = following or (len(lines), 0)
        if end - at not in lengths:
            return None
        rows.append((*([None] * (place - before)), *lines[at:end], *([None] * (whole - (end - at)))))
        at = end
    return rows if len(rows) >= _FEWEST_ROWS else None


def _says_more(line: Paragraph) -> bool:
    """Tell whether a line before the number of a row says more than what a group of rows is called: 力争32."""
    return re.search(r"\d|[。；，]", fold(line.text)) is not None


def _score(heads: Sequence[Paragraph], columns: Sequence[Sequence[str]]) -> float:
    """Give how alike the cells of columns are, and how well the words of a head on one row fit them."""
    total, hard, misfits = 0.0, 0, 0
    for at, texts in enumerate(columns):
        if counts(texts):
            total, hard = total + 1, hard + 1
            continue
        sorts = [_sort(fold(text)) for text in texts]
        most = max(set(sorts), key=sorts.count)
        share = sorts.count(most) / len(sorts)
        total += share
        hard += most not in _WORDS and share == 1
        if heads and not fits(kind_of(heads[at].text, "task"), content_of(texts)):
            misfits += 1
    enough = hard >= 2 and hard >= len(columns) * _HARD_SHARE  # noqa: PLR2004
    return total / len(columns) - misfits / len(columns) if enough else 0.0


@lru_cache(maxsize=4096)
def _sort(text: str) -> Content:
    sort = content_of([text])
    if sort == "share":
        return "figure"
    return "text" if sort in _WORDS else sort


def _grid(heads: Sequence[Paragraph], way: _Way) -> Grid | None:
    """Put rows below their head; a head on two rows is put together so that it fits best."""
    contents = [content_of([row[at].text for row in way.rows if row[at] is not None]) for at in range(way.width)]  # type: ignore[union-attr]
    groups = len(heads) - way.width
    source = heads[0].source
    if groups:
        placed = placed_heads([squeeze(line.text) for line in heads], groups, contents)
        if placed is None:
            return None
    else:
        placed = [(line.text, []) for line in heads]
    tall = 2 if groups else 1
    top: list[Cell] = []
    below: list[Cell] = []
    column = 0
    for label, lower in placed:
        span = max(1, len(lower))
        top.append(Cell(label, 0, column, 1 if lower else tall, span, source))
        below += [Cell(one, 1, column + at, source=source) for at, one in enumerate(lower)]
        column += span
    body = [
        tuple(
            Cell(line.text, tall + index, at, _reach(way.rows, index, at), source=line.source)
            for at, line in enumerate(row)
            if line is not None
        )
        for index, row in enumerate(way.rows)
    ]
    return Grid((tuple(top), *((tuple(below),) if groups else ()), *body), source)


def below_heads(heads: Sequence[Paragraph], rows: Sequence[tuple[Paragraph, ...]]) -> Grid | None:
    """Put rows of one width below heads of which some stand below others; None where they fit in no way."""
    return _grid(heads, _Way(1.0, len(heads), len(rows[0]), tuple(rows)))


def sparse_grid(
    heads: Sequence[Paragraph], cells: Sequence[Paragraph], width: int, starts: Collection[int]
) -> Grid | None:
    """Put numbered rows of which some lack cells below their heads; rows begin at the cells ``starts``. None where they do not fit."""
    kinds = [kind_of(line.text, "task") for line in heads] if len(heads) == width else []
    rows = _sparse(cells, width, starts, kinds)
    return _grid(heads, _Way(1.0, len(heads), width, tuple(rows))) if rows else None


def _reach(rows: Sequence[Sequence[Paragraph | None]], index: int, column: int) -> int:
    """Give how many rows a cell spans: those below it that have none in its column."""
    line = rows[index][column]
    if line is not None and (_MARK.match(squeeze(line.text)) or (column and column == len(rows[0]) - 1)):
        return 1
    return 1 + len(list(takewhile(lambda row: row[column] is None, rows[index + 1 :])))
