"""Which runs and results somebody may see."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kaoji.web.assessments.models import Assessment, Participant, Stage
from kaoji.web.facts.access import own_units
from kaoji.web.organisations.desk import Part
from kaoji.web.results.models import Run, Scenario, Sheet, Standing

_SHOWN_TO_UNITS = (Stage.PUBLICISING, Stage.PUBLISHED, Stage.ARCHIVED)


def runs_to_see(part: Part) -> QuerySet[Run]:
    """Give the runs that somebody sees.

    Office, leaders and auditors see all; units those that are on public notice or published, while the assessment is.
    """
    published = Assessment.objects.filter(
        pk=part.assessment.pk, publication__run=OuterRef("pk"), publication__confirmed_at__isnull=False
    )
    runs = Run.objects.filter(assessment=part.assessment).annotate(is_published=Exists(published.order_by()))
    if part.may("results.view"):
        return runs
    if part.may("results.own") and part.assessment.stage in _SHOWN_TO_UNITS:
        begun = part.assessment.public_notices.filter(from_on__lte=timezone.localdate()).order_by().values("run")
        return runs.filter(finished_at__isnull=False, is_preview=False).filter(Q(pk__in=begun) | Q(is_published=True))
    return Run.objects.none()


def run_to_see(part: Part, number: int) -> Run:
    """Give a run, or 404."""
    return get_object_or_404(
        runs_to_see(part).select_related("scheme", "job", "reports_job", "asked_by", "proposed_by"), number=number
    )


def finished_run_to_see(part: Part, number: int) -> Run:
    """Give a run that has results, or 404."""
    run = run_to_see(part, number)
    if run.finished_at is None:
        raise Http404
    return run


def result_to_see(part: Part) -> Run | None:
    """Give the run that counts: the newest put forward, else the newest that is finished."""
    runs = runs_to_see(part).filter(finished_at__isnull=False, uses_self=False).select_related("scheme")
    return runs.filter(is_preview=False).first() or runs.first()


def units_to_see(part: Part) -> QuerySet[Participant]:
    """Give the units whose results somebody sees: all, or one's own."""
    return part.assessment.participants.all() if part.may("results.view") else own_units(part)


def standings_to_see(part: Part, run: Run) -> QuerySet[Standing]:
    """Give the results of a run that somebody sees."""
    found = Standing.objects.filter(run=run).select_related("participant")
    return found if part.may("results.view") else found.filter(participant__in=own_units(part))


def standing_to_see(part: Part, run: Run, unit: int) -> Standing:
    """Give one unit's result, or 404: a unit sees its own alone."""
    return get_object_or_404(standings_to_see(part, run), participant=unit)


def sheet_to_see(part: Part, standing: Standing) -> Sheet:
    """Give how a result came about."""
    del part  # whoever sees the standing sees this; raters are left out where it is shown
    return get_object_or_404(Sheet, standing=standing)


def scenarios_to_see(part: Part) -> QuerySet[Scenario]:
    """Give what the office tried out on the runs of an assessment."""
    if not part.may("results.try"):
        return Scenario.objects.none()
    return Scenario.objects.filter(run__assessment=part.assessment)


def scenario_to_see(part: Part, number: int) -> Scenario:
    """Give something tried out, or 404."""
    return get_object_or_404(scenarios_to_see(part).select_related("run", "run__scheme", "job", "by"), pk=number)
