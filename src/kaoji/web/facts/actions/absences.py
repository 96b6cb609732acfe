"""Stating that an indicator does not apply to a unit, and taking that back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.scheme import Structure
from kaoji.scoring.naming import Names
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import sentence
from kaoji.web.assessments.models import Participant, Stage
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.actions.saving import OPEN, Entry, save
from kaoji.web.facts.filings import slot_of
from kaoji.web.facts.gaps import absences_of
from kaoji.web.facts.models import Correction, Fact, Filing, Side


def mark_absent(filing: Filing, participant: Participant, structure: Structure, reason: str, by: User) -> Fact:
    """State that what a filing asks for does not apply to a unit, and why; a value that was given is withdrawn.

    Raises:
        NotNowError: the reason is missing, the filing is handed in, or the scheme does not say what becomes of it.
    """
    slot = slot_of(filing, structure)
    if slot is None:
        raise NotNowError(_("Only indicators can be marked as not applying to a unit."))
    if not reason.strip():
        raise NotNowError(_("Say why this does not apply to the unit."))
    with transaction.atomic():
        filing = _open(filing)
        for fact in Fact.objects.select_for_update().filter(filing=filing, participant=participant, is_withdrawn=False):
            _withdraw(fact, by, reason)
        table = Filing.objects.get(assessment=filing.assessment_id, table="absences")
        node = structure.nodes[slot.node]
        number = node.code[:60]
        before = Fact.objects.filter(filing=table, participant=participant, number=number, side=Side.PROVIDED).first()
        values = {"indicator": Names(structure).path(node.index), "reason": reason.strip()[:500]}
        entry = Entry(participant, values, before.version if before else 0, number)
        saved = save(table, [entry], structure, by, reason=reason)
        errors = [problem for _entry, problem in saved.problems if problem.finding.level == "error"]
        if errors:
            raise NotNowError(sentence(errors[0].finding))
        if not saved.kept:
            raise NotNowError(_("Somebody else changed this in the meantime. Load the page anew."))
        record("facts.absent", filing, after=content_digest([participant.unit, values]), unit=participant.unit)
    return saved.kept[0]


def take_back_absence(filing: Filing, participant: Participant, structure: Structure, by: User) -> None:
    """State that what a filing asks for does apply to a unit after all.

    Raises:
        NotNowError: it was not marked, or the filing is handed in.
    """
    with transaction.atomic():
        filing = _open(filing)
        fact = absences_of(filing, structure).get(participant.pk)
        if fact is None:
            raise NotNowError(_("This is not marked as not applying to the unit."))
        _withdraw(fact, by, "")
        record("facts.applies", filing, unit=participant.unit)


def _open(filing: Filing) -> Filing:
    found = Filing.objects.select_for_update().select_related("assessment").get(pk=filing.pk)
    if found.state not in OPEN or found.assessment.stage != Stage.COLLECTING:
        raise NotNowError(_("This was submitted already. The office can return it to you."))
    return found


def _withdraw(fact: Fact, by: User, reason: str) -> None:
    before, fact.is_withdrawn, fact.entered_by = fact.row, True, by
    fact.row, fact.version = {}, fact.version + 1
    fact.save()
    Correction.objects.create(fact=fact, version=fact.version, before=before, after=None, reason=reason[:500], by=by)
