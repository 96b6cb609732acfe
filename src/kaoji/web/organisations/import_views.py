"""Pages of an import of organisations: the workbook to fill in, handing it in, and what came of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.files.kinds import UnfitFileError
from kaoji.web.jobs.access import job_of
from kaoji.web.lists import AS, Column, Listed
from kaoji.web.organisations.exporting import download, tree_pattern
from kaoji.web.organisations.import_work import TREE, ask_for_import
from kaoji.web.organisations.views import PAGE, choices
from kaoji.web.pages import Request, page

LARGEST = 10 * 2**20


@page("people.manage", gives_file=True)
def pattern(request: Request) -> HttpResponse:
    """Give the workbook to fill in for an import of organisations."""
    return download(tree_pattern(), "organisations-pattern.xlsx")


@page("people.manage", "GET", "POST")
def import_organisations(request: Request) -> HttpResponse:
    """Hand in a workbook of organisations."""
    found, problem = choices(), ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is not None and (file.size or 0) > LARGEST:
                raise NotNowError(_("The workbook is larger than 10 MB."))  # noqa: TRY301 - said like the others
            job = ask_for_import(file, found.meant(request.POST.get("top", "")), request.user, TREE)
        except (NotNowError, UnfitFileError) as said:
            problem = str(said)
        else:
            return redirect("organisations:imported-organisations", job.pk)
    top = request.POST.get("top", next(iter(found.labels.values()), ""))
    context = {"problem": problem, "organisations": found, "top": top}
    return render(request, "organisations/import_tree.html", context, status=422 if problem else 200)


FAULTS = Listed(
    (
        Column(gettext_lazy("Cell"), lambda fault: fault[0] or ""),
        Column(gettext_lazy("Organisation"), lambda fault: fault[1]),
        Column(gettext_lazy("What is wrong"), lambda fault: fault[2]),
    ),
    hint=gettext_lazy("Cell, name or fault"),
    page=PAGE,
)


@page("people.manage", gives_file=AS)
def imported_organisations(request: Request, job: int) -> HttpResponse:
    """How an import goes, what is wrong by cell, or what was made."""
    found = job_of(request.user, job)
    if found.kind != TREE:
        raise Http404
    faults = found.result.get("faults", [])
    context = {"job": found, "count": len(faults), "is_done": found.state == "done" and not faults}
    title = _("What is wrong with the workbook of organisations")
    return FAULTS.answer(request, faults, "organisations/imported_tree.html", context, title=title)
