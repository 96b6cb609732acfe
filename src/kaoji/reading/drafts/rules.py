"""From one scoring text to the rules of an indicator: what fits the scheme language is taken, the rest becomes a check.

An indicator always comes out usable: rules that could not be scored as written are left out, and one without any rule
is an entered score. The words under ``check`` are Chinese, as the scheme that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaoji.diagnostics import Diagnostic, has_errors
from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal
from kaoji.reading.citations import place_words
from kaoji.reading.clauses import Controlled, controlled, read_clause
from kaoji.reading.clauses.figures import rest_of
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.reading.drafts.column_targets import figure_of, with_figure
from kaoji.reading.drafts.index_methods import index_in
from kaoji.reading.drafts.leftovers import leftovers
from kaoji.reading.drafts.multiples import multiplied
from kaoji.reading.drafts.neighbours import by_hundred, by_shares, full_at_line, with_onward
from kaoji.reading.drafts.panels_in_text import (
    ballots_in,
    only_counts,
    panel_of,
    rated_of,
    said_of_panel,
    sheet_of,
    vote_of,
)
from kaoji.reading.drafts.passages import DraftedRule, Mark, Passage, State
from kaoji.reading.drafts.places import signed_places, with_ties
from kaoji.reading.drafts.slot_names import rate_in, slot_name
from kaoji.reading.drafts.starting import start_of
from kaoji.reading.phrases.providers import providers_in
from kaoji.reading.sheets import Node as Read
from kaoji.scheme.loading import SchemeFile
from kaoji.scheme.model import Group, Node, Panel, Rule, Scheme
from kaoji.scheme.resolving import resolve
from kaoji.scheme.rule_reading import parse_score
from kaoji.scheme.rules import Once

_ENTERED: Final = "直接计分"

_NO_TEXT: Final = "通知没有写明计分办法，暂由数据提供单位直接计分，请确认。"
_NO_FORMULA: Final = "原文没有可以识别的计分公式，暂由数据提供单位直接计分，请确认。"
_NOT_UNDERSTOOD: Final = "以下文字未能读懂，请对照原文补写规则：{words}"
_NOT_EXPRESSED: Final = "以下内容不能写成计分规则（如一票否决、民主测评），请另行设置：{words}"
_NOT_USABLE: Final = "读出的规则不能直接计分，已略去，请改写：{words}"
PROBABLE: Final = "请核对：这一条很可能如此，但原文也可作别的理解。"
_UNSURE: Final = "请核对：原文含糊，这一条只是推测。"
_TARGET: Final = "请核对：目标值取自前一句的达标线。"
_COLUMN_TARGET: Final = "请核对：目标值取自表中“目标值”一栏。"
_RATE: Final = "请核对：按{rate}计分，得分为分值乘以{rate}。"
_ROUNDED_UP: Final = "请核对：原文写明不足一档的按一档计；规则只计整档，不足一档的不计。"
_START: Final = "请核对：规则有给分也有扣分，起评方式由规则推定。"
_RANKED: Final = "请核对：后几名按数值在本方案的单位中排出；名次由上级通报的，请改写为第几名。"
_PERCENT: Final = "原文以百分比标明权重，这里按同数的分值计。"
_WEIGHED: Final = "原文以百分比标明权重，这里按{points}分计分后乘以权重，请核对。"
_INFERRED: Final = "通知没有单列分值，暂取计分办法给出的{points}分，请核对。"
_POINTS: Final = "分值“{words}”不是数，请填写。"
_TAKES: Final = late_pattern("[减扣]分")
_BY_DETAILS: Final = late_pattern("制定|细则|另行|确定|研究")
_OPEN: Final = "以下内容没有写成规则，请核对是否影响计分：{words}"
_OF_GRADES: Final = late_pattern("一票否决|评[先优为]|资格")
_ELSE_NONE: Final = late_pattern(r"(?:否则|反之)[^，,；;。]{0,6}(?:不(?:予)?[得计记给]分|[得计记]0分|零分)")
_SECTION: Final = "本级文字中有计分规则，请放到所属的指标：{words}"


@dataclass(frozen=True, slots=True)
class DraftedLeaf:
    """An indicator of the draft, its passage, what was not understood, and the panel that it takes its score from."""

    node: Node
    passage: Passage
    findings: tuple[Diagnostic, ...] = ()
    panel: Panel | None = None


@dataclass(slots=True)
class _Work:
    """An indicator under construction."""

    reading: ClauseReading
    rules: list[Rule] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    unread: int = 0
    from_column: list[Controlled] = field(default_factory=list)
    """Rules that take their target from a column of targets."""
    known_to_fit: int = 0
    """How many rules, all that there were then, have been seen to fit together."""


def _is_implied(rule: Controlled, found: Sequence[Controlled], text: str) -> bool:
    """Tell whether a rule only says of the words before it that else there are no points: 达到5000元计2分，否则不计分."""
    source = rule.sources[0]
    said = text[source.start : source.end].lstrip("，,；;。 ")
    awards = any(other.score.count("计") for other in found[: found.index(rule)])
    return awards and _ELSE_NONE.match(said) is not None


def clause_of(read: Read) -> tuple[str, str]:
    """Give the scoring text of an indicator and its points, as ``read_clause`` takes them."""
    return read.text, "" if read.is_bonus else read.points


def draft_leaf(
    read: Read, name: str, path: tuple[str, ...], *, has_limits: bool = False, reading: ClauseReading | None = None
) -> DraftedLeaf:
    """Write an indicator from its row or heading; the node resolves, alone or with its panel.

    ``has_limits`` says that the grade limits of its text are read elsewhere; ``reading`` is that of its text, if it was read
    before.
    """
    points = None if read.is_bonus else decimal(read.points) if read.points else None
    work = _Work(reading or read_clause(*clause_of(read)))
    base = _base(read, name, points, work.checks)
    sheet = sheet_of(read, points)
    if sheet is not None:
        return _with_panel(read, base, path, work, sheet)
    if (index := _index(base, read, work)) is not None:
        return index
    ballots, checked = ballots_in(work.reading), len(work.checks)
    found = [rule for rule in controlled(work.reading) if rule.sources[0] not in ballots]
    implied = [rule for rule in found if _is_implied(rule, found, read.text)]
    found = [rule for rule in found if rule not in implied]
    found, full = full_at_line(found, points)
    implied += full
    found = [by_hundred(by_shares(rule, read.text, name), read.text, points) for rule in with_onward(found)]
    figure = figure_of(read.target, read.measured_in)
    found, plain_found = list(with_figure(found, figure, name)), found
    work.from_column = [rule for rule, was in zip(found, plain_found, strict=True) if rule is not was]
    used = [source for rule in (*found, *implied) for source in rule.sources]
    work.marks.extend(Mark(source.start, source.end, "certain") for rule in implied for source in rule.sources)
    most = f"{'减分' if _TAKES.search(read.name) else '加分'}不超过{read.most}分" if read.most else ""
    unusable = _take_all([rule for rule in found if not _only_assessed(rule, found, read.text)], base, work)
    work.limits += [most] if most and _is_limit(most) and not work.limits else []
    left = [rule for rule in work.reading.understood if rule not in used and not (has_limits and rule.form == "veto")]
    left = [rule for rule in left if rule.form != "rank" or not _take_places(rule, base, work)]
    work.marks.extend(Mark(rule.start, rule.end, "check") for rule in left)
    work.marks.extend(Mark(rule.start, rule.end, "not_understood") for rule in work.reading.not_understood)
    not_understood = [read.text[rule.start : rule.end] for rule in work.reading.not_understood]
    panel = panel_of(read, points, left) if not work.rules and all(map(only_counts, not_understood)) else None
    panel = panel if panel is not None and not unusable else vote_of(read, points)
    is_scored = any(rule.score != _ENTERED for rule in work.rules)  # who rates with what weight says how it is scored
    panel = panel if panel is not None or is_scored else rated_of(read, points)
    if panel is not None:
        work.rules, work.states, work.limits, work.checks = [], [], [], work.checks[:checked]
        return _with_panel(read, base, path, work, panel)
    not_understood += _take_leftovers(base, work, has_limits=has_limits)
    work.unread = len(not_understood) + len(unusable)
    _say(work, _NOT_UNDERSTOOD, not_understood)
    _say(work, _NOT_USABLE, unusable)
    _say(work, _NOT_EXPRESSED, [read.text[rule.start : rule.end] for rule in left])
    node = _node(base, read, work)
    return DraftedLeaf(node, _passage(read, node, path, work), tuple(_findings(read, not_understood + unusable)))


def _take_leftovers(base: Node, work: _Work, *, has_limits: bool) -> list[str]:
    """Mark what the text says on points outside its rules; give the words that change points and were not understood."""
    text, found = work.reading.text, leftovers(work.reading)
    unread = [mark for mark in found.not_understood if not _take_multiple(mark, base, work)]
    work.marks.extend(unread)
    if work.rules:  # a text without any is to be checked as a whole
        open_ones = [
            mark for mark in found.to_check if not (has_limits and _OF_GRADES.search(text[mark.start : mark.end]))
        ]
        work.marks.extend(open_ones)
        _say(work, _OPEN, [text[mark.start : mark.end] for mark in open_ones])
    return [text[mark.start : mark.end] for mark in unread]


def _take_multiple(mark: Mark, base: Node, work: _Work) -> bool:
    """Take words that double or halve what stands before them: 重复发生的加倍扣分."""
    text = work.reading.text
    made = multiplied(work.rules, text, text[mark.start : mark.end], mark.start)
    if made is None or not _fits(base, *made):
        return False
    states = dict(zip(map(id, work.rules), work.states, strict=True))
    work.states = [states.get(id(rule), "check") for rule in made]
    work.rules, work.known_to_fit = made, len(made)
    work.marks.append(replace(mark, state="check"))
    return True


def _with_panel(read: Read, base: Node, path: tuple[str, ...], work: _Work, panel: Panel) -> DraftedLeaf:
    """Write an indicator that takes its score from a panel."""
    node = base.model_copy(update={"panel": base.name, "check": "".join(work.checks) or None})
    work.marks = [mark for mark in work.marks if mark.state != "not_understood"]
    vote = DraftedRule(base.name, said_of_panel(panel), read.text, "check", panel.check or "")
    passage = replace(_passage(read, node, path, work), rules=(vote,), state="check")
    return DraftedLeaf(node, passage, (), panel)


def _index(base: Node, read: Read, work: _Work) -> DraftedLeaf | None:
    """Write an indicator whose text names an index method; the constants of the method are a person's to fill in."""
    score, check, words = index_in(read.text)
    if not score or base.points is None:
        return None
    rule = Rule(measure=base.name, score=score, text=words, source=base.source, check=check)
    work.rules.append(rule)
    work.states.append("check")
    start = max(read.text.find(words), 0)
    work.marks.append(Mark(start, start + len(words), "check"))
    node = base.model_copy(update={"rules": (rule,), "check": "".join(work.checks) or None})
    passage = _passage(read, node, (), work)
    return DraftedLeaf(node, passage)


def _only_assessed(rule: Controlled, found: Sequence[Controlled], text: str) -> bool:
    """Tell whether words for an entered score only say who assesses what the other rules give: 由区应急局考核."""
    if rule.key != "score" or not any(other.key not in ("score", "limits") for other in found):
        return False
    words = _words(rule, text)
    return bool(providers_in(words)) and not _BY_DETAILS.search(words)


def _take_places(rule: ClauseRule, base: Node, work: _Work) -> bool:
    """Take places of which some give and some take points: 第1名加5分 … 第4名减2分."""
    if rule.from_end != "top" or not any(value < 0 for value in rule.places):
        return False
    words = work.reading.text[rule.start : rule.end]
    made = Rule(
        rank=rule.label or base.name,
        score=with_ties(signed_places(rule), work.reading.text),
        text=words,
        source=base.source,
        check=PROBABLE,
    )
    if not _fits(base, made):
        return False
    work.rules.append(made)
    work.states.append("check")
    work.marks.append(Mark(rule.start, rule.end, "check"))
    return True


def draft_section(
    read: Read, name: str, items: tuple[Node, ...], path: tuple[str, ...]
) -> tuple[Node, Passage | None, tuple[Diagnostic, ...]]:
    """Write a section around its items; of its own text only limits can hold for it."""
    checks: list[str] = []
    points = None if read.is_bonus else decimal(read.points) if read.points else None
    base = _base(read, name, points, checks)
    work = _Work(read_clause(read.text), checks=checks)
    others: list[str] = []
    for rule in controlled(work.reading):
        if rule.key == "limits" and _is_limit(rule.score):
            work.limits.append(rule.score)
            work.marks.extend(Mark(source.start, source.end, "certain") for source in rule.sources)
        else:
            others.append(_words(rule, read.text))
            work.marks.extend(Mark(source.start, source.end, "check") for source in rule.sources)
    used = {source for rule in controlled(work.reading) for source in rule.sources}
    for left in work.reading.understood:
        if left not in used:
            others.append(read.text[left.start : left.end])
            work.marks.append(Mark(left.start, left.end, "check"))
    unread = [read.text[rule.start : rule.end] for rule in work.reading.not_understood]
    work.marks.extend(Mark(rule.start, rule.end, "not_understood") for rule in work.reading.not_understood)
    changes = leftovers(work.reading).not_understood
    work.marks.extend(changes)
    unread += [read.text[mark.start : mark.end] for mark in changes]
    work.unread = len(unread)
    _say(work, _NOT_UNDERSTOOD, unread)
    _say(work, _SECTION, others)
    node = base.model_copy(
        update={"items": items, "limits": "，".join(work.limits) or None, "check": "".join(checks) or None}
    )
    passage = _passage(read, node, path, work) if read.text else None
    return node, passage, tuple(_findings(read, unread))


def _base(read: Read, name: str, points: Decimal | None, checks: list[str]) -> Node:
    if read.points and points is None and not read.is_bonus:
        checks.append(_POINTS.format(words=read.points))
    if read.is_percent:
        checks.append(_PERCENT)
    if read.weight:
        checks.append(_WEIGHED.format(points=read.points))
    if read.is_inferred:
        checks.append(_INFERRED.format(points=read.points))
    text = "\n".join(part for part in (read.detail, read.text) if part)
    return Node(
        name=name,
        points=points,
        bonus=read.is_bonus,
        weight=Fraction(read.weight) / 100 if read.weight else None,
        provider=read.providers or providers_in(read.text),
        text=text or None,
        source=place_words(read.source) or None,
    )


def _take_all(found: Sequence[Controlled], base: Node, work: _Work) -> list[str]:
    """Take the rules that can be scored on the indicator; give the words of the others.

    All together mostly can, and are tried at once; only where they cannot is each tried by itself.
    """
    unusable = _taken(found, base, work, is_tried=False)
    if _fits(base, *work.rules):
        work.known_to_fit = len(work.rules)
        return unusable
    return _taken(found, base, work, is_tried=True)


def _taken(found: Sequence[Controlled], base: Node, work: _Work, *, is_tried: bool) -> list[str]:
    work.rules, work.states, work.limits, work.marks = [], [], [], []
    unusable: list[str] = []
    for rule in found:
        _take(rule, base, work, unusable, is_tried=is_tried)
    return unusable


def _take(read: Controlled, base: Node, work: _Work, unusable: list[str], *, is_tried: bool) -> None:
    """Take a rule into the indicator if it can be scored there; a limit of the whole indicator goes to its limits."""
    words = _words(read, work.reading.text)
    state = _state(read)
    if read.key == "limits":
        if _is_limit(read.score):
            work.limits.append(read.score)
            work.marks.extend(Mark(source.start, source.end, state) for source in read.sources)
        else:
            unusable.append(words)
        return
    label = slot_name(read, base.name, work.rules, work.reading.text)
    target, check = read.target, _check(read)
    is_asked_before = bool(work.rules) and work.rules[-1].measure == label
    if read.key == "measure" and not read.label and label != base.name and not is_asked_before:
        check, state = check or PROBABLE, "check"
    if target is not None and (rate := rate_in(read.label)):
        check, state = _RATE.format(rate=rate), "check"
    if read.key == "measure" and any(
        rest_of(work.reading.text, one) == "up" for one in read.sources if one.form == "per"
    ):
        check, state = _ROUNDED_UP, "check"
    if any(read is one for one in work.from_column):
        check, state = check or _COLUMN_TARGET, "check"
    if target is None and read.key == "measure" and (target := _target(read, label, work)) is not None:
        check, state = check or _TARGET, "check"
    key: str = "measure" if read.key == "score" else read.key
    if key == "rank" and any(rule.from_end == "bottom" for rule in read.sources):
        # A place given from outside does not say how many stand behind it.
        key, check, state = "ranked", check or _RANKED, "check"
    score = with_ties(read.score, work.reading.text) if key in ("rank", "ranked") else read.score
    rule = Rule.model_validate(
        {
            key: label,
            "score": score,
            "target": target,
            "text": words,
            "source": base.source,
            "check": check or None,
        }
    )
    if is_tried and not _fits(base, rule):
        unusable.append(words)
        work.marks.extend(Mark(source.start, source.end, "not_understood") for source in read.sources)
        return
    work.rules.append(rule)
    work.states.append(state)
    work.marks.extend(Mark(source.start, source.end, state) for source in read.sources)


def _words(read: Controlled, text: str) -> str:
    """Give the words of a rule; a bracket that they open is closed, or left out where it does not close soon."""
    start, end = min(rule.start for rule in read.sources), max(rule.end for rule in read.sources)
    words = text[start:end].strip("，,。；; \n")
    for opening, closing in (("（", "）"), ("(", ")")):
        if words.count(opening) == words.count(closing):
            continue
        behind = text.find(closing, end)
        if words.count(opening) > words.count(closing) and 0 <= behind <= end + 1:
            words += text[end : behind + 1]
        elif words.count(opening) > words.count(closing):
            words = words.replace(opening, "，" if words.rfind(opening) > 0 else "", 1)
        else:
            words = words.replace(closing, "", 1)
    return words.strip("，,。；; \n")


def _state(read: Controlled) -> State:
    if read.key == "score" and not _names_provider(read):
        return "check"
    sure = not read.doubtful and all(rule.confidence == "certain" for rule in read.sources)
    return "certain" if sure else "check"


def _names_provider(read: Controlled) -> bool:
    return read.score != _ENTERED or all(rule.confidence == "certain" for rule in read.sources)


def _check(read: Controlled) -> str:
    levels = {rule.confidence for rule in read.sources}
    if read.key == "score" and not _names_provider(read):
        return _NO_FORMULA
    if "check" in levels:
        return _UNSURE
    return PROBABLE if read.doubtful or "probable" in levels else ""


def _target(read: Controlled, label: str, work: _Work) -> Decimal | None:
    """Take the threshold of the sentence before as the target of 每低于 and 每超过 on the same measure."""
    if not any(rule.towards != "each" and not rule.then for rule in read.sources):
        return None
    for rule in reversed(work.rules):
        if rule.measure == label and rule.target is not None:
            return rule.target
        score, _ = parse_score(rule.score)
        for item in score.scoring if score is not None and rule.measure == label else ():
            if isinstance(item, Once) and item.when is not None and item.when.value is not None:
                return item.when.value
    return None


def _is_limit(text: str) -> bool:
    score, _ = parse_score(text)
    return score is not None and not score.scoring


def _fits(base: Node, *rules: Rule) -> bool:
    """Tell whether rules can be scored on the indicator alone."""
    trial = base.model_copy(update={"rules": rules, "start": "zero"})
    scheme = Scheme(kaoji=1, title=base.name, year=2000, groups={base.name: Group()}, indicators=(trial,))
    return not has_errors(resolve(SchemeFile(scheme))[1])


def _say(work: _Work, check: str, words: list[str]) -> None:
    if words:
        work.checks.append(check.format(words="".join(f"“{word.strip()}”" for word in words)))


def _node(base: Node, read: Read, work: _Work) -> Node:
    start = start_of(base, work.rules)
    if start is not None:
        work.checks.append(_START)
    update: dict[str, object] = {"limits": "，".join(dict.fromkeys(work.limits)) or None, "start": start}
    if work.rules and (len(work.rules) == work.known_to_fit or _fits(base, *work.rules)):
        update["rules"] = tuple(work.rules)
    else:
        work.rules, work.states = [], []
        update |= {"score": _ENTERED, "start": None}
        if not work.unread:
            work.checks.insert(0, _NO_FORMULA if read.text else _NO_TEXT)
    return base.model_copy(update=update | {"check": "".join(work.checks) or None})


def _passage(read: Read, node: Node, path: tuple[str, ...], work: _Work) -> Passage:
    rules = tuple(
        DraftedRule(
            rule.when or rule.measure or rule.events or rule.rank or rule.ranked or "",
            rule.score,
            rule.text or "",
            state,
            rule.check or "",
        )
        for rule, state in zip(work.rules, work.states, strict=True)
    )
    if node.score is not None:
        rules = (DraftedRule(node.name, node.score, read.text, "not_understood" if work.unread else "check"),)
    state: State = "certain"
    if work.unread:
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
        tuple(sorted(work.marks, key=lambda mark: (mark.start, mark.end))),
        rules,
        node.limits or "",
        node.check or "",
        work.unread,
        read.detail,
        read.label,
    )


def _extra_said(rules: Iterable[DraftedRule]) -> str:
    """Tell bonuses from deductions, where the rules are of one kind."""
    signs = {bool(re.search("[扣减]", rule.score)) for rule in rules}
    if len(signs) > 1:
        return "加减分项"
    return "减分项" if True in signs else "加分项"


def _points_said(read: Read) -> str:
    return f"{read.points}×{read.weight}%" if read.weight else read.points + ("%" if read.is_percent else "")


def _findings(read: Read, unread: list[str]) -> list[Diagnostic]:
    if not unread:
        return []
    return [
        Diagnostic(
            "reading.W301",
            "Of the scoring text of “{name}” {count} places were not understood: {words}.",
            (read.source.cite(),),
            "Write these rules yourself; the words of the notice stand beside the indicator.",
            {"name": read.name, "count": len(unread), "words": "；".join(word.strip() for word in unread)[:200]},
        )
    ]
