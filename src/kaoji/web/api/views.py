"""One's tokens, and the description of the interface."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from kaoji.web.api import access, actions
from kaoji.web.api.problems import CODES, Problem
from kaoji.web.api.reference import sections
from kaoji.web.api.site import description
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.lists import AS, Choice, Column, Listed
from kaoji.web.pages import Request, page
from kaoji.web.permissions import PUBLIC, ROLE_NAMES, SIGNED_IN, Role

DAYS = (30, 90, 180, 366)
STATES = {"valid": gettext_lazy("valid"), "expired": gettext_lazy("expired"), "revoked": gettext_lazy("taken back")}
TOKENS = Listed(
    (
        Column(gettext_lazy("What for"), lambda each: each.name),
        Column(gettext_lazy("Begins with"), lambda each: each.start),
        Column(gettext_lazy("Post"), lambda each: ROLE_NAMES[Role(each.post.role)]),
        Column(gettext_lazy("Organisation"), lambda each: each.post.organisation.name),
        Column(gettext_lazy("Made"), lambda each: each.created_at),
        Column(gettext_lazy("Valid until"), lambda each: each.expires_at),
        Column(gettext_lazy("Last used"), lambda each: each.last_used_at),
        Column(gettext_lazy("State"), lambda each: STATES[each.state]),
    ),
    search=("name", "start", "post__organisation__name"),
    hint=gettext_lazy("What for, beginning or organisation"),
    choices=(Choice("state", gettext_lazy("All states"), STATES, access.tokens_in),),
)


@page(SIGNED_IN, "GET", "POST", gives_file=AS)
def tokens(request: Request) -> HttpResponse:
    """One's own tokens; making a new one shows its text this once."""
    made = text = None
    if request.method == "POST":
        try:
            post, days = int(request.POST.get("post", "0")), int(request.POST.get("days", "0"))
            made, text = actions.make_token(request.user, post, request.POST.get("name", ""), days)
        except ValueError:
            messages.error(request, _("Choose one of your own posts."))
        except NotNowError as problem:
            messages.error(request, str(problem))
    context = {"made": made, "text": text, "posts": request.desk.posts, "days": DAYS}
    return TOKENS.answer(request, access.tokens_of(request.user), "api/tokens.html", context, title=_("My tokens"))


@page(SIGNED_IN, "POST")
def revoke(request: Request, token: int) -> HttpResponse:
    """Take a token back."""
    actions.revoke_token(access.token_of(request.user, token), request.user)
    messages.success(request, _("The token was taken back; it opens nothing any more."))
    return redirect("api:tokens")


@page(PUBLIC)
def reference(request: Request) -> HttpResponse:
    """The reference of the interface, made from its own description."""
    problems = [(code, status, _(meaning)) for code, (status, meaning) in CODES.items()]
    return render(request, "api/reference.html", {"sections": sections(description()), "problems": problems})


@page(PUBLIC)
def openapi(request: Request) -> HttpResponse:
    """The description of the interface for programs."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@page(PUBLIC, "GET", "POST", "PUT", "PATCH", "DELETE")
def nothing(request: Request, rest: str) -> HttpResponse:
    """Say to programs in their form that there is nothing at an address."""
    return Problem("not-found").response(request)
