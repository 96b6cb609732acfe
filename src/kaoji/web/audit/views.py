"""Pages of the journal, for the audit administrator and, within their assessments, for auditors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date

from kaoji.web.assessments.models import Assessment
from kaoji.web.audit import access, words
from kaoji.web.audit.anchors import UnreadableAnchorsError, kept
from kaoji.web.audit.chain import record
from kaoji.web.audit.exporting import entry_table, lines
from kaoji.web.audit.models import Entry
from kaoji.web.audit.protection import is_protected
from kaoji.web.pages import Request, page
from kaoji.web.permissions import Role
from kaoji.writing.safe_cells import csv_table

PAGE = 50
_MOST_IN_A_TABLE = 50_000


@page("audit.view")
def journal(request: Request) -> HttpResponse:
    """The journal, the newest first."""
    within = _within(request)
    found = access.entries(_asked(request), within)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    if request.GET.get("page", "1") == "1":
        record("audit.view", asked={name: value for name, value in request.GET.items() if value and name != "page"})
    names = access.names_of(shown)
    for each in shown:
        _in_words(each, names)
    context: dict[str, Any] = {
        "entries": shown,
        "areas": words.AREAS.items(),
        "results": words.RESULTS.items(),
        "assessments": _assessments(request),
        "is_asked": any(value for name, value in request.GET.items() if name != "page"),
    }
    if within is None:
        context |= {"state": _state()}
    return render(request, "audit/journal.html", context)


def _in_words(each: Entry, names: Mapping[tuple[str, str], str]) -> None:
    each.who = words.who(each.user_id, each.user)  # type: ignore[attr-defined]
    each.sentence = words.sentence(each.action)  # type: ignore[attr-defined]
    each.thing = words.thing(each.object_type) if each.object_type else ""  # type: ignore[attr-defined]
    each.name = names.get((each.object_type, each.object_id), "")  # type: ignore[attr-defined]
    about = names.get(("assessments.assessment", str(each.assessment_id)), "")
    each.about = "" if about == each.name else about  # type: ignore[attr-defined]
    each.end = words.RESULTS.get(each.result, each.result)  # type: ignore[attr-defined]


def _within(request: Request) -> Collection[int] | None:
    """Give the assessments that somebody may see entries of; None for the audit administrator, who sees all."""
    if request.desk.administers == Role.AUDIT_ADMINISTRATOR:
        return None
    return [each.pk for each in _assessments(request)]


def _assessments(request: Request) -> list[Assessment]:
    if request.desk.administers == Role.AUDIT_ADMINISTRATOR:
        return list(Assessment.objects.all())
    return list(request.desk.audited)


def _asked(request: Request) -> access.Filter:
    number = request.GET.get("assessment", "")
    return access.Filter(
        person=request.GET.get("person", "").strip()[:60],
        action=request.GET.get("action", "").strip()[:80],
        target=request.GET.get("target", "").strip()[:100],
        since=_day(request.GET.get("since", "")),
        until=_day(request.GET.get("until", "")),
        result=request.GET.get("result", ""),
        assessment=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None,  # noqa: PLR2004
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _state() -> dict[str, object]:
    """Give what the audit administrator must know: how far anchors vouch, and whether the triggers are there."""
    last = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    try:
        anchors = kept()
    except UnreadableAnchorsError as problem:
        return {"last": last, "protected": is_protected(), "unreadable": problem.file.name}
    newest = anchors[-1] if anchors else None
    return {
        "last": last,
        "protected": is_protected(),
        "anchor": newest,
        "anchored_at": datetime.fromisoformat(newest.at) if newest is not None else None,
        "unanchored": last - (newest.number if newest is not None else 0),
    }


@page("audit.view")
def entry(request: Request, number: int) -> HttpResponse:
    """One entry with all its fields."""
    found = get_object_or_404(access.entries(access.Filter(), _within(request)), pk=number)
    _in_words(found, access.names_of([found]))
    return render(request, "audit/entry.html", {"entry": found, "data": _details(found)})


def _details(found: Entry) -> list[tuple[str, str]]:
    return sorted((words.detail(name), words.value(value)) for name, value in found.data.items())


@page("audit.view", gives_file=True)
def export(request: Request) -> HttpResponse | StreamingHttpResponse:
    """The entries that the page shows: as lines of JSON, which can be proved, or as a table."""
    found = access.entries(_asked(request), _within(request))
    as_table = request.GET.get("as") == "csv"
    asked = {name: value for name, value in request.GET.items() if value}
    record("audit.export", rows=found.count(), asked=asked)
    response: HttpResponse | StreamingHttpResponse
    if as_table:
        head, rows = entry_table(found.order_by("number")[:_MOST_IN_A_TABLE])
        response = HttpResponse(csv_table(head, rows), content_type="text/csv; charset=utf-8")
    else:
        response = StreamingHttpResponse(
            (line.encode() for line in lines(found)), content_type="application/x-ndjson; charset=utf-8"
        )
    name = "journal.csv" if as_table else "journal.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
