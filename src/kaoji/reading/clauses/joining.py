"""What neighbours tell of each other: levels of one head, places that follow each other, limits stated twice."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from kaoji.reading.clauses.draft import BALLOT, Draft
from kaoji.reading.clauses.model import Amount

_GRADED: Final = frozenset({"once", "per"})
_SECOND: Final = re.compile(r"[,;、]*(?P<words>[^,;、]{0,8}?)(?:2|二|两)(?:次|起|件|例|项|个|处|人)(?:及?以上)?的?,?")


def joined(drafts: list[Draft], text: str) -> list[Draft]:
    """Join what belongs together."""
    return _once_each(_ranks(_neighbours(_levels(_tiers(drafts), text))))


def _tiers(drafts: list[Draft]) -> list[Draft]:
    """Read 一次扣1分，两次扣3分 as two conditions: the first is no count."""
    for one, two in pairwise(drafts):
        rule = one.rule
        if rule.form == "per" and rule.step == 1 and two.rule.form == "once" and "每" not in one.head:
            second = _SECOND.fullmatch(two.head)
            if second is not None and re.search(rf"{re.escape(second['words'])}[1一]", one.head):
                one.rule = replace(rule, form="once", step=None, unit="", confidence="probable")
    return drafts


def _levels(drafts: list[Draft], text: str) -> list[Draft]:
    """Join amounts that stand at the levels of one head: 市级加2分，县级加1分."""
    result: list[Draft] = []
    place = 0
    while place < len(drafts):
        run = _run(drafts, place, text)
        result.extend(_merged(run, text) if len(run) > 1 else [drafts[place]])
        place += max(len(run), 1)
    return result


def _run(drafts: list[Draft], place: int, text: str) -> list[Draft]:
    first = drafts[place]
    if not _gradable(first) or first.level is None:
        return []
    run = [first]
    for one in drafts[place + 1 :]:
        units = {rule.unit for rule in (first.rule, one.rule) if rule.unit}
        between = text[run[-1].rule.end : one.at]
        if not _gradable(one) or not one.bare or "。" in between or len(units) > 1:
            break
        run.append(one)
    return run


def _gradable(one: Draft) -> bool:
    return one.rule.form in _GRADED and one.rule.step in (None, 1) and one.rule.points is not None


def _merged(run: list[Draft], text: str) -> list[Draft]:
    if all(one.option for one in run[1:]) and BALLOT.search(text):
        if run[0].option:
            return [_joined(run, "options", "")]
        rest = run[1:]
        return [run[0], _joined(rest, "options", "") if rest[1:] else rest[0]]
    unit = next((one.rule.unit for one in run if one.rule.unit), "")
    signs = dict.fromkeys(one.rule.sign for one in run)
    return [_joined([one for one in run if one.rule.sign == sign], "levels", unit) for sign in signs]


def _joined(group: list[Draft], form: Literal["levels", "options"], unit: str) -> Draft:
    first = group[0]
    given: tuple[tuple[str, Amount], ...] = tuple(
        (one.level or one.rule.label, one.rule.points if one.rule.points is not None else Decimal(0)) for one in group
    )
    rule = replace(
        first.rule, form=form, end=group[-1].rule.end, points=None, step=None, unit=unit, levels=given, condition=None,
        confidence=first.rule.confidence if len(group) > 1 else "probable",
    )  # fmt: skip
    return Draft(rule, first.head, first.at, first.sentence)


def _neighbours(drafts: list[Draft]) -> list[Draft]:
    """Join levels of one unit that follow each other."""
    result: list[Draft] = []
    for one in drafts:
        rule = one.rule
        last = result[-1].rule if result else None
        if (
            last is not None
            and rule.form == last.form == "levels"
            and rule.unit
            and (rule.unit, rule.sign) == (last.unit, last.sign)
            and len(rule.levels) == 1
        ):
            result[-1].rule = replace(last, end=rule.end, levels=last.levels + rule.levels)
        else:
            result.append(one)
    return result


def _ranks(drafts: list[Draft]) -> list[Draft]:
    """Join places that follow each other: 第一名加5分，第二名加3分，第三名减1分."""
    result: list[Draft] = []
    for one in drafts:
        last = result[-1] if result else None
        if last is not None and _follows(last, one):
            points = one.rule.places
            if one.rule.sign != last.rule.sign:
                points = tuple(-value for value in points)
            last.rule = replace(last.rule, end=one.rule.end, places=last.rule.places + points)
            last.places = one.places
        else:
            result.append(one)
    return result


def _follows(last: Draft, one: Draft) -> bool:
    if last.places is None or one.places is None:
        return False
    return one.places.from_end == last.places.from_end and one.places.first == last.places.last + 1


def _once_each(drafts: list[Draft]) -> list[Draft]:
    """Leave out a limit or a veto that the same sentence has already stated."""
    result: list[Draft] = []
    for one in drafts:
        rule = one.rule
        last = result[-1].rule if result else None
        if rule.form in ("dedupe", "veto") and any(
            other.rule.form == rule.form
            and (other.sentence == one.sentence or other.rule.end >= one.at - len(one.head) - 1)
            for other in result
        ):
            continue
        if last is not None and rule.form == last.form == "floor" and rule.points == last.points:
            continue
        result.append(one)
    return result
