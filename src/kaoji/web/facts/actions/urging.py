"""Reminders (催办): they stand among the things to do of whom they are for, until what is waited for is there."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Participant
from kaoji.web.audit.chain import record
from kaoji.web.facts.actions.saving import OPEN
from kaoji.web.facts.models import Filing, Urge


def urge(filings: Iterable[Filing], text: str, by: User) -> int:
    """Remind the providers of filings that wait to be filled in; gives how many organisations were reminded.

    Raises:
        NotNowError: none of them waits for anybody else.
    """
    waiting = [filing for filing in filings if filing.state in OPEN]
    with transaction.atomic():
        urges = [
            Urge(assessment_id=filing.assessment_id, organisation=organisation, filing=filing, by=by, text=_text(text))
            for filing in Filing.objects.filter(pk__in=[filing.pk for filing in waiting])
            .select_related("assessment")
            .prefetch_related("providers")
            for organisation in filing.providers.all()
            if organisation.pk != filing.assessment.office_id
        ]
        if not urges:
            raise NotNowError(_("Nothing here waits for a provider."))
        Urge.objects.bulk_create(urges)
        names = sorted({one.organisation.name for one in urges})
        record("facts.urge", waiting[0].assessment, filings=len(waiting), organisations=names[:50], text=_text(text))
    return len(names)


def urge_unit(units: Iterable[Participant], text: str, by: User) -> int:
    """Remind units of their self-assessment; gives how many were reminded.

    Raises:
        NotNowError: none of them stands for an organisation.
    """
    found = [unit for unit in units if unit.organisation_id is not None]
    if not found:
        raise NotNowError(_("None of these units belongs to an organisation that could be reminded."))
    with transaction.atomic():
        Urge.objects.bulk_create(
            Urge(assessment_id=unit.assessment_id, organisation_id=unit.organisation_id, by=by, text=_text(text))
            for unit in found
            if unit.organisation_id is not None
        )
        record("facts.urge", found[0].assessment, units=[unit.unit for unit in found][:50], text=_text(text))
    return len(found)


def _text(text: str) -> str:
    return text.strip()[:500] or _("Please hand this in soon.")
