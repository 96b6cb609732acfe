"""Which tokens a person has, what a token opens, and which organisations a desk sees."""

from __future__ import annotations

import hashlib
from functools import cached_property

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kaoji.web.accounts.models import User
from kaoji.web.api.models import Token
from kaoji.web.audit.access import Filter, entries
from kaoji.web.audit.models import Entry
from kaoji.web.organisations.desk import Desk
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.permissions import Role


class TokenDesk(Desk):
    """The desk of a program: of all posts that the person holds today, the token's alone."""

    def __init__(self, token: Token) -> None:
        super().__init__(token.post.user)
        self.token = token

    @cached_property
    def posts(self) -> list[Post]:
        """The token's post, while it is held."""
        return [post for post in Desk(self.user).posts if post.pk == self.token.post_id]

    @property
    def administers(self) -> Role | None:
        """Nothing: administration has no interface for programs."""
        return None


def tokens_of(user: User) -> QuerySet[Token]:
    """Give the tokens of a person's posts."""
    return Token.objects.filter(post__user=user).select_related("post__organisation", "post__assessment")


def tokens_in(found: QuerySet[Token], state: str) -> QuerySet[Token]:
    """Give those of some tokens that are in a state: valid, expired or revoked."""
    if state == "revoked":
        return found.filter(revoked_at__isnull=False)
    over = Q(expires_at__lte=timezone.now())
    return found.filter(over if state == "expired" else ~over, revoked_at=None)


def token_of(user: User, number: int) -> Token:
    """Give a token of one's own, or 404."""
    return get_object_or_404(tokens_of(user), pk=number)


def digest_of(text: str) -> str:
    """Give the digest by which a token is known; it is long and random, so that one plain digest is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def token_by(text: str) -> Token | None:
    """Find a token."""
    return (
        Token.objects.select_related("post__user", "post__organisation", "post__assessment")
        .filter(digest=digest_of(text))
        .first()
    )


def organisations_to_see(desk: Desk) -> QuerySet[Organisation]:
    """Give the organisations of the regions in whose assessments somebody has a part, and those below one's own."""
    found = Q(pk__in=[])
    offices = Organisation.objects.filter(assessments__in=desk.assessments).distinct().select_related("parent")
    for top in [office.parent or office for office in offices] + [post.organisation for post in desk.posts]:
        found |= Q(path__startswith=top.path)
    return Organisation.objects.filter(found)


def journal_to_see(desk: Desk, wanted: Filter) -> QuerySet[Entry]:
    """Give the entries that an auditor sees: those of the assessments that they audit."""
    audited = [
        assessment.pk
        for assessment in desk.assessments.select_related("office")
        if desk.part_in(assessment).may("audit.view")
    ]
    return entries(wanted, audited)
