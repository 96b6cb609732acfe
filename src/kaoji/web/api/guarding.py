"""What every call passes: who calls, how often, with which right – then the operation, in the caller's name."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.db.models import Case, F, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.api.access import TokenDesk, token_by
from kaoji.web.api.models import Token
from kaoji.web.api.once import once
from kaoji.web.api.operations import ApiRequest, Operation
from kaoji.web.api.problems import Problem, problem_of
from kaoji.web.audit.chain import acting, acting_as, record
from kaoji.web.middleware import address_of
from kaoji.web.organisations.desk import Desk
from kaoji.web.pace import visitor_is_over
from kaoji.web.pages import enter, in_role, refuse
from kaoji.web.permissions import PUBLIC

MINUTE = 60
View = Callable[..., HttpResponseBase]


def guarded(view: View, by_method: Mapping[str, Operation]) -> View:
    """Let a view of the interface answer only who shows a token with the right that the operation needs."""

    def answered(request: ApiRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - passed on
        try:
            operation = by_method.get(str(request.method))
            if operation is None:
                return Problem("no-such-method", headers={"Allow": ", ".join(by_method)}).response(request)
            if operation.permission == PUBLIC:
                if visitor_is_over(request):
                    return _too_many(time.time()).response(request)
                request.desk = cast("TokenDesk", Desk(request.user))
                return view(request, **kwargs)
            return _in_the_name_of_a_post(request, operation, view, kwargs)
        except Exception as problem:  # whatever it is, programs are told in one form
            found = problem_of(problem)
            if found.code == "broken":
                raise
            return found.response(request)

    # Views are told apart by their names, for instance to count how often somebody takes files out.
    answered.__qualname__ = "_".join(each.name for each in by_method.values())
    answered.permissions = {method: each.permission for method, each in by_method.items()}  # type: ignore[attr-defined]
    answered.permission = PUBLIC  # type: ignore[attr-defined] # to the session: the token is asked for here
    answered.methods = tuple(by_method)  # type: ignore[attr-defined]
    answered.is_api = True  # type: ignore[attr-defined]
    answered.csrf_exempt = True  # type: ignore[attr-defined] # no cookie counts here
    return cast("View", answered)


def _in_the_name_of_a_post(
    request: ApiRequest, operation: Operation, view: View, kwargs: dict[str, Any]
) -> HttpResponseBase:
    request.token = _token_of(request)
    request.desk = TokenDesk(request.token)
    request.user = request.desk.user
    who = replace(acting(), user_id=request.user.pk, user=request.user.number)
    with acting_as(who):
        _count(request.token, request)
        if not request.desk.posts:
            refuse(operation.permission)
        with acting_as(in_role(request)):
            if "assessment" in kwargs:
                enter(request, kwargs["assessment"], operation.permission)
            elif not request.desk.may(operation.permission):
                refuse(operation.permission)
        with acting_as(in_role(request)):
            if not operation.writes:
                return view(request, **kwargs)
            return once(request, request.token, lambda: cast("HttpResponse", view(request, **kwargs)))


def _token_of(request: HttpRequest) -> Token:
    """Give the token that a request bears.

    Raises:
        Problem: there is none, or it opens nothing any more.
    """
    kind, _space, text = request.headers.get("Authorization", "").partition(" ")
    headers = {"WWW-Authenticate": "Bearer"}
    if kind.lower() != "bearer" or not text.strip():
        raise Problem("no-token", headers=headers)
    token = token_by(text.strip())
    if token is None:
        # Whoever tries tokens is noted once a minute: the journal must not be filled from outside.
        if cache.add(f"unknown-token-{address_of(request)}", 1, MINUTE):
            record("token.unknown", result="denied")
        raise Problem("no-token", _("There is no such token."), headers=headers)
    user = token.post.user
    if not token.is_valid or not user.is_active or user.administers:
        with acting_as(replace(acting(), user_id=user.pk, user=user.number)):
            record("token.refused", token, result="denied", name=token.name)
        raise Problem("no-token", _("This token has expired or was taken back. Make a new one."), headers=headers)
    return token


def _count(token: Token, request: HttpRequest) -> None:
    """Count a request, and note when and from where the token was used.

    Raises:
        Problem: there were too many in this minute.
    """
    now = time.time()
    minute = int(now // MINUTE)
    Token.objects.filter(pk=token.pk).update(
        count=Case(When(minute=minute, then=F("count") + 1), default=1),
        minute=minute,
        last_used_at=timezone.now(),
        last_used_from=address_of(request),
    )
    token.refresh_from_db(fields=["count"])
    if token.count <= settings.API_REQUESTS_A_MINUTE:
        return
    if token.count == settings.API_REQUESTS_A_MINUTE + 1:
        record("token.limited", token, result="denied", name=token.name)
    raise _too_many(now)


def _too_many(now: float) -> Problem:
    """Tell a program to wait for the next minute."""
    return Problem("too-many-requests", headers={"Retry-After": str(MINUTE - int(now % MINUTE))})
