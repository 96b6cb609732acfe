"""The lines of running text beside what was made of them: indicators, limits, prizes, consequences, formulas, or nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from kaoji.diagnostics import Diagnostic
from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.document import Paragraph, joined_label
from kaoji.reading.drafts.passages import DraftedRule, Mark, Passage, State
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.sheets import Node

STOPS: Final = "。；;，,、 "
_SHOWN = 80
_LONGEST_LIST = 12
_LED_BY_POINTS: Final = late_pattern(r"^[（(][^（()）]{0,6}\d+(?:\.\d+)?\s*分\s*[）)]\s*")
_OWN_POINTS: Final = late_pattern(r"(?:满分|总分|基本分|基础分|标准分|分值|权重|共|计)?[为:：]?\d+(?:\.\d+)?分")
_UNBOUND = "这里讲到得分或结果，但没有写入方案，请对照原文决定是否补写。"


def line_passage(line: Paragraph, bindings: Sequence[Binding], loose: Sequence[Words]) -> Passage:
    """Give a line with its words marked by what they became."""
    said = joined_label(line.label, line.text)
    marks = [Mark(words.start, words.end, "unbound") for words in loose]
    rules: list[DraftedRule] = []
    for binding in sorted(bindings, key=lambda binding: binding.words.start):
        state: State = "check" if binding.check else "certain"
        marks += [Mark(start, end, state) for start, end in _without(binding.words, loose)]
        rules.append(DraftedRule(binding.kind, binding.made, binding.words.text, state, binding.check))
    state = "text"
    if loose:
        state = "unbound"
    if rules:
        state = "check" if loose or any(rule.state == "check" for rule in rules) else "certain"
    return Passage(
        (), line.source, said, state, marks=tuple(marks), rules=tuple(rules), check=_UNBOUND if loose else ""
    )


def _without(words: Words, loose: Sequence[Words]) -> list[tuple[int, int]]:
    """Give the stretches of words that are not among those that were left over."""
    stretches: list[tuple[int, int]] = []
    edge = words.start
    for other in sorted(loose, key=lambda other: other.start):
        if edge < other.end and other.start < words.end:
            stretches.append((edge, other.start))
            edge = max(edge, other.end)
    return [(start, end) for start, end in (*stretches, (edge, words.end)) if start < end]


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


def heading_passage(node: Node) -> Passage:
    """Give the passage of a heading that has no text of its own."""
    return Passage((node.name,), node.source, "", "text", node.points, node.providers, label=node.label)


def is_among_texts(line: Paragraph, texts: Collection[str]) -> bool:
    """Tell whether a line is one of the texts, which have no stops at their ends, or would be without the points that it begins with."""
    said = line.text.rstrip(STOPS)
    return said in texts or _LED_BY_POINTS.sub("", fold(said)) in texts


def is_all_of(line: Paragraph, nodes: Sequence[Node]) -> bool:
    """Tell whether a line says nothing but what its indicators hold: number, name, points, and the text behind them."""
    rest = squeeze(joined_label(line.label, line.text))
    parts = (part for node in nodes for part in (node.label, node.name, node.detail, *node.text.split("\n")))
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(squeeze(part).rstrip(STOPS), "", 1)
    return not re.search(r"[^\d\W]", _OWN_POINTS.sub("", rest))


def is_within(words: Words, nodes: Sequence[Node]) -> bool:
    """Tell whether words stand behind the first of several indicators that one line was parted into."""
    said = joined_label(words.line.label, words.line.text)
    return len(nodes) > 1 and 0 <= said.find(nodes[0].name) < words.end
