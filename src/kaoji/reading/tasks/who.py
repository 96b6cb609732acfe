"""Units with what stands in brackets behind them: who answers for each, and which of them leads."""

from __future__ import annotations

from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.actors import is_unit, person_likeness, split_persons

_UNIT_AND_PERSON: Final = late_pattern(r"(?P<unit>[^（()）]+)[（(](?P<person>[^（()）]{2,12})[）)]")
_LEADS: Final = late_pattern(r"(?P<unit>[^（()）]+)[（(](?:牵头|主办|主责|负责|牵头负责)(?:单位|部门)?[）)]")


def led(units: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the units that a list marks as leading from the others.

    >>> led(("县农业农村局（牵头）", "县水利局"))
    (('县农业农村局',), ('县水利局',))
    """
    marked = {unit: match["unit"] for unit in units if (match := _LEADS.fullmatch(unit)) is not None}
    if not marked:
        return units, ()
    return tuple(marked.values()), tuple(unit for unit in units if unit not in marked)


def without_persons(units: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the persons in brackets from their units.

    >>> without_persons(("县工信局（李河）", "各乡镇"))
    (('县工信局', '各乡镇'), ('李河',))
    """
    bare: list[str] = []
    named: list[str] = []
    for unit in units:
        found = _UNIT_AND_PERSON.fullmatch(unit)
        if found is not None and is_unit(found["unit"]) and person_likeness(found["person"]) == 1:
            bare.append(found["unit"])
            named.extend(split_persons(found["person"]))
        else:
            bare.append(unit)
    return tuple(bare), tuple(named)
