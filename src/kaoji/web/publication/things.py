"""What is to be done about approving, publicising and publishing: to be signed, answered, confirmed, read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, Min, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.facts.models import Fact, Side
from kaoji.web.organisations.desk import Desk
from kaoji.web.permissions import Role
from kaoji.web.publication.models import Appeal, AppealState, Proposal, ProposalState, Publication, PublicNotice
from kaoji.web.publication.rounds import steps_of
from kaoji.web.todo import Thing, source_of_things

_SOON = timedelta(days=2)


def _page(name: str, assessment: Assessment, *more: object) -> str:
    return reverse(f"publication:{name}", args=[assessment.pk, *more])


def _at(assessments: list[Assessment], *stages: Stage) -> dict[int, Assessment]:
    return {each.pk: each for each in assessments if each.stage in stages}


def _run_here(desk: Desk, found: dict[int, Assessment]) -> dict[int, Assessment]:
    """Leave the assessments that the person's own office runs."""
    return {
        pk: each
        for pk, each in found.items()
        if any(
            post.role == Role.OFFICE and post.organisation_id == each.office_id and post.assessment_id in (None, pk)
            for post in desk.posts
        )
    }


@source_of_things
def results_to_sign(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Proposed results whose next step is one's own to sign, and approved ones that the office puts on notice."""
    found = _at(assessments, Stage.APPROVING, Stage.COLLECTING)
    if not found or not any(post.role in (Role.LEADER, Role.OFFICE) for post in desk.posts):
        return
    here = _run_here(desk, found)
    seen: set[int] = set()
    proposals = Proposal.objects.filter(assessment__in=found).select_related("run", "assessment")
    for each in proposals.prefetch_related("signatures", "assessment__approval_steps__organisation"):
        if each.assessment_id in seen:
            continue
        seen.add(each.assessment_id)
        assessment = found[each.assessment_id]
        url = _page("proposal", assessment, each.number)
        if each.state == ProposalState.OPEN and _is_to_sign(desk, assessment, each):
            yield Thing(_("The result waits for your signature"), url, assessment, is_urgent=True)
        elif each.state == ProposalState.APPROVED and assessment.pk in here:
            url = _page("begin-notice", assessment)
            yield Thing(_("The result is approved: put it on public notice"), url, assessment)
        elif each.state == ProposalState.SENT_BACK and assessment.pk in here:
            yield Thing(_("The result was sent back: read why and mend it"), url, assessment, is_urgent=True)


def _is_to_sign(desk: Desk, assessment: Assessment, proposal: Proposal) -> bool:
    step = next((each for each in steps_of(proposal) if each.is_next), None)
    if step is None or desk.user.pk in (proposal.by_id, proposal.run.proposed_by_id):
        return False
    if any(each.by_id == desk.user.pk for each in proposal.signatures.all()):
        return False
    return any(
        post.organisation_id == step.organisation_id
        and post.assessment_id in (None, assessment.pk)
        and (post.role == Role.LEADER or (post.role == Role.OFFICE and post.organisation_id == assessment.office_id))
        for post in desk.posts
    )


@source_of_things
def appeals_to_answer(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Appeals that the office answers, the earliest deadline first."""
    here = _run_here(desk, _at(assessments, Stage.COLLECTING, Stage.APPROVING, Stage.PUBLICISING))
    if not here:
        return
    waiting = (
        Appeal.objects.filter(assessment__in=here, state=AppealState.FILED)
        .order_by()
        .values("assessment")
        .annotate(count=Count("pk"), due_on=Min("notice__answers_due_on"))
    )
    for row in waiting:
        assessment = here[row["assessment"]]
        text = ngettext("{count} appeal waits for an answer", "{count} appeals wait for an answer", row["count"])
        yield Thing(
            text.format(count=row["count"]), _page("appeals", assessment) + "?state=filed", assessment, row["due_on"],
            is_urgent=row["due_on"] - timezone.localdate() <= _SOON,
        )  # fmt: skip


@source_of_things
def notices_to_close(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Notices that are over or whose facts changed, proposals to publish, results to be archived."""
    here = _run_here(desk, _at(assessments, Stage.PUBLICISING, Stage.PUBLISHED))
    if not here:
        return
    today = timezone.localdate()
    made = {each.assessment_id: each for each in Publication.objects.filter(assessment__in=here)}
    asked = set(
        Appeal.objects.filter(assessment__in=here, state=AppealState.FILED).values_list("assessment", flat=True)
    )
    for notice in _with_changes(here):
        assessment = here[notice.assessment_id]
        publication = made.get(assessment.pk)
        if assessment.stage == Stage.PUBLICISING:
            is_over = today > notice.until_on and assessment.pk not in asked
            yield from _to_publish(desk, assessment, notice, publication, is_over=is_over)
        elif publication is not None and publication.bundle_id is not None and publication.archive_job_id is None:
            yield Thing(
                _("The result is published: archive the assessment"), _page("publication", assessment), assessment
            )


def _with_changes(here: dict[int, Assessment]) -> Iterator[PublicNotice]:
    """Give the last notice of each assessment, each with whether facts changed since its run."""
    changed = Fact.objects.filter(
        filing__assessment=OuterRef("assessment"), side=Side.PROVIDED,
        changed_at__gt=Coalesce(OuterRef("run__facts_read_at"), OuterRef("run__asked_at")),
    )  # fmt: skip
    seen: set[int] = set()
    for notice in PublicNotice.objects.filter(assessment__in=here, end_reason="").annotate(has_changed=Exists(changed)):
        if notice.assessment_id not in seen:
            seen.add(notice.assessment_id)
            yield notice


def _to_publish(
    desk: Desk, assessment: Assessment, notice: PublicNotice, publication: Publication | None, *, is_over: bool
) -> Iterator[Thing]:
    url = _page("publication", assessment)
    if getattr(notice, "has_changed", False):
        text = _("Facts changed since the result was signed: take it off public notice")
        yield Thing(text, _page("notice", assessment, notice.pk), assessment, is_urgent=True)
    elif publication is not None and publication.proposed_by_id != desk.user.pk:
        yield Thing(_("A proposal to publish waits for your confirmation"), url, assessment, is_urgent=True)
    elif publication is None and is_over:
        yield Thing(_("The public notice is over: propose to publish the result"), url, assessment)


@source_of_things
def own_results(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """A unit's own result on public notice, and answers that it has not read."""
    units = {post.organisation_id for post in desk.posts if post.role in (Role.REPORTER, Role.HEAD)}
    found = _at(assessments, Stage.COLLECTING, Stage.APPROVING, Stage.PUBLICISING, Stage.PUBLISHED)
    if not units or not found:
        return
    today = timezone.localdate()
    running = PublicNotice.objects.filter(
        assessment__in=found, assessment__participants__organisation__in=units, ended_at=None, from_on__lte=today,
        until_on__gte=today,
    ).distinct()  # fmt: skip
    for notice in running:
        assessment = found[notice.assessment_id]
        text = _("Your result is on public notice: check it, appeal in time")
        url = _page("notice", assessment, notice.pk)
        yield Thing(text, url, assessment, notice.until_on, is_urgent=notice.until_on - today <= _SOON)
    coming = PublicNotice.objects.filter(
        assessment__in=found, assessment__participants__organisation__in=units, ended_at=None, from_on__gt=today
    ).distinct()
    for notice in coming:
        assessment = found[notice.assessment_id]
        text = _("Your result goes on public notice on {day}").format(day=notice.from_on)
        yield Thing(text, _page("overview", assessment), assessment, notice.from_on)
    answered = Appeal.objects.filter(
        assessment__in=found, participant__organisation__in=units, answered_at__isnull=False, acknowledged_at=None
    )
    for appeal in answered.order_by("pk")[:20]:
        assessment = found[appeal.assessment_id]
        text = _("Your appeal “{name}” is answered").format(name=appeal.node_name or _("Total"))
        yield Thing(text, _page("appeal", assessment, appeal.pk), assessment)
