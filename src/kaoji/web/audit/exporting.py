"""The journal as lines of JSON: one entry, one line, whatever a name or a text contains."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from kaoji.web.audit.models import Entry
from kaoji.web.audit.words import RESULTS, sentence, thing, who


def lines(found: QuerySet[Entry]) -> Iterator[str]:
    """Give entries in the order of the chain, each as a line with its digest."""
    for entry in found.order_by("number").iterator(chunk_size=2000):
        yield line(entry)


def line(entry: Entry) -> str:
    """Give an entry as a line; what other programs take for a line break is escaped too."""
    text = json.dumps(as_data(entry), ensure_ascii=False, separators=(",", ":"))
    if not text.isprintable():
        text = "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
    return text + "\n"


def as_data(entry: Entry) -> dict[str, Any]:
    """Give all fields of an entry as plain data."""
    data = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    return {**data, "at": entry.at.isoformat(timespec="microseconds")}


_SHOWN = ("number", "at", "user_id", "user", "role", "organisation", "address", "action", "object_type", "object_id",
          "result", "data", "digest")  # fmt: skip


def entry_table(found: QuerySet[Entry]) -> tuple[list[str], Iterator[list[str | int]]]:
    """Give entries as a table for people: its head and its rows, each on one line.

    A journal has tens of thousands of entries and few kinds of them: they are read as plain values, and what recurs is
    put into words once.
    """
    head = ["序号", "时间", "账号", "岗位", "单位", "地址", "事项", "对象", "结果", "内容", "动作代码", "摘要"]
    return head, _rows(found)


def _rows(found: QuerySet[Entry]) -> Iterator[list[str | int]]:
    done, things, people = cache(sentence), cache(thing), cache(who)
    ends = {result: str(name) for result, name in RESULTS.items()}
    zone = timezone.get_current_timezone()
    for number, at, pk, user, role, organisation, address, action, kind, of, result, data, digest in found.values_list(
        *_SHOWN
    ).iterator(chunk_size=2000):
        told = (
            f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}", people(pk, user), role, organisation, address, done(action),
            f"{things(kind)} {of}".strip(), ends.get(result, result),
            json.dumps(data, ensure_ascii=False) if data else "", action, digest,
        )  # fmt: skip
        yield [number, *one_line(told)]


def one_line(texts: Iterable[object]) -> list[str]:
    r"""Give texts for one line of a table: line breaks and control characters are shown as escapes.

    >>> one_line(["a\nb", 3])
    ['a\\nb', '3']
    """
    return [
        text
        if text.isprintable()
        else "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
        for text in map(str, texts)
    ]
