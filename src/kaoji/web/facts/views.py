"""Pages of facts."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts import access, actions
from kaoji.web.facts.filings import SEVERAL, slot_of
from kaoji.web.facts.models import Fact, Filing, FilingState, Side
from kaoji.web.facts.rows import fields_of
from kaoji.web.pages import Request, page

PAGE = 50


@page("assessment.view")
def filings(request: Request, assessment: Assessment) -> HttpResponse:
    """What is to be filled in: one's own, or all for who watches over the collection."""
    found = access.filings_to_see(request.part)
    if words := request.GET.get("q", "").strip():
        found = found.filter(
            Q(label__icontains=words) | Q(indicator__icontains=words) | Q(provider_names__icontains=words)
        )
    if state := request.GET.get("state", ""):
        found = found.filter(state=state)
    given = Count("facts", filter=Q(facts__is_withdrawn=False, facts__side=Side.PROVIDED))
    shown = Paginator(found.annotate(given=given), PAGE).get_page(request.GET.get("page"))
    own = set(access.filings_to_enter(request.part).values_list("pk", flat=True))
    context = {"assessment": assessment, "filings": shown, "own": own, "states": FilingState.choices}
    return render(request, "facts/filings.html", context)


@page("assessment.view")
def grid(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """One filing as a grid: a row a unit (or an event), a column a field."""
    found = access.filing_to_see(request.part, filing)
    own = access.filings_to_enter(request.part).filter(pk=found.pk).exists()
    facts = list(
        Fact.objects.filter(filing=found, side=Side.PROVIDED, is_withdrawn=False).select_related("participant")
    )
    context = {
        "assessment": assessment,
        "filing": found,
        "fields": fields_of(found),
        "lines": _lines(found, facts),
        "is_own": own,
        "is_open": own and found.state in (FilingState.OPEN, FilingState.RETURNED),
        "is_several": found.table in SEVERAL,
        "choices": _choices(found),
    }
    return render(request, "facts/grid.html", context)


def _lines(filing: Filing, facts: list[Fact]) -> list[dict[str, Any]]:
    fields = fields_of(filing)
    by_unit: dict[int, list[Fact | None]] = {}
    for fact in facts:
        by_unit.setdefault(fact.participant_id, []).append(fact)
    blank: list[Fact | None] = [] if filing.table in SEVERAL else [None]
    return [
        {
            "unit": unit,
            "fact": found,
            "cells": [(field, found.row.get(field.field, "") if found is not None else "") for field in fields],
        }
        for unit in _units_of(filing)
        for found in by_unit.get(unit.pk, blank)
    ]


def _units_of(filing: Filing) -> list[Participant]:
    """Give the units that have what the filing asks for."""
    units = list(filing.assessment.participants.all())
    scheme = filing.assessment.scheme
    if scheme is None or not filing.key:
        return units
    structure = structure_of(scheme)
    slot = slot_of(filing, structure)
    if slot is None:
        return units
    return [unit for unit in units if structure.nodes[slot.node].has(unit.unit, unit.group)]


def _choices(filing: Filing) -> dict[str, list[str]]:
    """Give the values that a field is chosen from."""
    scheme = filing.assessment.scheme
    choices = {field.field: ["是", "否"] for field in fields_of(filing) if field.kind == "yes_no"}
    if scheme is not None and filing.key:
        slot = slot_of(filing, structure_of(scheme))
        if slot is not None and slot.levels:
            choices["level"] = list(slot.levels)
    return choices


@page("facts.enter", "POST")
def rows(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """Keep rows as they are typed: JSON in, JSON out; says of each row what became of it."""
    found = access.filing_to_enter(request.part, filing)
    try:
        asked = json.loads(request.body)
        entries = _entries(assessment, found, asked)
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse({"problem": _("This request cannot be understood.")}, status=400)
    if assessment.scheme is None:
        return JsonResponse({"problem": _("No scheme is published yet.")}, status=409)
    try:
        saved = actions.save(
            found, entries, structure_of(assessment.scheme), request.user, reason=str(asked.get("reason", ""))[:500]
        )
    except NotNowError as problem:
        return JsonResponse({"problem": str(problem)}, status=409)
    return JsonResponse(_said(saved))


def _entries(assessment: Assessment, filing: Filing, asked: dict[str, Any]) -> list[actions.Entry]:
    fields = {field.field for field in fields_of(filing)}
    units = {
        unit.pk: unit for unit in assessment.participants.filter(pk__in=[int(row["unit"]) for row in asked["rows"]])
    }
    return [
        actions.Entry(
            units[int(row["unit"])],
            {str(name): str(value)[:2000] for name, value in row["values"].items() if name in fields},
            int(row.get("version", 0)),
            str(row.get("number", ""))[:60],
            bool(row.get("withdrawn", False)),
        )
        for row in asked["rows"]
    ]


def _said(saved: actions.Saved) -> dict[str, Any]:
    language = get_language() or "zh"
    return {
        "kept": [
            {"unit": f.participant_id, "number": f.number, "version": f.version, "row": f.row} for f in saved.kept
        ],
        "problems": [
            {"unit": entry.participant.pk, "number": entry.number, "field": problem.field,
             "level": problem.finding.level, "text": problem.finding.sentence(language)}
            for entry, problem in saved.problems
        ],
        "conflicts": [
            {"unit": fact.participant_id, "number": fact.number, "version": fact.version, "row": fact.row,
             "by": str(fact.entered_by)}
            for _entry, fact in saved.conflicts
        ],
    }  # fmt: skip


def _move(request: Request, assessment: Assessment, filing: Filing, state: FilingState, said: str) -> HttpResponse:
    try:
        actions.move_filing(filing, state, request.user, request.POST.get("reason", ""))
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, said)
    return redirect("facts:grid", assessment.pk, filing.pk)


@page("facts.enter", "POST")
def submit(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """Submit a filing."""
    found = access.filing_to_enter(request.part, filing)
    return _move(request, assessment, found, FilingState.SUBMITTED, _("Submitted. The office will look at it."))


@page("facts.verify", "POST")
def verify(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """Find a filing right."""
    found = access.filing_to_see(request.part, filing)
    return _move(request, assessment, found, FilingState.VERIFIED, _("Verified."))


@page("facts.verify", "POST")
def send_back(request: Request, assessment: Assessment, filing: int) -> HttpResponse:
    """Return a filing with a reason."""
    found = access.filing_to_see(request.part, filing)
    return _move(request, assessment, found, FilingState.RETURNED, _("Returned to the provider."))
