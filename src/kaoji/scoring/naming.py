"""Names: what the rows of a table may point to, found by what people write.

Spaces and full-width signs make no difference. Where several indicators bear a name, the kind of table, the label and
the unit decide; only what they leave open is a fault.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from kaoji.diagnostics import Several
from kaoji.numbers import fold, key
from kaoji.scheme.model import Award, Elsewhere, Limit
from kaoji.scheme.structure import ResolvedNode, ResolvedPanel, Structure
from kaoji.scoring.cells import Fault
from kaoji.scoring.columns import SLOT_TABLES, table
from kaoji.scoring.facts import Unit

ConditionRule = Limit | Award | Elsewhere
_PATH_SIGN = "＞"


class Names:
    """What a scheme and its units define, by name.

    ``units`` holds the assessed units by name, in the scheme's order; those of open groups are added as they are read.
    """

    def __init__(self, structure: Structure) -> None:
        self.structure = structure
        self.units: dict[str, Unit] = {}
        self.groups = {key(name): name for name in structure.scheme.groups}
        self.listed: dict[str, list[str]] = {}
        for group, members in structure.scheme.groups.items():
            for unit in members.units:
                self.listed.setdefault(unit, []).append(group)
        self._units: dict[str, str] = {}
        self._nodes: dict[str, list[int]] = {}
        self._codes: dict[str, int] = {}
        for node in structure.nodes:
            self._codes.setdefault(key(node.code), node.index)
            for start in range(len(node.path)):
                self._nodes.setdefault(_path_key(node.path[start:]), []).append(node.index)
        self._slots: dict[tuple[str, int], list[int]] = {}
        self._slot_keys = {key(slot.key): index for index, slot in enumerate(structure.slots)}
        for index, slot in enumerate(structure.slots):
            self._slots.setdefault((slot.kind, slot.node), []).append(index)
        self._panels = {key(panel.name): panel for panel in structure.panels}
        self._conditions = _conditions(structure)
        self._numbers = _numbers(structure)
        named = (name for node in structure.nodes for names in node.applies_to for name in names)
        self._alone = set(named) - set(structure.scheme.groups)
        self._has: dict[str, frozenset[int]] = {}
        self._found: dict[tuple[str, str, str, str], int | Fault] = {}

    # Units

    def add(self, unit: Unit) -> None:
        """Take in an assessed unit, or what is newly known of it."""
        self.units[unit.unit] = unit
        self._units[key(unit.unit)] = unit.unit

    def unit(self, text: str) -> Unit | Fault:
        """Find a unit."""
        name = self._units.get(key(text))
        return self.units[name] if name is not None else self._unknown_unit(text)

    def _unknown_unit(self, text: str) -> Fault:
        return unknown("facts.E205", "“{name}” is not a unit of this assessment.", text, self.units)

    def nodes_of(self, unit: Unit) -> frozenset[int]:
        """Give the indexes of the indicators that a unit has; units that no indicator names share their group's."""
        audience = self._audience(unit)
        if audience not in self._has:
            self._has[audience] = frozenset(node.index for node in self.structure.nodes_of(unit.unit, unit.group))
        return self._has[audience]

    def _audience(self, unit: Unit) -> str:
        return f"{unit.group}\n{unit.unit}" if unit.unit in self._alone else unit.group

    # Indicators and slots

    def nodes(self, text: str) -> list[int]:
        """Give the indicators that a code, a name, or the end of a path stands for."""
        code = self._codes.get(key(text))
        if code is not None:
            return [code]
        found = self._nodes.get(key(text))
        if found is None and (">" in fold(text) or "/" in text or "／" in text):
            found = self._nodes.get(key(fold(text).replace("/", ">")))
        return found or []

    def node(self, text: str, unit: Unit) -> ResolvedNode | Fault:
        """Find the indicator of a unit."""
        found = self.nodes(text)
        if not found:
            return self._unknown_indicator(text, range(len(self.structure.nodes)))
        own = [index for index in found if index in self.nodes_of(unit)]
        if not own:
            return _not_owned(text, unit)
        return self.structure.nodes[own[0]] if len(own) == 1 else self._ambiguous(text, own)

    def slot(self, kind: str, indicator: str, label: str, unit: Unit) -> int | Fault:
        """Find the slot of a kind that an indicator and a label name for a unit."""
        asked = (kind, indicator, label, self._audience(unit))
        if asked not in self._found:
            self._found[asked] = self._find_slot(kind, indicator, label, unit)
        found = self._found[asked]
        if isinstance(found, Fault) and found.code == "facts.E214":
            return _not_owned(indicator, unit)
        return found

    def _find_slot(self, kind: str, indicator: str, label: str, unit: Unit) -> int | Fault:
        direct = self._slot_keys.get(key(indicator))
        if direct is not None and self.structure.slots[direct].kind == kind and "#" in indicator:
            found = [direct]
        else:
            nodes = self.nodes(indicator)
            if not nodes:
                asking = {slot.node for slot in self.structure.slots if slot.kind == kind}
                return self._unknown_indicator(indicator, sorted(asking))
            found = [slot for node in nodes for slot in self._slots.get((kind, node), ())]
            if not found:
                return self._other_kind(kind, indicator, nodes)
        if label:
            labelled = [slot for slot in found if key(label) in self._labels(slot)]
            if not labelled:
                known = [self.structure.slots[slot].label for slot in found]
                message = "“{name}” is not something that “{indicator}” asks for."
                return unknown("facts.E213", message, label, known, indicator=indicator)
            found = labelled
        own = [slot for slot in found if self.structure.slots[slot].node in self.nodes_of(unit)]
        if not own:
            return _not_owned(indicator, unit)
        return own[0] if len(own) == 1 else self._open(indicator, own)

    def _labels(self, slot: int) -> tuple[str, str]:
        return key(self.structure.slots[slot].label), key(self.structure.slots[slot].key)

    def _open(self, indicator: str, slots: list[int]) -> Fault:
        nodes = sorted({self.structure.slots[slot].node for slot in slots})
        if len(nodes) > 1:
            return self._ambiguous(indicator, nodes)
        labels = Several(self.structure.slots[slot].label for slot in slots)
        return Fault(
            "facts.E213",
            "“{indicator}” asks for several things, and the row does not say which.",
            "Name one of: {known}.",
            {"indicator": indicator, "known": labels},
        )

    def _other_kind(self, kind: str, indicator: str, nodes: list[int]) -> Fault:
        taken = [table(name) for name in sorted({SLOT_TABLES[s.kind] for s in self.structure.slots if s.node in nodes})]
        hint = (
            "Its facts stand in: {sheets} (in Chinese: {tables})."
            if taken
            else "It is not scored from facts of its own."
        )
        return Fault(
            "facts.E212",
            "“{indicator}” has nothing that goes into the table {sheet} (in Chinese: {table}).",
            hint,
            {
                "indicator": indicator,
                "table": table(SLOT_TABLES[kind]).zh,
                "sheet": SLOT_TABLES[kind],
                "tables": Several(each.zh for each in taken),
                "sheets": Several(each.name for each in taken),
            },
        )

    def _unknown_indicator(self, text: str, among: Iterable[int]) -> Fault:
        known = [self.structure.nodes[index].name for index in among]
        return unknown("facts.E210", "“{name}” is not an indicator of this scheme.", text, known)

    def _ambiguous(self, text: str, nodes: list[int]) -> Fault:
        return Fault(
            "facts.E211",
            "“{indicator}” is the name of {count} indicators.",
            "Write the code or the path: {known}.",
            {
                "indicator": text,
                "count": len(nodes),
                "known": Several(f"{self.structure.nodes[node].code} {self.path(node)}" for node in nodes),
            },
        )

    def code_of_number(self, number: str) -> str | Fault:
        """Give the code that a spreadsheet's number stands for: 2.1 may have been typed as 2.10."""
        alike = [node.code for node in self.structure.nodes if _same_number(node.code, number)]
        if len(alike) <= 1:
            return alike[0] if alike else number
        return Fault(
            "facts.E211",
            "{number} may stand for the codes {known}: the cell holds a number, and its zeros at the end are lost.",
            "Format the cell as text and write the code again, or write the name.",
            {"number": number, "known": Several(alike)},
        )

    def path(self, node: int) -> str:
        """Give the shortest unambiguous writing of an indicator: its name, the end of its path, or its code."""
        names = self.structure.nodes[node].path
        for start in range(len(names) - 1, -1, -1):
            text = _PATH_SIGN.join(names[start:])
            if self.nodes(text) == [node]:
                return text
        return self.structure.nodes[node].code

    # Panels and conditions

    def panel(self, text: str, unit: Unit) -> ResolvedPanel | Fault:
        """Find a panel that a unit is rated by."""
        panel = self._panels.get(key(text))
        if panel is None:
            names = [panel.name for panel in self.structure.panels]
            return unknown("facts.E250", "“{name}” is not a panel of this scheme.", text, names)
        applies_to = panel.panel.applies_to
        if applies_to and unit.unit not in applies_to and unit.group not in applies_to:
            return Fault(
                "facts.E252",
                "The panel “{panel}” is not for “{unit}”.",
                "Mend the name of the unit or panel.",
                {"panel": panel.name, "unit": unit.unit},
            )
        return panel

    def condition(self, text: str, unit: Unit) -> tuple[str, list[ConditionRule]] | Fault:
        """Find a condition by its words or number, with the rules that look at it for the unit."""
        named = self._conditions.get(key(text))
        if named is None:
            several = self._numbers.get(key(text))
            if several:
                return Fault(
                    "facts.E264",
                    "Several conditions bear the number “{number}”: {known}.",
                    "Write the words of the one that is meant.",
                    {"number": text, "known": Several(several)},
                )
            words = {rule_words(rule) for rules in self._conditions.values() for rule in rules}
            return unknown("facts.E260", "“{name}” is not a condition that this scheme looks at.", text, sorted(words))
        rules = [rule for rule in named if concerns(rule, unit)]
        if not rules:
            return Fault("facts.E263", "The condition “{condition}” does not concern “{unit}”.",
                         "Mend the name of the unit or condition.",
                         {"condition": rule_words(named[0]), "unit": unit.unit})  # fmt: skip
        return rule_words(rules[0]), rules


def rule_words(rule: ConditionRule) -> str:
    """Give the words of a condition."""
    return rule.by if isinstance(rule, Elsewhere) else rule.when or ""


def looks_at_place(rule: ConditionRule) -> bool:
    """Tell whether a condition is settled by a place given elsewhere."""
    return isinstance(rule, Elsewhere) or (isinstance(rule, Limit) and rule.last_places is not None)


def concerns(rule: ConditionRule, unit: Unit) -> bool:
    """Tell whether a condition is looked at for a unit."""
    if isinstance(rule, Limit):
        return not rule.applies_to or unit.unit in rule.applies_to or unit.group in rule.applies_to
    return not isinstance(rule, Elsewhere) or rule.group == unit.group


def unknown(code: str, message: str, name: str, known: Iterable[str], **data: object) -> Fault:
    """Make the fault of a name that nothing defines, with the nearest that something does."""
    choices = list(dict.fromkeys(known))
    near = difflib.get_close_matches(name, choices, 1, cutoff=0.5)
    hint = "Did you mean “{near}”?" if near else "Known are: {known}." if choices else "The scheme defines none."
    return Fault(
        code, message, hint, {"name": name, "near": near[0] if near else "", "known": Several(choices), **data}
    )


def _conditions(structure: Structure) -> dict[str, list[ConditionRule]]:
    scheme = structure.scheme
    rules: list[ConditionRule] = [
        *scheme.reported_limits,
        *scheme.elsewhere,
        *(award for award in scheme.awards if award.when),
    ]
    found: dict[str, list[ConditionRule]] = {}
    for rule in rules:
        found.setdefault(key(rule_words(rule)), []).append(rule)
    for number, words in _numbers(structure).items():
        if len(words) == 1:
            limits = [rule for rule in scheme.reported_limits if rule.number is not None and key(rule.number) == number]
            found.setdefault(number, [*limits])
    return found


def _numbers(structure: Structure) -> dict[str, list[str]]:
    """Give the words of the conditions by their number; two lists of a notice may both begin with 1."""
    found: dict[str, dict[str, None]] = {}
    for limit in structure.scheme.reported_limits:
        if limit.number is not None:
            found.setdefault(key(limit.number), {})[rule_words(limit)] = None
    return {number: [*words] for number, words in found.items()}


def _path_key(names: Iterable[str]) -> str:
    return ">".join(key(name) for name in names)


def _same_number(code: str, number: str) -> bool:
    try:
        return Decimal(code) == Decimal(number)
    except InvalidOperation:
        return False


def _not_owned(indicator: str, unit: Unit) -> Fault:
    return Fault(
        "facts.E214",
        "“{unit}” does not have the indicator “{indicator}”.",
        "Mend the name, or add the unit or its group under “for” in the scheme.",
        {"unit": unit.unit, "indicator": indicator},
    )
