"""Heads on two rows told one after the other: which of the lower ones stand below which of the upper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.tables.contents import Content, fits
from kaoji.reading.tables.figure_heads import figure_kind
from kaoji.reading.tables.head_words import bare_label, kind_of

# Short heads say nothing without the one above them, and tell what it is.
_ONLY_BELOW: Final = (
    (
        late_pattern(r"绝对[额值量]|总量|数值|(?:累计|同比)*增[幅速长减](?:率|[+±-]*%)?"),
        late_pattern(
            "(?:目标|任务|计划|预期|完成|实际|累计|实绩)(?:值|数|量|任务|目标)?$|情况$|^(?:1?\\d[-—至])?1?\\d月(?:份)?$|^[上下]半年$|季度$"
        ),
    ),
    (late_pattern("牵头|主办|主责|承办|负责|配合|协办|协同|协助|参与"), late_pattern("单位|部门|科室|责任|分工|主体")),
    (
        late_pattern("第?[一二三四1-4]季度|\\d{1,2}月(?:份|底|末)?|[上下]半年"),
        late_pattern("计划|安排|进度|节点|完成(?!时|期限|日期)|进展|情况|步骤|时序"),
    ),
)
_HEADED: Final = {
    "unit": "部门|单位|站所|机构|科室|社区|乡镇|[局办委站所]$",
    "person": "[人员长]$|领导|同志|姓名",
    "date": "时|[日期限]$|节点|月",
}
# 完成情况 stands above 完成投资 and 形象进度, and not 总投资
_TOLD: Final = late_pattern("情况|进展|进度")
_TELLS: Final = late_pattern("完成|实际|累计|进度|进展|本[月季周]")
_ALONE: Final = late_pattern("备注|说明|序号|编号|类别|类型|分类")
_SUMS_UP: Final = late_pattern(
    "(?:情况|指标|分解|分工|安排|落实|力量|责任|人员|数|任务|完成|目标|计划|下达|实际|投放|节点|比例|[比率量额]|里程|投资|资金)$"
)
_MOST_WAYS = 4_000


def placed_heads(labels: Sequence[str], groups: int, contents: Sequence[Content]) -> list[tuple[str, list[str]]] | None:
    """Give the upper heads with the lower ones below them, in the order in which their words fit the cells best."""
    best: tuple[float, list[tuple[str, list[str]]]] | None = None
    tried = 0
    for lower in range(2 * groups, len(labels) - groups):  # one head above all columns is a title
        above, below = labels[: len(labels) - lower], labels[len(labels) - lower :]
        for parents in combinations(range(len(above)), groups):
            for cuts in combinations(range(2, lower - 1), groups - 1):
                tried += 1
                ends = [0, *cuts, lower]
                parts = [list(below[one:end]) for one, end in pairwise(ends)]
                if tried > _MOST_WAYS or min(map(len, parts)) < 2:  # noqa: PLR2004
                    continue
                if any(len(set(part)) < len(part) for part in parts):
                    continue
                under = dict(zip(parents, parts, strict=True))
                placed = [(label, under.get(at, [])) for at, label in enumerate(above)]
                weight = _weight(placed, contents)
                if best is None or weight > best[0]:
                    best = weight, placed
    return best[1] if best is not None else None


def _weight(placed: Sequence[tuple[str, Sequence[str]]], contents: Sequence[Content]) -> float:
    weight, column = 0.0, 0
    for label, lower in placed:
        if not lower:
            weight += fit_of(label, contents[column])
            column += 1
        for one in lower:
            weight += 0.6 * fit_of(one, contents[column]) + 0.4 * fit_of(label + one, contents[column])
            weight -= 1.0 if _ALONE.fullmatch(one) else 0.0
            parent = next((above for below, above in _ONLY_BELOW if below.fullmatch(bare_label(one))), None)
            if parent is not None:
                weight += 0.5 if parent.search(bare_label(label)) else -0.5
            else:
                weight += 0.2 if _TOLD.search(label) and _TELLS.search(one) else 0.0
                weight += 0.15 if _SUMS_UP.search(bare_label(label)) else -1.0 if _ALONE.fullmatch(label) else -0.3
            column += 1
    return weight


@lru_cache(maxsize=8192)
def fit_of(label: str, content: Content) -> float:
    """Give how well a head fits the cells below it: by its kind, or by words of amounts over figures."""
    kind = kind_of(label, "task")
    if content in ("figure", "share") and not fits(kind, content):
        kind = figure_kind(label, ["1%" if content == "share" else "1"]) or kind  # 时序进度 over figures is no deadline
    if kind is None:
        is_amount = re.search(r"[数额率量%]|投资|资金|金额|面积|\([^()]{1,4}\)$", fold(label)) is not None
        words = _HEADED.get(content)
        if words is not None and re.search(words, label):
            return 0.8
        return 0.5 if is_amount == (content in ("figure", "share")) else 0.0
    return 1.0 if kind == "note" or fits(kind, content) else -1.0
