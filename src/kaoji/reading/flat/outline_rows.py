"""Rows that run together and are told by nothing but their marks: 一、组织领导（10分）1.建立机构5 2.明确责任5二、… → tables.

Marks of one style count up, below those of another begin again; the points of a row stand before the next mark, in
brackets, or before its standard. What proves such a table are its sums: the points of groups are those of their rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Grid, Paragraph, Source, is_blank
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of
from kaoji.reading.flat.labels import SHEET_LABELS
from kaoji.reading.flat.looks import SCORED, WAY
from kaoji.reading.phrases.wording import squeeze

_CHINESE: Final = "一二三四五六七八九十"
_UNMARKED: Final = "unmarked"
_MARK: Final = late_pattern(
    r"(?P<c>[一二三四五六七八九十]{1,3})、|[（(](?P<p>[一二三四五六七八九十]{1,3})[）)]、?|(?P<o>[①-⑳])|[（(](?P<b>\d{1,2})[）)]、?"
    r"|(?<![\d（(.．])(?P<r>\d{1,5})[）)](?=[\u4e00-\u9fff“《])"
    r"|(?<![\d.．])(?P<dd>\d{1,4}(?:[.．]\d{1,2}){1,2})[.．、]?(?=[\u4e00-\u9fff“《])|(?<![\d.．])(?P<d>\d{1,5})[、.．](?!\d)"
)
_HEAD: Final = late_pattern(rf"(?:{SHEET_LABELS}|合计|小计){{2,9}}")
_FURTHER: Final = late_pattern("方式|(?:考核|检查|考评)方法|单位|部门")
_LOOKED_INTO: Final = late_pattern(rf"[。；;分）)]{WAY}[^。；;]*$")
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
_AWARDS: Final = late_pattern(r"不(?:予)?[得计]分|全扣|酌情|扣完|满分")
_SENTENCE: Final = late_pattern(r"[^。；;]*[。；;]?")
_NAMED: Final = late_pattern(
    r"(?:^|(?<=[。；;！)）分\d]))(?P<name>[\u4e00-\u9fff、“”]{2,14}(?:[（(]\d{1,4}(?:\.\d)?分?[）)]|\d{1,3}分))$"
)
_GROUP_NAME: Final = late_pattern(r"[\u4e00-\u9fff、“”]{2,20}[（(]\d{1,4}分[）)]")
_CLOSING: Final = late_pattern(
    r"(?:本(?:表|办法|细则|标准|方案)[^。；]{0,24}(?:解释|执行|施行|实施)|(?:备注|注|说明)[:：]).*$"
)
_FEWEST_MARKS, _SHORTEST, _FEWEST_ROWS, _FEWEST_UNSUMMED, _SHORTEST_NAME = 3, 60, 4, 5, 4
_FEWEST_TOLD: Final = 3
_MOSTLY, _NEARLY_ALL = 0.8, 0.9
_MOST_LEVELS, _MOST_FAILED, _MOST_LINES, _LATEST, _LONGEST_POINTS = 4, 20, 300, 20, 3
_WAYS: Final = (_END, _BRACKETED, _MIDDLE, _LOOSE)


@dataclass(slots=True)
class _Part:
    """What stands behind a mark: its style, the text up to the next mark, and the parts below."""

    style: str
    mark: str = ""
    text: str = ""
    points: str = ""
    asked: str = ""
    standard: str = ""
    parts: list[_Part] = field(default_factory=list)


def outlined(document: Document, *, has_further: bool = False) -> tuple[Document, list[Diagnostic]]:
    """Give the document with lines that hold rows with marks made tables, and what to say about them.

    ``has_further``: also those with columns behind the standard, whose cells go on with it (考核方式).
    """
    blocks: list[Block] = []
    findings: list[Diagnostic] = []
    at = failed = 0
    while at < len(document.blocks):
        end = _end(document.blocks, at) if failed < _MOST_FAILED else at
        run = [block for block in document.blocks[at:end] if isinstance(block, Paragraph) and not is_blank(block.text)]
        made = _table(run, has_further=has_further) if run else None
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


def _end(blocks: Sequence[Block], start: int) -> int:
    """Give where the lines from one on end that are full of marks; a head, or what is cut from the first, stands before."""
    at = start
    block = blocks[at]
    if isinstance(block, Paragraph) and not _is_full(block.text) and _HEAD.search(squeeze(block.text)):
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
    return len(text) >= _SHORTEST and sum(1 for _ in _MARK.finditer(squeeze(text))) >= _FEWEST_MARKS


def _table(lines: Sequence[Paragraph], *, has_further: bool) -> list[Block] | None:
    """Give the table that lines hold, with what stands before and behind it; None where the points prove none."""
    text = "".join(squeeze(line.text) for line in lines)
    start, parts = _parts(text)
    last = next(reversed(list(_leaves(parts))), None)
    closing = _CLOSING.search(last.text) if last is not None else None
    if last is not None and closing is not None:
        last.text = last.text[: closing.start()]
    leaves = _settled(parts)
    heads = list(_HEAD.finditer(text, 0, start))
    if not _is_proved(parts, leaves, has_head=bool(heads)):
        return None
    source = lines[0].source
    ways = sum(_LOOKED_INTO.search(_whole(leaf)) is not None for leaf in leaves)
    if not has_further and (2 * ways >= len(leaves) or (heads and _FURTHER.search(heads[-1][0]))):
        return None
    ending = _TITLE_END.match(heads[-1][0]) if heads else None
    title = text[: heads[-1].start() + (ending.end() if ending is not None else 0) if heads else start]
    behind = [replace(lines[-1], text=closing[0])] if closing is not None else []
    return [*([replace(lines[0], text=title)] if title else []), _grid(parts, source), *behind]


def _parts(text: str) -> tuple[int, list[_Part]]:
    """Give where the first mark stands, and the parts of the text as its marks count up."""
    walk = _Walk(text)
    for mark in _MARK.finditer(text):
        walk.take(mark)
    return walk.first, walk.parts()


class _Walk:
    """Goes through a text from mark to mark and keeps which parts are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = _Part("")
        self.stack: list[tuple[_Part, tuple[int, ...]]] = [(self.root, ())]
        self.last: dict[str, tuple[int, ...]] = {}
        self.first, self.end = len(text), 0
        self.is_cut = False

    def take(self, mark: re.Match[str]) -> None:
        """Begin a part at a mark whose number follows; leave out a name that is repeated at the top of a page."""
        style = mark.lastgroup or ""
        if (again := _repeated(mark, self.stack, self.text)) is not None:
            self._close(mark.start())
            self.end = again
            return
        if mark.start() < self.end:
            return
        if style in ("d", "b", "o") and mark[style] in ("1", "①"):
            self._name_group(style, mark.start())
        found = _placed(mark, self.stack, self.last)
        if found is None and (self.is_cut or not self.root.parts) and style in ("c", "p", "d"):
            found, self.is_cut = _later(mark, self.last), True
        elif found is None and style == "c" and _GROUP_NAME.match(self.text, mark.end()):
            found = _later(mark, self.last)  # the name of the first group is lost
        if found is not None:
            style, number, start, depth = found
            self._begin(style, number, (start, mark.end()), depth)

    def _close(self, start: int) -> None:
        """Give what stands before a place to the part that is open."""
        if not self.root.parts:
            self.first = start
        else:
            self.stack[-1][0].text += self.text[self.end : start]

    def _begin(self, style: str, number: tuple[int, ...], place: tuple[int, int], depth: int) -> None:
        self._close(place[0])
        del self.stack[depth:]
        part = _Part(style, self.text[place[0] : place[1]])
        self.stack[-1][0].parts.append(part)
        self.stack.append((part, number))
        self.last[style] = number
        self.end = place[1]

    def _name_group(self, style: str, start: int) -> None:
        """Begin a group that has a name with points and no mark, right before the first of its rows."""
        heads = _HEAD.finditer(self.text, 0, start) if not self.root.parts else ()
        begin = max((head.end() for head in heads), default=self.end)
        name = _NAMED.search(self.text[begin:start])
        styles = [part.style for part, _ in self.stack]
        if name is None or (self.root.parts and name.start() == 0):
            return  # what is behind a mark is its own name
        if _UNMARKED in styles:
            depth = styles.index(_UNMARKED)
        elif style in styles:
            return
        else:
            depth = len(styles)
        self._begin(_UNMARKED, (0,), (begin + name.start(), begin + name.start()), depth)
        self.last.pop(style, None)

    def parts(self) -> list[_Part]:
        """Give the parts of the first level; the last goes on to the end."""
        if self.root.parts:
            self.stack[-1][0].text += self.text[self.end :]
            self.end = len(self.text)
        return self.root.parts


def _placed(
    mark: re.Match[str], stack: Sequence[tuple[_Part, tuple[int, ...]]], last: Mapping[str, tuple[int, ...]]
) -> tuple[str, tuple[int, ...], int, int] | None:
    """Give the style and number of a mark, where it begins (points may be stuck before it), and on which level it stands.

    None where its number does not follow.
    """
    style = mark.lastgroup or ""
    written = mark[style]
    numbers = re.findall(r"\d+", written)
    if style == "dd":
        style += str(len(numbers))
    open_at = next((at for at, (part, _) in enumerate(stack) if part.style == style), None)
    depth = open_at if open_at is not None else len(stack)
    before = stack[open_at][1] if open_at is not None else last.get(style)
    for wanted in _wanted(style, before, stack):
        if style in ("c", "p"):
            is_next, stuck = _counted(written) == wanted[0], 0
        elif style == "o":
            is_next, stuck = ord(written) - ord("①") + 1 == wanted[0], 0
        else:
            first = numbers[0]
            is_next = tuple(map(int, numbers[1:])) == wanted[1:] and first.endswith(str(wanted[0]))
            stuck = len(first) - len(str(wanted[0]))
            is_next = is_next and (not stuck or (first[0] != "0" and style != "b" and stuck <= _LONGEST_POINTS))
        if is_next and depth <= _MOST_LEVELS:
            return style, wanted, mark.start() + stuck, depth
    return None


def _repeated(mark: re.Match[str], stack: Sequence[tuple[_Part, tuple[int, ...]]], text: str) -> int | None:
    """Give where the name of a group ends that stands once more at the top of a page; None where it is none."""
    style = mark.lastgroup or ""
    for part, number in stack[1:-1]:
        if part.style != style or len(part.text) < _SHORTEST_NAME or not text.startswith(part.text, mark.end()):
            continue
        written = mark[style]
        if (_counted(written) if style in ("c", "p") else int(written) if written.isdigit() else 0) == number[0]:
            return mark.end() + len(part.text)
    return None


def _later(mark: re.Match[str], last: Mapping[str, tuple[int, ...]]) -> tuple[str, tuple[int, ...], int, int] | None:
    """Place a mark of a style that began before the text did: the first one, and the first of Chinese ones later on."""
    style = mark.lastgroup or ""
    number = int(mark[style]) if style == "d" else _counted(mark[style])
    if style in last or (last and style == "d") or not 1 < number <= _LATEST:
        return None
    return style, (number,), mark.start(), 1


def _wanted(
    style: str, before: tuple[int, ...] | None, stack: Sequence[tuple[_Part, tuple[int, ...]]]
) -> Iterator[tuple[int, ...]]:
    """Give the numbers that may come next in a style: one more, or the first below the part that is open."""
    if before is not None:
        yield (*before[:-1], before[-1] + 1)
        if style == "p":
            yield (before[0] + 2,)  # one mark may be lost between
    if style.startswith("dd"):
        above = next((number for _, number in reversed(stack) if len(number) == int(style[2:]) - 1), None)
        if above:
            yield (*above, 1)
        elif before is None:
            yield (1,) * int(style[2:])
    elif before is None or all(part.style != style for part, _ in stack):
        yield (1,)


def _counted(written: str) -> int:
    """Give the number that Chinese digits write, up to 99."""
    tens, is_ten, ones = written.rpartition("十")
    if not is_ten:
        return _CHINESE.find(written) + 1 if len(written) == 1 else 0
    return (_CHINESE.find(tens) + 1 if tens else 1) * 10 + (_CHINESE.find(ones) + 1 if ones else 0)


def _settled(parts: Sequence[_Part]) -> list[_Part]:
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


def _settle(part: _Part, way: re.Pattern[str]) -> None:
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


def _whole(part: _Part) -> str:
    return part.text + "".join(below.mark + _whole(below) for below in part.parts)


def _scores(text: str) -> bool:
    return SCORED.search(text) is not None or _AWARDS.search(text) is not None


def _leaves(parts: Sequence[_Part]) -> Iterator[_Part]:
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


def _is_proved(parts: Sequence[_Part], leaves: Sequence[_Part], *, has_head: bool) -> bool:
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
        below = [_group_points(part) if part.parts else part.points for part in group.parts]
        is_last = group.parts and next(reversed(list(_leaves([group])))) is leaves[-1]
        if sum((Decimal(points or 0) for points in below), Decimal(0)) == Decimal(_group_points(group)):
            right += 1
        elif not is_last and all(below):
            wrong += 1
    if right or wrong:
        return right > 0 and right >= 2 * wrong
    are_pointed = len(leaves) >= _FEWEST_UNSUMMED and pointed >= (len(leaves) - 1) * _NEARLY_ALL
    return has_head and (are_told or are_pointed)


def _groups(parts: Sequence[_Part]) -> Iterator[_Part]:
    for part in parts:
        if part.parts:
            yield part
            yield from _groups(part.parts)


def _group_points(part: _Part) -> str:
    found = _BRACKETED.search(part.text) or _END.search(part.text)
    return _points(found) if found is not None else ""


def _grid(parts: Sequence[_Part], source: Source) -> Grid:
    """Make the table: names of groups with their points, what is asked for, points, and standards where there are any."""
    leaves = list(_leaves(parts))
    has_standards = any(leaf.standard for leaf in leaves)
    is_grouped = any(part.parts for part in parts)
    labels = [*(["考核项目"] if is_grouped else []), "考核内容", "分值", *(["评分标准"] if has_standards else [])]
    rows: list[FlatRow] = []
    remarks: dict[int, str] = {}

    def put(part: _Part, above: list[FlatCell], carried: int, *, is_beside: bool = False) -> None:
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
