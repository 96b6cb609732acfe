"""Completion ratios in a report: 占年度计划的42%, 完成率95%, and which of its values they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import takewhile
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.measure_words import FILLER
from kaoji.reading.phrases.measures import Measure
from kaoji.reading.tasks.likeness import same_kind, scale_of
from kaoji.reading.tasks.parts import is_of_part

_RATIO: Final = late_pattern(
    r"(?:占|完成|达到|达|为)?(?:了)?(?:年初|全年|年度|年|预算|总|计划|目标|既定|下达|市定|区定|县定|省定)*(?:任务|计划|目标|预算|(?:年度|计划)投资)(?:开工|任务|数|目标|总任务|总量|总数)?的?(?:比例为|比例达|)?\s*\(?(?P<value>\d+(?:\.\d+)?)\s*%"
    r"|(?:占|完成)(?:了)?总(?:里程|工程量|工作量|任务量|投资|面积|[户套间人株台件个亩宗]数|数|量)的?\s*(?P<part>\d+(?:\.\d+)?)\s*%"
    r"|完成(?:率|比例|进度)(?:分别)?(?:为|达到|达|是)?\s*(?P<rate>\d+(?:\.\d+)?)\s*%"
)
# 已建成1.85万亩，完成92.5%: of what, the target says
_BARE_RATIO: Final = late_pattern(
    r"(?<=[，,；;])(?:已|累计|共)*完成(?:了)?\s*(?P<value>\d+(?:\.\d+)?)\s*%(?=$|[，,；;。])"
)
# 已完成120条（95%）, 完成52公里（占69.3%）
_BRACKETED: Final = late_pattern(
    r"(?P<level>\d+(?:\.\d+)?)(?P<unit>[^\d\s,，。；;()%]{1,6})\((?:占(?:比|任务|目标)?|完成(?:率|任务|目标)?)?(?P<value>\d+(?:\.\d+)?)%\)"
)
# 80%（某园进度滞后）: how far the whole task has come
_RATE_ALONE: Final = late_pattern(r"(?:约|近)?(?P<value>\d+(?:\.\d+)?)\s*%(?:\([^()]*\)?)?[。;]?")
RATE_NAME: Final = "完成率"
ANYTHING: Final = late_pattern("(?:各类|有关|相关|重点)?(?:项目|工程|任务|工作|事项)")
_ROUNDED, _PROVED = 1, Fraction(6, 100)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A completion ratio, where it ends, and where its words begin."""

    start: int
    measure: Measure
    begin: int


def rate_alone(status: str) -> Measure | None:
    """Give the ratio that a report says and nothing else: 80%（某园进度滞后）."""
    found = _RATE_ALONE.fullmatch(fold(status).strip())
    return Measure(RATE_NAME, found["value"], "%") if found is not None else None


def ratios_of(status: str, targets: tuple[Measure, ...]) -> tuple[list[Ratio], str]:
    """Give the completion ratios of a report, and the report without them."""
    is_rate = any(target.metric.endswith(RATE_NAME) for target in targets)  # 投资完成率50%以上
    found = [] if is_rate else list(takewhile(lambda one: not is_of_part(status, one), _RATIO.finditer(status)))
    if not found and targets and not any(target.unit == "%" and not target.way for target in targets):
        found = list(_BARE_RATIO.finditer(status))
    if not any("投资" in target.metric for target in targets):  # 投资完成率 is of the investment
        found = [one for one in found if not (one[0].startswith("完成") and status[: one.start()].endswith("投资"))]
    bare = status
    for match in found:
        bare = bare.replace(match[0], "，")
    ratios = [_ratio(match, next(filter(None, match.groups()))) for match in found]
    for match in _BRACKETED.finditer(status) if not ratios else ():
        ratio = _ratio(match, match["value"])
        if agrees(Measure("", match["level"], match["unit"]), targets, ratio):
            ratios.append(ratio)
    return ratios, bare


def _ratio(match: re.Match[str], value: str) -> Ratio:
    return Ratio(match.end(), Measure(RATE_NAME, value, "%"), match.start())


def agrees(level: Measure, targets: tuple[Measure, ...], ratio: Ratio) -> bool:
    """Tell whether a value may be what a ratio is of: 3.2万亩 is not 89.7% of 6.8万亩."""
    stated = Fraction(ratio.measure.value)
    for one in targets:
        share = 100 * Fraction(level.value) * scale_of(level.unit) / (Fraction(one.value) * scale_of(one.unit) or 1)
        near = (
            _ROUNDED + stated / 10 if same_kind(one.unit, level.unit) else _PROVED
        )  # 上岗2467人 for 岗位2400个，102.8%
        if not one.way and abs(share - stated) <= near:
            return True
    return not targets


def proved(
    values: list[Measure], told: Sequence[Measure], targets: tuple[Measure, ...], ratios: Sequence[Ratio]
) -> list[Measure]:
    """Give the values with the only one that a ratio proves to be of the only target: 余额386亿元，新增41.3亿元，完成82.6%."""
    if len(targets) != 1 or len(ratios) != 1 or targets[0].way or len(values) != 1:
        return values
    (target,), stated = targets, Fraction(ratios[0].measure.value)
    wanted = Fraction(target.value) * scale_of(target.unit)

    def is_proved(one: Measure) -> bool:
        share = 100 * Fraction(one.value) * scale_of(one.unit) / wanted if wanted else Fraction(0)
        return not one.way and same_kind(one.unit, target.unit) and abs(share - stated) <= _PROVED

    proved = [one for one in told if is_proved(one)]
    if len(proved) != 1 or is_proved(values[0]):
        return values
    (one,) = proved
    return [one if one.metric else replace(one, metric=target.metric, has_own_metric=target.has_own_metric)]


def with_rates(values: list[Measure], ratios: Sequence[Ratio], status: str) -> tuple[Measure, ...]:
    """Put the completion ratios behind the values that they are of: those in their sentence, one a sentence, or else the first."""
    places = [status.find(measure.value + measure.unit) for measure in values]
    sentences = [len(re.split("[。；;]", status[: max(0, place)])) for place in places]
    own: dict[int, Ratio] = {}
    for ratio in ratios:
        sentence = len(re.split("[。；;]", status[: ratio.start]))
        before = [
            at
            for at, place in enumerate(places)
            if place >= 0 and sentences[at] == sentence and place < ratio.start and not values[at].way
        ]
        is_behind = bool(before) and places[before[-1]] == ratio.begin  # 甲52公里（69.3%），乙33公里（82.5%）
        if before and (is_behind or sentence not in {sentences[at] for at in own}):
            own[before[-1]] = ratio
    if not own and ratios:
        before = [at for at, place in enumerate(places) if 0 <= place < ratios[0].start]
        subject = re.split("[，,。；;]", status[: ratios[0].begin])[-1]
        if not before and not subject and _is_of_other(status, ratios[0]):
            return tuple(
                values
            )  # 完成投资3.2亿元，占年计划的64%；新建公路23.5公里: of the investment, which answers no target
        if before or not subject or ANYTHING.fullmatch(subject) or FILLER.fullmatch(subject):
            own[max(before, default=0)] = ratios[0]  # 公园完成总工程量的65%；步道建成7公里: of the park alone
    return tuple(
        one for at, value in enumerate(values) for one in ((value, own[at].measure) if at in own else (value,))
    )


def _is_of_other(status: str, ratio: Ratio) -> bool:
    """Tell whether a ratio goes on with a quantity right before it."""
    before = status[: ratio.begin]
    return before.endswith((",", "，")) and re.search(r"\d", re.split("[，,。；;]", before)[-2]) is not None
