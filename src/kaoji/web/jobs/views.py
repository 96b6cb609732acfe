"""How far a job is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kaoji.web.jobs.models import Job
from kaoji.web.pages import Request, page
from kaoji.web.permissions import SIGNED_IN


@page(SIGNED_IN)
def progress(request: Request, job: int) -> HttpResponse:
    """Show how far one's own job is; the page asks again by itself until it is over."""
    found = get_object_or_404(Job, pk=job, asked_by=request.user)
    response = render(request, "jobs/progress.html", {"job": found})
    if found.finished_at is not None and request.htmx:
        response.headers["HX-Refresh"] = "true"
    return response
