"""That whoever sits at the screen is the person who logged in: asked again before something is signed."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts import second_factor
from kaoji.web.accounts.models import LogInFailure, User
from kaoji.web.audit.chain import record


class NotProvenError(Exception):
    """The password or code is not right, or there were too many wrong ones; the text says which."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That a person has just proven who they are, and by what: ``password`` or ``code``."""

    user_id: int
    means: str


def prove(user: User, word: str, address: str) -> Proof:
    """Check the code of the second factor where somebody has one, otherwise the password.

    Wrong ones count like failed log-ins: too many lock the account's signatures for a while.

    Raises:
        NotProvenError: it is not right, or there were too many wrong ones.
    """
    since = timezone.now() - settings.LOCKED_FOR
    failures = LogInFailure.objects.filter(at__gt=since, normal_number=user.normal_number).count()
    if failures >= settings.FAILURES_ALLOWED:
        record("confirmation.locked", user, result="denied")
        raise NotProvenError(_("Too many wrong passwords or codes. Try again in a quarter of an hour."))
    by_code = user.has_second_factor
    if second_factor.is_right(user, word) if by_code else user.check_password(word):
        return Proof(user.pk, "code" if by_code else "password")
    with transaction.atomic():
        LogInFailure.objects.create(normal_number=user.normal_number, address=address)
        record("confirmation.failed", user, result="denied")
    raise NotProvenError(
        _("The code is not right, or was used already. Wait for the next one.")
        if by_code
        else _("The password is not right, so nothing was signed.")
    )
