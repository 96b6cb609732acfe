"""One thing at a time: every action locks its assessment first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.accounts.proving import Proof
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.spoken import listed


class NotYoursError(NotNowError):
    """Somebody may not do this themselves, whatever the stage: it needs another person."""


def locked(assessment_id: int, *stages: Stage) -> Assessment:
    """Lock an assessment in the caller's transaction, and see that it is at one of the stages.

    Raises:
        NotNowError: it is at another.
    """
    found = Assessment.objects.select_for_update().get(pk=assessment_id)
    if found.stage not in stages:
        raise NotNowError(
            _("The assessment is at the stage “{stage}”; this belongs to “{stages}”.").format(
                stage=found.get_stage_display(), stages=listed((str(stage.label) for stage in stages), short=True)
            )
        )
    return found


def proven(proof: Proof, by: User) -> None:
    """See that a proof is of the person who acts.

    Raises:
        NotYoursError: it is somebody else's.
    """
    if proof.user_id != by.pk:
        raise NotYoursError(_("Confirm with your own password or code."))
