"""The steps of one scale: what stands behind the first step without a subject of its own is of the same figure.

“清偿率达到100%得15分，80%以上得10分，80%以下不得分” asks for one figure, and “完成任务得20分，未完成的按完成比例计分” for one share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold
from kaoji.reading.clauses.branches import Controlled, against_target, either_way
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Comparison, Condition, Effect, Once, Part, Rank, Score

_NUMBER: Final = r"\d+(?:\.\d+)?"
_UNIT: Final = r"(?:%|分|[万亿]?元|[个项件人次户亩家天])?"
_VALUE: Final = late_pattern(rf"(?P<value>{_NUMBER})(?P<unit>{_UNIT})")
_STEP: Final = late_pattern(
    rf"(?:达到?|超过|高于|大于|不低于|不少于|低于|不足|未达到?|少于|小于|不超过|不满|在|为|介于|完成(?:(?:年度|全年|计划|任务|目标|指标)+的)?|[≥≤><])*{_NUMBER}{_UNIT}(?:\(不?含[^()]*\))?"
    rf"(?:[-—~～至到]+{_NUMBER}{_UNIT})?(?:\(不?含[^()]*\))?(?:及?以[上下内]|之间|的)*"
    rf"(?:[,、]?(?:但|且)?(?:低于|不足|小于|未达到?|不满|高于|超过|达到?|不低于){_NUMBER}{_UNIT}(?:以[上下])?)?(?:\(不?含[^()]*\))?(?:的|者|,)*"
)
_NAMED: Final = late_pattern(
    rf"(?P<name>[^\d,;]*?(?:[率比度值量额幅速数分]|成绩|比例|比重))(?:为|是|在|达到?|≥|>=)?(?P<value>{_NUMBER})(?P<unit>[%分])(?:及?以上)?的?"
)
_GROWTH: Final = late_pattern("(?:增长|增幅|增速|增长率)$")
_FALLS: Final = late_pattern("(?:负增长|(?:同比|较上年)?(?:下降|下滑|减少))(?:的|者|,)*")
_REST: Final = late_pattern("(?:其[余他它]|余下|未达到上述要求|达不到).{0,6}")
_BELOW: Final = late_pattern(r"以下|低于|不足|未达|少于|小于|不满|<")
_ABOVE: Final = late_pattern(r"以上|达到?|不低于|不少于|[≥]|完成|[-—~～至到]")
_OVER: Final = late_pattern(r"超过|高于|大于|>")
_EFFECT: Final = late_pattern(r"不(?:予|再)?[得计记给]|[得计记给加扣减奖赋]")
_STOP: Final = late_pattern(r"[。\n]")
_DONE: Final = late_pattern(r"完成|达标|达到|实现")
_NOT_DONE: Final = late_pattern(
    r"未(?:全部|按期|按时|能)?(?:完成|达标|达到|实现)|达不到|没有完成|不能完成|完不成|未达|(?:低于|不足|不到|未满)100%(?:的)?"
)
_COMPLETED: Final = late_pattern(r"(?:任务|目标)?(?:完成|达标)(?:率|比例|进度|百分比)")
_NO_FIGURE: Final = late_pattern(r"|(?:达到?|低于|高于|超过|不足|不低于)?\d.*")
_OF_SHARE: Final = late_pattern(r"完成(?:任务)?(?:比例?|率|进度|百分比|程度|部分|情况)|比例")
# 每降一名, 每后移一位, 以后依次递减: what a place further back loses
_FURTHER: Final = late_pattern(
    r"(?:以后|其后|往后|之后|此后|以下|后面|其余|然后)?(?:的)?(?:单位|名次|排名|位次|各名)?(?:依次|逐[名位个]|顺次)?每?"
    r"(?:后移|下降|降低|降|下滑|靠后|落后|退后|往后|向后|后退|递减|递降|低|后)?(?:的|单位|名次|排名|位次)?"
)
_FIRST: Final = late_pattern(
    r"(?P<what>.*?(?:排名?|位居|位列|居|列|名次)[^,;。]{0,6}?)(?:为|在)?(?:第[一1]名?|首位)的?"
)
_PLACES: Final = frozenset({"名", "位", "名次", "位次"})
_LEAST: Final = late_pattern(r"最低(\d+(?:\.\d+)?)分")
_MOST_PLACES = 100
_SHARE: Final = "完成比例（%）"
# 完成面积任务: of the share it is only told what it is of
_TASK: Final = late_pattern(
    r"(?:全面|全部|按期|按时|如期|圆满|能)*完成|(?:上级|年度|全年|当年|[省市县区])*(?:下达|规定|确定|分解)的|(?:年度|全年|当年)*的?(?:目标|任务|计划|指标)(?:任务|目标|数|值|量|要求)*|100%|的$"
)
_WHOLE: Final = Decimal(100)


def of_one_scale(reading: ClauseReading, rules: Sequence[Controlled]) -> tuple[Controlled, ...]:
    """Join the steps of each scale into one rule on one figure."""
    result: list[Controlled] = []
    for rule in rules:
        joined = _joined(reading, result[-1], rule) if result else None
        if joined is not None:
            result[-1] = joined
            continue
        if result and rule.key == "measure" and _NO_FIGURE.fullmatch(fold(rule.label)):
            # 化解率100%的得15分,每降低1个百分点扣1分: all of it is of one rate.
            result[-1] = _as_figure(reading, result[-1], "%") or result[-1]
        named = _named_share(reading, rule)
        is_share = any(other.label == _SHARE for other in result) and _COMPLETED.fullmatch(named.label)
        result.append(replace(named, label=_SHARE, doubtful=True) if is_share else named)
    return tuple(result)


def _joined(reading: ClauseReading, last: Controlled, rule: Controlled) -> Controlled | None:
    """Give a rule with the next one as its further step, if that is one."""
    whole = _share(reading, last, rule) or _places(reading, last, rule)
    whole = whole or _descending(_at_first(reading, last), rule) or _to_the_least(last, rule)
    whole = whole or either_way(reading, last, rule) or against_target(reading, last, rule)
    if whole is not None:
        return whole
    step = _step(reading, rule, last.label) or _again(last, rule)
    before = _as_measure(reading, last, step)
    if step is None or before is None or step.when is None:
        return None
    steps = _steps_of(before)
    known = [item.when.value for item in steps if item.when is not None and item.when.value is not None]
    value = step.when.value
    fitting = _fitting(step, steps, min(known)) if known else None
    if fitting is None:
        return None
    step = fitting
    takes = step.effect == "minus"
    printed = print_score(Score((Part((*steps, step)),)))
    if parse_score(printed)[0] is None:
        return None
    between = reading.text[before.sources[-1].end : rule.sources[0].start]
    ordered = value is None or value <= min(known) or (takes and value >= max(known))
    doubtful = (
        before.doubtful
        or value is None
        or not ordered
        or _STOP.search(between) is not None
        or (rule.sources[0].condition != step.when and step.points != 0)
    )
    return Controlled(
        "measure", before.label, printed, (*before.sources, *rule.sources), before.target, doubtful=doubtful
    )


def _steps_of(rule: Controlled) -> tuple[Once, ...]:
    """Give the steps of a rule that consists of nothing else."""
    score, _ = parse_score(rule.score)
    items = score.scoring if score is not None else ()
    steps = tuple(
        item for item in items if isinstance(item, Once) and item.when is not None and item.when.value is not None
    )
    return steps if len(steps) == len(items) else ()


def _fitting(step: Once, steps: Sequence[Once], lowest: Decimal) -> Once | None:
    """Give a step as the scale has it; None where it is measured otherwise, or takes where the others give."""
    if step.when is None or step.when.value is None:  # 其余: what is below the lowest step
        step = replace(step, when=Condition(None, "<", lowest, _unit_of(steps)))
    elif step.when.measured_in != _unit_of(steps):
        return None
    gives = steps[0].effect != "minus"
    if step.points is None and step.effect == "minus" and gives:
        step = replace(step, effect="fill", points=Decimal(0))  # nothing of what the scale gives
    return step if all(item.effect == step.effect for item in steps) else None


def _unit_of(steps: Sequence[Once]) -> str | None:
    return next((item.when.measured_in for item in steps if item.when is not None), None)


def _effect(rule: ClauseRule) -> Effect:
    return "minus" if rule.sign == "-" else "extra" if rule.beyond else "fill"


def _step(reading: ClauseReading, rule: Controlled, figure: str = "") -> Once | None:
    """Read a rule as a step that names no figure, or the ``figure`` of the step before it; one without a value is the rest."""
    source = rule.sources[0]
    if rule.key not in ("when", "measure") or len(rule.sources) != 1 or source.form != "once":
        return None
    words = fold(reading.text[source.start : source.end]).strip(" ,;。、\n").replace(" ", "")
    effect = _EFFECT.search(words)
    head = words[: effect.start()] if effect else words
    points = source.points if isinstance(source.points, Decimal) else None
    kind = _effect(source)
    if _REST.fullmatch(head):
        return Once(kind, points, Condition())
    if _FALLS.fullmatch(head) and _GROWTH.search(figure):
        return Once(kind, points, Condition(None, "<", Decimal(0), "%"))
    head = _without_figure(head, figure)
    if _STEP.fullmatch(head) is None:
        return None
    values = [(decimal(found["value"]), found["unit"]) for found in _VALUE.finditer(head)]
    unit = next((named for _, named in values if named), None)
    numbers = [value for value, _ in values if value is not None]
    if len(numbers) > 1:
        return Once(kind, points, Condition(None, ">=", min(numbers), unit))
    comparison = _comparison(head)
    return Once(kind, points, Condition(None, comparison, numbers[0], unit)) if numbers else None


def _without_figure(head: str, figure: str) -> str:
    """Leave out the last words of the figure before a step: of 同比增长5%以上得10分,增长0-5%得6分 it is 0-5%."""
    return next((head[-size:] for size in range(1, len(head) - 1) if figure.endswith(head[:-size])), head)


def _again(last: Controlled, rule: Controlled) -> Once | None:
    """Read a rule as a step that names the figure of the step before it once more."""
    source = rule.sources[0]
    is_same = rule.key == last.key == "measure" and rule.label == last.label and len(rule.sources) == 1
    if not is_same or source.form != "once" or source.condition is None or source.condition.value is None:
        return None
    points = source.points if isinstance(source.points, Decimal) else None
    return Once(_effect(source), points, source.condition)


def _comparison(head: str) -> Comparison:
    if re.search("不(?:低|少)于", head):
        return ">="
    if "不超过" in head:
        return "<="
    if _BELOW.search(head):
        return "<"
    return ">" if _OVER.search(head) and not _ABOVE.search(head) else ">="


def _as_measure(reading: ClauseReading, last: Controlled, step: Once | None) -> Controlled | None:
    """Give the rule before a step as one on a figure: 办结率100%的得6分，95%以上的得4分."""
    if step is None or step.when is None or last.key == "measure":
        return last if step is not None and last.key == "measure" else None
    return _as_figure(reading, last, step.when.measured_in)


def _as_figure(reading: ClauseReading, last: Controlled, unit: str | None) -> Controlled | None:
    """Give what is asked for with a number as a rule on a figure: 办结率100%, 抽测成绩90分以上, 全部完成."""
    source = last.sources[0]
    if last.key != "when" or len(last.sources) != 1 or source.points is None or unit is None:
        return None
    named = _NAMED.fullmatch(fold(last.label))
    is_whole = (
        named is None
        and unit == "%"
        and "完成" in fold(reading.text[source.start : source.end])
        and "未" not in last.label
        and re.search(r"\d%", fold(last.label)) is None
    )
    if not is_whole and (named is None or named["unit"] != unit):
        return None
    value = decimal(named["value"]) if named is not None else _WHOLE
    points = source.points if isinstance(source.points, Decimal) else None
    kind = _effect(source)
    if value is None or kind == "minus":
        return None
    first = Once(kind, points, Condition(None, ">=", value, unit))
    printed = print_score(Score((Part((first,)),)))
    what = named["name"] if named else _TASK.sub("", fold(last.label)) + _SHARE
    return Controlled("measure", what, printed, last.sources, doubtful=True)


def _places(reading: ClauseReading, last: Controlled, rule: Controlled) -> Controlled | None:
    """Read 前3名得10分,4—6名得8分,其余得5分 with all places behind the last one that is named."""
    step = _step(reading, rule) if last.key == "rank" else None
    score, _ = parse_score(last.score)
    items = score.scoring if score is not None else ()
    if step is None or step.when is None or step.when.value is not None or len(items) != 1:
        return None
    rank = items[0]
    ends = rank.places[-1][1] if isinstance(rank, Rank) and rank.from_end == "top" else None
    if not isinstance(rank, Rank) or ends is None:
        return None
    sources = (*last.sources, *rule.sources)
    points = Decimal(0) if step.points is None and step.effect == "minus" else step.points
    if points == 0:
        return replace(last, sources=sources, doubtful=True)
    if points is None or step.effect != rank.effect:
        return None
    printed = print_score(Score((Part((replace(rank, places=(*rank.places, (ends + 1, None, points))),)),)))
    return replace(last, score=printed, sources=sources, doubtful=True) if parse_score(printed)[0] else None


def _descending(last: Controlled, rule: Controlled) -> Controlled | None:
    """Read 第1名得20分,第2名得18分,以后每名递减2分 with the places down to nothing."""
    source = rule.sources[0]
    is_further = last.key == "rank" and source.form == "per" and source.sign == "-" and source.step == 1
    score, _ = parse_score(last.score)
    items = score.scoring if score is not None else ()
    if not (is_further and source.unit in _PLACES) or _FURTHER.fullmatch(fold(rule.label)) is None or len(items) != 1:
        return None
    rank, less = items[0], source.points
    if not isinstance(rank, Rank) or rank.from_end != "top" or not isinstance(less, Decimal) or less <= 0:
        return None
    places = list(rank.places)
    end, points = places[-1][1], places[-1][2]
    while end is not None and points > 0 and len(places) < _MOST_PLACES:
        end, points = end + 1, max(points - less, Decimal(0))
        places.append((end, end if points else None, points))
    if points:
        return None
    printed = print_score(Score((Part((replace(rank, places=tuple(places)),)),)))
    if parse_score(printed)[0] is None:
        return None
    return replace(last, score=printed, sources=(*last.sources, source), doubtful=True)


def _at_first(reading: ClauseReading, last: Controlled) -> Controlled:
    """Give all points for the first place as the points of that place: 排名第一的计满分."""
    source, points = last.sources[0], reading.points
    first = _FIRST.fullmatch(fold(last.label)) if last.key == "when" and len(last.sources) == 1 else None
    is_whole = source.form == "once" and source.sign == "+" and source.points in ("all", points)
    if first is None or not is_whole or points is None:
        return last
    printed = print_score(Score((Part((Rank(_effect(source), "top", ((1, 1, points),)),)),)))
    return replace(last, key="rank", label=first["what"], score=printed, doubtful=True)


def _to_the_least(last: Controlled, rule: Controlled) -> Controlled | None:
    """Read 第1名得20分,每降一名减1分,最低8分: no place that loses something to the one before it gets less."""
    score, _ = parse_score(last.score)
    items = score.scoring if score is not None else ()
    least = _LEAST.fullmatch(rule.score)
    is_falling = last.key == "rank" and last.sources[-1].form == "per" and len(items) == 1
    if least is None or rule.key != "limits" or not is_falling or not isinstance(items[0], Rank):
        return None
    rank, points = items[0], Decimal(least[1])
    above = tuple(place for place in rank.places if place[2] > points)
    if len(above) == len(rank.places) or not above:
        return None
    places = (*above, (rank.places[len(above)][0], None, points))
    printed = print_score(Score((Part((replace(rank, places=places),)),)))
    return replace(last, score=printed, sources=(*last.sources, *rule.sources), doubtful=True)


def _named_share(reading: ClauseReading, rule: Controlled) -> Controlled:
    """Call the share by its name: of 未完成的按完成比例计分 the figure is what was completed."""
    if not _is_share_of_rest(reading, rule) or _NOT_DONE.fullmatch(rule.label) is None:
        return rule
    return replace(rule, label=_SHARE, target=_WHOLE, doubtful=True)


def _is_share_of_rest(reading: ClauseReading, rule: Controlled) -> bool:
    """Tell whether a rule gives in proportion what was done to those who did not do all."""
    source = rule.sources[0]
    words = fold(reading.text[source.start : source.end])
    is_share = source.form == "proportional" and source.sign == "+" and _OF_SHARE.search(words) is not None
    return is_share and _NOT_DONE.search(words) is not None


def _share(reading: ClauseReading, last: Controlled, rule: Controlled) -> Controlled | None:
    """Read 完成的得20分，未完成的按完成比例计分 as one share that 完成 is the whole of."""
    first = last.sources[0]
    if not _is_share_of_rest(reading, rule) or first.form != "once" or first.sign != "+" or first.beyond:
        return None
    whole = first.points in ("all", reading.points)
    said = fold(reading.text[first.start : first.end])
    if not whole or len(last.sources) != 1 or not _DONE.search(said) or _NOT_DONE.search(said):
        return None
    target = first.condition.value if first.condition is not None else None
    sources = (*last.sources, *rule.sources)
    if last.key == "measure" and target is not None:
        return Controlled("measure", last.label, rule.score, sources, target, doubtful=True)
    return Controlled("measure", _SHARE, rule.score, sources, _WHOLE, doubtful=True)
