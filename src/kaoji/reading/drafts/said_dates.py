"""Dates in sentences that run backwards: valid until before it holds, publishing before checking, a period that ends before it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tasks.due import due_date

_DATE: Final = r"(?:20\d\d年|次年|翌年)?\d{1,2}月(?:\d{1,2}[日号]|[上中下]旬|[底末初])?"
_FULL: Final = r"20\d\d年\d{1,2}月(?:\d{1,2}日)?"
# 自2031年3月1日起施行，有效期至2030年12月31日
_VALID: Final = late_pattern(rf"(?P<first>{_FULL})起[^。;]{{0,14}}?(?:有效期|执行|施行|截止)?[至到](?P<last>{_FULL})")
# 考核期间为2031年1月1日至2030年12月31日
_PERIOD: Final = late_pattern(rf"(?P<first>{_FULL})(?:起)?[-—~～至到]+(?P<last>{_FULL})")
_WHEN: Final = late_pattern(rf"(?P<when>{_DATE})(?:之?前|以前|内|起|开始|[-—~～至到]+(?P<until>{_DATE})(?:之?前)?)?")
_YEAR: Final = late_pattern(r"20\d\d年")
# What is done in an assessment comes in this order, whatever its details.
_STEPS: Final = (
    late_pattern("自评|自查|自我评价|自我评|上报|报送|填报|申报|提交|述职"),
    late_pattern("审核|核查|评审|复核|初审|核定|实地|抽查|测评|打分|考核组"),
    late_pattern("审定|公示|公布|通报|反馈|表彰|兑现"),
)
_NO_STEP: Final = late_pattern("日常|平时|每[月季年]|每半年|随时|上年度|次月|逾期|不按时|申诉|异议")
_HALF_A_YEAR: Final = 183


def dates_in(lines: Sequence[Paragraph]) -> Iterator[Diagnostic]:
    """W315: dates of one period, or of the steps of an assessment, that run backwards."""
    before: tuple[int, str] | None = None
    for line in lines:
        text = fold(squeeze(line.text))
        source = line.source.cite()
        found = _VALID.search(text) or _PERIOD.search(text)
        if found is not None and due_date(found["last"], None) < _first_day(found["first"]):
            yield _backwards(found["first"], found["last"], source)
        for clause in _clauses(text):
            step = _step(clause)
            if step is None:
                continue
            if before is not None and before[0] < step[0] and _is_earlier(step[1], before[1]):
                yield _backwards(before[1], step[1], source)
            before = step


def _clauses(text: str) -> Iterator[str]:
    """Give the clauses of a text; a date that stands alone goes with what is done by then: 3月10日前,各镇上报."""
    for sentence in re.split("[。;]", text):
        waiting = ""
        for piece in sentence.split(","):
            waiting += piece
            if any(words.search(piece) for words in _STEPS):
                yield waiting
                waiting = ""
        yield waiting


def _first_day(when: str) -> str:
    """Give the first day of a date with its year: that of a month without a day is its first."""
    last = due_date(when, None)
    return last if "日" in when else f"{last[:-2]}01" if last else ""


def _step(clause: str) -> tuple[int, str] | None:
    """Give which step a clause is on, and its only date: that until which it is done."""
    dates = list(_WHEN.finditer(clause))
    if len(dates) != 1 or _NO_STEP.search(clause) is not None:
        return None
    kinds = [at for at, words in enumerate(_STEPS) if words.search(clause) is not None]
    return (kinds[-1], dates[0]["until"] or dates[0]["when"]) if len(kinds) == 1 else None


def _is_earlier(one: str, other: str) -> bool:
    """Tell whether a date is before another; where only one of them has its year, or none, not by more than half a year."""
    has_years = [_YEAR.search(when) is not None for when in (one, other)]
    year = next((int(match[0][:4]) for when in (one, other) if (match := _YEAR.search(when))), 2000)
    first, second = due_date(one, year), due_date(other, year)
    if not first or not second or first >= second:
        return False
    apart = date.fromisoformat(second) - date.fromisoformat(first)
    return all(has_years) or apart.days < _HALF_A_YEAR


def _backwards(earlier: str, later: str, source: Source) -> Diagnostic:
    return Diagnostic(
        "reading.W315",
        "“{later}” is said to come after “{earlier}”.",
        (source,),
        "Compare with the original; one of the dates is wrong, or stands at the wrong step.",
        {"later": later, "earlier": earlier},
    )
