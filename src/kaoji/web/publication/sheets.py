"""What a stored score sheet holds that one can appeal against, and the facts behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kaoji.web.facts.models import Filing
from kaoji.web.results.trees import walk

TOTAL = "total"
_PANEL = "panel:"
_OF_PANELS = ("ballots", "marks", "panel_scores")
_OWN = ("section", "indicator", "absent")


@dataclass(frozen=True, slots=True)
class Node:
    """A number of a sheet: how it is known, its name with those above it, its points, how deep it lies."""

    key: str
    name: str
    path: str
    value: int | None
    depth: int
    tree: dict[str, Any]


def nodes_of(tree: dict[str, Any]) -> Iterator[Node]:
    """Give the total, sections, indicators and panels of a sheet, in order; each key once."""
    seen: set[str] = set()
    for node in _below(tree, (), 0):
        if node.key not in seen:
            seen.add(node.key)
            yield node


def _below(tree: dict[str, Any], above: tuple[str, ...], depth: int) -> Iterator[Node]:
    key = _key(tree)
    names = (*above, str(tree["label"])) if key != TOTAL else above
    if key:
        yield Node(key, str(tree["label"]), " ＞ ".join(names), tree.get("value"), depth, tree)
    for child in tree.get("children", ()):
        yield from _below(child, names if key else above, depth + bool(key))


def _key(tree: dict[str, Any]) -> str:
    if tree["kind"] == "total":
        return TOTAL
    if tree["kind"] == "panel":
        return f"{_PANEL}{tree['label']}"[:120]
    return str(tree["code"]) if tree["kind"] in _OWN and "code" in tree else ""


def find(tree: dict[str, Any], key: str) -> Node | None:
    """Give the node of a key."""
    return next((node for node in nodes_of(tree) if node.key == key), None)


def filings_behind(assessment_id: int, node: Node) -> list[Filing]:
    """Give the filings whose facts a node rests on."""
    if node.key == TOTAL:
        return list(Filing.objects.filter(assessment=assessment_id))
    codes = {str(part["code"]) for part in walk(node.tree) if "code" in part}
    panels = {str(part["label"]) for part in walk(node.tree) if part["kind"] == "panel"}
    asked = Q(table__in=_OF_PANELS, key__in=panels)
    candidates = Filing.objects.filter(assessment=assessment_id).exclude(key="")
    return [
        filing
        for filing in candidates.filter(asked | ~Q(table__in=_OF_PANELS))
        if filing.table in _OF_PANELS or filing.key.partition("#")[0] in codes
    ]
