"""Quantified targets of a task, and what a progress report gives against them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, takewhile
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, half_up
from kaoji.reading.phrases.measure_words import DEEDS, FILLER
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
from kaoji.reading.tasks.parts import is_forecast, is_of_part, is_part, is_total, so_far

_RATIO: Final = late_pattern(
    r"(?:占|完成|达到|达|为)?(?:了)?(?:年初|全年|年度|年|预算|总|计划|目标|既定|下达|市定|区定|县定|省定)*(?:任务|计划|目标|预算|(?:年度|计划)投资)(?:开工|任务|数|目标|总任务|总量|总数)?的?(?:比例为|比例达|)?\s*\(?(?P<value>\d+(?:\.\d+)?)\s*%"
    r"|(?:占|完成)(?:了)?总(?:里程|工程量|工作量|任务量|投资|面积|数|量)的?\s*(?P<part>\d+(?:\.\d+)?)\s*%"
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
_SIZE: Final = late_pattern("[百千]?[万亿]元|规上|限上|国家级|省级|市级")
_OTHER_SIZE = Fraction(1, 5)
# 80%（某园进度滞后）: how far the whole task has come
_RATE_ALONE: Final = late_pattern(r"(?:约|近)?(?P<value>\d+(?:\.\d+)?)\s*%(?:\([^()]*\)?)?[。;]?")
_PLANS: Final = "明年|次年|拟|计划|将要?|准备|届时|[建投完][成产用工]后"
# what is planned, and the whole of which parts are told (6个口袋公园中，4个…)
_ASIDE: Final = late_pattern(
    f"^(?:{_PLANS})|[^初高集其]中$|^(?:[超欠差]|低于|高于|超过)(?:年度|全年|预期)?(?:序时|时序|目标|任务|计划|预算)(?:进度)?(?:要求)?$"
)
_ANYTHING: Final = late_pattern("(?:各类|有关|相关|重点)?(?:项目|工程|任务|工作|事项)")
_PHASE: Final = late_pattern("[一二三四五六七八九]期|[一二三四五六七八九]标段?|第[一二三四五六七八九]批")
_SHARES_ALONE: Final = ("占比", "比重", "比例")
_LONGEST_ACT = 4
_SHORTEST_WORD, _ROUNDED, _PROVED = 2, 1, Fraction(6, 100)
_OF_ONE_KIND: Final = late_pattern(
    "[亩里米吨顷户套头只羽斤株座盏口栋辆]$|人次$"
)  # units that count one kind of thing, as 个 and 项 do not
_BOUNDED: Final = late_pattern(
    r"(?P<bound>不低于|不少于|大于等于|≥|>=|>|不高于|不超过|小于等于|≤|<=|<)?\s*(?P<value>\d+(?:\.\d+)?)\s*(?P<behind>以上|以内|以下|左右)?"
)
_BOUNDS: Final = {
    **dict.fromkeys(("不低于", "不少于", "大于等于", "≥", ">=", ">", "以上"), "≥"),
    **dict.fromkeys(("不高于", "不超过", "小于等于", "≤", "<=", "<", "以内", "以下"), "≤"),
}
RATE_NAME: Final = "完成率"


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A completion ratio, where it ends, and where its words begin."""

    start: int
    measure: Measure
    begin: int


def targets_of(text: str) -> tuple[Measure, ...]:
    """Give the quantified targets of a task's text; a deed alone is done to what the one before it was done to.

    >>> [(m.metric, m.value) for m in targets_of("新建公厕10座、改造15座")]
    [('新建公厕', '10'), ('改造公厕', '15')]
    """
    found = list(measures(text))
    for at, (before, one) in enumerate(pairwise(found), 1):
        deed = DEEDS.match(before.metric) if before.unit == one.unit and DEEDS.fullmatch(one.metric) else None
        if deed is not None and deed.end() < len(before.metric):
            found[at] = replace(one, metric=one.metric + before.metric[deed.end() :])
    return tuple(found)


def goals_of(goal: str, stated: tuple[Measure, ...], metric: str, unit: str = "") -> tuple[Measure, ...]:
    """Give the targets that a column of them states (“2所、540个”, “≥90%”) beside the text of a task.

    What the text states too has its metric from there and its bound from either; what it does not has its own metric or
    ``metric``. A figure that stands alone has ``unit``. Targets that only the text states follow.

    >>> text = targets_of("新建幼儿园2所，新增学位540个")
    >>> [(m.metric, m.value, m.unit) for m in goals_of("2所、540个", text, "")]
    [('新建幼儿园', '2', '所'), ('新增学位', '540', '个')]
    """
    number = _BOUNDED.fullmatch(fold(goal).replace(",", "").strip())
    bound = _BOUNDS.get((number["bound"] or number["behind"] or "") if number is not None else "", "")
    pieces = (
        measures(goal, elided=True)
        if number is None
        else [Measure("", number["value"], unit, bound=bound, has_own_metric=False)]
    )
    left = list(stated)
    found: list[Measure] = []
    before = metric
    for piece in pieces:
        same = next((one for one in left if _is_same(piece, one)), None)
        same = same or next((one for one in left if _takes_place_of(piece, one)), None)
        if same is not None:
            left.remove(same)
            bound = piece.bound or same.bound
            is_kept = piece.value == same.value or _is_same(piece, same)
            kept = same if is_kept else replace(piece, metric=same.metric, unit=piece.unit or same.unit)
            found.append(replace(kept, bound=bound, way=same.way, has_own_metric=same.has_own_metric))
        elif piece.metric.removesuffix(piece.way):
            found.append(piece)
            before = piece.metric if not piece.way else metric
        else:
            name = metric if piece.way else before  # 改造小区16个、1980户
            own = f"{name}{piece.way if not name.endswith(piece.way) else ''}"
            found.append(replace(piece, metric=own, has_own_metric=bool(name) or piece.has_own_metric))
    return (*found, *left)


def reached_of(value: Measure, goals: tuple[Measure, ...]) -> Measure | None:
    """Give a figure that stands alone in a column of progress with the metric of its target; None where kinds differ."""
    goal = goals[0]
    if value.unit and not same_kind(goal.unit, value.unit):
        return None
    return replace(value, metric=goal.metric, way=goal.way, has_own_metric=goal.has_own_metric)


def differing(goal: tuple[Measure, ...], stated: tuple[Measure, ...]) -> list[tuple[Measure, Measure]]:
    """Give the targets of a column that the text of the task gives another value, each with that of the text."""
    return [
        (one, other)
        for one in goal
        for other in stated
        if one.metric == other.metric and one.way == other.way and not _is_same(one, other)
    ]


def _is_same(one: Measure, other: Measure) -> bool:
    """Tell whether two quantities are the same amount: 8000万元 is 0.8亿元."""
    alike = same_kind(one.unit, other.unit) and (not one.way or one.way == other.way)
    return alike and Decimal(one.value) * scale_of(one.unit) == Decimal(other.value) * scale_of(other.unit)


def _takes_place_of(piece: Measure, other: Measure) -> bool:
    """Tell whether a figure of the column stands for what the text names with another value."""
    is_bare = not piece.metric.removesuffix(piece.way)
    named = likeness(other, piece) >= LEAST_LIKENESS if not is_bare else piece.way in ("", other.way)
    is_number = is_bare and not piece.unit and other.unit != "%"  # 350 for 新建7000个通光纤自然村
    return named and (is_number or same_kind(piece.unit, other.unit))


def reported_of(status: str, targets: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Give the values that a report states against the targets, with completion ratios; other numbers are incidental."""
    status = re.sub("[①-⑳]", "", status)
    alone = _RATE_ALONE.fullmatch(fold(status).strip())
    if alone is not None and not any(target.unit == "%" for target in targets):
        return (Measure(RATE_NAME, alone["value"], "%"),)
    ratios, bare = _ratios(fold(status), targets)
    told = so_far(measures(bare, elided=True), status)
    found = [measure for measure in _named(told, targets) if not _ASIDE.search(measure.metric)]
    answers: list[tuple[int, Measure]] = []
    answered: set[int] = set()
    for target_index, target in enumerate(targets):
        if target.way and not target.has_own_metric:
            continue
        best = max(
            (
                (
                    _rank(target, measure, is_late=is_forecast(measure, status)),
                    measure.value != target.value,
                    is_total(measure, status),
                    -index,
                )
                for index, measure in enumerate(found)
                if target.way or not measure.way or measure.has_own_metric
            ),
            default=(Fraction(0), False, False, 0),
        )
        if best[0] >= LEAST_LIKENESS and -best[-1] not in answered:
            answered.add(-best[-1])
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
            or _ANYTHING.fullmatch(measure.metric)
            or set(base_of(measure)) & set(base_of(target))
        ]
        if len(alike) == 1 and sum(same_kind(target.unit, other.unit) for other in targets) == 1:
            answers.append(alike[0])
    answers += _begun_alike(targets, found, answers)
    if ratios and not answers and found:
        level = _last_before(status, found, ratios[0].start)
        if level is not None and _agrees(level[1], targets, ratios[0]):
            answers.append(level)
    values = [measure for _, measure in sorted(answers, key=lambda entry: entry[0])]
    values = _proved(values, told, targets, ratios)
    if not values:
        return tuple(ratio.measure for ratio in ratios[:1]) if not targets else ()
    return _with_rates(values, ratios, fold(status))


def _proved(
    values: list[Measure], told: Sequence[Measure], targets: tuple[Measure, ...], ratios: Sequence[_Ratio]
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


def _with_rates(values: list[Measure], ratios: Sequence[_Ratio], status: str) -> tuple[Measure, ...]:
    """Put the completion ratios behind the values that they are of: those in their sentence, one a sentence, or else the first."""
    places = [status.find(measure.value + measure.unit) for measure in values]
    sentences = [len(re.split("[。；;]", status[: max(0, place)])) for place in places]
    own: dict[int, _Ratio] = {}
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
        if before or not subject or _ANYTHING.fullmatch(subject) or FILLER.fullmatch(subject):
            own[max(before, default=0)] = ratios[0]  # 公园完成总工程量的65%；步道建成7公里: of the park alone
    return tuple(
        one for at, value in enumerate(values) for one in ((value, own[at].measure) if at in own else (value,))
    )


def _begun_alike(
    targets: tuple[Measure, ...], found: Sequence[Measure], answers: Sequence[tuple[int, Measure]]
) -> list[tuple[int, Measure]]:
    """Give values that nothing else took, where target and value begin with the same word: 油菜种植面积, 油菜收获34.8万亩."""
    taken = {index for index, _ in answers}
    more: list[tuple[int, Measure]] = []
    for target in targets:
        if target.way or not _OF_ONE_KIND.search(target.unit) or _has_answer(target, answers):
            continue
        core = ACTS.sub("", base_of(target))[:_SHORTEST_WORD]
        alike = [
            (index, one)
            for index, one in enumerate(found)
            if index not in taken and not one.way and same_kind(target.unit, one.unit)
            if ACTS.sub("", one.metric).startswith(core)
            and not PREPARED.search(one.metric)
            and not is_step(one, target)
        ]
        if len(alike) == 1 and len(core) == _SHORTEST_WORD and not falls_short(alike[0][1], target):
            taken.add(alike[0][0])
            more += alike
    return more


def _agrees(level: Measure, targets: tuple[Measure, ...], ratio: _Ratio) -> bool:
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


def _has_answer(target: Measure, answers: Sequence[tuple[int, Measure]]) -> bool:
    return any(likeness(target, one) >= LEAST_LIKENESS for _, one in answers)


def _is_answered(target: Measure, answers: Sequence[tuple[int, Measure]]) -> bool:
    return any(same_kind(target.unit, measure.unit) for _, measure in answers)


def _ratios(status: str, targets: tuple[Measure, ...]) -> tuple[list[_Ratio], str]:
    """Give the completion ratios of a report, and the report without them."""
    is_rate = any(target.metric.endswith(RATE_NAME) for target in targets)  # 投资完成率50%以上
    found = [] if is_rate else list(takewhile(lambda one: not is_of_part(status, one), _RATIO.finditer(status)))
    if not found and targets and not any(target.unit == "%" and not target.way for target in targets):
        found = list(_BARE_RATIO.finditer(status))
    bare = status
    for match in found:
        bare = bare.replace(match[0], "，")
    ratios = [_ratio(match, next(filter(None, match.groups()))) for match in found]
    for match in _BRACKETED.finditer(status) if not ratios else ():
        ratio = _ratio(match, match["value"])
        if _agrees(Measure("", match["level"], match["unit"]), targets, ratio):
            ratios.append(ratio)
    return ratios, bare


def _ratio(match: re.Match[str], value: str) -> _Ratio:
    return _Ratio(match.end(), Measure(RATE_NAME, value, "%"), match.start())


def _rank(target: Measure, measure: Measure, *, is_late: bool = False) -> Fraction:
    """Give how well a quantity answers; what has not come so far yet only where nothing else does, or what is forecast."""
    like = likeness(target, measure)
    if like and (size := _SIZE.search(target.metric)) is not None and size[0] not in measure.metric:
        like = max(like - _OTHER_SIZE, min(like, LEAST_LIKENESS))  # 亿元项目 rather than all of them
    return min(like, LEAST_LIKENESS) if is_short(measure, target) or is_late else like


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
            and likeness(target, one) >= LEAST_LIKENESS
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
