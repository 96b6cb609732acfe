"""Recovery codes: written down on paper, each gets one in once when the second factor is not at hand."""

from __future__ import annotations

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from kaoji.web.accounts.models import RecoveryCode, User
from kaoji.web.audit.chain import record

_COUNT = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters that nobody mistakes for one another on paper."""
_PART = 5


def new_codes(user: User) -> list[str]:
    """Give fresh codes, to be shown once; those from before are void."""
    codes = ["-".join("".join(secrets.choice(_LETTERS) for _ in range(_PART)) for _ in range(2)) for _ in range(_COUNT)]
    hashed = [RecoveryCode(user=user, code=make_password(_plain(code))) for code in codes]
    with transaction.atomic():
        user.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(hashed)
        record("second-factor.codes", user)
    return codes


def use(user: User, code: str) -> bool:
    """Tell whether a code is one of those left; it is used up by asking."""
    plain = _plain(code)
    if len(plain) != 2 * _PART:
        return False
    for kept in user.recovery_codes.all():
        if check_password(plain, kept.code):
            with transaction.atomic():
                deleted, _by_model = RecoveryCode.objects.filter(pk=kept.pk).delete()
                record("second-factor.recovery", user, left=user.recovery_codes.count())
            return bool(deleted)
    return False


def _plain(code: str) -> str:
    return "".join(char for char in code.lower() if char.isalnum())
