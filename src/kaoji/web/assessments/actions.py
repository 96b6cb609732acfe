"""Everything that changes an assessment and its scheme."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.diagnostics import Diagnostic, has_errors
from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.assessments.attributes import said_before, units_of
from kaoji.web.assessments.models import STEPS, Assessment, Notice, Participant, SchemeVersion, Stage
from kaoji.web.assessments.naming import organisations_named
from kaoji.web.assessments.structures import digest_of, parsed
from kaoji.web.audit.chain import record
from kaoji.web.organisations.models import Organisation


class NotNowError(Exception):
    """Something cannot be done as things stand; the text says why and what would help."""


def create(
    office: Organisation, title: str, year: int, by: User | None, previous: Assessment | None = None
) -> Assessment:
    """Open an assessment that has no scheme yet."""
    with transaction.atomic():
        assessment = Assessment.objects.create(
            office=office, title=title, year=year, created_by=by, previous=previous,
            public_key=secrets.token_urlsafe(18),
        )  # fmt: skip
        record("assessment.create", assessment, title=title, year=year)
    return assessment


def keep_scheme(
    assessment: Assessment,
    text: str,
    by: User | None,
    note: str = "",
    *,
    seen: int | None = None,
    notice: Notice | None = None,
) -> tuple[SchemeVersion, tuple[Diagnostic, ...]]:
    """Keep a scheme's text as a new version; the same text is kept once. Findings say what is wrong with it.

    After the scheme is published a new version is a draft: it comes into force when a second person confirms it.

    Args:
        assessment: whose scheme it is.
        text: the YAML, byte for byte.
        by: who writes it.
        note: what changed, in a few words.
        seen: the number of the version that the writer started from; a newer one in the meantime is a conflict.
        notice: the notice that it was drafted from; the one of the version before if left out.

    Raises:
        NotNowError: the assessment is past collecting, or somebody else kept a version in the meantime.
    """
    _structure, findings = parsed(text)
    with transaction.atomic():
        stage = Assessment.objects.select_for_update().get(pk=assessment.pk).stage
        if stage not in (Stage.PREPARING, Stage.COLLECTING):
            raise NotNowError(_("The scheme of this assessment does not change any more."))
        last = assessment.scheme_versions.select_related("created_by").first()
        digest = digest_of(text)
        if last is not None and last.digest == digest:
            return last, findings
        if seen is not None and last is not None and last.number != seen:
            raise NotNowError(
                _(
                    "{person} saved version {number} in the meantime. Look at the differences, then save yours anew."
                ).format(person=last.created_by, number=last.number)
            )
        version = SchemeVersion.objects.create(
            assessment=assessment, number=1 if last is None else last.number + 1, text=text, digest=digest,
            note=note[:200], created_by=by, notice_id=last.notice_id if notice is None and last is not None else
            notice.pk if notice is not None else None,
        )  # fmt: skip
        record(
            "scheme.keep", version, before=last.digest if last else "", after=digest, note=note, number=version.number
        )
    return version, findings


def publish_scheme(version: SchemeVersion, due_on: date | None = None) -> tuple[Assessment, Structure]:
    """Freeze a version by its digest and enrol the units that it lists; facts can be collected from now on.

    Raises:
        NotNowError: the scheme cannot be used or contradicts itself, has no units, or one is published already.
    """
    assessment = version.assessment
    structure = usable(version)
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if assessment.stage != Stage.PREPARING:
            raise NotNowError(_("The scheme is published already. Propose a change of it instead."))
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
        assessment.scheme, assessment.stage = version, Stage.COLLECTING
        assessment.facts_due_on = due_on
        assessment.save(update_fields=["scheme", "stage", "facts_due_on"])
        enrol(assessment, structure)
        record(
            "scheme.publish", version, after=version.digest, number=version.number, units=len(structure.scheme.units)
        )
    return assessment, structure


def usable(version: SchemeVersion) -> Structure:
    """Give the structure of a version that may be published.

    Raises:
        NotNowError: it has errors, lists no units, or a unit twice.
    """
    structure, findings = parsed(version.text)
    if structure is None or has_errors(findings):
        raise NotNowError(_("The scheme has errors. Mend what the list shows first."))
    units = structure.scheme.units
    if not units:
        raise NotNowError(_("The scheme lists no units. Write them under “groups”."))
    if len(set(units)) != len(units):
        raise NotNowError(_("A unit stands in the scheme twice. Write each one in one group."))
    return structure


def enrol(assessment: Assessment, structure: Structure) -> None:
    """Make a participant of every unit that the scheme lists, tied to the organisation that its name stands for."""
    named, said = organisations_named(assessment), said_before(assessment)
    Participant.objects.bulk_create(
        Participant(
            assessment=assessment, unit=unit, group=group, organisation_id=named.get(unit), position=position,
            **said.get(unit, {}),
        )
        for position, (unit, group) in enumerate(units_of(structure))
    )  # fmt: skip


def move(assessment: Assessment, stage: Stage, reason: str = "") -> None:
    """Take the assessment to another stage.

    Raises:
        NotNowError: there is no such step from here.
    """
    with transaction.atomic():
        found = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if stage not in STEPS[Stage(found.stage)]:
            raise NotNowError(
                _("An assessment that is {stage} cannot become {next}.").format(
                    stage=found.get_stage_display(), next=stage.label
                )
            )
        before, found.stage = found.stage, stage
        found.save(update_fields=["stage"])
        record("assessment.move", found, before=before, after=str(stage), reason=reason)
    assessment.stage = stage
