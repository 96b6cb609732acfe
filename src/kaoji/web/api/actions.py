"""Making and taking back tokens."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.accounts.models import User
from kaoji.web.api.access import digest_of
from kaoji.web.api.models import Token
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.audit.chain import record
from kaoji.web.organisations.desk import Desk

PREFIX = "kaoji_"
_SHOWN = 12


def make_token(by: User, post: int, name: str, days: int) -> tuple[Token, str]:
    """Make a token for a post that somebody holds; its text is given here and kept nowhere.

    Raises:
        NotNowError: the post is not theirs today, the name is missing, or the time is too long.
    """
    held = next((each for each in Desk(by).posts if each.pk == post), None)
    if held is None:
        raise NotNowError(_("Choose one of your own posts."))
    if not name.strip():
        raise NotNowError(_("Say what the token is for, so that you know later whether it is still needed."))
    if not 1 <= days <= settings.API_LONGEST_DAYS:
        raise NotNowError(_("A token can last {days} days at most.").format(days=settings.API_LONGEST_DAYS))
    text = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(
            post=held, name=name.strip()[:80], digest=digest_of(text), start=text[:_SHOWN],
            expires_at=timezone.now() + timedelta(days=days),
        )  # fmt: skip
        record(
            "token.make", token, name=token.name, role=held.role, organisation=held.organisation.name,
            until=token.expires_at,
        )  # fmt: skip
    return token, text


def revoke_token(token: Token, by: User) -> None:
    """Take a token back; from now on it opens nothing. Done twice, it is done once."""
    with transaction.atomic():
        found = Token.objects.select_for_update().get(pk=token.pk, post__user=by)
        if found.revoked_at is None:
            found.revoked_at = timezone.now()
            found.save(update_fields=["revoked_at"])
            record("token.revoke", found, name=found.name)
