"""Operations on facts: filings, rows in and out by the tidy layout, steps of a filing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Query

from kaoji.web.api.keeping import keep
from kaoji.web.api.operations import FACTS, ApiRequest, operation
from kaoji.web.api.shapes import (
    CorrectionOut,
    FactOut,
    FactsIn,
    FactsKept,
    FilingOut,
    MoveIn,
    PageOf,
    Paging,
    page_of,
)  # fmt: skip
from kaoji.web.audit.chain import record
from kaoji.web.facts import access
from kaoji.web.facts.actions import move_filing
from kaoji.web.facts.models import Correction, Fact, Filing, FilingState, Side
from kaoji.web.facts.rows import fields_of
from kaoji.web.organisations.desk import Part

_PLACE = "assessments/{int:assessment}"
_PANELS = frozenset({"ballots", "marks", "panel_scores"})


def _said(filing: Filing, *, mine: bool) -> dict[str, Any]:
    names = ("id", "table", "key", "label", "indicator", "measured_in", "provider_names", "is_required", "state",
             "reason", "due_on", "expected")  # fmt: skip
    columns = [
        {"name": column.en, "name_zh": column.zh, "kind": column.kind, "required": column.required}
        for column in fields_of(filing)
    ]
    return {**{name: getattr(filing, name) for name in names}, "mine": mine, "columns": columns}


@operation("GET", f"{_PLACE}/filings", "assessment.view", _("List what is to be filled in"), text=_("A provider sees its own, the office all."), of=FACTS,
           response=PageOf[FilingOut])  # fmt: skip
def filings(request: ApiRequest, assessment: int, paging: Query[Paging], state: str = "") -> dict[str, Any]:
    """Give the filings that the post sees: a provider its own, the office all."""
    found = access.filings_to_see(request.part)
    rows, following = page_of(found.filter(state=state) if state else found, paging)
    mine = set(access.filings_to_enter(request.part).values_list("pk", flat=True))
    return {"items": [_said(filing, mine=filing.pk in mine) for filing in rows], "next": following}


@operation("GET", f"{_PLACE}/filings/{{int:filing}}", "assessment.view", _("One thing to be filled in"), of=FACTS,
           response=FilingOut)  # fmt: skip
def filing(request: ApiRequest, assessment: int, filing: int) -> dict[str, Any]:
    """Give a filing with its columns."""
    return _shown(request.part, access.filing_to_see(request.part, filing))


def _shown(part: Part, found: Filing) -> dict[str, Any]:
    return _said(found, mine=access.filings_to_enter(part).filter(pk=found.pk).exists())


# ------------------------------------------------------------------ rows out


def _facts(part: Part, side: str) -> QuerySet[Fact]:
    found = Fact.objects.filter(filing__assessment=part.assessment, side=side)
    if part.may("facts.overview"):
        return found
    if side == Side.SELF:
        return found.filter(participant__in=access.own_units(part))
    return found.filter(filing__in=access.filings_to_enter(part))


@operation(
    "GET",
    f"{_PLACE}/facts",
    "assessment.view",
    _("Read facts"),
    text=_("Rows of the tidy layout, of the filings that the post sees; withdrawn rows too, marked as such."),
    of=FACTS,
    response=PageOf[FactOut],
)
def facts(
    request: ApiRequest,
    assessment: int,
    paging: Query[Paging],
    side: Literal["provided", "self"] = "provided",
    filing: int | None = None,
    changed_since: datetime | None = None,
) -> dict[str, Any]:
    """Give facts as rows of the tidy layout, of the filings that the post sees; withdrawn rows too, marked as such."""
    found = _facts(request.part, side).select_related("filing", "participant")
    if filing is not None:
        found = found.filter(filing=filing)
    if changed_since is not None:
        found = found.filter(changed_at__gte=changed_since)
    rows, following = page_of(found, paging)
    if rows:
        record("facts.export", request.part.assessment, rows=len(rows), side=side, filing=filing, by="api")
    return {"items": [tidy_row(fact) for fact in rows], "next": following}


def tidy_row(fact: Fact) -> dict[str, Any]:
    """Give a fact as a row of the tidy layout."""
    filing = fact.filing
    place: dict[str, Any] = {"unit": fact.participant.unit}
    if filing.table in _PANELS:
        place["panel"] = filing.key
    elif filing.key:
        place |= {"indicator": filing.key.partition("#")[0], "slot": filing.key}
    if fact.number:
        place["number"] = fact.number
    return {
        "id": fact.pk, "filing": filing.pk, "table": filing.table, **place, **fact.row, "version": fact.version,
        "side": fact.side, "withdrawn": fact.is_withdrawn, "changed_at": fact.changed_at,
    }  # fmt: skip


@operation("GET", f"{_PLACE}/facts/{{int:fact}}/corrections", "assessment.view", _("What a fact was before"), text=_("Old value, new value, who, when, why."), of=FACTS,
           response=list[CorrectionOut])  # fmt: skip
def corrections(request: ApiRequest, assessment: int, fact: int) -> list[dict[str, Any]]:
    """Give everything that a fact was: old value, new value, who, when, why."""
    sides = (Side.PROVIDED, Side.SELF)
    found = next((each for side in sides if (each := _facts(request.part, side).filter(pk=fact).first())), None)
    found = found or get_object_or_404(Fact.objects.none())
    return [
        {"version": each.version, "before": each.before, "after": each.after, "reason": each.reason,
         "after_submission": each.after_submission, "by": str(each.by or ""), "at": each.at}
        for each in Correction.objects.filter(fact=found).select_related("by")
    ]  # fmt: skip


# ------------------------------------------------------------------ rows in


@operation(
    "POST",
    f"{_PLACE}/facts",
    "facts.enter",
    _("Hand in facts"),
    text=_(
        "Each row is checked as in a workbook. A row that is there already is changed only with the version that was seen of it. Faults come back by row and field."
    ),
    of=FACTS,
    response=FactsKept,
)
def hand_in(request: ApiRequest, assessment: int, sent: FactsIn) -> dict[str, Any]:
    """Keep rows of the tidy layout in the filings of the post; each is checked as in a workbook.

    A row that is there already is changed only with the version that was seen of it. Faults come back by row and field.
    """
    part = request.part
    found = access.filings_to_enter(part)
    return keep(part, sent, list(found), list(part.assessment.participants.all()), request.user, Side.PROVIDED)


@operation(
    "POST",
    f"{_PLACE}/self-facts",
    "facts.self",
    _("Hand in a self-assessment"),
    text=_("What the post’s own units say of themselves; otherwise as above."),
    of=FACTS,
    response=FactsKept,
)
def hand_in_self(request: ApiRequest, assessment: int, sent: FactsIn) -> dict[str, Any]:
    """Keep what the post's own units say of themselves."""
    part = request.part
    found = Filing.objects.filter(assessment=part.assessment).exclude(key="").exclude(table__in=_PANELS)
    return keep(part, sent, list(found), list(access.own_units(part)), request.user, Side.SELF)


# ------------------------------------------------------------------ steps


@operation("POST", f"{_PLACE}/filings/{{int:filing}}/submit", "facts.enter", _("Submit a filing"), of=FACTS,
           response=FilingOut)  # fmt: skip
def submit(request: ApiRequest, assessment: int, filing: int, sent: MoveIn | None = None) -> dict[str, Any]:
    """Submit one's own filing to the office."""
    found = access.filing_to_enter(request.part, filing)
    return _shown(request.part, move_filing(found, FilingState.SUBMITTED, request.user, sent.reason if sent else ""))


@operation("POST", f"{_PLACE}/filings/{{int:filing}}/verify", "facts.verify", _("Find a filing right"), of=FACTS,
           response=FilingOut)  # fmt: skip
def verify(request: ApiRequest, assessment: int, filing: int, sent: MoveIn | None = None) -> dict[str, Any]:
    """Verify a submitted filing."""
    found = access.filing_to_see(request.part, filing)
    return _shown(request.part, move_filing(found, FilingState.VERIFIED, request.user, sent.reason if sent else ""))


@operation("POST", f"{_PLACE}/filings/{{int:filing}}/return", "facts.verify", _("Return a filing"), of=FACTS,
           response=FilingOut)  # fmt: skip
def send_back(request: ApiRequest, assessment: int, filing: int, sent: MoveIn) -> dict[str, Any]:
    """Return a filing to its provider, with the reason."""
    found = access.filing_to_see(request.part, filing)
    return _shown(request.part, move_filing(found, FilingState.RETURNED, request.user, sent.reason))
