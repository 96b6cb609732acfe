"""Self-assessment: what a unit is asked of itself, and how that compares with what was provided."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django.db.models import Case, QuerySet, When
from django.db.models.fields.json import KT

from kaoji.numbers import fold, plain
from kaoji.scheme import Structure
from kaoji.scoring.columns import table
from kaoji.web.assessments.models import Participant
from kaoji.web.facts.filings import SEVERAL, TABLE_OF_KIND, slot_of
from kaoji.web.facts.grids import Cell, Field, GridLine, fields_shown
from kaoji.web.facts.models import Fact, Filing, Side
from kaoji.web.facts.offers import VALUE


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the self-assessment: several indicators with one value each, or the events of one indicator."""

    title: str
    fields: tuple[Field, ...]
    lines: tuple[tuple[Filing, GridLine], ...]
    filing: Filing | None = None


def filings_of(participant: Participant, structure: Structure) -> list[Filing]:
    """Give the filings whose slots a unit has."""
    found = []
    for filing in Filing.objects.filter(
        assessment=participant.assessment_id, table__in=TABLE_OF_KIND.values()
    ).order_by("position"):
        slot = slot_of(filing, structure)
        if slot is not None and structure.nodes[slot.node].has(participant.unit, participant.group):
            found.append(filing)
    return found


def sections_of(
    participant: Participant, structure: Structure, filings: Iterable[Filing], language: str
) -> list[Section]:
    """Give the self-assessment of a unit as tables, in the order of the scheme."""
    facts = _facts(participant, Side.SELF)
    single: dict[str, list[tuple[Filing, GridLine]]] = {}
    fields: dict[str, dict[str, Field]] = {}
    several: list[Section] = []
    for filing in filings:
        shown = fields_shown(filing, structure, language)
        own = facts.get(filing.pk, [])
        if filing.table in SEVERAL:
            lines = tuple((filing, _line(participant, fact, shown)) for fact in own if not fact.is_withdrawn)
            several.append(Section(filing.label, shown, lines, filing))
        else:
            for each in shown:
                fields.setdefault(filing.table, {}).setdefault(
                    each.name, replace(each, title=_bare(each.title), meaning="")
                )
            single.setdefault(filing.table, []).append((filing, _line(participant, own[0] if own else None, shown)))
    sections = [
        Section(table(name).title(language), tuple(fields[name].values()), tuple(lines))
        for name, lines in single.items()
    ]
    return [*sections, *several]


def blank_in(sections: Iterable[Section]) -> list[str]:
    """Name the indicators of which a unit left a value blank that must be given; events need not have happened."""
    return [
        filing.label
        for section in sections if section.filing is None
        for filing, line in section.lines
        if any(cell.field.is_required and not cell.value.strip() for cell in line.cells)
    ]  # fmt: skip


def _bare(title: str) -> str:
    return re.split(r"（| \(", title, maxsplit=1)[0]


def _line(participant: Participant, fact: Fact | None, fields: Sequence[Field]) -> GridLine:
    row = {} if fact is None or fact.is_withdrawn else fact.row
    return GridLine(participant, fact, tuple(Cell(each, str(row.get(each.name, ""))) for each in fields))


def _facts(participant: Participant, side: Side) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in Fact.objects.filter(participant=participant, side=side):
        found[fact.filing_id].append(fact)
    return found


@dataclass(frozen=True, slots=True)
class Compared:
    """What a unit said of itself beside what was provided; ``difference`` is exact, None where it is no number."""

    filing: Filing
    own: str
    provided: str
    difference: Decimal | None
    own_facts: tuple[Fact, ...]
    provided_facts: tuple[Fact, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the two say different things."""
        return _differ(self.own, self.provided)

    @property
    def is_silent(self) -> bool:
        """Tell whether neither says anything."""
        return not self.own and not self.provided


def compare(participant: Participant, filings: Iterable[Filing]) -> list[Compared]:
    """Compare what a unit said of itself with what was provided, slot by slot, in two queries."""
    own, provided = _facts(participant, Side.SELF), _facts(participant, Side.PROVIDED)
    return [
        compared(filing, _present(own.get(filing.pk, ())), _present(provided.get(filing.pk, ()))) for filing in filings
    ]


def _present(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if not fact.is_withdrawn)


def compared(filing: Filing, own: Sequence[Fact], provided: Sequence[Fact]) -> Compared:
    """Compare the facts of one slot that stand: those of the unit with those that were provided."""
    one, other = said_by(filing, [fact.row for fact in own]), said_by(filing, [fact.row for fact in provided])
    first, second = _number(one), _number(other)
    difference = None if first is None or second is None else first - second
    return Compared(filing, one, other, difference, tuple(own), tuple(provided))


def said_by(filing: Filing, rows: Sequence[dict[str, str]]) -> str:
    """Give in short what the rows of one unit say: the value, or how much happened."""
    name = VALUE.get(filing.table)
    if name is not None:
        return next((str(row.get(name, "")) for row in rows), "")
    if filing.table == "events":
        quantities = [_number(str(row.get("quantity", "1"))) for row in rows]
        return plain(sum((each for each in quantities if each is not None), Decimal(0))) if rows else ""
    return str(len(rows)) if rows else ""


def _differ(one: str, other: str) -> bool:
    """Tell whether two values differ; an indicator that takes percentages reads both writings alike.

    >>> _differ("96%", "96"), _differ("96%", "112"), _number("96%")
    (False, True, Decimal('96'))
    """
    first, second = _number(one), _number(other)
    return one != other if first is None or second is None else first != second


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(fold(text).replace(",", "").strip().removesuffix("%"))
    except InvalidOperation:
        return None


def differing(units: Iterable[Participant], filings: Iterable[Filing]) -> dict[int, tuple[int, int]]:
    """Give, by unit, how many slots it filled in and in how many it differs from what was provided; two queries."""
    by_id = {filing.pk: filing for filing in filings}
    facts = Fact.objects.filter(filing__in=by_id, is_withdrawn=False).order_by()
    speaking = facts.filter(participant__in=[unit.pk for unit in units], side=Side.SELF).values("participant")
    said = _said(facts.filter(participant__in=speaking), by_id)
    counts: dict[int, tuple[int, int]] = {}
    for (unit, filing, side), own in said.items():
        if side == Side.SELF:
            filled, different = counts.get(unit, (0, 0))
            provided = said.get((unit, filing, Side.PROVIDED), "")
            counts[unit] = (filled + 1, different + (bool(provided) and _differ(own, provided)))
    return counts


def _said(facts: QuerySet[Fact], filings: Mapping[int, Filing]) -> dict[tuple[int, int, str], str]:
    """Give what facts say, by unit, filing and side."""
    # A county has tens of thousands: as objects, or as rows read whole, they would take several times as long.
    value = Case(*(When(filing__table=table, then=KT(f"row__{name}")) for table, name in VALUE.items()))
    asked = "participant", "filing", "side"
    said = {
        (unit, filing, side): text or ""
        for unit, filing, side, text in facts.filter(filing__table__in=VALUE).values_list(*asked, value)
    }
    rows: dict[tuple[int, int, str], list[dict[str, str]]] = defaultdict(list)
    for unit, filing, side, row in facts.exclude(filing__table__in=VALUE).values_list(*asked, "row"):
        rows[unit, filing, side].append(row)
    return said | {key: said_by(filings[key[1]], found) for key, found in rows.items()}
