"""What was read of a scoring text, in the language of schemes: a slot, its label, and a rule that parses.

Limits go with the rule they stand behind; those of several rules, and those of the whole row, stand for themselves.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.clauses.branches import Controlled, Key
from kaoji.reading.clauses.figures import of_figures
from kaoji.reading.clauses.labels import LONGEST
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.reading.clauses.scales import of_one_scale
from kaoji.reading.clauses.words import MEASURED
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import (
    Cap,
    Condition,
    CountOnce,
    Effect,
    Entered,
    Floor,
    Item,
    Once,
    Part,
    Per,
    Proportional,
    Range,
    Rank,
    Score,
    Towards,
)

_SHARED: Final = late_pattern(r"之和|累计|合计|总|本项|该项|此项")
_STOP: Final = late_pattern(r"[。；;\n]")
_SIDE: Final = late_pattern(r"(?:最[多高]|累计|不超过)[^加扣减,，;；。]{0,6}([加扣减])")
# 营业收入突破10亿元、5亿元、1亿元: the first with what it is a line of
_LINE: Final = r"(?P<value>\d+(?:\.\d+)?)(?P<unit>[万亿]?元|%|[万千]?[吨亩人户家])"
_FIRST_LINE: Final = late_pattern(rf"(?<=..)(?:首次|新)?(?:突破|达到?|超过|完成|实现){_LINE}$")
_FURTHER_LINE: Final = late_pattern(rf"(?:突破|达到?|超过)?{_LINE}")
_SO_MUCH: Final = late_pattern(
    r"(?P<name>[^,;。\d]{2,}?)(?P<value>\d+(?:\.\d+)?)(?P<unit>[万亿]?元|亩|公里|吨|[万千]?(?:平方)?米|公顷)"
)
_IN_LETTERS: Final = late_pattern(r"\d[A-Za-z]{2,6}(?:及?以[上下内])?,[超高低少多]")
_BASE: Final = late_pattern(r"在(?P<base>\d+(?:\.\d+)?)分的?基础上")
_TARGET: Final = late_pattern("(?<![率度])目标(?:值|任务|数)$")  # 每低于目标值1%
_COUNTED: Final = late_pattern(r"(人|人次|量|额|资金|投资|收入|税收|产值|面积|(?<![指系倍分])数)(（[^（）%％]+）)?$")
"""Labels of what is counted in persons, money or things: a percentage of it is one of its target."""


def controlled(reading: ClauseReading) -> tuple[Controlled, ...]:
    """Give the rules of a scoring text for a scheme; what controlled language cannot say (vetoes, ballots, shares) is left out.

    >>> from kaoji.reading.clauses import read_clause
    >>> rule = controlled(read_clause("每引进一家企业加5分，最高加15分"))[0]
    >>> rule.key, rule.label, rule.score
    ('events', '引进企业', '每家加5分，最高15分')
    """
    result: list[Controlled] = []
    for rule in reading.understood:
        items = _items(rule)
        if rule.form in ("cap", "floor", "dedupe"):
            if (rule.form == "cap" or rule.high is not None) and _of_one(reading.text, result, rule):
                last = result[-1]
                result[-1] = replace(last, score=f"{last.score}，{_printed(items)}", sources=(*last.sources, rule))
            elif (score := _valid(_of_its_side(reading, rule) or items)) is not None:
                result.append(Controlled("limits", "", score, (rule,)))
        elif rule.then and result and result[-1].sources[-1].condition is not None:
            # 达到500万元加2分，再每增加100万元加0.1分 goes on from that threshold.
            last = result[-1]
            result[-1] = replace(last, score=f"{last.score}，{_printed(items)}", sources=(*last.sources, rule))
        elif result and (onward := _onward(result[-1], rule)) is not None:
            result[-1] = onward
        elif (score := _valid(items)) is not None:
            result.append(Controlled(_key(rule), _named(rule), score, (rule,), doubtful=_is_from_less(reading, rule)))
    return of_figures(reading, of_one_scale(reading, result))


def _onward(last: Controlled, rule: ClauseRule) -> Controlled | None:
    """Give what so much of something brings with what each further step does: 新发展茶园50亩计60分,每增加10亩加5分."""
    source = last.sources[0]
    is_step = rule.form == "per" and rule.towards == "above" and not rule.then and not rule.label
    if not is_step or rule.sign == "-" or last.key != "when" or source.form != "once" or len(last.sources) > 1:
        return None
    much = _SO_MUCH.fullmatch(fold(last.label))
    if much is None or much["unit"] != rule.unit:
        return None
    line = Once(_effect(source), source.points if isinstance(source.points, Decimal) else None,
                Condition(None, ">=", Decimal(much["value"]), much["unit"]))  # fmt: skip
    score = _valid((line, *_items(replace(rule, then=True))))
    return Controlled("measure", much["name"], score, (source, rule), doubtful=True) if score is not None else None


def _is_from_less(reading: ClauseReading, rule: ClauseRule) -> bool:
    """Tell whether something is taken from other points than the row's, which a rule cannot say: 下降的,每1%在60分基础上扣5分."""
    found = _BASE.search(fold(reading.text[rule.start : rule.end]))
    return found is not None and reading.points is not None and Decimal(found["base"]) != reading.points


def _of_one(text: str, before: list[Controlled], cap: ClauseRule) -> bool:
    """Tell whether a limit is that of the last rule alone: it is the only one of its sentence."""
    if not before or before[-1].key == "limits" or _SHARED.search(text[cap.start : cap.end]):
        return False
    last = before[-1].sources
    said = _SIDE.search(text[cap.start : cap.end])
    if said is not None and said[1] != "加" and last[-1].sign == "+":
        return False
    if _is_of_side(text, before, cap):
        return True
    if _STOP.search(text[last[-1].end : cap.start]):
        return False
    return (
        len(before) == 1
        or before[-2].key == "limits"
        or bool(_STOP.search(text[before[-2].sources[-1].end : last[0].start]))
    )


def _is_of_side(text: str, before: list[Controlled], cap: ClauseRule) -> bool:
    """Tell whether a limit names what the rule right before it does, and no other of its sentence: 每超1%加1分，最多加3分."""
    said = _SIDE.search(text[cap.start : cap.end])
    last = before[-1].sources[-1]
    if said is None or _STOP.search(text[last.end : cap.start]):
        return False

    def is_meant(rule: ClauseRule) -> bool:
        return rule.beyond if said[1] == "加" else rule.sign == "-"

    sentence = [one for one in before if not _STOP.search(text[one.sources[-1].end : cap.start])]
    meant = [one for one in sentence if any(is_meant(rule) for rule in one.sources)]
    return is_meant(last) and len(sentence) > 1 and meant == [before[-1]]


def _of_its_side(reading: ClauseReading, cap: ClauseRule) -> tuple[Item, ...]:
    """Give a limit that names bonuses or deductions as one on these, where the row gives points of its own besides."""
    said = _SIDE.search(reading.text[cap.start : cap.end]) if cap.form == "cap" else None
    gives = any(rule.sign == "+" and not rule.beyond for rule in reading.understood)
    takes = said is not None and said[1] != "加" and all(rule.sign in ("-", None) for rule in reading.understood)
    if said is None or not (gives or takes) or not isinstance(cap.points, Decimal) or cap.points == reading.points:
        return ()
    return (Cap(cap.points, "plus" if said[1] == "加" else "minus"),)


def _key(rule: ClauseRule) -> Key:
    match rule.form:
        case "once":
            return "when" if rule.condition is None else "measure"
        case "per":
            return "measure" if MEASURED.search(rule.unit) or _is_quantity(rule) else "events"
        case "rank":
            return "rank"
        case "proportional":
            return "measure"
        case "entered":
            return "score"
        case _:
            return "measure" if _lines(rule) else "events"


def _lines(rule: ClauseRule) -> list[tuple[Condition, Decimal]]:
    """Give the lines of a figure that a row of levels is made of, the highest first: 营业收入突破10亿元、5亿元、1亿元的,分别加…."""
    first = _FIRST_LINE.search(fold(rule.levels[0][0])) if rule.levels else None
    others = [_FURTHER_LINE.fullmatch(fold(name)) for name, _ in rule.levels[1:]]
    found = [match for match in (first, *others) if match is not None]
    points = [value for _, value in rule.levels if isinstance(value, Decimal)]
    if len(found) < max(len(rule.levels), 2) or len(points) < len(found) or len({one["unit"] for one in found}) > 1:
        return []
    lines = [Condition(None, ">=", Decimal(one["value"]), one["unit"]) for one in found]
    return sorted(zip(lines, points, strict=True), key=lambda line: -(line[0].value or 0))


def _is_quantity(rule: ClauseRule) -> bool:
    """Tell whether steps from a line are those of a quantity: in parts (每超0.1天), or of a unit in letters (40DDDs,每超1个DDD)."""
    in_parts = rule.step is not None and rule.step % 1 != 0
    return rule.towards != "each" and (in_parts or _IN_LETTERS.search(fold(rule.label)) is not None)


def _named(rule: ClauseRule) -> str:
    if rule.form == "entered":
        return ""
    if rule.form == "levels" and _lines(rule) and (first := _FIRST_LINE.search(fold(rule.levels[0][0]))) is not None:
        return fold(rule.levels[0][0])[: first.start()]
    if rule.form == "levels" and rule.levels:
        # 获国家级表彰每项加3分,省级每项加2分: the levels are said with each, not with what is counted.
        level = rule.levels[0][0]
        alone = rf"(?<![、和及或与]){re.escape(level)}(?![、和及或与以])"
        bare = re.sub(alone, "", rule.label, count=1).strip("的,、")
        return bare if level.endswith("级") and len(bare) > 1 else rule.label
    return rule.label


def _effect(rule: ClauseRule) -> Effect:
    return "minus" if rule.sign == "-" else "extra" if rule.beyond else "fill"


def _items(rule: ClauseRule) -> tuple[Item, ...]:  # noqa: PLR0911 - a case for each form
    points = rule.points if isinstance(rule.points, Decimal) else None
    match rule.form:
        case "once":
            return (Once(_effect(rule), points, rule.condition),)
        case "per" if points is not None and rule.step is not None:
            towards = rule.towards if _key(rule) == "measure" else "each"
            then, of_target = rule.then and towards != "each", _is_of_target(rule, towards)
            return (Per(_effect(rule), points, rule.step, rule.unit, towards, then, of_target=of_target),)
        case "rank" if rule.from_end is not None and all(value >= 0 for value in rule.places):
            return (Rank(_effect(rule), rule.from_end, _places(rule)),)
        case "levels" if lines := _lines(rule):
            return tuple(Once(_effect(rule), value, line) for line, value in lines)
        case "levels":
            return tuple(_level(rule, name, value) for name, value in rule.levels if isinstance(value, Decimal))
        case "range" if rule.low is not None and rule.high is not None:
            return (Range(_effect(rule), rule.low, rule.high, rule.unit or None),)
        case "proportional" if rule.sign == "+":
            return (Proportional("target"),)
        case "entered":
            return (Entered(rule.label if _office(rule.label) else None),)
        case "cap" if points is not None:
            return (Cap(points),)
        case "floor" if rule.high is not None:
            return (Cap(rule.high),)
        case "floor" if points is not None:
            return (Floor(points),)
        case "dedupe":
            return (CountOnce(),)
        case _:
            return ()


def _is_of_target(rule: ClauseRule, towards: Towards) -> bool:
    """Tell whether a percentage is one of the target: 人数每少1% is counted in persons, 参合率每低1% in points of a rate."""
    counts = _COUNTED.search(rule.label) or _TARGET.search(rule.label)
    return rule.unit == "%" and towards != "each" and not rule.then and counts is not None


def _office(label: str) -> bool:
    return (
        0 < len(label) < LONGEST // 2
        and "未" not in label
        and re.search(r"[局办委部院组会科室处厅所队站中心单位]$", label) is not None
    )


def _level(rule: ClauseRule, name: str, value: Decimal) -> Item:
    if rule.unit:
        return Per(_effect(rule), value, Decimal(1), rule.unit, label=name)
    return Once(_effect(rule), value, Condition(name))


def _places(rule: ClauseRule) -> tuple[tuple[int, int | None, Decimal], ...]:
    places: list[tuple[int, int | None, Decimal]] = []
    for place, value in enumerate(rule.places, rule.first_place):
        if places and places[-1][2] == value:
            places[-1] = (places[-1][0], place, value)
        else:
            places.append((place, place, value))
    return tuple(places)


def _printed(items: tuple[Item, ...]) -> str:
    return print_score(Score((Part(items),)))


def _valid(items: tuple[Item, ...]) -> str | None:
    """Print the items if what is printed parses."""
    if not items:
        return None
    text = _printed(items)
    return text if parse_score(text)[0] is not None else None
