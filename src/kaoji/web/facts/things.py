"""What is to be done about facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.facts.models import Filing, FilingState
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
            assessment__in=collecting, providers__in=mine, is_required=True,
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
