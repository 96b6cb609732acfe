"""Whom some indicators are not for, and what becomes of their points: “部门不考核招商引资，相应分值计入党建工作”.

The sentence stands below a sheet, among the rules on scoring or in the brackets of a heading. Its clauses are told by their
verbs – not assessed, assessed alone, without such a task, points that go elsewhere – and the names in them by what the scheme
has: indicators, groups, units. It is taken only where nothing is left in it that is none of these; the rest is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.citations import place_words
from kaoji.reading.document import joined_label
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.group_names import GroupNames
from kaoji.scheme.model import Node

_LEAD: Final = late_pattern(r"^(?:(?:备?注|说明|注明)[:：]?|其中,?|[（(]?\d{1,2}[)）.．、]|凡|对于?)+")
_WHY: Final = late_pattern(r"^(?:因|由于|鉴于|考虑到?|根据|依据)")
_ACT: Final = r"(?:考核|考评|评估|评分)"
_LACKS: Final = late_pattern(
    r"(?:没有|无(?!故|法|人|记名|纸|需|须|论)|不承担|未承担|不涉及|未涉及|不具备|未开展)(?:承担|涉及|开展)?(?P<task>.*)$"
)
_BY_FACTS: Final = late_pattern(
    r"(?:任务|职能|职责|事项|工作|业务|指标)?的(?:单位|部门|乡镇|镇街|街道|科室|村|社区|企业|学校|者)?(?P<rest>.*)$"
)
_NOT: Final = late_pattern(
    rf"(?:均|都|暂|一律)?(?:不(?:再|予|参加|参与|作|做|进行|单独|对)*(?:{_ACT}|(?:纳入|列入|计入)(?={_ACT})|纳入{_ACT}|列入|设置?(?!上限|下限|封顶)|适用于?)|免(?:予|于|除)?(?:考核|考评|考(?!试|勤)))|不参[加与]"
)
_ONLY: Final = late_pattern(rf"(?:均|都)?(?:仅|只)(?:适用于?|{_ACT}|对|针对|限于?)")
_EXCEPT: Final = late_pattern(r"^除(?P<who>.+?)(?:以外|之外|外)$")
_ALL_OTHERS: Final = late_pattern(
    rf"^其[他它余](?:各|所有)*(?:组|单位|部门|乡镇|街道|类别?)*(?:均|都)?(?:要|须|应)?(?:{_ACT}|适用)"
)
_MOVES: Final = late_pattern(
    r"(?:(?:全部|相应|分别|平均|按比例|等额|均|统一|再)*(?:计入|并入|调整?[到至为给]|调增[到至]|加[到至入给]|转(?:移|入|到|至|归)[到至入给]?|归入|划[入归转]|纳入|分配[到至给]?|分[摊解][到至给]?|折算[到至]|计[到至]|增加[到至]))"
)
_BORNE: Final = late_pattern(r"由(?P<to>.+?)(?:承接|承担|承继)$")
_GIVEN: Final = late_pattern(r"(?:直接)?(?:按|以|计|得|记)(?P<way>满分|零分|0分)(?:计算?|计分|得分|计入)?$")
_RESCALED_TO: Final = late_pattern(
    r"(?:折算|换算|折合)(?:为|成|到)?(?:百分制|100分|满分|总分)?(?:计分|计算|得分)?$|(?:按比例)(?:折算|换算|放大|调整)"
)
_IDLE: Final = late_pattern(
    r"^即?.{0,14}?(?:(?:变|调整)?为|达到?|共|计|变成)\d+(?:\.\d+)?分$|^.{0,14}?(?:该项|此项|本项)?(?:不计分|不计入总分|不扣分)$"
)
_OTHERS: Final = late_pattern(r"^(?:其[他它余]|剩余|余下|各项?)(?:各项?|所有|考核)*(?:指标|项目|内容|工作)*$")
_FILLING: Final = late_pattern(
    r"(?:等)?(?:[一二两三四五六\d]+[个项])?(?:考核|考评)?(?:的?(?:指标|项目|内容|任务|部分|范围|考核|得分))+|进行|之中|(?<=.)中$|内$|等|的"
)
_POINTS: Final = late_pattern(
    r"其(?![他它余])|该项?|此项?|本项|相应|对应|上述|所占|有关|原有?|指标|项目|[两三四]项|共|合?计|权重|分值|分数|得分|剩余|将|把|的|全部|分别|\d+(?:\.\d+)?分|值"
)
_THIS: Final = late_pattern(r"该项|此项|本项|该指标|本指标|此指标")
_OTHER_UNITS: Final = late_pattern(r"^其[他它余](?:各)?(?:组|单位|部门|乡镇|街道|类别?)*$")
_SUFFIX: Final = late_pattern(r"(?:工作|任务|指标|考核|得分|情况)$")
_LIST: Final = late_pattern(r"[、和及与]|以及")
_KIND: Final = "不考核"
_RESCALED: Final = "按比例折算"
_GROUP, _UNIT = "组别", "单位"
_SHORTEST = 2

_CHECK: Final = "请核对：按“{text}”，不考核的单位和分值去向由原文读出。"
_SPREAD: Final = "请核对：通知写“{text}”，暂在同一上级指标内按比例折算。"
_ASIDE: Final = late_pattern(r"[（(](?P<said>[^（）()]{4,60})[）)]")
_SAYS: Final = late_pattern(
    rf"不.{{0,8}}(?:{_ACT}|适用|设|列入|承担|涉及|具备)|免.{{0,2}}考|[仅只].{{0,3}}(?:{_ACT}|适用|对|针对|限)|没有|无|未承担|未涉及|除.{{1,20}}外"
)


@dataclass(frozen=True, slots=True)
class Exemption:
    """Units that some indicators are not for; ``targets`` take the points of each, ``is_spread`` says that all others do.

    ``is_only`` turns it round: the indicators are for these units alone. ``policy`` says what units get that the facts will
    name, not the text; ``by_facts`` that there are such units.
    """

    key: str
    who: tuple[str, ...]
    names: tuple[str, ...]
    words: Words
    targets: tuple[str, ...] = ()
    is_spread: bool = False
    is_only: bool = False
    policy: str = ""
    by_facts: bool = False

    @property
    def is_whole(self) -> bool:
        """Tell whether it says all that has to be known."""
        if not self.names or (self.targets and len(self.targets) != len(self.names)):
            return False
        return bool(self.policy or self.targets or self.is_spread) if self.by_facts else bool(self.who)


def read_exemptions(top: Article) -> tuple[Words, ...]:
    """Give the sentences of a text that may say whom indicators are not for, in its order, and what brackets of headings say so."""
    found: list[Words] = []
    for _, article in top.walk():
        for sentence in article.sentences():
            asides = [
                sentence.part(match.start("said"), match.end("said"))
                for match in _ASIDE.finditer(sentence.text)
                if _SAYS.search(match["said"]) and _THIS.search(match["said"])
            ]
            found += asides or ([sentence] if _SAYS.search(squeeze(sentence.folded)) else [])
    return tuple(found)


# -------------------------------------------------------------------- a sentence


@dataclass
class _Known:
    """What the scheme has: indicators by all that they go by, groups and units."""

    nodes: Mapping[str, Node]
    groups: GroupNames
    units: Collection[str]
    forms: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in self.nodes:
            bare = re.sub(r"[（(].*?[）)]|[“”\"]", "", squeeze(name))
            forms = {squeeze(name), bare}
            while (shorter := _SUFFIX.sub("", bare)) != bare and len(shorter) >= _SHORTEST:
                forms.add(shorter)
                bare = shorter
            for form in forms:
                self.forms[form] = None if self.forms.get(form, name) != name else name
        for name in self.nodes:  # a whole name goes before another's shortened one
            self.forms[squeeze(name)] = name

    def mentions(self, text: str) -> list[tuple[int, int, str]]:
        """Give the indicators that a text names, in its order, with their places."""
        found: list[tuple[int, int, str]] = []
        for form in sorted(self.forms, key=len, reverse=True):
            name = self.forms[form]
            start = text.find(form)
            while start >= 0 and name is not None:
                end = start + len(form)
                if all(end <= one or start >= other for one, other, _ in found):
                    found.append((start, end, name))
                start = text.find(form, end)
        return sorted(found)

    def whose(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Give whom some words mean: units by their names, or groups."""
        said = re.sub("(?:单位)$", "", text)
        parts = [part for part in _LIST.split(said) if part]
        if parts and all(part in self.units for part in parts):
            return _UNIT, tuple(parts)
        return _GROUP, self.groups.meant(text) or self.groups.meant(said)


def _without(text: str, mentions: Iterable[tuple[int, int, str]]) -> str:
    for start, end, _ in sorted(mentions, reverse=True):
        text = text[:start] + text[end:]
    return text


def _filled(text: str) -> str:
    return _FILLING.sub("", text).strip("、和及与")


class _Reading:
    """One sentence, clause by clause; a clause that says something else spoils the statement that is open."""

    def __init__(self, known: _Known, here: str | None) -> None:
        self.known, self.here = known, here
        self.open: Exemption | None = None
        self.is_spoilt = False
        self.excepted: tuple[str, tuple[str, ...]] | None = None
        self.found: list[Exemption] = []

    def close(self) -> None:
        """Keep the open statement if it is whole."""
        if self.open is not None and not self.is_spoilt and self.open.is_whole:
            self.found.append(self.open)
        self.open, self.is_spoilt = None, False

    def begin(self, made: Exemption) -> None:
        """Open a statement."""
        self.close()
        self.open = made

    def clause(self, words: Words) -> None:
        """Take one clause."""
        text = re.sub('[“”"]', "", _LEAD.sub("", squeeze(words.folded)))
        if self.open is not None:
            self.open = replace(self.open, words=_joined(self.open.words, words))
        if not text or (_WHY.search(text) and not _LACKS.search(text)):
            return
        if except_ := _EXCEPT.match(text):
            self.close()
            self.excepted = self.known.whose(except_["who"])
            return
        begun = self.opens(text, words)
        if not begun and not self.goes_on(text):
            self.is_spoilt = True

    def opens(self, text: str, words: Words) -> bool:
        """Begin a statement where the clause says whom something is not for, or is for alone."""
        known = self.known
        if self.excepted is not None and _ALL_OTHERS.match(text):
            names = tuple(name for _, _, name in known.mentions(text))
            self.begin(Exemption(*self.excepted, names, words))
            self.excepted = None
            return True
        lacks, only = _LACKS.search(text), _ONLY.search(text)
        negated = None if only else _NOT.search(text)
        if lacks is not None and negated is None and only is None:
            return self.lacking(text, lacks, words)
        verb = only or negated
        if verb is None:
            return False
        before, after = text[: verb.start()], text[verb.end() :]
        behind, ahead = known.mentions(after), known.mentions(before)
        if only is not None:
            if behind:
                return False
            mentions, who = ahead, _filled(re.sub(rf"{_ACT}$|进行", "", after))
        elif behind:
            mentions, who = behind, before
            if _filled(_without(after, behind)):
                return False
        else:
            mentions, who = ahead, _filled(_THIS.sub("", after))
            if not who:
                edge, first = (ahead[-1][1], ahead[0][0]) if ahead else (0, len(before))
                who = _filled(_POINTS.sub("", before[edge:])) or _filled(before[:first])
        found = tuple(name for _, _, name in mentions)
        if not found and self.here is not None and _THIS.search(text):
            found, who = (self.here,), _THIS.sub("", who or before)
        key, whose = known.whose(_THIS.sub("", who))
        self.begin(Exemption(key, whose, found, words, is_only=only is not None))
        return True

    def lacking(self, text: str, lacks: re.Match[str], words: Words) -> bool:
        """Begin a statement on units without such a task: those that the facts name, or a group."""
        task = lacks["task"]
        mentions = self.known.mentions(task)
        names = tuple(name for _, _, name in mentions)
        by_facts = _BY_FACTS.search(task)
        if not names and self.here is not None and (_THIS.search(task) or by_facts):
            names = (self.here,)
        if by_facts is None:
            key, whose = self.known.whose(text[: lacks.start()])
            if not whose or not names:
                return False
            self.begin(Exemption(key, whose, names, words))
            return True
        self.begin(Exemption(_GROUP, (), names, words, by_facts=True))
        if by_facts["rest"] and not self.goes_on(by_facts["rest"]):
            self.is_spoilt = True
        return True

    def goes_on(self, text: str) -> bool:
        """Add to the open statement what becomes of the points."""
        made, known = self.open, self.known
        if made is None:
            return False
        if (given := _GIVEN.search(text)) is not None:
            return self.gives(text[: given.start()], "计满分" if given["way"] == "满分" else "计零分")
        borne = _BORNE.search(text)
        moves = list(_MOVES.finditer(text)) if borne is None else []
        if borne is not None or moves:
            start, to = (
                (borne.start(), borne["to"]) if borne is not None else (moves[-1].start(), text[moves[-1].end() :])
            )
            return self.moves(text[:start], to)
        if _RESCALED_TO.search(text) and not known.mentions(text):
            self.open = replace(made, is_spread=True)
            return True
        return _IDLE.match(text) is not None

    def gives(self, subject: str, policy: str) -> bool:
        """Say what units get that the facts name."""
        made = self.open
        if made is None or not made.by_facts:
            return False
        mentions = self.known.mentions(subject)
        names = tuple(name for _, _, name in mentions) or made.names
        if _filled(_POINTS.sub("", _without(subject, mentions))):
            return False
        self.open = replace(made, names=names, policy=policy)
        return True

    def moves(self, subject: str, to: str) -> bool:
        """Say where the points go: to indicators, or to all others."""
        made, known = self.open, self.known
        mine = known.mentions(subject)
        whose = _filled(_POINTS.sub("", _without(subject, mine)))
        if made is None or any(name not in made.names for _, _, name in mine if made.names):
            return False
        if whose and not (made.is_only and _OTHER_UNITS.match(whose)) and known.whose(whose)[1] != made.who:
            return False
        names = made.names or tuple(name for _, _, name in mine)
        to = re.sub("之?中$|内$", "", to)
        if _OTHERS.match(to):
            self.open = replace(made, names=names, is_spread=True)
            return True
        targets = known.mentions(to)
        if not targets or _filled(_without(to, targets)):
            return False
        takers = tuple(name for _, _, name in targets)
        self.open = replace(made, names=names, targets=takers * len(names) if len(takers) == 1 else takers)
        return True


def _joined(first: Words, last: Words) -> Words:
    text = joined_label(first.line.label, first.line.text)
    return Words(text[first.start : last.end], first.line, first.start)


def _statements(words: Words, known: _Known, here: str | None) -> list[Exemption]:
    reading = _Reading(known, here)
    for piece in words.split("[;]"):
        for clause in piece.split("[,]"):
            reading.clause(clause)
        if reading.is_spoilt:
            reading.close()
    reading.close()
    return reading.found


# -------------------------------------------------------------------- in the tree


def exempted(
    roots: tuple[Node, ...], sentences: Iterable[Words], groups: GroupNames, units: Collection[str]
) -> tuple[tuple[Node, ...], tuple[Binding, ...]]:
    """Give the indicators with what the sentences say of whom they are for, and the words of those that could be taken."""
    bindings: list[Binding] = []
    nodes = {node.name: node for root in roots for node in _below(root)}
    known = _Known(nodes, groups, units)
    for words in sentences:
        place = place_words(words.source)
        here = next((node.name for node in nodes.values() if place and node.source == place), None)
        for one in _statements(words, known, here):
            turned = _turned(one, groups)
            policies: Sequence[str | None] = turned.targets or [
                turned.policy or (_RESCALED if turned.is_spread else None)
            ] * len(turned.names)
            held = [nodes[name].when_absent for name in turned.names]
            if any(before not in (None, policy) for before, policy in zip(held, policies, strict=True)):
                continue  # the points of one indicator cannot go two ways
            text = one.words.text
            check = (_SPREAD if one.is_spread else _CHECK).format(text=text)
            for name, target in zip(turned.names, policies, strict=True):
                roots = tuple(_changed(root, name, target, check, groups, turned) for root in roots)
            bindings.append(Binding(one.words, _KIND, _said(one, policies), check))
            nodes = {node.name: node for root in roots for node in _below(root)}
            known = _Known(nodes, groups, units)
    return roots, tuple(bindings)


def _turned(one: Exemption, groups: GroupNames) -> Exemption:
    """Say of an indicator for some groups alone, whose points the others have elsewhere, whom it is not for."""
    others = tuple(name for name in groups.names if name not in one.who)
    if not (one.is_only and (one.targets or one.is_spread) and one.key == _GROUP and others):
        return one
    return replace(one, who=others, is_only=False)


def _said(one: Exemption, policies: Sequence[str | None]) -> str:
    names = "、".join(one.names)
    takers = "、".join(dict.fromkeys(filter(None, one.targets)))
    if one.by_facts:
        return f"{names}不适用时{f'并入{takers}' if takers else policies[0]}"
    said = f"{'、'.join(one.who)}{'单独考核' if one.is_only else '不考核'}{names}"
    return said + (f"，分值并入{takers}" if takers else "")


def _changed(node: Node, name: str, target: str | None, check: str, groups: GroupNames, one: Exemption) -> Node:
    if node.name != name:
        items = tuple(_changed(item, name, target, check, groups, one) for item in node.items)
        return node.model_copy(update={"items": items}) if node.items else node
    update: dict[str, object] = {"check": (node.check or "") + check, **_without_aside(node, one.words.text)}
    if one.by_facts:
        return node.model_copy(update={**update, "when_absent": target})
    if one.is_only:
        return node.model_copy(update={**update, "applies_to": one.who})
    if target is None and one.key == _GROUP:
        others = tuple(group for group in groups.names if group not in one.who)
        return node.model_copy(update={**update, "applies_to": others}) if others else node
    absent = {**node.absent_for, one.key: tuple(dict.fromkeys((*node.absent_for.get(one.key, ()), *one.who)))}
    return node.model_copy(update={**update, "absent_for": absent, "when_absent": target or _RESCALED})


def _without_aside(node: Node, said: str) -> dict[str, object]:
    """Give a node's name, and those of its rules, without the brackets that were taken: 乡村振兴（街道组不考核此项，…）."""
    aside = next((match[0] for match in _ASIDE.finditer(node.name) if squeeze(match["said"]) in squeeze(said)), "")
    if not aside:
        return {}
    keys = ("when", "count", "events")
    rules = tuple(
        rule.model_copy(update={key: one.replace(aside, "") for key in keys if (one := getattr(rule, key, None))})
        for rule in node.rules
    )
    return {"name": node.name.replace(aside, ""), "rules": rules}


def _below(node: Node) -> Iterator[Node]:
    yield node
    for item in node.items:
        yield from _below(item)
