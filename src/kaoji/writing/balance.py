"""From the full marks to the total, line by line: what was lost and won, what caps and floors changed, and rounding.

    balance = balance_of(rows, total, constant, "zh")
    balance.lines            # their amounts add up to balance.total, to the last digit

A section's cap may cut what its indicators won or lost; listed indicator by indicator they would not add up without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kaoji.diagnostics import translator
from kaoji.numbers import shown_points
from kaoji.scoring.derivations import Phrase
from kaoji.writing import sentences
from kaoji.writing.score_rows import ScoreRow, readable


class Entry(NamedTuple):
    """One line: what it is, in words, and its signed points of the total (10^-9)."""

    kind: Literal["full", "constant", "absent", "open", "lost", "won", "bound", "rounding"]
    text: str
    amount: int


@dataclass(frozen=True)
class Balance:
    """The lines and the total that they add up to, in points (10^-9)."""

    entries: tuple[Entry, ...]
    total: int
    language: str = "zh"

    @property
    def lost(self) -> int:
        """What all losses take of the total, before bounds; at least 0."""
        return -sum(entry.amount for entry in self.entries if entry.kind == "lost")

    @property
    def won(self) -> int:
        """What is won beyond the own points, before bounds; at least 0."""
        return sum(entry.amount for entry in self.entries if entry.kind == "won")

    @property
    def bounds(self) -> tuple[Entry, ...]:
        """What caps and floors of sections changed."""
        return tuple(entry for entry in self.entries if entry.kind == "bound")

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Give each line and the total as texts: words, and a number with its sign."""
        say = translator(self.language)
        found = [(entry.text, _signed(entry.amount, is_first=not i)) for i, entry in enumerate(self.entries)]
        return [*found, (str(say("Total")), shown_points(self.total))]

    @property
    def equation(self) -> str:
        """Write all of it on one line: full marks 100 − lost 3.5 + ... = 97."""
        text = ""
        for entry in self.entries:
            size = shown_points(abs(entry.amount))
            sign = "−" if entry.amount < 0 else "+"
            text += f" {sign} {entry.text} {size}" if text else f"{entry.text} {shown_points(entry.amount)}"
        return f"{text} = {shown_points(self.total)}"


def _signed(amount: int, *, is_first: bool) -> str:
    return shown_points(amount) if is_first or amount <= 0 else f"+{shown_points(amount)}"


def balance_of(rows: Sequence[ScoreRow], total: int, constant: int = 0, language: str = "zh") -> Balance:
    """Reckon from the full marks of what counts for a unit to its total, in numbers that people read; what they leave is rounding.

    Args:
        rows: the unit's sheet.
        total: its total, in points (10^-9).
        constant: what the formula of the total adds or takes by itself, in the same.
        language: of the words, ``zh`` or ``en``.
    """
    say = translator(language)
    found = [Entry("full", str(say("full marks of what counts")), _sum(row.own_of_total for row in _counting(rows)))]
    if constant:
        found.append(Entry("constant", str(say("constant of the formula")), readable(constant)))
    found += _entries(rows, language)
    rest = total - sum(entry.amount for entry in found)
    if rest:
        found.append(Entry("rounding", str(say("rounding")), rest))
    return Balance(tuple(found), total, language)


def _sum(amounts: Iterable[int]) -> int:
    """Add amounts up as they are shown one by one."""
    return sum(map(readable, amounts))


def _counting(rows: Sequence[ScoreRow]) -> Iterator[ScoreRow]:
    """Give what counts by itself: indicators and panels, and sections that do not apply as a whole."""
    return (row for row in rows if row.kind != "section" or row.is_absent)


def _entries(rows: Sequence[ScoreRow], language: str) -> Iterator[Entry]:
    own = list(_counting(rows))
    zero = [row for row in own if row.is_zero and row.own_of_total]
    waiting = [row for row in own if row.score is None and not row.is_absent and row.own_of_total]
    lost, won = [row for row in own if row.lost_of_total], [row for row in own if row.won_of_total]
    yield from _of(zero, "absent", Phrase("does not apply, counts nothing: {names}"), language)
    yield from _of(waiting, "open", Phrase("no score yet: {names}"), language)
    if lost:
        words = Phrase("lost in {count} places", {"count": len(lost)}).text(language)
        yield Entry("lost", words, -_sum(row.lost_of_total for row in lost))
    if won:
        words = Phrase("won beyond in {count} places", {"count": len(won)}).text(language)
        yield Entry("won", words, _sum(row.won_of_total for row in won))
    for row in rows:
        for bound in row.bounds:
            words = Phrase("{name}: {words}", {"name": row.name, "words": bound.text}).text(language)
            yield Entry("bound", words, readable(bound.of_total))


def _of(rows: Sequence[ScoreRow], kind: Literal["absent", "open"], words: Phrase, language: str) -> Iterator[Entry]:
    if rows:
        names = sentences.listed([row.name for row in rows], language)
        yield Entry(kind, words._replace(data={"names": names}).text(language), -_sum(row.own_of_total for row in rows))
