"""Assessments, their notices, schemes and participants."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where an assessment stands in its year."""

    PREPARING = "preparing", _("preparing the scheme")
    COLLECTING = "collecting", _("collecting facts")
    APPROVING = "approving", _("being approved")
    PUBLICISING = "publicising", _("on public notice")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


STEPS: dict[Stage, tuple[Stage, ...]] = {
    Stage.PREPARING: (Stage.COLLECTING,),
    Stage.COLLECTING: (Stage.APPROVING,),
    Stage.APPROVING: (Stage.COLLECTING, Stage.PUBLICISING),
    Stage.PUBLICISING: (Stage.COLLECTING, Stage.PUBLISHED),
    Stage.PUBLISHED: (Stage.ARCHIVED,),
    Stage.ARCHIVED: (),
}
"""The steps that an assessment can take; any other is refused."""


class Assessment(models.Model):
    """One year's assessment of the units of a region, run by an office."""

    office = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="assessments")
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.PREPARING)
    facts_due_on = models.DateField(_("facts due on"), null=True, blank=True)
    self_due_on = models.DateField(_("self-assessment due on"), null=True, blank=True)
    scheme = models.ForeignKey("SchemeVersion", on_delete=models.PROTECT, null=True, related_name="+")
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="following")
    public_key = models.CharField(max_length=40, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-year", "-pk")
        verbose_name = _("assessment")

    def __str__(self) -> str:
        """Give its title."""
        return self.title


class Notice(models.Model):
    """The notice as it came: a file, and what was read in it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="notices")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    reading = models.JSONField(default=dict)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Order."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Give the file's name."""
        return str(self.file)


class SchemeVersion(models.Model):
    """A scheme as it stood: its YAML text, byte for byte, and its digest. A published one never changes."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scheme_versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=71, db_index=True)
    note = models.CharField(max_length=200, blank=True)
    reviews = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first; numbers count within an assessment."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("assessment", "number"), name="scheme_version_number"),)

    def __str__(self) -> str:
        """Give its number."""
        return f"v{self.number}"


class Participant(models.Model):
    """An assessed unit, as the scheme names it, and the organisation (or person) it stands for."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="participants")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, related_name="participations"
    )
    unit = models.CharField(_("unit"), max_length=120)
    group = models.CharField(_("group"), max_length=120)
    attributes = models.JSONField(default=dict)
    takes_part = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        """In the order of the scheme."""

        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=("assessment", "unit"), name="participant_unit"),)

    def __str__(self) -> str:
        """Give the unit's name."""
        return self.unit
