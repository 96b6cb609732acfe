"""What a unit reads in its score report."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

import docx
import pypdfium2  # type: ignore[import-untyped] # has no types

from kaoji.grading import grade
from kaoji.numbers import POINT, format_points
from kaoji.scoring.facts import Absence, EnteredScore, Facts, Unit
from kaoji.scoring.sampling import plausible
from kaoji.writing.pdf import score_report_pdf
from kaoji.writing.score_report import ScoreReport, lost_lines, report_of, write_score_report
from kaoji.writing.score_rows import ScoreRow
from kaoji.writing.sentences import Why
from tests.scored import score
from tests.scoring.small_scheme import of, small


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


def test_a_loss_in_a_section_that_is_rescaled_counts_for_more_in_the_total() -> None:
    structure = of(RESCALED)
    facts = Facts(units=[Unit(unit, "乡镇") for unit in "甲乙"], absences=[Absence("乙", 1)])
    facts.scores = [EnteredScore(unit, slot, Decimal(20)) for unit in "甲乙" for slot in (1, 2)]
    facts.scores.append(EnteredScore("甲", 0, Decimal(40)))
    ranking = grade(score(structure, facts))
    assert [format_points(ranking.scores.totals[unit]) for unit in "甲乙"] == ["52", "57.3333333"]
    # 乙: 10 of 30 are 100 ÷ 3 of 100, and 80% of these
    assert lost_lines(report_of(ranking, "乙")) == [
        "1. 增长：分值30分，失10分，折合总分26.6667分",
        "2. 党建：分值100分，失80分，折合总分16分",
    ]
    assert lost_lines(report_of(ranking, "甲"))[-1] == "3. 增长：分值30分，失10分，折合总分8分"


RESCALED = """
kaoji: 1
title: 清溪县2031年度考核
year: 2031
groups: {乡镇: {units: [甲, 乙]}}
indicators:
  - name: 发展
    items:
      - {name: 招商, points: 70, score: 直接计分, when_absent: 按比例折算}
      - {name: 增长, points: 30, score: 直接计分}
  - {name: 党建, points: 100, score: 直接计分}
total: [{formula: 发展×80%+党建×20%}]
"""


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


def long_report() -> ScoreReport:
    """Give a report over several pages, in which each row has four lines on how it came about."""
    rows = []
    for number in range(12):
        rows.append(row("section", f"第{number}类", 20, 10))
        for item in range(2):
            why = tuple(Why(f"K{number:02}x{item}x{line} 每次扣1分：扣1分") for line in range(4))
            rows.append(row("indicator", f"工作{number}之{item}", 10, 5, depth=1, why=why))
    return ScoreReport("考核", "东街街道", "单位", "街道", 2026, tuple(rows))


def test_no_row_of_a_pdf_is_cut_by_the_end_of_a_page() -> None:
    document = pypdfium2.PdfDocument(score_report_pdf(long_report()))
    pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) > 2
    for number in range(12):
        for item in range(2):
            on = {at for at, text in enumerate(pages) for line in range(4) if f"K{number:02}x{item}x{line}" in text}
            assert len(on) == 1, (number, item)


def test_a_section_in_word_stays_with_what_is_below_it() -> None:
    target = io.BytesIO()
    write_score_report(long_report(), target)
    lines = docx.Document(io.BytesIO(target.getvalue())).tables[-1].rows
    sections = [line for line in lines if line.cells[0].text.startswith("第")]
    assert len(sections) == 12
    for line in sections:
        assert all(paragraph.paragraph_format.keep_with_next for cell in line.cells for paragraph in cell.paragraphs)
    below = next(line for line in lines if "工作0之0" in line.cells[0].text)
    assert not below.cells[0].paragraphs[0].paragraph_format.keep_with_next
