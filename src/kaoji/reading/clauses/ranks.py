"""Places that follow each other are one rank: 第1名加5分,第2名加3分."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.draft import Draft

_BARE_TOP: Final = late_pattern(r"[,;、](?:进入|位居|排名)?[前后末][^,;。的前后末]{1,4}[名位](?:的|者)?,?")


def ranks(drafts: list[Draft]) -> list[Draft]:
    """Join places that follow each other: 第一名加5分，第二名加3分，第三名减1分."""
    result: list[Draft] = []
    for one in drafts:
        last = result[-1] if result else None
        if last is not None and _is_said_again(last, one):
            last.rule = replace(last.rule, confidence="probable")
        elif last is not None and _follows(last, one):
            points = one.rule.places
            if one.rule.sign != last.rule.sign:
                points = tuple(-value for value in points)
            last.rule = replace(last.rule, end=one.rule.end, places=last.rule.places + points)
            last.places = one.places
        elif last is not None and (further := _further_places(last, one)):
            last.rule = replace(last.rule, end=one.rule.end, places=last.rule.places + further, confidence="probable")
            last.places = one.places
        else:
            if last is not None and last.places is not None and last.sentence == one.sentence:
                _doubt_places(last, one)
            result.append(one)
    return result


def _is_said_again(last: Draft, one: Draft) -> bool:
    """Tell whether brackets only say again what a place is given: 后三名分别扣3分、2分、1分(倒数第一扣3分)."""
    rule, before = one.rule, last.rule
    same = (rule.form, rule.sign, rule.from_end) == (before.form, before.sign, before.from_end)
    return same and one.head.startswith("(") and len(rule.places) == 1 and rule.places[0] in before.places


def _doubt_places(last: Draft, one: Draft) -> None:
    """Make places probable that others of the same sentence hold too: 前十名加1分,前三名加3分."""
    if one.places is not None and _BARE_TOP.fullmatch(one.head) and one.places.from_end == last.rule.from_end:
        last.rule, one.rule = (replace(rule, confidence="probable") for rule in (last.rule, one.rule))


def _further_places(last: Draft, one: Draft) -> tuple[Decimal, ...]:
    """Give the points of the places that 前20名加5分 adds to 前10名加10分 in one sentence."""
    same = last.sentence == one.sentence and last.rule.sign == one.rule.sign
    if not same or last.places is None or one.places is None or _BARE_TOP.fullmatch(one.head) is None:
        return ()
    nested = one.places.from_end == last.places.from_end and one.places.first == 1 and last.rule.first_place == 1
    return one.rule.places[last.places.last :] if nested else ()


def _follows(last: Draft, one: Draft) -> bool:
    if last.places is None or one.places is None:
        return False
    return one.places.from_end == last.places.from_end and one.places.first == last.places.last + 1
