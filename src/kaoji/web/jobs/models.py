"""The queue."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """A piece of work asked for in a request and done outside it.

    A worker takes a job for a while (``leased_until``) and renews the lease as it goes on; a job whose worker died is
    taken up again when its lease has run out. Work is therefore written so that doing it twice does it once. Whatever it
    says for people is said in ``language``: that of who asked for it, or of the site where nobody did.
    """

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    assessment_id = models.BigIntegerField(null=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=80, blank=True)
    result = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Order and name."""

        ordering = ("pk",)
        verbose_name = _("job")

    def __str__(self) -> str:
        """Give kind and number."""
        return f"{self.kind} {self.pk}"

    @property
    def percent(self) -> int:
        """How far it is, in percent."""
        if self.state == State.DONE:
            return 100
        return self.done * 100 // self.total if self.total else 0
