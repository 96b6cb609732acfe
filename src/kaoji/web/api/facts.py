"""Operations on facts: filings, rows in and out by the tidy layout, steps of a filing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import File, Form, Query
from ninja.files import UploadedFile

from kaoji.web.api.keeping import keep
from kaoji.web.api.operations import FACTS, ApiRequest, operation
from kaoji.web.api.problems import Problem
from kaoji.web.api.shapes import (
    CorrectionOut,
    EvidenceIn,
    EvidenceOut,
    FactOut,
    FactsIn,
    FactsKept,
    FilingOut,
    MoveIn,
    PageOf,
    Paging,
    SelfOut,
    page_of,
)  # fmt: skip
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import record
from kaoji.web.facts import access, actions
from kaoji.web.facts.actions import move_filing
from kaoji.web.facts.models import Correction, Evidence, Fact, Filing, FilingState, Side
from kaoji.web.facts.rows import fields_of
from kaoji.web.files.kinds import UnfitFileError
from kaoji.web.files.serving import hand_over
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
    found = access.facts_to_see(request.part).filter(side=side).select_related("filing", "participant")
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
    found = access.fact_to_see(request.part, fact)
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
    found, asked = access.filing_to_enter(request.part, filing), sent or MoveIn(reason="")
    version = request.part.assessment.scheme
    if version is None:
        raise Http404
    # A program says in its call what it means; only a person is asked whether a returned row was overlooked.
    moved = actions.submit(
        found, structure_of(version), request.user, accepts_gaps=asked.accepts_gaps, keeps_returned=True
    )
    return _shown(request.part, moved)


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


@operation("POST", f"{_PLACE}/units/{{int:unit}}/self-assessment/submit", "facts.self",
           _("Submit a self-assessment"), of=FACTS, response=SelfOut)  # fmt: skip
def submit_self(request: ApiRequest, assessment: int, unit: int) -> dict[str, Any]:
    """Hand in what one's own unit said of itself."""
    own = access.own_unit(request.part, unit)
    return {"unit": own.unit, "state": actions.submit_self(own, request.user).state}


# ------------------------------------------------------------------ evidence


@operation("GET", f"{_PLACE}/facts/{{int:fact}}/evidence", "facts.evidence", _("What a fact rests on"), of=FACTS,
           response=list[EvidenceOut])  # fmt: skip
def evidence(request: ApiRequest, assessment: int, fact: int) -> list[dict[str, Any]]:
    """Give the evidence of a fact that the post sees, by what it belongs to and by its label."""
    found = access.evidence_to_see(request.part, request.user).filter(fact=access.fact_to_see(request.part, fact))
    return [_evidence(each) for each in found.select_related("file").distinct()]


def _evidence(each: Evidence) -> dict[str, Any]:
    file = each.file
    return {
        "id": each.pk, "name": file.name, "size": file.size, "digest": f"sha256:{file.digest}",
        "content_type": file.content_type, "label": file.label, "note": each.note, "added_at": each.added_at,
    }  # fmt: skip


@operation("POST", f"{_PLACE}/facts/{{int:fact}}/evidence", "facts.evidence", _("Hand in evidence"),
           text=_("The file is looked over, cleaned and scanned; nothing is kept of one that is refused."),
           of=FACTS, response=EvidenceOut)  # fmt: skip
def hand_in_evidence(
    request: ApiRequest, assessment: int, fact: int, file: File[UploadedFile], about: Form[EvidenceIn]
) -> dict[str, Any]:
    """Add a file to one's own fact."""
    found = access.fact_to_enter(request.part, fact)
    try:
        made = actions.attach(found, file, request.user, note=about.note, label=about.label)
    except UnfitFileError as problem:
        raise Problem("faulty", errors=[{"field": "file", "level": "error", "text": str(problem)}]) from problem
    return _evidence(made)


@operation("GET", f"{_PLACE}/evidence/{{int:evidence}}", "facts.evidence", _("One file of evidence"), of=FACTS)
def evidence_file(request: ApiRequest, assessment: int, evidence: int) -> Any:  # noqa: ANN401 - a file
    """Give a file as it is kept; the reading is journalled."""
    seen = access.evidence_to_see(request.part, request.user).select_related("file").distinct()
    return hand_over(get_object_or_404(seen, pk=evidence).file, request.part.assessment.pk)
