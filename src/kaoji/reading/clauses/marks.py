"""The places of a scoring text that give points, take them, limit them or say who scores."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.reading.clauses.folding import number
from kaoji.reading.clauses.patterns import PATTERNS, Kind
from kaoji.reading.clauses.words import NUMBER

_NUMBERS: Final = late_pattern(rf"(-?)({NUMBER})")
_TAKEN: Final = late_pattern(r"扣分=|扣[分减除]|减分|扣$")
_AND_TAKEN: Final = late_pattern(
    r"(?<!加)(?<!增)[扣减]除?[\d零一二三四五六七八九十半]"
)  # 取消加分并减2分, 被批评的减1分
_SHARE: Final = late_pattern(r"占(\d{1,3})%")
_SCORED: Final = late_pattern("得分|成绩|平均[值分]|评分|考核分")
_WHOLE: Final = 100
_COMPARED: Final = ("每", "比", "较")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that speaks of scores.

    Attributes:
        kind: what it is; ``bare`` is an amount without a verb; ``silent``, ``open``, ``part`` and ``threshold`` give none.
        sign: award or deduction, None where the words around it decide.
        amounts: the numbers in order.
        low: least points of a range.
        high: most points of a range.
        severally: 分别 or 各 stands with it.
        both: an award and a deduction in one: 加（减）2分.
        unit: what it is for each of, where that stands behind it: 2分/次.
        loose: not quite a plain amount.
        extra: an award beyond the row's own points (加), not towards them (计).
    """

    kind: Kind
    start: int
    end: int
    text: str
    sign: Literal["+", "-"] | None = None
    amounts: tuple[Decimal, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    severally: bool = False
    both: bool = False
    unit: str = ""
    loose: bool = False
    extra: bool = True


def marks(text: str) -> list[Mark]:
    """Find the marks of a folded text, in order and without overlaps.

    >>> [(mark.kind, mark.text) for mark in marks("每次扣2分,最高扣10分,扣完为止")]
    [('amount', '扣2分'), ('cap', '最高扣10分'), ('floor', '扣完为止')]
    """
    found: list[Mark] = []
    rest = text
    letters = set(text)
    for pattern in PATTERNS:
        if letters.isdisjoint(pattern.signs):
            continue
        for match in pattern.expression.finditer(rest):
            mark = _mark(pattern.kind, match, text)
            if mark is not None:
                found.append(mark)
                # What is read stands as the end of a sentence for the patterns after it.
                rest = rest[: mark.start] + "。" * (mark.end - mark.start) + rest[mark.end :]
    return sorted(found, key=lambda mark: mark.start)


def _mark(kind: Kind, match: re.Match[str], text: str) -> Mark | None:
    start, end = match.span()
    groups = {name.rpartition("_")[0]: value for name, value in match.groupdict().items() if value}
    plain = Mark(kind, start, end, match[0])
    if kind in ("cap", "floor", "share"):
        numbers = (groups[name] for name in ("cap", "limit", "within", "floor", "share") if name in groups)
        return replace(plain, amounts=tuple(map(_limit, numbers)), sign=_sign(groups, match[0]))
    if kind in ("amount", "given", "bare"):
        return _amount(plain, groups, text)
    if kind == "proportional" and _is_only_a_part(match[0]):
        return None
    if kind in ("proportional", "formula"):
        return replace(plain, sign="-" if _TAKEN.search(match[0]) else "+")
    return plain


def _limit(words: str) -> Decimal:
    return Decimal(50) if words == "一半" else number(words)


def _is_only_a_part(words: str) -> bool:
    """Tell whether shares are not those of a score: 党员占60%,群众占30%."""
    shares = [int(share) for share in _SHARE.findall(words)]
    return bool(shares) and sum(shares) != _WHOLE and _SCORED.search(words) is None


def _sign(groups: dict[str, str], words: str) -> Literal["+", "-"]:
    if "minus" in groups:
        return "-"
    if "plus" in groups:
        return "+"
    return "-" if re.search("[扣减罚惩]", words) else "+"


def _amount(mark: Mark, groups: dict[str, str], text: str) -> Mark | None:
    listed = groups.get("listed") or groups.get("short", "")
    if listed == "十分" and text[mark.end : mark.end + 1] not in ("", *",;。:)(、/¶每"):
        return None  # 做得十分到位
    plus = groups.get("plus", "加")
    if plus in ("增加", "取得", "获得", "获") and text[mark.start - 1 : mark.start] in _COMPARED:
        return None
    amounts = tuple(number(value) * (-1 if dash else 1) for dash, value in _NUMBERS.findall(listed))
    low, high = (number(groups[name]) if name in groups else None for name in ("low", "high"))
    if "within" in groups and amounts:
        low, high, amounts = Decimal(0), amounts[-1], ()
    sign = None if mark.kind == "bare" else _sign(groups, groups.get("noun", ""))
    other = groups.get("swapped") or groups.get("paired") or groups.get("joined")
    if other is None and sign == "+" and _AND_TAKEN.search(mark.text):
        sign = "-"
    return replace(
        mark,
        sign=sign,
        amounts=amounts,
        low=low,
        high=high,
        severally="each" in groups or "before" in groups,
        both=other is not None and (other[0] in "减扣罚") != (sign == "-"),
        unit=_ordered("".join(groups.get(name, "") for name in ("after", "second", "bracketed", "once"))),
        loose="least" in groups or "short" in groups or _names_a_score(mark, text),
        extra=plus[0] in "加奖追增+",
    )


def _names_a_score(mark: Mark, text: str) -> bool:
    """Tell whether an amount may be what a score counts, not what is given: 部门打分70分,满意率得分5分."""
    return mark.text.startswith(("打分", "评分", "得分")) and text[mark.start - 1 : mark.start] not in ("", *"的者,")


def _ordered(unit: str) -> str:
    """Give 人次 for 次·人."""
    return unit[1:] + unit[0] if len(unit) > 1 and unit[0] == "次" and unit[1:] in ("人", "项", "件", "户") else unit
