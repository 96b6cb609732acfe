"""Advertising that was planted into the text of a public page: phrases for betting and the like inside sentences.

A page that was broken into has such phrases in the middle of words, where they mean nothing. A notice that speaks of the
same things itself (打击赌博网站) says what is to be done about them: what stands in such a sentence is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Grid, Paragraph

_PLANTED: Final = late_pattern(
    r"(?:[买赌玩押投][\u4e00-\u9fff]{0,3})?(?:足球|篮球|外围|彩票|博彩|赌球|赌博|赌场|棋牌|捕鱼|老虎机|百家乐|六合彩|时时彩|快三|赛车|私服|外挂)"
    r"[\u4e00-\u9fff]{0,3}(?:软件|网站|平台|官网|投注|开户|注册|娱乐城|下载|网址|技巧|攻略|[aA][pP][pP])"
)
_BEFORE: Final = late_pattern(
    r"(?:打击|整治|查处|查禁|严禁|禁止|清理|取缔|封堵|关停|防范|抵制|举报|涉|非法|网络|、)[^，。；]{0,4}$"
)
_BEHIND: Final = late_pattern(r"^(?:、|等|的?(?:违法|犯罪|案|活动|行为|窝点|人员|专项))")
# Nobody buys football in a notice, so that once is enough: part of a notice may hold such a phrase once.
_SURE: Final = late_pattern(
    r"[买赌押玩](?:足球|篮球|外围|百家乐|时时彩|六合彩|快三)[\u4e00-\u9fff]{0,2}(?:软件|网站|平台|官网|投注|下载|网址|[aA][pP][pP])"
)
_LEAST_TIMES = 2


def cleaned(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Take planted phrases out of a document; each is named in a finding.

    A phrase counts as planted if it stands at least twice with letters on both sides, once if it can mean nothing else,
    and never in a sentence on betting.
    """
    phrases = _phrases(document)
    if not phrases:
        return document, []
    pattern = re.compile("|".join(map(re.escape, phrases)))
    times = Counter(match for text, _ in _texts(document.blocks) for match in pattern.findall(text))
    blocks = tuple(
        replace(block, text=pattern.sub("", block.text)) if isinstance(block, Paragraph) else _grid(block, pattern)
        for block in document.blocks
    )
    findings = [
        Diagnostic(
            "reading.W206",
            "The advertising phrase “{phrase}” stands {count} times inside sentences; it was taken out.",
            (document.blocks[0].source.cite(),),
            "Where it has replaced words of the notice, they are missing now; compare with the original.",
            {"phrase": phrase, "count": count},
        )
        for phrase, count in times.items()
    ]
    return replace(document, blocks=blocks), findings


def _texts(blocks: Iterable[Block]) -> list[tuple[str, Block]]:
    return [
        (text, block)
        for block in blocks
        for text in (
            [block.text] if isinstance(block, Paragraph) else [cell.text for row in block.rows for cell in row]
        )
    ]


def _phrases(document: Document) -> list[str]:
    found: Counter[str] = Counter()
    meant: set[str] = set()
    for text, _ in _texts(document.blocks):
        for match in _PLANTED.finditer(text):
            if _BEFORE.search(text[: match.start()]) or _BEHIND.match(text[match.end() :]):
                meant.add(match[0])
            elif match.start() > 0 and match.end() < len(text):
                found[match[0]] += 1
    return [
        phrase
        for phrase, count in found.items()
        if (count >= _LEAST_TIMES or _SURE.fullmatch(phrase)) and phrase not in meant
    ]


def _grid(grid: Grid, pattern: re.Pattern[str]) -> Grid:
    rows = tuple(tuple(replace(cell, text=pattern.sub("", cell.text)) for cell in row) for row in grid.rows)
    return Grid(rows, grid.source)
