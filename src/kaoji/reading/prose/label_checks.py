"""Numbers before the items of a list: one that is missing, and one that is written otherwise than its neighbours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.numbers import chinese_numeral, fold
from kaoji.reading.document import Paragraph, Source, joined_label
from kaoji.reading.phrases.wording import label_of
from kaoji.reading.sheets import Node

_LEAST_ITEMS = 3
_SHOWN = 24
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

Item = tuple[str, str, Source]
"""A label as printed, the words behind it, and where they stand."""


def checked_labels(items: Sequence[Item], *, in_one_place: bool = False) -> Iterator[Diagnostic]:
    """Look over the numbers of one list, in its order; items of one sentence are all ``in_one_place``.

    >>> items = [(label, "甲", Source()) for label in ("1)", "2)", "3)", "4)", "5")]
    >>> [finding.code for finding in checked_labels(items)]
    ['reading.W310']
    """
    numbered = [(label, words, source) for label, words, source in items if _number(label) is not None]
    if len(numbered) < _LEAST_ITEMS:
        return
    yield from _gaps(items, in_one_place=in_one_place)
    styles = Counter(_style(label) for label, _, _ in numbered)
    usual, count = styles.most_common(1)[0]
    others = [(label, words, source) for label, words, source in numbered if _style(label) != usual]
    if len(others) == 1 and count >= _LEAST_ITEMS - 1:
        label, words, source = others[0]
        before = next(other for other, _, _ in numbered if _style(other) == usual)
        yield Diagnostic(
            "reading.W310",
            "The number “{label}” of “{words}” is written otherwise than “{usual}” beside it.",
            (source.cite(),),
            "Something of it may be lost; compare it with the original.",
            {"label": label, "words": words[:_SHOWN], "usual": before},
        )


def _gaps(items: Sequence[Item], *, in_one_place: bool) -> Iterator[Diagnostic]:
    """Find numbers that are left out; an item without a number in that place is named."""
    before = first = None
    last, place = "", None
    bare: Item | None = None
    for label, words, source in items:
        number = _number(label)
        if number is None:
            bare = (label, words, source)
            continue
        if before is not None and number > before + 1:
            yield Diagnostic(
                "reading.W308",
                "Behind item {before} comes item {number}; “{words}” between them has no number."
                if bare
                else "Behind item {before} comes item {number}.",
                ((bare[2] if bare else source).cite(),),
                "A number may have been lost, or an item; compare with the original.",
                {"before": before, "number": number, "words": (bare[1] if bare else words)[:_SHOWN]},
            )
        if (
            before is not None
            and number == before > 1
            and label == last
            and first == 1
            and (in_one_place or source != place)
        ):
            yield Diagnostic(
                "reading.W308",
                "The number “{label}” stands twice; its second item is “{words}”.",
                (source.cite(),),
                "An item may have been put in without new numbers; compare with the original.",
                {"label": label.strip(), "words": words[:_SHOWN]},
            )
        first = number if first is None else first
        last, place = label, source
        before, bare = number, None


def labels_in(nodes: Iterable[Node]) -> Iterator[Diagnostic]:
    """Look over the numbers of all lists in trees."""
    for node in nodes:
        yield from checked_labels([(child.label, child.name or child.text, child.source) for child in node.children])
        yield from running_labels(
            [(one.label, one.name or one.text, one.source) for one in child.children] for child in node.children
        )
        yield from labels_in(node.children)


def lacks_second(items: Sequence[Item]) -> Iterator[Diagnostic]:
    """Find a list of two items of which the second is numbered 3; some of its items must not have been taken out."""
    if [_number(label) for label, _, _ in items] == [1, _LEAST_ITEMS]:
        yield from _gaps(items, in_one_place=False)


def running_labels(lists: Iterable[Sequence[Item]]) -> Iterator[Diagnostic]:
    """Find numbers that are left out between lists that run on below several headings: 第十条, then 第四章 with 第十二条."""
    edges = [(_number(one[0][0]), _number(one[-1][0]), one[0]) for one in lists if one]
    steps = [(before, first, item) for (_, before, _), (first, _, item) in pairwise(edges)]
    runs = [before is not None and first == before + 1 for before, first, _ in steps]
    if not any(runs) or any(first is None or before is None or first <= before for before, first, _ in steps):
        return
    for before, first, (_, words, source) in steps:
        if before is not None and first is not None and first > before + 1:
            yield Diagnostic(
                "reading.W308",
                "Behind item {before} comes item {number}.",
                (source.cite(),),
                "A number may have been lost, or an item; compare with the original.",
                {"before": before, "number": first, "words": words[:_SHOWN]},
            )


def distinct(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out a finding on a list that another one is on already, of two the first."""
    return list({(finding.code, finding.sources): finding for finding in reversed(list(findings))}.values())[::-1]


def not_in_between(findings: Iterable[Diagnostic], lines: Iterable[Paragraph]) -> Iterator[Diagnostic]:
    """Leave out gaps between articles whose missing numbers stand in the text: other readings took them out of the list."""
    labels = [(label_of(joined_label(line.label, line.text).strip()), line.source.cite()) for line in lines]
    stands = {_number(label) for label, _ in labels if label.startswith("第")}
    places = {place for label, place in labels if label.startswith("第")}
    for finding in findings:
        before, number = finding.data.get("before"), finding.data.get("number")
        is_gap = isinstance(before, int) and isinstance(number, int) and not places.isdisjoint(finding.sources)
        if not is_gap or not stands.issuperset(range(int(str(before)), int(str(number)) + 1)):
            yield finding


def _number(label: str) -> int | None:
    bare = label.strip(" （()）.．、第章节条")
    if bare in _CIRCLED and bare:
        return _CIRCLED.index(bare) + 1
    folded = fold(bare)
    return int(folded) if folded.isascii() and folded.isdigit() else chinese_numeral(bare)


def _style(label: str) -> str:
    """Give how a number is written: its kind of digits, and the signs around them."""
    kinds = (("wide", "[０-９]"), ("digit", "[0-9]"), ("word", "[一二三四五六七八九十]"), ("circled", f"[{_CIRCLED}]"))
    kind = next((name for name, pattern in kinds if re.search(pattern, label)), "")
    return kind + re.sub(r"[\d０-９一二三四五六七八九十①-⑳\s]", "", label).replace("．", ".").replace(
        "（", "("
    ).replace("）", ")")
