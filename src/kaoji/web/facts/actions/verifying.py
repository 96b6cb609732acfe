"""Finding single rows right, or objecting to them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.facts.actions.moving import move_filing
from kaoji.web.facts.models import Fact, Filing, FilingState, Side


def verify_rows(filing: Filing, facts: Collection[int], by: User, *, seen: int | None = None) -> int:
    """Find rows of a handed-in filing right; the last one makes the whole filing verified.

    Raises:
        NotNowError: the filing is not handed in, or a row was corrected since its version was seen.
    """
    with transaction.atomic():
        found = _submitted(filing)
        if seen is not None and Fact.objects.filter(filing=found, pk__in=facts).exclude(version=seen).exists():
            raise NotNowError(_("This row was corrected after you opened it. Look at it as it is now, then verify."))
        rows = Fact.objects.filter(filing=found, side=Side.PROVIDED, is_withdrawn=False, pk__in=facts)
        count = rows.update(is_verified=True, verified_by=by, verified_at=timezone.now(), objection="")
        if count:
            record("facts.verify-rows", found, after=content_digest(sorted(facts)), rows=count)
        rest = Fact.objects.filter(filing=found, side=Side.PROVIDED, is_withdrawn=False, is_verified=False)
        if count and not rest.exists():
            move_filing(found, FilingState.VERIFIED, by)
    return count


def object_to_row(fact: Fact, reason: str, by: User) -> None:
    """Object to one row: the filing goes back with it; rows found right stay so.

    Raises:
        NotNowError: the filing is not handed in, or the reason is missing.
    """
    if not reason.strip():
        raise NotNowError(_("Say what is to be mended in this row."))
    with transaction.atomic():
        filing = _submitted(fact.filing)
        found = Fact.objects.select_for_update().select_related("participant").get(pk=fact.pk)
        found.objection, found.is_verified = reason.strip()[:500], False
        found.save(update_fields=["objection", "is_verified"])
        record("facts.object", filing, fact=found.pk, unit=found.participant.unit, reason=reason)
        text = _("{unit}: {reason}").format(unit=found.participant.unit, reason=found.objection)
        move_filing(filing, FilingState.RETURNED, by, text)


def _submitted(filing: Filing) -> Filing:
    found = Filing.objects.select_for_update().get(pk=filing.pk)
    if found.state not in (FilingState.SUBMITTED, FilingState.VERIFIED):
        raise NotNowError(_("Rows are verified once they are handed in."))
    return found
