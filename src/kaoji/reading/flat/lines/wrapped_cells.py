"""Cells that were cut into lines of one length, with blank lines between them: each run of lines is one cell.

A text editor or a converter breaks every line at the same number of letters. Such lines are told by their length: all but
the last of a run are as long as the longest line of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kaoji.reading.document import Block, Document, Paragraph, is_blank

_FEWEST_RUNS, _SHORTEST, _LONGEST = 2, 8, 60
_SLACK: Final = 1  # a mark that must not begin a line is drawn up
_LEAST_ALONE, _LEAST_FULL = 0.4, 0.95


def cells_joined(document: Document) -> Document:
    """Give the document with the lines of each cut cell joined; unchanged where its lines do not show such a length."""
    if any(not isinstance(block, Paragraph) or "\t" in block.text for block in document.blocks):
        return document
    lines = document.paragraphs
    runs = list(_runs(lines))
    tall = [run for run in runs if len(run) > 1]
    if not tall or len(runs) - len(tall) < _LEAST_ALONE * len(runs):
        return document
    for measured in (len, _columns):
        lengths = [[measured(line.text.strip()) for line in run] for run in runs]
        broken = [length for run in lengths for length in run[:-1]]
        limit = max(broken)
        # One cut cell alone tells nothing, unless no other line below the title is as long.
        within = [length for run in (lengths[1:] if len(tall) < _FEWEST_RUNS else lengths) for length in run]
        within = [length for run in lengths if len(run) > 1 for length in run] if len(tall) >= _FEWEST_RUNS else within
        is_cut = sum(length >= limit - measured("。") * _SLACK for length in broken) >= _LEAST_FULL * len(broken)
        if is_cut and _SHORTEST <= limit <= _LONGEST and max(within) <= limit:
            blocks: list[Block] = []
            for run in _runs(lines, blank=True):
                joined = "".join(line.text.strip() for line in run)
                blocks.append(replace(run[0], text=joined))
            return replace(document, blocks=tuple(blocks))
    return document


def _runs(lines: Sequence[Paragraph], *, blank: bool = False) -> Iterator[list[Paragraph]]:
    """Give the lines between blank lines; with ``blank`` each blank line too, as a run of its own."""
    run: list[Paragraph] = []
    for line in lines:
        if not is_blank(line.text):
            run.append(line)
            continue
        if run:
            yield run
        run = []
        if blank:
            yield [line]
    if run:
        yield run


def _columns(text: str) -> int:
    """Give how wide a line is printed: letters and digits take half the room of a Chinese sign."""
    return sum(1 if letter.isascii() else 2 for letter in text)
