"""Rules of one text that belong together: full marks at a line with what is taken below it, places with all further ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold
from kaoji.reading.clauses.branches import Controlled
from kaoji.scheme.rule_reading import parse_score

_ONWARD: Final = late_pattern(r"(?:第)?(?P<first>\d{1,2})[名位]?(?:及|和)?(?:其)?(?:以后|之后|以下)(?:名次)?(?:的)?")
_AWARD: Final = late_pattern(r"计\d+(?:\.\d+)?分")
_SHARES: Final = late_pattern(
    r"(?:按照?|依据|根据)?(?P<list>[^，,。；;按的]{0,16}?)(?:中?各[项个]?(?:任务|工作)?)?的?(?:所?占比(?:重)?|权重)(?:和|与|及|、)(?:实际)?完成(?:率|比例|进度)"
)
_OF_HUNDRED: Final = late_pattern(
    r"^(?:[以按将]|根据)?(?P<what>[^,;。()]{2,24}?(?:得分|成绩|分数|平均分))(?:\(百分制\),?按(?:照)?|百分制)(?:的)?(?P<share>\d+(?:\.\d+)?)%(?:的比例)?(?:折算|折合|计入)"
)
_PROPORTIONAL: Final = "按完成比例计分"
_AT_LINE: Final = late_pattern(r"达到(?P<line>\d+(?:\.\d+)?)%?计(?:(?P<points>\d+(?:\.\d+)?)分|满分)")
_BELOW: Final = late_pattern(r"每低于[^，；]*扣[^，；]*")
_ONLY_LINE: Final = late_pattern(r"(?:达到|完成)?\d+(?:\.\d+)?%?(?:以上)?")


def full_at_line(found: Sequence[Controlled], points: Decimal | None) -> tuple[list[Controlled], list[Controlled]]:
    """Join full marks at a line with what is taken below it: 达到85%计5分,每低1个百分点扣0.5分; give the rules and what they imply.

    Only what is taken stays, against the line: the marks are full until then.
    """
    of_measure = [rule for rule in found if rule.key == "measure"]
    if len(of_measure) != 2 or any(rule.key not in ("measure", "limits") for rule in found):  # noqa: PLR2004 - both
        return list(found), []
    award, taking = of_measure
    match = _AT_LINE.fullmatch(award.score)
    is_full = match is not None and (match["points"] is None or decimal(match["points"]) == points is not None)
    if match is None or not is_full or not _BELOW.fullmatch(taking.score):
        return list(found), []
    if (taking.label and taking.label != award.label) or taking.target is not None:
        return list(found), []
    label = "" if _ONLY_LINE.fullmatch(award.label) else award.label
    joined = replace(taking, label=label, target=decimal(match["line"]))
    return [joined if rule is taking else rule for rule in found if rule is not award], [award]


def with_onward(found: Sequence[Controlled]) -> list[Controlled]:
    """Put what all further places get to the rule by place before it: 第1至2名计20分,第3名及以后的计12分."""
    made: list[Controlled] = []
    for rule in found:
        last = made[-1] if made else None
        place = _ONWARD.fullmatch(rule.label) if rule.key == "when" else None
        if last is not None and last.key == "rank" and place is not None and _AWARD.fullmatch(rule.score):
            score = f"{last.score}、第{place['first']}名及以后{rule.score}"
            if parse_score(score)[0] is not None:
                made[-1] = replace(last, score=score, sources=(*last.sources, *rule.sources))
                continue
        made.append(rule)
    return made


def by_hundred(rule: Controlled, text: str, points: Decimal | None) -> Controlled:
    """Score marks out of a hundred that are converted to the points: 平均得分(百分制)按6%折算, for six points."""
    match = _OF_HUNDRED.search(fold(text[rule.sources[0].start : rule.sources[0].end]))
    if match is None or rule.key != "measure" or rule.score != _PROPORTIONAL or rule.target is not None:
        return rule
    if decimal(match["share"]) != points:
        return rule
    return replace(rule, label=match["what"], target=Decimal(100))


def by_shares(rule: Controlled, text: str, name: str) -> Controlled:
    """Score a list of tasks by what each is worth and how far it came: 按任务清单的占比和完成率计分."""
    match = _SHARES.search(text[rule.sources[0].start : rule.sources[0].end])
    if match is None or rule.key != "measure" or rule.score != _PROPORTIONAL or rule.target is not None:
        return rule
    return replace(rule, key="completion", label=match["list"] or rule.label or name, score="按占比和完成率计分")
