"""A scheme together with the places of its parts in the file it came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaoji.diagnostics import Source
from kaoji.scheme.model import Scheme

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Where each part stands in a file: its line and column, counted from 1, by the keys on the way to it."""

    file: str = ""
    at: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)

    def source(self, *path: str | int) -> Source:
        """Give the place of a part, or of the nearest part that holds it."""
        while path and self.at and path not in self.at:
            path = path[:-1]
        line, column = self.at.get(path, (1, 1))
        return Source(self.file, line, column)


@dataclass(frozen=True, slots=True)
class SchemeFile:
    """A scheme and where each of its parts stands in the file; one that was made in memory stands nowhere."""

    scheme: Scheme
    places: Places = field(default_factory=Places)

    def source(self, *path: str | int) -> Source:
        """Give the place of a part, or of the nearest part that holds it."""
        return self.places.source(*path)
