"""How long a public notice (公示) usually runs, and how long the notice that set the rules says.

The provisions on assessing civil servants let no result of the best grade stand on notice for fewer than five working
days, and others follow them; a notice may name a length of its own. Neither is forced: who begins a shorter one says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kaoji.numbers import chinese_numeral
from kaoji.web.assessments.models import Assessment, NoticeState

USUAL_DAYS: Final = 5
"""So many working days is a result usually on notice at least."""
_DAYS: Final = r"(?P<days>(?<!\d)\d{1,2}|[一二两三四五六七八九十]{1,3})\s*个?(?P<working>工作日|日|天)(?!以?[前内后])"
_SAID: Final = (
    re.compile(r"公示[^。；;后满]{0,12}?" + _DAYS),
    re.compile(_DAYS + r"[^。；，,;\d]{0,6}?公示"),
)
_SENTENCE: Final = re.compile(r"[^。；\n]+[。；]?")


@dataclass(frozen=True, slots=True)
class Said:
    """What a notice says of the length: so many days, whether working days are meant, and its sentence."""

    days: int
    sentence: str
    is_working: bool = True


def length_said(text: str) -> Said | None:
    """Give the length of the public notice that a text names; the longest where it names several.

    >>> length_said("考核结果经审定后公示，公示期不少于7个工作日。")
    Said(days=7, sentence='考核结果经审定后公示，公示期不少于7个工作日。', is_working=True)
    >>> length_said("审定后3个工作日内公示。") is None
    True
    """
    found: list[Said] = []
    for sentence in _SENTENCE.findall(text):
        for pattern in _SAID:
            for match in pattern.finditer(sentence):
                days = int(match["days"]) if match["days"].isdecimal() else chinese_numeral(match["days"])
                if days and "月" not in sentence[max(match.start("days") - 2, 0) : match.start("days")]:
                    found.append(Said(days, sentence.strip(), match["working"] == "工作日"))
    return max(found, key=lambda said: said.days, default=None)


def length_said_for(assessment: Assessment) -> Said | None:
    """Give the length that the notices of an assessment name: the longest of them, None where they name none."""
    readings = assessment.notices.filter(state=NoticeState.READ).values_list("reading", flat=True)
    found = [said for reading in readings for said in _in_reading(reading)]
    return max(found, key=lambda said: said.days, default=None)


def _in_reading(reading: dict[str, Any]) -> list[Said]:
    texts = (row.get("text", "") for row in reading.get("passages", ()))
    return [said for text in texts if "公示" in text and (said := length_said(text)) is not None]


def is_short(working_days: int, from_on: date, until_on: date, said: Said | None) -> bool:
    """Tell whether it runs for fewer days than the notice with the rules says, or is usual where that says nothing."""
    if said is None:
        return working_days < USUAL_DAYS
    if said.is_working:
        return working_days < said.days
    return (until_on - from_on).days + 1 < said.days
