"""What if: facts and rules changed beside a run, scored and graded by the core, and nothing of the record touched.

A change is plain data, kept with the scenario:

    {"kind": "fact", "filing": 7, "unit": "东街街道", "before": {...} or None, "after": {...} or None, ...}
    {"kind": "rule", "place": "0.2", "number": 0, "before": "每起扣5分", "after": "每起扣10分", ...}

``points`` and ``limits`` change an indicator, ``formula`` a total, ``grade`` the share or threshold of a grade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.diagnostics import Diagnostic, has_errors
from kaoji.grading import Ranking, grade
from kaoji.numbers import decimal, share
from kaoji.scheme import Scheme, Structure, dump
from kaoji.scoring import Facts, score
from kaoji.scoring.tables import read_facts, understand
from kaoji.web.assessments.editing import node_at, read_place, rules_of, with_node, with_rules
from kaoji.web.assessments.findings import sentence
from kaoji.web.assessments.structures import parsed, structure_of
from kaoji.web.facts.models import Filing
from kaoji.web.facts.rows import Line, grids_of
from kaoji.web.jobs.models import Job
from kaoji.web.jobs.queue import Progress, UnfitWorkError, work
from kaoji.web.results.computing import folder_of
from kaoji.web.results.models import Run, Scenario
from kaoji.web.results.robustness import survives

Change = dict[str, Any]
_STEPS = 4
_ASIDE = frozenset({"source", "number"})
_SINGLE = frozenset({"scores", "answers", "measures", "places", "panel_scores"})
"""Tables with one row for a unit and what is asked."""


class UnfitChangeError(Exception):
    """A change that cannot be applied; the text says which, and why."""


@work("results.try")
def do_try(job: Job, progress: Progress) -> dict[str, Any]:
    """Compute what comes of a scenario's changes, and keep it with the scenario.

    Raises:
        UnfitWorkError: the run's files are gone.
    """
    scenario = Scenario.objects.select_related("run__scheme", "run__assessment").get(pk=job.arguments["scenario"])
    changes, percent = list(scenario.changes), int(job.arguments.get("percent", 0))
    progress.tell(0, _STEPS, _("Reading the facts of the run…"))
    try:
        structure, facts = base_of(scenario.run, changes)
        progress.tell(1, _STEPS, _("Scoring and grading with the changes…"))
        ranking = grade(score(structure, facts))
    except UnfitChangeError as problem:
        _keep(scenario, changes, {"problems": [str(problem)]}, {})
        return {"scenario": scenario.pk}
    progress.tell(2, _STEPS, _("Seeing how firmly the ranking stands…"))
    robustness = survives(ranking, percent) if percent else {}
    progress.tell(3, _STEPS, _("Keeping what came of it…"))
    _keep(scenario, changes, outcome_of(scenario.run, ranking), robustness)
    return {"scenario": scenario.pk}


def _keep(scenario: Scenario, changes: list[Change], outcome: dict[str, Any], robustness: dict[str, Any]) -> None:
    """Keep an outcome, unless the changes are others by now: then another job is on its way."""
    with transaction.atomic():
        now = Scenario.objects.select_for_update().get(pk=scenario.pk)
        if now.changes == changes:
            now.outcome, now.robustness = outcome, robustness or now.robustness
            now.save(update_fields=["outcome", "robustness", "changed_at"])


def outcome_of(run: Run, ranking: Ranking) -> dict[str, Any]:
    """Give total, rank and grade of each unit by its participant, and how many ties are open."""
    numbers = dict(run.assessment.participants.values_list("unit", "pk"))
    standings = {
        str(numbers[result.unit]): [result.total, result.rank, result.grade or "", result.is_pending]
        for result in ranking.results.values()
        if result.unit in numbers
    }
    return {"standings": standings, "open": len(ranking.open_decisions), "problems": []}


def base_of(run: Run, changes: Sequence[Change]) -> tuple[Structure, Facts]:
    """Give scheme and facts of a run with the changes in them.

    Raises:
        UnfitWorkError: the run's files are gone.
        UnfitChangeError: a change does not fit.
    """
    structure = with_rule_changes(structure_of(run.scheme), changes)
    folder = folder_of(run) / "facts"
    if not folder.is_dir():
        raise UnfitWorkError(_("The files of this run are no longer there. Try it out on a newer run."))
    facts, _findings = read_facts(folder, structure)
    return structure, with_fact_changes(facts, structure, changes)


# ------------------------------------------------------------------ rules


def with_rule_changes(structure: Structure, changes: Sequence[Change]) -> Structure:
    """Give the structure with changed rules.

    Raises:
        UnfitChangeError: a change does not fit, or the scheme cannot be used with it.
    """
    wanted = [change for change in changes if change["kind"] != "fact"]
    if not wanted:
        return structure
    scheme = structure.scheme
    for change in wanted:
        scheme = with_rule_change(scheme, change)
    changed, findings = parsed(dump(scheme))
    if changed is None:
        raise UnfitChangeError(_sentences(findings))
    return changed


def _sentences(findings: Sequence[Diagnostic]) -> str:
    return sentence(*(finding for finding in findings if finding.level == "error"))[:1000]


def with_rule_change(scheme: Scheme, change: Change) -> Scheme:
    """Give the scheme with one change.

    Raises:
        UnfitChangeError: what is to be changed is not there, or the new text is no number where one is needed.
    """
    kind, after = change["kind"], str(change["after"]).strip()
    if kind == "formula":
        totals = list(scheme.total)
        totals[change["number"]] = totals[change["number"]].model_copy(update={"formula": after})
        return scheme.model_copy(update={"total": tuple(totals)})
    if kind == "grade":
        grades = list(scheme.grades)
        value = share(after) if change["field"] == "share" else decimal(after)
        if value is None:
            raise UnfitChangeError(_("“{text}” is no number.").format(text=after))
        grades[change["number"]] = grades[change["number"]].model_copy(update={change["field"]: value})
        return scheme.model_copy(update={"grades": tuple(grades)})
    place = read_place(change["place"]) or ()
    node = node_at(scheme, place) if place else None
    if node is None:
        raise UnfitChangeError(_("“{name}” is not in the scheme.").format(name=change["label"]))
    if kind == "points":
        points = decimal(after)
        if points is None:
            raise UnfitChangeError(_("“{text}” is no number.").format(text=after))
        return with_node(scheme, place, node.model_copy(update={"points": points}))
    if kind == "limits":
        return with_node(scheme, place, node.model_copy(update={"limits": after or None}))
    rules = list(rules_of(node))
    rules[change["number"]] = rules[change["number"]].model_copy(update={"score": after})
    return with_node(scheme, place, with_rules(node, tuple(rules)))


# ------------------------------------------------------------------ facts


def with_fact_changes(facts: Facts, structure: Structure, changes: Sequence[Change]) -> Facts:
    """Give the facts with some put in, taken out or replaced.

    Raises:
        UnfitChangeError: a row cannot be understood.
    """
    wanted = [change for change in changes if change["kind"] == "fact"]
    if not wanted:
        return facts
    filings = Filing.objects.in_bulk({change["filing"] for change in wanted})
    tables = {name.name: list(getattr(facts, name.name)) for name in fields(Facts)}
    for number, change in enumerate(wanted):
        filing = filings.get(change["filing"])
        if filing is None:
            raise UnfitChangeError(_("“{name}” is no longer asked for.").format(name=change["label"]))
        before = _typed(filing, change["unit"], change["before"], structure)
        after = _typed(filing, change["unit"], change["after"], structure)
        _put(tables[filing.table], filing.table, before, after, number)
    return Facts(**tables)


@dataclass(frozen=True, slots=True)
class _Row:
    """A fact of the core and the key by which the only one of its kind is found."""

    fact: Any
    key: tuple[object, ...]


def _typed(filing: Filing, unit: str, row: Mapping[str, str] | None, structure: Structure) -> _Row | None:
    if not row:
        return None
    found, findings = understand(grids_of([Line(filing, unit, row)]), structure)
    rows = getattr(found, filing.table)
    if has_errors(findings) or not rows:
        raise UnfitChangeError(_sentences(findings) or _("“{name}” cannot be read.").format(name=filing.label))
    return _Row(rows[0], _key(filing.table, rows[0]))


def _key(table: str, fact: Any) -> tuple[object, ...]:  # noqa: ANN401 - any row of facts
    if table in _SINGLE:
        return (fact.unit, getattr(fact, "slot", None), getattr(fact, "panel", None))
    return tuple(getattr(fact, each.name) for each in fields(fact) if each.name not in _ASIDE)


def _put(rows: list[Any], table: str, before: _Row | None, after: _Row | None, number: int) -> None:
    sought = before or (after if table in _SINGLE else None)
    place = None
    if sought is not None:
        place = next((index for index, row in enumerate(rows) if _key(table, row) == sought.key), None)
    fact = None if after is None else after.fact
    if fact is not None and hasattr(fact, "number"):
        # Numbers tell events of a unit apart; a new one must not look like one that is there.
        fact = replace(fact, number=rows[place].number if place is not None else f"+{number + 1}")
    if place is not None and fact is not None:
        rows[place] = fact
    elif place is not None:
        del rows[place]
    elif fact is not None:
        rows.append(fact)
