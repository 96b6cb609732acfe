"""Appeals: a unit objects to one number of its result; the office answers, and an upheld one changes a fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import sentence
from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.actions import Entry, Saved, save
from kaoji.web.facts.models import Correction, Filing, Side
from kaoji.web.files.models import StoredFile
from kaoji.web.publication.actions.locking import locked
from kaoji.web.publication.actions.notices import is_running, notice_of
from kaoji.web.publication.models import Appeal, AppealState
from kaoji.web.publication.sheets import filings_behind, find
from kaoji.web.results.actions import compute
from kaoji.web.results.models import Run, Standing
from kaoji.web.spoken import labelled, listed

LONGEST_TEXT = 5000
MOST_FILES = 10
_ANSWERED_AT = (Stage.COLLECTING, Stage.APPROVING, Stage.PUBLICISING)


def check_open(participant: Participant) -> None:
    """See that a unit can appeal today, before files are taken in.

    Raises:
        NotNowError: nothing is on public notice today.
    """
    assessment = participant.assessment
    notice = notice_of(assessment) if assessment.stage == Stage.PUBLICISING else None
    if notice is None or not is_running(notice):
        raise NotNowError(_("Appeals are filed on the days of the public notice only."))


def file_appeal(
    participant: Participant, node: str, text: str, files: Sequence[StoredFile], by: User, *, today: date | None = None
) -> Appeal:
    """Object to one number of a unit's own result while it is on public notice.

    Raises:
        NotNowError: nothing is on public notice today, the sheet has no such number, or the grounds are missing.
    """
    with transaction.atomic():
        assessment = locked(participant.assessment_id, Stage.PUBLICISING)
        notice = notice_of(assessment)
        if notice is None or not is_running(notice, today):
            raise NotNowError(_("Appeals are filed on the days of the public notice only."))
        standing = Standing.objects.select_related("sheet").filter(run=notice.run, participant=participant).first()
        found = None if standing is None else find(standing.sheet.tree, node)
        if found is None:
            raise NotNowError(_("Choose the number that you object to from your own score sheet."))
        if not text.strip():
            raise NotNowError(_("Write the grounds: what is wrong, and what shows it."))
        if len(text) > LONGEST_TEXT or len(files) > MOST_FILES:
            raise NotNowError(
                _("Write at most {characters} characters and add at most {files} files.").format(
                    characters=LONGEST_TEXT, files=MOST_FILES
                )
            )
        if Appeal.objects.filter(participant=participant, node=node, state=AppealState.FILED).exists():
            raise NotNowError(_("Your unit has filed an appeal about this already; it is not answered yet."))
        appeal = Appeal.objects.create(
            assessment=assessment, notice=notice, run=notice.run, participant=participant, node=node,
            node_name=(found.path or found.name)[:300], text=text.strip(), filed_by=by,
        )  # fmt: skip
        appeal.files.set(files)
        record(
            "appeal.file", appeal, after=content_digest([node, text.strip(), [file.digest for file in files]]),
            unit=participant.unit, node=node, node_name=appeal.node_name, files=len(files),
        )  # fmt: skip
    return appeal


def withdraw(appeal: Appeal) -> None:
    """Take an appeal back before it is answered.

    Raises:
        NotNowError: it is answered already.
    """
    with transaction.atomic():
        appeal = _to_answer(appeal)
        appeal.state = AppealState.WITHDRAWN
        appeal.save(update_fields=["state"])
        record("appeal.withdraw", appeal, before="filed", after="withdrawn")


def reject(appeal: Appeal, answer: str, by: User) -> None:
    """Answer that the result stands, and why.

    Raises:
        NotNowError: it is answered already, or the reason is missing.
    """
    with transaction.atomic():
        appeal = _to_answer(appeal)
        _answer(appeal, AppealState.REJECTED, answer, by)
        record("appeal.reject", appeal, before="filed", after="rejected", answer=answer.strip())


def uphold(appeal: Appeal, changes: Sequence[tuple[Filing, Sequence[Entry]]], answer: str, by: User) -> Run:
    """Answer that the unit is right: correct the facts and ask for a new run.

    Facts that were corrected since the run was made, behind the same number of the same unit, count too.

    Raises:
        NotNowError: it is answered already, the reason is missing, a correction is refused, or no fact changed.
    """
    with transaction.atomic():
        appeal = _to_answer(appeal)
        assessment = appeal.assessment
        reason = _("appeal {number}: {answer}").format(number=appeal.pk, answer=answer.strip())
        if answer.strip():
            _correct(assessment, changes, reason, by)
        corrections = list(corrections_since(appeal))
        if answer.strip() and not corrections:
            raise NotNowError(
                _("An appeal is upheld by correcting a fact. Change at least one, or reject it with a reason.")
            )
        _answer(appeal, AppealState.UPHELD, answer, by)
        appeal.corrections.set(corrections)
        run = compute(assessment, by, reason=_("after appeal {number}").format(number=appeal.pk))
        appeal.outcome = run
        appeal.save(update_fields=["outcome"])
        record(
            "appeal.uphold", appeal, before="filed", after="upheld", answer=answer.strip(), run=run.number,
            corrections=[correction.pk for correction in corrections],
        )  # fmt: skip
    return run


def acknowledge(appeal: Appeal) -> None:
    """Note that the unit has read the answer; done twice, it is done once.

    Raises:
        NotNowError: there is no answer yet, or the assessment is archived.
    """
    with transaction.atomic():
        locked(appeal.assessment_id, *_ANSWERED_AT, Stage.PUBLISHED)
        appeal = Appeal.objects.select_for_update().get(pk=appeal.pk)
        if appeal.answered_at is None:
            raise NotNowError(_("The appeal is not answered yet."))
        if appeal.acknowledged_at is None:
            appeal.acknowledged_at = timezone.now()
            appeal.save(update_fields=["acknowledged_at"])
            record("appeal.acknowledge", appeal)


def corrections_since(appeal: Appeal) -> list[Correction]:
    """Give the corrections, made since the run, of facts of the unit that the number rests on."""
    standing = (
        Standing.objects.select_related("sheet").filter(run=appeal.run_id, participant=appeal.participant_id).first()
    )
    node = None if standing is None else find(standing.sheet.tree, appeal.node)
    if node is None:
        return []
    return list(
        Correction.objects.filter(
            fact__participant=appeal.participant_id, fact__side=Side.PROVIDED,
            fact__filing__in=filings_behind(appeal.assessment_id, node),
            at__gt=appeal.run.facts_read_at or appeal.run.asked_at,
        ).select_related("fact__filing", "by")
    )  # fmt: skip


def _to_answer(appeal: Appeal) -> Appeal:
    """Lock an appeal that is not answered yet."""
    locked(appeal.assessment_id, *_ANSWERED_AT)
    found = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("assessment__scheme", "run", "participant")
        .get(pk=appeal.pk)
    )
    if found.state != AppealState.FILED:
        raise NotNowError(_("This appeal is “{state}” already.").format(state=found.get_state_display()))
    return found


def _answer(appeal: Appeal, state: AppealState, answer: str, by: User) -> None:
    if not answer.strip():
        raise NotNowError(_("Write the answer with its reasons; the unit reads it."))
    appeal.state, appeal.answer, appeal.answered_by, appeal.answered_at = state, answer.strip(), by, timezone.now()
    appeal.save(update_fields=["state", "answer", "answered_by", "answered_at"])


def _correct(assessment: Assessment, changes: Sequence[tuple[Filing, Sequence[Entry]]], reason: str, by: User) -> None:
    if not any(entries for _filing, entries in changes) or assessment.scheme is None:
        return
    structure = structure_of(assessment.scheme)
    for filing, entries in changes:
        if entries:
            _must_be_kept(filing, save(filing, entries, structure, by, reason=reason))


def _must_be_kept(filing: Filing, saved: Saved) -> None:
    """See that a correction was kept as a whole; where it was not, nothing of the answer is.

    Raises:
        NotNowError: a value was refused, or somebody else changed it in the meantime.
    """
    for _entry, problem in saved.problems:
        if problem.finding.level == "error":
            raise NotNowError(labelled(filing.label, sentence(problem.finding)))
    if saved.conflicts:
        raise NotNowError(
            _("Somebody else changed “{label}” in the meantime; it says now: {row}. Look at it again.").format(
                label=filing.label,
                row=listed((str(value) for value in saved.conflicts[0][1].row.values()), short=True) or "—",
            )
        )
