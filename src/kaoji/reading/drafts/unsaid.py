"""What a notice leaves unsaid, about the places of its grades and about parts of steps, and how the draft reads it for the time being."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.scheme.model import Choice, Grade, Node, Quota
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Per

_ROUNDING: Final = "通知没有写明名额怎样取整，暂按四舍五入。名额因此可能超过比例（如6个单位的30%为1.8个，取2个）；比例不得突破的，请改为舍去小数。"
_UNFILLED: Final = (
    "通知没有写明达不到分数线而空出的名额怎样处理，暂转给下一等次；下一等次不得超过自身比例的，请改为空缺。"
)
_STEPS: Final = (
    "通知没有写明不足一档的怎样计分，暂只计整档：{names}（如每低1个百分点扣0.5分，低0.6个百分点不扣、低1.6个百分点扣0.5分）；"
    "要按比例计分的，请在规则后加“（按比例）”。"
)
_SAID: Final = late_pattern(r"不[足满]|每满|(?:剩余|余下)[^,，;；。]{0,6}部分")
_MOST_NAMES = 5


def unsaid_steps(roots: Iterable[Node]) -> Iterator[Choice]:
    """Name the indicators that count steps of a figure whose parts the notice does not speak of: whole steps are taken."""
    names = list(dict.fromkeys(node.name for root in roots for node in _walk(root) if _counts_steps(node)))
    if names:
        more = "等" if len(names) > _MOST_NAMES else ""
        yield Choice(name="不足一档", decision=_STEPS.format(names="、".join(names[:_MOST_NAMES]) + more))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for item in node.items:
        yield from _walk(item)


def _counts_steps(node: Node) -> bool:
    scores = [parse_score(rule.score)[0] for rule in node.rules if rule.measure is not None]
    counts = any(
        isinstance(item, Per) and item.whole for score in scores if score is not None for item in score.scoring
    )
    return counts and _SAID.search(node.text or "") is None


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
