"""Working days of the People's Republic: weekends, public holidays and the days that are worked instead.

The State Council announces them late in the year before. Where the calendar does not reach, nothing is guessed.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped] # has no types
from chinese_calendar.constants import holidays  # type: ignore[import-untyped]

_DAY = timedelta(days=1)


class UnknownYearError(Exception):
    """The holidays of a year are not known here."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


def known_until() -> int:
    """Give the last year whose holidays are known."""
    return int(max(holidays).year)


def is_working_day(day: date) -> bool:
    """Tell whether people work on a day.

    >>> is_working_day(date(2025, 1, 26)), is_working_day(date(2025, 1, 31))
    (True, False)

    Raises:
        UnknownYearError: the holidays of its year are not known.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:  # how chinese_calendar says that it has no holidays of a year
        raise UnknownYearError(day.year) from error


def last_of(first: date, count: int) -> date:
    """Give the day on which ``count`` working days are full, the first day counted if it is one.

    Raises:
        UnknownYearError: the holidays of a year on the way are not known.
    """
    if count < 1:
        raise ValueError(count)
    day, left = first, count
    while True:
        left -= is_working_day(day)
        if not left:
            return day
        day += _DAY


def working_days_left(today: date, until: date) -> int | None:
    """Give how many working days are left, today and the last day counted; None where the calendar does not reach."""
    try:
        return sum(is_working_day(today + _DAY * number) for number in range((until - today).days + 1))
    except UnknownYearError:
        return None
