"""Asking for runs, putting one forward as the result, and recording what the leading group decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.attributes import waiting_in
from kaoji.web.assessments.findings import sentence
from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.actions import Entry, Saved, save
from kaoji.web.facts.models import Fact, Filing, FilingState
from kaoji.web.jobs.models import State
from kaoji.web.jobs.queue import ask
from kaoji.web.meanwhile import Values, laid_over
from kaoji.web.results.computing import facts_changed_since, folder_of
from kaoji.web.results.models import NoticeText, Run

__all__ = [
    "Ruling",
    "ask_reports",
    "compute",
    "decide",
    "folder_of",
    "keep_notice",
    "note_export",
    "propose",
    "take_back",
    "what_hinders",
    "what_is_open",
    "what_is_unverified",
]

_PROPOSED_AT = (Stage.COLLECTING, Stage.APPROVING, Stage.PUBLICISING)


def compute(assessment: Assessment, by: User | None, *, uses_self: bool = False, reason: str = "") -> Run:
    """Ask for a run over the facts as they are; a worker does it.

    Raises:
        NotNowError: no scheme is published yet, or the assessment is archived.
    """
    if assessment.scheme is None:
        raise NotNowError(_("No scheme is published yet, so there is nothing to compute."))
    with transaction.atomic():
        if Assessment.objects.select_for_update().get(pk=assessment.pk).stage == Stage.ARCHIVED:
            raise NotNowError(_("Nothing of this assessment changes any more."))
        number = (assessment.runs.aggregate(last=Max("number"))["last"] or 0) + 1
        run = Run.objects.create(
            assessment=assessment,
            number=number,
            scheme=assessment.scheme,
            asked_by=by,
            uses_self=uses_self,
            reason=reason,
        )
        run.job = ask("results.compute", {"run": run.pk}, by=by, assessment_id=assessment.pk)
        run.save(update_fields=["job"])
        record("results.compute", run, number=number, uses_self=uses_self, reason=reason)
    return run


# ------------------------------------------------------------------ putting a run forward


def what_is_unverified(assessment: Assessment) -> list[str]:
    """Say how much the office still has to verify before any run can be put forward."""
    found = []
    waiting = assessment.filings.filter(is_required=True).exclude(state=FilingState.VERIFIED).count()
    if waiting:
        text = ngettext("{count} filing is not verified yet.", "{count} filings are not verified yet.", waiting)
        found.append(text.format(count=waiting))
    unverified = waiting_in(assessment).count()
    if unverified:
        text = ngettext("{count} attribute of a unit is not verified yet.", "{count} attributes of units are not verified yet.", unverified)  # fmt: skip
        found.append(text.format(count=unverified))
    return found


def what_hinders(run: Run) -> list[str]:
    """Say what keeps a run from being put forward as the result; nothing where it can be."""
    assessment = run.assessment
    if run.finished_at is None:
        return [_("The run is not finished yet.")]
    found = []
    if assessment.stage not in _PROPOSED_AT:
        found.append(_("At the stage “{stage}” no result is put forward.").format(stage=assessment.get_stage_display()))
    if run.uses_self:
        found.append(_("It rests on what the units said of themselves. Compute from the verified facts."))
    if run.scheme_id != assessment.scheme_id:
        found.append(_("The scheme has changed since. Compute anew."))
    if run.missing_count:
        text = ngettext("{count} thing is missing. Have it filled in.", "{count} things are missing. Have them filled in.", run.missing_count)  # fmt: skip
        found.append(text.format(count=run.missing_count))
    if run.open_count:
        text = ngettext("{count} tie is to be decided. Enter the signed decision.", "{count} ties are to be decided. Enter the signed decisions.", run.open_count)  # fmt: skip
        found.append(text.format(count=run.open_count))
    if not run.is_final and not found:
        found.append(_("Facts have errors or results are pending: see the list on the page of the run."))
    found += what_is_unverified(assessment)
    changed = 0 if run.uses_self else facts_changed_since(run)
    if changed:
        text = ngettext("The facts of {count} unit have changed since. Compute anew.", "The facts of {count} units have changed since. Compute anew.", changed)  # fmt: skip
        found.append(text.format(count=changed))
    return found


def what_is_open(run: Run) -> tuple[str, str]:
    """Say what a finished run that is not final lacks, and where that is done: computing it again would change nothing."""
    at = [run.assessment_id, run.number]
    if run.missing_count:
        text = ngettext("The result is computed: {count} thing is missing in it", "The result is computed: {count} things are missing in it", run.missing_count)  # fmt: skip
        return text.format(count=run.missing_count), reverse("results:lacking", args=at)
    if run.open_count:
        text = ngettext("The result is computed: {count} tie is to be decided", "The result is computed: {count} ties are to be decided", run.open_count)  # fmt: skip
        return text.format(count=run.open_count), reverse("results:decisions", args=at)
    return _("The result is computed and not complete: see what is to be mended"), reverse("results:lacking", args=at)


def propose(run: Run, by: User) -> Run:
    """Put a run forward as the one to be approved; from then on it is no preview.

    Done twice, it is done once.

    Raises:
        NotNowError: something is missing, undecided, unverified, or the facts have changed since.
    """
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=run.assessment_id)
        found = Run.objects.select_for_update().select_related("assessment").get(pk=run.pk)
        if not found.is_preview:
            return found
        hindrances = what_hinders(found)
        if hindrances:
            raise NotNowError("".join(hindrances))
        found.is_preview, found.proposed_by, found.proposed_at = False, by, timezone.now()
        found.save(update_fields=["is_preview", "proposed_by", "proposed_at"])
        record("results.propose", found, after=found.digest, number=found.number)
    return found


# ------------------------------------------------------------------ decisions


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided of one unit: its place among the equals, or its grade; ``seen`` is the version one saw."""

    participant: Participant
    order: int | None = None
    grade: str = ""
    seen: int = 0

    @property
    def said(self) -> dict[str, str]:
        """Give the fields that it settles: an earlier decision on the other stays."""
        found = {"order": "" if self.order is None else str(self.order), "grade": self.grade}
        return {name: value for name, value in found.items() if value}


def decide(
    assessment: Assessment, rulings: Sequence[Ruling], by: User, *, body: str, signed_on: date | None, note: str = ""
) -> list[Fact]:
    """Record a signed decision of the leading group: all of it, or nothing where any part does not hold.

    Args:
        assessment: in which it was decided.
        rulings: what was decided of each unit.
        by: who enters it.
        body: who decided.
        signed_on: when the decision was signed.
        note: minutes or document number.

    Raises:
        NotNowError: it is not signed, incomplete, or somebody else entered another one in the meantime.
    """
    if assessment.scheme is None:
        raise NotNowError(_("No scheme is published yet, so there is nothing to decide."))
    _check(rulings, body, signed_on)
    filing = Filing.objects.get(assessment=assessment, table="decisions")
    day = "" if signed_on is None else signed_on.isoformat()
    signed = {"by": body.strip(), "signed_on": day, "note": note.strip()}
    entries = [Entry(ruling.participant, {**signed, **ruling.said}, ruling.seen) for ruling in rulings]
    with transaction.atomic():
        reason = note.strip() or _("decided by {body} on {day}").format(body=body.strip(), day=day)
        saved = save(filing, entries, structure_of(assessment.scheme), by, reason=reason)
        _must_be_whole(saved)
        content = [[ruling.participant.unit, ruling.order, ruling.grade] for ruling in rulings]
        record("results.decide", filing, after=content_digest(content), units=len(rulings), body=body, signed_on=day)
    return saved.kept


def take_back(assessment: Assessment, participant: Participant, seen: int, by: User, reason: str) -> None:
    """Take back what was decided of a unit; it stays on record.

    Raises:
        NotNowError: there is no scheme, no reason, or somebody else changed the decision in the meantime.
    """
    if assessment.scheme is None or not reason.strip():
        raise NotNowError(_("Say why the decision is taken back."))
    filing = Filing.objects.get(assessment=assessment, table="decisions")
    with transaction.atomic():
        entry = Entry(participant, {}, seen, is_withdrawn=True)
        saved = save(filing, [entry], structure_of(assessment.scheme), by, reason=reason.strip())
        _must_be_whole(saved)
        record("results.undecide", filing, unit=participant.unit, reason=reason.strip())


def _check(rulings: Sequence[Ruling], body: str, signed_on: date | None) -> None:
    if not rulings:
        raise NotNowError(_("Nothing was decided: give places or a grade."))
    if not body.strip() or signed_on is None:
        raise NotNowError(_("Write who decided and when it was signed: an unsigned decision does not count."))
    if signed_on > timezone.localdate():
        raise NotNowError(_("The day of signing lies in the future."))
    orders = [ruling.order for ruling in rulings if ruling.order is not None]
    if orders and sorted(orders) != list(range(1, len(rulings) + 1)):
        raise NotNowError(
            _("The places among {count} equals must be 1 to {count}, each once.").format(count=len(rulings))
        )


def _must_be_whole(saved: Saved) -> None:
    if saved.conflicts:
        raise NotNowError(_("Somebody else entered a decision in the meantime. Look at it first."))
    faults = [problem for _entry, problem in saved.problems if problem.finding.level == "error"]
    if faults:
        raise NotNowError(sentence(*(problem.finding for problem in faults)))


# ------------------------------------------------------------------ handing out


def note_export(run: Run, what: str) -> None:
    """Journal that a result left the system."""
    record("results.export", run, after=run.digest, number=run.number, what=what)


def ask_reports(run: Run, by: User) -> Run:
    """Ask for the score reports of all units as one file; asked twice, they are written once."""
    with transaction.atomic():
        found = Run.objects.select_for_update().select_related("reports_job").get(pk=run.pk)
        if found.finished_at is None:
            raise NotNowError(_("The run is not finished yet."))
        job = found.reports_job
        if job is None or job.state == State.FAILED:
            found.reports_job = ask("results.reports", {"run": run.pk}, by=by, assessment_id=run.assessment_id)
            found.save(update_fields=["reports_job"])
            record("results.reports", found, number=found.number)
    return found


# ------------------------------------------------------------------ the notice


def keep_notice(assessment: Assessment, fields: dict[str, str], by: User, *, seen: Values | None = None) -> NoticeText:
    """Keep what the office wrote for the result notice.

    Raises:
        MeanwhileError: somebody else wrote the same field otherwise since it was seen.
    """
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        before = NoticeText.objects.filter(assessment=assessment).first()
        if before is not None:
            fields = laid_over(seen, before.fields, fields, assessment, "results.notice")
        kept, _is_new = NoticeText.objects.update_or_create(
            assessment=assessment, defaults={"fields": fields, "by": by}
        )
        record("results.notice", assessment, after=content_digest(fields))
    return kept
