"""Two sentences on one fact: done or not done is one question, and a target with what falls short of it is one figure.

“完成任务计8分，未完成不计分” asks once whether it was done; “达到目标计10分，每低1个百分点扣2分” asks for one figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.reading.clauses.words import UNIT
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Condition, Once, Part, Per, Score

Key = Literal["when", "measure", "events", "rank", "completion", "score", "limits"]

_VERB: Final = r"完成|达标|达到|实现|做到|开展|建立|落实|通过|合格|制定|报送|到位|实施|组织|兑现|配备|整改|执行"
_FAILS: Final = late_pattern(
    rf"否则|反之|未做到.+|(?:[未不]|未能|没有|不能|未按[时期]|没)(?P<verb>{_VERB})(?:任务|目标|要求|标准|目标任务|年度任务)?"
)
_FALLS_SHORT: Final = late_pattern(r"(?:未达到?|达不到|不符合|未达到上述)(?:要求|标准|目标)|不达标|未达标")
_OTHERWISE: Final = late_pattern(r"[,;。\s]*(?:否则|反之)")
_NOT: Final = late_pattern("[,](?:不能|未能|没有|[未不没])(?P<what>[^,;。]{2,3})")
_COUNTED: Final = late_pattern(rf"每|(?:发生|出现|发现)[1一]{UNIT}")
_TO_TARGET: Final = late_pattern(
    r"(?:[^,;。:]{0,14}?)?(?:全面|全部|按期|按时|如期)?(?:完成|达到|实现|达)(?:[^,;。:\d]{0,12}?)(?:目标|任务|计划|指标|预期|要求|平均|增幅|增速|水平)(?:任务|目标|数|值|水平|增速|增幅|要求)*(?:以上)?"
)
_NO_FIGURE: Final = late_pattern(
    r"|(?:未(?:能)?(?:完成|达到|达标)|达不到)(?:任务|目标|计划)?|(?:低于|高于|超过|超|低|少|多|下降|降低|减少|增加)?(?:目标|任务|计划)?[^,;。]{0,2}|完成(?:任务|目标|计划)?"
)
_SEVERAL: Final = late_pattern(r"各(?:占|计|得|为)?\d+(?:\.\d+)?分")
_STOP: Final = late_pattern(r"[。\n]")


@dataclass(frozen=True, slots=True)
class Controlled:
    """A rule for a scheme file.

    Attributes:
        key: the slot it looks at; ``score`` and ``limits`` look at none.
        label: what the slot is called.
        score: the rule in controlled language.
        sources: the rules of the reading that it says.
        target: what the value is measured against, where the text has it.
        doubtful: it may also be meant otherwise.
    """

    key: Key
    label: str
    score: str
    sources: tuple[ClauseRule, ...]
    target: Decimal | None = None
    doubtful: bool = False


def either_way(reading: ClauseReading, last: Controlled, rule: Controlled) -> Controlled | None:
    """Give what is due if something is done together with what is due if it is not, as one question."""
    first, second = last.sources[0], rule.sources[0]
    if not (last.key == rule.key == "when" and _is_alone(last, first) and _is_alone(rule, second)):
        return None
    if first.sign != "+" or re.match("[未没无不]", fold(last.label)) or not _fails(reading, second, first):
        return None
    sources = (*last.sources, *rule.sources)
    doubtful = last.doubtful or rule.doubtful or _STOP.search(reading.text[first.end : second.start]) is not None
    doubtful = doubtful or _SEVERAL.search(fold(reading.text)) is not None
    if second.points == "all" and second.sign == "-":
        # What is not given is not given: only where it is the row's all is nothing else at stake.
        is_whole = first.points in ("all", reading.points)
        return replace(last, sources=sources, doubtful=doubtful or not is_whole)
    if not isinstance(first.points, Decimal) or not isinstance(second.points, Decimal):
        return None
    steps = (
        Once("extra" if first.beyond else "fill", first.points, Condition("完成")),
        Once("minus" if second.sign == "-" else "fill", second.points, Condition("未完成")),
    )
    printed = print_score(Score((Part((steps[0],)), Part((steps[1],)))))
    if parse_score(printed)[0] is None:
        return None
    return replace(last, score=printed, sources=sources, doubtful=True)


def against_target(reading: ClauseReading, last: Controlled, rule: Controlled) -> Controlled | None:
    """Give all points for a target with what is taken for each step below it as one figure: it starts full."""
    first, second = last.sources[0], rule.sources[0]
    if last.key != "when" or rule.key != "measure" or not _is_alone(last, first) or len(rule.sources) != 1:
        return None
    is_whole = first.sign == "+" and not first.beyond and first.points in ("all", reading.points)
    is_below = second.form == "per" and second.sign == "-" and second.towards == "below" and not second.then
    if not (is_whole and is_below and reading.points is not None):
        return None
    label = fold(last.label)
    if not _TO_TARGET.fullmatch(label) or not _NO_FIGURE.fullmatch(fold(rule.label)):
        return None
    score, _ = parse_score(rule.score)
    if score is None or not all(isinstance(item, Per) for item in score.scoring):
        return None
    others = [other for other in reading.understood if other.sign == "+" and other is not first]
    if others:
        return None  # 每超1个百分点加1分: who is above has to be seen too
    doubtful = last.doubtful or rule.doubtful or _STOP.search(reading.text[first.end : second.start]) is not None
    return replace(rule, label="", sources=(*last.sources, *rule.sources), doubtful=doubtful)


def _is_alone(rule: Controlled, source: ClauseRule) -> bool:
    return len(rule.sources) == 1 and source.form == "once" and source.condition is None


def _fails(reading: ClauseReading, rule: ClauseRule, first: ClauseRule) -> bool:
    """Tell whether a rule is for whom the one before it is not: 未完成, 否则, 未达标."""
    label = fold(rule.label)
    if _FALLS_SHORT.fullmatch(label) or (not label and _OTHERWISE.match(fold(reading.text[rule.start : rule.end]))):
        return True
    match = _FAILS.fullmatch(label)
    return match is not None and (match["verb"] or "") in fold(reading.text[first.start : first.end])


def opposite(one: str, two: str) -> bool:
    """Tell whether an amount is for the opposite of what a count was for: 每发生一起,及时报告的扣5分,未及时报告的扣10分."""
    counted, _, condition = one.rpartition(",")
    failing = _NOT.match(two)
    return failing is not None and failing["what"] in condition and _COUNTED.search(counted) is not None
