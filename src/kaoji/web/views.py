"""The start page, the language, and pages for what goes wrong."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.web.assessments.models import Stage
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.organisations.watching import watched
from kaoji.web.pages import Request, came_from, is_signed_in, own_address, page
from kaoji.web.permissions import PUBLIC, SIGNED_IN
from kaoji.web.todo import things_to_do

LATEST = 50
"""Things to do are looked for in so many assessments that are not archived, the newest."""

ASSESSMENTS = Listed(
    (
        Column(gettext_lazy("Assessment"), lambda each: each.title),
        Column(gettext_lazy("Year"), lambda each: each.year),
        Column(gettext_lazy("Office"), lambda each: each.office.name),
        Column(gettext_lazy("Stage"), lambda each: each.get_stage_display()),
        Column(gettext_lazy("Facts due on"), lambda each: each.facts_due_on),
    ),
    search=("title", "year"),
    hint=gettext_lazy("Title or year"),
    choices=(Choice("stage", gettext_lazy("Every stage"), dict(Stage.choices)),),
    page=20,
)


@page(SIGNED_IN, gives_file=AS)
def home(request: Request) -> HttpResponse:
    """What is to be done now, and the assessments one has a part in; for an administrator, what must be looked at."""
    if request.user.administers:
        context = {"watched": watched(request.desk.administers), "is_far": request.desk.is_far}
        return render(request, "organisations/administration.html", context)
    mine = request.desk.assessments.select_related("office")
    things = [] if AS in request.GET else things_to_do(request.desk, list(mine.exclude(stage=Stage.ARCHIVED)[:LATEST]))
    return ASSESSMENTS.answer(request, mine, "home.html", {"things": things}, title=_("Assessments"))


@page(PUBLIC, "POST")
def language(request: Request) -> HttpResponse:
    """Change the language of the pages."""
    chosen = request.POST.get("language", settings.LANGUAGE_CODE)
    response = redirect(own_address(request, request.POST.get("next", "/")))
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _say(request: HttpRequest, status: int, title: str, text: str, **more: object) -> HttpResponse:
    context = {"title": title, "text": text, "number": getattr(request, "id", ""), **more}
    return render(request, "problem.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request cannot be understood."""
    del exception
    return _say(request, 400, _("This request cannot be understood"), _("Go back, reload the page and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that one may not do this."""
    text = str(exception) or _(
        "Your post does not include this. Ask the assessment office, or the security administrator who gives posts."
    )
    return _say(request, 403, _("Not open to you"), text)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    del exception
    return _say(request, 404, _("There is nothing here"), _("The address is wrong, or this is not open to you."))


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something is broken, with the number by which it can be found in the log."""
    return _say(
        request,
        500,
        _("Something is broken here"),
        _("Nothing was lost. Tell the number below to whoever keeps this system."),
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came from somewhere else or is too old: mostly, that the session ended while it was written.

    The page that it was written on puts back what was typed (``unsent.js``).
    """
    del reason
    address = came_from(request)
    if is_signed_in(request):
        title = _("This form is too old")
        text = _(
            "You logged in again in the meantime. Go back to the page: what you typed is put back there. Send it again."
        )
        way = {"address": address, "words": _("Back to the page")}
    else:
        title = _("Your session is over")
        text = _("Nothing was sent. Log in again: you come back to the page, and what you typed is put back there.")
        way = {
            "address": f"{reverse('accounts:log-in')}?{urlencode({'next': address, 'over': '1'})}",
            "words": _("Log in again"),
        }
    return _say(request, 403, title, text, way=way, is_refused=True)
