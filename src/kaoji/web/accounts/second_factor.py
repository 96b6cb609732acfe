"""The second factor: time-based codes (RFC 6238), each of which works once.

The factor is kept behind few functions, so that another – a token, a certificate – can take its place. Its secret is
encrypted with a key that is not in the database; after the key was changed it is encrypted anew when it is next used.
"""

from __future__ import annotations

import time

import pyotp
import segno
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from kaoji.web.accounts.models import User
from kaoji.web.accounts.sealing import box
from kaoji.web.audit.chain import record
from kaoji.web.permissions import TWO_FACTORS

_STEP = 30
_DRIFT = 1
"""Steps by which a clock may be off."""


def is_asked_of(user: User) -> bool:
    """Tell whether the installation demands a second factor of somebody: administrators, approvers, publishers."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return bool(user.administers) or user.posts.filter(role__in=[role.value for role in TWO_FACTORS]).exists()


def _box() -> MultiFernet:
    return box("second factor")


def new_secret() -> str:
    """Give a fresh secret."""
    return pyotp.random_base32()


def picture_of(secret: str, user: User) -> str:
    """Give the picture that an authenticator reads, as a data address of an SVG."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.number, issuer_name="Kaoji")
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=2)


def set_up(user: User, secret: str, code: str) -> bool:
    """Keep a secret once the person has shown that their authenticator knows it."""
    step = _step_of(secret, code)
    if step is None:
        return False
    with transaction.atomic():
        user.second_factor = _box().encrypt(secret.encode()).decode()
        user.second_factor_step = step
        user.save(update_fields=["second_factor", "second_factor_step"])
        record("second-factor.set", user)
    return True


def is_right(user: User, code: str) -> bool:
    """Tell whether a code is right and was not used before; it is used up by asking."""
    try:
        secret = _box().decrypt(user.second_factor.encode()).decode()
    except InvalidToken:
        return False
    step = _step_of(secret, code)
    if step is None:
        return False
    renewed = _box().rotate(user.second_factor.encode()).decode()
    used = User.objects.filter(pk=user.pk, second_factor_step__lt=step).update(
        second_factor_step=step, second_factor=renewed
    )
    return bool(used)


def _step_of(secret: str, code: str) -> int | None:
    now = int(time.time()) // _STEP
    totp = pyotp.TOTP(secret)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if pyotp.utils.strings_equal(code.strip(), totp.at(step * _STEP)):
            return step
    return None


def take_away(user: User) -> None:
    """Remove a second factor; who must have one sets up a new one at the next log-in."""
    with transaction.atomic():
        user.second_factor = ""
        user.save(update_fields=["second_factor"])
        user.recovery_codes.all().delete()
        record("second-factor.removed", user)
