"""Making accounts from outside the browser."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.web.accounts import passwords
from kaoji.web.accounts.models import Administers, User, normal
from kaoji.web.audit.chain import record


def make_administrator(number: str, name: str, kind: str, password: str) -> list[str]:
    """Make an administrator's account; gives what is wrong where it cannot be made."""
    if kind not in Administers.values or not kind:
        return [_("An administrator is one of: system, security, audit.")]
    if User.objects.filter(normal_number=normal(number)).exists():
        return [_("There is an account of this name already.")]
    user = User(number=number, name=name, administers=kind)
    faults = passwords.faults(password, user)
    if faults:
        return faults
    with transaction.atomic():
        user = User.objects.create_user(number, name, password, administers=kind)
        record("account.create", user, administers=kind)
    return []
