"""Pages of runs: the list, the ranking with its chart, what is to be decided, putting one forward."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.pages import Request, page
from kaoji.web.results import access, actions, deciding
from kaoji.web.results.models import Chart, Run, Standing
from kaoji.web.results.rankings import PAGE, Wanted, grouped, in_order, parts_of

_KINDS = ("result", "complete", "preview", "self", "unfinished")


def chosen_runs(request: Request) -> list[Run]:
    """Give the runs that a list asks for, with a part of the reason or of a name."""
    found = access.runs_to_see(request.part).select_related("scheme", "job", "asked_by")
    if words := request.GET.get("q", "").strip():
        found = found.filter(Q(reason__icontains=words) | Q(asked_by__name__icontains=words))
    match request.GET.get("kind", ""):
        case "result":
            found = found.filter(is_preview=False)
        case "complete":
            found = found.filter(is_final=True)
        case "preview":
            found = found.filter(is_final=False, finished_at__isnull=False)
        case "self":
            found = found.filter(uses_self=True)
        case "unfinished":
            found = found.filter(finished_at__isnull=True)
    return list(found.defer("problems")[:1000])


@page("assessment.view")
def runs(request: Request, assessment: Assessment) -> HttpResponse:
    """All runs: why, by whom, over which scheme, what is missing."""
    shown = Paginator(chosen_runs(request), PAGE).get_page(request.GET.get("page"))
    context = {"assessment": assessment, "runs": shown, "kinds": _KINDS, "is_filtered": bool(request.GET)}
    return render(request, "results/runs.html", context)


@page("results.compute", "POST")
def compute(request: Request, assessment: Assessment) -> HttpResponse:
    """Ask for a run."""
    try:
        run = actions.compute(
            assessment,
            request.user,
            uses_self=request.POST.get("uses_self") == "1",
            reason=request.POST.get("reason", "").strip()[:200],
        )
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("results:runs", assessment.pk)
    return redirect("results:ranking", assessment.pk, run.number)


@page("assessment.view")
def ranking(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """The ranking of a run by group, with its chart, what is missing and what is to be decided."""
    run = access.run_to_see(request.part, number)
    context: dict[str, object] = {"assessment": assessment, "run": run}
    if run.finished_at is None:
        return render(request, "results/waiting.html", context)
    is_whole = request.part.may("results.view")
    everything = list(access.standings_to_see(request.part, run).defer("nodes", "points", "facts"))
    wanted = Wanted.of(request.GET)
    listed = in_order((standing for standing in everything if wanted.has(standing)), wanted.sort)
    shown = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context |= {
        "wanted": wanted,
        "pages": shown,
        "groups": grouped(shown, everything),
        "names": list(dict.fromkeys(standing.group for standing in everything)),
        "grades": list(dict.fromkeys(standing.grade for standing in everything if standing.grade)),
        "parts": parts_of(everything),
        "count": len(listed),
        "is_whole": is_whole,
    }
    if is_whole:
        context |= _for_the_office(request, run, everything)
    return render(request, "results/ranking.html", context)


def _for_the_office(request: Request, run: Run, everything: list[Standing]) -> dict[str, object]:
    charts = {chart.group: chart.pk for chart in Chart.objects.filter(run=run).defer("svg")}
    may_decide = request.part.may("results.decide")
    decided = deciding.decisions_now(run) if may_decide or run.open_decisions else {}
    structure = structure_of(run.scheme)
    return {
        "charts": charts,
        "ties": deciding.open_ties(run, everything, decided),
        "may_decide": may_decide,
        "all_grades": [grade.name for grade in structure.scheme.grades],
        "everybody": everything,
    }


@page("results.view")
def chart(request: Request, assessment: Assessment, number: int, chart: int) -> HttpResponse:
    """The picture of a group's ranking."""
    run = access.finished_run_to_see(request.part, number)
    found = get_object_or_404(Chart, pk=chart, run=run)
    del assessment
    response = HttpResponse(found.svg, content_type="image/svg+xml; charset=utf-8")
    # Opened by itself, the picture is a document: nothing in it may run or be fetched.
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@page("results.compute", "GET", "POST")
def propose(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Put a run forward as the result, or say what keeps it from that."""
    run = access.finished_run_to_see(request.part, number)
    if request.method != "POST":
        context = {"assessment": assessment, "run": run, "hindrances": actions.what_hinders(run)}
        return render(request, "results/propose.html", context)
    try:
        actions.propose(run, request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Run #{number} is put forward as the result.").format(number=run.number))
    return redirect("results:ranking", assessment.pk, run.number)


@page("results.decide", "POST")
def decide(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Record a signed decision, and compute anew with it."""
    run = access.finished_run_to_see(request.part, number)
    participants = list(assessment.participants.all())
    form = request.POST
    try:
        actions.decide(
            assessment,
            deciding.rulings_of(form, participants),
            request.user,
            body=form.get("by", "").strip()[:120],
            signed_on=deciding.day_of(form.get("signed_on", "")),
            note=form.get("note", "").strip()[:500],
        )
        anew = actions.compute(assessment, request.user, reason=_("after a signed decision"))
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("results:ranking", assessment.pk, run.number)
    messages.success(request, _("The decision is recorded. A new run takes it in."))
    return redirect("results:ranking", assessment.pk, anew.number)
