"""Titles that have no line of their own: the first label of a head stands right behind them (…考核评分表序号 考核项目 …)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import Paragraph, is_blank
from kaoji.reading.flat.heads.labels import closed_up
from kaoji.reading.flat.heads.wrapped_heads import is_label
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Family, kind_of

_TITLE: Final = late_pattern(
    r"^.{4,}(?:表|标准|细则|办法|方案|清单|台账|体系|情况|(?<=.{4})(?:考[核评]|评[价估]|测评|共性|个性)指标)(?:[（(][^（()）]{1,20}[）)])?$"
)
_STANDARD: Final = late_pattern("(?:考[核评]|[评计扣打]分)?(?:细则|标准|办法)")
_LONGEST_LABEL: Final = 10
_SHORTEST_LABEL: Final = 2
_FEWEST_FURTHER: Final = 2


def titles_apart(lines: Sequence[Paragraph], family: Family) -> list[Paragraph]:
    """Give titles a line of their own where further labels follow the one behind them."""
    apart: list[Paragraph] = []
    for index, line in enumerate(lines):
        line = replace(line, text=closed_up(line.text)) if family == "score" and " " in line.text.strip() else line  # noqa: PLW2901
        words = line.text.split()
        cut = _cut(words[0], family) if words and not line.text.startswith(("\t", "|")) else 0
        if cut and _goes_on(words[1:] or _next_words(lines, index + 1), family):
            apart.append(replace(line, text=words[0][:cut]))
            apart.append(replace(line, text=line.text.strip()[cut:]))
        elif len(words) > 1 and _ends_with_label(words, family) and _goes_on(_next_words(lines, index + 1), family):
            text = line.text.rstrip()
            apart.append(replace(line, text=text[: -len(words[-1])]))
            apart.append(replace(line, text=words[-1]))
        else:
            apart.append(line)
    return apart


def _ends_with_label(words: Sequence[str], family: Family) -> bool:
    """Tell whether words are a title and the first label of the head below it."""
    before = words[:-1]
    is_title = _TITLE.match("".join(before)) is not None and not any(is_label(word, family) for word in before)
    return is_title and is_label(words[-1], family)


def _cut(word: str, family: Family) -> int:
    """Give where a label begins behind a title; 0 where there is none."""
    for length in range(min(_LONGEST_LABEL, len(word) - 1), _SHORTEST_LABEL - 1, -1):
        if _STANDARD.fullmatch(word[-length:]):
            continue  # 考核办法评分细则 is one title: standards head no first column
        if is_label(word[-length:], family) and _TITLE.match(word[:-length]):
            return len(word) - length
    return 0


def _next_words(lines: Sequence[Paragraph], at: int) -> list[str]:
    filled = (squeeze(line.text) for line in islice(lines, at, None) if not is_blank(line.text))
    return list(islice(filled, _FEWEST_FURTHER))


def _goes_on(words: Sequence[str], family: Family) -> bool:
    following = words[:_FEWEST_FURTHER]
    return len(following) == _FEWEST_FURTHER and all(kind_of(word, family) is not None for word in following)
