"""Pages of assessments and their schemes."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.web.assessments import actions
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.assessments.structures import parsed
from kaoji.web.facts.actions import open_collection
from kaoji.web.facts.progress import progress_of
from kaoji.web.organisations.models import Organisation
from kaoji.web.pages import Request, page
from kaoji.web.permissions import Role


@page("assessment.create", "GET", "POST")
def new(request: Request) -> HttpResponse:
    """Open an assessment."""
    mine = {post.organisation_id for post in request.desk.posts if post.role == Role.OFFICE}
    offices = Organisation.objects.filter(pk__in=mine)
    problem = ""
    if request.method == "POST":
        office = get_object_or_404(offices, pk=_number(request.POST.get("office", "")))
        title, year = request.POST.get("title", "").strip(), _number(request.POST.get("year", ""))
        if title and 2000 <= year <= 2100:  # noqa: PLR2004 - years of assessments
            return redirect("assessments:scheme", actions.create(office, title[:200], year, request.user).pk)
        problem = _("Write a title and the year in four digits.")
    context = {"offices": offices, "problem": problem, "year": date.today().year, "given": request.POST}  # noqa: DTZ011
    return render(request, "assessments/new.html", context, status=422 if problem else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004


@page("assessment.view")
def overview(request: Request, assessment: Assessment) -> HttpResponse:
    """Where an assessment stands."""
    context = {"assessment": assessment, "stages": Stage.choices, "progress": progress_of(assessment)}
    return render(request, "assessments/overview.html", context)


@page("assessment.manage", "POST")
def deadlines(request: Request, assessment: Assessment) -> HttpResponse:
    """Set deadlines."""
    found = [parse_date(request.POST.get(name, "") or "-") for name in ("facts_due_on", "self_due_on")]
    actions.set_deadlines(assessment, *found)
    messages.success(request, _("The deadlines are kept."))
    return redirect("assessments:overview", assessment.pk)


@page("scheme.view")
def scheme(request: Request, assessment: Assessment) -> HttpResponse:
    """The scheme: its indicators and rules, its versions and findings."""
    newest = assessment.scheme or assessment.scheme_versions.first()
    structure, findings = parsed(newest.text) if newest is not None else (None, ())
    language = get_language() or "zh"
    lines = [{"level": f.level, "code": f.code, "text": f.sentence(language), "line": _line(f)} for f in findings]
    context = {"assessment": assessment, "version": newest, "structure": structure, "findings": lines,
               "versions": assessment.scheme_versions.all()}  # fmt: skip
    return render(request, "assessments/scheme.html", context)


def _line(finding: object) -> int | None:
    sources = getattr(finding, "sources", ())
    return sources[0].line if sources else None


@page("scheme.view")
def version(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """One version's text, for download."""
    found = get_object_or_404(assessment.scheme_versions, number=number)
    response = HttpResponse(found.text, content_type="application/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="scheme-v{number}.yaml"'
    del request
    return response


@page("scheme.edit", "GET", "POST")
def edit(request: Request, assessment: Assessment) -> HttpResponse:
    """Write the scheme's text."""
    newest = assessment.scheme_versions.first()
    if request.method == "POST":
        try:
            text = request.POST.get("text", "").replace("\r\n", "\n")
            actions.keep_scheme(assessment, text, request.user, request.POST.get("note", "")[:200])
        except actions.NotNowError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The scheme is kept as a new version."))
        return redirect("assessments:scheme", assessment.pk)
    return render(request, "assessments/edit.html", {"assessment": assessment, "version": newest})


@page("scheme.publish", "POST")
def publish(request: Request, assessment: Assessment) -> HttpResponse:
    """Publish the newest version."""
    found = get_object_or_404(assessment.scheme_versions, number=_number(request.POST.get("number", "")))
    try:
        open_collection(found, parse_date(request.POST.get("due_on", "") or "-"))
    except actions.NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("assessments:scheme", assessment.pk)
    messages.success(request, _("The scheme is published. Facts can be collected now."))
    return redirect("assessments:overview", assessment.pk)
