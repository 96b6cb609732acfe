"""Headings that only list their parts with points in a sentence: （一）社会效益（40分）。重点考核满意度（20分）、办院方向（20分）."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.wording import brief, label_of, squeeze, without_label
from kaoji.reading.sheets.trees import Node
from kaoji.reading.sheets.unit_items import parts_worth

_LEAD: Final = late_pattern(
    r"^(?:(?:本项|此项|该项)?(?:重点|主要|具体|分别)?(?:考核|考评|评价|评估|包括|包含|分为|含|由|为|设)+(?:指标|内容)?(?:为|有|:)?)?[:,]?"
)
_PART: Final = late_pattern(
    r"(?P<name>[^,;。:、()\d和及]{2,20}?(?:[和及][^,;。:、()\d和及]{2,12})?)(?:\((?:占|满分)?(?P<inside>\d+(?:\.\d+)?)分\)|(?:占|为|计)?(?P<bare>\d+(?:\.\d+)?)分)[、,;和及]*"
)
_END: Final = late_pattern(r"(?:等?[二两三四五六七八九\d]?(?:个|项|大)*(?:方面|部分|指标|内容|组成|构成)*)?[。;]?$")
_GIVES: Final = late_pattern("[扣加减计得记奖罚每]$|以[上下]")
_FEWEST: Final = 2


def with_listed_parts(node: Node) -> Node:
    """Give a tree in which leaves that say nothing but what their points are made of have these parts."""
    if node.children:
        children = tuple(map(with_listed_parts, node.children))
        return replace(node, children=children) if children != node.children else node
    if not node.points or not node.text:
        return node
    listed = [Node(name, points) for name, points in parts_listed(node.text)] or [
        Node(brief(without_label(said)), points, text=said, label=label_of(said))
        for said, points in parts_worth(node.text)
    ]
    if sum((Decimal(part.points) for part in listed), Decimal(0)) != Decimal(node.points):
        return node
    made = tuple(replace(part, providers=node.providers, source=node.source) for part in listed)
    return replace(node, children=made, text="", providers=())


def parts_listed(text: str) -> list[tuple[str, str]]:
    """Give the parts with points that a sentence lists; none where it says anything else.

    >>> parts_listed("重点考核公众满意（20分）、办院方向（10分）。"), parts_listed("满意度达标得20分，否则不得分。")
    ([('公众满意', '20'), ('办院方向', '10')], [])
    """
    folded = squeeze(fold(text))
    lead = _LEAD.match(folded)
    at = lead.end() if lead is not None else 0
    parts: list[tuple[str, str]] = []
    while (match := _PART.match(folded, at)) is not None:
        parts.append((match["name"], match["inside"] or match["bare"]))
        at = match.end()
    is_whole = len(parts) >= _FEWEST and _END.fullmatch(folded, at) is not None
    return parts if is_whole and not any(_GIVES.search(name) for name, _ in parts) else []
