"""Sentences that only say how many points there are: 实行千分制，总分1000分，其中业务工作600分、党建工作400分.

Where the draft has just these points nothing is left to be made of such a sentence; where it has others, it stays among
those that became nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, plain
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article
from kaoji.reading.prose.bindings import Binding
from kaoji.scheme.model import Node

_SCALE: Final = late_pattern(r"(?P<scale>[百千])分制")
_FULL: Final = late_pattern(r"(?:总分值?|满分|基本分|基础分|合计|共计?)(?:为|共|计|是|:)*(?P<points>\d+(?:\.\d+)?)分")
_PART: Final = late_pattern(
    r"(?P<name>[^,;。:、()\d]{2,20}?)(?:得分|部分|占|计|为|各)*[(:]?(?:满分|共|计)?(?P<points>\d+(?:\.\d+)?)分"
)
_LEAD: Final = late_pattern(r"^(?:其中|由|包括|分为|和|及|与|以及|年度考核|考核|考评|内容)+")
_AMOUNT: Final = late_pattern(r"\d+(?:\.\d+)?分(?!制)")
_CHANGES: Final = late_pattern(r"[加扣减奖]\d|以[上下]|不[得予]|每|折算|除以|[×÷]")
_SCALES: Final = {"百": Decimal(100), "千": Decimal(1000)}

_SAID: Final = "满分{points}分，与各部分之和一致"


def full_marks(top: Article, roots: Sequence[Node]) -> Iterator[Binding]:
    """Give the sentences that say the points of the whole and of its parts as the draft has them."""
    known = {squeeze(node.name): _worth(node) for node in _walk(roots)}
    whole = sum((_worth(root) for root in roots if not root.bonus), Decimal(0))
    for _, article in top.walk():
        for words in article.sentences():
            if whole and _agrees(squeeze(words.folded), known, whole):
                yield Binding(words, "满分", _SAID.format(points=plain(whole)))


def _agrees(text: str, known: dict[str, Decimal], whole: Decimal) -> bool:
    """Tell whether a sentence says nothing but points that the draft has."""
    scale = _SCALE.search(text)
    stated = [decimal(match["points"]) for match in _FULL.finditer(text)]
    rest = _FULL.sub(",", text)
    parts = [(_LEAD.sub("", match["name"]), decimal(match["points"])) for match in _PART.finditer(rest)]
    if _CHANGES.search(text) or len(_AMOUNT.findall(text)) != len(stated) + len(parts):
        return False
    if not (scale or stated or len(parts) > 1):
        return False
    is_whole = all(points == whole for points in stated) and (scale is None or _SCALES[scale["scale"]] == whole)
    return is_whole and all(
        any(name in other and points == value for other, value in known.items()) for name, points in parts
    )


def _walk(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.items)


def _worth(node: Node) -> Decimal:
    """Give the points of a part: its own, or those below it, each as it counts above."""
    points = node.points
    if points is None:
        points = sum((_worth(item) for item in node.items if not item.bonus), Decimal(0))
    return points if node.weight is None else points * node.weight.numerator / node.weight.denominator
