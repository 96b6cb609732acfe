"""The first sheet: what this is, how far it is settled, what the other sheets hold, and how the notice was read."""

from __future__ import annotations

from kaoji.scheme.unsettled import is_unsettled, unsettled_findings
from kaoji.writing import sentences
from kaoji.writing.page import Look, Page
from kaoji.writing.report import Report

_WIDTHS = (16, 12, 42, 18)


def write_cover(report: Report, page: Page) -> None:
    """Fill the first sheet; it is written last, when the others are known."""
    scheme, say = report.structure.scheme, report.say
    page.row = 2
    page.title(scheme.title, "")
    page.title(say("Results of the assessment"), "")
    page.row += 1
    settled = sentences.is_final(report.ranking, report.missing)
    _line(page, say("Year"), str(scheme.year))
    if scheme.issuer:
        _line(page, say("Issued by"), scheme.issuer)
    _line(page, say("State"), sentences.state(report.ranking, report.missing, report.language), is_marked=not settled)
    for finding in unsettled_findings(report.structure):
        _line(page, say("Scheme"), finding.sentence(report.language), is_marked=True)
    _line(page, say("Number assessed"), str(len(report.scores.units)))
    for name, text in report.digests.items():
        _line(page, name, text)
    page.row += 1
    _table(page, (say("Group"), say("Assessed"), say("Units"), say("Ranked here")), _groups(report))
    _table(page, (say("Sheet"), "", say("What it holds"), ""), [(name, "", text, "") for name, text in report.sheets])
    open_ = say("(A note of the draft that is still to be settled.)")
    choices = [
        (each.name, "", f"{each.decision} {open_}" if is_unsettled(each) else each.decision, each.source or "")
        for each in scheme.choices
    ]
    if choices:
        heads = (say("Left open by the notice"), "", say("How it is read here"), say("Place in the notice"))
        _table(page, heads, choices)
    page.set_up(report.header, remark=report.remark)


def begin_cover(report: Report) -> Page:
    """Make the first sheet, to be filled later."""
    return report.page(report.say("Cover"), report.say("This overview and how the notice is read."), _WIDTHS)


def _groups(report: Report) -> list[tuple[str, str, str, str]]:
    rows = []
    for group, units in report.groups.items():
        ranked = sum(unit in report.scores.totals for unit in units)
        rows.append((group, str(len(units)), sentences.listed(units, report.language), str(ranked)))
    return rows


def _line(page: Page, name: str, text: str, *, is_marked: bool = False) -> None:
    page.put(page.row, 1, name, "head")
    page.merge((page.row, 2), (page.row, 4), text, "mark" if is_marked else "text")
    page.fit(page.row, (name, text), (_WIDTHS[0], sum(_WIDTHS[1:])))
    page.row += 1


def _table(page: Page, heads: tuple[str, str, str, str], rows: list[tuple[str, str, str, str]]) -> None:
    """Write a table; where the second heading is empty, it belongs to the first, as an empty last one to the third."""
    spans = [(1, 1 if heads[1] else 2), *([(2, 2)] if heads[1] else []), (3, 3 if heads[3] else 4)]
    spans += [(4, 4)] if heads[3] else []
    for number, values in enumerate((heads, *rows)):
        for first, last in spans:
            look: Look = "head" if number == 0 else "text" if first == 3 else "name"  # noqa: PLR2004
            page.merge((page.row, first), (page.row, last), values[first - 1], look)
        widths = [sum(_WIDTHS[first - 1 : last]) for first, last in spans]
        page.fit(page.row, [values[first - 1] for first, _ in spans], widths)
        page.row += 1
    page.row += 1
