"""The review page of a draft: one HTML file in Chinese, the notice's words on the left, what was made of them on the right.

It needs nothing but itself: no network, no other file. Every text of the notice is on it, and everything is escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template

from kaoji.diagnostics import Diagnostic
from kaoji.reading.citations import place_words
from kaoji.reading.drafted_rules import DraftedRule, Mark, State
from kaoji.reading.drafting import Draft, Passage

_WORST: dict[State, int] = {"text": 0, "certain": 1, "unbound": 2, "check": 3, "not_understood": 4}
_LEVELS = {"error": "错误", "warning": "提醒", "info": "说明"}


def write_review(draft: Draft, path: Path) -> None:
    """Write the review page of a draft."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(review_page(draft), encoding="utf-8", newline="\n")


def review_page(draft: Draft) -> str:
    """Give the review page of a draft as one HTML text."""
    states = Counter(passage.state for passage in draft.passages)
    template = Template(Path(__file__).with_name("review.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(draft.title),
        certain=draft.counts.certain,
        to_check=draft.counts.to_check,
        not_understood=draft.counts.not_understood,
        choice_count=len(draft.choices),
        choices=_items(
            f"<strong>{escape(choice.name)}</strong>：{escape(choice.decision)}"
            + (f"（{escape(choice.source)}）" if choice.source else "")
            for choice in draft.choices
        ),
        finding_count=len(draft.findings),
        findings=_items(_finding(finding) for finding in draft.findings),
        passages="\n".join(_passage(passage) for passage in draft.passages),
        count_all=len(draft.passages),
        count_eyes=states["check"] + states["not_understood"],
        **{f"count_{state}": states[state] for state in _WORST},
    )


def _items(texts: Iterable[str]) -> str:
    return "\n".join(f"<li>{text}</li>" for text in texts) or "<li>没有。</li>"


def _finding(finding: Diagnostic) -> str:
    place = finding.sources[0].place("zh") if finding.sources else ""
    quoted = finding.sources[0].text if finding.sources else None
    parts = [place, finding.sentence("zh"), f"“{quoted}”" if quoted else ""]
    said = " ".join(escape(part) for part in parts if part.strip())
    return f"{_LEVELS[finding.level]} <code>{escape(finding.code)}</code> {said}"


def _passage(passage: Passage) -> str:
    place = escape(place_words(passage.source))
    name = " › ".join(escape(part) for part in passage.path)
    about = "　".join(
        escape(text)
        for text in (
            f"分值：{passage.points}" if passage.points else "",
            f"数据提供：{'、'.join(passage.providers)}" if passage.providers else "",
        )
        if text
    )
    heading = escape(passage.label + passage.path[-1]) if passage.path else ""
    left = [f'<div class="soft">{place}　{heading}</div>']
    if passage.detail:
        left.append(f'<div class="words soft">{escape(passage.detail)}</div>')
    left.append(f'<div class="words">{_marked(passage.text, passage.marks)}</div>')
    right = [f'<div class="name">{name}</div>'] if name else []
    right += [f'<div class="soft">{about}</div>'] if about else []
    right += [_rule(rule) for rule in passage.rules]
    right += (
        [f'<div class="rule certain"><span class="slot">总限</span>{escape(passage.limits)}</div>']
        if passage.limits
        else []
    )
    right += [f'<div class="note">{escape(passage.check)}</div>'] if passage.check else []
    return (
        f'<article class="passage {passage.state}" data-state="{passage.state}">'
        f'<div class="source">{"".join(left)}</div><div class="draft">{"".join(right)}</div></article>'
    )


def _rule(rule: DraftedRule) -> str:
    check = f'<div class="note">{escape(rule.check)}</div>' if rule.check else ""
    return (
        f'<div class="rule {rule.state}"><span class="slot">{escape(rule.slot)}</span>{escape(rule.score)}{check}</div>'
    )


def _marked(text: str, marks: Iterable[Mark]) -> str:
    """Escape a text with its marks around it; where marks overlap the less sure one is shown."""
    states: list[State] = ["text"] * len(text)
    for mark in marks:
        for index in range(max(mark.start, 0), min(mark.end, len(text))):
            states[index] = max(states[index], mark.state, key=_WORST.__getitem__)
    pieces: list[str] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or states[index] != states[start]:
            piece = escape(text[start:index])
            pieces.append(piece if states[start] == "text" else f'<mark class="{states[start]}">{piece}</mark>')
            start = index
    return "".join(pieces)
