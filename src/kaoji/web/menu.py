"""The links at the top of every page: what belongs to no single assessment. A new page of that kind gets its line here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaoji.web.organisations.desk import Desk
from kaoji.web.permissions import PUBLIC, SIGNED_IN


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that stands in the menu: its address by name, its words, and the permission it takes."""

    name: str
    words: Promise
    permission: str


ENTRIES = (
    Entry("home", _("To do"), SIGNED_IN),
    Entry("organisations:people", _("People"), "people.view"),
    Entry("organisations:organisations", _("Organisations"), "people.view"),
    Entry("audit:journal", _("Journal"), "audit.view"),
    Entry("publication:public-results", _("Published results"), PUBLIC),
)


def menu_of(desk: Desk) -> Iterator[tuple[Entry, str]]:
    """Give the entries that somebody may open, with their addresses."""
    for entry in ENTRIES:
        if entry.permission == PUBLIC or desk.may(entry.permission):
            yield entry, reverse(entry.name)
