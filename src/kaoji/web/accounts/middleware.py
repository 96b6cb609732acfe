"""Limits of a session: idle time, longest time, disabled accounts, passwords that must be changed."""

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

from kaoji.web.accounts.models import LogIn, User

SINCE, SEEN = "kaoji_since", "kaoji_seen"


class SessionLimits:
    """Ends sessions that are over, and leads who must change a password to the page where one does."""

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
                if self._must_change(request, now):
                    return redirect("accounts:password")
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

    def _must_change(self, request: HttpRequest, now: datetime) -> bool:
        user = cast("User", request.user)
        is_due = user.must_change_password or (user.password_expires_at is not None and user.password_expires_at < now)
        return is_due and request.path not in (reverse("accounts:password"), reverse("accounts:log-out"))
