"""Lists: each is searched, filtered, paged and given as a file, and says once how.

    VERSIONS = Listed(
        (Column(_("Version"), lambda each: each.number), Column(_("What is different now"), lambda each: each.note)),
        search=("note", "created_by__name"), hint=_("What is different, or a name"),
        choices=(Choice("state", _("State"), STATES),),
    )

    @page("scheme.view", gives_file=AS)
    def versions(request: Request, assessment: Assessment) -> HttpResponse:
        return VERSIONS.answer(request, found, "assessments/versions.html", {...}, title=..., on=assessment)

The template draws the rows of ``listing``, ``list_bar.html`` above them and ``pages.html`` below. The file comes from the
same address, so it needs the same permission and holds what was searched and chosen there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode

from kaoji.web.audit.chain import record
from kaoji.web.pages import Request, is_signed_in
from kaoji.web.tables import table_as
from kaoji.writing.safe_cells import Cell

AS: Final = "as"
"""What in an address asks for the list as a file: ``?as=csv`` or ``?as=xlsx``."""
PAGE: Final = 50
_MOST: Final = 50_000
_LONGEST: Final = 100
Words = str | Promise
Found = Any
"""A query or a sequence."""


def noted_table(
    kind: str, title: str, head: list[str], rows: list[list[Cell]], on: Model | None = None
) -> HttpResponse:
    """Answer with a table, and note in the journal that it left the system."""
    response = table_as(kind, title, head, rows)
    record("list.export", on, name=title, rows=len(rows), what=kind)
    return response


def moment(at: datetime | None) -> str:
    """Give a time as lists show it."""
    return "" if at is None else f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Column:
    """A column of the file: its head, and what of a row stands in it."""

    head: Words
    value: Callable[[Any], Cell | datetime | Promise]

    def cell(self, row: object) -> Cell:
        """Give the cell of a row."""
        value = self.value(row)
        if isinstance(value, datetime):
            return moment(value)
        return value if value is None or isinstance(value, int | Decimal | date) else str(value)


@dataclass(frozen=True)
class Choice:
    """A way to see some rows only: its name in the address, what it asks, and what can be chosen.

    ``keep`` takes what was found and the value that was chosen; left out, the field of that name has this value.
    """

    name: str
    every: Words
    options: Mapping[str, Words]
    keep: Callable[[Found, str], Found] | None = None

    def of(self, found: Found, value: str) -> Found:
        """Give the rows that are left."""
        return found.filter(**{self.name: value}) if self.keep is None else self.keep(found, value)


@dataclass(frozen=True)
class Listing:
    """A list as somebody asked for it: a page of its rows, and what was searched and chosen."""

    pages: Page[Any]
    words: str
    hint: Words
    choices: Sequence[tuple[Choice, str]]
    kept: Mapping[str, str]

    def __iter__(self) -> Iterator[Any]:
        """Give the rows of the page."""
        return iter(self.pages)

    def __len__(self) -> int:
        """Count the rows of the page."""
        return len(self.pages)

    @property
    def is_asked(self) -> bool:
        """Tell whether some rows were left out by what was searched or chosen."""
        return bool(self.words or any(value for _choice, value in self.choices))

    @property
    def count(self) -> int:
        """Count the rows of all pages."""
        return self.pages.paginator.count

    @property
    def everything(self) -> str:
        """Give the query of the list with nothing searched or chosen."""
        return f"?{urlencode(self.kept)}"


@dataclass(frozen=True)
class Listed:
    """How a list is searched, filtered, paged and given as a file.

    Args:
        columns: the columns of the file.
        search: fields of a query in which words are looked for, or what looks for them; left out, the columns are.
        hint: what can be looked for.
        choices: ways to see some rows only.
        lines: makes the rows that are shown or given out of what was found; many at once, so that it can ask at once.
        keeps: other parts of the page's address that stay while one searches.
        page: how many rows a page has.
    """

    columns: tuple[Column, ...]
    search: tuple[str, ...] | Callable[[Found, str], Found] = ()
    hint: Words = ""
    choices: tuple[Choice, ...] = ()
    lines: Callable[[Iterable[Any]], Sequence[Any]] = list
    keeps: tuple[str, ...] = field(default=())
    page: int = PAGE

    def answer(
        self,
        request: Request,
        found: Found,
        template: str,
        context: Mapping[str, object],
        *,
        title: str,
        on: Model | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """Show the list, or give it as a file.

        Args:
            request: what was asked; what it searches and chooses counts for both.
            found: all rows that the person may see.
            template: the page.
            context: what else stands on the page.
            title: what the file is called.
            on: what the list is about, for the journal.
            status: that of the page.
        """
        if AS in request.GET:
            return self.file(request, found, title=title, on=on)
        return render(request, template, {**context, "listing": self.listing(request, found)}, status=status)

    def listing(self, request: Request, found: Found) -> Listing:
        """Give the page of the list that is asked for."""
        pages = Paginator(self._left(request, found), self.page).get_page(request.GET.get("page"))
        pages.object_list = self.lines(pages.object_list)
        kept = {name: value for name in self.keeps if (value := request.GET.get(name, ""))}
        chosen = [(each, self._chosen(request, each)) for each in self.choices]
        return Listing(pages, _words(request), self.hint, chosen, kept)

    def file(self, request: Request, found: Found, *, title: str, on: Model | None = None) -> HttpResponse:
        """Give what is searched and chosen as a file."""
        left, kind = self._left(request, found)[:_MOST], request.GET.get(AS, "")
        rows = [[column.cell(row) for column in self.columns] for row in self.lines(left)]
        head = [str(column.head) for column in self.columns]
        return noted_table(kind, title, head, rows, on) if is_signed_in(request) else table_as(kind, title, head, rows)

    @staticmethod
    def _chosen(request: Request, choice: Choice) -> str:
        value = request.GET.get(choice.name, "")
        return value if value in choice.options else ""

    def _left(self, request: Request, found: Found) -> Found:
        for choice in self.choices:
            if value := self._chosen(request, choice):
                found = choice.of(found, value)
        words = _words(request)
        if not words:
            return found
        if callable(self.search):
            return self.search(found, words)
        if self.search:
            asked = Q()
            for name in self.search:
                asked |= Q(**{f"{name}__icontains": words})
            return found.filter(asked)
        sought = words.casefold()
        return [each for each in found if any(sought in text.casefold() for text in self._texts(each))]

    def _texts(self, row: object) -> Iterator[str]:
        return (str(column.cell(row)) for column in self.columns)


def _words(request: Request) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST]
