"""The lines of a grid as HTML.

A grid has thousands of cells; the template engine would take a second for what is written here in some hundredths.
Everything that comes from people goes through ``escape``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kaoji.numbers import plain
from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.facts.grids import Cell, Field, Grid, GridLine
from kaoji.web.facts.listing import BLANK, OBJECTED
from kaoji.web.facts.models import Fact, Filing, FilingState
from kaoji.web.facts.offers import VALUE, Offers, Row
from kaoji.web.facts.self_rows import Section
from kaoji.web.spoken import spoken_value

_TITLES = {"value": gettext_lazy("value"), "target": gettext_lazy("target")}
"""What fields are called that a slot was asked for last year and no longer is."""


def lines_of(
    assessment: Assessment,
    grid: Grid,
    lines: Iterable[GridLine],
    offers: Offers,
    evidence: Mapping[int, int],
    *,
    is_open: bool,
) -> SafeString:
    """Write some lines of a grid."""
    writer = _Writer(assessment, grid, offers, evidence, is_open=is_open)
    return mark_safe("".join(map(writer.line, lines)))  # noqa: S308 - escaped


def is_shown(line: GridLine, show: str) -> bool:
    """Tell whether a line stays where only those are to be seen that something is to be done about."""
    if show == OBJECTED:
        return line.fact is not None and bool(line.fact.objection)
    if show == BLANK:
        return line.absence is None and not any(cell.value for cell in line.cells)
    return True


def new_line(grid: Grid) -> SafeString:
    """Write a line that waits to be filled in, with its unit still to be chosen."""
    options = "".join(f'<option value="{unit.pk}">{escape(unit.unit)}</option>' for unit in grid.units)
    label = escape(_("Unit"))
    head = f'<select class="unit" disabled aria-label="{label}"><option value=""></option>{options}</select>'
    cells = "".join(f"<td>{control(Cell(each, ''), _('new row'))}</td>" for each in grid.fields)
    return mark_safe(  # noqa: S308 - escaped
        f'<tr data-unit="" data-number="" data-version="0"><th scope="row">{head}</th>{cells}'
        f'<td class="more"><button type="button" class="link take-away">{escape(_("Take this row away"))}</button></td></tr>'
    )


def control(cell: Cell, about: str, *, is_form: bool = False) -> str:
    """Write the input of a cell; ``about`` says whose value it is.

    In a grid it waits for the script that saves what is typed: without it, nothing can be typed that would be lost.
    """
    value, (start, title, end) = escape(cell.value), _frame(cell.field, get_language() or "", is_form=is_form)
    head = f'{start} aria-label="{escape(about)} {title}" data-kept="{value}"'
    if not cell.field.choices:
        return f'{head} value="{value}"{end}'
    chosen = f'<option value="{value}"'
    options = end if not value else end.replace(f"{chosen}>", f"{chosen} selected>", 1)
    if value and options == end:
        options = f"{chosen} selected>{value}</option>{end}"
    return f"{head}>{options}"


@lru_cache(maxsize=500)
def _frame(of: Field, language: str, *, is_form: bool) -> tuple[str, str, str]:
    """Give what all inputs of a column share: how they begin, their title, how they end; kept for each language."""
    if of.choices:
        options = "".join(
            f'<option value="{escape(choice)}">{escape(spoken_value(choice) if of.kind == "yes_no" else choice)}</option>'
            for choice in ("", *of.choices)
        )
        waits = "" if is_form else " disabled"
        kind = f' data-kind="{of.kind}"' if of.kind == "yes_no" else ""
        return f'<select name="{of.name}"{kind}{waits}', escape(of.title), f"{options}</select>"
    kind = "date" if of.kind == "date" else "text"
    mode = ' inputmode="decimal"' if of.is_number else ""
    # What an empty field shows says how a percentage is written.
    sample = ' placeholder="98.4"' if of.is_percent and of.name in ("value", "quantity") else ""
    end = f' data-kind="{of.kind}"{mode}{sample} autocomplete="off">'
    waits = "" if is_form else " readonly"
    return f'<input type="{kind}" name="{of.name}"{waits}', escape(of.title), end


class _Writer:
    """What the lines of one grid share."""

    def __init__(
        self, assessment: Assessment, grid: Grid, offers: Offers, evidence: Mapping[int, int], *, is_open: bool
    ) -> None:
        self.grid, self.offers, self.evidence, self.is_open = grid, offers, evidence, is_open
        self.url = reverse("facts:row", args=[assessment.pk, grid.filing.pk, 0])[:-1]
        self.value = VALUE.get(grid.filing.table, "")
        self.titles = {each.name: each.title.partition("（")[0] for each in grid.fields}
        self.words = {name: escape(text) for name, text in (
            ("evidence", _("evidence")), ("open", _("Details")), ("absent", _("Does not apply:")),
            ("verified", _("verified")), ("take", _("Take")), ("here", _("{points} points here")), ("away", _("Take this row away")),
            ("since submitted", _("changed since it was returned")), ("since verified", _("corrected since it was verified")),
        )}  # fmt: skip

    def line(self, line: GridLine) -> str:
        """Write one line."""
        if self.grid.shape == "matrix":
            cells = "".join(self.place(line, cell) for cell in line.cells)
            return f'<tr><th scope="row">{escape(line.unit.unit)}</th>{cells}</tr>'
        more = ""
        if line.points is not None:
            more = f' <span class="hint">{self.words["here"].format(points=plain(line.points))}</span>'
        head = f'<th scope="row">{escape(line.unit.unit)}{more}</th>'
        if line.absence is not None:
            reason = escape(str(line.absence.row.get("reason", "")))
            text = f'<td colspan="{len(line.cells)}" class="absent">{self.words["absent"]} {reason}</td>'
            return f"<tr>{head}{text}{self.beside(line)}{self.more(line)}</tr>"
        cells = "".join(self.cell(line, cell) for cell in line.cells)
        data = f'data-unit="{line.unit.pk}" data-number="{escape(line.number)}" data-version="{line.version}"'
        return f"<tr {data}>{head}{cells}{self.beside(line)}{self.more(line)}</tr>"

    def cell(self, line: GridLine, cell: Cell) -> str:
        """Write a cell of a line."""
        is_closed = not self.is_open or (line.fact is not None and line.fact.is_verified)
        if is_closed:
            return f"<td{_number(cell.field)}>{escape(_shown(cell))}</td>"
        return f"<td>{control(cell, line.unit.unit)}</td>"

    def place(self, line: GridLine, cell: Cell) -> str:
        """Write a cell of a matrix, which is a row of its own."""
        if not self.is_open and not cell.is_sum and cell.value:
            # Its own page has its history, and is where it is corrected once it is handed in.
            page = f"{self.url}{line.unit.pk}?number={escape(cell.number)}"
            return f'<td class="number"><a href="{page}">{escape(cell.value)}</a></td>'
        if not self.is_open or cell.is_sum:
            return f'<td class="number">{escape(cell.value)}</td>'
        data = f'data-unit="{line.unit.pk}" data-number="{escape(cell.number)}" data-version="{cell.version}"'
        return f'<td {data} data-fixed="{escape(cell.fixed)}">{control(cell, line.unit.unit)}</td>'

    def beside(self, line: GridLine) -> str:
        """Write what is known already: given elsewhere, and last year."""
        parts = []
        if self.offers.elsewhere:
            row, place = self.offers.elsewhere.get(line.unit.unit, ({}, ""))
            taken = {name: value for name, value in row.items() if name in self.titles}
            source = f'<br><span class="hint">{escape(place)}</span>' if taken else ""
            words = escape(self.named(taken))
            parts.append(f'<td class="number known">{words}{self.take(line, taken)}{source}</td>')
        if self.offers.last_year:
            row = self.offers.last_year.get(line.unit.unit, {})
            # What was reached last year is what growth is measured from this year.
            taken = {"previous": row[self.value]} if "previous" in self.titles and self.value in row else {}
            before = {name: value for name, value in row.items() if name != "previous"}
            parts.append(f'<td class="number known">{escape(self.named(before))}{self.take(line, taken)}</td>')
        return "".join(parts)

    def named(self, row: Row) -> str:
        """Write an offered value; where there are several, each with what it is."""
        if set(row) <= {self.value}:
            return "".join(map(self.said, row.values()))
        titles = {name: self.titles.get(name) or str(_TITLES[name]) for name in row}
        return _("; ").join(f"{titles[name]} {self.said(value)}" for name, value in row.items())

    def take(self, line: GridLine, row: Row) -> str:
        """Write the button that takes an offer over into the fields of a line, where it can be taken."""
        if not row or not self.is_open or line.absence is not None:
            return ""
        names = _("; ").join(f"{self.titles[name]} {self.said(value)}" for name, value in row.items())
        word = self.words["take"] if self.value in row else _("Take as {name}").format(name=self.titles["previous"])
        return (
            f' <button type="button" class="link take" data-values="{escape(json.dumps(row, ensure_ascii=False))}" '
            f'aria-label="{escape(word)} {escape(line.unit.unit)} {escape(names)}">{escape(word)}</button>'
        )

    def said(self, value: str) -> str:
        """Say what is known already; yes and no in the words of the page."""
        return spoken_value(value) if self.grid.filing.table == "answers" else value

    def more(self, line: GridLine) -> str:
        """Write the way to the page of the row, with its evidence and what the office found."""
        fact = line.fact
        count = self.evidence.get(fact.pk, 0) if fact is not None else 0
        query = f"?number={escape(line.number)}" if line.number else ""
        marks = [f'<a href="{self.url}{line.unit.pk}{query}">{self.words["open"]}</a>']
        if count:
            marks.append(f"{self.words['evidence']} {count}")
        if fact is not None and fact.objection:
            marks.append(f'<span class="objection">{escape(fact.objection)}</span>')
        elif fact is not None and fact.is_verified and not fact.is_withdrawn:
            marks.append(f'<span class="state verified">{self.words["verified"]}</span>')
        if fact is not None and not fact.is_verified and _is_newer(fact, self.grid.filing):
            marks.append(f'<span class="state returned">{self.words[f"since {self.grid.filing.state}"]}</span>')
        if self.grid.shape == "list" and self.is_open and not (fact is not None and fact.is_verified):
            marks.append(f'<button type="button" class="link take-away">{self.words["away"]}</button>')
        return f'<td class="more">{" ".join(marks)}</td>'


def _is_newer(fact: Fact, filing: Filing) -> bool:
    """Tell whether a row of a filing that was handed in was changed after the office last decided on the filing."""
    is_in = filing.state in (FilingState.SUBMITTED, FilingState.VERIFIED)
    return is_in and filing.decided_at is not None and fact.changed_at > filing.decided_at


def _shown(cell: Cell) -> str:
    return spoken_value(cell.value) if cell.field.kind == "yes_no" else cell.value


def _number(of: Field) -> str:
    return ' class="number"' if of.is_number else ""


def self_line(
    assessment: Assessment,
    section: Section,
    filing: Filing,
    line: GridLine,
    evidence: Mapping[int, int],
    *,
    is_open: bool,
) -> str:
    """Write a line of a self-assessment: an indicator with its value, or one event."""
    own = {cell.field.name: cell for cell in line.cells}
    cells = []
    for each in section.fields:
        cell = own.get(each.name)
        if cell is None:
            cells.append("<td></td>")
        elif is_open:
            cells.append(f"<td>{control(cell, filing.label)}</td>")
        else:
            cells.append(f"<td{_number(each)}>{escape(_shown(cell))}</td>")
    head = ""
    if section.filing is None:
        points = f'<td class="number">{escape(filing.points)}</td>'
        path = f'<span class="hint">{escape(filing.indicator)}</span>' if filing.indicator != filing.label else ""
        rule = f'<span class="hint">{escape(filing.rule)}</span>'
        percent = any(cell.field.is_percent for cell in line.cells)
        sign = f'<span class="hint">{escape(_("98.4 for 98.4%"))}</span>' if percent else ""
        head = f'<th scope="row">{escape(filing.label)}{path}{rule}{sign}</th>{points}'
    more = []
    if line.fact is not None and not line.fact.is_withdrawn:
        url = reverse("facts:self-row", args=[assessment.pk, line.unit.pk, line.fact.pk])
        count = evidence.get(line.fact.pk, 0)
        more.append(f'<a href="{url}">{escape(_("evidence"))}{f" {count}" if count else ""}</a>')
    if section.filing is not None and is_open:
        more.append(f'<button type="button" class="link take-away">{escape(_("Take this row away"))}</button>')
    data = f'data-filing="{filing.pk}" data-unit="{line.unit.pk}" data-number="{escape(line.number)}"'
    return f'<tr {data} data-version="{line.version}">{head}{"".join(cells)}<td class="more">{" ".join(more)}</td></tr>'


def self_new_line(section: Section, unit: Participant) -> str:
    """Write an event of a self-assessment that waits to be filled in."""
    pk = section.filing.pk if section.filing is not None else 0
    cells = "".join(f"<td>{control(Cell(each, ''), _('new row'))}</td>" for each in section.fields)
    return (
        f'<tr data-filing="{pk}" data-unit="{unit.pk}" data-number="" data-version="0">{cells}<td class="more">'
        f'<button type="button" class="link take-away">{escape(_("Take this row away"))}</button></td></tr>'
    )
