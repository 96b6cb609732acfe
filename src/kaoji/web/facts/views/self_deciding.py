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
from kaoji.web.facts.views.decision import Decision
from kaoji.web.facts.views.self_assessing import PAGE
from kaoji.web.pages import Request, page


@page("facts.verify", "POST")
def several(request: Request, assessment: Assessment) -> HttpResponse:
    """Show the self-assessments that were ticked; sent from there with what was seen, they are accepted or returned."""
    if assessment.scheme is None:
        raise Http404
    asked = Decision(request, "unit", PAGE, reverse("facts:self", args=[assessment.pk]))
    units = list(access.units_to_see(request.part).filter(pk__in=asked.chosen).select_related("self_assessment"))
    if not units:
        messages.error(
            request, _("Nothing is ticked. Tick the units whose self-assessment is to be accepted or returned.")
        )
        return redirect(asked.back)
    if asked.seen is not None and not asked.is_unsaid:
        moved, left_out = actions.move_several_selves(units, asked.state, request.user, asked.seen, asked.reason)
        done = (
            ngettext("{count} self-assessment accepted.", "{count} self-assessments accepted.", len(moved))
            if asked.state == FilingState.VERIFIED
            else ngettext("{count} self-assessment returned.", "{count} self-assessments returned.", len(moved))
        )
        asked.say(done.format(count=len(moved)) if moved else "", [(unit.unit, why) for unit, why in left_out])
        return redirect(asked.back)
    can, cannot = self_parted(units, asked.state)
    shown = self_chosen_of(can, structure_of(assessment.scheme))
    context = asked.context(assessment, ((each.unit.pk, each.stamp) for each in shown))
    return render(
        request, "facts/self_several.html", {**context, "shown": shown, "cannot": cannot}, status=asked.status
    )
