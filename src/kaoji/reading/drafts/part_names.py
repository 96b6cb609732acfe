"""By which names parts of a notice go: 业务目标 is 业务目标考核细则, 领导评价得分 is 领导评价."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze
from kaoji.scheme.model import Node

_WORDS: Final = late_pattern(r"得分|分值|分数|成绩|总分|计分|评分|打分|分$|[（(][^（）()]*[）)]|\s")


def core_of(name: str) -> str:
    """Give the name without words that say no more than that points are given."""
    return _WORDS.sub("", squeeze(name))


def is_named(part: str, node: Node) -> bool:
    """Tell whether a part goes by this name: its own, or within that of its sheet (业务目标 of 业务目标考核细则)."""
    core = core_of(part)
    return core_of(node.name) == core != "" or (
        len(core) > 1 and (not node.bonus and bool(node.items) and core in squeeze(node.name))
    )


def is_among(part: str, nodes: Iterable[Node]) -> bool:
    """Tell whether an indicator stands for a part of a formula, at any depth."""
    return any(core_of(node.name) == core_of(part) or is_among(part, node.items) for node in nodes)
