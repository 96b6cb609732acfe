"""What the columns of a flattened table held on a first path; it helps to find a better one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

from kaoji.reading.flat.looks import FULL_STOP, NAMES, TEXTS
from kaoji.reading.phrases.wording import label_of, points_in_name
from kaoji.reading.tables.head_words import Kind

_LEARNED_FROM = 2
_FEWEST_FULL = 3
_WIDE = 16
_CLASS_WEIGHT, _CLASS_MOST = 0.4, 1.2
_OPENS: Final = ("（", "(", "︵")
_PLACES: Final = "省市区县州镇乡"
_LENGTHS: Final = (2, 4, 8, 14, 25)


@dataclass(slots=True)
class Learned:
    """The words and the shapes of words by column, how often it was filled, and how wide its lines were when cut."""

    words: dict[int, Counter[str]] = field(default_factory=dict)
    classes: dict[int, Counter[str]] = field(default_factory=dict)
    filled: dict[int, float] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    known: dict[tuple[int, str], float] = field(default_factory=dict)
    """What was weighed already."""

    def recalled(self, column: int, bare: str) -> float:
        """Weigh what the column held before: the very words, and texts of the same shape."""
        if (weight := self.known.get((column, bare))) is None:
            weight = self.known[column, bare] = self._recalled(column, bare)
        return weight

    def _recalled(self, column: int, bare: str) -> float:
        weight = 0.0
        if self.words:
            times = self.words[column][bare] if column in self.words else 0
            if times >= _LEARNED_FROM and all(held[bare] <= times for held in self.words.values()):
                weight += 0.6
        if column in self.classes:
            shape = _shape(bare)
            own, every = self.classes[column], self.classes[-1]
            here = (own[shape] + 0.5) / (own.total() + 5)
            anywhere = (every[shape] + 0.5) / (every.total() + 5)
            weight += max(-_CLASS_MOST, min(_CLASS_MOST, _CLASS_WEIGHT * math.log(here / anywhere)))
        return weight


def learned_from(
    path: Sequence[tuple[int, bool]], texts: Sequence[str], bare: Sequence[str], widths: Sequence[int], columns: int
) -> Learned:
    """Remember what each column held, how often it was filled, and where its lines were cut.

    ``path`` gives for each piece its column and whether it begins a row; headings and totals stand in columns behind the last.
    """
    learned = Learned()
    rows = max(1, sum(is_new and column < columns for column, is_new in path))
    filled: Counter[int] = Counter()
    for index, (column, is_new) in enumerate(path):
        if not bare[index]:
            continue
        shape = _shape(bare[index])
        learned.classes.setdefault(column, Counter())[shape] += 1
        learned.classes.setdefault(-1, Counter())[shape] += 1
        if column >= columns:
            continue
        learned.words.setdefault(column, Counter())[bare[index]] += 1
        filled[column] += is_new or not index or path[index - 1][0] != column
    learned.filled = {column: min(1.0, filled[column] / rows) for column in range(columns)}
    cut: dict[int, list[int]] = {}
    for index, ((column, _), (following, is_new)) in enumerate(pairwise(path)):
        is_open = bare[index][-1:] in _OPENS  # 内务管理（ / 18分）: a name, however wide
        if column == following < columns and not (is_new or is_open or FULL_STOP.search(texts[index])):
            cut.setdefault(column, []).append(widths[index])
    for column, found in cut.items():
        if len(found) >= _FEWEST_FULL:
            learned.widths[column] = sorted(found)[len(found) * 3 // 4]
    return learned


def narrow_of(widths: Mapping[int, int], kinds: Sequence[Kind | None]) -> dict[int, int]:
    """Give at which width what is asked for was cut in a narrow column, and which one, where no other was cut so."""
    texts = {column: width for column, width in widths.items() if kinds[column] in (*NAMES, *TEXTS)}
    counts = Counter(texts.values())
    return {
        width: column
        for column, width in texts.items()
        if kinds[column] in ("detail", "content") and counts[width] == 1 and width < _WIDE
    }


@lru_cache(maxsize=2**12)
def _shape(bare: str) -> str:
    """Give what kind of text it is: how long, whether numbered, whether it ends a sentence, whether it has points."""
    length = next((str(at) for at, most in enumerate(_LENGTHS) if len(bare) <= most), "9")
    label = label_of(bare)[:1]
    number = (
        "一"
        if label and label[0] in "一二三四五六七八九十第"
        else "（"
        if label and label[0] in "（("
        else "1"
        if label
        else ""
    )
    place = bare[0] if bare[0] in _PLACES else ""
    return (
        length + number + place + ("。" if FULL_STOP.search(bare) else "") + ("分" if points_in_name(bare)[1] else "")
    )
