"""Attributes of units: the further columns of their table, under the names and with the values that the scheme writes."""

from __future__ import annotations

from collections.abc import Mapping

from kaoji.diagnostics import Diagnostic, Several
from kaoji.numbers import key
from kaoji.scheme.structure import Structure
from kaoji.scoring import cells
from kaoji.scoring.facts import Facts, Unit
from kaoji.scoring.rows import Reading, Row, Sheet


class Attributes:
    """Reads the attributes of units; spaces and full-width signs make no difference, nor does how a yes or no is written."""

    def __init__(self, structure: Structure, reading: Reading) -> None:
        self.structure, self.reading = structure, reading
        self.names = {key(name): name for name in structure.attributes}
        self.values = {name: {key(each): each for each in values} for name, values in structure.attributes.items()}
        self.answers = {
            name: {answer: each for each in values if (answer := _answer(each)) is not None}
            for name, values in structure.attributes.items()
        }

    def columns(self, sheet: Sheet) -> dict[int, str]:
        """Give the attributes of a sheet by the place of their columns.

        Diagnostics: facts.E203 two columns are of one attribute that the scheme looks at.
        """
        found: dict[int, str] = {}
        firsts: dict[str, int] = {}
        for position, written in sheet.further.items():
            name = self.names.get(key(written).removeprefix("*").removesuffix("*"), written)
            if name in firsts and name in self.values:
                sources = (sheet.grid.source(sheet.head, position), sheet.grid.source(sheet.head, firsts[name]))
                message = "The column “{column}” stands here for the second time."
                self.reading.diagnostics.append(
                    Diagnostic("facts.E203", message, sources, "Keep one of the two.", {"column": written})
                )
            else:
                found[position] = name
                firsts[name] = position
        return found

    def of(self, row: Row, columns: Mapping[int, str]) -> dict[str, str]:
        """Give the attributes of a row's unit; blank cells are none."""
        return {
            name: self.value(name, cells.text(row.cells[position]))
            for position, name in columns.items()
            if position < len(row.cells) and not cells.is_blank(row.cells[position])
        }

    def value(self, name: str, text: str) -> str:
        """Give a value as the scheme writes it, or as it was first written where the scheme does not name it."""
        known = self.values.get(name)
        if known is None:
            return text
        found = known.get(key(text))
        if found is None and (answer := _answer(text)) is not None:
            found = self.answers[name].get(answer)
        return known.setdefault(key(text), text) if found is None else found


def untold_findings(structure: Structure, facts: Facts) -> list[Diagnostic]:
    """Say of which units nothing tells whether an indicator applies to them: they count as having it.

    Diagnostics: facts.W219, one for each attribute, with the indicators and units.
    """
    stated = {(row.unit, row.node) for row in facts.absences}
    untold: dict[str, dict[str, list[Unit]]] = {}
    for node in structure.tied:
        for name in node.node.absent_for:
            for unit in facts.units if name in structure.attributes else ():
                is_known = name in unit.attributes or (unit.unit, node.index) in stated
                if unit.participates and not is_known and node.has(unit.unit, unit.group):
                    untold.setdefault(name, {}).setdefault(node.name, []).append(unit)
    found = []
    for name, by_indicator in untold.items():
        units = dict.fromkeys(unit.unit for lacking in by_indicator.values() for unit in lacking)
        found.append(
            Diagnostic(
                "facts.W219",
                "Nothing says what “{attribute}” is of {units}: “{indicators}” counts for them.",
                (),
                "Fill it in in the table “units” (单位), in a column of that name.",
                {"attribute": name, "units": Several(units), "indicators": Several(by_indicator)},
            )
        )
    return found


def _answer(text: str) -> bool | None:
    found = cells.yes_no(text)
    return found if isinstance(found, bool) else None
