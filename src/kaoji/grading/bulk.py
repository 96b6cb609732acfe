"""Grades of very many groups: the short way where places and thresholds alone decide."""

from __future__ import annotations

from collections.abc import Sequence

from kaoji.grading.quotas import places
from kaoji.numbers import to_points
from kaoji.scheme.model import Scheme


def plain_grades(scheme: Scheme, group: str, totals: Sequence[int]) -> list[str] | None:
    """Give the grades of a group's ranked units from their totals (10^-9 points), best first.

    The same as ``grade`` gives where no limit, decision or attribute touches a unit of the group; the caller sees to that.

    Returns:
        One grade a unit, or None where units of equal totals stand on a line: who comes first among them takes more than
        totals, so ``grade`` has to settle it.
    """
    if any(grade.reserved for grade in scheme.grades):
        return None
    quota = places(scheme.grades, scheme.quota, len(totals), group, "")
    names: list[str] = [""] * len(totals)
    first, last = 0, len(totals)
    spare = 0
    for grade in reversed(scheme.grades):
        if grade.from_bottom:
            low = last
            while grade.below is not None and low > 0 and totals[low - 1] < to_points(grade.below):
                low -= 1
            taken = min(quota[grade.name] or 0, last if grade.below is None else last - low)
            if _is_tied(totals, last - taken, first, last):
                return None
            names[last - taken : last] = [grade.name] * taken
            last -= taken
            spare += (quota[grade.name] or 0) - taken
    rest = next((grade.name for grade in scheme.grades if grade.rest), None)
    if rest is not None:
        quota[rest] = (quota[rest] or 0) + spare
    lowest = [grade for grade in scheme.grades if not grade.from_bottom][-1]
    carried = 0
    for grade in scheme.grades:
        if grade.from_bottom or (grade is lowest and grade.at_least is None):
            continue
        end = _reach(totals, first, last, None if grade.at_least is None else to_points(grade.at_least))
        own = quota[grade.name]
        if own is None:
            taken = 0 if grade.at_least is None else end - first
        else:
            taken = min(own + carried, end - first)
            if _is_tied(totals, first + taken, first, end):
                return None
            carried = own + carried - taken if scheme.quota.unfilled == "next" else 0
        names[first : first + taken] = [grade.name] * taken
        first += taken
    names[first:last] = [lowest.name] * (last - first)
    return names


def _reach(totals: Sequence[int], first: int, last: int, least: int | None) -> int:
    """Give where the totals fall below a threshold."""
    if least is None:
        return last
    while first < last and totals[last - 1] < least:
        last -= 1
    return last


def _is_tied(totals: Sequence[int], line: int, first: int, last: int) -> bool:
    """Tell whether the units on both sides of a line, within a stretch, have equal totals."""
    return first < line < last and totals[line - 1] == totals[line]
