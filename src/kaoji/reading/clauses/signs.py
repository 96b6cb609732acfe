"""Whether an amount gives or takes, where it has no verb or one that goes both ways."""

from __future__ import annotations

import re
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.items import said_before
from kaoji.reading.clauses.model import Sign

_BRACKETS: Final = late_pattern(r"\([^()]*\)")
_AMOUNTS: Final = late_pattern(r"\d分")
_TWO_WAYS: Final = late_pattern(
    r"(?:提前|[超高多增升])[^,;。\d或、/(]{0,4}(?:或者?|[、和及/(])(?:推迟|延迟|延后|滞后|逾期|拖后|[低少减降欠])|增减|升降|高低"
)


def both_ways(words: str, head: str) -> bool:
    """Tell whether an amount is added one way and taken the other: 每提前或推迟1天加扣1分, 奖罚1分."""
    return words.startswith(("加扣", "扣加", "奖罚")) and _TWO_WAYS.search(head) is not None


def is_fault(head: str, text: str) -> bool:
    """Tell whether a rate without a verb is for a fault, in a text that does not say whether it gives or takes."""
    return _FAULT.search(head) is not None and _TELLING.search(text) is None


_TELLING: Final = late_pattern(r"扣分|减分|加分|奖励|得分|计分|扣|减(?!少)|记分|评分")


def sign_around(head: str, text: str, before: Sign | None, after: str = "") -> Sign:
    """Tell whether an amount without a verb gives or takes.

    Its own words tell, or those of its sentence, or an amount of its sentence; or a heading, or what has gone wrong:
    that is worth points of the sign that the words around it speak of (发现问题每宗0.3分,未整改的扣1分).
    """
    said = said_before(text, len(text))
    reached = re.search(r"\d%?$", head) is not None
    wrong = (_GONE_WRONG.search(head) is not None and not reached) or _SIDE.search(said) or _SIDE.match(text)
    if _UTMOST.search(head) and not _TELLING.search(head):
        return "+"
    for words in (head, said):
        found = _TELLING.findall(words)
        if found:
            # 少报一条扣0.5分;区级采用一条加0.2分,市级0.5分: what was given last is nearest
            given = _GIVEN.search(said)
            is_given = given is not None and given.end() > said.rfind(found[-1])
            return "-" if found[-1][0] in "扣减" and not is_given else "+"
    if before is not None and _AMOUNTS.search(_BRACKETS.sub("", said.removesuffix(head))):
        return before
    if not wrong:
        return "+"
    told = _TELLING.findall(text)[-1:]
    if _COUNTED_OFF.match(after):
        return "+"
    if not told and _FOUND_OUT.search(head):
        told = _TELLING.findall(after.partition("。")[0])[:1]
    return "-" if told and told[0][0] in "扣减" else "+"


_GIVEN: Final = late_pattern(r".*加(?=\d)")
_GONE_WRONG: Final = late_pattern("[未不没无缺漏迟违错少低超差]|发生|出现|发现")
_FOUND_OUT: Final = late_pattern("发现|查出|发生|出现|存在|通报|投诉|曝光|未|没有")
_FAULT: Final = late_pattern(
    "(?:差错|迟到|早退|旷工|旷课|缺席|缺勤|[漏错迟瞒]报)[^,;。]{0,4}$|(?:没有?|未|不)(?!少于|低于)[^,;。:]{2,}的,?(?:每[1一]?[^,;。\\d]{1,2})?$"
)
_COUNTED_OFF: Final = late_pattern("[,;]每?[缺少]")  # 没有空白栏目8分,缺一项扣2分
_UTMOST: Final = late_pattern("最[高低大小多少好差][^,;。]{0,4}的?$")  # 检出率最低的1分
_SIDE: Final = late_pattern(r"[^,;。:]{0,4}(?:扣分|减分|加分)[^,;。]{0,6}:")
