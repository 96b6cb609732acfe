"""Pages for everybody, without a log-in: published results, results on open notice, how to verify them.

They show what was chosen to be shown and nothing else; an address holds the assessment's random key, no number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.web.assessments.models import Assessment
from kaoji.web.files.models import Label, StoredFile
from kaoji.web.files.store import path_of
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.pages import Request, is_signed_in, page
from kaoji.web.permissions import PUBLIC
from kaoji.web.publication import access
from kaoji.web.publication.keys import public_key
from kaoji.web.publication.models import Publication, PublicNotice
from kaoji.web.publication.showing import ranking_of, table_of
from kaoji.web.results.models import Run
from kaoji.web.tables import picture, table_as

_SHORT, _LONG = 60, 86_400
STATES = {"published": gettext_lazy("published"), "publicising": gettext_lazy("on public notice")}


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody sees of an assessment today."""

    assessment: Assessment
    run: Run
    shows: list[str]
    notice: PublicNotice
    digest: str
    published_at: datetime | None = None
    bundle: StoredFile | None = None


def _shown(key: str) -> Shown:
    """Give what everybody sees under a key, or 404."""
    today = timezone.localdate()
    assessment = get_object_or_404(access.public_assessments(today), public_key=key)
    made = access.published_of(assessment)
    if made is not None:
        is_open = made.bundle is not None and made.bundle.label == Label.PUBLIC
        return Shown(assessment, made.run, made.shows, made.notice, made.notice.proposal.results_digest,
                     made.confirmed_at, made.bundle if is_open else None)  # fmt: skip
    notice = access.open_notice_of(assessment, today)
    if notice is None:
        raise Http404
    return Shown(assessment, notice.run, notice.shows, notice, notice.proposal.results_digest)


def _cached(request: Request, response: HttpResponse) -> HttpResponse:
    """Let a visitor's browser keep a page for a while; pages of who is logged in are not kept."""
    if not is_signed_in(request):
        response.headers["Cache-Control"] = f"private, max-age={_SHORT}"
    return response


Row = tuple[Assessment, Publication | None, date | None]
"""A result that everybody sees: its publication, or until when it is on open notice."""


def _with_publications(found: Iterable[Assessment]) -> list[Row]:
    assessments = list(found)
    open_until = access.open_until([each.pk for each in assessments], timezone.localdate())
    return [(each, getattr(each, "publication", None), open_until.get(each.pk)) for each in assessments]


def _is_published(row: Row) -> bool:
    return row[1] is not None and row[1].confirmed_at is not None


RESULTS = Listed(
    (
        Column(gettext_lazy("Assessment"), lambda row: row[0].title),
        Column(gettext_lazy("Year"), lambda row: row[0].year),
        Column(gettext_lazy("Office"), lambda row: row[0].office.name),
        Column(gettext_lazy("State"), lambda row: STATES["published" if _is_published(row) else "publicising"]),
        Column(gettext_lazy("Published on"), lambda row: row[1].confirmed_at.date() if _is_published(row) else None),
        Column(gettext_lazy("On notice until"), lambda row: None if _is_published(row) else row[2]),
    ),
    search=("title", "year", "office__name"),
    hint=gettext_lazy("Title, year or office"),
    choices=(
        Choice(
            "state", gettext_lazy("All states"), STATES,
            lambda found, value: found.filter(publication__confirmed_at__isnull=value == "publicising"),
        ),
    ),
    lines=_with_publications,
)  # fmt: skip


@page(PUBLIC, gives_file=AS)
def results(request: Request) -> HttpResponse:
    """All published results and those on open notice."""
    found = access.public_assessments(timezone.localdate())
    return _cached(
        request, RESULTS.answer(request, found, "publication/public_results.html", {}, title=_("Published results"))
    )


@page(PUBLIC)
def result(request: Request, key: str) -> HttpResponse:
    """One result: its ranking by group as chosen, its digest, and how to verify it."""
    shown = _shown(key)
    corrections, withdrawn_before = access.changes_shown(shown.notice)
    context = {
        "shown": shown,
        "corrections": corrections,
        "withdrawn_before": withdrawn_before,
        "ranking": ranking_of(shown.run, access.standings_shown(shown.run), shown.shows, request.GET),
        "charts": access.charts_shown(shown.run, shown.shows),
        "approvals": access.approvals_shown(shown.notice.proposal_id),
        "public_key": public_key(),
    }
    return _cached(request, render(request, "publication/public_result.html", context))


@page(PUBLIC)
def result_chart(request: Request, key: str, chart: int) -> HttpResponse:
    """The picture of a group's ranking, where everything that it shows is shown."""
    shown = _shown(key)
    found = next((each for each in access.charts_shown(shown.run, shown.shows) if each.pk == chart), None)
    if found is None:
        raise Http404
    return _cached(request, picture(found.svg))


@page(PUBLIC, gives_file=True)
def result_table(request: Request, key: str, kind: str) -> HttpResponse:
    """The same ranking as a table to be kept."""
    shown = _shown(key)
    head, rows = table_of(shown.run, access.standings_shown(shown.run), shown.shows, request.GET)
    return table_as(kind, _("{title} result").format(title=shown.assessment.title), head, rows)


@page(PUBLIC, gives_file=True)
def result_bundle(request: Request, key: str) -> HttpResponseBase:
    """The signed bundle of a published result, where it is public."""
    del request
    shown = _shown(key)
    if shown.bundle is None:
        raise Http404
    response = FileResponse(path_of(shown.bundle.digest).open("rb"), as_attachment=True, filename=shown.bundle.name)
    response.headers["Cache-Control"] = f"public, max-age={_LONG}"
    response.headers["ETag"] = f'"{shown.bundle.digest}"'
    return response


@page(PUBLIC)
def key(request: Request) -> HttpResponse:
    """The public key of this installation, and how to verify a bundle with it."""
    return _cached(request, render(request, "publication/public_key.html", {"public_key": public_key()}))


@page(PUBLIC)
def key_file(request: Request) -> HttpResponse:
    """The public key as plain text, for programs."""
    del request
    response = HttpResponse(public_key() + "\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={_LONG}"
    return response
