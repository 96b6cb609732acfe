"""A run's ranking as a list: filtered, sorted, paged, and as rows for export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from kaoji.numbers import POINT, decimals_needed
from kaoji.scheme import Structure
from kaoji.web.results.models import Standing
from kaoji.web.spoken import listed
from kaoji.writing.safe_cells import Cell

PAGE = 50
MOST_DECIMALS = 4
LIST_DECIMALS = 2
"""With how many decimals lists write parts at most, where the total keeps no more; the score sheet has them exact."""
_PART = "part:"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of a list: part of a name, a group, a grade, and by what it is sorted."""

    words: str = ""
    group: str = ""
    grade: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """Read it from an address."""
        return cls(
            query.get("q", "").strip()[:100], query.get("group", ""), query.get("grade", ""), query.get("sort", "")
        )

    def has(self, standing: Standing, group: str = "") -> bool:
        """Tell whether a unit is asked for, in a group where one is shown by itself."""
        return (
            (not self.words or self.words.casefold() in standing.participant.unit.casefold())
            and (not (group or self.group) or standing.group == (group or self.group))
            and (not self.grade or standing.grade == self.grade)
        )


@dataclass
class Group:
    """Units that are ranked against each other: those of them that are shown, and with how many decimals."""

    name: str
    standings: list[Standing] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    decimals: int | None = None
    part_decimals: dict[str, int] = field(default_factory=dict)


def in_order(standings: Iterable[Standing], sort: str = "") -> list[Standing]:
    """Put standings in order: group by group, in each by rank, by name, or by a part from its highest."""
    listed = list(standings)
    groups = {name: number for number, name in enumerate(dict.fromkeys(s.group for s in listed))}

    def key(standing: Standing) -> tuple[object, ...]:
        place = (standing.rank is None, standing.rank or 0, standing.participant.position)
        if sort == "unit":
            return (groups[standing.group], standing.participant.unit)
        if sort.startswith(_PART):
            value = standing.parts.get(sort.removeprefix(_PART))
            return (groups[standing.group], value is None, -(value or 0), *place)
        return (groups[standing.group], *place)

    return sorted(listed, key=key)


def shown_decimals(values: Iterable[int | None], least: int = 0) -> int | None:
    """Give with how many decimals a column is exact; None where it needs so many that each value has its own."""
    needed = max(least, decimals_needed(value for value in values if value is not None))
    return needed if needed <= MOST_DECIMALS else None


def rounded_decimals(values: Iterable[int | None], most: int = MOST_DECIMALS) -> int:
    """Give with how many decimals columns are exact, or rounded for lists where they would need more than anybody reads."""
    return min(most, decimals_needed(value for value in values if value is not None))


def grouped(page: Iterable[Standing], everything: Sequence[Standing], structure: Structure) -> list[Group]:
    """Put what is shown on a page into its groups; parts and decimals are those of the whole group."""
    groups: dict[str, Group] = {}
    for standing in page:
        groups.setdefault(standing.group, Group(standing.group)).standings.append(standing)
    # One number of decimals for all parts of all groups: a page on which each column has its own looks like a mistake.
    kept = max((structure.decimals_of(each.participant.unit, each.group) for each in everything), default=0)
    values = (value for standing in everything for value in standing.parts.values())
    of_parts = rounded_decimals(values, max(kept, LIST_DECIMALS))
    for group in groups.values():
        members = [standing for standing in everything if standing.group == group.name]
        group.parts = parts_of(members)
        least = max((structure.decimals_of(each.participant.unit, group.name) for each in members), default=0)
        group.decimals = shown_decimals((standing.total for standing in members), least)
        group.part_decimals = dict.fromkeys(group.parts, of_parts)
    return list(groups.values())


def parts_of(standings: Iterable[Standing]) -> list[str]:
    """Give the parts that units have, in the order of the scheme."""
    return list(dict.fromkeys(name for standing in standings for name in standing.parts))


def exact(value: int | None) -> Decimal | None:
    """Give points as the decimal that they are."""
    return None if value is None else Decimal(value) / POINT


def table_of(standings: Sequence[Standing]) -> tuple[list[str], Iterator[list[Cell]]]:
    """Give a ranking as head and rows of a table that leaves the system."""
    parts = parts_of(standings)
    head = [_("Group"), _("Rank"), _("Unit"), _("Total"), *parts, _("Grade"), _("To be decided"), _("Reasons"),
            _("Prizes"), _("What follows")]  # fmt: skip
    return head, (_line(standing, parts) for standing in standings)


def _line(standing: Standing, parts: Sequence[str]) -> list[Cell]:
    texts = (standing.why, standing.awards, standing.consequences)
    return [
        standing.group, standing.rank, standing.participant.unit, exact(standing.total),
        *(exact(standing.parts.get(name)) for name in parts), standing.grade,
        _("yes") if standing.is_pending else "", *(listed(each) for each in texts),
    ]  # fmt: skip
