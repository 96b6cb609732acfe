"""From one scoring text to the rules of an indicator: what fits the scheme language is taken, the rest becomes a check.

An indicator always comes out usable: rules that could not be scored as written are left out, and one without any rule
is an entered score. The words under ``check`` are Chinese, as the scheme that they stand in.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final, Literal

from kaoji.diagnostics import Diagnostic, has_errors
from kaoji.numbers import decimal, plain
from kaoji.reading.citations import place_words
from kaoji.reading.clauses import Controlled, controlled, read_clause
from kaoji.reading.clauses.model import ClauseReading, ClauseRule
from kaoji.reading.document import Source
from kaoji.reading.trees import Node as Read
from kaoji.scheme.loading import SchemeFile
from kaoji.scheme.model import Group, Node, Panel, Rule, Scheme
from kaoji.scheme.rules import Entered, Index, Once, Per, Proportional, Scoring, parse_score
from kaoji.scheme.structure import resolve

State = Literal["certain", "check", "not_understood", "text"]
_ENTERED: Final = "直接计分"

_NO_TEXT: Final = "通知没有写明计分办法，暂由数据提供单位直接计分，请确认。"
_NO_FORMULA: Final = "原文没有计分公式，暂由数据提供单位直接计分，请确认。"
_NOT_UNDERSTOOD: Final = "以下文字未能读懂，请对照原文补写规则：{words}"
_NOT_EXPRESSED: Final = "以下内容不能写成计分规则（如一票否决、民主测评），请另行设置：{words}"
_NOT_USABLE: Final = "读出的规则不能直接计分，已略去，请改写：{words}"
_PROBABLE: Final = "请核对：这一条很可能如此，但原文也可作别的理解。"
_UNSURE: Final = "请核对：原文含糊，这一条只是推测。"
_TARGET: Final = "请核对：目标值取自前一句的达标线。"
_START: Final = "请核对：规则有给分也有扣分，起评方式由规则推定。"
_RANKED: Final = "请核对：后几名按数值在本方案的单位中排出；名次由上级通报的，请改写为第几名。"
_PANEL: Final = "请核对：按投票测评计分，满分、参评人和折算办法请对照原文补齐。"
_PERCENT: Final = "原文以百分比标明权重，这里按同数的分值计。"
_POINTS: Final = "分值“{words}”不是数，请填写。"
_SECTION: Final = "本级文字中有计分规则，请放到所属的指标：{words}"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text and how surely it was read."""

    start: int
    end: int
    state: State


@dataclass(frozen=True, slots=True)
class DraftedRule:
    """A rule of the draft beside the words that it came from; ``slot`` names what it looks at."""

    slot: str
    score: str
    text: str
    state: State
    check: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the notice with all that was made of it; a ``text`` passage stands for itself."""

    path: tuple[str, ...]
    source: Source
    text: str
    state: State
    points: str = ""
    providers: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    rules: tuple[DraftedRule, ...] = ()
    limits: str = ""
    check: str = ""
    unread: int = 0
    detail: str = ""
    label: str = ""


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


def draft_leaf(read: Read, name: str, path: tuple[str, ...]) -> DraftedLeaf:
    """Write an indicator from its row or heading; the node resolves, alone or with its panel."""
    points = None if read.is_bonus else decimal(read.points) if read.points else None
    work = _Work(read_clause(read.text, points))
    base = _base(read, name, points, work.checks)
    used: list[ClauseRule] = []
    unusable: list[str] = []
    for rule in controlled(work.reading):
        _take(rule, base, work, unusable)
        used.extend(rule.sources)
    left = [rule for rule in work.reading.understood if rule not in used]
    work.marks.extend(Mark(rule.start, rule.end, "check") for rule in left)
    work.marks.extend(Mark(rule.start, rule.end, "not_understood") for rule in work.reading.not_understood)
    not_understood = [read.text[rule.start : rule.end] for rule in work.reading.not_understood]
    work.unread = len(not_understood) + len(unusable)
    _say(work, _NOT_UNDERSTOOD, not_understood)
    _say(work, _NOT_USABLE, unusable)
    panel = _panel(read, points, left) if not work.rules and not work.unread else None
    if panel is not None:
        node = base.model_copy(update={"panel": name, "check": "".join(work.checks) or None})
    else:
        _say(work, _NOT_EXPRESSED, [read.text[rule.start : rule.end] for rule in left])
        node = _node(base, read, work)
    passage = _passage(read, node, path, work)
    if panel is not None:
        options = "、".join(f"{option}{plain(value)}分" for option, value in panel.options.items())
        vote = DraftedRule(name, f"每票：{options}", read.text, "check", _PANEL)
        passage = replace(passage, rules=(vote,), state="check")
    return DraftedLeaf(node, passage, tuple(_findings(read, not_understood + unusable)), panel)


def _panel(read: Read, points: Decimal | None, left: list[ClauseRule]) -> Panel | None:
    """Make a panel of a text that gives points for each kind of ballot, and says nothing else that scores."""
    if [rule.form for rule in left] != ["options"] or left[0].sign != "+":
        return None
    options = {option: value for option, value in left[0].levels if isinstance(value, Decimal)}
    if len(options) != len(left[0].levels):
        return None
    return Panel(
        points=points or Decimal(100),
        options=options,
        provider=read.providers,
        text=read.text,
        source=place_words(read.source) or None,
        check=_PANEL,
    )


def draft_section(read: Read, name: str, items: tuple[Node, ...], path: tuple[str, ...]) -> tuple[Node, Passage | None]:
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
    _say(work, _SECTION, others)
    node = base.model_copy(
        update={"items": items, "limits": "，".join(work.limits) or None, "check": "".join(checks) or None}
    )
    passage = _passage(read, node, path, work) if read.text else None
    return node, passage


def _base(read: Read, name: str, points: Decimal | None, checks: list[str]) -> Node:
    if read.points and points is None and not read.is_bonus:
        checks.append(_POINTS.format(words=read.points))
    if read.is_percent:
        checks.append(_PERCENT)
    text = "\n".join(part for part in (read.detail, read.text) if part)
    return Node(
        name=name,
        points=points,
        bonus=read.is_bonus,
        provider=read.providers,
        text=text or None,
        source=place_words(read.source) or None,
    )


def _take(read: Controlled, base: Node, work: _Work, unusable: list[str]) -> None:
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
    label, target, check = _label(read, base.name, work), None, _check(read)
    if read.key == "measure" and (target := _target(read, label, work)) is not None:
        check, state = check or _TARGET, "check"
    key: str = "measure" if read.key == "score" else read.key
    if key == "rank" and any(rule.from_end == "bottom" for rule in read.sources):
        # A place given from outside does not say how many stand behind it.
        key, check, state = "ranked", check or _RANKED, "check"
    rule = Rule.model_validate(
        {
            key: label,
            "score": read.score,
            "target": target,
            "text": words,
            "source": base.source,
            "check": check or None,
        }
    )
    if not _fits(base, rule):
        unusable.append(words)
        work.marks.extend(Mark(source.start, source.end, "not_understood") for source in read.sources)
        return
    work.rules.append(rule)
    work.states.append(state)
    work.marks.extend(Mark(source.start, source.end, state) for source in read.sources)


def _words(read: Controlled, text: str) -> str:
    start, end = min(rule.start for rule in read.sources), max(rule.end for rule in read.sources)
    return text[start:end].strip("，,。；; \n")


def _state(read: Controlled) -> State:
    if read.key == "score" and not _names_provider(read):
        return "check"
    return "certain" if all(rule.confidence == "certain" for rule in read.sources) else "check"


def _names_provider(read: Controlled) -> bool:
    return read.score != _ENTERED or all(rule.confidence == "certain" for rule in read.sources)


def _check(read: Controlled) -> str:
    levels = {rule.confidence for rule in read.sources}
    if read.key == "score" and not _names_provider(read):
        return _NO_FORMULA
    if "check" in levels:
        return _UNSURE
    return _PROBABLE if "probable" in levels else ""


def _label(read: Controlled, name: str, work: _Work) -> str:
    """Name the slot: as the text does, else as the measure just before, else as the indicator."""
    if read.key == "score":
        return name
    if read.label and not (read.key == "measure" and read.label.startswith(("达到", "低于", "高于", "超过", "不足"))):
        return read.label
    last = work.rules[-1].measure if work.rules and read.key == "measure" else None
    return last or name


def _target(read: Controlled, label: str, work: _Work) -> Decimal | None:
    """Take the threshold of the sentence before as the target of 每低于 and 每超过 on the same measure."""
    if not any(rule.towards != "each" and not rule.then for rule in read.sources):
        return None
    for rule in reversed(work.rules):
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
    start = _start(base, work.rules)
    if start is not None:
        work.checks.append(_START)
    update: dict[str, object] = {"limits": "，".join(dict.fromkeys(work.limits)) or None, "start": start}
    if work.rules and _fits(base, *work.rules):
        update["rules"] = tuple(work.rules)
    else:
        work.rules, work.states = [], []
        update |= {"score": _ENTERED, "start": None}
        if not work.unread:
            work.checks.insert(0, _NO_FORMULA if read.text else _NO_TEXT)
    return base.model_copy(update=update | {"check": "".join(work.checks) or None})


def _start(base: Node, rules: list[Rule]) -> Literal["full", "zero"] | None:
    """Say where an indicator starts whose rules give and take: full where nothing but extras is given.

    It starts full too where the points to be had are all of them and the case below the line takes from them
    (完成的计15分，每低1个百分点扣1分): then what is left is what was meant.
    """
    items: list[Scoring] = []
    for rule in rules:
        score, _ = parse_score(rule.score)
        items.extend(score.scoring if score is not None else ())
    effects = {_effect(item) for item in items}
    if base.bonus or base.points is None or "minus" not in effects or len(effects) == 1:
        return None
    given = [item for item in items if _effect(item) == "fill"]
    is_whole = all(isinstance(item, Once) and item.points in (None, base.points) for item in given)
    covers_below = any(
        _effect(item) == "minus"
        and ((isinstance(item, Per) and item.towards == "below") or (isinstance(item, Once) and item.points is None))
        for item in items
    )
    return "full" if not given or (is_whole and covers_below) else "zero"


def _effect(item: Scoring) -> str:
    return "fill" if isinstance(item, Entered | Proportional | Index) else item.effect


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
        "加分项" if read.is_bonus else read.points + ("%" if read.is_percent else ""),
        read.providers,
        tuple(sorted(work.marks, key=lambda mark: (mark.start, mark.end))),
        rules,
        node.limits or "",
        node.check or "",
        work.unread,
        read.detail,
        read.label,
    )


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
