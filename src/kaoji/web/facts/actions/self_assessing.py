"""Self-assessment: a unit hands its own in, the office returns or accepts it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Participant, Stage
from kaoji.web.audit.chain import record
from kaoji.web.facts.models import FILING_STEPS, Fact, FilingState, SelfAssessment, Side


def submit_self(participant: Participant, by: User) -> SelfAssessment:
    """Hand a unit's self-assessment in.

    Raises:
        NotNowError: nothing was filled in, or it is handed in already.
    """
    if not Fact.objects.filter(participant=participant, side=Side.SELF, is_withdrawn=False).exists():
        raise NotNowError(_("Nothing is filled in yet."))
    return move_self(participant, FilingState.SUBMITTED, by)


def move_self(participant: Participant, state: FilingState, by: User, reason: str = "") -> SelfAssessment:
    """Hand in, accept or return a self-assessment.

    Raises:
        NotNowError: there is no such step from here, or the reason for returning it is missing.
    """
    with transaction.atomic():
        SelfAssessment.objects.get_or_create(participant=participant)
        found = SelfAssessment.objects.select_for_update().select_related("participant__assessment").get(
            participant=participant
        )  # fmt: skip
        if found.participant.assessment.stage != Stage.COLLECTING:
            raise NotNowError(_("Facts are not being collected at this stage."))
        if state not in FILING_STEPS[FilingState(found.state)]:
            raise NotNowError(
                _("What is “{state}” cannot become “{next}”.").format(state=found.get_state_display(), next=state.label)
            )
        if state == FilingState.RETURNED and not reason.strip():
            raise NotNowError(_("Say why it is returned, so that the unit knows what to mend."))
        before, found.state = found.state, state
        if state == FilingState.SUBMITTED:
            found.submitted_by, found.submitted_at, found.reason = by, timezone.now(), ""
        else:
            found.decided_by, found.decided_at, found.reason = by, timezone.now(), reason
        found.save()
        record(f"self.{state}", found, assessment_id=participant.assessment_id, before=before, after=str(state),
               unit=participant.unit, reason=reason)  # fmt: skip
    return found
