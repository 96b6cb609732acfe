"""Rows found in a text that runs together → a table: names of groups told from rows, and put on levels.

The name of a group stands before its rows, with points that theirs add up to, with a mark (一、 A1), or right before the
number of its first row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Grid, Source
from kaoji.reading.flat.grid import FlatCell, FlatRow, grid_of
from kaoji.reading.flat.looks import WAY
from kaoji.reading.flat.stuck.cycle_text import CycleText
from kaoji.reading.flat.stuck.cycle_weights import Order
from kaoji.reading.flat.stuck.cycles import CycleRow

_LONGEST_GROUP = 30
# (1) behind a name is hardly what a group is worth, but the number of an item.
_POINTS: Final = r"(?:[（(︵](?:共|计|满分)?(?P<in>\d{1,3}(?:\.\d)?(?=分)|[2-9]|[1-9]\d{1,2})分?[）)︶]|(?<![扣加减得计记])(?P<plain>\d{1,3}(?:\.\d)?)分)"
_MARK: Final = r"(?P<mark>[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|[A-Z]\d{1,2}[.．、]?)"
_POINTED: Final = late_pattern(
    rf"(?:{_MARK}|(?P<loose>[一二三四五六七八九十](?=[\u4e00-\u9fff]{{3}})))?(?P<name>[\u4e00-\u9fff“][^。；;：:（）()︵︶\d]{{1,30}}){_POINTS}(?=[^。；;，,、)）])"
)
_MARKED: Final = late_pattern(
    rf"{_MARK}(?P<name>[\u4e00-\u9fff“][^。；;：:（）()︵︶\d]{{1,40}})(?=[（(]一[）)]|1[、.．]|[A-Z]1)"
)
_BARE: Final = late_pattern(r"(?P<name>[\u4e00-\u9fff、“”]{2,16})(?P<points>\d{1,2})(?=1[、.．](?!\d))")
_BEFORE_ITEM: Final = late_pattern(r"(?P<name>[\u4e00-\u9fff、“”]{2,14})(?=1[、.．](?!\d)|[（(]1[）)]|[（(]一[）)]|①)")
_LOOKED: Final = late_pattern(rf"(?:{WAY})+")
_WAY_END: Final = late_pattern(
    rf"(?<=[。；;分])(?:(?:{WAY})+[。；;]?|(?:查阅|查看|查验|实地|现场|抽查|走访|听取)[^。；;扣得]{{2,20}})$"
)
_STARTS: Final = late_pattern(r"\d{1,2}(?:[、.．](?!\d)|(?=[\u4e00-\u9fff]))|[（(][一二三四五六七八九十\d]{1,2}[）)]")
_SCORED_NAME: Final = late_pattern(
    r"(?P<name>(?:\d{1,2}[、.．]?)?[\u4e00-\u9fff、“”]{2,12}?)(?=未(?!成年)|每(?!年|月)|无(?!障碍|害)|按(?=照|时|要求)|发现|发生|对[^应策])"
)
# How what is asked for begins, right behind the name of a row.
_REQUIRES: Final = late_pattern(
    r"(?P<name>(?:\d{1,2}[、.．]?|[（(][一二三四五六七八九十\d]{1,2}[）)])?[\u4e00-\u9fff、“”]{3,16}?)(?=制[订定](?!度)|建立(?!健全)|成立|设立|按(?=照|时|要求|规定)|依据|依照|将|定期|召开|配备|配齐|有(?=专|健|完|具体|明确)|严格|认真|积极|[（(][1一][）)])"
)
_RUN_ON: Final = late_pattern(r"(?<=[\u4e00-\u9fff]{2}[室科处部局办])(?=[\u4e00-\u9fff]{2,6}(?:[室科处部局]|办公室)$)")
_PLAIN_NAME: Final = late_pattern(r"[\u4e00-\u9fff、“”]+")
_BARE_END: Final = late_pattern(r"(?P<name>[\u4e00-\u9fff、“”]{2,17})(?P<points>\d{2,3})")
_FIRST_ITEM: Final = late_pattern(r"[（(]?1[、.．）)](?!\d)|①")
_ITEMS: Final = late_pattern(r"[（(]?\d{1,2}[、.．）)](?!\d)")
_SHORT_NAME: Final = late_pattern(r"(?:[A-Z]\d{1,2}[.．、]?)?[\u4e00-\u9fff、“”]{2,16}")
_LETTERED: Final = late_pattern(r"[A-Z]\d")
_RANKS: Final = {"、": 1, "）": 2, ")": 2}
_UNMARKED, _NAME, _MOSTLY, _SHORTEST, _LONGEST_NAME = 5, 9, 0.5, 2, 14


@dataclass(slots=True)
class _Heading:
    name: str
    points: str = ""
    rank: int = _UNMARKED
    used: Decimal = Decimal(0)
    has_groups: bool = False

    @property
    def text(self) -> str:
        return f"{self.name}（{self.points}分）" if self.points else self.name


@dataclass(slots=True)
class CycleLine:
    """A row as it goes into the table, with the names of the groups that begin with it."""

    headings: list[_Heading] = field(default_factory=list)
    asked: str = ""
    points: str = ""
    standard: str = ""
    provider: str = ""
    way: str = ""
    is_heading: bool = False  # made of a name without rows below it


def lines_of(text: CycleText, rows: Sequence[CycleRow], order: Order) -> list[CycleLine]:
    """Give the rows with the names of groups taken apart; a group without rows of its own is the first name of the next."""
    lines: list[CycleLine] = []
    waiting: list[_Heading] = []
    sums = _sums(rows)
    names = [_is_name(text, row) for row in rows]
    split = _names_split(text, rows, order)
    own = [row for row, is_name in zip(rows, names, strict=True) if row.points is not None and not is_name]
    have_standards = sum(row.points is not None and row.end > row.points.end for row in own) > len(own) * _MOSTLY
    above = _above(text, rows, names, have_standards=have_standards and not order.is_named)
    for at, row in enumerate(rows):
        begin = text.text[row.start : row.asked].rstrip("、.．").removesuffix(str(row.number))
        waiting += _named(_without_way(begin)) if begin else []
        end = row.points.start if row.points is not None else row.end
        headings, start = _headings(text, row.asked, end)
        waiting += headings
        asked = text.text[start:end]
        is_item = start > row.asked and _ITEMS.match(asked)
        if row.points is not None and names[at] and not is_item and (at in sums or at in above):
            waiting.append(_heading(_without_way(asked), row.points.value))
            continue
        if (cut := split.get(at)) is not None and start < cut:
            waiting.append(_Heading(text.text[start:cut], rank=_NAME))
            start = cut
        line = _line(text, row, start, end, order)
        line.headings = [*waiting, *line.headings]
        lines.append(line)
        waiting = []
    _name_leaves(lines)
    return list(_with_rows([*lines, CycleLine(waiting)] if waiting else lines))


def _with_rows(lines: Sequence[CycleLine]) -> Iterator[CycleLine]:
    """Give each name without rows below it, as another of its rank follows, a row: it was no group's, and nothing is lost."""
    for line in lines:
        above: list[_Heading] = []
        own = _mark_rank(line.asked) if _LETTERED.match(line.asked) else _NAME + 1
        for heading, following in zip_longest(line.headings, line.headings[1:]):
            is_last = following is None and not (line.asked or line.points or line.standard)
            rank = following.rank if following is not None else own
            if is_last or rank < heading.rank or rank == heading.rank < _UNMARKED:
                yield CycleLine(above, asked=heading.name, points=heading.points, is_heading=True)
                above = []
            else:
                above.append(heading)
        line.headings = above
        if line.asked or line.points or line.standard:
            yield line


def _line(text: CycleText, row: CycleRow, start: int, end: int, order: Order) -> CycleLine:
    """Give the cells of a row; what it asks for begins at ``start`` and ends at ``end``."""
    if row.points is None:
        return CycleLine(asked=text.text[start:end])
    line = CycleLine(points=row.points.value)
    standard = (row.points.end, row.end)
    if order.scored_before:
        middle = _end_of_asked(text, start, end) if order.has_asked else start
        line.asked = text.text[start:middle]
        if order.has_provider:
            unit = text.unit_from(standard[0])
            unit = unit if standard[0] < unit < standard[1] else standard[1]
            line.provider, line.way = _RUN_ON.sub("、", text.text[standard[0] : unit]), text.text[unit : standard[1]]
        rest = "" if order.has_provider else text.text[slice(*standard)]
        standard = (middle, end)
    else:
        line.asked, rest = text.text[start:end], ""
        if order.has_provider and not order.scored_after:
            line.provider = _RUN_ON.sub("、", text.text[slice(*standard)])
            standard = (row.end, row.end)
        elif order.has_provider:
            unit = next((at for at, to in text.units.items() if to == row.end and at > standard[0]), row.end)
            line.provider = text.text[unit : row.end]
            standard = (standard[0], unit)
    inner, way = _looked(text, *standard)
    line.standard = text.text[slice(*inner)].lstrip("：:。；; ") + rest
    line.way = text.text[slice(*way)] + line.way
    if order.is_named and line.asked and (middle := _end_of_asked(text, *inner)) > inner[0]:
        line.headings = [_Heading(line.asked, rank=_NAME)]
        line.asked, line.standard = text.text[inner[0] : middle], text.text[middle : inner[1]]
    return line


def _name_leaves(lines: Sequence[CycleLine]) -> None:
    """Let the name of a group with one row that asks for nothing else be the name of that row."""
    for line, following in zip_longest(lines, lines[1:]):
        own = line.headings[-1] if line.headings else None
        if own is None or own.points or line.asked or line.points == "":
            continue
        if following is None or (following.headings and following.headings[0].rank <= own.rank):
            line.asked = own.name
            line.headings = line.headings[:-1]


def _looked(text: CycleText, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Part how a row is looked into from the end of its standard, or from its beginning."""
    begin = _LOOKED.match(text.text, start, end)
    if begin is not None and begin.end() == end:
        return (end, end), (start, end)
    if begin is not None and begin.end() - start > _SHORTEST and text.scores(begin.end(), end):
        return (begin.end(), end), (start, begin.end())
    found = _WAY_END.search(text.text[start:end])
    at = start + found.start() if found is not None else end
    return ((start, at), (at, end)) if at > start else ((start, end), (end, end))


def _named(text: str) -> list[_Heading]:
    """Give the names of groups that stand before the number of a row, one behind the other."""
    found: list[_Heading] = []
    while (pointed := _POINTED.match(text + "甲")) is not None:
        found.append(_heading(text[: pointed.end()]))
        text = text[pointed.end() :]
    return [*found, *([_heading(text)] if text else [])]


def _spaced_name(text: CycleText, start: int) -> int | None:
    """Give where a name ends before a space."""
    end = next((at for at in range(start + 2, start + _LONGEST_NAME) if at in text.spaces), None)
    return end if end is not None and _PLAIN_NAME.fullmatch(text.text, start, end) else None


def _above(text: CycleText, rows: Sequence[CycleRow], names: Sequence[bool], *, have_standards: bool) -> frozenset[int]:
    """Give the names of groups: other rows have standards, a mark of a lower rank follows, or the first of numbered items."""
    found: set[int] = set()
    for at in reversed(range(len(rows) - 1)):
        begin = text.text[rows[at].asked :][:6]
        following = text.text[rows[at + 1].asked :][:6]
        is_lower = 0 < _mark_rank(begin) < _mark_rank(following)
        is_first = not _ITEMS.match(begin) and _FIRST_ITEM.match(following) is not None
        if names[at] and (have_standards or is_lower or is_first or (at + 1 in found and not _ITEMS.match(begin))):
            found.add(at)
    return frozenset(found)


def _names_split(text: CycleText, rows: Sequence[CycleRow], order: Order) -> dict[int, int]:
    """Give where names end that rows begin with, by how what follows a name begins; none unless most names end so."""
    if order.names < 1 + order.has_asked:
        return {}
    has_standards = order.has_asked and (order.scored_before or order.scored_after)
    found: dict[int, int] = {}
    named = 0
    for at, row in enumerate(rows):
        _, start = _headings(text, row.asked, row.points.start if row.points is not None else row.end)
        is_named = row.asked > row.start or _STARTS.match(text.text, start) is not None
        named += is_named
        # What is asked for scores by itself where the head has no standards.
        match = _SCORED_NAME.match(text.text, start) if not has_standards else None
        match = match or (_REQUIRES.match(text.text, start) if order.has_asked else None)
        if is_named and match is not None:
            found[at] = match.end("name")
        elif (space := _spaced_name(text, start)) is not None:
            found[at] = space
    return found if len(found) * 2 > named else {}


def _is_name(text: CycleText, row: CycleRow) -> bool:
    """Tell whether a row may be the name of a group: short words, points and nothing else."""
    if row.points is None or row.end > row.points.end or row.points.start - row.asked > _LONGEST_GROUP:
        return False
    return not text.stops_in(row.asked, row.points.start) and not _ITEMS.match(text.text, row.asked)


def _mark_rank(text: str) -> int:
    mark = late_pattern(_MARK).match(text)
    return _rank(mark["mark"]) if mark is not None else _UNMARKED


def _without_way(name: str) -> str:
    found = _LOOKED.match(name)
    return name[found.end() :] if found is not None and found.end() < len(name) else name


def _end_of_asked(text: CycleText, start: int, end: int) -> int:
    """Give where what is asked for ends: before the first sentence that scores; all is the standard if the first does."""
    places = [start, *(at for at in text.stops if start < at < end), end]
    for one, other in pairwise(places):
        if text.scores(one, other):
            return one
    return end


def _heading(name: str, points: str = "") -> _Heading:
    found = _POINTED.fullmatch(name + "甲") if not points else None
    pointed = late_pattern(rf"{_POINTS}$").search(name) if found is None and not points else None
    if pointed is not None:
        name, points = name[: pointed.start()], pointed["in"] or pointed["plain"]
    bare = _BARE_END.fullmatch(name) if pointed is None and not points else None
    if bare is not None:
        name, points = bare["name"], bare["points"]
    mark = late_pattern(_MARK).match(name)
    return _Heading(name, points, _rank(mark["mark"]) if mark is not None else _UNMARKED)


def _rank(mark: str) -> int:
    return ord(mark[0]) - ord("A") + 1 if "A" <= mark[0] <= "Z" else _RANKS.get(mark[-1], _UNMARKED)


def _headings(text: CycleText, start: int, end: int) -> tuple[list[_Heading], int]:
    """Give the names of groups that what is asked for begins with, and where it goes on behind them."""
    found: list[_Heading] = []
    looked = _LOOKED.match(text.text, start, end)
    at = looked.end() if looked is not None else start
    while True:
        pointed = _POINTED.match(text.text, at, end)
        if pointed is not None and not text.scores(at, pointed.end("name")):
            name = text.text[at : pointed.end("name")]
            found.append(
                _Heading(
                    name,
                    pointed["in"] or pointed["plain"],
                    _rank(pointed["mark"] or "") if pointed["mark"] else 1 if pointed["loose"] else _UNMARKED,
                )
            )
            at = pointed.end()
            continue
        marked = _MARKED.match(text.text, at, end)
        if marked is not None:
            found.append(_Heading(marked[0], "", _rank(marked["mark"])))
            at = marked.end()
            continue
        bare = _BARE.match(text.text, at, end)
        if bare is not None:
            found.append(_Heading(bare["name"], bare["points"]))
            at = bare.end()
            continue
        before = _BEFORE_ITEM.match(text.text, at, end)
        if before is not None and before.end() < end:
            found.append(_Heading(before["name"]))
            at = before.end()
        break
    return (found, at) if found else ([], start)


def _sums(rows: Sequence[CycleRow]) -> frozenset[int]:
    """Give the rows whose points those behind them add up to."""
    values = [Decimal(row.points.value) if row.points is not None else None for row in rows]
    found: set[int] = set()
    for at, stated in enumerate(values):
        total, behind = Decimal(0), at + 1
        while stated is not None and behind < len(values) and total < stated and (value := values[behind]) is not None:
            total += value
            behind += 1
        if stated is not None and total == stated and behind > at + 1:
            found.add(at)
    return frozenset(found)


def table_of(lines: Sequence[CycleLine], source: Source) -> Grid:
    """Make the table: names of groups, what is asked for, points, standards and who assesses where there are any."""
    is_grouped = any(line.headings for line in lines)
    are_names = all(not line.standard and _SHORT_NAME.fullmatch(line.asked) for line in lines)
    asked = "考核指标" if is_grouped and are_names else "考核内容"
    labels = [*(["考核项目"] if is_grouped else []), asked, "分值"]
    labels += ["评分标准"] if any(line.standard for line in lines) else []
    labels += ["考核方式"] if any(line.way for line in lines) else []
    labels += ["责任单位"] if any(line.provider for line in lines) else []
    rows: list[FlatRow] = []
    stack: list[_Heading] = []
    for line in lines:
        kept = _opened(stack, line)
        names = [FlatCell(heading.text, source) for heading in stack[kept:]]
        values = dict(_values(line, labels, source))
        if is_grouped and not stack:
            content = values.pop(1, None)
            names = [content] if content is not None else []
        elif not is_grouped:
            content = values.pop(0, None)
            names = [content] if content is not None else []
        rows.append(FlatRow(names, kept if rows else 0, values, source))
    return grid_of(labels, [0], rows, source)


def _opened(stack: list[_Heading], line: CycleLine) -> int:
    """Put new names of groups below those that they belong to; give how many of those before stay."""
    kept = len(stack)
    for number, heading in enumerate(line.headings):
        while len(stack) > (kept if number else 0) and _ends(stack[-1], heading, is_first=not number):
            stack.pop()
        kept = min(kept, len(stack))
        if stack:
            stack[-1].has_groups = True
            stack[-1].used += Decimal(heading.points or 0)
        stack.append(heading)
    own = next((heading for heading in reversed(stack) if heading.points), None)
    if own is not None and line.points:
        own.used += Decimal(line.points)
    return kept


def _ends(open_one: _Heading, heading: _Heading, *, is_first: bool) -> bool:
    """Tell whether a group ends where another begins: its mark is of no lower rank, and their points go beyond its own."""
    if open_one.rank < heading.rank or (not is_first and open_one.rank == heading.rank):
        return False
    is_within = open_one.has_groups and open_one.points and heading.points and open_one.rank == heading.rank
    return not is_within or open_one.used + Decimal(heading.points) > Decimal(open_one.points)


def _values(line: CycleLine, labels: Sequence[str], source: Source) -> Iterator[tuple[int, FlatCell]]:
    for label, value in (
        (labels[1] if labels[0] == "考核项目" else "考核内容", line.asked),
        ("分值", line.points),
        ("评分标准", line.standard),
        ("考核方式", line.way),
        ("责任单位", line.provider),
    ):
        if value and label in labels:
            yield labels.index(label), FlatCell(value, source)
