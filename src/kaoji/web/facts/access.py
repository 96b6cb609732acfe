"""Which filings, facts and files somebody may see and fill in."""

from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from kaoji.web.assessments.models import Participant
from kaoji.web.facts.models import Filing
from kaoji.web.organisations.desk import Part
from kaoji.web.permissions import Role


def filings_to_enter(part: Part) -> QuerySet[Filing]:
    """Give the filings that somebody fills in: a provider its own, the office those that are its own."""
    return Filing.objects.filter(
        assessment=part.assessment, providers__in=part.organisations(Role.PROVIDER, Role.OFFICE)
    ).distinct()


def filings_to_see(part: Part) -> QuerySet[Filing]:
    """Give the filings that somebody sees: all for office, leaders and auditors, otherwise one's own."""
    if part.may("facts.overview"):
        return Filing.objects.filter(assessment=part.assessment)
    return filings_to_enter(part)


def filing_to_enter(part: Part, number: int) -> Filing:
    """Give a filing to fill in, or 404."""
    return get_object_or_404(filings_to_enter(part), pk=number)


def filing_to_see(part: Part, number: int) -> Filing:
    """Give a filing to look at, or 404."""
    return get_object_or_404(filings_to_see(part), pk=number)


def own_units(part: Part) -> QuerySet[Participant]:
    """Give the assessed units that somebody reports for or heads."""
    return Participant.objects.filter(
        assessment=part.assessment, organisation__in=part.organisations(Role.REPORTER, Role.HEAD)
    )
