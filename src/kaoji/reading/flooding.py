"""Advertising that was planted into the text of a public page: phrases for betting and the like inside sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Block, Document, Grid, Paragraph

_PLANTED: Final = re.compile(
    r"(?:[买赌玩押][\u4e00-\u9fff]{0,3})?(?:足球|篮球|彩票|博彩|赌球|赌博|棋牌|百家乐|六合彩|时时彩|赛车)[\u4e00-\u9fff]{0,3}(?:软件|网站|平台|官网|投注|开户|娱乐城|下载|网址)"
)
_LEAST_TIMES = 2


def cleaned(document: Document) -> tuple[Document, list[Diagnostic]]:
    """Take planted phrases out of a document; each is named in a finding.

    A phrase counts as planted if it stands at least twice with letters on both sides.
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
    found = Counter(
        match[0]
        for text, _ in _texts(document.blocks)
        for match in _PLANTED.finditer(text)
        if match.start() > 0 and match.end() < len(text)
    )
    return [phrase for phrase, count in found.items() if count >= _LEAST_TIMES]


def _grid(grid: Grid, pattern: re.Pattern[str]) -> Grid:
    rows = tuple(tuple(replace(cell, text=pattern.sub("", cell.text)) for cell in row) for row in grid.rows)
    return Grid(rows, grid.source)
