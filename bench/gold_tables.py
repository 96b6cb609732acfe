"""Tables of worked cases: reading them, finding the clause that short words mean, counting differences."""

from __future__ import annotations

import csv
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

    def pieces(text: str) -> list[str]:
        text = "".join(c for c in fold(text) if c.isalnum())
        return [*text, *(text[i : i + 2] for i in range(len(text) - 1))]

    first, second = pieces(one), pieces(other)
    shared = sum(min(first.count(piece), second.count(piece)) for piece in set(first))
    return 2 * shared / (len(first) + len(second)) if first or second else 0.0


def nearest(words: str, candidates: Iterable[tuple[str, T]]) -> T:
    """Pick the candidate whose label is most like the words."""
    return max(candidates, key=lambda pair: likeness(words, pair[0]))[1]


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
