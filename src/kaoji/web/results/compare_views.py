"""Pages that put results beside each other: units of a run, two runs, two years."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kaoji.web.assessments.models import Assessment, Participant
from kaoji.web.assessments.structures import structure_of
from kaoji.web.pages import Request, page
from kaoji.web.results import access, actions, changing, comparing, years
from kaoji.web.results.deciding import whole
from kaoji.web.results.models import Run, Standing
from kaoji.web.results.rankings import PAGE, exact, shown_decimals
from kaoji.web.tables import table_as
from kaoji.writing.safe_cells import Cell

_CHANGES = 25
_FOUND = 20


# ------------------------------------------------------------------ units


def _chosen(request: Request, run: Run) -> list[Standing]:
    """Give the results of the units that an address names, in its order; more than a page can show, too."""
    wanted = list(dict.fromkeys(whole(text) for text in request.GET.getlist("unit")))
    found = access.standings_to_see(request.part, run).filter(participant__in=wanted)
    by_unit = {standing.participant_id: standing for standing in found}
    return [by_unit[unit] for unit in wanted if unit in by_unit]


@page("results.view")
def compare(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """Two or more units side by side."""
    run = access.finished_run_to_see(request.part, number)
    chosen = _chosen(request, run)
    standings, left = chosen[: comparing.MOST], chosen[comparing.MOST :]
    rows = comparing.compare(structure_of(run.scheme), standings) if standings else []
    is_apart = request.GET.get("apart") == "1"
    if is_apart:
        rows = [row for row in rows if row.spread]
    words = request.GET.get("add", "").strip()[:100]
    candidates: list[Participant] = []
    if words:
        known = [standing.participant_id for standing in standings]
        units = access.units_to_see(request.part).filter(unit__icontains=words).exclude(pk__in=known)
        candidates = list(units[:_FOUND])
    context = {
        "assessment": assessment, "run": run, "standings": standings, "rows": rows, "is_apart": is_apart,
        "words": words, "candidates": candidates, "is_full": len(standings) >= comparing.MOST,
        "left": [standing.participant.unit for standing in left[:_FOUND]], "left_count": len(left),
        "decimals": shown_decimals(standing.total for standing in standings),
    }  # fmt: skip
    return render(request, "results/compare.html", context)


@page("results.view", gives_file=True)
def compare_table(request: Request, assessment: Assessment, number: int, kind: str) -> HttpResponse:
    """The chosen units side by side as a table to be kept."""
    run = access.finished_run_to_see(request.part, number)
    standings = _chosen(request, run)[: comparing.MOST]
    head = [_("No."), _("Indicator"), _("Points"), *(standing.participant.unit for standing in standings)]
    rows: list[list[Cell]] = [
        [row.code, "　" * row.level + row.name, exact(row.points), *(exact(each.value) for each in row.values)]
        for row in comparing.compare(structure_of(run.scheme), standings)
    ]
    rows.append(["", _("Total"), None, *(exact(standing.total) for standing in standings)])
    rows.append(["", _("Rank"), None, *(standing.rank for standing in standings)])
    rows.append(["", _("Grade"), None, *(standing.grade for standing in standings)])
    title = _("{title} units side by side run {number}").format(title=assessment.title, number=number)
    response = table_as(kind, title, head, rows)
    actions.note_export(run, f"comparison {kind}")
    return response


# ------------------------------------------------------------------ runs


def _other(request: Request, run: Run) -> Run | None:
    """Give the run to compare with: the one that was asked for, else the last one before of the same kind."""
    runs = access.runs_to_see(request.part).filter(finished_at__isnull=False).exclude(pk=run.pk)
    runs = runs.select_related("scheme", "asked_by").defer("missing", "problems", "open_decisions")
    if asked := whole(request.GET.get("with", "")):
        return runs.filter(number=asked).first()
    same = runs.filter(uses_self=run.uses_self)
    return same.filter(number__lt=run.number).first() or same.first()


@page("results.view")
def changes(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """What moved between another run and this one, and by which facts and rules."""
    run = access.finished_run_to_see(request.part, number)
    other = _other(request, run)
    choices = access.runs_to_see(request.part).filter(finished_at__isnull=False).exclude(pk=run.pk)
    context: dict[str, object] = {
        "assessment": assessment, "run": run, "other": other,
        "choices": choices.only("number", "finished_at", "reason", "is_preview", "uses_self", "is_final")[:50],
    }  # fmt: skip
    if other is not None:
        found = changing.moved(other, run)
        words = request.GET.get("q", "").strip()[:100]
        shown = Paginator([each for each in found if words in each.unit], _CHANGES).get_page(request.GET.get("page"))
        changing.fill_in(list(shown), other, run)
        context |= {
            "pages": shown, "count": len(found), "words": words, "rules": changing.changed_rules(other, run),
            "moved_places": sum(bool(each.climbed) for each in found),
            "new_grades": sum(each.has_new_grade for each in found),
        }  # fmt: skip
    return render(request, "results/changes.html", context)


@page("results.view", gives_file=True)
def changes_table(request: Request, assessment: Assessment, number: int, kind: str) -> HttpResponse:
    """What moved between two runs as a table to be kept."""
    run = access.finished_run_to_see(request.part, number)
    other = _other(request, run)
    head = [_("Group"), _("Unit"), _("Total before"), _("Total now"), _("Difference"), _("Rank before"), _("Rank now"),
            _("Grade before"), _("Grade now")]  # fmt: skip
    rows: list[list[Cell]] = []
    words = request.GET.get("q", "").strip()[:100]
    for each in changing.moved(other, run) if other is not None else []:
        if words not in each.unit:
            continue
        old, new = each.before or (None, None, ""), each.after or (None, None, "")
        rows.append([each.group, each.unit, exact(old[0]), exact(new[0]), exact(each.difference), old[1], new[1],
                     old[2], new[2]])  # fmt: skip
    title = _("{title} changes run {number}").format(title=assessment.title, number=number)
    response = table_as(kind, title, head, rows)
    actions.note_export(run, f"changes {kind}")
    return response


# ------------------------------------------------------------------ years


@page("assessment.view")
def by_year(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """This run beside the result of an earlier year: units by name, or the indicators of a unit or group."""
    run = access.finished_run_to_see(request.part, number)
    candidates = years.earlier_assessments(request.desk, assessment)
    asked = whole(request.GET.get("with", ""))
    earlier = next((each for each in candidates if each.pk == asked), candidates[0] if candidates else None)
    before = None if earlier is None else years.result_of(request.desk, earlier)
    context: dict[str, object] = {
        "assessment": assessment, "run": run, "candidates": candidates, "earlier": earlier, "before": before,
        "is_whole": request.part.may("results.view"),
    }  # fmt: skip
    if before is not None and earlier is not None:
        context |= _beside(request, run, before, earlier)
    return render(request, "results/years.html", context)


@page("results.view", gives_file=True)
def years_table(request: Request, assessment: Assessment, number: int, kind: str) -> HttpResponse:
    """This run beside the result of an earlier year, all units, as a table to be kept.

    Raises:
        Http404: there is no earlier result to compare with.
    """
    run = access.finished_run_to_see(request.part, number)
    candidates = years.earlier_assessments(request.desk, assessment)
    asked = whole(request.GET.get("with", ""))
    earlier = next((each for each in candidates if each.pk == asked), candidates[0] if candidates else None)
    before = None if earlier is None else years.result_of(request.desk, earlier)
    if before is None or earlier is None or not request.desk.part_in(earlier).may("results.view"):
        raise Http404
    head = [_("Group"), _("Unit"), _("Total before"), _("Total now"), _("Difference"), _("Rank before"), _("Rank now"),
            _("Grade before"), _("Grade now")]  # fmt: skip
    rows: list[list[Cell]] = []
    words = request.GET.get("q", "").strip()[:100]
    for each in years.units_of(years.places(run), years.places(before)):
        if words not in each.unit:
            continue
        old, new = each.then or (None, None, ""), each.now or (None, None, "")
        rows.append([each.group, each.unit, exact(old[0]), exact(new[0]), exact(each.difference), old[1], new[1],
                     old[2], new[2]])  # fmt: skip
    title = _("{title} beside {year} run {number}").format(title=assessment.title, year=earlier.year, number=number)
    response = table_as(kind, title, head, rows)
    actions.note_export(run, f"years {kind}")
    return response


def _beside(request: Request, run: Run, before: Run, earlier: Assessment) -> dict[str, object]:
    standings = access.standings_to_see(request.part, run)
    unit = whole(request.GET.get("unit", ""))
    chosen = standings.filter(participant=unit).first() if unit else None
    groups = list(dict.fromkeys(standings.order_by("participant__position").values_list("group", flat=True)))
    group = request.GET.get("group", "")
    group = chosen.group if chosen is not None else group if group in groups else groups[0] if groups else ""
    found: dict[str, object] = {"groups": groups, "group": group, "chosen": chosen}
    if chosen is not None or request.GET.get("by") == "indicators":
        return found | {"by": "indicators", "rows": _indicators(request, run, before, group, chosen, earlier)}
    whole_view = request.part.may("results.view")
    own = None if whole_view else list(access.units_to_see(request.part).values_list("pk", flat=True))
    old_part = request.desk.part_in(earlier)
    old_own = None if old_part.may("results.view") else list(access.units_to_see(old_part).values_list("pk", flat=True))
    listed = years.units_of(years.places(run, group, own), years.places(before, "", old_own))
    words = request.GET.get("q", "").strip()[:100]
    listed = [each for each in listed if (each.now is not None or each.group == group) and words in each.unit]
    shown = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    return found | {"by": "units", "pages": shown, "words": words}


def _indicators(
    request: Request, run: Run, before: Run, group: str, chosen: Standing | None, earlier: Assessment
) -> Sequence[years.IndicatorYears]:
    now, then = structure_of(run.scheme), structure_of(before.scheme)
    if chosen is None:
        if not request.part.may("results.view"):
            return []
        return years.indicators_of(now, then, run.averages.get(group, {}), before.averages.get(group, {}))
    old = access.standings_to_see(request.desk.part_in(earlier), before)
    same = old.filter(participant__unit=chosen.participant.unit).first()
    values = {} if same is None else {**same.nodes, **same.parts}
    return years.indicators_of(now, then, {**chosen.nodes, **chosen.parts}, values)
