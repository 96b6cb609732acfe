"""Heads whose labels were cut into lines, letter by letter at worst (序 / 号 / 责任 / 领导): put together by their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from kaoji.reading.document import Paragraph, is_blank
from kaoji.reading.flat.heads.labels import SHEET_LABEL, TASK_LABEL
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Family, Kind, bare_label, kind_of
from kaoji.reading.tables.heads import is_head, settled

_MOST_WORDS, _MOST_PARTS, _LONGEST = 48, 6, 26
_FEWEST_LABELS = 3
_LABEL, _JOINED, _WHOLE_INSIDE = 0.1, 0.05, 0.6
_TOLD: Final[tuple[Kind, ...]] = ("points", "blank", "provider", "text", "note", "content", "detail")
_Way = tuple[float, tuple[str, ...]]


def wrapped_labels(lines: Sequence[Paragraph], at: int, family: Family) -> tuple[list[str], int, bool] | None:
    """Give the labels of a head that begins on a line, the line behind it, and whether spaces part some of them.

    Some label must run over several words, or there is nothing to put together.
    """
    first = lines[at].text.split(maxsplit=1)  # most lines begin with what is too long for a label
    if first and len(first[0]) > _LONGEST:
        return None
    ahead = _words(lines, at)
    words = list(islice(ahead, _MOST_PARTS))
    # Asked of every line, and nearly none begins with a label.
    if not any(is_label("".join(word for word, _ in words[:end]), family) for end in range(1, len(words) + 1)):
        return None
    words += ahead
    best: dict[int, _Way] = {0: (0.0, ())}
    found: tuple[list[str], int, bool] | None = None
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - _MOST_PARTS), end):
            if start not in best:
                continue
            label = "".join(word for word, _ in words[start:end])
            if not is_label(label, family):
                continue
            weight, labels = best[start]
            inside = sum(is_label(word, family) for word, _ in words[start:end]) if end - start > 1 else 0
            weight -= _LABEL + _JOINED * (end - start - 1) + _WHOLE_INSIDE * inside
            if end not in best or weight > best[end][0]:
                best[end] = weight, (*labels, label)
        ends_line = end == len(words) or words[end][1] != words[end - 1][1]
        if end in best and ends_line and end > len(best[end][1]):
            labels = best[end][1]
            kinds = [kind_of(label, family) for label in labels]
            if _is_whole(kinds, labels, family) and not _adds_name(kinds, family):
                spaced = any(words[index][1] == words[index - 1][1] for index in range(1, end))
                found = list(labels), words[end - 1][1] + 1, spaced
    return found


def is_label(text: str, family: Family) -> bool:
    """Tell whether a text is a whole label, its brackets aside: no more words than labels are made of."""
    if len(text) > _LONGEST or kind_of(text, family) is None:
        return False
    return (SHEET_LABEL if family == "score" else TASK_LABEL).fullmatch(bare_label(text)) is not None


def _words(lines: Sequence[Paragraph], at: int) -> Iterator[tuple[str, int]]:
    """Give the words of lines from one on, with their lines."""
    count = 0
    for index in range(at, len(lines)):
        text = lines[index].text
        if is_blank(text):
            continue
        for word in text.split():
            yield squeeze(word), index
            count += 1
        if count >= _MOST_WORDS or len(squeeze(text)) > 2 * _LONGEST:
            return


def _is_whole(kinds: Sequence[Kind | None], labels: Sequence[str], family: Family) -> bool:
    different = {kind for kind in kinds if kind}
    return (
        len(labels) >= _FEWEST_LABELS
        and len(different) >= _FEWEST_LABELS
        and is_head(settled(kinds, labels, family), family)
    )


def _adds_name(kinds: Sequence[Kind | None], family: Family) -> bool:
    """Tell whether the last label names rows behind what is told of them: the first row begins with it."""
    return family == "score" and kinds[-1] in ("name", "unit") and bool(set(kinds) & set(_TOLD))
