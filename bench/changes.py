"""One changed fact: how long until the new totals, ranks and grades of the group are there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from bench.generate import GROUP, SIZES, pattern, structure_for
from kaoji.grading import grade
from kaoji.grading.bulk import plain_grades
from kaoji.numbers import POINT, QUANTITY
from kaoji.scheme import Structure
from kaoji.scoring.compiling import SchemeCompiler
from kaoji.scoring.engines import DuckDBEngine
from kaoji.scoring.facts import (
    Answer,
    Ballots,
    EnteredScore,
    Event,
    Facts,
    Mark,
    Measure,
    PanelScore,
    Place,
    Unit,
    WorkItem,
)
from kaoji.scoring.recounting import Recount, Touched
from kaoji.scoring.relations import SCHEME_IDS, CompiledScheme, Relations
from kaoji.scoring.session import Session
from kaoji.scoring.steps import run

KINDS = ("entered score", "compared value", "event", "ballot")
TIMES = 12


def measure(name: str, folder: Path) -> dict[str, list[float]]:
    """Time changes of each kind, in seconds, warm."""
    changes = _in_session(folder) if SIZES[name].schemes == 1 else _in_recount(folder)
    found: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for kind, change in changes:
        started = time.perf_counter()
        change()
        found[kind].append(time.perf_counter() - started)
    return {kind: times[1:] for kind, times in found.items()}


# ---------------------------------------------------------------------------------------------------------- one county


def _in_session(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Change typed facts of a county, from the loaded session to the grades of all its groups."""
    session = Session(*county(folder))
    wanted = {kind: _slot(session.structure, kind) for kind in KINDS}

    def change(add: Any, remove: Any = None) -> Callable[[], object]:
        return lambda: (session.change(add=add, remove=remove), grade(session.scores))

    for number in range(TIMES + 1):
        score = [row for row in session.facts.scores if row.slot == wanted["entered score"]][number]
        yield "entered score", change(replace(score, score=score.score / 2), score)
        value = [row for row in session.facts.measures if row.slot == wanted["compared value"]][number]
        yield "compared value", change(replace(value, value=value.value + 7), value)
        yield "event", change(Event(score.unit, wanted["event"], f"新{number}", level="国家级", matter="3"))
        yield "ballot", change(Ballots(score.unit, "群众满意", "差", 20, kind="居民"))


def county(folder: Path) -> tuple[Structure, Facts]:
    """Read the files of a county as facts."""
    engine = DuckDBEngine()
    engine.load_parquet(folder)
    groups: dict[str, list[str]] = {}
    units = [Unit(str(unit), f"组{group}", {}, is_ranked) for unit, group, is_ranked in engine.rows(
        "SELECT unit_id, group_id, is_ranked FROM units ORDER BY unit_id")]  # fmt: skip
    for unit in units:
        groups.setdefault(unit.group, []).append(unit.unit)
    structure = structure_for(groups)
    facts = Facts(units=units)
    _read_slots(engine, structure, facts)
    panels = structure.panels
    compiler = SchemeCompiler(Relations(), CompiledScheme(0, structure, Facts(units=units[:1])))
    compiler.run()
    choices = {number: key for key, number in compiler.choices.items()}
    votes = "SELECT unit_id, choice_id, SUM(ballots) FROM ballots GROUP BY ALL ORDER BY ALL"
    for unit, choice, count in engine.rows(votes):
        name, kind, question, option = choices[choice]
        kinds = [*compiler.voters[name], ""]
        facts.ballots.append(Ballots(str(unit), name, option, count, question, kinds[kind]))
    marks = (
        "SELECT unit_id, panel_id, rater_id, mark, ROW_NUMBER() OVER (PARTITION BY unit_id, rater_id) - 1 FROM marks"
    )
    for unit, panel_id, rater, mark, dimension in engine.rows(marks):
        name = [*panels[panel_id].panel.dimensions][dimension]
        facts.marks.append(Mark(str(unit), panels[panel_id].name, str(rater), name, Decimal(mark) / POINT))
    for unit, panel_id, points in engine.rows("SELECT * FROM given_panel_scores"):
        facts.panel_scores.append(PanelScore(str(unit), panels[panel_id].name, Decimal(points) / POINT))
    engine.close()
    return structure, facts


def _read_slots(engine: DuckDBEngine, structure: Structure, facts: Facts) -> None:
    """Read the facts of all slots."""
    compiler = SchemeCompiler(Relations(), CompiledScheme(0, structure, Facts(units=facts.units[:1])))
    compiler.run()
    levels = {number: label for (_, label), number in compiler.level_ids.items()}
    query = "SELECT unit_id, slot_id, fact_id, value, target, level_id, matter_id, share_numerator, share_denominator, counts FROM facts"
    for unit, slot, fact_id, value, target, level, matter, numerator, denominator, counts in engine.rows(query):
        name, number = str(unit), Decimal(value) / QUANTITY
        match structure.slots[slot].kind:
            case "score":
                facts.scores.append(EnteredScore(name, slot, Decimal(value) / POINT))
            case "answer":
                facts.answers.append(Answer(name, slot, bool(value)))
            case "measure":
                wanted = None if target is None else Decimal(target) / QUANTITY
                facts.measures.append(Measure(name, slot, number, wanted, wanted))
            case "place":
                facts.places.append(Place(name, slot, int(number)))
            case "items":
                facts.items.append(
                    WorkItem(name, slot, str(fact_id), Fraction(1, 4), Fraction(numerator * 4, denominator))
                )
            case "events":
                share = Fraction(numerator, denominator)
                event = Event(
                    name,
                    slot,
                    str(fact_id),
                    number,
                    levels.get(level),
                    None if matter is None else str(matter),
                    share,
                    counts,
                )
                facts.events.append(event)


def _slot(structure: Structure, kind: str) -> int:
    """Give a slot to try a kind of change on; the event is one of the adjustments, where the same matter counts once."""
    labels = {"entered score": "财政收入", "compared value": "居民收入", "event": "表彰奖励"}
    return next((n for n, slot in enumerate(structure.slots) if slot.label.startswith(labels.get(kind, "表彰"))), 0)


# ---------------------------------------------------------------------------------------------------------- many counties


def _in_recount(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Change rows of many counties kept in one engine, each time in another county, to the grades of the group."""
    engine = DuckDBEngine(threads=2)
    engine.load_parquet(folder)
    structure, relations, _ = pattern()
    run(engine, relations.heights)
    recount = Recount(engine)

    def change_facts(unit: int, scheme: int, kind: str, add: bool) -> None:  # noqa: FBT001 - what the change does
        slot = scheme * SCHEME_IDS + _slot(structure, kind)
        slots = recount.component(scheme, slot)
        listed = ", ".join(map(str, slots))
        rows = engine.rows(
            f"SELECT * FROM kept_facts WHERE unit_id = {unit} AND slot_id IN ({listed}) ORDER BY fact_id"
        )
        first = next((number for number, row in enumerate(rows) if row[2] == slot), 0)
        rows[first] = (*rows[first][:3], rows[first][3] + (QUANTITY if add else -QUANTITY), *rows[first][4:])
        _grades(structure, recount.change_facts(scheme, unit, slots, rows))

    def change_ballots(unit: int, scheme: int) -> None:
        panel = scheme * SCHEME_IDS
        rows = engine.rows(
            "SELECT b.* FROM kept_ballots AS b INNER JOIN choices AS c ON c.choice_id = b.choice_id "
            f"WHERE b.unit_id = {unit} AND c.panel_id = {panel} ORDER BY ALL"
        )
        rows[0] = (*rows[0][:2], rows[0][2] + 5)
        _grades(structure, recount.change_votes(scheme, unit, panel, "ballots", rows))

    units = engine.rows("SELECT unit_id, scheme_id FROM units WHERE unit_id % 1499 = 3 ORDER BY unit_id")
    for unit, scheme in units[: TIMES + 1]:
        for kind in KINDS[:3]:
            yield kind, partial(change_facts, unit, scheme, kind, kind != "entered score")
        yield "ballot", partial(change_ballots, unit, scheme)


def _grades(structure: Structure, touched: Touched) -> list[str] | None:
    """Grade the groups that a change touched, best first."""
    found: list[str] = []
    for totals in touched.totals.values():
        found += plain_grades(structure.scheme, GROUP, sorted(totals.values(), reverse=True)) or []
    return found
