"""Everything that changes an assessment and its scheme."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.diagnostics import Diagnostic
from kaoji.scheme import Structure
from kaoji.web.accounts.models import User
from kaoji.web.assessments.models import STEPS, Assessment, Participant, SchemeVersion, Stage
from kaoji.web.assessments.structures import digest_of, parsed
from kaoji.web.audit.chain import content_digest, record
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
    assessment: Assessment, text: str, by: User | None, note: str = ""
) -> tuple[SchemeVersion, tuple[Diagnostic, ...]]:
    """Keep a scheme's text as a new version; the same text is kept once. Findings say what is wrong with it.

    Raises:
        NotNowError: the scheme of this assessment is published.
    """
    if assessment.stage != Stage.PREPARING:
        raise NotNowError(_("The scheme is published and does not change any more."))
    _structure, findings = parsed(text)
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        last = assessment.scheme_versions.first()
        digest = digest_of(text)
        if last is not None and last.digest == digest:
            return last, findings
        number = (assessment.scheme_versions.aggregate(last=Max("number"))["last"] or 0) + 1
        version = SchemeVersion.objects.create(
            assessment=assessment, number=number, text=text, digest=digest, note=note, created_by=by,
            reviews={} if last is None else last.reviews,
        )  # fmt: skip
        record("scheme.keep", version, before=last.digest if last else "", after=digest, note=note)
    return version, findings


def publish_scheme(version: SchemeVersion, due_on: date | None = None) -> tuple[Assessment, Structure]:
    """Freeze a version by its digest and enrol the units that it lists; facts can be collected from now on.

    Raises:
        NotNowError: the scheme cannot be used, has no units, or one is published already.
    """
    assessment = version.assessment
    structure, _findings = parsed(version.text)
    if structure is None:
        raise NotNowError(_("The scheme has errors. Mend what the list shows first."))
    with transaction.atomic():
        assessment = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if assessment.stage != Stage.PREPARING:
            raise NotNowError(_("The scheme is published and does not change any more."))
        if not structure.scheme.units:
            raise NotNowError(_("The scheme lists no units. Write them under “groups”."))
        version.published_at = timezone.now()
        version.save(update_fields=["published_at"])
        assessment.scheme, assessment.stage = version, Stage.COLLECTING
        assessment.facts_due_on = due_on
        assessment.save(update_fields=["scheme", "stage", "facts_due_on"])
        enrol(assessment, structure)
        record("scheme.publish", version, after=version.digest)
    return assessment, structure


def enrol(assessment: Assessment, structure: Structure) -> None:
    """Make a participant of every unit that the scheme lists, tied to the organisation of the same name."""
    below = Organisation.objects.filter(path__startswith=_region_of(assessment).path)
    named = {organisation.name: organisation for organisation in below}
    named |= {o.short_name: o for o in below if o.short_name and o.short_name not in named}
    Participant.objects.bulk_create(
        Participant(
            assessment=assessment, unit=unit, group=group, organisation=named.get(unit), position=position,
        )
        for position, (unit, group) in enumerate(_units(structure))
    )  # fmt: skip


def _units(structure: Structure) -> Iterable[tuple[str, str]]:
    for group, members in structure.scheme.groups.items():
        for unit in members.units:
            yield unit, group


def _region_of(assessment: Assessment) -> Organisation:
    """Give the region that the office belongs to: units and providers are looked for below it."""
    return assessment.office.parent or assessment.office


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


def set_deadlines(assessment: Assessment, facts_due_on: date | None, self_due_on: date | None) -> None:
    """Set until when facts and self-assessments are to be in."""
    with transaction.atomic():
        before = content_digest([assessment.facts_due_on, assessment.self_due_on])
        assessment.facts_due_on, assessment.self_due_on = facts_due_on, self_due_on
        assessment.save(update_fields=["facts_due_on", "self_due_on"])
        record("assessment.deadlines", assessment, before=before, after=content_digest([facts_due_on, self_due_on]),
               facts_due_on=facts_due_on, self_due_on=self_due_on)  # fmt: skip
