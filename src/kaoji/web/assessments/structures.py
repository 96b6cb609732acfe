"""Schemes as the core understands them, parsed once and kept by their text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from kaoji.diagnostics import Diagnostic, has_errors
from kaoji.scheme import SchemeFile, Structure, load, resolve
from kaoji.scheme.linting import lint
from kaoji.web.assessments.models import SchemeVersion


def digest_of(text: str) -> str:
    """Give the digest of a scheme's text, as manifests of runs write it."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A scheme's text, as far as it goes.

    ``file`` is None when it is no scheme at all, ``structure`` when errors keep it from being scored. Findings include
    the lint's once it can be resolved.
    """

    file: SchemeFile | None
    structure: Structure | None
    findings: tuple[Diagnostic, ...]


@lru_cache(maxsize=32)
def checked(text: str) -> Checked:
    """Look over a scheme's text."""
    file, findings = load(text)
    if file is None:
        return Checked(None, None, tuple(findings))
    structure, more = resolve(file)
    findings += more
    if has_errors(findings):
        return Checked(file, None, tuple(findings))
    return Checked(file, structure, (*findings, *lint(structure)))


def parsed(text: str) -> tuple[Structure | None, tuple[Diagnostic, ...]]:
    """Parse a scheme's text; the structure is None when it cannot be used. Findings include the lint's."""
    found = checked(text)
    return found.structure, found.findings


def structure_of(version: SchemeVersion) -> Structure:
    """Give the structure of a version that was found usable when it was kept.

    Raises:
        ValueError: it is not usable.
    """
    structure, findings = parsed(version.text)
    if structure is None:
        raise ValueError(findings[0].line("en") if findings else "unusable scheme")
    return structure
