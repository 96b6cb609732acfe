"""Tables of worked cases: reading them, finding the clause that short words mean, counting differences."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

from kaoji.numbers import fold
from kaoji.scheme import Structure, load, resolve

T = TypeVar("T")
SHOWN_DECIMALS = 6
"""From so many decimals on a table shows a number that goes on, such as a third."""
SHORT_OR_OVER = {re.compile("不足|未达|未获|少|低"): "少低", re.compile("超|多|高"): "多高"}
"""Words for falling short of a target or going over it, and the ones that the schemes use."""
SCHEMES = Path(__file__).parent.parent / "schemes"


def scheme(name: str) -> Structure:
    """Load one of the schemes that the project brings."""
    file, problems = load(SCHEMES / name / "scheme.yaml")
    if file is None:
        raise SystemExit("\n".join(problem.line("en") for problem in problems))
    structure, problems = resolve(file)
    if problems:
        raise SystemExit("\n".join(problem.line("en") for problem in problems))
    return structure


def table(folder: Path, name: str) -> list[dict[str, str]]:
    """Read a table; a missing one is empty."""
    path = folder / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(stream)]


def number(text: str, default: str = "1") -> Decimal:
    """Read a decimal; an empty cell is the default."""
    return Decimal(text or default)


def likeness(one: str, other: str) -> float:
    """Say how alike two short texts are: shared characters and pairs of characters (Dice)."""
    first, second = _pieces(one), _pieces(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 0.0


def nearest(words: str, candidates: Iterable[tuple[str, T]]) -> T:
    """Pick the candidate whose label is most like the words; what only few labels have says more than what all have.

    >>> nearest("②未完成", [("①有序供电方案未完成", 1), ("②需求侧管理、有序用电未完成", 2)])
    2
    """
    found = [(_pieces(label), value) for label, value in candidates]
    spread = Counter(piece for label, _ in found for piece in label)
    wanted = _pieces(words + next((said for short, said in SHORT_OR_OVER.items() if short.search(words)), ""))

    def alike(label: set[str]) -> float:
        shared = sum((10 if _is_number(piece) else 1) / spread[piece] for piece in wanted & label)
        return shared / (len(wanted) + len(label)) if label else 0.0

    return max(found, key=lambda pair: alike(pair[0]))[1]


def _is_number(character: str) -> bool:
    return unicodedata.category(character[0]) == "No"  # ① names the clause itself


def _pieces(text: str) -> set[str]:
    """Give the characters and the pairs of characters of a text; numbers in circles stay as they are."""
    text = "".join(c for c in (c if _is_number(c) else fold(c) for c in text) if c.isalnum())
    return {*text, *(text[i : i + 2] for i in range(len(text) - 1))}


@dataclass
class Comparison:
    """Cells that agree, and those that do not."""

    title: str
    matched: int = 0
    differences: list[str] = field(default_factory=list)

    def cell(self, unit: str, column: str, expected: str, found: str) -> None:
        """Compare one cell; numbers by value."""
        if _same(expected, found):
            self.matched += 1
        else:
            self.differences.append(
                f"  {unit} · {column}: expected {expected or '(empty)'}, found {found or '(empty)'}"
            )

    def report(self, name: str) -> str:
        """Give the counts and every difference."""
        total = self.matched + len(self.differences)
        return "\n".join([f"{self.title} ({name}): {self.matched} of {total} cells agree", *self.differences])


def _same(expected: str, found: str) -> bool:
    """Compare numbers by value; what the table shows with six decimals or more, at that many: the rest is not shown."""
    if expected == found:
        return True
    try:
        shown, exact = Decimal(expected), Decimal(found)
    except InvalidOperation:
        return False
    decimals = -int(shown.as_tuple().exponent)
    return shown == (exact.quantize(shown, ROUND_HALF_UP) if decimals >= SHOWN_DECIMALS else exact)
