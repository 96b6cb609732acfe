"""Findings of the core as pages show them and as the database keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language

from kaoji.diagnostics import Diagnostic, Source


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in the reader's language; ``line`` is the line of the scheme's text, ``place`` a place in a notice."""

    level: str
    code: str
    text: str
    line: int | None = None
    place: str = ""

    @property
    def needs_eyes(self) -> bool:
        """Whether somebody should look: errors and warnings."""
        return self.level != "info"


def shown(findings: Iterable[Diagnostic]) -> list[Shown]:
    """Put findings into the reader's language."""
    language = get_language() or "zh"
    return [show(finding, language) for finding in findings]


def show(finding: Diagnostic, language: str) -> Shown:
    """Put one finding into words."""
    source = finding.sources[0] if finding.sources else Source()
    place = source.place("zh" if language.startswith("zh") else "en")
    return Shown(finding.level, finding.code, finding.sentence(language), source.line, place)


def kept(findings: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Give findings as data that says the same in every language."""
    return [
        {
            "code": finding.code,
            "message": finding.message,
            "hint": finding.hint,
            "data": {key: value if isinstance(value, int) else str(value) for key, value in finding.data.items()},
            "sources": [{key: value for key, value in asdict(source).items() if value} for source in finding.sources],
        }
        for finding in findings
    ]


def restored(rows: Iterable[dict[str, Any]]) -> list[Diagnostic]:
    """Give kept findings back."""
    return [
        Diagnostic(
            row["code"], row["message"], tuple(Source(**source) for source in row["sources"]), row["hint"], row["data"]
        )
        for row in rows
    ]
