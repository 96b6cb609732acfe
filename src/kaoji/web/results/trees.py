"""Explanations as plain data: stored with a run, put into words when a page is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kaoji.diagnostics import Source
from kaoji.scoring.derivations import Derivation, Phrase

PRIVATE = "sheet"
"""The kind of derivation that names a rater: never shown to units."""


def tree_of(derivation: Derivation, codes: Mapping[Source, str]) -> dict[str, Any]:
    """Give a derivation and all below it as data; ``codes`` tells indicators by their place in the scheme."""
    tree: dict[str, Any] = {"kind": derivation.kind, "label": derivation.label, "value": derivation.value}
    if (
        derivation.kind in ("indicator", "section", "absent")
        and derivation.place is not None
        and derivation.place in codes
    ):
        tree["code"] = codes[derivation.place]
    more: dict[str, Any] = {
        "terms": [[term.phrase.message, _plain(term.phrase.data), term.amount] for term in derivation.terms],
        "text": [[phrase.message, _plain(phrase.data)] for phrase in derivation.text],
        "working": derivation.working,
        "source": derivation.source,
        "quote": derivation.quote,
        "children": [tree_of(child, codes) for child in derivation.children],
    }
    return tree | {key: value for key, value in more.items() if value}


def _plain(data: Mapping[str, object]) -> dict[str, object]:
    return {
        key: [value.message, _plain(value.data)] if isinstance(value, Phrase) else _value(value)
        for key, value in data.items()
    }


def _value(value: object) -> object:
    return value if isinstance(value, str | int) or value is None else str(value)


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
