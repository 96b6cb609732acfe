"""Which jobs somebody may see: those that they asked for."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kaoji.web.accounts.models import User
from kaoji.web.jobs.models import Job


def jobs_of(user: User) -> QuerySet[Job]:
    """Give one's own jobs, the newest first."""
    return Job.objects.filter(asked_by=user).order_by("-pk")


def job_of(user: User, number: int) -> Job:
    """Give one's own job, or 404."""
    return get_object_or_404(jobs_of(user), pk=number)
