"""Tables drawn with lines of characters (┌─┬─┐, │ 分值 │) → tables.

A rule that runs under some columns only ends the cells of these; the others reach on into the next row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Cell, Document, Grid, Paragraph, is_blank
from kaoji.reading.phrases.wording import one_line

_JOINTS: Final = late_pattern("[│┃║├┤┼┠┨╋┣┫╠╣╬┝┥╂┌┐└┘┬┴┏┓┗┛┳┻╔╗╚╝╦╩]")
_UPWARD: Final = "│┃║├┤┼┠┨╋┣┫╠╣╬┝┥╂└┘┴┗┛┻╚╝╩"
_RULE: Final = late_pattern(r"\s*[─━═]+\s*")
_FEWEST_LINES, _FEWEST_COLUMNS = 4, 2


def boxed(document: Document) -> Document:
    """Give the document with the tables that lines of characters draw made tables."""
    if not any(isinstance(block, Paragraph) and _is_drawn(block.text) for block in document.blocks):
        return document
    blocks: list[Block] = []
    run: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph) and (_is_drawn(block.text) or (run and is_blank(block.text))):
            run.append(block)
            continue
        blocks.extend(_table(run))
        run = []
        blocks.append(block)
    return replace(document, blocks=(*blocks, *_table(run)))


def _is_drawn(text: str) -> bool:
    return _JOINTS.match(text.lstrip()) is not None


def _table(lines: Sequence[Paragraph]) -> list[Block]:
    """Give the table that lines draw; the lines as they are where they draw none."""
    drawn = [line for line in lines if not is_blank(line.text)]
    # A line that was cut off has text behind its last joint.
    pieces = [
        parts[1:-1] if not parts[-1].strip() else parts[1:]
        for parts in (_JOINTS.split(line.text.strip()) for line in drawn)
    ]
    counts = Counter(len(parts) for parts in pieces if len(parts) >= _FEWEST_COLUMNS)
    if counts.total() < _FEWEST_LINES:
        return list(lines)
    cells = _Drawing(counts.most_common(1)[0][0]).cells(drawn, pieces)
    rows: list[list[Cell]] = [[] for _ in range(max(cell.row for cell in cells) + 1)]
    for cell in sorted(cells, key=lambda cell: cell.column):
        rows[cell.row].append(cell)
    return [Grid(tuple(map(tuple, rows)), drawn[0].source)]


@dataclass(slots=True)
class _Open:
    """A cell that is being drawn."""

    row: int
    span: int
    first: Paragraph
    texts: list[str] = field(default_factory=list)


class _Drawing:
    """A table that is followed line by line: its cells stay open until a rule ends them."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.row = 0
        self.open: dict[int, _Open] = {}
        self.is_begun = False

    def cells(self, lines: Sequence[Paragraph], pieces: Sequence[list[str]]) -> list[Cell]:
        """Give all cells, each with the rows that it reaches over."""
        done: list[Cell] = []
        for at, (line, parts) in enumerate(zip(lines, pieces, strict=True)):
            ruled = [column for column, part in enumerate(parts) if _RULE.fullmatch(part)]
            if not ruled:
                self._write(line, parts, self._spans(len(parts), lines[at + 1 :]))
            elif self.is_begun:
                is_partial = len(parts) == self.width and len(ruled) < len(parts)
                done.extend(self._close(ruled if is_partial else list(self.open)))
                self.row += 1
                self.is_begun = False
                for column, part in enumerate(parts):
                    # A cell that reaches past a rule has a line of its text there too.
                    if is_partial and column in self.open:
                        self.open[column].texts.append(part)
        done.extend(self._close(list(self.open)))
        return done

    def _spans(self, count: int, following: Sequence[Paragraph]) -> list[int]:
        """Give over how many columns the cells of a line reach: the next rule over all columns tells where they end.

        Where none does, the last cell is as wide as the rest.
        """
        for line in following if count < self.width else ():
            joints = _JOINTS.findall(line.text.strip())
            if len(joints) != self.width + 1:
                continue
            ends = [at for at, joint in enumerate(joints[1:], 1) if joint in _UPWARD]
            if len(ends) == count and _RULE.search(line.text):
                return [end - start for start, end in zip([0, *ends], ends, strict=False)]
            break
        return [1] * (count - 1) + [self.width - count + 1] if count else []

    def _write(self, line: Paragraph, parts: Sequence[str], spans: Sequence[int]) -> None:
        """Take a line of texts."""
        self.is_begun = True
        column = 0
        for part, span in zip(parts, spans, strict=True):
            self.open.setdefault(column, _Open(self.row, max(span, 1), line)).texts.append(part)
            column += span

    def _close(self, columns: Sequence[int]) -> Iterator[Cell]:
        for column in columns:
            if (cell := self.open.pop(column, None)) is not None:
                span = self.row - cell.row + self.is_begun
                yield Cell(
                    one_line("\n".join(cell.texts)), cell.row, column, max(span, 1), cell.span, cell.first.source
                )
