"""Taking over what a filled workbook says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.diagnostics import has_errors
from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import kept
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.audit.chain import record
from kaoji.web.facts.actions.saving import OPEN, Entry, Saved, save
from kaoji.web.facts.models import Filing, Workbook
from kaoji.web.facts.workbooks import Plan, plan_of
from kaoji.web.files.receiving import receive

_MOST_FINDINGS = 500


def receive_workbook(
    assessment: Assessment,
    filings: Collection[Filing],
    upload: UploadedFile[Any] | None,
    structure: Structure,
    by: User,
) -> tuple[Workbook, Plan]:
    """Take a filled workbook in. It is taken over at once where nothing is wrong with it and nothing is replaced.

    Raises:
        UnfitFileError: it is no workbook that is taken.
        NotNowError: facts are not being collected.
    """
    if assessment.stage != Stage.COLLECTING:
        raise NotNowError(_("Facts are not being collected at this stage."))
    with transaction.atomic():
        file = receive(upload, by, only=(".xlsx", ".csv"))
        workbook = Workbook(assessment=assessment, file=file, by=by)
        plan = plan_of(workbook, structure, filings)
        workbook.findings, workbook.rows = kept(plan.findings[:_MOST_FINDINGS]), len(plan.changes)
        workbook.save()
        record("facts.workbook", workbook, after=f"sha256:{file.digest}", rows=len(plan.changes),
               findings=len(plan.findings))  # fmt: skip
        if not has_errors(plan.findings) and not plan.changed and plan.new:
            take_over(workbook, filings, structure, by, plan)
    return workbook, plan


def take_over(
    workbook: Workbook, filings: Collection[Filing], structure: Structure, by: User, plan: Plan | None = None
) -> Saved:
    """Keep the right rows of a workbook, those that replace something included; all of them or none.

    Raises:
        NotNowError: it was taken over already, or a filing in it is handed in.
    """
    with transaction.atomic():
        found = Workbook.objects.select_for_update().get(pk=workbook.pk)
        if found.taken_at is not None:
            raise NotNowError(_("This workbook was taken over already."))
        plan = plan or plan_of(workbook, structure, filings)
        entries: dict[int, list[Entry]] = defaultdict(list)
        known = {filing.pk: filing for filing in filings}
        for change in plan.changes:
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
        saved = Saved()
        for pk, rows in entries.items():
            one = save(known[pk], rows, structure, by)
            saved.kept += one.kept
            saved.problems += one.problems
            saved.refused += one.refused
            saved.conflicts += one.conflicts
        found.taken_at, found.kept = timezone.now(), len(saved.kept)
        found.save(update_fields=["taken_at", "kept"])
        record("facts.take-over", found, rows=len(saved.kept))
    workbook.taken_at, workbook.kept = found.taken_at, found.kept
    return saved
