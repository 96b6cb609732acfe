"""Pages of an assessment as a whole: opening one, where it stands, until when things are due."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kaoji.web.assessments import access, actions, starting
from kaoji.web.assessments.arranging import deadlines_of, passed
from kaoji.web.assessments.form_views import number_of
from kaoji.web.assessments.models import Assessment, Stage
from kaoji.web.assessments.standing import standing_of
from kaoji.web.facts.actions import move_deadlines
from kaoji.web.meanwhile import MeanwhileError, opened, sealed, side_by_side
from kaoji.web.once import once
from kaoji.web.organisations.models import Organisation
from kaoji.web.pages import Request, page
from kaoji.web.permissions import Role
from kaoji.web.todo import things_to_do

_FIRST, _LAST = 2000, 2100


@page("assessment.create", "GET", "POST")
def new(request: Request) -> HttpResponse:
    """Open an assessment: from the notice, from last year's, from a scheme that comes with Kaoji, or from nothing."""
    offices = _offices(request)
    previous = list(access.assessments_to_copy(request.desk).select_related("office")[:50])
    problem, office = "", None
    if request.method == "POST":
        office = get_object_or_404(offices, pk=number_of(request.POST.get("office")))
        following = "notices" if request.POST.get("way") in ("notice", "last") else "forms"
        try:
            return redirect(
                once(request, lambda: reverse(f"assessments:{following}", args=(_start(request, office, previous).pk,)))
            )
        except actions.NotNowError as said:
            problem = str(said)
    last = previous[0] if previous else None
    year = _next_year(last)
    context = {
        "is_namesake": office is not None and _is_namesake(request, office),
        "following": [(each, _next_year(each), starting.default_title(each, _next_year(each))) for each in previous],
        "offices": offices, "problem": problem, "year": year, "given": request.POST, "previous": previous,
        "title": starting.default_title(last, year) if last is not None else "", "patterns": starting.patterns(),
        "way": request.POST.get("way") or ("last" if last is not None else "notice"),
    }  # fmt: skip
    return render(request, "assessments/new.html", context, status=422 if problem else 200)


def _next_year(last: Assessment | None) -> int:
    return max(timezone.localdate().year, last.year + 1 if last is not None else 0)


def _is_namesake(request: Request, office: Organisation) -> bool:
    title, year = request.POST.get("title", "").strip()[:200], number_of(request.POST.get("year"))
    return starting.has_namesake(office, title, year)


def _offices(request: Request) -> QuerySet[Organisation]:
    mine = {post.organisation_id for post in request.desk.posts if post.role == Role.OFFICE}
    return Organisation.objects.filter(pk__in=mine)


def _start(request: Request, office: Organisation, previous: list[Assessment]) -> Assessment:
    title, year = request.POST.get("title", "").strip()[:200], number_of(request.POST.get("year"))
    way, by = request.POST.get("way", ""), request.user
    if not title or not _FIRST <= year <= _LAST:
        raise actions.NotNowError(_("Write a title and the year in four digits."))
    if _is_namesake(request, office) and request.POST.get("again") != "1":
        raise actions.NotNowError(
            _("There is an assessment “{title}” of {year} already. Give this one another name, or tick that both are meant.")
            .format(title=title, year=year)
        )  # fmt: skip
    if way == "last":
        last = next((each for each in previous if each.pk == number_of(request.POST.get("previous"))), None)
        if last is None:
            raise actions.NotNowError(_("Choose the assessment to start from."))
        made = starting.start_from_last(last, title, year, by)
        messages.success(request, starting.taken_over(made))
        return made
    if way == "pattern":
        return starting.start_from_pattern(office, title, year, by, request.POST.get("pattern", ""))
    if way == "blank":
        return starting.start_blank(office, title, year, by)
    return actions.create(office, title, year, by)


@page("assessment.view")
def overview(request: Request, assessment: Assessment) -> HttpResponse:
    """Where an assessment stands, and what the next step is."""
    return _overview(request, assessment, None)


def _overview(request: Request, assessment: Assessment, meanwhile: MeanwhileError | None) -> HttpResponse:
    due = deadlines_of(assessment)
    standing = standing_of(assessment, request.part)
    # While a scheme is prepared, its checks say better what comes next than a thing to do can.
    is_led = assessment.stage == Stage.PREPARING and standing.next is not None
    context = {
        "assessment": assessment, "stages": _stages(assessment), "standing": standing,
        "things": [] if is_led else things_to_do(request.desk, [assessment]),
        "can_manage": request.part.may("assessment.manage"),
        "can_set_steps": assessment.stage in (Stage.PREPARING, Stage.COLLECTING),
        "due": due, "seen": sealed(due),
    }  # fmt: skip
    if meanwhile is not None:
        labels = {"facts_due_on": _("Facts due on"), "self_due_on": _("Self-assessment due on")}
        context |= {"due": meanwhile.given, "seen": sealed(meanwhile.now), "problem": str(meanwhile),
                    "differences": side_by_side(meanwhile, labels)}  # fmt: skip
    return render(request, "assessments/overview.html", context, status=200 if meanwhile is None else 409)


def _stages(assessment: Assessment) -> list[tuple[str, str, bool]]:
    """Give the stages with their names, and whether each lies behind."""
    values = [stage.value for stage in Stage]
    here = values.index(assessment.stage)
    return [(stage.value, str(stage.label), index < here) for index, stage in enumerate(Stage)]


@page("assessment.manage", "POST")
def deadlines(request: Request, assessment: Assessment) -> HttpResponse:
    """Set deadlines."""
    facts, own = (_day(request.POST.get(name, "")) for name in ("facts_due_on", "self_due_on"))
    fresh = facts if facts != assessment.facts_due_on else None, own if own != assessment.self_due_on else None
    if over := passed(*fresh):
        messages.error(request, over)
        return redirect("assessments:overview", assessment.pk)
    try:
        moved, others = move_deadlines(assessment, facts, own, seen=opened(request.POST.get("seen")))
    except MeanwhileError as meanwhile:
        return _overview(request, assessment, meanwhile)
    except actions.NotNowError as problem:
        messages.error(request, str(problem))
        return redirect("assessments:overview", assessment.pk)
    said = [_("The deadlines are saved.")]
    if moved:
        text = ngettext("{n} filing that was due on the old day is due on the new one.",
                        "{n} filings that were due on the old day are due on the new one.", moved)  # fmt: skip
        said.append(text.format(n=moved))
    if others:
        text = ngettext("{n} filing has a day of its own and keeps it; it is changed in the list of facts.",
                        "{n} filings have a day of their own and keep it; it is changed in the list of facts.", others)  # fmt: skip
        said.append(text.format(n=others))
    messages.success(request, (" " if (get_language() or "").startswith("en") else "").join(said))
    return redirect("assessments:overview", assessment.pk)


def _day(text: str) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError:
        return None
