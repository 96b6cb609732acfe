"""Places: how shares of a group become whole places, each policy a named function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from kaoji.numbers import half_up
from kaoji.scheme.model import Grade, Quota


def rounded_half_up(size: int, share: Fraction) -> int:
    """Round the places half up.

    >>> rounded_half_up(7, Fraction(1, 2))
    4
    """
    return half_up(size * share.numerator, share.denominator)


def rounded_down(size: int, share: Fraction) -> int:
    """Leave fractions of a place out ("within 15%").

    >>> rounded_down(12, Fraction(15, 100))
    1
    """
    return size * share.numerator // share.denominator


ROUNDINGS: Mapping[str, Callable[[int, Fraction], int]] = {"half_up": rounded_half_up, "floor": rounded_down}


def places(
    grades: tuple[Grade, ...], quota: Quota, size: int, group: str, category: str, field: str = ""
) -> dict[str, int | None]:
    """Give the places of each grade in a field of so many units; None where the grade has no quota.

    Places that the notice counts, by the field's name or else by group, come before shares; a category for which no share is said has no places. What a share
    makes may have a least and a most number, but never more than there are units. The grade that takes the rest gets what
    the others leave.
    """
    found: dict[str, int | None] = {}
    for grade in grades:
        share = grade.shares.get(category, grade.share)
        counted = grade.places.get(field, grade.places.get(group))
        if counted is not None:
            found[grade.name] = counted
        elif grade.places or (grade.shares and share is None):
            found[grade.name] = 0
        elif grade.rest or share is None:
            found[grade.name] = None
        else:
            found[grade.name] = _bounded(grade, ROUNDINGS[quota.rounding](size, share), size)
    for grade in grades:
        if grade.rest:
            found[grade.name] = max(0, size - sum(number or 0 for number in found.values()))
    return found


def _bounded(grade: Grade, number: int, size: int) -> int:
    """Bring the places that a share makes to the least and the most that the notice says."""
    if grade.places_at_most is not None:
        number = min(number, grade.places_at_most)
    return min(size, max(number, grade.places_at_least or 0))
