"""Steps of which the text only tells how they go on: 第1名得10分,第2名得9分,依次递减1分,第6名及以后得5分."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.draft import Draft
from kaoji.reading.clauses.folding import number
from kaoji.reading.clauses.words import NUMBER

_OF_TARGET: Final = r"(?P<of>[^,;。\d]{0,8})(?P<number>\d+(?:\.\d+)?)(?P<unit>个?百分点|%)的?,?$"
_ABOVE: Final = late_pattern(rf"(?:高于|超过|超出|高出|多于|超){_OF_TARGET}")
_BELOW: Final = late_pattern(rf"^[,、;](?:低于|少于|不足|低|未达到?){_OF_TARGET}")
_ONWARDS: Final = late_pattern(
    rf"[,;、]第(?P<place>{NUMBER})[名位](?:及|或|和)?(?:其)?(?:以后|以下|之后|往后)的?(?:均|都|一律)?,?"
)
_PLACES: Final = frozenset({"名", "名次", "位", "位次"})
_MOST_PLACES: Final = 30


def further_steps(drafts: list[Draft], text: str) -> list[Draft]:
    """Read what goes on with the step before it together with that step."""
    for one, two in pairwise(drafts):
        _either_side(one, two)
        _of_the_same(one, two, text)
    return _descending(drafts)


def _either_side(above: Draft, below: Draft) -> None:
    """Make counts of 高于目标10%加0.3分,低于目标10%减0.3分: so far off on either side is meant for each."""
    if above.rule.form != "once" or below.rule.form != "once" or above.rule.sign == below.rule.sign:
        return
    if "all" in (above.rule.points, below.rule.points):
        return  # 低于90%高于80%的得1分,低于80%的不得分: steps
    first, second = _ABOVE.search(above.head), _BELOW.match(below.head)
    if first is None or second is None or first.group("of", "number", "unit") != second.group("of", "number", "unit"):
        return
    step, unit = number(first["number"]), first["unit"].removeprefix("个")
    for one in (above, below):
        one.rule = replace(one.rule, form="per", step=step, unit=unit, condition=None, confidence="probable")


def _of_the_same(one: Draft, two: Draft, text: str) -> None:
    """Give the things that got so much each what the next step gives each: 电耗、水耗下降的各得3分;持平的各得1分."""
    rule, points = one.rule, two.rule.points
    each = rule.form == "levels" and not rule.unit and len({given for _, given in rule.levels}) == 1
    both = text.startswith("各", one.at) and text.startswith("各", two.at)
    if each and both and two.rule.form == "once" and isinstance(points, Decimal):
        given = tuple((name, points) for name, _ in rule.levels)
        two.rule = replace(two.rule, form="levels", points=None, levels=given, condition=None, confidence="probable")


def _descending(drafts: list[Draft]) -> list[Draft]:
    """Spell out the places between those that are named and the one from which on all get the same."""
    left_out: list[Draft] = []
    for rank, less, rest in zip(drafts, drafts[1:], drafts[2:], strict=False):
        places = _spelt_out(rank, less, rest)
        if places:
            rank.rule = replace(rank.rule, places=places, end=rest.rule.end, confidence="probable")
            left_out += [less, rest]
    return [one for one in drafts if not any(one is other for other in left_out)]


def _spelt_out(rank: Draft, less: Draft, rest: Draft) -> tuple[Decimal, ...]:
    """Give the points of all places of a falling scale; none where the three do not make one."""
    onwards = _ONWARDS.fullmatch(rest.head)
    step, least = less.rule.points, rest.rule.points
    falls = less.rule.form == "per" and less.rule.unit in _PLACES and less.rule.sign == "-"
    is_scale = rank.rule.form == "rank" and rank.rule.from_end == "top" and rest.rule.form == "once" and falls
    if onwards is None or not is_scale or not isinstance(step, Decimal) or not isinstance(least, Decimal):
        return ()
    end = int(number(onwards["place"]))
    places = list(rank.rule.places)
    while len(places) + rank.rule.first_place < min(end, _MOST_PLACES):
        places.append(places[-1] - step)
    return (*places, least) if places[-1] > least and len(places) + rank.rule.first_place == end else ()
