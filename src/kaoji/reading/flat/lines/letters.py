"""Words that were cut into letters: one below the other in a narrow column, or with spaces between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph
from kaoji.reading.phrases.actors import person_likeness
from kaoji.reading.phrases.wording import squeeze

_SURELY_PERSON: Final = 0.8
_LENGTHS: Final = (3, 2)
_SHORTEST_OF_TWO: Final = 4
# How a line ends that was cut within points, a date or a figure, and what the rest of it is.
_CUT_WITHIN: Final = (
    (late_pattern(r"[（(︵]\d{0,3}$"), late_pattern(r"\d{0,3}(?:\.\d)?分?[）)︶]")),
    (late_pattern(r"\d$"), late_pattern("分")),
    (
        late_pattern(r"\d{4}年\d{0,2}$|\d{1,2}月\d{0,2}$"),
        late_pattern(r"\d{0,2}(?:[月日](?:底|末|初|份|上旬|中旬|下旬)?前?|[底末初]前?|前)"),
    ),
    (late_pattern(r".{3}\d[.．]$"), late_pattern(r"\d.*")),
)
_OFFICE_END: Final = late_pattern("[局委办厅部处科室所站队院会心](?=.)")


def joined_letters(lines: Sequence[Paragraph], *, has_persons: bool) -> list[Paragraph]:
    """Join single letters on lines of their own to words; persons one behind the other stay apart.

    ``has_persons``: the last letter of a person may stand alone (赵甲 / 乙).
    """
    joined: list[Paragraph] = []
    for are_letters, group in groupby(lines, lambda line: _is_letter(squeeze(line.text))):
        run = list(group)
        if are_letters and joined and _goes_on(squeeze(joined[-1].text), squeeze(run[0].text), has_persons=has_persons):
            joined[-1] = replace(joined[-1], text=squeeze(joined[-1].text + run.pop(0).text))
        if not run:
            continue
        if not are_letters or len(run) == 1:
            joined += run
            continue
        at = 0
        for word in _words("".join(squeeze(line.text) for line in run)):
            joined.append(replace(run[at], text=word))
            at += len(word)
    return joined


def _is_letter(bare: str) -> bool:
    return len(bare) == 1 and "\u4e00" <= bare <= "\u9fff"


def whole_lines(lines: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Join what can only be one: 学习纪律（1 / 5分）, 2031年10 / 月底, 每次扣0. / 5分, 12 / 分."""
    waiting: Paragraph | None = None
    for line in lines:
        if waiting is not None and len(line.text.split()) == 1 and _was_cut(squeeze(waiting.text), squeeze(line.text)):
            waiting = replace(waiting, text=waiting.text.rstrip() + line.text.strip())
            continue
        if waiting is not None:
            yield waiting
        waiting = line
    if waiting is not None:
        yield waiting


def _was_cut(before: str, after: str) -> bool:
    """Tell whether a line was cut within points, a date or a figure, of which the next one is the rest."""
    return any(cut.search(before) and rest.fullmatch(after) for cut, rest in _CUT_WITHIN)


def _goes_on(before: str, letter: str, *, has_persons: bool) -> bool:
    """Tell whether a letter is the last one of a person, or of a word for extra points (加分 / 项)."""
    is_name = has_persons and len(before) == _LENGTHS[-1] and _OFFICE_END.match(letter * 2) is None
    return (is_name and person_likeness(before + letter) >= _SURELY_PERSON) or (
        letter == "项" and before in ("加分", "减分", "扣分", "奖分")
    )


def _words(text: str) -> list[str]:
    """Give the persons that letters are, or all of them as one word."""
    if len(text) >= _SHORTEST_OF_TWO:
        found = _persons(text)
        if len(found) > 1:
            return found
    if _OFFICE_END.match(text) and (found := _persons(text[1:])):
        return [text[0], *found]  # the end of an office before a person: 局, 赵甲乙
    return [text]


def _persons(text: str) -> list[str]:
    """Give the persons whose names make up a text, longer names first; none where something is left over."""
    # From the end, the length of the name with which each rest can begin.
    lengths = {len(text): 0}
    for at in reversed(range(len(text))):
        for length in _LENGTHS:
            if at + length in lengths and person_likeness(text[at : at + length]) >= _SURELY_PERSON:
                lengths[at] = length
                break
    found: list[str] = []
    at = 0
    while at < len(text) and at in lengths:
        found.append(text[at : at + lengths[at]])
        at += lengths[at]
    return found


def joined_names(words: Sequence[str]) -> list[str]:
    """Join the names of persons that are written with a space between two letters.

    >>> joined_names(["3", "修路", "赵", "甲", "区交通局"])
    ['3', '修路', '赵甲', '区交通局']
    """
    joined: list[str] = []
    for word in words:
        last = joined[-1] if joined else ""
        if len(last) == len(word) == 1 and person_likeness(last + word) >= _SURELY_PERSON:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
