"""What a scheme must know of units beside facts: whether they take part, and the attributes it names.

An attribute frees a unit from an indicator (``absent_for``), or chooses the field and the share of its quota. Before the
scheme is published values wait in ``UnitAttributes``; from then on they stand on the participants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kaoji.numbers import fold
from kaoji.reading import Grid, read
from kaoji.scheme import Structure
from kaoji.web.assessments.models import Assessment, AttributeChange, Participant, UnitAttributes
from kaoji.web.spoken import listed, spoken_value

TAKES_PART: Final = "参加考核"
"""The column of facts files that says whether a unit takes part; it is shown beside the attributes."""
YES, NO = "是", "否"
_PAIRS: Final = {"是": "否", "否": "是", "有": "无", "无": "有"}
_UNIT: Final = ("单位", "单位名称", "unit", "unit name")
_TAKES_PART: Final = ("takes part", "participates")
"""What the column of who takes part is called in English, on the page and in files of facts."""
_ANSWERS: Final = {"yes": ("是", "有"), "y": ("是", "有"), "no": ("否", "无"), "n": ("否", "无")}
LONGEST = 200
_MOST_ROWS = 5_000

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """An attribute: the values to choose from, and whether others may be written."""

    name: str
    values: tuple[str, ...]
    is_open: bool = False

    @property
    def title(self) -> str:
        """What stands above the column."""
        return _("Takes part") if self.name == TAKES_PART else self.name


@dataclass(frozen=True, slots=True)
class Line:
    """A unit with what is said of it, and the attributes that the scheme must know."""

    unit: str
    group: str
    values: Values
    needed: frozenset[str]
    participant: Participant | None = None

    @property
    def missing(self) -> list[str]:
        """The attributes that nobody has said yet; of a unit that does not take part none is needed."""
        if self.values.get(TAKES_PART) == NO:
            return []
        return [name for name in self.needed if not self.values.get(name) and name != TAKES_PART]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All units with all attributes."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def missing(self) -> int:
        """How many values are missing."""
        return sum(len(line.missing) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is to be another."""

    line: Line
    name: str
    before: str
    after: str


@dataclass
class Wanted:
    """What somebody wants to say: the changes, and what is wrong with it."""

    changes: list[Change] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def units_of(structure: Structure) -> Iterable[tuple[str, str]]:
    """Give each unit with its group, in the order of the scheme."""
    for group, members in structure.scheme.groups.items():
        for unit in members.units:
            yield unit, group


def said_of(participant: Participant) -> Values:
    """Give what is said of an enrolled unit."""
    values = {name: str(value) for name, value in participant.attributes.items()}
    return values if participant.takes_part else values | {TAKES_PART: NO}


def values_of(assessment: Assessment) -> dict[str, Values]:
    """Give what is said of each unit, enrolled or not."""
    before = dict(UnitAttributes.objects.filter(assessment=assessment).values_list("unit", "values"))
    return before | {each.unit: said_of(each) for each in assessment.participants.all()}


def said_before(assessment: Assessment) -> dict[str, dict[str, Any]]:
    """Give what was said of units before they were enrolled, as the fields of participants."""
    return {
        unit: {
            "attributes": {name: value for name, value in values.items() if name != TAKES_PART},
            "takes_part": values.get(TAKES_PART) != NO,
        }
        for unit, values in UnitAttributes.objects.filter(assessment=assessment).values_list("unit", "values")
    }


def sheet_of(assessment: Assessment, *structures: Structure) -> Sheet:
    """Give all units of the first scheme with the attributes that any of them names; two queries."""
    participants = {each.unit: each for each in assessment.participants.select_related("organisation")}
    before = dict(UnitAttributes.objects.filter(assessment=assessment).values_list("unit", "values"))
    lines = []
    for unit, group in units_of(structures[0]):
        participant = participants.get(unit)
        values = said_of(participant) if participant is not None else before.get(unit, {})
        needed = frozenset(chain.from_iterable(each.attributes_of(unit, group) for each in structures))
        lines.append(Line(unit, group, values, needed | {TAKES_PART}, participant))
    return Sheet(_columns(structures, lines), tuple(lines))


def missing_in(participants: Iterable[Participant], structure: Structure) -> Iterator[tuple[Participant, str]]:
    """Give each enrolled unit with an attribute that the scheme needs and nobody has said."""
    if not structure.attributes:
        return
    for each in participants:
        if each.takes_part:
            for name in structure.attributes_of(each.unit, each.group):
                if not each.attributes.get(name):
                    yield each, name


def waiting_in(*assessments: Assessment) -> QuerySet[AttributeChange]:
    """Give what was said of units last and nobody has verified, in the order in which it was said."""
    later = AttributeChange.objects.filter(
        assessment=OuterRef("assessment"), unit=OuterRef("unit"), name=OuterRef("name"), pk__gt=OuterRef("pk")
    )
    found = AttributeChange.objects.filter(assessment__in=assessments, verified_at=None)
    return found.filter(~Exists(later)).select_related("by").order_by("pk")


def _columns(structures: tuple[Structure, ...], lines: list[Line]) -> tuple[Column, ...]:
    named: dict[str, tuple[str, ...]] = {}
    for structure in structures:
        for name, values in structure.attributes.items():
            named[name] = tuple(dict.fromkeys((*named.get(name, ()), *values)))
    shares = {each.scheme.quota.share_by for each in structures}
    have_rest = any(grade.shares and grade.share is not None for each in structures for grade in each.scheme.grades)
    columns = [Column(TAKES_PART, (YES, NO))]
    for name, values in named.items():
        pairs = [value for value in values if value in _PAIRS]
        is_open = not values or not (len(pairs) == len(values) or (name in shares and not have_rest))
        used = sorted({line.values[name] for line in lines if line.values.get(name)}) if is_open else []
        both = sorted({*pairs, *(_PAIRS[value] for value in pairs)}, key=list(_PAIRS).index)
        columns.append(Column(name, tuple(dict.fromkeys((*both, *values, *used))), is_open))
    return tuple(columns)


# -------------------------------------------------------------------- what somebody wants to say


def wanted(sheet: Sheet, said: Mapping[str, Mapping[str, str]]) -> Wanted:
    """Compare values by unit and attribute with what stands there; what cannot be is told with its place."""
    found = Wanted()
    by_unit = {fold(line.unit): line for line in sheet.lines}
    columns = {column.name: column for column in sheet.columns}
    for unit, values in said.items():
        line = by_unit.get(fold(unit))
        if line is None:
            found.faults.append(_("“{unit}” is not a unit of this assessment.").format(unit=unit))
            continue
        for name, value in values.items():
            column = columns[name]
            given = _meant(column, (value or YES) if name == TAKES_PART else value)
            before = line.values.get(name, YES if name == TAKES_PART else "")
            if given == before:
                continue
            if given and not column.is_open and given not in column.values:
                text = _("“{unit}”, {attribute}: “{value}” is none of {values}.")
                found.faults.append(
                    text.format(
                        unit=line.unit,
                        attribute=column.title,
                        value=given,
                        values=listed(map(spoken_value, column.values), short=True),
                    )
                )
            elif len(given) > LONGEST:
                found.faults.append(
                    _("“{unit}”, {attribute}: this is too long.").format(unit=line.unit, attribute=name)
                )
            elif given and name not in line.needed:
                text = _("“{unit}” has nothing that depends on “{attribute}”: leave it blank.")
                found.faults.append(text.format(unit=line.unit, attribute=name))
            else:
                found.changes.append(Change(line, name, before, given))
    return found


def _meant(column: Column, value: str) -> str:
    """Give a yes or no that was written in English as the column has it; any other value as it is."""
    if value in column.values:
        return value
    return next((each for each in _ANSWERS.get(value.casefold(), ()) if each in column.values), value)


def from_table(sheet: Sheet, rows: list[list[str]]) -> tuple[dict[str, Values], list[str]]:
    """Read a table with a head: a column of units, and columns of attributes; give values by unit, and faults."""
    titles = {fold(each.name).strip().lower(): each.name for each in sheet.columns} | dict.fromkeys(
        _TAKES_PART, TAKES_PART
    )
    head = [fold(cell).strip().lower() for cell in (rows[0] if rows else [])]
    place = next((head.index(word) for word in _UNIT if word in head), None)
    names = {at: titles[word] for at, word in enumerate(head) if word in titles}
    if place is None or not names:
        return {}, [_("The first row must name the columns: unit (单位), and at least one of {columns}.").format(
            columns=listed((each.title for each in sheet.columns), short=True))]  # fmt: skip
    if len(rows) > _MOST_ROWS:
        return {}, [_("The table has more than {count} rows.").format(count=_MOST_ROWS)]
    said: dict[str, Values] = {}
    faults = []
    for row in rows[1:]:
        unit = row[place].strip() if place < len(row) else ""
        if not unit:
            continue
        if unit in said:
            faults.append(_("“{unit}” stands in the table twice.").format(unit=unit))
        said[unit] = {name: row[at].strip() for at, name in names.items() if at < len(row)}
    return said, faults


def from_workbook(sheet: Sheet, content: bytes) -> tuple[dict[str, Values], list[str]]:
    """Read the first table of a workbook that has units and attributes in its head."""
    document, _findings = read(content, "attributes.xlsx")
    grids = [block.dense() for block in document.blocks if isinstance(block, Grid)]
    if document.format not in ("xlsx", "xls") or not grids:
        return {}, [_("This file cannot be read as a workbook. Save it as .xlsx and try again.")]
    tried = [from_table(sheet, grid) for grid in grids]
    return next((each for each in tried if each[0]), tried[0])
