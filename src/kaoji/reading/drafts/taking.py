"""Controlled rules of a text → rules of an indicator: those that can be scored on it are taken, the others are given back in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kaoji.reading.clauses import Controlled
from kaoji.reading.clauses.figures import rest_of
from kaoji.reading.drafts.making import ENTERED, NO_FORMULA, Making, is_limit
from kaoji.reading.drafts.passages import State
from kaoji.reading.drafts.places import with_ties
from kaoji.reading.drafts.slot_names import rate_in, slot_name
from kaoji.scheme.model import Rule
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Once

PROBABLE: Final = "请核对：这一条很可能如此，但原文也可作别的理解。"
_IN_PROPORTION: Final = "按完成比例计分"
_UNSURE: Final = "请核对：原文含糊，这一条只是推测。"
_TARGET: Final = "请核对：目标值取自前一句的达标线。"
_COLUMN_TARGET: Final = "请核对：目标值取自表中“目标值”一栏。"
_RATE: Final = "请核对：按{rate}计分，得分为分值乘以{rate}。"
_ROUNDED_UP: Final = "请核对：原文写明不足一档的按一档计；规则只计整档，不足一档的不计。"
_RANKED: Final = "请核对：后几名按数值在本方案的单位中排出；名次由上级通报的，请改写为第几名。"


def take_all(found: Sequence[Controlled], work: Making, from_column: Sequence[Controlled] = ()) -> list[str]:
    """Take the rules that can be scored on the indicator; give the words of the others.

    All together mostly can, and are tried at once; only where they cannot is each tried by itself. ``from_column`` are
    those that take their target from a column of targets.
    """
    unusable = _taken(found, work, from_column, is_tried=False)
    if work.fits(*work.rules):
        work.known_to_fit = len(work.rules)
        return unusable
    return _taken(found, work, from_column, is_tried=True)


def _taken(
    found: Sequence[Controlled], work: Making, from_column: Sequence[Controlled], *, is_tried: bool
) -> list[str]:
    work.rules, work.states, work.limits, work.marks = [], [], [], []
    unusable: list[str] = []
    for read in found:
        if read.key == "limits" and is_limit(read.score):
            work.limits.append(read.score)
            work.mark(read.sources, _state(read))
        elif read.key == "limits":
            unusable.append(words_of(read, work.reading.text))
        else:
            rule, state = _rule_of(read, work, has_column=any(read is one for one in from_column))
            if is_tried and not work.fits(rule):
                unusable.append(words_of(read, work.reading.text))
                work.mark(read.sources, "not_understood")
            else:
                work.take(rule, state, read.sources)
    return unusable


def _rule_of(read: Controlled, work: Making, *, has_column: bool) -> tuple[Rule, State]:
    """Give the rule of an indicator that a controlled one becomes, and how sure it is."""
    state = _state(read)
    label = slot_name(read, work.base.name, work.rules, work.reading.text)
    target, check = read.target, _check(read)
    is_asked_before = bool(work.rules) and work.rules[-1].measure == label
    if read.key == "measure" and not read.label and label != work.base.name and not is_asked_before:
        check, state = check or PROBABLE, "check"
    if target is not None and (rate := rate_in(read.label)):
        check, state = _RATE.format(rate=rate), "check"
    if read.key == "measure" and any(
        rest_of(work.reading.text, one) == "up" for one in read.sources if one.form == "per"
    ):
        check, state = _ROUNDED_UP, "check"
    if has_column:
        check, state = check or _COLUMN_TARGET, "check"
    if target is None and read.key == "measure" and (target := _target(read, label, work)) is not None:
        check, state = check or _TARGET, "check"
    key: str = "measure" if read.key == "score" else read.key
    if key == "rank" and any(rule.from_end == "bottom" for rule in read.sources):
        # A place given from outside does not say how many stand behind it.
        key, check, state = "ranked", check or _RANKED, "check"
    score = with_ties(read.score, work.reading.text) if key in ("rank", "ranked") else read.score
    rule = Rule.model_validate(
        {
            key: label,
            "score": score,
            "target": target,
            "text": words_of(read, work.reading.text),
            "source": work.base.source,
            "check": check or None,
        }
    )
    return rule, state


def words_of(read: Controlled, text: str) -> str:
    """Give the words of a rule; a bracket that they open is closed, or left out where it does not close soon."""
    start, end = min(rule.start for rule in read.sources), max(rule.end for rule in read.sources)
    words = text[start:end].strip("，,。；; \n")
    for opening, closing in (("（", "）"), ("(", ")")):
        if words.count(opening) == words.count(closing):
            continue
        behind = text.find(closing, end)
        if words.count(opening) > words.count(closing) and 0 <= behind <= end + 1:
            words += text[end : behind + 1]
        elif words.count(opening) > words.count(closing):
            words = words.replace(opening, "，" if words.rfind(opening) > 0 else "", 1)
        else:
            words = words.replace(closing, "", 1)
    return words.strip("，,。；; \n")


def _state(read: Controlled) -> State:
    if read.key == "score" and not _names_provider(read):
        return "check"
    sure = not read.doubtful and all(rule.confidence == "certain" for rule in read.sources)
    return "certain" if sure else "check"


def _names_provider(read: Controlled) -> bool:
    return read.score != ENTERED or all(rule.confidence == "certain" for rule in read.sources)


def _check(read: Controlled) -> str:
    levels = {rule.confidence for rule in read.sources}
    if read.key == "score" and not _names_provider(read):
        return NO_FORMULA
    if "check" in levels:
        return _UNSURE
    return PROBABLE if read.doubtful or "probable" in levels else ""


def _target(read: Controlled, label: str, work: Making) -> Decimal | None:
    """Take the threshold of the sentence before as the target of 每低于 and 每超过 on the same measure."""
    # 占比达60%得15分,未达到的按实际占比折算: in proportion to the line
    is_share = read.score == _IN_PROPORTION and read.key == "measure"
    if not is_share and not any(rule.towards != "each" and not rule.then for rule in read.sources):
        return None
    for rule in reversed(work.rules):
        if rule.measure == label and rule.target is not None:
            return rule.target
        score, _ = parse_score(rule.score)
        for item in score.scoring if score is not None and rule.measure == label else ():
            if isinstance(item, Once) and item.when is not None and item.when.value is not None:
                return item.when.value
    return None
