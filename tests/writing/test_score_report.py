"""What a unit reads in its score report."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from kaoji.grading import grade
from kaoji.numbers import POINT
from kaoji.scoring import score
from kaoji.scoring.sampling import plausible
from kaoji.writing.score_report import ScoreReport, lost_lines, report_of
from kaoji.writing.score_rows import ScoreRow, capped
from tests.scoring.small_scheme import small


def test_what_does_not_apply_to_a_unit_is_no_loss_of_its() -> None:
    structure = small()
    facts = plausible(structure, 3)
    absence = facts.absences[0]
    report = report_of(grade(score(structure, facts)), absence.unit)
    code = structure.nodes[absence.node].code
    (row,) = (row for row in report.rows if row.code == code)
    assert row.is_absent
    assert (row.lost, row.won) == (0, 0)
    assert code not in {each.code for each in report.lost}


def row(kind: Literal["section", "indicator", "panel"], name: str, points: int, got: int, **more: Any) -> ScoreRow:  # noqa: ANN401
    """Give a row of a sheet."""
    return ScoreRow(kind, name, name, more.pop("depth", 0), points * POINT, got * POINT, **more)


def test_losses_are_ordered_by_what_the_total_lost() -> None:
    rows = (
        row("panel", "群众满意度", 100, 88, weight=Fraction(1, 10)),
        row("indicator", "平安建设", 10, 7, weight=Fraction(9, 10)),
    )
    report = ScoreReport("考核", "东街街道", "单位", "街道", 2026, rows)
    assert lost_lines(report) == [
        "1. 平安建设：分值10分，失3分，折合总分2.7分",
        "2. 群众满意度：分值100分，失12分，折合总分1.2分",
    ]


def test_what_a_full_section_of_bonuses_does_not_count_is_known() -> None:
    rows = [
        row("section", "加分", 5, 5, is_bonus=True),
        row("indicator", "表彰", 0, 4, depth=1, is_bonus=True),
        row("indicator", "试点", 0, 3, depth=1, is_bonus=True),
        row("indicator", "平安建设", 10, 10),
    ]
    assert capped(rows) == 2 * POINT
