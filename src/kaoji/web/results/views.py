"""Pages of results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.facts.access import own_units
from kaoji.web.pages import Request, page
from kaoji.web.results import access, actions
from kaoji.web.results.models import Run, Standing
from kaoji.web.results.trees import without_raters


@page("assessment.view")
def runs(request: Request, assessment: Assessment) -> HttpResponse:
    """All runs."""
    found = access.runs_to_see(request.part).select_related("scheme", "job", "asked_by")[:100]
    return render(request, "results/runs.html", {"assessment": assessment, "runs": found})


@page("results.compute", "POST")
def compute(request: Request, assessment: Assessment) -> HttpResponse:
    """Ask for a run."""
    try:
        run = actions.compute(
            assessment,
            request.user,
            uses_self=request.POST.get("uses_self") == "1",
            reason=request.POST.get("reason", "")[:200],
        )
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("results:runs", assessment.pk)
    return redirect("results:ranking", assessment.pk, run.number)


@page("assessment.view")
def ranking(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """The ranking of a run, by group."""
    run = access.run_to_see(request.part, number)
    standings = Standing.objects.filter(run=run).select_related("participant")
    if not request.part.may("results.view"):
        standings = standings.filter(participant__in=own_units(request.part))
    context = {"assessment": assessment, "run": run, "groups": _groups(run, list(standings))}
    return render(request, "results/ranking.html", context)


def _groups(run: Run, standings: list[Standing]) -> list[dict[str, Any]]:
    del run
    groups: dict[str, list[Standing]] = {}
    for standing in standings:
        groups.setdefault(standing.group, []).append(standing)
    shown = []
    for name, members in groups.items():
        members.sort(key=lambda s: (s.rank is None, s.rank or 0, s.participant.position))
        best = max((s.total or 0 for s in members), default=0)
        rows = [{"standing": s, "share": (s.total or 0) * 100 // best if best > 0 else 0} for s in members]
        shown.append({"name": name, "rows": rows, "parts": list(dict.fromkeys(p for s in members for p in s.parts))})
    return shown


@page("assessment.view")
def sheet(request: Request, assessment: Assessment, number: int, unit: int) -> HttpResponse:
    """One unit's score sheet: every point won and lost, down to its facts."""
    run = access.run_to_see(request.part, number)
    standing = access.standing_to_see(request.part, run, unit)
    tree = standing.sheet.tree if request.part.may("results.view") else without_raters(standing.sheet.tree)
    context = {"assessment": assessment, "run": run, "standing": standing, "tree": tree}
    return render(request, "results/sheet.html", context)
