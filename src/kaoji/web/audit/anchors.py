"""Anchors: the end of the chain kept where whoever changes the database does not reach.

Each is a line in a file below ``KAOJI_HOME/anchors`` and in the system log. A chain that was made anew as a whole, or
whose end was cut off, differs from them; copies belong on another machine and on paper.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from kaoji.web.audit.chain import Anchor, anchor

try:
    import syslog
except ImportError:  # not every system has one
    syslog = None  # type: ignore[assignment]


class UnreadableAnchorsError(Exception):
    """A line of a file is no anchor."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__(file, line)
        self.file, self.line = file, line


def folder() -> Path:
    """Give where this installation keeps its anchors."""
    return Path(settings.HOME) / "anchors"


def write(to: Path | None = None) -> tuple[Anchor, Path]:
    """Add the end of the chain to a file (this year's where none is named) and to the system log."""
    made = anchor()
    path = to if to is not None else folder() / f"{made.at[:4]}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(made.line() + "\n")
        file.flush()
        os.fsync(file.fileno())
    if syslog is not None:
        syslog.syslog(syslog.LOG_NOTICE | syslog.LOG_AUTHPRIV, f"kaoji journal {made.line()}")
    return made, path


def write_daily() -> Anchor | None:
    """Write an anchor unless today has one; to be called as often as one likes."""
    today = datetime.now(UTC).date().isoformat()
    last = kept()[-1:]
    if last and last[0].at.startswith(today):
        return None
    return write()[0]


def kept() -> list[Anchor]:
    """Give all anchors that this installation keeps, oldest first.

    Raises:
        UnreadableAnchorsError: a line is none.
    """
    found = [item for path in sorted(folder().glob("*.txt")) for item in read_file(path)]
    return sorted(found, key=lambda item: (item.at, item.number))


def read_file(path: Path) -> list[Anchor]:
    """Read a file of anchors, one a line; empty lines and those beginning with # are left out.

    Raises:
        UnreadableAnchorsError: a line is none.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if text:
            try:
                found.append(Anchor.read(text))
            except ValueError as error:
                raise UnreadableAnchorsError(path, number) from error
    return found
