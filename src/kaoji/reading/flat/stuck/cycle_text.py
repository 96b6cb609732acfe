"""A text that runs together, with what may be points in it and where a cell may begin.

Nothing is decided here: each number that may be the points of a row has a weight, each place at which a row or its standard
may begin has one, and sentences are counted that award or take points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph
from kaoji.reading.flat.looks import WAY
from kaoji.reading.flat.stuck.unit_ends import units_from
from kaoji.reading.phrases.wording import squeeze

Style = Literal["plain", "sign", "bracketed", "signed", "titled"]
Numbers = Literal["", "bare", "marked"]

# What is counted: 3次, 5个, but not 3项目 and 5人员.
COUNTED: Final = (
    "(?:[年日个次起处万亿天位篇户亩元倍以至到吨座台套册份届余多号期楼层岁米度%％‰℃]|月(?!度)|项(?!目)|人(?![员民居才口力文社])|家(?![庭园])|件(?!数)"
    "|类(?!别)|名(?!称)|级(?!别)|条(?!件)|小时|周(?!边)|公[里斤顷]|里|场(?!所|地)|所(?![有辖属])|本(?![辖单部地村级年])|例(?!行))"
)
_NO_POINTS: Final = "\\d第共达扣得加减计记每少近约前后满超低高多为过于至到按在及和月年“×*/=≥≤<>＜＞~～〔\\[－—-"
_BARE: Final = late_pattern(
    rf"(?<![{_NO_POINTS}])(?<!\d[.．])(?P<digits>\d{{1,5}})(?:(?P<part>\.\d{{1,2}})(?![\d.]))?(?P<sign>分(?![钟类期别数解级工层布析管组配段享担辨散值]))?"
)
_BRACKETED: Final = late_pattern(
    r"[（(︵](?:满分|基准分|基础分|标准分|共|计|分值)?[:：]?(?P<points>\d{1,3}(?:\.\d{1,2})?)(?P<sign>分)?[）)︶]"
)
_SIGNED: Final = late_pattern(
    r"(?<![扣加减得计记各有约共达满第~\d.．-])(?P<points>\d{1,3}(?:\.\d{1,2})?)分(?=[；;。：:]|$|[（(]?\d{1,2}[、.．）)](?!\d)|[①-⑳])"
)
_TITLED: Final = late_pattern(
    r"(?<=[\u4e00-\u9fff）)])(?<![扣加减得计记各有约共达满])(?P<points>\d{1,3}(?:\.\d{1,2})?)分(?=[：:])"
)
_OPENS: Final = late_pattern(
    r"未(?!成年)|每(?!年|月|季)|无(?!障碍|害)|没有|不|缺|少|漏|迟|发现|发生|出现|查(?!处|验)|按(?=比例|完成|照|要求|项)|逾期|超过|低于|达到|得|扣|凡|根据|[（(①]|1[、.．]"
)
SCORES: Final = late_pattern(
    r"[扣加减](?:\s*\d|[^。；;，,、\d]{1,6}\d+(?:\.\d+)?分)|[得计记]\s*\d+(?:\.\d+)?\s*分|不(?:予)?[得计记]分|全扣|扣全分|酌情|扣完|满分|不?符合(?:得|扣)?\d|为止|否决|按比例|(?<![（(\d.])(?<![（(][\d.])(?<![（(][\d.]{2})(?<![（(][\d.]{3})\d+(?:\.\d+)?分(?![钟类期别数解级工层布析管组配段享担辨])"
)
_ITEM: Final = late_pattern(
    r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[①-⑳]|[（(]\d{1,2}[）)]|(?<![\d.．])\d{1,2}[、.．](?!\d)|[A-Z]\d{1,2}[.．、]?(?=[\u4e00-\u9fff])"
)
_ASIDE: Final = late_pattern(r"(?<=[。；;])[（(](?![一二三四五六七八九十\d]{1,3}[）)])[^（()）]{2,40}[）)]")
_OFFICE: Final = late_pattern(r"[\u4e00-\u9fff]{1,7}?(?:局|办公室|办|委|部|科|室|处|中心|[支大]队|站|所)")
_WIDE_GAP: Final = late_pattern(r"\s{2,}|\n|\t|(?<=[。；;！分])\s")
_COUNTED_ITEM: Final = late_pattern(r"(?<![\d.．（(])(\d{1,2})[、.．](?!\d)")
_GROUP: Final = late_pattern(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff、“”]{2,16}[（(]\d{1,3}(?:\.\d)?分[）)]")
_UNSTOPPED: Final = late_pattern(
    r"(?:[扣加减得计]\d+(?:\.\d+)?分|不得分|为止|得满分|酌情扣分|不计分)(?=[\u4e00-\u9fff“《])"
)
STOPS: Final = "。；;！!"
_NUMBERED: Final = late_pattern(r"(?<!\d[.．])(\d{1,5})[、.．]?(?=[\u4e00-\u9fff“《（(])(?!分(?![类工级层布析管]))")
_STUCK_ITEM: Final = late_pattern(rf"(?<=[。；;])(?:\d|10|12|15|20)1(?!{COUNTED})(?=[\u4e00-\u9fff])")
_AMOUNT: Final = late_pattern(COUNTED)
_WAYS: Final = late_pattern(WAY)
_BARE_ITEM: Final = 1.5
_WORDS: Final = late_pattern(r"(?!分|项|个|次|年|天)[\u4e00-\u9fff]+")
_SHORTEST_SAID, _LONGEST_SAID = 5, 16
_MOST, _LONGEST_BRACKET, _MOST_ROWS, _FEWEST_IN_SERIES, _FEWEST_TIMES = 100, 60, 40, 4, 3
_AT_STOP, _AT_GAP, _AT_ITEM, _AT_END, _AT_WAY, _AT_GROUP, _AT_UNIT = 0.5, 0.5, 0.7, 0.3, 0.3, 0.4, 0.6


@dataclass(frozen=True, slots=True)
class Points:
    """What may be the points of a row: from ``start`` to before ``end``, the value as printed, and how likely it is.

    ``is_stuck``: the number of the next row or of an item stands right behind.
    """

    start: int
    end: int
    value: str
    weight: float
    is_stuck: bool = False


class NumberPlace(NamedTuple):
    """What may be the number of a row: where it begins, where what follows begins, whether it is no amount.

    ``is_told``: it may be the first number that is known.
    """

    start: int
    end: int
    number: int
    is_sure: bool
    is_told: bool


class CycleText:
    """Lines as one text without spaces; ``cuts``: where a cell may begin, and how likely."""

    def __init__(self, lines: Sequence[Paragraph], *, has_units: bool = False) -> None:
        """Take lines; ``has_units``: who assesses may stand behind a sentence."""
        self.text = "".join(squeeze(line.text) for line in lines)
        # 0。5分, …负责.4: stops and points in decimals are mixed up in copies.
        plain = re.sub(r"(?<=\d)。(?=\d+分)", ".", self.text)
        self.plain = re.sub(r"(?<=[\u4e00-\u9fff）)])\.(?=[\u4e00-\u9fff\d“]|$)", "。", plain)
        self.depths = _depths(self.plain)
        stops = [at + 1 for at, letter in enumerate(self.plain) if letter in STOPS and not self.depths[at]]
        self.stops = stops
        said = list(_recurring_ends(self.plain))
        self._scores = sorted({*(found.start() for found in SCORES.finditer(self.plain)), *(at - 1 for at in said)})
        self.cuts: dict[int, float] = {}
        for at in stops:
            self._may_begin(at, _AT_STOP)
        for found in _UNSTOPPED.finditer(self.plain):
            self._may_begin(found.end(), _AT_END)
        for found in _WAYS.finditer(self.plain):
            self._may_begin(found.end(), _AT_WAY)
        items = [found.start() for found in _ITEM.finditer(self.plain)]
        for at in items:
            self._may_begin(at, _AT_ITEM)
        ended = set(stops)
        self._items = [at for at in items if at in ended]
        self._counted = {found.start(): int(found[1]) for found in _COUNTED_ITEM.finditer(self.plain)}
        self._counted_at = sorted(self._counted)
        for found in _GROUP.finditer(self.plain):
            self._may_begin(found.start(), _AT_GROUP)
        for found in _ASIDE.finditer(self.plain):
            self._may_begin(found.end(), _AT_STOP)
        for at in said:
            self._may_begin(at, _AT_UNIT)
        self.units: dict[int, int] = {}
        for at in [*stops, *(found.end() for found in _UNSTOPPED.finditer(self.plain))] if has_units else ():
            for end in units_from(self.plain, at):
                self._may_begin(end, _AT_UNIT)
                self.units[at] = end
        self.spaces = _spaces(lines)
        for at in _gaps(lines):
            self._may_begin(at, _AT_GAP)
        self.places = sorted(self.cuts)
        self._numbers: dict[Numbers, list[NumberPlace]] = {"": [], "bare": [], "marked": []}
        self._by_number: dict[tuple[Numbers, int], list[NumberPlace]] = {}
        for way, place in _numbers(self.plain):
            self._numbers[way].append(place)
            self._by_number.setdefault((way, place.number), []).append(place)
        # 71有…2有…: seven points and the first of two items without a mark.
        self.has_bare_items = len(_STUCK_ITEM.findall(self.plain)) >= _FEWEST_TIMES
        self.balance = [0, *accumulate((letter in "（(") - (letter in "）)") for letter in self.plain)]

    def _may_begin(self, at: int, weight: float) -> None:
        if 0 < at < len(self.text) and not self.depths[at - 1]:
            self.cuts[at] = max(weight, self.cuts.get(at, 0.0))

    def numbers_between(self, way: Numbers, start: int, end: int, last: int = 0) -> Sequence[NumberPlace]:
        """Give where the number of the next row may stand between two places, right behind the first at the earliest.

        ``last`` is the number before; where none is known, any that may be the first.
        """
        places = self._by_number.get((way, last + 1), []) if last else self._numbers[way]
        first = bisect_left(places, start, key=attrgetter("start"))
        found: list[NumberPlace] = []
        for place in islice(places, first, None):
            if place.start >= end:
                break
            if place.end < end and (last or (place.is_sure and place.is_told)):
                found.append(place)
        return found

    def scores(self, start: int, end: int) -> int:
        """Count what awards or takes points between two places."""
        return bisect_left(self._scores, end) - bisect_left(self._scores, start)

    def item_at(self, at: int) -> int:
        """Give the number of the item (2、) that begins at a place; 0 where none does."""
        return self._counted.get(at, 0)

    def has_item(self, number: int, start: int, end: int) -> bool:
        """Tell whether the item of a number begins between two places."""
        places = self._counted_at[bisect_left(self._counted_at, start) : bisect_left(self._counted_at, end)]
        return any(self._counted[at] == number for at in places)

    def items_in(self, start: int, end: int) -> bool:
        """Tell whether an item begins behind a sentence that ends between two places."""
        return bisect_right(self._items, start) < bisect_left(self._items, end)

    def unit_from(self, at: int) -> int:
        """Give where units that begin at a place end; the place itself where none do."""
        known = next((unit for unit in self._recurring if self.plain.startswith(unit, at)), "")
        at += len(known)
        return next(iter(units_from(self.plain, at)), at)

    @cached_property
    def _recurring(self) -> list[str]:
        """Words that end like offices and stand right behind bare numbers again and again: who assesses rows."""
        behind = (_OFFICE.match(self.plain, found.end()) for found in _BARE.finditer(self.plain))
        times = Counter(found[0] for found in behind if found is not None)
        return sorted((word for word, count in times.items() if count >= _FEWEST_TIMES), key=len, reverse=True)

    def stops_in(self, start: int, end: int) -> bool:
        """Tell whether a sentence ends between two places."""
        return bisect_right(self.stops, start) < bisect_right(self.stops, end)

    def last_sentence(self, start: int, end: int) -> int:
        """Give where the last sentence between two places begins."""
        at = bisect_left(self.stops, end) - 1
        return max(start, self.stops[at]) if at >= 0 else start

    def between(self, start: int, end: int) -> Sequence[int]:
        """Give the places at which a cell may begin, both ends left out."""
        return self.places[bisect_right(self.places, start) : bisect_left(self.places, end)]

    def points(self, style: Style) -> list[Points]:
        """Give all that may be points of rows, in their order."""
        found = {
            "plain": self._plain,
            "sign": self._sign,
            "bracketed": self._bracketed,
            "signed": self._signed,
            "titled": self._titled,
        }[style]()
        return sorted(found, key=lambda each: (each.start, each.end))

    def _plain(self) -> Iterator[Points]:
        return self._bare(is_signed=False)

    def _sign(self) -> Iterator[Points]:
        return self._bare(is_signed=True)

    @cached_property
    def _series(self) -> frozenset[int]:
        """Give where numbers stand that count up by one through the text, nearly all there once: those of rows."""
        places: dict[int, list[int]] = {}
        for found in _BARE.finditer(self.plain):
            if not found["part"] and not found["sign"]:
                places.setdefault(int(found["digits"]), []).append(found.start("digits"))
        series: set[int] = set()
        for first in (number for number in places if number - 1 not in places):
            chain = [places[first][0]]
            while following := [at for at in places.get(first + len(chain), ()) if at > chain[-1]]:
                chain.append(following[0])
            alone = sum(len(places[first + at]) == 1 for at in range(len(chain)))
            if len(chain) >= _FEWEST_IN_SERIES and alone * 4 >= len(chain) * 3:
                series.update(chain)
        return frozenset(series)

    def _bare(self, *, is_signed: bool) -> Iterator[Points]:
        series = frozenset[int]() if is_signed else self._series
        for found in _BARE.finditer(self.plain):
            digits, part = found["digits"], found["part"] or ""
            if bool(found["sign"]) != is_signed:
                continue
            left = self.plain[found.start() - 1 : found.start()]
            if digits[0] == "0" and not part:
                continue
            beside = 1.0 if left in "。；;！）)”" else 0.3 if "\u4e00" <= left <= "\u9fff" or left in "%％" else -1.0
            if part or is_signed:
                value = digits + part
                if float(value) <= _MOST:
                    yield Points(
                        found.start(), found.end(), value, beside + self._behind(found.end(), is_signed=is_signed)
                    )
                continue
            for length in range(1, min(3, len(digits)) + 1):
                value, rest = digits[:length], digits[length:]
                if int(value) > _MOST or rest.startswith("0"):
                    continue
                end = found.start() + length
                if not rest:
                    weight = beside + self._behind(end, is_signed=False)
                    is_item = self.has_bare_items and left in STOPS and (len(digits) == 1 or digits[-1] == "1")
                    weight -= _BARE_ITEM if is_item else 0.0
                    yield Points(found.start(), end, value, weight - (2.0 if found.start() in series else 0.0))
                else:  # the number of the next row, or of the first item, stands right behind
                    is_row = found.start() in series and int(digits) <= _MOST_ROWS
                    weight = beside + 0.4 - (2.0 if is_row else 0.0)
                    yield Points(found.start(), end, value, weight, is_stuck=True)

    def _behind(self, end: int, *, is_signed: bool) -> float:
        """Weigh what stands behind a number."""
        if end >= len(self.plain):
            return 0.8
        if not is_signed and _AMOUNT.match(self.plain, end):
            return -2.5
        if self.plain[end] in "、，,.．":
            return -3.0
        return (0.3 if is_signed else 0.0) + (1.0 if _OPENS.match(self.plain, end) else 0.0)

    def _bracketed(self) -> Iterator[Points]:
        for found in _BRACKETED.finditer(self.plain):
            left = self.plain[found.start() - 1 : found.start()]
            weight = 1.0 if found["sign"] else -0.5 if left in STOPS else 0.2
            weight += 0.4 if left in STOPS and found["sign"] else 0.0
            weight -= 2.5 if self.plain[found.end() : found.end() + 1] in ("，", ",", "、") else 0.0
            if 0 < float(found["points"]) <= _MOST:
                yield Points(found.start(), found.end(), found["points"], weight)

    def _signed(self) -> Iterator[Points]:
        for found in _SIGNED.finditer(self.plain):
            left = self.plain[found.start() - 1 : found.start()]
            if 0 < float(found["points"]) <= _MOST:
                yield Points(
                    found.start(),
                    found.end(),
                    found["points"],
                    1.0 if left in "，,：:" else -2.0 if left in "、/／" else 0.5,
                )

    def _titled(self) -> Iterator[Points]:
        for found in _TITLED.finditer(self.plain):
            yield Points(found.start(), found.end(), found["points"], 1.0)


def _recurring_ends(text: str) -> Iterator[int]:
    """Give where words end that stand behind numbers again and again: how rows are scored, said alike (按检查表得分)."""
    ends = [found.end() for found in _BARE.finditer(text)]
    times = Counter(text[end : end + length] for end in ends for length in range(_SHORTEST_SAID, _LONGEST_SAID))
    for end in ends:
        words = (text[end : end + length] for length in range(_LONGEST_SAID - 1, _SHORTEST_SAID - 1, -1))
        said = next((word for word in words if times[word] >= _FEWEST_TIMES and _WORDS.fullmatch(word)), "")
        if said:
            yield end + len(said)


def _depths(text: str) -> list[bool]:
    """Tell for each letter whether it stands in brackets that are closed not far behind."""
    inside = [False] * len(text)
    opened: int | None = None
    for at, letter in enumerate(text):
        if letter in "（(":
            opened = at
        elif letter in "）)" and opened is not None:
            if at - opened <= _LONGEST_BRACKET:
                inside[opened:at] = [True] * (at - opened)
            opened = None
    return inside


def _spaces(lines: Sequence[Paragraph]) -> frozenset[int]:
    """Give where there is any space inside a line, in the text without them."""
    found: set[int] = set()
    at = 0
    for line in lines:
        for word in line.text.split():
            at += len(squeeze(word))
            found.add(at)
        found.discard(at)
    return frozenset(found)


def _gaps(lines: Sequence[Paragraph]) -> Iterator[int]:
    """Give where spaces stand inside lines, in the text without them; lines mostly end wherever they are full."""
    at = 0
    for line in lines:
        for number, word in enumerate(_WIDE_GAP.split(line.text.strip())):
            if number:
                yield at
            at += len(squeeze(word))


def _numbers(text: str) -> Iterator[tuple[Numbers, NumberPlace]]:
    """Give where what may be the number of a row stands, bare or with a mark; points may be stuck before it."""
    for mark in _NUMBERED.finditer(text):
        digits = mark[1]
        way: Numbers = "bare" if mark.end(1) == mark.end() else "marked"
        is_amount = _AMOUNT.match(text, mark.end()) is not None
        for length in range(min(3, len(digits)), 0, -1):
            own = digits[-length:]
            if own[0] != "0":
                is_sure = not is_amount or length < len(digits) or text[mark.start() - 1 : mark.start()] in STOPS
                # Where no number is known so far, 15 is hardly one point and the row 5.
                is_told = length == len(digits) or int(digits) > _MOST_ROWS
                yield way, NumberPlace(mark.end(1) - length, mark.end(), int(own), is_sure, is_told)
