"""Lines that are rows with nothing between their cells: where cells may begin, what may be points, where numbers stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.looks import IMPOSSIBLE, NAMES, REMARK, heading_weight
from kaoji.reading.flat.stuck.cycle_text import COUNTED, CycleText
from kaoji.reading.phrases.actors import UNIT_END
from kaoji.reading.tables.head_words import Kind

TOTALS: Final = late_pattern(r"(?P<name>总?合计|总计|小计|总分|共计)(?P<points>\d{1,4}分?)?")
# How standards begin right behind what they score, for certain and perhaps.
OPENS: Final = late_pattern(
    r"(?<!不)(?<!至)(?<!应.)(?:未(?!成年)|每(?!年|月|季|周|日|半年|学期|天)|没有|不(?!断|少于|低于|高于|超过|得低)|缺(?!陷)|少(?!于|数|年|先|儿)|漏|迟|发现|发生|出现|逾期|超(?!市)|低于|高于|凡)|应(?=.[未不])|①|1[、.．](?!\d)|[（(][1一][）)]|有\d"
)
MAY_OPEN: Final = late_pattern(
    r"无(?!障碍|害|偿)|完成|达到?|得|按|以(?![上下内外来及])|由|有|对|被|因|存在|获|查|根据|违反|排名|第|一[项次处例起个]|\d+[项次处例起个件]|优|全"
)
# How what is asked for begins.
REQUIRES: Final = late_pattern(
    r"制[订定](?!度)|建立|成立|设立|按[时照]|落实|完善|加强|开展|及时|依据|依照|将|定期|召开|配[备齐]|有(?=专|健|完|具体|明确|分管)|严格|认真|积极|[每全]年|每[月季周日]|无|做[好到]|确保|不|[\u4e00-\u9fff]{2,4}(?:率|数)(?:达|不)"
)
_POINTS: Final = r"[（(]\d{1,3}(?:\.\d)?分[）)]"
_IN_BRACKETS: Final = late_pattern(_POINTS)
_NAMES_WITH_POINTS: Final = late_pattern(
    rf"(?:\d{{0,2}}(?:[一二三四五六七八九十]{{1,2}}、|[（(][一二三四五六七八九十][）)])?[\u4e00-\u9fff、“”]{{2,16}}{_POINTS})+"
)
_CHINESE: Final = "一二三四五六七八九十"
_GROUP_NUMBER: Final = late_pattern("[一二三四五六七八九十](?=[\u4e00-\u9fff])(?![项次处例起个流票岗])")
_BEFORE_NUMBER: Final = late_pattern(rf"[\u4e00-\u9fff、“”]{{2,20}}(?:{_POINTS})?")
_LABEL: Final = late_pattern(r"[（(]?\d{1,2}[）)、.．](?!\d)")
_WORDS: Final = late_pattern(r"[^\d，。；：]*")
_LAST_WORDS: Final = late_pattern(r"[^\d，。；：（(]*$")
_FIGURE_EDGES: Final = late_pattern(r"(?<=\d)(?=[^\d.])|(?<=[^\d.])(?=\d)|(?<=[%％）)])")
# Points behind words that mostly stand before amounts: 客运通达10; those that are none, and shares.
_UNSURE: Final = late_pattern(rf"(?<=[达至到近约前后期度月年及和在按])\d{{1,2}}(?:分|(?![\d.、]|{COUNTED}))")
_BONUS: Final = late_pattern(r"(?:加分项|附加分|加分)(?!目)")
_SHARE: Final = late_pattern(
    r"(?<=[\u4e00-\u9fff）)])(?<![达至到近约过于高低少多超占率为是每])\d{1,3}(?:\.\d)?[%％](?=[\u4e00-\u9fff]|$)(?!以)"
)
_FIGURES: Final = late_pattern(r"(?<!\d)\d+(?:\.\d+)?(?![\d.])")
_LONGEST_NAME, _LONGEST_NOTE = 24, 24
_FEWEST: Final = 2
_MOSTLY: Final = 0.8
_ITEMS: Final = 0.3
_TOTALLED: Final = 6.0
_NO_NUMBER: Final = (-1, -1)


class LineParts:
    """What lines show of their cells, whatever the words of these weigh."""

    def __init__(self, texts: Sequence[CycleText], kinds: Sequence[Kind | None]) -> None:
        self.texts, self.kinds = texts, tuple(kinds)
        self.names = [at for at, kind in enumerate(kinds) if kind in NAMES]
        naming = [at for at, kind in enumerate(kinds) if kind in (*NAMES, "detail")]
        self.lowest = naming[-1] if naming else -1
        self.has_groups = len(naming) > 1
        self.has_asked = bool({"detail", "content"} & set(kinds)) and "text" in kinds
        is_number_first = "number" in kinds and bool(self.names) and kinds.index("number") < self.names[0]
        self.numbers = self._numbers(is_first=is_number_first) if "number" in kinds else []
        told = sum(start == 0 for start, _ in self.numbers)
        self.are_groups_numbered = is_number_first and _FEWEST <= told < len(texts) * _MOSTLY
        items = sum(_LABEL.match(text.plain) is not None for text in texts)
        self.are_items = not self.has_groups and not self.numbers and items > len(texts) * _ITEMS
        self.pointed = self._pointed() if self.has_groups else 0
        self.marks = [_marks(text) for text in texts]
        self.splits = [self._splits(line) for line in range(len(texts))]
        self.cuts = [self._cuts(line) for line in range(len(texts))]

    def number_at(self, line: int) -> tuple[int, int]:
        """Give where the number of a line's row stands; -1 where there is none."""
        return self.numbers[line] if self.numbers else _NO_NUMBER

    def whole(self, line: int) -> float:
        """Weigh a line as a heading over all columns, or as the totals."""
        text = self.texts[line].text
        if TOTALS.fullmatch(text):
            return _TOTALLED
        return heading_weight(text) + 1.0 if _NAMES_WITH_POINTS.fullmatch(text) else IMPOSSIBLE

    def _pointed(self) -> int:
        """Give how many columns of names have points in brackets: those of groups, where several lines begin with such."""
        found = (_NAMES_WITH_POINTS.match(text.plain) for text in self.texts)
        counts = [len(_IN_BRACKETS.findall(each[0])) for each in found if each is not None]
        depth = 2 if sum(count > 1 for count in counts) > 1 else 1
        return min(depth, len(self.names) - (not self.has_asked)) if len(counts) >= _FEWEST else 0

    def _numbers(self, *, is_first: bool) -> list[tuple[int, int]]:
        """Give for each line where the number of its row stands, which counts up; nothing where few lines have one.

        Names may stand before it where their column does. Groups may be counted by words (一), and their rows anew.
        """
        found: list[tuple[int, int]] = []
        last = groups = 0
        may_restart = False
        for line, text in enumerate(self.texts):
            plain = text.plain
            if is_first and _GROUP_NUMBER.match(plain) and plain[0] == _CHINESE[min(groups, len(_CHINESE) - 1)]:
                found.append((0, 1))
                groups, may_restart = groups + 1, True
                continue
            if self.whole(line) > IMPOSSIBLE:
                found.append(_NO_NUMBER)
                may_restart = True
                continue
            own = str(last + 1)
            own = "1" if may_restart and not plain.startswith(own) else own
            named = None if is_first else _BEFORE_NUMBER.match(plain)
            place = 0 if plain.startswith(own) else named.end() if named and plain.startswith(own, named.end()) else -1
            found.append((place, place + len(own)) if place >= 0 else _NO_NUMBER)
            last, may_restart = (int(own), False) if place >= 0 else (last, True)
        told = sum(each != _NO_NUMBER for each in found)
        return found if told >= _FEWEST or (told and found[0] != _NO_NUMBER) else []

    def _cuts(self, line: int) -> list[int]:
        """Give where a cell of a line may begin or end, with both its ends."""
        text = self.texts[line]
        plain, length = text.plain, len(text.text)
        places = {0, length, *text.cuts, *text.units.values()}
        for start, end in [*self.marks[line], *self.splits[line]]:
            places |= {start, end}
        for pattern in (_FIGURE_EDGES, OPENS, MAY_OPEN, REQUIRES):
            places.update(found.start() for found in pattern.finditer(plain))
        places.update(found.end() for found in UNIT_END.finditer(plain))
        first, number = self.number_at(line)
        places |= {first, number} if number > 0 else set()
        begun = [0, max(0, number)]
        begun += [found.end() for begin in begun for found in [_NAMES_WITH_POINTS.match(plain, begin)] if found]
        begun += [found.end() for begin in begun for found in [_LABEL.match(plain, begin)] if found]
        for begin in set(begun):  # names end anywhere
            words = _WORDS.match(plain, begin)
            places.update(range(begin, min(begin + _LONGEST_NAME, words.end()) + 1 if words else begin))
        places |= {at for at in places if length - at <= _LONGEST_NOTE and REMARK.match(plain[at:])}
        tail = _LAST_WORDS.search(plain)
        if tail is not None and {"provider", "note", "unit"} & set(self.kinds):
            places.update(range(max(tail.start(), length - _LONGEST_NAME), length))
        return sorted(at for at in places if 0 <= at <= length and not (0 < at < length and text.depths[at - 1]))

    def _splits(self, line: int) -> set[tuple[int, int]]:
        """Give where points may stand beside other figures: 7.58 is a goal of 7.5 and 8, 14 behind 序号 the first row and 4."""
        plain = self.texts[line].plain
        number = self.number_at(line)[1]
        first = _FIGURES.match(plain, number) if number > 0 else None
        found = {(number, first.end())} if first is not None else set[tuple[int, int]]()
        pairs = set(pairwise(self.kinds))
        figures = [each for each in _FIGURES.finditer(plain) if len(each[0]) > 1 and each.start() >= number]
        if pairs & {(kind, "points") for kind in ("detail", "content", "measure")}:
            found |= {
                (each.end() - length, each.end())
                for each in figures
                for length in (1, 2)
                if length < len(each[0]) and each[0][-length] not in "0." and each[0][-length - 1] != "."
            }
        if ("points", "detail") in pairs:
            found |= {
                (each.start(), each.start() + length)
                for each in figures
                for length in (1, 2)
                if len(each[0]) > length + 1 and each[0][0] != "0" and each[0][length] not in "0."
            }
        return {(start, end) for start, end in found if "." not in plain[start:end]}


def _marks(text: CycleText) -> dict[tuple[int, int], float]:
    """Give what may be points, and how likely."""
    found = {(mark.start(), mark.end()): 0.0 for mark in _UNSURE.finditer(text.plain)}
    found |= {(mark.start(), mark.end()): 0.5 for mark in _BONUS.finditer(text.plain)}
    found |= {(mark.start(), mark.end()): 0.3 for mark in _SHARE.finditer(text.plain)}
    marks = [*text.points("plain"), *text.points("sign")]
    return found | {(mark.start, mark.end): mark.weight for mark in marks if not mark.is_stuck}
