"""Facts: what is known of the assessed units, as typed rows.

One dataclass a table; a table is a list of rows. Rows name units and panels as the scheme does and point to slots and
indicators by their index in the structure. Values are exact. ``source`` says where a row was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kaoji.diagnostics import Source


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed unit (or person), its group and its attributes; who does not take part is not ranked."""

    unit: str
    group: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    participates: bool = True
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class EnteredScore:
    """A score in points that a provider gives."""

    unit: str
    slot: int
    score: Decimal
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Answer:
    """A yes or a no."""

    unit: str
    slot: int
    answer: bool
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Measure:
    """A number in the slot's unit of measure, with its target or last year's value where the slot has them."""

    unit: str
    slot: int
    value: Decimal
    target: Decimal | None = None
    previous: Decimal | None = None
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    ``quantity`` counts in the slot's unit of measure (for a discretionary range: the points fixed). ``share`` is the part
    of a shared honour that falls to the unit. Events of one ``matter`` count once where the scheme says so. An event that
    does not count (unsigned, without document) is kept and shown.
    """

    unit: str
    slot: int
    number: str
    quantity: Decimal = Decimal(1)
    level: str | None = None
    matter: str | None = None
    share: Fraction = Fraction(1)
    counts: bool = True
    happened_on: date | None = None
    document: str | None = None
    note: str | None = None
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Place:
    """A place given from outside, and how many share it."""

    unit: str
    slot: int
    place: int
    tied: int = 1
    counts: bool = True
    note: str | None = None
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One of a unit's own work items: its share of the indicator and how far it was done."""

    unit: str
    slot: int
    work: str
    share: Fraction
    completion: Fraction
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Ballots:
    """How many ballots chose an option on a unit, by question and kind of voter where the panel has them."""

    unit: str
    panel: str
    option: str
    count: int = 1
    question: str = ""
    kind: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Mark:
    """A rater's mark on one dimension; a rater without any mark handed nothing in."""

    unit: str
    panel: str
    rater: str
    dimension: str
    mark: Decimal
    kind: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class PanelScore:
    """A panel's score brought ready made."""

    unit: str
    panel: str
    score: Decimal
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Absence:
    """An indicator that does not apply to a unit."""

    unit: str
    node: int
    reason: str = ""
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Condition:
    """That a condition of the grade rules or awards holds for a unit (or did not), its value and approval.

    ``value`` is a number or, for conditions on a given rank, the place.
    """

    unit: str
    condition: str
    met: bool = True
    approved: bool | None = None
    value: Decimal | None = None
    kind: str | None = None
    note: str | None = None
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class PastResult:
    """A unit's result of an earlier year."""

    unit: str
    year: int
    grade: str | None = None
    rank: int | None = None
    is_last: bool | None = None
    total: Decimal | None = None
    source: Source = Source()
    group_then: str | None = None
    """The group it was ranked in, where that is not its present one."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A signed decision of the leading group: the order of a unit among equals, or its grade."""

    unit: str
    group: str
    order: int | None = None
    grade: str | None = None
    by: str = ""
    signed_on: date | None = None
    note: str | None = None
    source: Source = Source()


@dataclass
class Facts:
    """All tables of one assessment."""

    units: list[Unit] = field(default_factory=list)
    scores: list[EnteredScore] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    items: list[WorkItem] = field(default_factory=list)
    ballots: list[Ballots] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    panel_scores: list[PanelScore] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    history: list[PastResult] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
