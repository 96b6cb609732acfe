"""The journal as lines of JSON: one entry, one line, whatever a name or a text contains."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
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
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text) + "\n"


def as_data(entry: Entry) -> dict[str, Any]:
    """Give all fields of an entry as plain data."""
    data = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}
    return {**data, "at": entry.at.isoformat(timespec="microseconds")}


def entry_table(found: Iterable[Entry]) -> tuple[list[str], Iterator[list[str | int]]]:
    """Give entries as a table for people: its head and its rows, each on one line."""
    head = ["序号", "时间", "账号", "岗位", "单位", "地址", "事项", "对象", "结果", "内容", "动作代码", "摘要"]
    return head, (_row(entry) for entry in found)


def _row(entry: Entry) -> list[str | int]:
    told = [
        timezone.localtime(entry.at).strftime("%Y-%m-%d %H:%M:%S"), who(entry), entry.role, entry.organisation,
        entry.address, sentence(entry.action), f"{thing(entry.object_type)} {entry.object_id}".strip(),
        str(RESULTS.get(entry.result, entry.result)),
        json.dumps(entry.data, ensure_ascii=False) if entry.data else "", entry.action, entry.digest,
    ]  # fmt: skip
    return [entry.number, *one_line(told)]


def one_line(texts: Iterable[object]) -> list[str]:
    r"""Give texts for one line of a table: line breaks and control characters are shown as escapes.

    >>> one_line(["a\nb", 3])
    ['a\\nb', '3']
    """
    return [
        "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in str(text))
        for text in texts
    ]
