"""Every order of columns that the labels of a flattened head may stand for: on one row or on two, whole or cut in two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.flat.columns.rows import Layout
from kaoji.reading.flat.pieces import counts_up
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.figure_heads import is_of_amount
from kaoji.reading.tables.head_words import Family, Kind, is_told_by_its_head, kind_of
from kaoji.reading.tables.heads import is_head, settled

_MIN_LABELS = 3
_TOLD: Final = late_pattern(r"问题|困难|原因|下一?(?:步|阶段|[周旬月]|季度)")
_NAME: Final = late_pattern("名称$")
_PLAN: Final = late_pattern("(?:计划|安排|节点|步骤|时序)$")
_QUARTER: Final = late_pattern("第?[一二三四1-4]季度")
_WAYS: Final = ("方式", "考核办法", "考核方法", "考评办法", "考评方法", "检查方法", "评分方法")
_NAMES: Final = ("name", "content")
_SCORE: Final = late_pattern(r"(?:考核|评价)?得分|评分|分")
_LONGEST_PART, _MOST_PAIRS = 2, 4
_FEWEST_PARENTS, _FEWEST_BELOW, _ALL_GROUPS = 2, 2, 3
# What may stand below a head of a kind, besides the kind itself.
_BELOW: Final[Mapping[Kind, tuple[Kind, ...]]] = {
    "name": ("content",),
    "content": ("text", "points", "name", "detail"),
    "text": ("points", "content", "detail"),
    "lead": ("related", "person", "leader"),
    "status": ("ratio", "target", "note", "deadline"),
    "task": ("target", "measure", "number"),
}


def layout_of(labels: Sequence[str], family: Family) -> Layout:
    """Give the columns of labels; a name that is headed as what is asked for (考核内容) may hold sentences."""
    words = [kind_of(label, family) for label in labels]
    kinds = settled(words, labels, family)
    asked = [word if (word, kind) == ("content", "name") else kind for word, kind in zip(words, kinds, strict=True)]
    # How something is looked into is told in the words of remarks, unlike what is asked for.
    asked = [
        "note" if kind == "detail" and squeeze(label).endswith(_WAYS) else kind
        for label, kind in zip(labels, asked, strict=True)
    ]
    if family == "task":  # what is difficult and what comes next is told in sentences, unlike remarks
        asked = [
            "detail" if kind == "note" and _TOLD.search(squeeze(label)) else kind
            for label, kind in zip(labels, asked, strict=True)
        ]
    return Layout(tuple(labels), tuple(asked))


def with_details(layouts: Sequence[Layout], family: Family) -> list[Layout]:
    """Add what else the words of heads may mean: requirements in sentences for lower names, units of measurement."""
    found = list(layouts)
    for layout in layouts:
        words = [kind_of(label, family) for label in layout.labels]
        pairs = list(zip(words, layout.kinds, strict=True))
        choices: list[tuple[Kind | None, ...]] = []
        if family == "score" and "text" in layout.kinds:
            asked = [at for at, kind in enumerate(layout.kinds) if kind == "content"]
            choices.append(tuple("detail" if kind == "content" else kind for kind in layout.kinds))
            if (
                len(asked) > 1 and "name" in layout.kinds
            ):  # 考核内容, 考核要点: the last of them says what is asked for of the others
                choices.append(tuple("detail" if at == asked[-1] else kind for at, kind in enumerate(layout.kinds)))
        if family == "score" and "text" in layout.kinds and [k for k in layout.kinds if k in _NAMES] == ["content"]:
            # What is headed as content may name groups: its cells are merged over rows.
            choices.append(tuple("name" if kind == "content" else kind for kind in layout.kinds))
        if family == "score" and "unit" in words and "provider" in layout.kinds and has_names(layout):
            choices.append(tuple("measure" if word == "unit" else kind for word, kind in pairs))
        if family == "score" and "points" not in layout.kinds and has_names(layout):
            # 得分 is mostly left empty; where nothing else is headed as points, they may stand below it.
            scores = [at for at, label in enumerate(layout.labels) if _SCORE.fullmatch(squeeze(label))]
            choices += [
                tuple("points" if at == score else kind for at, kind in enumerate(layout.kinds)) for score in scores
            ]
        if family == "score" and layout.kinds.count("text") == 1 and {"points", "name"} <= set(layout.kinds):
            # A form leaves the standards empty.
            choices.append(tuple("blank" if kind == "text" else kind for kind in layout.kinds))
        found += [
            Layout(layout.labels, kinds) for kinds in choices if kinds != layout.kinds and set(kinds) & set(_NAMES)
        ]
    return found


def with_numbers(layouts: Sequence[Layout], texts: Sequence[str], family: Family) -> list[Layout]:
    """Add the layouts with a column of numbers in front that a copy of the head lost, where numbers count up below it."""
    if family != "score" or not counts_up(texts) or any("number" in layout.kinds for layout in layouts):
        return list(layouts)
    return [*layouts, *(Layout(("序号", *layout.labels), ("number", *layout.kinds)) for layout in layouts)]


def has_names(layout: Layout) -> bool:
    """Tell whether there are columns of names."""
    return bool(set(layout.kinds) & set(_NAMES))


def with_pairs(labels: Sequence[str], family: Family) -> list[list[str]]:
    """Give the labels with short neighbours as one, in every choice: a head may stand on two lines (评分 / 标准)."""
    pairs = [
        at
        for at in range(len(labels) - 1)
        if max(len(labels[at]), len(labels[at + 1])) <= _LONGEST_PART
        and kind_of(labels[at], family) not in ("number", "points")
        and kind_of(labels[at] + labels[at + 1], family) is not None
        and not _are_two_names(labels[at], labels[at + 1], family)
    ]
    found: list[list[str]] = []
    for choice in range(1, 2 ** min(len(pairs), _MOST_PAIRS)):
        chosen = {pair for bit, pair in enumerate(pairs) if choice >> bit & 1}
        if any(at + 1 in chosen for at in chosen):
            continue
        joined = [
            label + (labels[at + 1] if at in chosen else "") for at, label in enumerate(labels) if at - 1 not in chosen
        ]
        if len(joined) >= _MIN_LABELS and is_head(layout_of(joined, family).kinds, family):
            found.append(joined)
    return found


def _are_two_names(label: str, following: str, family: Family) -> bool:
    """Tell whether two short heads are of two columns (大项, 小项; 项目, 分值), not one head on two lines (项目, 名称)."""
    is_name = family == "score" and kind_of(label, family) in ("name", "content")
    return is_name and following != "名称" and kind_of(following, family) in ("name", "content", "points")


def two_rows(labels: Sequence[str], family: Family) -> list[Layout]:
    """Give the layouts of labels that stand in two rows: the last ones below one or two of the first."""
    found: list[Layout] = []
    for split in range(_FEWEST_PARENTS, len(labels) - _FEWEST_BELOW + 1):
        found.extend(orders(labels[:split], labels[split:], family))
    return found


def orders(above: Sequence[str], below: Sequence[str], family: Family) -> list[Layout]:
    """Put a lower row of labels under one label of the upper row, or parts of it under two."""
    layouts: list[Layout] = []
    for placed in _placings(len(above), below):
        labels: list[str] = []
        if not all(_may_stand_over(above[index], under, family) for index, under in placed.items()):
            continue
        if family == "task" and _has_better(above, placed):
            continue
        for index, label in enumerate(above):
            under = placed.get(index)
            labels.extend([label_below(label, lower, family) for lower in under] if under else [label])
        layout = layout_of(labels, family)
        if is_head(layout.kinds, family):
            layouts.append(layout)
    return layouts


def _has_better(above: Sequence[str], placed: Mapping[int, Sequence[str]]) -> bool:
    """Tell whether quarters stand below another head than the one that plans (推进计划, 时间安排)."""
    plans = {index for index, label in enumerate(above) if _PLAN.search(squeeze(label))}
    quarters = {index for index, under in placed.items() if all(_QUARTER.fullmatch(squeeze(one)) for one in under)}
    return bool(plans and quarters) and not quarters & plans


def _may_stand_over(label: str, below: Sequence[str], family: Family) -> bool:
    """Tell whether a label sums up those below it."""
    if len(set(below)) < len(below):
        return False  # 总量, 增速, 总量, 增速 stand below two heads
    kind = kind_of(label, family)
    if family == "task" and all(map(is_told_by_its_head, below)):
        if _NAME.search(squeeze(label)):
            return False
        if kind in ("task", "target", "status") or _PLAN.search(squeeze(label)):
            return True
    kinds = {kind_of(lower, family) for lower in below}
    is_of_it = family == "score" or kind in kinds  # 主办科室 is no head over 协办科室 and 主办人
    return kind is None or (is_of_it and kinds <= {kind, *_BELOW.get(kind, ())})


def _placings(parents: int, below: Sequence[str]) -> Iterator[dict[int, Sequence[str]]]:
    if parents == _ALL_GROUPS:  # 项目, 责任, 进度: each of them sums up those below it
        for first in range(_FEWEST_BELOW, len(below) - 2 * _FEWEST_BELOW + 1):
            for second in range(first + _FEWEST_BELOW, len(below) - _FEWEST_BELOW + 1):
                yield {0: below[:first], 1: below[first:second], 2: below[second:]}
    for one in range(parents):
        yield {one: below}
        for other in range(one + 1, parents):
            for split in range(_FEWEST_BELOW, len(below) - _FEWEST_BELOW + 1):
                yield {one: below[:split], other: below[split:]}


def label_below(label: str, lower: str, family: Family) -> str:
    """Give the label of a column in a lower row: by itself, if it says what the column holds."""
    is_told = family == "task" and (is_told_by_its_head(lower) or is_of_amount(label, lower))
    is_own = kind_of(lower, family) is not None and not is_told
    return lower if is_own else label + lower
