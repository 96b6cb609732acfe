"""Groups that stand beside their rows where nothing tells levels apart: points that those of the rows behind add up to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.reading.phrases.wording import without_label
from kaoji.reading.sheets.trees import Node

_FEWEST: Final = 2


def nested(node: Node) -> Node:
    """Give a tree with rows put below the leaf before them that has their sum of points and says nothing else.

    Of all such leaves side by side each must have its rows, but the last: it may be cut off.
    """
    children = tuple(map(nested, node.children))
    gathered = _gathered(children)
    return replace(node, children=gathered) if gathered != node.children else node


def with_only_items(node: Node) -> Node:
    """Give a tree in which the only item below points, which has no name and no points of its own, says how they are scored."""
    children = tuple(map(with_only_items, node.children))
    only = children[0] if len(children) == 1 else None
    if only is None or not node.points or node.text or only.children or only.points or only.is_bonus or only.signed:
        return replace(node, children=children) if children != node.children else node
    if not only.text or not without_label(only.text).startswith(only.name):
        return replace(node, children=children) if children != node.children else node
    return replace(node, text=only.text, detail=only.detail, providers=only.providers or node.providers, children=())


def _gathered(nodes: Sequence[Node]) -> tuple[Node, ...]:
    silent = [at for at, node in enumerate(nodes) if _is_silent(node)]
    made: list[Node] = []
    count = at = 0
    for place, start in enumerate(silent):
        made += nodes[at:start]
        end = _end(nodes, start)
        if end < 0 and place + 1 < len(silent):
            return tuple(nodes)
        count += end > 0
        made.append(replace(nodes[start], children=tuple(nodes[start + 1 : end])) if end > 0 else nodes[start])
        at = max(end, start + 1)
    return (*made, *nodes[at:]) if count else tuple(nodes)


def _is_silent(node: Node) -> bool:
    return bool(node.points) and not (node.is_bonus or node.children or node.text or node.detail or node.signed)


def _end(nodes: Sequence[Node], start: int) -> int:
    """Give where the rows end whose points are those of a leaf; -1 where there are none."""
    stated, total = Decimal(nodes[start].points), Decimal(0)
    for at in range(start + 1, len(nodes)):
        node = nodes[at]
        if node.is_bonus or not node.points or not (node.children or node.text or node.detail):
            return -1
        total += Decimal(node.points)
        if total >= stated:
            return at + 1 if total == stated and at - start >= _FEWEST else -1
    return -1
