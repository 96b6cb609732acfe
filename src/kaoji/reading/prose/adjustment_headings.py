"""Headings of lists of bonuses and deductions: which words make one, on which side it is, and what it limits itself.

A heading is one of the words for points that are given or taken beside all indicators, among words that only name a list
(项目, 事项, 标准 …) in any order; with a word for how the list is handled (认定, 申报) it is about a list.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.adjustment_limits import BOTH_WORDS, MINUS_WORDS, PLUS_WORDS, limits_of
from kaoji.reading.prose.articles import Words

Kind = Literal["plus", "minus", "both"]

CORE: Final = rf"(?:{BOTH_WORDS}|{PLUS_WORDS}|{MINUS_WORDS})"
# What may stand before and behind the word for points in the heading of a list, in any order.
_BEFORE: Final = r"设置|实行|建立|设立|另设|另行设置|增设|关于|其[他它]|考核|考评|绩效|工作|年度|综合|目标|管理|特别|专项|奖惩|奖励|单项|另外?|激励|约束|额外|[正负反]向|惩戒|惩罚|各类|有关|县级|市级|区级"
BEHIND: Final = r"事?项目?|因素|情形|情况|办法|标准|内容|指标|制度|设置|规定|机制|条件|范围|细则|事由|部分|类|清单|分值|分|如下|要求|依据"
_HEADS: Final = late_pattern(rf"(?:{_BEFORE})*{CORE}(?:[和与及、或]|{CORE}|{BEHIND})*(?P<more>.{{0,12}})")
# 加减分认定, 加分申报程序: is about the list, and no list
_ABOUT: Final = late_pattern(
    rf"(?:{_BEFORE}|{CORE}|{BEHIND}|[和与及、的])*(?:认定|申报|审核|审定|核定|程序|说明|备注|原则|解释|确认|核实|备案|证明|材料|计算)(?:{BEHIND}|[和与及、]|认定|申报|审核|程序|说明|原则)*"
)
# 加减分项目及标准如下，加分最高10分
_AS_FOLLOWS: Final = late_pattern(rf"^{CORE}(?:{BEHIND}|[及和其])*(?:见|如)下(?:表)?(?=[，,：:。]|$)")
_PLUS: Final = late_pattern(PLUS_WORDS)
_MINUS: Final = late_pattern(MINUS_WORDS)
_BOTH: Final = late_pattern(BOTH_WORDS)
# 某区考核扣分项目及标准: the title of a whole text
_TITLES: Final = late_pattern(
    rf"[^,;。:]{{0,30}}(?:考核|考评|评价|管理|绩效|工作){CORE}(?:[和与及、]|{CORE}|{BEHIND})*"
)
_LED: Final = late_pattern(r"^(?P<head>[^,;。:()]{2,14}(?:\([^()]*\))?)(?P<stop>[:。])(?=.)")


def names_adjustments(title: str) -> bool:
    """Tell whether a heading names a list of bonuses and deductions.

    >>> names_adjustments("加减分项目（最高不超过5分）"), names_adjustments("减分事项"), names_adjustments("党建工作")
    (True, True, False)
    """
    name = bare(title)
    return is_list_name(name) or _AS_FOLLOWS.match(name) is not None


def bare(title: str) -> str:
    """Give a heading without white space, brackets and the colon behind it."""
    return re.sub(r"[（(][^（）()]*[）)]", "", squeeze(title)).rstrip("：:")


def is_list_name(name: str) -> bool:
    """Tell whether a bare heading names a list by itself."""
    return _HEADS.fullmatch(name) is not None and not is_about(name)


def titles_list(name: str) -> bool:
    """Tell whether a bare title is that of a text which is all one list.

    >>> titles_list("某区绩效考核扣分项目及标准"), titles_list("某区绩效考核办法")
    (True, False)
    """
    return _TITLES.fullmatch(name) is not None


def is_about(name: str) -> bool:
    """Tell whether a heading is about a list, and not of one.

    >>> is_about("加减分认定"), is_about("有关说明"), is_about("加分项目及标准")
    (True, True, False)
    """
    return _ABOUT.fullmatch(name) is not None


def side_of(words: str) -> Kind:
    """Tell on which side words are; those that speak of both or of neither are on both.

    >>> side_of("加分项目"), side_of("有下列情形的扣分"), side_of("奖扣分")
    ('plus', 'minus', 'both')
    """
    is_plus, is_minus = _PLUS.search(words) is not None, _MINUS.search(words) is not None
    is_minus = is_minus or (not is_plus and re.search("倒扣|扣减|扣除", words) is not None)
    return "both" if is_plus == is_minus or _BOTH.search(words) else "plus" if is_plus else "minus"


def led_by(words: Words) -> tuple[str, Words] | None:
    """Part a line that begins with the name of a list from its items: 加分项（封顶10分）：…；…."""
    match = _LED.match(words.folded)
    if match is None or not names_adjustments(match["head"]):
        return None
    return words.text[: match.end("head")], words.part(match.end())


def limits_of_heading(title: str) -> list[str]:
    """Give the limits that a heading states, as a limit or as the points of what it heads.

    >>> (
    ...     limits_of_heading("加分项目（10分）"),
    ...     limits_of_heading("激励分（不超过6分）"),
    ...     limits_of_heading("加减分项（10分）"),
    ... )
    (['加分不超过10分'], ['加分不超过6分'], [])
    """
    folded = squeeze(fold(title))
    if limits := limits_of(folded):
        return limits
    match = re.search(r"\((?:满分|共|计|分值|总分)?:?(?P<points>\d+(?:\.\d+)?)分\)", folded)
    side = side_of(folded)
    if match is None or side == "both" or _HEADS.fullmatch(folded[: match.start()]) is None:
        return []
    return [f"{'加分' if side == 'plus' else '减分'}不超过{match['points']}分"]
