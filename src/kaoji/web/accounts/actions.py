"""Logging in and out, passwords."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from kaoji.web.accounts.middleware import SEEN, SINCE
from kaoji.web.accounts.models import FormerPassword, LogIn, LogInFailure, User, normal
from kaoji.web.audit.chain import acting, acting_as, record

_FAILURES_OF_A_SOURCE = 20
"""Failures from one address, over all accounts, that lock the address: nobody can try many accounts from one place."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a log-in went: the account, or that it failed, or that account and source are locked for a while."""

    user: User | None = None
    is_locked: bool = False


def check(number: str, password: str, address: str) -> Outcome:
    """Check account and password; the answer to an unknown account takes as long as to a known one."""
    since = timezone.now() - settings.LOCKED_FOR
    name = normal(number)[:60]
    recent = LogInFailure.objects.filter(at__gt=since, address=address)
    if (
        recent.filter(normal_number=name).count() >= settings.FAILURES_ALLOWED
        or recent.count() >= _FAILURES_OF_A_SOURCE
    ):
        record("log-in.locked", result="denied", account=name)
        return Outcome(is_locked=True)
    user = User.objects.filter(normal_number=name).first()
    if user is None:
        make_password(password)
    elif user.check_password(password) and user.is_active:
        return Outcome(user)
    with transaction.atomic():
        LogInFailure.objects.create(normal_number=name, address=address)
        record("log-in.failed", result="denied", account=name)
    return Outcome()


def begin(request: HttpRequest, user: User, address: str) -> None:
    """Begin a session for somebody whose word was checked; the session gets a new key."""
    with acting_as(replace(acting(), user_id=user.pk, user=user.number)), transaction.atomic():
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        now = timezone.now().isoformat()
        request.session[SINCE] = request.session[SEEN] = now
        request.session.save()
        LogIn.objects.create(
            user=user,
            session_key=request.session.session_key or "",
            address=address,
            agent=request.headers.get("user-agent", "")[:200],
        )
        LogInFailure.objects.filter(normal_number=user.normal_number, address=address).delete()
        record("log-in", user, account=user.normal_number)


def end(request: HttpRequest) -> None:
    """End the session."""
    with transaction.atomic():
        LogIn.objects.filter(session_key=request.session.session_key).delete()
        record("log-out", request.user if request.user.is_authenticated else None)
        logout(request)


def set_password(user: User, password: str) -> None:
    """Set a password that was checked; other sessions of the account end."""
    now = timezone.now()
    with transaction.atomic():
        if user.password:
            FormerPassword.objects.create(user=user, password=user.password)
        user.set_password(password)
        user.must_change_password = False
        user.password_changed_at = now
        user.password_expires_at = now + settings.PASSWORD_EXPIRES if settings.PASSWORD_POLICY == "dengbao" else None  # noqa: S105
        user.save()
        for log_in in user.log_ins.all():
            log_in.end()
        record("password.changed", user)
