"""Assessments, their notices, schemes and participants."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
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
    Stage.PUBLICISING: (Stage.COLLECTING, Stage.APPROVING, Stage.PUBLISHED),
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

    @property
    def region_path(self) -> str:
        """The path below which people and organisations are looked for: the office's region; all where it has none."""
        region = self.office.parent
        return region.path if region is not None else "/"


class NoticeState(models.TextChoices):
    """What became of a notice."""

    WAITING = "waiting", _("being read")
    READ = "read", _("read")
    UNREADABLE = "unreadable", _("cannot be read")
    WITHDRAWN = "withdrawn", _("set aside")


class Notice(models.Model):
    """The notice as it came: a file, and what was read in it.

    ``counts`` holds how much was read how surely; ``findings`` what there is to say about the file and its text;
    ``reading`` the drafted scheme and every passage (see ``reading.py``), which lists leave in the database.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="notices")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=NoticeState, default=NoticeState.WAITING)
    counts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    reading = models.JSONField(default=dict)
    is_settled = models.BooleanField(default=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        verbose_name = _("notice")

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
    notice = models.ForeignKey(Notice, on_delete=models.SET_NULL, null=True, related_name="versions")
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


class UnitAttributes(models.Model):
    """What is said of a unit before it is enrolled; then it stands on the participant."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="unit_attributes")
    unit = models.CharField(max_length=120)
    values = models.JSONField(default=dict)

    class Meta:
        """By unit, each once."""

        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("assessment", "unit"), name="unit_attributes_unit"),)

    def __str__(self) -> str:
        """Give the unit's name."""
        return self.unit


class AttributeChange(models.Model):
    """One attribute of a unit that was said, or said otherwise: the old value, the new one, who, when and why.

    It counts at once; before a result is put forward a second person verifies what was said last.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="attribute_changes")
    unit = models.CharField(max_length=120)
    name = models.CharField(max_length=120)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        indexes = (models.Index(fields=("assessment", "unit", "name"), name="attribute_change_of"),)

    def __str__(self) -> str:
        """Give unit and attribute."""
        return f"{self.unit} {self.name}"


class Judgement(models.TextChoices):
    """What somebody found about one part of a draft; the last two about a sentence that nothing was made of."""

    ACCEPTED = "accepted", _("accepted")
    EDITED = "edited", _("edited")
    REJECTED = "rejected", _("rejected")
    WRITTEN = "written", _("written into the scheme")
    LEFT = "left", _("does not count")


class Verdict(models.Model):
    """What a person found about one rule or other part of a scheme in preparation (核对意见).

    ``key`` is made of the part's place and content, so a verdict holds for exactly what was looked at: once the part
    says something else, it is to be looked at again. ``content`` keeps the part itself, so that what was rejected stays
    to be seen and can come back; ``before`` what an edited one said. Next year's assessment takes over what was judged
    last year, with who judged it and when: it holds where the part says the same again.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="verdicts")
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    path = models.JSONField(default=list)
    label = models.CharField(max_length=300)
    content = models.JSONField(default=dict)
    before = models.JSONField(null=True)
    judgement = models.CharField(max_length=10, choices=Judgement)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """In the order of judging; one verdict a part."""

        ordering = ("pk",)
        verbose_name = _("verdict")
        constraints = (models.UniqueConstraint(fields=("assessment", "key"), name="verdict_key"),)

    def __str__(self) -> str:
        """Give part and judgement."""
        return f"{self.label} {self.judgement}"


class AmendmentState(models.TextChoices):
    """Where a change of a published scheme stands."""

    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("not confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Amendment(models.Model):
    """A change of a published scheme (方案调整): proposed by one person, in force once a second one confirms it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="amendments")
    base = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="amendments")
    reason = models.TextField(_("reason"))
    state = models.CharField(max_length=10, choices=AmendmentState, default=AmendmentState.PROPOSED)
    opinion = models.TextField(_("opinion"), blank=True)
    effects = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; one at a time."""

        ordering = ("-pk",)
        verbose_name = _("change of the scheme")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment",), condition=models.Q(state="proposed"), name="amendment_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        """Give version and state."""
        return f"{self.version} {self.state}"


class Alias(models.Model):
    """A name that a scheme uses for an organisation which bears another one in the tree."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        """By name; each stands for one organisation."""

        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("assessment", "name"), name="alias_name"),)

    def __str__(self) -> str:
        """Give the name."""
        return self.name
