"""Keeping rows of facts: what is faulty or was changed by somebody else is not kept and is said; the rest is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.numbers import fold
from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Participant, Stage
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.gaps import lacking_of
from kaoji.web.facts.grids import percentages
from kaoji.web.facts.models import Correction, Fact, Filing, FilingState, SelfAssessment, Side
from kaoji.web.facts.rows import UNFINISHED, CellProblem, Line, check

_NUMBER: Final = re.compile(r"[-+−]?[0-9][0-9.,/-]*[%‰]?")
"""What numbers, shares and dates are written in."""


class HandedInError(NotNowError):
    """What is to be changed was handed in already, and no reason was given for correcting it."""


OPEN = (FilingState.OPEN, FilingState.RETURNED)
"""States in which a filing or a self-assessment is filled in."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody wants a row to be: the fields that changed, and which version they saw (0: none yet).

    ``before`` is what they saw in these fields: a row that somebody else changed in other fields only is no conflict.
    """

    participant: Participant
    values: dict[str, str]
    seen: int = 0
    number: str = ""
    is_withdrawn: bool = False
    before: dict[str, str] | None = None


@dataclass
class Saved:
    """How saving went: rows kept, cells refused, rows refused, and rows that somebody else had changed meanwhile."""

    kept: list[Fact] = field(default_factory=list)
    problems: list[tuple[Entry, CellProblem]] = field(default_factory=list)
    refused: list[tuple[Entry, str]] = field(default_factory=list)
    conflicts: list[tuple[Entry, Fact]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Saving:
    """What one saving shares: of which filing, who saves, whose word it is, and why."""

    filing: Filing
    structure: Structure
    by: User
    side: Side
    reason: str

    @property
    def is_late(self) -> bool:
        return self.side == Side.PROVIDED and self.filing.state not in OPEN


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
        saving = _Saving(filing, structure, by, side, reason.strip()[:500])
        _may_change(saving, entries)
        percent = percentages(filing, structure)
        entries = [_without_sign(entry, percent) for entry in entries] if percent else entries
        beside = _beside(saving, entries)
        found = {(fact.participant_id, fact.number): fact for fact in beside if fact.filing_id == filing.pk}
        saved, fresh = Saved(), []
        for entry in entries:
            fact = found.get((entry.participant.pk, entry.number))
            if fact is not None and _is_same(fact, entry):
                saved.kept.append(fact)
            elif fact is not None and _collides(fact, entry):
                saved.conflicts.append((entry, fact))
            elif fact is not None and fact.is_verified and not saving.reason:
                saved.refused.append(
                    (entry, _("The office found this row right. Open the row and say why it changes."))
                )
            else:
                fresh.append((entry, fact))
        written = _keep(saving, fresh, beside, saved)
        if written:
            changes = [[fact.participant_id, fact.number, fact.row, fact.is_withdrawn] for fact in written]
            record(
                "facts.save", filing, after=content_digest(changes), rows=len(written), side=str(side), reason=reason
            )
    return saved


def _may_change(saving: _Saving, entries: Sequence[Entry]) -> None:
    filing = saving.filing
    if filing.assessment.stage not in (Stage.COLLECTING, Stage.PUBLICISING, Stage.APPROVING):
        raise NotNowError(_("Facts are not being collected at this stage."))
    if saving.side == Side.SELF:
        units = {entry.participant.pk for entry in entries}
        closed = SelfAssessment.objects.filter(participant__in=units).exclude(state__in=OPEN)
        if filing.assessment.stage != Stage.COLLECTING or closed.exists():
            raise NotNowError(_("The self-assessment is handed in. The office can return it to you."))
        return
    is_open = filing.state in OPEN and filing.assessment.stage == Stage.COLLECTING
    if not is_open and not saving.reason:
        raise HandedInError(_("This was submitted already. Say why it is to be corrected."))


def _beside(saving: _Saving, entries: Sequence[Entry]) -> list[Fact]:
    """Give what is known of the same units beside the new rows: their rows of this filing, and what is absent."""
    units = {entry.participant.pk for entry in entries}
    own = list(
        Fact.objects.filter(filing=saving.filing, side=saving.side, participant__in=units).select_related("entered_by")
    )
    if saving.filing.table == "absences":
        return own
    absent = Fact.objects.filter(
        filing__assessment=saving.filing.assessment_id, filing__table="absences", participant__in=units,
        is_withdrawn=False,
    ).select_related("filing")  # fmt: skip
    return [*own, *absent]


def _is_same(fact: Fact, entry: Entry) -> bool:
    if fact.is_withdrawn and not any(entry.values.values()):
        return True
    return fact.is_withdrawn == entry.is_withdrawn and all(
        fact.row.get(name, "") == value for name, value in _clean(entry.values).items()
    )


def _collides(fact: Fact, entry: Entry) -> bool:
    """Tell whether somebody else changed what this entry changes."""
    if fact.version == entry.seen:
        return False
    if entry.before is None or entry.is_withdrawn or fact.is_withdrawn:
        return True
    return any(fact.row.get(name, "") != entry.before.get(name, "") for name in entry.values)


def _keep(
    saving: _Saving, fresh: Sequence[tuple[Entry, Fact | None]], beside: Sequence[Fact], saved: Saved
) -> list[Fact]:
    rows = [{**(fact.row if fact and not fact.is_withdrawn else {}), **_clean(entry.values)} for entry, fact in fresh]
    rows = [{name: value for name, value in row.items() if value != ""} for row in rows]
    to_check = [
        number
        for number, ((entry, _fact), row) in enumerate(zip(fresh, rows, strict=True))
        if row and not entry.is_withdrawn
    ]
    lines = [Line(saving.filing, fresh[number][0].participant.unit, rows[number]) for number in to_check]
    units = [fresh[number][0].participant for number in to_check]
    lacking = lacking_of(saving.filing.assessment_id, saving.structure, units) if lines else {}
    problems = check(lines, saving.structure, _context(saving, fresh, beside), lacking) if lines else []
    refused = set()
    for problem in problems:
        number = to_check[problem.line]
        saved.problems.append((fresh[number][0], problem))
        if problem.finding.level == "error" and problem.finding.code not in UNFINISHED:
            refused.add(number)
    written = []
    for number, ((entry, fact), row) in enumerate(zip(fresh, rows, strict=True)):
        if number not in refused:
            if fact is None and (entry.is_withdrawn or not row):
                continue  # nothing was there and nothing is to be there
            kept, is_new = _write(saving, entry, fact, row)
            saved.kept.append(kept)
            if is_new:
                written.append(kept)
    return written


def _context(saving: _Saving, fresh: Sequence[tuple[Entry, Fact | None]], beside: Sequence[Fact]) -> list[Line]:
    """Give the rows that stay beside those that are written now."""
    changed = {fact.pk for _entry, fact in fresh if fact is not None}
    units = {entry.participant.pk: entry.participant.unit for entry, _fact in fresh}
    return [
        Line(saving.filing if fact.filing_id == saving.filing.pk else fact.filing, units[fact.participant_id], fact.row)
        for fact in beside
        if fact.pk not in changed and not fact.is_withdrawn and fact.participant_id in units
    ]


def _without_sign(entry: Entry, percent: Collection[str]) -> Entry:
    """Leave the sign off percentages: 98.4% is kept as 98.4, as the column asks for it."""
    values = {
        name: _plain(value.strip()).removesuffix("%")
        if name in percent and _NUMBER.fullmatch(fold(value.strip()))
        else value
        for name, value in entry.values.items()
    }
    return replace(entry, values=values)


def _clean(values: dict[str, str]) -> dict[str, str]:
    """Give what was typed as it is kept: numbers typed in full-width digits stand beside others as others do."""
    return {name: _plain(str(value).strip()) for name, value in values.items()}


def _plain(text: str) -> str:
    """Give a number, a percentage or a date in plain characters; words stay as they were written.

    >>> _plain("９．２"), _plain("９６％"), _plain("第１号"), _plain("９" * 5000) == "９" * 5000
    ('9.2', '96%', '第１号', True)
    """
    folded = fold(text)
    return folded if _NUMBER.fullmatch(folded) else text


def _write(saving: _Saving, entry: Entry, fact: Fact | None, row: dict[str, str]) -> tuple[Fact, bool]:
    """Write a row and what it was before; tells whether there was anything to write."""
    before = None if fact is None or fact.is_withdrawn else fact.row
    is_withdrawn = entry.is_withdrawn or not row
    is_late = saving.is_late or (fact is not None and fact.is_verified)
    if fact is None:
        fact = Fact(
            filing=saving.filing, participant=entry.participant, side=saving.side, number=entry.number, version=0
        )
    elif fact.row == row and fact.is_withdrawn == is_withdrawn:
        return fact, False
    fact.row, fact.is_withdrawn, fact.entered_by = row, is_withdrawn, saving.by
    fact.is_verified, fact.verified_by, fact.verified_at, fact.objection = False, None, None, ""
    fact.version += 1
    fact.save()
    Correction.objects.create(
        fact=fact, version=fact.version, before=before, after=None if is_withdrawn else row, reason=saving.reason,
        after_submission=is_late, by=saving.by,
    )  # fmt: skip
    return fact, True
