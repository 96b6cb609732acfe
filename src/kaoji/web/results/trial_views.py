"""Pages on which the office tries things out on a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaoji.numbers import percent as in_percent
from kaoji.numbers import plain
from kaoji.scheme import Structure
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.editing import rules_of, slot_of, walk, written
from kaoji.web.assessments.models import Assessment
from kaoji.web.assessments.structures import structure_of
from kaoji.web.facts.access import filings_to_see
from kaoji.web.facts.filings import SEVERAL
from kaoji.web.facts.models import Fact, Filing, Side
from kaoji.web.facts.rows import fields_of
from kaoji.web.lists import AS, Choice, Column, Listed, noted_table
from kaoji.web.pages import Request, page
from kaoji.web.results import access, changing, trial_actions
from kaoji.web.results.deciding import whole
from kaoji.web.results.models import Scenario, Standing
from kaoji.web.results.rankings import PAGE, exact, shown_decimals
from kaoji.web.results.robustness import PERCENTS
from kaoji.web.results.trying import Change
from kaoji.web.spoken import listed
from kaoji.writing.safe_cells import Cell

_MOST_RULES = 600
_MOST_ALIKE = 20
"""So many units are offered where a part of a name fits several."""


TRIALS = Listed(
    (
        Column(gettext_lazy("Trial"), lambda each: each.name),
        Column(gettext_lazy("Run"), lambda each: each.run.number),
        Column(gettext_lazy("Changes"), lambda each: len(each.changes)),
        Column(gettext_lazy("Asked by"), lambda each: each.by),
        Column(gettext_lazy("Last changed"), lambda each: each.changed_at),
    ),
    search=("name", "by__name"),
    hint=gettext_lazy("Name of the trial, or who asked"),
    choices=(
        Choice(
            "state", gettext_lazy("All states"),
            {"computed": gettext_lazy("with changes"), "begun": gettext_lazy("nothing changed yet")},
            lambda found, value: found.filter(changes=[]) if value == "begun" else found.exclude(changes=[]),
        ),
    ),
)  # fmt: skip


@page("results.try", "GET", "POST", gives_file=AS)
def trials(request: Request, assessment: Assessment, number: int) -> HttpResponse:
    """What was tried out on a run, and beginning something new."""
    run = access.finished_run_to_see(request.part, number)
    if request.method == "POST":
        made = trial_actions.start(run, request.POST.get("name", ""), request.user)
        return redirect("results:trial", assessment.pk, made.pk)
    found = access.scenarios_to_see(request.part).select_related("run", "by")
    found = found.defer("outcome", "robustness", "run__missing", "run__problems")
    context, title = {"assessment": assessment, "run": run}, _("{title} trials").format(title=assessment.title)
    return TRIALS.answer(request, found, "results/trials.html", context, title=title, on=assessment)


@page("results.try")
def trial(request: Request, assessment: Assessment, scenario: int) -> HttpResponse:
    """One scenario: its changes, what came of them, and how firmly the ranking stands."""
    found = access.scenario_to_see(request.part, scenario)
    run, words = found.run, request.GET.get("q", "").strip()[:100]
    listed = [each for each in _moved(found) if words in each.unit]
    shown = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    structure = structure_of(run.scheme)
    context: dict[str, object] = {
        "assessment": assessment, "run": run, "scenario": found, "pages": shown, "words": words,
        "rules": rules_to_change(structure), "percents": PERCENTS, "robust": _robust(found),
        "units": assessment.participants.values_list("unit", flat=True),
        "filings": filings_to_see(request.part).only("pk", "label", "indicator", "assessment"),
        "moved_places": sum(bool(each.climbed) for each in listed),
        "new_grades": sum(each.has_new_grade for each in listed),
        "count": len(listed),
        "decimals": shown_decimals(
            (side[0] for each in listed for side in (each.before, each.after) if side is not None),
            max((structure.decimals_of(each.unit, each.group) for each in listed), default=0),
        ),
    }  # fmt: skip
    context |= _fact_form(request, assessment) | _rule_form(request, structure)
    return render(request, "results/trial.html", context)


def _moved(scenario: Scenario) -> list[changing.Moved]:
    """Give the units whose result differs from the run, who moved most first."""
    after = scenario.outcome.get("standings", {})
    if not after:
        return []
    rows = Standing.objects.filter(run=scenario.run).values_list(
        "participant", "participant__unit", "group", "total", "rank", "grade"
    )
    found = []
    for key, unit, group, total, rank, grade in rows:
        now = after.get(str(key))
        each = changing.Moved(key, unit, group, (total, rank, grade), None if now is None else tuple(now[:3]))
        if each.before != each.after:
            found.append(each)
    return sorted(found, key=lambda each: (-abs(each.climbed), -abs(each.difference or 0)))


def _robust(scenario: Scenario) -> list[dict[str, Any]]:
    """Give what the draws showed, group by group: the units that change places most often first."""
    draws = scenario.robustness.get("draws", 0)
    found = []
    for name, group in scenario.robustness.get("groups", {}).items():
        units = [
            {"unit": unit, "place": place, "best": best, "worst": worst, "kept": kept * 100 // draws}
            for unit, (place, best, worst, kept) in group["units"].items()
        ]
        units.sort(key=lambda each: (each["kept"], each["place"]))
        found.append({**group, "name": name, "units": units[:_SHOWN], "order_percent": group["order_kept"] * 100 // draws,
                      "first_percent": group["first_kept"] * 100 // draws})  # fmt: skip
    return found


_SHOWN = 15


# ------------------------------------------------------------------ changing a fact


@dataclass(frozen=True, slots=True)
class FactRow:
    """A stored fact, or a blank one to be added, as a form shows it."""

    fact: Fact | None
    cells: list[tuple[Any, str]]


def _fact_form(request: Request, assessment: Assessment) -> dict[str, object]:
    number, name = whole(request.GET.get("filing", "")), request.GET.get("unit", "").strip()
    if not number:
        return {}
    filing = filings_to_see(request.part).filter(pk=number).first()
    alike = list(assessment.participants.filter(unit__contains=name)[:_MOST_ALIKE]) if name else []
    unit = next((each for each in alike if each.unit == name), alike[0] if len(alike) == 1 else None)
    if unit is None and name:
        unit = assessment.participants.filter(unit=name).first()
    if filing is None or unit is None:
        several = [each.unit for each in alike]
        return {"filing": filing, "unit_name": name, "unit_problem": bool(name), "several": several}
    stored = list(Fact.objects.filter(filing=filing, participant=unit, side=Side.PROVIDED, is_withdrawn=False)[:50])
    columns = fields_of(filing)
    rows = [FactRow(fact, [(column, str(fact.row.get(column.field, ""))) for column in columns]) for fact in stored]
    if filing.table in SEVERAL or not rows:
        rows.append(FactRow(None, [(column, "") for column in columns]))
    return {"filing": filing, "unit": unit, "unit_name": unit.unit, "fact_rows": rows}


@page("results.try", "POST")
def try_fact(request: Request, assessment: Assessment, scenario: int) -> HttpResponse:
    """Change, add or leave out a fact."""
    found = access.scenario_to_see(request.part, scenario)
    filing = filings_to_see(request.part).filter(pk=whole(request.POST.get("filing", ""))).first()
    unit = assessment.participants.filter(unit=request.POST.get("unit", "").strip()).first()
    if filing is None or unit is None:
        raise Http404
    stored = Fact.objects.filter(
        filing=filing, participant=unit, side=Side.PROVIDED, pk=whole(request.POST.get("fact", ""))
    ).first()
    after = {
        column.field: value
        for column in fields_of(filing)
        if (value := request.POST.get(f"field-{column.field}", "").strip()[:500])
    }
    if request.POST.get("leave_out") == "1":
        after = {}
    change = _change_of(filing, unit.unit, None if stored is None else stored.row, after)
    return _add(request, found, change)


def _change_of(filing: Filing, unit: str, before: dict[str, str] | None, after: dict[str, str]) -> Change:
    return {
        "kind": "fact", "filing": filing.pk, "unit": unit, "label": f"{unit} · {filing.label}", "before": before,
        "after": after or None, "was": changing.in_words(filing, before or {}),
        "becomes": changing.in_words(filing, after),
    }  # fmt: skip


# ------------------------------------------------------------------ changing a rule


def rules_to_change(structure: Structure) -> list[dict[str, Any]]:
    """Give everything of a scheme that can be tried out otherwise, with the text it has now."""
    scheme, found = structure.scheme, list[dict[str, Any]]()
    for each in walk(scheme):
        place, name = written(each.place), " ＞ ".join(each.path)
        for number, rule in enumerate(rules_of(each.node)):
            _key, slot = slot_of(rule)
            label = name if slot == each.node.name else f"{name} · {slot}"
            found.append({"kind": "rule", "place": place, "number": number, "label": label, "before": rule.score})
        if each.node.points is not None:
            text = plain(each.node.points)
            found.append({"kind": "points", "place": place, "number": 0, "label": name, "before": text})
        if each.node.limits is not None:
            found.append({"kind": "limits", "place": place, "number": 0, "label": name, "before": each.node.limits})
    for number, total in enumerate(scheme.total):
        label = listed(total.applies_to, short=True)
        found.append({"kind": "formula", "place": "", "number": number, "label": label, "before": total.formula})
    for number, each_grade in enumerate(scheme.grades):
        if each_grade.share is not None:
            found.append({"kind": "grade", "place": "", "number": number, "field": "share", "label": each_grade.name,
                          "before": in_percent(each_grade.share)})  # fmt: skip
        if each_grade.at_least is not None:
            found.append({"kind": "grade", "place": "", "number": number, "field": "at_least",
                          "label": each_grade.name, "before": plain(each_grade.at_least)})  # fmt: skip
    for index, entry in enumerate(found):
        entry["index"] = index
    return found[:_MOST_RULES]


def _rule_form(request: Request, structure: Structure) -> dict[str, object]:
    text = request.GET.get("rule", "")
    rules = rules_to_change(structure)
    chosen = rules[whole(text)] if text.isdigit() and whole(text) < len(rules) else None
    return {"rule": chosen}


@page("results.try", "POST")
def try_rule(request: Request, assessment: Assessment, scenario: int) -> HttpResponse:
    """Change a rule, the points of an indicator, its limits, a formula, or the share or threshold of a grade."""
    found = access.scenario_to_see(request.part, scenario)
    rules, index = rules_to_change(structure_of(found.run.scheme)), whole(request.POST.get("rule", ""))
    del assessment
    if index >= len(rules):
        raise Http404
    after = request.POST.get("after", "").strip()[:1000]
    change = {**rules[index], "after": after, "was": rules[index]["before"], "becomes": after}
    change.pop("index")
    return _add(request, found, change)


def _add(request: Request, scenario: Scenario, change: Change) -> HttpResponse:
    try:
        trial_actions.add(scenario, change, request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    return redirect("results:trial", scenario.run.assessment_id, scenario.pk)


@page("results.try", "POST")
def take_out(request: Request, assessment: Assessment, scenario: int) -> HttpResponse:
    """Take one change out again."""
    found = access.scenario_to_see(request.part, scenario)
    trial_actions.take_out(found, whole(request.POST.get("number", "")), request.user)
    return redirect("results:trial", assessment.pk, found.pk)


@page("results.try", "POST")
def robustness(request: Request, assessment: Assessment, scenario: int) -> HttpResponse:
    """See how firmly the ranking stands."""
    found = access.scenario_to_see(request.part, scenario)
    try:
        trial_actions.check_robustness(found, whole(request.POST.get("percent", "")), request.user)
    except NotNowError as problem:
        messages.error(request, str(problem))
    return redirect("results:trial", assessment.pk, found.pk)


@page("results.try", "POST")
def throw_away(request: Request, assessment: Assessment, scenario: int) -> HttpResponse:
    """Throw a trial away."""
    found = access.scenario_to_see(request.part, scenario)
    number = found.run.number
    trial_actions.throw_away(found)
    messages.success(request, _("The trial is thrown away. Nothing of the record had changed."))
    return redirect("results:trials", assessment.pk, number)


@page("results.try", gives_file=True)
def trial_table(request: Request, assessment: Assessment, scenario: int, kind: str) -> HttpResponse:
    """What came of a trial as a table to be kept."""
    found = access.scenario_to_see(request.part, scenario)
    head = [_("Group"), _("Unit"), _("Total before"), _("Total now"), _("Difference"), _("Rank before"), _("Rank now"),
            _("Grade before"), _("Grade now")]  # fmt: skip
    rows: list[list[Cell]] = []
    words = request.GET.get("q", "").strip()[:100]
    for each in _moved(found):
        if words not in each.unit:
            continue
        old, new = each.before or (None, None, ""), each.after or (None, None, "")
        rows.append([each.group, each.unit, exact(old[0]), exact(new[0]), exact(each.difference), old[1], new[1],
                     old[2], new[2]])  # fmt: skip
    title = _("{title} trial {name}").format(title=assessment.title, name=found.name)
    return noted_table(kind, title, head, rows, found)
