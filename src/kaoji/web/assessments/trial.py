"""What would be made of a rule, a limit or a formula as somebody types it: parsed, printed back, looked over.

A trial looks at one indicator alone, in a scheme made for it, so that it answers while one types.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from kaoji.diagnostics import Diagnostic, Phrase, Several, Source
from kaoji.scheme import Scheme, dump, load, parse_formula, parse_score, print_formula, print_score, resolve
from kaoji.scheme.linting import lint
from kaoji.scheme.model import Node, Panel, Rule
from kaoji.scheme.panels import parse_panel_score
from kaoji.scheme.scheme_file import SchemeFile
from kaoji.web.assessments.editing import rules_of
from kaoji.web.assessments.findings import Shown, shown
from kaoji.web.assessments.meaning import in_words
from kaoji.web.assessments.panel_words import how_held

_OF_THE_WHOLE: Final = ("scheme.W270", "scheme.I214")
"""Findings that an indicator standing alone would always have: its provider may be its section's, its points a part."""
_NO_LINE: Final = 10**9


@dataclass(frozen=True, slots=True)
class Trial:
    """How a text was understood: the text printed back ("" where it was not), and what there is to say."""

    text: str
    printed: str
    findings: list[Shown]
    meaning: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether it can be used."""
        return bool(self.printed) and all(finding.level != "error" for finding in self.findings)

    @property
    def is_same(self) -> bool:
        """Whether it is printed just as it was written."""
        return self.printed == self.text.strip()


def try_rule(scheme: Scheme, node: Node, number: int) -> Trial:
    """Try a rule of an indicator, together with the indicator's other rules."""
    rule = rules_of(node)[number]
    score, problems = parse_score(rule.score)
    if score is None:
        return Trial(rule.score, "", shown(_placeless(problems)))
    whole = node.model_copy(update={"rules": rules_of(node), "score": None, "items": ()})
    return Trial(rule.score, print_score(score), shown(_about(scheme, whole, number)), in_words(score))


def try_limits(scheme: Scheme, node: Node, text: str) -> Trial:
    """Try the limits of an indicator."""
    score, problems = parse_score(text)
    if score is None:
        return Trial(text, "", shown(_placeless(problems)))
    findings = _about(scheme, node.model_copy(update={"limits": text, "items": ()}))
    return Trial(text, print_score(score), shown(findings), in_words(score))


def try_formula(parts: set[str], text: str) -> Trial:
    """Try a total formula; a name that stands for no part is said."""
    composition, problems = parse_formula(text)
    if composition is None:
        return Trial(text, "", shown(_placeless(problems)))
    unknown = [name for name in composition.weights if name not in parts]
    found = [
        Diagnostic(
            "scheme.E113", "“{name}” in {where} stands for nothing; known are {known}.", (), "Mend the name, or define it.",
            {"name": name, "where": Phrase("the total formula"), "known": Several(sorted(parts))},
        )
        for name in unknown
    ]  # fmt: skip
    return Trial(text, print_formula(composition), shown(found))


def try_panel(panel: Panel) -> Trial:
    """Try the way a panel is scored; a score that is brought ready made has none."""
    if panel.entered:
        return Trial("", how_held(panel), [])
    text = panel.score
    _score, problems = parse_panel_score(text, Source())
    return Trial(text, "" if problems else text.strip(), shown(_placeless(problems)))


def rule_from(slot: str, label: str, score: str, further: dict[str, Any]) -> Rule | None:
    """Make a rule of what a form brought; None where a field holds what it cannot hold."""
    try:
        return Rule.model_validate({slot: label, "score": score, **further})
    except ValidationError:
        return None


def _about(scheme: Scheme, node: Node, number: int | None = None) -> list[Diagnostic]:
    """Give what resolving and lint say of one indicator, in a scheme of its own; of its rules only of one, if one is named."""
    alone = Scheme(
        kaoji=1, title=scheme.title, year=scheme.year, unit_word=scheme.unit_word, groups=scheme.groups,
        indicators=(node.model_copy(update={"applies_to": (), "when_absent": None, "absent_for": {}}),), panels=scheme.panels,
    )  # fmt: skip
    file, problems = load(dump(alone))
    if file is None:
        return _placeless(problems)
    structure, more = resolve(file)
    return _placeless(
        finding for finding in (*more, *lint(structure, policy=False)) if _is_meant(finding, file, number)
    )


def _is_meant(finding: Diagnostic, file: SchemeFile, number: int | None) -> bool:
    """Tell whether a finding is about the indicator, and not about another of its rules or what is only missing here."""
    line = finding.sources[0].line if finding.sources else None
    if line is None or finding.code in _OF_THE_WHOLE:
        return False
    rules = [
        (file.source("indicators", 0, "rules", index).line or 0)
        for index in range(len(file.scheme.indicators[0].rules))
    ]
    first, last = file.source("indicators").line or 1, file.source("panels").line if file.scheme.panels else None
    if not first <= line < (last or _NO_LINE):
        return False
    at = next((index for index in reversed(range(len(rules))) if line >= rules[index]), None)
    return number is None or at in (None, number)


def _placeless(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out places: they are those of the scheme made for the trial."""
    return [Diagnostic(finding.code, finding.message, (), finding.hint, finding.data) for finding in findings]
