"""Results in words: reasons, states and choices as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from kaoji.diagnostics import is_chinese, translator
from kaoji.grading import Ranking, Reason
from kaoji.numbers import format_points, percent, plain
from kaoji.scheme.rule_reading import is_english
from kaoji.scheme.structure import ResolvedNode
from kaoji.scoring.derivations import Derivation, Phrase, calculation, line
from kaoji.scoring.missing import Missing

_NUMERALS = "一二三四五六七八九"


def reason(given: Reason, language: str) -> str:
    """Write a reason for a grade."""
    return Phrase(given.message, given.data).text(language)


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


def pending(grade: str, language: str) -> str:
    """Write a grade that is still to be decided."""
    return str(translator(language)("{grade} (to be decided)").format(grade=grade)).strip()


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


class Why(NamedTuple):
    """One line on how a score came about, and the effect or fact that it tells of, if it tells of one."""

    text: str
    of: Derivation | None = None


def why(derivation: Derivation, language: str, *, is_sum: bool = False, also_plain: bool = False) -> Iterator[Why]:
    """Say in short how a score came about: what bounded it, then every effect with its fact.

    Args:
        derivation: of an indicator or section.
        language: ``zh`` or ``en``.
        is_sum: leave out what lies below, which has lines of its own.
        also_plain: tell also of a score that somebody gave, which the score itself says already.
    """
    texts = [phrase.text(language) for phrase in derivation.text]
    if derivation.kind == "absent":
        yield Why(joined(texts, language))
        return
    if _is_bounded(derivation) or (not is_sum and sum(bool(term.amount) for term in derivation.terms) > 1):
        yield Why(calculation(derivation, language))
    yield from map(Why, texts)
    asked = {_asked(rule) for rule in derivation.children if rule.kind == "rule"}
    about = ""
    for item in () if is_sum else derivation.walk():
        if item.kind in ("effect", "fact") and (also_plain or not _is_plain(item)):
            # What somebody gave and what it gave are the same number: once is enough.
            words = () if _is_as_given(item) else item.text
            text = line(replace(item, text=words, source="", place=None, quote=""), language)
            yield Why(f"{about}{text}" if item.kind == "effect" else text, item)
        elif item.kind == "rule":
            about = f"{_asked(item)}：" if len(asked) > 1 else ""
            if _is_bounded(item):
                yield Why(f"{about}{calculation(item, language)}")
            yield from (Why(phrase.text(language)) for phrase in item.text)


def _asked(rule: Derivation) -> str:
    """Name what a rule looks at; where there are several, its effects do not say which of them they belong to."""
    return rule.label.rpartition("：")[0]


def _is_bounded(derivation: Derivation) -> bool:
    """Tell whether a cap or floor held."""
    return any("bound" in term.phrase.data for term in derivation.terms)


def _is_as_given(effect: Derivation) -> bool:
    """Tell whether an effect is a score somebody gave, and nothing else is to be said of it."""
    given = effect.text[0].data["score"] if _is_plain(effect) else None
    return given is not None and len(effect.text) == 1 and format_points(effect.value or 0) == str(given)


def _is_plain(effect: Derivation) -> bool:
    """Tell whether an effect is a score somebody gave: the score column says it already."""
    return bool(effect.text) and effect.text[0].message == "score given {score}"
