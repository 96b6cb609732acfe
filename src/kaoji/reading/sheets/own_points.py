"""Points that stand in brackets at the end of what rows ask for (制度上墙。（2分）), where a sheet has no column of points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Grid
from kaoji.reading.phrases.wording import Points, short_name
from kaoji.reading.sheets.branches import Branch
from kaoji.reading.sheets.unit_items import items_of
from kaoji.reading.tables.head_words import holds_points
from kaoji.reading.tables.heads import Head

_BARE: Final = late_pattern(r"[（(]\s*(?P<value>\d{1,4}(?:\.\d{1,2})?)\s*[）)]\s*$")
_AT_END: Final = late_pattern(r"[（(]\s*(?P<value>\d{1,3}(?:\.\d{1,2})?)\s*分?\s*[）)][。；;]?\s*$")
_TITLED: Final = late_pattern(
    r"\s*(?P<label>\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,2}、|[①-⑳])?\s*"
    r"(?P<name>[^，,。；;：:（()）\d]{2,24})[（(]\s*(?P<points>[\d０-９]{1,3}(?:[.．]\d)?)\s*分\s*[）)][。：:，,；;]?(?=\s*\S)"
)
_FEWEST, _MOSTLY = 3, 0.8


def with_bare_points(grid: Grid, head: Head) -> Grid:
    """Give a table with 分 behind bare numbers in brackets, where the head says that its names hold points: 财务（30）."""
    columns = [at for at in head.columns("name", "content") if holds_points(head.labels[at])]
    if not columns:
        return grid
    rows = tuple(
        tuple(
            replace(cell, text=_BARE.sub(r"（\g<value>分）", cell.text))
            if cell.column in columns and cell.row >= head.end
            else cell
            for cell in row
        )
        for row in grid.rows
    )
    return Grid(rows, grid.source)


def settle_own_points(branches: Sequence[Branch]) -> None:
    """Give leaves the points at the end of what they ask for, or of their texts, where nearly all have some so."""
    leaves = [leaf for branch in branches for leaf in branch.leaves()]
    found = [(leaf, points) for leaf in leaves if not leaf.points and (points := _points_of(leaf))]
    open_ones = [leaf for leaf in leaves if not leaf.points]
    are_most = len(found) >= _FEWEST and len(found) >= len(open_ones) * _MOSTLY
    # Of the others all but one that may be cut off have some, and most leaves have points already.
    are_the_rest = 2 * len(open_ones) <= len(leaves) + 1 and len(found) + 1 >= len(open_ones) and len(leaves) > _FEWEST
    if not (are_most or are_the_rest):
        return
    for leaf, points in found:
        leaf.points = points


def settle_titled_texts(branches: Sequence[Branch]) -> None:
    """Give leaves the names and points that their texts begin with, where nearly all do: 1.主题党日（10分）。少一次扣2分.

    A leaf with a name of its own becomes the group of the one that its text names.
    """
    leaves = [leaf for branch in branches for leaf in branch.leaves()]
    found = [(leaf, match) for leaf in leaves if (match := _TITLED.match(leaf.text)) is not None]
    if len(found) < _FEWEST or len(found) < len(leaves) * _MOSTLY or all(leaf.points and leaf.name for leaf in leaves):
        return
    for leaf, match in found:
        name, label, points = short_name(match["name"]), match["label"] or "", Points(fold(match["points"]))
        if leaf.name.startswith(name):
            continue
        if not leaf.name:
            leaf.name, leaf.label, leaf.points = name, label, leaf.points or points
            continue
        child = replace(leaf, name=name, label=label, points=points, providers=list(leaf.providers))
        leaf.children, leaf.is_leaf, leaf.text, leaf.detail, leaf.providers = [child], False, "", "", []


def settle_listed_items(branches: list[Branch]) -> None:
    """Put below leaves the numbered items with points that their texts list (1.病历书写（10分），每份不合格扣1分。2.随访…).

    Their points must make those of the leaf, where it has any.
    """
    for branch in list(branches):
        if branch.children:
            settle_listed_items(branch.children)
            continue
        before, items = items_of(branch.text, branch.source)
        total = sum(Decimal(item.points.value or 0) for item in items)
        if not items or before or (branch.points.value and total != Decimal(branch.points.value)):
            continue
        for item in (leaf for top in items for leaf in top.leaves()):
            item.providers = list(branch.providers)
        if branch.name:
            branch.children, branch.is_leaf, branch.text, branch.providers = items, False, "", []
        else:
            at = next(at for at, other in enumerate(branches) if other is branch)
            branches[at : at + 1] = items


def _points_of(leaf: Branch) -> Points:
    """Give the points at the end of the first line of what a leaf asks for."""
    for asked in filter(None, (leaf.detail, leaf.text)):
        if (found := _AT_END.search(fold(asked.split("\n")[0]))) is not None:
            return Points(found["value"])
    return Points()
