"""Which entries somebody may see, and how they are searched."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from kaoji.web.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: a person, an action (or the first part of its name), an object, a period, how it ended."""

    person: str = ""
    action: str = ""
    target: str = ""
    since: date | None = None
    until: date | None = None
    result: str = ""
    assessment: int | None = None


def entries(wanted: Filter, within: Collection[int] | None = None) -> QuerySet[Entry]:
    """Give the entries that fit, newest first; ``within`` limits them to those of some assessments."""
    found = Entry.objects.order_by("-number")
    if within is not None:
        found = found.filter(assessment_id__in=within)
    if wanted.person:
        found = found.filter(user__icontains=wanted.person)
    if wanted.action:
        found = found.filter(Q(action=wanted.action) | Q(action__startswith=f"{wanted.action}."))
    if wanted.target:
        kind, _, number = wanted.target.rpartition(" ")
        found = found.filter(object_id=number, **({"object_type__contains": kind} if kind else {}))
    if wanted.since is not None:
        found = found.filter(at__gte=_start(wanted.since))
    if wanted.until is not None:
        found = found.filter(at__lt=_start(wanted.until + timedelta(days=1)))
    if wanted.result:
        found = found.filter(result=wanted.result)
    if wanted.assessment is not None:
        found = found.filter(assessment_id=wanted.assessment)
    return found


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
