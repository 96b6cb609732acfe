"""Filling in: the list of filings, the grid, and keeping rows as they are typed."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import sentence
from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import record
from kaoji.web.facts import access, actions
from kaoji.web.facts.actions.saving import HandedInError
from kaoji.web.facts.grid_table import table_of
from kaoji.web.facts.grids import MATRIX_VALUE, grid_of
from kaoji.web.facts.listing import (
    BLANK,
    LATE,
    OBJECTED,
    OPTIONAL,
    Wanted,
    counted,
    filings_workbook,
    filtered,
    is_late,
)
from kaoji.web.facts.models import Filing, FilingState
from kaoji.web.facts.offers import offers_for
from kaoji.web.facts.rendering import is_shown, lines_of, new_line
from kaoji.web.facts.rows import fields_of
from kaoji.web.lists import AS
from kaoji.web.meanwhile import sealed
from kaoji.web.pages import Request, page, sent_json

PAGE = 50
_MOST_ROWS = 2000
_LARGEST = 2**63
_OPEN = (FilingState.OPEN, FilingState.RETURNED)


@page("assessment.view", gives_file="as")
def filings(request: Request, assessment: Assessment) -> HttpResponse:
    """What is to be filled in: one's own, or all for who watches over the collection."""
    wanted = Wanted.of(request.GET)
    found = counted(filtered(access.filings_to_see(request.part), wanted))
    if request.GET.get("as") == "xlsx":
        record("list.export", assessment, name=_("Filings"), rows=len(found), what="xlsx")
        return xlsx(filings_workbook(found), _("Filings"))
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    seen = sealed({str(filing.pk): str(filing.due_on or "") for filing in shown})
    for filing in shown:
        filing.late = is_late(filing)  # type: ignore[attr-defined]
    states = [*FilingState.choices, (LATE, _("late")), (OBJECTED, _("with objections")),
              (OPTIONAL, _("only where something happened"))]  # fmt: skip
    context = {"assessment": assessment, "filings": shown, "states": states, "wanted": wanted,
               "is_office": request.part.may("facts.verify"),
               "is_watched": request.part.may("facts.overview"), "seen": seen,
               "is_awaited": any(filing.state in _OPEN for filing in shown),
               "is_decided": any(filing.state not in _OPEN for filing in shown)}  # fmt: skip
    return render(request, "facts/filings.html", context)


def xlsx(content: bytes, name: str) -> HttpResponse:
    """Answer with a workbook."""
    response = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}.xlsx"},
    )  # fmt: skip
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@page("assessment.view", gives_file=AS)
def grid(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """One filing as a grid: a row a unit (or an event), a column a field."""
    found = access.filing_to_see(request.part, filing)
    if assessment.scheme is None:
        return redirect("facts:filings", assessment.pk)
    own = access.filings_to_enter(request.part).filter(pk=found.pk).exists()
    is_open = own and found.state in _OPEN and assessment.stage == Stage.COLLECTING
    rater = (request.GET["rater"].strip()[:60], request.GET.get("kind", "")[:60]) if request.GET.get("rater") else None
    made = grid_of(found, structure_of(assessment.scheme), get_language() or "zh", rater)
    offers = offers_for(found, assessment)
    counts = access.evidence_counts(request.part, request.user, found)
    lines = [line for line in made.lines if is_shown(line, request.GET.get("show", ""))]
    table = table_of(made, counts)
    if AS in request.GET:
        title = _("{title} {filing}").format(title=assessment.title, filing=found.label)
        return table.file(request, lines, title=title, on=found)
    listing = table.listing(request, lines)
    context = {
        "assessment": assessment,
        "filing": found,
        "grid": made,
        "listing": listing,
        "is_long": listing.is_asked or listing.pages.paginator.num_pages > 1,
        "rater": rater or (made.raters[0] if made.raters else None),
        "lines": lines_of(assessment, made, listing, offers, counts, is_open=is_open),
        "blank_line": new_line(made) if is_open and made.shape == "list" else "",
        "offers": offers,
        "is_own": own,
        "is_open": is_open,
        "is_late": is_late(found),
        "shows": [(BLANK, _("only blank units")), (OBJECTED, _("only rows with objections"))],
        "urges": found.urges.select_related("by")[:3] if own else [],
        "following": _following(request, assessment, found),
        "seen": actions.stamp_of(found) if request.part.may("facts.verify") else "",
    }
    return render(request, "facts/grid.html", context)


def _following(request: Request, assessment: Assessment, filing: Filing) -> Filing | None:
    """Give what waits for the same hand next, after this one in the order of the scheme, then from its beginning."""
    if assessment.stage != Stage.COLLECTING:
        return None
    if request.part.may("facts.verify"):
        waiting = access.filings_to_see(request.part).filter(state=FilingState.SUBMITTED)
    elif request.part.may("facts.enter"):
        waiting = access.filings_to_enter(request.part).filter(state__in=_OPEN, is_required=True)
    else:
        return None
    waiting = waiting.exclude(pk=filing.pk).order_by("position", "pk")
    return waiting.filter(position__gt=filing.position).first() or waiting.first()


@page("facts.enter", "POST")
def rows(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """Keep rows as they are typed: JSON in, JSON out; says of each row what became of it."""
    found = access.filing_to_enter(request.part, filing)
    try:
        asked = sent_json(request)
        entries = entries_of(assessment, found, asked["rows"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"problem": _("This request cannot be understood.")}, status=400)
    if assessment.scheme is None:
        return JsonResponse({"problem": _("No scheme is published yet.")}, status=409)
    try:
        saved = actions.save(
            found, entries, structure_of(assessment.scheme), request.user, reason=str(asked.get("reason", ""))[:500]
        )
    except HandedInError:
        # The grid has no field for a reason: what it shows is no longer open, and the page of the row has one.
        text = _(
            "this was submitted in the meantime. Load the page anew; to correct a value, open the details of its row."
        )
        return JsonResponse({"problem": text}, status=409)
    except NotNowError as problem:
        return JsonResponse({"problem": str(problem)}, status=409)
    return JsonResponse(said(saved))


def entries_of(assessment: Assessment, filing: Filing, asked: list[dict[str, Any]]) -> list[actions.Entry]:
    """Understand the rows of a request.

    Raises:
        ValueError: they are no rows of this filing; KeyError, TypeError and AttributeError likewise.
    """
    if len(asked) > _MOST_ROWS:
        raise ValueError(len(asked))
    fields = {field.field for field in fields_of(filing)} - {"number"}
    wanted = {number for row in asked if (number := int(row["unit"])) < _LARGEST}
    units = {unit.pk: unit for unit in Participant.objects.filter(assessment=assessment, pk__in=wanted)}
    return [_entry(filing, fields, units[int(row["unit"])], row) for row in asked]


def _entry(filing: Filing, fields: set[str], unit: Participant, row: dict[str, Any]) -> actions.Entry:
    values = {str(name): _text(value) for name, value in row["values"].items() if name in fields}
    before = row.get("before")
    is_withdrawn = bool(row.get("withdrawn", False))
    value = MATRIX_VALUE.get(filing.table)
    if value in values and not values[value].strip():
        # A blank count would mean one ballot; in the grid it means that there is none.
        is_withdrawn = True
    return actions.Entry(
        unit,
        values,
        int(row.get("version", 0)),
        _text(row.get("number", ""))[:60],
        is_withdrawn,
        None if before is None else {str(name): str(each) for name, each in before.items()},
    )


def _text(value: object) -> str:
    """Give what was typed, without signs that no database keeps."""
    return str(value)[:2000].replace("\x00", "")


def said(saved: actions.Saved) -> dict[str, Any]:
    """Say what became of rows."""
    return {
        "kept": [
            {"unit": f.participant_id, "number": f.number, "version": f.version, "row": {} if f.is_withdrawn else f.row}
            for f in saved.kept
        ],
        "problems": [
            {"unit": entry.participant.pk, "number": entry.number, "field": problem.field,
             "level": problem.finding.level, "text": sentence(problem.finding)}
            for entry, problem in saved.problems
        ]
        + [
            {"unit": entry.participant.pk, "number": entry.number, "field": "", "level": "error", "text": text}
            for entry, text in saved.refused
        ],
        "conflicts": [
            {"unit": fact.participant_id, "number": fact.number, "version": fact.version,
             "row": {} if fact.is_withdrawn else fact.row, "by": str(fact.entered_by or "")}
            for _entry, fact in saved.conflicts
        ],
    }  # fmt: skip


def _move(request: Request, assessment: Assessment, filing: Filing, state: FilingState, text: str) -> HttpResponse:
    try:
        seen = request.POST.get("seen", "")
        actions.move_filing(filing, state, request.user, request.POST.get("reason", ""), seen=seen)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, text)
    return redirect("facts:grid", assessment.pk, filing.pk)


@page("facts.enter", "POST")
def submit(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """Submit a filing."""
    found = access.filing_to_enter(request.part, filing)
    if assessment.scheme is None:
        return redirect("facts:filings", assessment.pk)
    try:
        accepts = bool(request.POST.get("gaps"))
        actions.submit(found, structure_of(assessment.scheme), request.user, accepts_gaps=accepts,
                       keeps_returned=bool(request.POST.get("returned")))  # fmt: skip
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Submitted. The office will look at it."))
    return redirect("facts:grid", assessment.pk, found.pk)


@page("facts.verify", "POST")
def verify(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """Find a filing right."""
    found = access.filing_to_see(request.part, filing)
    return _move(request, assessment, found, FilingState.VERIFIED, _("Verified."))


@page("facts.verify", "POST")
def send_back(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """Return a filing with a reason."""
    found = access.filing_to_see(request.part, filing)
    return _move(request, assessment, found, FilingState.RETURNED, _("Returned to the provider."))
