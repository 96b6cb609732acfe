"""That a result is still what was computed and signed: on disk, in the database, and against the facts."""

from __future__ import annotations

import json

from django.db.models import Q
from django.utils.translation import gettext as _

from kaoji.numbers import format_points
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Stage
from kaoji.web.audit.chain import content_digest
from kaoji.web.facts.models import Fact, Side
from kaoji.web.results.actions import folder_of
from kaoji.web.results.models import Run, Standing


def results_digest(run: Run) -> str:
    """Give the digest of a run's results as its manifest has it."""
    return str(run.manifest.get("results", ""))


def has_changed_facts(run: Run) -> bool:
    """Tell whether a fact was changed after the run read them."""
    since = run.facts_read_at or run.asked_at
    return Fact.objects.filter(
        Q(filing__assessment=run.assessment_id), side=Side.PROVIDED, changed_at__gt=since
    ).exists()


def check_whole(run: Run) -> None:
    """Check that results on disk and in the database are those that the manifest seals.

    Raises:
        NotNowError: they are not.
    """
    try:
        results = json.loads((folder_of(run) / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotNowError(
            _("The files of run #{number} are missing or damaged. Restore them from the backup.").format(
                number=run.number
            )
        ) from error
    shown = {
        standing.participant.unit: (standing.total, standing.rank, standing.grade)
        for standing in Standing.objects.filter(run=run).select_related("participant")
    }
    if content_digest(results) != results_digest(run) or shown.keys() != results["units"].keys():
        raise _changed(run)
    for unit, (total, rank, grade) in shown.items():
        kept = results["units"][unit]
        written = None if total is None else format_points(total)
        if (written, rank, grade) != (kept["total"], kept["rank"], kept["grade"] or ""):
            raise _changed(run)


def check_up_to_date(run: Run) -> None:
    """Check that no fact was changed since the run.

    Raises:
        NotNowError: one was.
    """
    if has_changed_facts(run):
        raise NotNowError(_("{changed} {next}").format(changed=_facts_changed(run), next=_to_do_now(run)))


def _facts_changed(run: Run) -> str:
    return _("Facts were changed after run #{number}: what was signed does not hold for them.").format(
        number=run.number
    )


def _to_do_now(run: Run) -> str:
    """Say what follows from changed facts: computing anew, unless somebody did; an appeal that is upheld does."""
    newer = Run.objects.filter(assessment=run.assessment_id, uses_self=False, number__gt=run.number).first()
    if newer is None or newer.has_failed or has_changed_facts(newer):
        return _("Compute again and propose the new run.")
    if newer.finished_at is None:
        return _("Run #{number} takes them in and is being computed; propose it then.").format(number=newer.number)
    if run.assessment.stage == Stage.PUBLICISING:
        return _("Run #{number} has them: take this result off public notice and propose that run.").format(
            number=newer.number
        )
    return _("Run #{number} has them: propose that run.").format(number=newer.number)


def _changed(run: Run) -> NotNowError:
    return NotNowError(
        _(
            "The results of run #{number} are not those that were computed. Compute again, and tell the auditors."
        ).format(number=run.number)
    )
