"""How much a reader takes on, and how it says what it met: limits, the budget under them, findings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kaoji.diagnostics import Diagnostic
from kaoji.reading.document import Source


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one file; beyond it comes a diagnostic, with what was read up to there.

    Sizes are in bytes. ``ratio`` is the unpacked to the packed size of one part of a packed file; ``rows``, ``cells``
    (with what their spans cover) and ``characters`` count over the whole file, and so do the lines of a text file as
    rows; ``seconds`` bounds a PDF, and a conversion by another program.
    """

    size: int = 60_000_000
    unpacked_size: int = 300_000_000
    part_size: int = 60_000_000
    ratio: int = 250
    parts: int = 5_000
    pages: int = 1_500
    rows: int = 20_000
    columns: int = 1_000
    cells: int = 400_000
    characters: int = 3_000_000
    depth: int = 25
    seconds: int = 60


class Unreadable(Exception):  # noqa: N818 - it carries a finding about the file, not about a program's error
    """Stops a reader from inside; it never leaves ``read``, which gives its finding instead."""

    def __init__(self, finding: Diagnostic) -> None:
        """Keep the finding that says why."""
        super().__init__(finding.code)
        self.finding = finding


@dataclass(slots=True)
class Findings:
    """The diagnostics of one file as they come up, each with the file's name."""

    file: str
    items: list[Diagnostic] = field(default_factory=list)

    def add(self, finding: Diagnostic, source: Source | None = None) -> None:
        """Add a finding, at its place if it has one."""
        place = replace(source or Source(), file=self.file)
        self.items.append(replace(finding, sources=(place.cite(),)))


@dataclass(slots=True)
class Budget:
    """Counts what a reader has made so far; ``has_room`` tells whether it may go on."""

    limits: Limits
    rows: int = 0
    cells: int = 0
    characters: int = 0

    def take(self, text: str = "", *, rows: int = 0, cells: int = 0) -> bool:
        """Count a text, rows and cells in; tell whether there is room for more."""
        self.rows += rows
        self.cells += cells
        self.characters += len(text)
        return self.has_room

    def exhaust(self) -> None:
        """Leave no room, when one part alone is beyond a limit."""
        self.rows = self.limits.rows + 1

    @property
    def has_room(self) -> bool:
        """Whether no limit is passed yet."""
        limits = self.limits
        return self.rows <= limits.rows and self.cells <= limits.cells and self.characters <= limits.characters

    def finding(self) -> Diagnostic:
        """Say that the rest was not read."""
        return Diagnostic(
            "reading.E107",
            "The file holds more than is read at once: {rows} rows, {cells} cells, {characters} characters. "
            "What comes after this place was not read.",
            hint="Split the file, or take out the sheets and rows that do not belong to the notice.",
            data={"rows": self.limits.rows, "cells": self.limits.cells, "characters": self.limits.characters},
        )


def damaged(reason: str) -> Diagnostic:
    """Say that a file ends too early or is broken; the reason is a fact such as the part concerned."""
    return Diagnostic(
        "reading.E105",
        "The file is damaged or was not copied completely ({reason}).",
        hint="Get the file again, or open it in the program that made it and save it once more.",
        data={"reason": reason},
    )
