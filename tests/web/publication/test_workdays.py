"""Working days: holidays, days worked instead, and years that are not known."""

from __future__ import annotations

from datetime import date

import pytest

from kaoji.web.publication.workdays import UnknownYearError, last_of, working_days_left


@pytest.mark.parametrize(
    ("first", "count", "last"),
    [
        (date(2025, 3, 3), 5, date(2025, 3, 7)),
        (date(2025, 3, 6), 5, date(2025, 3, 12)),
        (date(2025, 1, 24), 5, date(2025, 2, 6)),  # the Spring Festival; the 26th is a Sunday that is worked
        (date(2025, 9, 26), 5, date(2025, 10, 9)),  # the National Day; Sunday 28 September is worked
        (date(2025, 10, 11), 1, date(2025, 10, 11)),  # a Saturday that is worked
        (date(2025, 3, 8), 1, date(2025, 3, 10)),
    ],
)
def test_working_days_are_counted_with_holidays_and_days_worked_instead(first: date, count: int, last: date) -> None:
    assert last_of(first, count) == last


def test_a_year_that_the_calendar_does_not_know_is_not_guessed() -> None:
    with pytest.raises(UnknownYearError):
        last_of(date(2099, 1, 1), 5)
    assert working_days_left(date(2099, 1, 1), date(2099, 1, 9)) is None
