"""The lines of running text beside what was made of them: limits, prizes, consequences, formulas, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Paragraph, joined_label
from kaoji.reading.drafts.passages import DraftedRule, Mark, Passage, State
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding

_SHOWN = 80
_LONGEST_LIST = 12
_UNBOUND = "这里讲到得分或结果，但没有写入方案，请对照原文决定是否补写。"


def line_passage(line: Paragraph, bindings: Sequence[Binding], loose: Sequence[Words]) -> Passage:
    """Give a line with its words marked by what they became."""
    said = joined_label(line.label, line.text)
    marks = [Mark(words.start, words.end, "unbound") for words in loose]
    rules: list[DraftedRule] = []
    for binding in sorted(bindings, key=lambda binding: binding.words.start):
        state: State = "check" if binding.check else "certain"
        marks.append(Mark(binding.words.start, binding.words.end, state))
        rules.append(DraftedRule(binding.kind, binding.made, binding.words.text, state, binding.check))
    state = "text"
    if loose:
        state = "unbound"
    if rules:
        state = "check" if loose or any(rule.state == "check" for rule in rules) else "certain"
    return Passage(
        (), line.source, said, state, marks=tuple(marks), rules=tuple(rules), check=_UNBOUND if loose else ""
    )


def unbound_finding(loose: Sequence[Words]) -> list[Diagnostic]:
    """Say once which sentences speak of scores or results and became nothing."""
    if not loose:
        return []
    shown = [words.text[:_SHOWN] for words in loose[:_LONGEST_LIST]]
    return [
        Diagnostic(
            "reading.W307",
            "{count} sentences speak of scores or results, and nothing was made of them: {words}.",
            tuple(words.source.cite() for words in loose),
            "Look at them beside the draft; write what they settle into the scheme, or name it under “choices”.",
            {"count": len(loose), "words": "；".join(shown) + ("…" if len(loose) > len(shown) else "")},
        )
    ]
