"""Whole tables in one line, with spaces between their cells → a cell a line, as the other ways to flatten one leave it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Block, Document, Paragraph
from kaoji.reading.flat.heads.wrapped_heads import is_label
from kaoji.reading.flat.lines.delimited import words_of
from kaoji.reading.flat.lines.letters import joined_names
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Family, kind_of
from kaoji.reading.tables.heads import is_head, settled

_FEWEST_WORDS, _FEWEST_FURTHER, _LATEST_HEAD = 16, 8, 40
_FEWEST_LABELS, _MOST_LABELS = 3, 10
_LONGEST_WORD: Final = 60
_LONGEST_LABEL: Final = 8
_NUMBERED: Final = late_pattern(r"(?:(?P<before>.{1,40}\S)\s+)?(?P<number>\d{1,3})")


def spread(document: Document, family: Family) -> Document:
    """Give the document with each line that holds a head and rows of a table as one line for each of their cells."""
    blocks: list[Block] = []
    goes_on, number = False, 0
    for block in document.blocks:
        if not isinstance(block, Paragraph) or "\t" in block.text or "|" in block.text:
            blocks.append(block)
            goes_on = False
            continue
        parted, number = _with_numbers(words_of(block.text), number if goes_on else 0)
        words = joined_names(parted)
        first = _head_in(words, family) if len(words) >= _FEWEST_WORDS else -1
        if first < 0 and not (goes_on and _are_cells(words)):
            blocks.append(block)
            goes_on = goes_on and not block.text.strip()
            continue
        blocks += _lines(block, words, max(first, 0))
        goes_on = True
    return replace(document, blocks=tuple(blocks)) if len(blocks) > len(document.blocks) else document


def _with_numbers(words: Sequence[str], last: int) -> tuple[list[str], int]:
    """Part the numbers of rows from dates before them (全年 3): they count up from the last one, which is given too."""
    parted: list[str] = []
    for word in words:
        found = _NUMBERED.fullmatch(word)
        if found is None or int(found["number"]) != last + 1 or (found["before"] and not last):
            parted.append(word)
            continue
        last += 1
        parted += [found["before"], found["number"]] if found["before"] else [word]
    return parted, last


def _lines(line: Paragraph, words: Sequence[str], first: int) -> Iterator[Paragraph]:
    if first:
        yield replace(line, text=" ".join(words[:first]))
    yield from (replace(line, text=word) for word in words[first:])


def _head_in(words: Sequence[str], family: Family) -> int:
    """Give the first of the labels that stand one behind the other and make a head; -1 where there are none."""
    for first in range(min(len(words), _LATEST_HEAD)):
        end = first
        while end < min(len(words), first + _MOST_LABELS) and _is_label(words[end], family):
            end += 1
        labels = words[first:end]
        kinds = [kind_of(label, family) for label in labels]
        if len(set(kinds)) >= _FEWEST_LABELS and is_head(settled(kinds, labels, family), family):
            return first
    return -1


def _is_label(word: str, family: Family) -> bool:
    """Tell whether a word may be a label among others, though it is made of other words than labels mostly are."""
    return is_label(word, family) or (len(word) <= _LONGEST_LABEL and kind_of(word, family) is not None)


def _are_cells(words: Sequence[str]) -> bool:
    """Tell whether words go on with the cells of a table: many of them, and not long on the average."""
    return len(words) >= _FEWEST_FURTHER and sum(len(squeeze(word)) for word in words) < len(words) * _LONGEST_WORD
