"""One's own jobs: which there are, and how far each is."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kaoji.web.assessments.models import Assessment
from kaoji.web.jobs import access
from kaoji.web.jobs.models import Job, State
from kaoji.web.pages import Request, page
from kaoji.web.permissions import SIGNED_IN

PAGE = 50
KINDS: dict[str, Promise] = {
    "assessments.read": _("Reading a notice"),
    "facts.workbook": _("Reading a workbook of facts"),
    "facts.mark": _("Marking the faulty cells of a workbook"),
    "people.import": _("Importing people"),
    "organisations.import": _("Importing organisations"),
    "results.compute": _("Computing results"),
    "results.try": _("Computing a trial"),
    "results.reports": _("Writing score reports"),
    "publication.bundle": _("Making the signed bundle"),
    "publication.archive": _("Making the archive"),
    "stored.check": _("Checking what is stored"),
}
"""What each kind of job does, for people; a kind that is missing here is shown by its name."""
_ABOUT: dict[str, tuple[str, str]] = {
    "assessments.read": ("assessments:notice", "notice"),
    "facts.workbook": ("facts:workbook", "workbook"),
    "facts.mark": ("facts:workbook", "workbook"),
    "results.compute": ("results:runs", ""),
    "results.reports": ("results:runs", ""),
    "publication.bundle": ("publication:publication", ""),
    "publication.archive": ("publication:publication", ""),
}
"""The page inside the assessment that shows what came of a job, and which of its arguments the address takes."""
_OWN = {"people.import": "organisations:imported", "organisations.import": "organisations:imported-organisations"}
"""The page that a job of the installation has for itself."""


def _about(job: Job) -> str:
    """Give the address of what a job is about; empty where there is no such page."""
    if job.kind in _OWN:
        return reverse(_OWN[job.kind], args=[job.pk])
    name, argument = _ABOUT.get(job.kind, ("assessments:overview", ""))
    wanted = [job.assessment_id, *([job.arguments.get(argument)] if argument else [])]
    return "" if None in wanted else reverse(name, args=wanted)


def _lines(jobs: Iterable[Job]) -> list[dict[str, object]]:
    jobs = list(jobs)
    numbers = [job.assessment_id for job in jobs if job.assessment_id is not None]
    titles = dict(Assessment.objects.filter(pk__in=numbers).values_list("pk", "title"))
    return [
        {"job": job, "kind": KINDS.get(job.kind, job.kind), "title": titles.get(job.assessment_id or 0, ""),
         "url": _about(job)}
        for job in jobs
    ]  # fmt: skip


@page(SIGNED_IN)
def jobs(request: Request) -> HttpResponse:
    """One's own jobs, the newest first."""
    found = access.jobs_of(request.user)
    state = request.GET.get("state", "")
    if state in State.values:
        found = found.filter(state=state)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    is_busy = any(job.finished_at is None for job in shown)
    context = {"lines": _lines(shown), "shown": shown, "states": State.choices, "is_busy": is_busy}
    return render(request, "jobs/table.html" if request.htmx else "jobs/jobs.html", context)


@page(SIGNED_IN)
def progress(request: Request, job: int) -> HttpResponse:
    """Show how far one's own job is; the page asks again by itself until it is over."""
    found = access.job_of(request.user, job)
    if not request.htmx:
        return render(request, "jobs/job.html", {"job": found, "line": _lines([found])[0]})
    response = render(request, "jobs/progress.html", {"job": found})
    if found.finished_at is not None:
        response.headers["HX-Refresh"] = "true"
    return response
