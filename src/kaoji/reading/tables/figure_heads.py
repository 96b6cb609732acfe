"""Heads over columns of figures in task tables: a target, what was reached of it, the share of it, or a figure aside.

Words alone may say less than words over figures do: 时序进度 over days is a deadline, over figures how far one should be.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.tables.head_words import Kind, bare_label

_MONTHS: Final = r"(?:\d{4}年)?(?:1|一|元)月?(?:份)?[-—~～至到]+\d{1,2}月(?:份|底|末)?"
_SO_FAR: Final = late_pattern(
    rf"累计|合计|总计|截[至止]|{_MONTHS}|[上下]半年|前(?:[二三四两]个?季度|\d{{1,2}}个?月)|全年|至今"
)
_FIGURE: Final = late_pattern(
    r"[≥≤＞＜><=约]?[-+]?\d+(?:[.,]\d+)*(?:[%％‰]|(?![^,，]*[年月日季])[\u4e00-\u9fff㎡/]{0,6})(?:以[上下内]|左右)?|[-—－/／无]"
)
# What should have been reached by now, what is missing, how others did: beside the target and its progress
_ASIDE: Final = late_pattern(
    r"超.{0,6}欠|欠.{0,6}超|[超欠差]额|差[距值]|缺口|[尚相]差|剩余|序时|时序|与.{1,6}相?比|排[名位]|[位名]次|"
    r"(?:上年|去年|上一年|基期|同期)(?:同期)?(?:完成|实际|实绩|基)?(?:数|值|量|额|情况)?(?:\(.*\))?$|得分|分值|权重"
)
_GROWTH: Final = late_pattern(r"同比|环比|增速|增幅|增长|增减|[比较][上去]年|±")
_SHARE: Final = late_pattern(
    r"(?:完成|达成|达标|实现)(?!额|数|值|量|情况|投资|资金)[^额数值量]{0,8}(?:率|比|比例|比重|百分比|百分率|%|\(%\))$"
    r"|^(?:[占为]|完成)[^增速]{0,10}(?:目标|任务|计划|预算|年)[^增速]{0,4}(?:比|比重|比例|百分比|%|\(%\))*$"
    r"|^(?:占比|比例|进度|(?:任务|计划|目标|总体|工程|形象|投资|完成)进度)(?:\(%\)|%)?$"
)
_ONLY_WITH_SHARES: Final = late_pattern(r"^(?:占比|比例|进度|.{2}进度)$")
_DONE: Final = late_pattern(r"完成|累计|实际|实绩|到位|已")
_GOAL: Final = late_pattern("目标|任务|计划|指标|预期")
_OF_THE_YEAR: Final = late_pattern(r"(?:\d{4}|年|全|本|当)年?度?(?:计划|目标|任务|预期|预算)(?:目标|任务|数|值|量)?")
_PERIOD: Final = late_pattern(
    rf"(?:\d{{4}}年)?(?:{_MONTHS}|\d{{1,2}}月(?:份|底|末)?(?:当月)?|[上下]半年|前[二三四两]个?季度|第?[一二三四1-4]季度|全年|[当本]月|累计|合计|总计)(?:\((?:预计|数|值|量)\))?"
)
_SINGLE: Final = late_pattern(
    r"(?:\d{4}年)?(?:第?[一二三四1-4]季度|\d{1,2}月(?:份)?)(?:完成|实际|新增|到位|进度|数|值|量|额|情况|进展)*"
)
GROUP: Final = late_pattern(r"^(?P<group>[^年度]{2,6})情况(?=.{2,})")  # 投资情况 over 年度计划
AMOUNT: Final = late_pattern("(?:项目|资金)?投资|资金|经费|产值|收入|税收")
_MOST = 7


def are_figures(texts: Sequence[str]) -> bool:
    """Tell whether seven tenths of the cells of a column are figures; days and months are none.

    >>> are_figures(["12.5", "≥98%", "-"]), are_figures(["12月底", "9月30日"])
    (True, False)
    """
    told = [text for text in texts if _FIGURE.fullmatch(fold(squeeze(text)))]
    return bool(told) and any(any(map(str.isdigit, text)) for text in told) and len(told) * 10 >= len(texts) * _MOST


def figure_kind(label: str, texts: Sequence[str]) -> Kind | None:
    """Give what a column of figures holds by its head; None where its words say nothing of figures.

    >>> figure_kind("任务完成率", ["80%"]), figure_kind("序时目标", ["48"]), figure_kind("前三季度", ["2380"])
    ('ratio', 'note', 'status')
    >>> figure_kind("年度目标增速（%）", ["6.5"]), figure_kind("占GDP比重", ["45.2"])
    ('target', None)
    """
    text = fold(squeeze(label))
    if _ASIDE.search(text) and not _GROWTH.search(text):
        return "note"
    is_ratio = _SHARE.search(text) is not None and not _GROWTH.search(text)
    if is_ratio and (not _ONLY_WITH_SHARES.fullmatch(text) or any("%" in fold(one) for one in texts)):
        return "ratio"
    bare = GROUP.sub("", bare_label(label))
    if _PERIOD.fullmatch(text) or (_DONE.search(bare) and not _GOAL.search(bare)):
        return "status"
    if _OF_THE_YEAR.fullmatch(bare):
        return "target"
    return "target" if _GROWTH.search(bare) and _GOAL.search(bare) and not _DONE.search(bare) else None


def is_of_amount(label: str, lower: str) -> bool:
    """Tell whether a lower head says how much is planned or done, and the one above it of what.

    >>> is_of_amount("投资情况", "年度计划"), is_of_amount("完成情况", "一季度"), is_of_amount("投资情况", "完成投资")
    (True, False, False)
    """
    amount = AMOUNT.fullmatch(bare_label(label).removesuffix("情况"))
    return amount is not None and (_GOAL.search(lower) or _DONE.search(lower)) is not None and amount[0] not in lower


def is_so_far(label: str) -> bool:
    """Tell whether a head says that its figures are all so far: 1-9月累计完成, 前三季度."""
    return _SO_FAR.search(fold(squeeze(label))) is not None


def is_single(label: str) -> bool:
    """Tell whether a head names one quarter or month and no more: 二季度完成（万元）."""
    return not is_so_far(label) and _SINGLE.fullmatch(bare_label(label)) is not None
