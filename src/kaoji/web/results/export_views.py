"""What leaves the system: the run as a whole, its workbook, rankings, the reports of all units."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.lists import noted_table
from kaoji.web.pages import Request, page
from kaoji.web.results import access, actions
from kaoji.web.results.computing import archive_of, folder_of
from kaoji.web.results.lacking import lines_of
from kaoji.web.results.models import Run
from kaoji.web.results.rankings import Wanted, in_order, table_of
from kaoji.web.results.reporting import reports_of
from kaoji.web.results.views import chosen_runs
from kaoji.web.spoken import spoken
from kaoji.web.tables import table_as
from kaoji.writing.safe_cells import Cell

_MOST = 5000


def _file(run: Run, path: Path, name: str, what: str) -> HttpResponseBase:
    if not path.is_file():
        raise Http404
    actions.note_export(run, what)
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@page("results.view", gives_file=True)
def archive(request: Request, assessment: Assessment, number: int) -> HttpResponseBase:
    """The whole run as one file: unpacked, ``kaoji verify`` recomputes it."""
    run = access.finished_run_to_see(request.part, number)
    return _file(run, archive_of(run), f"{assessment.title}-{number}.zip", "archive")


@page("results.view", gives_file=True)
def workbook(request: Request, assessment: Assessment, number: int) -> HttpResponseBase:
    """The results workbook."""
    run = access.finished_run_to_see(request.part, number)
    return _file(run, folder_of(run) / "results.xlsx", f"{assessment.title}-{number}.xlsx", "workbook")


@page("assessment.view", gives_file=True)
def ranking_table(request: Request, assessment: Assessment, number: int, kind: str) -> HttpResponse:
    """The ranking as a table to be kept, filtered and sorted as on the page."""
    run = access.finished_run_to_see(request.part, number)
    wanted = Wanted.of(request.GET)
    standings = access.standings_to_see(request.part, run).defer("nodes", "points", "facts")
    head, rows = table_of(in_order((each for each in standings if wanted.has(each)), wanted.sort))
    title = _("{title} ranking run {number}").format(title=assessment.title, number=number)
    response = table_as(kind, title, head, list(rows))
    actions.note_export(run, f"ranking {kind}")
    return response


@page("assessment.view", gives_file=True)
def runs_table(request: Request, assessment: Assessment, kind: str) -> HttpResponse:
    """The list of runs as a table to be kept."""
    head = [_("Run"), _("Asked"), _("Asked by"), _("Reason"), _("Scheme"), _("Missing"), _("To be decided"), _("Complete"),
            _("Put forward"), _("Digest")]  # fmt: skip
    rows: list[list[Cell]] = [
        [run.number, f"{run.asked_at:%Y-%m-%d %H:%M}", str(run.asked_by or ""), spoken(run.reason), f"v{run.scheme.number}",
         run.missing_count, run.open_count, _("yes") if run.is_final else "",
         "" if run.is_preview else _("yes"), run.digest]
        for run in chosen_runs(request)[:_MOST]
    ]  # fmt: skip
    return noted_table(kind, _("{title} runs").format(title=assessment.title), head, rows, assessment)


@page("results.view", gives_file=True)
def lacking_table(request: Request, assessment: Assessment, number: int, kind: str) -> HttpResponse:
    """Everything that a run lacks, line by line, as a table to be kept."""
    run = access.finished_run_to_see(request.part, number)
    words = request.GET.get("q", "").strip()[:100]
    head = [_("Group"), _("Unit"), _("No."), _("What is missing"), _("Provider")]
    title = _("{title} missing data run {number}").format(title=assessment.title, number=number)
    response = table_as(kind, title, head, [list(line) for line in lines_of(run, words)])
    actions.note_export(run, f"missing {kind}")
    return response


@page("results.view", "GET", "POST", gives_file=True)
def reports(request: Request, assessment: Assessment, number: int) -> HttpResponseBase:
    """The score reports of all units: asked for, written in the background, fetched."""
    run = access.finished_run_to_see(request.part, number)
    if request.method == "POST":
        try:
            actions.ask_reports(run, request.user)
        except NotNowError as problem:
            messages.error(request, str(problem))
        return redirect("results:ranking", assessment.pk, number)
    return _file(run, reports_of(run), f"{assessment.title}-{number}-{_('score reports')}.zip", "reports")
