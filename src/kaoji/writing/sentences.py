"""Results in words: reasons, states and choices as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kaoji.diagnostics import is_chinese, translator
from kaoji.grading import Ranking, Reason
from kaoji.numbers import percent, plain
from kaoji.scheme.rules import is_english
from kaoji.scheme.structure import ResolvedNode
from kaoji.scoring.missing import Missing

_NUMERALS = "一二三四五六七八九"


def reason(given: Reason, language: str) -> str:
    """Write a reason for a grade."""
    sentence: str = translator(language)(given.message)
    return sentence.format(**given.data)


def reasons(given: Sequence[Reason], language: str) -> str:
    """Write all reasons for a grade."""
    return joined([reason(each, language) for each in given], language)


def joined(texts: Sequence[str], language: str) -> str:
    """Join sentences."""
    return ("；" if is_chinese(language) else "; ").join(text for text in texts if text)


def listed(names: Sequence[str], language: str) -> str:
    """Join names."""
    return ("、" if is_chinese(language) else ", ").join(names)


def level_name(number: int, language: str) -> str:
    """Name the column of indicators of one level, counted from 1."""
    say = translator(language)
    sentence: str = say("Indicator, level {number}")
    is_named = is_chinese(language) and number <= len(_NUMERALS)
    return sentence.format(number=_NUMERALS[number - 1] if is_named else number)


def is_final(ranking: Ranking, missing: Sequence[Missing]) -> bool:
    """Tell whether the result can stand: nothing is missing and nothing is left to decide."""
    return ranking.is_decided and not missing and not any(result.is_pending for result in ranking.results.values())


def state(ranking: Ranking, missing: Sequence[Missing], language: str) -> str:
    """Say whether the result is final, and if not, why."""
    say = translator(language)
    if is_final(ranking, missing):
        return str(say("Final: all data are there and nothing is left to decide."))
    pending = sum(result.is_pending for result in ranking.results.values())
    sentence = say("Preview: {decisions} decisions open, {missing} data missing, {pending} results pending.")
    return str(sentence.format(decisions=len(ranking.open_decisions), missing=len(missing), pending=pending))


def weight(share: Fraction) -> str:
    """Write a weight as a factor; empty for a part that counts as it is.

    >>> weight(Fraction(4, 5)), weight(Fraction(1))
    ('×80%', '')
    """
    return "" if share == 1 else f"×{percent(share)}"


def rule_texts(node: ResolvedNode, language: str) -> str:
    """Write an indicator's rules, one a line, each with what it looks at; its limits last."""
    say, lines = translator(language), []
    for rule in node.rules:
        slot = rule.rule.when or rule.rule.measure or rule.rule.events or rule.rule.rank or rule.rule.ranked
        slot = slot or rule.rule.completion or ""
        text = rule.rule.score
        if len(node.rules) > 1 or slot != node.name:
            text = f"{slot}: {text}" if is_english(text) else f"{slot}：{text}"
        if rule.rule.target is not None:
            text = say("{text} (target {target})").format(text=text, target=plain(rule.rule.target))
        lines.append(text)
    if node.node.limits:
        lines.append(node.node.limits)
    if node.node.weight is not None:
        lines.append(say("weighs {weight}").format(weight=percent(node.node.weight)))
    return "\n".join(lines)
