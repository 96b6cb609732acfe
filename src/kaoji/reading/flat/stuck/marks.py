"""Marks that count up in a text that runs together (一、 1. (1) ①): which begin parts of it, and on which level.

Marks of one style count up, below those of another they begin again. Points may be stuck before the number of a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.heads.labels import SHEET_LABELS
from kaoji.reading.flat.looks import WAY

_CHINESE: Final = "一二三四五六七八九十"
_UNMARKED: Final = "unmarked"
MARK: Final = late_pattern(
    r"(?P<c>[一二三四五六七八九十]{1,3})、|[（(](?P<p>[一二三四五六七八九十]{1,3})[）)]、?|(?P<o>[①-⑳])|[（(](?P<b>\d{1,2})[）)]、?"
    r"|(?<![\d（(.．])(?P<r>\d{1,5})[）)](?=[\u4e00-\u9fff“《])"
    r"|(?<![\d.．])(?P<dd>\d{1,4}(?:[.．]\d{1,2}){1,2})[.．、]?(?=[\u4e00-\u9fff“《])|(?<![\d.．])(?P<d>\d{1,5})[、.．](?!\d)"
)
HEAD: Final = late_pattern(rf"(?:{SHEET_LABELS}|合计|小计){{2,9}}")
_NAMED: Final = late_pattern(
    r"(?:^|(?<=[。；;！)）分\d]))(?P<name>[\u4e00-\u9fff、“”]{2,14}(?:[（(]\d{1,4}(?:\.\d)?分?[）)]|\d{1,3}分))$"
)
_GROUP_NAME: Final = late_pattern(r"[\u4e00-\u9fff、“”]{2,20}[（(]\d{1,4}分[）)]")
# How a row is looked into, in one or several words: 听取汇报审核材料.
LOOKED_INTO: Final = rf"(?:{WAY}|审[核查](?:有关|相关)?(?:材料|资料)|访问调查|群众测评)+"
# …和谐;3分听取汇报审核材料绿化工作1、: a name without points follows how the row before is looked into, or the name
# of a group above it with points (二村镇经济发展16分经济发展1、).
_NAMED_BEHIND: Final = late_pattern(
    rf"(?:^|(?<=分){LOOKED_INTO})(?:(?P<above>[一二三四五六七八九十]{{1,2}}[\u4e00-\u9fff、“”]{{2,16}}\d{{1,3}}分))?(?P<name>[\u4e00-\u9fff、“”]{{2,12}})$"
)
_ABOVE: Final = "above"
_SHORTEST_NAME, _LONGEST_NAME, _MOST_LEVELS, _LATEST, _LONGEST_POINTS = 4, 100, 4, 20, 3


@dataclass(slots=True)
class Part:
    """What stands behind a mark: its style, the text up to the next mark, and the parts below."""

    style: str
    mark: str = ""
    text: str = ""
    points: str = ""
    asked: str = ""
    standard: str = ""
    parts: list[Part] = field(default_factory=list)


def parts_of(text: str) -> tuple[int, list[Part]]:
    """Give where the first mark stands, and the parts of the text as its marks count up."""
    walk = _Walk(text)
    for mark in MARK.finditer(text):
        walk.take(mark)
    return walk.first, walk.parts()


class _Walk:
    """Goes through a text from mark to mark and keeps which parts are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = Part("")
        self.stack: list[tuple[Part, tuple[int, ...]]] = [(self.root, ())]
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
        part = Part(style, self.text[place[0] : place[1]])
        self.stack[-1][0].parts.append(part)
        self.stack.append((part, number))
        self.last[style] = number
        self.end = place[1]

    def _name_group(self, style: str, start: int) -> None:
        """Begin a group that has a name with points and no mark, right before the first of its rows."""
        near = max(self.end, start - _LONGEST_NAME)
        heads = HEAD.finditer(self.text, near, start) if not self.root.parts else ()
        begin = max((head.end() for head in heads), default=near)
        name = _NAMED.search(self.text[begin:start])
        styles = [part.style for part, _ in self.stack]
        if name is None or (self.root.parts and begin + name.start() == self.end):
            self._name_group_behind(style, begin, start)  # what is behind a mark is its own name
            return
        if _UNMARKED in styles:
            depth = styles.index(_UNMARKED)
        elif style in styles:
            return
        else:
            depth = len(styles)
        self._begin(_UNMARKED, (0,), (begin + name.start(), begin + name.start()), depth)
        self.last.pop(style, None)

    def _name_group_behind(self, style: str, begin: int, start: int) -> None:
        """Begin a group whose name has no points, behind how the row before it is looked into."""
        found = _NAMED_BEHIND.search(self.text[begin:start])
        styles = [part.style for part, _ in self.stack]
        is_first = not self.root.parts and found is not None and found["above"] is not None
        is_behind = found is not None and begin + found.start() > self.end
        if found is None or not (is_first or (self.root.parts and is_behind and style in styles)):
            return
        if found["above"] is not None:
            place = begin + found.start("above")
            self._begin(_ABOVE, (0,), (place, place), 1)
            self._begin(_UNMARKED, (0,), (begin + found.start("name"),) * 2, 2)
        else:
            place = begin + found.start("name")
            depth = styles.index(_UNMARKED) if _UNMARKED in styles else styles.index(style)
            self._begin(_UNMARKED, (0,), (place, place), depth)
        self.last.pop(style, None)

    def parts(self) -> list[Part]:
        """Give the parts of the first level; the last goes on to the end."""
        if self.root.parts:
            self.stack[-1][0].text += self.text[self.end :]
            self.end = len(self.text)
        return self.root.parts


def _placed(
    mark: re.Match[str], stack: Sequence[tuple[Part, tuple[int, ...]]], last: Mapping[str, tuple[int, ...]]
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


def _repeated(mark: re.Match[str], stack: Sequence[tuple[Part, tuple[int, ...]]], text: str) -> int | None:
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
    style: str, before: tuple[int, ...] | None, stack: Sequence[tuple[Part, tuple[int, ...]]]
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
