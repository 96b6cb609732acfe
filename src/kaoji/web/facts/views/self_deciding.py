"""Accepting or returning several self-assessments in one step, after they were shown together."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts import access, actions
from kaoji.web.facts.models import FilingState
from kaoji.web.facts.self_deciding import self_chosen_of, self_parted
from kaoji.web.facts.views.overseeing import numbers
from kaoji.web.facts.views.self_assessing import PAGE
from kaoji.web.meanwhile import opened, sealed
from kaoji.web.pages import Request, own_address, page

_NAMED = 10


@page("facts.verify", "POST")
def several(request: Request, assessment: Assessment) -> HttpResponse:
    """Show the self-assessments that were ticked; sent from there with what was seen, they are accepted or returned."""
    if assessment.scheme is None:
        raise Http404
    back = own_address(request, request.POST.get("next", ""), reverse("facts:self", args=[assessment.pk]))
    state = FilingState.RETURNED if request.POST.get("state") == FilingState.RETURNED else FilingState.VERIFIED
    ticked = numbers(request.POST.getlist("unit"))
    chosen = ticked[:PAGE]
    units = list(access.units_to_see(request.part).filter(pk__in=chosen).select_related("self_assessment"))
    if not units:
        messages.error(
            request, _("Nothing is ticked. Tick the units whose self-assessment is to be accepted or returned.")
        )
        return redirect(back)
    seen, reason = opened(request.POST.get("shown")), request.POST.get("reason", "").strip()[:500]
    is_unsaid = state == FilingState.RETURNED and not reason
    if seen is not None and not is_unsaid:
        moved, left_out = actions.move_several_selves(units, state, request.user, seen, reason)
        if moved:
            text = (
                ngettext("{count} self-assessment accepted.", "{count} self-assessments accepted.", len(moved))
                if state == FilingState.VERIFIED
                else ngettext("{count} self-assessment returned.", "{count} self-assessments returned.", len(moved))
            )
            messages.success(request, text.format(count=len(moved)))
        for unit, why in left_out[:_NAMED]:
            messages.warning(request, _("Left out: “{filing}”. {why}").format(filing=unit.unit, why=why))
        if len(left_out) > _NAMED:
            messages.warning(request, _("Left out in all: {count}.").format(count=len(left_out)))
        return redirect(back)
    can, cannot = self_parted(units, state)
    shown = self_chosen_of(can, structure_of(assessment.scheme))
    context = {
        "assessment": assessment,
        "shown": shown,
        "cannot": cannot,
        "is_return": state == FilingState.RETURNED,
        "is_unsaid": seen is not None and is_unsaid,
        "state": state.value,
        "seen": sealed({str(each.unit.pk): each.stamp for each in shown}),
        "back": back,
        "more": len(set(ticked)) - len(chosen) if seen is None else 0,
    }
    return render(request, "facts/self_several.html", context, status=422 if seen is not None else 200)
