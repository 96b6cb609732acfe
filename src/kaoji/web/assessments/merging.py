"""Last year's scheme and this year's notice made into one: each change of the notice is taken or left.

Where the notice's words for an indicator are the same as last year's, the rules are those that people checked last
year, not those that were read anew. What people wrote by hand, since nothing was read of it, stays: reading nothing again is
no change. Where last year's notice is known, whatever was read of both in the same way is none either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from pydantic import BaseModel

from kaoji.scheme.model import Node, Scheme
from kaoji.web.assessments.differences import Change, changes_between, details_of, partners, same_words
from kaoji.web.assessments.editing import Found, Place, content, node_at, rules_of, walk
from kaoji.web.assessments.parts import LISTS

_READ_ANEW: Final = frozenset({"points", "weight", "provider", "text", "name"})
"""What the notice itself says of an indicator; all else was made of it."""
_TAKEN: Final = _READ_ANEW | {"bonus", "rules", "limits", "start", "panel"}
"""What a change of an indicator takes from the notice; all else stays as people left it."""
_LAID_OVER: Final = frozenset({"groups", "panels", "grades"})
"""Parts whose entries keep what the notice was not understood to say of them."""


def changes_of_notice(base: Scheme, draft: Scheme, before: Scheme | None = None) -> list[Change]:
    """Give what a new notice changes against a scheme that people have looked through.

    An indicator whose words, points and providers are the same is not a change, whatever was read of its rules; parts
    of which the notice was not understood to say anything are not changes either, nor is what was read of the notice
    ``before`` in the same way.
    """
    found = []
    known = _Before(before, draft) if before is not None else None
    for each in changes_between(base, draft):
        change = _of_notice(base, draft, each)
        if known is not None:
            change = known.anew(change)
        if change.part == "indicator" and change.kind == "changed" and not _is_said_otherwise(base, draft, change):
            continue
        if change.kind == "changed" and not change.details:
            continue
        if known is not None and known.said(base, change):
            continue
        if change.part not in ("indicator", "basics", "groups") and not getattr(draft, change.part):
            continue
        if change.part == "groups" and not draft.units:
            continue
        if change.part in ("basics", "choices"):
            continue
        found.append(change)
    return found


def _of_notice(base: Scheme, draft: Scheme, change: Change) -> Change:
    """Give a change with what taking it changes: nothing that the notice was not understood to speak of."""
    if change.kind != "changed":
        return change
    details = change.details
    if change.part == "indicator":
        old, new = node_at(base, change.old or ()), node_at(draft, change.new or ())
        are_words = old is not None and new is not None and bool(old.text) and bool(new.text)
        are_same = are_words and old is not None and new is not None and _same_text(old, new)
        wanted = _READ_ANEW | {"bonus"} if are_same else _TAKEN
        details = tuple(
            each for each in details if each.field in wanted and (each.after or (are_words and not are_same))
        )
    elif change.part in _LAID_OVER:
        details = tuple(each for each in details if each.after)
    return replace(change, details=details)


class _Before:
    """What was read of the notice before: what is read in the same way again is no change."""

    def __init__(self, before: Scheme, draft: Scheme) -> None:
        self.before, self.draft = before, draft
        self.to_old = {new: old for old, new in partners(list(walk(before)), list(walk(draft))).items()}
        self.differs = {(each.part, each.path) for each in changes_between(before, draft) if each.part != "indicator"}

    def anew(self, change: Change) -> Change:
        """Give a changed indicator with what the notices say otherwise of it; where its words changed, all of it."""
        if change.part != "indicator" or change.kind != "changed":
            return change
        fields = self._differing(change)
        if fields is None or "text" in fields:
            return change
        return replace(change, details=tuple(each for each in change.details if each.field in fields))

    def _differing(self, change: Change) -> set[str] | None:
        """Give what both notices say otherwise of an indicator; None where the one before does not have it."""
        place = change.new or ()
        now, then = node_at(self.draft, place), node_at(self.before, self.to_old.get(place, ()))
        return None if now is None or then is None else {detail.field for detail in details_of(then, now)}

    def said(self, base: Scheme, change: Change) -> bool:
        """Tell whether nothing of a change is new since the notice before."""
        if change.part != "indicator":
            return (change.part, change.path) not in self.differs
        if change.new is None:
            # Written by hand: neither notice has it.
            node = node_at(base, change.old or ())
            return node is not None and not any(_is_like(node, each) for each in walk(self.before))
        fields, node = self._differing(change), node_at(self.draft, change.new)
        return change.kind == "added" and fields is not None and not fields and node is not None and not node.items


def _is_like(node: Node, other: Found) -> bool:
    return other.node.name == node.name or (bool(node.text) and _same_text(node, other.node))


def _same_text(old: Node, new: Node) -> bool:
    return same_words(old.text or "") == same_words(new.text or "")


def _is_said_otherwise(base: Scheme, draft: Scheme, change: Change) -> bool:
    old = node_at(base, change.old or ())
    new = node_at(draft, change.new or ())
    if old is None or new is None:
        return True
    if old.text and new.text:
        return any(detail.field in _READ_ANEW for detail in change.details)
    # Without last year's words the rules themselves have to be compared.
    return any(detail.field in _READ_ANEW | {"rules", "limits"} for detail in change.details if detail.field != "text")


def merged(base: Scheme, draft: Scheme, taken: Collection[str], before: Scheme | None = None) -> Scheme:
    """Make one scheme: the changes whose keys are given are taken from the draft, all others left."""
    changes = {change.key: change for change in changes_of_notice(base, draft, before)}
    choice = {key: key in taken for key in changes}
    merger = _Merger(base, draft, changes, choice)
    update: dict[str, Any] = {"indicators": merger.children((), ())}
    for part in ("groups", "panels", *LISTS):
        if any(choice[key] for key, change in changes.items() if change.part == part):
            update[part] = _part(base, draft, part, changes, choice)
    return base.model_copy(update=update)


class _Merger:
    """One walk over both trees of indicators."""

    def __init__(self, base: Scheme, draft: Scheme, changes: Mapping[str, Change], choice: Mapping[str, bool]) -> None:
        self.base, self.draft = base, draft
        before, after = list(walk(base)), list(walk(draft))
        self.to_new = partners(before, after)
        self.to_old = {new: old for old, new in self.to_new.items()}
        self.by_new = {change.new: change for change in changes.values() if change.new is not None}
        self.by_old = {change.old: change for change in changes.values() if change.kind == "removed"}
        self.choice = choice

    def children(self, old: Place | None, new: Place | None) -> tuple[Node, ...]:
        """Give the merged items below a section of both trees, or of one."""
        ours = _below(self.base, old)
        theirs = _below(self.draft, new)
        nodes: list[tuple[float, Node]] = []
        position = {place: float(index) for index, place in enumerate(ours)}
        last = -1.0
        for place in theirs:
            mine = self.to_old.get(place)
            if mine is not None and mine in position:
                last = position[mine]
            elif mine is not None:
                # It stands under another section in the notice: it stays where last year had it.
                continue
            else:
                last += 1e-4
            node = self._new(place, mine)
            if node is not None:
                nodes.append((last, node))
        placed = {self.to_old[place] for place in theirs if place in self.to_old}
        for place in ours:
            if place not in placed:
                node = self._old(place)
                if node is not None:
                    nodes.append((position[place], node))
        return tuple(node for _position, node in sorted(nodes, key=lambda pair: pair[0]))

    def _new(self, place: Place, mine: Place | None) -> Node | None:
        fresh = node_at(self.draft, place)
        known = node_at(self.base, mine) if mine is not None else None
        change = self.by_new.get(place)
        if fresh is None or (known is None and (change is None or not self.choice[change.key])):
            return None
        items = self.children(mine, place)
        if known is None:
            # A heading whose items all have their place elsewhere is no section of its own.
            return fresh.model_copy(update={"items": items}) if items or not fresh.items else None
        if change is None or not self.choice[change.key]:
            return known.model_copy(update={"items": items})
        return taken_over(known, fresh, {detail.field for detail in change.details}).model_copy(update={"items": items})

    def _old(self, place: Place) -> Node | None:
        if place in self.to_new:
            return self._new(self.to_new[place], place)
        change = self.by_old.get(place)
        known = node_at(self.base, place)
        if known is None or (change is not None and self.choice[change.key]):
            return None
        return known.model_copy(update={"items": self.children(place, None)})


def taken_over(old: Node, new: Node, fields: Collection[str]) -> Node:
    """Take what the new notice says of an indicator; rules that stand on the same words stay as people left them.

    ``fields`` are those that the change is about; a name, points or providers that it does not show stay.
    """
    has_same_words = bool(old.text) and _same_text(old, new)
    has_words = bool(old.text) and bool(new.text)
    update: dict[str, Any] = {"text": new.text, "source": new.source, "check": new.check}
    for name in ("name", "points", "weight", "provider", "bonus"):
        if name in fields:
            update[name] = getattr(new, name)
    if not has_same_words:
        rules = {"score": new.score, "rules": new.rules} if has_words or rules_of(new) else {}
        rest = {name: getattr(new, name) for name in ("limits", "start", "panel") if has_words or getattr(new, name)}
        update |= rules | rest
    return old.model_copy(update=update)


def _below(scheme: Scheme, place: Place | None) -> list[Place]:
    if place is None:
        return []
    nodes = scheme.indicators if not place else getattr(node_at(scheme, place), "items", ())
    return [(*place, index) for index in range(len(nodes))]


def _part(base: Scheme, draft: Scheme, part: str, changes: Mapping[str, Change], choice: Mapping[str, bool]) -> Any:  # noqa: ANN401 - groups, panels or a list of entries
    """Take the changes of one part that were chosen."""
    ours, theirs = _by_name(base, part), _by_name(draft, part)
    wanted = {change.path[0]: choice[key] for key, change in changes.items() if change.part == part}
    kept: dict[str, Any] = {}
    for name in dict.fromkeys([*ours, *theirs]):
        side = theirs if wanted.get(name, False) else ours
        if side is theirs and part in _LAID_OVER and name in ours and name in theirs:
            kept[name] = _laid_over(ours[name], theirs[name])
        elif name in side:
            kept[name] = side[name]
    return kept if part in ("groups", "panels") else tuple(kept.values())


def _laid_over(old: BaseModel, new: BaseModel) -> BaseModel:
    """Give an entry as the notice has it, with what the notice says nothing of as it was."""
    said, known = content(new), content(old)
    names = {info.alias or name: name for name, info in type(new).model_fields.items()}
    return new.model_copy(update={names[key]: getattr(old, names[key]) for key in known if key not in said})


def _by_name(scheme: Scheme, part: str) -> dict[str, Any]:
    value = getattr(scheme, part)
    if isinstance(value, dict):
        return dict(value)
    named: dict[str, Any] = {}
    for entry in value:
        name, number = LISTS[part](entry), 1
        while name in named:
            number += 1
            name = f"{LISTS[part](entry)}（{number}）"
        named[name] = entry
    return named
