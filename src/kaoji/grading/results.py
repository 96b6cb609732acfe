"""What grading gives: the result of every unit with its reasons, the places of every field, and what is still to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kaoji.grading.money import Reward
from kaoji.scoring.results import Scores


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a unit got its grade: an English sentence with named places, also the key of its translation."""

    code: str
    message: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Result:
    """The result of one unit; total and rank are None for units whose result comes from elsewhere or who took no part."""

    unit: str
    group: str
    total: int | None = None
    rank: int | None = None
    is_last: bool = False
    grade: str | None = None
    reasons: list[Reason] = field(default_factory=list)
    awards: list[str] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)
    rewards: list[Reward] = field(default_factory=list)
    """What the prizes and consequences bring in money."""
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """Something that the scheme leaves to the leading group: who among equals gets the last places of a grade or prize.

    ``grade`` is empty where it is about a prize, ``award``.
    """

    group: str
    grade: str
    units: tuple[str, ...]
    places: int
    award: str = ""


@dataclass(frozen=True, slots=True)
class PlacesField:
    """A field in which places are counted: a group, or units alike in the scheme's attributes."""

    name: str
    group: str
    units: tuple[str, ...]
    places: Mapping[str, int | None]


@dataclass
class Ranking:
    """All results, the places of every field, and what is still to be decided."""

    scores: Scores
    results: dict[str, Result] = field(default_factory=dict)
    fields: list[PlacesField] = field(default_factory=list)
    open_decisions: list[OpenDecision] = field(default_factory=list)

    @property
    def is_decided(self) -> bool:
        """Tell whether nothing is left to decide."""
        return not self.open_decisions
