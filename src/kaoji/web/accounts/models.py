"""Accounts: who may log in, and what is known of their log-ins."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def normal(number: str) -> str:
    """Give the form in which account names are compared: width, case and spaces make no difference.

    >>> normal(" Ａdmin "), normal("ad min")
    ('admin', 'admin')
    """
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())


class Administers(models.TextChoices):
    """Which part of the installation an administrator keeps (三员分立)."""

    NOTHING = "", _("nothing")
    SYSTEM = "system", _("system")
    SECURITY = "security", _("security")
    AUDIT = "audit", _("audit")


class UserManager(BaseUserManager["User"]):
    """Finds accounts by their normal name."""

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account whatever the case and width it is written in."""
        return self.get(normal_number=normal(username or ""))

    def create_user(self, number: str, name: str, password: str | None = None, **fields: object) -> User:
        """Make an account; without a password nobody can log in to it yet."""
        user = self.model(number=number.strip(), name=name, **fields)
        user.set_password(password)
        user.save()
        return user

    def unused(self) -> models.QuerySet[User]:
        """Give the accounts that nobody used for so long that they are locked."""
        before = timezone.now() - settings.UNUSED_LOCKS
        return self.filter(Q(last_login=None) | Q(last_login__lt=before), is_active=True, active_since__lt=before)


class User(AbstractBaseUser):
    """A person with an account. ``number`` is what they log in with; ids are never given twice."""

    number = models.CharField(_("account"), max_length=60)
    normal_number = models.CharField(max_length=60, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    administers = models.CharField(max_length=10, choices=Administers, default=Administers.NOTHING, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(null=True)
    password_expires_at = models.DateTimeField(null=True)
    active_since = models.DateTimeField(default=timezone.now)
    second_factor = models.TextField(blank=True)
    second_factor_step = models.BigIntegerField(default=0)
    language = models.CharField(max_length=10, default="zh-hans")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "normal_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        """Order and name."""

        ordering = ("normal_number",)
        verbose_name = _("account")

    def __str__(self) -> str:
        """Give the person's name."""
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the normal name with the name."""
        self.normal_number = normal(self.number)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def has_second_factor(self) -> bool:
        """Tell whether a second factor is set up."""
        return bool(self.second_factor)

    @property
    def is_unused(self) -> bool:
        """Tell whether nobody used the account for so long that it is locked."""
        return max(self.last_login or self.active_since, self.active_since) < timezone.now() - settings.UNUSED_LOCKS

    @property
    def first_password_is_over(self) -> bool:
        """Tell whether a first password was not changed in time: nobody gets in with it any more."""
        expires = self.password_expires_at
        return self.must_change_password and expires is not None and expires < timezone.now()


class RecoveryCode(models.Model):
    """The hash of a code that stands in for the second factor once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code = models.CharField(max_length=128)

    def __str__(self) -> str:
        """Give whose it is."""
        return str(self.user)


class FormerPassword(models.Model):
    """The hash of a password that may not come back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Newest first."""

        ordering = ("-pk",)

    def __str__(self) -> str:
        """Give whose it was."""
        return str(self.user)


class PasswordRequest(models.Model):
    """Somebody who forgot a password asks for another, in a browser that alone knows the secret behind ``secret``.

    They tell ``code`` to an administrator, who lets the request through; the password is chosen in that browser.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="password_requests")
    code = models.CharField(max_length=8)
    secret = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=45)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    granted_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    """How often an administrator typed a code that it has not."""

    def __str__(self) -> str:
        """Give whose it is."""
        return str(self.user)


class LogInFailure(models.Model):
    """A failed log-in, counted against the account and against where it came from."""

    normal_number = models.CharField(max_length=60, db_index=True)
    address = models.CharField(max_length=45, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        """Give account and address."""
        return f"{self.normal_number} {self.address}"


class RequestCounting(models.Manager["RequestCount"]):
    """Counts requests of all web processes together."""

    def add(self, whose: str, minute: int, number: int) -> int:
        """Add requests, and give how many there are of this minute."""
        mine = self.filter(whose=whose, minute=minute)
        with transaction.atomic():
            if not mine.update(count=F("count") + number):
                try:
                    with transaction.atomic():
                        self.create(whose=whose, minute=minute, count=number)
                except IntegrityError:  # another process came first
                    mine.update(count=F("count") + number)
            return mine.get().count


class RequestCount(models.Model):
    """How often somebody searched, took out or asked for what is public within a minute; see ``kaoji.web.pace``."""

    whose = models.CharField(max_length=80)
    minute = models.PositiveBigIntegerField()
    count = models.PositiveIntegerField(default=0)

    objects = RequestCounting()

    class Meta:
        """One row a person, or address, and minute."""

        constraints = (models.UniqueConstraint(fields=("minute", "whose"), name="request_count_minute"),)

    def __str__(self) -> str:
        """Give whose it is."""
        return self.whose


class SentForm(models.Model):
    """A form that was taken, by the key that it bore, and where it led; see ``kaoji.web.once``."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    address = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        """One row a form."""

        constraints = (models.UniqueConstraint(fields=("user", "key"), name="sent_form_key"),)

    def __str__(self) -> str:
        """Give where it led."""
        return self.address


class LogInQuery(models.QuerySet["LogIn"]):
    """Finds sessions."""

    def live(self) -> LogInQuery:
        """Give the sessions that are not over yet."""
        now: datetime = timezone.now()
        return self.filter(seen_at__gt=now - settings.SESSION_IDLE, since__gt=now - settings.SESSION_LONGEST)


class LogIn(models.Model):
    """A session: whose, since when, from where. Ending it here ends it at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="log_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)

    objects = LogInQuery.as_manager()

    def __str__(self) -> str:
        """Give whose it is."""
        return str(self.user)

    @property
    def browser(self) -> str:
        """Give browser and system in a few words, as far as the browser tells."""
        names = ("Edg", "Firefox", "Chrome", "Safari")
        systems = ("Windows", "Android", "iPhone", "iPad", "Mac OS", "HarmonyOS", "Linux")
        found = [next((each for each in known if each in self.agent), "") for known in (names, systems)]
        return " · ".join(filter(None, found)).replace("Edg", "Edge") or self.agent[:40]

    def end(self) -> None:
        """End the session."""
        Session.objects.filter(session_key=self.session_key).delete()
        self.delete()
