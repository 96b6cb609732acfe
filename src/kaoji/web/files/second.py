"""The second home: where another machine keeps a copy of this one's files, ready to take over.

    put(path, "files/ab/cd/abcd…")

A file lies there, on disk, before what it belongs to is acknowledged. Where the other machine does not answer nothing is
taken in: an acknowledged file that only one machine has would be gone with that machine.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kaoji.web.files.kinds import UnfitFileError

MARK = "second-home"
"""A file that only a second home has: the empty folder below a disk that is not mounted is none."""


class NoSecondHomeError(UnfitFileError):
    """The second home does not take files; the text says so to whoever hands one in."""


def second_home() -> Path | None:
    """Give the second home; None where this installation has none.

    Raises:
        NoSecondHomeError: it is not there at the moment.
    """
    if not settings.SECOND_HOME:
        return None
    place = Path(settings.SECOND_HOME)
    if not (place / MARK).is_file():
        raise _does_not_answer()
    return place


def put(source: Path, name: str) -> None:
    """Copy a file to its name in the second home, unless it lies there; it is on disk before this returns.

    Raises:
        NoSecondHomeError: it cannot be written there.
    """
    try:
        place = second_home()
        if place is not None and not is_there(source, place / name):
            _copy(source, place / name)
    except OSError as problem:
        raise _does_not_answer() from problem


def put_all(paths: Iterable[Path]) -> None:
    """Copy files of this home, and whole folders, to the same places in the second home.

    Raises:
        NoSecondHomeError: they cannot be written there.
    """
    if not settings.SECOND_HOME:
        return
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                put(file, file.relative_to(settings.HOME).as_posix())


def is_there(source: Path, target: Path) -> bool:
    """Tell whether a file was copied and not changed since; what lies under its digest never changes."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return False
    wanted = source.stat()
    return found.st_size == wanted.st_size and int(found.st_mtime) >= int(wanted.st_mtime)


def settle(folder: Path) -> None:
    """Bring the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with source.open("rb") as file, os.fdopen(handle, "wb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        shutil.copystat(source, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    settle(target.parent)


def _does_not_answer() -> NoSecondHomeError:
    return NoSecondHomeError(
        _(
            "The second machine does not take files at the moment, so none is accepted. Try again later; tell the administrator if it lasts."
        )
    )
