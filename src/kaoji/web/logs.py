"""Log lines that nobody can forge: one event is one line, whatever a name contains."""

from __future__ import annotations

import logging


class OneLine(logging.Formatter):
    """Formats a record on one line; control characters, line breaks too, are shown as escapes."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        text = super().format(record)
        if text.isprintable():
            return text
        return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
