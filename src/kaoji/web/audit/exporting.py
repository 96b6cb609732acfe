"""The journal as lines of JSON: one entry, one line, whatever a name or a text contains."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from kaoji.web.audit.models import Entry


def lines(found: QuerySet[Entry]) -> Iterator[str]:
    """Give entries in the order of the chain, each as a line with its digest."""
    for entry in found.order_by("number").iterator(chunk_size=2000):
        yield line(entry)


def line(entry: Entry) -> str:
    """Give an entry as a line; what other programs take for a line break is escaped too."""
    text = json.dumps(as_data(entry), ensure_ascii=False, separators=(",", ":"))
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text) + "\n"


def as_data(entry: Entry) -> dict[str, Any]:
    """Give all fields of an entry as plain data."""
    data = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    return {**data, "at": entry.at.isoformat(timespec="microseconds")}


def one_line(texts: Iterable[object]) -> list[str]:
    r"""Give texts for one line of a table: line breaks and control characters are shown as escapes.

    >>> one_line(["a\nb", 3])
    ['a\\nb', '3']
    """
    return [
        "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in str(text))
        for text in texts
    ]
