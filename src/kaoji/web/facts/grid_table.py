"""The lines of a grid as a list: searched, paged where there are very many, and given as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.web.facts.grids import Cell, Grid, GridLine
from kaoji.web.lists import Column, Listed
from kaoji.web.spoken import labelled, spoken_value
from kaoji.writing.safe_cells import Cell as FileCell

LINES: Final = 500
"""So many lines a page has: a county's units, and blocks that are pasted, stand on one."""


def table_of(grid: Grid, evidence: Mapping[int, int]) -> Listed:
    """Give how the lines of a grid are searched, paged and given as a file."""

    def cell(at: int) -> Callable[[GridLine], FileCell]:
        return lambda line: _in_file(line.cells[at]) if at < len(line.cells) else ""

    return Listed(
        (
            Column(gettext_lazy("Unit"), lambda line: line.unit.unit),
            *(Column(field.title, cell(at)) for at, field in enumerate(grid.fields)),
            Column(gettext_lazy("Files"), lambda line: evidence.get(line.fact.pk, 0) if line.fact is not None else 0),
            Column(gettext_lazy("Remarks"), _remark),
        ),
        hint=gettext_lazy("Unit or value"),
        keeps=("show", "rater", "kind"),
        page=LINES,
    )


def _in_file(cell: Cell) -> FileCell:
    if cell.field.is_number:
        with suppress(InvalidOperation):
            return Decimal(cell.value)
    return spoken_value(cell.value) if cell.field.kind == "yes_no" else cell.value


def _remark(line: GridLine) -> str:
    if line.absence is not None:
        return labelled(_("does not apply"), line.absence.row.get("reason", ""))
    if line.fact is None or line.fact.is_withdrawn:
        return ""
    return line.fact.objection or (_("verified") if line.fact.is_verified else "")
