"""What can be changed of a public notice that was announced wrongly: its contact, a longer period, or all of it anew.

Whoever has read a notice relies on its days. So it never becomes shorter: its last day only moves later, and one that is
withdrawn runs in full again, for as many working days at least. Appeals that were filed stay and are answered.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError, move
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import record
from kaoji.web.publication.actions.locking import locked
from kaoji.web.publication.actions.notices import MOST_DAYS, is_over
from kaoji.web.publication.models import NoticeCorrection, Publication, PublicNotice
from kaoji.web.publication.sealing import has_changed_facts
from kaoji.web.publication.workdays import UnknownYearError, known_until, last_of, working_days_left


def correct(
    notice: PublicNotice, contact: str, working_days: int, reason: str, by: User, *, today: date | None = None
) -> NoticeCorrection:
    """Correct the contact of a notice, or let it run longer from the same first day; what stood there is kept.

    Raises:
        NotNowError: it is over, it would become shorter, nothing changes, or the reason is missing.
    """
    with transaction.atomic():
        locked(notice.assessment_id, Stage.PUBLICISING)
        notice = _standing(notice)
        if is_over(notice, today):
            raise NotNowError(_("The last day of this notice is past. Withdraw it and announce it again."))
        if not reason.strip():
            raise NotNowError(_("Say why it is corrected; whoever sees the notice reads it."))
        if working_days < notice.working_days:
            raise NotNowError(
                _("A notice never becomes shorter: it was announced for {days} working days.").format(
                    days=notice.working_days
                )
            )
        if working_days > MOST_DAYS:
            raise NotNowError(_("Write a number of working days from 1 to {most}.").format(most=MOST_DAYS))
        contact = contact.strip()[:300]
        if contact == notice.contact and working_days == notice.working_days:
            raise NotNowError(_("Nothing is changed. Write another contact or more working days."))
        until, answers = notice.until_on, notice.answers_due_on
        if working_days > notice.working_days:
            until, answers = _later(notice, working_days)
        made = NoticeCorrection.objects.create(
            notice=notice, contact_before=notice.contact, contact_after=contact, until_before=notice.until_on,
            until_after=until, reason=reason.strip(), by=by,
        )  # fmt: skip
        record(
            "notice.correct", notice, before=notice.contact, after=contact, until_before=notice.until_on,
            until_after=until, working_days=working_days, reason=reason.strip(),
        )  # fmt: skip
        notice.contact, notice.working_days = contact, working_days
        notice.until_on, notice.answers_due_on = until, answers
        notice.save(update_fields=["contact", "working_days", "until_on", "answers_due_on"])
        # A proposal to publish was made with other days before its eyes.
        Publication.objects.filter(assessment=notice.assessment_id, confirmed_at=None).delete()
    return made


def _later(notice: PublicNotice, working_days: int) -> tuple[date, date]:
    """Give the later last days, with as many working days to answer as before."""
    to_answer = working_days_left(notice.until_on + timedelta(days=1), notice.answers_due_on)
    try:
        until = last_of(notice.from_on, working_days)
        answers = last_of(until + timedelta(days=1), max(1, to_answer or 0))
    except UnknownYearError as unknown:
        raise NotNowError(
            _(
                "The public holidays of {year} are not known here; the calendar reaches to the end of {known}. Withdraw "
                "the notice and announce it again with days counted by hand."
            ).format(year=unknown.year, known=known_until())
        ) from unknown
    # Days that were counted by hand may reach further than the calendar counts.
    return max(until, notice.until_on), max(answers, notice.answers_due_on)


def withdraw(notice: PublicNotice, reason: str) -> Assessment:
    """Withdraw a notice that was announced wrongly; the approved result stands and is announced again in full.

    Raises:
        NotNowError: it has ended, facts changed since (then it is taken off notice), or the reason is missing.
    """
    with transaction.atomic():
        assessment = locked(notice.assessment_id, Stage.PUBLICISING)
        notice = _standing(notice)
        if has_changed_facts(notice.run):
            raise NotNowError(
                _("Facts changed since the result was signed: take it off notice; the changed result is approved anew.")
            )
        if not reason.strip():
            raise NotNowError(_("Say why the notice is withdrawn; whoever takes part reads it."))
        notice.ended_at, notice.end_reason, notice.is_withdrawn = timezone.now(), reason.strip(), True
        notice.save(update_fields=["ended_at", "end_reason", "is_withdrawn"])
        Publication.objects.filter(assessment=assessment, confirmed_at=None).delete()
        record(
            "notice.withdraw", notice, before=notice.proposal.results_digest, from_on=notice.from_on,
            until_on=notice.until_on, reason=reason.strip(),
        )  # fmt: skip
        move(assessment, Stage.APPROVING, reason.strip())
    return assessment


def _standing(notice: PublicNotice) -> PublicNotice:
    found = PublicNotice.objects.select_for_update(of=("self",)).select_related("proposal", "run").get(pk=notice.pk)
    if found.ended_at is not None:
        raise NotNowError(_("This public notice has ended already."))
    return found
