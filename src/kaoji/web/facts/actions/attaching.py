"""Evidence: files that a fact rests on."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Stage
from kaoji.web.audit.chain import record
from kaoji.web.facts.actions.saving import OPEN
from kaoji.web.facts.models import Evidence, Fact, SelfAssessment, Side
from kaoji.web.files.receiving import receive

MOST_FILES = 20


def attach(
    fact: Fact, upload: UploadedFile[Any] | None, by: User, *, note: str = "", label: str = "internal"
) -> Evidence:
    """Add a file to a fact. What was handed in already may still be backed by further evidence.

    Raises:
        UnfitFileError: the file is not taken.
        NotNowError: facts are not being collected, or there are too many files.
    """
    with transaction.atomic():
        fact = Fact.objects.select_for_update().select_related("filing__assessment").get(pk=fact.pk)
        if fact.filing.assessment.stage not in (Stage.COLLECTING, Stage.APPROVING, Stage.PUBLICISING):
            raise NotNowError(_("Facts are not being collected at this stage."))
        if fact.is_withdrawn:
            raise NotNowError(_("Enter the value first; evidence belongs to a value."))
        if fact.evidence.filter(is_withdrawn=False).count() >= MOST_FILES:
            raise NotNowError(
                _("There are {count} files already. Put what is left into one file.").format(count=MOST_FILES)
            )
        file = receive(upload, by, label)
        evidence = Evidence.objects.create(fact=fact, file=file, note=note.strip()[:200])
        record("facts.attach", fact.filing, after=f"sha256:{file.digest}", fact=fact.pk, file=file.pk, label=file.label)
    return evidence


def detach(evidence: Evidence, by: User) -> None:
    """Take a file off a fact that is not handed in yet; the file itself stays kept.

    Raises:
        NotNowError: the fact is handed in.
    """
    with transaction.atomic():
        found = (
            Evidence.objects.select_for_update().select_related("fact__filing__assessment", "file").get(pk=evidence.pk)
        )
        fact = found.fact
        state = fact.filing.state
        if fact.side == Side.SELF:
            own = SelfAssessment.objects.filter(participant=fact.participant_id).first()
            state = own.state if own is not None else "open"
        if state not in OPEN or fact.is_verified or fact.filing.assessment.stage != Stage.COLLECTING:
            raise NotNowError(
                _("This was handed in with its evidence, which stays with it. Add a further file if need be.")
            )
        found.is_withdrawn = True
        found.save(update_fields=["is_withdrawn"])
        record("facts.detach", fact.filing, before=f"sha256:{found.file.digest}", fact=fact.pk, by_id=by.pk)
