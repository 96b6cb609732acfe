"""That a result is still what was computed and signed: on disk, in the database, and against the facts."""

from __future__ import annotations

import json

from django.db.models import Q
from django.utils.translation import gettext as _

from kaoji.numbers import format_points
from kaoji.web.assessments.actions import NotNowError
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
        raise NotNowError(
            _(
                "Facts were changed after run #{number}: what was signed does not hold for them. Compute again and propose "
                "the new run."
            ).format(number=run.number)
        )


def _changed(run: Run) -> NotNowError:
    return NotNowError(
        _(
            "The results of run #{number} are not those that were computed. Compute again, and tell the auditors."
        ).format(number=run.number)
    )
