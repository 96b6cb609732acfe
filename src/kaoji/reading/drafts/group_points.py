"""Indicators whose points differ by group (招商引资（乡镇10分、农场15分）) become one indicator for each group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import fold
from kaoji.reading.citations import place_words
from kaoji.reading.phrases.wording import is_kind_of_units, not_for, points_by_who, squeeze
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.sheets import Node as Read
from kaoji.scheme.model import Node

_OPEN_CHECK: Final = "原文按单位类别写明不同分值，没有找到相应的分组，暂取第一个分值；请按组分别设置。"
_NOT_FOR_CHECK: Final = "原文在适用单位栏没有给{kinds}打勾，没有找到相应的分组，暂对全部单位适用；请核对。"
_FOR_KIND: Final = late_pattern(r"(?P<stem>.*)（(?P<who>[^（）]{1,8})）$")
_ENDS: Final = late_pattern("(?:组|类)$")


@dataclass(frozen=True, slots=True)
class ByGroup:
    """What was parted: indicators, by name and place, with the groups that they are for, and names of those that could not be."""

    groups: dict[tuple[str, str | None], tuple[str, ...]]
    left: dict[str, str]
    """What is to be checked, by the name of the indicator."""

    def said(self, node: Node) -> Node:
        """Say of the indicators made of one, and of all below, which groups they are for, and of the others that it is open."""
        items = tuple(map(self.said, node.items))
        update: dict[str, object] = {"items": items} if items != node.items else {}
        if (groups := self.groups.get((node.name, node.source))) is not None:
            update["applies_to"] = groups
        elif node.name in self.left:
            update["check"] = (node.check or "") + self.left[node.name]
        return node.model_copy(update=update) if update else node


def parted_by_group(sheets: tuple[Read, ...], groups: GroupNames) -> tuple[tuple[Read, ...], ByGroup]:
    """Part all indicators whose names say points for several groups; the sheets themselves stay whole."""
    found = ByGroup({}, {})

    def below(node: Read, within: frozenset[str] | None) -> Read:
        return replace(node, children=tuple(each(node.children, within))) if node.children else node

    def without_others(child: Read) -> Read:
        name, _, whose = not_for(child.name)
        whose += child.not_for
        others = {group for who in whose for group in _groups_of(who, groups)}
        rest = tuple(group for group in groups.names if group not in others)
        if not whose or not others or not rest:
            if child.not_for:
                found.left[child.name] = _NOT_FOR_CHECK.format(kinds="、".join(child.not_for))
            return child
        found.groups[name, _place(child)] = rest
        return replace(child, name=name)

    def each(children: tuple[Read, ...], within: frozenset[str] | None) -> Iterator[Read]:
        for child in map(without_others, children):
            name, shares = points_by_who(child.name)
            named = [_groups_of(who, groups) for who, _ in shares]
            every = [group for some in named for group in some]
            if not shares or not all(named) or len(set(every)) < len(every):
                found.left.update({child.name: _OPEN_CHECK} if shares else {})
                yield below(child, within)
                continue
            for (who, points), some in zip(shares, named, strict=True):
                if within is None or within & set(some):
                    own = f"{name}（{who}）"
                    found.groups[own, _place(child)] = some
                    yield below(replace(child, name=own, points=points), frozenset(some))

    made = tuple(below(sheet, None) for sheet in sheets)
    return made, found


def _place(node: Read) -> str | None:
    return place_words(node.source) or None


def kinds_with_points(sheets: Iterable[Read]) -> tuple[str, ...]:
    """Give the kinds of units that names of indicators say points for, or that have a sheet each, in the order of the text.

    >>> kinds_with_points([Read("", children=(Read("招商引资（乡镇10分、农场15分）"), Read("信访（8分）")))])
    ('乡镇', '农场')
    >>> kinds_with_points([Read("考核指标（乡镇）"), Read("考核指标（街道）")])
    ('乡镇', '街道')
    """
    sheets = list(sheets)
    names = (node.name for sheet in sheets for node in sheet.walk())
    kinds = dict.fromkeys(who for name in names for who, _ in points_by_who(name)[1])
    titled = [match for sheet in sheets if (match := _FOR_KIND.match(sheet.name)) and is_kind_of_units(match["who"])]
    stems = [match["stem"] for match in titled]
    kinds |= dict.fromkeys(match["who"] for match in titled if stems.count(match["stem"]) > 1)
    return tuple(kinds)


def _groups_of(who: str, groups: GroupNames) -> tuple[str, ...]:
    """Give the groups that a word for units means: by their names, or by the beginning of these."""
    said = squeeze(fold(who))
    exact = tuple(name for name in groups.names if said in map(fold, groups.forms(name)))
    bare = _ENDS.sub("", said)
    return exact or groups.called(said) or (groups.in_title(said) if len(bare) > 1 else ())
