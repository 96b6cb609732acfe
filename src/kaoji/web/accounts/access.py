"""Which sessions somebody may see and end."""

from __future__ import annotations

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from kaoji.web.accounts.models import LogIn, User


def sessions(user: User) -> QuerySet[LogIn]:
    """Give one's own sessions that are not over, the last used first."""
    return LogIn.objects.live().filter(user=user).order_by("-seen_at", "-pk")


def session(user: User, number: int) -> LogIn:
    """Give one of one's own sessions, or 404."""
    return get_object_or_404(LogIn, pk=number, user=user)


def in_several_places() -> QuerySet[LogIn, int]:
    """Give the ids of the accounts that are in use from more than one address now; for administrators."""
    counted = LogIn.objects.live().values("user_id").annotate(places=Count("address", distinct=True))
    return counted.filter(places__gt=1).values_list("user_id", flat=True)
