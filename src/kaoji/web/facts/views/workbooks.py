"""Workbooks: the template down, a filled one up, what is wrong with it, and taking it over."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from kaoji.diagnostics import Source, has_errors
from kaoji.scheme import Structure
from kaoji.scoring.belonging import ELSEWHERE
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.findings import restored, sentence, shown
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts import access, actions
from kaoji.web.facts.actions.saving import OPEN
from kaoji.web.facts.models import Filing, Workbook
from kaoji.web.facts.views.filling import xlsx
from kaoji.web.facts.workbooks import Change, marked, plan_of, providers_named, template_of
from kaoji.web.files.kinds import UnfitFileError
from kaoji.web.files.serving import hand_over
from kaoji.web.jobs.models import State
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.pages import Request, page
from kaoji.web.spoken import listed, spoken_value

_SHOWN = 20
"""So many of what would be replaced stand beside the workbook; their own page has all."""


def _structure(assessment: Assessment) -> Structure:
    if assessment.scheme is None:
        raise Http404
    return structure_of(assessment.scheme)


def _own(request: Request) -> list[Filing]:
    return list(access.filings_to_enter(request.part).order_by("position"))


STATES = {
    "taken": gettext_lazy("taken over"),
    "busy": gettext_lazy("in work"),
    "left": gettext_lazy("not taken over"),
}


def _state(workbook: Workbook) -> str:
    if workbook.taken_at is not None:
        return "taken"
    return "busy" if workbook.job is not None and workbook.job.finished_at is None else "left"


def _in_state(found: QuerySet[Workbook], state: str) -> QuerySet[Workbook]:
    is_busy = Q(job__isnull=False, job__finished_at=None)
    if state == "taken":
        return found.filter(taken_at__isnull=False)
    return found.filter(is_busy if state == "busy" else ~is_busy, taken_at=None)


WORKBOOKS = Listed(
    (
        Column(gettext_lazy("File"), lambda each: each.file.name),
        Column(gettext_lazy("When"), lambda each: each.at),
        Column(gettext_lazy("Rows"), lambda each: each.rows if each.read_at else None),
        Column(gettext_lazy("Findings"), lambda each: len(each.findings)),
        Column(gettext_lazy("State"), lambda each: STATES[_state(each)]),
        Column(gettext_lazy("Rows taken over"), lambda each: each.kept if each.taken_at else None),
    ),
    search=("file__name",),
    hint=gettext_lazy("File"),
    choices=(Choice("state", gettext_lazy("All states"), STATES, _in_state),),
    page=25,
)
FINDINGS = Listed(
    (
        Column(gettext_lazy("Sheet"), lambda each: each[1].sheet or ""),
        Column(gettext_lazy("Cell"), lambda each: each[1].cell or ""),
        Column(gettext_lazy("What is wrong and how to mend it"), lambda each: each[0].text),
        Column(gettext_lazy("Code"), lambda each: each[0].code),
    ),
    hint=gettext_lazy("Cell, unit or code"),
    choices=(
        Choice(
            "level", gettext_lazy("Everything"),
            {"error": gettext_lazy("errors"), "warning": gettext_lazy("warnings"), "info": gettext_lazy("remarks")},
            lambda found, value: [each for each in found if each[0].level == value],
        ),
    ),
)  # fmt: skip


@page("facts.enter", "GET", "POST", gives_file=AS)
def workbooks(request: Request, assessment: Assessment) -> HttpResponse:
    """Get the template, hand a filled one in, and see those handed in before."""
    if request.method == "POST":
        return _receive(request, assessment)
    context = {
        "assessment": assessment,
        "filings": len(_own(request)),
    }
    found = access.workbooks_to_see(request.part, request.user).defer("lines")
    title = _("{title} workbooks handed in").format(title=assessment.title)
    return WORKBOOKS.answer(request, found, "facts/workbooks.html", context, title=title, on=assessment)


def _receive(request: Request, assessment: Assessment) -> HttpResponse:
    try:
        workbook = actions.receive_workbook(
            assessment, _own(request), request.FILES.get("file"), _structure(assessment), request.user
        )
    except (NotNowError, UnfitFileError) as problem:
        messages.error(request, str(problem))
        return redirect("facts:workbooks", assessment.pk)
    if workbook.taken_at is not None:
        text = ngettext("{count} row was taken over.", "{count} rows were taken over.", workbook.kept)
        messages.success(request, text.format(count=workbook.kept))
    return redirect("facts:workbook", assessment.pk, workbook.pk)


@page("facts.enter", gives_file=True)
def template(request: Request, assessment: Assessment) -> HttpResponse:
    """The template of all that one fills in, or of one filing, with what is known already."""
    filings = _own(request)
    if chosen := request.GET.get("filing", ""):
        filings = [filing for filing in filings if str(filing.pk) == chosen]
    if not filings:
        raise Http404
    name = providers_named(filings, assessment)
    content = template_of(filings, _structure(assessment), name, get_language() or "zh")
    return xlsx(content, f"{assessment.title}-{filings[0].label if chosen else name}"[:80])


@page("facts.enter", gives_file=AS)
def workbook(request: Request, assessment: Assessment, workbook: int) -> HttpResponse:
    """What is wrong with a workbook, by cell, and what it would change."""
    found = get_object_or_404(access.workbooks_to_see(request.part, request.user), pk=workbook)
    findings = restored(found.findings)
    is_marked = found.marked is not None and _speaks(found, get_language() or "zh")
    is_busy = found.job is not None and found.job.finished_at is None
    plan = plan_of(found, _own(request)) if _is_open(found) else None
    context = {
        "assessment": assessment,
        "workbook": found,
        "has_findings": bool(findings),
        "elsewhere": next((sentence(each) for each in findings if each.code in ELSEWHERE), ""),
        "is_faulty": has_errors(findings),
        "job": found.job if found.job is not None and (is_busy or found.job.state == State.FAILED) else None,
        "marking": found.marking if found.marking is not None and not is_marked else None,
        "is_marked": is_marked or actions.is_marked_at_once(found),
        "plan": plan,
        "changed": [] if plan is None else plan.changed[:_SHOWN],
        "to_submit": _to_submit(request, found) if found.taken_at is not None else [],
    }
    lines = [
        (finding, each.sources[0] if each.sources else Source())
        for each, finding in zip(findings, shown(findings), strict=True)
    ]
    title = _("What is wrong with {file}").format(file=found.file.name)
    return FINDINGS.answer(request, lines, "facts/workbook.html", context, title=title, on=found)


def _values(row: Mapping[str, str]) -> str:
    return listed((spoken_value(value) for value in row.values()), short=True)


def _before(change: Change) -> Mapping[str, str]:
    return change.fact.row if change.fact is not None else {}


def _by(change: Change) -> str:
    return change.fact.entered_by.name if change.fact is not None and change.fact.entered_by is not None else ""


def _replaced(me: int) -> Listed:
    """Give how what would be replaced is searched and exported, for somebody."""

    def entered(found: list[Change], by: str) -> list[Change]:
        return [each for each in found if each.fact is not None and (each.fact.entered_by_id == me) == (by == "me")]

    who = {"me": gettext_lazy("entered by me"), "others": gettext_lazy("entered by others")}
    return Listed(
        (
            Column(gettext_lazy("What is asked"), lambda each: each.filing.label),
            Column(gettext_lazy("Unit"), lambda each: each.participant.unit),
            Column(gettext_lazy("No."), lambda each: each.number),
            Column(gettext_lazy("Now"), lambda each: _values(_before(each))),
            Column(gettext_lazy("Entered by"), _by),
            Column(gettext_lazy("In the workbook"), lambda each: _values(each.row)),
        ),
        hint=gettext_lazy("What is asked, unit, value or name"),
        choices=(Choice("by", gettext_lazy("Whoever entered it"), who, entered),),
    )


@page("facts.enter", gives_file=AS)
def replaced(request: Request, assessment: Assessment, workbook: int) -> HttpResponse:
    """Everything that stands there now and that a workbook would replace."""
    found = get_object_or_404(access.workbooks_to_see(request.part, request.user), pk=workbook)
    if not _is_open(found):
        return redirect("facts:workbook", assessment.pk, found.pk)
    changed = plan_of(found, _own(request)).changed
    context = {"assessment": assessment, "workbook": found}
    title = _("What {file} would replace").format(file=found.file.name)
    listed_for = _replaced(request.user.pk)
    return listed_for.answer(request, changed, "facts/replaced.html", context, title=title, on=found)


def _is_open(workbook: Workbook) -> bool:
    """Tell whether a workbook was read and nothing of it was taken over yet."""
    is_busy = workbook.job is not None and workbook.job.finished_at is None
    return workbook.taken_at is None and workbook.read_at is not None and not is_busy


def _to_submit(request: Request, workbook: Workbook) -> list[Filing]:
    """Give the filings that a workbook filled and that still are to be handed in."""
    filled = {line[0] for line in workbook.lines}
    return [filing for filing in _own(request) if filing.pk in filled and filing.state in OPEN]


def _speaks(workbook: Workbook, language: str) -> bool:
    job = workbook.marking
    return job is not None and job.state == State.DONE and job.language == language


@page("facts.enter", "GET", "POST", gives_file=True)
def marked_workbook(request: Request, assessment: Assessment, workbook: int) -> HttpResponseBase:
    """The workbook with its faulty cells marked: a small one at once, a large one once it was asked for and written."""
    found = get_object_or_404(access.workbooks_to_see(request.part, request.user), pk=workbook)
    language = get_language() or "zh"
    if not actions.is_marked_at_once(found):
        if request.method == "POST":
            actions.ask_to_mark(found, request.user)
        elif found.marked is not None and _speaks(found, language):
            return hand_over(found.marked, assessment.pk)
        return redirect("facts:workbook", assessment.pk, found.pk)
    content = marked(found, _structure(assessment), language)
    return xlsx(content, _("marked {name}").format(name=found.file.name.rpartition(".")[0]))


@page("facts.enter", "POST")
def take_over(request: Request, assessment: Assessment, workbook: int) -> HttpResponse:
    """Keep the right rows of a workbook."""
    found = get_object_or_404(access.workbooks_to_see(request.part, request.user), pk=workbook)
    try:
        saved = actions.ask_to_take_over(found, _own(request), _structure(assessment), request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("facts:workbook", assessment.pk, found.pk)
    if saved is not None:
        text = ngettext("{count} row was taken over.", "{count} rows were taken over.", len(saved.kept))
        messages.success(request, text.format(count=len(saved.kept)))
    return redirect("facts:workbook", assessment.pk, found.pk)
