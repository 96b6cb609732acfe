"""A session's results after every change are those of scoring everything anew."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kaoji.numbers import POINT
from kaoji.scoring import Facts, Scores
from kaoji.scoring.facts import Absence, Ballots, Condition, EnteredScore, Event, Mark, Measure, PanelScore, Unit
from kaoji.scoring.sampling import plausible
from kaoji.scoring.session import TABLES, Session
from tests.properties.strategies import Assessment, assessments
from tests.scored import score
from tests.scoring.small_scheme import small
from tests.thorough import examples

CHANGING = [name for name in TABLES.values() if name not in ("units", "absences")]


def values(scores: Scores) -> tuple[Any, ...]:
    """Everything that scores hold, in an order of its own."""
    effects = {
        unit: [(e.node, e.rule.number, e.item, e.fact, e.side, e.amount, e.is_kept) for e in found]
        for unit, found in scores.effects.items()
    }
    return scores.totals, scores.ranks, scores.nodes, scores.panels, effects


def assert_up_to_date(session: Session) -> None:
    found, expected = values(session.scores), values(score(session.structure, session.facts))
    for one, other in zip(found, expected, strict=True):
        assert one == other


@pytest.mark.slow
@settings(max_examples=examples(10), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(assessments(), st.randoms(use_true_random=False))
def test_every_change_gives_what_scoring_anew_gives(assessment: Assessment, random: Random) -> None:
    rows = [(name, row) for name in CHANGING for row in getattr(assessment.facts, name)]
    aside = [pair for pair in rows if random.random() < 0.3]
    facts = Facts(units=assessment.facts.units, absences=assessment.facts.absences)
    for name in CHANGING:
        setattr(facts, name, [row for table, row in rows if table == name and (table, row) not in aside])
    session = Session(assessment.structure, facts)
    for _ in range(4):
        there = [row for name in CHANGING for row in getattr(session.facts, name)]
        add = aside.pop(random.randrange(len(aside)))[1] if aside and random.random() < 0.7 else None
        remove = random.choice(there) if there and (add is None or random.random() < 0.5) else None
        change = session.change(add=add, remove=remove)
        assert_up_to_date(session)
        assert all(session.scores.totals[unit] == total for unit, total in change.totals.items())
        assert all(session.scores.nodes[key] == node for key, node in change.nodes.items())


def altered(session: Session, random: Random) -> dict[str, Any] | None:
    """Give a change that makes another fact of one there is: its value, matter, level, unit, rater or kind."""
    structure, facts = session.structure, session.facts
    unit, row = random.choice(facts.units), random.choice([each for name in CHANGING for each in getattr(facts, name)])
    match row:
        case Event():
            levels = (None, *structure.slots[row.slot].levels)
            new: dict[str, Any] = random.choice([
                {"matter": random.choice((None, "新事", " 表 彰"))}, {"share": Fraction(1, 7)}, {"counts": not row.counts},
                {"level": random.choice(levels)}, {"number": row.number + "新"}, {"quantity": Decimal(3)},
            ])  # fmt: skip
            if structure.nodes[structure.slots[row.slot].node].has(unit.unit, unit.group) and random.random() < 0.3:
                new = {"unit": unit.unit, "number": row.number + "移"}
        case Ballots():
            kinds = next(list(panel.panel.classes) for panel in structure.panels if panel.name == row.panel)
            new = random.choice(({"count": 0}, {"count": 9}, {"kind": random.choice(kinds or ["新类"])}))
        case Mark():
            new = random.choice(({"mark": Decimal(0)}, {"rater": "新评价人"}))
        case Measure() if structure.slots[row.slot].low is None:
            new = {"value": Decimal(random.choice(("0", "-3", "7.5", "100")))}
        case _:
            return None
    return {"add": replace(row, **new), "remove": row}


@pytest.mark.slow
@settings(max_examples=examples(3), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(assessments(), st.randoms(use_true_random=False))
def test_altered_facts_and_units_give_what_scoring_anew_gives(assessment: Assessment, random: Random) -> None:
    assume(any(getattr(assessment.facts, name) for name in CHANGING))
    session = Session(assessment.structure, assessment.facts)
    for _ in range(5):
        change = altered(session, random)
        if random.random() < 0.15:  # a unit leaves the ranking, or comes back, between changes of one fact
            unit = random.choice(session.facts.units)
            change = {"add": replace(unit, participates=not unit.participates), "remove": unit}
        if change is not None:
            session.change(**change)
            assert_up_to_date(session)


def session_of(seed: int = 3) -> Session:
    structure = small()
    return Session(structure, plausible(structure, seed))


def test_one_event_takes_points_and_ranks() -> None:
    session = session_of()
    slot = next(index for index, slot in enumerate(session.structure.slots) if slot.label == "责任事故")
    first = min(session.scores.ranks, key=lambda unit: session.scores.ranks[unit])
    before = session.scores.totals[first]
    change = session.change(add=Event(first, slot, "新1", quantity=Decimal(1)))
    assert change.totals[first] <= before
    assert set(change.totals) == set(session.scores.groups[session.scores.units[first].group])
    assert_up_to_date(session)


@pytest.mark.parametrize("table", [name for name in TABLES.values() if name not in ("units", "history", "decisions")])
def test_removing_and_putting_back_any_kind_of_fact_changes_nothing(table: str) -> None:
    session = session_of()
    before = values(session.scores)
    row = getattr(session.facts, table)[0]
    session.change(remove=row)
    assert_up_to_date(session)
    session.change(add=row)
    assert_up_to_date(session)
    for one, other in zip(values(session.scores)[:4], before[:4], strict=True):
        assert one == other


def test_a_compared_value_touches_the_whole_group() -> None:
    session = session_of()
    slot = next(index for index, slot in enumerate(session.structure.slots) if slot.label.startswith("增加值"))
    row = next(row for row in session.facts.measures if row.slot == slot)
    change = session.change(add=replace(row, value=row.value * 3), remove=row)
    group = session.scores.groups[session.scores.units[row.unit].group]
    assert {unit for unit, _ in change.nodes} > {row.unit}
    assert {unit for unit, _ in change.nodes} <= set(group) | set(session.scores.units)
    assert_up_to_date(session)


def test_one_ballot_more_changes_the_panel() -> None:
    session = session_of()
    unit = session.facts.units[0].unit
    change = session.change(add=Ballots(unit, "群众评价", "不满意", 50, kind="代表"))
    result = change.panels[unit, "群众评价"]
    assert result is not None
    assert result.score < 100 * POINT
    assert_up_to_date(session)


def test_marks_and_brought_scores_count_at_once() -> None:
    session = session_of()
    unit = session.facts.units[1].unit
    session.change(add=Mark(unit, "领导评价", "新评价人", "大局", Decimal(1)))
    assert_up_to_date(session)
    row = next(row for row in session.facts.panel_scores if row.unit == unit)
    session.change(add=PanelScore(unit, row.panel, Decimal("0.5")), remove=row)
    assert session.scores.panels[unit, row.panel].score == POINT // 2
    assert_up_to_date(session)


def test_an_absence_and_a_new_unit_are_scored_anew() -> None:
    session = session_of()
    node = next(node.index for node in session.structure.nodes if node.name == "增长")
    unit = session.facts.units[2].unit
    session.change(add=Absence(unit, node))
    assert session.scores.nodes[unit, node].is_absent
    row = session.facts.units[2]
    change = session.change(add=Unit(unit, row.group, row.attributes, participates=False), remove=row)
    assert unit not in change.ranks
    assert_up_to_date(session)


def test_a_condition_changes_no_score() -> None:
    session = session_of()
    change = session.change(add=Condition(session.facts.units[0].unit, "发生重大事故"))
    assert not change.totals
    assert session.facts.conditions[-1].condition == "发生重大事故"


def test_what_is_not_there_cannot_be_removed() -> None:
    session = session_of()
    unit = session.facts.units[0].unit
    with pytest.raises(ValueError, match="not in list"):
        session.change(remove=EnteredScore(unit, 0, Decimal("77.7")))
    assert_up_to_date(session)


def test_the_facts_given_stay_as_they_are() -> None:
    structure = small()
    facts = plausible(structure, 5)
    count = len(facts.measures)
    session = Session(structure, facts)
    session.change(remove=session.facts.measures[0])
    assert (len(facts.measures), len(session.facts.measures)) == (count, count - 1)
    assert isinstance(facts.measures[0], Measure)


def test_a_share_of_an_honour_is_taken_into_account() -> None:
    session = session_of()
    slot = next(index for index, slot in enumerate(session.structure.slots) if slot.label == "争取资金")
    unit = session.facts.units[0].unit
    whole = session.change(add=Event(unit, slot, "x", quantity=Decimal(20)))
    row = session.facts.events[-1]
    half = session.change(add=replace(row, share=Fraction(1, 2)), remove=row)
    assert half.totals[unit] <= whole.totals[unit]
    assert_up_to_date(session)
