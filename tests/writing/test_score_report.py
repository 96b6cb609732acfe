"""What a unit reads in its score report."""

from __future__ import annotations

from kaoji.grading import grade
from kaoji.scoring import score
from kaoji.scoring.sampling import plausible
from kaoji.writing.score_report import report_of
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
