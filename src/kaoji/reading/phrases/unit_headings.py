"""Lines that head the table of one department: its number, its name, and often who answers for it."""

from __future__ import annotations

import re
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.actors import UNIT_END, person_likeness, split_persons

_HEADING: Final = late_pattern(
    r"^(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十百]+、|\d{1,3}[、.．])\s*(?P<unit>[^\s\u00a0\u3000，。；：:]{2,24})(?P<rest>.*)$"
)
_TITLE: Final = late_pattern("(?:考核|考评|评分|计分|测评)[^，。]{0,6}(?:表|细则|标准|办法)")
_ANSWERS: Final = late_pattern(r"(?:责任人|负责人|责任领导)\s*[:：]\s*(?P<who>[^，,；;。（()）]+)")


def unit_heading(text: str) -> re.Match[str] | None:
    """Give the unit and the rest of a line that names one department and nothing else.

    >>> unit_heading("（三）县水利局　　直接责任人：何川")["unit"], unit_heading("（三）加快发展工业")
    ('县水利局', None)
    """
    match = _HEADING.match(text.strip())
    is_unit = match is not None and UNIT_END.search(match["unit"]) and not _TITLE.search(match["unit"])
    return match if is_unit else None


def who_answers(rest: str) -> tuple[str, ...]:
    """Give the persons that the rest of such a line names.

    >>> who_answers("   直接责任人：何　川、林一舟")
    ('何川', '林一舟')
    """
    found = _ANSWERS.search(fold(rest))
    persons = split_persons(found["who"]) if found is not None else []
    return tuple(one for one in persons if person_likeness(one) > 0)
