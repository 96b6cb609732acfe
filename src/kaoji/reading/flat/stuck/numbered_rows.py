"""Rows that run together and are told by their bare numbers: …得分1机构健全设有专人。5未设的扣5分。2制度完善…。4… → tables.

The numbers count up; between two of them stand the points of a row: right before the next number (…。102…), before the
items of its standard (…。41、未建立的扣4分), behind a stop or loose between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Grid, Paragraph, Source
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of
from kaoji.reading.flat.heads.labels import POINTS_BEFORE_ITEMS, SHEET_LABELS
from kaoji.reading.flat.looks import SCORED
from kaoji.reading.phrases.wording import squeeze

_HEAD: Final = late_pattern(rf"(?:{SHEET_LABELS}|合计|小计){{2,9}}$")
_LABEL_END: Final = late_pattern(r"(?:得分|备注|分值|标准|细则|办法|情况|说明|原因|[评计扣自考]分)$")
_UNITS: Final = (
    "(?:[年月日个次起处万亿天位篇户亩元倍分以至到吨座台套册份届余多号]|项(?!目)|人(?![员民居才口力文])|家(?![庭园])|件(?!数)|类(?!别)|名(?!称)|级(?!别)"
    "|条(?!件)|小时|周(?!边)|岁|米|公[里斤顷]|里|所(?![有辖属])|本(?![辖单部地村级])|期|场(?!所)|楼|层)"
)
_UNIT: Final = late_pattern(_UNITS)
_GROUP: Final = r"[^，。；：:()（）\d]{2,14}[（(]\d{1,3}(?:\.\d)?分?[）)]"
_DIGITS: Final = late_pattern(
    rf"(?<!\d)(?<!\d[.．/])(?P<digits>\d{{1,5}})(?:(?P<group>[、.．](?={_GROUP}))|(?=[\u4e00-\u9fff“《]))"
)
_FURTHER: Final = late_pattern("方式|(?:考核|检查|考评)方法|单位|部门|来源")
_NO_NUMBER: Final = "第共达扣加减计记每少近约前后满超低高多为过于至到按及和年月、，,（("
_STOPS: Final = "。.；;！!）)”"
_AMOUNT: Final = (
    "(?<![第共达扣得加减计记每少近约前后满超低高多为过于至到按在及和月年一二三四五六七八九十百千、，,（(至-])"
)
_STOPPED: Final = late_pattern(rf"(?<=[。；;！）)])(?P<points>\d{{1,3}}(?:\.\d)?)分?(?=[\u4e00-\u9fff“《])(?!{_UNITS})")
_LOOSE: Final = late_pattern(
    rf"{_AMOUNT}(?<=[\u4e00-\u9fff”）)])(?P<points>\d{{1,2}}(?:\.\d)?)分?(?=[\u4e00-\u9fff“《])(?!{_UNITS})"
)
_AT_END: Final = late_pattern(rf"{_AMOUNT}(?<=[。；;！）)\u4e00-\u9fff])(?P<points>\d{{1,3}}(?:\.\d)?)分?$")
_NAMED_GROUP: Final = late_pattern(rf"(?P<name>{_GROUP})")
_NAME: Final = late_pattern(
    r"(?P<name>[\u4e00-\u9fff、“”]{2,10}?)(?=未(?!成年)|每(?!年|月)|无(?!障碍|害)|按(?=照|时|要求)|发现|发生|对[^应策])"
)
_ONE: Final = late_pattern(r"(?<!\d)1(?:1[、.．])?(?=[\u4e00-\u9fff“《])")
_PLAIN: Final = late_pattern("[\u4e00-\u9fff、“”]+")
# What follows points is the name of the next group, or ends in it: …扣0.5分开展垃圾分类
_NEXT_GROUP: Final = late_pattern(
    r"(?P<standard>|.*?(?:\d分|不得分|为止|满分)[。；;]?)(?P<name>(?!.*(?:分|为止)$)[\u4e00-\u9fff、“”]{2,12})"
)
_FEWEST_ROWS, _MANY_ROWS, _MOST_FAILED, _MOST_LINES, _SHORTEST = 3, 5, 20, 300, 40
_MOST_POINTS, _LONGEST_POINTS, _LONGEST_HEAD = 100, 3, 60
_NAME_LENGTH: Final = (2, 13)
_MOSTLY: Final = 0.8
_MOST_FURTHER: Final = 5  # one row in so many
_FEWEST_GROUPS: Final = 2
_HALF, _LOOSELY, _MOST_ALIKE, _LONGEST_ROW = 0.5, 0.2, 3, 3_000


@dataclass(frozen=True, slots=True)
class _Mark:
    """The number of a row: where it stands, points stuck before it, and where what follows it begins."""

    start: int
    end: int
    number: int
    points: str
    weight: float
    before: _Mark | None = None


@dataclass(slots=True)
class _Row:
    """A row, with the name of the group that begins with it."""

    asked: str
    points: str
    standard: str = ""
    group: str = ""


def numbered(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with lines that surely hold numbered rows made tables, and what to say about them."""
    return _numbered(document, is_last=False)


def numbered_further(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Do as ``numbered`` for all tables, also where rows may hold more than is told apart."""
    return _numbered(document, is_last=True)


def _numbered(document: Document, *, is_last: bool) -> tuple[Document, list[Diagnostic]]:
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    at = failed = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        at += 1
        is_long = isinstance(block, Paragraph) and len(block.text) >= 2 * _SHORTEST and failed < _MOST_FAILED
        if not isinstance(block, Paragraph) or not is_long or _first(squeeze(block.text)) is None:
            blocks.append(block)
            continue
        run = [block, *_following(document.blocks[at : at + _MOST_LINES])]
        made = _table(run, is_last=is_last)
        if made is None:
            failed += 1
            blocks.append(block)
            continue
        blocks += made
        at += len(run) - 1
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


def _following(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Give the lines that go on with rows: long ones, and nothing between."""
    for block in blocks:
        if not isinstance(block, Paragraph) or len(squeeze(block.text)) < _SHORTEST:
            return
        yield block


def _first(text: str) -> tuple[int, int] | None:
    """Give where a head ends, and where the first row begins behind it: at once, or behind the name of a group."""
    for found in _ONE.finditer(text):
        start = found.start()
        before = text[max(0, start - _LONGEST_HEAD) : start]
        if _LABEL_END.search(before):
            return start, start
        for length in range(_NAME_LENGTH[0], min(_NAME_LENGTH[1], len(before))):
            head = _HEAD.search(before[:-length]) if _LABEL_END.search(before[:-length]) else None
            if head is not None and "序号" in head[0] and _PLAIN.fullmatch(before[-length:]):
                return start - length, start
    return None


def _table(lines: Sequence[Paragraph], *, is_last: bool) -> list[Block] | None:
    found = _first(squeeze(lines[0].text))
    if found is None:
        return None
    end, start = found
    text = "".join(squeeze(line.text) for line in lines)
    marks = _marks(text, start)
    head = _HEAD.search(text, max(0, end - _LONGEST_HEAD), end)
    rows = _rows(text, marks, text[end:start]) if len(marks) > 1 else []
    if len(rows) < (_FEWEST_ROWS if head is not None and "号" in head[0] else _MANY_ROWS):
        return None
    if sum(bool(row.points) for row in rows) < (len(rows) - 1) * _MOSTLY:
        return None
    if not is_last and not (_are_whole(rows) and (head is None or _FURTHER.search(head[0]) is None)):
        return None
    title = text[: head.start() if head is not None else end]
    return [*([replace(lines[0], text=title)] if title else []), _grid(rows, lines[0].source)]


def _are_whole(rows: Sequence[_Row]) -> bool:
    """Tell whether hardly any row holds another: points behind its own, or a standard before what it asks for ends."""
    further = sum(
        any(way.search(row.standard) for way in (_STOPPED, _LOOSE)) or (bool(row.standard) and _scores(row.asked))
        for row in rows
    )
    return further * _MOST_FURTHER <= len(rows)


def _scores(text: str) -> bool:
    return SCORED.search(text) is not None


def _marks(text: str, start: int) -> list[_Mark]:
    """Give the numbers of the surest series that counts up from the first row, with points between any two."""
    last: dict[int, list[_Mark]] = {}
    best: _Mark | None = None
    groups = 0
    for found in _DIGITS.finditer(text, start):
        is_group = False
        for told in _numbers(text, found, start, groups):
            mark = _behind(told, last.get(told.number - 1, ()), text) if told.number > 1 else told
            if mark is None or (mark.number == 1 and found.start() != start):
                continue
            last.setdefault(mark.number, []).append(mark)
            del last[mark.number][:-_MOST_ALIKE]
            is_group = is_group or found["group"] is not None
            best = mark if best is None or mark.weight > best.weight else best
        groups += is_group
    chain: list[_Mark] = []
    at = best
    while at is not None:
        chain.append(at)
        at = at.before
    return chain[::-1]


def _behind(mark: _Mark, befores: Sequence[_Mark], text: str) -> _Mark | None:
    """Give a mark with the surest one before it whose row has points; None where there is none."""
    possible = [
        before
        for before in befores
        if before.end < mark.start <= before.end + _LONGEST_ROW
        and _has_points(text[before.end : mark.start], mark.points)
    ]
    before = max(possible, key=lambda each: each.weight, default=None)
    return replace(mark, before=before, weight=before.weight + mark.weight) if before is not None else None


def _has_points(row: str, stuck: str) -> bool:
    return bool(stuck) or any(way.search(row) for way in (POINTS_BEFORE_ITEMS, _STOPPED, _LOOSE, _AT_END))


def _numbers(text: str, found: re.Match[str], start: int, groups: int) -> Iterator[_Mark]:
    """Give what digits may be: the number of a row, points and the number of a row, either with the number of a group."""
    digits = found["digits"]
    if found["group"]:
        own = str(groups + 1)
        if not digits.endswith(own) or digits == own:
            return
        digits = digits[: -len(own)]
    before = text[found.start() - 1 : found.start()]
    is_stopped = found.start() == start or before in _STOPS or text[found.start() - 2 : found.start()].endswith("分")
    if digits[0] == "0" or (before and before in _NO_NUMBER):
        return
    for length in range(1, len(digits) + 1):
        points, number = digits[:-length], digits[-length:]
        if number[0] == "0" or len(points) > _LONGEST_POINTS or (points and int(points) > _MOST_POINTS):
            continue
        is_amount = not found["group"] and _UNIT.match(text, found.end()) is not None
        if is_amount and not is_stopped:
            continue
        weight = 1.0 if (is_stopped and not (is_amount and not points)) or found["group"] else _LOOSELY
        yield _Mark(found.start() + len(points), found.end(), int(number), points, weight)


def _rows(text: str, marks: Sequence[_Mark], group: str) -> list[_Row]:
    """Give the rows between marks, parted in the way that most of them show; the first may begin a group."""
    ends = [*(mark.start - len(mark.points) for mark in marks[1:]), len(text)]
    stuck = [*(mark.points for mark in marks[1:]), ""]
    texts = [text[mark.end : end] for mark, end in zip(marks, ends, strict=True)]
    last = _AT_END.search(texts[-1])
    if last is not None:
        texts[-1], stuck[-1] = texts[-1][: last.start()], last["points"]
    rows: list[_Row] = []
    if sum(map(bool, stuck)) > (len(texts) - 1) * _HALF:
        for row, points in zip(texts, stuck, strict=True):
            rows += _with_further(row, points)
        return rows
    ways = (POINTS_BEFORE_ITEMS, _STOPPED, _LOOSE)
    way = max(ways, key=lambda way: sum(way.search(row) is not None for row in texts))
    for row, points in zip(texts, stuck, strict=True):
        named = _NAMED_GROUP.match(row)
        body = row[named.end() :] if named is not None else row
        group = named["name"] if named is not None else group
        found = way.search(body) or next(filter(None, (other.search(body) for other in ways)), None)
        if found is None:
            rows.append(_Row(body, points, "", group))
        else:
            rows.append(_Row(body[: found.start()], found["points"], body[found.end() :] + points, group))
        group = ""
    return _grouped(rows) if way is not POINTS_BEFORE_ITEMS else rows


def _grouped(rows: list[_Row]) -> list[_Row]:
    """Give rows the names of their groups, which run on behind the row before; none are told where there are few."""
    nexts = [_NEXT_GROUP.fullmatch(row.standard) for row in rows[:-1]]
    if sum(found is not None for found in nexts) + bool(rows[0].group) < _FEWEST_GROUPS or not rows[0].group:
        return rows
    for found, row, following in zip(nexts, rows, rows[1:], strict=False):
        if found is not None and not following.group:
            row.standard, following.group = found["standard"], found["name"]
    return rows


def _with_further(text: str, points: str) -> Iterator[_Row]:
    """Give a row whose points stand at its end, with those that stand below it without a number, each up to its points."""
    name = _NAMED_GROUP.match(text) or _NAME.match(text)
    marks = list(_STOPPED.finditer(text))
    group = name["name"] if name is not None and (marks or name.re is _NAMED_GROUP) else ""
    start = len(group)
    for mark in marks:
        yield _Row(text[start : mark.start()], mark["points"], "", group)
        start, group = mark.end(), ""
    yield _Row(text[start:], points, "", group)


def _grid(rows: Sequence[_Row], source: Source) -> Grid:
    """Make the table: names of groups, what is asked for, points, and standards where there are any."""
    has_standards, is_grouped = any(row.standard for row in rows), any(row.group for row in rows)
    labels = [*(["考核项目"] if is_grouped else []), "考核内容", "分值", *(["评分标准"] if has_standards else [])]
    made: list[FlatRow] = []
    for row in rows:
        values = {labels.index("分值"): FlatCell(row.points, source)} if row.points else {}
        if row.standard:
            values[labels.index("评分标准")] = FlatCell(row.standard, source)
        names = [FlatCell(row.group, source)] if row.group else []
        if is_grouped:
            values[1] = FlatCell(row.asked, source)
        else:
            names = [FlatCell(row.asked, source)]
        made.append(FlatRow(names, int(is_grouped and not names and bool(made)), values, source))
    return grid_of(labels, [0], made, source)
