"""Quantified targets of a task, and what a progress report gives against them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, half_up
from kaoji.reading.phrases.measure_words import DEEDS
from kaoji.reading.phrases.measures import Measure, measures
from kaoji.reading.tasks.likeness import (
    ACTS,
    LEAST_LIKENESS,
    PREPARED,
    base_of,
    falls_short,
    is_each_time,
    is_short,
    is_step,
    likeness,
    same_kind,
    scale_of,
)
from kaoji.reading.tasks.parts import is_forecast, is_of_season, is_part, is_total, so_far
from kaoji.reading.tasks.ratios import ANYTHING, RATE_NAME, agrees, proved, rate_alone, ratios_of, with_rates

_SIZE: Final = late_pattern("[百千]?[万亿]元|规上|限上|国家级|省级|市级")
_OTHER_SIZE = Fraction(1, 5)
_PLANS: Final = "明年|次年|拟|计划|将要?|准备|届时|[建投完][成产用工]后"
# what is planned, and the whole of which parts are told (6个口袋公园中，4个…)
_ASIDE: Final = late_pattern(
    f"^(?:{_PLANS})|[^初高集其]中$|^(?:[超欠差]|低于|高于|超过)(?:年度|全年|预期)?(?:序时|时序|目标|任务|计划|预算)(?:进度)?(?:要求)?$"
)
_PHASE: Final = late_pattern("[一二三四五六七八九]期|[一二三四五六七八九]标段?|第[一二三四五六七八九]批")
_SHARES_ALONE: Final = ("占比", "比重", "比例")
_STAGE: Final = late_pattern("(?:开工|启动|完工|竣工|建成|投用|交付|签约|落地|投产|开业)$")
_BEGUN: Final = late_pattern("新?(?:开工|启动)")
_LONGEST_ACT = 4
_SHORTEST_WORD = 2
_OF_ONE_KIND: Final = late_pattern(
    "[亩里米吨顷户套头只羽斤株座盏口栋辆]$|人次$"
)  # units that count one kind of thing, as 个 and 项 do not


def targets_of(text: str) -> tuple[Measure, ...]:
    """Give the quantified targets of a task's text; a deed alone is done to what the one before it was done to.

    >>> [(m.metric, m.value) for m in targets_of("新建公厕10座、改造15座")]
    [('新建公厕', '10'), ('改造公厕', '15')]
    """
    found = list(measures(text))
    for at, (before, one) in enumerate(pairwise(found), 1):
        is_alike = before.unit == one.unit and DEEDS.fullmatch(one.metric) is not None
        deed = (_BEGUN.match(before.metric) or DEEDS.match(before.metric)) if is_alike else None
        behind = _STAGE.search(before.metric) if is_alike and _STAGE.fullmatch(one.metric) else None
        if behind is not None and behind.start() > 1:
            found[at] = replace(one, metric=before.metric[: behind.start()] + one.metric)  # 小区改造开工20个、完工16个
        elif deed is not None and deed.end() < len(before.metric):
            found[at] = replace(one, metric=one.metric + before.metric[deed.end() :])
    return tuple(found)


def reported_of(status: str, targets: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Give the values that a report states against the targets, with completion ratios; other numbers are incidental."""
    status = re.sub("[①-⑳]", "", status)
    alone = rate_alone(status)
    if alone is not None and not any(target.unit == "%" for target in targets):
        return (alone,)
    ratios, bare = ratios_of(fold(status), targets)
    told = so_far(measures(bare, elided=True), status, targets)
    told = [measure for measure in told if not is_of_season(measure, status, targets)]
    found = [measure for measure in _named(told, targets) if not _ASIDE.search(measure.metric)]
    answers: list[tuple[int, Measure]] = []
    answered: set[int] = set()
    taken: dict[str, set[int]] = {}
    for target_index, target in enumerate(targets):
        if target.way and not target.has_own_metric:
            continue
        best = max(
            (
                (
                    _rank(target, measure, is_late=is_forecast(measure, status), is_part=is_part(measure, status)),
                    measure.value != target.value,
                    is_total(measure, status),
                    -index,
                )
                for index, measure in enumerate(found)
                if target.way or not measure.way or measure.has_own_metric
                if index not in taken.get(target.metric, ())
            ),
            default=(Fraction(0), False, False, 0),
        )
        if best[0] >= LEAST_LIKENESS and -best[-1] not in answered:
            answered.add(-best[-1])
            taken.setdefault(target.metric, set()).add(-best[-1])  # 新增学位 of schools, and of kindergartens
            answers.append((-best[-1], found[-best[-1]]))
            growth = target_index + 1 < len(targets) and not targets[target_index + 1].has_own_metric
            following = -best[-1] + 1
            if growth and following < len(found) and found[following].way and not found[following].has_own_metric:
                answers.append((following, found[following]))
    for target in targets:
        # 建成4个 leaves out what: the first target in this unit that no value answers.
        bare_verb = next(
            (
                (index, measure)
                for index, measure in enumerate(found)
                if index not in answered and DEEDS.fullmatch(measure.metric) and same_kind(target.unit, measure.unit)
            ),
            None,
        )
        if bare_verb and not target.way and not any(likeness(target, said) for _, said in answers):
            answered.add(bare_verb[0])
            answers.append(bare_verb)
    for target in targets:
        # 田间工程完成31万亩 for 建设高标准农田38万亩: the only value in the unit of the only target.
        if target.way or not _OF_ONE_KIND.search(target.unit) or _is_answered(target, answers):
            continue
        alike = [(index, measure) for index, measure in enumerate(found) if same_kind(target.unit, measure.unit)]
        alike = [
            (index, measure)
            for index, measure in alike
            if not falls_short(measure, target) and not PREPARED.search(measure.metric) and not is_part(measure, status)
            if not is_step(measure, target)
            if _is_elided(measure, target)
            or ANYTHING.fullmatch(measure.metric)
            or set(base_of(measure)) & set(base_of(target))
        ]
        if len(alike) == 1 and sum(same_kind(target.unit, other.unit) for other in targets) == 1:
            answers.append(alike[0])
    answers += _begun_alike(targets, found, answers)
    if ratios and not answers and found:
        level = _last_before(status, found, ratios[0].start)
        if level is not None and agrees(level[1], targets, ratios[0]):
            answers.append(level)
    values = [measure for _, measure in sorted(answers, key=lambda entry: entry[0])]
    values = proved(values, told, targets, ratios)
    if not values:
        return tuple(ratio.measure for ratio in ratios[:1]) if not targets else ()
    return with_rates(values, ratios, fold(status))


def _begun_alike(
    targets: tuple[Measure, ...], found: Sequence[Measure], answers: Sequence[tuple[int, Measure]]
) -> list[tuple[int, Measure]]:
    """Give values that nothing else took, where target and value begin with the same word: 油菜种植面积, 油菜收获34.8万亩.

    Or a value begins with the word that ends the target: 养老保险参保, 参保缴费1.1万人.
    """
    taken = {index for index, _ in answers}
    more: list[tuple[int, Measure]] = []
    for target in targets:
        if target.way or _has_answer(target, answers):
            continue
        is_one_kind = _OF_ONE_KIND.search(target.unit) is not None
        core = ACTS.sub("", base_of(target))[:_SHORTEST_WORD]
        end = base_of(target)[-_SHORTEST_WORD:]
        alike = [
            (index, one)
            for index, one in enumerate(found)
            if index not in taken and not one.way and same_kind(target.unit, one.unit)
            if ACTS.sub("", one.metric).startswith((core, end) if is_one_kind else end)
            and not PREPARED.search(one.metric)
            and not is_step(one, target)
        ]
        if len(alike) == 1 and len(core) == _SHORTEST_WORD and not falls_short(alike[0][1], target):
            taken.add(alike[0][0])
            more += alike
    return more


def _has_answer(target: Measure, answers: Sequence[tuple[int, Measure]]) -> bool:
    return any(likeness(target, one) >= LEAST_LIKENESS for _, one in answers)


def _is_answered(target: Measure, answers: Sequence[tuple[int, Measure]]) -> bool:
    return any(same_kind(target.unit, measure.unit) for _, measure in answers)


def _rank(target: Measure, measure: Measure, *, is_late: bool = False, is_part: bool = False) -> Fraction:
    """Give how well a quantity answers; what has not come so far yet only where nothing else does, or what is forecast."""
    like = likeness(target, measure)
    size = _SIZE.search(target.metric)
    if like and size is not None and size[0] not in measure.metric:
        like = max(like - _OTHER_SIZE, min(like, LEAST_LIKENESS))  # 亿元项目 rather than all of them
    is_weak = is_short(measure, target) or is_late or (is_part and size is None and like < 1)
    return min(like, LEAST_LIKENESS) if is_weak else like


def _named(found: list[Measure], targets: tuple[Measure, ...]) -> list[Measure]:
    """Give the quantities of a report with the target's metric where they leave theirs out, and what a deed alone answers.

    “累计完成46.2亿元”, “增长7.6%”, “3所已全部投入使用”, and “已签约5个”: each the first target of its kind that no named one
    answers, unless what is said of it is not yet what the target asks for. What answers none is left out.
    """
    if not any(_is_elided(one, target) for one in found for target in targets):
        return [one for one in found if one.metric.removesuffix(one.way)]
    answered = {
        index
        for index, target in enumerate(targets)
        if any(
            not _is_elided(one, target)
            and likeness(target, one) >= max(LEAST_LIKENESS, *(likeness(other, one) for other in targets))
            and not is_short(one, target)
            and not (one.value == target.value and _is_finished(target, found))
            for one in found
        )
    }
    named: list[Measure] = []
    for measure in found:
        is_bare = not measure.metric.removesuffix(measure.way)
        at = next(
            (
                index
                for index, target in enumerate(targets)
                if index not in answered
                and _is_elided(measure, target)
                and same_kind(target.unit, measure.unit)
                and (
                    target.way == measure.way
                    or bool(target.way and is_bare and measure.way)  # 预计下降8% for what was to grow
                    or (len(found) == 1 and not measure.way and measure.unit == "%")
                )
                and not falls_short(measure, target)
                and not _is_said_better(measure, target, found)
            ),
            None,
        )
        if at is not None:
            answered.add(at)
            own = targets[at]
            if measure.way not in ("", own.way):
                named.append(replace(measure, metric=base_of(own) + measure.way, has_own_metric=own.has_own_metric))
            elif (
                is_bare
                or measure.said == measure.metric
                or measure.metric in _SHARES_ALONE
                or _PHASE.fullmatch(measure.metric)
            ):
                named.append(replace(measure, metric=own.metric, way=own.way, has_own_metric=own.has_own_metric))
            else:
                named.append(replace(measure, answers=own.metric))
        elif not is_bare:
            named.append(measure)
    return named


def _is_finished(target: Measure, found: Sequence[Measure]) -> bool:
    """Tell whether a report tells of some that they are finished, after how many there are: 学校21所、9所已完成."""
    return any(
        not one.metric and one.said and same_kind(one.unit, target.unit) and not falls_short(one, target)
        for one in found
    )


def _is_said_better(measure: Measure, target: Measure, found: Sequence[Measure]) -> bool:
    """Tell whether another deed has more of the target's words: 拆除330户, and not 腾房352户, for 征拆420户."""
    wanted = set(base_of(target))
    return (
        bool(measure.metric)
        and not wanted & set(measure.metric)
        and any(
            bool(wanted & set(other.metric))
            and same_kind(other.unit, measure.unit)
            and _is_elided(other, target)
            and not falls_short(other, target)
            for other in found
        )
    )


def _is_elided(measure: Measure, target: Measure) -> bool:
    """Tell whether a quantity names no metric, or only the deed that the target names too."""
    metric = measure.metric.removesuffix(measure.way)
    if is_each_time(target) != is_each_time(measure):
        return False
    if not metric or _PHASE.fullmatch(metric) or DEEDS.fullmatch(metric) or metric in _SHARES_ALONE:
        return True
    metric = metric.removeprefix("新") if len(metric) > 2 else metric  # noqa: PLR2004 - 新发展 for 发展
    is_behind = base_of(target).endswith(metric) and len(base_of(target)) <= 2 * len(metric) + _LONGEST_ACT
    is_within = (metric in target.metric and not is_behind) or metric in target.given
    return is_within and len(metric) <= _LONGEST_ACT and not measure.way


def _last_before(status: str, found: list[Measure], place: int) -> tuple[int, Measure] | None:
    before = [
        (index, measure)
        for index, measure in enumerate(found)
        if 0 <= fold(status).find(measure.value + measure.unit) < place and not measure.way
    ]
    return before[-1] if before else None


def progress(targets: tuple[Measure, ...], reported: tuple[Measure, ...]) -> str:
    """Give the share of the first target that is reported, to four decimals, half up; empty where none can be told."""
    for target in targets:
        if target.way or target.is_ceiling:
            continue
        for value in reported:
            if value.metric != RATE_NAME and not value.way and likeness(target, value) >= LEAST_LIKENESS:
                return "" if falls_short(value, target) else _share(value, target)
    rate = next((value for value in reported if value.metric == RATE_NAME), None)
    if rate is not None and len(targets) == 1 and not targets[0].way and not targets[0].is_ceiling:
        return _share(rate, Measure(RATE_NAME, "100", "%"))
    return ""


def _share(value: Measure, target: Measure) -> str:
    said = Fraction(Decimal(value.value)) * scale_of(value.unit)
    wanted = Fraction(Decimal(target.value)) * scale_of(target.unit)
    if not wanted:
        return ""
    share = said / wanted
    rounded = half_up(share.numerator * 10_000, share.denominator)
    return f"{rounded // 10_000}.{rounded % 10_000:04d}"
