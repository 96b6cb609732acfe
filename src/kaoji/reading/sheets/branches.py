"""Indicators under construction: a branch, how tables that go on are joined, how a unit's text is split into items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Source
from kaoji.reading.phrases.wording import (
    BONUS_WORDS,
    Points,
    label_of,
    one_line,
    points_in_name,
    rank_of,
    short_name,
    without_label,
)

_ITEM: Final = late_pattern(
    r"(?:\A|(?<=[\n。；;）)分]))\s*(?P<name>(?:\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\s*(?:(?!\n\s*(?:\d{1,2}[.．、]|[一二三四五六七八九十]+、))[^。；;]){2,60}?。?\s*[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)])"
)
# A name of several parts with points each: 1、甲（6分）、乙（4分）（共10分）.
_STATED: Final = r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]"
_MORE_PARTS: Final = late_pattern(
    rf"(?:[、和及][^。；;（(]{{1,24}}{_STATED})+(?P<sum>[（(]\s*共\s*\d+(?:\.\d+)?\s*分\s*[）)])"
)


@dataclass(slots=True)
class Branch:
    """An indicator under construction; ``cell`` is the cell that it was made from, ``rows`` how many rows it spans."""

    name: str = ""
    label: str = ""
    points: Points = field(default_factory=Points)
    providers: list[str] = field(default_factory=list)
    text: str = ""
    detail: str = ""
    children: list[Branch] = field(default_factory=list)
    source: Source = field(default_factory=Source)
    is_leaf: bool = False
    signed: str = ""
    target: str = ""
    measured_in: str = ""
    weight: str = ""
    most: str = ""

    def leaves(self) -> Iterator[Branch]:
        """Give the leaves below, or the branch itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def items_of(text: str, source: Source, *, least: int = 2) -> tuple[str, list[Branch]]:
    """Split the text of a unit into what stands before and its numbered items with points (“1、办文工作（3分）。…”).

    An item numbered on a lower level stands below the one before it. Fewer than ``least`` items are none.
    """
    headings = {match.start("name"): match["name"] for match in _ITEM.finditer(text)}
    starts = list(headings)
    if len(starts) < least:
        return text, []
    tops: list[Branch] = []
    path: list[tuple[int, Branch, bool]] = []  # each with its rank, and whether it says nothing but its name
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        heading, behind = headings[start], start + len(headings[start])
        if (more := _MORE_PARTS.match(text, behind)) is not None:
            heading, behind = re.sub(_STATED, "", text[start : more.start("sum")]) + more["sum"], more.end()
        name, points = points_in_name(short_name(heading))
        piece = one_line(text[start:end])
        item = Branch(without_label(name).rstrip("。"), label_of(name), points, text=piece, source=source, is_leaf=True)
        rank = rank_of(heading) or 0
        while path and path[-1][0] >= rank:
            path.pop()
        if path:
            _, parent, is_name_only = path[-1]
            parent.is_leaf, parent.text = False, "" if is_name_only else parent.text
            parent.children.append(item)
        else:
            tops.append(item)
        path.append((rank, item, not text[behind:end].strip("。：: \n")))
    return one_line(text[: starts[0]].strip()), tops


def same_group(group: Branch, name: str, points: Points) -> bool:
    """Tell whether a name printed again after a page break is the group that is still open."""
    return group.name == name and (group.points == points or not points or not group.points)


def groups_of(branch: Branch) -> Iterator[Branch]:
    """Give the branch and those below it that have children."""
    if branch.children:
        yield branch
        for child in branch.children:
            yield from groups_of(child)


def merged(branches: list[Branch], more: list[Branch]) -> list[Branch]:
    """Join the indicators of a table that goes on in the next: a group printed again takes the new rows."""
    joined = list(branches)
    for branch in more:
        if joined and joined[-1].children and branch.children and same_group(joined[-1], branch.name, branch.points):
            joined[-1].children = merged(joined[-1].children, branch.children)
            if not joined[-1].points:
                joined[-1].points = branch.points
        else:
            joined.append(branch)
    return joined


def mark_adjustments(branches: Sequence[Branch]) -> None:
    """Mark rows of bonuses and deductions beside indicators; the points that stand beside them are their limit."""
    scored = [branch for branch in branches if branch.points.value and not BONUS_WORDS.fullmatch(branch.name)]
    for branch in branches if scored else ():
        if branch.children or not BONUS_WORDS.fullmatch(branch.name):
            continue
        most = branch.points.value or branch.signed.lstrip("+-")
        if most:
            branch.most, branch.signed, branch.points = most, "", Points(is_bonus=True)


def mark_bonus(branch: Branch) -> None:
    """Mark groups whose leaves all are extra, and what stands below a group of extra points."""
    if BONUS_WORDS.search(branch.name) and not branch.points.value:
        branch.points = replace(branch.points, is_bonus=True)
    for child in branch.children:
        if branch.points.is_bonus and not child.points:
            child.points = Points(is_bonus=True)
        mark_bonus(child)
    if branch.children and not branch.points and all(child.points.is_bonus for child in branch.children):
        branch.points = Points(is_bonus=True)


def share_points(branches: Sequence[Branch], shared: Iterable[list[Branch]]) -> None:
    """Give points printed once for several rows to the group of these rows, where it has none of its own."""
    cells = list(shared)
    for group in [branch for top in branches for branch in groups_of(top)]:
        for leaves in cells:
            if (
                len(leaves) > 1
                and len(leaves) == len(group.children)
                and all(a is b for a, b in zip(leaves, group.children, strict=True))
            ):
                if not group.points:
                    group.points = leaves[0].points
                if group.points == leaves[0].points:
                    for leaf in leaves:
                        leaf.points = Points()
