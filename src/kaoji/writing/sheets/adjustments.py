"""The list of adjustments: every event and place, and all that gave or took points beyond the own ones of indicators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kaoji.numbers import percent
from kaoji.scoring.fact_index import SlotFact
from kaoji.scoring.facts import Event, Measure, Place
from kaoji.scoring.results import Effect
from kaoji.writing.page import Look, Value, number_format, points
from kaoji.writing.report import Report

_WIDTHS = (14, 16, 18, 9, 11, 8, 8, 14, 12, 8, 9, 16, 14, 18)


def write_adjustments(report: Report) -> None:
    """Write one line for each event, place, or other fact with an effect of this kind, counted or not."""
    say, scheme = report.say, report.structure.scheme
    page = report.page(
        say("Adjustments"), say("Every event that gave or took points, or did not count and why."), _WIDTHS
    )
    page.title(
        say("{title}: bonuses and deductions").format(title=scheme.title),
        say("Amounts stand before caps and floors; what these changed has lines of its own below those of the unit."),
    )
    heads = [scheme.unit_word, say("Indicator"), say("What happened"), say("Number"), say("Date"), say("Quantity"),
             say("Counted in"), say("Level or kind"), say("Matter"), say("Share"), say("Points"), say("Counted"),
             say("Document"), say("Note")]  # fmt: skip
    head = page.write(heads, "head")
    looks: list[Look] = ["name", "name", "text", "name", "name", "number", "name", "text", "text", "number", "number",
                         "text", "text", "text"]  # fmt: skip
    rows = list(_rows(report))
    shown = number_format([row[10] for row in rows if isinstance(row[10], Decimal)], 0, 4)
    for row in rows:
        page.write(row, looks, [*(None for _ in range(10)), shown, None, None, None])
    if not rows:
        page.merge((page.row, 1), (page.row, len(_WIDTHS)), say("There are none."), "note")
        page.row += 1
    page.set_up(report.header, landscape=True, head=(head, head), left=1, remark=report.remark)


def _rows(report: Report) -> Iterator[list[Value]]:
    structure = report.structure
    index = report.explainer.index.by_slot
    for units in report.groups.values():
        for unit in units:
            effects: dict[int, list[Effect]] = defaultdict(list)
            for effect in report.scores.effects.get(unit, []):
                effects[id(effect.fact)].append(effect)
            listed: set[int] = set()
            for number, slot in enumerate(structure.slots):
                for fact in index.get((unit, number), ()):
                    own = [effect for effect in effects[id(fact)] if effect.rule.slot == number]
                    if _belongs(report, slot.node, fact, own):
                        listed.add(slot.node)
                        yield _row(report, unit, fact, own)
            yield from _bounds(report, unit, listed)


def _bounds(report: Report, unit: str, listed: set[int]) -> Iterator[list[Value]]:
    """Write what caps and floors changed of what a unit has listed: those of rules, indicators, and sections above."""
    structure = report.structure
    above = {index for node in listed for index in structure.above(node)}
    for node in structure.nodes:
        if node.index not in listed | above or (unit, node.index) not in report.scores.nodes:
            continue
        derivation = report.explainer.explain(unit, node.index)
        # What lies below a section is gone through by itself.
        within = derivation.walk() if node.index in listed else [derivation]
        for each in within:
            for term in each.terms:
                if "bound" in term.phrase.data and each.kind != "panel":
                    words = term.phrase.text(report.language)
                    yield [unit, node.name, words, "", None, None, "", "", "", "", points(term.amount),
                           report.say("Cap or floor"), "", ""]  # fmt: skip


def _belongs(report: Report, node: int, fact: SlotFact, effects: list[Effect]) -> bool:
    if isinstance(fact, Event | Place):
        return True
    own = report.structure.nodes[node].node.points
    return own is None and any(effect.amount for effect in effects)


def _row(report: Report, unit: str, fact: SlotFact, effects: list[Effect]) -> list[Value]:
    slot = report.structure.slots[fact.slot]
    name = report.structure.nodes[slot.node].name
    amount = sum(-e.amount if e.side == "minus" else e.amount for e in effects if e.is_kept)
    counted = _counted(report, fact, effects)
    if isinstance(fact, Event):
        share = "" if fact.share == 1 else percent(fact.share)
        return [unit, name, slot.label, fact.number, fact.happened_on, fact.quantity, slot.measured_in or "",
                fact.level or "", fact.matter or "", share, points(amount), counted, fact.document or "",
                fact.note or ""]  # fmt: skip
    quantity: Value = fact.value if isinstance(fact, Measure) else fact.place if isinstance(fact, Place) else None
    measured_in = report.say("place") if isinstance(fact, Place) else slot.measured_in or ""
    note = fact.note or "" if isinstance(fact, Place) else ""
    return [unit, name, slot.label, "", None, quantity, measured_in, "", "", "", points(amount), counted, "", note]


def _counted(report: Report, fact: SlotFact, effects: list[Effect]) -> str:
    """Say whether a fact counted, or why not."""
    if not getattr(fact, "counts", True):
        return str(report.say("No: not approved, or without the document it needs"))
    if not effects:
        return str(report.say("No: no rule gives or takes anything for it"))
    if not any(effect.is_kept for effect in effects):
        return str(report.say("No: the same matter counts once, at its largest"))
    return str(report.say("Yes"))
