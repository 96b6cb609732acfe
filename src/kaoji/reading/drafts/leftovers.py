"""What a scoring text says on points beside its rules: 加倍扣分, 参照…执行, 不可抗力的不扣分; none of it may be lost without a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.clauses.model import LIMITS, ClauseReading, ClauseRule
from kaoji.reading.drafts.passages import Mark

_CLAUSE: Final = late_pattern(r"[^,;。¶\n]+")
_STOP: Final = late_pattern(r"[;。¶\n]")
_HEADED: Final = late_pattern(r"[^,;。:\d的不每]{0,8}(?:加分|减分|扣分)[。:]")
_SHOWN: Final = late_pattern(r"^(?:[(（]?(?:例如|比如|譬如|如:|举例))")
# Changes what another rule gives or takes.
_CHANGES: Final = late_pattern(
    r"加倍|双倍|[两二三3-5]倍|成倍|翻[倍番]|减半|折半|倒扣(?!分)|类推|参照[^,;。]{0,12}(?:执行|办理|处理|扣|加|计|考核)|比照|从[重严][^,;。]{0,4}(?:扣|处|罚|减)"
    r"|(?:扣|减|加|奖)(?:除|减)?[^,;。\d]{0,6}(?:分值|分数|得分)|追加扣|再扣|全扣|取消[^,;。]{0,8}(?<!加)分(?!管)"
)
# Lifts or bounds a rule: a person has to see whether it matters.
_LIFTS: Final = late_pattern(
    r"不(?:予|再|得|能|可|作)?(?:扣|加|减|奖)(?:除|减)?分?(?![\d比除少])|免(?:予|于)?(?:扣|减|考核)|(?:方|才|始)[可能]以?[^,;。]{0,4}[加计得]分|不列入|不纳入|不计入|不作[^,;。]{0,4}考核"
    r"|不(?:再|予|参加|参与)*考核|不适用|(?:仅|只)(?:考核|适用)|(?:分值|权重|得分)[^,;。]{0,10}(?:计入|并入|调整|转入|归入|分配|分摊|折算)"
    r"|(?:奖励|罚款|扣发|处罚)[^,;。]{0,10}元|不得|取消|倒扣分|一票否决|(?<![满总评打])(?:扣|减|加|奖)分(?!项|标准|办法|依据|细则|事项|因素|情况|值|制)"
)
# Says something on scores that no rule was made of, and is more than the name of a part with its points.
_SPEAKS: Final = late_pattern(
    r"[扣加减奖][^,;。]{0,3}\d+(?:\.\d+)?分|得分(?!计算|四舍)|(?<!按)计分|打分|评分|扣[^,;。]{0,10}\d+(?:\.\d+)?%|[评视降]为"
)
_UNHARMED: Final = late_pattern(r"(?:没有|未)(?:被|受)")
_CONDITION: Final = late_pattern(r"(?:的|者|时|后|情况下|情形)$")
_WHOLE_STEPS: Final = late_pattern(
    r"不(?:足|满)[^,;。]{1,12}(?:不[予计得]|按)|不重复|不累计|就高|最高|超过100%|(?:基础|基准|基本)得?分|百分制"
)


@dataclass(frozen=True, slots=True)
class Leftovers:
    """Stretches of a text that no rule stands for: those that change points, and those that may."""

    not_understood: tuple[Mark, ...] = ()
    to_check: tuple[Mark, ...] = ()


def leftovers(reading: ClauseReading) -> Leftovers:
    """Give what a text says on points outside its rules.

    >>> from kaoji.reading.clauses import read_clause
    >>> text = "每处扣2分，整改不力的，加倍扣分。因灾害造成的不扣分。"
    >>> found = leftovers(read_clause(text, 10))
    >>> [text[mark.start : mark.end] for mark in (*found.not_understood, *found.to_check)]
    ['整改不力的，加倍扣分', '因灾害造成的不扣分']
    """
    text = fold(reading.text)
    spans = [(_begin(text, rule), rule.end) for rule in reading.rules]
    changes: list[Mark] = []
    lifts: list[Mark] = []
    for start, end in _open(text, spans):
        words = text[start:end]
        if _SHOWN.search(words) or (start == 0 and _HEADED.match(text)):
            continue
        if _CHANGES.search(words):
            changes.append(Mark(start, end, "not_understood"))
        elif (
            not _UNHARMED.search(words)
            and (_LIFTS.search(words) or _SPEAKS.search(words))
            and not _WHOLE_STEPS.search(words)
        ):
            lifts.append(Mark(start, end, "check"))
    return Leftovers(tuple(changes), tuple(lifts))


def _begin(text: str, rule: ClauseRule) -> int:
    """Tell where a rule begins; a limit leaves the clauses before its own that change points: 瞒报的，按3倍扣分，最多扣10分."""
    last = text.rfind(",", rule.start, rule.end)
    changes = rule.form in LIMITS and last > 0 and _CHANGES.search(text[rule.start : last]) is not None
    return last + 1 if changes else rule.start


def _open(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give the clauses that no rule covers, each with the conditions before it."""
    begun: int | None = None
    edge = 0
    for match in _CLAUSE.finditer(text):
        start, end = match.span()
        if _STOP.search(text[edge:start]):
            begun = None
        edge = end
        if any(one < end and start < other for one, other in spans):
            begun = None
            continue
        start += len(match[0]) - len(match[0].lstrip())
        begun = start if begun is None else begun
        if _CONDITION.search(match[0].rstrip()):
            continue
        yield begun, end
        begun = None
