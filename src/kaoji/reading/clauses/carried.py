"""What is counted once in a sentence and holds for the grades behind it: 评估优秀每个得9分,良好得6分,不合格扣6分."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.draft import Draft
from kaoji.reading.clauses.words import UNIT

_FURTHER: Final = late_pattern(r"[,、;][^,;。、的每\d]{1,6}(?:的|者)?,?")
_FAILED: Final = late_pattern("[,、;](?:不(?:合格|达标|称职)|较?差|末等|未通过|不通过)(?:的|者)?,?")
_EACH_GIVEN: Final = late_pattern(
    rf"每[1一]?个?(?P<unit>{UNIT})[^,;。\d每]{{0,8}}?(?:加分|计分|奖分|得分|减分|扣分)[,;:。(](?:其中)?[,:]?$"
)
_NEAR: Final = 24


def of_each(drafts: list[Draft], text: str) -> list[Draft]:
    """Give the grades that go on behind a scale of each thing, or spell out what each thing is given, the same unit.

    “每项予以加分,其中,省级2分、市级1分” gives for each. Grades that give and grades that take are scales of their own.
    """
    for place, one in enumerate(drafts):
        if one.rule.form != "levels":
            continue
        if not one.rule.unit and (said := _EACH_GIVEN.search(_before(one, text))) is not None:
            one.rule = replace(one.rule, unit=said["unit"].removeprefix("个") or "个", confidence="probable")
        if one.rule.unit:
            _go_on(one, drafts[place + 1 :])
    return drafts


def begins_a_scale(drafts: list[Draft]) -> bool:
    """Tell whether the next amount goes on with the grades of this one: 新增每个得5分,评估优秀每个得3分,良好得2分."""
    return len(drafts) > 1 and drafts[1].bare and drafts[1].rule.form == "once" and drafts[0].level is not None


def _go_on(scale: Draft, following: list[Draft]) -> None:
    """Make single amounts behind a scale of each thing its further grades, where one of them is a grade."""
    run = list(takewhile(lambda one: _is_further(scale, one), following))
    are_grades = any(one.bare or _FAILED.fullmatch(one.head) for one in run)
    for one in run:
        points, sure = one.rule.points, one.rule.confidence
        one.rule = replace(one.rule, confidence="probable" if sure == "certain" else sure)
        if are_grades and isinstance(points, Decimal):
            given = ((one.rule.label, points),)
            one.rule = replace(one.rule, form="levels", points=None, levels=given, unit=scale.rule.unit, condition=None)


def _is_further(scale: Draft, one: Draft) -> bool:
    return one.rule.form == "once" and one.sentence == scale.sentence and _FURTHER.fullmatch(one.head) is not None


def _before(one: Draft, text: str) -> str:
    """Give what stands before the first grade of a scale."""
    start = one.at - len(one.head)
    return text[max(start - _NEAR, 0) : start] + one.head[: one.head.rfind(",") + 1]
