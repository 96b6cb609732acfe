"""The review page of a draft: one HTML file, the notice's words on the left, what was made of them on the right.

It needs nothing but itself: no network, no other file. Every text of the notice is on it, and everything is escaped. What
the page itself says is in the language of who reads; what stands in the scheme, checks and choices among it, is Chinese.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from string import Template

from kaoji.diagnostics import Diagnostic, is_chinese, translator
from kaoji.diagnostics import Source as Citation
from kaoji.reading.citations import place_words
from kaoji.reading.document import Source
from kaoji.reading.drafts import Draft, DraftedRule, Mark, Passage, State
from kaoji.reading.phrases.wording import squeeze

_WORST: dict[State, int] = {"text": 0, "certain": 1, "unbound": 2, "check": 3, "not_understood": 4}
_EYES: tuple[State, ...] = ("not_understood", "check", "unbound")
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_BADGES: dict[State, str] = {
    "text": "other text", "certain": "read", "unbound": "not used", "check": "to be checked",
    "not_understood": "not understood",
}  # fmt: skip
_NOTHING_MADE: dict[State, str] = {
    "text": "Not on scores; not in the scheme.", "certain": "Stands elsewhere in the scheme.",
}  # fmt: skip
_EXTRA = {"加分项": "bonuses", "减分项": "deductions", "加减分项": "bonuses and deductions"}
_TEXTS = {
    "about": "Draft of a scheme: the words of the notice on the left, what was read from them on the right. Look at the findings first, then at the passages that need eyes; mend what is wrong in the scheme file.",
    "rules_read": "Rules as they were read",
    "count_certain_rules": "Rules read with certainty: {certain}",
    "count_rules_to_check": "To be checked: {to_check}",
    "count_unread": "Not understood or not used: {not_understood}",
    "to_decide": "To be decided ({choices})",
    "found": "Findings of reading and checking ({findings})",
    "filters": "Filters",
    "show_all": "All ({all})",
    "show_eyes": "Need eyes ({eyes})",
    "show_not_understood": "Not understood ({not_understood_passages})",
    "show_check": "To be checked ({check})",
    "show_unbound": "Not used ({unbound})",
    "show_certain": "Read ({certain_passages})",
    "show_text": "Other text ({text})",
    "search": "Search",
    "notice": "The notice",
    "draft": "The draft",
    "none": "No passage is like this.",
    "note_lead": "To be checked: ",
}
"""What the page says, by its places in the template."""
_LONGEST_GIST, _LONGEST_LABEL = 60, 12


def write_review(draft: Draft, path: Path, language: str = "zh") -> None:
    """Write the review page of a draft."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(review_page(draft, language), encoding="utf-8", newline="\n")


def review_page(draft: Draft, language: str = "zh") -> str:
    """Give the review page of a draft as one HTML text, in Chinese or English."""
    say, words = translator(language), _Words(language)
    states = Counter(passage.state for passage in draft.passages)
    counts = {
        "certain": draft.counts.certain,
        "to_check": draft.counts.to_check,
        "not_understood": draft.counts.not_understood,
        "choices": len(draft.choices),
        "findings": len(draft.findings),
        "all": len(draft.passages),
        "eyes": sum(states[state] for state in _EYES),
        "not_understood_passages": states["not_understood"],
        "certain_passages": states["certain"],
        **{state: states[state] for state in ("check", "unbound", "text")},
    }
    template = Template(Path(__file__).with_name("review.html").read_text(encoding="utf-8"))
    return template.substitute(
        language="zh-Hans" if is_chinese(language) else "en",
        title=escape(draft.title),
        choices=words.items(
            f"<strong>{escape(choice.name)}</strong>：{escape(choice.decision)}"
            + (f"（{escape(choice.source)}）" if choice.source else "")
            for choice in draft.choices
        ),
        findings=words.findings(draft.findings, _places(draft.passages)),
        passages="\n".join(words.passage(number, passage) for number, passage in enumerate(draft.passages, 1)),
        **{name: escape(say(text).format(**counts)) for name, text in _TEXTS.items()},
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


class _Words:
    """The parts of the page in the language of who reads."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.is_chinese = is_chinese(language)
        self.say = translator(language)

    def _place(self, source: Source) -> str:
        """Give the place of a passage in the notice."""
        return place_words(source) if self.is_chinese else self._where(source.cite())

    def _where(self, source: Citation) -> str:
        """Give the place of a finding: in the notice, or in the draft beside it."""
        if not source.file:
            return self.say("line {line} of the draft").format(line=source.line) if source.line is not None else ""
        if not self.is_chinese:
            return replace(source, file="").place().strip(" :")
        if source.sheet is not None:
            return f"工作表“{source.sheet}”{source.cell or ''}"
        if source.line is not None:
            return f"第{source.line}行"
        marks = dict(re.findall(r"([p¶TRC])(\d+)", source.cell or ""))
        said = {"p": "第{}页", "T": "表{}", "R": "第{}行", "¶": "第{}段"}
        return "".join(words.format(marks[mark]) for mark, words in said.items() if mark in marks)

    def items(self, texts: Iterable[str]) -> str:
        """Give a list."""
        return "\n".join(f"<li>{text}</li>" for text in texts) or f"<li>{self.say('None.')}</li>"

    def findings(self, findings: Iterable[Diagnostic], places: dict[str, int]) -> str:
        """Give findings by code, the worst first; long lists are folded, for the passages are what a reader comes for."""
        groups: dict[str, list[Diagnostic]] = {}
        for finding in findings:
            groups.setdefault(finding.code, []).append(finding)
        order = {level: place for place, level in enumerate(_LEVELS)}
        parts = []
        for code, group in sorted(groups.items(), key=lambda item: order[item[1][0].level]):
            level = group[0].level
            badge, name = f'<span class="badge">{self.say(_LEVELS[level])}</span>', f"<code>{escape(code)}</code>"
            if len(group) == 1:
                parts.append(f'<p class="finding {level}">{badge}{self._finding(group[0], places)}{name}</p>')
                continue
            items = "\n".join(f"<li>{self._finding(finding, places)}</li>" for finding in group)
            is_open = " open" if level == "error" else ""
            parts.append(
                f'<details class="finding {level}"{is_open}><summary>{badge}{self._gist(group)}{name}</summary>'
                f"<ul>{items}</ul></details>"
            )
        return "\n".join(parts) or f"<p>{self.say('None.')}</p>"

    def _gist(self, group: Sequence[Diagnostic]) -> str:
        """Give the beginning of the first finding, and how many more there are of its kind."""
        said = group[0].sentence(self.language)
        gist = said if len(said) <= _LONGEST_GIST else f"{said[:_LONGEST_GIST]}…"
        return escape(self.say("{gist} ({count} such)").format(gist=gist, count=len(group)))

    def _finding(self, finding: Diagnostic, places: dict[str, int]) -> str:
        source = finding.sources[0] if finding.sources else None
        place = ""
        if source is not None and (where := escape(self._where(source))):
            number = places.get(_key(source)) if source.file else None
            place = (f'<a href="#p{number}">{where}</a>' if number else where) + ("：" if self.is_chinese else ":")
        quoted = escape(f"“{source.text}”") if source is not None and source.text else ""
        return " ".join(part for part in (place, escape(finding.sentence(self.language)), quoted) if part.strip())

    def _worth(self, points: str) -> str:
        """Give what a row is worth: 20 points, 100 points×30%; 30% stays as it is."""
        number, times, weight = points.partition("×")
        if number.replace(".", "").isdigit():
            return f"{self.say('{number} points').format(number=number)}{times}{weight}"
        return str(self.say(_EXTRA[points])) if points in _EXTRA else points

    def passage(self, number: int, passage: Passage) -> str:
        """Give a text of the notice beside what was made of it."""
        place = escape(self._place(passage.source))
        above, name = passage.path[:-1], passage.path[-1] if passage.path else ""
        heading = escape(passage.label + name)
        left = [f'<div class="soft">{place}</div>']
        if heading and squeeze(name) not in squeeze(passage.text[: len(name) + _LONGEST_LABEL]):
            points = f"（{escape(_as_written(passage.points))}）" if passage.points else ""
            left.append(f'<div class="words">{heading}{points}</div>')
        if passage.detail:
            left.append(f'<div class="words soft">{escape(passage.detail)}</div>')
        left.append(f'<div class="words">{_marked(passage.text, passage.marks)}</div>' if passage.text else "")
        about = [self._worth(passage.points)] if passage.points else []
        if passage.providers:
            about.append(self.say("data from {providers}").format(providers="、".join(passage.providers)))
        right = [f'<div class="soft">{" › ".join(map(escape, above))}</div>'] if above else []
        right += [f'<div class="name">{escape(name)}</div>'] if name else []
        right += [f'<div class="soft">{escape("　".join(about))}</div>'] if about else []
        right += [self._rule(rule, name) for rule in passage.rules]
        if passage.limits:
            slot = f'<span class="slot">{escape(self.say("limits of the whole"))}</span>'
            right.append(f'<div class="rule certain">{slot}{escape(passage.limits)}</div>')
        right += [f'<div class="note">{escape(passage.check)}</div>'] if passage.check else []
        if not right:
            nothing = _NOTHING_MADE.get(passage.state)
            right = [f'<div class="soft">{escape(self.say(nothing)) if nothing else ""}</div>']
        badge = f'<span class="badge">{escape(self.say(_BADGES[passage.state]))}</span>'
        return (
            f'<article class="passage {passage.state}" id="p{number}" data-state="{passage.state}">'
            f'<div class="source">{"".join(left)}</div>'
            f'<div class="draft">{badge}{"".join(right)}</div></article>'
        )

    def _rule(self, rule: DraftedRule, name: str) -> str:
        check = f'<div class="note">{escape(rule.check)}</div>' if rule.check else ""
        slot = f'<span class="slot">{escape(rule.slot)}</span>' if rule.slot and rule.slot != name else ""
        return f'<div class="rule {rule.state}">{slot}{escape(rule.score)}{check}</div>'


def _as_written(points: str) -> str:
    """Give what a row is worth as a notice writes it: 20分, 100分×30%; 30% and 加分项 stay as they are."""
    number, times, weight = points.partition("×")
    return f"{number}分{times}{weight}" if number.replace(".", "").isdigit() else points


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
