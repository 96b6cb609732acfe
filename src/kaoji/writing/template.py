"""The workbook that a provider of data fills in: a sheet for each kind of slot, made from the scheme.

What is given stands on grey; open cells check what is typed and say how it will be scored. Cells left blank are not
facts yet, so a half-filled workbook can be read at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from kaoji.diagnostics import is_chinese
from kaoji.numbers import plain
from kaoji.scheme.structure import ResolvedPanel, Slot, Structure
from kaoji.scoring.columns import SLOT_TABLES, Column, Table, table
from kaoji.scoring.expectations import Expected, expected
from kaoji.scoring.facts import Facts, Unit
from kaoji.scoring.naming import Names, rule_words
from kaoji.scoring.tidying import Tidying
from kaoji.scoring.unit_points import UnitPoints
from kaoji.writing.form import Form, Line
from kaoji.writing.table_sheet import Check, TableSheet, Written

_WORK_ITEMS = 6
_NAMED = 5
"""So many units are named one by one in the guide."""
_ON_ORDER = "Only where the result says that equals are to be decided: a row for each of them, 1 for who comes first."
_ON_GRADE = "Only for a grade that was decided and that the rules do not give; it replaces the computed one."


def providers(structure: Structure) -> list[str]:
    """Give all who provide data, in the order of the scheme."""
    names = [name for slot in structure.slots for name in slot.providers]
    return list(dict.fromkeys([*names, *(name for panel in structure.panels for name in panel.panel.provider)]))


def write_template(
    structure: Structure,
    target: Path | BinaryIO,
    provider: str | None = None,
    language: str = "zh",
    *,
    only: Collection[str] | None = None,
    known: Facts | None = None,
    lacking: Mapping[str, Collection[int]] | None = None,
) -> None:
    """Write the workbook that a provider fills in.

    Args:
        structure: the resolved scheme.
        target: a path or an open file.
        provider: whose slots; None for all, with units, conditions and earlier results too.
        language: of names, notes and instructions: "zh" or "en".
        only: the keys of the slots and the names of the panels to ask for, whoever provides them.
        known: facts that are known already and stand in their cells.
        lacking: by unit, the indicators that do not apply to it: they have no row, and where their points go to
            another indicator, that shows the points it counts for the unit.
    """
    _Template(structure, provider, language, only, known or Facts(), lacking or {}).write(target)


class _Template(Form):
    def __init__(
        self,
        structure: Structure,
        provider: str | None,
        language: str,
        only: Collection[str] | None,
        known: Facts,
        lacking: Mapping[str, Collection[int]],
    ) -> None:
        super().__init__(structure, language)
        self.provider, self.only, self.known = provider, only, known
        self.tidying = Tidying(structure)
        self.by_place: dict[tuple[str, int, str], list[Any]] = {}
        for name in SLOT_TABLES.values():
            for fact in getattr(known, name):
                self.by_place.setdefault((name, fact.slot, fact.unit), []).append(fact)
        self.names = Names(structure)
        for name, groups in self.names.listed.items():
            self.names.add(Unit(name, groups[0]))
        self.units = list(self.names.units.values())
        self.points = {
            unit.unit: UnitPoints(structure, unit.unit, unit.group, lacking[unit.unit])
            for unit in self.units
            if lacking.get(unit.unit)
        }

    def write(self, target: Path | BinaryIO) -> None:
        """Write all sheets."""
        is_whole = self.provider is None and self.only is None
        if is_whole:
            self.unit_sheet()
        for kind, name in SLOT_TABLES.items():
            slots = [
                (i, slot)
                for i, slot in enumerate(self.structure.slots)
                if slot.kind == kind and self.mine(slot.key, slot.providers)
            ]
            if slots and kind == "events":
                self.event_sheet(slots)
            elif slots:
                self.slot_sheet(table(name), slots)
        self.panel_sheets()
        self.absence_sheet()
        if is_whole:
            self.condition_sheet()
            self.history_sheet()
            self.decision_sheet()
        self.finish(self.provider or self.say("all providers"), target)

    def mine(self, key: str, names: Sequence[str]) -> bool:
        """Tell whether something is the provider's to give."""
        if self.only is not None:
            return key in self.only
        return self.provider is None or self.provider in names

    def values_of(self, of: Table, fact: Any) -> dict[str, Written]:  # noqa: ANN401 - a row of the table
        """Give a fact's own values as cells hold them."""
        values: dict[str, Written] = {}
        for column in of.columns:
            if column.kind != "shown":
                text = self.tidying.writer(of.name, column.field)(fact)
                is_number = column.kind in ("points", "quantity", "whole") and text
                if column.kind == "yes_no" and text and not is_chinese(self.language):
                    text = "yes" if text == "是" else "no"
                values[column.field] = Decimal(text) if is_number else text or None
        return values

    def known_rows(self, sheet: TableSheet, columns: list[Column], of: Table, facts: Iterable[Any]) -> None:
        """Write a row for each fact that is known already."""
        for fact in facts:
            self.add(sheet, columns, {}, (), self.values_of(of, fact))

    # Parts of rows

    def owners(self, node: int) -> list[Unit]:
        """Give the units that have an indicator and to which it applies."""
        way = {node, *self.structure.above(node)}
        return [
            unit
            for unit in self.units
            if node in self.names.nodes_of(unit)
            and not (unit.unit in self.points and way & self.points[unit.unit].absent)
        ]

    def points_of(self, node: int, unit: Unit) -> Decimal | None:
        """Give the points of an indicator for a unit, those among them that others hand on to it."""
        own = self.points.get(unit.unit)
        stated = self.structure.nodes[node].node.points
        return stated if own is None or stated is None else own.stated(self.structure.nodes[node])

    def head_values(self, slot: Slot, unit: Unit) -> dict[str, Written]:
        """Give what is known of a row before it is filled in."""
        return {
            "unit": unit.unit,
            "group_shown": unit.group,
            "indicator": self.names.path(slot.node),
            "slot": slot.label,
            "points_shown": self.points_of(slot.node, unit),
            "measured_shown": self.measured(slot),
        }

    def measured(self, slot: Slot) -> str | None:
        """Give the unit of measure; of a percentage, how it is written: 98.4 or 0.984."""
        is_percent = slot.kind == "measure" and expected(self.structure, self.structure.slots.index(slot)).in_percent
        return str(self.say("%, 98.4 for 98.4%")) if is_percent else slot.measured_in

    # Slots

    def slot_sheet(self, of: Table, slots: list[tuple[int, Slot]]) -> None:
        """Write a sheet with a row for each slot and unit (several for work items)."""
        shown = ["group_shown", "points_shown"] + (["measured_shown"] if of.name == "measures" else [])
        sheet, columns = self.sheet(of, shown=shown)
        for index, slot in slots:
            wanted = expected(self.structure, index)
            owners = self.owners(slot.node)
            self.explain(of, slot, owners)
            closed = [
                name for name, needed in (("target", slot.has_target), ("previous", slot.has_previous)) if not needed
            ]
            first = sheet.row + 1
            for unit in owners:
                found = [self.values_of(of, fact) for fact in self.by_place.get((of.name, index, unit.unit), ())]
                blank: list[dict[str, Written]] = [{}] * ((_WORK_ITEMS if slot.kind == "items" else 1) - len(found))
                for values in (*found, *blank):
                    self.add(sheet, columns, self.head_values(slot, unit), closed, values)
            if sheet.row >= first:
                at = next(number for number, column in enumerate(columns, 1) if column.field == "slot")
                sheet.note(first, at, self.rule(slot))
                self.check(sheet, columns, (first, sheet.row), self.slot_checks(slot, wanted, columns, owners))
        sheet.finish()

    def rule(self, slot: Slot) -> str:
        """Give the words of a slot's rules."""
        return "\n".join(dict.fromkeys(slot.rules))

    def explain(self, of: Table, slot: Slot, owners: Sequence[Unit] = ()) -> None:
        """List a slot in the guide, with the units for which it counts otherwise than for the rest."""
        node = self.structure.nodes[slot.node].node
        points = plain(node.points) if node.points is not None else ""
        others: dict[Decimal, list[str]] = {}
        for unit in owners:
            own = self.points_of(slot.node, unit)
            if own is not None and own != node.points:
                others.setdefault(own, []).append(unit.unit)
        for own, names in others.items():
            text = "; {names} {points}" if len(names) <= _NAMED else "; {names} and others, {count} in all, {points}"
            given = {"names": "、".join(names[:_NAMED]), "count": len(names), "points": plain(own)}
            points += self.say(text).format(**given)
        self.lines.append(Line(of.title(self.language), self.names.path(slot.node), slot.label, points,
                                self.measured(slot) or "", self.rule(slot)))  # fmt: skip

    def slot_checks(
        self, slot: Slot, wanted: Expected, columns: list[Column], owners: Sequence[Unit]
    ) -> dict[str, Check]:
        """Give the checks of a slot's value, with the rule as a prompt."""
        most = slot.high
        if most is not None:
            # Where others hand their points on, the bound moves with the points.
            stated = self.structure.nodes[slot.node].node.points
            most = max([most, *(most + (own or 0) - (stated or 0) for unit in owners
                                if (own := self.points_of(slot.node, unit)) != stated)])  # fmt: skip
        low, high = (plain(bound) if bound is not None else None for bound in (slot.low, most))
        prompt, title = self.rule(slot), slot.label
        checks = self.ordinary(columns)
        if slot.kind == "score":
            text = (
                self.say("Write points from {low} to {high}.")
                if high is not None
                else self.say("Write points, not below {low}.")
            )
            error = text.format(low=low or "0", high=high)
            checks["score"] = Check("decimal", low or "0", high, title, error, f"{error}\n{prompt}")
        elif slot.kind == "answer":
            checks["answer"] = replace(checks["answer"], title=title, prompt=prompt)
        elif slot.kind == "measure":
            ranged = wanted.bounds(None)
            error = self.say("Write a number without its unit of measure.")
            if wanted.in_percent:
                error = self.say("Write a percentage without the sign: 95 for 95%.")
            limits = ("0", plain(ranged[1])) if ranged is not None else ("-1000000000000", "1000000000000")
            checks["value"] = Check("decimal", *limits, title, error, f"{error}\n{prompt}")
            for name in ("target", "previous"):
                checks[name] = Check("decimal", "-1000000000000", "1000000000000", error=error)
        elif slot.kind == "place":
            checks["place"] = Check("whole", "1", "100000", title, self.say("Write a whole number."), prompt)
        return checks

    def event_sheet(self, slots: list[tuple[int, Slot]]) -> None:
        """Write the sheet of events: open rows, everything that is known to choose from."""
        of = table("events")
        sheet, columns = self.sheet(of)
        for _, slot in slots:
            self.explain(of, slot)
        owners = {unit.unit for _, slot in slots for unit in self.owners(slot.node)}
        levels = [level for _, slot in slots for level in slot.levels]
        checks = self.ordinary(columns) | {
            "indicator": self.choose([self.names.path(slot.node) for _, slot in slots]),
            "slot": self.choose([slot.label for _, slot in slots]),
            "quantity": Check("decimal", "0", error=self.say("Write a number without its unit of measure.")),
        }
        if owners:
            checks["unit"] = self.choose([unit.unit for unit in self.units if unit.unit in owners])
        if levels:
            checks["level"] = self.choose(levels)
        asked = {index for index, _ in slots}
        self.known_rows(sheet, columns, of, (event for event in self.known.events if event.slot in asked))
        self.open_rows(sheet, columns, checks)

    # Panels

    def panel_sheets(self) -> None:
        """Write the sheets of ballots, marks and ready scores, each where there is such a panel."""
        mine = [panel for panel in self.structure.panels if self.mine(panel.name, panel.panel.provider)]
        entered = [panel for panel in mine if panel.panel.entered]
        if entered:
            self.entered_sheet(entered)
        voting = [panel for panel in mine if panel.panel.options]
        if voting:
            options = [name for panel in voting for name in (*panel.panel.options, *panel.panel.abstentions)]
            self.rating_sheet("ballots", voting, {"option": options,
                              "question": [name for panel in voting for name in panel.panel.questions]})  # fmt: skip
        marking = [panel for panel in mine if panel.panel.dimensions]
        if marking:
            dimensions = [name for panel in marking for name in panel.panel.dimensions]
            self.rating_sheet("marks", marking, {"dimension": dimensions})

    def rated(self, panel: ResolvedPanel) -> Iterator[Unit]:
        """Give the units that a panel rates."""
        for unit in self.units:
            if not panel.panel.applies_to or {unit.unit, unit.group} & set(panel.panel.applies_to):
                yield unit

    def explain_panel(self, of: Table, panel: ResolvedPanel) -> None:
        """List a panel in the guide."""
        values = panel.panel.options or panel.panel.dimensions
        between, after, gap = ("、", "；", "") if is_chinese(self.language) else (", ", "; ", " ")
        rule = between.join(f"{name}{gap}{plain(points)}" for name, points in values.items())
        self.lines.append(Line(of.title(self.language), panel.name, "", plain(panel.panel.points), "",
                                after.join(filter(None, (rule, panel.panel.text or panel.panel.score)))))  # fmt: skip

    def entered_sheet(self, panels: list[ResolvedPanel]) -> None:
        """Write the sheet of panel scores that come ready made."""
        of = table("panel_scores")
        sheet, columns = self.sheet(of, shown=("group_shown", "points_shown"))
        for panel in panels:
            self.explain_panel(of, panel)
            first = sheet.row + 1
            scores = {score.unit: score.score for score in self.known.panel_scores if score.panel == panel.name}
            for unit in self.rated(panel):
                given: dict[str, Written] = {"unit": unit.unit, "group_shown": unit.group, "panel": panel.name,
                         "points_shown": panel.panel.points}  # fmt: skip
                self.add(sheet, columns, given, (), {"score": scores.get(unit.unit)})
            high = plain(panel.panel.points)
            error = self.say("Write points from {low} to {high}.").format(low="0", high=high)
            checks = {"score": Check("decimal", "0", high, panel.name, error, error)}
            self.check(sheet, columns, (first, sheet.row), checks)
        sheet.finish()

    def rating_sheet(self, name: str, panels: list[ResolvedPanel], choices: dict[str, list[str]]) -> None:
        """Write a sheet of ballots or marks: open rows, everything that is known to choose from."""
        of = table(name)
        sheet, columns = self.sheet(of)
        for panel in panels:
            self.explain_panel(of, panel)
        units = {unit.unit for panel in panels for unit in self.rated(panel)}
        choices |= {
            "unit": [unit.unit for unit in self.units if unit.unit in units],
            "panel": [panel.name for panel in panels],
            "kind": [kind for panel in panels for kind in panel.panel.classes],
        }
        checks = self.ordinary(columns) | {field: self.choose(texts) for field, texts in choices.items() if texts}
        if name == "marks":
            highest = plain(max(mark for panel in panels for mark in panel.panel.dimensions.values()))
            error = self.say("Write points from {low} to {high}.").format(low="0", high=highest)
            checks["mark"] = Check("decimal", "0", highest, error=error)
        asked = {panel.name for panel in panels}
        self.known_rows(sheet, columns, of, (fact for fact in getattr(self.known, name) if fact.panel in asked))
        self.open_rows(sheet, columns, checks)

    # The rest

    def unit_sheet(self) -> None:
        """Write the sheet of units with the attributes that the scheme asks for."""
        attributes = self.structure.attributes
        sheet, columns = self.sheet(table("units"), list(attributes))
        for unit in self.units:
            self.add(sheet, columns, {"unit": unit.unit, "group": unit.group})
        checks = self.ordinary(columns)
        quota = self.structure.scheme.quota
        for name, values in attributes.items():
            if values and name == quota.share_by:
                checks[name] = self.choose(values)
        self.check(sheet, columns, (2, sheet.row), checks)
        sheet.finish()

    def absence_sheet(self) -> None:
        """Write the sheet of indicators that may not apply, where the scheme has a rule for that."""
        mine = {slot.node for slot in self.structure.slots if self.mine(slot.key, slot.providers)}
        is_whole = self.provider is None and self.only is None
        nodes = [node.index for node in self.structure.nodes if node.node.when_absent is not None
                 and (is_whole or node.index in mine)]  # fmt: skip
        units = {unit.unit for node in nodes for unit in self.owners(node)}
        if not units:
            return
        sheet, columns = self.sheet(table("absences"))
        checks = {
            "unit": self.choose([unit.unit for unit in self.units if unit.unit in units]),
            "indicator": self.choose([self.names.path(node) for node in nodes]),
        }
        self.known_rows(
            sheet, columns, table("absences"), (each for each in self.known.absences if each.node in set(nodes))
        )
        self.open_rows(sheet, columns, checks)

    def condition_sheet(self) -> None:
        """Write the sheet of conditions that the grade rules and awards look at."""
        scheme = self.structure.scheme
        words = [rule_words(limit) for limit in scheme.reported_limits] + [
            rule_words(rule) for rule in scheme.elsewhere
        ]
        words += [award.when for award in scheme.awards if award.when]
        if not words:
            return
        sheet, columns = self.sheet(table("conditions"))
        checks = self.ordinary(columns) | {"condition": self.choose(words)}
        if self.units:
            checks["unit"] = self.choose([unit.unit for unit in self.units])
        kinds = [kind for limit in scheme.limits for kind in limit.at_least if kind]
        if kinds:
            checks["kind"] = self.choose(kinds)
        self.open_rows(sheet, columns, checks)

    def history_sheet(self) -> None:
        """Write the sheet of earlier years' results, as far back as something follows from them."""
        scheme = self.structure.scheme
        if not any(each.years_running > 1 for each in scheme.afterwards) and not any(
            award.rise for award in scheme.awards
        ):
            return
        sheet, columns = self.sheet(table("history"), shown=("group_shown",))
        back = max([2, *(each.years_running for each in scheme.afterwards)])
        for unit in self.units:
            for year in range(scheme.year - 1, scheme.year - back, -1):
                self.add(sheet, columns, {"unit": unit.unit, "group_shown": unit.group, "year": year})
        checks = self.ordinary(columns)
        if scheme.grades:
            checks["grade"] = self.choose([grade.name for grade in scheme.grades])
        self.check(sheet, columns, (2, sheet.row), checks)
        sheet.finish()

    def decision_sheet(self) -> None:
        """Write the sheet of what people decide: who comes first among equals, and grades given by decision."""
        scheme = self.structure.scheme
        has_ties = scheme.quota.ties == "decision" and (scheme.grades or any(each.at_most for each in scheme.awards))
        if not scheme.grades and not has_ties:
            return
        of = table("decisions")
        sheet, columns = self.sheet(of)
        most = str(max(2, len(self.units))) if self.units else "100000"
        error = self.say("Write a whole number from 1 to {most}.").format(most=most)
        checks = self.ordinary(columns) | {
            "order": Check("whole", "1", most, error=error, prompt=self.say(_ON_ORDER)),
        }
        choices = {"unit": [unit.unit for unit in self.units], "group": [unit.group for unit in self.units]}
        checks |= {name: self.choose(texts) for name, texts in choices.items() if texts}
        if scheme.grades:
            checks["grade"] = self.choose([grade.name for grade in scheme.grades], prompt=self.say(_ON_GRADE))
        for wanted, column in ((has_ties, "order"), (scheme.grades, "grade")):
            if wanted:
                name = next(each.name(self.language) for each in columns if each.field == column)
                words = _ON_ORDER if column == "order" else _ON_GRADE
                self.lines.append(Line(of.title(self.language), "", name, "", "", self.say(words)))
        self.known_rows(sheet, columns, of, self.known.decisions)
        self.open_rows(sheet, columns, checks)
