"""Pages of what a run leaves to the leading group, and of what was decided."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.pages import Request, page
from kaoji.web.results import access, actions, deciding
from kaoji.web.results.models import Run


@page("results.view")
def decisions(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Ties on the line of a grade, decisions on single units, and all that was decided so far."""
    return _page(request, assessment, access.finished_run_to_see(request.part, number))


def _page(request: Request, assessment: Assessment, run: Run, problem: str = "") -> HttpResponse:
    decided = deciding.decisions_now(run)
    concerned = {unit for item in run.open_decisions for unit in item["units"]}
    standings = list(
        access.standings_to_see(request.part, run)
        .filter(participant__unit__in=concerned)
        .defer("nodes", "points", "facts")
    )
    context = {
        "assessment": assessment,
        "run": run,
        "ties": deciding.open_ties(run, standings, decided, request.POST),
        "decided": [fact for fact in decided.values() if not fact.is_withdrawn],
        "grades": [grade.name for grade in structure_of(run.scheme).scheme.grades],
        "may_decide": request.part.may("results.decide"),
        "problem": problem,
        "given": request.POST,
    }
    return render(request, "results/decisions.html", context, status=422 if problem else 200)


@page("results.decide", "POST")
def decide(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Record a signed decision, and compute anew with it."""
    run = access.finished_run_to_see(request.part, number)
    form = request.POST
    try:
        actions.decide(
            assessment,
            deciding.rulings_of(form, assessment),
            request.user,
            body=form.get("by", "").strip()[:120],
            signed_on=deciding.day_of(form.get("signed_on", "")),
            note=form.get("note", "").strip()[:500],
        )
        anew = actions.compute(assessment, request.user, reason=_("after a signed decision"))
    except NotNowError as problem:
        return _page(request, assessment, run, str(problem))
    messages.success(request, _("The decision is recorded. A new run takes it in."))
    return redirect("results:ranking", assessment.pk, anew.number)


@page("results.decide", "POST")
def take_back(request: Request, assessment: Assessment, number: int, unit: int) -> HttpResponse:
    """Take back what was decided of a unit."""
    run = access.finished_run_to_see(request.part, number)
    participant = get_object_or_404(access.units_to_see(request.part), pk=unit)
    seen = deciding.whole(request.POST.get("seen", ""))
    try:
        actions.take_back(assessment, participant, seen, request.user, request.POST.get("reason", "")[:500])
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("The decision is taken back. Compute anew to see the result without it."))
    return redirect("results:decisions", assessment.pk, run.number)
