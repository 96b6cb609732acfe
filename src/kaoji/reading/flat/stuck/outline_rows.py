"""Rows that run together and are told by nothing but their marks: 一、组织领导（10分）1.建立机构5 2.明确责任5二、… → tables.

Marks of one style count up, below those of another begin again; the points of a row stand before the next mark, in
brackets, or before its standard. What proves such a table are its sums: the points of groups are those of their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Grid, Paragraph, Source, is_blank
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of
from kaoji.reading.flat.looks import SCORED
from kaoji.reading.flat.stuck.marks import HEAD, LOOKED_INTO, MARK, Part, parts_of
from kaoji.reading.phrases.wording import rank_of, squeeze

_FURTHER: Final = late_pattern("方式|(?:考核|检查|考评)方法|单位|部门|来源")
_HAS_WAY: Final = late_pattern(
    rf"[。；;分）)]{LOOKED_INTO}[^。；;]*$|[。；;）)][\u4e00-\u9fff、]{{1,20}}(?:局|委|办|部|科|室|会|所|站|院|队|中心|公司|街道)$"
)
_ONLY_WAY: Final = late_pattern(LOOKED_INTO)
# The end of a title runs into the labels: …工作考评细则, 考评内容, 分值
_TITLE_END: Final = late_pattern(
    r"(?:(?:工作|目标)*(?:考[核评]|评[分价估]|检查|[计记]分)(?:标准|细则|办法|表)(?=.{4}))?"
)
_NO_POINTS: Final = "第共达扣加减得计记每少近约前后满超低高多为过于至到按及和年月"
_END: Final = late_pattern(
    rf"(?<![{_NO_POINTS}\d.．-])(?:(?P<points>\d{{1,3}}(?:\.\d{{1,2}})?)分?$|(?P<signed>\d{{1,3}}(?:\.\d)?)分[；;。]$)"
)
_BRACKETED: Final = late_pattern(
    r"[（(](?:(?:满分|基准分|基础分|共|计)?(?P<points>\d{1,4}(?:\.\d{1,2})?)分?|[^（()）\d加扣减最多每]{2,8}(?P<of>\d{1,4})分)[）)]"
)
_MIDDLE: Final = late_pattern(
    r"(?<=[。；;）)])(?P<points>\d{1,3}(?:\.\d)?)分?(?=[\u4e00-\u9fff“《])(?![年月日个次项人家件起处万天级类名位篇条户亩元倍分以])"
)
_LOOSE: Final = late_pattern(
    rf"(?<![{_NO_POINTS}一二三四五六七八九十])(?<=[\u4e00-\u9fff%％”）)])(?P<points>\d{{1,2}}(?:\.\d)?)分?(?=[\u4e00-\u9fff“])"
    r"(?![年月日个次项人家件起处万天级类名位篇条户亩元倍分以至到小时周岁米公里吨所座台套册本份期届场余多号])"
)
_BEFORE_WAY: Final = late_pattern(rf"(?<![{_NO_POINTS}\d.．-])(?P<points>\d{{1,3}}(?:\.\d)?)分(?={LOOKED_INTO}$)")
_AWARDS: Final = late_pattern(r"不(?:予)?[得计]分|全扣|酌情|扣完|满分")
_SENTENCE: Final = late_pattern(r"[^。；;]*[。；;]?")
_CLOSING: Final = late_pattern(
    r"(?:本(?:表|办法|细则|标准|方案)[^。；]{0,24}(?:解释|执行|施行|实施)|(?:备注|注|说明)[:：]).*$"
)
_CHAPTER: Final = late_pattern(
    r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)[^。；;，,（(]{2,20}[（(](?:共|计|满分)?\d{1,3}(?:\.\d)?分[）)]"
)
_FEWEST_MARKS, _SHORTEST, _FEWEST_ROWS, _FEWEST_UNSUMMED = 3, 60, 4, 5
_FEWEST_TOLD: Final = 3
_MOSTLY, _NEARLY_ALL = 0.8, 0.9
_MOST_FAILED, _MOST_LINES = 20, 300
_WAYS: Final = (_END, _BRACKETED, _MIDDLE, _LOOSE, _BEFORE_WAY)


def outlined(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Give the document with lines that hold rows with marks made tables, and what to say about them."""
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    at = failed = 0
    while at < len(document.blocks):
        end = _end(document.blocks, at) if failed < _MOST_FAILED else at
        run = [block for block in document.blocks[at:end] if isinstance(block, Paragraph) and not is_blank(block.text)]
        made = _table(run) if run and not _is_chapter(document.blocks, at, run) else None
        if made is None:
            failed += bool(run)
            end = max(end, at + 1)
            blocks += document.blocks[at:end]
        else:
            blocks += made
            findings.append(
                Diagnostic(
                    "reading.I203",
                    "The table was rebuilt from {lines} lines of plain text; which line belongs to which column was told by its words.",
                    (run[0].source.cite(squeeze(run[0].text)[:40]),),
                    "Compare a few rows with the original.",
                    data={"lines": len(run)},
                )
            )
        at = end
    return (replace(document, blocks=tuple(blocks)) if findings else document), findings


def _is_chapter(blocks: Sequence[Block], at: int, run: Sequence[Paragraph]) -> bool:
    """Tell whether a line is one of the numbered headings with points of a notice, whose items run on in it.

    （一）任务（60分）。… / （二）纪律（20分）。1.考勤（8分）：…。2.会风（6分）：…
    """
    if len(run) > 1 or not _CHAPTER.match(squeeze(run[0].text)):
        return False
    rank = rank_of(run[0].text.strip())
    lines = [block for block in blocks if isinstance(block, Paragraph) and not is_blank(block.text)]
    place = next((index for index, line in enumerate(lines) if line is run[0]), at)
    beside = [*lines[max(place - 1, 0) : place], *lines[place + 1 : place + 2]]
    return any(_CHAPTER.match(squeeze(line.text)) and rank_of(line.text.strip()) == rank for line in beside)


def _end(blocks: Sequence[Block], start: int) -> int:
    """Give where the lines from one on end that are full of marks; a head, or what is cut from the first, stands before."""
    at = start
    block = blocks[at]
    if isinstance(block, Paragraph) and not _is_full(block.text) and HEAD.search(squeeze(block.text)):
        at += 1
    dense = at
    while at < min(len(blocks), start + _MOST_LINES):
        block = blocks[at]
        if not isinstance(block, Paragraph) or not (is_blank(block.text) or _is_full(block.text)):
            break
        at += 1
        dense = dense if is_blank(block.text) else at
    return (
        dense if any(_is_full(block.text) for block in blocks[start:dense] if isinstance(block, Paragraph)) else start
    )


def _is_full(text: str) -> bool:
    return (
        len(text) >= _SHORTEST
        and "\t" not in text.strip()
        and sum(1 for _ in MARK.finditer(squeeze(text))) >= _FEWEST_MARKS
    )


def _table(lines: Sequence[Paragraph]) -> list[Block] | None:
    """Give the table that lines hold, with what stands before and behind it; None where the points prove none."""
    text = "".join(squeeze(line.text) for line in lines)
    start, parts = parts_of(text)
    last = next(reversed(list(_leaves(parts))), None)
    closing = _CLOSING.search(last.text) if last is not None else None
    if last is not None and closing is not None:
        last.text = last.text[: closing.start()]
    leaves = _settled(parts)
    heads = list(HEAD.finditer(text, 0, start))
    if not _is_proved(parts, leaves, has_head=bool(heads)):
        return None
    source = lines[0].source
    ways = sum(_HAS_WAY.search(_whole(leaf)) is not None for leaf in leaves)
    alone = sum(_ONLY_WAY.fullmatch(leaf.standard) is not None for leaf in leaves)
    has_others = 2 * ways >= len(leaves) or (bool(heads) and _FURTHER.search(heads[-1][0]) is not None)
    if has_others and 2 * alone < len(leaves):
        return None
    ending = _TITLE_END.match(heads[-1][0]) if heads else None
    title = text[: heads[-1].start() + (ending.end() if ending is not None else 0) if heads else start]
    behind = [replace(lines[-1], text=closing[0])] if closing is not None else []
    return [*([replace(lines[0], text=title)] if title else []), _grid(parts, source), *behind]


def _settled(parts: Sequence[Part]) -> list[Part]:
    """Part points, what is asked for and the standard of each row, and give the rows.

    Parts that mostly have no points of their own are the sentences of the one above.
    """
    leaves = list(_leaves(parts))
    way = max(_WAYS, key=lambda way: sum(way.search(leaf.text) is not None for leaf in leaves)) if leaves else _END
    for part in parts:
        _settle(part, way)
    rows = list(_leaves(parts))
    for row in rows:
        if not row.points:
            found = way if way.search(row.text) is not None else _END
            row.asked, row.points, row.standard = _split(row.text, found)
    return rows


def _settle(part: Part, way: re.Pattern[str]) -> None:
    for below in part.parts:
        _settle(below, way)
    pointed = sum(
        bool(below.parts or below.points) or any(each.search(below.text) for each in (way, _END))
        for below in part.parts
    )
    if part.parts and pointed * 2 < len(part.parts):
        standard = "".join(below.mark + _whole(below) for below in part.parts)
        points = _END.search(part.text)
        if points is not None and _scores(standard):  # …设有专人。41.未设的扣2分。
            part.asked, part.points, part.standard = part.text[: points.start()], _points(points), standard
        part.text += standard
        part.parts.clear()


def _whole(part: Part) -> str:
    return part.text + "".join(below.mark + _whole(below) for below in part.parts)


def _scores(text: str) -> bool:
    return SCORED.search(text) is not None or _AWARDS.search(text) is not None


def _leaves(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield from _leaves(part.parts) if part.parts else (part,)


def _split(text: str, way: re.Pattern[str]) -> tuple[str, str, str]:
    """Give what is asked for, the points and the standard of a row."""
    found = way.search(text)
    if found is None:
        return text, "", ""
    before, behind = text[: found.start()], text[found.end() :]
    if way is not _END:
        return before, _points(found), behind.lstrip("。；;，,：:")
    for sentence in _SENTENCE.finditer(before):
        if sentence.start() and SCORED.search(sentence[0]):
            return before[: sentence.start()], _points(found), before[sentence.start() :]
    return before, _points(found), ""


def _points(found: re.Match[str]) -> str:
    """Give the points that a way to write them found."""
    return next(filter(None, found.groups()), "")


def _is_proved(parts: Sequence[Part], leaves: Sequence[Part], *, has_head: bool) -> bool:
    """Tell whether rows have points, and the points of groups are the sums of theirs; the last may be cut.

    Where no group has points, there is a head at least.
    """
    if len(leaves) < _FEWEST_TOLD or any(not (part.parts or part.points) for part in parts[:-1]):
        return False  # chapters without points are those of a notice
    pointed = sum(bool(leaf.points) for leaf in leaves)
    further = sum(any(way.search(leaf.standard) for way in (_MIDDLE, _LOOSE)) for leaf in leaves)
    are_told = further * 5 <= len(leaves) and all(leaf.points and _scores(leaf.standard) for leaf in leaves[:-1])
    if not are_told and len(leaves) < _FEWEST_ROWS:
        return False
    if pointed < (len(leaves) - 1) * _MOSTLY:
        return False
    right = wrong = 0
    groups = [part for part in _groups(parts) if _group_points(part)]
    for group in groups:
        below = [points for part in group.parts for points in _worth(part)]
        is_last = group.parts and next(reversed(list(_leaves([group])))) is leaves[-1]
        if sum((Decimal(points or 0) for points in below), Decimal(0)) == Decimal(_group_points(group)):
            right += 1
        elif not is_last and all(below):
            wrong += 1
    if right or wrong:
        return right > 0 and right >= 2 * wrong
    are_pointed = len(leaves) >= _FEWEST_UNSUMMED and pointed >= (len(leaves) - 1) * _NEARLY_ALL
    return has_head and (are_told or are_pointed)


def _worth(part: Part) -> list[str]:
    """Give the points of a part, those below it where it has none of its own."""
    if not part.parts:
        return [part.points]
    points = _group_points(part)
    return [points] if points else [each for below in part.parts for each in _worth(below)]


def _groups(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        if part.parts:
            yield part
            yield from _groups(part.parts)


def _group_points(part: Part) -> str:
    found = _BRACKETED.search(part.text) or _END.search(part.text)
    return _points(found) if found is not None else ""


def _grid(parts: Sequence[Part], source: Source) -> Grid:
    """Make the table: names of groups with their points, what is asked for, points, and standards where there are any."""
    leaves = list(_leaves(parts))
    has_standards = any(leaf.standard for leaf in leaves)
    is_grouped = any(part.parts for part in parts)
    labels = [*(["考核项目"] if is_grouped else []), "考核内容", "分值", *(["评分标准"] if has_standards else [])]
    rows: list[FlatRow] = []
    remarks: dict[int, str] = {}

    def put(part: Part, above: list[FlatCell], carried: int, *, is_beside: bool = False) -> None:
        """Add the rows of a part; ``carried``: how many of the names above it the row before has, too.

        ``is_beside``: there are groups on the level of the part.
        """
        if not part.parts:
            values = {labels.index("分值"): FlatCell(part.points, source)} if part.points else {}
            if part.standard:
                values[labels.index("评分标准")] = FlatCell(part.standard, source)
            content = FlatCell(part.asked, source)
            names = above[carried:]
            if is_grouped and (is_beside or not above):
                names = [*names, content]
            else:
                values[labels.index("考核内容")] = content
            rows.append(FlatRow(names, carried, values, source))
            return
        found = _BRACKETED.search(part.text) or _END.search(part.text)
        name = part.text
        if found is not None:
            name = f"{part.text[: found.start()]}（{found['points']}分）"
            rest = part.text[found.end() :]
            if rest:
                remarks[len(rows)] = rest
        here = [*above, FlatCell(name, source)]
        for at, below in enumerate(part.parts):
            are_mixed = any(other.parts for other in part.parts)
            put(below, here, carried if not at else len(here), is_beside=are_mixed)

    for part in parts:
        put(part, [], 0)
    if remarks:
        labels.append("备注")
        for at, rest in remarks.items():
            rows[at].values[len(labels) - 1] = FlatCell(rest, source)
    columns = [0] if is_grouped else [labels.index("考核内容")]
    if not is_grouped:
        for row in rows:
            row.names = [row.values.pop(labels.index("考核内容"))]
    return grid_of(labels, columns, rows, source)
