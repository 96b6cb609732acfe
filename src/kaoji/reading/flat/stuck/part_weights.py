"""How likely a part of a line is the cell of a column: by its words, by where it is cut, by what the column held before."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.looks import IMPOSSIBLE, NAMES, looks
from kaoji.reading.flat.stuck.cycle_text import COUNTED, SCORES, STOPS, CycleText
from kaoji.reading.flat.stuck.line_parts import MAY_OPEN, OPENS, REQUIRES, LineParts
from kaoji.reading.phrases.actors import UNIT_END
from kaoji.reading.phrases.common_words import COMMON_WORDS
from kaoji.reading.phrases.wording import label_of, points_cell, points_in_name, without_label
from kaoji.reading.tables.head_words import Kind

PLACES: Final = "省市县区州旗镇乡各"
# No cell ends so, none begins so.
_OPEN_END: Final = late_pattern(r"[、，,：:（(和与及的不每超第约于少低高]$|(?:百分|[^，。；]少于|低于|高于)$")
_CLINGS: Final = late_pattern(r"[、，,。；;：:）)”》%％的]|以[上下内外]|[及和或于分](?![公管布类级局])|个百分点")
_AMOUNT: Final = late_pattern(rf"\d{COUNTED}")
_POINTS_INSIDE: Final = late_pattern(r"[（(]\d{1,3}(?:\.\d)?分[）)].")
_TWO_DECIMALS: Final = late_pattern(r"\.\d[1-46-9]")
_DANGLES: Final = late_pattern(r"[。；;!！][^。；;]{1,3}$")
_CLOSED: Final = late_pattern(r"[。；;分止）)]$")
_OPENS_LATER: Final = late_pattern(rf"[^，。；（(]{{2,}}?(?:{OPENS.pattern})")
_LABEL: Final = late_pattern(r"[（(]?\d{1,2}[）)、.．]")
_UNDER_FIGURE: Final = late_pattern(r"[\u4e00-\u9fff]+\d")  # 元12.6: the unit is not part of it
_AIM_REACHED: Final = "完成"
_LONGEST: Final[dict[Kind | None, int]] = {
    "number": 6, "measure": 6, "points": 6, "name": 24, "unit": 24, "provider": 40, "note": 24, "blank": 24, None: 24,
}  # fmt: skip
_NO_LIMIT: Final = 10_000
_NAME_LENGTHS: Final = {2: -0.7, 3: -0.2, 4: 0.4, 5: 0.1, 6: 0.2}
_NAMED, _LONGER, _LONG = 0.9, 0.04, 8
_WORD, _PAIR, _BROKEN, _AGAIN, _NEAR = 1.3, 0.4, 1.5, 0.7, 14
_LENGTHS, _OPENINGS, _MOST_OPENINGS, _REPEATED = 0.8, 0.15, 0.6, 0.5
_SHORT, _SHORTEST, _LONGEST_AIM = 4, 3, 8
_SPLIT, _NO_POINTS, _SURE = 1.0, -4.0, 3.5


@dataclass(slots=True)
class _Learned:
    """What columns held on a path: how long names were, how standards began, what stood there again and again."""

    lengths: dict[int, Counter[int]] = field(default_factory=dict)
    openings: Counter[str] = field(default_factory=Counter)
    texts: Counter[tuple[int, str]] = field(default_factory=Counter)


class PartWeights:
    """Weighs parts of lines in columns, each once, and what it costs to leave columns empty."""

    def __init__(self, parts: LineParts, often: float) -> None:
        """Take lines; ``often``: how many rows begin a group, the others have its name merged with the one above."""
        self.parts, self.kinds = parts, parts.kinds
        self.new_group, self.merged = -math.log(often), -math.log(1 - often)
        self.pairs = Counter(
            text.plain[at : at + 2] for text in parts.texts for at in range(max(0, len(text.plain) - 1))
        )
        self.learned = _Learned()
        self.known: dict[tuple[int, int, int, int], float] = {}

    def learn(self, cells: Iterable[tuple[int, str]]) -> None:
        """Take over what stood in the columns on a path: the column and the text of each part."""
        self.known.clear()
        self.learned = _Learned()
        for column, text in cells:
            if self.kinds[column] in NAMES:
                self.learned.lengths.setdefault(column, Counter())[len(text)] += 1
            elif self.kinds[column] == "text":
                self.learned.openings[text[:1]] += 1
            self.learned.texts[column, text] += 1

    def skips(self) -> tuple[list[float], list[float]]:
        """Give what it costs to leave each column empty, between others and before the first cell of a row."""
        parts = self.parts
        costs: dict[Kind | None, float] = {
            "number": 2.0 if parts.numbers else 0.1, "text": 2.0, "points": 2.0, "provider": 1.0, "measure": 1.0,
            "detail": 1.0, "name": 0.8, "unit": 0.8, "content": 0.8,
        }  # fmt: skip
        inner = [costs.get(kind, 0.1) for kind in self.kinds]
        if parts.lowest >= 0 and (parts.has_groups or not parts.are_groups_numbered):
            inner[parts.lowest] = 2.5
        leading = [0.1 if at in parts.names and at != parts.lowest else cost for at, cost in enumerate(inner)]
        if parts.lowest >= 0 and parts.are_items:
            leading[parts.lowest] = min(leading[parts.lowest], 0.5)  # items of what is named above
        if parts.has_groups and not parts.pointed and parts.names:
            leading[parts.names[0]] = self.merged
        if "points" in self.kinds and (at := self.kinds.index("points")) < parts.lowest:
            leading[at], inner[at] = 0.5, 3.0  # those of a group
        return inner, leading

    def may_be(self, column: int, length: int) -> bool:
        """Tell whether a part of a length may stand in a column."""
        return length <= _LONGEST.get(self.kinds[column], _NO_LIMIT)

    def weigh(self, line: int, start: int, end: int, column: int) -> float:
        """Weigh a part of a line in a column."""
        key = line, start, end, column
        if (weight := self.known.get(key)) is None:
            weight = self.known[key] = self._weigh(line, start, end, column)
        return weight

    def _weigh(self, line: int, start: int, end: int, column: int) -> float:
        text, kind = self.parts.texts[line], self.kinds[column]
        part = text.text[start:end]
        if kind == "number":
            return 4.0 if (start, end) == self.parts.number_at(line) else IMPOSSIBLE
        if kind == "points":
            return self._points(line, start, end)
        weight = self._by_words(text, part, start, kind)
        if weight <= IMPOSSIBLE:
            return weight
        weight += self._by_cuts(text, start, end) + self._by_learned(part, column)
        if kind in (*NAMES, "detail"):
            weight += self._as_name(line, part, start, column)
        return weight

    def _points(self, line: int, start: int, end: int) -> float:
        text = self.parts.texts[line]
        if (start, end) in self.parts.splits[line]:
            return _SPLIT
        weight = self.parts.marks[line].get((start, end))
        if weight is None or points_cell(text.text[start:end]) is None:
            return IMPOSSIBLE
        if weight < -1.0:
            return _NO_POINTS
        weight -= _BROKEN if _TWO_DECIMALS.search(text.text[start:end]) else 0.0
        return min(_SURE, 1.5 + weight + (1.0 if end == len(text.text) else 0.0))

    def _by_cuts(self, text: CycleText, start: int, end: int) -> float:
        """Weigh both ends of a part: no cell begins or ends within a word, an amount, a bracket."""
        weight = -_BROKEN if text.balance[end] != text.balance[start] else 0.0
        if end < len(text.text) and _OPEN_END.search(text.plain[start:end]):
            weight -= _BROKEN
        if not start:
            return weight
        pair = text.plain[start - 1 : start + 1]
        weight -= _WORD if pair in COMMON_WORDS else _PAIR if self.pairs[pair] > 1 else 0.0
        weight -= _BROKEN if _CLINGS.match(text.plain, start) or _AMOUNT.match(text.plain, start - 1) else 0.0
        return weight + text.cuts.get(start, 0.0)

    def _by_learned(self, part: str, column: int) -> float:
        """Weigh a part by what the column held on the path before."""
        weight = _REPEATED if self.learned.texts[column, part] > 1 else 0.0
        if lengths := self.learned.lengths.get(column):
            share = (lengths[len(part)] + 0.3) / (lengths.total() * 0.15 + 0.3)
            weight += max(-_LENGTHS, min(_LENGTHS, 0.5 * math.log(share)))
        if self.kinds[column] == "text":
            weight += min(_MOST_OPENINGS, _OPENINGS * self.learned.openings[part[:1]])
        return weight

    def _as_name(self, line: int, part: str, start: int, column: int) -> float:
        """Weigh what is named or asked for by where it stands, and the names of groups by their points and numbers."""
        parts, text = self.parts, self.parts.texts[line].plain
        number = parts.number_at(line)[1]
        begun = max(0, number)
        weight = -_BROKEN if _POINTS_INSIDE.search(part) else 0.0
        if begun < start <= begun + _NEAR and text.startswith(text[start : start + 2], begun):
            weight += _AGAIN  # 河面保洁, 河面无漂浮物: what is asked for begins with what was named
        if parts.pointed and bool(points_in_name(part)[1]) != (column in parts.names[: parts.pointed]):
            weight -= 2 * _BROKEN
        if parts.names and column == parts.names[0]:
            if parts.are_groups_numbered:
                is_pooled = not parts.has_groups and bool(points_in_name(part)[1])
                weight -= 0.0 if start == number > 0 or is_pooled else 2 * _BROKEN
            elif parts.has_groups and not parts.pointed:
                weight -= self.new_group
        return weight

    def _by_words(self, text: CycleText, part: str, start: int, kind: Kind | None) -> float:
        scores = text.scores(start, start + len(part))
        if kind == "text":
            return self._standard(text, part, start, scores)
        scores = len(SCORES.findall(part)) if scores else 0  # not what begins in it: 增加值, 10分
        if kind in ("content", "detail"):
            return self._asked(text, part, start, kind, scores)
        if kind in ("name", "unit"):
            return _name(text, part, start, scores)
        if kind == "provider":
            is_office = UNIT_END.search(part) is not None or part[-1] in "股线构"
            return looks(part, kind) + (0.5 if part[0] in PLACES else 0.0) if is_office else IMPOSSIBLE
        return _other(part, kind, scores)

    def _standard(self, text: CycleText, part: str, start: int, scores: int) -> float:
        weight = 1.5 if scores else 0.2 if len(part) > _SHORT else -1.5
        opens = OPENS.match(text.plain, start) is not None
        weight += 0.8 if opens else 0.5 if label_of(part) else 0.3 if MAY_OPEN.match(text.plain, start) else 0.0
        if self.parts.has_asked and not opens and _OPENS_LATER.match(part):
            weight -= 0.5  # what stands before is asked for
        weight -= 1.0 if _DANGLES.search(part) else 0.0 if _CLOSED.search(part) else 0.4
        return weight - (1.0 if points_cell(part) else 0.0)

    def _asked(self, text: CycleText, part: str, start: int, kind: Kind | None, scores: int) -> float:
        length = len(part)
        if length < _SHORTEST or _LABEL.fullmatch(part):
            return 0.5 if part.isdigit() and kind == "detail" else -2.0
        if kind == "detail" and length <= _LONGEST_AIM and part != _AIM_REACHED:
            return max(looks(part, kind), -1.0) - 0.8 * scores - (1.0 if _UNDER_FIGURE.match(part) else 0.0)
        weight = 0.3 if length >= _SHORT else -0.5
        weight += 0.4 if REQUIRES.match(text.plain, start) else 0.0
        weight -= _BROKEN if OPENS.match(text.plain, start) and not label_of(part) else 0.0
        if kind == "content" and not self.parts.has_groups:
            weight += max(0.0, _NAME_LENGTHS.get(length, 0.0))
        if "points" not in self.kinds and points_in_name(part)[1]:
            weight += _BROKEN
        if text.stops_in(start, start + length):
            weight += 0.3 if part[-1] in STOPS else -0.8
        return weight - 1.2 * min(3, scores) - (1.5 if points_cell(part) else 0.0)


def _name(text: CycleText, part: str, start: int, scores: int) -> float:
    if scores or part[0] in "（(" or len(part) == 1 or _LABEL.fullmatch(part):
        return IMPOSSIBLE
    if OPENS.match(text.plain, start):
        return -_BROKEN
    bare = without_label(points_in_name(part)[0] or part)
    return looks(part, "name") - _NAMED + _NAME_LENGTHS.get(len(bare), -_LONGER * max(0, len(bare) - _LONG))


def _other(part: str, kind: Kind | None, scores: int) -> float:
    """Weigh what stands in columns of few words, and in those that are mostly empty."""
    if kind == "measure":
        return looks(part, kind) + 0.2 * (len(part) > 1)
    if kind == "blank":
        return looks(part, kind) - 0.5
    return looks(part, kind) if kind == "note" and not scores else -2.0
