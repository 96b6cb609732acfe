"""How long the journal is kept, and how what is older is taken out: exported first, and never in silence."""

from __future__ import annotations

import getpass
import hashlib
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaoji.web.audit.anchors import kept, write
from kaoji.web.audit.chain import AT_THE_SERVER, PURGED, Acting, acting_as, prove, record
from kaoji.web.audit.exporting import lines
from kaoji.web.audit.models import Entry, Purge
from kaoji.web.audit.protection import KEPT_DAYS


class CannotPurgeError(Exception):
    """Entries cannot be taken out; the text says why."""


def kept_for() -> timedelta:
    """Give how long entries are kept: as long as the installation says, never shorter than the law."""
    return max(settings.AUDIT_KEPT, timedelta(days=KEPT_DAYS))


def at_the_console() -> Acting:
    """Give who acts where a command is typed."""
    return Acting(user=f"{AT_THE_SERVER}:{getpass.getuser()}")


def note_export(count: int, asked: dict[str, object]) -> None:
    """Journal that entries were exported by a command."""
    with acting_as(at_the_console()):
        record("audit.export", rows=count, asked=asked)


def purge(before: date, to: Path) -> Purge:
    """Take out all entries before a day, after writing them to a new file.

    The chain begins behind them from then on; a row says so, and an entry tells of it.

    Raises:
        CannotPurgeError: they are too young, the journal is broken, there are none, or the file is there already.
    """
    least = timezone.localdate() - kept_for()
    if before > least:
        raise CannotPurgeError(
            _("Entries after {day} have to stay: the journal is kept for {days} days.").format(
                day=least, days=kept_for().days
            )
        )
    if prove(kept()).faults:
        raise CannotPurgeError(_("The journal is broken; nothing is taken out of it. See “kaoji audit verify”."))
    last = _last_before(timezone.make_aware(datetime.combine(before, time())))
    if last is None:
        raise CannotPurgeError(_("There are no entries before {day}.").format(day=before))
    count, digest = _export(last.number, to)
    with acting_as(at_the_console()), transaction.atomic():
        made = Purge.objects.create(
            last=last.number, digest=last.digest, count=count, before=last.at, export_digest=digest
        )
        record(PURGED, last=last.number, digest=last.digest, count=count, export=digest, before_day=before)
        Entry.objects.filter(number__lte=last.number).delete()
    write()
    return made


def _last_before(moment: datetime) -> Entry | None:
    """Give the last entry of those at the start that are all older than a moment; a clock may have been set back."""
    younger = Entry.objects.filter(at__gte=moment).order_by("number").first()
    older = Entry.objects.order_by("-number")
    return (older if younger is None else older.filter(number__lt=younger.number)).first()


def _export(last: int, to: Path) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    try:
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for line in lines(Entry.objects.filter(number__lte=last)):
                content = line.encode()
                digest.update(content)
                file.write(content)
                count += 1
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise CannotPurgeError(_("“{file}” is there already. Name a new file.").format(file=to)) from error
    except OSError as error:
        raise CannotPurgeError(
            _("“{file}” cannot be written: {reason}.").format(file=to, reason=error.strerror)
        ) from error
    return count, f"sha256:{digest.hexdigest()}"
