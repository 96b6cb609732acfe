"""What is to be done about results: computing them once the facts are in, and putting them forward."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.facts.models import Fact, Filing, FilingState, Side
from kaoji.web.organisations.desk import Desk
from kaoji.web.permissions import Role
from kaoji.web.publication.models import Proposal, ProposalState
from kaoji.web.results.actions import what_is_open
from kaoji.web.results.models import Run
from kaoji.web.todo import Thing, source_of_things


@source_of_things
def results_to_compute(desk: Desk, assessments: list[Assessment]) -> Iterator[Thing]:
    """Assessments of one's own office whose facts are all verified: to be computed, completed, or proposed for approval."""
    offices = {post.organisation_id for post in desk.posts if post.role == Role.OFFICE}
    here = {a.pk: a for a in assessments if a.office_id in offices and a.stage == Stage.COLLECTING}
    if not here:
        return
    owed = Filing.objects.filter(assessment__in=here, is_required=True).exclude(state=FilingState.VERIFIED)
    waiting = set(owed.order_by().values_list("assessment", flat=True))
    newest = {run.assessment_id: run for run in _newest_runs([pk for pk in here if pk not in waiting])}
    for pk, assessment in here.items():
        run = newest.get(pk)
        if pk in waiting or (run is not None and run.finished_at is None and not run.has_failed):
            continue
        is_old = run is not None and (run.scheme_id != assessment.scheme_id or getattr(run, "has_changes", False))
        if run is None or is_old or run.has_failed:
            url = reverse("results:runs", args=[pk])
            yield Thing(_("All facts are verified: compute the result"), url, assessment)
        elif not run.is_final:
            yield Thing(*what_is_open(run), assessment)
        elif run.is_preview and not getattr(run, "was_sent_back", False):
            url = reverse("publication:propose", args=[pk]) + f"?run={run.number}"
            yield Thing(_("The result is complete: propose it for approval"), url, assessment)


def _newest_runs(assessments: list[int]) -> QuerySet[Run]:
    """Give the newest run over provided facts of each assessment: did facts change since, was it sent back?"""
    runs = Run.objects.filter(assessment=OuterRef("pk"), uses_self=False).order_by("-number")
    newest = Assessment.objects.filter(pk__in=assessments).annotate(run=Subquery(runs.values("pk")[:1]))
    changed = Fact.objects.filter(
        filing__assessment=OuterRef("assessment"), side=Side.PROVIDED,
        changed_at__gt=Coalesce(OuterRef("facts_read_at"), OuterRef("asked_at")),
    )  # fmt: skip
    found = Run.objects.filter(pk__in=newest.order_by().values("run")).select_related("job")
    return found.defer("manifest", "missing", "averages", "problems").annotate(
        has_changes=Exists(changed),
        was_sent_back=Exists(Proposal.objects.filter(run=OuterRef("pk"), state=ProposalState.SENT_BACK)),
    )
