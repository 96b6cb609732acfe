"""Which runs and results somebody may see."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from kaoji.web.assessments.models import Stage
from kaoji.web.facts.access import own_units
from kaoji.web.organisations.desk import Part
from kaoji.web.results.models import Run, Standing

_SHOWN_TO_UNITS = (Stage.PUBLICISING, Stage.PUBLISHED, Stage.ARCHIVED)


def runs_to_see(part: Part) -> QuerySet[Run]:
    """Give the runs that somebody sees: all for office, leaders and auditors; units see those on public notice."""
    runs = Run.objects.filter(assessment=part.assessment, finished_at__isnull=False)
    if part.may("results.view"):
        return Run.objects.filter(assessment=part.assessment)
    if part.may("results.own") and part.assessment.stage in _SHOWN_TO_UNITS:
        return runs.filter(is_preview=False)
    return Run.objects.none()


def run_to_see(part: Part, number: int) -> Run:
    """Give a run, or 404."""
    return get_object_or_404(runs_to_see(part).select_related("scheme", "job"), number=number)


def standing_to_see(part: Part, run: Run, unit: int) -> Standing:
    """Give one unit's result, or 404: a unit sees its own alone."""
    found = get_object_or_404(Standing.objects.select_related("participant", "sheet"), run=run, participant=unit)
    if not part.may("results.view") and not own_units(part).filter(pk=unit).exists():
        raise Http404
    return found
