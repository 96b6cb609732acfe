"""Rows on slots: scores, answers, measures, events, places and work items."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kaoji.diagnostics import Several
from kaoji.numbers import fold, key, plain
from kaoji.scheme.model import MOST_POINTS
from kaoji.scheme.structure import Slot
from kaoji.scoring import cells
from kaoji.scoring.checking import Checker, within
from kaoji.scoring.expectations import Expected
from kaoji.scoring.facts import Answer, EnteredScore, Event, Measure, Place, WorkItem
from kaoji.scoring.naming import unknown
from kaoji.scoring.rows import Row
from kaoji.scoring.unit_points import UnitPoints

_MAY_FALL = re.compile(
    "增|降|减|涨|幅|差|同比|环比|变|利润|收益|盈|grow|increase|decrease|declin|chang|margin|profit", re.IGNORECASE
)
"""What a percentage that may be below 0 is called by."""
_SUSPECT = 10
"""A percentage at most 1 is doubted where what it is compared with is this many times as large."""


def score(check: Checker, row: Row) -> EnteredScore | None:
    """Read an entered score."""
    found, value = check.slot(row, "score"), row.points("score")
    if found is None or value is None:
        return None
    unit, index, slot = found
    check.once(row, "unit", unit.unit, index)
    node = check.structure.nodes[slot.node]
    high = slot.high
    if high is not None and (absent := check.absent.get(unit.unit)):
        high = UnitPoints(check.structure, unit.unit, unit.group, absent).points(node.index)
    within(row, value, (Decimal(0) if slot.low is None else slot.low, high), node.name)
    return EnteredScore(unit.unit, index, value, row.source)


def answer(check: Checker, row: Row) -> Answer | None:
    """Read a yes or no."""
    found, value = check.slot(row, "answer"), row.yes_no("answer")
    if found is None or value is None:
        return None
    check.once(row, "unit", found[0].unit, found[1])
    return Answer(found[0].unit, found[1], value, row.source)


def measure(check: Checker, row: Row) -> Measure | None:
    """Read a measured value."""
    found = check.slot(row, "measure")
    if found is None:
        return None
    unit, index, slot = found
    wanted = check.expected(index)
    value, target, previous = (_number(row, name, slot, wanted) for name in ("value", "target", "previous"))
    _beside(row, "target", slot.has_target, slot)
    _beside(row, "previous", slot.has_previous, slot)
    check.once(row, "unit", unit.unit, index)
    if value is None:
        return None
    _computable(row, "value", value, wanted.worth(value, target, previous))
    for name, divisor in (("value", value), ("target", target), ("previous", previous)):
        if name in wanted.divided_by and divisor is not None and divisor <= 0:
            row.say("facts.W220", "Points of “{slot}” are in proportion to “{column}”, which is {value}: it gives nothing.", name,
                    "Mend the number; a unit that has no such task is entered in the table “absences” (不适用).",
                    slot=slot.label, value=plain(divisor))  # fmt: skip
    bounds = wanted.bounds(None)
    if bounds is not None and value != 0:
        _within_range(row, "value", value, bounds)
    if wanted.in_percent:
        references = [*wanted.thresholds, *(each for each in (target, previous) if each is not None)]
        _doubt(row, value, references)
        if value < 0 and not _MAY_FALL.search(slot.label):
            row.say("facts.W209", "{value} is below 0, which “{slot}” can hardly be.", "value",
                    "Check the sign.", value=plain(value), slot=slot.label)  # fmt: skip
    return Measure(unit.unit, index, value, target, previous, row.source)


def _number(row: Row, name: str, slot: Slot, wanted: Expected) -> Decimal | None:
    """Read a number in the unit of measure of a slot: where that is %, 98.4% and 98.4 are the same."""
    if wanted.in_percent:
        return row.value(name, cells.percentage)
    raw = row.raw(name)
    if slot.measured_in and isinstance(raw, str) and fold(raw).strip().endswith("%"):
        row.say("facts.E221", "“{value}” is a percentage, but “{slot}” is counted in {unit}.", name,
                "Write how many {unit} it is, without the sign %.", value=raw.strip(), slot=slot.label,
                unit=slot.measured_in)  # fmt: skip
        return None
    return row.value(name, cells.quantity)


def _computable(row: Row, name: str, value: Decimal, points: Decimal) -> None:
    """Note a value that a rule makes more points of than can be computed with: most likely a wrong unit of measure."""
    if points > MOST_POINTS:
        row.say("facts.E231", "{value} would make {points} points by the rule, too many to be computed with.", name,
                "Compare the unit of measure of the value with the rule's.",
                value=plain(value), points=plain(points.to_integral_value()))  # fmt: skip


def _beside(row: Row, name: str, needed: bool, slot: Slot) -> None:  # noqa: FBT001 - says which case
    """Check the target or last year's value beside a measured value."""
    blank = cells.is_blank(row.raw(name))
    if needed and blank:
        row.say("facts.E242", "“{slot}” also needs its “{column}”.", name if name in row.sheet.positions else "value",
                "Fill it in beside the value.", slot=slot.label, column=row.sheet.header(name))  # fmt: skip
    elif not needed and not blank:
        row.say("facts.W204", "“{slot}” does not use “{column}”; it is recorded only.", name,
                "Clear the cell, or write the rule so that it looks at it.", slot=slot.label)  # fmt: skip


def event(check: Checker, row: Row) -> Event | None:
    """Read an event."""
    found = check.slot(row, "events")
    happened_on, share, counts = row.day("happened_on"), row.share("share"), row.yes_no("counts")
    level, number = row.text("level"), row.text("number")
    if found is None:
        row.quantity("quantity")
        return None
    unit, index, slot = found
    quantity = _number(row, "quantity", slot, check.expected(index))
    level = _level(check, row, level, slot, index)
    _amount(check, row, quantity, level, index)
    if quantity is not None:
        wanted = check.expected(index)
        if quantity > wanted.safe:
            _computable(row, "quantity", quantity, wanted.worth(quantity))
        if quantity != 1 and counts is not False:
            _once(check, row, quantity, level, index)
    if happened_on is not None:
        _in_time(check, row, happened_on)
    if share == 0:
        row.say("facts.E223", "“{value}” is not between 0 and 100%.", "share", value="0")
    event = Event(
        unit.unit,
        index,
        number or "",
        Decimal(1) if quantity is None else quantity,
        level,
        row.text("matter"),
        Fraction(1) if share is None else share,
        counts is not False,
        happened_on,
        row.text("document"),
        row.text("note"),
        row.source,
    )
    if number is not None:
        check.once(row, "number", unit.unit, index, key(number))
    elif not row.faulty:
        _look_alike(check, row, event)
    return event


def _in_time(check: Checker, row: Row, happened_on: date) -> None:
    """Warn of an event outside the assessment."""
    first, last = check.span
    if not first <= happened_on <= last:
        row.say("facts.W203", "{date} lies outside the assessment, {first} to {last}.", "happened_on",
                "Mend the date, or write no under “counts” (计入) where the event does not count this year.",
                date=happened_on.isoformat(), first=first.isoformat(), last=last.isoformat())  # fmt: skip


def _level(check: Checker, row: Row, level: str | None, slot: Slot, index: int) -> str | None:
    """Find the level of an event among those that the rules tell apart."""
    if level is None:
        if check.expected(index).needs_level:
            row.say("facts.E255", "“{slot}” tells levels apart, and the event has none.",
                    "level" if "level" in row.sheet.positions else "indicator",
                    "Write one of: {known}.", slot=slot.label, known=Several(slot.levels))  # fmt: skip
        return None
    if level in slot.levels:
        return level
    named = next((each for each in slot.levels if key(each) == key(level)), None)
    if named is None and not slot.levels:
        row.say("facts.E254", "“{slot}” has no levels, and “{level}” is written for one.", "level",
                "Clear the cell; what it says belongs under “note” (说明).", slot=slot.label, level=level)  # fmt: skip
    elif named is None:
        message = "“{name}” is not a level of “{slot}”."
        row.note(unknown("facts.E254", message, level, slot.levels, slot=slot.label), "level")
    return named


def _amount(check: Checker, row: Row, quantity: Decimal | None, level: str | None, index: int) -> None:
    """Check the quantity of an event: a count, or points fixed within a range."""
    bounds = check.expected(index).bounds(level)
    if bounds is not None:
        if quantity is None and cells.is_blank(row.raw("quantity")):
            row.say("facts.E226", "The rule leaves the points open, from {low} to {high}; the event must fix them.",
                    "quantity" if "quantity" in row.sheet.positions else "indicator",
                    "Write the points under “quantity” (数量), without sign.",
                    low=plain(bounds[0]), high=plain(bounds[1]))  # fmt: skip
        elif quantity is not None:
            _within_range(row, "quantity", quantity, bounds)
    elif quantity is not None and quantity < 0:
        row.say("facts.E230", "{value} is below {least}, the least that “{column}” can be.", "quantity",
                "Mend the number, or leave the row out.", value=plain(quantity), least=0)  # fmt: skip


def _once(check: Checker, row: Row, quantity: Decimal, level: str | None, index: int) -> None:
    """Warn of a quantity that the rules do not look at."""
    if quantity >= 0 and quantity != 1 and not check.expected(index).is_counted(level):
        row.say("facts.W212", "The rule counts this event once; its quantity {value} changes nothing.", "quantity",
                "Take the row away if nothing happened; give each event a row if it happened more than once.",
                value=plain(quantity))  # fmt: skip


def _look_alike(check: Checker, row: Row, event: Event) -> None:
    """Warn of an event without number that is like another in all that is said of it."""
    likeness = ("alike", event.unit, event.slot, event.quantity, event.level, event.matter, event.share,
                event.happened_on, event.document, event.note)  # fmt: skip
    first = check.first.setdefault(likeness, row.source)
    if first != row.source:
        fault = cells.Fault("facts.W207", "This event is like that of {first} in everything; both count.",
                            "Number the events under “number” (编号) if they are two, or take one away.",
                            {"first": first.place()})  # fmt: skip
        row.note(fault, "unit", first)


def place(check: Checker, row: Row) -> Place | None:
    """Read a place given from outside."""
    found, place = check.slot(row, "place"), row.whole("place")
    tied, counts, note = row.whole("tied"), row.yes_no("counts"), row.text("note")
    if found is None or place is None:
        return None
    check.once(row, "unit", found[0].unit, found[1], key(note or ""))
    if counts is not False and check.expected(found[1]).parts_ties:
        _shared(check, row, (found[1], place, key(note or "")), 1 if tied is None else tied, found[0].group)
    return Place(found[0].unit, found[1], place, 1 if tied is None else tied, counts is not False, note, row.source)


def _shared(check: Checker, row: Row, place: tuple[int, int, str], tied: int, group: str) -> None:
    """Warn where more units stand on one place than are said to share it.

    Places of two groups may be of two rankings, which is asked once for each data item.
    """
    everybody = check.on_place.setdefault(place, [])
    everybody.append((row.source, tied, group))
    on_it = [(source, tied) for source, tied, of in everybody if of == group]
    if len(on_it) == 1 < len(everybody) and min(tied for _, tied, _ in everybody) < len(everybody):
        if ("groups on a place", place[0], place[2]) not in check.first:
            check.first["groups on a place", place[0], place[2]] = row.source
            fault = cells.Fault("facts.W213", "Units of several groups are on one place, such as place {place}, and are not said to share it.",
                                "Nothing is to be done where each group has a ranking of its own; where they are in one, write under “tied” (并列个数) how many share the place.",
                                {"place": place[1]})  # fmt: skip
            row.note(fault, "place", *(source for source, _, _ in everybody[:-1]))
    elif len(on_it) > (least := min(tied for _, tied in on_it)):
        fault = cells.Fault("facts.W213", "{number} units are on place {place}, and {tied} are said to share it.",
                            "Write under “tied” (并列个数) how many share the place, or under “note” (说明) which ranking it is.",
                            {"number": len(on_it), "place": place[1], "tied": least})  # fmt: skip
        row.note(fault, "place", *(source for source, _ in on_it[:-1]))


def item(check: Checker, row: Row) -> WorkItem | None:
    """Read a work item."""
    found, work = check.slot(row, "items"), row.text("work")
    share, completion = row.share("share"), row.share("completion")
    if found is None or work is None or share is None or completion is None:
        return None
    check.once(row, "work", found[0].unit, found[1], key(work))
    return WorkItem(found[0].unit, found[1], work, share, completion, row.source)


def _within_range(row: Row, name: str, value: Decimal, bounds: tuple[Decimal, Decimal]) -> None:
    """Note an amount outside the range that the rule leaves."""
    if not bounds[0] <= value <= bounds[1]:
        row.say("facts.E226", "{value} is not between {low} and {high}, the range that the rule leaves.", name,
                "Write the points fixed, without sign.",
                value=plain(value), low=plain(bounds[0]), high=plain(bounds[1]))  # fmt: skip


def _doubt(row: Row, value: Decimal, references: list[Decimal]) -> None:
    """Warn of 0.12 where 12 percent were most likely meant."""
    if 0 < abs(value) <= 1 and references and min(abs(each) for each in references) >= _SUSPECT * abs(value):
        row.say("facts.W205", "{value} counts percentage points here, and is compared with {reference}.", "value",
                "Write {percent} if you mean {percent}%.", value=plain(value), reference=plain(references[0]),
                percent=plain(value * 100))  # fmt: skip


READERS = {
    "scores": score,
    "answers": answer,
    "measures": measure,
    "events": event,
    "places": place,
    "items": item,
}
"""How a row of each table becomes a fact."""
