"""A forgotten password: the person asks, an administrator lets it through, the person chooses a new one.

    made = ask(number, address)          # the browser keeps made.secret, the page shows made.code
    grant(user, code)                    # the administrator, whom the person told the code
    granted(secret)                      # that browser alone may go on

The administrator never sees or sets a password, and holds nothing by which somebody could log in.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from kaoji.web.accounts.actions import set_password
from kaoji.web.accounts.models import PasswordRequest, User, normal
from kaoji.web.audit.chain import record

LASTS = timedelta(minutes=30)
TRIES = 3
_MOST_OF_A_SOURCE = 10
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: the code to tell, and what the browser must keep."""

    code: str
    secret: str


def ask(number: str, address: str) -> Asked | None:
    """Ask for a new password; an unknown account is answered alike. None when too many came from one address."""
    now = timezone.now()
    if PasswordRequest.objects.filter(address=address, at__gt=now - settings.LOCKED_FOR).count() >= _MOST_OF_A_SOURCE:
        return None
    user = User.objects.filter(normal_number=normal(number)[:60], is_active=True).first()
    asked = Asked("".join(secrets.choice(_LETTERS) for _ in range(6)), secrets.token_urlsafe(32))
    with transaction.atomic():
        PasswordRequest.objects.filter(at__lt=now - timedelta(days=1)).delete()
        PasswordRequest.objects.create(user=user, code=asked.code, secret=_digest(asked.secret), address=address)
        record("password.asked", user, account=normal(number)[:60])
    return asked


def is_open(user: User) -> bool:
    """Tell whether somebody asked a short while ago and waits to be let through."""
    return _waiting().filter(user=user).exists()


def waiting() -> list[User]:
    """Give the people who wait to be let through, who asked first first."""
    return list(dict.fromkeys(each.user for each in _waiting().select_related("user").order_by("at") if each.user))


def tries_left(user: User) -> int:
    """Give how often another code may be typed for somebody; 0 where nobody waits any more."""
    return max((TRIES - each.wrong for each in _waiting().filter(user=user)), default=0)


def _waiting() -> QuerySet[PasswordRequest]:
    return PasswordRequest.objects.filter(at__gt=timezone.now() - LASTS, granted_at=None, user__isnull=False)


def grant(user: User, code: str) -> bool:
    """Let a request through whose code the person has told; tells whether there is one.

    A code may be mistyped; after ``TRIES`` wrong ones the requests end, so that none can be guessed.
    """
    found = user.password_requests.filter(
        at__gt=timezone.now() - LASTS, granted_at=None, code="".join(code.split()).upper()
    ).first()
    if found is None:
        with transaction.atomic():
            user.password_requests.filter(granted_at=None).update(wrong=F("wrong") + 1)
            user.password_requests.filter(granted_at=None, wrong__gte=TRIES).delete()
            record("account.reset", user, result="denied")
        return False
    with transaction.atomic():
        found.granted_at = timezone.now()
        found.save(update_fields=["granted_at"])
        user.active_since = found.granted_at
        user.save(update_fields=["active_since"])
        record("account.reset", user)
    return True


def granted(secret: str) -> User | None:
    """Give whose password the browser with this secret may set now."""
    found = _open(secret)
    return found.user if found is not None and found.granted_at is not None else None


def _open(secret: str) -> PasswordRequest | None:
    found = PasswordRequest.objects.select_related("user").filter(secret=_digest(secret), used_at=None)
    return found.filter(at__gt=timezone.now() - 2 * LASTS).first()


def finish(secret: str, password: str) -> None:
    """Set the password that the person chose; the request is used up."""
    found = _open(secret)
    if found is None or found.user is None or found.granted_at is None:
        return
    with transaction.atomic():
        found.used_at = timezone.now()
        found.save(update_fields=["used_at"])
        set_password(found.user, password)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
