"""Organisations and posts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaoji.web.permissions import POSTS, ROLE_NAMES


class Kind(models.TextChoices):
    """What sort of organisation it is."""

    REGION = "region", _("region")
    DEPARTMENT = "department", _("department")
    TOWNSHIP = "township", _("township or street")
    SECTION = "section", _("section")
    OTHER = "other", _("other")


class Organisation(models.Model):
    """An organisation in the tree: region, department, township, section.

    ``path`` holds the ids from the top, ``/3/17/``, so that everything below is one comparison. ``code`` is its unified
    social credit code, or the one that its county gave it; blank where nobody said one.
    """

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    code = models.CharField(_("organisation code"), max_length=40, blank=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    path = models.CharField(max_length=255, db_index=True, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        """Order, name, and that siblings have different names."""

        ordering = ("path", "position")
        verbose_name = _("organisation")
        constraints = (
            models.UniqueConstraint("parent", "name", name="organisation_name_within_parent"),
            models.UniqueConstraint(fields=("code",), condition=~models.Q(code=""), name="organisation_code"),
        )

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the path with the parent."""
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent is not None else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            Organisation.objects.filter(pk=self.pk).update(path=path)


class Post(models.Model):
    """What a person is at an organisation, for one assessment or for all of them, for a while or for good.

    A deputy holds a post of their own that names whom they stand in for.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=12, choices=[(role.value, ROLE_NAMES[role]) for role in POSTS])
    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.CASCADE, null=True, blank=True, related_name="posts"
    )
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        """Order and name."""

        ordering = ("organisation__path", "role", "user__normal_number")
        verbose_name = _("post")

    def __str__(self) -> str:
        """Give who is what where."""
        return f"{self.user} {self.role} {self.organisation}"

    @property
    def is_over(self) -> bool:
        """Tell whether the post is held no more."""
        return self.until_on is not None and self.until_on < timezone.localdate()
