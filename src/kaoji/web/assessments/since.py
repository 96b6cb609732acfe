"""What others changed of a scheme since somebody opened a form of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kaoji.scheme import Scheme
from kaoji.scheme.model import Node
from kaoji.web.assessments.differences import Change, LineChange, changes_between, lines_between
from kaoji.web.assessments.editing import Place, node_at, walk
from kaoji.web.assessments.models import SchemeVersion
from kaoji.web.assessments.structures import checked


@dataclass(frozen=True, slots=True)
class Since:
    """The newest version, and what it changed: parts, and where it cannot be read as a scheme, lines."""

    version: SchemeVersion
    changes: list[Change]
    lines: list[LineChange]


def since(seen: SchemeVersion, newest: SchemeVersion) -> Since | None:
    """Say what changed between the version that somebody saw and the newest one; nothing where they saw that."""
    if seen.pk == newest.pk:
        return None
    before, after = checked(seen.text).file, checked(newest.text).file
    if before is None or after is None:
        return Since(newest, [], lines_between(seen.text, newest.text))
    return Since(newest, changes_between(before.scheme, after.scheme), [])


def same_node(
    base: Scheme, newest: Scheme, place: Place, fits: Callable[[Node], bool] = lambda _node: True
) -> tuple[Place, Node] | None:
    """Find an indicator in the newest scheme by its name: at its place, or where it alone bears the name."""
    seen = node_at(base, place)
    now = node_at(newest, place)
    if seen is None:
        return None
    if now is not None and now.name == seen.name and fits(now):
        return place, now
    alike = [found for found in walk(newest) if found.node.name == seen.name and fits(found.node)]
    return (alike[0].place, alike[0].node) if len(alike) == 1 else None
