"""What is to be done about facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.facts.listing import OPTIONAL
from kaoji.web.facts.models import Filing, FilingState, SelfAssessment, Urge
from kaoji.web.organisations.desk import Desk
from kaoji.web.permissions import Role
from kaoji.web.todo import Thing, source_of_things

_SOON = timedelta(days=7)


@source_of_things
def filings_to_fill(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Filings of one's own that wait to be filled in."""
    collecting = {a.pk: a for a in assessments if a.stage == Stage.COLLECTING}
    mine = {post.organisation_id for post in desk.posts if post.role in (Role.PROVIDER, Role.OFFICE)}
    if not collecting or not mine:
        return
    waiting = (
        Filing.objects.filter(
            Q(is_required=True) | Q(state=FilingState.RETURNED), assessment__in=collecting, providers__in=mine,
            state__in=(FilingState.OPEN, FilingState.RETURNED),
        )
        .order_by()
        .values("assessment_id", "state")
        .annotate(count=Count("pk", distinct=True), due_on=Min("due_on"))
    )  # fmt: skip
    today = timezone.localdate()
    for row in waiting:
        assessment = collecting[row["assessment_id"]]
        text = (
            ngettext("{count} filing was returned: mend it", "{count} filings were returned: mend them", row["count"])
            if row["state"] == FilingState.RETURNED
            else ngettext("{count} filing waits for your data", "{count} filings wait for your data", row["count"])
        ).format(count=row["count"])
        url = reverse("facts:filings", args=[assessment.pk]) + f"?state={row['state']}"
        due = row["due_on"]
        is_urgent = row["state"] == FilingState.RETURNED or (due is not None and due - today <= _SOON)
        yield Thing(text, url, assessment, due, is_urgent)


@source_of_things
def filings_where_something_happened(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Filings of one's own that are filled in only where something happened: they stay open until one says so."""
    collecting = {a.pk: a for a in assessments if a.stage == Stage.COLLECTING}
    mine = {post.organisation_id for post in desk.posts if post.role == Role.PROVIDER}
    if not collecting or not mine:
        return
    waiting = (
        Filing.objects.filter(
            assessment__in=collecting, providers__in=mine, is_required=False, state=FilingState.OPEN
        )
        .order_by()
        .values("assessment_id")
        .annotate(count=Count("pk", distinct=True))
    )  # fmt: skip
    for row in waiting:
        text = ngettext(
            "{count} filing to fill in where something of it happened",
            "{count} filings to fill in where something of them happened",
            row["count"],
        )
        url = reverse("facts:filings", args=[row["assessment_id"]]) + f"?state={OPTIONAL}"
        yield Thing(text.format(count=row["count"]), url, collecting[row["assessment_id"]])


@source_of_things
def filings_to_verify(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Filings that the office is to verify."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    run_here = {a.pk: a for a in assessments if a.office_id in offices and a.stage == Stage.COLLECTING}
    if not run_here:
        return
    submitted = (
        Filing.objects.filter(assessment__in=run_here, state=FilingState.SUBMITTED)
        .order_by()
        .values("assessment_id")
        .annotate(count=Count("pk"))
    )
    for row in submitted:
        assessment = run_here[row["assessment_id"]]
        text = ngettext("{count} filing waits to be verified", "{count} filings wait to be verified", row["count"])
        url = reverse("facts:filings", args=[assessment.pk]) + "?state=submitted"
        yield Thing(text.format(count=row["count"]), url, assessment)


@source_of_things
def reminders(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """What the office reminds one of, until it is handed in: the newest reminder of each assessment."""
    collecting = {a.pk: a for a in assessments if a.stage == Stage.COLLECTING}
    mine = {post.organisation_id for post in desk.posts}
    if not collecting or not mine:
        return
    open_states = (FilingState.OPEN, FilingState.RETURNED)
    waiting = (
        Urge.objects.filter(assessment__in=collecting, organisation__in=mine)
        .filter(Q(filing__state__in=open_states) | Q(filing=None))
        .exclude(
            filing=None,
            organisation__in=Participant.objects.filter(
                assessment__in=collecting, self_assessment__state__in=(FilingState.SUBMITTED, FilingState.VERIFIED)
            ).values("organisation"),
        )
        .select_related("filing")[:200]
    )
    told: dict[tuple[int, bool], list[Urge]] = {}
    for urge in waiting:
        told.setdefault((urge.assessment_id, urge.filing is None), []).append(urge)
    for (pk, is_self), urges in told.items():
        count = len({urge.filing_id for urge in urges})
        text = (
            _("The office reminds you of the self-assessment: {text}").format(text=urges[0].text)
            if is_self
            else ngettext(
                "The office reminds you of {count} filing: {text}",
                "The office reminds you of {count} filings: {text}",
                count,
            ).format(count=count, text=urges[0].text)
        )
        filing = urges[0].filing
        url = reverse("facts:self" if is_self else "facts:filings", args=[pk])
        if filing is not None and count == 1:
            url = reverse("facts:grid", args=[pk, filing.pk])
        due = collecting[pk].self_due_on if filing is None else filing.due_on
        yield Thing(text, url, collecting[pk], due, is_urgent=True)


@source_of_things
def self_assessments_to_fill(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Self-assessments of one's own units that wait to be handed in: asked for by a day, or begun of one's own accord."""
    collecting = {a.pk: a for a in assessments if a.stage == Stage.COLLECTING}
    mine = {post.organisation_id for post in desk.posts if post.role in (Role.REPORTER, Role.HEAD)}
    if not collecting or not mine:
        return
    is_asked = Q(assessment__self_due_on__isnull=False) | Q(self_assessment__isnull=False)
    units = Participant.objects.filter(is_asked, assessment__in=collecting, organisation__in=mine)
    today = timezone.localdate()
    for unit in units.exclude(self_assessment__state__in=(FilingState.SUBMITTED, FilingState.VERIFIED)).select_related(
        "self_assessment"
    )[:50]:
        assessment = collecting[unit.assessment_id]
        state = getattr(unit, "self_assessment", None)
        is_returned = state is not None and state.state == FilingState.RETURNED
        text = (
            _("The self-assessment of {unit} was returned: mend it") if is_returned else _("Self-assessment of {unit}")
        )
        due = assessment.self_due_on
        is_urgent = is_returned or (due is not None and due - today <= _SOON)
        url = reverse("facts:self-unit", args=[assessment.pk, unit.pk])
        yield Thing(text.format(unit=unit.unit), url, assessment, due, is_urgent)


@source_of_things
def self_assessments_to_look_at(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Self-assessments that were handed in to the office."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    run_here = {a.pk: a for a in assessments if a.office_id in offices and a.stage == Stage.COLLECTING}
    if not run_here:
        return
    submitted = (
        SelfAssessment.objects.filter(participant__assessment__in=run_here, state=FilingState.SUBMITTED)
        .order_by()
        .values("participant__assessment")
        .annotate(count=Count("pk"))
    )
    for row in submitted:
        assessment = run_here[row["participant__assessment"]]
        text = ngettext(
            "{count} self-assessment was handed in", "{count} self-assessments were handed in", row["count"]
        )
        url = reverse("facts:self", args=[assessment.pk]) + "?state=submitted"
        yield Thing(text.format(count=row["count"]), url, assessment)
