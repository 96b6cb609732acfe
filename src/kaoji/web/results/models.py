"""Runs and what they gave."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kaoji.scoring.derivations import Phrase


class Run(models.Model):
    """One computation of an assessment, kept whole: manifest and numbers here, scheme, facts and relations on disk.

    A run without ``finished_at`` is not there yet and is shown as such only. ``is_preview`` is False for one that was
    proposed as the result; ``facts_read_at`` tells facts that changed afterwards from those that are in it. What is
    missing may be thousands of lines: lists read how many there are, and leave the lines in the database. ``averages``
    holds the mean of each indicator (by its code) and panel (by its name) in each group, half up.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    scheme = models.ForeignKey("assessments.SchemeVersion", on_delete=models.PROTECT, related_name="+")
    is_preview = models.BooleanField(default=True)
    uses_self = models.BooleanField(default=False)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    reports_job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    manifest = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    missing_count = models.PositiveIntegerField(default=0)
    open_decisions = models.JSONField(default=list)
    open_count = models.PositiveIntegerField(default=0)
    averages = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    is_final = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    facts_read_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest first; numbers count within an assessment."""

        ordering = ("-number",)
        verbose_name = _("run")
        constraints = (models.UniqueConstraint(fields=("assessment", "number"), name="run_number"),)

    def __str__(self) -> str:
        """Give its number."""
        return f"#{self.number}"

    @property
    def digest(self) -> str:
        """The digest of its results, as the manifest has it."""
        return str(self.manifest.get("results", ""))

    @property
    def has_failed(self) -> bool:
        """Tell whether the work on it was given up."""
        return self.finished_at is None and self.job is not None and self.job.finished_at is not None


class Standing(models.Model):
    """One unit's result in a run.

    Values are 10^-9 points; ``parts`` and ``nodes`` hold them by name and indicator code, ``points`` the full points of
    indicators where they are not those that the scheme states. ``facts`` says which facts went in: by filing, each with
    its number and version; of ballots and marks, a digest of all. ``reasons`` are sentences with what stands in them, to
    be said in the reader's language (``why``).
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="standings")
    participant = models.ForeignKey("assessments.Participant", on_delete=models.CASCADE, related_name="standings")
    group = models.CharField(max_length=120)
    total = models.BigIntegerField(null=True)
    rank = models.PositiveIntegerField(null=True)
    grade = models.CharField(max_length=60, blank=True)
    is_pending = models.BooleanField(default=False)
    reasons = models.JSONField(default=list)
    awards = models.JSONField(default=list)
    consequences = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    nodes = models.JSONField(default=dict)
    points = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)

    class Meta:
        """By group and rank."""

        ordering = ("participant__position", "pk")
        constraints = (models.UniqueConstraint(fields=("run", "participant"), name="standing_unit"),)

    def __str__(self) -> str:
        """Give unit and rank."""
        return f"{self.participant_id} {self.rank}"

    @property
    def why(self) -> list[str]:
        """Why the unit has its grade, in the reader's language."""
        return self.why_in(get_language() or "zh")

    def why_in(self, language: str) -> list[str]:
        """Why the unit has its grade, in a language."""
        return self.said(self.reasons, language)

    @staticmethod
    def said(reasons: Iterable[Any], language: str) -> list[str]:
        """Say some of the reasons in a language."""
        return [each if isinstance(each, str) else Phrase(each[0], each[1]).text(language) for each in reasons]


class Sheet(models.Model):
    """One unit's total unfolded down to its facts, as it was explained when the run was made."""

    standing = models.OneToOneField(Standing, on_delete=models.CASCADE, related_name="sheet")
    tree = models.JSONField()

    def __str__(self) -> str:
        """Give whose it is."""
        return str(self.standing)


class Chart(models.Model):
    """The picture of a group's ranking, drawn when the run was made."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="charts")
    group = models.CharField(max_length=120)
    svg = models.TextField()

    class Meta:
        """One picture a group."""

        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("run", "group"), name="chart_of_group"),)

    def __str__(self) -> str:
        """Give the group."""
        return self.group


class Scenario(models.Model):
    """Something tried out on a run: changes of facts and rules that touch nothing, and what came of them.

    ``changes`` is read by ``results.trying``; ``outcome`` holds the standings after the changes, the way ``Standing``
    does, and what is wrong with the changes.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    changes = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    robustness = models.JSONField(default=dict)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        verbose_name = _("scenario")

    def __str__(self) -> str:
        """Give its name."""
        return self.name


class NoticeText(models.Model):
    """What the office wrote for the result notice, so that it need not be written twice."""

    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.CASCADE, related_name="notice_text")
    fields = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Give the assessment."""
        return str(self.assessment)
