"""One's own jobs: which there are, and how far each is."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.web.assessments.models import Assessment
from kaoji.web.jobs import access
from kaoji.web.jobs.models import Job, State
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.pages import Request, page
from kaoji.web.permissions import SIGNED_IN

KINDS: dict[str, Promise] = {
    "assessments.read": gettext_lazy("Reading a notice"),
    "facts.workbook": gettext_lazy("Reading a workbook of facts"),
    "facts.mark": gettext_lazy("Marking the faulty cells of a workbook"),
    "people.import": gettext_lazy("Importing people"),
    "organisations.import": gettext_lazy("Importing organisations"),
    "results.compute": gettext_lazy("Computing results"),
    "results.try": gettext_lazy("Computing a trial"),
    "results.reports": gettext_lazy("Writing score reports"),
    "publication.bundle": gettext_lazy("Making the signed bundle"),
    "publication.archive": gettext_lazy("Making the archive"),
    "stored.check": gettext_lazy("Checking what is stored"),
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


def _with_words(found: QuerySet[Job], words: str) -> QuerySet[Job]:
    """Look for words where the page shows some: in what is done, for which assessment, and what went wrong."""
    kinds = [kind for kind, name in KINDS.items() if words.casefold() in str(name).casefold()]
    titled = Assessment.objects.filter(title__icontains=words, pk__in=found.order_by().values("assessment_id"))
    return found.filter(
        Q(kind__in=kinds) | Q(problem__icontains=words) | Q(assessment_id__in=list(titled.values_list("pk", flat=True)))
    )


JOBS = Listed(
    (
        Column(gettext_lazy("No."), lambda line: line["job"].pk),
        Column(gettext_lazy("Work"), lambda line: line["kind"]),
        Column(gettext_lazy("State"), lambda line: line["job"].get_state_display()),
        Column(gettext_lazy("What went wrong"), lambda line: line["job"].problem),
        Column(gettext_lazy("Assessment"), lambda line: line["title"]),
        Column(gettext_lazy("Asked for"), lambda line: line["job"].asked_at),
        Column(gettext_lazy("Finished"), lambda line: line["job"].finished_at),
    ),
    search=_with_words,
    hint=gettext_lazy("Work or assessment"),
    choices=(Choice("state", gettext_lazy("All states"), dict(State.choices)),),
    lines=_lines,
)


@page(SIGNED_IN, gives_file=AS)
def jobs(request: Request) -> HttpResponse:
    """One's own jobs, the newest first."""
    found = access.jobs_of(request.user)
    context = {"is_busy": found.filter(finished_at=None).exists()}
    template = "jobs/table.html" if request.htmx else "jobs/jobs.html"
    return JOBS.answer(request, found, template, context, title=_("Background work"))


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
