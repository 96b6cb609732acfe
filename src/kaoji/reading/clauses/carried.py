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
_BEARER: Final = late_pattern(r"(?:扣减?|扣除|减|罚|加|奖|记)(?P<who>[一-龥]{2,6})\d")
_OTHER_BEARER: Final = late_pattern(
    r"[,、](?P<who>[^,;。、的\d每]{0,5}(?:人|者|单位|部门|科室|领导|主任|干部|[组队所站科处局班]长|班子|员工))"
)
_IS_SUCH: Final = late_pattern(r"(?:^|[^认行作因])为(?P<such>[^,;。]{2,14}?)(?:的|者)?每?,?$")
_IS_OTHER: Final = late_pattern(r"[,;、](?:属|系|是)?为(?P<such>[^,;。每\d]{2,12}?)(?:的|者)?每?,?")
_NEAR: Final = 24
_SEVERAL: Final = 2


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
            following = drafts[place + 1 :]
            if following and _is_next_scale(one, following[0]):
                following[0].rule = replace(following[0].rule, unit=one.rule.unit, confidence="probable")
            _go_on(one, following)
    return drafts


def _is_next_scale(scale: Draft, one: Draft) -> bool:
    """Tell whether grades go on with those of a higher level: 国家级一等奖每人次3分、二等奖2分,省级一等奖2分、二等奖1分."""
    rule = one.rule
    is_alike = bool({name for name, _ in rule.levels} & {name for name, _ in scale.rule.levels})
    is_scale = rule.form == "levels" and not rule.unit and rule.sign == scale.rule.sign and is_alike
    return is_scale and one.sentence == scale.sentence and one.head.startswith((",", "、", ";"))


def begins_a_scale(drafts: list[Draft]) -> bool:
    """Tell whether the next amount goes on with the grades of this one: 新增每个得5分,评估优秀每个得3分,良好得2分."""
    return len(drafts) > 1 and drafts[1].bare and drafts[1].rule.form == "once" and drafts[0].level is not None


def by_predicate(drafts: list[Draft], text: str) -> list[Draft]:
    """Join the amounts of what somebody is, or of who bears them: 学历为本科的加2分,为专科的加1分; 扣负责人5分,当事人10分."""
    result: list[Draft] = []
    for one in drafts:
        last = result[-1] if result else None
        names = () if last is None else _of_one_head(last, one, text)
        if last is None or not names:
            result.append(one)
            continue
        given = last.rule.levels or ((names[0], last.rule.points or Decimal(0)),)
        added = (names[1], one.rule.points if one.rule.points is not None else Decimal(0))
        last.rule = replace(
            last.rule, form="levels", points=None, levels=(*given, added), end=one.rule.end, condition=None,
            confidence="probable",
        )  # fmt: skip
    return result


def _of_one_head(last: Draft, one: Draft, text: str) -> tuple[str, ...]:
    """Give the names under which two amounts stand behind one head; () where they do not."""
    before = last.rule
    plain = one.rule.form == "once" and isinstance(one.rule.points, Decimal) and not one.bare
    if not plain or before.sign != one.rule.sign or last.sentence != one.sentence:
        return ()
    if not (before.form == "once" and isinstance(before.points, Decimal)) and len(before.levels) < _SEVERAL:
        return ()
    who, other = _BEARER.match(text[last.at : before.end]), _OTHER_BEARER.fullmatch(one.head)
    if who is not None and other is not None and text[one.at].isdigit():
        return who["who"], other["who"]
    such = _IS_SUCH.search(last.head)
    other = _IS_OTHER.fullmatch(one.head)
    return (such["such"], other["such"]) if such is not None and other is not None else ()


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
