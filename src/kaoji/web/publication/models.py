"""From a computed result to a published one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApprovalStep(models.Model):
    """A step that the notice names: whose signature the result needs, in which order."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="approval_steps")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("step"), max_length=120)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="approval_steps"
    )

    class Meta:
        """In order."""

        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("assessment", "position"), name="approval_step_position"),)

    def __str__(self) -> str:
        """Give its name."""
        return self.name


class Signature(models.Model):
    """What a signatory said of a run at a step; only ever added."""

    step = models.ForeignKey(ApprovalStep, on_delete=models.PROTECT, related_name="signatures")
    run = models.ForeignKey("results.Run", on_delete=models.PROTECT, related_name="signatures")
    is_approved = models.BooleanField()
    opinion = models.TextField(_("opinion"), blank=True)
    results_digest = models.CharField(max_length=71)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Oldest first."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Give step and person."""
        return f"{self.step} {self.by}"


class PublicNotice(models.Model):
    """The result on public notice (公示): from when, for how many working days, until when."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="public_notices")
    run = models.ForeignKey("results.Run", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    until_on = models.DateField()
    is_over = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Give its days."""
        return f"{self.from_on}–{self.until_on}"


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    FILED = "filed", _("filed")
    UPHELD = "upheld", _("upheld")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Appeal(models.Model):
    """A unit's objection to one number of its result, and the office's answer."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="appeals")
    run = models.ForeignKey("results.Run", on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey("assessments.Participant", on_delete=models.PROTECT, related_name="appeals")
    node = models.CharField(max_length=60)
    node_name = models.CharField(max_length=300)
    text = models.TextField(_("grounds"))
    files = models.ManyToManyField("files.StoredFile", blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.FILED)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.ForeignKey("results.Run", on_delete=models.PROTECT, null=True, related_name="+")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Give what it is about."""
        return self.node_name


class Publication(models.Model):
    """A result made public: the run, the bundle that anybody can verify, who published it with whose consent."""

    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="publication")
    run = models.ForeignKey("results.Run", on_delete=models.PROTECT, related_name="+")
    bundle = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    archive = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Give the assessment."""
        return str(self.assessment)
