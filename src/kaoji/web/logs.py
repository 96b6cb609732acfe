"""Log lines that nobody can forge: one event is one line, whatever a name contains."""

from __future__ import annotations

import copy
import logging

_BROKEN = 500
"""From this status on an answer says that something is broken; below, that a request was refused."""


class OneLine(logging.Formatter):
    """Formats a record on one line; control characters, line breaks too, are shown as escapes."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line; without the places in the program where a request was only refused: the journal says whom and why."""
        if record.exc_info and getattr(record, "status_code", _BROKEN) < _BROKEN:
            record = copy.copy(record)
            record.exc_info = record.exc_text = None
        text = super().format(record)
        if text.isprintable():
            return text
        return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
