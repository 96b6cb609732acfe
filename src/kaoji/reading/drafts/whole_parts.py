"""Points that a sentence states for the parts of the whole → sections over the sheets, rating sheets and what is entered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, fold
from kaoji.reading.citations import place_words
from kaoji.reading.drafts.part_names import core_of, is_among
from kaoji.reading.drafts.ratings import Rating, rated
from kaoji.reading.phrases.wording import squeeze
from kaoji.reading.prose.group_names import GroupNames
from kaoji.reading.prose.stated_parts import StatedPart
from kaoji.scheme.model import Node, Panel

RATED: Final = late_pattern(r"评价|评鉴|测评|评议|满意|民意|打分|互评")
_KIND: Final = late_pattern("^(?:[省市州县区]直|直属|各|本[市县区])")
_SEVERAL = 2
_BY_SUM: Final = "列表各项分值合计与这一部分相同，因此归入这一部分，请核对。"
_STATED_PART: Final = "通知只写明这一部分的分值，暂由考核部门直接计分，请核对。"
_STATED_PANEL: Final = "通知只写明这一部分的分值，没有计票办法，暂按直接提供得分处理，请核对。"


def by_parts(
    roots: tuple[Node, ...], stated: Sequence[StatedPart], panels: dict[str, Panel], ratings: list[Rating]
) -> tuple[Node, ...]:
    """Put the sheets under the parts whose points a text states; a part without a sheet is entered.

    One that a rating sheet has the very points of, and no other, is marked on that sheet.
    """
    left = list(roots)
    sections: list[Node] = []
    for part in stated:
        items: list[Node] = []
        for name, points in part.parts:
            wanted = core_of(re.sub(r"(?:工作)?任务$", "", name))
            found = next((root for root in left if wanted in squeeze(root.name)), None)
            if found is not None:
                left.remove(found)
                items.append(found.model_copy(update={"name": name, "points": decimal(points)}))
            elif (rating := rated(points, ratings)) is not None:
                ratings.remove(rating)
                panels[name] = rating.panel
                items.append(Node(name=name, points=decimal(points), panel=name))
            else:
                items.append(Node(name=name, points=decimal(points), score="直接计分", check=_STATED_PART))
        source = place_words(part.words.source) or None
        text = part.words.text
        sections.append(Node(name=part.name, points=decimal(part.points), items=tuple(items), text=text, source=source))
    rest = (_without_sections(root, sections) for root in left)
    return (*sections, *(root for root in rest if root is not None))


def _without_sections(node: Node, sections: Sequence[Node]) -> Node | None:
    """Leave out what was read from the very lines that the parts stand in; a heading with nothing else below it goes."""
    same = next(
        (one for one in sections if node.source and (node.source, node.points) == (one.source, one.points)), None
    )
    said = {item.points for item in same.items} | {None} if same is not None else set()
    if same is not None and all(item.points in said for item in node.items):
        return None
    if not node.items:
        return node
    items = tuple(rest for item in node.items if (rest := _without_sections(item, sections)) is not None)
    return node.model_copy(update={"items": items}) if items else None


def of_whole(
    roots: tuple[Node, ...], whole: StatedPart, panels: dict[str, Panel], ratings: list[Rating]
) -> tuple[Node, ...]:
    """Give the sheets the points that a sentence states for the parts of the whole, and add the parts that have no sheet.

    Only where each sheet is one of the parts, or of their parts: others count besides, and nothing tells how.
    """
    scored = [root for root in roots if not root.bonus]
    found: dict[str, Node | None] = {}
    names = [name for part, _ in whole.parts for name in (part, *(below for below, _ in whole.below.get(part, ())))]
    for name in names:
        wanted, taken = core_of(name), {id(node) for node in found.values()}
        near = [root for root in scored if wanted in squeeze(root.name) and id(root) not in taken]
        found[name] = next((root for root in near if core_of(root.name) == wanted), near[0] if len(near) == 1 else None)
    scored = _with_sum(whole, found, scored)
    missing = [name for name, node in found.items() if node is None]
    if len(found) - len(missing) < len(scored) or any(is_among(name, scored) for name in missing):
        return roots
    source = place_words(whole.words.source) or None

    def part_of(name: str, points: str) -> Node:
        root, below = found[name], whole.below.get(name, ())
        if root is not None:
            return root if root.points is not None else root.model_copy(update={"points": decimal(points)})
        if below:
            items = tuple(part_of(*one) for one in below)
            return Node(name=name, points=decimal(points), items=items, source=source)
        rating = rated(points, ratings) if RATED.search(name) else None
        if rating is not None:
            ratings.remove(rating)
            panels[name] = rating.panel
        elif RATED.search(name):
            panels[name] = Panel(points=decimal(points), entered=True, check=_STATED_PANEL)
        else:
            return _stated_part(name, points)
        return Node(name=name, points=decimal(points), panel=name, source=source)

    return (*(part_of(*one) for one in whole.parts), *(root for root in roots if root.bonus))


def _with_sum(whole: StatedPart, found: dict[str, Node | None], scored: list[Node]) -> list[Node]:
    """Put the indicators that are none of the parts under the one part that has just their points; give what is scored then."""
    taken = {id(node) for node in found.values()}
    loose = [root for root in scored if id(root) not in taken]
    total = sum((root.points or Decimal(0) for root in loose), Decimal(0))
    fits = [name for name, points in whole.parts if found[name] is None and decimal(points) == total]
    if len(loose) < _SEVERAL or len(fits) != 1 or any(root.points is None for root in loose):
        return scored
    section = Node(name=fits[0], points=total, items=tuple(loose), check=_BY_SUM)
    found[fits[0]] = section
    return [*(root for root in scored if id(root) in taken), section]


def with_kinds(
    roots: tuple[Node, ...], wholes: Sequence[StatedPart], ratings: list[Rating], groups: GroupNames
) -> tuple[tuple[Node, ...], dict[str, Panel]]:
    """Give the parts that a text states for several kinds of units, each kind's beside those of the others.

    Only where nothing else is scored; what was read from the very lines goes.
    """
    panels: dict[str, Panel] = {}
    lines = {place_words(whole.words.source) for whole in wholes}
    named = {kind_name(whole) for whole in wholes}
    others = tuple(root for root in roots if root.bonus or root.name in named or root.source not in lines)
    if len(wholes) >= _SEVERAL and any(not root.bonus for root in others):
        return _for_their_kinds(roots, wholes, groups), panels
    if len(wholes) < _SEVERAL:
        return roots, panels
    return (*(_of_kind(whole, panels, ratings, groups) for whole in wholes), *others), panels


def _for_their_kinds(roots: tuple[Node, ...], wholes: Sequence[StatedPart], groups: GroupNames) -> tuple[Node, ...]:
    """Say of parts that are set out elsewhere whose they are, and add those of a kind that are set out nowhere.

    Only where each is a part of some kind with the points that the text states for it.
    """
    scored = [root for root in roots if not root.bonus]
    whose = {id(root): [whole for whole in wholes if _is_of(whole, root)] for root in scored}
    called = [_called(whole, groups) for whole in wholes]
    if not all(whose.values()) or not all(called) or len({name for names in called for name in names}) < len(wholes):
        return roots
    kinds = dict(zip(map(id, wholes), called, strict=True))
    made: list[Node] = []
    for root in roots:
        mine = tuple(name for whole in whose.get(id(root), ()) for name in kinds[id(whole)])
        is_open = root.bonus or root.applies_to or len(whose.get(id(root), ())) == len(wholes)
        made.append(root if is_open else root.model_copy(update={"applies_to": mine}))
    for whole in wholes:
        missing = [
            (name, points) for name, points in whole.parts if not any(_is_part(name, points, root) for root in scored)
        ]
        made += [
            _stated_part(f"{name}（{whole.subject}）", points).model_copy(update={"applies_to": kinds[id(whole)]})
            for name, points in missing
        ]
    return tuple(made)


def _is_of(whole: StatedPart, root: Node) -> bool:
    return any(_is_part(name, points, root) for name, points in whole.parts)


def _is_part(name: str, points: str, root: Node) -> bool:
    return core_of(root.name) == core_of(name) and root.points == decimal(points)


def _called(whole: StatedPart, groups: GroupNames) -> tuple[str, ...]:
    """Give the groups that a kind of units means."""
    bare = _KIND.sub("", whole.subject)
    near = tuple(name for name in groups.names if bare in squeeze(fold(name)))
    return near or groups.called(whole.subject) or groups.in_title(whole.subject)


def kind_name(whole: StatedPart) -> str:
    """Name the parts of one kind of units."""
    return f"{whole.subject}考核内容"


def _of_kind(whole: StatedPart, panels: dict[str, Panel], ratings: list[Rating], groups: GroupNames) -> Node:
    """Give the parts that a text states for one kind of units; votes of one name are told apart by it."""
    own: dict[str, Panel] = {}
    items = of_whole((), whole, own, ratings)
    taken = {name: f"{name}（{whole.subject}）" if name in panels else name for name in own}
    panels |= {taken[name]: panel for name, panel in own.items()}
    items = tuple(item.model_copy(update={"panel": taken[item.panel]}) if item.panel else item for item in items)
    source = place_words(whole.words.source) or None
    return Node(name=kind_name(whole), items=items, source=source, applies_to=_called(whole, groups))


def _stated_part(name: str, points: str) -> Node:
    """Give a part of which a text says nothing but its points."""
    return Node(name=name, points=decimal(points), score="直接计分", check=_STATED_PART)
