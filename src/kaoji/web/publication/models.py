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

        ordering = ("position", "pk")

    def __str__(self) -> str:
        """Give its name."""
        return self.name


class ProposalState(models.TextChoices):
    """Where a proposed result stands."""

    OPEN = "open", _("being approved")
    APPROVED = "approved", _("approved")
    SENT_BACK = "sent-back", _("sent back")
    LAPSED = "lapsed", _("lapsed")


class Proposal(models.Model):
    """A run put forward as the result: what the signatures of one round are about.

    A result that was sent back, or whose facts changed, is proposed anew: a new round with signatures of its own.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    run = models.ForeignKey("results.Run", on_delete=models.PROTECT, related_name="proposals")
    results_digest = models.CharField(max_length=71)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first; numbers count within an assessment."""

        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("assessment", "number"), name="proposal_number"),)

    def __str__(self) -> str:
        """Give its number."""
        return f"#{self.number}"


class Means(models.TextChoices):
    """By what somebody proved, when signing, who they are."""

    PASSWORD = "password", _("password")
    CODE = "code", _("code of the second factor")


class Signature(models.Model):
    """What a signatory said of a proposed result at a step; only ever added.

    The step's name and organisation are kept as they were when it was signed.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="signatures")
    step = models.ForeignKey(ApprovalStep, on_delete=models.SET_NULL, null=True, related_name="signatures")
    step_name = models.CharField(max_length=120)
    organisation_name = models.CharField(max_length=120)
    is_approved = models.BooleanField()
    opinion = models.TextField(_("opinion"), blank=True)
    results_digest = models.CharField(max_length=71)
    means = models.CharField(max_length=10, choices=Means, default=Means.PASSWORD)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Oldest first; a step is signed once, and nobody signs twice."""

        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("proposal", "step"), name="signature_step"),
            models.UniqueConstraint(fields=("proposal", "by"), name="signature_person"),
        )

    def __str__(self) -> str:
        """Give step and person."""
        return f"{self.step_name} {self.by}"


class PublicNotice(models.Model):
    """An approved result on public notice (公示): from when, for how many working days, until when, for whom to see.

    One that was ended early says why; ``is_withdrawn`` tells that it is announced again with the same result, and not
    broken off because facts changed. ``shows`` names what is shown of the result. Both last days are counted when the notice begins; ``counted_by_hand``
    says by which announcement they were counted where the calendar of holidays did not reach that far.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="public_notices")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="public_notices")
    run = models.ForeignKey("results.Run", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    until_on = models.DateField()
    answers_due_on = models.DateField()
    counted_by_hand = models.CharField(max_length=200, blank=True)
    shows = models.JSONField(default=list)
    is_open = models.BooleanField(default=False)
    contact = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)
    is_withdrawn = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Give its days."""
        return f"{self.from_on}–{self.until_on}"


class NoticeCorrection(models.Model):
    """What of a running notice was corrected: its contact, and its last days, which only ever move later; only added."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="corrections")
    contact_before = models.CharField(max_length=300, blank=True)
    contact_after = models.CharField(max_length=300, blank=True)
    until_before = models.DateField()
    until_after = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Oldest first."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Give why."""
        return self.reason


class AppealState(models.TextChoices):
    """Where an appeal stands."""

    FILED = "filed", _("waits for an answer")
    UPHELD = "upheld", _("upheld")
    REJECTED = "rejected", _("turned down")
    WITHDRAWN = "withdrawn", _("taken back")


class Appeal(models.Model):
    """A unit's objection to one number of its result, and the office's answer.

    ``node`` tells which, as ``publication.sheets`` knows it: an indicator's code, a panel, or the total. An appeal that
    was upheld names the corrections of facts and the run that came of them.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="appeals")
    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="appeals")
    run = models.ForeignKey("results.Run", on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey("assessments.Participant", on_delete=models.PROTECT, related_name="appeals")
    node = models.CharField(max_length=120)
    node_name = models.CharField(max_length=300)
    text = models.TextField(_("grounds"))
    files = models.ManyToManyField("files.StoredFile", blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=AppealState, default=AppealState.FILED)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.ForeignKey("results.Run", on_delete=models.PROTECT, null=True, related_name="+")
    corrections = models.ManyToManyField("facts.Correction", blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Give what it is about."""
        return self.node_name


class Publication(models.Model):
    """A result made public: the run, the bundle that anybody can verify, who published it with whose consent.

    It is there from the moment that somebody proposes to publish; ``confirmed_at`` says that it is published.
    """

    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="publication")
    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey("results.Run", on_delete=models.PROTECT, related_name="+")
    shows = models.JSONField(default=list)
    is_bundle_public = models.BooleanField(default=False)
    bundle_job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    archive_job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    bundle = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    archive = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Give the assessment."""
        return str(self.assessment)
