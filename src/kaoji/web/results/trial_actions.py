"""Trying things out on a run: scenarios are made, changed and thrown away; the record is never touched."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from kaoji.scoring import Facts
from kaoji.web.accounts.models import User
from kaoji.web.assessments.actions import NotNowError
from kaoji.web.assessments.structures import structure_of
from kaoji.web.audit.chain import content_digest, record
from kaoji.web.jobs.queue import ask
from kaoji.web.results.models import Run, Scenario
from kaoji.web.results.robustness import PERCENTS
from kaoji.web.results.trying import Change, UnfitChangeError, with_fact_changes, with_rule_changes

MOST = 40
"""How many changes a scenario holds at most."""


def start(run: Run, name: str, by: User) -> Scenario:
    """Begin to try something out on a run.

    Raises:
        NotNowError: the run is not finished.
    """
    if run.finished_at is None:
        raise NotNowError(_("The run is not finished yet."))
    with transaction.atomic():
        made = Scenario.objects.create(run=run, name=name.strip()[:120] or _("Trial on #{number}").format(number=run.number), by=by)  # fmt: skip
        record("trial.start", made, run=run.number, name=made.name)
    return made


def add(scenario: Scenario, change: Change, by: User) -> Scenario:
    """Add a change, or put it in the place of one of the same thing, and compute anew.

    Raises:
        NotNowError: it changes nothing, cannot be understood, or there are too many.
    """
    if (change.get("before") or "") == (change.get("after") or ""):
        raise NotNowError(_("That changes nothing: write another value."))
    with transaction.atomic():
        found = (
            Scenario.objects.select_for_update().select_related("run__scheme", "run__assessment").get(pk=scenario.pk)
        )
        kept = [each for each in found.changes if not _is_about_same(each, change)]
        if len(kept) >= MOST:
            raise NotNowError(_("A trial holds {most} changes at most. Begin another one.").format(most=MOST))
        changes = [*kept, change]
        _check(found.run, changes)
        _change(found, changes, by)
        record("trial.change", found, after=content_digest(changes), what=change["label"])
    return found


def _is_about_same(one: Change, other: Change) -> bool:
    keys = ("kind", "filing", "unit", "place", "number", "field")
    same = all(one.get(key) == other.get(key) for key in keys)
    return same and (one["kind"] != "fact" or one["before"] == other["before"] is not None)


def _check(run: Run, changes: list[Change]) -> None:
    try:
        structure = with_rule_changes(structure_of(run.scheme), changes)
        with_fact_changes(Facts(), structure, changes)
    except UnfitChangeError as problem:
        raise NotNowError(str(problem)) from problem


def take_out(scenario: Scenario, number: int, by: User) -> Scenario:
    """Take one change out again, and compute anew."""
    with transaction.atomic():
        found = Scenario.objects.select_for_update().select_related("run").get(pk=scenario.pk)
        changes = [each for index, each in enumerate(found.changes) if index != number]
        if len(changes) != len(found.changes):
            _change(found, changes, by)
            record("trial.change", found, after=content_digest(changes), what="")
    return found


def _change(scenario: Scenario, changes: list[Change], by: User) -> None:
    scenario.changes, scenario.outcome, scenario.robustness = changes, {}, {}
    scenario.job = ask("results.try", {"scenario": scenario.pk}, by=by, assessment_id=scenario.run.assessment_id)
    scenario.save()


def check_robustness(scenario: Scenario, percent: int, by: User) -> Scenario:
    """See how firmly the ranking stands when weights change by up to so many percent.

    Raises:
        NotNowError: it is not one of the offered percentages.
    """
    if percent not in PERCENTS:
        raise NotNowError(_("Choose by how much the weights change."))
    with transaction.atomic():
        found = Scenario.objects.select_for_update().select_related("run").get(pk=scenario.pk)
        arguments = {"scenario": found.pk, "percent": percent}
        found.job = ask("results.try", arguments, by=by, assessment_id=found.run.assessment_id)
        found.save(update_fields=["job", "changed_at"])
        record("trial.robustness", found, percent=percent)
    return found


def throw_away(scenario: Scenario) -> None:
    """Throw a trial away."""
    with transaction.atomic():
        record("trial.end", scenario, name=scenario.name, before=content_digest(scenario.changes))
        scenario.delete()
