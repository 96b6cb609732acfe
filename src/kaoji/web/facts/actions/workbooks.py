"""Taking over what a filled workbook says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from contextlib import nullcontext
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.diagnostics import has_errors
from kaoji.scheme import Structure
from kaoji.scoring.belonging import ELSEWHERE
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import kept
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import record
from kaoji.web.facts.actions.saving import OPEN, Entry, Saved, save
from kaoji.web.facts.models import Filing, Workbook
from kaoji.web.facts.workbooks import marked, plan_of, read_workbook
from kaoji.web.files.models import StoredFile
from kaoji.web.files.receiving import receive
from kaoji.web.files.store import keep
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, UnfitWorkError, ask, work

KIND, MARKING = "facts.workbook", "facts.mark"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ_AT_ONCE = 96 * 1024
"""Files up to so many bytes are read while one waits: that takes less than a second."""
MARKED_AT_ONCE = 24 * 1024
"""Files up to so many bytes are marked while one waits: a third of a second at most."""
TAKEN_AT_ONCE = 500
"""So many rows are taken over while one waits."""
_MOST_FINDINGS = 500


def receive_workbook(
    assessment: Assessment,
    filings: Collection[Filing],
    upload: UploadedFile[Any] | None,
    structure: Structure,
    by: User,
) -> Workbook:
    """Take a filled workbook in. A small one is read at once, a larger one in the background.

    Raises:
        UnfitFileError: it is no workbook that is taken.
        NotNowError: facts are not being collected.
    """
    if assessment.stage != Stage.COLLECTING:
        raise NotNowError(_("Facts are not being collected at this stage."))
    with transaction.atomic():
        file = receive(upload, by, only=(".xlsx", ".csv"))
        workbook = Workbook.objects.create(assessment=assessment, file=file, by=by)
        if file.size <= READ_AT_ONCE:
            _read(workbook, filings, structure, by)
        else:
            _leave(workbook, filings, by)
    return workbook


def is_marked_at_once(workbook: Workbook) -> bool:
    """Tell whether the faulty cells of a workbook are marked while one waits."""
    return workbook.file.size <= MARKED_AT_ONCE


def ask_to_take_over(workbook: Workbook, filings: Collection[Filing], structure: Structure, by: User) -> Saved | None:
    """Take the right rows of a workbook over: a few at once, many in the background, where None is given.

    Raises:
        NotNowError: it was taken over already, or a filing in it is handed in.
    """
    if len(workbook.lines) <= TAKEN_AT_ONCE:
        return take_over(workbook, filings, structure, by)
    with transaction.atomic():
        found = Workbook.objects.select_for_update(of=("self",)).select_related("job").get(pk=workbook.pk)
        if found.taken_at is None and (found.job is None or found.job.finished_at is not None):
            _leave(found, filings, by)
    return None


def ask_to_mark(workbook: Workbook, by: User) -> None:
    """Leave it to a worker to mark the faulty cells of a large workbook; asked twice, it is done once."""
    with transaction.atomic():
        found = Workbook.objects.select_for_update(of=("self",)).select_related("marking").get(pk=workbook.pk)
        if found.marking is not None and found.marking.finished_at is None:
            return
        found.marking = ask(MARKING, {"workbook": found.pk}, by=by, assessment_id=found.assessment_id)
        found.save(update_fields=["marking"])


@work(MARKING)
def do_marking(job: Job, progress: Progress) -> dict[str, Any]:
    """Mark the faulty cells of a workbook; done twice, the same file is kept."""
    workbook = Workbook.objects.select_related("assessment__scheme", "file", "by").get(pk=job.arguments["workbook"])
    if workbook.assessment.scheme is None:
        return {"workbook": workbook.pk}
    steps = (_("Reading the workbook…"), _("Marking the faulty cells…"), _("Keeping the file…"))
    content = marked(
        workbook, structure_of(workbook.assessment.scheme), job.language,
        lambda step: progress.tell(step, len(steps), steps[step]),
    )  # fmt: skip
    progress.tell(2, len(steps), steps[2])
    name = _("marked {name}").format(name=PurePath(workbook.file.name).stem)
    digest, size = keep([content])
    with transaction.atomic():
        workbook.marked = StoredFile.objects.create(
            digest=digest, handed_in=digest, size=size, content_type=XLSX, label=workbook.file.label,
            name=f"{name[:240]}.xlsx", uploaded_by=workbook.by,
        )  # fmt: skip
        workbook.save(update_fields=["marked"])
        record("facts.mark", workbook, assessment_id=workbook.assessment_id, after=f"sha256:{digest}")
    return {"workbook": workbook.pk}


def _leave(workbook: Workbook, filings: Collection[Filing], by: User) -> None:
    """Leave the next step of a workbook to a worker, with the filings that are one's own to fill in now."""
    arguments = {"workbook": workbook.pk, "filings": [filing.pk for filing in filings]}
    workbook.job = ask(KIND, arguments, by=by, assessment_id=workbook.assessment_id)
    workbook.save(update_fields=["job"])


@work(KIND)
def do_workbook(job: Job, progress: Progress) -> dict[str, Any]:
    """Read a workbook, or take over one that was read; done twice, it is done once."""
    workbook = Workbook.objects.select_related("assessment__scheme", "file", "by").get(pk=job.arguments["workbook"])
    if workbook.taken_at is not None or workbook.assessment.scheme is None or workbook.by is None:
        return {"workbook": workbook.pk}
    structure = structure_of(workbook.assessment.scheme)
    filings = list(Filing.objects.filter(pk__in=job.arguments["filings"], assessment=workbook.assessment))
    try:
        if workbook.read_at is None:
            progress.tell(0, 0, _("Reading the workbook…"))
            _read(workbook, filings, structure, workbook.by, progress)
        else:
            take_over(workbook, filings, structure, workbook.by, progress)
    except NotNowError as problem:
        raise UnfitWorkError(str(problem)) from problem
    return {"workbook": workbook.pk}


def _read(
    workbook: Workbook, filings: Collection[Filing], structure: Structure, by: User, progress: Progress | None = None
) -> None:
    """Read a workbook. It is taken over at once where nothing is wrong with it and nothing is replaced."""
    findings = read_workbook(workbook, structure, filings)
    with transaction.atomic():
        workbook.findings, workbook.read_at = kept(findings[:_MOST_FINDINGS]), timezone.now()
        workbook.save()
        record("facts.workbook", workbook, after=f"sha256:{workbook.file.digest}", rows=workbook.rows,
               findings=len(findings))  # fmt: skip
    plan = plan_of(workbook, filings)
    is_sure = not has_errors(findings) and not any(finding.code in ELSEWHERE for finding in findings)
    if is_sure and not plan.changed and plan.new:
        take_over(workbook, filings, structure, by, progress)


def take_over(
    workbook: Workbook, filings: Collection[Filing], structure: Structure, by: User, progress: Progress | None = None
) -> Saved:
    """Keep the right rows of a workbook, those that replace something included.

    At once it is all of them or none. In the background it goes filing by filing, so that nobody else waits long for
    the database; taken up again after a crash it goes on, because rows that are there already are the same.

    Raises:
        NotNowError: it was taken over already, or a filing in it is handed in.
    """
    with nullcontext() if progress is not None else transaction.atomic():
        found = Workbook.objects.get(pk=workbook.pk)
        if found.taken_at is not None:
            raise NotNowError(_("This workbook was taken over already."))
        entries = _entries(found, filings)
        saved = Saved()
        for done, (filing, rows) in enumerate(entries):
            if progress is not None:
                progress.tell(done, len(entries), _("Keeping the rows…"))
            one = save(filing, rows, structure, by)
            saved.kept += one.kept
            saved.problems += one.problems
            saved.refused += one.refused
            saved.conflicts += one.conflicts
        with transaction.atomic():
            _finish(workbook, saved)
    return saved


def _entries(workbook: Workbook, filings: Collection[Filing]) -> list[tuple[Filing, list[Entry]]]:
    """Give the rows that say something new, by filing.

    Raises:
        NotNowError: a filing of them is handed in.
    """
    entries: dict[int, list[Entry]] = defaultdict(list)
    known = {filing.pk: filing for filing in filings}
    for change in plan_of(workbook, filings).changes:
        if not change.is_same:
            blank = dict.fromkeys(change.fact.row if change.fact is not None else {}, "")
            entries[change.filing.pk].append(
                Entry(change.participant, {**blank, **change.row}, change.fact.version if change.fact else 0,
                      change.number)
            )  # fmt: skip
    closed = [known[pk].label for pk in entries if known[pk].state not in OPEN]
    if closed:
        raise NotNowError(
            _("“{filing}” is handed in already; the workbook changes it. Ask the office to return it.").format(
                filing="”、“".join(closed[:5])
            )
        )
    return [(known[pk], rows) for pk, rows in entries.items()]


def _finish(workbook: Workbook, saved: Saved) -> None:
    found = Workbook.objects.select_for_update().get(pk=workbook.pk)
    if found.taken_at is not None:
        raise NotNowError(_("This workbook was taken over already."))
    errors = sum(problem.finding.level == "error" for _entry, problem in saved.problems)
    found.taken_at, found.kept = timezone.now(), len(saved.kept)
    found.left_out = len(saved.refused) + len(saved.conflicts) + errors
    found.save(update_fields=["taken_at", "kept", "left_out"])
    record("facts.take-over", found, rows=len(saved.kept))
    workbook.taken_at, workbook.kept, workbook.left_out = found.taken_at, found.kept, found.left_out
