"""Writing the chain and proving it.

    record("facts.submit", filing, after=digest, units=12)
    for fault in verify():
        ...

An entry is written in the transaction of the change it tells of: where it cannot be written, the change fails too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from kaoji.web.audit.models import Entry, Head

_FIELDS = (
    "number", "at", "user_id", "user", "role", "organisation", "address", "request_id", "action", "assessment_id",
    "object_type", "object_id", "result", "before", "after", "data", "previous",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, from where, in which request."""

    user_id: int | None = None
    user: str = ""
    role: str = ""
    organisation: str = ""
    address: str = ""
    request_id: str = ""


_NOBODY = Acting()
_acting: ContextVar[Acting] = ContextVar("acting", default=_NOBODY)


def acting() -> Acting:
    """Give who acts now."""
    return _acting.get()


@contextmanager
def acting_as(who: Acting) -> Iterator[None]:
    """Let all entries written inside name this person and place."""
    token = _acting.set(who)
    try:
        yield
    finally:
        _acting.reset(token)


def record(
    action: str,
    on: models.Model | None = None,
    *,
    assessment_id: int | None = None,
    result: str = "done",
    before: str = "",
    after: str = "",
    **data: Any,  # noqa: ANN401 - plain data
) -> Entry:
    """Add an entry about an object; ``before`` and ``after`` are digests of its content.

    Never hand over passwords, tokens or ballots. Runs in the caller's transaction.
    """
    who = acting()
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(pk=1)
        if assessment_id is None and on is not None:
            assessment_id = on.pk if on._meta.model_name == "assessment" else getattr(on, "assessment_id", None)
        entry = Entry(
            number=head.number + 1,
            at=timezone.now(),
            user_id=who.user_id,
            user=who.user[:150],
            role=who.role[:100],
            organisation=who.organisation[:200],
            address=who.address,
            request_id=who.request_id,
            action=action,
            assessment_id=assessment_id,
            object_type="" if on is None else on._meta.label_lower,
            object_id="" if on is None else str(on.pk),
            result=result,
            before=before,
            after=after,
            data=json.loads(json.dumps(data, ensure_ascii=False, default=str)),
            previous=head.digest,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        head.number, head.digest = entry.number, entry.digest
        head.save()
    return entry


def digest_of(entry: Entry) -> str:
    """Give the digest that an entry must have."""
    values = {name: getattr(entry, name) for name in _FIELDS}
    values["at"] = values["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical(values)).hexdigest()


def canonical(data: Mapping[str, Any]) -> bytes:
    """Give data as the same bytes every time."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_digest(data: Any) -> str:  # noqa: ANN401 - plain data
    """Give the digest of an object's content, for ``before`` and ``after``."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the chain at a moment, kept outside: in a file, a mail, on paper."""

    number: int
    digest: str
    at: str

    def line(self) -> str:
        """Give the anchor as the line to be kept."""
        return f"{self.number} {self.digest} {self.at}"

    @classmethod
    def read(cls, line: str) -> Anchor:
        """Read a kept line.

        >>> Anchor.read("3 ab 2025-01-01T00:00:00+00:00").number
        3
        """
        number, digest, at = line.split()
        return cls(int(number), digest, at)


def anchor() -> Anchor:
    """Give the anchor of the chain as it is now."""
    head = Head.objects.filter(pk=1).first() or Head()
    return Anchor(head.number, head.digest, datetime.now(UTC).isoformat(timespec="seconds"))


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain is broken: ``changed``, ``gap``, ``swapped``, ``head``, ``anchor`` or ``cut``."""

    number: int
    kind: str


def verify(anchors: list[Anchor] | None = None) -> list[Fault]:
    """Walk the chain from its start and give every break; none means that nothing was touched.

    A chain alone cannot show that it was made anew as a whole or cut off at its end; anchors can.
    """
    faults: list[Fault] = []
    kept = {item.number: item.digest for item in anchors or []}
    expected, previous = 1, "0" * 64
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            faults.append(Fault(expected, "gap"))
        elif entry.previous != previous:
            faults.append(Fault(entry.number, "swapped"))
        if digest_of(entry) != entry.digest:
            faults.append(Fault(entry.number, "changed"))
        if kept.get(entry.number, entry.digest) != entry.digest:
            faults.append(Fault(entry.number, "anchor"))
        expected, previous = entry.number + 1, entry.digest
    head = Head.objects.filter(pk=1).first() or Head()
    if (head.number, head.digest) != (expected - 1, previous):
        faults.append(Fault(expected - 1, "head"))
    faults += [Fault(number, "cut") for number in sorted(kept) if number >= expected]
    return faults
