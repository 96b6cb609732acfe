"""The score reports of all units, written in the background into one file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, UnfitWorkError, work
from kaoji.web.results.computing import folder_of
from kaoji.web.results.models import Run, Standing
from kaoji.web.results.sheets import report_of
from kaoji.writing.pdf import NoFontError, score_report_pdf
from kaoji.writing.score_report import ScoreReport, write_score_report
from kaoji.writing.score_reports import file_name


def reports_of(run: Run) -> Path:
    """Give where the reports of a run lie."""
    folder = folder_of(run)
    return folder.with_name(f"{folder.name}-reports.zip")


def word_of(report: ScoreReport) -> bytes:
    """Give a report as the bytes of a Word file."""
    target = io.BytesIO()
    write_score_report(report, target)
    return target.getvalue()


@work("results.reports")
def do_reports(job: Job, progress: Progress) -> dict[str, Any]:
    """Write the reports of a run; done twice, the same file lies there.

    Raises:
        UnfitWorkError: this machine has no Chinese font.
    """
    run = Run.objects.select_related("assessment", "scheme").get(pk=job.arguments["run"])
    target = reports_of(run)
    partial = target.with_name(f".{target.name}.{job.attempts}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    standings = list(Standing.objects.filter(run=run).select_related("participant"))
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, standing in enumerate(standings):
                unit = standing.participant.unit
                progress.tell(number, len(standings), _("Writing the report of {unit}…").format(unit=unit))
                report = report_of(standing, run, "zh")
                name = f"{file_name(standing.group)}/{number + 1:03d}-{file_name(unit)}"
                archive.writestr(f"{name}.docx", word_of(report))
                archive.writestr(f"{name}.pdf", score_report_pdf(report))
        partial.replace(target)
    except NoFontError as problem:
        raise UnfitWorkError(problem.sentence(job.language)) from problem
    finally:
        partial.unlink(missing_ok=True)
    return {"run": run.pk, "units": len(standings)}
