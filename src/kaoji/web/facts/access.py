"""Which filings, facts and files somebody may see and fill in."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from kaoji.web.assessments.models import Participant
from kaoji.web.facts.models import Evidence, Fact, Filing, FilingState, Side, Workbook
from kaoji.web.files.clearance import cleared_for
from kaoji.web.organisations.desk import Part
from kaoji.web.permissions import Role

_OVERSEERS = (Role.OFFICE, Role.LEADER, Role.AUDITOR)


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


def own_unit(part: Part, number: int) -> Participant:
    """Give a unit of one's own, or 404."""
    return get_object_or_404(own_units(part), pk=number)


def units_to_see(part: Part) -> QuerySet[Participant]:
    """Give the units whose self-assessment somebody sees: all for who oversees, otherwise one's own."""
    if part.has(*_OVERSEERS):
        return Participant.objects.filter(assessment=part.assessment)
    return own_units(part)


def unit_to_see(part: Part, number: int) -> Participant:
    """Give a unit whose self-assessment somebody sees, or 404."""
    return get_object_or_404(units_to_see(part), pk=number)


def unsettled_self_assessments(part: Part) -> dict[str, int]:
    """Count the self-assessments that are asked for and neither handed in nor decided, and those that wait, by state.

    They are asked for where there is a day for them, and of every unit that began one.
    """
    units = units_to_see(part).filter(takes_part=True)
    if part.assessment.self_due_on is None:
        units = units.filter(self_assessment__isnull=False)
    states = units.values_list("self_assessment__state").annotate(Count("pk")).order_by()
    counts: dict[str, int] = {}
    for state, count in states:
        name = state or FilingState.OPEN
        if name != FilingState.VERIFIED:
            counts[name] = counts.get(name, 0) + count
    return counts


def facts_to_see(part: Part) -> QuerySet[Fact]:
    """Give the facts that somebody sees: those of the filings they see, and what their own unit said of itself."""
    provided = Q(side=Side.PROVIDED, filing__in=filings_to_see(part))
    own = Q(side=Side.SELF, participant__in=units_to_see(part))
    return Fact.objects.filter(filing__assessment=part.assessment).filter(provided | own)


def facts_to_enter(part: Part) -> QuerySet[Fact]:
    """Give the facts that somebody may back with evidence: those that they enter."""
    provided = Q(side=Side.PROVIDED, filing__in=filings_to_enter(part))
    own = Q(side=Side.SELF, participant__in=own_units(part))
    return Fact.objects.filter(filing__assessment=part.assessment).filter(provided | own)


def fact_to_see(part: Part, number: int) -> Fact:
    """Give a fact to look at, or 404."""
    return get_object_or_404(facts_to_see(part).select_related("filing", "participant"), pk=number)


def fact_to_enter(part: Part, number: int) -> Fact:
    """Give a fact of one's own, or 404."""
    return get_object_or_404(facts_to_enter(part).select_related("filing", "participant"), pk=number)


def evidence_to_see(part: Part, user: Any) -> QuerySet[Evidence]:  # noqa: ANN401 - the account
    """Give the evidence that somebody sees, by what it belongs to and by its label (SC-18).

    An assessed unit also sees what the facts about itself rest on. What lies above one's clearance is not there at all,
    unless one handed it in.
    """
    labelled = Q(file__label__in=cleared_for(part.held)) | Q(file__uploaded_by=user)
    seen = Q(fact__in=facts_to_see(part)) | Q(fact__participant__in=own_units(part))
    return (
        Evidence.objects.filter(fact__filing__assessment=part.assessment, is_withdrawn=False)
        .filter(seen)
        .filter(labelled)
    )


def evidence_counts(part: Part, user: Any, filing: Filing) -> dict[int, int]:  # noqa: ANN401 - the account
    """Count the evidence that somebody sees, by fact of a filing."""
    found = evidence_to_see(part, user).filter(fact__filing=filing, fact__side=Side.PROVIDED).order_by()
    return dict(found.values_list("fact").annotate(Count("pk", distinct=True)))


def self_evidence_counts(part: Part, user: Any, unit: Participant) -> dict[int, int]:  # noqa: ANN401 - the account
    """Count the evidence that somebody sees, by fact that a unit gave itself."""
    found = evidence_to_see(part, user).filter(fact__participant=unit, fact__side=Side.SELF).order_by()
    return dict(found.values_list("fact").annotate(Count("pk", distinct=True)))


def workbooks_to_see(part: Part, user: Any) -> QuerySet[Workbook]:  # noqa: ANN401 - the account
    """Give the workbooks that somebody handed in."""
    return Workbook.objects.filter(assessment=part.assessment, by=user).select_related("file", "job")
