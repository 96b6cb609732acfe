"""Writing the chain and proving it.

    record("facts.submit", filing, after=digest, units=12)
    for fault in prove(anchors).faults:
        ...

An entry is written in the transaction of the change it tells of: where it cannot be written, the change fails too.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

from django.db import models, transaction
from django.utils import timezone

from kaoji.web.audit.models import Entry, Head, Purge

START: Final = "0" * 64
"""What the first entry of all follows."""
PURGED: Final = "audit.purge"
"""The action that tells of old entries taken out."""
BY_ITSELF: Final = "system"
"""Who does what nobody asked for: the nightly check, say. No account."""
AT_THE_SERVER: Final = "console"
"""Where a command is run by somebody who has no account here: ``console:root``."""

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


FaultKind = Literal["changed", "gap", "swapped", "head", "anchor", "cut", "purge"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain is broken.

    ``changed``: the entry is not what its digest says; ``gap``: entries from this number on are gone; ``swapped``: it
    does not follow the one before; ``head``: the chain does not end where it was left; ``anchor``: an anchor kept outside
    says otherwise; ``cut``: an anchor knows an entry that is gone from the end; ``purge``: old entries were taken out
    without the journal saying so.
    """

    number: int
    kind: FaultKind


@dataclass(frozen=True, slots=True)
class Proof:
    """What walking the chain showed: which entries there are, where it is broken, and how far anchors vouch for it."""

    first: int
    last: int
    count: int
    faults: tuple[Fault, ...]
    anchored_to: int

    @property
    def unanchored(self) -> int:
        """How many entries at the end no anchor vouches for yet."""
        return max(0, self.last - max(self.anchored_to, self.first - 1))


def verify(anchors: Iterable[Anchor] = ()) -> list[Fault]:
    """Walk the chain from its start and give every break; none means that nothing was touched."""
    return list(prove(anchors).faults)


def prove(anchors: Iterable[Anchor] = ()) -> Proof:
    """Walk the chain and tell what it shows.

    A chain alone cannot show that it was made anew as a whole or cut off at its end; anchors kept outside can.
    """
    kept = list(anchors)
    purges = list(Purge.objects.order_by("last"))
    begun = purges[-1] if purges else None
    known = {purge.last: purge.digest for purge in purges}
    first = begun.last + 1 if begun is not None else 1
    expected, previous = first, begun.digest if begun is not None else START
    faults: list[Fault] = []
    told: set[tuple[int, str]] = set()
    waiting = defaultdict[int, set[str]](set)
    for item in kept:
        waiting[item.number].add(item.digest)
    vouched, count = 0, 0
    for entry in Entry.objects.filter(number__gte=first).order_by("number").iterator(chunk_size=2000):
        faults += _at(entry, expected, previous)
        if entry.number in waiting:
            if waiting[entry.number] == {entry.digest}:
                vouched = entry.number
            else:
                faults.append(Fault(entry.number, "anchor"))
        if entry.action == PURGED:
            told.add((int(entry.data.get("last", 0)), str(entry.data.get("digest", ""))))
        expected, previous, count = entry.number + 1, entry.digest, count + 1
    faults += _at_the_end(expected - 1, previous)
    faults += [Fault(number, "cut") for number in sorted(waiting) if number >= expected]
    faults += [Fault(n, "anchor") for n, digests in waiting.items() if n in known and digests != {known[n]}]
    if begun is not None and (begun.last, begun.digest) not in told:
        faults.append(Fault(begun.last, "purge"))
    return Proof(first, expected - 1, count, tuple(faults), vouched)


def _at(entry: Entry, expected: int, previous: str) -> Iterator[Fault]:
    if entry.number != expected:
        yield Fault(expected, "gap")
    elif entry.previous != previous:
        yield Fault(entry.number, "swapped")
    if digest_of(entry) != entry.digest:
        yield Fault(entry.number, "changed")


def _at_the_end(last: int, digest: str) -> list[Fault]:
    head = Head.objects.filter(pk=1).first() or Head()
    return [] if (head.number, head.digest) == (last, digest) else [Fault(last, "head")]
