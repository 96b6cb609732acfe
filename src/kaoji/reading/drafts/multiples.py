"""What doubles or halves the amounts before it: 重复发生的加倍扣分 is a level of the same events that takes as much once more.

“每件扣2分，重复发生的加倍扣分” becomes 每件扣2分，重复发生每件扣2分: an event of that level counts in both. Half of what is counted
is a kind of events of its own, and so is what a condition doubles or halves. Whoever enters the events has to know: each
such rule has a check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.scheme.model import Rule
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Item, Once, Part, Per, Score

_MULTIPLE: Final = late_pattern(
    r"[,;。(（\s]*(?:对于?|凡|其中|如|若)?(?P<label>[^,;。]{2,24}?)(?:的|者)?,?(?:一律|均|按|予以|给予|则|再|从重|实行|将|应当?)*"
    r"(?:(?P<double>加倍|双倍|翻[倍番])|(?P<times>[两二三四五2-5])倍|(?P<half>减半|折半))(?:予以|给予|进行|标准)?(?:扣分?|计分?|加分?|减分?|扣除|得分?|赋分)?(?:分值|分数|得分)?[)）。;,]*"
)
_SIDE: Final = late_pattern("(?<=倍)[扣减加计得]|(?<=半)[扣减加计得]")
_REFERS: Final = late_pattern(
    r"^(?:上述|以上|前述|该|此|同类|同一)?(?:情形|情况|问题|事项|行为)?(?:中|内)?|(?:情形|情况)$"
)
_NUMBERS: Final = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_UNKNOWN: Final = late_pattern(r"标准|参照|比照|上级|第[一二三四五六七八九十\d]+[条项款]")

_AGAIN: Final = "请核对：原文写明“{words}”，登记为“{label}”一级的，在同一项中再计一次。"
_OWN: Final = "请核对：原文写明“{words}”，单列为一项，不要在前一项中重复登记。"


def multiplied(rules: Sequence[Rule], text: str, words: str, at: int) -> list[Rule] | None:
    """Give an indicator's rules with what some words make of those before them in their sentence; None where they cannot say it.

    Args:
        rules: the rules so far, each with its words.
        text: the scoring text.
        words: the words that double or halve.
        at: where in the text they begin.
    """
    found = _MULTIPLE.fullmatch(fold(words))
    label = _REFERS.sub("", found["label"]).strip("的,") if found is not None else ""
    if found is None or len(label) < 2 or _UNKNOWN.search(words):  # noqa: PLR2004 - a word
        return None
    begin = max(text.rfind(stop, 0, at) for stop in "。\n") + 1
    near = [rule for rule in rules if rule.text and begin <= text.find(rule.text) < at and _is_meant(rule, words)]
    times = Decimal(1) / 2 if found["half"] else Decimal(_number(found["times"]))
    made = [_changed(rule, label, times, words.strip(" ，,；;。")) for rule in near]
    if not made or not all(made):
        return None
    changed = dict(zip(map(id, near), made, strict=True))
    return [one for rule in rules for one in changed.get(id(rule)) or [rule]]


def _is_meant(rule: Rule, words: str) -> bool:
    """Tell whether words that speak of deductions or of awards can mean a rule: 减半扣分 is of what is taken."""
    score, _ = parse_score(rule.score)
    takes = score is not None and any(isinstance(item, Per | Once) and item.effect == "minus" for item in score.scoring)
    said = _SIDE.search(words)
    return said is None or (said[0] in "扣减") == takes


def _number(words: str | None) -> int:
    return 2 if words is None else _NUMBERS.get(words) or int(words)


def _changed(rule: Rule, label: str, times: Decimal, words: str) -> list[Rule]:
    """Give a rule with its multiple: as a level of its events, or as a rule of its own; nothing where it cannot be said."""
    score, _ = parse_score(rule.score)
    if score is None or len(score.parts) != 1 or len(score.scoring) != 1:
        return []
    item = score.scoring[0]
    if rule.events is not None and isinstance(item, Per) and item.label is None:
        if times > 1:
            more = replace(item, points=item.points * (times - 1), label=label)
            again = _printed((item, more, *score.parts[0].limits))
            check = (rule.check or "") + _AGAIN.format(words=words, label=label)
            return [rule.model_copy(update={"score": again, "check": check})] if again else []
        return _beside(rule, {"events": label}, replace(item, points=item.points * times), words)
    is_done = rule.when is not None and isinstance(item, Once) and isinstance(item.points, Decimal)
    if is_done and isinstance(item, Once) and item.points is not None and (times > 1 or item.effect != "minus"):
        # What is done late gives half instead; what has a worse effect takes as much once more.
        points = item.points * ((times - 1) if times > 1 else times)
        return _beside(rule, {"events": None, "when": label}, Once(item.effect, points), words)
    return []


def _beside(rule: Rule, key: dict[str, str | None], item: Per | Once, words: str) -> list[Rule]:
    printed = _printed((item,))
    own = {"when": None, "events": None, "score": printed, "text": words, "check": _OWN.format(words=words), **key}
    return [rule, rule.model_copy(update=own)] if printed else []


def _printed(items: tuple[Item, ...]) -> str | None:
    text = print_score(Score((Part(items),)))
    return text if parse_score(text)[0] is not None else None
