"""Asking for runs and doing them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.diagnostics import has_errors, translator
from kaoji.grading import Ranking
from kaoji.scoring.explaining import Explainer
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import record
from kaoji.web.facts.rows import collect
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, ask, work
from kaoji.web.results.models import Run, Sheet, Standing
from kaoji.web.results.trees import tree_of
from kaoji.writing.run import read_manifest, write_run

_STEPS = 4


def compute(assessment: Assessment, by: User | None, *, uses_self: bool = False, reason: str = "") -> Run:
    """Ask for a run over the facts as they are; a worker does it.

    Raises:
        NotNowError: no scheme is published yet.
    """
    if assessment.scheme is None:
        raise NotNowError(_("No scheme is published yet, so there is nothing to compute."))
    with transaction.atomic():
        Assessment.objects.select_for_update().get(pk=assessment.pk)
        number = (assessment.runs.aggregate(last=Max("number"))["last"] or 0) + 1
        run = Run.objects.create(
            assessment=assessment,
            number=number,
            scheme=assessment.scheme,
            asked_by=by,
            uses_self=uses_self,
            reason=reason,
        )
        run.job = ask("results.compute", {"run": run.pk}, by=by, assessment_id=assessment.pk)
        run.save(update_fields=["job"])
        record("results.compute", run, number=number, uses_self=uses_self, reason=reason)
    return run


def folder_of(run: Run) -> Path:
    """Give where the whole of a run lies on disk."""
    return Path(settings.RUNS_ROOT) / str(run.assessment_id) / str(run.number)


@work("results.compute")
def do_compute(job: Job, progress: Progress) -> dict[str, Any]:
    """Compute a run and keep it: files first, then all rows in one transaction; done twice, it is there once."""
    run = Run.objects.select_related("assessment", "scheme").get(pk=job.arguments["run"])
    if run.finished_at is not None:
        return {"run": run.pk}
    structure = structure_of(run.scheme)
    progress.tell(0, _STEPS, _("Reading the facts…"))
    facts, findings = collect(run.assessment, structure, uses_self=run.uses_self)
    progress.tell(1, _STEPS, _("Scoring and grading…"))
    folder = folder_of(run)
    source = folder.parent / f".scheme-{run.number}.yaml"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(run.scheme.text, encoding="utf-8")
    done = write_run(structure, facts, source, folder)
    source.unlink()
    progress.tell(2, _STEPS, _("Writing the score sheets…"))
    standings, sheets = _standings(run, done.ranking)
    progress.tell(3, _STEPS, _("Keeping the results…"))
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.finished_at is not None:
            return {"run": run.pk}
        made = Standing.objects.bulk_create(standings, batch_size=500)
        Sheet.objects.bulk_create(
            (Sheet(standing=standing, tree=tree) for standing, tree in zip(made, sheets, strict=True)), batch_size=200
        )
        run.manifest = read_manifest(folder)
        run.missing = [asdict(item) for item in done.missing]
        run.open_decisions = [asdict(item) for item in done.ranking.open_decisions]
        run.problems = [finding.to_json("zh") for finding in findings]
        run.is_final = done.is_final and not has_errors(findings)
        run.finished_at = timezone.now()
        run.save()
        record("results.computed", run, after=run.manifest["results"], facts=len(stored(facts)), is_final=run.is_final)
    return {"run": run.pk}


def stored(facts: Any) -> list[object]:  # noqa: ANN401 - facts
    """Give all rows of facts but the units."""
    return [row for name, rows in vars(facts).items() if name != "units" for row in rows]


def _standings(run: Run, ranking: Ranking) -> tuple[list[Standing], list[dict[str, Any]]]:
    scores, chinese = ranking.scores, translator("zh")
    participants = {p.unit: p for p in Participant.objects.filter(assessment=run.assessment)}
    codes = {node.source: node.code for node in scores.structure.nodes}
    explainer, standings, sheets = Explainer(scores), [], []
    for result in ranking.results.values():
        participant = participants[result.unit]
        nodes = {
            node.code: scores.nodes[result.unit, node.index].value
            for node in scores.structure.nodes
            if (result.unit, node.index) in scores.nodes
        }
        panels = {
            panel.name: scores.panels[result.unit, panel.name].score
            for panel in scores.structure.panels
            if (result.unit, panel.name) in scores.panels
        }
        roots = {
            node.name: scores.nodes[result.unit, node.index].value
            for node in scores.structure.roots
            if (result.unit, node.index) in scores.nodes
        }
        standings.append(
            Standing(
                run=run, participant=participant, group=result.group, total=result.total, rank=result.rank,
                grade=result.grade or "", is_pending=result.is_pending,
                reasons=[chinese(reason.message).format(**reason.data) for reason in result.reasons],
                awards=result.awards, consequences=result.consequences, parts={**roots, **panels}, nodes=nodes,
            )
        )  # fmt: skip
        sheets.append(tree_of(explainer.explain(result.unit), codes))
    return standings, sheets
