"""Letting what the example shows happen on the days on which it would have happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

_SATURDAY = 5


@contextmanager
def on(day: date) -> Iterator[date]:
    """Let everything inside happen from nine o'clock on of a day, one thing after the other."""
    clock = timezone.now
    first = clock()
    begun = datetime.combine(day, time(9), tzinfo=timezone.get_current_timezone())
    with patch.object(timezone, "now", lambda: begun + (clock() - first)):
        yield day


def weekday_before(day: date, days: int) -> date:
    """Give a day at least so many days before another that is no Saturday or Sunday.

    >>> weekday_before(date(2026, 11, 16), 1)
    datetime.date(2026, 11, 13)
    """
    found = day - timedelta(days=days)
    while found.weekday() >= _SATURDAY:
        found -= timedelta(days=1)
    return found
