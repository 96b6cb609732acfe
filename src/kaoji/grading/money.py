"""What prizes and consequences bring in money: what the scheme says, and what it comes to for a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import chinese_numeral, decimal, fold, plain
from kaoji.scheme.structure import with_own
from kaoji.scoring.facts import Unit

_SCALES: Final = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MONEY: Final = late_pattern(r"(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百]+?)(?P<scale>[百千万亿]?)元")
# 不超过5万元, 5%—10%, 1.5倍基数: what is given is not said, or goes by something else
_OPEN: Final = late_pattern(r"不超过|不高于|不低于|不少于|以[内上下]|至|[-~—–～]|左右|倍|%|基数")


@dataclass(frozen=True, slots=True)
class Reward:
    """What a unit gets with a prize or a consequence of this name; ``yuan`` is None where the words do not come to a sum.

    With ``heads`` it is given for each of so many persons.
    """

    name: str
    amount: str
    heads: Decimal | None = None
    yuan: Decimal | None = None


def reward(name: str, amount: str, by: str | None, unit: Unit) -> Reward:
    """Work out what a unit gets; ``by`` is the attribute with the number of persons where it is given for each of them."""
    each = yuan_in(amount)
    if by is None:
        return Reward(name, amount, None, None if re.search(r"人均|每人|/人", amount) else each)
    heads = decimal(with_own(unit.attributes, unit.unit, unit.group).get(by, ""))
    return Reward(name, amount, heads, None if heads is None or each is None else each * heads)


def yuan_in(text: str) -> Decimal | None:
    """Give the one sum that a text names, in yuan; None where it names none, several, or one that is not fixed.

    >>> plain(yuan_in("奖金5万元")), plain(yuan_in("每人２０００元")), plain(yuan_in("三千元")), yuan_in("不超过1万元")
    ('50000', '2000', '3000', None)
    """
    found = list(_MONEY.finditer(folded := fold(text)))
    if len(found) != 1 or _OPEN.search(folded):
        return None
    number = found[0]["number"].replace("两", "二")
    value = decimal(number) if number[0].isdigit() else chinese_numeral(number)
    return None if value is None else Decimal(value) * _SCALES[found[0]["scale"]]


def sums(given: Reward) -> dict[str, str]:
    """Give the numbers of a reward as they are written in a reason."""
    return {
        "heads": "" if given.heads is None else plain(given.heads),
        "yuan": "" if given.yuan is None else plain(given.yuan),
    }
