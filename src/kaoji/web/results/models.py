"""Runs and what they gave."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """One computation of an assessment, kept whole: manifest and numbers here, scheme, facts and relations on disk.

    A run without ``finished_at`` is not there yet and is shown as such only.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    scheme = models.ForeignKey("assessments.SchemeVersion", on_delete=models.PROTECT, related_name="+")
    is_preview = models.BooleanField(default=True)
    uses_self = models.BooleanField(default=False)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    manifest = models.JSONField(default=dict)
    missing = models.JSONField(default=list)
    open_decisions = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    is_final = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest first; numbers count within an assessment."""

        ordering = ("-number",)
        verbose_name = _("run")
        constraints = (models.UniqueConstraint(fields=("assessment", "number"), name="run_number"),)

    def __str__(self) -> str:
        """Give its number."""
        return f"#{self.number}"


class Standing(models.Model):
    """One unit's result in a run. Points are 10^-9; ``parts`` and ``nodes`` hold points by name and indicator code."""

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

    class Meta:
        """By group and rank."""

        ordering = ("participant__position", "pk")
        constraints = (models.UniqueConstraint(fields=("run", "participant"), name="standing_unit"),)

    def __str__(self) -> str:
        """Give unit and rank."""
        return f"{self.participant_id} {self.rank}"


class Sheet(models.Model):
    """One unit's total unfolded down to its facts, as it was explained when the run was made."""

    standing = models.OneToOneField(Standing, on_delete=models.CASCADE, related_name="sheet")
    tree = models.JSONField()

    def __str__(self) -> str:
        """Give whose it is."""
        return str(self.standing)
