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
from kaoji.web.facts.views.decision import Decision
from kaoji.web.facts.views.filling import PAGE
from kaoji.web.pages import Request, page


@page("facts.verify", "POST")
def several(request: Request, assessment: Assessment) -> HttpResponse:
    """Show what was ticked with its values; sent from there with what was seen, it is verified or returned."""
    asked = Decision(request, "filing", PAGE, reverse("facts:filings", args=[assessment.pk]))
    found = list(access.filings_to_see(request.part).filter(pk__in=asked.chosen).order_by("position", "pk"))
    if not found:
        messages.error(request, _("Nothing is ticked. Tick what is to be verified or returned."))
        return redirect(asked.back)
    if asked.seen is not None and not asked.is_unsaid:
        moved, left_out = actions.move_several(found, asked.state, request.user, asked.seen, asked.reason)
        done = (
            ngettext("{count} filing verified.", "{count} filings verified.", len(moved))
            if asked.state == FilingState.VERIFIED
            else ngettext("{count} filing returned.", "{count} filings returned.", len(moved))
        )
        asked.say(done.format(count=len(moved)) if moved else "", [(each.label, why) for each, why in left_out])
        return redirect(asked.back)
    can, cannot = parted(found, asked.state)
    shown = chosen_of(can)
    context = asked.context(assessment, ((each.filing.pk, each.stamp) for each in shown))
    return render(request, "facts/several.html", {**context, "shown": shown, "cannot": cannot}, status=asked.status)
