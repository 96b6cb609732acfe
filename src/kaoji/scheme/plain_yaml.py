"""YAML as schemes are written, read in one go: texts, lists and mappings, each with its place.

What is written in another way – tags, anchors, merged keys, a key twice, or not YAML at all – is left to the reader of YAML
in general, which knows what to say about it. That one first makes a tree of nodes, which takes several times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import yaml

Path_ = tuple[str | int, ...]
Places = dict[Path_, tuple[int, int]]

_NOTHING: Final = frozenset(("", "~", "null", "Null", "NULL"))


class _UnusualError(Exception):
    """Something is written in a way that is not read here."""


def plain_yaml(text: str) -> tuple[Any, Places] | None:
    r"""Give the data of a document and the line and column of each part; None where it is not written plainly.

    >>> data, places = plain_yaml("title: 方案\norder: [甲, 乙]")
    >>> data, places["order", 1]
    ({'title': '方案', 'order': ['甲', '乙']}, (2, 12))
    >>> plain_yaml("title: &a 方案\ntotal: *a")
    """
    loader = yaml.CSafeLoader(text)
    places: Places = {}
    following: Callable[[], Any] = loader.get_event
    try:
        _expect(following(), yaml.StreamStartEvent)
        _expect(following(), yaml.DocumentStartEvent)
        data = _value(following(), (), following, places)
        _expect(following(), yaml.DocumentEndEvent)
        _expect(following(), yaml.StreamEndEvent)
    except (yaml.YAMLError, _UnusualError, RecursionError, ValueError):
        return None
    finally:
        loader.dispose()
    return data, places


def _expect(event: Any, kind: type[yaml.Event]) -> None:  # noqa: ANN401 - YAML data
    if not isinstance(event, kind):
        raise _UnusualError


def _place(event: Any) -> tuple[int, int]:  # noqa: ANN401 - YAML data
    return event.start_mark.line + 1, event.start_mark.column + 1


def _value(event: Any, path: Path_, following: Callable[[], Any], places: Places) -> Any:  # noqa: ANN401 - YAML data
    kind = type(event)
    if path not in places:
        places[path] = _place(event)
    if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
        raise _UnusualError
    if kind is yaml.ScalarEvent:
        return None if event.implicit[0] and event.value in _NOTHING else event.value
    if kind is yaml.MappingStartEvent:
        return _mapping(path, following, places)
    items: list[Any] = []
    while type(event := following()) is not yaml.SequenceEndEvent:
        items.append(_value(event, (*path, len(items)), following, places))
    return items


def _mapping(path: Path_, following: Callable[[], Any], places: Places) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while type(event := following()) is not yaml.MappingEndEvent:
        if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
            raise _UnusualError
        key: str = event.value
        if key in found or (event.implicit[0] and (key in _NOTHING or key == "<<")):
            raise _UnusualError
        inner = (*path, key)
        places[inner] = _place(event)
        found[key] = _value(following(), inner, following, places)
    return found
