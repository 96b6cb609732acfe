"""What a password must be: two policies, one switch.

``dengbao`` follows GB/T 22239: at least eight characters of three kinds, renewed in time, the last ones refused.
``asvs`` follows OWASP ASVS: at least twelve characters, whatever kinds, no expiry. Both refuse common passwords and
those that hold the account or the name.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User, normal

_KINDS = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
_LAST_REFUSED = 5
_OWN_PART = 3
"""Own words of fewer characters are no reason to refuse."""


def faults(password: str, user: User) -> list[str]:
    """Give everything that is wrong with a new password, as sentences."""
    found = _by_policy(password)
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        found.append(_("This password is among the most common ones."))
    own = [normal(user.number), normal(user.name)]
    if any(len(part) >= _OWN_PART and part in normal(password) for part in own):
        found.append(_("The password contains your account or your name."))
    if any(check_password(password, former) for former in _former(user)):
        found.append(_("You have used this password before."))
    return found


def _by_policy(password: str) -> list[str]:
    if settings.PASSWORD_POLICY == "asvs":  # noqa: S105
        least = 12
        return [] if len(password) >= least else [_("Use at least {least} characters.").format(least=least)]
    found, least, kinds = [], 8, 3
    if len(password) < least:
        found.append(_("Use at least {least} characters.").format(least=least))
    if sum(bool(re.search(kind, password)) for kind in _KINDS) < kinds:
        found.append(_("Use at least three of: small letters, capitals, digits, other characters."))
    return found


def _former(user: User) -> list[str]:
    if settings.PASSWORD_POLICY == "asvs" or not user.password:  # noqa: S105
        return [user.password] if user.password else []
    return [user.password, *user.former_passwords.values_list("password", flat=True)[: _LAST_REFUSED - 1]]
