"""Indicators that one sentence lists with their points, and of which others say how each is scored: 营业收入20%… 营业收入：每低1%扣….

They become a sheet as a table would have it, one for each kind of units whose indicators are listed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Source
from kaoji.reading.drafts.part_names import core_of
from kaoji.reading.drafts.whole_parts import kind_name
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.running_text import RunningText
from kaoji.reading.prose.stated_parts import StatedPart
from kaoji.reading.sheets import Node

_HEAD: Final = late_pattern(
    r"^(?P<names>[^：:。；;（()）]{2,40}?)(?:[（(][^（()）]{1,16}[）)])?(?:得分|指标|考核)?[：:。]\s*(?=.)"
)
_MARKS: Final = late_pattern("[、，,]|和(?!谐)|及|与")
_OF_KIND: Final = late_pattern(
    r"^(?P<kind>[\u4e00-\u9fff]{2,4}?)(?:类)?指标(?!得分|体系|包括|分为|由[^,，]{2,30}组成)(?:[^,，。；;]{0,16})(?:采用|按照?|由|实行|采取)"
)
_SHEET: Final = "考核指标"


def sheets_said(text: RunningText) -> tuple[tuple[Node, ...], set[Source]]:
    """Give sheets of the listed indicators and the lines that they take; none where no line says how one of them is scored.

    >>> from kaoji.reading.document import Paragraph
    >>> from kaoji.reading.prose.running_text import read_running_text
    >>> lines = [
    ...     Paragraph("一、考核指标包括产量（60分）、质量（40分）。"),
    ...     Paragraph("（一）产量：每少1吨扣2分。", source=Source(paragraph=2)),
    ... ]
    >>> (sheet,), taken = sheets_said(read_running_text(lines, [], []))
    >>> [(child.name, child.points, child.text) for child in sheet.children], len(taken)
    ([('产量', '60', '每少1吨扣2分'), ('质量', '40', '')], 1)
    """
    wholes = [part for part in text.parts if not part.name]
    names = {core_of(name) for whole in wholes for name, _ in whole.parts}
    methods = dict(_methods(text, names, {whole.words.source for whole in wholes}))
    if not methods or len({whole.subject for whole in wholes}) < len(wholes):
        return (), set()
    return tuple(_sheet(whole, methods) for whole in wholes), {words.source for words, _ in methods.values()}


def with_methods_of_kinds(sheets: tuple[Node, ...], text: RunningText) -> tuple[tuple[Node, ...], list[Binding]]:
    """Give rows that say no more than of which kind they are (定量) what a sentence says of all of this kind: 定量指标采用功效系数法."""
    said: dict[str, Words] = {}
    for _, article in text.top.walk():
        for sentence in article.sentences():
            if (match := _OF_KIND.match(squeeze(sentence.text))) is not None:
                said.setdefault(match["kind"], sentence)
    rows = {node.text or node.detail for sheet in sheets for node in sheet.walk() if not node.children}
    used = {kind: words for kind, words in said.items() if rows & {kind, f"{kind}指标"}}
    if not used:
        return sheets, []
    bindings = [Binding(words, "计分办法", f"{kind}指标") for kind, words in used.items()]
    return tuple(_of_kinds(sheet, used) for sheet in sheets), bindings


def _of_kinds(node: Node, said: Mapping[str, Words]) -> Node:
    children = tuple(_of_kinds(child, said) for child in node.children)
    words = None if children else said.get((node.text or node.detail).removesuffix("指标"))
    return replace(node, children=children, text=words.text if words is not None else node.text)


def _methods(
    text: RunningText, names: Collection[str], listing: Collection[Source]
) -> Iterator[tuple[str, tuple[Words, str]]]:
    """Give for each indicator the line that begins with its name, and what it says behind that with all below it."""
    for _, article in text.top.walk():
        first = article.words[0] if article.words else None
        head = _HEAD.match(first.text) if first is not None and first.source not in listing else None
        if first is None or head is None:
            continue
        named = [core_of(name) for name in re.split(_MARKS.pattern, head["names"])]
        if named and all(name in names for name in named):
            said = "\n".join((first.text[head.end() :], *_below(article)))
            yield from ((name, (first, said)) for name in named)


def _below(article: Article) -> Iterator[str]:
    """Give the further lines of an article and of those below it, with their numbers."""
    yield from (words.text for words in article.words[1:])
    for item in article.articles:
        for _, each in item.walk():
            yield from (f"{each.label}{words.text}" if at == 0 else words.text for at, words in enumerate(each.words))


def _sheet(whole: StatedPart, methods: dict[str, tuple[Words, str]]) -> Node:
    children = []
    for name, points in whole.parts:
        words, said = methods.get(core_of(name), (whole.words, ""))
        children.append(Node(squeeze(name), points, text=said, source=words.source))
    return Node(kind_name(whole) if whole.subject else _SHEET, children=tuple(children), source=whole.words.source)
