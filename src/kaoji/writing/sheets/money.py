"""What prizes and consequences bring in money, one line each, with the sum of all."""

from __future__ import annotations

from decimal import Decimal

from kaoji.writing.page import Look, Value
from kaoji.writing.report import Report

_LOOKS: list[Look] = ["name", "name", "text", "text", "number", "number"]
_SHOWN = [None, None, None, None, "0", "#,##0.##"]


def write_money(report: Report) -> None:
    """Write who gets what, where anybody gets money; amounts that do not come to a sum are shown as they are written."""
    say, results = report.say, report.ranking.results
    if not any(result.rewards for result in results.values()):
        return
    page = report.page(say("Money"), say("What prizes and results bring in money."), [16, 20, 24, 22, 10, 16])
    page.title(say("{title}: money").format(title=report.structure.scheme.title))
    head = page.write(
        [
            say("Group"), report.structure.scheme.unit_word, say("For what"), say("Amount"), say("Persons"),
            say("Money (yuan)"),
        ],
        "head",
    )  # fmt: skip
    total = Decimal(0)
    for group, units in report.groups.items():
        for result in report.in_order(units):
            for each in result.rewards:
                values: list[Value] = [group, result.unit, each.name, each.amount, each.heads, each.yuan]
                page.write(values, _LOOKS, _SHOWN)
                total += each.yuan or 0
    page.write([say("Sum of all"), None, None, None, None, total], [*_LOOKS[:5], "sum"], _SHOWN)
    page.set_up(report.header, head=(head, head), left=2, remark=report.remark)
