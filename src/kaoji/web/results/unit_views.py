"""Pages of one unit: its sheet, how the total came about, its reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.access import evidence_to_see
from kaoji.web.facts.models import Evidence
from kaoji.web.pages import Request, page
from kaoji.web.publication.access import can_appeal
from kaoji.web.results import access, actions
from kaoji.web.results.models import Run, Standing
from kaoji.web.results.rankings import exact, shown_decimals
from kaoji.web.results.reporting import word_of
from kaoji.web.results.sheets import SheetRow, awaited_in, only_lost, report_of, self_run, sheet_rows
from kaoji.web.results.templatetags.trees import reckoned
from kaoji.web.results.trees import flat, without_raters
from kaoji.web.spoken import listed, spoken_place
from kaoji.web.tables import attached, table_as
from kaoji.writing.balance import Balance, balance_of
from kaoji.writing.pdf import NoFontError, score_report_pdf
from kaoji.writing.safe_cells import Cell
from kaoji.writing.score_report import frame_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def language() -> str:
    """Give the language of the page as the core names it."""
    return get_language() or "zh"


@page("assessment.view")
def sheet(request: Request, assessment: Assessment, number: int, unit: int) -> HttpResponse:
    """One unit's score sheet in the shape of the notice: every point won and lost, its reason and the fact behind."""
    run = access.finished_run_to_see(request.part, number)
    standing = access.standing_to_see(request.part, run, unit)
    own_run = self_run(run)
    stored = access.sheet_to_see(request.part, standing).tree
    rows = _rows(run, standing, stored, own_run, evidence_to_see(request.part, request.user))
    lost = request.GET.get("lost") == "1"
    context = {
        "assessment": assessment,
        "run": run,
        "standing": standing,
        "rows": only_lost(rows) if lost else rows,
        "is_lost": lost,
        "balance": _balance(run, standing, rows),
        "provisional": sum(each.is_provisional for each in rows),
        "own_run": own_run,
        "decimals": shown_decimals(each.row.score for each in rows),
        "total_decimals": shown_decimals(
            Standing.objects.filter(run=run, group=standing.group).values_list("total", flat=True)
        ),
        "formula": _formula(run, standing),
        "working": reckoned(stored),
        "is_own": not request.part.may("results.view"),
        "can_appeal": can_appeal(request.part, unit),
    }
    if request.part.may("results.view"):
        context |= _neighbours(run, standing)
    return render(request, "results/sheet.html", context)


def _rows(
    run: Run,
    standing: Standing,
    tree: dict[str, Any],
    own_run: Run | None,
    evidence: QuerySet[Evidence] | None = None,
) -> list[SheetRow]:
    own = None
    if own_run is not None:
        own = Standing.objects.filter(run=own_run, participant=standing.participant_id).first()
    return sheet_rows(standing, tree, structure_of(run.scheme), language(), own, evidence, awaited_in(run.assessment))


def _balance(run: Run, standing: Standing, rows: Sequence[SheetRow]) -> Balance | None:
    """Reckon from the full marks to the total; nothing where the unit has none."""
    if standing.total is None:
        return None
    frame = frame_of(structure_of(run.scheme), standing.participant.unit, standing.group, language())
    return balance_of([each.row for each in rows], standing.total, frame["constant"], language())


def _formula(run: Run, standing: Standing) -> str:
    total = structure_of(run.scheme).total_of(standing.participant.unit, standing.group)
    return "" if total is None else total.total.formula


def _neighbours(run: Run, standing: Standing) -> dict[str, object]:
    """Give the units before and after, by rank within the group, and all of them to choose from."""
    listed = list(
        Standing.objects.filter(run=run, group=standing.group)
        .order_by("rank", "participant__position")
        .values("participant", "participant__unit", "rank")
    )
    place = next((i for i, each in enumerate(listed) if each["participant"] == standing.participant_id), 0)
    return {
        "before": listed[place - 1] if place else None,
        "after": listed[place + 1] if place + 1 < len(listed) else None,
        "of": sum(each["rank"] is not None for each in listed),
    }


@page("assessment.view")
def tree(request: Request, assessment: Assessment, number: int, unit: int) -> HttpResponse:
    """How a unit's total came about, step by step down to the facts."""
    run = access.finished_run_to_see(request.part, number)
    standing = access.standing_to_see(request.part, run, unit)
    stored = access.sheet_to_see(request.part, standing).tree
    shown = stored if request.part.may("results.view") else without_raters(stored)
    context = {"assessment": assessment, "run": run, "standing": standing, "lines": list(flat(shown))}
    return render(request, "results/tree_lines.html" if request.htmx else "results/tree.html", context)


@page("assessment.view", gives_file=True)
def sheet_table(request: Request, assessment: Assessment, number: int, unit: int, kind: str) -> HttpResponse:
    """One unit's sheet as a table to be kept."""
    run = access.finished_run_to_see(request.part, number)
    standing = access.standing_to_see(request.part, run, unit)
    rows = _rows(run, standing, access.sheet_to_see(request.part, standing).tree, self_run(run))
    head = [_("No."), _("Indicator"), _("Points"), _("Score"), _("Self-score"), _("Lost"), _("Lost in the total"), _("Won"), _("Won in the total"),
            _("Caps and floors in the total"), _("Rules"), _("Reasons"), _("Words of the notice"), _("Source"), _("Provider"), _("Provisional")]  # fmt: skip
    title = _("{unit} score sheet run {number}").format(unit=standing.participant.unit, number=run.number)
    response = table_as(kind, title, head, [_line(each) for each in rows])
    actions.note_export(run, f"sheet {kind}")
    return response


def _line(each: SheetRow) -> list[Cell]:
    row = each.row
    return [
        row.code, "　" * row.depth + row.name, exact(row.points), exact(row.score), exact(each.own),
        exact(row.lost or None), exact(row.lost_of_total or None), exact(row.won or None), exact(row.won_of_total or None),
        exact(sum(bound.of_total for bound in row.bounds) or None), row.rules, "\n".join(line.text for line in each.lines), row.quote,
        spoken_place(row.source), listed(row.providers, short=True), _("yes") if each.is_provisional else "",
    ]  # fmt: skip


@page("assessment.view", gives_file=True)
def report(request: Request, assessment: Assessment, number: int, unit: int, kind: str) -> HttpResponse:
    """One unit's score report as Word or PDF."""
    run = access.finished_run_to_see(request.part, number)
    standing = access.standing_to_see(request.part, run, unit)
    made = report_of(standing, run, language())
    name = _("{unit} score report run {number}").format(unit=standing.participant.unit, number=run.number)
    if kind == "docx":
        response = attached(word_of(made), WORD, f"{name}.docx")
    elif kind == "pdf":
        try:
            response = attached(score_report_pdf(made), "application/pdf", f"{name}.pdf")
        except NoFontError as problem:
            return render(request, "problem.html", {"title": _("No PDF can be made here"), "text": problem}, status=503)
    else:
        raise Http404
    actions.note_export(run, f"report {kind}")
    return response


@page("results.own")
def own(request: Request, assessment: Assessment) -> HttpResponse:
    """Lead a unit to its own result: to the sheet where it has one unit and a result is open to it."""
    run = access.result_to_see(request.part)
    units = list(access.units_to_see(request.part).values_list("pk", flat=True)[:2])
    if run is None or len(units) != 1:
        return redirect("results:runs", assessment.pk)
    return redirect("results:sheet", assessment.pk, run.number, units[0])
