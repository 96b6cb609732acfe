"""How likely a part of a text is what is asked for, its standard, or the name of a group, in one order of columns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.looks import REMARK, WAY, looks
from kaoji.reading.flat.stuck.cycle_text import STOPS, CycleText, Numbers, Points, Style

LONGEST_ROW: Final = 3_000
_LONGEST_GROUP, _LONGEST_NAME, _MOST_GROUPS, _SHORTEST = 24, 14, 70, 2
ITEM_START: Final = late_pattern(
    r"[（(][一二三四五六七八九十\d]{1,2}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳]|\d{1,2}[、.．](?!\d)|[A-Z]\d{1,2}"
)
CLOSES: Final = late_pattern(r"[）)。；;，,、：:的了等]")
_LOOKED: Final = late_pattern(rf"(?:{WAY})+[。；;]?")
_LOOSELY: Final = late_pattern(
    r"(?:查阅|查看|查验|查|看|听取?|实地|现场|抽查|走访|随机|访谈|问卷|以|[（(]以?)[^。；;]{0,20}[。；;]?"
)
_LOOKS_INTO: Final = late_pattern("查|看|听|实地|现场|抽|走访|随机|访谈|问卷|核")
_BRACKET: Final = late_pattern(r"[（(](?![一二三四五六七八九十\d]{1,3}[）)])")
# The name of a group with its points stands before what its first row asks for.
_HEAD_NAME: Final = (
    r"(?:[一二三四五六七八九十]{1,3}、?|[（(][一二三四五六七八九十]{1,3}[）)]|[A-Z]\d{1,2})?[\u4e00-\u9fff“][^。；;：:（）()︵︶\d，,]{1,24}"
    r"(?:[（(︵]\d{1,3}(?:\.\d)?分?[）)︶]|(?<![扣加减得计记])\d{1,3}分)"
)
HEADED: Final = late_pattern(_HEAD_NAME)
_GROUPS: Final = late_pattern(
    rf"(?:{_HEAD_NAME})*(?:{WAY})*(?:[\u4e00-\u9fff、“”]{{0,24}}|[\u4e00-\u9fff、“”]{{2,16}}\d{{2,3}})"
)
_FIRST_ITEM: Final = late_pattern(r"1[、.．](?!\d)")
_UNBALANCED: Final = 1.5
_NO_LESS, _EMPTY, _UNIT_ALONE, _NOTHING = -0.2, -1.2, -0.3, 0.8
_SCORED, _UNSCORED, _SECOND_ROW = 1.2, -1.5, -2.0


@dataclass(frozen=True, slots=True)
class Order:
    """How points are written, what stands on either side of them, and how rows are numbered (1、 or 1).

    ``scored_before``, ``scored_after``: where the standard stands; ``has_provider``: who assesses stands behind all others;
    ``has_asked``: what is asked for has a column of its own beside names and standards; ``names``: how many columns
    stand before points besides numbers and standards; ``is_named``: names alone stand there, what is asked for behind.
    """

    style: Style
    scored_before: bool = False
    scored_after: bool = False
    numbers: Numbers = ""
    has_provider: bool = False
    has_asked: bool = True
    names: int = 1
    is_named: bool = False


class CycleWeights:
    """Weighs parts of a text; each part once."""

    def __init__(self, text: CycleText, order: Order) -> None:
        self.text, self.order = text, order
        self.asked = cache(self._asked)
        self._standard = cache(self._weigh_standard)

    def is_group(self, start: int, end: int) -> bool:
        """Tell whether a part may be the names of groups that stand before the number of a row."""
        text = self.text
        if start == end:
            return True
        if end - start > _MOST_GROUPS or (self.order.has_provider and text.unit_from(start) > start):
            return False
        is_short = end - start <= _LONGEST_GROUP
        if is_short and text.scores(start, end) and HEADED.match(text.plain, start, end) is None:
            return False
        return _GROUPS.fullmatch(text.plain, start, end) is not None

    def standard(
        self, start: int, end: int, row: tuple[int, int], points: Points, following: Points | None = None
    ) -> float:
        """Weigh what stands between points and the next row; names of groups have nothing there, and no less points.

        ``row``: where the row with these points begins, and what it asks for; ``following``: the next points.
        """
        order, text = self.order, self.text
        asked = row[1]
        if start == end:
            is_short = points.start - asked <= _LONGEST_GROUP and not text.stops_in(asked, points.start)
            if order.scored_after and is_short:
                is_less = following is not None and float(points.value) < float(following.value)
                return _EMPTY if is_less else _NO_LESS
            return _EMPTY if order.scored_after else _UNIT_ALONE if order.has_provider else _NOTHING
        weight = self._standard(start, end)
        item = text.item_at(asked) if order.scored_after and row[0] == asked else 0
        if item and _FIRST_ITEM.match(text.plain, start) is None and text.has_item(item + 1, start, end):
            weight += _SECOND_ROW
        return weight

    def _weigh_standard(self, start: int, end: int) -> float:
        order, text = self.order, self.text
        if _LOOKED.fullmatch(text.plain, start, end):
            return -1.0 if order.scored_after else 0.0
        if not order.scored_after and order.has_provider:
            return self._provided(start, end)
        if not order.scored_after:
            return -2.5
        scores = text.scores(start, end)
        weight = _SCORED if scores else _UNSCORED
        last = text.last_sentence(start, end)
        if order.has_provider and any(text.units.get(at) == end for at in (last, *text.between(last, end))):
            weight += 0.8
        elif scores and last > start and not text.scores(last, end):
            weight -= self._unscored_end(last, end)
        return weight - self._open(start, end)

    def _provided(self, start: int, end: int) -> float:
        """Weigh who assesses, with how a row is looked into behind."""
        unit = self.text.unit_from(start)
        if start < unit < end and _LOOKS_INTO.match(self.text.plain, unit, end):
            return 1.0 - self._open(start, end)
        return min(1.5, looks(self.text.text[start:end], "provider")) if end - start <= _LONGEST_GROUP else -3.0

    def _unscored_end(self, start: int, end: int) -> float:
        """Weigh a last sentence that does not score: how the row is looked into, a remark, or what the next one asks for."""
        rest = self.text.text[start:end]
        if _LOOKED.fullmatch(self.text.plain, start, end) or REMARK.match(rest):
            return 0.0
        return 0.1 if _LOOSELY.fullmatch(rest) else 0.8

    def _asked(self, start: int, end: int) -> float:
        """Weigh what stands between the beginning of a row and its points."""
        order, text = self.order, self.text
        if end - start < _SHORTEST:
            return -4.0
        weight = 0.0
        headed = HEADED.match(text.plain, start, end)
        body = headed.end() if headed is not None and headed.end() < end else start
        if body > start:
            weight += 0.9 if ITEM_START.match(text.plain, body) else 0.3
        scores = text.scores(body, end)
        if order.scored_before:
            weight += _SCORED if scores else -0.8
        else:
            weight -= (1.2 if order.scored_after else 0.2) * min(3, scores)
        weight += self._begun(start, end)
        if order.is_named:
            weight += 0.8 if end - body <= _LONGEST_GROUP and not text.stops_in(body, end) else -1.0
        last = text.last_sentence(start, end)
        is_name_behind = start < last < end and end - last <= _LONGEST_NAME and text.plain[end - 1] not in STOPS
        if order.style == "bracketed" and is_name_behind:
            weight -= 1.0  # the points are those of the name behind a sentence
        return weight - self._open(start, end)

    def _begun(self, start: int, end: int) -> float:
        """Weigh the first words of a row: a mark, but not what ends or looks into the row before."""
        text = self.text
        weight = -3.0 if CLOSES.match(text.plain, start) else 0.0
        looked = _LOOKED.match(text.plain, start, end)
        weight -= 0.6 if looked is not None and looked.end() - start > _SHORTEST else 0.0
        weight -= 0.8 if _BRACKET.match(text.plain, start) else 0.0
        if self.order.has_provider and start in text.units and text.units[start] < end:
            weight -= 1.5
        if ITEM_START.match(text.plain, start):
            return weight + 0.6
        return weight - (0.6 if text.items_in(start, end) else 0.0)

    def _open(self, start: int, end: int) -> float:
        """Weigh brackets that are opened and not closed."""
        balance = self.text.balance[end] - self.text.balance[start]
        return _UNBALANCED * math.sqrt(abs(balance)) if balance and end - start < LONGEST_ROW else 0.0
