"""Which lines of a flattened table can only go on with the line before: what their words tell, whatever the columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.looks import NAMES, PERSONS, TEXTS, UNITS, WORKS
from kaoji.reading.flat.pieces import Starts, inside_brackets
from kaoji.reading.phrases.actors import REMAINDER, is_unit, person_likeness
from kaoji.reading.phrases.wording import points_cell, points_in_name
from kaoji.reading.tables.head_words import Kind

# A line that ends within a number or before its unit goes on in the next.
_FIGURE_END: Final = late_pattern(r"\d[.．万亿千百]?$")
_FIGURE_REST: Final = late_pattern(
    r"(?:万|亿|元|%|％|[.．]?\d+(?:[.．]\d+)?(?:万|亿|元|%|％|分|个|家)|(?:个|家|分|项|次|件|人|户|亩|公里|吨)(?:[，,。；;、]|以))"
)
_BEFORE_FIGURE: Final = late_pattern(
    r"[扣减加率占]$|(?:完成|达到|增长|下降)$|每[少低高超增多]?$|(?:少于|多于|低于|高于|超过|不足|不得)$"
)
_OPEN_BRACKET: Final = late_pattern(r"[（(︵][^）)︶]*$")
_BRACKET_TAIL: Final = late_pattern(r"^[^（()）︵︶]{0,3}[（(︵]?\s*\d+(?:\.\d+)?\s*分?[）)︶]$")
_BETWEEN: Final = late_pattern(r"[、，,；;]")
_DATE_REST: Final = late_pattern(r"[年月日底末初之前]{1,4}")
_DATE_BEGUN: Final = late_pattern(r"[\d年月日底]$")
# 党风廉政 / 建设: words that say what is done with what stands before them
_FIRST_HALF: Final = late_pattern("[\u4e00-\u9fff、“”]{3,7}")
_SECOND_HALF: Final = late_pattern("建设|工作|管理|治理|整治|创建|保障|落实|情况|任务")
_NO_PERSON = 0.3
_FURTHER_UNIT = -0.4
_BESIDE: Final[dict[Kind | None, float]] = {"lead": -0.8, "related": -0.2}
_OPEN_END: Final = late_pattern(
    r"[、，,；;（(和与及不未每或]$|[扣减]$|每[少低高超增多]?$|(?:不得|少于|多于|低于|高于|超过|不足)$"
)
_CLINGING: Final = late_pattern(
    r"[，。；、：！？）”》%％,;)]|.[。；]$|分(?:[，。；、,;]|$)"
)  # no cell begins with these


class Rests:
    """Weighs lines as further ones of the same cell."""

    def __init__(
        self,
        bare: Sequence[str],
        starts: Sequence[Starts],
        pairs: Collection[str],
        in_brackets: Sequence[bool],
        *,
        has_measures: bool = False,
    ) -> None:
        """Take lines; ``has_measures``: units of measurement have a column, so that % may stand alone."""
        self.bare, self.starts, self.in_brackets = bare, starts, in_brackets
        self.names, self.names_have_points, self.has_helpers = 0, False, False
        self.begun: dict[int, tuple[bool, bool]] = {}
        self.sums: Collection[int] = frozenset()
        inside = inside_brackets(bare)
        self.open_end = [_OPEN_END.search(text) is not None for text in bare]
        self.clings = [
            index > 0
            and (self.open_end[index - 1] or inside[index] or _CLINGING.match(text) is not None)
            and not (has_measures and text in ("%", "％", "‰"))
            for index, text in enumerate(bare)
        ]
        self.parted = [
            index > 0 and (inside[index] or bare[index - 1][-1:] + text[:1] in pairs) for index, text in enumerate(bare)
        ]

    def weight(self, kind: Kind | None, index: int, *, is_learned: bool) -> float | None:
        """Weigh a further line by its words and those before it, where these decide.

        ``is_learned``: it is known where lines of the columns were cut.
        """
        before = self.bare[index - 1]
        if kind in TEXTS and self._is_amount(index):
            return 2.5
        if kind in NAMES and index in self.sums:
            return 2.5
        is_word = self.starts[index] == "word"
        if self.open_end[index - 1] or is_word or self.parted[index]:
            return -1.5 if is_word and not self.open_end[index - 1] else 1.5
        by_unit = self._by_unit(kind, index, is_learned=is_learned) if kind in UNITS else None
        if by_unit is None and self._is_rest(kind, index):
            return 2.5
        if kind in NAMES and self.names > 1 and points_in_name(before)[1]:
            return -2.5
        return by_unit

    def _is_amount(self, index: int) -> bool:
        """Tell whether a line was cut within an amount, or right before it: 每低1%扣, 0.5分; 超期不得, 分."""
        bare, before = self.bare[index], self.bare[index - 1]
        if _FIGURE_END.search(before) and _FIGURE_REST.match(bare):
            return True
        if bare[:1].isdigit() and _BEFORE_FIGURE.search(before):
            return True
        return self.open_end[index - 1] and _CLINGING.match(bare) is not None

    def _by_unit(self, kind: Kind | None, index: int, *, is_learned: bool) -> float | None:
        """Weigh a further line by the unit that begins before it: whole, or whole with this line only."""
        if index not in self.begun:
            self.begun[index] = self._begun(index)
        is_begun, is_whole = self.begun[index]
        if is_begun:
            return 2.0
        if is_whole and is_learned:
            return 2.5 if REMAINDER.match(self.bare[index]) else self.further_units(kind)
        return None

    def further_units(self, kind: Kind | None) -> float:
        """Weigh a further unit in a cell: one unit leads, several others help it."""
        return _BESIDE.get(kind, _FURTHER_UNIT) if self.has_helpers else _FURTHER_UNIT

    def _begun(self, index: int) -> tuple[bool, bool]:
        """Tell whether a unit begins before a line and ends in it, or is whole before it."""
        last, joined = self._unit_over(index)
        is_begun = (len(last) > 1 or last != self.bare[index - 1]) and person_likeness(last) <= _NO_PERSON
        is_whole = is_unit(last)
        return is_begun and not is_whole and WORKS.search(last) is None and is_unit(joined), is_whole

    def _unit_over(self, index: int) -> tuple[str, str]:
        """Give the last unit of the line before, and what it is together with the beginning of this line."""
        last = _BETWEEN.split(self.bare[index - 1])[-1]
        return last, last + _BETWEEN.split(self.bare[index])[0]

    def _is_rest(self, kind: Kind | None, index: int) -> bool:
        """Tell whether a line can only be the rest of one before: an unclosed bracket, a single letter, half an office."""
        bare = self.bare[index]
        is_letter = len(bare) == 1 and "\u4e00" <= bare <= "\u9fff"
        is_half = _SECOND_HALF.fullmatch(bare) is not None and _FIRST_HALF.fullmatch(self.bare[index - 1]) is not None
        if (kind in NAMES and is_half) or (kind in UNITS and REMAINDER.match(bare)) or (kind == "detail" and is_letter):
            return True
        if kind in PERSONS:
            return len(bare) == 1 and person_likeness(self.bare[index - 1] + bare) > _NO_PERSON
        if kind == "deadline" and _DATE_REST.fullmatch(bare) and _DATE_BEGUN.search(self.bare[index - 1]):
            return True
        if kind not in NAMES or (points_cell(bare) and not (self.names_have_points and self.in_brackets[index])):
            return False
        before = self.bare[index - 1]
        if self.in_brackets[index]:
            return not points_in_name(before)[1]
        is_open = bool(_OPEN_BRACKET.search(before))
        is_tail = bool(_BRACKET_TAIL.match(bare)) and not points_in_name(before)[1]
        return is_open or is_tail or len(bare) == 1
