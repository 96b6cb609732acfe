"""Whom some indicators are not for, and what becomes of their points: “部门不考核招商引资，相应分值计入党建工作”.

The sentence stands below a sheet or among the rules on scoring. It is taken only where its units and all its indicators
are known; the rest is for a person.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import points_in_name, squeeze
from kaoji.reading.prose.articles import Article, Words
from kaoji.reading.prose.bindings import Binding
from kaoji.reading.prose.group_names import GroupNames
from kaoji.scheme.model import Node

_LEAD: Final = late_pattern(r"^(?:(?:备?注|说明|注明)[:：]?|其中,?|[（(]?\d{1,2}[)）.．、])+")
_NOT: Final = late_pattern(
    r"^(?P<who>[^,;。:“”]{1,40}?)(?:均|都|暂|一律)?(?:不|免于?)(?:再|予|参加|参与|纳入|列入)?(?:考核|评估|考评|评分)(?P<names>[^,;。]{2,80})$"
)
_NOT_FOR: Final = late_pattern(r"^(?P<names>[^,;。:]{2,80}?)(?:均|都)?(?:不适用于?|不考核)(?P<who>[^,;。:“”]{1,40})$")
_ONLY_FOR: Final = late_pattern(
    r"^(?P<names>[^,;。:]{2,80}?)(?:均|都)?(?:仅|只)(?:适用于?|考核|对)(?P<who>[^,;。:“”]{1,40}?)(?:考核|适用)?$"
)
_MOVED: Final = late_pattern(
    r"^(?:其|该项?|此项?|相应|对应|上述|所占|有关|原|指标|项目|的|两项|三项|共|计|合计|权重|分值|分数|得分|(?:\d+(?:\.\d+)?)分)+(?:值|分)?(?P<how>全部|相应|分别|平均|按比例|等额|均)*"
    r"(?:计入|并入|调整?[到至为]|调增[到至]|加[到至入]|转入|转移[到至]|归入|分配[到至给]|分摊[到至]|计[到至]|增加到|纳入|划入|折算[到至])(?P<to>[^,;。]{2,80}?)(?:之?中|内)?$"
)
# Whom it is not for is for the facts to say: 没有出口任务的部门，“外贸出口”按满分计.
_WITHOUT: Final = late_pattern(
    r"^(?:没有|无|不承担|不涉及)(?P<task>[^,;。]{2,20}?)(?:任务|职能|职责|事项|工作)?的(?:单位|部门|乡镇|镇街|街道|科室)?[,]?(?P<names>[^,;。]{2,30}?)(?:指标|项目)?(?:直接)?(?:按|计|得)(?P<way>满分|零分|0分)(?:计算?|计分|得分)?$"
)
# 没有招商引资任务的单位，其权重并入职能工作: what the facts will name hands its share on.
_UNTASKED: Final = late_pattern(
    r"^(?:对)?(?:没有|无|不承担|不涉及)(?P<task>[^,;。]{2,20}?)(?:任务|职能|职责|事项|工作)?的(?:单位|部门|乡镇|镇街|街道|科室|村|社区|企业|学校)?[,]?(?:则)?(?:其|该项?|此项?|相应|对应)?(?P<names>[^,;。]{2,20}?)?(?:指标|项目|部分)?(?:的)?(?P<what>权重|分值|分数)(?:值)?(?:全部|相应|等额)?"
    r"(?:计入|并入|调整?[到至为]|调增[到至]|加[到至入]|转入|转移[到至]|归入|划入|纳入)(?P<to>[^,;。]{2,20}?)(?:之?中|内)?$"
)
_OTHERS: Final = late_pattern(r"^(?:其[他它余]|剩余|余下|各项?)(?:各项?|所有|考核)*(?:指标|项目|内容)?$")
_END: Final = late_pattern(
    r"(?:等)?(?:[一二两三四五六\d]+)?[个项]?(?:考核)?(?:指标|项目|内容|任务)?(?:的?考核)?(?:指标)?$"
)
_LIST: Final = late_pattern(r"[、和及与]|以及")
_KIND: Final = "不考核"
_RESCALED: Final = "按比例折算"
_TAKEN_OVER: Final = "并入"
_GROUP, _UNIT = "组别", "单位"

_CHECK: Final = "请核对：按“{text}”，不考核的单位和分值去向由原文读出。"
_SPREAD: Final = "请核对：通知写“{text}”，暂在同一上级指标内按比例折算。"


@dataclass(frozen=True, slots=True)
class Exemption:
    """Units that some indicators are not for; ``targets`` take the points of each, ``is_spread`` says that all others do.

    ``is_only`` turns it round: the indicators are for these units alone. ``policy`` says what units get that the facts will
    name, not the text.
    """

    who: str
    names: tuple[str, ...]
    words: Words
    targets: tuple[str, ...] = ()
    is_spread: bool = False
    is_only: bool = False
    policy: str = ""


def read_exemptions(top: Article) -> list[Exemption]:
    """Give the exemptions of a text, in its order.

    >>> from kaoji.reading.document import Paragraph
    >>> from kaoji.reading.prose.articles import articles
    >>> found = read_exemptions(articles([Paragraph("注：部门组不考核招商引资、粮食生产，相应分值计入党建工作。")]))
    >>> [(one.who, one.names, one.targets) for one in found]
    [('部门组', ('招商引资', '粮食生产'), ('党建工作', '党建工作'))]
    """
    sentences = (sentence for _, article in top.walk() for sentence in article.sentences())
    pieces = (piece for sentence in sentences for piece in sentence.split("[;]"))
    return [one for piece in pieces if (one := _exemption(piece)) is not None]


def _exemption(words: Words) -> Exemption | None:
    whole = _LEAD.sub("", squeeze(words.folded))
    if (without := _WITHOUT.match(whole)) is not None:
        policy = "计满分" if without["way"] == "满分" else "计零分"
        return Exemption("", _listed(without["names"]), words, policy=policy)
    if (untasked := _UNTASKED.match(whole)) is not None:
        name = untasked["names"] or untasked["task"]
        return Exemption("", _listed(name), words, _listed(untasked["to"]) * len(_listed(name)), policy=_TAKEN_OVER)
    first, *others = words.split("[,]")
    text = _LEAD.sub("", squeeze(first.folded))
    only = _ONLY_FOR.match(text)
    match = only or _NOT.match(text) or _NOT_FOR.match(text)
    if match is None or not re.search("考核|适用", text):
        return None
    names = _listed(match["names"])
    moved = [found for other in others if (found := _MOVED.match(squeeze(other.folded)))]
    if not names or len(moved) < len(others):
        return None  # it says more than what can be taken
    targets: tuple[str, ...] = ()
    is_spread = bool(moved) and _OTHERS.match(moved[0]["to"]) is not None
    if moved and not is_spread:
        to = _listed(moved[0]["to"])
        targets = to * len(names) if len(to) == 1 else to
        if len(targets) != len(names):
            return None
    return Exemption(match["who"], names, words, targets, is_spread, only is not None)


def _listed(text: str) -> tuple[str, ...]:
    """Give the names in a list, each without quotation marks and the word for indicators behind it."""
    if quoted := re.findall('[“"]([^“”"]+)[”"]', text):
        return tuple(quoted)
    names = (points_in_name(part)[0] for part in _LIST.split(_END.sub("", text)))
    return tuple(name for name in names if name and (name[0] not in ")）" or len(name) > 1))


# -------------------------------------------------------------------- in the tree


def exempted(
    roots: tuple[Node, ...], exemptions: Iterable[Exemption], groups: GroupNames, units: Collection[str]
) -> tuple[tuple[Node, ...], tuple[Binding, ...]]:
    """Give the indicators with what the exemptions say of them, and the words of those that could be taken."""
    bindings: list[Binding] = []
    for one in exemptions:
        key, names = _who(one.who, groups, units)
        nodes = {node.name: node for root in roots for node in _below(root)}
        found = [_named(name, nodes) for name in one.names]
        targets = [_named(name, nodes) for name in one.targets]
        if not (names or one.policy) or None in found or None in targets:
            continue
        if one.policy == _TAKEN_OVER and len(targets) != len(found):
            continue
        policies = targets or [one.policy or (_RESCALED if one.is_spread else None)] * len(found)
        held = [nodes[name].when_absent for name in found if name]
        if any(before not in (None, policy) for before, policy in zip(held, policies, strict=True)):
            continue  # the points of one indicator cannot go two ways
        text = one.words.text
        check = (_SPREAD if one.is_spread else _CHECK).format(text=text)
        for name, target in zip(found, policies, strict=True):
            roots = tuple(_changed(root, name, key, names, target, check, groups, one) for root in roots)
        if one.policy:
            way = f"并入{'、'.join(filter(None, targets))}" if targets else one.policy
            bindings.append(Binding(one.words, _KIND, f"{'、'.join(filter(None, found))}不适用时{way}", check))
            continue
        said = f"{'、'.join(names)}{'单独考核' if one.is_only else '不考核'}{'、'.join(filter(None, found))}"
        said += f"，分值并入{'、'.join(dict.fromkeys(filter(None, targets)))}" if targets else ""
        bindings.append(Binding(one.words, _KIND, said, check))
    return roots, tuple(bindings)


def _changed(
    node: Node,
    name: str | None,
    key: str,
    names: tuple[str, ...],
    target: str | None,
    check: str,
    groups: GroupNames,
    one: Exemption,
) -> Node:
    if node.name != name:
        items = tuple(_changed(item, name, key, names, target, check, groups, one) for item in node.items)
        return node.model_copy(update={"items": items}) if node.items else node
    update: dict[str, object] = {"check": (node.check or "") + check}
    if one.policy:
        return node.model_copy(update={**update, "when_absent": target or one.policy})
    if one.is_only:
        return node.model_copy(update={**update, "applies_to": names})
    if target is None and key == _GROUP:
        others = tuple(group for group in groups.names if group not in names)
        return node.model_copy(update={**update, "applies_to": others}) if others else node
    absent = {**node.absent_for, key: tuple(dict.fromkeys((*node.absent_for.get(key, ()), *names)))}
    return node.model_copy(update={**update, "absent_for": absent, "when_absent": target or _RESCALED})


def _who(who: str, groups: GroupNames, units: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Give whom some words mean: units by their names, or groups, also by the first words of their names."""
    parts = [part for part in _LIST.split(re.sub("(?:单位)$", "", who)) if part]
    if parts and all(part in units for part in parts):
        return _UNIT, tuple(parts)
    found: dict[str, None] = {}
    for part in parts:
        bare = {name: squeeze(re.sub(r"[（(][^（）()]*[）)]", "", name)) for name in groups.names}
        mine = tuple(name for name, short in bare.items() if short and (part == short or part.startswith(short)))
        mine = mine or groups.called(part) or groups.in_title(part)
        if not mine:
            return _GROUP, ()
        found |= dict.fromkeys(mine)
    return _GROUP, tuple(found)


def _named(name: str, known: Collection[str]) -> str | None:
    """Give the indicator that a name means: itself, or the only one that holds the name or is held by it."""
    if name in known:
        return name
    wanted = squeeze(name)
    near = [other for other in known if wanted in squeeze(other) or squeeze(other) in wanted]
    return near[0] if len(near) == 1 else None


def _below(node: Node) -> Sequence[Node]:
    return [node, *(below for item in node.items for below in _below(item))]
