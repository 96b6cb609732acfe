"""An indicator in the making: the rules taken so far, what is to be checked, and the node and the passage that come of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.diagnostics import has_errors
from kaoji.numbers import decimal, fold
from kaoji.reading.citations import place_words
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.reading.drafts.passages import DraftedRule, Mark, Passage, State
from kaoji.reading.drafts.starting import start_of
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.sheets import Node as Read
from kaoji.scheme.model import Group, Node, Rule, Scheme
from kaoji.scheme.resolving import resolve
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.scheme_file import SchemeFile

ENTERED: Final = "直接计分"
NO_FORMULA: Final = "原文没有可以识别的计分公式，暂由数据提供单位直接计分，请确认。"
_NO_TEXT: Final = "通知没有写明计分办法，暂由数据提供单位直接计分，请确认。"
_START: Final = "请核对：规则有给分也有扣分，起评方式由规则推定。"
_PERCENT: Final = "原文以百分比标明权重，这里按同数的分值计。"
_WEIGHED: Final = "原文以百分比标明权重，这里按{points}分计分后乘以权重，请核对。"
_INFERRED: Final = "通知没有单列分值，暂取计分办法给出的{points}分，请核对。"
_TAKES: Final = re.compile("[扣减]")
_MOST: Final = re.compile(r"^最高(\d+(?:\.\d+)?)分$")
_POINTS: Final = "分值“{words}”不是数，请填写。"


class Making:
    """An indicator under construction from its row or heading, with what was read of its scoring text."""

    def __init__(self, read: Read, name: str, reading: ClauseReading) -> None:
        self.read = read
        self.reading = reading
        self.rules: list[Rule] = []
        self.states: list[State] = []
        self.limits: list[str] = []
        self.marks: list[Mark] = []
        self.unread = 0
        """How many places of the text were not understood."""
        self.known_to_fit = 0
        """How many rules, all that there were then, have been seen to fit together."""
        points = None if read.is_bonus else decimal(read.points) if read.points else None
        self.checks = list(_checks_of_points(read, points))
        self.base = Node(
            name=name,
            points=points,
            bonus=read.is_bonus,
            weight=Fraction(read.weight) / 100 if read.weight else None,
            provider=read.providers or providers_in(read.text),
            text="\n".join(part for part in (read.detail, read.text) if part) or None,
            source=place_words(read.source) or None,
        )

    def mark(self, spans: Iterable[Mark | ClauseRule], state: State) -> None:
        """Say of stretches of the text how they were read."""
        self.marks.extend(Mark(span.start, span.end, state) for span in spans)

    def take(self, rule: Rule, state: State, spans: Iterable[Mark | ClauseRule]) -> None:
        """Take a rule that the given stretches of the text became."""
        self.rules.append(rule)
        self.states.append(state)
        self.mark(spans, state)

    def fits(self, *rules: Rule) -> bool:
        """Tell whether rules can be scored on the indicator alone."""
        trial = self.base.model_copy(update={"rules": rules, "start": "zero"})
        name = self.base.name
        scheme = Scheme(kaoji=1, title=name, year=2000, groups={name: Group()}, indicators=(trial,))
        return not has_errors(resolve(SchemeFile(scheme))[1])

    def say(self, check: str, words: Iterable[str]) -> None:
        """Name words that are to be checked, if there are any."""
        if quoted := "".join(f"“{word.strip()}”" for word in words):
            self.checks.append(check.format(words=quoted))

    def node(self) -> Node:
        """Give the indicator with its rules; where they cannot be scored together it is entered."""
        start = start_of(self.base, self.rules)
        if start is not None:
            self.checks.append(_START)
        update: dict[str, object] = {"limits": "，".join(dict.fromkeys(self.bounds())) or None, "start": start}
        if self.rules and (len(self.rules) == self.known_to_fit or self.fits(*self.rules)):
            update["rules"] = tuple(self.rules)
        else:
            self.rules, self.states = [], []
            update |= {"score": ENTERED, "start": None}
            if not self.unread:
                self.checks.insert(0, NO_FORMULA if self.read.text else _NO_TEXT)
        return self.checked(**update)

    def bounds(self) -> list[str]:
        """Give the limits; what can be added or taken at most is a limit on that side, not on the value of the indicator.

        得60分，每超1%加2分，加分不超过20分 gives up to 80; deductions alone have no value that a most could bound.
        """
        takes = self.read.is_bonus and bool(self.rules) and all(_TAKES.search(rule.score) for rule in self.rules)
        if takes:
            return [_MOST.sub(r"减分不超过\1分", limit) for limit in self.limits]
        return [self.bounded(limit) for limit in self.limits]

    def bounded(self, limit: str) -> str:
        """Give a limit on the value as one on what is added or taken, where the text says so and the indicator has points."""
        most = _MOST.match(limit)
        if most is None or self.base.points is None or not self.rules:
            return limit
        text, points = fold(self.read.text), re.escape(most[1])
        if re.search(rf"加分[^,;。\d]{{0,10}}{points}分|(?:最[高多]|累计|至多)(?:可|只)?(?:再)?加{points}分", text):
            return f"加分不超过{most[1]}分"
        if re.search(rf"[扣减]分[^,;。\d]{{0,10}}{points}分|(?:最[高多]|累计|至多)(?:可|只)?[扣减]{points}分", text):
            return f"减分不超过{most[1]}分"
        return limit

    def checked(self, **update: object) -> Node:
        """Give the indicator with some of its parts, and all that is to be checked beside it."""
        return self.base.model_copy(update=update | {"check": "".join(self.checks) or None})

    def passage(self, node: Node, path: tuple[str, ...]) -> Passage:
        """Give the text of the indicator beside what became of it."""
        read = self.read
        rules = tuple(
            DraftedRule(
                rule.when or rule.measure or rule.events or rule.rank or rule.ranked or "",
                rule.score,
                rule.text or "",
                state,
                rule.check or "",
            )
            for rule, state in zip(self.rules, self.states, strict=True)
        )
        if node.score is not None:
            rules = (DraftedRule(node.name, node.score, read.text, "not_understood" if self.unread else "check"),)
        state: State = "certain"
        if self.unread:
            state = "not_understood"
        elif node.check or any(rule.state != "certain" for rule in rules):
            state = "check"
        return Passage(
            (*path, node.name),
            read.source,
            read.text,
            state,
            _extra_said(rules) if read.is_bonus else _points_said(read),
            read.providers,
            tuple(sorted(self.marks, key=lambda mark: (mark.start, mark.end))),
            rules,
            node.limits or "",
            node.check or "",
            self.unread,
            read.detail,
            read.label,
        )


def is_limit(text: str) -> bool:
    """Tell whether a controlled score only bounds what others give: 最高加5分."""
    score, _ = parse_score(text)
    return score is not None and not score.scoring


def _checks_of_points(read: Read, points: Decimal | None) -> Iterator[str]:
    """Say what was assumed of the points that a row or a heading states."""
    if read.points and points is None and not read.is_bonus:
        yield _POINTS.format(words=read.points)
    if read.is_percent:
        yield _PERCENT
    if read.weight:
        yield _WEIGHED.format(points=read.points)
    if read.is_inferred:
        yield _INFERRED.format(points=read.points)


def _extra_said(rules: Iterable[DraftedRule]) -> str:
    """Tell bonuses from deductions, where the rules are of one kind."""
    signs = {bool(re.search("[扣减]", rule.score)) for rule in rules}
    if len(signs) > 1:
        return "加减分项"
    return "减分项" if True in signs else "加分项"


def _points_said(read: Read) -> str:
    return f"{read.points}×{read.weight}%" if read.weight else read.points + ("%" if read.is_percent else "")
