"""Quantified targets of a task, and what a progress report gives against them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold, half_up
from kaoji.reading.phrases.measures import Measure, measures

_RATIO: Final = late_pattern(
    r"(?:占|完成|达到|达|为)?(?:了)?(?:年初|全年|年度|年|预算|总|计划|目标|既定|下达|市定|区定|县定|省定)*(?:任务|计划|目标|预算)(?:任务|数|目标|总任务|总量|总数)?的?(?:比例为|比例达|)?\s*(?P<value>\d+(?:\.\d+)?)\s*%"
    r"|(?:占|完成)(?:了)?总(?:里程|工程量|工作量|任务量|投资|面积|数|量)的?\s*(?P<part>\d+(?:\.\d+)?)\s*%"
    r"|完成(?:率|比例|进度)(?:为|达到|达)?\s*(?P<rate>\d+(?:\.\d+)?)\s*%"
)
_PLANNED: Final = late_pattern(r"拟|计划|将要?|准备")
_SCALE: Final = {"万亿元": 10**12, "亿元": 10**8, "千万元": 10**7, "百万元": 10**6, "万元": 10**4, "元": 1}
_STEMS: Final = late_pattern(r"(?:人数|数量|总额|总量|总数|额|数|率|量)$")
_DONE: Final = late_pattern(
    "(?:建成|建设|完成|完工|竣工|新建|改造|新增|发放|拨付|兑付|实施|培训|引进|签约|落地|到位|交付|投用|投入使用|整治|处置|办结|化解|安装|种植|筛查|救助)+"
)
_OF_ONE_KIND: Final = late_pattern("[亩里米吨顷户套]$")  # units that count one kind of thing, as 个 and 项 do not
_ACT: Final = "(?:新建|改造|建设|建成|新增|改扩建|扩建|改建|修建|维修|整治|升级|提升|实施|完成|培训|发放|引进|安装|种植|救助|已|共|累计)+"
_ACTS: Final = late_pattern(f"^{_ACT}|{_ACT}$")
_LEAST_LIKENESS = Fraction(2, 5)
RATE_NAME: Final = "完成率"


def targets_of(text: str) -> tuple[Measure, ...]:
    """Give the quantified targets of a task's text."""
    return tuple(measures(text))


def reported_of(status: str, targets: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Give the values that a report states against the targets, with completion ratios; other numbers are incidental."""
    ratios = list(_RATIO.finditer(fold(status)))
    bare = _RATIO.sub("，", fold(status))
    found = [measure for measure in measures(bare) if not _PLANNED.match(measure.metric)]
    answers: list[tuple[int, Measure]] = []
    answered: set[int] = set()
    for target_index, target in enumerate(targets):
        if target.way and not target.has_own_metric:
            continue
        best = max(
            (
                (likeness(target, measure), measure.value != target.value, -index)
                for index, measure in enumerate(found)
                if target.way or not measure.way or measure.has_own_metric
            ),
            default=(Fraction(0), False, 0),
        )
        if best[0] >= _LEAST_LIKENESS and -best[2] not in answered:
            answered.add(-best[2])
            answers.append((-best[2], found[-best[2]]))
            growth = target_index + 1 < len(targets) and not targets[target_index + 1].has_own_metric
            following = -best[2] + 1
            if growth and following < len(found) and found[following].way and not found[following].has_own_metric:
                answers.append((following, found[following]))
    for target in targets:
        # 建成4个 leaves out what: the first target in this unit that no value answers.
        bare_verb = next(
            (
                (index, measure)
                for index, measure in enumerate(found)
                if index not in answered and _DONE.fullmatch(measure.metric) and _same_kind(target.unit, measure.unit)
            ),
            None,
        )
        if bare_verb and not target.way and not any(likeness(target, said) for _, said in answers):
            answered.add(bare_verb[0])
            answers.append(bare_verb)
    for target in targets:
        # 田间工程完成31万亩 for 建设高标准农田38万亩: the only value in the unit of the only target.
        if answers or target.way or not _OF_ONE_KIND.search(target.unit):
            continue
        alike = [(index, measure) for index, measure in enumerate(found) if _same_kind(target.unit, measure.unit)]
        if len(alike) == 1 and sum(_same_kind(target.unit, other.unit) for other in targets) == 1:
            answers.append(alike[0])
    if ratios and not answers and found:
        level = _last_before(status, found, ratios[0].start())
        if level is not None:
            answers.append(level)
    values = [measure for _, measure in sorted(answers, key=lambda entry: entry[0])]
    place = ratios[0].start() if ratios else 0
    rate = (
        [Measure(RATE_NAME, match["value"] or match["part"] or match["rate"], "%") for match in ratios[:1]]
        if answers or not targets
        else []
    )
    if rate and values:
        texts = [fold(status).find(measure.value + measure.unit) for measure in values]
        at = max((index + 1 for index, found_at in enumerate(texts) if 0 <= found_at < place), default=1)
        values[at:at] = rate
    return tuple(values)


def _last_before(status: str, found: list[Measure], place: int) -> tuple[int, Measure] | None:
    before = [
        (index, measure)
        for index, measure in enumerate(found)
        if 0 <= fold(status).find(measure.value + measure.unit) < place and not measure.way
    ]
    return before[-1] if before else None


def likeness(target: Measure, measure: Measure) -> Fraction:
    """Give how well a reported quantity answers a target, from 0 to 1: same kind of unit, same head word, shared words."""
    if not _same_kind(target.unit, measure.unit) or (target.way and target.way != measure.way):
        return Fraction(0)
    wanted, said = (_base(item) for item in (target, measure))
    if not wanted or not said:
        return Fraction(0)
    if wanted == said:
        return Fraction(1)
    longer, shorter = max(len(wanted), len(said)), min(len(wanted), len(said))
    if (said in wanted or wanted in said) and longer > 2 * shorter + 4:
        return Fraction(0)
    tail = _common_tail(wanted, said)
    stem_tail = _common_tail(_STEMS.sub("", wanted) or wanted, _STEMS.sub("", said) or said)
    if max(tail, stem_tail) < 2 and said not in wanted and wanted not in said:  # noqa: PLR2004
        # 改造危桥 and 农村公路危桥改造: what is done stands on either side of what is counted.
        cores = [_ACTS.sub("", one) for one in (wanted, said)]
        is_alike = min(map(len, cores)) > 1 and (cores[0] in cores[1] or cores[1] in cores[0])
        return Fraction(1, 2) if is_alike and cores != [wanted, said] else Fraction(0)
    shared = len(set(wanted) & set(said))
    return Fraction(shared, min(len(set(wanted)), len(set(said))))


def _base(measure: Measure) -> str:
    metric = fold(measure.metric)
    return metric.removesuffix(measure.way) if measure.way else metric


def _common_tail(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length


def _same_kind(one: str, other: str) -> bool:
    return one == other or (one in _SCALE and other in _SCALE) or one.removeprefix("万") == other.removeprefix("万")


def progress(targets: tuple[Measure, ...], reported: tuple[Measure, ...]) -> str:
    """Give the share of the first target that is reported, to four decimals, half up; empty where none can be told."""
    for target in targets:
        if target.way or target.is_bound:
            continue
        for value in reported:
            if value.metric != RATE_NAME and not value.way and likeness(target, value) >= _LEAST_LIKENESS:
                return _share(value, target)
    return ""


def _share(value: Measure, target: Measure) -> str:
    said = Fraction(Decimal(value.value)) * _scale(value.unit)
    wanted = Fraction(Decimal(target.value)) * _scale(target.unit)
    if not wanted:
        return ""
    share = said / wanted
    rounded = half_up(share.numerator * 10_000, share.denominator)
    return f"{rounded // 10_000}.{rounded % 10_000:04d}"


def _scale(unit: str) -> int:
    if unit in _SCALE:
        return _SCALE[unit]
    return 10_000 if unit.startswith("万") and len(unit) > 1 else 1
