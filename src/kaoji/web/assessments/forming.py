"""Changing a scheme by its forms: each change is a new version, laid over what others did in the meantime or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from kaoji.scheme.model import Node, Scheme
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.editing import (
    ChangedMeanwhileError,
    Place,
    content,
    node_at,
    own_content,
    place_now,
    rules_of,
    walk,
    with_children,
    with_indicator_renamed,
    with_node,
    with_part_renamed,
    with_rules,
)
from kaoji.web.assessments.editing import moved as moved_node
from kaoji.web.assessments.entries import Filled
from kaoji.web.assessments.forms import PartForm
from kaoji.web.assessments.laying import laid_over
from kaoji.web.assessments.models import Assessment, SchemeVersion
from kaoji.web.assessments.parts import LISTS, Part, further_part, indicator_part, is_judged
from kaoji.web.assessments.reviewing import SchemeChangedError, changed_meanwhile, newest_of, rewrite, scheme_of


def save_part(
    assessment: Assessment, seen: SchemeVersion, form: PartForm, filled: Filled, by: User,
    *, over: SchemeVersion | None = None,
) -> SchemeVersion:  # fmt: skip
    """Keep what a form says of one part of the scheme; the rest stays as it is by now.

    Args:
        assessment: whose scheme it is.
        seen: the version that the form was opened on.
        form: which part.
        filled: what somebody sent.
        by: who sent it.
        over: the version whose part was shown beside theirs, where somebody keeps what they changed all the same.

    Raises:
        NotNowError: somebody else changed the same part in the meantime, or the scheme does not change any more.
    """
    fresh = filled.scheme
    if fresh is None:
        raise NotNowError(_("What does not fit is said at its field. Mend it first."))
    base = scheme_of(seen)
    shown = base if over is None else scheme_of(over)
    edited: list[Part] = []

    def change(scheme: Scheme) -> Scheme:
        if scheme == base:
            edited.extend(_new_entries(form, base, fresh))
            return fresh
        if _said(form, scheme) != _said(form, shown):
            raise ChangedMeanwhileError
        if over is not None:
            laid = laid_over(form, base, scheme, filled)
            edited.extend(_new_entries(form, scheme, laid))
            return laid
        if form.is_keyed and _names(form, base) != _names(form, fresh):
            # A new name goes through the whole scheme: it is given to the scheme that somebody looked at.
            raise ChangedMeanwhileError
        edited.extend(_new_entries(form, scheme, fresh))
        return scheme.model_copy(update={name: getattr(fresh, name) for name in _fields(form)})

    note = _("{part} changed").format(part=form.title)
    if over is not None:
        note = _("{part} changed, over version {number}").format(part=form.title, number=over.number)
    return rewrite(assessment, change, by, note, edited)


def _fields(form: PartForm) -> list[str]:
    return [field.name for field in form.fields] if form.key == "basics" else [form.key]


def _names(form: PartForm, scheme: Scheme) -> list[str]:
    return list(getattr(scheme, form.key))


def _said(form: PartForm, scheme: Scheme) -> Any:  # noqa: ANN401 - plain data
    said = content(scheme)
    return [said.get(name) for name in _fields(form)]


def _new_entries(form: PartForm, base: Scheme, fresh: Scheme) -> list[Part]:
    """Give the entries that say something new: whoever wrote them has looked at them."""
    if form.key == "panels":
        return [
            further_part("panels", name, panel, name)
            for name, panel in fresh.panels.items()
            if base.panels.get(name) != panel
        ]
    if form.key not in LISTS:
        return []
    before = [content(entry) for entry in getattr(base, form.key)]
    return [
        further_part(form.key, LISTS[form.key](entry), entry, number)
        for number, entry in enumerate(getattr(fresh, form.key))
        if content(entry) not in before
    ]


# -------------------------------------------------------------------- indicators


def save_indicator(assessment: Assessment, seen: SchemeVersion, place: Place, fresh: Node, by: User) -> SchemeVersion:
    """Keep what a form says of an indicator itself; its rules and what stands below it stay as they are by now.

    Raises:
        NotNowError: somebody else changed the indicator in the meantime, or it is gone.
    """
    base = scheme_of(seen)
    old = _seen(assessment, base, place)
    edited: list[Part] = []

    def change(scheme: Scheme) -> Scheme:
        at = place_now(scheme, base, place, lambda now: own_content(now) == own_content(old))
        now = _there(scheme, at)
        node = fresh.model_copy(update={"items": now.items, "rules": now.rules, "score": now.score})
        if node.score is not None and node.name != now.name:
            node = with_rules(node.model_copy(update={"score": None, "rules": ()}), rules_of(now))
        if is_judged(node):
            path = next(found.path for found in walk(scheme) if found.place == at)
            edited.append(indicator_part(node, (*path[:-1], node.name), at))
        scheme = with_indicator_renamed(with_node(scheme, at, node), now.name, node.name)
        return with_part_renamed(scheme, now.name, node.name) if len(at) == 1 and now.name != node.name else scheme

    return rewrite(assessment, change, by, _("Indicator changed: {name}").format(name=fresh.name), edited)


def add_indicator(assessment: Assessment, seen: SchemeVersion, parent: Place, fresh: Node, by: User) -> SchemeVersion:
    """Add an indicator at the end of a section, or at the top of the tree.

    Raises:
        NotNowError: the section is gone, or is an indicator with rules of its own.
    """
    base = scheme_of(seen)

    def change(scheme: Scheme) -> Scheme:
        at: Place = ()
        if parent:
            at = place_now(scheme, base, parent, lambda _now: True)
            if rules_of(_there(scheme, at)):
                raise NotNowError(
                    _("“{name}” has rules of its own, so nothing can stand below it. Take its rules out first.").format(
                        name=_there(scheme, at).name
                    )
                )
        return with_children(scheme, at, lambda nodes: (*nodes, fresh))

    return rewrite(assessment, change, by, _("Indicator added: {name}").format(name=fresh.name))


def remove_indicator(assessment: Assessment, seen: SchemeVersion, place: Place, by: User) -> SchemeVersion:
    """Take an indicator out, with everything below it.

    Raises:
        NotNowError: somebody else changed it or something below it in the meantime.
    """
    return _at_place(
        assessment, seen, place, by, _("Indicator taken out: {name}"), lambda scheme, at: with_node(scheme, at, None)
    )


def move_indicator(assessment: Assessment, seen: SchemeVersion, place: Place, step: int, by: User) -> SchemeVersion:
    """Move an indicator up or down among its neighbours.

    Raises:
        NotNowError: somebody else changed it in the meantime.
    """
    return _at_place(
        assessment, seen, place, by, _("Indicator moved: {name}"), lambda scheme, at: moved_node(scheme, at, step)
    )


def change_rules(
    assessment: Assessment, seen: SchemeVersion, place: Place, number: int, step: int, by: User
) -> SchemeVersion:
    """Move a rule of an indicator up or down; a step of 0 takes it out.

    Raises:
        NotNowError: somebody else changed the indicator in the meantime.
    """

    def change(scheme: Scheme, at: Place) -> Scheme:
        now = _there(scheme, at)
        rules = list(rules_of(now))
        if number >= len(rules) or not 0 <= number + step < len(rules):
            return scheme
        rule = rules.pop(number)
        if step:
            rules.insert(number + step, rule)
        return with_node(scheme, at, with_rules(now, tuple(rules)))

    note = _("Rule moved: {name}") if step else _("Rule taken out: {name}")
    return _at_place(assessment, seen, place, by, note, change)


def _at_place(
    assessment: Assessment, seen: SchemeVersion, place: Place, by: User, note: str,
    change: Callable[[Scheme, Place], Scheme],
) -> SchemeVersion:  # fmt: skip
    base = scheme_of(seen)
    old = _seen(assessment, base, place)

    def at_place(scheme: Scheme) -> Scheme:
        return change(scheme, place_now(scheme, base, place, lambda now: content(now) == content(old)))

    return rewrite(assessment, at_place, by, note.format(name=old.name))


def _seen(assessment: Assessment, base: Scheme, place: Place) -> Node:
    node = node_at(base, place)
    if node is None:
        raise SchemeChangedError(changed_meanwhile(newest_of(assessment)))
    return node


def _there(scheme: Scheme, place: Place) -> Node:
    node = node_at(scheme, place)
    if node is None:
        raise ChangedMeanwhileError
    return node
