"""Findings of the core as pages show them and as the database keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import get_language

from kaoji.diagnostics import Diagnostic, Source, is_chinese
from kaoji.numbers import for_eyes
from kaoji.web.assessments.words import FIELDS, HEADS

_KEY = re.compile(r"“([a-z_]+(?:: [a-z]+)?)”")

_LIST = re.compile(r", (?=[^\s])")


@dataclass(frozen=True, slots=True)
class Link:
    """A place that a finding names, and the page on which one sees it; no page where there is none."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in the reader's language; ``line`` is the line of the scheme's text, ``place`` a place in a notice.

    ``links`` lead to the places that it names, where a page knows how to get there.
    """

    level: str
    code: str
    text: str
    line: int | None = None
    place: str = ""
    links: tuple[Link, ...] = ()

    @property
    def needs_eyes(self) -> bool:
        """Whether somebody should look: errors and warnings."""
        return self.level != "info"


def shown(findings: Iterable[Diagnostic], *, has_keys: bool = False) -> list[Shown]:
    """Put findings into the reader's language; beside a scheme's text its keys stand as they are written there."""
    language = get_language() or "zh"
    return [show(finding, language, has_keys=has_keys) for finding in findings]


def show(finding: Diagnostic, language: str, *, has_keys: bool = False) -> Shown:
    """Put one finding into words."""
    source = finding.sources[0] if finding.sources else Source()
    place = source.place("zh" if language.startswith("zh") else "en")
    text = for_eyes(replace(finding, data=_data(finding, language)).sentence(language))
    return Shown(finding.level, finding.code, text if has_keys else without_keys(text), source.line, place)


def _data(finding: Diagnostic, language: str) -> dict[str, Any]:
    """Give what a finding names as the language writes it: lists with its own commas, usual heads in its own words."""
    if finding.code == "reading.I204":
        pairs = [pair.split(" = ") for pair in str(finding.data.get("columns", "")).split(", ")]
        if is_chinese(language):
            return {"columns": "，".join("＝".join(pair) for pair in pairs)}
        return {"columns": ", ".join(" = ".join([*pair[:-1], str(HEADS.get(pair[-1], pair[-1]))]) for pair in pairs)}
    if not is_chinese(language):
        return finding.data
    return {key: _LIST.sub("、", value) if isinstance(value, str) else value for key, value in finding.data.items()}


def sentence(*findings: Diagnostic) -> str:
    """Say findings in the reader's language, as a part of another text."""
    language = get_language() or "zh"
    return ("" if is_chinese(language) else " ").join(for_eyes(finding.sentence(language)) for finding in findings)


def without_keys(text: str) -> str:
    """Name the parts of a scheme as the forms do, where a sentence names them by their keys."""
    return _KEY.sub(lambda found: f"“{FIELDS[found[1]]}”" if found[1] in FIELDS else found[0], text)


def kept_data(finding: Diagnostic) -> dict[str, Any]:
    """Give what a finding names as plain data; lists of names stay lists."""
    return {
        key: value if isinstance(value, int) else list(value) if isinstance(value, tuple | list) else str(value)
        for key, value in finding.data.items()
    }


def kept(findings: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """Give findings as data that says the same in every language."""
    return [
        {
            "code": finding.code,
            "message": finding.message,
            "hint": finding.hint,
            "data": kept_data(finding),
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
