"""Pages of runs: the list, the ranking with its chart, what is missing, putting one forward."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import restored
from kaoji.web.assessments.findings import shown as said
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.models import Fact, Side
from kaoji.web.pages import Request, page
from kaoji.web.results import access, actions
from kaoji.web.results.actions import what_is_unverified
from kaoji.web.results.lacking import lacking_by_filing
from kaoji.web.results.models import Chart, Run, Standing
from kaoji.web.results.rankings import PAGE, Group, Wanted, grouped, in_order
from kaoji.web.tables import picture
from kaoji.writing.charts import MOST_ROWS

_HEAVY = ("missing", "problems", "open_decisions")
KINDS = {
    "result": Q(is_preview=False),
    "complete": Q(is_final=True),
    "preview": Q(is_final=False, finished_at__isnull=False),
    "self": Q(uses_self=True),
    "unfinished": Q(finished_at__isnull=True),
}


def chosen_runs(request: Request) -> QuerySet[Run]:
    """Give the runs that a list asks for, with a part of the reason or of a name."""
    found = access.runs_to_see(request.part).select_related("scheme", "job", "asked_by").defer("scheme__text", *_HEAVY)
    if words := request.GET.get("q", "").strip():
        found = found.filter(Q(reason__icontains=words) | Q(asked_by__name__icontains=words))
    kind = request.GET.get("kind", "")
    return found.filter(KINDS[kind]) if kind in KINDS else found


@page("assessment.view")
def runs(request: Request, assessment: Assessment) -> HttpResponse:
    """All runs: why, by whom, over which scheme, what is missing."""
    shown = Paginator(chosen_runs(request), PAGE).get_page(request.GET.get("page"))
    is_filtered = any(request.GET.get(name) for name in ("q", "kind"))
    own = [] if request.part.may("results.view") else list(access.units_to_see(request.part))
    context = {"assessment": assessment, "runs": shown, "is_filtered": is_filtered, "own": own}
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
    """The ranking of one group of a run, with its chart."""
    run = access.run_to_see(request.part, number)
    context: dict[str, object] = {"assessment": assessment, "run": run}
    if run.finished_at is None:
        return render(request, "results/waiting.html", context)
    seen = access.standings_to_see(request.part, run)
    counted = seen.order_by().values("group").annotate(count=Count("pk"), first=Min("participant__position"))
    groups = list(counted.order_by("first"))
    wanted = Wanted.of(request.GET)
    chosen = next((each["group"] for each in groups if each["group"] == wanted.group), None)
    chosen = chosen or (groups[0]["group"] if groups else "")
    everything = list(seen.filter(group=chosen).defer("nodes", "points", "facts"))
    listed = in_order((each for each in everything if wanted.has(each, chosen)), wanted.sort)
    shown = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    found = grouped(shown, everything, structure_of(run.scheme))
    is_whole = request.part.may("results.view")
    context |= {
        "wanted": wanted,
        "pages": shown,
        "groups": groups,
        "group": found[0] if found else Group(chosen),
        "grades": _grades_of(run, everything),
        "count": len(listed),
        "of": len(everything),
        "is_filtered": bool(wanted.words or wanted.grade),
        "is_whole": is_whole,
    }
    if is_whole:
        context |= {"chart": _chart_of(run, chosen, everything), "is_stale": has_newer_facts(run)}
        # What is missing, undecided or changed the page says already; here, what keeps a run back that looks whole.
        may_propose = request.part.may("publication.manage") and assessment.stage == Stage.COLLECTING
        if may_propose and run.is_final and run.is_preview and not run.uses_self:
            context["hindrances"] = what_is_unverified(assessment)
    return render(request, "results/ranking.html", context)


def _grades_of(run: Run, everything: list[Standing]) -> list[str]:
    """Give the grades that units have, in the scheme's order."""
    given = {standing.grade for standing in everything if standing.grade}
    order = [grade.name for grade in structure_of(run.scheme).scheme.grades]
    return [*(name for name in order if name in given), *sorted(given - set(order))]


def _chart_of(run: Run, group: str, everything: list[Standing]) -> dict[str, object] | None:
    """Give the picture of a group, and in words what it shows."""
    chart = Chart.objects.filter(run=run, group=group).only("pk").first()
    ranked = [each for each in in_order(everything) if each.total is not None]
    if chart is None or not ranked:
        return None
    return {"pk": chart.pk, "first": ranked[0], "last": ranked[-1], "count": len(ranked), "is_spread": len(ranked) > MOST_ROWS}  # fmt: skip


def has_newer_facts(run: Run) -> bool:
    """Tell whether any provided fact was written after the run read the facts."""
    if run.uses_self or run.facts_read_at is None:
        return False
    if run.assessment.attribute_changes.filter(at__gt=run.facts_read_at).exists():
        return True
    newer = Fact.objects.filter(filing__assessment=run.assessment_id, changed_at__gt=run.facts_read_at)
    return newer.filter(side=Side.PROVIDED).exists()


@page("results.view")
def chart(request: Request, assessment: Assessment, number: int, chart: int) -> HttpResponse:
    """The picture of a group's ranking."""
    run = access.finished_run_to_see(request.part, number)
    found = get_object_or_404(Chart, pk=chart, run=run)
    del assessment
    response = picture(found.svg)
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@page("results.view")
def lacking(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """What a run lacks, by what is to be filled in, with who is to do it and where; and what is wrong with the facts."""
    run = access.finished_run_to_see(request.part, number)
    words = request.GET.get("q", "").strip()[:100]
    shown = Paginator(lacking_by_filing(run, request.part, words), PAGE).get_page(request.GET.get("page"))
    problems = said(restored(each["kept"] for each in run.problems if each.get("level") != "info" and "kept" in each))
    context = {"assessment": assessment, "run": run, "pages": shown, "words": words, "problems": problems[:100],
               "problem_count": len(problems)}  # fmt: skip
    return render(request, "results/lacking.html", context)
