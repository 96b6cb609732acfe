"""Self-assessment: a unit hands its own in, the office returns or accepts it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Participant, Stage
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.actions.moving import no_step
from kaoji.web.facts.looking import labels_of, look, looked_at
from kaoji.web.facts.models import FILING_STEPS, Fact, FilingState, SelfAssessment, Side
from kaoji.web.facts.self_deciding import stamp_of_self
from kaoji.web.meanwhile import Values, as_seen


def submit_self(participant: Participant, by: User) -> SelfAssessment:
    """Hand a unit's self-assessment in.

    Raises:
        NotNowError: nothing was filled in, or it is handed in already.
    """
    if not Fact.objects.filter(participant=participant, side=Side.SELF, is_withdrawn=False).exists():
        raise NotNowError(_("Nothing is filled in yet."))
    with transaction.atomic():
        found = _step(participant, FilingState.SUBMITTED)
        before, found.state, found.reason = found.state, FilingState.SUBMITTED, ""
        found.submitted_by, found.submitted_at = by, timezone.now()
        found.save()
        record("self.submitted", found, assessment_id=participant.assessment_id, before=before, after="submitted",
               unit=participant.unit)  # fmt: skip
    return found


def accept_self(participant: Participant, seen: Values | None, by: User) -> SelfAssessment:
    """Accept exactly what somebody looked at: the values and files of ``seen``, as ``facts.looking`` gives them.

    Raises:
        NotNowError: there is no such step from here.
        MeanwhileError: what the unit says, or what it rests on, is no longer what was looked at.
    """
    with transaction.atomic():
        found = _step(participant, FilingState.VERIFIED)
        now = looked_at(participant)
        as_seen(seen, now, found, "self.submitted")
        return _accepted(found, now, by)


def _accepted(found: SelfAssessment, now: Values, by: User) -> SelfAssessment:
    """Accept a self-assessment that is locked and was looked at as it is now."""
    participant = found.participant
    labels, looks = labels_of(participant, now), {fact: look(text) for fact, text in now.items()}
    before, found.state, found.reason = found.state, FilingState.VERIFIED, ""
    found.decided_by, found.decided_at = by, timezone.now()
    found.accepted = {"values": len(now), "files": sum(len(each.files) for each in looks.values()),
                      "digest": content_digest(now)}  # fmt: skip
    found.save()
    record(
        "self.verified", found, assessment_id=participant.assessment_id, before=before, after=found.accepted["digest"],
        unit=participant.unit,
        looked_at=[f"{labels.get(fact, fact)}：{each.exact}" for fact, each in looks.items()],
    )  # fmt: skip
    return found


def move_several_selves(
    units: Iterable[Participant], state: FilingState, by: User, seen: Values, reason: str = ""
) -> tuple[list[Participant], list[tuple[Participant, str]]]:
    """Accept or return several self-assessments, each as if it were the only one; gives those moved, the others with why.

    ``seen`` holds, by unit, the word for what it said when it was shown (``self_deciding.stamp_of_self``). What was not
    shown is left out, and so is what changed since.
    """
    moved, left_out = list[Participant](), list[tuple[Participant, str]]()
    for unit in sorted(units, key=lambda each: each.pk):
        try:
            _move_one(unit, state, by, seen.get(str(unit.pk), ""), reason)
        except NotNowError as problem:
            left_out.append((unit, str(problem)))
        else:
            moved.append(unit)
    return moved, left_out


def _move_one(unit: Participant, state: FilingState, by: User, stamp: str, reason: str) -> None:
    if not stamp:
        raise NotNowError(_("It was not among what was shown."))
    with transaction.atomic():
        found = _step(unit, state)
        now = looked_at(unit)
        if stamp != stamp_of_self(now):
            raise NotNowError(
                _("Values or files were changed after you opened this page. Look at them as they are now.")
            )
        if state == FilingState.VERIFIED:
            _accepted(found, now, by)
        else:
            return_self(unit, reason, by)


def return_self(participant: Participant, reason: str, by: User) -> SelfAssessment:
    """Return a self-assessment with a reason.

    Raises:
        NotNowError: there is no such step from here, or the reason is missing.
    """
    if not reason.strip():
        raise NotNowError(_("Say why it is returned, so that the unit knows what to mend."))
    with transaction.atomic():
        found = _step(participant, FilingState.RETURNED)
        before, found.state, found.reason, found.accepted = found.state, FilingState.RETURNED, reason, None
        found.decided_by, found.decided_at = by, timezone.now()
        found.save()
        record("self.returned", found, assessment_id=participant.assessment_id, before=before, after="returned",
               unit=participant.unit, reason=reason)  # fmt: skip
    return found


def _step(participant: Participant, state: FilingState) -> SelfAssessment:
    """Lock a self-assessment and see that it can take a step."""
    SelfAssessment.objects.get_or_create(participant=participant)
    found = SelfAssessment.objects.select_for_update().select_related("participant__assessment").get(
        participant=participant
    )  # fmt: skip
    if found.participant.assessment.stage != Stage.COLLECTING:
        raise NotNowError(_("Facts are not being collected at this stage."))
    if state not in FILING_STEPS[FilingState(found.state)]:
        raise no_step(found, state)
    return found
