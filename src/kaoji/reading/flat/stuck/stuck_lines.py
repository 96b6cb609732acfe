"""Lines that are rows of a score sheet whose cells have nothing between them, cut where the columns of their head fit best.

组织领导10有专人负责缺1项扣3分查阅资料: a line is cut wherever a cell may begin, and each part is weighed as a whole against
what its column holds. The likeliest cuts of all lines are found together; what columns held on a first path – how long
names are, how standards begin – helps on a second one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph, is_blank
from kaoji.reading.flat.columns.rows import Layout, built
from kaoji.reading.flat.heads.layouts import layout_of, with_details
from kaoji.reading.flat.heads.stuck_heads import stuck_labels
from kaoji.reading.flat.looks import IMPOSSIBLE, NAMES, SCORED
from kaoji.reading.flat.pieces import Piece, Row
from kaoji.reading.flat.stuck.cycle_text import CycleText
from kaoji.reading.flat.stuck.line_parts import OPENS, TOTALS, LineParts
from kaoji.reading.flat.stuck.part_weights import PLACES, PartWeights
from kaoji.reading.phrases.wording import points_in_name, squeeze
from kaoji.reading.tables.head_words import Kind
from kaoji.reading.tables.odd_rows import to_compare

_END: Final = late_pattern(
    r"(?:本(?:表|办法|细则|标准|方案)[^。；]{0,24}(?:解释|执行|施行|实施)|(?:备注|注|说明)\d?[:：]|附件?\d?[:：]?$|[一二三四五六七八九十]、[^（(\d]{2,12}$)"
)
# How many rows begin a group: few, many, nearly all; the last is rare.
_OFTEN: Final = (0.3, 0.6)
_NEARLY_ALL: Final = 0.97
_RARE: Final = 0.3
_MOST_LINES, _MOST_FAILED, _FEWEST_ROWS, _SHORTEST_LINE = 300, 8, 3, 5
_LEAST: Final = 2.5
_GOES_ON: Final = -2.0  # for a line that goes on with the row before
_MOSTLY: Final = 0.5
_UPRIGHT: Final = {ord("︵"): "（", ord("︶"): "）"}
_AWARDS: Final = late_pattern(r"不(?:予)?[得计]分|全扣|酌情|扣完|满分|计分|折算|比例")


@dataclass(slots=True)
class _State:
    """The end of a path: its weight, the column of its last part (-1: a whole line), that part, and what stands before it."""

    weight: float
    column: int
    line: int = -1
    start: int = 0
    end: int = 0
    is_new: bool = False
    before: _State | None = None


@dataclass(frozen=True, slots=True)
class _Cut:
    """Lines cut into the cells of a layout, behind a title; how likely that is."""

    weight: float
    title: str
    layout: Layout
    path: list[_State]


def cut_lines(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with lines below a head that runs together made tables, and what to say about them."""
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    at = failed = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        at += 1
        ways = stuck_labels(block.text) if isinstance(block, Paragraph) and failed < _MOST_FAILED else []
        lines, count = _rows_below(block, document.blocks[at : at + _MOST_LINES]) if ways else ([], 0)
        lines = [replace(line, text=line.text.translate(_UPRIGHT)) for line in lines]
        texts = [CycleText([line], has_units=True) for line in lines]
        cut = _likeliest(texts, ways) if len(lines) >= _FEWEST_ROWS else None
        rows = list(_rows(cut.path, texts, lines)) if cut is not None else []
        if not isinstance(block, Paragraph) or cut is None or not _is_table(cut, rows, len(lines)):
            failed += bool(ways)
            blocks.append(block)
            continue
        blocks += [replace(block, text=cut.title)] if cut.title else []
        blocks.append(built(rows, cut.layout, "score", block.source, ()))
        findings.append(
            Diagnostic(
                "reading.I203",
                "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
                (block.source.cite(squeeze(block.text)[:40]),),
                "Compare a few rows with the original.",
                data={"lines": len(lines) + 1},
            )
        )
        findings += _doubts(cut, texts, lines)
        at += count
    return (replace(document, blocks=tuple(blocks)) if findings else document), findings


def _rows_below(head: Block, blocks: Sequence[Block]) -> tuple[list[Paragraph], int]:
    """Give the lines that may be rows below a head, and how many blocks they are; further pages repeat it."""
    lines: list[Paragraph] = []
    count = 0
    own = squeeze(head.text) if isinstance(head, Paragraph) else ""
    for at, block in enumerate(blocks):
        text = squeeze(block.text) if isinstance(block, Paragraph) else ""
        if not isinstance(block, Paragraph) or _END.match(text):
            break
        if is_blank(block.text):
            continue
        if len(text) < _SHORTEST_LINE and TOTALS.fullmatch(text) is None:
            break
        lines += [block] if text != own else []
        count = at + 1
    spaced = sum(len(line.text.split()) > 1 for line in lines)
    return ([], 0) if spaced >= len(lines) * _MOSTLY else (lines, count)  # spaces part the cells


def _likeliest(texts: Sequence[CycleText], ways: Sequence[tuple[str, list[str]]]) -> _Cut | None:
    """Give the likeliest cut of lines for the ways to part their head."""
    best: _Cut | None = None
    known: dict[tuple[Kind | None, ...], LineParts] = {}
    for title, labels in ways:
        for layout in with_details([layout_of(labels, "score")], "score"):
            if "blank" in layout.kinds and "text" not in layout.kinds:
                continue  # of a form
            if not set(layout.kinds) & {*NAMES, "detail"}:
                continue
            parts = known.setdefault(layout.kinds, LineParts(texts, layout.kinds))
            is_one_name = sum(kind in ("name", "unit") for kind in layout.kinds) <= 1
            are_told = parts.pointed or not parts.has_groups or parts.are_groups_numbered
            for often in _OFTEN[:1] if are_told else (*_OFTEN, *([_NEARLY_ALL] if is_one_name else [])):
                cutter = _Cutter(parts, often)
                path = cutter.path()
                weight = cutter.weight - (_RARE * len(texts) if often == _NEARLY_ALL else 0.0)
                if best is None or weight > best.weight:
                    best = _Cut(weight, title, layout, path)
    return best


def _is_table(cut: _Cut, rows: Sequence[Row], lines: int) -> bool:
    """Tell whether lines are likely rows: not too few, and most of them say how they are scored."""
    own = [row for row in rows if not (row.is_heading or row.is_total)]
    text = cut.layout.kinds.index("text") if "text" in cut.layout.kinds else -1
    scored = sum(any(map(_scores, row.cells.get(text, ()))) for row in own)
    return len(own) >= _FEWEST_ROWS and cut.weight >= _LEAST * lines and scored >= len(own) * _MOSTLY


def _scores(piece: Piece) -> bool:
    return SCORED.search(piece.text) is not None or _AWARDS.search(piece.text) is not None


def _rows(path: Sequence[_State], texts: Sequence[CycleText], lines: Sequence[Paragraph]) -> Iterator[Row]:
    row: Row | None = None
    for state in path:
        if row is None or state.is_new:
            if row is not None:
                yield row
            row = Row()
        text = texts[state.line].text[state.start : state.end]
        if state.column < 0:
            found = TOTALS.fullmatch(text)
            row.is_total, row.is_heading = found is not None, found is None
            words = [found["name"], found["points"]] if found is not None else [text]
            row.cells[0] = [Piece(word, lines[state.line], "cell") for word in words if word]
        else:
            row.cells.setdefault(state.column, []).append(Piece(text, lines[state.line], "cell"))
    if row is not None:
        yield row


def _doubts(cut: _Cut, texts: Sequence[CycleText], lines: Sequence[Paragraph]) -> list[Diagnostic]:
    """Say in which rows nothing but likelihood parts some cells: no number, stop or word at which one begins."""
    odd = sorted({state.line for state in cut.path if not _is_told(state, texts[state.line], cut.layout)})
    if len(odd) >= len(lines) * _MOSTLY:
        odd = list(range(len(lines)))  # where so much is open, the rest is hardly right
    return to_compare([(lines[at].source, texts[at].text) for at in odd])


def _is_told(state: _State, text: CycleText, layout: Layout) -> bool:
    """Tell whether something shows that the part of a line begins where it does."""
    at, plain = state.start, text.plain
    if not at or state.column < 0 or layout.kinds[state.column] in ("points", "number", "measure"):
        return True
    is_sign = plain[at - 1] in "）)。；;%％分" or plain[at - 1].isdigit()
    if layout.kinds[state.column] == "provider":
        return is_sign or plain[at] in PLACES
    return is_sign or at in text.cuts or OPENS.match(plain, at) is not None


class _Cutter:
    """Finds the likeliest cuts of lines for one order of columns."""

    def __init__(self, parts: LineParts, often: float) -> None:
        self.parts, self.weights = parts, PartWeights(parts, often)
        self.end = len(parts.kinds)
        self.weight = IMPOSSIBLE
        inner, leading = self.weights.skips()
        self.between = [0.0]
        self.before = [0.0]
        for skip, lead in zip(inner, leading, strict=True):
            self.between.append(self.between[-1] - skip)
            self.before.append(self.before[-1] - lead)

    def path(self) -> list[_State]:
        """Give the parts of all lines in their order; ``weight`` is how likely they are."""
        texts = self.parts.texts
        first = self._last()
        self.weights.learn(
            (part.column, texts[part.line].text[part.start : part.end]) for part in _parts(first) if part.column >= 0
        )
        last = self._last()
        self.weight = last.weight + self._tail(last)
        return _parts(last)

    def _last(self) -> _State:
        states = [_State(0.0, self.end - 1)]
        for line in range(len(self.parts.texts)):
            states = self._through(line, states)
        return max(states, key=self._closed)

    def _closed(self, state: _State) -> float:
        return state.weight + self._tail(state)

    def _tail(self, state: _State) -> float:
        """Weigh what a row leaves empty behind its last part."""
        return self.between[self.end] - self.between[state.column + 1] if state.column >= 0 else 0.0

    def _through(self, line: int, befores: Sequence[_State]) -> list[_State]:
        """Go through one line on the paths so far; one state a column is given."""
        length = len(self.parts.texts[line].text)
        above = max(befores, key=self._closed)
        begun = self._closed(above)
        whole = self.parts.whole(line)
        ends: dict[int, _State] = {}
        if whole > IMPOSSIBLE:
            ends[-1] = _State(begun + whole, -1, line, 0, length, is_new=True, before=above)
        found: dict[int, dict[int, _State]] = {0: {}, length: ends}
        number = self.parts.number_at(line)
        cuts = self.parts.cuts[line]
        for at, start in enumerate(cuts[:-1]):
            here = list(found.pop(start, {}).values())
            if not here and start:
                continue
            for column in range(self.end):
                best = self._best(here, column) if start else self._first(line, befores, above, begun, column)
                if best is None:
                    continue
                weight, is_new, before = best
                for end in cuts[at + 1 :]:
                    if not self.weights.may_be(column, end - start):
                        break
                    if any(start < place < end for place in number):
                        continue
                    own = self.weights.weigh(line, start, end, column)
                    held = found.setdefault(end, {})
                    if own > IMPOSSIBLE and (column not in held or weight + own > held[column].weight):
                        held[column] = _State(weight + own, column, line, start, end, is_new, before)
        return list(ends.values()) or [_State(begun + IMPOSSIBLE, -1, line, 0, length, is_new=True, before=above)]

    def _best(self, here: Sequence[_State], column: int) -> tuple[float, bool, _State] | None:
        """Give the best of the parts before from which a row may go on in a column: right of it, or below its group's name."""
        options = [
            (state.weight + self.between[column] - self.between[state.column + 1], state)
            for state in here
            if state.column < column
        ]
        if (
            self.parts.names == [column] and not self.parts.has_asked
        ):  # one head stands over the names of several levels
            options += [(state.weight, state) for state in here if state.column == column and self._is_group(state)]
        if not options:
            return None
        weight, before = max(options, key=lambda each: each[0])
        return weight, False, before

    def _is_group(self, state: _State) -> bool:
        return bool(points_in_name(self.parts.texts[state.line].text[state.start : state.end])[1])

    def _first(
        self, line: int, befores: Sequence[_State], above: _State, begun: float, column: int
    ) -> tuple[float, bool, _State]:
        """Give how a line may begin in a column: with a row, or going on with the one before it."""
        best = begun + self.before[column], True, above
        if not line or self.parts.number_at(line)[0] >= 0:
            return best
        for state in befores:
            if 0 <= state.column <= column:
                skipped = self.between[column] - self.between[state.column + 1] if state.column < column else 0.0
                best = max(best, (state.weight + _GOES_ON + skipped, False, state), key=lambda each: each[0])
        return best


def _parts(state: _State) -> list[_State]:
    parts: list[_State] = []
    at: _State | None = state
    while at is not None and at.line >= 0:
        parts.append(at)
        at = at.before
    return parts[::-1]
