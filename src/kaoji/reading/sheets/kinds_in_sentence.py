"""Sentences that name the indicators of each kind of units: 各村考核党建60分、治理40分；站所考核业务70分、作风30分."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph, Source
from kaoji.reading.phrases.providers import borne_in
from kaoji.reading.phrases.wording import squeeze, without_label
from kaoji.reading.sheets.listed_parts import parts_listed
from kaoji.reading.sheets.trees import Node

_KIND: Final = late_pattern(
    r"^(?:[^。;]{0,12}[:。])?(?P<kind>[^,;。:、()\d]{2,16}?)(?:的)?(?:主要|重点)?(?:考核|考评|评价)(?:内容|指标|项目)?(?:为|包括|分为|:)?(?P<parts>.+)$"
)
_CLAUSES: Final = late_pattern("[,;。]|^第[一二三四五六七八九十百]+条")
_EACH: Final = late_pattern("^(?:对)?(?:各|全[县市区镇乡]|所有)+")
_WHOLE: Final = (Decimal(100), Decimal(1000))
_FEWEST: Final = 2


def kinds_in_sentence(lines: Sequence[Paragraph]) -> list[Node]:
    """Give a tree for each kind of units whose indicators one sentence names, where there are several and each makes a whole."""
    for line in lines:
        folded = squeeze(fold(without_label(line.text.strip())))
        if "分" not in folded:
            continue
        found = list(_of_kinds(folded, line.source))
        if len(found) >= _FEWEST:
            borne = dict(each for one in lines for each in _borne(squeeze(fold(one.text))))
            return [_provided(node, borne) for node in found]
    return []


def _borne(folded: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give who is charged with each part, also where several are named together: 党建、作风由党建办负责."""
    borne = borne_in(folded)
    for clause in _CLAUSES.split(folded):
        for name, units in borne.items():
            names, _, _ = clause.partition("由")
            if names.split("、")[-1].removesuffix("工作") == name.removesuffix("工作"):
                yield from ((each, units) for each in names.split("、"))
    yield from borne.items()


def _of_kinds(folded: str, source: Source) -> Iterator[Node]:
    for clause in folded.rstrip("。").split(";"):
        match = _KIND.match(clause)
        parts = parts_listed(match["parts"]) if match is not None else []
        if match is None or sum((Decimal(points) for _, points in parts), Decimal(0)) not in _WHOLE:
            continue
        children = tuple(Node(name, points, source=source) for name, points in parts)
        yield Node(f"考核指标（{_EACH.sub('', match['kind'])}）", children=children, source=source)


def _provided(node: Node, borne: dict[str, tuple[str, ...]]) -> Node:
    children = tuple(
        Node(one.name, one.points, providers=borne.get(one.name, ()), source=one.source) for one in node.children
    )
    return Node(node.name, children=children, source=node.source)
