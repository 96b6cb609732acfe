"""Verifying or returning several filings in one step, after they were shown together."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.assessments.models import Assessment
from kaoji.web.facts import access, actions
from kaoji.web.facts.deciding import chosen_of, parted
from kaoji.web.facts.models import FilingState
from kaoji.web.facts.views.filling import PAGE
from kaoji.web.facts.views.overseeing import numbers
from kaoji.web.meanwhile import opened, sealed
from kaoji.web.pages import Request, own_address, page

_NAMED = 10


@page("facts.verify", "POST")
def several(request: Request, assessment: Assessment) -> HttpResponse:
    """Show what was ticked with its values; sent from there with what was seen, it is verified or returned."""
    back = own_address(request, request.POST.get("next", ""), reverse("facts:filings", args=[assessment.pk]))
    state = FilingState.RETURNED if request.POST.get("state") == FilingState.RETURNED else FilingState.VERIFIED
    ticked = numbers(request.POST.getlist("filing"))
    chosen = ticked[:PAGE]
    found = list(access.filings_to_see(request.part).filter(pk__in=chosen).order_by("position", "pk"))
    if not found:
        messages.error(request, _("Nothing is ticked. Tick what is to be verified or returned."))
        return redirect(back)
    seen, reason = opened(request.POST.get("shown")), request.POST.get("reason", "").strip()[:500]
    is_unsaid = state == FilingState.RETURNED and not reason
    if seen is not None and not is_unsaid:
        moved, left_out = actions.move_several(found, state, request.user, seen, reason)
        if moved:
            text = (
                ngettext("{count} filing verified.", "{count} filings verified.", len(moved))
                if state == FilingState.VERIFIED
                else ngettext("{count} filing returned.", "{count} filings returned.", len(moved))
            )
            messages.success(request, text.format(count=len(moved)))
        for filing, why in left_out[:_NAMED]:
            messages.warning(request, _("Left out: “{filing}”. {why}").format(filing=filing.label, why=why))
        if len(left_out) > _NAMED:
            messages.warning(request, _("Left out in all: {count}.").format(count=len(left_out)))
        return redirect(back)
    can, cannot = parted(found, state)
    shown = chosen_of(can)
    context = {
        "assessment": assessment,
        "shown": shown,
        "cannot": cannot,
        "is_return": state == FilingState.RETURNED,
        "is_unsaid": seen is not None and is_unsaid,
        "state": state.value,
        "seen": sealed({str(each.filing.pk): each.stamp for each in shown}),
        "back": back,
        "more": len(set(ticked)) - len(chosen) if seen is None else 0,
    }
    return render(request, "facts/several.html", context, status=422 if seen is not None else 200)
