"""Everything that changes a fact or a filing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError, publish_scheme
from kaoji.web.assessments.models import Assessment, Participant, SchemeVersion, Stage
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.filings import open_filings
from kaoji.web.facts.models import FILING_STEPS, Correction, Fact, Filing, FilingState, Side
from kaoji.web.facts.rows import CellProblem, Line, check


def open_collection(version: SchemeVersion, due_on: date | None = None) -> Assessment:
    """Publish a scheme and open a filing for everything that it asks for.

    Raises:
        NotNowError: the scheme cannot be used, or one is published already.
    """
    with transaction.atomic():
        assessment, structure = publish_scheme(version, due_on)
        open_filings(assessment, structure)
    return assessment


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody wants a row to be: the fields that changed, and which version they saw (0: none yet)."""

    participant: Participant
    values: dict[str, str]
    seen: int = 0
    number: str = ""
    is_withdrawn: bool = False


@dataclass
class Saved:
    """How saving went: rows kept, cells refused, and rows that somebody else had changed in the meantime."""

    kept: list[Fact] = field(default_factory=list)
    problems: list[tuple[Entry, CellProblem]] = field(default_factory=list)
    conflicts: list[tuple[Entry, Fact]] = field(default_factory=list)


def save(
    filing: Filing,
    entries: Sequence[Entry],
    structure: Structure,
    by: User,
    *,
    side: Side = Side.PROVIDED,
    reason: str = "",
) -> Saved:
    """Keep rows of a filing. What is faulty or was changed by somebody else is not kept and is said; the rest is.

    A change after the filing was submitted needs a reason and keeps the value before.

    Raises:
        NotNowError: facts are not being collected, or the reason is missing.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().select_related("assessment").get(pk=filing.pk)
        _may_change(filing, side, reason)
        found = {
            (fact.participant_id, fact.number): fact
            for fact in Fact.objects.filter(filing=filing, side=side, participant__in=[e.participant for e in entries])
        }
        saved, fresh = Saved(), []
        for entry in entries:
            fact = found.get((entry.participant.pk, entry.number))
            if fact is not None and fact.version != entry.seen and not _is_same(fact, entry):
                saved.conflicts.append((entry, fact))
            else:
                fresh.append((entry, fact))
        _keep(filing, fresh, structure, by, side, reason, saved)
        if saved.kept:
            changes = [[fact.participant_id, fact.number, fact.row, fact.is_withdrawn] for fact in saved.kept]
            record(
                "facts.save", filing, after=content_digest(changes), rows=len(saved.kept), side=str(side), reason=reason
            )
    return saved


def _may_change(filing: Filing, side: Side, reason: str) -> None:
    if filing.assessment.stage not in (Stage.COLLECTING, Stage.PUBLICISING, Stage.APPROVING):
        raise NotNowError(_("Facts are not being collected at this stage."))
    is_open = filing.state in (FilingState.OPEN, FilingState.RETURNED) and filing.assessment.stage == Stage.COLLECTING
    if side == Side.PROVIDED and not is_open and not reason.strip():
        raise NotNowError(_("This was submitted already. Say why it is to be corrected."))


def _is_same(fact: Fact, entry: Entry) -> bool:
    return fact.is_withdrawn == entry.is_withdrawn and all(
        fact.row.get(name, "") == value for name, value in entry.values.items()
    )


def _keep(
    filing: Filing,
    fresh: Sequence[tuple[Entry, Fact | None]],
    structure: Structure,
    by: User,
    side: Side,
    reason: str,
    saved: Saved,
) -> None:
    rows = [{**(fact.row if fact else {}), **_clean(entry.values)} for entry, fact in fresh]
    rows = [{name: value for name, value in row.items() if value != ""} for row in rows]
    lines = [Line(filing, entry.participant.unit, row) for (entry, _fact), row in zip(fresh, rows, strict=True)]
    to_check = [number for number, (entry, _fact) in enumerate(fresh) if not entry.is_withdrawn]
    problems = check([lines[number] for number in to_check], structure) if to_check else []
    refused = set()
    for problem in problems:
        number = to_check[problem.line]
        saved.problems.append((fresh[number][0], problem))
        if problem.finding.level == "error":
            refused.add(number)
    is_late = filing.state in (FilingState.SUBMITTED, FilingState.VERIFIED)
    for number, ((entry, fact), row) in enumerate(zip(fresh, rows, strict=True)):
        if number not in refused:
            saved.kept.append(_write(filing, entry, fact, row, by, side, reason, is_late))


def _clean(values: dict[str, str]) -> dict[str, str]:
    return {name: str(value).strip() for name, value in values.items()}


def _write(
    filing: Filing,
    entry: Entry,
    fact: Fact | None,
    row: dict[str, Any],
    by: User,
    side: Side,
    reason: str,
    is_late: bool,  # noqa: FBT001
) -> Fact:
    before = None if fact is None or fact.is_withdrawn else fact.row
    is_withdrawn = entry.is_withdrawn or (not row and not entry.number)
    if fact is None:
        fact = Fact(filing=filing, participant=entry.participant, side=side, number=entry.number, version=0)
    elif fact.row == row and fact.is_withdrawn == is_withdrawn:
        return fact
    fact.row, fact.is_withdrawn, fact.entered_by = row, is_withdrawn, by
    fact.version += 1
    fact.save()
    Correction.objects.create(
        fact=fact, version=fact.version, before=before, after=None if is_withdrawn else row, reason=reason,
        after_submission=is_late, by=by,
    )  # fmt: skip
    return fact


def move_filing(filing: Filing, state: FilingState, by: User, reason: str = "") -> Filing:
    """Submit, verify or return a filing.

    Raises:
        NotNowError: there is no such step from here, or the reason for returning it is missing.
    """
    with transaction.atomic():
        found = Filing.objects.select_for_update().select_related("assessment").get(pk=filing.pk)
        if found.assessment.stage not in (Stage.COLLECTING, Stage.APPROVING, Stage.PUBLICISING):
            raise NotNowError(_("Facts are not being collected at this stage."))
        if state not in FILING_STEPS[FilingState(found.state)]:
            raise NotNowError(
                _("What is “{state}” cannot become “{next}”.").format(state=found.get_state_display(), next=state.label)
            )
        if state == FilingState.RETURNED and not reason.strip():
            raise NotNowError(_("Say why it is returned, so that the provider knows what to mend."))
        before, found.state = found.state, state
        now = timezone.now()
        if state == FilingState.SUBMITTED:
            found.submitted_by, found.submitted_at, found.reason = by, now, ""
        else:
            found.decided_by, found.decided_at, found.reason = by, now, reason
        found.save()
        record(f"facts.{state}", found, before=before, after=str(state), reason=reason)
    return found
