"""The page of the second machine: how far it is behind, and what to do when that grows."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from kaoji.web.pages import Request, page
from kaoji.web.upkeep.lag import BAD, GOOD, MOST_SECONDS, NONE, SOME, measured


@page("settings.view")
def second_machine(request: Request) -> HttpResponse:
    """How far the second machine is behind; the page is there at once and asks for the measures by itself."""
    context: dict[str, object] = {"most": MOST_SECONDS}
    if "measure" in request.GET:
        found = measured()
        states = {each.state for each in found}
        worst = next((state for state in (BAD, SOME, GOOD) if state in states), NONE)
        # A second machine that has the one and lacks the other is none that could take over.
        context |= {"measures": found, "worst": SOME if worst == GOOD and NONE in states else worst}
    template = "upkeep/measures.html" if request.htmx else "upkeep/second_machine.html"
    return render(request, template, context)
