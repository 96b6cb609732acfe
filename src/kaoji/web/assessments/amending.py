"""Changes of a published scheme (方案调整): proposed with a reason, in force once a second person confirms them.

What a change does to facts that are collected already is the business of ``facts.adapting``, which confirms.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError, usable
from kaoji.web.assessments.attributes import said_before, units_of
from kaoji.web.assessments.models import Amendment, AmendmentState, Assessment, Participant, SchemeVersion, Stage
from kaoji.web.assessments.naming import organisations_named
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import record
from kaoji.web.spoken import listed


def propose_amendment(
    assessment: Assessment, version: SchemeVersion, reason: str, by: User, effects: dict[str, Any]
) -> Amendment:
    """Propose that a draft takes the place of the scheme in force.

    Raises:
        NotNowError: no facts are being collected, a change is proposed already, the draft cannot be used or is the
            scheme in force, or the reason is missing.
    """
    structure = usable(version)
    with transaction.atomic():
        found = Assessment.objects.select_for_update().get(pk=assessment.pk)
        base = _in_force(found)
        if not reason.strip():
            raise NotNowError(_("Say why the scheme is changed: the reason stays with the change."))
        if found.amendments.filter(state=AmendmentState.PROPOSED).exists():
            raise NotNowError(_("A change is proposed already. It is confirmed, refused or withdrawn first."))
        if version.pk == base.pk or version.digest == base.digest:
            raise NotNowError(_("This is the scheme in force. Change a draft of it first."))
        _units_that_stay(found, structure)
        amendment = Amendment.objects.create(
            assessment=found, base=base, version=version, reason=reason.strip(), effects=effects, proposed_by=by
        )
        record("amendment.propose", amendment, before=base.digest, after=version.digest, reason=reason.strip())
    return amendment


def _in_force(assessment: Assessment) -> SchemeVersion:
    if assessment.stage != Stage.COLLECTING or assessment.scheme is None:
        raise NotNowError(_("A published scheme can be changed only while facts are being collected."))
    return assessment.scheme


def _units_that_stay(assessment: Assessment, structure: Structure) -> list[Participant]:
    """Give the units that the change takes out; one that is known something of must stay.

    Raises:
        NotNowError: facts were given for such a unit, or it stands in a computed result.
    """
    kept = set(structure.scheme.units)
    leaving = [found for found in assessment.participants.all() if found.unit not in kept]
    bound = [found.unit for found in leaving if found.facts.exists() or found.standings.exists()]
    if bound:
        raise NotNowError(
            _("Something is known of {units} already, so they cannot leave the scheme or be renamed. Leave them in, and note that they do not take part.").format(
                units=listed(bound, short=True)
            )
        )  # fmt: skip
    return leaving


def withdraw_amendment(amendment: Amendment, by: User) -> None:
    """Take a proposed change back.

    Raises:
        NotNowError: it is decided already, or somebody else proposed it.
    """
    with transaction.atomic():
        found = _open(amendment)
        if found.proposed_by_id != by.pk:
            raise NotNowError(_("Only who proposed a change can withdraw it; others can refuse it."))
        _decide(found, AmendmentState.WITHDRAWN, "", by)


def refuse_amendment(amendment: Amendment, opinion: str, by: User) -> None:
    """Refuse a proposed change.

    Raises:
        NotNowError: it is decided already, proposed by oneself, or the opinion is missing.
    """
    with transaction.atomic():
        found = _open(amendment)
        _is_second(found, by)
        if not opinion.strip():
            raise NotNowError(_("Say why it is refused."))
        _decide(found, AmendmentState.REFUSED, opinion, by)


def put_in_force(amendment: Amendment, opinion: str, by: User) -> tuple[Assessment, Structure, Structure]:
    """Let a confirmed change take the place of the scheme in force, and give the structures before and after.

    Runs in the transaction of whoever adapts the facts to it.

    Raises:
        NotNowError: it is decided already, proposed by oneself, or the scheme in force is another one by now.
    """
    found = _open(amendment)
    _is_second(found, by)
    assessment = Assessment.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=found.assessment_id)
    base = _in_force(assessment)
    if base.pk != found.base_id:
        raise NotNowError(_("The scheme in force is another one by now. Withdraw the change and propose it anew."))
    before, after = structure_of(base), usable(found.version)
    leaving = _units_that_stay(assessment, after)
    for each in leaving:
        each.delete()
    _enrol_anew(assessment, after)
    found.version.published_at = timezone.now()
    found.version.save(update_fields=["published_at"])
    assessment.scheme = found.version
    assessment.save(update_fields=["scheme"])
    _decide(found, AmendmentState.CONFIRMED, opinion, by)
    return assessment, before, after


def _enrol_anew(assessment: Assessment, structure: Structure) -> None:
    named, said = organisations_named(assessment), said_before(assessment)
    known = {found.unit: found for found in assessment.participants.all()}
    for position, (unit, group) in enumerate(units_of(structure)):
        found = known.get(unit)
        if found is None:
            Participant.objects.create(
                assessment=assessment, unit=unit, group=group, organisation_id=named.get(unit), position=position,
                **said.get(unit, {}),
            )  # fmt: skip
        elif (found.group, found.position) != (group, position):
            found.group, found.position = group, position
            found.save(update_fields=["group", "position"])


def _open(amendment: Amendment) -> Amendment:
    found = Amendment.objects.select_for_update(of=("self",)).select_related("version", "base").get(pk=amendment.pk)
    if found.state != AmendmentState.PROPOSED:
        raise NotNowError(_("This change is decided already."))
    return found


def _is_second(amendment: Amendment, by: User) -> None:
    if amendment.proposed_by_id == by.pk:
        raise NotNowError(_("A change is confirmed or refused by a second person, not by who proposed it."))


def _decide(amendment: Amendment, state: AmendmentState, opinion: str, by: User) -> None:
    amendment.state, amendment.opinion, amendment.decided_by = state, opinion.strip(), by
    amendment.decided_at = timezone.now()
    amendment.save(update_fields=["state", "opinion", "decided_by", "decided_at"])
    before = amendment.base.digest if state == AmendmentState.CONFIRMED else ""
    record(
        f"amendment.{state}", amendment, before=before, after=amendment.version.digest, opinion=amendment.opinion,
        version=amendment.version.number,
    )  # fmt: skip
