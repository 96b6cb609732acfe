"""The page on which the office writes the result notice, and the Word file."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.meanwhile import MeanwhileError, opened, sealed, side_by_side
from kaoji.web.pages import Request, page
from kaoji.web.results import access, actions
from kaoji.web.results.notices import (
    LABELS,
    SWITCHES,
    URGENCIES,
    kept_fields,
    named_grades,
    notice_of,
    read_fields,
    sentences_of,
)
from kaoji.web.results.unit_views import WORD
from kaoji.web.tables import attached
from kaoji.writing.result_notice import faults, write_result_notice


@page("results.compute", "GET", "POST")
def notice(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """What stands in the result notice beside the result itself: written once, kept, used for every run."""
    run = access.finished_run_to_see(request.part, number)
    structure = structure_of(run.scheme)
    grades = [grade.name for grade in structure.scheme.grades]
    fields, meanwhile = kept_fields(assessment), None
    seen = sealed(fields)
    if request.method == "POST":
        written = read_fields(request.POST, grades)
        try:
            actions.keep_notice(assessment, written, request.user, seen=opened(request.POST.get("seen")))
        except MeanwhileError as problem:
            meanwhile, fields = problem, fields | problem.given
    if request.method == "POST" and meanwhile is None:
        # The page comes anew with what is kept now, and takes the file itself: the form can be mended and sent again.
        then = "?then=file" if request.POST.get("then") == "file" else ""
        messages.success(request, _("Saved. The Word file is being fetched.") if then else _("Saved."))
        return redirect(f"{reverse('results:notice', args=(assessment.pk, run.number))}{then}")
    named = named_grades(fields, structure)
    made = notice_of(run, fields, structure)
    context = {
        "assessment": assessment, "run": run, "fields": fields, "problems": sentences_of(faults(made)),
        "grades": [(index, grade, grade in named) for index, grade in enumerate(grades)],
        "urgencies": URGENCIES, "has_awards": bool(structure.scheme.awards), "has_consequences": bool(structure.scheme.afterwards),
        "seen": seen, "problem": str(meanwhile or ""), "is_fetching": request.GET.get("then") == "file",
        "differences": [] if meanwhile is None else side_by_side(meanwhile, LABELS, _words),
    }  # fmt: skip
    return render(request, "results/notice.html", context, status=200 if meanwhile is None else 409)


def _words(name: str, value: str) -> str:
    return (_("yes") if value else _("no")) if name in SWITCHES else value


@page("results.compute", gives_file=True)
def notice_file(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """The notice as a Word file."""
    run = access.finished_run_to_see(request.part, number)
    target = io.BytesIO()
    made = notice_of(run, kept_fields(assessment), structure_of(run.scheme))
    write_result_notice(made, target)
    name = _("{title} result notice run {number}").format(title=assessment.title, number=number)
    response = attached(target.getvalue(), WORD, f"{name}.docx")
    actions.note_export(run, "notice docx")
    return response
