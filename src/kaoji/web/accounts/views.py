"""Pages of logging in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kaoji.web.accounts import actions, passwords
from kaoji.web.middleware import address_of
from kaoji.web.pages import Request, is_signed_in, page
from kaoji.web.permissions import PUBLIC, SIGNED_IN


@page(PUBLIC, "GET", "POST")
def log_in(request: Request) -> HttpResponse:
    """Log in; unknown and known accounts are answered alike."""
    following = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(following, {request.get_host()}, require_https=request.is_secure()):
        following = "/"
    if is_signed_in(request):
        return redirect(following)
    problem, number = "", ""
    if request.method == "POST":
        number = request.POST.get("number", "")
        outcome = actions.check(number, request.POST.get("password", ""), address_of(request))
        if outcome.user is not None:
            actions.begin(request, outcome.user, address_of(request))
            return redirect(following)
        problem = (
            _("Too many failed log-ins from here. Try again in a quarter of an hour.")
            if outcome.is_locked
            else _("Account or password is not right.")
        )
    status = 422 if problem else 200
    return render(request, "accounts/log_in.html", {"problem": problem, "number": number}, status=status)


@page(SIGNED_IN, "POST")
def log_out(request: Request) -> HttpResponse:
    """Log out; the browser forgets what it kept."""
    actions.end(request)
    response = redirect("accounts:log-in")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
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
    return render(request, "accounts/password.html", {"faults": faults}, status=422 if faults else 200)
