"""Groups of a draft: those that the notice lists, counts or names, and which parts are for which of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.document import joined_label
from kaoji.reading.drafts.account import Account
from kaoji.reading.drafts.group_points import kinds_with_points
from kaoji.reading.drafts.parts import unused
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.articles import Words
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.sheets import Node as Read
from kaoji.reading.sheets import Outline
from kaoji.reading.sheets.unit_kinds import counted_units, named_units
from kaoji.scheme.model import Group, Node, Scheme

_FOR_GROUP: Final = late_pattern(r"（(?P<name>[^（）]+)）$")
_ALL_UNITS: Final = "被考核单位"
_TASKED: Final = "承担目标任务的单位"
_NO_GROUPS_CHOICE: Final = "通知中没有找到分组和单位名单，暂设一组“被考核单位”，请填写单位。"
_LISTED_TWICE_CHOICE: Final = "通知在“{group}”名单中把“{units}”列了两次，暂计一次，请核对。"
_SCOPE_CHOICE: Final = "没有找到“{sheet}”适用于哪些组，暂对全部单位适用，请核对。"
_NO_UNITS_CHOICE: Final = "没有找到“{group}”的单位名单，请填写。"


def groups_of(found: Outline, account: Account) -> dict[str, Group]:
    """Give the groups of the notice, one of the departments that have sheets of their own, one graded elsewhere."""
    groups: dict[str, Group] = {}
    for group in found.groups:
        units = tuple(dict.fromkeys(group.units))
        groups[unused(group.name, groups)] = Group(units=units, stated=group.stated)
        if len(units) < len(group.units):
            twice = "、".join(unit for unit in units if group.units.count(unit) > 1)
            account.choose("分组", _LISTED_TWICE_CHOICE.format(group=group.name, units=twice))
    known = {unit for group in groups.values() for unit in group.units}
    if others := tuple(dict.fromkeys(sheet.unit for sheet in found.units if sheet.unit not in known)):
        groups[unused(_TASKED, groups)] = Group(units=others)
    if not found.groups and (found.sheets or not groups):
        account.leave_open(
            "分组",
            _NO_GROUPS_CHOICE,
            "reading.W303",
            "No groups with lists of units were found.",
            "Write the units under “groups”.",
        )
        only: dict[str, Group] = {}
        for name, stated in only_groups(found):
            only[unused(name, {**groups, **only})] = Group(stated=stated)
        groups = {**only, **groups}
    if (other := account.text.elsewhere) is not None:
        units = tuple(unit for unit in other.units if unit not in known)
        groups[other.elsewhere.group] = Group(units=units)
        if not units:
            account.choose(other.elsewhere.group, _NO_UNITS_CHOICE.format(group=other.elsewhere.group))
    return groups


def only_groups(found: Outline) -> tuple[tuple[str, int | None], ...]:
    """The groups of a notice that lists none, with their counts where the notice counts its units, by their kinds where it names them."""
    named = tuple((name, None) for name in named_units(found.prose))
    kinds = tuple((kind, None) for kind in kinds_with_points(found.sheets))
    if len(named) < len(kinds):
        named = kinds  # 各村和镇直各站所 may be one word for two kinds
    return counted_units(found.prose) or named or ((_ALL_UNITS, None),)


def bind_groups(found: Outline, account: Account) -> None:
    """Say of the lines that list units which group they became."""
    for line in found.prose:
        text = joined_label(line.label, line.text)
        here = [group for group in found.groups if group.source == line.source]
        mine = [group for group in here if group.name in text or all(unit in squeeze(text) for unit in group.units)]
        if not mine:
            continue
        words = Words(text, line, 0).part(0)
        said = "；".join(f"{group.name}（{len(group.units)}个）" for group in mine)
        account.bind(words, "分组", said)


def scoped(
    roots: tuple[Node, ...],
    sheets: Sequence[Read],
    groups: Mapping[str, Group],
    account: Account,
    *,
    has_own_sheets: bool,
) -> tuple[Node, ...]:
    """Say of each sheet which groups it is for, where there are several of both."""
    titles = {sheet.name for sheet in sheets}
    if named := _each_of_its_group(roots, account.text.groups):
        return named
    if len(groups) == 1 or (len(titles) == 1 and not has_own_sheets):
        return roots
    found: list[Node] = []
    for root in roots:
        own = _FOR_GROUP.search(root.name)  # …指标体系（乡镇）, whatever else the title names
        called = (
            (own["name"],) if own is not None and own["name"] in groups else account.text.groups.in_title(root.name)
        )
        names = called if root.name in titles else ()
        is_open = not names and not any(item.applies_to for item in root.items)
        if root.name in titles and is_open:
            account.choose("适用范围", _SCOPE_CHOICE.format(sheet=root.name))
        found.append(root.model_copy(update={"applies_to": names}) if names else root)
    return tuple(found)


def _each_of_its_group(roots: tuple[Node, ...], groups: GroupNames) -> tuple[Node, ...]:
    """Say of parts of which each is called after a group that they are for these: 专任教师考核100分 beside 教辅人员考核100分."""
    scored = [root for root in roots if not root.bonus]
    mine = [next((name for name in groups.names if root.name.startswith(name)), "") for root in scored]
    if len(scored) <= 1 or not all(mine) or len(set(mine)) < len(mine) or any(root.applies_to for root in scored):
        return ()
    whose = dict(zip(map(id, scored), mine, strict=True))
    return tuple(
        root.model_copy(update={"applies_to": (whose[id(root)],)}) if id(root) in whose else root for root in roots
    )


def without_elsewhere(scheme: Scheme) -> Scheme:
    """Keep the parts for all units from those that are graded elsewhere."""
    if not scheme.elsewhere:
        return scheme
    scored = tuple(name for name in scheme.groups if name != scheme.elsewhere[0].group)
    roots = (root if root.applies_to else root.model_copy(update={"applies_to": scored}) for root in scheme.indicators)
    panels = {
        name: panel if panel.applies_to else panel.model_copy(update={"applies_to": scored})
        for name, panel in scheme.panels.items()
    }
    return scheme.model_copy(update={"indicators": tuple(roots), "panels": panels})
