"""Articles of running text whose points a sentence states, held against what stands below them, where the draft has no such part.

第三条 考核由业务（60分）、党建（40分）组成。第四条 业务 （一）任务（30分）… （二）质量（20分）: only 50 of 60 are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, plain
from kaoji.reading.document import Paragraph
from kaoji.reading.phrases.wording import label_of, squeeze
from kaoji.reading.prose.articles import Article, articles
from kaoji.scheme.linting import lint_text
from kaoji.scheme.model import Node, Scheme

_STATED: Final = late_pattern(
    r"(?P<name>[^,;。:、()\d]{2,24}?)(?:占|为|计)?\(?(?:满分)?(?P<points>\d{1,3}(?:\.\d+)?)分\)?"
)
_LEADS: Final = late_pattern(r"^.*(?:包括|分为|其中|主要有|由|[和及]|为)(?=[\u4e00-\u9fff]{2})")
_WHOLE: Final = late_pattern("组成|构成|包括|分为|其中|总分|满分|百分制|千分制|内容")
_ITEM: Final = late_pattern(r"^[^,;。:、()\d]{2,24}\((?:满分)?(?P<points>\d{1,3}(?:\.\d+)?)分\)")
_OWN: Final = late_pattern(r"^(?P<name>[^,;。:、()\d]{2,24}?)\((?:满分)?(?P<points>\d{1,3}(?:\.\d+)?)分\)")
_ADDED: Final = late_pattern("加分|减分|扣分|附加|奖励|[加扣得记]$|以[上下]|每|低于|不满|等次")
_BARE: Final = late_pattern(
    r"^(?:[一二三四五六七八九十]{1,3}[、.])?(?P<name>[^()\d]{2,20})\((?P<points>\d{1,3}(?:\.\d+)?)\)$"
)
_MADE_OF: Final = late_pattern(
    r"(?:^|[,;。:])(?:其中)?(?P<name>[\u4e00-\u9fff]{2,12}?)(?:包括|分为|由|包含)(?P<parts>[^,;。:、()\d]{2,12}\(?\d{1,3}分\)?(?:[、,和][^,;。:、()\d]{2,12}\(?\d{1,3}分\)?)+)(?=[。;]|$|[^,;。]{0,6}(?:组成|构成))"
)
_EACH: Final = late_pattern(r"(?P<points>\d{1,3})分")
_OF_TEXTS: Final = frozenset(("scheme.W220", "scheme.W221", "scheme.W226"))
_LEAST = 2


def parts_of_articles(lines: Sequence[Paragraph], scheme: Scheme) -> Iterator[Diagnostic]:
    """W210, W220, W221, W226: articles whose items, or whose text, give other points than are stated for them."""
    stated = _stated(lines)
    known = {squeeze(node.name) for root in scheme.indicators for node in _all(root) if node.points is not None}
    yield from _parts_named(lines, stated)
    for _, article in articles(lines).walk():
        text = fold(squeeze(article.words[0].text)) if article.words else ""
        own = _OWN.match(text)
        name = own["name"] if own else next((name for name in stated if text.startswith(name)), "")
        points = Decimal(own["points"]) if own else stated.get(name)
        if points is None or _ADDED.search(name) or any(_is_alike(name, other) for other in known):
            continue
        source = article.words[0].source.cite()
        items = [match for below in article.articles if (match := _item(below)) is not None]
        if len(items) >= _LEAST and len(items) == len(article.articles):
            total = sum((Decimal(match["points"]) for match in items), Decimal(0))
            if total != points:
                yield Diagnostic(
                    "scheme.W210",
                    "The indicators below “{name}” add up to {sum} points, but it says {points}.",
                    (source,),
                    "Change one of them, or write {sum} for “{name}”.",
                    {"name": name, "points": plain(points), "sum": plain(total)},
                )
        elif not items:
            whole = "；".join(words.text for _, each in article.walk() for words in each.words)
            yield from (one for one in lint_text(whole, points, source) if one.code in _OF_TEXTS)


def _parts_named(lines: Sequence[Paragraph], stated: Mapping[str, Decimal]) -> Iterator[Diagnostic]:
    """Find what a sentence says a part is made of, where that is not what another says of the part: 共性工作包括党建10分、廉政8分."""
    for line in lines:
        for match in _MADE_OF.finditer(fold(squeeze(line.text))):
            worth = [Decimal(part["points"]) for part in _EACH.finditer(match["parts"])]
            points = stated.get(match["name"])
            if points is not None and len(worth) >= _LEAST and sum(worth) != points:
                yield Diagnostic(
                    "scheme.W210",
                    "The indicators below “{name}” add up to {sum} points, but it says {points}.",
                    (line.source.cite(),),
                    "Change one of them, or write {sum} for “{name}”.",
                    {"name": match["name"], "points": plain(points), "sum": plain(sum(worth, Decimal(0)))},
                )


def parts_of_sheets(scheme: Scheme) -> Iterator[Diagnostic]:
    """W210: sections with a bare number behind their name, as others have that are the sum of theirs: 二、装备(5)."""
    found = []
    for root in scheme.indicators:
        for node in _all(root):
            bare = _BARE.match(fold(squeeze(node.name))) if node.items and node.points is None else None
            worth = [item.points for item in node.items if item.points is not None]
            if bare is not None and len(worth) == len(node.items):
                found.append((bare, sum(worth, Decimal(0))))
    wrong = [(bare, total) for bare, total in found if Decimal(bare["points"]) != total]
    if len(wrong) * 2 >= len(found):
        return
    for bare, total in wrong:
        yield Diagnostic(
            "scheme.W210",
            "The indicators below “{name}” add up to {sum} points, but it says {points}.",
            (),
            "Change one of them, or write {sum} for “{name}”.",
            {"name": bare["name"], "points": bare["points"], "sum": plain(total)},
        )


def _stated(lines: Sequence[Paragraph]) -> dict[str, Decimal]:
    """Give the points of parts that sentences name together: 由业务（60分）、党建（40分）组成."""
    found: dict[str, Decimal] = {}
    for line in lines:
        for sentence in fold(squeeze(line.text)).split("。"):
            parts = list(_STATED.finditer(sentence))
            parts = [part for part in parts if _ADDED.search(part["name"]) is None]
            if len(parts) < _LEAST or _WHOLE.search(sentence) is None:
                continue
            for part in parts:
                found.setdefault(_LEADS.sub("", part["name"]), Decimal(part["points"]))
    return found


def _item(article: Article) -> re.Match[str] | None:
    text = fold(squeeze(article.words[0].text)) if article.words else ""
    return _ITEM.match(text[len(label_of(text)) :])


def _all(node: Node) -> Iterator[Node]:
    yield node
    for item in node.items:
        yield from _all(item)


def _is_alike(name: str, other: str) -> bool:
    return name in other or other in name
