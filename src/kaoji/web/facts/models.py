"""Facts: what is known of the units, who said it, on which evidence, and everything it was before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FilingState(models.TextChoices):
    """Where a filing stands."""

    OPEN = "open", _("to be filled in")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    VERIFIED = "verified", _("verified")


FILING_STEPS: dict[FilingState, tuple[FilingState, ...]] = {
    FilingState.OPEN: (FilingState.SUBMITTED,),
    FilingState.SUBMITTED: (FilingState.RETURNED, FilingState.VERIFIED),
    FilingState.RETURNED: (FilingState.SUBMITTED,),
    FilingState.VERIFIED: (FilingState.RETURNED,),
}


PURPOSES = {
    "conditions": _(
        "What a grade or a prize depends on, such as a grave accident. Only where something of the kind is so."
    ),
    "history": _("Ranks and grades of earlier years, for rules about progress or several years in a row."),
    "absences": _("Indicators that do not apply to a unit, and why. Only where there are any."),
    "decisions": _("Places and grades decided by those who approve. Only where a tie or a special case is decided."),
}
"""What the tables are for that the office keeps for the whole assessment."""


class Filing(models.Model):
    """One thing to be filled in for all units that have it: a slot, a panel, or a table of the grade rules.

    ``table`` is the table of facts (docs/reference/facts.md); ``key`` the slot's key, or the panel's name; the words
    are kept here so that lists need no scheme. One that is not required is filled in only where something happened.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="filings")
    table = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    indicator = models.CharField(max_length=500, blank=True)
    rule = models.TextField(blank=True)
    measured_in = models.CharField(max_length=60, blank=True)
    points = models.CharField(max_length=30, blank=True)
    provider_names = models.CharField(max_length=300, blank=True)
    providers = models.ManyToManyField("organisations.Organisation", related_name="filings", blank=True)
    is_required = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=FilingState, default=FilingState.OPEN, db_index=True)
    due_on = models.DateField(null=True, blank=True)
    expected = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        """In the order of the scheme."""

        ordering = ("position", "pk")
        verbose_name = _("filing")
        constraints = (models.UniqueConstraint(fields=("assessment", "table", "key"), name="filing_key"),)

    def __str__(self) -> str:
        """Give what is asked for."""
        return self.label

    @property
    def is_optional(self) -> bool:
        """Tell whether nobody waits for it: nothing happened so far, and nothing need be said."""
        return self.state == FilingState.OPEN and not self.is_required

    @property
    def counts_units(self) -> bool:
        """Tell whether every unit has something to be filled in; of what only may happen, rows are counted alone."""
        return self.table not in ("events", *PURPOSES)

    @property
    def purpose(self) -> str:
        """What it is for, where neither an indicator nor a rule says so."""
        return str(PURPOSES.get(self.table, ""))


class Side(models.TextChoices):
    """Whose word a fact is."""

    PROVIDED = "provided", _("provided")
    SELF = "self", _("self-assessed")


class Fact(models.Model):
    """One row of a table of facts.

    ``row`` holds its fields as text, as they were understood: exact decimals, 是/否, dates. ``number`` tells rows of one
    unit apart where there can be several (events, ballots). ``version`` counts the changes: whoever changes a row says
    which version they saw. ``objection`` is what the office has against the row, until it is changed or found right.
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="facts")
    participant = models.ForeignKey("assessments.Participant", on_delete=models.CASCADE, related_name="facts")
    side = models.CharField(max_length=10, choices=Side, default=Side.PROVIDED)
    number = models.CharField(max_length=60, blank=True)
    row = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    is_withdrawn = models.BooleanField(default=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    is_verified = models.BooleanField(default=False)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    objection = models.CharField(max_length=500, blank=True)

    class Meta:
        """In the order of entry; a row is known by filing, unit, side and number."""

        ordering = ("filing", "participant", "pk")
        constraints = (
            models.UniqueConstraint(fields=("filing", "participant", "side", "number"), name="fact_identity"),
        )

    def __str__(self) -> str:
        """Give unit and number."""
        return f"{self.participant_id} {self.number}"


class Correction(models.Model):
    """What a fact was before and after a change, who changed it, when and why; only ever added."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="corrections")
    version = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    after_submission = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Oldest first."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Give fact and version."""
        return f"{self.fact_id} v{self.version}"


class Evidence(models.Model):
    """A file that a fact rests on."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In the order of entry."""

        ordering = ("pk",)

    def __str__(self) -> str:
        """Give the file's name."""
        return str(self.file)


class Urge(models.Model):
    """A reminder (催办): the office tells an organisation that it waits for a filing, or for a self-assessment."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="urges")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="urges")
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, null=True, related_name="urges")
    text = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        verbose_name = _("reminder")

    def __str__(self) -> str:
        """Give what it says."""
        return self.text


class SelfAssessment(models.Model):
    """Where the self-assessment of a unit stands; what the unit says are facts of the side ``self``."""

    participant = models.OneToOneField(
        "assessments.Participant", on_delete=models.CASCADE, related_name="self_assessment"
    )
    state = models.CharField(max_length=10, choices=FilingState, default=FilingState.OPEN, db_index=True)
    reason = models.TextField(blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    accepted = models.JSONField(null=True)
    """Of what was accepted: how many values and files were looked at, and the digest of them all."""

    class Meta:
        """In the order of the units."""

        ordering = ("participant__position",)
        verbose_name = _("self-assessment")

    def __str__(self) -> str:
        """Give unit and state."""
        return f"{self.participant} {self.state}"


class Workbook(models.Model):
    """A filled workbook as it was handed in: what was wrong with it, and how much of it was taken over.

    ``lines`` holds its rows as they were read, each with its filing, unit and number; lists leave them in the database.
    ``marked`` is the same workbook with its faulty cells marked, written by the job ``marking`` where it is large.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="workbooks")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    marking = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    marked = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)
    lines = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    not_own = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        verbose_name = _("filled workbook")

    def __str__(self) -> str:
        """Give the file's name."""
        return str(self.file)
