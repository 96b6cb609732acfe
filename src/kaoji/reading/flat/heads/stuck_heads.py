"""Heads whose labels run together above rows whose cells are lines of their own: each label is given its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph, is_blank
from kaoji.reading.flat.heads.labels import SHEET_LABEL
from kaoji.reading.flat.heads.layouts import layout_of
from kaoji.reading.phrases.actors import unit_share
from kaoji.reading.phrases.wording import points_cell, points_in_name, squeeze
from kaoji.reading.tables.head_words import kind_of
from kaoji.reading.tables.heads import is_head

_BRACKETS: Final = late_pattern(r"[（(][^（()）]{1,12}[）)]")
_TITLE: Final = late_pattern(
    r".{4,}(?:表|标准|细则|办法|方案|清单|体系|情况|(?:考[核评]|评[价估]|测评|共性|个性)指标)(?:[（(][^（()）]{1,20}[）)])?"
)
_LONG: Final = late_pattern("(?:单位|部门|科室)$|[及和与]")  # a label may be long then
_NUMBER: Final = late_pattern("[序编]号")
_MOST_WAYS = 8
_LONGEST, _AHEAD, _FEWEST_ALONE, _FEWEST_LABELS = 80, 60, 3, 3
_SHORTEST, _SHORTEST_TITLE, _SHORTEST_LABEL, _LONGEST_LABEL, _LONGEST_NAME = 8, 6, 2, 12, 30
# What a label costs, every sign more than usual, and one that is made of other words.
_LABEL, _FURTHER, _UNUSUAL, _USUAL = 1.0, 0.6, 0.5, 4


def heads_apart(document: Document) -> Document:
    """Give the document with each label of such heads on a line of its own, behind the title that stands before them."""
    blocks: list[Block] = []
    for at, block in enumerate(document.blocks):
        labels = _labels(block.text) if isinstance(block, Paragraph) else []
        if isinstance(block, Paragraph) and labels and _are_cells(document.blocks[at + 1 :]):
            blocks += [replace(block, text=label) for label in labels]
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks)) if len(blocks) > len(document.blocks) else document


def stuck_labels(text: str) -> list[tuple[str, list[str]]]:
    """Give the likeliest ways to part a line that is nothing but labels, a title before them: the title and the labels of each."""
    ways = _ways(text)
    ways = [way for way in ways if all(map(_is_usual, way[2]))] or ways
    least = min((cost for cost, _, _ in ways), default=0.0)
    return [(title, labels) for cost, title, labels in ways if cost <= least + _UNUSUAL / 2]


def _is_usual(label: str) -> bool:
    return SHEET_LABEL.fullmatch(_BRACKETS.sub("", label)) is not None


def _labels(text: str) -> list[str]:
    """Give the title, if there is one, and the labels of a line that is nothing but these; else nothing."""
    _, title, labels = next(iter(_ways(text)), (0.0, "", []))
    return [*([title] if title else []), *labels]


@lru_cache(maxsize=2**11)
def _ways(text: str) -> list[tuple[float, str, list[str]]]:
    """Give the ways to part a line into a title and labels: what each costs, and both."""
    bare = squeeze(text)
    if not _SHORTEST <= len(bare) <= _LONGEST or "\t" in text.strip():
        return []
    words = text.split()
    if len(words) > 1 and any(kind_of(word, "score") is not None for word in words[-2:]):
        return []  # spaces part the labels
    brackets = {found.start(): found[0] for found in _BRACKETS.finditer(bare)}
    # Few lines begin with a title; where none is, its ends need not be looked for.
    ends = range(_SHORTEST_TITLE, len(bare) - 2) if _TITLE.match(bare) else ()
    starts = [0, *(end for end in ends if _TITLE.fullmatch(bare[:end]))]
    found = (
        (cost, bare[:start], labels)
        for start in starts
        for cost, labels in _parted(bare, start, brackets)
        if _are_head(labels)
    )
    return list(islice(found, _MOST_WAYS))


def _are_head(labels: Sequence[str]) -> bool:
    """Tell whether labels head a score sheet, most of them in the usual words."""
    kinds = [kind for kind in layout_of(labels, "score").kinds if kind]
    usual = sum(map(_is_usual, labels))
    is_told = usual >= _FEWEST_LABELS and usual * 3 >= len(labels) * 2
    is_whole = "text" in kinds or "detail" in kinds or "content" in kinds
    return is_told and is_whole and len(set(kinds)) >= _FEWEST_LABELS and is_head(kinds, "score")


def _parted(text: str, start: int, brackets: Mapping[int, str]) -> list[tuple[float, list[str]]]:
    """Give the likeliest ways to part a text into labels from a place on, with what they cost, the best first."""
    best: dict[int, list[tuple[float, list[str]]]] = {start: [(0.0, [])]}
    while best and (at := min(best)) < len(text):
        ways = sorted(best.pop(at))[:_MOST_WAYS]
        for end in range(at + _SHORTEST_LABEL, min(len(text), at + _LONGEST_LABEL) + 1):
            label = text[at:end]
            kind = kind_of(label, "score")
            if kind is None or (kind != "number" and _NUMBER.match(label)):
                continue
            # 项目分值考核内容: points hardly stand first.
            own = _UNUSUAL * _USUAL * (kind == "points" and at == start)
            is_usual = SHEET_LABEL.fullmatch(label) is not None
            own += _LABEL * (not is_usual and _are_two(label))
            is_long = not (is_usual and _LONG.search(label))
            own += _LABEL + is_long * _FURTHER * max(0, len(label) - _USUAL) + (0.0 if is_usual else _UNUSUAL)
            behind = end + len(brackets.get(end, ""))
            best.setdefault(behind, []).extend((cost + own, [*labels, text[at:behind]]) for cost, labels in ways)
    return sorted(best.get(len(text), []))


def _are_two(label: str) -> bool:
    """Tell whether a label is two usual ones: 类别, 指标."""
    return any(
        SHEET_LABEL.fullmatch(label[:at]) and SHEET_LABEL.fullmatch(label[at:])
        for at in range(_SHORTEST_LABEL, len(label) - 1)
    )


def _are_cells(blocks: Sequence[Block]) -> bool:
    """Tell whether lines are cells: points and numbers stand alone on several of them, and none runs on."""
    ahead = (block for block in blocks if not isinstance(block, Paragraph) or not is_blank(block.text))
    lines = [squeeze(block.text) for block in islice(ahead, _AHEAD) if isinstance(block, Paragraph)]
    alone = [line for line in lines if points_cell(line) is not None or line.isdigit() or _is_cell(line)]
    return len(alone) >= _FEWEST_ALONE


def _is_cell(line: str) -> bool:
    return len(line) <= _LONGEST_NAME and (bool(points_in_name(line)[1]) or unit_share(line) >= 1)
