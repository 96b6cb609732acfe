"""Texts that run together made tables by the cycle of their rows: where they begin, and which order of columns fits best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph, is_blank
from kaoji.reading.flat.columns.rows import Layout
from kaoji.reading.flat.heads.labels import SHEET_LABELS, are_whole, label_parts
from kaoji.reading.flat.heads.layouts import layout_of
from kaoji.reading.flat.stuck.cycle_rows import CycleLine, lines_of, table_of
from kaoji.reading.flat.stuck.cycle_text import CycleText, Numbers, Style
from kaoji.reading.flat.stuck.cycle_weights import Order
from kaoji.reading.flat.stuck.cycles import Cycle
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.heads import is_head, is_standard

_NUMBERS: Final[tuple[Numbers, ...]] = ("bare", "marked", "")
_STYLES: Final[tuple[Style, ...]] = ("plain", "sign", "bracketed", "titled")
_STYLES_IN_TEXT: Final[tuple[Style, ...]] = ("bracketed", "signed", "titled")
_HEADLESS_STYLES: Final[tuple[Style, ...]] = ("plain", "bracketed")
_HEAD: Final = late_pattern(rf"(?:(?:{SHEET_LABELS})(?:[（(](?:\d{{1,4}}分?|分值?)[）)])?){{3,10}}(?:情况|原因|理由)?")
# 考评细则, 考评内容, 分值, 评分标准: the first is the end of the title.
_TITLE: Final = late_pattern(r"(?:细则|标准|办法)$")
_ASKED: Final = late_pattern("内容|要求|任务")
_LABEL_POINTS: Final = late_pattern(r"[（(]\d{1,4}分?[）)]")
_IN_NAMES: Final = late_pattern(r"[（(]分值?[）)]")  # 二级指标(分值)
_CLOSING: Final = late_pattern(
    r"(?:本(?:表|办法|细则|标准|方案)[^。；]{0,24}(?:解释|执行|施行|实施)|(?:备注|注|说明)[:：]|说明(?=本次|[12一][、.]))"
)
_SHORTEST, _LONG_LINE, _MOST_LINES, _MOST_HEADS, _MOST_WAYS = 60, 60, 300, 20, 4
_FEWEST_ROWS, _LEAST, _NAMES = 3, 1.5, 1.5
_FEWEST_LABELS = 3
_LONG_TEXT, _SURE, _FEWEST_SURE = 160, 2.5, 5
_SAMPLE, _MOST_ORDERS = 4_000, 3


def cycled(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with lines that run together made tables, and what to say about them."""
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    at = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        at += 1
        if not isinstance(block, Paragraph) or _is_parted(block) or _HEAD.search(squeeze(block.text)) is None:
            blocks.append(block)
            continue
        body = list(takewhile(_goes_on, document.blocks[at : at + _MOST_LINES]))
        run = [block, *(line for line in body if isinstance(line, Paragraph))]
        made = _table(run)
        if made is None:
            blocks.append(block)
            continue
        blocks += made
        at += len(body)
        findings.append(
            Diagnostic(
                "reading.I203",
                "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
                (block.source.cite(squeeze(block.text)[:40]),),
                "Compare a few rows with the original.",
                data={"lines": len(run)},
            )
        )
    return (replace(document, blocks=tuple(blocks)) if findings else document), findings


def cycled_headless(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Do as ``cycled`` for long lines without a head that surely are rows: a part of a notice was copied."""
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    for block in document.blocks:
        made = _headless(block) if isinstance(block, Paragraph) and len(block.text) >= _LONG_TEXT else None
        blocks += made or [block]
        if made is not None and isinstance(block, Paragraph):
            findings.append(
                Diagnostic(
                    "reading.W210",
                    "The table has no head; what its columns hold was told by the words in them.",
                    (block.source.cite(squeeze(block.text)[:40]),),
                    "Put the head of the table before its first row, or check the points and units of every row.",
                )
            )
    return (replace(document, blocks=tuple(blocks)) if findings else document), findings


def _is_parted(line: Paragraph) -> bool:
    """Tell whether tabs part the cells of a line: nothing of it runs together."""
    return "\t" in line.text.strip()


def _headless(line: Paragraph) -> list[Block] | None:
    if _is_parted(line):
        return None
    body, rest = _without_end([line], "")
    orders = [
        Order(style, is_before, not is_before, numbered, has_provider)
        for style in _HEADLESS_STYLES
        for is_before, has_provider in ((False, False), (True, False), (True, True))
        for numbered in _NUMBERS
    ]
    found = _rows(body, orders, least=_SURE)
    if found is None or len(found[1]) < _FEWEST_SURE:
        return None
    return [table_of(found[1], line.source), *rest]


def _goes_on(block: Block) -> bool:
    return isinstance(block, Paragraph) and (is_blank(block.text) or len(squeeze(block.text)) >= _LONG_LINE)


def _table(lines: Sequence[Paragraph]) -> list[Block] | None:
    text = squeeze(lines[0].text)
    for head in islice(_HEAD.finditer(text), _MOST_HEADS):
        behind = len(text) - head.end() + sum(len(squeeze(line.text)) for line in lines[1:])
        if behind < _SHORTEST:
            continue
        body, rest = _without_end([replace(lines[0], text=_behind(lines[0].text, head.end())), *lines[1:]], head[0])
        has_number = bool(body) and squeeze(body[0].text).startswith("1")
        orders: dict[Order, int] = {
            order: start
            for start, layout in _layouts(head)
            for order in _orders(layout, is_numbered="number" in layout.kinds or has_number)
        }
        if len(_IN_NAMES.findall(head[0])) > 1:
            orders |= {Order("bracketed", numbers=numbers): 0 for numbers in _NUMBERS}
        found = _rows(body, list(orders)) if orders else None
        if found is not None:
            order, rows = found
            title = text[: head.start() + orders[order]]
            return [*_before(lines[0], title, order), table_of(rows, lines[0].source), *rest]
    return None


def _before(line: Paragraph, title: str, order: Order) -> list[Block]:
    """Give what stands before a head: a title, or rows of the same order that a copy begins with."""
    if not title:
        return []
    orders = [replace(order, numbers=numbers) for numbers in _NUMBERS]
    found = _rows([replace(line, text=title)], orders) if len(title) >= _SHORTEST else None
    return [replace(line, text=title)] if found is None else [table_of(found[1], line.source)]


def _layouts(head: re.Match[str]) -> Iterator[tuple[int, Layout]]:
    """Give the ways to part a head into labels, each with how much of it is the end of a title."""
    words = _LABEL_POINTS.sub("", head[0])
    for parts in islice(filter(are_whole, label_parts(words)), _MOST_WAYS):
        titled = [at + 1 for at in range(len(parts) - _FEWEST_LABELS) if _TITLE.search(parts[at])]
        cut = next((at for at in reversed(titled) if is_head(layout_of(parts[at:], "score").kinds, "score")), 0)
        start, labels = len("".join(parts[:cut])), parts[cut:]
        layout = layout_of(labels, "score")
        if is_head(layout.kinds, "score") and len(labels) >= _FEWEST_LABELS:
            yield start, layout


def _orders(layout: Layout, *, is_numbered: bool) -> Iterator[Order]:
    """Give the orders that a head may mean; ``is_numbered``: rows may have numbers."""
    # What is asked for (考核内容) is the text of a sheet without standards.
    kinds = [
        "content"
        if kind == "text" and not is_standard(label)
        else "text"
        if kind == "content" and is_standard(label)
        else kind
        for kind, label in zip(layout.kinds, layout.labels, strict=True)
    ]
    at = max((column for column, kind in enumerate(kinds) if kind == "points"), default=-1)
    before, after = kinds[:at] if at >= 0 else kinds, kinds[at + 1 :] if at >= 0 else []
    names = sum(
        kind in ("name", "content", "detail", "unit", None)
        for kind in (before if at >= 0 else kinds[: kinds.index("text")] if "text" in kinds else kinds)
    )
    # 考核内容和标准 is both what is asked for and its standard.
    are_one = any(
        _ASKED.search(label) is not None for kind, label in zip(before, layout.labels, strict=False) if kind == "text"
    )
    has_asked = "text" not in before or (names > 1 and not are_one)
    is_named = {"content", "text"} <= set(after) and not {"content", "detail", "text"} & set(before)
    ways: tuple[Numbers, ...] = ("bare", "marked", "") if is_numbered else ("",)
    for numbered in ways:
        if at >= 0:
            for style in _STYLES:
                yield Order(
                    style, "text" in before, "text" in after, numbered, "provider" in after, has_asked, names, is_named
                )
            yield Order("signed", numbers=numbered, names=names)
        else:
            for style in _STYLES_IN_TEXT:
                yield Order(
                    style,
                    scored_after="text" in kinds,
                    numbers=numbered,
                    has_provider="provider" in kinds,
                    names=names,
                )


def _rows(
    body: Sequence[Paragraph], orders: Sequence[Order], *, least: float = _LEAST
) -> tuple[Order, list[CycleLine]] | None:
    """Give the likeliest of some orders with its rows; None where all are unlikely."""
    if sum(len(line.text) for line in body) > 2 * _SAMPLE:
        orders = _likeliest(body, orders)
    text = CycleText(body, has_units=any(order.has_provider for order in orders))
    best: tuple[float, Order, list[CycleLine]] | None = None
    for order in orders:
        cycle = Cycle(text, order)
        rows = cycle.rows()
        pointed = sum(row.points is not None for row in rows)
        if pointed < _FEWEST_ROWS:
            continue
        lines = lines_of(text, rows, order)
        pointed_lines = [line for line in lines if line.points]
        told = sum(not line.is_heading for line in pointed_lines)
        if len(pointed_lines) < _FEWEST_ROWS or (cycle.weight + (pointed - told) * _NAMES) / pointed < least:
            continue
        if best is None or cycle.weight > best[0]:
            best = cycle.weight, order, lines
    return best[1:] if best is not None else None


def _likeliest(body: Sequence[Paragraph], orders: Sequence[Order]) -> list[Order]:
    """Give the orders that the beginning of a long text fits best."""
    sample: list[Paragraph] = []
    length = 0
    for line in body:
        sample.append(replace(line, text=line.text[: _SAMPLE - length]))
        length += len(sample[-1].text)
        if length >= _SAMPLE:
            break
    text = CycleText(sample, has_units=any(order.has_provider for order in orders))
    cycles = [Cycle(text, order) for order in orders]
    for cycle in cycles:
        cycle.rows()
    return [cycle.order for cycle in sorted(cycles, key=lambda each: -each.weight)[:_MOST_ORDERS]]


def _behind(text: str, count: int) -> str:
    """Give what stands behind so many characters that are no spaces."""
    at = 0
    while count and at < len(text):
        count -= len(squeeze(text[at]))
        at += 1
    return text[at:].strip()


def _without_end(lines: Sequence[Paragraph], head: str) -> tuple[list[Paragraph], list[Paragraph]]:
    """Leave out the head where it is repeated at the top of a page; part what is said at the end of the table."""
    again = re.compile(r"\s*".join(map(re.escape, head)) if head else "(?!)")
    found: list[Paragraph] = []
    for at, line in enumerate(lines):
        text = again.sub("\n", line.text)
        end = _CLOSING.search(text)
        if end is None:
            found.append(replace(line, text=text))
            continue
        found += [replace(line, text=text[: end.start()])] if text[: end.start()].strip() else []
        return found, [replace(line, text=text[end.start() :]), *lines[at + 1 :]]
    return found, []
