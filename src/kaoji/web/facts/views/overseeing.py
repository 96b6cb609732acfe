"""Overseeing the collection: who is late, reminders, deadlines, and the burden it all is."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts import access, actions
from kaoji.web.facts.burden import PARTS, Burden, Cut, burden_of, loads_of
from kaoji.web.facts.listing import by_provider, providers_table
from kaoji.web.facts.views.filling import PAGE
from kaoji.web.lists import AS, Choice, Column, Listed, noted_table
from kaoji.web.meanwhile import opened
from kaoji.web.pages import Request, own_address, page
from kaoji.web.permissions import Role
from kaoji.web.spoken import listed

_LONGEST_ID = 18
_CUTS = 10
"""So many of what is asked for twice stand beside the meter; their own page has all."""


@page("facts.overview", gives_file="as")
def providers(request: Request, assessment: Assessment) -> HttpResponse:
    """Who provides what, how far they are, and who is late."""
    lines = by_provider(assessment)
    if words := request.GET.get("q", "").strip():
        lines = [line for line in lines if words.casefold() in line.name.casefold()]
    if request.GET.get("late"):
        lines = [line for line in lines if line.late]
    if request.GET.get("as") == "xlsx":
        title = _("{title} providers").format(title=assessment.title)
        return noted_table("xlsx", title, *providers_table(lines), assessment)
    shown = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    context = {"assessment": assessment, "lines": shown, "may_urge": request.part.may("facts.verify")}
    return render(request, "facts/providers.html", context)


def numbers(given: list[str]) -> list[int]:
    """Give the ids among what a form sent."""
    return [int(each) for each in given if each.isdecimal() and len(each) <= _LONGEST_ID]


def _following(request: Request, assessment: Assessment) -> HttpResponse:
    return redirect(own_address(request, request.POST.get("next", ""), reverse("facts:filings", args=[assessment.pk])))


@page("facts.verify", "POST")
def urge(request: Request, assessment: Assessment) -> HttpResponse:
    """Remind the providers of some filings, or an organisation of all that it owes."""
    found = access.filings_to_see(request.part)
    chosen = numbers(request.POST.getlist("filing"))
    provider = numbers([request.POST.get("provider", "")])
    found = found.filter(providers=provider[0], is_required=True) if provider else found.filter(pk__in=chosen)
    try:
        count = actions.urge(found, request.POST.get("text", ""), request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    else:
        text = ngettext("{count} organisation was reminded.", "{count} organisations were reminded.", count)
        messages.success(request, text.format(count=count))
    return _following(request, assessment)


@page("facts.verify", "POST")
def set_due(request: Request, assessment: Assessment) -> HttpResponse:
    """Set until when some filings are to be in."""
    chosen = numbers(request.POST.getlist("filing"))
    try:
        due_on = parse_date(request.POST.get("due_on", ""))
    except ValueError:
        due_on = None
    if due_on is None or not chosen:
        messages.error(request, _("Choose filings and a day."))
    else:
        found = access.filings_to_see(request.part).filter(pk__in=chosen)
        try:
            count = actions.set_due(found, due_on, seen=opened(request.POST.get("seen")))
        except NotNowError as problem:
            messages.error(request, str(problem))
            return _following(request, assessment)
        text = ngettext("The deadline of {count} filing is set.", "The deadline of {count} filings is set.", count)
        messages.success(request, text.format(count=count))
    return _following(request, assessment)


LOADS = Listed(
    (
        Column(gettext_lazy("Who"), lambda row: row[1].name),
        Column(gettext_lazy("In which part"), lambda row: PARTS[row[0]]),
        Column(gettext_lazy("Forms"), lambda row: row[1].forms),
        Column(gettext_lazy("Fields"), lambda row: row[1].fields),
        Column(gettext_lazy("Asked for elsewhere too"), lambda row: row[1].repeats),
        Column(gettext_lazy("Attachments"), lambda row: row[1].attachments),
    ),
    hint=gettext_lazy("Organisation or unit"),
    choices=(
        Choice(
            "part",
            gettext_lazy("Providers and units"),
            PARTS,
            lambda found, value: [row for row in found if row[0] == value],
        ),
    ),
)


@page("assessment.view", gives_file=AS)
def burden(request: Request, assessment: Assessment) -> HttpResponse:
    """What the assessment asks of whom: forms, fields, repeats, attachments; and where it can ask for less."""
    found = _burden(request, assessment)
    if found is None:
        return redirect("facts:filings", assessment.pk)
    context = {
        "assessment": assessment, "burden": found, "cuts": found.cuts[:_CUTS],
        "is_own": not request.part.may("facts.overview"),
    }  # fmt: skip
    title = _("{title} burden").format(title=assessment.title)
    return LOADS.answer(request, loads_of(found), "facts/burden.html", context, title=title, on=assessment)


def _burden(request: Request, assessment: Assessment) -> Burden | None:
    """Measure the burden as far as somebody may see it; before a scheme is published there is none."""
    if assessment.scheme is None:
        return None
    organisations = None
    if not request.part.may("facts.overview"):
        organisations = request.part.organisations(Role.PROVIDER, Role.REPORTER, Role.HEAD)
    return burden_of(assessment, structure_of(assessment.scheme), organisations)


def _where(cut: Cut) -> str:
    return listed(
        f"{each.indicator or each.label} ({' · '.join(filter(None, (each.provider_names, each.assessment.title)))})"
        for each in cut.filings
    )


REPEATS = Listed(
    (
        Column(gettext_lazy("Asked more than once"), lambda cut: cut.label),
        Column(gettext_lazy("Where"), _where),
        Column(gettext_lazy("Forms"), lambda cut: len(cut.filings)),
        Column(gettext_lazy("Fields saved by asking once"), lambda cut: cut.saves),
    ),
    hint=gettext_lazy("What is asked, indicator or provider"),
    choices=(
        Choice(
            "within", gettext_lazy("Wherever it is asked"),
            {"here": gettext_lazy("in this assessment alone"), "elsewhere": gettext_lazy("in another assessment too")},
            lambda found, value: [cut for cut in found if cut.is_elsewhere == (value == "elsewhere")],
        ),
    ),
)  # fmt: skip


@page("assessment.view", gives_file=AS)
def repeats(request: Request, assessment: Assessment) -> HttpResponse:
    """Everything that is asked for more than once, and where."""
    found = _burden(request, assessment)
    if found is None:
        return redirect("facts:filings", assessment.pk)
    title = _("{title} asked more than once").format(title=assessment.title)
    context = {"assessment": assessment}
    return REPEATS.answer(request, found.cuts, "facts/repeats.html", context, title=title, on=assessment)
