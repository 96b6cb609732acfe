"""Targets in a column of their own, beside the text of their task, and what a column of progress says against them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.measures import Measure, measures
from kaoji.reading.tasks.likeness import LEAST_LIKENESS, likeness, same_kind, scale_of

_BOUNDED: Final = late_pattern(
    r"(?P<bound>不低于|不少于|大于等于|≥|>=|>|不高于|不超过|小于等于|≤|<=|<)?\s*(?P<value>\d+(?:\.\d+)?)\s*(?P<behind>以上|以内|以下|左右)?"
)
_BOUNDS: Final = {
    **dict.fromkeys(("不低于", "不少于", "大于等于", "≥", ">=", ">", "以上"), "≥"),
    **dict.fromkeys(("不高于", "不超过", "小于等于", "≤", "<=", "<", "以内", "以下"), "≤"),
}


def goals_of(goal: str, stated: tuple[Measure, ...], metric: str, unit: str = "") -> tuple[Measure, ...]:
    """Give the targets that a column of them states (“2所、540个”, “≥90%”) beside the text of a task.

    What the text states too has its metric from there and its bound from either; what it does not has its own metric or
    ``metric``. A figure that stands alone has ``unit``. Targets that only the text states follow.

    >>> text = tuple(measures("新建幼儿园2所，新增学位540个"))
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
