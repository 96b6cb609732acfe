"""The review page of a draft: one HTML file in Chinese, the notice's words on the left, what was made of them on the right.

It needs nothing but itself: no network, no other file. Every text of the notice is on it, and everything is escaped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template

from kaoji.diagnostics import Diagnostic
from kaoji.diagnostics import Source as Citation
from kaoji.reading.citations import place_words
from kaoji.reading.drafts import Draft, DraftedRule, Mark, Passage, State
from kaoji.reading.phrases.wording import squeeze

_WORST: dict[State, int] = {"text": 0, "certain": 1, "unbound": 2, "check": 3, "not_understood": 4}
_EYES: tuple[State, ...] = ("not_understood", "check", "unbound")
_LEVELS = {"error": "错误", "warning": "提醒", "info": "说明"}
_BADGES: dict[State, str] = {
    "text": "其他文字", "certain": "读准", "unbound": "未采用", "check": "待核对", "not_understood": "未读懂",
}  # fmt: skip
_NOTHING_MADE: dict[State, str] = {"text": "不涉及计分，未写入方案。", "certain": "已写入方案的其他部分。"}
_LONGEST_GIST, _LONGEST_LABEL = 60, 12


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
        findings=_findings(draft.findings, _places(draft.passages)),
        passages="\n".join(_passage(number, passage) for number, passage in enumerate(draft.passages, 1)),
        count_all=len(draft.passages),
        count_eyes=sum(states[state] for state in _EYES),
        **{f"count_{state}": states[state] for state in _WORST},
    )


def _places(passages: Sequence[Passage]) -> dict[str, int]:
    """Give the number of the first passage at each place, for links from findings."""
    places: dict[str, int] = {}
    for number, passage in enumerate(passages, 1):
        places.setdefault(_key(passage.source.cite()), number)
    return places


def _key(source: Citation) -> str:
    """Give a place without its column: a passage is a row or a line."""
    if source.sheet is not None:
        return f"{source.sheet}!{re.sub('[A-Z]', '', source.cell or '')}"
    return str(source.line) if source.line is not None else re.sub(r" ?C\d+$", "", source.cell or "")


def _where(source: Citation) -> str:
    """Give the place of a finding in Chinese: in the notice, or in the draft beside it."""
    if not source.file:
        return f"草案第{source.line}行" if source.line is not None else ""
    if source.sheet is not None:
        return f"工作表“{source.sheet}”{source.cell or ''}"
    if source.line is not None:
        return f"第{source.line}行"
    marks = dict(re.findall(r"([p¶TRC])(\d+)", source.cell or ""))
    said = {"p": "第{}页", "T": "表{}", "R": "第{}行", "¶": "第{}段"}
    return "".join(words.format(marks[mark]) for mark, words in said.items() if mark in marks)


def _items(texts: Iterable[str]) -> str:
    return "\n".join(f"<li>{text}</li>" for text in texts) or "<li>没有。</li>"


def _findings(findings: Iterable[Diagnostic], places: dict[str, int]) -> str:
    """Give findings by code, the worst first; long lists are folded, for the passages are what a reader comes for."""
    groups: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    order = {level: place for place, level in enumerate(_LEVELS)}
    parts = []
    for code, group in sorted(groups.items(), key=lambda item: order[item[1][0].level]):
        level = group[0].level
        badge, name = f'<span class="badge">{_LEVELS[level]}</span>', f"<code>{escape(code)}</code>"
        if len(group) == 1:
            parts.append(f'<p class="finding {level}">{badge}{_finding(group[0], places)}{name}</p>')
            continue
        items = "\n".join(f"<li>{_finding(finding, places)}</li>" for finding in group)
        is_open = " open" if level == "error" else ""
        parts.append(
            f'<details class="finding {level}"{is_open}><summary>{badge}{_gist(group)}{name}</summary>'
            f"<ul>{items}</ul></details>"
        )
    return "\n".join(parts) or "<p>没有。</p>"


def _gist(group: Sequence[Diagnostic]) -> str:
    """Give the beginning of the first finding, and how many more there are of its kind."""
    said = group[0].sentence("zh")
    gist = said if len(said) <= _LONGEST_GIST else f"{said[:_LONGEST_GIST]}…"
    return f"{escape(gist)}（共{len(group)}处）"


def _finding(finding: Diagnostic, places: dict[str, int]) -> str:
    source = finding.sources[0] if finding.sources else None
    place = ""
    if source is not None and (where := escape(_where(source))):
        number = places.get(_key(source)) if source.file else None
        place = f'<a href="#p{number}">{where}</a>' if number else where
    quoted = escape(f"“{source.text}”") if source is not None and source.text else ""
    return " ".join(part for part in (place, escape(finding.sentence("zh")), quoted) if part.strip())


def _worth(points: str) -> str:
    """Give what a row is worth as a notice writes it: 20分, 100分×30%; 30% and 加分项 stay as they are."""
    number, times, weight = points.partition("×")
    return f"{number}分{times}{weight}" if number.replace(".", "").isdigit() else points


def _passage(number: int, passage: Passage) -> str:
    place = escape(place_words(passage.source))
    above, name = passage.path[:-1], passage.path[-1] if passage.path else ""
    heading = escape(passage.label + name)
    left = [f'<div class="soft">{place}</div>']
    if heading and squeeze(name) not in squeeze(passage.text[: len(name) + _LONGEST_LABEL]):
        points = f"（{escape(_worth(passage.points))}）" if passage.points else ""
        left.append(f'<div class="words">{heading}{points}</div>')
    if passage.detail:
        left.append(f'<div class="words soft">{escape(passage.detail)}</div>')
    left.append(f'<div class="words">{_marked(passage.text, passage.marks)}</div>' if passage.text else "")
    about = [_worth(passage.points)] if passage.points else []
    about += [f"数据提供：{'、'.join(passage.providers)}"] if passage.providers else []
    right = [f'<div class="soft">{" › ".join(map(escape, above))}</div>'] if above else []
    right += [f'<div class="name">{escape(name)}</div>'] if name else []
    right += [f'<div class="soft">{escape("　".join(about))}</div>'] if about else []
    right += [_rule(rule, name) for rule in passage.rules]
    right += (
        [f'<div class="rule certain"><span class="slot">总限</span>{escape(passage.limits)}</div>']
        if passage.limits
        else []
    )
    right += [f'<div class="note">{escape(passage.check)}</div>'] if passage.check else []
    right = right or [f'<div class="soft">{_NOTHING_MADE.get(passage.state, "")}</div>']
    return (
        f'<article class="passage {passage.state}" id="p{number}" data-state="{passage.state}">'
        f'<div class="source">{"".join(left)}</div>'
        f'<div class="draft"><span class="badge">{_BADGES[passage.state]}</span>{"".join(right)}</div></article>'
    )


def _rule(rule: DraftedRule, name: str) -> str:
    check = f'<div class="note">{escape(rule.check)}</div>' if rule.check else ""
    slot = f'<span class="slot">{escape(rule.slot)}</span>' if rule.slot and rule.slot != name else ""
    return f'<div class="rule {rule.state}">{slot}{escape(rule.score)}{check}</div>'


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
