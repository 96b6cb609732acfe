"""Which entries somebody may see, and how they are searched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.apps import apps
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


_NAMED_BY: Final = {
    "accounts.user": "name", "assessments.assessment": "title", "assessments.notice": "file__name",
    "assessments.participant": "unit", "assessments.schemeversion": "number", "facts.fact": "filing__label",
    "facts.filing": "label", "facts.selfassessment": "participant__unit", "facts.workbook": "file__name",
    "files.storedfile": "name", "organisations.organisation": "name", "organisations.post": "organisation__name",
    "publication.appeal": "participant__unit", "publication.proposal": "number", "results.run": "number",
}  # fmt: skip
"""By which field people know an object, of the kinds that have one."""


def names_of(shown: Iterable[Entry]) -> dict[tuple[str, str], str]:
    """Give the names by which people know the objects of entries, as they are called now: a query a kind."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for each in shown:
        if each.object_type in _NAMED_BY and each.object_id.isascii() and each.object_id.isdigit():
            numbers[each.object_type].add(int(each.object_id))
        if each.assessment_id is not None:
            numbers["assessments.assessment"].add(each.assessment_id)
    return {
        (kind, str(number)): str(name)
        for kind, found in numbers.items()
        for number, name in apps.get_model(kind).objects.filter(pk__in=found).values_list("pk", _NAMED_BY[kind])
    }


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
