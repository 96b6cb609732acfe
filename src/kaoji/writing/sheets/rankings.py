"""The ranking of a group: ranks, parts, totals, grades with their reasons, and what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from openpyxl.formatting.rule import DataBarRule
from openpyxl.utils import get_column_letter

from kaoji.grading import Result
from kaoji.numbers import POINT
from kaoji.writing import sentences
from kaoji.writing.page import Look, Page, Value, number_format, points
from kaoji.writing.report import Report

_LOOKS: list[Look] = ["name", "name", "text", "text", "text"]
"""Rank and unit before the numbers; prizes, reasons and what follows after the grade."""


def write_ranking(report: Report, group: str, units: Sequence[str]) -> None:
    """Write the ranking of one group on a sheet of its own."""
    say = report.say
    parts = report.weights(units)
    results = report.in_order(units)
    money = [say("Money (yuan)")] if any(paid(result) is not None for result in results) else []
    widths = [7, 18, *(10 for _ in parts), 10, 10, 14, 32, 32, *(12 for _ in money)]
    about = say("Ranks, parts of the total, grades with reasons, and what follows, for {group}.").format(group=group)
    page = report.page(say("Ranking {group}").format(group=group), about, widths)
    formula = report.formula(units)
    below = say("Total = {formula}").format(formula=formula) if formula else ""
    page.title(say("{title}: ranking of {group}").format(title=report.structure.scheme.title, group=group), below)
    weighed = [f"{name}\n{text}" if text else name for name, text in parts.items()]
    heads = [say("Rank"), report.structure.scheme.unit_word, *weighed, say("Total"), say("Grade"), say("Prizes"),
             say("Reasons"), say("What follows"), *money]  # fmt: skip
    head = page.write(heads, "head")
    first = page.row
    formats = _formats(report, results, list(parts))
    ties = Counter(result.rank for result in results)
    for result in results:
        tied = say('0" (tied)"') if ties[result.rank] > 1 else "0"
        looks: list[Look] = [
            *_LOOKS[:2],
            *_numbers(len(parts)),
            "sum",
            "mark" if result.is_pending else "name",
            *_LOOKS[2:],
            *_numbers(len(money)),
        ]
        values = [*_values(report, result, list(parts)), *(paid(result) for _ in money)]
        page.write(values, looks, [tied, None, *formats, None, None, None, None, *("#,##0.##" for _ in money)])
    _bars(page, 3 + len(parts), first, results)
    page.set_up(report.header, landscape=True, head=(head, head), left=2, remark=report.remark)


def paid(result: Result) -> Decimal | None:
    """Give what a unit gets in yuan, as far as it comes to a sum; None where it gets no money."""
    sums = [each.yuan for each in result.rewards if each.yuan is not None]
    return sum(sums, Decimal(0)) if sums else None


def _numbers(count: int) -> list[Look]:
    return ["number"] * count


def _values(report: Report, result: Result, parts: Sequence[str]) -> list[Value]:
    """Give one line of the table."""
    values: list[Value] = [result.rank, result.unit]
    if result.total is None:
        values += [None] * (len(parts) + 1)
    else:
        values += [points(report.scores.part(result.unit, part)) for part in parts]
        values.append(points(result.total))
    given = (result.awards, [sentences.reason(each, report.language) for each in result.reasons], result.consequences)
    return [*values, _grade(report, result), *(sentences.joined(texts, report.language) for texts in given)]


def _grade(report: Report, result: Result) -> str:
    if result.is_pending:
        return sentences.pending(result.grade or "", report.language)
    return result.grade or ""


def _formats(report: Report, results: Sequence[Result], parts: Sequence[str]) -> list[str]:
    """Give the number format of each part and of the total."""
    ranked = [result for result in results if result.total is not None]
    columns = [[points(report.scores.part(result.unit, part)) for result in ranked] for part in parts]
    columns.append([points(result.total) for result in ranked if result.total is not None])
    return [number_format(column, 2, 4) for column in columns[:-1]] + [number_format(columns[-1], 2)]


def _bars(page: Page, column: int, first: int, results: Sequence[Result]) -> None:
    """Draw bars behind the totals; they begin a little below the lowest, so that differences are seen."""
    totals = [result.total for result in results if result.total is not None]
    if not totals:
        return
    span = max(totals) - min(totals)
    lowest = (min(totals) - span // 2) // POINT - 1
    letter = get_column_letter(column)
    rule = DataBarRule("num", lowest, "num", max(totals) // POINT + 1, color="FF9DC3E6", showValue=True)  # type: ignore[no-untyped-call]
    page.sheet.conditional_formatting.add(f"{letter}{first}:{letter}{first + len(results) - 1}", rule)
