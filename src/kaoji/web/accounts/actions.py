"""Logging in and out, passwords, sessions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login, logout
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from kaoji.web.accounts import recovery, second_factor
from kaoji.web.accounts.middleware import SEEN, SINCE
from kaoji.web.accounts.models import FormerPassword, LogIn, LogInFailure, User, normal
from kaoji.web.audit.chain import Acting, acting, acting_as, record

_FAILURES_OF_A_SOURCE = 20
"""Failures from one address, over all accounts, that lock the address: nobody can try many accounts from one place."""
_WAITING = "kaoji_waiting"
_WAITS_FOR = timedelta(minutes=5)
"""How long somebody may take between the password and the second factor."""


class Refusal(StrEnum):
    """Why somebody is not let in; the last two are said to those only who gave the right password."""

    WRONG = "wrong"
    LOCKED = "locked"
    OVER = "over"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step of a log-in went: the account, or why not."""

    user: User | None = None
    refusal: Refusal | None = None


def check(number: str, password: str, address: str) -> Outcome:
    """Check account and password; the answer to an unknown account takes as long as to a known one."""
    name = normal(number)[:60]
    if _is_locked(name, address):
        return Outcome(refusal=Refusal.LOCKED)
    user = User.objects.filter(normal_number=name).first()
    if user is None:
        make_password(password)
    elif user.check_password(password) and user.is_active:
        if user.first_password_is_over or user.is_unused:
            refusal = Refusal.OVER if user.first_password_is_over else Refusal.UNUSED
            record("log-in.refused", user, result="denied", account=name, reason=refusal.value)
            return Outcome(refusal=refusal)
        return Outcome(user)
    _failed(name, address, "log-in.failed")
    return Outcome(refusal=Refusal.WRONG)


def _is_locked(name: str, address: str) -> bool:
    recent = LogInFailure.objects.filter(at__gt=timezone.now() - settings.LOCKED_FOR, address=address)
    is_locked = (
        recent.filter(normal_number=name).count() >= settings.FAILURES_ALLOWED
        or recent.count() >= _FAILURES_OF_A_SOURCE
    )
    if is_locked:
        record("log-in.locked", result="denied", account=name)
    return is_locked


def _failed(name: str, address: str, action: str) -> None:
    with transaction.atomic():
        LogInFailure.objects.filter(at__lt=timezone.now() - settings.LOCKED_FOR - timedelta(days=1)).delete()
        LogInFailure.objects.create(normal_number=name, address=address)
        record(action, result="denied", account=name)


def wait_for_second(request: HttpRequest, user: User) -> None:
    """Remember, for a few minutes, that somebody gave the right password; the session gets a new key."""
    request.session.cycle_key()
    at = timezone.now().isoformat()
    request.session[_WAITING] = {"user": user.pk, "at": at, "hash": user.get_session_auth_hash()}


def waiting(request: HttpRequest) -> User | None:
    """Give who gave the right password a moment ago and owes the second factor."""
    kept = request.session.get(_WAITING)
    if not kept or timezone.now() - datetime.fromisoformat(kept["at"]) > _WAITS_FOR:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    return user if user is not None and user.get_session_auth_hash() == kept["hash"] else None


def check_second(user: User, code: str, address: str) -> Outcome:
    """Check the second factor, or a recovery code in its place; failures count as those of a password do."""
    with acting_as(_as(user)):
        if _is_locked(user.normal_number, address):
            return Outcome(refusal=Refusal.LOCKED)
        if second_factor.is_right(user, code) or recovery.use(user, code):
            return Outcome(user)
        _failed(user.normal_number, address, "second-factor.failed")
    return Outcome(refusal=Refusal.WRONG)


def begin(request: HttpRequest, user: User, address: str) -> list[LogIn]:
    """Begin a session for somebody whose word was checked; it gets a new key.

    Gives the account's sessions at other addresses, which is worth a question.
    """
    with acting_as(_as(user)), transaction.atomic():
        request.session.pop(_WAITING, None)
        if SESSION_KEY in request.session:
            # Django keeps the key where the same person logs in again.
            request.session.flush()
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        now = timezone.now().isoformat()
        request.session[SINCE] = request.session[SEEN] = now
        request.session.save()
        elsewhere = list(user.log_ins.live().exclude(address=address))
        LogIn.objects.create(
            user=user,
            session_key=request.session.session_key or "",
            address=address,
            agent=request.headers.get("user-agent", "")[:200],
        )
        LogInFailure.objects.filter(normal_number=user.normal_number, address=address).delete()
        record("log-in", user, account=user.normal_number)
        if elsewhere:
            record("log-in.elsewhere", user, addresses=sorted({each.address for each in elsewhere}))
    return elsewhere


def _as(user: User) -> Acting:
    return replace(acting(), user_id=user.pk, user=user.number)


def end(request: HttpRequest) -> None:
    """End the session."""
    with transaction.atomic():
        LogIn.objects.filter(session_key=request.session.session_key).delete()
        record("log-out", request.user if request.user.is_authenticated else None)
        logout(request)


def end_session(log_in: LogIn) -> None:
    """End a session, one's own elsewhere or, as an administrator, somebody's."""
    with transaction.atomic():
        record("session.end", log_in.user, address=log_in.address)
        log_in.end()


def end_sessions(user: User, but: str | None = None) -> int:
    """End all sessions of an account, but for the one with a key; gives how many there were."""
    with transaction.atomic():
        found = list(user.log_ins.exclude(session_key=but or ""))
        for log_in in found:
            log_in.end()
        record("session.end-all", user, count=len(found))
    return len(found)


def set_password(user: User, password: str) -> None:
    """Set a password that was checked; all sessions of the account end."""
    now = timezone.now()
    with transaction.atomic():
        if user.password:
            FormerPassword.objects.create(user=user, password=user.password)
        user.set_password(password)
        user.must_change_password = False
        user.password_changed_at = now
        user.password_expires_at = now + settings.PASSWORD_EXPIRES if settings.PASSWORD_POLICY == "dengbao" else None  # noqa: S105
        # These alone: the account may have been disabled, or its second factor used, since it was read.
        user.save(update_fields=["password", "must_change_password", "password_changed_at", "password_expires_at"])
        for log_in in user.log_ins.all():
            log_in.end()
        record("password.changed", user)
