"""Which unit a part of a sheet is for, where it bears the unit's name or a short or slightly different form of it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from typing import Final

_SIMILAR: Final = 0.6
_SHORTEST = 3


def units_called(names: Sequence[str], units: Collection[str]) -> list[str | None]:
    """Give the unit that each part is named after; one that bears its very name is for no other.

    >>> units_called(["产业科", "军工发展科", "收发室"], ["产业科", "军工发展与融合科", "财务科"])
    ['产业科', '军工发展与融合科', None]
    """
    found: list[str | None] = [name if name in units else None for name in names]
    for tell in (_shortened, _near):
        left = [unit for unit in units if unit not in found]
        told = [unit or tell(name, left) for name, unit in zip(names, found, strict=True)]
        found = [unit if told.count(unit) == 1 or before else None for unit, before in zip(told, found, strict=True)]
    return found


def _shortened(name: str, units: Collection[str]) -> str | None:
    """Give the only unit whose name the part's shortens or lengthens: all letters of the shorter stand there in order."""
    found = [unit for unit in units if _is_short_for(*sorted((name, unit), key=len))]
    return found[0] if len(found) == 1 else None


def _is_short_for(short: str, full: str) -> bool:
    letters = iter(full)
    ends = len(short) >= _SHORTEST and short[0] == full[0] and short[-1] == full[-1]
    return ends and all(letter in letters for letter in short)


def _near(name: str, units: Collection[str]) -> str | None:
    """Give a unit whose name differs a little, where only one is near."""
    near = [unit for unit in difflib.get_close_matches(name, units, 2, _SIMILAR) if unit[-1] == name[-1]]
    if len(near) == 1 or (near and near[0].startswith(name[:2]) and not near[1].startswith(name[:2])):
        return near[0]
    return None
