"""A unit's text → the items that it is asked for (“一、党建（一）支部（10分）1、每季召开支委会，少一次扣1分…”)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Source
from kaoji.reading.phrases.wording import (
    Points,
    brief,
    label_of,
    one_line,
    points_in_name,
    rank_of,
    short_name,
    without_label,
)
from kaoji.reading.sheets.branches import Branch
from kaoji.reading.sheets.heading_lines import AWARDS, EACH

_NUMBER: Final = r"(?:\d{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])"
_STATED: Final = r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]"
_ITEM: Final = late_pattern(
    rf"(?:\A|(?<=[\n。；;）)分]))\s*(?P<name>{_NUMBER}\s*(?:(?!\n\s*{_NUMBER})[^。；;]){{2,60}}?。?\s*{_STATED})"
)
# Where nothing else numbers them, items may be numbered in brackets: （1）资金管理（15分）。
_ROUND_ITEM: Final = late_pattern(
    rf"(?:\A|(?<=[\n。；;）)分]))\s*(?P<name>[（(]\d{{1,2}}[）)]\s*(?:(?!\n\s*[（(]\d)[^。；;（(]){{2,60}}?。?\s*{_STATED})"
)
# A heading above items that has no points of its own, on a line for itself or right before the first of them.
_SECTION: Final = late_pattern(
    r"(?:\A|(?<=[\n。；;）)分]))\s*(?P<name>[一二三四五六七八九十]{1,3}、[^\n。；;，,：:（()\d]{2,24})(?=[\n\s]*(?:[（(]一[）)]|1[.．、]))"
)
# A name of several parts with points each: 1、甲（6分）、乙（4分）（共10分）.
_MORE_PARTS: Final = late_pattern(
    rf"(?:[、和及][^。；;（(]{{1,24}}{_STATED})+(?P<sum>[（(]\s*共\s*\d+(?:\.\d+)?\s*分\s*[）)])"
)
_BELOW: Final = late_pattern(
    r"(?:\A|(?<=[\n。；;）)]))\s*(?P<label>(?P<open>[（(])?(?P<number>\d{1,2})(?(open)[）)]|[、.．](?!\d)))"
)
# 每次计5分，满分30分: what a part is worth at most
_FULL: Final = late_pattern(r"[,;。]满分(?:为)?(?P<points>\d+(?:\.\d+)?)分[。;]?$")
_FEWEST: Final = 2


def items_of(text: str, source: Source, *, least: int = 2) -> tuple[str, list[Branch]]:
    """Split the text of a unit into what stands before and its numbered items with points (“1、办文工作（3分）。…”).

    An item numbered on a lower level stands below the one before it. Fewer than ``least`` items are none.
    """
    sections = {match.start("name"): match["name"] for match in _SECTION.finditer(text)}
    headings = {match.start("name"): match["name"] for match in _ITEM.finditer(text)}
    if not headings:
        headings = {match.start("name"): match["name"] for match in _ROUND_ITEM.finditer(text)}
    for start, name in sections.items():
        # The pattern of items takes a section for the beginning of the name of its first item.
        if (item := headings.pop(start, None)) is not None:
            behind = item[len(name) :].lstrip()
            headings[start + len(item) - len(behind)] = behind
    starts = sorted(headings | sections)
    if len(headings) < least:
        return text, []
    tops: list[Branch] = []
    path: list[tuple[int, Branch, bool]] = []  # each with its rank, and whether it says nothing but its name
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        heading = headings.get(start) or sections[start]
        behind = start + len(heading)
        if (more := _MORE_PARTS.match(text, behind)) is not None:
            heading, behind = re.sub(_STATED, "", text[start : more.start("sum")]) + more["sum"], more.end()
        item = _item(heading, text[start:end], source)
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
        part(item, text[behind:end], below=rank)
    return one_line(text[: starts[0]].strip()), tops


def _item(heading: str, text: str, source: Source) -> Branch:
    name, points = points_in_name(short_name(heading))
    label = label_of(name)
    return Branch(without_label(name).rstrip("。"), label, points, text=one_line(text), source=source, is_leaf=True)


def part(item: Branch, text: str, *, below: int = 0) -> None:
    """Put parts below an item that says nothing but them, each worth what it awards once, together the item's points.

    ``text`` is what the item says, with or without its heading; ``below`` the rank of its own number.
    """
    heading = _ITEM.match(text)
    found = list(_counted(text[heading.end() :] if heading is not None else text))
    if len(found) < _FEWEST or (rank_of(found[0]) or 0) <= below:
        return
    worth = [worth_of(piece) for piece in found]
    if not item.points.value or any(not one for one in worth) or sum(map(Decimal, worth)) != Decimal(item.points.value):
        return
    item.children = [
        Branch(
            brief(without_label(piece)), label_of(piece), Points(points), text=piece, source=item.source, is_leaf=True
        )
        for piece, points in zip(found, worth, strict=True)
    ]
    item.is_leaf, item.text = False, ""


def _counted(text: str) -> Iterator[str]:
    """Give the pieces of a text that are numbered from one on and begin it; none where the numbers do not count up."""
    labels = list(_BELOW.finditer(text))
    kind = labels[0]["open"] if labels else None
    labels = [label for label in labels if bool(label["open"]) == bool(kind)]
    counts = [int(label["number"]) for label in labels] == list(range(1, len(labels) + 1))
    if not counts or not labels or text[: labels[0].start("label")].strip("。：: \n"):
        return
    for start, end in pairwise([*(label.start("label") for label in labels), len(text)]):
        yield one_line(text[start:end])


def parts_worth(text: str) -> list[tuple[str, str]]:
    """Give the numbered parts that a text begins with and consists of, each with its worth; none where one has none.

    >>> parts_worth("1.少一次扣1分，满分6分；2.建立台账的计4分。")
    [('1.少一次扣1分，满分6分；', '6'), ('2.建立台账的计4分。', '4')]
    """
    found = [(piece, worth_of(piece)) for piece in _counted(text)]
    return found if len(found) >= _FEWEST and all(worth for _, worth in found) else []


def worth_of(text: str) -> str:
    """Give what a part is worth in full or awards once; nothing where it awards several times, or for each of something."""
    if (full := _FULL.search(fold(text))) is not None:
        return full["points"]
    awards = list(AWARDS.finditer(fold(text)))
    once = [match["points"] for match in awards if not EACH.search(match["before"])]
    return once[0] if len(once) == len(awards) == 1 else ""
