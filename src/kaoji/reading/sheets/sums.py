"""Totals that a sheet prints (小计, 合计, 分值（100分）) against the points of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold, plain
from kaoji.reading.document import Source
from kaoji.reading.phrases.wording import squeeze

_HEAD: Final = late_pattern(r"\((?:满分|共|总分|合计|计)?(?P<points>\d{2,4})分?\)$")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Summand:
    """A line of a sheet for adding up: the points of a row (None: it has none), or a printed total with its name."""

    points: Decimal | None
    total: str = ""
    source: Source = field(default_factory=Source)


def of_head(labels: Iterable[str], source: Source) -> Iterator[Summand]:
    """Give the total that a head states for its column of points: 分值（100分）."""
    for label in dict.fromkeys(labels):
        match = _HEAD.search(fold(squeeze(label)))
        if match is not None:
            yield Summand(decimal(match["points"]), squeeze(label), source)


def unfitting(lines: Iterable[Summand]) -> Iterator[Diagnostic]:
    """Give the totals that neither all rows above them make nor those since the total before.

    A total above all rows is that of all of them. Where a row has no points of its own nothing is said.
    """
    lines = list(lines)
    first = next((index for index, line in enumerate(lines) if not line.total), len(lines))
    whole = [line.points for line in lines if not line.total]
    for line in lines[:first]:
        yield from _compared(line, [whole])
    since: list[Decimal | None] = []
    above: list[Decimal | None] = []
    parts: list[Decimal | None] = []
    for line in lines[first:]:
        if not line.total:
            since.append(line.points)
            above.append(line.points)
            continue
        yield from _compared(line, [since, above, parts])
        if since:
            parts.append(line.points)
        since = []


def _compared(line: Summand, ways: Iterable[list[Decimal | None]]) -> Iterator[Diagnostic]:
    """Say that a total fits none of the ways to add up, where each can be told."""
    ways = [way for way in ways if way]
    if line.points is None or not ways or any(None in way for way in ways) or len(ways[0]) < _LEAST:
        return
    sums = [sum(filter(None, way), Decimal(0)) for way in ways]
    if line.points not in sums:
        yield Diagnostic(
            "reading.W209",
            "“{total}” says {stated} points, but the rows make {sum}.",
            (line.source.cite(line.total),),
            "Ask the office that wrote the notice which number is wrong.",
            {"total": line.total, "stated": plain(line.points), "sum": plain(sums[0])},
        )
