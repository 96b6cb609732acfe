"""Rows on what stands beside the points: absences, conditions, earlier results, decisions."""

from __future__ import annotations

from decimal import Decimal

from kaoji.diagnostics import Several
from kaoji.numbers import key, plain
from kaoji.scheme.model import Elsewhere, Limit
from kaoji.scheme.spans import places_in
from kaoji.scheme.structure import ABSENT_POLICIES
from kaoji.scoring import cells
from kaoji.scoring.checking import Checker, chosen_of
from kaoji.scoring.facts import Absence, Condition, Decision, PastResult
from kaoji.scoring.naming import ConditionRule, looks_at_place, unknown
from kaoji.scoring.rows import Row


def absence(check: Checker, row: Row) -> Absence | None:
    """Read that an indicator does not apply."""
    unit, text = check.unit(row), row.text("indicator")
    if unit is None or text is None:
        return None
    node = row.kept(check.names.node(text, unit), "indicator")
    if node is None:
        return None
    check.once(row, "unit", unit.unit, node.index)
    if node.node.when_absent is None:
        row.say(
            "facts.E216",
            "The scheme does not say what becomes of “{indicator}” where it does not apply.",
            "indicator",
            "Write “when_absent” at the indicator: {known}, or the name of the one that takes its points.",
            indicator=node.name,
            known=Several(ABSENT_POLICIES),
        )
    if not row.faulty:
        check.absent.setdefault(unit.unit, set()).add(node.index)
    return Absence(unit.unit, node.index, row.text("reason") or "", row.source)


def condition(check: Checker, row: Row) -> Condition | None:
    """Read that a condition holds."""
    unit, text = check.unit(row), row.text("condition")
    met, approved, value = row.yes_no("met"), row.yes_no("approved"), row.quantity("value")
    found = row.kept(check.names.condition(text, unit), "condition") if unit is not None and text is not None else None
    if unit is None or found is None:
        return None
    words, rules = found
    kind = _condition_kind(row, rules)
    _condition_value(row, value, rules, words)
    note = row.text("note")
    if any(map(looks_at_place, rules)):
        check.once(row, "condition", unit.unit, words)  # one place, whatever is noted
    else:
        check.once(row, "condition", unit.unit, words, kind, key(note or ""))
    return Condition(unit.unit, words, met is not False, approved, value, kind, note, row.source)


def _condition_kind(row: Row, rules: list[ConditionRule]) -> str | None:
    """Find the kind among those whose least values the condition states."""
    text = row.text("kind")
    kinds = tuple(dict.fromkeys(kind for rule in rules if isinstance(rule, Limit) for kind in rule.at_least))
    if not kinds or (text is None and len(kinds) > 1 and cells.is_blank(row.raw("value"))):
        return text
    named = tuple(kind for kind in kinds if kind)
    if len(named) < len(kinds) and (text is None or not named):
        return text  # what has a least value without a name is everything that is not named
    return chosen_of(row, "kind", text, named, row.text("condition") or "")


def _condition_value(row: Row, value: Decimal | None, rules: list[ConditionRule], words: str) -> None:
    """Check the number or place that a condition looks at."""
    by_place = any(looks_at_place(rule) for rule in rules)
    needed = by_place or any(isinstance(rule, Limit) and rule.at_least for rule in rules)
    if needed and cells.is_blank(row.raw("value")):
        row.say("facts.E261", "“{condition}” needs the number or place that it looks at.",
                "value" if "value" in row.sheet.positions else "condition",
                "Write it under “value” (数值).", condition=words)  # fmt: skip
    elif by_place and value is not None and value == value.to_integral_value() and value < 1:
        row.say("facts.E230", "{value} is below {least}, the least that “{column}” can be.", "value",
                "Write the place, 1 for the first.", value=plain(value), least=1)  # fmt: skip
    elif by_place and value is not None and value != value.to_integral_value():
        row.say("facts.E229", "{value} is not a whole number.", "value", "Write the place, 1 for the first.",
                value=plain(value))  # fmt: skip
    elif value is not None and not row.faulty:
        for rule in rules:
            if isinstance(rule, Elsewhere) and not _has_grade(rule, int(value)):
                known = Several(f"{name} {'、'.join(spans)}" for name, spans in rule.grades.items())
                row.say("facts.W217", "No grade is said for place {place} of “{condition}”; the unit has none.", "value",
                        "Mend the place, or the ranges in the scheme: {known}.",
                        place=int(value), condition=words, known=known)  # fmt: skip


def _has_grade(rule: Elsewhere, place: int) -> bool:
    spans = (places_in(text) for ranges in rule.grades.values() for text in ranges)
    return any(span is not None and span[0] <= place <= span[1] for span in spans)


def past_result(check: Checker, row: Row) -> PastResult | None:
    """Read a result of an earlier year."""
    unit, year = check.unit(row), row.whole("year", 1949)
    grade, rank, is_last, total = row.text("grade"), row.whole("rank"), row.yes_no("is_last"), row.points("total")
    if unit is None or year is None:
        return None
    if year >= check.structure.scheme.year:
        row.say("facts.E270", "{year} is not before {this}, the year assessed.", "year",
                year=year, this=check.structure.scheme.year)  # fmt: skip
    check.once(row, "year", unit.unit, year)
    if grade is not None:
        grade = _grade(check, row, grade, "facts.W208") or grade
    return PastResult(unit.unit, year, grade, rank, is_last, total, row.source, row.text("group_then"))


def _grade(check: Checker, row: Row, text: str, code: str) -> str | None:
    """Find a grade of the scheme."""
    names = [grade.name for grade in check.structure.scheme.grades]
    named = next((name for name in names if key(name) == key(text)), None)
    if named is None and (names or code.endswith("E271")):
        row.note(unknown(code, "“{name}” is not a grade of this scheme.", text, names), "grade")
    return named


def decision(check: Checker, row: Row) -> Decision | None:
    """Read a decision of the leading group."""
    unit, group, order = check.unit(row), row.text("group"), row.whole("order")
    grade, signed_on = row.text("grade"), row.day("signed_on")
    if unit is None:
        return None
    if grade is not None:
        grade = _grade(check, row, grade, "facts.E271")
    if group is not None and check.names.groups.get(key(group)) != unit.group:
        row.say("facts.E206", "“{unit}” stands here in the group “{group}”, but in the scheme in “{scheme_group}”.",
                "group", "A unit belongs to one group: mend the row or the scheme.",
                unit=unit.unit, group=group, scheme_group=unit.group)  # fmt: skip
    # The two may be decided on two days, each once.
    if order is not None or grade is None:
        check.once(row, "unit", unit.unit, "order")
    if grade is not None:
        check.once(row, "unit", unit.unit, "grade")
    lacking = [row.sheet.header(name) for name in ("by", "signed_on") if row.text(name) is None]
    if lacking:
        row.say("facts.W230", "The decision on “{unit}” is not said to be signed: “{lacking}” is blank.", "unit",
                "Write who decided and when it was signed; both stand in the result.",
                unit=unit.unit, lacking=Several(lacking))  # fmt: skip
    return Decision(unit.unit, unit.group, order, grade, row.text("by") or "", signed_on, row.text("note"), row.source)


READERS = {"absences": absence, "conditions": condition, "history": past_result, "decisions": decision}
"""How a row of each table becomes a fact."""
