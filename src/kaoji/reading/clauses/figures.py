"""What a count or a share is measured by: the rate that a score follows, and the line that a count runs from.

“按满意率折算得分” gives the points times the rate, whose whole is 100%; “参训率不低于95%，每低1个百分点扣1分” counts from 95 on the figure
参训率. What only says that parts count by shares (甲占60%，乙占40%) measures nothing. “不足1亿元的按比例折算” says what becomes of less than
a whole step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold
from kaoji.reading.clauses.branches import Controlled
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.scheme.rule_printing import print_score
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Comparison, Condition, Effect, Once, Part, Per, Score

_RATE: Final = late_pattern(
    r"(?:[按以]照?|根据|[=×*]|^)(?:[^,;。:=×()]{0,10}?)(?P<rate>满意度|(?:满意|合格|达标|执行|覆盖|办结|办理|回复|知晓|参与|参保|整改|处置|化解|调解|参训|"
    r"到会|出勤|巩固|普及|优良|优秀|及格|支付|入库|申报|结案|履约|开工|投产|准确|建档|签约|在位|合规|通过|好评)率)"
)
_LINE: Final = late_pattern(
    r"(?P<name>[^,;。:]*?[^\d,;。:])(?:应|须|要|需|应当|必须)?"
    r"(?:不低于|不少于|不高于|不超过|不大于|达到|未达到?|达不到|低于|少于|高于|超过|小于|大于|不足|控制在|保持在|稳定在|在|达|[≥≤<>]=?)"
    r"(?P<value>\d+(?:\.\d+)?)(?:%|个?百分点|[万亿]?元|[家个件人次户亩天]|[A-Za-z]{2,6})?(?:及?以[上下内])?(?:,[超高低少多]?[A-Za-z]{2,6})?"
)
_FROM: Final = late_pattern(r"(?P<name>[^,;。:\d]{2,20}?(?:率|度|比重?|比例|增速|增幅))(?P<value>\d+(?:\.\d+)?)%")
_AGAINST: Final = late_pattern("[÷/]|目标|任务|最高")  # 入库率÷目标入库率×10 is a share of its target
_SHARES: Final = late_pattern(r"[^\d]*占\d{1,3}%(?:[,、;和及][^\d]*占\d{1,3}%)+[^\d]*")
_REST: Final = late_pattern(
    r"[^。]{0,60}?(?:不[足满]|剩余|余下)(?P<value>\d+(?:\.\d+)?|[一二两])?[^,;。\d一]{0,6}?(?:的部分|部分|的)?,?"
    r"(?:(?P<share>按[^,;。]{0,6}比例)|(?P<up>[按以作](?:\d+(?:\.\d+)?|[一二两])?[^,;。]{0,4}?(?:计算|计|算|扣|加))|(?P<down>不[予再]?(?:计|加|扣|得|算)))"
)
_WITHIN: Final = late_pattern(
    r"(?P<name>(?:(?!控制|保持)[^,;。:\d]){2,20}?)?(?:控制在|保持在|不超过|不高于|不大于|(?P<under>低于|小于)|在)(?P<value>\d+(?:\.\d+)?)(?P<unit>[%‰])(?:以内|以下|之内)?"
)
_IN_PROPORTION: Final = late_pattern(r"每[^,;。]{1,12}按比例")
_LESS: Final = late_pattern("不[足满]")
_NEAR: Final = 4
Rest = Literal["", "share", "up", "down"]
"""What becomes of less than a whole step: nothing is said, its share counts, it counts as a whole one, or not at all."""
_PERCENT: Final = "（%）"
_WHOLE: Final = Decimal(100)


def rest_of(text: str, rule: ClauseRule) -> Rest:
    """Tell what a text says of less than a whole step of a count.

    >>> from kaoji.reading.clauses import read_clause
    >>> text = "每低1个百分点扣1分，不足1个百分点的按比例扣分"
    >>> rest_of(text, read_clause(text).rules[0])
    'share'
    """
    if rule.form != "per":
        return ""
    words = fold(text)
    if _IN_PROPORTION.search(words[rule.start : rule.end]):
        return "share"
    found = _REST.match(words[rule.end :])
    if found is None or (found["value"] and rule.step is not None and decimal(found["value"]) != rule.step):
        return ""
    return "share" if found["share"] else "up" if found["up"] else "down"


def of_figures(reading: ClauseReading, rules: Iterable[Controlled]) -> tuple[Controlled, ...]:
    """Give the rules with the figures that they are measured by, and less than a whole step as the text has it."""
    result: list[Controlled] = []
    for rule in _measured(reading, rules):
        before = result[-1] if result else None
        if before is not None and (joined := _kept_within(before, rule)) is not None:
            result[-1:] = joined
            continue
        source = rule.sources[0]
        is_rest = source.form == "proportional" and _LESS.match(source.label) is not None
        if is_rest and before is not None and before.key == "measure" and rest_of(reading.text, before.sources[-1]):
            result[-1] = replace(before, sources=(*before.sources, source))
            continue
        result.append(rule)
    return tuple(_in_proportion(reading, rule) for rule in result)


def _kept_within(before: Controlled, rule: Controlled) -> tuple[Controlled, Controlled] | None:
    """Give 控制在9%以内得10分 and what is taken for each step above it as two rules on one figure."""
    source = before.sources[0]
    count = rule.sources[0]
    counts = rule.key == "measure" and count.form == "per" and count.towards == "above" and rule.target is None
    if before.key != "when" or len(before.sources) != 1 or source.form != "once" or not counts or count.then:
        return None
    found = _WITHIN.fullmatch(fold(before.label))
    value = decimal(found["value"]) if found is not None else None
    if found is None or value is None or rule.label not in ("", found["name"] or ""):
        return None
    points = source.points if isinstance(source.points, Decimal) else None
    effect: Effect = "minus" if source.sign == "-" else "extra" if source.beyond else "fill"
    comparison: Comparison = "<" if found["under"] else "<="
    printed = print_score(Score((Part((Once(effect, points, Condition(None, comparison, value, found["unit"])),)),)))
    if parse_score(printed)[0] is None:
        return None
    name = found["name"] or ""
    return (
        replace(before, key="measure", label=name, score=printed, doubtful=True),
        replace(rule, label=name, target=value),
    )


def _in_proportion(reading: ClauseReading, rule: Controlled) -> Controlled:
    """Give a count in proportion where the text has it so."""
    counts = [source for source in rule.sources if source.form == "per"]
    if rule.key != "measure" or not any(rest_of(reading.text, source) == "share" for source in counts):
        return rule
    end = counts[-1].end
    said = [
        other
        for other in reading.understood
        if other.form == "proportional" and _LESS.match(other.label) and end <= other.start < end + _NEAR
    ]
    score, _ = parse_score(rule.score)
    parts = score.parts if score is not None else ()
    changed = tuple(
        Part(tuple(replace(item, whole=False) if isinstance(item, Per) else item for item in part.items))
        for part in parts
    )
    printed = print_score(Score(changed))
    label = "" if rule.label == "按比例" else rule.label
    sources = tuple(dict.fromkeys((*rule.sources, *said)))
    return replace(rule, score=printed, label=label, sources=sources) if parse_score(printed)[0] is not None else rule


def _measured(reading: ClauseReading, rules: Iterable[Controlled]) -> Iterator[Controlled]:
    """Give the rules with the rates and lines that they are measured by; shares of parts are left out."""
    for rule in rules:
        if rule.key != "measure" or any(one.form not in ("cap", "floor") for one in rule.sources[1:]):
            yield rule
            continue
        source = rule.sources[0]
        words = fold(reading.text[source.start : source.end]).replace(" ", "")
        if source.form == "proportional":
            if _SHARES.fullmatch(words.rstrip(",;。")):
                continue
            found = None if _AGAINST.search(words) else _RATE.search(words)
            is_open = rule.target is None and source.sign == "+"
            yield replace(rule, label=f"{found['rate']}{_PERCENT}", target=_WHOLE) if found and is_open else rule
            continue
        line = _LINE.fullmatch(fold(rule.label)) if source.form == "per" and source.towards != "each" else None
        if line is None and rule.target is None and source.form == "per" and source.unit in ("%", "百分点"):
            line = _FROM.fullmatch(fold(rule.label))  # 知晓率每低于90%一个百分点
        if line is None or rule.target is not None or source.then:
            yield rule
            continue
        yield replace(rule, label=line["name"], target=decimal(line["value"]))
