"""Explanations as plain data: stored with a run, put into words when a page is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kaoji.scoring.derivations import Derivation, Kind, Phrase, Term

PRIVATE = "sheet"
"""The kind of derivation that names a rater: never shown to units."""
Rows = Mapping[tuple[str | None, str | None], tuple[int, int]]
"""Stored facts (number and version) by the sheet and cell at which they were read."""


def tree_of(derivation: Derivation, rows: Rows | None = None) -> dict[str, Any]:
    """Give a derivation and all below it as data.

    Args:
        derivation: what is to be kept.
        rows: tells facts by their place in the grids that they were read from.
    """
    tree: dict[str, Any] = {"kind": derivation.kind, "label": derivation.label, "value": derivation.value}
    place = derivation.place
    if derivation.code:
        tree["code"] = derivation.code
    if place is not None and rows and (place.sheet, place.cell) in rows:
        tree["fact"] = list(rows[place.sheet, place.cell])
    more: dict[str, Any] = {
        "terms": [[term.phrase.message, _plain(term.phrase.data), term.amount] for term in derivation.terms],
        "text": [[phrase.message, _plain(phrase.data)] for phrase in derivation.text],
        "working": derivation.working,
        "source": derivation.source,
        "quote": derivation.quote,
        "children": [tree_of(child, rows) for child in derivation.children],
    }
    return tree | {key: value for key, value in more.items() if value}


def _plain(data: Mapping[str, object]) -> dict[str, object]:
    return {
        key: [value.message, _plain(value.data)] if isinstance(value, Phrase) else _value(value)
        for key, value in data.items()
    }


def _value(value: object) -> object:
    return value if isinstance(value, str | int) or value is None else str(value)


def derivation_of(tree: Mapping[str, Any]) -> Derivation:
    """Give the derivation that a tree was made of, but for its places in files: the way back from ``tree_of``."""
    kind: Kind = tree["kind"]
    return Derivation(
        kind,
        tree["label"],
        tree["value"],
        tuple(Term(_phrase(message, data), amount) for message, data, amount in tree.get("terms", ())),
        tree.get("working", ""),
        tuple(_phrase(message, data) for message, data in tree.get("text", ())),
        tree.get("source", ""),
        quote=tree.get("quote", ""),
        code=tree.get("code", ""),
        children=tuple(derivation_of(child) for child in tree.get("children", ())),
    )


def _phrase(message: str, data: Mapping[str, Any]) -> Phrase:
    return Phrase(message, {key: _phrase(*value) if isinstance(value, list) else value for key, value in data.items()})


def words(message: str, data: Mapping[str, Any], language: str) -> str:
    """Put a stored phrase into words."""
    filled = {
        key: words(value[0], value[1], language) if isinstance(value, list) else value for key, value in data.items()
    }
    return Phrase(message, filled).text(language)


def without_raters(tree: dict[str, Any]) -> dict[str, Any]:
    """Give a tree in which nobody can be told by name who rated what."""
    children = [without_raters(child) for child in tree.get("children", []) if child["kind"] != PRIVATE]
    return {**tree, "children": children}


def walk(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give a tree and everything below it."""
    yield tree
    for child in tree.get("children", []):
        yield from walk(child)


def flat(tree: Mapping[str, Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    """Give a tree as a list of openings, leaves and closings: a page writes it in one loop."""
    children = tree.get("children", ())
    yield {"node": tree, "depth": depth, "is_leaf": not children, "is_open": depth == 0}
    for child in children:
        yield from flat(child, depth + 1)
    if children:
        yield {"is_end": True}
