"""The results workbook, and the score sheet of one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import BinaryIO

from kaoji.grading import Ranking
from kaoji.scoring.missing import Missing
from kaoji.writing.report import Report
from kaoji.writing.sheets.adjustments import write_adjustments
from kaoji.writing.sheets.cover import begin_cover, write_cover
from kaoji.writing.sheets.money import write_money
from kaoji.writing.sheets.open_points import write_decisions, write_missing
from kaoji.writing.sheets.places import write_places
from kaoji.writing.sheets.rankings import write_ranking
from kaoji.writing.sheets.score_matrix import write_score_matrix
from kaoji.writing.sheets.score_sheet import write_unit_scores

Target = str | PathLike[str] | BinaryIO


def write_workbook(
    ranking: Ranking,
    missing: Sequence[Missing],
    target: Target,
    language: str = "zh",
    digests: Mapping[str, str] | None = None,
) -> None:
    """Write the results of an assessment for handing out, printable on A4.

    Sheets: cover, ranking by group, money where there is any, places of the grades, scores by group, adjustments, missing data, decisions.

    Args:
        ranking: the graded results.
        missing: what is not yet known; a result that lacks anything is marked as a preview on every page.
        target: a path or a binary stream.
        language: ``zh`` or ``en``.
        digests: lines for the cover that identify the run, by their names.
    """
    report = Report(ranking, missing, language, digests or {})
    cover = begin_cover(report)
    for group, units in report.groups.items():
        write_ranking(report, group, units)
    write_money(report)
    write_places(report)
    for group, units in report.groups.items():
        write_score_matrix(report, group, units)
    write_adjustments(report)
    write_missing(report)
    write_decisions(report)
    write_cover(report, cover)
    report.workbook.save(target)


def write_score_sheet(
    ranking: Ranking,
    units: str | Sequence[str],
    target: Target,
    language: str = "zh",
    missing: Sequence[Missing] = (),
) -> None:
    """Write the score sheets of one unit or of several, one sheet each.

    Raises:
        KeyError: there is no such unit.
    """
    report = Report(ranking, missing, language)
    for unit in [units] if isinstance(units, str) else units:
        write_unit_scores(report, unit)
    report.workbook.save(target)
