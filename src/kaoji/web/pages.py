"""Declaring a page: what it needs stands above it, and nothing runs without.

    @page("facts.enter")
    def grid(request: Request, assessment: Assessment, filing: int) -> HttpResponse: ...

A URL with ``<int:assessment>`` hands the view the assessment itself; who has no part in it gets 404, who has a part but
not the permission 403. Refusals are journalled. A view without a declaration is refused to everybody.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from kaoji.diagnostics import is_chinese
from kaoji.web import pace
from kaoji.web.accounts.models import User
from kaoji.web.assessments.models import Assessment
from kaoji.web.audit.chain import Acting, acting, acting_as, record
from kaoji.web.middleware import address_of, is_among
from kaoji.web.organisations.desk import Desk, Part
from kaoji.web.permissions import ADMINISTRATORS, PUBLIC, ROLE_NAMES, ROLES, Role, known


class Request(HttpRequest):
    """A request as pages see it: with the desk of the person and, inside an assessment, their part in it."""

    user: User
    htmx: HtmxDetails
    desk: Desk
    part: Part


View = Callable[..., HttpResponseBase]


def page(permission: str, *methods: str, gives_file: bool | str = False) -> Callable[[View], View]:
    """Declare the permission a view needs and the methods it answers (GET where none is named).

    ``gives_file`` says that it answers with a file to be kept, of which nobody takes many in a minute: always, or where
    the query has the key that is named.
    """
    if not known(permission):
        raise ValueError(f"nobody declared the permission {permission}")
    allowed = methods or ("GET",)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - passed on
            if request.method not in allowed and not (request.method == "HEAD" and "GET" in allowed):
                return HttpResponseNotAllowed(allowed)
            request.desk = Desk(request.user, is_near=is_near(request))
            if permission == PUBLIC:
                return _at_pace(request, guarded, view, *args, **kwargs)
            if not is_signed_in(request):
                return _log_in_first(request)
            with acting_as(in_role(request)):
                if "assessment" in kwargs:
                    kwargs["assessment"] = enter(request, kwargs["assessment"], permission)
                elif not request.desk.may(permission):
                    refuse(permission, held=_held(request.desk), is_far=request.desk.is_far)
            with acting_as(in_role(request)):
                return _at_pace(request, guarded, view, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.methods = allowed  # type: ignore[attr-defined]
        guarded.gives_file = gives_file  # type: ignore[attr-defined]
        return guarded

    return declare


def _at_pace(request: Request, declared: View, view: View, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - passed on
    """Answer, unless somebody is too fast for it; a file that nobody declared would be given without limit."""
    gives_file = getattr(declared, "gives_file", False)
    is_export = gives_file is True or (isinstance(gives_file, str) and gives_file in request.GET)
    if pace.is_over(request, is_export=is_export):
        return _too_fast(request)
    response = view(request, *args, **kwargs)
    if not is_export and "attachment" in response.headers.get("Content-Disposition", ""):
        raise TypeError(f"{view.__module__}.{view.__qualname__} gives a file and does not declare it")
    if isinstance(response, HttpResponseRedirectBase) and request.htmx:
        # Followed by a script, a whole page would be drawn inside the part that asked.
        return HttpResponseClientRedirect(response.url)
    return response


def in_role(request: Request) -> Acting:
    """Give who acts, with the roles that count on this page and the organisations they are held for."""
    part: Part | None = getattr(request, "part", None)
    posts = [post for post in request.desk.posts if part is None or post.role in part.held]
    roles = [request.desk.administers] if request.desk.administers else [post.role for post in posts]
    organisations = [post.organisation.name for post in posts]
    return replace(
        acting(),
        role="、".join(dict.fromkeys(str(role) for role in roles)),
        organisation="、".join(dict.fromkeys(organisations)),
    )


def is_signed_in(request: HttpRequest) -> bool:
    """Tell whether somebody is logged in."""
    return request.user.is_authenticated


def is_near(request: HttpRequest) -> bool:
    """Tell whether a request comes from where administration is answered; elsewhere an administrator is nobody."""
    return is_among(address_of(request), settings.ADMINISTRATION_FROM)


def _log_in_first(request: Request) -> HttpResponse:
    """Lead a person to the log-in, and tell a program or a script of a page that the session is over."""
    if request.htmx:
        response = HttpResponse(status=401)
        response.headers["HX-Redirect"] = reverse("accounts:log-in") + "?over"
        return response
    if request.content_type == "application/json" or not request.accepts("text/html"):
        problem = _("Your session is over. Log in again in another window; what you typed here stays.")
        return JsonResponse({"problem": problem}, status=401)
    # The address of a form is no page to come back to; the page that it was written on puts back what was typed.
    query = {"next": request.get_full_path() if request.method in ("GET", "HEAD") else came_from(request)}
    if settings.SESSION_COOKIE_NAME in request.COOKIES or request.method not in ("GET", "HEAD"):
        query["over"] = "1"
    return redirect(f"{reverse('accounts:log-in')}?{urlencode(query)}")


def own_address(request: HttpRequest, text: str, otherwise: str = "/") -> str:
    """Give an address of this site that somebody came with, or another where it leads elsewhere."""
    is_own = url_has_allowed_host_and_scheme(text, {request.get_host()}, require_https=request.is_secure())
    return text if is_own and text.startswith("/") else otherwise


def came_from(request: HttpRequest) -> str:
    """Give the page of this site on which a form was written, or the start page."""
    sent_from = urlsplit(request.headers.get("referer", ""))
    is_here = sent_from.netloc == request.get_host()
    return own_address(request, urlunsplit(("", "", sent_from.path, sent_from.query, ""))) if is_here else "/"


def sent_json(request: HttpRequest) -> Any:  # noqa: ANN401 - whatever was sent
    """Give what a page's script sent.

    Raises:
        ValueError: it is no JSON, or was not sent as such.
    """
    if request.content_type != "application/json":
        raise ValueError(request.content_type)
    try:
        return json.loads(request.body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _too_fast(request: Request) -> HttpResponse:
    context = {
        "title": _("Too fast"),
        "text": _("You asked for more searches or files within a minute than anybody reads. Wait a minute and go on."),
    }
    return render(request, "problem.html", context, status=429)


def enter(request: Request, number: int, permission: str) -> Assessment:
    """Give an assessment and set the person's part in it, or refuse: 404 without a part, 403 without the permission.

    Raises:
        Http404: there is no such assessment, or the person has no part in it.
    """
    assessment = get_object_or_404(Assessment.objects.select_related("office", "scheme"), pk=number)
    request.part = request.desk.part_in(assessment)
    if not request.part.held:
        record("access.denied", assessment, result="denied", permission=permission)
        raise Http404(_("There is no such assessment, or you have no part in it."))
    if not request.part.may(permission):
        refuse(permission, assessment, held=request.part.held)
    return assessment


def _held(desk: Desk) -> list[Role]:
    return [desk.administers] if desk.administers else [Role(post.role) for post in desk.posts]


def refuse(
    permission: str, assessment: Assessment | None = None, *, held: Collection[Role] = (), is_far: bool = False
) -> None:
    """Journal a refusal and refuse; ``held`` are the roles of who asked, which tell whom they turn to.

    Raises:
        PermissionDenied: always.
    """
    record("access.denied", assessment, result="denied", permission=permission)
    if is_far:
        raise PermissionDenied(
            _("Administration answers to listed addresses only. Use a computer of the administrators.")
        )
    raise PermissionDenied(whom_to_ask(permission, assessment, held))


def whom_to_ask(permission: str, assessment: Assessment | None, held: Collection[Role]) -> str:
    """Say who does what was refused, and whom somebody with these roles turns to."""
    doing = ROLES.get(permission, frozenset())
    names = [str(name) for role, name in ROLE_NAMES.items() if role in doing]
    said = _("Your post does not include this. It is done by: {roles}.").format(roles=_joined(names))
    if not doing.isdisjoint(ADMINISTRATORS):
        whom = _("Turn to them where you need it.")
    elif not set(held).isdisjoint(ADMINISTRATORS):
        whom = _("Administrators keep the system and hold no post in an assessment.")
    elif assessment is None or Role.OFFICE in held:
        whom = _("Posts are given by the security administrator; ask there if yours should include it.")
    else:
        whom = _("Ask {office} if your post should include it.").format(office=assessment.office.name)
    return said + ("" if is_chinese(get_language()) else " ") + whom


def _joined(names: Collection[str]) -> str:
    return ("、" if is_chinese(get_language()) else ", ").join(names)
