"""The account that a draft gives of itself, gathered while its parts are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kaoji.diagnostics import Diagnostic
from kaoji.reading.citations import place_words
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.running_text import RunningText
from kaoji.scheme.model import Choice


class Account:
    """The account that a draft gives of itself: what the notice leaves open, findings, and what became of sentences."""

    def __init__(self, text: RunningText, findings: Iterable[Diagnostic] = ()) -> None:
        self.text = text
        """The running text with what became of its words so far."""
        self.findings = list(findings)
        self.choices: list[Choice] = []

    def bind(self, words: Words, kind: str, made: str, check: str = "") -> None:
        """Say what became of words of the text."""
        self.bind_all([Binding(words, kind, made, check)])

    def bind_all(self, bindings: Iterable[Binding]) -> None:
        """Say what became of words of the text, as others have worked it out."""
        self.text = replace(self.text, others=(*self.text.others, *bindings))

    def choose(self, name: str, decision: str, words: Words | None = None) -> None:
        """Name what the notice leaves open, and how the draft has it."""
        source = place_words(words.source) if words is not None else ""
        self.choices.append(Choice(name=name, decision=decision, source=source or None))

    def leave_open(self, name: str, decision: str, code: str, message: str, hint: str, **data: object) -> None:
        """Name what the notice leaves open, for the scheme and for the reader."""
        self.choose(name, decision)
        self.findings.append(Diagnostic(code, message, (), hint, data))
