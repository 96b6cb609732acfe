"""Public notice (公示): an approved result shown for a number of working days before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kaoji.diagnostics import is_chinese
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError, move
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import record
from kaoji.web.publication.actions.locking import locked
from kaoji.web.publication.models import Proposal, ProposalState, Publication, PublicNotice
from kaoji.web.publication.sealing import check_up_to_date, check_whole, has_changed_facts
from kaoji.web.publication.usual import USUAL_DAYS, Said, is_short, length_said_for
from kaoji.web.publication.workdays import UnknownYearError, known_until, last_of

SHOWN = ("rank", "grade", "total", "parts", "awards")
"""What can be shown of a result."""
MOST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Terms:
    """How a public notice is to run.

    ``until_on`` and ``answers_due_on`` are given only where the calendar of holidays does not reach; then
    ``counted_by_hand`` says by which announcement they were counted. ``is_short_meant`` says that fewer days than usual
    are meant.
    """

    from_on: date
    working_days: int = 5
    answer_days: int = 5
    shows: Sequence[str] = SHOWN[:3]
    is_open: bool = False
    contact: str = ""
    until_on: date | None = None
    answers_due_on: date | None = None
    counted_by_hand: str = ""
    is_short_meant: bool = False


class ShortNoticeError(NotNowError):
    """A public notice would be shorter than usual, or than the notice with the rules says, and nobody said it is meant."""


def why_short(terms: Terms, until: date, said: Said | None) -> str:
    """Say that a public notice would be short, beside what is usual and what the notice says; nothing where it is not."""
    if not is_short(terms.working_days, terms.from_on, until, said):
        return ""
    begins = ngettext(
        "This public notice runs for {days} working day only.", "This public notice runs for {days} working days only.",
        terms.working_days,
    ).format(days=terms.working_days)  # fmt: skip
    usual = _(
        "Usual are {usual} working days at least: so the provisions on assessing civil servants ask for the best grade."
    ).format(usual=USUAL_DAYS)
    if said is None:
        here = _("The notices of this assessment that were read name no length.")
    else:
        here = _("The notice of this assessment says: “{sentence}”").format(sentence=said.sentence)
    return ("" if is_chinese(get_language()) else " ").join((begins, usual, here))


def last_days(terms: Terms) -> tuple[date, date]:
    """Give the last day of the notice and the day until which appeals are to be answered.

    Raises:
        NotNowError: the calendar does not reach that far and nobody counted by hand, or what was counted is too short.
    """
    try:
        until = last_of(terms.from_on, terms.working_days)
        return until, last_of(until + timedelta(days=1), terms.answer_days)
    except UnknownYearError as unknown:
        if terms.until_on is None or terms.answers_due_on is None or not terms.counted_by_hand.strip():
            raise NotNowError(
                _(
                    "The public holidays of {year} are not known here; the calendar reaches to the end of {known}. Bring "
                    "the package chinesecalendar up to date, or count by hand: give both last days and say by which "
                    "announcement they were counted."
                ).format(year=unknown.year, known=known_until())
            ) from unknown
    shortest = terms.from_on + timedelta(days=terms.working_days - 1)
    if terms.until_on < shortest or terms.answers_due_on < terms.until_on + timedelta(days=terms.answer_days):
        raise NotNowError(_("The days counted by hand are fewer than the working days that were asked for."))
    return terms.until_on, terms.answers_due_on


def begin(proposal: Proposal, terms: Terms, by: User, *, today: date | None = None) -> PublicNotice:
    """Put an approved result on public notice.

    Raises:
        ShortNoticeError: it would be shorter than usual, and it was not said that this is meant.
        NotNowError: it is not approved or not up to date, or the days cannot be counted.
    """
    with transaction.atomic():
        assessment = locked(proposal.assessment_id, Stage.APPROVING)
        proposal = Proposal.objects.select_related("run").get(pk=proposal.pk)
        if proposal.state != ProposalState.APPROVED:
            raise NotNowError(_("The result is not approved yet: not every step has signed it."))
        if not 1 <= terms.working_days <= MOST_DAYS or not 1 <= terms.answer_days <= MOST_DAYS:
            raise NotNowError(_("Write a number of working days from 1 to {most}.").format(most=MOST_DAYS))
        if terms.from_on < (today or timezone.localdate()):
            raise NotNowError(_("A public notice cannot begin in the past."))
        if terms.working_days < (least := least_days(proposal)):
            raise NotNowError(
                _(
                    "The notice that was withdrawn was to run for {least} working days; the new one runs for as many at least."
                ).format(least=least)
            )
        if not terms.shows or not set(terms.shows) <= set(SHOWN):
            raise NotNowError(_("Choose what is to be shown of the result."))
        check_up_to_date(proposal.run)
        check_whole(proposal.run)
        until, answers = last_days(terms)
        short = why_short(terms, until, length_said_for(assessment))
        if short and not terms.is_short_meant:
            raise ShortNoticeError(short)
        is_by_hand = terms.until_on == until and bool(terms.counted_by_hand.strip())
        notice = PublicNotice.objects.create(
            assessment=assessment, proposal=proposal, run=proposal.run, from_on=terms.from_on,
            working_days=terms.working_days, until_on=until, answers_due_on=answers, shows=list(terms.shows),
            is_open=terms.is_open, contact=terms.contact.strip()[:300],
            counted_by_hand=terms.counted_by_hand.strip()[:200] if is_by_hand else "", by=by,
        )  # fmt: skip
        meant: dict[str, Any] = {"is_short_meant": True} if short else {}
        record(
            "notice.begin", notice, after=proposal.results_digest, from_on=terms.from_on, until_on=until,
            working_days=terms.working_days, shows=list(terms.shows), is_open=terms.is_open,
            counted_by_hand=notice.counted_by_hand, **meant,
        )  # fmt: skip
        move(assessment, Stage.PUBLICISING)
    return notice


def least_days(proposal: Proposal) -> int:
    """Give how many working days a notice of a result runs at least: as many as one of it that was withdrawn."""
    withdrawn = proposal.public_notices.filter(is_withdrawn=True)
    return withdrawn.aggregate(most=Max("working_days"))["most"] or 1


def notice_of(assessment: Assessment) -> PublicNotice | None:
    """Give the public notice that runs, or the last one where none was broken off."""
    return assessment.public_notices.filter(end_reason="").select_related("proposal", "run").first()


def is_running(notice: PublicNotice, today: date | None = None) -> bool:
    """Tell whether today is one of its days."""
    return notice.ended_at is None and notice.from_on <= (today or timezone.localdate()) <= notice.until_on


def is_over(notice: PublicNotice, today: date | None = None) -> bool:
    """Tell whether its last day is past."""
    return (today or timezone.localdate()) > notice.until_on


def break_off(notice: PublicNotice, reason: str) -> None:
    """Take a result off public notice because its facts changed; the new result is approved and put on notice in full.

    Raises:
        NotNowError: it is not on notice, its facts stand, or the reason is missing.
    """
    with transaction.atomic():
        assessment = locked(notice.assessment_id, Stage.PUBLICISING)
        notice = PublicNotice.objects.select_for_update().select_related("proposal", "run").get(pk=notice.pk)
        if notice.ended_at is not None:
            raise NotNowError(_("This public notice has ended already."))
        if not has_changed_facts(notice.run):
            raise NotNowError(
                _(
                    "The public notice runs until {day} and cannot be ended early: no fact of its result was changed."
                ).format(day=notice.until_on)
            )
        if not reason.strip():
            raise NotNowError(_("Say why the result is taken off public notice."))
        notice.ended_at, notice.end_reason = timezone.now(), reason.strip()
        notice.save(update_fields=["ended_at", "end_reason"])
        Proposal.objects.filter(pk=notice.proposal_id).update(state=ProposalState.LAPSED)
        Publication.objects.filter(assessment=assessment, confirmed_at=None).delete()
        record("notice.break-off", notice, before=notice.proposal.results_digest, reason=reason.strip())
        move(assessment, Stage.COLLECTING, reason.strip())
