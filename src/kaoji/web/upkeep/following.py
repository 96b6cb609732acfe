"""The second machine: how far it is behind, bringing its files up to date, and letting it take over.

The database follows by PostgreSQL's own streaming replication, files by being written into both homes before they are
acknowledged (``files.second``). docs/howto/backup.md says how both are set up, and why.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from kaoji.web.audit.chain import acting_as, record
from kaoji.web.audit.retention import at_the_console
from kaoji.web.files.models import StoredFile
from kaoji.web.files.second import MARK, is_there, put, second_home
from kaoji.web.files.store import is_whole
from kaoji.web.upkeep.backing_up import KEYS

_FOLDERS = ("files", "runs", "anchors")
_PATIENCE = 5.0
_LOOK_EVERY = 0.005


@dataclass(frozen=True, slots=True)
class Standby:
    """A database that follows this one.

    ``seconds`` is how long a commit of just now took to its disk, None where it did not get there within a few seconds;
    ``replaying`` how many bytes lie there that are not read in yet.
    """

    name: str
    is_waited_for: bool
    seconds: float | None
    replaying: int


class HiddenStandbysError(Exception):
    """The database lets this account not see what follows it."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Files that the second home does not have: how many, and for how many seconds the oldest."""

    files: int
    seconds: float


class CannotTakeOverError(Exception):
    """This is no standby, or it may not be promoted by this account."""

    NO_STANDBY, NO_RIGHT = "no standby", "no right"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


# ------------------------------------------------------------------ how far behind


def standbys(patience: float = _PATIENCE) -> list[Standby]:
    """Write something into the database's log and give how long it took to each standby's disk.

    Raises:
        HiddenStandbysError: the account lacks the right to see them.
    """
    with connection.cursor() as cursor:
        begun = time.monotonic()
        with transaction.atomic():
            # The measurement itself does not wait for what it measures.
            cursor.execute("SET LOCAL synchronous_commit = local")
            cursor.execute("SELECT pg_logical_emit_message(true, 'kaoji', 'lag')")
            mark = cursor.fetchone()[0]
        arrived: dict[int, float] = {}
        while True:
            cursor.execute(
                "SELECT pid, application_name, sync_state, flush_lsn >= %s, "
                "pg_wal_lsn_diff(flush_lsn, replay_lsn) FROM pg_stat_replication WHERE state IS NULL OR state = 'streaming' "
                "ORDER BY application_name, pid",
                [mark],
            )
            rows = cursor.fetchall()
            now = time.monotonic() - begun
            if any(row[2] is None for row in rows):
                raise HiddenStandbysError
            arrived.update({row[0]: now for row in rows if row[3] and row[0] not in arrived})
            if now > patience or all(row[0] in arrived for row in rows):
                return [
                    Standby(name, state in ("sync", "quorum"), arrived.get(pid), max(0, int(waiting or 0)))
                    for pid, name, state, _there, waiting in rows
                ]
            time.sleep(_LOOK_EVERY)


def keeps_up(most: float) -> bool:
    """Tell whether something follows the database and lies no more than so many seconds behind; cheap, without a mark.

    Where nothing is meant to follow, or this account may not see what does, there is nothing to tell of.
    """
    if not (is_followed() and can_have_standbys()):
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, coalesce(extract(epoch FROM greatest(flush_lag, replay_lag)), 0) FROM pg_stat_replication"
        )
        rows = cursor.fetchall()
    if any(state is None for state, _seconds in rows):
        return True
    return any(state == "streaming" and seconds <= most for state, seconds in rows)


def is_followed() -> bool:
    """Tell whether the files of this installation have a second home."""
    return bool(settings.SECOND_HOME)


def can_have_standbys() -> bool:
    """Tell whether the database is one that others can follow."""
    return connection.vendor == "postgresql"


def is_standby() -> bool:
    """Tell whether the database follows another one."""
    if not can_have_standbys():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return bool(cursor.fetchone()[0])


def files_behind() -> Behind:
    """Give what the second home does not have yet.

    Raises:
        NoSecondHomeError: it does not answer.
    """
    place, now, count, oldest = second_home(), time.time(), 0, 0.0
    for path, name in _kept():
        if place is not None and not is_there(path, place / name):
            count, oldest = count + 1, max(oldest, now - path.stat().st_mtime)
    return Behind(count, oldest)


# ------------------------------------------------------------------ bringing up to date


def begin() -> None:
    """Make the folder a second home; the disk of the other machine must be mounted there."""
    place = Path(settings.SECOND_HOME)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    (place / MARK).touch(mode=0o600)


def catch_up() -> int:
    """Copy what the second home does not have: keys, anchors, and what came while it was away; gives how many files.

    Raises:
        NoSecondHomeError: it does not answer.
    """
    place = second_home()
    if place is None:
        return 0
    missing = [(path, name) for path, name in _kept() if not is_there(path, place / name)]
    for path, name in missing:
        put(path, name)
    return len(missing)


def _kept() -> Iterator[tuple[Path, str]]:
    """Give the files that a second home needs; what is half written has a name that begins with a point."""
    home = Path(settings.HOME)
    for name in KEYS:
        if (home / name).is_file():
            yield home / name, name
    for folder in _FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            place = path.relative_to(home)
            if path.is_file() and not any(part.startswith(".") for part in place.parts):
                yield path, place.as_posix()


# ------------------------------------------------------------------ taking over


def take_over() -> list[str]:
    """Make this standby the database and this second home the home; gives the names of files that are not whole.

    The first machine must be off for good: two that write would each have a truth of their own.

    Raises:
        CannotTakeOverError: nothing follows here, or the account lacks the right to promote it.
    """
    if not is_standby():
        raise CannotTakeOverError(CannotTakeOverError.NO_STANDBY)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_promote(true, 60)")
            # It came with the settings of the first one, and would wait for a standby that it does not have.
            cursor.execute("SHOW synchronous_standby_names")
            if cursor.fetchone()[0]:
                cursor.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
                cursor.execute("SELECT pg_reload_conf()")
    except DatabaseError as problem:
        raise CannotTakeOverError(CannotTakeOverError.NO_RIGHT) from problem
    connection.close()
    (Path(settings.HOME) / MARK).unlink(missing_ok=True)
    missing = [
        digest
        for digest in StoredFile.objects.order_by("digest").values_list("digest", flat=True).distinct().iterator()
        if not is_whole(digest)
    ]
    with acting_as(at_the_console()):
        record("home.take-over", result="failed" if missing else "done", missing=len(missing), named=missing[:50])
    return missing
