"""Headings beside headings with points: which stand above others without a number, which only state what the others make up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph
from kaoji.reading.sheets.heading_lines import Heading, unlabelled

PART_OF: Final = late_pattern(
    r"(?<![^、,和及与由为:])(?P<name>“[^”]{2,30}”|[^,，、。；;：:()由和及与\d]{2,16})\((?:满分|共|计|分值)?:?(?P<points>\d+(?:\.\d+)?)分\)"
)
COMPOSED: Final = late_pattern(r"组成|构成|相结合|其中|[二两三四五六七八九2-9]个?(?:大?部分|方面|大?项|板块)")
_LEAST_BESIDE: Final = 2
_HALF: Final = 0.5


def group_headings(lines: Sequence[tuple[Paragraph, Heading | None]]) -> dict[int, Heading]:
    """Give the headings without numbers that stand above numbered items with points, as these make up their own.

    环境质量（35分） / 一、空气（18分） / 二、水质（17分）: where most of them fit, all of them head what stands below.
    """
    alone = [(at, found) for at, (line, heading) in enumerate(lines) if not heading and (found := unlabelled(line, 0))]
    groups: dict[int, Heading] = {}
    fitting = 0
    ends = [*(at for at, _ in alone), len(lines)][1:]
    for (start, group), end in zip(alone, ends, strict=True):
        below = [heading for _, heading in lines[start + 1 : end] if heading is not None]
        rank = below[0].rank if below else 0
        outer = next((at for at, heading in enumerate(below) if heading.rank < rank), len(below))
        items = [heading.points for heading in below[:outer] if heading.rank == rank]
        if not (items and all(items)):
            continue
        group.rank = rank - _HALF
        groups[start] = group
        fitting += len(items) >= _LEAST_BESIDE and sum(map(Decimal, items)) == Decimal(group.points)
    return groups if fitting * 2 > len(groups) else {}


def leave_out_totals(heading: Heading) -> None:
    """Leave out a heading that only says what those beside it make up: 总体构成（100分）。由甲（60）、乙（40）两部分构成."""
    points = [Decimal(child.points) if child.points else Decimal(0) for child in heading.children]
    kept = [
        child
        for child, own in zip(heading.children, points, strict=True)
        if child.children
        or own <= 0
        or own * 2 != sum(points)
        or sum(map(bool, points)) <= _LEAST_BESIDE
        or not COMPOSED.search(fold(child.said()))
        or not any(other.name in child.said() for other in heading.children if other is not child and other.name)
    ]
    heading.children = kept
    for child in kept:
        leave_out_totals(child)


def share_out(heading: Heading) -> None:
    """Give the items below a heading the points that its own words state for each: 由“甲”（10分）和“乙”（10分）两部分构成."""
    parts = [(match["name"].strip("“”"), match["points"]) for match in PART_OF.finditer(fold("\n".join(heading.text)))]
    is_whole = len(parts) >= _LEAST_BESIDE and sum(Decimal(points) for _, points in parts) == Decimal(heading.points)
    if not is_whole or len(parts) != len(heading.children) or any(child.points for child in heading.children):
        return
    said = [fold(child.line or child.name) for child in heading.children]
    mine = [min((text.find(name) % len(text + name), at) for at, text in enumerate(said)) for name, _ in parts]
    if all(name in said[at] for (name, _), (_, at) in zip(parts, mine, strict=True)) and len(
        {at for _, at in mine}
    ) == len(parts):
        for (name, points), (_, at) in zip(parts, mine, strict=True):
            child = heading.children[at]
            child.text = child.text if child.line else [child.name, *child.text]
            child.name, child.points = name, points
