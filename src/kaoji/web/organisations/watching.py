"""What an administrator must look at: the first thing they see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.accounts import forgotten
from kaoji.web.audit.anchors import UnreadableAnchorsError, kept
from kaoji.web.audit.models import Entry
from kaoji.web.audit.protection import is_protected
from kaoji.web.files.second import NoSecondHomeError, second_home
from kaoji.web.jobs.models import Job, State
from kaoji.web.organisations.access import people_like
from kaoji.web.organisations.models import Organisation, Post
from kaoji.web.permissions import Role
from kaoji.web.spoken import listed
from kaoji.web.upkeep.following import keeps_up
from kaoji.web.upkeep.lag import MOST_SECONDS

_SOON = timedelta(days=14)
_LATELY = timedelta(days=1)
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Watch:
    """Something to look at: a sentence, where to look, and whether it cannot wait."""

    text: str
    url: str = ""
    is_urgent: bool = False


def watched(role: Role | None) -> list[Watch]:
    """Give what an administrator must look at, the urgent first."""
    sources: dict[Role, Callable[[], Iterator[Watch]]] = {
        Role.SYSTEM_ADMINISTRATOR: _system,
        Role.SECURITY_ADMINISTRATOR: _security,
        Role.AUDIT_ADMINISTRATOR: _audit,
    }
    found = list(sources[role]()) if role in sources else []
    return sorted(found, key=lambda watch: not watch.is_urgent)


def _system() -> Iterator[Watch]:
    asking = forgotten.waiting()
    for user in asking[:_NAMED]:
        text = _("{name} ({number}) forgot the password and waits: take the code by telephone or in person.")
        yield Watch(
            text.format(name=user.name, number=user.number),
            reverse("organisations:person", args=[user.pk]),
            is_urgent=True,
        )
    if more := len(asking[_NAMED:]):
        text = ngettext("{n} more person waits for a new password.", "{n} more people wait for a new password.", more)
        yield Watch(text.format(n=more), reverse("organisations:people"), is_urgent=True)
    if not Organisation.objects.exists():
        yield Watch(
            _("There is no organisation yet. Import people from Excel: their organisations are made with them."),
            reverse("organisations:import"),
            is_urgent=True,
        )
    try:
        second_home()
    except NoSecondHomeError:
        yield Watch(
            _(
                "The second machine does not answer, so no files are accepted. Bring it back; or go on without it, knowingly: start Kaoji without KAOJI_SECOND_HOME."
            ),
            reverse("upkeep:second-machine"),
            is_urgent=True,
        )
    if not keeps_up(MOST_SECONDS):
        yield Watch(
            _("The database of the second machine does not follow. See how far it is behind, and what to do."),
            reverse("upkeep:second-machine"),
            is_urgent=True,
        )
    failed = Job.objects.filter(state=State.FAILED, finished_at__gt=timezone.now() - 7 * _LATELY)
    if count := failed.count():
        text = ngettext(
            "{count} piece of background work failed in the last week, number {numbers}. The log of the server says why.",
            "{count} pieces of background work failed in the last week, the newest are {numbers}. The log of the server says why.",
            count,
        )
        newest = failed.order_by("-pk").values_list("pk", flat=True)[:_NAMED]
        yield Watch(text.format(count=count, numbers=listed(map(str, newest), short=True)), is_urgent=True)
    people = reverse("organisations:people")
    if unused := people_like("", "unused").count():
        text = ngettext(
            "{count} account was not used for {days} days and is locked.",
            "{count} accounts were not used for {days} days and are locked.",
            unused,
        )
        yield Watch(text.format(count=unused, days=settings.UNUSED_LOCKS.days), f"{people}?state=unused")
    if first := people_like("", "first").count():
        text = ngettext(
            "{count} person has not changed the first password yet.",
            "{count} people have not changed their first password yet.",
            first,
        )
        yield Watch(text.format(count=first), f"{people}?state=first")


def _security() -> Iterator[Watch]:
    people = reverse("organisations:people")
    yield from _lately(
        "log-in.locked",
        lambda count: ngettext(
            "{count} log-in was tried while locked in the last day.",
            "{count} log-ins were tried while locked in the last day.",
            count,
        ),
    )
    yield from _lately(
        "access.paced",
        lambda count: ngettext(
            "{count} account was stopped in the last day for asking too fast.",
            "Accounts were stopped {count} times in the last day for asking too fast.",
            count,
        ),
    )
    if several := people_like("", "several").count():
        text = ngettext(
            "{count} account is in use at several places.", "{count} accounts are in use at several places.", several
        )
        yield Watch(text.format(count=several), f"{people}?state=several", is_urgent=True)
    if one := people_like("", "one-factor").count():
        text = ngettext(
            "{count} person approves, publishes or administers without a second factor.",
            "{count} people approve, publish or administer without a second factor.",
            one,
        )
        is_urgent = settings.SECOND_FACTOR_REQUIRED
        yield Watch(text.format(count=one), f"{people}?state=one-factor", is_urgent=is_urgent)
    if postless := people_like("", "postless").count():
        text = ngettext("{count} person has no post.", "{count} people have no post.", postless)
        yield Watch(text.format(count=postless), f"{people}?state=postless")
    today = timezone.localdate()
    if ending := Post.objects.filter(until_on__gte=today, until_on__lte=today + _SOON).count():
        text = ngettext("{count} post ends within 14 days.", "{count} posts end within 14 days.", ending)
        yield Watch(text.format(count=ending), people)


def _lately(action: str, text: Callable[[int], str]) -> Iterator[Watch]:
    if count := Entry.objects.filter(action=action, at__gt=timezone.now() - _LATELY).count():
        yield Watch(text(count).format(count=count), is_urgent=True)


def _audit() -> Iterator[Watch]:
    journal = reverse("audit:journal")
    if not is_protected():
        yield Watch(
            _(
                "The triggers that refuse changes are missing from the database. Start the system anew: it puts them back."
            ),
            journal,
            is_urgent=True,
        )
    last = Entry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    try:
        anchors = kept()
    except UnreadableAnchorsError:
        anchors = []
        yield Watch(_("A file of anchors cannot be read. Run “kaoji audit verify”."), journal, is_urgent=True)
    unanchored = last - (anchors[-1].number if anchors else 0)
    if unanchored:
        text = ngettext(
            "{count} entry is not anchored yet. Run “kaoji audit anchor” and keep a copy elsewhere.",
            "{count} entries are not anchored yet. Run “kaoji audit anchor” and keep a copy elsewhere.",
            unanchored,
        )
        yield Watch(text.format(count=unanchored), journal)
    since = timezone.now() - _LATELY
    if denied := Entry.objects.filter(result="denied", at__gt=since).count():
        text = ngettext("{count} refusal in the last day.", "{count} refusals in the last day.", denied)
        yield Watch(text.format(count=denied), f"{journal}?result=denied&since={timezone.localdate() - _LATELY}")
    today = Entry.objects.filter(at__gt=since).count()
    text = ngettext("{count} entry in the last day.", "{count} entries in the last day.", today)
    yield Watch(text.format(count=today), f"{journal}?since={timezone.localdate() - _LATELY}")
