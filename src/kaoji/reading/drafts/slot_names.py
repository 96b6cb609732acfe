"""What the slot of a rule is called: the words under which its provider is asked for events or figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.clauses import Controlled
from kaoji.scheme.model import Rule

# 达到90%, 80%以上: how much, and not of what.
_ONLY_A_BOUND: Final = late_pattern(
    r"(?:达到|低于|高于|超过|不足|不低于|不超过|不高于|不大于|不小于|控制在|保持在|少于|不少于|大于|小于|多于)(?:目标|任务)?|[≥≤<>]=?\d|\d+(?:\.\d+)?[^\d,]{0,3}(?:及?以[上下])?$"
)
# Says that something is done or not, and not what.
_BARE: Final = late_pattern(
    r"[未没不]?(?:有|能)?(?:全面|全部|按时|按期|如期|超额|实际|新)?(?:完成|达标|达到|实现|到位|开展|落实|签约|开工|投产|增加|减少|增长|下降|提高|降低|引进|获得|通过|合格|争取|入库|报送|发生|出现|存在)"
    r"(?:任务|目标|要求|标准|目标任务|年度任务|比例（%）|比例\(%\))?|得分|本项|该项|此项|成绩"
)
_OF_TARGET: Final = late_pattern(
    r"(?:完成值|实际值|完成数|指标值)?(?:年度|考核)?(?:目标|任务|计划|基准|标准)(?:值|数)?的?|完成值|实际值|完成数"
)
_FOUND: Final = late_pattern(r"的?[,，](?:经)?(?:发现|出现|发生|查实)$")  # 整改不到位的,发现(一处扣1分)
_A_RATE: Final = late_pattern(r"(?P<rate>满意度|[^完成比]{2,3}率)（%）")
_FIGURE: Final = late_pattern(
    r"(?P<name>[^，,、；;：:的]{2,14}?)(?:全面|按期|超额)?(?:达到|完成)(?:[^，,；;]{0,6})(?:任务|目标|计划|指标|要求)(?:数|值)?$"
)


def rate_in(label: str) -> str:
    """Give the rate that a label names and nothing else, empty where it names none.

    >>> rate_in("办结率（%）"), rate_in("完成比例（%）")
    ('办结率', '')
    """
    found = _A_RATE.fullmatch(label)
    return found["rate"] if found is not None else ""


def slot_name(read: Controlled, name: str, before: Sequence[Rule], text: str) -> str:
    """Name the slot of a rule: as the text does, else as the measure just before, else as the indicator.

    ``name`` is the indicator's; ``before`` are the rules of the same ``text`` that come before.
    """
    read = replace(read, label=_FOUND.sub("", read.label))
    if read.key == "score" or _is_of_the_row(read):
        return name
    if _BARE.fullmatch(fold(read.label)) or rate_in(read.label):
        shares = [rule.measure for rule in before if rule.measure and "完成比例" in rule.measure]
        counts_share = fold(read.label).startswith("超额") or read.label in ("完成", "完成任务", "完成目标")
        if (
            shares
            and read.key == "measure"
            and counts_share
            and any(one.unit in ("%", "百分点") for one in read.sources)
        ):
            return shares[-1]  # 未完成的按完成比例计分,超额完成的每超10%加1分: one share
        return _told(quoted(read.label), name, text)
    if read.label and not (read.key == "measure" and _ONLY_A_BOUND.match(fold(read.label))):
        return quoted(read.label)
    last = before[-1] if before and read.key == "measure" else None
    if last is not None and last.when and (figure := _FIGURE.match(last.when)):
        return figure["name"]  # 播种面积达到任务数的得120分,每减少1%扣5分: it is of the area
    return (last.measure if last is not None else None) or name


def _is_of_the_row(read: Controlled) -> bool:
    """Tell whether a label only says levels or the target of what the row names: 优秀得5分, 完成值每超过目标值1%加1分."""
    first = read.sources[0]
    if first.form == "levels":
        return bool(first.levels) and fold(read.label) == first.levels[0][0]
    return read.key == "measure" and _OF_TARGET.fullmatch(fold(read.label)) is not None


def _told(label: str, name: str, text: str) -> str:
    """Give a bare label together with what its indicator is called, so that it can be understood by itself.

    >>> (
    ...     _told("到位", "招商引资到位资金", ""),
    ...     _told("未完成", "农村公路养护", ""),
    ...     _told("完成比例（%）", "固定资产投资", ""),
    ... )
    ('招商引资到位资金', '农村公路养护：未完成', '固定资产投资完成比例（%）')
    """
    if label in name:
        return name
    if (rate := rate_in(label)) and rate in name:
        return f"{name}（%）"
    if label.startswith("完成比例"):
        return name if "比例" in name or name == text else f"{name}{label}"
    return f"{name}：{label}"


def quoted(words: str) -> str:
    """Give words with the quotation marks of the notice, which their reader makes plain.

    >>> quoted('服务"五个一工程"建设')
    '服务“五个一工程”建设'
    """
    return re.sub('"([^"]*)"', r"“\1”", words)
