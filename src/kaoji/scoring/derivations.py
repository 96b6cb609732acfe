"""Derivations: a number with everything it is made of, as a tree, and that tree as lines of text.

Sentences are kept as an English message with data and are put into the reader's language only when they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import PurePath
from typing import Literal, NamedTuple

from kaoji.diagnostics import Source, is_chinese, translator
from kaoji.numbers import MINUS, for_eyes, format_points

Kind = Literal["total", "section", "indicator", "absent", "panel", "voters", "sheet", "rule", "effect", "fact"]
INDENT = "  "
_GIVEN = frozenset({"number", "document"})
"""What is no number but a name that somebody gave, and stays as it was written."""
_LISTED, _BETWEEN = ("names", "weights"), re.compile(r"(?<=[0-9%])、")
"""What lists names with their numbers, and what is kept between them; Chinese names may have the same sign within them."""


class Phrase(NamedTuple):
    """A sentence or part of one: an English message with named places, and what belongs there."""

    message: str
    data: Mapping[str, object] = {}

    def text(self, language: str | None = None) -> str:
        """Write it in the language (``zh`` or ``en``; None: the user's).

        >>> Phrase("kinds of voters weighed: {weights}", {"weights": "党代表 40%、居民 60%"}).text("en")
        'kinds of voters weighed: 党代表 40%, 居民 60%'
        """
        sentence: str = translator(language)(self.message)
        shown = {
            name: said if name in _GIVEN or not isinstance(said, str | Decimal) else for_eyes(str(said))
            for name, said in self.data.items()
        }
        if not is_chinese(language):
            shown |= {name: _BETWEEN.sub(", ", str(shown[name])) for name in _LISTED if name in shown}
        return sentence.format(**shown) if shown else sentence


@dataclass(frozen=True, slots=True)
class Term:
    """One of the addends that make a value: what it is (its size without sign included), and its signed points."""

    phrase: Phrase
    amount: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """A number of a result and where it comes from.

    ``label`` is a name from the scheme or the facts. ``value`` is in points (10^-9), None where there is none; the
    amounts of ``terms``, where there are any, add up to it. ``working`` is the arithmetic behind an amount, without
    words and sign. ``source`` says where the notice has it and ``quote`` what it says there; ``place`` is where it stands
    in the scheme or the facts. ``code`` is that of an indicator or section.
    """

    kind: Kind
    label: str
    value: int | None = None
    terms: tuple[Term, ...] = ()
    working: str = ""
    text: tuple[Phrase, ...] = ()
    source: str = ""
    place: Source | None = None
    quote: str = ""
    children: tuple[Derivation, ...] = field(default=(), repr=False)
    code: str = ""

    @property
    def is_bare(self) -> bool:
        """Tell whether nothing is to be said of it: no points, no words, nothing below."""
        return not self.value and not self.text and all(child.is_bare for child in self.children)

    def walk(self) -> Iterator[Derivation]:
        """Give it and everything below it, each before what it is made of."""
        yield self
        for child in self.children:
            yield from child.walk()


def render(derivation: Derivation, language: str | None = None) -> list[str]:
    """Write a derivation as lines, each level indented below the one it belongs to.

    Indicators on which nothing happened and that give no points share one line, so do sheets with one mark; a rule
    with one effect is one line.
    """
    return list(_lines(derivation, language, 0))


def _lines(derivation: Derivation, language: str | None, depth: int) -> Iterator[str]:
    yield INDENT * depth + line(derivation, language)
    children = () if _only_effect(derivation) is not None else derivation.children
    bare, sheets = [], []
    for child in children:
        if child.kind == "sheet" and not child.text and not child.children:
            colon = "：" if is_chinese(language) else ": "  # a rater may be called 1
            sheets.append(f"{child.label}{colon}{format_points(child.value or 0)}")
        elif not child.is_bare:
            yield from _lines(child, language, depth + 1)
        elif child.kind != "rule":
            bare.append(child.label)
    comma = "、" if is_chinese(language) else ", "
    if sheets:
        yield INDENT * (depth + 1) + Phrase("Sheets: {names}", {"names": comma.join(sheets)}).text(language)
    if bare:
        yield INDENT * (depth + 1) + Phrase("Nothing to count, 0 points: {names}", {"names": comma.join(bare)}).text(
            language
        )


def line(derivation: Derivation, language: str | None = None) -> str:
    """Write a number, how it is reckoned and where it comes from on one line, without what lies below."""
    only = _only_effect(derivation)
    parts = [_head(derivation, only or derivation, language)]
    parts.append(_words(only or derivation, language))
    if derivation.quote:
        words = " ".join(derivation.quote.split())  # a cell's line breaks would break the tree
        parts.append(_beside(Phrase("the notice: {words}", {"words": words}).text(language), language))
    places = [_where(each, language) for each in (derivation, only) if each is not None]
    if where := " · ".join(place for place in places if place):
        parts.append(f" [{where}]")
    return "".join(parts)


def _only_effect(derivation: Derivation) -> Derivation | None:
    """Give the effect that a rule consists of, None where there are several or something bounds it."""
    if derivation.kind != "rule" or len(derivation.children) != 1 or derivation.text:
        return None
    child = derivation.children[0]
    return child if child.kind == "effect" and child.value == derivation.value else None


def _words(derivation: Derivation, language: str | None) -> str:
    text = ("，" if is_chinese(language) else ", ").join(phrase.text(language) for phrase in derivation.text)
    if not text or derivation.kind not in ("effect", "fact", "sheet", "voters"):
        return text and _beside(text, language)
    return f"（{text}）" if is_chinese(language) else f" ({text})"


def _beside(text: str, language: str | None) -> str:
    return f"；{text}" if is_chinese(language) else f"; {text}"


def calculation(derivation: Derivation, language: str | None = None) -> str:
    """Write how a number comes about as one reckons it on paper; empty where there is nothing to reckon.

    The starting points and what was given, added and taken come first, or the count times the amount; then what bounded
    their sum, with the sum that it bounded; the number comes last.
    """
    if derivation.value is None:
        return ""
    shown = [term for term in derivation.terms if term.amount]
    if len(shown) > 1 or any(_is_stage(term) or "{weight}" in term.phrase.message for term in shown):
        return _reckoned(shown, derivation, language)
    return f"{for_eyes(derivation.working)} {_result(derivation, language)}" if derivation.working else ""


def _is_stage(term: Term) -> bool:
    """Tell whether something changed the sum before it: a cap, a floor, or rounding."""
    return "bound" in term.phrase.data or term.phrase.message == "rounding {points}"


def _reckoned(terms: Sequence[Term], derivation: Derivation, language: str | None) -> str:
    text, so_far, addends = "", 0, 0
    for term in terms:
        words = term.phrase.text(language)
        if _is_stage(term):
            if addends > 1:
                text += f" {Phrase('= {points}', {'points': format_points(so_far)}).text(language)}"
            text, addends = _apart(text, words, language), 0
        else:
            is_minus = term.amount < 0
            # "Taken" says already that it is less.
            first = MINUS if is_minus and term.phrase.message != "taken {points}" else ""
            text += f" {MINUS if is_minus else '+'} {words}" if text else f"{first}{words}"
            addends += 1
        so_far += term.amount
    if addends:
        return f"{text} {_result(derivation, language)}"
    points = format_points(derivation.value or 0)
    return _apart(text, Phrase("which leaves {points}", {"points": points}).text(language), language)


def _apart(text: str, more: str, language: str | None) -> str:
    return f"{text}{'，' if is_chinese(language) else ', '}{more}" if text else more


def _result(derivation: Derivation, language: str | None) -> str:
    """Write what a calculation comes to."""
    value = derivation.value or 0
    if derivation.kind not in ("effect", "rule") or not value:
        return Phrase("= {points}", {"points": format_points(value)}).text(language)
    gives, takes = Phrase("= {points} given"), Phrase("= {points} taken")
    return (takes if value < 0 else gives)._replace(data={"points": format_points(abs(value))}).text(language)


def _head(derivation: Derivation, reckoned: Derivation, language: str | None) -> str:
    if derivation.value is None:
        return derivation.label
    if shown := _calculation_to_show(reckoned, language):
        named = {"label": derivation.label, "calculation": shown}
        plain, whole = Phrase("{label}: {calculation}", named), Phrase("{label}, total: {calculation}", named)
        return (whole if derivation.kind == "total" else plain).text(language)
    points = format_points(derivation.value)
    data = {"label": derivation.label, "points": points}
    if derivation.kind == "total":
        return Phrase("{label}: total {points}", data).text(language)
    if derivation.kind in ("effect", "fact") and not derivation.value:
        return Phrase("{label}: 0 points", data).text(language)
    if derivation.kind in ("effect", "rule") and derivation.value:
        data["points"] = points.removeprefix("-")
        gives, takes = Phrase("{label}: gives {points}", data), Phrase("{label}: takes {points}", data)
        return (takes if derivation.value < 0 else gives).text(language)
    rater, other = Phrase("Rater {label}: {points}", data), Phrase("{label}: {points}", data)
    return (rater if derivation.kind == "sheet" else other).text(language)


def _calculation_to_show(derivation: Derivation, language: str | None) -> str:
    """Write the calculation; of a single addend that nothing below shows, what it is."""
    if written := calculation(derivation, language):
        return written
    shown = [term for term in derivation.terms if term.amount]
    if shown and all(child.is_bare for child in derivation.children):
        return _reckoned(shown, derivation, language)
    return ""


def _where(derivation: Derivation, language: str | None) -> str:
    """Give the notice's place, else that in the scheme or the facts; files by their names, without folders."""
    if derivation.source or derivation.place is None:
        return derivation.source
    place = replace(derivation.place, file=PurePath(derivation.place.file).name)
    return place.place("zh" if is_chinese(language) else "en")
