"""Limits on all bonuses or deductions of a list, as the scheme writes them: 加分累计不超过8分，同一事项取最大值.

A limit is an amount beside a word that bounds (最多, 不超过, 为限 …) in a clause that speaks of a side (加分, 扣分 …); the
order is free. It holds for a whole list where the clause says nothing else: no event, and nothing that it is for each of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.scheme.rule_reading import parse_score

Side = Literal["加分", "减分"]
BOTH: Final[tuple[Side, ...]] = ("加分", "减分")

_NUMBER: Final = r"\d+(?:\.\d+)?"
_BOUND: Final = (
    r"(?:最[高多大]|至多|顶多|上限|封顶|不(?:得|能|应|可|再)?(?:超过|高于|多于|突破)|以(?=\d+(?:\.\d+)?分为[上]?限)"
    r"|(?<=[总分计值])限|限(?=[加减扣奖]\d)|限额|[加扣减奖]满|满(?=\d+(?:\.\d+)?分为止))"
)
_AMOUNT: Final = late_pattern(
    rf"{_BOUND}(?P<verb>[^,;。:()\d每]{{0,8}})(?P<points>{_NUMBER})分(?:封顶|为[上]?限|以内|为止)?(?!以[上下]|的(?!为|$|[,;。)]))"
    rf"|(?P<behind>{_NUMBER})分(?:封顶|为[上]?限|以内|为止)"
)
_GIVES: Final = late_pattern(r"[加减扣奖计得记](?:计)?\d")
_OPEN: Final = late_pattern(r"不设[上下]?限|[上]?不封顶|不限|不作限制")
PLUS_WORDS: Final = r"(?:(?:奖励加?|附加|激励|(?<![增参添])加|奖)(?:计)?分|正[向面]激励)"
MINUS_WORDS: Final = r"(?:(?:扣减|扣除|约束|惩罚|处罚|扣|减|罚)(?:计)?分|[反负]向约束)"
BOTH_WORDS: Final = (
    r"(?:(?:加减|加扣|奖扣|奖惩|奖罚|增减|加、减|加、扣|奖、扣)(?:计)?分|[加奖]分?[或和与及/][减扣罚]分|附加项)"
)
_PLUS: Final = late_pattern(PLUS_WORDS)
_MINUS: Final = late_pattern(MINUS_WORDS)
_BOTH: Final = late_pattern(rf"{BOTH_WORDS}|加减|加扣|奖扣|奖罚")
_PLUS_VERB, _MINUS_VERB = late_pattern("[加奖]"), late_pattern("[扣减]")
_FILLER: Final = late_pattern(
    r"同一|单位|部门|科室|个人|乡镇|街道|社区|镇街|每个|各个?|所有|全部|全年|年度|本年|当年|年内|每年|以上|上述|单个|考核|其中|其它|其他|此项"
    r"|事?项目?|因素|指标|情形|部分|累计|合计|总共|总计|共计|总和|总分|总值|总额|总|分值|分数|得分|之和|最终|最后|最大|原则上|一般|实际"
    r"|可以|只能|按|计算|可|只|均|都|的|值|和|与|及|其|村|为|计|至|且|但|并|[、:()以]"
)
_OF_EACH: Final = late_pattern(
    r"每(?!个?单位|个?部门|年)|单项|单个(?!单位|部门)|同一(?!单位|部门)|(?<!以上)(?<!上述)各项"
)
_SAME: Final = (
    r"同一?(?:个|项|类)?(?:事项|事件|事由|问题|工作|项目|内容|荣誉|奖项|奖励|情形|成果|表彰|批示|活动|信息|指标|因素|主题|人|事|行为)|同项|同类"
    r"|(?<![加扣])(?:多|几|两|若干)(?:个|种)?(?:项|次|级|层次|部门|类)|两个以上|重复|不同(?:级别|层级|层次)|涉及多"
)
_TAKEN_ONCE: Final = (
    r"不(?:得|再|予|可|作)*(?:重复|累计|累加|叠加|兼得)|(?:只|仅)?(?:取|按|就|计|以)[^,;。]{0,8}最[高大]|就高|只[计取加减扣按算][^,;。]{0,6}(?:一次|最[高大]|一项|1次)"
    r"|最[高大](?:分值?|级别|奖项|项|等次|标准|值)[^,;。]{0,6}(?:计|加|扣|为准|一次)|不(?:得|再|予)?重复(?:计|加|扣|减|奖)"
)
_ONCE: Final = late_pattern(rf"(?:{_SAME})[^。;]{{0,40}}?(?:{_TAKEN_ONCE})|就高不就低")


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit with its place in the text, and whether the clause says nothing else."""

    points: str
    sides: tuple[Side, ...]
    is_all: bool
    is_named: bool
    """Whether its own clause names the side."""


def limits_of(text: str, sides: tuple[Side, ...] = ()) -> list[str]:
    """Read limits in a sentence, as the scheme writes them; ``sides`` are those of a limit that names none.

    >>> limits_of("加分合计不超过5分,减分合计不超过8分;同一事项不重复加减分,取最大值。")
    ['加分不超过5分', '减分不超过8分', '同一事项取最大值']
    >>> limits_of("(最高不超过6分)", ("加分",)), limits_of("每项加分不超过2分"), limits_of("加分累计以5分为限")
    (['加分不超过6分'], [], ['加分不超过5分'])
    """
    squeezed = squeeze(text)
    limits = [f"{side}不超过{limit.points}分" for limit in _limits(squeezed, sides) for side in limit.sides]
    if _ONCE.search(squeezed):
        limits.append("同一事项取最大值")
    return [limit for limit in dict.fromkeys(limits) if parse_score(limit)[0] is not None]


def _limits(text: str, given: tuple[Side, ...] = ()) -> Iterator[_Limit]:
    """Give the limits clause by clause; one that names no side goes on with the side before it.

    What bounds an amount that is given before it is that item's own: 每篇加1分，最高3分.
    """
    carried, is_of_item = given, False
    for clause in re.split("[,;。]", text):
        named = _sides(clause)
        for match in _AMOUNT.finditer(clause):
            verb = match["verb"] or ""
            acts = ("加分",) if _PLUS_VERB.search(verb) else ("减分",) if _MINUS_VERB.search(verb) else ()
            own: tuple[Side, ...] = named or (() if is_of_item else acts or carried)  # type: ignore[assignment]
            if not own or _OF_EACH.search(clause[: match.start()]):
                continue
            rest = re.sub(_BOTH.pattern, "", clause[: match.start()] + clause[match.end() :])
            rest = _FILLER.sub("", re.sub(rf"{PLUS_WORDS}|{MINUS_WORDS}", "", rest))
            yield _Limit(match["points"] or match["behind"], own, not rest, bool(named))
        is_of_item = is_of_item or _GIVES.search(_AMOUNT.sub("", clause)) is not None
        carried = named or carried


def _sides(clause: str) -> tuple[Side, ...]:
    """Tell which sides a clause speaks of."""
    plus, minus = _PLUS.search(clause), _MINUS.search(clause)
    if _BOTH.search(clause) or (plus and minus):
        return BOTH
    return ("加分",) if plus else ("减分",) if minus else ()


def only_limits(text: str) -> bool:
    """Tell whether every clause of a line is a limit of the whole list: 加分累计不超过8分，扣分累计不超过5分.

    >>> (
    ...     only_limits("各单位加分总和最高不超过10分"),
    ...     only_limits("每篇加1分，最高加3分"),
    ...     only_limits("加分以5分为限，扣分不设上限"),
    ... )
    (True, False, True)
    """
    clauses = [clause for clause in re.split("[,，;；。]", squeeze(text)) if clause]
    found = [list(_limits(clause)) for clause in clauses]
    return bool(clauses) and all(
        (bool(limits) and all(one.is_all and one.is_named for one in limits))
        or (bool(_sides(clause)) and _OPEN.search(clause) is not None)
        for clause, limits in zip(clauses, found, strict=True)
    )


def counts_once(text: str) -> bool:
    """Tell whether a line says nothing but that the same matter counts once.

    >>> counts_once("同一事项涉及多个加分的，按最高项计算，不累计。"), counts_once("获得荣誉的，同一事项取最高分加分。")
    (True, False)
    """
    return _ONCE.match(squeeze(text)) is not None


def limits_alone(sentences: Iterable[Words]) -> list[tuple[Words, tuple[str, ...]]]:
    """Give the sentences that limit all bonuses or deductions and say nothing else, each with its limits.

    They stand outside the lists where the bonuses are in a sheet.
    """
    return [
        (words, limits)
        for words in sentences
        if only_limits(words.folded) and (limits := tuple(limits_of(words.folded)))
    ]


def limits_whole_list(text: str) -> bool:
    """Tell whether a sentence at the end of an item limits the whole list, and not the item alone."""
    found = list(_limits(squeeze(text)))
    both = len({side for limit in found for side in limit.sides}) > 1
    said = re.search("所有|全部|各项|总[加扣减]分|[加扣减]分(?:总计|合计|总和|总分)|(?:总计|合计)[加扣减]分", text)
    return both or (bool(found) and said is not None)
