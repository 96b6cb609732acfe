"""Rows of the tidy layout from outside: which filing and unit each belongs to, and what it says.

Names are found as the core finds them in workbooks, so a row here, in a CSV file and in Excel means the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaoji.diagnostics import Diagnostic
from kaoji.numbers import key
from kaoji.scheme import Structure
from kaoji.scoring.cells import Fault
from kaoji.scoring.columns import Table, find_table, headers
from kaoji.scoring.facts import Unit
from kaoji.scoring.naming import Names
from kaoji.web.assessments.models import Participant
from kaoji.web.facts.actions import Entry
from kaoji.web.facts.filings import SEVERAL, TABLE_OF_KIND
from kaoji.web.facts.models import Filing
from kaoji.web.facts.rows import fields_of

OF_ROW = frozenset({"id", "filing", "table", "version", "side", "withdrawn", "changed_at"})
"""Fields of a row that are no columns of its table."""
_PANELS = frozenset({"ballots", "marks", "panel_scores"})
_KIND = {table: kind for kind, table in TABLE_OF_KIND.items()}
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Misplaced:
    """Why a row has no place: the field that says where it belongs, and what is wrong with it."""

    row: int
    field: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its place."""

    row: int
    filing: Filing
    entry: Entry


class Placing:
    """Finds the places of rows in an assessment; ``filings`` are those that the caller fills in."""

    def __init__(
        self, structure: Structure, participants: Sequence[Participant], filings: Sequence[Filing], language: str
    ) -> None:
        self.structure, self.language = structure, language
        self.filings = {(filing.table, filing.key): filing for filing in filings}
        self.participants = {participant.unit: participant for participant in participants}
        self.names = Names(structure)
        for participant in participants:
            self.names.add(Unit(participant.unit, participant.group, participant.attributes, participant.takes_part))

    def place(self, number: int, row: Mapping[str, Any]) -> Placed | Misplaced:
        """Find the place of a row."""
        table = find_table(str(row.get("table", "")))
        if table is None or table.name == "units":
            return Misplaced(number, "table", "api.no-such-table", _("There is no such table of facts."))
        cells = cells_of(table, row)
        unit = self.names.unit(cells.get("unit", ""))
        if isinstance(unit, Fault):
            return self._fault(number, "unit", unit)
        key = self._key(table, cells, unit)
        if isinstance(key, tuple):
            return self._fault(number, *key)
        filing = self.filings.get((table.name, key))
        if filing is None:
            text = _("This is not asked of your organisation.")
            return Misplaced(number, "indicator" if table.name in _KIND else "table", "api.not-yours", text)
        version = row.get("version", 0)
        if not isinstance(version, int) or not isinstance(row.get("withdrawn", False), bool):
            text = _("The version is a whole number, and withdrawn is true or false.")
            return Misplaced(number, "version", "api.no-version", text)
        return Placed(number, filing, self._entry(filing, self.participants[unit.unit], cells, row))

    def _key(self, table: Table, cells: Mapping[str, str], unit: Unit) -> str | tuple[str, Fault]:
        if table.name in _KIND:
            slot = self.names.slot(_KIND[table.name], cells.get("indicator", ""), cells.get("slot", ""), unit)
            return ("indicator", slot) if isinstance(slot, Fault) else self.structure.slots[slot].key
        if table.name in _PANELS:
            panel = self.names.panel(cells.get("panel", ""), unit)
            return ("panel", panel) if isinstance(panel, Fault) else panel.name
        return ""

    def _fault(self, number: int, field: str, fault: Fault) -> Misplaced:
        said = Diagnostic(fault.code, fault.message, (), fault.hint, {"column": field, **fault.data})
        return Misplaced(number, field, fault.code, said.sentence(self.language))

    def _entry(self, filing: Filing, unit: Participant, cells: Mapping[str, str], row: Mapping[str, Any]) -> Entry:
        fields = {column.field for column in fields_of(filing)} - {"number"}
        values = {name: value[:_LONGEST] for name, value in cells.items() if name in fields}
        number = cells.get("number") or text_of(row.get("number")) if filing.table in SEVERAL else ""
        return Entry(unit, values, row.get("version", 0), number[:60], bool(row.get("withdrawn", False)))


def cells_of(table: Table, row: Mapping[str, Any]) -> dict[str, str]:
    """Give the cells of a row by field; headers may be Chinese or English, what is no column is left out."""
    known = headers(table.name)
    found = {}
    for name, value in row.items():
        column = known.get(key(name))
        if column is not None and (name not in OF_ROW or column.field == name) and column.kind != "shown":
            found[column.field] = text_of(value)
    return found


def text_of(value: object) -> str:
    """Give a value as a cell has it.

    >>> text_of(True), text_of(Decimal("0.10")), text_of(None), text_of(12)
    ('是', '0.10', '', '12')
    """
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)
