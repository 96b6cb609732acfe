"""How far the second machine is behind, in words: what is measured, whether it is well, and what to do where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaoji.web.files.second import NoSecondHomeError
from kaoji.web.upkeep import following
from kaoji.web.upkeep.following import HiddenStandbysError, Standby

MOST_SECONDS = 300
"""Behind by more than this the second machine is no longer ready to take over; “kaoji lag” ends with 1 then."""
SOME_SECONDS, SOME_BYTES = 10, 64 * 2**20
_PATIENCE = 2.0
GOOD, SOME, BAD, NONE = "good", "some", "bad", "none"
"""It follows; it should be looked at; it cannot take over; nothing was set up."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that follows: what it is, how it stands in words, how well that is, and what is to be done."""

    what: str
    text: str
    state: str = GOOD
    advice: str = ""


def measured() -> list[Measure]:
    """Measure the database and the files of the second machine; takes some seconds where one does not answer."""
    return [*_database(), *_files()]


def _database() -> Iterator[Measure]:
    what = _("Database")
    if not following.can_have_standbys():
        yield Measure(what, _("SQLite has no standby."), NONE, _("Back up every hour, or move to PostgreSQL."))
        return
    try:
        found = following.standbys(_PATIENCE)
    except HiddenStandbysError:
        advice = _("Say as the database’s owner: GRANT pg_monitor TO kaoji.")
        yield Measure(what, _("This account may not see what follows the database."), SOME, advice)
        return
    if not found:
        advice = _(
            "Start the database of the second machine. If it does not catch up, copy it anew with pg_basebackup."
        )
        yield Measure(what, _("Nothing follows the database."), BAD if following.is_followed() else NONE, advice)
    yield from (_standby(each) for each in found)
    if found and not any(each.is_waited_for for each in found):
        text = _("No standby is waited for: what was acknowledged last may be lost with this machine.")
        yield Measure(what, text, SOME, _("Set synchronous_standby_names."))


def _standby(each: Standby) -> Measure:
    what = _("Database “{name}”").format(name=each.name)
    if each.seconds is None:
        text = _("What was written just now did not get there within {n} seconds.").format(n=f"{_PATIENCE:.0f}")
        advice = _("Look at the network between the machines, and whether the disk of the second one is full.")
        return Measure(what, text, BAD, advice)
    text = _("{seconds} s to its disk; {size} there are still to be read in.").format(
        seconds=f"{each.seconds:.3f}", size=filesizeformat(each.replaying)
    )
    if each.seconds > SOME_SECONDS:
        state = BAD if each.seconds > MOST_SECONDS else SOME
        return Measure(what, text, state, _("Look at the network between the machines, and what else uses it."))
    if each.replaying > SOME_BYTES:
        advice = _("Its disk or processor is too slow or busy. It would have to read this in before it takes over.")
        return Measure(what, text, SOME, advice)
    return Measure(what, text)


def _files() -> Iterator[Measure]:
    what = _("Stored files")
    if not following.is_followed():
        text = _("KAOJI_SECOND_HOME is not set: the files have no second home.")
        yield Measure(what, text, NONE, _("Back up every hour, or set a second machine up."))
        return
    try:
        behind = following.files_behind()
    except (NoSecondHomeError, OSError):
        text = _("The second home does not answer, so no files are accepted.")
        yield Measure(what, text, BAD, _("Mount its disk again; then say “kaoji copy-home”."))
        return
    if not behind.files:
        yield Measure(what, _("The second home has every file."))
        return
    text = ngettext(
        "{count} file is not copied yet; it lies here for {seconds} s.",
        "{count} files are not copied yet; the oldest lies here for {seconds} s.",
        behind.files,
    ).format(count=behind.files, seconds=f"{behind.seconds:.0f}")
    state = BAD if behind.seconds > MOST_SECONDS else SOME
    yield Measure(what, text, state, _("They are copied every ten minutes; “kaoji copy-home” does it at once."))
