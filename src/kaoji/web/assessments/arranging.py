"""What the office arranges around a scheme: until when things are due, and whom names stand for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Alias, Assessment, Stage
from kaoji.web.assessments.naming import organisations_named, organisations_of
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.meanwhile import Values, laid_over

_OPEN = (Stage.PREPARING, Stage.COLLECTING)


def deadlines_of(assessment: Assessment) -> dict[str, str]:
    """Give the deadlines as a form shows them."""
    return {
        name: day.isoformat() if day is not None else ""
        for name, day in (("facts_due_on", assessment.facts_due_on), ("self_due_on", assessment.self_due_on))
    }


def passed(facts_due_on: date | None, self_due_on: date | None) -> str:
    """Say which of two deadlines lies behind already, or nothing: whoever sets one means a day to come."""
    today = timezone.localdate()
    if facts_due_on is not None and facts_due_on < today:
        return _("{day}, until when facts are due, is over already. Choose today or a later day.").format(
            day=facts_due_on
        )
    if self_due_on is not None and self_due_on < today:
        text = _("{day}, until when self-assessments are due, is over already. Choose today or a later day.")
        return text.format(day=self_due_on)
    return ""


def set_deadlines(
    assessment: Assessment, facts_due_on: date | None, self_due_on: date | None, *, seen: Values | None = None
) -> None:
    """Set until when facts and self-assessments are to be in.

    Raises:
        NotNowError: the facts are in: the assessment is past collecting.
        MeanwhileError: somebody else set another day since it was seen.
    """
    with transaction.atomic():
        found = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if found.stage not in _OPEN:
            raise NotNowError(_("Facts are not being collected any more; their deadlines stay as they are."))
        before = content_digest([found.facts_due_on, found.self_due_on])
        now = deadlines_of(found)
        found.facts_due_on, found.self_due_on = facts_due_on, self_due_on
        kept = laid_over(seen, now, deadlines_of(found), found, "assessment.deadlines")
        facts_due_on, self_due_on = (date.fromisoformat(day) if day else None for day in kept.values())
        found.facts_due_on, found.self_due_on = facts_due_on, self_due_on
        found.save(update_fields=["facts_due_on", "self_due_on"])
        record("assessment.deadlines", found, before=before, after=content_digest([facts_due_on, self_due_on]),
               facts_due_on=facts_due_on, self_due_on=self_due_on)  # fmt: skip
    assessment.facts_due_on, assessment.self_due_on = facts_due_on, self_due_on


def set_names(assessment: Assessment, chosen: Mapping[str, int | None], *, seen: Values | None = None) -> int:
    """Say which organisations names of the scheme stand for, and give how many that changes; None lets a name go.

    Raises:
        NotNowError: an organisation stands outside the region, or the assessment is past collecting.
        MeanwhileError: somebody else gave a name to another organisation since it was seen.
    """
    with transaction.atomic():
        stage = Assessment.objects.select_for_update().get(pk=assessment.pk).stage
        if stage not in _OPEN:
            raise NotNowError(_("At this stage the names stay as they are."))
        known = {organisation.pk for organisation in organisations_of(assessment)}
        if any(pk is not None and pk not in known for pk in chosen.values()):
            raise NotNowError(_("Choose an organisation of this region."))
        named = organisations_named(assessment)
        kept = laid_over(seen, _as_texts(named), _as_texts(chosen), assessment, "scheme.names")
        changed = {name: int(pk) if pk else None for name, pk in kept.items() if str(named.get(name) or "") != pk}
        if not changed:
            return 0
        before = {name: named.get(name) for name in changed}
        assessment.aliases.filter(name__in=changed).delete()
        Alias.objects.bulk_create(
            Alias(assessment=assessment, name=name[:120], organisation_id=pk)
            for name, pk in changed.items()
            if pk is not None
        )
        record("scheme.names", assessment, before=content_digest(before), after=content_digest(changed), names=changed)
    return len(changed)


def _as_texts(named: Mapping[str, int | None]) -> dict[str, str]:
    return {name: "" if pk is None else str(pk) for name, pk in named.items()}
