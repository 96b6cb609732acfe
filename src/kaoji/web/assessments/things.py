"""What is to be done about schemes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.assessments.attributes import missing_in, waiting_in
from kaoji.web.assessments.models import (
    Amendment,
    AmendmentState,
    Assessment,
    Notice,
    NoticeState,
    Participant,
    SchemeVersion,
    Stage,
)
from kaoji.web.assessments.structures import structure_of
from kaoji.web.organisations.desk import Desk
from kaoji.web.permissions import Role
from kaoji.web.todo import Thing, source_of_things


@source_of_things
def schemes_to_prepare(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Assessments of one's own office whose scheme is not published yet, and notices nobody has dealt with."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    mine = {a.pk: a for a in assessments if a.office_id in offices and a.stage in (Stage.PREPARING, Stage.COLLECTING)}
    if not mine:
        return
    for notice in Notice.objects.filter(
        assessment__in=mine, state=NoticeState.READ, is_settled=False
    ).select_related("file").defer("reading", "findings"):  # fmt: skip
        url = reverse("assessments:changes", args=[notice.assessment_id, notice.pk])
        yield Thing(_("“{name}” was read: see what it changes").format(name=notice), url, mine[notice.assessment_id])
    for assessment in mine.values():
        if assessment.stage == Stage.PREPARING:
            url = reverse("assessments:overview", args=[assessment.pk])
            yield Thing(_("Get the scheme ready and publish it"), url, assessment)


@source_of_things
def attributes_to_say(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Attributes of units that the scheme in force names and nobody has said; schemes without any are not read."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    mine = {
        a.scheme_id: a
        for a in assessments
        if a.scheme_id is not None and a.office_id in offices and a.stage == Stage.COLLECTING
    }
    named = Q(text__contains="absent_for:") | Q(text__contains="share_by:") | Q(text__contains="within:")
    versions = list(SchemeVersion.objects.filter(named, pk__in=mine)) if mine else []
    units: dict[int, list[Participant]] = {}
    if versions:
        for unit in Participant.objects.filter(assessment__in=[version.assessment_id for version in versions]):
            units.setdefault(unit.assessment_id, []).append(unit)
    for version in versions:
        count = sum(1 for _each in missing_in(units.get(version.assessment_id, ()), structure_of(version)))
        if count:
            text = ngettext(
                "{n} value of the attributes of units is missing",
                "{n} values of the attributes of units are missing",
                count,
            ).format(n=count)
            url = reverse("assessments:units", args=[version.assessment_id]) + "?show=missing"
            yield Thing(text, url, mine[version.pk])


@source_of_things
def attributes_to_verify(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Attributes of units that somebody else of one's own office said and nobody has verified."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    mine = {a.pk: a for a in assessments if a.office_id in offices and a.stage == Stage.COLLECTING}
    if not mine:
        return
    waiting = waiting_in(*mine.values()).exclude(by=desk.user).order_by().values("assessment").annotate(n=Count("pk"))
    for row in waiting:
        text = ngettext(
            "{n} attribute of a unit waits to be verified", "{n} attributes of units wait to be verified", row["n"]
        ).format(n=row["n"])
        yield Thing(text, reverse("assessments:verify-units", args=[row["assessment"]]), mine[row["assessment"]])


@source_of_things
def changes_to_confirm(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Changes of a published scheme that wait for a second person."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    mine = {a.pk: a for a in assessments if a.stage == Stage.COLLECTING and a.office_id in offices}
    if not mine:
        return
    waiting: dict[int, list[int]] = {}
    for found in Amendment.objects.filter(assessment__in=mine, state=AmendmentState.PROPOSED).exclude(
        proposed_by=desk.user
    ):
        waiting.setdefault(found.assessment_id, []).append(found.pk)
    for pk, found_ids in waiting.items():
        text = ngettext(
            "{n} change of the scheme waits for a second person",
            "{n} changes of the scheme wait for a second person", len(found_ids),
        ).format(n=len(found_ids))  # fmt: skip
        yield Thing(text, reverse("assessments:amendment", args=[pk, found_ids[0]]), mine[pk], is_urgent=True)


@source_of_things
def changes_to_propose(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Drafts of a change of a scheme in force that nobody has proposed: as long as they wait they do not count."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    mine = {a.pk: a for a in assessments if a.stage == Stage.COLLECTING and a.office_id in offices and a.scheme_id}
    if not mine:
        return
    newest = SchemeVersion.objects.filter(assessment=OuterRef("assessment")).order_by("-number").values("pk")[:1]
    drafts = SchemeVersion.objects.filter(
        ~Exists(Amendment.objects.filter(version=OuterRef("pk")).exclude(state=AmendmentState.WITHDRAWN)),
        assessment__in=mine, pk=Subquery(newest),
    ).exclude(pk__in=[each.scheme_id for each in mine.values()])  # fmt: skip
    for pk, number in drafts.values_list("assessment_id", "number"):
        text = _("Propose the change of the scheme (version {number}), which is a draft so far").format(number=number)
        yield Thing(text, reverse("assessments:amendments", args=[pk]), mine[pk])
