"""Checking: rows of the tables to facts; what is wrong with a row keeps it out and is said at its cell."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

from kaoji.diagnostics import Diagnostic, Several, Source
from kaoji.numbers import key, percent, plain
from kaoji.scheme.structure import Slot, Structure
from kaoji.scoring import cells
from kaoji.scoring.absences import by_attributes
from kaoji.scoring.attribute_columns import Attributes
from kaoji.scoring.expectations import Expected, expected, period
from kaoji.scoring.facts import Ballots, Event, Facts, Mark, Unit, WorkItem
from kaoji.scoring.naming import Names, unknown
from kaoji.scoring.rows import Reading, Row, Sheet

ORDER = (
    "absences",
    "scores",
    "answers",
    "measures",
    "events",
    "places",
    "items",
    "ballots",
    "marks",
    "panel_scores",
    "conditions",
    "history",
    "decisions",
)
"""The order in which tables are read: what is absent has to be known first."""


class Checker:
    """What the reading of all rows shares: the names, the facts so far, and what was read where."""

    def __init__(self, structure: Structure, lacking: Mapping[str, Iterable[int]] | None = None) -> None:
        self.structure = structure
        self.names = Names(structure)
        self.reading = Reading()
        self.facts = Facts()
        self.ballots: dict[tuple[object, ...], Ballots] = {}
        self.first: dict[tuple[Any, ...], Source] = {}
        self.contested: set[Source] = set()
        self.on_place: dict[tuple[int, int, str], list[tuple[Source, int, str]]] = {}
        self.writings: dict[tuple[object, ...], dict[str, str]] = {}
        self.absent: dict[str, set[int]] = {unit: set(nodes) for unit, nodes in (lacking or {}).items()}
        self.span = period(structure.scheme)
        self.expected: Callable[[int], Expected] = lru_cache(maxsize=None)(partial(expected, structure))

    def take(self, sheets: Mapping[str, list[Sheet]], readers: Mapping[str, Callable[[Checker, Row], object]]) -> None:
        """Read all sheets, the units first, and check what rows say together."""
        self.units(sheets.get("units", []))
        for table in ORDER:
            kept = getattr(self.facts, table)
            for sheet in sheets.get(table, []):
                for row in self.reading.rows(sheet):
                    fact = readers[table](self, row)
                    if fact is not None and not row.faulty:
                        kept.append(fact)
            if self.contested:
                kept[:] = [fact for fact in kept if fact.source not in self.contested]
        self.number_events()
        self.work_items()
        self.shared_matters()
        self.left_of_steps()
        self.counted_and_single_ballots()
        self.rating_sheets()

    # What rows share

    def unit(self, row: Row) -> Unit | None:
        """Find the row's unit."""
        text = row.text("unit")
        return row.kept(self.names.unit(text), "unit") if text is not None else None

    def slot(self, row: Row, kind: str) -> tuple[Unit, int, Slot] | None:
        """Find the row's unit and slot."""
        unit = self.unit(row)
        raw = row.raw("indicator")
        text = row.text("indicator")
        if unit is None or text is None:
            return None
        if isinstance(raw, int | float):
            code = row.kept(self.names.code_of_number(text), "indicator")
            if code is None:
                return None
            text = code
        label = row.text("slot") or ""
        found = self.names.slot(kind, text, label, unit)
        at = "slot" if isinstance(found, cells.Fault) and found.code == "facts.E213" and label else "indicator"
        index = row.kept(found, at)
        if index is None:
            return None
        slot = self.structure.slots[index]
        if unit.unit in self.absent and self.is_absent(unit.unit, slot.node):
            row.say(
                "facts.E215",
                "“{indicator}” is stated not to apply to “{unit}”, and yet here is a fact for it.",
                "indicator",
                "Take away the absence or the fact.",
                indicator=self.structure.nodes[slot.node].name,
                unit=unit.unit,
            )
            return None
        return unit, index, slot

    def is_absent(self, unit: str, node: int | None) -> bool:
        """Tell whether an indicator, or a section it stands in, does not apply to a unit."""
        absent = self.absent.get(unit, ())
        while node is not None:
            if node in absent:
                return True
            node = self.structure.nodes[node].parent
        return False

    def once(self, row: Row, at: str, *identity: object) -> None:
        """Note a second row for the same thing; a row that is faulty already stands for nothing.

        Neither of the two is a fact then: which of them is right is not for a program to choose.
        """
        if row.faulty:
            return
        known = (row.sheet.table.name, *identity)
        first = self.first.setdefault(known, row.source)
        if first != row.source:
            fault = cells.Fault("facts.E240", "This row says for the second time what {first} says.",
                                "Keep the right one of the two.", {"first": first.place()})  # fmt: skip
            row.note(fault, at, first)
            self.contested.add(first)

    def as_before(self, text: str, *of: object) -> str:
        """Give a free text as it was first written among those of one kind; spaces and full-width signs make no difference.

        Who rated, what kind of voter and the like have no list to be held against, and one of them written twice
        otherwise would be two.
        """
        known = self.writings.setdefault(of, {})
        if text not in known:
            known[text] = known.setdefault(f"\n{key(text)}", text)
        return known[text]

    # Units

    def units(self, sheets: list[Sheet]) -> None:
        """Read the units; those that the scheme lists are there in any case."""
        for name, groups in self.names.listed.items():
            self.names.add(Unit(name, groups[0]))
        listed = {key(name): name for name in self.names.listed}
        attributes = Attributes(self.structure, self.reading)
        for sheet in sheets:
            columns = attributes.columns(sheet)
            for row in self.reading.rows(sheet):
                text = row.text("unit")
                if text is not None:
                    self.unit_row(row, listed.get(key(text)), text, attributes.of(row, columns))
        self.facts.units = list(self.names.units.values())
        for absence in by_attributes(self.structure, self.facts.units):
            self.absent.setdefault(absence.unit, set()).add(absence.node)

    def unit_row(self, row: Row, listed: str | None, text: str, attributes: Mapping[str, str]) -> None:
        """Read a unit's group, and whether it takes part."""
        group = row.text("group")
        if group is not None:
            known = self.names.groups.get(key(group))
            if known is None:
                row.note(unknown("facts.E207", "“{name}” is not a group of this scheme.", group,
                                 self.names.groups.values()), "group")  # fmt: skip
            group = known
        name = listed or text
        group = self.group_of(row, name, group)
        self.once(row, "unit", key(name))
        participates = row.yes_no("participates")
        if group is not None and not row.faulty:
            self.names.add(Unit(name, group, attributes, participates is not False, row.source))

    def group_of(self, row: Row, name: str, group: str | None) -> str | None:
        """Settle the group of a unit: the scheme's, and the row's where the scheme leaves it open."""
        groups = self.names.listed.get(name)
        if groups is None:
            is_open = group is not None and not self.structure.scheme.groups[group].units
            if is_open or (group is None and row.faulty):
                return group
            if group is None and any(not each.units for each in self.structure.scheme.groups.values()):
                row.say("facts.E208", "The scheme does not say which group “{unit}” belongs to.", "unit",
                        "Name it in the column “group” (组).", unit=name)  # fmt: skip
            else:
                fault = unknown("facts.E205", "“{name}” is not a unit of this assessment.", name, self.names.listed)
                row.note(fault, "unit")
            return None
        if group is None and len(groups) > 1:
            row.say("facts.E208", "The scheme does not say which group “{unit}” belongs to.", "unit",
                    "Name it in the column “group” (组).", unit=name)  # fmt: skip
        elif group is not None and group not in groups:
            row.say("facts.E206", "“{unit}” stands here in the group “{group}”, but in the scheme in “{scheme_group}”.",
                    "group", "A unit belongs to one group: mend the row or the scheme.",
                    unit=name, group=group, scheme_group=groups[0])  # fmt: skip
        return group or groups[0]

    # Across rows

    def number_events(self) -> None:
        """Number the events without a number, in the order they stand."""
        taken = {event.number for event in self.facts.events}
        if "" not in taken:
            return
        free = (number for count in itertools.count(1) if (number := f"#{count:05d}") not in taken)
        self.facts.events = [
            event if event.number else replace(event, number=next(free)) for event in self.facts.events
        ]

    def work_items(self) -> None:
        """The shares of a unit's work items make one whole."""
        together: dict[tuple[str, int], list[WorkItem]] = {}
        for item in self.facts.items:
            together.setdefault((item.unit, item.slot), []).append(item)
        for (unit, slot), items in together.items():
            total = sum((item.share for item in items), Fraction(0))
            if total != 1:
                self.facts.items = [item for item in self.facts.items if (item.unit, item.slot) != (unit, slot)]
                self.reading.diagnostics.append(
                    Diagnostic(
                        "facts.E241",
                        "The shares of the work items of “{unit}” under “{slot}” make {total}, not 100%.",
                        tuple(item.source for item in items),
                        "Mend the shares; look also for a row that was left out for a fault.",
                        {"unit": unit, "slot": self.structure.slots[slot].label, "total": percent(total)},
                    )
                )

    def shared_matters(self) -> None:
        """What several units share of one matter is no more than the whole of it; with a unit's own rows the largest counts."""
        together: dict[tuple[int, str], dict[str, Event]] = {}
        for event in self.facts.events:
            if event.matter and event.counts and event.share < 1:
                units = together.setdefault((event.slot, key(event.matter)), {})
                units[event.unit] = max(units.get(event.unit, event), event, key=lambda each: each.share)
        for (slot, _matter), found in together.items():
            total = sum((event.share for event in found.values()), Fraction(0))
            if total > 1:
                first = next(iter(found.values()))
                self.reading.diagnostics.append(
                    Diagnostic(
                        "facts.W218",
                        "The shares of “{matter}” under “{slot}” make {total}: {units}.",
                        tuple(event.source for event in found.values()),
                        "What several units share of one honour makes 100% at most; mend the shares, or mark other matters otherwise.",
                        {
                            "matter": first.matter,
                            "slot": self.structure.slots[slot].label,
                            "total": percent(total),
                            "units": Several(f"{unit} {percent(event.share)}" for unit, event in found.items()),
                        },
                    )
                )

    def left_of_steps(self) -> None:
        """What events leave of whole steps is not added up; where it would make a further step, it was most likely meant to."""
        together: dict[tuple[str, int, Decimal], list[Event]] = {}
        for event in self.facts.events:
            for level, step in self.expected(event.slot).whole_steps if event.counts else ():
                if event.quantity % step and level in (None, event.level):
                    together.setdefault((event.unit, event.slot, step), []).append(event)
        for (unit, slot, step), events in together.items():
            parts = [event.quantity for event in events]
            if sum(part % step for part in parts) >= step:
                data = {
                    "slot": self.structure.slots[slot].label,
                    "unit": unit,
                    "count": len(parts),
                    "total": plain(sum(parts, Decimal(0))),
                    "made": int(sum(part // step for part in parts)),
                    "step": plain(step),
                }
                self.reading.diagnostics.append(
                    Diagnostic(
                        "facts.W221",
                        "Under “{slot}”, {count} events of “{unit}” come to {total} and make {made} whole steps of {step}: each is counted by itself.",
                        tuple(event.source for event in events),
                        "Where the notice means the sum, write it in one row.",
                        data,
                    )
                )

    def counted_and_single_ballots(self) -> None:
        """Ballots that were counted, and a single one of the same kind beside them: it may be among those counted."""
        counted = {_choice(ballots): ballots for ballots in self.facts.ballots if ballots.count > 1}
        single: dict[tuple[str, ...], list[Source]] = {}
        for ballots in self.facts.ballots if counted else ():
            if ballots.count == 1 and (choice := _choice(ballots)) in counted:
                single.setdefault(choice, []).append(ballots.source)
        for choice, sources in single.items():
            whole = counted[choice]
            data = {
                "unit": whole.unit,
                "panel": whole.panel,
                "option": whole.option,
                "count": whole.count,
                "single": len(sources),
            }
            self.reading.diagnostics.append(
                Diagnostic(
                    "facts.W223",
                    "“{panel}” has {count} ballots “{option}” on “{unit}” in one row and {single} in rows of their own; all count.",
                    (whole.source, *sources),
                    "Take the single ones away if they are among those counted.",
                    data,
                )
            )

    def rating_sheets(self) -> None:
        """A rater who marked some dimensions has most likely forgotten the others."""
        sheets: dict[tuple[str, str, str, str], list[Mark]] = {}
        for mark in self.facts.marks:
            sheets.setdefault((mark.panel, mark.unit, mark.kind, mark.rater), []).append(mark)
        sizes = {panel.name: len(panel.panel.dimensions) for panel in self.structure.panels}
        for (panel, unit, _, rater), marks in sheets.items():
            if len(marks) < sizes[panel]:
                self.reading.diagnostics.append(
                    Diagnostic(
                        "facts.W206",
                        "“{rater}” marked “{unit}” on {count} of {all} dimensions of “{panel}”; the others count as 0.",
                        (marks[0].source,),
                        "Add the marks, or take away the sheet.",
                        {"rater": rater, "unit": unit, "count": len(marks), "all": sizes[panel], "panel": panel},
                    )
                )


def _choice(ballots: Ballots) -> tuple[str, ...]:
    return ballots.unit, ballots.panel, ballots.question, ballots.kind, ballots.option


def within(row: Row, value: Decimal, bounds: tuple[Decimal, Decimal | None], what: str) -> None:
    """Note a score outside its bounds."""
    name, (low, high) = "score", bounds
    if value < low:
        row.say("facts.E225", "{value} is below {low}, the least that “{what}” can get.", name,
                "Ask who scored it; a score out of another full mark is to be converted first.", value=plain(value), low=plain(low), what=what)  # fmt: skip
    elif high is not None and value > high:
        row.say("facts.E225", "{value} is above {high}, the points of “{what}”.", name,
                "Ask who scored it; a score out of another full mark is to be converted first.", value=plain(value), high=plain(high), what=what)  # fmt: skip


def chosen_of(row: Row, name: str, text: str | None, choices: tuple[str, ...], of: str) -> str | None:
    """Find which of the choices a cell names; where there is one or none, it may be blank."""
    if text is None:
        if len(choices) <= 1:
            return choices[0] if choices else ""
        row.say("facts.E253", "“{of}” has several, and “{column}” is blank.",
                name if name in row.sheet.positions else "unit", "Write one of: {known}.",
                of=of, column=row.sheet.header(name), known=Several(choices))  # fmt: skip
        return None
    if text in choices:
        return text
    named = next((each for each in choices if key(each) == key(text)), None)
    if named is None:
        row.note(
            unknown("facts.E253", "“{name}” is not what “{of}” knows under “{column}”.", text, choices, of=of), name
        )
    return named
