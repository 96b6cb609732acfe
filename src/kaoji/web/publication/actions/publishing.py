"""Publishing: proposed by one person, confirmed by another; then the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.accounts.models import User
from kaoji.web.accounts.proving import Proof
from kaoji.web.assessments.actions import NotNowError, move
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import record
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import ask
from kaoji.web.publication.actions.locking import NotYoursError, locked, proven
from kaoji.web.publication.actions.notices import SHOWN, is_over, notice_of
from kaoji.web.publication.models import AppealState, Publication, PublicNotice
from kaoji.web.publication.sealing import check_up_to_date, check_whole


def what_is_left(assessment: Assessment, *, today: date | None = None) -> list[str]:
    """Tell what has to be done before the result can be published; nothing when it can."""
    notice = notice_of(assessment)
    if notice is None or assessment.stage != Stage.PUBLICISING:
        return [_("The result has not been on public notice.")]
    left = []
    if not is_over(notice, today):
        left.append(_("The public notice runs until the end of {day}.").format(day=notice.until_on))
    waiting = assessment.appeals.filter(state=AppealState.FILED).count()
    if waiting:
        left.append(
            ngettext("{count} appeal is not answered.", "{count} appeals are not answered.", waiting).format(
                count=waiting
            )
        )
    try:
        check_up_to_date(notice.run)
    except NotNowError as problem:
        left.append(str(problem))
    return left


def propose(
    assessment: Assessment,
    by: User,
    shows: Sequence[str],
    *,
    is_bundle_public: bool = False,
    today: date | None = None,
) -> Publication:
    """Propose to publish the result that was on public notice; somebody else confirms it.

    Raises:
        NotNowError: the notice is not over, something is open, or it is proposed already.
    """
    with transaction.atomic():
        assessment = locked(assessment.pk, Stage.PUBLICISING)
        notice = _ready(assessment, today)
        if not shows or not set(shows) <= set(SHOWN):
            raise NotNowError(_("Choose what is to be shown of the result."))
        if Publication.objects.filter(assessment=assessment).exists():
            raise NotNowError(_("It is proposed already. Somebody else has to confirm it."))
        made = Publication.objects.create(
            assessment=assessment, notice=notice, run=notice.run, shows=list(shows), is_bundle_public=is_bundle_public,
            proposed_by=by,
        )  # fmt: skip
        record(
            "publication.propose", made, after=notice.proposal.results_digest, shows=list(shows),
            is_bundle_public=is_bundle_public,
        )  # fmt: skip
    return made


def decline(publication: Publication, reason: str) -> None:
    """Decline a proposal to publish, or take it back; another can be made.

    Raises:
        NotNowError: it is confirmed, or the reason is missing.
    """
    with transaction.atomic():
        locked(publication.assessment_id, Stage.PUBLICISING)
        publication = Publication.objects.select_for_update().get(pk=publication.pk)
        if not reason.strip():
            raise NotNowError(_("Say why it is not to be published as proposed."))
        record("publication.decline", publication, reason=reason.strip())
        publication.delete()


def confirm(publication: Publication, by: User, proof: Proof, *, today: date | None = None) -> Publication:
    """Confirm a proposal to publish: the result is public from this moment on.

    Raises:
        NotYoursError: the same person proposed it.
        NotNowError: something has come up since it was proposed.
    """
    with transaction.atomic():
        assessment = locked(publication.assessment_id, Stage.PUBLICISING)
        found = Publication.objects.select_for_update().get(pk=publication.pk)
        if found.proposed_by_id == by.pk:
            raise NotYoursError(_("You proposed this yourself. Somebody else has to confirm it."))
        proven(proof, by)
        notice = _ready(assessment, today)
        if notice.pk != found.notice_id:
            raise NotNowError(_("Another result is on public notice now. Propose to publish that one."))
        check_whole(notice.run)
        found.confirmed_by, found.confirmed_at = by, timezone.now()
        found.bundle_job = ask("publication.bundle", {"publication": found.pk}, by=by, assessment_id=assessment.pk)
        found.save(update_fields=["confirmed_by", "confirmed_at", "bundle_job"])
        PublicNotice.objects.filter(pk=notice.pk).update(ended_at=found.confirmed_at)
        record("publication.confirm", found, after=notice.proposal.results_digest, means=proof.means)
        move(assessment, Stage.PUBLISHED)
    return found


def archive(assessment: Assessment, by: User) -> Job:
    """Ask for the archive of the whole assessment; when it is there, nothing changes any more.

    Raises:
        NotNowError: the assessment is not published, its bundle is not there yet, or the archive is being made.
    """
    with transaction.atomic():
        assessment = locked(assessment.pk, Stage.PUBLISHED)
        publication = Publication.objects.select_for_update(of=("self",)).select_related("archive_job").get(
            assessment=assessment
        )  # fmt: skip
        if publication.bundle_id is None:
            raise NotNowError(_("The signed bundle is still being made."))
        if publication.archive_job is not None and publication.archive_job.finished_at is None:
            raise NotNowError(_("The archive is being made already."))
        publication.archive_job = ask("publication.archive", {"publication": publication.pk}, by=by,
                                      assessment_id=assessment.pk)  # fmt: skip
        publication.save(update_fields=["archive_job"])
        record("publication.archive", publication)
    return publication.archive_job


def note_export(publication: Publication, what: str) -> None:
    """Journal that a file of a publication was handed out."""
    record("publication.export", publication, what=what)


def _ready(assessment: Assessment, today: date | None) -> PublicNotice:
    left = what_is_left(assessment, today=today)
    notice = notice_of(assessment)
    if left or notice is None:
        raise NotNowError("".join(left))
    return notice
