"""Stored files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Label(models.TextChoices):
    """How far a file or record may go (安全标记)."""

    PUBLIC = "public", _("public")
    INTERNAL = "internal", _("internal")
    SENSITIVE = "sensitive", _("sensitive")


class StoredFile(models.Model):
    """A file as it is kept: its bytes lie under their digest, outside the web root, and never change.

    ``handed_in`` is the digest of the bytes as they came, before authors and coordinates were taken out of them.
    """

    digest = models.CharField(max_length=64, db_index=True)
    handed_in = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=120)
    label = models.CharField(max_length=20, choices=Label, default=Label.INTERNAL)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Order and name."""

        ordering = ("pk",)
        verbose_name = _("file")

    def __str__(self) -> str:
        """Give the name it came with."""
        return self.name
