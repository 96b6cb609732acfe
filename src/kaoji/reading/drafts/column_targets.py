"""The figure in a column of targets (目标值) → the target of the rules beside it.

“每低1个百分点扣1分” beside 85% counts from 85; beside 3200万元 the step is a percentage of these. “每少1个扣2分” beside 12
counts a figure and no events. What the column holds besides a plain figure (前三, 零事故, a dash) stays text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold
from kaoji.reading.clauses import Controlled
from kaoji.reading.clauses.model import ClauseRule
from kaoji.reading.phrases.wording import squeeze
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Comparison, Condition, Effect, Once, Part, Per, Proportional, Score

_CELL: Final = late_pattern(
    r"(?:[≥≤=约]|>=|<=|不低于|不少于|不高于|不超过|达到?|控制在|增长)?(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<unit>[%‰]|[^\d\s,，、;；。:：%‰]{0,4}?)(?:及?以[上下内]|之内|左右)?"
)
_SHARE_UNIT: Final = late_pattern(r"[%‰]|个?百分点")
_RATE: Final = late_pattern(r"率|度|比重?|增速|增幅|占比|指数")
_TO_TARGET: Final = late_pattern(
    r"(?P<subject>[^,;。:]{0,10}?)(?:(?P<under>不高于|不超过|控制在|不大于|低于)|全面|按期|按时|如期|完成|达到|实现|不低于|高于|达)+(?:年度|考核|全年|预定)?目标(?:值|任务|数)?(?:以内|以上|要求)?"
)
_PERCENT: Final = "%"


@dataclass(frozen=True, slots=True)
class Figure:
    """A target as its column has it: the value and the unit, both as printed."""

    value: Decimal
    unit: str


def figure_of(said: str, unit: str = "") -> Figure | None:
    """Read the cell of a column of targets; ``unit`` is what a column of units says.

    >>> figure_of("3,200万元"), figure_of("≥85%"), figure_of("12", "个"), figure_of("前三")
    (Figure(value=Decimal('3200'), unit='万元'), Figure(value=Decimal('85'), unit='%'), Figure(value=Decimal('12'), unit='个'), None)
    """
    match = _CELL.fullmatch(fold(squeeze(said)))
    value = decimal(match["value"].replace(",", "")) if match is not None else None
    if match is None or value is None:
        return None
    beside = fold(squeeze(unit))
    return Figure(value, match["unit"] or (beside if len(beside) <= 4 and not re.search(r"\d", beside) else ""))  # noqa: PLR2004 - a unit


def with_figure(rules: Sequence[Controlled], figure: Figure | None, name: str) -> tuple[Controlled, ...]:
    """Let the rules of an indicator count from the figure in its column of targets, where their words count from a target."""
    if figure is None:
        return tuple(rules)
    is_rate = _SHARE_UNIT.fullmatch(figure.unit) is not None or (not figure.unit and _RATE.search(name) is not None)
    return tuple(_counted(rule, figure, is_rate=is_rate) for rule in rules)


def _counted(rule: Controlled, figure: Figure, *, is_rate: bool) -> Controlled:
    score, _ = parse_score(rule.score)
    if score is None or rule.target is not None or rule.key not in ("measure", "events", "when"):
        return rule
    if rule.key == "when":
        return _reached(rule, figure)
    counts = [item for item in score.scoring if isinstance(item, Per) and item.label is None and not item.then]
    if len(score.scoring) != 1 or not counts:
        is_share = len(score.scoring) == 1 and isinstance(score.scoring[0], Proportional)
        return replace(rule, target=figure.value) if is_share and rule.sources[0].form == "proportional" else rule
    source = next((one for one in rule.sources if one.form == "per"), rule.sources[0])
    changed = _from_target(counts[0], source, figure, is_rate=is_rate)
    if changed is None:
        return rule
    parts = tuple(Part(tuple(changed if item is counts[0] else item for item in part.items)) for part in score.parts)
    printed = print_score(Score(parts))
    is_usable = parse_score(printed)[0] is not None
    made = replace(rule, key="measure", score=printed, target=figure.value, label=_figure_name(rule))
    return made if is_usable else rule


def _from_target(item: Per, source: ClauseRule, figure: Figure, *, is_rate: bool) -> Per | None:
    """Give a step as one from the target; None where it counts something else than the figure."""
    if source.towards == "each":
        return None
    in_percent = _SHARE_UNIT.fullmatch(item.measured_in) is not None
    if in_percent and not is_rate:
        return replace(item, towards=source.towards, measured_in=_PERCENT, of_target=True)
    fits = not figure.unit or in_percent or figure.unit.removeprefix("个") in ("", item.measured_in.removeprefix("个"))
    return replace(item, towards=source.towards) if fits else None


def _figure_name(rule: Controlled) -> str:
    """Give the name of what is measured; words such as 低于目标值 name nothing."""
    return re.sub(
        r"^(?:[未没]?(?:完成|达到)?(?:年度|考核)?目标(?:值|任务)?的?|每?(?:少|低|缺|高|多|超))$", "", rule.label
    )


def _reached(rule: Controlled, figure: Figure) -> Controlled:
    """Give 不高于目标值得10分 as a step on the figure."""
    source, match = rule.sources[0], _TO_TARGET.fullmatch(fold(rule.label))
    if match is None or len(rule.sources) != 1 or source.form != "once" or source.condition is not None:
        return rule
    points = source.points if isinstance(source.points, Decimal) else None
    effect: Effect = "minus" if source.sign == "-" else "extra" if source.beyond else "fill"
    comparison: Comparison = "<=" if match["under"] else ">="
    step = Once(effect, points, Condition(None, comparison, figure.value, figure.unit.removeprefix("个") or None))
    printed = print_score(Score((Part((step,)),)))
    if parse_score(printed)[0] is None:
        return rule
    return replace(rule, key="measure", label=match["subject"], score=printed)
