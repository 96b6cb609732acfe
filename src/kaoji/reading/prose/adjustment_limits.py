"""Limits on all bonuses or deductions of a list, as the scheme writes them: 加分累计不超过8分，同一事项取最大值."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.scheme.rule_reading import parse_score

_NUMBER: Final = r"\d+(?:\.\d+)?"
_PLUS: Final = late_pattern(r"加分|奖励分|附加分")
_MINUS: Final = late_pattern(r"减分|扣分")
_CAP: Final = late_pattern(
    rf"(?P<side>加分[、和与及](?:减分|扣分)|加减分|奖励加?分|附加分|加分|减分|扣分)[^,;。\d]{{0,12}}?(?:最[高多](?:不超过|不得超过)?|均?不超过|不得超过|不高于|上限|封顶|限|以|加满)(?:加|减|扣|为|计)?(?P<points>{_NUMBER})分"
)
_CAP_VERB: Final = late_pattern(
    rf"(?:累计|合计|总共|总计|最终|本项)*(?:最[高多]|不超过|不得超过)(?:不超过|可|只)?(?P<side>加|减|扣)(?:计|减)?(?P<points>{_NUMBER})分"
)
_OPEN: Final = late_pattern(r"(?:加分|减分|扣分)(?:均)?(?:不设[上下]限|不封顶|上不封顶|不限)")
_ONCE: Final = late_pattern(
    r"同一?(?:个|项)?(?:事项|事件|事由|问题|工作|项目|内容|荣誉|奖项|情形)[^。;]{0,40}?(?:不(?:得)?重复|不(?:得)?累计|取最|按最高|就高|只计|只取|最高分|最大)"
)


def limits_of(text: str) -> list[str]:
    """Read limits in a sentence, as the scheme writes them.

    >>> limits_of("加分合计不超过5分,减分合计不超过8分;同一事项不重复加减分,取最大值。")
    ['加分不超过5分', '减分不超过8分', '同一事项取最大值']
    """
    squeezed = squeeze(text)
    limits: list[str] = []
    for match in _CAP.finditer(squeezed):
        is_extra = match["side"].startswith(("奖励", "附加"))
        sides = ("加分", "减分") if _PLUS.search(match["side"]) and _MINUS.search(match["side"]) else (match["side"],)
        sides = ("加分", "减分") if match["side"] == "加减分" else sides
        limits += [f"{'加分' if is_extra or side == '加分' else '减分'}不超过{match['points']}分" for side in sides]
    for match in _CAP_VERB.finditer(squeezed):
        limit = f"{'加分' if match['side'] == '加' else '减分'}不超过{match['points']}分"
        limits += [limit] if limit not in limits else []
    if _ONCE.search(squeezed):
        limits.append("同一事项取最大值")
    return [limit for limit in dict.fromkeys(limits) if parse_score(limit)[0] is not None]


def only_limits(text: str) -> bool:
    """Tell whether every clause of a line is a limit of the whole list: 加分累计不超过8分，扣分累计不超过5分."""
    clauses = [clause for clause in re.split("[,，;；。]", squeeze(text)) if clause]
    return bool(clauses) and all(_CAP.match(clause) or _OPEN.fullmatch(clause) for clause in clauses)


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
    sides = {match["side"] for match in _CAP.finditer(squeeze(text))}
    both = len(sides) > 1 or any(_PLUS.search(side) and _MINUS.search(side) for side in sides) or "加减分" in sides
    return both or (
        bool(sides)
        and re.search("所有|全部|各项|总[加扣减]分|[加扣减]分(?:总计|合计)|(?:总计|合计)[加扣减]分", text) is not None
    )
