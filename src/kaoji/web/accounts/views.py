"""Pages of logging in and of one's own account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.web.accounts import access, actions, passwords, recovery, second_factor
from kaoji.web.accounts.actions import Refusal
from kaoji.web.accounts.models import User
from kaoji.web.lists import AS, Column, Listed
from kaoji.web.middleware import address_of
from kaoji.web.pages import Request, is_signed_in, own_address, page
from kaoji.web.permissions import PUBLIC, SIGNED_IN
from kaoji.web.spoken import listed

_SECRET = "kaoji_new_secret"  # noqa: S105 - where a session keeps it


@page(PUBLIC, "GET", "POST")
def log_in(request: Request) -> HttpResponse:
    """Log in; unknown and known accounts are answered alike."""
    following = own_address(request, request.GET.get("next", "/"))
    if is_signed_in(request):
        return redirect(following)
    problem, number = "", ""
    if request.method == "POST":
        number = request.POST.get("number", "")
        outcome = actions.check(number, request.POST.get("password", ""), address_of(request))
        if outcome.user is not None:
            if outcome.user.has_second_factor:
                actions.wait_for_second(request, outcome.user)
                request.session["kaoji_following"] = following
                return redirect("accounts:second")
            return _begin(request, outcome.user, following)
        problem = _refused(outcome.refusal)
    context = {"problem": problem, "number": number, "is_over": "over" in request.GET}
    return render(request, "accounts/log_in.html", context, status=422 if problem else 200)


def _refused(refusal: Refusal | None) -> str:
    if refusal == Refusal.LOCKED:
        minutes = int(settings.LOCKED_FOR.total_seconds() // 60)
        return _("Too many failed log-ins from here. Try again in {minutes} minutes.").format(minutes=minutes)
    if refusal == Refusal.OVER:
        return _("This first password was not used in time. Ask the system administrator for a new one.")
    if refusal == Refusal.UNUSED:
        return _("Nobody used this account for long, so it is locked. Ask the system administrator to let it in again.")
    return _("Account or password is not right.")


def _begin(request: Request, user: User, following: str) -> HttpResponse:
    elsewhere = actions.begin(request, user, address_of(request))
    if elsewhere:
        text = _("Your account is in use at another place too: {address}. If that is not you, end it under “Sessions”.")
        messages.warning(
            request, text.format(address=listed((sorted({each.address for each in elsewhere})), short=True))
        )
    return redirect(following)


@page(PUBLIC, "GET", "POST")
def second(request: Request) -> HttpResponse:
    """Ask for the second factor of somebody who gave the right password a moment ago."""
    user = None if is_signed_in(request) else actions.waiting(request)
    if user is None:
        return redirect("accounts:log-in")
    problem = ""
    if request.method == "POST":
        outcome = actions.check_second(user, request.POST.get("code", ""), address_of(request))
        if outcome.user is not None:
            return _begin(request, user, request.session.pop("kaoji_following", "/"))
        problem = (
            _refused(Refusal.LOCKED)
            if outcome.refusal == Refusal.LOCKED
            else _("This code is not right, or it was used already. Wait for the next one and type that.")
        )
    return render(request, "accounts/second.html", {"problem": problem}, status=422 if problem else 200)


@page(SIGNED_IN, "POST")
def log_out(request: Request) -> HttpResponse:
    """Log out; the browser forgets what it kept."""
    actions.end(request)
    response = redirect("accounts:log-in")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@page(SIGNED_IN, "GET", "POST")
def password(request: Request) -> HttpResponse:
    """Change one's password."""
    faults: list[str] = []
    if request.method == "POST":
        new = request.POST.get("new", "")
        if not request.user.check_password(request.POST.get("old", "")):
            faults.append(_("The present password is not right."))
        if new != request.POST.get("again", ""):
            faults.append(_("The new password was not written the same way twice."))
        faults += passwords.faults(new, request.user)
        if not faults:
            user = request.user
            actions.set_password(user, new)
            actions.begin(request, user, address_of(request))
            messages.success(request, _("The password is changed."))
            return redirect("home")
    context = {"faults": faults, "rules": passwords.rules()}
    return render(request, "accounts/password.html", context, status=422 if faults else 200)


@page(SIGNED_IN, "GET", "POST")
def factor(request: Request) -> HttpResponse:
    """Set up the second factor, renew its recovery codes, or take it away; each asks for the password or a code."""
    user, problem = request.user, ""
    if request.method == "POST":
        if not user.has_second_factor:
            problem = _set_up(request)
        elif actions.check_second(user, request.POST.get("code", ""), address_of(request)).user is None:
            problem = _("This code is not right, or it was used already. Wait for the next one and type that.")
        elif request.POST.get("do") == "remove":
            second_factor.take_away(user)
            messages.success(request, _("The second factor is taken away."))
            return redirect("accounts:second-factor")
        if not problem:
            return render(request, "accounts/codes.html", {"codes": recovery.new_codes(user)})
    context: dict[str, Any] = {"problem": problem, "is_asked": second_factor.is_asked_of(user)}
    if user.has_second_factor:
        context["codes_left"] = user.recovery_codes.count()
    else:
        secret = request.session.setdefault(_SECRET, second_factor.new_secret())
        shown = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        context |= {"secret": shown, "picture": second_factor.picture_of(secret, user)}
    return render(request, "accounts/second_factor.html", context, status=422 if problem else 200)


def _set_up(request: Request) -> str:
    user, secret = request.user, request.session.get(_SECRET, "")
    if actions.check(user.number, request.POST.get("password", ""), address_of(request)).user is None:
        return _("The present password is not right.")
    if not secret or not second_factor.set_up(user, secret, request.POST.get("code", "")):
        return _("The code does not fit. Does your phone's clock show the right time? Type the code that it shows now.")
    # Sessions from before were begun with less; this one gets a new key.
    del request.session[_SECRET]
    actions.end_sessions(user)
    actions.begin(request, user, address_of(request))
    return ""


SESSIONS = Listed(
    (
        Column(gettext_lazy("Address"), lambda each: each.address),
        Column(gettext_lazy("Since"), lambda each: each.since),
        Column(gettext_lazy("Last used"), lambda each: each.seen_at),
        Column(gettext_lazy("Browser"), lambda each: each.browser),
    ),
    search=("address", "agent"),
    hint=gettext_lazy("Address or browser"),
    page=20,
)


@page(SIGNED_IN, gives_file=AS)
def sessions(request: Request) -> HttpResponse:
    """Show one's own sessions: since when, from where."""
    found, context = access.sessions(request.user), {"present": request.session.session_key}
    return SESSIONS.answer(request, found, "accounts/sessions.html", context, title=_("Sessions"))


@page(SIGNED_IN, "POST")
def end_session(request: Request, number: int) -> HttpResponse:
    """End one of one's own sessions."""
    actions.end_session(access.session(request.user, number))
    messages.success(request, _("The session is ended."))
    return redirect("accounts:sessions")


@page(SIGNED_IN, "POST")
def end_others(request: Request) -> HttpResponse:
    """End all of one's own sessions but this one."""
    count = actions.end_sessions(request.user, but=request.session.session_key)
    messages.success(request, _("Sessions ended: {count}.").format(count=count))
    return redirect("accounts:sessions")
