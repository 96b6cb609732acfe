"""Votes and ratings: how each is held, what is still missing, and where it is entered."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts import access
from kaoji.web.facts.actions.saving import OPEN
from kaoji.web.facts.listing import is_late
from kaoji.web.facts.panels import PanelLine, UnitLine, panels_of, units_table
from kaoji.web.facts.views.filling import PAGE
from kaoji.web.lists import noted_table
from kaoji.web.pages import Request, page

NAMED = 12
"""So many units without a vote are named beside a panel; the table below names all."""


@page("assessment.view", gives_file="as")
def panels(request: Request, assessment: Assessment) -> HttpResponse:
    """Where votes and ratings are entered, and what still lacks, by panel and by unit."""
    found: list[PanelLine] = []
    lines: list[UnitLine] = []
    if assessment.scheme is not None:
        units = list(Participant.objects.filter(assessment=assessment))
        found, lines = panels_of(access.filings_to_see(request.part), structure_of(assessment.scheme), units)
    words, is_open_only = request.GET.get("q", "").strip()[:100], bool(request.GET.get("missing"))
    shown = [
        line
        for line in lines
        if (not words or words in line.unit.unit or words in line.unit.group) and (line.is_open or not is_open_only)
    ]
    if request.GET.get("as"):
        title = _("{title} votes and ratings").format(title=assessment.title)
        return noted_table(request.GET["as"], title, *units_table(found, shown), assessment)
    own = set(access.filings_to_enter(request.part).values_list("pk", flat=True)) if found else set()
    for line in found:
        line.is_awaited = line.filing.state in OPEN and assessment.stage == Stage.COLLECTING
        line.is_mine = line.is_awaited and line.filing.pk in own
        line.is_late = is_late(line.filing)
    context = {
        "assessment": assessment,
        "panels": found,
        "kinds": {line.filing.table for line in found},
        "lines": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "is_open_only": is_open_only,
        "open_units": sum(line.is_open for line in lines),
        "is_office": request.part.may("facts.verify"),
        "named": NAMED,
    }
    return render(request, "facts/panels.html", context)
