"""The journal: one row per thing done, in one chain."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One thing that somebody did or tried.

    ``digest`` covers all other fields and the digest of the entry before, so an edit, a deletion inside or a swap
    breaks the chain. Rows are only ever added; they point to people and objects by number, so nothing deletes them.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    user_id = models.BigIntegerField(null=True, db_index=True)
    user = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=100, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=36, blank=True)
    action = models.CharField(max_length=80, db_index=True)
    assessment_id = models.BigIntegerField(null=True, db_index=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    result = models.CharField(max_length=20, default="done")
    before = models.CharField(max_length=71, blank=True)
    after = models.CharField(max_length=71, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        """Order and name."""

        ordering = ("number",)
        verbose_name = _("journal entry")

    def __str__(self) -> str:
        """Give number and action."""
        return f"{self.number} {self.action}"


class Head(models.Model):
    """The end of the chain, one row: whoever adds an entry locks it first, so that the chain stays one line."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        """Give the number of the last entry."""
        return str(self.number)


class Purge(models.Model):
    """Old entries taken out after they were exported: the chain begins behind the last of them.

    The journal tells of it in an entry of its own, so a purge that nobody made shows.
    """

    last = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    count = models.BigIntegerField()
    before = models.DateTimeField()
    export_digest = models.CharField(max_length=71)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Oldest first."""

        ordering = ("last",)

    def __str__(self) -> str:
        """Give the number of the last entry taken out."""
        return str(self.last)
