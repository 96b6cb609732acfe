"""Limits of a session: idle time, longest time, passwords that must be changed, a second factor that is owed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kaoji.web.accounts import second_factor
from kaoji.web.accounts.models import LogIn, User

SINCE, SEEN = "kaoji_since", "kaoji_seen"


class SessionLimits:
    """Ends sessions that are over, and leads who owes a password or a second factor to the page where one gives it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Check, then pass on."""
        if request.user.is_authenticated:
            now = timezone.now()
            if self._is_over(request, now):
                LogIn.objects.filter(session_key=request.session.session_key).delete()
                logout(request)
            else:
                self._seen(request, now)
                if (owed := self._owed(request, now)) and request.path not in _open_to_debtors(owed):
                    return redirect(owed)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest, now: datetime) -> bool:
        since, seen = request.session.get(SINCE), request.session.get(SEEN)
        if since is None or seen is None:
            return True
        idle = now - datetime.fromisoformat(seen)
        lasted = now - datetime.fromisoformat(since)
        return idle > settings.SESSION_IDLE or lasted > settings.SESSION_LONGEST

    def _seen(self, request: HttpRequest, now: datetime) -> None:
        # Written at most once a minute: a page that only reads writes nothing else.
        if (now - datetime.fromisoformat(request.session[SEEN])).total_seconds() > 60:  # noqa: PLR2004
            request.session[SEEN] = now.isoformat()
            LogIn.objects.filter(session_key=request.session.session_key).update(seen_at=now)

    def _owed(self, request: HttpRequest, now: datetime) -> str:
        """Give the page that somebody must go through before any other."""
        user = cast("User", request.user)
        if user.must_change_password or (user.password_expires_at is not None and user.password_expires_at < now):
            return "accounts:password"
        if not user.has_second_factor and second_factor.is_asked_of(user):
            return "accounts:second-factor"
        return ""


def _open_to_debtors(owed: str) -> tuple[str, ...]:
    return (reverse(owed), reverse("accounts:log-out"), reverse("language"))
