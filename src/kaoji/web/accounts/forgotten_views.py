"""Pages for somebody who forgot a password."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kaoji.web.accounts import forgotten, passwords
from kaoji.web.middleware import address_of
from kaoji.web.pages import Request, page
from kaoji.web.permissions import PUBLIC

_SECRET = "kaoji_forgotten"  # noqa: S105 - where a session keeps it


@page(PUBLIC, "GET", "POST")
def ask(request: Request) -> HttpResponse:
    """Ask for a new password: show the code to tell to an administrator."""
    if request.method == "POST":
        asked = forgotten.ask(request.POST.get("number", ""), address_of(request))
        if asked is None:
            context = {"problem": _("Too many requests from here. Try again later.")}
            return render(request, "accounts/forgotten.html", context, status=429)
        request.session.cycle_key()
        request.session[_SECRET], request.session["kaoji_code"] = asked.secret, asked.code
        return redirect("accounts:forgotten-wait")
    return render(request, "accounts/forgotten.html", {})


@page(PUBLIC)
def wait(request: Request) -> HttpResponse:
    """Wait until an administrator has let the request through; the page asks again by itself."""
    secret = request.session.get(_SECRET, "")
    if not secret:
        return redirect("accounts:forgotten")
    if forgotten.granted(secret) is not None:
        return redirect("accounts:forgotten-new")
    if request.htmx:
        return HttpResponse(status=204)
    minutes = int(forgotten.LASTS.total_seconds() // 60)
    context = {"code": request.session.get("kaoji_code", ""), "minutes": minutes}
    return render(request, "accounts/forgotten_wait.html", context)


@page(PUBLIC, "GET", "POST")
def new(request: Request) -> HttpResponse:
    """Choose the new password, in the browser that asked."""
    secret = request.session.get(_SECRET, "")
    user = forgotten.granted(secret)
    if user is None:
        return redirect("accounts:forgotten-wait")
    faults: list[str] = []
    if request.method == "POST":
        password = request.POST.get("new", "")
        if password != request.POST.get("again", ""):
            faults.append(_("The new password was not written the same way twice."))
        faults += passwords.faults(password, user)
        if not faults:
            forgotten.finish(secret, password)
            request.session.flush()
            messages.success(request, _("The password is changed. Log in with it."))
            return redirect("accounts:log-in")
    context = {"faults": faults, "rules": passwords.rules(), "number": user.number}
    return render(request, "accounts/forgotten_new.html", context, status=422 if faults else 200)
