"""Which proposals, public notices, appeals and published results somebody may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.facts.access import own_units
from kaoji.web.facts.models import Fact, Side
from kaoji.web.files.models import StoredFile
from kaoji.web.organisations.desk import Part
from kaoji.web.organisations.models import Organisation
from kaoji.web.permissions import Role
from kaoji.web.publication.models import Appeal, NoticeCorrection, Proposal, Publication, PublicNotice, Signature
from kaoji.web.results.models import Chart, Run, Standing

MOST_RUNS = 50
ROUND = ("signatures__by", "assessment__approval_steps__organisation")
"""What the steps of a round are made of."""


def proposals_to_see(part: Part) -> QuerySet[Proposal]:
    """Give the proposed results: those who look after all results see them, nobody else."""
    found = Proposal.objects.filter(assessment=part.assessment).select_related("run", "by", "assessment")
    return found if part.may("results.view") else found.none()


def proposal_to_see(part: Part, number: int) -> Proposal:
    """Give a proposed result, or 404."""
    return get_object_or_404(proposals_to_see(part).prefetch_related(*ROUND), number=number)


def runs_to_propose(part: Part) -> list[Run]:
    """Give the newest finished runs over provided facts, for who may put one forward."""
    if not part.may("publication.manage"):
        return []
    found = Run.objects.filter(assessment=part.assessment, finished_at__isnull=False, uses_self=False)
    return list(found.select_related("asked_by", "assessment").defer("problems")[:MOST_RUNS])


def organisations_to_sign(part: Part) -> QuerySet[Organisation]:
    """Give the organisations that a step of approval can be given to: those of the region where somebody can sign."""
    signs = Q(posts__role__in=[Role.LEADER, Role.OFFICE]) | Q(approval_steps__assessment=part.assessment)
    return Organisation.objects.filter(signs, path__startswith=part.assessment.region_path).distinct()


def decisions_to_see(part: Part) -> QuerySet[Fact]:
    """Give the signed decisions on ties and special cases."""
    found = Fact.objects.filter(
        filing__assessment=part.assessment, filing__table="decisions", side=Side.PROVIDED, is_withdrawn=False
    )
    return (found if part.may("results.view") else found.none()).select_related("participant")


def notices_to_see(part: Part) -> QuerySet[PublicNotice]:
    """Give the public notices: units see one from its first day on."""
    found = PublicNotice.objects.filter(assessment=part.assessment).select_related("proposal", "run")
    if part.may("results.view"):
        return found
    return found.filter(from_on__lte=timezone.localdate()) if part.may("results.own") else found.none()


def withdrawn_of(proposal: Proposal) -> PublicNotice | None:
    """Give the last notice of a result that was withdrawn to be announced again."""
    return proposal.public_notices.filter(is_withdrawn=True).first()


def changes_shown(notice: PublicNotice) -> tuple[list[NoticeCorrection], list[PublicNotice]]:
    """Give what everybody sees of changes: corrections of a notice, and notices of the same result before it."""
    before = PublicNotice.objects.filter(proposal=notice.proposal_id, is_withdrawn=True, pk__lt=notice.pk)
    return list(notice.corrections.all()), list(before.order_by("pk"))


def notice_begins_on(part: Part) -> date | None:
    """Give the first day of a public notice that has not begun: all who take part may know the day, not the result."""
    coming = PublicNotice.objects.filter(assessment=part.assessment, end_reason="", from_on__gt=timezone.localdate())
    return coming.values_list("from_on", flat=True).first()


def notice_to_see(part: Part, number: int) -> PublicNotice:
    """Give a public notice, or 404."""
    return get_object_or_404(notices_to_see(part), pk=number)


def result_of_notice(part: Part, notice: PublicNotice) -> bool:
    """Tell whether somebody sees the result on a notice: of one that was withdrawn only those who see all results."""
    return not notice.is_withdrawn or part.may("results.view")


def standings_shown(run: Run) -> list[Standing]:
    """Give the results of a run as notices and publications show them: without what they never show."""
    found = Standing.objects.filter(run=run).select_related("participant")
    return list(found.defer("nodes", "points", "facts", "consequences"))


def appeals_to_see(part: Part) -> QuerySet[Appeal]:
    """Give the appeals: a unit sees its own alone."""
    found = Appeal.objects.filter(assessment=part.assessment).select_related("participant", "notice", "filed_by")
    if part.may("results.view"):
        return found
    return found.filter(participant__in=own_units(part)) if part.may("appeal.file") else found.none()


def appeal_to_see(part: Part, number: int) -> Appeal:
    """Give an appeal, or 404."""
    return get_object_or_404(appeals_to_see(part).select_related("run", "outcome__job", "answered_by"), pk=number)


def outcome_of(appeal: Appeal) -> Run | None:
    """Give the run that takes in what an upheld appeal corrected: a later one where the first could not be computed."""
    outcome = appeal.outcome
    if outcome is None or not outcome.has_failed:
        return outcome
    later = Run.objects.filter(assessment=appeal.assessment_id, number__gt=outcome.number, finished_at__isnull=False)
    return later.order_by("number").first() or outcome


def own_appeal(part: Part, number: int) -> Appeal:
    """Give an appeal of one's own unit, or 404."""
    return get_object_or_404(appeals_to_see(part).filter(participant__in=own_units(part)), pk=number)


def file_of_appeal(part: Part, appeal: int, number: int) -> StoredFile:
    """Give a file that was handed in with an appeal, or 404."""
    return get_object_or_404(appeal_to_see(part, appeal).files, pk=number)


def units_to_appeal(part: Part) -> list[Participant]:
    """Give the units for which somebody can appeal."""
    return list(own_units(part)) if part.may("appeal.file") else []


def can_appeal(part: Part, unit: int) -> bool:
    """Tell whether somebody can appeal for a unit today."""
    if not part.may("appeal.file") or part.assessment.stage != Stage.PUBLICISING:
        return False
    today = timezone.localdate()
    running = PublicNotice.objects.filter(
        assessment=part.assessment, end_reason="", ended_at=None, from_on__lte=today, until_on__gte=today
    )
    return running.exists() and any(each.pk == unit for each in own_units(part))


def publication_to_see(part: Part) -> Publication | None:
    """Give the publication: while it is only proposed, to those who look after all results."""
    found = Publication.objects.filter(assessment=part.assessment).select_related(
        "run", "notice__proposal", "bundle", "archive", "bundle_job", "archive_job", "proposed_by", "confirmed_by"
    )
    return (found if part.may("results.view") else found.filter(confirmed_at__isnull=False)).first()


# ------------------------------------------------------------------ everybody


def public_assessments(today: date) -> QuerySet[Assessment]:
    """Give the assessments of which anybody sees a result: published ones, and those on open notice today."""
    on_notice = PublicNotice.objects.filter(
        is_open=True, ended_at=None, from_on__lte=today, until_on__gte=today
    ).values("assessment")
    published = Publication.objects.filter(confirmed_at__isnull=False).values("assessment")
    return Assessment.objects.filter(Q(pk__in=published) | Q(pk__in=on_notice)).select_related("office", "publication")


def open_notice_of(assessment: Assessment, today: date) -> PublicNotice | None:
    """Give the notice that anybody may see today."""
    return (
        assessment.public_notices.filter(is_open=True, ended_at=None, from_on__lte=today, until_on__gte=today)
        .select_related("run", "proposal")
        .first()
    )


def published_of(assessment: Assessment) -> Publication | None:
    """Give the published result of an assessment."""
    return (
        Publication.objects.filter(assessment=assessment, confirmed_at__isnull=False)
        .select_related("run", "notice__proposal", "bundle")
        .first()
    )


def open_until(assessments: list[int], today: date) -> dict[int, date]:
    """Give until when assessments are on open notice, of those that are; one query."""
    found = PublicNotice.objects.filter(
        assessment__in=assessments, is_open=True, ended_at=None, from_on__lte=today, until_on__gte=today
    )
    return dict(found.order_by().values_list("assessment", "until_on"))


def charts_shown(run: Run, shows: Collection[str]) -> list[Chart]:
    """Give the pictures of a ranking; they show names, totals and grades in order, so all of these must be shown."""
    return list(Chart.objects.filter(run=run)) if {"rank", "grade", "total"} <= set(shows) else []


def approvals_shown(proposal: int) -> list[Signature]:
    """Give who approved a result, by step and organisation, and when; persons are not named to the public."""
    found = Signature.objects.filter(proposal=proposal, is_approved=True)
    return list(found.only("step_name", "organisation_name", "at"))
