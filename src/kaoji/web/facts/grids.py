"""The entry grid of a filing: which fields are asked for, of which units, and what stands in them.

Three shapes: a row a unit; a list, with as many rows a unit as there were events; and a matrix of units by options or
dimensions, each cell of which is a row of its own.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kaoji.diagnostics import translator
from kaoji.scheme import Structure
from kaoji.scheme.structure import Slot
from kaoji.scoring.columns import Column
from kaoji.scoring.expectations import expected
from kaoji.scoring.naming import ConditionRule, Names, rule_words
from kaoji.web.assessments.models import Participant
from kaoji.web.audit.chain import content_digest
from kaoji.web.facts.filings import SEVERAL, panel_of, slot_of, units_of
from kaoji.web.facts.gaps import absences_of, points_with_handed_on
from kaoji.web.facts.models import Fact, Filing, Side
from kaoji.web.facts.rows import fields_of
from kaoji.web.spoken import noted

Shape = Literal["units", "list", "matrix"]
MATRIX_VALUE = {"ballots": "count", "marks": "mark"}
"""The one field of a matrix that is filled in; a blank one means that there is no such row."""
_SHOWN = ("filing", "participant", "number", "row", "version", "is_withdrawn", "is_verified", "objection")
_ORDER = ("happened_on", "quantity", "level", "matter", "document", "note", "share", "counts")
_EXPLAINED = frozenset({"quantity", "level", "matter", "document", "note", "share", "counts", "tied"})
"""Columns whose title alone does not say what is to be written."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the grid, with what can be chosen in it."""

    name: str
    title: str
    kind: str
    choices: tuple[str, ...] = ()
    is_required: bool = False
    meaning: str = ""
    is_percent: bool = False
    heads: tuple[str, ...] = ()
    """What may stand above the column in a table that is copied from elsewhere, in either language."""

    @property
    def is_number(self) -> bool:
        """Tell whether it is written at the right, with digits below each other."""
        return self.kind in ("points", "quantity", "whole", "share")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell. In a matrix it is a row of its own, with what it says beside its value."""

    field: Field
    value: str
    number: str = ""
    version: int = 0
    fixed: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class GridLine:
    """A line of the grid; ``points`` where the indicator counts for this unit otherwise than for others."""

    unit: Participant
    fact: Fact | None
    cells: tuple[Cell, ...]
    absence: Fact | None = None
    points: Decimal | None = None
    evidence: int = 0
    offers: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """The number of its row."""
        return self.fact.number if self.fact is not None else ""

    @property
    def version(self) -> int:
        """The version of its row, 0 where there is none."""
        return self.fact.version if self.fact is not None else 0


@dataclass
class Grid:
    """A filing as it is filled in."""

    filing: Filing
    shape: Shape
    fields: tuple[Field, ...]
    units: list[Participant]
    lines: list[GridLine] = field(default_factory=list)
    blank: int = 0
    objected: int = 0
    raters: tuple[tuple[str, str], ...] = ()


def shape_of(filing: Filing) -> Shape:
    """Tell the shape of a filing's grid."""
    if filing.table in MATRIX_VALUE:
        return "matrix"
    return "list" if filing.table in SEVERAL else "units"


def fields_shown(filing: Filing, structure: Structure, language: str) -> tuple[Field, ...]:
    """Give the columns of a filing: those that its rules look at."""
    columns = {column.field: column for column in fields_of(filing)}
    slot = slot_of(filing, structure)
    hidden = {"number"}
    if slot is not None:
        hidden |= {name for name, is_used in (("target", slot.has_target), ("previous", slot.has_previous),
                                              ("level", bool(slot.levels))) if not is_used}  # fmt: skip
    names = [name for name in _ORDER if name in columns] if filing.table == "events" else list(columns)
    percent = percentages(filing, structure)
    choices = _choices(filing, structure)
    needed = _needed(slot, structure)
    say = translator(language)
    return tuple(
        Field(name, _title(columns[name], filing, language, percent), columns[name].kind, choices.get(name, ()),
              columns[name].required or name in needed, say(columns[name].meaning) if name in _EXPLAINED else "",
              name in percent, _heads(columns[name]))
        for name in names
        if name not in hidden
    )  # fmt: skip


def _needed(slot: Slot | None, structure: Structure) -> set[str]:
    """Give the fields without which the rules of a slot can make nothing of a row."""
    if slot is None:
        return set()
    wanted = expected(structure, structure.slots.index(slot))
    needs = (("level", wanted.needs_level), ("quantity", bool(wanted.ranges)), ("target", slot.has_target),
             ("previous", slot.has_previous))  # fmt: skip
    return {name for name, is_needed in needs if is_needed}


def percentages(filing: Filing, structure: Structure) -> frozenset[str]:
    """Name the fields of a filing that hold percentages, written without the sign: 98.4 for 98.4%."""
    slot = slot_of(filing, structure)
    if slot is None or filing.table not in ("measures", "events"):
        return frozenset()
    if not expected(structure, structure.slots.index(slot)).in_percent:
        return frozenset()
    return frozenset(column.field for column in fields_of(filing) if column.kind == "quantity")


def _title(column: Column, filing: Filing, language: str, percent: Collection[str]) -> str:
    note = filing.measured_in if column.kind == "quantity" else ""
    if column.field in percent:
        # Of the fields side by side the first says how it is written.
        note = _("98.4 for 98.4%") if column.field in ("value", "quantity") else "%"
    # In English a column bears the name that files have for it.
    title = capfirst(column.name(language).replace("_", " "))
    return noted(title, note)


def _heads(column: Column) -> tuple[str, ...]:
    return (column.zh, column.en, *column.also)


def _choices(filing: Filing, structure: Structure) -> dict[str, tuple[str, ...]]:
    """Give the values that a field is chosen from; the core still has the last word."""
    scheme = structure.scheme
    choices: dict[str, tuple[str, ...]] = {
        column.field: ("是", "否") for column in fields_of(filing) if column.kind == "yes_no"
    }
    slot = slot_of(filing, structure)
    if slot is not None and slot.levels:
        choices["level"] = tuple(slot.levels)
    if filing.table == "conditions":
        rules: list[ConditionRule] = [
            *scheme.reported_limits,
            *scheme.elsewhere,
            *(each for each in scheme.awards if each.when),
        ]
        choices["condition"] = tuple(dict.fromkeys(words for rule in rules if (words := rule_words(rule))))
    if filing.table == "absences":
        names = Names(structure)
        choices["indicator"] = tuple(
            names.path(node.index) for node in structure.nodes if node.node.when_absent is not None
        )
    if filing.table in ("history", "decisions"):
        choices["grade"] = tuple(grade.name for grade in scheme.grades)
    return choices


def grid_of(filing: Filing, structure: Structure, language: str, rater: tuple[str, str] | None = None) -> Grid:
    """Give the grid of a filing with everything that stands in it, in a fixed number of queries."""
    shape = shape_of(filing)
    units = units_of(filing, structure)
    facts = Fact.objects.filter(filing=filing, side=Side.PROVIDED).only(*_SHOWN)
    by_unit: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_unit[fact.participant_id].append(fact)
    if shape == "matrix":
        return _matrix(filing, structure, units, by_unit, rater)
    fields = fields_shown(filing, structure, language)
    grid = Grid(filing, shape, fields, units)
    absent = absences_of(filing, structure)
    points = points_with_handed_on(filing, structure, units)
    for unit in units:
        found: list[Fact | None] = [
            fact for fact in by_unit.get(unit.pk, ()) if shape == "units" or not fact.is_withdrawn
        ]
        if not found and shape == "units":
            found = [None]
        for each in found:
            row: Mapping[str, str] = {} if each is None or each.is_withdrawn else each.row
            cells = tuple(Cell(of, str(row.get(of.name, ""))) for of in fields)
            grid.lines.append(GridLine(unit, each, cells, absent.get(unit.pk), points.get(unit.pk)))
            grid.blank += not row and unit.pk not in absent and unit.takes_part
            grid.objected += bool(each is not None and each.objection)
    return grid


@dataclass(frozen=True, slots=True)
class _Place:
    """A column of a matrix: its title, and what a row in it says beside its value."""

    title: str
    fixed: Mapping[str, str]

    @property
    def number(self) -> str:
        return place_number(self.fixed)


def place_number(fixed: Mapping[str, str]) -> str:
    """Give the number of the row in a cell of a matrix: the same for the same option, kind and question.

    >>> place_number({"option": "优"}) == place_number({"option": "优"})
    True
    """
    said = {name: value for name, value in fixed.items() if value}
    return f"m-{content_digest(said).removeprefix('sha256:')[:24]}"


def _places(filing: Filing, structure: Structure, rater: tuple[str, str] | None) -> list[_Place]:
    resolved = panel_of(filing, structure)
    if resolved is None:
        return []
    panel = resolved.panel
    if filing.table == "marks":
        name, kind = rater or ("", "")
        return [
            _Place(dimension, {"kind": kind, "rater": name, "dimension": dimension}) for dimension in panel.dimensions
        ]
    return [
        _Place(" ".join(filter(None, (question, kind, option))), {"question": question, "kind": kind, "option": option})
        for question in (panel.questions or ("",))
        for kind in (panel.classes or ("",))
        for option in (*panel.options, *panel.abstentions)
    ]


def _counted(rater: tuple[str, str]) -> list[str]:
    """Give by what raters are sorted: numbers in their names count, so that 9 comes before 10."""
    return [re.sub(r"\d+", lambda found: found[0].zfill(12), words) for words in rater]


def _matrix(
    filing: Filing,
    structure: Structure,
    units: list[Participant],
    by_unit: Mapping[int, Sequence[Fact]],
    rater: tuple[str, str] | None,
) -> Grid:
    value = MATRIX_VALUE[filing.table]
    kind = next(column.kind for column in fields_of(filing) if column.field == value)
    raters = sorted({(fact.row.get("rater", ""), fact.row.get("kind", "")) for facts in by_unit.values()
                     for fact in facts if not fact.is_withdrawn and fact.row.get("rater")}, key=_counted)  # fmt: skip
    if filing.table == "marks" and rater is None and raters:
        rater = raters[0]
    places = _places(filing, structure, rater) if filing.table == "ballots" or rater is not None else []
    fields = tuple(Field(value, place.title, kind) for place in places)
    grid = Grid(filing, "matrix", fields, units, raters=tuple(raters))
    for unit in units:
        found = list(by_unit.get(unit.pk, ()))
        cells = tuple(_cell(each, place, value, found) for each, place in zip(fields, places, strict=True))
        grid.lines.append(GridLine(unit, None, cells))
        grid.blank += unit.takes_part and not any(not fact.is_withdrawn for fact in found)
    return grid


def _cell(of: Field, place: _Place, value: str, facts: Sequence[Fact]) -> Cell:
    """Give one cell of a matrix; several rows that say the same (single ballots) are counted together."""
    fixed = json.dumps({name: text for name, text in place.fixed.items() if text}, ensure_ascii=False)
    same = [
        fact for fact in facts
        if not fact.is_withdrawn and all(fact.row.get(name, "") == text for name, text in place.fixed.items())
    ]  # fmt: skip
    own = next((fact for fact in facts if fact.number == place.number), None)
    if len(same) > 1:
        return Cell(of, str(sum(int(fact.row.get(value) or 1) for fact in same)), fixed=fixed, is_sum=True)
    fact = same[0] if same else own
    if fact is None:
        return Cell(of, "", place.number, 0, fixed)
    text = "" if fact.is_withdrawn else fact.row.get(value, "1" if value == "count" else "")
    return Cell(of, text, fact.number, fact.version, fixed)
