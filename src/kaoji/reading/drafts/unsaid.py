"""What a notice leaves unsaid about the places of its grades, and how the draft reads it for the time being."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kaoji.scheme.model import Choice, Grade, Quota

_ROUNDING: Final = "通知没有写明名额怎样取整，暂按四舍五入。名额因此可能超过比例（如6个单位的30%为1.8个，取2个）；比例不得突破的，请改为舍去小数。"
_UNFILLED: Final = (
    "通知没有写明达不到分数线而空出的名额怎样处理，暂转给下一等次；下一等次不得超过自身比例的，请改为空缺。"
)


def unsaid_of(grades: Iterable[Grade], quota: Quota) -> Iterator[Choice]:
    """Name what shares of places leave open, where the notice does not say it: it decides over single places.

    What ``quota`` says of it stands among the fields that were set.
    """
    limited = [grade for grade in grades if grade.share is not None or grade.shares]
    if limited and "rounding" not in quota.model_fields_set:
        yield Choice(name="名额取整", decision=_ROUNDING)
    has_line = any(grade.at_least is not None for grade in limited)
    if has_line and len(limited) > 1 and "unfilled" not in quota.model_fields_set:
        yield Choice(name="空出名额", decision=_UNFILLED)
