"""Tokens, and answers kept so that a request sent twice is done once."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Token(models.Model):
    """What a program shows instead of a person's password: it may do what one post may, until a day.

    Only its digest is kept; ``start`` is the first characters, by which people tell tokens apart. ``minute`` and
    ``count`` say how many requests came in the minute of the last one.
    """

    post = models.ForeignKey("organisations.Post", on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_from = models.CharField(max_length=45, blank=True)
    minute = models.BigIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)
        verbose_name = _("token")

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    @property
    def is_expired(self) -> bool:
        """Tell whether its time is over."""
        return self.expires_at <= timezone.now()

    @property
    def state(self) -> str:
        """Where it stands: valid, expired or revoked."""
        return "revoked" if self.revoked_at is not None else "expired" if self.is_expired else "valid"

    @property
    def is_valid(self) -> bool:
        """Tell whether it still opens anything."""
        return self.revoked_at is None and not self.is_expired


class KeptAnswer(models.Model):
    """The answer to a request that bore an idempotency key, kept in the transaction of what was done."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        """A key is used once by a token."""

        constraints = (models.UniqueConstraint(fields=("token", "key"), name="kept_answer_key"),)

    def __str__(self) -> str:
        """Give the key."""
        return self.key
