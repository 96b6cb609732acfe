"""Steps of one scale that leave values out: 95%以上得10分，85%—94%得6分，70%以下不得分 says nothing of 80%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kaoji.diagnostics import Diagnostic, Source
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, plain

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?:%|‰|分(?!公司|局|之)|个?百分点|[万亿]?元|个?工作日|个?小时|天|个?月(?!报|份)|公里|[人次项件户家个处起])"
# What the value gets: its numbers are no part of the scale.
_GIVES = late_pattern(r"[得计记扣加减给拨奖](?=付?[\d满全零基]|分)(?!分\d)|不(?:予)?[得计给拨]|(?<=的)为")
_BETWEEN = late_pattern(
    rf"(?P<low>{_NUMBER}){_UNIT}?(?:\((?P<open>不)?含\))?(?:以上)?[-—–~～至到]+(?P<high>{_NUMBER})(?P<unit>{_UNIT})?(?:\((?P<under>不)?含\))?"
)
_FROM_TO = late_pattern(
    rf"(?P<low>{_NUMBER})(?P<unit>{_UNIT})?(?:\(含\))?(?:及?以上)(?:、|但|且)?(?:不足|不满|低于|未达到?|小于|(?=\d))(?P<high>{_NUMBER}){_UNIT}?(?:以下|以内)?"
)
_ABOVE = late_pattern(
    rf"(?P<low>{_NUMBER})(?P<unit>{_UNIT})?(?:\(含\))?(?:及|含)?以上|(?:≥|不低于|不少于)(?P<least>{_NUMBER})(?P<kind>{_UNIT})?"
)
_OVER = late_pattern(rf"(?<!不)(?:超过|高于|大于|>)(?P<low>{_NUMBER})(?P<unit>{_UNIT})?(?!的?部分)")
_BELOW = late_pattern(
    rf"(?P<high>{_NUMBER})(?P<unit>{_UNIT})?(?:\(含\))?(?:及|含)?(?:以下|以内)|(?:≤|<|不超过|不高于|(?<!不)低于|不足|不满|未达到?|(?<!不)少于|(?<!不)小于)(?P<most>{_NUMBER})(?P<kind>{_UNIT})?"
)
# What says what becomes of all that lies between, or counts step by step.
_COVERS = late_pattern(
    r"每(?:再)?[低高超增减少多下上提降]|每\d|按[^,;:]{0,8}比例|比例[计得扣折给]|其[余他它]|插值|线性|依次|递[减增]|酌情|功效|第?[一二三四五六七八九十\d]+[名位]|名次|系数|倍"
)
_MEASURE = late_pattern(r"[率量额数值度比率]$|比例$|比重$|天数$|成绩$|收入$")
# 90%以上的得10分;85%—89%的得8分: the next step of the same
_GOES_ON = late_pattern(
    rf"(?:达到|达|在|为)?(?:{_NUMBER}{_UNIT}?[-—–~～至到以及(]|不足|不?低于|不少于|不满|未达|[≥≤<>])"
)
_NAMED = late_pattern(r"[^\d,;:≥≤<>]{2,12}(?=\d)")
_PLACES = late_pattern(
    r"第(?P<low>\d{1,2})名?(?:(?:[-—–~～至到]+第?(?P<high>\d{1,2})名)|名?(?:及?(?:以后|以下|之后)))[^,;。\d]{0,6}?,?(?:[得计记加扣]\d|(?:的?评?确?定?为))"
)
_LONGEST_LABEL = 7
_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Step:
    """The values from ``low`` to ``high`` (None: without end); ``is_open`` where the lower end itself is left out."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    is_open: bool = False
    is_range: bool = False


def scale_gaps(text: str, source: Source) -> Iterator[Diagnostic]:
    """W237: values between two steps of a scale that belong to neither."""
    words = re.sub(r"\s", "", re.sub(r"(?<=\d)\s*\n\s*(?=\d)", "。", fold(text)))
    for sentence in _sentences(words):
        if _COVERS.search(sentence):
            continue
        for steps in _scales(sentence):
            yield from _gaps(steps, source)


def rank_gaps(text: str, source: Source) -> Iterator[Diagnostic]:
    """W237, W249: places that no step, or two steps, of a scale of places name: 第1—5名计15分，第6—10名计12分，第12名以后计8分."""
    for sentence in re.split("[。\n]", re.sub(r"\s", "", fold(text))):
        found = [(int(match["low"]), int(match["high"] or 0)) for match in _PLACES.finditer(sentence)]
        if len(found) < _LEAST or not any(high for _, high in found):
            continue
        for (low, high), (following, end) in pairwise(found):
            if low < following <= high < max(end, following + 1):
                yield Diagnostic(
                    "scheme.W249",
                    "The ranges {low} to {high} and {other} to {top} overlap; what lies in both has two results.",
                    (source,),
                    "Mend an end, so that one begins where the other stops.",
                    {"low": low, "high": high, "other": following, "top": end or following},
                )
            if max(low, high) + 1 < following:
                yield Diagnostic(
                    "scheme.W237",
                    "Nothing is said of values between {high}{unit} and {next}{unit}.",
                    (source,),
                    "Say what they get.",
                    {"high": max(low, high), "next": following, "unit": "名"},
                )


def _sentences(words: str) -> Iterator[str]:
    """Give the sentences of a text; what begins with a step behind a semicolon goes on with the scale before it."""
    for whole in re.split("[。\n]", words):
        waiting = ""
        for part in re.split("[;；]", whole):
            named = _NAMED.match(waiting)
            if named is not None and part.startswith(named[0]) and _GOES_ON.match(part[named.end() :]):
                part = part[named.end() :]  # noqa: PLW2901 - 满意率95%以上得15分；满意率85%—94%得10分
            if waiting and _GOES_ON.match(part) and _step(waiting) is not None:
                waiting += "," + part
                continue
            yield from [waiting] if waiting else []
            waiting = part
        yield from [waiting] if waiting else []


def _scales(sentence: str) -> Iterator[list[_Step]]:
    """Give the steps of each scale of a sentence: what follows names no figure of its own."""
    steps: list[_Step] = []
    last = ""
    for clause in re.split("[，,、:：]", sentence):
        given = _GIVES.search(clause)
        head = clause[: given.start()] if given else clause
        found = _step(head)
        if found is None:
            if given is None or head:
                yield from [steps] if len(steps) >= _LEAST else []
                steps = []
            continue
        step, before = found
        is_new = len(before) > _LONGEST_LABEL or _MEASURE.search(before) is not None
        other = bool(steps) and before != last and is_new
        last = before
        if steps and (other or (step.unit and steps[0].unit and step.unit != steps[0].unit)):
            yield from [steps] if len(steps) >= _LEAST else []
            steps = []
        steps.append(step)
    yield from [steps] if len(steps) >= _LEAST else []


def _step(head: str) -> tuple[_Step, str] | None:
    """Read the values that a clause speaks of, with the words before them."""
    if (match := _FROM_TO.search(head)) or (match := _BETWEEN.search(head)):
        low, high = Decimal(match["low"]), Decimal(match["high"])
        open_end = match.groupdict().get("open") is not None
        step = _Step(low, high, match["unit"] or "", is_open=open_end, is_range=True) if low < high else None
        return (step, head[: match.start()]) if step else None
    if match := _ABOVE.search(head):
        return _Step(Decimal(match["low"] or match["least"]), None, match["unit"] or match["kind"] or ""), head[
            : match.start()
        ]
    if match := _BELOW.search(head):
        return _Step(None, Decimal(match["high"] or match["most"]), match["unit"] or match["kind"] or ""), head[
            : match.start()
        ]
    if match := _OVER.search(head):
        return _Step(Decimal(match["low"]), None, match["unit"] or "", is_open=True), head[: match.start()]
    return None


def _gaps(steps: list[_Step], source: Source) -> Iterator[Diagnostic]:
    """Give the gaps of a scale that has both ends, or three steps."""
    ends = any(step.low is None for step in steps) and any(step.high is None for step in steps)
    if not ends and not any(step.is_range for step in steps):
        return
    numbers = [value for step in steps for value in (step.low, step.high) if value is not None]
    grid = Decimal(1).scaleb(min(int(value.as_tuple().exponent) for value in numbers)) if numbers else Decimal(1)
    grid = min(grid, Decimal(1))
    ordered = sorted(steps, key=lambda step: (step.low is not None, step.low or Decimal(0)))
    reached = ordered[0].high
    for step in ordered[1:]:
        if reached is None or step.low is None:
            break
        following = reached + grid
        if following < step.low or (following == step.low and step.is_open):
            yield Diagnostic(
                "scheme.W237",
                "Nothing is said of values between {high}{unit} and {next}{unit}.",
                (source,),
                "Say what they get.",
                {
                    "high": plain(reached),
                    "next": plain(step.low),
                    "unit": next((one.unit for one in steps if one.unit), ""),
                },
            )
        reached = None if step.high is None else max(reached, step.high)
